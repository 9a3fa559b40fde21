"""Other assessments on the page: each on its own scale, with breaks and targets, and only as text."""

import dataclasses

import pandas as pd
import pytest
import simulated
from reader import read_page

from skm.ratings import COLUMNS, classify_ratings
from skm.verifying.editions import PUBLISHED_COLUMNS

ROWS = [
    ("ombudsman", "Kabupaten Mukomuko", "kabupaten", "2019", "60,35", "", "kuning", "", "siaran pers", ""),
    ("ombudsman", "Kabupaten Mukomuko", "kabupaten", "2022", "90,02", "A", "hijau", "5/11", "siaran pers", ""),
    ("ombudsman", "Kota Sebelah", "kota", "2022", "79,00", "", "", "", "koran", ""),
    ("ombudsman", "Kota Sebelah", "kota", "2023", "83,22", "B", "hijau muda", "", "koran", ""),
    ("ombudsman", "Kota Sebelah", "kota", "2025", "", "", "", "", "koran", ">90"),
    ("panrb", "<b>Dinas & Co</b>", "unit", "2018", "", "A-", "", "", "=1+1", ""),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory, city):
    """Return the newest page of the city with a register of six lines."""
    register = pd.DataFrame(ROWS, columns=[*COLUMNS, "target"], dtype="str")
    evidence = dataclasses.replace(city.evidence, ratings=classify_ratings(register))
    folder = tmp_path_factory.mktemp("others")
    simulated.write_pages(dataclasses.replace(city, evidence=evidence), folder)
    return folder


def text_of(folder, period):
    """Return the visible text of a page, with plain spaces."""
    return read_page(folder / period / "index.html").text.replace("\u00a0", " ")


def test_a_rise_on_one_scale_is_said_with_both_values(page):
    """A later value on the same scale is up or down from the earlier one, each with its class and zone."""
    said = "Kota Sebelah 2023: 83,22 (B, zona hijau), naik dari 79,00 (B, zona hijau) pada 2022."
    assert said in text_of(page, "2020")


def test_values_of_two_scales_are_not_compared(page):
    """Across a change of scale no sentence says up or down."""
    text = text_of(page, "2020")
    assert (
        "Kabupaten Mukomuko 2022: 90,02 (A, zona hijau); pada 2019 60,35 (Kepatuhan Sedang, zona kuning) menurut"
        in text
    )
    assert "naik dari 60,35" not in text


def test_a_target_without_a_result_is_not_yet_decided(page):
    """A target is printed in words with what became of it."""
    assert "Target Kota Sebelah 2025: di atas 90; hasilnya belum ada." in text_of(page, "2020")


def test_printed_labels_stand_beside_the_class_by_scale(page):
    """What the source printed is kept where the class follows from the value."""
    assert "tercetak: B, hijau muda" in text_of(page, "2020")


def test_hostile_text_of_a_register_is_only_text(page):
    """A name with markup is shown as it was typed."""
    source = (page / "2020" / "index.html").read_text(encoding="utf-8")
    assert "<b>Dinas" not in source
    assert "&lt;b&gt;Dinas &amp; Co&lt;/b&gt;" in source


def test_an_older_page_shows_no_later_assessment(page):
    """The page of 2019 ends with the assessments of 2019."""
    text = text_of(page, "2019")
    assert "60,35" in text
    assert "90,02" not in text


def test_a_survey_without_a_register_has_no_such_section(city_page):
    """Where the office keeps no register the section is absent, not empty."""
    assert "Nilai lain" not in city_page.text


# ---- other registers ------------------------------------------------------------------------------------------


def page_with(city, rows, tmp_path, **options):
    """Return the newest page of the city with a register of these lines (system, entity, year, value, more)."""
    columns = ["system", "entity", "year", "value", "category", "target", "source"]
    register = pd.DataFrame(rows, columns=columns[: len(rows[0])], dtype="str")
    whole = register.reindex(columns=[*COLUMNS, "target"], fill_value="")
    evidence = dataclasses.replace(city.evidence, ratings=classify_ratings(whole))
    simulated.write_pages(dataclasses.replace(city, evidence=evidence), tmp_path, **options)
    return read_page(tmp_path / "2020" / "index.html")


def test_two_values_of_one_year_are_both_told_and_not_compared(city, tmp_path):
    """Where sources differ on a year, the sentence gives both values and says neither up nor down."""
    rows = [("ombudsman", "Kota A", year, value) for year, value in (("2022", "80"), ("2023", "85"), ("2023", "84,5"))]
    text = page_with(city, rows, tmp_path).text.replace("\u00a0", " ")
    assert (
        "Kota A 2023: 85 (B, zona hijau) dan 84,5 (B, zona hijau) (terbit lebih dari satu nilai); pada 2022: 80" in text
    )
    assert "naik dari 80" not in text


def test_values_without_a_scale_are_not_compared(city, tmp_path):
    """Where no scale is known for a year, a later value is neither up nor down from an earlier one."""
    rows = [("spbe", "Kota A", "2010", "2,10"), ("spbe", "Kota A", "2011", "2,60")]
    text = page_with(city, rows, tmp_path).text
    assert "Kota A 2011: 2,60; pada 2010: 2,10." in text
    assert "g-spbe" not in text


