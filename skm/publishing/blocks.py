"""What a page says, as plain values with everything formatted: templates only lay it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from skm.publishing.charts import MovesChart
from skm.publishing.shapes import Plot, RowChart

SHORT_TABLE = 24  # rows that take up to half a sheet


@dataclass(frozen=True)
class Cell:
    """One cell of a table; `sort` is what the reader's sorting goes by, `note` stands small below the text.

    `share` is the length of a bar before the text, `spread` where the parts of a bar end that answers 1 to 4 fill;
    `language` is that of a text which is not in the page's own.
    """

    text: str
    style: str = ""
    sort: str = ""
    note: str = ""
    link: str = ""
    plot: Plot | None = None
    share: str = ""
    spread: tuple[str, str, str] | None = None
    language: str = ""


@dataclass(frozen=True)
class Column:
    """One column: its head, "r" for numbers, and how it is sorted ("n", "s" or not).

    `ends` are the heads of the two columns that an interval becomes in a download.
    """

    text: str
    style: str = ""
    sort: str = ""
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Row:
    """One line; the first cell is its head. `data` is what filters ask for."""

    cells: tuple[Cell, ...]
    style: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowGroup:
    """Lines that belong together, under a name of their own or none."""

    rows: tuple[Row, ...]
    label: str = ""
    style: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption; `folded` tables open on demand and in print."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    note: str = ""
    folded: bool = False
    wide: bool = False
    kind: str = "table"

    @property
    def is_short(self) -> bool:
        """Whether it is short enough to stand on one sheet of paper, undivided."""
        return sum(len(group.rows) for group in self.groups) <= SHORT_TABLE


@dataclass(frozen=True)
class Chart:
    """A figure: the finding, what is measured, the text alternative, the table with the same numbers."""

    id: str
    title: str
    subtitle: str
    alt: str
    table: str
    rows: RowChart | None = None
    plot: Plot | None = None
    moves: MovesChart | None = None
    style: str = ""
    how: str = ""
    source: str = ""
    kind: str = "chart"


@dataclass(frozen=True)
class Pair:
    """Two charts side by side."""

    left: Chart
    right: Chart
    kind: str = "pair"


@dataclass(frozen=True)
class Prose:
    """Paragraphs, with a heading, a formula or a list where there is one."""

    paragraphs: tuple[str, ...]
    heading: str = ""
    formula: str = ""
    items: tuple[str, ...] = ()
    kind: str = "prose"


@dataclass(frozen=True)
class Terms:
    """Words with what they mean."""

    pairs: tuple[tuple[str, str], ...]
    heading: str = ""
    kind: str = "terms"


@dataclass(frozen=True)
class Links:
    """Files that stand beside the page: what each is called, where it is, what it is for."""

    heading: str
    lede: str
    files: tuple[tuple[str, str, str], ...]
    kind: str = "links"


@dataclass(frozen=True)
class Lists:
    """Short lists side by side."""

    lists: tuple[tuple[str, str], ...]
    kind: str = "lists"


@dataclass(frozen=True)
class Tools:
    """What the reader's search and filters are called; they appear only where a script can run.

    `kinds` are buttons, `many_kinds` a list to choose from; `grades` are the letters that units have.
    """

    kinds: tuple[str, ...]
    many_kinds: tuple[str, ...]
    grades: tuple[str, ...]
    count: str
    csv_name: str
    separator: str
    decimal: str
    note: str
    moved: bool


@dataclass(frozen=True)
class UnitTable:
    """The table of all units with its search and filters."""

    table: Table
    tools: Tools
    kind: str = "units"


@dataclass(frozen=True)
class UnitDetail:
    """One unit, to be opened."""

    anchor: str
    name: str
    summary: str
    note: str
    sentence: str
    elements: Table | None
    services: Table | None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Details:
    """All units, one after the other, closed on the screen."""

    heading: str
    lede: str
    units: tuple[UnitDetail, ...]
    kind: str = "details"


Block = Table | Chart | Pair | Prose | Terms | Links | Lists | UnitTable | Details


@dataclass(frozen=True)
class Section:
    """A numbered section: its finding as heading, what it holds."""

    anchor: str
    number: int
    name: str
    heading: str
    blocks: tuple[Block, ...]
    lede: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stamp:
    """A state of the page, in capitals, and what it means."""

    word: str
    text: str


@dataclass(frozen=True)
class Notice:
    """What a page says before all else: that it corrects an edition, what moved and why, the way to that edition."""

    heading: str
    texts: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class Hero:
    """The first screen: the index very large, its letter, the sentence of change, the findings.

    `quote` is the sentence of the index with its source, as it is copied; `files` are names and addresses of downloads.
    """

    index: str
    index_name: str
    grade: str
    grade_name: str
    change: str
    base: str
    interval: str
    answers: str
    quote: str
    files: tuple[tuple[str, str], ...]
    findings: tuple[tuple[str, str], ...]
    chart: Chart | None
    table: Table | None


@dataclass(frozen=True)
class Page:
    """A whole page."""

    language: str
    title: str
    heading: str
    description: str
    strapline: str
    stamps: tuple[Stamp, ...]
    running_left: str
    running_right: str
    hero: Hero | None
    sections: tuple[Section, ...]
    anchors: tuple[str, ...]
    footer: tuple[str, ...]
    labels: Mapping[str, str]
    notice: Notice | None = None
    dataset: Mapping[str, Any] | None = None
    home: str = "../"
