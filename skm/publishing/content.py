"""A whole page as plain values: the stamps, the first screen, the sections in order."""

from collections.abc import Sequence

from skm.periods import kind_of
from skm.publishing import wording
from skm.publishing.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Hero,
    Page,
    Row,
    RowGroup,
    Section,
    Stamp,
    Table,
)
from skm.publishing.charts import Pair as ChartPair
from skm.publishing.charts import draw_pairs
from skm.publishing.choices import count_moves
from skm.publishing.evidence import Evidence
from skm.publishing.facts import Facts, Past
from skm.publishing.findings import list_findings
from skm.publishing.formatting import capital, places_of, spell_printed
from skm.publishing.kit.sentences import say_grade_sentence, say_lead
from skm.publishing.notices import write_notice
from skm.publishing.opendata import describe_dataset
from skm.publishing.release import REVISED_MARK
from skm.publishing.sections import WRITERS, Desk
from skm.publishing.sections.data import link_to, list_downloads, say_source
from skm.publishing.sections.desk import anchor_of, span_of
from skm.publishing.sections.level import write_level
from skm.publishing.sections.trend import LEAST_PERIODS, draw_history
from skm.publishing.shapes import Value, make_axis
from skm.publishing.stamps import list_stamps, list_stamps_of_all, say_hash, say_release, say_status

__all__ = ["Evidence", "build_page", "build_periods_page"]

OPEN_TABLES = ("units", "indices", "changes", "distribution", "respondents")
INDEX_PLACES = 2  # decimals of an index, by the regulation

# Texts that templates print as they are, by the name that they have there.
LABELS = {
    "skip": "head.skip",
    "contents": "head.contents",
    "languages": "head.languages",
    "all_periods": "head.all_periods",
    "status": "stamp.status",
    "findings": "section.findings",
    "hero_heading": "hero.heading",
    "how": "section.how_to_read",
    "search": "unit.search",
    "all": "unit.all",
    "kinds": "unit.kinds",
    "grades": "column.grade",
    "filters": "unit.filters",
    "moved": "unit.moved",
    "enough": "unit.enough",
    "csv": "unit.csv",
    "copy_sentence": "hero.copy",
    "copied": "hero.copied",
    "open": "unit.open",
    "close": "unit.close",
    "print": "unit.print",
    "print_all": "unit.print_all",
    "back": "unit.back",
    "moves_unnamed": "figure.moves_unnamed",
    "page": "print.page",
    "of": "print.of",
    "method": "figure.method",
}


def build_page(facts: Facts) -> Page:
    """Return the page of one period.

    Parameters
    ----------
    facts
        What is known and may be published; a section without content is absent.
    """
    desk = Desk(facts, wording.load_words(facts.language))
    hero = _hero(desk)
    sections: list[Section] = []
    for write in WRITERS:
        section = write(desk, len(sections) + 2)
        if section is not None:
            sections.append(section)
    title = wording.title_of(facts)
    stamps = list_stamps(facts)
    return Page(
        language=facts.language,
        title=title,
        heading=title,
        description=wording.describe_page(facts),
        strapline=_say_head(desk),
        stamps=stamps,
        running_left=" – ".join(stamp.word for stamp in stamps),
        running_right=title,
        hero=hero,
        sections=tuple(sections),
        anchors=tuple(anchor_of(unit.id) for unit in facts.units) if len(facts.units) == 1 else (),
        footer=say_footer(facts, stamps),
        labels=_labels(desk) | _moves_labels(desk) | {"source": _say_source(desk)},
        notice=write_notice(desk),
        dataset=describe_dataset(facts, OPEN_TABLES),
        home=facts.release.home,
    )


def _say_head(desk: Desk) -> str:
    """Return what kind of report it is, when it is released, and whom to ask."""
    facts = desk.facts
    contact = facts.publisher.get("contact")
    kind = desk.say(f"head.kind_{kind_of(facts.period)}")
    return f"{kind}. {say_release(facts)}." + (f" {desk.say('data.contact', contact=contact)}" if contact else "")


def _labels(desk: Desk) -> dict[str, str]:
    return {name: desk.say(key) for name, key in LABELS.items()}


def _say_source(desk: Desk, *, every: bool = False) -> str:
    """Return where the figures of charts come from: the survey, and its period unless it is every one."""
    period = "" if every else desk.now
    text = desk.say("figure.source", name=desk.facts.name, period=period)
    return " ".join(text.split()).replace(" .", ".")


