"""Whether the questions measure one thing: alpha, omega, item-rest correlation, and the r-table of Indonesian theses.

All of it follows from covariances, so it works from sums and sums of products, never from rows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize
from scipy.special import fdtri, ndtri, stdtrit

from skm.errors import RequestError

Array = NDArray[np.float64]

TOO_ALIKE = 0.95  # statistics.md section 10: above, answers are redundant or copied; a warning, no praise
LOW_ITEM_REST = 0.30  # the recommended standard for one question
LEAST_UNIQUE = 1e-6  # share of an item's variance that is its own; at this bound omega is not to be trusted


@dataclass(frozen=True)
class Reliability:
    """Reliability of a questionnaire; arrays are `(n_items,)`, in the order of the covariances.

    Attributes
    ----------
    alpha, alpha_low, alpha_high
        Cronbach's alpha with Feldt's interval.
    omega
        McDonald's omega of one factor; not a number where no factor fits.
    item_rest, item_rest_low, item_rest_high
        Correlation of each item with the sum of the others, with Fisher's interval; not a number for an item
        that everybody answered alike.
    item_total
        Correlation with the sum that contains the item: what the r-table practice compares.
    alpha_if_dropped
        Alpha of the others.
    r_table
        The critical value that the practice asks of `item_total`.
    n
        Respondents.
    method
        How it was made.
    notes
        "alpha above 0.95": redundant or copied answers; "no variance": an item was answered alike by all;
        "factor at its bound": one item is the factor, so omega is not to be trusted.
    """

    alpha: float
    alpha_low: float
    alpha_high: float
    omega: float
    item_rest: Array
    item_rest_low: Array
    item_rest_high: Array
    item_total: Array
    alpha_if_dropped: Array
    r_table: float
    n: int
    method: str = "alpha, Feldt; omega, one factor ML"
    notes: tuple[str, ...] = ()


def covariances(n: int, sums: ArrayLike, products: ArrayLike) -> Array:
    """Return the covariances of items from their sums, with n − 1.

    Parameters
    ----------
    n
        Respondents, at least 2, all of whom answered every item.
    sums
        Σ x_j, `(n_items,)`.
    products
        Σ x_j x_l, `(n_items, n_items)`.

    Notes
    -----
    (n Σxy − Σx Σy)/(n(n − 1)): whole numbers stay exact up to the division. Checked against numpy's `cov`.

    Examples
    --------
    >>> covariances(2, [7, 5], [[25, 18], [18, 13]]).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    s = np.asarray(sums)
    return (n * np.asarray(products) - np.outer(s, s)) / (n * (n - 1))


def cronbach_alpha(covariance: ArrayLike) -> float:
    """Return Cronbach's alpha; not a number where the sum of items does not vary.

    Parameters
    ----------
    covariance
        `(n_items, n_items)`, two items at least.

    Notes
    -----
    k/(k − 1) (1 − Σ v_j / V), V the variance of the sum (Cronbach 1951, Psychometrika 16, 297–334). It is
    reliability only where items are equally related to what they measure, else a lower bound; answering in
    straight lines raises it. Checked against R psych 2.2.9, `alpha` (`tests/reference`, keys `J_…`).

    Examples
    --------
    >>> cronbach_alpha([[1.0, 0.5], [0.5, 1.0]]).__round__(4)
    0.6667
    """
    c = np.asarray(covariance, float)
    k, total = len(c), c.sum()
    return float(k / (k - 1) * (1.0 - np.trace(c) / total)) if total > 0 else np.nan


def feldt_interval(alpha: float, n: int, k: int, level: float = 0.95) -> tuple[float, float]:
    """Return Feldt's interval of alpha.

    Parameters
    ----------
    alpha
        Cronbach's alpha of k items from n respondents.
    n, k
        Respondents and items, at least 2 each.
    level
        Coverage, 0 to 1.

    Notes
    -----
    1 − (1 − α) F with F the quantiles of F(n − 1, (n − 1)(k − 1)) (Feldt 1965, Psychometrika 30, 357–370);
    assumes normal answers and equal covariances. Checked against R 4.2.2, `qf` (keys `J_…`).

    Examples
    --------
    >>> low, high = feldt_interval(0.8, 100, 9)
    >>> round(low, 3), round(high, 3)
    (0.735, 0.854)
    """
    dfs = (n - 1.0, (n - 1.0) * (k - 1))
    low, high = (1.0 - (1.0 - alpha) * fdtri(*dfs, p) for p in (0.5 + level / 2, 0.5 - level / 2))
    return float(low), float(high)


def omega_one_factor(covariance: ArrayLike) -> tuple[float, bool]:
    """Return McDonald's omega of one factor, and whether the factor reached its bound.

    Parameters
    ----------
    covariance
        `(n_items, n_items)`, three items at least, all with a variance.

    Notes
    -----
    (Σλ)²/((Σλ)² + Σθ) with loadings λ and own variances θ by maximum likelihood (McDonald 1999, Test Theory;
    Jöreskog 1967, Psychometrika 32, 443–482). Assumes one factor. Checked against R lavaan 0.6.14, `cfa`
    (`tests/reference`, keys `J_…`).

    Examples
    --------
    >>> omega, at_bound = omega_one_factor([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    >>> round(omega, 6), at_bound
    (0.75, False)
    """
    c = np.asarray(covariance, float)
    scale = np.sqrt(np.diag(c))
    correlation = c / np.outer(scale, scale)
    # The usual start: own variance = 1 / diagonal of the inverse; a ridge where answers are collinear.
    start = 0.9 / np.diag(np.linalg.inv(correlation + 1e-6 * np.eye(len(c))))
    found = minimize(
        _misfit,
        np.log(np.clip(start, 0.01, 0.95)),
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(np.log(LEAST_UNIQUE), 0.0)] * len(c),
        options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-10},
    )
    own = np.exp(found.x)
    loadings, total = _loadings(own, correlation) * scale, float((own * scale**2).sum())
    common = float(loadings.sum() ** 2)
    return common / (common + total), bool((own <= LEAST_UNIQUE * 1.01).any())


