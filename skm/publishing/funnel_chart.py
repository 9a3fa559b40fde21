"""The funnel: each unit by its respondents and its index, between the limits that chance alone would give it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skm.publishing.facts import FunnelPoint
from skm.publishing.shapes import (
    GAP,
    LETTER,
    WIDE,
    Axis,
    Curve,
    Label,
    Line,
    Mark,
    Plot,
    Shape,
    make_axis,
    percent,
    tick_labels,
)

HEIGHT = 340  # pixels of the plot without its axis
LINE = 14  # pixels between two labels, one above the other
MARGIN = 110  # pixels beside the plot: the numbers of its axis, the names of its limits
REACH = 3.5  # the axis goes no further from the units than this share of their spread, however wide small units' limits


@dataclass(frozen=True)
class FunnelUnit:
    """A unit in the funnel; `outside` whether it lies beyond the limits of 99.8 %."""

    name: str
    n: int
    value: float
    outside: bool


@dataclass(frozen=True)
class FunnelNames:
    """What the lines of the funnel are called, and its horizontal axis."""

    centre: str
    inner: str
    outer: str
    axis: str


@dataclass(frozen=True)
class _Box:
    """A rectangle that a label or a mark takes, in pixels of the narrowest plot that shows names."""

    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def draw_funnel(
    units: Sequence[FunnelUnit],
    curves: Sequence[FunnelPoint],
    centre: float,
    names: FunnelNames,
    bounds: Sequence[float],
    spell: Callable[[float, int], str],
    limits: tuple[float, float],
) -> tuple[Plot, Axis]:
    """Return the funnel and its upright axis.

    Units outside the limits of 99.8 % are squares, named where there is room; the others are dots without a name.

    Parameters
    ----------
    units
        Every unit that may stand in it.
    curves
        The limits by size, from small to large.
    centre
        The index that all are held against.
    names
        What its lines are called.
    bounds
        Lower bounds of the grades.
    spell
        Returns a number of an axis as text, given its decimals.
    limits
        The ends of the index.
    """
    upright = _upright_axis(units, curves, limits)
    across = _across_axis(units)
    shapes: list[Shape] = []
    for tick in upright.ticks:
        shapes.append(Line("gr", "0%", "100%", _y(upright, tick), _y(upright, tick)))
        shapes.append(Label("ax", "0%", _y(upright, tick) + 4.5, spell(tick, upright.places), "end", -8))
    shapes += [Line("zb", "0%", "100%", y, y) for bound in bounds if 0 < (y := _y(upright, bound)) < HEIGHT]
    shapes.append(Line("ct", "0%", "100%", _y(upright, centre), _y(upright, centre)))
    for style, low, high in (("f95", "low_95", "high_95"), ("f998", "low_998", "high_998")):
        shapes += [Curve(style, _points(curves, end, across, upright), HEIGHT) for end in (low, high)]
    shapes += _line_names(curves, centre, names, upright)
    shapes += _draw_units(units, across, upright)
    shapes += tick_labels(across, spell, HEIGHT + 18)
    shapes.append(Label("ax", "100%", HEIGHT + 36, names.axis, "end"))
    return Plot(HEIGHT + 44, tuple(shapes)), upright


def _upright_axis(units: Sequence[FunnelUnit], curves: Sequence[FunnelPoint], limits: tuple[float, float]) -> Axis:
    """Return the axis of the index: all units, and as much of the limits as a reader needs to see their shape."""
    values = [unit.value for unit in units]
    low, high = min(values), max(values)
    spread = max(high - low, 1.0) / REACH
    ends = [max(min(curve.low_998 for curve in curves), low - spread)]
    ends.append(min(max(curve.high_998 for curve in curves), high + spread))
    return make_axis([low, high, *ends], *limits, most=8)


def _across_axis(units: Sequence[FunnelUnit]) -> Axis:
    """Return the axis of the respondents, from none to the largest unit, where the limits end too."""
    largest = max(unit.n for unit in units)
    axis = make_axis([0, largest], 0, 10**9, most=8)
    return Axis(0, largest, tuple(tick for tick in axis.ticks if tick <= largest), axis.places)


def _y(axis: Axis, value: float) -> float:
    return round(HEIGHT * (1 - axis.at(value) / 100), 1)


def _points(curves: Sequence[FunnelPoint], end: str, across: Axis, upright: Axis) -> str:
    """Return a curve in a box 1000 wide; what lies beyond the axis is cut off by the box."""
    width = upright.high - upright.low
    places = [(across.at(curve.n) * 10, HEIGHT * (1 - (getattr(curve, end) - upright.low) / width)) for curve in curves]
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in places)


def _line_names(curves: Sequence[FunnelPoint], centre: float, names: FunnelNames, upright: Axis) -> list[Label]:
    """Return the names of the lines at their right ends, the most important first, each clear of the others."""
    last = curves[-1]
    wanted = [
        (centre, names.centre, "b"),
        *((end, names.outer, "ax") for end in (last.high_998, last.low_998)),
        *((end, names.inner, "ax") for end in (last.high_95, last.low_95)),
    ]
    labels: list[Label] = []
    for value, text, style in wanted:
        y = _y(upright, value) + 4.5
        if upright.low < value < upright.high and all(abs(y - other.y) >= LINE for other in labels):
            labels.append(Label(style, "100%", y, text, "start", 6))
    return labels


def _draw_units(units: Sequence[FunnelUnit], across: Axis, upright: Axis) -> list[Shape]:
    dots = [unit for unit in units if not unit.outside]
    squares = sorted((unit for unit in units if unit.outside), key=lambda unit: (-unit.n, unit.name))
    shapes: list[Shape] = [Mark("q", percent(across.at(u.n)), _y(upright, u.value), 5) for u in dots]
    shapes += [Mark("n", percent(across.at(u.n)), _y(upright, u.value), 8) for u in squares]
    taken = [_mark_box(unit, across, upright) for unit in units]
    for unit in squares:
        place = _place_name(unit, across, upright, taken)
        if place is not None:
            label, box = place
            taken.append(box)
            shapes.append(label)
    return shapes


def _width() -> float:
    return WIDE - MARGIN


def _mark_box(unit: FunnelUnit, across: Axis, upright: Axis) -> _Box:
    x, y = across.at(unit.n) * _width() / 100, _y(upright, unit.value)
    return _Box(x - 4.5, x + 4.5, y - 4.5, y + 4.5)


def _place_name(unit: FunnelUnit, across: Axis, upright: Axis, taken: Sequence[_Box]) -> tuple[Label, _Box] | None:
    """Return a name beside its mark, above it or below it; None where it would meet a mark or another name.

    What is apart at the narrowest width stays apart at any other: places move apart while letters keep their size.
    """
    x, y = across.at(unit.n), _y(upright, unit.value)
    middle, length = x * _width() / 100, len(unit.name) * LETTER
    own, gap = _mark_box(unit, across, upright), GAP - 2
    places = (
        ("start", gap, 4.5, middle + gap),
        ("end", -gap, 4.5, middle - gap - length),
        ("middle", 0, -8, middle - length / 2),
        ("middle", 0, 17, middle - length / 2),
    )
    for anchor, dx, dy, left in places:
        box = _Box(left, left + length, y + dy - 11, y + dy + 3)
        inside = box.left >= 0 and box.right <= _width() and box.top >= 0 and box.bottom <= HEIGHT
        if inside and not any(box.meets(other) for other in taken if other != own):
            return Label("nm", percent(x), y + dy, "", anchor, dx, wide_after=unit.name), box
    return None
