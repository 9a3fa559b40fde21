"""What changed and where it came from: a staircase of contributions, and the other ways to compare."""

from decimal import Decimal

from skm.publishing import wording
from skm.publishing.blocks import Block, Chart, Column, Row, RowGroup, Section, Table
from skm.publishing.charts import Step, draw_stairs
from skm.publishing.choices import large_compositions
from skm.publishing.facts import Comparison, Difference
from skm.publishing.headings import head_change, head_stairs
from skm.publishing.sections.desk import Desk, cell, head, interval_of_change, verdict_cell
from skm.publishing.sections.trend import write_trend


def write_change(desk: Desk, number: int) -> Section | None:
    """Return what changed and where it came from; where two periods cannot be compared, only why."""
    facts = desk.facts
    if facts.previous is None:
        return None
    name = desk.say("section.change_from", before=desk.before, now=desk.now)
    if facts.broken:
        reason = wording.say_break(facts, facts.broken)
        lede = desk.say("lede.change_broken", previous=desk.before, reason=reason)
        return Section("perubahan", number, name, head_change(facts), tuple(write_trend(desk)), (lede,))
    change = facts.whole.difference
    if change is None or change.printed is None:
        return None
    trend = write_trend(desk)
    table = _bases_table(desk)
    weighted = len({element.weight for element in facts.regulation.elements}) > 1
    lede = desk.say(
        "lede.change_weighted" if weighted else "lede.change",
        n=desk.words.number_word(len(facts.whole.elements)),
        change=desk.change(change.printed),
    )
    blocks: list[Block] = [*trend]
    if chart := _stairs_chart(desk, change):
        blocks.append(chart)
    return Section("perubahan", number, name, head_change(facts), (*blocks, table), (lede,))


def _stairs_chart(desk: Desk, change: Difference) -> Chart | None:
    facts, before = desk.facts, desk.facts.whole.before
    parts = [(e, e.difference.contribution) for e in facts.whole.elements if e.difference]
    known = [(e, part) for e, part in parts if part is not None]
    if not known or before is None or before.printed is None or facts.whole.now.printed is None:
        return None
    rising = (change.printed or Decimal(0)) >= 0
    known.sort(key=lambda pair: pair[1], reverse=rising)
    steps = [Step(e.short, float(part), desk.change(part)) for e, part in known]
    rows = draw_stairs(
        (desk.say("column.index", period=desk.before), float(before.printed), desk.figure(before)),
        steps,
        (
            desk.say("column.index", period=desk.now),
            float(facts.whole.now.printed),
            desk.figure(facts.whole.now),
        ),
        desk.tick,
        desk.limits,
    )
    slots: dict[str, object] = {"before": desk.before, "now": desk.now, "change": desk.change(change.printed)}
    slots |= {"from": desk.figure(before), "to": desk.figure(facts.whole.now)}
    slots |= {"up": sum(part > 0 for _, part in known), "down": sum(part < 0 for _, part in known)}
    slots["respondents"] = desk.words.count("respondents", facts.whole.now.n or 0)
    slots["units"] = desk.words.count("units", facts.whole.n_units)
    sub = "stairs_sub" if facts.whole.n_units > 1 else "stairs_sub_one"
    return Chart(
        id="g-stairs",
        title=head_stairs(facts),
        subtitle=desk.subtitle(desk.say(f"figure.{sub}", **slots)),
        alt=desk.say("figure.stairs_alt", **slots) + " " + desk.say("figure.numbers_beside"),
        table="t-elements",
        rows=rows,
        how=desk.say("figure.stairs_how", change=desk.change(change.printed)),
    )


def _bases_table(desk: Desk) -> Table:
    facts = desk.facts
    columns = (
        Column(desk.say("column.measure")),
        Column(desk.before, "r"),
        Column(desk.now, "r"),
        Column(desk.say("column.change"), "r"),
        Column(desk.say("column.change_interval"), "r"),
        Column(desk.say("column.conclusion")),
    )
    one = facts.whole.n_units < 2
    official = [c for c in facts.comparisons if c.kind == facts.official]
    others = [c for c in facts.comparisons if c.kind != facts.official and not (one and c.kind != "earlier")]
    rows = [_basis_row(desk, c, "total") for c in official] + [_basis_row(desk, c, "") for c in others]
    rows += _composition_rows(desk)
    caption = desk.caption("bases", before=desk.before, now=desk.now)
    keys = ["targets"] if facts.whole.n_units > 1 else []
    keys += ["composition"] if large_compositions(facts) else []
    note = " ".join(desk.say(f"table.bases_{key}") for key in keys)
    return Table("t-bases", caption, columns, (RowGroup(tuple(rows)),), note)


def _composition_rows(desk: Desk) -> list[Row]:
    """Return what of a change is none of the units, where it is worth telling: the basis, the points."""
    rows = []
    for part in large_compositions(desk.facts):
        basis = wording.lower_name(desk.say(f"basis.{part.basis}"))
        cells = [cell("...") for _ in range(2)]
        name = head(desk.say("basis.composition", basis=basis))
        rows.append(Row((name, *cells, cell(desk.change(part.points)), cell("..."), cell("...", ""))))
    return rows


def _basis_row(desk: Desk, comparison: Comparison, style: str) -> Row:
    facts = desk.facts
    if comparison.kind == "matched":
        name = desk.say("basis.matched", units=desk.words.count("plain_units", comparison.n_units))
    elif comparison.kind == "earlier":
        name = desk.say("basis.earlier", period=wording.say_period(facts, comparison.period_from))
    elif style == "total":
        key = "official" if facts.whole.n_units > 1 else "official_one"
        basis = wording.lower_name(desk.say(f"basis.{comparison.kind}"))
        name = desk.say(f"basis.{key}", basis=basis)
    else:
        name = desk.say(f"basis.{comparison.kind}")
    change = comparison.difference
    both = (facts.whole.before, facts.whole.now) if style == "total" else (None, None)
    ends = [
        desk.shown(figure) if figure is not None and figure.printed == printed else desk.change(printed, sign=False)
        for figure, printed in zip(both, (comparison.before, comparison.now), strict=True)
    ]
    cells = (
        head(name),
        cell(ends[0], "r m"),
        cell(ends[1], "r b"),
        cell(desk.change(change.printed)),
        cell(interval_of_change(desk, change)),
        verdict_cell(desk, change, many=False),
    )
    return Row(cells, style)
