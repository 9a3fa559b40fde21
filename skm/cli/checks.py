"""`skm check`: all findings at once, on screen or to send back."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skm.cli.console import (
    Format,
    Lang,
    Output,
    Quiet,
    Shape,
    app,
    as_typed,
    help_text,
    say,
    shown_progress,
    speak,
    spoken,
    write,
)
from skm.cli.printing import finish, is_lines, lines_of, print_lines, print_tables
from skm.messages import TALK

if TYPE_CHECKING:
    import pandas as pd

    from skm.pipeline import Refusal, Result
    from skm.survey import Survey
    from skm.tables import Lines


@app.command(help=help_text("check"))
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help=help_text("folder_or_files"), show_default=False)] = None,
    output: Output = None,
    shape: Shape = Format.table,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """List all findings at once."""
    from skm.pipeline import NothingUsableError, check_files, check_survey
    from skm.survey import Survey, is_parted, open_survey

    paths = paths or [Path()]
    is_survey = len(paths) == 1 and paths[0].is_dir() and not is_parted(paths[0])
    survey = open_survey(paths[0]) if is_survey else Survey()
    survey = survey.with_settings(language=speak(lang, survey.language))
    folder = f" {as_typed(paths[0])}" if is_survey and paths[0] != Path() else ""
    try:
        with shown_progress(quiet=quiet) as progress:
            result = (
                check_survey(survey, progress=progress) if is_survey else check_files(paths, survey, progress=progress)
            )
    except NothingUsableError as error:
        _show_refused(error.refusals, survey, shape, output)
        for refusal in error.refusals:
            say(refusal.error.message(spoken()))
        say(_next_step("check_not_whole", folder, output), quiet=quiet)
        raise SystemExit(1) from None
    _show_checked(result, shape, output)
    finish(result, quiet=quiet, aloud=False)
    usable = "check_usable" if len(result.excluded) else "check_clean"
    say(_next_step(usable if result.is_whole else "check_not_whole", folder, output), quiet=quiet)
    raise SystemExit(0 if result.is_whole else 1)


def _show_checked(result: "Result", shape: Format, output: Path | None) -> None:
    """Print or write what a check found; as text or CSV it is never in memory."""
    from skm.checking import describe_check
    from skm.responses import LINE_COLUMNS
    from skm.tables import refuse_long_sheets

    elements = _element_names(result.survey)
    silent = result.senders.loc[(result.senders["rows"] == 0) & ~result.senders["refused"], "name"].tolist()
    text = describe_check(result.recognised, result.excluded.told, result.accounts, elements, spoken(), silent)
    if is_lines(shape, output):
        print_lines(LINE_COLUMNS, result.excluded.lines(), output)
        return
    tables = {} if output is None and shape is Format.table else {"exclusions": lines_of(result)}
    tables |= {"recognised": result.recognised} if tables else {}
    if output and output.suffix == ".xlsx":
        refuse_long_sheets(tables)
        tables["exclusions"] = result.exclusions  # sorted by unit, so at hand
    _show_findings(tables, result.senders, elements, text, shape, output)


def _show_refused(refusals: "Sequence[Refusal]", survey: "Survey", shape: Format, output: Path | None) -> None:
    """Print or write the findings where not one file can be used; on screen the messages say it all."""
    import pandas as pd

    from skm.pipeline import refused_findings, senders_of

    tables = {"exclusions": refused_findings(refusals, spoken()), "recognised": pd.DataFrame()}
    senders = senders_of((), refusals, survey, {})
    _show_findings(tables, senders, _element_names(survey), "", shape, output)


def _element_names(survey: "Survey") -> dict[str, str]:
    """Return the short name of each element by its key, under every regulation of a survey."""
    laws = [survey.regulation_for(period) for period in ("", *(entry.id for entry in survey.settings.period))]
    return {element.key: element.short[spoken()] for law in laws for element in law.elements}


def _show_findings(
    tables: "dict[str, pd.DataFrame | Lines]",
    senders: "pd.DataFrame",
    elements: dict[str, str],
    text: str,
    shape: Format,
    output: Path | None,
) -> None:
    """Print the text, or the tables; a workbook goes back to the units, so it has a sheet for each."""
    if output is None and shape is Format.table:
        write(sys.stdout, text)
    elif output and output.suffix == ".xlsx":
        from skm.checking import LETTER_WIDTHS, findings_by_unit
        from skm.tables import write_workbook

        sheets = findings_by_unit(tables["exclusions"], tables["recognised"], senders, elements, spoken())
        write_workbook(output, sheets, LETTER_WIDTHS)
    else:
        print_tables(tables, shape, output, ())


def _next_step(key: str, folder: str, output: Path | None) -> str:
    """Return the sentence that says what comes next; without a folder it is left to the reader which one."""
    if output:
        return TALK["check_written"][spoken()].format(file=output)
    return TALK[key][spoken()].format(folder=folder)
