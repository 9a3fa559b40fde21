"""The table of priorities: headroom, contributions, the lowest elements that stand apart, units drawn to the mean."""

import numpy as np
import pandas as pd
import pytest

import skm
from skm.indices import element_moments
from skm.regulation import load_regulation
from skm.research import END_COLUMNS, PRIORITY_COLUMNS, element_ends

KEYS = list(load_regulation("permenpan-14-2017").keys)


def answers(unit, n, seed, period="2025", low=(), gap=0.0):
    """Return n forms of a unit whose elements named in `low` are `gap` points lower."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(0, 0.6, (n, 1))
    latent = 3.2 + mood + rng.normal(0, 0.5, (n, 9)) - gap * np.isin(KEYS, low)
    return pd.DataFrame(np.clip(np.round(latent), 1, 4), columns=KEYS).assign(unit=unit, period=period)


def tally_of(*frames):
    """Return the tally of some units and periods."""
    return skm.tally_responses(pd.concat(frames, ignore_index=True), by=["period", "unit"])


def lowest(table, level="all"):
    """Return the elements called lowest at a level."""
    return table.loc[(table["level"] == level) & (table["lowest"] == "lowest"), "measure"].tolist()


def test_headroom_adds_up():
    """What is missing to 4 in each element adds up to what is missing to 100 in the index."""
    table = skm.priorities(tally_of(answers("a", 40, 1), answers("b", 30, 2)))
    assert tuple(table.columns) == PRIORITY_COLUMNS
    for _, lines in table.groupby(["period", "level", "id"]):
        whole, parts = lines[lines["measure"] == "index"], lines[lines["measure"] != "index"]
        assert parts["headroom"].sum() == pytest.approx(whole["headroom"].item())
        assert whole["headroom"].item() == pytest.approx(100 - whole["index"].item())


def test_contributions_are_of_the_last_change():
    """The elements' contributions add up to the change since the period before; the first period has none."""
    tally = tally_of(*(answers("a", 60, seed, period) for seed, period in ((1, "2024"), (2, "2025"))))
    table = skm.priorities(tally)
    whole = table[table["level"] == "all"].set_index(["period", "measure"])
    parts = whole.loc["2025", "contribution"].drop("index")
    assert parts.sum() == pytest.approx(whole.loc[("2025", "index"), "contribution"])
    assert whole.loc["2025", "period_from"].eq("2024").all()
    assert whole.loc["2024", "contribution"].isna().all()


def test_a_clear_lowest_element_is_named():
    """An element a point below the others stands apart in the unit and in the whole."""
    table = skm.priorities(
        tally_of(*(answers(unit, 80, seed, low=["time"], gap=1.0) for seed, unit in enumerate("ab")))
    )
    assert lowest(table) == ["time"]
    assert lowest(table, "unit") == ["time", "time"]


def test_like_elements_name_nobody():
    """Where all elements are alike nothing is named, though one of them is always the lowest; the note says so."""
    tally = tally_of(*(answers(f"u{seed:02}", 60, seed) for seed in range(40)))
    table = skm.priorities(tally, skm.Survey().with_settings(language="en"))
    units = table[table["level"] == "unit"]
    assert units.loc[units["lowest"] == "lowest", "id"].nunique() <= 4  # 5 % of 40 expected at most, by Holm
    of_first = units[(units["id"] == "u00") & (units["measure"] == "index")]
    assert "no lowest element" in of_first["note"].item()


@pytest.mark.parametrize(
    ("low", "named"), [(["facilities"], []), (["facilities", "time"], ["time"]), (["time"], ["time"])]
)
def test_an_assumed_order_names_neither_u8_nor_u9(low, named):
    """Where it is only assumed which of facilities and complaints is which, neither is called lowest."""
    tally = tally_of(answers("a", 120, 5, "2025-Q1", low=low, gap=1.2))
    assert set(lowest(skm.priorities(tally))) == set(low)
    table = skm.priorities(tally, assumed=["2025-Q1"])
    assert lowest(table) == named * 2  # of the quarter and of its year
    assert lowest(table, "unit") == named * 2


def test_few_respondents_name_nobody():
    """A unit too small for a letter has no lowest element either."""
    table = skm.priorities(tally_of(answers("a", 8, 5, low=["time"], gap=2.0), answers("b", 80, 6)))
    assert lowest(table[table["id"] == "a"], "unit") == []


