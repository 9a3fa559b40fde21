"""Post-stratification, raking, trimming, and what weights cost."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.stats.weights import Margin, Weighting, kish, poststratify, rake, refuse_uneven, trim, weighted_mean


@pytest.fixture(scope="module")
def cells(one_unit):
    """Return respondents, Σ index and Σ index² of U01 by sex and age."""
    squared = one_unit.assign(square=one_unit["index"] ** 2)
    groups = squared.groupby(["sex", "age"])
    return groups.agg(n=("index", "size"), total=("index", "sum"), square=("square", "sum")).reset_index()


@pytest.fixture(scope="module")
def known(cells, margins):
    """Return the known totals of sex and of age as margins of the cells."""
    found = []
    for name in ("sex", "age"):
        totals = margins[margins["var"] == name].sort_values("level")
        codes = pd.Categorical(cells[name], categories=totals["level"]).codes.astype(np.int64)
        found.append(Margin(codes, totals["N"].to_numpy(float)))
    return found


def test_raking_equals_r_survey(reference, cells, known):
    """Weights, mean, standard error, n_eff and design effect are those of rake and svymean."""
    expected = reference["H_weighting"]["raked"]
    weighting = rake(cells["n"], known)
    mean = weighted_mean(weighting.weights, cells["n"], cells["total"], cells["square"], known)
    by_cell = reference["H_weighting"]["raked_cell_weights"]
    wanted = [by_cell[f"{sex} {age}"] for sex, age in zip(cells["sex"], cells["age"], strict=True)]
    assert weighting.weights.tolist() == pytest.approx(wanted, rel=1e-9)
    assert mean.estimate == pytest.approx(expected["mean"], rel=1e-9)
    assert mean.se == pytest.approx(expected["se"], rel=1e-9)
    assert (weighting.n_eff, weighting.deff) == pytest.approx(
        (expected["kish_neff"], expected["deff_weights"]), rel=1e-9
    )
    assert mean.n == 150 and mean.df == 149


def test_ignoring_the_margins_equals_r_survey(reference, cells, known):
    """Without margins the weights count as given from outside, as svydesign(weights = w) takes them."""
    weights = rake(cells["n"], known).weights
    mean = weighted_mean(weights, cells["n"], cells["total"], cells["square"])
    assert mean.se == pytest.approx(reference["H_weighting"]["raked_se_ignoring_raking"], rel=1e-9)


def test_poststratification_equals_r_survey(reference, cells, known):
    """Mean, standard error and n_eff of weights by age are those of postStratify and svymean."""
    expected = reference["H_weighting"]["poststratified_age"]
    by_age = cells.groupby("age")[["n", "total", "square"]].sum()
    weighting = poststratify(by_age["n"], known[1].totals)
    margin = Margin(np.arange(4), known[1].totals)
    mean = weighted_mean(weighting.weights, by_age["n"], by_age["total"], by_age["square"], [margin])
    assert (mean.estimate, mean.se) == pytest.approx((expected["mean"], expected["se"]), rel=1e-9)
    assert weighting.n_eff == pytest.approx(expected["kish_neff"], rel=1e-9)
    assert weighting.weights.max() == pytest.approx(expected["max_w"], rel=1e-9)
    assert weighting.method == "poststratified"


def test_trimming_equals_r_survey(reference, cells, known):
    """Weights trimmed at 1.4 times their mean are those of trimWeights(strict = TRUE).

    R keeps the raked weights in the residuals; ours are taken with the trimmed ones, so the standard error agrees to
    1e-5 only.
    """
    expected = reference["H_weighting"]["trimmed_1.4xmean_strict"]
    trimmed, share = trim(rake(cells["n"], known).weights, cells["n"], 1.4)
    mean = weighted_mean(trimmed, cells["n"], cells["total"], cells["square"], known)
    assert mean.estimate == pytest.approx(expected["mean"], rel=1e-9)
    assert (trimmed.min(), trimmed.max()) == pytest.approx((expected["min_w"], expected["max_w"]), rel=1e-9)
    assert kish(trimmed, cells["n"])[0] == pytest.approx(expected["kish_neff"], rel=1e-9)
    assert mean.se == pytest.approx(expected["se"], rel=1e-5)
    assert 0 < share < 0.01


def test_equal_weights_are_the_plain_mean(reference, cells):
    """Weights of 1 give the mean and s/√n, a design effect of 1 and all respondents as n_eff."""
    ones = np.ones(len(cells))
    mean = weighted_mean(ones, cells["n"], cells["total"], cells["square"])
    expected = reference["H_weighting"]["unweighted"]
    assert (mean.estimate, mean.se) == pytest.approx((expected["mean"], expected["se"]), rel=1e-9)
    assert kish(ones, cells["n"]) == pytest.approx((150.0, 1.0))


@given(st.lists(st.integers(1, 60), min_size=6, max_size=6), st.lists(st.integers(10, 900), min_size=4, max_size=4))
def test_raked_margins_are_exact(counts, shares):
    """After raking every margin is its total."""
    rows = Margin(np.array([0, 0, 0, 1, 1, 1]), np.array([0.3, 0.7]) * 1000)
    columns = Margin(np.array([0, 1, 2, 0, 1, 2]), np.array(shares[:3]) / sum(shares[:3]) * 1000)
    weighting = rake(counts, [rows, columns])
    for margin in (rows, columns):
        found = np.bincount(margin.codes, np.array(counts) * weighting.weights)
        assert found.tolist() == pytest.approx(margin.totals.tolist(), rel=1e-9)
    assert weighting.n_eff <= sum(counts) * (1 + 1e-12)


@given(st.permutations(range(6)))
def test_order_of_cells_changes_nothing(order):
    """A cell's weight does not depend on where it stands."""
    counts, codes = np.array([5, 9, 12, 7, 30, 8]), np.array([0, 0, 1, 1, 2, 2])
    totals, other = np.array([100.0, 200.0, 300.0]), np.array([0, 1, 0, 1, 0, 1])
    first = rake(counts, [Margin(codes, totals), Margin(other, np.array([250.0, 350.0]))])
    again = rake(counts[order], [Margin(codes[order], totals), Margin(other[order], np.array([250.0, 350.0]))])
    assert again.weights.tolist() == pytest.approx(first.weights[order].tolist(), rel=1e-9)


