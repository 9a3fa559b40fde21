"""From tallies to the index table. A test with another program's fault names the wrong answer seen there."""

import math
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from skm.changes import compare_periods
from skm.errors import SettingsError
from skm.indices import INDEX_COLUMNS, IndexTable, compute_indices, distribute_answers, join_indices
from skm.periods import period_months
from skm.regulation import Instrument, Item, load_regulation, plain_instrument
from skm.survey import Survey
from skm.tally import Tally, add_years, merge_tallies, tally_responses

REGULATION = load_regulation("permenpan-14-2017")
KEYS = REGULATION.keys
UNIT_COLUMNS = ("unit_id", "name", "kind", "agency", "region", "from", "to")


def people(n: int, total: int, **columns: str) -> pd.DataFrame:
    """Return n respondents whose nine answers sum to `total`, as evenly as they can."""
    base, extra = divmod(total, 9 * n)
    answers = [base + (place < extra) for place in range(9 * n)]
    frame = pd.DataFrame([answers[row::n] for row in range(n)], columns=list(KEYS))
    return frame.assign(**columns)


def same(n: int, score: int | None, **columns: str) -> pd.DataFrame:
    """Return n respondents who answer `score` throughout."""
    return pd.DataFrame({key: [score] * n for key in KEYS}, dtype="Int64").assign(**columns)


