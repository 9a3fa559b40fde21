"""The first figure: where the index stands on its scale, and its interval enlarged."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Chart, Column, Row, RowGroup, Table
from skm.publishing.facts import Figure
from skm.publishing.headings import head_level
from skm.publishing.level_chart import LevelPoint, Zone, draw_level, zoom_axis
from skm.publishing.sections.desk import Desk, cell, cut_of, head, span_of


def write_level(desk: Desk) -> tuple[Chart, Table] | None:
    """Return the level strip with its table, None where the whole has no figure or is too weak for a letter."""
    facts = desk.facts
    if span_of(facts.whole.now) is None or "F" in facts.whole.now.marks:
        return None  # the strip would give a weak figure its letter by its place
    table = _level_table(desk)
    zones = [
        Zone(
            grade.letter,
            grade.names[facts.language],
            float(grade.lower),
            desk.change(grade.lower, sign=False),
            str(place),
        )
        for place, grade in enumerate(reversed(facts.regulation.grades), start=5 - len(facts.regulation.grades))
    ]
    figures = [(facts.whole.before, "o"), (facts.whole.now, "n")]
    points = [
        LevelPoint(
            span,
            wording.say_period(facts, figure.period),
            desk.figure(figure),
            "" if figure.low is None else wording.say_interval(figure, facts.language),
            style,
        )
        for figure, style in figures
        if figure is not None and (span := span_of(figure)) is not None
    ]
    plot = draw_level(points, zones, desk.tick, desk.limits[1])
    low, high = wording.scale_of(facts)
    slots: dict[str, object] = {"low": low, "high": high, "now": desk.now, "n_now": desk.count(facts.whole.now.n or 0)}
    which = "one"
    if len(points) > 1 and facts.whole.before is not None:
        which = "two"
        slots |= {"before": desk.before, "n_before": desk.count(facts.whole.before.n or 0)}
    text = desk.say(f"figure.level_sub_{which}", **slots)
    if zoom := zoom_axis(points, zones, desk.limits[1]):
        text += desk.say("figure.level_sub_zoom", **cut_of(desk, zoom))
    chart = Chart(
        id="g-level",
        title=head_level(facts),
        subtitle=desk.subtitle(text),
        alt=desk.alt(_level_alt(desk, points), table),
        table=table.id,
        plot=plot,
    )
    return chart, table


def _level_alt(desk: Desk, points: Sequence[LevelPoint]) -> str:
    """Return each year with its letter and its interval, where it has them."""
    facts, said = desk.facts, []
    for point in points:
        figure = facts.whole.now if point.style == "n" else facts.whole.before
        letter = figure.grade if figure is not None else ""
        said.append(
            desk.say(
                "figure.level_alt_point",
                period=point.period,
                index=point.printed,
                grade=desk.say("figure.level_alt_grade", grade=letter) if letter else "",
                interval=desk.say("figure.level_alt_interval", interval=point.interval) if point.interval else "",
            )
        )
    low, high = wording.scale_of(facts)
    return desk.say("figure.level_alt", low=low, high=high, points="; ".join(said))


def _level_table(desk: Desk) -> Table:
    facts = desk.facts
    columns = [
        Column(desk.say("column.period")),
        Column(desk.say("column.respondents"), "r"),
        Column(desk.say("column.index_plain"), "r"),
        Column(desk.say("column.interval"), "r"),
        Column(desk.say("column.grade")),
    ]
    rows = [
        _level_row(desk, wording.say_period(facts, figure.period), figure)
        for figure in (facts.whole.before, facts.whole.now)
        if figure is not None
    ]
    if not desk.compares and facts.whole.n_units > 1:
        others = {basis: figure for basis, figure in facts.bases.items() if basis != facts.official}
        rows += [
            _level_row(desk, f"{desk.now}, {wording.lower_name(desk.say(f'basis.{basis}'))}", figure)
            for basis, figure in others.items()
        ]
    low, high = wording.scale_of(facts)
    caption = desk.caption("levels", low=low, high=high)
    return Table("t-level", caption, tuple(columns), (RowGroup(tuple(rows)),), folded=True)


def _level_row(desk: Desk, name: str, figure: Figure) -> Row:
    n = "x" if figure.n is None else desk.count(figure.n)
    interval = wording.say_interval(figure, desk.facts.language)
    cells = (head(name), cell(n), cell(desk.shown(figure)), cell(interval))
    return Row((*cells, cell(wording.say_grade(figure), "")))
