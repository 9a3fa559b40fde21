"""Which figures and counts may not be shown, worked out for all periods at once.

The rule (docs/decisions/suppression.md): a unit with few persons is hidden, and so is nobody else. What would give it
back gives way instead. Counts of persons are those of the units shown; a parent's figure is printed with fewer decimals
or not at all; profile cells, services and counts of answers go together with others of their kind.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from skm.periods import year_of
from skm.publishing.facts import GROUP_LEVELS, PROFILE_LEVELS, WHOLE
from skm.publishing.openness import (
    OPEN_POINTS,
    PLACES,
    PeriodRows,
    are_open,
    is_left_open,
    range_of_mean,
    rounded,
    spans_of,
    told_between,
    units_with_index,
)
from skm.publishing.reading import Book, Register, read_count, read_number, read_text
from skm.publishing.suppression import Family, hide_cells, is_open
from skm.regulation import Regulation

HUNDREDTH = 0.01
Cell = tuple[str, str, str]  # level, parent, id


@dataclass(frozen=True)
class Hidden:
    """What may not be shown of one period.

    Attributes
    ----------
    figures
        The cells of which nothing is shown.
    units
        The ids of the hidden units that have persons.
    without
        The units whose persons are in no published count; those in `units`, as long as another unit is shown.
    places
        By (level, id) of every parent with a hidden unit the decimals of each measure, None where it is not printed.
    members
        By (level, id) of these parents their hidden units.
    uncounted
        Whether not even the number of persons of the whole may be told.
    silent_changes
        The periods since which the contributions of elements may not be told.
    files_hidden
        Whether row counts of files and of the whole may not be told: they hold persons of hidden units.
    nameless
        The units whose services are not even listed: how many there are would tell how many persons each has.
    group_places
        The decimals of the figures of groups of respondents, None where they are not printed.
    corrected
        The units, and "all", that differ by few persons from an earlier edition, so that only their figures stand.
    revised
        Whether anything differs from an earlier edition: what looks the same in services and groups is then told with
        the printed digits alone.
    """

    figures: frozenset[Cell]
    units: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    places: Mapping[tuple[str, str], Mapping[str, int | None]] = field(default_factory=dict)
    members: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    uncounted: bool = False
    files_hidden: bool = False
    silent_changes: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()
    group_places: int | None = PLACES[0]
    corrected: frozenset[str] = frozenset()
    revised: bool = False

    def is_blurred(self, cell: Cell) -> bool:
        """Whether a figure holds hidden units, so that not all of it may be told."""
        return not cell[1] and (cell[0], cell[2]) in self.places


def find_hidden(
    book: Book,
    register: Register,
    survey: Any,
    regulations: Mapping[str, Regulation],
    kept: Mapping[str, Collection[Cell]] | None = None,
) -> dict[str, Hidden]:
    """Return what may not be shown of each period.

    Parameters
    ----------
    book
        The rows of the index table.
    register
        Which unit belongs to which group.
    survey
        Its `publish.minimum_cell` is the smallest number of persons that may be shown.
    regulations
        The regulation of each period: its scale bounds what a hidden figure can be.
    kept
        By period the services that go beside an earlier edition.
    """
    minimum = survey.publish.minimum_cell
    periods = book.periods()
    years = parts_of_years(periods)
    counts = {period: _counts(book, period) for period in periods}
    units = _hidden_units(counts, years, minimum)
    services = settle(
        periods,
        years,
        lambda period, closed: _services_of(
            counts[period], units[period], minimum, (*closed, *(kept or {}).get(period, ()))
        ),
        lambda period, cell: counts[period].get(cell, 0) > 0,
    )
    found: dict[str, Hidden] = {}
    places = {
        period: PeriodRows(
            book, register, survey.official, _users(survey, period), regulations[period], period, minimum
        )
        for period in periods
    }
    for period in periods:
        figures = {("unit", "", unit) for unit in units[period]} | services[period]
        n_whole = counts[period].get(WHOLE, 0)
        if 0 < n_whole < minimum:
            figures |= set(counts[period])
        with_index = units_with_index(book, period, units[period])
        hidden = _hide_parents(places[period], with_index)
        shown = any(n and cell[0] == "unit" and cell[2] not in units[period] for cell, n in counts[period].items())
        small = [counts[period][("unit", "", unit)] for unit in units[period]]
        family = {period, *years.get(year_of(period), ())} if period == year_of(period) else {period}
        found[period] = Hidden(
            frozenset(figures | hidden.figures),
            units[period],
            units[period] if shown else frozenset(),
            hidden.places,
            hidden.members,
            uncounted=bool(small) and not shown and not is_open(small, minimum),
            files_hidden=any(units[part] for part in family),
            nameless=_nameless(counts[period], units[period], services[period], minimum),
            group_places=_places_of_groups(places[period], with_index),
        )
    return {
        period: replace(own, silent_changes=_silent_changes(places, period, found)) for period, own in found.items()
    }


def _silent_changes(places: Mapping[str, "PeriodRows"], period: str, hidden: Mapping[str, Hidden]) -> frozenset[str]:
    """Return the periods since which the contributions of elements would give a hidden unit back."""
    others = [
        p
        for p in places[period].book.compared_with(period)
        if p in hidden and (hidden[p].units or hidden[period].units)
    ]
    return frozenset(p for p in others if not _contributions_told(places[p], places[period], hidden))


def parts_of_years(periods: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the published parts of each published year.

    Examples
    --------
    >>> parts_of_years(["2024", "2025", "2025-Q1", "2025-Q2"])
    {'2025': ('2025-Q1', '2025-Q2')}
    """
    periods = tuple(periods)
    years = {year: tuple(p for p in periods if p != year and year_of(p) == year) for year in periods}
    return {year: parts for year, parts in years.items() if parts}


