"""What goes wrong in a table on its way from an office: it changes the sheets, and the truth where it must."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from messy.people import SECRETS, Person
from messy.questionnaires import Questionnaire
from messy.sheets import Layout, Row, Sheet

OFF_SCALE = frozenset({"off_scale"})
UNKNOWN = frozenset({"unknown_label", "other_scale"})


@dataclass
class Spoiled:
    """Sheets with troubles, and the people whose answers are in them still.

    `refused` are the codes with which the file must be refused, `doubtful` says that a refusal is no fault.
    """

    sheets: list[Sheet]
    people: list[Person]
    layout: Layout
    refused: frozenset[str] = frozenset()
    doubtful: bool = False
    order: list[int] = field(default_factory=list)

    def body(self, sheet: Sheet) -> list[int]:
        """Return the places of the rows of a sheet that hold answers."""
        return [place for place, row in enumerate(sheet.rows) if row.person is not None]

    def numbers(self) -> tuple[int, ...]:
        """Return the row number of each person, in the order of the people."""
        found: dict[int, list[int]] = {}
        for sheet in self.sheets:
            for place in self.body(sheet):
                found.setdefault(sheet.rows[place].person or 0, []).append(place + 1)
        return tuple(found[number].pop(0) for number in range(len(self.people)) if found.get(number))

    def answer_columns(self) -> list[int]:
        """Return the places of the columns of questions that count, in a table with a row for each person."""
        headers = {self.layout.header(q) for q in self.layout.questionnaire.elements}
        return [place for place, cell in enumerate(self.header().cells) if str(cell).strip() in headers]

    def header(self, sheet: Sheet | None = None) -> Row:
        """Return the last filled row before the answers of a sheet, the first one where none is given."""
        sheet = sheet or self.sheets[0]
        return next(row for row in reversed(sheet.rows[: self.body(sheet)[0]]) if any(row.cells))


def blank_rows(spoiled: Spoiled, chance: random.Random) -> None:
    """Put blank rows between the rows."""
    for sheet in spoiled.sheets:
        for _ in range(3):
            body = spoiled.body(sheet)
            sheet.rows.insert(chance.choice(body), Row([""] * len(sheet.rows[0].cells)))


def blank_column(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a blank column before the questions."""
    for sheet in spoiled.sheets:
        for row in sheet.rows:
            row.cells.insert(1, "")
        sheet.merges = [(r, first + (first > 0), last + 1) for r, first, last in sheet.merges]


