"""Measure what grows with the rows: `python -m benchmarks.scale` prints tables for docs/performance.md.

Every pair runs in turn, A B A B …, after one round that does not count; medians. Parts run alone:
`python -m benchmarks.scale --part parquet --rows 10000000`.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.many_rows import write_coded, write_dirty_labels
from benchmarks.measure import BARE_SCAN, BARE_SCAN_LABELS, in_own_process, interleave, line, median

TABLE = "| command | wall s | cpu s | peak MB | ratio to the line above it |\n|---|---|---|---|---|"
OFFICES = 89
MANY = 5000
SURVEY = '[survey]\nname = "Kota Contoh"\nsimulated = true\n\n[columns]\norder = "form"\n'
# What DuckDB itself needs for the same columns of a Parquet file.
BARE_PARQUET = """
import sys, duckdb
sums = ", ".join(f"sum(U{n}::DOUBLE)" for n in range(1, 10))
print(duckdb.sql(f"SELECT {sums}, count(DISTINCT unit) FROM read_parquet('{sys.argv[1]}')").fetchall())
"""
# What is written when nobody thinks of memory: of the complete rows the counts, means, and the covariance that an
# interval needs, by unit; then index and interval.
PANDAS_SCRIPT = """
import sys, pandas as pd
frame = pd.read_csv(sys.argv[1])
items = [f"U{n}" for n in range(1, 10)]
complete = frame.dropna(subset=items)
for item in items:
    print(complete.groupby(["unit", item]).size().unstack())
by_unit = complete.groupby("unit")[items]
n, means, covariances = by_unit.size(), by_unit.mean(), by_unit.cov()
index = 25 * means.mean(axis=1)
half = 1.96 * 25 / len(items) * (covariances.groupby("unit").sum().sum(axis=1) / n) ** 0.5
print(pd.DataFrame({"n": n, "index": index, "low": index - half, "high": index + half}))
"""
# Means, variance and interval of the index by unit, as R users do it: data.table, and the survey package. Of each its
# libraries, then what it does with a file.
R_WORK = {
    "data.table": (
        "suppressMessages(library(data.table)); setDTthreads(2)",
        """
d <- fread(path); u <- paste0("U", 1:9)
full <- d[, c(lapply(.SD, mean, na.rm = TRUE), n = .N), by = unit, .SDcols = u]
for (i in u) invisible(d[, .N, by = c("unit", i)])
for (i in 1:8) for (j in (i + 1):9) invisible(d[, sum(get(u[i]) * get(u[j]), na.rm = TRUE), by = unit])
d[, total := rowSums(.SD, na.rm = TRUE), .SDcols = u]; invisible(d[, .N, by = .(unit, total)])
full
""",
    ),
    "survey::svyby": (
        "suppressMessages(library(survey))",
        """
d <- read.csv(path); d$index <- rowMeans(d[, paste0("U", 1:9)]) * 25
s <- svydesign(ids = ~1, weights = ~1, data = d)
as.data.frame(svyby(~index, ~unit, s, svymean))
""",
    ),
}
FULL_TALLY = "data.table"
R_WHOLE = "write.csv(work(commandArgs(TRUE)[1]), commandArgs(TRUE)[2], row.names = FALSE)"
# The same twice in a session that already stands: R after library(), we after import.
R_SESSION = 'for (call in 1:2) cat(system.time(work(commandArgs(TRUE)[1]))[["elapsed"]], "\\n")'
OUR_SESSION = """
import sys, time
from skm.pipeline import index_files
for call in range(2):
    started = time.perf_counter()
    index_files([sys.argv[1]], only_indices=sys.argv[2] == "indices").indices.frame
    print(time.perf_counter() - started)
