"""A survey folder from its files to its pages: what is here, run, the pages again, the newest page."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from skm.cli.console import ENGLISH, Folder, Lang, Quiet, app, help_text, shown_progress, speak, spoken, write
from skm.cli.printing import finish
from skm.errors import RequestError
from skm.messages import TALK


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


@app.command(help=help_text("run"))
def run(
    folder: Folder = Path(),
    unit: Annotated[str | None, typer.Option(help=help_text("unit"))] = None,
    period: Annotated[str | None, typer.Option(help=help_text("period"))] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Read, check, clean, tally, estimate, compare and publish."""
    from skm.pipeline import run_file, run_survey
    from skm.survey import open_survey

    if folder.is_file():
        language = speak(lang)
        result = run_file(folder, unit=unit, period=period, language=language)
        page = folder.with_name(f"{folder.stem}-laporan") / "index.html"
    else:
        if unit or period:
            raise RequestError("option_for_files_only")
        survey = open_survey(folder)
        speak(lang, survey.language)
        with shown_progress(quiet=quiet) as progress:
            result = run_survey(survey, language=lang.value if lang else None, progress=progress)
        page = folder / "reports" / "index.html"
    finish(result, quiet=quiet)
    write(sys.stdout, f"{page}\n")
    raise SystemExit(0 if result.is_whole else 1)


@app.command(help=help_text("report"))
def report(
    folder: Folder = Path(),
    period: Annotated[str | None, typer.Option(help=help_text("report_period"))] = None,
    lang: Lang = None,
) -> None:
    """Write the pages again from the processed figures."""
    from skm.pipeline import report_again
    from skm.survey import open_survey

    survey = open_survey(folder)
    language = speak(lang, survey.language)
    write(sys.stdout, f"{report_again(survey, period=period, language=language)}\n")


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
