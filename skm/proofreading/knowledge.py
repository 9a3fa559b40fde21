"""What a text may say: every published figure, whose it is and of which period. It is read from the facts alone."""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from skm.proofreading.numbers import find_numbers, hide_non_figures
from skm.publishing import Facts, FactsByLanguage, Standing, list_kit_texts, list_shares, list_texts, spell_period
from skm.regulation import Regulation

HUNDREDTH = Decimal("0.01")
# What any text about the survey may hold: levels of confidence, weights, what a notice goes by.
ALWAYS = frozenset(Decimal(text) for text in ("95", "99", "99.8", "0.05", "0.5", "0.11", "0.111", "0.1111", "100", "1"))
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Entry:
    """Somebody or something that figures are about: the whole, a unit, a group, an element of the whole.

    Attributes
    ----------
    kind
        whole, unit, group or element.
    names
        How a text may call it, in small letters.
    figures
        Printed figure by period; of an element its mean.
    letters
        Letter by period, where it has one.
    numbers
        Every number that belongs to it: figures, intervals, changes, respondents, those of its elements.
    moved
        up, down or "" (about the same), None where it is not compared with the period before.
    change
        The printed change.
    """

    kind: str
    names: tuple[str, ...]
    figures: Mapping[str, Decimal]
    letters: Mapping[str, str]
    numbers: frozenset[Decimal]
    moved: str | None = None
    change: Decimal | None = None


@dataclass(frozen=True)
class Knowledge:
    """Everything that texts about some periods may say; empty where nothing has been computed.

    Attributes
    ----------
    periods
        How texts call each period, by its id.
    current, previous
        The period that a text is about, and the one that it is compared with.
    entries
        Those that figures are about, the whole first.
    numbers
        Every number that stands on a page or in a text of the kit, without its sign.
    regulation
        Its letters and bounds.
    other_years
        Years of assessments by others, which texts may name too.
    """

    periods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    current: str = ""
    previous: str = ""
    entries: tuple[Entry, ...] = ()
    numbers: frozenset[Decimal] = ALWAYS
    regulation: Regulation | None = None
    other_years: frozenset[str] = frozenset()

    @property
    def whole(self) -> Entry | None:
        """The whole survey."""
        return self.entries[0] if self.entries else None

    @cached_property
    def named(self) -> tuple[tuple[str, Entry], ...]:
        """Every name with whose it is, the longest first: "RSUD Harapan Jaya" is not "RSUD Harapan"."""
        pairs = [(name, entry) for entry in self.entries for name in entry.names]
        return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

    def is_known(self, value: Decimal, places: int) -> bool:
        """Return whether a number is one of ours, or one of ours rounded half up to fewer decimals."""
        return value in self.numbers or (places == 1 and value in self._rounded)

    @cached_property
    def _rounded(self) -> frozenset[Decimal]:
        return round_all(self.numbers, 1)


def round_all(numbers: Iterable[Decimal], places: int) -> frozenset[Decimal]:
    """Return numbers rounded half up."""
    step = Decimal(1).scaleb(-places)
    return frozenset(number.quantize(step, ROUND_HALF_UP) for number in numbers)


def gather_knowledge(
    gathered: Mapping[str, FactsByLanguage], standings: Mapping[str, Standing], period: str | None = None
) -> Knowledge:
    """Return what texts about a survey may say.

    Parameters
    ----------
    gathered
        The facts of every period, as `skm.publishing.gather_periods` returns them.
    standings
        What has been released: a text may say the released figures as long as no further edition is out.
    period
        The period that a text is about; the newest year, or else the last period, where it is not given.
    """
    own = {name: next(iter(facts.values())) for name, facts in gathered.items()}
    if not own:
        return Knowledge()
    years = [name for name in own if name.isdecimal()]
    current = period or max(years or list(own))
    facts = own[current]
    chosen = gathered if period is None else {name: gathered[name] for name in gathered if name == period}
    numbers = set(ALWAYS)
    for by_language in chosen.values():
        for language, one in by_language.items():
            numbers |= numbers_of_texts([*list_texts(one), *list_shares(one)], language) | numbers_of(one)
    for standing in standings.values():
        numbers |= _released_numbers(standing)
    return Knowledge(
        periods={
            name: _spellings(name, facts.previous) for name in {*own, *([facts.previous] if facts.previous else [])}
        },
        current=current,
        previous=facts.previous or "",
        entries=tuple(_entries(own, current)),
        numbers=frozenset(numbers),
        regulation=facts.regulation,
        other_years=frozenset(str(other.year) for one in own.values() for other in one.others),
    )


