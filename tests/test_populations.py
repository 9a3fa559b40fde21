"""Known users: the finite population in the error of a level, the census, and what comparisons make of neither."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import skm
from skm.changes import compare_periods
from skm.indices import compute_indices
from skm.pipeline import check_survey
from skm.regulation import load_regulation
from skm.stats.intervals import logit_t_interval
from skm.stats.variance import stratified_variance
from skm.survey import Survey, open_survey

FOLDER = Path(__file__).parent / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
PERIODS = ("2024", "2025")
UNITS = tuple(f"U{number:02d}" for number in range(1, 13))
DRAWN = ("probability", "systematic")
NOT_DRAWN = (None, "quota", "walk-in", "volunteer")


@pytest.fixture(scope="module")
def tally():
    """Return the reference answers without gaps."""
    keys = load_regulation("permenpan-14-2017").keys
    frame = pd.read_csv(FOLDER / "skm_complete.csv")
    frame = frame.rename(columns={f"u{place}": key for place, key in enumerate(keys, start=1)})
    return skm.tally_responses(frame.assign(period=frame["year"].astype(str)), by=["period", "unit"])


def read_survey():
    """Return a survey whose register has the users of each unit."""
    population = pd.read_csv(FOLDER / "unit_population.csv", dtype=str)
    wide = population.pivot(index="unit", columns="year", values="N").add_prefix("users_")
    return Survey(units=wide.reset_index().rename(columns={"unit": "unit_id"}))


def one(frame, **wanted):
    """Return the one line that has the wanted values."""
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def figures(tally, recruitment):
    """Return the figures of the reference answers, whose respondents were chosen in one way."""
    return compute_indices(tally, read_survey().with_settings(recruitment=recruitment))


@pytest.fixture(scope="module")
def plain(tally):
    """Return the figures of respondents who were not drawn."""
    return figures(tally, "walk-in")


@pytest.fixture(scope="module")
def drawn(tally):
    """Return the figures of respondents who were drawn."""
    return figures(tally, "probability")


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("unit", UNITS)
def test_a_drawn_unit_has_the_error_of_its_finite_population(drawn, period, unit):
    """From 5 % of the users on, the standard error is R's svydesign(fpc = ~N) and the interval is logit-t with it."""
    expected = REFERENCE["A_unit"][f"{period} {unit}"]
    line = one(drawn.frame, period=period, level="unit", id=unit, measure="index")
    is_large = expected["n"] / expected["N"] >= 0.05
    assert line["se"] == pytest.approx(expected["se_fpc" if is_large else "se"], rel=1e-11)
    assert ("populasi terbatas" in line["note"]) == is_large
    low, high = logit_t_interval(line["index"], line["se"], line["df"])
    assert [line["low"], line["high"]] == [float(low), float(high)]


@pytest.mark.parametrize(
    ("basis", "name"), [("equal", "units"), ("respondent", "respondents"), ("population", "users")]
)
@pytest.mark.parametrize("period", PERIODS)
def test_parents_of_finite_strata_equal_r_survey(period, basis, name):
    """With every unit corrected, the error of a parent is that of svymean with svydesign(strata = ~unit, fpc = ~N)."""
    units = [REFERENCE["A_unit"][f"{period} {unit}"] for unit in UNITS]
    n, size = (np.array([unit[key] for unit in units], float) for key in ("n", "N"))
    weights = {"units": np.ones(len(n)), "respondents": n, "users": size}[name]
    variances = np.array([[unit["se"] ** 2] for unit in units])
    expected = REFERENCE["C_aggregate"][f"{period} {basis} fpc"]
    found = stratified_variance(weights / weights.sum(), variances, n[:, None], factors=1 - n / size)
    assert np.sqrt(found[0][0]) == pytest.approx(expected["se"], rel=1e-11)


def test_a_parent_corrects_the_units_that_are_worth_it(drawn):
    """The variance of the whole is Σ W² (1 − f) v over the units from 5 % on, and Σ W² v over the others."""
    total = 0.0
    for unit in UNITS:
        expected = REFERENCE["A_unit"][f"2025 {unit}"]
        total += (expected["se_fpc" if expected["n"] / expected["N"] >= 0.05 else "se"] / len(UNITS)) ** 2
    line = one(drawn.frame, period="2025", level="all", measure="index", basis="units")
    assert line["se"] == pytest.approx(np.sqrt(total), rel=1e-11)
    assert "populasi terbatas" in line["note"]
    assert any("populasi terbatas pada" in text for text in drawn.notes)


