"""The cards as pictures.

Type is never smaller than a phone shows it, and no text is cut: it is broken into lines first, set smaller then.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

from skm.publishing.kit.cards import Card, Line, Point

SIZES = ((1200, 630), (1080, 1350), (1080, 1920))  # link preview, feed, story
SMALLEST = 36 / 1080  # of the width: the smallest type
CHARTED = 2.0  # of the smallest type: the room of an element with its scale
LEAST_COUNT = 1.6  # of the smallest type: a count in large type
MOST_COLUMNS = 3  # of elements on a low picture
LAST_RESORT = 0.3  # of the smallest type: for names that no card has room for
MARGIN = 0.08
LEADING = 1.2  # of the size of type, from line to line
DPI = 100
SPARE = 1.02  # hinted letters are a little wider than their advance says

PAPER, INK, MUTED, RULE = "#ffffff", "#15191c", "#5a5f63", "#cdd2d6"
NOW, BEFORE, STAMP = "#12436d", "#767676", "#3d3d3d"
ZONES = ("#ffffff", "#c9d7e6", "#6f94ba", "#12436d")
ZONE_TEXTS = (INK, INK, "#0c1013", PAPER)


def draw_card(card: Card, width: int, height: int) -> bytes:
    """Return a card as PNG: the same card gives the same bytes.

    Parameters
    ----------
    card
        What it says.
    width, height
        In pixels, one of `SIZES`.
    """
    sheet = _Sheet(width, height)
    top = _draw_stamps(sheet, card.stamps)
    bottom = _draw_source(sheet, card.source)
    top += 0.35 * sheet.margin_y
    wide = width > height
    top = sheet.paragraph(card.title, top, 0.3 * (bottom - top), largest=1.3 if wide else 1.55, bold=True)
    room = bottom - top - (3 if wide else 3.5) * sheet.type  # without the subtitle and what stands around it
    is_charted = not wide and room > len(card.lines) * CHARTED * sheet.type
    subtitle = card.subtitle if is_charted or not card.lines else card.low_subtitle
    subtitle = "" if wide and not card.lines else subtitle
    if subtitle and not (wide and bottom - top < (_rows_of(card) + 2) * LEADING * sheet.type):
        top = sheet.paragraph(subtitle, top + 0.1 * sheet.type, 0.2 * (bottom - top), color=MUTED)
    draw = {"nilai": _draw_level, "unsur": _draw_elements, "unit": _draw_counts, "cara": _draw_texts}[card.message]
    draw(sheet, card, top + (0.25 if wide else 0.5) * sheet.type, bottom - (0.25 if wide else 0.5) * sheet.type)
    return sheet.png()


class _Sheet:
    """A picture with places in pixels from the top left."""

    def __init__(self, width: int, height: int) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.transforms import IdentityTransform

        self.width, self.height = width, height
        self.type = SMALLEST * width
        self.left, self.right = MARGIN * width, (1 - MARGIN) * width
        self.margin_y = MARGIN * height
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        self.canvas = FigureCanvasAgg(self.figure)
        self.pixels = IdentityTransform()

    def text(self, x: float, baseline: float, text: str, size: float, **look: Any) -> None:
        """Write one line; `anchor` is left, center or right of `x`."""
        shown = _drawable(text, bold=look.get("bold", False))
        self.figure.text(
            x,
            self.height - baseline,
            shown,
            fontsize=size * 72 / DPI,
            fontfamily="DejaVu Sans",
            fontweight="bold" if look.get("bold") else "normal",
            color=look.get("color", INK),
            ha=look.get("anchor", "left"),
            va="baseline",
            transform=self.pixels,
            parse_math=False,
        )

    def box(self, x: float, y: float, width: float, height: float, color: str, edge: str = "none") -> None:
        """Draw a filled box from its upper left corner."""
        from matplotlib.patches import Rectangle

        place = (x, self.height - y - height)
        self.figure.add_artist(
            Rectangle(place, width, height, facecolor=color, edgecolor=edge, linewidth=1.5, transform=self.pixels)
        )

    def circle(self, x: float, y: float, radius: float, color: str, edge: str) -> None:
        """Draw a circle around a point."""
        from matplotlib.patches import Circle

        self.figure.add_artist(
            Circle((x, self.height - y), radius, facecolor=color, edgecolor=edge, linewidth=3, transform=self.pixels)
        )

    def paragraph(self, text: str, top: float, room: float, **look: Any) -> float:
        """Write a text in lines, as large as the room allows; return where it ends.

        `largest` is in units of the smallest type; `left`, `right` and `anchor` say where it stands.
        """
        left, right = look.pop("left", self.left), look.pop("right", self.right)
        bold, anchor = look.get("bold", False), look.get("anchor", "left")
        largest = look.pop("largest", 1.0) * self.type
        size, lines = _fit(text, right - left, room, largest, self.type, bold=bold)
        x = {"left": left, "center": (left + right) / 2, "right": right}[anchor]
        for number, line in enumerate(lines):
            self.text(x, top + (number * LEADING + 0.95) * size, line, size, **look)
        return top + len(lines) * LEADING * size

    def png(self) -> bytes:
        """Return the picture as PNG without date or program."""
        made = BytesIO()
        self.figure.savefig(made, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": 3})
        return made.getvalue()


@cache
def _font(bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties, findfont
    from matplotlib.ft2font import FT2Font

    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))
    font.set_size(100, 72)
    return font


@cache
def _advance(letter: str, bold: bool) -> float:
    """Return how wide a letter is, in units of its size."""
    return float(_font(bold).load_char(ord(letter)).linearHoriAdvance) / 65536 / 100


@cache
def _drawable(text: str, *, bold: bool) -> str:
    """Return a text with a sign for each letter that the font does not have."""
    return "".join(c if _font(bold).get_char_index(ord(c)) else "\ufffd" for c in text)


def _width(text: str, bold: bool) -> float:
    return SPARE * sum(_advance(letter, bold) for letter in _drawable(text, bold=bold))


def _fit(
    text: str, width: float, room: float, largest: float, smallest: float, *, bold: bool = False
) -> tuple[float, list[str]]:
    """Return the size of type and the lines of a text: the largest that fits, below the smallest only where it must."""
    size = largest
    while True:
        lines = _break(text, width / size, bold)
        if len(lines) * LEADING * size <= room or size <= LAST_RESORT * smallest:
            return size, lines
        size = max(size * 0.94, smallest) if size > smallest else size * 0.94


def _break(text: str, width: float, bold: bool) -> list[str]:
    """Return the lines of a text; a word that is longer than a line is parted."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if _width(longer, bold) <= width:
            line = longer
            continue
        lines += [line] if line else []
        *full, line = _part(word, width, bold)
        lines += full
    return [*lines, line] if line else lines


