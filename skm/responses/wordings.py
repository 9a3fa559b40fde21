"""The maintained list of header texts and labels, and the form in which headers are compared."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from skm.survey import plain

NUMBERING = re.compile(r"^(?:no |q ?)?\d{1,2} (?=\D)")


@cache
def load_wordings() -> dict[str, Any]:
    """Return the maintained list of header texts and profile labels."""
    return tomllib.loads(files("skm.responses").joinpath("wordings.toml").read_text(encoding="utf-8"))


def header_form(text: str) -> str:
    """Return a header in the form in which headers are compared.

    Examples
    --------
    >>> header_form("2.  Prosedur pelayanan ?")
    'prosedur pelayanan'
    """
    return NUMBERING.sub("", plain(text))


@cache
def _line_forms() -> dict[str, str]:
    return {header_form(text): role for role, texts in load_wordings()["lines"].items() for text in texts}


def line_role(text: str) -> str | None:
    """Return what a column of a table with a line for each answer is called: question, answer or score.

    Examples
    --------
    >>> line_role("Jawaban"), line_role("Kode Unsur"), line_role("Umur")
    ('answer', 'question', None)
    """
    return _line_forms().get(header_form(text))
