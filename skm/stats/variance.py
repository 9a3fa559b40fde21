"""Variances that add up: independent strata, two samples, and their degrees of freedom."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Below this many respondents in a stratum, the sum of all degrees of freedom promises too much: one stratum
# of two can own the variance (Satterthwaite 1946; the worked case is in docs/methods/parents.md).
SMALL_STRATUM = 10


def pooled_variance(squared_errors: ArrayLike, sizes: ArrayLike) -> float:
    """Return the variance between respondents, pooled over units: Σ (n − 1) s² / Σ (n − 1).

    Parameters
    ----------
    squared_errors
        s²/n of each unit, `(n_units,)`.
    sizes
        Respondents n of each unit, above 1.

    Notes
    -----
    Assumes that answers scatter alike in all units. Checked by hand.

    Examples
    --------
    >>> pooled_variance([4.0, 4.0], [25, 25])
    100.0
    """
    v, n = np.asarray(squared_errors, float), np.asarray(sizes, float)
    return float(((n - 1) * n * v).sum() / (n - 1).sum())


def satterthwaite_df(parts: ArrayLike, dfs: ArrayLike) -> Array:
    """Return the degrees of freedom of a sum of independent variances: (Σa)² / Σ(a²/df).

    Parameters
    ----------
    parts
        The variances that are added, along axis 0.
    dfs
        The degrees of freedom of each, of the same shape.

    Notes
    -----
    Satterthwaite (1946), Biometrics Bulletin 2, 110–114; with two parts it is Welch's formula (1947).
    Not a number where every part is 0. Checked against R 4.2.2 (`tests/reference`,
    keys `D_satterthwaite_df_equal` and `E_unit_change`).

    Examples
    --------
    >>> float(satterthwaite_df([1.0, 1.0], [10, 10]))
    20.0
    """
    a, df = np.asarray(parts, float), np.asarray(dfs, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return a.sum(axis=0) ** 2 / np.where(a > 0, a**2 / df, 0.0).sum(axis=0)


def stratified_variance(
    weights: ArrayLike,
    variances: ArrayLike,
    counts: ArrayLike,
    *,
    dfs: ArrayLike | None = None,
    donors: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
    factors: ArrayLike | None = None,
) -> tuple[Array, Array, NDArray[np.int64]]:
    """Return the variance of Σ weight × estimate over independent strata, and its degrees of freedom.

    A stratum of one respondent, or of one sample cluster, has no variance of its own; it takes the pooled s² of the
    others. Where no other stratum has one either, it takes that of `donors`; without donors the result is not a number.

    Parameters
    ----------
    weights
        W_h, summing to 1, shape `(n_strata,)`.
    variances
        Squared standard errors v_h of the strata's estimates, `(n_strata, n_measures)`; not a number where there is
        one respondent or one cluster.
    counts
        Respondents n_h, `(n_strata, n_measures)`.
    dfs
        Degrees of freedom of each v_h; n_h − 1 where not given.
    donors
        Variances, counts and dfs of strata to pool from when all of these have one respondent.
    factors
        1 − n_h/N_h, where the strata's variances are to know of finite populations, `(n_strata,)`; 1 where not given.

    Returns
    -------
    tuple
        Variance, degrees of freedom and number of pooled strata, `(n_measures,)` each. The degrees of freedom
        are Σdf_h, or Satterthwaite's where some stratum has fewer than ten respondents, or sampling units (df_h + 1).

    Notes
    -----
    Var = Σ W_h² (1 − n_h/N_h) v_h (Lohr 2010, chapter 3); s_p² = Σ df_h n_h v_h / Σ df_h over the strata with a
    variance. Checked against R survey 4.1.1 (`tests/reference`, keys `C_aggregate` and `D_satterthwaite_df_equal`).

    Examples
    --------
    >>> variance, df, pooled = stratified_variance([0.5, 0.5], [[2.0], [2.0]], [[30], [30]])
    >>> variance.tolist(), df.tolist(), pooled.tolist()
    ([1.0], [58.0], [0])
    """
    w2 = np.asarray(weights, float)[:, None] ** 2
    w2 = w2 if factors is None else w2 * np.asarray(factors, float)[:, None]
    v, n = np.asarray(variances, float), np.asarray(counts, float)
    df = n - 1 if dfs is None else np.asarray(dfs, float)
    alone = np.isnan(v)
    parts = np.where(alone, 0.0, w2 * np.where(alone, 0.0, v))
    variance, part_dfs = parts.sum(axis=0), np.where(alone, 1.0, df)
    design = np.where(alone, 0.0, df).sum(axis=0)
    satterthwaite = satterthwaite_df(parts, part_dfs)
    for measure in np.flatnonzero(alone.any(axis=0)):
        lonely = float((w2[:, 0] * alone[:, measure] / np.maximum(n[:, measure], 1)).sum())
        own = (v[:, measure], n[:, measure], df[:, measure])
        pool = own if not alone[:, measure].all() or donors is None else _column(donors, measure)
        extended = _pooled_parts(lonely, pool)
        if pool is own:
            extended = extended + parts[~alone[:, measure], measure]
        pool_df = pool[2][~np.isnan(pool[0])]
        variance[measure] = extended.sum() if len(extended) else np.nan
        satterthwaite[measure] = satterthwaite_df(extended, pool_df) if len(extended) else np.nan
        design[measure] = pool_df.sum()
    small = (np.fmin(n, df + 1) < SMALL_STRATUM).any(axis=0)
    return variance, np.where(small, satterthwaite, design), alone.sum(axis=0)


def _column(donors: tuple[ArrayLike, ArrayLike, ArrayLike], measure: int) -> tuple[Array, Array, Array]:
    v, n, df = (np.asarray(values, float)[:, measure] for values in donors)
    return v, n, df


def _pooled_parts(lonely: float, pool: tuple[Array, Array, Array]) -> Array:
    """Return what each donor adds when strata with Σ W² = `lonely` take the pooled s² of the donors."""
    v, n, df = (values[~np.isnan(pool[0])] for values in pool)
    return lonely * n * v * df / df.sum() if len(v) else v
