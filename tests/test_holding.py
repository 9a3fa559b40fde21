"""What a killed run leaves goes when the next one begins; what a run works in stays."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from skm import holding
from skm.cli import main
from skm.holding import hold_folder, is_forsaken
from skm.responses import Workspace
from skm.tables import prepared_folder

LOCKS = pytest.mark.skipif(sys.platform == "win32", reason="Windows locks no folders; there age decides")
# A workspace or a folder in preparation, of a program that is killed while it works there.
KILLED = """
import os, signal, sys
from pathlib import Path
from skm.responses import Workspace
from skm.tables import prepared_folder

workspace = Workspace()
(workspace.folder / "rows.parquet").write_text("answers")
with prepared_folder(Path(sys.argv[1])) as staging:
    (staging / "rows.parquet").write_text("answers")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def aged(folder: Path, seconds: float) -> Path:
    """Make a folder as old as that."""
    folder.mkdir(exist_ok=True)
    os.utime(folder, (time.time() - seconds,) * 2)
    return folder


@LOCKS
def test_what_a_killed_run_left_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Folders of rows of a program that was killed are removed by the next; those of one at work stay, however old."""
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir(), temporary.mkdir()
    named = {**os.environ, "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", KILLED, str(home)], env=named, check=False)
    left = [*home.iterdir(), *temporary.iterdir()]
    assert len(left) == 2
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(holding, "JUST_MADE", -1)
    first = Workspace()
    with prepared_folder(home) as staging:
        aged(staging, 10**6), aged(first.folder, 10**6)
        second = Workspace()
        with prepared_folder(home):
            assert staging.is_dir() and first.folder.is_dir()
    assert not any(folder.exists() for folder in left)
    assert {first.folder, second.folder} == set(temporary.iterdir())


def test_a_folder_that_was_just_made_stays(tmp_path: Path):
    """Between making a folder and holding it nobody else takes it for forsaken."""
    assert not is_forsaken(aged(tmp_path / "new", 0), after=0.0 if sys.platform != "win32" else 60.0)
    assert is_forsaken(aged(tmp_path / "old", 100), after=50.0)


def test_a_link_is_nobodys_folder(tmp_path: Path):
    """A link that is called like a folder of ours is not followed, and what it leads to stays."""
    target = aged(tmp_path / "target", 10**6)
    (tmp_path / "skm-rows-x").symlink_to(target)
    holding.clear_forsaken(tmp_path, "skm-rows-", 0)
    assert target.is_dir() and (tmp_path / "skm-rows-x").is_symlink()


@LOCKS
def test_a_held_folder_is_free_again(tmp_path: Path):
    """Who lets go of a folder leaves it to be removed."""
    folder = aged(tmp_path / "held", 100)
    let_go = hold_folder(folder)
    assert not is_forsaken(folder, after=0)
    let_go()
    assert is_forsaken(folder, after=0)


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (OSError(errno.ENOSPC, "x"), True),
        (PermissionError(errno.EACCES, "x"), False),
        (duckdb.IOException('Async write failed: {"exception_type":"IO","errno":"28"}'), True),
        (duckdb.IOException(f"Could not write file: {os.strerror(errno.EFBIG)}"), True),
        (duckdb.IOException('Cannot open file: {"errno":"2"}'), False),
        (ValueError(os.strerror(errno.ENOSPC)), False),
    ],
)
def test_a_full_disk_is_told_from_a_fault_of_ours(
    error: Exception, is_full: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Where nothing more can be written the message names the disks, whoever noticed it; anything else is a fault."""

    def fail(**_named: object) -> None:
        raise error

    monkeypatch.setattr("skm.cli.app", fail)
    monkeypatch.setattr("sys.argv", ["skm", "run", "--lang", "en"])
    monkeypatch.delenv("SKM_DEBUG", raising=False)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert ("The disk is full" in capsys.readouterr().err) == is_full
