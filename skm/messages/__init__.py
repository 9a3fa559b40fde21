"""Every message of the program, in Indonesian and English, a file for each part of the house.

A message is (what cannot be done and what was found, the way out); a note stands beside a figure. Sentences are short
so that they translate. A code stands in one file only.
"""

from collections.abc import Iterable
from typing import TypeVar

from skm.messages import (
    assessments,
    columns,
    desk,
    documents,
    figures,
    files,
    kit,
    proofs,
    releases,
    rows,
    settings,
    tallies,
)
from skm.messages.desk import CHECK_WORDS, TALK
from skm.messages.figures import EVIDENCE, REVIEW, SENTENCES
from skm.messages.proofs import PROOF_HINTS, PROOF_WORDS
from skm.messages.releases import RELEASE_WORDS

__all__ = [
    "CHECK_WORDS",
    "EVIDENCE",
    "HELP",
    "MESSAGES",
    "NOTES",
    "PLACE_WORDS",
    "PROOF_HINTS",
    "PROOF_WORDS",
    "RELEASE_WORDS",
    "REVIEW",
    "SENTENCES",
    "TALK",
    "note",
    "say",
    "spoken_number",
]

Text = TypeVar("Text")

PLACE_WORDS = {
    "id": {"sheet": "lembar", "column": "kolom", "row": "baris", "more": "dan {n} lagi"},
    "en": {"sheet": "sheet", "column": "column", "row": "row", "more": "and {n} more"},
}

_PARTS = (assessments, columns, desk, documents, figures, files, kit, proofs, releases, rows, settings, tallies)


def _together(parts: Iterable[dict[str, Text]]) -> dict[str, Text]:
    """Return the texts of all parts; a code that stands twice is a fault of ours."""
    texts: dict[str, Text] = {}
    for part in parts:
        if repeated := texts.keys() & part.keys():
            raise ValueError(f"these codes stand in two files: {sorted(repeated)}")
        texts |= part
    return texts


# By code, then language: what, and the way out.
MESSAGES = _together(part.MESSAGES for part in _PARTS)
# By code, then language.
NOTES = _together(part.NOTES for part in _PARTS)
# By command or option, then language.
HELP = _together((desk.HELP, releases.HELP))


def note(code: str, language: str = "id", **values: object) -> str:
    """Return the note `code` of `NOTES` in `language`, filled with `values`.

    Examples
    --------
    >>> note("more", "en", n=3)
    'and 3 more'
    """
    return NOTES[code][language].format(**values)


def say(code: str, language: str = "id", **values: object) -> tuple[str, str]:
    """Return (what, way out) of message `code` in `language`, filled with `values`.

    Parameters
    ----------
    code
        A key of `MESSAGES`.
    language
        "id" or "en".

    Examples
    --------
    >>> say("weights_not_one", "en", total="8/9")[0]
    'The element weights do not sum to exactly 1: they sum to 8/9.'
    """
    what, way_out = MESSAGES[code][language]
    return what.format(**values), way_out.format(**values)


def spoken_number(value: float, language: str = "id", places: int = 0) -> str:
    """Return a number as a sentence says it: decimals after a comma in Indonesian, thousands parted.

    Examples
    --------
    >>> spoken_number(2400), spoken_number(5.43, "id", 1), spoken_number(2400.5, "en", 1)
    ('2.400', '5,4', '2,400.5')
    """
    text = f"{value:,.{places}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
