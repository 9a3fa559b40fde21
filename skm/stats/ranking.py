"""What a rank is worth: rank intervals, expected ranks, groups that can be told apart, limits of a funnel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from skm.errors import RequestError

Array = NDArray[np.float64]
Ranks = NDArray[np.int64]

ROWS_AT_ONCE = 64  # 5,000 units have 25 million pairs; so many rows of them stay near the processor
FUNNEL_LEVELS = (0.95, 0.998)  # Spiegelhalter (2005): about 2 and 3 standard errors


@dataclass(frozen=True)
class RankIntervals:
    """Ranks of some estimates, 1 the highest; every array is `(n_estimates,)`, in the order given.

    Attributes
    ----------
    rank
        Plain rank; equal estimates share their mean rank.
    marginal_low, marginal_high
        The ranks that fit one unit looked at alone.
    simultaneous_low, simultaneous_high
        The ranks that fit all units looked at together; never narrower.
    expected_rank
        The mean rank, were the survey repeated around these estimates.
    tier
        1, 2, …: every unit of one tier is told apart from every unit of another.
    place
        "top" or "bottom" where the simultaneous interval excludes the middle, else "middle".
    method
        How they were made.
    """

    rank: Array
    marginal_low: Ranks
    marginal_high: Ranks
    simultaneous_low: Ranks
    simultaneous_high: Ranks
    expected_rank: Array
    tier: Ranks
    place: tuple[str, ...]
    method: str = "pairwise z, Holm"


def rank_intervals(estimates: ArrayLike, ses: ArrayLike, level: float = 0.95) -> RankIntervals:
    """Return the ranks that the data allow each estimate, its expected rank, and who can be told apart.

    Parameters
    ----------
    estimates, ses
        Independent estimates and their standard errors, `(n_estimates,)`, on one scale; the errors are above 0.
    level
        Coverage, 0 to 1: for one unit (marginal), for all at once (simultaneous).

    Raises
    ------
    RequestError
        An estimate is missing, or a standard error is missing or 0.

    Notes
    -----
    Pairs are tested by z = (y_i − y_j)/√(v_i + v_j). Marginal: Holm (1979) over the pairs of one unit;
    simultaneous: Holm over all pairs. Then low = 1 + the number significantly better and high = K − the number
    significantly worse: the step-down idea of Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic
    Studies 91, whose bootstrap is sharper. Expected rank: 1 + Σ Φ((y_j − y_i)/√(v_i + v_j)). Assumes estimates
    close to normal. Checked against R 4.2.2, `p.adjust` and `pnorm` (`tests/reference`, key `F_ranks`).

    Examples
    --------
    >>> ranks = rank_intervals([90.0, 80.0, 79.0], [1.0, 1.0, 1.0])
    >>> ranks.simultaneous_low.tolist(), ranks.simultaneous_high.tolist()
    ([1, 2, 2], [1, 3, 3])
    >>> ranks.tier.tolist(), ranks.place
    ([1, 2, 2], ('top', 'middle', 'middle'))
    """
    y, se = np.asarray(estimates, float), np.asarray(ses, float)
    bad = ~(np.isfinite(y) & np.isfinite(se) & (se > 0))
    if bad.any():
        raise RequestError("no_variance", what="peringkat (rank)", n=int(bad.sum()))
    counts = _Counts(len(y))
    critical = _count_marginal(y, se**2, 1.0 - level, counts)
    _count_simultaneous(y, se**2, critical, counts)
    low, high = 1 + counts.better_together, len(y) - counts.worse_together
    return RankIntervals(
        rank=_plain_ranks(y),
        marginal_low=1 + counts.better,
        marginal_high=len(y) - counts.worse,
        simultaneous_low=low,
        simultaneous_high=high,
        expected_rank=1.0 + counts.chance_better,
        tier=_tiers(low, high),
        place=_places(low, high),
    )


class _Counts:
    """How many are better and worse than each: alone, together, and by chance."""

    def __init__(self, n: int) -> None:
        self.better, self.worse = np.zeros(n, np.int64), np.zeros(n, np.int64)
        self.better_together, self.worse_together = np.zeros(n, np.int64), np.zeros(n, np.int64)
        self.chance_better = np.zeros(n)


def _leads(y: Array, v: Array, rows: slice, columns: slice = slice(None)) -> Array:
    """Return by how many standard errors each column leads each of some rows, `(n_rows, n_columns)`."""
    spread = np.add(v[None, columns], v[rows, None])
    np.sqrt(spread, out=spread)
    leads = np.subtract(y[None, columns], y[rows, None])
    return np.divide(leads, spread, out=leads)


def _blocks(n: int) -> list[slice]:
    return [slice(start, min(start + ROWS_AT_ONCE, n)) for start in range(0, n, ROWS_AT_ONCE)]


def _count_marginal(y: Array, v: Array, alpha: float, counts: _Counts) -> float:
    """Count what each unit looked at alone shows; return the |z| from which a pair differs, of all pairs together."""
    if len(y) < 2:
        return np.inf
    steps = _holm_steps(len(y) - 1, len(y) - 1, alpha)
    candidates = []
    for rows in _blocks(len(y)):
        leads = _leads(y, v, rows)
        sizes = np.abs(leads)
        asked = steps[_n_rejected(sizes, steps)][:, None]
        counts.better[rows] = np.count_nonzero(leads > asked, axis=1)
        counts.worse[rows] = np.count_nonzero(leads < -asked, axis=1)
        candidates += [own[place:][own[place:] > steps[-1]] for place, own in enumerate(sizes[:, rows.start :], 1)]
        # A unit is not compared with itself: Φ(0) is a half too many, and |z| = 0 is never significant.
        counts.chance_better[rows] = ndtr(leads, out=leads).sum(axis=1) - 0.5
    return _critical_z(np.concatenate(candidates), len(y) * (len(y) - 1) // 2, alpha)


def _n_rejected(sizes: Array, steps: Array) -> NDArray[np.intp]:
    """Return the step of Holm's procedure that the last rejected |z| of each row has to pass.

    No row is sorted: r being rejected, so is everything beyond the step for the (r + 1)th; the first r for which that
    is no more than r is where the procedure stops.
    """
    n_rejected = np.zeros(len(sizes), np.intp)
    while True:
        place = np.minimum(n_rejected, len(steps) - 1)
        found = np.count_nonzero(sizes > steps[place][:, None], axis=1)
        if (found == n_rejected).all():
            return place
        n_rejected = found


def _holm_steps(n_tests: int, n_steps: int, alpha: float) -> Array:
    """Return the |z| that each step of Holm's procedure asks for, largest first."""
    return -ndtri(alpha / (2.0 * np.arange(n_tests, n_tests - n_steps, -1)))


