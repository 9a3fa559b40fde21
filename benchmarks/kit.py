"""How quick is the press office's kit? Texts, posters and cards of the demo survey, and of many units of the same kind.

    python -m benchmarks.kit [600] [--jobs 2]

Everything of `humas/` is written from ready facts: texts, fact sheets, the workbook, the posters as HTML, PDF and PNG,
the cards of both languages. Prints seconds on the clock, of this process and of the browser, and those of one poster.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.unit_documents import demo_folder, many_units, newest_period
from skm.publishing import FactsByLanguage, NotPrintedError
from skm.publishing.kit import draw_pictures, list_poster_keys, write_cards, write_papers, write_posters


def tell(stage: str, done: int, total: int) -> None:
    """Show how far it has come, where somebody is looking."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{stage} {done}/{total}  ")


def measure(facts: FactsByLanguage, folder: Path, jobs: int) -> None:
    """Write the kit of a period and print how long it took."""
    begun, own, others = time.perf_counter(), time.process_time(), _of_children()
    keys = list_poster_keys(facts)
    write_papers(facts, folder)
    write_posters(facts, folder, keys)
    write_cards(facts, folder)
    before = time.perf_counter()
    try:
        draw_pictures(facts, folder, tabs=jobs, progress=tell)
    except NotPrintedError as error:
        sys.exit(str(error))
    now = time.perf_counter()
    print(
        f"{len(keys) - 1} units, {jobs} at a time: {now - begun:.1f} s, {(now - before) / len(keys):.2f} s a poster, "
        f"{time.process_time() - own:.1f} s of processor here, {_of_children() - others:.1f} s in the browser"
    )


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: Sequence[str]) -> None:
    """Measure the demo survey's kit, then that of so many units."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("units", nargs="?", type=int, default=600)
    asked.add_argument("--jobs", type=int, default=2)
    options = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        facts = newest_period(demo_folder(Path(name)))
        measure(facts, Path(name) / "89", options.jobs)
        many = {language: many_units(one, options.units) for language, one in facts.items()}
        measure(many, Path(name) / "many", options.jobs)


if __name__ == "__main__":
    main(sys.argv[1:])
