"""A survey: its folder, the settings in skm.toml and the unit register, typed. An unknown key is an error."""

import csv
import datetime as dt
import fnmatch
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replace_field
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from skm.addresses import fault_of_address, hide_passwords, only_reads
from skm.errors import Place, SettingsError
from skm.moments import read_moment
from skm.periods import is_in_force, is_period, period_of_cell
from skm.regulation import REGULATION_IDS, Element, Regulation, load_regulation
from skm.tables import read_csv_text

SETTINGS_FILE = "skm.toml"
LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")
REGISTERS = ("units", "corrections", "published", "ratings", "followup", "media", "margins")
REMEMBERED = 20_000  # texts whose plain form is kept: the same labels and headers are compared over and over
TEXTS = (".csv", ".tsv", ".txt")
READABLE = (*TEXTS, ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".sav", ".zsav", ".json", ".jsonl", ".zip")
UNIT_COLUMNS = ("unit_id", "name", "aliases", "kind", "agency", "region", "from", "to", "successor")
REGULATION_POINTS = (1, 2, 3, 4)
LOWEST, HIGHEST = REGULATION_POINTS[0], REGULATION_POINTS[-1]  # scores that an answer can be worth
HIGHEST_POINT = 10  # of any scale that a questionnaire has
# What else an office may call the columns of the register of units.
UNIT_WORDS = {
    "unit_id": ("kode unit", "id unit", "kode"),
    "name": ("nama", "nama unit", "unit", "unit layanan", "unit pelayanan", "nama unit layanan", "nama unit pelayanan"),
    "aliases": ("nama lain", "ejaan lain", "alias"),
    "kind": ("jenis", "jenis unit"),
    "agency": ("perangkat daerah", "opd", "opd induk", "instansi", "dinas"),
    "region": ("kabupaten/kota", "kab/kota", "wilayah"),
    "from": ("sejak", "mulai"),
    "to": ("sampai", "hingga"),
    "successor": ("pengganti",),
}
NUMBERING = ("no", "nomor", "no urut", "nomor urut")  # in plain form: a column that only counts the rows
# Columns of the register of corrections, and what else an office may call them.
CORRECTION_COLUMNS = {
    "period": ("periode",),
    "file": ("berkas", "nama berkas"),
    "sheet": ("lembar", "nama lembar"),
    "row": ("baris", "nomor baris"),
    "column": ("kolom", "judul kolom"),
    "from": ("semula", "dari", "lama"),
    "to": ("menjadi", "seharusnya", "baru"),
    "reason": ("alasan", "sebab"),
    "who": ("siapa", "oleh", "petugas"),
    "date": ("tanggal",),
}
# Columns of the known users of each group, and what else an office may call them; those of a blank period hold for all.
MARGIN_COLUMNS = {
    "column": ("kolom",),
    "group": ("kelompok",),
    "users": ("pengguna", "jumlah pengguna"),
    "period": ("periode",),
}
# What may be weighted by, as an office calls it.
WEIGHTED_COLUMNS = {
    "sex": ("jenis kelamin",),
    "age": ("umur", "usia", "kelompok umur"),
    "education": ("pendidikan",),
    "occupation": ("pekerjaan",),
    "disability": ("disabilitas",),
}
NEEDED_IN_CORRECTIONS = ("file", "row", "column", "from", "to", "reason", "who", "date")
YEARLY_UNIT_COLUMN = re.compile(r"^(users|asked|target)_\S+$")

Language = Literal["id", "en"]
Basis = Literal["units", "respondents", "users"]
Policy = Literal["available", "complete", "person"]
RegulationId = Literal["kep-25-2004", "permenpan-16-2014", "permenpan-14-2017"]
Order = Literal["form", "regulation"]
EVERY_ELEMENT = frozenset({"all", "semua"})  # [answers.all]: labels of every element
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
    """`[[period]]`: a period whose files or regulation the folder names do not say, or that lies in a database."""

    id: PeriodId
    files: tuple[str, ...] = ()
    regulation: RegulationId | None = None
    database: str | None = None
    table: str | None = None
    query: str | None = None
    counted: Literal["here", "database"] = "here"  # where answers become counts: the rows then stay where they are

    @model_validator(mode="after")
    def _whole_database(self) -> "PeriodSettings":
        """Refuse an address that nobody may write down, and one without exactly one table or query."""
        given = [value for value in (self.table, self.query) if value and value.strip()]
        fault = ""
        if self.database is None:
            fault = "database_missing" if given else ""
        elif not (fault := fault_of_address(self.database)) and len(given) != 1:
            fault = "database_table_or_query"
        elif not fault and self.query and not only_reads(self.query):
            fault = "database_query_writes"
        if fault:
            raise PydanticCustomError(fault, "{period}", {"period": self.id})  # the type is the code of our message
        return self


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
    # 1 to 4, or a point of the scale that [scale] maps; which of them is checked when all is read
    __pydantic_extra__: dict[str, dict[str, Annotated[int, Field(ge=0, le=HIGHEST_POINT, strict=True)]]]
    blank: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    reversed: tuple[str, ...] = ()  # question columns in which a high answer is a bad one
    not_reversed: tuple[str, ...] = ()  # those that only sound so

    def labels(self) -> dict[str, dict[str, int]]:
        """Return score by label, by element key as typed."""
        return {key: dict(value) for key, value in (self.model_extra or {}).items()}


