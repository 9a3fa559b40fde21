"""LMG and Johnson shares of R²."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.stats.importance import importance, johnson_weights, lmg_shares, subset_r2


def correlations(x, y):
    """Return correlations of columns and with the outcome."""
    together = np.corrcoef(np.column_stack([x, y]).T)
    return together[:-1, :-1], together[:-1, -1]


@pytest.mark.parametrize(("share", "name"), [(lmg_shares, "lmg"), (johnson_weights, "johnson")])
def test_shares_equal_r(reference, one_unit, elements, attitude, share, name):
    """Shares are R's sums over all subsets and eigen(cor(X)), for U01 and for the attitude data."""
    unit = reference["L_importance_U01_2025"]
    found = share(*correlations(one_unit[elements], one_unit["overall"]))
    assert found.tolist() == pytest.approx(unit[name], rel=1e-9)
    assert found.sum() == pytest.approx(unit["R2"], rel=1e-9)
    public = reference["L_attitude"]
    found = share(*correlations(attitude[public["variables"]], attitude["rating"]))
    assert found.tolist() == pytest.approx(public[name], rel=1e-9)
    assert found.sum() == pytest.approx(public["R2"], rel=1e-9)


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 10**6), st.integers(2, 6))
def test_shares_add_up_to_r2(seed, k):
    """LMG and Johnson shares sum to R² of all elements, and no LMG share is negative."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(40, k))
    y = x @ rng.normal(size=k) + rng.normal(size=40)
    rx, ry = correlations(x, y)
    r2 = subset_r2(rx, ry)[-1]
    assert lmg_shares(rx, ry).sum() == pytest.approx(r2)
    assert johnson_weights(rx, ry).sum() == pytest.approx(r2)
    assert (lmg_shares(rx, ry) >= -1e-12).all()


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_order_of_elements_changes_nothing(seed):
    """An element's share does not depend on where its column stands, nor on the respondents' order."""
    rng = np.random.default_rng(seed)
    x, order = rng.normal(size=(30, 4)), rng.permutation(4)
    y = x.sum(axis=1) + rng.normal(size=30)
    rows = rng.permutation(30)
    first, again = lmg_shares(*correlations(x, y)), lmg_shares(*correlations(x[rows][:, order], y[rows]))
    assert again == pytest.approx(first[order])


@pytest.mark.parametrize("digits", [2, 12])
def test_the_index_as_outcome_is_refused(one_unit, elements, digits):
    """With the index itself as outcome, rounded or not, shares are only its weights, and that is said."""
    outcome = one_unit["index"].round(digits)
    with pytest.raises(RequestError) as caught:
        importance(one_unit[elements], outcome, np.random.default_rng(1))
    assert caught.value.code == "outcome_is_the_index"


def test_intervals_hold_the_shares_and_overlap(one_unit, elements):
    """At n = 150 intervals overlap, a note says so, and the same seed gives the same ends."""
    first, again = (
        importance(one_unit[elements], one_unit["overall"], np.random.default_rng(3), n_resamples=199) for _ in "ab"
    )
    assert (first.lmg_low < first.lmg).all() and (first.lmg < first.lmg_high).all()
    assert (first.johnson_low < first.johnson).all() and (first.johnson < first.johnson_high).all()
    assert first.notes == ("overlapping",)
    assert first.lmg_low.tolist() == again.lmg_low.tolist()


def test_a_clear_driver_is_told_apart():
    """Where one element makes the answer and another does not, nothing overlaps."""
    rng = np.random.default_rng(5)
    x = rng.integers(1, 5, size=(300, 2))
    assert importance(x, x[:, 0] + rng.integers(0, 2, 300), rng, n_resamples=99).notes == ()


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        (np.tile([[1, 2], [2, 3]], (10, 1)), np.tile([1, 2], 10), "elements_repeat"),
        (np.column_stack([np.tile([1, 2, 3, 4], 5), np.ones(20)]), np.arange(20), "no_variance"),
        (np.tile([[1, 2], [2, 1]], (4, 1)), np.arange(8), "too_few_for"),
    ],
)
def test_what_has_no_answer_is_refused(x, y, code):
    """A column copied from another, answered alike by all, or too few respondents: refused with the reason."""
    with pytest.raises(RequestError) as caught:
        importance(x, y, np.random.default_rng(1))
    assert caught.value.code == code


def test_too_few_sound_resamples_are_refused():
    """Where resamples mostly repeat an element, there is no interval to give."""
    x = np.zeros((20, 2))
    x[0, 0] = x[1, 1] = 1
    with pytest.raises(RequestError) as caught:
        importance(x, np.r_[1.0, 1.0, np.arange(18) / 18], np.random.default_rng(1), n_resamples=99)
    assert caught.value.code == "too_few_for"
