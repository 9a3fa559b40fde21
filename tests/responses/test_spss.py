"""SPSS: answers are their labels, missing values are blank, and a label that contradicts its code wins or stops."""

import datetime as dt
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from skm.errors import DataError, SkmError
from skm.pipeline import index_files, run_survey
from skm.responses import read_responses, spss

CODES = [f"U{number}" for number in range(1, 10)]
AGREEMENT = {1.0: "Tidak sesuai", 2.0: "Kurang sesuai", 3.0: "Sesuai", 4.0: "Sangat sesuai"}


@pytest.fixture
def sav(tmp_path: Path):
    """Return a function that writes a file of SPSS and gives its path."""

    def write(columns: dict[str, list], name: str = "loket.sav", **about) -> Path:
        path = tmp_path / name
        pyreadstat.write_sav(pd.DataFrame(columns), path, compress=path.suffix == ".zsav", **about)
        return path

    return write


def answered(first: list, others: int = 4) -> dict[str, list]:
    """Return nine coded columns, of which the first holds what is given."""
    return {"U1": first} | {code: [float(others)] * len(first) for code in CODES[1:]}


def column(path: Path, key: str = "requirements", **options) -> list[int | None]:
    """Return the scores of one element, by row."""
    frame = read_responses(path, **options).to_pandas().sort_values("row")
    return [None if pd.isna(value) else int(value) for value in frame[key]]


def refused(path: Path) -> SkmError:
    """Return the error with which a file is refused."""
    with pytest.raises(DataError) as caught:
        read_responses(path)
    return caught.value


# --- what a cell says ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["loket.sav", "loket.zsav"])
def test_codes_are_read_as_their_labels(sav, name):
    """A code is the label that people saw; the case number of SPSS is the row."""
    path = sav(answered([1.0, 2.0, 3.0, 4.0]), name, variable_value_labels={"U1": AGREEMENT})
    responses = read_responses(path)
    assert column(path) == [1, 2, 3, 4]
    assert sorted(responses.to_pandas()["row"]) == [1, 2, 3, 4]


def test_the_label_wins_over_the_code(sav):
    """Where 4 is labelled "Tidak sesuai", a 4 is a 1: people ticked words, not codes."""
    turned = {5 - code: label for code, label in AGREEMENT.items()}
    assert column(sav(answered([1.0, 2.0, 3.0, 4.0]), variable_value_labels={"U1": turned})) == [4, 3, 2, 1]


def test_ends_alone_may_be_labelled_where_they_agree(sav):
    """Labels at both ends that agree with their codes leave no doubt about the codes between."""
    ends = {code: AGREEMENT[code] for code in (1.0, 4.0)}
    assert column(sav(answered([1.0, 2.0, 3.0, 4.0]), variable_value_labels={"U1": ends})) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "labels",
    [
        {1.0: "Sangat sesuai", 4.0: "Tidak sesuai"},
        {1.0: "Tidak sesuai", 5.0: "Sangat sesuai"},
        {0.0: "Tidak sesuai", 3.0: "Sangat sesuai"},
    ],
)
def test_codes_without_label_stop_a_turned_scale(sav, labels):
    """Where the labelled ends are turned or moved, a 2 without label could be a 3: the file is refused."""
    error = refused(sav(answered([*labels, 2.0]), variable_value_labels={"U1": labels}))
    assert (error.code, error.places[0].row, error.places[0].value) == ("spss_labels_incomplete", 3, "2")


def test_one_label_for_two_codes_stops(sav):
    """Two codes of one label: one of them is labelled wrongly, and nobody knows which."""
    labels = AGREEMENT | {4.0: "Sesuai"}
    assert refused(sav(answered([1.0, 4.0]), variable_value_labels={"U1": labels})).code == "spss_labels_alike"


def test_a_scale_of_five_is_known_without_its_middle(sav):
    """The file declares five choices: it is refused also where nobody took the one that is not of our scale."""
    five = {1.0: "Tidak puas", 2.0: "Kurang puas", 3.0: "Netral", 4.0: "Puas", 5.0: "Sangat puas"}
    labels = {code: five for code in CODES}
    error = refused(sav(answered([1.0, 2.0, 4.0, 5.0]), variable_value_labels=labels))
    assert error.code == "other_scale"


