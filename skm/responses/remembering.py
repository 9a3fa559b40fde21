"""What was read of each file, kept for the next run: a file that has not changed is not read again.

Three files beside the other results hold it: the kept rows of all files and those findings of which there are many
(Parquet, a number for each table and finding), and what else is known of them (JSON). Only values of our own types come
back, never code: a folder may come from anybody.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd

from skm.engine import one_thread
from skm.regulation import Element, Grade, Instrument, Item, Regulation
from skm.responses.cleaning import Cleaned
from skm.responses.files import Part
from skm.responses.findings import Found, Many
from skm.responses.raw import Piece
from skm.responses.recognising import Plan, Recognised
from skm.responses.rows import Constants
from skm.responses.staging import HELD_AT_MOST, keep_beside, quoted_name, rows_held
from skm.responses.tally_lines import KeptLines, LineStore, TallyLines, frame_of, in_batches, n_respondents
from skm.responses.workspace import Workspace
from skm.survey import Survey
from skm.tables import MANY_ROWS, sha256_of, write_parts, write_whole
from skm.tally import CELL_KEYS, MASKS, sum_columns

ROWS_KEPT, TABLES_KEPT = "read-rows.parquet", "read-tables.json"
LINES_KEPT, TALLY_KEPT = "read-findings.parquet", "read-tally.parquet"
REMEMBERED = (ROWS_KEPT, TABLES_KEPT, LINES_KEPT, TALLY_KEPT)
# Lines of the tally have a hundred numbers each, and what is not written yet is in memory.
SOME_LINES = "FORMAT parquet, ROW_GROUP_SIZE 20480"
NUMBER = "read_table"  # the column that says which table a row is of

KINDS = {
    kind.__name__: kind
    for kind in (Part, Plan, Recognised, Constants, Cleaned, Many, Piece, Instrument, Item, Regulation, Element, Grade)
}
SCALARS: dict[str, Callable[[str], Any]] = {
    "Fraction": Fraction,
    "Decimal": Decimal,
    "date": dt.date.fromisoformat,
    "float": float,
}


def reading_key(name: str, survey: Survey, constants: Constants) -> str:
    """Return the hash of everything on which it depends how a file is read: its bytes, the settings, the register.

    What folders, names and corrections say of the file is in `constants`.
    """
    if survey.folder is None:
        return ""
    register = survey.register_file("units")
    depends = {
        "name": name,
        "file": sha256_of(survey.folder / name),
        "settings": survey.settings.model_dump(mode="json"),
        "units": sha256_of(register) if register else "",
        "constants": repr(constants),
    }
    return hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()


class Memory:
    """What an earlier run read, by key.

    Parameters
    ----------
    folder
        Where it lies, `data/processed/` of a survey; None where nothing is to be believed.
    workspace
        The engine that will hold the rows.
    """

    def __init__(self, folder: Path | None, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tables: dict[str, Any] = {}
        self._shared: list[Any] = []
        self._lines_kept = LineStore(workspace)
        if folder is None:
            return
        try:
            known = json.loads((folder / TABLES_KEPT).read_text(encoding="utf-8"))
            self._shared = [_decoded(value, self._shared) for value in known["shared"]]
            self._tables = dict(known["files"])
        except (OSError, ValueError, KeyError, TypeError):  # nothing that we wrote: then nothing is known
            self._tables = {}
            return
        try:
            for name, view in (
                (ROWS_KEPT, f"{NUMBER}s"),
                (LINES_KEPT, f"{NUMBER}_lines"),
                (TALLY_KEPT, f"{NUMBER}_tally"),
            ):
                path = str(folder / name).replace("'", "''")
                workspace.connection.execute(f"CREATE TEMP VIEW {view} AS FROM read_parquet('{path}')")
        except duckdb.Error:
            self._tables = {}

    def recall(self, key: str) -> list[Part] | None:
        """Return the tables of a file as they were read, None where no file of this key was."""
        if key not in self._tables:
            return None
        return [self._part(known) for known in self._tables[key]]

    def _part(self, known: Mapping[str, Any]) -> Part:
        part = _decoded(known["part"], self._shared)
        wanted = ", ".join(
            f"CAST({quoted_name(name)} AS {kind}) AS {quoted_name(name)}" for name, kind in known["columns"].items()
        )
        number = int(known["number"])
        query = f"SELECT {wanted} FROM {NUMBER}s WHERE {NUMBER} = {number:d}"
        # A table of the workspace: several questions are asked of it, and the file will be replaced by this run.
        name = self._workspace.new_name()
        if part.cleaned.n_rows + rows_held(self._workspace.connection) > HELD_AT_MOST:
            with one_thread(self._workspace.connection):
                keep_beside(self._workspace.connection, query, name)
        else:
            self._workspace.connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
        frame = nw.from_native(self._workspace.connection.table(name)).select(*known["columns"])
        found = tuple(map(self._found, part.cleaned.exclusions))
        cleaned = dataclasses.replace(part.cleaned, frame=frame, exclusions=found)
        lines = self._lines(name, number, part.plan.instrument) if known["counted"] else None
        return dataclasses.replace(part, name=name, cleaned=cleaned, lines=lines)

    def _lines(self, name: str, number: int, instrument: Instrument) -> TallyLines:
        """Return what a table gave to the tally."""
        texts = [*CELL_KEYS, "view", "group"]
        sums = [*MASKS, *sum_columns(instrument)]
        wanted = ", ".join([f'"{name}"::VARCHAR AS "{name}"' for name in texts])
        wanted += "".join(f", {quoted_name(name)}::BIGINT AS {quoted_name(name)}" for name in sums)
        query = f"SELECT {wanted} FROM {NUMBER}_tally WHERE {NUMBER} = {number:d}"
        return self._lines_kept.keep({name: self._workspace.connection.execute(query).df()})[name]

    def _found(self, found: Found) -> Found:
        """Return what was found, many lines under a name of their own in the workspace."""
        if not isinstance(found, Many):
            return found
        name = self._workspace.new_name()
        columns = (
            'CAST("row" AS BIGINT) AS "row", value::VARCHAR AS value, unit::VARCHAR AS unit, saying::INTEGER AS saying'
        )
        query = f"SELECT {columns} FROM {NUMBER}_lines WHERE {NUMBER} = {int(found.name):d}"
        keep_beside(self._workspace.connection, query, name)
        return dataclasses.replace(found, name=name)


def is_rememberable(parts: Sequence[Part]) -> bool:
    """Return whether the tables of a file can be kept: rows can, tables of counts and tallies are read in no time."""
    return all(type(part.plan) is Plan and part.counted is None for part in parts)


def fits(part: Part, lines: TallyLines) -> bool:
    """Return whether lines of a tally are those of all rows that a part keeps: repeats of other files may be gone."""
    return n_respondents(lines) == part.cleaned.n_rows - part.cleaned.n_dropped


def remember(
    folder: Path,
    files: Mapping[str, Sequence[Part]],
    workspace: Workspace,
    lines: Mapping[str, TallyLines] | None = None,
) -> None:
    """Write what was read of some files, by key, for the next run.

    Parameters
    ----------
    folder
        `data/processed/`, while it is prepared.
    files
        The tables of each file as `read_file` gave them.
    lines
        What each of them gives to the tally, by its name in the workspace.
    """
    counted: dict[int, TallyLines] = {}
    shared: list[Any] = []
    tables: dict[str, list[Any]] = {}
    selects = [f"SELECT 0 AS {NUMBER} WHERE false"]
    many: list[Many] = []
    for key, parts in files.items():
        tables[key] = []
        for part in parts:
            number = len(selects)
            relation = part.cleaned.frame.to_native()
            view = workspace.new_name()
            relation.create_view(view)
            selects.append(f"SELECT {number:d} AS {NUMBER}, * FROM {view}")
            columns = {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}
            own = (lines or {}).get(part.name)
            is_counted = own is not None and fits(part, own)
            counted |= {number: own} if is_counted else {}
            tables[key].append(
                {"number": number, "columns": columns, "counted": is_counted}
                | {"part": _encoded(_bare(part, many), shared)}
            )
    text = json.dumps({"shared": shared, "files": tables}, ensure_ascii=False, separators=(",", ":"))
    write_whole(folder / TABLES_KEPT, text.encode())
    n_rows = sum(part.cleaned.n_rows for parts in files.values() for part in parts)
    with one_thread(workspace.connection):  # rows in their order, none of which waits in memory
        queries = selects[1:] if n_rows >= MANY_ROWS else [" UNION ALL BY NAME ".join(selects)]
        write_parts(workspace.connection, queries, "FORMAT parquet", folder / ROWS_KEPT)
    lines = [f"SELECT 0 AS {NUMBER}, 0 AS \"row\", '' AS value, '' AS unit, 0 AS saying WHERE false"]
    lines += [f'SELECT {n:d}, "row", value, unit, saying FROM {found.name}' for n, found in enumerate(many)]
    target = str(folder / LINES_KEPT).replace("'", "''")
    workspace.connection.execute(f"COPY ({' UNION ALL '.join(lines)}) TO '{target}' (FORMAT parquet)")
    _write_tally(folder / TALLY_KEPT, counted, workspace)


def _write_tally(path: Path, counted: Mapping[int, TallyLines], workspace: Workspace) -> None:
    """Write the lines of all tables; those of questionnaires that ask for less leave columns empty.

    How they are kept changes no byte: many are written some at a time, in the order of the tables.
    """
    batches = in_batches(counted)
    if len(batches) < 2:
        _write_lines(path, counted, workspace)
        return
    with one_thread(workspace.connection), tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        files = [Path(folder) / f"{place}.parquet" for place in range(len(batches))]
        for file, numbers in zip(files, batches, strict=True):
            _write_lines(file, {number: counted[number] for number in numbers}, workspace)
        names = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        source = f"FROM read_parquet([{names}], union_by_name = true)"
        write_parts(workspace.connection, [source], f"{SOME_LINES}, PRESERVE_ORDER true", path)


def _write_lines(path: Path, counted: Mapping[int, TallyLines], workspace: Workspace) -> None:
    """Write the lines of some tables, with the number of each."""
    target = str(path).replace("'", "''")
    if len(counted) == 1 and isinstance(own := next(iter(counted.values())), KeptLines):
        # Sorted they come in chunks of one size, whatever else lies in their file: the bytes are those of a frame.
        (number,) = counted
        query = f"SELECT *, {number:d}::BIGINT AS {NUMBER} FROM ({own.query})"
        workspace.connection.execute(f"COPY ({query}) TO '{target}' ({SOME_LINES}, PRESERVE_ORDER true)")
        return
    # A fresh copy is one block: a column beside many single ones is slow, and pandas warns.
    frames = [frame_of(own).copy().assign(**{NUMBER: number}) for number, own in counted.items()]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({NUMBER: pd.Series(dtype="int64")})
    workspace.connection.register("counted_lines", whole)
    workspace.connection.execute(f"COPY (FROM counted_lines) TO '{target}' ({SOME_LINES})")
    workspace.connection.unregister("counted_lines")


def _bare(part: Part, many: list[Many]) -> Part:
    """Return a part without its rows, and without the corrections that were applied: their reasons may name people.

    What was found in many lines goes to `many`, and is called by its number there.
    """
    constants = dataclasses.replace(part.constants, corrections=())
    exclusions: list[Found] = []
    for found in part.cleaned.exclusions:
        if isinstance(found, Many):
            many.append(found)
            exclusions.append(dataclasses.replace(found, name=str(len(many) - 1)))
        else:
            exclusions.append(found)
    cleaned = dataclasses.replace(part.cleaned, frame=None, exclusions=tuple(exclusions))
    return dataclasses.replace(part, name="", lines=None, constants=constants, cleaned=cleaned)


def _encoded(value: Any, shared: list[Any]) -> Any:
    """Return a value as JSON knows it: what JSON has no word for is an object of one entry, named by its kind."""
    if value is None or isinstance(value, bool | int | str):
        return value
    name = type(value).__name__
    if isinstance(value, Mapping):
        found = {"map": [[_encoded(key, shared), _encoded(item, shared)] for key, item in value.items()]}
    elif isinstance(value, tuple | list):
        found = {name: [_encoded(item, shared) for item in value]}
    elif isinstance(value, frozenset):
        found = {name: sorted(value)}
    elif isinstance(value, pd.DataFrame):
        found = {"table": [[column, str(cells.dtype), _cells(cells)] for column, cells in value.items()]}
    elif name in SCALARS:
        found = {name: repr(value) if isinstance(value, float) else str(value)}
    else:
        fields = dataclasses.fields(KINDS[name])
        found = {name: {field.name: _encoded(getattr(value, field.name), shared) for field in fields}}
    return _shared(found, shared) if isinstance(value, Regulation) else found


def _shared(found: Any, shared: list[Any]) -> Any:
    """Return a reference to what is long and the same for every table."""
    if found not in shared:
        shared.append(found)
    return {"shared": shared.index(found)}


def _cells(column: pd.Series) -> list[Any]:
    """Return the cells of a column; one without a value is None, and not a number is told apart from it."""
    cells = [cell.item() if isinstance(cell, np.generic) else cell for cell in column.astype(object)]
    return [{"float": repr(cell)} if isinstance(cell, float) else None if cell is pd.NA else cell for cell in cells]


def _decoded(value: Any, shared: Sequence[Any]) -> Any:
    """Return the value that `_encoded` wrote; whatever it does not write is refused."""
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    makers: dict[str, Callable[[Any], Any]] = {
        "shared": lambda number: shared[number],
        "map": lambda pairs: {_decoded(key, shared): _decoded(item, shared) for key, item in pairs},
        "tuple": lambda items: tuple(_decoded(item, shared) for item in items),
        "list": lambda items: [_decoded(item, shared) for item in items],
        "frozenset": frozenset,
        "table": lambda columns: pd.DataFrame({name: _column(cells, dtype) for name, dtype, cells in columns}),
        **SCALARS,
    }
    if kind in makers:
        return makers[kind](inner)
    return KINDS[kind](**{name: _decoded(item, shared) for name, item in inner.items()})


def _column(cells: Sequence[Any], dtype: str) -> pd.Series:
    plain = [float(cell["float"]) if isinstance(cell, dict) else cell for cell in cells]
    return pd.Series(plain, dtype=object).astype(dtype)
