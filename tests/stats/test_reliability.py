"""Alpha, omega, item-rest correlations and the r-table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.stats.reliability import covariances, cronbach_alpha, fisher_interval, r_critical, reliability

KEYS = ["J_reliability_U01_2025", "J_reliability_attitude"]


@pytest.fixture(scope="module")
def found(one_unit, elements, attitude):
    """Return the reliability of both questionnaires, from sums and products, by R's key."""
    results = {}
    for key, frame in zip(KEYS, (one_unit[elements], attitude), strict=True):
        x = frame.to_numpy()
        results[key] = reliability(covariances(len(x), x.sum(axis=0), x.T @ x), len(x))
    return results


@pytest.mark.parametrize("key", KEYS)
def test_alpha_and_its_interval_equal_psych(found, reference, key):
    """Alpha is psych::alpha's raw alpha, the interval Feldt's by qf."""
    result, expected = found[key], reference[key]
    assert result.alpha == pytest.approx(expected["alpha_raw"], rel=1e-12)
    assert [result.alpha_low, result.alpha_high] == pytest.approx(expected["feldt_ci95"], rel=1e-9)


@pytest.mark.parametrize("key", KEYS)
def test_omega_equals_lavaan(found, reference, key):
    """Omega is that of cfa with one factor by maximum likelihood."""
    assert found[key].omega == pytest.approx(reference[key]["omega_1factor_ML"], rel=1e-6)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("field", "name"),
    [("item_rest", "item_rest_r"), ("item_total", "item_total_r"), ("alpha_if_dropped", "alpha_if_dropped")],
)
def test_items_equal_psych(found, reference, key, field, name):
    """Item-rest and item-total correlations and alpha without the item are psych::alpha's."""
    assert getattr(found[key], field).tolist() == pytest.approx(reference[key][name], rel=1e-9)


def test_r_table_equals_r(reference):
    """Critical values are qt / √(df + qt²), two-sided at 5 and 1 %, one-sided at 5 %."""
    table = reference["J_r_table"]
    for name, level, sides in (("two_sided_05", 0.95, 2), ("two_sided_01", 0.99, 2), ("one_sided_05", 0.95, 1)):
        assert r_critical(table["n"], level, sides).tolist() == pytest.approx(table[f"r_{name}"], rel=1e-9)


@given(st.integers(0, 10**6))
def test_order_of_respondents_and_items_changes_nothing(seed):
    """Alpha does not depend on the order of rows or of questions."""
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 5, size=(20, 5))
    shuffled = rng.permutation(x)[:, rng.permutation(5)]
    both = [cronbach_alpha(covariances(20, rows.sum(axis=0), rows.T @ rows)) for rows in (x, shuffled)]
    assert both[0] == pytest.approx(both[1], nan_ok=True)
    assert covariances(20, x.sum(axis=0), x.T @ x) == pytest.approx(np.cov(x.T))


def test_straight_lines_alone_are_alpha_one():
    """When everybody answers in a straight line alpha is 1: a warning, not praise."""
    result = reliability(np.ones((9, 9)), 50, factor="none")
    assert result.alpha == pytest.approx(1.0)
    assert result.notes == ("alpha above 0.95",)
    assert np.isnan(result.omega)


def test_an_item_that_all_answer_alike_is_named():
    """An item without variance has no correlation, and there is no factor; the others keep their alpha."""
    covariance = np.pad(np.full((3, 3), 0.5) + 0.5 * np.eye(3), (0, 1))
    result = reliability(covariance, 50)
    assert np.isnan(result.item_rest).tolist() == [False, False, False, True]
    assert "no variance" in result.notes
    assert np.isnan(result.omega)
    assert result.alpha_if_dropped[3] == pytest.approx(0.75)


def test_nobody_varies():
    """When all answers are equal there is no alpha, and nothing breaks."""
    result = reliability(np.zeros((3, 3)), 50)
    assert np.isnan(result.alpha)
    assert np.isnan(result.item_total).all()


def test_a_factor_at_its_bound_is_said():
    """One item that is the factor itself makes omega untrustworthy, and a note says so."""
    loadings = np.array([1.0, 0.5, 0.5, 0.5])
    covariance = np.outer(loadings, loadings) + np.diag([0.0, 0.75, 0.75, 0.75])
    assert "factor at its bound" in reliability(covariance, 100).notes


@pytest.mark.parametrize(("k", "n"), [(1, 50), (3, 2)])
def test_too_little_is_refused(k, n):
    """One question, or two respondents, have no reliability."""
    with pytest.raises(RequestError) as caught:
        reliability(np.eye(k), n)
    assert caught.value.code == "too_few_for"


def test_fisher_needs_four():
    """With three respondents a correlation has no interval."""
    assert np.isnan(fisher_interval([0.5], 3)).all()
