"""Texts as people hand them in: md, txt, docx. A docx is opened as an archive of XML that nobody trusts."""

import re
import zipfile
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from skm.errors import Place, RequestError

LARGEST = 20_000_000  # bytes of a text, or of a part of a docx when unpacked
MOST_PARTS = 5_000  # entries of a docx
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
OWN_BLOCK = re.compile(r"^\s*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|\||>)")
SENTENCE = re.compile(r"(?<=[.!?])[\"”»)]*\s+(?=[\"“«(]?[A-Z0-9*_])")
ABBREVIATION = re.compile(r"\b(?:No|Dr|Drs|Prof|dll|dsb|dkk|tgl|hlm|Jl|vs|approx|Mr|Mrs|Ms|St)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it begins in its block."""

    text: str
    start: int


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, an item of a list or a line of a table; lines that were only wrapped are one text."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line_at(self, place: int) -> int:
        """Return the line of the file that a place of the text stands on."""
        return self.lines[max(0, bisect_right(self.starts, place) - 1)]

    def sentences(self) -> list[Sentence]:
        """Return the sentences, each with its place."""
        found, start = [], 0
        for gap in SENTENCE.finditer(self.text):
            if ABBREVIATION.search(self.text[start : gap.start()]):
                continue
            found.append(Sentence(self.text[start : gap.start()], start))
            start = gap.end()
        return [*found, Sentence(self.text[start:], start)]


def split_blocks(lines: Sequence[str]) -> list[Block]:
    """Return the blocks of some lines, the first of which is line 1.

    Examples
    --------
    >>> [block.text for block in split_blocks(["# Judul", "IKM naik", "0,98 poin.", "", "- satu"])]
    ['# Judul', 'IKM naik 0,98 poin.', '- satu']
    """
    blocks: list[Block] = []
    kept: list[tuple[int, str]] = []

    def close() -> None:
        if kept:
            starts, at = [], 0
            for _, text in kept:
                starts.append(at)
                at += len(text) + 1
            blocks.append(Block(" ".join(text for _, text in kept), tuple(starts), tuple(n for n, _ in kept)))
            kept.clear()

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            close()
            continue
        if OWN_BLOCK.match(line) or (kept and kept[-1][1].lstrip().startswith(("#", "|"))):
            close()
        kept.append((number, line.rstrip()))
    close()
    return blocks


def blocks_apart(lines: Sequence[str]) -> list[Block]:
    """Return each line as a block of its own: paragraphs and table cells of a docx, which nothing joins.

    Examples
    --------
    >>> [(block.text, block.line_at(0)) for block in blocks_apart(["Pendidikan", "", "SMA"])]
    [('Pendidikan', 1), ('SMA', 3)]
    """
    return [Block(text, (0,), (number,)) for number, text in enumerate(lines, start=1) if text.strip()]


def is_word_file(name: str) -> bool:
    """Return whether a text is a docx, whose lines are whole paragraphs.

    Examples
    --------
    >>> is_word_file("Laporan.DOCX"), is_word_file("siaran.md")
    (True, False)
    """
    return name.casefold().endswith(".docx")


def read_text_file(path: Path) -> list[str]:
    """Return the lines of a text file, or the paragraphs and table cells of a docx.

    Raises
    ------
    RequestError
        There is no such file, it is of another kind, too large, or not what its name says.
    """
    if not path.is_file():
        raise RequestError("no_file", [Place(str(path))])
    kind = path.suffix.casefold()
    if kind not in (".md", ".txt", ".docx"):
        raise RequestError("text_kind_unknown", [Place(path.name)])
    if path.stat().st_size > LARGEST:
        raise RequestError("text_too_large", [Place(path.name)])
    if kind == ".docx":
        try:
            return _paragraphs(path)
        except (zipfile.BadZipFile, expat.ExpatError, KeyError, ValueError, OSError, RuntimeError) as error:
            raise RequestError("text_unreadable", [Place(path.name)]) from error
    return decode_text(path.read_bytes()).splitlines()


def decode_text(data: bytes) -> str:
    """Return bytes as text: UTF-16 with its mark, UTF-8, else Windows-1252.

    Examples
    --------
    >>> decode_text("81,74–82,18".encode("cp1252"))
    '81,74–82,18'
    """
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(marked)
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _paragraphs(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            raise ValueError(path.name)
        names = set(archive.namelist())
        found: list[str] = []
        for name in PARTS:
            if name in names:
                with archive.open(name) as part:
                    data = part.read(LARGEST + 1)
                if len(data) > LARGEST:
                    raise ValueError(name)
                found += paragraphs_of(data)
            elif name == PARTS[0]:
                raise KeyError(name)
    return found


def paragraphs_of(data: bytes) -> list[str]:
    """Return the text of each paragraph of WordprocessingML; what was deleted with tracked changes is no text.

    Raises
    ------
    ValueError
        The XML declares entities or a document type: no word processor writes such a part.
    """
    found: list[str] = []
    open_paragraphs: list[list[str]] = []
    inside: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise ValueError("doctype")

    def begin(name: str, _: object) -> None:
        inside.append(name)
        if name == f"{WORD}p":
            open_paragraphs.append([])
        elif open_paragraphs and name in (f"{WORD}tab", f"{WORD}br", f"{WORD}cr"):
            open_paragraphs[-1].append(" ")

    def end(name: str) -> None:
        inside.pop()
        if name == f"{WORD}p":
            found.append(" ".join("".join(open_paragraphs.pop()).split()))

    def text(data: str) -> None:
        if open_paragraphs and inside[-1] == f"{WORD}t":
            open_paragraphs[-1].append(data)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = text
    parser.Parse(data, True)
    return found
