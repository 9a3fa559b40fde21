"""Corrections: single raw cells put right, each with its reason; one that does not fit stops everything."""

import json

import pytest

from skm.errors import SettingsError
from skm.pipeline import check_survey, run_survey
from skm.survey import open_survey

HEADER = "period,file,row,column,from,to,reason,who,date\n"
ROWS = "No,Nama,Tanggal,Persyaratan,Prosedur\n1,Sulastri,10/03/2025,5,3\n2,Budi,15/03/2025,4,3\n"


@pytest.fixture
def corrected(write, tmp_path):
    """Return a function that checks a folder of one file under a register of corrections."""

    def check(register: str, rows: str = ROWS, name: str = "data/raw/corrections.csv"):
        write("data/raw/2025/a.csv", rows + "".join(f"{n},x,20/03/2025,4,3\n" for n in range(3, 40)))
        write(name, register)
        return check_survey(open_survey(tmp_path))

    return check


def stopped(corrected, register):
    """Return the error that a register stops the run with."""
    with pytest.raises(SettingsError) as caught:
        corrected(register)
    assert caught.value.exit_code == 2
    return caught.value


def lines_of(result):
    """Return (row, column, value, message) of each correction."""
    found = result.exclusions[result.exclusions["rule"] == "corrected"]
    return [(int(r.row), r.column, r.value, r.message) for r in found.itertuples()]


@pytest.mark.parametrize("file", ["a.csv", "2025/a.csv", "data\\raw\\2025\\A.csv"])
@pytest.mark.parametrize("column", ["Persyaratan", "persyaratan ", "D"])
def test_a_cell_is_put_right(corrected, file, column):
    """The cell that file, row and column name says the new value before anything is read; the entry is listed."""
    result = corrected(HEADER + f"2025,{file},2,{column},5,3,Salah ketik,Rina,2025-04-01\n")
    assert lines_of(result) == [(2, "Persyaratan", "5 → 3", "Dibetulkan menurut corrections.csv baris 2: Salah ketik")]
    assert "off scale" not in set(result.exclusions["rule"])
    (tally,) = result.tallies
    assert int(tally.frame.query("view == ''")["n3_requirements"].sum()) == 1


