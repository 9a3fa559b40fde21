"""Estimates of small units drawn towards the whole: for internal priorities, never in place of the official figure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from skm.errors import RequestError
from skm.stats.variance import SMALL_STRATUM, pooled_variance

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Shrunk:
    """Estimates drawn towards their mean; arrays `(n_units,)`, in the order and on the scale given.

    Attributes
    ----------
    estimate, se
        The shrunken figures and their standard errors.
    share_of_mean
        B: how much of each figure is the mean of all, 0 to 1.
    mean, se_mean
        The mean of all, each weighted by 1/(v + τ²).
    tau2
        Variance between units beyond what their few respondents explain; 0 where there is none.
    q
        Cochran's heterogeneity Σ (y − mean)²/v with n_units − 1 degrees of freedom.
    method
        "DL" or "PM".
    """

    estimate: Array
    se: Array
    share_of_mean: Array
    mean: float
    se_mean: float
    tau2: float
    q: float
    method: str


def pooled_variances(squared_errors: ArrayLike, sizes: ArrayLike, minimum: int = SMALL_STRATUM) -> Array:
    """Return squared standard errors, those of small units from the pooled s² of all.

    A unit of three happy people has s² = 0 by luck, and would not be shrunk at all.

    Parameters
    ----------
    squared_errors
        s²/n of each unit, `(n_units,)`; not a number where n is 1.
    sizes
        Respondents n, `(n_units,)`.
    minimum
        Below this many respondents a unit takes the pooled s².

    Notes
    -----
    s_p² = Σ (n − 1) s² / Σ (n − 1) over the units with n ≥ 2; the small unit gets s_p²/n. Assumes that answers
    scatter alike in all units. Checked by hand.

    Examples
    --------
    >>> pooled_variances([4.0, 0.0], [25, 2]).round(2).tolist()
    [4.0, 48.0]
    """
    v, n = np.asarray(squared_errors, float), np.asarray(sizes, float)
    known = np.isfinite(v) & (n > 1)
    if not known.any():
        raise RequestError("no_variance", what="ragam gabungan (pooled variance)", n=len(v))
    pooled = pooled_variance(v[known], n[known])
    return np.where(known & (n >= minimum), v, pooled / n)


def shrink(estimates: ArrayLike, squared_errors: ArrayLike, method: str = "PM") -> Shrunk:
    """Return each estimate drawn towards the mean of all, the more the less is known of it.

    Parameters
    ----------
    estimates, squared_errors
        Independent estimates y and their squared standard errors v above 0, `(n_units,)`, two units at least;
        see `pooled_variances` for those of tiny units.
    method
        How τ² is found: "PM" (Paule and Mandel) or "DL" (DerSimonian and Laird).

    Raises
    ------
    RequestError
        There are fewer than two units, or a variance is missing or 0.

    Notes
    -----
    θ = B μ + (1 − B) y with B = v/(v + τ²); μ weights by 1/(v + τ²); SE² = (1 − B) v + B² SE²(μ), which counts
    the doubt about μ but not that about τ². DL: τ² = (Q − (H − 1))/(Σw − Σw²/Σw), w = 1/v (DerSimonian and
    Laird 1986, Controlled Clinical Trials 7, 177–188). PM: τ² solves Σ (y − μ)²/(v + τ²) = H − 1 (Paule and
    Mandel 1982, J. Res. NBS 87, 377–385). Assumes that the true figures scatter normally around one mean.
    Checked against R metafor 3.8.1, `rma` and `blup` (`tests/reference`, key `G_shrinkage`).

    Examples
    --------
    >>> shrunk = shrink([90.0, 70.0], [4.0, 4.0])
    >>> round(shrunk.tau2, 6), shrunk.estimate.round(2).tolist()
    (196.0, [89.8, 70.2])
    """
    y, v = np.asarray(estimates, float), np.asarray(squared_errors, float)
    bad = ~(np.isfinite(y) & np.isfinite(v) & (v > 0))
    if bad.any():
        raise RequestError("no_variance", what="penyusutan (shrinkage)", n=int(bad.sum()))
    if len(y) < 2:
        raise RequestError("too_few_for", what="penyusutan (shrinkage)", n=len(y), minimum=2)
    tau2 = tau2_dersimonian_laird(y, v) if method == "DL" else tau2_paule_mandel(y, v)
    weights = 1.0 / (v + tau2)
    mean = float((weights * y).sum() / weights.sum())
    share = v / (v + tau2)
    se = np.sqrt((1.0 - share) * v + share**2 / weights.sum())
    return Shrunk(
        estimate=share * mean + (1.0 - share) * y,
        se=se,
        share_of_mean=share,
        mean=mean,
        se_mean=float(1.0 / np.sqrt(weights.sum())),
        tau2=tau2,
        q=_heterogeneity(0.0, y, v),
        method=method,
    )


def _heterogeneity(tau2: float, y: Array, v: Array) -> float:
    weights = 1.0 / (v + tau2)
    mean = (weights * y).sum() / weights.sum()
    return float((weights * (y - mean) ** 2).sum())


def tau2_dersimonian_laird(y: Array, v: Array) -> float:
    """Return the variance between units in closed form; see `shrink`.

    Examples
    --------
    >>> tau2_dersimonian_laird(np.array([90.0, 70.0]), np.array([4.0, 4.0]))
    196.0
    """
    weights = 1.0 / v
    spread = weights.sum() - (weights**2).sum() / weights.sum()
    return max(0.0, float((_heterogeneity(0.0, y, v) - (len(y) - 1)) / spread))


def tau2_paule_mandel(y: Array, v: Array) -> float:
    """Return the variance between units at which heterogeneity is what chance gives; see `shrink`.

    Examples
    --------
    >>> tau2_paule_mandel(np.array([80.0, 80.5]), np.array([4.0, 4.0]))
    0.0
    """
    expected = len(y) - 1
    if _heterogeneity(0.0, y, v) <= expected:
        return 0.0
    # Q(τ²) ≤ Σ(y − ȳ)²/(v_min + τ²) < H − 1 once τ² reaches Σ(y − ȳ)²/(H − 1): the root is below.
    most = float(((y - y.mean()) ** 2).sum() / expected)
    return float(brentq(lambda tau2: _heterogeneity(tau2, y, v) - expected, 0.0, most, xtol=1e-13, rtol=1e-14))
