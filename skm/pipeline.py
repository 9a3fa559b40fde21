"""The story on one page: read → recognise → clean → tally → estimate → compare → publish.

Nothing flows back, and only this module knows the order. A file that cannot be trusted is refused whole and the
others go on; everything is prepared beside the results of the run before and put in place at the end.
"""

import datetime as dt
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from skm import provenance
from skm.errors import DataError, Place, RequestError, SettingsError, SkmError
from skm.periods import NO_PERIOD, kind_of, named_period
from skm.responses import Part, Responses, Workspace, constants_of, gather, read_file
from skm.survey import Survey, open_survey, plain, read_settings, survey_files
from skm.tables import (
    csv_bytes,
    read_csv_text,
    read_tally_file,
    replace_whole,
    sha256_of,
    write_responses,
    write_tally,
    write_whole,
)
from skm.tally import PROFILE_COLUMNS, Tally, add_cells, tally_from

if TYPE_CHECKING:
    from skm.changes import ChangeTable
    from skm.indices import IndexTable
    from skm.publishing import Evidence

Progress = Callable[[str, int, int], None]
SHEET_NAME_AT_MOST = 31  # characters, as Excel has it
BLOCKING_RULES = ("unit not registered",)  # rows lost to a register that is not complete: no whole result


def _head_start() -> None:
    """Load what estimates while the engine reads: the engine works outside Python's lock."""
    threading.Thread(target=import_module, args=("skm.changes",), daemon=True).start()


def _silent(stage: str, done: int, total: int) -> None:
    """Say nothing of the progress."""


@dataclass(frozen=True)
class Refusal:
    """A file that cannot be trusted, and why."""

    file: str
    error: SkmError


@dataclass(frozen=True)
class Result:
    """What a run found: figures, changes, and an account of every file and row.

    Attributes
    ----------
    tallies
        One for each instrument.
    accounts
        One for each file: rows in = rows kept + rows dropped.
    refusals
        The files that cannot be trusted.
    findings
        By period: `fieldwork` (first and last date), `orders` (of facilities and complaints), `refused` (files).
    written
        Name in the survey folder → path, of everything that was written.
    """

    survey: Survey
    tallies: tuple[Tally, ...]
    indices: "IndexTable"
    changes: "ChangeTable"
    exclusions: pd.DataFrame
    recognised: pd.DataFrame
    accounts: tuple[provenance.FileAccount, ...]
    refusals: tuple[Refusal, ...]
    findings: Mapping[str, Mapping[str, Any]]
    written: Mapping[str, Path] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether every file and every row with a unit could be used."""
        return not self.refusals and not self.exclusions["rule"].isin(BLOCKING_RULES).any()

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that have figures."""
        return tuple(sorted(self.indices.frame["period"].unique()))


@dataclass(frozen=True)
class _Read:
    """All files of a survey, read: usable parts and refused files, with the engine that holds the rows."""

    parts: tuple[Part, ...]
    refusals: tuple[Refusal, ...]
    workspace: Workspace


# --- the story ----------------------------------------------------------------------------------------------------


def run_survey(survey: Survey | str | Path, *, language: str | None = None, progress: Progress | None = None) -> Result:
    """Read, check, clean, tally, estimate, compare and publish a survey folder.

    Parameters
    ----------
    survey
        A survey, or its folder.
    language
        "id" or "en", of pages and messages; the survey's own where it is not given.
    progress
        Called with (stage, done, total).

    Returns
    -------
    Result
        Its `refusals` are the files that could not be used. Everything is written whole or not at all:
        `data/processed/` and `reports/` of the folder.

    Raises
    ------
    SkmError
        The settings are wrong, or not one file can be used; earlier results stand as they were.
    """
    survey = survey if isinstance(survey, Survey) else open_survey(survey)
    survey = survey.with_settings(language=language) if language else survey
    result, read = _compute(survey, progress or _silent, dates=True)
    from skm.publishing import write_report

    folder = survey.folder
    with _prepared(folder) as staging:
        evidence = _evidence_of(result)
        _write_processed(result, read, evidence, staging)
        (progress or _silent)("publish", 0, 1)
        write_report(survey, result.indices, result.changes, staging / "reports", evidence=evidence)
        written = _put_in_place(result, read, staging, folder)
    return replace(result, written=written)