def test_missing_values_are_blank(sav):
    """System-missing and user-missing values (9, 99) are no answers: neither off the scale nor zero."""
    labels = AGREEMENT | {9.0: "Tidak menjawab"}
    about = {"variable_value_labels": {"U1": labels}, "missing_ranges": {"U1": [9.0, {"lo": 90.0, "hi": 99.0}]}}
    responses = read_responses(path := sav(answered([4.0, None, 9.0, 99.0, 2.0]), **about))
    assert column(path) == [4, None, None, None, 2]
    assert responses.exclusions.query("rule == 'off scale'").empty


def test_a_nine_that_is_not_declared_missing_is_off_the_scale(sav):
    """A 9 that the file does not call missing is blanked and listed, with its row."""
    values = [4.0] * 39 + [9.0]
    found = read_responses(sav(answered(values))).exclusions.query("rule == 'off scale'")
    assert found[["row", "value"]].to_numpy().tolist() == [[40, "9"]]


# --- what a variable is -------------------------------------------------------------------------------------------


def test_labels_of_variables_are_recognised_before_names(sav, questions):
    """A question text as variable label makes the element, whatever the variable is called."""
    keys = list(questions)
    columns = {f"v{place}": [float(1 + place % 4)] * 3 for place in range(9)}
    labels = {f"v{place}": questions[key] for place, key in enumerate(reversed(keys))}
    responses = read_responses(sav(columns, column_labels=labels))
    row = responses.to_pandas().iloc[0]
    assert [int(row[key]) for key in reversed(keys)] == [1 + place % 4 for place in range(9)]


def test_the_name_counts_where_the_label_says_nothing(sav):
    """A label that nobody knows leaves the name: U1 is U1."""
    path = sav(answered([1.0, 4.0]), column_labels={"U1": "Butir pertama kuesioner"})
    lines = read_responses(path).recognised
    assert lines[lines["taken_for"] == "requirements"]["column"].tolist() == ["U1"]


def test_settings_may_name_a_variable_or_its_label(sav, write):
    """`[columns]` takes the name of a variable, and its label."""
    columns = {"a1": [2.0], "a2": [3.0]} | {code: [4.0] for code in CODES[2:]}
    path = sav(columns, column_labels={"a1": "Butir satu", "a2": "Butir dua"})
    settings = write("skm.toml", '[columns]\nrequirements = "a1"\nprocedure = "Butir dua"\norder = "form"\n')
    assert (column(path, settings=settings), column(path, "procedure", settings=settings)) == ([2], [3])


def test_people_units_and_dates_are_known(sav):
    """Dates of SPSS are dates, labelled units and groups are texts, names are no columns of ours."""
    columns = answered([3.0, 4.0]) | {
        "nama": ["Sri Wahyuni", "Joko"],
        "jk": [1.0, 2.0],
        "loket": [1.0, 2.0],
        "tgl": [dt.date(2025, 3, 4), dt.date(2025, 3, 5)],
    }
    about = {
        "variable_value_labels": {
            "jk": {1.0: "Laki-laki", 2.0: "Perempuan"},
            "loket": {1.0: "Loket A", 2.0: "Loket B"},
        },
        "column_labels": {"jk": "Jenis kelamin", "loket": "Unit layanan", "tgl": "Tanggal", "nama": "Nama"},
    }
    responses = read_responses(sav(columns, **about))
    frame = responses.to_pandas().sort_values("row")
    assert sorted(responses.unit_names().values()) == ["Loket A", "Loket B"]
    assert frame["sex"].nunique() == 2
    assert [str(day)[:10] for day in frame["date"]] == ["2025-03-04", "2025-03-05"]
    assert "Sri" not in frame.to_csv()


