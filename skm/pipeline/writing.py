"""Everything is prepared beside the results of the run before, and put in place at the end."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from skm.leftovers import Gone, find_gone, remove_gone
from skm.moving import move_together
from skm.pipeline.accounting import Result
from skm.pipeline.estimating import reliability_of
from skm.pipeline.internal import internal_page, marks_of, priorities_of, quality_with_marks, weighted_of
from skm.pipeline.reading import Intake
from skm.provenance import RECORD, run_record
from skm.responses import LINE_COLUMNS, remember
from skm.tables import csv_bytes, files_below, write_csv_lines, write_responses, write_tally, write_whole

if TYPE_CHECKING:
    from skm.publishing import Evidence

EXCLUSIONS = "exclusions.csv"


def write_processed(result: Result, read: Intake, evidence: "Evidence", staging: Path) -> None:
    """Write the internal tables, the tally and the kept rows of each period."""
    from skm.research import shares

    processed = staging / "data" / "processed"
    priorities, marks = priorities_of(result), marks_of(result, read)
    tables = {
        "indices": result.indices.frame,
        "changes": result.changes.frame,
        "distribution": evidence.distribution,
        "quality": quality_with_marks(evidence.quality, marks),
        "recognised": result.recognised,
        "precision": evidence.precision,
        "reliability": reliability_of(result.tallies),
        "priorities": priorities,
        "shares": pd.concat([shares(tally, result.survey) for tally in result.tallies], ignore_index=True),
    }
    if result.survey.margins is not None:
        tables["weighted"] = weighted_of(result, read)
    tables |= {} if evidence.ratings is None else {"ratings": evidence.ratings}
    tables |= {} if evidence.published is None else {"published": evidence.published}
    tables |= {} if result.themes is None else {"themes": result.themes, "comments": result.comments}
    for name, table in tables.items():
        write_whole(processed / f"{name}.csv", csv_bytes(table))
    write_csv_lines(processed / EXCLUSIONS, LINE_COLUMNS, result.excluded.lines())
    write_whole(processed / "internal.html", internal_page(result, evidence, priorities, marks))
    for number, tally in enumerate(result.tallies, start=1):
        name = "tally.parquet" if number == 1 else f"tally-{number}.parquet"
        write_tally(processed / name, tally.frame, tally.instrument, tally.names, tally.sources)
    lines = {name: own for responses in read.responses for name, own in responses.lines_by_part.items()}
    remember(processed, read.as_read, read.workspace, lines)
    for responses in read.responses:
        write_responses(
            processed,
            read.workspace.connection,
            responses.rows,
            responses.instrument,
            responses.source,
            result.survey.recruitment or "",
        )


def put_in_place(
    result: Result, staging: Path, folder: Path, editions: Mapping[str, int] | None = None
) -> tuple[dict[str, Path], Gone]:
    """Move everything into the folder, or nothing; run.json last: it names the hashes of the rest.

    Return what was written, and what earlier runs had written and is no more.
    """
    from skm.publishing import forget_pictures, is_picture

    outputs = files_below(staging)
    told = result.excluded.told
    stages = {
        "rows_in": sum(account.rows_in for account in result.accounts),
        "rows_dropped": sum(account.rows_dropped for account in result.accounts),
        "rows_kept": sum(account.rows_kept for account in result.accounts),
        "cells": sum(len(tally.frame) for tally in result.tallies),
        "corrected": int(told.loc[told["rule"] == "corrected", "n"].sum()),
    }
    spans = {period: [str(day) for day in span] for period, span in result.findings["fieldwork"].items()}
    findings = {**result.findings, "fieldwork": spans}
    whole = result.is_whole
    gone = find_gone(folder, outputs, is_whole=whole, is_picture=is_picture)
    known = (result.survey, result.accounts, outputs, stages, findings, editions or {})
    record = run_record(*known, is_whole=whole, removed=gone.removed)
    write_whole(staging / RECORD, record)
    moves = {folder / name: staging / name for name in (*outputs, RECORD)}
    forget_pictures(folder / "reports", staging / "reports")
    move_together(moves, staging / "older")
    remove_gone(folder, gone)
    return {name: folder / name for name in (*outputs, RECORD)}, gone
