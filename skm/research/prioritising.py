"""Tally and index table → where to look first: the table `priorities.csv`, for internal use."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.changes import ChangeTable, compare_all
from skm.errors import RequestError
from skm.indices import ElementMoments, IndexTable, compute_indices, element_moments
from skm.messages import note
from skm.periods import year_of
from skm.regulation import Regulation
from skm.stats.contrasts import lowest_apart, pair_variances, pairs_that_differ
from skm.stats.multiplicity import benjamini_hochberg
from skm.stats.shrinkage import pooled_variances, shrink
from skm.stats.variance import stratified_variance
from skm.survey import Survey
from skm.tally import Tally

Array = NDArray[np.float64]
Key = tuple[str, str, str]  # period, level, id
Apart = Mapping[Key, NDArray[np.bool_]]  # which pairs of elements differ, of each unit and of the whole

PRIORITY_COLUMNS = (
    *("period", "level", "id", "name", "measure", "code", "n", "mean", "index", "low", "high", "headroom"),
    *("period_from", "contribution", "place", "lowest", "importance", "importance_low", "importance_high"),
    *("shrunken", "shrunken_se", "note"),
)
LEAD_COLUMNS = (
    *("period_from", "period_to", "id", "name", "index_from", "index_to", "change", "low", "high", "p", "p_holm", "q"),
)
END_COLUMNS = ("period", "level", "id", "measure", "end")
FALSE_LEADS = 0.10  # statistics.md, section 5: share of false leads in the internal list
LOWEST = "lowest"
ORDER_DEPENDENT = ("facilities", "complaints")  # U8 and U9 change places between form and regulation
LEAST_SHRUNKEN = 3  # of two units the spread between units is a guess


def priorities(
    tally: Tally,
    survey: Survey | None = None,
    *,
    indices: IndexTable | None = None,
    changes: ChangeTable | None = None,
    assumed: Collection[str] = (),
    importance: pd.DataFrame | RequestError | None = None,
    apart: Apart | None = None,
) -> pd.DataFrame:
    """Return where to look first, for the whole and for each unit: elements by what is missing to 4, and small units.

    For internal use. The official figures stay as they are.

    Parameters
    ----------
    tally
        Sums over rows of one questionnaire.
    survey
        Its settings and register.
    indices, changes
        The figures of this tally, where they are computed already.
    assumed
        Periods in which it is only assumed which of facilities and complaints is which: neither is called lowest.
    importance
        The table of `skm.importance` for the whole of the last period, where the questionnaire asks for overall
        satisfaction, or the refusal of it. Without a table the columns are empty and a note says why.
    apart
        What `elements_apart` gives for this tally, where it is known already.

    Returns
    -------
    pandas.DataFrame
        Columns `PRIORITY_COLUMNS`; for each period × (all, unit) a line "index" and one for each element. `headroom`:
        points of the index that are missing to the highest figure, weight × 25 × (4 − mean); the elements' add up to
        that of the index. `contribution`: points that the element added to the index since `period_from`. `place`: 1
        for the lowest element; of units, 1 for the lowest shrunken index, where to look first. `lowest`: the elements
        that stand apart from all others. `shrunken`, `shrunken_se`: the unit's index drawn towards the mean of all.

    Notes
    -----
    Differences of element means are tested with their covariances (`skm.stats.contrasts`), all pairs together with
    Holm's adjustment; of the whole, units are strata under the official basis. Shrinkage: Paule and Mandel, variances
    of small units pooled (`skm.stats.shrinkage`). See docs/methods/priorities.md.

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"time": [1, 2, 2, 2] * 10, "product": [4, 3, 4, 4] * 10, "tariff": [4, 4, 3, 4] * 10})
    >>> table = priorities(tally_responses(frame))
    >>> table.loc[table["lowest"] == "lowest", ["level", "measure", "place"]].values.tolist()
    [['all', 'time', 1]]
    """
    survey = survey or Survey()
    indices = indices if indices is not None else compute_indices(tally, survey)
    changes = changes if changes is not None else compare_all(indices)
    frame = _figures(indices, tally).drop(columns="note")
    regulation = tally.instrument.regulation
    table = _with_headroom(frame, regulation)
    table = _with_contributions(table, changes)
    apart = elements_apart(tally, survey) if apart is None else apart
    doubted = {period for period in table["period"].unique() if _is_doubted(period, assumed)}
    table = pd.concat([table, _lowest(table, apart, doubted, survey, regulation)], axis=1)
    table = pd.concat([table, _shrunken(table)], axis=1)
    is_unit_index = (table["level"] == "unit") & (table["measure"] == "index")
    own = table[is_unit_index].groupby("period")["shrunken"].rank(method="min")
    table["place"] = table["place"].where(~is_unit_index, own.reindex(table.index)).astype("Int64")
    table = _with_importance(table, importance, survey.language)
    return table[list(PRIORITY_COLUMNS)]


def element_ends(
    tally: Tally,
    survey: Survey | None = None,
    *,
    indices: IndexTable | None = None,
    assumed: Collection[str] = (),
    apart: Apart | None = None,
) -> pd.DataFrame:
    """Return the elements that may be called lowest or highest, of the whole and of each unit of every period.

    Parameters
    ----------
    tally, survey, indices, assumed, apart
        As for `priorities`.

    Returns
    -------
    pandas.DataFrame
        Columns `END_COLUMNS`; `end` is "lowest" or "highest". The lowest are those of `priorities`; the highest are the
        smallest set, at most half of the elements, in which every element differs from every one outside.

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"time": [1, 2, 2, 2] * 10, "product": [4, 3, 4, 4] * 10, "tariff": [3, 3, 2, 3] * 10})
    >>> element_ends(tally_responses(frame))[["level", "measure", "end"]].values.tolist()
    [['all', 'time', 'lowest'], ['all', 'product', 'highest']]
    """
    survey = survey or Survey()
    indices = indices if indices is not None else compute_indices(tally, survey)
    table = _figures(indices, tally)
    apart = elements_apart(tally, survey) if apart is None else apart
    order = {key: number for number, key in enumerate(tally.instrument.regulation.keys)}
    elements = table[table["measure"].isin(order)]
    weak = {key for key, mark in _marks(table).items() if "F" in mark.split()}
    found = []
    measures, means = elements["measure"].to_numpy(), elements["mean"].to_numpy(float)
    keys = list(zip(*(elements[name].to_numpy() for name in ("period", "level", "id")), strict=True))
    for places in _grouped(elements, elements["measure"].map(order).to_numpy()):
        key = keys[places[0]]
        if key in weak or key not in apart or not apart[key].any():
            continue
        for end, sign in (("lowest", 1), ("highest", -1)):
            for measure in measures[places][lowest_apart(sign * means[places], apart[key])]:
                if not (_is_doubted(key[0], assumed) and measure in ORDER_DEPENDENT):
                    found.append((*key, measure, end))
    return pd.DataFrame(found, columns=list(END_COLUMNS))


def _marks(table: pd.DataFrame) -> dict[Key, str]:
    whole = table[table["measure"] == "index"]
    period, level, unit, mark = (whole[name].to_numpy() for name in ("period", "level", "id", "mark"))
    return dict(zip(zip(period, level, unit, strict=True), mark, strict=True))


def change_leads(changes: ChangeTable, share: float = FALSE_LEADS) -> pd.DataFrame:
    """Return the changes of units to look at: a list of which about a share `share` is chance. For internal use.

    Parameters
    ----------
    changes
        Changes of pairs of periods; the units with Holm's p (enough respondents in both periods) are tested together.
    share
        Largest q on the list, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Columns `LEAD_COLUMNS`, the surest first; `q` is Benjamini and Hochberg's, of the units of one pair of periods.

    Notes
    -----
    Welch's t of each unit, adjusted as in Benjamini and Hochberg (1995). To name a unit in public Holm's p is the rule.

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"period": ["2019"] * 20 + ["2020"] * 20, "time": [2, 3] * 10 + [3, 4] * 10})
    >>> figures = compute_indices(tally_responses(frame.assign(unit="a"), by=["period", "unit"]))
    >>> change_leads(compare_all(figures))[["id", "change"]].values.tolist()
    [['a', 25.0]]
    """
    frame = changes.frame
    family = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & frame["p_holm"].notna()]
    q = family.groupby(["period_from", "period_to"])["p"].transform(benjamini_hochberg)
    found = family.assign(q=q.astype(float))
    return found[found["q"] <= share].sort_values(["q", "id"], kind="stable")[list(LEAD_COLUMNS)].reset_index(drop=True)


def _figures(indices: IndexTable, tally: Tally) -> pd.DataFrame:
    """Return the official lines of the whole and the units that have answers."""
    frame = indices.comparing()
    periods = [period for period, asked in indices.instruments.items() if asked == tally.instrument]
    chosen = frame["official"] & frame["level"].isin(["all", "unit"]) & (frame["n"] > 0)
    return frame[chosen & frame["period"].isin(periods)].reset_index(drop=True)


def _is_doubted(period: str, assumed: Collection[str]) -> bool:
    """Return whether the order is assumed in a period, or in a part of this year."""
    return period in assumed or any(year_of(part) == period for part in assumed)


def _with_headroom(table: pd.DataFrame, regulation: Regulation) -> pd.DataFrame:
    """Return the table with the points that are missing to the highest figure."""
    top = float(regulation.scale[1])
    points = {element.key: float(element.weight) * regulation.multiplier for element in regulation.elements}
    points["index"] = float(regulation.multiplier)
    return table.assign(headroom=table["measure"].map(points) * (top - table["mean"]))


def _with_contributions(table: pd.DataFrame, changes: ChangeTable) -> pd.DataFrame:
    """Return the table with what each element added to the index since the period before."""
    frame = changes.frame
    keys = ["period", "level", "id", "basis", "measure"]
    own = frame.rename(columns={"period_to": "period"})
    # A year has one period before it, a quarter two pairs: the nearest is the last change.
    own = own.sort_values("period_from", kind="stable").drop_duplicates(keys, keep="last")
    own = own[[*keys, "period_from", "change", "contribution"]]
    joined = table.merge(own.astype(dict.fromkeys([*keys, "period_from"], object)), on=keys, how="left")
    points = joined["contribution"].where(joined["measure"] != "index", joined["change"])
    return joined.assign(contribution=points, period_from=joined["period_from"].fillna("")).drop(columns="change")


def _grouped(lines: pd.DataFrame, order: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Return the places of the lines of each period, level and id, as they first come; in each group by `order`."""
    groups = lines.groupby(["period", "level", "id"], sort=False).ngroup().to_numpy()
    places = np.lexsort((order, groups))
    return np.split(places, np.flatnonzero(np.diff(groups[places])) + 1) if len(places) else []


