"""The researcher's door: R's numbers from tallies and index tables, not from rows."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import skm
from skm.errors import RequestError
from skm.regulation import load_regulation
from skm.research import CONTRIBUTION_COLUMNS, RANK_COLUMNS, RELIABILITY_COLUMNS
from skm.tally import Tally

FOLDER = Path(__file__).parent / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
KEYS = list(load_regulation("permenpan-14-2017").keys)
PERIODS = ("2024", "2025")
ENGINES = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars, lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "duckdb": duckdb.from_df,
}


def read_answers(name: str) -> pd.DataFrame:
    """Return a reference file with its columns named by element."""
    frame = pd.read_csv(FOLDER / name).rename(columns={f"u{place}": key for place, key in enumerate(KEYS, start=1)})
    return frame.assign(period=frame["year"].astype(str))


@pytest.fixture(scope="module")
def answers():
    """Return the answers without gaps."""
    return read_answers("skm_complete.csv")


@pytest.fixture(scope="module")
def unit(answers):
    """Return the answers of U01 in 2025."""
    return answers[(answers["period"] == "2025") & (answers["unit"] == "U01")]


@pytest.fixture(scope="module")
def tally(answers):
    """Return the tally with views by sex and age."""
    return skm.tally_responses(answers, by=["period", "unit"], profiles=["sex", "age"])


@pytest.fixture(scope="module")
def survey():
    """Return a survey whose register has the users of each unit."""
    population = pd.read_csv(FOLDER / "unit_population.csv", dtype=str)
    wide = population.pivot(index="unit", columns="year", values="N").add_prefix("users_")
    return skm.Survey(units=wide.reset_index().rename(columns={"unit": "unit_id"}))


@pytest.fixture(scope="module")
def indices(tally, survey):
    """Return the figures."""
    return skm.compute_indices(tally, survey)


@pytest.fixture(scope="module")
def totals():
    """Return the known users of U01 in 2025 by sex and by age."""
    frame = pd.read_csv(FOLDER / "u01_2025_margins.csv")
    return {name: dict(zip(part["level"], part["N"], strict=True)) for name, part in frame.groupby("var")}


# --- reliability ----------------------------------------------------------------------------------------------------


def test_reliability_from_the_tally_equals_psych(tally):
    """Alpha, Feldt's interval and the items of U01 in 2025 are psych::alpha's, from sums of products alone."""
    expected = REFERENCE["J_reliability_U01_2025"]
    table = skm.reliability(tally, "2025")
    assert list(table.columns) == list(RELIABILITY_COLUMNS)
    here = table[(table["id"] == "U01") & (table["straight_lines"] == "with")]
    whole, items = here.iloc[0], here.iloc[1:]
    assert whole[["alpha", "alpha_low", "alpha_high"]].tolist() == pytest.approx(
        [expected["alpha_raw"], *expected["feldt_ci95"]], rel=1e-9
    )
    assert items["measure"].tolist() == KEYS
    for column, name in (("alpha", "alpha_if_dropped"), ("item_rest", "item_rest_r"), ("item_total", "item_total_r")):
        assert items[column].tolist() == pytest.approx(expected[name], rel=1e-9)


def test_omega_of_the_whole_equals_lavaan(unit):
    """Omega of a tally of one unit alone is that of cfa by maximum likelihood."""
    table = skm.reliability(skm.tally_responses(unit))
    assert table.loc[0, "omega"] == pytest.approx(REFERENCE["J_reliability_U01_2025"]["omega_1factor_ML"], rel=1e-6)


def test_straight_lines_are_taken_out_of_the_sums(answers):
    """Alpha without straight lines is alpha of the rows that are none, found without a row."""
    is_straight = answers[KEYS].nunique(axis=1) == 1
    assert is_straight.sum() > 50
    rest = answers.loc[~is_straight, KEYS]
    table = skm.reliability(skm.tally_responses(answers[KEYS]))
    line = table[(table["straight_lines"] == "without") & (table["measure"] == "index")].iloc[0]
    covariance = rest.cov().to_numpy()
    assert line["n"] == len(rest)
    assert line["alpha"] == pytest.approx(9 / 8 * (1 - np.trace(covariance) / covariance.sum()), rel=1e-9)


def test_only_units_of_thirty_have_an_alpha(tally):
    """Units with fewer than 30 complete respondents have no line; the whole always has."""
    table = skm.reliability(tally, "2025")
    assert table.loc[table["level"] == "unit", "n"].groupby(table["straight_lines"]).min()["with"] >= 30
    assert set(table["id"]) == {"all", *(f"U{number:02d}" for number in range(1, 9))}


def test_reliability_needs_complete_respondents():
    """Where nobody answered every question there is no alpha, and that is said."""
    frame = pd.DataFrame({"time": [4, None, 3], "tariff": [None, 3, None]})
    with pytest.raises(RequestError) as caught:
        skm.reliability(skm.tally_responses(frame))
    assert caught.value.code == "too_few_for"


# --- ranks ----------------------------------------------------------------------------------------------------------


def test_ranks_of_units_equal_r(indices):
    """Rank intervals of the eleven units with n ≥ 5 are R's."""
    expected = REFERENCE["F_ranks"]
    table = skm.ranks(indices, "2025", minimum=5)
    assert list(table.columns) == list(RANK_COLUMNS)
    table = table.sort_values("id")
    assert table["id"].tolist() == expected["unit"]
    names = {"rank_low": "simultaneous_low", "rank_high": "simultaneous_high", "expected_rank": "expected_rank"}
    for column, name in (
        {"rank": "rank", "marginal_low": "marginal_low", "marginal_high": "marginal_high"} | names
    ).items():
        assert table[column].tolist() == pytest.approx(expected[name], rel=1e-9)


