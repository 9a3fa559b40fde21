"""The chapter of figures: who answered, the index, its elements, its services, how the answers are spread."""

from collections.abc import Iterable

from skm.publishing import wording
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.parts import Block, Grid, Paragraph, Picture, TextCell, cells
from skm.publishing.documents.pictures import SIZE, draw_answers, draw_elements
from skm.publishing.documents.sentences import say_certainty, say_counted, say_index
from skm.publishing.facts import NOT_ANSWERED, Answers, Facts, Profile, Subject
from skm.publishing.formatting import capital, spell_share
from skm.publishing.sections.desk import interval_of_change
from skm.publishing.sections.elements import say_share_3_4


def write_respondents(desk: DocumentDesk) -> list[Block]:
    """Return who answered, by each characteristic that was asked."""
    facts = desk.facts
    counted = Paragraph(" ".join((say_counted(desk), *wording.say_without_index(facts))))
    if not facts.whole.now.n:
        return [counted]
    if not facts.profiles:
        return [counted, Paragraph(desk.say("results.no_profiles"))]
    if all(group.now.n is None for profile in facts.profiles for group in profile.groups):
        return [counted, Paragraph(desk.say(f"results.profiles_{_why_hidden(desk)}", minimum=facts.minimum_cell))]
    with_index = any(group.now.printed is not None for profile in facts.profiles for group in profile.groups)
    rows = [row for profile in facts.profiles for row in _profile_rows(desk, profile, with_index=with_index)]
    keys = ("respondents", "share", *(("index_plain",) if with_index else ()))
    heads = (desk.say("results.group"), desk.say("column.group"), *(desk.say(f"column.{key}") for key in keys))
    caption = desk.say("results.profile_caption", period=desk.now)
    sides = "llrrr" if with_index else "llrr"
    return [counted, Grid(caption, heads, (24, 34, 15, 13, 14)[: len(sides)], sides, tuple(rows))]


def _profile_rows(desk: DocumentDesk, profile: Profile, *, with_index: bool) -> list[tuple[TextCell, ...]]:
    rows = []
    for place, group in enumerate(profile.groups):
        view = capital(desk.say(f"level.{profile.view}")) if not place else ""
        name = desk.say("level.unanswered") if group.id == NOT_ANSWERED else group.name
        n = group.now.n
        share = "x" if n is None else spell_share(n, profile.total, desk.facts.language)
        row = [view, name, "x" if n is None else desk.count(n), share]
        rows.append(cells([*row, desk.figure(group.now)] if with_index else row))
    return rows


def write_index(desk: DocumentDesk) -> list[Block]:
    """Return the index in words, the elements as a table and as a picture."""
    facts = desk.facts
    blocks: list[Block] = [Paragraph(" ".join(text for text in (say_index(desk), say_certainty(desk)) if text))]
    if facts.whole.n_units > 1:
        units = desk.words.count("plain_units", facts.whole.n_units)
        blocks.append(Paragraph(desk.say(f"results.official_{facts.official}", units=units)))
    shown = [element for element in facts.whole.elements if element.now.printed is not None]
    if facts.whole.now.printed is None or not shown:
        return blocks
    blocks.append(_elements_grid(desk))
    picture = draw_elements(desk)
    if picture:
        blocks.append(_elements_picture(desk, picture))
    return blocks


def _elements_grid(desk: DocumentDesk) -> Grid:
    facts = desk.facts
    heads = [desk.say("results.code"), desk.say("column.element")]
    heads += [desk.say("column.mean", period=desk.before)] if desk.compares else []
    heads += [desk.say("column.mean", period=desk.now), desk.say("column.interval")]
    heads += [desk.say("results.points"), desk.say("column.grade")]
    rows = []
    for element in facts.whole.elements:
        row = [element.code, element.name]
        row += [desk.figure(element.before)] if desk.compares else []
        row += [desk.figure(element.now), wording.say_interval(element.now, facts.language)]
        rows.append(cells([*row, desk.change(element.now.points, False), wording.say_grade(element.now)]))
    # The index is no mean on the scale of the elements: it stands in the column of its own scale.
    last = ["", desk.say("results.index_row"), *([""] if desk.compares else []), "", ""]
    last += [desk.figure(facts.whole.now), wording.say_grade(facts.whole.now)]
    rows.append(tuple(TextCell(text, bold=True) for text in last))
    low, high = facts.regulation.scale
    shares = (7, 34, 11, 11, 17, 11, 9) if desk.compares else (7, 43, 12, 17, 11, 10)
    caption = desk.say("results.elements_caption", period=desk.now)
    index_low, index_high = wording.scale_of(facts)
    note = desk.say("results.elements_note", low=low, high=high, index_low=index_low, index_high=index_high)
    note = with_absent(desk, note, (wording.say_interval(e.now, facts.language) for e in facts.whole.elements))
    return Grid(caption, tuple(heads), shares, "llrrrrc" if desk.compares else "llrrrc", tuple(rows), note)