def test_margins_that_cannot_be_met_are_an_error():
    """Raking that does not converge is an error, never a figure."""
    rows, columns = Margin(np.array([0, 1]), np.array([50.0, 50.0])), Margin(np.array([0, 1]), np.array([10.0, 90.0]))
    with pytest.raises(RequestError) as caught:
        rake([10, 10], [rows, columns])
    assert caught.value.code == "raking_not_converged"


@pytest.mark.parametrize(
    ("counts", "totals", "code"),
    [
        ([10, 10], [50.0, 50.0, 20.0], "margins_do_not_fit"),
        ([10, 10], [100.0, 0.0], "margins_do_not_fit"),
        ([10, 10], [100.0], "margins_do_not_fit"),
    ],
)
def test_groups_on_one_side_only_are_refused(counts, totals, code):
    """A group with users and no respondent cannot be weighted up, nor one with respondents and no users."""
    with pytest.raises(RequestError) as caught:
        poststratify(counts, totals)
    assert caught.value.code == code


def test_margins_of_different_sums_are_refused():
    """Sex and age count the same persons, so their totals are the same."""
    with pytest.raises(RequestError) as caught:
        rake([10, 10], [Margin(np.array([0, 1]), np.array([5.0, 5.0])), Margin(np.array([0, 1]), np.array([5.0, 6.0]))])
    assert caught.value.code == "margins_differ"


def test_uneven_weights_are_refused():
    """No figure with an effective n below 10 or a design effect above 3."""
    for n_eff, deff in ((9.9, 1.0), (100.0, 3.1)):
        with pytest.raises(RequestError):
            refuse_uneven(Weighting(np.ones(1), n_eff, deff, 1, 0.0, "raked"))
    refuse_uneven(Weighting(np.ones(1), 10.0, 3.0, 1, 0.0, "raked"))


def test_trimming_keeps_the_total_and_meets_the_cap():
    """After trimming no weight exceeds the cap, and the sum of weights is as before."""
    counts = np.array([40, 8, 2])
    trimmed, _ = trim([1.0, 4.0, 30.0], counts, 3.0)
    assert (counts * trimmed).sum() == pytest.approx(132)
    assert trimmed.max() <= 3 * 132 / 50 * (1 + 1e-9)
    with pytest.raises(RequestError):
        trim([1.0, 2.0], [10, 10], 1.0)


def test_trimmed_raking_says_what_it_cost():
    """Raking with a cap trims, meets the margins again, and says how much was trimmed and where the cap broke."""
    margin = Margin(np.array([0, 1]), np.array([50.0, 50.0]))
    weighting = rake([96, 4], [margin], cap=4.0)
    assert weighting.method == "raked, trimmed"
    assert weighting.share_trimmed > 0
    assert set(weighting.notes) == {"over the cap", "small cells"}
    assert rake([50, 50], [margin], cap=4.0).method == "raked"
