"""The scales of other assessments, by system, year and level: which class a value is in, and how sure that is."""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

from skm.stats.rounding import half_up
from skm.survey import plain

# Scales of which the bounds are known well enough to derive a class; from `inferred` ones it is given with a warning.
CERTAIN = ("official_quoted", "implemented")
USABLE = (*CERTAIN, "inferred")
NEAR = Decimal("0.005")  # how the assessors round is not documented: so near to a bound the class is not certain
DECIMALS_OF_VALUES = 2


@dataclass(frozen=True)
class RatingClass:
    """One class of a scale. `letter` and `zone` are "" where the scale has none; `lower` None where nobody knows."""

    name: str
    letter: str = ""
    zone: str = ""
    aliases: tuple[str, ...] = ()
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def label(self) -> str:
        """The letter, or the name where there is no letter."""
        return self.letter or self.name

    def is_called(self, text: str) -> bool:
        """Return whether a printed text is this class's letter or one of its names."""
        form = plain(text)
        signed = " ".join(text.split()).casefold()  # "A-" is not "A"
        return signed == self.letter.casefold() != "" or form in {plain(name) for name in (self.name, *self.aliases)}


@dataclass(frozen=True)
class Scale:
    """One version of a system's scale; `classes` run from the lowest to the highest."""

    id: str
    system: str
    first: int
    last: int | None
    status: str
    classes: tuple[RatingClass, ...]
    levels: tuple[str, ...] = ()
    limits: tuple[Decimal, ...] = ()
    places: int = DECIMALS_OF_VALUES
    lower_exclusive: bool = False
    factor: int = 1
    parts: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    parts_status: str = ""

    def covers(self, system: str, year: int, level: str) -> bool:
        """Return whether the scale was in force for a system, an assessment year and a level of government."""
        in_years = self.first <= year and (self.last is None or year <= self.last)
        return self.system == system and in_years and (not self.levels or level in self.levels)

    def class_of(self, value: Decimal) -> RatingClass | None:
        """Return the class of a value; None where the bounds are not known or the value is off the scale.

        Examples
        --------
        >>> find_scale("ombudsman", 2024).class_of(Decimal("87.88")).letter
        'B'
        """
        known = [c for c in self.classes if c.lower is not None]
        if not known or self.status not in USABLE or not self._holds(value):
            return None
        rounded = half_up(Fraction(value) * self.factor, self.places)
        reached = [c for c in known if (rounded > c.lower if self.lower_exclusive else rounded >= c.lower)]
        found = reached[-1] if reached else known[0]
        highest = known[-1].upper  # of some scales not every class is known: nothing is said beside the known ones
        is_outside = rounded < found.lower or (found is known[-1] and highest is not None and rounded > highest)
        return None if is_outside else found

    def bounds(self) -> list[tuple[RatingClass, Decimal, Decimal]]:
        """Return each class with its lower and upper end in the values' own unit; none where the bounds are unknown.

        Examples
        --------
        >>> [(str(low), str(high)) for _, low, high in find_scale("ipak_ipkp", 2023).bounds()][:2]
        [('1', '2.60'), ('2.60', '3.0644')]
        """
        known = [c for c in self.classes if c.lower is not None]
        if not known or not self.limits:
            return []
        starts = [max(c.lower / self.factor, self.limits[0]) for c in known]
        last = known[-1].upper
        end = self.limits[-1] if last is None else min(last / self.factor, self.limits[-1])
        return list(zip(known, starts, [*starts[1:], end], strict=True))

    def spell_years(self, language: str) -> str:
        """Return the years in which the scale was in force: "2022–2024", "mulai 2025"."""
        if self.last is None:
            return f"{'mulai' if language == 'id' else 'from'} {self.first}"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    def _holds(self, value: Decimal) -> bool:
        return not self.limits or self.limits[0] <= value <= self.limits[-1]

    def next_class(self, value: Decimal) -> tuple[RatingClass, Decimal] | None:
        """Return the class above that of a value and what is missing to it, None for the highest one."""
        own = self.class_of(value)
        if own is None or own is self.classes[-1]:
            return None
        above = self.classes[self.classes.index(own) + 1]
        return above, above.lower - value * self.factor

    def is_near_bound(self, value: Decimal) -> bool:
        """Return whether a value lies so near to a bound that the assessor's rounding could decide."""
        scaled = value * self.factor
        return any(c.lower is not None and 0 < abs(scaled - c.lower) <= NEAR for c in self.classes[1:])

    def called(self, text: str) -> RatingClass | None:
        """Return the class that a printed text names in this version, None where it names none."""
        return next((c for c in self.classes if c.is_called(text)), None)


@cache
def load_scales() -> tuple[Scale, ...]:
    """Return every version of every scale."""
    data = tomllib.loads(files("skm.ratings").joinpath("scales.toml").read_text(encoding="utf-8"))
    return tuple(_scale(entry) for entry in data["scale"])


def _scale(entry: dict) -> Scale:
    first, *rest = entry["years"]
    parts = {
        name: {part: Fraction(weight) for part, weight in entry[name].items()}
        for name in ("aspects", "dimensions_2023", "combine")
        if name in entry
    }
    classes = tuple(
        RatingClass(
            c["name"],
            c.get("letter", ""),
            c.get("zone", ""),
            tuple(c.get("aliases", ())),
            Decimal(c["min"]) if "min" in c else None,
            Decimal(c["max"]) if "max" in c else None,
        )
        for c in entry["classes"]
    )
    return Scale(
        id=entry["id"],
        system=entry["system"],
        first=first,
        last=rest[0] if rest else None,
        status=entry["status"],
        classes=classes,
        levels=tuple(entry.get("levels", ())),
        limits=tuple(map(Decimal, entry.get("range", ()))),
        places=entry.get("places", DECIMALS_OF_VALUES),
        lower_exclusive=entry.get("edge") == "lower_exclusive",
        factor=entry.get("factor", 1),
        parts=parts,
        parts_status=entry.get("aspects_status", ""),
    )


def find_scale(system: str, year: int, level: str = "") -> Scale | None:
    """Return the version of a system's scale in force in an assessment year; None where no assessment was made.

    Examples
    --------
    >>> find_scale("ombudsman", 2023).id, find_scale("ombudsman", 2020)
    ('ori-2022', None)
    """
    return next((scale for scale in load_scales() if scale.covers(system, year, level)), None)
