"""What is usual in a series: limits from the first values, what lies beyond them, runs on one side."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.stats.series import individuals_limits

FLOWRATE = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)  # NIST/SEMATECH e-handbook, 6.3.2.2
LEVEL = (80, 81) * 6


def test_the_flowrate_example_has_its_published_limits():
    """NIST prints centre 50.81, mean range 1.8778, limits 55.8041 and 45.8159."""
    limits = individuals_limits(FLOWRATE, baseline=10)
    found = [float(one) for one in (limits.center, limits.mean_range, limits.upper, limits.lower)]
    assert found == pytest.approx([50.81, 1.8778, 55.8041, 45.8159], abs=5e-5)
    assert (limits.outside, limits.runs) == ((), ())


def test_later_values_never_move_the_limits():
    """A new level stands beyond the limits of the old one, however long it lasts."""
    limits = individuals_limits((*LEVEL, *[90] * 9))
    assert (limits.center, limits.upper) == (individuals_limits(LEVEL).center, individuals_limits(LEVEL).upper)
    assert limits.outside == tuple(range(12, 21))
    assert limits.runs == ((11, 20),)  # the last value of the baseline was above the centre too


@pytest.mark.parametrize(("n", "runs"), [(7, ()), (8, ((13, 20),))])
def test_eight_on_one_side_are_a_run(n: int, runs: tuple[tuple[int, int], ...]):
    """Seven values on one side of the centre say nothing, eight do."""
    assert individuals_limits((*LEVEL, Decimal("80.5"), *[81] * n, 80)).runs == runs


def test_a_value_on_a_limit_lies_inside():
    """Equal values have limits without width, and none of them lies beyond."""
    limits = individuals_limits([Decimal("81.96")] * 20)
    assert (limits.outside, limits.runs) == ((), ())


def test_fewer_values_than_the_baseline_have_no_limits():
    """Eleven values are refused."""
    with pytest.raises(ValueError, match="limits need 12 values, there are 11"):
        individuals_limits(LEVEL[:11])


@given(st.lists(st.integers(2500, 10000), min_size=12, max_size=40), st.integers(-500, 500))
def test_another_zero_changes_no_verdict(cents: list[int], shift: int):
    """Adding the same to all values moves centre and limits by it and nothing else."""
    one = individuals_limits([Decimal(cent) / 100 for cent in cents])
    other = individuals_limits([Decimal(cent + shift) / 100 for cent in cents])
    assert (one.outside, one.runs) == (other.outside, other.runs)
    assert other.upper - one.upper == Fraction(shift, 100)
