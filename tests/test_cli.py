"""The command line: streams, exit codes, shapes of tables, and that it is the library by another door."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import skm
from skm import cli

CASES = Path(__file__).parent / "cases"
UNITS = CASES / "seed-ikm-three-units" / "responses.csv"
CODES = ",".join(f"U{number}" for number in range(1, 10))


def test_index_prints_json_with_the_keys_of_the_contract(run):
    """--format json has survey, indices, changes, exclusions and recognised."""
    code, out, _ = run("index", UNITS, "--format", "json")
    content = json.loads(out)
    assert code == 0
    assert set(content) == {"survey", "indices", "changes", "exclusions", "recognised"}
    assert {row["printed"] for row in content["indices"] if row["level"] == "unit" and row["measure"] == "index"} == {
        "91.67",
        "92.59",
        "93.06",
    }


def test_index_is_the_library_by_another_door(run):
    """The CSV of `skm index` holds the figures of the same three calls in Python."""
    _, out, _ = run("index", UNITS, "--format", "csv")
    table = skm.compute_indices(skm.tally_responses(skm.read_responses(UNITS), profiles=())).frame
    shown = pd.read_csv(pd.io.common.StringIO(out), dtype=str, keep_default_na=False)
    assert shown["printed"].tolist() == table["printed"].tolist()


def test_results_go_to_stdout_and_messages_to_stderr(run, tmp_path: Path):
    """A refused file is told on stderr; stdout stays clean for the figures of the others."""
    bad = tmp_path / "b.csv"
    bad.write_text(f"{CODES}\n3,3,3,lumayan,3,3,3,3,3\n", encoding="utf-8")
    code, out, err = run("index", UNITS, bad, "--format", "csv")
    assert code == 1
    assert "lumayan" in err
    assert "lumayan" not in out


def test_message_has_four_parts(run, tmp_path: Path):
    """What can't be done, where with row and column, what was found, the way out."""
    bad = tmp_path / "b.csv"
    rows = "\n".join(f"3,3,{'lumayan' if n % 2 else 3},3,3,3,3,3,3" for n in range(1, 16))
    bad.write_text(f"{CODES}\n{rows}\n", encoding="utf-8")
    code, _, err = run("index", bad)
    assert code == 1
    assert err.splitlines() == [
        "Berkas belum bisa dipakai: 8 jawaban memakai label yang tidak dikenal.",
        '  b.csv, kolom "U3": baris 2 "lumayan"',
        '  b.csv, kolom "U3": baris 4 "lumayan"',
        '  b.csv, kolom "U3": baris 6 "lumayan"',
        '  b.csv, kolom "U3": baris 8 "lumayan"',
        '  b.csv, kolom "U3": baris 10 "lumayan"',
        "  dan 3 lagi",
        '  Perbaiki berkas, atau tambahkan di skm.toml: [answers.time] "lumayan" = …',
    ]


def test_messages_follow_the_language(run, tmp_path: Path):
    """--lang en gives English messages."""
    code, _, err = run("index", tmp_path / "none.csv", "--lang", "en")
    assert code == 2
    assert err.startswith("There is no such file.")


def test_wrong_words_end_with_two(run):
    """An option that does not exist is a wrong command."""
    code, _, _ = run("index", UNITS, "--no-such-option")
    assert code == 2


def test_output_file_by_its_ending(run, tmp_path: Path):
    """-o writes .xlsx, .csv and .json, and says which endings it knows."""
    for ending in ("xlsx", "csv", "json"):
        code, out, _ = run("index", UNITS, "-o", tmp_path / f"a.{ending}")
        assert code == 0
        assert out == ""
        assert (tmp_path / f"a.{ending}").stat().st_size > 500
    code, _, err = run("index", UNITS, "-o", tmp_path / "a.pdf")
    assert code == 2
    assert ".xlsx .csv .json" in err


def test_workbook_holds_no_formula(run, tmp_path: Path):
    """A unit called =1+1 is a text in the workbook."""
    path = tmp_path / "a.csv"
    path.write_text(f"unit,{CODES}\n=1+1,3,3,3,3,3,3,3,3,3\n", encoding="utf-8")
    run("index", path, "-o", tmp_path / "a.xlsx")
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["indices"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_overview_says_what_comes_next(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`skm` alone says what is in the folder and names the next command."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data/raw/2020").mkdir(parents=True)
    (tmp_path / "data/raw/2020/a.csv").write_text(f"{CODES}\n3,3,3,3,3,3,3,3,3\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["skm"])
    code, out, _ = run()
    assert code == 0
    assert "1 berkas jawaban" in out
    assert "skm run" in out


def test_run_of_a_file_prints_its_page(run, tmp_path: Path):
    """`skm run FILE` prints the path of the page that it made."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join([CODES, *["3,3,4,3,3,3,4,3,3"] * 12]), encoding="utf-8")
    code, out, err = run("run", path, "--unit", "Puskesmas 07", "--period", "2025")
    assert code == 0
    assert Path(out.strip()).exists()
    assert "12 baris dibaca = 12 dihitung + 0 tidak dihitung" in err


def test_check_lists_every_finding(run, tmp_path: Path):
    """`skm check` names file, row and rule of what a run would leave out, and writes nothing."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join([CODES, *["3,3,4,3,3,3,4,3,3"] * 40, "3,3,7,3,3,3,3,3,3"]), encoding="utf-8")
    code, out, _ = run("check", path, "--format", "json")
    assert code == 0
    rules = {(row["rule"], row["row"], row["value"]) for row in json.loads(out)["exclusions"]}
    assert ("off scale", 42, "7") in rules
    assert list(tmp_path.iterdir()) == [path]


def test_console_without_utf8_gets_plain_signs(tmp_path: Path):
    """A console of code page 437 prints a hyphen where there is no dash, and no error."""
    path = tmp_path / "a.csv"
    path.write_text(f"unit,{CODES}\nLoket – A,3,3,3,3,3,3,3,3,3\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp437"}
    done = subprocess.run(
        [sys.executable, "-m", "skm", "index", str(path)], capture_output=True, check=False, env=environment
    )
    assert done.returncode == 0
    assert b"Loket - A" in done.stdout


def test_every_command_is_documented():
    """docs/cli.md names every command and shows its call in Python."""
    page = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
    for command in cli.app.registered_commands:
        name = command.name or command.callback.__name__
        assert f"## `skm {name}" in page, name
