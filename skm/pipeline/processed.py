"""The figures of the last run, read back from `data/processed/`: pages and releases are made from them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from skm.moving import finish_moves
from skm.pipeline.estimating import gather_evidence
from skm.pipeline.writing import EXCLUSIONS
from skm.provenance import read_record
from skm.survey import Survey
from skm.tables import read_csv_lines, read_csv_text, read_tally_file
from skm.tally import tally_from

if TYPE_CHECKING:
    from skm.changes import ChangeTable
    from skm.indices import IndexTable
    from skm.publishing import Evidence


THEMES = "data/processed/themes.csv"
TOLD_BY = ("file", "rule", "action", "message")


@dataclass(frozen=True)
class Processed:
    """What the last run left: the figures, their changes, what can be said beside them, and its record."""

    indices: "IndexTable"
    changes: "ChangeTable"
    evidence: "Evidence"
    record: Mapping[str, Any]

    @property
    def periods(self) -> list[str]:
        """The periods with figures."""
        return sorted(set(self.indices.frame["period"]))


def told_before(folder: Path) -> pd.DataFrame:
    """Return the lines of the last run's exclusions.csv put together by file, rule, action and message, counted as `n`.

    They stand in the order in which the first of each stands there; the file is never in memory.
    """
    counts: dict[tuple[str, ...], int] = {}
    for line in read_csv_lines(folder / "data" / "processed" / EXCLUSIONS):
        key = tuple(line[name] for name in TOLD_BY)
        counts[key] = counts.get(key, 0) + 1
    return pd.DataFrame([(*key, n) for key, n in counts.items()], columns=[*TOLD_BY, "n"])


def read_processed(survey: Survey) -> Processed:
    """Return what the last run of a survey folder left.

    Raises
    ------
    RequestError
        Nothing has been processed there yet.
    """
    from skm.changes import compare_all
    from skm.indices import compute_indices, join_indices

    folder = survey.folder or Path()
    finish_moves(folder)
    record = read_record(folder)
    written = [name for name in record["outputs"] if Path(name).match("data/processed/tally*.parquet")]
    tallies = [tally_from(*read_tally_file(folder / name)) for name in written]
    indices = join_indices([compute_indices(tally, survey) for tally in tallies])
    changes = compare_all(indices)
    findings = record["findings"]
    spans = {p: tuple(dt.date.fromisoformat(day) for day in span) for p, span in findings["fieldwork"].items()}
    exclusions = told_before(folder)
    kept = folder / THEMES
    evidence = gather_evidence(
        survey,
        tallies,
        (indices, changes),
        pd.DataFrame(record["files"]),
        exclusions,
        findings | {"fieldwork": spans},
        themes=read_csv_text(kept) if THEMES in record["outputs"] else None,
    )
    return Processed(indices, changes, evidence, record)