def settle(
    periods: Iterable[str],
    years: Mapping[str, tuple[str, ...]],
    hide: Callable[[str, Collection[Any]], Collection[Any]],
    has_data: Callable[[str, Any], bool],
) -> dict[str, frozenset[Any]]:
    """Return what each period hides, so that a year and its parts give nothing of each other back.

    Where one part hides a cell all parts of the year do: then the year leaves at least two unknown. A cell with data
    in one part alone is the year's own, and both hide the same.

    Parameters
    ----------
    periods
        All periods.
    years
        The parts of each year.
    hide
        What a period hides, given what it must hide anyhow.
    has_data
        Whether somebody is in a cell of a period.
    """
    found = {period: frozenset(hide(period, ())) for period in periods}
    before = -1
    while before != sum(map(len, found.values())):
        before = sum(map(len, found.values()))
        for year, parts in years.items():
            together = frozenset().union(*(found[part] for part in parts))
            single = {cell for cell in together | found[year] if sum(has_data(part, cell) for part in parts) == 1}
            for part in parts:
                found[part] |= frozenset(hide(part, together | single))
            found[year] |= frozenset(hide(year, single))
    return found


def _counts(book: Book, period: str) -> dict[Cell, int]:
    """Return the persons of every cell of a period."""
    found = {}
    for level in ("all", *GROUP_LEVELS, "unit", "service"):
        for parent, name in book.ids(period, level):
            found[(level, parent, name)] = read_count(book.rows[(period, level, parent, name, "index")]["n"]) or 0
    return found


def _hidden_units(
    counts: Mapping[str, Mapping[Cell, int]], years: Mapping[str, tuple[str, ...]], minimum: int
) -> dict[str, frozenset[str]]:
    """Return the hidden units of each period.

    A year minus its other parts gives back a hidden part of a unit, so its smallest other part goes too.
    """
    own = {period: {cell[2]: n for cell, n in cells.items() if cell[0] == "unit"} for period, cells in counts.items()}
    hidden = {period: {unit for unit, n in cells.items() if 0 < n < minimum} for period, cells in own.items()}
    for year, parts in years.items():
        for unit in own[year]:
            with_data = [part for part in parts if own[part].get(unit, 0)]
            closed = [part for part in with_data if unit in hidden[part]]
            while closed and unit not in hidden[year] and not is_open([own[p][unit] for p in closed], minimum):
                others = [part for part in with_data if part not in closed]
                if not others:
                    break
                closed.append(min(others, key=lambda part: own[part][unit]))
            for part in closed:
                hidden[part].add(unit)
    return {period: frozenset(cells) for period, cells in hidden.items()}


def _services_of(
    counts: Mapping[Cell, int], units: Collection[str], minimum: int, closed: Collection[Cell]
) -> set[Cell]:
    services: dict[str, list[Cell]] = {}
    for cell in counts:
        if cell[0] == "service":
            services.setdefault(cell[1], []).append(cell)
    found: set[Any] = set()
    for unit, cells in services.items():
        if unit in units:
            found |= {cell for cell in cells if counts[cell]}
            continue
        total = ("unit", "", unit)
        rest = ("rest", unit, "")  # those who named no service
        own: dict[Any, int] = {cell: counts[cell] for cell in cells} | {total: counts.get(total, 0)}
        own[rest] = max(own[total] - sum(counts[cell] for cell in cells), 0)
        found |= hide_cells(own, [Family(total, (*cells, rest))], minimum, closed) - {rest, total}
    return found


