"""Each unit by itself, to be opened: its elements and its services."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Cell, Column, Details, Row, RowGroup, Table, UnitDetail
from skm.publishing.charts import draw_mini
from skm.publishing.facts import Answers, PlannedAction, Subject
from skm.publishing.formatting import WHOLE_PERCENT_BELOW, capital, join_words, spell
from skm.publishing.sections.desk import Desk, anchor_of, cell, head, span_of
from skm.publishing.sections.priorities import name_action, say_status, say_when
from skm.publishing.shapes import Axis, percent


def services_table(desk: Desk, services: Sequence[Subject], caption: str, table_id: str) -> Table:
    """Return the table of the services of a unit."""
    keys = ("respondents", "index_plain", "interval")
    columns = (Column(desk.say("column.service")), *(Column(desk.say(f"column.{key}"), "r") for key in keys))
    rows = []
    for service in services:
        n = "x" if service.now.n is None else desk.count(service.now.n)
        interval = wording.say_interval(service.now, desk.facts.language)
        rows.append(Row((head(service.name), cell(n), cell(desk.shown(service.now)), cell(interval))))
    return Table(table_id, caption, columns, (RowGroup(tuple(rows)),))


def write_details(desk: Desk) -> Details:
    """Return every unit in official order, closed until it is opened."""
    units = tuple(write_detail(desk, unit) for unit in desk.facts.units)
    lede = [desk.say("unit.details_lede")]
    if any(_is_without_bar(one) for unit in desk.facts.units for one in unit.answers):
        lede.append(desk.say("unit.details_no_bar", minimum=desk.facts.minimum_cell))
    return Details(desk.say("unit.details"), " ".join(lede), units)


def write_detail(desk: Desk, unit: Subject) -> UnitDetail:
    """Return one unit, as it stands on the page of its period and on its own page."""
    facts, anchor = desk.facts, anchor_of(unit.id)
    low, high = facts.regulation.scale
    axis = Axis(float(low), float(high), (), 0)
    caption = desk.say("table.unit_elements", name=unit.name)
    elements = services = None
    if unit.now.printed is not None:
        elements = Table(f"{anchor}-t", caption, _unit_element_columns(desk, unit), _unit_elements(desk, unit, axis))
    if unit.services and not unit.now.hidden:
        title = desk.say("table.unit_services", name=unit.name)
        services = services_table(desk, unit.services, title, f"{anchor}-s")
    sentence = _unit_sentence(desk, unit)
    note = wording.say_unit_note(unit, facts)
    lines = _unit_lines(desk, unit)
    return UnitDetail(anchor, unit.name, _unit_summary(desk, unit), note, sentence, elements, services, lines)


def _unit_lines(desk: Desk, unit: Subject) -> tuple[str, ...]:
    """Return what comments come back to, what is planned, and what became of the plan before."""
    themes = [
        desk.say("unit.theme", element=wording.lower_name(theme.element), n=desk.count(theme.mentions))
        for theme in desk.facts.themes.get(unit.id, ())
    ]
    lines = [desk.say("unit.themes", list=join_words(themes, desk.facts.language))] if themes else []
    follow = desk.facts.followups.get(unit.id)
    if follow is None:
        return tuple(lines)
    planned = [_action(desk, one, say_when(desk, one)) for one in follow.plan]
    done = [_action(desk, one, say_status(desk, one)) for one in follow.review]
    lines += [desk.say("unit.plan", list="; ".join(planned))] if planned else []
    return (*lines, *([desk.say("unit.review", list="; ".join(done))] if done else []))


def _action(desk: Desk, action: PlannedAction, when: str) -> str:
    return desk.say("unit.plan_item", element=name_action(desk, action), activity=action.activity or "..", when=when)


def _unit_summary(desk: Desk, unit: Subject) -> str:
    figure = unit.now
    if figure.printed is None:
        return desk.say("unit.no_figure")
    names = {grade.letter: grade.names[desk.facts.language] for grade in desk.facts.regulation.grades}
    key = "sentence_grade" if figure.grade else "sentence"
    index = desk.figure(figure)
    return desk.say(f"unit.{key}", index=index, grade=figure.grade, grade_name=names.get(figure.grade, ""))


def _unit_sentence(desk: Desk, unit: Subject) -> str:
    """Return number of respondents, interval, other letters, conclusion and rank of a unit as one line."""
    if unit.now.printed is None:
        return ""
    parts = []
    if unit.now.n is not None:
        said = desk.words.count("respondents", unit.now.n)
        parts.append(said if unit.users is None else desk.say("unit.of_users", n=said, users=desk.count(unit.users)))
        if desk.facts.recruitment:
            parts.append(desk.say(f"unit.recruited_{desk.facts.recruitment.replace('-', '_')}"))
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
    if rank := wording.say_rank(unit, desk.facts, desk.n_rank_groups):
        parts.append(rank)
    if not parts:
        return ""
    return capital("; ".join(parts)) + "."


def _unit_element_columns(desk: Desk, unit: Subject) -> tuple[Column, ...]:
    columns = [Column(desk.say("column.element"))]
    if desk.compares:
        columns.append(Column(desk.say("column.mean", period=desk.before), "r"))
    columns.append(Column(desk.say("column.mean", period=desk.now), "r"))
    if desk.compares:
        columns.append(Column(desk.say("column.change_mean"), "r"))
    low, high = desk.facts.regulation.scale
    columns.append(Column(desk.say("column.place", **{"from": low, "to": high}), "mk"))
    return (*columns, *([Column(desk.say("column.spread"), "sp")] if unit.answers else []))


def _unit_elements(desk: Desk, unit: Subject, axis: Axis) -> tuple[RowGroup, ...]:
    rows = []
    answers = {one.key: one for one in unit.answers}
    for element in unit.elements:
        cells = [head(f"{element.code} {element.short}")]
        if desk.compares:
            cells.append(cell(desk.shown(element.before), "r m"))
        cells.append(cell(desk.shown(element.now), "r b"))
        if desk.compares:
            change = element.difference.printed if element.difference else None
            cells.append(cell(desk.change(change)))
        plot = draw_mini(span_of(element.now), span_of(element.before), axis, ())
        cells.append(Cell("", "mk", plot=plot))
        if answers:
            cells.append(_spread_cell(desk, answers.get(element.key)))
        rows.append(Row(tuple(cells)))
    return (RowGroup(tuple(rows)),)


def _is_without_bar(answers: Answers) -> bool:
    """Return whether a share is told, but a count behind it is hidden."""
    return answers.share_3_4 is not None and (None in answers.counts or not answers.total)


def _spread_cell(desk: Desk, answers: Answers | None) -> Cell:
    """Return the answers 1 to 4 as a bar, with the share of 3 and 4; ".." where an element has several questions."""
    if answers is None:
        return Cell("..", "sp")
    if answers.share_3_4 is None:
        return Cell("x", "sp")
    places = 0 if answers.total < WHOLE_PERCENT_BELOW else 1
    text = spell(100 * answers.share_3_4, places, desk.facts.language)
    if _is_without_bar(answers):
        return Cell(text, "sp")
    counts = [count or 0 for count in answers.counts]
    first, second, third = (percent(100 * sum(counts[:n]) / answers.total) for n in (1, 2, 3))
    return Cell(text, "sp", spread=(first, second, third))