def test_personal_cells_are_found_behind_any_name(sav):
    """A variable full of e-mail addresses tells who somebody is, whatever it is called."""
    mails = [f"sri.wahyuni{number}@contoh.go.id" for number in range(30)]
    responses = read_responses(sav(answered([3.0] * 30) | {"v77": mails}))
    lines = responses.recognised
    assert lines[lines["column"] == "v77"]["taken_for"].tolist() == ["identity"]
    assert "wahyuni" not in responses.to_pandas().to_csv() + responses.exclusions.to_csv()


def test_texts_of_older_files_are_read(sav, tmp_path):
    """A file that states Windows-1252, and one that states nothing true, are read with their signs."""
    columns = answered([4.0] * 2) | {"unit": ["Kafé Layanan", "Loket B"]}
    data = sav(columns).read_bytes()
    stated = data.replace(b"\x05\0\0\0UTF-8", b"\x0c\0\0\0windows-1252").replace("é".encode(), b"\xe9 ")
    wrong = data.replace("é".encode(), b"\xe9 ")
    for number, content in enumerate((stated, wrong)):
        path = tmp_path / f"lama{number}.sav"
        path.write_bytes(content)
        assert set(read_responses(path).unit_names().values()) == {"Kafé Layanan", "Loket B"}


# --- files --------------------------------------------------------------------------------------------------------


def test_rows_come_in_portions(sav, monkeypatch):
    """Portions add up to the whole: no row is lost or counted twice between them, at the very edge too."""
    monkeypatch.setattr(spss, "PORTION", 10)
    for n in (9, 10, 11, 20):
        values = [float(1 + place % 4) for place in range(n)]
        assert column(sav(answered(values), f"n{n}.sav")) == [1 + place % 4 for place in range(n)]


def test_a_zip_may_hold_it(sav, tmp_path):
    """A zip with one file of SPSS is read as that file."""
    with zipfile.ZipFile(tmp_path / "kirim.zip", "w") as archive:
        archive.write(sav(answered([1.0, 4.0])), "loket.sav")
    assert column(tmp_path / "kirim.zip") == [1, 4]


def test_a_folder_counts_it(sav, tmp_path):
    """A file of SPSS below data/raw is a response file like any other."""
    target = tmp_path / "survei/data/raw/2025/loket.sav"
    target.parent.mkdir(parents=True)
    sav(answered([3.0] * 12)).rename(target)
    result = run_survey(tmp_path / "survei")
    assert [(a.file, a.rows_kept, a.status) for a in result.accounts] == [("data/raw/2025/loket.sav", 12, "read")]


def test_the_same_answers_give_the_same_figures_as_a_workbook(sav, write):
    """Coded answers by SPSS and by CSV give identical figures."""
    values = [1.0, 2.0, 4.0, None, 3.0] * 5
    labelled = sav(answered(values), variable_value_labels={"U1": AGREEMENT})
    lines = [",".join(CODES), *(",".join(["" if v is None else str(int(v)), *["4"] * 8]) for v in values)]
    plain = write("loket.csv", "\n".join(lines))
    frames = [index_files([path]).indices.frame.reset_index(drop=True) for path in (labelled, plain)]
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize("content", [b"$FL2 bukan berkas", b"\0" * 400, b"PK\x03\x04"])
def test_a_damaged_file_is_refused(tmp_path, content):
    """What is no file of SPSS is refused with the way out."""
    (tmp_path / "rusak.sav").write_bytes(content)
    assert refused(tmp_path / "rusak.sav").code == "spss_unreadable"


def test_a_renamed_file_is_named(tmp_path, sav):
    """A file of SPSS called .csv is refused as what it is."""
    path = sav(answered([3.0]))
    path.rename(tmp_path / "loket.csv")
    assert refused(tmp_path / "loket.csv").values["kind"] == "sav"


def test_without_the_extra_the_way_out_is_told(sav, monkeypatch):
    """Without pyreadstat the file is refused with the line that installs it; it is no unknown kind of file."""
    path = sav(answered([3.0]))
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    error = refused(path)
    assert error.code == "extra_missing"
    assert 'pip install "skm[spss]"' in error.message()
