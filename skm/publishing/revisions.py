"""`perubahan-rilis.csv`: every released figure that is another one now, with what it was."""

from pathlib import Path

import pandas as pd

from skm.publishing.facts import Facts
from skm.tables import csv_bytes, write_whole

REVISIONS = "perubahan-rilis.csv"
COLUMNS = (
    *("period", "level", "parent", "id", "name", "measure"),
    *("released", "now", "grade_released", "grade_now", "on_top"),
)


def write_revisions(facts: Facts, folder: Path) -> None:
    """Write the figures that differ from the last edition; an edition that follows none has no such file."""
    state = facts.release
    if not state.edition or (state.is_official and not state.corrects):
        return
    lines = [
        (
            *(r.period, r.level, r.parent, r.id, r.name, r.measure, _cell(r.before), _cell(r.now)),
            *(r.letter_before, r.letter_now, str(r.is_noticeable).lower()),
        )
        for r in state.revisions
    ]
    write_whole(folder / REVISIONS, csv_bytes(pd.DataFrame(lines, columns=list(COLUMNS), dtype="str")))


def _cell(value: object) -> str:
    return "" if value is None else str(value)
