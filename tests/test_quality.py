"""Shares of blanks, straight lines and ceilings."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.quality import QUALITY_COLUMNS, summarise_quality
from skm.regulation import load_regulation
from skm.tally import tally_responses

KEYS = load_regulation("permenpan-14-2017").keys
ROWS = st.lists(
    st.lists(st.sampled_from([None, 1, 2, 3, 4]), min_size=9, max_size=9).filter(any), min_size=1, max_size=15
)


def frame_of(rows: list[list[int | None]], **columns: str) -> pd.DataFrame:
    """Return respondents from their nine answers each."""
    return pd.DataFrame(rows, columns=list(KEYS), dtype="Int64").assign(**columns)


def values_of(frame: pd.DataFrame, level: str = "all", by: tuple[str, ...] = ()) -> dict[str, float]:
    """Return the values of a level by measure."""
    quality = summarise_quality(tally_responses(frame, by=list(by)))
    return quality[quality["level"] == level].set_index("measure")["value"].to_dict()


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_shares_equal_a_count_of_rows(rows):
    """What follows from sums and histogram is what counting the rows one by one gives."""
    values = values_of(frame_of(rows))
    given_answers = [[answer for answer in row if answer] for row in rows]
    long = [answers for answers in given_answers if len(answers) >= 5]
    assert values["rows"] == len(rows)
    assert values["share_complete"] == pytest.approx(sum(len(a) == 9 for a in given_answers) / len(rows))
    if not long:
        assert math.isnan(values["share_straight_line"])
        return
    straight = sum(len(set(answers)) == 1 for answers in long) / len(long)
    ceiling = sum(set(answers) == {4} for answers in long) / len(long)
    assert values["share_straight_line"] == pytest.approx(straight)
    assert values["share_ceiling"] == pytest.approx(ceiling)


@pytest.mark.parametrize(("blanks", "flag"), [(1, ""), (2, "caution"), (4, "caution"), (5, "stop")])
def test_blanks_are_flagged(blanks, flag):
    """More than 5 % of an element missing is flagged, more than 20 % says that it should not stand."""
    rows = [[4] * 9 for _ in range(20)]
    for row in rows[:blanks]:
        row[3] = None
    quality = summarise_quality(tally_responses(frame_of(rows))).set_index("measure")
    assert quality.loc["share_missing_tariff", "flag"] == flag
    assert quality.loc["share_missing_time", "flag"] == ""


def test_does_not_apply_is_no_blank():
    """An answer "does not apply" is neither missing nor asked, and its row is complete."""
    frame = frame_of([[4, 4, 4, None, 4, 4, 4, 4, 4], [3] * 9]).assign(not_applicable=[1 << 3, 0])
    values = values_of(frame)
    assert (values["share_complete"], values["share_missing_tariff"]) == (1, 0)


def test_two_answers_are_no_straight_line():
    """A row with few answers says nothing about straight lines, though all of them be equal."""
    values = values_of(frame_of([[4, 4, *[None] * 7], [3] * 9, [1, *[2] * 8]]))
    assert values["share_straight_line"] == 0.5


def test_units_and_years_have_lines():
    """Each unit of each period has its lines, and a year those of its parts together."""
    frames = [frame_of([[4] * 9] * n, period=f"2025-Q{n}", unit="a") for n in (1, 2)]
    quality = summarise_quality(tally_responses(pd.concat(frames), by=["period", "unit"]))
    rows = quality[(quality["measure"] == "rows") & (quality["level"] == "unit")]
    assert tuple(quality.columns) == QUALITY_COLUMNS
    assert rows.set_index("period")["value"].to_dict() == {"2025": 3, "2025-Q1": 1, "2025-Q2": 2}
