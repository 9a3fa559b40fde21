"""Shapes of tables: titles, headers of two rows, merged cells, totals beneath, several sheets, zips."""

import io
import zipfile

import pytest
import xlsxwriter

from skm.responses import archives

QUESTIONS = ("Persyaratan", "Prosedur", "Waktu", "Biaya/tarif", "Produk")


def workbook(sheets, hidden=(), merged=None):
    """Return the bytes of a workbook with these rows; `merged` are ranges (sheet, A1 range, text)."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if value is not None:
                        sheet.write(row, column, value)
            for owner, cells, text in merged or ():
                if owner == name:
                    sheet.merge_range(cells, text)
            if name in hidden:
                sheet.hide()
    return target.getvalue()


def both(rows):
    """Return the same rows as a workbook and as CSV of Excel's kind, with the file names."""
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
    width = max(len(row) for row in rows)
    padded = [line + ";" * (width - len(row)) for line, row in zip(lines, rows, strict=True)]
    return [(workbook({"Rekap": rows}), "rekap.xlsx"), ("\n".join(padded) + "\n", "rekap.csv")]


# --- headers ------------------------------------------------------------------------------------------------------

TITLES = {
    "title": [["SURVEI KEPUASAN MASYARAKAT"], ["Dinas Contoh"]],
    "title, blank row": [["SURVEI KEPUASAN MASYARAKAT"], [None]],
    "labels": [["Unit", "Puskesmas 07"], ["Periode", "TW I 2025"], [None]],
    "legend": [["U1", "Persyaratan"], ["U2", "Prosedur", "U3", "Waktu"], [None]],
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
@pytest.mark.parametrize("kind", [0, 1], ids=["workbook", "text"])
def test_title_above_the_header(read, scores, title, kind):
    """Whatever stands above it, the header is the row that names the elements, and rows keep their numbers."""
    rows = [*title, ["No", *QUESTIONS], [1, 4, 3, 2, 1, 4], [2, 1, 1, 2, 2, 3]]
    content, name = both(rows)[kind]
    first = len(title) + 2
    assert scores(read(content, name)) == {first: [4, 3, 2, 1, 4], first + 1: [1, 1, 2, 2, 3]}


def test_title_without_delimiters(read, scores, findings):
    """A title line of a CSV needs no delimiters; a line break inside its quotes starts no row."""
    text = 'SURVEI, TAHUN 2025\n"Dinas\nContoh"\n\nNo;Persyaratan;Prosedur\n1;4;3\n2;1\n3;2;2\n'
    responses = read(text)
    assert scores(responses) == {5: [4, 3], 7: [2, 2]}
    assert findings(responses) == [(6, "malformed line", "MISSING COLUMNS", "row dropped")]


@pytest.mark.parametrize("kind", [0, 1], ids=["workbook", "text"])
def test_two_row_header(read, scores, kind):
    """Group cells above the header complete it: what they alone name counts, what the lower row names wins."""
    rows = [
        ["NO. RESPONDEN ", "PROFIL", None, None, "NILAI UNSUR PELAYANAN", None, None, "*Unsur bisa disesuaikan"],
        [None, "NAMA", "JENIS KELAMIN", "USIA", "U1", "U2", "U3", None],
        ["R1", "Budi", "L", 30, 4, 3, 2, None],
        ["R2", "Ani", "P", 40, 1, 2, 3, None],
    ]
    content, name = both(rows)[kind]
    responses = read(content, name)
    assert scores(responses) == {3: [4, 3, 2], 4: [1, 2, 3]}
    taken = responses.recognised["taken_for"].tolist()
    assert taken[:7] == ["id", "identity", "sex", "age", "requirements", "procedure", "time"]


def test_names_above_codes(read, scores):
    """Where names stand above codes, the names say which element it is, also for U8 and U9."""
    rows = [["Persyaratan", "Penanganan pengaduan", "Sarana dan prasarana"], ["U1", "U8", "U9"], [4, 3, 2]]
    responses = read(workbook({"A": rows}), "a.xlsx")
    assert [item.key for item in responses.instrument.items] == ["requirements", "facilities", "complaints"]
    assert scores(responses) == {3: [4, 2, 3]}


@pytest.mark.parametrize("numbers", [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], [1, 2, 3, 4, 5, 6]])
def test_column_numbers_are_no_answers(read, scores, numbers):
    """The line that numbers the columns belongs to the header; it is nobody's answer."""
    rows = [["No", *QUESTIONS], numbers, [1, 4, 3, 2, 1, 4]]
    assert scores(read(workbook({"A": rows}), "a.xlsx")) == {3: [4, 3, 2, 1, 4]}


