"""Exports: what SPSS and Stata get is labelled, holds nobody's identity, and gives the same figures when read again."""

import csv
import io
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pyreadstat
import pytest

import skm
from skm.errors import RequestError
from skm.exporting import code_book, export_responses, label_rows
from skm.pipeline import run_survey
from skm.regulation import Instrument, Item, load_regulation

CODES = [f"U{number}" for number in range(1, 10)]
LAWS = ("kep-25-2004", "permenpan-16-2014", "permenpan-14-2017")


def write_answers(path: Path, columns: list[str], rows: list[list[object]]) -> None:
    """Write a CSV of answers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([columns, *rows])


def answers(n: int = 60) -> list[list[object]]:
    """Return rows of two units: some blank, some that a question does not apply to, and a 7."""
    rows = []
    for number in range(n):
        scores: list[object] = [1 + (number * place + place) % 4 for place in range(1, 10)]
        if number % 11 == 0:
            scores[3] = ""
        if number % 7 == 0:
            scores[8] = "Tidak berlaku"
        if number == 30:
            scores[0] = 7
        person = [f"Sri Wahyuni {number}", ["Loket A", "Loket B"][number % 2], ["L", "P", ""][number % 3], 20 + number]
        rows.append([*person, f"2025-03-{1 + number % 28:02d}", *scores])
    return rows


HEADER = ["Nama", "Unit layanan", "Jenis kelamin", "Umur", "Tanggal", *CODES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a survey folder in which `skm run` has been."""
    home = tmp_path / "survei"
    write_answers(home / "data/raw/2025/a.csv", HEADER, answers())
    toml = '[survey]\nname = "Kota Uji"\nrecruitment = "walk-in"\n[columns]\norder = "form"\n'
    (home / "skm.toml").write_text(toml, encoding="utf-8")
    run_survey(home)
    return home


def figures(path: Path, survey: skm.Survey | None = None) -> pd.DataFrame:
    """Return the index table of one file."""
    responses = skm.read_responses(path, survey=survey)
    return skm.compute_indices(skm.tally_responses(responses), survey).frame.reset_index(drop=True)


# --- read again ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["sav", "csv"])
def test_an_export_gives_the_figures_it_came_from(folder, form):
    """Export, read again: every figure, group and count is the same, those that do not apply included.

    A table keeps the codes of units as `unit`, as responses.parquet does, so there only their printed names differ.
    """
    survey = skm.open_survey(folder)
    path, n_rows = export_responses(folder, form, period="2025")
    responses = skm.read_responses(folder / "data/raw/2025/a.csv", survey=survey)
    before = skm.compute_indices(skm.tally_responses(responses), survey).frame.assign(period="2025")
    assert n_rows == 60
    told = [] if form == "sav" else ["name"]
    again = figures(path, survey).drop(columns=told)
    pd.testing.assert_frame_equal(again, before.reset_index(drop=True).drop(columns=told))
    assert responses.tally().frame["not_applicable"].max() > 0


@pytest.mark.parametrize("law", LAWS)
def test_labels_of_every_regulation_read_back(tmp_path, law):
    """Of each regulation every score of every element comes back as itself through its label."""
    regulation = load_regulation(law)
    frame = pd.DataFrame({key: [1, 2, 3, 4] * 3 for key in regulation.keys})
    skm.write_sav(frame, tmp_path / "a.sav", regulation=law)
    settings = tmp_path / "skm.toml"
    settings.write_text(f'[survey]\nregulation = "{law}"\n', encoding="utf-8")
    again = skm.read_responses(tmp_path / "a.sav", settings=settings).to_pandas().sort_values("row")
    assert {key: again[key].astype(int).tolist() for key in regulation.keys} == frame.to_dict("list")


def test_several_questions_of_an_element_read_back(tmp_path):
    """Questions keep their own columns; the mean beside them is no further question."""
    home = tmp_path / "survei"
    columns = ["U1.1", "U1.2", *CODES[1:]]
    write_answers(home / "data/raw/2025/a.csv", columns, [[1 + n % 4, 4 - n % 4, *[3] * 8] for n in range(12)])
    (home / "skm.toml").write_text('[columns]\norder = "form"\n', encoding="utf-8")
    result = run_survey(home)
    path, _ = export_responses(home)
    frame, about = pyreadstat.read_sav(path)
    assert frame["requirements_mean"].tolist() == [2.5] * 12
    assert about.column_names_to_labels["requirements_1"] == "Persyaratan 1"
    own = result.indices.frame.query("level == 'unit'").set_index("measure")["mean"]
    again = figures(path).query("level == 'unit'").set_index("measure")["mean"]
    assert again.to_dict() == own.to_dict()


