"""Raw tables → the engine: chosen columns as text, identity columns only as a keyed hash, no row lost."""

import csv
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.responses.foreseen import NOTED_AT_MOST, few_labels, malformed_share, with_late_labels
from skm.responses.privacy import redacted_sql
from skm.responses.raw import RawTable, Stream, forget_copy
from skm.responses.skipping import (
    REJECTS_AT_MOST,
    Rejects,
    Rows,
    no_rows_skipped,
    numbered,
    skipped_rows,
    take_out_rejects,
    take_rejects,
)

SCAN_BUFFER = 8 << 20  # bytes of the engine's read buffer: two threads share even a file of 16 MB
READ_AT_MOST = 3  # times that a text file is read for the numbers of its labels, before texts are kept
STREAMED_FROM = 200_000  # rows from which on a table is kept in a file, not in the engine's memory
HELD_AT_MOST = 200_000  # cleaned rows of all tables that a run keeps in the engine's memory; more lie in files
ROW_GROUP = 61_440  # rows that are written together: what is not written yet is in memory
WHOLE_KINDS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
MANY = 1 << 62  # a limit that no table reaches
PLACES_AT_MOST = 10_000  # malformed lines that a refusal lists one by one
LAST_BYTES = 1 << 20  # of a text file, in which its last rows stand
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


