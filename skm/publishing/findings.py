"""The findings of the first screen: at most six sentences whose first words carry the message."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from skm.periods import kind_of
from skm.publishing.choices import count_grades, count_moves, find_extreme, near_grade, next_grade
from skm.publishing.facts import Facts
from skm.publishing.formatting import capital, places_of, spell, spell_count, spell_printed
from skm.publishing.wording import (
    Words,
    load_words,
    lower_name,
    say_breadth,
    say_break,
    say_contributions,
    say_direction,
    say_grades,
    say_moves,
    say_period,
)

FINDINGS_SHOWN = 6
# Where there are more, a reader misses these least: a warning about what can't be compared is not among them.
DROPPED_FIRST = ("breadth", "ends", "units")


@dataclass(frozen=True)
class Finding:
    """One sentence whose first words carry the message."""

    lead: str
    rest: str


def list_findings(facts: Facts) -> tuple[Finding, ...]:
    """Return at most six findings, each one sentence: level, change, breadth, ends, units, comparability."""
    found = {kind: finding for kind, say in _ways().items() if (finding := say(facts)) is not None}
    for kind in DROPPED_FIRST:
        if len(found) > FINDINGS_SHOWN:
            found.pop(kind, None)
    return tuple(found.values())[:FINDINGS_SHOWN]


def say_finding(facts: Facts, kind: str) -> str:
    """Return one finding as a sentence, for texts that say some of them; "" where there is nothing to say.

    Parameters
    ----------
    facts
        What is known and may be published.
    kind
        "level", "change", "breadth", "ends", "units", "comparable", "silent", "order", "scale" or "refused".
    """
    finding = _ways()[kind](facts)
    return f"{finding.lead}{finding.rest}" if finding else ""


def _ways() -> dict[str, Callable[[Facts], Finding | None]]:
    """Return who says each kind of finding, in their order on the first screen."""
    return {
        "refused": _refused_finding,
        "scale": _scale_finding,
        "level": _level_finding,
        "change": _change_finding,
        "breadth": _breadth_finding,
        "ends": _ends_finding,
        "units": _units_finding,
        "comparable": _comparable_finding,
        "silent": _silent_finding,
        "order": _order_finding,
    }


def _finding(words: Words, lead: str, rest: str, **values: object) -> Finding:
    return Finding(words.say(f"finding.{lead}", **values), words.say(f"finding.{rest}", **values))


def _refused_finding(facts: Facts) -> Finding | None:
    if not facts.refused:
        return None
    words = load_words(facts.language)
    return _finding(words, "refused_lead", "refused", files=words.count("files", facts.refused))


def _scale_finding(facts: Facts) -> Finding | None:
    if facts.scale is None:
        return None
    points = len(range(facts.regulation.scale[0], facts.regulation.scale[1] + 1))
    lead = "scale_four_lead" if facts.scale.points == points else "scale_lead"
    return _finding(load_words(facts.language), lead, "scale", points=facts.scale.points, map=facts.scale.map)


def _level_finding(facts: Facts) -> Finding | None:
    figure, words = facts.whole.now, load_words(facts.language)
    if figure.printed is None or figure.low is None or figure.high is None or not figure.grade:
        return None
    places = places_of(figure.printed)
    low, high = (spell(end, places, facts.language) for end in (figure.low, figure.high))
    near, above = near_grade(figure, facts), next_grade(facts)
    slots: dict[str, object] = {"low": low, "high": high, "grade": figure.grade}
    if near:
        bound = spell_printed(near.lower, facts.language)
        lead = "level_near_down_lead" if near.letter == figure.grade else "level_near_lead"
        return _finding(words, lead, "level_near", **slots, near=near.letter, bound=bound)
    if above is None:
        return _finding(words, "level_inside_lead", "level_top", **slots)
    distance = spell_printed(above.lower - figure.printed, facts.language)
    bound = spell_printed(above.lower, facts.language)
    return _finding(
        words, "level_inside_lead", "level_inside", **slots, next=above.letter, bound=bound, distance=distance
    )


def _change_finding(facts: Facts) -> Finding | None:
    change, words = facts.whole.difference, load_words(facts.language)
    if change is None or change.printed is None or change.low is None or change.high is None or not change.verdict:
        return None
    direction, places = say_direction(change), places_of(change.printed)
    slots = {
        "size": spell_printed(abs(change.printed), facts.language),
        "change": spell_printed(change.printed, facts.language, sign=True),
        "low": spell(change.low, places, facts.language),
        "high": spell(change.high, places, facts.language),
    }
    if direction == "down":  # a fall of 0,98 points lies between 0,67 and 1,29 points, the smaller first
        slots["low"], slots["high"] = (spell(-end, places, facts.language) for end in (change.high, change.low))
    lead = f"change_{direction}_lead" if direction in ("up", "down") else "change_unsure_lead"
    return _finding(words, lead, "change_sure", **slots)


def _breadth_finding(facts: Facts) -> Finding | None:
    words, lead = load_words(facts.language), say_breadth(facts)
    if not lead or facts.whole.difference is None:
        return None
    names, part = say_contributions(facts)
    if not names:
        return _finding(words, "breadth_lead", "breadth_plain", list=lead)
    change = spell_printed(abs(facts.whole.difference.printed or Decimal(0)), facts.language)
    return _finding(words, "breadth_lead", "breadth_share", list=lead, names=names, part=part, change=change)


def _ends_finding(facts: Facts) -> Finding | None:
    high, low = find_extreme(facts, "high"), find_extreme(facts, "low")
    if high is None and low is None:
        return None
    words = load_words(facts.language)
    slots: dict[str, object] = {"scale_low": facts.regulation.scale[0], "scale_high": facts.regulation.scale[1]}
    rest = ""
    for end, extreme in (("high", high), ("low", low)):
        if extreme is None:
            continue
        slots[end] = lower_name(extreme.element.short)
        slots[f"{end}_value"] = spell_printed(extreme.element.now.printed or Decimal(0), facts.language)
        if extreme.touching:
            other = lower_name(extreme.touching.short)
            rest += words.say(f"finding.ends_close_{end}", other=other)
    key = "ends_lead" if high and low else "ends_high_lead" if high else "ends_low_lead"
    if rest:  # the difference to the next one is not sure, so the value was only recorded
        key = key.replace("ends", "recorded")
    ending = words.say("finding.ends", **slots)
    return Finding(words.say(f"finding.{key}", **slots), ending.rstrip(".") + rest + ".")


def _units_finding(facts: Facts) -> Finding | None:
    words, moves = load_words(facts.language), count_moves(facts)
    if moves.n > 1:
        counts = {"list": capital(say_moves(facts, moves)), "all": words.count("plain_units", moves.n)}
        return _finding(words, "moved_lead", "moved", **counts)
    grades = count_grades(facts.units)
    if facts.whole.n_units < 2 or not grades:
        return None
    total = words.count("plain_units", sum(n for _, n in grades))
    return _finding(words, "grades_lead", "grades", list=say_grades(facts, grades), all=total)


def _comparable_finding(facts: Facts) -> Finding | None:
    if facts.previous is None:
        return None
    words = load_words(facts.language)
    if facts.broken:
        previous = say_period(facts, facts.previous)
        return _finding(words, "broken_lead", "broken", previous=previous, reason=say_break(facts, facts.broken))
    if facts.whole.difference is None:
        return None
    lead = "comparable_lead_year" if kind_of(facts.period) == "year" else "comparable_lead"
    both = facts.whole.n_units - len(facts.entering)
    slots = {
        "n": spell_count(both, facts.language),
        "both": words.count("plain_units", both),
        "now": say_period(facts),
        "previous": say_period(facts, facts.previous),
        "entering": spell_count(len(facts.entering), facts.language),
        "leaving": spell_count(len(facts.leaving), facts.language),
    }
    if facts.entering or facts.leaving:
        ways = [way for way in ("entering", "leaving") if getattr(facts, way)]
        moved = "".join(words.say(f"finding.comparable_{way}", **slots) for way in ways)
        return _finding(words, lead, "comparable_moved", moved=moved, **slots)
    return _finding(words, lead, "comparable_units" if both > 1 else "comparable_one", **slots)


def _silent_finding(facts: Facts) -> Finding | None:
    silent = [unit for unit in facts.units if unit.now.printed is None and not unit.now.hidden]
    if not silent or len(facts.units) < 2:
        return None
    words = load_words(facts.language)
    return _finding(words, "silent_lead", "silent", units=words.count("plain_units", len(silent)))


def _order_finding(facts: Facts) -> Finding | None:
    if not facts.order_assumed:
        return None
    return _finding(load_words(facts.language), "order_lead", "order")
