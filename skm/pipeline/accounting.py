"""What became of every file, row and answer: exclusions, accounts, dates, orders."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from skm.errors import DataError, Place, RequestError
from skm.leftovers import Gone
from skm.pipeline.reading import Intake, Refusal
from skm.provenance import FileAccount
from skm.responses import Exclusions, Part, Responses, constants_of, say_near
from skm.survey import Survey, plain
from skm.tables import sha256_of
from skm.tally import Tally

if TYPE_CHECKING:
    from skm.changes import ChangeTable
    from skm.indices import IndexTable

HINTS = 3  # aliases that the last message proposes; the findings have them all
BLOCKING_RULES = ("unit not registered",)  # rows lost to a register that is not complete: no whole result


@dataclass(frozen=True)
class Result:
    """What a run found: figures, changes, and an account of every file and row.

    Attributes
    ----------
    tallies
        One for each instrument.
    excluded
        All that was left out or flagged, asked for line by line.
    accounts
        One for each file: rows in = rows kept + rows dropped.
    refusals
        The files that cannot be trusted.
    findings
        By period: `fieldwork` (first and last date), `calendar` (rows by unit and month), `orders` (of facilities and
        complaints), `refused` (files); of a run also `importance` (of each element for overall satisfaction).
    written
        Name in the survey folder → path, of everything that was written.
    senders
        Who sent what, as `senders_of` gives it; only where files were checked.
    themes, comments
        What the kept comments are about, and a sample of them; None where none are kept.
    simulated
        Whether a computer made some of the answers, as their files say.
    importances
        For each tally the table of `skm.importance`, or why there is none; only of a run.
    gone
        What earlier runs had written and this one does not; None where nothing was written.
    """

    survey: Survey
    tallies: tuple[Tally, ...]
    indices: "IndexTable"
    changes: "ChangeTable"
    excluded: Exclusions
    recognised: pd.DataFrame
    accounts: tuple[FileAccount, ...]
    refusals: tuple[Refusal, ...]
    findings: Mapping[str, Mapping[str, Any]]
    written: Mapping[str, Path] = field(default_factory=dict)
    senders: pd.DataFrame | None = None
    themes: pd.DataFrame | None = None
    comments: pd.DataFrame | None = None
    simulated: bool = False
    importances: tuple[pd.DataFrame | RequestError, ...] = ()
    gone: Gone | None = None

    @property
    def exclusions(self) -> pd.DataFrame:
        """All that was left out or flagged, in the columns of exclusions.csv; held in memory from then on."""
        return self.excluded.frame

    @cached_property
    def apart(self) -> tuple[Any, ...]:
        """Which pairs of elements differ, for each tally, as `skm.research.elements_apart` gives it."""
        from skm.research import elements_apart

        return tuple(elements_apart(tally, self.survey) for tally in self.tallies)

    @property
    def is_whole(self) -> bool:
        """Whether every file and every row with a unit could be used."""
        return not self.refusals and not self.excluded.told["rule"].isin(BLOCKING_RULES).any()

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that have figures."""
        return tuple(sorted(self.indices.frame["period"].unique()))


def refused_findings(refusals: Sequence[Refusal], language: str) -> pd.DataFrame:
    """Return the places of refused files in the columns of exclusions.csv."""
    return pd.DataFrame(_refused_lines(refusals, language)).astype({"row": "Int64"})


def _refused_lines(refusals: Sequence[Refusal], language: str) -> list[dict[str, Any]]:
    return [
        {
            "file": refusal.file,
            "sheet": place.sheet,
            "row": place.row,
            "column": place.column,
            "rule": refusal.error.code.replace("_", " "),
            "value": place.value or "",
            "action": "file refused",
            "message": refusal.error.message(language).splitlines()[0],
            "unit": "",
        }
        for refusal in refusals
        for place in (refusal.error.places or (Place(refusal.file),))
    ]


def all_exclusions(read: Intake, survey: Survey, behind: Sequence[Mapping[str, Any]] = ()) -> Exclusions:
    """Return every exclusion of every file, refused ones included, in one order, and some lines behind them."""
    found = [one for responses in read.responses for one in responses.found()]
    return Exclusions(read.workspace, [*found, *_refused_lines(read.refusals, survey.language)], behind)


def account_for(survey: Survey, read: Intake, tallies: Sequence[Tally]) -> tuple[FileAccount, ...]:
    """Return what became of each file; rows kept must be the rows counted, or nothing is published."""
    accounts: dict[str, FileAccount] = {}
    for part in read.parts:
        rows, dropped = part.cleaned.n_rows, part.cleaned.n_dropped
        before = accounts.get(part.file)
        accounts[part.file] = FileAccount(
            part.constants.period,
            part.file,
            part.sha256,
            rows + (before.rows_in if before else 0),
            rows - dropped + (before.rows_kept if before else 0),
            dropped + (before.rows_dropped if before else 0),
            "read",
            "; ".join(part.notes),
        )
    for refusal in read.refusals:
        path = survey.folder / refusal.file if survey.folder else Path(refusal.file)
        constants = constants_of(path, refusal.file, survey)
        hashed = sha256_of(path) if path.exists() else ""
        text = refusal.error.message(survey.language).splitlines()[0]
        accounts[refusal.file] = FileAccount(constants.period, refusal.file, hashed, 0, 0, 0, "refused", text)
    kept = sum(account.rows_kept for account in accounts.values())
    counted = sum(int(tally.frame.loc[tally.frame["view"] == "", "rows"].sum()) for tally in tallies)
    if kept != counted:
        raise DataError("rows_do_not_add_up", read=counted, refused=0, there=kept)
    return tuple(accounts[file] for file in sorted(accounts))


