"""The sections of a period's page: which tables and charts stand in each, in which order, with which words."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import quote

from skm.messages import MESSAGES
from skm.publishing import wording
from skm.publishing.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Details,
    Lists,
    Pair,
    Prose,
    Row,
    RowGroup,
    Section,
    Table,
    Terms,
    Tools,
    UnitDetail,
    UnitTable,
)
from skm.publishing.charts import (
    Axis,
    LevelPoint,
    Move,
    Span,
    Stack,
    Step,
    Value,
    Zone,
    draw_level,
    draw_mini,
    draw_moves,
    draw_pairs,
    draw_stacks,
    draw_stairs,
    make_axis,
    zoom_axis,
)
from skm.publishing.charts import Pair as ChartPair
from skm.publishing.facts import (
    NOT_ANSWERED,
    Answers,
    Comparison,
    Difference,
    ElementFacts,
    Facts,
    Figure,
    Profile,
    Subject,
)
from skm.publishing.formatting import (
    capital,
    join_words,
    spell,
    spell_count,
    spell_interval,
    spell_printed,
    spell_share,
)

MOST_KINDS_AS_CHIPS = 6
MOST_GROUPS_IN_CHART = 12
HASH_SHOWN = 12
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
DASH = "–"


@dataclass(frozen=True)
class Desk:
    """What the writers of sections share: the facts, the words, the running numbers of figures and tables."""

    facts: Facts
    words: wording.Words
    figures: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    tables: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def say(self, key: str, **values: object) -> str:
        """Return a text of the page's language."""
        return self.words.say(key, **values)

    def count(self, n: int) -> str:
        """Return a whole number."""
        return spell_count(n, self.facts.language)

    def figure(self, figure: Figure | None) -> str:
        """Return a printed figure or the symbol for its absence."""
        return wording.say_figure(figure, self.facts.language)

    def change(self, value: Decimal | None, sign: bool = True) -> str:
        """Return a printed change, ".." where there is none."""
        return ".." if value is None else spell_printed(value, self.facts.language, sign)

    def tick(self, value: float, places: int) -> str:
        """Return a number of an axis."""
        return spell(value, places, self.facts.language)

    def signed_tick(self, value: float, places: int) -> str:
        """Return a number of an axis of changes."""
        return spell(value, places, self.facts.language, sign=True)

    @property
    def now(self) -> str:
        """The period of the page, as printed."""
        return wording.say_period(self.facts)

    @property
    def before(self) -> str:
        """The period before, as printed."""
        return wording.say_period(self.facts, self.facts.previous)

    @property
    def compares(self) -> bool:
        """Whether both periods stand side by side on this page."""
        return self.facts.previous is not None and self.facts.broken is None

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the index."""
        low, high = (float(end * self.facts.regulation.multiplier) for end in self.facts.regulation.scale)
        return low, high

    @property
    def bounds(self) -> list[float]:
        """The lower bounds of the grades above the lowest."""
        return [float(grade.lower) for grade in self.facts.regulation.grades[:-1]]

    def guides(self) -> list[tuple[float, str, str]]:
        """Return the bounds of the grades for a chart: value, letter, the number where there is room."""
        return [
            (float(grade.lower), grade.letter, f" {self.say('method.above', low=self.change(grade.lower, False))}")
            for grade in self.facts.regulation.grades[:-1]
        ]

    def caption(self, key: str, **values: object) -> str:
        """Return a numbered caption of a table."""
        return self.say("figure.table_number", n=next(self.tables), text=self.say(f"table.{key}", **values))

    def subtitle(self, text: str) -> str:
        """Return a numbered subtitle of a figure."""
        return self.say("figure.number", n=next(self.figures), text=text)

    def alt(self, text: str, table: Table) -> str:
        """Return a text alternative that says where the numbers are."""
        number = table.caption.split(".", 1)[0].rsplit(" ", 1)[-1]
        return f"{text} {self.say('figure.numbers_at', n=number)}"


def span_of(figure: Figure | None) -> Span | None:
    """Return a figure as a point of a chart, None where there is nothing to draw."""
    if figure is None or figure.printed is None or figure.value is None:
        return None
    return Span(figure.value, figure.low, figure.high)


def anchor_of(unit_id: str) -> str:
    """Return the address of a unit on the page: its id, with what an address cannot hold written as code.

    Examples
    --------
    >>> anchor_of("pkm-07"), anchor_of("a/b")
    ('unit-pkm-07', 'unit-a~2f')
    """
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else f"~{ord(c):x}" for c in unit_id)
    return f"unit-{safe}"


def _cell(text: str, style: str = "r", sort: object = "") -> Cell:
    return Cell(text, style, "" if sort is None else str(sort))


def _head(text: str, **more: str) -> Cell:
    return Cell(text, **more)


# ---- 1 level -------------------------------------------------------------------------------------------------


def write_level(desk: Desk) -> tuple[Chart, Table] | None:
    """Return the level strip with its table, None where the whole has no figure."""
    facts = desk.facts
    if span_of(facts.whole.now) is None:
        return None
    table = _level_table(desk)
    zones = [
        Zone(
            grade.letter,
            grade.names[facts.language],
            float(grade.lower),
            desk.change(grade.lower, sign=False),
            str(place),
        )
        for place, grade in enumerate(reversed(facts.regulation.grades), start=5 - len(facts.regulation.grades))
    ]
    figures = [(facts.whole.before, "o"), (facts.whole.now, "n")]
    points = [
        LevelPoint(
            span,
            wording.say_period(facts, figure.period),
            desk.figure(figure),
            "" if figure.low is None else wording.say_interval(figure, facts.language),
            style,
        )
        for figure, style in figures
        if figure is not None and (span := span_of(figure)) is not None
    ]
    plot = draw_level(points, zones, desk.tick, desk.limits[1])
    low, high = wording.scale_of(facts)
    slots: dict[str, object] = {"low": low, "high": high, "now": desk.now, "n_now": desk.count(facts.whole.now.n or 0)}
    slots |= {"index_now": points[-1].printed, "grade": facts.whole.now.grade or ".."}
    slots["interval_now"] = points[-1].interval or ".."
    which = "one"
    if len(points) > 1 and facts.whole.before is not None:
        which = "two"
        slots |= {"before": desk.before, "n_before": desk.count(facts.whole.before.n or 0)}
        slots |= {"index_before": points[0].printed, "interval_before": points[0].interval or ".."}
    text = desk.say(f"figure.level_sub_{which}", **slots)
    if zoom := zoom_axis(points, zones, desk.limits[1]):
        text += desk.say("figure.level_sub_zoom", **_cut(desk, zoom))
    chart = Chart(
        id="g-level",
        title=wording.head_level(facts),
        subtitle=desk.subtitle(text),
        alt=desk.alt(desk.say(f"figure.level_alt_{which}", **slots), table),
        table=table.id,
        plot=plot,
    )
    return chart, table


def _level_table(desk: Desk) -> Table:
    facts = desk.facts
    columns = [
        Column(desk.say("column.period")),
        Column(desk.say("column.respondents"), "r"),
        Column(desk.say("column.index_plain"), "r"),
        Column(desk.say("column.interval"), "r"),
        Column(desk.say("column.grade")),
    ]
    rows = [
        _level_row(desk, wording.say_period(facts, figure.period), figure)
        for figure in (facts.whole.before, facts.whole.now)
        if figure is not None
    ]
    if not desk.compares and facts.whole.n_units > 1:
        others = {basis: figure for basis, figure in facts.bases.items() if basis != facts.official}
        rows += [
            _level_row(desk, f"{desk.now}, {wording.lower_name(desk.say(f'basis.{basis}'))}", figure)
            for basis, figure in others.items()
        ]
    low, high = wording.scale_of(facts)
    caption = desk.caption("levels", low=low, high=high)
    return Table("t-level", caption, tuple(columns), (RowGroup(tuple(rows)),), folded=True)


def _level_row(desk: Desk, name: str, figure: Figure) -> Row:
    n = "x" if figure.n is None else desk.count(figure.n)
    interval = wording.say_interval(figure, desk.facts.language)
    cells = (_head(name), _cell(n), _cell(desk.figure(figure)), _cell(interval))
    return Row((*cells, _cell(wording.say_grade(figure), "")))


# ---- 2 change ------------------------------------------------------------------------------------------------


def write_change(desk: Desk, number: int) -> Section | None:
    """Return what changed and where it came from; where two periods cannot be compared, only why."""
    facts = desk.facts
    if facts.previous is None:
        return None
    name = desk.say("section.change_from", before=desk.before, now=desk.now)
    if facts.broken:
        reason = wording.say_break(facts, facts.broken)
        lede = desk.say("lede.change_broken", previous=desk.before, reason=reason)
        return Section("perubahan", number, name, wording.head_change(facts), (), (lede,))
    change = facts.whole.difference
    if change is None or change.printed is None:
        return None
    table = _bases_table(desk)
    weighted = len({element.weight for element in facts.regulation.elements}) > 1
    lede = desk.say(
        "lede.change_weighted" if weighted else "lede.change",
        n=desk.words.number_word(len(facts.whole.elements)),
        change=desk.change(change.printed),
    )
    blocks: list[Block] = []
    if chart := _stairs_chart(desk, change):
        blocks.append(chart)
    return Section("perubahan", number, name, wording.head_change(facts), (*blocks, table), (lede,))


def _stairs_chart(desk: Desk, change: Difference) -> Chart | None:
    facts, before = desk.facts, desk.facts.whole.before
    parts = [(e, e.difference.contribution) for e in facts.whole.elements if e.difference]
    known = [(e, part) for e, part in parts if part is not None]
    if not known or before is None or before.printed is None or facts.whole.now.printed is None:
        return None
    rising = (change.printed or Decimal(0)) >= 0
    known.sort(key=lambda pair: pair[1], reverse=rising)
    steps = [Step(e.short, float(part), desk.change(part)) for e, part in known]
    rows = draw_stairs(
        (desk.say("column.index", period=desk.before), float(before.printed), desk.figure(before)),
        steps,
        (
            desk.say("column.index", period=desk.now),
            float(facts.whole.now.printed),
            desk.figure(facts.whole.now),
        ),
        desk.tick,
        desk.limits,
    )
    slots: dict[str, object] = {"before": desk.before, "now": desk.now, "change": desk.change(change.printed)}
    slots |= {"from": desk.figure(before), "to": desk.figure(facts.whole.now)}
    slots |= {"up": sum(part > 0 for _, part in known), "down": sum(part < 0 for _, part in known)}
    slots["respondents"] = desk.words.count("respondents", facts.whole.now.n or 0)
    slots["units"] = desk.words.count("units", facts.whole.n_units)
    sub = "stairs_sub" if facts.whole.n_units > 1 else "stairs_sub_one"
    return Chart(
        id="g-stairs",
        title=wording.head_stairs(facts),
        subtitle=desk.subtitle(desk.say(f"figure.{sub}", **slots)),
        alt=desk.say("figure.stairs_alt", **slots) + " " + desk.say("figure.numbers_beside"),
        table="t-elements",
        rows=rows,
        how=desk.say("figure.stairs_how", change=desk.change(change.printed)),
    )


def _bases_table(desk: Desk) -> Table:
    facts = desk.facts
    columns = (
        Column(desk.say("column.measure")),
        Column(desk.before, "r"),
        Column(desk.now, "r"),
        Column(desk.say("column.change"), "r"),
        Column(desk.say("column.change_interval"), "r"),
        Column(desk.say("column.conclusion")),
    )
    one = facts.whole.n_units < 2
    official = [c for c in facts.comparisons if c.kind == facts.official]
    others = [c for c in facts.comparisons if c.kind != facts.official and not (one and c.kind != "earlier")]
    rows = [_basis_row(desk, c, "total") for c in official] + [_basis_row(desk, c, "") for c in others]
    caption = desk.caption("bases", before=desk.before, now=desk.now)
    return Table("t-bases", caption, columns, (RowGroup(tuple(rows)),))


def _basis_row(desk: Desk, comparison: Comparison, style: str) -> Row:
    facts = desk.facts
    if comparison.kind == "matched":
        name = desk.say("basis.matched", n=desk.count(comparison.n_units))
    elif comparison.kind == "earlier":
        name = desk.say("basis.earlier", period=wording.say_period(facts, comparison.period_from))
    elif style == "total":
        key = "official" if facts.whole.n_units > 1 else "official_one"
        basis = wording.lower_name(desk.say(f"basis.{comparison.kind}"))
        name = desk.say(f"basis.{key}", basis=basis)
    else:
        name = desk.say(f"basis.{comparison.kind}")
    change = comparison.difference
    cells = (
        _head(name),
        _cell(desk.change(comparison.before, sign=False), "r m"),
        _cell(desk.change(comparison.now, sign=False), "r b"),
        _cell(desk.change(change.printed)),
        _cell(_change_interval(desk, change)),
        _cell(wording.say_verdict(change, facts), ""),
    )
    return Row(cells, style)


def _change_interval(desk: Desk, change: Difference | None) -> str:
    if change is None or change.low is None or change.high is None:
        return ".."
    return spell_interval(change.low, change.high, desk.facts.language, sign=True)


# ---- 3 elements ----------------------------------------------------------------------------------------------


def write_elements(desk: Desk, number: int) -> Section | None:
    """Return the elements: both years, how the answers are spread, all numbers."""
    facts = desk.facts
    shown = [e for e in facts.whole.elements if span_of(e.now) is not None]
    if not shown:
        return None
    table = _elements_table(desk)
    chart = _elements_chart(desk, shown, table)
    blocks: list[Block] = []
    if facts.answers:
        answers = _answers_table(desk)
        blocks += [Pair(chart, _answers_chart(desk, answers)), table, answers]
    else:
        blocks += [chart, table]
    lede = (desk.say("lede.order_assumed"),) if facts.order_assumed else ()
    name = desk.say("section.elements_9" if len(facts.whole.elements) == 9 else "section.elements")
    return Section("unsur", number, name, wording.head_elements(facts), tuple(blocks), lede)


def _elements_chart(desk: Desk, shown: Sequence[ElementFacts], table: Table) -> Chart:
    facts = desk.facts
    low, high = facts.regulation.scale
    ordered = sorted(shown, key=lambda e: (-(e.now.value or 0), e.code))
    pairs = []
    for element in ordered:
        span, before = span_of(element.now), span_of(element.before)
        if span is None:
            continue
        values = [Value(desk.figure(element.now), "b")]
        if before is not None:
            values = [Value(desk.figure(element.before), "m"), *values]
        pairs.append(ChartPair(element.short, span, before, tuple(values)))
    ends = [end for pair in pairs for span in (pair.now, pair.before) if span for end in span.ends]
    axis = make_axis(ends, low, high)
    whole = axis.low <= low and axis.high >= high
    cut = "" if whole else desk.say("figure.cut", **_cut(desk, axis))
    two = any(pair.before for pair in pairs)
    printed = sorted(e.now.printed for e in shown if e.now.printed is not None)
    slots: dict[str, object] = {"scale_low": low, "scale_high": high, "cut": cut, "now": desk.now}
    slots |= {"before": desk.before if two else "", "n": desk.count(facts.whole.now.n or 0)}
    text = desk.say(f"figure.elements_sub_{'two' if two else 'one'}", **slots)
    slots |= {"n": len(shown), "low": desk.change(printed[0], False), "high": desk.change(printed[-1], False)}
    return Chart(
        id="g-elements",
        title=wording.head_element_chart(facts),
        subtitle=desk.subtitle(text),
        alt=desk.alt(desk.say("figure.elements_alt", **slots), table),
        table=table.id,
        rows=draw_pairs(pairs, axis, desk.tick, style="elements"),
    )


def _cut(desk: Desk, axis: Axis) -> dict[str, object]:
    return {"from": desk.tick(axis.low, axis.places), "to": desk.tick(axis.high, axis.places)}


def _elements_table(desk: Desk) -> Table:
    facts = desk.facts
    spread = {answers.key: answers for answers in facts.answers}
    columns = [Column(desk.say("column.element"))]
    if desk.compares:
        columns.append(Column(desk.say("column.mean", period=desk.before), "r"))
    columns.append(Column(desk.say("column.mean", period=desk.now), "r"))
    if desk.compares:
        columns += [Column(desk.say(f"column.{key}"), "r") for key in ("change_mean", "change_interval")]
        columns += [Column(desk.say("column.conclusion")), Column(desk.say("column.contribution"), "r")]
    else:
        columns.append(Column(desk.say("column.interval"), "r"))
    if spread:
        columns.append(Column(desk.say("column.share_3_4"), "r"))
    columns += [Column(desk.say("column.grade")), Column(desk.say("column.missing"), "r")]
    rows = tuple(_element_row(desk, e, spread.get(e.key), bool(spread)) for e in facts.whole.elements)
    slots = {"now": desk.now, "before": desk.before if desk.compares else ""}
    caption = desk.caption("elements" if desk.compares else "elements_one", **slots)
    return Table("t-elements", caption, tuple(columns), (RowGroup(rows),), wide=True)


def _element_row(desk: Desk, element: ElementFacts, answers: Answers | None, spread: bool) -> Row:
    change, language = element.difference, desk.facts.language
    cells = [_head(f"{element.code} {element.name}")]
    if desk.compares:
        cells.append(_cell(desk.figure(element.before), "r m"))
    cells.append(_cell(desk.figure(element.now), "r b"))
    if desk.compares:
        cells.append(_cell(desk.change(change.printed if change else None)))
        cells.append(_cell(_change_interval(desk, change)))
        cells.append(_verdict_cell(desk, change, many=False))
        cells.append(_cell(desk.change(change.contribution if change else None)))
    else:
        cells.append(_cell(wording.say_interval(element.now, language)))
    if spread:
        cells.append(_cell(_share_3_4(answers, language)))
    cells.append(_cell(wording.say_grade(element.now), ""))
    n, missing = element.now.n, element.now.n_missing
    asked = (n or 0) + (missing or 0)
    cells.append(_cell(spell_share(missing or 0, asked, language) if n is not None and asked else ".."))
    return Row(tuple(cells))


def _share_3_4(answers: Answers | None, language: str) -> str:
    """Return the share of answers 3 and 4 with its interval, in percent."""
    if answers is None:
        return ".."
    if answers.share_3_4 is None or answers.low is None or answers.high is None:
        return "x"
    interval = spell_interval(100 * answers.low, 100 * answers.high, language, places=1)
    return f"{spell(100 * answers.share_3_4, 1, language)} ({interval})"


def _answers_chart(desk: Desk, table: Table) -> Chart:
    facts, language = desk.facts, desk.facts.language
    order = {e.key: -(e.now.value or 0) for e in facts.whole.elements}
    stacks = [
        Stack(
            a.short,
            tuple(None if count is None else 100 * count / a.total for count in a.counts),
            "x" if a.share_3_4 is None else spell(100 * a.share_3_4, 1, language),
        )
        for a in sorted(facts.answers, key=lambda a: (order.get(a.key, 0), a.code))
        if a.total
    ]
    shares = sorted(a.share_3_4 for a in facts.answers if a.share_3_4 is not None)
    slots: dict[str, object] = {"now": desk.now, "n": desk.count(facts.whole.now.n or 0)}
    text = desk.say("figure.answers_sub", **slots)
    plain = "" if shares else "_plain"
    if shares:
        slots |= {"low": spell(100 * shares[0], 1, language), "high": spell(100 * shares[-1], 1, language)}
    slots["n"] = len(stacks)
    return Chart(
        id="g-answers",
        title=desk.say(f"figure.answers_title{plain}", **slots),
        subtitle=desk.subtitle(text),
        alt=desk.alt(desk.say(f"figure.answers_alt{plain}", **slots), table),
        table=table.id,
        rows=draw_stacks(stacks, desk.tick),
    )


def _answers_table(desk: Desk) -> Table:
    columns = (Column(desk.say("column.element")), *(Column(str(score), "r") for score in range(1, 5)))
    rows = [
        Row(
            (
                _head(f"{a.code} {a.short}"),
                *(_cell("x" if count is None else desk.count(count)) for count in a.counts),
            )
        )
        for a in desk.facts.answers
    ]
    caption = desk.caption("answers", now=desk.now)
    return Table("t-answers", caption, columns, (RowGroup(tuple(rows)),), folded=True)


# ---- 4 units -------------------------------------------------------------------------------------------------


def write_units(desk: Desk, number: int) -> Section | None:
    """Return the groups and the units; a single unit has its services here instead."""
    facts = desk.facts
    if len(facts.units) < 2:
        return _only_services(desk, number)
    moves = wording.count_moves(facts)
    blocks: list[Block] = []
    for level, groups in facts.groups.items():
        blocks += _group_blocks(desk, level, groups)
    table = _units_table(desk)
    if chart := _moves_chart(desk, moves, table.table):
        blocks.append(chart)
    if moves.n:
        blocks.append(_moves_lists(desk, moves))
    blocks += [table, _unit_details(desk)]
    return Section(
        "unit",
        number,
        desk.say("section.units"),
        wording.head_units(facts),
        tuple(blocks),
        _units_lede(desk, moves),
    )


def _only_services(desk: Desk, number: int) -> Section | None:
    facts = desk.facts
    services = [service for unit in facts.units for service in unit.services]
    if not services:
        return None
    table = _services_table(desk, services, desk.caption("services", now=desk.now), "t-services")
    name = desk.say("section.services")
    return Section("unit", number, name, desk.say("heading.services"), (table,))


def _services_table(desk: Desk, services: Sequence[Subject], caption: str, table_id: str) -> Table:
    keys = ("respondents", "index_plain", "interval")
    columns = (Column(desk.say("column.service")), *(Column(desk.say(f"column.{key}"), "r") for key in keys))
    rows = []
    for service in services:
        n = "x" if service.now.n is None else desk.count(service.now.n)
        interval = wording.say_interval(service.now, desk.facts.language)
        rows.append(Row((_head(service.name), _cell(n), _cell(desk.figure(service.now)), _cell(interval))))
    return Table(table_id, caption, columns, (RowGroup(tuple(rows)),))


def _units_lede(desk: Desk, moves: wording.Moves) -> tuple[str, ...]:
    facts = desk.facts
    text = desk.say("lede.units", name=facts.name) if facts.official == "units" else ""
    if moves.n:
        text += desk.say("lede.units_moved", n=desk.count(moves.n))
    return (text + desk.say("lede.units_order"),)


def _group_blocks(desk: Desk, level: str, groups: Sequence[Subject]) -> list[Block]:
    """Return a chart of a few groups with its table; many groups have their table alone."""
    table = _groups_table(desk, level, groups)
    shown = [group for group in groups if span_of(group.now) is not None]
    if not shown or len(groups) > MOST_GROUPS_IN_CHART:
        return [table]
    return [_groups_chart(desk, level, shown, table), table]


def _groups_chart(desk: Desk, level: str, groups: Sequence[Subject], table: Table) -> Chart:
    facts = desk.facts
    rows = [(desk.say("level.whole"), facts.whole, "total"), *((g.name, g, "") for g in groups)]
    pairs = []
    for label, subject, style in rows:
        now, before = span_of(subject.now), span_of(subject.before)
        if now is None:
            continue
        values = [Value(desk.figure(subject.now), "b")]
        if before is not None:
            change = subject.difference.printed if subject.difference else None
            values = [Value(desk.figure(subject.before), "m"), *values, Value(desk.change(change))]
        note = desk.words.count("plain_units", subject.n_units)
        pairs.append(ChartPair(label, now, before, tuple(values), note, style))
    ends = [end for pair in pairs for span in (pair.now, pair.before) if span for end in span.ends]
    axis = make_axis(ends, *desk.limits)
    two = any(pair.before for pair in pairs)
    word = desk.say(f"level.{level}")
    slots: dict[str, object] = {"level": word, "cut": desk.say("figure.cut", **_cut(desk, axis)), "now": desk.now}
    slots |= {"before": desk.before if two else "", "n": desk.count(facts.whole.now.n or 0)}
    slots["units"] = desk.words.count("units", facts.whole.n_units)
    text = desk.say(f"figure.groups_sub_{'two' if two else 'one'}", **slots)
    return Chart(
        id=f"g-{level}",
        title=_groups_title(desk, groups),
        subtitle=desk.subtitle(text),
        alt=desk.alt(_groups_alt(desk, groups, slots), table),
        table=table.id,
        rows=draw_pairs(pairs, axis, desk.tick, guides=desk.guides(), apart=True, style="groups"),
    )


def _groups_title(desk: Desk, groups: Sequence[Subject]) -> str:
    grades = wording.count_grades(groups)
    if len(grades) == 1 and len(groups) > 1 and grades[0][1] == len(groups):
        return desk.say("figure.groups_title_all", grade=grades[0][0])
    items = [desk.say("figure.groups_title_grade", n=desk.count(n), grade=letter) for letter, n in grades]
    return capital(join_words(items, desk.facts.language))


def _groups_alt(desk: Desk, groups: Sequence[Subject], slots: dict[str, object]) -> str:
    few = [f"{group.name} {desk.figure(group.now)}" for group in groups]
    text = desk.say("figure.groups_alt", now=desk.now, list=join_words(few, desk.facts.language))
    if len(text) <= 200:
        return text
    printed = sorted(group.now.printed for group in groups if group.now.printed is not None)
    ends = {"low": desk.change(printed[0], False), "high": desk.change(printed[-1], False)}
    return desk.say("figure.groups_alt_many", **(slots | ends | {"n": len(groups)}))


def _groups_table(desk: Desk, level: str, groups: Sequence[Subject]) -> Table:
    facts = desk.facts
    columns = [Column(capital(desk.say(f"level.{level}"))), Column(desk.say("column.respondents"), "r")]
    if desk.compares:
        columns.append(Column(desk.say("column.index", period=desk.before), "r"))
    columns += [Column(desk.say("column.index", period=desk.now), "r"), Column(desk.say("column.interval"), "r")]
    if desk.compares:
        columns += [Column(desk.say("column.change"), "r"), Column(desk.say("column.change_interval"), "r")]
        columns.append(Column(desk.say("column.conclusion")))
    columns.append(Column(desk.say("column.grade")))
    whole = (desk.say("level.whole"), facts.whole, "total")
    rows = [_group_row(desk, *line) for line in (whole, *((g.name, g, "") for g in groups))]
    caption = desk.caption("groups", level=desk.say(f"level.{level}"))
    return Table(f"t-{level}", caption, tuple(columns), (RowGroup(tuple(rows)),))


def _group_row(desk: Desk, name: str, subject: Subject, style: str) -> Row:
    label = desk.say("level.units_after", name=name, n=desk.count(subject.n_units))
    cells = [_head(label), _cell("x" if subject.now.n is None else desk.count(subject.now.n))]
    if desk.compares:
        cells.append(_cell(desk.figure(subject.before), "r m"))
    cells.append(_cell(desk.figure(subject.now), "r b"))
    cells.append(_cell(wording.say_interval(subject.now, desk.facts.language)))
    if desk.compares:
        change = subject.difference
        cells.append(_cell(desk.change(change.printed if change else None)))
        cells.append(_cell(_change_interval(desk, change)))
        cells.append(_verdict_cell(desk, change, many=False))
    cells.append(_cell(wording.say_grade(subject.now), ""))
    return Row(tuple(cells), style)


def _verdict_cell(desk: Desk, change: Difference | None, many: bool) -> Cell:
    text = wording.say_verdict(change, desk.facts, many)
    moved = change.moved if change is not None else ""
    return Cell({"up": "▲ ", "down": "▼ "}.get(moved, "") + text, f"nw {moved}".strip())


def _moves_chart(desk: Desk, moves: wording.Moves, table: Table) -> Chart | None:
    if moves.n < 2:
        return None
    lines = {name: _moves(desk, group) for name, group in (("up", moves.up), ("down", moves.down))}
    spans = [_change_span(unit.difference) for unit in moves.same]
    same = [span for span in spans if span is not None]
    if not (same or lines["up"] or lines["down"]):
        return None
    slots = {
        "up": desk.count(len(moves.up)),
        "down": desk.count(len(moves.down)),
        "same": desk.count(len(moves.same)),
        "all": desk.count(moves.n),
    }
    text = desk.say("figure.moves_sub", **slots, before=desk.before, now=desk.now)
    return Chart(
        id="g-moves",
        title=desk.say("figure.moves_title", **slots),
        subtitle=desk.subtitle(text),
        alt=desk.alt(desk.say("figure.moves_alt", **slots), table),
        table=table.id,
        moves=draw_moves(lines["up"], lines["down"], same, desk.signed_tick),
        how=desk.say("figure.moves_how"),
    )


def _change_span(change: Difference | None) -> Span | None:
    if change is None or change.value is None:
        return None
    return Span(change.value, change.low, change.high)


def _moves(desk: Desk, units: Sequence[Subject]) -> list[Move]:
    found = []
    for unit in units:
        span = _change_span(unit.difference)
        if span is not None and unit.difference is not None:
            found.append(Move(unit.name, span, desk.change(unit.difference.printed)))
    return found


def _moves_lists(desk: Desk, moves: wording.Moves) -> Lists:
    lists = []
    for key, group in (("up", moves.up), ("down", moves.down)):
        names = ", ".join(unit.name for unit in group)
        text = f"{names}." if names else desk.say("unit.nobody")
        lists.append((desk.say(f"unit.{key}", n=desk.count(len(group))), text))
    return Lists(tuple(lists))


def _units_table(desk: Desk) -> UnitTable:
    facts = desk.facts
    spans = [span for u in facts.units for f in (u.now, u.before) if (span := span_of(f)) is not None]
    ends = [end for span in spans for end in span.ends] or list(desk.limits)
    axis = make_axis(ends, *desk.limits, most=4)
    kinds = tuple(dict.fromkeys(unit.groups.get("kind", "") for unit in facts.units))
    kinds = tuple(kind for kind in kinds if kind)
    totals = [(desk.say("level.whole"), facts.whole)]
    totals += [(group.name, group) for group in facts.groups.get("kind", ())]
    groups = (
        RowGroup(tuple(_unit_row(desk, s, name, axis, kinds, total=True) for name, s in totals), style="tots"),
        RowGroup(tuple(_unit_row(desk, u, u.name, axis, kinds, total=False) for u in facts.units), style="body"),
    )
    key = "units" if desk.compares else "units_one"
    slots = {"n": desk.words.count("units", len(facts.units)), "now": desk.now}
    caption = desk.caption(key, **slots, before=desk.before if desk.compares else "")
    table = Table("t-units", caption, _unit_columns(desk, axis, kinds), groups, _units_note(desk))
    tools = Tools(
        kinds=kinds if 1 < len(kinds) <= MOST_KINDS_AS_CHIPS else (),
        count=desk.say("unit.shown", shown="#", all=desk.count(len(facts.units))),
        csv_name=desk.say("unit.csv_name", period=facts.period),
        separator=";" if facts.language == "id" else ",",
        decimal="," if facts.language == "id" else ".",
        moved=desk.compares,
    )
    return UnitTable(table, tools)


def _unit_columns(desk: Desk, axis: Axis, kinds: Sequence[str]) -> tuple[Column, ...]:
    columns = [Column(desk.say("column.unit"), sort="s")]
    if kinds:
        columns.append(Column(desk.say("column.kind"), "kd", sort="s"))
    periods = [desk.before, desk.now] if desk.compares else [desk.now]
    columns += [Column(desk.say("column.n", period=period), "r", sort="n") for period in periods]
    columns += [Column(desk.say("column.index", period=period), "r", sort="n") for period in periods]
    columns.append(Column(desk.say("column.interval"), "r", sort="n"))
    columns.append(Column(desk.say("column.place", **_cut(desk, axis)), "mk"))
    if desk.compares:
        columns.append(Column(desk.say("column.change"), "r", sort="n"))
        columns.append(Column(desk.say("column.conclusion"), sort="s"))
    return (*columns, Column(desk.say("column.grade"), sort="s"), Column(desk.say("column.mark"), sort="s"))


def _unit_row(desk: Desk, unit: Subject, name: str, axis: Axis, kinds: Sequence[str], *, total: bool) -> Row:
    now, before, change = unit.now, unit.before, unit.difference
    if total:
        label = desk.say("level.units_after", name=name, n=desk.count(unit.n_units))
        cells = [Cell(label)]
    else:
        cells = [Cell(name, link=f"#{anchor_of(unit.id)}", note=wording.say_unit_note(unit, desk.facts))]
    if kinds:
        kind = unit.groups.get("kind", "..") if not total else (unit.name if unit.level == "kind" else DASH)
        cells.append(_cell(kind, "kd"))
    years = [before, now] if desk.compares else [now]
    cells += [_number_cell(desk, f, "r m" if f is before else "r") for f in years]
    cells += [_index_cell(desk, f, "r m" if f is before else "r b") for f in years]
    width = "" if now.low is None or now.high is None or now.hidden else f"{now.high - now.low:.4f}"
    cells.append(_cell(wording.say_interval(now, desk.facts.language), "r", width))
    cells.append(Cell("", "mk", plot=draw_mini(span_of(now), span_of(before), axis, desk.bounds)))
    if desk.compares:
        printed = change.printed if change else None
        concealed = now.hidden or (before is not None and before.hidden)
        cells.append(_cell("x" if concealed else desk.change(printed), "r", printed))
        is_new = not total and unit.name in desk.facts.entering
        cells.append(Cell(desk.say("verdict.first")) if is_new else _verdict_cell(desk, change, many=not total))
    cells.append(_grade_cell(desk, now))
    cells.append(_cell(" ".join(now.marks) or DASH, ""))
    return Row(tuple(cells), "total" if total else "", {} if total else _unit_data(unit))


def _unit_data(unit: Subject) -> dict[str, str]:
    """Return what the reader's filters ask of a unit."""
    return {
        "kind": unit.groups.get("kind", ""),
        "moved": unit.difference.moved if unit.difference else "",
        "n": str(unit.now.n or 0),
    }