def test_small_units_have_no_rank(indices):
    """By default units with mark F are not ranked; the last period is taken; an unknown one is refused."""
    table = skm.ranks(indices)
    assert set(table["period"]) == {"2025"}
    assert set(table["id"]) == {f"U{number:02d}" for number in range(1, 11)}
    assert table["rank"].is_monotonic_increasing
    for period, minimum in (("1999", None), ("2025", 10_000)):
        with pytest.raises(RequestError):
            skm.ranks(indices, period, minimum)


# --- weights --------------------------------------------------------------------------------------------------------


def test_poststratified_index_equals_r_survey(tally, indices, totals):
    """The index weighted by age, its error and n_eff are those of postStratify; the unweighted one is the official."""
    expected = REFERENCE["H_weighting"]
    found = skm.poststratify(tally, "age", totals["age"], period="2025", unit="U01")
    weighted = expected["poststratified_age"]
    assert (found.weighted.estimate, found.weighted.se) == pytest.approx((weighted["mean"], weighted["se"]), rel=1e-9)
    assert found.n_eff == pytest.approx(weighted["kish_neff"], rel=1e-9)
    official = indices.frame.query("period == '2025' and id == 'U01' and measure == 'index'").iloc[0]
    for name, column in (("estimate", "index"), ("se", "se"), ("low", "low"), ("high", "high")):
        assert getattr(found.unweighted, name) == pytest.approx(official[column], rel=1e-9)
    assert found.weights["n"].sum() == 150
    assert (found.weights["n"] * found.weights["weight"]).sum() == pytest.approx(9800)
    assert found.method == "poststratified"


@pytest.mark.parametrize("engine", list(ENGINES))
def test_raked_index_equals_r_survey(unit, totals, engine):
    """The raked index, its error, n_eff and every weight are those of rake, from pandas and from Polars."""
    expected = REFERENCE["H_weighting"]["raked"]
    found = skm.rake(ENGINES[engine](unit), totals)
    assert (found.weighted.estimate, found.weighted.se) == pytest.approx((expected["mean"], expected["se"]), rel=1e-9)
    assert (found.n_eff, found.deff) == pytest.approx((expected["kish_neff"], expected["deff_weights"]), rel=1e-9)
    by_cell = {
        f"{sex} {age}": weight for sex, age, weight in found.weights[["sex", "age", "weight"]].itertuples(index=False)
    }
    assert by_cell == pytest.approx(REFERENCE["H_weighting"]["raked_cell_weights"], rel=1e-9)


def test_responses_of_a_file_can_be_raked(unit, totals, tmp_path):
    """A file that was read is raked as its frame is, its columns recognised by name."""
    path = tmp_path / "loket.csv"
    questions = {element.key: element.headers[0] for element in load_regulation("permenpan-14-2017").elements}
    unit[["sex", *KEYS]].rename(columns={"sex": "Jenis Kelamin", **questions}).to_csv(path, index=False)
    responses = skm.read_responses(path)
    groups = sorted(responses.to_pandas()["sex"].unique())
    found = skm.rake(responses, {"sex": dict(zip(groups, totals["sex"].values(), strict=True))})
    direct = skm.rake(unit, {"sex": totals["sex"]})
    assert found.weighted == direct.weighted


