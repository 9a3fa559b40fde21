"""What only the office sees: marks in quality.csv, priorities.csv, and the annex internal.html."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skm.pipeline import run_survey
from skm.regulation import load_regulation
from skm.survey import open_survey

KEYS = list(load_regulation("permenpan-14-2017").keys)


def forms(n, seed, shift=0.0):
    """Return n forms of honest people."""
    rng = np.random.default_rng(seed)
    latent = 3.1 + shift + rng.normal(0, 0.6, (n, 1)) + rng.normal(0, 0.5, (n, 9))
    return pd.DataFrame(np.clip(np.round(latent), 1, 4).astype(int), columns=KEYS)


@pytest.fixture(scope="module", params=["id", "en"])
def folder(request, tmp_path_factory):
    """Return a processed survey of six units, one of which copied a handful of forms."""
    folder = tmp_path_factory.mktemp("internal")
    for period, shift in (("2024", 0.0), ("2025", 0.3)):
        frames = [forms(60, seed, shift if seed < 3 else 0.0).assign(unit=f"Loket {seed}") for seed in range(5)]
        few = forms(3, 99)
        frames.append(pd.concat([few] * 20, ignore_index=True).assign(unit="Loket <b>"))
        (folder / "data/raw" / period).mkdir(parents=True)
        pd.concat(frames).to_csv(folder / "data/raw" / period / "answers.csv", index=False)
    (folder / "skm.toml").write_text(
        f'[survey]\nname = "Contoh"\nlanguage = "{request.param}"\nsimulated = true\n', encoding="utf-8"
    )
    run_survey(folder)
    return folder


def test_internal_files_are_never_published(folder: Path):
    """The annex, the priorities and the marks lie in data/processed and nowhere below reports."""
    names = {path.name for path in (folder / "data/processed").iterdir()}
    assert {"internal.html", "priorities.csv", "quality.csv"} <= names
    public = [path for path in (folder / "reports").rglob("*") if path.is_file()]
    assert public
    for path in public:
        assert path.name not in {"internal.html", "priorities.csv", "quality.csv"}
        assert b"INTERNAL" not in path.read_bytes()


def test_the_annex_is_stamped_and_escapes_names(folder: Path):
    """The page says INTERNAL at its top, loads nothing, and shows a unit's name as text."""
    page = (folder / "data/processed/internal.html").read_text(encoding="utf-8")
    assert page.index("INTERNAL") < page.index("<h1>")
    assert ("DATA SIMULASI" in page) or ("SIMULATED DATA" in page)
    assert "Loket &lt;b&gt;" in page
    assert "<b>" not in page[page.index("<h1>") :]
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page


def test_marks_stand_in_quality_csv_with_their_evidence(folder: Path):
    """A copied handful of forms is marked, with what was expected; shares of units keep their lines and columns."""
    quality = pd.read_csv(folder / "data/processed/quality.csv")
    assert quality.columns[:6].tolist() == ["period", "level", "id", "measure", "value", "flag"]
    assert "share_straight_line" in set(quality["measure"])
    marked = quality[quality["measure"].str.startswith("mark_") & (quality["flag"] == "review")]
    assert ("loket-b", "mark_copied_forms") in set(zip(marked["id"], marked["measure"], strict=True))
    assert marked["evidence"].str.len().gt(20).all()
    page = (folder / "data/processed/internal.html").read_text(encoding="utf-8")
    assert marked["evidence"].iloc[0].split(";")[0] in page


def test_the_list_of_changes_is_not_holms(folder: Path):
    """Benjamini and Hochberg's list holds at least the units that may be named in public."""
    changes = pd.read_csv(folder / "data/processed/changes.csv")
    named = changes[(changes["level"] == "unit") & (changes["measure"] == "index") & (changes["p_holm"] < 0.05)]
    page = (folder / "data/processed/internal.html").read_text(encoding="utf-8")
    assert len(named)
    assert all(name in page for name in named["name"])


def test_the_same_run_gives_the_same_bytes(folder: Path):
    """Marks are simulated from a fixed seed: a second run leaves every internal file as it was."""
    names = ("internal.html", "priorities.csv", "quality.csv")
    before = [(folder / "data/processed" / name).read_bytes() for name in names]
    run_survey(open_survey(folder))
    assert [(folder / "data/processed" / name).read_bytes() for name in names] == before


def test_an_assumed_order_names_neither(tmp_path: Path):
    """Headers that are bare codes leave open which is U8: the table of priorities calls neither lowest."""
    frame = forms(80, 4)
    frame["facilities"] = np.maximum(frame["facilities"] - 1, 1)
    frame.columns = [f"U{place}" for place in range(1, 10)]
    (tmp_path / "data/raw/2025").mkdir(parents=True)
    frame.to_csv(tmp_path / "data/raw/2025/Loket.csv", index=False)
    run_survey(tmp_path)
    table = pd.read_csv(tmp_path / "data/processed/priorities.csv", keep_default_na=False)
    assert set(table.loc[table["code"].isin(["U8", "U9"]), "lowest"]) == {""}
    assert table["note"].str.contains("urutan U8 dan U9").any()


def test_a_mapped_scale_and_totals_have_no_marks(tmp_path: Path):
    """A scale that the office maps has no marks of forms, and the run goes on."""
    (tmp_path / "data/raw/2025").mkdir(parents=True)
    (forms(40, 4) + 1).to_csv(tmp_path / "data/raw/2025/Loket.csv", index=False)
    (tmp_path / "skm.toml").write_text("[scale]\nmap = { 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }\n", encoding="utf-8")
    run_survey(tmp_path)
    quality = pd.read_csv(tmp_path / "data/processed/quality.csv")
    assert not quality["measure"].str.startswith("mark_").any()
    assert "INTERNAL" in (tmp_path / "data/processed/internal.html").read_text(encoding="utf-8")
