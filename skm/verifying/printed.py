"""Figures as they are printed: their digits say how exact they are."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)?$")


@dataclass(frozen=True)
class Printed:
    """A number and what its last digit leaves open.

    Attributes
    ----------
    value
        The number as printed, exactly.
    half
        Half a unit of its last digit; 0 for a count, which leaves nothing open.
    places
        Decimals printed.
    """

    value: Fraction
    half: Fraction = Fraction(0)
    places: int = 0

    @property
    def low(self) -> Fraction:
        """The smallest number that is printed so."""
        return self.value - self.half

    @property
    def high(self) -> Fraction:
        """The number below which all are printed so."""
        return self.value + self.half

    def times(self, factor: Fraction) -> "Printed":
        """Return the number on another scale, with what it leaves open."""
        return Printed(self.value * factor, self.half * factor, self.places)


def read_printed(text: object) -> Printed | None:
    """Return a printed number, decimal comma or point; None where the text is none.

    A float is taken with the digits that Python shows of it.

    Examples
    --------
    >>> read_printed("3,620")
    Printed(value=Fraction(181, 50), half=Fraction(1, 2000), places=3)
    >>> read_printed("baik") is None
    True
    """
    bare = str(text).strip().replace("\u00a0", "")
    if not NUMBER.match(bare):
        return None
    number = Decimal(bare.replace(",", "."))
    places = max(0, -int(number.as_tuple().exponent))
    return Printed(Fraction(number), Fraction(1, 2 * 10**places), places)


def split_means(text: str) -> list[str]:
    """Return the figures of a line, parted by semicolons or spaces; a comma belongs to its number.

    Examples
    --------
    >>> split_means("3,62; 3,48  4")
    ['3,62', '3,48', '4']
    """
    return text.replace(";", " ").split()


def count(number: int) -> Printed:
    """Return a count, which leaves nothing open."""
    return Printed(Fraction(number))
