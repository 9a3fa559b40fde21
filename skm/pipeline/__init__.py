"""The story on one page: read → recognise → clean → tally → estimate → compare → publish.

Nothing flows back, and only this package knows the order. A file that cannot be trusted is refused whole and the
others go on; everything is prepared beside the results of the run before and put in place at the end.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from skm.errors import DataError, Place, RequestError
from skm.followups import read_actions, read_media
from skm.moving import finish_moves, move_together
from skm.periods import NO_PERIOD, named_period
from skm.pipeline.accounting import Result, blocking_report, refused_findings, senders_of
from skm.pipeline.counted import without_double_counts
from skm.pipeline.estimating import estimate, evidence_of, profiles_named
from skm.pipeline.internal import with_importances
from skm.pipeline.processed import Processed, read_processed, told_before
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
from skm.responses import Part, Workspace, constants_of, gather, read_file, read_on_spark, told_to
from skm.survey import Survey, is_source, open_survey, read_settings
from skm.tables import files_below, prepared_folder

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from skm.changes import ChangeTable

__all__ = [
    "NothingUsableError",
    "Processed",
    "Progress",
    "Refusal",
    "Result",
    "blocking_report",
    "check_files",
    "check_survey",
    "compare_files",
    "index_files",
    "read_processed",
    "refused_findings",
    "report_again",
    "run_file",
    "run_survey",
    "senders_of",
    "told_before",
]


def run_survey(
    survey: Survey | str | Path,
    *,
    language: str | None = None,
    progress: Progress | None = None,
    jobs: int | None = 1,
    fresh: bool = False,
) -> Result:
    """Read, check, clean, tally, estimate, compare and publish a survey folder.

    Parameters
    ----------
    survey
        A survey, or its folder.
    language
        "id" or "en", of pages and messages; the survey's own where it is not given.
    progress
        Called with (stage, done, total).
    jobs
        How many processes publish, this one among them; None for as many as the cores and the units are worth.
    fresh
        Whether every file is read anew; else those that are as the last run read them are taken from what it left.

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
    from skm.publishing import early_processes

    with early_processes(jobs, 0 if survey.units is None else len(survey.units)) as processes:
        return _run(survey, progress or be_silent, jobs, processes, fresh=fresh)


def _run(
    survey: Survey, progress: Progress, jobs: int | None, processes: "ProcessPoolExecutor | None", *, fresh: bool
) -> Result:
    """Do what `run_survey` says, with the processes that publish already begun."""
    result, read = _compute(survey, progress, dates=True, fresh=fresh)
    result = with_importances(result, read)
    from skm.publishing import read_standings, write_report

    folder = survey.folder
    finish_moves(folder)
    standings = read_standings(survey, folder / "reports")
    with prepared_folder(folder) as staging:
        evidence = evidence_of(result)
        progress("publish", 0, 1)
        write_report(
            survey,
            result.indices,
            result.changes,
            staging / "reports",
            evidence=evidence,
            standings=standings,
            jobs=jobs,
            processes=processes,
            progress=progress,
            meanwhile=partial(write_processed, result, read, evidence, staging),
        )
        editions = {name: standing.state.edition for name, standing in standings.items() if standing.state.edition}
        written, gone = put_in_place(result, staging, folder, editions)
    return replace(result, written=written, gone=gone)


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
    result, read = _compute_files(survey, [path], unit=unit, period=period, dates=True)
    if result.periods == (NO_PERIOD,) and (year := _only_year(result)):
        result, read = _compute_files(survey, [path], unit=unit, period=year, dates=True)
    result = with_importances(result, read)
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
    engine: str = "duckdb",
    progress: Progress | None = None,
    only_indices: bool = False,
) -> Result:
    """Compute the figures of some files, ad hoc: nothing is written.

    Parameters
    ----------
    by
        Columns that make groups beside the units; a service or profile column by its recognised name.
    settings
        A skm.toml to follow.
    engine
        Where the rows are read: "duckdb", or "spark" as the user's own Spark configuration says.
    progress
        Called with (stage, done, total).
    only_indices
        Whether nothing but the figures is wanted: complete rows are then summed in half the time, and the result has no
        `tallies`.
    """
    survey = Survey(settings=read_settings(Path(settings))) if settings else Survey()
    survey = survey.with_settings(language=language) if language else survey
    files = [Path(path) for path in paths]
    read, profiles = _read_files(survey, files, by=tuple(by), engine=engine, progress=progress)
    return estimate(survey, read, profiles, only_indices=only_indices)


def check_survey(survey: Survey, *, progress: Progress | None = None) -> Result:
    """Find everything that a run would find, and write nothing; `senders` of the result says who sent what."""
    return _with_senders(*_compute(survey, progress or be_silent, dates=True))