def with_absent(desk: DocumentDesk, note: str, intervals: Iterable[str]) -> str:
    """Return the note of a table that also says why an interval is not there, where one is not."""
    return f"{note} {desk.say('results.interval_absent')}" if ".." in intervals else note


def _elements_picture(desk: DocumentDesk, data: bytes) -> Picture:
    facts = desk.facts
    low, high = facts.regulation.scale
    printed = sorted(e.now.printed for e in facts.whole.elements if e.now.printed is not None)
    elements = desk.words.count("elements", len(printed))
    ends = {"low": desk.change(printed[0], False), "high": desk.change(printed[-1], False)}
    slots = {"elements": elements, "period": desk.now, "scale_low": low, "scale_high": high, **ends}
    alt = desk.say(f"results.chart_elements_alt{'_equal' if printed[0] == printed[-1] else ''}", **slots)
    before = desk.say("results.chart_before", before=desk.before, now=desk.now) if desk.compares else ""
    return Picture(data, "png", *SIZE, alt, desk.say("results.chart_elements", before=before))


def write_services(desk: DocumentDesk) -> list[Block]:
    """Return the figures of each service, with its elements; the reason where there are none."""
    subject = desk.facts.whole
    if subject.level != "unit" or subject.now.printed is None:
        return []
    if not subject.services:
        return [Paragraph(desk.say("results.no_services"))]
    if len(subject.services) == 1:
        return [Paragraph(desk.say("results.one_service", name=subject.services[0].name))]
    if all(service.now.hidden for service in subject.services):
        return [Paragraph(desk.say("results.services_hidden"))]
    return [_services_grid(desk, subject), *_services_elements(desk, subject)]


def _services_grid(desk: DocumentDesk, subject: Subject) -> Grid:
    keys = ("service", "respondents", "index_plain", "interval", "grade")
    rows = []
    for service in subject.services:
        n = "x" if service.now.n is None else desk.count(service.now.n)
        interval = wording.say_interval(service.now, desk.facts.language)
        rows.append(cells([service.name, n, desk.figure(service.now), interval, wording.say_grade(service.now)]))
    caption = desk.say("results.services_caption", period=desk.now)
    return Grid(caption, tuple(desk.say(f"column.{key}") for key in keys), (43, 16, 13, 19, 9), "lrrrc", tuple(rows))


def _services_elements(desk: DocumentDesk, subject: Subject) -> list[Block]:
    """Return the elements of each service, a column an element, where services have them."""
    codes = [element.code for element in subject.elements]
    rows = []
    for service in subject.services:
        known = {element.code: element.now for element in service.elements}
        if known:
            rows.append(cells([service.name, *(desk.figure(known.get(code)) for code in codes)]))
    if not rows:
        return []
    caption = desk.say("results.services_elements_caption", period=desk.now)
    heads = (desk.say("column.service"), *codes)
    width = 70 / len(codes)
    return [Grid(caption, heads, (30, *[width] * len(codes)), "l" + "r" * len(codes), tuple(rows))]


def write_answers(desk: DocumentDesk) -> list[Block]:
    """Return how the answers are spread, in numbers and as a picture."""
    facts = desk.facts
    shown = [answers for answers in facts.answers if answers.total]
    if not shown or facts.whole.now.printed is None:
        return []
    heads = (desk.say("results.code"), desk.say("column.element"), "1", "2", "3", "4", desk.say("column.share_3_4"))
    if all(set(answers.counts) == {None} and answers.share_3_4 is None for answers in shown):
        return [Paragraph(desk.say(f"results.answers_{_why_hidden(desk)}", minimum=facts.minimum_cell))]
    rows = [_answers_row(desk, answers) for answers in shown]
    caption = desk.say("results.answers_caption", period=desk.now)
    note = desk.say("results.answers_note")
    grid = Grid(caption, heads, (8, 26, 10, 10, 10, 10, 26), "llrrrrr", tuple(rows), note)
    if any(count is None for answers in shown for count in answers.counts):
        return [grid]
    noun = "elements" if len(shown) <= len(facts.whole.elements) else "questions"
    alt = desk.say("results.chart_answers_alt", stacks=desk.words.count(noun, len(shown)), period=desk.now)
    data = draw_answers(desk, shown)
    return [grid, Picture(data, "png", *SIZE, alt, desk.say("results.chart_answers"))]


