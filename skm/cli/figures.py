"""Figures on the spot: of files, between periods, of samples."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skm.cli.console import (
    Engine,
    Folder,
    Format,
    Lang,
    Output,
    Quiet,
    Shape,
    app,
    help_text,
    shown_progress,
    speak,
    write,
)
from skm.cli.printing import finish, frame_of, has_all_tables, lines_of, print_document, print_tables
from skm.errors import RequestError

if TYPE_CHECKING:
    from skm.pipeline import Result

TABLE_COLUMNS = ("period", "level", "name", "n", "printed", "low", "high", "grade", "basis", "mark")


CHANGE_COLUMNS = (
    "level",
    "name",
    "measure",
    "index_from",
    "index_to",
    "printed_change",
    "low",
    "high",
    "verdict",
    "basis",
)


@app.command(help=help_text("index"))
def index(
    files: Annotated[list[Path], typer.Argument(help=help_text("files"), show_default=False)],
    by: Annotated[list[str] | None, typer.Option("--by", help=help_text("by"))] = None,
    settings: Annotated[Path | None, typer.Option(help=help_text("settings"))] = None,
    engine: Annotated[Engine, typer.Option(help=help_text("engine"))] = Engine.duckdb,
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Compute the figures of some files, ad hoc."""
    from skm.pipeline import index_files

    wanted = {"by": tuple(by or ()), "settings": settings, "language": speak(lang), "engine": engine.value}
    with shown_progress(quiet=quiet) as progress:
        result = index_files(files, **wanted, progress=progress, only_indices=True)
    frame = result.indices.frame
    tables = {"indices": frame[frame["measure"] == "index"] if shape is Format.table else frame}
    if has_all_tables(shape, output):
        found = {"exclusions": lines_of(result), "recognised": result.recognised}
        tables |= {"changes": result.changes.frame, **found}
    print_tables(tables, shape, output, TABLE_COLUMNS, _about(result))
    finish(result, quiet=quiet, with_rows=False)
    raise SystemExit(0 if result.is_whole else 1)


def _about(result: "Result") -> dict[str, Any]:
    survey = result.survey
    return {
        "name": survey.name,
        "regulation": survey.regulation,
        "language": survey.language,
        "official": survey.official,
        "missing": survey.missing,
        "simulated": survey.simulated,
        "rows_in": sum(account.rows_in for account in result.accounts),
        "rows_kept": sum(account.rows_kept for account in result.accounts),
        "rows_dropped": sum(account.rows_dropped for account in result.accounts),
    }


@app.command(help=help_text("compare"))
def compare(
    before: Annotated[str, typer.Argument(help=help_text("from"), show_default=False)],
    after: Annotated[str, typer.Argument(help=help_text("to"), show_default=False)],
    folder: Folder = Path(),
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Print the change table of two periods, or of two files."""
    from skm.changes import compare_periods
    from skm.pipeline import check_survey, compare_files
    from skm.survey import open_survey

    if Path(before).is_file() or Path(after).is_file():
        result, changes = compare_files(Path(before), Path(after), language=speak(lang))
    else:
        survey = open_survey(folder)
        language = speak(lang, survey.language)
        survey = survey.with_settings(language=language)
        with shown_progress(quiet=quiet) as progress:
            result = check_survey(survey, progress=progress)
        changes = compare_periods(result.indices, before, after)
    frame = changes.frame
    shown = frame[frame["measure"] == "index"] if shape is Format.table else frame
    print_tables({"changes": shown}, shape, output, CHANGE_COLUMNS)
    finish(result, quiet=quiet, with_rows=False)
    raise SystemExit(0 if result.is_whole else 1)


@app.command(help=help_text("sample"))
def sample(
    population: Annotated[str | None, typer.Argument(help=help_text("sample_population"), show_default=False)] = None,
    margin: Annotated[str | None, typer.Option(help=help_text("sample_margin"))] = None,
    have: Annotated[str | None, typer.Option(help=help_text("sample_have"))] = None,
    spread: Annotated[str | None, typer.Option(help=help_text("sample_spread"))] = None,
    service: Annotated[list[str] | None, typer.Option(help=help_text("sample_service"))] = None,
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Say how many respondents some users need, and what those at hand give."""
    from skm.sampling import USUAL_SD, plan_sample, read_count, read_points, read_services

    language = speak(lang)
    sd = USUAL_SD if spread is None else _spread_of_survey(spread) if Path(spread).is_dir() else read_points(spread)
    plan = plan_sample(
        read_count(population) if population else None,
        margin=read_points(margin) if margin else None,
        have=read_count(have) if have else None,
        spread=sd,
        services=read_services(service or []),
    )
    if output is None and shape is Format.table:
        write(sys.stdout, "\n".join(plan.sentences(language)) + "\n")
    elif shape is Format.json or (output and output.suffix == ".json"):
        print_document(plan.to_dict(), output)
    else:
        line = frame_of([{key: value for key, value in plan.to_dict().items() if key != "services"}])
        tables = {"sample": line} | ({"services": plan.services} if len(plan.services) else {})
        print_tables(tables, shape, output, tuple(line.columns))


def _spread_of_survey(folder: str) -> float:
    from skm.pipeline import check_survey
    from skm.sampling import spread_of
    from skm.survey import open_survey

    spread = spread_of(check_survey(open_survey(folder)).indices.comparing())
    if not spread > 0:
        raise RequestError("sample_no_spread")
    return spread
