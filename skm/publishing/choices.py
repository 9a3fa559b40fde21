"""What a sentence may say: which units moved, which element is highest, which carry the change."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from skm.publishing.facts import Composition, ElementFacts, Facts, Figure, Subject
from skm.regulation import Grade

NAMED_CONTRIBUTIONS = 2
# statistics.md section 4: what composition does to a change is told from a tenth of a point or a quarter of the change.
LARGE_COMPOSITION = Decimal("0.1")
LARGE_PART = 4


@dataclass(frozen=True)
class Moves:
    """How many units moved, by the test of all of them together."""

    up: tuple[Subject, ...]
    down: tuple[Subject, ...]
    same: tuple[Subject, ...]

    @property
    def n(self) -> int:
        """Units compared."""
        return len(self.up) + len(self.down) + len(self.same)


@dataclass(frozen=True)
class Extreme:
    """The element at one end, and the neighbour whose interval touches its own (None where none does)."""

    element: ElementFacts
    touching: ElementFacts | None


def count_moves(facts: Facts) -> Moves:
    """Return the compared units by direction, each group in alphabetical order."""
    compared = [u for u in facts.units if u.difference is not None and u.difference.verdict != ""]
    compared = [u for u in compared if "F" not in u.now.marks and u.before and "F" not in u.before.marks]

    def those(direction: str) -> tuple[Subject, ...]:
        chosen = [u for u in compared if u.difference and u.difference.moved == direction]
        return tuple(sorted(chosen, key=lambda unit: unit.name.casefold()))

    return Moves(those("up"), those("down"), those(""))


def count_grades(subjects: Sequence[Subject]) -> list[tuple[str, int]]:
    """Return how many subjects have each letter, the best letter first."""
    letters = [subject.now.grade for subject in subjects if subject.now.grade]
    return [(letter, letters.count(letter)) for letter in sorted(set(letters))]


def find_extreme(facts: Facts, end: Literal["high", "low"]) -> Extreme | None:
    """Return the element that a sentence may call highest or lowest, None where no one element may be."""
    shown = [e for e in facts.whole.elements if e.now.value is not None and e.now.printed is not None]
    if len(shown) < 2:
        return None
    first, second, *_ = sorted(shown, key=lambda e: e.now.value or 0, reverse=end == "high")
    if first.now.printed == second.now.printed or not facts.may_name(first):
        return None
    return Extreme(first, second if _touch(first.now, second.now) else None)


def _touch(one: Figure, other: Figure) -> bool:
    """Return whether two intervals meet; a figure without an interval is taken to touch."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return True
    return one.low <= other.high and other.low <= one.high


def largest_contributions(facts: Facts) -> list[ElementFacts]:
    """Return the few elements that may be named as carrying the change, the largest first.

    They point the way the index went; none is named where the order of the last two is only assumed and one of
    them would be among them.
    """
    change = facts.whole.difference
    if change is None or not change.printed or not change.moved:
        return []
    sign = 1 if change.printed > 0 else -1
    parts = [(e, e.difference.contribution) for e in facts.whole.elements if e.difference]
    ranked = sorted(
        ((e, part * sign) for e, part in parts if part is not None and part * sign > 0),
        key=lambda pair: pair[1],
        reverse=True,
    )
    chosen = ranked[:NAMED_CONTRIBUTIONS]
    tied = len(ranked) > len(chosen) and chosen and ranked[len(chosen)][1] == chosen[-1][1]
    if tied or not all(facts.may_name(e) for e, _ in chosen):
        return []
    return [e for e, _ in chosen]


def large_compositions(facts: Facts) -> list[Composition]:
    """Return what of each change is none of the units, where it is large in itself or beside the change."""
    changes = {one.kind: one.difference.printed for one in facts.comparisons}
    found = []
    for part in facts.compositions:
        change = changes.get(part.basis)
        if part.points and change is not None:
            is_large = abs(part.points) >= LARGE_COMPOSITION or abs(part.points) * LARGE_PART >= abs(change)
            found += [part] if is_large else []
    return found


def next_grade(facts: Facts) -> Grade | None:
    """Return the grade above the one of the whole, None at the top or where there is no letter."""
    letters = [grade.letter for grade in facts.regulation.grades]
    if facts.whole.now.grade not in letters or facts.whole.now.grade == letters[0]:
        return None
    return facts.regulation.grades[letters.index(facts.whole.now.grade) - 1]


def near_grade(figure: Figure, facts: Facts) -> Grade | None:
    """Return the grade whose lower bound lies inside the interval of a figure, None where it has one letter.

    It is the grade above where the interval reaches up to it, else the figure's own.
    """
    if not figure.grade or {figure.grade_low, figure.grade_high} <= {figure.grade, ""}:
        return None
    grades = {grade.letter: grade for grade in facts.regulation.grades}
    return grades[figure.grade_high or figure.grade]
