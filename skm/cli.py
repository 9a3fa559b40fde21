"""Words → one library call → one sentence → exit code. Results go to stdout, messages and progress to stderr.

Exit codes: 0 done · 1 the data do not allow a whole result · 2 the command or the settings are wrong.
Heavy libraries are imported inside the commands, so that `skm --help` answers at once.
"""

import atexit
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from skm.errors import RequestError, SkmError
from skm.messages import HELP, TALK

if TYPE_CHECKING:
    import pandas as pd

    from skm.pipeline import Progress, Refusal, Result
    from skm.survey import Survey

ENGLISH = "en"
INTERRUPTED = 130  # the code into which Typer turns Ctrl-C
# What a console without UTF-8 prints instead.
PLAIN_SIGNS = str.maketrans(
    {"–": "-", "−": "-", "…": "...", "≤": "<=", "≥": ">=", "≈": "~", "·": ".", "→": "->", "×": "x", "\u00a0": " "}
)
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

RATING_COLUMNS = (
    "system",
    "entity",
    "year",
    "value",
    "category",
    "category_by_scale",
    "zone_by_scale",
    "agrees",
    "note",
)


class Language(StrEnum):
    """Languages of pages and messages."""

    id = "id"
    en = "en"


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Form(StrEnum):
    """Kinds of files for other programs."""

    sav = "sav"
    dta = "dta"
    csv = "csv"


def _spoken(words: list[str]) -> str:
    """Return the language that the command line asks for; help texts are made before options are read."""
    asked = [after for before, after in pairwise(words) if before == "--lang"]
    return ENGLISH if asked[-1:] == [ENGLISH] or "--lang=en" in words else "id"


SPOKEN = _spoken(sys.argv)


def _help(key: str) -> str:
    return HELP[key][SPOKEN]


UsageError: type[Any] = typer.BadParameter.__base__  # what Typer raises where a command is not typed as it should be

