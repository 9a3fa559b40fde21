"""Dates as offices write them → ISO dates. The order of day and month is proven by the file, never guessed."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw

from skm.errors import DataError, Place
from skm.periods import NO_PERIOD, kind_of, period_months, period_of_day
from skm.responses.keys import join_map
from skm.responses.rows import Table, count_labels
from skm.responses.staging import quoted_name
from skm.survey import Survey

HOME = "Asia/Jakarta"
NUMERIC = re.compile(r"^(?:(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})|(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2}))(?!\d)")
WORDS = re.compile(r"^(\d{1,2})[ \-./]*([^\W\d]+)[ \-./,]*(\d{4}|\d{2})(?!\d)")
WORDS_MONTH_FIRST = re.compile(r"^([^\W\d]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?!\d)")
WEEKDAY = re.compile(
    r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|sen|sel|rab|kam|jum|sab|min|mon|tue|wed|thu|fri|sat|sun)\b[.,]*\s*",
    re.IGNORECASE,
)
COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
SERIAL = re.compile(r"^(\d{5})(?:[.,]\d+)?$")
SERIAL_ZERO = dt.date(1899, 12, 30)  # day 0 of the 1900 system from 1 March 1900 on
YEARS = (2000, 2099)  # no survey of these regulations is older; a later year is a slip of a key
# A time with its zone. Ten minutes are as fine as zones are, so the first 15 signs and the zone say the day.
ZONED = re.compile(r"^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d).*?(Z|[+-]\d\d:?\d\d)$")
ZONED_SHORT = r"^\s*(\d{4}-\d\d-\d\d[T ]\d\d:\d).*?(Z|[+-]\d\d:?\d\d)\s*$"  # the same for the engine
# As Google Forms writes it into a CSV: 2025/07/15 8:30:12 PM GMT+7.
GMT = re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2}) (\d{1,2}):(\d\d):\d\d(?: ([AP])M)? GMT([+-]\d{1,2})(?::?(\d\d))?$")
MONTHS = {
    name: place
    for names in (
        "januari februari maret april mei juni juli agustus september oktober november desember".split(),
        "january february march april may june july august september october november december".split(),
    )
    for place, name in enumerate(names, start=1)
} | {"pebruari": 2, "nopember": 11}
SHORT_MONTHS = {"agt": 8, "ags": 8, "agust": 8, "sept": 9, "nop": 11, "peb": 2}
LETTERS_OF_MONTH = 3
DATE_LENGTH = 10  # characters of a numeric date without its time
ORDERS = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}  # places of year, month, day
UNDATED_AT_MOST = 0.05  # of the rows, where dates decide the period: as for answers off the scale
FEW = 0.01  # of the rows: a year of so few, apart from the others, is a slip of a key
TEXTS_OF_CHANGED = 3  # distinct dates of each kind that show a column which Excel has half converted
LISTED = 50  # rows that one finding names; the rest is counted


def read_dates(texts: Iterable[str], order: str | None = None, timezone: str = HOME) -> dict[str, dt.date | None]:
    """Return the date of each text, None where it is none.

    Parameters
    ----------
    texts
        Distinct cells of one column: 2020-07-15, 15/07/2020, "Rabu, 15 Juli 2020", 15-Jul-20, an Excel serial, with or
        without a time behind.
    order
        "dmy", "mdy" or "ymd". Where it is not given: what the texts prove, else day first, as Indonesia writes.
    timezone
        Where the office is: a time with another zone may be the day before or after there.

    Examples
    --------
    >>> read_dates(["15/07/2020 08.30", "3 Agustus 2020"])
    {'15/07/2020 08.30': datetime.date(2020, 7, 15), '3 Agustus 2020': datetime.date(2020, 8, 3)}
    >>> read_dates(["2025-03-31T18:30:00Z"])
    {'2025-03-31T18:30:00Z': datetime.date(2025, 4, 1)}
    """
    texts = list(texts)
    if order is None:
        order = "mdy" if prove_order(texts) == "mdy" else "dmy"
    return {text: _one(text, order, timezone) for text in texts}


def prove_order(texts: Iterable[str]) -> str:
    """Return which order of day and month some texts prove.

    Returns
    -------
    str
        "dmy" or "mdy": some date is possible only so, and none only the other way round. "torn": there are both.
        "open": dates can be read both ways, and none proves anything. "": no text can be read both ways.

    Examples
    --------
    >>> prove_order(["03/04/2025", "15/04/2025"]), prove_order(["03/04/2025"]), prove_order(["2025-04-03"])
    ('dmy', 'open', '')
    """
    proven, open_ones = set(), False
    for text in texts:
        found = NUMERIC.match(WEEKDAY.sub("", text.strip()))
        if not found or found[1]:
            continue
        by_day, by_month = _numeric(found, "dmy"), _numeric(found, "mdy")
        if by_day and by_month:
            open_ones = open_ones or by_day != by_month
        elif by_day or by_month:
            proven.add("dmy" if by_day else "mdy")
    if len(proven) == 1:
        return proven.pop()
    return "torn" if proven else "open" if open_ones else ""


def half_converted(texts: Collection[str]) -> bool:
    """Return whether a program has read day and month of some dates the wrong way round, and left the others as text.

    Excel with American settings does so with a column of 03/04/2025 and 15/04/2025: the first becomes 4 March, the
    second, which is no date to it, stays text. What it has read then never has a day above 12, what it left always.

    Examples
    --------
    >>> half_converted(["2025-03-04", "2025-05-04", "2025-11-04", "15/04/2025", "16/04/2025", "28/04/2025"])
    True
    """
    iso = [found for text in texts if (found := NUMERIC.match(text.strip())) and found[1] and "-" in found[0]]
    left = [found for text in texts if (found := NUMERIC.match(text.strip())) and not found[1]]
    if min(len(iso), len(left)) < TEXTS_OF_CHANGED:
        return False
    return all(int(found[3]) <= 12 for found in iso) and all(int(found[4]) > 12 >= int(found[5]) for found in left)


def _one(text: str, order: str, timezone: str) -> dt.date | None:
    text = WEEKDAY.sub("", text.strip())
    if found := ZONED.match(text):
        year, month, day, hour, tens = (int(part) for part in found.groups()[:5])
        return _at_home((year, month, day, hour, tens * 10), found[6], timezone)
    if found := GMT.match(text):
        hour = int(found[4]) % 12 + 12 * (found[6] == "P") if found[6] else int(found[4])
        zone = f"{found[7][0]}{int(found[7][1:]):02d}:{found[8] or '00'}"
        return _at_home((int(found[1]), int(found[2]), int(found[3]), hour, int(found[5])), zone, timezone)
    if found := NUMERIC.match(text):
        return _numeric(found, order)
    return _of_number(text) or _of_words(text)


def _of_number(text: str) -> dt.date | None:
    """Return the date of a number: 20250715, or the day of a spreadsheet."""
    if found := COMPACT.match(text):
        return _date(*(int(part) for part in found.groups()))
    found = SERIAL.match(text)
    return _in_years(SERIAL_ZERO + dt.timedelta(days=int(found[1]))) if found else None


def _of_words(text: str) -> dt.date | None:
    """Return the date of a text that names the month."""
    if found := WORDS.match(text):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    found = WORDS_MONTH_FIRST.match(text)
    return _date(int(found[3]), _month(found[1]), int(found[2])) if found else None


def _numeric(found: re.Match[str], order: str) -> dt.date | None:
    parts = [int(part) for part in found.groups() if part]
    if found[1]:
        places = ORDERS["ymd"]
    else:
        short = order == "ymd" and len(found[6]) == 2  # 20/07/15 as the settings say it
        places = ORDERS["ymd" if short else "dmy" if order == "ymd" else order]
    return _date(*(parts[place] for place in places))


@cache
def _month(word: str) -> int | None:
    """Return the month that a word names, in full or by its first letters."""
    word = word.casefold()
    if word in SHORT_MONTHS:
        return SHORT_MONTHS[word]
    if len(word) < LETTERS_OF_MONTH:
        return None
    found = {place for name, place in MONTHS.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else None


def _at_home(parts: tuple[int, int, int, int, int], zone: str, timezone: str) -> dt.date | None:
    """Return the day that it was in the office's time zone."""
    try:
        offset = dt.datetime.strptime("+0000" if zone == "Z" else zone, "%z").tzinfo
        return _in_years(dt.datetime(*parts, tzinfo=offset).astimezone(ZoneInfo(timezone)).date())
    except (ValueError, OverflowError):
        return None


