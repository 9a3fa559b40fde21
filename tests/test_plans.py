"""The sheet of the follow-up plan, and what the program says of overdue actions."""

import openpyxl
import pytest

from skm import open_survey
from skm.errors import SettingsError
from skm.followups import read_actions
from skm.starting import make_plan_sheet

HEAD = "period,level,id,name,measure,lowest\n"
LINES = "2025,unit,a,Loket A,index,\n2025,unit,a,Loket A,time,lowest\n2025,unit,b,Loket B,index,\n"


@pytest.fixture
def folder(tmp_path):
    """A survey folder whose last run found one lowest element that stands apart, of two units."""
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "data/processed").mkdir()
    (tmp_path / "data/processed/priorities.csv").write_text(HEAD + LINES, encoding="utf-8")
    (tmp_path / "data/processed/indices.csv").write_text("period,level\n2025,all\n", encoding="utf-8")
    (tmp_path / "data/raw/units.csv").write_text("unit_id,name\na,Loket A\nb,Loket B\n", encoding="utf-8")
    return tmp_path


def test_the_sheet_proposes_what_stands_apart_and_nothing_else(folder):
    """Unit and element are filled in where an element stands apart; activity, time, names stay empty."""
    made = make_plan_sheet(folder)
    sheet = openpyxl.load_workbook(made.path)["RTL"]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert rows == [["2025", "Loket A", "Waktu penyelesaian"], ["2025", "Loket B"]]
    assert (made.n_units, made.n_proposed) == (2, 1)


def test_an_unfilled_sheet_is_read_as_no_plan(folder):
    """The next run reads the sheet as it is: a proposal without an activity is no action."""
    make_plan_sheet(folder)
    assert read_actions(open_survey(folder), ["2025"]) == ()


def test_the_same_figures_give_the_same_sheet(folder, tmp_path):
    """The sheet is the same bytes each time."""
    pair = [make_plan_sheet(folder, output=tmp_path / name).path.read_bytes() for name in ("1.xlsx", "2.xlsx")]
    assert pair[0] == pair[1]


def test_a_register_is_never_overwritten(folder):
    """What an office wrote down stays: the sheet goes to another file, or nowhere."""
    (folder / "data/raw/followup.csv").write_text("unit,activity\na,Loket kedua\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        make_plan_sheet(folder)
    assert caught.value.code == "followup_there"


def test_without_figures_there_is_nothing_to_propose(folder):
    """Before the first run the sheet cannot be made, and the message says what to do."""
    (folder / "data/processed/priorities.csv").unlink()
    with pytest.raises(SettingsError) as caught:
        make_plan_sheet(folder)
    assert caught.value.code == "nothing_computed"


def test_skm_lists_what_is_overdue(folder, run, monkeypatch):
    """`skm` names actions that are not done although their last quarter is over, and no others."""
    register = "period,unit,activity,TW1 2020,TW1 2099,status\n2019,a,Loket kedua,x,,PROSES\n2019,b,Papan,,x,\n"
    (folder / "data/raw/followup.csv").write_text(register, encoding="utf-8")
    monkeypatch.chdir(folder)
    code, out, _ = run()
    assert code == 0
    assert "Loket A: Loket kedua (sampai Triwulan I 2020" in out
    assert "Papan" not in out


def test_the_command_makes_the_sheet(folder, run):
    """`skm new FOLDER --followup` writes the sheet where the next run reads it, and prints where."""
    code, out, _ = run("new", folder, "--followup")
    assert (code, out.strip()) == (0, str(folder / "data/raw/followup.xlsx"))