"""


def skm_index(path: Path) -> list[str]:
    """Return the command whose figures are compared."""
    return [sys.executable, "-m", "skm", "index", str(path), "--format", "csv", "--quiet"]


def python(script: str, *words: object) -> list[str]:
    """Return a command that runs a script."""
    return [sys.executable, "-c", script, *map(str, words)]


def beside(name: str, pair: dict[str, Sequence[str]], rounds: int, folder: Path, figure: str = "wall") -> None:
    """Print a pair of commands; the ratio is of the clock, or of the processor where that is asked for."""
    runs = interleave(pair, rounds, folder)
    (first, before), (second, after) = runs.items()
    print(line(f"{first}, {name}", before))
    if figure == "wall":
        print(line(second, after, before), flush=True)
    else:
        ratio = statistics.median(getattr(b, figure) / getattr(a, figure) for a, b in zip(before, after, strict=True))
        print(f"{line(second, after)[:-1].rstrip()} {ratio:.2f} ({figure}) |", flush=True)


def measure_csv(folder: Path, rows: int, rounds: int) -> None:
    """Print text files: coded without and with blanks, labels with one fault in a hundred rows."""
    kinds: tuple[tuple[str, str, Callable[..., None], tuple[object, ...]], ...] = (
        ("rows, all complete", BARE_SCAN, write_coded, (OFFICES, 0.0)),
        ("rows, 4 % of answers blank", BARE_SCAN, write_coded, (OFFICES, 0.04)),
        ("rows of text labels, 1 % with a fault", BARE_SCAN_LABELS, write_dirty_labels, (OFFICES,)),
    )
    path = folder / "answers.csv"
    for name, scan, write, options in kinds:
        in_own_process(write, path, rows, *options)
        pair = {"bare DuckDB scan": python(scan, path), "`skm index` of the same file": skm_index(path)}
        beside(f"{rows} {name}", pair, rounds, folder)
    path.unlink()


def measure_pandas(folder: Path, rows: int, rounds: int) -> None:
    """Print the straightforward pandas script."""
    path = folder / "answers.csv"
    in_own_process(write_coded, path, rows, OFFICES)
    pair = {"`skm index`": skm_index(path), "the straightforward pandas script": python(PANDAS_SCRIPT, path)}
    beside(f"{rows} complete rows", pair, rounds, folder)
    path.unlink()


def measure_parquet(folder: Path, rows: int, rounds: int) -> None:
    """Print Parquet files of 89 and of 5,000 units, by processor time."""
    for units in (OFFICES, MANY):
        path = folder / f"answers-{units}.parquet"
        in_own_process(write_coded, path, rows, units)
        pair = {"bare DuckDB scan": python(BARE_PARQUET, path), "`skm index` of the same file": skm_index(path)}
        beside(f"{rows} rows of Parquet, {units} units", pair, rounds, folder, "cpu")
        path.unlink()


def measure_growth(folder: Path, rows: int, rounds: int, times: int) -> None:
    """Print a Parquet file and one that is so many times as long: time follows the rows, memory does not."""
    small, large = folder / "small.parquet", folder / "large.parquet"
    in_own_process(write_coded, small, rows, OFFICES)
    in_own_process(write_coded, large, rows * times, OFFICES)
    pair = {f"`skm index`, {rows} rows": skm_index(small), f"`skm index`, {rows * times} rows": skm_index(large)}
    runs = interleave(pair, rounds, folder)
    (_, before), (name, after) = runs.items()
    print(line(f"`skm index` of Parquet, {rows} rows", before))
    print(line(name, after, before))
    print(f"\npeak memory: {median(after, 'peak') / median(before, 'peak'):.2f} times", flush=True)


def measure_run(folder: Path, rows: int, rounds: int) -> None:
    """Print whole runs of a tenth, three tenths and all of the rows: time follows them, memory does not."""
    for kind, blank_share in (("parquet", 0.04), ("csv", 0.0)):
        homes = {size: folder / f"{kind}-{size}" for size in (rows // 10, rows * 3 // 10, rows)}
        for size, home in homes.items():
            raw = home / "data" / "raw" / "2025"
            raw.mkdir(parents=True)
            (home / "skm.toml").write_text(SURVEY, encoding="utf-8")
            in_own_process(write_coded, raw / f"answers.{kind}", size, OFFICES, blank_share)
        words = ("--fresh", "--jobs", "1", "--quiet")
        commands = {size: [sys.executable, "-m", "skm", "run", str(home), *words] for size, home in homes.items()}
        names = {size: f"`skm run`, {size} rows of {kind}, {blank_share:.0%} of answers blank" for size in homes}
        runs = interleave({names[size]: command for size, command in commands.items()}, rounds, folder)
        for name, finished in runs.items():
            print(line(name, finished), flush=True)
        least, *_, most = (median(finished, "peak") for finished in runs.values())
        print(f"\npeak memory: {most / least:.2f} times\n", flush=True)


def make_parts(folder: Path, n_parts: int, units: int) -> None:
    """Write tallies of districts, each of as many units, and their answers in one Parquet file."""
    from dataclasses import replace

    import duckdb

    from skm.tallies import write_tally
    from skm.tally import tally_responses

    rows = folder / "rows"
    rows.mkdir()
    with duckdb.connect() as connection:
        for number in range(n_parts):
            connection.register("answers", _answers(units, number))
            path = rows / f"{number:03}"
            connection.execute(f"COPY answers TO '{path}' (FORMAT parquet)")
            tally = tally_responses(connection.read_parquet(str(path)), by=["unit"])
            write_tally(replace(tally, sources=(f"{number:064x}",)), folder / f"{number:03}.parquet")


def _answers(units: int, number: int):
    import numpy as np
    import pandas as pd

    from skm.regulation import load_regulation

    rng = np.random.default_rng([20201123, number])
    n = units * 100
    keys = load_regulation("permenpan-14-2017").keys
    frame = pd.DataFrame(rng.integers(2, 5, (n, 9)), columns=list(keys))
    return frame.assign(unit=[f"{number}-{unit}" for unit in rng.integers(0, units, n)])


MERGE = """
import sys, time
from pathlib import Path
from skm.tallies import read_tally
from skm.tally import merge_tallies
tallies = [read_tally(path) for path in sorted(Path(sys.argv[1]).glob("*.parquet"))]
started = time.perf_counter(); merge_tallies(tallies); print(time.perf_counter() - started)
"""
GROUP_BY = """
import sys, time, duckdb
from skm.tally import tally_responses
rows = duckdb.read_parquet(sys.argv[1])
started = time.perf_counter(); tally_responses(rows, by=["unit"]); print(time.perf_counter() - started)
"""


def _told(command: Sequence[str]) -> list[float]:
    """Return the seconds that a process tells of itself, a line each."""
    import subprocess

    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(text) for text in done.stdout.split()]


def measure_merge(folder: Path, rounds: int) -> None:
    """Print the merge of 100 tallies of 1,000 units beside one group-by over their rows, each timed from inside."""
    parts = folder / "parts"
    parts.mkdir()
    in_own_process(make_parts, parts, 100, 1000)
    seconds: dict[str, list[float]] = {"merge": [], "group-by": []}
    commands = {"merge": python(MERGE, parts), "group-by": python(GROUP_BY, parts / "rows" / "*")}
    for number in range(rounds + 1):
        for name, command in commands.items():
            found = _told(command)[-1]
            if number:
                seconds[name].append(found)
    merge, group = (statistics.median(seconds[name]) for name in ("merge", "group-by"))
    print(f"merging 100 tallies of 1,000 units: {merge:.2f} s; one group-by over their 10,000,000 rows: {group:.2f} s")
    print(f"ratio 1/{group / merge:.0f}", flush=True)


def measure_r(folder: Path, rows: int, rounds: int) -> None:
    """Print R's data.table and survey::svyby beside us, whole and in a session; and whether figures are the same."""
    import shutil

    r = shutil.which("Rscript")
    if r is None:
        print("R is not installed (Debian: r-cran-data.table r-cran-survey)")
        return
    path = folder / "answers.csv"
    session = {
        "`index_files`": python(OUR_SESSION, path, "whole"),
        "`index_files`, only indices": python(OUR_SESSION, path, "indices"),
    }
    in_own_process(write_coded, path, rows, OFFICES)
    for name, (libraries, work) in R_WORK.items():
        whole, within = folder / f"{name[:4]}.R", folder / f"{name[:4]}-session.R"
        before = f"{libraries}\nwork <- function(path) {{{work}}}\n"
        whole.write_text(before + R_WHOLE, encoding="utf-8")
        within.write_text(before + R_SESSION, encoding="utf-8")
        command = [r, "--vanilla", str(whole), str(path), str(folder / f"{name[:4]}.csv")]
        ours = {"`skm index`": skm_index(path)}
        if name == FULL_TALLY:  # indices alone need fewer sums than R is asked for there
            ours = {
                "`skm tally`": [sys.executable, "-m", "skm", "tally", str(path), "-o", str(folder / "tally.parquet")]
            }
        beside(f"{rows} complete rows", {**ours, f"R {name}": command}, rounds, folder)
        session[f"R {name}"] = [r, "--vanilla", str(within), str(path)]
    print(f"\nlargest difference to svyby: {_difference(path, folder / 'surv.csv'):.1e} points", flush=True)
    _measure_sessions(session, rounds)
    path.unlink()


