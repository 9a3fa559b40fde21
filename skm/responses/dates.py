"""Dates as offices write them → ISO dates."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import narwhals as nw

from skm.responses.keys import join_map
from skm.responses.rows import Table, count_labels

NUMERIC = re.compile(r"^(?:(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})|(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2}))(?!\d)")
WORDS = re.compile(r"^(\d{1,2}) +([^\W\d]+)\.? +(\d{4})")
MONTHS = {
    name: place
    for names in (
        "jan feb mar apr mei jun jul agu sep okt nov des".split(),
        "jan feb mar apr may jun jul aug sep oct nov dec".split(),
    )
    for place, name in enumerate(names, start=1)
} | {"peb": 2, "agt": 8, "ags": 8, "nop": 11}  # Pebruari, Agt., Ags., Nopember
DATE_LENGTH = 10  # characters of a numeric date without its time
ORDERS = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}  # places of year, month, day


def read_dates(texts: Iterable[str], order: str | None = None) -> dict[str, dt.date | None]:
    """Return the date of each text, None where it is none.

    Parameters
    ----------
    texts
        Distinct cells of one column: 2020-07-15, 15/07/2020, 15 Juli 2020, with or without a time behind.
    order
        "dmy", "mdy" or "ymd". Where it is not given: day first, as Indonesia writes, unless some date of the column
        is possible only with the month first and none only with the day first.

    Examples
    --------
    >>> read_dates(["15/07/2020 08.30", "3 Agustus 2020"])
    {'15/07/2020 08.30': datetime.date(2020, 7, 15), '3 Agustus 2020': datetime.date(2020, 8, 3)}
    """
    texts = list(texts)
    if order is None:
        by_day = {text: _one(text, "dmy") for text in texts}
        by_month = {text: _one(text, "mdy") for text in texts}
        only_by_day = any(by_day[text] and not by_month[text] for text in texts)
        only_by_month = any(by_month[text] and not by_day[text] for text in texts)
        return by_month if only_by_month and not only_by_day else by_day
    return {text: _one(text, order) for text in texts}


def _one(text: str, order: str) -> dt.date | None:
    text = text.strip()
    if found := NUMERIC.match(text):
        parts = [int(part) for part in found.groups() if part]
        places = ORDERS["ymd"] if found[1] else ORDERS["dmy" if order == "ymd" else order]
        return _date(*(parts[place] for place in places))
    if found := WORDS.match(text):
        month = MONTHS.get(found[2][:3].casefold())
        return _date(int(found[3]), month, int(found[1])) if month else None
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def with_dates(table: Table, frame: Any) -> tuple[Any, list[dict]]:
    """Return the frame with ISO dates, and a finding where filled cells are no dates."""
    role = next((role for role in ("date", "timestamp") if role in table.plan.roles), None)
    if role is None:
        return frame, []
    order = next((s.dates for s in table.survey.file_settings(table.where[0]) if s.dates), None)
    # Ten characters hold a numeric date without its time, so a column of timestamps has few of them.
    short = nw.col(role).str.strip_chars().str.slice(0, DATE_LENGTH)
    heads = frame.select(short.alias("d")).unique().collect(backend="pandas").to_native()["d"].dropna().tolist()
    if all(NUMERIC.match(head.strip()) for head in heads if head.strip()):
        frame = frame.with_columns(short.alias("raw_date"))
        found = read_dates(heads, order)
    else:
        frame = frame.with_columns(nw.col(role).alias("raw_date"))
        found = read_dates(count_labels(table.connection, table.staged.name, [role])[role], order)
    mapping = {text: day.isoformat() if day else None for text, day in found.items()}
    unread = sum(day is None for text, day in found.items() if text.strip())
    lines = table.exclude([(None, "")], "date unreadable", "flagged", role) if unread else []
    return join_map(table, frame, "raw_date", "iso_date", mapping), lines