def test_ordinary_rows_are_no_header(read, scores):
    """Rows beneath a header are answers, also where the first of them counts upwards."""
    assert scores(read("Persyaratan,Prosedur,Waktu,Biaya\n1,2,3,4\n")) == {2: [1, 2, 3, 4]}


def test_elements_named_in_cells_are_no_header(read, scores):
    """A column of element names beside answers is no header: one name a row is not enough."""
    text = "Terendah menurut Anda,Persyaratan,Prosedur\nProsedur,4,3\nBiaya,2,1\n"
    assert scores(read(text)) == {2: [4, 3], 3: [2, 1]}


# --- totals and remarks -------------------------------------------------------------------------------------------

ANSWERS = [[1, 4, 3, 2, 1, 4], [2, 1, 1, 2, 2, 3], [3, 3, 3, 3, 3, 3]]
KEPT = {2: [4, 3, 2, 1, 4], 3: [1, 1, 2, 2, 3], 4: [3, 3, 3, 3, 3]}
BENEATH = {
    "sum": [["Jumlah", 8, 7, 7, 6, 10]],
    "sum that could be answers": [["JUMLAH NILAI", 4, 3, 4, 3, 4]],
    "mean": [["Rata-rata", 2.67, "2,33", 2.33, 2, 3.33]],
    "mean that could be answers": [["NRR per unsur", 3, 3, 3, 3, 3]],
    "no label": [[None, 2.67, 2.33, 2.33, 2, 3.33]],
    "sums and index": [["Total", 8, 7, 7, 6, 10], [None], ["IKM unit pelayanan", 65.56], ["Mutu pelayanan", "C"]],
    "signature": [[None], [None, None, None, None, "Kota Contoh, 31 Maret 2025"], [None, None, None, None, "Kepala"]],
    "legend": [["Rata-rata", 2.67, 2.33, 2.33, 2, 3.33], ["Ket:", 4, "Sangat sesuai"], [None, 3, "Sesuai"]],
}


@pytest.mark.parametrize("beneath", BENEATH.values(), ids=BENEATH.keys())
@pytest.mark.parametrize("kind", [0, 1], ids=["workbook", "text"])
def test_what_stands_beneath_is_nobody(read, scores, findings, beneath, kind):
    """Totals, averages, indices, legends and signatures beneath the rows are set aside and listed, none is counted."""
    content, name = both([["No", *QUESTIONS], *ANSWERS, *beneath])[kind]
    responses = read(content, name)
    assert scores(responses) == KEPT
    filled = [row for row, cells in enumerate(beneath, start=5) if any(cells)]
    assert [line[0] for line in findings(responses) if line[1] == "summary row"] == filled
    assert {line[1] for line in findings(responses)} <= {"summary row", "no answers"}
    assert responses.n_rows - responses.n_dropped == 3


def test_totals_between_the_rows(read, scores, findings):
    """A subtotal between two units is set aside; the rows after it keep their numbers and are counted."""
    text = "Unit,Persyaratan,Prosedur\nA,4,3\nJumlah A,4,3\n\nB,2,1\nTotal,6,4\n"
    responses = read(text)
    assert scores(responses) == {2: [4, 3], 5: [2, 1]}
    assert findings(responses) == [
        (3, "summary row", "Jumlah A", "row dropped"),
        (6, "summary row", "Total", "row dropped"),
    ]
    assert set(responses.unit_names().values()) == {"A", "B"}


