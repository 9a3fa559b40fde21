"""Other assessments on the page: each on its own scale, with breaks and targets, and only as text."""

import dataclasses

import pandas as pd
import pytest
from reader import read_page

from skm.publishing import write_report
from skm.ratings import COLUMNS, classify_ratings

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
    write_report(city.survey, city.indices, city.changes, folder, evidence=evidence)
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
