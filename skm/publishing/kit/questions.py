"""What journalists ask, answered by rule: the share of answers first, since the index is none."""

from collections.abc import Iterator

from skm.publishing.certainty import count_places
from skm.publishing.choices import count_moves, near_grade, next_grade
from skm.publishing.facts import Facts
from skm.publishing.findings import say_finding
from skm.publishing.formatting import capital, join_words, spell_count, spell_printed
from skm.publishing.kit.papers import Block, Paper, block
from skm.publishing.kit.sentences import (
    compares,
    direction_of,
    index_of,
    list_stamp_lines,
    name_of,
    period_in_words,
    say,
    say_absence,
    say_comparison,
    say_contact,
    say_lead,
    say_margin,
    say_survey,
    size_of,
)
from skm.publishing.stamps import say_hash, spell_day
from skm.publishing.wording import load_words, say_change, say_direction, say_share, scale_of

MOST_NAMES = 12  # of units in one answer; more stand in the report

Answer = tuple[str, tuple[str, ...]]  # a question with the sentences of its answer; a place to fill in begins with "["


def write_questions(facts: Facts) -> Paper:
    """Return questions and answers on a period, in the language of the facts."""
    blocks: list[Block] = [block("stamp", line) for line in list_stamp_lines(facts)]
    for question, answers in _answers(facts):
        blocks.append(block("heading", question))
        blocks.append(block("text", *(text for text in answers if not text.startswith("["))))
        blocks += [block("slot", text) for text in answers if text.startswith("[")]
    blocks.append(block("small", say_hash(facts)))
    title = " ".join(say(facts, "ask.title", name=name_of(facts), period=period_in_words(facts)).split(" "))
    return Paper(facts.language, title, tuple(one for one in blocks if one.texts))


def _answers(facts: Facts) -> Iterator[Answer]:
    yield say(facts, "ask.percent_q"), _percent(facts)
    yield say(facts, "ask.what_q"), (_what(facts), say_lead(facts), say_margin(facts))
    yield from _grade(facts)
    yield say(facts, "ask.why_q"), (_on_scale(facts, "ask.why"),)
    yield _change(facts)
    yield from _cause(facts)
    if facts.whole.n_units > 1:
        yield say(facts, "ask.unit_q"), _fallen(facts)
    yield say(facts, "ask.people_q"), _people(facts)
    yield say(facts, "ask.public_q"), _public(facts)
    yield say(facts, "ask.paid_q"), _paid(facts)
    yield say(facts, "ask.rank_q"), _ranks(facts)
    yield say(facts, "ask.next_q"), (_next(facts),)


def _on_scale(facts: Facts, key: str, **values: object) -> str:
    low, high = scale_of(facts)
    return say(facts, key, low=low, high=high, **values)


def _slot(facts: Facts, key: str) -> str:
    return say(facts, "kit.slot", text=say(facts, key))


def _percent(facts: Facts) -> tuple[str, ...]:
    index = index_of(facts)
    first = _on_scale(facts, "ask.percent_not", index=index) if index else _on_scale(facts, "ask.percent_not_silent")
    return first, say_share(facts, "ask.percent_share") or say(facts, "ask.percent_hidden")


def _what(facts: Facts) -> str:
    low, high = facts.regulation.scale
    n = load_words(facts.language).number_word(len(facts.regulation.elements))
    return say(facts, "ask.what", n=n, scale_low=low, scale_high=high)


def _grade(facts: Facts) -> Iterator[Answer]:
    grade = next((one for one in facts.regulation.grades if one.letter == facts.whole.now.grade), None)
    if grade is None or "F" in facts.whole.now.marks:
        return
    low, high = (spell_printed(end, facts.language) for end in (grade.lower, grade.upper))
    slots = {"name": grade.names[facts.language], "from": low, "to": high, "regulation": facts.regulation.title}
    yield (
        say(facts, "ask.grade_q", grade=grade.letter),
        (say(facts, "ask.grade", grade=grade.letter, **slots),),
    )