def _measure_sessions(commands: dict[str, list[str]], rounds: int) -> None:
    """Print the seconds of two calls in one session each, as it tells them, and what the second is of our whole one."""
    calls: dict[str, list[list[float]]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            told = _told(command)
            if number:
                calls[name].append(told)
    print("\n| in a session | first call s | second call s | of our second call |\n|---|---|---|---|")
    ours = next(iter(calls.values()))
    for name, found in calls.items():
        first, second = (statistics.median(column) for column in zip(*found, strict=True))
        ratio = statistics.median(one[1] / our[1] for one, our in zip(found, ours, strict=True))
        print(f"| {name} | {first:.2f} | {second:.2f} | {ratio:.2f} |", flush=True)


def _difference(path: Path, out: Path) -> float:
    """Return the largest difference of index and standard error by unit between us and R."""
    import pandas as pd

    from skm.pipeline import index_files

    frame = index_files([path]).indices.frame
    ours = frame[(frame["level"] == "unit") & (frame["measure"] == "index")].set_index("name")[["index", "se"]]
    theirs = pd.read_csv(out).set_index("unit")[["index", "se"]]
    return float((ours - theirs.loc[ours.index]).abs().max(axis=None))


def main() -> None:
    """Make the data, run what was asked for, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--part", choices=("all", "csv", "pandas", "parquet", "growth", "run", "merge", "r"), default="all"
    )
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    parts: dict[str, Callable[[Path], None]] = {
        "csv": lambda folder: measure_csv(folder, options.rows, options.rounds),
        "pandas": lambda folder: measure_pandas(folder, options.rows, options.rounds),
        "parquet": lambda folder: measure_parquet(folder, options.rows, options.rounds),
        "growth": lambda folder: measure_growth(folder, options.rows, options.rounds, options.times),
        "run": lambda folder: measure_run(folder, options.rows, min(options.rounds, 3)),
        "merge": lambda folder: measure_merge(folder, options.rounds),
        "r": lambda folder: measure_r(folder, min(options.rows, 1_000_000), options.rounds),
    }
    for name, measure in parts.items():
        if options.part in (name, "all"):
            with tempfile.TemporaryDirectory() as folder:
                print(f"\n## {name}\n\n{TABLE if name != 'merge' else ''}", flush=True)
                measure(Path(folder))
    # pandas loads pyarrow wherever it is: the suite needs it, an installation does not bring it.
    arrow = "with" if find_spec("pyarrow") else "without"
    about = f"{os.cpu_count()} processors, Python {sys.version.split()[0]} {arrow} pyarrow, {options.rounds} rounds"
    print(f"\n{about}, {time.strftime('%F')}")


if __name__ == "__main__":
    main()
