"""From two periods of an index table to the change table."""

import math
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pandas as pd
import polars as pl
import pytest

from skm.changes import CHANGE_COLUMNS, ChangeTable, _verdicts, compare_all, compare_periods
from skm.errors import RequestError
from skm.indices import IndexTable, compute_indices, join_indices
from skm.regulation import Instrument, Item, load_regulation, plain_instrument
from skm.survey import Survey
from skm.tally import tally_responses

REGULATION = load_regulation("permenpan-14-2017")
KEYS = REGULATION.keys


def people(n_threes: int, n_fours: int, **columns: str) -> pd.DataFrame:
    """Return respondents who answer 3 throughout and respondents who answer 4 throughout."""
    scores = [3] * n_threes + [4] * n_fours
    return pd.DataFrame({key: scores for key in KEYS}).assign(**columns)


def table_of(*frames: pd.DataFrame, instrument: Instrument | None = None, survey: Survey | None = None) -> IndexTable:
    """Return the index table of some respondents by period and unit."""
    frame = pl.from_pandas(pd.concat(frames, ignore_index=True))
    return compute_indices(tally_responses(frame, by=["period", "unit"], instrument=instrument), survey)


def compared(*frames: pd.DataFrame, survey: Survey | None = None) -> ChangeTable:
    """Return the changes from 2019 to 2020."""
    return compare_periods(table_of(*frames, survey=survey), "2019", "2020")


def one(changes: ChangeTable, measure: str = "index", **wanted: object) -> pd.Series:
    """Return the one line of a measure that has the wanted values."""
    found = changes.frame[changes.frame["measure"] == measure]
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


def two_units(year: str, fours: int) -> list[pd.DataFrame]:
    """Return two units of forty respondents, the second with `fours` fours."""
    return [people(20, 20, period=year, unit="a"), people(40 - fours, fours, period=year, unit="b")]


def test_columns_are_those_of_the_contract():
    """The table has exactly the documented columns, in their order."""
    changes = compared(*two_units("2019", 10), *two_units("2020", 30))
    assert tuple(changes.frame.columns) == CHANGE_COLUMNS


def test_a_rise_beyond_chance_is_up():
    """Where the 95 % interval of the difference is above zero the verdict is up; below zero it is down."""
    frames = [*two_units("2019", 10), *two_units("2020", 30)]
    line = one(compared(*frames), level="unit", id="b")
    assert (line["printed_change"], line["verdict"]) == ("+12.50", "up")
    assert line["low"] > 0
    falling = compare_periods(table_of(*frames), "2020", "2019")
    assert one(falling, level="unit", id="b")["verdict"] == "down"


def test_a_rise_within_chance_is_unchanged():
    """A rise that chance explains is unchanged, however it looks in print."""
    line = one(compared(*two_units("2019", 20), *two_units("2020", 22)), level="unit", id="b")
    assert (line["printed_change"], line["verdict"]) == ("+1.25", "unchanged")
    assert line["low"] < 0 < line["high"]


def test_intervals_may_overlap_and_the_change_still_be_real():
    """The interval of the difference decides, not the overlap of two intervals."""
    frames = [*two_units("2019", 15), *two_units("2020", 24)]
    table = table_of(*frames)
    ends = table.frame[(table.frame["id"] == "b") & (table.frame["measure"] == "index")].set_index("period")
    assert ends.loc["2019", "high"] > ends.loc["2020", "low"]
    assert one(compare_periods(table, "2019", "2020"), level="unit", id="b")["verdict"] == "up"


def test_printed_change_is_what_a_reader_subtracts():
    """The printed change is the difference of the printed figures, also where the unrounded one rounds otherwise."""
    # 83.333… and 91.666… print as 83.33 and 91.67: the reader finds 8.34, the unrounded change is 8.333….
    line = one(
        compared(people(20, 10, period="2019", unit="a"), people(10, 20, period="2020", unit="a")), level="unit", id="a"
    )
    assert line["printed_change"] == "+8.34"
    assert line["change"] == pytest.approx(25 / 3)


def test_an_element_prints_the_change_of_its_mean():
    """An element's printed change is in the unit of its printed figure, a mean; `change` is in points."""
    line = one(compared(*two_units("2019", 10), *two_units("2020", 30)), "tariff", level="unit", id="b")
    assert (line["printed_change"], line["change"], line["code"]) == ("+0.50", 12.5, "U4")


