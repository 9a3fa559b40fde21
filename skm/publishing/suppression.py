"""Which cells must not be printed, so that no small group of people shows: not by itself, and not by subtraction.

A cell holds the answers of some persons. Below `minimum` persons it is hidden. A published total minus its published
parts would give it back, so other cells go with it (complementary suppression) until what is left is open: the hidden
cells of a total hold so many persons together that each of them could hold `minimum` itself.

In a table of two directions a cell can follow from several totals at once. It does exactly where no other hidden cell
can give and take with it: where, between its line and its column, it is the only bridge of hidden cells.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TOTAL = ("total",)  # the line of a table that holds its columns' totals

Place = tuple[Hashable, Hashable]


@dataclass(frozen=True)
class Family:
    """A published total and the cells that it is the sum of."""

    total: Hashable
    parts: tuple[Hashable, ...]


def is_open(counts: Sequence[int], minimum: int) -> bool:
    """Return whether hidden cells, of which only the sum is known, tell nothing small.

    Each has one person at least, as everybody knows; so the sum is open where each of them could be `minimum`.

    Examples
    --------
    >>> is_open([3, 20], 5), is_open([1, 1, 1, 1, 1], 5), is_open([2, 4], 5), is_open([20], 5)
    (True, False, True, False)
    """
    return len(counts) > 1 and sum(counts) - (len(counts) - 1) >= minimum


def hide_cells(
    counts: Mapping[Hashable, int],
    families: Iterable[Family],
    minimum: int,
    closed: Collection[Hashable] = (),
) -> frozenset[Hashable]:
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
    closed
        Cells that are hidden for another reason.

    Examples
    --------
    >>> family = Family("all", ("a", "b", "c"))
    >>> sorted(hide_cells({"all": 63, "a": 3, "b": 20, "c": 40}, [family], 5))
    ['a', 'b']
    >>> hide_cells({"all": 60, "a": 20, "b": 40}, [Family("all", ("a", "b"))], 5)
    frozenset()
    """
    families = tuple(families)
    hidden = {cell for cell, count in counts.items() if 0 < count < minimum or (count and cell in closed)}
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
    if (total_hidden and closed) or (
        not total_hidden and (not closed or is_open([counts[part] for part in closed], minimum))
    ):
        return set()
    if others:
        return {min(others, key=lambda part: counts[part])}
    return set() if total_hidden else {family.total}


# ---- a table of lines and columns, both with published totals ---------------------------------------------------


def hide_table(
    counts: Mapping[Place, int], totals_hidden: Collection[Hashable], minimum: int, closed: Collection[Place] = ()
) -> frozenset[Place]:
    """Return the cells (line, column) to hide of a table whose lines and columns have published totals.

    Parameters
    ----------
    counts
        Persons in every cell.
    totals_hidden
        The columns whose total is hidden.
    minimum
        The smallest number of persons that may be shown.
    closed
        Cells that are hidden for another reason, also where nobody is in them.

    Examples
    --------
    >>> table = {("a", "L"): 3, ("a", "P"): 20, ("b", "L"): 30, ("b", "P"): 40, ("c", "L"): 50, ("c", "P"): 60}
    >>> sorted(hide_table(table, (), 5))
    [('a', 'L'), ('a', 'P'), ('b', 'L'), ('b', 'P')]
    """
    hidden = {place for place, count in counts.items() if 0 < count < minimum} | (set(closed) & set(counts))
    before = -1
    while before != len(hidden):
        before = len(hidden)
        hidden |= _open_lines(counts, hidden, minimum, 0, frozenset())
        hidden |= _open_lines(counts, hidden, minimum, 1, totals_hidden)
        if before == len(hidden):
            hidden |= _second_ways(counts, hidden, totals_hidden)
    alone = _bridges(hidden, totals_hidden)
    # Nothing more can go, and a cell still follows from the totals: then no cell of the table is shown.
    return frozenset(counts if alone and any(0 < counts[place] < minimum for place in alone) else hidden)