def test_missing_answers_are_weighted_element_by_element(totals):
    """With gaps the weighted index is that of weighted element means, its error that of the linearised rows."""
    rows = read_answers("skm_missing.csv")
    rows = rows[(rows["period"] == "2025") & (rows["unit"] == "U01")]
    found = skm.poststratify(skm.tally_responses(rows, profiles=["age"]), "age", totals["age"])
    x = rows[KEYS].to_numpy(float)
    given = ~np.isnan(x)
    w = rows["age"].map(totals["age"]).to_numpy() / rows.groupby("age")["age"].transform("size").to_numpy()
    size = (w[:, None] * given).sum(axis=0)
    means = np.nansum(w[:, None] * x, axis=0) / size
    value = 25 / 9 * np.where(given, (x - means) / size, 0.0).sum(axis=1)
    residual = w * (value - pd.Series(value).groupby(rows["age"].to_numpy()).transform("mean").to_numpy())
    se = np.sqrt(len(x) / (len(x) - 1) * (residual**2).sum())
    assert found.weighted.estimate == pytest.approx(25 * means.mean(), rel=1e-12)
    assert found.weighted.se == pytest.approx(se, rel=1e-9)
    expected = REFERENCE["I_missing_U01_2025"]["available_case"]
    assert (found.unweighted.estimate, found.unweighted.se) == pytest.approx(
        (expected["mean"], expected["se"]), rel=1e-9
    )


def test_who_gave_no_profile_is_in_the_unweighted_figure_only(unit, totals):
    """A respondent without an age cannot be weighted; the count says how many, and the official figure keeps them."""
    blank = unit.assign(age=unit["age"].where(np.arange(len(unit)) >= 7))
    found = skm.poststratify(skm.tally_responses(blank, profiles=["age"]), "age", totals["age"])
    assert (found.n_without, found.unweighted.n, found.weighted.n) == (7, 150, 143)
    both = skm.rake(blank, totals)
    assert (both.n_without, both.unweighted.n) == (7, 150)


@pytest.mark.parametrize(
    ("ages", "code"),
    [
        ({"17-25": 1, "26-40": 1, "41-60": 1}, "margins_do_not_fit"),
        ({"17-25": 1, "26-40": 1, "41-60": 1, "61+": 0}, "margins_do_not_fit"),
        ({"17-25": 1, "26-40": 1, "41-60": 1, "61+": 1, "muda": 1}, "margins_do_not_fit"),
        ({"17-25": 1, "26-40": 1, "41-60": 1, "61+": 900}, "weights_refused"),
    ],
)
def test_totals_that_do_not_fit_are_refused(tally, ages, code):
    """Groups on one side only, or weights that leave too few effective respondents, give an error and no figure."""
    with pytest.raises(RequestError) as caught:
        skm.poststratify(tally, "age", ages, period="2025", unit="U01")
    assert caught.value.code == code


def test_nobody_with_a_profile_is_refused(unit, totals, tally):
    """Where nobody said sex and age, or the period has nobody, there is nothing to weight."""
    for act in (
        lambda: skm.rake(unit.assign(sex=None), totals),
        lambda: skm.poststratify(tally, "age", totals["age"], period="1999"),
    ):
        with pytest.raises(RequestError) as caught:
            act()
        assert caught.value.code == "margins_do_not_fit"


def test_unknown_columns_are_refused(tally, unit):
    """A profile that was not counted, or is no column, is named with those that are."""
    with pytest.raises(RequestError) as caught:
        skm.poststratify(tally, "education", {"SD": 1})
    assert caught.value.values["known"] == "age, sex"
    with pytest.raises(RequestError):
        skm.rake(unit, {"education": {"SD": 1}})


def test_equal_answers_have_no_interval():
    """Where all answers are equal a weighted index has no interval, and says why."""
    frame = pd.DataFrame({"sex": ["L", "P"] * 20, "time": [4] * 40})
    found = skm.poststratify(skm.tally_responses(frame, profiles=["sex"]), "sex", {"L": 3, "P": 1})
    assert found.weighted.estimate == 100.0
    assert found.weighted.notes == ("all answers equal",)
    assert np.isnan(found.weighted.low)


def test_trimming_is_said(unit, totals):
    """A cap on the weights changes the method's name, and still meets the margins."""
    ages = {"17-25": 1000, "26-40": 1000, "41-60": 1000, "61+": 2000}
    found = skm.rake(unit, {"age": ages}, cap=2.0)
    assert found.method == "raked, trimmed"
    assert (found.weights["n"] * found.weights["weight"]).tolist() == pytest.approx(list(ages.values()))


# --- contributions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "name"), [("units", "equal"), ("respondents", "respondent"), ("users", "population")]
)
def test_within_and_mix_equal_r(indices, survey, basis, name):
    """Within and mix of each of the three figures are R's, and with moved units they add up to the change."""
    expected = REFERENCE["D_change"][name]
    table = skm.contributions(indices, *PERIODS, survey=survey)
    assert list(table.columns) == list(CONTRIBUTION_COLUMNS)
    here = table[(table["level"] == "all") & (table["basis"] == basis)].set_index("part")["contribution"]
    assert here["within"] == pytest.approx(expected["within_effect_avg_weights"], rel=1e-9)
    assert here["mix"] == pytest.approx(expected["mix_effect_avg_weights"], rel=1e-9, abs=1e-10)
    assert here["moved units"] == pytest.approx(0.0, abs=1e-10)
    assert here[KEYS].sum() == pytest.approx(expected["change"], rel=1e-9)


