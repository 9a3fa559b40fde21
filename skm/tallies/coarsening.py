"""Before a tally leaves the house: which of its cells are persons, and a coarser one in which none is.

A line of few respondents tells what each of them answered. Coarsening puts such lines together until every line holds
enough respondents, from the bottom up, and every index that is left stays what it was. What it takes is counted.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from skm.errors import Place, RequestError
from skm.messages import note
from skm.regulation import Instrument
from skm.tally import (
    CELL_KEYS,
    CLUSTER_VIEW,
    PROFILE_COLUMNS,
    SERVICE_VIEW,
    Tally,
    add_cells,
    count_column,
    count_totals,
    stored_places,
)

# Id of the units that are too small to be sent alone, together. No name of a unit gives it: "Unit lain" is unit-lain.
OTHER_UNITS = "unit-lain_"
LOSSES = ("clusters", "units", "services", "groups", "patterns", "intervals", "respondents")
CELL = [*CELL_KEYS, "view", "group"]  # whose lines differ only in what is left blank


@dataclass(frozen=True)
class SmallCells:
    """The lines of a tally with so few respondents that they are persons: how many lines, how many respondents."""

    lines: int
    respondents: int


def small_cells(tally: Tally, minimum: int = 5) -> SmallCells:
    """Return which lines of a tally tell what fewer than `minimum` respondents answered.

    Lines of which only counts are known are no persons; together they are one.

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"unit": ["a"] * 6 + ["b"], "time": [4, 3, 4, 4, 3, 3, 2]})
    >>> small_cells(tally_responses(frame, by=["unit"]))
    SmallCells(lines=1, respondents=1)
    """
    by_rows = tally.frame[tally.frame["counts_only"] == 0]["rows"]
    by_counts = tally.frame[tally.frame["counts_only"] == 1].groupby(CELL)["rows"].sum()
    rows = pd.concat([by_rows, by_counts])
    few = rows[rows < minimum]
    return SmallCells(len(few), int(few.sum()))


def coarsen_tally(tally: Tally, minimum: int = 5, language: str = "id") -> Tally:
    """Return a tally in which no line tells what fewer than `minimum` respondents answered.

    Parameters
    ----------
    tally
        Sums over rows.
    minimum
        Fewest respondents of a line.
    language
        Of the name that small units get together.

    Returns
    -------
    Tally
        Its `origin.lost` counts what was taken: sample `clusters`, without which intervals are those of single
        persons, `units` that stand together as one, `services` without a name of their
        own, profile `groups` put together, blank `patterns` of which only counts are left, `intervals` that no longer
        follow, `respondents` left out. Every index and mean that still stands is exactly what it was.

    Raises
    ------
    RequestError
        There are fewer respondents than `minimum`, or a unit has the id that small units get together.

    Notes
    -----
    Profile groups are sent for the whole, not by unit: figures of groups are those of the whole. Which answers were
    left blank is a line of its own in a cell; where such a line is small, the cell keeps it as counts alone, so its
    index stays and its interval goes. Where that happens, profile views hold counts alone, or a subtraction would
    bring the lines back.

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"unit": ["a"] * 6 + ["b"] * 4 + ["c"], "time": [4] * 6 + [3] * 5})
    >>> coarse = coarsen_tally(tally_responses(frame, by=["unit"]))
    >>> coarse.frame["unit"].tolist(), dict(coarse.origin.lost)
    (['a', 'unit-lain_'], {'units': 2})
    """
    n = int(_main(tally.frame)["rows"].sum())
    if n < minimum:
        raise RequestError("tally_too_small", n=n, minimum=minimum)
    if not small_cells(tally, minimum).lines:
        return tally
    if OTHER_UNITS in set(tally.frame["unit"]) and not tally.origin.lost.get("units"):
        raise RequestError("tally_other_units", [Place(value=OTHER_UNITS)])
    lost = dict.fromkeys(LOSSES, 0)
    # Sample clusters are a handful of people each: they stay at home.
    is_cluster = tally.frame["view"] == CLUSTER_VIEW
    lost["clusters"] = int(tally.frame.loc[is_cluster & (tally.frame["group"] != ""), "group"].nunique())
    frame = _with_other_units(tally.frame[~is_cluster], minimum, lost)
    frame = _with_whole_services(frame, minimum, lost)
    frame = add_cells(_with_whole_groups(frame, minimum, lost, language), tally.instrument)
    frame = _without_rare_patterns(frame, tally.instrument, minimum, lost)
    names = {unit: name for unit, name in tally.names.items() if unit in set(frame["unit"])}
    if lost["units"]:
        names[OTHER_UNITS] = note("other_units", language)
    kept = {kind: n + tally.origin.lost.get(kind, 0) for kind, n in lost.items() if n or tally.origin.lost.get(kind)}
    origin = replace(tally.origin, lost=kept, dropped=tally.origin.dropped + lost["respondents"])
    return replace(tally, frame=frame, names=names, origin=origin)


def _main(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["view"] == ""]


def _with_other_units(frame: pd.DataFrame, minimum: int, lost: dict[str, int]) -> pd.DataFrame:
    """Return the lines with the units of few respondents as one; those of a period that are few even then go."""
    rows = _main(frame).groupby(["period", "unit"])["rows"].sum()
    few = rows[rows < minimum]
    if few.empty:
        return frame
    lost["units"] += len(few)
    together = few.groupby("period").sum()
    gone = {period for period, n in together.items() if n < minimum}
    lost["respondents"] += int(together[together < minimum].sum())
    is_few = pd.MultiIndex.from_frame(frame[["period", "unit"]]).isin(few.index)
    frame = frame.assign(unit=frame["unit"].where(~is_few, OTHER_UNITS))
    frame = frame.assign(**{key: frame[key].where(~is_few, "") for key in ("region", "agency", "service")})
    left = frame[~(is_few & frame["period"].isin(gone))]
    return left[~((left["unit"] == OTHER_UNITS) & (left["view"] == SERVICE_VIEW))]


def _together(rows: "pd.Series[int]", minimum: int) -> list[str]:
    """Return the labels that stand together: the small ones, and the next ones until they are enough."""
    ordered = rows.sort_values(kind="stable")
    pool: list[str] = []
    n = 0
    for label, count in ordered.items():
        if count >= minimum and (not pool or n >= minimum):
            break
        pool.append(str(label))
        n += count
    return pool


def _with_whole_services(frame: pd.DataFrame, minimum: int, lost: dict[str, int]) -> pd.DataFrame:
    """Return the lines with the small services of each unit without their names."""
    main = _main(frame)
    own = [key for key in CELL_KEYS if key != "service"]
    nameless: set[tuple[str, ...]] = set()
    for unit, services in main.groupby([*own, "service"])["rows"].sum().groupby(own):
        pool = _together(services.droplevel(own).sort_index(), minimum)
        lost["services"] += sum(label != "" for label in pool)
        nameless |= {(*unit, label) for label in pool}
    is_nameless = (frame["view"] == "") & pd.MultiIndex.from_frame(frame[[*own, "service"]]).isin(list(nameless))
    frame = frame.assign(service=frame["service"].where(~is_nameless, ""))
    several = frame[frame["view"] == SERVICE_VIEW]
    # Who is in several services is in each of them: where one of these is small, or has no name any more, all go.
    rows = several.groupby([*own, "service"])["rows"].min()
    gone = {key[:-1] for key in rows[rows < minimum].index} | {key[:-1] for key in nameless}
    is_gone = (frame["view"] == SERVICE_VIEW) & pd.MultiIndex.from_frame(frame[own]).isin(list(gone))
    lost["services"] += len(frame.loc[is_gone, [*own, "service"]].drop_duplicates())
    return frame[~is_gone]


def _with_whole_groups(frame: pd.DataFrame, minimum: int, lost: dict[str, int], language: str) -> pd.DataFrame:
    """Return the lines with profile groups of the whole alone, and the small groups of a view as one."""
    is_profile = frame["view"].isin(PROFILE_COLUMNS)
    blank = {key: frame[key].where(~is_profile, "") for key in CELL_KEYS if key != "period"}
    frame = frame.assign(**blank)
    for (period, view), groups in (
        frame[is_profile].groupby(["period", "view", "group"])["rows"].sum().groupby(level=[0, 1])
    ):
        rows = groups.droplevel([0, 1]).sort_index()
        pool = _together(rows, minimum)
        if not pool:
            continue
        # Where hardly anything is left, nobody has said anything: a group of all is none.
        label = "" if len(rows) - len(pool) < 2 else note("other_groups", language)
        pool = list(rows.index) if not label else pool
        lost["groups"] += len(pool)
        here = (frame["period"] == period) & (frame["view"] == view) & frame["group"].isin(pool)
        frame = frame.assign(group=frame["group"].where(~here, label))
    return frame


def _without_rare_patterns(
    frame: pd.DataFrame, instrument: Instrument, minimum: int, lost: dict[str, int]
) -> pd.DataFrame:
    """Return the lines with counts alone where few respondents left the same questions blank."""
    rare = frame[(frame["counts_only"] == 0) & (frame["rows"] < minimum)]
    if rare.empty:
        return frame
    frame = frame[~((frame["view"] == SERVICE_VIEW) & frame["unit"].isin(set(rare["unit"])))]
    with_rare, uneven = set(rare["period"]), set()
    parts = []
    for values, lines in frame.groupby(CELL, sort=False):
        cell = dict(zip(CELL, map(str, values), strict=True))
        is_profile = cell["view"] in PROFILE_COLUMNS
        pool = _pool(lines, minimum, everything=is_profile and cell["period"] in with_rare)
        parts.append(lines.drop(index=pool.index))
        if pool.empty:
            continue
        whole, n_uneven = _even(pool, instrument)
        lost["patterns"] += len(pool)
        lost["intervals"] += 1
        lost["respondents"] += 0 if is_profile else n_uneven
        uneven |= {cell["period"]} if n_uneven else set()
        if len(whole):
            parts.append(_as_counts(whole, instrument, cell))
    made = pd.concat(parts, ignore_index=True)
    # Groups of other respondents than those of the units would tell by subtraction who was left out.
    gone = made["view"].isin(PROFILE_COLUMNS) & made["period"].isin(uneven)
    lost["groups"] += len(made.loc[gone, ["period", "view", "group"]].drop_duplicates())
    return add_cells(made[~gone], instrument)


def _pool(lines: pd.DataFrame, minimum: int, *, everything: bool) -> pd.DataFrame:
    """Return the lines of a cell of which only counts are kept: the small ones, and more until they are enough."""
    if everything:
        return lines
    counted = lines[lines["counts_only"] == 1]
    by_rows = lines[lines["counts_only"] == 0].sort_values(["rows", "answered", "not_applicable"])
    small = by_rows["rows"] < minimum
    if not small.any():
        return lines.iloc[:0]
    n_small = int(small.sum())
    reached = int(counted["rows"].sum()) + by_rows["rows"].cumsum().to_numpy()
    enough = int(np.searchsorted(reached, minimum)) + 1
    return pd.concat([counted, by_rows.head(max(n_small, enough))])


def _even(pool: pd.DataFrame, instrument: Instrument) -> tuple[pd.DataFrame, int]:
    """Return the lines whose elements are answered whole or not at all, and the respondents of the others.

    Of an element with several questions counts tell no mean where somebody answered only some of them.
    """
    own = [
        sum(1 << p for p, item in enumerate(instrument.items) if item.element == e) for e in instrument.regulation.keys
    ]
    masks = pool["answered"].to_numpy()
    even = np.ones(len(pool), dtype=bool)
    for bits in own:
        even &= np.isin(masks & bits, (0, bits))
    return pool[even], int(pool.loc[~even, "rows"].sum())


def _as_counts(lines: pd.DataFrame, instrument: Instrument, cell: dict[str, str]) -> pd.DataFrame:
    """Return the lines of a cell as counts: how often each score was given, by nobody in particular."""
    rows = lines["rows"].to_numpy()
    counts, skipped = {}, {}
    for place, item in enumerate(instrument.items):
        given = int((rows * (lines["answered"].to_numpy() >> place & 1)).sum())
        stored = [int(lines[count_column(item.key, score)].sum()) for score in stored_places(instrument)]
        counts[item.key] = (given - sum(stored), *stored)
        skipped[item.key] = int((rows * (lines["not_applicable"].to_numpy() >> place & 1)).sum())
    keys = {key: cell[key] for key in CELL_KEYS}
    made = count_totals(counts, int(rows.sum()), instrument, keys, inapplicable=skipped)
    return made.assign(view=cell["view"], group=cell["group"])
