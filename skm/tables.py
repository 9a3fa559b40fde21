"""Our own tables and files: written whole or not at all, read back as they were."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import duckdb
import pandas as pd

from skm.engine import kept_engine, one_thread, open_engine, parts_in_order
from skm.errors import Place, RequestError
from skm.holding import hold_folder
from skm.moving import STAGING, clear_left
from skm.regulation import Instrument

RESERVED_NAMES = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))}
RETURNS = re.compile(r"\r\n?")
READABLE_SIGNS = frozenset(" -_.,()&+'")  # in a name that people read; none of them means anything to a system
WIDTH = 18  # characters of a column in a workbook
ROWS_OF_SHEET = 1_048_576  # of Excel, the header among them
ROWS_AT_HAND = 50_000  # of a workbook; one with more is written row by row
MANY_ROWS = 200_000  # from which on rows are written part by part, and one thread writes them
SORTED_AT_ONCE = 200_000  # rows of small files that are then sorted together
ROW_GROUP = 61_440  # rows that are then written together
# A line of a tally has a hundred numbers, and what is not written yet is in memory.
TALLY_FORMAT = "FORMAT parquet, ROW_GROUP_SIZE 20480"
LONGEST_NAME = 80  # leaves room for folder and ending within the 255 characters of common file systems

_prepared: set[Path] = set()  # folders whose files nobody reads before `move_together` has them safe on the disk


def replace_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file through `write(temporary)` and put it in place in one step.

    A run that is killed leaves the file that stood there before. A file that another program holds open is
    reported with the way out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(temporary)
        os.replace(temporary, path)
    except PermissionError as error:
        raise RequestError("file_held_open", [Place(path.name)], file=path.name) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def prepared_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder on the same disk, for what is put in place at the end, and remove it afterwards.

    What a run that was killed had begun to put in place is finished first; what else it left there holds answers, and
    goes.
    """
    clear_left(folder)
    try:
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    except PermissionError as error:
        raise RequestError("folder_read_only", [Place(str(folder))]) from error
    let_go = hold_folder(staging)
    _prepared.add(staging)
    try:
        yield staging
    finally:
        _prepared.discard(staging)
        let_go()
        shutil.rmtree(staging, ignore_errors=True)


def list_prepared() -> tuple[Path, ...]:
    """Return the folders in preparation, for a process that writes into them too."""
    return tuple(_prepared)


def know_prepared(folders: Iterable[Path]) -> None:
    """Take folders for those in preparation, as the process says that started this one."""
    _prepared.update(folders)


def move_whole(source: Path, target: Path) -> None:
    """Put a finished file in the place of an older one, in one step."""
    replace_whole(target, lambda temporary: os.replace(source, temporary))


def files_below(folder: Path) -> dict[str, Path]:
    """Return every file below a folder by its name there, in one order on every system."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all.

    In a folder that is being prepared files are written plainly: `move_together` sees all of them onto the disk at
    once, which takes a fraction of the time that waiting for each takes.
    """
    path = Path(path)
    if _prepared.isdisjoint(path.parents):
        replace_whole(path, lambda temporary: _write_synced(temporary, data))
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def csv_bytes(table: pd.DataFrame) -> bytes:
    r"""Return a table as UTF-8 CSV with comma, decimal point and LF; the same table gives the same bytes.

    Examples
    --------
    >>> csv_bytes(pd.DataFrame({"n": [1], "index": [81.5]}))
    b'n,index\n1,81.5\n'
    """
    text = _csv_text(table)
    if "\r" in text:
        # A lone return inside a cell would end the line for whoever reads it: the writer does not quote it.
        texts = [name for name in table.columns if table[name].dtype == object or table[name].dtype == "str"]
        text = _csv_text(table.assign(**{name: table[name].replace(RETURNS, "\n", regex=True) for name in texts}))
    return text.encode("utf-8")


def write_csv_lines(path: Path, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Write lines as CSV as `csv_bytes` writes a table, whole or not at all; they are never all in memory."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8", newline="") as handle:
            print_csv_lines(handle, header, lines)
            handle.flush()
            os.fsync(handle.fileno())

    replace_whole(Path(path), write)