def elements_apart(tally: Tally, survey: Survey) -> Apart:
    """Return which pairs of elements differ, `(n_elements, n_elements)`, of units and of the whole of each period."""
    found: dict[Key, NDArray[np.bool_]] = {}
    members: dict[str, dict[str, ElementMoments]] = {}
    pairs: dict[str, list[Array]] = {}
    moments = element_moments(tally, survey)
    if not moments:
        return found
    every = list(moments.values())
    means = np.array([own.means for own in every])
    of_all = pair_variances(means, np.array([own.covariance for own in every]), [own.n for own in every])
    differ = pairs_that_differ(means, of_all, np.array([[own.df] for own in every]))
    for ((period, unit), own), variances, pairs_of_unit in zip(moments.items(), of_all, differ, strict=True):
        found[period, "unit", unit] = pairs_of_unit
        if not np.isnan(own.means).any():
            members.setdefault(period, {})[unit] = own
            pairs.setdefault(period, []).append(variances)
    for period, units in members.items():
        found[period, "all", "all"] = _differ_in_whole(period, units, np.stack(pairs[period]), survey)
    return found


def _differ_in_whole(
    period: str, units: Mapping[str, ElementMoments], variances: Array, survey: Survey
) -> NDArray[np.bool_]:
    """Return which pairs of elements differ in the whole under the official basis: units are strata."""
    found = list(units.values())
    k = len(found[0].means)
    weights = _weights(period, units, survey)
    if any(own.by_counts for own in found) or weights is None:
        return np.zeros((k, k), bool)
    counts, dfs = (
        np.repeat(np.array([getattr(own, name) for own in found], float)[:, None], variances.shape[1], axis=1)
        for name in ("n", "df")
    )
    variance, df, _ = stratified_variance(weights, variances, counts, dfs=dfs)
    return pairs_that_differ(weights @ np.stack([own.means for own in found]), variance, df)


