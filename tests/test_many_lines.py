"""The lines that each table gives to the tally lie in files once they are many: nothing else changes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skm import responses
from skm.pipeline import repeats
from skm.pipeline.reading import be_silent, read_survey
from skm.responses import REMEMBERED, Memory, cleaning, remember, remembering, tally_lines
from skm.responses.tally_lines import KeptLines, in_batches
from skm.survey import open_survey

FILES = "bacd"


def write_rows(path: Path, number: int, *, profile: bool) -> None:
    """Write the answers of two units, three in ten blank, some with a profile column."""
    lots = np.random.default_rng(number)
    frame = pd.DataFrame(lots.integers(1, 5, (90, 3)), columns=["U1", "U2", "U3"], dtype="Int64")
    frame = frame.mask(lots.random((90, 3)) < 0.3)
    if profile:
        frame.insert(0, "Jenis kelamin", lots.choice(["L", "P"], 90))
    frame.insert(0, "Unit", lots.choice([f"Loket {number}'s", f"Loket {number + 1}"], 90))
    frame.to_csv(path, index=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a survey of four files with units in common, of which one has no profile column."""
    raw = tmp_path / "survey/data/raw/2025"
    raw.mkdir(parents=True)
    (tmp_path / "survey/skm.toml").write_text('[survey]\nname = "Kota"\n', encoding="utf-8")
    for number, name in enumerate(FILES):
        write_rows(raw / f"{name}.csv", number, profile=name != "c")
    return tmp_path / "survey"


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all but the first lines of a tally lie in files, and few be added at a time."""
    monkeypatch.setattr(tally_lines, "LINES_AT_HAND", 60)
    monkeypatch.setattr(tally_lines, "LINES_AT_ONCE", 60)
    for module in (responses, remembering, cleaning):
        monkeypatch.setattr(module, "HELD_AT_MOST", 100)


def tally_of(home: Path) -> tuple[pd.DataFrame, list[type]]:
    """Return the tally of a survey that is read anew, and how the lines of its tables are kept."""
    (group,) = read_survey(open_survey(home), be_silent, dates=True, fresh=True).responses
    return group.tally().frame, [type(own) for own in group.lines_by_part.values()]


def test_lines_in_files_give_the_same_tally(home: Path, request: pytest.FixtureRequest):
    """Some tables' lines at hand and others' in files add up to the tally of all at hand, every view in it."""
    before, kinds = tally_of(home)
    assert set(kinds) == {pd.DataFrame}
    request.getfixturevalue("many")
    found, kinds = tally_of(home)
    assert set(kinds) == {pd.DataFrame, KeptLines}
    assert set(found["view"]) == {"", "sex"}
    pd.testing.assert_frame_equal(found, before)


def remembered(home: Path, target: Path, before: Path | None, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Read a survey, what has not changed from an earlier reading, and return the files that the next run reads."""
    monkeypatch.setattr("skm.pipeline.reading._memory_of", lambda survey, workspace, fresh: Memory(before, workspace))
    read = read_survey(open_survey(home), be_silent, dates=True)
    lines = {name: own for group in read.responses for name, own in group.lines_by_part.items()}
    target.mkdir()
    remember(target, read.as_read, read.workspace, lines)
    return [(target / name).read_bytes() for name in REMEMBERED]


@pytest.mark.usefixtures("many")
def test_how_lines_are_kept_changes_no_byte(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What a run remembers is, byte for byte, the same whether rows and lines were counted now or remembered."""
    remembered(home, tmp_path / "first", None, monkeypatch)
    write_rows(home / "data/raw/2025/a.csv", 7, profile=True)
    again = remembered(home, tmp_path / "again", tmp_path / "first", monkeypatch)
    assert again == remembered(home, tmp_path / "fresh", None, monkeypatch)


def test_small_tables_are_written_together(monkeypatch: pytest.MonkeyPatch):
    """Lines go together until they are many, in the order of the tables; a table with many goes alone."""
    monkeypatch.setattr(tally_lines, "LINES_AT_ONCE", 10)
    frames = {number: pd.DataFrame(index=range(n)) for number, n in enumerate((4, 6, 1, 30, 2, 3))}
    assert in_batches(frames) == [[0, 1], [2], [3], [4, 5]]
    assert in_batches({}) == []


def test_responses_in_two_files_are_found_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Each response of an earlier file is found once in the later one, however many are set beside each other."""
    raw = tmp_path / "data/raw/2025"
    raw.mkdir(parents=True)
    (tmp_path / "skm.toml").write_text('[survey]\nname = "Kota"\n', encoding="utf-8")
    rows = [f"2025-03-03 08:00:{second:02},Loket,{1 + second % 4},3,4" for second in range(50)]
    for name, own in (("a", rows[:30]), ("b", rows[20:])):
        (raw / f"{name}.csv").write_text("\n".join(["Timestamp,Unit,U1,U2,U3", *own, ""]), encoding="utf-8")
    found = []
    for at_once in (repeats.AT_ONCE, 7):
        monkeypatch.setattr(repeats, "AT_ONCE", at_once)
        (group,) = read_survey(open_survey(tmp_path), be_silent, dates=True, fresh=True).responses
        lines = group.exclusions
        found.append(lines[lines["rule"] == "duplicate in other file"].reset_index(drop=True))
    assert found[0][["file", "row"]].values.tolist() == [["data/raw/2025/b.csv", row] for row in range(2, 12)]
    pd.testing.assert_frame_equal(*found)
