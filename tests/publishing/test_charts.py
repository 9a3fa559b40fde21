"""Labels do not collide, at no width, and axes hold what they show."""

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.publishing.charts import Pair, Stack, Step, draw_moves, draw_pairs, draw_stacks, draw_stairs
from skm.publishing.formatting import spell
from skm.publishing.level_chart import LevelPoint, Zone, draw_level
from skm.publishing.shapes import FULL, NARROWEST, WIDE, Label, Span, make_axis

ZONES = (
    Zone("D", "Tidak baik", 25, "25,00", "1"),
    Zone("C", "Kurang baik", 65, "65,00", "2"),
    Zone("B", "Baik", 76.61, "76,61", "3"),
    Zone("A", "Sangat baik", 88.31, "88,31", "4"),
)
LETTER_PIXELS = 6.3  # a letter of 13 pixels in the system's sans, on average


def tick(value, places):
    """Return a number of an axis."""
    return spell(value, places, "id")


def boxes(plot, width):
    """Return (left, right, top, bottom) of each label in pixels at a plot width."""
    found = []
    for shape in plot.shapes:
        if not isinstance(shape, Label):
            continue
        text = shape.text
        if width >= WIDE:
            text = shape.wide_before + text + shape.wide_after
        if width >= FULL:
            text += shape.full_after
        length = len(text) * LETTER_PIXELS
        x = float(shape.x.rstrip("%")) * width / 100 + shape.dx
        left = {"start": x, "middle": x - length / 2, "end": x - length}[shape.anchor]
        found.append((left, left + length, shape.y - 11, shape.y + 2, text))
    return found


def assert_apart(plot, width):
    """Check that labels meet neither each other nor a leader, nor leave the plot by more than the page's margin."""
    placed = boxes(plot, width)
    for left, right, _, _, text in placed:
        assert left >= -16, text
        assert right <= width + 16, text
    for line in (shape for shape in plot.shapes if shape.kind == "line" and shape.style == "ct"):
        x = float(line.x1.rstrip("%")) * width / 100
        crossed = [box for box in placed if box[0] < x < box[1] and line.y1 < box[3] and box[2] < line.y2]
        assert not crossed, crossed
    for one, other in itertools.combinations(placed, 2):
        apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
        assert apart, (one, other)


def point(value, half, style, period):
    """Return a year on the level strip with an interval of twice `half`."""
    low, high = max(value - half, 25), min(value + half, 100)
    interval = f"{spell(low, 2, 'id')}–{spell(high, 2, 'id')}"
    return LevelPoint(Span(value, low, high), period, spell(value, 2, "id"), interval, style)


@settings(max_examples=200, deadline=None)
@given(
    st.floats(25, 100).map(lambda v: round(v, 2)),
    st.floats(25, 100).map(lambda v: round(v, 2)),
    st.floats(0.05, 8),
    st.sampled_from([("2019", "2020"), ("Triwulan III 2025", "Triwulan IV 2025")]),
    st.sampled_from([NARROWEST, 358, WIDE, FULL, 1136]),
)
def test_labels_of_the_level_strip_never_collide(before, now, half, periods, width):
    """Wherever two years lie on the scale, their labels stand apart and inside the plot at every width."""
    points = [point(before, half, "o", periods[0]), point(now, half, "n", periods[1])]
    assert_apart(draw_level(points, ZONES, tick, 100), width)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(25, 100), min_size=1, max_size=8))
def test_an_axis_holds_its_values_and_few_ticks(values):
    """An axis holds every value, has few round ticks, and never leaves the scale."""
    axis = make_axis(values, 25, 100)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert 25 <= axis.low < axis.high <= 100
    assert 1 <= len(axis.ticks) <= 8
    places = [round(tick, axis.places) for tick in axis.ticks]
    assert places == pytest.approx(list(axis.ticks))


def test_the_staircase_ends_at_the_printed_figure():
    """Bars start where the one before ended, and the last step ends at this year's index."""
    sizes = [Decimal("0.26"), Decimal("0.23"), Decimal("0.54"), Decimal("-0.05")]
    steps = [Step(f"U{n}", float(size), str(size)) for n, size in enumerate(sizes, start=1)]
    chart = draw_stairs(("2019", 80.98, "80,98"), steps, ("2020", 81.96, "81,96"), tick, (25, 100))
    last_step, end = chart.rows[-2], chart.rows[-1]
    connector = last_step.plot.shapes[-1].x1
    mark = next(shape for shape in end.plot.shapes if shape.kind == "mark")
    assert float(connector.rstrip("%")) == pytest.approx(float(mark.x.rstrip("%")), abs=0.02)


def test_a_falling_step_is_marked_by_more_than_colour():
    """A negative contribution has another style, another direction and its sign."""
    steps = [Step("naik", 1.2, "+1,20"), Step("turun", -0.2, "\u22120,20")]
    chart = draw_stairs(("a", 80.0, "80"), steps, ("b", 81.0, "81"), tick, (25, 100))
    up, down = chart.rows[1], chart.rows[2]
    assert (up.style, down.style) == ("", "neg")
    assert down.values[0].text.startswith("\u2212")


def test_hidden_answers_are_one_field():
    """Two hidden counts beside each other are drawn as one field marked x; scattered ones hide the whole bar."""
    beside, apart = (
        draw_stacks([Stack("U1", shares, "x")], tick).rows[0].plot
        for shares in ((None, None, 50.0, 40.0), (None, 40.0, 50.0, None))
    )
    widths = [shape.width for shape in beside.shapes if shape.kind == "box" and shape.style == "ax"]
    assert widths == ["10%"]
    assert [shape.width for shape in apart.shapes if shape.kind == "box"] == ["100%"]


def test_panels_of_changes_share_their_axis():
    """Units that moved and units that did not stand over the same numbers."""
    from skm.publishing.charts import Move

    chart = draw_moves([Move("A", Span(5, 3, 7), "+5")], [], [Span(0.5, -1, 2)], tick)
    named = [s.text for s in chart.up.axis.shapes]
    crowd = [s.text for s in chart.same.shapes if s.kind == "label"]
    assert named == crowd


def test_bounds_are_drawn_only_where_the_axis_reaches_them():
    """A grade bound outside the axis is neither drawn nor named."""
    pair = Pair("Kota", Span(81, 80, 82), None, ())
    chart = draw_pairs([pair], make_axis([80, 82], 25, 100), tick, guides=[(76.61, "B", ""), (81.5, "X", "")])
    assert [shape.text for shape in chart.head.shapes] == ["X"]


def test_coordinates_are_short(city_page):
    """No coordinate carries more digits than a screen can show."""
    long = re.findall(r"\d+\.\d{3,}(?=%|\")", "".join(re.findall(r"<svg.*?</svg>", city_page.source)))
    assert long == []
