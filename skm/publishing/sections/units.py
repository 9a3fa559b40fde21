"""The units: what moved, by the test of all of them together; a single unit has its services here instead."""

from collections.abc import Sequence

from skm.publishing import wording
from skm.publishing.blocks import Block, Chart, Lists, Section, Table
from skm.publishing.certainty import count_places
from skm.publishing.charts import Move, draw_moves
from skm.publishing.choices import Moves, count_moves
from skm.publishing.facts import Difference, Subject
from skm.publishing.formatting import capital
from skm.publishing.headings import head_units
from skm.publishing.sections.desk import Desk
from skm.publishing.sections.funnel import write_funnel
from skm.publishing.sections.groups import write_groups
from skm.publishing.sections.unit_details import services_table, write_details
from skm.publishing.sections.unit_table import write_unit_table
from skm.publishing.shapes import Span


def write_units(desk: Desk, number: int) -> Section | None:
    """Return the groups and the units; a single unit has its services here instead."""
    facts = desk.facts
    if len(facts.units) < 2:
        return _only_services(desk, number)
    moves = count_moves(facts)
    blocks: list[Block] = []
    for level, groups in facts.groups.items():
        blocks += write_groups(desk, level, groups)
    table = write_unit_table(desk)
    blocks += write_funnel(desk, table.table)
    if chart := _moves_chart(desk, moves, table.table):
        blocks.append(chart)
    if moves.n:
        blocks.append(_moves_lists(desk, moves))
    blocks += [table, write_details(desk)]
    return Section(
        "unit",
        number,
        desk.say("section.units"),
        head_units(facts),
        tuple(blocks),
        _units_lede(desk, moves),
    )


def _only_services(desk: Desk, number: int) -> Section | None:
    facts = desk.facts
    services = [service for unit in facts.units for service in unit.services]
    if not services:
        return None
    table = services_table(desk, services, desk.caption("services", now=desk.now), "t-services")
    name = desk.say("section.services")
    return Section("unit", number, name, desk.say("heading.services"), (table,))


def _units_lede(desk: Desk, moves: Moves) -> tuple[str, ...]:
    facts = desk.facts
    text = desk.say("lede.units", name=facts.name) if facts.official == "units" else ""
    if moves.n:
        text += desk.say("lede.units_moved", comparisons=desk.words.count("comparisons", moves.n))
    ranks = _ranks_lede(desk)
    return (text + desk.say("lede.units_order"), *((ranks,) if ranks else ()))


def _ranks_lede(desk: Desk) -> str:
    """Return what the ranks are worth: who surely stands in which half, which groups can be told apart."""
    ranks = [unit.rank for unit in desk.facts.units if unit.rank]
    if not ranks:
        return desk.say("lede.units_concealed") if desk.facts.ranks_concealed else ""
    every = desk.words.count("plain_units", len(ranks))
    if all(rank.n_alike == len(ranks) - 1 for rank in ranks):
        return desk.say("lede.units_ranks") + desk.say("lede.units_alike", all=every)
    top, bottom, middle = count_places(ranks)
    slots = {"top": desk.count(top), "bottom": desk.count(bottom), "middle": desk.count(middle)}
    key = "lede.units_places" if top or bottom else "lede.units_places_none"
    n_groups = max(rank.group for rank in ranks)
    tiers = desk.say("lede.units_tiers", n=desk.words.number_word(n_groups)) if n_groups > 1 else ""
    return desk.say("lede.units_ranks") + desk.say(key, all=every, **slots) + tiers


def _moves_chart(desk: Desk, moves: Moves, table: Table) -> Chart | None:
    facts = desk.facts
    if moves.n < 2:
        return None
    lines = {name: _moves(desk, group) for name, group in (("up", moves.up), ("down", moves.down))}
    spans = [_change_span(unit.difference) for unit in moves.same]
    same = [span for span in spans if span is not None]
    if not (same or lines["up"] or lines["down"]):
        return None
    said = wording.say_moves(facts, moves)
    alt = desk.say("figure.moves_alt", all=desk.words.count("plain_units", moves.n), list=said)
    comparisons = desk.words.count("comparisons", moves.n)
    text = desk.say("figure.moves_sub", before=desk.before, now=desk.now, comparisons=comparisons)
    return Chart(
        id="g-moves",
        title=capital(said),
        subtitle=desk.subtitle(text),
        alt=desk.alt(alt, table),
        table=table.id,
        moves=draw_moves(lines["up"], lines["down"], same, desk.signed_tick),
        how=desk.say("figure.moves_how"),
    )


def _change_span(change: Difference | None) -> Span | None:
    if change is None or change.value is None:
        return None
    return Span(change.value, change.low_holm, change.high_holm)


def _moves(desk: Desk, units: Sequence[Subject]) -> list[Move]:
    found = []
    for unit in units:
        span = _change_span(unit.difference)
        if span is not None and unit.difference is not None:
            found.append(Move(unit.name, span, desk.change(unit.difference.printed)))
    return found


def _moves_lists(desk: Desk, moves: Moves) -> Lists:
    lists = []
    for key, group in (("up", moves.up), ("down", moves.down)):
        names = ", ".join(unit.name for unit in group)
        text = f"{names}." if names else desk.say("unit.nobody")
        lists.append((desk.say(f"unit.{key}", n=desk.count(len(group))), text))
    return Lists(tuple(lists))
