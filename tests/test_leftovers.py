"""What earlier runs wrote and a run no longer writes: taken away where nobody changed it, told where somebody did."""

import json

import pytest

from skm.leftovers import find_gone, remove_gone
from skm.pipeline import run_survey
from skm.provenance import RECORD
from skm.publishing import is_picture
from skm.tables import sha256_of

NAMES = (
    "reports/2019/index.html",
    "reports/2019/units/a.html",
    "reports/2020/index.html",
    "data/processed/2019/responses.parquet",
)


@pytest.fixture
def folder(tmp_path):
    """A folder in which a run wrote two periods, by its own record."""
    for name in NAMES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    record(tmp_path, {name: sha256_of(tmp_path / name) for name in NAMES})
    return tmp_path


def record(folder, outputs, **more):
    """Write run.json as a run leaves it, as far as it matters here."""
    path = folder / RECORD
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"outputs": outputs, **more}), encoding="utf-8")


def test_a_period_without_data_goes(folder):
    """What lies as it was written goes with its folders; what is written again, and its neighbours, stay."""
    picture = folder / "reports/2019/humas/poster/a.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"drawn after the run")
    gone = find_gone(folder, {"reports/2020/index.html"}, is_whole=True, is_picture=is_picture)
    remove_gone(folder, gone)
    assert set(gone.removed) == {*NAMES, "reports/2019/humas/poster/a.png"} - {"reports/2020/index.html"}
    assert sorted(path.name for path in (folder / "reports").iterdir()) == ["2020"]
    assert not (folder / "data/processed/2019").exists()


def test_what_somebody_changed_stays_and_is_told(folder):
    """A page with another hash than the one we wrote, and a file that is none of ours, are left where they are."""
    (folder / "reports/2019/index.html").write_text("disunting", encoding="utf-8")
    (folder / "reports/2019/catatan.txt").write_text("kantor", encoding="utf-8")
    gone = find_gone(folder, {"reports/2020/index.html"}, is_whole=True, is_picture=is_picture)
    remove_gone(folder, gone)
    assert gone.left == ("reports/2019/index.html",)
    assert sorted(path.name for path in (folder / "reports/2019").iterdir()) == ["catatan.txt", "index.html"]


def test_nothing_goes_where_a_file_was_refused(folder):
    """A period may be missing for a file that could not be read today: its pages stay, and are named."""
    gone = find_gone(folder, {"reports/2020/index.html"}, is_whole=False, is_picture=is_picture)
    assert not gone.removed
    assert set(gone.left) == set(NAMES) - {"reports/2020/index.html"}


def test_an_official_edition_never_goes(folder):
    """Of a released period only the draft beside the edition can go."""
    draft = folder / "reports/2019/draft/index.html"
    for path in (draft, folder / "reports/2019/editions/1/index.html"):
        path.parent.mkdir(parents=True)
        path.write_text("x", encoding="utf-8")
    names = [path.relative_to(folder).as_posix() for path in (folder / "reports/2019").rglob("*") if path.is_file()]
    record(folder, {name: sha256_of(folder / name) for name in names})
    gone = find_gone(folder, set(), is_whole=True, is_picture=is_picture)
    assert (list(gone.removed), gone.left) == (["reports/2019/draft/index.html"], ())


@pytest.mark.parametrize("name", ["skm.toml", "data/raw/a.csv", "reports/../skm.toml", "reports/2019/../../skm.toml"])
def test_a_record_leads_to_nothing_of_others(folder, name):
    """run.json may come from anybody: only files below reports/ and data/processed/ can be taken away."""
    (folder / "data/raw").mkdir(parents=True)
    for path in (folder / "skm.toml", folder / "data/raw/a.csv"):
        path.write_text("x", encoding="utf-8")
    record(folder, {name: sha256_of(folder / "skm.toml")})
    remove_gone(folder, find_gone(folder, set(), is_whole=True, is_picture=is_picture))
    assert (folder / "skm.toml").exists()
    assert (folder / "data/raw/a.csv").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"outputs": 3}'])
def test_a_record_that_is_none_takes_nothing_away(folder, text):
    """Without a record that we can read nothing is known to be ours."""
    (folder / RECORD).write_text(text, encoding="utf-8")
    assert find_gone(folder, set(), is_whole=True, is_picture=is_picture).removed == {}


def test_what_could_not_be_removed_goes_with_the_next_run(folder):
    """What a killed run meant to take away stands in its record, and goes later."""
    outputs = {name: sha256_of(folder / name) for name in NAMES}
    record(folder, {}, removed=outputs)
    assert set(find_gone(folder, set(), is_whole=True, is_picture=is_picture).removed) == set(NAMES)


def test_a_run_takes_the_period_away_whose_data_are_gone(tmp_path):
    """After the answers of a year are taken out of the folder its report is no longer there as if it were current."""
    for year in (2024, 2025):
        path = tmp_path / f"data/raw/{year}/a.csv"
        path.parent.mkdir(parents=True)
        codes = ",".join(f"U{number}" for number in range(1, 10))
        path.write_text("\n".join(["Unit layanan," + codes, *["A,3,4,3,3,3,4,3,3,3"] * 12]), encoding="utf-8")
    run_survey(tmp_path)
    assert (tmp_path / "reports/2024/index.html").exists()
    (tmp_path / "data/raw/2024/a.csv").unlink()
    gone = run_survey(tmp_path).gone
    assert "reports/2024/index.html" in gone.removed
    assert not (tmp_path / "reports/2024").exists()
    assert not (tmp_path / "data/processed/2024").exists()
    assert (tmp_path / "reports/2025/index.html").exists()
