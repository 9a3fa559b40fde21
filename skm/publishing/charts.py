"""Where things stand in a chart: scales, coordinates, labels that do not collide. Geometry only; templates draw it.

Horizontal places are percentages of the plot's width and vertical ones pixels, so that a chart follows the page from
a telephone to paper while its letters keep their size. A label is placed for the narrowest width it may meet.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

NARROWEST = 288  # pixels: a window of 320 less its margins (WCAG 1.4.10)
WIDE = 608  # pixels from which the words marked as wide are shown (40 rem less margins)
FULL = 936  # pixels across the page from 64 rem on
DIGIT = 6.7  # pixels a digit takes
LETTER = 7.4  # pixels a letter of a chart takes, on average, with some to spare
GAP = 10  # pixels between a mark and its label
STEPS = (Decimal(1), Decimal(2), Decimal(5))


@dataclass(frozen=True)
class Line:
    """A straight line; x in percent, y in pixels."""

    style: str
    x1: str
    x2: str
    y1: float
    y2: float
    kind: str = "line"


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    style: str
    x: str
    width: str
    y: float
    height: float
    kind: str = "box"


@dataclass(frozen=True)
class Mark:
    """A point: a hollow circle (before) or a filled square (now); `size` is its width."""

    style: str
    x: str
    y: float
    size: float = 9
    kind: str = "mark"


@dataclass(frozen=True)
class Label:
    """A text; `wide_before` and `wide_after` are only shown where there is room, `full_after` on a full page."""

    style: str
    x: str
    y: float
    text: str
    anchor: str = "middle"
    dx: float = 0
    wide_before: str = ""
    wide_after: str = ""
    full_after: str = ""
    kind: str = "label"


Shape = Line | Box | Mark | Label


@dataclass(frozen=True)
class Plot:
    """One drawing: its height in pixels and its shapes, back to front."""

    height: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Value:
    """A number at the right edge of a row."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class PlotRow:
    """A line of a chart: a name, a drawing, its numbers."""

    label: str
    plot: Plot
    values: tuple[Value, ...] = ()
    note: str = ""
    style: str = ""


@dataclass(frozen=True)
class RowChart:
    """Rows over one shared axis; `head` stands above them, `axis` below."""

    rows: tuple[PlotRow, ...]
    axis: Plot
    head: Plot | None = None
    style: str = ""


@dataclass(frozen=True)
class Span:
    """A value with its interval, where it has one."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, ...]:
        """All numbers that the axis must hold."""
        return tuple(end for end in (self.value, self.low, self.high) if end is not None)


@dataclass(frozen=True)
class Zone:
    """A grade on the scale, with the letter that is always shown and the name where there is room."""

    letter: str
    name: str
    lower: float
    bound: str
    style: str


@dataclass(frozen=True)
class Axis:
    """A linear axis from `low` to `high`, with round ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    places: int

    def at(self, value: float) -> float:
        """Return the place of a value in percent; what lies outside stands at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return 100 * min(max(share, 0.0), 1.0)


def make_axis(values: Iterable[float], floor: float, ceiling: float, most: int = 6) -> Axis:
    """Return an axis with round ends that holds all values, never beyond floor and ceiling.

    Examples
    --------
    >>> axis = make_axis([80.77, 82.18], 25, 100)
    >>> axis.low, axis.high, axis.ticks
    (80.5, 82.5, (80.5, 81.0, 81.5, 82.0, 82.5))
    """
    numbers = sorted(values)
    low, high = numbers[0], numbers[-1]
    room = max((high - low) * 0.04, 0.02)
    low, high = max(low - room, floor), min(high + room, ceiling)
    step = _step(high - low, most)
    first, last = math.floor(Decimal(str(low)) / step), math.ceil(Decimal(str(high)) / step)
    ticks = [n * step for n in range(first, last + 1) if floor <= n * step <= ceiling]
    exponent = step.normalize().as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    return Axis(float(ticks[0]), float(ticks[-1]), tuple(float(tick) for tick in ticks), places)


def _step(width: float, most: int) -> Decimal:
    """Return the smallest round step that needs at most `most` ticks."""
    scale = Decimal(1).scaleb(math.floor(math.log10(width / most)))
    return next(s * scale * t for t in (1, 10) for s in STEPS if width / float(s * scale * t) <= most - 1)


def percent(place: float) -> str:
    """Return a place as an SVG percentage, short."""
    return f"{place:.2f}".rstrip("0").rstrip(".") + "%"


def text_share(text: str, width: int = NARROWEST) -> float:
    """Return how much of a plot's width a text takes, in percent."""
    return 100 * (len(text) * LETTER + GAP) / width


