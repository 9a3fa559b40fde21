"""Kinds, agencies and regions: one line each, both years on one axis."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Block, Chart, Column, Row, RowGroup, Table
from skm.publishing.charts import Pair as ChartPair
from skm.publishing.charts import draw_pairs
from skm.publishing.choices import count_grades
from skm.publishing.facts import Subject
from skm.publishing.formatting import capital, join_words
from skm.publishing.sections.desk import Desk, cell, cut_of, grade_cell, head, interval_of_change, span_of, verdict_cell
from skm.publishing.shapes import Value, make_axis

MOST_GROUPS_IN_CHART = 12


def write_groups(desk: Desk, level: str, groups: Sequence[Subject]) -> list[Block]:
    """Return a chart of a few groups with its table; many groups have their table alone.

    Nothing where the groups are the units by another name, or the whole; single units stand in the table of units.
    """
    several = [group for group in groups if group.n_units > 1]
    if len(groups) < 2 or not several:
        return []
    if len(groups) > MOST_GROUPS_IN_CHART:
        groups = several
    table = _groups_table(desk, level, groups)
    shown = [group for group in groups if span_of(group.now) is not None]
    if not 1 < len(shown) <= MOST_GROUPS_IN_CHART:
        return [table]
    return [_groups_chart(desk, level, shown, table, every=len(shown) == len(groups)), table]


def _groups_chart(desk: Desk, level: str, groups: Sequence[Subject], table: Table, *, every: bool) -> Chart:
    facts = desk.facts
    rows = [(desk.say("level.whole"), facts.whole, "total"), *((g.name, g, "") for g in groups)]
    pairs = []
    for label, subject, style in rows:
        now, before = span_of(subject.now), span_of(subject.before)
        if now is None:
            continue
        values = [Value(desk.shown(subject.now), "b")]
        if before is not None:
            change = subject.difference.printed if subject.difference else None
            values = [Value(desk.shown(subject.before), "m"), *values, Value(desk.change(change))]
        note = desk.words.count("plain_units", subject.n_units)
        pairs.append(ChartPair(label, now, before, tuple(values), note, style))
    ends = [end for pair in pairs for span in (pair.now, pair.before) if span for end in span.ends]
    axis = make_axis(ends, *desk.limits)
    two = any(pair.before for pair in pairs)
    word = desk.say(f"level.{level}")
    basis = wording.lower_name(desk.say(f"basis.{facts.official}"))
    slots: dict[str, object] = {
        "level": word,
        "basis": basis,
        "cut": desk.say("figure.cut", **cut_of(desk, axis)),
        "now": desk.now,
    }
    slots |= {"before": desk.before if two else "", "n": desk.count(facts.whole.now.n or 0)}
    slots["units"] = desk.words.count("units", facts.whole.n_units)
    text = desk.say(f"figure.groups_sub_{'two' if two else 'one'}", **slots)
    return Chart(
        id=f"g-{level}",
        title=_groups_title(desk, groups, every=every),
        subtitle=desk.subtitle(text),
        alt=desk.alt(_groups_alt(desk, groups, slots), table),
        table=table.id,
        rows=draw_pairs(pairs, axis, desk.tick, guides=desk.guides(), apart=True, style="groups"),
    )


def _groups_title(desk: Desk, groups: Sequence[Subject], *, every: bool) -> str:
    """Return how many groups have which letter; "all" only where the chart shows every group of the table."""
    grades = count_grades(groups)
    if every and len(grades) == 1 and len(groups) > 1 and grades[0][1] == len(groups):
        return desk.say("figure.groups_title_all", grade=grades[0][0])
    items = [
        desk.say("figure.groups_title_grade", groups=desk.words.count("groups", n), grade=letter)
        for letter, n in grades
    ]
    return capital(join_words(items, desk.facts.language))


def _groups_alt(desk: Desk, groups: Sequence[Subject], slots: dict[str, object]) -> str:
    few = [f"{group.name} {desk.figure(group.now)}" for group in groups]
    text = desk.say("figure.groups_alt", now=desk.now, list=join_words(few, desk.facts.language))
    if len(text) <= 200:
        return text
    printed = sorted(group.now.printed for group in groups if group.now.printed is not None)
    ends = {"low": desk.change(printed[0], False), "high": desk.change(printed[-1], False)}
    return desk.say("figure.groups_alt_many", **(slots | ends | {"n": len(groups)}))


def _groups_table(desk: Desk, level: str, groups: Sequence[Subject]) -> Table:
    facts = desk.facts
    columns = [Column(capital(desk.say(f"level.{level}"))), Column(desk.say("column.respondents"), "r")]
    if desk.compares:
        columns.append(Column(desk.say("column.index", period=desk.before), "r"))
    columns += [Column(desk.say("column.index", period=desk.now), "r"), Column(desk.say("column.interval"), "r")]
    if desk.compares:
        columns += [Column(desk.say("column.change"), "r"), Column(desk.say("column.change_interval"), "r")]
        columns.append(Column(desk.say("column.conclusion")))
    columns.append(Column(desk.say("column.grade")))
    whole = (desk.say("level.whole"), facts.whole, "total")
    rows = [_group_row(desk, *line) for line in (whole, *((g.name, g, "") for g in groups))]
    caption = desk.caption("groups", level=desk.say(f"level.{level}"))
    return Table(f"t-{level}", caption, tuple(columns), (RowGroup(tuple(rows)),), wide=True)


def _group_row(desk: Desk, name: str, subject: Subject, style: str) -> Row:
    label = desk.say("level.units_after", name=name, units=desk.words.count("plain_units", subject.n_units))
    cells = [head(label), cell(desk.respondents(subject.now))]
    if desk.compares:
        cells.append(cell(desk.shown(subject.before), "r m"))
    cells.append(cell(desk.shown(subject.now), "r b"))
    cells.append(cell(wording.say_interval(subject.now, desk.facts.language)))
    if desk.compares:
        change = subject.difference
        cells.append(cell(desk.change(change.printed if change else None)))
        cells.append(cell(interval_of_change(desk, change)))
        cells.append(verdict_cell(desk, change, many=False))
    cells.append(grade_cell(desk, subject))
    return Row(tuple(cells), style)