def test_responses_may_be_written_at_once(folder, tmp_path):
    """`skm.write_sav` takes what `read_responses` gives, and the figures are the same."""
    survey = skm.open_survey(folder)
    responses = skm.read_responses(folder / "data/raw/2025/a.csv", survey=survey)
    skm.write_sav(responses, tmp_path / "salinan.zsav")
    pd.testing.assert_frame_equal(
        figures(tmp_path / "salinan.zsav", survey), figures(folder / "data/raw/2025/a.csv", survey)
    )


# --- what stands in it --------------------------------------------------------------------------------------------


def test_spss_gets_labels_measures_and_missing_values(folder):
    """Variables and codes have labels, levels of measurement are set, "does not apply" is a missing value."""
    path, _ = export_responses(folder)
    frame, about = pyreadstat.read_sav(path, user_missing=True)
    labels = about.variable_value_labels
    assert (
        about.column_names_to_labels["complaints"]
        == load_regulation("permenpan-14-2017").element("complaints").names["id"]
    )
    assert labels["requirements"] == {1: "Tidak sesuai", 2: "Kurang sesuai", 3: "Sesuai", 4: "Sangat sesuai"}
    assert labels["complaints"][8] == "Tidak berlaku"
    assert set(labels["sex"].values()) == {"Laki-laki", "Perempuan"}
    assert about.missing_ranges == {"complaints": [{"lo": 8.0, "hi": 8.0}]}
    assert about.variable_measure["requirements"] == "ordinal" and about.variable_measure["sex"] == "nominal"
    assert frame["sex"].isna().sum() == 20
    assert str(frame["date"][0])[:10] == "2025-03-01"
    assert set(frame["recruitment"]) == {"walk-in"}


def test_stata_gets_labels_and_no_code_that_it_would_count(folder):
    """Stata takes every number for an answer, so "does not apply" is missing there; labels come along."""
    path, n_rows = export_responses(folder, "dta")
    frame, about = pyreadstat.read_dta(path)
    assert (len(frame), path.name) == (n_rows, "responses.dta")
    assert frame["complaints"].max() == 4
    assert about.variable_value_labels["requirements"][4] == "Sangat sesuai"
    assert about.column_names_to_labels["unit_name"] == "Unit layanan"