class ScaleSettings(_Settings):
    """`[scale]`: what each point of another scale than 1 to 4 is worth.

    `map` gives points their scores, `labels` are the texts of the points from the lowest on, `files` are the patterns
    of the files with this scale; all files where there are none.
    """

    map: dict[str, int | float | str] = Field(default_factory=dict)
    labels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class CleanSettings(_Settings):
    """`[clean]`: what happens to answers that cannot stand."""

    off_scale: Literal["blank", "drop row", "stop"] = "blank"
    duplicates: Literal["flag", "drop"] = "flag"
    keep_comments: bool = False


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
    outline: Literal["2023", "follow-up"] = "2023"  # of the documents in Word: docs/templates.md
    template: str | None = None  # the office's own, a docx with named fields
    documents: bool = True


def _hour(value: object) -> str | None:
    """Return the text of a moment with an hour: a date alone would end an embargo at midnight."""
    text = value.isoformat(" ", "minutes") if isinstance(value, dt.datetime) else str(value)
    if value is None or read_moment(text, "UTC") is not None:
        return None if value is None else text
    raise PydanticCustomError("release_without_hour", "{text}", {"text": text})


class ReleaseSettings(_Settings):
    """`[release]`: the announced date, the next one, the moment before which nothing may be passed on."""

    date: dt.date | None = None
    next: dt.date | None = None
    embargo: Annotated[str | None, BeforeValidator(_hour)] = None


class WeightSettings(_Settings):
    """`[weights]`: a figure weighted to known users, beside the official one, never instead of it."""

    method: Literal["none", "poststratify", "rake"] = "none"
    margins: str | None = None
    trim: Annotated[float, Field(gt=1)] | None = 5


class _File(_Settings):
    survey: SurveySettings = Field(default_factory=SurveySettings)
    period: tuple[PeriodSettings, ...] = ()
    file: tuple[FileSettings, ...] = ()
    columns: ColumnSettings = Field(default_factory=ColumnSettings)
    answers: AnswerSettings = Field(default_factory=AnswerSettings)
    scale: ScaleSettings = Field(default_factory=ScaleSettings)
    clean: CleanSettings = Field(default_factory=CleanSettings)
    element: tuple[ElementSettings, ...] = ()
    weights: WeightSettings = Field(default_factory=WeightSettings)
    publish: PublishSettings = Field(default_factory=PublishSettings)
    publisher: PublisherSettings = Field(default_factory=PublisherSettings)
    release: ReleaseSettings = Field(default_factory=ReleaseSettings)