def _change(facts: Facts) -> Answer:
    """Return whether the change is large: what the test says, and how far the next letter is."""
    change = facts.whole.difference
    if not compares(facts) or change is None:
        return say(facts, "ask.big_same_q"), (say_comparison(facts) or say_absence(facts),)
    direction = say_direction(change)
    if direction == "equal":
        same = facts.whole.before is not None and facts.whole.before.printed == facts.whole.now.printed
        text = say(facts, "ask.equal", index=index_of(facts)) if same else f"{capital(say_change(facts))}."
        return say(facts, "ask.big_same_q"), (text,)
    question = say(facts, "ask.big_q", size=size_of(facts))
    if direction == "unsure":
        return question, (say(facts, "ask.unsure", text=say_change(facts)),)
    finding, above = say_finding(facts, "change"), next_grade(facts)
    near = near_grade(facts.whole.now, facts)
    if direction != "up" or above is None or near or facts.whole.now.printed is None:
        return question, (finding,)
    slots = {
        "next": above.letter,
        "bound": spell_printed(above.lower, facts.language),
        "distance": spell_printed(above.lower - facts.whole.now.printed, facts.language),
    }
    return question, (say(facts, "ask.big_up", finding=finding, **slots),)


def _cause(facts: Facts) -> Iterator[Answer]:
    direction = direction_of(facts)
    if direction not in ("up", "down"):
        return
    question = say(facts, "ask.cause_q", direction=say(facts, f"ask.cause_{direction}"))
    yield question, (say(facts, "ask.cause"), say_finding(facts, "breadth"))


def _fallen(facts: Facts) -> tuple[str, ...]:
    """Return which units clearly fell, in alphabetical order, and that nothing here says why."""
    moves, words = count_moves(facts), load_words(facts.language)
    if not moves.n:
        return (words.say("ask.unit_uncompared"),)
    comparisons = words.count("comparisons", moves.n)
    if not moves.down:
        return (words.say("ask.unit_none", comparisons=comparisons),)
    names = join_words([unit.name for unit in moves.down], facts.language)
    key = "ask.unit_some" if len(moves.down) <= MOST_NAMES else "ask.unit_many"
    slots = {"units": words.count("plain_units", len(moves.down)), "comparisons": comparisons}
    slots |= {"names": names} if key == "ask.unit_some" else {}
    return words.say(key, **slots), words.say("ask.unit_cause")


def _people(facts: Facts) -> tuple[str, ...]:
    words = load_words(facts.language)
    texts = [say_survey(facts) or say_absence(facts)]
    few = sum("F" in unit.now.marks and not unit.now.hidden for unit in facts.units)
    hidden = sum(unit.now.hidden for unit in facts.units)
    if few and facts.whole.n_units > 1:
        units = words.count("plain_units", few)
        texts.append(words.say("ask.people_few", units=units, n=facts.minimum_respondents))
    if hidden and facts.whole.n_units > 1:
        texts.append(words.say("ask.people_hidden", units=words.count("plain_units", hidden)))
    return tuple(texts)


def _public(facts: Facts) -> tuple[str, ...]:
    recruitment = (facts.recruitment or "unknown").replace("-", "_")
    return say(facts, "ask.public"), say(facts, f"method.recruitment_{recruitment}")


def _paid(facts: Facts) -> tuple[str, ...]:
    institution = say_contact(facts)
    known = (say(facts, "ask.paid", institution=institution),) if institution else ()
    return (*known, _slot(facts, "ask.paid_slot"))


def _ranks(facts: Facts) -> tuple[str, ...]:
    if facts.whole.n_units < 2:
        return (say(facts, "ask.rank_one"),)
    ranks = [unit.rank for unit in facts.units if unit.rank]
    if not ranks:
        return (say(facts, "ask.rank_none"),)
    words = load_words(facts.language)
    top, bottom, middle = count_places(ranks)
    everybody = words.count("plain_units", len(ranks))
    ranges = words.say("ask.rank_ranges", ranges=words.say("lede.units_ranks").strip())
    if not top and not bottom:
        return ranges, words.say("ask.rank_ends_none", all=everybody)
    numbers = {"top": top, "bottom": bottom, "middle": middle}
    slots = {name: spell_count(n, facts.language) if n else words.say("ask.nobody") for name, n in numbers.items()}
    return ranges, words.say("ask.rank_ends", all=everybody, **slots)


def _next(facts: Facts) -> str:
    day = facts.release.following
    return say(facts, "ask.next", date=spell_day(day, facts.language)) if day else _slot(facts, "ask.next_slot")
