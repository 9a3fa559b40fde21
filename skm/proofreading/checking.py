"""Text → findings: each with its line, what stands there, and the right wording."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from skm.messages import PROOF_HINTS
from skm.proofreading.figures import FigureHit, find_wrong_figures, hide_names, look_at
from skm.proofreading.knowledge import Entry, Knowledge
from skm.proofreading.texts import Block, read_text_file, split_blocks
from skm.proofreading.words import WordHit, find_words, language_of

SHOWN = 60  # characters of what was found
TOP = 5  # lines with text in which a report says whom it is about


@dataclass(frozen=True)
class Finding:
    """One thing in a text that the survey does not bear.

    Attributes
    ----------
    file
        The file, "-" for standard input.
    line
        The line, of a docx the paragraph.
    code
        Which rule.
    found
        What stands there.
    hint
        The right wording, in the language of the messages.
    """

    file: str
    line: int
    code: str
    found: str
    hint: str


def check_file(path: Path, knowledge: Knowledge, language: str = "id", *, otherwise: str = "id") -> list[Finding]:
    """Return what is wrong in a text file (md, txt, docx).

    Parameters
    ----------
    knowledge
        What texts may say; an empty one leaves the rules of language alone.
    language
        Of the hints.
    otherwise
        The language of a text that does not show it.
    """
    return check_lines(read_text_file(path), knowledge, language, file=path.name, otherwise=otherwise)


def check_lines(
    lines: Sequence[str], knowledge: Knowledge, language: str = "id", *, file: str = "-", otherwise: str = "id"
) -> list[Finding]:
    """Return what is wrong in the lines of a text.

    Examples
    --------
    >>> [finding.code for finding in check_lines(["IKM melonjak menjadi 82 persen."], Knowledge())]
    ['drama', 'percent_after_index']
    """
    written, subject = language_of(" ".join(lines), otherwise), _subject_of(lines, knowledge)
    found = []
    for block in split_blocks(lines):
        spoken = language_of(block.text, written)
        around = hide_names(block.text, knowledge)[1] or subject
        for at, hit in _hits(block, around, spoken, knowledge):
            shown = " ".join(hit.text.split())[:SHOWN]
            found.append(Finding(file, block.line_at(at), hit.code, shown, _hint(hit, language)))
    return found


def _subject_of(lines: Sequence[str], knowledge: Knowledge) -> tuple[Entry, ...]:
    """Return the one unit that a text names at its top: what names nobody there is about it."""
    top = [line for line in lines if line.strip()][:TOP]
    units = [entry for entry in hide_names("\n".join(top), knowledge)[1] if entry.kind == "unit"]
    return tuple(units) if len(units) == 1 else ()


def _hits(
    block: Block, around: Sequence[Entry], language: str, knowledge: Knowledge
) -> Iterator[tuple[int, WordHit | FigureHit]]:
    for sentence in block.sentences():
        hits: list[WordHit | FigureHit] = list(find_words(sentence.text))
        hits += find_wrong_figures(look_at(sentence.text, around, language, knowledge))
        yield from ((sentence.start + hit.start, hit) for hit in sorted(hits, key=lambda hit: hit.start))


def _hint(hit: WordHit | FigureHit, language: str) -> str:
    right = hit.right if isinstance(hit, FigureHit) else ""
    texts = PROOF_HINTS[language]
    keys = (f"{hit.code}_{right}", hit.code) if right else (f"{hit.code}_plain", hit.code)
    key = next(key for key in keys if key in texts)
    return texts[key].format(found=" ".join(hit.text.split())[:SHOWN], right=right)
