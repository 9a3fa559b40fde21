"""Sheets → the bytes of a file, in the kinds, encodings and delimiters that offices send."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from messy.answers import Cell
from messy.sheets import Sheet

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
WHEN = (2025, 3, 1, 8, 0, 0)  # of every member of a zip: the same file each time


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _width(sheet: Sheet) -> int:
    return max(len(row.cells) for row in sheet.rows)


def delimited(
    sheets: Sequence[Sheet], delimiter: str, encoding: str, line_end: str = "\r\n", *, ragged: bool = False
) -> bytes:
    """Return the first sheet as delimited text; short rows are filled up, as Excel does.

    `ragged` writes blank rows and titles without their delimiters, as a text editor leaves them.
    """
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter, lineterminator=line_end)
    width = _width(sheets[0])
    for row in sheets[0].rows:
        cells = [_text(cell) for cell in row.cells] + [""] * (width - len(row.cells))
        if ragged and row.person is None and not any(cells[1:]):
            target.write(f"{cells[0]}{line_end}")
        else:
            writer.writerow(cells)
    return target.getvalue().encode(encoding)


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of Excel."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for number, row in enumerate(sheet.rows):
                for place, cell in enumerate(row.cells):
                    if isinstance(cell, str) and cell:
                        page.write_string(number, place, cell)
                    elif cell not in ("", None):
                        page.write_number(number, place, cell)
            for number, first, last in sheet.merges:
                page.merge_range(number, first, number, last, _text(sheet.rows[number].cells[first]))
            if sheet.hidden:
                page.hide()
    return target.getvalue()


def xls(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of Excel 97."""
    import xlwt

    book = xlwt.Workbook()
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        merged = {(number, place) for number, first, last in sheet.merges for place in range(first, last + 1)}
        for number, row in enumerate(sheet.rows):
            for place, cell in enumerate(row.cells):
                if cell not in ("", None) and (number, place) not in merged:
                    page.write(number, place, cell)
        for number, first, last in sheet.merges:
            page.write_merge(number, number, first, last, _text(sheet.rows[number].cells[first]))
        page.visibility = int(sheet.hidden)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of LibreOffice, without merged or hidden things."""
    parts = [ODS_HEAD]
    for sheet in sheets:
        parts.append(f'<table:table table:name="{escape(sheet.name)}">')
        for row in sheet.rows:
            parts.append(f"<table:table-row>{''.join(map(_ods_cell, row.cells))}</table:table-row>")
        parts.append("</table:table>")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", WHEN), ODS_TYPE)
        archive.writestr(zipfile.ZipInfo("content.xml", WHEN), "".join([*parts, ODS_TAIL]))
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml", WHEN), ODS_MANIFEST)
    return target.getvalue()


def _ods_cell(cell: Cell) -> str:
    if cell in ("", None):
        return "<table:table-cell/>"
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    )


def parquet(sheets: Sequence[Sheet]) -> bytes:
    """Return a Parquet file: numbers where a column holds nothing else, else text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    header, *rows = (row.cells for row in sheets[0].rows)
    columns = {}
    for place, name in enumerate(header):
        cells = [row[place] if place < len(row) and row[place] != "" else None for row in rows]
        numeric = all(cell is None or not isinstance(cell, str) for cell in cells)
        columns[_text(name) or f"column{place}"] = pa.array(
            cells if numeric else [None if cell is None else str(cell) for cell in cells],
            pa.float64() if numeric else pa.string(),
        )
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def records(sheets: Sequence[Sheet]) -> bytes:
    """Return a JSON file: a list with an object for each row."""
    header, *rows = (row.cells for row in sheets[0].rows)
    found = [dict(zip(map(_text, header), row, strict=False)) for row in rows]
    return json.dumps(found, ensure_ascii=False).encode()


def zipped(name: str, content: bytes) -> bytes:
    """Return a zip with one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, WHEN), content)
    return target.getvalue()


WORKBOOKS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {"xlsx": xlsx, "xls": xls, "ods": ods}
OTHERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {"parquet": parquet, "json": records}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
DELIMITERS = (",", ";", "\t", "|")
