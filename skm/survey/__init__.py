"""A survey: its folder, the settings in skm.toml and the registers, typed. An unknown key is an error."""

from skm.survey.files import (
    READABLE,
    REGISTERS,
    TEXTS,
    UNFINISHED,
    is_parted,
    is_source,
    part_files,
    survey_databases,
    survey_files,
    unread_files,
)
from skm.survey.model import Survey
from skm.survey.names import plain
from skm.survey.opening import EVERY_ELEMENT, open_survey, read_settings
from skm.survey.registers import CORRECTION_COLUMNS, UNIT_COLUMNS, name_unit_columns, read_register, read_units
from skm.survey.settings import SETTINGS_FILE, PeriodSettings, ScaleSettings, SettingsFile, recorded_settings
from skm.survey.spellings import near_names, near_units, parts_of_name

__all__ = [
    "CORRECTION_COLUMNS",
    "EVERY_ELEMENT",
    "READABLE",
    "REGISTERS",
    "SETTINGS_FILE",
    "TEXTS",
    "UNFINISHED",
    "UNIT_COLUMNS",
    "PeriodSettings",
    "ScaleSettings",
    "SettingsFile",
    "Survey",
    "is_parted",
    "is_source",
    "name_unit_columns",
    "near_names",
    "near_units",
    "open_survey",
    "part_files",
    "parts_of_name",
    "plain",
    "read_register",
    "read_settings",
    "read_units",
    "recorded_settings",
    "survey_databases",
    "survey_files",
    "unread_files",
]
