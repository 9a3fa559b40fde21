"""Tables as offices lay them out: rows of cells that know whose answers they hold."""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from messy.answers import BLANKS, NOT_APPLICABLE, Cell, Manner
from messy.people import NOT_APPLICABLE as SAID_NOT
from messy.people import SECRETS, Person
from messy.questionnaires import Question, Questionnaire


@dataclass
class Row:
    """A row of cells; `person` is the place of whose answers it holds, None for all other rows."""

    cells: list[Cell]
    person: int | None = None


@dataclass
class Sheet:
    """A sheet: its rows, header included, and the cells (row, first column, last column) that are merged."""

    name: str
    rows: list[Row]
    hidden: bool = False
    merges: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """What a table is made of: whose answers to what, in which manner, with which columns beside them."""

    people: Sequence[Person]
    questionnaire: Questionnaire
    manner: Manner
    chance: random.Random
    with_unit: bool = True
    identity: bool = False
    comments: bool = False
    words: bool = True  # blanks and "does not apply" as words; where not, as empty cells

    def cell(self, person: Person, place: int) -> Cell:
        """Return the cell of an answer."""
        answer, question = person.answers[place], self.questionnaire.questions[place]
        if answer is None:
            return self.chance.choice(BLANKS) if self.words else ""
        if answer == SAID_NOT:
            return self.chance.choice(NOT_APPLICABLE)
        manner = self.manner
        if manner.needs_labels and not question.labels:
            return str(answer)
        return manner.write(int(answer), question)

    def header(self, question: Question) -> str:
        """Return what stands above or before a question's answers."""
        return self.questionnaire.header(question)


def wide(layout: Layout) -> list[Sheet]:
    """Return a row for each person, a column for each question."""
    questions = layout.questionnaire.questions
    names = ["No", *(["Nama", "NIK", "No HP"] if layout.identity else []), "Jenis kelamin", "Usia"]
    names += ["Unit layanan"] if layout.with_unit else []
    header: list[Cell] = [*names, *map(layout.header, questions)]
    header += ["Saran dan masukan"] if layout.comments else []
    header += ["Alamat email"] if layout.identity else []
    rows = [Row(header)]
    for number, person in enumerate(layout.people):
        cells: list[Cell] = [number + 1]
        cells += [f"{SECRETS[0]} {number}", SECRETS[1], SECRETS[2]] if layout.identity else []
        cells += [person.sex, person.age]
        cells += [person.unit] if layout.with_unit else []
        cells += [layout.cell(person, place) for place in range(len(questions))]
        cells += [f"Tolong ibu {SECRETS[0]} lebih cepat, hubungi {SECRETS[2]}"] if layout.comments else []
        cells += [SECRETS[3]] if layout.identity else []
        rows.append(Row(cells, number))
    return [Sheet("Form Responses 1", rows)]


def two_row_header(layout: Layout) -> list[Sheet]:
    """Return a wide table under merged group cells."""
    sheet = wide(layout)[0]
    header = sheet.rows[0].cells
    n_before = header.index(layout.header(layout.questionnaire.questions[0]))
    n_asked = len(layout.questionnaire.questions)
    groups: list[Cell] = ["PROFIL"] + [""] * (n_before - 1) + ["NILAI UNSUR PELAYANAN"] + [""] * (n_asked - 1)
    groups += [""] * (len(header) - len(groups))
    merges = [(0, 0, n_before - 1), (0, n_before, n_before + n_asked - 1)]
    return [Sheet(sheet.name, [Row(groups), *sheet.rows], merges=merges)]


def sheet_per_unit(layout: Layout) -> list[Sheet]:
    """Return a sheet for each unit, called as the unit."""
    sheets = []
    for unit in dict.fromkeys(person.unit for person in layout.people):
        whole = wide(layout)[0] if not layout.with_unit else None
        assert whole is not None, "the sheets say the unit"
        rows = [whole.rows[0], *(row for row in whole.rows[1:] if layout.people[row.person or 0].unit == unit)]
        sheets.append(Sheet(unit, rows))
    return sheets


def long(layout: Layout) -> list[Sheet]:
    """Return a row for each answer."""
    asked = "Unsur" if layout.questionnaire.by in ("name", "code") else "Pertanyaan"
    rows = [Row(["ID responden", "Unit layanan", "Jenis kelamin", asked, "Jawaban"])]
    for number, person in enumerate(layout.people):
        for place, question in enumerate(layout.questionnaire.questions):
            cells: list[Cell] = [f"R{number + 1:03}", person.unit, person.sex, layout.header(question)]
            rows.append(Row([*cells, layout.cell(person, place)], number))
    return [Sheet("Jawaban", rows)]


def json_column(layout: Layout) -> list[Sheet]:
    """Return a row for each person with all answers in one cell of JSON, by the text of the question."""
    nested = layout.chance.random() < 0.5
    rows = [Row(["id", "Unit layanan", "jawaban"])]
    for number, person in enumerate(layout.people):
        answers: dict[str, object] = {}
        for place, question in enumerate(layout.questionnaire.questions):
            cell = layout.cell(person, place)
            answers[layout.header(question)] = {"jawaban": cell} if nested else cell
        text = json.dumps(answers, ensure_ascii=layout.chance.random() < 0.5)
        rows.append(Row([number + 1, person.unit, text], number))
    return [Sheet("surveys", rows)]


def delimited_column(layout: Layout) -> list[Sheet]:
    """Return a row for each person with all answers in one cell, each behind its code: U1=4;U2=3."""
    rows = [Row(["id", "Unit layanan", "jawaban"])]
    for number, person in enumerate(layout.people):
        pairs = [
            f"{question.code}={layout.cell(person, place)}"
            for place, question in enumerate(layout.questionnaire.questions)
        ]
        rows.append(Row([number + 1, person.unit, ";".join(pairs)], number))
    return [Sheet("surveys", rows)]


def frequency_table(layout: Layout) -> list[Sheet]:
    """Return the count of each choice by unit and question."""
    rows = [Row(["Unit layanan", "Unsur", "1", "2", "3", "4", "Jumlah"])]
    for unit in dict.fromkeys(person.unit for person in layout.people):
        for place, question in enumerate(layout.questionnaire.questions):
            chosen = Counter(p.answers[place] for p in layout.people if p.unit == unit)
            counts = [chosen[choice] for choice in (1, 2, 3, 4)]
            rows.append(Row([unit, layout.header(question), *counts, sum(counts)], 0))
    return [Sheet("Rekap", rows)]


def transposed(layout: Layout) -> list[Sheet]:
    """Return a column for each person, a row for each question."""
    numbers: list[Cell] = [f"R{number + 1}" for number in range(len(layout.people))]
    rows = [Row(["Unsur", *numbers])]
    for place, question in enumerate(layout.questionnaire.questions):
        rows.append(Row([layout.header(question), *(layout.cell(person, place) for person in layout.people)], 0))
    return [Sheet("Rekap", rows)]


SHAPES = {
    "wide": wide,
    "two-row header": two_row_header,
    "sheet per unit": sheet_per_unit,
    "long": long,
    "JSON column": json_column,
    "delimited column": delimited_column,
    "frequency table": frequency_table,
    "transposed": transposed,
}
