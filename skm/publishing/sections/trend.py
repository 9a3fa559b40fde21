"""The index of all periods of one kind: a line with intervals, broken where two periods can't be compared."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Block, Cell, Chart, Column, Row, RowGroup, Table
from skm.publishing.facts import Past
from skm.publishing.formatting import EN_DASH, part_of_period
from skm.publishing.sections.desk import Desk, cell, cut_of, head, span_of
from skm.publishing.trend_chart import TrendPoint, draw_trend

LEAST_PERIODS = 3  # two are compared beside each other


def write_trend(desk: Desk) -> list[Block]:
    """Return the trend of the whole with its table; nothing for fewer than three periods of one kind."""
    past = desk.facts.whole.history
    if sum(span_of(one.figure) is not None for one in past) < LEAST_PERIODS:
        return []
    table = _trend_table(desk, past)
    return [draw_history(desk, past, table, "g-trend"), table]


def draw_history(desk: Desk, past: Sequence[Past], table: Table, chart_id: str) -> Chart:
    """Return the chart of all periods, the last one being the page's own.

    Parameters
    ----------
    desk
        The facts and the words.
    past
        The figures of the periods in time; some of them have one that is shown.
    table
        Where the same numbers stand.
    chart_id
        The figure's id on the page.
    """
    points = [
        TrendPoint(
            *part_of_period(one.figure.period, desk.facts.language),
            span_of(one.figure),
            desk.figure(one.figure),
            one.broken,
        )
        for one in past
    ]
    figures = [one.figure for one in past if span_of(one.figure) is not None]
    n_breaks = sum(one.broken for one in past[1:])
    # Before a break other bounds may have held; a weak figure would get its letter by its place.
    plain = not n_breaks and not any("F" in figure.marks for figure in figures)
    bounds = [(float(grade.lower), grade.letter) for grade in desk.facts.regulation.grades[:-1]] if plain else []
    plot, axis = draw_trend(points, bounds, desk.tick, desk.limits)
    printed = sorted(figure.printed for figure in figures if figure.printed is not None)
    on_axis = any(axis.low < bound < axis.high for bound, _ in bounds)
    slots: dict[str, object] = {
        "low": desk.change(printed[0], False),
        "high": desk.change(printed[-1], False),
        "first": wording.say_period(desk.facts, past[0].figure.period),
        "last": wording.say_period(desk.facts, past[-1].figure.period),
        "n": desk.words.count("periods", len(figures)),
        "cut": desk.say("figure.cut", **cut_of(desk, axis)),
        "bounds": desk.say("figure.trend_bounds") if on_axis else "",
        "breaks": desk.say("figure.trend_breaks") if n_breaks else "",
    }
    equal = "_equal" if printed[0] == printed[-1] else ""
    return Chart(
        id=chart_id,
        title=desk.say(f"figure.trend_title{equal}", **slots),
        subtitle=desk.subtitle(desk.say("figure.trend_sub", **slots)),
        alt=desk.alt(desk.say(f"figure.trend_alt{'_broken' if n_breaks else ''}", **slots), table),
        table=table.id,
        plot=plot,
        style="trend",
    )


def _trend_table(desk: Desk, past: Sequence[Past]) -> Table:
    columns = (
        Column(desk.say("column.period")),
        Column(desk.say("column.respondents"), "r"),
        Column(desk.say("column.index_plain"), "r"),
        Column(desk.say("column.interval"), "r"),
        Column(desk.say("column.grade")),
        Column(desk.say("column.comparable")),
    )
    rows = [_trend_row(desk, one, is_first=not number) for number, one in enumerate(past)]
    return Table("t-trend", desk.caption("periods"), columns, (RowGroup(tuple(rows)),), folded=True)


def _trend_row(desk: Desk, one: Past, *, is_first: bool) -> Row:
    figure = one.figure
    comparable = EN_DASH if is_first else desk.say(f"figure.trend_{'broken' if one.broken else 'comparable'}")
    cells: tuple[Cell, ...] = (
        head(wording.say_period(desk.facts, figure.period)),
        cell(desk.respondents(figure)),
        cell(desk.shown(figure), "r b"),
        cell(wording.say_interval(figure, desk.facts.language)),
        cell(wording.say_grade(figure), ""),
        cell(comparable, ""),
    )
    return Row(cells)
