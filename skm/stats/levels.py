"""One level: an interval where one is honest, the chance of each letter, shares, clusters, known populations."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtr

from skm.errors import RequestError
from skm.stats.intervals import logit_t_interval, t_interval
from skm.stats.proportions import wilson
from skm.stats.results import Estimate

Array = NDArray[np.float64]

SCALE = (25.0, 100.0)
FEW = 30  # statistics.md section 2: below, no interval is honest under a heavy ceiling
# More than half of the respondents at the top: with a dissatisfied tail the 95 % interval of 10 or 20 respondents then
# holds the truth in 86 to 91 % of samples only (docs/methods/coverage.md).
HEAVY_CEILING = 1 / 2
NEGLIGIBLE_SHARE = 0.05  # a sample of less than 5 % of the users gains nothing worth printing from the correction


def finite_population_factor(n: ArrayLike, users: ArrayLike) -> Array:
    """Return √(1 − n/N), by which a standard error shrinks when n of N users were drawn without repetition.

    Parameters
    ----------
    n, users
        Respondents, and persons served in the same period, any shapes that broadcast.

    Raises
    ------
    RequestError
        There are more respondents than users.

    Notes
    -----
    For the level of these users in this period only; a change asks about the service, and takes none (Cochran
    1977, Sampling Techniques, section 2.6). With n = N it is 0: a census. Checked against R survey 4.1.1,
    `svydesign(fpc = )` (`tests/reference`, keys `A_unit`).

    Examples
    --------
    >>> finite_population_factor([75, 100], [100, 100]).tolist()
    [0.5, 0.0]
    """
    count, size = np.asarray(n, float), np.asarray(users, float)
    if (count > size).any():
        place = np.unravel_index(int(np.argmax(count > size)), np.broadcast(count, size).shape)
        most = np.broadcast_arrays(count, size)
        raise RequestError("more_than_users", n=f"{most[0][place]:g}", users=f"{most[1][place]:g}")
    return np.sqrt(1.0 - count / size)


def level_estimate(
    mean: float,
    sd: float,
    n: int,
    *,
    users: int | None = None,
    share_at_top: float = 0.0,
    bounds: tuple[float, float] = SCALE,
    level: float = 0.95,
) -> Estimate:
    """Return a mean with its logit-t interval, or without one and the reason.

    Parameters
    ----------
    mean, sd
        Mean and standard deviation (n − 1) of respondents' figures, on the scale of `bounds`.
    n
        Respondents, at least 1.
    users
        Persons served in the same period, where known.
    share_at_top
        Share of respondents with the highest possible figure, 0 to 1.
    bounds
        Ends of the scale.
    level
        Coverage, 0 to 1.

    Returns
    -------
    Estimate
        Method "logit-t"; "census" where all users answered (no sampling error); "none" with the note "one
        respondent", "all answers equal" or "heavy ceiling" (more than half at the top and n < 30). The note "finite
        population" says that the error was corrected, which is done from 5 % of the users on.

    Raises
    ------
    RequestError
        There are more respondents than users.

    Notes
    -----
    SE = s/√n × √(1 − n/N). The interval is that of `skm.stats.intervals.logit_t_interval`. Assumes that
    respondents are as a random sample of the users. Checked against R survey 4.1.1 (`tests/reference`, keys
    `A_unit`).

    Examples
    --------
    >>> level_estimate(80.0, 10.0, 100).method, level_estimate(80.0, 10.0, 1).notes
    ('logit-t', ('one respondent',))
    """
    factor = 1.0 if users is None else float(finite_population_factor(n, users))
    if users is not None and n == users:
        return Estimate(mean, 0.0, n=n, low=mean, high=mean, method="census", notes=("census",))
    reasons = (
        (n < 2, "one respondent"),
        (n > 1 and sd == 0, "all answers equal"),
        (n < FEW and share_at_top > HEAVY_CEILING, "heavy ceiling"),
    )
    found = tuple(reason for holds, reason in reasons if holds)
    is_corrected = users is not None and n / users >= NEGLIGIBLE_SHARE
    if found:
        return Estimate(mean, n=n, notes=found)
    se = sd / np.sqrt(n) * (factor if is_corrected else 1.0)
    low, high = logit_t_interval(mean, se, n - 1, bounds=bounds, level=level)
    notes = ("finite population",) if is_corrected else ()
    return Estimate(mean, float(se), n - 1, float(low), float(high), n, "logit-t", notes)


def cluster_estimate(sums: ArrayLike, sizes: ArrayLike, level: float = 0.95) -> Estimate:
    """Return the mean over respondents with a standard error between clusters (service days, counters).

    Parameters
    ----------
    sums, sizes
        Σ y and respondents of each cluster, `(n_clusters,)`, at least two clusters.
    level
        Coverage, 0 to 1.

    Returns
    -------
    Estimate
        On the scale of y; t interval with g − 1 degrees of freedom.

    Raises
    ------
    RequestError
        There is one cluster only.

    Notes
    -----
    SE² = g/(g − 1) Σ_g (Σ_i (y_i − ȳ))²/n², the ultimate-cluster estimator (Hansen, Hurwitz and Madow 1953);
    clusters stand for a random sample of many. Checked against R survey 4.1.1, `svydesign(id = ~unit)`
    (`tests/reference`, key `C_naive_srs_2025`).

    Examples
    --------
    >>> found = cluster_estimate([160.0, 240.0], [2, 3])
    >>> found.estimate, found.se
    (80.0, 0.0)
    """
    total, size = np.asarray(sums, float), np.asarray(sizes, float)
    g, n = len(size), float(size.sum())
    if g < 2:
        raise RequestError("too_few_for", what="klaster (clusters)", n=g, minimum=2)
    mean = total.sum() / n
    se = np.sqrt(g / (g - 1) * ((total - mean * size) ** 2).sum()) / n
    low, high = t_interval(mean, se, g - 1, level)
    return Estimate(float(mean), float(se), g - 1, float(low), float(high), int(n), "t", ("clusters",))


def design_effect(se: float, sd: float, n: int) -> tuple[float, float]:
    """Return how many times larger a variance is than that of n independent respondents, and the n it is worth.

    Parameters
    ----------
    se
        Standard error that knows of clusters, strata or weights.
    sd, n
        Standard deviation (n − 1) over all respondents, and their number.

    Notes
    -----
    deff = SE²/(s²/n), n_eff = n/deff (Kish 1965, section 8.2). Checked by hand.

    Examples
    --------
    >>> design_effect(2.0, 10.0, 100)
    (4.0, 25.0)
    """
    deff = se**2 / (sd**2 / n)
    return deff, n / deff if deff > 0 else float("nan")


def letter_probabilities(
    index: ArrayLike,
    se: ArrayLike,
    lower_bounds: Sequence[float],
    *,
    df: ArrayLike | None = None,
    bounds: tuple[float, float] | None = SCALE,
    step: float = 0.01,
) -> Array:
    """Return the chance of each letter, as if the survey were repeated around these figures.

    Parameters
    ----------
    index, se
        Figures strictly inside the scale and their standard errors, `(n_figures,)`.
    lower_bounds
        Printed lower bounds of the letters from the best to the worst, `(n_letters,)`; the last is the scale's end.
    df
        Degrees of freedom of the errors; None takes the normal distribution.
    bounds
        Ends of the scale, on whose logit the error is taken to be symmetric; None takes the scale itself.
    step
        What one step of the printed figure is: a letter begins half a step below its bound.

    Returns
    -------
    numpy.ndarray
        `(n_figures, n_letters)`, each line summing to 1; not a number where there is no standard error.

    Notes
    -----
    P(A) = 1 − Φ((l(88.305) − l(I))/SE_l), l the logit of the scale and SE_l = SE × 75/((I − 25)(100 − I)), and so
    on for the others: letters are given to figures rounded to two decimals. Checked against the worked examples
    of 88.00 with SE 1.5 (A 42 %) and 76.90 with SE 0.8 (B 64 %).

    Examples
    --------
    >>> bounds = [88.31, 76.61, 65.0, 25.0]
    >>> letter_probabilities([88.0], [1.5], bounds, bounds=None).round(2).tolist()
    [[0.42, 0.58, 0.0, 0.0]]
    """
    centre, error = np.atleast_1d(np.asarray(index, float)), np.atleast_1d(np.asarray(se, float))
    cuts = np.asarray(lower_bounds[:-1], float) - step / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        if bounds is not None:
            floor, ceiling = bounds
            error = error * (ceiling - floor) / ((centre - floor) * (ceiling - centre))
            centre, cuts = _logit(centre, floor, ceiling), _logit(cuts, floor, ceiling)
        distance = (centre[:, None] - cuts[None, :]) / error[:, None]
    reached = ndtr(distance) if df is None else stdtr(np.atleast_1d(np.asarray(df, float))[:, None], distance)
    reached = np.column_stack([reached, np.where(np.isnan(error), np.nan, 1.0)])
    return np.diff(reached, prepend=0.0, axis=1)


def _logit(value: Array, floor: float, ceiling: float) -> Array:
    return np.log((value - floor) / (ceiling - value))


def stratified_share(
    successes: ArrayLike,
    n: ArrayLike,
    weights: ArrayLike,
    *,
    users: ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return a share over units as strata, with a logit interval, 0 to 1.

    Parameters
    ----------
    successes, n
        Respondents counted (answers 3 and 4, say) and all respondents of each unit, `(n_units,)`, n at least 2.
    weights
        W_h of each unit, summing to 1.
    users
        Persons served by each unit, for the finite population correction.
    level
        Coverage, 0 to 1.

    Returns
    -------
    Estimate
        Σn − H degrees of freedom. Where all or none succeed everywhere: Wilson's interval of the sum, method
        "wilson", because the variance is 0 there.

    Raises
    ------
    RequestError
        A unit has one respondent, or more than users.

    Notes
    -----
    p = Σ W p_h, Var = Σ W² (1 − n/N) p_h(1 − p_h)/(n_h − 1); t interval of ln(p/(1 − p)) with SE/(p(1 − p)),
    carried back (Korn and Graubard 1998, Survey Methodology 24, 193–201). Checked against R survey 4.1.1,
    `svyciprop(method = "logit")` (`tests/reference`, key `K_top2_stratified_u1_2025`).

    Examples
    --------
    >>> share = stratified_share([8, 6], [10, 10], [0.5, 0.5])
    >>> round(share.estimate, 3), round(share.se, 4)
    (0.7, 0.1054)
    """
    k, size, w = (np.asarray(values, float) for values in (successes, n, weights))
    if (size < 2).any():
        raise RequestError("too_few_for", what="ragam strata (stratum variance)", n=1, minimum=2)
    shares, people = k / size, int(size.sum())
    factor = 1.0 if users is None else finite_population_factor(size, users) ** 2
    p = float((w * shares).sum())
    se = float(np.sqrt((w**2 * factor * shares * (1 - shares) / (size - 1)).sum()))
    df = people - len(size)
    if se == 0:
        low, high = wilson(k.sum(), people, level)
        return Estimate(p, n=people, low=float(low), high=float(high), method="wilson", notes=("no variance",))
    low, high = logit_t_interval(p, se, df, bounds=(0.0, 1.0), level=level)
    return Estimate(p, se, df, float(low), float(high), people, "logit-t")


