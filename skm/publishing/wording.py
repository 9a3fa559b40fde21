"""Sentences by rule, in two languages, from one set of facts.

The texts stand in templates/words, a folder a language; the rules here decide which of them holds. Nothing says why
something changed, calls a change real that was not tested, or prints a per cent sign after an index.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from skm.publishing.choices import Moves, largest_contributions
from skm.publishing.facts import Break, Difference, Facts, Figure, Subject
from skm.publishing.formatting import (
    EN_DASH,
    NBSP,
    WHOLE_PERCENT_BELOW,
    capital,
    hold_together,
    join_words,
    places_of,
    spell,
    spell_count,
    spell_dates,
    spell_interval,
    spell_period,
    spell_printed,
)

LANGUAGES = ("id", "en")
LONGEST_TITLE = 65  # longer titles are cut in lists of results
LONGEST_DESCRIPTION = 160


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
        return self._counted(noun, n, spell_count(n, self.language)).replace(" ", NBSP, 1)

    def count_in_words(self, noun: str, n: int) -> str:
        """Return a count with its noun, a small number as a word."""
        return self._counted(noun, n, self.number_word(n))

    def _counted(self, noun: str, n: int, number: str) -> str:
        forms = self.texts["counted"][noun]
        form = _plural_rule(self.language)(n)
        return str(forms.get(form, forms["other"])).format(n=number)

    def number_word(self, n: int) -> str:
        """Return a small number as a word, a large one in digits."""
        words = self.texts["numbers"]["words"]
        return str(words[n]) if n < len(words) else spell_count(n, self.language)

    def has(self, key: str) -> bool:
        """Return whether there is such a text."""
        section, name = key.split(".", 1)
        return name in self.texts.get(section, {})


@cache  # a rule is compiled when it is first asked
def _plural_rule(language: str) -> Callable[[int], str]:
    return Locale.parse(language).plural_form


@cache
def load_words(language: str) -> Words:
    r"""Return the texts of a language, "id" or "en".

    Examples
    --------
    >>> load_words("id").count("respondents", 12480) == "12.480\u00a0responden"
    True
    """
    texts: dict[str, Mapping[str, Any]] = {}
    for file in sorted(files("skm.publishing").joinpath(f"templates/words/{language}").iterdir(), key=lambda f: f.name):
        sections = tomllib.loads(file.read_text(encoding="utf-8"))
        if repeated := texts.keys() & sections.keys():
            raise ValueError(f"{file.name} repeats the sections {sorted(repeated)}")
        texts |= sections
    return Words(language, texts)


def say_period(facts: Facts, period: str | None = None) -> str:
    """Return a period as it is printed; the page's own by default."""
    return spell_period(facts.period if period is None else period, facts.language)


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
    text = say_respondents(facts)
    if facts.fieldwork:
        text += load_words(facts.language).say("hero.fieldwork", dates=spell_dates(*facts.fieldwork, facts.language))
    return text


