"""Other assessments beside the index: each on its own scale, never averaged, never on one axis with the index."""

from collections.abc import Sequence
from decimal import Decimal

from skm.publishing.blocks import Block, Cell, Chart, Column, Prose, Row, RowGroup, Section, Table
from skm.publishing.facts import OtherValue
from skm.publishing.formatting import capital, join_words, spell_printed
from skm.publishing.others import by_system, is_comparable, latest_and_before, results_of, wanted_value
from skm.publishing.sections.desk import Desk, cell, head, number_of
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
    make_axis,
    percent,
    text_share,
    tick_labels,
)
from skm.ratings import Scale

SHADES = 4  # of the page's style sheet, from the lowest class to the highest
ROW, STRIP = 26, 22
MOST_ROWS = 24  # of one chart; a longer register is a table alone
MOST_SENTENCES = 12  # of one system; the rest is in the table
LONG_TABLE = 30  # rows; a longer one is folded
MOST_IN_ALT = 4
LONGEST_ALT = 220
WIDE = 480  # pixels of a plot where the page has its rail


def write_others(desk: Desk, number: int) -> Section | None:
    """Return other published assessments by system; nothing where the office keeps no register of them."""
    systems = by_system(desk.facts.others)
    if not systems:
        return None
    blocks: list[Block] = []
    for system, values in systems.items():
        name = desk.say(f"rating.{system}") if desk.words.has(f"rating.{system}") else system
        table = _table(desk, system, name, values)
        blocks.append(Prose((), _heading(desk, name, values), items=_sentences(desk, values)))
        blocks += [*_charts(desk, system, name, values, table), table]
    lede = (desk.say("rating.lede"), *((desk.say("rating.real"),) if desk.facts.simulated else ()))
    return Section("nilai-lain", number, desk.say("section.others"), desk.say("heading.others"), tuple(blocks), lede)


def _heading(desk: Desk, name: str, values: Sequence[OtherValue]) -> str:
    """Return the name of a system with its scale, where all its values are on one."""
    limits = {value.scale.limits if value.scale else () for value in values}
    if len(limits) != 1 or not (ends := limits.pop()):
        return name
    low, high = (spell_printed(end, desk.facts.language) for end in (ends[0], ends[-1]))
    return desk.say("rating.heading", system=name, low=low, high=high)


# --- sentences ------------------------------------------------------------------------------------------------------


def _sentences(desk: Desk, values: Sequence[OtherValue]) -> tuple[str, ...]:
    """Return what is said of a system: series first, then single values, then targets; few enough to be read."""
    series = [latest_and_before(lines) for lines in results_of(values).values()]
    series.sort(key=lambda pair: not pair[1])  # stable: those that have a year before come first
    texts = [_sentence(desk, now, before) for now, before in series]
    shown = texts if len(texts) <= MOST_SENTENCES else texts[:MOST_SENTENCES]
    rest = len(texts) - len(shown)
    more = (desk.say("rating.more", n=desk.count(rest)),) if rest else ()
    return (*shown, *more, *(text for value in values if (text := _target(desk, value))))


def _sentence(desk: Desk, now: Sequence[OtherValue], before: Sequence[OtherValue]) -> str:
    """Return what was published of an entity last, and in the year before that; a direction only on one scale."""
    last = now[0]
    text = desk.say("rating.sentence", entity=last.entity, year=last.year, value=_all_stated(desk, now))
    if not before:
        return f"{text}."
    if is_comparable(now, before):
        moved = (last.value or 0) - (before[0].value or 0)
        key = "up" if moved > 0 else "down" if moved < 0 else "same"
    else:
        key = "broken" if any(one.scale != other.scale for one in now for other in before) else "earlier"
    return text + desk.say(f"rating.{key}", year=before[0].year, value=_all_stated(desk, before))


def _all_stated(desk: Desk, values: Sequence[OtherValue]) -> str:
    """Return what was published of an entity for one year; sources that differ are all heard."""
    stated = list(dict.fromkeys(_stated(desk, value) for value in values))
    if len(stated) == 1:
        return stated[0]
    return desk.say("rating.sources", list=join_words(stated, desk.facts.language))


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
    return spell_printed(value, desk.facts.language)


