"""Other assessments beside the index: each on its own scale, never averaged, never on one axis with the index."""

from collections.abc import Sequence
from decimal import Decimal

from skm.publishing.blocks import Block, Cell, Chart, Column, Prose, Row, RowGroup, Section, Table
from skm.publishing.facts import OtherValue
from skm.publishing.formatting import EN_DASH, capital, join_words, spell, spell_printed
from skm.publishing.others import by_system, results_of
from skm.publishing.sections.desk import Desk, cell, head
from skm.publishing.shapes import (
    Axis,
    Box,
    Label,
    Line,
    Mark,
    Plot,
    PlotRow,
    RowChart,
    Shape,
    Value,
    draw_grid,
    percent,
    text_share,
    tick_labels,
)
from skm.ratings import Scale

SHADES = 4  # of the page's style sheet, from the lowest class to the highest
ROW, STRIP = 26, 22
MOST_ROWS = 24  # of one chart; a longer register is a table alone


def write_others(desk: Desk, number: int) -> Section | None:
    """Return other published assessments by system; nothing where the office keeps no register of them."""
    systems = by_system(desk.facts.others)
    if not systems:
        return None
    blocks: list[Block] = []
    for system, values in systems.items():
        name = desk.say(f"rating.{system}") if desk.words.has(f"rating.{system}") else system
        sentences = [text for lines in results_of(values).values() if (text := _sentence(desk, lines))]
        sentences += [text for value in values if (text := _target(desk, value))]
        blocks.append(Prose((), name, items=tuple(sentences)))
        table = _table(desk, system, name, values)
        blocks += [*_charts(desk, system, name, values, table), table]
    lede = (desk.say("rating.lede"), *((desk.say("rating.real"),) if desk.facts.simulated else ()))
    return Section("nilai-lain", number, desk.say("section.others"), desk.say("heading.others"), tuple(blocks), lede)


# --- sentences ------------------------------------------------------------------------------------------------------


def _sentence(desk: Desk, lines: Sequence[OtherValue]) -> str:
    """Return what was published of an entity last, and what it was the year before on the same scale."""
    now = lines[-1]
    if now.value is None and not now.label:
        return ""
    text = desk.say("rating.sentence", entity=now.entity, year=now.year, value=_stated(desk, now))
    before = lines[-2] if len(lines) > 1 else None
    if before is None:
        return f"{text}."
    if now.broken:
        return text + desk.say("rating.broken", year=before.year, value=_stated(desk, before))
    if now.value is None or before.value is None:
        return text + desk.say("rating.earlier", year=before.year, value=_stated(desk, before))
    moved = "same" if now.value == before.value else "up" if now.value > before.value else "down"
    return text + desk.say(f"rating.{moved}", year=before.year, value=_stated(desk, before))


def _stated(desk: Desk, value: OtherValue) -> str:
    """Return a value as a sentence has it: "90,02 (A, zona hijau)"."""
    if value.value is None and value.count.isdecimal():
        return desk.words.count("plain_units", int(value.count))
    words = _classes(desk, value)
    if value.value is None:
        return ", ".join(words)
    return _number(desk, value.value) + (f" ({', '.join(words)})" if words else "")


def _classes(desk: Desk, value: OtherValue) -> list[str]:
    """Return the class and the zone of a value, as words."""
    words = [value.label] if value.label else []
    if value.zone and value.zone != value.label:
        words.append(desk.say("rating.zone", zone=value.zone))
    return words


def _number(desk: Desk, value: Decimal) -> str:
    return spell_printed(value, desk.facts.language) if value == value.quantize(Decimal("0.01")) else str(value)


def _target(desk: Desk, value: OtherValue) -> str:
    if not value.target:
        return ""
    state = desk.say(f"rating.{value.state.replace(' ', '_')}")
    return desk.say("rating.target", entity=value.entity, year=value.year, target=_wanted(desk, value), state=state)


def _wanted(desk: Desk, value: OtherValue) -> str:
    """Return a target in words: "di atas 90"."""
    number = value.target.lstrip(">≥= ").replace(".", "," if desk.facts.language == "id" else ".")
    strict = value.target.startswith(">") and not value.target.startswith(">=")
    return desk.say("rating.above" if strict else "rating.at_least", number=number)


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(desk: Desk, system: str, name: str, values: Sequence[OtherValue]) -> Table:
    columns = (
        Column(desk.say("column.entity")),
        Column(desk.say("column.year"), "r"),
        Column(desk.say("column.value"), "r"),
        Column(desk.say("column.class")),
        Column(desk.say("column.rank")),
        Column(desk.say("column.source")),
    )
    caption = desk.caption("others", system=name)
    rows = tuple(_row(desk, value) for value in values)
    note = desk.say("rating.derived") if any(value.derived for value in values) else ""
    return Table(f"t-{system}", caption, columns, (RowGroup(rows),), note=note, wide=True)


