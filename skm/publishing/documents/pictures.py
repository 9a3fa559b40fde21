"""Charts as pictures. Every unit's chart has the same frame, so that charts compare by eye: it is drawn once.

The frame (axes, names, legend) is drawn by matplotlib; a unit's marks are set into a copy of it, point by point, which
is many times quicker than a chart of its own.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from skm.errors import Place, SettingsError
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.parts import Picture
from skm.publishing.facts import Answers, ElementFacts, Facts, Figure, Past
from skm.publishing.formatting import spell_period
from skm.publishing.sections.desk import span_of
from skm.publishing.shapes import Axis, make_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Sheet

DPI = 160
INCH = 25.4
NOW, BEFORE, GRID, INK, MUTED = "#12436d", "#767676", "#d9dde1", "#15191c", "#5a5f63"
SCORES = ("#ffffff", "#c9d7e6", "#6f94ba", "#12436d")  # one hue, from 1 to 4
SIZE = (155.0, 62.0)  # millimetres
FONT = 7.5
LOGO = 28.0  # millimetres


@dataclass(frozen=True)
class Frame:
    """The empty chart: its picture as PNG, and where on it the values and the lines are, in dots.

    Values run from `low` at the dot `first` to `high` at the dot `last`; `lines` lie across.
    """

    data: bytes
    first: float
    last: float
    low: float
    high: float
    lines: tuple[float, ...]

    def at(self, value: float) -> int:
        """Return where a value is; one outside the axis is at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.first + share * (self.last - self.first))


def axis_of_elements(facts: Facts) -> Axis:
    """Return the axis of the elements' means that holds those of all units, but for units of few respondents."""
    low, high = (float(end) for end in facts.regulation.scale)
    sound = [unit for unit in facts.units if not {"E", "F"} & set(unit.now.marks)]
    ends = [end for subject in (facts.whole, *sound) for end in _ends(subject.elements)]
    return make_axis(ends or [low, high], low, high)


def draw_elements(desk: DocumentDesk) -> bytes | None:
    """Return the chart of the elements' means in both periods with their intervals; None where there are none."""
    facts = desk.facts
    shown = [element for element in facts.whole.elements if span_of(element.now)]
    if not shown:
        return None
    axis = desk.common.elements_axis or axis_of_elements(replace(facts, units=()))
    before = desk.compares and any(span_of(element.before) for element in shown)
    legend = ((desk.before, "before"), (desk.now, "now")) if before else ((desk.now, "now"),)
    frame = _frame_of_axis(tuple(e.short for e in shown), _ticks(desk, axis), axis.low, axis.high, legend)
    picture = _Canvas(frame)
    for line, element in zip(frame.lines, shown, strict=True):
        if before and span_of(element.before):
            picture.interval(element.before, line + 4, BEFORE)
            picture.ring(element.before, line + 4)
        picture.interval(element.now, line - 4 if before else line, NOW)
        picture.square(element.now, line - 4 if before else line)
    return picture.data()


def _ends(elements: Iterable[ElementFacts]) -> Iterable[float]:
    for element in elements:
        for span in (span_of(element.now), span_of(element.before)):
            yield from span.ends if span else ()


def _ticks(desk: DocumentDesk, axis: Axis) -> tuple[tuple[float, str], ...]:
    return tuple((value, desk.tick(value, axis.places)) for value in axis.ticks)


def draw_answers(desk: DocumentDesk, shown: Sequence[Answers]) -> bytes:
    """Return the chart of the shares of the answers 1 to 4, one bar an element."""
    ticks = tuple((float(share), f"{desk.count(share)} %") for share in (0, 25, 50, 75, 100))
    legend = tuple((str(score), f"score{score}") for score in range(1, 5))
    frame = _frame_of_axis(tuple(answers.short for answers in shown), ticks, 0.0, 100.0, legend)
    picture = _Canvas(frame)
    for line, answers in zip(frame.lines, shown, strict=True):
        picture.stack([100 * (count or 0) / answers.total for count in answers.counts], line)
    return picture.data()


def axis_of_index(facts: Facts) -> Axis | None:
    """Return the axis of the trend that holds the indices of all units, but for those of few respondents."""
    low, high = (float(end * facts.regulation.multiplier) for end in facts.regulation.scale)
    figures = [one.figure for subject in (facts.whole, *facts.units) for one in subject.history]
    spans = [span_of(figure) for figure in figures if not {"E", "F"} & set(figure.marks)]
    ends = [end for span in spans if span for end in span.ends]
    return make_axis(ends, low, high) if ends else None


