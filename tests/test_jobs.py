"""Publishing in processes: the same files whatever their number, and nothing half done."""

import os
import pickle
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from skm.errors import DataError, Place
from skm.pipeline import run_survey
from skm.pipeline.reading import NothingUsableError, Refusal
from skm.publishing import jobs, outputs
from skm.publishing.jobs import Period, fitting_jobs, write_periods
from skm.publishing.outputs import InPieces, Job, list_jobs
from skm.tables import files_below

ROWS = "unit,U1,U2,U3,U4,U5,U6,U7,U8,U9\n" + "".join(
    f"Loket {unit},{1 + (row + unit) % 4},{4 - row % 2},4,3,{3 + row % 2},4,4,3,{2 + row % 3}\n"
    for unit in range(3)
    for row in range(14)
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a survey folder of three units and two years."""
    folder = tmp_path_factory.mktemp("jobs")
    for year in ("2023", "2024"):
        path = folder / "data" / "raw" / year / "jawaban.csv"
        path.parent.mkdir(parents=True)
        path.write_text(ROWS if year == "2023" else ROWS.replace(",4,3,", ",3,3,"), encoding="utf-8")
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_below(folder / "reports").items()}


def test_one_process_and_two_write_the_same_bytes(home: Path):
    """How many processes publish changes no byte of any file."""
    run_survey(home, jobs=1)
    alone, record = _files(home), (home / "data" / "processed" / "run.json").read_bytes()
    run_survey(home, jobs=3)
    assert _files(home) == alone
    assert (home / "data" / "processed" / "run.json").read_bytes() == record


def test_small_surveys_are_published_by_one_process(home: Path):
    """A process costs a second, so a handful of units starts none; many units start no more than there are cores."""
    facts = {"id": replace(_facts(home), units=())}
    few, many = (Period({"id": replace(facts["id"], units=(facts["id"].whole,) * n)}, home) for n in (5, 500))
    assert fitting_jobs([few]) == 1
    assert fitting_jobs([many]) == min(jobs.count_cores(), 1 + 500 // jobs.UNITS_WORTH_A_PROCESS)


def _facts(home: Path):
    """Return the facts of the survey's later year."""
    from skm.publishing.gathering import gather_facts
    from skm.publishing.reading import read_book

    result = run_survey(home)
    book = read_book(result.indices, result.changes, "id")
    return gather_facts(result.survey, result.indices, result.changes, "2024", language="id", book=book)


def _write_some(facts, folder: Path, keys) -> None:
    for key in keys:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / key).write_text(f"{key} {os.getpid()}", encoding="utf-8")


def _name_some(facts) -> list[str]:
    return [f"{number:02}.txt" for number in range(30)]


def test_a_writer_of_many_files_is_shared_out(home: Path, monkeypatch: pytest.MonkeyPatch):
    """A writer in pieces is as many jobs as its pieces need, each piece once, and a plain writer is one job."""
    facts = {"id": _facts(home)}
    monkeypatch.setattr(outputs, "WRITERS", (outputs.write_annual_page, InPieces(_name_some, _write_some)))
    found = list(list_jobs(facts))
    assert found[0] == Job(0)
    assert [key for job in found[1:] for key in job.keys] == _name_some(facts)
    assert max(len(job.keys) for job in found[1:]) == outputs.PIECES_IN_A_JOB
    for job in found[1:]:
        job.do(facts, home / "pieces")
    assert sorted(path.name for path in (home / "pieces").iterdir()) == _name_some(facts)


def test_what_goes_wrong_in_a_process_reaches_the_caller(home: Path):
    """A folder that cannot be written ends the run with the error of the process that met it."""
    facts = {"id": _facts(home)}
    blocked = home / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(OSError):
        write_periods([Period(facts, blocked / "2024")] * 3, 2)


def test_files_of_a_lost_process_are_written_here(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A process that dies, for want of memory perhaps, loses nothing: this one writes what it left undone."""
    facts = {"id": _facts(home)}
    monkeypatch.setattr(jobs, "_begin", os._exit)  # called with the facts: the process ends at once
    write_periods([Period(facts, tmp_path / "2023"), Period(facts, tmp_path / "2024")], 2)
    assert (tmp_path / "2023" / "index.html").read_bytes() == (tmp_path / "2024" / "index.html").read_bytes()


@pytest.mark.parametrize(
    "error",
    [
        DataError("rows_do_not_add_up", [Place("a.csv", row=3)], read=1, refused=0, there=2),
        NothingUsableError([Refusal("a.csv", DataError("kind_not_read", [Place("a.csv")]))]),
    ],
)
def test_an_error_crosses_processes_whole(error: DataError):
    """An error keeps its class, code, places, values and message on its way from one process to another."""
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.code, again.places, str(again)) == (type(error), error.code, error.places, str(error))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that stands for Ctrl-C of a process group")
def test_ctrl_c_while_processes_write_leaves_the_results_before(home: Path):
    """A run stopped while it publishes ends with exit code 1 and one sentence; no process stays, no result changes."""
    run_survey(home)
    before = _files(home)
    (home / "skm.toml").write_text('[survey]\nname = "Lain"\n', encoding="utf-8")
    code = (
        "import sys, time, skm.publishing.outputs as o\n"
        "from skm.cli import main\n"
        "sys.argv = ['skm', 'run', sys.argv[1], '--jobs', '2']\n"
        "import skm.pipeline as p\n"
        "def slow(*a): print('busy', flush=True); time.sleep(60)\n"
        "p.write_processed = slow\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code, str(home)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout.readline().strip() == "busy"
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    (home / "skm.toml").unlink()
    assert process.returncode == 1
    assert len(told.strip().splitlines()) == 1
    assert _files(home) == before
    assert not list(home.glob(".skm-*"))
