"""Files → raw text tables, every cell as a person sees it, with the row that a spreadsheet shows.

A file is looked at once (hash, encoding, delimiter, header, blank rows) and then staged in the engine as raw text.
Identity columns never reach the staged table: they become a keyed hash inside the engine, for the duplicate check.
"""

import codecs
import csv
import hashlib
import io
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.engine import kept_engine
from skm.errors import DataError, Place
from skm.responses.archives import unpack_table
from skm.responses.formulas import uncalculated_cells
from skm.responses.headers import SEARCHED, Known, find_header
from skm.responses.markup import tables_of_page
from skm.responses.parted import read_parted
from skm.responses.progress import LOOK, tell
from skm.responses.raw import RawTable, cell_text, forget_copy
from skm.responses.records import read_records
from skm.responses.spss import SPSS_FILES, read_spss
from skm.responses.wordings import line_role
from skm.survey import is_parted

CHUNK = 4 << 20  # bytes looked at in one go: small enough for any machine, large enough for numpy
LONGEST_LINE = 4 << 20  # bytes of a header
NEWLINE, RETURN, QUOTE = 10, 13, 34
SAMPLED = 20  # rows that say which sign parts the columns
DELIMITERS = (";", ",", "\t", "|")
RECORDS = (".json", ".jsonl")
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
# The first bytes of kinds of files that people rename to .csv by mistake.
SIGNATURES = {
    b"PK\x03\x04": "xlsx/ods/zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"PAR1": "parquet",
    b"$FL2": "sav",
    b"$FL3": "zsav",
    b"%PDF": "pdf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"\x1f\x8b": "gzip",
    b"<!DOCTYPE": "html",
    b"<html": "html",
    b"{\\rtf": "rtf",
}
NO_PAGES = {signature: kind for signature, kind in SIGNATURES.items() if kind != "html"}
HEAD = 4096  # bytes that tell what a file is
PAGE = re.compile(rb"<(!doctype html|html|head|body|table|meta|style|center|div)\b", re.IGNORECASE)


def read_tables(path: Path, name: str, workspace: Path, known: Known) -> list[RawTable]:
    """Return the tables of a file: one for a text or Parquet file, one for each visible sheet of a workbook.

    Parameters
    ----------
    path
        The file.
    name
        How messages call it.
    workspace
        A folder for what has to be rewritten (other encodings, mixed line ends).
    known
        What columns may be called: by that the header is found.

    Raises
    ------
    DataError
        The file is empty, of another kind than its name says, or has an unclosed quotation mark.
    """
    if is_parted(path):
        return [_read_parted(path, name, workspace, known)]
    if path.stat().st_size == 0:
        raise DataError("empty_file", [Place(name)])
    return _tables_of_file(path, name, workspace, known)


def _tables_of_file(path: Path, name: str, workspace: Path, known: Known) -> list[RawTable]:
    suffix = path.suffix.casefold()
    if suffix == ".zip":
        return _read_zip(path, name, workspace, known)
    kind = _kind_of_workbook(path) if suffix in SPREADSHEETS else ""
    if kind == "page":
        return _read_page(path, name, known)
    if kind == "book":
        return _read_workbook(path, name, known)
    if suffix in SPSS_FILES:
        return [read_spss(path, name, known)]
    if suffix in RECORDS:
        return read_records(path, name)
    return [_read_parquet(path, name) if suffix == ".parquet" else _read_text(path, name, workspace, known)]


def _read_zip(path: Path, name: str, workspace: Path, known: Known) -> list[RawTable]:
    """Return the tables of the one file in a zip, under the hash of the zip; what was unpacked goes with them."""
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    inner = unpack_table(path, name, workspace)
    kept = False
    try:
        tables = read_tables(inner, name, workspace, known)
        kept = any(table.path == inner for table in tables)
    finally:
        if not kept:
            forget_copy(inner)
    zipped = digest.hexdigest()
    return [
        replace(table, sha256=zipped, content=table.sha256, copy=inner if table.path == inner else table.copy)
        for table in tables
    ]


