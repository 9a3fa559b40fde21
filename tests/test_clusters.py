"""Sample clusters: the error of units and parents where days or counters were sampled, and what says so."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import skm
from skm.indices import compute_indices, element_moments
from skm.regulation import load_regulation
from skm.survey import Survey
from skm.tally import CLUSTER_VIEW

FOLDER = Path(__file__).parent / "reference"
REFERENCE = json.loads((FOLDER / "clusters.json").read_text(encoding="utf-8"))
KEYS = load_regulation("permenpan-14-2017").keys
UNITS = tuple(REFERENCE["units"])


def read_answers(name):
    """Return the answers of 2025 in the ten larger units, each with its day of service."""
    frame = pd.read_csv(FOLDER / name).rename(columns={f"u{place}": key for place, key in enumerate(KEYS, start=1)})
    frame = frame[(frame["year"] == 2025) & frame["unit"].isin(UNITS)]
    return frame.assign(period="2025", cluster=(frame["resp"] % 7).astype(str))


def figures(frame, **settings):
    """Return the figures of some rows with their clusters."""
    tally = skm.tally_responses(frame, by=["period", "unit", "cluster"])
    return compute_indices(tally, Survey().with_settings(**settings))


@pytest.fixture(scope="module")
def answers():
    """Return the answers without gaps."""
    return read_answers("skm_complete.csv")


@pytest.fixture(scope="module")
def table(answers):
    """Return the figures of the answers without gaps."""
    return figures(answers)


def one(table, **wanted):
    """Return the one line that has the wanted values."""
    found = table.frame
    for column, value in wanted.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_has_the_error_of_its_clusters(table, unit):
    """Standard errors, degrees of freedom and design effect are those of svymean with svydesign(id = ~day)."""
    expected = REFERENCE["units"][unit]
    line = one(table, level="unit", id=unit, measure="index")
    assert line["index"] == pytest.approx(expected["mean"], rel=1e-11)
    assert line["se"] == pytest.approx(expected["se"], rel=1e-9)
    assert line["df"] == expected["df"]
    elements = table.frame[(table.frame["id"] == unit) & (table.frame["measure"] != "index")]
    assert (elements["se"] / 25).tolist() == pytest.approx(expected["elements_se"], rel=1e-9)
    n_clusters, deff = table.clusters["2025", unit]
    assert (n_clusters, deff) == (expected["df"] + 1, pytest.approx(expected["deff"], rel=1e-9))
    assert f"{n_clusters} klaster" in line["note"]


@pytest.mark.parametrize(("basis", "name"), [("units", "equal"), ("respondents", "respondent")])
def test_parents_are_strata_of_clusters(table, basis, name):
    """The error of the whole is that of svydesign(id = ~day, strata = ~unit) with the units' weights fixed."""
    expected = REFERENCE["whole"][name]
    line = one(table, level="all", measure="index", basis=basis)
    assert line["index"] == pytest.approx(expected["mean"], rel=1e-11)
    assert line["se"] == pytest.approx(expected["se"], rel=1e-9)


def test_many_clusters_have_the_design_degrees_of_freedom(answers):
    """With ten clusters or more in every unit, the degrees of freedom are clusters less strata."""
    large = answers[answers["unit"] < "U06"].assign(cluster=(answers["resp"] % 12).astype(str))
    assert one(figures(large), level="all", measure="index", basis="units")["df"] == 5 * (12 - 1)


def test_blanks_are_linearised_within_clusters():
    """With blank answers the error is that of svytotal over the linearised values of each respondent."""
    frame = read_answers("skm_missing.csv")
    line = one(figures(frame[frame["unit"] == "U01"]), level="unit", measure="index")
    assert line["se"] == pytest.approx(REFERENCE["missing_U01"]["se"], rel=1e-9)


def test_halves_merge_to_the_whole(answers, table):
    """A cluster that two files share is one cluster: two halves added give the figures of the whole."""
    halves = [skm.tally_responses(answers[start::2], by=["period", "unit", "cluster"]) for start in (0, 1)]
    merged = compute_indices(skm.merge_tallies(halves))
    pd.testing.assert_frame_equal(merged.frame, table.frame)


def test_a_cluster_a_person_changes_nothing(answers):
    """Where everybody is a cluster of his own, the error is that of independent respondents."""
    frame = answers.assign(cluster=answers["resp"].astype(str))
    found, plain = figures(frame), figures(frame.assign(cluster=None))
    columns = ["se", "df", "low", "high"]
    assert np.allclose(found.frame[columns].astype(float), plain.frame[columns].astype(float), equal_nan=True)
    assert found.clusters["2025", "U01"][1] == pytest.approx(1.0)
    assert not plain.clusters


def test_a_unit_of_one_cluster_has_no_interval(answers):
    """One day tells nothing of how days differ: no interval and the reason; its parent borrows the others' variance."""
    frame = answers.assign(cluster=answers["cluster"].where(answers["unit"] != "U01", "one"))
    table = figures(frame)
    line = one(table, level="unit", id="U01", measure="index")
    assert np.isnan(line["se"])
    assert line["note"].startswith("semua responden dari satu klaster")
    whole = one(table, level="all", measure="index", basis="units")
    assert whole["se"] > 0
    assert "ragam gabungan" in whole["note"]


