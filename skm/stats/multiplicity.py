"""Many tests at once."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return Holm's adjusted p values: below 0.05 in all, with at most 5 % risk of any false claim.

    Parameters
    ----------
    p_values
        One for each test of the family, `(…, n_tests)`, each family in the last axis; a missing one is no test and
        stays missing.

    Notes
    -----
    In ascending order p(1) ≤ … ≤ p(m), the adjusted value is max over j ≤ i of min(1, (m − j + 1) p(j)).
    Holm (1979), Scandinavian Journal of Statistics 6, 65–70. Checked against R 4.2.2, `p.adjust(p, "holm")`
    (`tests/reference`, key `E_padjust_vector`).

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, axis=-1, kind="stable")  # missing ones come last
    n_left = np.count_nonzero(~np.isnan(p), axis=-1, keepdims=True) - np.arange(p.shape[-1])
    stepped = np.minimum(1.0, np.take_along_axis(p, order, axis=-1) * n_left)
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, np.maximum.accumulate(stepped, axis=-1), axis=-1)
    return adjusted


def holm_levels(p_values: ArrayLike, alpha: float = 0.05) -> NDArray[np.float64]:
    """Return the coverage of an interval for each test that holds zero exactly where `holm` does not reject.

    Parameters
    ----------
    p_values
        One for each test of the family, shape `(n_tests,)`; none may be missing.
    alpha
        The risk of any false claim.

    Notes
    -----
    Holm holds p(k) against alpha/(m − k + 1) as long as it rejects. The interval of the k-th has coverage
    1 − alpha/(m − k + 1); from the first that is kept on, all have the coverage of that one. They show the verdict; all
    of them together cover with less than 1 − alpha, for which `simultaneous_level` is the level.
    Checked by hand and against `holm`.

    Examples
    --------
    >>> holm_levels([0.04, 0.001, 0.03]).round(4).tolist()
    [0.975, 0.9833, 0.975]
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    steps = alpha / np.arange(len(p), 0, -1)
    kept = np.flatnonzero(p[order] >= steps)
    if len(kept):
        steps[kept[0] :] = steps[kept[0]]
    levels = np.empty_like(p)
    levels[order] = 1 - steps
    return levels


def benjamini_hochberg(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return Benjamini and Hochberg's adjusted p values: below q in a list whose false leads are at most a share q.

    For an internal list of what to look at; to name a unit in public, `holm` is the rule.

    Parameters
    ----------
    p_values
        One for each test of the family, shape `(n_tests,)`; none may be missing.

    Notes
    -----
    In ascending order, the adjusted value is min over j ≥ i of min(1, m p(j) / j). It holds for independent
    or positively dependent tests. Benjamini and Hochberg (1995), JRSS B 57, 289–300. Checked against R 4.2.2,
    `p.adjust(p, "BH")` (`tests/reference`, keys `E_padjust_vector` and `E_unit_change`).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")[::-1]
    stepped = np.minimum(1.0, p[order] * len(p) / np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum.accumulate(stepped)
    return adjusted


def bonferroni(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return Bonferroni's adjusted p values, min(1, m p).

    Notes
    -----
    Dunn (1961), JASA 56, 52–64. Holm's values are never larger and promise the same. Checked against R 4.2.2,
    `p.adjust(p, "bonferroni")` (`tests/reference`, key `E_unit_change`).

    Examples
    --------
    >>> bonferroni([0.01, 0.4]).tolist()
    [0.02, 0.8]
    """
    p = np.asarray(p_values, float)
    return np.minimum(1.0, p * len(p))


def simultaneous_level(n_intervals: int, level: float = 0.95) -> float:
    """Return the coverage that each of some intervals needs so that all hold together with `level`.

    Parameters
    ----------
    n_intervals
        How many intervals are shown.
    level
        Coverage of all at once, 0 to 1.

    Notes
    -----
    1 − (1 − level)/m, the width of Bonferroni; give it as `level` to any interval of `skm.stats.intervals`.
    Dunn (1961), JASA 56, 52–64.

    Examples
    --------
    >>> round(simultaneous_level(5), 10)
    0.99
    """
    return 1.0 - (1.0 - level) / n_intervals
