"""The level strip: the whole scale with its grades, and below it the part around the intervals, enlarged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skm.publishing.shapes import (
    FULL,
    GAP,
    NARROWEST,
    WIDE,
    Axis,
    Box,
    Label,
    Line,
    Mark,
    Plot,
    Shape,
    Span,
    draw_interval,
    make_axis,
    number_share,
    percent,
    text_share,
    tick_labels,
)

STRIP_TOP, STRIP_HEIGHT = 26, 26
TIER = 18
NEIGHBOURS = 35  # percent of the strip: closer than the longest label, two leaders could meet a label


@dataclass(frozen=True)
class Zone:
    """A grade on the scale, with the letter that is always shown and the name where there is room."""

    letter: str
    name: str
    lower: float
    bound: str
    style: str


@dataclass(frozen=True)
class LevelPoint:
    """One year on the level strip."""

    span: Span
    period: str
    printed: str
    interval: str
    style: str  # "o" hollow, before; "n" filled, now


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
    placed = [(axis.at(point.span.value), point) for point in sorted(points, key=lambda point: point.span.value)]
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
    """Return marks, leaders down to the strip, and labels that no leader crosses."""
    shapes: list[Shape] = []
    leftmost = min(points, key=lambda point: point.span.value)
    # In tiers labels go towards the middle of the strip; those of neighbours to one side, the outer one above.
    places = [axis.at(point.span.value) for point in points]
    common = "end" if sum(places) > 50 * len(points) else "start"
    near = max(places) - min(places) < NEIGHBOURS
    upper = sorted(points, key=lambda point: point.span.value, reverse=common == "end")
    for point in points:
        x = percent(axis.at(point.span.value))
        y = 12 + (TIER * upper.index(point) if tiers else 0)
        beside = "end" if point is leftmost and len(points) > 1 else "start"
        inward = "end" if axis.at(point.span.value) > 50 else "start"
        anchor = (common if near else inward) if tiers else beside
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
    fan, first = bottom + 20, bottom + 44  # below the numbers of the bounds, so that no line crosses one
    for inner, outer in ((zoom.low, "0%"), (zoom.high, "100%")):
        x = percent(whole.at(inner))
        shapes += [Line("rl", x, x, bottom, bottom + 4), Line("rl", x, outer, fan, first)]
    depth = 34 * len(points)
    places = [percent(zoom.at(tick)) for tick in zoom.ticks]
    shapes += [Line("gr", x, x, first, first + depth + 6) for x in places]
    shapes.append(Line("rl", "0%", "100%", first, first))
    for number, point in enumerate(points):
        y = first + 24 + 34 * number
        shapes += draw_interval(f"{point.style}i", zoom, point.span, y)
        shapes.append(Mark(point.style, percent(zoom.at(point.span.value)), y))
    shapes += _zoom_labels(points, zoom, [first + 24 + 34 * number for number in range(len(points))])
    shapes += tick_labels(zoom, spell, first + depth + 22)
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