@dataclass(frozen=True)
class Survey:
    """A survey as the program sees it: settings, register, folder.

    `Survey()` is a survey with every default and no folder.
    """

    folder: Path | None = None
    settings: _File = field(default_factory=_File)
    units: pd.DataFrame | None = None
    corrections: pd.DataFrame | None = None

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
    def release(self) -> ReleaseSettings:
        """When it is released, and when next."""
        return self.settings.release

    @property
    def embargo(self) -> dt.datetime | None:
        """The moment before which nothing may be passed on, None where there is none."""
        return read_moment(self.release.embargo, self.timezone) if self.release.embargo else None

    @property
    def clean(self) -> CleanSettings:
        """What happens to answers that cannot stand."""
        return self.settings.clean

    @cached_property
    def scale(self) -> tuple[tuple[int, Fraction], ...]:
        """The exact score of each point of the questionnaire's scale, ascending; empty where it is 1 to 4 itself."""
        return _exact_scale(self.settings.scale)

    @property
    def points(self) -> tuple[int, ...]:
        """The answers of the questionnaire's scale."""
        return tuple(point for point, _ in self.scale) or REGULATION_POINTS

    def for_file(self, name: str) -> "Survey":
        """Return the survey as it holds for one file: without `[scale]` where its patterns leave the file out."""
        patterns = self.settings.scale.files
        if not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            return self
        return replace_field(self, settings=self.settings.model_copy(update={"scale": ScaleSettings()}))

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

    def indices(self) -> pd.DataFrame:
        """Return the figures of every period, as the last run left them.

        Returns
        -------
        pandas.DataFrame
            The columns of indices.csv, with `regulation` (the id in force), `instrument` (the element keys asked) and
            `break_before` (the period may not be compared with the one before).

        Raises
        ------
        SettingsError
            Nothing has been computed in this folder yet.
        """
        processed = self.folder / "data" / "processed" if self.folder else Path()
        if self.folder is None or not (processed / "indices.csv").is_file():
            raise SettingsError("nothing_computed", [Place(str(self.folder or ""))])
        frame, changes = (read_csv_text(processed / f"{name}.csv") for name in ("indices", "changes"))
        numbers = ["mean", "index", "se", "df", "low", "high"]
        frame[numbers] = frame[numbers].apply(pd.to_numeric)
        frame[["n", "n_missing"]] = frame[["n", "n_missing"]].apply(pd.to_numeric).astype("Int64")
        broken = set(changes.loc[changes["verdict"] == "not comparable", "period_to"])
        whole = frame[(frame["level"] == "all") & (frame["measure"] != "index") & (frame["official"] == "True")]
        asked = whole.groupby("period")["measure"].agg(lambda keys: " ".join(dict.fromkeys(keys)))
        law = {period: self.regulation_for(period).id for period in frame["period"].unique()}
        return frame.assign(
            official=frame["official"] == "True",
            regulation=frame["period"].map(law),
            instrument=frame["period"].map(asked),
            break_before=frame["period"].isin(broken),
        )

    def register_file(self, name: str) -> Path | None:
        """Return the file of a register ("ratings", "published", …) of this survey, None where there is none."""
        return _register(self.folder, name) if self.folder else None

    @cached_property
    def margins(self) -> pd.DataFrame | None:
        """The known users of each group: period ("" holds for all), column, group, users; None without weighting."""
        return _read_margins(self.folder, self.settings.weights)

    def margins_of(self, period: str) -> dict[str, dict[str, float]]:
        """Return the known users of each group of each column in a period."""
        found: dict[str, dict[str, float]] = {}
        if self.margins is not None:
            for line in self.margins[self.margins["period"].isin(["", period])].itertuples():
                found.setdefault(line.column, {})[line.group] = line.users
        return found

    def with_settings(self, **changes: object) -> "Survey":
        """Return this survey with other values in `[survey]`."""
        section = self.settings.survey.model_copy(update=changes)
        return replace_field(self, settings=self.settings.model_copy(update={"survey": section}))


def _exact_scale(settings: ScaleSettings) -> tuple[tuple[int, Fraction], ...]:
    """Return the scale that the settings map, exactly; refuse one that is no scale."""
    if not settings.map:
        return ()
    try:
        scale = sorted((int(point), Fraction(str(score))) for point, score in settings.map.items())
    except (ValueError, ZeroDivisionError) as error:
        raise _wrong_scale(settings) from error
    points, scores = [point for point, _ in scale], [score for _, score in scale]
    runs = points[0] in (0, 1) and points == list(range(points[0], points[0] + len(points)))
    fits = points[-1] <= HIGHEST_POINT and all(LOWEST <= score <= HIGHEST for score in scores)
    is_ordered = scores in (sorted(scores), sorted(scores, reverse=True)) and len(set(scores)) > 1
    if not (runs and fits and is_ordered):
        raise _wrong_scale(settings)
    return tuple(scale)


def _wrong_scale(settings: ScaleSettings) -> SettingsError:
    given = ", ".join(f"{point} = {score}" for point, score in settings.map.items())
    return SettingsError("scale_map_wrong", [Place(SETTINGS_FILE, column="scale.map", value=given)])


