"""Tables → facts of one period. What may not be published is taken out here, so nothing that follows can print it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import pandas as pd

from skm.indices import spell_scale
from skm.periods import kind_of, year_of
from skm.publishing.blurring import (
    EXACT,
    blur_difference,
    blur_figure,
    cut_figure,
    mark_few,
    round_change,
    round_interval,
    widen_interval,
    withhold_change,
    withhold_interval,
)
from skm.publishing.certainty import Certainty, read_certainty, read_funnel
from skm.publishing.evidence import (
    Evidence,
    is_about,
    read_calendar,
    read_ends,
    read_fieldwork,
    read_importance,
    read_orders,
    read_quality,
    read_reliability,
    read_rules,
    read_sources,
    read_totals,
)
from skm.publishing.facts import (
    BASES,
    GROUP_LEVELS,
    HIDDEN_MARK,
    NOT_ANSWERED,
    ORDER_DEPENDENT,
    PROFILE_LEVELS,
    WHOLE,
    Answers,
    Break,
    Comparison,
    Composition,
    Difference,
    ElementFacts,
    Facts,
    Figure,
    MappedScale,
    Month,
    Past,
    Profile,
    PublishedFigure,
    Question,
    Subject,
)
from skm.publishing.following import read_followups, read_themes
from skm.publishing.hiding import Hidden
from skm.publishing.office import read_office
from skm.publishing.others import read_others
from skm.publishing.persons import ALL, Heads, Persons, spell_answers
from skm.publishing.protection import protect
from skm.publishing.published import published_figures, with_release
from skm.publishing.reading import (
    Book,
    Register,
    read_book,
    read_count,
    read_decimal,
    read_difference,
    read_figure,
    read_number,
    read_register,
    read_text,
)
from skm.publishing.release import Standing
from skm.publishing.usual import read_usual
from skm.publishing.wording import load_words
from skm.regulation import Instrument, Regulation
from skm.survey import plain

# Schools from the lowest to the highest, as questionnaires name them (annex form of PermenPANRB 14/2017, and practice).
SCHOOLS = ("SD", "SMP", "SLTP", "SMA", "SMK", "SLTA", "D1", "D2", "D3", "DIII", "D4", "DIV", "S1", "S2", "S3")


def is_too_weak(*figures: Figure) -> bool:
    """Return whether one of some figures has so few respondents (mark F) that no direction may be named."""
    return any("F" in figure.marks for figure in figures)


@dataclass(frozen=True)
class _Reader:
    """What is needed to read a subject: the rows, the two periods, what is hidden in them."""

    book: Book
    register: Register
    regulation: Regulation
    language: str
    period: str
    previous: str | None
    official: str
    hidden: Mapping[str, Hidden]
    persons: Persons
    certainty: Certainty
    few: int = 0
    breaks: frozenset[str] = frozenset()
    ends: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    orders: tuple[str, ...] = ()

    @property
    def multiplier(self) -> int:
        """What takes an element's mean to the scale of the index."""
        return self.regulation.multiplier

    @cached_property
    def _answering(self) -> Mapping[tuple[str, str, str], frozenset[str]]:
        """The units of which answers are known, by period, level and name of what they belong to."""
        found: dict[tuple[str, str, str], set[str]] = {}
        for period, unit in self.persons.answers:
            if unit == ALL:
                continue
            found.setdefault((period, "all", "all"), set()).add(unit)
            for level, name in self.register.groups.get(unit, {}).items():
                found.setdefault((period, level, name), set()).add(unit)
        return {at: frozenset(units) for at, units in found.items()}

    def subject(self, level: str, parent: str, name: str, label: str) -> Subject:
        """Return a subject with its figures of both periods and its elements."""
        now = self.figure_at(self.period, level, parent, name)
        before = self.figure_at(self.previous, level, parent, name) if self.previous else None
        return Subject(
            level=level,
            id=name,
            name=label,
            now=now,
            before=before,
            difference=self._change(level, parent, name, "index", now, before),
            elements=self._elements(level, parent, name) if level in ("all", "agency", "unit", "service") else (),
            groups=self.register.groups.get(name, {}) if level == "unit" else {},
            letters=() if self._is_coarse(level, parent, name) else self.certainty.letters(level, parent, name, now),
            rank=self.certainty.ranks.get(name) if level == "unit" else None,
            history=() if parent or level in PROFILE_LEVELS else self._history(level, name),
            **({} if now.printed is None else self.ends.get((level, name), {})),
        )

    def figure_at(self, period: str, level: str, parent: str, name: str, measure: str = "index") -> Figure:
        """Return a figure of a period as it may be shown."""
        row = self.book.rows.get((period, level, parent, name, measure))
        figure = read_figure(row, period, 1.0 if measure == "index" else self.multiplier)
        hidden, cell = self.hidden[period], (level, parent, name)
        if level in PROFILE_LEVELS:
            return self._group_figure(figure, level, name)
        if cell in hidden.figures:
            return Figure(period, n=None, marks=(HIDDEN_MARK,))
        if measure == "index" and self._is_corrected(period, *cell):
            figure = round_interval(figure, self.regulation)
        if hidden.revised and level == "service":
            figure = cut_figure(figure)
        if not hidden.is_blurred(cell):
            return figure
        counts = [self._counts(period, unit, measure) for unit in hidden.members[level, name]]
        blurred = blur_figure(
            figure, hidden.places[level, name].get(measure), self.regulation, is_index=measure == "index"
        )
        if blurred.hidden or hidden.uncounted:
            return replace(blurred, n=None, n_missing=None)
        if level != "all" or hidden.without:
            n, n_missing = (
                (figure.n or 0) - sum(c[0] for c in counts),
                (figure.n_missing or 0) - sum(c[1] for c in counts),
            )
            blurred = replace(blurred, n=n or None, n_missing=n_missing if n else None)
        return mark_few(blurred, self.few)

    def _withhold(self, figure: Figure, level: str, parent: str, name: str, element: str) -> Figure:
        """Return the figure of an element whose interval tells no hidden counts of answers."""
        way = self._interval_way(figure.period, level, parent, name, element)
        if way == "gone" and level == "unit":
            return widen_interval(figure, self.persons.counts_of(figure.period, name, element))
        return withhold_interval(figure, coarse=way == "coarse") if way else figure

    def _interval_way(self, period: str, level: str, parent: str, name: str, element: str) -> str:
        """Return whether the interval of an element may stand ("") or only "coarse", or goes ("gone").

        That of a parent is made of those of its units: with one of them unknown it gives that one back.
        """
        closed = self.persons.withheld.get((period, element), frozenset())
        own = {"all": ALL, "unit": name, "service": parent}.get(level)
        if own in closed:
            return "gone"
        if level in ("unit", "service"):
            return ""
        members = self._answering.get((period, level, name), frozenset())
        hidden = len(closed & members)
        return "" if not hidden else "gone" if hidden == 1 or len(members) == 1 else "coarse"

    def _counts(self, period: str, unit: str, measure: str) -> tuple[int, int]:
        """Return how many persons of a unit answered, and how many did not."""
        row = self.book.rows.get((period, "unit", "", unit, measure), {})
        return read_count(row.get("n")) or 0, read_count(row.get("n_missing")) or 0

    def _group_figure(self, figure: Figure, view: str, group: str) -> Figure:
        """Return the figure of a group of respondents, with the number of them in the units shown."""
        heads = self.persons.heads.get((figure.period, view), Heads())
        if group in heads.closed:
            return Figure(figure.period, n=None, marks=(HIDDEN_MARK,))
        n, hidden = heads.whole.get(group, figure.n), self.hidden[figure.period]
        if hidden.revised:
            figure = cut_figure(figure)
        if not hidden.units:
            return replace(figure, n=n)
        if hidden.group_places is None:
            return Figure(figure.period, n=n)
        blurred = blur_figure(figure, hidden.group_places, self.regulation, is_index=True)
        if hidden.group_places != EXACT:  # so few respondents that a width would tell how many of them are hidden
            blurred = replace(blurred, low=None, high=None, grade_low="", grade_high="")
        return mark_few(replace(blurred, n=n, n_missing=None), self.few)

    def _is_blurred(self, level: str, parent: str, name: str, *, before: bool = False) -> bool:
        periods = [self.period, *([self.previous] if before and self.previous else [])]
        return any(self.hidden[period].is_blurred((level, parent, name)) for period in periods)

    def _is_coarse(self, level: str, parent: str, name: str) -> bool:
        """Return whether the interval of a subject's index is told with fewer decimals than it has."""
        return self._is_blurred(level, parent, name) or self._is_corrected(self.period, level, parent, name)

    def _is_corrected(self, period: str, level: str, parent: str, name: str) -> bool:
        """Return whether a subject, or a unit in it, differs by few persons from an earlier edition."""
        corrected = self.hidden[period].corrected
        if level in GROUP_LEVELS:
            return any(self.register.groups.get(unit, {}).get(level) == name for unit in corrected)
        return (parent or name) in corrected or (level == "all" and bool(corrected))

    def _change(
        self, level: str, parent: str, name: str, measure: str, now: Figure, before: Figure | None
    ) -> Difference | None:
        if before is None or parent or now.hidden or before.hidden:
            return None
        row = self.book.changes.get((self.period, str(self.previous), level, name, measure))
        difference = read_difference(row, level == "unit", 1.0 if measure == "index" else self.multiplier)
        if difference is not None and is_too_weak(now, before):
            difference = replace(difference, verdict="", moved="")
        if difference is not None and measure == "index" and self.is_corrected_in((before, now), level, name):
            difference = round_change(difference)
        if not self._is_blurred(level, parent, name, before=True):
            return difference
        return self.blur(difference, (before, now), level, name, measure)

    def is_corrected_in(self, ends: tuple[Figure, Figure], level: str, name: str) -> bool:
        """Return whether a subject differs by few persons from an earlier edition, in one of two periods."""
        return any(self._is_corrected(end.period, level, "", name) for end in ends)

    def blur(
        self, difference: Difference | None, ends: tuple[Figure, Figure], level: str, name: str, measure: str
    ) -> Difference | None:
        """Return a change of a parent that holds a hidden unit in one of two periods."""
        own = [self.hidden[end.period].places.get((level, name), {}) for end in ends]
        first, second = (places.get(measure, EXACT) for places in own)
        silent = ends[0].period in self.hidden[ends[1].period].silent_changes
        exact = not silent and all(places.get("index", EXACT) == EXACT for places in own)
        return blur_difference(difference, ends, (first, second), exact=exact)

    def _history(self, level: str, name: str) -> tuple[Past, ...]:
        """Return the figures of all periods of this kind up to this one, the oldest first."""
        kind = kind_of(self.period)
        periods = [p for p in self.book.periods() if kind_of(p) == kind and p <= self.period]
        return tuple(
            Past(self.figure_at(period, level, "", name), period in self.breaks)
            for period in periods
            if (period, level, "", name, "index") in self.book.rows
        )

    def _elements(self, level: str, parent: str, name: str) -> tuple[ElementFacts, ...]:
        found = []
        for element in self.regulation.elements:
            if (self.period, level, parent, name, element.key) not in self.book.rows:
                continue
            now = self.figure_at(self.period, level, parent, name, element.key)
            before = self.figure_at(self.previous, level, parent, name, element.key) if self.previous else None
            difference = self._change(level, parent, name, element.key, now, before)
            ways = {self._interval_way(one.period, level, parent, name, element.key) for one in (now, before) if one}
            if difference is not None and ways != {""}:
                difference = withhold_change(difference, coarse="gone" not in ways)
            found.append(
                ElementFacts(
                    key=element.key,
                    code=element.code,
                    name=element.names[self.language],
                    short=element.short[self.language],
                    now=self._withhold(now, level, parent, name, element.key),
                    before=before and self._withhold(before, level, parent, name, element.key),
                    difference=difference,
                )
            )
        return tuple(found)


