"""Periods: how offices write them, what they are called here, which one came before.

An id is `2025` (year), `2025-S1` (half), `2025-Q1` (quarter) or `2025-05` (month).
"""

import datetime as dt
import re
from collections.abc import Sequence

from skm.errors import Place, RequestError

ID = re.compile(r"^(?P<year>(?:19|20)\d{2})(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?$")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
PART = re.compile(
    r"\b(?P<kind>tw|triwulan|kuartal|quarter|q|semester|smt|sem|s)[ .\-]*(?P<number>iv|iii|ii|i|[1-4])\b",
    re.IGNORECASE,
)
HALVES = {"semester", "smt", "sem", "s"}
MONTHS = (
    "januari februari maret april mei juni juli agustus september oktober november desember".split(),
    "january february march april may june july august september october november december".split(),
)
# What file names say without naming anybody.
NO_NAMES = {"", "skm", "ikm", "data", "responses", "response", "responden", "jawaban", "kuesioner", "survei", "hasil"}
# What a cell may say beside its period.
CELL_WORDS = {"tahun", "thn", "th", "year", "periode", "period", "bulan", "bln", "survei", "survey", "skm", "ikm"}
WHOLE_YEAR = re.compile(r"^\s*(\d{4})\.0+\s*$")  # a year that passed through a table of floats
SPANS = {
    **{(first, first + 2): f"-Q{place}" for place, first in enumerate((1, 4, 7, 10), start=1)},
    (1, 6): "-S1",
    (7, 12): "-S2",
    (1, 12): "",
}
MONTHS_IN = {"year": 12, "half": 6, "quarter": 3, "month": 1}
NO_PERIOD = "tanpa-periode"  # a file that says nothing of its time is still one period


def is_period(text: str) -> bool:
    """Return whether a text is a period id.

    Examples
    --------
    >>> is_period("2025-Q1"), is_period("2025-Q5")
    (True, False)
    """
    return ID.match(text) is not None


def read_period(text: str) -> str | None:
    """Return the period that a text names, None where it names none.

    Examples
    --------
    >>> read_period("Triwulan I 2025"), read_period("skm-2020"), read_period("2025 Semester 2"), read_period("unit 7")
    ('2025-Q1', '2020', '2025-S2', None)
    """
    text = text.strip()
    if is_period(text):
        return text
    spaced = re.sub(r"[_/\\\-]+", " ", text)
    years = set(YEAR.findall(spaced))
    if len(years) != 1:
        return None
    (year,) = years
    part = PART.search(spaced)
    if part:
        return _with_part(year, part["kind"], part["number"])
    return _of_months(year, _months(spaced)) or year


def period_of_cell(text: str) -> str | None:
    """Return the period that a cell names, None where something in it stays unexplained.

    A file name says much beside its period; a cell of a period column says nothing else, so "2025-Q5" is an error
    and not the year 2025.

    Examples
    --------
    >>> period_of_cell("TW I 2025"), period_of_cell("07/2025"), period_of_cell("2025-Q5")
    ('2025-Q1', '2025-07', None)
    """
    words = re.sub(r"[\W_]+", " ", WHOLE_YEAR.sub(r"\1", text)).strip()
    period = read_period(text.strip()) if is_period(text.strip()) else read_period(words)
    if period is None or is_period(text.strip()):
        return period
    rest = [word for word in _without_period(words).split() if word.casefold() not in CELL_WORDS]
    if not rest:
        months = _months(words)
        return period if len(months) < 2 or PART.search(words) or _of_months(period[:4], months) else None
    if len(rest) == 1 and kind_of(period) == "year" and re.fullmatch(r"0?[1-9]|1[0-2]", rest[0]):
        return f"{period}-{int(rest[0]):02d}"
    return None


def named_period(text: str) -> str:
    """Return the period that somebody typed; a RequestError where it is none.

    Examples
    --------
    >>> named_period("triwulan ii 2025")
    '2025-Q2'
    """
    period = period_of_cell(text)
    if period is None:
        raise RequestError("no_period_id", [Place(value=text)])
    return period


def _with_part(year: str, kind: str, number: str) -> str | None:
    place = ROMAN.get(number.casefold()) or int(number)
    if kind.casefold() in HALVES:
        return f"{year}-S{place}" if place in (1, 2) else None
    return f"{year}-Q{place}"


