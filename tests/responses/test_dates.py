"""Dates: as offices write them; a date that is none is none, never another day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.responses.dates import read_dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-07-15", dt.date(2020, 7, 15)),
        ("2020-07-15T08:30:00", dt.date(2020, 7, 15)),
        ("15/07/2020", dt.date(2020, 7, 15)),
        (" 15-7-2020 ", dt.date(2020, 7, 15)),
        ("15.07.20 08.30", dt.date(2020, 7, 15)),
        ("15 Juli 2020", dt.date(2020, 7, 15)),
        ("1 Agt. 2020", dt.date(2020, 8, 1)),
        ("3 Nopember 2020", dt.date(2020, 11, 3)),
        ("3 august 2020", dt.date(2020, 8, 3)),
    ],
)
def test_dates_are_read(text, day):
    """Digits and month names in both languages are read, with or without a time behind."""
    assert read_dates([text]) == {text: day}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "31/02/2020",
        "kemarin",
        "15/07/202",
        "15/07/20201",
        "44027",
        "2020",
        "15/13/2020",
        "0/1/2020",
        "15/07/2",
    ],
)
def test_what_is_no_date_is_none(text):
    """A day that does not exist, a year cut short or a bare number is no date: not today, not the day before."""
    assert read_dates([text]) == {text: None}


def test_day_comes_first():
    """A column that could be read both ways has the day first, as Indonesia writes."""
    assert read_dates(["03/04/2020"]) == {"03/04/2020": dt.date(2020, 4, 3)}


def test_month_comes_first_where_only_that_is_possible():
    """One date that needs the month first turns the column, unless another needs the day first."""
    assert read_dates(["03/04/2020", "04/25/2020"])["03/04/2020"] == dt.date(2020, 3, 4)
    torn = read_dates(["03/04/2020", "04/25/2020", "04/26/2020", "25/04/2020"])
    assert torn["03/04/2020"] == dt.date(2020, 4, 3)
    assert torn["04/25/2020"] is None


@pytest.mark.parametrize(("order", "day"), [("dmy", dt.date(2020, 4, 3)), ("mdy", dt.date(2020, 3, 4))])
def test_the_settings_decide(read, order, day):
    """`dates` in [[file]] wins over what the column looks like."""
    settings = f'[[file]]\nmatch = "*.csv"\ndates = "{order}"\n'
    responses = read("Tanggal,Persyaratan\n03/04/2020,4\n", settings=settings)
    assert responses.to_pandas()["date"].tolist() == [day.isoformat()]


@pytest.mark.parametrize(
    "cells", [["15/07/2020", " 16/07/2020 ", "17/07/2020 08:15:00"], ["15 Juli 2020", "16 juli 2020", "17 Jul 2020"]]
)
def test_dates_of_a_file(read, cells):
    """The dates of the rows are ISO, whatever stands around them in the cells."""
    responses = read("Tanggal,Persyaratan\n" + "".join(f"{cell},4\n" for cell in cells))
    assert responses.to_pandas().sort_values("row")["date"].tolist() == ["2020-07-15", "2020-07-16", "2020-07-17"]


def test_an_unreadable_date_keeps_its_row(read, findings):
    """A date that cannot be read is blank and found once; the answers count."""
    responses = read("Tanggal,Persyaratan\n15/07/2020,4\nlupa,3\n,2\n")
    frame = responses.to_pandas().sort_values("row")
    assert frame["date"].fillna("").tolist() == ["2020-07-15", "", ""]
    assert findings(responses) == [(None, "date unreadable", "", "flagged")]


def test_blank_dates_are_no_finding(read, findings):
    """A column of dates with blanks alone beside them gives no finding."""
    assert findings(read("Tanggal,Persyaratan\n15/07/2020,4\n,2\n")) == []


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_returns(day):
    """Every day of the century, written day first, is read as that day."""
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}"):
        assert read_dates([text], "dmy") == {text: day}
