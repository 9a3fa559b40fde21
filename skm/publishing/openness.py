"""How far hidden units follow from what is told of them together: by a mean, to its last digit, and the units shown."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from skm.publishing.reading import Book, Register, read_count, read_number
from skm.regulation import Regulation

OPEN_POINTS = 0.5  # how much of a hidden index must stay open
SHARES = (2, 3, 4)  # persons of a hidden unit: each of these must be possible, whatever is told
NEAR = 1e-9
PLACES = (2, 1, 0)  # decimals that a parent may be printed with, the most first


@dataclass(frozen=True)
class PeriodRows:
    """The rows of one period, and what is needed to weigh its units."""

    book: Book
    register: Register
    official: str
    users: Mapping[str, float]
    regulation: Regulation
    name: str
    minimum: int

    @property
    def measures(self) -> tuple[str, ...]:
        """The index and the elements."""
        return ("index", *(element.key for element in self.regulation.elements))

    def value(self, cell: tuple[str, str, str], measure: str) -> float | None:
        """Return an exact figure, on the scale of the index also for an element."""
        row = self.book.rows.get((self.name, *cell, measure))
        return None if row is None else read_number(row["index"])

    def held(self) -> frozenset[str]:
        """Return all units with an index."""
        return units_with_index(self.book, self.name, [name for _, name in self.book.ids(self.name, "unit")])

    def limits(self) -> tuple[float, float]:
        """Return the ends of the scale of the index."""
        low, high = self.regulation.scale
        return float(low * self.regulation.multiplier), float(high * self.regulation.multiplier)

    def leaves_open(self, measure: str, span: tuple[float, float]) -> bool:
        """Return whether what is known of a hidden figure, in points, leaves it open."""
        if measure == "index":
            return span[1] - span[0] >= OPEN_POINTS
        low, high = (end / self.regulation.multiplier for end in span)
        return leaves_means(low, high)

    def persons(self, unit: str) -> int:
        """Return how many persons of a unit answered."""
        return read_count(self.book.rows[(self.name, "unit", "", unit, "index")]["n"]) or 0

    def weight(self, unit: str) -> float:
        """Return what a unit counts for in its parents."""
        if self.official == "units":
            return 1.0
        if self.official == "users":
            return self.users.get(unit, 1.0)
        return float(self.persons(unit))


def units_with_index(book: Book, period: str, units: Collection[str]) -> frozenset[str]:
    """Return those of some units that have an index, and so a share in their parents."""
    return frozenset(
        unit
        for unit in units
        if (row := book.rows.get((period, "unit", "", unit, "index"))) and read_number(row["index"]) is not None
    )


def leaves_means(low: float, high: float) -> bool:
    """Return whether an element's mean between two ends may be that of any few persons, and is not known.

    The mean of two persons is a whole or a half, of three a third, of four a quarter. An interval of half a step always
    holds one of each; a narrower one may.

    Examples
    --------
    >>> leaves_means(3.5, 3.75), leaves_means(3.6, 3.7), leaves_means(3.75, 4.0), leaves_means(4.0, 4.0)
    (True, False, True, False)
    """
    ways = [range(math.ceil(low * n - NEAR), math.floor(high * n + NEAR) + 1) for n in SHARES]
    return (
        all(ways) and len({Fraction(total, n) for n, totals in zip(SHARES, ways, strict=True) for total in totals}) > 1
    )


def is_left_open(
    period: PeriodRows, measure: str, hidden: Collection[str], held: Collection[str], places: int | None
) -> bool:
    """Return whether a mean over units, told exactly or to so many decimals, leaves every hidden unit open."""
    told = told_between(period, measure, held, places)
    return are_open(period, measure, spans_of(period, measure, hidden, held, told))


def are_open(period: PeriodRows, measure: str, spans: Mapping[Any, tuple[float, float]]) -> bool:
    """Return whether all of some intervals leave what is in them open."""
    return all(period.leaves_open(measure, span) for span in spans.values())


def told_between(period: PeriodRows, measure: str, held: Collection[str], places: int | None) -> tuple[float, float]:
    """Return between which points the mean over units is, as it is told: exactly, or to so many decimals."""
    known = {unit: period.value(("unit", "", unit), measure) for unit in held}
    values = {unit: value for unit, value in known.items() if value is not None}
    total = sum(period.weight(unit) for unit in values)
    mean = sum(period.weight(unit) * values[unit] for unit in values) / total if total else 0.0
    if places is None:
        return mean, mean
    scale = 1.0 if measure == "index" else float(period.regulation.multiplier)
    printed, half = float(rounded(mean / scale, places)) * scale, 0.5 * 10**-places * scale
    return printed - half, printed + half


def range_of_mean(
    period: PeriodRows, measure: str, hidden: Collection[str], held: Collection[str]
) -> tuple[float, float]:
    """Return between which points the mean over units is where it is not told: hidden units may be anything."""
    known = {unit: period.value(("unit", "", unit), measure) for unit in held}
    values = {unit: value for unit, value in known.items() if value is not None}
    total = sum(period.weight(unit) for unit in values)
    if not total:
        return period.limits()
    shown = sum(period.weight(unit) * value for unit, value in values.items() if unit not in hidden)
    left = sum(period.weight(unit) for unit in values if unit in hidden)
    low, high = ((shown + left * end) / total for end in period.limits())
    return low, high


def spans_of(
    period: PeriodRows, measure: str, hidden: Collection[str], held: Collection[str], told: tuple[float, float]
) -> dict[str | frozenset[str], tuple[float, float]]:
    """Return between which points each hidden unit must lie; and all of them together, where they are few persons.

    What is known are the ends of the mean over the units `held`, and the figures of those shown.
    """
    known = {unit: period.value(("unit", "", unit), measure) for unit in held}
    values = {unit: value for unit, value in known.items() if value is not None}
    weights = {unit: period.weight(unit) for unit in values}
    total = sum(weights.values())
    if not total:
        return {}
    low, high = period.limits()
    shown = sum(weights[unit] * values[unit] for unit in values if unit not in hidden)
    left = sum(weights[unit] for unit in values if unit in hidden)
    found: dict[str | frozenset[str], tuple[float, float]] = {}
    closed = frozenset(values.keys() & set(hidden))
    if closed and sum(period.persons(unit) for unit in closed) < period.minimum:
        first, last = (min(max((total * end - shown) / left, low), high) for end in told)
        found[closed] = (first, last)
    for unit in sorted(closed):
        own, others = weights[unit], left - weights[unit]
        start = max(low, (total * told[0] - shown - high * others) / own)
        found[unit] = (start, min(high, (total * told[1] - shown - low * others) / own))
    return found


def rounded(value: float, places: int) -> Decimal:
    """Return a figure rounded half up; what machines disagree on, far behind the point, is cut first.

    Examples
    --------
    >>> rounded(81.965, 2), rounded(81.965, 0)
    (Decimal('81.97'), Decimal('82'))
    """
    return Decimal(str(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