def test_no_change_has_no_sign():
    """Equal printed figures differ by 0.00, without a sign."""
    assert (
        one(compared(*two_units("2019", 20), *two_units("2020", 20)), level="unit", id="a")["printed_change"] == "0.00"
    )


def test_contributions_add_up():
    """Contributions add up to the change, the printed ones to the printed change."""
    before = pd.concat(two_units("2019", 10))
    after = pd.concat(two_units("2020", 29))
    after.loc[after.index[:17], "tariff"] = 1
    before.loc[before.index[5:9], "time"] = None
    changes = compared(before, after)
    for _, lines in changes.frame[changes.frame["printed_change"] != ""].groupby(["level", "id", "basis"]):
        total = lines[lines["measure"] == "index"].iloc[0]
        parts = lines[lines["measure"] != "index"]
        assert parts["contribution"].sum() == pytest.approx(total["change"], abs=1e-12)
        assert sum(Decimal(text) for text in parts["printed_contribution"]) == Decimal(total["printed_change"])


def test_without_interval_only_equality_has_a_verdict():
    """Equal answers throughout have no interval: no verdict but for equality, and a note."""
    frames = [
        people(20, 0, period="2019", unit="a"),
        people(0, 20, period="2020", unit="a"),
        *(people(20, 0, period=year, unit="b") for year in ("2019", "2020")),
    ]
    changes = compared(*frames)
    moved, same = (one(changes, level="unit", id=unit) for unit in "ab")
    assert (moved["verdict"], same["verdict"]) == ("", "unchanged")
    assert "rentang perubahan" in moved["note"]
    assert math.isnan(moved["p"])


def test_units_that_enter_or_leave_have_no_change():
    """A unit with figures in one period only has a line without a change, and a note."""
    changes = compared(
        people(20, 20, period="2019", unit="old"),
        people(20, 20, period="2020", unit="new"),
        *two_units("2019", 10),
        *two_units("2020", 30),
    )
    new, old = (one(changes, level="unit", id=unit) for unit in ("new", "old"))
    assert math.isnan(new["index_from"])
    assert math.isnan(old["index_to"])
    assert math.isnan(new["change"])
    assert (new["printed_change"], new["verdict"]) == ("", "")
    assert "2019" in new["note"]
    assert "2020" in old["note"]


def test_matched_units_leave_out_who_enters_or_leaves():
    """The matched change is the plain mean over units present in both periods, and counts the others."""
    changes = compared(people(0, 40, period="2020", unit="new"), *two_units("2019", 10), *two_units("2020", 30))
    whole, matched = one(changes, level="all", basis="units"), one(changes, level="matched")
    assert matched["printed_change"] == "+6.25"
    assert whole["printed_change"] == "+9.37"
    assert "masuk 1, keluar 0" in matched["note"]


def test_matched_units_equal_the_whole_where_nobody_enters_or_leaves():
    """With the same units in both periods the matched change is the change of the plain mean, interval and all."""
    changes = compared(*two_units("2019", 10), *two_units("2020", 30))
    columns = ["index_from", "index_to", "change", "printed_change", "se", "df", "low", "high", "verdict"]
    whole, matched = one(changes, level="all", basis="units"), one(changes, level="matched")
    assert matched["printed_change"] == whole["printed_change"]
    assert matched[columns[:3]].tolist() == pytest.approx(whole[columns[:3]].tolist())
    assert matched[columns[4:8]].tolist() == pytest.approx(whole[columns[4:8]].tolist())


def test_each_basis_is_compared_with_its_own():
    """Plain means are compared with plain means and respondents' means with respondents' means."""
    changes = compared(
        people(20, 20, period="2019", unit="a"),
        people(0, 10, period="2019", unit="b"),
        people(20, 20, period="2020", unit="a"),
        people(0, 90, period="2020", unit="b"),
    )
    lines = changes.frame[(changes.frame["level"] == "all") & (changes.frame["measure"] == "index")]
    assert lines.set_index("basis")["printed_change"].to_dict() == {"units": "0.00", "respondents": "+6.15"}


def test_small_units_are_outside_the_joint_test():
    """Holm's p is over the units with enough respondents in both periods; a note counts the others."""
    changes = compared(
        people(5, 4, period="2019", unit="small"),
        people(4, 5, period="2020", unit="small"),
        *two_units("2019", 10),
        *two_units("2020", 30),
    )
    assert math.isnan(one(changes, level="unit", id="small")["p_holm"])
    assert one(changes, level="unit", id="b")["p_holm"] == pytest.approx(2 * one(changes, level="unit", id="b")["p"])
    assert any("1 unit" in text for text in changes.notes)


