"""A survey: its folder, the settings in skm.toml and the unit register, typed. An unknown key is an error."""

import fnmatch
import re
import tomllib
from dataclasses import dataclass, field
from dataclasses import replace as replace_field
from fractions import Fraction
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from skm.errors import Place, SettingsError
from skm.regulation import REGULATION_IDS, Element, Regulation, load_regulation
from skm.tables import read_csv_text, write_whole

SETTINGS_FILE = "skm.toml"
REGISTERS = ("units", "corrections", "published", "ratings", "followup", "media")
READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet")
UNIT_COLUMNS = ("unit_id", "name", "aliases", "kind", "agency", "region", "from", "to", "successor")
YEARLY_UNIT_COLUMN = re.compile(r"^(users|asked|target)_\S+$")

Language = Literal["id", "en"]
Basis = Literal["units", "respondents", "users"]
Policy = Literal["available", "complete", "person"]
RegulationId = Literal["kep-25-2004", "permenpan-16-2014", "permenpan-14-2017"]
Order = Literal["form", "regulation"]


class _Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SurveySettings(_Settings):
    """`[survey]`: what the whole survey is."""

    name: str = ""
    regulation: RegulationId = "permenpan-14-2017"
    language: Language = "id"
    official: Basis = "units"
    missing: Policy = "available"
    year_from_parts: Literal["respondents", "mean"] = "respondents"
    recruitment: Literal["probability", "systematic", "quota", "walk-in", "volunteer", "census"] | None = None
    simulated: bool = False
    timezone: str = "Asia/Jakarta"


class PeriodSettings(_Settings):
    """`[[period]]`: a period whose files or regulation the folder names do not say."""

    id: str
    files: tuple[str, ...] = ()
    regulation: RegulationId | None = None


class ColumnSettings(BaseModel):
    """`[columns]`: where recognition needs help. Keys are roles or elements, values are header texts."""

    model_config = ConfigDict(extra="allow", frozen=True)
    order: Order | None = None

    def headers(self) -> dict[str, tuple[str, ...]]:
        """Return header texts by role or element key, as the user typed them."""
        extra = self.model_extra or {}
        return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in extra.items()}


class FileSettings(_Settings):
    """`[[file]]`: settings for the files that match a pattern."""

    match: str
    unit: str | None = None
    service: str | None = None
    period: str | None = None
    sheet: str | None = None
    order: Order | None = None
    dates: Literal["dmy", "mdy", "ymd"] | None = None
    columns: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)


class AnswerSettings(BaseModel):
    """`[answers]`: labels that are not the regulation's, by element key."""

    model_config = ConfigDict(extra="allow", frozen=True)
    blank: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    reversed: tuple[()] = ()  # columns worded the other way round: not read yet, so none may be named

    def labels(self) -> dict[str, dict[str, int]]:
        """Return score by label, by element key as typed."""
        return {key: dict(value) for key, value in (self.model_extra or {}).items()}


class CleanSettings(_Settings):
    """`[clean]`: what happens to answers that cannot stand."""

    off_scale: Literal["blank", "drop row", "stop"] = "blank"
    duplicates: Literal["flag", "drop"] = "flag"
    keep_comments: Literal[False] = False


class ElementSettings(_Settings):
    """`[[element]]`: an own element with its own exact weight."""

    key: str
    name: str
    name_en: str | None = None
    weight: str | float


class PublishSettings(_Settings):
    """`[publish]`: what may be printed."""

    minimum_respondents: int = Field(10, ge=1)
    minimum_cell: int = Field(5, ge=2)


class PublisherSettings(_Settings):
    """`[publisher]`: who publishes."""

    institution: str | None = None
    place: str | None = None
    contact: str | None = None
    logo: str | None = None
    licence: str | None = None
    signatory: str | None = None


class WeightSettings(_Settings):
    """`[weights]`: figures beside the official one; there are none yet."""

    method: Literal["none"] = "none"


class _File(_Settings):
    survey: SurveySettings = Field(default_factory=SurveySettings)
    period: tuple[PeriodSettings, ...] = ()
    file: tuple[FileSettings, ...] = ()
    columns: ColumnSettings = Field(default_factory=ColumnSettings)
    answers: AnswerSettings = Field(default_factory=AnswerSettings)
    clean: CleanSettings = Field(default_factory=CleanSettings)
    element: tuple[ElementSettings, ...] = ()
    weights: WeightSettings = Field(default_factory=WeightSettings)
    publish: PublishSettings = Field(default_factory=PublishSettings)
    publisher: PublisherSettings = Field(default_factory=PublisherSettings)


