"""Parts of the page that stand beside the figures: months, coefficients, questions, composition, marks of revision."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import simulated
from reader import parse

from skm.pipeline import check_survey, read_processed, run_survey
from skm.publishing.choices import large_compositions
from skm.publishing.content import build_page
from skm.publishing.evidence import read_calendar, read_reliability
from skm.publishing.facts import Composition, Month, Reliability
from skm.publishing.gathering import gather_facts
from skm.publishing.kit.posters import build_poster
from skm.publishing.rendering import render_page
from skm.regulation import load_regulation
from skm.research import compositions, reliability
from skm.survey import Survey, open_survey
from skm.tally import tally_responses

FOUND = Reliability(400, 0.841, 0.83, 0.852, 0.845, 0.79, 0.098, (("time", 0.551, 0.662), ("tariff", 0.02, 0.09)))


@pytest.fixture(scope="module")
def facts():
    """Return the facts of three units over two years, in Indonesian, with months, coefficients and a composition."""
    units = simulated.register({"Loket": 3})
    survey = replace(Survey(), units=units.assign(users_2020=["2400", "", "310"])).with_settings(name="Kota Uji")
    made = simulated.compute(survey, simulated.responses(units, (2019, 2020), {}), ["period", "unit"], profiles=())
    known = gather_facts(survey, made.indices, made.changes, "2020", evidence=made.evidence)
    total = known.whole.now.n
    return replace(
        known,
        totals=(total, total, 0),
        calendar=(Month("2020-03", 40), Month("2020-04", total - 40)),
        reliability=FOUND,
        compositions=(Composition("units", Decimal("0.31")), Composition("respondents", Decimal("0.01"))),
    )


def read(facts):
    """Return the page of some facts, as it is read."""
    return parse(render_page(build_page(facts)).decode())


@pytest.fixture(scope="module")
def page(facts):
    """Return the page of the three units."""
    return read(facts)


def test_months_add_up_and_small_ones_are_hidden_with_another():
    """Each month has its rows of the units shown, undated rows last; a month of three takes a second one with it."""
    months = {"a": {"2020-03": 20, "2020-04": 3}, "b": {"2020-03": 10, "2020-05": 30}, "hidden": {"2020-03": 4}}
    assert read_calendar(months, {"hidden"}, 70, 5) == (
        *(Month("2020-03", 30), Month("2020-04", None), Month("2020-05", 30)),
        Month("", None),
    )
    assert read_calendar(months, {"hidden"}, 62, 5) == ()  # more dated rows than rows: nobody knows whose
    assert read_calendar({}, set(), 10, 5) == ()


def test_a_run_counts_its_months(tmp_path):
    """A run tells the kept rows of each unit and month, by the dates that the rows have."""
    folder = tmp_path / "data" / "raw" / "2025"
    folder.mkdir(parents=True)
    rows = [f"Loket,{day}," + ",".join("3" * 9) for day in ("2025-01-07", "2025-01-20", "2025-03-02", "")]
    head = "unit,tanggal," + ",".join(f"u{number}" for number in range(1, 10))
    (folder / "a.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    result = check_survey(open_survey(tmp_path))
    assert result.findings["calendar"] == {"2025": {"loket": {"2025-01": 2, "2025-03": 1}}}


def test_the_months_stand_on_the_page(page, facts):
    """Months are written out, with their number and their share of all."""
    rows = page.rows("t-calendar")
    assert [row[0] for row in rows] == ["Maret 2020", "April 2020"]
    assert sum(int(row[1].replace(".", "")) for row in rows) == facts.whole.now.n


def test_coefficients_need_thirty_people():
    """Below thirty whole answers no coefficient is told; from there alpha, omega and each question's correlation."""
    rows = simulated.answer(simulated.np.random.default_rng(1), 60, 0.0, 2020).dropna().assign(period="2020")
    for n in (20, 45):
        table = reliability(tally_responses(rows.head(n), by=["period"], profiles=()), levels=("all",))
        found = read_reliability(table, "2020")
        assert (found is None) == (n < 30)
    assert 0 < found.alpha < 1
    assert len(found.items) == 9


def test_each_question_stands_beside_the_bound_of_practice(page):
    """An element above the r table is called so, one below is not; the sharper correlation stands before it."""
    rows = {row[0].split(" ")[0]: row for row in page.rows("t-items")}
    assert rows["U3"][1:] == ["0,55", "0,66", "0,10", "di atas r tabel"]
    assert rows["U4"][1:] == ["0,02", "0,09", "0,10", "tidak di atas r tabel"]
    assert "0,84 (0,83–0,85)" in page.text


