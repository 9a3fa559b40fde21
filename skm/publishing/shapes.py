"""The parts of a chart and the scale that they stand on.

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
LETTER = 7.4  # pixels a letter of a chart takes, on average, with some to spare
DIGIT = 6.7  # pixels a digit takes
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


@dataclass(frozen=True)
class Curve:
    """A line through points "x,y x,y" in a box 1000 wide and `height` high, which cuts off what lies beyond."""

    style: str
    points: str
    height: int
    kind: str = "curve"


Shape = Line | Box | Mark | Label | Curve


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
    start, end = max(float(first * step), floor), min(float(last * step), ceiling)
    return Axis(start, end, tuple(float(tick) for tick in ticks), places)


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


def tick_labels(axis: Axis, spell: Callable[[float, int], str], y: float) -> list[Label]:
    """Return the numbers under an axis; those at the ends stay inside the plot."""
    labels = []
    for tick in axis.ticks:
        place = axis.at(tick)
        anchor = "start" if place < 4 else "end" if place > 96 else "middle"
        labels.append(Label("ax", percent(place), y, spell(tick, axis.places), anchor))
    return labels


def draw_grid(axis: Axis, height: float) -> list[Line]:
    """Return the light vertical lines of an axis."""
    places = [percent(axis.at(tick)) for tick in axis.ticks]
    return [Line("gr", x, x, 0, height) for x in places]


def draw_guides(axis: Axis, guides: Sequence[float], height: float) -> list[Line]:
    """Return dotted lines at the bounds that lie on the axis."""
    places = [percent(axis.at(guide)) for guide in guides if axis.low < guide < axis.high]
    return [Line("zb", x, x, 0, height) for x in places]


def draw_interval(style: str, axis: Axis, span: Span, y: float) -> list[Line]:
    """Return an interval as a line; nothing where there is none."""
    if span.low is None or span.high is None:
        return []
    return [Line(style, percent(axis.at(span.low)), percent(axis.at(span.high)), y, y)]
