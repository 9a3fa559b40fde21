"""Rows in, kept and dropped, what the answers say about themselves, what must not be concluded."""

from skm.messages import MESSAGES
from skm.publishing.blocks import Block, Cell, Column, Prose, Row, RowGroup, Section, Table
from skm.publishing.facts import Reliability
from skm.publishing.formatting import (
    WHOLE_PERCENT_BELOW,
    capital,
    spell,
    spell_dates,
    spell_interval,
    spell_period,
    spell_share,
)
from skm.publishing.sections.desk import Desk, cell, head


def write_quality(desk: Desk, number: int) -> Section | None:
    """Return rows in, kept and dropped, what the answers say about themselves, and what must not be concluded."""
    facts = desk.facts
    rows = [*_fieldwork(desk), *_account_checks(desk), *_answer_checks(desk), *_coefficients(desk), *_unit_checks(desk)]
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
    if facts.calendar:
        blocks.append(_calendar_table(desk))
    if facts.reliability is not None and facts.reliability.items:
        blocks.append(_items_table(desk, facts.reliability))
    if facts.rules:
        blocks.append(_rules_table(desk))
    if facts.notes:
        blocks.append(Prose((), desk.say("quality.notes"), items=tuple(map(_as_sentence, facts.notes))))
    limits = tuple(desk.say(f"quality.{key}") for key in ("limit_public", "limit_units", "limit_cause"))
    blocks.append(Prose((), desk.say("quality.limits"), items=limits))
    return Section("kualitas", number, desk.say("section.quality"), _head_quality(desk), tuple(blocks))


def _as_sentence(note: str) -> str:
    """Return a note as a sentence of its own."""
    return capital(note) if note.endswith((".", "!", "?")) else f"{capital(note)}."


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


def _coefficients(desk: Desk) -> list[tuple[str, str, str]]:
    """Return how consistent the answers are, and whether the weights add up."""
    facts, found = desk.facts, desk.facts.reliability
    weights = sum(element.weight for element in facts.regulation.elements)
    rows = [(desk.say("quality.weights"), desk.count(int(weights)), desk.say("quality.weights_means"))]
    if found is None:
        return rows if weights == 1 else []
    alpha = desk.tick(found.alpha, 2)
    if found.low is not None and found.high is not None:
        interval = spell_interval(found.low, found.high, facts.language)
        alpha = desk.say("quality.alpha_value", alpha=alpha, interval=interval)
    means = desk.say("quality.alpha_means")
    if found.alpha_varied is not None:
        means = desk.say("quality.alpha_means_varied", alpha=desk.tick(found.alpha_varied, 2))
    rows.append((desk.say("quality.alpha"), alpha, means))
    if found.omega is not None:
        rows.append((desk.say("quality.omega"), desk.tick(found.omega, 2), desk.say("quality.omega_means")))
    return rows


def _calendar_table(desk: Desk) -> Table:
    """Return how many questionnaires each month has, as numbers and as bars."""
    facts = desk.facts
    columns = (
        Column(desk.say("column.month")),
        Column(desk.say("column.forms"), "r"),
        Column(desk.say("column.share")),
    )
    total = facts.totals[1] if facts.totals is not None else 0
    most = max((one.n or 0 for one in facts.calendar), default=0)  # its bar is as long as can be
    rows = []
    for one in facts.calendar:
        name = spell_period(one.month, facts.language) if one.month else desk.say("quality.undated")
        share = "x" if one.n is None else spell_share(one.n, total, facts.language)
        width = "" if one.n is None else f"{100 * one.n / most:.1f}%"
        count = "x" if one.n is None else desk.count(one.n)
        rows.append(Row((head(name), cell(count), Cell(share, "share", share=width))))
    return Table("t-calendar", desk.caption("calendar", now=desk.now), columns, (RowGroup(tuple(rows)),))


def _items_table(desk: Desk, found: Reliability) -> Table:
    """Return how each question goes with the others, in the form that reports ask for, beside the surer one."""
    names = {e.key: f"{e.code} {e.short}" for e in desk.facts.whole.elements}
    columns = (
        Column(desk.say("column.element")),
        *(Column(desk.say(f"column.{key}"), "r") for key in ("item_rest", "item_total", "r_table")),
        Column(desk.say("column.conclusion")),
    )
    bound = ".." if found.r_table is None else desk.tick(found.r_table, 2)
    rows = []
    for key, rest, total in found.items:
        said = "quality.item_plain" if found.r_table is None else "quality.item_valid"
        if found.r_table is not None and total <= found.r_table:
            said = "quality.item_invalid"
        cells = (head(names.get(key, key)), cell(desk.tick(rest, 2)), cell(desk.tick(total, 2)), cell(bound))
        rows.append(Row((*cells, cell(desk.say(said), ""))))
    caption = desk.caption("items", now=desk.now, n=desk.count(found.n))
    return Table("t-items", caption, columns, (RowGroup(tuple(rows)),), desk.say("table.items_note"), folded=True)


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
