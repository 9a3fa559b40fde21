"""Ctrl-C while a file is read, counted or written: it ends at once, says so, and leaves what stood there before."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

CODES = ",".join(f"U{number}" for number in range(1, 10))
SECONDS = 5  # by the clock, also where other programs keep the processors busy; it takes a tenth of one
# In several parts: each of the engine's threads is in the middle of one, and has to hear of it.
PART = "SELECT i FROM range(1000000000000000) a(i) WHERE (i * 3) % 7 = 3"
ENDLESS = f"SELECT count(*) FROM ({' UNION ALL '.join([PART] * 4)})"
# Presses Ctrl-C itself, in the middle of what is asked for.
SCRIPT = """
import os, signal, sys, threading, time
from pathlib import Path
import skm.pipeline.writing, skm.responses.reading
from skm.cli import entry

folder, pressed = sys.argv[1:]

def press():
    Path(pressed).write_text(str(time.time()))
    os.kill(os.getpid(), signal.SIGINT)

def go_on(*args, **_named):
    threading.Timer(0.2, press).start()
    {work}

{place} = go_on
sys.argv = ["skm", "run", folder, "--jobs", "1"]
entry()
"""
POINTS = {
    "bytes": ("skm.responses.reading._lay_out_chunk", "while True: time.sleep(0.01)"),
    "count": ("skm.responses.count_responses", f'args[0].query("r", {ENDLESS!r}).fetchall()'),
    "write": (
        "skm.pipeline.writing.write_responses",
        f'(args[0] / "begun.csv").write_text("x"); args[1].execute({ENDLESS!r}).fetchall()',
    ),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that stands for Ctrl-C")
@pytest.mark.parametrize("point", POINTS)
def test_ctrl_c_leaves_earlier_results_whole(tmp_path: Path, point: str):
    """Ctrl-C ends a run at once with exit code 1 and its sentence; results stay, nothing unfinished is left."""
    home, temporary, pressed = tmp_path / "survei", tmp_path / "temporary", tmp_path / "pressed"
    temporary.mkdir()
    before = {
        home / "data/raw/2025/a.csv": CODES + "\n" + "4,3,3,3,3,4,4,2,3\n" * 40,
        home / "data/processed/exclusions.csv": "earlier\n",
        home / "reports/index.html": "<p>earlier</p>",
    }
    for path, text in before.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    place, work = POINTS[point]
    command = [sys.executable, "-c", SCRIPT.format(place=place, work=work), str(home), str(pressed)]
    done = subprocess.run(
        command, capture_output=True, check=False, timeout=120, env=os.environ | {"TMPDIR": str(temporary)}
    )
    ended = time.time()
    assert (done.returncode, "Dihentikan" in done.stderr.decode()) == (1, True), done.stderr.decode()
    assert ended - float(pressed.read_text(encoding="utf-8")) < SECONDS
    assert {path: path.read_text(encoding="utf-8") for path in home.rglob("*") if path.is_file()} == before
    assert list(temporary.iterdir()) == []
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []
