"""The rules that leave rows out or flag them. Every exclusion has a name and a reason.

A rule yields a flag without nulls; a row is kept where no dropping rule flags it. The expressions are Narwhals, so
they run wherever the rows live.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from skm.responses.dates import outside_period_lines
from skm.responses.keys import Keys, unit_id
from skm.responses.labels import Labels
from skm.responses.recognising import PROFILE_ROLES
from skm.responses.rows import NAMING, PLACES_LISTED, Table
from skm.responses.spellings import say_near
from skm.responses.staging import quoted_name

DUPLICATE_RULES = ("duplicate", "resubmission", "repeated row")


@dataclass(frozen=True)
class RuleResult:
    """What one rule found: lines for exclusions.csv, and how the rows that it drops are left out."""

    lines: list[dict]
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
    shown_column = nw.col(value).fill_null("") if value else nw.lit("")
    rows = (
        frame.filter(flag).select("row", shown_column.alias("value")).sort("row").collect(backend="pandas").to_native()
    )
    if rows.empty:
        return RuleResult([])
    cells = [(int(row), str(text)) for row, text in zip(rows["row"], rows["value"], strict=True)]
    by_hint: dict[str, list[tuple[int, str]]] = {}
    for cell in cells:
        by_hint.setdefault((hints or {}).get(cell[1], ""), []).append(cell)
    lines = [
        line
        for hint, found in by_hint.items()
        for line in table.exclude(found, rule, "row dropped", column, hint=f" {hint}".rstrip())
    ]
    return RuleResult(lines, lambda kept: kept.filter(~flag), len(rows))


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


def unclear_service_lines(table: Table, keys: Keys) -> list[dict]:
    """Return a finding for the cells that may name several services, or one with a comma in its name."""
    if not keys.services.unclear:
        return []
    cells = table.rows_with("service", keys.services.unclear, at_most=PLACES_LISTED)
    return table.exclude(cells, "service unclear", "flagged", "service")


def _date_columns(table: Table) -> tuple[str, str]:
    role = next(role for role in ("date", "timestamp") if role in table.plan.roles)
    return role, role


def drop_without_answers(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Drop the rows in which not one question is answered."""
    if not all(_may_be_null(meaning) for meaning in labels.values()):
        return RuleResult([])  # one column is filled in every row, so nobody is silent
    flag = nw.all_horizontal(*(nw.col(item).is_null() for item in labels), ignore_nulls=True)
    return _dropping(table, frame, flag, "no answers")


def _may_be_null(labels: Labels) -> bool:
    return bool(labels.blank or labels.not_applicable or labels.off_scale)


def find_duplicates(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Flag (or drop) rows that repeat an earlier one; the first of them always stays.

    `duplicate`: the same person, number or time, with the same answers, profile and day. `resubmission`: the same
    person or number in the same unit, service and day, with other answers. `repeated row`: without any of these, a row
    that is the one above it throughout. Equal answers alone prove nothing: in honest data one row in four has a twin.
    """
    found: dict[int, str] = {}
    for mark in _marks(table):
        again, otherwise = _repeated(table, frame, mark, list(labels))
        found |= dict.fromkeys(again, "duplicate")
        found = dict.fromkeys(otherwise, "resubmission") | found
    if not _marks(table):
        found = dict.fromkeys(_same_as_above(table, frame), "repeated row")
    if not found:
        return RuleResult([])
    drops = table.survey.clean.duplicates == "drop"
    lines = [
        line
        for rule in DUPLICATE_RULES
        for line in table.exclude(
            [(row, "") for row in sorted(found) if found[row] == rule], rule, "row dropped" if drops else "flagged"
        )
    ]
    again = sorted(found)
    return (
        RuleResult(lines, lambda kept: kept.filter(~nw.col("row").is_in(again)), len(again))
        if drops
        else RuleResult(lines)
    )


def _marks(table: Table) -> list[str]:
    """Return the columns that say whose a row is: person and number, else the time of sending."""
    marks = [mark for mark in ("identity_hash", "id") if mark in table.staged.columns]
    return marks or [mark for mark in ("timestamp",) if mark in table.staged.columns]


def _repeated(table: Table, frame: Any, mark: str, items: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the rows that repeat an earlier row with the same mark, and those that do so with other answers."""
    if not _stands_twice(table, mark):
        return [], []
    known = frame.filter(~nw.col(mark).is_null())
    repeated = known.group_by(mark).agg(nw.len().alias("_n")).filter(nw.col("_n") > 1).select(mark)
    roles = [role for role in ("unit", "service", "period", "date", "timestamp") if role in table.plan.roles]
    profiles = [role for role in PROFILE_ROLES if role in table.plan.roles]
    fields = dict.fromkeys((mark, *items, *roles, *profiles))
    texts = [nw.col(name).cast(nw.String).fill_null("").alias(f"_{name}") for name in fields]
    suspects = known.join(repeated, on=mark, how="semi").select("row", *texts)
    rows = suspects.collect(backend="pandas").to_native().sort_values("row")
    if mark == "identity_hash" and "_timestamp" in rows:
        # Who sends a form twice does so minutes later; a number that returns is another form at another time.
        rows["_timestamp"] = rows["_timestamp"].str.strip().str.split("[ T]", n=1, regex=True).str[0]
    again = rows.duplicated([f"_{name}" for name in fields])
    if mark == "timestamp":  # two people may send at the same second
        return [int(row) for row in rows.loc[again, "row"]], []
    visit = rows.duplicated([f"_{name}" for name in (mark, *roles)])
    return [int(row) for row in rows.loc[again, "row"]], [int(row) for row in rows.loc[visit & ~again, "row"]]


def _same_as_above(table: Table, frame: Any) -> list[int]:
    """Return the rows that are the row above them in all that is read; a profile or a date must be among it."""
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
    query = (
        'SELECT "row" FROM (SELECT "row", h = lag(h) OVER (ORDER BY "row") AS same'
        f' FROM (SELECT "row", hash({cells}) AS h FROM kept)) WHERE same ORDER BY "row"'
    )
    return [int(row) for (row,) in frame.to_native().query("kept", query).fetchall()]


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
