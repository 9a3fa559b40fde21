"""Indices alone need a third of the sums where every respondent answers everything, and are the same figures."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from skm import lanes, tally
from skm.errors import RequestError
from skm.indices import compute_indices
from skm.pipeline import index_files
from skm.regulation import Instrument, Item, load_regulation, plain_instrument
from skm.responses import read_responses
from skm.survey import Survey, read_settings

LAW = load_regulation("permenpan-14-2017")


def asked(n_items):
    """Return an instrument of the first elements."""
    return plain_instrument(LAW.only(LAW.keys[:n_items]))


def both(frame, instrument, by, profiles=()):
    """Return the brief and the whole tally of complete rows."""
    items = [item.key for item in instrument.items]
    lines = (
        tally.count_responses(frame, instrument, by, profiles, filled=items, brief=brief) for brief in (True, False)
    )
    return [tally.Tally(own, instrument) for own in lines]


@pytest.mark.parametrize("missing", ["available", "complete", "person"])
@pytest.mark.parametrize("n_items", [1, 2, 9])
@pytest.mark.parametrize("lowest", [1, 3, 4])
def test_indices_are_those_of_the_whole_tally(n_items, missing, lowest):
    """Level by level, of many respondents, of one, and of fours throughout: the same to the last bit."""
    rng = np.random.default_rng([n_items, lowest])
    items = list(LAW.keys[:n_items])
    frame = pd.DataFrame(rng.integers(lowest, 5, (37, n_items)), columns=items)
    frame = frame.assign(unit=rng.choice(list("AB"), 37), period=rng.choice(["2024", "2025-Q1", "2025-Q2"], 37))
    frame = pd.concat([frame, frame[:1].assign(unit="C")], ignore_index=True).assign(sex=list("LP") * 19)
    survey = Survey().with_settings(missing=missing)
    brief, whole = (compute_indices(own, survey) for own in both(frame, asked(n_items), ["unit", "period"], ["sex"]))
    assert brief.frame.equals(whole.frame)
    assert brief.notes == whole.notes


def test_squares_and_the_top_are_what_the_rows_say():
    """The sum of the squares of each respondent's total, and how many gave the highest score throughout."""
    frame = pd.DataFrame({"unit": "A", LAW.keys[0]: [4, 4, 1], LAW.keys[1]: [4, 3, 2]})
    (line,) = both(frame, asked(2), ["unit"])[0].frame.to_dict("records")
    assert (line["rows"], line["squares"], line["top"]) == (3, 64 + 49 + 9, 1)


@pytest.mark.parametrize("n_rows", [254, 256, 400])
def test_a_brief_cell_that_outgrows_its_lane_is_summed_one_by_one(n_rows, monkeypatch):
    """With room for 255 rows, 256 of them do not fit: the sums are right either way."""
    for module in (lanes, tally):
        monkeypatch.setattr(module, "LANE", 256)
    frame = pd.DataFrame({"unit": "A"} | dict.fromkeys(LAW.keys[:4], [4] * n_rows))
    (line,) = both(frame, asked(4), ["unit"])[0].frame.to_dict("records")
    found = [line["rows"], line[tally.count_column(LAW.keys[0], 4)], line["squares"], line["top"]]
    assert found == [n_rows, n_rows, 256 * n_rows, n_rows]


def test_the_total_must_tell_the_index():
    """Blanks, weights that differ, two questions for an element and a mapped scale all need the whole tally."""
    plain = asked(2)
    first, second = plain.regulation.elements
    weighted = plain.regulation.with_elements(
        (replace(first, weight=Fraction(1, 3)), replace(second, weight=Fraction(2, 3)))
    )
    two_each = Instrument(plain.regulation, (*plain.items, Item("again", plain.items[0].element)))
    mapped = replace(plain, scale=((1, Fraction(1)), (2, Fraction(5, 2)), (3, Fraction(4))))
    assert tally.can_be_brief(plain, LAW.keys)
    assert not tally.can_be_brief(plain, LAW.keys[:1])
    others = (replace(plain, regulation=weighted), two_each, mapped)
    assert not any(tally.can_be_brief(other, (*LAW.keys, "again")) for other in others)


@pytest.mark.parametrize(("last", "is_brief"), [("4", True), ("", False)])
def test_one_blank_makes_the_tally_whole(tmp_path, last, is_brief):
    """Of a file with a blank the products are summed although only indices were asked for."""
    path = tmp_path / "Puskesmas.csv"
    path.write_text(",".join(LAW.keys) + "\n" + "3,4,3,4,3,4,3,4,3\n" * 20 + f"4,4,4,4,4,4,4,4,{last}\n")
    frame = read_responses(path).tally(profiles=(), only_indices=True).frame
    assert ("squares" in frame) == is_brief
    assert (tally.product_column(*LAW.keys[:2]) in frame) != is_brief


def test_who_wants_indices_only_gets_the_same_ones_and_no_tally(tmp_path):
    """A brief tally is handed to nobody: what it does not hold can't be asked of it."""
    path = tmp_path / "Puskesmas.csv"
    rows = np.random.default_rng(8).integers(2, 5, (200, 9))
    frame = pd.DataFrame(rows, columns=list(LAW.keys)).assign(
        unit=["A", "B"] * 100, sex=["Laki-laki", "Perempuan"] * 100
    )
    frame.to_csv(path, index=False)
    brief, whole = (index_files([path], by=["sex"], only_indices=only) for only in (True, False))
    assert brief.indices.frame.equals(whole.indices.frame)
    assert (brief.tallies, len(whole.tallies)) == ((), 1)
    assert brief.accounts == whole.accounts


def test_a_view_of_clusters_is_counted_whole(tmp_path):
    """How clusters differ follows from no total: their errors need every product."""
    path = tmp_path / "Puskesmas.csv"
    rows = np.random.default_rng(9).integers(2, 5, (60, 9))
    frame = pd.DataFrame(rows, columns=list(LAW.keys)).assign(loket=[f"L{n % 4}" for n in range(60)])
    frame.to_csv(path, index=False)
    (tmp_path / "skm.toml").write_text('[columns]\ncluster = "loket"\n')
    survey = Survey(settings=read_settings(tmp_path / "skm.toml"))
    found = read_responses(path, survey=survey).tally(profiles=(), only_indices=True).frame
    assert set(found["view"]) == {"", tally.CLUSTER_VIEW}
    assert "squares" not in found


def test_a_brief_tally_has_no_element_moments():
    """Covariances of elements are not in it, and nothing is made up for them."""
    from skm.indices import element_moments

    frame = pd.DataFrame({"unit": "A", LAW.keys[0]: [4, 4, 1], LAW.keys[1]: [4, 3, 2]})
    with pytest.raises(RequestError):
        element_moments(both(frame, asked(2), ["unit"])[0], Survey())