def _read_parted(path: Path, name: str, workspace: Path, known: Known) -> RawTable:
    """Return the table of a folder of part files."""

    def records(part: Path, called: str) -> int:
        layout = _lay_out(part)
        if layout.in_quotes:
            raise DataError("unclosed_quote", [Place(called, row=layout.records)])
        return layout.records

    def whole(joined: Path) -> RawTable:
        (table,) = read_tables(joined, name, workspace, known)
        return table

    return read_parted(path, name, workspace, _look, records, whole)


# --- text files ---------------------------------------------------------------------------------------------------


@dataclass
class _Layout:
    """What one pass over the bytes tells: ends of records outside quotes, blank records, kinds of line end."""

    records: int = 0
    blanks: array = field(default_factory=lambda: array("q"))
    newlines: int = 0
    crlf: int = 0
    lone_returns: int = 0
    in_quotes: bool = False
    open_length: int = -1  # bytes of the record that is not ended yet, without a trailing return; -1 before the file
    previous: int = NEWLINE  # as if a line ended before the file


def _chunks(path: Path) -> Iterator[bytes]:
    size, done = path.stat().st_size, 0
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk
            done += len(chunk)
            tell(LOOK, done, size)


def _read_text(path: Path, name: str, workspace: Path, known: Known) -> RawTable:
    _refuse_endless(path, name)
    seen = _Layout()
    digest, encoding = _look(path, name, seen)
    layout = seen if encoding == "utf-8" else None
    source = path
    mixed = layout is not None and (0 < layout.crlf < layout.newlines or layout.lone_returns > 0)
    if layout is None or mixed:
        source = _rewrite(path, encoding, workspace / f"{digest[:16]}.csv")
        layout = _lay_out(source)
    if source == path and not layout.in_quotes and _breaks_in_header(path, known):
        # The engine takes the first line break that it meets for the line end of all.
        source = _rewrite(path, encoding, workspace / f"{digest[:16]}.csv")
        layout = _lay_out(source)
    copy = source if source != path else None
    if layout.in_quotes:
        forget_copy(copy)
        raise DataError("unclosed_quote", [Place(name, row=layout.records)])
    records = _first_records(source)
    delimiter, headers, lead = _header_of_text(records, known)
    # In a table of one column a blank line is an empty cell, so it is a row.
    blanks = layout.blanks[bisect_right(layout.blanks, lead + 1) :] if len(headers) > 1 else array("q")
    n_rows = layout.records - lead - 1 - len(blanks)
    if not any(headers):
        raise DataError("no_header", [Place(name, row=1)])
    notes = (f"{encoding}, {_delimiter_name(delimiter)}",)
    return RawTable(
        name,
        "",
        digest,
        headers,
        n_rows,
        first_row=lead + 2,
        blank_rows=blanks,
        path=source,
        copy=copy,
        delimiter=delimiter,
        skip_lines=lead,
        notes=notes,
        above=tuple(cell for record in records[:lead] for cell in _split(record, delimiter) if cell.strip()),
    )


def _refuse_endless(path: Path, name: str) -> None:
    """Refuse a text whose first line has no end: no header is that long, and looking for one would take hours."""
    with path.open("rb") as handle:
        head = handle.read(LONGEST_LINE)
    if len(head) == LONGEST_LINE and b"\n" not in head and b"\r" not in head:
        raise DataError("line_without_end", [Place(name, row=1)])


