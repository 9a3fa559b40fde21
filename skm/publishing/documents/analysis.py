"""The chapter of analysis: which elements stand apart, what moved and how sure, the plan, the trend."""

import itertools
from collections.abc import Iterable, Sequence

from skm.publishing import wording
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.parts import Block, Grid, Heading, Paragraph, Picture, TextCell, cells, roman
from skm.publishing.documents.pictures import SIZE, draw_trend
from skm.publishing.documents.results import changes_grid
from skm.publishing.documents.sentences import say_certainty, slot, slot_cell
from skm.publishing.documents.subjects import by_its_interval
from skm.publishing.facts import ElementFacts, FollowUp, Past, PlannedAction
from skm.publishing.formatting import capital, join_words, spell_printed
from skm.publishing.sections.desk import interval_of_change

BLANK_LINES = 3  # of a plan that nobody has written yet: practice plans three elements
QUARTERS = 4
STATES = {"done": "done", "running": "running", "open": "open", "": "no_status"}


def write_ends(desk: DocumentDesk) -> list[Block]:
    """Return strengths and weaknesses by the rule, what moved, how sure all of it is, and a place for what else."""
    blocks: list[Block] = [Paragraph(" ".join(say_ends(desk))), slot(desk, "analysis.slot")]
    blocks.append(Heading(3, desk.say("analysis.changes")))
    blocks += _say_changes(desk)
    if sure := " ".join(text for text in (say_certainty(desk), _say_rank(desk)) if text):
        blocks += [Heading(3, desk.say("analysis.sure")), Paragraph(sure)]
    return blocks


def say_ends(desk: DocumentDesk) -> list[str]:
    """Return which elements may be called highest and lowest: those that stand apart from all others."""
    facts, subject = desk.facts, desk.facts.whole
    if subject.now.printed is None:
        return [desk.say("analysis.absent")]
    if "F" in subject.now.marks:
        return [desk.say("analysis.too_few", n=desk.count(facts.minimum_respondents))]
    said = [desk.say("analysis.separable")]
    if not subject.highest and not subject.lowest:
        said.append(desk.say("analysis.nothing_apart"))
    else:
        for end, keys in (("highest", subject.highest), ("lowest", subject.lowest)):
            said.append(desk.say(f"analysis.{end}", list=_list(desk, keys)) if keys else desk.say(f"analysis.no_{end}"))
    if facts.order_assumed:
        said.append(desk.say("analysis.order"))
    return said


def _list(desk: DocumentDesk, keys: Iterable[str]) -> str:
    known = {element.key: element for element in desk.facts.whole.elements}
    chosen = [known[key] for key in keys]
    listed = [desk.say("analysis.element", name=wording.lower_name(e.short), value=desk.figure(e.now)) for e in chosen]
    return join_words(listed, desk.facts.language)


def _say_changes(desk: DocumentDesk) -> list[Block]:
    facts, change = desk.facts, desk.facts.whole.difference
    if facts.broken and facts.previous:
        reason = wording.say_break(facts, facts.broken)
        return [Paragraph(desk.say("analysis.broken", previous=desk.before, reason=reason))]
    if facts.whole.now.printed is None:
        return [Paragraph(desk.say("analysis.no_now"))]
    if not desk.compares or change is None or change.printed is None:
        return [Paragraph(desk.say("analysis.no_before"))]
    figures = (facts.whole.now, facts.whole.before)
    if any("F" in figure.marks for figure in figures if figure is not None):
        return [Paragraph(desk.say("analysis.few_before", n=desk.count(facts.minimum_respondents)))]
    said = [capital(wording.say_change(facts)) + "."]
    if change.verdict in ("up", "down") and not change.moved:
        comparisons = desk.words.count("comparisons", desk.common.n_compared)
        said.append(desk.say("analysis.held", comparisons=comparisons))
    elif change.low is not None:
        interval = interval_of_change(desk, change)
        said.append(f"{desk.say('column.change_interval')}: {interval}.")
    said += _say_moved(desk)
    return [Paragraph(" ".join(said)), changes_grid(desk), Paragraph(desk.say("analysis.cause"))]


