"""The published figures as data: one spelling for every language and machine, and the hash of it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from skm.publishing.facts import HIDDEN_MARK, PROFILE_LEVELS, WHOLE, Answers, Difference, Facts, Figure, Subject
from skm.publishing.release import REVISED_MARK, Revision, Standing

SCHEMA = "skm-figures-2"  # its spelling enters the hash: whoever changes it changes every hash
HUNDREDTH = Decimal("0.01")
STEADY = 9  # decimals to which a float is the same on every machine
TOLD = 6  # decimals of a float that no list of figures has
# Marks that tell the history of a figure, not the figure.
HISTORY = frozenset({REVISED_MARK, "p"})
MOVED = ("up", "down")
# What is no figure: the words of a language, who publishes, what has been released, from which files and program.
UNTOLD = frozenset(
    {"language", "publisher", "office", "release", "version", "sha256", "is_latest", "regulation", "notes"}
)
# Texts that are codes, the same in every language; all other texts are words.
CODES = frozenset(
    {
        *("period", "previous", "level", "id", "key", "code", "kind", "basis", "period_from", "view", "month"),
        *("system", "grade", "grade_low", "grade_high", "letter", "verdict", "moved", "place", "places", "marks"),
        *("rule", "action", "status", "state", "quarters", "groups", "lowest", "highest", "entity", "official"),
        *("first", "last", "outside", "runs"),
        *("missing_policy", "year_from_parts", "recruitment", "orders", "value", "zone", "rank", "count"),
    }
)

# What stands beside each figure. An index, an element's mean (1-4) or the respondents of a subject are its measures.
COLUMNS = (
    *("level", "parent", "id", "measure"),
    *("n", "printed", "grade", "low", "high", "mark"),
    *("change", "change_low", "change_high", "verdict", "contribution"),
)
RESPONDENTS = "respondents"
DETAIL = frozenset({"service", *PROFILE_LEVELS})

Line = list[Any]


def published_figures(facts: Facts) -> dict[str, Any]:
    """Return what a period publishes as plain values: texts with a decimal point, counts, None where there is nothing.

    Names and sentences stay out, so that every language has the same figures; what is hidden is already gone.
    """
    comparisons = [
        [c.kind, c.period_from, _text(c.before), _text(c.now), *_difference(c.difference)] for c in facts.comparisons
    ]
    return {
        "schema": SCHEMA,
        "period": facts.period,
        "compared_with": facts.previous,
        "comparable": facts.previous is not None and facts.broken is None,
        "regulation": facts.regulation.id,
        "official": facts.official,
        "simulated": facts.simulated,
        "columns": list(COLUMNS),
        "figures": sorted(
            (line for parent, subject in subjects_of(facts) for line in _lines(parent, subject)), key=_key
        ),
        "bases": {basis: _figure(figure) for basis, figure in sorted(facts.bases.items())},
        "comparisons": sorted(comparisons, key=lambda line: line[:2]),
        "answers": sorted(_answers(facts), key=lambda line: line[:3]),
        "persons": sorted(_persons(facts), key=lambda line: line[:4]),
        "history": sorted(_history(facts), key=lambda line: line[:3]),
        "everything": hash_everything(facts),
    }


def hash_everything(facts: Facts) -> str:
    """Return the SHA-256 of every number and code that the facts hold: what any output could print.

    Whatever is added to the facts is in it by itself; words are not, so every language has the same one.
    """
    return hashlib.sha256(canonical_bytes(_plain(facts, ""))).hexdigest()


@cache
def _fields_of(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of the fields that a kind of fact is hashed by, and what reads them all."""
    names = tuple(one.name for one in fields(kind) if one.name not in UNTOLD)
    return names, attrgetter(*names, *names[:1])  # the first one twice: of a single name it would return no tuple