def _nameless(
    counts: Mapping[Cell, int], units: Collection[str], services: Collection[Cell], minimum: int
) -> frozenset[str]:
    """Return the units whose services are not listed: hidden units, and those whose services follow from their number.

    Each service that is listed has a person at least, so five of them in a unit of five persons have one each.
    """
    found = set(units)
    for unit in {cell[1] for cell in services}:
        own = {cell: counts[cell] for cell in counts if cell[0] == "service" and cell[1] == unit}
        closed = [n for cell, n in own.items() if cell in services]
        rest = counts.get(("unit", "", unit), 0) - sum(own.values())
        if not is_open(closed + [rest] * (rest > 0), minimum):
            found.add(unit)
    return frozenset(found)


# ---- parents ---------------------------------------------------------------------------------------------------


def _users(survey: Any, period: str) -> dict[str, float]:
    """Return the users served by each unit, as far as the register has them."""
    column = f"users_{period}"
    if survey.units is None or column not in survey.units:
        return {}
    pairs = zip(survey.units["unit_id"], survey.units[column].map(read_text), strict=True)
    return {unit: float(text) for unit, text in pairs if text.strip().isdigit()}


def _hide_parents(period: PeriodRows, units: frozenset[str]) -> Hidden:
    """Return the groups that are hidden, and with how many decimals the other parents of hidden units are printed."""
    if not units:
        return Hidden(frozenset())
    members = _members(period)
    # A group whose members nobody says may hold a hidden unit, so it is hidden with them.
    touched = {group: units & (held or frozenset()) for group, held in members.items() if held is None or units & held}
    published = {group: held for group, held in touched.items() if members[group] is not None}
    while (closed := _tight_atom(period, units, published)) is not None:
        candidates = [g for g in published if published[g] & closed] or list(published)
        if not candidates:
            break
        del published[min(candidates, key=lambda group: (len(published[group]), len(members[group] or ()), group))]
    figures = frozenset((level, "", name) for level, name in touched if (level, name) not in published)
    places: dict[tuple[str, str], Mapping[str, int | None]] = {
        group: dict.fromkeys(period.measures, PLACES[0]) for group in published
    }
    places[("all", "all")] = _places_of_whole(period, units)
    return Hidden(figures, places=places, members=published | {("all", "all"): units})


def _members(period: PeriodRows) -> dict[tuple[str, str], frozenset[str] | None]:
    """Return the units with an index of each group; None where the register does not say all of them."""
    book, here = period.book, period.name
    with_index = units_with_index(book, here, [name for _, name in book.ids(here, "unit")])
    found: dict[tuple[str, str], frozenset[str] | None] = {}
    for level in GROUP_LEVELS:
        for _, name in book.ids(here, level):
            held = frozenset(u for u in with_index if period.register.groups.get(u, {}).get(level) == name)
            n = sum(read_count(book.rows[(here, "unit", "", unit, "index")]["n"]) or 0 for unit in held)
            known = n == (read_count(book.rows[(here, level, "", name, "index")]["n"]) or 0)
            found[(level, name)] = held if known else None
    return found


def _tight_atom(
    period: PeriodRows, units: frozenset[str], published: Mapping[tuple[str, str], frozenset[str]]
) -> frozenset[str] | None:
    """Return hidden units that no published group tells apart and whose sum tells one of them; None where all are open.

    Sums and differences of published parents are sums of such sets and of nothing smaller.
    """
    atoms: dict[frozenset[tuple[str, str]], set[str]] = {}
    for unit in sorted(units):
        atoms.setdefault(frozenset(group for group, held in published.items() if unit in held), set()).add(unit)
    if not published:
        return None
    for atom in atoms.values():
        if not all(is_left_open(period, measure, atom, atom, None) for measure in period.measures):
            return frozenset(atom)
    return None


def _places_of_whole(period: PeriodRows, units: frozenset[str]) -> dict[str, int | None]:
    """Return the most decimals of each of the whole's figures that leave every hidden unit open; None where none does.

    The official index comes first. The elements of a unit make its index, and with the index all but one of them make
    that one: so the elements get as many decimals, all alike, as leave open what they and the index tell together.
    """
    held = period.held()
    index = next(iter(_open_places(period, "index", units, held)), None)
    keys = [element.key for element in period.regulation.elements]
    open_at = {key: _open_places(period, key, units, held) for key in keys}
    for most in PLACES:
        found = {key: next((p for p in open_at[key] if p <= most), None) for key in keys}
        if _are_open_together(period, units, held, {"index": index, **found}):
            return {"index": index, **found}
    return {"index": index, **dict.fromkeys(keys)}


