"""Tally → one estimate a group: exact element means, linearised variances, counts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.errors import RequestError
from skm.indices.policies import is_used, patterns_of
from skm.periods import year_of
from skm.regulation import Instrument
from skm.stats.cells import (
    Cells,
    Patterns,
    cluster_covariances,
    cluster_variances,
    group_covariances,
    group_moments,
    group_sums,
    mask_bits,
)
from skm.stats.levels import FEW, HEAVY_CEILING
from skm.stats.rounding import exact_weighted_mean
from skm.stats.variance import satterthwaite_df
from skm.survey import Survey
from skm.tally import (
    BRIEF,
    CLUSTER_VIEW,
    MASKS,
    Tally,
    add_years,
    count_column,
    histogram_bins,
    histogram_column,
    product_column,
    stored_places,
)

SUMS = re.compile(r"rows$|n\d+_|p_|squares$|top$")  # the columns of a tally that estimates need


@dataclass(frozen=True)
class Estimate:
    """Figures of one group; position 0 is the index, then the elements in the regulation's order.

    `means` are element means (1 to 4), None where nobody answered; `variances` are on the scale of the index.
    `by_counts` says of which figures the variance can't be known, because only the totals of the answers are.
    """

    counts: tuple[int, ...]
    missing: tuple[int, ...]
    means: tuple[Fraction | None, ...]
    variances: NDArray[np.float64]
    dfs: NDArray[np.float64]
    by_counts: NDArray[np.bool_]
    is_whole: bool  # whether every element has an answer, so that there is an index
    n_top: int = 0  # respondents at the highest index
    n_clusters: int = 0  # sample clusters whose differences make the variances; 0 where nobody was sampled by clusters
    deff: float = float("nan")  # how many times the variance of the index is that of independent respondents

    @property
    def has_heavy_ceiling(self) -> bool:
        """Whether so many of few respondents are at the highest index that no interval of it is honest."""
        return self.counts[0] < FEW and self.n_top > HEAVY_CEILING * self.counts[0]


def item_counts(frame: pd.DataFrame, instrument: Instrument) -> NDArray[np.int64]:
    """Return how often each score was given to each item, ascending, `(n_cells, n_items, n_scores)`."""
    items = [item.key for item in instrument.items]
    places = stored_places(instrument)
    stored = frame[[count_column(item, place) for item in items for place in places]].to_numpy()
    stored = stored.reshape(len(frame), len(items), len(places))
    rows = frame["rows"].to_numpy()[:, None] * mask_bits(frame["answered"].to_numpy(), len(items))
    return np.concatenate([(rows - stored.sum(axis=2))[:, :, None], stored], axis=2)


def rows_at_ends(frame: pd.DataFrame, instrument: Instrument) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows that answer 1 throughout and 4 throughout: the ends of each cell's histogram, `(n_cells,)` each.

    A cell of m answered items has bins 0 to 3m. Only bins 1 to 3k − 1 are stored; the others follow from
    Σ bins = rows and Σ e × bin_e = the places above the lowest score that the answers stand in all. Of P scores, 3 is
    P − 1.
    """
    items = [item.key for item in instrument.items]
    n_items, steps = len(items), len(instrument.scores) - 1
    excess = sum(
        (place - 1) * frame[[count_column(item, place) for item in items]].to_numpy().sum(axis=1)
        for place in stored_places(instrument)
    )
    n_answered = mask_bits(frame["answered"].to_numpy(), n_items).sum(axis=1)
    bins = np.array(histogram_bins(instrument), dtype=np.int64)
    stored = frame[[histogram_column(int(e)) for e in bins]].to_numpy()
    beyond = (excess - stored @ bins) // (steps * n_items)
    place = np.clip(steps * n_answered - 1, 0, steps * n_items - 2)
    top = np.where(n_answered == n_items, beyond, stored[np.arange(len(frame)), place])
    return frame["rows"].to_numpy() - stored.sum(axis=1) - beyond, top