def number_share(text: str) -> float:
    """Return how much of the narrowest plot a number takes, in percent."""
    return 100 * (len(text) * DIGIT + GAP / 2) / NARROWEST


def _tick_labels(axis: Axis, spell: Callable[[float, int], str], y: float) -> list[Label]:
    """Return the numbers under an axis; those at the ends stay inside the plot."""
    labels = []
    for tick in axis.ticks:
        place = axis.at(tick)
        anchor = "start" if place < 4 else "end" if place > 96 else "middle"
        labels.append(Label("ax", percent(place), y, spell(tick, axis.places), anchor))
    return labels


def _grid(axis: Axis, height: float) -> list[Line]:
    places = [percent(axis.at(tick)) for tick in axis.ticks]
    return [Line("gr", x, x, 0, height) for x in places]


def _guides(axis: Axis, guides: Sequence[float], height: float) -> list[Line]:
    places = [percent(axis.at(guide)) for guide in guides if axis.low < guide < axis.high]
    return [Line("zb", x, x, 0, height) for x in places]


def _interval(style: str, axis: Axis, span: Span, y: float) -> list[Line]:
    if span.low is None or span.high is None:
        return []
    return [Line(style, percent(axis.at(span.low)), percent(axis.at(span.high)), y, y)]


# ---- level strip ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LevelPoint:
    """One year on the level strip."""

    span: Span
    period: str
    printed: str
    interval: str
    style: str  # "o" hollow, before; "n" filled, now


STRIP_TOP, STRIP_HEIGHT = 26, 26
TIER = 18


def draw_level(
    points: Sequence[LevelPoint], zones: Sequence[Zone], spell: Callable[[float, int], str], top: float
) -> Plot:
    """Return the whole scale with its grades, and below it the part around the intervals, enlarged.

    Parameters
    ----------
    points
        The period before (where there is one), then this period.
    zones
        Grades from the lowest to the highest.
    spell
        Returns a number of the axis as text, given its decimals.
    top
        The upper end of the scale.
    """
    whole = Axis(zones[0].lower, top, (), 0)
    tiers = _tiers(points, whole)
    strip = STRIP_TOP + (TIER if tiers else 0)
    shapes: list[Shape] = [*_strip_zones(zones, whole, strip)]
    shapes += _strip_points(points, whole, strip, tiers)
    zoom = zoom_axis(points, zones, top)
    if zoom is None:
        return Plot(strip + STRIP_HEIGHT + 22, tuple(shapes))
    return _with_zoom(shapes, points, whole, zoom, strip + STRIP_HEIGHT, spell)


def zoom_axis(points: Sequence[LevelPoint], zones: Sequence[Zone], top: float) -> Axis | None:
    """Return the axis of the enlarged part, None where no point has an interval."""
    if not any(point.interval for point in points):
        return None
    return make_axis([end for point in points for end in point.span.ends], zones[0].lower, top)


def _tiers(points: Sequence[LevelPoint], axis: Axis) -> bool:
    """Return whether the labels need a line each: beside their marks they would meet or leave the plot."""
    placed = sorted((axis.at(point.span.value), point) for point in points)
    for width, words in ((NARROWEST, False), (WIDE, True)):
        left, right = placed[0], placed[-1]
        room = [text_share(_strip_text(point, words), width) for point in (left[1], right[1])]
        if (len(points) > 1 and left[0] - room[0] < 0) or right[0] + room[1] > 100:
            return True
    return False


def _strip_text(point: LevelPoint, words: bool) -> str:
    return f"{point.period}: {point.printed}" if words else point.printed


def _strip_zones(zones: Sequence[Zone], axis: Axis, top: float) -> list[Shape]:
    shapes: list[Shape] = []
    ends = [*(axis.at(zone.lower) for zone in zones[1:]), 100.0]
    last = -100.0
    for zone, end in zip(zones, ends, strict=True):
        start = axis.at(zone.lower)
        shapes.append(Box(f"g{zone.style}", percent(start), percent(end - start), top, STRIP_HEIGHT))
        name = f" {zone.name}" if text_share(f"{zone.letter} {zone.name}", FULL) <= end - start else ""
        shapes.append(Label(f"gt{zone.style}", percent(start), top + 17, zone.letter, "start", 7, full_after=name))
        if start - last > number_share(zone.bound) and 100 - start > number_share(zone.bound):
            anchor = "start" if start < 4 else "middle"
            shapes.append(Label("ax", percent(start), top + STRIP_HEIGHT + 15, zone.bound, anchor))
            last = start
    shapes.append(Label("ax", "100%", top + STRIP_HEIGHT + 15, str(round(axis.high)), "end"))
    return shapes


