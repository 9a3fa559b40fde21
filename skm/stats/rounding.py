"""Exact means of fractions, and rounding that happens once, at the end."""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache


def exact_weighted_mean(values: Sequence[Fraction], weights: Sequence[int]) -> Fraction:
    """Return Σ weight × value / Σ weight, exactly.

    All terms are brought to one common denominator: adding 5,000 fractions pairwise costs a greatest common
    divisor each.

    Parameters
    ----------
    values
        Exact numbers, shape `(n_values,)`, at least one.
    weights
        Whole numbers, shape `(n_values,)`; they must not sum to 0.

    Examples
    --------
    >>> exact_weighted_mean([Fraction(1, 3), Fraction(1, 2)], [1, 1])
    Fraction(5, 12)
    """
    parts = [value.as_integer_ratio() for value in values]
    common = math.lcm(*(denominator for _, denominator in parts))
    total = sum(
        weight * numerator * (common // denominator)
        for (numerator, denominator), weight in zip(parts, weights, strict=True)
    )
    return Fraction(total, common * sum(weights))


def half_up(value: Fraction | int, places: int = 2, *, times: int = 1) -> Decimal:
    """Return value × times, rounded half up (away from zero) to `places` decimals.

    The value must be exact: a float is already rounded, and rounding twice moves letters.

    Parameters
    ----------
    value
        An exact number; a float is refused by its type.
    places
        Decimals to keep.
    times
        A whole number to multiply by before rounding, such as 25 for an index from a mean.

    Examples
    --------
    >>> half_up(Fraction(88305, 1000))
    Decimal('88.31')
    >>> half_up(Fraction(2, 3)), half_up(Fraction(-1, 200))
    (Decimal('0.67'), Decimal('-0.01'))
    >>> half_up(Fraction(353241, 100000), times=25)
    Decimal('88.31')
    """
    numerator, denominator = value.as_integer_ratio()
    return _half_up(numerator * times, denominator, places)


@lru_cache(maxsize=1 << 16)  # means of a few respondents are a few fractions, met again and again
def _half_up(numerator: int, denominator: int, places: int) -> Decimal:
    numerator *= 10**places
    steps = (2 * abs(numerator) + denominator) // (2 * denominator)
    # Scaling a whole number by its exponent keeps the trailing zeros: 82 is "82.00".
    return Decimal(-steps if numerator < 0 else steps).scaleb(-places)


def largest_remainder(parts: Sequence[float], total: Decimal, places: int = 2) -> list[Decimal]:
    """Return the parts rounded so that they add up to `total` exactly.

    Each part is rounded down to a step of `places` decimals; the steps that are then missing go, one each, to
    the parts that lost most (Hamilton's method of largest remainders, 1792). A part never moves by a whole
    step unless the total itself differs from the sum of the parts by more than one step per part. Ties go to
    the first part.

    Parameters
    ----------
    parts
        Unrounded parts, shape `(n_parts,)`.
    total
        The printed number that they must add up to.
    places
        Decimals to keep.

    Examples
    --------
    >>> [str(part) for part in largest_remainder([0.333, 0.333, 0.334], Decimal("1.00"))]
    ['0.33', '0.33', '0.34']
    """
    scale = 10**places
    floors = [math.floor(part * scale) for part in parts]
    by_loss = sorted(range(len(parts)), key=lambda place: (floors[place] - parts[place] * scale, place))
    missing = int(total * scale) - sum(floors)
    everyone, some = divmod(missing, len(parts))
    chosen = set(by_loss[:some])
    steps = [floor + everyone + (place in chosen) for place, floor in enumerate(floors)]
    return [Decimal(step).scaleb(-places) for step in steps]
