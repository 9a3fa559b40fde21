"""Periods: as offices write them; what is no period is none, never the nearest one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.periods import is_period, kind_of, named_period, period_of_cell, period_of_path, read_period

PERIODS = st.builds(
    lambda year, part: f"{year}{part}",
    st.integers(1990, 2099),
    st.sampled_from(["", "-S1", "-S2", "-Q1", "-Q2", "-Q3", "-Q4", *(f"-{month:02d}" for month in range(1, 13))]),
)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("TW1 2025", "2025-Q1"),
        ("TW I 2025", "2025-Q1"),
        ("Triwulan IV 2025", "2025-Q4"),
        ("triwulan-2-2025", "2025-Q2"),
        ("2025_Q3", "2025-Q3"),
        ("Semester 1 2025", "2025-S1"),
        ("2025 Semester II", "2025-S2"),
        ("Agustus 2025", "2025-08"),
        ("may 2025", "2025-05"),
        ("Januari - Maret 2025", "2025-Q1"),
        ("Januari s.d. Juni 2025", "2025-S1"),
        ("Juli-Desember 2025", "2025-S2"),
        ("skm-2020", "2020"),
        ("unit 7", None),
        ("2019-2020", None),
        ("12025", None),
    ],
)
def test_texts_that_name_a_period(text, period):
    """Quarters, halves, months and years are read in the ways in which offices write them; two years are none."""
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025", "2025"),
        (" 2025.0 ", "2025"),
        ("Tahun 2025", "2025"),
        ("TW I - 2025", "2025-Q1"),
        ("Triwulan I (Januari-Maret) 2025", "2025-Q1"),
        ("07/2025", "2025-07"),
        ("2025/7", "2025-07"),
        ("2025-Q5", None),
        ("2025-13", None),
        ("TW 5 2025", None),
        ("Semester 3 2025", None),
        ("Mei-Juni 2025", None),
        ("15/07/2025", None),
        ("Loket 3 2025", None),
        ("", None),
    ],
)
def test_cells_that_name_a_period(text, period):
    """A cell of a period column names a period and nothing else; what is left over makes it none."""
    assert period_of_cell(text) == period


@pytest.mark.parametrize(
    ("parts", "period", "rest"),
    [
        (["2025", "TW1", "Dinas Kesehatan", "Puskesmas 07"], "2025-Q1", ("Dinas Kesehatan", "Puskesmas 07")),
        (["2025", "Semester 2", "loket"], "2025-S2", ("loket",)),
        (["skm_2020"], "2020", ()),
        (["Puskesmas 07 - TW II 2025"], "2025-Q2", ("Puskesmas 07",)),
        (["2025", "Puskesmas 07"], "2025", ("Puskesmas 07",)),
        (["Puskesmas 07"], None, ("Puskesmas 07",)),
    ],
)
def test_folders_say_the_period(parts, period, rest):
    """Folders and file name give the period, what remains names agency and unit."""
    assert period_of_path(parts) == (period, rest)


@given(PERIODS)
def test_an_id_stands_for_itself(period):
    """Every period id is read as itself, in a file name, in a cell and from the command line."""
    assert is_period(period)
    assert read_period(period) == period_of_cell(period) == named_period(period) == period
    assert period_of_path([period])[0] == period
    assert kind_of(period) in {"year", "half", "quarter", "month"}


@given(st.text(max_size=20))
def test_any_text_is_a_period_or_none(text):
    """Whatever is written, both readings give a period id or none."""
    free, strict = read_period(text), period_of_cell(text)
    assert free is None or is_period(free)
    assert strict is None or is_period(strict)


def test_a_typed_period_that_is_none():
    """A typed text that is no period is the caller's error, with the way out."""
    with pytest.raises(RequestError) as caught:
        named_period("../lain")
    assert caught.value.code == "no_period_id"
    assert "2025-Q1" in caught.value.message("en")


def test_other_texts_have_no_kind():
    """A text that is no id has the kind "other", so that it is never compared as a year."""
    assert kind_of("tanpa-periode") == "other"