def _target(desk: Desk, value: OtherValue) -> str:
    if not value.target:
        return ""
    state = desk.say(f"rating.{value.state.replace(' ', '_')}")
    return desk.say("rating.target", entity=value.entity, year=value.year, target=_wanted(desk, value), state=state)


def _wanted(desk: Desk, value: OtherValue) -> str:
    """Return a target in words: "di atas 90"."""
    strict = value.target.startswith(">") and not value.target.startswith(">=")
    number = _number(desk, wanted_value(value.target))
    return desk.say("rating.above" if strict else "rating.at_least", number=number)


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(desk: Desk, system: str, name: str, values: Sequence[OtherValue]) -> Table:
    is_ranked = any(value.rank for value in values)
    columns = (
        Column(desk.say("column.entity")),
        Column(desk.say("column.year"), "r"),
        Column(desk.say("column.value"), "r"),
        Column(desk.say("column.class")),
        *((Column(desk.say("column.rank")),) if is_ranked else ()),
        Column(desk.say("column.source"), "sw"),
    )
    caption = desk.caption("others", system=name)
    rows = tuple(_row(desk, value, is_ranked=is_ranked) for value in values)
    note = desk.say("rating.derived") if any(value.derived for value in values) else ""
    folded = len(rows) > LONG_TABLE
    return Table(f"t-{system}", caption, columns, (RowGroup(rows),), note=note, folded=folded)


def _row(desk: Desk, value: OtherValue, *, is_ranked: bool) -> Row:
    number = _number(desk, value.value) if value.value is not None else ".."
    about = desk.say("rating.wanted", target=_wanted(desk, value)) if value.target else ""
    if value.count.isdecimal():
        about = desk.words.count("plain_units", int(value.count))
    words = ", ".join(_classes(desk, value)) + ("*" if value.derived else "")
    own = {value.label.casefold(), value.zone.casefold()}
    differs = value.derived and any(text.casefold() not in own for text in value.printed)
    printed = desk.say("rating.printed", printed=", ".join(value.printed)) if differs else ""
    short = (
        desk.say("rating.short", distance=_number(desk, value.distance), next=value.next_label)
        if value.distance
        else ""
    )
    cells = [head(value.entity, note=about), cell(str(value.year)), Cell(number, "r", note=short)]
    cells += [Cell(words or "..", note=printed), *((cell(value.rank or "..", ""),) if is_ranked else ())]
    return Row((*cells, Cell(value.source or "..", "sw", note=value.note)))


# --- charts ---------------------------------------------------------------------------------------------------------


def _charts(desk: Desk, system: str, name: str, values: Sequence[OtherValue], table: Table) -> list[Chart]:
    """Return a chart for each version of the scale that has values: between two versions nothing is joined."""
    drawn: dict[str, tuple[Scale, list[OtherValue]]] = {}
    for value in values:
        scale = value.scale
        if scale and scale.bounds() and ((value.derived and value.value is not None) or value.target):
            drawn.setdefault(scale.id, (scale, []))[1].append(value)
    return [
        _chart(desk, f"{system}-{place}", name, scale, lines, table)
        for place, (scale, lines) in enumerate(sorted(drawn.values(), key=lambda pair: pair[0].first))
        if len(lines) <= MOST_ROWS
    ]


def _chart(desk: Desk, key: str, name: str, scale: Scale, lines: Sequence[OtherValue], table: Table) -> Chart:
    low, high = float(scale.limits[0]), float(scale.limits[-1])
    round_axis = make_axis((low, high), low, high)
    axis = Axis(low, high, tuple(sorted({low, *round_axis.ticks, high})), round_axis.places)
    has_target = any(value.target for value in lines)
    slots: dict[str, object] = {"system": name, "years": scale.spell_years(desk.facts.language)}
    return Chart(
        id=f"g-{key}",
        title=capital(_title(desk, lines)),
        subtitle=desk.subtitle(desk.say("rating.subtitle", **slots)),
        alt=desk.alt(_alt(desk, lines, slots), table),
        table=table.id,
        rows=RowChart(
            tuple(_line(desk, axis, scale, value) for value in lines),
            Plot(18, tuple(tick_labels(axis, desk.tick, 13))),
            _strip(axis, scale),
            "groups",
        ),
        how=desk.say("rating.how_target") if has_target else "",
        source=desk.say("figure.source_table", n=number_of(table)),
    )


