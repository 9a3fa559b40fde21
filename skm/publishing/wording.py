"""Sentences by rule, in two languages, from one set of facts.

The texts stand in templates/words; this module decides which of them holds. Nothing here says why something changed,
calls a change real that was not tested, or prints a per cent sign after an index.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from babel import Locale

from skm.periods import kind_of
from skm.publishing.facts import Break, Difference, ElementFacts, Facts, Figure, Subject
from skm.publishing.formatting import (
    NBSP,
    capital,
    hold_together,
    join_words,
    spell,
    spell_count,
    spell_dates,
    spell_interval,
    spell_period,
    spell_printed,
)
from skm.regulation import Grade

LONGEST_TITLE = 65  # publication.md A: longer titles are cut in lists of results
LONGEST_DESCRIPTION = 160
FINDINGS_SHOWN = 6
NAMED_CONTRIBUTIONS = 2


@dataclass(frozen=True)
class Words:
    """The texts of one language."""

    language: str
    texts: Mapping[str, Mapping[str, Any]]

    def say(self, key: str, **values: object) -> str:
        """Return the text `section.name`, filled with `values`, with numbers held to their units."""
        section, name = key.split(".", 1)
        return hold_together(str(self.texts[section][name]).format(**values))

    def count(self, noun: str, n: int) -> str:
        """Return a count with its noun in the right number."""
        forms = self.texts["counted"][noun]
        form = Locale.parse(self.language).plural_form(n)
        return str(forms.get(form, forms["other"])).format(n=spell_count(n, self.language)).replace(" ", NBSP, 1)

    def number_word(self, n: int) -> str:
        """Return a small number as a word, a large one in digits."""
        words = self.texts["numbers"]["words"]
        return str(words[n]) if n < len(words) else spell_count(n, self.language)

    def has(self, key: str) -> bool:
        """Return whether there is such a text."""
        section, name = key.split(".", 1)
        return name in self.texts.get(section, {})


@cache
def load_words(language: str) -> Words:
    r"""Return the texts of a language, "id" or "en".

    Examples
    --------
    >>> load_words("id").count("respondents", 12480) == "12.480\u00a0responden"
    True
    """
    path = files("skm.publishing").joinpath(f"templates/words/{language}.toml")
    return Words(language, tomllib.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Finding:
    """One sentence whose first words carry the message."""

    lead: str
    rest: str


@dataclass(frozen=True)
class Moves:
    """How many units moved, by the test of all of them together."""

    up: tuple[Subject, ...]
    down: tuple[Subject, ...]
    same: tuple[Subject, ...]

    @property
    def n(self) -> int:
        """Units compared."""
        return len(self.up) + len(self.down) + len(self.same)


@dataclass(frozen=True)
class Extreme:
    """The element at one end, and the neighbour whose interval touches its own (None where none does)."""

    element: ElementFacts
    touching: ElementFacts | None


# ---- choices over facts --------------------------------------------------------------------------------------


def count_moves(facts: Facts) -> Moves:
    """Return the compared units by direction, each group in alphabetical order."""
    compared = [u for u in facts.units if u.difference is not None and u.difference.verdict != ""]
    compared = [u for u in compared if "F" not in u.now.marks and u.before and "F" not in u.before.marks]

    def those(direction: str) -> tuple[Subject, ...]:
        chosen = [u for u in compared if u.difference and u.difference.moved == direction]
        return tuple(sorted(chosen, key=lambda unit: unit.name.casefold()))

    return Moves(those("up"), those("down"), those(""))


def count_grades(subjects: Sequence[Subject]) -> list[tuple[str, int]]:
    """Return how many subjects have each letter, the best letter first."""
    letters = [subject.now.grade for subject in subjects if subject.now.grade]
    return [(letter, letters.count(letter)) for letter in sorted(set(letters))]


def find_extreme(facts: Facts, end: Literal["high", "low"]) -> Extreme | None:
    """Return the element that a sentence may call highest or lowest, None where no one element may be."""
    shown = [e for e in facts.whole.elements if e.now.value is not None and e.now.printed is not None]
    if len(shown) < 2:
        return None
    first, second, *_ = sorted(shown, key=lambda e: e.now.value or 0, reverse=end == "high")
    if first.now.printed == second.now.printed or not facts.may_name(first):
        return None
    return Extreme(first, second if _touch(first.now, second.now) else None)


def _touch(one: Figure, other: Figure) -> bool:
    """Return whether two intervals meet; a figure without an interval is taken to touch."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return True
    return one.low <= other.high and other.low <= one.high


