"""Tables of an HTML page: what many applications of offices send under the ending of a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

SPAN_AT_MOST = 200  # columns or rows that one cell may span: more is no table of people
UNSEEN = frozenset({"script", "style", "title"})
BREAKS = frozenset({"br", "p", "div", "li"})


@dataclass
class _Cell:
    """One cell: its text, piece by piece, and how many columns and rows it spans."""

    columns: int
    rows: int
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = "".join(self.pieces).replace("\xa0", " ").split("\n")
        return "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)


class _Page(HTMLParser):
    """The tables of a page in their order, row by row; one within a cell of another stands after it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Cell]]] = []
        self._open: list[list[list[_Cell]]] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._open.append(self.tables[-1])
        elif tag in UNSEEN:
            self._unseen += 1
        elif self._open and tag == "tr":
            self._open[-1].append([])
        elif self._open and tag in ("td", "th"):
            spans = dict(attrs)
            if not self._open[-1]:
                self._open[-1].append([])
            self._open[-1][-1].append(_Cell(_span(spans.get("colspan")), _span(spans.get("rowspan"))))
        elif tag in BREAKS:
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._open.pop()
        elif tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)

    def handle_data(self, data: str) -> None:
        if not self._unseen and self._open and self._open[-1] and self._open[-1][-1]:
            # A line break in the source of a page is a space.
            self._open[-1][-1][-1].pieces.append(data if data == "\n" else data.replace("\n", " "))


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    return min(max(int(digits), 1), SPAN_AT_MOST) if digits.isdecimal() and len(digits) < len("10000") else 1


def tables_of_page(text: str) -> list[list[list[str]]]:
    """Return the tables of an HTML page as rows of texts, all rows of a table of one length.

    A text that spans rows stands in each of them, one that spans columns in the first, as merged cells of a workbook
    do; a number that spans rows is one answer, and nobody knows whose else it would be.
    """
    page = _Page()
    page.feed(text)
    page.close()
    return [_grid(rows) for rows in page.tables if any(rows)]


def _grid(rows: Sequence[Sequence[_Cell]]) -> list[list[str]]:
    """Return the rows of a table with every cell in its place."""
    placed: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in placed:
                column += 1
            text = cell.text
            repeated = "" if text.replace(",", "").replace(".", "").isdecimal() else text
            for below in range(min(cell.rows, len(rows) - row)):
                for beside in range(cell.columns):
                    shown = "" if beside else repeated if below else text
                    placed.setdefault((row + below, column + beside), shown)
            column += cell.columns
    width = 1 + max(column for _, column in placed)
    return [[placed.get((row, column), "") for column in range(width)] for row in range(len(rows))]
