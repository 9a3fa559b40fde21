"""The rules that leave rows out or flag them. Every exclusion has a name and a reason.

A rule yields a flag without nulls; a row is kept where no dropping rule flags it. The expressions are Narwhals, so
they run wherever the rows live.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from skm.responses.dates import outside_period_lines
from skm.responses.findings import Found
from skm.responses.keys import Keys, unit_id
from skm.responses.labels import Labels
from skm.responses.recognising import PROFILE_ROLES
from skm.responses.rows import NAMING, PLACES_LISTED, Table
from skm.responses.spellings import say_near
from skm.responses.staging import keep_rows, quoted_name

DUPLICATE_RULES = ("duplicate", "resubmission", "repeated row")
SPACES = "' ' || chr(9) || chr(10) || chr(13)"


@dataclass(frozen=True)
class RuleResult:
    """What one rule found: lines for exclusions.csv, and how the rows that it drops are left out."""

    lines: Sequence[Found]
    keep: Callable[[Any], Any] | None = None
    n_dropped: int = 0


def _dropping(
    table: Table,
    frame: Any,
    flag: nw.Expr,
    rule: str,
    column: str = "",
    value: str = "",
    hints: Mapping[str, str] | None = None,
) -> RuleResult:
    """Return the result of a rule that drops the rows where `flag` (without nulls) is true.

    `hints` are by value what the message says besides.
    """
    shown_column = nw.col(value).cast(nw.String).fill_null("") if value else nw.lit("")
    hit = frame.filter(flag).with_columns(value=shown_column)
    lines, n = table.exclude_rows(hit, rule, "row dropped", column, hints=hints)
    return RuleResult(lines, lambda kept: kept.filter(~flag), n) if n else RuleResult([])


def drop_off_scale(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Drop the rows with an answer off the scale, where the survey asks for that."""
    off = {f"a_{item}": meaning.off_scale for item, meaning in labels.items() if meaning.off_scale}
    if not off or table.survey.clean.off_scale != "drop row":
        return RuleResult([])
    flag = nw.any_horizontal(
        *(nw.col(column).is_in(list(texts)).fill_null(value=False) for column, texts in off.items()), ignore_nulls=True
    )
    result = _dropping(table, frame, flag, "off scale")
    return RuleResult([], result.keep, result.n_dropped)  # the lines by answer are there already