def _open_lines(
    counts: Mapping[Place, int], hidden: set[Place], minimum: int, way: int, free: Collection[Hashable]
) -> set[Place]:
    """Return one more cell of every line (way 0) or column (way 1) whose hidden cells are not open."""
    closed: dict[Hashable, list[int]] = {}
    shown: dict[Hashable, list[Place]] = {}
    for place, count in counts.items():
        if place in hidden:
            closed.setdefault(place[way], []).append(count)
        elif count:
            shown.setdefault(place[way], []).append(place)
    tight = [
        key
        for key, numbers in closed.items()
        if key not in free and key in shown and any(numbers) and not is_open([n for n in numbers if n], minimum)
    ]
    return {min(shown[key], key=lambda place: (counts[place], str(place))) for key in tight}


def _second_ways(counts: Mapping[Place, int], hidden: set[Place], totals_hidden: Collection[Hashable]) -> set[Place]:
    """Return one more cell in the line of every cell that follows from the totals, or in its column."""
    found: set[Place] = set()
    for place in _bridges(hidden, totals_hidden):
        for way in (0, 1):
            others = [p for p, n in counts.items() if p[way] == place[way] and n and p not in hidden]
            if others:
                found.add(min(others, key=lambda p: (counts[p], str(p))))
                break
    return found


def _bridges(hidden: Collection[Place], totals_hidden: Collection[Hashable]) -> set[Place]:
    """Return the hidden cells that lie on no ring of hidden cells, so that lines and columns give them back."""
    ways = _ways(hidden, totals_hidden)
    order: dict[Hashable, int] = {}
    lowest: dict[Hashable, int] = {}
    found: set[Place] = set()
    for root in ways:
        if root in order:
            continue
        order[root] = lowest[root] = len(order)
        path: list[tuple[Hashable, Place | None, Iterator[tuple[Hashable, Place]]]] = [(root, None, iter(ways[root]))]
        while path:
            here, came, rest = path[-1]
            there, edge = next(rest, (None, None))
            if edge is None:
                path.pop()
                _go_back(path, here, came, (order, lowest), found)
            elif edge != came and there in order:
                lowest[here] = min(lowest[here], order[there])
            elif edge != came:
                order[there] = lowest[there] = len(order)
                path.append((there, edge, iter(ways[there])))
    return {place for place in found if place[0] != TOTAL}


def _ways(
    hidden: Collection[Place], totals_hidden: Collection[Hashable]
) -> dict[Hashable, list[tuple[Hashable, Place]]]:
    """Return where each line and each column leads over its hidden cells: to their columns, to their lines."""
    ways: dict[Hashable, list[tuple[Hashable, Place]]] = {}
    for line, column in (*hidden, *((TOTAL, column) for column in totals_hidden)):
        ways.setdefault(("line", line), []).append((("column", column), (line, column)))
        ways.setdefault(("column", column), []).append((("line", line), (line, column)))
    return ways


def _go_back(
    path: Sequence[Any],
    here: Hashable,
    came: Place | None,
    marks: tuple[dict[Any, int], dict[Any, int]],
    found: set[Place],
) -> None:
    """Tell the place before what was reached from here; an edge behind which nothing leads back is a bridge."""
    order, lowest = marks
    if path:
        before = path[-1][0]
        lowest[before] = min(lowest[before], lowest[here])
        if lowest[here] > order[before] and came is not None:
            found.add(came)


# ---- answers 1 to 4 of many subjects, whose means are published --------------------------------------------------

Spread = tuple[int, int, int, int]

# Steps that leave number and mean of the answers as they are; the first one the share of 3 and 4 too.
EVEN_STEP = (1, -1, -1, 1)
STEPS = tuple(
    tuple(sign * move for move in step) for step in (EVEN_STEP, (1, -2, 1, 0), (0, 1, -2, 1)) for sign in (1, -1)
)
ROOM = 2  # persons in every cell of a subject that is to take the steps of another one