def _number_cell(desk: Desk, figure: Figure | None, style: str) -> Cell:
    if figure is None:
        return _cell("..", style)
    return _cell("x", style) if figure.n is None else _cell(desk.count(figure.n), style, figure.n)


def _index_cell(desk: Desk, figure: Figure | None, style: str) -> Cell:
    return _cell(desk.figure(figure), style, figure.printed if figure else None)


def _grade_cell(desk: Desk, figure: Figure) -> Cell:
    """Return the letter, and below it those of the interval's ends where they differ."""
    ends = [end for end in (figure.grade_low, figure.grade_high) if end]
    crosses = bool(figure.grade) and len(set(ends)) > 1
    note = desk.say("unit.letter_note", low=ends[0], high=ends[-1]) if crosses else ""
    return Cell(wording.say_grade(figure), "nw", note=note)


def _units_note(desk: Desk) -> str:
    facts = desk.facts
    bounds = ", ".join(f"{g.letter} {desk.change(g.lower, False)}" for g in facts.regulation.grades[:-1])
    parts = []
    if desk.compares:
        parts.append(desk.say("unit.place_note", before=desk.before, now=desk.now, bounds=bounds))
        compared = wording.count_moves(facts).n
        if rest := len(facts.units) - compared:
            few = desk.count(facts.minimum_respondents)
            parts.append(desk.say("unit.not_compared", n=desk.count(rest), minimum=few))
        if facts.entering:
            parts.append(desk.say("unit.entering_list", names=", ".join(facts.entering)))
        if facts.leaving:
            parts.append(desk.say("unit.leaving", names=", ".join(facts.leaving)))
    else:
        parts.append(desk.say("unit.place_note_one", now=desk.now, bounds=bounds))
    return " ".join(parts)


