"""A survey: its folder, the settings in skm.toml and the unit register, typed. An unknown key is an error."""

import csv
import fnmatch
import io
import re
import tomllib
from dataclasses import dataclass, field
from dataclasses import replace as replace_field
from fractions import Fraction
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from skm.errors import Place, SettingsError
from skm.periods import period_of_cell
from skm.regulation import REGULATION_IDS, Element, Regulation, load_regulation
from skm.tables import write_whole

SETTINGS_FILE = "skm.toml"
LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")
REGISTERS = ("units", "corrections", "published", "ratings", "followup", "media")
READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".zip")
UNIT_COLUMNS = ("unit_id", "name", "aliases", "kind", "agency", "region", "from", "to", "successor")
YEARLY_UNIT_COLUMN = re.compile(r"^(users|asked|target)_\S+$")

Language = Literal["id", "en"]
Basis = Literal["units", "respondents", "users"]
Policy = Literal["available", "complete", "person"]
RegulationId = Literal["kep-25-2004", "permenpan-16-2014", "permenpan-14-2017"]
Order = Literal["form", "regulation"]
# Columns of our own tables; an element of that name would be mistaken for one of them.
TAKEN_KEYS = frozenset(
    "period region agency unit service kind view group answered not_applicable rows row date id file "
    "sex age education occupation disability overall cluster comments identity index all".split()
)


def _period(text: str) -> str:
    period = period_of_cell(text)
    if period is None:
        message = "2025, 2025-S1, 2025-Q1, 2025-05"
        raise ValueError(message)
    return period


def _own_key(key: str) -> str:
    if key in TAKEN_KEYS:
        raise ValueError(key)
    return key


PeriodId = Annotated[str, AfterValidator(_period)]


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

    id: PeriodId
    files: tuple[str, ...] = ()
    regulation: RegulationId | None = None


class ColumnSettings(BaseModel):
    """`[columns]`: where recognition needs help. Keys are roles or elements, values are header texts."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, str | tuple[str, ...]]
    order: Order | None = None
    questions: Literal[16] | None = None  # "Pertanyaan 1" to "Pertanyaan 16" are those of the instrument of sixteen

    def headers(self) -> dict[str, tuple[str, ...]]:
        """Return header texts by role or element key, as the user typed them."""
        extra = self.model_extra or {}
        return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in extra.items()}


class FileSettings(_Settings):
    """`[[file]]`: settings for the files that match a pattern."""

    match: str
    unit: str | None = None
    service: str | None = None
    period: PeriodId | None = None
    sheet: str | None = None
    order: Order | None = None
    dates: Literal["dmy", "mdy", "ymd"] | None = None
    columns: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)


class AnswerSettings(BaseModel):
    """`[answers]`: labels that are not the regulation's, by element key."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, dict[str, Annotated[int, Field(ge=1, le=4, strict=True)]]]
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

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), AfterValidator(_own_key)]
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
        keys = [own.key for own in self.settings.element]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise SettingsError("element_twice", [Place(SETTINGS_FILE, value=key) for key in twice])
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
            ids.update({plain(s): str(unit.unit_id) for s in spellings if plain(s)})
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
    place = Place(SETTINGS_FILE, column=f"element.{own.key}.weight", value=str(own.weight))
    try:
        weight = Fraction(str(own.weight))
    except (ValueError, ZeroDivisionError) as error:
        raise SettingsError("weight_unreadable", [place]) from error
    if weight <= 0:
        raise SettingsError("weight_unreadable", [place])
    return weight


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
    _refuse_corrections(folder)
    for period in settings.period:
        for pattern in period.files:
            if not _files_like(folder, pattern):
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
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError("settings_unreadable", [Place(path.name, value=str(error))]) from error
    try:
        settings = _File.model_validate(data)
    except ValidationError as error:
        raise _explain(error, path.name) from error
    _refuse_unknown_answers(Survey(settings=settings), path.name)
    return settings


def _refuse_unknown_answers(survey: Survey, file: str) -> None:
    """Refuse labels for an element that no regulation of the survey has: nobody would ever read them."""
    if not survey.settings.answers.labels():
        return
    regulations = [survey.regulation_for(period) for period in ("", *(entry.id for entry in survey.settings.period))]
    words = {plain(word) for law in regulations for e in law.elements for word in (e.key, *e.aliases)}
    unknown = [key for key in survey.settings.answers.labels() if plain(key) not in words]
    if unknown:
        raise SettingsError("unknown_setting", [Place(file, column=f"answers.{key}") for key in unknown])


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

    Those below data/raw and those that a `[[period]]` names. Skipped without a word: `~$*`, Thumbs.db, desktop.ini,
    dot files. Registers are never responses.
    """
    if not survey.folder:
        return []
    listed = (p for period in survey.settings.period for name in period.files for p in _files_like(survey.folder, name))
    found = [path for path in (*_raw_files(survey.folder), *listed) if path.suffix.casefold() in READABLE]
    return sorted({path.relative_to(survey.folder).as_posix() for path in found})


def _files_like(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder that match a pattern; none for a pattern that leads out of it."""
    if not pattern or Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        return []
    try:
        return [path for path in folder.glob(pattern) if path.is_file()]
    except ValueError:  # two stars beside other letters, in some versions of Python
        return []


