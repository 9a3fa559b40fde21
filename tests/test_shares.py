"""Shares of answers and of persons, each named as what it is; whether a change was general."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import skm
from skm.regulation import load_regulation
from skm.stats.proportions import wilson

FOLDER = Path(__file__).parent / "reference"
REFERENCE = json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))
KEYS = list(load_regulation("permenpan-14-2017").keys)


@pytest.fixture(scope="module", params=["skm_complete.csv", "skm_missing.csv"])
def answers(request):
    """Return the reference answers, with blanks or without."""
    frame = pd.read_csv(FOLDER / request.param).rename(columns={f"u{place + 1}": key for place, key in enumerate(KEYS)})
    return frame.assign(period=frame["year"].astype(str))


def test_shares_are_those_of_the_rows(answers):
    """From the tally come the shares that the rows give: of answers, and of persons with a mean of 3 or more."""
    table = skm.shares(skm.tally_responses(answers, by=["period", "unit"])).set_index(["period", "id", "of"])
    for (period, unit), own in answers.groupby(["period", "unit"]):
        scores = own[KEYS].to_numpy(float)
        given = ~np.isnan(scores)
        found = table.loc[(period, unit, "answers")]
        assert found["share"] == pytest.approx((scores[given] >= 3).mean())
        long = given.sum(axis=1) > 4
        good = (np.nansum(scores, axis=1) >= 3 * given.sum(axis=1)) & long
        found = table.loc[(period, unit, "persons")]
        assert (found["n"], found["share"]) == (long.sum(), pytest.approx(good.sum() / long.sum()))
        low, high = wilson(good.sum(), long.sum())
        assert [found["low"], found["high"]] == [float(low), float(high)]
    assert table.loc[("2025", "all", "persons"), "n"] == (answers["year"] == 2025).sum()


def test_persons_of_counts_alone_have_no_share():
    """Who gave which answers together is not known of a table of counts: the share is empty and the note says why."""
    frame = pd.DataFrame({"unit": "a", "time": [4, 3] * 10, "product": [4, 2] * 10})
    tally = skm.tally_responses(frame, by=["unit"])
    counted = skm.Tally(tally.frame.assign(counts_only=1), tally.instrument, tally.names)
    table = skm.shares(counted)
    persons = table[table["of"] == "persons"]
    assert persons["share"].isna().all() and (persons["note"] != "").all()
    assert table.loc[table["of"] == "answers", "share"].notna().all()


def test_a_general_change_equals_r():
    """Units as a sample: mean, error, interval, p and Wilcoxon's p are those of t.test and wilcox.test."""
    frame = pd.read_csv(FOLDER / "skm_complete.csv").rename(columns={f"u{n + 1}": key for n, key in enumerate(KEYS)})
    indices = skm.compute_indices(
        skm.tally_responses(frame.assign(period=frame["year"].astype(str)), by=["period", "unit"])
    )
    found = skm.general_changes(indices, "2024", "2025")
    expected = REFERENCE["D_change_units_as_sample"]
    general = found.general
    assert (general.mean.estimate, general.mean.se, general.p) == pytest.approx(
        (expected["mean"], expected["se"], expected["p"]), rel=1e-9
    )
    assert [general.mean.low, general.mean.high] == pytest.approx(expected["t_ci"], rel=1e-9)
    assert general.p_wilcoxon == pytest.approx(expected["wilcoxon_exact_p"], rel=1e-12)
    units = REFERENCE["E_unit_change"]
    sure = (found.units["low"] > 0) | (found.units["high"] < 0)
    assert sure.tolist() == [p < 0.05 for p in units["bonferroni"]]
    assert (found.units["high"] - found.units["low"] > np.subtract(units["ci_high"], units["ci_low"])).all()
