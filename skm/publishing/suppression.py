"""Which cells must not be printed, so that no small group of people shows: not by itself, and not by subtraction.

A cell holds the answers of some persons. Below `minimum_cell` persons it is hidden. A published total minus its
published parts would give it back, so where exactly one part of a published total is hidden, a second one goes too:
the smallest other one (complementary suppression, as the GP Patient Survey does it).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """A published total and the cells that it is the sum of."""

    total: Hashable
    parts: tuple[Hashable, ...]


def hide_cells(counts: Mapping[Hashable, int], families: Iterable[Family], minimum: int) -> frozenset[Hashable]:
    """Return the cells to hide.

    Parameters
    ----------
    counts
        Persons in every cell, totals included. A cell without persons hides nothing and is never hidden.
    families
        Totals with their parts, the narrow ones first: a second cell hidden in a narrow family serves the
        wide one too. A cell may be a part of several totals, and a total may be a part itself.
    minimum
        The smallest number of persons that may be shown.

    Examples
    --------
    >>> family = Family("all", ("a", "b", "c"))
    >>> sorted(hide_cells({"all": 63, "a": 3, "b": 20, "c": 40}, [family], 5))
    ['a', 'b']
    >>> hide_cells({"all": 60, "a": 20, "b": 40}, [Family("all", ("a", "b"))], 5)
    frozenset()
    """
    families = tuple(families)
    hidden = {cell for cell, count in counts.items() if 0 < count < minimum}
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for family in families:
            hidden |= _second_cell(family, counts, hidden, minimum)
    return frozenset(hidden)


def _second_cell(family: Family, counts: Mapping[Hashable, int], hidden: set[Hashable], minimum: int) -> set[Hashable]:
    """Return what else must go in this family: its smallest open part, or its total where no part is left.

    A hidden total needs a hidden part too: otherwise the parts would sum to it.
    """
    parts = [part for part in family.parts if counts.get(part, 0) > 0]
    closed = [part for part in parts if part in hidden]
    others = [part for part in parts if part not in hidden]
    total_hidden = family.total in hidden
    if (total_hidden and closed) or (not total_hidden and (not closed or _safe(closed, counts, minimum))):
        return set()
    if others:
        return {min(others, key=lambda part: counts[part])}
    return set() if total_hidden else {family.total}


def _safe(closed: Sequence[Hashable], counts: Mapping[Hashable, int], minimum: int) -> bool:
    """Return whether subtraction gives no more than the sum of several cells with enough persons together."""
    return len(closed) > 1 and sum(counts[part] for part in closed) >= minimum
