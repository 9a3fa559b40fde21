"""The elements: both years, how the answers are spread, all numbers."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Block, Chart, Column, Pair, Row, RowGroup, Section, Table
from skm.publishing.charts import Pair as ChartPair
from skm.publishing.charts import Stack, draw_pairs, draw_stacks
from skm.publishing.facts import Answers, ElementFacts
from skm.publishing.formatting import WHOLE_PERCENT_BELOW, spell, spell_interval, spell_share
from skm.publishing.headings import head_element_chart, head_elements
from skm.publishing.sections.desk import Desk, cell, cut_of, head, interval_of_change, span_of, verdict_cell
from skm.publishing.shapes import Value, make_axis


def write_elements(desk: Desk, number: int) -> Section | None:
    """Return the elements: both years, how the answers are spread, all numbers."""
    facts = desk.facts
    shown = [e for e in facts.whole.elements if span_of(e.now) is not None]
    if not shown:
        return None
    table = _elements_table(desk)
    chart = _elements_chart(desk, shown, table)
    blocks: list[Block] = []
    if any(one.share_3_4 is not None for one in facts.answers):  # bars that are all hidden show nothing
        answers = _answers_table(desk)
        blocks += [Pair(chart, _answers_chart(desk, answers)), table, answers]
    else:
        blocks += [chart, table]
    share = wording.say_share(facts, "lede.answers")
    lede = (*((share,) if share else ()), *((desk.say("lede.order_assumed"),) if facts.order_assumed else ()))
    name = desk.say("section.elements_9" if len(facts.whole.elements) == 9 else "section.elements")
    return Section("unsur", number, name, head_elements(facts), tuple(blocks), lede)


def _elements_chart(desk: Desk, shown: Sequence[ElementFacts], table: Table) -> Chart:
    facts = desk.facts
    low, high = facts.regulation.scale
    ordered = sorted(shown, key=lambda e: (-(e.now.value or 0), e.code))
    pairs = []
    for element in ordered:
        span, before = span_of(element.now), span_of(element.before)
        if span is None:
            continue
        values = [Value(desk.shown(element.now), "b")]
        if before is not None:
            values = [Value(desk.shown(element.before), "m"), *values]
        pairs.append(ChartPair(element.short, span, before, tuple(values)))
    ends = [end for pair in pairs for span in (pair.now, pair.before) if span for end in span.ends]
    axis = make_axis(ends, low, high)
    whole = axis.low <= low and axis.high >= high
    cut = "" if whole else desk.say("figure.cut", **cut_of(desk, axis))
    two = any(pair.before for pair in pairs)
    printed = sorted(e.now.printed for e in shown if e.now.printed is not None)
    slots: dict[str, object] = {"scale_low": low, "scale_high": high, "cut": cut, "now": desk.now}
    slots |= {"before": desk.before if two else "", "n": desk.count(facts.whole.now.n or 0)}
    text = desk.say(f"figure.elements_sub_{'two' if two else 'one'}", **slots)
    slots |= {
        "elements": desk.words.count("elements", len(shown)),
        "low": desk.change(printed[0], False),
        "high": desk.change(printed[-1], False),
    }
    equal = "_equal" if printed[0] == printed[-1] else ""
    return Chart(
        id="g-elements",
        title=head_element_chart(facts),
        subtitle=desk.subtitle(text),
        alt=desk.alt(desk.say(f"figure.elements_alt{equal}", **slots), table),
        table=table.id,
        rows=draw_pairs(pairs, axis, desk.tick, style="elements"),
    )


def _elements_table(desk: Desk) -> Table:
    facts = desk.facts
    spread = {answers.key: answers for answers in facts.answers}
    columns = [Column(desk.say("column.element"))]
    if desk.compares:
        columns.append(Column(desk.say("column.mean", period=desk.before), "r"))
    columns.append(Column(desk.say("column.mean", period=desk.now), "r"))
    if desk.compares:
        columns += [Column(desk.say(f"column.{key}"), "r") for key in ("change_mean", "change_interval")]
        columns += [Column(desk.say("column.conclusion")), Column(desk.say("column.contribution"), "r")]
    else:
        columns.append(Column(desk.say("column.interval"), "r"))
    if spread:
        columns.append(Column(desk.say("column.share_3_4"), "r"))
    columns += [Column(desk.say("column.grade")), Column(desk.say("column.missing"), "r")]
    rows = tuple(_element_row(desk, e, spread.get(e.key), bool(spread)) for e in facts.whole.elements)
    slots = {"now": desk.now, "before": desk.before if desk.compares else ""}
    caption = desk.caption("elements" if desk.compares else "elements_one", **slots)
    return Table("t-elements", caption, tuple(columns), (RowGroup(rows),), wide=True)


def _element_row(desk: Desk, element: ElementFacts, answers: Answers | None, spread: bool) -> Row:
    change, language = element.difference, desk.facts.language
    cells = [head(f"{element.code} {element.name}")]
    if desk.compares:
        cells.append(cell(desk.shown(element.before), "r m"))
    cells.append(cell(desk.shown(element.now), "r b"))
    if desk.compares:
        cells.append(cell(desk.change(change.printed if change else None)))
        cells.append(cell(interval_of_change(desk, change)))
        cells.append(verdict_cell(desk, change, many=False))
        cells.append(cell(desk.change(change.contribution if change else None)))
    else:
        cells.append(cell(wording.say_interval(element.now, language)))
    if spread:
        cells.append(cell(say_share_3_4(answers, language)))
    cells.append(cell(wording.say_grade(element.now), ""))
    cells.append(cell(_missing_share(desk, element)))
    return Row(tuple(cells))


def _missing_share(desk: Desk, element: ElementFacts) -> str:
    """Return the share of blanks in percent: among all kept rows where only complete ones are counted."""
    facts, n, missing = desk.facts, element.now.n, element.now.n_missing or 0
    share = facts.quality.get(f"share_missing_{element.key}")
    if facts.missing_policy == "complete" and share is not None:
        places = 1 if facts.totals is not None and facts.totals[1] >= WHOLE_PERCENT_BELOW else 0
        return spell(100 * share, places, facts.language)
    return spell_share(missing, n + missing, facts.language) if n is not None and n + missing else ".."


def say_share_3_4(answers: Answers | None, language: str) -> str:
    """Return the share of answers 3 and 4 with its interval, in percent."""
    if answers is None:
        return ".."
    if answers.share_3_4 is None or answers.low is None or answers.high is None:
        return "x"
    interval = spell_interval(100 * answers.low, 100 * answers.high, language, places=1)
    return f"{spell(100 * answers.share_3_4, 1, language)} ({interval})"


def _answers_chart(desk: Desk, table: Table) -> Chart:
    facts, language = desk.facts, desk.facts.language
    order = {e.code: -(e.now.value or 0) for e in facts.whole.elements}
    stacks = [
        Stack(
            a.short,
            tuple(None if count is None else 100 * count / a.total for count in a.counts),
            "x" if a.share_3_4 is None else spell(100 * a.share_3_4, 1, language),
        )
        for a in sorted(facts.answers, key=lambda a: (order.get(a.code, 0), a.code))
        if a.total
    ]
    shares = sorted(a.share_3_4 for a in facts.answers if a.share_3_4 is not None)
    n = max(a.asked for a in facts.answers)  # the answers of everybody, whether or not the index counts them
    slots: dict[str, object] = {"now": desk.now, "n": desk.count(n)}
    text = desk.say("figure.answers_sub", **slots)
    title = "" if len(shares) == len(facts.answers) else "_plain"
    if not title:
        slots |= {"low": spell(100 * shares[0], 1, language), "high": spell(100 * shares[-1], 1, language)}
        title = "_equal" if slots["low"] == slots["high"] else ""
    noun = "elements" if len(stacks) <= len(facts.whole.elements) else "questions"
    slots["stacks"] = desk.words.count(noun, len(stacks))
    return Chart(
        id="g-answers",
        title=desk.say(f"figure.answers_title{title}", **slots),
        subtitle=desk.subtitle(text),
        alt=desk.alt(desk.say(f"figure.answers_alt{title}", **slots), table),
        table=table.id,
        rows=draw_stacks(stacks, desk.tick),
    )


def _answers_table(desk: Desk) -> Table:
    columns = (Column(desk.say("column.element")), *(Column(str(score), "r") for score in range(1, 5)))
    rows = [
        Row(
            (
                head(f"{a.code} {a.short}"),
                *(cell("x" if count is None else desk.count(count)) for count in a.counts),
            )
        )
        for a in desk.facts.answers
    ]
    caption = desk.caption("answers", now=desk.now)
    return Table("t-answers", caption, columns, (RowGroup(tuple(rows)),), folded=True)
