"""Words → one library call → one sentence → exit code. Results go to stdout, messages and progress to stderr.

Exit codes: 0 done · 1 the data do not allow a whole result · 2 the command or the settings are wrong.
Heavy libraries are imported inside the commands, so that `skm --help` answers at once.
"""

import atexit
import os
import sys
from collections.abc import Callable, Iterator
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

    from skm.pipeline import Progress, Result

ENGLISH = "en"
# What a console without UTF-8 prints instead.
PLAIN_SIGNS = str.maketrans(
    {"–": "-", "−": "-", "…": "...", "≤": "<=", "≥": ">=", "·": ".", "→": "->", "×": "x", "\u00a0": " "}
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


class Language(StrEnum):
    """Languages of pages and messages."""

    id = "id"
    en = "en"


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


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
        raise SystemExit(app(standalone_mode=False) or 0)  # --help ends with a code, a command with none
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
    from skm.survey import SETTINGS_FILE, open_survey, survey_files

    survey = open_survey(Path())
    language = _speak(None, SPOKEN if SPOKEN == ENGLISH else survey.language)
    files = survey_files(survey)
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
    from skm.pipeline import (
        NothingUsableError,
        check_survey,
        findings_by_file,
        index_files,
        refused_findings,
    )
    from skm.survey import open_survey

    paths = paths or [Path()]
    try:
        if len(paths) == 1 and paths[0].is_dir():
            survey = open_survey(paths[0])
            _speak(lang, survey.language)
            with _progress(quiet=quiet) as progress:
                result = check_survey(survey, progress=progress)
        else:
            result = index_files(paths, language=_speak(lang))
    except NothingUsableError as error:
        findings = refused_findings(error.refusals, SPOKEN)
        _table({"exclusions": findings}, shape, output, tuple(findings.columns))
        _fail(error)
    columns = ("file", "sheet", "row", "column", "rule", "value", "action", "message")
    tables = {"exclusions": result.exclusions, "recognised": result.recognised}
    if output and output.suffix == ".xlsx":
        tables |= findings_by_file(result)  # a sheet to send back to whoever sent the file
    _table(tables, shape, output, columns)
    _finish(result, quiet=quiet)
    raise SystemExit(0 if result.is_whole else 1)


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
def new(folder: Annotated[Path, typer.Argument(help=_help("new_folder"))], lang: Lang = None) -> None:
    """Make a commented survey folder."""
    from skm.survey import make_survey_folder

    language = _speak(lang)
    make_survey_folder(folder, language)
    _write(sys.stdout, TALK["new"][language].format(folder=folder) + "\n")


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


def _finish(result: "Result", *, quiet: bool, with_rows: bool = True) -> None:
    """Say what was refused, and how many rows came in and stayed."""
    from skm.pipeline import blocking_report

    for refusal in result.refusals:
        _say(refusal.error.message(SPOKEN))
    if blocking := blocking_report(result):
        _say(blocking)
    if with_rows:
        kept = sum(account.rows_kept for account in result.accounts)
        dropped = sum(account.rows_dropped for account in result.accounts)
        flagged = len(result.exclusions) if result.exclusions is not None else 0
        talk = TALK["rows"][SPOKEN]
        _say(talk.format(total=kept + dropped, kept=kept, dropped=dropped, findings=flagged), quiet=quiet)
