"""One staged table on its way through cleaning: its rows, its distinct labels, the places of its cells."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import narwhals as nw

from skm.errors import Place
from skm.messages import say
from skm.responses.corrections import Correction
from skm.responses.privacy import shown
from skm.responses.recognising import Plan
from skm.responses.staging import StagedTable, number_column, quoted_name
from skm.survey import Survey

EXCLUSION_COLUMNS = ["file", "sheet", "row", "column", "rule", "value", "action", "message"]
NAMING = ("unit", "service", "agency", "region", "period")  # columns of names that are nobody's private ones
LISTED = 100_000  # equal lines of exclusions of one rule and value, where rows have no numbers
PLACES_LISTED = 50  # cells that a refusal names; the message counts the rest


@dataclass(frozen=True)
class Constants:
    """What file, folder or settings say of every row of a table.

    `stated` and `period_stated` say that an option or setting names the unit or the period; `by_date` that nothing
    names the period, so that dates may decide it. `corrections` are the entries of the register for the file.
    """

    period: str
    unit: str = ""
    service: str = ""
    agency: str = ""
    stated: bool = False
    period_stated: bool = False
    by_date: bool = False
    corrections: tuple[Correction, ...] = ()


@dataclass
class Table:
    """One staged table on its way through cleaning.

    `counts` holds the distinct labels of its columns, `source` names the engine's table in which its rows are,
    `periods` are those that a column of periods names.
    """

    connection: duckdb.DuckDBPyConnection
    staged: StagedTable
    plan: Plan
    survey: Survey
    constants: Constants
    headers: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    source: str = ""
    periods: tuple[str, ...] = ()

    @property
    def where(self) -> tuple[str, str]:
        """File and sheet."""
        return self.staged.table.file, self.staged.table.sheet

    @property
    def relation(self) -> duckdb.DuckDBPyRelation:
        """The staged rows with their numbers."""
        return self.staged.relation(self.connection)

    def rows_with(self, column: str, labels: Sequence[str], at_most: int | None = None) -> list[tuple[int, str]]:
        """Return (row, label) of the cells that hold one of some labels, by row."""
        cells = nw.from_native(self.relation).select("row", nw.col(column).fill_null("").alias(column))
        found = cells.filter(nw.col(column).is_in(list(labels))).sort("row")
        rows = (found.head(at_most) if at_most else found).collect(backend="pandas").to_native()
        return [(int(row), str(label)) for row, label in zip(rows["row"], rows[column], strict=True)]

    def places(self, column: str, labels: Sequence[str]) -> list[Place]:
        """Return the places of the first cells that hold one of some labels."""
        cells = self.rows_with(column, labels, at_most=PLACES_LISTED)
        is_name = column in NAMING
        return [Place(*self.where, self.headers[column], row, shown(value, is_name=is_name)) for row, value in cells]

    def exclude(
        self, rows: Iterable[tuple[int | None, str]], rule: str, action: str, column: str = "", **values: object
    ) -> list[dict]:
        """Return a line of exclusions.csv for each (row, value); `values` are what the rule's message names."""
        what, _ = say(f"rule_{rule.replace(' ', '_')}", self.survey.language, **values)
        file, sheet = self.where
        common = {"rule": rule, "action": action, "message": what, "column": self.headers.get(column, column)}
        is_name = column in NAMING
        return [
            {"file": file, "sheet": sheet, "row": row, "value": shown(value, is_name=is_name), **common}
            for row, value in rows
        ]


@dataclass
class CountedTable(Table):
    """A table whose rows are elsewhere: its labels are counted, its rows have no numbers."""

    def rows_with(self, column: str, labels: Sequence[str], at_most: int | None = None) -> list[tuple[Any, str]]:
        """Return (None, label) of the cells that hold one of some labels."""
        counts = self.counts[column]
        cells = [(None, label) for label in labels for _ in range(min(counts.get(label, 0), LISTED))]
        return cells[:at_most]


def count_labels(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], numbers: Collection[str] = ()
) -> dict[str, dict[str, int]]:
    """Return how often each distinct label stands in each column, most frequent first; an empty cell is "".

    One query for all columns, as SQL: built from expressions it would be bound again at each of its steps, which for
    a hundred small files takes longer than all the rest. `numbers` are the columns that stand there as numbers too.
    """
    read = {c: quoted_name(number_column(c) if c in numbers else c) for c in columns}
    parts = [
        f"SELECT {place} AS place, coalesce({read[column]}::VARCHAR, '') AS label, sum(n) AS n"
        f" FROM (SELECT {read[column]}, count(*) AS n FROM {table} GROUP BY ALL) GROUP BY label"
        for place, column in enumerate(columns)
    ]
    counts: dict[str, dict[str, int]] = {column: {} for column in columns}
    if parts:
        rows = connection.execute(" UNION ALL ".join(parts)).fetchall()
        for place, label, n in sorted(rows, key=lambda row: (-row[2], row[1])):
            counts[columns[place]][label] = n
    return counts
