"""A survey folder from its files to its pages: what is here, run, the pages again, the newest page."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skm.cli.console import (
    ENGLISH,
    Folder,
    Fresh,
    Jobs,
    Lang,
    Quiet,
    app,
    help_text,
    say,
    shown_progress,
    speak,
    spoken,
    write,
)
from skm.cli.printing import finish, overdue_lines, rows_line, say_gone, say_moved
from skm.errors import RequestError
from skm.messages import TALK

if TYPE_CHECKING:
    from skm.survey import Survey


@app.callback(invoke_without_command=True)
def overview(context: typer.Context) -> None:
    """Say what is in this folder and what comes next."""
    if context.invoked_subcommand:
        return
    from skm.survey import SETTINGS_FILE, open_survey, survey_databases, survey_files

    survey = open_survey(Path())
    language = speak(None, spoken() if spoken() == ENGLISH else survey.language)
    files = [*survey_files(survey), *survey_databases(survey)]
    talk = TALK["overview" if files else "overview_empty"][language]
    units = 0 if survey.units is None else len(survey.units)
    settings = SETTINGS_FILE if (Path() / SETTINGS_FILE).exists() else "-"
    write(sys.stdout, talk.format(name=survey.name, files=len(files), units=units, settings=settings) + "\n")
    for line in overdue_lines(survey, language):
        write(sys.stdout, line + "\n")


@app.command(help=help_text("run"))
def run(
    folder: Folder = Path(),
    unit: Annotated[str | None, typer.Option(help=help_text("unit"))] = None,
    period: Annotated[str | None, typer.Option(help=help_text("period"))] = None,
    jobs: Jobs = None,
    fresh: Fresh = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Read, check, clean, tally, estimate, compare and publish; what has not changed is not done again."""
    from skm.survey import is_source

    if is_source(folder):
        from skm.pipeline import run_file

        language = speak(lang)
        result = run_file(folder, unit=unit, period=period, language=language)
        page = folder.with_name(f"{folder.stem}-laporan") / "index.html"
    else:
        if unit or period:
            raise RequestError("option_for_files_only")
        from skm.survey import open_survey

        survey = open_survey(folder)
        language = speak(lang, survey.language)
        survey = survey.with_settings(language=language)
        page = folder / "reports" / "index.html"
        if not fresh and (record := _standing(survey)):
            _say_standing(survey, record, quiet=quiet)
            write(sys.stdout, f"{page}\n")
            return
        from skm.pipeline import run_survey

        with shown_progress(quiet=quiet) as progress:
            result = run_survey(survey, progress=progress, jobs=jobs, fresh=fresh)
    finish(result, quiet=quiet)
    for line in overdue_lines(result.survey, spoken()):
        say(line, quiet=quiet)
    say_gone(result, quiet=quiet)
    if not is_source(folder):
        say_moved(folder / "reports", quiet=quiet)
    write(sys.stdout, f"{page}\n")
    raise SystemExit(0 if result.is_whole else 1)


def _standing(survey: "Survey") -> dict[str, Any] | None:
    """Return what is recorded of the last run where nothing has changed since; what it refused is told by a new run."""
    from skm.provenance import standing_record

    record = standing_record(survey)
    return record if record and record["whole"] else None


def _say_standing(survey: "Survey", record: dict[str, Any], *, quiet: bool) -> None:
    """Say that nothing changed, and what the last run found that figures may hang on."""
    from skm.checking import findings_aloud
    from skm.pipeline import told_before

    told = told_before(survey.folder)
    lines = [
        *findings_aloud(told, spoken()),
        rows_line(record["rows"]["rows_kept"], record["rows"]["rows_dropped"], int(told["n"].sum())),
        *overdue_lines(survey, spoken()),
        TALK["unchanged"][spoken()].format(inputs=len(record["inputs"]), outputs=len(record["outputs"])),
    ]
    for line in lines:
        say(line, quiet=quiet)


@app.command(help=help_text("report"))
def report(
    folder: Folder = Path(),
    period: Annotated[str | None, typer.Option(help=help_text("report_period"))] = None,
    pictures: Annotated[bool, typer.Option("--pictures", help=help_text("pictures"))] = False,
    jobs: Jobs = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Write the pages again from the processed figures; with their pictures, where that is asked for."""
    from skm.pipeline import report_again
    from skm.survey import open_survey

    survey = open_survey(folder)
    language = speak(lang, survey.language)
    with shown_progress(quiet=quiet) as progress:
        page = report_again(survey, period=period, language=language, jobs=jobs, pictures=pictures, progress=progress)
    write(sys.stdout, f"{page}\n")


@app.command("open", help=help_text("open"))
def open_page(
    period: Annotated[str | None, typer.Argument(help=help_text("report_period"), show_default=False)] = None,
    folder: Annotated[Path, typer.Option(help=help_text("folder"))] = Path(),
    lang: Lang = None,
) -> None:
    """Open the newest page in the browser."""
    import webbrowser

    from skm.publishing import find_page

    speak(lang)
    page = find_page(folder, period)
    webbrowser.open(page.resolve().as_uri())
    write(sys.stdout, f"{page}\n")
