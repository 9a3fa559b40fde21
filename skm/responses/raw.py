"""A raw table: what a file says, every cell as a person sees it, before anybody asks what the columns are."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from skm.regulation import Element
from skm.survey import Survey

if TYPE_CHECKING:
    from skm.responses.skipping import Rejects

Listed = tuple[int | None, str, str, str]  # row, rule, column, value: a finding about a table as it was received


class Stream(Protocol):
    """Rows that stay where they are until the table is staged, and then come in portions: those of a database, of SPSS.

    `sha256` is that of what was read, known behind the last portion; "" where the table says it. `selective`: nothing
    but what is needed may be asked for, so neither identity columns nor what nobody recognised.
    """

    sha256: str
    selective: bool

    def expect(self, questions: Mapping[int, Element], survey: Survey) -> None:
        """Hear which places are questions, and of which element, before the rows are asked for."""

    def portions(self, places: Sequence[int]) -> Iterator[pd.DataFrame]:
        """Return the rows, as texts in a column `c<place>` for each of some places; one portion at least."""


@dataclass(frozen=True)
class Piece:
    """A part file of a table: its name, how many rows stand before it, its path where others may read it as it is."""

    name: str
    before: int
    path: Path | None = None


@dataclass(frozen=True)
class RawTable:
    """One table as received: its header, and how to get at its cells.

    `headers[i]` is the text above column `c<i>` of the relation that `relation` returns. `n_rows` counts the data
    rows, `blank_rows` the wholly empty ones that are no rows but count in a spreadsheet's numbering. `copy` is the
    rewritten file where there is one: it holds every column, so it goes as soon as the table is staged. `findings`
    are (rule, value) of what the file has and the table leaves out, `content` is the hash of the table within a zip,
    `above` the texts over the header, `uncalculated` (row, column) of the cells whose formula has no value,
    `kinds` how the columns of a Parquet file are kept.

    A table that was folded from lines stands in the engine as `engine_table`, with its own column `row`: `rejects` and
    `summaries` are then the lines that belong to nobody, `listed` what was found about the others, `taken` (column,
    what it was taken for, why) the columns that are none any more.

    `pieces` are the part files of a folder that was read as one table, `also` the hashes of those with many rows.
    """

    file: str
    sheet: str
    sha256: str
    headers: tuple[str, ...]
    n_rows: int
    first_row: int
    blank_rows: Sequence[int] = ()
    cells: pd.DataFrame | None = None
    stream: Stream | None = None
    path: Path | None = None
    copy: Path | None = None
    delimiter: str = ""
    skip_lines: int = 0
    notes: tuple[str, ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    content: str = ""
    above: tuple[str, ...] = ()
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    kinds: tuple[str, ...] = ()
    engine_table: str = ""
    rejects: "Rejects | tuple[tuple[int, str], ...]" = ()
    summaries: tuple[tuple[int, str], ...] = ()
    listed: tuple[Listed, ...] = ()
    taken: tuple[tuple[str, str, str], ...] = ()
    pieces: tuple[Piece, ...] = ()
    also: tuple[str, ...] = ()


def cell_text(value: Any) -> str:
    """Return a cell as a person sees it: whole numbers without `.0`, ISO dates, "" for nothing.

    Examples
    --------
    >>> cell_text(4.0), cell_text(dt.date(2020, 7, 15)), cell_text(None)
    ('4', '2020-07-15', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def forget_copy(copy: Path | None) -> None:
    """Remove the rewritten copy of a file: names and numbers of people may stand in it."""
    if copy is not None:
        copy.unlink(missing_ok=True)
