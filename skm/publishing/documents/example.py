"""The example of an office's own template: every section of the outline as a field, and one table of our own making."""

from skm.publishing import wording
from skm.publishing.documents.fields import SECTIONS
from skm.publishing.documents.outline import OUTLINES, RESULTS
from skm.publishing.documents.packing import pack_document
from skm.publishing.documents.parts import Block, Contents, Document, Grid, Heading, Paragraph, cells, number_blocks
from skm.publishing.documents.sentences import LABELS
from skm.publishing.office import Outline


def example_template(language: str = "id", outline: Outline = "2023") -> bytes:
    """Return a template that gives nearly the program's own document, to be changed in Word.

    Parameters
    ----------
    language
        "id" or "en", of the headings; the fields have the same names in both.
    outline
        The outline whose chapters it has.

    Examples
    --------
    >>> example_template()[:2]
    b'PK'
    """
    words = wording.load_words(language)
    labels = {key: words.say(f"document.{key}") for key in LABELS}
    blocks = number_blocks(_blocks(words, outline), labels["chapter"], labels["annex"])
    title = "{{ nama }}, {{ periode }}"
    return pack_document(Document(language, title, words.say("document.title"), "skm", "{{ status }}", blocks, labels))


def _blocks(words: wording.Words, outline: Outline) -> list[Block]:
    names = {write: name for name, write in SECTIONS.items()}
    blocks: list[Block] = [Paragraph(words.say("document.title"), "Title"), Paragraph("{{ nama }}", "Subtitle")]
    blocks += [Paragraph(words.say("document.period", period="{{ periode }}"), "Subtitle")]
    blocks += [Paragraph("{{ instansi }}", "CoverLine"), Paragraph("{{ status }}", "CoverState")]
    blocks.append(Contents(words.say("document.contents")))
    for chapter in OUTLINES[outline]:
        blocks.append(Heading(1, words.say(f"outline.{chapter.key}"), annex=chapter.annex))
        for key, write in chapter.sections:
            name = names[write]
            written = [Heading(2, words.say(f"outline.{key}"))] if key else []
            written.append(Paragraph(f"{{{{p {name} }}}}"))
            if (key, write) in RESULTS:  # these may have nothing to say: then their heading goes too
                written = [Paragraph(f"{{%p if {name} %}}"), *written, Paragraph("{%p endif %}")]
            blocks += written
    return [*blocks, Heading(1, words.say("outline.answers"), annex=True), _own_table(words)]


def _own_table(words: wording.Words) -> Grid:
    """Return a table whose middle row stands once for each line of a list."""
    keys = ("kode", "nama", "n1", "n2", "n3", "n4")
    heads = (words.say("results.code"), words.say("column.element"), "1", "2", "3", "4")
    rows = (
        cells(["{%tr for baris in jawaban %}", *[""] * 5]),
        cells(f"{{{{ baris.{key} }}}}" for key in keys),
        cells(["{%tr endfor %}", *[""] * 5]),
    )
    return Grid("", heads, (10, 42, 12, 12, 12, 12), "llrrrr", rows)
