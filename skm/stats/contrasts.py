"""Which of several correlated means differ, and which of the lowest stand apart from all the others."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from skm.stats.intervals import two_sided_p
from skm.stats.multiplicity import holm

Array = NDArray[np.float64]

# A variance below this share of the squared means over n is the noise of a difference of sums (skm.stats.cells).
NOISE = 1e-12


@lru_cache(maxsize=64)
def pairs_of(k: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and the second of each pair of k means, `(k(k − 1)/2,)` each.

    Examples
    --------
    >>> [place.tolist() for place in pairs_of(3)]
    [[0, 0, 1], [1, 2, 2]]
    """
    first, second = np.triu_indices(k, 1)
    first.flags.writeable = second.flags.writeable = False  # every caller gets the same ones
    return first, second


def pair_variances(means: ArrayLike, covariance: ArrayLike, n: ArrayLike) -> Array:
    """Return the variance of the difference of each pair of means, `(…, n_pairs)`.

    Parameters
    ----------
    means
        `(…, k)`; groups before the last axis.
    covariance
        Of the means, `(…, k, k)`; not a number where it is not known.
    n
        Respondents behind them, `(…,)`.

    Notes
    -----
    c'Vc with c = 1 at one mean and −1 at the other: v_a + v_b − 2 v_ab. Assumes nothing but the covariances: answers of
    one person go together, and a difference of two elements is mostly surer than either.

    Examples
    --------
    >>> pair_variances([3.5, 2.5], [[0.25, -0.25], [-0.25, 0.25]], 2).tolist()
    [1.0]
    """
    centre, v = np.asarray(means, float), np.asarray(covariance, float)
    first, second = pairs_of(centre.shape[-1])
    found = v[..., first, first] + v[..., second, second] - 2 * v[..., first, second]
    people = np.maximum(np.asarray(n, float), 1)[..., None]
    size = NOISE * (centre[..., first] ** 2 + centre[..., second] ** 2) / people
    return np.where(found > size, found, np.where(np.isnan(found), np.nan, 0.0))


def pairs_that_differ(means: ArrayLike, variances: ArrayLike, dfs: ArrayLike, alpha: float = 0.05) -> NDArray[np.bool_]:
    """Return which pairs of means differ beyond chance, all pairs of a group tested together, `(…, k, k)`.

    Parameters
    ----------
    means
        `(…, k)`; groups before the last axis.
    variances, dfs
        Of the differences, `(…, n_pairs)` in the order of `pairs_of`; a variance of 0 or none gives no test, and no
        difference.
    alpha
        Risk of naming any pair that does not differ.

    Notes
    -----
    t = (m_a − m_b)/√v with Holm's adjustment over the pairs that can be tested (Holm 1979). Checked against the paired
    t test of scipy (`tests/stats/test_contrasts.py`).

    Examples
    --------
    >>> pairs_that_differ([3.0, 3.5, 3.6], [0.01, 0.01, 0.01], [50, 50, 50]).tolist()
    [[False, True, True], [True, False, False], [True, False, False]]
    """
    centre, v = np.asarray(means, float), np.asarray(variances, float)
    df = np.broadcast_to(np.asarray(dfs, float), v.shape)
    k = centre.shape[-1]
    first, second = pairs_of(k)
    tested = np.isfinite(v) & (v > 0) & np.isfinite(df) & (df > 0)
    p = np.full(v.shape, np.nan)
    p[tested] = two_sided_p((centre[..., first] - centre[..., second])[tested], np.sqrt(v[tested]), df[tested])
    found = np.zeros((*v.shape[:-1], k, k), bool)
    found[..., first, second] = found[..., second, first] = holm(p) < alpha
    return found


def lowest_apart(means: ArrayLike, differ: ArrayLike) -> NDArray[np.bool_]:
    """Return which means are the lowest that stand apart: each differs from every mean that is not among them.

    The smallest such set of at most half of the means; none where there is no such set, which is the usual case.

    Parameters
    ----------
    means
        `(k,)`; one that is not known is never among the lowest, and keeps none from standing apart.
    differ
        Which pairs differ, `(k, k)`.

    Examples
    --------
    >>> lowest_apart([3.0, 3.5, 3.6], pairs_that_differ([3.0, 3.5, 3.6], [0.01] * 3, 50)).tolist()
    [True, False, False]
    """
    centre, differences = np.asarray(means, float), np.asarray(differ, bool)
    if not differences.any():
        return np.zeros(len(centre), bool)
    order = [int(place) for place in np.argsort(centre, kind="stable") if not np.isnan(centre[place])]
    chosen = np.zeros(len(centre), bool)
    for size in range(1, len(order) // 2 + 1):
        inside, outside = order[:size], order[size:]
        if differences[np.ix_(inside, outside)].all():
            chosen[inside] = True
            break
    return chosen