def _strip_points(points: Sequence[LevelPoint], axis: Axis, top: float, tiers: bool) -> list[Shape]:
    shapes: list[Shape] = []
    leftmost = min(points, key=lambda point: point.span.value)
    for number, point in enumerate(points):
        place = axis.at(point.span.value)
        x, y = percent(place), 12 + (TIER * number if tiers else 0)
        if tiers:
            anchor = "end" if place > 50 else "start"
        else:
            anchor = "end" if point is leftmost and len(points) > 1 else "start"
        dx = -GAP if anchor == "end" else GAP
        style = "b" if point.style == "n" else "m"
        shapes.append(Line("ct", x, x, y + 5, top))
        shapes.append(Mark(point.style, x, y))
        shapes.append(Label(style, x, y + 4.5, point.printed, anchor, dx, wide_before=f"{point.period}: "))
    return shapes


def _with_zoom(
    shapes: list[Shape],
    points: Sequence[LevelPoint],
    whole: Axis,
    zoom: Axis,
    bottom: float,
    spell: Callable[[float, int], str],
) -> Plot:
    fan, first = bottom + 22, bottom + 44
    for inner, outer in ((zoom.low, "0%"), (zoom.high, "100%")):
        x = percent(whole.at(inner))
        shapes += [Line("rl", x, x, bottom + 2, fan), Line("rl", x, outer, fan, first)]
    depth = 34 * len(points)
    places = [percent(zoom.at(tick)) for tick in zoom.ticks]
    shapes += [Line("gr", x, x, first, first + depth + 6) for x in places]
    shapes.append(Line("rl", "0%", "100%", first, first))
    for number, point in enumerate(points):
        y = first + 24 + 34 * number
        shapes += _interval(f"{point.style}i", zoom, point.span, y)
        shapes.append(Mark(point.style, percent(zoom.at(point.span.value)), y))
    shapes += _zoom_labels(points, zoom, [first + 24 + 34 * number for number in range(len(points))])
    shapes += _tick_labels(zoom, spell, first + depth + 22)
    return Plot(round(first + depth + 28), tuple(shapes))


def _zoom_labels(points: Sequence[LevelPoint], axis: Axis, ys: Sequence[float]) -> list[Label]:
    """Return labels beside the intervals; where one has no room on either side, all of them above."""
    beside = [_beside(point, axis, y) for point, y in zip(points, ys, strict=True)]
    if None not in beside:
        return [label for label in beside if label is not None]
    labels = []
    for point, y in zip(points, ys, strict=True):
        words = _zoom_text(point)
        left = axis.at(min(point.span.ends))
        x = percent(max(min(left, 100 - text_share(words)), 0))
        labels.append(Label("b" if point.style == "n" else "m", x, y - 9, words, "start"))
    return labels


def _zoom_text(point: LevelPoint) -> str:
    return f"{point.period} {point.interval or point.printed}"


def _beside(point: LevelPoint, axis: Axis, y: float) -> Label | None:
    """Return the label to the right of its interval, or to the left, None where neither side has room."""
    words, style = _zoom_text(point), "b" if point.style == "n" else "m"
    left, right = (axis.at(end) for end in (min(point.span.ends), max(point.span.ends)))
    room = text_share(words)
    if right + room <= 100:
        return Label(style, percent(right), y + 4.5, words, "start", GAP)
    if left - room >= 0:
        return Label(style, percent(left), y + 4.5, words, "end", -GAP)
    return None


