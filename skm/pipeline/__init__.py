"""The story on one page: read → recognise → clean → tally → estimate → compare → publish.

Nothing flows back, and only this package knows the order. A file that cannot be trusted is refused whole and the
others go on; everything is prepared beside the results of the run before and put in place at the end.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from skm.errors import DataError, Place, RequestError
from skm.periods import NO_PERIOD, named_period
from skm.pipeline.accounting import Result, blocking_report, refused_findings, senders_of
from skm.pipeline.counted import without_double_counts
from skm.pipeline.estimating import estimate, evidence_of, gather_evidence, profiles_named
from skm.pipeline.reading import (
    Intake,
    NothingUsableError,
    Progress,
    Refusal,
    be_silent,
    head_start,
    read_survey,
)
from skm.pipeline.writing import put_in_place, write_processed
from skm.provenance import read_record
from skm.responses import Part, Workspace, constants_of, gather, read_file
from skm.survey import Survey, open_survey, read_settings
from skm.tables import files_below, move_together, prepared_folder, read_csv_text, read_tally_file
from skm.tally import tally_from

if TYPE_CHECKING:
    from skm.changes import ChangeTable

__all__ = [
    "NothingUsableError",
    "Progress",
    "Refusal",
    "Result",
    "blocking_report",
    "check_files",
    "check_survey",
    "compare_files",
    "index_files",
    "refused_findings",
    "report_again",
    "run_file",
    "run_survey",
    "senders_of",
]


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
    result, read = _compute(survey, progress or be_silent, dates=True)
    from skm.publishing import write_report

    folder = survey.folder
    with prepared_folder(folder) as staging:
        evidence = evidence_of(result)
        write_processed(result, read, evidence, staging)
        (progress or be_silent)("publish", 0, 1)
        write_report(survey, result.indices, result.changes, staging / "reports", evidence=evidence)
        written = put_in_place(result, staging, folder)
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
    with prepared_folder(path.parent) as staging:
        write_report(survey, result.indices, result.changes, staging, evidence=evidence_of(result))
        made = files_below(staging)
        move_together({target / name: file for name, file in made.items()}, staging / "older")
    return replace(result, written={name: target / name for name in made})


def _only_year(result: Result) -> str | None:
    """Return the year of the answers' dates, where they are all of one."""
    years = {str(day.year) for span in result.findings["fieldwork"].values() for day in span}
    return years.pop() if len(years) == 1 else None


def _spoken_name(path: Path) -> str:
    """Return what a file's name says of its unit."""
    unit = constants_of(path, path.name, Survey()).unit
    return " ".join(unit.replace("_", " ").split())


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
    """Find everything that a run would find, and write nothing; `senders` of the result says who sent what."""
    return _with_senders(*_compute(survey, progress or be_silent, dates=True))


def check_files(paths: Sequence[str | Path], survey: Survey | None = None) -> Result:
    """Find everything that a run of some files would find, and write nothing; `senders` says who sent what.

    Raises
    ------
    NothingUsableError
        Not one of them can be used.
    """
    try:
        return _with_senders(*_compute_files(survey or Survey(), [Path(path) for path in paths], by=(), dates=True))
    except DataError as error:
        if len(paths) > 1 or isinstance(error, NothingUsableError):
            raise
        raise NothingUsableError([Refusal(Path(paths[0]).name, error)]) from error


def _with_senders(result: Result, read: Intake) -> Result:
    names = {unit: name for tally in result.tallies for unit, name in tally.names.items()}
    return replace(result, senders=senders_of(read.responses, read.refusals, result.survey, names))


def _compute(survey: Survey, progress: Progress, *, dates: bool) -> tuple[Result, Intake]:
    read = read_survey(survey, progress, dates=dates)
    progress("estimate", 0, 1)
    return estimate(survey, read, dates=dates), read


def _compute_files(
    survey: Survey,
    paths: Sequence[Path],
    *,
    unit: str | None = None,
    period: str | None = None,
    by: tuple[str, ...] | None = None,
    dates: bool = False,
) -> tuple[Result, Intake]:
    head_start()
    workspace = Workspace()
    parts: list[Part] = []
    refusals: list[Refusal] = []
    _refuse_repeated(paths)
    alike = len({path.name for path in paths}) < len(paths)  # of two files of one name each keeps its folder
    for path in paths:
        name = path.as_posix() if alike else path.name
        constants = constants_of(path, path.name, survey, unit=unit, period=period)
        try:
            parts += read_file(path, name, survey, workspace, constants, dates=dates)
        except DataError as error:
            refusals.append(Refusal(name, error))
    parts, doubled = without_double_counts(parts)
    refusals += [Refusal(file, error) for file, error in doubled.items()]
    if not parts:
        raise refusals[0].error if len(refusals) == 1 else NothingUsableError(refusals)
    gather(parts, workspace)
    read = Intake(tuple(parts), tuple(refusals), workspace)
    profiles = None if by is None else profiles_named(by, parts)
    return estimate(survey, read, profiles, dates=dates), read


def _refuse_repeated(paths: Sequence[Path]) -> None:
    """Refuse a file that is not there, and one that is named twice: its people would count twice."""
    for path in paths:
        if not path.is_file():
            raise RequestError("folder_for_file" if path.is_dir() else "no_file", [Place(str(path))])
    places = [path.resolve() for path in paths]
    if repeated := sorted({str(path) for path, place in zip(paths, places, strict=True) if places.count(place) > 1}):
        raise RequestError("file_named_twice", [Place(path) for path in repeated])


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
    _refuse_repeated(paths)
    for path, period in zip(paths, periods, strict=True):
        constants = constants_of(path, path.name, survey, period=period)
        parts += read_file(path, path.name, survey, workspace, constants)
    read = Intake(tuple(parts), (), workspace)
    result = estimate(survey, read, ())
    from skm.changes import compare_periods

    return result, compare_periods(result.indices, *periods)


def report_again(survey: Survey, *, period: str | None = None, language: str | None = None) -> Path:
    """Write the pages again from `data/processed/`; return the list of periods, or the page of `period`."""
    from skm.changes import compare_all
    from skm.indices import compute_indices, join_indices
    from skm.publishing import find_page, write_report

    survey = survey.with_settings(language=language) if language else survey
    processed = survey.folder / "data" / "processed"
    record = read_record(survey.folder)
    written = [name for name in record["outputs"] if Path(name).match("data/processed/tally*.parquet")]
    tallies = [tally_from(*read_tally_file(survey.folder / name)) for name in written]
    indices = join_indices([compute_indices(tally, survey) for tally in tallies])
    if period and period not in set(indices.frame["period"]):
        raise RequestError("unknown_period", name=period, known=", ".join(sorted(set(indices.frame["period"]))))
    findings = record["findings"]
    spans = {p: tuple(dt.date.fromisoformat(day) for day in span) for p, span in findings["fieldwork"].items()}
    exclusions = read_csv_text(processed / "exclusions.csv")
    evidence = gather_evidence(
        survey, tallies, indices, pd.DataFrame(record["files"]), exclusions, findings | {"fieldwork": spans}
    )
    with prepared_folder(survey.folder) as staging:
        write_report(survey, indices, compare_all(indices), staging, evidence=evidence)
        made = files_below(staging)
        wanted = [name for name in made if not period or Path(name).parts[0] in (period, "index.html")]
        move_together({survey.folder / "reports" / name: made[name] for name in wanted}, staging / "older")
    return find_page(survey.folder, period) if period else survey.folder / "reports" / "index.html"
