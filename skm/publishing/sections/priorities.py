"""Where there is most to gain: the elements by their distance to the highest value, and what is planned for them."""

from decimal import Decimal

from skm.publishing import wording
from skm.publishing.blocks import Block, Column, Row, RowGroup, Section, Table
from skm.publishing.facts import ElementFacts, Importance, PlannedAction
from skm.publishing.formatting import capital, join_words, spell_interval, spell_period
from skm.publishing.sections.desk import Desk, cell, head, span_of

STATUSES = ("done", "running", "open")


def write_priorities(desk: Desk, number: int) -> Section | None:
    """Return the elements by what is missing to the highest value, with the plans of the register."""
    shown = [element for element in desk.facts.whole.elements if span_of(element.now) is not None]
    if not shown or any("F" in element.now.marks for element in shown):
        return None
    blocks: list[Block] = [_priorities_table(desk, shown)]
    follow = desk.facts.followups.get("")
    if follow is not None and follow.plan:
        blocks.append(_plan_table(desk, follow.plan))
    if follow is not None and follow.review:
        blocks.append(_review_table(desk, follow.review))
    return Section("prioritas", number, desk.say("section.priorities"), _heading(desk), tuple(blocks), _lede(desk))


def _heading(desk: Desk) -> str:
    """Return which elements surely are the lowest; that none stands apart, where the data don't tell."""
    whole = desk.facts.whole
    known = {element.key: element for element in whole.elements}
    names = [wording.lower_name(known[key].short) for key in whole.lowest if key in known]
    if not names:
        return desk.say(f"heading.priorities_{'none' if _is_tested(desk) else 'plain'}")
    return capital(desk.say("heading.priorities", names=join_words(names, desk.facts.language)))


def _is_tested(desk: Desk) -> bool:
    """Return whether anybody tested which elements stand apart: then somewhere one does."""
    return any(subject.lowest or subject.highest for subject in (desk.facts.whole, *desk.facts.units))


def _lede(desk: Desk) -> tuple[str, ...]:
    texts = [desk.say("lede.priorities", high=desk.facts.regulation.scale[1])]
    if desk.facts.order_assumed:
        texts.append(desk.say("lede.order_assumed"))
    return tuple(texts)


def _priorities_table(desk: Desk, shown: list[ElementFacts]) -> Table:
    facts = desk.facts
    high = facts.regulation.scale[1]
    units = [unit for unit in facts.units if not unit.now.hidden and unit.now.printed is not None]
    columns = [
        Column(desk.say("column.element")),
        Column(desk.say("column.mean", period=desk.now), "r"),
        Column(desk.say("column.interval"), "r"),
        Column(desk.say("column.distance", high=high), "r"),
    ]
    importance = {one.key: one for one in facts.importance}
    if importance:
        columns.append(Column(desk.say("column.importance"), "r"))
    many = len(units) > 1 and _is_tested(desk)
    if many:
        columns.append(Column(desk.say("column.lowest_in"), "r"))
    rows = []
    for element in sorted(shown, key=lambda e: (e.now.printed or Decimal(0), e.code)):
        cells = [
            head(f"{element.code} {element.name}"),
            cell(desk.shown(element.now), "r b"),
            cell(wording.say_interval(element.now, facts.language)),
            cell(desk.change(high - (element.now.printed or Decimal(0)), sign=False)),
        ]
        if importance:
            one = importance.get(element.key)
            cells.append(cell(".." if one is None or not facts.may_name(element) else _say_importance(desk, one)))
        if many:
            n = sum(element.key in unit.lowest for unit in units)
            cells.append(cell(desk.count(n) if facts.may_name(element) else ".."))
        rows.append(Row(tuple(cells)))
    caption = desk.caption("priorities", high=high, now=desk.now)
    notes = [desk.say("table.priorities_note")] * many + [desk.say("table.importance_note")] * bool(importance)
    return Table("t-priorities", caption, tuple(columns), (RowGroup(tuple(rows)),), " ".join(notes))


def _say_importance(desk: Desk, one: Importance) -> str:
    return f"{desk.tick(one.share, 2)} ({spell_interval(one.low, one.high, desk.facts.language)})"


def _plan_table(desk: Desk, plan: tuple[PlannedAction, ...]) -> Table:
    columns = tuple(Column(desk.say(f"column.{key}")) for key in ("element", "activity", "when", "responsible"))
    rows = tuple(
        Row(
            (
                head(name_action(desk, action)),
                cell(action.activity or "..", "sw"),
                cell(say_when(desk, action), ""),
                cell(action.responsible or "..", "sw"),
            )
        )
        for action in plan
    )
    return Table("t-plan", desk.caption("plan", now=desk.now), columns, (RowGroup(rows),))


def _review_table(desk: Desk, review: tuple[PlannedAction, ...]) -> Table:
    keys = ("element", "activity", "status_plan", "moved_since")
    columns = tuple(Column(desk.say(f"column.{key}"), "r" if key == "moved_since" else "") for key in keys)
    rows = []
    for action in review:
        printed = action.moved.printed if action.moved else None
        first = head(name_action(desk, action))
        rows.append(
            Row(
                (
                    first,
                    cell(action.activity or "..", "sw"),
                    cell(say_status(desk, action), ""),
                    cell(desk.change(printed)),
                )
            )
        )
    caption = desk.caption("review", before=desk.before)
    return Table("t-review", caption, columns, (RowGroup(tuple(rows)),), desk.say("table.review_note"))


def name_action(desk: Desk, action: PlannedAction) -> str:
    """Return the element that an action is for, with its code."""
    known = {element.key: element for element in desk.facts.whole.elements}
    element = known.get(action.element)
    return f"{element.code} {element.short}" if element else action.code or action.element or ".."


def say_when(desk: Desk, action: PlannedAction) -> str:
    """Return the periods of an action as a list, ".." where none is planned."""
    periods = [spell_period(period, desk.facts.language) for period in action.quarters]
    return join_words(periods, desk.facts.language) if periods else ".."


def say_status(desk: Desk, action: PlannedAction) -> str:
    """Return what became of an action, ".." where nobody wrote it."""
    return desk.say(f"plan_status.{action.status}") if action.status in STATUSES else ".."
