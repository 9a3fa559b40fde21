"""Many tests at once: Holm, Benjamini and Hochberg, Bonferroni."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.stats.multiplicity import benjamini_hochberg, bonferroni, holm, holm_levels, simultaneous_level

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@given(P_VALUES)
def test_adjusted_values_are_between_raw_and_bonferroni(p_values):
    """Holm is never below the raw p value and never above Bonferroni's."""
    for raw, adjusted in zip(p_values, holm(p_values), strict=True):
        assert raw <= adjusted <= min(1.0, raw * len(p_values)) + 1e-15


@given(P_VALUES)
def test_order_is_kept(p_values):
    """A smaller p value never becomes the larger one."""
    pairs = sorted(zip(p_values, holm(p_values).tolist(), strict=True))
    adjusted = [value for _, value in pairs]
    assert adjusted == sorted(adjusted)


@given(P_VALUES)
def test_procedures_are_ordered(p_values):
    """Raw p ≤ Benjamini and Hochberg's ≤ Holm's ≤ Bonferroni's, for every test of every family."""
    steps = [np.array(p_values), benjamini_hochberg(p_values), holm(p_values), bonferroni(p_values)]
    for smaller, larger in pairwise(steps):
        assert (smaller <= larger + 1e-15).all()


@given(P_VALUES, st.randoms())
def test_order_of_tests_changes_nothing(p_values, random):
    """An adjusted value does not depend on where its test stands in the list."""
    shuffled = list(range(len(p_values)))
    random.shuffle(shuffled)
    for adjust in (holm, benjamini_hochberg):
        again = adjust([p_values[place] for place in shuffled])
        assert adjust(p_values)[shuffled].tolist() == again.tolist()


@pytest.mark.parametrize(("adjust", "name"), [(benjamini_hochberg, "bh"), (bonferroni, "bonferroni"), (holm, "holm")])
def test_adjusted_values_equal_r(reference, adjust, name):
    """Adjusted values are those of p.adjust for the reference vector and for the twelve units."""
    for key in ("E_padjust_vector", "E_unit_change"):
        if name in reference[key]:
            assert adjust(reference[key]["p"]).tolist() == pytest.approx(reference[key][name], rel=1e-12)


def test_simultaneous_intervals_are_as_wide_as_bonferroni():
    """The interval of twelve at once excludes zero exactly where Bonferroni's p is below 0.05."""
    p = np.array([0.004, 0.0042])
    assert (p < 1 - simultaneous_level(12)).tolist() == (bonferroni([*p, *[1.0] * 10])[:2] < 0.05).tolist()
    assert simultaneous_level(1) == pytest.approx(0.95)


@given(st.lists(st.floats(0.00001, 1), min_size=1, max_size=40))
def test_the_level_of_an_interval_agrees_with_holm(p_values):
    """An interval at its level leaves out zero, which is p below one minus the level, exactly where Holm rejects."""
    leaves_out = np.array(p_values) < 1 - holm_levels(p_values)
    near = np.isclose(holm(p_values), 0.05, rtol=1e-9)  # at the bound itself rounding decides
    assert (leaves_out == (holm(p_values) < 0.05))[~near].all()
