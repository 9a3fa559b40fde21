"""A run is computed again: which files are the same, and what is said of what changed."""

import json
import shutil

import pytest

from skm.errors import RequestError
from skm.pipeline import run_survey
from skm.releasing import reproduce_run

RECORD = "data/processed/run.json"


def kinds_of(found):
    """Return kind and name of each difference."""
    return {(difference.kind, difference.name) for difference in found.differences}


def test_an_unchanged_run_is_the_same(moved, tmp_path):
    """Every file comes out the same, byte for byte, drafts beside an edition too; the folder stays as it was."""
    folder = shutil.copytree(moved, tmp_path / "survei")
    run_survey(folder, fresh=True)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = reproduce_run(folder / RECORD)
    assert found.differences == ()
    assert found.is_same
    assert found.n_files == len(json.loads((folder / RECORD).read_text(encoding="utf-8"))["outputs"]) + 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_changed_is_named(ready, tmp_path):
    """A changed input, a setting and another version are named, and the files that differ for it."""
    folder = shutil.copytree(ready, tmp_path / "survei")
    answers = folder / "data/raw/2025/a.csv"
    answers.write_text(
        answers.read_text(encoding="utf-8").replace("3,3,3,3,3,3,3,3,3", "3,3,3,3,3,3,3,3,2", 1), encoding="utf-8"
    )
    settings = folder / "skm.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[publish]\nminimum_cell = 6\n", encoding="utf-8")
    record = json.loads((folder / RECORD).read_text(encoding="utf-8")) | {"python": "3.0.0"}
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
    found = reproduce_run(folder / RECORD)
    assert not found.is_same
    assert {("input", "data/raw/2025/a.csv"), ("settings", "skm.toml"), ("version", "python")} <= kinds_of(found)
    assert ("output", "data/processed/indices.csv") in kinds_of(found)
    assert 0 < found.n_same < found.n_files


def test_a_missing_input_is_named(ready, tmp_path):
    """Where an input is gone nothing is computed, and no file counts as the same."""
    folder = shutil.copytree(ready, tmp_path / "survei")
    (folder / "data/raw/2025/a.csv").unlink()
    found = reproduce_run(folder / RECORD)
    assert kinds_of(found) == {("gone", "data/raw/2025/a.csv")}
    assert found.n_same == 0


@pytest.mark.parametrize(("text", "code"), [("{}", "reproduce_no_record"), ("nonsense", "reproduce_no_record")])
def test_what_is_no_record_is_refused(tmp_path, text, code):
    """A file that is no run.json is refused, not guessed at."""
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        reproduce_run(path)
    assert caught.value.code == code


def test_a_copied_record_needs_its_folder(ready, tmp_path):
    """A run.json that lies elsewhere does not say which folder it is of."""
    path = shutil.copy(ready / RECORD, tmp_path / "run.json")
    with pytest.raises(RequestError) as caught:
        reproduce_run(path)
    assert caught.value.code == "reproduce_no_folder"