def _part(word: str, width: float, bold: bool) -> list[str]:
    """Return a word in pieces of one line each."""
    pieces, piece = [], ""
    for letter in word:
        if piece and _width(piece + letter, bold) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _draw_stamps(sheet: _Sheet, stamps: Sequence[str]) -> float:
    """Draw the states in a band across the top; return where it ends."""
    if not stamps:
        return 0.5 * sheet.margin_y
    pad = 0.3 * sheet.type
    text = " – ".join(stamps)
    size, lines = _fit(text, sheet.right - sheet.left, 0.3 * sheet.height, sheet.type, sheet.type, bold=True)
    height = len(lines) * LEADING * size + 2 * pad
    sheet.box(0, 0, sheet.width, height, STAMP)
    for number, line in enumerate(lines):
        sheet.text(sheet.left, pad + (number * LEADING + 0.95) * size, line, size, bold=True, color=PAPER)
    return height


def _draw_source(sheet: _Sheet, source: Sequence[str]) -> float:
    """Write source, respondents and hash at the foot; return where they begin."""
    fitted = [_fit(text, sheet.right - sheet.left, 0.25 * sheet.height, sheet.type, sheet.type) for text in source]
    height = sum(len(lines) * LEADING * size for size, lines in fitted)
    top = sheet.height - 0.7 * sheet.margin_y - height
    sheet.box(sheet.left, top - 0.3 * sheet.type, sheet.right - sheet.left, 2, RULE)
    y = top
    for size, lines in fitted:
        for line in lines:
            sheet.text(sheet.left, y + 0.95 * size, line, size, color=MUTED)
            y += LEADING * size
    return top - 0.3 * sheet.type