def test_one_cluster_everywhere_says_nothing(answers):
    """A column with one cluster in every unit is no sample of clusters: the intervals stay."""
    table = figures(answers.assign(cluster="one"))
    assert not table.clusters
    assert one(table, level="unit", id="U01", measure="index")["se"] > 0


def test_precision_tells_the_design_effect(table):
    """The table of precision has the clusters, the design effect and what the respondents are worth."""
    found = skm.precision(table).set_index("id")
    expected = REFERENCE["units"]["U01"]
    assert found.loc["U01", "clusters"] == expected["df"] + 1
    assert found.loc["U01", "deff"] == pytest.approx(expected["deff"], rel=1e-9)
    assert found.loc["U01", "n_eff"] == pytest.approx(expected["n"] / expected["deff"], rel=1e-9)
    effective = found.loc[list(UNITS), "n_eff"].astype(float)
    assert found.loc["all", "n_eff"] == pytest.approx(len(UNITS) ** 2 / (1 / effective).sum(), rel=1e-9)


def test_parts_of_a_clustered_unit_have_no_interval(answers):
    """Which clusters a service or a profile group has is not kept: no interval that treats people as independent."""
    here = answers[answers["unit"].isin(["U07", "U08"])]
    here = here.assign(service=np.where(here["resp"] % 2, "one", "two"))
    tally = skm.tally_responses(here, by=["period", "unit", "service", "cluster"], profiles=("sex",))
    found = compute_indices(tally, Survey().with_settings(language="en"))
    parts = found.frame[found.frame["level"].isin(["service", "sex"])]
    assert len(parts) == (2 * 2 + 2) * 10
    assert parts[["se", "df", "low", "high"]].isna().all(axis=None)
    assert parts["index"].notna().all()
    assert parts["note"].str.contains("sample clusters").all()
    of_units = found.frame[found.frame["level"].isin(["unit", "all"]) & (found.frame["measure"] == "index")]
    assert of_units["low"].notna().all()


def test_elements_are_compared_by_clusters(answers, table):
    """Variances of elements and of their differences are those between clusters, and so are the degrees of freedom."""
    found = element_moments(skm.tally_responses(answers, by=["period", "unit", "cluster"]), Survey())["2025", "U08"]
    own = answers[answers["unit"] == "U08"]
    totals = (own[list(KEYS)] - own[list(KEYS)].mean()).groupby(own["cluster"]).sum() / len(own)
    g = len(totals)
    assert found.df == g - 1
    assert found.covariance == pytest.approx(g / (g - 1) * (totals.T @ totals).to_numpy(), rel=1e-9, abs=1e-12)
    lines = table.frame[(table.frame["level"] == "unit") & (table.frame["id"] == "U08")].set_index("measure")
    errors = lines.loc[list(KEYS), "se"].to_numpy(float)
    assert 25 * np.sqrt(np.diag(found.covariance)) == pytest.approx(errors, rel=1e-9)


def test_clusters_narrow_nothing_by_known_users(answers):
    """How many days there are in all is not known: no finite population is taken into account."""
    survey = Survey(units=pd.DataFrame({"unit_id": ["U08"], "name": ["U08"], "users_2025": ["100"]}))
    tally = skm.tally_responses(answers[answers["unit"] == "U08"], by=["period", "unit", "cluster"])
    found = compute_indices(tally, survey.with_settings(recruitment="probability"))
    assert not found.analytic
    assert one(found, level="unit", measure="index")["se"] == pytest.approx(REFERENCE["units"]["U08"]["se"], rel=1e-9)


FILE = "Tanggal;Nama Petugas;Persyaratan;Prosedur\n" + "".join(
    f"{1 + row % 3:02d}/07/2025;Ibu {'Sri' if row % 2 else 'Dewi'};{3 + row % 2};{2 + row % 3}\n" for row in range(18)
)


@pytest.mark.parametrize(("column", "n_clusters"), [("Tanggal", 3), ("Nama Petugas", 2)])
def test_a_file_says_its_clusters_by_a_column(tmp_path, column, n_clusters):
    """`[columns] cluster` names a column; that of the dates makes each day of service one, and dates stay dates."""
    path = tmp_path / "Dinas.csv"
    path.write_text(FILE, encoding="utf-8")
    settings = tmp_path / "skm.toml"
    settings.write_text(f'[columns]\ncluster = "{column}"\n', encoding="utf-8")
    responses = skm.read_responses(path, settings=settings, period="2025")
    table = compute_indices(responses.tally())
    assert table.clusters["2025", "dinas"][0] == n_clusters
    rows = responses.to_pandas()
    assert rows["date"].notna().all()
    assert not rows["cluster"].str.contains("sri|dewi", case=False).any()


def test_a_tally_keeps_clusters_as_a_view(answers):
    """Clusters are lines of their own view: the figures of everything else come from the same lines as without."""
    tally = skm.tally_responses(answers, by=["period", "unit", "cluster"])
    plain = skm.tally_responses(answers, by=["period", "unit"])
    own = tally.frame[tally.frame["view"] == ""].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, plain.frame)
    assert tally.frame.loc[tally.frame["view"] == CLUSTER_VIEW, "rows"].sum() == len(answers)
