"""Facts → the rows of the open tables, every cell as text: what is hidden is an x, what is not there is empty."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from skm.periods import NO_PERIOD
from skm.publishing.facts import Difference, ElementFacts, Facts, Figure, Profile, Subject
from skm.publishing.opendata.fields import HIDDEN, Resource
from skm.publishing.rendering import UNWANTED

Cells = dict[str, str]
STEADY = 9  # decimals to which a float is the same on every machine
FORMULA_STARTS = tuple("=+-@\t\r")


def rows_of(facts: Facts, resources: Mapping[str, Resource]) -> dict[str, list[list[str]]]:
    """Return the header and the rows of each table; a table without rows is absent."""
    makers: Mapping[str, Callable[[Facts], Iterable[Cells]]] = {
        "units": _units,
        "indices": _indices,
        "changes": _changes,
        "distribution": _distribution,
        "respondents": _respondents,
    }
    found = {}
    for name, resource in resources.items():
        columns = [field.name for field in resource.fields]
        texts = {field.name for field in resource.fields if field.type == "string"}
        lines = [
            [plain_text(row.get(column, "")) if column in texts else row.get(column, "") for column in columns]
            for row in makers[name](facts)
        ]
        if lines:
            found[name] = [columns, *lines]
    return found


def plain_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, on one line, without signs that turn or hide others.

    Examples
    --------
    >>> plain_text("=1+1"), plain_text("Puskesmas 07")
    ("'=1+1", 'Puskesmas 07')
    """
    text = UNWANTED.sub("", text)
    text = " ".join(text.split()) if any(sign in text for sign in "\r\n\t") else text
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _units(facts: Facts) -> Iterable[Cells]:
    for unit in facts.units:
        yield {"unit_id": unit.id, "name": unit.name, **{level: text for level, text in unit.groups.items()}}


# ---- figures ----------------------------------------------------------------------------------------------------


def _subjects(facts: Facts) -> Iterable[tuple[str, Subject]]:
    """Give every subject with its parent."""
    yield "", facts.whole
    for groups in facts.groups.values():
        yield from (("", group) for group in groups)
    for unit in facts.units:
        yield "", unit
        yield from ((unit.id, service) for service in unit.services)
    for profile in facts.profiles:
        yield from (("", group) for group in profile.groups)


def _basis(facts: Facts, subject: Subject) -> str:
    return facts.official if subject.level in ("all", "region", "agency", "kind") else "respondents"


def _indices(facts: Facts) -> Iterable[Cells]:
    times = facts.regulation.multiplier
    for parent, subject in _subjects(facts):
        at = {
            "period": facts.period or NO_PERIOD,
            "level": subject.level,
            "parent": parent,
            "id": subject.id,
            "name": subject.name,
        }
        about = {**at, "basis": _basis(facts, subject), "official": "true"}
        yield {**about, "measure": "index", "code": "", **_figure(subject.now, 1, times)}
        for element in subject.elements:
            yield {**about, **_measure(element), **_figure(element.now, times, times)}
        if subject.level == "all":
            for basis, figure in facts.bases.items():
                if basis != facts.official:
                    own = {**at, "basis": basis, "official": "false", "measure": "index", "code": ""}
                    yield {**own, **_figure(figure, 1, times)}


def _measure(element: ElementFacts) -> Cells:
    return {"measure": element.key, "code": element.code}


def _figure(figure: Figure, times: int, multiplier: int) -> Cells:
    """Return the cells of a figure; `times` takes it to the scale of the index."""
    if figure.hidden:
        numbers = ("n", "n_missing", "mean", "index", "printed", "se", "df", "low", "high")
        return {**dict.fromkeys(numbers, HIDDEN), "mark": HIDDEN}
    index = _times(figure.value, times)
    return {
        "n": HIDDEN if figure.n is None else str(figure.n),
        "n_missing": HIDDEN if figure.n_missing is None else str(figure.n_missing),
        "mean": number(None if index is None else index / multiplier),
        "index": number(index),
        "printed": "" if figure.printed is None else str(figure.printed),
        "se": number(figure.se),
        "df": number(figure.df),
        "low": number(_times(figure.low, times)),
        "high": number(_times(figure.high, times)),
        "grade": figure.grade,
        "grade_low": figure.grade_low,
        "grade_high": figure.grade_high,
        "mark": " ".join(figure.marks),
        "note": figure.note,
    }


