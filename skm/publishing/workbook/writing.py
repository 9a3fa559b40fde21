"""A workbook of plain values → bytes on disk; the same values give the same bytes."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from skm.publishing.rendering import UNWANTED
from skm.publishing.workbook.plain import Book, Column, Formula, Sheet, Value
from skm.tables import replace_whole

# No clock: a workbook is as old as the rule, whenever it is made.
CREATED = dt.datetime(2017, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
HEADER_ROW = 3  # title, "this sheet holds one table", a note, then the header: no blank row between them
LONGEST_CELL = 32_000  # Excel takes 32,767 characters
A4 = 9  # as Excel counts sizes of paper
FONT = {"font_name": "Arial", "font_size": 10}


def write_book(book: Book, path: Path) -> None:
    """Write a workbook whole or not at all."""
    import xlsxwriter

    def write(temporary: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(str(temporary), options) as target:
            target.formats[0].set_font_name(FONT["font_name"])
            target.formats[0].set_font_size(FONT["font_size"])
            target.set_properties({"title": _cut(book.title), "author": _cut(book.author), "created": CREATED})
            target.set_calc_mode("auto")
            looks = _Looks(target)
            _write_pairs(target, looks, book.names["cover"], book.title, book.cover)
            _write_contents(target, looks, book)
            _write_pairs(target, looks, book.names["notes"], book.names["notes"], book.notes)
            for number, sheet in enumerate(book.sheets, start=1):
                _write_sheet(target, looks, sheet, number, book.names["one_table"])

    replace_whole(path, write)


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, target: Any) -> None:
        self.target = target
        self.made: dict[str, Any] = {}

    def __call__(self, look: str | int) -> Any:
        key = str(look)
        if key not in self.made:
            self.made[key] = self.target.add_format(FONT | _format_of(look))
        return self.made[key]


def _format_of(look: str | int) -> dict[str, Any]:
    """Return how a number looks; Excel puts the separators of its own country."""
    if isinstance(look, int):
        return {"num_format": "0." + "0" * look if look else "0", "valign": "top"}
    return {
        "title": {"font_size": 14, "bold": True},
        "count": {"num_format": "#,##0", "valign": "top"},
        "weight": {"num_format": "0.0000", "valign": "top"},
        "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
        "wrap": {"text_wrap": True, "valign": "top"},
    }.get(look, {"valign": "top"})


def _write_pairs(target: Any, looks: _Looks, name: str, title: str, pairs: Sequence[tuple[str, str]]) -> None:
    sheet = target.add_worksheet(name)
    _fit_width(sheet)
    sheet.write_string(0, 0, _cut(title), looks("title"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    for row, (label, text) in enumerate(pairs, start=1):
        sheet.write_string(row, 0, _cut(label), looks("wrap"))
        sheet.write_string(row, 1, _cut(text), looks("wrap"))


def _write_contents(target: Any, looks: _Looks, book: Book) -> None:
    sheet = target.add_worksheet(book.names["contents"])
    _fit_width(sheet)
    sheet.write_string(0, 0, book.names["contents"], looks("title"))
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    for row, one in enumerate(book.sheets, start=1):
        sheet.write_url(row, 0, f"internal:'{one.name}'!A1", looks("link"), one.name)
        sheet.write_string(row, 1, _cut(one.title), looks("wrap"))


def _write_sheet(target: Any, looks: _Looks, sheet: Sheet, number: int, one_table: str) -> None:
    place = target.add_worksheet(sheet.name)
    place.write_string(0, 0, _cut(sheet.title), looks("title"))
    place.write_string(1, 0, one_table, looks("text"))
    place.write_string(2, 0, _cut(" ".join(sheet.notes)), looks("text"))
    for column, one in enumerate(sheet.columns):
        place.set_column(column, column, one.width)
    for row, values in enumerate(sheet.rows, start=HEADER_ROW + 1):
        for column, value in enumerate(values):
            _write_value(place, row, column, value, looks(sheet.columns[column].look))
    last = HEADER_ROW + max(len(sheet.rows), 1)
    place.add_table(
        HEADER_ROW,
        0,
        last,
        len(sheet.columns) - 1,
        {
            "name": f"skm_{sheet.key}_{number}",
            "style": "Table Style Light 1",
            "banded_rows": False,
            "columns": [{"header": header, "header_format": looks("head")} for header in _headers(sheet.columns)],
        },
    )
    for row, (label, value) in enumerate(sheet.below, start=last + 1):
        place.write_string(row, 0, label, looks("text"))
        _write_value(place, row, len(sheet.columns) - 1, value, looks(sheet.columns[-1].look))
    place.freeze_panes(HEADER_ROW + 1, 1)
    place.repeat_rows(HEADER_ROW)
    _fit_width(place)


def _fit_width(sheet: Any) -> None:
    """Print a sheet as wide as an A4 page lies, on as many of them as its lines need."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _headers(columns: Sequence[Column]) -> list[str]:
    """Return headers of which no two are the same: Excel repairs a table whose headers are."""
    seen: dict[str, int] = {}
    found = []
    for column in columns:
        seen[column.header] = seen.get(column.header, 0) + 1
        found.append(column.header if seen[column.header] == 1 else f"{column.header} {seen[column.header]}")
    return found


def _write_value(place: Any, row: int, column: int, value: Value, look: Any) -> None:
    writers: dict[type, Callable[..., Any]] = {str: place.write_string, Decimal: place.write_number}
    if isinstance(value, Formula):
        place.write_formula(row, column, value.text, look, value.value)
    elif isinstance(value, str):
        place.write_string(row, column, _cut(value), look)
    else:
        writers.get(type(value), place.write_number)(row, column, float(value), look)


def _cut(text: str) -> str:
    text = UNWANTED.sub("", text)
    return text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"