def _say_moved(desk: DocumentDesk) -> list[str]:
    """Return which elements moved by their own intervals; U8 and U9 are not named while their order is assumed."""
    said = []
    for direction in ("up", "down"):
        moved = [e for e in desk.facts.whole.elements if e.difference and e.difference.moved == direction]
        named = [_move(desk, e) for e in moved if desk.facts.may_name(e)]
        if named:
            said.append(desk.say(f"analysis.element_{direction}", list=join_words(named, desk.facts.language)))
    return said or [desk.say("analysis.element_same")]


def _move(desk: DocumentDesk, element: ElementFacts) -> str:
    change = desk.change(element.difference.printed if element.difference else None)
    return desk.say("analysis.element_move", name=wording.lower_name(element.short), change=change)


def _say_rank(desk: DocumentDesk) -> str:
    rank = wording.say_rank(desk.facts.whole, desk.facts, desk.common.n_groups)
    return f"{capital(rank)}." if rank else ""


# ---- the plan --------------------------------------------------------------------------------------------------


def follow_up_of(desk: DocumentDesk) -> FollowUp | None:
    """Return what the registers say of the plan of whom the document is about."""
    subject = desk.facts.whole
    return desk.facts.followups.get("" if subject.level == "all" else subject.id)


def write_plan(desk: DocumentDesk) -> list[Block]:
    """Return the plan as the register has it, or the elements that stand apart with places for the rest."""
    follow = follow_up_of(desk)
    heads = [desk.say("opening.number"), desk.say("plan.priority"), desk.say("plan.activity")]
    heads += [desk.say("plan.quarter", roman=roman(quarter)) for quarter in range(1, QUARTERS + 1)]
    heads.append(desk.say("plan.responsible"))
    planned = follow is not None and bool(follow.plan)
    lines = [_planned_line(desk, action) for action in follow.plan] if follow and planned else _open_lines(desk)
    rows = tuple(cells([str(number), *line]) for number, line in enumerate(lines, start=1))
    caption = desk.say("plan.caption", period=desk.now)
    table = Grid(caption, tuple(heads), (6, 20, 32, 7, 7, 7, 7, 14), "cllccccl", rows)
    if planned:
        return [table]
    subject = desk.facts.whole
    untold = subject.now.printed is None or "F" in subject.now.marks
    lead = "proposed" if subject.lowest else "untold" if untold else "none_apart"
    return [Paragraph(desk.say(f"plan.{lead}")), table]


def _planned_line(desk: DocumentDesk, action: PlannedAction) -> list["str | TextCell"]:
    quarters = [_in_quarter(action.quarters, quarter) for quarter in range(1, QUARTERS + 1)]
    mark = desk.say("plan.marked")
    years = sorted({period[:4] for period in action.quarters})
    activity = action.activity + (f" ({', '.join(years)})" if years else "")
    name = _element_name(desk, action)
    return [
        name or slot_cell(desk),
        activity or slot_cell(desk),
        *(mark if planned else "" for planned in quarters),
        action.responsible or slot_cell(desk),
    ]


def _element_name(desk: DocumentDesk, action: PlannedAction) -> str:
    return f"{action.code} {action.element}".strip()


def _in_quarter(quarters: Iterable[str], number: int) -> bool:
    return any(period.endswith(f"Q{number}") for period in quarters)


def _open_lines(desk: DocumentDesk) -> list[list["str | TextCell"]]:
    """Return a line for each element that may be named lowest, or blank lines: activities are never invented."""
    known = {element.key: element for element in desk.facts.whole.elements}
    named = [f"{known[key].code} {known[key].short}" for key in desk.facts.whole.lowest]
    first: list[str | TextCell] = list(named) or [slot_cell(desk)] * BLANK_LINES
    boxes = [TextCell(desk.say("plan.unmarked"), slot=True)] * QUARTERS
    return [[element, slot_cell(desk), *boxes, slot_cell(desk)] for element in first]


def write_last_plan(desk: DocumentDesk) -> list[Block]:
    """Return what became of the last plan, under a heading of its own inside the section of the plan."""
    return [Heading(3, desk.say("plan.last")), *write_review(desk)]