def test_a_table_has_a_code_book(folder, tmp_path):
    """CSV is UTF-8 with comma and point, whole answers without `.0`, and a code book lies beside it."""
    path, _ = export_responses(folder, "csv", tmp_path / "keluar.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert (rows[0]["unit_name"], rows[0]["sex"], rows[1]["requirements"]) == ("Loket A", "Laki-laki", "3")
    assert (rows[0]["tariff"], rows[0]["complaints"]) == ("", "Tidak berlaku")
    book = (tmp_path / "keluar-codebook.csv").read_text(encoding="utf-8")
    assert "requirements,Persyaratan,Requirements,," in book
    assert "requirements,,,4,Sangat sesuai" in book


@pytest.mark.parametrize("form", ["sav", "dta", "csv"])
def test_no_identity_is_exported(folder, form):
    """No name of a respondent stands in any byte of an export."""
    path, _ = export_responses(folder, form)
    assert b"Wahyuni" not in path.read_bytes()
    with duckdb.connect() as connection:
        columns = connection.read_parquet(str(folder / "data/processed/2025/responses.parquet")).columns
    assert "identity_hash" not in columns


def test_simulated_answers_say_so(tmp_path):
    """An export of simulated answers says in every row what they are, so that nobody takes it for a survey."""
    home = tmp_path / "survei"
    rows = [[*row, "ya"] for row in answers(20)]
    write_answers(home / "data/raw/2025/a.csv", [*HEADER, "Data simulasi"], rows)
    (home / "skm.toml").write_text('[survey]\nsimulated = true\n[columns]\norder = "form"\n', encoding="utf-8")
    run_survey(home)
    path, _ = export_responses(home)
    assert set(pyreadstat.read_sav(path)[0]["simulated"]) == {"ya"}
    assert skm.read_responses(path).parts[0].plan.simulated


def test_names_that_programs_keep_for_themselves_are_changed():
    """An own element called `with`, or with a long name, gets a name that SPSS and Stata take."""
    names = ("with", "x" * 40, "x" * 32)
    law = load_regulation("permenpan-14-2017")
    elements = tuple(law.elements[0].__class__(n, n, n, {"id": n, "en": n}, {"id": n, "en": n}, 1) for n in names)
    instrument = Instrument(law.__class__(law.id, law.title, elements, law.grades, law.scale, law.multiplier), ())
    instrument = Instrument(instrument.regulation, tuple(Item(n, n) for n in names))
    labelled = label_rows(pd.DataFrame({name: [4] for name in names}), instrument, {})
    assert list(labelled.frame) == ["with_2", "x" * 32, "x" * 29 + "_2"]
    assert len(code_book(labelled)) == 3


# --- what is asked for --------------------------------------------------------------------------------------------


def test_periods_go_together_or_alone(folder):
    """Without a period all of them are in one file; a period that is not there is refused with those that are."""
    write_answers(folder / "data/raw/2024/a.csv", HEADER, answers(20))
    run_survey(folder)
    both, n_both = export_responses(folder)
    _, n_one = export_responses(folder, period="2024")
    assert (n_both, n_one) == (80, 20)
    assert set(pyreadstat.read_sav(both)[0]["period"]) == {"2024", "2025"}
    with pytest.raises(RequestError) as caught:
        export_responses(folder, period="2023")
    assert (caught.value.code, caught.value.values["known"]) == ("export_period_unknown", "2024, 2025")


def test_other_questions_make_another_file(folder):
    """Periods that ask different questions do not go into one file."""
    write_answers(folder / "data/raw/2024/a.csv", HEADER[:-1], [row[:-1] for row in answers(20)])
    run_survey(folder)
    with pytest.raises(RequestError) as caught:
        export_responses(folder)
    assert caught.value.code == "export_instruments_differ"
    assert export_responses(folder, period="2024")[1] == 20


def test_nothing_processed_is_told(tmp_path):
    """Without a run there is nothing to export: exit code 2, with what to do first."""
    with pytest.raises(RequestError) as caught:
        export_responses(tmp_path)
    assert caught.value.code == "nothing_processed"


def test_without_the_extra_the_way_out_is_told(folder, monkeypatch):
    """Without pyreadstat SPSS and Stata are refused with the line that installs it; a table needs nothing."""
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(RequestError) as caught:
        export_responses(folder)
    assert 'pip install "skm[spss]"' in caught.value.message()
    assert export_responses(folder, "csv")[1] == 60


def test_an_export_is_whole_or_not_there(folder, monkeypatch):
    """A write that fails leaves the export that stood there, and no half of a new one."""
    path, _ = export_responses(folder)
    before = path.read_bytes()

    def half(frame, target, **_):
        Path(target).write_bytes(b"$FL2")
        raise KeyboardInterrupt

    monkeypatch.setattr(pyreadstat, "write_sav", half)
    with pytest.raises(KeyboardInterrupt):
        export_responses(folder)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.name.endswith(".part")] == []


def test_the_command_writes_what_the_file_is_called(folder, run, tmp_path):
    """`skm export -o x.dta` is Stata; the path goes to stdout, the warning to stderr, an unknown kind is code 2."""
    code, out, err = run("export", folder, "-o", tmp_path / "x.dta")
    assert (code, out.strip()) == (0, str(tmp_path / "x.dta"))
    assert "60" in err and "jangan diterbitkan" in err
    assert len(pyreadstat.read_dta(tmp_path / "x.dta")[0]) == 60
    code, out, _ = run("export", folder, "--format", "csv", "--quiet")
    assert (code, Path(out.strip()).name) == (0, "responses.csv")
    assert run("export", folder, "-o", tmp_path / "x.por")[0] == 2
    assert run("export", folder, "--format", "xlsx")[0] == 2
