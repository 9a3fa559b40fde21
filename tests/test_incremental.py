"""What has not changed is not read again, and nobody can tell from the results."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest

from skm.cli import main
from skm.pipeline import reading, run_survey
from skm.pipeline.reading import Intake, be_silent, read_survey
from skm.provenance import input_hashes, standing_record
from skm.responses import Part, Responses, remembering
from skm.survey import open_survey
from skm.tables import sha256_of

HEADER = "Timestamp,Unit,Jenis Kelamin,U1,U2,U3,U4,U5,U6,U7,U8,U9\n"
SETTINGS = '[survey]\nname = "Kota Contoh"\n[publisher]\ndocuments = false\n'  # Word costs most, and shows nothing here
REGISTER = "unit_id,name,users_2024\nA,Loket A,400\nB,Loket B,300\nC,Loket C,200\n"


def _rows(units: str, shift: int = 0) -> str:
    return HEADER + "".join(
        f"2024-03-{1 + row:02} 09:{row:02}:00,Loket {unit},{'LP'[row % 2]},{1 + (row + shift) % 4},4,{3 + row % 2},"
        f"{'' if row == 3 else 4},3,3,{2 + row % 3},4,{9 if row == 5 else 3}\n"
        for unit in units
        for row in range(24)
    )


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a survey folder of three files that has been run."""
    folder = tmp_path_factory.mktemp("ran")
    raw = folder / "data" / "raw" / "2024"
    raw.mkdir(parents=True)
    (folder / "skm.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "data" / "raw" / "units.csv").write_text(REGISTER, encoding="utf-8")
    for number, unit in enumerate("ABC"):
        (raw / f"{unit}.csv").write_text(_rows(unit, number), encoding="utf-8")
    run_survey(folder)
    return folder


@pytest.fixture
def home(ran: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder that has been run."""
    return Path(shutil.copytree(ran, tmp_path / "home"))


@pytest.fixture
def read_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that fills with the names of the files that are really read."""
    names: list[str] = []
    real = reading.read_file

    def spy(path: Path, name: str, *rest: object, **more: object) -> list:
        names.append(Path(name).name)
        return real(path, name, *rest, **more)

    monkeypatch.setattr(reading, "read_file", spy)
    return names


def _contents(intake: Intake) -> list[object]:
    """Return all that is known of what was read: rows, exclusions, columns, counts of rows, refusals."""
    found: list[object] = [(refusal.file, str(refusal.error)) for refusal in intake.refusals]
    for part in intake.parts:
        found.append((part.file, part.sheet, part.sha256, part.content, part.notes, part.constants, part.plan))
        cleaned = part.cleaned
        found += [cleaned.n_rows, cleaned.n_dropped, cleaned.names, cleaned.by, cleaned.profiles, cleaned.periods]
        found += [dict(cleaned.owners), dict(cleaned.several), dict(cleaned.samples)]
    for group in intake.responses:
        found += [group.rows.order("file, row").df(), group.exclusions, group.recognised, group.tally().frame]
    return found


def _same(one: list[object], other: list[object]) -> bool:
    assert len(one) == len(other)
    for mine, theirs in zip(one, other, strict=True):
        if isinstance(mine, pd.DataFrame):
            pd.testing.assert_frame_equal(mine, theirs)
        else:
            assert mine == theirs
    return True


def test_nothing_changed_and_nothing_is_read(home: Path, read_names: list[str]):
    """Files that are as the last run read them come back from what it left: every row, finding and note the same."""
    survey = open_survey(home)
    remembered = _contents(read_survey(survey, be_silent, dates=True))
    assert not read_names
    assert _same(remembered, _contents(read_survey(survey, be_silent, dates=True, fresh=True)))
    assert sorted(read_names) == ["A.csv", "B.csv", "C.csv"]


def _change_one(home: Path) -> None:
    (home / "data/raw/2024/B.csv").write_text(_rows("B", 2), encoding="utf-8")


def _rename(home: Path) -> None:
    (home / "data/raw/2024/B.csv").rename(home / "data/raw/2024/D.csv")


def _add(home: Path) -> None:
    (home / "data/raw/2023").mkdir()
    (home / "data/raw/2023/E.csv").write_text(_rows("AB").replace("2024-", "2023-"), encoding="utf-8")


def _remove(home: Path) -> None:
    (home / "data/raw/2024/C.csv").unlink()


def _set(home: Path) -> None:
    (home / "skm.toml").write_text(SETTINGS + '[clean]\noff_scale = "drop row"\n', "utf-8")


def _register(home: Path) -> None:
    (home / "data/raw/units.csv").write_text(REGISTER.replace("Loket B", "Loket B|Loket Dua"), encoding="utf-8")


def _correct(home: Path) -> None:
    head = "period,file,row,column,from,to,reason,who,date\n"
    line = "2024,data/raw/2024/A.csv,7,U9,9,3,salah ketik,Tim,2024-05-01\n"
    (home / "data/raw/corrections.csv").write_text(head + line, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (_change_one, ["B.csv"]),
        (_rename, ["D.csv"]),
        (_add, ["E.csv"]),
        (_remove, []),
        (_set, ["A.csv", "B.csv", "C.csv"]),
        (_register, ["A.csv", "B.csv", "C.csv"]),
        (_correct, ["A.csv"]),
    ],
)
def test_only_what_changed_is_read(home: Path, read_names: list[str], change: Callable[[Path], None], read: list[str]):
    """A changed, new or renamed file is read alone, changed settings read all; the result is that of a fresh run."""
    change(home)
    survey = open_survey(home)
    remembered = _contents(read_survey(survey, be_silent, dates=True))
    assert sorted(read_names) == read
    assert _same(remembered, _contents(read_survey(survey, be_silent, dates=True, fresh=True)))


def test_only_what_changed_is_counted(home: Path, monkeypatch: pytest.MonkeyPatch):
    """The tally of files that have not changed is taken from the last run; only the rows of the others are counted."""
    _change_one(home)
    _add(home)
    counted: list[str] = []
    real = Responses._count_parts

    def spy(self: Responses, parts: Sequence[Part], keys: Sequence[str]) -> dict[str, pd.DataFrame]:
        counted.extend(Path(part.file).name for part in parts)
        return real(self, parts, keys)

    monkeypatch.setattr(Responses, "_count_parts", spy)
    (group,) = read_survey(open_survey(home), be_silent, dates=True).responses
    (fresh,) = read_survey(open_survey(home), be_silent, dates=True, fresh=True).responses
    pd.testing.assert_frame_equal(group.tally().frame, fresh.tally().frame)
    assert counted == ["E.csv", "B.csv", "E.csv", "A.csv", "B.csv", "C.csv"]


def test_rows_that_repeat_another_file_count_again_without_it(home: Path):
    """Where a response stands in two files and one of them goes, what was counted of the other no longer fits."""
    (home / "skm.toml").write_text(SETTINGS + '[clean]\nduplicates = "drop"\n', encoding="utf-8")
    again = _rows("B") + _rows("A").removeprefix(HEADER)
    (home / "data/raw/2024/F.csv").write_text(again, encoding="utf-8")
    run_survey(home)
    (home / "data/raw/2024/A.csv").unlink()
    survey = open_survey(home)
    remembered = _contents(read_survey(survey, be_silent, dates=True))
    assert _same(remembered, _contents(read_survey(survey, be_silent, dates=True, fresh=True)))


@pytest.mark.parametrize("name", ["read-rows.parquet", "read-tables.json", "read-tally.parquet", "run.json"])
def test_what_somebody_touched_is_not_believed(home: Path, read_names: list[str], name: str):
    """Remembered rows or tables that are not those that the run wrote are left aside: all files are read."""
    path = home / "data" / "processed" / name
    path.write_bytes(path.read_bytes().replace(b"Loket", b"Lokat", 1) + b"\n " if name != "run.json" else b"{}")
    read_survey(open_survey(home), be_silent, dates=True)
    assert len(read_names) == 3


def test_another_program_believes_nothing(home: Path, read_names: list[str], monkeypatch: pytest.MonkeyPatch):
    """What another version of the program read is read anew, since its rules may differ."""
    monkeypatch.setattr("skm.provenance.program_hash", lambda: "another")
    assert standing_record(open_survey(home)) is None
    read_survey(open_survey(home), be_silent, dates=True)
    assert len(read_names) == 3


def test_a_run_that_reads_one_file_writes_the_same_bytes(home: Path, tmp_path: Path, read_names: list[str]):
    """Every file of a run that took most from the run before is, byte for byte, that of a fresh run."""
    _change_one(home)
    other = Path(shutil.copytree(home, tmp_path / "other"))
    run_survey(home)
    assert read_names == ["B.csv"]
    run_survey(other, fresh=True)
    assert len(read_names) == 4
    records = [json.loads((folder / "data/processed/run.json").read_text(encoding="utf-8")) for folder in (home, other)]
    assert records[0] == records[1]
    assert all(sha256_of(home / name) == digest for name, digest in records[0]["outputs"].items())


def _run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["skm", "run", str(folder), *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    return int(stopped.value.code or 0)


def test_a_run_of_which_nothing_changed_is_not_done_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """`skm run` says that nothing changed after verifying every hash, prints the page, and writes nothing."""
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    monkeypatch.setattr("skm.pipeline.run_survey", None)
    assert _run(home, monkeypatch, "--lang", "id") == 0
    out, told = capsys.readouterr()
    assert out.strip().endswith("index.html")
    assert "Tidak ada yang berubah" in told
    assert "72 baris dibaca = 72 dihitung + 0 tidak dihitung" in told
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "touched",
    ["data/processed/indices.csv", "reports/2024/index.html", "data/raw/2024/A.csv", "data/raw/units.csv", "skm.toml"],
)
def test_a_touched_file_lets_no_run_stand(home: Path, touched: str):
    """An input or a result that differs by one byte lets the run be done again; so does a result that is gone."""
    survey = open_survey(home)
    assert standing_record(survey)
    path = home / touched
    content = path.read_bytes()
    path.write_bytes(content + b"\n")
    assert standing_record(survey) is None
    path.write_bytes(content)
    assert standing_record(survey)
    path.unlink()
    assert standing_record(survey) is None


def test_files_that_no_run_reads_change_nothing(home: Path):
    """A note beside the data, a dot file or an earlier result is no input of a run; a new file of answers is."""
    survey = open_survey(home)
    before = input_hashes(survey)
    (home / "catatan.txt").write_text("libur", encoding="utf-8")
    (home / "data/raw/.tersembunyi").write_text("x", encoding="utf-8")
    (home / "data/processed/lama.csv").write_text("x", encoding="utf-8")
    assert input_hashes(survey) == before
    _add(home)
    assert set(input_hashes(survey)) - set(before) == {"data/raw/2023/E.csv"}


def test_what_is_remembered_makes_only_our_own_values():
    """A table of what was read that names anything but our own kinds of values is refused, and nothing is run."""
    with pytest.raises(KeyError):
        remembering._decoded({"system": "echo"}, [])
    frame = pd.DataFrame({"row": pd.array([1, None], "Int64"), "text": ["a", None], "share": [0.1, float("nan")]})
    again = remembering._decoded(json.loads(json.dumps(remembering._encoded(frame, []))), [])
    pd.testing.assert_frame_equal(again, frame)
