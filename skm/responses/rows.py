"""One staged table on its way through cleaning: its rows, its distinct labels, the places of its cells."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import narwhals as nw

from skm.errors import Place
from skm.messages import say
from skm.responses.corrections import Correction
from skm.responses.findings import FEW, Found, Many, few_cells, frame_of_cells, texts_of, translated
from skm.responses.privacy import shown
from skm.responses.recognising import Plan
from skm.responses.skipping import Rejects
from skm.responses.staging import (
    StagedTable,
    forget_staged,
    is_view,
    keep_beside,
    looked_up,
    number_column,
    quoted_name,
)
from skm.survey import Survey

EXCLUSION_COLUMNS = ["file", "sheet", "row", "column", "rule", "value", "action", "message"]
NAMING = ("unit", "service", "agency", "region", "period")  # columns of names that are nobody's private ones
LISTED = 100_000  # equal lines of exclusions of one rule and value, where rows have no numbers
BUNDLED = 4  # columns of few whole numbers that one pass counts together
SMALL_RANGE = 12  # so many whole numbers at most are few: four columns of them make no more groups than fit a cache
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
    `periods` are those that a column of periods names, `n_kept` counts the findings of many lines.
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
    n_kept: int = 0

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
        what = self._message(rule, **values)
        file, sheet = self.where
        common = {"rule": rule, "action": action, "message": what, "column": self.headers.get(column, column)}
        rows, is_name = list(rows), column in NAMING
        told = {value: shown(value, is_name=is_name) for value in {value for _, value in rows}}  # few differ
        return [{"file": file, "sheet": sheet, "row": row, "value": told[value], **common} for row, value in rows]

    def exclude_listed(self, rows: Rejects | Sequence[tuple[int, str]], rule: str, action: str) -> list[Found]:
        """Return the lines of exclusions.csv of some rows that are known by their number."""
        if len(rows) <= FEW:
            return [*self.exclude(rows, rule, action)]
        name = self._new_name()
        return self.exclude_rows(frame_of_cells(self.connection, rows, name), rule, action, n_rows=len(rows))[0]

    def exclude_cells(
        self, column: str, labels: Sequence[str], rule: str, action: str, *, told: str | None = None
    ) -> list[Found]:
        """Return the lines of exclusions.csv of the cells that hold one of some labels; `told` stands for the label."""
        value = nw.col(column).fill_null("") if told is None else nw.lit(told)
        cells = _cells_among(self.relation, column, labels, value)
        return self.exclude_rows(cells, rule, action, column)[0]

    def exclude_labels(self, wanted: Mapping[str, Sequence[str]], rule: str, action: str) -> list[Found]:
        """Return the lines of exclusions.csv of the cells that hold one of the labels of their column, by column.

        The rows of a file are gone through once for all columns: these few are kept and asked for each of them.
        """
        if len(wanted) < 2 or not is_view(self.connection, self.staged.name):
            return [line for c, labels in wanted.items() for line in self.exclude_cells(c, labels, rule, action)]
        name = self._new_name()
        columns = ["row", *dict.fromkeys([*wanted, *(["unit"] if "unit" in self.plan.roles else [])])]
        is_one = ", ".join(looked_up(column, dict.fromkeys(labels, 1), "TINYINT") for column, labels in wanted.items())
        self.relation.create_view(f"{name}_asked")
        query = f"SELECT {', '.join(map(quoted_name, columns))} FROM {name}_asked WHERE greatest({is_one}) IS NOT NULL"
        keep_beside(self.connection, query, name)
        self.connection.execute(f"DROP VIEW {name}_asked")
        ((n_rows,),) = self.connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        found: list[Found] = []
        for column, labels in wanted.items():
            value = nw.col(column).fill_null("")
            cells = _cells_among(self.connection.table(name), column, labels, value)
            found += self.exclude_rows(cells, rule, action, column, n_rows=n_rows)[0]
        forget_staged(self.connection, name)
        return found

    def exclude_rows(
        self,
        frame: Any,
        rule: str,
        action: str,
        column: str = "",
        *,
        hints: Mapping[str, str] | None = None,
        n_rows: int | None = None,
    ) -> tuple[list[Found], int]:
        """Return the lines of exclusions.csv of the rows of a frame with `row` and `value`, and how many there are.

        `hints` are by value what the message says besides. Lines of one hint stand together, in the order of the rows.
        The frame has `n_rows`; left out it is one of all rows.
        """
        name = self._new_name()
        known = hints or {}
        has_unit = "unit" in self.plan.roles and (n_rows is None or "unit" in frame.collect_schema().names())
        wanted = ["row", "value", *(["unit"] if has_unit else [])]
        n_rows = self.staged.n_rows if n_rows is None else n_rows
        cells = few_cells(self.connection, frame.select(*wanted), name, n_rows)
        if cells is not None:
            by_hint: dict[str, list[tuple[int, str]]] = {}
            for cell in cells:
                by_hint.setdefault(known.get(cell[1], ""), []).append(cell)
            lines = [self.exclude(own, rule, action, column, hint=_spoken(hint)) for hint, own in by_hint.items()]
            return [line for own in lines for line in own], len(cells)
        texts = texts_of(self.connection, name, "value")
        sayings = {hint: place for place, hint in enumerate(dict.fromkeys(known.get(text, "") for text in texts))}
        messages = [self._message(rule, hint=_spoken(hint)) for hint in sayings]
        is_name = column in NAMING
        told = {text: (shown(text, is_name=is_name), sayings[known.get(text, "")]) for text in texts}
        ((n,),) = self.connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        name = translated(self.connection, name, "value", told)
        header = self.headers.get(column, column)
        return [Many(name, n, *self.where, header, rule, action, tuple(messages))], n

    def _new_name(self) -> str:
        self.n_kept += 1
        return f"found_{self.staged.name}_{self.n_kept}"

    def _message(self, rule: str, **values: object) -> str:
        return say(f"rule_{rule.replace(' ', '_')}", self.survey.language, **values)[0]


def _cells_among(relation: duckdb.DuckDBPyRelation, column: str, labels: Sequence[str], value: nw.Expr) -> Any:
    """Return the rows in which a column holds one of some labels, with `value`."""
    cells = nw.from_native(relation).filter(nw.col(column).fill_null("").is_in(list(labels)))
    return cells.with_columns(value=value)


def _spoken(hint: str) -> str:
    """Return a hint as it stands behind a message."""
    return f" {hint}".rstrip()


@dataclass
class CountedTable(Table):
    """A table whose rows are elsewhere: its labels are counted, its rows have no numbers."""

    def rows_with(self, column: str, labels: Sequence[str], at_most: int | None = None) -> list[tuple[Any, str]]:
        """Return (None, label) of the cells that hold one of some labels."""
        counts = self.counts[column]
        cells = [(None, label) for label in labels for _ in range(min(counts.get(label, 0), LISTED))]
        return cells[:at_most]

    def exclude_labels(self, wanted: Mapping[str, Sequence[str]], rule: str, action: str) -> list[Found]:
        """Return a line of exclusions.csv for each of the cells that hold one of the labels of their column."""
        return [line for c, labels in wanted.items() for line in self.exclude_cells(c, labels, rule, action)]

    def exclude_cells(
        self, column: str, labels: Sequence[str], rule: str, action: str, *, told: str | None = None
    ) -> list[Found]:
        """Return a line of exclusions.csv for each of the cells that hold one of some labels."""
        cells = [(row, label if told is None else told) for row, label in self.rows_with(column, labels)]
        return [*self.exclude(cells, rule, action, column)]


def count_labels(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], numbers: Collection[str] = ()
) -> dict[str, dict[str, int]]:
    """Return how often each distinct label stands in each column, most frequent first; an empty cell is "".

    One query for all columns, as SQL: built from expressions it would be bound again at each of its steps, which for
    a hundred small files takes longer than all the rest. Where the rows stay in a file, one for each: its peak memory
    is then that of one column. `numbers` are the columns that stand there as numbers too.
    """
    read = {c: number_column(c) if c in numbers else c for c in columns}
    places = {column: place for place, column in enumerate(columns)}
    # In one query each column is a scan of its own, which holds what the file says of all its row groups.
    if is_view(connection, table):
        bundles = _bundled(connection, table, read)
        queries = [_count_together(table, {places[c]: read[c] for c in bundle}) for bundle in bundles]
    else:
        parts = [_count_together(table, {place: read[column]}) for column, place in places.items()]
        queries = [" UNION ALL ".join(f"({part})" for part in parts)] if parts else []
    rows = [row for query in queries for row in connection.execute(query).fetchall()]
    counts: dict[str, dict[str, int]] = {column: {} for column in columns}
    for place, label, n in sorted(rows, key=lambda row: (-row[2], row[1])):
        counts[columns[place]][label] = n
    return counts


def _count_together(table: str, read: Mapping[int, str]) -> str:
    """Return the query that groups by some columns at once, then counts the labels of each by its place."""
    found = f"SELECT {', '.join(map(quoted_name, read.values()))}, count(*) AS n FROM {table} GROUP BY ALL"
    if len(read) == 1:
        ((place, name),) = read.items()
        return f"{_labels_of(place, name)} FROM ({found}) GROUP BY label"
    each = " UNION ALL ".join(f"{_labels_of(place, name)} FROM found GROUP BY label" for place, name in read.items())
    return f"WITH found AS MATERIALIZED ({found}) {each}"


def _labels_of(place: int, name: str) -> str:
    return f"SELECT {place} AS place, coalesce({quoted_name(name)}::VARCHAR, '') AS label, sum(n) AS n"


def _bundled(connection: duckdb.DuckDBPyConnection, table: str, read: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the columns in bundles that one pass counts: whole numbers of a small range, as answers are, by fours.

    A group of four such columns takes half as long again as one column alone; the file itself knows the range.
    """
    kinds = {name: str(kind) for name, kind, *_ in connection.execute(f"DESCRIBE {table}").fetchall()}
    whole = [column for column, name in read.items() if kinds[name].removesuffix("EGER").endswith("INT")]
    small: list[str] = []
    if whole:
        ends = ", ".join(f"min({name}), max({name})" for name in (quoted_name(read[column]) for column in whole))
        (found,) = connection.execute(f"SELECT {ends} FROM {table}").fetchall()
        spans = zip(found[::2], found[1::2], strict=True)
        small = [
            column
            for column, (low, high) in zip(whole, spans, strict=True)
            if low is not None and high - low < SMALL_RANGE
        ]
    alone = [(column,) for column in read if column not in small]
    return [*alone, *(tuple(small[at : at + BUNDLED]) for at in range(0, len(small), BUNDLED))]
