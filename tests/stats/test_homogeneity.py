"""Units beside each other: the classical tests equal R on twelve units of 2025."""

import numpy as np
import pytest

from skm.errors import RequestError
from skm.stats.homogeneity import (
    bartlett,
    brown_forsythe,
    chi_square,
    intraclass_correlation,
    variance_ratio,
    welch_anova,
)

CLOSE = {"rel": 1e-9, "abs": 1e-12}


@pytest.fixture(scope="module")
def year(answers):
    """Return the answers of 2025."""
    return answers[answers["year"] == 2025]


@pytest.fixture(scope="module")
def groups(year):
    """Return n, mean and variance of each unit's respondents."""
    by_unit = year.groupby("unit")["index"]
    return by_unit.size().to_numpy(), by_unit.mean().to_numpy(), by_unit.var().to_numpy()


def test_variance_ratio_equals_pf(groups, reference):
    """F against the pooled others and its lower tail are R's for each of the twelve units."""
    expected = list(reference["N_homogeneity_2025"].values())
    n, _, variances = groups
    ratio, p = variance_ratio(n, variances)
    assert ratio.tolist() == pytest.approx([unit["F_vs_others"] for unit in expected], **CLOSE)
    assert p.tolist() == pytest.approx([unit["p_low"] for unit in expected], **CLOSE)


def test_bartlett_equals_r(groups, reference):
    """K² and p are those of bartlett.test."""
    n, _, variances = groups
    found = bartlett(n, variances)
    assert found.statistic == pytest.approx(reference["N_bartlett"]["K2"], **CLOSE)
    assert found.p == pytest.approx(reference["N_bartlett"]["p"], **CLOSE)


def test_brown_forsythe_equals_r(year, elements, reference):
    """F and p follow from histograms of totals as from anova of the distances from the median."""
    totals = year[elements].sum(axis=1)
    values = np.arange(9, 37)
    counts = [np.bincount(totals[year["unit"] == unit], minlength=37)[9:] for unit in sorted(set(year["unit"]))]
    found = brown_forsythe(values * 25 / 9, counts)
    assert found.statistic == pytest.approx(reference["N_brown_forsythe"]["F"], **CLOSE)
    assert found.p == pytest.approx(reference["N_brown_forsythe"]["p"], **CLOSE)


def test_chi_square_equals_r(year, reference):
    """X², df and p of one element by unit are those of chisq.test."""
    expected = reference["N_chisq_u4_by_unit"]
    counts = [[(here["u4"] == score).sum() for score in (1, 2, 3, 4)] for _, here in year.groupby("unit", sort=True)]
    found = chi_square(counts)
    assert (found.statistic, found.df[0], found.p) == pytest.approx(
        (expected["X2"], expected["df"], expected["p"]), **CLOSE
    )


def test_welch_equals_oneway_test(groups, reference):
    """F, both df and p are those of oneway.test."""
    expected = reference["N_welch_anova"]
    found = welch_anova(*groups)
    assert (found.statistic, *found.df, found.p) == pytest.approx(
        (expected["F"], *expected["df"], expected["p"]), rel=1e-9, abs=1e-15
    )


def test_intraclass_correlation_equals_r(groups, reference):
    """The share between units is that of the analysis of variance."""
    assert intraclass_correlation(*groups) == pytest.approx(reference["N_icc1"]["icc"], **CLOSE)


def test_a_unit_of_one_changes_nothing(groups):
    """A unit of one respondent has no variance and moves no test of variances."""
    n, means, variances = groups
    more = (np.append(n, 1), np.append(means, 80.0), np.append(variances, np.nan))
    assert bartlett(more[0], more[2]) == bartlett(n, variances)
    assert welch_anova(*more) == welch_anova(*groups)
    ratio, p = variance_ratio(more[0], more[2])
    assert ratio[:-1].tolist() == pytest.approx(variance_ratio(n, variances)[0].tolist())
    assert np.isnan(p[-1])


def test_one_unit_is_refused():
    """One unit cannot be compared with others."""
    with pytest.raises(RequestError):
        bartlett([10, 1], [2.0, np.nan])