def draw_trend(desk: DocumentDesk, shown: Sequence[Past]) -> bytes:
    """Return the chart of the index over the periods; no line joins two that can't be compared."""
    spans = [span_of(one.figure) for one in shown]
    axis = desk.common.index_axis or make_axis([end for span in spans if span for end in span.ends], *desk.limits)
    names = tuple(spell_period(one.figure.period, desk.facts.language) for one in shown)
    frame = _frame_of_periods(names, _ticks(desk, axis), axis.low, axis.high)
    picture = _Canvas(frame)
    for place in range(1, len(shown)):
        if not shown[place].broken:
            picture.join(shown[place - 1].figure, frame.lines[place - 1], shown[place].figure, frame.lines[place])
    for line, one in zip(frame.lines, shown, strict=True):
        picture.upright(one.figure, line)
    return picture.data()


class _Canvas:
    """A copy of a frame that marks are set into."""

    def __init__(self, frame: Frame) -> None:
        from PIL import Image, ImageDraw

        self.frame = frame
        self.image = Image.open(io.BytesIO(frame.data))
        self.image.load()
        self.draw = ImageDraw.Draw(self.image)
        palette = self.image.getpalette() or []
        colours = [tuple(palette[place : place + 3]) for place in range(0, len(palette), 3)]
        self.places = {colour: place for place, colour in enumerate(colours)}

    def _colour(self, text: str) -> int:
        return self.places[_rgb(text)]

    def interval(self, figure: Figure | None, y: float, colour: str) -> None:
        """Draw the interval of a figure, where it has one."""
        if figure is None or figure.low is None or figure.high is None:
            return
        ends = (self.frame.at(figure.low), round(y) - 1, self.frame.at(figure.high), round(y) + 1)
        self.draw.rectangle(ends, fill=self._colour(colour))

    def square(self, figure: Figure, y: float) -> None:
        """Draw the figure of this period."""
        x = self.frame.at(figure.value or 0)
        self.draw.rectangle((x - 5, round(y) - 5, x + 5, round(y) + 5), fill=self._colour(NOW))

    def ring(self, figure: Figure | None, y: float) -> None:
        """Draw the figure of the period before."""
        x = self.frame.at((figure.value if figure else None) or 0)
        box = (x - 6, round(y) - 6, x + 6, round(y) + 6)
        self.draw.ellipse(box, fill=self._colour("#ffffff"), outline=self._colour(BEFORE), width=2)

    def join(self, before: Figure, x_before: float, now: Figure, x_now: float) -> None:
        """Draw the line from one period to the next."""
        ends = [(round(x), self.frame.at(f.value or 0)) for x, f in ((x_before, before), (x_now, now))]
        self.draw.line(ends, fill=self._colour(NOW), width=2)

    def upright(self, figure: Figure, x: float) -> None:
        """Draw a figure of the trend with its interval."""
        middle, y = round(x), self.frame.at(figure.value or 0)
        if figure.low is not None and figure.high is not None:
            ends = (middle - 1, self.frame.at(figure.high), middle + 1, self.frame.at(figure.low))
            self.draw.rectangle(ends, fill=self._colour(NOW))
        self.draw.rectangle((middle - 5, y - 5, middle + 5, y + 5), fill=self._colour(NOW))

    def stack(self, shares: Sequence[float], y: float) -> None:
        """Draw the shares of the answers side by side."""
        edge, top, bottom = 0.0, round(y) - 9, round(y) + 9
        for share, colour in zip(shares, SCORES, strict=True):
            if share:
                box = (self.frame.at(edge), top, self.frame.at(edge + share), bottom)
                self.draw.rectangle(box, fill=self._colour(colour), outline=self._colour(NOW))
            edge += share

    def data(self) -> bytes:
        """Return the picture as PNG."""
        held = io.BytesIO()
        self.image.save(held, "PNG", optimize=False, compress_level=6)
        return held.getvalue()