def _critical_z(sizes: Array, n_pairs: int, alpha: float) -> float:
    """Return the smallest |z| that Holm's procedure over all pairs rejects; infinity where it rejects none.

    `sizes` are those of the pairs that the procedure's last and weakest step would reject.
    """
    n_rejected, told = -1, np.zeros(len(sizes), bool)
    # As in `_n_rejected`; beyond the last candidate there is no further step.
    while (count := int(np.count_nonzero(told))) > n_rejected and count < len(sizes):
        n_rejected = count
        told = sizes > -ndtri(alpha / (2.0 * (n_pairs - n_rejected)))
    return float(sizes[told].min()) if told.any() else np.inf


def _count_simultaneous(y: Array, v: Array, critical: float, counts: _Counts) -> None:
    """Count whom each unit differs from when all pairs are looked at together; a pair is looked at from one side."""
    for rows in _blocks(len(y)):
        leads = _leads(y, v, rows, slice(rows.start, None))
        # Of a pair within these rows both sides are here; the later one of any other pair counts what it sees.
        beyond = slice(rows.stop - rows.start, None)
        better, worse = leads >= critical, leads <= -critical
        counts.better_together[rows] += np.count_nonzero(better, axis=1)
        counts.worse_together[rows] += np.count_nonzero(worse, axis=1)
        counts.worse_together[rows.stop :] += np.count_nonzero(better[:, beyond], axis=0)
        counts.better_together[rows.stop :] += np.count_nonzero(worse[:, beyond], axis=0)


def _plain_ranks(y: Array) -> Array:
    ordered = np.sort(y)
    above = len(y) - np.searchsorted(ordered, y, side="right")
    equal = np.searchsorted(ordered, y, side="right") - np.searchsorted(ordered, y, side="left")
    return above + (equal + 1) / 2.0


def _tiers(low: Ranks, high: Ranks) -> Ranks:
    """Return the tier of each: a cut after rank r where r units end at r or above and all others begin below."""
    n = len(low)
    ends_by = np.cumsum(np.bincount(high, minlength=n + 1))
    begins_by = np.cumsum(np.bincount(low, minlength=n + 1))
    ranks = np.arange(n + 1)
    cuts = np.flatnonzero((ends_by == ranks) & (begins_by == ranks) & (ranks > 0))
    return 1 + np.searchsorted(cuts, low, side="left").astype(np.int64)


def _places(low: Ranks, high: Ranks) -> tuple[str, ...]:
    middle = (len(low) + 1) / 2.0
    return tuple(
        "top" if last < middle else "bottom" if first > middle else "middle"
        for first, last in zip(low.tolist(), high.tolist(), strict=True)
    )


@dataclass(frozen=True)
class FunnelLimits:
    """Where the estimates of sound units of some size would lie, were all alike; arrays `(n_sizes,)`.

    Attributes
    ----------
    low_95, high_95, low_998, high_998
        Limits at 95 and 99.8 %, on the scale of the centre.
    """

    low_95: Array
    high_95: Array
    low_998: Array
    high_998: Array


def funnel_limits(
    sizes: ArrayLike, centre: float, sd: float, bounds: tuple[float, float] = (25.0, 100.0)
) -> FunnelLimits:
    """Return the limits of a funnel plot: centre ± z × sd/√n, cut at the ends of the scale.

    A unit outside its limits differs from the centre by more than its few respondents explain; the rest should
    not be ranked.

    Parameters
    ----------
    sizes
        Respondents, `(n_sizes,)`, at least 1.
    centre
        The figure that all are held against, such as the index of the whole.
    sd
        Standard deviation of respondents within units, pooled, on the same scale.
    bounds
        Ends of the scale.

    Notes
    -----
    Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202: exact limits would need the distribution of
    answers; these assume means close to normal. Levels 95 and 99.8 %, z = 1.96 and 3.09. Checked by hand.

    Examples
    --------
    >>> limits = funnel_limits([25, 100], 80.0, 10.0)
    >>> limits.low_95.round(2).tolist(), limits.high_998.round(2).tolist()
    ([76.08, 78.04], [86.18, 83.09])
    """
    spread = sd / np.sqrt(np.asarray(sizes, float))
    ends = [
        np.clip(centre + sign * ndtri(0.5 + level / 2) * spread, *bounds) for level in FUNNEL_LEVELS for sign in (-1, 1)
    ]
    return FunnelLimits(*ends)
