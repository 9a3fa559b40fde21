"""How sure letters and ranks are, on the page: one range a unit, in words that hold, and nothing of who is hidden."""

import re
from dataclasses import replace

import pandas as pd
import pytest
import simulated
from reader import parse

from skm.publishing.certainty import count_places, read_certainty
from skm.publishing.content import build_page
from skm.publishing.facts import RankRange
from skm.publishing.gathering import gather_facts
from skm.publishing.rendering import render_page
from skm.publishing.wording import say_rank
from skm.survey import Survey

COLUMNS = ("period", "level", "id", "letters", "p_a", "p_b", "p_c", "p_d", "rank_low", "rank_high", "group", "place")
RANKS = 7  # column of the table of units


def line(unit, low, high, group=1, letters="B", place="middle"):
    """Return a line of precision.csv of a unit of 2020."""
    return dict(zip(COLUMNS, ("2020", "unit", unit, letters, 0.2, 0.8, 0.0, 0.0, low, high, group, place), strict=True))


@pytest.fixture(scope="module")
def facts(city):
    """Return the facts of 2020."""
    return gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence)


def page_of(made, language="id"):
    """Return the page of 2020 of some tables, without a file."""
    facts = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=made.evidence, language=language)
    return parse(render_page(build_page(facts)).decode("utf-8"))


def few_units(sizes):
    """Return some units over two years, with so many respondents in 2020."""
    units = simulated.register({"Puskesmas": len(sizes)})
    survey = replace(Survey(), units=units).with_settings(name="Kota Contoh")
    numbers = {unit: {2019: 60, 2020: n} for unit, n in zip(units["unit_id"], sizes, strict=True)}
    return simulated.compute(survey, simulated.responses(units, (2019, 2020), numbers), ["period", "unit"])


# ---- ranks ----------------------------------------------------------------------------------------------------


def test_each_ranked_unit_has_the_range_of_the_table(city, city_page):
    """The range of ranks of a unit is that of precision.csv, in the table of units and in its details."""
    table = city.evidence.precision
    row = table[(table["period"] == "2020") & (table["level"] == "unit") & (table["id"] == "pd-01")].iloc[0]
    shown = next(cells for cells in city_page.rows("t-units") if cells[0] == "PD 01")
    assert shown[RANKS] == f"{row['rank_low']}–{row['rank_high']}"
    others = row["rank_high"] - row["rank_low"]
    said = f"peringkat {shown[RANKS]} dari 86 unit, tidak dapat dibedakan dari {others} unit lain"
    assert said in city_page.by_id("unit-pd-01").text()


def test_weak_silent_and_hidden_units_have_no_rank(city_page):
    """A unit with mark F, one without respondents and a hidden one have neither a rank nor a letter."""
    rows = {" ".join(cells[0].split(" ")[:2]): cells for cells in city_page.rows("t-units")}
    assert [rows[name][RANKS] for name in ("Puskesmas 29", "PD 12", "PD 33")] == ["..", "..", "x"]
    assert [rows[name][-2] for name in ("Puskesmas 29", "PD 12", "PD 33")] == ["..", "..", "x"]
    for anchor in ("unit-puskesmas-29", "unit-pd-33"):
        assert "eringkat" not in city_page.by_id(anchor).text()
        assert "peluang" not in city_page.by_id(anchor).text()


def test_ranks_count_the_units_shown_and_nobody_else(city_page):
    """Ranks run from 1 to the number of units with a rank: no place is left for a unit that is hidden."""
    shown = [cells[RANKS] for cells in city_page.rows("t-units")[4:]]
    ends = [int(end) for text in shown if text[0].isdigit() for end in text.split("–")]
    n_ranked = sum(text[0].isdigit() for text in shown)
    assert (min(ends), max(ends)) == (1, n_ranked)
    assert f"Peringkat (dari {n_ranked})" in city_page.text


def test_no_rank_is_shown_where_a_hidden_unit_was_among_them(city):
    """Were a hidden unit ranked, its rank would be the gap in the others': none is shown then."""
    found = read_certainty(city.evidence.precision, "2020", {("unit", "", "pd-01")})
    assert found.concealed
    assert not found.ranks


def test_ranks_need_two_units(single_page):
    """A single unit has no rank."""
    assert "eringkat (dari" not in single_page.text
    assert not re.search(r"peringkat \d", single_page.text)


def test_a_page_without_precision_has_no_ranks(city):
    """Without the table nothing is said of ranks and other letters."""
    made = replace(city, evidence=replace(city.evidence, precision=None))
    page = page_of(made)
    assert "eringkat (dari" not in page.text
    assert "peluang" not in page.text


def test_ranks_of_another_period_stay_there():
    """Only lines of the page's period count."""
    table = pd.DataFrame([line("a", 1, 1), line("b", 2, 2) | {"period": "2019"}])
    assert read_certainty(table, "2020", frozenset()).ranks == {}


@pytest.mark.parametrize(
    ("rank", "n_groups", "text"),
    [
        (
            RankRange(12, 31, 88, 1, "middle"),
            1,
            "peringkat 12–31 dari 88 unit, tidak dapat dibedakan dari 19 unit lain",
        ),
        (RankRange(1, 88, 88, 1, "middle"), 1, "peringkat 1–88 dari 88 unit, tidak dapat dibedakan dari unit mana pun"),
        (RankRange(2, 2, 9, 2, "top"), 3, "peringkat 2 dari 9 unit (kelompok 2 dari 3), dapat dibedakan dari semua"),
    ],
)
def test_a_rank_says_how_many_cannot_be_told_apart(facts, rank, n_groups, text):
    """A range leaves out exactly the units that are clearly better or worse; the rest cannot be told apart."""
    said = say_rank(replace(facts.units[0], rank=rank), facts, n_groups)
    assert said.replace("\u00a0", " ").startswith(text)


