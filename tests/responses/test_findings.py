"""Exclusions of which there are many stand in files of the engine: the lines, texts and results are the same."""

from pathlib import Path

import pytest

from skm.checking import describe_check, findings_aloud
from skm.pipeline import Result, accounting, blocking_report, check_survey, run_survey
from skm.responses import Exclusions, Many, findings, rows
from skm.responses.exclusions import as_frame
from skm.survey import open_survey
from skm.tables import csv_bytes

CODES = [f"U{number}" for number in range(1, 10)]
HEAD = "Nomor,Nama unit,Timestamp,Jenis kelamin," + ",".join(CODES)
REGISTER = "unit_id,name,aliases\npuskesmas-1,Puskesmas 1,\npuskesmas-2,Puskesmas 2,\n"
DROPPING = '[clean]\nduplicates = "drop"\noff_scale = "drop row"\n'


def answers(number: int, unit: str, *, score: str = "3", when: str = "") -> str:
    """Return one row: its number, unit, time and the same answer to all nine questions."""
    when = when or f"2025-03-{1 + number % 28:02} 08:{number % 60:02}:{number // 60:02}"
    return f"{number},{unit},{when},{'LP'[number % 2]}," + ",".join([score] * 8) + (",4" if score else ",")


def write_survey(folder: Path, settings: str = "") -> Path:
    """Write two files with every kind of finding that a row can have, and a register."""
    lines = [answers(number, f"Puskesmas {1 + number % 2}") for number in range(1, 201)]
    lines += [answers(201, "Puskesmas 1") + "\n" + answers(201, "Puskesmas 1")]  # sent twice
    lines += [answers(202, "Puskesmas 2"), answers(202, "Puskesmas 2", score="2")]  # and with other answers
    lines += [answers(203, "Puskesmas 1", score=""), answers(204, "Pusksmas 1"), answers(205, "Klinik, =1+1")]
    lines += [answers(206, "Puskesmas 1 (0812 3456 7890)"), answers(207, "Puskesmas 2", when="2024-12-31 08:00:00")]
    lines += ["208,Puskesmas 1,L", answers(209, "Puskesmas 1").replace(",3,3,3,", ",3,7,3,", 1), ""]
    lines += ["Jumlah,,,," + ",".join(["350"] * 9)]
    other = [answers(number, "Puskesmas 2") for number in range(3, 60, 2)] + [answers(300, "Puskesmas 2")]
    for name, rows_of in (("a.csv", lines), ("b.csv", other)):
        path = folder / "data/raw/2025" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([HEAD, *rows_of]) + "\n", encoding="utf-8")
    (folder / "data/raw/units.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "skm.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture
def spill(monkeypatch: pytest.MonkeyPatch):
    """Return a function after which one line of a finding is too many to be kept at hand."""

    def begin() -> None:
        for module in (findings, rows):
            monkeypatch.setattr(module, "FEW", 0)

    return begin


def texts_of(result: Result) -> tuple[str, ...]:
    """Return all that is said of the findings of a result."""
    told = result.excluded.told
    return (
        describe_check(result.recognised, told, result.accounts, {}),
        *findings_aloud(told),
        blocking_report(result),
    )


@pytest.mark.parametrize("settings", ["", DROPPING])
def test_many_lines_are_the_same_lines(spill, tmp_path: Path, settings: str):
    """Exclusions, their texts and the rows kept are the same, whether the lines are at hand or in the engine."""
    survey = open_survey(write_survey(tmp_path, settings))
    few = check_survey(survey)
    spill()
    many = check_survey(survey)
    assert not any(isinstance(found, Many) for found in few.excluded._found)
    rules = {"off scale", "no answers", "duplicate", "resubmission", "unit not registered", "malformed line"}
    rules |= {"personal value", "duplicate in other file"}
    assert rules <= {found.rule for found in many.excluded._found if isinstance(found, Many)}
    assert csv_bytes(many.exclusions) == csv_bytes(few.exclusions)
    assert texts_of(many) == texts_of(few)
    assert many.accounts == few.accounts
    assert len(many.excluded) == len(few.exclusions) == many.excluded.told["n"].sum()
    assert not many.is_whole


def test_all_lines_are_never_in_memory_in_a_run(spill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A run writes exclusions.csv without having its lines as a frame; the second run finds the same in its memory."""
    survey = open_survey(write_survey(tmp_path))
    path = tmp_path / "data/processed/exclusions.csv"
    wanted = csv_bytes(check_survey(survey).exclusions)
    spill()

    def refuse(*_args: object) -> None:
        raise AssertionError("all lines are asked for")

    monkeypatch.setattr(Exclusions, "frame", property(refuse))
    monkeypatch.setattr(accounting.Result, "exclusions", property(refuse))
    # What a run publishes is not looked at here.
    monkeypatch.setattr("skm.publishing.write_report", lambda *_args, **more: more["meanwhile"]())
    run_survey(survey)
    assert path.read_bytes() == wanted
    (tmp_path / "data/raw/2025/c.csv").write_text(HEAD + "\n" + answers(400, "Puskesmas 2") + "\n", encoding="utf-8")
    run_survey(survey)
    kept = [line for line in path.read_bytes().splitlines(keepends=True) if b"/c.csv" not in line]
    assert b"".join(kept) == wanted


def test_told_lines_count_for_all(tmp_path: Path):
    """Of many lines with two messages the first five of each are told, the first with the number of all others."""
    from skm.responses import Workspace

    workspace = Workspace()
    workspace.connection.execute(
        "CREATE TEMP TABLE found AS SELECT 2 + i AS \"row\", 'v' || i AS value, '' AS unit, (i % 2)::INTEGER AS saying"
        " FROM range(20) t(i)"
    )
    common = {"file": "a.csv", "sheet": "", "column": "Unit", "rule": "unit not registered", "action": "row dropped"}
    excluded = Exclusions(workspace, [Many("found", 20, **common, messages=("A", "B"), own="x")])
    told = excluded.told
    assert told.groupby("message")["n"].sum().to_dict() == {"A": 10, "B": 10}
    assert told["row"].tolist() == list(range(2, 12)) and set(told["unit"]) == {"x"}
    assert told.query("n > 1")[["row", "n"]].to_numpy().tolist() == [[2, 6], [3, 6]]
    assert as_frame(excluded.lines())["row"].tolist() == list(range(2, 22))