def _draw_level(sheet: _Sheet, card: Card, top: float, bottom: float) -> None:
    """Draw the figure, what it means, and, where the picture is high, where it stands on its scale."""
    if sheet.width > sheet.height:
        room = bottom - top
        size = min(0.9 * room, 3.3 * sheet.type)
        sheet.text(sheet.left, top + (room - size) / 2 + 0.86 * size, card.big, size, bold=True, color=NOW)
        left = sheet.left + _width(card.big, bold=True) * size + sheet.type
        _stack(sheet, _as_many(sheet, card.notes, left, room, 0.3), top, room, left=left)
        return
    strip = 4.65 * sheet.type
    room = bottom - top - strip
    size = min(0.5 * room, (sheet.right - sheet.left) / _width(card.big, bold=True))
    _, _, notes = _fit_stack(sheet, card.notes, sheet.left, room - 1.4 * size, 1.3)
    free = max(room - size - notes, 0) / 4  # above the figure, below it, below the notes, below the scale
    sheet.text(sheet.left, top + free + 0.86 * size, card.big, size, bold=True, color=NOW)
    y = top + 2 * free + size
    _stack(sheet, card.notes, y, notes, largest=1.3)
    _draw_scale(sheet, card, y + notes + free, y + notes + free + strip)


def _fit_stack(
    sheet: _Sheet, texts: Sequence[str], left: float, room: float, largest: float, gap: float = 0.3, lead: bool = True
) -> tuple[float, list[list[str]], float]:
    """Return the size of type, the lines and the height of texts below each other; with `lead` the first is bold."""
    size = largest * sheet.type
    while True:
        broken = [
            _break(text, (sheet.right - left) / size, bold=lead and not number) for number, text in enumerate(texts)
        ]
        height = sum(len(lines) * LEADING * size for lines in broken) + gap * size * max(len(broken) - 1, 0)
        if height <= room or size <= LAST_RESORT * sheet.type:
            return size, broken, height
        size = max(size * 0.95, sheet.type) if size > sheet.type else size * 0.95


def _as_many(
    sheet: _Sheet, texts: Sequence[str], left: float, room: float, gap: float, lead: bool = True
) -> Sequence[str]:
    """Return as many of the first texts as have room in type that can be read; the first always has."""
    for n in range(len(texts), 1, -1):
        if _fit_stack(sheet, texts[:n], left, room, 1.0, gap, lead)[0] >= sheet.type:
            return texts[:n]
    return texts[:1]


def _stack(
    sheet: _Sheet,
    texts: Sequence[str],
    top: float,
    room: float,
    left: float | None = None,
    largest: float = 1.0,
    gap: float = 0.3,
    lead: bool = True,
) -> None:
    """Write texts below each other, in one size of type, in the middle of the room."""
    left = sheet.left if left is None else left
    size, broken, height = _fit_stack(sheet, texts, left, room + 1, largest, gap, lead)
    y = top + max((room - height) / 2, 0)
    for number, lines in enumerate(broken):
        for line in lines:
            sheet.text(left, y + 0.95 * size, line, size, bold=lead and not number)
            y += LEADING * size
        y += gap * size


def _draw_scale(sheet: _Sheet, card: Card, top: float, bottom: float) -> None:
    """Draw the scale with its letters, and the figures above it."""
    width, size = sheet.right - sheet.left, sheet.type
    bar, height = top + 2.0 * size, 1.35 * size
    if not card.zones:
        sheet.box(sheet.left, bar, width, height, PAPER, RULE)
    for number, zone in enumerate(card.zones):
        x, part = sheet.left + zone.low * width, (zone.high - zone.low) * width
        place = number - len(card.zones) + len(ZONES)
        sheet.box(x, bar, part, height, ZONES[place], RULE)
        sheet.text(
            x + part / 2, bar + 0.98 * size, zone.letter, size, bold=True, color=ZONE_TEXTS[place], anchor="center"
        )
    for end, anchor in zip(card.ends, ("left", "right"), strict=True):
        x = sheet.left if anchor == "left" else sheet.right
        sheet.text(x, bar + height + 1.05 * size, end, size, color=MUTED, anchor=anchor)
    _draw_points(sheet, card.points, bar, size)


