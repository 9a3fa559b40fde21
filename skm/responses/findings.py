"""What was found in a table, in the columns of exclusions.csv: a few lines at hand, many in a file of the engine.

So memory does not grow with the faults of a file; who needs all of its lines reads them one after the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from skm.errors import PLACES_SHOWN
from skm.responses.skipping import Rejects
from skm.responses.staging import forget_staged, keep_beside

FEW = 10_000  # lines of one finding that are kept at hand; more of them stand in a file

Cells = list[tuple[int, str]]


@dataclass(frozen=True)
class Many:
    """Many lines of one finding: they differ in row, value, unit and message alone, which stand in the engine.

    `name` is what they are called there; `saying` is the place of a line's message among `messages`, `own` the unit of
    a line whose row says none.
    """

    name: str
    n: int
    file: str
    sheet: str
    column: str
    rule: str
    action: str
    messages: tuple[str, ...]
    own: str = ""

    def of_unit(self, own: str) -> "Many":
        """Return the lines with the unit of those whose row says none."""
        return replace(self, own=own)

    def first(self, connection: duckdb.DuckDBPyConnection) -> list[tuple[dict[str, Any], int]]:
        """Return the first lines of each message, the first of them with how many it stands for."""
        query = f'SELECT saying, count(*), min("row", {PLACES_SHOWN}) FROM {self.name} GROUP BY saying'
        groups = connection.execute(query).fetchall()
        wanted = ", ".join(str(row) for _, _, rows in groups for row in rows)
        query = f'SELECT "row", value, unit, saying FROM {self.name} WHERE "row" IN ({wanted}) ORDER BY "row"'
        stands_for = {saying: n - len(rows) + 1 for saying, n, rows in groups}
        lines = []
        for row, value, unit, saying in connection.execute(query).fetchall():
            lines.append((self.line(row, value, unit, saying), stands_for.pop(saying, 1)))
        return lines

    def line(self, row: int, value: str, unit: str, saying: int) -> dict[str, Any]:
        """Return one line of exclusions.csv."""
        where = {"file": self.file, "sheet": self.sheet, "row": row, "column": self.column, "rule": self.rule}
        said = {"value": value, "action": self.action, "message": self.messages[saying]}
        return where | said | {"unit": unit or self.own}


Found = dict[str, Any] | Many  # a line, or many of them


def few_cells(connection: duckdb.DuckDBPyConnection, frame: Any, name: str, n_rows: int) -> Cells | None:
    """Return (row, value) of what was found, by row; None where it is too much: then it stands in the engine.

    Parameters
    ----------
    frame
        `row` and `value`, a text without nulls, of what was found; `unit`, where rows have one.
    name
        How it is called in the engine.
    n_rows
        Rows of the table in which it was found.
    """
    if n_rows <= FEW:
        rows = frame.select("row", "value").sort("row").collect(backend="pandas").to_native()
        return [(int(row), str(text)) for row, text in zip(rows["row"], rows["value"], strict=True)]
    frame.to_native().create_view(f"{name}_asked")
    unit = "coalesce(unit::VARCHAR, '')" if "unit" in frame.collect_schema().names() else "''"
    query = f'SELECT "row"::BIGINT AS "row", value::VARCHAR AS value, {unit} AS unit FROM {name}_asked'
    keep_beside(connection, query, name)
    connection.execute(f"DROP VIEW {name}_asked")
    ((n,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    if n > FEW:
        return None
    cells = connection.execute(f'SELECT "row", value FROM {name} ORDER BY "row"').fetchall()
    forget_staged(connection, name)
    return cells


def texts_of(connection: duckdb.DuckDBPyConnection, name: str, column: str) -> list[str]:
    """Return the different texts of a column of what stands in the engine, in order."""
    query = f"SELECT DISTINCT {column} FROM {name} ORDER BY {column}"
    return [text for (text,) in connection.execute(query).fetchall()]


def translated(
    connection: duckdb.DuckDBPyConnection, name: str, column: str, known: Mapping[str, tuple[str, int]]
) -> str:
    """Return the name under which lines stand in the engine with other texts in a column.

    `known` are the text that is told instead, and the place of the message, for each text of `column`.
    """
    own = f"{name}_{column}"
    pairs = [(text, told, saying) for text, (told, saying) in known.items()]
    connection.register(f"{own}_known", pd.DataFrame(pairs, columns=["text", "told", "said"]).astype({"text": object}))
    connection.execute(
        f"CREATE TEMP TABLE {own}_texts AS SELECT text::VARCHAR AS text, told::VARCHAR AS told, said FROM {own}_known"
    )
    connection.unregister(f"{own}_known")
    columns = connection.table(name).columns
    saying = "saying" if "saying" in columns else "said AS saying"
    others = ", ".join(f'"{other}"' for other in ("row", "value", "unit") if other != column)
    connection.execute(
        f"CREATE TEMP VIEW {own} AS SELECT {others}, told AS {column}, {saying}"
        f" FROM {name} JOIN {own}_texts ON {column} = text"
    )
    return own


def frame_of_cells(connection: duckdb.DuckDBPyConnection, cells: Rejects | Sequence[tuple[int, str]], name: str) -> Any:
    """Return cells that are known already as a frame of the engine."""
    if isinstance(cells, Rejects):
        rows = cells.as_frame()
    else:
        rows = pd.DataFrame({"row": [row for row, _ in cells], "value": pd.Series([v for _, v in cells], dtype=object)})
    connection.register(f"{name}_cells", rows)
    connection.execute(f'CREATE TEMP TABLE {name}_listed AS SELECT "row", value::VARCHAR AS value FROM {name}_cells')
    connection.unregister(f"{name}_cells")
    return nw.from_native(connection.table(f"{name}_listed"))
