"""Figures that an office published itself, beside the recomputed ones."""

from dataclasses import replace

import pandas as pd
import pytest

import skm
from skm.errors import SettingsError
from skm.verifying import explain_published, read_published

UNITS = {"a": [4, 4, 3, 4, 4], "b": [3, 3, 2, 3, 4], "c": [4, 3, 4, 4, 4]}


@pytest.fixture(scope="module")
def indices():
    """Return the figures of three units of one year with two elements."""
    frame = pd.concat(
        [pd.DataFrame({"unit": unit, "time": time, "tariff": time[::-1]}) for unit, time in UNITS.items()]
    )
    return skm.compute_indices(skm.tally_responses(frame.assign(period="2020"), by=["unit", "period"]))


def explain(indices, **line):
    """Return the explanation of one published figure."""
    given = {"period": "2020", "level": "all", "id": "all", "letter": "", "source": "poster"} | line
    return explain_published(pd.DataFrame([given]), indices).iloc[0]


def printed(indices, level="all", unit="all"):
    """Return the printed index of a level."""
    frame = indices.frame
    here = (frame["level"] == level) & (frame["id"] == unit) & (frame["measure"] == "index") & frame["official"]
    return frame.loc[here, "printed"].iloc[0]


def test_a_figure_that_is_right_needs_no_revision(indices):
    """A figure that was published as it is recomputed differs by nothing."""
    found = explain(indices, value=printed(indices).replace(".", ","))
    assert (found["verdict"], found["difference"]) == ("exact", "0.00")


def test_a_faulty_convention_is_named(indices):
    """A unit's figure made with a two-decimal weight names that weight and the revision."""
    found = explain(indices, level="unit", id="a", value="92.50")
    assert found["recomputed"] == "95.00"
    assert found["difference"] == "+2.50"
    assert found["verdict"] in ("reproduced", "not reproduced")


def test_a_weight_on_the_way_explains_a_published_whole(indices):
    """The whole published as the mean of two of its three units names the unit that was left out."""
    values = [float(printed(indices, "unit", unit)) for unit in ("a", "c")]
    found = explain(indices, value=f"{sum(values) / 2:.2f}")
    assert found["verdict"] == "reproduced"
    assert "tanpa b" in found["explanation"]


def test_a_letter_that_was_wrong_is_shown(indices):
    """The published letter stands beside the one that the published figure should have had."""
    found = explain(indices, value="82.00", letter="A")
    assert (found["letter_published"], found["letter_due"]) == ("A", "B")


def test_a_figure_of_nobody_is_not_found(indices):
    """A unit or period that the answers do not have is listed as not found, with no figure invented."""
    found = explain(indices, level="unit", id="z", value="80.00")
    assert (found["verdict"], found["recomputed"]) == ("not found", "")


def test_an_id_with_a_slip_is_asked_about(indices):
    """An id that nobody has is not found, and the explanation asks whether the nearest one is meant."""
    frame = indices.frame.replace({"id": {"a": "puskesmas-07"}, "name": {"a": "Puskesmas 07"}})
    found = explain(replace(indices, frame=frame), level="unit", id="Puskemas 7", value="80.00")
    assert (found["verdict"], found["recomputed"]) == ("not found", "")
    assert '"puskesmas-07"' in found["explanation"]


@pytest.mark.parametrize("text", ["periode,nilai\n2020,80\n", "period,value\n2020,baik\n"])
def test_a_register_that_is_none_is_refused(tmp_path, text):
    """Unknown columns and values that are no figures are refused with their cell."""
    path = tmp_path / "published.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError):
        read_published(path)


def test_blank_level_and_id_mean_the_whole(tmp_path):
    """A line without level and id is about the whole."""
    path = tmp_path / "published.csv"
    path.write_text("period;value\n2020;80,98\n", encoding="utf-8")
    assert read_published(path)[["level", "id", "value"]].values.tolist() == [["all", "all", "80,98"]]
