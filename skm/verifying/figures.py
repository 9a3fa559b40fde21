"""A printed index against the table that it came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from skm.errors import RequestError
from skm.messages import note
from skm.regulation import Regulation, load_regulation
from skm.stats.rounding import half_up
from skm.verifying.conventions import EXACT_FACTOR, Convention, family
from skm.verifying.letters import LetterTable, letter_of, tables_giving
from skm.verifying.printed import Printed, read_printed

EXACT, CONSISTENT, REPRODUCED, NOT_REPRODUCED = "exact", "consistent", "reproduced", "not reproduced"
OFFICIAL_PLACES = 2
ELEMENTS_OF_2004 = 14
SCALE = (Fraction(1), Fraction(4))
SHOWN_AT_MOST = 5  # conventions that a sentence names


@dataclass(frozen=True)
class ElementFigures:
    """What a table prints of its elements.

    Attributes
    ----------
    means
        Of each element on the scale 1 to 4, as far as the digits tell.
    with_zeros
        The same with missing answers counted as zero; None where no answer is missing or nobody can tell.
    """

    means: tuple[Printed, ...]
    with_zeros: tuple[Printed, ...] | None = None


@dataclass(frozen=True)
class Verification:
    """What became of a published figure.

    Attributes
    ----------
    published
        As printed, and its decimals.
    exact
        The index that follows from the table, before it is rounded.
    low, high
        The interval that the digits of the table allow.
    verdict
        "exact", "consistent" (within the rounding of the table), "reproduced" (by a faulty convention) or "not
        reproduced".
    conventions
        Those that give the printed figure, the likeliest first.
    nearest
        Where none does: those that come nearest.
    grade_published, grade_exact, grade_due
        Letter as printed, of the exact figure, and of the figure as printed.
    letter_tables
        Tables that give the printed letter for the printed figure, where the regulation's does not.
    regulation
        Id of the version that was used.
    """

    published: Printed
    exact: Fraction
    low: Fraction
    high: Fraction
    verdict: str
    conventions: tuple[Convention, ...]
    nearest: tuple[Convention, ...]
    grade_published: str
    grade_exact: str
    grade_due: str
    letter_tables: tuple[LetterTable, ...]
    regulation: str

    @property
    def printed(self) -> str:
        """The exact figure as it should be printed."""
        return str(half_up(self.exact, OFFICIAL_PLACES))

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """Return the result as `skm verify --format json` prints it."""
        return {
            "published": _text(self.published),
            "exact": float(self.exact),
            "printed": self.printed,
            "low": float(self.low),
            "high": float(self.high),
            "verdict": self.verdict,
            "conventions": [_line(c, self.published, language) for c in self.conventions],
            "nearest": [_line(c, self.published, language) for c in self.nearest],
            "grade_published": self.grade_published,
            "grade_exact": self.grade_exact,
            "grade_due": self.grade_due,
            "grade_tables": [{"table": t.name, "strict": t.strict} for t in self.letter_tables],
            "regulation": self.regulation,
        }

    def sentences(self, language: str = "id") -> list[str]:
        """Return the result in words, for a person."""
        comma = "," if language == "id" else "."
        own, due = self.printed.replace(".", comma), _text(self.published).replace(".", comma)
        said = [note(f"verify_{self.verdict.replace(' ', '_')}", language, published=due, printed=own)]
        if self.verdict in (REPRODUCED, NOT_REPRODUCED):
            listed = self.conventions or self.nearest
            said += [_spoken(c, self.published, language) for c in listed[:SHOWN_AT_MOST]]
            if len(listed) > SHOWN_AT_MOST:
                said.append(note("verify_more", language, n=len(listed) - SHOWN_AT_MOST))
        if self.verdict == REPRODUCED:
            said.append(note("verify_one_fits" if len(self.conventions) == 1 else "verify_several_fit", language))
        if self.low != self.high:
            ends = {"low": half_up(self.low, 2), "high": half_up(self.high, 2)}
            said.append(note("verify_interval", language, **{k: str(v).replace(".", comma) for k, v in ends.items()}))
        return [*said, *self._about_letters(language)]

    def _about_letters(self, language: str) -> list[str]:
        said = []
        if not self.grade_published:
            return [note("verify_letter", language, letter=self.grade_exact)]
        if self.grade_published != self.grade_due:
            values = {"published": self.grade_published, "due": self.grade_due}
            said.append(note("verify_letter_wrong", language, **values))
            if self.letter_tables:
                tables = ", ".join(
                    t.name + (note("verify_strict", language) if t.strict else "") for t in self.letter_tables
                )
                said.append(note("verify_letter_tables", language, tables=tables))
        if self.grade_published != self.grade_exact:
            said.append(note("verify_letter_exact", language, letter=self.grade_exact))
        return said or [note("verify_letter_right", language, letter=self.grade_published)]


def _line(convention: Convention, published: Printed, language: str) -> dict[str, Any]:
    return {
        "name": convention.name(language),
        "weight": convention.weight,
        "rounding": convention.rounding_name(),
        "factor": convention.factor,
        "blanks_as_zero": convention.blanks,
        "value": str(half_up(convention.value, max(published.places, OFFICIAL_PLACES))),
    }


def _spoken(convention: Convention, published: Printed, language: str) -> str:
    value = str(half_up(convention.printed(published.places), published.places))
    return f"  {value.replace('.', ',') if language == 'id' else value}: {convention.name(language)}"


def _text(figure: Printed) -> str:
    return str(half_up(figure.value, figure.places))


def verify_figure(
    means: Sequence[object] | None = None,
    *,
    published: object,
    n: int | None = None,
    sums: Sequence[int] | None = None,
    counts: Sequence[Mapping[int, int]] | None = None,
    grade: str | None = None,
    regulation: str | None = None,
) -> Verification:
    """Return which convention gives a published index, and what the index should be.

    Parameters
    ----------
    means
        Element means (NRR) as printed, 1 to 4 each; texts keep their digits ("3,50"). Or on the scale 25 to 100.
    published
        The index as printed.
    n
        Respondents. With it means are taken back to the sums that they were made from, where their digits allow only
        one.
    sums
        Instead of means: the sum of each element's answers; needs `n`.
    counts
        Instead of means: for each element how often each score 1 to 4 was given.
    grade
        The letter or its name as printed.
    regulation
        Its id; else KEP/25 for fourteen elements, PermenPANRB 14/2017 for any other number.

    Returns
    -------
    Verification

    Raises
    ------
    RequestError
        Nothing to compute from, a figure is none, or means are off the scale.

    Notes
    -----
    A convention reproduces the print if it gives the same digits; nothing is tried outside the documented family
    (docs/methods/verify.md). Checked against 15 published tables in tests/cases.

    Examples
    --------
    >>> table = ["3.6207", "3.4828", "3.4483", "4.0000", "3.5172", "3.6207", "3.6552", "3.6207", "3.9655"]
    >>> found = verify_figure(table, published="90,56", n=29)
    >>> found.verdict, found.conventions[0].weight, found.printed
    ('reproduced', '0.11', '91.48')
    """
    elements = elements_from(means, n=n, sums=sums, counts=counts)
    figure = read_printed(published)
    if figure is None:
        raise RequestError("verify_no_figure", value=str(published)[:20])
    law = load_regulation(
        regulation or ("kep-25-2004" if len(elements.means) == ELEMENTS_OF_2004 else "permenpan-14-2017")
    )
    return judge(elements, figure, grade, law)


def elements_from(
    means: Sequence[object] | None = None,
    *,
    n: int | None = None,
    sums: Sequence[int] | None = None,
    counts: Sequence[Mapping[int, int]] | None = None,
) -> ElementFigures:
    """Return the elements' figures from whichever form they come in."""
    if counts is not None:
        return _from_counts(counts, n)
    if sums is not None:
        if not n:
            raise RequestError("verify_needs_n")
        return _on_scale(ElementFigures(tuple(Printed(Fraction(int(total), n)) for total in sums)))
    if not means:
        raise RequestError("verify_nothing")
    printed = [read_printed(mean) for mean in means]
    if any(mean is None for mean in printed):
        bad = next(str(text) for text, mean in zip(means, printed, strict=True) if mean is None)
        raise RequestError("verify_no_figure", value=bad[:20])
    found = [mean for mean in printed if mean is not None]
    if min(mean.value for mean in found) >= EXACT_FACTOR:  # on the scale 25 to 100
        found = [mean.times(Fraction(1, EXACT_FACTOR)) for mean in found]
    return _on_scale(ElementFigures(_taken_back(found, n)))