def run_file(
    path: str | Path,
    *,
    unit: str | None = None,
    period: str | None = None,
    language: str | None = None,
) -> Result:
    """Publish the page of one file, without a folder: `FILE-laporan/` beside it.

    Where nothing says the period, it is the year of the dates, if they are all of one year.
    """
    from skm.publishing import write_report

    path = Path(path)
    period = named_period(period) if period else None
    survey = Survey().with_settings(name=unit or _spoken_name(path), language=language or "id")
    result, _ = _compute_files(survey, [path], unit=unit, period=period, dates=True)
    if result.periods == (NO_PERIOD,) and (year := _only_year(result)):
        result, _ = _compute_files(survey, [path], unit=unit, period=year, dates=True)
    target = path.with_name(f"{path.stem}-laporan")
    with _prepared(path.parent) as staging:
        write_report(survey, result.indices, result.changes, staging, evidence=_evidence_of(result))
        written = {}
        for file in sorted(p for p in staging.rglob("*") if p.is_file()):
            name = file.relative_to(staging).as_posix()
            written[name] = target / name
            _move(file, target / name)
    return replace(result, written=written)


def _only_year(result: Result) -> str | None:
    """Return the year of the answers' dates, where they are all of one."""
    years = {str(day.year) for span in result.findings["fieldwork"].values() for day in span}
    return years.pop() if len(years) == 1 else None


def index_files(
    paths: Sequence[str | Path],
    *,
    by: Sequence[str] = (),
    settings: str | Path | None = None,
    language: str | None = None,
) -> Result:
    """Compute the figures of some files, ad hoc: nothing is written.

    Parameters
    ----------
    by
        Columns that make groups beside the units; a service or profile column by its recognised name.
    settings
        A skm.toml to follow.
    """
    survey = Survey(settings=read_settings(Path(settings))) if settings else Survey()
    survey = survey.with_settings(language=language) if language else survey
    result, _ = _compute_files(survey, [Path(path) for path in paths], by=tuple(by))
    return result


def check_survey(survey: Survey, *, progress: Progress | None = None) -> Result:
    """Find everything that a run would find, and write nothing."""
    return _compute(survey, progress or _silent, dates=True)[0]


def _compute(survey: Survey, progress: Progress, *, dates: bool) -> tuple[Result, _Read]:
    read = _read_survey(survey, progress, dates=dates)
    progress("estimate", 0, 1)
    return _estimate(survey, read, dates=dates), read


def _compute_files(
    survey: Survey,
    paths: Sequence[Path],
    *,
    unit: str | None = None,
    period: str | None = None,
    by: tuple[str, ...] | None = None,
    dates: bool = False,
) -> tuple[Result, _Read]:
    _head_start()
    workspace = Workspace()
    parts: list[Part] = []
    refusals: list[Refusal] = []
    for path in paths:
        if not path.is_file():
            raise RequestError("no_file", [Place(str(path))])
        constants = constants_of(path, path.name, survey, unit=unit, period=period)
        try:
            parts += read_file(path, path.name, survey, workspace, constants, dates=dates)
        except DataError as error:
            refusals.append(Refusal(path.name, error))
    if not parts:
        raise refusals[0].error
    gather(parts, workspace)
    read = _Read(tuple(parts), tuple(refusals), workspace)
    profiles = None if by is None else _profiles_named(by, parts)
    return _estimate(survey, read, profiles, dates=dates), read