@lru_cache(maxsize=REMEMBERED)
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
    survey = Survey(folder, settings, _read_units(folder), _read_corrections(folder))
    _ = survey.margins  # what is wrong there is told before anything is read
    for period in settings.period:
        for pattern in period.files:
            if not _files_like(folder, pattern):
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
    if of_databases := [entry for entry in found if entry["type"].startswith("database_")]:
        first = of_databases[0]["type"]
        periods = [entry["ctx"]["period"] for entry in of_databases if entry["type"] == first]
        return SettingsError(first, [Place(file, column=f"period {period}: database") for period in periods])
    if any(entry["type"] == "release_without_hour" for entry in found):
        return SettingsError("release_without_hour", [place for place in places if place.column == "release.embargo"])
    regulation = [entry for entry in found if entry["loc"][-1] == "regulation"]
    if regulation:
        name = hide_passwords(str(regulation[0]["input"]))
        return SettingsError("unknown_regulation", name=name, known=", ".join(REGULATION_IDS))
    return SettingsError("setting_without_meaning", places, expected="; ".join(e["msg"] for e in found[:3]))


def _shown(value: Any) -> str | None:
    return hide_passwords(str(value)) if isinstance(value, str | int | float | bool) else None


def recorded_settings(recorded: Mapping[str, Any]) -> _File:
    """Return the settings that run.json has recorded, as `Survey.settings` takes them.

    Raises
    ------
    SettingsError
        They are settings of another version of the program.
    """
    try:
        return _File.model_validate(recorded)
    except ValidationError as error:
        raise _explain(error, "run.json") from error


def survey_files(survey: Survey) -> list[str]:
    """Return the response files of a survey folder, relative to it, in a fixed order.

    Those below data/raw and those that a `[[period]]` names. Skipped without a word: `~$*`, Thumbs.db, desktop.ini,
    dot files. Registers are never responses.
    """
    if not survey.folder:
        return []
    listed = (p for period in survey.settings.period for name in period.files for p in _files_like(survey.folder, name))
    margins = survey.settings.weights.margins
    known = (survey.folder / margins).resolve() if margins else None
    found = [path for path in (*_raw_files(survey.folder), *listed) if path.suffix.casefold() in READABLE]
    found = [path for path in found if path.resolve() != known]
    return sorted({path.relative_to(survey.folder).as_posix() for path in found})


def survey_databases(survey: Survey) -> dict[str, PeriodSettings]:
    """Return the databases of a survey by the name that messages and tables call them: never by user or server.

    Examples
    --------
    >>> entry = PeriodSettings(id="2025", database="postgresql://pembaca@server/skm", table="hasil")
    >>> list(survey_databases(Survey(settings=_File(period=(entry,)))))
    ['database 2025 (hasil)']
    """
    found: dict[str, PeriodSettings] = {}
    for entry in survey.settings.period:
        if entry.database is None:
            continue
        name = first = f"database {entry.id} ({entry.table or 'query'})"
        number = 1
        while name in found:
            number += 1
            name = f"{first} {number}"
        found[name] = entry
    return found


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
    named = [p.database.removeprefix("sqlite:///") for p in survey.settings.period if p.database]
    databases = {(survey.folder / name).resolve() for name in named}
    found = [path for path in _raw_files(survey.folder) if path.suffix.casefold() not in READABLE]
    found = [path for path in found if path.resolve() not in databases]
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


def _register(folder: Path, name: str) -> Path | None:
    """Return the file of a register, None where there is none; two of one name would leave open which one holds."""
    names = (f"{name}.csv", f"{name}.xlsx")
    found = sorted(path for path in (folder / "data" / "raw").glob("*") if path.name.casefold() in names)
    if len(found) > 1:
        raise SettingsError("register_twice", [Place(path.name) for path in found])
    return found[0] if found else None


def _read_units(folder: Path) -> pd.DataFrame | None:
    """Return the register of units in its official order, every cell as text."""
    path = _register(folder, "units")
    return read_units(path) if path else None


def read_units(path: Path) -> pd.DataFrame | None:
    """Return a register of units (csv or xlsx) in its official order, every cell as text; None where it lists nobody.

    Raises
    ------
    SettingsError
        There is no such file, it can't be read, a column is unknown, or a unit stands in it twice.
    """
    if not path.is_file():
        raise SettingsError("no_file", [Place(str(path))])
    units = _check_units(read_register(path), path.name)
    return units if len(units) else None  # a header alone registers nobody yet


def _read_corrections(folder: Path) -> pd.DataFrame | None:
    """Return the register of corrections, every cell as text, with its headers in English and its name."""
    path = _register(folder, "corrections")
    if path is None:
        return None
    table = read_register(path)
    known = {plain(word): name for name, words in CORRECTION_COLUMNS.items() for word in (name, *words)}
    if unknown := [header for header in table.columns if plain(header) not in known]:
        raise SettingsError("unknown_setting", [Place(path.name, column=header) for header in unknown])
    table.columns = pd.Index([known[plain(header)] for header in table.columns])
    missing = [name for name in NEEDED_IN_CORRECTIONS if name not in table]
    if missing or table.columns.has_duplicates:
        places = [Place(path.name, column=name) for name in missing or table.columns[table.columns.duplicated()]]
        raise SettingsError("corrections_without_columns", places, columns=", ".join(CORRECTION_COLUMNS))
    table.attrs["file"] = path.name
    return table


