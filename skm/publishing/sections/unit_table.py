"""The table of all units, with what its search and filters need."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Cell, Column, Row, RowGroup, Table, Tools, UnitTable
from skm.publishing.charts import draw_mini
from skm.publishing.choices import count_grades, count_moves
from skm.publishing.facts import Figure, Subject
from skm.publishing.formatting import EN_DASH as DASH
from skm.publishing.sections.desk import Desk, anchor_of, cell, cut_of, grade_cell, span_of, verdict_cell
from skm.publishing.shapes import Axis, make_axis

MOST_KINDS_AS_CHIPS = 6


def write_unit_table(desk: Desk) -> UnitTable:
    """Return the table of all units, parents on top, with the words of its search and filters."""
    facts = desk.facts
    axis = _place_axis(desk)
    kinds = tuple(dict.fromkeys(unit.groups.get("kind", "") for unit in facts.units))
    kinds = tuple(kind for kind in kinds if kind)
    totals = [(desk.say("level.whole"), facts.whole)]
    totals += [(group.name, group) for group in facts.groups.get("kind", ())] if len(kinds) > 1 else []
    groups = (
        RowGroup(tuple(_unit_row(desk, s, name, axis, kinds, total=True) for name, s in totals), style="tots"),
        RowGroup(tuple(_unit_row(desk, u, u.name, axis, kinds, total=False) for u in facts.units), style="body"),
    )
    key = "units" if desk.compares else "units_one"
    slots = {"n": desk.words.count("units", len(facts.units)), "now": desk.now}
    caption = desk.caption(key, **slots, before=desk.before if desk.compares else "")
    table = Table("t-units", caption, _unit_columns(desk, axis, kinds), groups, _units_note(desk, axis))
    grades = tuple(letter for letter, _ in count_grades(facts.units))
    tools = Tools(
        kinds=kinds if 1 < len(kinds) <= MOST_KINDS_AS_CHIPS else (),
        many_kinds=kinds if len(kinds) > MOST_KINDS_AS_CHIPS else (),
        grades=grades if len(grades) > 1 else (),
        count=desk.say("unit.shown", shown="#", all=desk.count(len(facts.units))),
        csv_name=desk.say("unit.csv_name", period=facts.period),
        separator=";" if facts.language == "id" else ",",
        decimal="," if facts.language == "id" else ".",
        note=desk.say("column.note"),
        moved=desk.compares,
    )
    return UnitTable(table, tools)


def _place_axis(desk: Desk) -> Axis:
    """Return the axis of the strips: as wide as the figures that are not weak, since one wide interval blurs all."""
    facts = desk.facts
    subjects = [*facts.units, facts.whole, *facts.groups.get("kind", ())]
    figures = [figure for subject in subjects for figure in (subject.now, subject.before) if figure is not None]
    sound = [figure for figure in figures if not {"E", "F"} & set(figure.marks)]
    spans = [span for figure in (sound or figures) if (span := span_of(figure)) is not None]
    values = [figure.value for figure in figures if span_of(figure) is not None and figure.value is not None]
    ends = [*(end for span in spans for end in span.ends), *values] or list(desk.limits)
    return make_axis(ends, *desk.limits)


def _unit_columns(desk: Desk, axis: Axis, kinds: Sequence[str]) -> tuple[Column, ...]:
    columns = [Column(desk.say("column.unit"), sort="s")]
    if kinds:
        columns.append(Column(desk.say("column.kind"), "kd", sort="s"))
    periods = [desk.before, desk.now] if desk.compares else [desk.now]
    columns += [Column(desk.say("column.n", period=period), "r", sort="n") for period in periods]
    columns += [Column(desk.say("column.index", period=period), "r", sort="n") for period in periods]
    ends = (desk.say("column.interval_low"), desk.say("column.interval_high"))
    columns.append(Column(desk.say("column.interval"), "r", "n", ends))
    if of := _n_ranked(desk):
        columns.append(Column(desk.say("column.ranks", of=desk.count(of)), "r", sort="n"))
    columns.append(Column(desk.say("column.place", **cut_of(desk, axis)), "mk"))
    if desk.compares:
        columns.append(Column(desk.say("column.change"), "r", sort="n"))
        columns.append(Column(desk.say("column.conclusion"), sort="s"))
    return (*columns, Column(desk.say("column.grade"), sort="s"), Column(desk.say("column.mark"), sort="s"))


def _n_ranked(desk: Desk) -> int:
    """Return how many units have a rank."""
    return next((unit.rank.of for unit in desk.facts.units if unit.rank), 0)


def _unit_row(desk: Desk, unit: Subject, name: str, axis: Axis, kinds: Sequence[str], *, total: bool) -> Row:
    now, before, change = unit.now, unit.before, unit.difference
    if total:
        label = desk.say("level.units_after", name=name, units=desk.words.count("plain_units", unit.n_units))
        cells = [Cell(label)]
    else:
        cells = [Cell(name, link=f"#{anchor_of(unit.id)}", note=wording.say_unit_note(unit, desk.facts))]
    if kinds:
        kind = unit.groups.get("kind", "..") if not total else (unit.name if unit.level == "kind" else DASH)
        cells.append(cell(kind, "kd"))
    years = [before, now] if desk.compares else [now]
    cells += [_number_cell(desk, f, "r m" if f is before else "r", total=total) for f in years]
    cells += [_index_cell(desk, f, "r m" if f is before else "r b") for f in years]
    width = "" if now.low is None or now.high is None or now.hidden else f"{now.high - now.low:.4f}"
    cells.append(cell(wording.say_interval(now, desk.facts.language), "r", width))
    if _n_ranked(desk):
        low = unit.rank.low if unit.rank else None
        cells.append(cell("..." if total else wording.say_ranks(unit), "r", low))
    cells.append(Cell("", "mk", plot=draw_mini(span_of(now), span_of(before), axis, desk.bounds)))
    if desk.compares:
        printed = change.printed if change else None
        concealed = now.hidden or (before is not None and before.hidden)
        cells.append(cell("x" if concealed else desk.change(printed), "r", printed))
        is_new = not total and unit.name in desk.facts.entering
        cells.append(Cell(desk.say("verdict.first")) if is_new else verdict_cell(desk, change, many=not total))
    cells.append(grade_cell(desk, unit))
    cells.append(cell(" ".join(now.marks) or DASH, ""))
    return Row(tuple(cells), "total" if total else "", {} if total else _unit_data(unit))


def _unit_data(unit: Subject) -> dict[str, str]:
    """Return what the reader's filters ask of a unit."""
    return {
        "kind": unit.groups.get("kind", ""),
        "mutu": unit.now.grade,
        "moved": unit.difference.moved if unit.difference else "",
        "n": str(unit.now.n or 0),
    }


