"""Equality with R 4.2.2 and its survey package on invented data (tests/reference/README.md).

Both sides are closed formulas over the same answers, so they must agree to the 15 digits that R printed, less the
noise of summing in another order: hence a relative tolerance of 1e-11. The interval of two respondents is looser,
because the logit of its end is taken at 1e-6 of the scale's end.
"""

import json
from pathlib import Path

import pandas as pd
import pytest

from skm.changes import compare_periods
from skm.indices import IndexTable, compute_indices
from skm.quality import summarise_quality
from skm.regulation import load_regulation
from skm.stats.intervals import bounded_t_interval
from skm.stats.multiplicity import holm
from skm.stats.proportions import wilson
from skm.stats.variance import satterthwaite_df
from skm.survey import Survey
from skm.tally import Tally, tally_responses

FOLDER = Path(__file__).parent / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
KEYS = load_regulation("permenpan-14-2017").keys
PERIODS = ("2024", "2025")
UNITS = tuple(f"U{number:02d}" for number in range(1, 13))
CLOSE = {"rel": 1e-11, "abs": 1e-10}


def read_tally(name: str) -> Tally:
    """Return the tally of a reference file, its columns named by element."""
    frame = pd.read_csv(FOLDER / name)
    frame = frame.rename(columns={f"u{place}": key for place, key in enumerate(KEYS, start=1)})
    return tally_responses(frame.assign(period=frame["year"].astype(str)), by=["period", "unit"])


def read_survey() -> Survey:
    """Return a survey whose register has the users of each unit."""
    population = pd.read_csv(FOLDER / "unit_population.csv", dtype=str)
    wide = population.pivot(index="unit", columns="year", values="N").add_prefix("users_")
    return Survey(units=wide.reset_index().rename(columns={"unit": "unit_id"}))


@pytest.fixture(scope="module")
def complete() -> Tally:
    """Return the answers without gaps."""
    return read_tally("skm_complete.csv")


@pytest.fixture(scope="module")
def missing() -> Tally:
    """Return the answers with gaps."""
    return read_tally("skm_missing.csv")


@pytest.fixture(scope="module")
def indices(complete) -> IndexTable:
    """Return the figures of the answers without gaps."""
    return compute_indices(complete, read_survey())


def one(frame: pd.DataFrame, **wanted: str) -> pd.Series:
    """Return the one line that has the wanted values."""
    found = frame
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("unit", UNITS)
def test_unit_mean_and_standard_error_equal_r(indices, period, unit):
    """Index, standard error and element means of a unit are R's mean, sd/√n and colMeans."""
    expected = REFERENCE["A_unit"][f"{period} {unit}"]
    line = one(indices.frame, period=period, level="unit", id=unit, measure="index")
    assert line["n"] == expected["n"]
    assert line["index"] == pytest.approx(expected["mean"], **CLOSE)
    assert line["se"] == pytest.approx(expected["se"], **CLOSE)
    elements = indices.frame[
        (indices.frame["period"] == period)
        & (indices.frame["level"] == "unit")
        & (indices.frame["id"] == unit)
        & (indices.frame["measure"] != "index")
    ]
    assert elements["measure"].tolist() == list(KEYS)
    assert elements["mean"].tolist() == pytest.approx(expected["element_means"], **CLOSE)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("unit", UNITS)
def test_unit_interval_equals_r(indices, period, unit):
    """The interval of a unit is the logit-t interval that R computed, also with two respondents."""
    expected = REFERENCE["A_unit"][f"{period} {unit}"]
    line = one(indices.frame, period=period, level="unit", id=unit, measure="index")
    tolerance = 1e-6 if line["n"] == 2 else 1e-9  # scipy's versions differ by 1e-10
    assert [line["low"], line["high"]] == pytest.approx(expected["logit_ci"], abs=tolerance)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize(
    ("basis", "name"), [("units", "equal"), ("respondents", "respondent"), ("users", "population")]
)
def test_three_parent_figures_equal_r_survey(indices, period, basis, name):
    """The three figures of the whole and their stratified standard errors are those of svymean without fpc."""
    expected = REFERENCE["C_aggregate"][f"{period} {name} nofpc"]
    line = one(indices.frame, period=period, level="all", measure="index", basis=basis)
    assert line["index"] == pytest.approx(expected["mean"], **CLOSE)
    assert line["se"] == pytest.approx(expected["se"], **CLOSE)
    low, high = bounded_t_interval(line["index"], line["se"], expected["df"])
    assert [float(low), float(high)] == pytest.approx(expected["ci_t"], **CLOSE)


@pytest.mark.parametrize("basis", ["units", "respondents", "users"])
def test_large_strata_have_the_design_degrees_of_freedom(complete, basis):
    """Where every unit has ten respondents or more, the degrees of freedom are R's degf(design) = Σn − H."""
    frame = complete.frame[complete.frame["unit"] < "U11"]
    table = compute_indices(Tally(frame, complete.instrument), read_survey())
    line = one(table.frame, period="2025", level="all", measure="index", basis=basis)
    assert line["df"] == line["n"] - 10


