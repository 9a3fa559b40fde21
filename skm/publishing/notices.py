"""What is said first on the page of a correction: what was released before, what holds now, why, since when."""

from collections.abc import Sequence

from skm.publishing.blocks import Column, Notice, Row, RowGroup, Table
from skm.publishing.editions import EDITIONS
from skm.publishing.published import RESPONDENTS
from skm.publishing.release import Revision
from skm.publishing.sections.desk import Desk, cell, head
from skm.publishing.stamps import spell_moment
from skm.publishing.wording import say_period

MANY = 10  # lines of a correction that stand open; more are folded


def write_notice(desk: Desk) -> Notice | None:
    """Return the notice on top of a corrected edition, or of a draft that differs from what was released."""
    facts, state = desk.facts, desk.facts.release
    if not state.corrects and not state.revisions:
        return None
    before = state.corrects or state.edition
    key = "corrected" if state.is_official else "moved"
    texts = []
    if state.is_official and state.released is not None:
        when = spell_moment(state.released, facts.language)
        texts.append(desk.say("release.corrected_text", edition=state.edition, before=before, moment=when))
        texts.append(desk.say("release.reason", reason=state.reason))
    elif before:
        texts.append(desk.say("release.moved_text", edition=before))
    own = [revision for revision in state.revisions if revision.period == facts.period]
    noticed, others = _parted(state.revisions)
    if not own:
        texts.append(desk.say("release.nothing_moved"))
    elif not noticed:
        texts.append(desk.say("release.nothing_noticeable"))
    tables = []
    if noticed:
        tables.append(_table(desk, "t-koreksi", "release.table", noticed, folded=len(noticed) > MANY))
    if others:
        tables.append(_table(desk, "t-koreksi-lain", "release.table_others", others, folded=True))
    link = f"{state.home}{facts.period}/{EDITIONS}/{before}/index.html" if before else ""
    return Notice(
        heading=desk.say(f"release.{key}_heading"),
        texts=tuple(texts),
        tables=tuple(tables),
        link=link,
        link_text=desk.say("release.link", edition=before) if before else "",
    )


def _parted(revisions: Sequence[Revision]) -> tuple[list[Revision], list[Revision]]:
    """Return what must be told first, and the rest; each with the whole before the others."""
    ordered = sorted(revisions, key=lambda revision: revision.level != "all")
    noticed = [revision for revision in ordered if revision.is_noticeable]
    return noticed, [revision for revision in ordered if not revision.is_noticeable]


def _table(desk: Desk, name: str, caption: str, revisions: Sequence[Revision], *, folded: bool) -> Table:
    columns = (
        Column(desk.say("release.column_figure")),
        Column(desk.say("release.column_before"), "r"),
        Column(desk.say("release.column_now"), "r"),
    )
    rows = tuple(
        Row((head(say_revised(desk, revision)), cell(_side(desk, revision, 0)), cell(_side(desk, revision, 1), "r b")))
        for revision in revisions
    )
    return Table(name, desk.say(caption, n=desk.count(len(rows))), columns, (RowGroup(rows),), folded=folded)


def say_revised(desk: Desk, revision: Revision) -> str:
    """Return what a corrected figure is about: the subject, the measure, and the period where it is another one."""
    facts = desk.facts
    subject = revision.name or facts.name or desk.say("level.whole")
    if revision.measure == RESPONDENTS:
        measure = desk.say("release.respondents")
    elif revision.measure == "index":
        measure = desk.say("release.index")
    else:
        measure = next((e.short[facts.language] for e in facts.regulation.elements if e.key == revision.measure), "")
    return desk.say("release.figure", subject=subject, measure=measure, period=say_period(facts, revision.period))


def _side(desk: Desk, revision: Revision, side: int) -> str:
    value = (revision.before, revision.now)[side]
    letter = (revision.letter_before, revision.letter_now)[side]
    if value is None:
        return ".."
    text = desk.count(int(value)) if revision.measure == RESPONDENTS else desk.change(value, False)
    return f"{text} {letter}".strip()
