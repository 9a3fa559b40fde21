"""Exact means and rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.stats.rounding import exact_weighted_mean, half_up, largest_remainder

FRACTIONS = st.fractions(min_value=-100, max_value=100, max_denominator=5000)


@pytest.mark.parametrize(
    ("value", "printed"),
    [("88305/1000", "88.31"), ("2675/1000", "2.68"), ("82", "82.00"), ("-5/1000", "-0.01"), ("0", "0.00")],
)
def test_a_half_goes_up(value, printed):
    """A half goes away from zero; Python's own round gives 88.3, 2.67 and -0.0."""
    assert str(half_up(Fraction(value))) == printed


@given(FRACTIONS)
def test_rounding_moves_a_number_by_half_a_step_at_most(value):
    """A rounded number is within half of its last digit."""
    assert abs(Fraction(half_up(value)) - value) <= Fraction(1, 200)


@given(FRACTIONS, st.integers(1, 30))
def test_times_is_multiplication_before_rounding(value, times):
    """Rounding value × times is one rounding, not two."""
    assert half_up(value, times=times) == half_up(value * times)


@given(st.lists(st.tuples(FRACTIONS, st.integers(0, 50)), min_size=1).filter(lambda p: sum(w for _, w in p)))
def test_weighted_mean_is_exact(pairs):
    """The mean over one common denominator is the mean of the fractions."""
    values, weights = zip(*pairs, strict=True)
    expected = sum((v * w for v, w in pairs), Fraction(0)) / sum(weights)
    assert exact_weighted_mean(values, weights) == expected


@given(
    st.lists(st.floats(-30, 30), min_size=1, max_size=16),
    st.integers(-10, 10),
)
def test_printed_parts_add_up(parts, off_by):
    """Parts rounded by largest remainder add up to the total, and none moves by more than its share of the gap."""
    total = half_up(Fraction(sum(parts))) + Decimal(off_by).scaleb(-2)
    printed = largest_remainder(parts, total)
    assert sum(printed) == total
    gap = abs(float(total) - sum(parts)) / len(parts)
    assert all(abs(float(p) - part) <= gap + 0.0101 + 0.01 for p, part in zip(printed, parts, strict=True))


def test_ties_go_to_the_first_part():
    """Equal remainders are settled by order, so the same input always prints the same."""
    assert [str(p) for p in largest_remainder([0.005, 0.005], Decimal("0.01"))] == ["0.01", "0.00"]
