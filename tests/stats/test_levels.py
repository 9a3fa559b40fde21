"""Intervals where they are honest, letters, shares, clusters, known populations."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.stats.intervals import t_interval
from skm.stats.levels import (
    cluster_estimate,
    design_effect,
    finite_population_factor,
    letter_probabilities,
    level_estimate,
    share_difference,
    stratified_share,
)

LETTERS = [88.31, 76.61, 65.0, 25.0]


def test_finite_population_correction_equals_r_survey(reference):
    """Standard error and t interval with the correction are those of svydesign(fpc = N), for all units."""
    for unit in reference["A_unit"].values():
        se = unit["se"] * finite_population_factor(unit["n"], unit["N"])
        assert se == pytest.approx(unit["se_fpc"], rel=1e-12)
        low, high = t_interval(unit["mean"], se, unit["n"] - 1)
        assert [float(low), float(high)] == pytest.approx(unit["t_ci_fpc"], rel=1e-9)


def test_level_of_a_unit_equals_r(reference):
    """A unit's standard error and logit-t interval are R's; from 5 % of the users on the error is corrected."""
    unit = reference["A_unit"]["2025 U01"]
    plain = level_estimate(unit["mean"], unit["sd"], unit["n"], users=unit["N"])
    assert plain.se == pytest.approx(unit["se"], rel=1e-12)
    assert [plain.low, plain.high] == pytest.approx(unit["logit_ci"], rel=1e-9)
    small = reference["A_unit"]["2025 U11"]
    corrected = level_estimate(small["mean"], small["sd"], small["n"], users=small["N"])
    assert corrected.se == pytest.approx(small["se_fpc"], rel=1e-12)
    assert corrected.notes == ("finite population",)


@pytest.mark.parametrize(
    ("sd", "n", "users", "top", "method", "note"),
    [
        (np.nan, 1, None, 0.0, "none", "one respondent"),
        (0.0, 20, None, 0.0, "none", "all answers equal"),
        (5.0, 29, None, 0.6, "none", "heavy ceiling"),
        (5.0, 30, None, 0.6, "logit-t", None),
        (5.0, 29, None, 0.5, "logit-t", None),
        (5.0, 40, 40, 0.0, "census", "census"),
    ],
)
def test_no_interval_where_none_is_honest(sd, n, users, top, method, note):
    """One respondent, equal answers or a heavy ceiling have no interval, and the reason; a census has no error."""
    found = level_estimate(90.0, sd, n, users=users, share_at_top=top)
    assert found.method == method
    assert found.notes == ((note,) if note else ())
    assert np.isnan(found.low) == (method == "none")
    assert found.estimate == 90.0


def test_more_respondents_than_users_is_an_error():
    """A unit cannot have more respondents than users."""
    with pytest.raises(RequestError) as caught:
        finite_population_factor([5, 20], [10, 10])
    assert caught.value.values == {"n": "20", "users": "10"}


def test_clusters_equal_r_survey(reference, answers):
    """Units as clusters: mean and standard error of all respondents are those of svydesign(id = ~unit)."""
    groups = answers[answers["year"] == 2025].groupby("unit")["index"]
    found = cluster_estimate(groups.sum(), groups.size())
    expected = reference["C_naive_srs_2025"]
    assert (found.estimate, found.se) == pytest.approx((expected["mean"], expected["se_clustered_by_unit"]), rel=1e-12)
    assert found.df == 11
    sd = expected["se"] * np.sqrt(found.n)
    deff, n_eff = design_effect(found.se, sd, found.n)
    assert deff == pytest.approx((expected["se_clustered_by_unit"] / expected["se"]) ** 2)
    assert n_eff * deff == pytest.approx(found.n)


def test_one_cluster_is_refused():
    """One service day says nothing about days."""
    with pytest.raises(RequestError):
        cluster_estimate([80.0], [10])


def test_letters_of_the_worked_examples():
    """88.00 with SE 1.5 is B with 58 % and A with 42 %; 76.90 with SE 0.8 is B with 64 % and C with 36 %."""
    plain = letter_probabilities([88.0, 76.9], [1.5, 0.8], LETTERS, bounds=None)
    assert plain.round(2).tolist() == [[0.42, 0.58, 0.0, 0.0], [0.0, 0.64, 0.36, 0.0]]
    logit = letter_probabilities([88.0, 76.9], [1.5, 0.8], LETTERS)
    assert logit.round(2).tolist() == [[0.42, 0.58, 0.0, 0.0], [0.0, 0.64, 0.36, 0.0]]


@given(st.floats(25.5, 99.5), st.floats(0.01, 20), st.floats(1, 500))
def test_chances_of_letters_sum_to_one(index, se, df):
    """Chances are never negative and sum to 1; a figure on a boundary is half one letter."""
    for options in ({}, {"bounds": None}, {"df": [df]}):
        chances = letter_probabilities([index], [se], LETTERS, **options)[0]
        assert chances.sum() == pytest.approx(1.0)
        assert (chances >= 0).all()
    assert letter_probabilities([88.305], [se], LETTERS, df=[df])[0, 0] == pytest.approx(0.5)


def test_no_error_no_chances():
    """A figure without a standard error has no chances of letters."""
    assert np.isnan(letter_probabilities([80.0], [np.nan], LETTERS)).all()


def test_stratified_share_equals_svyciprop(reference, answers, users):
    """Share, standard error, degrees of freedom and interval are those of svyciprop(method = "logit") with fpc."""
    here = answers[answers["year"] == 2025]
    groups = here.assign(good=here["u1"] >= 3).groupby("unit")["good"]
    found = stratified_share(groups.sum(), groups.size(), users / users.sum(), users=users)
    expected = reference["K_top2_stratified_u1_2025"]
    assert (found.estimate, found.se) == pytest.approx((expected["p"], expected["se"]), rel=1e-9)
    assert found.df == expected["df"]
    assert [found.low, found.high] == pytest.approx(expected["logit_ci"], rel=1e-9)


def test_a_share_without_variance_has_wilsons_interval():
    """Where everybody is satisfied the interval is Wilson's, never of width zero; a lone respondent is refused."""
    found = stratified_share([10, 10], [10, 10], [0.5, 0.5])
    assert found.method == "wilson"
    assert found.low < found.high == 1.0
    with pytest.raises(RequestError):
        stratified_share([1, 5], [1, 10], [0.5, 0.5])


def test_difference_of_shares_equals_newcombe(reference):
    """The interval of a difference of shares is Newcombe's from prop.test without correction."""
    expected = reference["K_newcombe_92of100_minus_81of100"]
    difference, low, high = share_difference((81, 92), (100, 100))
    assert [float(difference), float(low), float(high)] == pytest.approx([expected["diff"], *expected["ci"]], rel=1e-9)


@given(*[st.integers(0, 30)] * 2, *[st.integers(30, 60)] * 2)
def test_exchanging_periods_turns_the_sign(k1, k2, n1, n2):
    """The difference the other way round is the same with the sign turned."""
    forth, back = share_difference((k1, k2), (n1, n2)), share_difference((k2, k1), (n2, n1))
    assert [float(value) for value in forth] == pytest.approx([-float(back[0]), -float(back[2]), -float(back[1])])
