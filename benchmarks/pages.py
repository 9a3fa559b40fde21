"""How quick is the annual page from ready results, how large is it, and how soon does it open.

    python -m benchmarks.pages [--rounds 5]

Simulated surveys of 89 and of 600 units over three years. "Facts" are those of all three years in both languages,
"page" is the newest year's one file with both: processor seconds of one process, the median of the rounds. Where
Playwright and Chromium are installed, a browser opens the page and tells when its content was there
(DOMContentLoaded).
"""

import argparse
import importlib.util
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from skm.changes import ChangeTable, compare_all
from skm.indices import IndexTable, compute_indices, count_respondents, distribute_answers
from skm.publishing import Evidence, FactsByLanguage, gather_periods, read_standings, write_annual_page
from skm.quality import summarise_quality
from skm.regulation import load_regulation
from skm.research import compositions, element_ends, funnel_curves, precision, reliability
from skm.survey import Survey
from skm.tally import tally_responses

KEYS = load_regulation("permenpan-14-2017").keys
SIZES = (89, 600)
YEARS = ("2023", "2024", "2025")
SEED = 20251215
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Ready:
    """Results as a run has them before it publishes."""

    survey: Survey
    indices: IndexTable
    changes: ChangeTable
    evidence: Evidence


def simulate(n_units: int) -> Ready:
    """Return the results of a simulated survey of so many units over three years."""
    rng = np.random.default_rng(SEED)
    kinds = ("Perangkat daerah", "Puskesmas", "Kelurahan")
    names = [f"{kinds[place % 3]} {place // 3 + 1:03d}" for place in range(n_units)]
    units = pd.DataFrame({"unit_id": [f"u{place:03d}" for place in range(n_units)], "name": names})
    units["kind"] = [kinds[place % 3] for place in range(n_units)]
    for column in ("aliases", "agency", "region", "from", "to", "successor"):
        units[column] = ""
    survey = replace(Survey(), units=units).with_settings(name="Kota Contoh", simulated=True, recruitment="walk-in")
    parts = []
    for unit in units["unit_id"]:
        level = rng.normal(3.25, 0.08)
        for year in YEARS:
            n = int(rng.integers(60, 200))
            person = level + rng.normal(0, 0.03) + rng.normal(0, 0.45, n)[:, None]
            scores = np.clip(np.round(person + rng.normal(0, 0.5, (n, len(KEYS)))), 1, 4)
            part = pd.DataFrame(scores, columns=list(KEYS)).assign(unit=unit, period=year)
            parts.append(part.assign(sex=rng.choice(("Laki-laki", "Perempuan"), n)))
    tally = tally_responses(pd.concat(parts, ignore_index=True), by=["period", "unit"], profiles=("sex",))
    tally = replace(tally, names=dict(zip(units["unit_id"], units["name"], strict=True)))
    indices = compute_indices(tally, survey)
    changes = compare_all(indices)
    evidence = Evidence(
        distribution=distribute_answers(tally, survey),
        respondents=count_respondents(tally, survey),
        quality=summarise_quality(tally, survey),
        precision=precision(indices, survey),
        ends=element_ends(tally, survey, indices=indices),
        funnel=funnel_curves(indices),
        composition=compositions(indices, changes.frame, survey),
        reliability=reliability(tally, levels=("all",)),
    )
    return Ready(survey, indices, changes, evidence)


def gather(ready: Ready) -> dict[str, FactsByLanguage]:
    """Return the facts of every period in both languages, as a run gathers them."""
    standings = read_standings(ready.survey, Path())
    return gather_periods(ready.survey, ready.indices, ready.changes, standings, evidence=ready.evidence)


def timed(work: Callable[[], Any], rounds: int) -> float:
    """Return the median of the processor seconds that some work takes."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def open_page(page: Path, rounds: int) -> float | None:
    """Return after how many seconds a browser has the content of a page; None where there is no browser to ask."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None or importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright

    ask = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
        taken = []
        for _ in range(rounds):
            window.goto(page.as_uri())
            taken.append(float(window.evaluate(ask)) / 1000)
        window.context.browser.close()
    return statistics.median(taken)


def main() -> None:
    """Measure both sizes and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    for n_units in SIZES:
        ready = simulate(n_units)
        facts = gather(ready)[YEARS[-1]]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_annual_page(facts, folder)
            size = (folder / "index.html").stat().st_size
            page = timed(lambda facts=facts, folder=folder: write_annual_page(facts, folder), rounds)
            gathering = timed(lambda ready=ready: gather(ready), max(rounds // 2, 1))
            opened = open_page(folder / "index.html", rounds)
        opens = "no browser" if opened is None else f"content after {opened:.2f} s"
        print(f"{n_units} units: facts {gathering:.2f} s, page {page:.2f} s, {size / 1e6:.2f} MB, {opens}", flush=True)


if __name__ == "__main__":
    main()