def gather_facts(
    survey: Any,
    indices: Any,
    changes: Any | None,
    period: str,
    *,
    evidence: Evidence | None = None,
    language: str | None = None,
    book: Book | None = None,
    standing: Standing | None = None,
) -> Facts:
    """Return the facts of one period, with what may not be published taken out.

    Parameters
    ----------
    survey
        A `skm.survey.Survey`.
    indices
        A `skm.indices.IndexTable`.
    changes
        A `skm.changes.ChangeTable`, or None where nothing is compared.
    period
        The period that the page is about.
    evidence
        What can be said beside the figures.
    language
        "id" or "en"; the survey's language by default.
    book
        The rows of both tables, where they are read already.
    standing
        What has been released of the period already; a draft before any release where it is not given.
    """
    language = language or survey.language
    books = {language: book or read_book(indices, changes, language)}
    return gather_languages(survey, indices, changes, period, books, evidence=evidence, standing=standing)[language]


def gather_languages(
    survey: Any,
    indices: Any,
    changes: Any | None,
    period: str,
    books: Mapping[str, Book],
    *,
    evidence: Evidence | None = None,
    standing: Standing | None = None,
) -> dict[str, Facts]:
    """Return the facts of one period in the languages of some books, the survey's own first.

    Parameters
    ----------
    survey, indices, changes, period, evidence, standing
        As in `gather_facts`.
    books
        The rows of both tables by language.
    """
    evidence, standing = evidence or Evidence(), standing or Standing()
    found = {}
    for language, book in books.items():
        reader = _open_reader(survey, indices, period, evidence, language, book, standing)
        notes = _notes_of(indices, changes, book, period, language)
        found[language] = _read_facts(survey, indices, evidence, reader, notes)
    figures = published_figures(next(iter(found.values())))  # they have no words: every language has the same
    return {language: with_release(facts, standing, figures) for language, facts in found.items()}