def _profiles_named(words: Sequence[str], parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the profile columns that a user's words name, by role or by header; cell keys group anyway."""
    roles = {role for part in parts for role in (*part.cleaned.by, *part.cleaned.profiles)}
    headers = {plain(line.column): line.taken_for for part in parts for line in part.plan.recognised}
    profiles: dict[str, None] = {}
    for word in words:
        role = word if word in roles else headers.get(plain(word), "")
        if role not in roles:
            raise RequestError("unknown_group", name=word, known=", ".join(sorted(roles)))
        if role in PROFILE_COLUMNS:
            profiles[role] = None
    return tuple(profiles)


def compare_files(
    before: str | Path, after: str | Path, *, language: str | None = None
) -> tuple[Result, "ChangeTable"]:
    """Compare two files as two periods: the ones that their names say, else called as the files."""
    survey = Survey().with_settings(language=language) if language else Survey()
    paths = [Path(before), Path(after)]
    periods = [constants_of(path, path.name, survey).period for path in paths]
    if periods[0] == periods[1]:
        periods = [path.stem if paths[0].stem != paths[1].stem else str(path) for path in paths]
    workspace = Workspace()
    parts: list[Part] = []
    for path, period in zip(paths, periods, strict=True):
        constants = constants_of(path, path.name, survey, period=period)
        parts += read_file(path, path.name, survey, workspace, constants)
    read = _Read(tuple(parts), (), workspace)
    result = _estimate(survey, read, ())
    from skm.changes import compare_periods

    return result, compare_periods(result.indices, *periods)


def report_again(survey: Survey, *, period: str | None = None, language: str | None = None) -> Path:
    """Write the pages again from `data/processed/`; return the list of periods, or the page of `period`."""
    from skm.changes import compare_all
    from skm.indices import compute_indices, join_indices
    from skm.publishing import write_report

    survey = survey.with_settings(language=language) if language else survey
    processed = survey.folder / "data" / "processed"
    record_file = processed / "run.json"
    if not record_file.exists():
        raise RequestError("nothing_processed", [Place(str(survey.folder))])
    record = json.loads(record_file.read_text(encoding="utf-8"))
    tallies = [tally_from(*read_tally_file(path)) for path in sorted(processed.glob("tally*.parquet"))]
    indices = join_indices([compute_indices(tally, survey) for tally in tallies])
    if period and period not in set(indices.frame["period"]):
        raise RequestError("unknown_period", name=period, known=", ".join(sorted(set(indices.frame["period"]))))
    findings = record["findings"]
    spans = {p: tuple(dt.date.fromisoformat(day) for day in span) for p, span in findings["fieldwork"].items()}
    exclusions = read_csv_text(processed / "exclusions.csv")
    evidence = _evidence(survey, tallies, pd.DataFrame(record["files"]), exclusions, findings | {"fieldwork": spans})
    with _prepared(survey.folder) as staging:
        write_report(survey, indices, compare_all(indices), staging, evidence=evidence)
        for file in sorted(path for path in staging.rglob("*") if path.is_file()):
            name = file.relative_to(staging)
            if not period or name.parts[0] in (period, "index.html"):
                _move(file, survey.folder / "reports" / name)
    return newest_page(survey.folder, period) if period else survey.folder / "reports" / "index.html"


def newest_page(folder: str | Path, period: str | None = None) -> Path:
    """Return the page of a period, or of the newest one."""
    pages = {path.parent.name: path for path in sorted(Path(folder).glob("reports/*/index.html"))}
    if not pages:
        raise RequestError("no_page", [Place(str(folder))])
    if period and period not in pages:
        raise RequestError("unknown_period", name=period, known=", ".join(pages))
    years = [name for name in pages if kind_of(name) == "year"]
    return pages[period or max(years or list(pages))]


def refused_findings(refusals: Sequence[Refusal], language: str) -> pd.DataFrame:
    """Return the places of refused files in the columns of exclusions.csv."""
    lines = [
        {
            "file": refusal.file,
            "sheet": place.sheet,
            "row": place.row,
            "column": place.column,
            "rule": refusal.error.code.replace("_", " "),
            "value": place.value or "",
            "action": "file refused",
            "message": refusal.error.message(language).splitlines()[0],
        }
        for refusal in refusals
        for place in (refusal.error.places or (Place(refusal.file),))
    ]
    return pd.DataFrame(lines).astype({"row": "Int64"})


# --- reading ------------------------------------------------------------------------------------------------------


def _read_survey(survey: Survey, progress: Progress, *, dates: bool) -> _Read:
    files = _files_of(survey)
    _head_start()
    workspace = Workspace()
    parts: list[Part] = []
    refusals: list[Refusal] = []
    for done, name in enumerate(files):
        progress("read", done, len(files))
        constants = constants_of(survey.folder / name, name, survey)
        try:
            parts += read_file(survey.folder / name, name, survey, workspace, constants, dates=dates)
        except DataError as error:
            refusals.append(Refusal(name, error))
    _refuse_mixture(parts, survey)
    kept, uneven = _same_elements(parts)
    refusals += uneven
    if not kept:
        raise NothingUsableError(refusals)
    return _Read(tuple(kept), tuple(refusals), workspace)


class NothingUsableError(DataError):
    """Not one file of the survey can be used; `refusals` says why of each."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("nothing_usable", [Place(refusal.file) for refusal in refusals])


def _files_of(survey: Survey) -> list[str]:
    if survey.folder is None:
        raise RequestError("no_folder")
    files = survey_files(survey)
    listed = [
        path.relative_to(survey.folder).as_posix()
        for period in survey.settings.period
        for pattern in period.files
        for path in sorted(survey.folder.glob(pattern))
    ]
    every = sorted({*files, *listed})
    if not every:
        raise SettingsError("no_responses", [Place(str(survey.folder))])
    return every


def _refuse_mixture(parts: Sequence[Part], survey: Survey) -> None:
    """Refuse real files beside simulated ones: nobody may publish their sum."""
    marked = sorted({part.file for part in parts if part.plan.simulated})
    unmarked = sorted({part.file for part in parts} - set(marked))
    if marked and unmarked:
        raise SettingsError("real_beside_simulated", [Place(file) for file in unmarked])
    if marked and not survey.simulated:
        raise SettingsError("simulated_not_said", [Place(file) for file in marked])


def _same_elements(parts: Sequence[Part]) -> tuple[list[Part], list[Refusal]]:
    """Return the parts that ask what most files of their period ask, and a refusal for each other one."""
    kept: list[Part] = []
    refusals: list[Refusal] = []
    for period in dict.fromkeys(part.constants.period for part in parts):
        group = [part for part in parts if part.constants.period == period]
        fullest = max((p.plan.instrument for p in group), key=lambda i: (len(i.regulation.keys), -len(i.items)))
        for part in group:
            if part.plan.instrument.signature == fullest.signature:
                kept.append(part)
                continue
            missing = [key for key in fullest.regulation.keys if key not in part.plan.instrument.regulation.keys]
            code = "elements_fewer_than_others" if missing else "instruments_differ"
            error = DataError(
                code,
                [Place(part.file, part.sheet)],
                missing=", ".join(missing),
                period=period,
                example=next(iter(missing), ""),
            )
            refusals.append(Refusal(part.file, error))
    return kept, refusals


# --- figures ------------------------------------------------------------------------------------------------------


def _estimate(survey: Survey, read: _Read, profiles: tuple[str, ...] | None = None, *, dates: bool = False) -> Result:
    from skm.changes import compare_all
    from skm.indices import compute_indices, join_indices

    by_instrument: dict[tuple[object, ...], list[Part]] = {}
    for part in read.parts:
        by_instrument.setdefault(part.plan.instrument.signature, []).append(part)
    responses = [gather(parts, read.workspace) for parts in by_instrument.values()]
    tallies = tuple(_tally(r, survey, profiles) for r in responses)
    indices = join_indices([compute_indices(tally, survey) for tally in tallies])
    exclusions = _exclusions(responses, read.refusals, survey)
    accounts = _accounts(survey, read, tallies)
    recognised = pd.concat([r.recognised for r in responses], ignore_index=True)
    findings = {
        "fieldwork": _fieldwork(responses) if dates else {},
        "orders": _orders(read.parts),
        "refused": _refused_by_period(read.refusals, survey),
    }
    changes = compare_all(indices)
    return Result(survey, tallies, indices, changes, exclusions, recognised, accounts, read.refusals, findings)


def _evidence(
    survey: Survey,
    tallies: Sequence[Tally],
    accounts: pd.DataFrame,
    exclusions: pd.DataFrame,
    findings: Mapping[str, Mapping[str, Any]],
) -> "Evidence":
    """Return what the pages say beside figures and changes."""
    from skm.indices import distribute_answers
    from skm.publishing import Evidence
    from skm.quality import summarise_quality

    return Evidence(
        distribution=pd.concat([distribute_answers(tally, survey) for tally in tallies], ignore_index=True),
        quality=pd.concat([summarise_quality(tally, survey) for tally in tallies], ignore_index=True),
        accounts=accounts,
        exclusions=exclusions,
        version=provenance.version("skm"),
        settings=survey.settings.model_dump(mode="json"),
        **findings,
    )


def _evidence_of(result: Result) -> "Evidence":
    accounts = pd.DataFrame([vars(account) for account in result.accounts])
    return _evidence(result.survey, result.tallies, accounts, result.exclusions, result.findings)


def _tally(responses: Responses, survey: Survey, profiles: tuple[str, ...] | None) -> Tally:
    tally = responses.tally(profiles=profiles)
    frame = _one_spelling(tally.frame, "service")
    names = dict(tally.names)
    if survey.units is not None:
        register = survey.units.set_index("unit_id")
        names |= register["name"].to_dict()
        for level in ("agency", "region"):
            own = frame["unit"].map(register[level].to_dict()).fillna("")
            frame[level] = own.where(own != "", frame[level])
    return replace(tally, frame=add_cells(frame, tally.instrument), names=names)


def _one_spelling(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the frame with one spelling of each label within a unit: the most frequent."""
    rows = frame.groupby(["unit", column], as_index=False)["rows"].sum()
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for unit, label, n in zip(rows["unit"], rows[column], rows["rows"], strict=True):
        key = (unit, plain(label))
        best[key] = min(best.get(key, (0, label)), (-int(n), label))
    spelled = [best[unit, plain(label)][1] for unit, label in zip(frame["unit"], frame[column], strict=True)]
    return frame.assign(**{column: spelled})


def _exclusions(responses: Sequence[Responses], refusals: Sequence[Refusal], survey: Survey) -> pd.DataFrame:
    tables = [r.exclusions for r in responses if len(r.exclusions)]
    tables += [refused_findings(refusals, survey.language)] if refusals else []
    if not tables:
        return responses[0].exclusions
    found = pd.concat(tables, ignore_index=True).astype({"row": "Int64"})
    order = ["file", "sheet", "row", "column", "rule"]
    return found.sort_values(order, kind="stable", na_position="first").reset_index(drop=True)


def _accounts(survey: Survey, read: _Read, tallies: Sequence[Tally]) -> tuple[provenance.FileAccount, ...]:
    accounts: dict[str, provenance.FileAccount] = {}
    for part in read.parts:
        rows, dropped = part.cleaned.n_rows, part.cleaned.n_dropped
        before = accounts.get(part.file)
        accounts[part.file] = provenance.FileAccount(
            part.constants.period,
            part.file,
            part.sha256,
            rows + (before.rows_in if before else 0),
            rows - dropped + (before.rows_kept if before else 0),
            dropped + (before.rows_dropped if before else 0),
            "read",
            "; ".join(part.notes),
        )
    for refusal in read.refusals:
        path = survey.folder / refusal.file if survey.folder else Path(refusal.file)
        constants = constants_of(path, refusal.file, survey)
        hashed = sha256_of(path) if path.exists() else ""
        text = refusal.error.message(survey.language).splitlines()[0]
        accounts[refusal.file] = provenance.FileAccount(
            constants.period, refusal.file, hashed, 0, 0, 0, "refused", text
        )
    kept = sum(account.rows_kept for account in accounts.values())
    counted = sum(int(tally.frame.loc[tally.frame["view"] == "", "rows"].sum()) for tally in tallies)
    if kept != counted:
        raise DataError("rows_do_not_add_up", read=counted, refused=0, there=kept)
    return tuple(accounts[file] for file in sorted(accounts))


def _fieldwork(responses: Sequence[Responses]) -> dict[str, Any]:
    """Return the first and last date of each period that has dates."""
    spans: dict[str, Any] = {}
    for group in responses:
        if "date" not in group.rows.columns:
            continue
        query = "SELECT period, min(date)::DATE, max(date)::DATE FROM r WHERE date IS NOT NULL GROUP BY period"
        rows = group.rows.query("r", query).fetchall()
        spans |= {period: (first, last) for period, first, last in rows}
    return spans


def _orders(parts: Sequence[Part]) -> dict[str, str]:
    """Return the order of facilities and complaints of each period; one assumed file makes it assumed."""
    orders: dict[str, str] = {}
    for part in parts:
        period = part.constants.period
        orders[period] = "assumed" if "assumed" in (part.plan.order, orders.get(period)) else part.plan.order
    return orders


def _refused_by_period(refusals: Sequence[Refusal], survey: Survey) -> dict[str, int]:
    counts: dict[str, int] = {}
    for refusal in refusals:
        path = survey.folder / refusal.file if survey.folder else Path(refusal.file)
        period = constants_of(path, refusal.file, survey).period
        counts[period] = counts.get(period, 0) + 1
    return counts


def _spoken_name(path: Path) -> str:
    """Return what a file's name says of its unit."""
    unit = constants_of(path, path.name, Survey()).unit
    return " ".join(unit.replace("_", " ").split())


# --- writing ------------------------------------------------------------------------------------------------------


@contextmanager
def _prepared(folder: Path) -> Iterator[Path]:
    """Give a hidden folder on the same disk, for what is put in place at the end, and remove it afterwards."""
    staging = Path(tempfile.mkdtemp(prefix=".skm-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write_processed(result: Result, read: _Read, evidence: "Evidence", staging: Path) -> None:
    processed = staging / "data" / "processed"
    tables = {
        "indices": result.indices.frame,
        "changes": result.changes.frame,
        "exclusions": result.exclusions,
        "distribution": evidence.distribution,
        "quality": evidence.quality,
        "recognised": result.recognised,
    }
    for name, table in tables.items():
        write_whole(processed / f"{name}.csv", csv_bytes(table))
    for number, tally in enumerate(result.tallies, start=1):
        name = "tally.parquet" if number == 1 else f"tally-{number}.parquet"
        write_tally(processed / name, tally.frame, tally.instrument, tally.names, tally.sources)
    by_instrument: dict[tuple[object, ...], list[Part]] = {}
    for part in read.parts:
        by_instrument.setdefault(part.plan.instrument.signature, []).append(part)
    for parts in by_instrument.values():
        responses = gather(parts, read.workspace)
        sources = {part.file: part.sha256 for part in parts}
        write_responses(
            processed,
            read.workspace.connection,
            responses.rows,
            responses.instrument,
            sources,
            result.survey.recruitment or "",
        )


def _put_in_place(result: Result, read: _Read, staging: Path, folder: Path) -> dict[str, Path]:
    """Move everything into the folder, run.json last: it names the hashes of the rest."""
    files = sorted(path for path in staging.rglob("*") if path.is_file())
    outputs = {path.relative_to(staging).as_posix(): path for path in files}
    stages = {
        "rows_in": sum(account.rows_in for account in result.accounts),
        "rows_dropped": sum(account.rows_dropped for account in result.accounts),
        "rows_kept": sum(account.rows_kept for account in result.accounts),
        "cells": sum(len(tally.frame) for tally in result.tallies),
    }
    spans = {period: [str(day) for day in span] for period, span in result.findings["fieldwork"].items()}
    findings = {**result.findings, "fieldwork": spans}
    record = provenance.run_record(result.survey, result.accounts, outputs, stages, findings)
    for name, path in outputs.items():
        _move(path, folder / name)
    write_whole(folder / "data" / "processed" / "run.json", record)
    return {name: folder / name for name in (*outputs, "data/processed/run.json")}


def _move(source: Path, target: Path) -> None:
    replace_whole(target, lambda temporary: os.replace(source, temporary))


def findings_by_file(result: Result) -> dict[str, pd.DataFrame]:
    """Return the findings of each file under a name that a workbook takes for a sheet."""
    sheets: dict[str, pd.DataFrame] = {}
    for file, findings in result.exclusions.groupby("file", sort=True):
        name = re.sub(r"[\[\]:*?/\\']", " ", Path(str(file)).stem).strip()[:SHEET_NAME_AT_MOST] or "berkas"
        taken = {sheet.casefold() for sheet in (*sheets, "exclusions", "recognised", "history")}
        base, number = name[: SHEET_NAME_AT_MOST - 4].rstrip(), 1
        while name.casefold() in taken:
            number += 1
            name = f"{base} {number}"
        sheets[name] = findings.drop(columns="file").reset_index(drop=True)
    return sheets


def blocking_report(result: Result) -> str:
    """Return what keeps the result from being whole although every file could be read."""
    lost = result.exclusions[result.exclusions["rule"].isin(BLOCKING_RULES)]
    if lost.empty:
        return ""
    places = [Place(row.file, row.sheet, row.column, int(row.row), row.value) for row in lost.itertuples() if row.row]
    return DataError("unit_without_rows", places, n=len(lost)).message(result.survey.language)
