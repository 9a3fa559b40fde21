"""Confidence intervals of a mean on a bounded scale: t, logit-t, and t that gives way to logit-t."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

Array = NDArray[np.float64]


def t_interval(mean: ArrayLike, se: ArrayLike, df: ArrayLike, level: ArrayLike = 0.95) -> tuple[Array, Array]:
    """Return the ends of mean ± t(df) × se.

    Parameters
    ----------
    mean, se, df
        Estimates, their standard errors and degrees of freedom; any shapes that broadcast.
    level
        Coverage, 0 to 1.

    Notes
    -----
    Student (1908). The ends may leave a bounded scale; see `logit_t_interval`. Checked against R 4.2.2, `qt`.

    Examples
    --------
    >>> low, high = t_interval(80.0, 1.0, 10**9)
    >>> round(float(low), 2), round(float(high), 2)
    (78.04, 81.96)
    """
    half = stdtrit(np.asarray(df, float), 0.5 + np.asarray(level, float) / 2) * np.asarray(se, float)
    centre = np.asarray(mean, float)
    return centre - half, centre + half


def logit_t_interval(
    mean: ArrayLike,
    se: ArrayLike,
    df: ArrayLike,
    *,
    bounds: tuple[float, float] = (25.0, 100.0),
    level: float = 0.95,
) -> tuple[Array, Array]:
    """Return the t interval taken on the logit scale of `bounds` and carried back, so it stays inside.

    Parameters
    ----------
    mean, se, df
        Estimates strictly inside `bounds`, their standard errors and degrees of freedom.
    bounds
        The ends of the scale.
    level
        Coverage, 0 to 1.

    Notes
    -----
    With a, b the bounds: L = ln((m − a)/(b − m)), SE(L) = SE × (b − a)/((m − a)(b − m)) by the delta method;
    the ends are (a + b·e^l)/(1 + e^l) at l = L ± t × SE(L) (Korn and Graubard 1998). Its coverage with skewed
    answers is as good as the t interval's or better at every size that was simulated. Checked against R 4.2.2
    (`tests/reference`, keys `A_unit`).

    Examples
    --------
    >>> low, high = logit_t_interval(62.5, 1.0, 10**9)
    >>> round(float(low), 2), round(float(high), 2)
    (60.54, 64.46)
    """
    floor, ceiling = bounds
    centre = np.asarray(mean, float)
    below, above = centre - floor, ceiling - centre
    with np.errstate(divide="ignore", invalid="ignore"):
        place = np.log(below / above)
        spread = np.asarray(se, float) * (ceiling - floor) / (below * above)
        half = stdtrit(np.asarray(df, float), 0.5 + level / 2) * spread
        ends = [_from_logit(place - half, floor, ceiling), _from_logit(place + half, floor, ceiling)]
    return ends[0], ends[1]


def _from_logit(logit: Any, floor: float, ceiling: float) -> Array:
    # The form 1/(1 + e^-l) does not overflow to inf/inf at the large logits of a sample of two.
    with np.errstate(over="ignore"):
        return floor + (ceiling - floor) / (1.0 + np.exp(-logit))


def bounded_t_interval(
    mean: ArrayLike,
    se: ArrayLike,
    df: ArrayLike,
    *,
    bounds: tuple[float, float] = (25.0, 100.0),
    level: float = 0.95,
) -> tuple[Array, Array]:
    """Return the t interval, or the logit-t interval where an end of it would leave the scale.

    Notes
    -----
    The rule for a parent of units, whose estimate is close to normal: the ends are those of R's `survey`
    package wherever these are possible values. Checked against R survey 4.1.1 (`tests/reference`, keys
    `C_aggregate`).

    Examples
    --------
    >>> low, high = bounded_t_interval([80.0, 99.0], [1.0, 1.0], [1e9, 1e9])
    >>> bool(high[0] > 81.9), bool(high[1] < 100)
    (True, True)
    """
    low, high = t_interval(mean, se, df, level)
    inner_low, inner_high = logit_t_interval(mean, se, df, bounds=bounds, level=level)
    outside = (low < bounds[0]) | (high > bounds[1])
    return np.where(outside, inner_low, low), np.where(outside, inner_high, high)


def two_sided_p(difference: ArrayLike, se: ArrayLike, df: ArrayLike) -> Array:
    """Return the two-sided p value of t = difference / se with `df` degrees of freedom.

    Notes
    -----
    Checked against R 4.2.2, `t.test` (`tests/reference`, key `E_unit_change`).

    Examples
    --------
    >>> round(float(two_sided_p(1.96, 1.0, 10**9)), 3)
    0.05
    """
    statistic = np.asarray(difference, float) / np.asarray(se, float)
    return 2.0 * stdtr(np.asarray(df, float), -np.abs(statistic))