def missing_items(frame: pd.DataFrame, n_items: int) -> NDArray[np.int64]:
    """Return the answers missing for each item, without what does not apply, `(n_cells, n_items)`."""
    seen = frame["answered"].to_numpy() | frame["not_applicable"].to_numpy()
    return frame["rows"].to_numpy()[:, None] * (1 - mask_bits(seen, n_items))


def _cells(folded: pd.DataFrame, instrument: Instrument, pattern: NDArray[np.int64]) -> Cells:
    """Return sums and products of the items of each cell; squares follow from the counts."""
    scores = np.array(instrument.whole_scores)
    counts = item_counts(folded, instrument)
    items = [item.key for item in instrument.items]
    products, squares = np.zeros((len(folded), len(items), len(items))), None
    own, diagonal = counts @ scores**2, np.arange(len(items))
    first, second = np.triu_indices(len(items), 1)
    if BRIEF[0] in folded:
        # Where all answers weigh the same, only the sum of the products counts: each stands for their mean.
        squares = folded[BRIEF[0]].to_numpy()
        products[:] = ((squares - own.sum(axis=1)) / max(2 * len(first), 1))[:, None, None]
    else:
        names = [product_column(items[a], items[b]) for a, b in zip(first, second, strict=True)]
        products[:, first, second] = products[:, second, first] = folded[names].to_numpy()
    products[:, diagonal, diagonal] = own
    return Cells(folded["_group"].to_numpy(), pattern, folded["rows"].to_numpy(), counts @ scores, products, squares)


def _fold(frame: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, list[tuple[str, ...]]]:
    """Return the cells added up by group (`_group`) and mask, and the key values of each group."""
    group = frame.groupby(keys, sort=True).ngroup().to_numpy()
    first = np.unique(group, return_index=True)[1]
    names = [tuple(map(str, values)) for values in frame[keys].iloc[first].to_numpy()]
    sums = [name for name in frame.columns if SUMS.match(name)]
    by = [pd.Series(group, frame.index, name="_group"), *(frame[name] for name in MASKS)]
    added = frame[sums].groupby(by, sort=True).sum()
    # Side by side, because putting keys into a table of hundreds of columns one by one is slow.
    return pd.concat([added.index.to_frame(index=False), added.reset_index(drop=True)], axis=1), names


@dataclass(frozen=True)
class _Folded:
    """Cells added up by group and pattern of answers: the table, the groups' keys, and what the formulas take."""

    frame: pd.DataFrame
    names: list[tuple[str, ...]]
    cells: Cells
    patterns: Patterns


def _folded(frame: pd.DataFrame, keys: list[str], instrument: Instrument, policy: str) -> _Folded | None:
    """Return the cells of who counts under a policy; None where nobody does."""
    masks = frame[["answered", "not_applicable"]].drop_duplicates()
    used = {pair for pair in masks.itertuples(index=False, name=None) if is_used(instrument, policy, *pair)}
    if len(used) < len(masks):
        pairs = zip(frame["answered"], frame["not_applicable"], strict=True)
        frame = frame[np.fromiter((pair in used for pair in pairs), dtype=bool, count=len(frame))]
    if frame.empty:
        return None
    _refuse_blanks_of_counts(frame, instrument, policy)
    folded, names = _fold(frame, keys)
    known, pattern = np.unique(folded["answered"].to_numpy(), return_inverse=True)
    patterns = patterns_of(instrument, policy, known.tolist(), int(folded["rows"].sum()))
    return _Folded(folded, names, _cells(folded, instrument, pattern), patterns)


def _estimate(
    frame: pd.DataFrame, keys: list[str], instrument: Instrument, policy: str
) -> dict[tuple[str, ...], Estimate]:
    """Return the estimate of each group of cells; a group without a respondent of the policy's n has none."""
    found = _folded(frame, keys, instrument, policy)
    if found is None:
        return {}
    weights = np.array([float(element.weight) for element in instrument.regulation.elements])
    moments = group_moments(found.cells, found.patterns, weights)
    missing = _group_missing(found.frame, instrument)
    scale = instrument.regulation.multiplier**2
    counts = np.column_stack([moments.rows, moments.counts])
    by_counts = _by_counts(found.frame, instrument)
    variances = np.where(by_counts, np.nan, moments.variances * scale)
    dfs = np.maximum(counts - 1.0, 0.0)
    means = _exact_means(moments.numerators.tolist(), moments.counts.tolist(), found.patterns.denominators)
    starts = np.flatnonzero(np.diff(found.cells.group, prepend=-1))
    figures = zip(
        *(map(tuple, counts.tolist()), map(tuple, missing.tolist()), means, variances, dfs, by_counts),
        (moments.counts > 0).all(axis=1).tolist(),
        np.add.reduceat(found.frame["top"].to_numpy(), starts).tolist(),
        strict=True,
    )
    return {name: Estimate(*own) for name, own in zip(found.names, figures, strict=True)}


