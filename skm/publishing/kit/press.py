"""The press release: what was found, first; what the office adds has places of its own, apart from the results."""

from skm.publishing.facts import Facts
from skm.publishing.kit.papers import Paper, block
from skm.publishing.kit.sentences import (
    list_cautions,
    list_elements,
    list_method,
    list_stamp_lines,
    list_units,
    say,
    say_answers,
    say_comparison,
    say_contact,
    say_grade_sentence,
    say_lead,
    say_margin,
    say_survey,
    say_title,
)
from skm.publishing.stamps import say_hash


def write_press_release(facts: Facts) -> Paper:
    """Return the press release of a period, in the language of the facts."""

    def slot(key: str) -> str:
        return say(facts, "kit.slot", text=say(facts, f"press.{key}"))

    contact = say_contact(facts)
    blocks = (
        *(block("stamp", line) for line in list_stamp_lines(facts)),
        block("lead", say_lead(facts)),
        block("text", say_comparison(facts), say_grade_sentence(facts), say_margin(facts)),
        block("text", say_survey(facts)),
        block("text", *list_elements(facts)),
        block("text", *list_units(facts)),
        block("text", say_answers(facts)),
        block("text", *list_cautions(facts)),
        block("heading", say(facts, "press.follow_heading")),
        block("slot", slot("follow_slot")),
        block("heading", say(facts, "press.quote_heading")),
        block("slot", slot("quote_slot")),
        block("heading", say(facts, "press.method_heading")),
        block("box", *list_method(facts)),
        block("heading", say(facts, "press.contact_heading")),
        block("text", contact),
        block("slot", "" if facts.publisher.get("contact") else slot("contact_slot")),
        block("small", say_hash(facts)),
    )
    return Paper(facts.language, say_title(facts), tuple(one for one in blocks if one.texts))
