"""Measure the program beside what it can't beat: `make bench` prints the table of docs/performance.md.

Every pair runs in turn, A B A B …, so that a machine whose speed drifts slows both; the median of the rounds counts.
"""

import argparse
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
SEED = 20201123
ELEMENTS = tuple(f"U{number}" for number in range(1, 10))
UNITS = 42
# What DuckDB itself needs to read the same columns as text and add them up.
BARE_SCAN = """
import sys, duckdb
names = ["unit", *(f"U{n}" for n in range(1, 10))]
columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
sums = ", ".join(f"sum(try_cast({name} AS DOUBLE))" for name in names[1:])
scan = f"read_csv('{sys.argv[1]}', auto_detect=false, delim=',', header=true, columns={columns})"
print(duckdb.sql(f"SELECT {sums}, count(DISTINCT unit) FROM {scan}").fetchall())
"""
# The same for a row an answer: the engine reads every cell as text and counts the answers by question.
BARE_SCAN_LONG = """
import sys, duckdb
columns = "{'id': 'VARCHAR', 'unit': 'VARCHAR', 'question': 'VARCHAR', 'answer': 'VARCHAR'}"
scan = f"read_csv('{sys.argv[1]}', auto_detect=false, delim=',', header=true, columns={columns})"
query = "SELECT question, answer, count(*) FROM {} GROUP BY question, answer"
print(duckdb.sql(query.format(scan)).fetchall())
"""
# And for labels: every cell read as text, filled ones counted.
BARE_SCAN_LABELS = """
import sys, duckdb
names = ["unit", *(f"U{n}" for n in range(1, 10))]
columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
scan = f"read_csv('{sys.argv[1]}', auto_detect=false, delim=',', header=true, columns={columns})"
sums = ", ".join(f"count({name}), max({name})" for name in names[1:])
print(duckdb.sql(f"SELECT {sums}, count(DISTINCT unit) FROM {scan}").fetchall())
"""
# Official questions by name, with the official labels from worst to best.
LABELS = (
    ("Persyaratan", "Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ("Prosedur", "Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ("Waktu", "Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ("Biaya", "Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ("Produk", "Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ("Kompetensi", "Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    ("Perilaku", "Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"),
    ("Sarana", "Buruk", "Cukup", "Baik", "Sangat baik"),
    ("Pengaduan", "Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
)
OFFICES = 89  # units of one city
SMALL = 60  # respondents of a small workbook


@dataclass(frozen=True)
class Run:
    """One finished process: seconds on the clock, seconds of processor, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str], folder: Path) -> Run:
    """Return what one process took, from outside."""
    started = time.perf_counter()
    child = os.posix_spawn(
        command[0],
        list(command),
        {**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, str(folder / "stderr"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ],
    )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - started
    if status:
        sys.exit(f"{' '.join(command)} failed: {(folder / 'stderr').read_text()}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def interleave(
    pairs: dict[str, Sequence[str]], rounds: int, folder: Path, before: Callable[[], None] = lambda: None
) -> dict[str, list[Run]]:
    """Return the runs of each command, in turn, after one round that does not count."""
    runs: dict[str, list[Run]] = {name: [] for name in pairs}
    for round_number in range(rounds + 1):
        for name, command in pairs.items():
            before()
            finished = run(command, folder)
            if round_number:
                runs[name].append(finished)
    return runs


def write_answers(path: Path, n_rows: int, blank_share: float) -> None:
    """Write a clean coded file: a latent satisfaction, nine correlated answers, some of them blank."""
    rng = np.random.default_rng(SEED)
    with path.open("w", encoding="utf-8") as handle:
        handle.write(",".join(["unit", *ELEMENTS]) + "\n")
        for start in range(0, n_rows, 200_000):
            size = min(200_000, n_rows - start)
            mood = rng.normal(3.25, 0.45, (size, 1))
            scores = np.clip(np.rint(mood + rng.normal(0, 0.45, (size, 9))), 1, 4).astype(int).astype(str)
            scores[rng.random((size, 9)) < blank_share] = ""
            units = np.char.add("Puskesmas ", rng.integers(1, UNITS + 1, size).astype(str))
            for unit, row in zip(units, scores, strict=True):
                handle.write(f"{unit},{','.join(row)}\n")


def _scores(rng: np.random.Generator, size: int) -> NDArray[np.int64]:
    """Return correlated answers 1 to 4 of some people to nine questions."""
    mood = rng.normal(3.25, 0.45, (size, 1))
    return np.clip(np.rint(mood + rng.normal(0, 0.45, (size, 9))), 1, 4).astype(int)


def write_labels(path: Path, n_rows: int, blank_share: float = 0.0) -> None:
    """Write a file of text labels: a row for each person, nine questions by name."""
    rng = np.random.default_rng(SEED)
    words = np.array([row[1:] for row in LABELS])
    with path.open("w", encoding="utf-8") as handle:
        handle.write(",".join(["unit", *(row[0] for row in LABELS)]) + "\n")
        for start in range(0, n_rows, 100_000):
            size = min(100_000, n_rows - start)
            said = words[np.arange(9), _scores(rng, size) - 1]
            said[rng.random((size, 9)) < blank_share] = ""
            units = np.char.add("Puskesmas ", rng.integers(1, UNITS + 1, size).astype(str))
            handle.writelines(f"{unit},{','.join(row)}\n" for unit, row in zip(units, said, strict=True))


def write_long(path: Path, n_rows: int, blank_share: float = 0.0) -> None:
    """Write a long file: a row for each answer, nine rows a person, `n_rows` lines in all."""
    rng = np.random.default_rng(SEED)
    questions = [row[0] for row in LABELS]
    with path.open("w", encoding="utf-8") as handle:
        handle.write("ID responden,Unit layanan,Pertanyaan,Jawaban\n")
        for person, row in enumerate(_scores(rng, n_rows // 9).tolist(), start=1):
            unit = f"Puskesmas {1 + person % UNITS}"
            blank = rng.random(9) < blank_share if blank_share else ()
            for place, (question, score) in enumerate(zip(questions, row, strict=True)):
                answer = "" if blank_share and blank[place] else score
                handle.write(f"R{person:06},{unit},{question},{answer}\n")


def write_workbooks(folder: Path, n_files: int) -> None:
    """Write a survey folder with a small workbook of labels for each of some units."""
    import xlsxwriter

    rng = np.random.default_rng(SEED)
    raw = folder / "data" / "raw" / "2025"
    raw.mkdir(parents=True)
    for number in range(1, n_files + 1):
        with xlsxwriter.Workbook(raw / f"Puskesmas {number:02}.xlsx") as book:
            sheet = book.add_worksheet("Form Responses 1")
            sheet.write_row(0, 0, [row[0] for row in LABELS])
            for line, scores in enumerate(_scores(rng, SMALL).tolist(), start=1):
                sheet.write_row(line, 0, [row[score] for row, score in zip(LABELS, scores, strict=True)])


def write_register(path: Path, n_units: int) -> None:
    """Write a register of units as `skm new --units` takes it."""
    lines = [f"pkm-{number:02},Puskesmas {number:02}" for number in range(1, n_units + 1)]
    path.write_text("\n".join(["unit_id,name", *lines]) + "\n", encoding="utf-8")


def median(runs: Sequence[Run], figure: str) -> float:
    """Return the median of a figure over the rounds."""
    return statistics.median(getattr(one, figure) for one in runs)


def line(name: str, runs: Sequence[Run], beside: Sequence[Run] | None = None) -> str:
    """Return a row of the table; the ratio is the median of the rounds' ratios."""
    ratio = ""
    if beside:
        ratio = f"{statistics.median(a.wall / b.wall for a, b in zip(runs, beside, strict=True)):.2f}"
    wall, cpu, peak = (median(runs, figure) for figure in ("wall", "cpu", "peak"))
    return f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {ratio} |"


def in_own_process(target: Callable[..., None], *arguments: object) -> None:
    """Run what makes data in an own process: a child's peak memory counts what its parent holds when it starts."""
    maker = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
    maker.start()
    maker.join()
    if maker.exitcode:
        sys.exit(f"{target.__name__} failed")


def measure_files(skm: Sequence[str], folder: Path, rows: int, rounds: int) -> None:
    """Print `skm index` beside the engine's bare scan, for each kind of large file."""
    path = folder / "answers.csv"
    kinds: tuple[tuple[str, str, Callable[..., None], float], ...] = (
        ("rows, all complete", BARE_SCAN, write_answers, 0.0),
        ("rows, 4 % of answers blank", BARE_SCAN, write_answers, 0.04),
        ("rows of text labels", BARE_SCAN_LABELS, write_labels, 0.0),
        ("lines, an answer each", BARE_SCAN_LONG, write_long, 0.0),
    )
    for label, scan, write, share in kinds:
        in_own_process(write, path, rows, share)
        pairs = {
            "bare": [sys.executable, "-c", scan, str(path)],
            "skm": [*skm, "index", str(path), "--format", "csv", "--quiet"],
        }
        runs = interleave(pairs, rounds, folder)
        print(line(f"bare DuckDB scan, {rows} {label}", runs["bare"]))
        print(line("`skm index` of the same file", runs["skm"], runs["bare"]), flush=True)


def measure_offices(skm: Sequence[str], folder: Path, rounds: int) -> None:
    """Print what a city's small files take: `skm new` for its units, and the index of a workbook each."""
    register, made = folder / "units.csv", folder / "new"
    write_register(register, OFFICES)
    command = {"new": [*skm, "new", str(made), "--units", str(register)]}
    runs = interleave(command, rounds, folder, lambda: shutil.rmtree(made, ignore_errors=True))
    print(line(f"`skm new` with {OFFICES} units", runs["new"]))
    books = folder / "books"
    in_own_process(write_workbooks, books, OFFICES)
    files = sorted(map(str, (books / "data" / "raw" / "2025").iterdir()))
    runs = interleave({"index": [*skm, "index", *files, "--format", "csv", "--quiet"]}, rounds, folder)
    print(line(f"`skm index` of {OFFICES} workbooks, {SMALL} respondents each", runs["index"]), flush=True)


def measure_runs(skm: Sequence[str], folder: Path, rounds: int) -> None:
    """Print `skm run` of the demo survey: by one process, by as many as there are cores, and with nothing changed."""
    survey = folder / "survey"
    shutil.copytree(ROOT / "data" / "raw", survey / "data" / "raw")
    shutil.copy(ROOT / "skm.toml", survey)

    def forget() -> None:
        for made in ("data/processed", "reports"):
            shutil.rmtree(survey / made, ignore_errors=True)

    command = [*skm, "run", str(survey), "--quiet"]
    runs = interleave({"one": [*command, "--jobs", "1"], "all": command}, rounds, folder, forget)
    print(line("`skm run` of the demo survey, cold, one process", runs["one"]))
    print(line("the same by as many processes as there are cores", runs["all"], runs["one"]))
    again = interleave({"again": command}, rounds, folder)
    print(line("the same once more, nothing changed", again["again"], runs["all"]), flush=True)


def main() -> None:
    """Make the data, run everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    skm = [sys.executable, "-m", "skm"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("| command | wall s | cpu s | peak MB | ratio to the line above it |")
        print("|---|---|---|---|---|")
        measure_files(skm, folder, options.rows, options.rounds)
        measure_offices(skm, folder, options.rounds)
        measure_runs(skm, folder, options.rounds)
        pairs = {"python": [sys.executable, "-c", "pass"], "help": [*skm, "--help"]}
        runs = interleave(pairs, options.rounds, folder)
        print(line("bare Python", runs["python"]))
        print(line("`skm --help`", runs["help"], runs["python"]))
        print(f"\n{os.cpu_count()} processors, Python {sys.version.split()[0]}, {options.rounds} rounds")


if __name__ == "__main__":
    main()
