"""Exact means of fractions, and rounding that happens once, at the end."""

import math
import operator
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache


def exact_weighted_mean(values: Sequence[Fraction], weights: Sequence[int]) -> Fraction:
    """Return Σ weight × value / Σ weight, exactly.

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
    numerators, common = common_denominator(values)
    return weighted_mean(numerators, common, weights)


def common_denominator(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return the numerators of exact numbers over one denominator, and that denominator.

    Adding 5,000 fractions pairwise costs a greatest common divisor each; over one denominator it costs one in all.

    Examples
    --------
    >>> common_denominator([Fraction(1, 3), Fraction(1, 2)])
    ([2, 3], 6)
    """
    parts = [value.as_integer_ratio() for value in values]
    denominators = {denominator for _, denominator in parts}
    common = math.lcm(*denominators)
    times = {denominator: common // denominator for denominator in denominators}
    return [numerator * times[denominator] for numerator, denominator in parts], common


def weighted_mean(numerators: Sequence[int], denominator: int, weights: Sequence[int]) -> Fraction:
    """Return Σ weight × numerator / (denominator × Σ weight), exactly; the weights must not sum to 0.

    Examples
    --------
    >>> weighted_mean([2, 3], 6, [1, 1])
    Fraction(5, 12)
    """
    if len(numerators) != len(weights):
        raise ValueError("as many weights as values")
    return Fraction(sum(map(operator.mul, weights, numerators)), denominator * sum(weights))


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
    scaled = [part * scale for part in parts]
    floors = [math.floor(part) for part in scaled]
    gains = [floor - part for floor, part in zip(floors, scaled, strict=True)]
    by_loss = sorted(range(len(parts)), key=gains.__getitem__)  # stable: ties go to the first
    missing = int(total * scale) - sum(floors)
    everyone, some = divmod(missing, len(parts))
    chosen = set(by_loss[:some])
    return [_scaled(floor + everyone + (place in chosen), places) for place, floor in enumerate(floors)]


@lru_cache(maxsize=1 << 16)
def _scaled(steps: int, places: int) -> Decimal:
    return Decimal(steps).scaleb(-places)
