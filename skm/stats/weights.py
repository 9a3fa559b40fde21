"""Weights that make respondents match known totals: by cell or by margins, trimmed, and what they cost.

Everything works on cells of respondents alike in the weighted columns: a cell's respondents share one weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skm.errors import RequestError
from skm.stats.intervals import t_interval
from skm.stats.results import Estimate

Array = NDArray[np.float64]

CONVERGED = 1e-10  # largest relative gap between a margin and its total
MOST_ROUNDS = 1000
MOST_RETRIMS = 2  # statistics.md section 8: trimming more often hides that the margins do not fit
LEAST_N_EFF = 10.0  # below: no weighted figure
MOST_DEFF = 3.0  # above: no weighted figure
SMALL_CELL = 5  # fewer respondents than this carry a total of their own badly


@dataclass(frozen=True)
class Margin:
    """Known totals of one column.

    Attributes
    ----------
    codes
        Which group each cell belongs to, 0 to n_groups − 1, `(n_cells,)`.
    totals
        Persons in each group, `(n_groups,)`, above 0.
    """

    codes: NDArray[np.int64]
    totals: Array


@dataclass(frozen=True)
class Weighting:
    """Weights and what they cost.

    Attributes
    ----------
    weights
        Weight of each respondent of a cell, `(n_cells,)`; Σ counts × weights is the total.
    n_eff
        Kish's effective number of respondents.
    deff
        n / n_eff, 1 where all weights are equal.
    rounds
        Rounds of raking; 1 for post-stratification.
    share_trimmed
        Share of the total that trimming took from the largest weights, 0 to 1.
    method
        "poststratified", "raked" or "raked, trimmed".
    notes
        "small cells" where a group has fewer than 5 respondents; "over the cap" where raking after trimming
        lifted a weight above it again.
    """

    weights: Array
    n_eff: float
    deff: float
    rounds: int
    share_trimmed: float
    method: str
    notes: tuple[str, ...] = ()


def kish(weights: ArrayLike, counts: ArrayLike) -> tuple[float, float]:
    """Return the effective number of respondents and the design effect of weights.

    Parameters
    ----------
    weights, counts
        Weight of each respondent of a cell, and respondents, `(n_cells,)`.

    Notes
    -----
    n_eff = (Σ n w)² / Σ n w², deff = n / n_eff = 1 + CV² (Kish 1965, Survey Sampling, section 11.7); it assumes
    that weights have nothing to do with the answers. Checked against R (`tests/reference`, key `H_weighting`).

    Examples
    --------
    >>> kish([1.0, 3.0], [50, 50])
    (80.0, 1.25)
    """
    w, n = np.asarray(weights, float), np.asarray(counts, float)
    n_eff = float((n * w).sum() ** 2 / (n * w**2).sum())
    return n_eff, float(n.sum()) / n_eff


def poststratify(counts: ArrayLike, totals: ArrayLike) -> Weighting:
    """Return the weights that make each group as large as it is known to be: total / respondents.

    Parameters
    ----------
    counts, totals
        Respondents and persons in each group, `(n_groups,)`, all above 0.

    Raises
    ------
    RequestError
        A group has persons and no respondent, or the other way round.

    Notes
    -----
    w = N/n (Holt and Smith 1979, JRSS A 142, 33–46). Checked against R survey 4.1.1, `postStratify`
    (`tests/reference`, key `H_weighting`).

    Examples
    --------
    >>> poststratify([20, 30], [500, 500]).weights.round(2).tolist()
    [25.0, 16.67]
    """
    margin = Margin(np.arange(len(np.atleast_1d(counts))), np.asarray(totals, float))
    return replace(rake(counts, [margin]), method="poststratified")


def rake(counts: ArrayLike, margins: Sequence[Margin], cap: float | None = None) -> Weighting:
    """Return the weights whose sums over every margin are the known totals.

    Parameters
    ----------
    counts
        Respondents of each cell, `(n_cells,)`, above 0.
    margins
        One or more columns with their totals, all with the same sum.
    cap
        Trim weights to this many times their mean (3 to 5 is usual), rake again, twice at most; None trims
        nothing.

    Raises
    ------
    RequestError
        A group has persons and no respondent, or the other way round; the margins have different sums; or the
        margins are not met after 1,000 rounds.

    Notes
    -----
    Iterative proportional fitting: each margin in turn scales the weights to its totals, until no total is
    missed by more than 1e-10 of itself (Deming and Stephan 1940, Annals of Mathematical Statistics 11,
    427–444). Cells are as many as combinations that occur. Checked against R survey 4.1.1, `rake` and
    `trimWeights` (`tests/reference`, key `H_weighting`).

    Examples
    --------
    >>> sex = Margin(np.array([0, 0, 1, 1]), np.array([50.0, 50.0]))
    >>> age = Margin(np.array([0, 1, 0, 1]), np.array([70.0, 30.0]))
    >>> rake([10, 10, 10, 10], [sex, age]).weights.round(6).tolist()
    [3.5, 1.5, 3.5, 1.5]
    """
    n = np.asarray(counts, float)
    _check_margins(n, margins)
    weights, rounds = _fit(np.full(len(n), margins[0].totals.sum() / n.sum()), n, margins)
    trimmed, method, notes = 0.0, "raked", []
    for _ in range(MOST_RETRIMS if cap else 0):
        capped, taken = trim(weights, n, cap or np.inf)
        if not taken:
            break
        trimmed, method = trimmed + taken, "raked, trimmed"
        weights, more = _fit(capped, n, margins)
        rounds += more
    if cap and weights.max() > cap * (n * weights).sum() / n.sum() * (1 + CONVERGED):
        notes.append("over the cap")
    if any(np.bincount(margin.codes, n).min() < SMALL_CELL for margin in margins):
        notes.append("small cells")
    n_eff, deff = kish(weights, n)
    return Weighting(weights, n_eff, deff, rounds, trimmed, method, tuple(notes))


def _check_margins(n: Array, margins: Sequence[Margin]) -> None:
    sums = [float(margin.totals.sum()) for margin in margins]
    if max(sums) - min(sums) > CONVERGED * max(sums):
        raise RequestError("margins_differ", totals=", ".join(f"{total:g}" for total in sums))
    for place, margin in enumerate(margins, start=1):
        found = np.bincount(margin.codes, n, minlength=len(margin.totals))
        totals = np.append(margin.totals, np.zeros(len(found) - len(margin.totals)))
        wrong = np.flatnonzero(~((found > 0) & (totals > 0)))
        if len(wrong):
            groups = ", ".join(f"{place}:{group}" for group in (wrong + 1).tolist())
            raise RequestError("margins_do_not_fit", groups=groups)


def _fit(start: Array, n: Array, margins: Sequence[Margin]) -> tuple[Array, int]:
    weights, gap = start, np.inf
    for done in range(1, MOST_ROUNDS + 1):
        for margin in margins:
            found = np.bincount(margin.codes, n * weights, minlength=len(margin.totals))
            weights = weights * (margin.totals / found)[margin.codes]
        gap = max(float(np.abs(np.bincount(margin.codes, n * weights) / margin.totals - 1).max()) for margin in margins)
        if gap <= CONVERGED:
            return weights, done
    raise RequestError("raking_not_converged", n=MOST_ROUNDS, gap=f"{gap:.2g}")


def trim(weights: ArrayLike, counts: ArrayLike, cap: float) -> tuple[Array, float]:
    """Return weights cut to `cap` times their mean, the excess spread over the others, and the share cut off.

    Parameters
    ----------
    weights, counts
        Weight of each respondent of a cell, and respondents, `(n_cells,)`.
    cap
        Above 1.

    Raises
    ------
    RequestError
        The cap is 1 or below.

    Notes
    -----
    The excess goes to the untrimmed respondents in equal parts, again and again until none exceeds the cap
    (strict trimming); the sum stays. Checked against R survey 4.1.1, `trimWeights(strict = TRUE)`
    (`tests/reference`, key `H_weighting`).

    Examples
    --------
    >>> weights, share = trim([1.0, 5.0], [30, 10], 2.0)
    >>> weights.round(4).tolist(), round(share, 4)
    ([1.3333, 4.0], 0.125)
    """
    if cap <= 1:
        raise RequestError("cap_too_low", cap=f"{cap:g}")
    w, n = np.asarray(weights, float), np.asarray(counts, float)
    total = (n * w).sum()
    ceiling = cap * total / n.sum()
    before = w
    is_cut = np.zeros(len(w), dtype=bool)
    while ((w > ceiling * (1 + CONVERGED)) & ~is_cut).any():
        is_cut |= w >= ceiling
        w = np.where(is_cut, ceiling, w)
        w = np.where(is_cut, w, w + (total - (n * w).sum()) / n[~is_cut].sum())
    return w, float((n * np.maximum(before - ceiling, 0.0)).sum() / total)


def refuse_uneven(weighting: Weighting) -> None:
    """Raise where weights are too uneven for a figure: n_eff below 10, or a design effect above 3.

    Raises
    ------
    RequestError
        The weighted figure must not be given.
    """
    if weighting.n_eff < LEAST_N_EFF or weighting.deff > MOST_DEFF:
        raise RequestError(
            "weights_refused",
            n_eff=f"{weighting.n_eff:.1f}",
            deff=f"{weighting.deff:.2f}",
            n_eff_least=f"{LEAST_N_EFF:g}",
            deff_most=f"{MOST_DEFF:g}",
        )


def weighted_mean(
    weights: ArrayLike,
    counts: ArrayLike,
    sums: ArrayLike,
    squares: ArrayLike,
    margins: Sequence[Margin] = (),
    level: float = 0.95,
) -> Estimate:
    """Return the weighted mean of a value and the standard error that knows of the margins.

    Parameters
    ----------
    weights, counts
        Weight of each respondent of a cell, and respondents n, `(n_cells,)`.
    sums, squares
        Σ y and Σ y² of each cell, `(n_cells,)`.
    margins
        The margins that the weights were fitted to; none for weights given from outside.
    level
        Coverage, 0 to 1.

    Returns
    -------
    Estimate
        On the scale of y; t interval with n − 1 degrees of freedom.

    Notes
    -----
    The residuals e of y − ȳ_w on the dummies of all margins, by least squares with the design weights (equal
    here), make u = w e / Σw and SE² = n/(n − 1) Σ (u − ū)² (Deville and Särndal 1992, JASA 87, 376–382). The
    respondents count as a simple random sample before weighting. Checked against R survey 4.1.1, `svymean` of
    `rake` and `postStratify` (`tests/reference`, key `H_weighting`).

    Examples
    --------
    >>> mean = weighted_mean([1.0, 1.0], [2, 2], [7, 5], [25, 13])
    >>> mean.estimate, round(mean.se, 4)
    (3.0, 0.4082)
    """
    w, n, total, square = (np.asarray(values, float) for values in (weights, counts, sums, squares))
    size, people = float((n * w).sum()), int(n.sum())
    mean = float((w * total).sum() / size)
    se = residual_error(w, n, total - n * mean, square - 2 * mean * total + n * mean**2, margins) / size
    low, high = t_interval(mean, se, people - 1, level)
    return Estimate(mean, se, people - 1, float(low), float(high), people, "t", ("weighted",))


def residual_error(weights: Array, counts: Array, sums: Array, squares: Array, margins: Sequence[Margin]) -> float:
    """Return √(n/(n − 1) Σ (u − ū)²) with u = weight × residual on the margins; see `weighted_mean`.

    Parameters
    ----------
    weights, counts
        `(n_cells,)`.
    sums, squares
        Σ l and Σ l² of the linearised value l of each cell, `(n_cells,)`.
    margins
        What the residuals are taken on; without any, the value itself is used.
    """
    fitted = _fitted(counts, sums, margins) if margins else np.zeros(len(counts))
    u = weights * (sums - counts * fitted)
    u2 = weights**2 * (squares - 2 * fitted * sums + counts * fitted**2)
    n = counts.sum()
    return float(np.sqrt(max(0.0, n / (n - 1) * (u2.sum() - u.sum() ** 2 / n))))


def _fitted(counts: Array, sums: Array, margins: Sequence[Margin]) -> Array:
    dummies = np.hstack([np.eye(len(margin.totals))[margin.codes] for margin in margins])
    root = np.sqrt(counts)
    slopes = np.linalg.lstsq(dummies * root[:, None], sums / root, rcond=None)[0]
    return dummies @ slopes