def _open_reader(
    survey: Any, indices: Any, period: str, evidence: Evidence, language: str, book: Book, standing: Standing
) -> _Reader:
    """Return what the subjects of a period are read with; what may be shown is worked out once a book."""
    register = read_register(survey.units)
    if book.protection is None:
        book.protection = protect(survey, indices, book, register, evidence, {period: standing.earlier})
    hidden = book.protection.hidden
    asked = indices.instruments.get(period)  # None where the parts of a period asked different things
    regulation = asked.regulation if asked else survey.regulation_for(period)
    compared = next(iter(book.compared_with(period)), None)
    broken = _find_break(book, indices.instruments, period, compared)
    previous = None if broken else compared
    orders = read_orders(evidence.orders, period, previous)
    return _Reader(
        book=book,
        register=register,
        regulation=regulation,
        language=language,
        period=period,
        previous=previous,
        official=survey.official,
        hidden=hidden,
        persons=book.protection.persons,
        certainty=read_certainty(evidence.precision, period, hidden[period].figures),
        few=survey.publish.minimum_respondents,
        breaks=_find_breaks(book, indices.instruments, period),
        ends=read_ends(evidence.ends, period, regulation, ORDER_DEPENDENT if "assumed" in orders else ()),
        orders=orders,
    )


def _notes_of(indices: Any, changes: Any | None, book: Book, period: str, language: str) -> tuple[str, ...]:
    """Return what the tables note on a period; their notes are texts of one language."""
    if indices.language != language:
        return ()
    return _own_notes(book, period, (*indices.notes, *(changes.notes if changes is not None else ())))