def _open_places(period: PeriodRows, key: str, units: frozenset[str], held: frozenset[str]) -> list[int]:
    return [p for p in PLACES if is_left_open(period, key, units, held, p)]


def _are_open_together(
    period: PeriodRows, units: frozenset[str], held: frozenset[str], places: Mapping[str, int | None]
) -> bool:
    """Return whether the index and the elements, with so many decimals, leave each hidden unit open."""
    weights = {element.key: float(element.weight) for element in period.regulation.elements}
    told = {}
    for key, p in places.items():
        possible = range_of_mean(period, key, units, held)
        low, high = told_between(period, key, held, p) if p is not None else possible
        told[key] = (max(low, possible[0]), min(high, possible[1]))
    told = _narrow_by_sum(told, weights)
    spans = {key: spans_of(period, key, units, held, ends) for key, ends in told.items()}
    for whose in spans["index"]:
        own = _narrow_by_sum({key: spans[key].get(whose, period.limits()) for key in places}, weights)
        if not all(period.leaves_open(key, span) for key, span in own.items()):
            return False
    return True


def _narrow_by_sum(
    ends: Mapping[str, tuple[float, float]], weights: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Return intervals of the index and the elements as narrow as their sum makes them."""
    sums = [sum(weight * ends[key][end] for key, weight in weights.items()) for end in (0, 1)]
    index = ends["index"]
    found = {"index": (max(index[0], sums[0]), min(index[1], sums[1]))}
    for key, weight in weights.items():
        low, high = ends[key]
        found[key] = (max(low, high + (index[0] - sums[1]) / weight), min(high, low + (index[1] - sums[0]) / weight))
    return found


def _places_of_groups(period: PeriodRows, units: frozenset[str]) -> int | None:
    """Return the most decimals of groups of respondents that leave few hidden persons open; None where none does.

    The figures of all groups of a characteristic, times their persons, make the sum over all respondents, of which the
    units shown are known; each characteristic rounds otherwise, so together they tell more than one. The hidden units
    count as many persons as they could have: a number of decimals that depends on how many they have would tell it.
    """
    if not units:
        return PLACES[0]
    persons = (period.minimum - 1) * len(units)
    for places in PLACES:
        lowest, highest = -math.inf, math.inf
        for view in PROFILE_LEVELS:
            rows = (
                period.book.rows[(period.name, view, parent, name, "index")]
                for parent, name in period.book.ids(period.name, view)
                if not parent
            )
            groups = [(read_count(row["n"]) or 0, read_number(row["index"])) for row in rows]
            known = [(n, value) for n, value in groups if value is not None]
            if not known:
                continue
            half = sum(n for n, _ in known) * 0.5 * 10**-places
            aside = sum(n * (float(rounded(value, places)) - value) for n, value in known)
            lowest, highest = max(lowest, aside - half), min(highest, aside + half)
        if (highest - lowest) / persons >= OPEN_POINTS:
            return places
    return None


def _contributions_told(before: PeriodRows, now: PeriodRows, hidden: Mapping[str, Hidden]) -> bool:
    """Return whether the contributions of the elements to a change leave every hidden unit open.

    A contribution is a change with more digits than the two means have, so what both tell together is weighed here.
    """
    for element in now.regulation.elements:
        row = now.book.changes.get((now.name, before.name, "all", "all", element.key), {})
        part = read_number(row.get("printed_contribution"))
        if part is None:
            continue
        weight = float(element.weight)
        low, high = ((part + side) / weight for side in (-HUNDREDTH, HUNDREDTH))  # largest remainders: a hundredth off
        ends = []
        for period in (before, now):
            own = hidden[period.name]
            places = own.places.get(("all", "all"), {}).get(element.key, PLACES[0]) if own.units else None
            ends.append(told_between(period, element.key, period.held(), places))
        first, second = ends
        told = (
            (max(first[0], second[0] - high), min(first[1], second[1] - low)),
            (max(second[0], first[0] + low), min(second[1], first[1] + high)),
        )
        for period, interval in zip((before, now), told, strict=True):
            units = units_with_index(period.book, period.name, hidden[period.name].units)
            if not are_open(period, element.key, spans_of(period, element.key, units, period.held(), interval)):
                return False
    return True
