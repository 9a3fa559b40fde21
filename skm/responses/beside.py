"""What is kept of a row beside its answers: the time of day, one mark for everything, the sample cluster.

None of them is in an index. The time is for the review of forms, the mark for derived importance, the cluster for the
error of a unit; reports show none of them.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import duckdb
import narwhals as nw

from skm.regulation import Element
from skm.responses.dates import home_offset
from skm.responses.labels import evidence_in, number_of, read_labels
from skm.responses.rows import Table
from skm.responses.staging import quoted_name

OVERALL, CLUSTER, TIMESTAMP = "overall", "cluster", "timestamp"
BESIDE = (OVERALL, CLUSTER, TIMESTAMP)  # columns of the kept rows, where a file has them
DATED = ("timestamp", "date")  # roles whose cells may hold a time, the surer first
MARKS_AT_MOST = 101  # distinct marks: 0 to 100
HIGHEST_MARK = 100
CODE_LENGTH = 12  # signs of the hash that stands for the name of a cluster
# A clock time behind a date or alone, with seconds, AM or PM and a zone where they are written. A time with points has
# no seconds when it stands alone: 12.11.25 is a date.
CLOCK = (
    r"(?:^|[ T,])(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d+)?)?|[.](\d{2})(?:[.](\d{2}))?)"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|WIB|WITA|WIT)?$"
)
BARE_DATE = r"^\d{1,2}[.]\d{1,2}[.]\d{2}$"
SERIAL = r"^\d{5}[.,](\d+)$"  # a spreadsheet's day and the part of it that has passed
NAMED_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
DAY = 86_400


def is_grouped_by_day(table: Table) -> bool:
    """Return whether the sample clusters are the days of service: the column declared for them is the one of dates."""
    roles = table.plan.roles
    return CLUSTER in roles and roles[CLUSTER] in {roles[role] for role in DATED if role in roles}


def marks_of(table: Table) -> tuple[dict[str, float], list[dict]]:
    """Return the number that each label of the overall question is, and a finding where they are no scale.

    Numbers stand as they are, on whatever scale; words are read as answers of the regulation's four degrees.
    """
    counts = {label: n for label, n in table.counts.get(OVERALL, {}).items() if label.strip()}
    if not counts:
        return {}, []
    numbers = {label: number_of(label) for label in counts}
    if all(number is not None and 0 <= number <= HIGHEST_MARK for number in numbers.values()):
        found = {label: float(number) for label, number in numbers.items() if number is not None}
        return (found, []) if len(found) <= MARKS_AT_MOST else ({}, _unread(table))
    names = {"id": OVERALL, "en": OVERALL}
    element = Element(OVERALL, "", "", names, names, Fraction(1))
    read = read_labels(list(counts), element, table.survey, evidence_in([(element, counts)]))
    if read.unknown or read.off_scale or not read.scores:
        return {}, _unread(table)
    return {label: float(score) for label, score in read.scores.items()}, []


def _unread(table: Table) -> list[dict]:
    return table.exclude([(None, "")], "overall unread", "flagged", OVERALL)


def with_beside(table: Table, frame: Any, marks: Mapping[str, float]) -> Any:
    """Return the frame with `key_overall`, `key_cluster` and `key_timestamp`, those that the table has.

    The name of a cluster is hashed: it may be that of a person who collected the forms. Days stay days.
    """
    columns = frame.collect_schema().names()
    parts = []
    if marks:
        cases = " ".join(f"WHEN {_text(label)} THEN {number!r}" for label, number in marks.items())
        parts.append(f"CASE {quoted_name(OVERALL)} {cases} END AS key_{OVERALL}")
    if CLUSTER in table.plan.roles:
        if not is_grouped_by_day(table):
            name = f"nullif(lower(trim({quoted_name(CLUSTER)})), '')"
            parts.append(f"left(md5({name}), {CODE_LENGTH}) AS key_{CLUSTER}")
        elif "iso_date" in columns:
            parts.append(f"iso_date AS key_{CLUSTER}")
    relation = frame.to_native().project(f"*, {', '.join(parts)}") if parts else frame.to_native()
    role = next((role for role in DATED if role in table.plan.roles), None)
    if role and "iso_date" in columns:
        relation = _with_moment(relation, quoted_name(role), table.survey.timezone)
    return nw.from_native(relation)


def _with_moment(relation: duckdb.DuckDBPyRelation, cell: str, timezone: str) -> duckdb.DuckDBPyRelation:
    """Return the rows with the moment of each in the office's zone: its date, and the time that a cell says.

    Midnight to the second is a date without a time.
    """
    text = f"trim({cell})"
    passed = f"regexp_extract({text}, {_text(SERIAL)}, 1)"
    parts = f"regexp_extract({text}, {_text(CLOCK)}, ['h', 'm', 's', 'm2', 's2', 'half', 'zone'])"
    seconds = (
        f"CASE WHEN {passed} <> '' THEN CAST(round(CAST('0.' || {passed} AS DOUBLE) * {DAY}) AS BIGINT)"
        f" WHEN NOT regexp_matches({text}, {_text(BARE_DATE)}) THEN {_seconds('clock_parts', timezone)} END"
    )
    timed = relation.project(f"*, {parts} AS clock_parts").project(f"*, {seconds} AS clock_seconds")
    moment = "TRY_CAST(iso_date AS TIMESTAMP) + to_seconds(nullif(clock_seconds, 0))"
    return timed.project(f"*, {moment} AS key_{TIMESTAMP}")


def beside_of(columns: Sequence[str]) -> list[nw.Expr]:
    """Return what is kept of them, under their names."""
    return [nw.col(f"key_{name}").alias(name) for name in BESIDE if f"key_{name}" in columns]


def _seconds(clock: str, timezone: str) -> str:
    """Return the SQL of the seconds since midnight in the office's zone; null where a text has no time of day."""
    hour = f"TRY_CAST({clock}['h'] AS INTEGER)"
    minute = f"TRY_CAST(coalesce(nullif({clock}['m'], ''), {clock}['m2']) AS INTEGER)"
    second = f"coalesce(TRY_CAST(coalesce(nullif({clock}['s'], ''), {clock}['s2']) AS INTEGER), 0)"
    half = f"lower(left({clock}['half'], 1))"
    whole = f"CASE {half} WHEN 'p' THEN {hour} % 12 + 12 WHEN 'a' THEN {hour} % 12 ELSE {hour} END"
    shift = _shift(f"{clock}['zone']", timezone)
    total = f"({whole} * 3600 + {minute} * 60 + {second} + {shift})"
    is_time = f"{whole} BETWEEN 0 AND 23 AND {minute} BETWEEN 0 AND 59 AND {second} BETWEEN 0 AND 59"
    return f"CASE WHEN {is_time} THEN (({total} % {DAY}) + {DAY}) % {DAY} END"


def _shift(zone: str, timezone: str) -> str:
    """Return the SQL of the seconds by which a zone lies before the office's; 0 where none is written."""
    home = home_offset(timezone)
    named = " ".join(f"WHEN '{name}' THEN {home - hours * 3600}" for name, hours in NAMED_ZONES.items())
    digits = f"regexp_extract({zone}, '([+-])(\\d{{1,2}}):?(\\d{{2}})?$', ['sign', 'h', 'm'])"
    hours = f"TRY_CAST({digits}['h'] AS INTEGER) * 3600 + coalesce(TRY_CAST({digits}['m'] AS INTEGER), 0) * 60"
    signed = f"CASE {digits}['sign'] WHEN '-' THEN -({hours}) ELSE ({hours}) END"
    return f"CASE {zone} WHEN '' THEN 0 WHEN 'Z' THEN {home} {named} ELSE {home} - {signed} END"


def _text(text: str) -> str:
    """Return a text as SQL."""
    quoted = text.replace("'", "''")
    return f"'{quoted}'"