def _title(desk: Desk, lines: Sequence[OtherValue]) -> str:
    """Return what a chart shows: the last value of one entity, the ends of several, or the target alone."""
    results = [value for value in lines if value.value is not None]
    if not results:
        return desk.say(
            "rating.title_target", entity=lines[0].entity, year=lines[0].year, target=_wanted(desk, lines[0])
        )
    if len({value.entity for value in results}) > 1:
        return desk.say("rating.title_range", **_ends(desk, results))
    last = max(results, key=lambda value: value.year)
    return desk.say("rating.title", entity=last.entity, year=last.year, value=_stated(desk, last))


def _ends(desk: Desk, results: Sequence[OtherValue]) -> dict[str, object]:
    printed = sorted(value.value for value in results if value.value is not None)
    return {"n": len(printed), "low": _number(desk, printed[0]), "high": _number(desk, printed[-1])}


def _alt(desk: Desk, lines: Sequence[OtherValue], slots: dict[str, object]) -> str:
    """Return the values of a short chart, the ends of a long one."""
    results = [value for value in lines if value.value is not None]
    listed = [f"{value.entity} {value.year} {_stated(desk, value)}" for value in results]
    listed += [_target(desk, value).removesuffix(".") for value in lines if value.value is None]
    text = desk.say("rating.alt", **slots, list=join_words(listed, desk.facts.language))
    if not results or (len(lines) <= MOST_IN_ALT and len(text) <= LONGEST_ALT):
        return text[:LONGEST_ALT]
    return desk.say("rating.alt_many", **slots, **_ends(desk, results))[:LONGEST_ALT]


def _strip(axis: Axis, scale: Scale) -> Plot:
    """Return the classes of a scale as labelled bands."""
    shapes: list[Shape] = []
    bands = scale.bounds()
    for place, (one, lower, upper) in enumerate(bands):
        start, end = axis.at(float(lower)), axis.at(float(upper))
        shade = 1 + place * (SHADES - 1) // max(len(bands) - 1, 1)
        shapes.append(Box(f"g{shade}", percent(start), percent(end - start), 0, STRIP - 4))
        words = one.letter or one.zone or one.name
        if text_share(words) <= end - start + 2:
            shapes.append(Label(f"gt{shade}", percent(start), 13, words, "start", 4))
        elif text_share(words, WIDE) <= end - start + 2:
            shapes.append(Label(f"gt{shade}", percent(start), 13, "", "start", 4, wide_after=words))
    return Plot(STRIP, tuple(shapes))


def _line(desk: Desk, axis: Axis, scale: Scale, value: OtherValue) -> PlotRow:
    """Return one value as a mark, its target as a line across the row."""
    bounds = [percent(axis.at(float(lower))) for _, lower, _ in scale.bounds() if float(lower) > axis.low]
    shapes: list[Shape] = [*draw_grid(axis, ROW), *(Line("zb", x, x, 0, ROW) for x in bounds)]
    numbers = []
    if value.target:
        wanted = float(wanted_value(value.target))
        if axis.low <= wanted <= axis.high:
            shapes.append(Line("tg", percent(axis.at(wanted)), percent(axis.at(wanted)), 2, ROW - 2))
    if value.value is not None:
        shapes.append(Mark("n", percent(axis.at(float(value.value))), ROW / 2))
        numbers = [Value(_number(desk, value.value), "b"), Value(value.label)]
    elif value.target:
        numbers = [Value(_wanted(desk, value), "m")]
    return PlotRow(value.entity, Plot(ROW, tuple(shapes)), tuple(numbers), str(value.year))
