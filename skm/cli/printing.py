"""How results are printed or written: tables, documents, and what closes a run."""

import io
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skm.cli.console import Format, say, spoken, write
from skm.errors import RequestError
from skm.messages import RELEASE_WORDS, TALK

if TYPE_CHECKING:
    import pandas as pd

    from skm.pipeline import Result
    from skm.survey import Survey
    from skm.tables import Lines

AT_ONCE = 10_000  # lines that are printed together
SHOWN = 5  # entries of a list on screen; the rest is counted


def has_all_tables(shape: Format, output: Path | None) -> bool:
    """Return whether `print_tables` shows more than the first table."""
    return shape is Format.json if output is None else output.suffix in (".json", ".xlsx")


def print_tables(
    tables: "dict[str, pd.DataFrame | Lines]",
    shape: Format,
    output: Path | None,
    columns: tuple[str, ...],
    about: dict[str, Any] | None = None,
) -> None:
    """Print or write tables: the first alone as table or CSV, all of them as JSON or workbook."""
    from skm.tables import csv_bytes, json_texts, text_table, write_json, write_whole, write_workbook

    first = next(iter(tables.values()))
    if output is None and shape is Format.json:
        texts = json_texts(tables, about)
        while portion := "".join(islice(texts, AT_ONCE)):
            write(sys.stdout, portion)
    elif output is None:
        write(sys.stdout, text_table(first, columns) if shape is Format.table else csv_bytes(first).decode())
    elif output.suffix == ".xlsx":
        write_workbook(output, tables)
    elif output.suffix == ".json":
        write_json(output, tables, about)
    elif output.suffix == ".csv":
        write_whole(output, csv_bytes(first))
    else:
        raise RequestError("output_unknown", known=".xlsx .csv .json")


def is_lines(shape: Format, output: Path | None) -> bool:
    """Return whether `print_tables` prints or writes CSV."""
    return shape is Format.csv if output is None else output.suffix == ".csv"


def lines_of(result: "Result") -> "Lines":
    """Return the exclusions of a result as a table that is never held whole."""
    from skm.responses import LINE_COLUMNS
    from skm.tables import Lines

    return Lines(LINE_COLUMNS, len(result.excluded), result.excluded.lines)


def print_lines(header: Sequence[str], lines: Iterator[Sequence[Any]], output: Path | None) -> None:
    """Print or write the lines of a table as CSV, portion by portion."""
    from skm.tables import print_csv_lines, write_csv_lines

    if output is not None:
        write_csv_lines(output, header, lines)
        return
    portion: list[Sequence[Any]] = [header]
    while portion:
        handle = io.StringIO()
        print_csv_lines(handle, portion[0], portion[1:])
        write(sys.stdout, handle.getvalue())
        portion = list(islice(lines, AT_ONCE))


def frame_of(lines: list[dict[str, Any]]) -> "pd.DataFrame":
    """Return lines as a table."""
    import pandas as pd

    return pd.DataFrame(lines)


def print_document(about: dict[str, Any], output: Path | None) -> None:
    """Print or write one result that is no table."""
    import json

    from skm.tables import write_whole

    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        write(sys.stdout, text)
    else:
        write_whole(output, text.encode())


def finish(result: "Result", *, quiet: bool, with_rows: bool = True, aloud: bool = True) -> None:
    """Say what was refused, what figures may hang on, and how many rows came in and stayed."""
    from skm.checking import findings_aloud
    from skm.pipeline import blocking_report

    for refusal in result.refusals:
        say(refusal.error.message(spoken()))
    if blocking := blocking_report(result):
        say(blocking)
    for line in findings_aloud(result.excluded.told, spoken()) if aloud else ():
        say(line, quiet=quiet)
    if with_rows:
        kept = sum(account.rows_kept for account in result.accounts)
        dropped = sum(account.rows_dropped for account in result.accounts)
        say(rows_line(kept, dropped, len(result.excluded)), quiet=quiet)


def rows_line(kept: int, dropped: int, findings: int) -> str:
    """Return how many rows were read, kept and dropped, and how many findings there are."""
    return TALK["rows"][spoken()].format(total=kept + dropped, kept=kept, dropped=dropped, findings=findings)


def overdue_lines(survey: "Survey", language: str) -> list[str]:
    """Return the planned actions that are not done although their last quarter is over, five of them by name."""
    if survey.register_file("followup") is None:
        return []
    import datetime as dt

    from skm.followups import overdue, read_actions
    from skm.moments import zone_of
    from skm.publishing import spell_period

    today = dt.datetime.now(zone_of(survey.timezone)).date()
    late = overdue(read_actions(survey, computed_periods(survey)), today)
    names = {} if survey.units is None else dict(zip(survey.units["unit_id"], survey.units["name"], strict=True))
    lines = [
        TALK["overdue_line"][language].format(
            unit=names.get(action.unit, action.unit) or survey.name,
            activity=action.activity,
            quarter=spell_period(action.quarters[-1], language),
            responsible=action.responsible or "–",
        )
        for action in late
    ]
    if not lines:
        return []
    more = [TALK["overdue_more"][language].format(n=len(lines) - SHOWN)] if len(lines) > SHOWN else []
    return [TALK["overdue"][language].format(n=len(lines)), *lines[:SHOWN], *more]


def computed_periods(survey: "Survey") -> list[str]:
    """Return the periods of the last run, none where nothing has been computed."""
    from skm.tables import read_csv_text

    path = (survey.folder or Path()) / "data" / "processed" / "indices.csv"
    return read_csv_text(path)["period"].unique().tolist() if path.is_file() else []


def say_list(heading: str, lines: Sequence[str], *, quiet: bool) -> None:
    """Say some lines under their heading, five of them, the rest counted; nothing where there are none."""
    if not lines:
        return
    shown = [heading.format(n=len(lines)), *(f"  {line}" for line in lines[:SHOWN])]
    shown += [f"  {RELEASE_WORDS[spoken()]['more'].format(n=len(lines) - SHOWN)}"] if len(lines) > SHOWN else []
    say("\n".join(shown), quiet=quiet)


def say_gone(result: "Result", *, quiet: bool) -> None:
    """Say what earlier runs had written and this one does not: what was taken away, and what somebody must look at."""
    if result.gone is None:
        return
    if removed := result.gone.removed:
        folders = sorted({"/".join(name.split("/")[:2]) for name in removed})
        say(TALK["gone"][spoken()].format(n=len(removed), folders=", ".join(folders[:SHOWN])), quiet=quiet)
    if result.gone.left:
        say_list(TALK["gone_left"][spoken()], list(result.gone.left), quiet=quiet)


def say_moved(reports: Path, *, quiet: bool) -> None:
    """Say which released figures the drafts beside their editions show otherwise."""
    from skm.publishing import DRAFT, read_moved

    for period, (edition, lines) in read_moved(reports).items():
        draft = reports / period / DRAFT / "index.html"
        heading = RELEASE_WORDS[spoken()]["moved"].format(period=period, edition=edition, n="{n}", draft=draft)
        say_list(heading, lines, quiet=quiet)
