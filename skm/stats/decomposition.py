"""Where a change comes from: units that moved, or a mix of units that shifted; and whether it was general."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skm.errors import RequestError
from skm.stats.intervals import t_interval, two_sided_p
from skm.stats.results import Estimate

Array = NDArray[np.float64]

MOST_EXACT_PAIRS = 50  # as in R: above, or with ties or zeros, the signed ranks have no exact distribution here


@dataclass(frozen=True)
class Split:
    """A change in two parts that add up to it, in points of the index.

    Attributes
    ----------
    total, within, mix
        The change; what units moved, at their mean weights; what weights moved, at the units' mean figures.
    se
        Standard error of the total, the weights taken as known.
    """

    total: float
    within: float
    mix: float
    se: float


def split_change(
    means_before: ArrayLike,
    means_after: ArrayLike,
    weights_before: ArrayLike,
    weights_after: ArrayLike,
    variances: tuple[ArrayLike, ArrayLike] | None = None,
) -> Split:
    """Return a change of a weighted mean of units as what units moved and what their mix moved.

    Parameters
    ----------
    means_before, means_after
        Figures of the same units in both periods, `(n_units,)`.
    weights_before, weights_after
        Their weights, `(n_units,)`, each summing to 1.
    variances
        Squared standard errors of both, `(n_units,)` each.

    Notes
    -----
    within = Σ (W₁ + W₂)/2 (y₂ − y₁), mix = Σ (W₂ − W₁)(y₁ + y₂)/2; they add up exactly (Kitagawa 1955, JASA 50,
    1168–1194). Var = Σ W₂² v₂ + Σ W₁² v₁. Checked against R survey 4.1.1 (`tests/reference`, key `D_change`).

    Examples
    --------
    >>> split = split_change([80.0, 90.0], [80.0, 90.0], [0.5, 0.5], [0.25, 0.75])
    >>> split.total, split.within, split.mix
    (2.5, 0.0, 2.5)
    """
    y1, y2, w1, w2 = (
        np.asarray(values, float) for values in (means_before, means_after, weights_before, weights_after)
    )
    v1, v2 = (np.asarray(values, float) for values in variances) if variances else (np.nan * y1, np.nan * y2)
    return Split(
        total=float((w2 * y2).sum() - (w1 * y1).sum()),
        within=float(((w1 + w2) / 2 * (y2 - y1)).sum()),
        mix=float(((w2 - w1) * (y1 + y2) / 2).sum()),
        se=float(np.sqrt((w1**2 * v1).sum() + (w2**2 * v2).sum())),
    )


@dataclass(frozen=True)
class GeneralChange:
    """Whether a change was general: the units' changes as a sample of what services do.

    Attributes
    ----------
    mean
        Mean change of units with its t interval; n counts units.
    p
        Two-sided p of the t test.
    median
        Median change.
    n_up, n_down
        Units above and below zero.
    p_wilcoxon
        Exact two-sided p of the signed ranks; not a number with ties, zeros or more than 50 units.
    """

    mean: Estimate
    p: float
    median: float
    n_up: int
    n_down: int
    p_wilcoxon: float


def general_change(changes: ArrayLike, level: float = 0.95) -> GeneralChange:
    """Return mean, median and tests of the units' changes, the units taken as a sample.

    Parameters
    ----------
    changes
        Change of each unit, `(n_units,)`, two units at least, none missing.
    level
        Coverage, 0 to 1.

    Raises
    ------
    RequestError
        There are fewer than two units.

    Notes
    -----
    SE = sd/√H with H − 1 degrees of freedom; signed ranks of Wilcoxon (1945), Biometrics Bulletin 1, 80–83. The
    spread of changes contains the sampling error of each unit. Checked against R 4.2.2, `t.test` and
    `wilcox.test` (`tests/reference`, key `D_change_units_as_sample`).

    Examples
    --------
    >>> general_change([1.0, 2.0, 3.0]).p_wilcoxon
    0.25
    """
    d = np.asarray(changes, float)
    if len(d) < 2:
        raise RequestError("too_few_for", what="unit sebagai sampel (units as a sample)", n=len(d), minimum=2)
    mean, se, df = float(d.mean()), float(d.std(ddof=1) / np.sqrt(len(d))), len(d) - 1
    if se == 0:
        estimate, p = Estimate(mean, n=len(d), notes=("all changes equal",)), np.nan
    else:
        low, high = t_interval(mean, se, df, level)
        estimate = Estimate(mean, se, df, float(low), float(high), len(d), "t")
        p = float(two_sided_p(mean, se, df))
    return GeneralChange(estimate, p, float(np.median(d)), int((d > 0).sum()), int((d < 0).sum()), signed_rank_p(d))


def signed_rank_p(differences: ArrayLike) -> float:
    """Return the exact two-sided p of Wilcoxon's signed ranks; not a number with ties, zeros or above 50 pairs.

    Examples
    --------
    >>> signed_rank_p([1.0, 2.0, 3.0, -4.0])
    0.875
    """
    d = np.asarray(differences, float)
    sizes = np.abs(d)
    n = len(d)
    if n > MOST_EXACT_PAIRS or (sizes == 0).any() or len(np.unique(sizes)) < n:
        return float("nan")
    ranks = 1 + np.argsort(np.argsort(sizes))
    positive = int(ranks[d > 0].sum())
    # How many of the 2^n choices of signs give each sum: each rank is in it or not.
    ways = np.ones(1)
    for rank in range(1, n + 1):
        ways = np.append(ways, np.zeros(rank)) + np.append(np.zeros(rank), ways)
    tail = ways[: min(positive, n * (n + 1) // 2 - positive) + 1].sum() / 2.0**n
    return float(min(1.0, 2.0 * tail))
