"""Bad input: a four-part message, the right exit code, and earlier results as they were."""

import io
import re

import pytest
import xlsxwriter

from skm.errors import SkmError
from skm.messages import MESSAGES
from skm.pipeline import run_survey

HEADER = "Unit,Persyaratan,Prosedur\n"
GOOD = HEADER + "Loket A,4,3\nLoket A,3,3\nLoket B,4,4\n" * 6


def workbook():
    """Return the bytes of a good workbook."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["Persyaratan", "Prosedur"], [4, 3]]):
            sheet.write_row(row, 0, cells)
    return target.getvalue()


BAD_FILES = {
    "empty": b"",
    "header alone": HEADER.encode(),
    "blank lines": b"\n\n\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "a document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a workbook": workbook(),
    "a web page": b"<!DOCTYPE html><table><tr><td>Persyaratan</td></tr></table>",
    "binary": bytes(range(256)) * 4,
    "no encoding": b"Persyaratan,Saran\n4,\x81\x8d\n",
    "unclosed quote": (HEADER + '"Loket A,4,3\nLoket B,4,4\n').encode(),
    "stray quotes": (HEADER + 'Loket 5",4,3\nLoket 6",4,4\nx,1,1\n').encode(),
    "unknown label": (HEADER + "Loket A,lumayan,3\n").encode(),
    "off the scale": (HEADER + "Loket A,7,3\n").encode(),
    "no element": b"Unit,Catatan\nLoket A,x\n",
    "two columns for one": b"Persyaratan,Kesesuaian persyaratan\n4,3\n",
}


@pytest.fixture
def survey(write, tmp_path):
    """Return the folder of a survey of one year that has been run."""
    write("data/raw/2024/a.csv", GOOD)
    run_survey(tmp_path)
    return tmp_path


def files_of(folder):
    """Return the results in a folder: every file that the program wrote, with its bytes."""
    written = [path for part in ("data/processed", "reports") for path in (folder / part).rglob("*")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in written if path.is_file()}


@pytest.mark.parametrize("content", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused_with_four_parts(refusal, content):
    """Each kind of bad file says what cannot be done, where, what was found, and the way out, in both languages."""
    error = refusal(content, "pkm-07.csv")
    assert error.exit_code == 1
    for language in ("id", "en"):
        what, *places, way_out = error.message(language).splitlines()
        assert re.search(r"[.…]$", what)
        assert places
        assert all(place.startswith("  pkm-07.csv") for place in places)
        assert way_out.startswith("  ")
        assert "{" not in what + way_out.replace("columns = {", "")


def test_a_bad_file_alone_leaves_earlier_results(survey, write, run):
    """When nothing can be used, the run ends with 1 and every earlier result stands, byte for byte."""
    before = files_of(survey)
    write("data/raw/2024/a.csv", "")
    code, out, err = run("run", survey)
    assert (code, out) == (1, "")
    assert "Traceback" not in err
    assert "Berkas kosong" in err
    assert files_of(survey) == before


def test_one_bad_file_does_not_stop_the_others(survey, write, run):
    """A bad file is refused whole, the others go on, and the run ends with 1."""
    write("data/raw/2024/b.csv", HEADER + "Loket C,lumayan,3\n")
    code, _, err = run("run", survey)
    assert code == 1
    assert "lumayan" in err
    assert "refused" in (survey / "data" / "processed" / "run.json").read_text(encoding="utf-8")
    assert "Loket C" not in (survey / "data" / "processed" / "indices.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "settings",
    ['[survey]\nnaem = "x"\n', '[survey]\nregulation = "x"\n', '[[period]]\nid = "2020"\nfiles = ["data/raw/x*"]\n'],
)
def test_wrong_settings_write_nothing(survey, write, run, settings):
    """Wrong settings end with 2 before anything is read, and earlier results stand."""
    before = files_of(survey)
    write("skm.toml", settings)
    code, out, err = run("run", survey)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert files_of(survey) == before


def test_a_broken_register_writes_nothing(survey, write, run):
    """A register that cannot be read ends with 2, and earlier results stand."""
    before = files_of(survey)
    write("data/raw/units.csv", 'unit_id,name\na,"Loket A\n')
    code, _, err = run("run", survey)
    assert code == 2
    assert "units.csv" in err
    assert files_of(survey) == before


def test_a_register_that_misses_a_unit(survey, write, run):
    """Rows of a unit that the register does not have are counted, listed and named; the run ends with 1."""
    write("data/raw/units.csv", "unit_id,name\na,Loket A\n")
    code, _, err = run("run", survey)
    assert code == 1
    assert "Loket B" in err
    exclusions = (survey / "data" / "processed" / "exclusions.csv").read_text(encoding="utf-8")
    assert exclusions.count("unit not registered") == 6


def test_one_unit_in_two_spellings(survey, write, run):
    """Spellings of a unit are one unit, without a finding."""
    write("data/raw/2024/a.csv", GOOD.replace("Loket A,4", "LOKET  A.,4"))
    assert run("run", survey)[0] == 0
    lines = (survey / "data" / "processed" / "indices.csv").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith("2024,unit,") and ",index," in line]) == 2


def test_a_period_without_respondents(survey, write, run):
    """A period whose files hold a header alone is refused as such and has no figure, not zero."""
    write("data/raw/2025/a.csv", HEADER)
    code, _, err = run("run", survey)
    assert code == 1
    assert "tanpa satu pun jawaban" in err
    assert "\n2025," not in (survey / "data" / "processed" / "indices.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["CON", "a/b", "x" * 300, '<script>alert(1)</script> & "Sons"', "Ma'rang", "../../x", "=1+1"]
)
def test_unit_names_that_are_no_file_names(survey, write, run, name):
    """Any unit name gives a page in which it is text, files within the folder, and no markup of its own."""
    quoted = '"' + name.replace('"', '""') + '"'
    write("data/raw/2024/a.csv", GOOD + f"{quoted},4,4\n" * 12)
    before = {path for path in survey.parent.rglob("*") if survey not in path.parents}
    assert run("run", survey)[0] == 0
    page = (survey / "reports" / "2024" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert {path for path in survey.parent.rglob("*") if survey not in path.parents} == before


def test_one_file_of_another_kind(write, run):
    """`skm run FILE` on a picture with a .csv name ends with 1, names the kind, and makes no folder."""
    path = write("foto.csv", BAD_FILES["a picture"])
    code, out, err = run("run", path)
    assert (code, out) == (1, "")
    assert "png" in err
    assert sorted(p.name for p in path.parent.iterdir()) == ["foto.csv"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("run", "tidak-ada"), 2),
        (("index", "tidak-ada.csv"), 2),
        (("index",), 2),
        (("jalan",), 2),
        (("run", ".", "--lang", "fr"), 2),
        (("compare", "2019", "2020", "tidak-ada"), 2),
    ],
)
def test_wrong_words_end_with_2(tmp_path, monkeypatch, run, words, code):
    """What cannot be asked ends with 2, says so on stderr, and prints no result."""
    monkeypatch.chdir(tmp_path)
    found, out, err = run(*words)
    assert (found, out) == (code, "")
    assert err
    assert "Traceback" not in err


@pytest.mark.parametrize("period", ["../../luar", "2025-Q5", "kemarin"])
def test_a_typed_period_that_is_none(write, run, period):
    """`--period` takes periods alone: it becomes the name of a folder, so nothing else may pass."""
    path = write("dalam/loket.csv", GOOD)
    before = {p for p in path.parents[1].rglob("*")}
    code, _, err = run("run", path, "--period", period)
    assert code == 2
    assert "bukan periode" in err
    assert {p for p in path.parents[1].rglob("*")} == before


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_speaks_both_languages(code):
    """Each message says what and the way out in both languages, and asks for the same values in both."""
    parts = {
        language: [set(re.findall(r"(?<!\{)\{(\w+)\}", text)) for text in MESSAGES[code][language]]
        for language in ("id", "en")
    }
    assert set.union(*parts["id"]) == set.union(*parts["en"])
    assert all(text.strip() for language in ("id", "en") for text in MESSAGES[code][language])


def test_five_places_are_shown(refusal):
    """Of many places of one kind five are shown and the rest counted."""
    error = refusal(HEADER + "Loket A,lumayan,3\n" * 40)
    assert error.message("id").count("pkm") + error.message("id").count("baris") == 5
    assert "dan 35 lagi" in error.message("id")
    assert isinstance(error, SkmError)
