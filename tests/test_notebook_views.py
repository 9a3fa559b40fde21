"""What a researcher sees in a notebook: tables that show themselves, charts without a global state, past figures."""

import sys

import pandas as pd
import pytest

import skm
from skm.errors import SettingsError

SCORES = {"a": [4, 3, 4, 4], "b": [2, 3, 2, 3]}


@pytest.fixture(scope="module")
def frame():
    """Return answers of two units in two years."""
    parts = [pd.DataFrame({"unit": u, "period": "2019", "time": s}) for u, s in SCORES.items()]
    parts += [pd.DataFrame({"unit": u, "period": "2020", "time": [*s[::-1], 4]}) for u, s in SCORES.items()]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def indices(frame):
    """Return their figures."""
    return skm.compute_indices(skm.tally_responses(frame, by=["unit", "period"]))


def test_a_table_of_figures_shows_itself(indices):
    """A notebook shows period, name, n, the printed figure and its interval of the whole and of units."""
    shown = indices._repr_html_()
    assert "93.75" in shown
    assert "requirements" not in shown


def test_the_lines_of_a_level_are_a_plain_frame(indices):
    """The lines of the last period are given where none is named."""
    lines = indices.lines()
    assert lines["name"].tolist() == ["a", "b"]
    assert lines["n"].tolist() == [5, 5]


def test_a_chart_has_a_line_for_each_unit_and_writes_itself(indices):
    """The chart is a matplotlib figure of its own: the highest unit on top, and a picture on demand."""
    chart = indices.plot(period="2019")
    labels = [label.get_text() for label in chart.axes[0].get_yticklabels()]
    assert labels == ["b (n = 4)", "a (n = 4)"]
    assert chart._repr_png_().startswith(b"\x89PNG")
    assert "matplotlib.pyplot" not in sys.modules


def test_changes_have_a_chart_with_zero(indices):
    """The chart of changes marks zero, and its axis is in points."""
    chart = skm.compare_periods(indices, "2019", "2020").plot()
    assert "poin" in chart.axes[0].get_xlabel()
    assert any(line.get_xdata()[0] == 0.0 for line in chart.axes[0].lines if len(set(line.get_xdata())) == 1)


def test_a_survey_gives_the_figures_of_its_last_run(tmp_path, frame):
    """All periods come back in one frame, with the regulation, what was asked, and where the series breaks."""
    raw = tmp_path / "data" / "raw"
    for year, rows in frame.groupby("period"):
        (raw / year).mkdir(parents=True)
        columns = {"unit": "Unit", "time": "Waktu penyelesaian"}
        rows[list(columns)].rename(columns=columns).to_csv(raw / year / "a.csv", index=False)
    skm.run_survey(tmp_path)
    found = skm.open_survey(tmp_path).indices()
    whole = found[(found["level"] == "all") & (found["measure"] == "index") & found["official"]]
    assert whole["period"].tolist() == ["2019", "2020"]
    assert whole["regulation"].unique().tolist() == ["permenpan-14-2017"]
    assert whole["instrument"].unique().tolist() == ["time"]
    assert not whole["break_before"].any()
    assert whole["n"].tolist() == [8, 10]


def test_a_survey_without_a_run_says_what_comes_first(tmp_path):
    """Before the first run there is no figure to give, and the message says which command makes them."""
    with pytest.raises(SettingsError, match="skm run"):
        skm.open_survey(tmp_path).indices()
