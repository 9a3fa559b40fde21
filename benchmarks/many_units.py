"""What all statistics of many units cost from a ready tally: `python -m benchmarks.many_units`.

Two periods, a register of kinds and agencies, profile views, blank answers: 500 units beside 5,000, each in a process
of its own, for time of the processor and peak memory. Docs: docs/performance.md.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

PERIODS = ("2023", "2024")
RESPONDENTS = 20  # of each unit in each period
BLANK = 0.04
TALLY = "tally.parquet"
SEED = 5000
SIZES = (500, 5_000)
ELEMENTS = (
    *("requirements", "procedure", "time", "tariff", "product"),
    *("competence", "behaviour", "facilities", "complaints"),
)


def make_answers(n_units: int) -> pd.DataFrame:
    """Return simulated answers of a number of units, a line a respondent."""
    rng = np.random.default_rng(SEED)
    n = n_units * RESPONDENTS * len(PERIODS)
    unit = np.tile(np.repeat(np.arange(n_units), RESPONDENTS), len(PERIODS))
    level = rng.normal(0, 0.35, n_units)[unit] + rng.normal(0, 0.5, n)
    frame = pd.DataFrame({"period": np.repeat(PERIODS, n_units * RESPONDENTS), "unit": [f"u{i:05}" for i in unit]})
    for element in ELEMENTS:
        score = np.clip(np.rint(3.2 + level + rng.normal(0, 0.6, n)), 1, 4)
        frame[element] = np.where(rng.random(n) < BLANK, np.nan, score)
    frame["sex"] = rng.choice(["female", "male"], n)
    frame["education"] = rng.choice(["sd", "smp", "sma", "s1"], n)
    return frame


def make_survey(n_units: int, folder: Path) -> Any:
    """Return a survey whose register has every unit, in 4 kinds, agencies of 50 units and 20 regions."""
    from skm.survey import open_survey

    units = range(n_units)
    register = pd.DataFrame(
        {
            "unit_id": [f"u{i:05}" for i in units],
            "name": [f"Unit {i:05}" for i in units],
            "kind": [f"Jenis {i % 4}" for i in units],
            "agency": [f"Dinas {i // 50}" for i in units],
            "region": [f"Kabupaten {i % 20}" for i in units],
        }
    )
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "skm.toml").write_text('[survey]\nname = "Provinsi Contoh"\n', encoding="utf-8")
    register.to_csv(folder / "data" / "raw" / "units.csv", index=False)
    return open_survey(folder)


def statistics_of(tally: Any, survey: Any) -> dict[str, Callable[[], Any]]:
    """Return every statistic of a survey that its tally gives, by name, in the order of a run."""
    from skm.changes import compare_all
    from skm.indices import compute_indices, distribute_answers
    from skm.quality import summarise_quality
    from skm.research import element_ends, elements_apart, precision, priorities, reliability

    known: dict[str, Any] = {}

    def keep(name: str, value: Any) -> Any:
        known[name] = value
        return value

    return {
        "indices": lambda: keep("indices", compute_indices(tally, survey)),
        "changes": lambda: keep("changes", compare_all(known["indices"])),
        "distribution": lambda: distribute_answers(tally, survey),
        "quality": lambda: summarise_quality(tally, survey),
        "precision and ranks": lambda: precision(known["indices"], survey),
        "reliability": lambda: reliability(tally),
        "which elements differ": lambda: keep("apart", elements_apart(tally, survey)),
        "lowest and highest": lambda: element_ends(tally, survey, indices=known["indices"], apart=known["apart"]),
        "priorities": lambda: priorities(
            tally, survey, indices=known["indices"], changes=known["changes"], apart=known["apart"]
        ),
    }


def make_tally(n_units: int, folder: Path) -> None:
    """Write a survey of a number of units, and the tally of its answers, into a folder."""
    from skm.tables import write_tally
    from skm.tally import tally_responses

    survey = make_survey(n_units, folder)
    frame = make_answers(n_units)
    frame = frame.merge(survey.units[["unit_id", "agency", "region"]], left_on="unit", right_on="unit_id")
    tally = tally_responses(frame, by=["period", "region", "agency", "unit"], profiles=("sex", "education"))
    write_tally(folder / TALLY, tally.frame, tally.instrument, tally.names, tally.sources)


def measure_here(folder: Path) -> dict[str, float]:
    """Return the processor's seconds of each statistic of a survey with a tally, and the peak of memory in MB."""
    from skm.cli import spare_the_collector
    from skm.survey import open_survey
    from skm.tables import read_tally_file
    from skm.tally import tally_from

    spare_the_collector()  # as every command does
    survey, tally = open_survey(folder), tally_from(*read_tally_file(folder / TALLY))
    work = statistics_of(tally, survey)
    found: dict[str, float] = {"cells": len(tally.frame)}
    before = time.process_time()
    for name, compute in work.items():
        start = time.process_time()
        compute()
        found[name] = time.process_time() - start
    found["all"] = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found | {"peak MB": peak / 1024}


def main() -> None:
    """Print the medians of some rounds, sizes in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--here", type=Path, help="measure the survey of this folder in this process")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    wanted = parser.parse_args()
    if wanted.here:
        print(json.dumps(measure_here(wanted.here)))
        return
    rounds: dict[int, list[dict[str, float]]] = {size: [] for size in wanted.sizes}
    with tempfile.TemporaryDirectory() as home:
        for size in wanted.sizes:  # in another process: what a process held counts as its children's peak too
            making = multiprocessing.get_context("spawn").Process(
                target=make_tally, args=(size, Path(home) / str(size))
            )
            making.start()
            making.join()
        for _ in range(wanted.rounds):
            for size in wanted.sizes:
                command = [sys.executable, "-m", "benchmarks.many_units", "--here", str(Path(home) / str(size))]
                text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                rounds[size].append(json.loads(text))
    lines = {
        size: {name: statistics.median(one[name] for one in found) for name in found[0]}
        for size, found in rounds.items()
    }
    table = pd.DataFrame(lines).round(2)
    if len(wanted.sizes) > 1:
        table["ratio"] = (table[wanted.sizes[-1]] / table[wanted.sizes[0]]).round(2)
    print(table.to_string())


if __name__ == "__main__":
    main()