def _read_margins(folder: Path | None, weights: WeightSettings) -> pd.DataFrame | None:
    """Return the known users of each group as `[weights] margins` names their file."""
    if weights.method == "none" or folder is None:
        return None
    path = folder / (weights.margins or "")
    if not weights.margins or not path.is_file():
        raise SettingsError("margins_missing", [Place(SETTINGS_FILE, column="weights.margins", value=weights.margins)])
    table = read_register(path)
    known = {plain(word): name for name, words in MARGIN_COLUMNS.items() for word in (name, *words)}
    table.columns = pd.Index([known.get(plain(header), header) for header in table.columns])
    if set(table.columns) - {"period"} != {"column", "group", "users"} or table.columns.has_duplicates:
        raise SettingsError("margins_columns", [Place(path.name, column=name) for name in table.columns])
    roles = {plain(word): role for role, words in WEIGHTED_COLUMNS.items() for word in (role, *words)}
    wrong, seen = [], set()
    for row, line in zip(table.index, table.to_dict("records"), strict=True):
        key = (line.get("period", ""), roles.get(plain(line["column"])), plain(line["group"]))
        period = period_of_cell(key[0]) if key[0] else ""
        if key[1] is None or not key[2] or period is None or key in seen or not line["users"].isdigit():
            wrong.append(Place(path.name, row=int(row), value=", ".join(line.values())))
        seen.add(key)
    if wrong or table.empty:
        raise SettingsError("margins_wrong", wrong or [Place(path.name)], columns=", ".join(WEIGHTED_COLUMNS))
    columns = table["column"].map(lambda name: roles[plain(name)])
    if weights.method == "poststratify" and columns.nunique() > 1:
        raise SettingsError("margins_one_column", [Place(path.name, column=name) for name in columns.unique()])
    periods = table["period"].map(lambda text: period_of_cell(text) or "") if "period" in table else ""
    return table.assign(column=columns, users=table["users"].astype(float), period=periods)


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


def name_unit_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a register of units with our names for its columns, whatever an office calls them, and without numbering.

    Examples
    --------
    >>> name_unit_columns(pd.DataFrame(columns=["No.", "Nama Unit", "Perangkat Daerah", "users_2025"])).columns.tolist()
    ['name', 'agency', 'users_2025']
    """
    known = {plain(word): name for name, words in UNIT_WORDS.items() for word in words}
    numbering = [column for column in table if plain(column) in NUMBERING]
    return table.drop(columns=numbering).rename(columns=lambda column: known.get(plain(column), column))


def _check_units(table: pd.DataFrame, file: str) -> pd.DataFrame:
    table = name_unit_columns(table)
    unknown = [name for name in table if name not in UNIT_COLUMNS and not YEARLY_UNIT_COLUMN.match(name)]
    unknown += table.columns[table.columns.duplicated()].tolist()
    if unknown:
        places = [Place(file, column=name) for name in unknown]
        raise SettingsError("register_column_unknown", places, columns=", ".join(UNIT_COLUMNS))
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
    _check_spans(table, seen, file)
    return table.assign(register_row=table.index).reset_index(drop=True)


def _check_spans(table: pd.DataFrame, spellings: Mapping[str, int], file: str) -> None:
    """Refuse a register in which it is not clear when a unit begins and ends, or who comes after it."""
    spans, successors = [], []
    for row, begin, end, successor in zip(table.index, table["from"], table["to"], table["successor"], strict=True):
        ends = {"from": begin, "to": end}
        unread = [name for name, text in ends.items() if text and not _is_time(text)]
        if not unread and begin and end and not is_in_force(begin, end, begin[:7] if "-" in begin else begin):
            unread = ["to"]
        spans += [Place(file, row=int(row), column=name, value=ends[name]) for name in unread]
        if successor and plain(successor) not in spellings:
            successors.append(Place(file, row=int(row), column="successor", value=successor))
    if spans:
        raise SettingsError("register_span", spans)
    if successors:
        raise SettingsError("register_successor", successors)


def _is_time(text: str) -> bool:
    """Return whether a text is a period's id or an ISO date."""
    return is_period(text) or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( 00:00:00)?", text) is not None
