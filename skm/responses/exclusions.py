"""Everything that was left out or flagged, in the lines of exclusions.csv: given one by one, never held all at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from skm.responses.findings import Found, Many
from skm.responses.rows import EXCLUSION_COLUMNS
from skm.responses.workspace import Workspace

LINE_COLUMNS = (*EXCLUSION_COLUMNS, "unit")
AT_ONCE = 20_000  # lines that are fetched from the engine together

Line = tuple[Any, ...]  # the cells of a line, in the order of LINE_COLUMNS


class Exclusions:
    """The lines of exclusions.csv of some tables.

    Parameters
    ----------
    workspace
        The engine in which many lines stand.
    found
        What was found, each with its unit.
    behind
        Lines that stand behind all others.
    in_order
        Whether lines stand by file, sheet, row, column and rule; else as they were found.
    """

    def __init__(
        self,
        workspace: Workspace,
        found: Iterable[Found],
        behind: Sequence[Mapping[str, Any]] = (),
        *,
        in_order: bool = True,
    ) -> None:
        self._workspace = workspace
        self._found = tuple(found)
        self._behind = tuple(behind)
        self._in_order = in_order

    def __len__(self) -> int:
        return sum(found.n if isinstance(found, Many) else 1 for found in (*self._found, *self._behind))

    @property
    def all_at_hand(self) -> bool:
        """Whether none of the lines stands in a file of the engine."""
        return not any(isinstance(found, Many) for found in self._found)

    @cached_property
    def told(self) -> pd.DataFrame:
        """Lines enough to say what was found: the first of each message and place, `n` saying how many one stands for.

        The sums of `n` over a file, rule, action or message are those of all lines.
        """
        shown: list[tuple[Mapping[str, Any], int]] = []
        for found in self._found:
            if isinstance(found, Many):
                shown += found.first(self._workspace.connection)
            else:
                shown.append((found, 1))
        shown = sorted(shown, key=lambda pair: _place(pair[0])) if self._in_order else shown
        shown += [(line, 1) for line in self._behind]
        return as_frame(map(_cells, (line for line, _ in shown))).assign(n=[n for _, n in shown])

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All lines as pandas; of millions of faulty rows that is as much memory as they need."""
        return as_frame(self.lines())

    def lines(self) -> Iterator[Line]:
        """Give each line; nothing else may be asked of the engine until the last one is taken."""
        if self.all_at_hand:
            yield from map(_cells, sorted(self._found, key=_place) if self._in_order else self._found)
        else:
            yield from self._fetched()
        yield from map(_cells, self._behind)

    def _fetched(self) -> Iterator[Line]:
        """Give each line in the order of the engine, which sorts numbers alone: texts are put in here."""
        places = {place: n for n, place in enumerate(sorted({_where(found) for found in self._found}))}
        kinds = {kind: n for n, kind in enumerate(sorted({_what(found) for found in self._found}))}
        single, queries = [], []
        for number, found in enumerate(self._found):
            place, kind = places[_where(found)], kinds[_what(found)]
            if isinstance(found, Many):
                queries.append(
                    f'SELECT {place} AS place, "row", {kind} AS kind, {number} AS number, value, unit, saying'
                    f" FROM {found.name}"
                )
            else:
                single.append((place, found.get("row"), kind, number))
        connection = self._workspace.connection
        table = pd.DataFrame(single, columns=["place", "row", "kind", "number"]).astype({"row": "Int64"})
        connection.register("single_lines", table)
        queries.append("SELECT place, \"row\", kind, number, '' AS value, '' AS unit, 0 AS saying FROM single_lines")
        order = 'place, "row" NULLS FIRST, kind, number' if self._in_order else 'number, "row"'
        asked = connection.execute(
            f'SELECT number, "row", value, unit, saying FROM ({" UNION ALL ".join(queries)}) ORDER BY {order}'
        )
        while portion := asked.fetchmany(AT_ONCE):
            for number, row, value, unit, saying in portion:
                found = self._found[number]
                yield _cells(found.line(row, value, unit, saying) if isinstance(found, Many) else found)
        connection.unregister("single_lines")


def as_frame(lines: Iterable[Line]) -> pd.DataFrame:
    """Return lines of exclusions.csv as pandas."""
    return pd.DataFrame(list(lines), columns=list(LINE_COLUMNS)).astype({"row": "Int64"})


def with_units(found: Iterable[Found], owners: Mapping[int, str], own: str) -> Iterator[Found]:
    """Give what was found with the unit of each row, `own` where nothing else says it."""
    for one in found:
        if isinstance(one, Many):
            yield one.of_unit(own)
        elif "unit" in one:
            yield one
        else:
            row = one.get("row")
            yield {**one, "unit": own if row is None else owners.get(row, own)}


def _cells(line: Mapping[str, Any]) -> Line:
    return tuple(line.get(name) for name in LINE_COLUMNS)


def _where(found: Found) -> tuple[str, str]:
    return (found.file, found.sheet) if isinstance(found, Many) else (found["file"], found["sheet"] or "")


def _what(found: Found) -> tuple[str, str]:
    return (found.column, found.rule) if isinstance(found, Many) else (found["column"] or "", found["rule"])


def _place(line: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return by what lines are put in order; one without a row stands before the rows."""
    row = line.get("row")
    return (*_where(line), -1 if row is None else row, *_what(line))
