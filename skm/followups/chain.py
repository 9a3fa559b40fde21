"""From one survey to the next: what was planned after a period, how much of it was realised, what is overdue."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from skm.followups.registers import Action
from skm.periods import period_months


@dataclass(frozen=True)
class Progress:
    """How far the plan of one unit after one survey has come.

    `share` is realised of planned in per cent, to one decimal; None without a plan. `months` is the time from the
    end of the survey's period to the last realised action; None unless every realised one has its date.
    """

    planned: int
    done: int
    running: int
    share: Decimal | None
    months: int | None


def plan_after(actions: Iterable[Action], period: str, unit: str) -> tuple[Action, ...]:
    """Return what a unit planned after the survey of a period, in the register's order."""
    return tuple(action for action in actions if action.period == period and action.unit == unit)


def progress_of(plan: Iterable[Action]) -> Progress:
    """Return how far a plan has come: the share is exact, rounded half up once.

    Examples
    --------
    >>> progress_of([Action("2020", "", "time", "a", status="done"), Action("2020", "", "time", "b"),
    ...     Action("2020", "", "time", "c", status="done")]).share
    Decimal('66.7')
    """
    lines = tuple(plan)
    done = [line for line in lines if line.status == "done"]
    running = sum(line.status == "running" for line in lines)
    if not lines:
        return Progress(0, 0, 0, None, None)
    share = (Decimal(100 * len(done)) / len(lines)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    times = [_months_after(line) for line in done]
    known = [months for months in times if months is not None]
    return Progress(len(lines), len(done), running, share, max(known) if done and len(known) == len(done) else None)


def _months_after(action: Action) -> int | None:
    """Return the months begun from the end of the survey's period to the end of the action; never below zero."""
    end = _last_day(action.period)
    if action.finished is None or end is None:
        return None
    months = (action.finished.year - end.year) * 12 + action.finished.month - end.month
    return max(months, 0)


def _last_day(period: str) -> dt.date | None:
    months = period_months(period)
    if months is None:
        return None
    year, month = map(int, months[1].split("-"))
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def overdue(actions: Iterable[Action], today: dt.date) -> tuple[Action, ...]:
    """Return the actions that are not done although the last quarter planned for them is over.

    Examples
    --------
    >>> late = Action("2020", "", "time", "Loket kedua", quarters=("2021-Q1",), status="running")
    >>> [len(overdue([late], dt.date(2021, month, 1))) for month in (3, 4)]
    [0, 1]
    """
    found = []
    for action in actions:
        end = _last_day(action.quarters[-1]) if action.quarters else None
        if action.status != "done" and end is not None and end < today:
            found.append(action)
    return tuple(found)