def test_composition_is_told_where_it_is_large(page, facts):
    """A composition of a tenth of a point is a line of its own, a small one beside a large change is not."""
    small = replace(facts, compositions=(Composition("respondents", Decimal("0.01")),))
    change = next(one.difference.printed for one in facts.comparisons if one.kind == "respondents")
    assert abs(change) > Decimal("0.04")
    assert large_compositions(small) == []
    (line,) = [row for row in page.rows("t-bases") if "komposisi" in row[0]]
    assert line[3] == "+0,31"


def test_composition_is_what_no_unit_did():
    """Where every unit stays as it was and only their weights move, the whole change is composition."""
    rows = simulated.pd.DataFrame(
        [(year, unit, score) for year, sizes in (("2019", (2, 2)), ("2020", (1, 3)))
         for unit, score, n in zip("ab", (2, 4), sizes, strict=True) for _ in range(n)],
        columns=["period", "unit", "time"],
    )  # fmt: skip
    indices = simulated.compute_indices(tally_responses(rows, by=["period", "unit"], profiles=()))
    table = compositions(indices, simulated.compare_all(indices).frame).set_index("basis")
    assert table.loc["units", "composition"] == 0
    assert table.loc["respondents", "composition"] == table.loc["respondents", "change"] == 12.5


def test_known_users_stand_beside_respondents(page, facts):
    """Where the register knows a unit's users, its line says how many of them answered."""
    n = facts.units[0].now.n
    assert f"{n} responden dari 2.400 pengguna" in page.by_id("unit-loket-01").text()
    assert "pengguna" not in page.by_id("unit-loket-02").text()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_form_is_quoted_in_its_own_language(facts, language):
    """Every question of the regulation's form stands on the page with its four answers, marked as Indonesian."""
    here = read(replace(facts, language=language))
    rows = here.rows("t-questions")
    elements = load_regulation("permenpan-14-2017").elements
    assert [row[1:] for row in rows] == [[element.question, *element.answers[0]] for element in elements]
    cells = here.by_id("t-questions").find("td")
    assert {cell.attrs.get("lang") for cell in cells} == {"id"}


def test_a_revised_figure_is_marked_wherever_it_stands(facts):
    """A figure that is another one than was released has its r in every table and beside its mark in the charts."""

    def revised(figure):
        return figure and replace(figure, marks=(*figure.marks, "r"))

    whole = replace(facts.whole, now=revised(facts.whole.now))
    whole = replace(whole, elements=tuple(replace(e, now=revised(e.now)) for e in whole.elements))
    units = (replace(facts.units[0], before=revised(facts.units[0].before)), *facts.units[1:])
    here = read(replace(facts, whole=whole, units=units))
    assert here.rows("t-level")[-1][2].endswith(" r")
    assert here.rows("t-bases")[0][2].endswith(" r")
    assert not here.rows("t-bases")[0][1].endswith("r")
    for table, column in (("t-elements", 2), ("t-priorities", 1)):
        assert all(row[column].endswith(" r") for row in here.rows(table))
    assert [row[4].endswith(" r") for row in here.rows("t-units") if row[0].startswith("Loket")] == [True, False, False]
    assert "Angka ini direvisi (r)." in here.by_id("temuan").text()


def test_a_weak_figure_has_no_direction_in_any_table():
    """Where too few answered to name a direction, the table of comparisons names none either."""
    made = simulated.weak()
    known = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=made.evidence)
    assert "terlalu sedikit" in read(known).text
    assert [row[-1] for row in read(known).rows("t-bases")] == [".."]


def test_bars_that_are_all_hidden_are_not_drawn(facts):
    """Where the answers of every element are hidden there is no chart of crosses, and no table of them."""
    hidden = tuple(replace(one, counts=(None,) * 4, share_3_4=None, low=None, high=None) for one in facts.answers)
    here = read(replace(facts, answers=hidden))
    assert 'id="g-elements"' in here.source
    assert 'id="g-answers"' not in here.source


