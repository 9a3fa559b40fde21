"""skm.toml, typed: a model for each section. An unknown key is an error with its place."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from skm.addresses import fault_of_address, hide_passwords, only_reads
from skm.errors import Place, SettingsError
from skm.moments import read_moment
from skm.periods import period_of_cell
from skm.regulation import REGULATION_IDS

SETTINGS_FILE = "skm.toml"
REGULATION_POINTS = (1, 2, 3, 4)
LOWEST, HIGHEST = REGULATION_POINTS[0], REGULATION_POINTS[-1]  # scores that an answer can be worth
HIGHEST_POINT = 10  # of any scale that a questionnaire has
# Columns of our own tables; an element of that name would be mistaken for one of them.
TAKEN_KEYS = frozenset(
    "period region agency unit service kind view group answered not_applicable rows row date id file "
    "sex age education occupation disability overall cluster comments identity index all".split()
)

Language = Literal["id", "en"]
Basis = Literal["units", "respondents", "users"]
Policy = Literal["available", "complete", "person"]
RegulationId = Literal["kep-25-2004", "permenpan-16-2014", "permenpan-14-2017"]
Order = Literal["form", "regulation"]


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
    # Where answers of a database become counts: there as far as it can; "database": there or not at all.
    counted: Literal["here", "database"] | None = None

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


class SettingsFile(_Settings):
    """A whole skm.toml, every section with its defaults."""

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


def explain(error: ValidationError, file: str) -> SettingsError:
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


def recorded_settings(recorded: Mapping[str, Any]) -> SettingsFile:
    """Return the settings that run.json has recorded, as `Survey.settings` takes them.

    Raises
    ------
    SettingsError
        They are settings of another version of the program.
    """
    try:
        return SettingsFile.model_validate(recorded)
    except ValidationError as error:
        raise explain(error, "run.json") from error


def exact_scale(settings: ScaleSettings) -> tuple[tuple[int, Fraction], ...]:
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


def exact_weight(own: ElementSettings) -> Fraction:
    """Return the weight of an own element, exactly; refuse one that is none."""
    place = Place(SETTINGS_FILE, column=f"element.{own.key}.weight", value=str(own.weight))
    try:
        weight = Fraction(str(own.weight))
    except (ValueError, ZeroDivisionError) as error:
        raise SettingsError("weight_unreadable", [place]) from error
    if weight <= 0:
        raise SettingsError("weight_unreadable", [place])
    return weight