def _months(text: str) -> tuple[int, ...]:
    """Return the months that a text names, in the year's order."""
    words = set(text.casefold().split())
    return tuple(sorted({place for names in MONTHS for place, name in enumerate(names, start=1) if name in words}))


def _of_months(year: str, months: Sequence[int]) -> str | None:
    """Return the period from the first to the last of some months; None where they make none."""
    if len(months) == 1:
        return f"{year}-{months[0]:02d}"
    part = SPANS.get((months[0], months[-1])) if months else None
    return f"{year}{part}" if part is not None else None


def period_of_path(parts: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the period that folders and file name say, and the parts that say something else.

    Examples
    --------
    >>> period_of_path(["2025", "TW1", "Dinas Kesehatan", "Puskesmas 07"])
    ('2025-Q1', ('Dinas Kesehatan', 'Puskesmas 07'))
    """
    period, rest = None, []
    for part in parts:
        joined = (read_period(f"{period[:4]} {part}") if period else None) or read_period(part)
        if joined and (not period or joined.startswith(period)):
            period = joined
        remainder = _without_period(part) if joined else part
        if remainder.strip(" -_.,()").casefold() not in NO_NAMES:
            rest.append(remainder.strip(" -_.,()"))
    return period, tuple(rest)


def _without_period(text: str) -> str:
    bare = YEAR.sub(" ", PART.sub(" ", re.sub(r"_", " ", text)))
    words = [word for word in bare.split() if not any(word.casefold() in names for names in MONTHS)]
    return " ".join(words)


def kind_of(period: str) -> str:
    """Return "year", "half", "quarter", "month", or "other".

    Examples
    --------
    >>> kind_of("2025"), kind_of("2025-05")
    ('year', 'month')
    """
    found = ID.match(period)
    if not found:
        return "other"
    return next((kind for kind in ("half", "quarter", "month") if found[kind]), "year")


def year_of(period: str) -> str:
    """Return the year that a period is part of; a text that is no period stays itself.

    Examples
    --------
    >>> year_of("2025-Q1"), year_of("2025"), year_of("wave one")
    ('2025', '2025', 'wave one')
    """
    return period if kind_of(period) == "other" else period[:4]


def period_months(period: str) -> tuple[str, str] | None:
    """Return the first and the last month of a period as "YYYY-MM"; None where it is no period.

    Examples
    --------
    >>> period_months("2025-Q2")
    ('2025-04', '2025-06')
    """
    found = ID.match(period)
    if not found:
        return None
    length = MONTHS_IN[kind_of(period)]
    part = int(found["half"] or found["quarter"] or found["month"] or 1)
    return f"{found['year']}-{(part - 1) * length + 1:02d}", f"{found['year']}-{part * length:02d}"


def period_of_day(day: dt.date, kind: str) -> str:
    """Return the period of a kind that a day is in.

    Examples
    --------
    >>> period_of_day(dt.date(2025, 5, 9), "quarter"), period_of_day(dt.date(2025, 5, 9), "month")
    ('2025-Q2', '2025-05')
    """
    length = MONTHS_IN[kind]
    part = (day.month - 1) // length + 1
    return f"{day.year}" + {"year": "", "half": f"-S{part}", "quarter": f"-Q{part}", "month": f"-{part:02d}"}[kind]


def is_within(period: str, other: str) -> bool:
    """Return whether a period is another one or a part of it.

    Examples
    --------
    >>> is_within("2025-Q1", "2025"), is_within("2025", "2025-Q1"), is_within("2025-05", "2025-Q2")
    (True, False, True)
    """
    months, others = period_months(period), period_months(other)
    if months is None or others is None:
        return period == other
    return others[0] <= months[0] and months[1] <= others[1]


def is_in_force(begin: str, end: str, period: str) -> bool:
    """Return whether what begins and ends then is there in a period; both may be years, periods, dates or blank.

    Examples
    --------
    >>> is_in_force("2019", "2024-03-31", "2024-Q1"), is_in_force("", "2024-03-31", "2024-Q2")
    (True, False)
    """
    months = period_months(period)
    if months is None:
        return True
    first = (period_months(begin) or (begin[:7], ""))[0]
    last = (period_months(end) or ("", end[:7]))[1]
    return (not begin or first <= months[1]) and (not end or last >= months[0])
