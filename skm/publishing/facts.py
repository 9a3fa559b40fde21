"""The typed facts of one period: the only place of publishing that touches the tables.

What may not be published is taken out here, so nothing that follows (wording, charts, templates) can print it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from skm.periods import NO_PERIOD, kind_of
from skm.publishing.suppression import Family, hide_cells
from skm.regulation import Instrument, Regulation

ALPHA = 0.05  # a unit is named as moved only below it, after Holm's correction (contract of the page)
GROUP_LEVELS = ("region", "agency", "kind")
PROFILE_LEVELS = ("sex", "age", "education", "occupation", "disability")
MANY_UNITS = 10  # a mean of as many, printed to two decimals, leaves one unit's figure open by about 0.1 points
ORDER_DEPENDENT = frozenset({"facilities", "complaints"})  # U8 and U9 change places between form and body
HIDDEN_MARK = "x"
WHOLE = ("all", "", "all")  # level, parent, id
BASES = ("units", "respondents", "users")
NOT_ANSWERED = "not answered"  # the id that the index table gives those who left a profile question blank

Verdict = Literal["up", "down", "unchanged", "not comparable", ""]


@dataclass(frozen=True)
class Evidence:
    """What a page can say beside the figures; all of it optional, a section without content is absent.

    Attributes
    ----------
    distribution
        The table distribution.csv: answers 1 to 4 for each element.
    quality
        Shares of blanks, straight lines and ceilings by period.
    accounts
        Rows in, kept and dropped for every file, with its SHA-256 and whether it was read or refused.
    exclusions
        The table exclusions.csv.
    version
        The version of the program.
    settings
        The settings of the run.
    fieldwork
        First and last day of the survey by period, None where no date is known.
    orders
        By period, which order of the last two codes the source followed: form, regulation, assumed, text.
    refused
        By period, the number of files that could not be used.
    """

    distribution: pd.DataFrame | None = None
    quality: pd.DataFrame | None = None
    accounts: pd.DataFrame | None = None
    exclusions: pd.DataFrame | None = None
    version: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    fieldwork: Mapping[str, tuple[dt.date, dt.date] | None] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One figure of one period. `printed` is None where there is none or it may not be shown; `n` likewise.

    An index runs from 25 to 100, an element's mean from 1 to 4; `value`, `low` and `high` are on the same scale.
    """

    period: str
    n: int | None = None
    n_missing: int | None = None
    printed: Decimal | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    grade: str = ""
    grade_low: str = ""
    grade_high: str = ""
    marks: tuple[str, ...] = ()
    note: str = ""

    @property
    def hidden(self) -> bool:
        """Whether it is hidden to protect persons."""
        return HIDDEN_MARK in self.marks


@dataclass(frozen=True)
class Difference:
    """What changed since the period before; `moved` is the direction that may be named."""

    printed: Decimal | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: Verdict = ""
    moved: Literal["up", "down", ""] = ""
    contribution: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class ElementFacts:
    """One element of one subject, in both periods."""

    key: str
    code: str
    name: str
    short: str
    now: Figure
    before: Figure | None
    difference: Difference | None


