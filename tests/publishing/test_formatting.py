"""Numbers and dates as people read them."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import format_decimal

from skm.publishing.formatting import (
    hold_together,
    join_words,
    spell,
    spell_count,
    spell_dates,
    spell_interval,
    spell_period,
    spell_printed,
    spell_share,
)


@pytest.mark.parametrize(
    ("value", "language", "sign", "text"),
    [
        ("81.96", "id", False, "81,96"),
        ("81.96", "en", False, "81.96"),
        ("0.98", "id", True, "+0,98"),
        ("-1.20", "id", True, "\u22121,20"),
        ("0.00", "id", True, "0,00"),
        ("-0.00", "id", True, "0,00"),
    ],
)
def test_printed_figures_keep_their_digits(value, language, sign, text):
    """A printed figure is re-spelled in the digits of the language; minus is U+2212 and zero has no sign."""
    assert spell_printed(Decimal(value), language, sign) == text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("places", [0, 1, 2, 3])
def test_numbers_are_spelled_as_babel_spells_them(language, places):
    """The quick way to spell a number prints what Babel's own pattern prints, whatever the number's size."""
    pattern = "#,##0." + "0" * places if places else "#,##0"
    for value in ("0", "0.5", "9.999", "99.5", "1000", "12480", "999999.9995", "1234567890.5"):
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        assert spell(Decimal(value), places, language) == format_decimal(rounded, pattern, locale=language)


def test_halves_go_up():
    """Numbers are rounded half-up, as the regulation's figures are, not half-even."""
    assert [spell(Decimal(text), 2, "id") for text in ("0.125", "0.135", "-0.125")] == ["0,13", "0,14", "\u22120,13"]


def test_thousands_are_parted():
    """Thousands have a dot in Indonesian and a comma in English."""
    assert (spell_count(12480, "id"), spell_count(1234567, "en")) == ("12.480", "1,234,567")


def test_intervals_use_an_en_dash():
    """An interval stands in one cell with an en dash; with signs the dash is held apart by hard spaces."""
    assert spell_interval(81.74, 82.18, "id") == "81,74–82,18"
    assert spell_interval(-0.1, 0.5, "id", sign=True) == "\u22120,10\u00a0–\u00a0+0,50"


@pytest.mark.parametrize(("part", "whole", "text"), [(1, 3, "33"), (50, 99, "51"), (1, 200, "0,5"), (0, 150, "0,0")])
def test_small_bases_have_whole_percents(part, whole, text):
    """A percentage with a base under 100 has no decimals, otherwise one."""
    assert spell_share(part, whole, "id") == text


@pytest.mark.parametrize(
    ("period", "indonesian", "english"),
    [
        ("2025", "2025", "2025"),
        ("2025-S2", "Semester II 2025", "Half II 2025"),
        ("2025-Q1", "Triwulan I 2025", "Quarter I 2025"),
        ("2025-05", "Mei 2025", "May 2025"),
        ("tanpa-periode", "tanpa periode", "undated"),
    ],
)
def test_periods_have_names(period, indonesian, english):
    """A period is printed by its name, not by its id."""
    assert (spell_period(period, "id"), spell_period(period, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ((2025, 1, 1), (2025, 11, 30), "1 Januari–30 November 2025"),
        ((2025, 3, 1), (2025, 3, 30), "1–30 Maret 2025"),
        ((2024, 12, 1), (2025, 1, 30), "1 Desember 2024–30 Januari 2025"),
        ((2025, 3, 1), (2025, 3, 1), "1 Maret 2025"),
    ],
)
def test_days_name_once_what_they_share(first, last, text):
    """A span of days names a shared month or year once."""
    assert spell_dates(dt.date(*first), dt.date(*last), "id") == text


def test_numbers_stay_with_their_unit():
    """A hard space stands between a number and its unit, and nowhere else."""
    assert hold_together("naik 0,98 poin di 89 unit") == "naik 0,98\u00a0poin di 89\u00a0unit"


def test_lists_read_as_sentences():
    """Words are joined by the rules of the language."""
    assert join_words(["a", "b"], "id") == "a dan b"
    assert join_words(["a", "b"], "en") == "a and b"
