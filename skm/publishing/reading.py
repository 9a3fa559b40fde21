"""Rows of the tables as typed values: cells, figures, changes, and where each stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from skm.periods import kind_of
from skm.publishing.facts import GROUP_LEVELS, Difference, Figure

ALPHA = 0.05  # a unit is named as moved only below it, after Holm's correction

USERS = "users_"  # columns of the register: the users served in a period

Row = dict[str, Any]


def _is_empty(value: Any) -> bool:
    """Return whether a cell is empty; pandas is asked only of rare kinds, a survey of 600 units has a million cells."""
    kind = type(value)
    if kind is str or kind is int:
        return False
    if kind is float:
        return bool(value != value)  # noqa: PLR0124 - not a number
    return value is None or bool(pd.isna(value))


def read_text(value: Any) -> str:
    """Return a cell as text, "" where it is empty."""
    return "" if _is_empty(value) else str(value)


def read_number(value: Any) -> float | None:
    """Return a cell as a number, None where it is empty."""
    return None if _is_empty(value) else float(value)


def read_count(value: Any) -> int | None:
    """Return a cell as a whole number, None where it is empty."""
    return None if _is_empty(value) else int(value)


def read_decimal(value: Any) -> Decimal | None:
    """Return a printed figure with the digits that it has, None where there is none."""
    text = read_text(value)
    return Decimal(text.replace("\u2212", "-")) if text else None


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale


def read_rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table as dicts; whole columns at a time, which is ten times quicker than row by row."""
    columns = [table[name].astype(object).tolist() for name in table.columns]
    names = list(table.columns)
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def read_book(indices: Any, changes: Any | None, language: str) -> "Book":
    """Return the book of an index table and its changes; notes in another language than the page's stay out."""
    frame = None if changes is None else changes.frame
    return Book(indices.frame, frame, with_notes=indices.language == language)


class Book:
    """The rows of the tables, found by what they are about.

    `rows` by (period, level, parent, id, measure), and by (period, "basis", basis) for the whole; `changes` by
    (period, period before, level, id, measure), and by (period, period before, "basis", basis, measure).
    """

    def __init__(self, indices: pd.DataFrame, changes: pd.DataFrame | None, with_notes: bool = True) -> None:
        if not with_notes:
            indices = indices.assign(note="")
        self.listed: list[str] = []
        self.protection: Any = None  # what may be shown of these rows, once it is worked out
        self.rows: dict[tuple[str, ...], Row] = {}
        self.order: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
        for row in read_rows(indices):
            at = tuple(read_text(row[name]) for name in ("period", "level", "parent", "id", "measure"))
            if row["official"]:
                self.rows[at] = row
                self.order.setdefault(at[:2], {}).setdefault((at[2], at[3]), read_text(row["name"]))
            if at[1] == "all" and at[4] == "index":
                self.rows[(at[0], "basis", read_text(row["basis"]))] = row
        self.changes: dict[tuple[str, ...], Row] = {}
        for row in [] if changes is None else read_rows(changes):
            at = tuple(read_text(row[name]) for name in ("period_to", "period_from", "level", "id", "measure"))
            self.changes.setdefault(at, row)
            if at[2] == "all":
                self.changes[(at[0], at[1], "basis", read_text(row["basis"]), at[4])] = row

    def ids(self, period: str, level: str) -> dict[tuple[str, str], str]:
        """Return name by (parent, id) of a level, in the order of the table."""
        return self.order.get((period, level), {})

    def periods(self) -> list[str]:
        """Return all periods, years first."""
        if not self.listed:
            self.listed = sorted({at[0] for at in self.rows}, key=period_sort)
        return self.listed

    def compared_with(self, period: str) -> list[str]:
        """Return the periods that this one is compared with, the latest first."""
        found = {at[1] for at in self.changes if at[0] == period}
        return sorted(found, key=period_sort, reverse=True)


def period_sort(period: str) -> tuple[int, str]:
    """Return a key that puts years before halves, quarters and months, each in time."""
    return (("year", "half", "quarter", "month", "other").index(kind_of(period)), period)


def list_periods(indices: pd.DataFrame) -> list[str]:
    """Return the periods of an index table, years first, each kind in time."""
    return sorted({read_text(period) for period in indices["period"]}, key=period_sort)


def read_figure(row: Row | None, period: str, scale: float = 1.0) -> Figure:
    """Return the figure of a row; `scale` takes the row's points to the scale of the figure."""
    if row is None:
        return Figure(period, n=0, marks=("..",))
    marks = tuple(read_text(row["mark"]).split())
    shown = "F" not in marks  # too few respondents: the figure stands, the letter does not
    return Figure(
        period=period,
        n=read_count(row["n"]),
        n_missing=read_count(row["n_missing"]),
        printed=read_decimal(row["printed"]),
        value=_scaled(read_number(row["index"]), scale),
        low=_scaled(read_number(row["low"]), scale),
        high=_scaled(read_number(row["high"]), scale),
        grade=read_text(row["grade"]) if shown else "",
        grade_low=read_text(row["grade_low"]) if shown else "",
        grade_high=read_text(row["grade_high"]) if shown else "",
        marks=marks,
        note=read_text(row["note"]),
        points=read_decimal(row["points"]),
        se=read_number(row["se"]),
        df=read_number(row["df"]),
    )


def read_difference(row: Row | None, many: bool, scale: float = 1.0) -> Difference | None:
    """Return a change; with `many`, a direction is only named when it survives Holm's correction."""
    if row is None:
        return None
    verdict = read_text(row["verdict"])
    p_holm = read_number(row["p_holm"])
    sure = verdict in ("up", "down") and (not many or (p_holm is not None and p_holm < ALPHA))
    printed = read_decimal(row["printed_change"])
    return Difference(
        printed=printed,
        value=_scaled(read_number(row["change"]), scale),
        low=_scaled(read_number(row["low"]), scale),
        high=_scaled(read_number(row["high"]), scale),
        verdict=verdict,
        moved=verdict if sure and printed else "",
        contribution=read_decimal(row["printed_contribution"]),
        note=read_text(row["note"]),
        p=read_number(row["p"]),
        p_holm=p_holm,
        low_holm=read_number(row["low_holm"]),
        high_holm=read_number(row["high_holm"]),
    )


@dataclass(frozen=True)
class Register:
    """What the register of units says about a unit beside its name; `users` by period and unit."""

    order: tuple[str, ...]
    groups: Mapping[str, Mapping[str, str]]
    users: Mapping[tuple[str, str], int] = field(default_factory=dict)


def read_register(units: pd.DataFrame | None) -> Register:
    """Return the groups of each unit, in official order; empty without a register."""
    if units is None:
        return Register((), {})
    groups: dict[str, dict[str, str]] = {}
    for row in units.to_dict("records"):
        known = {level: read_text(row[level]) for level in GROUP_LEVELS if level in units.columns}
        groups[read_text(row["unit_id"])] = {level: value for level, value in known.items() if value}
    return Register(tuple(groups), groups, _read_users(units))


def _read_users(units: pd.DataFrame) -> dict[tuple[str, str], int]:
    """Return the users served by each unit in each period, as far as the register has them."""
    found = {}
    for column in (column for column in units.columns if column.startswith(USERS)):
        for unit, value in zip(units["unit_id"], units[column], strict=True):
            text = read_text(value).strip()
            if text.isdigit() and int(text):
                found[column.removeprefix(USERS), read_text(unit)] = int(text)
    return found