def _row(desk: Desk, value: OtherValue) -> Row:
    number = _number(desk, value.value) if value.value is not None else ".."
    about = desk.say("rating.wanted", target=_wanted(desk, value)) if value.target else ""
    if value.count.isdecimal():
        about = desk.words.count("plain_units", int(value.count))
    words = ", ".join(_classes(desk, value)) + ("*" if value.derived else "")
    printed = desk.say("rating.printed", printed=", ".join(value.printed)) if value.printed and value.derived else ""
    short = (
        desk.say("rating.short", distance=_number(desk, value.distance), next=value.next_label)
        if value.distance
        else ""
    )
    cells = [head(value.entity, note=about), cell(str(value.year)), Cell(number, "r", note=short)]
    source = head(value.source, note=value.note)
    return Row((*cells, Cell(words or "..", note=printed), cell(value.rank or "..", ""), source))


# --- charts ---------------------------------------------------------------------------------------------------------


def _charts(desk: Desk, system: str, name: str, values: Sequence[OtherValue], table: Table) -> list[Chart]:
    """Return a chart for each version of the scale that has values: between two versions nothing is joined."""
    drawn: dict[str, tuple[Scale, list[OtherValue]]] = {}
    for value in values:
        scale = value.scale
        if scale and scale.limits and value.derived and value.value is not None:
            drawn.setdefault(scale.id, (scale, []))[1].append(value)
    targets = {v.scale.id: v for v in values if v.target and v.scale}
    return [
        _chart(desk, f"{system}-{place}", name, scale, lines, targets.get(key), table)
        for place, (key, (scale, lines)) in enumerate(sorted(drawn.items(), key=lambda item: item[1][0].first))
        if len(lines) <= MOST_ROWS
    ]


def _chart(
    desk: Desk,
    key: str,
    name: str,
    scale: Scale,
    lines: Sequence[OtherValue],
    target: OtherValue | None,
    table: Table,
) -> Chart:
    low, high = float(scale.limits[0]), float(scale.limits[-1])
    axis = Axis(low, high, tuple(low + (high - low) * part / 5 for part in range(6)), 0)
    rows = [_line(desk, axis, scale, value) for value in lines]
    years = f"{scale.first}{EN_DASH}{scale.last}" if scale.last else desk.say("rating.since", year=scale.first)
    years = str(scale.first) if scale.first == scale.last else years
    listed = join_words([f"{v.entity} {v.year} {_stated(desk, v)}" for v in lines[:4]], desk.facts.language)
    slots = {"system": name, "years": years, "list": listed}
    spoken = desk.say("rating.alt" if len(lines) <= 4 else "rating.alt_many", **slots, n=len(lines))
    return Chart(
        id=f"g-{key}",
        title=capital(_title(desk, lines)),
        subtitle=desk.subtitle(desk.say("rating.subtitle", **slots)),
        alt=desk.alt(spoken, table),
        table=table.id,
        rows=RowChart(tuple(rows), Plot(18, tuple(tick_labels(axis, desk.tick, 13))), _strip(axis, scale), "groups"),
        how=desk.say("rating.how_target", target=_wanted(desk, target)) if target else "",
    )


def _title(desk: Desk, lines: Sequence[OtherValue]) -> str:
    last = max(lines, key=lambda value: value.year)
    return desk.say("rating.title", entity=last.entity, year=last.year, value=_stated(desk, last))


def _strip(axis: Axis, scale: Scale) -> Plot:
    """Return the classes of a scale as labelled bands."""
    shapes: list[Shape] = []
    known = [c for c in scale.classes if c.lower is not None]
    ends = [*(axis.at(float(c.lower)) for c in known[1:]), 100.0]
    for place, (one, end) in enumerate(zip(known, ends, strict=True)):
        start = axis.at(float(one.lower))
        shade = 1 + place * (SHADES - 1) // max(len(known) - 1, 1)
        shapes.append(Box(f"g{shade}", percent(start), percent(end - start), 0, STRIP - 4))
        words = one.letter or one.zone or one.name
        if text_share(words) <= end - start + 2:
            shapes.append(Label(f"gt{shade}", percent(start), 13, words, "start", 4))
    return Plot(STRIP, tuple(shapes))


def _line(desk: Desk, axis: Axis, scale: Scale, value: OtherValue) -> PlotRow:
    bounds = [percent(axis.at(float(c.lower))) for c in scale.classes[1:] if c.lower is not None]
    shapes: list[Shape] = [*draw_grid(axis, ROW), *(Line("zb", x, x, 0, ROW) for x in bounds)]
    shapes.append(Mark("n", percent(axis.at(float(value.value or 0))), ROW / 2))
    numbers = (Value(spell(value.value or 0, 2, desk.facts.language), "b"), Value(value.label))
    return PlotRow(value.entity, Plot(ROW, tuple(shapes)), numbers, str(value.year))
