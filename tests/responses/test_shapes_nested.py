"""Workbooks as offices build them: repeated headers, formulas, copies of sheets and files, settings for one file."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from skm import pipeline
from skm.responses import read_responses
from skm.survey import open_survey

QUESTIONS = ["Persyaratan", "Prosedur", "Waktu"]
ROWS = [[1, 4, 3, 2], [2, 1, 1, 2], [3, 3, 3, 3]]
SCORES = [[4, 3, 2], [1, 1, 2], [3, 3, 3]]


def workbook(sheets, hidden=(), merged=()):
    """Return the bytes of a workbook, as openpyxl writes it; `merged` are (sheet, range)."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    for name, cells in merged:
        book[name].merge_cells(cells)
    book.save(target)
    return target.getvalue()


def both(rows):
    """Return the same rows as a workbook and as CSV of Excel's kind, with the file names."""
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
    return [(workbook({"Data": rows}), "loket.xlsx"), ("\n".join(lines) + "\n", "loket.csv")]


# --- headers among the rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [0, 1], ids=["workbook", "text"])
def test_headers_of_later_pages(read, scores, findings, kind):
    """A header that stands again among the rows, as pages are printed, is set aside and listed."""
    header = ["No", *QUESTIONS]
    content, name = both([header, ROWS[0], header, ROWS[1], ROWS[2], header])[kind]
    responses = read(content, name)
    assert scores(responses) == {2: SCORES[0], 4: SCORES[1], 5: SCORES[2]}
    assert [line[:2] for line in findings(responses)] == [(3, "summary row"), (6, "summary row")]
    assert (responses.n_rows, responses.n_dropped) == (5, 2)


def test_pages_with_their_title(read, scores):
    """A page may repeat its title too, where it says nothing but what stands above the first header."""
    title, header = ["SURVEI KEPUASAN 2025", None, None, None], ["No", *QUESTIONS]
    rows = [title, header, ROWS[0], title, header, ROWS[1]]
    assert scores(read(workbook({"Data": rows}), "loket.xlsx")) == {3: SCORES[0], 6: SCORES[1]}


@pytest.mark.parametrize("kind", [0, 1], ids=["workbook", "text"])
def test_blocks_of_several_units_are_refused(refusal, kind):
    """Another title above a repeated header may name whose the next rows are: nobody's answers change the unit."""
    header = ["No", *QUESTIONS]
    rows = [["Puskesmas 07", None, None, None], header, ROWS[0], ["Puskesmas 08", None, None, None], header, ROWS[1]]
    error = refusal(*both(rows)[kind])
    assert error.code == "tables_stacked"
    assert [place.row for place in error.places] == [4]


def test_tables_with_other_headers_are_refused(refusal):
    """A second table beneath the first, with its columns in another order, is refused with its row."""
    rows = [["No", *QUESTIONS], ROWS[0], ["No", "Waktu", "Persyaratan", "Prosedur"], ROWS[1]]
    error = refusal(workbook({"Data": rows}), "loket.xlsx")
    assert error.code == "tables_stacked"
    assert [place.row for place in error.places] == [3]


def test_a_header_with_two_columns_exchanged_is_refused(refusal):
    """A header that is the first one but for two columns is another table: its rows would be read in the old order."""
    rows = [["No", *QUESTIONS, "Biaya", "Produk"], [1, 4, 3, 2, 1, 4]]
    rows += [["No", "Prosedur", "Persyaratan", "Waktu", "Biaya", "Produk"], [2, 1, 4, 2, 1, 4]]
    assert refusal(workbook({"Data": rows}), "loket.xlsx").code == "tables_stacked"


# --- formulas -----------------------------------------------------------------------------------------------------


def with_cell(content, found, wanted):
    """Return a workbook with some bytes of its first sheet replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<v />", b"<v></v>")  # as the writer puts it without lxml
                assert found in data
                data = data.replace(found, wanted)
            copy.writestr(name, data)
    return target.getvalue()


def test_formulas_without_a_value_are_refused(refusal):
    """A formula that nobody has computed looks like a blank to a reader; it is none, so the file is refused."""
    rows = [["No", *QUESTIONS], [1, 4, "=1+2", 2], [2, 1, 1, 2]]
    error = refusal(workbook({"Data": rows}), "loket.xlsx")
    assert error.code == "formula_without_value"
    assert [(place.column, place.row) for place in error.places] == [("Prosedur", 2)]


def test_formulas_with_their_value(read, scores):
    """A formula that Excel has computed is read by its value, an empty text as a blank."""
    content = workbook({"Data": [["No", *QUESTIONS], [1, 4, "=1+2", "=TRIM(A9)"], [2, 1, 1, 2]]})
    content = with_cell(content, b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>")
    content = with_cell(content, b'<c r="D2"><f>TRIM(A9)</f><v></v>', b'<c r="D2" t="str"><f>TRIM(A9)</f><v></v>')
    assert scores(read(content, "loket.xlsx")) == {2: [4, 3, None], 3: [1, 1, 2]}


def test_errors_of_formulas_are_refused(refusal):
    """A cell that shows #DIV/0! is no blank either."""
    content = workbook({"Data": [["No", *QUESTIONS], [1, 4, "=1/0", 2], [2, 1, 1, 2]]})
    content = with_cell(content, b'<c r="C2"><f>1/0</f><v></v>', b'<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v>')
    assert refusal(content, "loket.xlsx").code == "formula_without_value"