def _refuse_blanks_of_counts(frame: pd.DataFrame, instrument: Instrument, policy: str) -> None:
    """Refuse a policy that asks who left what blank, where only counts are known and some are blank."""
    full = (1 << len(instrument.items)) - 1
    if policy != "available" and (frame["counts_only"].eq(1) & frame["answered"].ne(full)).any():
        raise RequestError("counts_need_available", policy=policy)


def _by_counts(folded: pd.DataFrame, instrument: Instrument) -> NDArray[np.bool_]:
    """Return which variances of each group can't be known, `(n_groups, 1 + n_elements)`.

    Counts tell how one question's answers vary, but not who gave which: the variance of a mean over several questions
    stays open.
    """
    starts = np.flatnonzero(np.diff(folded["_group"].to_numpy(), prepend=-1))
    counted = np.maximum.reduceat(folded["counts_only"].to_numpy(), starts) > 0
    several = [len(instrument.items_of(key)) > 1 for key in instrument.regulation.keys]
    return counted[:, None] & np.array([len(instrument.items) > 1, *several])


@lru_cache(maxsize=1 << 16)  # means of a few respondents are a few fractions, met again and again
def _fraction(numerator: int, denominator: int) -> Fraction:
    return Fraction(numerator, denominator)


def _exact_means(
    numerators: list[list[int]], counts: list[list[int]], denominators: tuple[int, ...]
) -> list[tuple[Fraction | None, ...]]:
    return [
        tuple(
            _fraction(total, denominator * count) if count else None
            for total, count, denominator in zip(totals, group_counts, denominators, strict=True)
        )
        for totals, group_counts in zip(numerators, counts, strict=True)
    ]


def _group_missing(folded: pd.DataFrame, instrument: Instrument) -> NDArray[np.int64]:
    """Return answers missing in each group, in all and for each element, `(n_groups, 1 + n_elements)`."""
    per_item = missing_items(folded, len(instrument.items))
    belongs = np.array(
        [[item.element == key for key in instrument.regulation.keys] for item in instrument.items],
        dtype=np.int64,
    )
    starts = np.flatnonzero(np.diff(folded["_group"].to_numpy(), prepend=-1))
    return np.add.reduceat(np.column_stack([per_item.sum(axis=1), per_item @ belongs]), starts)


def _mean_of_parts(parts: Sequence[Estimate]) -> Estimate:
    """Return the plain mean of a year's parts (`year_from_parts = "mean"`); parts without an index leave."""
    whole = [part for part in parts if part.is_whole]
    if len(whole) < 2:
        return whole[0] if whole else parts[0]
    share = 1.0 / len(whole)
    variances = np.stack([part.variances for part in whole]) * share**2
    ones = [1] * len(whole)
    means = zip(*(part.means for part in whole), strict=True)
    return Estimate(
        tuple(map(sum, zip(*(part.counts for part in whole), strict=True))),
        tuple(map(sum, zip(*(part.missing for part in whole), strict=True))),
        tuple(exact_weighted_mean([value for value in values if value is not None], ones) for values in means),
        variances.sum(axis=0),
        satterthwaite_df(variances, np.stack([part.dfs for part in whole])),
        np.logical_or.reduce([part.by_counts for part in whole]),
        True,
        sum(part.n_top for part in whole),
        sum(part.n_clusters for part in whole),
    )


