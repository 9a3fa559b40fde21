"""The lines that each table gives to the tally, few of them at hand and many in files of the workspace.

Of several large files each gives about as many lines as all of them together: at hand they would be what the memory of
a run grows by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from skm.regulation import Instrument
from skm.responses.staging import keep_beside
from skm.responses.workspace import Workspace
from skm.tally import add_cells, with_views

LINES_AT_HAND = 30_000  # of all tables; further ones lie in files
LINES_AT_ONCE = 30_000  # that are added, or written, together
OWNER = "line_of"  # in such a file: the table that a line is of


@dataclass(frozen=True)
class KeptLines:
    """The lines of one table in a file of the workspace.

    `view` is what the engine calls the file, `name` the table; `n_lines` of them count `n_rows` respondents.
    """

    workspace: Workspace
    view: str
    name: str
    n_lines: int
    n_rows: int

    def __len__(self) -> int:
        return self.n_lines

    @property
    def query(self) -> str:
        """SQL that gives the lines in their order."""
        return f"SELECT * EXCLUDE (rowid, {OWNER}) FROM {self.view} WHERE {OWNER} = '{self.name}' ORDER BY rowid"


TallyLines = pd.DataFrame | KeptLines


def n_respondents(lines: TallyLines) -> int:
    """Return how many respondents some lines count."""
    if isinstance(lines, KeptLines):
        return lines.n_rows
    return int(lines.loc[lines["view"] == "", "rows"].sum())


def frame_of(lines: TallyLines) -> pd.DataFrame:
    """Return some lines as a table."""
    if isinstance(lines, pd.DataFrame):
        return lines
    return lines.workspace.connection.execute(lines.query).df()


class LineStore:
    """Keeps the lines of tables: the first ones at hand, further ones in files once there are many.

    Examples
    --------
    >>> store = LineStore(Workspace())
    >>> n_respondents(store.keep({"a": pd.DataFrame({"view": ["", "sex"], "rows": [3, 3]})})["a"])
    3
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._at_hand = 0

    def keep(self, counted: Mapping[str, pd.DataFrame]) -> dict[str, TallyLines]:
        """Return the lines of some tables by their names, kept."""
        n_lines = sum(map(len, counted.values()))
        if self._at_hand + n_lines <= LINES_AT_HAND:
            self._at_hand += n_lines
            return dict(counted)
        view, connection = self._workspace.new_name(), self._workspace.connection
        owners = [name for name, lines in counted.items() for _ in range(len(lines))]
        whole = pd.concat(counted.values(), ignore_index=True)
        connection.register(f"{view}_lines", pd.concat([whole, pd.Series(owners, name=OWNER)], axis=1))
        keep_beside(connection, f"FROM {view}_lines", view)
        connection.unregister(f"{view}_lines")
        return {
            name: KeptLines(self._workspace, view, name, len(own), n_respondents(own)) for name, own in counted.items()
        }


def in_batches(parts: Mapping[int, TallyLines]) -> list[list[int]]:
    """Return the numbers of tables, those together whose lines are few; how they are kept changes nothing.

    Examples
    --------
    >>> in_batches({1: pd.DataFrame(index=range(20_000)), 2: pd.DataFrame(index=range(20_000))})
    [[1], [2]]
    """
    batches: list[list[int]] = []
    n_lines = 0
    for number, lines in parts.items():
        n_lines += len(lines)
        if not batches or n_lines > LINES_AT_ONCE:
            batches.append([])
            n_lines = len(lines)
        batches[-1].append(number)
    return batches


def sum_of_lines(parts: Sequence[TallyLines], views: Sequence[str], instrument: Instrument) -> pd.DataFrame:
    """Return the lines of the tally of all tables together, with all these views.

    Where some lie in files, those of some units are added at a time.
    """
    at_hand = [own for own in parts if isinstance(own, pd.DataFrame)]
    files: dict[str, list[KeptLines]] = {}
    for own in parts:
        if isinstance(own, KeptLines):
            files.setdefault(own.view, []).append(own)
    if not files:
        return _added(at_hand, views, instrument)
    blocks = []
    for low, high in _stretches(at_hand, files):
        found = [own[own["unit"].between(low, high)] for own in at_hand]
        for view, kept in files.items():
            names = ", ".join(f"'{own.name}'" for own in kept)
            query = f"SELECT * EXCLUDE (rowid) FROM {view} WHERE {OWNER} IN ({names}) AND unit BETWEEN ? AND ?"
            lines = kept[0].workspace.connection.execute(query, [low, high]).df()
            found += [own.drop(columns=OWNER) for _, own in lines.groupby(OWNER)]
        blocks.append(_added([own for own in found if len(own)], views, instrument))
    return add_cells(pd.concat(blocks, ignore_index=True), instrument)


def _added(parts: Sequence[pd.DataFrame], views: Sequence[str], instrument: Instrument) -> pd.DataFrame:
    return add_cells(pd.concat([with_views(own, ["", *views]) for own in parts], ignore_index=True), instrument)


def _stretches(at_hand: Sequence[pd.DataFrame], files: Mapping[str, Sequence[KeptLines]]) -> Iterator[tuple[str, str]]:
    """Give the first and last unit of stretches of units that have so many lines as are added together."""
    counts: dict[str, int] = {}
    found = [own["unit"].value_counts().items() for own in at_hand]
    for view, kept in files.items():
        query = f"SELECT unit, count(*) FROM {view} GROUP BY unit"
        found.append(kept[0].workspace.connection.execute(query).fetchall())
    for lines in found:
        for unit, n in lines:
            counts[unit] = counts.get(unit, 0) + int(n)
    units = sorted(counts)
    first, n_lines = 0, 0
    for place, unit in enumerate(units):
        n_lines += counts[unit]
        if place + 1 == len(units) or n_lines + counts[units[place + 1]] > LINES_AT_ONCE:
            yield units[first], unit
            first, n_lines = place + 1, 0