def _look(
    path: Path, name: str, layout: _Layout | None = None, kinds: Mapping[bytes, str] = SIGNATURES
) -> tuple[str, str]:
    """Return (SHA-256, encoding) after one pass; refuse what is no text, by the first bytes of its kind.

    `layout` is filled in the same pass; it holds only if the text is UTF-8.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_nul, head = True, False, b""
    with ThreadPoolExecutor(1) as beside:
        for chunk in _chunks(path):
            # A second core hashes a large chunk meanwhile; a small file is hashed before another thread is there.
            hashed = beside.submit(digest.update, chunk) if len(chunk) == CHUNK else digest.update(chunk)
            head = head or chunk[:4096]
            has_nul = has_nul or 0 in chunk
            if is_utf8:
                is_utf8 = _decodes(decoder, chunk)
            if is_utf8 and layout is not None:
                _lay_out_chunk(layout, chunk)
            if hashed is not None:
                hashed.result()
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    if layout is not None:
        _end_layout(layout)
    for signature, kind in kinds.items():
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            raise DataError("other_kind", [Place(name)], kind=kind)
    return digest.hexdigest(), _encoding(head, name, is_utf8=is_utf8, has_nul=has_nul)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    if not final and chunk.isascii() and not decoder.getstate()[0]:
        return True  # plain signs are the same in every encoding, and need no copy
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(head: bytes, name: str, *, is_utf8: bool, has_nul: bool) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if has_nul:
        # Latin text in UTF-16 has a zero in every other byte; anything else with zeros is no text.
        even, odd = head[0::2].count(0), head[1::2].count(0)
        half = len(head) // 4
        if odd > half and even == 0:
            return "utf-16-le"
        if even > half and odd == 0:
            return "utf-16-be"
        raise DataError("other_kind", [Place(name)], kind="biner")
    return "utf-8" if is_utf8 else "cp1252"


def _lay_out(path: Path) -> _Layout:
    """Return the layout of a UTF-8 file: records are counted outside quotation marks."""
    layout = _Layout()
    for chunk in _chunks(path):
        _lay_out_chunk(layout, chunk)
    _end_layout(layout)
    return layout


def _lay_out_chunk(layout: _Layout, raw: bytes) -> None:
    chunk = raw.removeprefix(codecs.BOM_UTF8) if layout.open_length < 0 else raw
    open_length = max(layout.open_length, 0)
    codes = np.frombuffer(chunk, dtype=np.uint8)
    outside = _outside_quotes(codes, chunk, layout)
    ends = np.flatnonzero(codes == NEWLINE)
    if outside is not None:
        ends = ends[outside[ends]]
    after_return = codes[ends - 1] == RETURN
    if len(ends) and ends[0] == 0:
        after_return[0] = layout.previous == RETURN
    layout.newlines += len(ends)
    layout.crlf += int(after_return.sum())
    if RETURN in chunk or layout.previous == RETURN:
        before = np.concatenate(([layout.previous], codes[:-1])).astype(np.uint8)
        lone = (before == RETURN) & (codes != NEWLINE)
        layout.lone_returns += int((lone if outside is None else lone & outside).sum())
    lengths = np.diff(ends, prepend=-1) - 1
    if len(lengths):
        lengths[0] += open_length
    empty = (lengths == 0) | ((lengths == 1) & after_return)
    layout.blanks.frombytes((np.flatnonzero(empty).astype(np.int64) + layout.records + 1).tobytes())
    layout.records += len(ends)
    layout.open_length = len(codes) - 1 - int(ends[-1]) if len(ends) else open_length + len(codes)
    layout.previous = int(codes[-1]) if len(codes) else layout.previous


def _end_layout(layout: _Layout) -> None:
    layout.records += layout.open_length > 0
    layout.lone_returns += layout.previous == RETURN


def _outside_quotes(codes: NDArray[np.uint8], chunk: bytes, layout: _Layout) -> NDArray[np.bool_] | None:
    """Return which bytes stand outside quotation marks, None for all; carries the state on to the next chunk."""
    if not layout.in_quotes and QUOTE not in chunk:
        return None
    parity = np.bitwise_xor.accumulate((codes == QUOTE).astype(np.uint8)) ^ np.uint8(layout.in_quotes)
    layout.in_quotes = bool(parity[-1])
    return parity == 0


def _rewrite(path: Path, encoding: str, target: Path) -> Path:
    """Write the file as UTF-8 with one kind of line break, inside quotes too."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    held = ""
    with target.open("w", encoding="utf-8", newline="") as handle:
        for chunk in [*_chunks(path), b""]:
            try:
                text = held + decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise DataError("unknown_encoding", [Place(path.name)]) from error
            held = "\r" if text.endswith("\r") and chunk else ""
            whole = text.removesuffix("\r") if held else text
            handle.write(whole.replace("\r\n", "\n").replace("\r", "\n"))
    return target


