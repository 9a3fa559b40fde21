"""What holds for all answers whatever: properties of index and change tables."""

import math
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.changes import compare_periods
from skm.indices import IndexTable, compute_indices
from skm.regulation import REGULATION_IDS, load_regulation
from skm.stats.rounding import half_up
from skm.survey import Survey
from skm.tally import merge_tallies, tally_responses

KEYS = load_regulation("permenpan-14-2017").keys
UNITS = ("a", "b", "c")
BY = ["period", "unit"]
EXAMPLES = settings(max_examples=15, deadline=None)

ANSWERS = st.lists(st.sampled_from([1, 2, 3, 3, 4, 4, None]), min_size=9, max_size=9).filter(any)
PERSON = st.tuples(
    st.sampled_from(["2019", "2020"]), st.sampled_from(UNITS), st.sampled_from(["L", "P", None]), ANSWERS
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=25)
POLICIES = st.sampled_from(["available", "complete", "person"])


def frame_of(people: list[tuple[str, str, str | None, list[int | None]]]) -> pl.DataFrame:
    """Return respondents as a frame; Polars, because its group-by is the quickest with few rows."""
    rows = [(period, unit, sex, *answers) for period, unit, sex, answers in people]
    schema = {"period": pl.String, "unit": pl.String, "sex": pl.String, **dict.fromkeys(KEYS, pl.Int64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def table_of(people: list, survey: Survey | None = None, profiles: tuple[str, ...] = ()) -> IndexTable:
    """Return the index table of some respondents."""
    return compute_indices(tally_responses(frame_of(people), by=BY, profiles=profiles), survey)


def both_years(people: list) -> list:
    """Return the people and one person more in each period, so that both periods exist."""
    return [*people, ("2019", "a", "L", [3] * 9), ("2020", "a", "L", [4] * 9)]


@EXAMPLES
@given(PEOPLE, POLICIES)
def test_every_figure_lies_on_the_scale(people, policy):
    """Every index lies within 25 and 100 and within its interval, and prints as its exact value rounded half up."""
    frame = table_of(people, Survey().with_settings(missing=policy)).frame
    known = frame[frame["index"].notna()]
    assert known["index"].between(25, 100).all()
    spread = known[known["se"].notna()]
    assert (spread["se"] > 0).all()
    assert (spread["low"] <= spread["index"]).all()
    assert (spread["index"] <= spread["high"]).all()
    assert spread["low"].ge(25).all()
    assert spread["high"].le(100).all()
    off = (known["printed"].astype(float) - known["index"].where(known["measure"] == "index", known["mean"])).abs()
    assert off.le(0.005 + 1e-9).all()


@EXAMPLES
@given(PEOPLE)
def test_no_figure_has_no_grade_and_a_mark(people):
    """Where there is no index there is no letter, no interval and the mark "not available"; else there are both."""
    frame = table_of(people).frame
    empty = frame["index"].isna()
    assert (frame.loc[empty, ["printed", "grade", "grade_low"]] == "").all(axis=None)
    assert (frame.loc[empty, "mark"] == "..").all()
    assert (frame.loc[~empty, ["printed", "grade"]] != "").all(axis=None)


@pytest.mark.parametrize("regulation_id", REGULATION_IDS)
def test_every_printed_index_has_exactly_one_grade(regulation_id):
    """Each of the 7,501 numbers from 25.00 to 100.00 has the one grade whose printed bounds hold it."""
    regulation = load_regulation(regulation_id)
    for step in range(2500, 10001):
        printed = Decimal(step).scaleb(-2)
        holding = [grade for grade in regulation.grades if grade.lower <= printed <= grade.upper]
        assert [regulation.grade(printed)] == holding


@given(st.fractions(min_value=25, max_value=100, max_denominator=50_000))
def test_letter_and_number_never_disagree(exact):
    """The grade of an index is that of its printed number, also between 88.30 and 88.31."""
    regulation = load_regulation("permenpan-14-2017")
    printed = half_up(exact)
    grade = regulation.grade(printed)
    assert grade.lower <= printed <= grade.upper


@EXAMPLES
@given(PEOPLE, POLICIES)
def test_elements_make_the_index(people, policy):
    """25 × Σ weight × element mean is the index of every unit, group and parent under every policy."""
    frame = table_of(people, Survey().with_settings(missing=policy)).frame
    for _, lines in frame.groupby(["period", "level", "parent", "id", "basis"]):
        index = lines.loc[lines["measure"] == "index", "index"].iloc[0]
        if not math.isnan(index):
            assert 25 * lines.loc[lines["measure"] != "index", "mean"].mean() == pytest.approx(index, rel=1e-12)


@EXAMPLES
@given(PEOPLE)
def test_contributions_add_up(people):
    """Contributions of the elements add up to the change, in full and as printed."""
    frame = compare_periods(table_of(both_years(people)), "2019", "2020").frame
    for _, lines in frame[frame["printed_change"] != ""].groupby(["level", "id", "basis"]):
        total = lines[lines["measure"] == "index"].iloc[0]
        parts = lines[lines["measure"] != "index"]
        assert parts["contribution"].sum() == pytest.approx(total["change"], abs=1e-9)
        assert sum(Decimal(text) for text in parts["printed_contribution"]) == Decimal(total["printed_change"])


@EXAMPLES
@given(PEOPLE)
def test_a_verdict_is_a_statement_about_zero(people):
    """Up means an interval above zero, down below it, unchanged around it; p agrees with the interval."""
    frame = compare_periods(table_of(both_years(people)), "2019", "2020").frame
    known = frame[frame["low"].notna()]
    assert ((known["verdict"] == "up") == (known["low"] > 0)).all()
    assert ((known["verdict"] == "down") == (known["high"] < 0)).all()
    decided = known[(known["p"] - 0.05).abs() > 1e-9]
    assert ((decided["p"] < 0.05) == decided["verdict"].isin(["up", "down"])).all()


@EXAMPLES
@given(PEOPLE)
def test_respondents_of_parents_add_up(people):
    """The n of the whole is the sum over its units with an index, and groups of a profile add up to all rows."""
    frame = table_of(people, profiles=("sex",)).frame
    index = frame[(frame["measure"] == "index") & frame["official"]]
    for period, lines in index.groupby("period"):
        units = lines[(lines["level"] == "unit") & lines["index"].notna()]
        assert lines.loc[lines["level"] == "all", "n"].sum() == units["n"].sum()
        groups = lines[lines["level"] == "sex"]
        if len(groups):
            assert groups["n"].sum() == sum(person[0] == period for person in people)


@EXAMPLES
@given(PEOPLE, st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(people, random):
    """Shuffled rows give the same table, to the last bit."""
    shuffled = random.sample(people, len(people))
    pd.testing.assert_frame_equal(table_of(people).frame, table_of(shuffled).frame, check_exact=True)


@EXAMPLES
@given(PEOPLE, st.integers(0, 25))
def test_two_halves_add_up_to_the_whole(people, cut):
    """The tally of a whole file and the sum of the tallies of its halves give the same table."""
    first, second = people[:cut], people[cut:]
    if not first or not second:
        return
    halves = [tally_responses(frame_of(half), by=BY, profiles=["sex"]) for half in (first, second)]
    added = compute_indices(merge_tallies(halves)).frame
    whole = table_of(people, profiles=("sex",)).frame
    pd.testing.assert_frame_equal(whole, added, check_exact=True)


@EXAMPLES
@given(PEOPLE)
def test_a_silent_respondent_changes_nothing(people):
    """A row without a single answer changes no figure; seen elsewhere: it lowers every mean as a row of zeros."""
    silent = [*people, ("2019", "a", "L", [None] * 9), ("2020", "c", "P", [None] * 9)]
    pd.testing.assert_frame_equal(table_of(people).frame, table_of(silent).frame, check_exact=True)


@EXAMPLES
@given(PEOPLE)
def test_a_silent_unit_changes_no_figure(people):
    """A registered unit without respondents adds its own empty line and changes no other figure."""
    columns = {"name": "", "kind": "", "agency": "", "region": "", "from": "", "to": ""}
    units = pd.DataFrame([{"unit_id": unit, **columns} for unit in (*UNITS, "silent")])
    with_silent = table_of(people, Survey(units=units)).frame
    without = table_of(people, Survey(units=units[units["unit_id"] != "silent"])).frame
    rest = with_silent[with_silent["id"] != "silent"].reset_index(drop=True)
    numbers = ["period", "level", "id", "measure", "basis", "n", "index", "printed", "low", "high", "grade"]
    pd.testing.assert_frame_equal(rest[numbers], without[numbers], check_exact=True)
    assert (with_silent.loc[with_silent["id"] == "silent", "printed"] == "").all()


@EXAMPLES
@given(st.lists(st.lists(ANSWERS, min_size=3, max_size=3), min_size=3, max_size=3), st.integers(1, 5000))
def test_three_figures_agree_for_equal_units(answers, users):
    """With as many respondents and users in each unit, the three figures of the whole are one."""
    people = [("2020", unit, "L", row) for unit, rows in zip(UNITS, answers, strict=True) for row in rows]
    units = pd.DataFrame({"unit_id": UNITS, "name": UNITS, "users_2020": str(users)})
    frame = table_of(people, Survey(units=units)).frame
    whole = frame[(frame["level"] == "all") & (frame["measure"] == "index") & frame["index"].notna()]
    with_index = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & frame["index"].notna()]
    assert len(whole) == (3 if len(with_index) else 0)
    assert whole["printed"].nunique() <= 1
    assert whole["index"].nunique() <= 1


@EXAMPLES
@given(PEOPLE)
def test_the_index_is_the_fraction_it_should_be(people):
    """A unit's printed index is 25/9 of the sum of exact element means, rounded half up once."""
    frame = table_of(people).frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & frame["index"].notna()]
    for key in units[["period", "id", "printed", "index"]].itertuples(index=False, name=None):
        rows = [answers for period, unit, _, answers in people if (period, unit) == key[:2]]
        columns = [[value for value in column if value is not None] for column in zip(*rows, strict=True)]
        exact = sum((Fraction(sum(column), len(column)) for column in columns), Fraction(0)) * 25 / 9
        assert key[2:] == (str(half_up(exact)), float(exact))
