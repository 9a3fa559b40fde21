"""What a person looks at before the release, with what the files say already filled in."""

from skm.publishing.facts import Facts
from skm.publishing.kit.papers import Block, Paper, block
from skm.publishing.kit.sentences import (
    compares,
    index_of,
    list_stamp_lines,
    name_of,
    say,
    say_absence,
    say_comparison,
    say_title,
)
from skm.publishing.stamps import list_stamps, say_embargo
from skm.publishing.wording import load_words, say_change, say_interval

ROLES = ("role_statistics", "role_press", "role_head")


def write_checklist(facts: Facts) -> Paper:
    """Return the checklist of a period, in the language of the facts."""

    def check(key: str, **values: object) -> str:
        return say(facts, f"check.{key}", **values)

    stamps = " – ".join(stamp.word for stamp in list_stamps(facts))
    embargo = say_embargo(facts)
    items = (
        check("figures", figures=_figures(facts)),
        check("comparable", text=say_comparison(facts) or say_change(facts) or say_absence(facts)),
        check("state", stamps=stamps) if stamps else check("state_none"),
        check("embargo", embargo=embargo) if embargo else check("embargo_none"),
        check("names", name=name_of(facts), units=load_words(facts.language).count("units", facts.whole.n_units)),
        _protection(facts),
        check("order") if facts.order_assumed else "",
        check("slots"),
        check("edited"),
        check("language"),
        check("alt"),
        check("printed"),
        check("hash", hash=facts.release.hash_shown),
    )
    table = (
        tuple(check(key) for key in ("role", "who", "initials", "when")),
        *((check(role), "", "", "") for role in ROLES),
    )
    blocks = (
        *(block("stamp", line) for line in list_stamp_lines(facts)),
        block("text", check("intro")),
        block("checks", *items),
        block("heading", check("approval_heading")),
        Block("table", (), table),
    )
    return Paper(facts.language, check("title", title=say_title(facts)), blocks)


def _figures(facts: Facts) -> str:
    """Return the figures that are announced, in one phrase."""
    figure = facts.whole.now
    if figure.printed is None:
        return "–"
    grade = say(facts, "check.grade", grade=figure.grade) if figure.grade else ""
    interval = say_interval(figure, facts.language)
    parts = [f"IKM {index_of(facts)}", grade, interval if interval != ".." else ""]
    return "; ".join(part for part in (*parts, say_change(facts) if compares(facts) else "") if part)


def _protection(facts: Facts) -> str:
    words = load_words(facts.language)
    hidden = sum(unit.now.hidden for unit in facts.units)
    few = sum("F" in unit.now.marks and not unit.now.hidden for unit in facts.units)
    if not hidden and not few:
        return words.say("check.hidden_zero")
    counts = {"hidden": words.count("plain_units", hidden), "few": words.count("plain_units", few)}
    return words.say("check.hidden", **counts)
