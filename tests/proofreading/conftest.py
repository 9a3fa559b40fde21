"""A small survey whose figures are known: three units, two years; what texts about it may say."""

from pathlib import Path

import pytest

from skm.pipeline import read_processed, run_survey
from skm.proofreading import gather_knowledge
from skm.publishing import gather_periods, read_standings
from skm.survey import open_survey

CODES = [f"U{number}" for number in range(1, 10)]
LOW, MIDDLE, HIGH = (
    ["333333333", "343333334", "333433332", "323333333"] * 12,
    ["334333343", "343433334", "333443343", "434333433"] * 12,
    ["444434443", "343444434", "434443344", "444344443"] * 12,
)
ANSWERS = {
    "2024": {"Puskesmas 07": LOW, "RSUD Harapan": HIGH, "Kelurahan Sukamaju": LOW},
    "2025": {"Puskesmas 07": HIGH, "RSUD Harapan": MIDDLE, "Kelurahan Sukamaju": LOW[:-3]},
}


def make_survey(folder: Path) -> Path:
    """Write the survey's files and run it."""
    for period, units in ANSWERS.items():
        lines = [",".join(["No", "Unit layanan", "Jenis kelamin", *CODES])]
        rows = [(unit, row) for unit, given in units.items() for row in given]
        lines += [",".join([str(n), unit, "LP"[n % 2], *row]) for n, (unit, row) in enumerate(rows, start=1)]
        path = folder / "data" / "raw" / period / "a.csv"
        path.parent.mkdir(parents=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "skm.toml").write_text('[survey]\nname = "Kota Uji"\n[columns]\norder = "form"\n', encoding="utf-8")
    (folder / "data/raw/units.csv").write_text(
        "unit_id,name,kind\npkm-07,Puskesmas 07,Kesehatan\nrsud,RSUD Harapan,Kesehatan\n"
        "kel-1,Kelurahan Sukamaju,Kelurahan\n",
        encoding="utf-8",
    )
    run_survey(folder)
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The survey after its run: nobody changes it."""
    return make_survey(tmp_path_factory.mktemp("naskah"))


@pytest.fixture(scope="session")
def gathered(folder):
    """The facts of both years in both languages."""
    survey = open_survey(folder)
    found = read_processed(survey)
    standings = read_standings(survey, folder / "reports")
    return gather_periods(survey, found.indices, found.changes, standings, evidence=found.evidence)


@pytest.fixture(scope="session")
def knowledge(gathered, folder):
    """What texts about the survey may say."""
    return gather_knowledge(gathered, read_standings(open_survey(folder), folder / "reports"))
