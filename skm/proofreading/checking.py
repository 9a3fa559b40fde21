"""Text → findings: each with its line, what stands there, and the right wording."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from skm.messages import PROOF_HINTS
from skm.proofreading.figures import FigureHit, Spot, find_wrong_figures, hide_names, look_at
from skm.proofreading.knowledge import Entry, Knowledge
from skm.proofreading.texts import Block, blocks_apart, is_word_file, read_text_file, split_blocks
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

    Parameters
    ----------
    file
        Its name. The lines of a docx are paragraphs and cells, each judged alone; other lines may be wrapped.

    Examples
    --------
    >>> [finding.code for finding in check_lines(["IKM melonjak menjadi 82 persen."], Knowledge())]
    ['drama', 'percent_after_index']
    """
    written = language_of(" ".join(lines), otherwise)
    subject, about = _subject_of(lines, knowledge)
    found = []
    for block in blocks_apart(lines) if is_word_file(file) else split_blocks(lines):
        spoken = language_of(block.text, written)
        named = hide_names(block.text, knowledge)[1]
        around = named if any(entry.kind in ("whole", "unit") for entry in named) else (*named, *subject)
        for at, hit in _hits(block, lambda text, of=around, by=spoken: look_at(text, of, by, knowledge, about)):
            shown = " ".join(hit.text.split())[:SHOWN]
            found.append(Finding(file, block.line_at(at), hit.code, shown, _hint(hit, language)))
    return found


def _subject_of(lines: Sequence[str], knowledge: Knowledge) -> tuple[tuple[Entry, ...], Entry | None]:
    """Return the one unit that a text names at its top, and that unit again where its name is a line: a title.

    A block that names nobody may say what is theirs; what a title names is what every sentence is about.
    """
    top = [line for line in lines if line.strip()][:TOP]
    units = [entry for entry in hide_names("\n".join(top), knowledge)[1] if entry.kind == "unit"]
    if len(units) != 1:
        return (), None
    titles = {line.strip().lstrip("# ").casefold() for line in top}
    return tuple(units), units[0] if titles.intersection(units[0].names) else None


def _hits(block: Block, look: Callable[[str], Spot]) -> Iterator[tuple[int, WordHit | FigureHit]]:
    for sentence in block.sentences():
        hits: list[WordHit | FigureHit] = list(find_words(sentence.text))
        hits += find_wrong_figures(look(sentence.text))
        yield from ((sentence.start + hit.start, hit) for hit in sorted(hits, key=lambda hit: hit.start))


def _hint(hit: WordHit | FigureHit, language: str) -> str:
    right = hit.right if isinstance(hit, FigureHit) else ""
    texts = PROOF_HINTS[language]
    keys = (f"{hit.code}_{right}", hit.code) if right else (f"{hit.code}_plain", hit.code)
    key = next(key for key in keys if key in texts)
    return texts[key].format(found=" ".join(hit.text.split())[:SHOWN], right=right)