def _weights(period: str, units: Mapping[str, ElementMoments], survey: Survey) -> Array | None:
    """Return the weight of each unit in the official figure of the whole, None where it is not known."""
    if survey.official == "units":
        sizes = np.ones(len(units))
    elif survey.official == "respondents":
        sizes = np.array([own.n for own in units.values()], float)
    else:
        register = survey.units.set_index("unit_id") if survey.units is not None else pd.DataFrame()
        served = pd.to_numeric(register.get(f"users_{period}", pd.Series(dtype=float)), errors="coerce")
        sizes = served.reindex(list(units)).to_numpy(float)
    return None if np.isnan(sizes).any() or not sizes.sum() else sizes / sizes.sum()


def _lowest(
    table: pd.DataFrame,
    apart: Mapping[Key, NDArray[np.bool_]],
    doubted: Collection[str],
    survey: Survey,
    regulation: Regulation,
) -> pd.DataFrame:
    """Return place, `lowest` and note of each line; equal elements share the best place."""
    of_elements = table[table["measure"] != "index"]
    places = of_elements.groupby(["period", "level", "id"], sort=False)["mean"].rank(method="min").reindex(table.index)
    lowest, notes = [""] * len(table), [""] * len(table)
    measures, means = table["measure"].to_numpy(), table["mean"].to_numpy(float)
    marks = table["mark"].to_numpy()
    nothing = np.zeros((len(regulation.keys),) * 2, bool)
    unnamed = note("order_assumed_lowest", survey.language)
    order = {measure: number for number, measure in enumerate(("index", *regulation.keys))}
    keys = list(zip(*(table[name].to_numpy() for name in ("period", "level", "id")), strict=True))
    for own in _grouped(table, table["measure"].map(order).to_numpy()):
        whole, lines, key = own[0], own[1:], keys[own[0]]
        is_weak = "F" in marks[whole].split()
        chosen = lowest_apart(means[lines], nothing if is_weak else apart.get(key, nothing))
        for line in lines[chosen]:
            is_doubted = key[0] in doubted and measures[line] in ORDER_DEPENDENT
            lowest[line], notes[line] = ("", unnamed) if is_doubted else (LOWEST, "")
        if not chosen.any():
            notes[whole] = note("too_few_for_lowest" if is_weak else "none_apart", survey.language)
    return pd.DataFrame({"place": places, "lowest": lowest, "note": notes}, index=table.index)