def write_review(desk: DocumentDesk) -> list[Block]:
    """Return what became of the last plan and whether its elements moved; a place to fill in without a register."""
    follow = follow_up_of(desk)
    if follow is None or not follow.review:
        return [slot(desk, "plan.review_slot")]
    keys = ("action", "status", "proof", "moved")
    heads = (desk.say("opening.number"), *(desk.say(f"plan.{key}") for key in keys))
    rows = tuple(
        cells([str(number), *_review_line(desk, action)]) for number, action in enumerate(follow.review, start=1)
    )
    caption = desk.say("plan.review_caption", period=desk.before)
    table = Grid(caption, heads, (6, 36, 12, 24, 22), "clcll", rows)
    blocks: list[Block] = []
    if follow.share is not None:
        share = spell_printed(follow.share, desk.facts.language)
        slots = {"done": desk.count(follow.done), "all": desk.count(len(follow.review)), "share": share}
        blocks.append(Paragraph(desk.say("plan.share", **slots)))
    return [*blocks, table, Paragraph(desk.say("plan.related"))]


def _review_line(desk: DocumentDesk, action: PlannedAction) -> list["str | TextCell"]:
    name = _element_name(desk, action)
    activity = ": ".join(text for text in (name, action.activity) if text)
    status = desk.say(f"plan.{STATES[action.status]}")
    return [activity, status, action.proof or slot_cell(desk), _say_move(desk, action)]


def _say_move(desk: DocumentDesk, action: PlannedAction) -> str:
    """Return what the element did since, with its interval, in a word where its interval allows one."""
    moved = by_its_interval(action.moved)
    if moved is None or moved.printed is None:
        return ".."
    interval = "" if moved.low is None else f" ({interval_of_change(desk, moved)})"
    said = f"{desk.change(moved.printed)}{interval}"
    return f"{said}, {wording.say_verdict(moved, desk.facts)}" if moved.verdict else said


# ---- the trend -------------------------------------------------------------------------------------------------


def write_trend(desk: DocumentDesk) -> list[Block]:
    """Return the index of every period of this kind, with the places where periods can't be compared."""
    past = since_first(desk.facts.whole.history)
    blocks: list[Block] = []
    shown = [one for one in past if one.figure.printed is not None]
    if len(past) < 2:
        blocks.append(Paragraph(desk.say("trend.one" if past else "trend.none")))
    else:
        blocks.append(_trend_grid(desk, past))
        if len(shown) > 2:
            blocks.append(_trend_picture(desk, shown))
    return [*blocks, slot(desk, "trend.slot")]


def since_first(history: Sequence[Past]) -> list[Past]:
    """Return a series from its first period with respondents on: before it there is nothing to tell."""
    return list(itertools.dropwhile(lambda one: one.figure.n == 0, history))


def _trend_grid(desk: DocumentDesk, past: Iterable[Past]) -> Grid:
    keys = ("period", "respondents", "index_plain", "interval", "grade")
    heads = (*(desk.say(f"column.{key}") for key in keys), desk.say("trend.compared"))
    rows, broken = [], False
    for place, one in enumerate(past):
        figure = one.figure
        n = "x" if figure.n is None else desk.count(figure.n) if figure.n else ".."
        compared = "first" if not place else "no" if one.broken else "yes"
        broken = broken or one.broken
        period = wording.say_period(desk.facts, figure.period)
        texts = [period, n, desk.figure(figure), wording.say_interval(figure, desk.facts.language)]
        rows.append(cells([*texts, wording.say_grade(figure), desk.say(f"trend.{compared}")]))
    note = desk.say("trend.broken") if broken else ""
    return Grid(desk.say("trend.caption"), heads, (24, 15, 13, 20, 9, 19), "lrrrcc", tuple(rows), note)


def _trend_picture(desk: DocumentDesk, shown: list[Past]) -> Picture:
    printed = sorted(one.figure.printed for one in shown if one.figure.printed is not None)
    ends = {"low": desk.change(printed[0], False), "high": desk.change(printed[-1], False)}
    alt = desk.say("trend.chart_alt", n=len(shown), **ends)
    broken = desk.say("trend.chart_broken") if any(one.broken for one in shown[1:]) else ""
    return Picture(draw_trend(desk, shown), "png", *SIZE, alt, desk.say("trend.chart") + broken)
