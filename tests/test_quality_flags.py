"""Marks of forms worth a look: each planted sign is named with its evidence, honest forms are not, nothing is lost."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import skm
from benchmarks.faults import ELEMENTS, FAULTS, honest_survey, run_one
from skm.errors import SkmError
from skm.messages import EVIDENCE
from skm.research import FLAG_COLUMNS

KEYS = list(ELEMENTS)
BEST, COPIED, TOGETHER = "best 80 % kept", "copied", "desk: one answer, together"


@pytest.fixture(scope="module")
def honest():
    """Return an honest survey of ten units."""
    return honest_survey(np.random.default_rng(11), 10)


@pytest.fixture(scope="module")
def flags(honest):
    """Return the marks of the honest survey, in English."""
    return skm.quality_flags(honest, language="en")


def flagged(table, unit):
    """Return the marks of a unit that are worth a look."""
    return set(table.loc[(table["unit"] == unit) & (table["flag"] == "review"), "mark"])


def evidence(table, unit, mark):
    """Return the evidence of one mark of a unit."""
    return table.loc[(table["unit"] == unit) & (table["mark"] == mark), "evidence"].item()


def put(survey, unit, forms, **columns):
    """Return the survey with other forms in one unit."""
    own = pd.DataFrame(np.asarray(forms, float), columns=KEYS).assign(unit=unit, sex="L", **columns)
    return pd.concat([survey[survey["unit"] != unit], own], ignore_index=True)


def forms_of(survey, unit):
    """Return the forms of one unit."""
    return survey.loc[survey["unit"] == unit, KEYS].to_numpy(float, copy=True)


def usual(survey, number=0):
    """Return a unit with close to a hundred forms; the others are enough to be set beside it."""
    return (survey.groupby("unit").size() - 100).abs().sort_values(kind="stable").index[number]


# --- the table --------------------------------------------------------------------------------------------------------


def test_table_has_its_columns_and_every_unit(honest, flags):
    """Each unit has its lines; p and q are chances, and a line without p is a mark by rule."""
    assert tuple(flags.columns) == FLAG_COLUMNS
    assert set(flags["unit"]) == set(honest["unit"])
    tested = flags[flags["p"].notna()]
    assert tested[["p", "q"]].stack().between(0, 1).all()
    assert (tested["q"] >= tested["p"] - 1e-12).all()
    rules = {"blanks", "ceiling", "constant_elements", "free_tariff"}
    assert set(flags.loc[flags["p"].isna(), "mark"]) <= rules
    assert set(flags["mark"]) <= set(EVIDENCE)
    assert not flags["evidence"].str.contains(r"[{}]|nan").any()


def test_honest_units_are_not_named(flags):
    """No honest unit of this survey is worth a look by a test."""
    assert flags[(flags["flag"] == "review") & flags["p"].notna()].empty


def test_flagged_lines_say_so_in_words(honest):
    """Evidence of a flagged line opens with "Perlu ditelaah", of any other line it does not."""
    unit = usual(honest)
    table = skm.quality_flags(put(honest, unit, np.full((60, 9), 4.0)))
    is_flagged = table["flag"] == "review"
    assert flagged(table, unit) >= {"ceiling", "constant_elements"}
    assert table.loc[is_flagged, "evidence"].str.startswith("Perlu ditelaah: ").all()
    assert not table.loc[~is_flagged, "evidence"].str.startswith("Perlu").any()


def test_same_seed_same_table(honest, flags):
    """The same seed gives the same table; another seed moves expectations, not values."""
    again = skm.quality_flags(honest, language="en")
    pd.testing.assert_frame_equal(flags, again)
    other = skm.quality_flags(honest, language="en", seed=1)
    is_searched = flags["mark"] == "missing_tail"  # its limit is where simulated units have most
    assert other.loc[~is_searched, "value"].equals(flags.loc[~is_searched, "value"])
    assert not other["expected"].equals(flags["expected"])


def test_order_of_units_changes_nothing(honest, flags):
    """Which unit comes first in the table changes no figure."""
    turned = pd.concat([part for _, part in reversed(list(honest.groupby("unit")))], ignore_index=True)
    table = skm.quality_flags(turned, language="en").set_index(["unit", "mark"])
    before = flags.set_index(["unit", "mark"]).loc[table.index]
    for mark in ("blanks", "alternation", "identical_in_sequence", "alike_in_sequence", "copied_forms"):
        here = table.xs(mark, level="mark")
        assert here["p"].tolist() == pytest.approx(before.xs(mark, level="mark")["p"].tolist(), nan_ok=True), mark
    assert table["value"].tolist() == pytest.approx(before["value"].tolist())


@pytest.mark.parametrize("make", [pl.from_pandas, lambda frame: pl.from_pandas(frame).lazy(), pl.DataFrame.to_arrow])
def test_any_frame_gives_the_same(honest, flags, make):
    """Polars, lazy or not, and pyarrow give the table that pandas gives."""
    frame = pl.from_pandas(honest) if make is pl.DataFrame.to_arrow else honest
    pd.testing.assert_frame_equal(skm.quality_flags(make(frame), language="en"), flags)


def test_a_relation_without_row_numbers_has_no_order(honest):
    """The lines of a DuckDB relation have no order, so nothing is said of one; with numbers they have."""
    order = {"sorted_file", "identical_in_sequence", "alike_in_sequence", "alternation"}
    marks = set(skm.quality_flags(duckdb.from_df(honest))["mark"])
    assert not marks & order
    numbered = skm.quality_flags(duckdb.from_df(honest.assign(row=range(len(honest)))))
    assert order <= set(numbered["mark"])


def test_nothing_is_changed(honest):
    """The frame that is looked at stays as it was."""
    before = honest.copy()
    skm.quality_flags(honest)
    pd.testing.assert_frame_equal(honest, before)


# --- one sign each ----------------------------------------------------------------------------------------------------


def test_blanks_name_the_element(honest):
    """More than 5 % blank in an element is named with that element."""
    unit = usual(honest)
    forms = forms_of(honest, unit)
    forms[: len(forms) // 10, 2] = np.nan
    table = skm.quality_flags(put(honest, unit, forms), language="en")
    assert "blanks" in flagged(table, unit)
    assert "time" in evidence(table, unit, "blanks").casefold()


def test_an_element_without_variance_is_named(honest):
    """An element that all answered alike is named; a tariff of 4 throughout is a free service, shown without it."""
    unit = usual(honest)
    forms = forms_of(honest, unit)
    forms[:, 2], forms[:, 3] = 3, 4
    table = skm.quality_flags(put(honest, unit, forms), language="en")
    assert flagged(table, unit) == {"constant_elements"}
    assert "1 elements" in evidence(table, unit, "constant_elements")
    free = table[(table["unit"] == unit) & (table["mark"] == "free_tariff")].iloc[0]
    means = np.nanmean(forms, axis=0)
    assert free["value"] == pytest.approx(25 * means.mean())
    assert free["expected"] == pytest.approx(25 * np.delete(means, 3).mean())
    assert free["flag"] == ""


def test_a_ceiling_is_named(honest):
    """Half of the forms at 4 throughout leave nothing to compare, and that is said."""
    unit = usual(honest)
    forms = forms_of(honest, unit)
    forms[: len(forms) // 2 + 5] = 4
    assert "ceiling" in flagged(skm.quality_flags(put(honest, unit, forms)), unit)


def test_desk_filled_forms_are_found(honest):
    """A fifth of one unit's forms with one answer throughout, one after the other, is found."""
    unit = usual(honest)
    forms = forms_of(honest, unit)
    forms[-len(forms) // 5 :] = 4
    table = skm.quality_flags(put(honest, unit, forms), language="en")
    assert "identical_in_sequence" in flagged(table, unit)
    others = table[(table["unit"] != unit) & (table["flag"] == "review")]
    assert others["p"].isna().all()  # by rule only


def test_repeated_forms_are_found(honest):
    """A unit whose forms are a dozen answers over and over repeats itself far more than others."""
    unit = usual(honest)
    rng = np.random.default_rng(3)
    plain = np.array([form for form in forms_of(honest, unit) if len(set(form)) > 1 and not np.isnan(form).any()])
    found = flagged(skm.quality_flags(put(honest, unit, plain[rng.integers(0, 12, 90)])), unit)
    assert "identical_forms" in found


def test_a_unit_that_is_too_even_is_found(honest):
    """Forms that differ by one answer at most have too little spread for their means."""
    unit = usual(honest)
    rng = np.random.default_rng(4)
    forms = np.full((100, 9), 3.0)
    forms[np.arange(100), rng.integers(0, 9, 100)] = rng.choice([2.0, 4.0], 100)
    table = skm.quality_flags(put(honest, unit, forms))
    assert "homogeneity" in flagged(table, unit)


def test_independent_answers_are_found(honest):
    """Answers drawn one by one have an alpha near zero, as a generator's have."""
    unit = usual(honest)
    forms = np.random.default_rng(5).choice([2.0, 3.0, 4.0], (120, 9), p=[0.15, 0.5, 0.35])
    table = skm.quality_flags(put(honest, unit, forms), language="en")
    assert "low_alpha" in flagged(table, unit)
    assert "hardly go together" in evidence(table, unit, "low_alpha")


def test_a_missing_tail_is_found(honest):
    """Without its lowest forms a unit lacks forms where others with the same element means have them."""
    unit = usual(honest)
    rng = np.random.default_rng(7)
    pool = honest[KEYS].dropna().to_numpy()
    forms = pool[rng.permutation(len(pool))[:220]]
    kept = forms[np.argsort(-forms.sum(axis=1), kind="stable")[:130]]
    table = skm.quality_flags(put(honest, unit, rng.permutation(kept)), language="en")
    assert "missing_tail" in flagged(table, unit)


def test_asked_forms_stand_beside_the_tail(honest):
    """Where the register says how many forms were handed out, the line of the tail says it too."""
    unit = usual(honest)
    survey = skm.Survey(units=pd.DataFrame({"unit_id": [unit], "name": [unit], "asked_2025": ["1250"]}))
    table = skm.quality_flags(honest.assign(period="2025"), survey)
    assert "dari 1.250 yang disebar" in evidence(table, unit, "missing_tail")


def test_a_sorted_file_is_found(honest):
    """Forms sorted by score are named; the same forms in order of arrival are not."""
    unit = usual(honest)
    forms = forms_of(honest, unit)
    order = np.argsort(-np.nansum(forms, axis=1), kind="stable")
    assert "sorted_file" in flagged(skm.quality_flags(put(honest, unit, forms[order])), unit)


def test_strict_alternation_is_found(honest):
    """Men and women strictly in turn are named with the column; nobody else is."""
    unit = usual(honest)
    forms = forms_of(honest, unit)
    table = put(honest, unit, forms)
    own = table["unit"] == unit
    table.loc[own, "sex"] = np.resize(["L", "P"], own.sum())
    found = skm.quality_flags(table, language="en")
    assert "alternation" in flagged(found, unit)
    assert "column sex" in evidence(found, unit, "alternation")


def test_a_copied_unit_names_its_twin(honest):
    """Both units of a copy are named, each with the other, in whatever order the forms stand."""
    copy, source = usual(honest, 1), usual(honest)
    forms = np.random.default_rng(7).permutation(forms_of(honest, source))
    table = skm.quality_flags(put(honest, copy, forms), language="en")
    assert "copied_forms" in flagged(table, copy)
    assert "copied_forms" in flagged(table, source)
    assert source in evidence(table, copy, "copied_forms")
    assert copy in evidence(table, source, "copied_forms")


def test_last_year_copied_is_named_with_its_period(honest):
    """Forms of an earlier period sent again are found, and the period is said."""
    unit = usual(honest)
    later = honest_survey(np.random.default_rng(12), 10).assign(period="2025")
    later = put(later, unit, forms_of(honest, unit), period="2025")
    table = skm.quality_flags(pd.concat([honest.assign(period="2024"), later], ignore_index=True), language="en")
    lines = table[(table["mark"] == "copied_forms") & (table["flag"] == "review")]
    assert set(zip(lines["period"], lines["unit"], strict=True)) == {("2024", unit), ("2025", unit)}
    assert lines.loc[lines["period"] == "2025", "evidence"].item().count("(2024)") == 1


def with_times(survey, rng):
    """Return the survey with times on working days between eight and four."""
    day = pd.Timestamp("2025-03-03") + pd.to_timedelta(rng.integers(0, 20, len(survey)) * 7 + rng.integers(0, 5), "D")
    seconds = rng.integers(8 * 3600, 16 * 3600, len(survey))
    moments = pd.Series(day + pd.to_timedelta(seconds, "s"))
    return survey.assign(timestamp=moments.dt.strftime("%Y-%m-%d %H:%M:%S"))


def test_bursts_and_night_work_are_found(honest):
    """Forms sent every ten seconds on one evening are named three times; times are never required."""
    rng = np.random.default_rng(9)
    unit = usual(honest)
    table = with_times(honest, rng)
    assert not set(skm.quality_flags(table).query("flag == 'review'")["mark"]) & {"bursts", "office_hours", "one_day"}
    own = np.flatnonzero(table["unit"] == unit)
    night = pd.Timestamp("2025-03-03 22:00") + pd.to_timedelta(np.arange(len(own)) * 10, "s")
    table.loc[own, "timestamp"] = night.strftime("%Y-%m-%d %H:%M:%S")
    found = skm.quality_flags(table, language="en")
    assert flagged(found, unit) >= {"bursts", "office_hours", "one_day"}
    assert "2025-03-03" in evidence(found, unit, "one_day")


def test_dates_alone_say_the_day(honest):
    """With dates and no times, only the busiest day is looked at."""
    days = pd.Series(pd.date_range("2025-03-03", periods=len(honest), freq="h")).dt.strftime("%Y-%m-%d")
    marks = set(skm.quality_flags(honest.assign(date=days))["mark"])
    assert "one_day" in marks
    assert not marks & {"bursts", "office_hours"}


# --- edges ------------------------------------------------------------------------------------------------------------


def test_one_unit_has_no_others():
    """A survey of one unit has marks by rule and by its own order, and no comparison."""
    survey = honest_survey(np.random.default_rng(1), 10)
    table = skm.quality_flags(survey[survey["unit"] == "unit 05"])
    assert {"blanks", "identical_in_sequence", "sorted_file"} <= set(table["mark"])
    assert not set(table["mark"]) & {"straight_lines", "homogeneity", "copied_forms", "missing_tail"}


def test_few_forms_say_nothing():
    """Fewer than ten forms have no mark, fewer than twenty no test; nobody's few answers are laid open."""
    survey = honest_survey(np.random.default_rng(1), 10)
    few = pd.concat([survey[survey["unit"] == "unit 05"].head(9), survey[survey["unit"] == "unit 06"].head(19)])
    table = skm.quality_flags(few)
    assert set(table["unit"]) == {"unit 06"}
    assert table["p"].isna().all()


def test_all_forms_equal():
    """Units whose forms are all equal break nothing: what cannot be computed has no line."""
    frame = pd.DataFrame(np.full((120, 9), 3), columns=KEYS).assign(unit=["a", "b", "c", "d"] * 30)
    table = skm.quality_flags(frame)
    assert {"constant_elements"} == set(table.loc[table["flag"] == "review", "mark"])
    assert not table["evidence"].str.contains("nan").any()


def test_mapped_scales_are_refused(read):
    """Answers of five choices, mapped to 1 to 4, are not set beside forms of four."""
    rows = "\n".join(",".join(str(1 + (row + place) % 5) for place in range(9)) for row in range(30))
    text = ",".join(f"U{number}" for number in range(1, 10)) + f"\n{rows}\n"
    responses = read(text, settings="[scale]\nmap = { 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }\n")
    with pytest.raises(SkmError) as caught:
        skm.quality_flags(responses)
    assert caught.value.code == "review_mapped_scale"


def test_scores_off_the_scale_are_refused():
    """A score that is none is refused before anything is said of it."""
    with pytest.raises(SkmError):
        skm.quality_flags(pd.DataFrame({"time": [5] * 30}))


def test_responses_of_files_are_looked_at(write, questions):
    """What was read from files gives the marks that its frame gives, with the units' printed names."""
    survey = honest_survey(np.random.default_rng(2), 10)
    header = ["Unit", *(questions[key] for key in KEYS)]
    text = survey[["unit", *KEYS]].astype(object).where(survey[["unit", *KEYS]].notna(), "")
    rows = [",".join(f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row) for row in text.to_numpy()]
    head = ",".join('"' + name.replace('"', '""') + '"' for name in header)
    responses = skm.read_responses(write("survei.csv", "\n".join([head, *rows]) + "\n"))
    table = skm.quality_flags(responses)
    assert len(table) > 10 * 10
    assert set(table["period"]) == {responses.to_pandas()["period"].iloc[0]}
    assert skm.quality_flags(responses).equals(table)
    direct = skm.quality_flags(responses.to_pandas())
    pd.testing.assert_frame_equal(table.drop(columns="evidence"), direct.drop(columns="evidence"), rtol=1e-9)
    copies = table[table["mark"] == "copied_forms"]
    assert copies["evidence"].str.contains("juga ada di unit 0").all()


# --- the proof, in small ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proof():
    """Return what is found in a few of the simulated surveys of the benchmark."""
    return [pd.concat(tables) for tables in zip(*(run_one(number) for number in range(4)), strict=True)]


def test_planted_faults_are_found(proof):
    """In four seeded surveys every copy is found, and part of the straight lines and of the kept-best units."""
    found, _ = proof
    share = found.groupby("fault")["found"].mean()
    assert set(share.index) == set(FAULTS)
    assert share[COPIED] == 1
    assert share[TOGETHER] >= 0.5
    assert share[BEST] >= 0.25


def test_honest_units_are_left_alone(proof):
    """In the same surveys at most one in a hundred tests of honest units is flagged, and hardly a unit."""
    _, honest = proof
    tested = honest[honest["p"].notna()]
    assert len(tested) > 1000
    assert (tested["flag"] != "").mean() <= 0.002