def share_difference(
    successes: tuple[ArrayLike, ArrayLike], n: tuple[ArrayLike, ArrayLike], level: float = 0.95
) -> tuple[Array, Array, Array]:
    """Return the difference of two independent shares, second minus first, with Newcombe's interval.

    Parameters
    ----------
    successes, n
        Counts before and after, of any shapes that broadcast.
    level
        Coverage, 0 to 1.

    Returns
    -------
    tuple
        Difference, low, high, −1 to 1: times 100 they are percentage points (poin persentase).

    Notes
    -----
    d − √((p₂ − l₂)² + (u₁ − p₁)²) to d + √((u₂ − p₂)² + (p₁ − l₁)²), l and u Wilson's ends (Newcombe 1998,
    Statistics in Medicine 17, 873–890, method 10). Checked against R 4.2.2, `prop.test` (`tests/reference`, key
    `K_newcombe_92of100_minus_81of100`).

    Examples
    --------
    >>> difference, low, high = share_difference((81, 92), (100, 100))
    >>> [round(float(value), 3) for value in (difference, low, high)]
    [0.11, 0.015, 0.206]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        before, after = (np.asarray(k, float) / np.asarray(m, float) for k, m in zip(successes, n, strict=True))
    (low1, high1), (low2, high2) = (wilson(k, m, level) for k, m in zip(successes, n, strict=True))
    change = after - before
    low = change - np.sqrt((after - low2) ** 2 + (high1 - before) ** 2)
    high = change + np.sqrt((high2 - after) ** 2 + (before - low1) ** 2)
    return change, low, high
