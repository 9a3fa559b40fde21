"""Who answered, and how: counts of people for the whole and for each unit, with what may not be told taken out.

All counts are of the persons of the units shown, so that no total holds a hidden unit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from skm.indices import AnswerShare, share_of_answers, with_shares
from skm.publishing.differences import Beside, Kept, keep_detail, number_questions, read_figures
from skm.publishing.facts import NOT_ANSWERED, PROFILE_LEVELS, Answers
from skm.publishing.hiding import Hidden, settle
from skm.publishing.reading import Book, read_count, read_number, read_text
from skm.publishing.suppression import Family, Spread, hide_cells, hide_spreads, hide_table, is_open
from skm.regulation import Regulation

ALL = "all"
SCORES = ("n1", "n2", "n3", "n4")

Place = tuple[str, str]  # unit, group


@dataclass(frozen=True)
class Heads:
    """The respondents of one period by one characteristic; None where a number is hidden.

    `closed` are the groups of the whole of which nothing is shown. `untold` are characteristics of which not even the
    groups are named.
    """

    whole: Mapping[str, int | None] = field(default_factory=dict)
    units: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    untold: bool = False


@dataclass(frozen=True)
class Persons:
    """Counts of people that may be shown: respondents by (period, view), lines of answers by (period, unit).

    The whole is the unit "all"; `shares` are those of all answers of the whole. `left_out` are the rows of hidden units
    by period, None where nobody knows their number. `withheld` are the units (or "all") whose answers are hidden, by
    (period, element).
    `kept` is what goes beside earlier editions, by period.
    """

    heads: Mapping[tuple[str, str], Heads] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    shares: Mapping[str, AnswerShare | None] = field(default_factory=dict)
    left_out: Mapping[str, int | None] = field(default_factory=dict)
    withheld: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    kept: Mapping[str, Kept] = field(default_factory=dict)

    def counts_of(self, period: str, unit: str, element: str) -> Spread | None:
        """Return the true counts of an element's answers, None without a share of 3 and 4 or with several questions."""
        rows = [row for row in self.answers.get((period, unit), ()) if row["element"] == element]
        return _spread(rows[0]["all"]) if len(rows) == 1 and rows[0]["share_3_4"] is not None else None


def count_persons(
    book: Book,
    respondents: pd.DataFrame | None,
    distribution: pd.DataFrame | None,
    hidden: Mapping[str, Hidden],
    years: Mapping[str, tuple[str, ...]],
    minimum: int,
    editions: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    regulations: Mapping[str, Regulation] | None = None,
) -> Persons:
    """Return the counts of people that may be shown, for all periods together.

    Parameters
    ----------
    book
        The rows of the index table, with the groups of respondents.
    respondents, distribution
        What `skm.indices.count_respondents` and `skm.indices.distribute_answers` return.
    hidden
        What may not be shown, by period.
    years
        The parts of each year.
    minimum
        The smallest number of persons that may be shown.
    editions
        The published figures of every edition of a period that has one.
    regulations
        The regulation of each of these periods.
    """
    heads: dict[tuple[str, str], Heads] = {}
    tables = {} if respondents is None else _tables_of(respondents)
    table = None if distribution is None else _of_units_shown(distribution, hidden)
    lines = {} if table is None else _lines(table)
    kept = {
        period: keep_detail(
            _beside(period, book, hidden[period], tables, lines, (regulations or {})[period].multiplier), told, minimum
        )
        for period, told in (editions or {}).items()
    }
    for view in PROFILE_LEVELS:
        own = {period: tables.get((period, view), {}) for period in hidden}
        found = _heads(view, own, book, hidden, years, minimum, kept)
        heads |= {(period, view): one for period, one in found.items()}
    answers, untold = _answers(lines, hidden, years, minimum, kept)
    shares = {} if table is None else _shares(table, untold)
    return Persons(heads, answers, shares, _rows_left_out(distribution, hidden), _withheld(answers), kept)