def _unit_details(desk: Desk) -> Details:
    low, high = desk.facts.regulation.scale
    axis = Axis(float(low), float(high), (), 0)
    units = tuple(_unit_detail(desk, unit, axis) for unit in desk.facts.units)
    return Details(desk.say("unit.details"), desk.say("unit.details_lede"), units)


def _unit_detail(desk: Desk, unit: Subject, axis: Axis) -> UnitDetail:
    facts, anchor = desk.facts, anchor_of(unit.id)
    caption = desk.say("table.unit_elements", name=unit.name)
    elements = services = None
    if unit.now.printed is not None:
        elements = Table(f"{anchor}-t", caption, _unit_element_columns(desk), _unit_elements(desk, unit, axis))
    if unit.services and not unit.now.hidden:
        title = desk.say("table.unit_services", name=unit.name)
        services = _services_table(desk, unit.services, title, f"{anchor}-s")
    sentence = _unit_sentence(desk, unit)
    note = wording.say_unit_note(unit, facts)
    return UnitDetail(anchor, unit.name, _unit_summary(desk, unit), note, sentence, elements, services)


def _unit_summary(desk: Desk, unit: Subject) -> str:
    figure = unit.now
    if figure.printed is None:
        return desk.say("unit.no_figure")
    names = {grade.letter: grade.names[desk.facts.language] for grade in desk.facts.regulation.grades}
    key = "sentence_grade" if figure.grade else "sentence"
    index = desk.figure(figure)
    return desk.say(f"unit.{key}", index=index, grade=figure.grade, grade_name=names.get(figure.grade, ""))


