"""Publishing in processes: the same files whatever their number, and nothing half done."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from skm import cores
from skm.errors import DataError, Place
from skm.pipeline import check_survey, report_again, run_survey
from skm.pipeline.reading import NothingUsableError, Refusal
from skm.publishing import NotPrintedError, jobs, outputs
from skm.publishing.facts import Facts
from skm.publishing.gathering import gather_facts
from skm.publishing.jobs import Period, fitting_jobs, write_periods
from skm.publishing.outputs import FactsByLanguage, InPieces, Job, list_jobs, own_facts
from skm.publishing.reading import read_book
from skm.survey import open_survey
from skm.tables import files_below, write_whole

ROWS = "unit,U1,U2,U3,U4,U5,U6,U7,U8,U9\n" + "".join(
    f"Loket {unit},{1 + (row + unit) % 4},{4 - row % 2},4,3,{3 + row % 2},4,4,3,{2 + row % 3}\n"
    for unit in range(3)
    for row in range(14)
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a survey folder of three units, published by one process."""
    folder = tmp_path_factory.mktemp("jobs")
    path = folder / "data" / "raw" / "2024" / "jawaban.csv"
    path.parent.mkdir(parents=True)
    path.write_text(ROWS, encoding="utf-8")
    run_survey(folder, jobs=1)
    return folder


@pytest.fixture(scope="module")
def facts(home: Path) -> dict[str, Facts]:
    """Return the facts of the survey in its own language."""
    result = check_survey(open_survey(home))
    book = read_book(result.indices, result.changes, "id")
    return {"id": gather_facts(result.survey, result.indices, result.changes, "2024", language="id", book=book)}


def _name_some(facts: FactsByLanguage) -> list[str]:
    return [f"{number:02}.txt" for number in range(30)]


def _write_some(facts: FactsByLanguage, folder: Path, keys: Sequence[str]) -> None:
    for key in keys:
        write_whole(folder / key, f"{key} {own_facts(facts).whole.now.printed}".encode())


def _write_one(facts: FactsByLanguage, folder: Path) -> None:
    write_whole(folder / "one.txt", str(own_facts(facts)).encode())


def _list_all(facts: FactsByLanguage, folder: Path) -> None:
    write_whole(folder / "all.txt", " ".join(files_below(folder)).encode())


@pytest.fixture
def writers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a period publish a few texts: how they are shared out does not depend on what they are."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1])  # where processes find the writers of this file
    monkeypatch.setattr(outputs, "WRITERS", (_write_one, InPieces(_name_some, _write_some)))
    monkeypatch.setattr(outputs, "CLOSERS", (_list_all,))


def _files(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files_below(folder).items()}


def test_one_process_and_three_write_the_same_bytes(home: Path):
    """How many processes publish changes no byte of any file, whatever the writers are."""
    alone, record = _files(home / "reports"), (home / "data" / "processed" / "run.json").read_bytes()
    run_survey(home, jobs=3)
    assert _files(home / "reports") == alone
    assert (home / "data" / "processed" / "run.json").read_bytes() == record


def test_posters_that_cannot_be_printed_hold_nothing_else_back(home: Path, monkeypatch: pytest.MonkeyPatch):
    """Where the browser fails, pages and cards are put in place all the same, and the message comes last."""
    before = _files(home / "reports")
    monkeypatch.setenv("SKM_BROWSER", sys.executable)  # a program that is no browser
    with pytest.raises(NotPrintedError) as caught:
        report_again(open_survey(home), pictures=True)
    assert caught.value.code == "browser_failed"
    after = _files(home / "reports")
    assert before.keys() <= after.keys()
    drawn = {Path(name).suffixes[-2] for name in after.keys() - before.keys()}
    assert drawn == {".en"}  # the cards of the survey's own language were there


