"""Variances of independent strata."""

import numpy as np
import pytest

from skm.stats.variance import satterthwaite_df, stratified_variance

NAN = float("nan")


def column(*values: float) -> np.ndarray:
    """Return values as one measure, `(n_strata, 1)`."""
    return np.array(values, dtype=float)[:, None]


def test_large_strata_have_the_design_degrees_of_freedom():
    """With ten respondents or more in each stratum the degrees of freedom are Σn − H."""
    variance, df, pooled = stratified_variance([0.5, 0.5], column(4, 2), column(10, 40))
    assert (variance[0], df[0], pooled[0]) == (1.5, 48, 0)


def test_a_small_stratum_lowers_the_degrees_of_freedom():
    """A stratum of two that owns the variance leaves little more than its own degree of freedom."""
    _, df, _ = stratified_variance([0.5, 0.5], column(100, 0.1), column(2, 400))
    assert 1 <= df[0] < 1.01


def test_a_stratum_of_one_takes_the_pooled_variance():
    """One respondent has no variance: s² of the others, weighted by their degrees of freedom, stands in."""
    # s² is 3 × 2 = 6 and 5 × 1.2 = 6, so the single respondent has s² = 6 and v = 6.
    variance, _, pooled = stratified_variance([0.25, 0.25, 0.5], column(2, 1.2, NAN), column(3, 5, 1))
    assert variance[0] == pytest.approx(0.0625 * 2 + 0.0625 * 1.2 + 0.25 * 6)
    assert pooled[0] == 1


def test_pooled_variance_adds_to_the_donors_part():
    """The pooled s² and its donors are one estimate: with a single donor the degrees of freedom stay its own."""
    _, df, _ = stratified_variance([0.5, 0.5], column(2, NAN), column(6, 1))
    assert df[0] == pytest.approx(5)


def test_strata_of_one_throughout_borrow_from_the_donors():
    """Where every stratum has one respondent, the variance of the other units of the period stands in."""
    donors = (column(2, 2), column(3, 3), column(2, 2))
    variance, df, pooled = stratified_variance([0.5, 0.5], column(NAN, NAN), column(1, 1), donors=donors)
    assert (variance[0], pooled[0]) == (pytest.approx(0.5 * 6), 2)
    assert df[0] == pytest.approx(4)


def test_nobody_to_borrow_from_gives_no_variance():
    """Strata of one without donors have no variance, rather than 0."""
    variance, df, _ = stratified_variance([0.5, 0.5], column(NAN, NAN), column(1, 1))
    assert np.isnan(variance[0])
    assert np.isnan(df[0])


def test_equal_parts_add_their_degrees_of_freedom():
    """Two equal variances with equal degrees of freedom have twice as many."""
    assert float(satterthwaite_df([3.0, 3.0], [7, 7])) == pytest.approx(14)
