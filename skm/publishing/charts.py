"""Where things stand in a chart: rows over one axis, staircases, stacked bars, many changes, strips in tables.

Geometry only: the templates draw it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skm.publishing.shapes import (
    GAP,
    WIDE,
    Axis,
    Box,
    Label,
    Line,
    Mark,
    Plot,
    PlotRow,
    RowChart,
    Shape,
    Span,
    Value,
    draw_grid,
    draw_guides,
    draw_interval,
    make_axis,
    percent,
    text_share,
    tick_labels,
)

LEAST_NAMED = 9.0  # percent of the width that a number in a bar needs


@dataclass(frozen=True)
class Pair:
    """A row of two years: what it is called, both values, its numbers."""

    label: str
    now: Span
    before: Span | None
    values: tuple[Value, ...]
    note: str = ""
    style: str = ""


def draw_pairs(
    pairs: Sequence[Pair],
    axis: Axis,
    spell: Callable[[float, int], str],
    *,
    guides: Sequence[tuple[float, str, str]] = (),
    apart: bool = False,
    style: str = "",
) -> RowChart:
    """Return rows with last year's circle and this year's square on one axis.

    Parameters
    ----------
    pairs
        The rows, top to bottom.
    axis
        The axis that all rows share.
    spell
        Returns a number of the axis as text, given its decimals.
    guides
        Bounds drawn through all rows: value, short label, the part of it shown where there is room.
    apart
        Draw the two years above each other with both intervals, instead of on one line.
    style
        A name for the page's style sheet.
    """
    height = 32 if apart else 26
    inside = [guide for guide in guides if axis.low < guide[0] < axis.high]
    bounds = [guide[0] for guide in inside]
    rows = []
    for pair in pairs:
        two = pair.before is not None
        y_before, y_now = (height * 0.31, height * 0.69) if apart and two else (height / 2, height / 2)
        shapes: list[Shape] = [*draw_grid(axis, height), *draw_guides(axis, bounds, height)]
        if pair.before is not None:
            ends = [percent(axis.at(value)) for value in (pair.before.value, pair.now.value)]
            if not apart:
                shapes.append(Line("rl", *ends, y_before, y_now))
            shapes += draw_interval("oi", axis, pair.before, y_before)
            shapes.append(Mark("o", ends[0], y_before))
        shapes += draw_interval("ni", axis, pair.now, y_now)
        shapes.append(Mark("n", percent(axis.at(pair.now.value)), y_now))
        rows.append(PlotRow(pair.label, Plot(height, tuple(shapes)), pair.values, pair.note, pair.style))
    foot = Plot(18, tuple(tick_labels(axis, spell, 13)))
    head = _guide_heads(axis, inside)
    return RowChart(tuple(rows), foot, head, style)


def _guide_heads(axis: Axis, guides: Sequence[tuple[float, str, str]]) -> Plot | None:
    """Return the names of the bounds over the rows, each clear of the one before it."""
    labels: list[Shape] = []
    last = -100.0
    for value, text, more in sorted(guides):
        place = axis.at(value)
        if place - last < text_share(text):
            continue
        anchor = "start" if place < 15 else "end" if place > 85 else "middle"
        roomy = place - last > text_share(text + more, WIDE)
        labels.append(Label("ax", percent(place), 12, text, anchor, wide_after=more if roomy else ""))
        last = place
    return Plot(18, tuple(labels)) if labels else None


@dataclass(frozen=True)
class Step:
    """One step of a staircase: its name, its size, its number as text."""

    label: str
    size: float
    text: str


def draw_stairs(
    start: tuple[str, float, str],
    steps: Sequence[Step],
    end: tuple[str, float, str],
    spell: Callable[[float, int], str],
    limits: tuple[float, float],
) -> RowChart:
    """Return a staircase from one value to another, each bar starting where the one before it ends.

    Parameters
    ----------
    start, end
        Name, value and number of the first and the last row.
    steps
        What lies between; their sizes sum to the difference.
    spell
        Returns a number of the axis as text, given its decimals.
    limits
        The ends of the scale, which the axis never leaves.
    """
    levels = [start[1]]
    for step in steps:
        levels.append(levels[-1] + step.size)
    axis = make_axis([*levels, end[1]], *limits)
    height = 24
    first = percent(axis.at(start[1]))
    shapes: list[Shape] = [*draw_grid(axis, height), Line("ct", first, first, 12, height), Mark("o", first, 12)]
    rows = [PlotRow(start[0], Plot(height, tuple(shapes)), (Value(start[2]),), style="end")]
    for step, here, there in zip(steps, levels, levels[1:], strict=False):
        rows.append(_stair(step, axis, here, there, height))
    last = percent(axis.at(end[1]))
    shapes = [*draw_grid(axis, height), Line("ct", last, last, 0, 12), Mark("n", last, 12)]
    rows.append(PlotRow(end[0], Plot(height, tuple(shapes)), (Value(end[2]),), style="end"))
    return RowChart(tuple(rows), Plot(18, tuple(tick_labels(axis, spell, 13))), style="stairs")


def _stair(step: Step, axis: Axis, here: float, there: float, height: int) -> PlotRow:
    x1, x2 = axis.at(here), axis.at(there)
    style = "dn" if step.size < 0 else "n"
    shapes: list[Shape] = [*draw_grid(axis, height), Line("ct", percent(x1), percent(x1), 0, 6)]
    if abs(x2 - x1) > 0:
        shapes.append(Box(style, percent(min(x1, x2)), percent(abs(x2 - x1)), 6, height - 12))
    else:
        shapes.append(Line("ct", percent(x1), percent(x1), 6, height - 6))
    shapes.append(Line("ct", percent(x2), percent(x2), height - 6, height))
    row_style = "neg" if step.size < 0 else ""
    return PlotRow(step.label, Plot(height, tuple(shapes)), (Value(step.text),), style=row_style)


@dataclass(frozen=True)
class Stack:
    """How the answers to one element are spread: shares in percent, None where a count is hidden."""

    label: str
    shares: tuple[float | None, ...]
    value: str


def draw_stacks(stacks: Sequence[Stack], spell: Callable[[float, int], str]) -> RowChart:
    """Return 100 % bars from the lowest to the highest answer; hidden counts are one field marked x."""
    rows = [PlotRow(s.label, Plot(26, tuple(_stack(s, spell))), (Value(s.value, "b"),)) for s in stacks]
    ticks = Axis(0, 100, (0, 25, 50, 75, 100), 0)
    key: list[Shape] = []
    for place in range(4):
        x = percent(4 + 24 * place)  # as far apart as the narrowest plot needs
        key += [Mark(f"a{place + 1}", x, 9, 11), Label("ax", x, 13, str(place + 1), "start", GAP)]
    foot = Plot(18, tuple(tick_labels(ticks, spell, 13)))
    return RowChart(tuple(rows), foot, Plot(20, tuple(key)), style="stacks")


def _stack(stack: Stack, spell: Callable[[float, int], str]) -> list[Shape]:
    shapes: list[Shape] = []
    start = 0.0
    for style, share, text in _fields(stack.shares, spell):
        if share <= 0:
            continue
        shapes.append(Box(f"a{style}", percent(start), percent(share), 4, 18))
        if share >= LEAST_NAMED:
            shapes.append(Label(f"at{style}", percent(start + share / 2), 17.5, text))
        start += share
    return shapes


def _fields(shares: Sequence[float | None], spell: Callable[[float, int], str]) -> list[tuple[str, float, str]]:
    """Return style, width and text of each field; hidden neighbours become one, scattered ones the whole bar."""
    hidden = [place for place, share in enumerate(shares) if share is None]
    rest = 100.0 - sum(share for share in shares if share is not None)
    if hidden and hidden[-1] - hidden[0] + 1 > len(hidden):
        return [("x", 100.0, "x")]
    fields = []
    for place, share in enumerate(shares):
        if share is not None:
            fields.append((str(place + 1), share, spell(share, 0)))
        elif place == hidden[0]:
            fields.append(("x", rest, "x"))
    return fields


MOST_TICKS = 4  # of a panel that is a third of the page


@dataclass(frozen=True)
class Move:
    """The change of one unit with its interval; `text` is the printed change."""

    label: str
    span: Span
    text: str


@dataclass(frozen=True)
class MovesChart:
    """Units that moved, with names, and the others without, over one shared axis."""

    up: RowChart | None
    down: RowChart | None
    same: Plot | None


def draw_moves(
    up: Sequence[Move], down: Sequence[Move], same: Sequence[Span], spell: Callable[[float, int], str]
) -> MovesChart:
    """Return the changes of units in panels that share one axis, with a line at zero."""
    spans = [move.span for move in (*up, *down)] + list(same)
    reach = max(abs(end) for span in spans for end in span.ends)
    axis = make_axis([-reach, reach], -100, 100, most=MOST_TICKS)
    return MovesChart(
        _moves_rows(up, axis, spell, "n"), _moves_rows(down, axis, spell, "dn"), _crowd(same, axis, spell)
    )


def _moves_rows(moves: Sequence[Move], axis: Axis, spell: Callable[[float, int], str], style: str) -> RowChart | None:
    if not moves:
        return None
    zero = percent(axis.at(0))
    rows = []
    for move in moves:
        line = "di" if style == "dn" else "ni"
        shapes: list[Shape] = [*draw_grid(axis, 22), Line("ct", zero, zero, 0, 22)]
        shapes += draw_interval(line, axis, move.span, 11)
        shapes.append(Mark(style, percent(axis.at(move.span.value)), 11))
        rows.append(PlotRow(move.label, Plot(22, tuple(shapes)), (Value(move.text, "b"),)))
    return RowChart(tuple(rows), Plot(18, tuple(tick_labels(axis, spell, 13))), style="moves")


def _crowd(spans: Sequence[Span], axis: Axis, spell: Callable[[float, int], str]) -> Plot | None:
    if not spans:
        return None
    pitch = 5 if len(spans) > 20 else 9
    depth = pitch * (len(spans) + 1)
    zero = percent(axis.at(0))
    shapes: list[Shape] = [*draw_grid(axis, depth), Line("ct", zero, zero, 0, depth)]
    for number, span in enumerate(sorted(spans, key=lambda s: -s.value), start=1):
        shapes += draw_interval("qi", axis, span, pitch * number)
        shapes.append(Mark("q", percent(axis.at(span.value)), pitch * number, 3.5))
    shapes += tick_labels(axis, spell, depth + 16)
    return Plot(depth + 22, tuple(shapes))


def draw_mini(now: Span | None, before: Span | None, axis: Axis, guides: Sequence[float]) -> Plot:
    """Return a strip for a cell of a table: both years and the bounds, without numbers."""
    height = 16
    shapes: list[Shape] = [*draw_guides(axis, guides, height)]
    if before is not None:
        shapes.append(Mark("o", percent(axis.at(before.value)), height / 2, 7))
    if now is not None:
        shapes += draw_interval("ni", axis, now, height / 2)
        shapes.append(Mark("n", percent(axis.at(now.value)), height / 2, 7))
    return Plot(height, tuple(shapes))