def _read_facts(survey: Any, indices: Any, evidence: Evidence, reader: _Reader, notes: tuple[str, ...]) -> Facts:
    """Return the facts that a reader finds, before anything is known of releases."""
    book, period, language, regulation = reader.book, reader.period, reader.language, reader.regulation
    hidden, minimum_cell = reader.hidden[period], survey.publish.minimum_cell
    asked = indices.instruments.get(period)
    others = book.compared_with(period)
    compared = others[0] if others else None
    is_mapped = bool(asked and asked.scale)
    is_partial = bool(hidden.units) or ALL in hidden.corrected
    units = _read_units(reader, is_mapped=is_mapped)
    entering, leaving = _moving_units(reader, units)
    whole = _read_whole(reader, units)
    answers = _read_spread(reader, ALL, is_mapped=is_mapped)
    profiles = _read_profiles(reader, survey.margins_of(period), units)
    whole = replace(whole, answers=answers, profiles=profiles, usual=read_usual(whole.history))
    return Facts(
        language=language,
        name=survey.name,
        period=period,
        previous=compared,
        broken=_find_break(book, indices.instruments, period, compared),
        simulated=survey.simulated,
        publisher=_publisher(survey),
        recruitment=survey.recruitment,
        missing_policy=survey.missing,
        year_from_parts=survey.year_from_parts,
        official=survey.official,
        minimum_respondents=survey.publish.minimum_respondents,
        minimum_cell=minimum_cell,
        regulation=regulation,
        whole=whole,
        bases=_read_bases(reader),
        comparisons=_comparisons(reader, whole.n_units - len(entering), others),
        groups=_read_groups(reader, units),
        units=units,
        entering=entering,
        leaving=leaving,
        profiles=profiles,
        answers=answers,
        quality=read_quality(evidence.quality, period, with_hidden=bool(hidden.units)),
        sources=read_sources(evidence.accounts, period, minimum_cell, hidden.files_hidden),
        totals=_totals(reader, read_totals(evidence.accounts, period)),
        rules=read_rules(evidence.exclusions, evidence.accounts, period),
        fieldwork=read_fieldwork(evidence.fieldwork, period),
        orders=reader.orders,
        refused=sum(n for key, n in evidence.refused.items() if is_about(key, period)),
        registered=survey.units is not None,
        version=evidence.version,
        notes=(*notes, *_say_hidden(hidden, language, minimum_cell)),
        scale=MappedScale(len(asked.scale), spell_scale(asked, language)) if asked and asked.scale else None,
        others=read_others(evidence.ratings, _last_year(book, period)),
        published=_read_published(evidence.published, reader),
        share_3_4=reader.persons.shares.get(period) if asked and answers else None,
        ranks_concealed=reader.certainty.concealed,
        funnel=read_funnel(evidence.funnel, reader.certainty, units, whole.now),
        office=read_office(survey),
        is_latest=period == _latest(book),
        calendar=_read_calendar(reader, evidence, minimum_cell),
        compositions=_read_compositions(evidence.composition, reader),
        importance=() if is_partial else read_importance(evidence.importance.get(period, {})),
        reliability=None if is_partial else read_reliability(evidence.reliability, period),
        questions=_read_questions(asked, survey.regulation_for(period)),
        kept_back=tuple(unit.name for unit in units if unit.id in hidden.corrected),
        followups=read_followups(
            evidence.actions,
            evidence.media,
            {"": whole, **{unit.id: unit for unit in units}},
            regulation,
            period,
            compared,
            language,
        ),
        samples=dict(evidence.samples.get(period, {})),
        themes=read_themes(
            evidence.themes,
            period,
            {unit.id for unit in units if not unit.now.hidden and unit.id not in hidden.corrected},
            regulation,
            language,
            minimum_cell,
        ),
    )


