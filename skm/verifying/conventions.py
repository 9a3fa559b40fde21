"""The ways in which offices compute an index: a closed family, each member with its name.

Sources are listed in docs/methods/verify.md. A member says its weight, where it rounds and to how many decimals, and
the factor; nothing else is tried, so that a figure nobody can explain is called so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skm.messages import note
from skm.stats.rounding import half_up

OWN_WEIGHT = "1/k"
# Weights that are printed for nine, fourteen and ten elements, and used for other numbers of elements too.
KNOWN_WEIGHTS = ("0.11", "0.111", "0.1111", "0.071", "0.0714", "0.10")
DECIMALS = (2, 3, 4)
EXACT_FACTOR = 25
OTHER_FACTORS = (20, 26)  # a scale of five read as one of four; a slip of the pen that several programs share


@dataclass(frozen=True)
class Rounding:
    """Decimals kept of element means, of weighted means and of their sum; None where nothing is rounded."""

    means: int | None = None
    weighted: int | None = None
    total: int | None = None

    @property
    def steps(self) -> int:
        """How many places round."""
        return sum(place is not None for place in (self.means, self.weighted, self.total))


PLAIN = Rounding()
ROUNDINGS = (
    PLAIN,
    *(Rounding(means=d) for d in DECIMALS),
    *(Rounding(weighted=d) for d in DECIMALS),
    *(Rounding(total=d) for d in DECIMALS),
    Rounding(means=2, total=2),
    *(Rounding(d, d, d) for d in DECIMALS),
)


@dataclass(frozen=True)
class Convention:
    """One way to compute the index, and what it gives.

    Attributes
    ----------
    weight
        "1/9" where exact, else the decimal that is used for it.
    rounding
        Where it rounds before the end.
    factor
        25, or what is used instead.
    cut
        Whether the result is cut off instead of rounded.
    blanks
        Whether answers that are missing count as zero.
    value
        The index before it is printed.
    """

    weight: str
    rounding: Rounding
    factor: int
    cut: bool
    blanks: bool
    value: Fraction

    @property
    def is_exact(self) -> bool:
        """Whether it is the one right way: exact weight, no rounding before the end, blanks are not zeros."""
        plain = self.rounding == PLAIN and self.factor == EXACT_FACTOR
        return plain and "/" in self.weight and not self.cut and not self.blanks

    @property
    def oddity(self) -> tuple[int, int, int, int]:
        """How far it is from the right way; what is nearest to it is likeliest."""
        other = (self.factor != EXACT_FACTOR) + self.cut + self.blanks
        known = KNOWN_WEIGHTS.index(self.weight) + 1 if self.weight in KNOWN_WEIGHTS else len(KNOWN_WEIGHTS) + 1
        return (other, self.rounding.steps, 0 if "/" in self.weight else 1, 0 if "/" in self.weight else known)

    def printed(self, places: int) -> Fraction:
        """Return what it prints with some decimals."""
        if self.cut:
            return Fraction(int(self.value * 10**places), 10**places)
        return _rounded(self.value, places)

    def name(self, language: str = "id") -> str:
        """Return what it does, in words."""
        comma = "," if language == "id" else "."
        words = [note("verify_weight", language, weight=self.weight.replace(".", comma))]
        for place in ("means", "weighted", "total"):
            if (decimals := getattr(self.rounding, place)) is not None:
                words.append(note(f"verify_rounds_{place}", language, n=decimals))
        if self.factor != EXACT_FACTOR:
            words.append(note("verify_factor", language, factor=self.factor))
        if self.blanks:
            words.append(note("verify_blanks", language))
        if self.cut:
            words.append(note("verify_cut", language))
        return "; ".join(words)

    def rounding_name(self) -> str:
        """Return where it rounds, for a program: "none", or "means 2, total 2"."""
        parts = [f"{p} {d}" for p in ("means", "weighted", "total") if (d := getattr(self.rounding, p)) is not None]
        return ", ".join([*parts, *(["result cut"] if self.cut else [])]) or "none"


def weights_of(n_elements: int) -> dict[str, Fraction]:
    """Return the weights that are in use for a number of elements, the exact one first.

    Examples
    --------
    >>> list(weights_of(9))[:4]
    ['1/9', '0.11', '0.111', '0.1111']
    """
    exact = Fraction(1, n_elements)
    own = {f"{half_up(exact, places)}" for places in DECIMALS}
    found = {f"1/{n_elements}": exact}
    for text in (*KNOWN_WEIGHTS, *sorted(own - set(KNOWN_WEIGHTS))):
        if Fraction(text) != exact and float(Fraction(text)) not in {float(value) for value in found.values()}:
            found[text] = Fraction(text)
    return found


def family(means: Sequence[Fraction], with_zeros: Sequence[Fraction] | None = None) -> Iterator[Convention]:
    """Yield what each convention makes of element means.

    Parameters
    ----------
    means
        Of each element, 1 to 4, exact.
    with_zeros
        The same with missing answers counted as zero, where that differs.
    """
    for blanks, values in ((False, means), (True, with_zeros)):
        if values is None:
            continue
        weights = weights_of(len(values))
        kept = {places: _Means([_rounded(value, places) for value in values]) for places in (None, *DECIMALS)}
        for name, weight in weights.items():
            for rounding in ROUNDINGS:
                value = _index(kept[rounding.means], weight, rounding)
                yield Convention(name, rounding, EXACT_FACTOR, False, blanks, value)
        first, exact = next(iter(weights.items()))
        value = _index(kept[None], exact, PLAIN)
        yield Convention(first, PLAIN, EXACT_FACTOR, True, blanks, value)
        for factor in OTHER_FACTORS:
            yield Convention(first, PLAIN, factor, False, blanks, value * factor / EXACT_FACTOR)


class _Means:
    """Element means, rounded or not, with their sum: a hundred conventions ask for it."""

    def __init__(self, values: Sequence[Fraction]) -> None:
        self.values = values
        self.total = sum(values, Fraction(0))


def _index(means: _Means, weight: Fraction, rounding: Rounding) -> Fraction:
    """Return 25 times the weighted sum of means that are rounded already."""
    if rounding.weighted is None:
        total = means.total * weight
    else:
        scale = 10**rounding.weighted
        total = Fraction(sum(_steps(mean * weight, scale) for mean in means.values), scale)
    return _rounded(total, rounding.total) * EXACT_FACTOR


def _steps(value: Fraction, scale: int) -> int:
    return (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)


def _rounded(value: Fraction, places: int | None) -> Fraction:
    """Return a positive number rounded half up; a hundred conventions ask for it, so without a decimal on the way."""
    if places is None:
        return value
    scale = 10**places
    return Fraction(_steps(value, scale), scale)