def _loadings(own: Array, correlation: Array) -> Array:
    root = np.sqrt(own)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    return root * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0))


def _misfit(log_own: Array, correlation: Array) -> tuple[float, Array]:
    """Return the likelihood's misfit and its gradient, the loadings being the best for these own variances."""
    own = np.exp(log_own)
    loadings = _loadings(own, correlation)
    model = np.outer(loadings, loadings) + np.diag(own)
    inverse = np.linalg.inv(model)
    _, log_det = np.linalg.slogdet(model)
    gradient = np.diag(inverse @ (model - correlation) @ inverse) * own
    return float(log_det + (inverse * correlation).sum()), gradient


def r_critical(n: ArrayLike, level: float = 0.95, sides: int = 2) -> Array:
    """Return the critical value of a correlation, as in the r-table of Indonesian textbooks, but exact.

    An item is called "valid" in that practice when its correlation with the total exceeds the value. It only
    says that the item is related at all to a total that contains it: at n = 1,000 the bar is 0.06.

    Parameters
    ----------
    n
        Respondents, above 2, any shape.
    level
        1 − significance, 0 to 1.
    sides
        2 or 1.

    Notes
    -----
    t/√(n − 2 + t²) with t the quantile of Student's t with n − 2 degrees of freedom. Checked against R 4.2.2,
    `qt` (`tests/reference`, key `J_r_table`).

    Examples
    --------
    >>> r_critical([30, 100]).round(4).tolist()
    [0.361, 0.1966]
    """
    df = np.asarray(n, float) - 2.0
    t = stdtrit(df, 1.0 - (1.0 - level) / sides)
    return t / np.sqrt(df + t**2)


def fisher_interval(r: ArrayLike, n: int, level: float = 0.95) -> tuple[Array, Array]:
    """Return Fisher's interval of a correlation, tanh(atanh r ± z/√(n − 3)).

    Notes
    -----
    Fisher (1921), Metron 1, 3–32. Checked by hand.

    Examples
    --------
    >>> low, high = fisher_interval([0.5], 103)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.339], [0.632])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.arctanh(np.clip(np.asarray(r, float), -1.0, 1.0))
        half = ndtri(0.5 + level / 2) / np.sqrt(n - 3.0) if n > 3 else np.nan
        return np.tanh(centre - half), np.tanh(centre + half)


def reliability(covariance: ArrayLike, n: int, level: float = 0.95, *, factor: str = "ML") -> Reliability:
    """Return alpha, omega and what each item does, from the covariances of items.

    Parameters
    ----------
    covariance
        `(n_items, n_items)` of n respondents who answered every item; see `covariances`.
    n
        Respondents.
    level
        Coverage of the intervals, 0 to 1.
    factor
        "ML" fits the factor behind omega; "none" leaves omega out, which is a hundred times quicker.

    Raises
    ------
    RequestError
        There are fewer than two items or three respondents.

    Notes
    -----
    Item-rest correlation: cov(x_j, T − x_j)/√(v_j Var(T − x_j)), T the sum. Checked against R 4.2.2, psych
    2.2.9 `alpha` and lavaan 0.6.14 `cfa` (`tests/reference`, keys `J_reliability_U01_2025` and
    `J_reliability_attitude`).

    Examples
    --------
    >>> found = reliability([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]], 100)
    >>> round(found.alpha, 6), found.item_rest.round(4).tolist()
    (0.75, [0.5774, 0.5774, 0.5774])
    """
    c = np.asarray(covariance, float)
    k = len(c)
    for what, found, minimum in (("alpha", k, 2), ("alpha", n, 3)):
        if found < minimum:
            raise RequestError("too_few_for", what=what, n=found, minimum=minimum)
    own, with_total, total = np.diag(c), c.sum(axis=1), float(c.sum())
    flat = own <= 0
    with np.errstate(divide="ignore", invalid="ignore"):
        item_total = np.where(flat, np.nan, with_total / np.sqrt(own * total))
        rest = total - 2 * with_total + own
        item_rest = np.where(flat, np.nan, (with_total - own) / np.sqrt(own * rest))
    alpha = cronbach_alpha(c)
    omega, at_bound = (np.nan, False) if factor == "none" or flat.any() or k < 3 else omega_one_factor(c)
    low, high = feldt_interval(alpha, n, k, level)
    rest_low, rest_high = fisher_interval(item_rest, n, level)
    return Reliability(
        *(alpha, low, high, omega, item_rest, rest_low, rest_high, item_total),
        alpha_if_dropped=_without_each(own, with_total, total),
        r_table=float(r_critical(n, level)),
        n=n,
        notes=_notes(alpha, bool(flat.any()), at_bound),
    )


def _without_each(own: Array, with_total: Array, total: float) -> Array:
    """Return alpha of the items without each one."""
    k = len(own) - 1
    if k < 2:
        return np.full(len(own), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return k / (k - 1) * (1.0 - (own.sum() - own) / (total - 2 * with_total + own))


def _notes(alpha: float, is_flat: bool, at_bound: bool) -> tuple[str, ...]:
    said = (
        (alpha > TOO_ALIKE, f"alpha above {TOO_ALIKE}"),
        (is_flat, "no variance"),
        (at_bound, "factor at its bound"),
    )
    return tuple(text for holds, text in said if holds)