def _read_calendar(reader: _Reader, evidence: Evidence, minimum: int) -> tuple[Month, ...]:
    """Return the answers of each month; none where other periods tell months too, so that a difference would tell."""
    totals = _totals(reader, read_totals(evidence.accounts, reader.period))
    if totals is None or len({kind_of(period) for period in reader.book.periods()}) > 1:
        return ()
    if reader.hidden[reader.period].corrected:
        return ()
    months = evidence.calendar.get(reader.period, {})
    return read_calendar(months, reader.hidden[reader.period].without, totals[1], minimum)


def _read_compositions(table: pd.DataFrame | None, reader: _Reader) -> tuple[Composition, ...]:
    """Return what of the change of each basis is no change of units; none where a hidden unit is in it."""
    if table is None or any(reader.hidden[p].units for p in (reader.period, reader.previous) if p):
        return ()
    rows = table[(table["period_to"] == reader.period) & (table["period_from"] == reader.previous)]
    found = []
    for row in rows.to_dict("records"):
        points = _rounded(row["composition"])
        if points is not None:
            found.append(Composition(read_text(row["basis"]), points))
    return tuple(found)


def _read_questions(asked: Instrument | None, law: Regulation) -> tuple[Question, ...]:
    """Return the questions of the regulation's form; none where the survey asked others, or answers on another scale.

    A tally that was read back names its elements and no more, so the texts are those of `law`. They are Indonesian on
    pages of every language, as they were asked.
    """
    if asked is None or asked.scale or {item.key for item in asked.items} != set(law.keys):
        return ()
    known = [element for element in law.elements if element.headers and element.answers]
    if len(known) < len(law.elements):
        return ()
    return tuple(Question(element.code, element.question, element.answers[0]) for element in known)


def _latest(book: Book) -> str:
    """Return the newest year, or the newest period where there is no year."""
    periods = book.periods()
    return max([p for p in periods if kind_of(p) == "year"] or periods, default="")


def _read_published(table: pd.DataFrame | None, reader: _Reader) -> tuple[PublishedFigure, ...]:
    """Return figures published before for the page's period and the one before, beside those of today."""
    if table is None:
        return ()
    found = []
    for row in table.to_dict("records"):
        text = {name: read_text(value) for name, value in row.items()}
        if text["period"] not in (reader.period, reader.previous):
            continue
        period, name = text["period"], text["name"] or text["id"]
        now = reader.figure_at(period, text["level"], "", text["id"])
        if now.hidden or (now.printed is not None and now.printed.as_tuple().exponent != -EXACT):
            found.append(PublishedFigure(period, name, "", "", None, "", None, "", text["source"], hidden=True))
            continue
        found.append(
            PublishedFigure(
                period=period,
                name=name,
                value=text["published"],
                letter=text["letter_published"],
                recomputed=read_decimal(text["recomputed"]),
                letter_now=now.grade,
                difference=read_decimal(text["difference"]),
                reason=text["explanation"],
                source=text["source"],
            )
        )
    return tuple(found)