@dataclass(frozen=True)
class Survey:
    """A survey as the program sees it: settings, register, folder.

    `Survey()` is a survey with every default and no folder.
    """

    folder: Path | None = None
    settings: _File = field(default_factory=_File)
    units: pd.DataFrame | None = None

    @property
    def name(self) -> str:
        """The name printed on the report."""
        return self.settings.survey.name or (self.folder.resolve().name if self.folder else "")

    @property
    def language(self) -> Language:
        """The language of pages and messages."""
        return self.settings.survey.language

    @property
    def regulation(self) -> str:
        """The id of the regulation in force unless a period says otherwise."""
        return self.settings.survey.regulation

    @property
    def official(self) -> Basis:
        """Which of the three parent figures is the official one."""
        return self.settings.survey.official

    @property
    def missing(self) -> Policy:
        """The policy for missing answers."""
        return self.settings.survey.missing

    @property
    def year_from_parts(self) -> str:
        """How a year follows from its parts: "respondents" or "mean"."""
        return self.settings.survey.year_from_parts

    @property
    def recruitment(self) -> str | None:
        """How respondents were found, None where it is not stated."""
        return self.settings.survey.recruitment

    @property
    def simulated(self) -> bool:
        """Whether the answers are made by a computer."""
        return self.settings.survey.simulated

    @property
    def timezone(self) -> str:
        """The time zone of the office."""
        return self.settings.survey.timezone

    @property
    def publish(self) -> PublishSettings:
        """What may be printed."""
        return self.settings.publish

    @property
    def publisher(self) -> PublisherSettings:
        """Who publishes."""
        return self.settings.publisher

    @property
    def clean(self) -> CleanSettings:
        """What happens to answers that cannot stand."""
        return self.settings.clean

    def regulation_for(self, period: str = "") -> Regulation:
        """Return the regulation of a period, with the survey's own elements where it has some."""
        own = next((p.regulation for p in self.settings.period if p.id == period and p.regulation), None)
        regulation = load_regulation(own or self.regulation)
        return regulation.with_elements(self._own_elements(regulation)) if self.settings.element else regulation

    def _own_elements(self, regulation: Regulation) -> tuple[Element, ...]:
        known = {element.key: element for element in regulation.elements}
        elements = []
        for number, own in enumerate(self.settings.element, start=1):
            names = {"id": own.name, "en": own.name_en or own.name}
            weight = _exact_weight(own)
            code = f"U{number}"
            base = known.get(own.key, Element(own.key, code, code, names, names, weight, headers=(own.name,)))
            elements.append(
                replace_field(
                    base,
                    code=code,
                    code_regulation=code,
                    names=names,
                    short=names,
                    weight=weight,
                    headers=tuple(dict.fromkeys((*base.headers, own.name))),
                )
            )
        return tuple(elements)

    def file_settings(self, path: str) -> list[FileSettings]:
        """Return the `[[file]]` entries that match a path relative to the survey folder."""
        return [entry for entry in self.settings.file if fnmatch.fnmatch(path, entry.match)]

    @cached_property
    def unit_ids(self) -> dict[str, str]:
        """Return the unit id of every registered spelling, by its plain form."""
        ids: dict[str, str] = {}
        if self.units is None:
            return ids
        for unit in self.units.itertuples():
            spellings = [unit.unit_id, unit.name, *str(unit.aliases).split("|")]
            ids.update({plain(s): str(unit.unit_id) for s in spellings if s.strip()})
        return ids

    def with_settings(self, **changes: object) -> "Survey":
        """Return this survey with other values in `[survey]`."""
        section = self.settings.survey.model_copy(update=changes)
        return replace_field(self, settings=self.settings.model_copy(update={"survey": section}))


def plain(text: str) -> str:
    """Return a text without what typing varies: case, width, spaces, punctuation.

    Examples
    --------
    >>> plain("  Puskesmas  07.") == plain("PUSKESMAS 07")
    True
    """
    import unicodedata

    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def _exact_weight(own: ElementSettings) -> Fraction:
    try:
        return Fraction(str(own.weight))
    except (ValueError, ZeroDivisionError) as error:
        place = Place(SETTINGS_FILE, column=f"element.{own.key}.weight", value=str(own.weight))
        raise SettingsError("weight_unreadable", [place]) from error


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
    settings = read_settings(folder / SETTINGS_FILE) if (folder / SETTINGS_FILE).exists() else _File()
    survey = Survey(folder, settings, _read_units(folder))
    for period in settings.period:
        for pattern in period.files:
            if not any(folder.glob(pattern)):
                raise SettingsError("pattern_matches_nothing", [Place(SETTINGS_FILE, value=pattern)])
    for entry in settings.file:
        if not any(fnmatch.fnmatch(path, entry.match) for path in survey_files(survey)):
            raise SettingsError("pattern_matches_nothing", [Place(SETTINGS_FILE, value=entry.match)])
    for period in ("", *(entry.id for entry in settings.period)):
        survey.regulation_for(period)
    return survey


