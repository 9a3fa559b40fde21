"""Dates: as offices write them; a date that is none is none, never another day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.responses.dates import prove_order, read_dates


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
        ("15-Jul-20", dt.date(2020, 7, 15)),
        ("Rabu, 15 Juli 2020", dt.date(2020, 7, 15)),
        ("Jum'at 17 Juli 2020 08.30 WIB", dt.date(2020, 7, 17)),
        ("15/7/2020 08.30 WIB", dt.date(2020, 7, 15)),
        ("July 15, 2020", dt.date(2020, 7, 15)),
        ("15 Pebruari 2021", dt.date(2021, 2, 15)),
        ("20200715", dt.date(2020, 7, 15)),
        ("44027", dt.date(2020, 7, 15)),
        ("44027.354166", dt.date(2020, 7, 15)),
        ("2025-03-31T18:30:00Z", dt.date(2025, 4, 1)),
        ("2025-03-31T16:30:00.000+00:00", dt.date(2025, 3, 31)),
        ("2025-04-01 00:30:00+0900", dt.date(2025, 3, 31)),
        ("2025/04/01 12:30:12 AM GMT+9", dt.date(2025, 3, 31)),
        ("2025/03/31 11:30:12 PM GMT+7", dt.date(2025, 3, 31)),
        ("7/15/2020 8:30:12", dt.date(2020, 7, 15)),
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
        "14027",
        "99999",
        "2020",
        "15 marsekal 2020",
        "15 Ju 2020",
        "01/01/1900",
        "12/05/2205",
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


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2020", "25/04/2020"], "dmy"),
        (["03/04/2020", "04/25/2020 8:30"], "mdy"),
        (["03/04/2020", "04/04/2020"], "open"),
        (["25/04/2020", "04/25/2020"], "torn"),
        (["04/04/2020", "2020-04-03", "3 April 2020", "44027"], ""),
    ],
)
def test_the_order_is_proven_by_a_value_above_twelve(texts, order):
    """One value above 12 in one place proves the order of all; both ways contradict; none leaves it open."""
    assert prove_order(texts) == order


def test_one_proof_is_for_all(read):
    """The date that needs the month first turns the others of its column."""
    responses = read("Tanggal,Persyaratan\n03/04/2020,4\n04/25/2020,3\n")
    assert responses.to_pandas().sort_values("row")["date"].tolist() == ["2020-03-04", "2020-04-25"]


def test_contradicting_dates_stop_the_file(refusal, read):
    """Dates that are possible only one way beside others possible only the other way stop the file, with the line."""
    text = "Tanggal,Persyaratan\n25/04/2020,4\n04/25/2020,3\n"
    error = refusal(text)
    assert error.code == "dates_contradict"
    assert [place.value for place in error.places] == ["25/04/2020", "04/25/2020"]
    assert 'dates = "dmy"' in error.message()
    settled = read(text, settings='[[file]]\nmatch = "*.csv"\ndates = "dmy"\n')
    assert settled.to_pandas().sort_values("row")["date"].fillna("").tolist() == ["2020-04-25", ""]


def test_an_order_that_would_move_a_quarter_stops_the_file(refusal, read, findings):
    """3/4/2025 in the first quarter is inside as 4 March and outside as 3 April: the office must say which."""
    text = "Tanggal,Persyaratan\n3/4/2025,4\n4/4/2025,3\n"
    error = refusal(text, period="2025-Q1")
    assert error.code == "date_order_open"
    assert '[[file]] match = "loket.csv" dates = "dmy"' in error.message()
    responses = read(text, period="2025")
    assert responses.to_pandas().sort_values("row")["date"].tolist() == ["2025-04-03", "2025-04-04"]
    assert findings(responses) == [(None, "date order assumed", "", "flagged")]


def test_rows_dated_outside_their_period_stay_and_are_found(read, findings):
    """A date outside the period of the file is a finding with its row; the row stays in the period."""
    responses = read("Tanggal,Persyaratan\n31/03/2025,4\n15/04/2025,3\n30/12/2024,2\n", period="2025-Q1")
    assert set(responses.to_pandas()["period"]) == {"2025-Q1"}
    assert findings(responses) == [
        (3, "outside period", "2025-04-15", "flagged"),
        (4, "outside period", "2024-12-30", "flagged"),
    ]


def test_many_rows_outside_are_counted(read, findings):
    """Fifty rows of a finding are named, the rest is counted."""
    responses = read("Tanggal,Persyaratan\n" + "15/04/2025,3\n" * 60, period="2025-Q1")
    found = [line for line in findings(responses) if line[1] == "outside period"]
    assert len(found) == 51
    assert (None, "outside period", "+10", "flagged") in found


def test_zones_count_at_home(read):
    """A time in another zone is of the day that it was where the office is."""
    text = "Timestamp,Persyaratan\n2025-03-31T18:30:00Z,4\n2025-03-31T10:30:00Z,3\n2025-04-01T01:00:00+07:00,3\n"
    frame = read(text).to_pandas().sort_values("row")
    assert frame["date"].tolist() == ["2025-04-01", "2025-03-31", "2025-04-01"]
    east = read(text, settings='[survey]\ntimezone = "America/New_York"\n').to_pandas().sort_values("row")
    assert east["date"].tolist() == ["2025-03-31"] * 3


def test_dates_that_excel_has_half_converted_stop_the_file(refusal, read):
    """Dates 1 to 12 that became dates beside texts of days above 12 have day and month exchanged."""
    cells = ["2025-03-04", "2025-05-04", "2025-11-04", "15/04/2025", "16/04/2025", "28/04/2025"]
    text = "Tanggal,Persyaratan\n" + "".join(f"{cell},4\n" for cell in cells)
    assert refusal(text).code == "dates_half_converted"
    assert len(read(text, settings='[[file]]\nmatch = "*.csv"\ndates = "dmy"\n').to_pandas()) == 6
    assert len(read(text.replace("2025-03-04", "2025-03-24")).to_pandas()) == 6


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
    """A date that cannot be read is blank and found with its row; the answers count."""
    responses = read("Tanggal,Persyaratan\n15/07/2020,4\nlupa,3\n,2\n")
    frame = responses.to_pandas().sort_values("row")
    assert frame["date"].fillna("").tolist() == ["2020-07-15", "", ""]
    assert findings(responses) == [(3, "date unreadable", "lupa", "flagged")]


def test_blank_dates_are_no_finding(read, findings):
    """A column of dates with blanks alone beside them gives no finding."""
    assert findings(read("Tanggal,Persyaratan\n15/07/2020,4\n,2\n")) == []


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_returns(day):
    """Every day of the century, written day first, is read as that day."""
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}"):
        assert read_dates([text], "dmy") == {text: day}