def _moves_labels(desk: Desk) -> dict[str, str]:
    moves = count_moves(desk.facts)
    groups = {"up": moves.up, "down": moves.down, "same": moves.same}
    return {f"moves_{name}": desk.say(f"figure.moves_{name}", n=desk.count(len(g))) for name, g in groups.items()}


def _hero(desk: Desk) -> Hero:
    facts, figure = desk.facts, desk.facts.whole.now
    low, high = wording.scale_of(facts)
    names = {grade.letter: grade.names[facts.language] for grade in facts.regulation.grades}
    level = write_level(desk)
    if facts.whole.now.hidden or (figure.printed is None and not figure.n):
        base = ""
    else:
        base = wording.say_base(facts) + "."
    return Hero(
        index=desk.figure(figure),
        index_name=desk.say("hero.index", period=desk.now, low=low, high=high),
        grade=figure.grade,
        grade_name=desk.say("hero.grade", name=names[figure.grade]) if figure.grade in names else "",
        change=wording.say_change(facts),
        base=base,
        interval=_say_interval(desk),
        answers=wording.say_share(facts, "hero.answers"),
        quote=_quote(desk) if figure.printed is not None else "",
        files=tuple((desk.say(f"hero.{key}"), address) for key, address in list_downloads(facts) if key != "package"),
        findings=tuple((finding.lead, finding.rest) for finding in list_findings(facts)),
        chart=level[0] if level else None,
        table=level[1] if level else None,
    )


def _quote(desk: Desk) -> str:
    """Return the sentence of the index with its letter, its state and where it stands, for those who quote it."""
    facts = desk.facts
    source = desk.say("hero.quote_source", source=say_source(facts), hash=say_hash(facts))
    return " ".join(part for part in (say_lead(facts), say_grade_sentence(facts), source) if part)


def _say_interval(desk: Desk) -> str:
    figure = desk.facts.whole.now
    note = f": {figure.note}" if figure.note else ""
    if figure.hidden:
        return desk.say("hero.hidden", minimum=desk.count(desk.facts.minimum_cell))
    if figure.printed is None:
        return desk.say("hero.absent", note=note)
    if figure.low is None or figure.high is None:
        text = f"{capital(figure.note)}." if figure.note else desk.say("hero.no_interval")
    else:
        text = desk.say("hero.interval", interval=wording.say_interval(figure, desk.facts.language))
    return " ".join([text, *_say_marks(desk)])


def _say_marks(desk: Desk) -> list[str]:
    """Return the cautions that go with few respondents, and with a figure that is told less exactly."""
    figure = desk.facts.whole.now
    texts = [desk.say("hero.revised")] if REVISED_MARK in figure.marks else []
    if "F" in figure.marks:
        texts.append(desk.say("hero.few", n=desk.count(desk.facts.minimum_respondents)))
    elif "E" in figure.marks:
        texts.append(desk.say("hero.careful"))
    if figure.printed is not None and places_of(figure.printed) < INDEX_PLACES:
        texts.append(desk.say("hidden.fewer_decimals"))
    return texts


def say_footer(facts: Facts, stamps: Sequence[Stamp]) -> tuple[str, ...]:
    """Return who publishes the page, its title and its states."""
    publisher = facts.publisher.get("institution") or facts.name
    place = facts.publisher.get("place", "")
    who = ", ".join(part for part in (publisher, place) if part)
    title = wording.title_of(facts)
    states = " ".join(f"{stamp.word}." for stamp in stamps)
    line = " ".join(part for part in (f"{who}." if who else "", f"{title}.", states) if part)
    return (line, f"{say_hash(facts)}.")


# ---- the list of periods -------------------------------------------------------------------------------------


def build_periods_page(periods: Sequence[Facts]) -> Page:
    """Return the page that leads to all periods.

    Parameters
    ----------
    periods
        The facts of every period, years first, each kind in time.
    """
    latest = periods[-1]
    desk = Desk(latest, wording.load_words(latest.language))
    kinds = list(dict.fromkeys(kind_of(facts.period) for facts in periods))
    sections = []
    for number, kind in enumerate(kinds, start=1):
        chosen = [facts for facts in periods if kind_of(facts.period) == kind]
        sections.append(_periods_section(desk, kind, chosen, number))
    nameless = "" if latest.name else "_nameless"
    title = desk.say(f"index.title{nameless}", name=latest.name)
    stamps = list_stamps_of_all(periods)
    return Page(
        language=latest.language,
        title=title,
        heading=title,
        description=" ".join(desk.say("index.description", name=latest.name).split()),
        strapline=desk.say("head.kind_other"),
        stamps=stamps,
        running_left=" – ".join(stamp.word for stamp in stamps),
        running_right=title,
        hero=None,
        sections=tuple(sections),
        anchors=(),
        footer=(" ".join(f"{stamp.word}." for stamp in stamps),),
        labels=_labels(desk) | _moves_labels(desk) | {"source": _say_source(desk, every=True)},
    )