def _shrunken(table: pd.DataFrame) -> pd.DataFrame:
    """Return each unit's index drawn towards the mean of its period, with its standard error."""
    found = pd.DataFrame({"shrunken": np.nan, "shrunken_se": np.nan}, index=table.index)
    units = table[(table["level"] == "unit") & (table["measure"] == "index") & table["index"].notna()]
    for _, here in units.groupby("period"):
        errors = here["se"].to_numpy(float) ** 2
        n = here["n"].to_numpy(float)
        if len(here) < LEAST_SHRUNKEN or not (np.isfinite(errors) & (n > 1)).any():
            continue
        drawn = shrink(here["index"].to_numpy(float), pooled_variances(errors, n))
        found.loc[here.index, "shrunken"] = drawn.estimate
        found.loc[here.index, "shrunken_se"] = drawn.se
    return found


def _with_importance(
    table: pd.DataFrame, importance: pd.DataFrame | RequestError | None, language: str
) -> pd.DataFrame:
    """Return the table with what goes with overall satisfaction, or the reason why nobody can know."""
    names = {"importance": "lmg", "importance_low": "lmg_low", "importance_high": "lmg_high"}
    last = table["period"].max() if len(table) else ""
    whole = (table["level"] == "all") & (table["period"] == last)
    if isinstance(importance, pd.DataFrame):
        known = importance.set_index("element")
        return table.assign(
            **{name: table["measure"].map(known[column]).where(whole) for name, column in names.items()}
        )
    is_asked = importance is not None and importance.code != "no_overall_question"
    text = _refusal(importance, language) if is_asked else note("importance_refused", language)
    of_whole = (table["level"] == "all") & (table["measure"] == "index")
    joined = table["note"].where(table["note"] == "", table["note"] + "; ") + text
    return table.assign(**dict.fromkeys(names, np.nan), note=table["note"].where(~of_whole, joined))


def _refusal(error: RequestError, language: str) -> str:
    """Return why there is no importance although the question was asked."""
    return note("importance_not_told", language, reason=error.message(language).splitlines()[0].rstrip("."))