def _unit_sentence(desk: Desk, unit: Subject) -> str:
    """Return number of respondents, interval and conclusion of a unit as one line."""
    if unit.now.printed is None:
        return ""
    parts = []
    if unit.now.n is not None:
        parts.append(desk.words.count("respondents", unit.now.n))
    interval = wording.say_interval(unit.now, desk.facts.language)
    parts.append(f"{wording.lower_name(desk.say('column.interval'))} {interval}")
    change = unit.difference
    if change is not None and change.printed is not None:
        verdict = wording.say_verdict(change, desk.facts, many=True)
        parts.append(f"{verdict} ({desk.change(change.printed)})")
    return capital("; ".join(parts)) + "."


def _unit_element_columns(desk: Desk) -> tuple[Column, ...]:
    columns = [Column(desk.say("column.element"))]
    if desk.compares:
        columns.append(Column(desk.say("column.mean", period=desk.before), "r"))
    columns.append(Column(desk.say("column.mean", period=desk.now), "r"))
    if desk.compares:
        columns.append(Column(desk.say("column.change_mean"), "r"))
    low, high = desk.facts.regulation.scale
    return (*columns, Column(desk.say("column.place", **{"from": low, "to": high}), "mk"))


def _unit_elements(desk: Desk, unit: Subject, axis: Axis) -> tuple[RowGroup, ...]:
    rows = []
    for element in unit.elements:
        cells = [_head(f"{element.code} {element.short}")]
        if desk.compares:
            cells.append(_cell(desk.figure(element.before), "r m"))
        cells.append(_cell(desk.figure(element.now), "r b"))
        if desk.compares:
            change = element.difference.printed if element.difference else None
            cells.append(_cell(desk.change(change)))
        plot = draw_mini(span_of(element.now), span_of(element.before), axis, ())
        rows.append(Row((*cells, Cell("", "mk", plot=plot))))
    return (RowGroup(tuple(rows)),)


