"""The model check of a change: an ordered logit of one element's answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from skm.errors import RequestError

Array = NDArray[np.float64]

WHAT = "logit berurut (ordered logit)"
MOST_STEPS = 50
SMALL_STEP = 1e-10


@dataclass(frozen=True)
class OrderedLogit:
    """What goes with higher answers, and where one answer gives way to the next.

    Attributes
    ----------
    effects, ses
        Log odds ratio of a higher answer for one more of each predictor, and its standard error, `(n_predictors,)`.
    thresholds
        On the scale of the log odds, ascending, `(n_answers − 1,)`.
    log_likelihood
        Of all respondents.
    n
        Respondents.
    """

    effects: Array
    ses: Array
    thresholds: Array
    log_likelihood: float
    n: int


def ordered_logit(counts: ArrayLike, predictors: ArrayLike) -> OrderedLogit:
    """Return how groups of respondents differ in the odds of a higher answer, the answers being ordered and no more.

    A check beside the difference of means, for research: it never makes a printed figure. With a column that is 0 in
    the first period and 1 in the second its effect is the change; with a column for each unit but one beside it, the
    change within units.

    Parameters
    ----------
    counts
        How many of each group gave each answer, from the lowest on, `(n_groups, n_answers)`.
    predictors
        What is known of each group, `(n_groups, n_predictors)`.

    Raises
    ------
    RequestError
        Fewer than two answers were ever given, or the predictors tell some answers apart entirely, so that no finite
        effect fits best.

    Notes
    -----
    logit P(answer ≤ k) = threshold_k − x'effect: proportional odds, one effect for all thresholds (McCullagh 1980,
    JRSS B 42, 109–142). Maximum likelihood by Newton's method; standard errors from the observed information. An
    answer that nobody gave has no threshold. Checked against R 4.2.2, `MASS::polr(Hess = TRUE)` (`tests/reference`,
    key `K_polr_u4_U01_year`).

    Examples
    --------
    >>> found = ordered_logit([[30, 10], [10, 30]], [[0], [1]])
    >>> found.effects.round(4).tolist(), found.n  # with two answers the log odds ratio, ln 9
    ([2.1972], 80)
    """
    table, x = np.asarray(counts, float), np.asarray(predictors, float)
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2:
        raise RequestError("no_variance", what=WHAT, n=1)
    shares = np.cumsum(table.sum(axis=0))[:-1] / table.sum()
    point = np.concatenate([logit(shares), np.zeros(x.shape[1])])
    for _ in range(MOST_STEPS):
        likelihood, slope, curve = _likelihood(point, table, x)
        if np.linalg.cond(curve) > 1 / np.finfo(float).eps:
            break
        step = np.linalg.solve(curve, slope)
        point = _along(point, step, likelihood, table, x)
        if np.abs(step).max() < SMALL_STEP:
            likelihood, _, curve = _likelihood(point, table, x)
            errors = np.sqrt(np.diag(np.linalg.inv(curve)))
            k = len(shares)
            return OrderedLogit(point[k:], errors[k:], point[:k], likelihood, int(table.sum()))
    raise RequestError("no_finite_effect", what=WHAT)


def _along(point: Array, step: Array, likelihood: float, table: Array, x: Array) -> Array:
    """Return the point after a step, halved as long as it makes the likelihood smaller or the thresholds cross."""
    k = table.shape[1] - 1
    for _ in range(MOST_STEPS):
        there = point + step
        if (np.diff(there[:k]) > 0).all() and _likelihood(there, table, x)[0] >= likelihood - abs(likelihood) * 1e-14:
            return there
        step = step / 2
    return point


def _likelihood(point: Array, table: Array, x: Array) -> tuple[float, Array, Array]:
    """Return the log likelihood, its slope, and its curvature turned round, `(n, n)`, of thresholds and effects."""
    n_groups, n_answers = table.shape
    k = n_answers - 1
    below = expit(point[:k] - (x @ point[k:])[:, None])  # P(answer ≤ k) of each group
    chance = np.diff(np.column_stack([np.zeros(n_groups), below, np.ones(n_groups)]), axis=1)
    density = below * (1 - below)
    bend = density * (1 - 2 * below)
    likelihood, slope, curve = 0.0, np.zeros(len(point)), np.zeros((len(point),) * 2)
    for answer in range(n_answers):
        ends = [place for place in (answer, answer - 1) if 0 <= place < k]
        weights, p = table[:, answer], np.maximum(chance[:, answer], np.finfo(float).tiny)
        likelihood += float((weights * np.log(p)).sum())
        pull = np.zeros((n_groups, len(point)))
        for place in ends:
            sign = 1.0 if place == answer else -1.0
            side = np.column_stack([np.tile(np.arange(k) == place, (n_groups, 1)), -x])
            pull += sign * density[:, [place]] / p[:, None] * side
            curve -= (side * (weights * sign * bend[:, place] / p)[:, None]).T @ side
        slope += weights @ pull
        curve += (pull * weights[:, None]).T @ pull
    return likelihood, slope, curve
