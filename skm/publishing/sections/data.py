"""Where the figures come from, what the symbols mean, how to cite the page."""

from urllib.parse import quote

from skm.periods import NO_PERIOD
from skm.publishing import wording
from skm.publishing.blocks import Block, Cell, Column, Links, Prose, Row, RowGroup, Section, Table, Terms
from skm.publishing.facts import Facts, PublishedFigure
from skm.publishing.formatting import EN_DASH as DASH
from skm.publishing.sections.desk import Desk, cell, head
from skm.publishing.stamps import say_state

HASH_SHOWN = 12


def write_data(desk: Desk, number: int) -> Section:
    """Return where the figures come from, what the symbols mean, how to cite the page."""
    facts = desk.facts
    blocks: list[Block] = []
    if facts.sources:
        blocks.append(_sources_table(desk))
    if facts.published:
        blocks.append(_published_table(desk))
    blocks += [_downloads(desk), _symbols(desk), _glossary(desk)]
    blocks += [Prose((desk.say("data.access"), _contact(desk)), desk.say("data.access_heading"))]
    blocks += [Prose(tuple(_imprint(desk)), desk.say("data.cite_heading"))]
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
        cells = [head(source.file, note=source.note if source.refused else ""), *(cell(text) for text in numbers)]
        rows.append(Row((*cells, cell(status, ""), cell(source.sha256[:HASH_SHOWN] or "..", "sha"))))
    caption = desk.caption("sources", now=desk.now)
    return Table("t-sources", caption, columns, (RowGroup(tuple(rows)),), folded=len(rows) > 20)


def _published_table(desk: Desk) -> Table:
    """Return figures as they were published beside those recomputed today, with what explains a difference."""
    columns = (
        Column(desk.say("column.subject")),
        Column(desk.say("column.published"), "r"),
        Column(desk.say("column.recomputed"), "r"),
        Column(desk.say("column.revision"), "r"),
        Column(desk.say("column.explanation"), "sw"),
    )
    rows = tuple(_published_row(desk, figure) for figure in desk.facts.published)
    return Table("t-published", desk.caption("published"), columns, (RowGroup(rows),))


def _published_row(desk: Desk, figure: PublishedFigure) -> Row:
    name = desk.say("level.whole") if figure.name == "all" else figure.name
    first = head(f"{name} {figure.period}", note=figure.source)
    if figure.hidden:
        return Row((first, *(cell("x") for _ in range(3)), Cell(desk.say("unit.hidden"), "sw")))
    letters = (f" {letter}" if letter else "" for letter in (figure.letter, figure.letter_now))
    values = (figure.value, desk.change(figure.recomputed, False))
    published, recomputed = (value + letter for value, letter in zip(values, letters, strict=True))
    revised = " r" if figure.difference else ""
    numbers = (cell(published), cell(recomputed + revised, "r b"), cell(desk.change(figure.difference)))
    return Row((first, *numbers, Cell(figure.reason or "..", "sw")))


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
    names = ("ikm", "skm", "unsur", "nrr", "mutu", "responden", "rentang", "nyata")
    pairs = tuple((desk.say(f"data.term_{n}"), desk.say(f"data.term_{n}_means", **slots)) for n in names)
    return Terms(pairs, desk.say("data.glossary"))


def list_downloads(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return key and address of the files of a period that stand beside its page."""
    book = f"skm-{quote(facts.period or NO_PERIOD, safe='')}.xlsx"
    return (("workbook", book), ("csv", "open-data/indices.csv"), ("package", "open-data/datapackage.json"))


def _downloads(desk: Desk) -> Links:
    files = [
        (desk.say(f"data.{key}"), address, desk.say(f"data.{key}_means")) for key, address in list_downloads(desk.facts)
    ]
    return Links(desk.say("data.downloads"), desk.say("data.downloads_lede"), tuple(files))


def _contact(desk: Desk) -> str:
    contact = desk.facts.publisher.get("contact")
    return desk.say("data.contact", contact=contact) if contact else desk.say("data.no_contact")


def say_source(facts: Facts) -> str:
    """Return how the page is cited: who publishes it, its year, its title, its state; "" where nobody publishes it."""
    publisher = facts.publisher.get("institution") or facts.name
    if not publisher:
        return ""
    words, state = wording.load_words(facts.language), say_state(facts)
    ending = words.say("data.cite_state", states=state) if state else ""
    slots = {"publisher": publisher, "year": facts.period[:4], "title": wording.title_of(facts)}
    return words.say("data.source", **slots, state=ending)


def _imprint(desk: Desk) -> list[str]:
    facts = desk.facts
    source = say_source(facts)
    texts = [desk.say("data.cite", source=source)] if source else []
    licence = facts.publisher.get("licence")
    texts.append(desk.say("data.licence", licence=licence) if licence else desk.say("data.no_licence"))
    if facts.version:
        texts.append(desk.say("data.version", version=facts.version))
    return texts


def link_to(period: str) -> str:
    """Return the address of a period's page from the list of periods."""
    return f"{quote(period, safe='')}/index.html"
