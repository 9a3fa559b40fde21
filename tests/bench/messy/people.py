"""The people of the bench: what each of them answered, and who they are, which nobody may find out."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from messy.questionnaires import Questionnaire

UNITS = ("Puskesmas 07", "Kelurahan Sukamaju", "Dinas Kependudukan")
NOT_APPLICABLE = "not applicable"
# Signs that stand in nobody's answers: where one of them shows up behind the reader, a person was carried along.
SECRETS = ("Zubaidah", "3271046504930002", "081298765432", "zubaidah@contoh.go.id", "Jalan Melati 45")

Answer = int | str | None


@dataclass(frozen=True)
class Person:
    """One respondent: a unit, and for each question a choice, None for a blank, or `NOT_APPLICABLE`."""

    unit: str
    answers: tuple[Answer, ...]
    sex: str
    age: int


def ask(
    questionnaire: Questionnaire, n: int, units: Sequence[str], chance: random.Random, *, gaps: bool
) -> list[Person]:
    """Return `n` people who answer a questionnaire; every choice of every question is somebody's.

    `gaps` lets some leave questions blank, and some say that a question does not apply.
    """
    points = questionnaire.points
    weights = (1, 2, 5, 5, 4)[:points]
    people = []
    for number in range(n):
        answers: list[Answer] = list(chance.choices(range(1, points + 1), weights, k=len(questionnaire.questions)))
        if number < points:  # so that no choice is missing
            answers = [1 + (number + place) % points for place in range(len(answers))]
        elif gaps:
            answers = [_gap(answer, chance) for answer in answers]
        people.append(Person(units[number % len(units)], tuple(answers), chance.choice("LP"), chance.randint(17, 70)))
    return people


def _gap(answer: Answer, chance: random.Random) -> Answer:
    drawn = chance.random()
    if drawn < 0.05:
        return None
    return NOT_APPLICABLE if drawn < 0.08 else answer


def scores_of(person: Person, questionnaire: Questionnaire) -> dict[str, tuple[float | str | None, ...]]:
    """Return the true scores of a person: for each element those of its questions."""
    found: dict[str, list[float | str | None]] = {}
    for question, answer in zip(questionnaire.questions, person.answers, strict=True):
        if question.beside:
            continue
        score: float | str | None = answer
        if isinstance(answer, int):
            score = questionnaire.scale[answer - 1] if answer <= len(questionnaire.scale) else None
            score = 5 - score if question.turned and score is not None else score
        found.setdefault(question.element, []).append(score)
    return {element: tuple(scores) for element, scores in found.items()}