def _number_cell(desk: Desk, figure: Figure | None, style: str, *, total: bool) -> Cell:
    if figure is None:
        return cell("..", style)
    if figure.n is None or total:
        return cell(desk.respondents(figure), style, figure.n)
    return cell(desk.count(figure.n), style, figure.n)


def _index_cell(desk: Desk, figure: Figure | None, style: str) -> Cell:
    return cell(desk.shown(figure), style, figure.printed if figure else None)


def _units_note(desk: Desk, axis: Axis) -> str:
    facts = desk.facts
    bounds = ", ".join(f"{g.letter} {desk.change(g.lower, False)}" for g in facts.regulation.grades[:-1])
    parts = []
    if desk.compares:
        parts.append(desk.say("unit.place_note", before=desk.before, now=desk.now, bounds=bounds))
        compared = count_moves(facts).n
        if rest := len(facts.units) - compared:
            few = desk.count(facts.minimum_respondents)
            rest_units = desk.words.count("plain_units", rest)
            parts.append(desk.say("unit.not_compared", units=rest_units, minimum=few))
        if facts.entering:
            parts.append(desk.say("unit.entering_list", names=", ".join(facts.entering)))
        if facts.leaving:
            parts.append(desk.say("unit.leaving", names=", ".join(facts.leaving)))
    else:
        parts.append(desk.say("unit.place_note_one", now=desk.now, bounds=bounds))
    lines = [span for u in facts.units if (span := span_of(u.now)) is not None]
    if _n_ranked(desk):
        parts.append(desk.say("unit.ranks_note"))
    if any(unit.letters for unit in (facts.whole, *facts.groups.get("kind", ()), *facts.units)):
        parts.append(desk.say("unit.letters_note"))
    if any(end < axis.low or end > axis.high for span in lines for end in span.ends):
        parts.append(desk.say("unit.place_cut"))
    return " ".join(parts)