def _from_counts(counts: Sequence[Mapping[int, int]], n: int | None) -> ElementFigures:
    totals = [sum(element.values()) for element in counts]
    if not counts or not all(totals):
        raise RequestError("verify_nothing")
    sums = [sum(score * times for score, times in element.items()) for element in counts]
    means = tuple(Printed(Fraction(total, answers)) for total, answers in zip(sums, totals, strict=True))
    asked = max(n or 0, *totals)
    zeros = tuple(Printed(Fraction(total, asked)) for total in sums) if min(totals) < asked else None
    return _on_scale(ElementFigures(means, zeros))


def _taken_back(means: Sequence[Printed], n: int | None) -> tuple[Printed, ...]:
    """Return the means as sums over n, where the digits of each allow exactly one sum."""
    if not n:
        return tuple(means)
    back = []
    for mean in means:
        sums = [s for s in range(int(mean.low * n), int(mean.high * n) + 2) if mean.low <= Fraction(s, n) < mean.high]
        if len(sums) != 1:
            return tuple(means)
        back.append(Printed(Fraction(sums[0], n)))
    return tuple(back)


def _on_scale(elements: ElementFigures) -> ElementFigures:
    low, high = SCALE
    for mean in elements.means:
        if mean.high < low or mean.low > high:
            raise RequestError("verify_off_scale", value=str(float(mean.value)))
    return elements


