"""Files → raw text tables, every cell as a person sees it, with the row that a spreadsheet shows.

A file is looked at once (hash, encoding, delimiter, header, blank rows) and then staged in the engine as raw text.
Identity columns never reach the staged table: they become a keyed hash inside the engine, for the duplicate check.
"""

import codecs
import csv
import datetime as dt
import hashlib
import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.errors import DataError, Place
from skm.responses.archives import unpack_table
from skm.responses.headers import SEARCHED, Known, find_header

CHUNK = 4 << 20  # bytes looked at in one go: small enough for any machine, large enough for numpy
SCAN_BUFFER = 8 << 20  # bytes of the engine's read buffer: two threads share even a file of 16 MB
NEWLINE, RETURN, QUOTE = 10, 13, 34
SAMPLED = 20  # rows that say which sign parts the columns
DELIMITERS = (";", ",", "\t", "|")
SUMMARY_COLUMN = "summary_label"  # staged: the text by which a row says that it is a total
# Two signs with which the label of a total begins; the whole text is looked at only behind them.
SUMMARY_STARTS = (
    "ju",
    "jm",
    "to",
    "ra",
    "re",
    "av",
    "me",
    "su",
    "gr",
    "nr",
    "ni",
    "ik",
    "in",
    "mu",
    "ki",
    "ka",
    "bo",
    "pe",
    "pr",
    "ke",
    "ca",
    "σ",
    "∑",
)
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
# The first bytes of kinds of files that people rename to .csv by mistake.
SIGNATURES = {
    b"PK\x03\x04": "xlsx/ods/zip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"PAR1": "parquet",
    b"%PDF": "pdf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"GIF8": "gif",
    b"\x1f\x8b": "gzip",
    b"<!DOCTYPE": "html",
    b"<html": "html",
    b"{\\rtf": "rtf",
}


@dataclass(frozen=True)
class RawTable:
    """One table as received: its header, and how to get at its cells.

    `headers[i]` is the text above column `c<i>` of the relation that `relation` returns. `n_rows` counts the data
    rows, `blank_rows` the wholly empty ones that are no rows but count in a spreadsheet's numbering. `copy` is the
    rewritten file where there is one: it holds every column, so it goes as soon as the table is staged. `findings`
    are (rule, value) of what the file has and the table leaves out.
    """

    file: str
    sheet: str
    sha256: str
    headers: tuple[str, ...]
    n_rows: int
    first_row: int
    blank_rows: tuple[int, ...] = ()
    cells: pd.DataFrame | None = None
    path: Path | None = None
    copy: Path | None = None
    delimiter: str = ""
    skip_lines: int = 0
    notes: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class StagedTable:
    """A raw table staged in the engine: chosen columns as text; rejects are the malformed lines.

    `summaries` are (row, label) of the totals and remarks that were set aside.

    `name` is a temporary table of the engine. It keeps the order of the file, so a row's number follows from its
    place and from the rows that were skipped before it.
    """

    table: RawTable
    name: str
    columns: tuple[str, ...]
    n_rows: int
    rejects: tuple[tuple[int, str], ...] = ()
    skipped: tuple[int, ...] = ()
    summaries: tuple[tuple[int, str], ...] = ()

    def relation(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """Return the staged rows, with `row` as the number that a spreadsheet shows."""
        names = ", ".join(quoted_name(name) for name in self.columns)
        if not self.skipped:
            return connection.sql(f"SELECT {names}, rowid + {self.table.first_row} AS row FROM {self.name}")
        steps = ", ".join(
            f"({skip - self.table.first_row - place}, {place + 1})" for place, skip in enumerate(self.skipped)
        )
        return connection.sql(
            f"WITH staged AS (SELECT {names}, rowid AS k FROM {self.name}),"
            f" steps AS (SELECT t, max(passed) AS passed FROM (VALUES {steps}) AS v(t, passed) GROUP BY t)"
            f" SELECT {names}, k + {self.table.first_row} + coalesce(passed, 0) AS row"
            " FROM staged ASOF LEFT JOIN steps ON k >= t"
        )


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
    size = path.stat().st_size
    if size == 0:
        raise DataError("empty_file", [Place(name)])
    suffix = path.suffix.casefold()
    if suffix == ".zip":
        return _read_zip(path, name, workspace, known)
    if suffix in SPREADSHEETS:
        return _read_workbook(path, name, known)
    if suffix == ".parquet":
        return [_read_parquet(path, name)]
    return [_read_text(path, name, workspace, known)]


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
    return [
        replace(table, sha256=digest.hexdigest(), copy=inner if table.path == inner else table.copy) for table in tables
    ]


# --- text files ---------------------------------------------------------------------------------------------------


@dataclass
class _Layout:
    """What one pass over the bytes tells: ends of records outside quotes, blank records, kinds of line end."""

    records: int = 0
    blanks: list[int] = field(default_factory=list)
    newlines: int = 0
    crlf: int = 0
    lone_returns: int = 0
    in_quotes: bool = False


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def _read_text(path: Path, name: str, workspace: Path, known: Known) -> RawTable:
    digest, encoding = _look(path, name)
    layout = _lay_out(path) if encoding == "utf-8" else None
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
    delimiter, headers, lead = _header_of_text(_first_records(source), known)
    # In a table of one column a blank line is an empty cell, so it is a row.
    blanks = [row for row in layout.blanks if row > lead + 1] if len(headers) > 1 else []
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
        blank_rows=tuple(blanks),
        path=source,
        copy=copy,
        delimiter=delimiter,
        skip_lines=lead,
        notes=notes,
    )


