"""How sure figures, letters and ranks are: the table precision.csv."""

import numpy as np
import pandas as pd
import pytest

import skm
from skm.survey import Survey

KEYS = ("requirements", "procedure", "time", "tariff", "product", "competence", "behaviour", "facilities", "complaints")


def answers(unit, n, mean, seed):
    """Return n rows of one unit around a mean score."""
    draw = np.random.default_rng(seed)
    base = draw.normal(mean, 0.5, (n, 1)) + draw.normal(0, 0.4, (n, len(KEYS)))
    return pd.DataFrame(np.clip(np.rint(base), 1, 4).astype(int), columns=KEYS).assign(unit=unit)


@pytest.fixture(scope="module")
def table():
    """Return the precision of four units: one far above, two alike, one of a single respondent."""
    units = {"a": (60, 3.8), "b": (50, 3.1), "c": (50, 3.1), "d": (1, 3.0)}
    frame = pd.concat([answers(unit, n, mean, seed) for seed, (unit, (n, mean)) in enumerate(units.items())])
    return skm.precision(skm.compute_indices(skm.tally_responses(frame, by=["unit"]))).set_index("id")


def test_the_letters_of_a_figure_are_as_likely_as_they_say(table):
    """The chances of the four letters sum to one, and each letter of 5 % or more is named."""
    known = table[table["se"].notna()]
    chances = known[["p_a", "p_b", "p_c", "p_d"]]
    assert np.allclose(chances.sum(axis=1), 1.0)
    assert (chances.ge(0.05).sum(axis=1) == known["letters"].str.split("/").str.len()).all()


def test_units_that_are_alike_share_a_group(table):
    """The unit far above has rank 1 for sure; the two alike cannot be told apart."""
    assert table.loc["a", ["rank_low", "rank_high"]].tolist() == [1, 1]
    assert table.loc["b", "rank_high"] == table.loc["c", "rank_high"] == 3
    assert table.loc["b", "group"] == table.loc["c", "group"] != table.loc["a", "group"]


def test_a_single_respondent_has_no_precision(table):
    """Without a standard error there is neither a letter's chance nor a rank nor a place in the funnel."""
    lone = table.loc["d"]
    assert lone[["p_a", "rank", "margin"]].isna().all()
    assert (lone["letters"], lone["funnel"]) == ("", "")


def test_the_effective_sample_of_a_mean_of_units(table):
    """A mean of units of 60, 50, 50 and 1 respondents is worth H² / Σ 1/n_h respondents."""
    expected = 16 / (1 / 60 + 1 / 50 + 1 / 50 + 1)
    assert table.loc["all", "n_eff"] == pytest.approx(expected)
    assert table.loc["all", "deff"] == pytest.approx(161 / expected)


def test_respondents_as_basis_lose_nothing():
    """A mean over respondents has as many effective respondents as respondents."""
    frame = pd.concat([answers("a", 30, 3.5, 1), answers("b", 10, 3.0, 2)])
    survey = Survey()
    survey = survey.with_settings(official="respondents")
    indices = skm.compute_indices(skm.tally_responses(frame, by=["unit"]), survey)
    whole = skm.precision(indices, survey).set_index("level").loc["all"]
    assert (whole["n_eff"], whole["deff"]) == (40, 1.0)


def test_a_unit_outside_the_funnel_is_marked(table):
    """The unit far above the whole lies outside its 99.8 % limits, the middling ones don't lie above."""
    assert table.loc["a", "funnel"] == "above 99.8"
    assert not table.loc["b", "funnel"].startswith("above")


def test_units_without_any_rank_still_have_their_line():
    """Where no unit has enough respondents for a rank, the ranks are absent and the letters are not."""
    frame = pd.concat([answers("a", 3, 3.5, 1), answers("b", 4, 3.0, 2)])
    table = skm.precision(skm.compute_indices(skm.tally_responses(frame, by=["unit"])))
    assert table["rank"].isna().all()
    assert table["letters"].ne("").any()


def test_units_that_tie_share_their_rank():
    """Two units of equal figures have the rank between them, and no error."""
    alike = answers("a", 20, 3.5, 1)
    frame = pd.concat([alike, alike.assign(unit="b")])
    table = skm.precision(skm.compute_indices(skm.tally_responses(frame, by=["unit"]))).set_index("id")
    assert table.loc[["a", "b"], "rank"].tolist() == [1.5, 1.5]