def drop_without_unit(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Drop the rows that belong to no unit, or to one that the register does not have; propose what it may be."""
    if "unit" not in table.plan.roles or all(unit_id(u, table.survey) for u in table.counts["unit"]):
        return RuleResult([])
    if table.survey.units is None:
        return _dropping(table, frame, nw.col("key_unit").is_null(), "unit missing", "unit", "unit")
    unknown = [label for label in table.counts["unit"] if unit_id(label, table.survey) is None]
    hints = {label: say_near(label, table.survey) for label in unknown}
    return _dropping(table, frame, nw.col("key_unit").is_null(), "unit not registered", "unit", "unit", hints)


def drop_without_period(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Drop the rows without a date, where dates decide the period."""
    if not table.constants.by_date or "iso_date" not in frame.collect_schema().names():
        return RuleResult([])
    return _dropping(table, frame, nw.col("key_period").is_null(), "period missing", *_date_columns(table))


def flag_outside_period(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Flag the rows that are dated outside their period: they stay in it."""
    return RuleResult(outside_period_lines(table, frame))


def unclear_service_lines(table: Table, keys: Keys) -> list[Found]:
    """Return a finding for the cells that may name several services, or one with a comma in its name."""
    if not keys.services.unclear:
        return []
    cells = table.rows_with("service", keys.services.unclear, at_most=PLACES_LISTED)
    return [*table.exclude(cells, "service unclear", "flagged", "service")]


def _date_columns(table: Table) -> tuple[str, str]:
    role = next(role for role in ("date", "timestamp") if role in table.plan.roles)
    return role, role


def drop_without_answers(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Drop the rows in which not one question is answered."""
    if not all(meaning.may_be_null for meaning in labels.values()):
        return RuleResult([])  # one column is filled in every row, so nobody is silent
    flag = nw.all_horizontal(*(nw.col(item).is_null() for item in labels), ignore_nulls=True)
    return _dropping(table, frame, flag, "no answers")


def find_duplicates(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Flag (or drop) rows that repeat an earlier one; the first of them always stays.

    `duplicate`: the same person, number or time, with the same answers, profile and day. `resubmission`: the same
    person or number in the same unit, service and day, with other answers. `repeated row`: without any of these, a row
    that is the one above it throughout. Equal answers alone prove nothing: in honest data one row in four has a twin.
    """
    marks = _marks(table)
    queries = [f"FROM {view}" for mark in marks if (view := _repeated(table, frame, mark, list(labels)))]
    queries += [] if marks else _same_as_above(table, frame)
    if not queries:
        return RuleResult([])
    name = f"again_{table.staged.name}"
    union = " UNION ALL ".join(queries)
    found = f'SELECT "row", min(rule) AS rule, any_value(unit) AS unit FROM ({union}) GROUP BY "row"'
    keep_rows(table.connection, found, name, table.staged.n_rows)
    drops = table.survey.clean.duplicates == "drop"
    again = nw.from_native(table.connection.table(name)).with_columns(value=nw.lit(""))
    lines, n_found = [], 0
    for rule in DUPLICATE_RULES:
        own, n = table.exclude_rows(again.filter(nw.col("rule") == rule), rule, "row dropped" if drops else "flagged")
        lines, n_found = [*lines, *own], n_found + n
    if not drops:
        return RuleResult(lines)
    return RuleResult(lines, lambda kept: kept.join(again.select("row"), on="row", how="anti"), n_found)


def _marks(table: Table) -> list[str]:
    """Return the columns that say whose a row is: person and number, else the time of sending."""
    marks = [mark for mark in ("identity_hash", "id") if mark in table.staged.columns]
    return marks or [mark for mark in ("timestamp",) if mark in table.staged.columns]


def _repeated(table: Table, frame: Any, mark: str, items: Sequence[str]) -> str:
    """Return the name of the rows that repeat an earlier one of the same mark, with their rule; "" where none does."""
    if not _stands_twice(table, mark):
        return ""
    known = frame.filter(~nw.col(mark).is_null())
    repeated = known.group_by(mark).agg(nw.len().alias("_n")).filter(nw.col("_n") > 1).select(mark)
    roles = [role for role in ("unit", "service", "period", "date", "timestamp") if role in table.plan.roles]
    profiles = [role for role in PROFILE_ROLES if role in table.plan.roles]
    fields = dict.fromkeys((mark, *items, *roles, *profiles))
    texts = [nw.col(name).cast(nw.String).fill_null("").alias(f"_{name}") for name in fields]
    unit = nw.col("unit").cast(nw.String) if "unit" in table.plan.roles else nw.lit("")
    suspects = known.join(repeated, on=mark, how="semi").select("row", unit.alias("unit"), *texts)
    cells = {name: quoted_name(f"_{name}") for name in fields}
    if mark == "identity_hash" and "timestamp" in cells:
        # Who sends a form twice does so minutes later; a number that returns is another form at another time.
        cells["timestamp"] = f"regexp_extract(trim({cells['timestamp']}, {SPACES}), '^[^ T]*')"
    by_all, by_visit = ", ".join(cells.values()), ", ".join(cells[name] for name in dict.fromkeys((mark, *roles)))
    again, visit = (f'row_number() OVER (PARTITION BY {by} ORDER BY "row") > 1' for by in (by_all, by_visit))
    rule = f"CASE WHEN {again} THEN 'duplicate' WHEN {visit} THEN 'resubmission' END"
    if mark == "timestamp":  # two people may send at the same second
        rule = f"CASE WHEN {again} THEN 'duplicate' END"
    query = f'SELECT * FROM (SELECT "row", {rule} AS rule, unit FROM suspects) WHERE rule IS NOT NULL'
    view = f"again_{table.staged.name}_{mark}"
    suspects.to_native().query("suspects", query).create_view(view)
    return view


def _same_as_above(table: Table, frame: Any) -> list[str]:
    """Return the query of the rows that are the row above them in all that is read, none where no row is.

    A profile or a date must be among it.
    """
    tells = [role for role in ("date", *PROFILE_ROLES) if role in table.plan.roles]
    columns = [c for c in table.staged.columns if c.startswith("a_") or c in (*NAMING, "date", *PROFILE_ROLES)]
    if not tells:
        return []
    cells = ", ".join(f"coalesce({quoted_name(column)}, '')" for column in columns)
    if table.source == table.staged.name:
        # The staged table keeps the order of the file, so this cheap question needs no sorting.
        query = (
            f"SELECT 1 FROM (SELECT h = lag(h) OVER () AS same FROM (SELECT hash({cells}) AS h FROM {table.source}))"
        )
        if not table.connection.execute(f"{query} WHERE same LIMIT 1").fetchall():
            return []
    unit = "unit::VARCHAR" if "unit" in table.plan.roles else "''"
    query = (
        f'SELECT "row", \'repeated row\' AS rule, unit FROM (SELECT "row", {unit} AS unit,'
        f' h = lag(h) OVER (ORDER BY "row") AS same FROM (SELECT *, hash({cells}) AS h FROM kept)) WHERE same'
    )
    view = f"again_{table.staged.name}_above"
    frame.to_native().query("kept", query).create_view(view)
    return [f"FROM {view}"]


def _stands_twice(table: Table, mark: str) -> bool:
    """Return whether a mark stands twice at all: the cheap question, before any row is looked at."""
    column = quoted_name(mark)
    query = f"SELECT 1 FROM {table.source} WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1 LIMIT 1"
    return bool(table.connection.execute(query).fetchall())


ROW_RULES = (
    drop_off_scale,
    drop_without_unit,
    drop_without_period,
    drop_without_answers,
    find_duplicates,
    flag_outside_period,
)