def _plain(value: Any, name: str) -> Any:
    """Return a value of the facts as plain numbers and codes, None for words."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return _cut(value)
    if isinstance(value, str):
        return value if name in CODES else None
    if isinstance(value, tuple | list):
        return [_plain(one, name) for one in value if name != "marks" or one not in HISTORY]
    return _plain_of_many(value, name)


def _plain_of_many(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one, name) for key, one in value.items()}
    if is_dataclass(value):
        names, read = _fields_of(type(value))
        return [_plain(one, own) for own, one in zip(names, read(value), strict=False)]
    return str(value)


def _cut(value: float) -> str | None:
    """Return a float as every machine spells it; None for what is no number."""
    if value != value:  # noqa: PLR0124 - not a number
        return None
    text = f"{round(value, STEADY):.{TOLD}f}"
    return text[1:] if text[0] == "-" and not float(text) else text


def canonical_bytes(figures: Mapping[str, Any]) -> bytes:
    r"""Return figures in their one spelling: sorted keys, no spaces, UTF-8, LF.

    Examples
    --------
    >>> canonical_bytes({"b": "81.96", "a": None})
    b'{"a":null,"b":"81.96"}\n'
    """
    return (json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode("utf-8")


def results_hash(figures: Mapping[str, Any]) -> str:
    """Return the SHA-256 of published figures as hexadecimal text."""
    return hashlib.sha256(canonical_bytes(figures)).hexdigest()


def subjects_of(facts: Facts) -> Iterable[tuple[str, Subject]]:
    """Return every subject with its parent: the whole, groups of units, units, their services, groups of people."""
    yield "", facts.whole
    for group in (*facts.groups.values(), *(profile.groups for profile in facts.profiles)):
        yield from (("", subject) for subject in group)
    for unit in facts.units:
        yield "", unit
        yield from ((unit.id, service) for service in unit.services)


def with_release(facts: Facts, standing: Standing, figures: Mapping[str, Any] | None = None) -> Facts:
    """Return facts that know their state: the hash of their figures, what moved since an edition, marks of revision.

    `figures` are what these facts publish, where that is known already.
    """
    figures = figures or published_figures(facts)
    names = {(subject.level, parent, subject.id): subject.name for parent, subject in subjects_of(facts)}
    names[WHOLE] = ""
    own = revisions_between(standing.released, figures, names) if standing.released else []
    before = standing.others.get(facts.previous or "")
    earlier = _revised_before(facts, before, names) if before else []
    state = replace(standing.state, results_hash=results_hash(figures), revisions=(*own, *earlier))
    marked = _mark_revised(facts, state.revisions) if state.revisions else facts
    return replace(marked, release=state)


def as_released(facts: Facts, standing: Standing) -> Facts:
    """Return facts whose whole is as it was released: what nobody has released is told on the draft alone."""
    if not standing.released or facts.release.is_official:
        return facts
    line = _by_key(standing.released).get((*WHOLE, "index"), {})
    printed, change = _decimal(line.get("printed")), _decimal(line.get("change"))
    now = Figure(
        facts.period,
        n=line.get("n"),
        printed=printed,
        value=None if printed is None else float(printed),
        low=_float(line.get("low")),
        high=_float(line.get("high")),
        grade=line.get("grade") or "",
        marks=tuple(str(line.get("mark") or "").split()),
    )
    before = difference = None
    if printed is not None and change is not None and facts.previous is not None:
        before = Figure(facts.previous, printed=printed - change, value=float(printed - change))
        moved = line["verdict"] if change and line["verdict"] in MOVED else ""
        difference = Difference(change, float(change), verdict=line["verdict"], moved=moved)
    whole = replace(facts.whole, now=now, before=before, difference=difference)
    state = replace(facts.release, status="official", embargo=standing.embargo, revisions=())
    return replace(facts, whole=whole, release=state)


def revisions_between(
    before: Mapping[str, Any], now: Mapping[str, Any], names: Mapping[tuple[str, str, str], str] | None = None
) -> list[Revision]:
    """Return every figure of an edition that is another one now, came new, or went.

    A service or a group of respondents that is kept back to protect persons is none.

    Parameters
    ----------
    before, now
        Published figures of the same period.
    names
        The name of each subject by level, parent and id.
    """
    old, new = _by_key(before), _by_key(now)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, is_now = old.get(key, {}), new.get(key, {})
        if key[0] in DETAIL and HIDDEN_MARK in str(is_now.get("mark") or "").split():
            continue  # kept back, and no other figure than before
        turned = key[3] == "index" and _sign(was.get("change")) * _sign(is_now.get("change")) < 0
        letters = [line.get("grade") or "" for line in (was, is_now)]
        name = (names or {}).get(key[:3], key[2])
        values = [_decimal(line.get("printed")) for line in (was, is_now)]
        if values[0] != values[1] or letters[0] != letters[1] or turned:
            found.append(Revision(now["period"], *key[:3], name, key[3], *values, *letters, turned))
        counts = [_decimal(line.get("n")) for line in (was, is_now)]
        if key[3] == "index" and counts[0] != counts[1]:
            found.append(Revision(now["period"], *key[:3], name, RESPONDENTS, *counts))
    return found


def _revised_before(
    facts: Facts, before: Mapping[str, Any], names: Mapping[tuple[str, str, str], str]
) -> list[Revision]:
    """Return the figures of the period before that this page shows otherwise than they were released."""
    old = _by_key(before)
    found = []
    for parent, subject in subjects_of(facts):
        at = (subject.level, parent, subject.id)
        for measure, figure in (("index", subject.before), *((e.key, e.before) for e in subject.elements)):
            was = old.get((*at, measure), {})
            shown = was.get("printed")
            if figure is not None and figure.printed is not None and shown and Decimal(shown) != figure.printed:
                letters = (was.get("grade") or "", figure.grade)
                found.append(
                    Revision(str(facts.previous), *at, names[at], measure, Decimal(shown), figure.printed, *letters)
                )
    return found


def _mark_revised(facts: Facts, revisions: Iterable[Revision]) -> Facts:
    """Return facts with the mark of revision on every figure that differs from its edition."""
    revised = {(r.period, r.level, r.parent, r.id, r.measure) for r in revisions if r.measure != RESPONDENTS}
    periods = {at[0] for at in revised}

    def figure(at: tuple[str, str, str], measure: str, one: Figure) -> Figure:
        if (one.period, *at, measure) not in revised or REVISED_MARK in one.marks:
            return one
        return replace(one, marks=(*one.marks, REVISED_MARK))

    def subject(parent: str, one: Subject) -> Subject:
        at = (one.level, parent, one.id)
        elements = tuple(
            replace(e, now=figure(at, e.key, e.now), before=e.before and figure(at, e.key, e.before))
            for e in one.elements
        )
        services = tuple(subject(one.id, service) for service in one.services)
        now, before = figure(at, "index", one.now), one.before and figure(at, "index", one.before)
        history = tuple(replace(past, figure=figure(at, "index", past.figure)) for past in one.history)
        return replace(one, now=now, before=before, elements=elements, services=services, history=history)

    if not periods & {facts.period, facts.previous}:
        return facts
    return replace(
        facts,
        whole=subject("", facts.whole),
        groups={level: tuple(subject("", one) for one in group) for level, group in facts.groups.items()},
        units=tuple(subject("", one) for one in facts.units),
        profiles=tuple(replace(p, groups=tuple(subject("", one) for one in p.groups)) for p in facts.profiles),
    )


def _by_key(figures: Mapping[str, Any]) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    lines = (dict(zip(figures["columns"], line, strict=True)) for line in figures["figures"])
    return {(line["level"], line["parent"], line["id"], line["measure"]): line for line in lines}


def _key(line: Line) -> list[str]:
    return line[:4]


def _lines(parent: str, subject: Subject) -> list[Line]:
    at = [subject.level, parent, subject.id]
    found = [[*at, "index", *_figure(subject.now), *_difference(subject.difference)]]
    return found + [[*at, e.key, *_figure(e.now), *_difference(e.difference)] for e in subject.elements]


def _figure(figure: Figure) -> Line:
    marks = " ".join(mark for mark in figure.marks if mark not in HISTORY)
    return [figure.n, _text(figure.printed), figure.grade, _rounded(figure.low), _rounded(figure.high), marks]


def _difference(difference: Difference | None) -> Line:
    if difference is None:
        return [None, None, None, "", None]
    ends = (_rounded(difference.low), _rounded(difference.high))
    return [_text(difference.printed), *ends, difference.verdict, _text(difference.contribution)]


def _answers(facts: Facts) -> Iterable[Line]:
    """Return the spread of the answers to each question, of the whole and of units."""
    for subject in (facts.whole, *facts.units):
        answers = facts.answers if subject is facts.whole else subject.answers
        yield from ([subject.level, subject.id, a.key, *a.counts, a.total, a.asked, *_share(a)] for a in answers)


def _persons(facts: Facts) -> Iterable[Line]:
    """Return how many respondents are in each group of the whole and of units."""
    for subject in (facts.whole, *facts.units):
        for profile in facts.profiles if subject is facts.whole else subject.profiles:
            yield from ([subject.level, subject.id, profile.view, group.id, group.now.n] for group in profile.groups)


def _history(facts: Facts) -> Iterable[Line]:
    """Return the figures of earlier periods that trends show."""
    for subject in (facts.whole, *(one for group in facts.groups.values() for one in group), *facts.units):
        past = (one for one in subject.history if one.figure.period != facts.period)
        yield from ([subject.level, subject.id, one.figure.period, _text(one.figure.printed)] for one in past)


def _share(answers: Answers) -> list[str | None]:
    return [_rounded(None if v is None else 100 * v) for v in (answers.share_3_4, answers.low, answers.high)]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _float(text: str | None) -> float | None:
    return None if text is None else float(text)


def _sign(text: str | None) -> int:
    value = Decimal(text or "0")
    return (value > 0) - (value < 0)


def _rounded(value: float | None) -> str | None:
    """Return a float with two decimals, half up; what machines disagree on, far behind the point, is cut first."""
    if value is None:
        return None
    text = str(Decimal(str(round(value, STEADY))).quantize(HUNDREDTH, ROUND_HALF_UP))
    return text.removeprefix("-") if not Decimal(text) else text
