"""`skm sample`: what some users need, what the forms at hand give, and how people type numbers."""

import json

import pandas as pd
import pytest

import skm
from skm.errors import RequestError
from skm.sampling import plan_sample, read_count, read_services, spread_of

UNIT = {"unit": ["a"] * 3 + ["b"] * 4, "time": [4, 3, 2, 4, 4, 3, 3]}


def test_both_ways_in_one_sentence_each(run):
    """2,400 users need 331; 22 respondents have a margin of ±5,4 points."""
    code, out, _ = run("sample", 2400, "--have", 22)
    assert code == 0
    assert out.splitlines()[:2] == [
        "2.400 pengguna: perlu 331 responden (Krejcie–Morgan). Margin ±1,3 poin.",
        "Sudah ada 22 responden: margin ±5,4 poin; kurang 309 responden.",
    ]


def test_json_has_the_keys_of_the_contract(run):
    """--format json gives population, sample, margin_points and method."""
    code, out, _ = run("sample", "2.400", "--format", "json")
    content = json.loads(out)
    assert code == 0
    assert (content["population"], content["sample"], content["method"]) == (2400, 331, "krejcie-morgan")
    assert content["margin_points"] == pytest.approx(1.3003, abs=1e-3)


def test_margin_may_have_a_comma(run):
    """--margin 2,0 --spread 10,4 is the worked case: 102 of 5,000 users."""
    _, out, _ = run("sample", "5 000", "--margin", "2,0", "--spread", "10,4", "--format", "json")
    content = json.loads(out)
    assert (content["sample"], content["margin_points"], content["method"]) == (102, 2.0, "margin")


def test_csv_and_file_hold_the_same(run, tmp_path):
    """The CSV on stdout is the one that -o writes; a workbook gets a sheet of services."""
    words = ("sample", "--service", "Perizinan=1.500", "--service", "Legalisasi=900", "--margin", "2")
    _, out, _ = run(*words, "--format", "csv")
    run(*words, "-o", tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == out
    run(*words, "-o", tmp_path / "a.xlsx")
    sheets = pd.read_excel(tmp_path / "a.xlsx", sheet_name=None, engine="calamine")
    assert sheets["services"]["users"].tolist() == [1500, 900]
    run(*words, "-o", tmp_path / "a.json")
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["services"]) == 2


def test_spread_comes_from_the_survey(run, write):
    """With --spread FOLDER the spread is that of the answers, pooled within units."""
    codes = ",".join(f"U{number}" for number in range(1, 10))
    rows = "\n".join(["a," + "4," * 8 + "4", "a," + "3," * 8 + "3", "b," + "2," * 8 + "2", "b," + "4," * 8 + "4"])
    path = write("data/raw/2025.csv", f"unit,{codes}\n{rows}\n")
    _, out, _ = run("sample", 100, "--spread", path.parents[2], "--format", "json")
    # Units' variances: (100 − 75)²/2 and (100 − 50)²/2, one degree of freedom each.
    assert json.loads(out)["spread_points"] == pytest.approx((0.5 * (312.5 + 1250)) ** 0.5, abs=1e-3)


def test_a_survey_without_spread_is_refused(run, write):
    """Where no unit has two respondents, the way out is to type a spread."""
    codes = ",".join(f"U{number}" for number in range(1, 10))
    path = write("data/raw/2025.csv", f"unit,{codes}\na," + "4," * 8 + "4\n")
    code, _, err = run("sample", 100, "--spread", path.parents[2])
    assert code == 2
    assert "--spread 13" in err


@pytest.mark.parametrize(
    "words",
    [
        ["abc"],
        ["0"],
        ["-5"],
        ["2.40"],
        [],
        ["2400", "--margin", "nol"],
        ["2400", "--margin", "0"],
        ["10", "--have", "11"],
        ["2400", "--service", "Perizinan"],
        ["2400", "--service", "Perizinan=100"],
        ["--service", "a=1", "--service", "a=2"],
    ],
)
def test_what_makes_no_sense_is_refused(run, words):
    """Every wrong number or service ends with code 2 and a way out, never with a figure."""
    code, out, err = run("sample", *words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) >= 2


@pytest.mark.parametrize(
    ("text", "number"), [("2400", 2400), ("2.400", 2400), ("1,234,567", 1234567), ("12 000", 12000)]
)
def test_counts_as_people_type_them(text, number):
    """Thousands may be parted by a point, a comma or a space."""
    assert read_count(text) == number


@pytest.mark.parametrize("text", ["2.40", "1.2345", "1.234,5", "1,234.567", "dua"])
def test_a_count_in_doubt_is_refused(text):
    """What could be a decimal number is no count of people."""
    with pytest.raises(RequestError):
        read_count(text)


def test_a_share_of_krejcie_and_morgan_adds_up():
    """Shared by users, the 331 are still 331, and the smallest service has one."""
    plan = plan_sample(services={"a": 1800, "b": 598, "c": 2})
    assert plan.services["sample"].sum() == plan.sample == 331
    assert plan.services["sample"].min() >= 1


def test_spread_by_service():
    """Neyman asks more where answers differ more; a service without a spread is refused."""
    services, spread = {"a": 1000, "b": 1000}, {"a": 5.0, "b": 15.0}
    plan = plan_sample(services=services, margin=2.0, spread=spread, allocation="neyman")
    a, b = plan.services["sample"]
    assert b == pytest.approx(3 * a, abs=3)
    assert plan.spread_points == pytest.approx(125**0.5)
    for wrong in ({"a": 5.0}, {"a": 5.0, "b": 1.0, "c": 2.0}):
        with pytest.raises(RequestError):
            plan_sample(services=services, spread=wrong)
    with pytest.raises(RequestError):
        plan_sample(2000, spread=spread)


def test_pooled_spread_of_figures():
    """The spread of a table of figures weighs units by their degrees of freedom."""
    indices = skm.compute_indices(skm.tally_responses(pd.DataFrame(UNIT), by=["unit"])).frame
    a, b = 25 * pd.Series([4, 3, 2]), 25 * pd.Series([4, 4, 3, 3])
    assert spread_of(indices) == pytest.approx(((2 * a.var() + 3 * b.var()) / 5) ** 0.5)


def test_one_point_costs_what_it_says():
    """The cost of one point is the difference of two plans."""
    plan = plan_sample(5000, margin=3.0)
    assert plan.one_point_less == plan_sample(5000, margin=2.0).sample - plan.sample
    assert plan_sample(5000, margin=1.5).one_point_less is None


def test_services_as_people_type_them():
    """The name may hold an equals sign; the last one parts it from its users."""
    assert read_services(["A = B=1.200"]) == {"A = B": 1200}
