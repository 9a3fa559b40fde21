"""Finished files go to their places together, also where the program is killed at any rename."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

from skm.errors import RequestError
from skm.moving import finish_moves, move_together

SCRIPT = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from skm.moving import move_together
    folder, left = Path(sys.argv[1]), int(sys.argv[2])
    staging = folder / ".skm-x"
    true = os.replace

    def count(source, target):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        true(source, target)

    os.replace = count
    names = ["a", "b/c", "new", "edisi"]
    move_together({folder / name: staging / "made" / name for name in names}, staging / "older")
    print(left)
""")
STEPS = 5  # the journal, then four moves


def lay_out(folder):
    """Lay out two older files, and what is to be put in place of and beside them."""
    made = folder / ".skm-x" / "made"
    for path, text in (
        (folder / "a", "1"),
        (folder / "b/c", "1"),
        (made / "a", "2"),
        (made / "b/c", "2"),
        (made / "new", "2"),
        (made / "edisi/x", "2"),
        (made / "edisi/y/z", "2"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def seen(folder):
    """Return what stands in the folder, without what a run keeps for itself."""
    files = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}
    return {name: text for name, text in files.items() if not name.startswith(".skm-")}


OLD = {"a": "1", "b/c": "1"}
NEW = {"a": "2", "b/c": "2", "new": "2", "edisi/x": "2", "edisi/y/z": "2"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("step", range(1, STEPS + 2))
def test_killed_at_each_rename(tmp_path, step):
    """Before the journal nothing is begun; after it, whoever comes next finishes all of it."""
    folder = lay_out(tmp_path)
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(folder), str(step)], capture_output=True, check=False)
    if step > STEPS:
        assert (done.returncode, done.stdout.strip()) == (0, b"1")
        assert seen(folder) == NEW
        return
    assert done.returncode == -9
    each = seen(folder)
    assert all(text in ("1", "2") for text in each.values())  # no file is half of anything
    assert ("edisi/x" in each) == ("edisi/y/z" in each)  # nor is a folder
    assert finish_moves(folder) == (step > 1)
    assert seen(folder) == (NEW if step > 1 else OLD)
    assert not finish_moves(folder)


def test_nothing_is_put_over_a_folder(tmp_path):
    """A folder goes only where none is: an edition is never overwritten; all else is put back."""
    folder = lay_out(tmp_path)
    (folder / "edisi").mkdir()
    (folder / "edisi/x").write_text("1", encoding="utf-8")
    staging = folder / ".skm-x"
    moves = {folder / name: staging / "made" / name for name in ("a", "new", "edisi")}
    with pytest.raises(FileExistsError):
        move_together(moves, staging / "older")
    assert seen(folder) == OLD | {"edisi/x": "1"}
    assert not finish_moves(folder)


def test_a_killed_return_is_finished_too(tmp_path):
    """Where the older files were being put back, whoever comes next puts the rest of them back."""
    folder = lay_out(tmp_path)
    older = folder / ".skm-x/older"
    older.mkdir()
    os.replace(folder / "a", older / "0")
    os.replace(folder / ".skm-x/made/a", folder / "a")
    os.replace(folder / ".skm-x/made/new", folder / "new")
    entries = [
        {"target": "a", "source": ".skm-x/made/a", "older": ".skm-x/older/0"},
        {"target": "new", "source": ".skm-x/made/new"},
        {"target": "b/c", "source": ".skm-x/made/b/c", "older": ".skm-x/older/1"},
    ]
    (older / "undo.json").write_text(json.dumps(entries), encoding="utf-8")
    assert finish_moves(folder)
    assert seen(folder) == OLD


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "{}",
        '[{"target": "../elsewhere", "source": ".skm-x/made/a"}]',
        '[{"target": "a", "source": "/etc/hosts"}]',
        '[{"target": 5, "source": ".skm-x/made/a"}]',
    ],
)
def test_a_foreign_journal_is_not_followed(tmp_path, text):
    """What is no journal, or leads out of the folder, moves nothing."""
    folder = lay_out(tmp_path / "survei")
    older = folder / ".skm-x/older"
    older.mkdir()
    (older / "moves.json").write_text(text, encoding="utf-8")
    assert not finish_moves(folder)
    assert seen(folder) == OLD
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(os.name == "nt", reason="the lock of Windows is another one")
def test_a_run_at_work_is_left_alone(tmp_path):
    """Moves that another run is still making are its own."""
    import fcntl

    folder = lay_out(tmp_path)
    older = folder / ".skm-x/older"
    older.mkdir()
    (older / "moves.json").write_text('[{"target": "a", "source": ".skm-x/made/a"}]', encoding="utf-8")
    with (older / "lock").open("a+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert not finish_moves(folder)
        assert seen(folder) == OLD
    assert finish_moves(folder)
    assert seen(folder)["a"] == "2"


def test_a_file_held_open_puts_all_back(tmp_path, monkeypatch):
    """Where one file cannot be replaced, the message names it and the others are as they were."""
    folder = lay_out(tmp_path)
    true = os.replace

    def held(source, target):
        if str(target).endswith("new"):
            raise PermissionError(13, "held")
        true(source, target)

    monkeypatch.setattr(os, "replace", held)
    staging = folder / ".skm-x"
    with pytest.raises(RequestError, match="new"):
        move_together({folder / name: staging / "made" / name for name in ("a", "new")}, staging / "older")
    assert seen(folder) == OLD
