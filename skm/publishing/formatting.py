"""Numbers, dates and lists as people read them, in Indonesian and English.

Everything goes through Babel with the language named each time, so that no setting of the machine changes a page.
Figures that the index table prints are re-spelled digit by digit, never rounded a second time.
"""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_decimal_symbol, get_group_symbol

from skm.periods import NO_PERIOD, kind_of

NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
ROMAN = ("I", "II", "III", "IV")
PARTS = {
    "half": {"id": "Semester", "en": "Half"},
    "quarter": {"id": "Triwulan", "en": "Quarter"},
}
SHORT_PARTS = {
    "half": {"id": "Sem. {roman}", "en": "H{number}"},
    "quarter": {"id": "TW {roman}", "en": "Q{number}"},
}
UNDATED = {"id": "tanpa periode", "en": "undated"}
WHOLE_PERCENT_BELOW = 100  # no decimals for percentages with a base under 100


@lru_cache(maxsize=8192)  # a page says the same numbers in a sentence, a chart and a table
def spell(value: Decimal | float, places: int, language: str, sign: bool = False) -> str:
    r"""Return a number with `places` decimals, rounded half-up, in the digits of `language`.

    Parameters
    ----------
    value
        The number; a float is read by its shortest decimal spelling.
    places
        Decimals to print.
    language
        "id" or "en".
    sign
        Put a plus before a positive number, as changes need it. Zero has no sign.

    Examples
    --------
    >>> spell(Decimal("81.96"), 2, "id"), spell(0.98, 2, "id", sign=True)
    ('81,96', '+0,98')
    >>> spell(-1.2, 2, "id") == "\u22121,20"
    True
    """
    number = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(number):,.{places}f}".translate(_signs(language))
    if number < 0:
        return MINUS + text
    return "+" + text if sign and number > 0 else text


@cache
def _signs(language: str) -> dict[int, str]:
    """Return the signs of a language for those that Python puts into a number.

    Babel's pattern for a number is read anew for each one, which takes six times as long.
    """
    return str.maketrans({",": get_group_symbol(language), ".": get_decimal_symbol(language)})


def spell_count(count: int, language: str) -> str:
    """Return a whole number with thousands parted.

    Examples
    --------
    >>> spell_count(12480, "id"), spell_count(12480, "en")
    ('12.480', '12,480')
    """
    return spell(Decimal(count), 0, language)


def places_of(printed: Decimal) -> int:
    """Return the decimals that a printed figure has; what stands beside it has no more.

    Examples
    --------
    >>> places_of(Decimal("81.96")), places_of(Decimal("82"))
    (2, 0)
    """
    exponent = printed.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def spell_printed(printed: Decimal, language: str, sign: bool = False) -> str:
    """Return a printed figure in the digits of `language`, with the decimals that it has.

    Examples
    --------
    >>> spell_printed(Decimal("81.90"), "id")
    '81,90'
    """
    return spell(printed, places_of(printed), language, sign)


def spell_interval(low: float, high: float, language: str, sign: bool = False, places: int = 2) -> str:
    r"""Return an interval in one cell: "81,74–82,18"; with signs the dash is spaced.

    Examples
    --------
    >>> spell_interval(81.74, 82.18, "id") == "81,74\u201382,18"
    True
    """
    ends = [spell(end, places, language, sign) for end in (low, high)]
    return (f"{NBSP}{EN_DASH}{NBSP}" if sign else EN_DASH).join(ends)


def spell_share(part: int, whole: int, language: str) -> str:
    """Return a share as a percentage without its sign; whole percents where the base is under 100.

    Examples
    --------
    >>> spell_share(555, 1000, "id"), spell_share(1, 3, "id")
    ('55,5', '33')
    """
    places = 0 if whole < WHOLE_PERCENT_BELOW else 1
    return spell(Decimal(100 * part) / Decimal(whole), places, language)


def join_words(words: Sequence[str], language: str) -> str:
    """Return words as a list in a sentence: "a, b, dan c".

    Examples
    --------
    >>> join_words(["a", "b", "c"], "id")
    'a, b, dan c'
    """
    return format_list(list(words), locale=language)


def capital(text: str) -> str:
    """Return a text with its first letter in upper case, the rest untouched.

    Examples
    --------
    >>> capital("naik di RSUD")
    'Naik di RSUD'
    """
    return text[:1].upper() + text[1:]


def spell_period(period: str, language: str) -> str:
    """Return a period as pages print it: "Triwulan I 2025", "Mei 2025", "2025".

    Examples
    --------
    >>> spell_period("2025-Q1", "id"), spell_period("2025-05", "en")
    ('Triwulan I 2025', 'May 2025')
    """
    kind = kind_of(period)
    year, _, part = period.partition("-")
    if kind == "month":
        return format_date(dt.date(int(year), int(part), 1), "MMMM y", locale=language)
    if kind in PARTS:
        return f"{PARTS[kind][language]} {ROMAN[int(part[1:]) - 1]} {year}"
    return UNDATED[language] if period in ("", NO_PERIOD) else period


def part_of_period(period: str, language: str) -> tuple[str, str]:
    """Return the short name of a period and its year, for an axis; a year is its own name.

    Examples
    --------
    >>> part_of_period("2025-Q1", "id"), part_of_period("2025-05", "en"), part_of_period("2025", "id")
    (('TW I', '2025'), ('May', '2025'), ('2025', ''))
    """
    kind = kind_of(period)
    year, _, part = period.partition("-")
    if kind == "month":
        return format_date(dt.date(int(year), int(part), 1), "MMM", locale=language), year
    if kind in SHORT_PARTS:
        number = int(part[1:])
        return SHORT_PARTS[kind][language].format(roman=ROMAN[number - 1], number=number), year
    return spell_period(period, language), ""


def spell_dates(first: dt.date, last: dt.date, language: str) -> str:
    r"""Return the days from first to last, naming what they share once.

    Examples
    --------
    >>> spell_dates(dt.date(2020, 1, 2), dt.date(2020, 11, 30), "id") == "2 Januari\u201330 November 2020"
    True
    """
    if first == last:
        return format_date(last, "d MMMM y", locale=language)
    start = "d MMMM y"
    if first.year == last.year:
        start = "d" if first.month == last.month else "d MMMM"
    return f"{format_date(first, start, locale=language)}{EN_DASH}{format_date(last, 'd MMMM y', locale=language)}"


def hold_together(text: str) -> str:
    r"""Return a text whose numbers do not part from their unit at the end of a line.

    Examples
    --------
    >>> hold_together("naik 0,98 poin") == "naik 0,98\u00a0poin"
    True
    """
    return re.sub(r"(?<=\d) (?=(?:poin|points?|unit|units|%)(?!\w))", NBSP, text)
