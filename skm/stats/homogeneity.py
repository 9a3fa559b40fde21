"""Units beside each other: too alike inside, all alike, or different, and how much of the spread is between them.

All follows from sums and from histograms of respondents' totals; no row is needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, fdtr, fdtrc

from skm.errors import RequestError

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ClassicalTest:
    """One classical test: its statistic, degrees of freedom and p value."""

    statistic: float
    df: tuple[float, ...]
    p: float


def _groups(n: ArrayLike, means: ArrayLike, variances: ArrayLike) -> tuple[Array, Array, Array]:
    """Return the groups that have a variance, two at least."""
    size, mean, variance = (np.asarray(values, float) for values in (n, means, variances))
    usable = size > 1
    if usable.sum() < 2:
        raise RequestError("too_few_for", what="unit (units)", n=int(usable.sum()), minimum=2)
    return size[usable], mean[usable], variance[usable]


def variance_ratio(n: ArrayLike, variances: ArrayLike) -> tuple[Array, Array]:
    """Return each group's variance over the pooled one of the others, and the chance of so small a ratio.

    Parameters
    ----------
    n, variances
        Respondents and their variance (n − 1) in each group, `(n_groups,)`; groups of one count for nothing.

    Notes
    -----
    F = s_h² / s²_others with n_h − 1 and Σ(n_g − 1) degrees of freedom; lower tail. It takes totals to be normal; at
    a ceiling they are not, and `quality_flags` uses an expectation from the survey instead. Checked against R 4.2.2,
    `pf` (`tests/reference`, key `N_homogeneity_2025`).

    Examples
    --------
    >>> ratio, p = variance_ratio([11, 11, 11], [1.0, 4.0, 4.0])
    >>> ratio.tolist(), p.round(4).tolist()
    ([0.25, 1.6, 1.6], [0.0143, 0.8221, 0.8221])
    """
    size, variance = np.asarray(n, float), np.asarray(variances, float)
    df = size - 1
    squares = np.where(df > 0, df * variance, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = variance / ((squares.sum() - squares) / (df.sum() - df))
        return ratio, np.where(df > 0, fdtr(df, df.sum() - df, ratio), np.nan)


def bartlett(n: ArrayLike, variances: ArrayLike) -> ClassicalTest:
    """Return Bartlett's test that all groups have one variance.

    Notes
    -----
    Bartlett (1937), Proceedings of the Royal Society A 160, 268–282; takes answers to be normal. Checked against R
    4.2.2, `bartlett.test` (`tests/reference`, key `N_bartlett`).

    Examples
    --------
    >>> round(bartlett([10, 10], [1.0, 4.0]).statistic, 3)
    3.805
    """
    size, _, variance = _groups(n, np.zeros(len(np.asarray(n))), variances)
    df = size - 1
    pooled = (df * variance).sum() / df.sum()
    correction = 1 + ((1 / df).sum() - 1 / df.sum()) / (3 * (len(size) - 1))
    with np.errstate(divide="ignore"):
        statistic = float((df.sum() * np.log(pooled) - (df * np.log(variance)).sum()) / correction)
    groups = float(len(size) - 1)
    return ClassicalTest(statistic, (groups,), float(chdtrc(groups, statistic)))


def brown_forsythe(values: ArrayLike, counts: ArrayLike) -> ClassicalTest:
    """Return Brown and Forsythe's test that all groups have one variance: distances from the group's median.

    Parameters
    ----------
    values
        The possible totals in ascending order, `(n_values,)`.
    counts
        How many respondents of each group have each, `(n_groups, n_values)`.

    Notes
    -----
    One-way analysis of variance of |y − median| (Brown and Forsythe 1974, JASA 69, 364–367). Checked against R 4.2.2,
    `anova(lm(abs(y - median) ~ unit))` (`tests/reference`, key `N_brown_forsythe`).

    Examples
    --------
    >>> test = brown_forsythe([1.0, 2.0, 3.0], [[1, 2, 1], [2, 0, 2]])
    >>> round(test.statistic, 3), test.df
    (3.0, (1.0, 6.0))
    """
    x, many = np.asarray(values, float), np.asarray(counts, float)
    size = many.sum(axis=1)
    cumulated = many.cumsum(axis=1)
    # The median of an even number is the mean of the two in the middle.
    middle = [x[(cumulated <= place[:, None]).sum(axis=1)] for place in ((size - 1) // 2, size // 2)]
    distance = np.abs(x[None, :] - ((middle[0] + middle[1]) / 2)[:, None])
    means = (many * distance).sum(axis=1) / size
    within = (many * (distance - means[:, None]) ** 2).sum()
    return _f_test(size, means, within)


def _f_test(size: Array, means: Array, within: float) -> ClassicalTest:
    whole = (size * means).sum() / size.sum()
    df = (float(len(size) - 1), float(size.sum() - len(size)))
    statistic = float(((size * (means - whole) ** 2).sum() / df[0]) / (within / df[1]))
    return ClassicalTest(statistic, df, float(fdtrc(*df, statistic)))


def welch_anova(n: ArrayLike, means: ArrayLike, variances: ArrayLike) -> ClassicalTest:
    """Return Welch's test that all groups have one mean, each with its own variance.

    Notes
    -----
    Welch (1951), Biometrika 38, 330–336. Checked against R 4.2.2, `oneway.test` (`tests/reference`, key
    `N_welch_anova`).

    Examples
    --------
    >>> test = welch_anova([10, 10], [3.0, 4.0], [1.0, 1.0])
    >>> round(test.statistic, 3), [round(df, 3) for df in test.df]
    (5.0, [1.0, 18.0])
    """
    size, mean, variance = _groups(n, means, variances)
    k = len(size)
    weight = size / variance
    centre = (weight * mean).sum() / weight.sum()
    unequal = ((1 - weight / weight.sum()) ** 2 / (size - 1)).sum() / (k**2 - 1)
    statistic = float((weight * (mean - centre) ** 2).sum() / (k - 1) / (1 + 2 * (k - 2) * unequal))
    df = (float(k - 1), float(1 / (3 * unequal)))
    return ClassicalTest(statistic, df, float(fdtrc(*df, statistic)))


def chi_square(counts: ArrayLike) -> ClassicalTest:
    """Return Pearson's test that groups give the same answers, without correction.

    Parameters
    ----------
    counts
        `(n_groups, n_answers)`; empty lines and columns are left out.

    Notes
    -----
    Pearson (1900). With expected counts below five the p value is rough. Checked against R 4.2.2,
    `chisq.test(correct = FALSE)` (`tests/reference`, key `N_chisq_u4_by_unit`).

    Examples
    --------
    >>> round(chi_square([[10, 20], [20, 10]]).statistic, 3)
    6.667
    """
    table = np.asarray(counts, float)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    df = float((table.shape[0] - 1) * (table.shape[1] - 1))
    return ClassicalTest(statistic, (df,), float(chdtrc(df, statistic)))


def intraclass_correlation(n: ArrayLike, means: ArrayLike, variances: ArrayLike) -> float:
    """Return the share of the variance that lies between groups, ICC(1), from the analysis of variance.

    Notes
    -----
    (MSB − MSW)/(MSB + (n₀ − 1) MSW) with n₀ = (N − Σn²/N)/(k − 1) (Donner 1986, International Statistical Review 54,
    67–82). Checked against R 4.2.2, `anova` (`tests/reference`, key `N_icc1`).

    Examples
    --------
    >>> round(intraclass_correlation([10, 10], [3.0, 4.0], [1.0, 1.0]), 3)
    0.286
    """
    size, mean, variance = (np.asarray(values, float) for values in (n, means, variances))
    k, total = len(size), size.sum()
    between = (size * (mean - (size * mean).sum() / total) ** 2).sum() / (k - 1)
    # A group of one adds nothing to the sum of squares within.
    within = np.where(size > 1, (size - 1) * variance, 0.0).sum() / (total - k)
    typical = (total - (size**2).sum() / total) / (k - 1)
    return float((between - within) / (between + (typical - 1) * within))