def test_another_questionnaire_is_not_comparable():
    """Nine elements before and sixteen questions after are a break; seen elsewhere: one line in the chart."""
    items = tuple(Item(f"q{place}", KEYS[place // 2 if place < 14 else place - 7]) for place in range(16))
    frame = pd.DataFrame({item.key: [3, 4] * 20 for item in items}).assign(period="2026", unit="a")
    later = table_of(frame, instrument=Instrument(REGULATION, items))
    joined = join_indices([table_of(people(20, 20, period="2025", unit="a")), later])
    changes = compare_periods(joined, "2025", "2026")
    line = one(changes, level="unit", id="a")
    assert line["verdict"] == "not comparable"
    assert (line["printed_change"], line["index_from"], line["index_to"]) == ("", 87.5, 87.5)
    assert math.isnan(line["change"])
    assert line["note"]


def test_the_same_number_under_other_bounds_did_not_fall():
    """82.00 in 2016 and in 2019 are one number under two rules; seen elsewhere: "fell from A to B"."""
    old = plain_instrument(load_regulation("permenpan-16-2014"))
    scores = [3] * 18 + [4] * 7  # mean 3.28
    before = pd.DataFrame({item.key: scores for item in old.items}).assign(period="2016", unit="a")
    joined = join_indices([table_of(before, instrument=old), table_of(people(18, 7, period="2019", unit="a"))])
    frame = joined.frame[(joined.frame["level"] == "unit") & (joined.frame["measure"] == "index")]
    assert frame[["printed", "grade"]].to_numpy().tolist() == [["82.00", "A"], ["82.00", "B"]]
    assert one(compare_periods(joined, "2016", "2019"), level="unit", id="a")["verdict"] == "not comparable"


def test_a_period_without_figures_is_an_error():
    """Asking for a period that is not there names the periods that are."""
    with pytest.raises(RequestError, match="2018 tidak ada; yang ada: 2019, 2020"):
        compare_periods(table_of(*two_units("2019", 10), *two_units("2020", 10)), "2018", "2020")


def test_pairs_are_the_one_before_and_the_same_a_year_earlier():
    """Each period meets the one before of its kind and the same of last year; years meet years, once."""
    periods = ("2024-Q1", "2024-Q2", "2025-Q1", "2025-Q2")
    changes = compare_all(table_of(*(people(20, 20, period=period, unit="a") for period in periods)))
    pairs = changes.frame[["period_from", "period_to"]].drop_duplicates().to_numpy().tolist()
    assert sorted(map(tuple, pairs)) == [
        ("2024", "2025"),
        ("2024-Q1", "2024-Q2"),
        ("2024-Q1", "2025-Q1"),
        ("2024-Q2", "2025-Q1"),
        ("2024-Q2", "2025-Q2"),
        ("2025-Q1", "2025-Q2"),
    ]


@pytest.mark.parametrize("periods", [("2025",), ("gelombang 1", "gelombang 2")])
def test_nothing_to_compare_gives_an_empty_table(periods):
    """One period, or periods whose order nobody knows, give a table with all columns and no lines."""
    changes = compare_all(table_of(*(people(20, 20, period=period, unit="a") for period in periods)))
    assert tuple(changes.frame.columns) == CHANGE_COLUMNS
    assert len(changes.frame) == 0


def test_inputs_are_left_as_they_were():
    """Comparing changes nothing in the index table."""
    table = table_of(*two_units("2019", 10), *two_units("2020", 30))
    before = table.frame.copy()
    compare_all(table)
    assert table.frame.equals(before)


def test_notes_follow_the_language():
    """Names and notes are in the survey's language."""
    survey = Survey().with_settings(language="en")
    changes = compared(
        people(0, 40, period="2020", unit="new"), *two_units("2019", 10), *two_units("2020", 30), survey=survey
    )
    assert one(changes, level="matched")["note"] == "2 units are in both periods; 1 entered, 0 left"


def test_an_interval_that_touches_zero_is_unchanged():
    """Only an interval that leaves zero out is up or down: one that ends at zero is not."""
    change = SimpleNamespace(verdict="", index_from=80.0, index_to=81.0)
    low, high = np.array([0.0, -2.0, 0.01, -2.0, np.nan]), np.array([2.0, 0.0, 2.0, -0.01, np.nan])
    assert _verdicts([change] * 5, low, high) == ["unchanged", "unchanged", "up", "down", ""]