app = typer.Typer(
    help=_help("skm"),
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[Path, typer.Argument(help=_help("folder"), show_default=False)]
Lang = Annotated[Language | None, typer.Option("--lang", help=_help("lang"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_help("quiet"))]
Shape = Annotated[Format, typer.Option("--format", help=_help("format"))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=_help("output"))]


def main() -> None:
    """Run the command line; whatever goes wrong ends in a message and an exit code, never in a traceback."""
    _speak(Language(_spoken(sys.argv)))
    try:
        code = app(standalone_mode=False) or 0  # --help ends with a code, a command with none
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        raise SystemExit(code)
    except SkmError as error:
        _fail(error)
    except UsageError as error:
        used = getattr(error.ctx, "command_path", "skm")
        _say(TALK["usage"][SPOKEN].format(found=error.format_message(), help=used))
        raise SystemExit(2) from None
    except (KeyboardInterrupt, typer.Abort):
        _say(TALK["stopped"][SPOKEN])
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except Exception as error:  # the last resort: a fault of ours must not end in a traceback
        if os.environ.get("SKM_DEBUG"):
            raise
        _say(TALK["fault"][SPOKEN].format(kind=type(error).__name__))
        raise SystemExit(1) from None


def entry() -> NoReturn:
    """Run the command line as a process of its own, and leave without taking the interpreter apart.

    Taking apart pandas, scipy and the engine costs a quarter of a second; temporary folders are removed all the same.
    """
    try:
        main()
        code = 0
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    atexit._run_exitfuncs()  # noqa: SLF001  the only way to run them before leaving
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _fail(error: SkmError) -> NoReturn:
    refusals = getattr(error, "refusals", ())
    for refusal in refusals:
        _say(refusal.error.message(SPOKEN))
    _say(error.message(SPOKEN))
    raise SystemExit(error.exit_code)


def _say(text: str, *, quiet: bool = False) -> None:
    """Print a message to stderr."""
    if not quiet:
        _write(sys.stderr, text + "\n")


def _write(stream: Any, text: str) -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    if "utf" not in encoding.casefold():
        text = text.translate(PLAIN_SIGNS).encode(encoding, "replace").decode(encoding)
    stream.write(text)
    stream.flush()


@contextmanager
def _progress(*, quiet: bool) -> Iterator["Progress"]:
    """Give a function that shows progress on a terminal, and nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda stage, done, total: status.update(
            f"{TALK[stage][SPOKEN]} {done + 1}/{total}" if total > 1 else TALK[stage][SPOKEN]
        )


def _speak(lang: Language | None, otherwise: str = "id") -> str:
    """Return the language of this command, and let messages follow it."""
    global SPOKEN  # noqa: PLW0603  the language of messages is one for the whole process
    SPOKEN = lang.value if lang else otherwise
    return SPOKEN


# --- commands -----------------------------------------------------------------------------------------------------


@app.callback(invoke_without_command=True)
def overview(context: typer.Context) -> None:
    """Say what is in this folder and what comes next."""
    if context.invoked_subcommand:
        return
    from skm.survey import SETTINGS_FILE, open_survey, survey_databases, survey_files

    survey = open_survey(Path())
    language = _speak(None, SPOKEN if SPOKEN == ENGLISH else survey.language)
    files = [*survey_files(survey), *survey_databases(survey)]
    talk = TALK["overview" if files else "overview_empty"][language]
    units = 0 if survey.units is None else len(survey.units)
    settings = SETTINGS_FILE if (Path() / SETTINGS_FILE).exists() else "-"
    _write(sys.stdout, talk.format(name=survey.name, files=len(files), units=units, settings=settings) + "\n")


@app.command(help=_help("run"))
def run(
    folder: Folder = Path(),
    unit: Annotated[str | None, typer.Option(help=_help("unit"))] = None,
    period: Annotated[str | None, typer.Option(help=_help("period"))] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Read, check, clean, tally, estimate, compare and publish."""
    from skm.pipeline import run_file, run_survey
    from skm.survey import open_survey

    if folder.is_file():
        language = _speak(lang)
        result = run_file(folder, unit=unit, period=period, language=language)
        page = folder.with_name(f"{folder.stem}-laporan") / "index.html"
    else:
        if unit or period:
            raise RequestError("option_for_files_only")
        survey = open_survey(folder)
        _speak(lang, survey.language)
        with _progress(quiet=quiet) as progress:
            result = run_survey(survey, language=lang.value if lang else None, progress=progress)
        page = folder / "reports" / "index.html"
    _finish(result, quiet=quiet)
    _write(sys.stdout, f"{page}\n")
    raise SystemExit(0 if result.is_whole else 1)


@app.command(help=_help("check"))
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help=_help("folder_or_files"), show_default=False)] = None,
    output: Output = None,
    shape: Shape = Format.table,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """List all findings at once."""
    from skm.pipeline import NothingUsableError, check_files, check_survey
    from skm.survey import Survey, open_survey

    paths = paths or [Path()]
    is_survey = len(paths) == 1 and paths[0].is_dir()
    survey = open_survey(paths[0]) if is_survey else Survey()
    survey = survey.with_settings(language=_speak(lang, survey.language))
    folder = f" {_shell(paths[0])}" if is_survey and paths[0] != Path() else ""
    try:
        with _progress(quiet=quiet) as progress:
            result = check_survey(survey, progress=progress) if is_survey else check_files(paths, survey)
    except NothingUsableError as error:
        _show_refused(error.refusals, survey, shape, output)
        for refusal in error.refusals:
            _say(refusal.error.message(SPOKEN))
        _say(_next_step("check_not_whole", folder, output), quiet=quiet)
        raise SystemExit(1) from None
    _show_checked(result, shape, output)
    _finish(result, quiet=quiet, aloud=False)
    usable = "check_usable" if len(result.exclusions) else "check_clean"
    _say(_next_step(usable if result.is_whole else "check_not_whole", folder, output), quiet=quiet)
    raise SystemExit(0 if result.is_whole else 1)


def _show_checked(result: "Result", shape: Format, output: Path | None) -> None:
    """Print or write what a check found."""
    from skm.checking import describe_check

    elements = _element_names(result.survey)
    silent = result.senders.loc[(result.senders["rows"] == 0) & ~result.senders["refused"], "name"].tolist()
    text = describe_check(result.recognised, result.exclusions, result.accounts, elements, SPOKEN, silent)
    tables = {"exclusions": result.exclusions, "recognised": result.recognised}
    _show_findings(tables, result.senders, elements, text, shape, output)