def test_small_strata_have_satterthwaite_degrees_of_freedom(indices):
    """A unit of two owns the variance: Σn − H would be 1,279 for the change, the honest number is 2.475."""
    changes = compare_periods(indices, *PERIODS)
    line = one(changes.frame, level="all", measure="index", basis="units")
    assert line["df"] == pytest.approx(REFERENCE["D_satterthwaite_df_equal"], rel=1e-9)


@pytest.mark.parametrize(
    ("basis", "name"), [("units", "equal"), ("respondents", "respondent"), ("users", "population")]
)
def test_change_of_the_whole_equals_r(indices, basis, name):
    """The change of the whole and its standard error are those of svycontrast over strata."""
    expected = REFERENCE["D_change"][name]
    line = one(compare_periods(indices, *PERIODS).frame, level="all", measure="index", basis=basis)
    assert line["change"] == pytest.approx(expected["change"], **CLOSE)
    assert line["se"] == pytest.approx(expected["se"], **CLOSE)


def test_change_of_each_unit_equals_welch(indices):
    """Difference, degrees of freedom, interval and p of each unit are those of t.test(var.equal = FALSE)."""
    expected = REFERENCE["E_unit_change"]
    frame = compare_periods(indices, *PERIODS).frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index")]
    assert units["id"].tolist() == expected["unit"]
    for column, name in (("change", "diff"), ("df", "df"), ("low", "ci_low"), ("high", "ci_high"), ("p", "p")):
        assert units[column].tolist() == pytest.approx(expected[name], rel=1e-9, abs=1e-9)


def test_holm_is_taken_over_the_units_with_enough_respondents(indices):
    """Holm's p of the ten units with n ≥ 10 is p.adjust of these ten; the two small units have none."""
    expected = holm(REFERENCE["E_unit_change"]["p"][:10]).tolist()
    frame = compare_periods(indices, *PERIODS).frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index")]
    assert units["p_holm"].tolist()[:10] == pytest.approx(expected, rel=1e-9)
    assert units["p_holm"].isna().tolist() == [False] * 10 + [True] * 2


def test_holm_equals_p_adjust():
    """Holm's p values are those of p.adjust for the reference vector and for the twelve units."""
    vector = REFERENCE["E_padjust_vector"]
    assert holm(vector["p"]).tolist() == pytest.approx(vector["holm"], rel=1e-12)
    units = REFERENCE["E_unit_change"]
    assert holm(units["p"]).tolist() == pytest.approx(units["holm"], rel=1e-12)


@pytest.mark.parametrize(
    ("policy", "name"),
    [("available", "available_case"), ("complete", "complete_case"), ("person", "person_mean")],
)
def test_three_policies_for_missing_answers_equal_r(missing, policy, name):
    """Estimate and standard error under each policy are those of svycontrast, of complete rows, of person means."""
    expected = REFERENCE["I_missing_U01_2025"][name]
    table = compute_indices(missing, Survey().with_settings(missing=policy))
    line = one(table.frame, period="2025", level="unit", id="U01", measure="index")
    assert line["index"] == pytest.approx(expected["mean"], **CLOSE)
    assert line["se"] == pytest.approx(expected["se"], **CLOSE)
    assert line["n"] == expected.get("n", REFERENCE["I_missing_U01_2025"]["n"])


def test_missing_answers_are_counted_for_each_element(missing):
    """Answers missing for each element are R's n − n_k."""
    frame = compute_indices(missing).frame
    here = frame[(frame["period"] == "2025") & (frame["id"] == "U01") & (frame["measure"] != "index")]
    expected = REFERENCE["I_missing_U01_2025"]["n_missing_by_element"]
    assert here["n_missing"].tolist() == expected
    assert here["n"].tolist() == [150 - blank for blank in expected]


def test_ceiling_share_equals_r(complete):
    """The share of rows that answer 4 throughout is R's mean(x == 100)."""
    quality = summarise_quality(complete)
    for key, expected in REFERENCE["A_unit"].items():
        period, unit = key.split()
        line = one(quality, period=period, level="unit", id=unit, measure="share_ceiling")
        assert line["value"] == pytest.approx(expected["share_at_100"], abs=1e-12)


def test_wilson_equals_prop_test():
    """Wilson's interval is prop.test without correction, also where all or none succeed."""
    for case in REFERENCE["K_top2"]:
        low, high = wilson(case["k"], case["n"])
        assert [float(low), float(high)] == pytest.approx(case["wilson"], abs=1e-12)


def test_satterthwaite_with_two_parts_is_welch():
    """The degrees of freedom of two variances are those that t.test reports."""
    first, second = (REFERENCE["A_unit"][f"{period} U01"] for period in PERIODS)
    df = satterthwaite_df([first["se"] ** 2, second["se"] ** 2], [first["n"] - 1, second["n"] - 1])
    assert float(df) == pytest.approx(REFERENCE["E_unit_change"]["df"][0], rel=1e-9)