def test_small_surveys_are_published_by_one_process(facts: dict[str, Facts], tmp_path: Path):
    """A process costs a second, so a handful of units starts none; many units start no more than there are cores."""
    whole = facts["id"].whole
    few, many = (Period({"id": replace(facts["id"], units=(whole,) * n)}, tmp_path) for n in (5, 500))
    assert fitting_jobs([few]) == 1
    assert fitting_jobs([many]) == min(cores.count_cores(), 1 + 500 // jobs.UNITS_WORTH_A_PROCESS)


@pytest.mark.parametrize(
    ("groups", "files", "share"),
    [
        ("0::/app", {"app/cpu.max": "150000 100000", "cpu.max": "max 100000"}, 2),
        ("0::/app/one", {"app/one/cpu.max": "max 100000", "app/cpu.max": "50000 100000"}, 1),
        ("4:cpu,cpuacct:/docker/a", {"cpu/cpu.cfs_quota_us": "300000", "cpu/cpu.cfs_period_us": "100000"}, 3),
        ("4:memory:/docker/a", {"cpu.max": "100000 100000"}, 8),
        ("0::/", {"cpu.max": "nonsense"}, 8),
        ("0::/", {}, 8),
    ],
)
def test_a_container_may_allow_less_than_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, groups: str, files: dict[str, str], share: int
):
    """Of eight cores only those count whose time the container, or one around it, gives: in both forms of Linux."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    (tmp_path / "own").write_text(groups + "\n", encoding="utf-8")
    monkeypatch.setattr(cores, "GROUPS", tmp_path)
    monkeypatch.setattr(cores, "OWN_GROUPS", tmp_path / "own")
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert cores.count_cores() == share
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {3}, raising=False)
    assert cores.count_cores() == 1


@pytest.mark.usefixtures("writers")
def test_a_writer_of_many_files_is_shared_out(facts: dict[str, Facts]):
    """A writer in pieces is as many jobs as its pieces need, each piece once, and a plain writer is one job."""
    first, *rest = list_jobs(facts)
    assert first == Job(_write_one)
    assert [key for job in rest for key in job.keys] == _name_some(facts)
    assert max(len(job.keys) for job in rest) == outputs.PIECES_IN_A_JOB


@pytest.mark.usefixtures("writers")
@pytest.mark.parametrize("many", [1, 2])
def test_every_job_is_done_once_and_closers_come_last(facts: dict[str, Facts], tmp_path: Path, many: int):
    """Pieces done by several processes are all there, what reads them runs when they are, and progress counts them.

    It counts jobs that are done, never backwards and never beyond their number.
    """
    did, told = [], []
    periods = [Period(facts, tmp_path / "2024")]
    write_periods(periods, many, lambda: did.append("own work"), lambda *call: told.append(call))
    assert did == ["own work"]
    assert sorted(_files(tmp_path / "2024")) == sorted([*_name_some(facts), "all.txt", "one.txt"])
    assert set((tmp_path / "2024" / "all.txt").read_text(encoding="utf-8").split()) == {*_name_some(facts), "one.txt"}
    jobs_in_all = len(list(list_jobs(facts)))
    counts = [done for _, done, _ in told]
    assert {(stage, total) for stage, _, total in told} == {("publish", jobs_in_all)}
    assert counts == sorted(counts)
    assert counts[-1] == jobs_in_all - 1


@pytest.mark.usefixtures("writers")
def test_what_goes_wrong_in_a_process_reaches_the_caller(facts: dict[str, Facts], tmp_path: Path):
    """A folder that cannot be written ends the run with the error of the process that met it."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(OSError):
        write_periods([Period(facts, blocked / "2024")], 2)


@pytest.mark.usefixtures("writers")
def test_files_of_a_lost_process_are_written_here(
    facts: dict[str, Facts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A process that dies, for want of memory perhaps, loses nothing: this one writes what it left undone."""
    monkeypatch.setattr(jobs, "_begin", os.abort)  # called with the facts, it ends the process before its first job
    write_periods([Period(facts, tmp_path / "2024")], 2, lambda: time.sleep(0.5))
    assert len(_files(tmp_path / "2024")) == 32


@pytest.mark.parametrize(
    "error",
    [
        DataError("rows_do_not_add_up", [Place("a.csv", row=3)], read=1, refused=0, there=2),
        NothingUsableError([Refusal("a.csv", DataError("kind_not_read", [Place("a.csv")]))]),
    ],
)
def test_an_error_crosses_processes_whole(error: DataError):
    """An error keeps its class, code, places, values and message on its way from one process to another."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own error
    assert (type(again), again.code, again.places, str(again)) == (type(error), error.code, error.places, str(error))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that stands for Ctrl-C of a process group")
def test_ctrl_c_while_processes_write_leaves_the_results_before(home: Path):
    """A run stopped while it publishes ends with exit code 1 and one sentence; no process stays, no result changes."""
    before = _files(home / "reports")
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
    assert _files(home / "reports") == before
    assert not list(home.glob(".skm-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_process_killed_while_it_publishes_costs_nothing(home: Path, tmp_path: Path):
    """What a killed process left undone is done here: exit code 0, every file as before, whole, and nothing beside."""
    home = Path(shutil.copytree(home, tmp_path / home.name))  # the survey is called by its folder
    before = _files(home / "reports")
    code = (
        "import multiprocessing, os, signal, sys, time\n"
        "from skm.cli import main\n"
        "sys.argv = ['skm', 'run', sys.argv[1], '--jobs', '2', '--fresh']\n"
        "import skm.pipeline as p\n"
        "write = p.write_processed\n"
        "def kill(*given, **named):\n"
        "    time.sleep(1.5)\n"  # the other process is at work, or begins
        "    children = multiprocessing.active_children()\n"
        "    print(len(children), flush=True)\n"
        "    for child in children: os.kill(child.pid, signal.SIGKILL)\n"
        "    return write(*given, **named)\n"
        "p.write_processed = kill\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(home)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "1"
    assert "Traceback" not in done.stderr
    assert before.items() <= _files(home / "reports").items()  # and the pictures, which other tests leave out
    assert not list(home.glob(".skm-*"))