# ---- 5 respondents -------------------------------------------------------------------------------------------


def write_respondents(desk: Desk, number: int) -> Section | None:
    """Return who answered, by each characteristic that was asked."""
    facts = desk.facts
    if not facts.profiles or facts.whole.now.n is None:
        return None
    columns = (
        Column(desk.say("column.group")),
        Column(desk.say("column.respondents"), "r"),
        Column(desk.say("column.share")),
        Column(desk.say("column.index_plain"), "r"),
        Column(desk.say("column.interval"), "r"),
    )
    groups = tuple(_profile_group(desk, profile) for profile in facts.profiles)
    n = desk.count(facts.whole.now.n)
    table = Table("t-profile", desk.caption("profile", now=desk.now, n=n), columns, groups)
    heading = desk.say("heading.respondents", n=n)
    lede = (desk.say("lede.respondents"),)
    return Section("responden", number, desk.say("section.respondents"), heading, (table,), lede)


def _profile_group(desk: Desk, profile: Profile) -> RowGroup:
    rows = []
    for group in profile.groups:
        name = desk.say("level.unanswered") if group.id == NOT_ANSWERED else group.name
        n, language = group.now.n, desk.facts.language
        share = "x" if n is None else spell_share(n, profile.total, language)
        width = "" if n is None else f"{100 * n / profile.total:.1f}%"
        cells = (
            _head(name),
            _cell("x" if n is None else desk.count(n)),
            Cell(share, "share", share=width),
            _cell(desk.figure(group.now)),
            _cell(wording.say_interval(group.now, language)),
        )
        rows.append(Row(cells))
    return RowGroup(tuple(rows), label=desk.say(f"level.{profile.view}"))