@dataclass(frozen=True)
class _Clusters:
    """The sample clusters of units: the sums of each, which unit it belongs to, and the place of each such unit."""

    folded: _Folded
    unit_of: NDArray[np.int64]
    units: dict[tuple[str, ...], int]  # those with a named cluster


def _clusters(frame: pd.DataFrame, instrument: Instrument, policy: str) -> _Clusters | None:
    """Return the sample clusters of units, None where no unit has several.

    Who is in no named cluster is in one of their own.
    """
    folded = _folded(frame, ["period", "unit", "group"], instrument, policy) if len(frame) else None
    if folded is None:
        return None
    units = [name[:-1] for name in folded.names]
    order = {unit: place for place, unit in enumerate(dict.fromkeys(units))}
    unit_of = np.array([order[unit] for unit in units])
    named = {name[:-1]: order[name[:-1]] for name in folded.names if name[-1]}
    size = np.bincount(unit_of)
    return _Clusters(folded, unit_of, named) if any(size[place] > 1 for place in named.values()) else None


def _with_clusters(
    found: dict[tuple[str, ...], Estimate], frame: pd.DataFrame, instrument: Instrument, policy: str
) -> dict[tuple[str, ...], Estimate]:
    """Return the estimates of units with the errors of their sample clusters, where at least one unit has several.

    A unit of one cluster has no error: how clusters differ is not known there.
    """
    clusters = _clusters(frame, instrument, policy)
    if clusters is None:
        return found
    weights = np.array([float(element.weight) for element in instrument.regulation.elements])
    between = cluster_variances(clusters.folded.cells, clusters.folded.patterns, weights, clusters.unit_of)
    scale = instrument.regulation.multiplier**2
    result = dict(found)
    for unit, place in clusters.units.items():
        if unit not in found:
            continue
        own = found[unit]
        variances = np.where(own.by_counts, np.nan, between.variances[place] * scale)
        deff = float(variances[0] / own.variances[0]) if own.variances[0] > 0 else float("nan")
        n = int(between.clusters[place])
        dfs = np.full_like(own.dfs, max(n - 1.0, 0.0))
        result[unit] = replace(own, variances=variances, dfs=dfs, n_clusters=n, deff=deff)
    return result


def estimate(
    tally: Tally, lines: pd.Series, keys: Sequence[str], survey: Survey, clusters: pd.Series | None = None
) -> dict[tuple[str, ...], Estimate]:
    """Return the estimate of each group of a period, by (period, key …); years follow from their parts.

    Parameters
    ----------
    tally
        Sums over rows.
    lines
        Which lines of the tally's frame to count, `(n_lines,)`.
    keys
        Key columns after `period` that make a group.
    survey
        Its policies: `missing` and `year_from_parts`.
    clusters
        Which lines are the sample clusters of units, `(n_lines,)`; only where `keys` are the unit.
    """
    chosen = tally.frame.loc[lines]
    used = [name for name in chosen.columns if not name.startswith(("h_", "s_"))]
    if "top" in used:  # a brief tally
        top = chosen[["top"]]
        used.remove("top")
    else:
        top = pd.Series(rows_at_ends(chosen, tally.instrument)[1], chosen.index, name="top")
    # Side by side, because putting a column into a table of hundreds of columns is slow.
    here = replace(tally, frame=pd.concat([chosen[used], top], axis=1))
    sampled = replace(tally, frame=tally.frame.loc[clusters, used] if clusters is not None else chosen.iloc[:0])
    columns = ["period", *keys]
    if survey.year_from_parts == "respondents":
        here, sampled = add_years(here), add_years(sampled)
    own = _estimate(here.frame, columns, tally.instrument, survey.missing)
    own = _with_clusters(own, sampled.frame, tally.instrument, survey.missing)
    if survey.year_from_parts == "respondents":
        return own
    parts: dict[tuple[str, ...], list[Estimate]] = {}
    for (period, *rest), found in sorted(own.items(), key=lambda pair: pair[0]):
        parts.setdefault((year_of(period), *rest), []).append(found)
    return own | {key: _mean_of_parts(found) for key, found in parts.items()}


