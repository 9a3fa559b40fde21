"""What the kit says of a period, sentence by sentence; a sentence that the page says too is taken from there."""

from decimal import Decimal

from skm.periods import kind_of
from skm.publishing.choices import near_grade
from skm.publishing.facts import Facts
from skm.publishing.findings import say_finding
from skm.publishing.formatting import capital, spell, spell_dates, spell_interval, spell_printed
from skm.publishing.stamps import list_stamps
from skm.publishing.wording import (
    load_words,
    say_base,
    say_break,
    say_change,
    say_direction,
    say_period,
    say_respondents,
    say_share,
    scale_of,
)

LONGEST_TITLE = 12  # words of the title of a press release
DIRECTIONS = {"up": "up", "down": "down", "unchanged": "same", "equal": "same"}


def say(facts: Facts, key: str, **values: object) -> str:
    """Return a text in the language of the facts."""
    return load_words(facts.language).say(key, **values)


def name_of(facts: Facts) -> str:
    """Return the name of the survey, or of who publishes it where it has none."""
    return facts.name or facts.publisher.get("institution", "") or say(facts, "kit.nameless")


def period_in_words(facts: Facts, period: str | None = None) -> str:
    """Return a period inside a sentence: "tahun 2020", "Triwulan I 2025"."""
    period = facts.period if period is None else period
    key = "kit.period_year" if kind_of(period) == "year" else "kit.period_other"
    return say(facts, key, period=say_period(facts, period))


def index_of(facts: Facts) -> str:
    """Return the index as it is printed, "" where there is none."""
    printed = facts.whole.now.printed
    return "" if printed is None else spell_printed(printed, facts.language)


def size_of(facts: Facts) -> str:
    """Return by how many points the index changed, without its sign; "" where nothing is compared."""
    change = facts.whole.difference
    return "" if change is None or change.printed is None else spell_printed(abs(change.printed), facts.language)


def compares(facts: Facts) -> bool:
    """Return whether a sentence may put the figures of both periods beside each other."""
    before, change = facts.whole.before, facts.whole.difference
    return bool(
        index_of(facts)
        and facts.previous is not None
        and facts.broken is None
        and before is not None
        and before.printed is not None
        and change is not None
        and change.printed is not None
    )


def direction_of(facts: Facts) -> str:
    """Return "up", "down", "same", or "" where no direction may be named."""
    change = facts.whole.difference
    return DIRECTIONS.get(say_direction(change), "") if change is not None and compares(facts) else ""


def say_title(facts: Facts) -> str:
    """Return the title of the press release, at most `LONGEST_TITLE` words: the figure and which way it went.

    Where the name is long, it is left to the lead.
    """
    kind = direction_of(facts) or "plain"
    if not index_of(facts):
        kind = "hidden" if facts.whole.now.hidden else "silent"
    slots = {"period": say_period(facts), "index": index_of(facts), "size": size_of(facts)}
    title = say(facts, f"press.title_{kind}", name=name_of(facts), **slots)
    if len(title.split()) <= LONGEST_TITLE:
        return title
    return say(facts, f"press.nameless_{kind}", **slots)


def say_lead(facts: Facts) -> str:
    """Return the first sentence: the index, and how it compares with the period before."""
    slots: dict[str, object] = {"name": name_of(facts), "period": period_in_words(facts)}
    if not index_of(facts):
        return say(facts, "press.lead_absent", **slots, why=say_absence(facts))
    low, high = scale_of(facts)
    slots |= {"index": index_of(facts), "low": low, "high": high}
    change, before = facts.whole.difference, facts.whole.before
    if not compares(facts) or change is None or before is None or change.printed is None:
        return say(facts, "press.lead_alone", **slots)
    direction = say_direction(change)
    slots |= {
        "size": size_of(facts),
        "change": spell_printed(change.printed, facts.language, sign=True),
        "before": spell_printed(before.printed or Decimal(0), facts.language),
        "previous": period_in_words(facts, facts.previous),
    }
    if direction in ("up", "down"):
        return say(facts, f"press.lead_{direction}", **slots)
    if direction == "unchanged" and change.low is not None and change.high is not None:
        interval = spell_interval(change.low, change.high, facts.language, sign=True)
        return say(facts, "press.lead_same", **slots, interval=interval)
    return say(facts, "press.lead_plain", **slots | {"change": say_change(facts)})


def say_absence(facts: Facts) -> str:
    """Return why the whole has no figure."""
    if facts.whole.now.hidden:
        return say(facts, "hero.hidden", minimum=facts.minimum_cell)
    note = f": {facts.whole.now.note}" if facts.whole.now.note else ""
    return say(facts, "hero.absent", note=note)


def say_comparison(facts: Facts) -> str:
    """Return why nothing is compared, "" where something is or there is no figure."""
    if not index_of(facts) or compares(facts):
        return ""
    if facts.previous is None:
        return say(facts, "press.first")
    if facts.broken:
        return f"{say_change(facts)}: {say_break(facts, facts.broken)}."
    return say(facts, "press.not_compared", previous=period_in_words(facts, facts.previous))