def _rgb(text: str) -> tuple[int, int, int]:
    red, green, blue = (int(text[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=8)  # of one period's documents there are two, or four where some units have one period only
def _frame_of_axis(
    names: tuple[str, ...],
    ticks: tuple[tuple[float, str], ...],
    low: float,
    high: float,
    legend: tuple[tuple[str, str], ...],
) -> Frame:
    """Return the frame of a chart with one line for each name."""
    sheet, canvas = _new_sheet()
    axes = sheet.add_axes((0.2, 0.1, 0.77, 0.8))
    axes.set_xlim(low, high)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), names, fontsize=FONT, color=INK)
    axes.set_xticks([value for value, _ in ticks], [text for _, text in ticks], fontsize=FONT, color=MUTED)
    _lighten(axes, "x")
    _draw_legend(axes, legend)
    canvas.draw()
    height = sheet.bbox.height
    left, right = (axes.transData.transform((end, 0))[0] for end in (low, high))
    lines = tuple(height - axes.transData.transform((low, place))[1] for place in range(len(names)))
    return Frame(_with_palette(canvas), left, right, low, high, lines)


@lru_cache(maxsize=8)
def _frame_of_periods(names: tuple[str, ...], ticks: tuple[tuple[float, str], ...], low: float, high: float) -> Frame:
    """Return the frame of a trend with one place for each period."""
    sheet, canvas = _new_sheet()
    axes = sheet.add_axes((0.07, 0.11, 0.9, 0.85))
    axes.set_ylim(low, high)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_xticks(range(len(names)), names, fontsize=FONT, color=INK)
    axes.set_yticks([value for value, _ in ticks], [text for _, text in ticks], fontsize=FONT, color=MUTED)
    _lighten(axes, "y")
    canvas.draw()
    height = sheet.bbox.height
    bottom, top = (height - axes.transData.transform((0, end))[1] for end in (low, high))
    lines = tuple(axes.transData.transform((place, low))[0] for place in range(len(names)))
    return Frame(_with_palette(canvas), bottom, top, low, high, lines)


def _new_sheet() -> tuple["Sheet", "FigureCanvasAgg"]:
    from matplotlib import figure
    from matplotlib.backends import backend_agg

    sheet = figure.Figure(figsize=(SIZE[0] / INCH, SIZE[1] / INCH), dpi=DPI)
    return sheet, backend_agg.FigureCanvasAgg(sheet)


def _lighten(axes: "Axes", values: Literal["x", "y"]) -> None:
    """Leave the lines of the values and the base."""
    axes.grid(axis=values, color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)


def _draw_legend(axes: "Axes", legend: Iterable[tuple[str, str]]) -> None:
    """Set the key above the chart."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks = []
    for text, kind in legend:
        if kind.startswith("score"):
            marks.append(Patch(facecolor=SCORES[int(kind[-1]) - 1], edgecolor=NOW, linewidth=0.7, label=text))
        elif kind == "now":
            marks.append(Line2D([], [], color=NOW, marker="s", markersize=5, linestyle="", label=text))
        else:
            ring = {"markerfacecolor": "white", "markeredgewidth": 1.2}
            marks.append(Line2D([], [], color=BEFORE, marker="o", markersize=5.5, linestyle="", label=text, **ring))
    axes.legend(
        handles=marks,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(marks),
        frameon=False,
        fontsize=FONT,
        handletextpad=0.3,
        columnspacing=1.4,
        borderpad=0,
    )


def _with_palette(canvas: "FigureCanvasAgg") -> bytes:
    """Return the drawn frame as PNG with few colours, among them those of the marks."""
    import numpy as np
    from PIL import Image

    drawn = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    own = [_rgb(text) for text in dict.fromkeys((*SCORES, NOW, BEFORE, GRID, INK, MUTED))]
    greys = [(level, level, level) for level in range(8, 255, 12)]
    colours = list(dict.fromkeys([*own, *greys]))
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in colours for channel in colour])
    held = io.BytesIO()
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(held, "PNG")
    return held.getvalue()


def read_logo(path: Path, alt: str) -> Picture:
    """Return the office's logo as it is, not higher than `LOGO` millimetres.

    Raises
    ------
    SettingsError
        The file is no picture.
    """
    from PIL import Image, UnidentifiedImageError

    data = path.read_bytes()
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height, kind = *image.size, image.format
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise SettingsError("logo_unreadable", [Place(path.name)]) from error
    scale = min(LOGO / height, 2 * LOGO / width)
    return Picture(data, "png" if kind == "PNG" else "jpg", width * scale, height * scale, alt)