def _look(path: Path, name: str) -> tuple[str, str]:
    """Return (SHA-256, encoding) after one pass; refuse what is no text."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_nul, head = True, False, b""
    for chunk in _chunks(path):
        head = head or chunk[:4096]
        digest.update(chunk)
        has_nul = has_nul or 0 in chunk
        if is_utf8:
            is_utf8 = _decodes(decoder, chunk)
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    for signature, kind in SIGNATURES.items():
        if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            raise DataError("other_kind", [Place(name)], kind=kind)
    return digest.hexdigest(), _encoding(head, name, is_utf8=is_utf8, has_nul=has_nul)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
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
    previous = NEWLINE  # as if a line ended before the file
    open_length = 0  # bytes of the record that is not ended yet, without a trailing return
    first = True
    for raw in _chunks(path):
        chunk = raw.removeprefix(codecs.BOM_UTF8) if first else raw
        first = False
        codes = np.frombuffer(chunk, dtype=np.uint8)
        outside = _outside_quotes(codes, chunk, layout)
        ends = np.flatnonzero(codes == NEWLINE)
        if outside is not None:
            ends = ends[outside[ends]]
        after_return = codes[ends - 1] == RETURN
        if len(ends) and ends[0] == 0:
            after_return[0] = previous == RETURN
        layout.newlines += len(ends)
        layout.crlf += int(after_return.sum())
        if RETURN in chunk or previous == RETURN:
            before = np.concatenate(([previous], codes[:-1])).astype(np.uint8)
            lone = (before == RETURN) & (codes != NEWLINE)
            layout.lone_returns += int((lone if outside is None else lone & outside).sum())
        lengths = np.diff(ends, prepend=-1) - 1
        if len(lengths):
            lengths[0] += open_length
        empty = (lengths == 0) | ((lengths == 1) & after_return)
        layout.blanks += [layout.records + 1 + int(place) for place in np.flatnonzero(empty)]
        layout.records += len(ends)
        open_length = len(codes) - 1 - int(ends[-1]) if len(ends) else open_length + len(codes)
        previous = int(codes[-1]) if len(codes) else previous
    layout.records += open_length > 0
    layout.lone_returns += previous == RETURN
    return layout


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


def forget_copy(copy: Path | None) -> None:
    """Remove the rewritten copy of a file: names and numbers of people may stand in it."""
    if copy is not None:
        copy.unlink(missing_ok=True)


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
    # Another sign counts only where it shows more elements: question texts hold commas of their own.
    tried = [first] if _named(_split(records[filled[0]], first), known) > 1 else [first, *DELIMITERS]
    rows = {sign: [_split(record, sign) for record in records] for sign in tried}
    found = {sign: find_header(rows[sign], known) for sign in tried}
    best = max(tried, key=lambda sign: _named(found[sign].texts, known))
    header = found[best]
    return best, header.texts, header.last


def _breaks_in_header(path: Path, known: Known) -> bool:
    """Return whether a cell of the header, or above it, holds a line break."""
    records = _first_records(path)
    return any("\n" in record for record in records) and any(
        "\n" in record for record in records[: _header_of_text(records, known)[2] + 1]
    )


def _named(cells: Sequence[str], known: Known) -> int:
    return len({key for cell in cells if (key := known.element(cell))})


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


def _read_workbook(path: Path, name: str, known: Known) -> list[RawTable]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        # By content: a workbook saved under the ending of another kind is still a workbook.
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = {s.name: s.visible for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet}
        found = {s: _sheet(name, s, digest, _cells(book.get_sheet_by_name(s)), known) for s in kinds}
    except (CalamineError, OSError, ValueError) as error:
        raise DataError("workbook_unreadable", [Place(name)]) from error
    tables = [table for s, table in found.items() if table and kinds[s] == SheetVisibleEnum.Visible]
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
    header = find_header(texts[: filled[min(len(filled), SEARCHED + 1) - 1] + 1], known)
    data = [place for place in filled if place > header.last]
    width = len(header.texts)
    cells = pd.DataFrame([texts[place] for place in data], columns=[f"c{i}" for i in range(width)], dtype=object)
    blank = tuple(place + 1 for place in range(header.last + 1, filled[-1]) if not any(texts[place]))
    return RawTable(name, sheet, digest, header.texts, len(data), header.last + 2, blank, cells=cells)


def cell_text(value: Any) -> str:
    """Return a cell as a person sees it: whole numbers without `.0`, ISO dates, "" for nothing.

    Examples
    --------
    >>> cell_text(4.0), cell_text(dt.date(2020, 7, 15)), cell_text(None)
    ('4', '2020-07-15', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _read_parquet(path: Path, name: str) -> RawTable:
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    try:
        with duckdb.connect() as connection:
            relation = connection.read_parquet(str(path))
            headers = tuple(relation.columns)
            ((n_rows,),) = relation.count("*").fetchall()
    except duckdb.Error as error:
        raise DataError("other_kind", [Place(name)], kind="?") from error
    return RawTable(name, "", digest.hexdigest(), headers, n_rows, 2, path=path)


# --- staging ------------------------------------------------------------------------------------------------------


def stage_table(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    columns: Mapping[str, int],
    identity: Sequence[int],
    name: str,
    labels: Mapping[int, str] | None = None,
) -> StagedTable:
    """Put the chosen columns of a raw table into the engine as text, identity columns only as a keyed hash.

    Parameters
    ----------
    columns
        Name in the staged file → place of the column in the raw table.
    identity
        Places of identity columns; their staged form is `identity_hash`, made with a key that no one keeps.
    name
        Of the temporary table; larger ones spill into the engine's folder.
    labels
        Place of a column that may say that a row is a total → the pattern of what it then says. Only such texts are
        staged, as `summary_label`.

    Raises
    ------
    DataError
        Rows read and rows refused do not add up to the records of the file.
    """
    select = [f"{_seen(table, place)} AS {quoted_name(name)}" for name, place in columns.items()]
    if identity:
        parts = ", ".join(f"nullif(lower(trim({_seen(table, place)})), '')" for place in identity)
        key = secrets.token_hex(16)
        select.append(f"md5({_text(key)} || nullif(concat_ws('|', {parts}), '')) AS identity_hash")
    if not select:
        raise DataError("no_elements", [Place(table.file, table.sheet)])
    if labels:
        found = ", ".join(_total_label(_seen(table, place), pattern) for place, pattern in labels.items())
        select.append(f"coalesce({found}) AS {SUMMARY_COLUMN}")
    source = _source(connection, table)
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT {', '.join(select)} FROM {source}")
    ((n_rows,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    if table.cells is not None:
        connection.unregister("raw_cells")  # all columns stand in it
    rejects = _rejects(connection) if table.delimiter else ()
    if n_rows + len(rejects) != table.n_rows:
        places = [Place(table.file, table.sheet)]
        raise DataError("rows_do_not_add_up", places, read=n_rows, refused=len(rejects), there=table.n_rows)
    skipped = tuple(sorted({*table.blank_rows, *(row for row, _ in rejects)}))
    names = (*columns, *(["identity_hash"] if identity else []), *([SUMMARY_COLUMN] if labels else []))
    return StagedTable(table, name, names, n_rows, rejects, skipped)


def _total_label(cell: str, pattern: str) -> str:
    """Return the SQL of a cell that says that its row is a total, null for any other."""
    starts = ", ".join(map(_text, SUMMARY_STARTS))
    plain = f"trim(regexp_replace(lower({cell}), '[^\\p{{L}}0-9σ∑]+', ' ', 'g'))"
    return (
        f"CASE WHEN lower(left({cell}, 2)) IN ({starts}) AND regexp_matches({plain}, {_text(pattern)}) THEN {cell} END"
    )


def _source(connection: duckdb.DuckDBPyConnection, table: RawTable) -> str:
    """Return the SQL of the table's source."""
    if table.cells is not None:
        connection.register("raw_cells", table.cells)
        return "raw_cells"
    if not table.delimiter:
        return f"read_parquet({_text(str(table.path))})"
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(table.headers)))
    connection.execute("DROP TABLE IF EXISTS skm_rejects; DROP TABLE IF EXISTS skm_scans")
    # Never let the reader guess: what it does not like becomes a rejected line that we report.
    options = (
        f"auto_detect = false, header = true, skip = {table.skip_lines}, delim = {_text(table.delimiter)},"
        f" quote = '\"', escape = '\"', columns = {{{columns}}}, strict_mode = true, null_padding = false,"
        f" buffer_size = {SCAN_BUFFER}, store_rejects = true, rejects_table = 'skm_rejects',"
        " rejects_scan = 'skm_scans', rejects_limit = 0"
    )
    return f"read_csv({_text(str(table.path))}, {options})"


def _seen(table: RawTable, place: int) -> str:
    """Return the SQL of a cell as a person sees it."""
    if table.delimiter:
        return f'"c{place}"'
    if table.cells is not None:
        return f"nullif(\"c{place}\", '')"
    column = quoted_name(table.headers[place])
    number = f"try_cast({column} AS DOUBLE)"
    # A Parquet file may hold whole numbers as floats, and "not a number" for nothing: 4.0 is seen as 4.
    return (
        f"CASE WHEN typeof({column}) NOT IN ('DOUBLE', 'FLOAT') THEN nullif(CAST({column} AS VARCHAR), '') "
        f"WHEN isnan({number}) THEN NULL "
        f"WHEN {number} = floor({number}) "
        f"THEN coalesce(CAST(try_cast({number} AS BIGINT) AS VARCHAR), CAST({column} AS VARCHAR)) "
        f"ELSE CAST({column} AS VARCHAR) END"
    )


def _rejects(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[int, str], ...]:
    """Return (row, kind) of each malformed line."""
    query = "SELECT line, min(error_type::VARCHAR) FROM skm_rejects GROUP BY line ORDER BY line"
    rejects = tuple((int(line), str(kind)) for line, kind in connection.execute(query).fetchall())
    # The engine keeps each malformed line whole, names and all.
    connection.execute("DROP TABLE skm_rejects; DROP TABLE skm_scans")
    return rejects


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def quoted_name(value: str) -> str:
    """Return a column name as SQL, whatever it holds.

    Examples
    --------
    >>> quoted_name('a"b')
    '"a""b"'
    """
    return '"' + value.replace('"', '""') + '"'
