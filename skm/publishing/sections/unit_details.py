"""Each unit by itself, to be opened: its elements and its services."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Cell, Column, Details, Row, RowGroup, Table, UnitDetail
from skm.publishing.charts import draw_mini
from skm.publishing.facts import Subject
from skm.publishing.formatting import capital
from skm.publishing.sections.desk import Desk, anchor_of, cell, head, span_of
from skm.publishing.shapes import Axis


def services_table(desk: Desk, services: Sequence[Subject], caption: str, table_id: str) -> Table:
    """Return the table of the services of a unit."""
    keys = ("respondents", "index_plain", "interval")
    columns = (Column(desk.say("column.service")), *(Column(desk.say(f"column.{key}"), "r") for key in keys))
    rows = []
    for service in services:
        n = "x" if service.now.n is None else desk.count(service.now.n)
        interval = wording.say_interval(service.now, desk.facts.language)
        rows.append(Row((head(service.name), cell(n), cell(desk.figure(service.now)), cell(interval))))
    return Table(table_id, caption, columns, (RowGroup(tuple(rows)),))


def write_details(desk: Desk) -> Details:
    """Return every unit in official order, closed until it is opened."""
    units = tuple(write_detail(desk, unit) for unit in desk.facts.units)
    return Details(desk.say("unit.details"), desk.say("unit.details_lede"), units)


def write_detail(desk: Desk, unit: Subject) -> UnitDetail:
    """Return one unit, as it stands on the page of its period and on its own page."""
    facts, anchor = desk.facts, anchor_of(unit.id)
    low, high = facts.regulation.scale
    axis = Axis(float(low), float(high), (), 0)
    n_groups = max((other.rank.group for other in facts.units if other.rank), default=0)
    caption = desk.say("table.unit_elements", name=unit.name)
    elements = services = None
    if unit.now.printed is not None:
        elements = Table(f"{anchor}-t", caption, _unit_element_columns(desk), _unit_elements(desk, unit, axis))
    if unit.services and not unit.now.hidden:
        title = desk.say("table.unit_services", name=unit.name)
        services = services_table(desk, unit.services, title, f"{anchor}-s")
    sentence = _unit_sentence(desk, unit, n_groups)
    note = wording.say_unit_note(unit, facts)
    return UnitDetail(anchor, unit.name, _unit_summary(desk, unit), note, sentence, elements, services)


def _unit_summary(desk: Desk, unit: Subject) -> str:
    figure = unit.now
    if figure.printed is None:
        return desk.say("unit.no_figure")
    names = {grade.letter: grade.names[desk.facts.language] for grade in desk.facts.regulation.grades}
    key = "sentence_grade" if figure.grade else "sentence"
    index = desk.figure(figure)
    return desk.say(f"unit.{key}", index=index, grade=figure.grade, grade_name=names.get(figure.grade, ""))


def _unit_sentence(desk: Desk, unit: Subject, n_groups: int) -> str:
    """Return number of respondents, interval, other letters, conclusion and rank of a unit as one line."""
    if unit.now.printed is None:
        return ""
    parts = []
    if unit.now.n is not None:
        parts.append(desk.words.count("respondents", unit.now.n))
    if unit.now.low is not None:
        interval = wording.say_interval(unit.now, desk.facts.language)
        parts.append(f"{wording.lower_name(desk.say('column.interval'))} {interval}")
    if letters := wording.say_letters(unit, desk.facts):
        parts.append(letters)
    change = unit.difference
    if change is not None and change.printed is not None:
        size = desk.change(change.printed)
        verdict = wording.say_verdict(change, desk.facts, many=True)
        parts.append(f"{verdict} ({size})" if change.verdict else f"{desk.say('unit.unequal')} {size}")
    if rank := wording.say_rank(unit, desk.facts, n_groups):
        parts.append(rank)
    if not parts:
        return ""
    return capital("; ".join(parts)) + "."


def _unit_element_columns(desk: Desk) -> tuple[Column, ...]:
    columns = [Column(desk.say("column.element"))]
    if desk.compares:
        columns.append(Column(desk.say("column.mean", period=desk.before), "r"))
    columns.append(Column(desk.say("column.mean", period=desk.now), "r"))
    if desk.compares:
        columns.append(Column(desk.say("column.change_mean"), "r"))
    low, high = desk.facts.regulation.scale
    return (*columns, Column(desk.say("column.place", **{"from": low, "to": high}), "mk"))


def _unit_elements(desk: Desk, unit: Subject, axis: Axis) -> tuple[RowGroup, ...]:
    rows = []
    for element in unit.elements:
        cells = [head(f"{element.code} {element.short}")]
        if desk.compares:
            cells.append(cell(desk.figure(element.before), "r m"))
        cells.append(cell(desk.figure(element.now), "r b"))
        if desk.compares:
            change = element.difference.printed if element.difference else None
            cells.append(cell(desk.change(change)))
        plot = draw_mini(span_of(element.now), span_of(element.before), axis, ())
        rows.append(Row((*cells, Cell("", "mk", plot=plot))))
    return (RowGroup(tuple(rows)),)