@pytest.mark.parametrize("recruitment", NOT_DRAWN)
def test_who_was_not_drawn_narrows_nothing(tally, recruitment, plain):
    """Who comes by or answers a link says nothing of those who did not: the interval stays, and a note says why."""
    table = figures(tally, recruitment)
    assert table.frame.equals(plain.frame)
    assert not table.analytic
    assert sum("tidak dipersempit" in text for text in table.notes) == len(PERIODS)


def test_a_census_has_no_sampling_error(tally, plain):
    """Where all were asked every figure is marked s, has no interval, and says how many answered."""
    table = figures(tally, "census")
    assert table.frame["mark"].str.split().map(lambda marks: "s" in marks).all()
    assert table.frame[["se", "df", "low", "high"]].isna().all(axis=None)
    assert table.frame["printed"].tolist() == plain.frame["printed"].tolist()
    line = one(table.frame, period="2025", level="unit", id="U12", measure="index")
    assert line["mark"] == "F s"
    assert line["note"].startswith("sensus: 3 dari ")


@pytest.mark.parametrize("recruitment", [*DRAWN, "census"])
def test_changes_and_ranks_ask_about_the_service(tally, plain, recruitment):
    """No finite population makes a change or a rank surer: they are the same however respondents were chosen."""
    table = figures(tally, recruitment)
    same = [compare_periods(found, *PERIODS).frame.drop(columns="note") for found in (table, plain)]
    pd.testing.assert_frame_equal(*same)
    pd.testing.assert_frame_equal(skm.ranks(table, "2025"), skm.ranks(plain, "2025"))
    told = [skm.precision(found, read_survey())[["id", "rank_low", "rank_high", "funnel"]] for found in (table, plain)]
    pd.testing.assert_frame_equal(*told)


def register(users):
    """Return a survey whose register has one unit with so many users in 2025."""
    units = pd.DataFrame({"unit_id": ["a"], "name": ["Loket"], "aliases": [""], "users_2025": [str(users)]})
    return Survey(units=units)


def ten():
    """Return the tally of ten respondents of one unit, with a profile and a service."""
    frame = pd.DataFrame({"period": "2025", "unit": "a", "service": "ktp", "sex": "P", "time": [4, 3] * 5})
    return skm.tally_responses(frame, by=["period", "unit", "service"], profiles=["sex"])


def test_all_users_answered():
    """With n = N it is a census whatever was said: no unit, service, group or whole has an error, none a caution."""
    table = compute_indices(ten(), register(10))
    index = table.frame[table.frame["measure"] == "index"]
    assert set(index["mark"]) == {"s"}
    assert index["se"].isna().all()
    assert index["note"].str.startswith("sensus: semua pengguna (10) menjawab").all()


def test_more_respondents_than_users_keep_their_interval():
    """A number of users below n is wrong: the interval is the plain one, and the note says both numbers."""
    found, plain = (compute_indices(ten(), survey) for survey in (register(9), Survey()))
    line, other = (one(table.frame, level="unit", measure="index") for table in (found, plain))
    assert line[["se", "low", "high"]].tolist() == other[["se", "low", "high"]].tolist()
    assert "10 responden" in line["note"]
    assert "9 pengguna" in line["note"]


def test_a_year_of_means_is_not_corrected_by_its_own_users():
    """Where a year is the mean of its parts' figures, their errors belong to the parts."""
    frame = pd.DataFrame({"period": ["2025-Q1"] * 10 + ["2025-Q2"] * 10, "unit": "a", "time": [4, 3] * 10})
    tally = skm.tally_responses(frame, by=["period", "unit"])
    survey = register(40).with_settings(recruitment="probability", year_from_parts="mean")
    line = one(compute_indices(tally, survey).frame, period="2025", level="unit", measure="index")
    assert line["note"] == ""
    pooled = compute_indices(tally, survey.with_settings(year_from_parts="respondents"))
    assert "20 dari 40" in one(pooled.frame, period="2025", level="unit", measure="index")["note"]


def test_a_check_tells_the_way_out_of_too_few_users(tmp_path):
    """The finding names the register, the row and the column, both numbers, and what to correct."""
    raw = tmp_path / "data" / "raw"
    (raw / "2025").mkdir(parents=True)
    (tmp_path / "skm.toml").write_text('[survey]\nname = "Kota Uji"\n', encoding="utf-8")
    (raw / "units.csv").write_text("unit_id,name,users_2025\na,Loket,2\n", encoding="utf-8")
    (raw / "2025" / "Loket.csv").write_text("Persyaratan,Prosedur\n4,3\n3,3\n4,4\n", encoding="utf-8")
    result = check_survey(open_survey(tmp_path))
    line = one(result.exclusions, rule="more than users")
    assert (line["file"], line["row"], line["column"], line["value"]) == ("units.csv", 2, "users_2025", "2")
    assert "3 responden 2025" in line["message"]
    assert "users_2025 di daftar unit" in line["message"]