def test_contributions_add_up_when_units_come_and_go(tally, survey):
    """Elements, and within, mix and moved units, each add up to the change also when units enter and leave."""
    frame = tally.frame
    gone = ((frame["unit"] == "U02") & (frame["period"] == "2024")) | (
        (frame["unit"] == "U05") & (frame["period"] == "2025")
    )
    indices = skm.compute_indices(Tally(frame[~gone], tally.instrument), survey.with_settings(official="respondents"))
    table = skm.contributions(indices, *PERIODS)
    here = table[(table["level"] == "all") & (table["basis"] == "respondents")].set_index("part")
    change = here["change"].iloc[0]
    assert here.loc[["within", "mix", "moved units"], "contribution"].sum() == pytest.approx(change)
    assert here.loc[KEYS, "contribution"].sum() == pytest.approx(change)
    assert abs(here.loc["moved units", "contribution"]) > 0.01


def test_mix_by_users_needs_the_register(indices):
    """Without the register the figure weighted by users has its elements and no mix."""
    table = skm.contributions(indices, *PERIODS)
    users = table[(table["level"] == "all") & (table["basis"] == "users")]
    assert set(users["part"]) == set(KEYS)


# --- importance -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", list(ENGINES))
def test_importance_equals_r(unit, engine):
    """LMG and Johnson shares of the overall question of U01 are R's, and sum to R²."""
    expected = REFERENCE["L_importance_U01_2025"]
    table = skm.importance(ENGINES[engine](unit[[*KEYS, "overall"]]), n_resamples=99)
    assert table["element"].tolist() == KEYS
    assert table["lmg"].tolist() == pytest.approx(expected["lmg"], rel=1e-9)
    assert table["johnson"].tolist() == pytest.approx(expected["johnson"], rel=1e-9)
    assert table["lmg"].sum() == pytest.approx(expected["R2"], rel=1e-9)
    assert table["mean"].tolist() == pytest.approx(expected["performance"], rel=1e-9)


def test_importance_of_the_index_is_refused(unit):
    """Without a separate overall question there is no importance, and the reason is given."""
    for frame, outcome, code in (
        (unit[KEYS], "overall", "no_overall_question"),
        (unit.assign(overall=25 * unit[KEYS].mean(axis=1).round(4)), "overall", "outcome_is_the_index"),
    ):
        with pytest.raises(RequestError) as caught:
            skm.importance(frame, outcome)
        assert caught.value.code == code


def test_rows_with_a_blank_are_left_out_of_importance(unit):
    """A respondent who left a question out is not counted; a column that is not there is refused."""
    gaps = unit.assign(time=unit["time"].where(np.arange(len(unit)) >= 10))
    assert skm.importance(gaps, n_resamples=99)["n"].tolist() == [140] * 9
    with pytest.raises(RequestError):
        skm.importance(unit, elements=["time", "speed"])


# --- all of it ------------------------------------------------------------------------------------------------------


def test_two_halves_are_the_whole(answers, tally):
    """Figures of two merged tallies are those of all answers at once."""
    halves = [
        skm.tally_responses(part, by=["period", "unit"], profiles=["sex", "age"])
        for part in (answers.iloc[::2], answers.iloc[1::2])
    ]
    merged = skm.merge_tallies(halves)
    pd.testing.assert_frame_equal(skm.reliability(merged), skm.reliability(tally))
    sexes = {"L": 1, "P": 2}
    first, again = (skm.poststratify(each, "sex", sexes, period="2024") for each in (tally, merged))
    assert first.weighted == again.weighted
    tables = [skm.ranks(skm.compute_indices(each)) for each in (tally, merged)]
    pd.testing.assert_frame_equal(*tables)


def test_arguments_are_left_as_they_were(tally, indices, unit, totals):
    """No function changes what it is given."""
    before = tally.frame.copy(), indices.frame.copy(), unit.copy(), json.dumps(totals, default=int)
    skm.reliability(tally)
    skm.ranks(indices)
    skm.contributions(indices, *PERIODS)
    skm.rake(unit, totals)
    skm.importance(unit, n_resamples=99)
    for left, right in zip(before[:3], (tally.frame, indices.frame, unit), strict=True):
        pd.testing.assert_frame_equal(left, right)
    assert json.dumps(totals, default=int) == before[3]
