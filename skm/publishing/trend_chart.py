"""The trend: one point a period over one axis, with intervals; where two periods can't be compared the line breaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skm.publishing.shapes import Axis, Label, Line, Mark, Plot, Shape, Span, make_axis, percent

HEIGHT = 200  # pixels of the plot without its axis
TOP = 22  # pixels above it, for the value of a point at the upper end
NARROW = 230  # pixels of the plot in the narrowest window
VALUE, NAME = 38, 42  # pixels that a value and the name of a period take


@dataclass(frozen=True)
class TrendPoint:
    """One period: its name in two lines, its value with its interval (None where it has none), its value as text.

    `broken` where it can't be compared with the period before; the last point is the page's own period.
    """

    name: str
    year: str
    span: Span | None
    text: str
    broken: bool


@dataclass(frozen=True)
class UsualLine:
    """A line across the trend: the centre ("ce") or a limit ("li") of what is usual, with its value as text or none."""

    style: str
    value: float
    text: str


def draw_trend(
    points: Sequence[TrendPoint],
    bounds: Sequence[tuple[float, str]],
    spell: Callable[[float, int], str],
    limits: tuple[float, float],
    usual: tuple[UsualLine, ...] = (),
) -> tuple[Plot, Axis]:
    """Return the trend and its upright axis.

    Parameters
    ----------
    points
        The periods in time; at least one has a value.
    bounds
        Lower bounds of the grades with their letters, for the lines that lie on the axis.
    spell
        Returns a number of the axis as text, given its decimals.
    limits
        The ends of the scale, which the axis never leaves.
    usual
        The centre and the limits of what is usual, where the series has them.
    """
    spans = [point.span for point in points if point.span is not None]
    axis = make_axis([*(end for span in spans for end in span.ends), *(line.value for line in usual)], *limits)
    places = [100 * (number + 0.5) / len(points) for number in range(len(points))]
    shapes: list[Shape] = []
    for tick in axis.ticks:
        shapes.append(Line("gr", "0%", "100%", _y(axis, tick), _y(axis, tick)))
        shapes.append(Label("ax", "0%", _y(axis, tick) + 4.5, spell(tick, axis.places), "end", -8))
    for bound, letter in bounds:
        if axis.low < bound < axis.high:
            shapes.append(Line("zb", "0%", "100%", _y(axis, bound), _y(axis, bound)))
            shapes.append(Label("ax", "100%", _y(axis, bound) + 4.5, letter, "start", 6))
    for line in usual:
        shapes.append(Line(line.style, "0%", "100%", _y(axis, line.value), _y(axis, line.value)))
        if line.text:
            shapes.append(Label("m", "100%", _y(axis, line.value) + 4.5, line.text, "start", 6))
    shapes += _draw_breaks(points, places)
    shapes += _draw_line(points, places, axis)
    shapes += _draw_points(points, places, axis)
    shapes += _draw_names(points, places)
    return Plot(TOP + HEIGHT + 40, tuple(shapes)), axis


def _y(axis: Axis, value: float) -> float:
    return round(TOP + HEIGHT * (1 - axis.at(value) / 100), 1)


def _draw_breaks(points: Sequence[TrendPoint], places: Sequence[float]) -> list[Shape]:
    """Return a mark between two periods that can't be compared."""
    shapes: list[Shape] = []
    for number, point in enumerate(points):
        if number and point.broken:
            x = percent((places[number - 1] + places[number]) / 2)
            shapes += [Line("br", x, x, TOP, TOP + HEIGHT), Label("ax", x, 12, "≠")]
    return shapes


def _draw_line(points: Sequence[TrendPoint], places: Sequence[float], axis: Axis) -> list[Shape]:
    shapes: list[Shape] = []
    for number in range(1, len(points)):
        before, now = points[number - 1], points[number]
        if before.span is not None and now.span is not None and not now.broken:
            ends = percent(places[number - 1]), percent(places[number])
            shapes.append(Line("rl", *ends, _y(axis, before.span.value), _y(axis, now.span.value)))
    return shapes


def _draw_points(points: Sequence[TrendPoint], places: Sequence[float], axis: Axis) -> list[Shape]:
    shapes: list[Shape] = []
    step = _step(len(points), VALUE)
    for number, (point, place) in enumerate(zip(points, places, strict=True)):
        if point.span is None:
            continue
        is_last, x, y = number == len(points) - 1, percent(place), _y(axis, point.span.value)
        top = y
        if point.span.low is not None and point.span.high is not None:
            top = _y(axis, point.span.high)
            shapes.append(Line("ni" if is_last else "oi", x, x, top, _y(axis, point.span.low)))
        shapes.append(Mark("n" if is_last else "o", x, y))
        shapes.append(_label("b" if is_last else "m", x, top - 9, point.text, (len(points) - 1 - number) % step == 0))
    return shapes


def _draw_names(points: Sequence[TrendPoint], places: Sequence[float]) -> list[Shape]:
    shapes: list[Shape] = []
    step, year = _step(len(points), NAME), ""
    for number, (point, place) in enumerate(zip(points, places, strict=True)):
        is_shown = (len(points) - 1 - number) % step == 0
        shapes.append(_label("ax", percent(place), TOP + HEIGHT + 18, point.name, is_shown))
        if point.year and (point.year != year or is_shown):
            shapes.append(_label("ax", percent(place), TOP + HEIGHT + 33, point.year, is_shown))
        year = point.year
    return shapes


def _step(n: int, width: int) -> int:
    """Return of how many points one is named where the window is narrow."""
    return max(-(-n * width // NARROW), 1)


def _label(style: str, x: str, y: float, text: str, is_shown: bool) -> Label:
    """Return a label that a narrow window shows too, or only a wide one."""
    return Label(style, x, y, text) if is_shown else Label(style, x, y, "", wide_after=text)
