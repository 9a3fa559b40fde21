"""How quick are the Word documents of the units? The demo survey's, and those of many units of the same kind.

    python -m benchmarks.unit_documents [600]

Prints wall and processor seconds of one process; `skm run` shares the documents out among its processes.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import skm
from skm.pipeline.estimating import evidence_of
from skm.publishing import FactsByLanguage, gather_periods, read_standings
from skm.publishing.documents import list_documents, write_documents
from skm.publishing.facts import Facts

ROOT = Path(__file__).parents[1]


def demo_folder(folder: Path) -> Path:
    """Return a folder with the demo survey, whose results go nowhere else."""
    for part in ("skm.toml", "data/raw"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).symlink_to(ROOT / part)
    return folder


def newest_period(folder: Path) -> FactsByLanguage:
    """Return the facts of the newest period of a survey, its own language first."""
    survey = skm.open_survey(folder)
    result = skm.run_survey(survey)
    gathered = gather_periods(
        survey, result.indices, result.changes, read_standings(survey, folder / "reports"), evidence=evidence_of(result)
    )
    return gathered[max(gathered)]


def many_units(facts: Facts, n: int) -> Facts:
    """Return facts of `n` units, each like one of those there are."""
    units = [facts.units[place % len(facts.units)] for place in range(n)]
    named = (replace(unit, id=f"{unit.id}-{place}", name=f"{unit.name} {place}") for place, unit in enumerate(units))
    return replace(facts, units=tuple(named))


def measure(facts: Facts, folder: Path) -> None:
    """Write all documents of a period and print how long it took."""
    keys = list_documents(facts)
    wall, cpu = time.perf_counter(), time.process_time()
    write_documents(facts, folder, keys)
    print(f"{len(keys)} documents: {time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} s of processor")


def main(arguments: Sequence[str]) -> None:
    """Measure the demo survey's documents, then those of so many units."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        facts = next(iter(newest_period(demo_folder(folder)).values()))
        for one in (facts, many_units(facts, int(arguments[0]) if arguments else 600)):
            measure(one, folder / "out")


if __name__ == "__main__":
    main(sys.argv[1:])