def _draw_points(sheet: _Sheet, points: Sequence[Point], bar: float, size: float) -> None:
    """Draw the figures above the bar, the older one hollow; their texts keep clear of each other and the edges."""
    width, y = sheet.right - sheet.left, bar - 0.58 * size
    places = [sheet.left + point.place * width for point in points]
    for number, (point, x) in enumerate(zip(points, places, strict=True)):
        is_now = number == len(points) - 1
        if is_now:
            sheet.box(x - 0.22 * size, y - 0.22 * size, 0.44 * size, 0.44 * size, NOW)
        else:
            sheet.circle(x, y, 0.22 * size, PAPER, BEFORE)
        if len(points) == 1:
            ends = _width(point.text, bold=True) * size / 2
            middle = min(max(x, sheet.left + ends), sheet.right - ends)
            sheet.text(middle, y - 0.5 * size, point.text, size, bold=True, color=NOW, anchor="center")
    if len(points) < 2:
        return
    order = sorted(range(2), key=lambda number: (places[number], number))
    for side, number in zip(("right", "left"), order, strict=True):
        is_now, text = number == 1, points[number].text
        reach = _width(text, bold=is_now) * size
        x = places[number] - 0.5 * size if side == "right" else places[number] + 0.5 * size
        x = max(x, sheet.left + reach) if side == "right" else min(x, sheet.right - reach)
        look = {"bold": is_now, "color": NOW if is_now else MUTED, "anchor": side}
        sheet.text(x, y + 0.36 * size - (0.0 if _is_clear(x, reach, side, places) else 0.9 * size), text, size, **look)


def _is_clear(x: float, reach: float, side: str, places: Sequence[float]) -> bool:
    """Return whether a text beside the marks covers none of them."""
    low, high = (x - reach, x) if side == "right" else (x, x + reach)
    return not any(low <= place <= high for place in places)