def _last_year(book: Book, period: str) -> int | None:
    """Return the last year whose assessments a page shows: that of its period; None on the newest, which shows all."""
    years = [int(year) for p in book.periods() if (year := year_of(p)).isdecimal()]
    own = year_of(period)
    return int(own) if own.isdecimal() and int(own) < max(years) else None


def _own_notes(book: Book, period: str, notes: Iterable[str]) -> tuple[str, ...]:
    """Return the notes that are not about another period: those begin with its id."""
    others = tuple(other for other in book.periods() if other and other != period)
    about_others = tuple(f"{other}:" for other in others)
    kept = (text for text in dict.fromkeys(notes) if not text.startswith(about_others))
    return tuple(text for text in kept if f" {period}:" in text or not text.startswith(tuple(f"{o} " for o in others)))


def _publisher(survey: Any) -> dict[str, str]:
    names = ("institution", "place", "contact", "licence")
    values = {name: getattr(survey.publisher, name) for name in names}
    return {name: value for name, value in values.items() if value}


def _find_break(book: Book, instruments: Mapping[str, Instrument], period: str, compared: str | None) -> Break | None:
    """Return why the two periods are not compared, None where they are."""
    row = book.changes.get((period, compared, "all", "all", "index")) if compared is not None else None
    if compared is None or row is None or read_text(row["verdict"]) != "not comparable":
        return None
    if compared not in instruments or period not in instruments:
        return Break("mixed", "", "")
    before, now = (instruments[p].regulation for p in (compared, period))
    if before.id != now.id:
        return Break("regulation", before.title, now.title)
    if len(before.elements) != len(now.elements):
        return Break("elements", str(len(before.elements)), str(len(now.elements)))
    if instruments[compared].scale != instruments[period].scale:
        return Break("scale", "", "")
    counts = [str(len(instruments[p].items)) for p in (compared, period)]
    return Break("questions", *counts)


def _read_whole(reader: _Reader, units: tuple[Subject, ...]) -> Subject:
    label = reader.book.ids(reader.period, "all").get(("", "all"), "")
    counted = sum(unit.now.printed is not None or unit.now.hidden for unit in units)
    return replace(reader.subject("all", "", "all", label), n_units=counted)


def _find_breaks(book: Book, instruments: Mapping[str, Instrument], period: str) -> frozenset[str]:
    """Return the periods of this kind that are not comparable with the one before them."""
    kind = kind_of(period)
    periods = [p for p in book.periods() if kind_of(p) == kind]
    asked = {p: instruments[p].signature if p in instruments else None for p in periods}
    return frozenset(now for before, now in pairwise(periods) if asked[before] is None or asked[before] != asked[now])