def _spellings(period: str, _: str | None) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(text.casefold() for text in (period, *(spell_period(period, name) for name in ("id", "en"))))
    )


def _entries(own: Mapping[str, Facts], current: str) -> Iterator[Entry]:
    facts = own[current]
    institution = facts.publisher.get("institution", "")
    # Numbers of elements are theirs; what the kit's texts add them up to is the whole's.
    bare = dataclasses.replace(facts.whole, elements=(), answers=(), profiles=())
    whole = _entry("whole", (facts.name, institution), bare, _history(own, lambda one: one.whole), facts)
    means = {e.now.printed for e in facts.whole.elements} | {e.before.printed for e in facts.whole.elements if e.before}
    told = numbers_of_texts(list_kit_texts(facts), facts.language) - means
    yield dataclasses.replace(whole, numbers=whole.numbers | told | numbers_of((facts.comparisons, facts.bases)))
    for unit in facts.units:
        yield _entry("unit", (unit.name, unit.id), unit, {}, facts)
        for service in unit.services:
            yield _entry("group", (service.name,), service, {}, facts)
    for group in (*facts.groups.values(), *(profile.groups for profile in facts.profiles)):
        for subject in group:
            yield _entry("group", (subject.name,), subject, {}, facts)
    for element in facts.whole.elements:
        law = facts.regulation.element(element.key)
        names = (*law.names.values(), *law.short.values(), element.name, element.short)
        yield _entry("element", names, element, {}, facts)


def _history(own: Mapping[str, Facts], choose: Any) -> dict[str, tuple[Decimal, str]]:
    figures = {name: choose(one).now for name, one in own.items()}
    return {name: (figure.printed, figure.grade) for name, figure in figures.items() if figure.printed is not None}


def _entry(kind: str, names: Sequence[str], one: Any, known: Mapping[str, tuple[Decimal, str]], facts: Facts) -> Entry:
    figures = {name: pair[0] for name, pair in known.items()}
    letters = {name: pair[1] for name, pair in known.items() if pair[1]}
    for figure in (one.now, one.before):
        if figure is not None and figure.printed is not None:
            figures[figure.period] = figure.printed
            letters |= {figure.period: figure.grade} if figure.grade else {}
    spoken = [name.casefold() for name in names if len(name) >= SHORTEST_NAME]
    change = one.difference
    compared = change is not None and change.printed is not None and change.verdict not in ("", "not comparable")
    return Entry(
        kind=kind,
        names=tuple(sorted(set(spoken), key=len, reverse=True)),
        figures=figures,
        letters=letters,
        numbers=frozenset(numbers_of(one) | set(figures.values())),
        moved=change.moved if compared else None,
        change=change.printed if compared else None,
    )


def numbers_of(value: Any) -> set[Decimal]:
    """Return every number that facts hold, without its sign: counts as they are, floats with two decimals."""
    found: set[Decimal] = set()
    for one in _leaves(value):
        if isinstance(one, bool):
            continue
        if isinstance(one, int):
            found.add(Decimal(abs(one)))
        elif isinstance(one, Decimal):
            found.add(abs(one))
        elif isinstance(one, float) and one == one:  # noqa: PLR0124  a float that is not itself is no number
            exact = abs(Decimal(str(round(one, 9))))
            found |= {exact.quantize(HUNDREDTH, ROUND_HALF_UP)}
    return found


def numbers_of_texts(texts: Iterable[str], language: str) -> set[Decimal]:
    """Return every number of texts that the program wrote in a language."""
    comma = language == "id"
    found: set[Decimal] = set()
    for text in texts:
        for number in find_numbers(hide_non_figures(text)):
            is_thousands = number.marks == ("t." if comma else "t,")
            found.add(number.value if is_thousands or number.other is None else number.other)
    return found


def _leaves(value: Any) -> Iterator[Any]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from _leaves(getattr(value, one.name))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _released_numbers(standing: Standing) -> set[Decimal]:
    """Return the numbers of an edition: what is official may be said while a draft stands beside it."""
    found: set[Decimal] = set()
    for line in (standing.released or {}).get("figures", []):
        found |= {abs(Decimal(str(cell))) for cell in line[4:] if _is_number(cell)}
    return found


def _is_number(cell: object) -> bool:
    return isinstance(cell, int) or (isinstance(cell, str) and re.fullmatch(r"-?\d+(?:\.\d+)?", cell) is not None)
