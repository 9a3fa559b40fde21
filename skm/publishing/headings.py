"""Headings of sections and titles of charts: each says what was found, not what it is about."""

from decimal import Decimal

from skm.publishing.choices import count_grades, count_moves, find_extreme, near_grade, next_grade
from skm.publishing.facts import Facts
from skm.publishing.formatting import capital, spell_printed
from skm.publishing.wording import (
    load_words,
    lower_name,
    say_breadth,
    say_contributions,
    say_direction,
    say_grades,
    say_moves,
    say_period,
    scale_of,
)


def head_level(facts: Facts) -> str:
    """Return the finding of the first chart."""
    words, now, before = load_words(facts.language), facts.whole.now, facts.whole.before
    low, high = scale_of(facts)
    if not now.grade:
        return words.say("figure.level_plain", low=low, high=high)
    if facts.whole.difference is None or before is None or not before.grade:
        text = words.say("figure.level_one", grade=now.grade)
    else:
        direction = say_direction(facts.whole.difference)
        across = "_across" if before.grade != now.grade else ""
        key = {
            "up": f"level_up{across}",
            "down": f"level_down{across}",
            "unchanged": "level_same",
            "equal": "level_same",
        }.get(direction, "level_one" if across else "level_differs")
        text = words.say(f"figure.{key}", grade=now.grade, before=before.grade)
    above = next_grade(facts)
    if above is None or near_grade(now, facts) or now.printed is None:
        return text
    distance = spell_printed(above.lower - now.printed, facts.language)
    return words.say("figure.level_far", text=text, distance=distance, next=above.letter)


def head_change(facts: Facts) -> str:
    """Return the finding of the section of changes: how many elements carried it and how many held it back."""
    words, change = load_words(facts.language), facts.whole.difference
    if facts.broken:
        return words.say("heading.change_broken")
    parts = [e.difference.contribution for e in facts.whole.elements if e.difference]
    up, down = (sum(part is not None and part * sign > 0 for part in parts) for sign in (1, -1))
    direction = say_direction(change) if change else ""
    lead, rest = (down, up) if direction == "down" else (up, down)
    if direction in ("up", "down"):
        key = f"change_{direction}" if rest else f"change_all_{direction}"
    elif direction in ("unchanged", "equal"):
        key = "change_mixed" + ("" if up and down else "_up" if up else "_down" if down else "_none")
        lead = up or down
    else:
        key = ""
    if key and (lead or key == "change_mixed_none"):
        slots = {"lead": words.count_in_words("elements", lead), "rest": words.number_word(rest)}
        return capital(words.say(f"heading.{key}", **slots))
    return words.say("heading.change_plain", now=say_period(facts), before=say_period(facts, facts.previous))


def head_elements(facts: Facts) -> str:
    """Return the finding of the section of elements."""
    breadth = say_breadth(facts)
    if breadth:
        return breadth
    words = load_words(facts.language)
    printed = [e.now.printed for e in facts.whole.elements if e.now.printed is not None]
    low, high = facts.regulation.scale
    if printed and min(printed) == max(printed):
        value = spell_printed(printed[0], facts.language)
        return words.say("heading.elements_equal", value=value, scale_low=low, scale_high=high)
    distance = spell_printed(max(printed) - min(printed), facts.language) if printed else ".."
    return words.say("heading.elements_range", distance=distance, scale_low=low, scale_high=high)


def head_element_chart(facts: Facts) -> str:
    """Return the finding of the chart of elements: its ends by name where they may be named, else its range."""
    words = load_words(facts.language)
    high, low = find_extreme(facts, "high"), find_extreme(facts, "low")
    if high and low and not high.touching and not low.touching:
        names = {"high": high.element.short, "low": lower_name(low.element.short)}
        return words.say("figure.elements_title", **names)
    printed = sorted(e.now.printed for e in facts.whole.elements if e.now.printed is not None)
    ends = {"low": spell_printed(printed[0], facts.language), "high": spell_printed(printed[-1], facts.language)}
    equal = printed[0] == printed[-1]
    return words.say(f"figure.elements_title_{'equal' if equal else 'plain'}", **ends)


def head_stairs(facts: Facts) -> str:
    """Return the finding of the chart of contributions."""
    words, change = load_words(facts.language), facts.whole.difference
    printed = change.printed if change and change.printed is not None else Decimal(0)
    names, part = say_contributions(facts)
    if names:
        size = spell_printed(abs(printed), facts.language)
        return capital(words.say("figure.stairs_lead", names=names, part=part, change=size))
    return words.say("figure.stairs_plain", change=spell_printed(printed, facts.language, sign=True))


def head_units(facts: Facts) -> str:
    """Return the finding of the section of units."""
    words, moves = load_words(facts.language), count_moves(facts)
    if moves.n > 1:
        return capital(say_moves(facts, moves))
    grades = count_grades(facts.units)
    if grades:
        return words.say("heading.units_grades", list=say_grades(facts, grades))
    return words.say("heading.units_plain", units=words.count("units", len(facts.units)))
