"""The labels of a large text file, foreseen from slices of it, so that the engine may keep a number for each.

A label that the slices did not show is noted by the engine's reader, with its line, while it reads on to the end: the
file is then read once more with these labels too.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from skm.responses.raw import RawTable

CODED_FROM = 8 << 20  # bytes of a file from which on labels are kept as numbers
SLICE = 32 << 10  # bytes of a slice of a file that is looked at for its labels
FEW_SLICES, MANY_SLICES = 16, 64  # of a file; of one in which a label is rare
RARE = 20  # times that a label stands in the few slices; below it others may stand between them
SINGLE_AT_MOST = 5  # labels of a column that the slices show but once; more of them are free text
FEW_LABELS = 200  # what fits into one byte, the empty cell and some room
ENOUGH_RECORDS = 2000
NOTED_AT_MOST = 50_000  # lines that the reader refuses, malformed or with a label that was not foreseen


def few_labels(table: RawTable, places: Sequence[int]) -> dict[int, list[str]]:
    """Return the labels of the columns of a large text file that hold few different ones, by place; "" is among them.

    Slices of the file tell.
    """
    if not (places and table.delimiter and table.path) or table.path.stat().st_size < CODED_FROM:
        return {}
    found = _count_slices(table, places, FEW_SLICES)
    if any(len(counts) <= FEW_LABELS and min(counts.values(), default=0) < RARE for counts in found.values()):
        found = _count_slices(table, places, MANY_SLICES)
    return {
        place: _in_order(counts)
        for place, counts in found.items()
        if len(counts) <= FEW_LABELS
        and counts.total() >= ENOUGH_RECORDS
        and sum(n == 1 for n in counts.values()) <= SINGLE_AT_MOST
    }


def _count_slices(table: RawTable, places: Sequence[int], n_slices: int) -> dict[int, Counter[str]]:
    """Return how often each label stands in whole records of slices that lie evenly in the file, by place."""
    width = len(table.headers)
    records = [record for record in _sliced_records(table.path, table.delimiter, n_slices) if len(record) == width]
    return {place: Counter(record[place] for record in records) for place in places}


def malformed_share(table: RawTable) -> float:
    """Return the share of the records of a large text file that have too few or too many cells, as slices tell."""
    if table.path is None or table.path.stat().st_size < CODED_FROM:
        return 0.0
    widths = [len(record) for record in _sliced_records(table.path, table.delimiter, FEW_SLICES) if record]
    return sum(width != len(table.headers) for width in widths) / max(1, len(widths))


def _sliced_records(path: Path | None, delimiter: str, n_slices: int) -> Iterator[list[str]]:
    if path is None:
        return
    size = path.stat().st_size
    with path.open("rb") as handle:
        for number in range(n_slices):
            handle.seek(size * (number + 1) // (n_slices + 1))
            lines = handle.read(SLICE).decode("utf-8", errors="replace").splitlines(keepends=True)[1:-1]
            with suppress(csv.Error):  # a slice that begins within a quotation
                yield from csv.reader(lines, delimiter=delimiter)


def with_late_labels(
    connection: duckdb.DuckDBPyConnection, table: RawTable, labels: Mapping[int, Sequence[str]]
) -> dict[int, list[str]] | None:
    """Return the labels with those at which the reader has stumbled; None where it stumbled at none.

    A column that holds too many, and every column where the reader noted too much, is left out: of it texts are kept.

    Parameters
    ----------
    labels
        What was foreseen, by place. The reader has just read the file with these labels alone.
    """
    ((n_noted,),) = connection.execute("SELECT count(*) FROM skm_rejects").fetchall()
    if n_noted >= NOTED_AT_MOST:
        return {}
    # A malformed line is one whatever stands in its cells.
    query = "SELECT any_value(csv_line) FROM skm_rejects GROUP BY line HAVING bool_and(error_type::VARCHAR = 'CAST')"
    lines = [str(line).strip("\r\n") for (line,) in connection.execute(query).fetchall()]
    if not lines:
        return None
    read = csv.reader(dict.fromkeys(lines), delimiter=table.delimiter)
    try:
        records = [record for record in read if len(record) == len(table.headers)]
    except csv.Error:  # the engine parts them, and Python does not
        return {}
    found = {place: {*known, *(record[place] for record in records)} for place, known in labels.items()}
    return {place: _in_order(own) for place, own in found.items() if len(own) <= FEW_LABELS}


def _in_order(labels: Iterable[str]) -> list[str]:
    return ["", *sorted(label for label in labels if label)]
