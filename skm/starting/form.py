"""The questionnaire as data: its questions and answers from the regulation, what stands around them from form.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from skm.regulation import Element, Regulation

SCORES = ("1", "2", "3", "4")  # what an own element without labels is answered by


@dataclass(frozen=True)
class Question:
    """One question of the form: what it asks, and its four answers for the scores 1 to 4."""

    key: str
    text: str
    labels: tuple[str, ...]


@cache
def load_form() -> dict[str, Any]:
    """Return what stands around the questions: headings, profile boxes, the words of the workbook.

    Examples
    --------
    >>> load_form()["boxes"]["education"]["labels"]
    ['SD', 'SMP', 'SMA', 'S1', 'S2', 'S3']
    """
    return tomllib.loads(files("skm.starting").joinpath("form.toml").read_text(encoding="utf-8"))


def questions_of(regulation: Regulation) -> tuple[Question, ...]:
    """Return the questions of a regulation in the form's order, with the official answers.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> first = questions_of(load_regulation("permenpan-14-2017"))[0]
    >>> first.text
    'Bagaimana pendapat Saudara tentang kesesuaian persyaratan pelayanan dengan jenis pelayanannya?'
    >>> first.labels
    ('Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai')
    """
    return tuple(_question(element) for element in regulation.elements)


def _question(element: Element) -> Question:
    return Question(element.key, element.question, element.answers[0] if element.answers else SCORES)