def _beside(
    period: str,
    book: Book,
    hidden: Hidden,
    tables: Mapping[tuple[str, str], Mapping[Place, int]],
    lines: Mapping[str, Mapping[tuple[str, str], Mapping[str, Any]]],
    multiplier: int,
) -> Beside:
    """Return what of a period would be told were there no earlier edition."""
    figures = read_figures(book, period, multiplier, hidden.without)
    heads: dict[str, dict[str, dict[str, int]]] = {}
    for view in PROFILE_LEVELS:
        shown = {at: n for at, n in tables.get((period, view), {}).items() if at[0] not in hidden.without}
        if not shown:
            continue
        totals = _totals(view, period, book, shown, hidden)
        heads[view] = {ALL: totals}
        for (unit, group), n in shown.items():
            heads[view].setdefault(unit, dict.fromkeys(totals, 0))[group] = n
        for group, n in totals.items():
            own = figures.get((view, "", group), {})
            own |= {measure: (n, printed) for measure, (_, printed) in own.items()}
    answers: dict[str, dict[str, tuple[str, Spread, int]]] = {}
    subjects: dict[str, list[str]] = {}
    for at, own_lines in lines.items():
        for key in own_lines:
            if key[0] == period:
                subjects.setdefault(key[1], []).append(at)
    for unit, asked in subjects.items():
        rows = [lines[at][(period, unit)] for at in asked]
        for at, row, name in zip(asked, rows, number_questions(rows), strict=True):
            counts = _spread(row)
            blank = sum(read_count(row.get(one)) or 0 for one in ("na", "missing"))
            answers.setdefault(at, {})[unit] = (name, counts, sum(counts) + blank)
    return Beside(figures, answers, heads)


def _withheld(
    answers: Mapping[tuple[str, str], tuple[Mapping[str, Any], ...]],
) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for (period, unit), rows in answers.items():
        for row in rows:
            if any(row[score] is None for score in SCORES):
                found.setdefault((period, read_text(row["element"])), set()).add(unit)
    return {at: frozenset(units) for at, units in found.items()}


def _rows_left_out(distribution: pd.DataFrame | None, hidden: Mapping[str, Hidden]) -> dict[str, int | None]:
    """Return the kept rows of the hidden units of each period: every question is given, blank or does not apply."""
    if distribution is None:
        return {period: None if found.without else 0 for period, found in hidden.items()}
    units = distribution[distribution["level"] == "unit"].drop_duplicates(["period", "id"])
    scores = [name for name in units.columns if _is_score(name)]
    rows = units[[*scores, "na", "missing"]].sum(axis=1).astype(int)
    known = dict(zip(zip(units["period"].map(read_text), units["id"], strict=True), rows.tolist(), strict=True))
    return {period: sum(known.get((period, unit), 0) for unit in found.without) for period, found in hidden.items()}


def _tables_of(respondents: pd.DataFrame) -> dict[tuple[str, str], dict[Place, int]]:
    """Return the persons by (unit, group) of each (period, view)."""
    found: dict[tuple[str, str], dict[Place, int]] = {}
    columns = (respondents[name].tolist() for name in ("period", "unit", "view", "group", "n"))
    for period, unit, view, group, n in zip(*columns, strict=True):
        cells = found.setdefault((read_text(period), view), {})
        at = (unit, group or NOT_ANSWERED)
        cells[at] = cells.get(at, 0) + int(n)
    return found


def _heads(
    view: str,
    tables: Mapping[str, Mapping[Place, int]],
    book: Book,
    hidden: Mapping[str, Hidden],
    years: Mapping[str, tuple[str, ...]],
    minimum: int,
    kept: Mapping[str, Kept],
) -> dict[str, Heads]:
    """Return the respondents by one characteristic of each period."""
    shown = {p: {at: n for at, n in table.items() if at[0] not in hidden[p].without} for p, table in tables.items()}
    totals = {period: _totals(view, period, book, shown[period], hidden[period]) for period in tables}
    units = {period: own.heads.get(view, frozenset()) for period, own in kept.items()}
    groups = {period: own.groups.get(view, frozenset()) for period, own in kept.items()}
    groups |= {period: frozenset(totals[period]) for period in groups if period in totals and ALL in units[period]}
    closed, cells = _settle_heads(shown, totals, years, minimum, (groups, units))
    return {
        period: Heads(
            _shown_totals(totals[period], closed[period], known=bool(tables[period]) or not hidden[period].without),
            _shown_units(shown[period], cells[period], tuple(totals[period]), minimum),
            closed[period],
        )
        if not _follow_from_sum(totals[period], closed[period], minimum)
        else Heads(closed=frozenset(totals[period]), untold=True)
        for period in tables
        if totals[period]
    }


def _settle_heads(
    shown: Mapping[str, Mapping[Place, int]],
    totals: Mapping[str, Mapping[str, int]],
    years: Mapping[str, tuple[str, ...]],
    minimum: int,
    kept: tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]],
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[Place]]]:
    """Return the hidden groups of the whole and the hidden cells of units, in each period.

    `kept` are the groups, and the units with all their groups, that go beside earlier editions.

    Where one unit is the whole, what its other periods hide of it goes from the whole too, and then from those.
    """
    gone = {p: kept[1].get(p, frozenset()) | {""} for p in shown}  # "": persons of no unit
    forced_units = {p: [at for at in cells if at[0] in gone[p]] for p, cells in shown.items()}
    alone: dict[str, set[str]] = {p: set(kept[0].get(p, ())) for p in shown}
    while True:
        closed = settle(
            shown,
            years,
            lambda p, forced: (
                hide_cells(
                    {**totals[p], "": sum(totals[p].values())},
                    [Family("", tuple(totals[p]))],
                    minimum,
                    (*forced, *alone[p]),
                )
                - {""}
            ),
            lambda p, group: totals[p].get(group, 0) > 0,
        )
        cells = settle(
            shown,
            years,
            lambda p, forced, own=closed: _unit_cells(shown[p], own[p], minimum, (*forced, *forced_units[p])),
            lambda p, at: shown[p].get(at, 0) > 0,
        )
        more = {p: {g for _, g in cells[p]} - closed[p] for p in shown if len({unit for unit, _ in shown[p]}) == 1}
        if not any(more.values()):
            return closed, cells
        for period, groups in more.items():
            alone[period] |= groups