def judge(elements: ElementFigures, published: Printed, grade: str | None, law: Regulation) -> Verification:
    """Return the verdict on a printed figure."""
    k = len(elements.means)
    factor = Fraction(EXACT_FACTOR, k)
    exact = sum((mean.value for mean in elements.means), Fraction(0)) * factor
    slack = sum((mean.half for mean in elements.means), Fraction(0)) * factor
    low, high = exact - slack, exact + slack
    zeros = None if elements.with_zeros is None else [mean.value for mean in elements.with_zeros]
    tried = _told_apart(family([mean.value for mean in elements.means], zeros))
    fitting = [c for c in tried if _fits(c, published)]
    verdict = _verdict(exact, low, high, fitting, published)
    nearest: list[Convention] = []
    if verdict == NOT_REPRODUCED:
        distance = min(abs(c.printed(published.places) - published.value) for c in tried)
        nearest = [c for c in tried if abs(c.printed(published.places) - published.value) == distance]
    letter = letter_of(grade, law)
    figure = half_up(published.value, OFFICIAL_PLACES)
    due = law.grade(figure).letter
    tables = tables_giving(letter, figure, law) if letter and letter != due else []
    return Verification(
        published=published,
        exact=exact,
        low=low,
        high=high,
        verdict=verdict,
        conventions=tuple(fitting if verdict != EXACT else [c for c in tried if c.is_exact]),
        nearest=tuple(nearest),
        grade_published=letter,
        grade_exact=law.grade(half_up(exact, OFFICIAL_PLACES)).letter,
        grade_due=due,
        letter_tables=tuple(tables),
        regulation=law.id,
    )


def _told_apart(conventions: Iterable[Convention]) -> list[Convention]:
    """Return the conventions, the likeliest first, without those that differ from a likelier one in nothing here.

    To round what is printed with fewer decimals changes nothing.
    """
    kept: dict[tuple[object, ...], Convention] = {}
    for c in sorted(conventions, key=lambda c: c.oddity):
        kept.setdefault((c.weight, c.factor, c.cut, c.blanks, c.value), c)
    return list(kept.values())


def _fits(convention: Convention, published: Printed) -> bool:
    return convention.printed(published.places) == published.value


def _verdict(exact: Fraction, low: Fraction, high: Fraction, fitting: Sequence[Convention], published: Printed) -> str:
    within = published.high > low and published.low <= high
    if Fraction(half_up(exact, published.places)) == published.value:
        return EXACT
    # Decimals beyond the official two are not the figure: they may differ where the table's digits leave room.
    official: Decimal = half_up(exact, OFFICIAL_PLACES)
    if published.places > OFFICIAL_PLACES and within and half_up(published.value, OFFICIAL_PLACES) == official:
        return EXACT
    if within:
        return CONSISTENT
    return REPRODUCED if fitting else NOT_REPRODUCED
