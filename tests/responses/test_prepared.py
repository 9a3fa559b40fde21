"""Prepared rows: a row in which nothing but its unit stands is blank, and any other thing in it makes it a row."""

import io

import openpyxl
import pytest

CODES = [f"U{number}" for number in range(1, 10)]
GOOD = [3, 3, 4, 3, 3, 3, 4, 3, 3]


@pytest.fixture
def workbook(write):
    """Return a function that writes rows as a workbook of one sheet, and gives its bytes."""

    def bytes_of(*rows: list[object]) -> bytes:
        book, target = openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(target)
        return target.getvalue()

    return bytes_of


def test_prepared_rows_are_no_rows(read, workbook, scores):
    """Rows with only unit and agency are passed over, wherever they stand; the others keep their numbers."""
    head = ["Unit layanan", "Perangkat daerah", *CODES, "Saran"]
    free = ["Loket A", "Dinas X"]
    content = workbook(head, free, [*free, *GOOD], free, [], [*free, *GOOD], *[free] * 100)
    responses = read(content, "a.xlsx")
    assert sorted(scores(responses)) == [3, 6]
    assert (responses.n_rows, responses.n_dropped) == (2, 0)


@pytest.mark.parametrize("column", ["Tanggal", "No", "Saran", "Nama", "Jenis kelamin", "Catatan petugas"])
def test_anything_else_makes_it_a_row(read, workbook, findings, column):
    """A row with a date, a number, a remark or a name beside its unit is listed as one that answers nothing."""
    content = workbook(["Unit layanan", column, *CODES], ["Loket A", "", *GOOD], ["Loket A", "1"], ["Loket A"])
    responses = read(content, "a.xlsx")
    assert [line[:2] for line in findings(responses) if line[1] == "no answers"] == [(3, "no answers")]
    assert responses.n_rows == 2


def test_a_table_without_a_unit_column_has_none(read, workbook):
    """Where no column says the unit, no row can be prepared."""
    responses = read(workbook([*CODES, "Saran"], [*GOOD, ""], [*[None] * 9, "baik"]), "a.xlsx")
    assert responses.n_rows == 2


def test_nothing_filled_in_is_refused(refusal, workbook):
    """A workbook with prepared rows alone holds no responses."""
    assert refusal(workbook(["Unit layanan", *CODES], ["Loket A"], ["Loket A"]), "a.xlsx").code == "no_rows"


def test_findings_have_the_unit_of_their_row(read):
    """A finding of a row belongs to the unit of that row; one of the whole file of several units to none."""
    rows = [f"Loket {'AB'[n % 2]},{','.join(map(str, GOOD))}" for n in range(60)]
    rows[3] = rows[3].replace("4", "7", 1)
    exclusions = read("\n".join(["Unit," + ",".join(CODES), *rows])).exclusions
    assert exclusions[["rule", "unit"]].to_numpy().tolist() == [["off scale", "loket-b"], ["order assumed", ""]]


def test_findings_have_the_unit_of_their_file(read):
    """Without a column for it, every finding belongs to the unit that the file is of."""
    rows = [",".join(map(str, GOOD))] * 40
    rows[3] = rows[3].replace("4", "7", 1)
    exclusions = read("\n".join([",".join(CODES), *rows]), "Loket A.csv").exclusions
    assert set(exclusions["unit"]) == {"loket-a"}
