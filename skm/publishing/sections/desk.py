"""What the writers of sections share: the facts, the words, running numbers, cells that look alike everywhere."""

import itertools
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from skm.publishing import wording
from skm.publishing.blocks import Cell, Table
from skm.publishing.facts import Difference, Facts, Figure, Subject
from skm.publishing.formatting import NBSP, places_of, spell, spell_count, spell_interval, spell_printed
from skm.publishing.release import REVISED_MARK
from skm.publishing.shapes import Axis, Span


@dataclass(frozen=True)
class Desk:
    """What the writers of sections share: the facts, the words, the running numbers of figures and tables."""

    facts: Facts
    words: wording.Words
    figures: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    tables: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def say(self, key: str, **values: object) -> str:
        """Return a text of the page's language."""
        return self.words.say(key, **values)

    def count(self, n: int) -> str:
        """Return a whole number."""
        return spell_count(n, self.facts.language)

    def figure(self, figure: Figure | None) -> str:
        """Return a printed figure or the symbol for its absence."""
        return wording.say_figure(figure, self.facts.language)

    def shown(self, figure: Figure | None) -> str:
        """Return a figure for a table or beside a mark: with r where it differs from what was released."""
        text = self.figure(figure)
        return f"{text}{NBSP}{REVISED_MARK}" if figure is not None and REVISED_MARK in figure.marks else text

    def respondents(self, figure: Figure) -> str:
        """Return how many respondents a figure of several units stands on; none where there is no figure."""
        if figure.n is None:
            return "x"
        return ".." if figure.printed is None and not figure.n else self.count(figure.n)

    def change(self, value: Decimal | None, sign: bool = True) -> str:
        """Return a printed change, ".." where there is none."""
        return ".." if value is None else spell_printed(value, self.facts.language, sign)

    def tick(self, value: float, places: int) -> str:
        """Return a number of an axis."""
        return spell(value, places, self.facts.language)

    def signed_tick(self, value: float, places: int) -> str:
        """Return a number of an axis of changes."""
        return spell(value, places, self.facts.language, sign=True)

    @property
    def now(self) -> str:
        """The period of the page, as printed."""
        return wording.say_period(self.facts)

    @property
    def before(self) -> str:
        """The period before, as printed."""
        return wording.say_period(self.facts, self.facts.previous)

    @property
    def compares(self) -> bool:
        """Whether both periods stand side by side on this page."""
        return self.facts.previous is not None and self.facts.broken is None

    @cached_property
    def n_rank_groups(self) -> int:
        """How many groups the ranked units fall into."""
        return max((unit.rank.group for unit in self.facts.units if unit.rank), default=0)

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the index."""
        low, high = (float(end * self.facts.regulation.multiplier) for end in self.facts.regulation.scale)
        return low, high

    @property
    def bounds(self) -> list[float]:
        """The lower bounds of the grades above the lowest."""
        return [float(grade.lower) for grade in self.facts.regulation.grades[:-1]]

    def guides(self) -> list[tuple[float, str, str]]:
        """Return the bounds of the grades for a chart: value, letter, the number where there is room."""
        return [
            (float(grade.lower), grade.letter, f" {self.say('method.above', low=self.change(grade.lower, False))}")
            for grade in self.facts.regulation.grades[:-1]
        ]

    def caption(self, key: str, **values: object) -> str:
        """Return a numbered caption of a table."""
        return self.say("figure.table_number", n=next(self.tables), text=self.say(f"table.{key}", **values))

    def subtitle(self, text: str) -> str:
        """Return a numbered subtitle of a figure."""
        return self.say("figure.number", n=next(self.figures), text=text)

    def alt(self, text: str, table: Table) -> str:
        """Return a text alternative that says where the numbers are."""
        return f"{text} {self.say('figure.numbers_at', n=number_of(table))}"


def number_of(table: Table) -> str:
    """Return the running number in the caption of a table."""
    return table.caption.split(".", 1)[0].rsplit(" ", 1)[-1]


def span_of(figure: Figure | None) -> Span | None:
    """Return a figure as a point of a chart, None where there is nothing to draw."""
    if figure is None or figure.printed is None or figure.value is None:
        return None
    return Span(figure.value, figure.low, figure.high)


def anchor_of(unit_id: str) -> str:
    """Return the address of a unit on the page: its id, with what an address cannot hold written as code.

    Examples
    --------
    >>> anchor_of("pkm-07"), anchor_of("a/b")
    ('unit-pkm-07', 'unit-a~2f~b')
    """
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else f"~{ord(c):x}~" for c in unit_id)
    return f"unit-{safe}"


def cell(text: str, style: str = "r", sort: object = "") -> Cell:
    """Return a cell, of a number unless `style` says otherwise."""
    return Cell(text, style, "" if sort is None else str(sort))


def head(text: str, **more: str) -> Cell:
    """Return the first cell of a line."""
    return Cell(text, **more)


def cut_of(desk: Desk, axis: Axis) -> dict[str, object]:
    """Return the ends of an axis as the slots `from` and `to` of a text."""
    return {"from": desk.tick(axis.low, axis.places), "to": desk.tick(axis.high, axis.places)}


def grade_cell(desk: Desk, subject: Subject) -> Cell:
    """Return the letter, and below it the letters that are possible too."""
    language = desk.facts.language
    also = [
        desk.say("unit.letter_also", letter=one.letter, chance=spell(100 * one.chance, 0, language))
        for one in subject.letters
    ]
    return Cell(wording.say_grade(subject.now), "nw", note=" ".join(also))


def interval_of_change(desk: Desk, change: Difference | None) -> str:
    """Return the interval of a change with its signs, ".." where there is none."""
    if change is None or change.low is None or change.high is None or change.printed is None:
        return ".."
    places = places_of(change.printed)
    return spell_interval(change.low, change.high, desk.facts.language, sign=True, places=places)


def verdict_cell(desk: Desk, change: Difference | None, many: bool) -> Cell:
    """Return the conclusion in words, with a mark only where something moved."""
    text = wording.say_verdict(change, desk.facts, many)
    moved = change.moved if change is not None else ""
    return Cell({"up": "▲ ", "down": "▼ "}.get(moved, "") + text, f"nw {moved}".strip())
