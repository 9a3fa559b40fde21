"""The rules that leave rows out or flag them. Every exclusion has a name and a reason.

A rule yields a flag without nulls; a row is kept where no dropping rule flags it. The expressions are Narwhals, so
they run wherever the rows live.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from skm.responses.keys import Keys, unit_id
from skm.responses.labels import Labels
from skm.responses.reading import quoted_name
from skm.responses.recognising import PROFILE_ROLES
from skm.responses.rows import Table


@dataclass(frozen=True)
class RuleResult:
    """What one rule found: lines for exclusions.csv, and how the rows that it drops are left out."""

    lines: list[dict]
    keep: Callable[[Any], Any] | None = None
    n_dropped: int = 0


def _dropping(table: Table, frame: Any, flag: nw.Expr, rule: str, column: str = "", value: str = "") -> RuleResult:
    """Return the result of a rule that drops the rows where `flag` (without nulls) is true."""
    shown_column = nw.col(value).fill_null("") if value else nw.lit("")
    rows = (
        frame.filter(flag).select("row", shown_column.alias("value")).sort("row").collect(backend="pandas").to_native()
    )
    if rows.empty:
        return RuleResult([])
    cells = [(int(row), str(text)) for row, text in zip(rows["row"], rows["value"], strict=True)]
    lines = table.exclude(cells, rule, "row dropped", column)
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
    """Drop the rows that belong to no unit, or to one that the register does not have."""
    if "unit" not in table.plan.roles or all(unit_id(u, table.survey) for u in table.counts["unit"]):
        return RuleResult([])
    rule = "unit not registered" if table.survey.units is not None else "unit missing"
    return _dropping(table, frame, nw.col("key_unit").is_null(), rule, "unit", "unit")


def drop_without_answers(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Drop the rows in which not one question is answered."""
    if not all(_may_be_null(meaning) for meaning in labels.values()):
        return RuleResult([])  # one column is filled in every row, so nobody is silent
    flag = nw.all_horizontal(*(nw.col(item).is_null() for item in labels), ignore_nulls=True)
    return _dropping(table, frame, flag, "no answers")


def _may_be_null(labels: Labels) -> bool:
    return bool(labels.blank or labels.not_applicable or labels.off_scale)


def find_duplicates(table: Table, frame: Any, labels: Mapping[str, Labels], keys: Keys) -> RuleResult:
    """Flag (or drop) rows that repeat an earlier one: same person or number, same answers, profile and day.

    Equal answers alone prove nothing: in honest data one row in four has a twin.
    """
    marks = [m for m in ("identity_hash", "id") if m in table.staged.columns]
    marks = marks or [m for m in ("timestamp",) if m in table.staged.columns]
    again = sorted({row for mark in marks for row in _repeated(table, frame, mark, list(labels))})
    if not again:
        return RuleResult([])
    cells = [(row, "") for row in again]
    if table.survey.clean.duplicates == "flag":
        return RuleResult(table.exclude(cells, "duplicate", "flagged"))
    lines = table.exclude(cells, "duplicate", "row dropped")
    return RuleResult(lines, lambda kept: kept.filter(~nw.col("row").is_in(again)), len(again))


def _repeated(table: Table, frame: Any, mark: str, items: Sequence[str]) -> list[int]:
    """Return the rows that repeat an earlier row with the same mark."""
    if not _stands_twice(table, mark):
        return []
    known = frame.filter(~nw.col(mark).is_null())
    repeated = known.group_by(mark).agg(nw.len().alias("_n")).filter(nw.col("_n") > 1).select(mark)
    roles = ("unit", "service", "period", "date", "timestamp", *PROFILE_ROLES)
    fields = dict.fromkeys((mark, *items, *(r for r in roles if r in table.plan.roles)))
    texts = [nw.col(name).cast(nw.String).fill_null("").alias(f"_{name}") for name in fields]
    suspects = known.join(repeated, on=mark, how="semi").select("row", *texts)
    rows = suspects.collect(backend="pandas").to_native().sort_values("row")
    if mark == "identity_hash" and "_timestamp" in rows:
        # Who sends a form twice does so minutes later; a number that returns is another form at another time.
        rows["_timestamp"] = rows["_timestamp"].str.strip().str.split("[ T]", n=1, regex=True).str[0]
    return [int(row) for row in rows.loc[rows.duplicated([f"_{name}" for name in fields]), "row"]]


def _stands_twice(table: Table, mark: str) -> bool:
    """Return whether a mark stands twice at all: the cheap question, before any row is looked at."""
    column = quoted_name(mark)
    query = f"SELECT 1 FROM {table.source} WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1 LIMIT 1"
    return bool(table.connection.execute(query).fetchall())


ROW_RULES = (drop_off_scale, drop_without_unit, drop_without_answers, find_duplicates)
