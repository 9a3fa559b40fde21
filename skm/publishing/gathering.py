"""Tables → facts of one period. What may not be published is taken out here, so nothing that follows can print it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from skm.indices import spell_scale
from skm.periods import year_of
from skm.publishing.certainty import Certainty, read_certainty
from skm.publishing.evidence import (
    Evidence,
    is_about,
    read_answers,
    read_fieldwork,
    read_orders,
    read_quality,
    read_rules,
    read_share,
    read_sources,
    read_totals,
)
from skm.publishing.facts import (
    BASES,
    GROUP_LEVELS,
    HIDDEN_MARK,
    NOT_ANSWERED,
    PROFILE_LEVELS,
    WHOLE,
    Answers,
    Break,
    Comparison,
    Difference,
    ElementFacts,
    Facts,
    Figure,
    MappedScale,
    Profile,
    PublishedFigure,
    Subject,
)
from skm.publishing.hiding import Hidden, find_hidden
from skm.publishing.others import read_others
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
from skm.regulation import Instrument, Regulation

# Schools from the lowest to the highest, as questionnaires name them (annex form of PermenPANRB 14/2017, and practice).
SCHOOLS = ("SD", "SMP", "SLTP", "SMA", "SMK", "SLTA", "D1", "D2", "D3", "DIII", "D4", "DIV", "S1", "S2", "S3")


@dataclass(frozen=True)
class _Reader:
    """What is needed to read a subject: the rows, the two periods, what is hidden in them."""

    book: Book
    register: Register
    regulation: Regulation
    language: str
    period: str
    previous: str | None
    hidden: Mapping[str, Hidden]
    certainty: Certainty

    @property
    def multiplier(self) -> int:
        """What takes an element's mean to the scale of the index."""
        return self.regulation.multiplier

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
            elements=self._elements(level, parent, name) if level in ("all", "unit") else (),
            groups=self.register.groups.get(name, {}) if level == "unit" else {},
            letters=self.certainty.letters(level, parent, name, now),
            rank=self.certainty.ranks.get(name) if level == "unit" else None,
        )

    def figure_at(self, period: str, level: str, parent: str, name: str, measure: str = "index") -> Figure:
        """Return a figure of a period as it may be shown."""
        row = self.book.rows.get((period, level, parent, name, measure))
        figure = read_figure(row, period, 1.0 if measure == "index" else self.multiplier)
        hidden, cell = self.hidden[period], (level, parent, name)
        if cell in hidden.figures:
            return Figure(figure.period, n=None, marks=(HIDDEN_MARK,))
        return replace(figure, n=None, n_missing=None) if cell in hidden.counts else figure

    def _change(
        self, level: str, parent: str, name: str, measure: str, now: Figure, before: Figure | None
    ) -> Difference | None:
        if before is None or parent or now.hidden or before.hidden:
            return None
        row = self.book.changes.get((self.period, str(self.previous), level, name, measure))
        return read_difference(row, level == "unit", 1.0 if measure == "index" else self.multiplier)

    def _elements(self, level: str, parent: str, name: str) -> tuple[ElementFacts, ...]:
        found = []
        for element in self.regulation.elements:
            if (self.period, level, parent, name, element.key) not in self.book.rows:
                continue
            now = self.figure_at(self.period, level, parent, name, element.key)
            before = self.figure_at(self.previous, level, parent, name, element.key) if self.previous else None
            found.append(
                ElementFacts(
                    key=element.key,
                    code=element.code,
                    name=element.names[self.language],
                    short=element.short[self.language],
                    now=now,
                    before=before,
                    difference=self._change(level, parent, name, element.key, now, before),
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
    """
    evidence = evidence or Evidence()
    language = language or survey.language
    same_language = indices.language == language  # notes of the tables are texts of one language
    notes = (*indices.notes, *(changes.notes if changes is not None else ()))
    book = book or read_book(indices, changes, language)
    register = read_register(survey.units)
    others = book.compared_with(period)
    compared = others[0] if others else None
    broken = _find_break(book, indices.instruments, period, compared)
    previous = None if broken else compared
    hidden = {p: find_hidden(book, register, p, survey) for p in {period, *others}}
    asked = indices.instruments.get(period)  # None where the parts of a period asked different things
    regulation = asked.regulation if asked else survey.regulation_for(period)
    certainty = read_certainty(evidence.precision, period, hidden[period].figures)
    reader = _Reader(book, register, regulation, language, period, previous, hidden, certainty)
    units = _read_units(reader)
    entering, leaving = _moving_units(reader, units)
    whole = _read_whole(reader, units)
    answers = _read_spread(reader, evidence, survey, is_mapped=bool(asked and asked.scale))
    return Facts(
        language=language,
        name=survey.name,
        period=period,
        previous=compared,
        broken=broken,
        simulated=survey.simulated,
        publisher=_publisher(survey),
        recruitment=survey.recruitment,
        missing_policy=survey.missing,
        year_from_parts=survey.year_from_parts,
        official=survey.official,
        minimum_respondents=survey.publish.minimum_respondents,
        minimum_cell=survey.publish.minimum_cell,
        regulation=regulation,
        whole=whole,
        bases=_read_bases(reader),
        comparisons=_comparisons(reader, whole.n_units - len(entering), others),
        groups=_read_groups(reader, units),
        units=units,
        entering=entering,
        leaving=leaving,
        profiles=_read_profiles(reader),
        answers=answers,
        quality=read_quality(evidence.quality, period),
        sources=read_sources(evidence.accounts, period, survey.publish.minimum_cell),
        totals=None if WHOLE in hidden[period].counts else read_totals(evidence.accounts, period),
        rules=read_rules(evidence.exclusions, evidence.accounts, period),
        fieldwork=read_fieldwork(evidence.fieldwork, period),
        orders=read_orders(evidence.orders, period, previous),
        refused=sum(n for key, n in evidence.refused.items() if is_about(key, period)),
        registered=survey.units is not None,
        version=evidence.version,
        notes=_own_notes(book, period, notes) if same_language else (),
        scale=MappedScale(len(asked.scale), spell_scale(asked, language)) if asked and asked.scale else None,
        others=read_others(evidence.ratings, _last_year(book, period)),
        published=_read_published(evidence.published, reader),
        share_3_4=read_share(evidence.distribution, period, answers, survey.publish.minimum_cell) if asked else None,
        ranks_concealed=certainty.concealed,
    )


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
        if (text["level"], "", text["id"]) in reader.hidden[period].figures:
            found.append(PublishedFigure(period, name, "", "", None, "", None, "", text["source"], hidden=True))
            continue
        found.append(
            PublishedFigure(
                period=period,
                name=name,
                value=text["published"],
                letter=text["letter_published"],
                recomputed=read_decimal(text["recomputed"]),
                letter_now=reader.figure_at(period, text["level"], "", text["id"]).grade,
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


def _read_bases(reader: _Reader) -> dict[str, Figure]:
    """Return the parent figures of the whole by basis; none where the whole is hidden."""
    if WHOLE in reader.hidden[reader.period].counts:
        return {}
    rows = {basis: reader.book.rows.get((reader.period, "basis", basis)) for basis in BASES}
    return {basis: read_figure(row, reader.period) for basis, row in rows.items() if row is not None}


def _read_units(reader: _Reader) -> tuple[Subject, ...]:
    names = {name: label for (_, name), label in reader.book.ids(reader.period, "unit").items()}
    official = [name for name in reader.register.order if name in names]
    ordered = [*official, *(name for name in names if name not in set(official))]
    services: dict[str, list[Subject]] = {}
    for (parent, name), label in reader.book.ids(reader.period, "service").items():
        services.setdefault(parent, []).append(reader.subject("service", parent, name, label))
    return tuple(
        replace(reader.subject("unit", "", name, names[name]), services=tuple(services.get(name, ())))
        for name in ordered
    )


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
    for basis in BASES:
        found += _by_basis(reader, basis)
    matched = reader.book.changes.get((reader.period, reader.previous, "matched", "all", "index"))
    if matched is not None and not _matched_betrays(reader):
        difference = read_difference(matched, many=False)
        ends = [_rounded(matched[name]) for name in ("index_from", "index_to")]
        found.insert(1, Comparison("matched", reader.previous, *ends, difference, n_matched))
    return (*found, *_year_earlier(reader, others[1:]))


def _by_basis(reader: _Reader, basis: str) -> list[Comparison]:
    row = reader.book.changes.get((reader.period, str(reader.previous), "basis", basis, "index"))
    ends = [reader.book.rows.get((p, "basis", basis)) for p in (reader.previous, reader.period)]
    difference = read_difference(row, many=False)
    if difference is None or None in ends:
        return []
    before, now = (read_decimal(end["printed"]) for end in ends if end is not None)
    return [Comparison(basis, str(reader.previous), before, now, difference)]


def _matched_betrays(reader: _Reader) -> bool:
    """Return whether the matched figure minus the whole would give back a hidden unit."""
    cells = {p: {n for _, n in reader.book.ids(p, "unit")} for p in (str(reader.previous), reader.period)}
    before, now = cells.values()
    return any(
        ("unit", "", name) in reader.hidden[p].figures for p, names in cells.items() for name in names & (before ^ now)
    )


def _rounded(value: Any) -> Decimal | None:
    number = read_number(value)
    return None if number is None else Decimal(str(round(number, 9))).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def _year_earlier(reader: _Reader, others: list[str]) -> list[Comparison]:
    found = []
    for other in others:
        row = reader.book.changes.get((reader.period, other, "all", "all", "index"))
        difference = read_difference(row, many=False)
        before = reader.book.rows.get((other, "all", "", "all", "index"))
        now = reader.book.rows.get((reader.period, "all", "", "all", "index"))
        if difference and difference.verdict != "not comparable" and before and now:
            ends = (read_decimal(before["printed"]), read_decimal(now["printed"]))
            found.append(Comparison("earlier", other, *ends, difference))
    return found


def _read_profiles(reader: _Reader) -> tuple[Profile, ...]:
    whole = reader.book.rows.get((reader.period, "all", "", "all", "index"))
    total = (read_count(whole["n"]) if whole else 0) or 0
    found = []
    for level in PROFILE_LEVELS:
        cells = {key: label for key, label in reader.book.ids(reader.period, level).items() if not key[0]}
        if cells and total:
            ordered = sorted(cells.items(), key=lambda cell: _rank(level, cell[0][1]))
            groups = tuple(reader.subject(level, *key, label) for key, label in ordered)
            found.append(Profile(level, groups, total))
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


def _read_spread(reader: _Reader, evidence: Evidence, survey: Any, *, is_mapped: bool) -> tuple[Answers, ...]:
    """Return the spread of answers; none where the whole is hidden, or the answers are not 1 to 4."""
    if WHOLE in reader.hidden[reader.period].counts or is_mapped:
        return ()
    least = survey.publish.minimum_cell
    return read_answers(evidence.distribution, reader.period, reader.regulation, reader.language, least)
