"""`rekap.html`: every agency's and unit's line in the official order, who has not delivered, who is under the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skm.publishing import wording
from skm.publishing.blocks import Cell, Column, Row, RowGroup, Stamp, Table
from skm.publishing.content import say_footer
from skm.publishing.facts import ElementFacts, Facts, Figure, Subject
from skm.publishing.formatting import join_words
from skm.publishing.rendering import render_template
from skm.publishing.sections.desk import Desk, cell, head
from skm.publishing.stamps import list_stamps
from skm.tables import write_whole


@dataclass(frozen=True)
class Recap:
    """The page: what is missing first, then the table."""

    language: str
    title: str
    strapline: str
    stamps: tuple[Stamp, ...]
    lists: tuple[tuple[str, tuple[str, ...], str], ...]
    table: Table
    footer: tuple[str, ...]


def write_recap(facts_by_language: Mapping[str, Facts], folder: Path) -> None:
    """Write `rekap.html` of a period with several units; one unit is its own recap."""
    facts = next(iter(facts_by_language.values()))
    if len(facts.units) > 1:
        write_whole(folder / "rekap.html", render_template("recap.html", build_recap(facts)))


def build_recap(facts: Facts) -> Recap:
    """Return the recap of a period.

    Parameters
    ----------
    facts
        The facts of the period in the survey's own language.
    """
    desk, stamps = Desk(facts, wording.load_words(facts.language)), list_stamps(facts)
    silent = tuple(unit.name for unit in facts.units if is_silent(unit))
    short = tuple(unit.name for unit in facts.units if is_short(facts, unit))
    unknown = sum(unit.id not in facts.samples for unit in facts.units)
    counted = [desk.words.count("plain_units", len(names)) for names in (silent, short)]
    under = [] if short else [desk.say("recap.short_none")]
    if unknown:
        under.append(desk.say("recap.unknown", units=desk.words.count("plain_units", unknown)))
    return Recap(
        language=facts.language,
        title=desk.say("recap.title"),
        strapline=", ".join(part for part in (facts.name, desk.now) if part),
        stamps=stamps,
        lists=(
            (desk.say("recap.silent", n=counted[0]), silent, "" if silent else desk.say("recap.silent_none")),
            (desk.say("recap.short", n=counted[1]), short, " ".join(under)),
        ),
        table=_table(desk),
        footer=say_footer(facts, stamps),
    )


def is_silent(unit: Subject) -> bool:
    """Return whether a registered unit has no respondents; a hidden one has delivered."""
    return unit.now.printed is None and not unit.now.hidden


def is_short(facts: Facts, unit: Subject) -> bool:
    """Return whether a unit has fewer respondents than the table asks for; unknown where either number is."""
    needed = facts.samples.get(unit.id)
    return needed is not None and unit.now.n is not None and 0 < unit.now.n < needed


def _table(desk: Desk) -> Table:
    facts = desk.facts
    columns = (
        Column(desk.say("recap.column_unit")),
        Column(desk.say("recap.column_respondents"), "r"),
        Column(desk.say("recap.column_sample"), "r"),
        *(Column(element.code, "r") for element in facts.regulation.elements),
        Column(desk.say("recap.column_index"), "r"),
        Column(desk.say("recap.column_grade")),
        Column(desk.say("recap.column_priority")),
        Column(desk.say("recap.column_plan")),
    )
    caption = desk.say("recap.caption", period=desk.now)
    note = desk.say("recap.note")
    codes = "; ".join(f"{e.code} {wording.lower_name(e.short[facts.language])}" for e in facts.regulation.elements)
    return Table("t-rekap", caption, columns, tuple(_groups(desk)), f"{note} {codes}.")


def _groups(desk: Desk) -> list[RowGroup]:
    """Return the units beneath their agencies, each where the official order first names it."""
    facts = desk.facts
    agencies = {subject.id: subject for subject in facts.groups.get("agency", ())}
    members: dict[str, list[Subject]] = {}
    for unit in facts.units:
        members.setdefault(unit.groups.get("agency", ""), []).append(unit)
    groups = [RowGroup((_row(desk, facts.whole, "total"),))]
    for name, units in members.items():
        agency = agencies.get(name)
        own = () if agency is None or len(units) < 2 else (_row(desk, agency, "b"),)
        groups.append(RowGroup((*own, *(_row(desk, unit) for unit in units))))
    return groups


def _row(desk: Desk, subject: Subject, style: str = "") -> Row:
    facts, now = desk.facts, subject.now
    is_unit = subject.level == "unit"
    needed = facts.samples.get(subject.id) if is_unit else None
    means = {element.key: element.now for element in subject.elements}
    entry = facts.followups.get(subject.id if is_unit else "", None) if subject.level in ("unit", "all") else None
    plan = "; ".join(action.activity for action in entry.plan) if entry else ""
    cells: tuple[Cell, ...] = (
        head(subject.name or desk.say("level.whole")),
        cell(desk.respondents(now)),
        cell(".." if needed is None else desk.count(needed)),
        *(cell(_points(desk, means.get(element.key))) for element in facts.regulation.elements),
        cell(desk.figure(now), "r b"),
        Cell(wording.say_grade(now)),
        Cell(_priorities(desk, subject)),
        Cell(plan or ".."),
    )
    return Row(cells, style)


def _points(desk: Desk, figure: Figure | None) -> str:
    """Return an element on the scale of the index."""
    if figure is None:
        return ".."
    return "x" if figure.hidden else desk.change(figure.points, sign=False)


def _priorities(desk: Desk, subject: Subject) -> str:
    """Return the lowest elements that stand apart from all others, ".." where none does."""
    known: dict[str, ElementFacts] = {element.key: element for element in subject.elements}
    names = [known[key].short for key in getattr(subject, "lowest", ()) if key in known]
    return join_words(names, desk.facts.language) if names else ".."