def _show_refused(refusals: "Sequence[Refusal]", survey: "Survey", shape: Format, output: Path | None) -> None:
    """Print or write the findings where not one file can be used; on screen the messages say it all."""
    import pandas as pd

    from skm.pipeline import refused_findings, senders_of

    tables = {"exclusions": refused_findings(refusals, SPOKEN), "recognised": pd.DataFrame()}
    senders = senders_of((), refusals, survey, {})
    _show_findings(tables, senders, _element_names(survey), "", shape, output)


def _element_names(survey: "Survey") -> dict[str, str]:
    """Return the short name of each element by its key, under every regulation of a survey."""
    laws = [survey.regulation_for(period) for period in ("", *(entry.id for entry in survey.settings.period))]
    return {element.key: element.short[SPOKEN] for law in laws for element in law.elements}


def _show_findings(
    tables: dict[str, "pd.DataFrame"],
    senders: "pd.DataFrame",
    elements: dict[str, str],
    text: str,
    shape: Format,
    output: Path | None,
) -> None:
    """Print the text, or the tables; a workbook goes back to the units, so it has a sheet for each."""
    if output is None and shape is Format.table:
        _write(sys.stdout, text)
    elif output and output.suffix == ".xlsx":
        from skm.checking import LETTER_WIDTHS, findings_by_unit
        from skm.tables import write_workbook

        sheets = findings_by_unit(tables["exclusions"], tables["recognised"], senders, elements, SPOKEN)
        write_workbook(output, sheets, LETTER_WIDTHS)
    else:
        _table(tables, shape, output, ())


def _next_step(key: str, folder: str, output: Path | None) -> str:
    """Return the sentence that says what comes next; without a folder it is left to the reader which one."""
    if output:
        return TALK["check_written"][SPOKEN].format(file=output)
    return TALK[key][SPOKEN].format(folder=folder)