def _first_records(path: Path) -> list[str]:
    """Return the texts of the first records, blank ones too, until enough are filled to find the header."""
    records: list[str] = []
    n_filled = 0
    with path.open(encoding="utf-8-sig", newline="") as handle:
        while n_filled <= SEARCHED + SAMPLED and (text := handle.readline()):
            while text.count('"') % 2 and (more := handle.readline()):
                text += more
            records.append(text.rstrip("\r\n"))
            n_filled += bool(text.strip())
    return records


def _header_of_text(records: Sequence[str], known: Known) -> tuple[str, tuple[str, ...], int]:
    """Return the delimiter, the header, and how many records stand before its last row.

    A title above the header holds no delimiter, so each sign is tried where the first row is not recognised.
    """
    filled = [place for place, record in enumerate(records) if record.strip()]
    if not filled:
        return ",", (), 0
    sampled = [records[place] for place in filled[1 : SAMPLED + 1]]
    first = _delimiter(records[filled[0]], sampled)
    # Another sign counts only where it shows more elements: question texts hold commas of their own. One that stands
    # in quotes alone parts nothing: JSON in a cell is full of commas.
    outside = [sign for sign in DELIMITERS if any(_count_outside(record, sign) for record in records)]
    known_already = _named(_split(records[filled[0]], first), known) > 1 or not outside
    tried = [first] if known_already else [*([first] if first in outside else []), *outside]
    rows = {sign: [_split(record, sign) for record in records] for sign in tried}
    found = {sign: find_header(rows[sign], known) for sign in tried}
    best = max(tried, key=lambda sign: (_named(found[sign].texts, known), _roles(found[sign].texts, known)))
    header = found[best]
    return best, header.texts, header.last


def _breaks_in_header(path: Path, known: Known) -> bool:
    """Return whether a cell of the header, or above it, holds a line break."""
    records = _first_records(path)
    return any("\n" in record for record in records) and any(
        "\n" in record for record in records[: _header_of_text(records, known)[2] + 1]
    )


def _named(cells: Sequence[str], known: Known) -> int:
    return len({key for cell in cells if "=" not in cell and (key := known.element(cell))})


def _roles(cells: Sequence[str], known: Known) -> int:
    return sum(bool(cell and (known.role(cell) or line_role(cell))) for cell in cells)


def _delimiter(header: str, rows: Sequence[str]) -> str:
    """Return the delimiter of a table: outside quotation marks it stands in the rows as often as in the header.

    Its number in the header alone proves little: question texts hold commas and semicolons of their own.
    """
    in_header = {sign: _count_outside(header, sign) for sign in DELIMITERS}
    fitting = {sign: sum(_count_outside(row, sign) == in_header[sign] for row in rows) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: (in_header[sign] > 0, fitting[sign], in_header[sign]))
    return best if in_header[best] else ","


def _count_outside(text: str, sign: str) -> int:
    return sum(part.count(sign) for part in text.split('"')[::2])


def _delimiter_name(delimiter: str) -> str:
    return {"\t": "tab"}.get(delimiter, f'"{delimiter}"')


def _split(text: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([" ".join(text.splitlines())], delimiter=delimiter), [])
    except csv.Error:  # a cell longer than any header
        return [text]
    return [cell.strip() for cell in cells]


# --- workbooks and Parquet ----------------------------------------------------------------------------------------


def _kind_of_workbook(path: Path) -> str:
    """Return what a file that is called a workbook is: "page" or "text", as applications of offices send, or "book"."""
    with path.open("rb") as handle:
        head = handle.read(HEAD)
    begun = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if begun[:1] == b"<":
        return "page" if PAGE.search(begun) else "book"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "text"
    is_text = begun and 0 not in head and not begun.startswith(tuple(SIGNATURES))
    # A text that parts nothing into columns is no table; the refusal of a workbook says what to do.
    return "text" if is_text and any(sign.encode() in begun for sign in DELIMITERS) else "book"


def _read_page(path: Path, name: str, known: Known) -> list[RawTable]:
    """Return the tables of an HTML page under the ending of a workbook; those of no more than a title are none."""
    digest, encoding = _look(path, name, kinds=NO_PAGES)
    tables = tables_of_page(path.read_bytes().decode(encoding, errors="replace"))
    notes = (f"HTML, {encoding}",)
    found = [_sheet(name, "", digest, texts, known) for texts in tables]
    filled = [replace(table, notes=notes) for table in found if table and table.n_rows and len(table.headers) > 1]
    if not filled:
        raise DataError("other_kind", [Place(name)], kind="html")
    if len(filled) == 1:
        return filled
    return [replace(table, sheet=f"Tabel {number}") for number, table in enumerate(filled, start=1)]


