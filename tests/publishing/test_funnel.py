"""The funnel of units and the trend of periods: what is drawn, what is said, what is kept back."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import simulated
from reader import read_page

from skm.publishing.certainty import Certainty, read_funnel
from skm.publishing.facts import Figure, FunnelPoint, Past, Subject
from skm.publishing.formatting import spell
from skm.publishing.funnel_chart import FunnelNames, FunnelUnit, draw_funnel
from skm.publishing.shapes import LETTER, WIDE, Span
from skm.publishing.trend_chart import TrendPoint, draw_trend
from skm.publishing.usual import read_usual
from skm.research import funnel_curves

NAMES = FunnelNames("81,00", "95 %", "99,8 %", "responden per unit")


def tick(value, places):
    """Return a number of an axis."""
    return spell(value, places, "id")


def curves(sizes):
    """Return limits around 81 for units of some sizes."""
    return [FunnelPoint(n, 81 - 20 / n**0.5, 81 + 20 / n**0.5, 81 - 31 / n**0.5, 81 + 31 / n**0.5) for n in sizes]


def test_units_outside_the_limits_are_told_apart_by_shape(city_page):
    """Units outside are squares and as many as the lists name; the others are dots."""
    figure = city_page.by_id("g-funnel")
    squares = [node for node in figure.find("rect", class_="n")]
    lists = [text for node in city_page.root.find("h3") if (text := node.text()).startswith(("Di atas", "Di bawah"))]
    assert len(squares) == sum(int(text.split("(")[1].split(")")[0]) for text in lists)
    assert len(figure.find("circle", class_="q")) + len(squares) == 87


def test_names_in_the_funnel_do_not_collide():
    """However crowded, names meet neither each other nor the edge of the plot; those without room stay in the lists."""
    units = [FunnelUnit(f"Puskesmas {i:02d}", 100 + 7 * i % 90, 88 + i % 5 / 3, True) for i in range(25)]
    plot, _ = draw_funnel(units, curves([100, 150, 190]), 81.0, NAMES, [88.31], tick, (25, 100))
    boxes = []
    for label in (shape for shape in plot.shapes if shape.kind == "label" and shape.style == "nm"):
        length = len(label.wide_after) * LETTER
        x = float(label.x.rstrip("%")) * (WIDE - 110) / 100 + label.dx
        left = {"start": x, "end": x - length, "middle": x - length / 2}[label.anchor]
        boxes.append((left, left + length, label.y - 11, label.y + 2))
    assert 0 < len(boxes) < 25
    for one, other in combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]


def test_a_hidden_unit_is_not_in_the_funnel(city):
    """Neither its mark nor the ends of the curves tell the size of a unit that is hidden."""
    table = funnel_curves(city.indices)
    rows = {("unit", name): {"funnel": "", "se": 1.0} for name in "abc"}
    shown = [
        Subject("unit", name, name, Figure("2020", n=n, printed=Decimal(80))) for name, n in (("a", 100), ("b", 200))
    ]
    hidden = Subject("unit", "c", "c", Figure("2020", marks=("x",)))
    funnel = read_funnel(table, Certainty(rows), [*shown, hidden], Figure("2020", n=300, printed=Decimal("80.0")))
    assert set(funnel.places) == {"a", "b"}
    assert min(point.n for point in funnel.curves) >= 100
    assert max(point.n for point in funnel.curves) <= 200
    assert funnel.centre == 80.0
    middle = (funnel.curves[0].low_95 + funnel.curves[0].high_95) / 2
    assert middle == pytest.approx(80.0)


def trend(*spec):
    """Return points of a trend from (value, broken) pairs."""
    return [
        TrendPoint(str(2015 + i), "", None if v is None else Span(v, v - 0.5, v + 0.5), str(v), broken)
        for i, (v, broken) in enumerate(spec)
    ]


def test_the_trend_breaks_where_nothing_is_compared():
    """Across a break and across a period without a figure no line is drawn, and a break has its mark."""
    plot, _ = draw_trend(
        trend((80.0, False), (81.0, False), (75.0, True), (None, False), (76.0, False)), [], tick, (25, 100)
    )
    lines = [shape for shape in plot.shapes if shape.kind == "line" and shape.style == "rl"]
    assert len(lines) == 1
    assert [shape.text for shape in plot.shapes if shape.kind == "label" and shape.text == "≠"] == ["≠"]


def test_the_trend_shows_the_page_s_own_period_as_this_year():
    """The last point is the filled square, the earlier ones are hollow circles."""
    plot, _ = draw_trend(trend((80.0, False), (81.0, False), (80.5, False)), [], tick, (25, 100))
    assert [shape.style for shape in plot.shapes if shape.kind == "mark"] == ["o", "o", "n"]


def test_three_years_give_a_trend_and_two_do_not(tmp_path, city_page):
    """From three years on the page has a trend with its table; two years stand beside each other."""
    units = simulated.register({"Puskesmas": 3})
    survey = replace(simulated.Survey(), units=units).with_settings(name="Kota Contoh")
    made = simulated.compute(survey, simulated.responses(units, (2018, 2019, 2020), {}), ["period", "unit"])
    simulated.write_pages(made, tmp_path)
    page = read_page(tmp_path / "2020" / "index.html")
    assert [row[0] for row in page.rows("t-trend")] == ["2018", "2019", "2020"]
    assert page.by_id("g-trend").find("h3")[0].text().startswith("IKM berkisar dari ")
    assert "g-trend" not in city_page.source
    assert read_page(tmp_path / "index.html").by_id("g-year").find("h3")[0].text().startswith("IKM berkisar dari ")


def pasts(*printed, broken=(), few=()):
    """Return a history with these printed figures, one a year."""
    return [
        Past(
            Figure(str(2000 + i), n=100, printed=None if v is None else Decimal(v), marks=("F",) if i in few else ()),
            i in broken,
        )
        for i, v in enumerate(printed)
    ]


LEVEL = ("80.10", "80.30") * 6


def test_what_is_usual_comes_from_the_printed_figures_since_the_last_break():
    """Periods before a break, of few respondents and without a figure are left out; later ones move no limit."""
    usual = read_usual(pasts(*LEVEL, "82.00"))
    assert [str(end) for end in (usual.lower, usual.center, usual.upper)] == ["79.67", "80.20", "80.73"]
    assert (usual.first, usual.last, usual.n, usual.outside) == ("2000", "2011", 12, ("2012",))
    later = read_usual(pasts("95.00", None, *LEVEL[:6], "25.00", *LEVEL[6:], "82.00", broken={2}, few={8}))
    assert (later.first, later.last, later.outside) == ("2002", "2014", ("2015",))
    assert (later.lower, later.upper) == (usual.lower, usual.upper)
    assert read_usual(pasts(*LEVEL, "80.10", broken={2})) is None


def test_a_long_series_says_what_is_usual(tmp_path):
    """Thirteen quarters have their limits as lines and in a sentence that names what lies beyond them."""
    units = simulated.register({"Puskesmas": 1})
    survey = replace(simulated.Survey(), units=units).with_settings(name="Kota Contoh")
    rng, parts = np.random.default_rng(3), []
    for quarter in range(13):
        part = simulated.answer(rng, 60, 1.0 if quarter == 12 else 0.0, 2018)
        place = {"period": f"{2018 + quarter // 4}-Q{quarter % 4 + 1}", "unit": units["unit_id"][0]}
        parts.append(part.assign(**place, sex="L", education="S1"))
    made = simulated.compute(survey, pd.concat(parts, ignore_index=True), ["period", "unit"])
    simulated.write_pages(made, tmp_path)
    text = read_page(tmp_path / "2021-Q1" / "index.html").text
    assert re.search(r"Di luar batas \d\d,\d\d sampai \d\d,\d\d: Triwulan I 2021\.", text)
    assert "Batas dihitung dari 12 periode pertama yang sebanding (Triwulan I 2018 sampai Triwulan IV 2020)" in text
    before = read_page(tmp_path / "2020-Q4" / "index.html").text
    assert "Semua nilai berada di antara" in before
    assert "Batas dihitung" not in read_page(tmp_path / "2020-Q3" / "index.html").text


def test_the_curves_are_the_limits_of_the_units(city):
    """Curves and the limits of each unit in precision.csv are one formula: centre and width times √n agree."""
    table = city.evidence.precision
    units = table[(table["period"] == "2020") & table["funnel_high_998"].notna()]
    lines = funnel_curves(city.indices).query("period == '2020'")
    for end in ("low_95", "high_95", "low_998", "high_998"):
        widths = [
            (abs(frame[column] - centre) * frame["n"] ** 0.5).where(abs(frame[column] - centre) < 10).dropna()
            for frame, column, centre in (
                (lines, end, lines["centre"].iloc[0]),
                (units, f"funnel_{end}", lines["centre"].iloc[0]),
            )
        ]
        assert widths[0].iloc[-1] == pytest.approx(widths[1].iloc[-1], rel=1e-9)
