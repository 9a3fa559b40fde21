"""What goes into a survey folder and what leaves it as rows: new, export."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from skm.cli.console import Folder, Lang, Language, Output, Quiet, app, as_typed, help_text, say, speak, write
from skm.errors import RequestError
from skm.messages import TALK

TEMPLATE = "templat-laporan.docx"


class Form(StrEnum):
    """Kinds of files for other programs."""

    sav = "sav"
    dta = "dta"
    csv = "csv"


@app.command(help=help_text("export"))
def export(
    folder: Folder = Path(),
    form: Annotated[Form | None, typer.Option("--format", help=help_text("export_format"), show_default=False)] = None,
    output: Output = None,
    period: Annotated[str | None, typer.Option(help=help_text("report_period"))] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Write the cleaned responses for SPSS, Stata or tables."""
    from skm.exporting import export_responses
    from skm.survey import open_survey

    language = speak(lang, open_survey(folder).language)
    ending = output.suffix[1:] if output and output.suffix else Form.sav.value
    path, n_rows = export_responses(folder, form.value if form else ending, output, period=period)
    say(TALK["exported"][language].format(n=n_rows), quiet=quiet)
    write(sys.stdout, f"{path}\n")


@app.command(help=help_text("new"))
def new(
    folder: Annotated[Path, typer.Argument(help=help_text("new_folder"), show_default=False)],
    units: Annotated[Path | None, typer.Option(help=help_text("units"), show_default=False)] = None,
    forms: Annotated[bool, typer.Option("--forms", help=help_text("forms"))] = False,
    template: Annotated[bool, typer.Option("--template", help=help_text("new_template"))] = False,
    followup: Annotated[bool, typer.Option("--followup", help=help_text("followup"))] = False,
    period: Annotated[str | None, typer.Option(help=help_text("report_period"))] = None,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Make a commented survey folder, with forms to print and to type into; or the sheet of the follow-up plan."""
    from skm.starting import make_forms, make_survey_folder
    from skm.survey import open_survey

    if followup:
        _new_plan(folder, period, output, lang)
        return
    if template:
        _new_template(folder, output, lang)
        return
    if period or output:
        raise RequestError("option_for_followup")
    language = speak(lang)
    if forms and units:
        raise RequestError("forms_of_register")
    if forms:
        language = speak(lang, open_survey(folder).language)
    made = make_forms(folder) if forms else make_survey_folder(folder, language, units=units)
    talk = TALK["new_forms" if made.n_forms else "new"][language]
    write(sys.stdout, talk.format(folder=folder, forms=made.n_forms, run=as_typed(folder)) + "\n")


def _new_template(folder: Path, output: Path | None, lang: Language | None) -> None:
    """Write the example of a template of documents; one that is there stays as it is."""
    from skm.errors import Place, SettingsError
    from skm.publishing import example_template
    from skm.survey import open_survey
    from skm.tables import write_whole

    survey = open_survey(folder)
    language = speak(lang, survey.language)
    path = output or folder / TEMPLATE
    if path.exists():
        raise SettingsError("template_in_the_way", [Place(str(path))])
    write_whole(path, example_template(language, survey.publisher.outline))
    say(TALK["template_made"][language].format(file=path.name))
    write(sys.stdout, f"{path}\n")


def _new_plan(folder: Path, period: str | None, output: Path | None, lang: Language | None) -> None:
    from skm.starting import make_plan_sheet
    from skm.survey import open_survey

    language = speak(lang, open_survey(folder).language)
    made = make_plan_sheet(folder, period, output)
    say(TALK["plan_made"][language].format(period=made.period, units=made.n_units, n=made.n_proposed))
    write(sys.stdout, f"{made.path}\n")
