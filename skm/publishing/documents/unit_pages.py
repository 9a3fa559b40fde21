"""`units/<id>.html`: what the annual page holds about one unit, alone, to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from skm.publishing import wording
from skm.publishing.blocks import Stamp, UnitDetail
from skm.publishing.content import say_footer
from skm.publishing.facts import Facts, Subject
from skm.publishing.naming import FOLDER, name_files
from skm.publishing.rendering import render_template
from skm.publishing.sections.desk import Desk
from skm.publishing.sections.unit_details import write_detail
from skm.publishing.stamps import list_stamps
from skm.tables import write_whole


@dataclass(frozen=True)
class UnitPage:
    """The page of one unit."""

    language: str
    title: str
    strapline: str
    stamps: tuple[Stamp, ...]
    unit: UnitDetail
    how_heading: str
    how: tuple[str, ...]
    footer: tuple[str, ...]


def build_unit_page(facts: Facts, unit: Subject) -> UnitPage:
    """Return the page of one unit: its section of the annual page, and what is needed to read it alone."""
    desk = Desk(facts, wording.load_words(facts.language))
    stamps = list_stamps(facts)
    name = facts.name or facts.publisher.get("institution", "")
    strapline = desk.say(f"unit_page.strapline{'' if name else '_nameless'}", name=name, period=desk.now)
    return UnitPage(
        language=facts.language,
        title=unit.name,
        strapline=strapline,
        stamps=stamps,
        unit=write_detail(desk, unit),
        how_heading=desk.say("section.how_to_read"),
        how=tuple(_say_how(desk, unit)),
        footer=say_footer(facts, stamps),
    )


def _say_how(desk: Desk, unit: Subject) -> list[str]:
    """Return what a reader of this one page must know: the scale, the interval, the marks that stand on it."""
    facts = desk.facts
    low, high = wording.scale_of(facts)
    least, most = facts.regulation.scale
    said = [desk.say("unit_page.scale", low=low, high=high, scale_low=least, scale_high=most)]
    if unit.now.low is not None:
        said += [desk.say("unit_page.interval"), desk.say(f"method.recruitment_{_recruitment(facts)}")]
    if "E" in unit.now.marks:
        said.append(desk.say("unit_page.careful"))
    hidden = unit.now.hidden or any(service.now.hidden for service in unit.services)
    if hidden or any(None in answers.counts for answers in unit.answers):
        said.append(desk.say("unit_page.hidden", minimum=desk.count(facts.minimum_cell)))
    return said


def _recruitment(facts: Facts) -> str:
    return (facts.recruitment or "unknown").replace("-", "_")


def write_unit_pages(facts: Facts, folder: Path, keys: Iterable[str]) -> None:
    """Write the pages of some units: `units/<id>.html`.

    Parameters
    ----------
    facts
        The facts of the period in the survey's own language.
    folder
        `reports/<period>/`.
    keys
        The ids of the units.
    """
    names = name_files(unit.id for unit in facts.units)
    units = {unit.id: unit for unit in facts.units}
    for key in keys:
        page = render_template("unit_page.html", build_unit_page(facts, units[key]))
        write_whole(folder / FOLDER / f"{names[key]}.html", page)
