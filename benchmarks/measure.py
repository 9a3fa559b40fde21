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
        for label, share in (("all rows complete", 0.0), ("4 % of answers blank", 0.04)):
            path = folder / "answers.csv"
            # In a process of its own: a child's peak memory counts what its parent holds when it starts.
            maker = multiprocessing.get_context("spawn").Process(target=write_answers, args=(path, options.rows, share))
            maker.start()
            maker.join()
            pairs = {
                "bare": [sys.executable, "-c", BARE_SCAN, str(path)],
                "skm": [*skm, "index", str(path), "--format", "csv", "--quiet"],
            }
            runs = interleave(pairs, options.rounds, folder)
            print(line(f"bare DuckDB scan, {options.rows} rows, {label}", runs["bare"]))
            print(line("`skm index` of the same file", runs["skm"], runs["bare"]))
        survey = folder / "survey"
        shutil.copytree(ROOT / "data" / "raw", survey / "data" / "raw")
        shutil.copy(ROOT / "skm.toml", survey)

        def forget() -> None:
            for made in ("data/processed", "reports"):
                shutil.rmtree(survey / made, ignore_errors=True)

        runs = interleave({"run": [*skm, "run", str(survey), "--quiet"]}, options.rounds, folder, forget)
        print(line("`skm run` of the demo survey, cold", runs["run"]))
        pairs = {"python": [sys.executable, "-c", "pass"], "help": [*skm, "--help"]}
        runs = interleave(pairs, options.rounds, folder)
        print(line("bare Python", runs["python"]))
        print(line("`skm --help`", runs["help"], runs["python"]))
        print(f"\n{os.cpu_count()} processors, Python {sys.version.split()[0]}, {options.rounds} rounds")


if __name__ == "__main__":
    main()
