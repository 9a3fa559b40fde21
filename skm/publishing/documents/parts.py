"""What a document is made of, as plain values with everything formatted: the template only lays it out."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

TEXT_WIDTH = 9071  # of A4 with margins of 25 mm, in twentieths of a point
ROWS_TOGETHER = 14  # a table of so many lines is not parted at the end of a page
LISTED_LEVELS = 2  # of headings, in the table of contents
MILLIMETRE = 36000  # in the units in which Word measures pictures


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 is a chapter, 2 a section of it. `annex` chapters are counted by themselves."""

    level: int
    text: str
    annex: bool = False
    number: str = ""
    mark: str = ""
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in one of the document's styles; `slot` marks one that the office fills in."""

    text: str
    style: str = "BodyText"
    slot: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True)
class Slot:
    """What only the office knows: a marked place to fill in, never invented."""

    text: str
    kind: str = "slot"


@dataclass(frozen=True)
class Listing:
    """Points of a list; a slot among them is a `Slot`."""

    items: tuple["str | Slot", ...]
    kind: str = "listing"


@dataclass(frozen=True)
class TextCell:
    """One cell; `slot` marks a place that the office fills in."""

    text: str
    bold: bool = False
    slot: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: its columns with their widths in percent of the text and "l", "c" or "r", lines, a note below."""

    caption: str
    heads: tuple[str, ...]
    shares: tuple[float, ...]
    sides: str
    rows: tuple[tuple[TextCell, ...], ...]
    note: str = ""
    number: int = 0
    kind: str = "grid"

    @property
    def together(self) -> bool:
        """Whether it is short enough to stand on one page."""
        return len(self.rows) <= ROWS_TOGETHER

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The widths of the columns in Word's units; together they fill the text."""
        total = sum(self.shares)
        edges = [round(TEXT_WIDTH * sum(self.shares[:place]) / total) for place in range(len(self.shares) + 1)]
        return tuple(right - left for left, right in itertools.pairwise(edges))


@dataclass(frozen=True)
class Picture:
    """A picture with its text alternative; with a caption it is counted."""

    data: bytes
    ending: str
    width: float
    height: float
    alt: str
    caption: str = ""
    number: int = 0
    place: int = 0
    relation: str = ""
    kind: str = "picture"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in Word's units."""
        return round(self.width * MILLIMETRE), round(self.height * MILLIMETRE)

    @property
    def file(self) -> str:
        """Its name inside the document."""
        return f"image{self.place}.{self.ending}"


@dataclass(frozen=True)
class Contents:
    """The table of contents, with what it holds before Word counts the pages."""

    heading: str
    entries: tuple[Heading, ...] = ()
    kind: str = "contents"


Block = Heading | Paragraph | Slot | Listing | Grid | Picture | Contents


@dataclass(frozen=True)
class Document:
    """A whole document, ready to be written."""

    language: str
    title: str
    subject: str
    creator: str
    running: str
    blocks: tuple[Block, ...]
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures in the order of the document."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in the order of the document."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def cells(texts: Iterable["str | TextCell"]) -> tuple[TextCell, ...]:
    """Return the cells of one line."""
    return tuple(text if isinstance(text, TextCell) else TextCell(text) for text in texts)


def number_blocks(blocks: Sequence[Block], chapter: str, annex: str) -> tuple[Block, ...]:
    """Return the blocks with headings, tables and pictures counted, and the table of contents filled.

    Parameters
    ----------
    blocks
        In the order of the document.
    chapter, annex
        The words before the number of a chapter and of an annex.
    """
    counted = list(_count(blocks, chapter, annex))
    entries = tuple(block for block in counted if isinstance(block, Heading) and block.level <= LISTED_LEVELS)
    return tuple(replace(block, entries=entries) if isinstance(block, Contents) else block for block in counted)


def _count(blocks: Sequence[Block], chapter: str, annex: str) -> Iterator[Block]:
    n_chapters = n_annexes = n_sections = n_grids = n_pictures = place = marks = 0
    for block in blocks:
        if isinstance(block, Heading):
            number = ""
            if block.level == 1:
                n_sections = 0
                n_annexes += block.annex
                n_chapters += not block.annex
                number = f"{annex} {n_annexes}" if block.annex else f"{chapter} {roman(n_chapters)}"
            elif block.level == 2:
                n_sections += 1
                number = f"{n_chapters}.{n_sections}"
            marks += block.level <= LISTED_LEVELS
            yield replace(block, number=number, mark=f"_Toc{marks:06d}" if block.level <= LISTED_LEVELS else "")
        elif isinstance(block, Grid):
            n_grids += bool(block.caption)
            yield replace(block, number=n_grids)
        elif isinstance(block, Picture):
            place += 1
            n_pictures += bool(block.caption)
            yield replace(block, number=n_pictures, place=place, relation=f"image{place}")
        else:
            yield block


def roman(number: int) -> str:
    """Return a small number in Roman digits.

    Examples
    --------
    >>> [roman(number) for number in (1, 4, 5, 9)]
    ['I', 'IV', 'V', 'IX']
    """
    digits = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, letters in digits:
        while number >= value:
            text += letters
            number -= value
    return text
