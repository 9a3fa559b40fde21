"""What stands in a workbook, as plain values: sheets, columns, cells, before anything is written."""

from dataclasses import dataclass, field
from decimal import Decimal

HIDDEN = "[x]"  # in brackets, so that no program takes a symbol for a value
ABSENT = "[..]"
NOT_APPLICABLE = "[...]"


@dataclass(frozen=True)
class Formula:
    """A live formula with the value that it has when the workbook is opened."""

    text: str
    value: float


Value = str | int | float | Decimal | Formula


@dataclass(frozen=True)
class Column:
    """One column: its header, how its numbers look ("text", "count", "plain" or a number of decimals), its width."""

    header: str
    look: str | int = "text"
    width: int = 12


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table; `below` are lines under it, label and value, as the office's own sheets have them."""

    key: str
    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    below: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Book:
    """A whole workbook: the lines of its cover, its notes, its sheets."""

    title: str
    author: str
    cover: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]
    names: dict[str, str] = field(default_factory=dict)