def read_settings(path: Path) -> _File:
    """Return the settings of a skm.toml; what is not known there is an error with its place."""
    if not path.exists():
        raise SettingsError("no_settings", [Place(str(path))])
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("settings_unreadable", [Place(path.name, value=str(error))]) from error
    try:
        return _File.model_validate(data)
    except ValidationError as error:
        raise _explain(error, path.name) from error


def _explain(error: ValidationError, file: str) -> SettingsError:
    """Return our message for what pydantic found: unknown keys first, since they are usually typing errors."""
    found = error.errors(include_url=False)
    unknown = [entry for entry in found if entry["type"] == "extra_forbidden"]
    places = [
        Place(file, column=".".join(str(part) for part in entry["loc"]), value=_shown(entry["input"]))
        for entry in (unknown or found)
    ]
    if unknown:
        return SettingsError("unknown_setting", places)
    regulation = [entry for entry in found if entry["loc"][-1] == "regulation"]
    if regulation:
        name = str(regulation[0]["input"])
        return SettingsError("unknown_regulation", name=name, known=", ".join(REGULATION_IDS))
    return SettingsError("setting_without_meaning", places, expected="; ".join(e["msg"] for e in found[:3]))


def _shown(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int | float | bool) else None


def survey_files(survey: Survey) -> list[str]:
    """Return the response files of a survey folder, relative to it, in a fixed order.

    Skipped without a word: `~$*`, Thumbs.db, desktop.ini, dot files. Registers are never responses.
    """
    raw = survey.folder / "data" / "raw" if survey.folder else Path()
    if not survey.folder or not raw.is_dir():
        return []
    found = []
    for path in sorted(raw.rglob("*")):
        relative = path.relative_to(raw)
        hidden = any(part.startswith((".", "~$")) for part in relative.parts)
        register = len(relative.parts) == 1 and path.stem.casefold() in REGISTERS
        if path.is_file() and not hidden and not register and path.suffix.casefold() in READABLE:
            found.append(path.relative_to(survey.folder).as_posix())
    return found


def _read_units(folder: Path) -> pd.DataFrame | None:
    """Return the register of units in its official order, every cell as text."""
    for name in ("units.csv", "units.xlsx"):
        path = folder / "data" / "raw" / name
        if path.exists():
            units = _check_units(read_register(path), path.name)
            return units if len(units) else None  # a header alone registers nobody yet
    return None


def read_register(path: Path) -> pd.DataFrame:
    """Return a register (csv or xlsx) as text cells; a comma or a semicolon may part the columns of a csv."""
    if path.suffix == ".csv":
        first = path.read_bytes().split(b"\n", 1)[0]
        if first.count(b";") > first.count(b","):
            return pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        table = read_csv_text(path)
        return table.rename(columns={table.columns[0]: table.columns[0].lstrip("\ufeff")})
    from python_calamine import CalamineWorkbook

    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    cells = [[_cell(value) for value in row] for row in rows]
    return pd.DataFrame(cells, columns=[str(name) for name in header], dtype="str")


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _check_units(table: pd.DataFrame, file: str) -> pd.DataFrame:
    table = table.rename(columns=lambda name: name.strip())
    for name in table.columns:
        if name not in UNIT_COLUMNS and not YEARLY_UNIT_COLUMN.match(name):
            raise SettingsError("unknown_setting", [Place(file, column=name)])
    if "unit_id" not in table and "name" not in table:
        raise SettingsError("register_without_units", [Place(file)])
    for name in UNIT_COLUMNS:
        if name not in table:
            table[name] = table["name" if name == "unit_id" else "unit_id"] if name in ("unit_id", "name") else ""
    table = table[table["unit_id"].str.strip() != ""].reset_index(drop=True)
    seen: dict[str, int] = {}
    for row, unit in enumerate(table.itertuples(), start=2):
        for spelling in {plain(s) for s in (unit.unit_id, unit.name, *unit.aliases.split("|")) if s.strip()}:
            if spelling in seen:
                raise SettingsError("unit_twice", [Place(file, row=row, value=unit.name)], first=seen[spelling])
            seen[spelling] = row
    return table


def make_survey_folder(folder: Path, language: Language = "id") -> None:
    """Make a survey folder: a commented skm.toml, a register to fill in, and the places for files.

    Raises
    ------
    SettingsError
        The folder holds a survey already; nothing in it is touched.
    """
    folder = Path(folder)
    if (folder / SETTINGS_FILE).exists() or (folder / "data").exists():
        raise SettingsError("folder_in_use", [Place(str(folder))])
    template = files("skm").joinpath(f"survey-template.{language}.toml").read_text(encoding="utf-8")
    write_whole(folder / SETTINGS_FILE, template.replace("{name}", folder.resolve().name).encode())
    header = ",".join(UNIT_COLUMNS) + "\n"
    write_whole(folder / "data" / "raw" / "units.csv", header.encode())