def test_the_ends_are_the_lowest_of_the_table_and_their_mirror():
    """The ends name the same lowest elements as the table; answers turned round turn lowest into highest."""
    frames = [
        answers("a", 120, 5, "2025", low=["time", "complaints"], gap=1.2),
        answers("b", 8, 6, low=["time"], gap=2.0),
    ]
    tally = tally_of(*frames)
    ends = element_ends(tally, assumed=["2025"])
    assert tuple(ends.columns) == END_COLUMNS
    assert set(ends["id"]) == {"all", "a"}  # the unit of eight respondents names nobody
    assert ends.loc[ends["end"] == "lowest", "measure"].tolist() == ["time", "time"]
    table = skm.priorities(tally, assumed=["2025"])
    assert lowest(table) + lowest(table, "unit") == ["time", "time"]
    turned = tally_of(*(frame.assign(**{key: 5 - frame[key] for key in KEYS}) for frame in frames))
    mirror = element_ends(turned, assumed=["2025"])
    assert mirror.loc[mirror["end"] == "highest", ["level", "measure"]].values.tolist() == [
        ["all", "time"],
        ["unit", "time"],
    ]


def test_small_units_are_drawn_to_the_mean():
    """A unit of five is drawn farther than one of two hundred, and places follow the shrunken figures."""
    frames = [answers(unit, n, seed) for seed, (unit, n) in enumerate((("a", 200), ("b", 150), ("c", 5), ("d", 90)))]
    frames[2][KEYS] = np.minimum(frames[2][KEYS], 2)
    frames[3][KEYS] = np.minimum(frames[3][KEYS], 3)
    table = skm.priorities(tally_of(*frames))
    units = table[(table["level"] == "unit") & (table["measure"] == "index")].set_index("id")
    moved = (units["shrunken"] - units["index"]).abs()
    assert moved.idxmax() == "c"
    assert units["place"].tolist() == units["shrunken"].rank().astype(int).tolist()
    assert table.loc[table["level"] == "all", "shrunken"].isna().all()


def test_importance_stands_only_where_it_was_asked():
    """Without a separate overall question the columns are empty and a note says why; with its table they are filled."""
    frame = answers("a", 120, 3)
    frame["overall"] = np.clip(np.round(frame[["time", "product"]].mean(axis=1)), 1, 4)
    tally = tally_of(frame)
    refused = skm.priorities(tally)
    assert refused["importance"].isna().all()
    assert "kepuasan keseluruhan" in refused.loc[0, "note"]
    table = skm.priorities(tally, importance=skm.importance(frame, n_resamples=99))
    whole = table[table["level"] == "all"].set_index("measure")
    assert set(whole["importance"].drop("index").nlargest(2).index) == {"time", "product"}
    assert table.loc[table["level"] == "unit", "importance"].isna().all()


def test_totals_alone_name_nobody():
    """Of tables of counts nobody knows which answers go together: no element is called lowest."""
    tally = tally_of(answers("a", 80, 5, low=["time"], gap=1.2))
    counted = skm.Tally(tally.frame.assign(counts_only=1), tally.instrument, tally.names)
    assert lowest(skm.priorities(counted)) == []


@pytest.mark.parametrize("blank", [0.0, 0.2])
def test_covariances_are_those_of_the_rows(blank):
    """The covariances of element means follow from the tally's sums as from the rows, with gaps or without."""
    frame = answers("a", 70, 9)
    rng = np.random.default_rng(1)
    frame[KEYS] = frame[KEYS].mask(rng.random((70, 9)) < blank)
    found = element_moments(tally_of(frame), skm.Survey())["2025", "a"]
    scores = frame[KEYS].to_numpy(float)
    given = ~np.isnan(scores)
    z = np.where(given, scores - np.nanmean(scores, axis=0), 0.0) / given.sum(axis=0)
    assert found.means == pytest.approx(np.nanmean(scores, axis=0))
    assert found.covariance == pytest.approx(70 / 69 * z.T @ z, rel=1e-9, abs=1e-15)


def test_years_of_equal_parts_have_their_mean():
    """Under `year_from_parts = "mean"` a year's covariance is that of the mean of its independent parts."""
    survey = skm.Survey().with_settings(year_from_parts="mean")
    tally = tally_of(answers("a", 40, 1, "2025-Q1"), answers("a", 90, 2, "2025-Q2"))
    found = element_moments(tally, survey)
    parts = [found[f"2025-Q{n}", "a"].covariance for n in (1, 2)]
    assert found["2025", "a"].covariance == pytest.approx(sum(parts) / 4)


def test_inputs_stay_as_they_are():
    """Neither the tally nor the figures are changed."""
    tally = tally_of(answers("a", 40, 1), answers("b", 40, 2))
    indices = skm.compute_indices(tally)
    before = tally.frame.copy(), indices.frame.copy()
    skm.priorities(tally, indices=indices)
    pd.testing.assert_frame_equal(tally.frame, before[0])
    pd.testing.assert_frame_equal(indices.frame, before[1])
