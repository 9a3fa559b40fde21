"""Texts of the kit as plain values, and the two ways they are written: Markdown and a Word file.

Every text in a paper is data: it is escaped here, at the last moment, so that a name with markup stays a name.
"""

import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from skm.publishing.rendering import TURNS, render_part

# Word and LibreOffice open a document of these parts; nothing else is needed for text.
WORD_PARTS = {
    "[Content_Types].xml": "kit/word/content-types.xml",
    "_rels/.rels": "kit/word/package.xml",
    "docProps/core.xml": "kit/word/core.xml",
    "word/_rels/document.xml.rels": "kit/word/relations.xml",
    "word/styles.xml": "kit/word/styles.xml",
    "word/document.xml": "kit/word/document.xml",
}
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a file in a zip: the same text gives the same bytes
MARKUP = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))")
STARTS = re.compile(r"^(#|[-+](?=\s|$)|\d+(?=[.)](?:\s|$)))")  # what makes a heading or a list at the start of a line

BlockKind = Literal["stamp", "lead", "text", "heading", "box", "slot", "list", "checks", "table", "small"]


@dataclass(frozen=True)
class Block:
    """One piece of a paper: a paragraph, a heading, a place to fill in, a list, or a table (its first row the head)."""

    kind: BlockKind
    texts: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """A text of the kit: a title and blocks."""

    language: str
    title: str
    blocks: tuple[Block, ...]


def block(kind: BlockKind, *texts: str) -> Block:
    """Return a block of some texts; those that are empty stay out."""
    return Block(kind, tuple(text for text in texts if text))


def clean(text: str) -> str:
    r"""Return a text on one line without what no file can hold or what would turn the words after it around.

    Examples
    --------
    >>> clean("Loket\n\x00 A \u202e")
    'Loket A'
    """
    kept = (" " if c in "\t\r\n\v\f\u2028\u2029" else c for c in text.translate(TURNS))
    readable = (c for c in kept if unicodedata.category(c) not in ("Cc", "Cs") and c not in "\ufffe\uffff")
    return re.sub(" +", " ", "".join(readable)).strip(" ")


def escape_markdown(text: str) -> str:
    r"""Return a text that Markdown shows as it is written.

    Examples
    --------
    >>> print(escape_markdown("Loket *A* <b>"))
    Loket \*A\* \<b\>
    """
    escaped = MARKUP.sub(r"\\\1", clean(text))
    return STARTS.sub(lambda found: f"\\{found[1]}" if not found[1].isdigit() else f"{found[1]}\\", escaped)


def markdown_of(paper: Paper) -> bytes:
    """Return a paper as Markdown: UTF-8, LF."""
    parts = [f"# {escape_markdown(paper.title)}", *(_markdown_block(one) for one in paper.blocks)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8")


def _markdown_block(one: Block) -> str:
    texts = [escape_markdown(text) for text in one.texts]
    if one.kind == "table":
        return _markdown_table(one.rows)
    if one.kind in ("list", "checks"):
        sign = "- [ ] " if one.kind == "checks" else "- "
        return "\n".join(sign + text for text in texts)
    text = " ".join(texts)
    if not text:
        return ""
    if one.kind == "slot":  # its brackets are ours: a reader sees where to write
        return f"> **{text.replace(chr(92) + '[', '[').replace(chr(92) + ']', ']')}**"
    return {"stamp": "**{}**", "lead": "**{}**", "heading": "## {}", "box": "> {}", "small": "*{}*"}.get(
        one.kind, "{}"
    ).format(text)


def _markdown_table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = [[escape_markdown(cell) or " " for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def word_of(paper: Paper) -> bytes:
    """Return a paper as a Word document; the same text gives the same bytes on every machine."""
    cleaned = Paper(
        paper.language,
        clean(paper.title),
        tuple(Block(one.kind, tuple(clean(text) for text in one.texts), one.rows) for one in paper.blocks),
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # stored: no zlib whose versions differ
        for name, template in WORD_PARTS.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 0
            archive.writestr(entry, render_part(template, paper=cleaned))
    return packed.getvalue()
