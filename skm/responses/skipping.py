"""Rows that are none: malformed lines and blank ones, by number; millions of them take some bytes each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

REJECTS_AT_MOST = 100_000  # malformed lines that the engine may note of one file: about a kilobyte each, all in memory
SLICE = 8 << 20  # bytes that are looked at together where there are more of them
NEWLINE, QUOTE = 10, 34
SPOKEN = 500  # steps that a query may name itself; more of them stand in a table of the engine

Rows = NDArray[np.int64]


def no_rows_skipped() -> Rows:
    """Return that no row is skipped."""
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Rejects:
    """The malformed lines of a table, in order: the row of each, and of which kind it is."""

    rows: Rows = field(default_factory=no_rows_skipped)
    codes: NDArray[np.int8] = field(default_factory=lambda: np.empty(0, dtype=np.int8))
    kinds: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for row, code in zip(self.rows, self.codes, strict=True):
            yield int(row), self.kinds[code]

    def first(self, n: int) -> list[tuple[int, str]]:
        """Return the first of them."""
        return list(Rejects(self.rows[:n], self.codes[:n], self.kinds))

    def as_frame(self) -> pd.DataFrame:
        """Return them in the columns `row` and `value`, each kind kept once."""
        return pd.DataFrame({"row": self.rows, "value": pd.Categorical.from_codes(self.codes, list(self.kinds))})


def take_rejects(connection: duckdb.DuckDBPyConnection, query: str) -> Rejects:
    """Return the malformed lines that a query of (row, kind), in order of the rows, gives."""
    table = "kinds_of_rejects"
    connection.execute(f"CREATE TEMP TABLE {table} AS SELECT DISTINCT kind FROM ({query}) AS found(line, kind)")
    try:
        kinds = tuple(kind for (kind,) in connection.execute(f"SELECT kind FROM {table} ORDER BY kind").fetchall())
        if not kinds:
            return Rejects()
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        coded = f"SELECT line::BIGINT AS line, (list_position([{listed}], kind) - 1)::TINYINT AS code"
        found = connection.execute(f"{coded} FROM ({query}) AS found(line, kind) ORDER BY line").fetchnumpy()
    finally:
        connection.execute(f"DROP TABLE {table}")
    return Rejects(np.asarray(found["line"], dtype=np.int64), np.asarray(found["code"], dtype=np.int8), kinds)


def skipped_rows(*rows: Sequence[int] | Rows) -> Rows:
    """Return some rows as one list in order, each once."""
    return np.unique(np.concatenate([np.asarray(some, dtype=np.int64) for some in rows]))


def steps_of(skipped: Rows, first_row: int) -> tuple[Rows, Rows]:
    """Return from which place on how many rows were skipped.

    Examples
    --------
    >>> places, passed = steps_of(np.array([4, 5, 8]), 2)
    >>> places.tolist(), passed.tolist()
    ([2, 4], [2, 3])
    """
    numbers = np.arange(len(skipped), dtype=np.int64)
    places = skipped - first_row - numbers
    is_last = np.append(places[1:] != places[:-1], True)
    return places[is_last], numbers[is_last] + 1


def numbered(
    connection: duckdb.DuckDBPyConnection, names: str, name: str, first_row: int, skipped: Rows
) -> duckdb.DuckDBPyRelation:
    """Return what is staged under a name with `row`, the number that a spreadsheet shows.

    Parameters
    ----------
    names
        The columns that are wanted, as SQL.
    """
    if not len(skipped):
        return connection.sql(f"SELECT {names}, rowid + {first_row} AS row FROM {name}")
    places, passed = steps_of(skipped, first_row)
    if len(places) <= SPOKEN:
        spoken = ", ".join(f"({place}, {n})" for place, n in zip(places.tolist(), passed.tolist(), strict=True))
        steps = f"(VALUES {spoken})"
    else:
        steps = f"(FROM {_kept_steps(connection, name, places, passed)})"
    return connection.sql(
        f"WITH staged AS (SELECT {names}, rowid AS k FROM {name}), steps AS (FROM {steps} AS v(t, passed))"
        f" SELECT {names}, k + {first_row} + coalesce(passed, 0) AS row"
        " FROM staged ASOF LEFT JOIN steps ON k >= t"
    )


def _kept_steps(connection: duckdb.DuckDBPyConnection, name: str, places: Rows, passed: Rows) -> str:
    """Return the name of the table of the engine that holds the steps of a staged table; it is made once."""
    own = f"{name}_steps"
    there = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [own]).fetchall()
    if there == [(0,)]:
        frame = pd.DataFrame({"t": places, "passed": passed})
        connection.register(f"{own}_frame", frame)
        connection.execute(f"CREATE TEMP TABLE {own} AS FROM {own}_frame")
        connection.unregister(f"{own}_frame")
    return own


# --- more malformed lines than the engine may note ----------------------------------------------------------------


def take_out_rejects(
    source: Path, target: Path, n_before: int, noted: Callable[[Path], Rejects], above: str
) -> Rejects:
    """Return the malformed lines of a text file, and write it without them: slice by slice, so that they are few.

    Parameters
    ----------
    source
        A text in UTF-8 whose lines all end alike and whose quotation marks are all closed.
    target
        Where the file without them goes.
    n_before
        How many records stand before the first row: the header and what is above it. They are written as they are.
    noted
        Gives the malformed lines of a slice with one record before it.
    above
        That record, without a line end.
    """
    found: list[Rejects] = []
    records = n_before
    piece = target.with_suffix(".slice")
    try:
        with source.open("rb") as text, target.open("wb") as kept:
            for _ in range(n_before):
                record = _record(text)
                kept.write(record)
            head = above.encode() + (b"\r\n" if record.endswith(b"\r\n") else b"\n")
            for chunk in _whole_records(text):
                piece.write_bytes(head + chunk)
                own = noted(piece)
                ends = _record_ends(chunk)
                kept.write(_without(chunk, ends, own.rows - 2))
                found.append(Rejects(own.rows - 1 + records, own.codes, own.kinds))
                records += len(ends)
    finally:
        piece.unlink(missing_ok=True)
    return _together(found)


def _record(text: Any) -> bytes:
    record = text.readline()
    while record.count(b'"') % 2 and (more := text.readline()):
        record += more
    return record


def _whole_records(text: Any) -> Iterator[bytes]:
    """Yield the rest of a file in slices that end where a record does."""
    held = b""
    while more := text.read(SLICE):
        held += more
        ends = _record_ends(held, ended=False)
        if len(ends):
            yield held[: ends[-1] + 1]
            held = held[ends[-1] + 1 :]
    if held:
        yield held


def _record_ends(chunk: bytes, *, ended: bool = True) -> Rows:
    """Return the places of the last bytes of the records of a slice that begins with one."""
    codes = np.frombuffer(chunk, dtype=np.uint8)
    ends = np.flatnonzero(codes == NEWLINE)
    if QUOTE in chunk:
        outside = np.bitwise_xor.accumulate((codes == QUOTE).astype(np.uint8)) == 0
        ends = ends[outside[ends]]
    if ended and (not len(ends) or ends[-1] != len(codes) - 1):
        ends = np.append(ends, len(codes) - 1)
    return ends


def _without(chunk: bytes, ends: Rows, records: Rows) -> bytes:
    """Return a slice without some of its records, by their places."""
    if not len(records):
        return chunk
    keeps = np.ones(len(ends), dtype=bool)
    keeps[records] = False
    return np.frombuffer(chunk, dtype=np.uint8)[np.repeat(keeps, np.diff(ends, prepend=-1))].tobytes()


def _together(found: Sequence[Rejects]) -> Rejects:
    kinds = tuple(sorted({kind for one in found for kind in one.kinds}))
    codes = [np.array([kinds.index(kind) for kind in one.kinds], dtype=np.int8)[one.codes] for one in found if len(one)]
    if not codes:
        return Rejects()
    return Rejects(np.concatenate([one.rows for one in found if len(one)]), np.concatenate(codes), kinds)
