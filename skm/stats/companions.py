"""Companions of the main figures, for research: BCa bootstrap, Rubin's rules, the chance that one answers higher.

None of them is printed; each shows what the main figure takes for granted.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from skm.errors import RequestError
from skm.stats.intervals import t_interval
from skm.stats.results import Estimate

Array = NDArray[np.float64]

LEAST_RESAMPLES = 100
LEAST_IMPUTATIONS = 2


def acceleration_of_mean(values: ArrayLike) -> float:
    """Return the acceleration of a mean for the BCa interval, from leaving out one value after the other.

    Parameters
    ----------
    values
        One figure a respondent, `(n,)`, not all equal.

    Notes
    -----
    a = Σ(θ̄ − θ_i)³ / (6 (Σ(θ̄ − θ_i)²)^1.5), θ_i without value i (Efron and Tibshirani 1993, section 14.3). Checked
    against R 4.2.2 (`tests/reference`, key `B_exact_bootstrap_U11_2025`).

    Examples
    --------
    >>> round(acceleration_of_mean([1.0, 2.0, 6.0]), 4)
    0.0573
    """
    x = np.asarray(values, float)
    left = (x.sum() - x) / (len(x) - 1)
    gaps = left.mean() - left
    return float((gaps**3).sum() / (6 * (gaps**2).sum() ** 1.5))


def bca_interval(
    replicates: ArrayLike, estimate: float, acceleration: float, level: float = 0.95
) -> tuple[float, float]:
    """Return the bias-corrected and accelerated percentile interval of bootstrap replicates.

    No cure for small samples: below 50 respondents logit-t covers better (docs/methods/coverage.md).

    Parameters
    ----------
    replicates
        The figure of each resample, `(n_resamples,)`, at least 100.
    estimate
        The figure itself, on the same scale.
    acceleration
        As `acceleration_of_mean` gives it.
    level
        Coverage, 0 to 1.

    Raises
    ------
    RequestError
        There are too few replicates.

    Notes
    -----
    Quantiles (type 7) at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))), z₀ from the share of replicates below the estimate, those
    equal to it counting half: means of few answers tie (Efron 1987, JASA 82, 171–185). Checked against R 4.2.2
    (`tests/reference`, keys `B_exact_bootstrap_U11_2025` and `B2_boot_given_indices_U09_2025`); `boot.ci` counts ties
    as not below and interpolates on the normal scale, so its ends differ a little.

    Examples
    --------
    >>> bca_interval(np.arange(101.0), 50.0, 0.0)
    (2.5, 97.5)
    """
    found = np.asarray(replicates, float)
    if len(found) < LEAST_RESAMPLES:
        raise RequestError("too_few_for", what="bootstrap", n=len(found), minimum=LEAST_RESAMPLES)
    bias = ndtri(((found < estimate).sum() + (found == estimate).sum() / 2) / len(found))
    z = bias + ndtri(np.array([0.5 - level / 2, 0.5 + level / 2]))
    low, high = np.quantile(found, ndtr(bias + z / (1 - acceleration * z)))
    return float(low), float(high)


def pool_imputations(estimates: ArrayLike, variances: ArrayLike, level: float = 0.95) -> Estimate:
    """Return one figure of several data sets in which blanks were imputed.

    How to impute is the researcher's choice; the official figure never is (available case).

    Parameters
    ----------
    estimates, variances
        Figure and squared standard error of each imputed data set, `(m,)`, at least two; 20 are usual.
    level
        Coverage, 0 to 1.

    Returns
    -------
    Estimate
        Mean with a t interval; `n` is the number of data sets.

    Raises
    ------
    RequestError
        There are fewer than two.

    Notes
    -----
    T = Ū + (1 + 1/m)B, df = (m − 1)(1 + Ū/((1 + 1/m)B))² (Rubin 1987, chapter 3), infinite where the data sets agree.
    Assumes that blanks depend on what was observed only (MAR). Checked against R mitools 2.4, `MIcombine`
    (`tests/reference`, key `I_rubin`).

    Examples
    --------
    >>> pooled = pool_imputations([80.0, 82.0], [1.0, 1.0])
    >>> pooled.estimate, round(pooled.se, 3)
    (81.0, 2.0)
    """
    figures, within = np.asarray(estimates, float), np.asarray(variances, float)
    m = len(figures)
    if m < LEAST_IMPUTATIONS:
        raise RequestError("too_few_for", what="imputasi (imputation)", n=m, minimum=LEAST_IMPUTATIONS)
    mean, between = float(figures.mean()), (1 + 1 / m) * float(figures.var(ddof=1))
    se = float(np.sqrt(within.mean() + between))
    df = float((m - 1) * (1 + within.mean() / between) ** 2) if between > 0 else float("inf")
    low, high = t_interval(mean, se, df, level)
    return Estimate(mean, se, df, float(low), float(high), m, "Rubin")


@dataclass(frozen=True)
class Superiority:
    """Two groups beside each other without any scale.

    Attributes
    ----------
    chance
        That somebody of the first group answers higher than somebody of the second, a tie counting half, 0 to 1.
    statistic
        Mann and Whitney's U of the first group.
    p
        Two-sided, that both answer alike.
    n
        Respondents of the two groups.
    """

    chance: float
    statistic: float
    p: float
    n: tuple[int, int]


def superiority(first: ArrayLike, second: ArrayLike) -> Superiority:
    """Return how likely somebody of one group answers higher than somebody of another, with the rank test.

    Needs the order of the answers and nothing of their distances: a robust companion of Welch's test for units whose
    figures are skewed.

    Parameters
    ----------
    first, second
        How many of each group gave each answer, from the lowest answer on, `(n_answers,)` each: histograms.

    Raises
    ------
    RequestError
        A group is empty, or everybody of both gave the same answer.

    Notes
    -----
    U = Σ_ij (1[x_i > y_j] + ½ 1[x_i = y_j]), chance = U/(n₁n₂); p from the normal distribution with the variance
    corrected for ties and half a step of continuity (Mann and Whitney 1947; Hollander, Wolfe and Chicken 2014, section
    4.1). Checked against R 4.2.2, `wilcox.test(exact = FALSE)` (`tests/reference`, key `E_mannwhitney_U01`).

    Examples
    --------
    >>> found = superiority([0, 1, 3], [3, 1, 0])
    >>> found.chance, found.statistic
    (0.96875, 15.5)
    """
    x, y = np.asarray(first, float), np.asarray(second, float)
    n, m = float(x.sum()), float(y.sum())
    if min(n, m) < 1:
        raise RequestError("too_few_for", what="uji peringkat (rank test)", n=int(min(n, m)), minimum=1)
    below = np.concatenate([[0.0], np.cumsum(y)[:-1]])
    statistic = float((x * (below + y / 2)).sum())
    ties = x + y
    total = n + m
    variance = n * m / 12 * (total + 1 - (ties**3 - ties).sum() / (total * (total - 1)))
    if variance <= 0:
        raise RequestError("no_variance", what="uji peringkat (rank test)", n=1)
    gap = abs(statistic - n * m / 2) - 0.5
    p = 2 * ndtr(-max(gap, 0.0) / np.sqrt(variance))
    return Superiority(statistic / (n * m), statistic, float(min(p, 1.0)), (int(n), int(m)))