@dataclass(frozen=True)
class StagedTable:
    """A raw table staged in the engine: chosen columns as text; rejects are the malformed lines.

    `summaries` are (row, label) of the totals and remarks that were set aside, `lines` what else was found before the
    table is cleaned, as exclusions.csv has it, `remarks` the texts that stood in the question columns of those rows.

    `tidy` are the columns of which the engine holds numbers of labels, none of them with a space around it, `numbers`
    those that stand there as whole numbers too, under `number_column`: counting them needs no texts.

    `name` is a temporary table of the engine, or a view of a Parquet file with the same columns and `rowid`. It keeps
    the order of the file, so a row's number follows from its place and from the rows that were skipped before it.
    """

    table: RawTable
    name: str
    columns: tuple[str, ...]
    n_rows: int
    rejects: Rejects | tuple[tuple[int, str], ...] = ()
    skipped: Rows = field(default_factory=no_rows_skipped)
    summaries: tuple[tuple[int, str], ...] = ()
    lines: tuple[dict, ...] = ()
    remarks: tuple[str, ...] = ()
    tidy: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def relation(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """Return the staged rows, with `row` as the number that a spreadsheet shows."""
        twins = map(number_column, sorted(self.numbers))
        names = ", ".join(quoted_name(name) for name in (*self.columns, *twins))
        if self.table.engine_table:
            return connection.sql(f"SELECT {names}, row FROM {self.name}")
        return numbered(connection, names, self.name, self.table.first_row, self.skipped)


def stage_table(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    columns: Mapping[str, int],
    identity: Sequence[int],
    name: str,
    labels: Mapping[int, str] | None = None,
    redacted: Collection[str] = (),
    coded: Collection[str] = (),
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
    redacted
        Names of the columns of comments: who is named in them never reaches the engine's table.
    coded
        Names of columns of labels. Of a large file the engine keeps the number of each label instead of its text,
        where it knows all of them beforehand; whoever asks still sees the text.

    Raises
    ------
    DataError
        Rows read and rows refused do not add up to the records of the file, or most of them are refused.
    """
    select = [
        f"{redacted_sql(_seen(table, place)) if column in redacted else _seen(table, place)} AS {quoted_name(column)}"
        for column, place in columns.items()
    ]
    if identity:
        parts = ", ".join(f"nullif(lower(trim({_seen(table, place)})), '')" for place in identity)
        key = secrets.token_hex(16)
        select.append(f"md5({_text(key)} || nullif(concat_ws('|', {parts}), '')) AS identity_hash")
    if not select:
        raise DataError("no_elements", [Place(table.file, table.sheet)])
    if labels:
        select.append(_summary_cell(table, labels))
    if table.engine_table:
        select.append("row")  # folded lines have no number of their own place
    tidy: frozenset[str] = frozenset()
    numbers = {c: p for c, p in columns.items() if c in coded and _stands_as_number(table, p)}
    select += [f"{quoted_name(table.headers[p])} AS {quoted_name(number_column(c))}" for c, p in numbers.items()]
    taken_out = Rejects()
    if table.stream is None:
        own = {c: place for c, place in columns.items() if c in coded}
        tidy, taken_out = _fill_whole(connection, table, name, select, own, labels)
    else:
        _stage_portions(connection, table.stream, sorted({*columns.values(), *identity, *(labels or ())}), select, name)
        table = replace(table, sha256=table.stream.sha256 or table.sha256)
    ((n_rows,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    if table.cells is not None:
        connection.unregister("raw_cells")  # all columns stand in it
    rejects = _rejects(connection) if table.delimiter else Rejects()
    rejects = taken_out if len(taken_out) else rejects
    if table.engine_table:
        connection.execute(f"DROP TABLE {table.engine_table}")  # all columns stand in it
    if n_rows + len(rejects) != table.n_rows:
        places = [Place(table.file, table.sheet)]
        raise DataError("rows_do_not_add_up", places, read=n_rows, refused=len(rejects), there=table.n_rows)
    if len(rejects) > n_rows:
        # Most rows part into other cells than the header: then it is the header or the delimiter that is wrong.
        places = [Place(table.file, table.sheet, row=row) for row, _ in rejects.first(PLACES_AT_MOST)]
        raise DataError("lines_malformed", places, n=len(rejects), total=table.n_rows)
    skipped = skipped_rows(table.blank_rows, rejects.rows)
    names = (*columns, *(["identity_hash"] if identity else []), *([SUMMARY_COLUMN] if labels else []))
    return StagedTable(
        table,
        name,
        names,
        n_rows,
        rejects if table.delimiter else table.rejects,
        skipped,
        table.summaries,
        tidy=tidy,
        numbers=frozenset(numbers),
    )


def number_column(column: str) -> str:
    """Return the name under which a staged column stands as whole numbers."""
    return f"number_{column}"


def _stands_as_number(table: RawTable, place: int) -> bool:
    """Return whether a Parquet file of many rows keeps a column as whole numbers."""
    return table.n_rows >= STREAMED_FROM and bool(table.kinds) and table.kinds[place] in WHOLE_KINDS


def _fill_whole(
    connection: duckdb.DuckDBPyConnection, table: RawTable, name: str, *how: Any
) -> tuple[frozenset[str], Rejects]:
    """Make the staged table as `_fill` does; return its tidy columns and the lines that were taken out before.

    The reader holds a kilobyte of each malformed line in memory, whatever limit it is given, so it must not see many.
    """
    if not (table.delimiter and malformed_share(table) * table.n_rows > REJECTS_AT_MOST):
        return _fill(connection, table, name, *how), Rejects()
    source, taken_out = _without_rejects(connection, table, name)
    try:
        return _fill(connection, source, name, *how), taken_out
    finally:
        forget_copy(source.path)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    name: str,
    select: Sequence[str],
    coded: Mapping[str, int],
    patterns: Mapping[int, str] | None,
) -> frozenset[str]:
    """Make the staged table; return the coded columns without a label that has spaces around it.

    Where a label stands in it that was not foreseen, texts are kept throughout.
    """
    is_beside = table.n_rows >= STREAMED_FROM and bool(table.path)
    if is_beside and not table.delimiter and table.copy is None:
        _stage_where_it_is(connection, table, name, select, patterns or {})
        return frozenset()
    n_rows = table.n_rows if is_beside else 0
    labels = few_labels(table, list(coded.values()))
    for _ in range(READ_AT_MOST):
        if not labels:
            break
        cells = _cells_of_known(connection, table, select, labels, patterns or {})
        keep_rows(connection, f"SELECT {', '.join(cells)} FROM {_source(connection, table, labels)}", name, n_rows)
        more = with_late_labels(connection, table, labels)
        if more is None:
            known = (c for c, place in coded.items() if place in labels and _are_tidy(labels[place]))
            return frozenset() if is_beside else frozenset(known)  # a file gives texts again
        forget_staged(connection, name)
        labels = more
    keep_rows(connection, f"SELECT {', '.join(select)} FROM {_source(connection, table)}", name, n_rows)
    return frozenset()


def _cells_of_known(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    select: Sequence[str],
    labels: Mapping[int, Sequence[str]],
    patterns: Mapping[int, str],
) -> list[str]:
    """Return the SQL of the staged cells where the labels of some columns are known.

    A column of which none is a total need not be looked at row by row.
    """
    if not patterns:
        return [*select]
    said = {p: pattern for p, pattern in patterns.items() if _may_be_total(connection, labels.get(p), pattern)}
    summary = _summary_cell(table, patterns)
    return [_summary_cell(table, said) if cell == summary else cell for cell in select]


def _stage_where_it_is(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    name: str,
    select: Sequence[str],
    patterns: Mapping[int, str],
) -> None:
    """Stage a Parquet file of many rows by calling it like a table of the engine."""
    source = f"read_parquet({_text(str(table.path))}, file_row_number = true)"
    # It is read once for each question: what no label says is not looked for in each row, each time.
    said = {p: pattern for p, pattern in patterns.items() if _says_total(connection, table, p, pattern)}
    looked = {_summary_cell(table, patterns): _summary_cell(table, said)} if patterns else {}
    cells = ", ".join(looked.get(cell, cell) for cell in select)
    connection.execute(f"CREATE TEMP VIEW {name} AS SELECT {cells}, file_row_number AS rowid FROM {source}")


def _says_total(connection: duckdb.DuckDBPyConnection, table: RawTable, place: int, pattern: str) -> bool:
    """Return whether a label of a column of a Parquet file says that its row is a total."""
    # Distinct as they are stored, which the file's dictionary tells. Behind a limit, even one that nothing reaches, the
    # engine does not ask each row what it says before it looks for different ones.
    labels = f"SELECT DISTINCT {quoted_name(table.headers[place])} FROM {_source(connection, table)} LIMIT {MANY}"
    query = f"SELECT 1 FROM ({labels}) WHERE {_total_label(_seen(table, place), pattern)} IS NOT NULL LIMIT 1"
    return bool(connection.execute(query).fetchall())


def _kept_file(connection: duckdb.DuckDBPyConnection, name: str) -> Path:
    """Return the file in which a table of many rows is kept."""
    ((folder,),) = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    return Path(folder) / f"{name}.parquet"


def keep_beside(connection: duckdb.DuckDBPyConnection, query: str, name: str) -> None:
    """Write the rows of a query into a Parquet file of the engine's folder, and call it like a table of the engine."""
    path = _text(str(_kept_file(connection, name)))
    # Left to itself the engine writes what comes out of a join as it comes; a row's number is its place here.
    options = f"FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, PRESERVE_ORDER true"
    connection.execute(f"COPY ({query}) TO {path} ({options})")
    source = f"read_parquet({path}, file_row_number = true)"
    connection.execute(
        f"CREATE TEMP VIEW {name} AS SELECT * EXCLUDE (file_row_number), file_row_number AS rowid FROM {source}"
    )


def _may_be_total(connection: duckdb.DuckDBPyConnection, labels: Sequence[str] | None, pattern: str) -> bool:
    """Return whether a label of a column says that its row is a total, or not all of its labels are known."""
    if labels is None:
        return True
    query = f"SELECT count({_total_label('label', pattern)}) FROM (SELECT unnest(?::VARCHAR[]) AS label)"
    ((n,),) = connection.execute(query, [list(labels)]).fetchall()
    return n > 0


def _summary_cell(table: RawTable, patterns: Mapping[int, str]) -> str:
    """Return the SQL of the text by which a row says that it is a total."""
    found = [_total_label(_seen(table, place), pattern) for place, pattern in patterns.items()]
    return f"coalesce({', '.join([*found, 'NULL::VARCHAR'])}) AS {SUMMARY_COLUMN}"


def _are_tidy(labels: Sequence[str]) -> bool:
    return all(label == label.strip() for label in labels)


def keep_rows(connection: duckdb.DuckDBPyConnection, query: str, name: str, n_rows: int) -> None:
    """Keep the rows of a query under a name: few in the engine, many in a file."""
    if n_rows >= STREAMED_FROM:
        keep_beside(connection, query, name)
    else:
        connection.execute(f"CREATE TEMP TABLE {name} AS {query}")


def rows_held(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many rows the tables in the engine's memory have."""
    ((n,),) = connection.execute("SELECT coalesce(sum(estimated_size), 0)::BIGINT FROM duckdb_tables()").fetchall()
    return int(n)


def is_view(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Return whether what is staged under a name is read from its file each time."""
    query = "SELECT count(*) FROM duckdb_views() WHERE view_name = ? AND NOT internal"
    return connection.execute(query, [name]).fetchall() != [(0,)]


def forget_staged(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Remove what is staged under a name, and its file where it has one of our own."""
    connection.execute(f"DROP {'VIEW' if is_view(connection, name) else 'TABLE'} {name}")
    _kept_file(connection, name).unlink(missing_ok=True)


def looked_up(column: str, mapping: Mapping[str, Any], kind: str) -> str:
    """Return the SQL of what the labels of a column of a file stand for; null for any other.

    A file keeps each label once, in a dictionary, and a function of one column is worked out there: not in each row.
    """
    known = {label: value for label, value in mapping.items() if value is not None}
    labels = ", ".join(map(_text, known))
    values = ", ".join(_text(value) if kind == "VARCHAR" else str(value) for value in known.values())
    found = f"map_extract_value(MAP([{labels}]::VARCHAR[], [{values}]::{kind}[]), {quoted_name(column)})"
    if "" not in known:
        return found
    return f"CASE WHEN {quoted_name(column)} IS NULL THEN {_text(known[''])} ELSE {found} END"


def rows_of_its_own(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Let what is staged under a name be a table of the engine, before a cell of it is changed."""
    if is_view(connection, name):
        connection.execute(f"CREATE TEMP TABLE {name}_own AS SELECT * EXCLUDE (rowid) FROM {name} ORDER BY rowid")
        forget_staged(connection, name)
        connection.execute(f"ALTER TABLE {name}_own RENAME TO {name}")


def store_text(connection: duckdb.DuckDBPyConnection, staged: StagedTable, column: str) -> None:
    """Let a staged column hold any text, before one is put into it that did not stand there."""
    rows_of_its_own(connection, staged.name)
    connection.execute(f"ALTER TABLE {staged.name} ALTER COLUMN {quoted_name(column)} TYPE VARCHAR")


def peek_table(
    connection: duckdb.DuckDBPyConnection, table: RawTable, places: Sequence[int], n_rows: int, *, everywhere: bool
) -> pd.DataFrame:
    """Return some rows of some columns as texts, under the names c0, c1, …; empty cells are "".

    Parameters
    ----------
    everywhere
        Whether to take rows of the whole table, always the same ones, rather than the first.
    """
    if table.stream is not None:
        return next(iter(table.stream.portions(places))).head(n_rows).fillna("").astype(str)
    select = ", ".join(f"coalesce({_seen(table, place)}, '') AS c{place}" for place in places)
    sampled = f"USING SAMPLE reservoir({n_rows} ROWS) REPEATABLE (1)" if everywhere else f"LIMIT {n_rows}"
    frame = connection.execute(f"SELECT {select} FROM {_source(connection, table)} {sampled}").df()
    if table.cells is not None:
        connection.unregister("raw_cells")
    elif table.delimiter:
        _rejects(connection)
    return frame.astype(str)


def last_rows(connection: duckdb.DuckDBPyConnection, table: RawTable, n_rows: int) -> pd.DataFrame:
    """Return the last rows of a text or Parquet file as texts, under the names c0, c1, …; no malformed ones."""
    names = [f"c{place}" for place in range(len(table.headers))]
    if table.delimiter and table.path:
        found = [record for record in _last_records(table.path, table.delimiter) if len(record) == len(names)]
        return pd.DataFrame(found[-n_rows:], columns=names, dtype=object)
    select = ", ".join(f"coalesce({_seen(table, place)}, '') AS {name}" for place, name in enumerate(names))
    source = f"read_parquet({_text(str(table.path))}, file_row_number = true)"
    first = max(0, table.n_rows - n_rows)
    query = f"SELECT {select} FROM {source} WHERE file_row_number >= {first} ORDER BY file_row_number"
    return connection.execute(query).df().astype(object)


def _last_records(path: Path, delimiter: str) -> Iterator[list[str]]:
    """Yield the filled records at the end of a text file whose quotation marks are all closed."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        header = handle.readline()
        handle.seek(max(len(header), size - LAST_BYTES))
        lines = handle.read().decode("utf-8", errors="replace").splitlines(keepends=True)
    in_quotes = sum(line.count('"') for line in lines) % 2 == 1  # all are closed at the end
    whole, is_first = "", size - LAST_BYTES <= len(header)
    for line in lines:
        whole += line
        in_quotes ^= line.count('"') % 2 == 1
        if in_quotes:
            continue
        if is_first and whole.strip():  # what the slice begins with is a part of a record
            yield from csv.reader([whole], delimiter=delimiter)
        whole, is_first = "", True


def _stage_portions(
    connection: duckdb.DuckDBPyConnection, stream: Stream, places: Sequence[int], select: Sequence[str], name: str
) -> None:
    """Put the rows of a stream into the engine, portion by portion: they are never all in memory."""
    start = f"CREATE TEMP TABLE {name} AS"
    for portion in stream.portions(places):
        connection.register("raw_cells", portion)
        try:
            connection.execute(f"{start} SELECT {', '.join(select)} FROM raw_cells")
        finally:
            connection.unregister("raw_cells")
        start = f"INSERT INTO {name}"


def _total_label(cell: str, pattern: str) -> str:
    """Return the SQL of a cell that says that its row is a total, null for any other."""
    # A list of many texts behind IN is joined, and a join gives the rows of a file out of their order.
    starts = _text("|".join(SUMMARY_STARTS))
    plain = f"trim(regexp_replace(lower({cell}), '[^\\p{{L}}0-9σ∑]+', ' ', 'g'))"
    return (
        f"CASE WHEN contains({starts}, lower(left({cell}, 2))) AND regexp_matches({plain}, {_text(pattern)})"
        f" THEN {cell} END"
    )


def _source(
    connection: duckdb.DuckDBPyConnection, table: RawTable, labels: Mapping[int, Sequence[str]] | None = None
) -> str:
    """Return the SQL of the table's source.

    `labels` are those of the columns of a text file in which the reader is to see no others: for each it then gives a
    number.
    """
    if table.engine_table:
        return table.engine_table
    if table.cells is not None:
        connection.register("raw_cells", table.cells)
        return "raw_cells"
    if not table.delimiter:
        return f"read_parquet({_text(str(table.path))})"
    kinds = {place: f"ENUM({', '.join(map(_text, known))})" for place, known in (labels or {}).items()}
    columns = ", ".join(f"'c{p}': {_text(kinds.get(p, 'VARCHAR'))}" for p in range(len(table.headers)))
    connection.execute("DROP TABLE IF EXISTS skm_rejects; DROP TABLE IF EXISTS skm_scans")
    # Never let the reader guess: what it does not like becomes a rejected line that we report.
    options = (
        f"auto_detect = false, header = true, skip = {table.skip_lines}, delim = {_text(table.delimiter)},"
        f" quote = '\"', escape = '\"', columns = {{{columns}}}, strict_mode = true, null_padding = false,"
        f" buffer_size = {SCAN_BUFFER}, store_rejects = true, rejects_table = 'skm_rejects',"
        f" rejects_scan = 'skm_scans', rejects_limit = {NOTED_AT_MOST if labels else 0}"
    )
    return f"read_csv({_text(str(table.path))}, {options})"


def _seen(table: RawTable, place: int) -> str:
    """Return the SQL of a cell as a person sees it."""
    if table.delimiter:
        return f'"c{place}"'
    if table.cells is not None or table.stream is not None or table.engine_table:
        return f"nullif(\"c{place}\", '')"
    column = quoted_name(table.headers[place])
    if table.kinds[place] in WHOLE_KINDS:
        return f"CAST({column} AS VARCHAR)"
    if table.kinds[place] not in ("DOUBLE", "FLOAT"):
        return f"nullif(CAST({column} AS VARCHAR), '')"
    number = f"try_cast({column} AS DOUBLE)"
    # A Parquet file may hold whole numbers as floats, and "not a number" for nothing: 4.0 is seen as 4.
    return (
        f"CASE WHEN isnan({number}) THEN NULL "
        f"WHEN {number} = floor({number}) "
        f"THEN coalesce(CAST(try_cast({number} AS BIGINT) AS VARCHAR), CAST({column} AS VARCHAR)) "
        f"ELSE CAST({column} AS VARCHAR) END"
    )


def _without_rejects(connection: duckdb.DuckDBPyConnection, table: RawTable, name: str) -> tuple[RawTable, Rejects]:
    """Return a text table without its malformed lines, in a copy that goes once it is staged, and these lines."""
    target = _kept_file(connection, name).with_suffix(".csv")
    cells = ", ".join(f'count("c{place}")' for place in range(len(table.headers)))

    def noted(piece: Path) -> Rejects:
        connection.execute(
            f"SELECT {cells} FROM {_source(connection, replace(table, path=piece, skip_lines=0))}"
        ).fetchall()
        return _rejects(connection)

    rejects = take_out_rejects(
        table.path, target, table.skip_lines + 1, noted, table.delimiter * (len(table.headers) - 1)
    )
    return replace(table, path=target, n_rows=table.n_rows - len(rejects)), rejects


def _rejects(connection: duckdb.DuckDBPyConnection) -> Rejects:
    """Return (row, kind) of each malformed line."""
    # Of a malformed line it may also note a label that was not foreseen.
    query = "SELECT line, min(error_type::VARCHAR) FROM skm_rejects WHERE error_type::VARCHAR <> 'CAST' GROUP BY line"
    rejects = take_rejects(connection, query)
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
