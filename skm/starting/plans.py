"""The sheet of the follow-up plan: a line for each element that a unit's survey puts last, the rest for the office."""

import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from skm.errors import Place, RequestError, SettingsError
from skm.periods import kind_of, period_months
from skm.regulation import Regulation
from skm.survey import Survey, open_survey
from skm.tables import read_csv_text, write_whole

REGISTER = "data/raw/followup.xlsx"
MADE = dt.datetime(2017, 1, 1)  # noqa: DTZ001  a fixed date: the same survey gives the same bytes
LOWEST = "lowest"
SPARE_ROWS = 3  # beneath each unit's proposals, for what the office adds by itself
# How the columns are called; the register of follow-up reads both.
COLUMNS: dict[str, dict[str, str]] = {
    "id": {
        "period": "Periode",
        "unit": "Unit",
        "element": "Unsur",
        "activity": "Kegiatan",
        "TW1": "TW1",
        "TW2": "TW2",
        "TW3": "TW3",
        "TW4": "TW4",
        "responsible": "Penanggung jawab",
        "status": "Status",
        "proof": "Bukti",
        "finished": "Tanggal selesai",
    },
    "en": {
        name: name
        for name in (
            *("period", "unit", "element", "activity", "TW1", "TW2", "TW3", "TW4"),
            *("responsible", "status", "proof", "finished"),
        )
    },
}
WIDTHS = {"unit": 30, "element": 30, "activity": 50, "responsible": 24, "proof": 30, "finished": 14}
STATES = ("BELUM", "PROSES", "SUDAH")


@dataclass(frozen=True)
class Sheet:
    """The sheet that was made: where, after which survey, for how many units, with how many proposals."""

    path: Path
    period: str
    n_units: int
    n_proposed: int


def make_plan_sheet(folder: str | Path, period: str | None = None, output: str | Path | None = None) -> Sheet:
    """Make the sheet of the follow-up plan from the figures of the last run.

    Each unit gets a line for each of its lowest elements that stands apart from all others; a unit without one gets an
    empty line. Only unit and element are filled in: activities, time and names are the office's.

    Parameters
    ----------
    folder
        A survey folder that was run.
    period
        The survey that the plan follows; by default the newest year, or the newest period where there is no year.
    output
        Where the sheet goes; by default `data/raw/followup.xlsx`, where the next run reads it.

    Raises
    ------
    SettingsError
        Nothing has been computed yet, or a register of follow-up is there already: it is never overwritten.
    RequestError
        The period is not among those of the last run.
    """
    survey = open_survey(folder)
    priorities = Path(folder) / "data" / "processed" / "priorities.csv"
    if not priorities.is_file():
        raise SettingsError("nothing_computed", [Place(str(folder))])
    if output is None and (there := survey.register_file("followup")) is not None:
        raise SettingsError("followup_there", [Place(str(there))])
    target = Path(output) if output is not None else Path(folder) / REGISTER
    if target.exists():
        raise SettingsError("followup_there", [Place(str(target))])
    table = read_csv_text(priorities)
    chosen = _chosen_period(period, table["period"].unique())
    lines = propose_elements(table[table["period"] == chosen], survey.regulation_for(chosen), survey)
    write_whole(target, _workbook(lines, chosen, survey))
    return Sheet(target, chosen, len({unit for unit, _ in lines}), sum(bool(element) for _, element in lines))


def _chosen_period(period: str | None, known: Iterable[str]) -> str:
    periods = sorted(known, key=lambda p: (period_months(p) or ("", p))[1])
    if period is None:
        years = [name for name in periods if kind_of(name) == "year"]
        return (years or periods)[-1]
    if period not in periods:
        raise RequestError("unknown_period", name=period, known=", ".join(periods))
    return period


def propose_elements(table: pd.DataFrame, regulation: Regulation, survey: Survey) -> list[tuple[str, str]]:
    """Return (unit, element) for each lowest element that stands apart, in the official order; "" where none does.

    Parameters
    ----------
    table
        The lines of priorities.csv of one period, every cell as text.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> cells = [("unit", "a", "Loket A", "index", ""), ("unit", "a", "Loket A", "time", "lowest")]
    >>> table = pd.DataFrame(cells, columns=["level", "id", "name", "measure", "lowest"])
    >>> propose_elements(table, load_regulation("permenpan-14-2017"), Survey())
    [('Loket A', 'Waktu penyelesaian')]
    """
    names = {element.key: element.names["id"] for element in regulation.elements}
    units = table[table["level"] == "unit"]
    order = list(dict.fromkeys(units["id"])) if survey.units is None else survey.units["unit_id"].tolist()
    lowest: Mapping[str, list[str]] = (
        units[(units["lowest"] == LOWEST) & units["measure"].isin(list(names))].groupby("id")["measure"].agg(list)
    ).to_dict()
    spelled = dict(zip(units["id"], units["name"], strict=True))
    lines = []
    for unit in order:
        if unit in spelled:
            lines += [(spelled[unit], names[key]) for key in lowest.get(unit, [])] or [(spelled[unit], "")]
    return lines


def _workbook(lines: list[tuple[str, str]], period: str, survey: Survey) -> bytes:
    """Return the sheet, with lists to choose element and status from."""
    import xlsxwriter

    headers, target = COLUMNS[survey.language], io.BytesIO()
    names = [element.names["id"] for element in survey.regulation_for(period).elements]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet("RTL")
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE7F0", "border": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8CDD2"})
        for place, (name, title) in enumerate(headers.items()):
            sheet.set_column(place, place, WIDTHS.get(name, 9))
            sheet.write_string(0, place, title, head)
        _write_lines(sheet, lines, period, list(headers), cell)
        last = len(lines) + SPARE_ROWS
        for name, choices in (("element", names), ("status", STATES)):
            place = list(headers).index(name)
            # A list within the rule may have 255 characters; the names of nine elements have more.
            source = _listed(book, name, choices)
            sheet.data_validation(1, place, last, place, {"validate": "list", "source": source})
        sheet.freeze_panes(1, 3)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(0)
    return target.getvalue()


def _write_lines(sheet: Any, lines: list[tuple[str, str]], period: str, columns: list[str], cell: Any) -> None:
    for row, (unit, element) in enumerate(lines, start=1):
        known = {"period": period, "unit": unit, "element": element}
        for place, name in enumerate(columns):
            if text := known.get(name):
                sheet.write_string(row, place, text, cell)
            else:
                sheet.write_blank(row, place, None, cell)


def _listed(book: Any, name: str, choices: Iterable[str]) -> str:
    """Write the choices of a column on a sheet of their own; return where they stand."""
    title = {"element": "Unsur", "status": "Status"}[name]
    sheet = book.add_worksheet(title)
    texts = list(choices)
    sheet.write_column(0, 0, texts)
    return f"='{title}'!$A$1:$A${len(texts)}"