def blank_column_between(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a blank column between two questions."""
    place = spoiled.answer_columns()[3]
    for sheet in spoiled.sheets:
        for row in sheet.rows:
            row.cells.insert(place, "")


def totals(spoiled: Spoiled, chance: random.Random) -> None:
    """Put sums, means and a signature beneath the table."""
    columns = spoiled.answer_columns()
    for sheet in spoiled.sheets:
        n = len(spoiled.body(sheet))
        width = len(sheet.rows[0].cells)
        for label, figure in (("Jumlah", 3 * n), ("Rata-rata", 3.04), ("NRR tertimbang", 0.34)):
            cells: list = [""] * width
            cells[0] = label
            for place in columns:
                cells[place] = figure
            sheet.rows.append(Row(cells))
        sheet.rows.append(Row([""] * width))
        for text in ("Mengetahui,", "Kepala Dinas", "Drs. Contoh", "NIP 19700101 199003 1 001"):
            cells = [""] * width
            cells[max(columns)] = text
            sheet.rows.append(Row(cells))


def trailing_spaces(spoiled: Spoiled, chance: random.Random) -> None:
    """Put spaces behind texts."""
    for sheet in spoiled.sheets:
        for row in sheet.rows:
            row.cells = [f"{c}  " if isinstance(c, str) and c and chance.random() < 0.3 else c for c in row.cells]


def slips_in_questions(spoiled: Spoiled, chance: random.Random) -> None:
    """Exchange two letters in a long word of two questions."""
    columns = spoiled.answer_columns()
    for place in chance.sample(columns, 2):
        words = str(spoiled.header().cells[place]).split()
        at = max(range(len(words)), key=lambda i: len(words[i]))
        word = words[at]
        middle = len(word) // 2
        words[at] = word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :]
        for sheet in spoiled.sheets:
            spoiled.header(sheet).cells[place] = " ".join(words)


def hidden_sheet(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a hidden sheet with older answers beside the visible one."""
    source = spoiled.sheets[0]
    rows = [Row(list(row.cells)) for row in source.rows]
    spoiled.sheets.append(Sheet("Lama", rows, hidden=True))


def repeated_header(spoiled: Spoiled, chance: random.Random) -> None:
    """Put the header once more in the middle, as printed pages have it."""
    header = spoiled.header()
    for sheet in spoiled.sheets:
        body = spoiled.body(sheet)
        sheet.rows.insert(body[len(body) // 2], Row(list(header.cells)))
    spoiled.doubtful = True


def off_scale(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a 7 into one cell: a slip of a finger, not another scale."""
    sheet = spoiled.sheets[0]
    body = spoiled.body(sheet)
    place = chance.choice(spoiled.answer_columns())
    row = sheet.rows[body[len(body) // 2]]
    row.cells[place] = 7
    headers = [spoiled.layout.header(q) for q in spoiled.layout.questionnaire.questions]
    _blank(spoiled, row.person or 0, headers.index(str(spoiled.header().cells[place]).strip()))
    spoiled.doubtful = len(body) < 20  # more than one in twenty of a column is no slip


def _blank(spoiled: Spoiled, number: int, question: int) -> None:
    person = spoiled.people[number]
    answers = tuple(None if place == question else a for place, a in enumerate(person.answers))
    spoiled.people[number] = replace(person, answers=answers)


def unknown_label(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a label into one cell that nobody knows."""
    sheet = spoiled.sheets[0]
    row = sheet.rows[chance.choice(spoiled.body(sheet))]
    row.cells[chance.choice(spoiled.answer_columns())] = chance.choice(("lumayan", "so-so", "3 atau 4", "c/d"))
    spoiled.refused = UNKNOWN | OFF_SCALE


def duplicated_rows(spoiled: Spoiled, chance: random.Random) -> None:
    """Send two rows twice, at the end: they are flagged, and stay."""
    sheet = spoiled.sheets[-1]
    for place in spoiled.body(sheet)[:2]:
        row = sheet.rows[place]
        sheet.rows.append(Row(list(row.cells), len(spoiled.people)))
        spoiled.people.append(spoiled.people[row.person or 0])


def stray_remark(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a remark beneath the table, in its first column."""
    for sheet in spoiled.sheets:
        width = len(sheet.rows[0].cells)
        sheet.rows.append(Row([""] * width))
        sheet.rows.append(Row(["Keterangan: 1 = tidak baik, 4 = sangat baik", *[""] * (width - 1)]))


TROUBLES: dict[str, Callable[[Spoiled, random.Random], None]] = {
    "blank rows": blank_rows,
    "blank column": blank_column,
    "blank column between": blank_column_between,
    "totals": totals,
    "trailing spaces": trailing_spaces,
    "slips in questions": slips_in_questions,
    "hidden sheet": hidden_sheet,
    "repeated header": repeated_header,
    "off scale": off_scale,
    "unknown label": unknown_label,
    "duplicated rows": duplicated_rows,
    "stray remark": stray_remark,
}
ORDER = tuple(TROUBLES)
PEOPLE_EACH_A_ROW = ("wide", "two-row header", "sheet per unit")


def drawn(shape: str, kind: str, questionnaire: Questionnaire, chance: random.Random) -> tuple[str, ...]:
    """Return the troubles of a file: one to three that can happen to it together."""
    if shape not in PEOPLE_EACH_A_ROW:
        return tuple(t for t in ("blank rows", "trailing spaces") if kind != "parquet" and chance.random() < 0.4)
    possible = set(TROUBLES) - ({"hidden sheet"} if kind not in ("xlsx", "xls") else set())
    if kind in ("parquet", "json"):
        possible = {"trailing spaces", "duplicated rows", "off scale"}
    if questionnaire.by != "text" or questionnaire.settings:
        possible -= {"slips in questions"}
    if questionnaire.points != 4 or questionnaire.refused:
        possible -= {"off scale", "unknown label"}
    if shape == "two-row header":
        possible -= {"repeated header", "blank column between", "slips in questions"}
    if shape == "sheet per unit":
        possible -= {"off scale"}
    chosen = chance.sample(sorted(possible), k=min(len(possible), chance.randint(1, 3)))
    return tuple(sorted(chosen, key=ORDER.index))


# --- where the header stands --------------------------------------------------------------------------------------


def _above(spoiled: Spoiled, rows: list[list[str]]) -> None:
    for sheet in spoiled.sheets:
        width = max(len(row.cells) for row in sheet.rows)
        sheet.rows[:0] = [Row([*cells, *[""] * (width - len(cells))]) for cells in rows]
        sheet.merges = [(row + len(rows), first, last) for row, first, last in sheet.merges]


def first_row(spoiled: Spoiled, chance: random.Random) -> None:
    """Leave the header where it is."""


def title_above(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a title and a blank row above the header."""
    _above(spoiled, [["REKAPITULASI SURVEI KEPUASAN MASYARAKAT"], ["PEMERINTAH KOTA CONTOH"], [], ["Tahun 2025"], []])


def labels_above(spoiled: Spoiled, chance: random.Random) -> None:
    """Put a block of labels and a legend above the header."""
    _above(
        spoiled,
        [
            ["Unit", "Kota Contoh"],
            ["Periode", "TW I 2025"],
            ["Petugas", SECRETS[0]],
            ["U1", "Persyaratan"],
            ["U2", "Prosedur"],
            [],
        ],
    )


def line_breaks(spoiled: Spoiled, chance: random.Random) -> None:
    """Break the long texts of the header into lines."""
    for sheet in spoiled.sheets:
        header = spoiled.header(sheet) if spoiled.body(sheet) else sheet.rows[0]
        header.cells = [_broken(cell) if isinstance(cell, str) else cell for cell in header.cells]


def _broken(text: str) -> str:
    words = text.split(" ")
    half = len(words) // 2
    return text if len(words) < 4 else " ".join(words[:half]) + "\n" + " ".join(words[half:])


PLACEMENTS: dict[str, Callable[[Spoiled, random.Random], None]] = {
    "first row": first_row,
    "title above": title_above,
    "labels above": labels_above,
    "line breaks": line_breaks,
}