def _totals(reader: _Reader, totals: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
    """Return rows read, kept and dropped without the rows of hidden units; None where that cannot be told."""
    hidden, left_out = reader.hidden[reader.period], reader.persons.left_out.get(reader.period)
    if totals is None or left_out is None or hidden.uncounted or WHOLE in hidden.figures:
        return None
    read, kept, dropped = totals
    return read - left_out, kept - left_out, dropped


def _say_hidden(hidden: Hidden, language: str, minimum: int) -> tuple[str, ...]:
    """Return what must be said of a period with hidden units: whom its counts leave out, and why a figure is short."""
    words = load_words(language)
    texts = []
    if hidden.without:
        texts.append(words.say("hidden.without", units=words.count("plain_units", len(hidden.without))))
    places = hidden.places.get(("all", "all"), {})
    if places and places["index"] != EXACT:
        texts.append(words.say("hidden.fewer_decimals"))
    if hidden.corrected:
        texts.append(words.say("hidden.corrected", minimum=minimum))
    return tuple(texts)


def _read_bases(reader: _Reader) -> dict[str, Figure]:
    """Return the parent figures of the whole by basis; the official one alone where the others give a unit back."""
    hidden = reader.hidden[reader.period]
    if WHOLE in hidden.figures:
        return {}
    official = reader.figure_at(reader.period, *WHOLE)
    if hidden.units:
        row = reader.book.rows.get((reader.period, *WHOLE, "index"))
        return {} if row is None else {read_text(row["basis"]): official}
    rows = {basis: reader.book.rows.get((reader.period, "basis", basis)) for basis in BASES}
    found = {basis: read_figure(row, reader.period) for basis, row in rows.items() if row is not None}
    if not hidden.corrected:
        return found
    return {basis: round_interval(figure, reader.regulation) for basis, figure in found.items()}


def _read_units(reader: _Reader, *, is_mapped: bool) -> tuple[Subject, ...]:
    names = {name: label for (_, name), label in reader.book.ids(reader.period, "unit").items()}
    official = [name for name in reader.register.order if name in names]
    ordered = [*official, *(name for name in names if name not in set(official))]
    services: dict[str, list[Subject]] = {}
    for (parent, name), label in reader.book.ids(reader.period, "service").items():
        if parent in reader.hidden[reader.period].nameless:
            continue
        services.setdefault(parent, []).append(reader.subject("service", parent, name, label))
    return tuple(
        replace(
            reader.subject("unit", "", name, names[name]),
            services=tuple(services.get(name, ())),
            answers=_read_spread(reader, name, is_mapped=is_mapped),
            profiles=_unit_profiles(reader, name),
            users=reader.register.users.get((reader.period, name)),
        )
        for name in ordered
    )


def _unit_profiles(reader: _Reader, unit: str) -> tuple[Profile, ...]:
    """Return the respondents of a unit by each characteristic: numbers alone."""
    found = []
    for view in PROFILE_LEVELS:
        heads = reader.persons.heads.get((reader.period, view), Heads()).units.get(unit)
        if not heads or not any(n != 0 for n in heads.values()):
            continue
        labels = {name: label for (parent, name), label in reader.book.ids(reader.period, view).items() if not parent}
        groups = tuple(
            Subject(view, group, labels.get(group, group), _headcount(reader.period, heads[group]))
            for group in sorted(heads, key=lambda group: _rank(view, group))
        )
        found.append(Profile(view, groups, reader.figure_at(reader.period, "unit", "", unit).n or 0))
    return tuple(found)


def _headcount(period: str, n: int | None) -> Figure:
    return Figure(period, n=n, marks=(HIDDEN_MARK,) if n is None else ())


def _read_groups(reader: _Reader, units: tuple[Subject, ...]) -> dict[str, tuple[Subject, ...]]:
    found = {}
    for level in GROUP_LEVELS:
        subjects = []
        for (parent, name), label in reader.book.ids(reader.period, level).items():
            members = [u for u in units if u.groups.get(level) == name]
            counted = sum(u.now.printed is not None or u.now.hidden for u in members)
            subjects.append(replace(reader.subject(level, parent, name, label), n_units=counted))
        if subjects:
            found[level] = tuple(subjects)
    return found


def _moving_units(reader: _Reader, units: tuple[Subject, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the units with data only now, and only before."""
    if reader.previous is None:
        return (), ()

    def with_data(period: str) -> dict[str, str]:
        rows = reader.book.ids(period, "unit").items()
        at = {(parent, name): (period, "unit", parent, name, "index") for (parent, name), _ in rows}
        return {key[1]: label for key, label in rows if read_text(reader.book.rows[at[key]]["printed"])}

    before, now = with_data(reader.previous), with_data(reader.period)
    entering = tuple(unit.name for unit in units if unit.id in now and unit.id not in before)
    return entering, tuple(label for name, label in before.items() if name not in now)


def _comparisons(reader: _Reader, n_matched: int, others: list[str]) -> tuple[Comparison, ...]:
    """Return the other ways to compare the whole; none where nothing is compared."""
    if reader.previous is None:
        return ()
    found = []
    held_back = any(reader.hidden[period].units for period in (reader.previous, reader.period))
    for basis in (reader.official,) if held_back else BASES:
        found += _by_basis(reader, basis)
    matched = reader.book.changes.get((reader.period, reader.previous, "matched", "all", "index"))
    if matched is not None and not held_back:
        difference = read_difference(matched, many=False)
        if any(reader.hidden[period].corrected for period in (reader.previous, reader.period)):
            difference = round_change(difference)
        ends = [_rounded(matched[name]) for name in ("index_from", "index_to")]
        found.insert(1, Comparison("matched", reader.previous, *ends, difference, n_matched))
    return (*found, *_year_earlier(reader, others[1:]))


def _by_basis(reader: _Reader, basis: str) -> list[Comparison]:
    row = reader.book.changes.get((reader.period, str(reader.previous), "basis", basis, "index"))
    ends = [reader.book.rows.get((p, "basis", basis)) for p in (reader.previous, reader.period)]
    difference = read_difference(row, many=False)
    if difference is None or None in ends:
        return []
    if basis == reader.official:
        return _of_whole(reader, basis, str(reader.previous), difference)
    before, now = (read_decimal(end["printed"]) for end in ends if end is not None)
    if any(reader.hidden[period].corrected for period in (str(reader.previous), reader.period)):
        difference = round_change(difference)
    return [Comparison(basis, str(reader.previous), before, now, difference)]


def _of_whole(reader: _Reader, kind: str, other: str, difference: Difference) -> list[Comparison]:
    """Return the whole beside another period, as far as both may be told."""
    ends = (reader.figure_at(other, *WHOLE), reader.figure_at(reader.period, *WHOLE))
    if any(reader.hidden[end.period].is_blurred(WHOLE) for end in ends):
        blurred = reader.blur(difference, ends, "all", "all", "index")
        return [] if blurred is None else [Comparison(kind, other, ends[0].printed, ends[1].printed, blurred)]
    if any(end.hidden for end in ends):
        return []
    if is_too_weak(*ends):
        difference = replace(difference, verdict="", moved="")
    if reader.is_corrected_in(ends, "all", "all"):
        difference = round_change(difference)
    return [Comparison(kind, other, ends[0].printed, ends[1].printed, difference)]


def _rounded(value: Any) -> Decimal | None:
    number = read_number(value)
    return None if number is None else Decimal(str(round(number, 9))).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def _year_earlier(reader: _Reader, others: list[str]) -> list[Comparison]:
    found = []
    for other in others:
        row = reader.book.changes.get((reader.period, other, "all", "all", "index"))
        difference = read_difference(row, many=False)
        if difference and difference.verdict != "not comparable":
            found += _of_whole(reader, "earlier", other, difference)
    return found


def _read_profiles(
    reader: _Reader, users: Mapping[str, Mapping[str, float]], units: Sequence[Subject]
) -> tuple[Profile, ...]:
    """Return the respondents of the whole by each characteristic; none where not even their number may be told.

    Beside them stand the `users` of each group, as far as the office knows them. The groups count everybody in the
    units shown, in those without an index too, which the number beside the index of the whole leaves out.
    """
    total = reader.figure_at(reader.period, *WHOLE).n
    if total:
        total = max(total, sum(unit.now.n or 0 for unit in units))
    found = []
    for level in PROFILE_LEVELS:
        cells = {key: label for key, label in reader.book.ids(reader.period, level).items() if not key[0]}
        if cells and total and not reader.persons.heads.get((reader.period, level), Heads()).untold:
            ordered = sorted(cells.items(), key=lambda cell: _rank(level, cell[0][1]))
            known = {plain(group): int(n) for group, n in users.get(level, {}).items()}
            groups = (
                replace(reader.subject(level, *key, label), users=known.get(plain(label))) for key, label in ordered
            )
            found.append(Profile(level, tuple(groups), total))
    return tuple(found)


def _rank(level: str, group: str) -> tuple[int, int]:
    """Return where a group of respondents stands: ages and schools ascend, who did not answer comes last."""
    if group == NOT_ANSWERED:
        return (2, 0)
    if level == "age" and (number := re.search(r"\d+", group)):
        return (0, int(number.group()))
    if level == "education":
        words = re.findall(r"[A-Z]+[-. ]?\d?|D[IV]+", group.upper())
        known = [SCHOOLS.index(word) for word in words if word in SCHOOLS]
        return (0, known[0]) if known else (1, 0)
    return (0, 0)


def _read_spread(reader: _Reader, unit: str, *, is_mapped: bool) -> tuple[Answers, ...]:
    """Return the spread of answers of the whole or a unit; none where it is hidden, or the answers are not 1 to 4."""
    cell = WHOLE if unit == ALL else ("unit", "", unit)
    rows = reader.persons.answers.get((reader.period, unit), ())
    hidden = reader.hidden[reader.period]
    if cell in hidden.figures or WHOLE in hidden.figures or hidden.uncounted or is_mapped:
        return ()
    return spell_answers(rows, reader.regulation, reader.language)
