"""The index of all periods of one kind: a line with intervals, broken where two periods can't be compared."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Block, Cell, Chart, Column, Row, RowGroup, Table
from skm.publishing.facts import Past, Usual
from skm.publishing.formatting import EN_DASH, join_words, part_of_period
from skm.publishing.sections.desk import Desk, cell, cut_of, head, span_of
from skm.publishing.trend_chart import TrendPoint, UsualLine, draw_trend

LEAST_PERIODS = 3  # two are compared beside each other


def write_trend(desk: Desk) -> list[Block]:
    """Return the trend of the whole with its table; nothing for fewer than three periods of one kind."""
    past = desk.facts.whole.history
    if sum(span_of(one.figure) is not None for one in past) < LEAST_PERIODS:
        return []
    table = _trend_table(desk, past)
    return [draw_history(desk, past, table, "g-trend", desk.facts.whole.usual), table]


def draw_history(desk: Desk, past: Sequence[Past], table: Table, chart_id: str, usual: Usual | None = None) -> Chart:
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
    usual
        Within what the series usually moves, where it is long enough to tell.
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
    plain = plain and usual is None  # two kinds of lines across would be read as one
    bounds = [(float(grade.lower), grade.letter) for grade in desk.facts.regulation.grades[:-1]] if plain else []
    plot, axis = draw_trend(points, bounds, desk.tick, desk.limits, _lines(desk, usual) if usual else ())
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
        "usual": desk.say("figure.trend_usual") if usual else "",
    }
    equal = "_equal" if printed[0] == printed[-1] else ""
    return Chart(
        id=chart_id,
        title=desk.say(f"figure.trend_title{equal}", **slots),
        subtitle=desk.subtitle(desk.say("figure.trend_sub", **slots)),
        alt=desk.alt(desk.say(f"figure.trend_alt{'_broken' if n_breaks else ''}", **slots), table),
        table=table.id,
        plot=plot,
        style="trend usual" if usual else "trend",
        how=say_usual(desk, usual) if usual else "",
    )


def _lines(desk: Desk, usual: Usual) -> tuple[UsualLine, ...]:
    """Return the lines of what is usual; limits that fall together with the centre are one line."""
    ends = [usual.upper, usual.lower] if usual.upper > usual.lower else [usual.upper]
    limits = (UsualLine("li", float(end), desk.change(end, False)) for end in ends)
    return (UsualLine("ce", float(usual.center), ""), *limits)


def say_usual(desk: Desk, usual: Usual) -> str:
    """Return whether the series stayed within what is usual, where not, and of what the limits are made."""

    def period(text: str) -> str:
        return wording.say_period(desk.facts, text)

    slots: dict[str, object] = {
        "center": desk.change(usual.center, False),
        "lower": desk.change(usual.lower, False),
        "upper": desk.change(usual.upper, False),
        "first": period(usual.first),
        "last": period(usual.last),
        "n": desk.words.count("periods", usual.n),
    }
    said = []
    if usual.outside:
        said.append(
            desk.say(
                "usual.outside",
                periods=join_words([period(one) for one in usual.outside], desk.facts.language),
                **slots,
            )
        )
    for first, last, above in usual.runs:
        said.append(
            desk.say(f"usual.{'above' if above else 'below'}", **slots | {"first": period(first), "last": period(last)})
        )
    return " ".join([*(said or [desk.say("usual.inside", **slots)]), desk.say("usual.how", **slots)])


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