def _follow_from_sum(totals: Mapping[str, int], closed: Collection[str], minimum: int) -> bool:
    """Return whether the hidden groups tell something small although no other group can go with them.

    Each group that is named has a person at least, so five groups of five persons have one each.
    """
    numbers = [totals[group] for group in closed if totals[group]]
    return bool(numbers) and not is_open(numbers, minimum)


def _totals(view: str, period: str, book: Book, shown: Mapping[Place, int], hidden: Hidden) -> dict[str, int]:
    """Return the persons of each group of the whole, in the order of the index table."""
    groups = [name for parent, name in book.ids(period, view) if not parent]
    if not shown:
        return {name: read_count(book.rows[(period, view, "", name, "index")]["n"]) or 0 for name in groups}
    sums = dict.fromkeys(groups, 0)
    for (_, group), n in shown.items():
        if group in sums:
            sums[group] += n
    return sums


def _unit_cells(
    cells: Mapping[Place, int], closed: Collection[str], minimum: int, forced: Collection[Place]
) -> frozenset[Place]:
    """Return the hidden cells of units; one unit is the whole, and hides what the whole hides."""
    if len({unit for unit, _ in cells}) == 1:
        return frozenset(at for at in cells if at[1] in closed or (at in forced and cells[at]))
    return hide_table(cells, closed, minimum, forced)


def _shown_totals(totals: Mapping[str, int], closed: Collection[str], *, known: bool) -> dict[str, int | None]:
    return {group: n if known and group not in closed else None for group, n in totals.items()}


def _shown_units(
    cells: Mapping[Place, int], closed: Collection[Place], groups: tuple[str, ...], minimum: int
) -> dict[str, dict[str, int | None]]:
    """Return the cells of units; an empty one is hidden like a small one, so that a hidden one may be empty."""
    units = dict.fromkeys(unit for unit, _ in cells if unit)
    return {
        unit: {
            group: n if (n := cells.get((unit, group), 0)) >= minimum and (unit, group) not in closed else None
            for group in groups
        }
        for unit in units
    }


# ---- answers -----------------------------------------------------------------------------------------------------


def _lines(table: pd.DataFrame) -> dict[str, dict[tuple[str, str], dict[str, Any]]]:
    """Return the lines of answers by question and (period, unit)."""
    lines: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for row in table.to_dict("records"):
        unit = ALL if row["level"] == ALL else row["id"]
        at = f"{row['element']}/{row['question']}"
        lines.setdefault(at, {})[(read_text(row["period"]), unit)] = row
    return lines


def _answers(
    lines: Mapping[str, Mapping[tuple[str, str], dict[str, Any]]],
    hidden: Mapping[str, Hidden],
    years: Mapping[str, tuple[str, ...]],
    minimum: int,
    kept: Mapping[str, Kept],
) -> tuple[dict[tuple[str, str], tuple[Mapping[str, Any], ...]], set[str]]:
    """Return the lines of answers by (period, unit), and the periods of which the share of all is not told."""
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    untold: set[str] = set()
    for question, own in lines.items():
        gone = {period: one.answers.get(question, frozenset()) for period, one in kept.items()}
        for at, row in _hide_question(own, hidden, years, minimum, gone).items():
            found.setdefault(at, []).append(row)
            if at[1] == ALL and row["share_3_4"] is None and _spread(row["all"]) != (0, 0, 0, 0):
                untold.add(at[0])
    return {at: tuple(rows) for at, rows in found.items()}, untold


def _shares(table: pd.DataFrame, untold: Collection[str]) -> dict[str, AnswerShare | None]:
    """Return the share of all answers of each period, None where it is not told."""
    periods = table[table["level"] == ALL].groupby("period", sort=False)
    return {read_text(period): None if period in untold else share_of_answers(own) for period, own in periods}