@app.command(help=_help("index"))
def index(
    files: Annotated[list[Path], typer.Argument(help=_help("files"), show_default=False)],
    by: Annotated[list[str] | None, typer.Option("--by", help=_help("by"))] = None,
    settings: Annotated[Path | None, typer.Option(help=_help("settings"))] = None,
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Compute the figures of some files, ad hoc."""
    from skm.pipeline import index_files

    result = index_files(files, by=tuple(by or ()), settings=settings, language=_speak(lang))
    frame = result.indices.frame
    tables = {
        "indices": frame,
        "changes": result.changes.frame,
        "exclusions": result.exclusions,
        "recognised": result.recognised,
    }
    shown = frame[frame["measure"] == "index"] if shape is Format.table else frame
    about = _about(result)
    _table(tables | {"indices": shown}, shape, output, TABLE_COLUMNS, about)
    _finish(result, quiet=quiet, with_rows=False)
    raise SystemExit(0 if result.is_whole else 1)


@app.command(help=_help("compare"))
def compare(
    before: Annotated[str, typer.Argument(help=_help("from"), show_default=False)],
    after: Annotated[str, typer.Argument(help=_help("to"), show_default=False)],
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
        result, changes = compare_files(Path(before), Path(after), language=_speak(lang))
    else:
        survey = open_survey(folder)
        language = _speak(lang, survey.language)
        survey = survey.with_settings(language=language)
        with _progress(quiet=quiet) as progress:
            result = check_survey(survey, progress=progress)
        changes = compare_periods(result.indices, before, after)
    frame = changes.frame
    shown = frame[frame["measure"] == "index"] if shape is Format.table else frame
    _table({"changes": shown}, shape, output, CHANGE_COLUMNS)
    _finish(result, quiet=quiet, with_rows=False)
    raise SystemExit(0 if result.is_whole else 1)


@app.command(help=_help("report"))
def report(
    folder: Folder = Path(),
    period: Annotated[str | None, typer.Option(help=_help("report_period"))] = None,
    lang: Lang = None,
) -> None:
    """Write the pages again from the processed figures."""
    from skm.pipeline import report_again
    from skm.survey import open_survey

    survey = open_survey(folder)
    language = _speak(lang, survey.language)
    _write(sys.stdout, f"{report_again(survey, period=period, language=language)}\n")


@app.command(help=_help("export"))
def export(
    folder: Folder = Path(),
    form: Annotated[Form | None, typer.Option("--format", help=_help("export_format"), show_default=False)] = None,
    output: Output = None,
    period: Annotated[str | None, typer.Option(help=_help("report_period"))] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> None:
    """Write the cleaned responses for SPSS, Stata or tables."""
    from skm.exporting import export_responses
    from skm.survey import open_survey

    language = _speak(lang, open_survey(folder).language)
    ending = output.suffix[1:] if output and output.suffix else Form.sav.value
    path, n_rows = export_responses(folder, form.value if form else ending, output, period=period)
    _say(TALK["exported"][language].format(n=n_rows), quiet=quiet)
    _write(sys.stdout, f"{path}\n")


@app.command("open", help=_help("open"))
def open_page(
    period: Annotated[str | None, typer.Argument(help=_help("report_period"), show_default=False)] = None,
    folder: Annotated[Path, typer.Option(help=_help("folder"))] = Path(),
    lang: Lang = None,
) -> None:
    """Open the newest page in the browser."""
    import webbrowser

    from skm.publishing import find_page

    _speak(lang)
    page = find_page(folder, period)
    webbrowser.open(page.resolve().as_uri())
    _write(sys.stdout, f"{page}\n")


@app.command(help=_help("new"))
def new(
    folder: Annotated[Path, typer.Argument(help=_help("new_folder"), show_default=False)],
    units: Annotated[Path | None, typer.Option(help=_help("units"), show_default=False)] = None,
    forms: Annotated[bool, typer.Option("--forms", help=_help("forms"))] = False,
    lang: Lang = None,
) -> None:
    """Make a commented survey folder, with forms to print and to type into."""
    from skm.starting import make_forms, make_survey_folder
    from skm.survey import open_survey

    language = _speak(lang)
    if forms and units:
        raise RequestError("forms_of_register")
    if forms:
        language = _speak(lang, open_survey(folder).language)
    made = make_forms(folder) if forms else make_survey_folder(folder, language, units=units)
    talk = TALK["new_forms" if made.n_forms else "new"][language]
    _write(sys.stdout, talk.format(folder=folder, forms=made.n_forms, run=_shell(folder)) + "\n")


def _shell(folder: Path) -> str:
    """Return a folder as it is typed: in quotation marks where it has a space."""
    return f'"{folder}"' if " " in str(folder) else str(folder)


@app.command(help=_help("verify"))
def verify(  # noqa: PLR0913, PLR0917  each option of the command is one
    path: Annotated[Path | None, typer.Argument(help=_help("verify_path"), show_default=False)] = None,
    means: Annotated[str | None, typer.Option(help=_help("verify_means"))] = None,
    published: Annotated[str | None, typer.Option(help=_help("verify_published"))] = None,
    n: Annotated[int | None, typer.Option("--n", min=1, help=_help("verify_n"))] = None,
    grade: Annotated[str | None, typer.Option(help=_help("verify_grade"))] = None,
    regulation: Annotated[str | None, typer.Option(help=_help("verify_regulation"))] = None,
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Say which convention gives a published figure; for a folder, one line a table."""
    from skm.verifying import split_means, verify_figure, verify_folder, verify_table

    language = _speak(lang)
    if (path is None) == (means is None):
        raise RequestError("verify_nothing")
    if path is None and published is None:
        raise RequestError("verify_no_published")
    if path is not None and path.is_dir():
        lines = verify_folder(path, language)
        _table({"verifications": lines}, shape, output, tuple(lines.columns))
        return
    stated = {"published": published, "n": n, "grade": grade, "regulation": regulation}
    found = verify_table(path, **stated) if path is not None else verify_figure(split_means(means or ""), **stated)
    if output is None and shape is Format.table:
        _write(sys.stdout, "\n".join(found.sentences(language)) + "\n")
        return
    if shape is Format.json or (output and output.suffix == ".json"):
        _document(found.to_dict(language), output)
    else:
        conventions = _frame(found.to_dict(language)["conventions"])
        _table({"conventions": conventions}, shape, output, tuple(conventions.columns))


@app.command(help=_help("sample"))
def sample(
    population: Annotated[str | None, typer.Argument(help=_help("sample_population"), show_default=False)] = None,
    margin: Annotated[str | None, typer.Option(help=_help("sample_margin"))] = None,
    have: Annotated[str | None, typer.Option(help=_help("sample_have"))] = None,
    spread: Annotated[str | None, typer.Option(help=_help("sample_spread"))] = None,
    service: Annotated[list[str] | None, typer.Option(help=_help("sample_service"))] = None,
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Say how many respondents some users need, and what those at hand give."""
    from skm.sampling import USUAL_SD, plan_sample, read_count, read_points, read_services

    language = _speak(lang)
    sd = USUAL_SD if spread is None else _spread_of_survey(spread) if Path(spread).is_dir() else read_points(spread)
    plan = plan_sample(
        read_count(population) if population else None,
        margin=read_points(margin) if margin else None,
        have=read_count(have) if have else None,
        spread=sd,
        services=read_services(service or []),
    )
    if output is None and shape is Format.table:
        _write(sys.stdout, "\n".join(plan.sentences(language)) + "\n")
    elif shape is Format.json or (output and output.suffix == ".json"):
        _document(plan.to_dict(), output)
    else:
        line = _frame([{key: value for key, value in plan.to_dict().items() if key != "services"}])
        tables = {"sample": line} | ({"services": plan.services} if len(plan.services) else {})
        _table(tables, shape, output, tuple(line.columns))


def _spread_of_survey(folder: str) -> float:
    from skm.pipeline import check_survey
    from skm.sampling import spread_of
    from skm.survey import open_survey

    spread = spread_of(check_survey(open_survey(folder)).indices.frame)
    if not spread > 0:
        raise RequestError("sample_no_spread")
    return spread


@app.command(help=_help("ratings"))
def ratings(
    path: Annotated[Path, typer.Argument(help=_help("ratings_file"), show_default=False)],
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Classify published ratings by the scale of their year, and check their printed labels."""
    from skm.ratings import classify_ratings

    found = classify_ratings(path, _speak(lang))
    _table({"ratings": found}, shape, output, RATING_COLUMNS)


# --- printing -----------------------------------------------------------------------------------------------------


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


def _table(
    tables: dict[str, "pd.DataFrame"],
    shape: Format,
    output: Path | None,
    columns: tuple[str, ...],
    about: dict[str, Any] | None = None,
) -> None:
    """Print or write tables: the first alone as table or CSV, all of them as JSON or workbook."""
    from skm.tables import csv_bytes, json_bytes, text_table, write_whole, write_workbook

    first = next(iter(tables.values()))
    if output is None:
        writers: dict[Format, Callable[[], str]] = {
            Format.table: lambda: text_table(first, columns),
            Format.csv: lambda: csv_bytes(first).decode(),
            Format.json: lambda: json_bytes(tables, about).decode(),
        }
        _write(sys.stdout, writers[shape]())
    elif output.suffix == ".xlsx":
        write_workbook(output, tables)
    elif output.suffix == ".json":
        write_whole(output, json_bytes(tables, about))
    elif output.suffix == ".csv":
        write_whole(output, csv_bytes(first))
    else:
        raise RequestError("output_unknown", known=".xlsx .csv .json")


def _frame(lines: list[dict[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(lines)


def _document(about: dict[str, Any], output: Path | None) -> None:
    """Print or write one result that is no table."""
    import json

    from skm.tables import write_whole

    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        _write(sys.stdout, text)
    else:
        write_whole(output, text.encode())


def _finish(result: "Result", *, quiet: bool, with_rows: bool = True, aloud: bool = True) -> None:
    """Say what was refused, what figures may hang on, and how many rows came in and stayed."""
    from skm.checking import findings_aloud
    from skm.pipeline import blocking_report

    for refusal in result.refusals:
        _say(refusal.error.message(SPOKEN))
    if blocking := blocking_report(result):
        _say(blocking)
    for line in findings_aloud(result.exclusions, SPOKEN) if aloud else ():
        _say(line, quiet=quiet)
    if with_rows:
        kept = sum(account.rows_kept for account in result.accounts)
        dropped = sum(account.rows_dropped for account in result.accounts)
        flagged = len(result.exclusions) if result.exclusions is not None else 0
        talk = TALK["rows"][SPOKEN]
        _say(talk.format(total=kept + dropped, kept=kept, dropped=dropped, findings=flagged), quiet=quiet)