def largest_contributions(facts: Facts) -> list[ElementFacts]:
    """Return the few elements that may be named as carrying the change, the largest first.

    They point the way the index went; none is named where the order of the last two is only assumed and one of
    them would be among them.
    """
    change = facts.whole.difference
    if change is None or not change.printed or not change.moved:
        return []
    sign = 1 if change.printed > 0 else -1
    parts = [(e, e.difference.contribution) for e in facts.whole.elements if e.difference]
    ranked = sorted(
        ((e, part * sign) for e, part in parts if part is not None and part * sign > 0),
        key=lambda pair: pair[1],
        reverse=True,
    )
    chosen = ranked[:NAMED_CONTRIBUTIONS]
    tied = len(ranked) > len(chosen) and chosen and ranked[len(chosen)][1] == chosen[-1][1]
    if tied or not all(facts.may_name(e) for e, _ in chosen):
        return []
    return [e for e, _ in chosen]


def next_grade(facts: Facts) -> Grade | None:
    """Return the grade above the one of the whole, None at the top or where there is no letter."""
    letters = [grade.letter for grade in facts.regulation.grades]
    if facts.whole.now.grade not in letters or facts.whole.now.grade == letters[0]:
        return None
    return facts.regulation.grades[letters.index(facts.whole.now.grade) - 1]


def near_grade(figure: Figure, facts: Facts) -> Grade | None:
    """Return the grade whose lower bound lies inside the interval of a figure, None where it has one letter.

    It is the grade above where the interval reaches up to it, else the figure's own.
    """
    if not figure.grade or {figure.grade_low, figure.grade_high} <= {figure.grade, ""}:
        return None
    grades = {grade.letter: grade for grade in facts.regulation.grades}
    return grades[figure.grade_high or figure.grade]


# ---- sentences -----------------------------------------------------------------------------------------------


def say_period(facts: Facts, period: str | None = None) -> str:
    """Return a period as it is printed; the page's own by default."""
    return spell_period(facts.period if period is None else period, facts.language)


def say_between(facts: Facts) -> str:
    """Return both periods as one range."""
    return f"{say_period(facts, facts.previous)}–{say_period(facts)}"


def title_of(facts: Facts) -> str:
    """Return the page's title, at most `LONGEST_TITLE` characters with the figure in it."""
    words, period = load_words(facts.language), say_period(facts)
    silent = "" if facts.whole.now.printed is not None else "_silent"
    index = "" if silent else spell_printed(facts.whole.now.printed or Decimal(0), facts.language)
    if not facts.name:
        return words.say(f"head.title_nameless{silent}", period=period, index=index)
    for key in (f"head.title{silent}", f"head.title{silent or '_short'}"):
        title = words.say(key, name=facts.name, period=period, index=index)
        if len(title) <= LONGEST_TITLE:
            return title
    room = LONGEST_TITLE - (len(title) - len(facts.name)) - 1
    return words.say(key, name=facts.name[:room].rstrip() + "…", period=period, index=index)


def describe_page(facts: Facts) -> str:
    """Return the summary that search results show."""
    words = load_words(facts.language)
    low, high = scale_of(facts)
    if facts.whole.now.printed is None:
        text = words.say("head.description_silent", name=facts.name, period=say_period(facts))
    else:
        index = spell_printed(facts.whole.now.printed, facts.language)
        slots = {"name": facts.name, "period": say_period(facts), "index": index}
        text = words.say("head.description", **slots, low=low, high=high, base=say_base(facts))
    if facts.simulated:
        text = words.say("head.description_simulated", text=text)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1].rstrip() + "…"