def _of_units_shown(table: pd.DataFrame, hidden: Mapping[str, Hidden]) -> pd.DataFrame:
    """Return the lines of the units shown, the whole's without the answers of hidden units; shares follow."""
    without = {(period, unit) for period, found in hidden.items() for unit in found.without}
    units = {(period, unit) for period, found in hidden.items() for unit in found.units}
    keys = list(zip(table["period"].map(read_text), table["id"], strict=True))
    is_unit = (table["level"] == "unit").to_numpy()
    gone = [own and key in without for own, key in zip(is_unit, keys, strict=True)]
    if any(gone):
        numbers = [name for name in table.columns if name in (*SCORES, "na", "missing") or _is_score(name)]
        at = ["period", "element", "question"]
        taken = table[gone].groupby(at)[numbers].sum()
        whole = table["level"] == ALL
        own = taken.reindex(pd.MultiIndex.from_frame(table.loc[whole, at])).fillna(0).to_numpy()
        table = table.copy()
        table.loc[whole, numbers] = table.loc[whole, numbers].to_numpy() - own.astype(int)
        table = with_shares(table)
    kept = [not (own and key in units) for own, key in zip(is_unit, keys, strict=True)]
    return table[kept]


def _is_score(name: str) -> bool:
    return name.startswith("n") and name[1:].isdecimal()


def _hide_question(
    rows: Mapping[tuple[str, str], dict[str, Any]],
    hidden: Mapping[str, Hidden],
    years: Mapping[str, tuple[str, ...]],
    minimum: int,
    kept: Mapping[str, Collection[str]],
) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return the lines of one question with None where a count or a share is hidden; `all` keeps the counts.

    `kept` are the units, or "all", of which both go beside earlier editions.
    """
    periods = [period for period in hidden if (period, ALL) in rows]
    spreads = {p: {at[1]: _spread(row) for at, row in rows.items() if at[0] == p and at[1] != ALL} for p in periods}

    def hide(period: str, closed: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
        closed = {*closed, *((kind, unit) for kind in ("counts", "share") for unit in kept.get(period, ()))}
        kinds = {kind: {unit for what, unit in closed if what == kind} for kind in ("counts", "share")}
        found = hide_spreads(spreads[period], _spread(rows[(period, ALL)]), minimum, kinds["counts"], kinds["share"])
        places = {("counts", unit) for unit in found.counts_hidden} | {("share", u) for u in found.shares_hidden}
        places |= {("counts", ALL)} if found.total_hidden or ("counts", ALL) in closed else set()
        return places | ({("share", ALL)} if found.total_share_hidden or ("share", ALL) in closed else set())

    present = {(p, unit) for (p, unit), row in rows.items() if any(_spread(row))}
    inside = {year: tuple(p for p in parts if p in spreads) for year, parts in years.items() if year in spreads}
    closed = settle(periods, inside, hide, lambda p, place: (p, place[1]) in present)
    found = {}
    for at, row in rows.items():
        if at[0] not in closed:
            continue
        counts_hidden, share_hidden = (((what, at[1]) in closed[at[0]]) for what in ("counts", "share"))
        gone = dict.fromkeys(SCORES) if counts_hidden else {}
        untold = dict.fromkeys(("share_3_4", "low", "high")) if share_hidden else {}
        found[at] = {**row, **gone, **untold, "all": row}
    return found


def _spread(row: Mapping[str, Any]) -> Spread:
    first, second, third, fourth = (read_count(row[name]) or 0 for name in SCORES)
    return first, second, third, fourth


def spell_answers(rows: tuple[Mapping[str, Any], ...], regulation: Regulation, language: str) -> tuple[Answers, ...]:
    """Return lines of answers as facts, in the order of the elements; several questions of one are numbered."""
    elements = {element.key: element for element in regulation.elements}
    order = list(elements)
    rows = tuple(
        sorted(rows, key=lambda row: order.index(name) if (name := read_text(row["element"])) in elements else 0)
    )
    names = [read_text(row["element"]) for row in rows]
    seen: dict[str, int] = {}
    found = []
    for row, name in zip(rows, names, strict=True):
        element = elements.get(name)
        if element is None:
            continue
        seen[name] = seen.get(name, 0) + 1
        place = f" ({seen[name]})" if names.count(name) > 1 else ""
        first, second, third, fourth = (read_count(row[score]) if row[score] is not None else None for score in SCORES)
        total = sum(_spread(row["all"]))
        found.append(
            Answers(
                f"{name}{place}",
                element.code,
                f"{element.short[language]}{place}",
                (first, second, third, fourth),
                total,
                total + sum(read_count(row.get(key)) or 0 for key in ("na", "missing")),
                *(None if row[key] is None else read_number(row[key]) for key in ("share_3_4", "low", "high")),
                question=read_text(row["question"]),
                not_applicable=read_count(row.get("na")) or 0,
                missing=read_count(row.get("missing")) or 0,
            )
        )
    return tuple(found)