def _why_hidden(desk: DocumentDesk) -> str:
    """Return why all of a table is hidden: beside an earlier edition it would tell of few persons, or by itself."""
    return "kept" if desk.facts.kept_back else "hidden"


def _answers_row(desk: DocumentDesk, answers: Answers) -> tuple[TextCell, ...]:
    counts = ("x" if count is None else desk.count(count) for count in answers.counts)
    return cells([answers.code, answers.short, *counts, say_share_3_4(answers, desk.facts.language)])


def list_shares(facts: Facts) -> list[str]:
    """Return the percentages that the documents of units print, as they print them."""
    language = facts.language
    counted = [
        spell_share(group.now.n, profile.total, language)
        for unit in facts.units
        for profile in unit.profiles
        for group in profile.groups
        if group.now.n is not None and profile.total
    ]
    return [*counted, *(say_share_3_4(answers, language) for unit in facts.units for answers in unit.answers)]


def write_units(desk: DocumentDesk) -> list[Block]:
    """Return every unit with its figures, in official order; nothing in the document of one unit."""
    facts = desk.facts
    if len(facts.units) < 2:
        return []
    heads = [desk.say("column.unit"), "n"]
    heads += [desk.say("column.index", period=desk.before)] if desk.compares else []
    heads += [desk.say("column.index", period=desk.now), desk.say("column.interval")]
    heads += [desk.say("column.change"), desk.say("column.conclusion")] if desk.compares else []
    rows = [_unit_row(desk, unit) for unit in facts.units]
    shares = (26, 8, 9, 9, 14, 11, 15, 8) if desk.compares else (50, 10, 12, 18, 10)
    sides = "lrrrrrlc" if desk.compares else "lrrrc"
    caption = desk.say("results.units_caption", period=desk.now)
    note = desk.say("results.units_note", few=desk.count(facts.minimum_respondents))
    return [Grid(caption, (*heads, desk.say("column.grade")), shares, sides, tuple(rows), note)]


def _unit_row(desk: DocumentDesk, unit: Subject) -> tuple[TextCell, ...]:
    n = "x" if unit.now.n is None else desk.count(unit.now.n)
    row = [unit.name, n]
    row += [desk.figure(unit.before)] if desk.compares else []
    row += [desk.figure(unit.now), wording.say_interval(unit.now, desk.facts.language)]
    if desk.compares:
        change = unit.difference
        row += [desk.change(change.printed if change else None), wording.say_verdict(change, desk.facts, many=True)]
    marks = [mark for mark in ("E", "F") if mark in unit.now.marks]
    return cells([*row, " ".join([wording.say_grade(unit.now), *marks])])


def changes_grid(desk: DocumentDesk) -> Grid:
    """Return what each element did since the period before, with its interval and its contribution."""
    keys = ("change_mean", "change_interval", "conclusion", "contribution")
    heads = (
        desk.say("results.code"),
        desk.say("column.element"),
        *(desk.say(f"column.{key}") for key in keys),
    )
    rows = []
    for element in desk.facts.whole.elements:
        change = element.difference
        verdict = wording.say_verdict(change, desk.facts)
        texts = [desk.change(change.printed if change else None), interval_of_change(desk, change), verdict]
        rows.append(cells([element.code, element.short, *texts, desk.change(change.contribution if change else None)]))
    caption = desk.say("analysis.changes_caption", before=desk.before, now=desk.now)
    note = desk.say("analysis.changes_note", n=len(rows))
    note = with_absent(desk, note, (interval_of_change(desk, e.difference) for e in desk.facts.whole.elements))
    return Grid(caption, heads, (8, 26, 14, 22, 16, 14), "llrrlr", tuple(rows), note)
