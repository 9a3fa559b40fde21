"""The simulated survey in data/raw: made by the script above it, neutral, with the totals it promises."""

import csv
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from skm.survey import open_survey, survey_files

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
THREE_MEGABYTES = 3_000_000


@pytest.fixture(scope="module")
def script():
    """Load the script as a module."""
    spec = importlib.util.spec_from_file_location("make_demo_survey", ROOT / "data" / "make_demo_survey.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def register():
    """Read the lines of the register of units."""
    with (RAW / "units.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(path):
    """Return what a file holds: its bytes, or the cells of a workbook, whose compression may differ."""
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return path.read_bytes()


def test_the_script_makes_the_same_files(script, tmp_path):
    """The seeded script gives, file by file, the survey that lies in data/raw, beside the published register."""
    script.write_files(tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    there = [path.relative_to(RAW) for path in RAW.rglob("*.*") if path.name != "ratings.csv"]
    assert made == sorted(there)
    for name in made:
        assert cells(tmp_path / name) == cells(RAW / name), name


def test_the_files_hit_the_published_totals(script):
    """The equal-unit index of the files is 80.98 in 2019 and 81.96 in 2020, within 0.001 before rounding."""
    lines = script.check(RAW)
    assert [line[:4] for line in lines] == ["2019", "2020"]
    for period, target in script.TARGETS.items():
        assert abs(float(script.equal_unit_index(script.read_again(RAW, period))) - target) < 0.001


def test_eight_elements_rise_and_one_falls(script):
    """The change has a story: every element's mean over units rises but that of the tariff."""
    means = {}
    for period in script.PERIODS:
        by_unit = {}
        for unit, answers in script.read_again(RAW, period):
            by_unit.setdefault(unit, []).append(answers)
        means[period] = [
            sum(
                sum(given) / len(given)
                for people in by_unit.values()
                for given in [[answers[k] for answers in people if answers[k] is not None]]
            )
            / len(by_unit)
            for k in range(9)
        ]
    rises = [after > before for before, after in zip(means["2019"], means["2020"], strict=True)]
    assert rises == [True, True, True, False, True, True, True, True, True]


def test_units_are_44_3_42_with_neutral_names(register):
    """No unit is called as a real one; the kinds are those of the published total."""
    assert Counter(row["kind"] for row in register) == {
        "Perangkat daerah": 44,
        "RSUD tipe D": 3,
        "Puskesmas": 42,
    }
    for row in register:
        assert re.fullmatch(r"(Perangkat Daerah|RSUD Tipe D|Puskesmas) \d{1,2}", row["name"])


@pytest.mark.parametrize("period", ["2019", "2020"])
def test_units_are_of_very_different_size(script, register, period):
    """About 150 respondents a unit, one unit under 10 and one under 30, none more than its users or 300."""
    sizes = Counter(unit for unit, answers in script.read_again(RAW, period) if any(answers))
    users = {row["name"]: int(row[f"users_{period}"]) for row in register}
    assert set(sizes) == set(users)
    assert sum(n < 10 for n in sizes.values()) == 1
    assert sum(n < 30 for n in sizes.values()) == 2
    assert max(sizes.values()) <= 300
    assert 140 < sum(sizes.values()) / len(sizes) < 160
    assert all(sizes[name] <= users[name] for name in sizes)


def test_data_are_declared_as_simulated():
    """The settings beside the made-up answers say that nobody gave them, and match every file."""
    survey = open_survey(ROOT)
    assert survey.simulated
    assert survey.official == "units"
    assert len(survey_files(survey)) == 6


@pytest.mark.parametrize("name", ["2019/rsud.csv", "2019/puskesmas.csv", "2020/perangkat-daerah.xlsx"])
def test_every_file_says_that_it_is_simulated(script, name):
    """A file that leaves its folder still carries the mark, in a column of its own."""
    path = RAW / name
    text = path.read_text(encoding="cp1252").splitlines() if path.suffix == ".csv" else []
    header = text[0].split(";") if text else [str(cell) for cell in cells(path)[0]]
    assert script.MARK[0] in header


def test_the_survey_is_small():
    """The whole survey weighs less than three megabytes."""
    assert sum(path.stat().st_size for path in RAW.rglob("*") if path.is_file()) < THREE_MEGABYTES


def test_nobody_is_named():
    """No header of the simulated files asks who somebody is."""
    codes = (RAW / "2019" / "rsud.csv").read_text(encoding="utf-8").splitlines()[0].split(";")
    questions = [str(cell) for cell in cells(RAW / "2020" / "rsud.xlsx")[0]]
    asked = re.compile(r"(?i)\b(nama|telepon|hp|email|nik|alamat)\b")
    assert not [header for header in codes + questions if asked.search(header)]
