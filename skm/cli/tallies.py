"""Counts instead of people: the tally of some files, and the sum of tallies."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from skm.cli.console import Lang, Quiet, app, help_text, say, shown_progress, speak, spoken, write
from skm.cli.printing import finish

Target = Annotated[Path, typer.Option("-o", "--output", help=help_text("tally_output"), show_default=False)]


@app.command("tally", help=help_text("tally"))
def tally_of_files(
    paths: Annotated[list[Path], typer.Argument(help=help_text("folder_or_files"), show_default=False)],
    output: Target,
    coarsen: Annotated[bool, typer.Option("--coarsen", help=help_text("coarsen"))] = False,
    unit: Annotated[str | None, typer.Option(help=help_text("unit"))] = None,
    period: Annotated[str | None, typer.Option(help=help_text("period"))] = None,
    settings: Annotated[Path | None, typer.Option(help=help_text("settings"))] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Count some files, or a survey folder, and write the tally."""
    from skm.districts import save_tally, tally_files
    from skm.errors import RequestError
    from skm.survey import Survey, is_parted, open_survey, read_settings

    is_survey = len(paths) == 1 and paths[0].is_dir() and not is_parted(paths[0])
    if is_survey and (unit or period or settings):
        raise RequestError("option_for_files_only")
    survey = open_survey(paths[0]) if is_survey else Survey(settings=read_settings(settings)) if settings else Survey()
    survey = survey.with_settings(language=speak(lang, survey.language))
    with shown_progress(quiet=quiet) as progress:
        tally, result = tally_files(paths, survey, unit=unit, period=period, progress=progress)
    minimum = survey.publish.minimum_cell
    for line in save_tally(tally, output, spoken(), minimum=minimum, coarsen=coarsen):
        say(line, quiet=quiet)
    finish(result, quiet=quiet)
    write(sys.stdout, f"{output}\n")
    raise SystemExit(0 if result.is_whole else 1)


@app.command("merge", help=help_text("merge"))
def merge_parts(
    parts: Annotated[list[Path], typer.Argument(help=help_text("merge_parts"), show_default=False)],
    output: Target,
    coarsen: Annotated[bool, typer.Option("--coarsen", help=help_text("coarsen"))] = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Add up tallies."""
    from skm.districts import merge_files, save_tally, say_shared
    from skm.survey import Survey

    language = speak(lang)
    merged, shared = merge_files(parts)
    minimum = Survey().publish.minimum_cell
    said = save_tally(merged, output, language, minimum=minimum, coarsen=coarsen)
    for line in [*said, *say_shared(shared, language)]:
        say(line, quiet=quiet)
    write(sys.stdout, f"{output}\n")