def _date(year: int, month: int | None, day: int) -> dt.date | None:
    try:
        return _in_years(dt.date(year + 2000 if year < 100 else year, month or 0, day))
    except ValueError:
        return None


def _in_years(day: dt.date) -> dt.date | None:
    return day if YEARS[0] <= day.year <= YEARS[1] else None


# --- the dates of a table -----------------------------------------------------------------------------------------


def with_dates(table: Table, frame: Any) -> tuple[Any, list[dict]]:
    """Return the frame with ISO dates, and the findings about them.

    Where nothing else says the period, the dates do: the frame's `key_period` is then that of the row's date.

    Raises
    ------
    DataError
        The dates contradict each other, their order matters and nothing proves it, or too many rows have none where
        they decide the period.
    """
    role = _date_role(table)
    if role is None:
        return frame, []
    frame, texts = _shortened(table, frame, role)
    order, lines = _order_of(table, frame, role, texts)
    found = read_dates(texts, order, table.survey.timezone)
    far = _far_years(table, frame, found) if table.constants.by_date else set()
    days = {text: day.isoformat() if day and day.year not in far else None for text, day in found.items()}
    frame = join_map(table, frame, "raw_date", "iso_date", days)
    unread = [text for text, day in days.items() if day is None and text.strip()]
    if unread:
        lines += _lines(table, frame.filter(nw.col("raw_date").is_in(unread)), role, "date unreadable", role)
    if table.constants.by_date:
        frame = frame.with_columns(_period_of_dates(set(filter(None, days.values())), table.survey))
        _refuse_undated(table, frame, role)
    return frame, lines