def test_the_lede_counts_the_halves(city_page, facts):
    """How many units clearly stand in the upper and the lower half is said once, from their places."""
    top, bottom, middle = count_places(unit.rank for unit in facts.units)
    assert top + bottom + middle == 86
    if top or bottom:
        assert f"{top} nyata di paruh atas dan {bottom} nyata di paruh bawah" in city_page.text
    else:
        assert "Tidak satu pun dari 86 unit yang diperingkat" in city_page.text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([line(f"puskesmas-0{n}", 1, 3) for n in (1, 2, 3)], "3 unit yang diperingkat tidak dapat dibedakan"),
        (
            [
                line("puskesmas-01", 1, 1, 1, place="top"),
                line("puskesmas-02", 2, 3, 2),
                line("puskesmas-03", 2, 3, 2),
            ],
            "Ada dua kelompok: unit dari kelompok yang berlainan selalu dapat dibedakan",
        ),
    ],
)
def test_groups_are_named_for_what_they_are(lines, text):
    """Units that share all ranks cannot be told apart; those of different groups always can."""
    made = few_units([60, 70, 80])
    made = replace(made, evidence=replace(made.evidence, precision=pd.DataFrame(lines)))
    assert text in page_of(made).text


# ---- letters --------------------------------------------------------------------------------------------------


def test_a_second_letter_stands_below_with_its_chance():
    """A letter that is likely enough is named under the printed one and in the details, with its chance."""
    made = few_units([60, 70, 80])
    lines = [line(f"puskesmas-0{n}", 1, 3, letters="B/A" if n == 1 else "B") for n in (1, 2, 3)]
    made = replace(made, evidence=replace(made.evidence, precision=pd.DataFrame(lines)))
    page = page_of(made)
    letters = [cells[-2] for cells in page.rows("t-units")[-3:]]
    own = letters[0][0]
    assert letters[0] == (f"{own} atau A (20 %)" if own == "B" else f"{own} atau B (80 %)")
    assert all(len(letter) == 1 or "atau B" in letter for letter in letters[1:])
    assert "huruf lain yang mungkin: " in page.by_id("unit-puskesmas-01").text()


def test_the_first_letter_stays_the_printed_one(city, city_page):
    """The letter on top is that of the printed figure, whatever is likelier."""
    frame = city.indices.frame
    chosen = frame[(frame["period"] == "2020") & (frame["level"] == "unit") & (frame["measure"] == "index")]
    grades = dict(zip(chosen["name"], chosen["grade"], strict=True))
    for cells in city_page.rows("t-units")[4:]:
        if cells[-2] not in ("..", "x"):
            name = next(name for name in grades if cells[0].startswith(name))
            assert cells[-2].split(" ")[0] == grades[name]


# ---- the share of answers 3 and 4 -----------------------------------------------------------------------------


def test_the_share_is_named_as_one_of_answers(city, city_page, english_page):
    """The page answers the question for a percentage with a share of answers, and says that the index is none."""
    table = city.evidence.distribution
    rows = table[(table["period"] == "2020") & (table["level"] == "all")]
    good, all_ = rows[["n3", "n4"]].to_numpy().sum(), rows[["n1", "n2", "n3", "n4"]].to_numpy().sum()
    share = f"{100 * good / all_:.1f}".replace(".", ",")
    assert f"Dari semua jawaban, {share} % bernilai 3 atau 4; IKM sendiri bukan persentase." in city_page.text
    assert f"Dari semua jawaban, {share} % bernilai 3 atau 4 (rentang 95 %: " in city_page.text
    assert "Itu bagian dari jawaban, bukan dari orang" in city_page.text
    assert "That is a share of answers, not of people" in english_page.text
    assert not re.search(r"% (warga|masyarakat|responden|penduduk) puas", city_page.text)


def test_the_share_never_gives_back_a_hidden_one(facts):
    """Where a question's share is hidden, the share of all answers minus the others would give it back."""
    made = simulated.single(40)
    table = made.evidence.distribution.copy()
    first = table.index[(table["level"] == "all") & (table["period"] == "2020")][0]
    table.loc[first, ["n1", "n2", "n3", "n4"]] = [0, 2, 3, 35]
    made = replace(made, evidence=replace(made.evidence, distribution=table))
    found = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=made.evidence)
    assert found.answers[0].share_3_4 is None
    assert found.share_3_4 is None
    assert facts.share_3_4 is not None


def test_a_hidden_whole_has_no_share():
    """A survey of fewer people than the smallest cell says no share either."""
    found = page_of(simulated.single(4))
    assert "Dari semua jawaban" not in found.text


def test_shares_of_few_have_no_decimals():
    """Under a hundred respondents a percentage has no decimals, and with a hundred it has one."""
    for n, pattern in ((60, r"Dari semua jawaban, \d\d % bernilai"), (150, r"Dari semua jawaban, \d\d,\d % bernilai")):
        assert re.search(pattern, page_of(simulated.single(n)).text)
