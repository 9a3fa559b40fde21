"""What the cards for social media say: one message each, with period, respondents, source and text alternative."""

from dataclasses import dataclass
from typing import Literal

from skm.publishing.choices import count_grades, count_moves, find_extreme
from skm.publishing.facts import ElementFacts, Facts
from skm.publishing.formatting import spell_count, spell_printed
from skm.publishing.kit.papers import clean
from skm.publishing.kit.sentences import (
    compares,
    direction_of,
    index_of,
    list_method,
    name_of,
    say,
    say_comparison,
    say_survey,
    size_of,
)
from skm.publishing.stamps import list_stamps, say_hash
from skm.publishing.wording import (
    load_words,
    lower_name,
    say_change,
    say_figure,
    say_interval,
    say_moves,
    say_period,
    scale_of,
)

Message = Literal["nilai", "unsur", "unit", "cara"]


@dataclass(frozen=True)
class Point:
    """A value on a scale, as a place between 0 and 1, with its interval and its printed figure."""

    place: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class Line:
    """One element: its name, this period's value, the one before where they are compared, and the change."""

    name: str
    now: Point
    before: Point | None
    change: str


@dataclass(frozen=True)
class Zone:
    """A grade on the scale of the index: its letter and its ends as places between 0 and 1."""

    letter: str
    low: float
    high: float


@dataclass(frozen=True)
class Card:
    """One message. `big` is the figure in large type; `counts` are figures with their words; `texts` are sentences.

    `low_subtitle` stands on a low picture, which has no room for a chart.
    """

    message: Message
    language: str
    title: str
    subtitle: str
    stamps: tuple[str, ...]
    source: tuple[str, ...]
    alt: str
    big: str = ""
    notes: tuple[str, ...] = ()
    zones: tuple[Zone, ...] = ()
    points: tuple[Point, ...] = ()
    ends: tuple[str, str] = ("", "")
    low_subtitle: str = ""
    lines: tuple[Line, ...] = ()
    counts: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()


def build_cards(facts: Facts) -> tuple[Card, ...]:
    """Return the cards of a period in the language of the facts; none where there is no figure to show."""
    if not index_of(facts):
        return ()
    cards = (_level_card(facts), _element_card(facts), _unit_card(facts), _method_card(facts))
    return tuple(card for card in cards if card is not None)


def _card(facts: Facts, message: Message, title: str, subtitle: str, said: str, **more: object) -> Card:
    """Return a card with what every card carries: states, source, respondents, hash, text alternative."""
    n = "" if facts.whole.now.n is None else say(facts, "card.n", n=spell_count(facts.whole.now.n, facts.language))
    source = say(facts, "card.source", name=clean(name_of(facts)), period=say_period(facts))
    stamps = tuple(stamp.word for stamp in list_stamps(facts))
    tail = ". ".join(text for text in (*stamps, source, n, say_hash(facts)) if text)
    alt = say(facts, "card.alt", title=title, text=said, source=f"{tail}.")
    foot = tuple(text for text in (source, ", ".join(t for t in (n, say_hash(facts)) if t)) if text)
    return Card(message, facts.language, clean(title), clean(subtitle), stamps, foot, clean(alt), **more)  # type: ignore[arg-type]


def _place(value: float, low: float, high: float) -> float:
    return (value - low) / (high - low)


def _level_card(facts: Facts) -> Card:
    now, before = facts.whole.now, facts.whole.before
    low, high = (float(end * facts.regulation.multiplier) for end in facts.regulation.scale)
    kind = direction_of(facts) or ("broken" if facts.broken else "plain")
    title = say(facts, f"card.level_title_{kind}", period=say_period(facts), size=size_of(facts))
    names = {grade.letter: grade.names[facts.language] for grade in facts.regulation.grades}
    notes = []
    if now.grade in names:
        notes.append(say(facts, "card.grade", grade=now.grade, name=names[now.grade]))
    if "F" in now.marks:
        notes.append(say(facts, "hero.few", n=facts.minimum_respondents))
    elif "E" in now.marks:
        notes.append(say(facts, "hero.careful"))
    if now.low is not None:
        notes.append(say(facts, "card.interval", interval=say_interval(now, facts.language)))
    change = say_change(facts) if compares(facts) else say_comparison(facts)
    shown = [figure for figure in (before if compares(facts) else None, now) if figure is not None]
    points = tuple(
        Point(
            _place(figure.value, low, high),
            None if figure.low is None else _place(figure.low, low, high),
            None if figure.high is None else _place(figure.high, low, high),
            f"{say_period(facts, figure.period)}: {say_figure(figure, facts.language)}",
        )
        for figure in shown
        if figure.value is not None
    )
    grades = [] if "F" in now.marks else list(reversed(facts.regulation.grades))
    edges = [_place(float(grade.lower), low, high) for grade in grades] + [1.0]
    zones = tuple(Zone(grade.letter, *edges[n : n + 2]) for n, grade in enumerate(grades))
    first, last = scale_of(facts)
    if change:  # what is compared comes first, that nothing is comes last
        notes.insert(0 if compares(facts) else len(notes), change)
    said = "; ".join([f"IKM {index_of(facts)}", *notes])
    return _card(
        facts,
        "nilai",
        title,
        say(facts, "card.scale", low=first, high=last),
        said.rstrip(".") + ".",
        big=index_of(facts),
        notes=tuple(notes),
        zones=zones,
        points=points,
        ends=(first, last),
    )