def test_a_scale_from_one_to_five_has_whole_numbers_on_its_axis(city, tmp_path):
    """The axis of a scale runs from its lowest to its highest value, and no tick is rounded to another place."""
    page = page_with(city, [("spbe", "Kota A", "2021", "2,41"), ("spbe", "Kota A", "2022", "3,18")], tmp_path)
    chart = page.by_id("g-spbe-0")
    axis = chart.find("div", class_="row axis")[-1]
    assert [label.text() for label in axis.find("text")] == ["1", "2", "3", "4", "5"]
    assert "skala 1–5" in page.text


def test_a_distance_is_in_the_unit_of_the_value(city, tmp_path):
    """A value of 1 to 4 is short of the next class by points of 1 to 4, though its bounds run from 25 to 100."""
    page = page_with(city, [("ipak_ipkp", "RSUD A", "2019", "3,51")], tmp_path)
    assert "kurang 0,02 dari Sangat Baik" in page.text.replace("\u00a0", " ")


def test_a_target_is_drawn_in_its_row(city, tmp_path):
    """A target is a line on the scale of its year, also where no result is known yet."""
    rows = [("sakip", "Kota A", "2020", "70,31", "", ""), ("sakip", "Kota A", "2021", "", "", ">=72,5")]
    page = page_with(city, rows, tmp_path)
    (mark,) = page.by_id("g-sakip-0").find("line", class_="tg")
    assert mark.attrs["x1"] == "72.5%"
    assert "Target Kota A 2021: sedikitnya 72,5; hasilnya belum ada." in page.text.replace("\u00a0", " ")


def test_a_long_register_stays_readable(city, tmp_path):
    """Of sixty lines a few are told in sentences, the table is folded, and no chart is drawn."""
    rows = [("panrb", f"Dinas {n:02d}", "2022", f"{2 + n / 50:.2f}") for n in range(60)]
    page = page_with(city, rows, tmp_path)
    section = page.by_id("nilai-lain")
    assert len(section.find("li")) == 13
    assert "48 yang dinilai lainnya ada di tabel." in section.text()
    assert section.find("figure") == []
    assert page.by_id("t-panrb").parent.parent.tag == "details"
    assert len(page.rows("t-panrb")) == 60


def test_many_and_hostile_names_keep_their_place(city, tmp_path):
    """Each figure of a register has a short alternative and a table, each table a caption, whatever it is called."""
    long = "Dinas " + "dengan nama yang sangat panjang " * 8
    rows = [("ombudsman", f"{long}<i>{n}", "2023", "80") for n in range(4)]
    rows += [("sakip", '"{0}" & </td>', "2022", "61"), ("sakip", "{entity}", "2022", "62")]
    for language in ("id", "en"):
        page = page_with(city, rows, tmp_path / language, language=language)
        section = page.by_id("nilai-lain")
        tables = {table.attrs["id"] for table in section.find("table")}
        for chart in section.find("div", role="img"):
            assert 20 < len(chart.attrs["aria-label"]) <= 250
            assert chart.attrs["aria-details"] in tables
        assert all(table.find("caption") for table in section.find("table"))
        assert section.find("i") == []
        assert "{entity}" in section.text()


# ---- figures published before ---------------------------------------------------------------------------------


def published_line(**line):
    """Return a line of the table of published figures."""
    empty = dict.fromkeys(PUBLISHED_COLUMNS, "")
    return empty | {"period": "2020", "level": "all", "id": "all", "name": "Kota Contoh", "source": "poster"} | line


def test_published_figures_stand_beside_the_recomputed_ones(city, tmp_path):
    """A figure is shown as published and as recomputed, with the reason, and a revision has its mark."""
    lines = [
        published_line(published="81,15", recomputed="81.96", difference="+0.81", explanation="bobot 0,11"),
        published_line(
            level="unit", id="pd-01", name="PD 01", published="80,00", recomputed="80.00", difference="0.00"
        ),
    ]
    evidence = dataclasses.replace(city.evidence, published=pd.DataFrame(lines))
    simulated.write_pages(dataclasses.replace(city, evidence=evidence), tmp_path)
    page = read_page(tmp_path / "2020" / "index.html")
    rows = page.rows("t-published")
    assert rows[0][1:] == ["81,15", "81,96 B r", "+0,81", "bobot 0,11"]
    assert rows[1][2].endswith("r") is False
    assert "revisi: hitungan ulang berbeda dari angka yang terbit" in page.text


def test_a_hidden_unit_has_no_published_figure_either(city, tmp_path):
    """What is hidden on the page is not printed again from a register, and a weak unit gets no letter there."""
    lines = [
        published_line(
            level="unit", id="pd-33", name="PD 33", published="33,31", letter_published="B", recomputed="34.91"
        ),
        published_line(level="unit", id="puskesmas-29", name="Puskesmas 29", recomputed="80.01", letter_recomputed="B"),
    ]
    evidence = dataclasses.replace(city.evidence, published=pd.DataFrame(lines))
    simulated.write_pages(dataclasses.replace(city, evidence=evidence), tmp_path)
    page = read_page(tmp_path / "2020" / "index.html")
    rows = page.rows("t-published")
    assert rows[0][1:4] == ["x", "x", "x"]
    assert "33,31" not in page.text
    assert "34,91" not in page.text
    assert rows[1][2] == "80,01"
