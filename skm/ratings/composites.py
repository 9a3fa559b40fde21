"""Entity values from units, unit values from their parts: the arithmetic of the assessors as far as it is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from skm.errors import RequestError
from skm.ratings.scales import CERTAIN, find_scale
from skm.stats.rounding import half_up

UNIT_ROUNDING = Fraction(1, 200)  # half a unit of the second decimal


@dataclass(frozen=True)
class Composite:
    """A computed value, its class by the scale of the year, and how far rounding of the parts may move it."""

    value: Decimal
    exact: Fraction
    tolerance: Fraction
    category: str
    zone: str
    scale: str

    def agrees_with(self, published: str) -> bool:
        """Return whether a printed value lies within what the rounding of the parts allows."""
        return abs(Fraction(published.replace(",", ".")) - self.exact) <= self.tolerance


def entity_value(units: Sequence[str | Decimal], system: str, year: int, level: str = "") -> Composite:
    """Return the value of an entity: the plain mean of its assessed units.

    Parameters
    ----------
    units
        Printed values of the units.
    system, year, level
        "ombudsman" or "panrb", assessment year, level of government: they choose the scale.

    Notes
    -----
    Both systems take the unweighted mean. Checked against the printed entity values of Maluku Tenggara and Bangka
    Tengah (Ombudsman 2023), Jember and Madiun (PANRB 2024).

    Examples
    --------
    >>> entity_value(["4.75", "4.59", "4.51"], "panrb", 2024).value
    Decimal('4.62')
    """
    if not units:
        raise RequestError("ratings_no_parts")
    values = [_number(unit) for unit in units]
    return _composite(sum(values, Fraction(0)) / len(values), 2 * UNIT_ROUNDING, system, year, level)


def ombudsman_unit(dimensions: Mapping[str, str | Decimal], year: int = 2023) -> Composite:
    """Return the value of a unit: the sum of its four dimension scores, which are weighted already.

    Examples
    --------
    >>> parts = {"input": "8.72", "proses": "10.76", "output": "20.76", "pengaduan": "9.61"}
    >>> ombudsman_unit(parts).value
    Decimal('49.85')
    """
    scale = find_scale("ombudsman", year)
    known = scale.parts.get("dimensions_2023", {}) if scale else {}
    if set(dimensions) != set(known):
        raise RequestError("ratings_parts", known=", ".join(known) or "–")
    values = {name: _number(value) for name, value in dimensions.items()}
    if above := [name for name, value in values.items() if value > known[name] + UNIT_ROUNDING]:
        raise RequestError("ratings_part_too_high", known=", ".join(above))
    tolerance = (len(values) + 1) * UNIT_ROUNDING
    return _composite(sum(values.values(), Fraction(0)), tolerance, "ombudsman", year, "")


def panrb_unit(f02: str | Decimal, f03: str | Decimal, year: int = 2024) -> Composite:
    """Return the index of a unit: 0.75 × F-02 (evaluator) + 0.25 × F-03 (users), each 0 to 5.

    Examples
    --------
    >>> panrb_unit("4.00", "3.00").value
    Decimal('3.75')
    """
    scale = find_scale("panrb", year)
    shares = scale.parts.get("combine") if scale else None
    if not shares:
        raise RequestError("ratings_weights_unknown", year=year)
    exact = _number(f02) * shares["f02"] + _number(f03) * shares["f03"]
    return _composite(exact, 2 * UNIT_ROUNDING, "panrb", year, "")


def panrb_aspects(aspects: Mapping[str, str | Decimal], year: int = 2024) -> Composite:
    """Return F-02 of a unit: its aspects' means (0 to 5) with the weights of the year.

    Raises
    ------
    RequestError
        The weights of that year are known from memory only, or the aspects are others.
    """
    scale = find_scale("panrb", year)
    weights = scale.parts.get("aspects") if scale and scale.parts_status in CERTAIN else None
    if not weights:
        raise RequestError("ratings_weights_unknown", year=year)
    if set(aspects) != set(weights):
        raise RequestError("ratings_parts", known=", ".join(weights))
    total = sum(weights.values(), Fraction(0))
    exact = sum((_number(value) * weights[name] for name, value in aspects.items()), Fraction(0)) / total
    return _composite(exact, 2 * UNIT_ROUNDING, "panrb", year, "")


def _number(value: str | Decimal) -> Fraction:
    try:
        return Fraction(str(value).replace(",", "."))
    except ValueError as error:
        raise RequestError("verify_no_figure", value=str(value)[:20]) from error


def _composite(exact: Fraction, tolerance: Fraction, system: str, year: int, level: str) -> Composite:
    scale = find_scale(system, year, level)
    value = half_up(exact)
    own = scale.class_of(value) if scale else None
    return Composite(
        value, exact, tolerance, own.label if own else "", own.zone if own else "", scale.id if scale else ""
    )