def test_a_bar_that_is_missing_is_explained(facts):
    """In a unit's details a share without its bar has a word why above them all; where every bar is there, none."""
    first, *others = facts.units
    whole = tuple(replace(answers, counts=(5, 6, 7, 8), share_3_4=0.6) for answers in first.answers)
    part = (replace(whole[0], counts=(None, None, 7, 8)), *whole[1:])
    for answers, is_told in ((whole, False), (part, True)):
        units = (replace(first, answers=answers), *(replace(unit, answers=whole) for unit in others))
        told = f"Tanpa batang: sebaran dengan hitungan di bawah {facts.minimum_cell} orang disembunyikan"
        assert (told in read(replace(facts, units=units)).text) == is_told


def test_every_figure_names_its_source(page):
    """Below every figure stands the survey that it is drawn from."""
    figures = page.root.find("figure")
    assert len(figures) > 3
    assert all("Sumber: Survei Kepuasan Masyarakat Kota Uji 2020." in figure.text() for figure in figures)


def test_known_users_stand_beside_their_group():
    """What the office knows of the users of a group stands beside its respondents, by any spelling of the group."""
    units = simulated.register({"Loket": 3})
    survey = replace(Survey(), units=units).with_settings(name="Kota Uji")
    lines = [("", "sex", "laki laki", 1200.0), ("2019", "sex", "Perempuan", 9.0)]
    survey.__dict__["margins"] = pd.DataFrame(lines, columns=["period", "column", "group", "users"])
    rows = simulated.responses(units, (2020,), {})
    rows["sex"] = np.where(np.arange(len(rows)) % 2, "Laki-laki", "Perempuan")
    made = simulated.compute(survey, rows, ["period", "unit"], profiles=("sex",))
    known = gather_facts(survey, made.indices, made.changes, "2020", evidence=made.evidence)
    assert [(group.name, group.users) for group in known.profiles[0].groups] == [
        ("Laki-laki", 1200),
        ("Perempuan", None),
    ]
    table = {row[0]: row for row in read(known).rows("t-profile")}
    assert (table["Laki-laki"][3], table["Perempuan"][3]) == ("1.200", "")


def test_what_goes_with_overall_satisfaction(tmp_path):
    """Where the form asks, each element says what of overall satisfaction goes with it; so does a page made again."""
    rng = np.random.default_rng(8)
    scores = rng.integers(2, 5, (150, 9))
    overall = np.where(rng.random(150) < 0.7, scores[:, 2], scores[:, 4])
    head = "unit," + ",".join(f"u{number}" for number in range(1, 10)) + ",kepuasan keseluruhan"
    lines = [",".join(["Loket", *map(str, row), str(last)]) for row, last in zip(scores, overall, strict=True)]
    folder = tmp_path / "data" / "raw" / "2025"
    folder.mkdir(parents=True)
    (folder / "a.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    (tmp_path / "skm.toml").write_text('[columns]\norder = "form"\n', encoding="utf-8")
    run_survey(open_survey(tmp_path))
    rows = parse((tmp_path / "reports/2025/index.html").read_text(encoding="utf-8")).rows("t-priorities")
    shares = {row[0].split()[0]: float(row[4].split()[0].replace(",", ".")) for row in rows}
    assert max(shares, key=shares.get) == "U3"
    assert 0.5 < sum(shares.values()) <= 1.05
    again = read_processed(open_survey(tmp_path)).evidence.importance["2025"]
    assert {round(ends[0], 2) for ends in again.values()} == set(shares.values())


def test_who_answered_in_a_unit_without_an_index_is_counted_and_told():
    """A unit without answers to one element has no index: its people stay in the profile, whose shares end at 100."""
    units = simulated.register({"Loket": 3})
    rows = simulated.responses(units, (2020,), {})
    free = rows["unit"] == "loket-02"
    rows.loc[free, "tariff"] = np.nan
    survey = replace(Survey(), units=units).with_settings(name="Kota Uji")
    made = simulated.compute(survey, rows, ["period", "unit"], profiles=("sex",))
    known = gather_facts(survey, made.indices, made.changes, "2020", evidence=made.evidence)
    (profile,) = known.profiles
    assert known.whole.now.n == len(rows) - free.sum()
    assert known.n_without_index == free.sum()
    assert sum(group.now.n for group in profile.groups) == profile.total == len(rows)
    told = f"Rincian responden mencakup {free.sum()} orang di unit yang tidak punya indeks"
    assert told in read(known).text
    assert [text for text in build_poster(known).small if told in text]
    assert not build_poster(known, known.units[1]).has_letter
    assert build_poster(known, known.units[0]).has_letter