def _read_workbook(path: Path, name: str, known: Known) -> list[RawTable]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        # By content: a workbook saved under the ending of another kind is still a workbook.
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = {s.name: s.visible for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet}
        formulas = uncalculated_cells(data)
        found = {s: _sheet(name, s, digest, _cells(book.get_sheet_by_name(s)), known) for s in kinds}
    except (CalamineError, OSError, ValueError) as error:
        raise DataError("workbook_unreadable", [Place(name)]) from error
    everywhere = formulas.get("", frozenset())
    tables = [
        replace(table, uncalculated=formulas.get(s, everywhere))
        for s, table in found.items()
        if table and kinds[s] == SheetVisibleEnum.Visible
    ]
    hidden = [
        ("hidden sheet", s)
        for s, table in found.items()
        if table and kinds[s] != SheetVisibleEnum.Visible and any(map(known.element, table.headers))
    ]
    if not tables:
        raise DataError("empty_file", [Place(name)])
    return [replace(tables[0], findings=tuple(hidden)), *tables[1:]]


def _cells(sheet: Any) -> list[list[str]]:
    """Return the cells of a sheet as texts; one text merged over rows stands in each of them, as a person reads it."""
    rows = [
        [value if type(value) is str else cell_text(value) for value in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left].strip()
        # A number merged over rows is one answer, and nobody knows whose else it would be.
        if text and not text.replace(",", "").replace(".", "").isdecimal():
            for row in rows[top + 1 : bottom + 1]:
                row[left] = text
    return rows


def _sheet(name: str, sheet: str, digest: str, texts: list[list[str]], known: Known) -> RawTable | None:
    """Return a sheet as a raw table; None where it is empty."""
    filled = [place for place, row in enumerate(texts) if any(row)]
    if not filled:
        return None
    texts = _parted_lines(texts, filled, known)
    header = find_header(texts[: filled[min(len(filled), SEARCHED + 1) - 1] + 1], known)
    data = [place for place in filled if place > header.last]
    width = len(header.texts)
    cells = pd.DataFrame([texts[place] for place in data], columns=[f"c{i}" for i in range(width)], dtype=object)
    blank = tuple(place + 1 for place in range(header.last + 1, filled[-1]) if not any(texts[place]))
    above = tuple(cell for row in texts[: header.last] for cell in row if cell.strip())
    return RawTable(name, sheet, digest, header.texts, len(data), header.last + 2, blank, cells=cells, above=above)


def _parted_lines(texts: list[list[str]], filled: Sequence[int], known: Known) -> list[list[str]]:
    """Return the cells of a sheet whose lines all stand in its first column, as text that Excel did not part.

    It is parted only where the header so found names elements, and every line below it has as many cells.
    """
    first = [texts[place][0].strip() for place in filled]
    if len(filled) == 1 or not all(first) or any(any(texts[place][1:]) for place in filled):
        return texts
    sign, headers, last = _header_of_text(first[: SEARCHED + SAMPLED], known)
    rows = {place: _split(line, sign) for place, line in zip(filled, first, strict=True)}
    below = filled[last + 1 :]
    if _named(headers, known) < 2 or any(len(rows[place]) != len(headers) for place in below):
        return texts
    width = max(map(len, rows.values()))
    return [rows.get(place, []) + [""] * (width - len(rows.get(place, []))) for place in range(len(texts))]


def _read_parquet(path: Path, name: str) -> RawTable:
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    try:
        with kept_engine() as connection:
            relation = connection.read_parquet(str(path))
            headers, kinds = tuple(relation.columns), tuple(map(str, relation.types))
            ((n_rows,),) = relation.count("*").fetchall()
    except duckdb.Error as error:
        raise DataError("other_kind", [Place(name)], kind="?") from error
    return RawTable(name, "", digest.hexdigest(), headers, n_rows, 2, path=path, kinds=kinds)
