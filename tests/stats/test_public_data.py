"""Published data sets against R survey 4.1.1, psych 2.2.9 and lm: apistrat, apiclus1, swiss, bfi (tests/reference)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skm.stats.importance import johnson_weights, lmg_shares
from skm.stats.levels import cluster_estimate, design_effect, finite_population_factor
from skm.stats.reliability import covariances, cronbach_alpha, feldt_interval, omega_one_factor, reliability
from skm.stats.variance import stratified_variance
from skm.stats.weights import Margin, poststratify, rake

FOLDER = Path(__file__).parents[1] / "reference"


def stratified(frame, values):
    """Return a mean over strata with its standard error and degrees of freedom, the population finite."""
    groups = values.groupby(frame["stype"])
    size = frame.groupby("stype")["fpc"].first().to_numpy(float)
    n = groups.size().to_numpy(float)
    weights = frame.groupby("stype")["pw"].sum().to_numpy()  # as R has them: of single precision
    weights = weights / weights.sum()
    variances = (groups.var(ddof=1).to_numpy() / n)[:, None]
    variance, df, _ = stratified_variance(
        weights, variances, n[:, None], factors=finite_population_factor(n, size) ** 2
    )
    return float(weights @ groups.mean().to_numpy()), float(np.sqrt(variance[0])), float(df[0])


def test_a_stratified_sample_equals_svymean(reference):
    """Apistrat: mean, standard error and df are those of svymean with svydesign(strata = ~stype, fpc = ~fpc)."""
    expected = reference["P_apistrat"]
    frame = pd.read_csv(FOLDER / "apistrat.csv")
    mean, se, df = stratified(frame, frame["api00"])
    assert (mean, se) == pytest.approx((expected["api00"], expected["se"]), rel=1e-9)
    assert df == expected["df"]


def test_a_paired_change_equals_svycontrast(reference):
    """Apistrat: the growth of the same schools is svycontrast of api00 and api99, covariance included."""
    expected = reference["P_apistrat"]
    frame = pd.read_csv(FOLDER / "apistrat.csv")
    growth, se, _ = stratified(frame, frame["api00"] - frame["api99"])
    assert (growth, se) == pytest.approx((expected["growth"], expected["growth_se"]), rel=1e-9)


def test_a_cluster_sample_equals_svymean(reference):
    """Apiclus1: mean, standard error and design effect are those of svydesign(id = ~dnum, fpc = ~fpc)."""
    expected = reference["P_apiclus1"]
    frame = pd.read_csv(FOLDER / "apiclus1.csv")
    districts = frame.groupby("dnum")["api00"].agg(["sum", "size"])
    found = cluster_estimate(districts["sum"], districts["size"])
    se = found.se * float(finite_population_factor(len(districts), frame["fpc"].iloc[0]))
    assert (found.estimate, se) == pytest.approx((expected["api00"], expected["se"]), rel=1e-9)
    schools = float(frame["pw"].sum())
    simple = frame["api00"].std(ddof=1) * float(finite_population_factor(len(frame), schools))
    assert design_effect(se, simple, len(frame))[0] == pytest.approx(expected["deff"], rel=1e-9)


def test_known_margins_give_the_published_means(reference):
    """Apiclus1: the means weighted to known schools are those of postStratify (stype) and rake (stype, sch.wide)."""
    expected = reference["P_apiclus1"]
    frame = pd.read_csv(FOLDER / "apiclus1.csv")
    types = Margin(
        pd.Categorical(frame["stype"], ["E", "H", "M"]).codes.astype(np.int64), np.array([4421.0, 755, 1018])
    )
    wide = Margin(pd.Categorical(frame["sch.wide"], ["No", "Yes"]).codes.astype(np.int64), np.array([1072.0, 5122]))
    by_type = poststratify(np.bincount(types.codes), types.totals).weights[types.codes]
    assert np.average(frame["api00"], weights=by_type) == pytest.approx(expected["poststratified"], rel=1e-9)
    raked = rake(np.ones(len(frame)), [types, wide]).weights
    assert np.average(frame["api00"], weights=raked) == pytest.approx(expected["raked"], rel=1e-9)


def test_importance_of_swiss_fertility_equals_r(reference):
    """Swiss: LMG shares and Johnson weights of five variables are R's over all subsets and eigen(cor(X))."""
    expected = reference["L_swiss"]
    frame = pd.read_csv(FOLDER / "swiss.csv")
    together = np.corrcoef(frame[[*expected["variables"], "Fertility"]].to_numpy().T)
    rx, ry = together[:-1, :-1], together[:-1, -1]
    assert lmg_shares(rx, ry).tolist() == pytest.approx(expected["lmg"], rel=1e-9)
    assert johnson_weights(rx, ry).tolist() == pytest.approx(expected["johnson"], rel=1e-9)
    assert lmg_shares(rx, ry).sum() == pytest.approx(expected["R2"], rel=1e-9)


def test_reliability_of_agreeableness_equals_psych(reference):
    """Bfi A1 to A5: alpha, Feldt's interval, item-rest correlations and omega of the complete rows are R's."""
    expected = reference["Q_bfi_A1_to_A5_A1_reversed"]
    frame = pd.read_csv(FOLDER / "bfi_A1_A5.csv")
    x, times = frame[[f"A{place}" for place in range(1, 6)]].to_numpy(float), frame["n"].to_numpy(float)
    n = int(times.sum())
    assert n == expected["n_complete"]
    covariance = covariances(n, times @ x, (x * times[:, None]).T @ x)
    alpha = cronbach_alpha(covariance)
    assert alpha == pytest.approx(expected["alpha_complete"], rel=1e-9)
    assert feldt_interval(alpha, n, 5) == pytest.approx(expected["feldt_complete"], rel=1e-9)
    assert reliability(covariance, n).item_rest.tolist() == pytest.approx(expected["item_rest_complete"], rel=1e-9)
    assert omega_one_factor(covariance)[0] == pytest.approx(expected["omega_complete"], rel=1e-6)
