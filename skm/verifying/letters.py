"""Which table of letters gives the letter that was printed."""

from dataclasses import dataclass
from decimal import Decimal

from skm.regulation import REGULATION_IDS, Regulation, load_regulation
from skm.survey import plain

# Lower bounds of A, B and C that programs and reports use and no regulation has; sources in docs/methods/verify.md.
OTHER_BOUNDS = {
    "83.31 / 76.61 / 65.00": ("83.31", "76.61", "65.00"),
    "88.76 / 76.66 / 64.56": ("88.76", "76.66", "64.56"),
    "88.31 / 66.14 / 43.97": ("88.31", "66.14", "43.97"),
    "85 / 70 / 55": ("85", "70", "55"),
    "90 / 70 / 50": ("90", "70", "50"),
}
LETTERS = "ABCD"


@dataclass(frozen=True)
class LetterTable:
    """A table that gives a printed letter; `strict` where a figure on a bound falls below it."""

    name: str
    strict: bool = False


def letter_of(text: str | None, regulation: Regulation) -> str:
    """Return the letter that a printed grade means: itself, or that of its name; "" where it is none.

    Examples
    --------
    >>> letter_of("Sangat Baik", load_regulation("permenpan-14-2017")), letter_of("b", load_regulation("kep-25-2004"))
    ('A', 'B')
    """
    form = plain(text or "")
    first = form.split(" ")[0]
    if first.upper() in LETTERS and first:
        return first.upper()
    names = {plain(name): grade.letter for grade in regulation.grades for name in grade.names.values()}
    return names.get(form, "")


def tables_giving(letter: str, figure: Decimal, regulation: Regulation) -> list[LetterTable]:
    """Return the tables by which a figure gets a letter, the regulation's own first."""
    own = [regulation.id, *(other for other in REGULATION_IDS if other != regulation.id)]
    tables = {name: tuple(grade.lower for grade in load_regulation(name).grades[:3]) for name in own}
    tables |= {name: tuple(map(Decimal, bounds)) for name, bounds in OTHER_BOUNDS.items()}
    found = []
    for strict in (False, True):
        found += [
            LetterTable(name, strict) for name, bounds in tables.items() if _letter(figure, bounds, strict) == letter
        ]
    usual = {table.name for table in found if not table.strict}
    return [table for table in found if not (table.strict and table.name in usual)]


def _letter(figure: Decimal, bounds: tuple[Decimal, ...], strict: bool) -> str:
    reached = (figure > bound if strict else figure >= bound for bound in bounds)
    return next((letter for letter, ok in zip(LETTERS, reached, strict=False) if ok), LETTERS[-1])