def mixed(n: int, **columns: str) -> pd.DataFrame:
    """Return n respondents, half with 3 and half with 4 throughout: index 87.50 where n is even."""
    return pd.concat([same(n - n // 2, 3, **columns), same(n // 2, 4, **columns)], ignore_index=True)


def table_of(*frames: pd.DataFrame, survey: Survey | None = None, **options: object) -> IndexTable:
    """Return the index table of some respondents, by the key columns that they have."""
    frame = pd.concat(frames, ignore_index=True)
    by = [key for key in ("period", "region", "agency", "unit", "service") if key in frame]
    return compute_indices(tally_responses(frame, by=by, **options), survey)


def one(table: IndexTable, measure: str = "index", **wanted: object) -> pd.Series:
    """Return the one line of a measure that has the wanted values."""
    found = table.frame[table.frame["measure"] == measure]
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


def register(*units: dict[str, str], **settings: object) -> Survey:
    """Return a survey with these units in its register."""
    blank = dict.fromkeys(UNIT_COLUMNS, "")
    return Survey(units=pd.DataFrame([{**blank, **unit} for unit in units])).with_settings(**settings)


# ------------------------------------------------------------------------------- the figure, its rounding, its grade


def test_columns_are_those_of_the_contract():
    """The table has exactly the documented columns, in their order."""
    assert tuple(table_of(mixed(4)).frame.columns) == INDEX_COLUMNS


def test_all_fours_are_100():
    """All answers 4 are 100.00 and A; seen elsewhere: 99.00 (weight 0.11), 99.90 (weight 0.111), a crash."""
    line = one(table_of(same(30, 4)), level="all", basis="units")
    assert (line["printed"], line["grade"]) == ("100.00", "A")


@pytest.mark.parametrize(
    ("n", "total", "printed", "grade"),
    [
        (2500, 79479, "88.31", "A"),
        (2500, 68949, "76.61", "B"),
        (50, 1170, "65.00", "C"),
        (5000, 158949, "88.31", "A"),  # 88.305
        (5000, 137889, "76.61", "B"),  # 76.605
        (5000, 116991, "65.00", "C"),  # 64.995
        (384, 12207, "88.30", "B"),
        (384, 10590, "76.61", "B"),
        (384, 8985, "65.00", "C"),
        (100, 3179, "88.31", "A"),
        (30, 270, "25.00", "D"),
    ],
)
def test_bounds_belong_to_the_better_grade(n, total, printed, grade):
    """A bound, and what rounds to it, has one grade; seen elsewhere: B for 88.31, "-", "T", NULL, class E in gaps."""
    line = one(table_of(people(n, total)), level="all", basis="units")
    assert (line["printed"], line["grade"]) == (printed, grade)


def test_twenty_nine_people_are_91_48():
    """955 points of 29 people are 91.48, A; seen elsewhere: 90.56 for the same people, from weights of 0.11."""
    line = one(table_of(people(29, 955)), level="all", basis="units")
    assert (line["printed"], line["grade"]) == ("91.48", "A")


def test_nothing_is_rounded_on_the_way():
    """Element means keep all digits; seen elsewhere: means to two decimals, so that the index moves by 0.25."""
    line = one(table_of(people(7, 7 * 27 + 1)), level="all", basis="units")
    assert line["printed"] == "75.40"


def test_personal_indices_are_not_rounded_before_their_mean():
    """The index is the exact mean of persons; seen elsewhere: the mean of personal indices of two decimals, 86.12."""
    frames = [people(1, 31), people(8, 8 * 31)]
    assert one(table_of(*frames), level="all", basis="units")["printed"] == "86.11"


def test_every_answer_counts():
    """All 100 respondents are used; seen elsewhere: the best 96 or 80 are kept, 1.7 or 4.2 points more."""
    line = one(table_of(same(20, 1), same(80, 4)), level="all", basis="units")
    assert (line["n"], line["printed"]) == (100, "85.00")


def test_element_prints_its_mean_and_is_graded_on_the_scale_of_the_index():
    """An element prints its mean from 1 to 4; its letter is that of 25 times the mean, never of the mean itself."""
    line = one(table_of(mixed(40)), "tariff", level="all", basis="units")
    assert (line["printed"], line["code"], line["index"], line["grade"]) == ("3.50", "U4", 87.5, "B")


def test_columns_in_another_order_change_nothing():
    """Elements are known by key; seen elsewhere: facilities and complaints swapped when a file lists them that way."""
    frame = people(30, 30 * 28 + 5)
    frame["facilities"], frame["complaints"] = 2, 4
    swapped = frame[[*KEYS[:7], "complaints", "facilities"]]
    first, second = (one(table_of(f), "facilities", level="all", basis="units") for f in (frame, swapped))
    assert (first["code"], first["printed"]) == (second["code"], second["printed"]) == ("U8", "2.00")


def test_two_questions_for_an_element_are_averaged():
    """Answers 3 and 4 to an element's two questions make 3.5; seen elsewhere: 4, rounded before averaging."""
    items = (*(Item(key, key) for key in KEYS[:8]), Item("q9a", "complaints"), Item("q9b", "complaints"))
    frame = same(20, 4).rename(columns={"complaints": "q9a"}).assign(q9b=3)
    tally = tally_responses(frame, instrument=Instrument(REGULATION, items))
    line = one(compute_indices(tally), "complaints", level="all", basis="units")
    assert (line["printed"], line["mean"]) == ("3.50", 3.5)


def test_a_question_left_out_leaves_the_other():
    """A person who answers one of an element's two questions counts with that one."""
    items = (*(Item(key, key) for key in KEYS[:8]), Item("q9a", "complaints"), Item("q9b", "complaints"))
    frame = same(3, 4).rename(columns={"complaints": "q9a"}).assign(q9b=pd.array([None, 2, 4], dtype="Int64"))
    line = one(
        compute_indices(tally_responses(frame, instrument=Instrument(REGULATION, items))),
        "complaints",
        level="all",
        basis="units",
    )
    assert (line["mean"], line["n"], line["n_missing"]) == ((4 + 3 + 4) / 3, 3, 1)


# ------------------------------------------------------------------------------- missing answers


def blank_tariff(n: int) -> pd.DataFrame:
    """Return n respondents with 4 throughout, the first of whom leaves the tariff blank, and one with 1."""
    frame = pd.concat([same(n - 1, 4), same(1, 1)], ignore_index=True)
    frame.loc[0, "tariff"] = None
    return frame


@pytest.mark.parametrize(
    ("policy", "n", "printed", "n_tariff"),
    [("available", 5, "84.58", 4), ("complete", 4, "81.25", 4), ("person", 5, "85.00", 5)],
)
def test_a_blank_is_what_the_policy_says(policy, n, printed, n_tariff):
    """One blank tariff follows the policy; seen elsewhere: it counts 0 (81.67), or the person vanishes unsaid."""
    table = table_of(blank_tariff(5), survey=Survey().with_settings(missing=policy))
    line = one(table, level="all", basis="units")
    assert (line["n"], line["printed"]) == (n, printed)
    assert one(table, "tariff", level="all", basis="units")["n"] == n_tariff


def test_blanks_are_counted_in_index_and_element():
    """A blank shows in n_missing of the index and of its element, and nowhere else."""
    table = table_of(blank_tariff(5))
    lines = table.frame[(table.frame["level"] == "all") & (table.frame["basis"] == "units")]
    assert lines.set_index("measure")["n_missing"].loc[["index", "tariff", "time"]].tolist() == [1, 1, 0]


def test_does_not_apply_is_no_blank():
    """An answer "does not apply" leaves the mean like a blank, but is not missing, and its row is complete."""
    frame = blank_tariff(5).assign(not_applicable=[1 << KEYS.index("tariff"), 0, 0, 0, 0])
    table = table_of(frame, survey=Survey().with_settings(missing="complete"))
    line = one(table, level="all", basis="units")
    assert (line["n"], line["n_missing"], line["printed"]) == (5, 0, "84.58")


def test_person_needs_more_than_half_of_the_elements():
    """Under the policy `person` four of nine answers are too few, five are enough."""
    frame = same(3, 4)
    frame.loc[0, list(KEYS[4:])] = None
    frame.loc[1, list(KEYS[5:])] = None
    line = one(table_of(frame, survey=Survey().with_settings(missing="person")), level="all", basis="units")
    assert line["n"] == 2


def test_an_element_nobody_answered_leaves_no_index():
    """Without a single answer on tariff there is no index, and the note names the element; its others stand."""
    table = table_of(same(12, 3).assign(tariff=None, unit="a"), mixed(12, unit="b"))
    line = one(table, level="unit", id="a")
    assert math.isnan(line["index"])
    assert (line["printed"], line["grade"], line["mark"]) == ("", "", "..")
    assert "U4 Biaya" in line["note"]
    assert one(table, "time", level="unit", id="a")["printed"] == "3.00"
    whole = one(table, level="all", basis="units")
    assert (whole["n"], whole["printed"]) == (12, "87.50")
    assert "a" in whole["note"]


def test_own_weights_are_exact():
    """An index with own weights is exact too; under `person` the weights of the rest are renormalised."""
    weights = ["1/2", "3/10", "1/5"]
    elements = tuple(
        replace(element, weight=Fraction(weight))
        for element, weight in zip(REGULATION.elements[:3], weights, strict=True)
    )
    instrument = plain_instrument(REGULATION.with_elements(elements))
    frame = pd.DataFrame({KEYS[0]: [4, 4], KEYS[1]: [2, None], KEYS[2]: [1, 2]}, dtype="Int64")
    tally = tally_responses(frame, instrument=instrument)
    person = compute_indices(tally, Survey().with_settings(missing="person"))
    # First person: 2 + 0.6 + 0.2 = 2.8; second: (2 + 0.4) / 0.7 = 24/7.
    exact = 25 * (Fraction("2.8") + Fraction(24, 7)) / 2
    assert one(person, level="all", basis="units")["index"] == float(exact)


# ------------------------------------------------------------------------------- silent and small units


UNITS = ({"unit_id": "a", "name": "Puskesmas A"}, {"unit_id": "b", "name": "Puskesmas B"})


def test_a_unit_without_respondents_has_no_index():
    """A silent unit is listed without an index; seen elsewhere: 0 and D, and the 0 in the mean."""
    table = table_of(mixed(40, period="2020", unit="a"), survey=register(*UNITS))
    line = one(table, level="unit", id="b")
    assert (line["n"], line["printed"], line["grade"], line["mark"]) == (0, "", "", "..")
    assert math.isnan(line["index"])
    assert "tidak ada responden" in line["note"]


def test_a_mean_of_units_divides_by_units_with_data():
    """The mean of an agency's units leaves the empty one out and names it; seen elsewhere: divided by all units."""
    units = ({**UNITS[0], "agency": "Dinas"}, {**UNITS[1], "agency": "Dinas"})
    table = table_of(mixed(40, period="2020", unit="a"), survey=register(*units))
    line = one(table, level="agency", id="Dinas", basis="units")
    assert line["printed"] == "87.50"
    assert "1 dari 2 unit" in line["note"]
    assert "Puskesmas B" in line["note"]
    assert any("Puskesmas B" in text for text in table.notes)


def test_an_agency_without_any_respondent_has_no_figure():
    """An agency all of whose units are silent has a line, official and without an index."""
    units = ({**UNITS[0], "agency": "Dinas X"}, {**UNITS[1], "agency": "Dinas Y"})
    table = table_of(mixed(40, period="2020", unit="a"), survey=register(*units))
    line = one(table, level="agency", id="Dinas Y")
    assert (line["n"], line["mark"], bool(line["official"])) == (0, "..", True)


def test_units_out_of_force_are_not_silent():
    """A unit is expected only in periods between its `from` and `to`, which may be years, periods or dates."""
    survey = register(
        {"unit_id": "a", "from": "", "to": ""},
        {"unit_id": "old", "from": "2015", "to": "2019-12-31"},
        {"unit_id": "new", "from": "2020-07-01", "to": ""},
        {"unit_id": "later", "from": "2021", "to": ""},
    )
    table = table_of(*(mixed(10, period=p, unit="a") for p in ("2019", "2020-Q1", "2020-Q3")), survey=survey)
    frame = table.frame[(table.frame["level"] == "unit") & (table.frame["measure"] == "index")]
    found = frame.groupby("period")["id"].agg(list).to_dict()
    assert found == {"2019": ["a", "old"], "2020": ["a", "new"], "2020-Q1": ["a"], "2020-Q3": ["a", "new"]}


@pytest.mark.parametrize(("n", "mark"), [(9, "F"), (10, "E"), (29, "E"), (30, "")])
def test_small_samples_are_marked(n, mark):
    """Fewer than ten respondents are too weak, fewer than thirty a caution; the figure stays."""
    line = one(table_of(mixed(n, unit="a"), mixed(40, unit="b")), level="unit", id="a")
    assert line["mark"] == mark
    assert line["printed"]


def test_one_respondent_is_no_result():
    """One person with fours throughout is marked too weak and has no interval; seen elsewhere: published as IKM 100."""
    line = one(table_of(same(1, 4, unit="a"), mixed(40, unit="b")), level="unit", id="a")
    assert line["mark"] == "F"
    assert math.isnan(line["se"])
    assert math.isnan(line["low"])
    assert "satu responden" in line["note"]


def test_equal_answers_have_no_interval():
    """Where all indices are equal there is no interval of no width, but a note."""
    line = one(table_of(same(25, 3, unit="a"), mixed(40, unit="b")), level="unit", id="a")
    assert math.isnan(line["se"])
    assert line["grade_low"] == ""
    assert "semua jawaban sama" in line["note"]


# ------------------------------------------------------------------------------- parents


def three_units() -> list[pd.DataFrame]:
    """Return three units of 10, 20 and 60 respondents in two agencies."""
    return [
        people(10, 10 * 27, unit="a", agency="X"),  # 75.00
        people(20, 20 * 30, unit="b", agency="X"),  # 83.33
        people(60, 60 * 33, unit="c", agency="Y"),  # 91.67
    ]


def test_the_three_figures_of_a_parent():
    """Plain mean, respondents' mean and users' mean are all computed; only the declared one is official."""
    units = [{"unit_id": u, "users_2020": str(n)} for u, n in (("a", 100), ("b", 100), ("c", 800))]
    frames = [frame.assign(period="2020") for frame in three_units()]
    frame = table_of(*frames, survey=register(*units)).frame
    lines = frame[(frame["level"] == "all") & (frame["measure"] == "index")].set_index("basis")
    assert lines["printed"].to_dict() == {"units": "83.33", "respondents": "87.96", "users": "89.17"}
    assert lines["official"].to_dict() == {"units": True, "respondents": False, "users": False}


def test_a_city_is_a_mean_of_units_not_of_agencies():
    """The plain mean of the whole is over units; over agencies it would be 85.42."""
    table = table_of(*three_units())
    assert one(table, level="all", basis="units")["printed"] == "83.33"
    assert one(table, level="agency", id="X", basis="units")["printed"] == "79.17"


def test_elements_of_a_parent_make_its_index():
    """Weight × element mean × 25 of a parent adds up to its index under each basis, as it does for a unit."""
    frame = table_of(*three_units()).frame
    for _, lines in frame.groupby(["level", "id", "basis"]):
        elements = lines[lines["measure"] != "index"]
        index = lines.loc[lines["measure"] == "index", "index"].iloc[0]
        assert 25 * elements["mean"].mean() == pytest.approx(index, rel=1e-14)


def test_kinds_come_from_the_register():
    """Kinds have figures of their own where the register gives kinds, in the register's order."""
    units = [{"unit_id": u, "kind": k} for u, k in (("c", "kantor"), ("a", "puskesmas"), ("b", "puskesmas"))]
    frame = table_of(*three_units(), survey=register(*units)).frame
    kinds = frame[(frame["level"] == "kind") & frame["official"] & (frame["measure"] == "index")]
    assert dict(zip(kinds["id"], kinds["printed"], strict=True)) == {"kantor": "91.67", "puskesmas": "79.17"}
    assert frame.loc[frame["level"] == "unit", "id"].drop_duplicates().tolist() == ["c", "a", "b"]


def test_users_are_incomplete():
    """Where a unit's users are not known, there is no figure weighted by users, and a note says whose are lacking."""
    units = [{"unit_id": u, "users_2020": n} for u, n in (("a", "100"), ("b", ""), ("c", "800"))]
    table = table_of(*(frame.assign(period="2020") for frame in three_units()), survey=register(*units))
    assert "users" not in set(table.frame.loc[table.frame["level"] == "all", "basis"])
    assert any("b" in text and "pengguna" in text for text in table.notes)


def test_an_official_figure_without_its_weights_stops():
    """If users are the official weights and one is not known, the run stops and names the unit and the column."""
    units = [{"unit_id": u, "users_2020": n} for u, n in (("a", "100"), ("b", ""), ("c", "800"))]
    survey = register(*units, official="users")
    with pytest.raises(SettingsError, match='users_2020": "b"') as caught:
        table_of(*(frame.assign(period="2020") for frame in three_units()), survey=survey)
    assert caught.value.code == "official_users_unknown"


def test_users_that_are_no_number_stop():
    """A number of users with a word in it is an error, not a blank."""
    with pytest.raises(SettingsError) as caught:
        table_of(mixed(4, period="2020", unit="a"), survey=register({"unit_id": "a", "users_2020": "sekitar 100"}))
    assert caught.value.code == "users_unreadable"


def test_a_unit_of_one_borrows_its_variance():
    """A parent with a unit of one respondent pools the variance of the others and says so."""
    table = table_of(same(1, 4, unit="a"), mixed(40, unit="b"), mixed(40, unit="c"))
    line = one(table, level="all", basis="units")
    assert line["se"] > 0
    assert "ragam 1 unit" in line["note"]


def test_a_parent_of_one_unit_is_that_unit():
    """A whole of one unit has that unit's interval, not another one for the same people."""
    table = table_of(people(12, 12 * 33 + 4, unit="a"))
    whole, unit = one(table, level="all", basis="units"), one(table, level="unit", id="a")
    assert whole[["index", "se", "df", "low", "high"]].tolist() == unit[["index", "se", "df", "low", "high"]].tolist()


def test_a_file_without_units_is_the_whole():
    """Rows that name no unit give the whole and no unit without a name."""
    assert set(table_of(mixed(12)).frame["level"]) == {"all"}


def test_units_of_one_name_stay_apart():
    """Two units that are called alike have a line each, with their own figures: a unit is its id."""
    survey = register({"unit_id": "a", "name": "Puskesmas"}, {"unit_id": "b", "name": "Puskesmas"})
    rows = [same(12, 4, unit="a"), same(12, 3, unit="b")]
    frame = compute_indices(tally_responses(pd.concat(rows), by=["unit"]), survey).frame
    lines = frame[(frame["level"] == "unit") & (frame["measure"] == "index")]
    assert lines[["id", "printed"]].to_numpy().tolist() == [["a", "100.00"], ["b", "75.00"]]


# ------------------------------------------------------------------------------- services, profiles, years


def test_services_belong_to_their_unit():
    """A service has its unit as parent; rows without a service are in the unit alone."""
    frame = table_of(
        mixed(20, unit="a", service="KTP"), mixed(20, unit="a", service=""), mixed(20, unit="b", service="KTP")
    ).frame
    services = frame[(frame["level"] == "service") & (frame["measure"] == "index")]
    assert services[["parent", "id", "n"]].to_numpy().tolist() == [["a", "KTP", 20], ["b", "KTP", 20]]


def test_profile_groups_add_up_to_everybody():
    """Groups add up to n with those who did not answer; seen elsewhere: profile totals short of n."""
    frames = [mixed(20, sex="L"), mixed(11, sex="P"), mixed(4, sex=None)]
    frame = table_of(*frames, profiles=["sex"]).frame
    groups = frame[(frame["level"] == "sex") & (frame["measure"] == "index")]
    assert groups["n"].tolist() == [20, 11, 4]
    assert groups["name"].tolist() == ["L", "P", "tidak menjawab"]


def test_a_profile_nobody_answered_is_absent():
    """A profile column without a single answer has no level."""
    assert "sex" not in set(table_of(mixed(20, sex=None), profiles=["sex"]).frame["level"])


def test_a_year_adds_its_parts():
    """A year is all its respondents; seen elsewhere: the mean of the periods' indices whatever their size."""
    frames = [same(30, 2, period="2025-Q1", unit="a"), same(10, 4, period="2025-Q2", unit="a")]
    year = one(table_of(*frames), period="2025", level="unit", id="a")
    assert (year["n"], year["printed"]) == (40, "62.50")


def test_a_year_may_be_the_mean_of_its_parts():
    """With `year_from_parts = "mean"` a year is the plain mean of its parts, and its error theirs."""
    frames = [mixed(30, period="2025-Q1", unit="a"), people(10, 270, period="2025-Q2", unit="a")]
    survey = Survey().with_settings(year_from_parts="mean")
    table = table_of(*frames, survey=survey)
    parts = [one(table, period=period, level="unit", id="a") for period in ("2025-Q1", "2025-Q2")]
    year = one(table, period="2025", level="unit", id="a")
    assert (year["n"], year["printed"]) == (40, "81.25")
    assert year["se"] == pytest.approx(parts[0]["se"] / 2)
    assert math.isnan(parts[1]["se"])


def test_figures_of_a_period_use_its_own_respondents():
    """Each period divides by its own n; seen elsewhere: a filtered sum over the respondents of all time."""
    table = table_of(mixed(20, period="2024", unit="a"), mixed(60, period="2025", unit="a"))
    lines = [one(table, period=period, level="unit", id="a") for period in ("2024", "2025")]
    assert [(line["n"], line["printed"]) for line in lines] == [(20, "87.50"), (60, "87.50")]


def test_months_of_a_period():
    """A period knows its months; a text that is none has none."""
    assert period_months("2025-S2") == ("2025-07", "2025-12")
    assert period_months("gelombang 1") is None


def test_add_years_leaves_years_alone():
    """A tally of years is returned as it is; a year beside its own parts holds both."""
    tally = tally_responses(mixed(4, period="2025"), by=["period"])
    assert add_years(tally) is tally
    both = tally_responses(pd.concat([mixed(4, period="2025"), mixed(6, period="2025-Q1")]), by=["period"])
    frame = add_years(both).frame
    assert frame.loc[frame["period"] == "2025", "rows"].sum() == 10


# ------------------------------------------------------------------------------- several instruments


OLD = plain_instrument(load_regulation("permenpan-16-2014"))


def old_table(period: str, n: int = 20, unit: str = "a") -> IndexTable:
    """Return the table of a period under the rule of 2014."""
    frame = pd.DataFrame({item.key: [3] * (n - 5) + [4] * 5 for item in OLD.items}).assign(period=period, unit=unit)
    return compute_indices(tally_responses(frame, by=["period", "unit"], instrument=OLD))


def test_tables_of_several_instruments_join():
    """Each period keeps its instrument, and the lines stand in the order of periods."""
    joined = join_indices([table_of(mixed(20, period="2019", unit="a")), old_table("2016")])
    assert list(joined.instruments) == ["2016", "2019"]
    assert joined.frame["period"].drop_duplicates().tolist() == ["2016", "2019"]


def test_a_year_asked_in_two_ways_has_no_figure():
    """A year whose quarters used different questionnaires has no combined figure, and a note says so."""
    joined = join_indices([old_table("2017-Q1"), table_of(mixed(20, period="2017-Q3", unit="a"))])
    assert "2017" not in set(joined.frame["period"])
    assert "2017" not in joined.instruments
    assert any(text.startswith("2017: ") for text in joined.notes)


def test_units_with_their_own_questionnaire_stay():
    """In a period asked in two ways each unit keeps the figure of its own questionnaire; the mean of both goes."""
    joined = join_indices([old_table("2017", unit="a"), table_of(mixed(20, period="2017", unit="b"))])
    index = joined.frame[joined.frame["measure"] == "index"]
    assert index[["level", "id"]].to_numpy().tolist() == [["unit", "a"], ["unit", "b"]]


# ------------------------------------------------------------------------------- distribution


def test_distribution_counts_every_answer():
    """Scores, "does not apply" and blanks of a question add up to the rows, in each unit and in the whole."""
    frame = blank_tariff(5).assign(unit="a", not_applicable=[0, 1 << KEYS.index("time"), 0, 0, 0])
    frame.loc[1, "time"] = None
    counts = distribute_answers(tally_responses(frame, by=["unit"]))
    assert counts[["level", "id"]].drop_duplicates().to_numpy().tolist() == [["all", "all"], ["unit", "a"]]
    total = counts[["n1", "n2", "n3", "n4", "na", "missing"]].sum(axis=1)
    assert total.tolist() == [5] * 18
    by_question = counts[counts["level"] == "all"].set_index("question")
    assert by_question.loc["tariff", ["n1", "n4", "na", "missing"]].tolist() == [1, 3, 0, 1]
    assert by_question.loc["time", ["n1", "n4", "na", "missing"]].tolist() == [1, 3, 1, 0]
    assert by_question.loc["time", "share_3_4"] == 0.75


def test_distribution_follows_the_register():
    """Units stand in the register's order, then by id."""
    tally = tally_responses(pd.concat([mixed(2, unit=u) for u in "abc"]), by=["unit"])
    counts = distribute_answers(tally, register({"unit_id": "c"}, {"unit_id": "a"}))
    assert counts["id"].drop_duplicates().tolist() == ["all", "c", "a", "b"]


# ------------------------------------------------------------------------------- inputs


def test_inputs_are_left_as_they_were():
    """Computing figures changes neither the tally nor the register."""
    survey = register(*UNITS)
    tally = tally_responses(mixed(12, period="2025-Q1", unit="a", sex="L"), by=["period", "unit"], profiles=["sex"])
    before = tally.frame.copy(), survey.units.copy()
    compute_indices(tally, survey)
    distribute_answers(tally, survey)
    assert tally.frame.equals(before[0])
    assert survey.units.equals(before[1])


def test_lines_of_a_tally_may_be_split():
    """A tally whose cells stand in several lines gives what the added tally gives."""
    tally = tally_responses(mixed(12, unit="a"), by=["unit"])
    doubled = Tally(pd.concat([tally.frame, tally.frame]), tally.instrument, tally.names)
    added = merge_tallies([tally, tally])
    assert compute_indices(doubled).frame.equals(compute_indices(added).frame)


def ceiling_of(n: int, top: int, **columns: str) -> pd.DataFrame:
    """Return n respondents of whom `top` answer 4 throughout and the others 3 once."""
    rows = [[4] * 9 if place < top else [3, *[4] * 8] for place in range(n)]
    rows[-1] = [1] * 9
    return pd.DataFrame(rows, columns=list(KEYS)).assign(**columns)


@pytest.mark.parametrize(
    ("n", "top", "has_interval"), [(20, 10, True), (20, 11, False), (29, 15, False), (30, 25, True)]
)
def test_no_interval_under_a_heavy_ceiling(n, top, has_interval):
    """Fewer than 30 of whom more than half are at 100: no interval, and the note says why; elements keep theirs."""
    frame = compute_indices(tally_responses(ceiling_of(n, top, unit="a"), by=["unit"])).frame
    for level in ("all", "unit"):
        lines = frame[(frame["level"] == level) & frame["official"]].set_index("measure")
        assert lines.loc["index", ["se", "df", "low", "high"]].notna().all() == has_interval
        assert (f"{top} dari {n} responden" in lines.loc["index", "note"]) == (not has_interval)
        assert lines.loc["time", ["se", "low", "high"]].notna().all()
        assert lines.loc["index", "grade"] == "A"


def test_a_heavy_ceiling_keeps_its_variance_in_means():
    """A unit without an honest interval still adds its variance to the whole, and to the change of the same units."""
    parts = [
        ceiling_of(20, top, unit=unit, period=period)
        for period, tops in (("2019", (15, 5)), ("2020", (5, 5)))
        for unit, top in zip("ab", tops, strict=True)
    ]
    table = compute_indices(tally_responses(pd.concat(parts), by=["period", "unit"]))
    units = [part[list(KEYS)].mean(axis=1) * 25 for part in parts]
    variances = [unit.var(ddof=1) / 20 for unit in units]
    whole = table.frame[(table.frame["level"] == "all") & (table.frame["measure"] == "index") & table.frame["official"]]
    assert whole["se"].tolist() == pytest.approx([(sum(variances[:2]) / 4) ** 0.5, (sum(variances[2:]) / 4) ** 0.5])
    changes = compare_periods(table, "2019", "2020").frame
    matched = changes[(changes["level"] == "matched") & (changes["measure"] == "index")]
    assert matched["se"].item() == pytest.approx((sum(variances) / 4) ** 0.5)
    own = changes[(changes["level"] == "unit") & (changes["id"] == "a") & (changes["measure"] == "index")]
    assert own[["se", "low", "high"]].isna().all(axis=None)
