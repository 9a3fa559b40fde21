"""Within, mix, and whether a change was general."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.stats.decomposition import general_change, signed_rank_p, split_change

PERIODS = ("2024", "2025")
UNITS = [f"U{place:02d}" for place in range(1, 13)]
FIGURES = st.lists(st.tuples(*[st.floats(25, 100)] * 2, *[st.floats(0.1, 10)] * 2), min_size=1, max_size=12)


@pytest.mark.parametrize(("basis", "name"), [("equal", None), ("respondent", "n"), ("population", "N")])
def test_split_equals_r(reference, basis, name):
    """Change, within, mix and standard error are R's for equal, respondents' and users' weights."""
    lines = [[reference["A_unit"][f"{period} {unit}"] for unit in UNITS] for period in PERIODS]
    means = [[unit["mean"] for unit in period] for period in lines]
    sizes = [np.array([unit[name] if name else 1 for unit in period], float) for period in lines]
    variances = tuple(np.array([unit["se"] for unit in period]) ** 2 for period in lines)
    split = split_change(*means, *(size / size.sum() for size in sizes), variances)
    expected = reference["D_change"][basis]
    assert split.total == pytest.approx(expected["change"], rel=1e-9)
    assert split.se == pytest.approx(expected["se"], rel=1e-9)
    assert split.within == pytest.approx(expected["within_effect_avg_weights"], rel=1e-9)
    assert split.mix == pytest.approx(expected["mix_effect_avg_weights"], rel=1e-9, abs=1e-12)


@given(FIGURES)
def test_within_and_mix_add_up(units):
    """Within and mix sum to the change, whatever moves; without variances there is no error."""
    before, after, w1, w2 = (np.array(values) for values in zip(*units, strict=True))
    split = split_change(before, after, w1 / w1.sum(), w2 / w2.sum())
    assert split.within + split.mix == pytest.approx(split.total, abs=1e-9)
    assert np.isnan(split.se)


def test_units_as_a_sample_equal_r(reference):
    """Mean change, its t interval and p are those of t.test over units; signed ranks those of wilcox.test(exact)."""
    expected = reference["D_change_units_as_sample"]
    found = general_change(expected["unit_changes"])
    assert (found.mean.estimate, found.mean.se) == pytest.approx((expected["mean"], expected["se"]), rel=1e-9)
    assert [found.mean.low, found.mean.high] == pytest.approx(expected["t_ci"], rel=1e-9)
    assert found.p == pytest.approx(expected["p"], rel=1e-9)
    assert found.p_wilcoxon == pytest.approx(expected["wilcoxon_exact_p"], rel=1e-9)
    assert (found.n_up, found.n_down, found.mean.n) == (9, 3, 12)


@pytest.mark.parametrize("changes", [[1.0, 1.0], [0.0, 1.0], [float(place) for place in range(1, 52)]])
def test_signed_ranks_have_no_exact_p_with_ties(changes):
    """With ties, zeros or more than 50 units the exact p is left out, never approximated silently."""
    assert np.isnan(signed_rank_p(changes))


def test_all_units_moved_alike():
    """When every unit moved by the same, there is a mean and no interval; one unit is refused."""
    found = general_change([2.0, 2.0, 2.0])
    assert found.mean.notes == ("all changes equal",)
    assert np.isnan(found.p)
    with pytest.raises(RequestError):
        general_change([2.0])
