"""How an answer is written into a cell: the same score as number, letter, label, stars, with all that offices add."""

from collections.abc import Callable
from dataclasses import dataclass

from messy.questionnaires import Question

Cell = str | int | float | None


@dataclass(frozen=True)
class Manner:
    """A manner of writing answers; `needs_labels` where a question without labels cannot be answered so."""

    name: str
    write: Callable[[int, Question], Cell]
    needs_labels: bool = False
    four_points: bool = True
    signs: str = ""  # what an encoding of one byte a sign cannot hold


def _label(choice: int, question: Question) -> str:
    return question.labels[choice - 1]


def _letter(choice: int, _: Question) -> str:
    return "abcde"[choice - 1]


MANNERS = (
    Manner("numbers", lambda c, _: c, four_points=False),
    Manner("numbers as text", lambda c, _: f"{c}", four_points=False),
    Manner("decimal comma", lambda c, _: f"{c},0", four_points=False),
    Manner("decimal comma, two digits", lambda c, _: f"{c},00", four_points=False),
    Manner("letters", _letter),
    Manner("letters, upper case, dots", lambda c, q: f"{_letter(c, q).upper()}."),
    Manner("labels", _label, needs_labels=True),
    Manner("labels, upper case", lambda c, q: _label(c, q).upper(), needs_labels=True),
    Manner("labels, dots and spaces", lambda c, q: f" {_label(c, q)} . ".replace(" ", "  "), needs_labels=True),
    Manner("number and label", lambda c, q: f"{c} - {_label(c, q)}", needs_labels=True),
    Manner("number in brackets and label", lambda c, q: f"({c}) {_label(c, q)}", needs_labels=True),
    Manner("label and number in brackets", lambda c, q: f"{_label(c, q)} ({c})", needs_labels=True),
    Manner("letter and label", lambda c, q: f"{_letter(c, q)}. {_label(c, q)}", needs_labels=True),
    Manner("stars", lambda c, _: "★" * c, signs="★"),
    Manner("stars of four", lambda c, _: "★" * c + "☆" * (4 - c), signs="★"),
    Manner("counted stars", lambda c, _: f"{c} bintang"),
)
BY_NAME = {manner.name: manner for manner in MANNERS}
NOT_APPLICABLE = ("Tidak berlaku", "tidak ada layanan", "Tidak relevan.")
BLANKS = ("", "-")
