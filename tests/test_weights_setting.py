"""`[weights]`: a figure weighted to known users in weighted.csv, beside the official one."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import skm
from skm.errors import RequestError, SettingsError
from skm.pipeline import run_survey
from skm.regulation import load_regulation
from skm.survey import open_survey, survey_files

KEYS = list(load_regulation("permenpan-14-2017").keys)


def folder_with(tmp_path: Path, method: str, margins: str, women: int = 30) -> Path:
    """Return a survey folder of a hundred people, with known users."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.integers(2, 5, (100, 9)), columns=KEYS)
    frame["jenis kelamin"] = ["Perempuan"] * women + ["Laki-laki"] * (100 - women)
    frame["pendidikan"] = ["SMA", "SMP"] * 50
    frame.loc[: women - 1, KEYS] = np.maximum(frame.loc[: women - 1, KEYS] - 1, 1)
    (tmp_path / "data/raw/2025").mkdir(parents=True)
    frame.to_csv(tmp_path / "data/raw/2025/Loket.csv", index=False)
    (tmp_path / "data/raw/pengguna.csv").write_text(margins, encoding="utf-8")
    settings = f'[weights]\nmethod = "{method}"\nmargins = "data/raw/pengguna.csv"\n'
    (tmp_path / "skm.toml").write_text(settings, encoding="utf-8")
    return tmp_path


def weighted_of(folder: Path) -> pd.Series:
    """Return the only line of weighted.csv."""
    run_survey(folder)
    return pd.read_csv(folder / "data/processed/weighted.csv").iloc[0]


def test_the_weighted_figure_stands_beside_the_official_one(tmp_path: Path):
    """Half of the users are women, a third of the respondents: the weighted figure moves, the official one does not."""
    folder = folder_with(
        tmp_path, "poststratify", "kolom,kelompok,pengguna\nJenis kelamin,perempuan,500\nsex,Laki-laki,500\n"
    )
    line = weighted_of(folder)
    rows = pd.read_csv(folder / "data/raw/2025/Loket.csv")
    means = rows.groupby("jenis kelamin")[KEYS].mean().mean(axis=1) * 25
    assert line["weighted"] == pytest.approx(means.mean())
    assert line["unweighted"] == pytest.approx(rows[KEYS].mean().mean() * 25)
    official = pd.read_csv(folder / "data/processed/indices.csv")
    own = official[(official["level"] == "all") & (official["measure"] == "index") & official["official"]]
    assert line["official"] == pytest.approx(own["index"].item())
    assert line["official"] == pytest.approx(line["unweighted"])
    assert "tidak menggantikannya" in line["note"]


def test_raking_equals_the_function(tmp_path: Path):
    """Two margins give the figure of skm.rake on the same rows."""
    margins = "column,group,users\nsex,Perempuan,500\nsex,Laki-laki,500\neducation,SMA,300\neducation,SMP,700\n"
    folder = folder_with(tmp_path, "rake", margins)
    line = weighted_of(folder)
    rows = pd.read_csv(folder / "data/raw/2025/Loket.csv").rename(
        columns={"jenis kelamin": "sex", "pendidikan": "education"}
    )
    totals = {"sex": {"Perempuan": 500.0, "Laki-laki": 500.0}, "education": {"SMA": 300.0, "SMP": 700.0}}
    expected = skm.rake(rows, totals, cap=5)
    assert [line["weighted"], line["se"], line["deff"]] == pytest.approx(
        [expected.weighted.estimate, expected.weighted.se, expected.deff]
    )


def test_known_users_are_no_responses(tmp_path: Path):
    """The file of margins is read as what it is, whatever its name."""
    folder = folder_with(tmp_path, "poststratify", "column,group,users\nsex,Perempuan,5\nsex,Laki-laki,5\n")
    assert survey_files(open_survey(folder)) == ["data/raw/2025/Loket.csv"]


def test_uneven_weights_are_refused_with_the_reason(tmp_path: Path):
    """Weights that leave too few effective respondents give no figure; the official one stands."""
    margins = "column,group,users\nsex,Perempuan,980\nsex,Laki-laki,20\n"
    folder = folder_with(tmp_path, "poststratify", margins, women=3)
    (folder / "skm.toml").write_text((folder / "skm.toml").read_text() + "trim = 1000\n", encoding="utf-8")
    line = weighted_of(folder)
    assert np.isnan(line["weighted"])
    assert "tidak dibobot" in line["note"]


@pytest.mark.parametrize(
    ("method", "margins", "code"),
    [
        ("poststratify", "column,group,users\nsex,Perempuan,banyak\n", "margins_wrong"),
        ("poststratify", "column,group,users\nmood,baik,5\n", "margins_wrong"),
        ("poststratify", "column,group,users\nsex,Perempuan,5\nsex,perempuan,6\n", "margins_wrong"),
        ("poststratify", "column,group\nsex,Perempuan\n", "margins_columns"),
        ("poststratify", "column,group,users\nsex,Perempuan,5\nage,muda,6\n", "margins_one_column"),
    ],
)
def test_wrong_margins_stop_with_their_row(tmp_path: Path, method, margins, code):
    """What can't be a number of users of a group stops before anything is read."""
    with pytest.raises(SettingsError) as caught:
        open_survey(folder_with(tmp_path, method, margins))
    assert caught.value.code == code


def test_a_method_needs_its_margins(tmp_path: Path):
    """Weighting without known users is a wrong setting."""
    (tmp_path / "skm.toml").write_text('[weights]\nmethod = "rake"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_survey(tmp_path)
    assert caught.value.code == "margins_missing"


def test_groups_that_do_not_fit_stop_the_run(tmp_path: Path):
    """A group without respondents is named, and nothing is written."""
    folder = folder_with(tmp_path, "poststratify", "column,group,users\nsex,Perempuan,5\nsex,Lainnya,5\n")
    with pytest.raises(RequestError) as caught:
        run_survey(folder)
    assert caught.value.code == "margins_do_not_fit"
    assert not (folder / "data/processed").exists()