def scale_of(facts: Facts) -> tuple[str, str]:
    """Return the ends of the index as they are printed."""
    low, high = (end * facts.regulation.multiplier for end in facts.regulation.scale)
    return spell_count(low, facts.language), spell_count(high, facts.language)


def say_base(facts: Facts) -> str:
    """Return how many respondents in how many units answered, and when."""
    words = load_words(facts.language)
    respondents = words.count("respondents", facts.whole.now.n or 0)
    if facts.whole.n_units > 1:
        text = words.say("hero.base", respondents=respondents, units=words.count("units", facts.whole.n_units))
    else:
        text = words.say("hero.base_one", respondents=respondents)
    if facts.fieldwork:
        text += words.say("hero.fieldwork", dates=spell_dates(*facts.fieldwork, facts.language))
    return text


def say_direction(difference: Difference) -> str:
    """Return the name of the sentence for a change of a whole: up, down, unchanged, equal, unsure."""
    if not difference.printed:
        return "equal"
    if difference.moved:
        return difference.moved
    return "unchanged" if difference.verdict in ("unchanged", "up", "down") else "unsure"


def say_change(facts: Facts) -> str:
    """Return the sentence of change under the index, "" where there is nothing to say.

    Up and down only when the interval of the difference excludes zero; else about the same.
    """
    words = load_words(facts.language)
    if facts.previous is None:
        return ""
    previous = say_period(facts, facts.previous)
    if facts.broken:
        return words.say("change.broken", previous=previous)
    change, before = facts.whole.difference, facts.whole.before
    if change is None or change.printed is None or before is None or before.printed is None:
        return ""
    return words.say(
        f"change.{say_direction(change)}",
        size=spell_printed(abs(change.printed), facts.language),
        change=spell_printed(change.printed, facts.language, sign=True),
        before=spell_printed(before.printed, facts.language),
        previous=previous,
    )


def say_break(facts: Facts, broken: Break) -> str:
    """Return why two periods are not compared, as a phrase."""
    same = broken.reason == "questions" and broken.before == broken.now
    key = "questions_same" if same else broken.reason
    return load_words(facts.language).say(f"change.{key}", before=broken.before, now=broken.now)


def say_verdict(difference: Difference | None, facts: Facts, many: bool = False) -> str:
    """Return the conclusion of one line of a table; with `many`, of a unit among others that were tested with it."""
    words = load_words(facts.language)
    if difference is None or difference.printed is None or difference.verdict == "":
        return words.say("verdict.none")
    if difference.moved:
        return words.say(f"verdict.{difference.moved}{'_sure' if many else ''}")
    return words.say("verdict.unchanged")


def say_breadth(facts: Facts) -> str:
    """Return how many elements went which way, by their own intervals; "" where nothing is compared."""
    words, compared = load_words(facts.language), [e for e in facts.whole.elements if e.difference]
    if not compared:
        return ""
    directions = [_direction(e.difference) for e in compared]
    parts = []
    for direction in ("up", "down", "same"):
        n = directions.count(direction)
        if not n:
            continue
        first = f"first_{direction}" if not parts and direction != "up" else direction
        parts.append(words.say(f"finding.breadth_{first}", word=words.number_word(n), all=_all(words, compared)))
    return capital(", ".join(parts))


def _direction(difference: Difference | None) -> str:
    return "same" if difference is None else difference.moved or "same"


def _all(words: Words, compared: Sequence[object]) -> str:
    return words.number_word(len(compared))


def say_contributions(facts: Facts) -> tuple[str, str]:
    """Return the names of the elements that carry the change and the points they sum to, "" where none is named."""
    chosen = largest_contributions(facts)
    if not chosen:
        return "", ""
    total = sum((e.difference.contribution or Decimal(0) for e in chosen if e.difference), Decimal(0))
    names = join_words([lower_name(e.short) for e in chosen], facts.language)
    return names, spell_printed(abs(total), facts.language)


