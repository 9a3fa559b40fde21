"""Rows in, kept and dropped, what the answers say about themselves, what must not be concluded."""

from skm.messages import MESSAGES
from skm.publishing.blocks import Block, Column, Prose, Row, RowGroup, Section, Table
from skm.publishing.formatting import WHOLE_PERCENT_BELOW, capital, spell, spell_dates, spell_share
from skm.publishing.sections.desk import Desk, cell, head


def write_quality(desk: Desk, number: int) -> Section | None:
    """Return rows in, kept and dropped, what the answers say about themselves, and what must not be concluded."""
    facts = desk.facts
    rows = [*_fieldwork(desk), *_account_checks(desk), *_answer_checks(desk), *_unit_checks(desk)]
    blocks: list[Block] = []
    if rows:
        columns = (
            Column(desk.say("column.check")),
            Column(desk.say("column.value"), "r"),
            Column(desk.say("column.meaning")),
        )
        lines = tuple(Row((head(name), cell(value), cell(means, ""))) for name, value, means in rows)
        caption = desk.caption("quality", now=desk.now)
        blocks.append(Table("t-quality", caption, columns, (RowGroup(lines),)))
    if facts.rules:
        blocks.append(_rules_table(desk))
    if facts.notes:
        blocks.append(Prose((), desk.say("quality.notes"), items=tuple(map(capital, facts.notes))))
    limits = tuple(desk.say(f"quality.{key}") for key in ("limit_public", "limit_units", "limit_cause"))
    blocks.append(Prose((), desk.say("quality.limits"), items=limits))
    return Section("kualitas", number, desk.say("section.quality"), _head_quality(desk), tuple(blocks))


def _head_quality(desk: Desk) -> str:
    totals = desk.facts.totals
    if totals is None:
        return desk.say("heading.quality_plain")
    read, kept, dropped = (desk.count(n) for n in totals)
    counted = desk.facts.whole.now.n
    if counted is not None and counted < totals[1]:
        return desk.say("heading.quality_counted", counted=desk.count(counted), read=read)
    key = "quality_rows" if totals[2] else "quality_all"
    return desk.say(f"heading.{key}", read=read, kept=kept, dropped=dropped)


def _fieldwork(desk: Desk) -> list[tuple[str, str, str]]:
    """Return when people were asked, where the answers have dates."""
    days = desk.facts.fieldwork
    if days is None:
        return []
    text = spell_dates(*days, desk.facts.language)
    return [(desk.say("quality.fieldwork"), text, desk.say("quality.fieldwork_means"))]


def _account_checks(desk: Desk) -> list[tuple[str, str, str]]:
    totals, facts = desk.facts.totals, desk.facts
    if totals is None:
        return []
    means = ("read", "kept", "dropped" if totals[2] else "none_dropped")
    rows = [
        (desk.say(f"quality.{name}"), desk.count(n), desk.say(f"quality.{meaning}_means"))
        for name, meaning, n in zip(("read", "kept", "dropped"), means, totals, strict=True)
    ]
    if facts.whole.now.n is not None:
        meaning = "counted" if facts.whole.now.n == totals[1] else "counted_less"
        counted = desk.count(facts.whole.now.n)
        rows.append((desk.say("quality.counted"), counted, desk.say(f"quality.{meaning}_means")))
    used = sum(not source.refused for source in facts.sources)
    text = desk.say("quality.files_value", used=desk.count(used), all=desk.count(len(facts.sources)))
    return [*rows, (desk.say("quality.files"), text, desk.say("quality.files_means"))]


def _answer_checks(desk: Desk) -> list[tuple[str, str, str]]:
    facts, language = desk.facts, desk.facts.language
    n = facts.whole.now.n or 0
    rows = []
    if blank := _blank_share(desk):
        rows.append((desk.say("quality.missing_all"), blank, desk.say("quality.missing_means")))
    for measure, key, means in (
        ("share_complete", "complete", "complete_means"),
        ("share_straight_line", "straight_lines", "straight_means"),
        ("share_ceiling", "ceiling", "ceiling_means"),
    ):
        if measure in facts.quality and n >= facts.minimum_cell:
            places = 1 if n >= WHOLE_PERCENT_BELOW else 0
            value = spell(100 * facts.quality[measure], places, language)
            # All answers of a few persons would be known: only shares of enough of them are shown.
            persons = round(facts.quality[measure] * n)
            if measure != "share_complete" and 0 < persons < facts.minimum_cell:
                value = "x"
            rows.append((desk.say(f"quality.{key}"), value, desk.say(f"quality.{means}")))
    return rows


def _blank_share(desk: Desk) -> str:
    """Return the share of blanks in percent: among all kept rows where only complete ones are counted."""
    facts = desk.facts
    shares = [facts.quality.get(f"share_missing_{e.key}") for e in facts.whole.elements]
    known = [share for share in shares if share is not None]
    if facts.missing_policy == "complete" and known:
        places = 1 if facts.totals is not None and facts.totals[1] >= WHOLE_PERCENT_BELOW else 0
        return spell(100 * sum(known) / len(known), places, facts.language)
    blank = sum(e.now.n_missing or 0 for e in facts.whole.elements)
    asked = sum(e.now.n or 0 for e in facts.whole.elements) + blank
    return spell_share(blank, asked, facts.language) if asked else ""


def _unit_checks(desk: Desk) -> list[tuple[str, str, str]]:
    facts = desk.facts
    if len(facts.units) < 2:
        return []
    marks = [unit.now.marks for unit in facts.units]
    counts = (
        ("small_e", sum("E" in m for m in marks), {}),
        ("small_f", sum("F" in m for m in marks), {"n": desk.count(facts.minimum_respondents)}),
        ("silent", sum(u.now.printed is None and not u.now.hidden for u in facts.units), {}),
        ("hidden", sum("x" in m for m in marks), {}),
    )
    return [
        (desk.say(f"quality.{key}", **slots), desk.count(n), desk.say(f"quality.{key}_means"))
        for key, n, slots in counts
    ]


def _rules_table(desk: Desk) -> Table:
    columns = (
        Column(desk.say("column.action")),
        Column(desk.say("column.rule")),
        Column(desk.say("column.count"), "r"),
    )
    rows = []
    for rule in desk.facts.rules:
        action = f"action.{rule.action.replace(' ', '_')}"
        text = desk.say(action) if desk.words.has(action) else rule.action
        cells = (head(capital(text)), cell(_rule_text(desk, rule.rule), ""), cell(desk.count(rule.count)))
        rows.append(Row(cells))
    caption = desk.caption("rules", now=desk.now)
    return Table("t-rules", caption, columns, (RowGroup(tuple(rows)),))


def _rule_text(desk: Desk, rule: str) -> str:
    """Return what a cleaning rule found, in the words of its message."""
    code = rule.replace(" ", "_")
    if desk.words.has(f"rule.{code}"):  # messages that name a place or a number say too much for a count of them
        return desk.say(f"rule.{code}")
    for known in (f"rule_{code}", code):
        texts = MESSAGES.get(known)
        if texts and "{" not in texts[desk.facts.language][0]:
            return texts[desk.facts.language][0]
    return capital(rule)
