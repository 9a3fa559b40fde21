"""How the figures are made, with the bounds of the regulation and the limits of the sample."""

from decimal import Decimal

from skm.publishing import wording
from skm.publishing.blocks import Cell, Column, Prose, Row, RowGroup, Section, Table
from skm.publishing.formatting import join_words, spell
from skm.publishing.sections.desk import Desk, cell, head

ASKED = "id"  # the language of the questionnaire
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def write_method(desk: Desk, number: int) -> Section:
    """Return how the figures are made: formula, aggregation, intervals, rounding, bounds, limits of the sample."""
    facts = desk.facts
    elements = facts.regulation.elements
    equal = len({element.weight for element in elements}) == 1
    slots: dict[str, object] = {
        "n": len(elements),
        "last": str(len(elements)).translate(SUBSCRIPTS),
        "multiplier": facts.regulation.multiplier,
        "scale_low": facts.regulation.scale[0],
        "scale_high": facts.regulation.scale[1],
    }
    if equal:
        weight = elements[0].weight
        slots["rounded"] = spell(Decimal(weight.numerator) / weight.denominator, 2, facts.language)
        weights = desk.say("method.weight_equal", **slots)
    else:
        listed = [f"{e.short[facts.language]} {e.weight}" for e in elements]
        weights = desk.say("method.weight_own", **slots, list=join_words(listed, facts.language))
    formula = desk.say("method.formula_equal" if equal else "method.formula_weights", **slots)
    scale = facts.scale
    mapped = (desk.say("method.scale", points=scale.points, map=scale.map),) if scale else ()
    first = (weights, *mapped, desk.say("method.rounding"))
    word = desk.words.number_word(len(elements))
    heading = desk.say("heading.method_equal" if equal else "heading.method_weights", n=word)
    blocks = (
        Prose(first, formula=formula),
        _grades_table(desk),
        Prose(tuple(_aggregation(desk)), desk.say("method.aggregation_heading")),
        Prose(tuple(_uncertainty(desk)), desk.say("method.uncertainty_heading")),
        Prose(tuple(_conventions(desk)), desk.say("method.conventions_heading")),
        *([_questions_table(desk)] if facts.questions else []),
    )
    return Section("metode", number, desk.say("section.method"), heading, blocks)


def _aggregation(desk: Desk) -> list[str]:
    facts = desk.facts
    key = facts.official if facts.whole.n_units > 1 else "one"
    units = desk.words.count("plain_units", facts.whole.n_units)
    texts = [" ".join(desk.say(f"method.aggregation_{key}", name=facts.name, units=units).split(" "))]
    if facts.year_from_parts == "mean" and key != "one":
        texts.append(desk.say("method.year_mean"))
    n = len(facts.regulation.elements)
    return [*texts, desk.say(f"method.missing_{facts.missing_policy}", n=n, least=n // 2 + 1)]


def _uncertainty(desk: Desk) -> list[str]:
    recruitment = (desk.facts.recruitment or "unknown").replace("-", "_")
    if recruitment == "census":  # nothing was drawn: there is no interval to explain
        return [desk.say("method.recruitment_census")]
    sampled = recruitment in ("probability", "systematic")
    first = desk.say("method.interval_probability" if sampled else "method.interval")
    return [f"{first} {desk.say(f'method.recruitment_{recruitment}')} {desk.say('method.selection')}"]


def _since(desk: Desk) -> str:
    """Return what is done otherwise than in the period before."""
    if desk.facts.broken is None:
        return desk.say("method.since_none", previous=desk.before)
    reason = wording.say_break(desk.facts, desk.facts.broken)
    return desk.say("method.since", previous=desk.before, reason=reason)


def _conventions(desk: Desk) -> list[str]:
    facts = desk.facts
    texts = [_since(desk)] if facts.previous is not None else []
    texts += [f"{desk.say('method.changes')} {desk.say('method.contributions')}"] if desk.compares else []
    has_swap = {"facilities", "complaints"} <= set(facts.regulation.keys)
    others = [order for order in facts.orders if order != "form"]
    for order in (others or facts.orders) if has_swap else ():  # the others say what holds with the form's order too
        key = "lede.order_assumed" if order == "assumed" else f"method.order_{order}"
        texts += [desk.say(key)] if desk.words.has(key) else []
    texts += [desk.say("method.ranks")] if any(unit.rank for unit in facts.units) else []
    texts += [desk.say("method.share_3_4")] if facts.share_3_4 else []
    cell, few = desk.count(facts.minimum_cell), desk.count(facts.minimum_respondents)
    return [*texts, desk.say("method.suppression", cell=cell, few=few)]


def _questions_table(desk: Desk) -> Table:
    """Return the questions of the form with their answers, as they are asked: in Indonesian on every page."""
    facts = desk.facts
    low = facts.regulation.scale[0]
    columns = (
        Column(desk.say("column.element")),
        Column(desk.say("column.question"), "sw"),
        *(Column(str(low + place)) for place in range(len(facts.questions[0].answers))),
    )
    rows = tuple(
        Row((head(q.code), Cell(q.text, "sw", language=ASKED), *(Cell(text, language=ASKED) for text in q.answers)))
        for q in facts.questions
    )
    caption = desk.caption("questions", regulation=facts.regulation.title)
    note = desk.say("table.questions_note")
    return Table("t-questions", caption, columns, (RowGroup(rows),), note, folded=True, wide=True)


def _grades_table(desk: Desk) -> Table:
    facts = desk.facts
    columns = (
        Column(desk.say("column.letter")),
        Column(desk.say("column.bounds"), "r"),
        Column(desk.say("column.grade_name")),
    )
    rows = []
    for grade in facts.regulation.grades:
        low, high = desk.change(grade.lower, False), desk.change(grade.upper, False)
        bounds = desk.say("method.range", low=low, high=high)
        rows.append(Row((head(grade.letter), cell(bounds), cell(grade.names[facts.language], ""))))
    caption = desk.caption("grades", regulation=facts.regulation.title)
    return Table("t-grades", caption, columns, (RowGroup(tuple(rows)),))
