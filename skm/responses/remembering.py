"""What was read of each file, kept for the next run: a file that has not changed is not read again.

Two files beside the other results hold it: the kept rows of all files (Parquet, a number for each table) and what else
is known of them (JSON). Only values of our own types come back, never code: a folder may come from anybody.
"""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd

from skm.regulation import Element, Grade, Instrument, Item, Regulation
from skm.responses.cleaning import Cleaned
from skm.responses.files import Part
from skm.responses.recognising import Plan, Recognised
from skm.responses.rows import Constants
from skm.responses.staging import quoted_name
from skm.responses.workspace import Workspace
from skm.survey import Survey
from skm.tables import sha256_of, write_whole

ROWS_KEPT, TABLES_KEPT = "read-rows.parquet", "read-tables.json"
REMEMBERED = (ROWS_KEPT, TABLES_KEPT)
NUMBER = "read_table"  # the column that says which table a row is of

KINDS = {
    kind.__name__: kind
    for kind in (Part, Plan, Recognised, Constants, Cleaned, Instrument, Item, Regulation, Element, Grade)
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
        if folder is None:
            return
        try:
            known = json.loads((folder / TABLES_KEPT).read_text(encoding="utf-8"))
            self._shared = [_decoded(value, self._shared) for value in known["shared"]]
            self._tables = dict(known["files"])
        except (OSError, ValueError, KeyError, TypeError):  # nothing that we wrote: then nothing is known
            self._tables = {}
            return
        path = str(folder / ROWS_KEPT).replace("'", "''")
        try:
            workspace.connection.execute(f"CREATE TEMP VIEW {NUMBER}s AS FROM read_parquet('{path}')")
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
        self._workspace.connection.execute(f"CREATE TEMP TABLE {name} AS {query}")
        frame = nw.from_native(self._workspace.connection.table(name))
        return dataclasses.replace(part, name=name, cleaned=dataclasses.replace(part.cleaned, frame=frame))


def is_rememberable(parts: Sequence[Part]) -> bool:
    """Return whether the tables of a file can be kept: rows can, tables of counts and tallies are read in no time."""
    return all(type(part.plan) is Plan and part.counted is None for part in parts)


def remember(folder: Path, files: Mapping[str, Sequence[Part]], workspace: Workspace) -> None:
    """Write what was read of some files, by key, for the next run.

    Parameters
    ----------
    folder
        `data/processed/`, while it is prepared.
    files
        The tables of each file as `read_file` gave them.
    """
    shared: list[Any] = []
    tables: dict[str, list[Any]] = {}
    selects = [f"SELECT 0 AS {NUMBER} WHERE false"]
    for key, parts in files.items():
        tables[key] = []
        for part in parts:
            number = len(selects)
            relation = part.cleaned.frame.to_native()
            view = workspace.new_name()
            relation.create_view(view)
            selects.append(f"SELECT {number:d} AS {NUMBER}, * FROM {view}")
            columns = {name: str(kind) for name, kind in zip(relation.columns, relation.types, strict=True)}
            tables[key].append({"number": number, "columns": columns, "part": _encoded(_bare(part), shared)})
    text = json.dumps({"shared": shared, "files": tables}, ensure_ascii=False, separators=(",", ":"))
    write_whole(folder / TABLES_KEPT, text.encode())
    target = str(folder / ROWS_KEPT).replace("'", "''")
    union = " UNION ALL BY NAME ".join(selects)
    workspace.connection.execute(f"COPY ({union}) TO '{target}' (FORMAT parquet)")


def _bare(part: Part) -> Part:
    """Return a part without its rows, and without the corrections that were applied: their reasons may name people."""
    constants = dataclasses.replace(part.constants, corrections=())
    return dataclasses.replace(
        part, name="", constants=constants, cleaned=dataclasses.replace(part.cleaned, frame=None)
    )


def _encoded(value: Any, shared: list[Any]) -> Any:
    """Return a value as JSON knows it: what JSON has no word for is an object of one entry, named by its kind."""
    if value is None or isinstance(value, bool | int | str):
        return value
    name = type(value).__name__
    if isinstance(value, Mapping):
        found = {"map": [[_encoded(key, shared), _encoded(item, shared)] for key, item in value.items()]}
    elif isinstance(value, tuple | list):
        found = {name: [_encoded(item, shared) for item in value]}
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
        "table": lambda columns: pd.DataFrame({name: _column(cells, dtype) for name, dtype, cells in columns}),
        **SCALARS,
    }
    if kind in makers:
        return makers[kind](inner)
    return KINDS[kind](**{name: _decoded(item, shared) for name, item in inner.items()})


def _column(cells: Sequence[Any], dtype: str) -> pd.Series:
    plain = [float(cell["float"]) if isinstance(cell, dict) else cell for cell in cells]
    return pd.Series(plain, dtype=object).astype(dtype)
