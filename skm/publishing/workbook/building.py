"""Facts of a period → its workbook: cover, contents, notes, one table a sheet."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from skm.periods import NO_PERIOD
from skm.publishing import wording
from skm.publishing.facts import NOT_ANSWERED, Difference, Facts, Figure, Profile, Subject
from skm.publishing.formatting import capital, spell_period
from skm.publishing.stamps import list_stamps, say_hash, say_release
from skm.publishing.wording import Words
from skm.publishing.workbook.plain import ABSENT, HIDDEN, NOT_APPLICABLE, Book, Column, Sheet, Value
from skm.publishing.workbook.sums import shown, sum_sheets
from skm.publishing.workbook.writing import write_book

SYMBOLS = ("x", "absent", "not_applicable", "e", "f", "p", "r", "s")
NAMES = ("cover", "contents", "notes", "one_table")


def write_workbook(facts: Mapping[str, Facts], folder: Path) -> None:
    """Write `skm-<period>.xlsx` in the survey's own language.

    Parameters
    ----------
    facts
        The facts of the period by language, the survey's own first.
    folder
        Where the outputs of the period go.
    """
    own = next(iter(facts.values()))
    write_book(build_workbook(own), folder / f"skm-{own.period or NO_PERIOD}.xlsx")


def build_workbook(facts: Facts) -> Book:
    """Return the workbook of a period; a sheet without content is absent."""
    words = wording.load_words(facts.language)
    makers: tuple[Callable[[Facts, Words], Iterable[Sheet]], ...] = (
        _indices,
        _units,
        _elements,
        _unit_elements,
        _answers,
        _respondents,
        _services,
        _history,
        _comparisons,
        sum_sheets,
        _recap,
    )
    sheets = tuple(sheet for make in makers for sheet in make(facts, words) if sheet.rows)
    publisher = facts.publisher.get("institution") or facts.name
    return Book(
        title=wording.title_of(facts),
        author=publisher,
        cover=tuple(_cover(facts, words)),
        notes=tuple(_notes(facts, words)),
        sheets=sheets,
        names={name: words.say(f"book.{name}") for name in NAMES},
    )


def _cover(facts: Facts, words: Words) -> Iterable[tuple[str, str]]:
    """Give the lines of the first sheet: what it is, in which state, of whom, until when."""
    yield words.say("book.cover_survey"), facts.name or words.say("book.not_stated")
    yield words.say("book.cover_period"), wording.say_period(facts)
    yield from ((stamp.word, stamp.text) for stamp in list_stamps(facts))
    yield words.say("book.cover_release"), say_release(facts)
    yield words.say("book.cover_hash"), say_hash(facts)
    yield words.say("book.cover_publisher"), facts.publisher.get("institution") or words.say("book.not_stated")
    yield words.say("book.cover_contact"), facts.publisher.get("contact") or words.say("book.not_stated")
    yield words.say("book.cover_licence"), facts.publisher.get("licence") or words.say("book.no_licence")
    yield words.say("book.cover_regulation"), facts.regulation.title
    yield words.say("book.cover_version"), facts.version or ".."


def _notes(facts: Facts, words: Words) -> Iterable[tuple[str, str]]:
    """Give the symbols of the cells, and what must be said of the figures."""
    few = {"n": facts.minimum_respondents}
    symbols = {"x": HIDDEN, "absent": ABSENT, "not_applicable": NOT_APPLICABLE}
    for name in SYMBOLS:
        yield symbols.get(name, name.upper() if name in "ef" else name), words.say(f"data.symbol_{name}", **few)
    yield words.say("book.basis"), words.say(f"basis.{facts.official}")
    yield words.say("book.interval"), words.say("book.interval_means")
    yield words.say("book.change"), words.say("book.change_means")
    if facts.broken and facts.previous:
        yield words.say("book.break"), wording.say_break(facts, facts.broken)
    recruitment = (facts.recruitment or "unknown").replace("-", "_")
    yield words.say("book.recruitment"), words.say(f"method.recruitment_{recruitment}")
    yield from ((words.say("book.note"), capital(note)) for note in facts.notes)


# ---- figures ----------------------------------------------------------------------------------------------------


def _figure_columns(facts: Facts, words: Words, places: int = 2) -> list[Column]:
    """Return the columns of a figure in both periods with its change; intervals are two columns."""
    now = wording.say_period(facts)
    columns = []
    if compares(facts):
        before = spell_period(str(facts.previous), facts.language)
        columns.append(Column(words.say("book.n_of", period=before), "count"))
    columns.append(Column(words.say("book.n_of", period=now), "count"))
    if compares(facts):
        columns.append(Column(words.say("book.value_of", period=before), places))
    columns += [Column(words.say("book.value_of", period=now), places)]
    columns += [Column(words.say(f"book.{end}"), places) for end in ("low", "high")]
    if compares(facts):
        columns += [Column(words.say(f"book.change_{end}"), places) for end in ("printed", "low", "high")]
        columns.append(Column(words.say("book.verdict"), width=18))
    return [*columns, Column(words.say("book.grade"), width=8), Column(words.say("book.mark"), width=8)]


def compares(facts: Facts) -> bool:
    """Return whether the period is compared with the one before."""
    return facts.previous is not None and facts.broken is None


def _figures(facts: Facts, subject: Subject, *, many: bool) -> tuple[Value, ...]:
    now, before = subject.now, subject.before
    if not compares(facts):
        return (_count(now), shown(now), *_ends(now), _grade(now), _mark(now))
    return (
        _count(before),
        _count(now),
        ABSENT if before is None else shown(before),
        shown(now),
        *_ends(now),
        *_change(subject.difference, now, before),
        wording.say_verdict(subject.difference, facts, many=many) if subject.difference else ABSENT,
        _grade(now),
        _mark(now),
    )


def _count(figure: Figure | None) -> Value:
    if figure is None:
        return ABSENT
    return HIDDEN if figure.n is None else figure.n


def _ends(figure: Figure) -> tuple[Value, Value]:
    """Return the ends of an interval as numbers of their own, rounded as they are printed."""
    if figure.hidden:
        return HIDDEN, HIDDEN
    return _rounded(figure.low), _rounded(figure.high)


def _rounded(value: float | None) -> Value:
    return ABSENT if value is None else round(value, 9)


def _change(difference: Difference | None, now: Figure, before: Figure | None) -> tuple[Value, Value, Value]:
    if now.hidden or (before is not None and before.hidden):
        return HIDDEN, HIDDEN, HIDDEN
    if difference is None or difference.printed is None:
        return ABSENT, ABSENT, ABSENT
    return difference.printed, _rounded(difference.low), _rounded(difference.high)


def _grade(figure: Figure) -> str:
    return HIDDEN if figure.hidden else figure.grade or ABSENT


def _mark(figure: Figure) -> str:
    return " ".join(figure.marks) or NOT_APPLICABLE


# ---- sheets -----------------------------------------------------------------------------------------------------


def _sheet(
    words: Words, key: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], *notes: str
) -> Iterable[Sheet]:
    name, title = words.say(f"book.sheet_{key}"), words.say(f"book.title_{key}")
    yield Sheet(key, name, title, tuple(columns), tuple(rows), notes)


def _indices(facts: Facts, words: Words) -> Iterable[Sheet]:
    columns = [
        Column(words.say("book.name"), width=36),
        Column(words.say("book.level"), width=18),
        Column(words.say("book.n_units"), "count"),
        *_figure_columns(facts, words),
        Column(words.say("book.note"), width=50),
    ]
    subjects = [facts.whole, *(group for groups in facts.groups.values() for group in groups)]
    rows = [
        (
            facts.name or words.say("level.whole") if one.level == "all" else one.name,
            capital(words.say("level.whole") if one.level == "all" else words.say(f"level.{one.level}")),
            one.n_units,
            *_figures(facts, one, many=False),
            one.now.note or NOT_APPLICABLE,
        )
        for one in subjects
    ]
    yield from _sheet(words, "indices", columns, rows)


def _units(facts: Facts, words: Words) -> Iterable[Sheet]:
    columns = [
        Column(words.say("book.unit"), width=36),
        Column(words.say("book.unit_id"), width=16),
        Column(capital(words.say("level.kind")), width=20),
        Column(capital(words.say("level.agency")), width=24),
        *_figure_columns(facts, words),
        Column(words.say("book.ranks"), width=14),
        Column(words.say("book.note"), width=50),
    ]
    rows = [
        (
            unit.name,
            unit.id,
            unit.groups.get("kind") or ABSENT,
            unit.groups.get("agency") or ABSENT,
            *_figures(facts, unit, many=True),
            f"[{ranks}]" if (ranks := wording.say_ranks(unit)) in ("x", "..") else ranks,
            wording.say_unit_note(unit, facts) or NOT_APPLICABLE,
        )
        for unit in facts.units
    ]
    yield from _sheet(words, "units", columns, rows)


def _elements(facts: Facts, words: Words) -> Iterable[Sheet]:
    columns = [
        Column(words.say("book.code"), width=8),
        Column(words.say("book.element"), width=38),
        *_figure_columns(facts, words),
        Column(words.say("book.contribution"), 2),
        Column(words.say("book.n_missing"), "count"),
    ]
    rows = []
    for element in facts.whole.elements:
        subject = Subject("", element.key, element.name, element.now, element.before, element.difference)
        part = element.difference.contribution if element.difference else None
        missing = HIDDEN if element.now.n_missing is None else element.now.n_missing
        figures = _figures(facts, subject, many=False)
        rows.append((element.code, element.name, *figures, ABSENT if part is None else part, missing))
    yield from _sheet(words, "elements", columns, rows)


def _unit_elements(facts: Facts, words: Words) -> Iterable[Sheet]:
    columns = [
        Column(words.say("book.unit"), width=36),
        Column(words.say("book.code"), width=8),
        Column(words.say("book.element"), width=38),
        *_figure_columns(facts, words),
    ]
    rows = [
        (unit.name, element.code, element.name, *_figures(facts, _as_subject(element), many=False))
        for unit in facts.units
        for element in unit.elements
    ]
    yield from _sheet(words, "unit_elements", columns, rows)


def _as_subject(element: object) -> Subject:
    now, before, difference = (getattr(element, name) for name in ("now", "before", "difference"))
    return Subject("", "", "", now, before, difference)


def _answers(facts: Facts, words: Words) -> Iterable[Sheet]:
    columns = [
        Column(words.say("book.name"), width=36),
        Column(words.say("book.code"), width=8),
        Column(words.say("book.question"), width=38),
        *(Column(words.say("book.score", score=score), "count") for score in range(1, 5)),
        Column(words.say("book.n_answers"), "count"),
        Column(words.say("book.share"), 1),
        *(Column(words.say(f"book.{end}"), 1) for end in ("low", "high")),
    ]
    subjects = [(facts.whole, facts.name or words.say("level.whole")), *((unit, unit.name) for unit in facts.units)]
    rows = []
    for subject, name in subjects:
        answers = facts.answers if subject.level == "all" else subject.answers
        for one in answers:
            counts = [HIDDEN if n is None else n for n in one.counts]
            shares = [HIDDEN if v is None else round(100 * v, 9) for v in (one.share_3_4, one.low, one.high)]
            rows.append((name, one.code, one.short, *counts, one.total, *shares))
    yield from _sheet(words, "answers", columns, rows, words.say("book.note_answers"))


def _respondents(facts: Facts, words: Words) -> Iterable[Sheet]:
    columns = [
        Column(words.say("book.name"), width=36),
        Column(words.say("book.characteristic"), width=18),
        Column(words.say("book.group"), width=30),
        Column(words.say("book.respondents"), "count"),
        Column(words.say("book.ikm_plain"), 2),
        *(Column(words.say(f"book.{end}"), 2) for end in ("low", "high")),
    ]
    whole = facts.name or words.say("level.whole")
    rows = [line for profile in facts.profiles for line in _profile_rows(words, whole, profile, with_index=True)]
    rows += [
        line
        for unit in facts.units
        for profile in unit.profiles
        for line in _profile_rows(words, unit.name, profile, with_index=False)
    ]
    yield from _sheet(words, "respondents", columns, rows)


def _profile_rows(words: Words, name: str, profile: Profile, *, with_index: bool) -> Iterable[tuple[Value, ...]]:
    for group in profile.groups:
        label = words.say("level.unanswered") if group.id == NOT_ANSWERED else group.name
        figures = (shown(group.now), *_ends(group.now)) if with_index else (NOT_APPLICABLE,) * 3
        yield name, capital(words.say(f"level.{profile.view}")), label, _count(group.now), *figures


def _services(facts: Facts, words: Words) -> Iterable[Sheet]:
    columns = [
        Column(words.say("book.unit"), width=36),
        Column(words.say("book.service"), width=36),
        Column(words.say("book.respondents"), "count"),
        Column(words.say("book.ikm_plain"), 2),
        *(Column(words.say(f"book.{end}"), 2) for end in ("low", "high")),
        Column(words.say("book.mark"), width=8),
    ]
    rows = [
        (unit.name, one.name, _count(one.now), shown(one.now), *_ends(one.now), _mark(one.now))
        for unit in facts.units
        for one in unit.services
    ]
    yield from _sheet(words, "services", columns, rows)


def _history(facts: Facts, words: Words) -> Iterable[Sheet]:
    """Give the figures of all periods up to this one, where there are more than two."""
    if len(facts.whole.history) <= 2:
        return
    columns = [
        Column(words.say("book.name"), width=36),
        Column(words.say("book.period"), width=18),
        Column(words.say("book.respondents"), "count"),
        Column(words.say("book.ikm_plain"), 2),
        *(Column(words.say(f"book.{end}"), 2) for end in ("low", "high")),
        Column(words.say("book.grade"), width=8),
        Column(words.say("book.comparable"), width=16),
    ]
    rows = []
    for subject in (facts.whole, *facts.units):
        name = subject.name if subject.level != "all" else facts.name or words.say("level.whole")
        for place, past in enumerate(subject.history):
            figure = past.figure
            told = words.say(f"book.{'no' if past.broken else 'yes'}") if place else NOT_APPLICABLE
            period = spell_period(figure.period, facts.language)
            rows.append((name, period, _count(figure), shown(figure), *_ends(figure), _grade(figure), told))
    yield from _sheet(words, "history", columns, rows)


def _comparisons(facts: Facts, words: Words) -> Iterable[Sheet]:
    """Give the whole under each way to put its units together."""
    columns = [
        Column(words.say("book.basis"), width=46),
        Column(words.say("book.respondents"), "count"),
        Column(words.say("book.ikm_plain"), 2),
        *(Column(words.say(f"book.{end}"), 2) for end in ("low", "high")),
        Column(words.say("book.official"), width=10),
    ]
    rows = [
        (
            words.say(f"basis.{basis}"),
            _count(figure),
            shown(figure),
            *_ends(figure),
            words.say("book.yes" if basis == facts.official else "book.no"),
        )
        for basis, figure in facts.bases.items()
    ]
    if len(rows) > 1:
        yield from _sheet(words, "bases", columns, rows)


def _recap(facts: Facts, words: Words) -> Iterable[Sheet]:
    """Give the recap that offices send on: a line a unit with its elements, letter, method, priority and plan."""
    codes = [element.code for element in facts.regulation.elements]
    columns = [
        Column(words.say("book.number"), "count", 6),
        Column(words.say("book.recap_unit"), width=36),
        Column(words.say("book.period"), width=18),
        *(Column(code, 2, 9) for code in codes),
        Column(words.say("book.ikm_plain"), 2),
        Column(words.say("book.category"), width=18),
        Column(words.say("book.respondents"), "count"),
        Column(words.say("book.method"), width=30),
        Column(words.say("book.priority"), width=30),
        Column(words.say("book.plan"), width=50),
    ]
    subjects = list(facts.units) if len(facts.units) > 1 else [facts.whole]
    rows = [_recap_row(facts, words, subject, number) for number, subject in enumerate(subjects, start=1)]
    yield from _sheet(words, "recap", columns, rows, words.say("book.note_recap"))


def _recap_row(facts: Facts, words: Words, subject: Subject, number: int) -> tuple[Value, ...]:
    own = {element.key: element for element in subject.elements}
    points: list[Value] = []
    for element in facts.regulation.elements:
        figure = own[element.key].now if element.key in own else subject.now
        known = figure.points if element.key in own else None
        points.append(HIDDEN if figure.hidden else ABSENT if known is None else known)
    names = {grade.letter: grade.names[facts.language] for grade in facts.regulation.grades}
    letter = subject.now.grade
    lowest = ", ".join(f"{own[key].code} {own[key].short}" for key in subject.lowest if key in own)
    follow = facts.followups.get("" if subject.level == "all" else subject.id)
    plan = "; ".join(action.activity for action in follow.plan) if follow else ""
    method = (facts.recruitment or "unknown").replace("-", "_")
    return (
        number,
        facts.name or words.say("level.whole") if subject.level == "all" else subject.name,
        wording.say_period(facts),
        *points,
        shown(subject.now),
        HIDDEN if subject.now.hidden else f"{letter} ({names[letter]})" if letter in names else ABSENT,
        _count(subject.now),
        words.say(f"book.method_{method}"),
        lowest or ABSENT,
        plan or ABSENT,
    )