def _periods_section(desk: Desk, kind: str, periods: Sequence[Facts], number: int) -> Section:
    table = _periods_table(desk, kind, list(reversed(periods)))
    blocks: list[Block] = []
    if len(periods) > 1 and (chart := _periods_chart(desk, kind, periods, table)):
        blocks.append(chart)
    return Section(kind, number, desk.say(f"index.heading_{kind}"), _head_periods(desk, periods[-1]), (*blocks, table))


def _head_periods(desk: Desk, latest: Facts) -> str:
    """Return the latest figure with its change, as the heading over the periods of its kind."""
    figure = latest.whole.now
    if figure.printed is None:
        return desk.say("index.heading_silent")
    change = wording.say_change(latest)
    slots = {"index": desk.figure(figure), "period": wording.say_period(latest), "change": wording.lower_name(change)}
    return desk.say("index.heading_change" if change else "index.heading_finding", **slots)


def _periods_table(desk: Desk, kind: str, periods: Sequence[Facts]) -> Table:
    columns = (
        Column(desk.say("column.period")),
        Column(desk.say("column.respondents"), "r"),
        Column(desk.say("column.index_plain"), "r"),
        Column(desk.say("column.interval"), "r"),
        Column(desk.say("column.grade")),
        Column(desk.say("column.compared")),
        Column(desk.say("release.status")),
    )
    rows = []
    for facts in periods:
        figure = facts.whole.now
        cells = (
            Cell(wording.say_period(facts), link=link_to(facts.period)),
            Cell("x" if figure.n is None else desk.count(figure.n), "r"),
            Cell(desk.shown(figure), "r b"),
            Cell(wording.say_interval(figure, desk.facts.language), "r"),
            Cell(wording.say_grade(figure)),
            Cell(capital(wording.say_change(facts) or desk.say("index.no_compare"))),
            Cell(say_status(facts)),
        )
        rows.append(Row(cells))
    return Table(f"t-{kind}", desk.caption("periods"), columns, (RowGroup(tuple(rows)),))


def _periods_chart(desk: Desk, kind: str, periods: Sequence[Facts], table: Table) -> Chart | None:
    """Return two periods one above the other, or the trend of more; None where none has a figure to draw."""
    past = [Past(facts.whole.now, facts.broken is not None) for facts in periods]
    if sum(span_of(one.figure) is not None for one in past) >= LEAST_PERIODS:
        return draw_history(desk, past, table, f"g-{kind}")
    pairs = []
    for facts in periods:
        span = span_of(facts.whole.now)
        if span is not None:
            value = Value(desk.shown(facts.whole.now), "b")
            note = desk.say("index.break") if facts.broken else ""
            pairs.append(ChartPair(wording.say_period(facts), span, None, (value,), note))
    if not pairs:
        return None
    broken = any(facts.broken for facts in periods)  # before it other bounds of grades may have held
    axis = make_axis([end for pair in pairs for end in pair.now.ends], *desk.limits)
    cut = desk.say("figure.cut", **{"from": desk.tick(axis.low, axis.places), "to": desk.tick(axis.high, axis.places)})
    printed = sorted(f.whole.now.printed for f in periods if f.whole.now.printed is not None)
    ends = [spell_printed(end, desk.facts.language) for end in (printed[0], printed[-1])]
    alt = desk.say("figure.periods_alt", n=len(pairs), low=ends[0], high=ends[1])
    return Chart(
        id=f"g-{kind}",
        title=desk.say("figure.periods_title", low=ends[0], high=ends[1], n=desk.words.count("periods", len(pairs))),
        subtitle=desk.subtitle(desk.say(f"figure.periods_sub{'_broken' if broken else ''}", cut=cut)),
        alt=desk.alt(alt, table),
        table=table.id,
        rows=draw_pairs(pairs, axis, desk.tick, guides=() if broken else desk.guides(), style="periods"),
    )