def unread_files(survey: Survey) -> list[str]:
    """Return the files below data/raw of a kind that is not read, relative to the folder."""
    if not survey.folder:
        return []
    found = [path for path in _raw_files(survey.folder) if path.suffix.casefold() not in READABLE]
    return [path.relative_to(survey.folder).as_posix() for path in found]


def _raw_files(folder: Path) -> list[Path]:
    """Return the files below data/raw that are neither registers nor left there by the system."""
    raw = folder / "data" / "raw"
    found = []
    for path in sorted(raw.rglob("*")) if raw.is_dir() else ():
        relative = path.relative_to(raw)
        left = path.name.casefold() in LEFT_BY_SYSTEMS or any(p.startswith((".", "~$")) for p in relative.parts)
        register = len(relative.parts) == 1 and path.stem.casefold() in REGISTERS
        if path.is_file() and not left and not register:
            found.append(path)
    return found


def _refuse_corrections(folder: Path) -> None:
    """Refuse a register of corrections: figures without them would be other ones than its author expects."""
    for path in sorted((folder / "data" / "raw").glob("corrections.*")):
        raise SettingsError("corrections_not_read", [Place(path.name)])


def _read_units(folder: Path) -> pd.DataFrame | None:
    """Return the register of units in its official order, every cell as text."""
    raw = folder / "data" / "raw"
    found = sorted(path for path in raw.glob("*") if path.name.casefold() in ("units.csv", "units.xlsx"))
    if not found:
        return None
    units = _check_units(read_register(found[0]), found[0].name)
    return units if len(units) else None  # a header alone registers nobody yet


def read_register(path: Path) -> pd.DataFrame:
    """Return a register (csv or xlsx) as text cells, indexed by the row that a spreadsheet shows.

    A comma, a semicolon or a tab may part the columns of a csv; it is UTF-8, UTF-16 with its mark, or Windows-1252.
    """
    try:
        header, *rows = (_sheet_rows if path.suffix.casefold() == ".xlsx" else _text_rows)(path) or [[]]
    except PermissionError as error:
        raise SettingsError("file_locked", [Place(path.name)], file=path.name) from error
    width = len(header)
    while width and not header[width - 1]:
        width -= 1
    lines: dict[int, list[str]] = {}
    for place, row in enumerate(rows, start=2):
        if any(row[width:]):
            raise SettingsError("register_unreadable", [Place(path.name, row=place)])
        if any(row):
            lines[place] = [*row[:width], *[""] * (width - len(row))]
    if len(set(header[:width])) < width or "" in header[:width]:
        raise SettingsError("register_unreadable", [Place(path.name, row=1)])
    return pd.DataFrame.from_dict(lines, orient="index", columns=header[:width], dtype="str")


def _sheet_rows(path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise SettingsError("register_unreadable", [Place(path.name)]) from error
    return [[_cell(value) for value in row] for row in rows]


def _text_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for encoding in (marked, "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            text = ""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise SettingsError("register_unreadable", [Place(path.name)]) from error
    return [[cell.strip() for cell in row] for row in rows]


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _check_units(table: pd.DataFrame, file: str) -> pd.DataFrame:
    for name in table.columns:
        if name not in UNIT_COLUMNS and not YEARLY_UNIT_COLUMN.match(name):
            raise SettingsError("unknown_setting", [Place(file, column=name)])
    if "unit_id" not in table and "name" not in table:
        raise SettingsError("register_without_units", [Place(file)])
    for name in UNIT_COLUMNS:
        if name not in table:
            table[name] = ""
    # An office that has no codes registers names, and the other way round.
    table["unit_id"] = table["unit_id"].where(table["unit_id"] != "", table["name"])
    table["name"] = table["name"].where(table["name"] != "", table["unit_id"])
    seen: dict[str, int] = {}
    for unit in table.itertuples():
        row = int(unit.Index)
        if not plain(unit.unit_id):
            raise SettingsError("register_unreadable", [Place(file, row=row)])
        for spelling in {plain(s) for s in (unit.unit_id, unit.name, *unit.aliases.split("|")) if plain(s)}:
            if spelling in seen:
                raise SettingsError("unit_twice", [Place(file, row=row, value=unit.name)], first=seen[spelling])
            seen[spelling] = row
    return table.reset_index(drop=True)


def make_survey_folder(folder: Path, language: Language = "id") -> None:
    """Make a survey folder: a commented skm.toml, a register to fill in, and the places for files.

    Raises
    ------
    SettingsError
        The folder holds a survey already; nothing in it is touched.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise SettingsError("not_a_folder", [Place(str(folder))])
    if (folder / SETTINGS_FILE).exists() or (folder / "data").exists():
        raise SettingsError("folder_in_use", [Place(str(folder))])
    template = files("skm").joinpath(f"survey-template.{language}.toml").read_text(encoding="utf-8")
    write_whole(folder / SETTINGS_FILE, template.replace("{name}", folder.resolve().name).encode())
    header = ",".join(UNIT_COLUMNS) + "\n"
    write_whole(folder / "data" / "raw" / "units.csv", header.encode())