def say_grade_sentence(facts: Facts) -> str:
    """Return the letter with its name, and whether it is near another; what few respondents allow instead."""
    figure = facts.whole.now
    if figure.printed is None:
        return ""
    if "F" in figure.marks:
        return say(facts, "hero.few", n=facts.minimum_respondents)
    grade = next((one for one in facts.regulation.grades if one.letter == figure.grade), None)
    if grade is None:
        return ""
    text = say(facts, "press.grade", grade=grade.letter, name=grade.names[facts.language])
    if near := near_grade(figure, facts):
        key = "level_near_down_lead" if near.letter == figure.grade else "level_near_lead"
        bound = spell_printed(near.lower, facts.language)
        text += f" {say(facts, f'finding.{key}', grade=figure.grade, near=near.letter, bound=bound)}."
    return text


def say_margin(facts: Facts) -> str:
    """Return the interval of the index in plain words, with the caution that few respondents ask for."""
    figure = facts.whole.now
    if figure.printed is None:
        return ""
    if figure.low is None or figure.high is None:
        text = f"{capital(figure.note)}." if figure.note else say(facts, "hero.no_interval")
    else:
        low, high = (spell(end, 2, facts.language) for end in (figure.low, figure.high))
        text = say(facts, "press.margin", low=low, high=high)
    return f"{text} {say(facts, 'hero.careful')}" if "E" in figure.marks else text


def say_survey(facts: Facts) -> str:
    """Return when the survey was held, and how many respondents in how many units answered."""
    if facts.whole.now.n is None or not facts.whole.now.n:
        return ""
    words = load_words(facts.language)
    base = say_respondents(facts)
    if facts.fieldwork is None:
        return words.say("press.base_undated", base=base)
    return words.say("press.base", base=base, dates=spell_dates(*facts.fieldwork, facts.language))


def say_short_base(facts: Facts) -> str:
    """Return respondents, units and days in one phrase, "" where they may not be told."""
    return say_base(facts) if facts.whole.now.n else ""


def list_elements(facts: Facts) -> tuple[str, ...]:
    """Return the sentences on elements: the highest and the lowest, and how many moved."""
    if not index_of(facts):
        return ()
    kinds = ("ends", "breadth") if compares(facts) else ("ends",)
    return tuple(text for kind in kinds if (text := say_finding(facts, kind)))


def list_units(facts: Facts) -> tuple[str, ...]:
    """Return the sentences on units: how many moved or have which letter, and how many have no figure."""
    if facts.whole.n_units < 2:
        return ()
    silent = sum(unit.now.printed is None and not unit.now.hidden for unit in facts.units)
    words = load_words(facts.language)
    texts = [say_finding(facts, "units")]
    if silent:
        texts.append(f"{words.say('finding.silent_lead', units=words.count('plain_units', silent))}.")
    return tuple(text for text in texts if text)


def list_cautions(facts: Facts) -> tuple[str, ...]:
    """Return what a reader must know before repeating a figure: another scale, an order that is only assumed."""
    return tuple(text for kind in ("scale", "order") if (text := say_finding(facts, kind)))


def list_method(facts: Facts) -> tuple[str, ...]:
    """Return how the index is made, how the units are put together, and how respondents were found."""
    weights = {element.weight for element in facts.regulation.elements}
    words = load_words(facts.language)
    formula = words.say(
        f"press.method_{'equal' if len(weights) == 1 else 'weights'}",
        n=words.number_word(len(facts.regulation.elements)),
        scale_low=facts.regulation.scale[0],
        scale_high=facts.regulation.scale[1],
        multiplier=facts.regulation.multiplier,
        regulation=facts.regulation.title,
    )
    official = facts.official if facts.whole.n_units > 1 else "one"
    units = words.count("plain_units", facts.whole.n_units)
    aggregation = words.say(f"method.aggregation_{official}", name=name_of(facts), units=units)
    recruitment = words.say(f"method.recruitment_{(facts.recruitment or 'unknown').replace('-', '_')}")
    return tuple(text for text in (formula, aggregation if index_of(facts) else "", recruitment) if text)


def say_answers(facts: Facts) -> str:
    """Return the share of answers 3 and 4, "" where it may not be told."""
    return say_share(facts, "hero.answers")


def list_stamp_lines(facts: Facts) -> tuple[str, ...]:
    """Return the states that every file of the kit carries: simulated, draft, embargo; as lines of text."""
    return tuple(f"{stamp.word}. {stamp.text}".strip() for stamp in list_stamps(facts))


def say_contact(facts: Facts) -> str:
    """Return who publishes and how to reach them, "" where the settings do not say."""
    publisher = facts.publisher
    who = ", ".join(publisher[key] for key in ("institution", "place") if publisher.get(key))
    return "; ".join(part for part in (who, publisher.get("contact", "")) if part)
