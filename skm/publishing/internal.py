"""The internal annex: marks with their evidence, units to look at, precision. It never leaves data/processed."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from skm.periods import kind_of
from skm.publishing.formatting import EN_DASH, spell, spell_count, spell_interval, spell_period, spell_printed
from skm.publishing.rendering import render_template

ROWS_SHOWN = 200  # of a table; the csv files have all


@dataclass(frozen=True)
class Stamp:
    """A word in capitals and what it means."""

    word: str
    text: str


@dataclass(frozen=True)
class InternalTable:
    """One section: a table of texts, or a sentence that there is nothing."""

    title: str
    lede: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True)
class InternalPage:
    """What the internal annex says, before it is markup."""

    language: str
    title: str
    stamps: tuple[Stamp, ...]
    tables: tuple[InternalTable, ...]


Column = tuple[str, Callable[[Any], str]]


@cache
def _words(language: str) -> dict[str, str]:
    text = files("skm.publishing").joinpath("templates/words/internal.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)[language]


def build_internal(
    survey: Any,
    marks: pd.DataFrame,
    leads: pd.DataFrame,
    priorities: pd.DataFrame,
    precision: pd.DataFrame,
    comments: pd.DataFrame | None = None,
) -> InternalPage:
    """Return the internal annex of a survey, in its language.

    Parameters
    ----------
    survey
        A `Survey`: name, language, whether its answers are simulated.
    marks
        The table of `skm.quality_flags`, with the units' names in `name`.
    leads
        Changes of units with Benjamini and Hochberg's q, the ones to look at.
    priorities, precision
        The tables of `skm.priorities` and `skm.precision`.
    comments
        The sample of `skm.themes.read_themes`, with the units' names in `name` and the elements' in `element`; None
        where the survey keeps no comments.
    """
    language = survey.language
    words = _words(language)
    stamps = [Stamp(words["stamp"], words["stamp_text"])]
    stamps += [Stamp(words["simulated"], "")] if survey.simulated else []
    last = _newest(precision["period"])
    priorities = priorities.rename(columns={"index": "figure"})  # `index` of a line is its place in the table
    index = priorities[(priorities["measure"] == "index") & (priorities["level"] == "unit")]
    named = priorities[(priorities["lowest"] != "") & (priorities["level"] == "unit")]
    units = precision[precision["level"] == "unit"]
    tables = (
        _table("flags", marks[marks["flag"] != ""], _flag_columns(language), words),
        _table("leads", leads, _lead_columns(language), words),
        _table("first", _of(index[index["shrunken"].notna()], last).sort_values("place"), _first(language), words),
        _table("lowest", _of(named, last), _lowest_columns(language), words),
        _table("precision", _of(units, last), _precision_columns(language), words),
    )
    if comments is not None:
        tables += (_table("comments", _of(comments, last), _comment_columns(words), words),)
    return InternalPage(language, words["title"].format(name=survey.name), tuple(stamps), tables)


def render_internal(page: InternalPage) -> bytes:
    """Return the internal annex as HTML: one file, nothing loaded from elsewhere."""
    return render_template("internal.html", page)


def _newest(periods: pd.Series) -> str:
    """Return the newest year, or the newest period where there is no year."""
    years = [period for period in periods.unique() if kind_of(period) == "year"]
    return max(years or list(periods.unique()), default="")


def _of(table: pd.DataFrame, period: str) -> pd.DataFrame:
    return table[table["period"] == period]


def _table(name: str, lines: pd.DataFrame, columns: Sequence[Column], words: dict[str, str]) -> InternalTable:
    shown = lines.head(ROWS_SHOWN)
    rows = tuple(tuple(spelled(line) for _, spelled in columns) for line in shown.itertuples())
    rest = len(lines) - len(shown)
    note = words["none"] if not rows else words["more"].format(n=rest) if rest else ""
    return InternalTable(words[name], words[f"{name}_lede"], tuple(words[column] for column, _ in columns), rows, note)


def _number(value: float, places: int, language: str, sign: bool = False) -> str:
    return EN_DASH if pd.isna(value) else spell(float(value), places, language, sign=sign)


def _interval(low: float, high: float, language: str, sign: bool = False) -> str:
    return EN_DASH if pd.isna(low) or pd.isna(high) else spell_interval(low, high, language, sign=sign)


def _flag_columns(language: str) -> list[Column]:
    return [
        ("period", lambda line: spell_period(line.period, language)),
        ("unit", lambda line: line.name),
        ("n", lambda line: spell_count(int(line.n), language)),
        ("evidence", lambda line: line.evidence),
        ("q", lambda line: _number(line.q, 4, language)),
    ]


def _lead_columns(language: str) -> list[Column]:
    return [
        ("period", lambda line: _pair(line, language)),
        ("unit", lambda line: line.name),
        ("change", lambda line: _number(line.change, 2, language, sign=True)),
        ("interval", lambda line: _interval(line.low, line.high, language, sign=True)),
        ("q", lambda line: _number(line.q, 4, language)),
        ("p_holm", lambda line: _number(line.p_holm, 4, language)),
    ]


def _first(language: str) -> list[Column]:
    return [
        ("place", lambda line: spell_count(int(line.place), language)),
        ("unit", lambda line: line.name),
        ("n", lambda line: spell_count(int(line.n), language)),
        ("printed", lambda line: _number(line.figure, 2, language)),
        ("shrunken", lambda line: _number(line.shrunken, 2, language)),
        ("error", lambda line: _number(line.shrunken_se, 2, language)),
    ]


def _lowest_columns(language: str) -> list[Column]:
    return [
        ("unit", lambda line: line.name),
        ("element", lambda line: line.element),
        ("n", lambda line: spell_count(int(line.n), language)),
        ("mean", lambda line: _number(line.mean, 2, language)),
        ("headroom", lambda line: _number(line.headroom, 2, language)),
    ]


def _precision_columns(language: str) -> list[Column]:
    return [
        ("unit", lambda line: line.name),
        ("n", lambda line: spell_count(int(line.n), language)),
        ("printed", lambda line: spell_printed(Decimal(line.printed), language) if line.printed else EN_DASH),
        ("interval", lambda line: _interval(line.low, line.high, language)),
        ("letters", lambda line: line.letters or EN_DASH),
        ("ranks", _ranks),
    ]


def _comment_columns(words: dict[str, str]) -> list[Column]:
    return [
        ("unit", lambda line: line.name),
        ("asked", lambda line: line.element or words["asked_generally"]),
        ("comment", lambda line: line.comment),
    ]


def _pair(line: Any, language: str) -> str:
    first, second = (spell_period(period, language) for period in (line.period_from, line.period_to))
    return f"{first} {EN_DASH} {second}"


def _ranks(line: Any) -> str:
    return EN_DASH if pd.isna(line.rank_low) else f"{line.rank_low}{EN_DASH}{line.rank_high}"
