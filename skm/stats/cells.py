"""From sums per cell to exact means and linearised variances per group, without touching a row.

A cell holds respondents who answered the same items; its sums and sums of products say all that a mean and
its variance need.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Σ(b'x − c)² comes out of a difference of sums; below this share of them it is the noise of the arithmetic.
# The smallest real value, one respondent in a million differing by one point in one of nine, is a thousand
# times larger.
NOISE = 1e-12
CELLS_AT_ONCE = 20_000  # keeps the work arrays at some 100 MB whatever the number of units


@dataclass(frozen=True)
class Cells:
    """Sums over respondents, one line a cell, sorted by `group`.

    Attributes
    ----------
    group
        Which result a cell belongs to, 0 to n_groups − 1, ascending, none left out, `(n_cells,)`.
    pattern
        Which line of `Patterns` says how its answers are used, `(n_cells,)`.
    rows
        Respondents, `(n_cells,)`.
    sums
        Σ x_j, `(n_cells, n_items)`, whole numbers.
    products
        Σ x_j x_l, `(n_cells, n_items, n_items)`; off the diagonal their mean, where only that is known and every answer
        weighs the same.
    squares
        Σ (Σ_j x_j)², `(n_cells,)`; None where the products tell it.
    """

    group: NDArray[np.int64]
    pattern: NDArray[np.int64]
    rows: NDArray[np.int64]
    sums: NDArray[np.int64]
    products: NDArray[np.int64] | NDArray[np.float64]
    squares: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Patterns:
    """How a respondent's answers to items become values of elements, for each pattern of answered items.

    The value of element e is Σ_j numerators[pattern, e, j] × x_j / denominators[e]: whole numbers, so that
    sums stay exact.

    Attributes
    ----------
    numerators
        `(n_patterns, n_elements, n_items)`, int64, or objects where whole numbers outgrow it.
    denominators
        `(n_elements,)`.
    given
        Whether the pattern has a value for the element, `(n_patterns, n_elements)`.
    """

    numerators: NDArray[np.int64] | NDArray[np.object_]
    denominators: tuple[int, ...]
    given: NDArray[np.bool_]


@dataclass(frozen=True)
class GroupMoments:
    """Exact sums and variances, one line a group.

    Attributes
    ----------
    rows
        Respondents, `(n_groups,)`.
    counts
        Respondents with a value of the element, `(n_groups, n_elements)`.
    numerators
        Exact Σ of an element's values × its denominator, `(n_groups, n_elements)`; the mean is
        numerator / (denominator × count).
    variances
        Squared standard errors: of the weighted mean of element means, then of each element mean,
        `(n_groups, 1 + n_elements)`; not a number where fewer than two respondents gave a value, or an
        element has none at all.
    """

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    numerators: NDArray[np.int64] | NDArray[np.object_]
    variances: Array


@dataclass(frozen=True)
class GroupSums:
    """Exact sums, one line a group, with the arrays of `GroupMoments`."""

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    numerators: NDArray[np.int64] | NDArray[np.object_]


def group_sums(cells: Cells, patterns: Patterns) -> GroupSums:
    """Return the sums of each group: means without their variances.

    Examples
    --------
    >>> cells = Cells(
    ...     group=np.array([0]), pattern=np.array([0]), rows=np.array([2]),
    ...     sums=np.array([[7]]), products=np.array([[[25]]]),
    ... )
    >>> group_sums(cells, Patterns(np.array([[[1]]]), (1,), np.array([[True]]))).numerators.tolist()
    [[7]]
    """
    starts = np.flatnonzero(np.diff(cells.group, prepend=-1))
    given = patterns.given[cells.pattern] * cells.rows[:, None]
    values = [(whole * cells.sums).sum(axis=1) for whole in np.moveaxis(patterns.numerators[cells.pattern], 1, 0)]
    return GroupSums(
        np.add.reduceat(cells.rows, starts),
        np.add.reduceat(given, starts),
        np.add.reduceat(np.column_stack(values), starts),
    )


def group_moments(cells: Cells, patterns: Patterns, weights: Array) -> GroupMoments:
    """Return exact sums and linearised variances of each group.

    Parameters
    ----------
    cells
        The sums; at least one cell.
    patterns
        What a respondent's answers count for.
    weights
        Weight of each element in the index, `(n_elements,)`, summing to 1.

    Notes
    -----
    The estimate is Σ_e w_e Σ_i x_ie / n_e, a sum of ratios; its linearised variance is n/(n − 1) Σ_i z_i²
    with z_i = Σ_e w_e r_ie (x_ie − mean_e) / n_e and r_ie = 1 where respondent i has a value of element e
    (Woodruff 1971; Lohr 2010, section 9.1). Without missing answers it is s²/n. Checked against R survey
    4.1.1 (`tests/reference`, keys `A_unit` and `I_missing_U01_2025`).

    Examples
    --------
    >>> import numpy as np
    >>> cells = Cells(
    ...     group=np.array([0]), pattern=np.array([0]), rows=np.array([2]),
    ...     sums=np.array([[7]]), products=np.array([[[25]]]),
    ... )
    >>> patterns = Patterns(np.array([[[1]]]), (1,), np.array([[True]]))
    >>> group_moments(cells, patterns, np.array([1.0])).variances.tolist()  # answers 3 and 4: s²/n = 0.5/2
    [[0.25, 0.25]]
    """
    pieces = [_moments(_part(cells, start, stop), patterns, weights) for start, stop in _pieces(cells.group)]
    return GroupMoments(
        np.concatenate([piece.rows for piece in pieces]),
        np.concatenate([piece.counts for piece in pieces]),
        np.concatenate([piece.numerators for piece in pieces]),
        np.concatenate([piece.variances for piece in pieces]),
    )


def group_covariances(cells: Cells, patterns: Patterns) -> Array:
    """Return the covariances of the element means of each group, `(n_groups, n_elements, n_elements)`.

    Not a number where a group has fewer than two respondents, or an element of it no answer.

    Parameters
    ----------
    cells
        The sums; at least one cell.
    patterns
        What a respondent's answers count for.

    Notes
    -----
    n/(n − 1) Σ_i z_i z_i' with z_ie = r_ie (x_ie − mean_e)/n_e, the linearisation of `group_moments` (Woodruff 1971): a
    contrast c of element means has the variance c'Vc. Without missing answers it is the sample covariance over n.
    Checked against numpy's covariance of the rows (`tests/stats/test_cells.py`).

    Examples
    --------
    >>> cells = Cells(
    ...     group=np.array([0]), pattern=np.array([0]), rows=np.array([2]),
    ...     sums=np.array([[7, 5]]), products=np.array([[[25, 17], [17, 13]]]),
    ... )
    >>> patterns = Patterns(np.array([[[1, 0], [0, 1]]]), (1, 1), np.array([[True, True]]))
    >>> group_covariances(cells, patterns).tolist()  # answers (3, 3) and (4, 2)
    [[[0.25, -0.25], [-0.25, 0.25]]]
    """
    pieces = [_covariances(_part(cells, start, stop), patterns) for start, stop in _pieces(cells.group)]
    return np.concatenate(pieces)


@dataclass(frozen=True)
class ClusterVariances:
    """Variances between sample clusters, one line a group of them.

    Attributes
    ----------
    variances
        Squared standard errors: of the weighted mean of element means, then of each element mean,
        `(n_groups, 1 + n_elements)`; not a number with one cluster, or an element without an answer.
    clusters
        How many clusters each group has, `(n_groups,)`.
    """

    variances: Array
    clusters: NDArray[np.int64]


def cluster_variances(
    cells: Cells, patterns: Patterns, weights: Array, group_of: NDArray[np.int64]
) -> ClusterVariances:
    """Return the variances of each group's means when whole clusters were sampled.

    Parameters
    ----------
    cells
        The sums, with the cluster in the place of the group; products are not needed.
    patterns
        What a respondent's answers count for.
    weights
        Weight of each element in the index, `(n_elements,)`, summing to 1.
    group_of
        The group of each cluster, `(n_clusters,)`, 0 to n_groups − 1.

    Notes
    -----
    g/(g − 1) Σ_c Z_c² with Z_c = Σ_{i in c} z_i, the sum over a cluster's respondents of the linearised values of
    `group_moments`: the ultimate-cluster estimator (Hansen, Hurwitz and Madow 1953; Wolter 2007, Introduction to
    Variance Estimation, section 2.4). Clusters are taken as a random sample of many; df = g − 1. Checked against R
    survey 4.1.1, `svydesign(id = ~cluster)` (`tests/reference/clusters.json`).

    Examples
    --------
    >>> cells = Cells(
    ...     group=np.array([0, 1]), pattern=np.array([0, 0]), rows=np.array([2, 2]),
    ...     sums=np.array([[8], [6]]), products=np.zeros((2, 1, 1)),
    ... )
    >>> patterns = Patterns(np.array([[[1]]]), (1,), np.array([[True]]))
    >>> found = cluster_variances(cells, patterns, np.array([1.0]), np.array([0, 0]))
    >>> found.variances.tolist(), found.clusters.tolist()  # clusters of 4, 4 and 3, 3: (1/2)² between their means / 1
    ([[0.25, 0.25]], [2])
    """
    z, counts, size = _cluster_sums(cells, patterns, group_of)
    n_groups, k = counts.shape
    with np.errstate(divide="ignore", invalid="ignore"):
        table = np.column_stack([z @ weights, z])
        added = np.zeros((n_groups, 1 + k))
        np.add.at(added, group_of, table**2)
        scale = (size / (size - 1))[:, None]
        variances = np.where((size > 1)[:, None], scale * np.where(added > NOISE, added, 0.0), np.nan)
    known = np.column_stack([(counts > 0).all(axis=1), counts > 0])
    return ClusterVariances(np.where(known, variances, np.nan), size)


def cluster_covariances(cells: Cells, patterns: Patterns, group_of: NDArray[np.int64]) -> Array:
    """Return the covariances of each group's element means when whole clusters were sampled.

    `(n_groups, n_elements, n_elements)`; not a number with one cluster, or an element without an answer.

    Parameters
    ----------
    cells, patterns, group_of
        As for `cluster_variances`.

    Notes
    -----
    g/(g − 1) Σ_c Z_c Z_c' with the Z_c of `cluster_variances`, for each element. Checked against its variances and by
    hand (`tests/test_clusters.py`).

    Examples
    --------
    >>> cells = Cells(
    ...     group=np.array([0, 1]), pattern=np.array([0, 0]), rows=np.array([2, 2]),
    ...     sums=np.array([[8], [6]]), products=np.zeros((2, 1, 1)),
    ... )
    >>> patterns = Patterns(np.array([[[1]]]), (1,), np.array([[True]]))
    >>> cluster_covariances(cells, patterns, np.array([0, 0])).tolist()
    [[[0.25]]]
    """
    z, counts, size = _cluster_sums(cells, patterns, group_of)
    added = np.zeros((*counts.shape, counts.shape[1]))
    np.add.at(added, group_of, z[:, :, None] * z[:, None, :])
    enough = (size > 1) & (counts > 0).all(axis=1)
    return np.where(enough[:, None, None], added * (size / np.maximum(size - 1, 1))[:, None, None], np.nan)


def _cluster_sums(
    cells: Cells, patterns: Patterns, group_of: NDArray[np.int64]
) -> tuple[Array, Array, NDArray[np.int64]]:
    """Return Σ z of each cluster and element, answers of each group and element, and clusters of each group."""
    n_clusters, n_groups, k = len(group_of), int(group_of.max()) + 1, len(patterns.denominators)
    counts, totals = np.zeros((n_groups, k)), np.zeros((n_groups, k))
    sums, given_rows = np.zeros((n_clusters, k)), np.zeros((n_clusters, k))
    denominators = np.array(patterns.denominators, float)
    for start in range(0, len(cells.group), CELLS_AT_ONCE):
        part = slice(start, start + CELLS_AT_ONCE)
        slopes = patterns.numerators[cells.pattern[part]].astype(float) / denominators[:, None]
        np.add.at(sums, cells.group[part], (slopes * cells.sums[part][:, None, :]).sum(axis=2))
        np.add.at(given_rows, cells.group[part], patterns.given[cells.pattern[part]] * cells.rows[part][:, None])
    np.add.at(counts, group_of, given_rows)
    np.add.at(totals, group_of, sums)
    size = np.bincount(group_of, minlength=n_groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = totals / counts
        z = (sums - given_rows * means[group_of]) / counts[group_of]
    return z, counts, size


def _covariances(cells: Cells, patterns: Patterns) -> Array:
    work = _work(cells, patterns)[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(work.given, 1.0 / work.counts[cells.group], 0.0)
        centre = np.where(work.given, share * work.means[cells.group], 0.0)
    slope = share[:, :, None] * work.slopes
    crossed = np.matmul(np.matmul(slope, cells.products.astype(float)), slope.transpose(0, 2, 1))
    linear = (slope * cells.sums[:, None, :]).sum(axis=2)
    lowered = linear[:, :, None] * centre[:, None, :]
    middle = centre[:, :, None] * centre[:, None, :] * cells.rows[:, None, None]
    added = np.add.reduceat(crossed - lowered - lowered.transpose(0, 2, 1) + middle, work.starts)
    enough = (work.rows > 1) & (work.counts > 0).all(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(enough[:, None, None], added * (work.rows / (work.rows - 1))[:, None, None], np.nan)


def _pieces(group: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return spans of some `CELLS_AT_ONCE` cells that cut no group in two."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    cuts = [0]
    for start in starts:
        if start - cuts[-1] >= CELLS_AT_ONCE:
            cuts.append(int(start))
    return list(zip(cuts, [*cuts[1:], len(group)], strict=True))


def _part(cells: Cells, start: int, stop: int) -> Cells:
    here = slice(start, stop)
    return Cells(
        cells.group[here] - cells.group[start],
        cells.pattern[here],
        cells.rows[here],
        cells.sums[here],
        cells.products[here],
        None if cells.squares is None else cells.squares[here],
    )


@dataclass(frozen=True)
class _Work:
    """What both variances need: slopes and gaps by cell, sizes and means by group, where groups start."""

    cells: Cells
    whole: NDArray[np.int64] | NDArray[np.object_]
    denominators: tuple[int, ...]
    slopes: Array
    given: NDArray[np.bool_]
    starts: NDArray[np.int64]
    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    means: Array


def _work(cells: Cells, patterns: Patterns) -> tuple[_Work, NDArray[np.int64] | NDArray[np.object_]]:
    """Return what variances need, and the exact sums of each group."""
    starts = np.flatnonzero(np.diff(cells.group, prepend=-1))
    whole = patterns.numerators[cells.pattern]
    given = patterns.given[cells.pattern]
    rows = np.add.reduceat(cells.rows, starts)
    counts = np.add.reduceat(given * cells.rows[:, None], starts)
    numerators = np.add.reduceat((whole * cells.sums[:, None, :]).sum(axis=2), starts)
    denominators = np.array(patterns.denominators, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = numerators.astype(float) / (denominators * counts)
    slopes = whole.astype(float) / denominators[:, None]
    return _Work(cells, whole, patterns.denominators, slopes, given, starts, rows, counts, means), numerators


def _moments(cells: Cells, patterns: Patterns, weights: Array) -> GroupMoments:
    work, numerators = _work(cells, patterns)
    variances = np.column_stack([_index_variance(work, weights), _element_variances(work)])
    return GroupMoments(work.rows, work.counts, numerators, variances)


def _index_variance(work: _Work, weights: Array) -> Array:
    group = work.cells.group
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(work.given, (weights / work.counts)[group], 0.0)
        centre = np.where(work.given, share * work.means[group], 0.0).sum(axis=1)
        slope = np.einsum("ce,cej->cj", share, work.slopes)
        squares = _squares(work.cells, slope[:, None, :], centre[:, None])[:, 0]
        variance = np.add.reduceat(squares, work.starts) * work.rows / (work.rows - 1)
    for place, known in _variances_of_totals(work, weights):
        variance[place] = known
    return np.where((work.rows > 1) & (work.counts > 0).all(axis=1), variance, np.nan)


def _variances_of_totals(work: _Work, weights: Array) -> Iterator[tuple[int, float]]:
    """Yield the groups in which everybody answers all and every answer weighs the same, with s²/n of the index.

    A respondent's index there is the total times one number, so that whole numbers are divided once: the same float
    whichever sums it comes from.
    """
    cells, denominators = work.cells, set(work.denominators)
    if len(set(weights.tolist())) > 1 or len(denominators) > 1:
        return
    below = len(weights) * denominators.pop()
    each = work.whole.sum(axis=1)  # what an answer counts for, all elements together
    alike = (each == each[:, :1]).all(axis=1) & work.given.all(axis=1)
    alone = np.diff(work.starts, append=len(cells.group)) == 1
    chosen = np.flatnonzero(alone & alike[work.starts] & (work.rows > 1))
    at = work.starts[chosen]
    squares = cells.products[at].sum(axis=(1, 2)) if cells.squares is None else cells.squares[at]
    known = (chosen.tolist(), cells.rows[at].tolist(), cells.sums[at].sum(axis=1).tolist(), squares, each[at, 0])
    for place, n, total, square, factor in zip(*known, strict=True):
        yield place, int(factor) ** 2 * (n * int(square) - total**2) / ((below * n) ** 2 * (n - 1))


def _element_variances(work: _Work) -> Array:
    squares = _squares(work.cells, work.slopes, work.means[work.cells.group])
    counts = work.counts.astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        variances = np.add.reduceat(np.where(work.given, squares, 0.0), work.starts) / (counts * (counts - 1))
    return np.where(counts > 1, variances, np.nan)


def _squares(cells: Cells, slopes: Array, centres: Array) -> Array:
    """Return Σ_i (b'x_i − c)² of each cell for each slope vector b, `(n_cells, n_slopes)`."""
    quadratic = (np.matmul(slopes, cells.products.astype(float)) * slopes).sum(axis=2)
    linear = (slopes * cells.sums[:, None, :]).sum(axis=2)
    with np.errstate(invalid="ignore"):
        squares = quadratic - 2.0 * centres * linear + centres**2 * cells.rows[:, None]
        return np.where(squares > NOISE * quadratic, squares, 0.0)


def mask_bits(masks: NDArray[np.int64], n_items: int) -> NDArray[np.int64]:
    """Return a column of 0 or 1 for each item of a bit mask, `(n_cells, n_items)`.

    Examples
    --------
    >>> mask_bits(np.array([5]), 3).tolist()
    [[1, 0, 1]]
    """
    return (masks[:, None] >> np.arange(n_items)) & 1