def _times(value: float | None, times: int) -> float | None:
    return None if value is None else value * times


def number(value: float | None) -> str:
    """Return a number with a decimal point, as many digits as every machine agrees on.

    Examples
    --------
    >>> number(81.5), number(1 / 3), number(None)
    ('81.5', '0.333333333', '')
    """
    if value is None:
        return ""
    text = f"{Decimal(str(round(value, STEADY))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _changes(facts: Facts) -> Iterable[Cells]:
    if facts.previous is None or facts.broken is not None:
        return
    times = facts.regulation.multiplier
    for parent, subject in _subjects(facts):
        if parent or subject.level not in ("all", "region", "agency", "kind", "unit"):
            continue
        about = {
            "period_from": facts.previous,
            "period_to": facts.period,
            "level": subject.level,
            "id": subject.id,
            "name": subject.name,
            "basis": _basis(facts, subject),
        }
        lines = [({"measure": "index", "code": ""}, subject.before, subject.now, subject.difference, 1)]
        lines += [(_measure(e), e.before, e.now, e.difference, times) for e in subject.elements]
        for measure, before, now, difference, scale in lines:
            if before is not None:
                yield {**about, **measure, **_change(before, now, difference, scale)}


def _change(before: Figure, now: Figure, difference: Difference | None, times: int) -> Cells:
    if before.hidden or now.hidden:
        numbers = ("index_from", "index_to", "change", "printed_change", "low", "high", "p", "p_holm")
        return {**dict.fromkeys(numbers, HIDDEN), "mark": HIDDEN}
    ends = {"index_from": number(_times(before.value, times)), "index_to": number(_times(now.value, times))}
    if difference is None:
        return ends
    return {
        **ends,
        "change": number(_times(difference.value, times)),
        "printed_change": "" if difference.printed is None else str(difference.printed),
        "low": number(_times(difference.low, times)),
        "high": number(_times(difference.high, times)),
        "p": number(difference.p),
        "p_holm": number(difference.p_holm),
        "verdict": difference.verdict,
        "printed_contribution": "" if difference.contribution is None else str(difference.contribution),
        "note": difference.note,
    }


# ---- people -----------------------------------------------------------------------------------------------------


def _people(facts: Facts) -> Iterable[tuple[Cells, Subject]]:
    for subject in (facts.whole, *facts.units):
        yield {"period": facts.period or NO_PERIOD, "level": subject.level, "id": subject.id}, subject


def _distribution(facts: Facts) -> Iterable[Cells]:
    for about, subject in _people(facts):
        for answers in facts.answers if subject.level == "all" else subject.answers:
            shares = zip(("share_3_4", "low", "high"), (answers.share_3_4, answers.low, answers.high), strict=True)
            yield {
                **about,
                "element": answers.key.split(" ")[0],
                "question": answers.question,
                **{f"n{s}": HIDDEN if n is None else str(n) for s, n in enumerate(answers.counts, start=1)},
                "n_answers": str(answers.total),
                "na": str(answers.not_applicable),
                "missing": str(answers.missing),
                **{name: HIDDEN if value is None else number(value) for name, value in shares},
            }


def _respondents(facts: Facts) -> Iterable[Cells]:
    for about, subject in _people(facts):
        profiles: tuple[Profile, ...] = facts.profiles if subject.level == "all" else subject.profiles
        for profile in profiles:
            for group in profile.groups:
                n = group.now.n
                own = {"characteristic": profile.view, "group": group.id}
                yield {**about, **own, "n": HIDDEN if n is None else str(n)}