# ---- rows over one axis --------------------------------------------------------------------------------------


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
        shapes: list[Shape] = [*_grid(axis, height), *_guides(axis, bounds, height)]
        if pair.before is not None:
            ends = [percent(axis.at(value)) for value in (pair.before.value, pair.now.value)]
            if not apart:
                shapes.append(Line("rl", *ends, y_before, y_now))
            shapes += _interval("oi", axis, pair.before, y_before)
            shapes.append(Mark("o", ends[0], y_before))
        shapes += _interval("ni", axis, pair.now, y_now)
        shapes.append(Mark("n", percent(axis.at(pair.now.value)), y_now))
        rows.append(PlotRow(pair.label, Plot(height, tuple(shapes)), pair.values, pair.note, pair.style))
    foot = Plot(18, tuple(_tick_labels(axis, spell, 13)))
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
    shapes: list[Shape] = [*_grid(axis, height), Line("ct", first, first, 12, height), Mark("o", first, 12)]
    rows = [PlotRow(start[0], Plot(height, tuple(shapes)), (Value(start[2]),), style="end")]
    for step, here, there in zip(steps, levels, levels[1:], strict=False):
        rows.append(_stair(step, axis, here, there, height))
    last = percent(axis.at(end[1]))
    shapes = [*_grid(axis, height), Line("ct", last, last, 0, 12), Mark("n", last, 12)]
    rows.append(PlotRow(end[0], Plot(height, tuple(shapes)), (Value(end[2]),), style="end"))
    return RowChart(tuple(rows), Plot(18, tuple(_tick_labels(axis, spell, 13))), style="stairs")


def _stair(step: Step, axis: Axis, here: float, there: float, height: int) -> PlotRow:
    x1, x2 = axis.at(here), axis.at(there)
    style = "dn" if step.size < 0 else "n"
    shapes: list[Shape] = [*_grid(axis, height), Line("ct", percent(x1), percent(x1), 0, 6)]
    if abs(x2 - x1) > 0:
        shapes.append(Box(style, percent(min(x1, x2)), percent(abs(x2 - x1)), 6, height - 12))
    else:
        shapes.append(Line("ct", percent(x1), percent(x1), 6, height - 6))
    shapes.append(Line("ct", percent(x2), percent(x2), height - 6, height))
    row_style = "neg" if step.size < 0 else ""
    return PlotRow(step.label, Plot(height, tuple(shapes)), (Value(step.text),), style=row_style)


# ---- answers 1 to 4 ------------------------------------------------------------------------------------------

LEAST_NAMED = 9.0  # percent of the width that a number in a bar needs


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
        x = percent(2 + 12 * place)
        key += [Mark(f"a{place + 1}", x, 9, 11), Label("ax", x, 13, str(place + 1), "start", GAP)]
    foot = Plot(18, tuple(_tick_labels(ticks, spell, 13)))
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


# ---- many changes --------------------------------------------------------------------------------------------


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
    axis = make_axis([-reach, reach], -100, 100, most=7)
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
        shapes: list[Shape] = [*_grid(axis, 22), Line("ct", zero, zero, 0, 22)]
        shapes += _interval(line, axis, move.span, 11)
        shapes.append(Mark(style, percent(axis.at(move.span.value)), 11))
        rows.append(PlotRow(move.label, Plot(22, tuple(shapes)), (Value(move.text, "b"),)))
    return RowChart(tuple(rows), Plot(18, tuple(_tick_labels(axis, spell, 13))), style="moves")


def _crowd(spans: Sequence[Span], axis: Axis, spell: Callable[[float, int], str]) -> Plot | None:
    if not spans:
        return None
    pitch = 5 if len(spans) > 20 else 9
    depth = pitch * (len(spans) + 1)
    zero = percent(axis.at(0))
    shapes: list[Shape] = [*_grid(axis, depth), Line("ct", zero, zero, 0, depth)]
    for number, span in enumerate(sorted(spans, key=lambda s: -s.value), start=1):
        shapes += _interval("qi", axis, span, pitch * number)
        shapes.append(Mark("q", percent(axis.at(span.value)), pitch * number, 3.5))
    shapes += _tick_labels(axis, spell, depth + 16)
    return Plot(depth + 22, tuple(shapes))


# ---- strips in tables ----------------------------------------------------------------------------------------


def draw_mini(now: Span | None, before: Span | None, axis: Axis, guides: Sequence[float]) -> Plot:
    """Return a strip for a cell of a table: both years and the bounds, without numbers."""
    height = 16
    shapes: list[Shape] = [*_guides(axis, guides, height)]
    if before is not None:
        shapes.append(Mark("o", percent(axis.at(before.value)), height / 2, 7))
    if now is not None:
        shapes += _interval("ni", axis, now, height / 2)
        shapes.append(Mark("n", percent(axis.at(now.value)), height / 2, 7))
    return Plot(height, tuple(shapes))