# ---- 6 quality -----------------------------------------------------------------------------------------------


def write_quality(desk: Desk, number: int) -> Section | None:
    """Return rows in, kept and dropped, what the answers say about themselves, and what must not be concluded."""
    facts = desk.facts
    rows = [*_account_checks(desk), *_answer_checks(desk), *_unit_checks(desk)]
    blocks: list[Block] = []
    if rows:
        columns = (
            Column(desk.say("column.check")),
            Column(desk.say("column.value"), "r"),
            Column(desk.say("column.meaning")),
        )
        lines = tuple(Row((_head(name), _cell(value), _cell(means, ""))) for name, value, means in rows)
        caption = desk.caption("quality", now=desk.now)
        blocks.append(Table("t-quality", caption, columns, (RowGroup(lines),)))
    if facts.rules:
        blocks.append(_rules_table(desk))
    if facts.notes:
        blocks.append(Prose((), desk.say("quality.notes"), items=tuple(map(capital, facts.notes))))
    limits = tuple(desk.say(f"quality.{key}") for key in ("limit_public", "limit_units", "limit_cause"))
    blocks.append(Prose((), desk.say("quality.limits"), items=limits))
    return Section("kualitas", number, desk.say("section.quality"), _head_quality(desk), tuple(blocks))


def _head_quality(desk: Desk) -> str:
    totals = desk.facts.totals
    if totals is None:
        return desk.say("heading.quality_plain")
    read, kept, dropped = (desk.count(n) for n in totals)
    key = "quality_rows" if totals[2] else "quality_all"
    return desk.say(f"heading.{key}", read=read, kept=kept, dropped=dropped)