def fieldwork_of(responses: Sequence[Responses]) -> dict[str, Any]:
    """Return the first and last date of each period that has dates."""
    days: dict[str, list[Any]] = {}
    for group in responses:
        for period, span in group.fieldwork.items():
            days.setdefault(period, []).extend(map(dt.date.fromisoformat, span))
        if "date" not in group.rows.columns:
            continue
        query = "SELECT period, min(date)::DATE, max(date)::DATE FROM r WHERE date IS NOT NULL GROUP BY period"
        for period, first, last in group.rows.query("r", query).fetchall():
            days.setdefault(period, []).extend((first, last))
    return {period: (min(found), max(found)) for period, found in days.items()}


def calendar_of(responses: Sequence[Responses]) -> dict[str, dict[str, dict[str, int]]]:
    """Return how many kept rows have a date in which month, by period, unit and month (YYYY-MM)."""
    query = (
        "SELECT period, unit, strftime(date::DATE, '%Y-%m'), count(*) FROM r WHERE date IS NOT NULL "
        "GROUP BY ALL ORDER BY ALL"
    )
    calendar: dict[str, dict[str, dict[str, int]]] = {}
    for group in responses:
        if {"date", "unit"} <= set(group.rows.columns):
            for period, unit, month, n in group.rows.query("r", query).fetchall():
                months = calendar.setdefault(period, {}).setdefault(unit, {})
                months[month] = months.get(month, 0) + int(n)
    return calendar


def orders_of(parts: Sequence[Part]) -> dict[str, str]:
    """Return the order of facilities and complaints of each period; one assumed file makes it assumed."""
    orders: dict[str, str] = {}
    for part in parts:
        for period in part.cleaned.periods:
            orders[period] = "assumed" if "assumed" in (part.plan.order, orders.get(period)) else part.plan.order
    return orders


def refused_by_period(refusals: Sequence[Refusal], survey: Survey) -> dict[str, int]:
    """Return how many files of each period are refused."""
    counts: dict[str, int] = {}
    for refusal in refusals:
        path = survey.folder / refusal.file if survey.folder else Path(refusal.file)
        period = constants_of(path, refusal.file, survey).period
        counts[period] = counts.get(period, 0) + 1
    return counts


def senders_of(
    responses: Sequence[Responses], refusals: Sequence[Refusal], survey: Survey, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return who sent what: a line for each unit and file, and for each registered unit that sent nothing.

    Returns
    -------
    pandas.DataFrame
        unit (id), name, file, rows (that count), refused.
    """
    lines: dict[tuple[str, str], tuple[int, bool]] = {}
    for group in responses:
        query = "SELECT unit, file, count(*) FROM r GROUP BY unit, file ORDER BY file, unit"
        lines |= {(unit, file): (n, False) for unit, file, n in group.rows.query("r", query).fetchall()}
    spelled = dict(names)
    ids = {plain(name): unit for unit, name in names.items()} | survey.unit_ids
    for refusal in refusals:
        path = survey.folder / refusal.file if survey.folder else Path(refusal.file)
        said = constants_of(path, refusal.file, survey).unit
        unit = ids.get(plain(said), said)
        spelled.setdefault(unit, said)
        lines.setdefault((unit, refusal.file), (0, True))
    if survey.units is not None:
        spelled |= dict(zip(survey.units["unit_id"], survey.units["name"], strict=True))
        order = {unit: place for place, unit in enumerate(survey.units["unit_id"])}
        heard = {unit for unit, _ in lines}
        lines |= {(unit, ""): (0, False) for unit in order if unit not in heard}
        lines = dict(sorted(lines.items(), key=lambda line: order.get(line[0][0], len(order))))
    found = [(unit, spelled.get(unit, unit), file, n, refused) for (unit, file), (n, refused) in lines.items()]
    return pd.DataFrame(found, columns=["unit", "name", "file", "rows", "refused"])


def blocking_report(result: Result) -> str:
    """Return what keeps the result from being whole although every file could be read."""
    lost = result.excluded.told
    lost = lost[lost["rule"].isin(BLOCKING_RULES)]
    if lost.empty:
        return ""
    told = lost[lost["row"].notna()]  # a unit that the file's name says has no row
    n_told = int(told["n"].sum())
    # Of each message the first places are at hand, which are those that are shown; the rest is counted.
    places = [Place(row.file, row.sheet, row.column, int(row.row), row.value) for row in told.itertuples()]
    places += [Place()] * (n_told - len(places))
    hints = [say_near(str(value), result.survey) for value in dict.fromkeys(lost["value"]) if value]
    hint = "".join(f" {text}" for text in [text for text in hints if text][:HINTS])
    return DataError("unit_without_rows", places, n=int(lost["n"].sum()), hint=hint).message(result.survey.language)
