"""The fact sheet: one page of A4 with the figure, its change, the elements, and how it was measured."""

from dataclasses import dataclass

from skm.publishing.blocks import Chart
from skm.publishing.facts import ElementFacts, Facts
from skm.publishing.formatting import spell_printed
from skm.publishing.kit.sentences import (
    compares,
    index_of,
    list_cautions,
    list_elements,
    list_method,
    list_stamp_lines,
    list_units,
    name_of,
    say,
    say_absence,
    say_answers,
    say_comparison,
    say_contact,
    say_grade_sentence,
    say_margin,
    say_survey,
    say_title,
)
from skm.publishing.rendering import render_part
from skm.publishing.sections.desk import Desk
from skm.publishing.sections.level import write_level
from skm.publishing.stamps import say_hash
from skm.publishing.wording import load_words, say_change, say_figure, say_interval, say_period, scale_of, title_of


@dataclass(frozen=True)
class ElementLine:
    """One element of the table: its figures as texts, the change only where both periods are compared."""

    code: str
    name: str
    now: str
    interval: str
    before: str
    change: str


@dataclass(frozen=True)
class Sheet:
    """What a fact sheet says, everything formatted."""

    language: str
    title: str
    heading: str
    strapline: str
    states: str
    stamps: tuple[str, ...]
    index_label: str
    index: str
    grade_label: str
    grade: str
    change: str
    texts: tuple[str, ...]
    chart: Chart | None
    caption: str
    columns: tuple[str, ...]
    lines: tuple[ElementLine, ...]
    parts: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
    has_change: bool


def build_sheet(facts: Facts) -> Sheet:
    """Return the fact sheet of a period, in the language of the facts."""
    words, figure = load_words(facts.language), facts.whole.now
    names = {grade.letter: grade.names[facts.language] for grade in facts.regulation.grades}
    low, high = scale_of(facts)
    level = write_level(Desk(facts, words))
    parts = (
        (words.say("sheet.units_heading"), " ".join(list_units(facts))),
        (words.say("sheet.base_heading"), " ".join(t for t in (say_survey(facts), say_answers(facts)) if t)),
        (words.say("sheet.method_heading"), " ".join(list_method(facts))),
    )
    survey = words.say("card.source", name=name_of(facts), period=say_period(facts))  # the name whole, however long
    source = words.say("sheet.source", title=survey, contact=say_contact(facts)).strip()
    has_change = compares(facts)
    return Sheet(
        language=facts.language,
        title=words.say("sheet.title", title=title_of(facts)),
        heading=say_title(facts),
        strapline=words.say("sheet.strapline"),
        states=words.say("stamp.status"),
        stamps=list_stamp_lines(facts),
        index_label=words.say("hero.index", period=say_period(facts), low=low, high=high),
        index=say_figure(figure, facts.language) if index_of(facts) else "–",
        grade_label=words.say("hero.grade", name=names[figure.grade]) if figure.grade in names else "",
        grade=figure.grade if figure.grade in names else "",
        change=say_change(facts) if has_change else "",
        texts=tuple(
            text
            for text in (
                "" if index_of(facts) else say_absence(facts),
                say_comparison(facts),
                say_grade_sentence(facts),
                say_margin(facts),
                *list_elements(facts),
                *list_cautions(facts),
            )
            if text
        ),
        chart=level[0] if level else None,
        caption=words.say("sheet.caption", scale_low=facts.regulation.scale[0], scale_high=facts.regulation.scale[1]),
        columns=_columns(facts, has_change=has_change),
        lines=tuple(_line(facts, element) for element in facts.whole.elements) if index_of(facts) else (),
        parts=tuple((heading, text) for heading, text in parts if text),
        foot=tuple(text for text in (source, say_hash(facts)) if text),
        has_change=has_change,
    )


def _columns(facts: Facts, *, has_change: bool) -> tuple[str, ...]:
    now = say(facts, "sheet.value", period=say_period(facts))
    columns = (say(facts, "sheet.element"), now, say(facts, "column.interval"))
    if not has_change:
        return columns
    before = say(facts, "sheet.value", period=say_period(facts, facts.previous))
    return (*columns, before, say(facts, "sheet.change"))


def _line(facts: Facts, element: ElementFacts) -> ElementLine:
    change = element.difference.printed if element.difference is not None else None
    return ElementLine(
        code=element.code,
        name=element.name,
        now=say_figure(element.now, facts.language),
        interval=say_interval(element.now, facts.language),
        before=say_figure(element.before, facts.language),
        change=".." if change is None else spell_printed(change, facts.language, sign=True),
    )


def render_sheet(sheet: Sheet) -> bytes:
    """Return a fact sheet as HTML: one file, one page of A4, nothing loaded from elsewhere."""
    return render_part("kit/sheet.html", styles=("report.css", "kit/sheet.css"), sheet=sheet).encode("utf-8")
