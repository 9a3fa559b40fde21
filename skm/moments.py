"""Points in time as an office writes them: a date, an hour, and the zone that they hold in."""

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from skm.errors import Place, SettingsError

# "2025-12-15 09:00", "2025-12-15T09.00", with an offset where the zone is another one: "2025-12-15T09:00+08:00".
WRITTEN = re.compile(
    r"^(?P<day>\d{4}-\d{2}-\d{2})[ T]+(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:]00)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
# What people call the zones of Indonesia; each has one offset all year.
ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}
OFFSET_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name such as "Asia/Makassar".

    Raises
    ------
    SettingsError
        There is no zone of this name.

    Examples
    --------
    >>> zone_of("Asia/Makassar").key
    'Asia/Makassar'
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError("unknown_timezone", [Place("skm.toml", column="survey.timezone", value=name)]) from error


def read_moment(text: str, timezone: str) -> dt.datetime | None:
    """Return the moment that a text names, in the zone of the office unless it says another; None where it is none.

    A date alone is no moment: an embargo ends at an hour.

    Examples
    --------
    >>> read_moment("2025-12-15 09.00", "Asia/Jakarta").isoformat()
    '2025-12-15T09:00:00+07:00'
    >>> read_moment("2025-12-15", "Asia/Jakarta") is None
    True
    """
    found = WRITTEN.match(text.strip())
    if found is None:
        return None
    offset = found["zone"] or ""
    written = f"{found['day']}T{int(found['hour']):02d}:{found['minute']}:00{offset.upper()}"
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone_of(timezone))


def zone_name(moment: dt.datetime) -> str:
    """Return what people call the zone of a moment: WIB, WITA, WIT, or its distance from UTC.

    Examples
    --------
    >>> zone_name(read_moment("2025-12-15 09:00", "Asia/Makassar")), zone_name(read_moment("2025-12-15 09:00Z", "x"))
    ('WITA', 'UTC+00:00')
    """
    key = getattr(moment.tzinfo, "key", "")
    if key in ZONE_NAMES:
        return ZONE_NAMES[key]
    offset = moment.utcoffset() or dt.timedelta(0)
    hours = offset / dt.timedelta(hours=1)
    return OFFSET_NAMES.get(int(hours), _from_utc(offset)) if hours == int(hours) else _from_utc(offset)


def _from_utc(offset: dt.timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