def _account_checks(desk: Desk) -> list[tuple[str, str, str]]:
    totals, facts = desk.facts.totals, desk.facts
    if totals is None:
        return []
    names = ("read", "kept", "dropped")
    rows = [
        (desk.say(f"quality.{name}"), desk.count(n), desk.say(f"quality.{name}_means"))
        for name, n in zip(names, totals, strict=True)
    ]
    used = sum(not source.refused for source in facts.sources)
    text = desk.say("quality.files_value", used=desk.count(used), all=desk.count(len(facts.sources)))
    return [*rows, (desk.say("quality.files"), text, desk.say("quality.files_means"))]


def _answer_checks(desk: Desk) -> list[tuple[str, str, str]]:
    facts, language = desk.facts, desk.facts.language
    n = facts.whole.now.n or 0
    rows = []
    asked = sum((e.now.n or 0) + (e.now.n_missing or 0) for e in facts.whole.elements)
    if asked:
        blank = sum(e.now.n_missing or 0 for e in facts.whole.elements)
        means = desk.say("quality.missing_means")
        rows.append((desk.say("quality.missing_all"), spell_share(blank, asked, language), means))
    for measure, key, means in (
        ("share_complete", "complete", "complete_means"),
        ("share_straight_line", "straight_lines", "straight_means"),
        ("share_ceiling", "ceiling", "ceiling_means"),
    ):
        if measure in facts.quality and n >= facts.minimum_cell:
            places = 1 if n >= 100 else 0
            value = spell(100 * facts.quality[measure], places, language)
            rows.append((desk.say(f"quality.{key}"), value, desk.say(f"quality.{means}")))
    return rows


def _unit_checks(desk: Desk) -> list[tuple[str, str, str]]:
    facts = desk.facts
    if len(facts.units) < 2:
        return []
    marks = [unit.now.marks for unit in facts.units]
    counts = (
        ("small_e", sum("E" in m for m in marks), {}),
        ("small_f", sum("F" in m for m in marks), {"n": desk.count(facts.minimum_respondents)}),
        ("silent", sum(u.now.printed is None and not u.now.hidden for u in facts.units), {}),
        ("hidden", sum("x" in m for m in marks), {}),
    )
    return [
        (desk.say(f"quality.{key}", **slots), desk.count(n), desk.say(f"quality.{key}_means"))
        for key, n, slots in counts
    ]


def _rules_table(desk: Desk) -> Table:
    columns = (
        Column(desk.say("column.action")),
        Column(desk.say("column.rule")),
        Column(desk.say("column.count"), "r"),
    )
    rows = []
    for rule in desk.facts.rules:
        action = f"action.{rule.action.replace(' ', '_')}"
        text = desk.say(action) if desk.words.has(action) else rule.action
        cells = (_head(capital(text)), _cell(_rule_text(desk, rule.rule), ""), _cell(desk.count(rule.count)))
        rows.append(Row(cells))
    caption = desk.caption("rules", now=desk.now)
    return Table("t-rules", caption, columns, (RowGroup(tuple(rows)),))