def periods_of(frame: Any) -> tuple[str, ...]:
    """Return the periods of the rows of a frame."""
    found = frame.select("key_period").unique().collect(backend="pandas").to_native()["key_period"]
    return tuple(sorted(period for period in found.dropna() if period))


def _date_role(table: Table) -> str | None:
    return next((role for role in ("date", "timestamp") if role in table.plan.roles), None)


def _shortened(table: Table, frame: Any, role: str) -> tuple[Any, list[str]]:
    """Return the frame with `raw_date`, the part of each cell that says the day, and its distinct texts.

    Ten characters hold a numeric date without its time, so a column of timestamps has few of them.
    """
    short = nw.col(role).str.strip_chars().str.slice(0, DATE_LENGTH)
    # Of the staged cells alone: the frame would bring along the SQL of everything that is made of a row.
    heads = _distinct(nw.from_native(table.connection.table(table.staged.name)).select(short.alias("d")))
    if not all(NUMERIC.match(head) for head in heads if head) or _abroad(table, role):
        frame = frame.with_columns(nw.col(role).alias("raw_date"))
        return frame, list(count_labels(table.connection, table.staged.name, [role])[role])
    if _has(table, role, ZONED_SHORT):
        zoned = nw.col(role).str.replace_all(ZONED_SHORT, r"\1\2")
        short = nw.when(nw.col(role).str.contains(ZONED_SHORT)).then(zoned).otherwise(short)
        frame = frame.with_columns(short.alias("raw_date"))
        return frame, _distinct(frame.select(nw.col("raw_date").alias("d")))
    return frame.with_columns(short.alias("raw_date")), heads