def _draw_elements(sheet: _Sheet, card: Card, top: float, bottom: float) -> None:
    """Draw every element on its scale, or name and value in two columns where the picture is low."""
    step = (bottom - top) / len(card.lines)
    if step >= LEADING * sheet.type:
        for number, line in enumerate(card.lines):
            _draw_element(sheet, line, top + (number + 0.5) * step, step)
        return
    columns = 2 if bottom - top >= _rows_of(card) * LEADING * sheet.type else MOST_COLUMNS
    rows = _rows_of(card, columns)
    step, gap = (bottom - top) / rows, sheet.type
    half = (sheet.right - sheet.left - (columns - 1) * gap) / columns
    for number, line in enumerate(card.lines):
        left = sheet.left + (number // rows) * (half + gap)
        y = top + (number % rows) * step
        size = min(sheet.type, step / LEADING)
        reach = _width(line.now.text, bold=True) * size
        fitted, names = _fit(line.name, half - reach - 0.5 * size, step, size, size)
        for place, name in enumerate(names):
            sheet.text(left, y + (place * LEADING + 0.95) * fitted, name, fitted)
        sheet.text(left + half, y + 0.95 * size, line.now.text, size, bold=True, color=NOW, anchor="right")


def _rows_of(card: Card, columns: int = 2) -> int:
    """Return how many rows the elements need in so many columns."""
    return -(-len(card.lines) // columns)


def _draw_element(sheet: _Sheet, line: Line, middle: float, step: float) -> None:
    """Draw one element: name and value above, the scale with its marks below, as far as the room goes."""
    two = step > CHARTED * sheet.type
    size = min(sheet.type * 1.1, 0.62 * step) if two else sheet.type
    values = f"{line.now.text}  ({line.change})" if line.change else line.now.text
    reach = _width(values, bold=True) * size
    base = middle - 0.12 * size if two else middle + 0.35 * size
    room = 1.2 * size if two else step
    fitted, names = _fit(line.name, sheet.right - sheet.left - reach - size, room, size, LAST_RESORT * size)
    for place, name in enumerate(names):
        sheet.text(sheet.left, base - (len(names) - 1 - place) * LEADING * fitted, name, fitted)
    sheet.text(sheet.right, base, values, size, bold=True, color=NOW, anchor="right")
    if not two:
        return
    width, y = sheet.right - sheet.left, middle + 0.5 * size
    sheet.box(sheet.left, y - 1.5, width, 3, RULE)
    now = sheet.left + line.now.place * width
    if line.before is not None:
        before = sheet.left + line.before.place * width
        sheet.box(min(now, before), y - 2.5, abs(now - before), 5, BEFORE)
        sheet.circle(before, y, 0.26 * sheet.type, PAPER, BEFORE)
    sheet.box(now - 0.24 * sheet.type, y - 0.24 * sheet.type, 0.48 * sheet.type, 0.48 * sheet.type, NOW)


def _draw_counts(sheet: _Sheet, card: Card, top: float, bottom: float) -> None:
    """Draw counts in large type with their words: side by side where the picture is wide, else below each other."""
    wide, column = sheet.width > sheet.height, (sheet.right - sheet.left) / len(card.counts)
    longest = max(len(_break(words, 0.95 * column / sheet.type, bold=False)) for _, words in card.counts)
    words_room = longest * LEADING * sheet.type + 1 if wide else 0
    size, lines = _fit(" ".join(card.texts), sheet.right - sheet.left, 0.4 * (bottom - top), sheet.type, sheet.type)
    note = (len(lines) * LEADING + 0.4) * size
    if wide and (size < sheet.type or bottom - top - note - words_room < LEAST_COUNT * sheet.type):
        note, lines = 0, []  # the counts need the room
    for number, line in enumerate(lines):
        y = bottom - note + 0.4 * size + (number * LEADING + 0.95) * size
        sheet.text(sheet.left, y, line, size, color=MUTED)
    if wide:
        _counts_beside(sheet, card, top, bottom - note - words_room - top, words_room)
    else:
        _counts_below(sheet, card, top, bottom - note - top)


def _counts_beside(sheet: _Sheet, card: Card, top: float, room: float, words_room: float) -> None:
    part = (sheet.right - sheet.left) / len(card.counts)
    large = min(room / 1.05, 3.2 * sheet.type, *(0.9 * part / _width(count, bold=True) for count, _ in card.counts))
    for place, (count, words) in enumerate(card.counts):
        left = sheet.left + place * part
        sheet.text(left, top + 0.9 * large, count, large, bold=True, color=NOW)
        sheet.paragraph(words, top + 1.05 * large, words_room, left=left, right=left + 0.95 * part)


def _counts_below(sheet: _Sheet, card: Card, top: float, room: float) -> None:
    part = room / len(card.counts)
    large = min(0.8 * part, 5 * sheet.type)
    column = max(_width(count, bold=True) for count, _ in card.counts) * large
    column = min(column, 0.6 * (sheet.right - sheet.left))
    for place, (count, words) in enumerate(card.counts):
        own = min(large, column / _width(count, bold=True))
        base = top + (place + 0.5) * part + 0.36 * own
        sheet.text(sheet.left + column, base, count, own, bold=True, color=NOW, anchor="right")
        beside = sheet.right - sheet.left - column - sheet.type
        size, lines = _fit(words, beside, part, 1.5 * sheet.type, sheet.type)
        for number, line in enumerate(lines):
            y = base - (len(lines) - 1 - number) * LEADING * size
            sheet.text(sheet.left + column + sheet.type, y, line, size)


def _draw_texts(sheet: _Sheet, card: Card, top: float, bottom: float) -> None:
    """Write the sentences, as many as have room in type that can be read; the first always has."""
    room, gap = bottom - top, 0.6 if sheet.height > sheet.width else 0.25
    texts = _as_many(sheet, card.texts, sheet.left, room, gap, lead=False)
    largest = 1.5 if sheet.height > sheet.width else 1.0
    _stack(sheet, texts, top, room, largest=largest, gap=gap, lead=False)
