"""The funnel of units: which of them differ from the whole by more than their few respondents explain."""

from collections.abc import Sequence

from skm.publishing.blocks import Block, Chart, Lists, Table
from skm.publishing.facts import Funnel, Subject
from skm.publishing.formatting import join_words
from skm.publishing.funnel_chart import FunnelNames, FunnelUnit, draw_funnel
from skm.publishing.sections.desk import Desk, cut_of

LEAST_UNITS = 5  # fewer are told apart by eye


def write_funnel(desk: Desk, table: Table) -> list[Block]:
    """Return the funnel with the names of those outside it; nothing where there are few units or no curves."""
    funnel = desk.facts.funnel
    if funnel is None:
        return []
    units = [unit for unit in desk.facts.units if unit.id in funnel.places]
    if len(units) < LEAST_UNITS:
        return []
    above, below = (_beyond(units, funnel, side) for side in ("above", "below"))
    blocks: list[Block] = [_funnel_chart(desk, funnel, units, (*above, *below), table)]
    if above or below:
        blocks.append(Lists(tuple(_named(desk, side, group) for side, group in (("above", above), ("below", below)))))
    return blocks


def _beyond(units: Sequence[Subject], funnel: Funnel, side: str) -> tuple[Subject, ...]:
    """Return the units beyond the limits of 99.8 % on one side, in alphabetical order."""
    found = [unit for unit in units if funnel.places[unit.id] == f"{side} 99.8"]
    return tuple(sorted(found, key=lambda unit: unit.name.casefold()))


def _named(desk: Desk, side: str, units: Sequence[Subject]) -> tuple[str, str]:
    names = ", ".join(unit.name for unit in units)
    return desk.say(f"unit.{side}", n=desk.count(len(units))), f"{names}." if names else desk.say("unit.nobody")


def _funnel_chart(
    desk: Desk, funnel: Funnel, units: Sequence[Subject], beyond: Sequence[Subject], table: Table
) -> Chart:
    facts = desk.facts
    outside = {unit.id for unit in beyond}
    marks = [
        FunnelUnit(unit.name, unit.now.n, unit.now.value, unit.id in outside)
        for unit in units
        if unit.now.n is not None and unit.now.value is not None
    ]
    names = FunnelNames(
        desk.figure(facts.whole.now),
        desk.say("figure.funnel_95"),
        desk.say("figure.funnel_998"),
        desk.say("figure.funnel_n"),
    )
    plot, axis = draw_funnel(marks, funnel.curves, funnel.centre, names, desk.bounds, desk.tick, desk.limits)
    counts = {"all": len(units), "outside": len(beyond), "inside": len(units) - len(beyond)}
    slots: dict[str, object] = {name: desk.words.count("plain_units", n) for name, n in counts.items()}
    slots |= {f"n_{name}": desk.count(n) for name, n in counts.items()}
    slots |= {
        "now": desk.now,
        "index": desk.figure(facts.whole.now),
        "cut": desk.say("figure.cut", **cut_of(desk, axis)),
    }
    bounds = [(grade.lower, grade.letter) for grade in facts.regulation.grades[:-1]]
    shown = [f"{letter} {desk.change(low, False)}" for low, letter in bounds if axis.low < low < axis.high]
    slots["bounds"] = desk.say("figure.funnel_bounds", list=join_words(shown, facts.language)) if shown else ""
    key = "all" if not outside else "most" if counts["inside"] * 2 >= counts["all"] else "few"
    rest = len(facts.units) - len(units)
    left = desk.say("figure.funnel_left", units=desk.words.count("plain_units", rest)) if rest else ""
    return Chart(
        id="g-funnel",
        title=desk.say(f"figure.funnel_title_{key}", **slots),
        subtitle=desk.subtitle(desk.say("figure.funnel_sub", **slots) + left),
        alt=desk.alt(desk.say("figure.funnel_alt", **slots), table),
        table=table.id,
        plot=plot,
        style="funnel",
        how=desk.say("figure.funnel_how"),
    )