def test_names_of_units_and_services_are_no_totals(read, scores):
    """A unit or a service may be called after an index or a total; its answers count."""
    text = "Unit,Jenis layanan,Persyaratan\nIKM,Total station,4\nMutu Pelayanan,Rata-rata,3\n"
    assert scores(read(text)) == {2: [4], 3: [3]}


def test_last_answers_are_answers(read, refusal, scores):
    """A last row with an unknown label is an error, not a remark; a last row off the scale is treated as such."""
    assert refusal("Persyaratan,Prosedur,Waktu\n4,3,2\nlumayan,lumayan,lumayan\n").code == "unknown_label"
    text = "Persyaratan,Prosedur,Waktu\n" + "4,3,2\n" * 30 + "5,5,5\n"
    assert scores(read(text))[31] == [4, 3, 2]
    assert 32 not in scores(read(text))


def test_a_scale_of_hundred_is_no_total(refusal):
    """A table of percentages is refused; its rows are not taken for totals one by one."""
    rows = "".join(f"{value},{value + 1},{value - 3}\n" for value in range(60, 90))
    assert refusal("Persyaratan,Prosedur,Waktu\n" + rows).code == "off_scale"


def test_only_totals_are_refused(refusal):
    """A recapitulation without a single response is refused, not read as people."""
    assert refusal("No,Persyaratan,Prosedur\nJumlah,40,30\nRata-rata,3.1,3.2\n").code == "no_rows"


# --- zips ---------------------------------------------------------------------------------------------------------


def zipped(entries):
    """Return the bytes of a zip with these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


TABLE = "Persyaratan,Prosedur\n4,3\n2,1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_zip_with_one_table(read, scores, encoding):
    """The one table of a zip is read, whatever else lies beside it, and nothing of it stays behind."""
    content = zipped({"../../SKM.csv": TABLE.encode(encoding), "__MACOSX/._SKM.csv": "x", "baca.md": "x"})
    responses = read(content, "SKM.csv.zip")
    assert scores(responses) == {2: [4, 3], 3: [2, 1]}
    assert list(responses.workspace.folder.iterdir()) == []
    assert set(responses.unit_names().values()) == {"SKM"}


def test_zip_with_a_workbook(read, scores):
    """A workbook in a zip is read like any other."""
    content = zipped({"a/SKM.xlsx": workbook({"A": [["Persyaratan"], [4]]})})
    assert scores(read(content, "skm.zip")) == {2: [4]}


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ({"a.csv": TABLE, "b.csv": TABLE}, "zip_several_tables"),
        ({"baca.txt.md": "x"}, "zip_without_table"),
        ({"dalam.zip": zipped({"a.csv": TABLE})}, "zip_without_table"),
        ({"a.csv": ""}, "empty_file"),
    ],
)
def test_zips_that_are_refused(refusal, entries, code):
    """A zip with no table, several, an empty one, or another zip is refused with the reason."""
    assert refusal(zipped(entries), "skm.zip").code == code


def test_damaged_zip(refusal):
    """What is no zip, or a cut one, is refused."""
    assert refusal(zipped({"a.csv": TABLE})[:60], "skm.zip").code == "zip_unreadable"
    assert refusal(b"Persyaratan\n4\n", "skm.zip").code == "zip_unreadable"


def test_zip_larger_than_its_size_says(refusal, monkeypatch):
    """A zip that unpacks beyond the bound is refused, and what was unpacked is gone."""
    monkeypatch.setattr(archives, "LARGEST", 1000)
    assert refusal(zipped({"a.csv": TABLE * 1000}), "skm.zip").code == "zip_too_large"


# --- sheets -------------------------------------------------------------------------------------------------------

SHEET = [["Persyaratan", "Prosedur"], [4, 3]]


def test_hidden_sheets_are_named(read, findings):
    """A hidden sheet that asks the elements is left out, and a finding says so."""
    content = workbook({"A": SHEET, "Lama": SHEET, "Daftar": [["L"], ["P"]]}, hidden=["Lama", "Daftar"])
    assert findings(read(content, "buku.xlsx")) == [(None, "hidden sheet", "Lama", "flagged")]


def test_one_sheet_for_each_unit(read):
    """Where several sheets ask the same and none has a unit column, each sheet is a unit."""
    content = workbook({"Puskesmas 01": SHEET, "Puskesmas 02": SHEET})
    assert set(read(content, "kota.xlsx").unit_names().values()) == {"Puskesmas 01", "Puskesmas 02"}


@pytest.mark.parametrize("names", [["Form Responses 1"], ["Sheet1", "Sheet2"], ["Lembar1", "Data"], ["Poli Gigi"]])
def test_names_of_sheets_that_are_no_units(read, names):
    """What programs call a sheet is no unit, and the only sheet of a file is the file's unit."""
    assert set(read(workbook(dict.fromkeys(names, SHEET)), "Puskesmas 07.xlsx").unit_names().values()) == {
        "Puskesmas 07"
    }