def print_csv_lines(handle: TextIO, header: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    r"""Print lines as CSV with comma and LF; a cell without a value is empty.

    Examples
    --------
    >>> handle = io.StringIO()
    >>> print_csv_lines(handle, ["row", "value"], [(4, "a\rb"), (None, "=1,5")])
    >>> handle.getvalue()
    'row,value\n4,"a\nb"\n,"=1,5"\n'
    """
    writer = csv.writer(handle, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    for line in chain([header], lines):
        # A lone return inside a cell would end the line for whoever reads it.
        writer.writerow([RETURNS.sub("\n", cell) if type(cell) is str and "\r" in cell else cell for cell in line])


def read_csv_lines(path: Path) -> Iterator[dict[str, str]]:
    """Give the lines of one of our own CSV tables, one after the other, every cell as text."""
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _csv_text(table: pd.DataFrame) -> str:
    return table.to_csv(index=False, lineterminator="\n", na_rep="", quoting=csv.QUOTE_MINIMAL)


@dataclass(frozen=True)
class Lines:
    """A table whose lines are given one after the other and never held all at once.

    `n` is how many they are, `given` begins to give them.
    """

    columns: tuple[str, ...]
    n: int
    given: Callable[[], Iterator[Sequence[Any]]]

    def __len__(self) -> int:
        return self.n


def _rows_of(table: "pd.DataFrame | Lines") -> Iterator[list[Any]]:
    """Give the rows of a table, a cell without a value as None."""
    if isinstance(table, Lines):
        yield from map(list, table.given())
    else:
        yield from table.astype(object).where(table.notna(), None).to_numpy().tolist()


def json_bytes(tables: "Mapping[str, pd.DataFrame | Lines]", about: Mapping[str, Any] | None = None) -> bytes:
    r"""Return tables as one JSON object, a list of rows under each name; `about` stands under "survey".

    Examples
    --------
    >>> json_bytes({"indices": pd.DataFrame({"n": [1], "low": [float("nan")]})})
    b'{\n "indices": [\n  {\n   "n": 1,\n   "low": null\n  }\n ]\n}\n'
    """
    return "".join(json_texts(tables, about)).encode()


def json_texts(tables: "Mapping[str, pd.DataFrame | Lines]", about: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Give the text of `json_bytes` piece by piece, a row at a time."""
    entries = [] if about is None else ["survey"]
    before = "{\n"
    for name in (*entries, *tables):
        yield f"{before} {json.dumps(name, ensure_ascii=False)}: "
        before = ",\n"
        if name in tables:
            yield from _json_rows(tables[name])
        else:
            yield _json_text(dict(about), 1)
    yield "\n}\n" if before != "{\n" else "{}\n"


def _json_rows(table: "pd.DataFrame | Lines") -> Iterator[str]:
    columns, before = list(table.columns), "[\n  "
    for row in _rows_of(table):
        yield before + _json_text(dict(zip(columns, row, strict=True)), 2)
        before = ",\n  "
    yield "[]" if before.startswith("[") else "\n ]"


def _json_text(value: Any, depth: int) -> str:
    """Return a value as JSON that stands so deep in a document; a line break in a text is written as a sign."""
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)


def write_json(
    path: Path, tables: "Mapping[str, pd.DataFrame | Lines]", about: Mapping[str, Any] | None = None
) -> None:
    """Write what `json_bytes` gives, whole or not at all, without ever holding it."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8", newline="") as handle:
            handle.writelines(json_texts(tables, about))
            handle.flush()
            os.fsync(handle.fileno())

    replace_whole(Path(path), write)


def text_table(table: pd.DataFrame, columns: Sequence[str]) -> str:
    """Return some columns of a table as aligned text, two decimals for figures, for a terminal.

    Examples
    --------
    >>> print(text_table(pd.DataFrame({"name": ["a"], "low": [81.5]}), ["name", "low"]), end="")
    name    low
    a     81.50
    """
    shown = [name for name in columns if name in table.columns]
    texts = [[name, *(_cell_text(value) for value in table[name])] for name in shown]
    numeric = [pd.api.types.is_numeric_dtype(table[name]) or name == "printed" for name in shown]
    widths = [max(len(text) for text in column) for column in texts]
    lines = []
    for row in zip(*texts, strict=True):
        cells = [
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines) + "\n"


def _cell_text(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    return " ".join(str(value).split())


def write_workbook(
    path: Path, tables: "Mapping[str, pd.DataFrame | Lines]", widths: Mapping[str, int] | None = None
) -> None:
    """Write tables as a workbook, a sheet each, text as text: a cell that starts with "=" is no formula.

    `widths` of columns by their names are in characters; texts are then broken into lines.

    Raises
    ------
    RequestError
        A table has more lines than a sheet of Excel.
    """
    refuse_long_sheets(tables)
    many = sum(map(len, tables.values())) > ROWS_AT_HAND
    import datetime as dt

    import xlsxwriter

    def write(temporary: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
        options |= {"constant_memory": True, "tmpdir": str(temporary.parent)} if many else {}
        with xlsxwriter.Workbook(str(temporary), options) as book:
            # A fixed date: the same tables give the same bytes.
            book.set_properties({"created": dt.datetime(2017, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)})
            head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
            broken = book.add_format({"text_wrap": True, "valign": "top"})
            for name, table in tables.items():
                sheet = book.add_worksheet(name)
                sheet.freeze_panes(1, 0)
                sheet.write_row(0, 0, list(table.columns), head)
                for row, cells in enumerate(_rows_of(table), start=1):
                    sheet.write_row(row, 0, cells)
                if len(table):
                    sheet.autofilter(0, 0, len(table), max(len(table.columns) - 1, 0))
                sheet.set_column(0, max(len(table.columns) - 1, 0), WIDTH)
                for place, column in enumerate(table.columns if widths else ()):
                    sheet.set_column(place, place, widths.get(column, WIDTH), broken)

    replace_whole(path, write)


def refuse_long_sheets(tables: "Mapping[str, pd.DataFrame | Lines]") -> None:
    """Refuse tables that no sheet of a workbook can hold, before a line of them is asked for."""
    longest = max(map(len, tables.values()), default=0)
    if longest >= ROWS_OF_SHEET:
        raise RequestError("workbook_too_long", n=longest, at_most=ROWS_OF_SHEET - 1)


def read_csv_text(path: Path) -> pd.DataFrame:
    """Return one of our own CSV tables with every cell as text, "" for none."""
    return pd.read_csv(io.BytesIO(path.read_bytes()), dtype=str, keep_default_na=False)


def safe_name(text: str) -> str:
    """Return a file name for `text` that every system accepts, the same one every time.

    Names that are not usable as they stand get a short hash, so that two units never share a file.

    Examples
    --------
    >>> safe_name("pkm-07")
    'pkm-07'
    >>> safe_name("CON").startswith("con-")
    True
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-.")[:LONGEST_NAME].rstrip("-.")
    reserved = name.split(".", maxsplit=1)[0] in RESERVED_NAMES
    if name and name == text and not reserved:
        return name
    # Windows takes "con.a" for the device too: what counts there is all before the first point.
    name = name.replace(".", "-") if reserved else name
    return f"{name or 'unit'}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def readable_name(text: str, taken: set[str]) -> str:
    """Return a file name for `text` that people read and every system accepts; `taken` gets it, and keeps it unique.

    Examples
    --------
    >>> taken = set()
    >>> readable_name("Puskesmas 07", taken), readable_name("../PUSKESMAS 07", taken)
    ('Puskesmas 07', 'PUSKESMAS 07 2')
    """
    signs = (c if c.isalnum() or c in READABLE_SIGNS else " " for c in unicodedata.normalize("NFC", text))
    name = _cut(" ".join("".join(signs).split()), LONGEST_NAME)
    device = unicodedata.normalize("NFKC", name.split(".", maxsplit=1)[0]).strip().casefold()
    if not name or device in RESERVED_NAMES:
        name = safe_name(text)
    base, number = name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{_cut(base, LONGEST_NAME - len(str(number)) - 1)} {number}"
    taken.add(name.casefold())
    return name


def _cut(text: str, length: int) -> str:
    """Return at most so many bytes of a text, without points, spaces and hyphens at its ends."""
    return text.encode()[:length].decode(errors="ignore").strip(" .-")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text; of a folder that of the names and hashes of its files."""
    if path.is_dir():
        listed = [[name, sha256_of(file)] for name, file in sorted(files_below(path).items())]
        return hashlib.sha256(json.dumps(listed).encode()).hexdigest()
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_tally(
    path: Path,
    frame: pd.DataFrame,
    instrument: Instrument,
    names: Mapping[str, str],
    sources: Sequence[str],
    origin: Mapping[str, Any] | None = None,
) -> None:
    """Write a tally as Parquet; what was asked and which files were counted is in its metadata."""
    about: dict[str, Any] = {
        "regulation": instrument.regulation.id,
        "elements": [
            {
                "key": e.key,
                "code": e.code,
                "code_regulation": e.code_regulation,
                "names": e.names,
                "short": e.short,
                "weight": str(e.weight),
            }
            for e in instrument.regulation.elements
        ],
        "items": [[item.key, item.element] for item in instrument.items],
        "names": dict(names),
        "sources": list(sources),
    }
    if instrument.scale:
        about["scale"] = [[point, str(score)] for point, score in instrument.scale]
    if origin:
        about["origin"] = dict(origin)
    if not frame["counts_only"].any():  # rows alone need no column for it
        frame = frame.drop(columns="counts_only")
    with open_engine() as connection:
        connection.register(
            "tally", frame.astype({name: object for name in frame.columns if frame[name].dtype == "str"})
        )
        text = json.dumps(about, ensure_ascii=False, sort_keys=True).replace("'", "''")
        replace_whole(
            path,
            lambda temporary: connection.execute(
                f"COPY tally TO '{_quoted(temporary)}' ({TALLY_FORMAT}, KV_METADATA {{skm: '{text}'}})"
            ),
        )


def holds_tally(path: Path) -> bool:
    """Return whether a file is a tally that this program wrote: its metadata say so."""
    query = f"SELECT count(*) FROM parquet_kv_metadata('{_quoted(path)}') WHERE decode(key) = 'skm'"
    try:
        with kept_engine() as connection:
            ((n,),) = connection.execute(query).fetchall()
    except duckdb.Error:  # no Parquet file at all, whatever its name says
        return False
    return n == 1


def read_tally_file(path: Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return a written tally and what its metadata says of it."""
    with kept_engine() as connection:
        quoted = _quoted(path)
        frame = connection.execute(f"FROM read_parquet('{quoted}')").df()
        query = f"SELECT decode(value) FROM parquet_kv_metadata('{quoted}') WHERE decode(key) = 'skm'"
        ((text,),) = connection.execute(query).fetchall()
    return frame, json.loads(text)


def write_responses(
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    rows: duckdb.DuckDBPyRelation,
    instrument: Instrument,
    sources: Mapping[str, str],
    recruitment: str,
) -> None:
    """Write `<period>/responses.parquet` for each period of some kept rows; no identity column is among them.

    Rows stand by file and row. Many rows are not sorted where they stand so already, and their order costs no memory.
    """
    present = set(rows.columns)
    columns = ["period", "region", "agency", "unit", "service", "date", "sex", "age", "education", "occupation"]
    given = [
        f'"{name}"' if name in present else f"CAST(NULL AS VARCHAR) AS {name}" for name in (*columns, "disability")
    ]
    given.insert(6, f"'{recruitment}' AS recruitment")
    for element in instrument.regulation.elements:
        own = instrument.items_of(element.key)
        summed = " + ".join(f'coalesce("{item}", 0)' for item in own)
        answered = " + ".join(f'CAST("{item}" IS NOT NULL AS INTEGER)' for item in own)
        mean = f"({summed}) / nullif(CAST({answered} AS DOUBLE), 0)" if len(own) > 1 else f'"{own[0]}"'
        given.append(f'{mean} AS "{element.key}"')
    given += [f'"{item.key}" AS q_{number}' for number, item in enumerate(instrument.items, start=1)]
    given += [f'"{name}"' for name in ("overall", "cluster", "timestamp") if name in present]
    given += [name for name in ("comments", "not_applicable") if name in present]
    hashes = pd.DataFrame({"file": list(sources), "sha": [digest[:12] for digest in sources.values()]}, dtype=object)
    connection.register("source_hashes", hashes)
    rows.create_view("kept_rows")
    cells = f'sha || \'-\' || "row" AS row_id, {", ".join(given)}, file, "row"'
    periods = connection.execute("SELECT period, count(*) FROM kept_rows GROUP BY period ORDER BY period").fetchall()
    is_many = sum(n for _, n in periods) >= MANY_ROWS
    parts = parts_in_order(connection, "kept_rows", SORTED_AT_ONCE) if is_many else ['true ORDER BY file, "row"']
    options = f"FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, PRESERVE_ORDER true" if is_many else "FORMAT parquet"
    for period, _ in periods:
        queries = [
            f"SELECT {cells} FROM kept_rows JOIN source_hashes USING (file) WHERE period = '{period}' AND {part}"
            for part in parts
        ]
        with one_thread(connection) if is_many else nullcontext():
            replace_whole(folder / period / "responses.parquet", partial(write_parts, connection, queries, options))
    connection.execute("DROP VIEW kept_rows")


def write_parts(connection: duckdb.DuckDBPyConnection, queries: Sequence[str], options: str, path: Path) -> None:
    """Write the rows of some queries into one Parquet file, one after the other."""
    if len(queries) == 1:
        connection.execute(f"COPY ({queries[0]}) TO '{_quoted(path)}' ({options})")
        return
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        files = [f"'{_quoted(Path(folder) / f'{number}.parquet')}'" for number in range(len(queries))]
        for query, file in zip(queries, files, strict=True):
            connection.execute(f"COPY ({query}) TO {file} ({options})")
        connection.execute(
            f"COPY (FROM read_parquet([{', '.join(files)}], union_by_name = true)) TO '{_quoted(path)}' ({options})"
        )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