def test_indonesian_headers_and_a_workbook(corrected, tmp_path):
    """The register may be an Excel workbook with Indonesian headers."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Berkas", "Baris", "Kolom", "Semula", "Menjadi", "Alasan", "Petugas", "Tanggal"])
    book.active.append(["a.csv", 2, "Persyaratan", 5, 4, "Salah ketik", "Rina", "2025-04-01"])
    path = tmp_path / "data/raw/corrections.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    result = corrected("", name="catatan.txt")
    assert [line[2] for line in lines_of(result)] == ["5 → 4"]


def test_everything_that_does_not_fit_stops_the_run_at_once(corrected):
    """A wrong file, column, row or `from`, and a cell corrected twice: all are named, and nothing is read."""
    entries = [
        "2025,b.csv,2,Persyaratan,5,3,x,y,z",
        "2025,a.csv,2,Biaya,5,3,x,y,z",
        "2025,a.csv,1,Persyaratan,5,3,x,y,z",
        "2025,a.csv,3,Persyaratan,5,3,x,y,z",
    ]
    assert [p.row for p in stopped(corrected, HEADER + entries[0] + "\n").places] == [2]
    assert [p.row for p in stopped(corrected, HEADER + entries[1] + "\n").places] == [2]
    error = stopped(corrected, HEADER + "\n".join(entries[2:]) + "\n")
    assert [(p.row, p.value) for p in error.places] == [
        (2, "baris ini tidak ada di antara jawaban"),
        (3, "isi selnya lain dari from"),
    ]
    twice = "2025,a.csv,2,Persyaratan,5,3,x,y,z\n"
    assert stopped(corrected, HEADER + twice + twice).code == "corrections_do_not_fit"


def test_another_period_is_another_file(corrected):
    """An entry for 2024 does not touch the file of 2025."""
    assert stopped(corrected, HEADER + "2024,a.csv,2,Persyaratan,5,3,x,y,z\n").code == "corrections_do_not_fit"


@pytest.mark.parametrize(
    ("entry", "columns"),
    [
        ("2025,a.csv,2,Persyaratan,5,3,,Rina,2025-04-01", ["reason"]),
        ("2025,a.csv,2,Persyaratan,5,3,x,,", ["who", "date"]),
        ("2025,,dua,Persyaratan,5,3,x,y,z", ["file", "row"]),
        ("2025,a.csv,2,Persyaratan,5,5,x,y,z", ["to"]),
        ("kemarin,a.csv,2,Persyaratan,5,3,x,y,z", ["period"]),
    ],
)
def test_an_entry_without_its_reasons_stops_the_run(corrected, entry, columns):
    """Each entry says why, who and when; what is missing is named by column."""
    error = stopped(corrected, HEADER + entry + "\n")
    assert error.code == "corrections_incomplete"
    assert [place.column for place in error.places] == columns


def test_a_register_without_its_columns(corrected):
    """A register that lacks a column, or has an unknown one, is a wrong setting."""
    assert stopped(corrected, "file,row\n").code == "corrections_without_columns"
    assert stopped(corrected, HEADER.replace("who", "siapakah")).code == "unknown_setting"


def test_personal_columns_are_not_corrected(corrected):
    """A name is dropped while reading, so nobody may write it into a register."""
    error = stopped(corrected, HEADER + "2025,a.csv,2,Nama,Sulastri,Budi,x,y,z\n")
    assert "Sulastri" not in error.message()
    assert "data pribadi" in error.message()


def test_blank_cells_are_corrected_too(corrected):
    """A blank `from` is a blank cell, a blank `to` makes one."""
    rows = ROWS.replace("1,Sulastri,10/03/2025,5,3", "1,Sulastri,10/03/2025,,3")
    entries = "2025,a.csv,2,Persyaratan,,2,x,y,z\n2025,a.csv,3,Prosedur,3,,x,y,z\n"
    result = corrected(HEADER + entries, rows)
    assert [line[2] for line in lines_of(result)] == [" → 2", "3 → "]


def test_a_correction_comes_before_recognition(corrected):
    """An unknown label that would refuse its file is put right by the register."""
    rows = ROWS.replace("10/03/2025,5,3", "10/03/2025,lumayan,3")
    assert not corrected(HEADER + "2025,a.csv,2,Persyaratan,lumayan,3,x,y,z\n", rows).refusals


def test_corrections_are_counted_and_name_nobody(corrected, tmp_path):
    """run.json counts the corrections; a name in a reason and who corrected stand in no file."""
    corrected(HEADER + "2025,a.csv,2,Persyaratan,5,3,Menurut Ibu Sulastri,Rina Marlina,2025-04-01\n")
    run_survey(tmp_path)
    record = json.loads((tmp_path / "data/processed/run.json").read_text(encoding="utf-8"))
    assert record["rows"]["corrected"] == 1
    for path in (tmp_path / "data/processed").rglob("*"):
        if path.is_file():
            assert b"Sulastri" not in path.read_bytes()
            assert b"Marlina" not in path.read_bytes()


def test_two_registers_of_one_name(write, tmp_path):
    """corrections.csv beside corrections.xlsx leaves open which one holds."""
    write("data/raw/corrections.csv", HEADER)
    write("data/raw/corrections.xlsx", b"")
    with pytest.raises(SettingsError) as caught:
        open_survey(tmp_path)
    assert caught.value.code == "register_twice"


def test_answers_in_lines_are_corrected_by_the_person_s_row(write, tmp_path):
    """In a table of a row per answer, row and column are those that the findings name: the person, and the question."""
    lines = ["Responden,Pertanyaan,Jawaban"]
    lines += [
        f"{n},{q},{5 if (n, q) == (1, 'Persyaratan') else 4}" for n in range(1, 30) for q in ("Persyaratan", "Prosedur")
    ]
    write("data/raw/2025/a.csv", "\n".join(lines) + "\n")
    found = check_survey(open_survey(tmp_path)).exclusions
    (off,) = found[found["rule"] == "off scale"].itertuples()
    entry = f"2025,a.csv,{int(off.row)},{off.column},5,4,x,y,z\n"
    write("data/raw/corrections.csv", HEADER + entry)
    result = check_survey(open_survey(tmp_path))
    assert [line[2] for line in lines_of(result)] == ["5 → 4"]
    assert "off scale" not in set(result.exclusions["rule"])