def lower_name(name: str) -> str:
    """Return a name inside a sentence: its first letter small, unless it is an abbreviation.

    Examples
    --------
    >>> lower_name("Waktu penyelesaian"), lower_name("RSUD")
    ('waktu penyelesaian', 'RSUD')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


# ---- findings ------------------------------------------------------------------------------------------------


def list_findings(facts: Facts) -> tuple[Finding, ...]:
    """Return at most six findings, each one sentence: level, change, breadth, ends, units, comparability."""
    found = [
        _refused_finding(facts),
        _level_finding(facts),
        _change_finding(facts),
        _breadth_finding(facts),
        _ends_finding(facts),
        _units_finding(facts),
        _comparable_finding(facts),
        _silent_finding(facts),
        _order_finding(facts),
    ]
    return tuple(finding for finding in found if finding is not None)[:FINDINGS_SHOWN]


def _finding(words: Words, lead: str, rest: str, **values: object) -> Finding:
    return Finding(words.say(f"finding.{lead}", **values), words.say(f"finding.{rest}", **values))


def _refused_finding(facts: Facts) -> Finding | None:
    if not facts.refused:
        return None
    words = load_words(facts.language)
    return _finding(words, "refused_lead", "refused", n=spell_count(facts.refused, facts.language))


def _level_finding(facts: Facts) -> Finding | None:
    figure, words = facts.whole.now, load_words(facts.language)
    if figure.printed is None or figure.low is None or figure.high is None or not figure.grade:
        return None
    low, high = (spell(end, 2, facts.language) for end in (figure.low, figure.high))
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
    if change is None or change.printed is None or change.low is None or change.high is None:
        return None
    direction = say_direction(change)
    slots = {
        "size": spell_printed(abs(change.printed), facts.language),
        "change": spell_printed(change.printed, facts.language, sign=True),
        "low": spell(change.low, 2, facts.language),
        "high": spell(change.high, 2, facts.language),
    }
    if direction == "down":  # a fall of 0,98 points lies between 0,67 and 1,29 points, the smaller first
        slots["low"], slots["high"] = (spell(-end, 2, facts.language) for end in (change.high, change.low))
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
    ending = words.say("finding.ends", **slots)
    return Finding(words.say(f"finding.{key}", **slots), ending.rstrip(".") + rest + ".")


def _units_finding(facts: Facts) -> Finding | None:
    words, moves = load_words(facts.language), count_moves(facts)
    if moves.n > 1:
        counts = {
            "up": spell_count(len(moves.up), facts.language),
            "down": spell_count(len(moves.down), facts.language),
            "same": spell_count(len(moves.same), facts.language),
            "all": spell_count(moves.n, facts.language),
        }
        return _finding(words, "moved_lead", "moved", **counts)
    grades = count_grades(facts.units)
    if facts.whole.n_units < 2 or not grades:
        return None
    total = spell_count(sum(n for _, n in grades), facts.language)
    return _finding(words, "grades_lead", "grades", list=say_grades(facts, grades), all=total)


def say_grades(facts: Facts, grades: Sequence[tuple[str, int]]) -> str:
    """Return how many units have each letter, as a list in a sentence."""
    words = load_words(facts.language)
    items = [words.say("finding.grades_item", n=spell_count(n, facts.language), grade=letter) for letter, n in grades]
    return join_words(items, facts.language)


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
        "entering": spell_count(len(facts.entering), facts.language),
        "leaving": spell_count(len(facts.leaving), facts.language),
    }
    if facts.entering or facts.leaving:
        return _finding(words, lead, "comparable_moved", **slots)
    return _finding(words, lead, "comparable_units" if both > 1 else "comparable_one", **slots)


def _silent_finding(facts: Facts) -> Finding | None:
    silent = [unit for unit in facts.units if unit.now.printed is None and not unit.now.hidden]
    if not silent or len(facts.units) < 2:
        return None
    return _finding(load_words(facts.language), "silent_lead", "silent", n=spell_count(len(silent), facts.language))


def _order_finding(facts: Facts) -> Finding | None:
    if not facts.order_assumed:
        return None
    return _finding(load_words(facts.language), "order_lead", "order")


# ---- headings ------------------------------------------------------------------------------------------------


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
    slots = {"up": words.number_word(up), "down": words.number_word(down)}
    if direction in ("up", "down"):
        alone = (down if direction == "up" else up) == 0
        key = f"change_all_{direction}" if alone else f"change_{direction}"
        return capital(words.say(f"heading.{key}", **slots))
    if direction in ("unchanged", "equal"):
        return capital(words.say("heading.change_mixed", **slots))
    return words.say("heading.change_plain", now=say_period(facts), before=say_period(facts, facts.previous))


def head_elements(facts: Facts) -> str:
    """Return the finding of the section of elements."""
    breadth = say_breadth(facts)
    if breadth:
        return breadth
    words = load_words(facts.language)
    printed = [e.now.printed for e in facts.whole.elements if e.now.printed is not None]
    distance = spell_printed(max(printed) - min(printed), facts.language) if printed else ".."
    low, high = facts.regulation.scale
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
    return words.say("figure.elements_title_plain", **ends)


def head_stairs(facts: Facts) -> str:
    """Return the finding of the chart of contributions."""
    words, change = load_words(facts.language), facts.whole.difference
    printed = (change.printed if change else None) or Decimal(0)
    names, part = say_contributions(facts)
    if names:
        size = spell_printed(abs(printed), facts.language)
        return capital(words.say("figure.stairs_lead", names=names, part=part, change=size))
    return words.say("figure.stairs_plain", change=spell_printed(printed, facts.language, sign=True))


def head_units(facts: Facts) -> str:
    """Return the finding of the section of units."""
    words, moves = load_words(facts.language), count_moves(facts)
    if moves.n > 1:
        counts = {
            name: spell_count(len(group), facts.language)
            for name, group in (("up", moves.up), ("down", moves.down), ("same", moves.same))
        }
        return words.say("heading.units_moved", **counts)
    grades = count_grades(facts.units)
    if grades:
        return words.say("heading.units_grades", list=say_grades(facts, grades))
    return words.say("heading.units_plain", n=spell_count(len(facts.units), facts.language))


def say_unit_note(unit: Subject, facts: Facts) -> str:
    """Return why a unit has no figure or no letter, "" where there is nothing to say."""
    words = load_words(facts.language)
    if unit.now.hidden:
        return words.say("unit.hidden")
    if unit.now.printed is None:
        return capital(unit.now.note) if unit.now.n and unit.now.note else words.say("unit.silent")
    if unit.now.n is None:
        return words.say("unit.count_hidden")
    if "F" in unit.now.marks:
        return words.say("unit.few", n=spell_count(facts.minimum_respondents, facts.language))
    if unit.name in facts.entering and facts.previous:
        return words.say("unit.entering", previous=say_period(facts, facts.previous))
    return capital(unit.now.note)


def say_grade(figure: Figure) -> str:
    """Return the letter of a figure, ".." where it has none to show."""
    return "x" if figure.hidden else figure.grade or ".."


def say_interval(figure: Figure, language: str) -> str:
    """Return an interval in one cell, ".." where there is none, "x" where it is hidden."""
    if figure.hidden:
        return "x"
    if figure.low is None or figure.high is None or figure.printed is None:
        return ".."
    return spell_interval(figure.low, figure.high, language)


def say_figure(figure: Figure | None, language: str) -> str:
    """Return a printed figure, ".." where there is none, "x" where it is hidden."""
    if figure is None:
        return ".."
    if figure.hidden:
        return "x"
    return ".." if figure.printed is None else spell_printed(figure.printed, language)
