"""Which figures and counts of a period may not be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from skm.publishing.facts import GROUP_LEVELS, PROFILE_LEVELS, WHOLE
from skm.publishing.reading import Book, Register, read_count
from skm.publishing.suppression import Family, hide_cells

MANY_UNITS = 10  # a mean of as many, printed to two decimals, leaves one unit's figure open by about 0.1 points


@dataclass(frozen=True)
class Hidden:
    """The cells (level, parent, id) of a period whose count, and whose figure, may not be shown.

    A sound unit is never hidden for another: where its count would give back a small unit's, only the count goes.
    """

    counts: frozenset[Any]
    figures: frozenset[Any]


def find_hidden(book: Book, register: Register, period: str, survey: Any) -> Hidden:
    """Return what may not be shown of a period."""
    minimum = survey.publish.minimum_cell
    counts: dict[tuple[str, str, str], int] = {}
    for level in ("all", *GROUP_LEVELS, "unit", "service", *PROFILE_LEVELS):
        for parent, name in book.ids(period, level):
            counts[(level, parent, name)] = read_count(book.rows[(period, level, parent, name, "index")]["n"]) or 0
    units = [("unit", parent, name) for parent, name in book.ids(period, "unit")]
    families = []
    for unit in units:
        services = [("service", parent, name) for parent, name in book.ids(period, "service")]
        families.append(_family(unit, [cell for cell in services if cell[1] == unit[2]], counts))
    for level in GROUP_LEVELS:
        groups = [(level, parent, name) for parent, name in book.ids(period, level)]
        for group in groups:
            members = [u for u in units if register.groups.get(u[2], {}).get(level) == group[2]]
            families.append(_family(group, members, counts))
        families.append(_family(WHOLE, groups, counts))
    families.append(_family(WHOLE, units, counts))
    for level in PROFILE_LEVELS:
        groups = [(level, parent, name) for parent, name in book.ids(period, level) if not parent]
        families.append(_family(WHOLE, groups, counts))
    hidden = hide_cells(counts, families, minimum)
    parents = [family for family in families if family.total[0] in GROUP_LEVELS]
    return Hidden(hidden, _hidden_figures(hidden, counts, parents, survey))


def _hidden_figures(
    hidden: frozenset[Any], counts: Mapping[Any, int], groups: Iterable[Family], survey: Any
) -> frozenset[Any]:
    """Return the cells whose figure goes with their count.

    Among many units the printed mean does not give back one unit's figure; among few it does, so there a second
    unit's figure goes as well, and the figure of a small group with one hidden unit.
    """
    few = sum(cell[0] == "unit" and n > 0 for cell, n in counts.items()) < MANY_UNITS
    small = survey.publish.minimum_cell
    weak = counts_below(counts, survey.publish.minimum_respondents)
    figures = {
        cell
        for cell in hidden
        if counts[cell] < small
        or cell[0] in ("service", *PROFILE_LEVELS)
        or (cell[0] == "unit" and (few or cell in weak))
    }
    for group in groups:
        members = [part for part in group.parts if part[0] == "unit" and counts[part] > 0]
        if len(members) < MANY_UNITS and sum(part in figures for part in members) == 1:
            figures.add(group.total)
    return frozenset(figures)


def counts_below(counts: Mapping[Any, int], minimum: int) -> frozenset[Any]:
    """Return the cells with some persons, but fewer than `minimum`."""
    return frozenset(cell for cell, count in counts.items() if 0 < count < minimum)


def _family(total: tuple[str, str, str], parts: Iterable[Any], counts: dict[Any, int]) -> Family:
    """Return a family, with the persons that no part names (not answered, no group) as one more part."""
    parts = tuple(parts)
    rest = ("rest", total, parts[0][0] if parts else "")
    counts[rest] = max(counts.get(total, 0) - sum(counts[part] for part in parts), 0) if parts else 0
    return Family(total, (*parts, rest))