@dataclass(frozen=True)
class Spreads:
    """What may not be told of the answers to one question: whose counts, whose shares, and the same of the whole."""

    counts_hidden: frozenset[Hashable]
    shares_hidden: frozenset[Hashable]
    total_hidden: bool
    total_share_hidden: bool


def hide_spreads(
    spreads: Mapping[Hashable, Spread],
    total: Spread,
    minimum: int,
    closed: Collection[Hashable] = (),
    shares_closed: Collection[Hashable] = (),
) -> Spreads:
    """Return what to hide of the answers of subjects that add up to a published total.

    Number and mean of the answers are published, so two hidden counts of four are given back by them. Where one count
    is small all four go. What stays open is which of some small steps was taken; and since the totals of all subjects
    are published too, another hidden subject must be able to take the opposite step.

    Parameters
    ----------
    spreads
        Answers 1 to 4 of each subject.
    total
        Those of all subjects together.
    minimum
        The smallest number of persons that may be shown.
    closed, shares_closed
        Subjects whose counts, or shares, are hidden for another reason.

    Examples
    --------
    >>> found = hide_spreads({"a": (1, 6, 30, 23), "b": (9, 9, 9, 9), "c": (8, 30, 30, 30)}, (18, 45, 69, 62), 5)
    >>> sorted(found.counts_hidden), sorted(found.shares_hidden), found.total_hidden
    (['a', 'b'], [], False)
    """
    hidden = {key for key, counts in spreads.items() if _has_small(counts, minimum) or key in closed}
    shares = {key for key in hidden if not _share_is_safe(spreads[key], minimum) or key in shares_closed}
    total_hidden = _has_small(total, minimum)
    while not total_hidden and (tight := _first_tight(spreads, hidden, shares, minimum)) is not None:
        others = [key for key in spreads if key not in hidden and min(spreads[key]) >= ROOM]
        others = others or [key for key in hidden - shares if tight in shares and min(spreads[key]) >= ROOM]
        total_hidden = not others
        if others:
            taken = min(others, key=lambda key: (sum(spreads[key]), str(key)))
            hidden.add(taken)
            shares |= {taken} if tight in shares else set()
    total_share = total_hidden and (bool(shares) or not _share_is_safe(total, minimum))
    return Spreads(frozenset(hidden), frozenset(shares), total_hidden, total_share)


def _has_small(counts: Spread, minimum: int) -> bool:
    return any(0 < count < minimum for count in counts)


def _share_is_safe(counts: Spread, minimum: int) -> bool:
    """Return whether the share of 3 and 4 may be told beside hidden counts: no small side, and one step open."""
    sides = (counts[0] + counts[1], counts[2] + counts[3])
    return not any(0 < side < minimum for side in sides) and bool(_steps(counts, share_shown=True))


def _steps(counts: Spread, *, share_shown: bool) -> set[tuple[int, ...]]:
    """Return the steps that the published figures of a subject leave open."""
    steps = STEPS[:2] if share_shown else STEPS
    return {step for step in steps if all(n + move >= 0 for n, move in zip(counts, step, strict=True))}


def _first_tight(
    spreads: Mapping[Hashable, Spread], hidden: Collection[Hashable], shares: Collection[Hashable], minimum: int
) -> Hashable | None:
    """Return a subject with a small count that no step leaves open, its opposite taken by another hidden subject."""
    steps = {key: _steps(spreads[key], share_shown=key not in shares) for key in hidden}
    takers: dict[tuple[int, ...], int] = {}
    for step in (step for own in steps.values() for step in own):
        takers[step] = takers.get(step, 0) + 1
    for key in sorted(hidden, key=str):
        small = [place for place, count in enumerate(spreads[key]) if 0 < count < minimum]
        free = [
            step
            for step in steps[key]
            if takers.get(opposite := tuple(-move for move in step), 0) > (opposite in steps[key])
        ]
        possible = bool(steps[key])  # number and mean alone may give a count back: then nothing here can help
        if possible and not all(any(step[place] for step in free) for place in small):
            return key
    return None
