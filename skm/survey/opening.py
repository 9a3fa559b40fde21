"""A folder → its survey: what stands in skm.toml and what has no meaning there."""

import fnmatch
import tomllib
from pathlib import Path

from pydantic import ValidationError

from skm.errors import Place, SettingsError
from skm.survey.files import files_like, survey_databases, survey_files
from skm.survey.model import Survey
from skm.survey.names import plain
from skm.survey.registers import read_corrections, read_survey_units
from skm.survey.settings import REGULATION_POINTS, SETTINGS_FILE, SettingsFile, explain

EVERY_ELEMENT = frozenset({"all", "semua"})  # [answers.all]: labels of every element


def open_survey(folder: str | Path = ".") -> Survey:
    """Return the survey of a folder: skm.toml and the register of units, where they are.

    Raises
    ------
    SettingsError
        The folder does not exist, a key is unknown, a value has no meaning, a pattern matches no file.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise SettingsError("no_folder", [Place(str(folder))])
    settings = read_settings(folder / SETTINGS_FILE) if (folder / SETTINGS_FILE).exists() else SettingsFile()
    survey = Survey(folder, settings, read_survey_units(folder), read_corrections(folder))
    _ = survey.margins  # what is wrong there is told before anything is read
    for period in settings.period:
        for pattern in period.files:
            if not files_like(folder, pattern):
                raise SettingsError("pattern_matches_nothing", [Place(SETTINGS_FILE, value=pattern)])
    for pattern in settings.scale.files:
        if not fnmatch.filter([*survey_files(survey), *survey_databases(survey)], pattern):
            raise SettingsError("pattern_matches_nothing", [Place(SETTINGS_FILE, value=pattern)])
    for entry in settings.file:
        if not any(fnmatch.fnmatch(path, entry.match) for path in (*survey_files(survey), *survey_databases(survey))):
            raise SettingsError("pattern_matches_nothing", [Place(SETTINGS_FILE, value=entry.match)])
    for period in ("", *(entry.id for entry in settings.period)):
        survey.regulation_for(period)
    return survey


def read_settings(path: Path) -> SettingsFile:
    """Return the settings of a skm.toml; what is not known there is an error with its place."""
    if not path.exists():
        raise SettingsError("no_settings", [Place(str(path))])
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError("settings_unreadable", [Place(path.name, value=str(error))]) from error
    try:
        settings = SettingsFile.model_validate(data)
    except ValidationError as error:
        raise explain(error, path.name) from error
    survey = Survey(settings=settings)
    _refuse_unknown_answers(survey, path.name)
    _refuse_unknown_points(survey, path.name)
    return settings


def _refuse_unknown_points(survey: Survey, file: str) -> None:
    """Refuse labels that stand for no point of the questionnaire's scale: 1 to 4, or those that [scale] maps."""
    allowed = {*survey.points, *(REGULATION_POINTS if survey.settings.scale.files else ())}
    wrong = [
        Place(file, column=f"answers.{key}.{label}", value=str(point))
        for key, labels in survey.settings.answers.labels().items()
        for label, point in labels.items()
        if point not in allowed
    ]
    own = survey.settings.scale
    if own.labels and len(own.labels) != len(own.map):
        wrong.append(Place(file, column="scale.labels", value=", ".join(own.labels)))
    if own.files and not own.map:
        wrong.append(Place(file, column="scale.files", value=", ".join(own.files)))
    if wrong:
        expected = f"{', '.join(map(str, survey.points[:-1]))}, {survey.points[-1]}"
        raise SettingsError("setting_without_meaning", wrong, expected=expected)


def _refuse_unknown_answers(survey: Survey, file: str) -> None:
    """Refuse labels for an element that no regulation of the survey has: nobody would ever read them."""
    if not survey.settings.answers.labels():
        return
    regulations = [survey.regulation_for(period) for period in ("", *(entry.id for entry in survey.settings.period))]
    words = {plain(word) for law in regulations for e in law.elements for word in (e.key, *e.aliases)} | EVERY_ELEMENT
    unknown = [key for key in survey.settings.answers.labels() if plain(key) not in words]
    if unknown:
        raise SettingsError("unknown_setting", [Place(file, column=f"answers.{key}") for key in unknown])
