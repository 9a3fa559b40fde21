"""Progress within a large file: what has been done, how quickly, how long the rest takes; on a terminal alone."""

import time
from pathlib import Path

import duckdb
import pytest

from skm.cli.progress import ProgressLine
from skm.pipeline import index_files
from skm.responses import progress as within

CODES = ",".join(f"U{number}" for number in range(1, 10))


class Clock:
    """A clock that stands still until it is set."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_line_tells_rate_and_rest_of_a_large_file():
    """Bytes, rows, their rate and the rest are said once some seconds have shown the rate, in both languages."""
    clock = Clock()
    line = ProgressLine("id", clock)
    assert line.after("read", 2, 12) == "Membaca berkas 3/12"
    assert line.after("look", 0, 900_000_000) == "Membaca berkas 3/12 · memeriksa 0 dari 900 MB"
    clock.now = 4.0
    told = line.after("look", 600_000_000, 900_000_000)
    assert told == "Membaca berkas 3/12 · memeriksa 600 dari 900 MB · 150 MB/detik, sisa sekitar 2 detik"
    assert line.after("load", 0, 9_000_000) == "Membaca berkas 3/12 · memuat 0 dari 9.000.000 baris"
    clock.now = 14.0
    told = line.after("load", 4_200_000, 9_000_000)
    assert told and told.endswith("4.200.000 dari 9.000.000 baris · 420.000 baris/detik, sisa sekitar 11 detik")
    english = ProgressLine("en", clock)
    assert english.after("read", 0, 1) == "Reading files"
    assert english.after("clean", 5, 10) == "Reading files · judging 5 of 10 rows"


def test_line_changes_a_few_times_a_second_at_most():
    """Within a quarter of a second only another step changes the line; going back begins the step anew."""
    clock = Clock()
    line = ProgressLine("en", clock)
    line.after("read", 0, 2)
    assert [line.after("load", rows, 100) is None for rows in (1, 2, 3)] == [False, True, True]
    clock.now = 0.3
    assert line.after("load", 4, 100)
    assert line.after("clean", 0, 100)
    clock.now = 9.0
    assert "left" in str(line.after("clean", 50, 100))
    assert "left" not in str(line.after("clean", 1, 100))


def test_reading_tells_its_bytes_and_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Who listens hears of each file, of its bytes up to the last, and of the engine; the figures are the same."""
    monkeypatch.setattr(within, "WATCHED_FROM", 1)
    monkeypatch.setattr(within, "EVERY", 0.001)
    path = tmp_path / "a.csv"
    path.write_text(CODES + "\n" + "4,3,3,3,3,4,4,2,3\n" * 20_000, encoding="utf-8")
    heard: list[tuple[str, int, int]] = []
    result = index_files([path], progress=lambda *told: heard.append(told))
    size = path.stat().st_size
    assert heard[0] == ("read", 0, 1) and ("look", size, size) in heard and ("estimate", 0, 1) in heard
    assert all(0 <= done <= total for _, done, total in heard)
    assert result.indices.frame.equals(index_files([path]).indices.frame)


def test_engine_is_asked_while_it_works(monkeypatch: pytest.MonkeyPatch):
    """The rows of a long question of the engine are told while it runs; nobody is told where nobody listens."""
    monkeypatch.setattr(within, "EVERY", 0.005)
    heard: list[tuple[str, int, int]] = []
    question = "SELECT count(*) FROM range(4000) a(i), range(20000) b(j) WHERE (i * j) % 7 = 3"
    with duckdb.connect() as connection:
        with within.told_to(lambda *told: heard.append(told)), within.watched(connection, "load", 1_000_000):
            connection.execute(question)
        assert heard and {step for step, *_ in heard} == {"load"}
        n_heard = len(heard)
        with within.watched(connection, "load", 1_000_000):
            time.sleep(0.02)
    assert len(heard) == n_heard
