"""A table of counts beside the answers that it counts: its respondents would count twice."""

from collections.abc import Sequence

import narwhals as nw

from skm.errors import DataError, Place
from skm.periods import is_within
from skm.responses import Part

Cell = tuple[str, str, str]  # period, unit, service


def without_double_counts(parts: Sequence[Part]) -> tuple[list[Part], dict[str, DataError]]:
    """Return the parts without the tables of counts of units that another table has too, and why by file.

    A table of a year overlaps with those of its parts: the year adds them up.
    """
    if all(part.counted is None or part.is_tally for part in parts):
        return list(parts), {}
    cells = {id(part): _cells_of(part) for part in parts}
    # A tally says which files it counted: whether two of them overlap is known without looking at units.
    kept = [part for part in parts if part.counted is None or part.is_tally]
    refused: dict[str, DataError] = {}  # a file is used whole or not at all
    for part in parts:
        if part.counted is None or part.is_tally:
            continue
        before = next((other for other in kept if _overlap(cells[id(part)], cells[id(other)], other)), None)
        if before is None:
            kept.append(part)
        else:
            places = [Place(before.file, before.sheet), Place(part.file, part.sheet)]
            refused[part.file] = DataError("counts_beside_rows", places)
    return [part for part in parts if part.file not in refused], refused


def _cells_of(part: Part) -> set[Cell]:
    """Return period, unit and service of everybody in a part."""
    names = ("period", "unit", "service")
    if part.counted is not None:
        return set(part.counted[list(names)].itertuples(index=False, name=None))
    columns = part.cleaned.frame.collect_schema().names()
    picked = part.cleaned.frame.select(*(nw.col(name) for name in names[:2] if name in columns)).unique()
    found = picked.collect(backend="pandas").to_native().fillna("")
    return {(str(row.get("period", "")), str(row.get("unit", "")), "") for row in found.to_dict("records")}


def _overlap(counted: set[Cell], others: set[Cell], other: Part) -> bool:
    """Return whether two tables hold a unit of overlapping periods; two tables of counts may be of two services."""
    return any(
        unit == other_unit
        and (other.counted is None or other.is_tally or service == other_service)
        and (is_within(period, other_period) or is_within(other_period, period))
        for period, unit, service in counted
        for other_period, other_unit, other_service in others
    )
