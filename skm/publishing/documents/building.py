"""Facts → the document of the whole or of one unit, ready to be written."""

from skm.publishing import wording
from skm.publishing.choices import count_moves
from skm.publishing.documents.desk import Common, DocumentDesk
from skm.publishing.documents.outline import write_chapters
from skm.publishing.documents.parts import Block, Contents, Document, Paragraph, number_blocks
from skm.publishing.documents.pictures import axis_of_elements, axis_of_index, read_logo
from skm.publishing.documents.sentences import LABELS, named
from skm.publishing.documents.subjects import facts_about
from skm.publishing.facts import Facts, Subject
from skm.publishing.stamps import list_stamps, say_hash


def share(facts: Facts) -> Common:
    """Return what the documents of all units of a period share."""
    return Common(
        elements_axis=axis_of_elements(facts),
        index_axis=axis_of_index(facts),
        n_compared=count_moves(facts).n,
        n_groups=max((other.rank.group for other in facts.units if other.rank), default=0),
    )


def desk_of(facts: Facts, unit: Subject | None = None, common: Common | None = None) -> DocumentDesk:
    """Return the desk of a document: about one unit, or about the whole, whose charts have axes of their own."""
    words = wording.load_words(facts.language)
    if unit is None:
        return DocumentDesk(facts, words)
    return DocumentDesk(facts_about(facts, unit), words, common=common or share(facts))


def build_document(facts: Facts, unit: Subject | None = None, common: Common | None = None) -> Document:
    """Return the report with its chapters and annexes.

    Parameters
    ----------
    facts
        The facts of the period, with what may be published.
    unit
        Whom it is about; the whole by default.
    common
        What the documents of all units share, where it is known already.
    """
    desk = desk_of(facts, unit, common)
    labels = {key: desk.say(f"document.{key}") for key in LABELS}
    blocks = [*_cover(desk, facts), Contents(desk.say("document.contents"))]
    blocks += write_chapters(desk, facts.office.outline)
    return Document(
        language=facts.language,
        title=named(desk, "document.running"),
        subject=desk.say("document.title"),
        creator=facts.publisher.get("institution", "") or desk.facts.name,
        running=" – ".join(stamp.word for stamp in list_stamps(facts)),
        blocks=number_blocks(blocks, labels["chapter"], labels["annex"]),
        labels=labels,
    )


def _cover(desk: DocumentDesk, facts: Facts) -> list[Block]:
    """Return the first page: logo, title, whom it is about, the period, who publishes, every state of the figures."""
    institution = facts.publisher.get("institution", "")
    blocks: list[Block] = []
    if facts.office.logo is not None:
        key = "logo_alt" if institution else "logo_alt_plain"
        blocks.append(read_logo(facts.office.logo, desk.say(f"document.{key}", institution=institution)))
    blocks.append(Paragraph(desk.say("document.title"), "Title"))
    blocks += [Paragraph(desk.facts.name, "Subtitle")] if desk.facts.name else []
    blocks.append(Paragraph(desk.say("document.period", period=desk.now), "Subtitle"))
    who = [institution, facts.publisher.get("place", "")]
    blocks += [Paragraph(text, "CoverLine") for text in dict.fromkeys(who) if text and text != desk.facts.name]
    for stamp in list_stamps(facts):
        blocks += [Paragraph(stamp.word, "CoverState"), Paragraph(stamp.text, "CoverLine")]
    if facts.release.hash_shown:
        blocks.append(Paragraph(say_hash(facts), "CoverLine"))
    return blocks
