"""Estimates drawn towards the mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.stats.shrinkage import pooled_variances, shrink

UNITS = st.lists(st.tuples(st.floats(40, 99), st.floats(0.1, 25)), min_size=2, max_size=20)


@pytest.mark.parametrize(("method", "tolerance"), [("DL", 1e-9), ("PM", 1e-6)])
def test_shrinkage_equals_metafor(reference, method, tolerance):
    """τ², mean, BLUPs and their errors are those of rma(method = "DL" or "PM") and blup."""
    ranks, expected = reference["F_ranks"], reference["G_shrinkage"][method]
    found = shrink(ranks["estimate"], np.array(ranks["se"]) ** 2, method)
    for field, name in (("tau2", "tau2"), ("mean", "mu"), ("se_mean", "se_mu"), ("q", "Q")):
        assert getattr(found, field) == pytest.approx(expected[name], rel=tolerance)
    for field, name in (("estimate", "blup"), ("se", "blup_se"), ("share_of_mean", "shrink_factor_B")):
        assert getattr(found, field).tolist() == pytest.approx(expected[name], rel=tolerance)


@given(UNITS, st.sampled_from(["DL", "PM"]))
def test_a_figure_moves_towards_the_mean_and_never_past_it(units, method):
    """Every shrunken figure lies between its own figure and the mean of all."""
    y, v = (np.array(values) for values in zip(*units, strict=True))
    found = shrink(y, v, method)
    assert (found.estimate >= np.minimum(y, found.mean) - 1e-9).all()
    assert (found.estimate <= np.maximum(y, found.mean) + 1e-9).all()
    assert found.tau2 >= 0


def test_units_alike_become_one():
    """Where units differ by no more than chance, all get the mean."""
    found = shrink([80.0, 80.1, 79.9], [4.0, 4.0, 4.0])
    assert found.tau2 == 0.0
    assert found.estimate.tolist() == pytest.approx([80.0] * 3)


def test_a_lucky_tiny_unit_is_not_trusted():
    """A unit of two equal forms takes the pooled variance; a unit of one, which has none, as well."""
    pooled = pooled_variances([4.0, 0.0, np.nan], [25, 2, 1])
    assert pooled[0] == 4.0
    assert pooled[1:].tolist() == pytest.approx([2400 / 25 / 2, 2400 / 25])


@pytest.mark.parametrize(
    ("y", "v", "code"),
    [
        ([80.0, 70.0], [1.0, 0.0], "no_variance"),
        ([80.0], [1.0], "too_few_for"),
        ([80.0, np.nan], [1, 1], "no_variance"),
    ],
)
def test_what_cannot_be_shrunk_is_refused(y, v, code):
    """A unit without a variance, or alone, is refused with the reason."""
    with pytest.raises(RequestError) as caught:
        shrink(y, v)
    assert caught.value.code == code


def test_no_unit_with_two_respondents_has_no_pooled_variance():
    """With one respondent everywhere there is nothing to pool."""
    with pytest.raises(RequestError):
        pooled_variances([np.nan, np.nan], [1, 1])
