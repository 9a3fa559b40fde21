"""The columns of the open tables: type, unit, bounds; the same as in the analyst's own tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from skm.publishing.facts import Facts

HIDDEN = "x"
MISSING_VALUES = ("", HIDDEN)


@dataclass(frozen=True)
class Field:
    """One column. `unit` is a word of the dictionary: points, mean, share, respondents, answers."""

    name: str
    type: str = "string"
    unit: str = ""
    required: bool = False
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """One table: its columns, its key, and what refers to another table."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    unit_column: str = ""  # holds ids of units.csv


LEVELS = (
    *("all", "region", "agency", "kind", "unit", "service"),
    *("sex", "age", "education", "occupation", "disability"),
)
VERDICTS = ("up", "down", "unchanged", "not comparable")


def resources_of(facts: Facts) -> Mapping[str, Resource]:
    """Return the tables with the bounds and letters of the period's regulation."""
    low, high = (float(end) for end in facts.regulation.scale)
    times = facts.regulation.multiplier
    points = {"type": "number", "unit": "points", "low": low * times, "high": high * times}
    change = {"type": "number", "unit": "points", "low": (low - high) * times, "high": (high - low) * times}
    count = {"type": "integer", "low": 0}
    share = {"type": "number", "unit": "share", "low": 0, "high": 1}
    letters = tuple(grade.letter for grade in facts.regulation.grades)
    measures = ("index", *facts.regulation.keys)
    named = (Field("level", required=True, values=LEVELS), Field("parent"), Field("id", required=True), Field("name"))
    measure = (Field("measure", required=True, values=measures), Field("code"))
    tables = (
        Resource(
            "units",
            (
                Field("unit_id", required=True),
                Field("name", required=True),
                *(Field(level) for level in ("kind", "agency", "region")),
            ),
            ("unit_id",),
        ),
        Resource(
            "indices",
            (
                Field("period", required=True),
                *named,
                *measure,
                Field("n", unit="respondents", **count),
                Field("n_missing", unit="answers", **count),
                Field("mean", "number", "mean", low=low, high=high),
                Field("index", **points),
                Field("printed", "number", "printed"),
                Field("se", "number", "points", low=0),
                Field("df", "number", low=0),
                Field("low", **points),
                Field("high", **points),
                *(Field(name, values=letters) for name in ("grade", "grade_low", "grade_high")),
                Field("official", "boolean", required=True),
                Field("basis", required=True, values=("units", "respondents", "users")),
                Field("mark"),
                Field("note"),
            ),
            ("period", "level", "parent", "id", "measure", "basis"),
            unit_column="parent",
        ),
        Resource(
            "changes",
            (
                Field("period_from", required=True),
                Field("period_to", required=True),
                Field("level", required=True, values=LEVELS),
                Field("id", required=True),
                Field("name"),
                *measure,
                Field("index_from", **points),
                Field("index_to", **points),
                Field("change", **change),
                Field("printed_change", "number", "printed"),
                Field("low", **change),
                Field("high", **change),
                Field("p", "number", low=0, high=1),
                Field("p_holm", "number", low=0, high=1),
                Field("verdict", values=VERDICTS),
                Field("printed_contribution", **change),
                Field("basis", required=True, values=("units", "respondents", "users")),
                Field("mark"),
                Field("note"),
            ),
            ("period_from", "period_to", "level", "id", "measure"),
        ),
        Resource(
            "distribution",
            (
                Field("period", required=True),
                Field("level", required=True, values=("all", "unit")),
                Field("id", required=True),
                Field("element", required=True, values=facts.regulation.keys),
                Field("question", required=True),
                *(Field(f"n{score}", unit="answers", **count) for score in range(1, 5)),
                Field("n_answers", unit="answers", **count),
                Field("na", unit="answers", **count),
                Field("missing", unit="answers", **count),
                *(Field(name, **share) for name in ("share_3_4", "low", "high")),
            ),
            ("period", "level", "id", "question"),
        ),
        Resource(
            "respondents",
            (
                Field("period", required=True),
                Field("level", required=True, values=("all", "unit")),
                Field("id", required=True),
                Field("characteristic", required=True, values=LEVELS[6:]),
                Field("group", required=True),
                Field("n", unit="respondents", **count),
            ),
            ("period", "level", "id", "characteristic", "group"),
        ),
    )
    return {table.name: table for table in tables}
