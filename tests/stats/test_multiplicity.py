"""Holm's procedure."""

from hypothesis import given
from hypothesis import strategies as st

from skm.stats.multiplicity import holm

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