@dataclass(frozen=True)
class ElementMoments:
    """Element means of one unit together, on the scale 1 to 4.

    Attributes
    ----------
    n, df
        Respondents, and the degrees of freedom of their variances.
    means
        `(n_elements,)`; not a number where nobody answered.
    covariance
        Of the means, `(n_elements, n_elements)`; not a number with one respondent, or an element without an answer.
    by_counts
        Whether only the totals of the answers are known, so that nobody can know the covariance.
    """

    n: int
    df: int
    means: NDArray[np.float64]
    covariance: NDArray[np.float64]
    by_counts: bool


def element_moments(tally: Tally, survey: Survey) -> dict[tuple[str, str], ElementMoments]:
    """Return the element means of each unit with their covariances, by (period, unit); years follow from their parts.

    Parameters
    ----------
    tally
        Sums over rows.
    survey
        Its policies: `missing` and `year_from_parts`.

    Raises
    ------
    RequestError
        The tally is a brief one.

    Notes
    -----
    See `skm.stats.cells.group_covariances`.

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"unit": ["a", "a"], "time": [3, 4], "product": [3, 2]})
    >>> element_moments(tally_responses(frame, by=["unit"]), Survey())[("", "a")].covariance.tolist()
    [[0.25, -0.25], [-0.25, 0.25]]
    """
    if BRIEF[0] in tally.frame:
        raise RequestError("brief_tally")
    main, sampled = (tally.frame[tally.frame["view"] == view] for view in ("", CLUSTER_VIEW))
    by_parts = survey.year_from_parts != "respondents"
    if not by_parts:
        main, sampled = (add_years(replace(tally, frame=part)).frame for part in (main, sampled))
    found = _folded(main, ["period", "unit"], tally.instrument, survey.missing)
    if found is None:
        return {}
    moments = group_sums(found.cells, found.patterns)
    table = group_covariances(found.cells, found.patterns)
    by_counts = _by_counts(found.frame, tally.instrument)[:, 0]
    table[by_counts] = np.nan
    # Whole numbers of Python, divided once: the float next to the exact mean, however large the sums are.
    below = (moments.counts * np.array(found.patterns.denominators, object)).astype(object)
    exact = np.where(moments.counts > 0, moments.numerators.astype(object), np.nan)
    means = (exact / np.where(moments.counts > 0, below, 1)).astype(float)
    own = {
        (period, unit): ElementMoments(n, n - 1, mean, covariance, counted)
        for (period, unit), n, mean, covariance, counted in zip(
            found.names, moments.rows.tolist(), means, table, by_counts.tolist(), strict=True
        )
    }
    own |= _moments_of_clusters(own, sampled, tally.instrument, survey.missing)
    return own | _years_of_parts(own) if by_parts else own


def _moments_of_clusters(
    own: Mapping[tuple[str, ...], ElementMoments], frame: pd.DataFrame, instrument: Instrument, policy: str
) -> dict[tuple[str, ...], ElementMoments]:
    """Return the element means of the units with sample clusters, with the covariances between those."""
    clusters = _clusters(frame, instrument, policy)
    if clusters is None:
        return {}
    table = cluster_covariances(clusters.folded.cells, clusters.folded.patterns, clusters.unit_of)
    size = np.bincount(clusters.unit_of)
    return {
        unit: replace(own[unit], df=int(size[place]) - 1, covariance=table[place])
        for unit, place in clusters.units.items()
        if unit in own and not own[unit].by_counts
    }


def _years_of_parts(own: Mapping[tuple[str, str], ElementMoments]) -> dict[tuple[str, str], ElementMoments]:
    """Return the plain means of each year's parts, which are independent; parts without an index leave."""
    parts: dict[tuple[str, str], list[ElementMoments]] = {}
    for (period, unit), found in own.items():
        if not np.isnan(found.means).any():
            parts.setdefault((year_of(period), unit), []).append(found)
    return {
        key: ElementMoments(
            sum(part.n for part in found),
            sum(part.df for part in found),
            np.mean([part.means for part in found], axis=0),
            np.sum([part.covariance for part in found], axis=0) / len(found) ** 2,
            any(part.by_counts for part in found),
        )
        for key, found in parts.items()
    }
