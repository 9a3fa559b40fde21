"""Two sums in one number: the same whole numbers as one by one, up to the last row that fits."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm import lanes, tally
from skm.regulation import load_regulation, plain_instrument

LAW = load_regulation("permenpan-14-2017")
ROWS = st.lists(
    st.tuples(st.sampled_from("AB"), *[st.one_of(st.none(), st.integers(1, 4))] * 5), min_size=1, max_size=30
)


def asked(n_items):
    """Return an instrument of the first elements."""
    return plain_instrument(LAW.only(LAW.keys[:n_items]))


def count(frame, n_items, **options):
    """Return the lines of a table of unit and answers."""
    return tally.count_responses(frame, asked(n_items), ["unit"], **options)


@pytest.mark.parametrize("n_items", [1, 2, 3, 4, 5])
@settings(max_examples=15, deadline=None)
@given(rows=ROWS)
def test_lanes_hold_the_same_sums(rows, n_items):
    """Whatever is answered, and however many items there are, two sums in one number are the two sums."""
    frame = pd.DataFrame(rows, columns=["unit", *LAW.keys[:5]]).astype(dict.fromkeys(LAW.keys[:5], "Float64"))
    together = count(frame, n_items)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            tally, "_asked", lambda *_, brief, own=tally._asked: replace(own(*_, brief=brief), rows_at_most=0)
        )
        assert together.equals(count(frame, n_items))


@pytest.mark.parametrize("n_rows", [15, 16, 400])
def test_a_cell_that_outgrows_its_lane_is_summed_one_by_one(n_rows, monkeypatch):
    """With room for 255, fifteen rows of fours fit and sixteen do not: the sums are right either way."""
    for module in (lanes, tally):
        monkeypatch.setattr(module, "LANE", 256)
    frame = pd.DataFrame({"unit": "A"} | dict.fromkeys(LAW.keys[:4], [4] * n_rows))
    (line,) = count(frame, 4).to_dict("records")
    first, second = LAW.keys[:2]
    found = [line["rows"], line[tally.count_column(first, 4)], line[tally.product_column(first, second)]]
    assert found == [n_rows, n_rows, 16 * n_rows]


def test_the_largest_lanes_are_exact():
    """The most rows that a cell may have, all of them fours, stay below the room of a lane, and both below 2^53."""
    assert tally._asked(asked(9), brief=False).rows_at_most * 16 < lanes.LANE
    assert tally._asked(asked(9), brief=True).rows_at_most < lanes.LANE
    assert (lanes.LANE - 1) * (1 + lanes.LANE) < 2**53


def test_items_known_to_be_answered_change_nothing():
    """Who says beforehand that every row answers gets the same lines, masks and all."""
    scores = np.random.default_rng(5).integers(1, 5, (60, 3))
    frame = pd.DataFrame(scores, columns=list(LAW.keys[:3])).assign(unit="A")
    assert count(frame, 3, filled=LAW.keys[:2]).equals(count(frame, 3))


def test_equal_sums_are_no_straight_line():
    """Twos throughout are a straight line; a one and a three have their sum, and are none."""
    frame = pd.DataFrame({"unit": "A", LAW.keys[0]: [2, 1], LAW.keys[1]: [2, 3]})
    assert count(frame, 2)[tally.straight_column(2)].tolist() == [1]


def test_keys_known_to_be_the_same_in_every_row_change_nothing():
    """A period, and a mask, that every row has in common stand in the lines as if each row had been asked."""
    scores = np.random.default_rng(6).integers(1, 5, (60, 3))
    frame = pd.DataFrame(scores, columns=LAW.keys[:3]).assign(unit=["A", "B"] * 30, period="2025", not_applicable=0)
    asked_each = tally.count_responses(frame, asked(3), ["period", "unit"])
    known = {"period": "2025", "not_applicable": 0}
    assert asked_each.equals(tally.count_responses(frame, asked(3), ["period", "unit"], filled=LAW.keys, same=known))
    everyone = tally.count_responses(frame, asked(3), ["period"], filled=LAW.keys, same=known)
    assert everyone.equals(tally.count_responses(frame, asked(3), ["period"]))


def test_units_counted_by_their_text_are_lines_of_their_ids():
    """Where each text is a unit of its own, counting by texts and naming the units after it gives the same lines."""
    frame = pd.DataFrame({LAW.keys[0]: [4, 3, 2, 1], "unit": ["b", "a", "b", "c"]})
    by_id = count(frame, 1)
    texts = {"Z b": "b", "X a": "a", "Y c": "c"}
    named = {unit: text for text, unit in texts.items()}
    assert by_id.equals(count(frame.assign(unit=frame["unit"].map(named)), 1, ids=texts))


@pytest.mark.parametrize("n_items", [1, 2, 3, 4])
def test_the_highest_score_throughout_is_in_no_stored_bin(n_items):
    """Where the bins are odd in number the last one stands alone, and what is carried above it is not its own."""
    frame = pd.DataFrame({"unit": "A"} | dict.fromkeys(LAW.keys[:n_items], [4] * 3))
    (line,) = count(frame, n_items).to_dict("records")
    assert not any(line[tally.histogram_column(excess)] for excess in tally.histogram_bins(asked(n_items)))