def _element_card(facts: Facts) -> Card | None:
    shown = [e for e in facts.whole.elements if e.now.value is not None and e.now.printed is not None]
    if not shown:
        return None
    if not facts.order_assumed:  # sorted, the first would be called the highest
        shown.sort(key=lambda element: -(element.now.value or 0))
    first, last = find_extreme(facts, "high"), find_extreme(facts, "low")
    words = load_words(facts.language)
    if first and last and not first.touching and not last.touching:
        names = {"high": first.element.short, "low": lower_name(last.element.short)}
        title = words.say("card.elements_title", **names)
    else:
        number = words.number_word(len(shown))
        title = words.say("card.elements_title_plain", n=number, period=say_period(facts))
    ends = {"scale_low": facts.regulation.scale[0], "scale_high": facts.regulation.scale[1]}
    subtitle = low = words.say("card.elements_sub", **ends)
    if compares(facts):
        periods = {"before": say_period(facts, facts.previous), "now": say_period(facts)}
        subtitle = words.say("card.elements_sub_two", **ends, **periods)
    lines = tuple(_line(facts, element) for element in shown)
    said = "; ".join(f"{line.name} {line.now.text}" for line in lines)
    return _card(facts, "unsur", title, subtitle, f"{subtitle}: {said}.", lines=lines, low_subtitle=low)


def _line(facts: Facts, element: ElementFacts) -> Line:
    low, high = (float(end) for end in facts.regulation.scale)
    both = compares(facts)

    def point(figure: object) -> Point | None:
        value = getattr(figure, "value", None)
        if value is None:
            return None
        return Point(_place(value, low, high), None, None, say_figure(figure, facts.language))  # type: ignore[arg-type]

    change = element.difference.printed if both and element.difference is not None else None
    return Line(
        clean(element.short),
        Point(_place(element.now.value or low, low, high), None, None, say_figure(element.now, facts.language)),
        point(element.before) if both else None,
        "" if change is None else spell_printed(change, facts.language, sign=True),
    )


def _unit_card(facts: Facts) -> Card | None:
    """Return how many units moved which way, or have which letter; None where there is one unit."""
    words, moves, grades = load_words(facts.language), count_moves(facts), count_grades(facts.units)
    if facts.whole.n_units < 2:
        return None
    if moves.n > 1:
        everybody = words.count("plain_units", moves.n)
        title = words.say("card.units_title_moved", all=everybody, previous=say_period(facts, facts.previous))
        note = words.say("card.units_note_moved", comparisons=words.count("comparisons", moves.n))
        groups = (("up", moves.up), ("down", moves.down), ("same", moves.same))
        counts = tuple((spell_count(len(group), facts.language), words.say(f"card.units_{k}")) for k, group in groups)
        said = f"{say_moves(facts, moves)}."
    elif grades:
        total = sum(n for _, n in grades)
        title = words.say("card.units_title_grades", all=words.count("plain_units", total))
        note = words.say("card.units_note_grades", regulation=facts.regulation.title)
        counts = tuple((spell_count(n, facts.language), words.say("card.units_grade", grade=g)) for g, n in grades)
        said = "; ".join(f"{n} {text}" for n, text in counts) + "."
    else:
        return None
    return _card(facts, "unit", title, "", f"{said} {note}", counts=counts, texts=(note,))


def _method_card(facts: Facts) -> Card:
    formula, *_, recruitment = list_method(facts)
    texts = tuple(clean(text) for text in (formula, recruitment, say_survey(facts)) if text)
    return _card(facts, "cara", say(facts, "card.method_title"), "", " ".join(texts), texts=texts)