def check_files(
    paths: Sequence[str | Path],
    survey: Survey | None = None,
    *,
    unit: str | None = None,
    period: str | None = None,
    profiles: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Find everything that a run of some files would find, and write nothing; `senders` says who sent what.

    Parameters
    ----------
    paths
        The files.
    survey
        Settings and register.
    unit, period
        Of files that have no column for it.
    profiles
        Whether the tallies of the result hold a view of each profile column.
    progress
        Called with (stage, done, total).

    Raises
    ------
    NothingUsableError
        Not one of them can be used.
    """
    by = None if profiles else ()
    files = [Path(path) for path in paths]
    period = named_period(period) if period else None
    try:
        of_all = {"unit": unit, "period": period, "by": by, "progress": progress}
        return _with_senders(*_compute_files(survey or Survey(), files, dates=True, **of_all))
    except DataError as error:
        if len(paths) > 1 or isinstance(error, NothingUsableError):
            raise
        raise NothingUsableError([Refusal(Path(paths[0]).name, error)]) from error


def _with_senders(result: Result, read: Intake) -> Result:
    names = {unit: name for tally in result.tallies for unit, name in tally.names.items()}
    return replace(result, senders=senders_of(read.responses, read.refusals, result.survey, names))


def _compute(survey: Survey, progress: Progress, *, dates: bool, fresh: bool = False) -> tuple[Result, Intake]:
    read_actions(survey, ())  # what is wrong in these registers is told before anything else is read
    read_media(survey, ())
    read = read_survey(survey, progress, dates=dates, fresh=fresh)
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
    progress: Progress | None = None,
) -> tuple[Result, Intake]:
    of_all = {"unit": unit, "period": period, "by": by, "dates": dates, "progress": progress}
    read, profiles = _read_files(survey, paths, **of_all)
    return estimate(survey, read, profiles, dates=dates), read


def _read_files(
    survey: Survey,
    paths: Sequence[Path],
    *,
    unit: str | None = None,
    period: str | None = None,
    by: tuple[str, ...] | None = None,
    dates: bool = False,
    engine: str = "duckdb",
    progress: Progress | None = None,
) -> tuple[Intake, tuple[str, ...] | None]:
    """Read files; return what was read, and which profile columns `by` names."""
    head_start()
    workspace = Workspace()
    parts: list[Part] = []
    refusals: list[Refusal] = []
    _refuse_repeated(paths)
    alike = len({path.name for path in paths}) < len(paths)  # of two files of one name each keeps its folder
    for done, path in enumerate(paths):
        name = path.as_posix() if alike else path.name
        constants = constants_of(path, path.name, survey, unit=unit, period=period)
        (progress or be_silent)("read", done, len(paths))
        try:
            if engine == "spark":
                parts += read_on_spark(path, name, survey, workspace, constants)
            else:
                with told_to(progress):
                    parts += read_file(path, name, survey, workspace, constants, dates=dates)
        except DataError as error:
            refusals.append(Refusal(name, error))
    (progress or be_silent)("estimate", 0, 1)
    parts, doubled = without_double_counts(parts)
    refusals += [Refusal(file, error) for file, error in doubled.items()]
    if not parts:
        raise refusals[0].error if len(refusals) == 1 else NothingUsableError(refusals)
    gather(parts, workspace)
    read = Intake(tuple(parts), tuple(refusals), workspace)
    profiles = None if by is None else profiles_named(by, parts)
    return read, profiles


def _refuse_repeated(paths: Sequence[Path]) -> None:
    """Refuse a file that is not there, and one that is named twice: its people would count twice."""
    for path in paths:
        if not is_source(path):
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


def report_again(
    survey: Survey,
    *,
    period: str | None = None,
    language: str | None = None,
    jobs: int | None = 1,
    pictures: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Write the pages again from `data/processed/`; return the list of periods, or the page of `period`.

    With `pictures` the cards of the period, else of all, are drawn in both languages, and its posters printed.

    Raises
    ------
    NotPrintedError
        No program prints posters; everything else stands in its place.
    """
    from skm.publishing import NotPrintedError, find_page, forget_pictures, read_standings, write_report

    survey = survey.with_settings(language=language) if language else survey
    folder, found = survey.folder or Path(), read_processed(survey)
    if period and period not in found.periods:
        raise RequestError("unknown_period", name=period, known=", ".join(found.periods))
    standings = read_standings(survey, folder / "reports")
    with prepared_folder(folder) as staging:
        wanted, unprinted = {one or NO_PERIOD for one in ([period] if period else found.periods)}, None
        try:
            write_report(
                survey,
                found.indices,
                found.changes,
                staging / "reports",
                evidence=found.evidence,
                standings=standings,
                jobs=jobs,
                pictures=wanted if pictures else (),
                only=wanted,
                progress=progress,
            )
        except NotPrintedError as error:  # everything else is there, and goes to its place
            unprinted = error
        made = files_below(staging / "reports")
        below = Path("reports", period) if period else Path("reports")
        forget_pictures(folder / below, staging / below)
        move_together({folder / "reports" / name: path for name, path in made.items()}, staging / "older")
    if unprinted is not None:
        raise unprinted
    if period and period in standings:  # what is official is not touched; what was written is the draft
        return folder / "reports" / period / standings[period].folder / "index.html"
    return find_page(folder, period) if period else folder / "reports" / "index.html"