@dataclass(frozen=True)
class Subject:
    """Whom a line of the page is about: the whole, a group of units, a unit, a service, a group of respondents."""

    level: str
    id: str
    name: str
    now: Figure
    before: Figure | None = None
    difference: Difference | None = None
    elements: tuple[ElementFacts, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    services: tuple["Subject", ...] = ()
    n_units: int = 0


@dataclass(frozen=True)
class Break:
    """Why two periods are not compared, as the two values that differ."""

    reason: Literal["regulation", "elements", "questions", "mixed"]
    before: str
    now: str


@dataclass(frozen=True)
class Comparison:
    """Another way to compare the whole: another basis, the units of both periods, a year earlier."""

    kind: str
    period_from: str
    before: Decimal | None
    now: Decimal | None
    difference: Difference
    n_units: int = 0


@dataclass(frozen=True)
class Answers:
    """How the answers to one element are spread; None where a count is hidden."""

    key: str
    code: str
    short: str
    counts: tuple[int | None, int | None, int | None, int | None]
    total: int
    share_3_4: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Source:
    """One file that was read or refused."""

    file: str
    sha256: str
    rows_in: int | None
    rows_kept: int | None
    rows_dropped: int | None
    refused: bool
    note: str


@dataclass(frozen=True)
class Rule:
    """How often a cleaning rule took a row or an answer, or flagged it."""

    rule: str
    action: str
    count: int


@dataclass(frozen=True)
class Profile:
    """The respondents by one characteristic; who left it blank is the group with the id `NOT_ANSWERED`."""

    view: str
    groups: tuple[Subject, ...]
    total: int


@dataclass(frozen=True)
class Facts:
    """Everything that the page of one period says, before wording and formatting."""

    language: str
    name: str
    period: str
    previous: str | None
    broken: Break | None
    simulated: bool
    publisher: Mapping[str, str]
    recruitment: str | None
    missing_policy: str
    year_from_parts: str
    official: str
    minimum_respondents: int
    minimum_cell: int
    regulation: Regulation
    whole: Subject
    bases: Mapping[str, Figure]
    comparisons: tuple[Comparison, ...]
    groups: Mapping[str, tuple[Subject, ...]]
    units: tuple[Subject, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    profiles: tuple[Profile, ...]
    answers: tuple[Answers, ...]
    quality: Mapping[str, float]
    sources: tuple[Source, ...]
    totals: tuple[int, int, int] | None
    rules: tuple[Rule, ...]
    fieldwork: tuple[dt.date, dt.date] | None
    orders: tuple[str, ...]
    refused: int
    version: str
    notes: tuple[str, ...]

    @property
    def order_assumed(self) -> bool:
        """Whether it is only assumed which of the last two elements is which, in a period that is shown."""
        return "assumed" in self.orders

    def may_name(self, element: ElementFacts) -> bool:
        """Return whether a sentence may call this element highest, lowest, or a priority."""
        return not (self.order_assumed and element.key in ORDER_DEPENDENT)


# ---- reading cells -------------------------------------------------------------------------------------------


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _decimal(value: Any) -> Decimal | None:
    text = _text(value)
    return Decimal(text.replace("\u2212", "-")) if text else None


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


Row = dict[str, Any]


class _Book:
    """The rows of the tables, found by what they are about."""

    def __init__(self, indices: pd.DataFrame, changes: pd.DataFrame | None) -> None:
        self.rows: dict[tuple[str, ...], Row] = {}
        self.order: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
        for row in indices.to_dict("records"):
            at = tuple(_text(row[name]) for name in ("period", "level", "parent", "id", "measure"))
            if row["official"]:
                self.rows[at] = row
                self.order.setdefault(at[:2], {}).setdefault((at[2], at[3]), _text(row["name"]))
            if at[1] == "all" and at[4] == "index":
                self.rows[(at[0], "basis", _text(row["basis"]))] = row
        self.changes: dict[tuple[str, ...], Row] = {}
        for row in [] if changes is None else changes.to_dict("records"):
            at = tuple(_text(row[name]) for name in ("period_to", "period_from", "level", "id", "measure"))
            self.changes.setdefault(at, row)
            if at[2] == "all":
                self.changes[(at[0], at[1], "basis", _text(row["basis"]), at[4])] = row

    def ids(self, period: str, level: str) -> dict[tuple[str, str], str]:
        """Return name by (parent, id) of a level, in the order of the table."""
        return self.order.get((period, level), {})

    def periods(self) -> list[str]:
        return sorted({at[0] for at in self.rows}, key=period_sort)

    def compared_with(self, period: str) -> list[str]:
        """Return the periods that this one is compared with, the latest first."""
        found = {at[1] for at in self.changes if at[0] == period}
        return sorted(found, key=period_sort, reverse=True)


def period_sort(period: str) -> tuple[int, str]:
    """Return a key that puts years before halves, quarters and months, each in time."""
    return (("year", "half", "quarter", "month", "other").index(kind_of(period)), period)


def list_periods(indices: pd.DataFrame) -> list[str]:
    """Return the periods of an index table, years first, each kind in time."""
    return sorted({_text(period) for period in indices["period"]}, key=period_sort)


def _figure(row: Row | None, period: str, scale: float = 1.0) -> Figure:
    if row is None:
        return Figure(period, n=0, marks=("..",))
    marks = tuple(_text(row["mark"]).split())
    shown = "F" not in marks  # too few respondents: the figure stands, the letter does not
    return Figure(
        period=period,
        n=_count(row["n"]),
        n_missing=_count(row["n_missing"]),
        printed=_decimal(row["printed"]),
        value=_scaled(_number(row["index"]), scale),
        low=_scaled(_number(row["low"]), scale),
        high=_scaled(_number(row["high"]), scale),
        grade=_text(row["grade"]) if shown else "",
        grade_low=_text(row["grade_low"]) if shown else "",
        grade_high=_text(row["grade_high"]) if shown else "",
        marks=marks,
        note=_text(row["note"]),
    )


def _difference(row: Row | None, many: bool, scale: float = 1.0) -> Difference | None:
    """Return a change; with `many`, a direction is only named when it survives Holm's correction."""
    if row is None:
        return None
    verdict = _text(row["verdict"])
    p_holm = _number(row["p_holm"])
    sure = verdict in ("up", "down") and (not many or (p_holm is not None and p_holm < ALPHA))
    printed = _decimal(row["printed_change"])
    return Difference(
        printed=printed,
        value=_scaled(_number(row["change"]), scale),
        low=_scaled(_number(row["low"]), scale),
        high=_scaled(_number(row["high"]), scale),
        verdict=verdict,  # type: ignore[arg-type]
        moved=verdict if sure and printed else "",  # type: ignore[arg-type]
        contribution=_decimal(row["printed_contribution"]),
        note=_text(row["note"]),
    )


# ---- what may not be printed ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Register:
    """What the register of units says about a unit beside its name."""

    order: tuple[str, ...]
    groups: Mapping[str, Mapping[str, str]]


def _read_register(units: pd.DataFrame | None) -> _Register:
    if units is None:
        return _Register((), {})
    groups: dict[str, dict[str, str]] = {}
    for row in units.to_dict("records"):
        known = {level: _text(row[level]) for level in GROUP_LEVELS if level in units.columns}
        groups[_text(row["unit_id"])] = {level: value for level, value in known.items() if value}
    return _Register(tuple(groups), groups)


@dataclass(frozen=True)
class _Hidden:
    """The cells (level, parent, id) of a period whose count, and whose figure, may not be shown.

    A sound unit is never hidden for another: where its count would give back a small unit's, only the count goes.
    """

    counts: frozenset[Any]
    figures: frozenset[Any]


def _hidden_cells(book: _Book, register: _Register, period: str, survey: Any) -> _Hidden:
    """Return what may not be shown of a period."""
    minimum = survey.publish.minimum_cell
    counts: dict[tuple[str, str, str], int] = {}
    for level in ("all", *GROUP_LEVELS, "unit", "service", *PROFILE_LEVELS):
        for parent, name in book.ids(period, level):
            counts[(level, parent, name)] = _count(book.rows[(period, level, parent, name, "index")]["n"]) or 0
    units = [("unit", parent, name) for parent, name in book.ids(period, "unit")]
    families = []
    for unit in units:
        services = [("service", parent, name) for parent, name in book.ids(period, "service")]
        families.append(_family(unit, [cell for cell in services if cell[1] == unit[2]], counts))
    for level in ("agency", "kind", "region"):
        groups = [(level, parent, name) for parent, name in book.ids(period, level)]
        for group in groups:
            members = [u for u in units if register.groups.get(u[2], {}).get(level) == group[2]]
            families.append(_family(group, members, counts))
        families.append(_family(WHOLE, groups, counts))
    families.append(_family(WHOLE, units, counts))
    for level in PROFILE_LEVELS:
        groups = [(level, parent, name) for parent, name in book.ids(period, level) if not parent]
        families.append(_family(WHOLE, groups, counts))
    hidden = hide_cells(counts, families, minimum)
    parents = [family for family in families if family.total[0] in GROUP_LEVELS]
    return _Hidden(hidden, _hidden_figures(hidden, counts, parents, survey))


def _hidden_figures(
    hidden: frozenset[Any], counts: Mapping[Any, int], groups: Iterable[Family], survey: Any
) -> frozenset[Any]:
    """Return the cells whose figure goes with their count.

    Among many units the printed mean does not give back one unit's figure; among few it does, so there a second
    unit's figure goes as well, and the figure of a small group with one hidden unit.
    """
    few = sum(cell[0] == "unit" and n > 0 for cell, n in counts.items()) < MANY_UNITS
    small = survey.publish.minimum_cell
    weak = counts_below(counts, survey.publish.minimum_respondents)
    figures = {
        cell
        for cell in hidden
        if counts[cell] < small
        or cell[0] in ("service", *PROFILE_LEVELS)
        or (cell[0] == "unit" and (few or cell in weak))
    }
    for group in groups:
        members = [part for part in group.parts if part[0] == "unit" and counts[part] > 0]
        if len(members) < MANY_UNITS and sum(part in figures for part in members) == 1:
            figures.add(group.total)
    return frozenset(figures)


def counts_below(counts: Mapping[Any, int], minimum: int) -> frozenset[Any]:
    """Return the cells with some persons, but fewer than `minimum`."""
    return frozenset(cell for cell, count in counts.items() if 0 < count < minimum)


def _family(total: tuple[str, str, str], parts: Iterable[Any], counts: dict[Any, int]) -> Family:
    """Return a family, with the persons that no part names (not answered, no group) as one more part."""
    parts = tuple(parts)
    rest = ("rest", total, parts[0][0] if parts else "")
    counts[rest] = max(counts.get(total, 0) - sum(counts[part] for part in parts), 0) if parts else 0
    return Family(total, (*parts, rest))


# ---- building ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reader:
    """What is needed to read a subject: the rows, the two periods, what is hidden in them."""

    book: _Book
    register: _Register
    regulation: Regulation
    language: str
    period: str
    previous: str | None
    hidden: Mapping[str, _Hidden]

    @property
    def multiplier(self) -> int:
        """What takes an element's mean to the scale of the index."""
        return self.regulation.multiplier

    def subject(self, level: str, parent: str, name: str, label: str) -> Subject:
        """Return a subject with its figures of both periods and its elements."""
        now = self._figure_at(self.period, level, parent, name)
        before = self._figure_at(self.previous, level, parent, name) if self.previous else None
        return Subject(
            level=level,
            id=name,
            name=label,
            now=now,
            before=before,
            difference=self._change(level, parent, name, "index", now, before),
            elements=self._elements(level, parent, name) if level in ("all", "unit") else (),
            groups=self.register.groups.get(name, {}) if level == "unit" else {},
        )

    def _figure_at(self, period: str, level: str, parent: str, name: str, measure: str = "index") -> Figure:
        row = self.book.rows.get((period, level, parent, name, measure))
        figure = _figure(row, period, 1.0 if measure == "index" else self.multiplier)
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
        return _difference(row, level == "unit", 1.0 if measure == "index" else self.multiplier)

    def _elements(self, level: str, parent: str, name: str) -> tuple[ElementFacts, ...]:
        found = []
        for element in self.regulation.elements:
            if (self.period, level, parent, name, element.key) not in self.book.rows:
                continue
            now = self._figure_at(self.period, level, parent, name, element.key)
            before = self._figure_at(self.previous, level, parent, name, element.key) if self.previous else None
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
    """
    evidence = evidence or Evidence()
    language = language or survey.language
    book = _Book(indices.frame, None if changes is None else changes.frame)
    register = _read_register(survey.units)
    others = book.compared_with(period)
    compared = others[0] if others else None
    broken = _find_break(book, indices.instruments, period, compared)
    previous = None if broken else compared
    hidden = {p: _hidden_cells(book, register, p, survey) for p in {period, *others}}
    asked = indices.instruments.get(period)  # None where the parts of a period asked different things
    regulation = asked.regulation if asked else survey.regulation_for(period)
    reader = _Reader(book, register, regulation, language, period, previous, hidden)
    units = _read_units(reader)
    entering, leaving = _moving_units(reader, units)
    whole = _read_whole(reader, units)
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
        answers=_read_answers(evidence.distribution, reader, survey.publish.minimum_cell),
        quality=_read_quality(evidence.quality, period),
        sources=_read_sources(evidence.accounts, period, survey.publish.minimum_cell),
        totals=_read_totals(evidence.accounts, period),
        rules=_read_rules(evidence.exclusions, evidence.accounts, period),
        fieldwork=_read_fieldwork(evidence.fieldwork, period),
        orders=_read_orders(evidence.orders, period, previous),
        refused=sum(n for key, n in evidence.refused.items() if _about(key, period)),
        version=evidence.version,
        notes=_own_notes(book, period, (*indices.notes, *(changes.notes if changes is not None else ()))),
    )


def _own_notes(book: _Book, period: str, notes: Iterable[str]) -> tuple[str, ...]:
    """Return the notes that are not about another period: those begin with its id."""
    others = tuple(other for other in book.periods() if other and other != period)
    about_others = tuple(f"{other}:" for other in others)
    kept = (text for text in dict.fromkeys(notes) if not text.startswith(about_others))
    return tuple(text for text in kept if f" {period}:" in text or not text.startswith(tuple(f"{o} " for o in others)))


def _publisher(survey: Any) -> dict[str, str]:
    names = ("institution", "place", "contact", "licence")
    values = {name: getattr(survey.publisher, name) for name in names}
    return {name: value for name, value in values.items() if value}


def _find_break(book: _Book, instruments: Mapping[str, Instrument], period: str, compared: str | None) -> Break | None:
    """Return why the two periods are not compared, None where they are."""
    if compared is None:
        return None
    row = book.changes.get((period, compared, "all", "all", "index"))
    if row is None or _text(row["verdict"]) != "not comparable":
        return None
    if compared not in instruments or period not in instruments:
        return Break("mixed", "", "")
    before, now = (instruments[p].regulation for p in (compared, period))
    if before.id != now.id:
        return Break("regulation", before.title, now.title)
    if len(before.elements) != len(now.elements):
        return Break("elements", str(len(before.elements)), str(len(now.elements)))
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
    return {basis: _figure(row, reader.period) for basis, row in rows.items() if row is not None}


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
        return {key[1]: label for key, label in rows if _text(reader.book.rows[at[key]]["printed"])}

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
        difference = _difference(matched, many=False)
        ends = [_rounded(matched[name]) for name in ("index_from", "index_to")]
        found.insert(1, Comparison("matched", reader.previous, *ends, difference, n_matched))
    return (*found, *_year_earlier(reader, others[1:]))


def _by_basis(reader: _Reader, basis: str) -> list[Comparison]:
    row = reader.book.changes.get((reader.period, str(reader.previous), "basis", basis, "index"))
    ends = [reader.book.rows.get((p, "basis", basis)) for p in (reader.previous, reader.period)]
    difference = _difference(row, many=False)
    if difference is None or None in ends:
        return []
    before, now = (_decimal(end["printed"]) for end in ends if end is not None)
    return [Comparison(basis, str(reader.previous), before, now, difference)]


def _matched_betrays(reader: _Reader) -> bool:
    """Return whether the matched figure minus the whole would give back a hidden unit."""
    cells = {p: {n for _, n in reader.book.ids(p, "unit")} for p in (str(reader.previous), reader.period)}
    before, now = cells.values()
    return any(
        ("unit", "", name) in reader.hidden[p].figures for p, names in cells.items() for name in names & (before ^ now)
    )


def _rounded(value: Any) -> Decimal | None:
    number = _number(value)
    return None if number is None else Decimal(str(round(number, 9))).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def _year_earlier(reader: _Reader, others: list[str]) -> list[Comparison]:
    found = []
    for other in others:
        row = reader.book.changes.get((reader.period, other, "all", "all", "index"))
        difference = _difference(row, many=False)
        before = reader.book.rows.get((other, "all", "", "all", "index"))
        now = reader.book.rows.get((reader.period, "all", "", "all", "index"))
        if difference and difference.verdict != "not comparable" and before and now:
            ends = (_decimal(before["printed"]), _decimal(now["printed"]))
            found.append(Comparison("earlier", other, *ends, difference))
    return found


def _read_profiles(reader: _Reader) -> tuple[Profile, ...]:
    whole = reader.book.rows.get((reader.period, "all", "", "all", "index"))
    total = (_count(whole["n"]) if whole else 0) or 0
    found = []
    for level in PROFILE_LEVELS:
        cells = {key: label for key, label in reader.book.ids(reader.period, level).items() if not key[0]}
        if cells and total:
            groups = tuple(reader.subject(level, *key, label) for key, label in cells.items())
            found.append(Profile(level, groups, total))
    return tuple(found)


def _read_answers(table: pd.DataFrame | None, reader: _Reader, minimum: int) -> tuple[Answers, ...]:
    """Return the spread of answers of the whole, hiding small counts so that none can be subtracted out."""
    if table is None or WHOLE in reader.hidden[reader.period].counts:
        return ()
    chosen = table[(table["period"] == reader.period) & (table["level"] == "all")]
    elements = {element.key: element for element in reader.regulation.elements}
    found = []
    for row in chosen.to_dict("records"):
        element = elements.get(_text(row["element"]))
        if element is None or _text(row.get("question")) not in ("", element.key):
            continue
        counts = [_count(row[f"n{score}"]) or 0 for score in range(1, 5)]
        parts = {score: count for score, count in enumerate(counts, start=1)}
        hidden = hide_cells({**parts, "all": sum(counts)}, [Family("all", (1, 2, 3, 4))], minimum)
        split = bool(hidden & {1, 2}) and bool(hidden & {3, 4})  # the share would part the hidden ones
        shown = tuple(None if score in hidden else count for score, count in parts.items())
        share = (None, None, None) if split else tuple(_number(row[c]) for c in ("share_3_4", "low", "high"))
        found.append(
            Answers(
                element.key,
                element.code,
                element.short[reader.language],
                shown,  # type: ignore[arg-type]
                sum(counts),
                *share,
            )
        )
    return tuple(found)


def _about(key: Any, period: str) -> bool:
    """Return whether something filed under `key` belongs to a period: its own, that of a part, or of no one period."""
    return _text(key) in ("", NO_PERIOD, period) or _text(key).startswith(f"{period}-")


def _read_fieldwork(days: Mapping[str, tuple[dt.date, dt.date] | None], period: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a period and its parts."""
    spans = [span for key, span in days.items() if span is not None and _about(key, period) and key]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _read_orders(orders: Mapping[str, str], period: str, previous: str | None) -> tuple[str, ...]:
    """Return the orders of the last two codes that the sources of both periods followed."""
    periods = [p for p in (period, previous) if p is not None]
    return tuple(sorted({order for p in periods for key, order in orders.items() if _about(key, p)}))


def _read_quality(table: pd.DataFrame | None, period: str) -> dict[str, float]:
    """Return the quality measures of the whole that have a value."""
    if table is None:
        return {}
    chosen = table[(table["period"] == period) & (table["level"] == "all")]
    pairs = {_text(row["measure"]): _number(row["value"]) for row in chosen.to_dict("records")}
    return {measure: value for measure, value in pairs.items() if value is not None}


def _read_sources(table: pd.DataFrame | None, period: str, minimum: int) -> tuple[Source, ...]:
    """Return the files of a period; where a file holds few persons, its row counts are hidden."""
    if table is None:
        return ()
    rows = [row for row in table.to_dict("records") if _about(row["period"], period)]
    counts: dict[Any, int] = {n: _count(row["rows_kept"]) or 0 for n, row in enumerate(rows)}
    family = Family("all", tuple(range(len(rows))))
    hidden = hide_cells({**counts, "all": sum(counts.values())}, [family], minimum)
    found = []
    for number, row in enumerate(rows):
        cells = [None if number in hidden else _count(row[c]) for c in ("rows_in", "rows_kept", "rows_dropped")]
        refused = _text(row["status"]) == "refused"
        found.append(Source(_text(row["file"]), _text(row["sha256"]), *cells, refused, _text(row["note"])))
    return tuple(found)


def _read_totals(table: pd.DataFrame | None, period: str) -> tuple[int, int, int] | None:
    """Return rows read, kept and dropped over all files of a period."""
    rows = [] if table is None else [row for row in table.to_dict("records") if _about(row["period"], period)]
    if not rows:
        return None
    read, kept, dropped = (sum(_count(row[c]) or 0 for row in rows) for c in ("rows_in", "rows_kept", "rows_dropped"))
    return read, kept, dropped


def _read_rules(exclusions: pd.DataFrame | None, accounts: pd.DataFrame | None, period: str) -> tuple[Rule, ...]:
    """Return how often each rule acted on the files of a period, in a fixed order."""
    if exclusions is None or exclusions.empty:
        return ()
    if accounts is not None:
        files = {row["file"] for row in accounts.to_dict("records") if _about(row["period"], period)}
        exclusions = exclusions[exclusions["file"].isin(files)]
    counted = exclusions.groupby(["action", "rule"], sort=True).size()
    return tuple(Rule(str(rule), str(action), int(n)) for (action, rule), n in counted.items())