def say_respondents(facts: Facts) -> str:
    """Return how many respondents in how many units answered; with hidden units, in those that are shown."""
    words = load_words(facts.language)
    respondents = words.count("respondents", facts.whole.now.n or 0)
    hidden = sum(unit.now.hidden for unit in facts.units)
    if hidden:
        units = words.count("units", facts.whole.n_units - hidden)
        concealed = words.count("plain_units", hidden)
        return words.say("hero.base_shown", respondents=respondents, units=units, hidden=concealed)
    if facts.whole.n_units > 1:
        return words.say("hero.base", respondents=respondents, units=words.count("units", facts.whole.n_units))
    return words.say("hero.base_one", respondents=respondents)


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
    key = say_direction(change)
    if any("F" in figure.marks for figure in (facts.whole.now, before)):
        key = "weak"
    elif key == "equal" and before.printed != facts.whole.now.printed:
        key = "even"  # a figure printed coarsely can differ from the one before, where the change rounds to nothing
    return words.say(
        f"change.{key}",
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
    for direction in ("up", "down", "same", "unsure"):
        n = directions.count(direction)
        if n == len(directions) and n > 1:
            return words.say(f"finding.breadth_all_{direction}")
        if not n:
            continue
        first = f"first_{direction}" if not parts and direction != "up" else direction
        parts.append(
            words.say(f"finding.breadth_{first}", word=words.number_word(n), all=words.number_word(len(compared)))
        )
    return capital(", ".join(parts))


def _direction(difference: Difference | None) -> str:
    """Return which way an element went; without an interval nobody knows, whatever its figures are."""
    if difference is None or difference.verdict == "":
        return "unsure"
    return difference.moved or "same"


def say_moves(facts: Facts, moves: Moves) -> str:
    """Return how many of the compared units moved which way, as a list in a sentence."""
    words = load_words(facts.language)
    numbers = {name: len(group) for name, group in (("up", moves.up), ("down", moves.down), ("same", moves.same))}
    keys = {name: f"figure.moves_list_{name if n else f'no_{name}'}" for name, n in numbers.items()}
    slots = {
        name: {"n": spell_count(n, facts.language), "units": words.count("plain_units", n)}
        for name, n in numbers.items()
    }
    if not moves.up and not moves.down:
        shown = [words.say("figure.moves_list_nobody"), words.say(keys["same"], **slots["same"])]
    else:
        told = [name for name, n in numbers.items() if n or name != "same"]
        shown = [words.say(keys[name], **slots[name]) for name in told]
    return ", ".join(shown)


def say_contributions(facts: Facts) -> tuple[str, str]:
    """Return the names of the elements that carry the change and the points they sum to, "" where none is named."""
    chosen = largest_contributions(facts)
    if not chosen:
        return "", ""
    total = sum((e.difference.contribution or Decimal(0) for e in chosen if e.difference), Decimal(0))
    names = join_words([lower_name(e.short) for e in chosen], facts.language)
    return names, spell_printed(abs(total), facts.language)


def say_grades(facts: Facts, grades: Sequence[tuple[str, int]]) -> str:
    """Return how many units have each letter, as a list in a sentence."""
    words = load_words(facts.language)
    items = [
        words.say("finding.grades_item", units=words.count("plain_units", n), grade=letter) for letter, n in grades
    ]
    return join_words(items, facts.language)


def lower_name(name: str) -> str:
    """Return a name inside a sentence: its first letter small, unless it is an abbreviation.

    Examples
    --------
    >>> lower_name("Waktu penyelesaian"), lower_name("RSUD")
    ('waktu penyelesaian', 'RSUD')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def say_unit_note(unit: Subject, facts: Facts) -> str:
    """Return why a unit has no figure or no letter, "" where there is nothing to say."""
    words = load_words(facts.language)
    if unit.now.hidden:
        return words.say("unit.hidden")
    if unit.now.printed is None:
        return capital(unit.now.note) or words.say("unit.unusable") if unit.now.n else words.say("unit.silent")
    if unit.now.n is None:
        return words.say("unit.count_hidden")
    if "F" in unit.now.marks:
        return words.say("unit.few", n=spell_count(facts.minimum_respondents, facts.language))
    if unit.name in facts.entering and facts.previous:
        return words.say("unit.entering", previous=say_period(facts, facts.previous))
    return capital(unit.now.note)


def say_share(facts: Facts, key: str) -> str:
    """Return the sentence on the share of answers 3 and 4, "" where it may not be told: of answers, not people."""
    if facts.share_3_4 is None:
        return ""
    share = facts.share_3_4
    places = 0 if share.n_respondents < WHOLE_PERCENT_BELOW else 1
    low, high = scale_of(facts)
    return load_words(facts.language).say(
        key,
        share=spell(100 * share.share, places, facts.language),
        interval=spell_interval(100 * share.low, 100 * share.high, facts.language, places=places),
        low=low,
        high=high,
    )


def say_ranks(subject: Subject) -> str:
    """Return the range of ranks of a unit in one cell, "x" where it is hidden, ".." where it has none."""
    rank = subject.rank
    if rank is None:
        return "x" if subject.now.hidden else ".."
    return str(rank.low) if rank.low == rank.high else f"{rank.low}{EN_DASH}{rank.high}"


def say_without_index(facts: Facts) -> tuple[str, ...]:
    """Return that some respondents are in no index, where there are any."""
    if not facts.n_without_index:
        return ()
    more = spell_count(facts.n_without_index, facts.language)
    return (load_words(facts.language).say("lede.respondents_without_index", more=more),)


def say_rank(subject: Subject, facts: Facts, n_groups: int) -> str:
    """Return the range of ranks of a unit with how many others it cannot be told apart from, "" without one."""
    words, rank = load_words(facts.language), subject.rank
    if rank is None:
        return ""
    slots = {"ranks": say_ranks(subject), "of": words.count("plain_units", rank.of)}
    several = {"group": rank.group, "groups": n_groups}
    text = words.say("unit.rank_tier", **slots, **several) if n_groups > 1 else words.say("unit.rank", **slots)
    if not rank.n_alike:
        return words.say("unit.rank_alone", rank=text)
    if rank.n_alike == rank.of - 1:
        return words.say("unit.rank_alike_all", rank=text)
    return words.say("unit.rank_alike", rank=text, units=words.count("other_units", rank.n_alike))


def say_letters(subject: Subject, facts: Facts) -> str:
    """Return the letters that a figure may have beside its own, with their chances, "" where its own is certain."""
    words = load_words(facts.language)
    listed = [
        words.say("unit.letter_chance", letter=one.letter, chance=spell(100 * one.chance, 0, facts.language))
        for one in subject.letters
    ]
    return words.say("unit.letters_sentence", list=join_words(listed, facts.language)) if listed else ""


def say_grade(figure: Figure) -> str:
    """Return the letter of a figure, ".." where it has none to show."""
    return "x" if figure.hidden else figure.grade or ".."


def say_interval(figure: Figure, language: str) -> str:
    """Return an interval in one cell, ".." where there is none, "x" where it is hidden."""
    if figure.hidden:
        return "x"
    if figure.low is None or figure.high is None or figure.printed is None:
        return ".."
    return spell_interval(figure.low, figure.high, language, places=places_of(figure.printed))


def say_figure(figure: Figure | None, language: str) -> str:
    """Return a printed figure, ".." where there is none, "x" where it is hidden."""
    if figure is None:
        return ".."
    if figure.hidden:
        return "x"
    return ".." if figure.printed is None else spell_printed(figure.printed, language)