def test_sheets_of_one_stated_unit(read):
    """A unit that is stated, or that stands in a column, wins over the names of the sheets."""
    content = workbook({"Poli Umum": SHEET, "Poli Gigi": SHEET})
    assert set(read(content, "a.xlsx", unit="Puskesmas 07").unit_names().values()) == {"Puskesmas 07"}
    named = [["Unit", "Persyaratan"], ["Loket", 4]]
    assert set(read(workbook({"X": named, "Y": named}), "a.xlsx").unit_names().values()) == {"Loket"}


def test_one_sheet_for_each_period(read):
    """Sheets called after periods are periods of the file's unit, no units."""
    content = workbook({"TW I 2025": SHEET, "TW II 2025": SHEET})
    responses = read(content, "Puskesmas 07.xlsx")
    assert set(responses.unit_names().values()) == {"Puskesmas 07"}
    assert set(responses.to_pandas()["period"]) == {"2025-Q1", "2025-Q2"}


def test_sheet_without_responses_beside_others(read, scores, findings):
    """A sheet that holds totals alone is left out with a finding; the responses of the others count."""
    content = workbook({"Data": SHEET, "Rekap": [["No", *QUESTIONS[:2]], ["Jumlah", 40, 30], ["NRR", 3.1, 3.2]]})
    responses = read(content, "a.xlsx")
    assert scores(responses) == {2: [4, 3]}
    assert findings(responses) == [(None, "sheet without responses", "Rekap", "flagged")]


def test_merged_cells_hold_for_their_rows(read):
    """A unit name merged over rows holds for each of them."""
    rows = [["Unit", "Persyaratan"], [None, 4], [None, 3], ["B", 1]]
    frame = read(workbook({"A": rows}, merged=[("A", "A2:A3", "Loket A")]), "a.xlsx").to_pandas()
    assert frame.sort_values("row")["unit"].tolist() == ["loket-a", "loket-a", "b"]


def test_profile_columns_under_merged_groups(read):
    """Names that stand in the second row alone complete a header whose elements stand in the first."""
    rows = [["No", "Profil", None, *QUESTIONS[:2]], [None, "Nama", "Usia", None, None], [1, "Budi", 30, 4, 3]]
    responses = read(workbook({"A": rows}), "a.xlsx")
    assert responses.recognised["taken_for"].tolist() == ["id", "identity", "age", "requirements", "procedure"]
    assert responses.to_pandas()[["row", "requirements"]].to_numpy().tolist() == [[3, 4]]


# --- columns without a header -------------------------------------------------------------------------------------


def test_blank_columns(read, scores):
    """Blank columns between the questions are nothing, whatever their number."""
    rows = [[None, "Persyaratan", None, "Prosedur", None], [None, 4, None, 3], [None, 2, None, 1]]
    assert scores(read(workbook({"A": rows}), "a.xlsx")) == {2: [4, 3], 3: [2, 1]}


def test_answers_without_a_header(refusal):
    """A column of answers without a header among the questions refuses the file: it may be a question."""
    error = refusal(workbook({"A": [["Persyaratan", None, "Prosedur"], [4, 3, 2], [4, 3, 2]]}), "a.xlsx")
    assert error.code == "column_without_header"
    assert [place.column for place in error.places] == ["B"]