def _distinct(frame: Any) -> list[str]:
    return frame.unique().collect(backend="pandas").to_native()["d"].dropna().tolist()


def _has(table: Table, role: str, pattern: str) -> bool:
    query = f"SELECT 1 FROM {table.staged.name} WHERE regexp_matches({quoted_name(role)}, ?) LIMIT 1"
    return bool(table.connection.execute(query, [pattern]).fetchall())


def _abroad(table: Table, role: str) -> bool:
    """Return whether some cell has a time behind which another zone than the office's is written (GMT+9)."""
    query = f"SELECT DISTINCT regexp_extract({quoted_name(role)}, 'GMT[+-]\\d+(:?\\d\\d)?$') FROM {table.staged.name}"
    zones = {zone for (zone,) in table.connection.execute(query).fetchall() if zone}
    home = home_offset(table.survey.timezone)
    return any(_offset(zone).total_seconds() != home for zone in zones)


def home_offset(timezone: str) -> int:
    """Return the seconds by which the office's clock is before Greenwich's; Indonesia changes no clocks.

    Examples
    --------
    >>> home_offset("Asia/Jayapura")
    32400
    """
    offset = dt.datetime(2025, 1, 1, tzinfo=ZoneInfo(timezone)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _offset(zone: str) -> dt.timedelta:
    hours, _, minutes = zone.removeprefix("GMT").partition(":")
    return dt.timedelta(hours=int(hours), minutes=int(minutes or 0))


def _order_of(table: Table, frame: Any, role: str, texts: list[str]) -> tuple[str, list[dict]]:
    """Return the order of day and month, with a finding where it is only assumed; stop where it is not proven."""
    stated = next((s.dates for s in table.survey.file_settings(table.where[0]) if s.dates), None)
    if stated:
        return stated, []
    proof = prove_order(texts)
    place = Place(*table.where, column=table.headers[role])
    if half_converted(texts):
        raise DataError("dates_half_converted", [place], file=table.where[0])
    if proof == "torn":
        raise DataError("dates_contradict", _examples(table, role, texts), file=table.where[0])
    if proof != "open":
        return proof or "dmy", []
    if table.constants.by_date or _order_matters(table, frame, texts):
        raise DataError("date_order_open", _examples(table, role, texts), file=table.where[0])
    return "dmy", table.exclude([(None, "")], "date order assumed", "flagged", role)


def _examples(table: Table, role: str, texts: Iterable[str]) -> list[Place]:
    """Return the places of some dates: those possible in one order alone, else those possible in both."""
    found = {text: (read_dates([text], "dmy")[text], read_dates([text], "mdy")[text]) for text in texts}
    only_by_day = [text for text, (by_day, by_month) in found.items() if by_day and not by_month]
    only_by_month = [text for text, (by_day, by_month) in found.items() if by_month and not by_day]
    both = [text for text, (by_day, by_month) in found.items() if by_day and by_month and by_day != by_month]
    shown = [*only_by_day[:2], *only_by_month[:2]] or both[:2]
    return [Place(*table.where, column=table.headers[role], value=text) for text in shown]


def _order_matters(table: Table, frame: Any, texts: list[str]) -> bool:
    """Return whether some row is in its period by one order and outside by the other."""
    by_day, by_month = (read_dates(texts, order, table.survey.timezone) for order in ("dmy", "mdy"))
    pairs = frame.select("raw_date", "key_period").unique().collect(backend="pandas").to_native()
    return any(
        _is_inside(by_day.get(text), period) != _is_inside(by_month.get(text), period)
        for text, period in zip(pairs["raw_date"].fillna(""), pairs["key_period"].fillna(""), strict=True)
    )


def _is_inside(day: dt.date | None, period: str) -> bool:
    months = period_months(period)
    return months is None or day is None or months[0] <= f"{day:%Y-%m}" <= months[1]


def _far_years(table: Table, frame: Any, found: Mapping[str, dt.date | None]) -> set[int]:
    """Return the years that are a slip of a key: few rows, and years without any between them and the others."""
    years = {text: str(day.year) for text, day in found.items() if day}
    if len(set(years.values())) < 2:
        return set()
    counted = join_map(table, frame, "raw_date", "far_year", years).group_by("far_year").agg(nw.len().alias("n"))
    rows = counted.collect(backend="pandas").to_native().dropna()
    counts = {int(year): int(n) for year, n in zip(rows["far_year"], rows["n"], strict=True)}
    usual = max(counts, key=lambda year: (counts[year], year))
    near = {usual}
    while grown := {year for year in counts if year not in near and min(abs(year - other) for other in near) == 1}:
        near |= grown
    total = sum(counts.values())
    return {year for year, n in counts.items() if year not in near and n <= max(1, FEW * total)}


def _period_of_dates(days: Collection[str], survey: Survey) -> nw.Expr:
    """Return the period of each row's date; of the finest kind that `[[period]]` lists for its year, else the year."""
    by_period: dict[str, list[str]] = {}
    for month in sorted({day[:7] for day in days}):
        kinds = {kind_of(entry.id) for entry in survey.settings.period if entry.id.startswith(month[:4])}
        kind = next((kind for kind in ("month", "quarter", "half") if kind in kinds), "year")
        by_period.setdefault(period_of_day(dt.date.fromisoformat(f"{month}-01"), kind), []).append(month)
    chain = nw.lit(None, dtype=nw.String)
    for period, months in by_period.items():
        chain = nw.when(nw.col("iso_date").str.slice(0, 7).is_in(months)).then(nw.lit(period)).otherwise(chain)
    return chain.alias("key_period")


def _refuse_undated(table: Table, frame: Any, role: str) -> None:
    """Refuse a table of which too many rows have no date, where the dates decide the period."""
    undated = frame.filter(nw.col("iso_date").is_null()).select(nw.len().alias("n"))
    n = int(undated.collect(backend="pandas").to_native()["n"].iloc[0])
    if n > UNDATED_AT_MOST * table.staged.n_rows:
        place = Place(*table.where, column=table.headers[role])
        raise DataError("dates_missing", [place], n=n, total=table.staged.n_rows, file=table.where[0])


def outside_period_lines(table: Table, frame: Any) -> list[dict]:
    """Return the findings of rows that are dated outside their period: they stay in it, and are never moved."""
    role = _date_role(table)
    if role is None or "iso_date" not in frame.collect_schema().names() or table.constants.by_date:
        return []
    month = nw.col("iso_date").str.slice(0, 7)
    flags = []
    for period in table.periods or (table.constants.period,):
        months = period_months(period)
        if months and period != NO_PERIOD:
            flags.append((nw.col("key_period") == period) & ((month < months[0]) | (month > months[1])))
    if not flags:
        return []
    outside = frame.filter(nw.any_horizontal(*flags, ignore_nulls=True).fill_null(value=False))
    return _lines(table, outside, "iso_date", "outside period", role)


def _lines(table: Table, rows: Any, value: str, rule: str, role: str) -> list[dict]:
    """Return a line for each of the first rows, and one that counts the rest."""
    found = rows.select("row", nw.col(value).fill_null("").alias("value"))
    cells = found.sort("row").head(LISTED + 1).collect(backend="pandas").to_native()
    listed = [(int(row), str(text)) for row, text in zip(cells["row"], cells["value"], strict=True)]
    lines = table.exclude(listed[:LISTED], rule, "flagged", role)
    if len(listed) <= LISTED:
        return lines
    n = int(found.select(nw.len().alias("n")).collect(backend="pandas").to_native()["n"].iloc[0])
    return lines + table.exclude([(None, f"+{n - LISTED}")], rule, "flagged", role)