def test_lists_of_choices_are_no_formulas(read, scores):
    """A drop-down list holds a formula of its own kind; the blank cells beneath it are blank."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in [["No", *QUESTIONS], [1, 4, None, 2], [2, 1, 1, 2]]:
        book.active.append(row)
    choices = DataValidation(type="list", formula1='"1,2,3,4"')
    book.active.add_data_validation(choices)
    choices.add("B2:D9")
    book.save(target)
    assert scores(read(target.getvalue(), "loket.xlsx")) == {2: [4, None, 2], 3: [1, 1, 2]}


def test_totals_may_wait(read, scores):
    """A total beneath the rows that is not computed yet is nobody's answer."""
    rows = [["No", *QUESTIONS], *ROWS, ["Rata-rata", "=AVERAGE(B2:B4)", "=AVERAGE(C2:C4)", "=AVERAGE(D2:D4)"]]
    assert list(scores(read(workbook({"Data": rows}), "loket.xlsx")).values()) == SCORES


# --- the same answers twice ---------------------------------------------------------------------------------------


def test_a_copy_of_a_sheet_is_refused(refusal, read):
    """The same answers on two sheets would count twice; a hidden copy is only named."""
    rows = [["No", *QUESTIONS], *ROWS]
    assert refusal(workbook({"Data": rows, "Salinan Data": rows}), "loket.xlsx").code == "same_sheet_twice"
    assert read(workbook({"Data": rows, "Salinan": rows}, hidden=["Salinan"]), "loket.xlsx").n_rows == 3


def zipped(name, content):
    """Return the bytes of a zip with one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, content)
    return target.getvalue()


TABLE = "Persyaratan,Prosedur\n4,3\n2,1\n"


def test_a_table_and_its_zip_are_the_same(write):
    """A zipped and an unzipped copy of one table are counted once: the second of them is refused."""
    write("survei/data/raw/2025/A.csv", TABLE)
    write("survei/data/raw/2025/A.csv.zip", zipped("A.csv", TABLE.encode()))
    folder = write("survei/skm.toml", "").parent
    result = pipeline.check_survey(open_survey(folder))
    assert [refusal.error.code for refusal in result.refusals] == ["same_file_twice"]
    paths = [folder / "data/raw/2025" / name for name in ("A.csv", "A.csv.zip")]
    with pytest.raises(Exception, match=r"A\.csv"):
        read_responses(*paths)


# --- where the unit stands ----------------------------------------------------------------------------------------


def test_folders_say_period_agency_and_unit(write):
    """`2025/TW1/Dinas Kesehatan/Puskesmas 07.xlsx` is period, agency and unit of all its rows."""
    content = workbook({"Sheet1": [["No", *QUESTIONS], *ROWS]})
    write("survei/data/raw/2025/TW1/Dinas Kesehatan/Puskesmas 07.xlsx", content)
    result = pipeline.check_survey(open_survey(write("survei/skm.toml", "").parent))
    frame = result.indices.frame
    unit = frame[(frame["level"] == "unit") & (frame["period"] == "2025-Q1")]
    assert set(unit["name"]) == {"Puskesmas 07"}
    assert "Dinas Kesehatan" in set(frame.loc[frame["level"] == "agency", "name"])


# --- settings for one file ----------------------------------------------------------------------------------------


def settings(line):
    """Return a skm.toml with one setting for the file."""
    return f'[[file]]\nmatch = "loket.*"\n{line}\n'


def test_unit_and_service_of_one_file(read):
    """`unit` and `service` of `[[file]]` hold for the rows of that file."""
    frame = read(TABLE, settings=settings('unit = "Puskesmas 07"\nservice = "KIA"')).to_pandas()
    assert set(frame["unit"]) == {"puskesmas-07"}
    assert set(frame["service"]) == {"KIA"}


def test_period_of_one_file(read):
    """`period` of `[[file]]` is the period of its rows."""
    assert set(read(TABLE, settings=settings('period = "TW I 2025"')).to_pandas()["period"]) == {"2025-Q1"}


def test_sheet_of_one_file(read, scores, refusal):
    """`sheet` of `[[file]]` chooses among sheets; one that is not there is refused."""
    content = workbook({"Awal": [QUESTIONS, [1, 1, 1]], "Akhir": [QUESTIONS, [4, 4, 4]]})
    assert scores(read(content, "loket.xlsx", settings('sheet = "Akhir"'))) == {2: [4, 4, 4]}
    assert refusal(content, "loket.xlsx", settings('sheet = "Tengah"')).code == "no_such_sheet"


@pytest.mark.parametrize(("order", "facilities"), [("form", 1), ("regulation", 2)])
def test_order_of_one_file(read, findings, order, facilities):
    """`order` of `[[file]]` says which of U8 and U9 is facilities, and then nothing is assumed."""
    responses = read("U7,U8,U9\n4,1,2\n4,1,2\n", settings=settings(f'order = "{order}"'))
    assert set(responses.to_pandas()["facilities"]) == {facilities}
    assert findings(responses) == []


def test_dates_of_one_file(read):
    """`dates` of `[[file]]` says whether the day or the month stands first."""
    text = "Tanggal,Persyaratan,Prosedur\n03/04/2025,4,3\n05/06/2025,4,3\n"
    for order, first in (("dmy", "2025-04-03"), ("mdy", "2025-03-04")):
        frame = read(text, settings=settings(f'dates = "{order}"')).to_pandas().sort_values("row")
        assert str(frame["date"].iloc[0])[:10] == first


def test_columns_of_one_file(read, scores):
    """`columns` of `[[file]]` names elements and roles of that file."""
    text = "Loket,Apa saja,Lain\nA,4,3\nB,2,1\n"
    line = 'columns = { requirements = "Apa saja", procedure = "Lain", unit = "Loket" }'
    responses = read(text, settings=settings(line))
    assert scores(responses) == {2: [4, 3], 3: [2, 1]}
    assert set(responses.unit_names().values()) == {"A", "B"}
