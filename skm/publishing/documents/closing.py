"""The end of a document: conclusions, advice, signature, annexes."""

from dataclasses import replace

from skm.followups import load_rubric
from skm.publishing.blocks import Prose, Table
from skm.publishing.documents.analysis import follow_up_of, say_ends
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.parts import Block, Grid, Heading, Listing, Paragraph, TextCell, cells
from skm.publishing.documents.sentences import say_certainty, say_index, slot, slot_cell
from skm.publishing.formatting import capital
from skm.publishing.sections.method import write_method
from skm.publishing.stamps import spell_day
from skm.regulation import load_regulation

MOST_LABELS = 4


def write_conclusion(desk: DocumentDesk) -> list[Block]:
    """Return the conclusions: the index, how sure, which elements stand apart."""
    points = [say_index(desk), say_certainty(desk)]
    if desk.facts.whole.now.printed is not None:
        points.append(" ".join(say_ends(desk)[1:] or say_ends(desk)))
    return [Paragraph(desk.say("closing.intro")), Listing(tuple(point for point in points if point))]


def write_advice(desk: DocumentDesk) -> list[Block]:
    """Return the place for advice, and the signature."""
    return [slot(desk, "closing.advice_slot"), *_signature(desk)]


def _signature(desk: DocumentDesk) -> list[Block]:
    """Return place, date and institution, and under them who signs; `|` parts the lines of the setting."""
    facts = desk.facts
    place = facts.publisher.get("place", "")
    date = desk.say("closing.place_date", place=place) if place else desk.say("closing.place_date_plain")
    institution = facts.publisher.get("institution", "")
    signed = [Paragraph(date, "SignatureBlock", slot=True)]
    signed += [Paragraph(institution, "SignatureBlock")] if institution else []
    if not facts.office.signatory:
        return [*signed, Paragraph(slot(desk, "closing.signatory_slot").text, "SignatureName", slot=True)]
    name, *below = (line.strip() for line in facts.office.signatory.split("|"))
    return [*signed, Paragraph(name, "SignatureName"), *(Paragraph(line, "SignatureBlock") for line in below)]


def write_questionnaire(desk: DocumentDesk) -> list[Block]:
    """Return the questions of the regulation with their answers; a questionnaire of another wording is a slot."""
    regulation = load_regulation(desk.facts.regulation.id)  # that of a tally holds no wordings
    asked = set(desk.facts.regulation.keys)
    known = [e for e in regulation.elements if e.key in asked and e.answers and len(e.answers[0]) == MOST_LABELS]
    if not known or desk.facts.scale:
        return [slot(desk, "annexes.questionnaire_slot_all")]
    low, high = regulation.scale
    heads = (desk.say("results.code"), desk.say("annexes.question"), *(str(score) for score in range(low, high + 1)))
    rows = tuple(cells([e.code, e.headers[0], *e.answers[0]]) for e in known)
    caption = desk.say("annexes.questionnaire_caption", regulation=regulation.title)
    return [Grid(caption, heads, (8, 36, 14, 14, 14, 14), "llllll", rows), slot(desk, "annexes.questionnaire_slot")]


def write_processing(desk: DocumentDesk) -> list[Block]:
    """Return how the figures are made, in the words of the page."""
    blocks: list[Block] = []
    told = replace(desk, facts=replace(desk.facts, questions=()))  # the questionnaire is an annex of its own
    for block in write_method(told, 0).blocks:
        if isinstance(block, Prose):
            blocks += [Heading(3, block.heading)] if block.heading else []
            blocks += [Paragraph(text) for text in (block.formula, *block.paragraphs) if text]
        elif isinstance(block, Table):
            blocks.append(_grid_of(block))
    if desk.facts.version:
        blocks.append(Paragraph(desk.say("annexes.version", version=desk.facts.version)))
    return blocks


def _grid_of(table: Table) -> Grid:
    """Return a table of the page as a table of the document; its caption is counted anew."""
    caption = table.caption.split(". ", 1)[-1]
    sides = "".join("r" if "r" in column.style.split() else "l" for column in table.columns)
    rows = tuple(tuple(TextCell(cell.text) for cell in row.cells) for group in table.groups for row in group.rows)
    return Grid(caption, tuple(column.text for column in table.columns), (1,) * len(sides), sides, rows, table.note)


def write_documentation(desk: DocumentDesk) -> list[Block]:
    """Return the place for photographs and records."""
    return [slot(desk, "annexes.documentation_slot")]


def write_publication(desk: DocumentDesk) -> list[Block]:
    """Return where the result was published, as the register has it, or the place for it."""
    follow = follow_up_of(desk)
    if follow is None or not follow.media:
        return [slot(desk, "annexes.publication_slot")]
    heads = tuple(desk.say(key) for key in ("opening.number", "annexes.medium", "annexes.date", "annexes.address"))
    kinds = load_rubric().media_names[desk.facts.language]
    rows = []
    for number, one in enumerate(follow.media, start=1):
        date = spell_day(one.date, desk.facts.language) if one.date else slot_cell(desk)
        name = ": ".join(text for text in (capital(kinds[one.kind]), one.title) if text)
        rows.append(cells([str(number), name, date, one.proof or slot_cell(desk)]))
    return [Grid(desk.say("annexes.publication_caption"), heads, (7, 40, 20, 33), "clll", tuple(rows))]
