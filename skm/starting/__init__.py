"""What a survey begins with: its commented folder, the forms to print and to type into, the file to click on."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from skm.errors import Place, RequestError, SettingsError
from skm.moving import move_together
from skm.starting.form import Question, load_form, questions_of
from skm.starting.pages import render_questionnaire, render_settings, render_starter
from skm.starting.plans import Sheet, make_plan_sheet
from skm.starting.workbooks import ROWS, template_workbook
from skm.survey import (
    SETTINGS_FILE,
    UNIT_COLUMNS,
    Survey,
    name_unit_columns,
    open_survey,
    plain,
    read_register,
    read_units,
)
from skm.tables import csv_bytes, prepared_folder, readable_name, write_whole

__all__ = [
    "ROWS",
    "Made",
    "Question",
    "Sheet",
    "load_form",
    "make_forms",
    "make_plan_sheet",
    "make_survey_folder",
    "questions_of",
    "template_workbook",
]

FORMS = "formulir"  # beside data/, so that a form that nobody filled in is never read as responses
QUESTIONNAIRE, STARTER, REGISTER = "kuesioner.html", "jalankan.cmd", "data/raw/units.csv"


@dataclass(frozen=True)
class Made:
    """What was made in a folder: names there, in order; `n_forms` of them are workbooks of units."""

    folder: Path
    files: tuple[str, ...]

    @property
    def n_forms(self) -> int:
        """How many workbooks there are to type into."""
        return sum(name.startswith(f"{FORMS}/") for name in self.files)


def make_survey_folder(folder: str | Path, language: str = "id", *, units: str | Path | None = None) -> Made:
    """Make a survey folder: commented skm.toml, register, forms to print and to type into, the file to click on.

    Parameters
    ----------
    language
        "id" or "en", of the settings; the forms are Indonesian, as respondents are.
    units
        A register of units (csv or xlsx). It is checked first; each unit gets a workbook, in its order.

    Raises
    ------
    SettingsError
        The folder holds a survey already, or something where a file of it goes; or the register can't be trusted.
        Nothing is written then.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise SettingsError("not_a_folder", [Place(str(folder))])
    if (folder / SETTINGS_FILE).exists() or (folder / "data").exists():
        raise SettingsError("folder_in_use", [Place(str(folder))])
    register = None if units is None else read_units(Path(units))
    regulation = Survey().regulation_for()
    name = folder.resolve().name
    content = {
        SETTINGS_FILE: render_settings(name, regulation, language),
        REGISTER: csv_bytes(pd.DataFrame(columns=list(UNIT_COLUMNS)) if units is None else _as_typed(Path(units))),
        QUESTIONNAIRE: render_questionnaire(name, regulation),
        # A path of another system is of no use to the one on which the file is clicked.
        STARTER: render_starter(sys.executable if os.name == "nt" else ""),
    }
    survey = Survey(units=register)
    files = [*content.items(), *_forms(survey)]
    if there := [name for name, _ in files if (folder / name).exists()]:
        raise SettingsError("folder_in_use", [Place(str(folder / name)) for name in there])
    folder.mkdir(parents=True, exist_ok=True)
    return _put(folder, files)


def make_forms(folder: str | Path) -> Made:
    """Make the forms that a survey folder lacks: the questionnaire, a workbook for each registered unit.

    What is there already stays as it is.

    Raises
    ------
    RequestError
        Nothing is missing.
    """
    survey = open_survey(folder)
    office = survey.publisher.institution or survey.name
    page = render_questionnaire(office, survey.regulation_for())
    starter = render_starter(sys.executable if os.name == "nt" else "")
    files = ((QUESTIONNAIRE, page), (STARTER, starter), *_forms(survey, survey.folder))
    missing = [(name, data) for name, data in files if not (survey.folder / name).exists()]
    if not missing:
        raise RequestError("no_form_missing", [Place(str(survey.folder))])
    return _put(survey.folder, missing)


def _as_typed(register: Path) -> pd.DataFrame:
    """Return a register as its author typed it, with the columns that are still to be filled in."""
    table = name_unit_columns(read_register(register))
    rest = [column for column in UNIT_COLUMNS if column not in table]
    own = [column for column in table if column not in UNIT_COLUMNS]
    return table.assign(**dict.fromkeys(rest, ""))[[*UNIT_COLUMNS, *own]]


def _forms(survey: Survey, folder: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the workbook of each registered unit by its name; one that is in the folder already is not made."""
    if survey.units is None:
        return
    taken: set[str] = set()
    for unit in survey.units.itertuples():
        # The spelling that leads back to the unit when the workbook is read.
        spelled = str(unit.name if plain(str(unit.name)) else unit.unit_id)
        name = f"{FORMS}/{readable_name(spelled, taken)}.xlsx"
        if folder is None or not (folder / name).exists():
            yield name, template_workbook(spelled, survey.regulation_for())


def _put(folder: Path, files: Iterable[tuple[str, bytes]]) -> Made:
    """Put all files in place together, or none of them."""
    names = []
    with prepared_folder(folder) as staging:
        for name, data in files:
            write_whole(staging / "new" / name, data)
            names.append(name)
        move_together({folder / name: staging / "new" / name for name in names}, staging / "older")
    return Made(folder, tuple(names))