def _rule_text(desk: Desk, rule: str) -> str:
    """Return what a cleaning rule found, in the words of its message."""
    code = rule.replace(" ", "_")
    for known in (f"rule_{code}", code):
        texts = MESSAGES.get(known)
        if texts and "{" not in texts[desk.facts.language][0]:
            return texts[desk.facts.language][0]
    return capital(rule)


# ---- 7 method ------------------------------------------------------------------------------------------------


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
    first = (weights, desk.say("method.rounding"))
    word = desk.words.number_word(len(elements))
    heading = desk.say("heading.method_equal" if equal else "heading.method_weights", n=word)
    blocks = (
        Prose(first, formula=formula),
        _grades_table(desk),
        Prose(tuple(_aggregation(desk))),
        Prose(tuple(_uncertainty(desk))),
        Prose(tuple(_conventions(desk))),
    )
    return Section("metode", number, desk.say("section.method"), heading, blocks)


def _aggregation(desk: Desk) -> list[str]:
    facts = desk.facts
    key = facts.official if facts.whole.n_units > 1 else "one"
    n = desk.count(facts.whole.n_units)
    texts = [" ".join(desk.say(f"method.aggregation_{key}", name=facts.name, n=n).split())]
    if facts.year_from_parts == "mean" and key != "one":
        texts.append(desk.say("method.year_mean"))
    return [*texts, desk.say(f"method.missing_{facts.missing_policy}")]


def _uncertainty(desk: Desk) -> list[str]:
    recruitment = (desk.facts.recruitment or "unknown").replace("-", "_")
    sampled = recruitment in ("probability", "systematic")
    first = desk.say("method.interval_probability" if sampled else "method.interval")
    return [f"{first} {desk.say(f'method.recruitment_{recruitment}')} {desk.say('method.selection')}"]


def _conventions(desk: Desk) -> list[str]:
    facts = desk.facts
    texts = [f"{desk.say('method.changes')} {desk.say('method.contributions')}"] if desk.compares else []
    has_swap = {"facilities", "complaints"} <= set(facts.regulation.keys)
    for order in facts.orders if has_swap else ():
        key = "lede.order_assumed" if order == "assumed" else f"method.order_{order}"
        texts += [desk.say(key)] if desk.words.has(key) else []
    cell, few = desk.count(facts.minimum_cell), desk.count(facts.minimum_respondents)
    return [*texts, desk.say("method.suppression", cell=cell, few=few)]


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
        rows.append(Row((_head(grade.letter), _cell(bounds), _cell(grade.names[facts.language], ""))))
    caption = desk.caption("grades", regulation=facts.regulation.title)
    return Table("t-grades", caption, columns, (RowGroup(tuple(rows)),))


# ---- 8 data --------------------------------------------------------------------------------------------------


def write_data(desk: Desk, number: int) -> Section:
    """Return where the figures come from, what the symbols mean, how to cite the page."""
    facts = desk.facts
    blocks: list[Block] = []
    if facts.sources:
        blocks.append(_sources_table(desk))
    blocks += [_symbols(desk), _glossary(desk), Prose(tuple(_imprint(desk)))]
    return Section("data", number, desk.say("section.data"), desk.say("heading.data"), tuple(blocks))


def _sources_table(desk: Desk) -> Table:
    names = ("read", "kept", "dropped")
    columns = (
        Column(desk.say("column.file")),
        *(Column(desk.say(f"column.{name}"), "r") for name in names),
        Column(desk.say("column.status")),
        Column(desk.say("column.sha"), "sha"),
    )
    rows = []
    for source in desk.facts.sources:
        counts = [source.rows_in, source.rows_kept, source.rows_dropped]
        numbers = [".." if source.refused else "x" if n is None else desk.count(n) for n in counts]
        status = desk.say("data.refused" if source.refused else "data.read")
        cells = [_head(source.file, note=source.note), *(_cell(text) for text in numbers)]
        rows.append(Row((*cells, _cell(status, ""), _cell(source.sha256[:HASH_SHOWN] or "..", "sha"))))
    caption = desk.caption("sources", now=desk.now)
    return Table("t-sources", caption, columns, (RowGroup(tuple(rows)),), folded=len(rows) > 20)


def _symbols(desk: Desk) -> Terms:
    few = desk.count(desk.facts.minimum_respondents)
    pairs = (
        ("x", desk.say("data.symbol_x")),
        ("..", desk.say("data.symbol_absent")),
        ("...", desk.say("data.symbol_not_applicable")),
        ("E", desk.say("data.symbol_e")),
        ("F", desk.say("data.symbol_f", n=few)),
        ("p", desk.say("data.symbol_p")),
        ("r", desk.say("data.symbol_r")),
        ("s", desk.say("data.symbol_s")),
        (DASH, desk.say("data.symbol_dash")),
    )
    return Terms(pairs, desk.say("table.symbols"))


def _glossary(desk: Desk) -> Terms:
    low, high = wording.scale_of(desk.facts)
    scale = {"scale_low": desk.facts.regulation.scale[0], "scale_high": desk.facts.regulation.scale[1]}
    slots: dict[str, object] = {"low": low, "high": high, **scale}
    names = ("ikm", "skm", "nrr", "mutu", "responden")
    pairs = tuple((desk.say(f"data.term_{n}"), desk.say(f"data.term_{n}_means", **slots)) for n in names)
    return Terms(pairs, desk.say("data.glossary"))


def _imprint(desk: Desk) -> list[str]:
    facts = desk.facts
    publisher = facts.publisher.get("institution") or facts.name
    states = [desk.say("stamp.draft")]
    if facts.simulated:
        states.append(desk.say("stamp.simulated"))
    joined = join_words([word.lower() for word in states], facts.language)
    state = desk.say("data.cite_state", states=joined)
    texts = []
    if publisher:
        slots = {"publisher": publisher, "year": facts.period[:4], "title": wording.title_of(facts)}
        texts.append(desk.say("data.cite", **slots, state=state))
    licence, contact = facts.publisher.get("licence"), facts.publisher.get("contact")
    texts.append(desk.say("data.licence", licence=licence) if licence else desk.say("data.no_licence"))
    texts.append(desk.say("data.contact", contact=contact) if contact else desk.say("data.no_contact"))
    if facts.version:
        texts.append(desk.say("data.version", version=facts.version))
    return texts


def link_to(period: str) -> str:
    """Return the address of a period's page from the list of periods."""
    return f"{quote(period, safe='')}/index.html"


Writer = Callable[[Desk, int], Section | None]
WRITERS: tuple[Writer, ...] = (
    write_change,
    write_elements,
    write_units,
    write_respondents,
    write_quality,
    write_method,
    write_data,
)
