"""The documents in Word and the pages of the units, opened again and compared with the tables of the run."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import numpy as np
import pandas as pd
import pytest
import simulated
from docx.oxml.ns import qn
from word_rules import broken_rules

from skm.cli import app
from skm.errors import SettingsError
from skm.pipeline import run_survey
from skm.publishing import example_template
from skm.publishing.documents.building import build_document, desk_of, share
from skm.publishing.documents.fields import SECTIONS, list_fields
from skm.publishing.documents.packing import pack_document
from skm.publishing.documents.writing import list_documents, write_documents
from skm.publishing.facts import Answers, Difference, FollowUp, PlannedAction, Profile, Subject
from skm.publishing.gathering import gather_facts
from skm.publishing.naming import name_files
from skm.publishing.office import read_office
from skm.survey import open_survey

CODES = [f"U{number}" for number in range(1, 10)]
HOSTILE = '<w:p>=1+1 & "Tiga" {{ 7 * 7 }} \u202etxet\x0b'
NAMES = {
    "U-01": "Puskesmas Satu",
    "U-02": "Puskesmas Dua",
    "../U-03": HOSTILE,
    "U-04": "Puskesmas Empat",
    "U-05": "Puskesmas Lima",
    "U-06": "Puskesmas Enam",
    "U-07": "Puskesmas Tujuh",
}
# Respondents by unit and year: hidden (n = 4), without a letter (n = 7), without a year before, silent now.
SIZES = {
    "U-01": {2023: 60, 2024: 60, 2025: 60},
    "U-02": {2023: 40, 2024: 40, 2025: 40},
    "../U-03": {2023: 35, 2024: 35, 2025: 35},
    "U-04": {2023: 33, 2024: 33, 2025: 4},
    "U-05": {2023: 33, 2024: 33, 2025: 7},
    "U-06": {2025: 36},
    "U-07": {2023: 31, 2024: 31},
}
SETTINGS = """
[survey]
name = "Kota Uji"
recruitment = "walk-in"
simulated = true
[columns]
order = "form"
[publisher]
institution = "Bagian Organisasi"
place = "Kota Uji"
signatory = "Nama Pejabat|Kepala Bagian"
"""


def write_survey(folder: Path, settings: str = SETTINGS) -> Path:
    """Write the raw files of a small survey with every case that a document must bear."""
    rng = np.random.default_rng(11)
    for year in (2023, 2024, 2025):
        rows = []
        for unit, sizes in SIZES.items():
            for number in range(sizes.get(year, 0)):
                person = rng.normal(0, 0.3)
                means = np.array([3.3, 3.3, 2.2 if unit == "U-01" else 3.3, 3.4, 3.3, 3.3, 3.3, 3.2, 3.2])
                scores = np.clip(np.round(means + 0.1 * (year - 2023) + person + rng.normal(0, 0.45, 9)), 1, 4)
                service = ("Poli umum", "Apotek")[number % 2] if unit == "U-01" else "Poli umum"
                school = ("SMA", "S1", "SMP")[number % 3]
                rows.append([NAMES[unit], service, "LP"[number % 2], school, *scores.astype(int)])
        heads = ["Unit layanan", "Jenis layanan", "Jenis kelamin", "Pendidikan", *CODES]
        target = folder / f"data/raw/{year}/jawaban.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        pd.DataFrame(rows, columns=heads).to_csv(target, index=False)
    register = pd.DataFrame({"unit_id": list(NAMES), "name": list(NAMES.values())})
    register.to_csv(folder / "data/raw/units.csv", index=False)
    (folder / "skm.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def survey_folder(tmp_path_factory) -> Path:
    """Return the folder of the small survey after a run."""
    folder = write_survey(tmp_path_factory.mktemp("dokumen"))
    run_survey(folder)
    return folder


class Opened:
    """A document as python-docx reads it back."""

    def __init__(self, path: Path) -> None:
        self.document = docx.Document(str(path))
        self.path = path

    @property
    def paragraphs(self) -> list[str]:
        """The texts outside of tables, in order."""
        return [p.text for p in self.document.paragraphs]

    @property
    def text(self) -> str:
        """All texts, tables included, spaces plain."""
        cells = [c.text for table in self.document.tables for row in table.rows for c in row.cells]
        return " ".join("\n".join([*self.paragraphs, *cells]).replace("\u00a0", " ").split())

    def table(self, caption: str) -> list[list[str]]:
        """Return the lines of the table under the caption that holds these words; its first is the head."""
        body = list(self.document.element.body)
        for place, element in enumerate(body):
            text = "".join(node.text or "" for node in element.iter(qn("w:t")))
            is_caption = any(style.get(qn("w:val")) == "Caption" for style in element.iter(qn("w:pStyle")))
            if is_caption and caption in text and body[place + 1].tag == qn("w:tbl"):
                table = docx.table.Table(body[place + 1], self.document)
                return [[cell.text for cell in row.cells] for row in table.rows]
        return []


@pytest.fixture(scope="module")
def opened(survey_folder):
    """Return a function that opens the document of a unit, or of the whole, once."""
    kept: dict[str, Opened] = {}

    def open_one(name: str) -> Opened:
        if name not in kept:
            kept[name] = Opened(survey_folder / "reports/2025" / f"{name}.docx")
        return kept[name]

    return open_one


@pytest.fixture(scope="module")
def figures(survey_folder) -> pd.DataFrame:
    """Return the official lines of 2025 as the run wrote them."""
    table = pd.read_csv(survey_folder / "data/processed/indices.csv", dtype=str, keep_default_na=False)
    return table[table["official"] == "True"]


def spelled(text: str) -> str:
    """Return a printed figure as an Indonesian page writes it."""
    return text.replace(".", ",").replace("-", "\u2212")


def file_of(unit: str) -> str:
    """Return the file of a unit: the hostile id is no name."""
    return f"units/{unit}" if unit != "../U-03" else "units/u-03-" + _hash(unit)


def _hash(unit: str) -> str:
    return hashlib.sha256(unit.encode()).hexdigest()[:8]


def test_every_unit_has_a_document_and_a_page(survey_folder):
    """Each registered unit with data now has its files inside its folder, the whole has its own; names are safe."""
    folder = survey_folder / "reports/2025"
    names = {path.name for path in (folder / "units").iterdir()}
    ids = [file_of(unit).removeprefix("units/") for unit, sizes in SIZES.items() if 2025 in sizes]
    assert {f"{name}{ending}" for name in ids for ending in (".docx", ".html")} <= names
    assert (folder / "skm-2025.docx").exists()
    assert not list(survey_folder.glob("**/U-03*"))


@pytest.mark.parametrize("unit", ["U-01", "U-02", "../U-03", "U-06"])
def test_figures_of_a_unit_are_those_of_the_table(opened, figures, unit):
    """Index, interval, letter, respondents and every element of a document are the printed ones of indices.csv."""
    own = figures[(figures["period"] == "2025") & (figures["level"] == "unit") & (figures["id"] == unit)]
    document = opened(file_of(unit))
    index = own[own["measure"] == "index"].iloc[0]
    assert f"sebesar {spelled(index['printed'])} pada skala 25–100" in document.text
    assert f"mutu pelayanan {index['grade']}" in document.text
    assert f"Jumlah responden yang dihitung: {index['n']}." in document.text
    ends = [spelled(f"{float(index[end]) + 1e-9:.2f}") for end in ("low", "high")]
    assert f"antara {ends[0]} dan {ends[1]}" in document.text
    head, *lines, last = document.table("Nilai per unsur")
    elements = own[own["measure"] != "index"]
    at = {name: head.index(name) for name in ("Kode", "NRR 2025", "Nilai", "Mutu")}
    assert [line[at["Kode"]] for line in lines] == elements["code"].tolist()
    assert [line[at["NRR 2025"]] for line in lines] == [spelled(text) for text in elements["printed"]]
    assert [line[at["Nilai"]] for line in lines] == [spelled(text) for text in elements["points"]]
    assert [line[at["Mutu"]] for line in lines] == elements["grade"].tolist()
    assert (last[at["Nilai"]], last[at["Mutu"]]) == (spelled(index["printed"]), index["grade"])


def test_services_of_a_unit_stand_with_their_elements(opened, figures):
    """A unit with two services has a line for each, with respondents, index and every element's mean."""
    document = opened("units/U-01")
    own = figures[(figures["period"] == "2025") & (figures["level"] == "service") & (figures["parent"] == "U-01")]
    index = own[own["measure"] == "index"].set_index("name")
    _, *lines = document.table("Nilai per jenis layanan")
    assert {line[0]: line[1:3] for line in lines} == {
        name: [row["n"], spelled(row["printed"])] for name, row in index.iterrows()
    }
    head, *lines = document.table("Nilai unsur (NRR) per jenis layanan")
    for line in lines:
        means = own[(own["name"] == line[0]) & (own["measure"] != "index")]
        assert dict(zip(head[1:], line[1:], strict=True)) == {
            code: spelled(printed) for code, printed in zip(means["code"], means["printed"], strict=True)
        }


def test_one_service_is_said_and_not_tabled(opened):
    """A unit with a single service has no table of services: the sentence says that it is the unit's figure."""
    document = opened("units/U-02")
    assert "satu jenis layanan (Poli umum)" in document.text
    assert not document.table("Nilai per jenis layanan")


def test_the_trend_stands_with_every_period(opened, figures):
    """The trend of a unit holds the printed index of each year, and with three of them a chart."""
    _, *lines = opened("units/U-01").table("IKM per periode")
    own = figures[(figures["level"] == "unit") & (figures["id"] == "U-01") & (figures["measure"] == "index")]
    assert [(line[0], line[2]) for line in lines] == [
        (row["period"], spelled(row["printed"])) for _, row in own.iterrows()
    ]
    assert "Diagram garis IKM 3 periode" in _alternatives(opened("units/U-01").path)[-1]


def test_the_lowest_element_that_stands_apart_is_named(opened):
    """An element that differs from all others is named and leads the plan; where none does, the document says so."""
    document = opened("units/U-01")
    assert "Unsur terendah yang dapat dipisahkan dari unsur lainnya: waktu" in document.text
    _, *lines = document.table("Rencana tindak lanjut setelah SKM 2025")
    assert [line[1] for line in lines] == ["U3 Waktu"]
    assert all("[diisi]" in line[2] for line in lines)
    other = opened("units/U-02")
    assert "Tidak ada unsur terendah yang dapat dipisahkan" in other.text
    _, *lines = other.table("Rencana tindak lanjut setelah SKM 2025")
    assert [line[1] for line in lines] == ["[diisi]"] * 3


def test_a_hidden_unit_shows_no_figure(opened, figures):
    """Of a unit with four respondents the document says that it is hidden; no figure of this year stands in it."""
    document = opened("units/U-04")
    own = figures[(figures["period"] == "2025") & (figures["id"] == "U-04")]
    assert "disembunyikan untuk melindungi responden" in document.text
    assert "Jumlah responden tidak ditampilkan" in document.text
    assert not document.table("Nilai per unsur")
    assert document.table("IKM per periode")[-1][1:3] == ["x", "x"]
    assert not re.search(rf"sebesar {spelled(own.iloc[0]['printed'])}", document.text)


def test_few_respondents_have_no_letter_and_no_verdict(opened):
    """With seven respondents the figure stands without a letter, no element is named, nothing is said to have moved."""
    document = opened("units/U-05")
    assert "tanpa huruf mutu (F)" in document.text
    assert "termasuk mutu pelayanan" not in document.text
    assert "tidak ada unsur yang disebut tertinggi atau terendah" in document.text
    assert "perubahan tidak disimpulkan" in document.text
    assert "Unsur yang naik" not in document.text


def test_without_a_year_before_nothing_is_compared(opened):
    """A unit that is new has no column and no sentence of the year before."""
    document = opened("units/U-06")
    assert "Tidak ada angka periode sebelumnya yang dapat dibandingkan." in document.text
    assert "NRR 2024" not in document.table("Nilai per unsur")[0]
    assert "dibandingkan 2024" not in document.text
    assert "Data memuat satu periode" in document.text


def test_a_hostile_name_is_only_text(opened):
    """Markup, formulas, template fields, control and direction signs in a name are text, or are gone."""
    document = opened(file_of("../U-03"))
    assert '<w:p>=1+1 & "Tiga" {{ 7 * 7 }}' in document.text
    with zipfile.ZipFile(document.path) as archive:
        source = archive.read("word/document.xml").decode()
    assert "\u202e" not in source
    assert "\x0b" not in source


def test_no_heading_is_empty_and_no_field_unfilled(survey_folder):
    """Under each heading stands something before the next one; no brace of a template is left, every slot is marked."""
    for path in sorted((survey_folder / "reports/2025").rglob("*.docx")):
        document = docx.Document(str(path))
        assert not empty_headings(document), path.name
        texts = [_text(element) for element in document.element.body]
        assert not [text for text in texts if re.search(r"\{%|\{\{|\bNone\b|\bnan\b", text.replace("{{ 7 * 7 }}", ""))]
        for run in document.element.body.iter(qn("w:r")):
            if re.match(r"\[[Dd]iisi", _text(run)):
                assert [style.get(qn("w:val")) for style in run.iter(qn("w:rStyle"))] == ["Slot"]


@pytest.mark.parametrize("name", ["units/U-01", "skm-2025"])
def test_a_document_breaks_none_of_words_rules(survey_folder, name):
    """Order of properties, ids, relationships, content types, styles, fields, cells: as Word insists on them."""
    with zipfile.ZipFile(survey_folder / f"reports/2025/{name}.docx") as archive:
        assert broken_rules(archive) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<w:keepNext/><w:jc", "<w:jc", None),
        ('<w:pStyle w:val="Caption"/><w:keepNext/>', '<w:keepNext/><w:pStyle w:val="Caption"/>', "pPr"),
        ('w:val="TableText"', 'w:val="Tabel"', "no style Tabel"),
        ("<w:bookmarkEnd ", "<w:proofErr ", "bookmark"),
        ('fldCharType="end"', 'fldCharType="separate"', "does not end"),
        ('r:embed="image1"', 'r:embed="image77"', "image77"),
        ('<wp:docPr id="2"', '<wp:docPr id="1"', "picture 1 twice"),
        ("</w:p></w:tc>", "</w:p><w:tbl></w:tbl></w:tc>", "a cell without a paragraph"),
    ],
)
def test_a_broken_document_is_seen(survey_folder, old, new, said):
    """Each rule finds what breaks it, so that silence means a sound document."""
    held = io.BytesIO()
    with zipfile.ZipFile(survey_folder / "reports/2025/units/U-01.docx") as archive:
        with zipfile.ZipFile(held, "w") as broken:
            for name in archive.namelist():
                text = archive.read(name)
                if name == "word/document.xml":
                    assert old.encode() in text
                    text = text.replace(old.encode(), new.encode())
                broken.writestr(name, text)
    found = broken_rules(zipfile.ZipFile(held))
    assert not found if said is None else any(said in text for text in found)


def test_the_questionnaire_stands_once(opened):
    """The questions are an annex of their own: the annex of the method does not repeat them."""
    captions = [text for text in opened("units/U-01").paragraphs if "Pertanyaan dan pilihan jawaban" in text]
    assert len(captions) == 1


def test_a_note_stays_with_its_table(opened):
    """The last line of a table with a note stays on the page of the note; a table without one may end a page."""
    body = list(opened("units/U-01").document.element.body)
    for place, element in enumerate(body[:-1]):
        if element.tag == qn("w:tbl"):
            last = list(element.iter(qn("w:tr")))[-1]
            assert bool(list(last.iter(qn("w:keepNext")))) == bool(_text(body[place + 1]))


def empty_headings(document) -> list[str]:
    """Return the headings that nothing stands under before the next one of their rank."""
    body = [element for element in document.element.body if element.tag in (qn("w:p"), qn("w:tbl"))]
    levels = [_level(element) for element in body]
    pairs = zip(body, levels, [*levels[1:], 1], strict=True)
    return [_text(element) for element, level, following in pairs if level and following and following <= level]


def _level(element) -> int:
    styles = [style.get(qn("w:val")) for style in element.iter(qn("w:pStyle"))] if element.tag == qn("w:p") else []
    return next((int(style[-1]) for style in styles if style.startswith("Heading")), int(styles == ["Annex"]))


def _text(element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def _alternatives(path: Path) -> list[str]:
    drawn = docx.Document(str(path)).element.body.iter(qn("wp:docPr"))
    return [picture.get("descr") for picture in drawn]


def test_a_document_is_made_of_what_word_knows(opened):
    """Headings, captions with their counters, contents, page numbers, repeated heads, A4, alternatives of pictures."""
    document = opened("units/U-01").document
    styles = [p.style.name for p in document.paragraphs]
    assert styles.count("Heading 1") == 5
    assert {"Heading 2", "Caption", "List Bullet"} <= set(styles)
    with zipfile.ZipFile(opened("units/U-01").path) as archive:
        source = archive.read("word/document.xml").decode()
        footer = archive.read("word/footer1.xml").decode()
    assert "TOC \\o" in source
    assert source.count("SEQ Tabel") == source.count("<w:tbl>") == source.count("<w:tblHeader/>")
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert all(len(text) > 40 for text in _alternatives(opened("units/U-01").path))
    assert "DATA SIMULASI – RANCANGAN" in section.header.paragraphs[0].text
    assert document.core_properties.author == "Bagian Organisasi"
    assert "Nama Pejabat" in [p.text for p in document.paragraphs]


def test_the_whole_has_every_unit(opened, figures):
    """The document of the whole lists all units in official order with their printed index, x for a hidden one."""
    _, *lines = opened("skm-2025").table("Nilai per unit layanan")
    head = opened("skm-2025").table("Nilai per unit layanan")[0]
    own = figures[(figures["period"] == "2025") & (figures["level"] == "unit") & (figures["measure"] == "index")]
    printed = {row["name"]: spelled(row["printed"]) for _, row in own.iterrows()}
    printed |= {"Puskesmas Empat": "x", "Puskesmas Tujuh": ".."}
    shown = {line[0]: line[head.index("IKM 2025")] for line in lines}
    assert [name for name in shown if "Tiga" not in name] == [name for name in NAMES.values() if "Tiga" not in name]
    assert all(shown[name] == printed[name] for name in shown if "Tiga" not in name)


def test_the_same_facts_give_the_same_bytes(facts):
    """Facts that are gathered and told twice give the same files, byte for byte."""
    made = simulated.broken()
    again = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=made.evidence)
    for one, other in zip((None, *facts.units), (None, *again.units), strict=True):
        assert pack_document(build_document(facts, one)) == pack_document(build_document(again, other))


def test_the_unit_page_holds_the_section_of_the_annual_page(survey_folder):
    """What stands about a unit under its heading is the same on its own page; nothing is loaded from elsewhere."""
    page = (survey_folder / "reports/2025/units/U-01.html").read_text(encoding="utf-8")
    annual = (survey_folder / "reports/2025/index.html").read_text(encoding="utf-8")
    table = re.search(r'<table id="unit-U-01-t">.*?</table>', annual, re.DOTALL)
    assert table is not None
    assert table.group() in page
    assert 'id="unit-U-01"' in page
    assert "DATA SIMULASI" in page
    assert "src=" not in page
    assert "href=" not in page


def test_a_broken_series_is_not_compared():
    """After a change of the regulation the document gives the reason, no difference, and marks it in the trend."""
    made = simulated.broken()
    facts = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=made.evidence)
    text = _plain(build_document(facts, facts.units[0]))
    assert "Perbandingan dengan 2016 tidak disajikan: peraturan berubah" in text
    assert "Perubahan nilai unsur" not in text
    assert "angka di kedua sisinya tidak diselisihkan" in text
    assert "naik" not in text.split("Kesimpulan")[-1].split("LAMPIRAN")[0]


def test_an_assumed_order_names_neither_of_the_last_two():
    """While it is only assumed which is U8 and which U9, no sentence of a document names either of them."""
    made = simulated.single(200)
    found = [("2020", "all", "all", "complaints", "lowest"), ("2020", "all", "all", "tariff", "highest")]
    ends = pd.DataFrame(found, columns=["period", "level", "id", "measure", "end"])
    said = {}
    for order in ("assumed", "form"):
        evidence = replace(made.evidence, ends=ends, orders={"2020": order})
        facts = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=evidence)
        said[order] = _sentences(build_document(facts))
        assert "Unsur tertinggi yang dapat dipisahkan dari unsur lainnya: biaya" in said[order]
    assert "Tidak ada unsur terendah" in said["assumed"]
    assert "hanya dianggap mengikuti formulir" in said["assumed"]
    assert "terendah yang dapat dipisahkan dari unsur lainnya: pengaduan" in said["form"]


def _sentences(document) -> str:
    return " ".join(block.text for block in document.blocks if block.kind == "paragraph")


def _plain(document) -> str:
    texts = []
    for block in document.blocks:
        texts += [getattr(block, name) for name in ("text", "caption", "note") if hasattr(block, name)]
        texts += [getattr(item, "text", item) for item in getattr(block, "items", ())]
    return " ".join(" ".join(texts).replace("\u00a0", " ").split())


# ---- outlines, languages, follow-up ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def facts():
    """Return the facts of one unit's file, and of four units over a change of the regulation, without a run."""
    made = simulated.broken()
    return gather_facts(made.survey, made.indices, made.changes, "2020", evidence=made.evidence)


def _chapters(document) -> list[str]:
    return [f"{b.number} {b.text}" for b in document.blocks if b.kind == "heading" and b.level == 1]


def test_both_outlines_have_their_chapters(facts):
    """The outline of 2023 has chapters I to V; in the newer one chapter III is what became of the last plan."""
    assert _chapters(build_document(facts))[:5] == [
        "BAB I Pendahuluan",
        "BAB II Pengumpulan data SKM",
        "BAB III Hasil pengolahan data SKM",
        "BAB IV Analisis hasil SKM",
        "BAB V Penutup",
    ]
    newer = replace(facts, office=replace(facts.office, outline="follow-up"))
    assert _chapters(build_document(newer))[:4] == [
        "BAB I Pendahuluan",
        "BAB II Pelaksanaan dan hasil SKM",
        "BAB III Hasil tindak lanjut SKM periode sebelumnya",
        "BAB IV Kesimpulan dan saran",
    ]


def test_sections_are_counted_inside_their_chapter(facts):
    """Sections count from 1 in every chapter, annexes by themselves."""
    numbers = [b.number for b in build_document(facts).blocks if b.kind == "heading" and b.level == 2]
    assert numbers[:4] == ["1.1", "1.2", "1.3", "2.1"]
    assert _chapters(build_document(facts))[5] == "LAMPIRAN 1 Kuesioner"


def test_a_document_in_english(city):
    """The English document says the same in English, with points as decimals."""
    english = gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence, language="en")
    text = _plain(build_document(english, english.units[0]))
    assert "CHAPTER" not in text
    assert _chapters(build_document(english))[0] == "CHAPTER I Introduction"
    index = english.units[0].now.printed
    assert f"in 2020 was {index} on a scale of 25 to 100" in text
    assert not re.search(r"\b(dan|yang|dengan|tidak)\b", text.split("Questionnaire")[0])


def test_the_plan_and_its_review_come_from_the_register(facts):
    """A plan of the register fills the table; the review says what was done and only shows what the element did."""
    moved = Difference(Decimal("0.12"), 0.12, 0.03, 0.21, "up")
    planned = PlannedAction("Waktu", "U3", "Loket tambahan", ("2021-Q2",), "Kepala Loket", "", "", None)
    done = PlannedAction("Waktu", "U3", "Papan antrean", ("2020-Q1",), "Loket", "done", "foto", None, moved)
    follow = FollowUp("a", plan=(planned,), review=(done,), done=1, share=Decimal("100.0"))
    unit = facts.units[0]
    document = build_document(replace(facts, followups={unit.id: replace(follow, unit=unit.id)}), unit)
    grids = {grid.caption.split(",")[0]: grid for grid in document.grids}
    plan = [cell.text for cell in grids["Rencana tindak lanjut setelah SKM 2020"].rows[0]]
    assert plan == ["1", "U3 Waktu", "Loket tambahan (2021)", "", "☑", "", "", "Kepala Loket"]
    review = [cell.text for cell in grids["Hasil rencana tindak lanjut SKM 2016"].rows[0]]
    assert review[:4] == ["1", "U3 Waktu: Papan antrean", "SUDAH", "foto"]
    assert review[4].replace("\u00a0", " ") == "+0,12 (+0,03 – +0,21), naik"
    assert "Terlaksana 1 dari 1 rencana (100,0 %)." in _plain(document)


def test_without_an_interval_that_holds_a_move_is_not_named(facts):
    """A unit whose own interval excludes zero but not after Holm is about the same, and the document says why."""
    unit = facts.units[0]
    before = replace(unit.now, period="2019")
    moved = Difference(Decimal("1.10"), 1.1, 0.1, 2.1, "up")
    both = replace(facts, broken=None, previous="2019")
    text = _plain(build_document(both, replace(unit, before=before, difference=moved)))
    assert "tidak bertahan setelah dikoreksi" in text
    assert "Relatif tetap dibandingkan 2019" in text
    assert "naik 1,10" not in text


def test_all_units_of_a_city_have_sound_documents(city):
    """Of 89 units each document opens, holds its printed index or the reason for none, and has no empty heading."""
    gathered = gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence)
    frame = city.indices.frame
    own = frame[(frame["period"] == "2020") & (frame["level"] == "unit") & (frame["measure"] == "index")]
    printed = own.set_index("id")["printed"].to_dict()
    common = share(gathered)
    reasons = {"pd-33": "disembunyikan untuk melindungi", "pd-12": "Tidak ada responden pada periode ini"}
    for unit in gathered.units:
        document = docx.Document(io.BytesIO(pack_document(build_document(gathered, unit, common))))
        text = _text(document.element.body)
        assert reasons.get(unit.id, f"sebesar {spelled(printed[unit.id])} pada skala") in text, unit.id
        assert not empty_headings(document), unit.id
    assert len(gathered.units) == 89


# ---- names, logo, own template ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ids", [["PKM-1", "pkm-1"], ["a/b", "a-b"], ["CON", "con", "con.txt"], ["x" * 300, "x" * 301]])
def test_files_of_units_never_meet(ids):
    """No two ids share a file on a system that takes capitals for small letters, none leads out of the folder."""
    names = name_files(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]|[. ]$|^\.', name)
        assert len(name) <= 90
        assert name.split(".")[0].casefold() not in {"con", "nul", "aux", "prn"}


def test_a_made_name_gives_way_to_an_id_that_is_spelled_like_it():
    """An id that is exactly the name made for another id keeps it; the other one gets a longer name."""
    made = name_files(["../x"])["../x"]
    names = name_files(["../x", made])
    assert names[made] == made
    assert names["../x"] != made


def test_the_logo_stands_on_the_cover(facts, tmp_path):
    """A logo is put into the document with its text alternative; what is no picture is refused by name."""
    from PIL import Image

    logo = tmp_path / "logo.png"
    Image.new("RGB", (40, 20), "#12436d").save(logo)
    with_logo = replace(facts, office=replace(facts.office, logo=logo))
    document = build_document(with_logo)
    assert document.pictures[0].alt == "Logo instansi"
    with zipfile.ZipFile(io.BytesIO(pack_document(document))) as archive:
        assert archive.read("word/media/image1.png") == logo.read_bytes()
    logo.write_bytes(b"no picture")
    with pytest.raises(SettingsError) as caught:
        build_document(with_logo)
    assert caught.value.code == "logo_unreadable"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """A logo or a template that the settings name must be there and of its kind."""
    survey = open_survey(write_settings(tmp_path, 'template = "tidak-ada.docx"'))
    with pytest.raises(SettingsError) as caught:
        read_office(survey)
    assert caught.value.code == "publisher_file"
    assert "tidak-ada.docx" in str(caught.value)


def write_settings(folder: Path, line: str) -> Path:
    """Write the settings of a survey with one line under [publisher]."""
    (folder / "skm.toml").write_text(f"[publisher]\n{line}\n", encoding="utf-8")
    return folder


def test_the_example_template_gives_what_the_program_writes(facts, tmp_path):
    """Filled, the example holds every figure of the program's own tables, no field and no empty heading."""
    path = tmp_path / "templat.docx"
    path.write_bytes(example_template())
    unit = facts.units[0]
    write_documents(replace(facts, office=replace(facts.office, template=path)), tmp_path, [unit.id])
    filled = Opened(tmp_path / "units" / f"{name_files([unit.id])[unit.id]}.docx")
    assert unit.name in filled.text
    own = build_document(facts, unit)
    grid = next(grid for grid in own.grids if grid.caption.startswith("Nilai per unsur"))
    assert filled.table("Nilai per unsur")[1:] == [[cell.text for cell in row] for row in grid.rows]
    assert "{" not in filled.text
    last = filled.document.tables[-1]
    assert [row.cells[0].text for row in last.rows] == ["Kode", *(answers.code for answers in unit.answers)]
    assert len(_alternatives(filled.path)) == len(own.pictures)


def _template(tmp_path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / "templat.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("line", "named", "known"),
    [
        ("{{ ikn }} {{ nama }} {{ mutuu }}", "ikn, mutuu", "mungkin: ikm"),
        ("{% for u in unsur %}{{ u.nrrr }}{% endfor %}", "nrrr", "mungkin: nrr"),
    ],
)
def test_an_unknown_field_is_named(facts, tmp_path, line, named, known):
    """A template with a field that is not known is refused; the message names it and the known ones like it."""
    path = _template(tmp_path, line)
    with pytest.raises(SettingsError) as caught:
        write_documents(replace(facts, office=replace(facts.office, template=path)), tmp_path, [""])
    assert caught.value.code == "template_field_unknown"
    assert f"{named}." in str(caught.value)
    assert known in str(caught.value)


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("{{ nama unit }}", "template_field_malformed", "{{ nama unit }}"),
        ("{{ nama-unit }}", "template_field_malformed", "{{ nama-unit }}"),
        ("{ nama }", "template_field_malformed", "{ nama }"),
        ("Unit {{ nama } di sini", "template_field_malformed", "{{ nama }"),
        ("{% if layanan %} ada", "template_field_malformed", "{% if layanan %}"),
        ("{{ nama.__class__ }}", "template_field_malformed", "{{ nama.__class__ }}"),
        ("{{ IKM }}", "template_field_unknown", "ikm"),
        ("Lihat {{ bagian_ikm }} ini", "template_section_crowded", "{{ bagian_ikm }}"),
        ("Lihat {{p bagian_ikm }} ini", "template_section_crowded", "{{p bagian_ikm }}"),
        ("«nama»", "template_without_fields", "skm new"),
    ],
)
def test_a_field_that_is_written_wrongly_is_named(facts, tmp_path, line, code, named):
    """Whoever mistypes a field reads what he wrote and how it is written; nothing is printed with a hole in it."""
    path = _template(tmp_path, line)
    with pytest.raises(SettingsError) as caught:
        write_documents(replace(facts, office=replace(facts.office, template=path)), tmp_path, [""])
    assert caught.value.code == code
    assert named in str(caught.value)


def test_a_field_that_word_split_is_one_field(facts, tmp_path):
    """Word parts a text where its type changes or where somebody typed again; the field is known all the same."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in ("Unit {", "{ na", "ma }", "} selesai"):
        paragraph.add_run(part).bold = part == "{ na"
    path = tmp_path / "templat.docx"
    document.save(path)
    unit = facts.units[0]
    write_documents(replace(facts, office=replace(facts.office, template=path)), tmp_path, [unit.id])
    written = next((tmp_path / "units").glob("*.docx"))
    assert Opened(written).paragraphs == [f"Unit {unit.name} selesai"]


def test_values_of_a_template_are_only_text(facts, tmp_path):
    """A name with markup and braces stands in the filled template as it is spelled."""
    path = _template(tmp_path, "{{ nama }}")
    unit = replace(facts.units[0], name=HOSTILE)
    hostile = replace(facts, units=(unit, *facts.units[1:]), office=replace(facts.office, template=path))
    write_documents(hostile, tmp_path, [unit.id])
    assert Opened(next((tmp_path / "units").iterdir())).paragraphs == ['<w:p>=1+1 & "Tiga" {{ 7 * 7 }} txet']


@pytest.mark.parametrize(
    "line",
    ["{{ ''.__class__.__mro__ }}", "{{ bagian_ikm._template }}", "{% include 'a' %}", "{{ 1 / 0 }}", "{% if %}"],
)
def test_a_template_reaches_nothing_else(facts, tmp_path, line):
    """A template that asks for more than its fields is refused."""
    path = _template(tmp_path, line)
    with pytest.raises(SettingsError):
        write_documents(replace(facts, office=replace(facts.office, template=path)), tmp_path, [""])


def test_without_the_extra_an_own_template_is_refused_plainly(facts, tmp_path, monkeypatch):
    """Without docxtpl the message says what to install; the program's own documents need no extra."""
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    path = tmp_path / "templat.docx"
    path.write_bytes(example_template())
    with pytest.raises(SettingsError) as caught:
        write_documents(replace(facts, office=replace(facts.office, template=path)), tmp_path, [""])
    assert caught.value.code == "template_needs_docxtpl"
    write_documents(facts, tmp_path, [""])
    assert (tmp_path / "skm-2020.docx").exists()


def test_every_field_is_in_the_manual(facts):
    """docs/templates.md lists every field, every part of a line, and no other."""
    manual = (Path(__file__).parents[2] / "docs/templates.md").read_text(encoding="utf-8")
    fields = list_fields(desk_of(facts, facts.units[0]))
    names = {*fields.texts, *fields.lists, *SECTIONS}
    named = set(re.findall(r"^\| `(\w+)` \|", manual, re.MULTILINE))
    assert named == names
    full = list_fields(desk_of(_with_everything(facts)))
    for name, lines in full.lists.items():
        row = re.search(rf"^\| `{name}` \| (.*)$", manual, re.MULTILINE)
        assert row is not None
        assert set(lines[0]) == set(re.findall(r"`(\w+)`", row.group(1))), name


def _with_everything(facts):
    """Return facts whose whole has a line in every list."""
    unit = facts.units[0]
    group = Subject("sex", "L", "Laki-laki", unit.now)
    service = Subject("service", "s", "Poli", unit.now)
    whole = replace(facts.whole, services=(service,))
    answers = Answers("time", "U3", "Waktu", (5, 5, 5, 5), 20, 20, 0.5, 0.4, 0.6)
    return replace(facts, whole=whole, profiles=(Profile("sex", (group,), 20),), answers=(answers,))


def test_no_documents_where_the_settings_want_none(facts):
    """With documents = false nothing is written in Word."""
    assert list_documents(replace(facts, office=replace(facts.office, documents=False))) == ()


# ---- as pages ------------------------------------------------------------------------------------------------------


def pages_of(path: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return run.stdout.decode().split("\f")[:-1]


@pytest.fixture(scope="module")
def printed(survey_folder, tmp_path_factory):
    """Return the text of the pages of two documents, printed by LibreOffice."""
    missing = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]
    if missing:
        reason = f"{' and '.join(missing)} are not installed"
        pytest.fail(reason) if os.environ.get("SKM_TEST_ALL") == "1" else pytest.skip(reason)
    target = tmp_path_factory.mktemp("cetak")
    folder = survey_folder / "reports/2025"
    files = [folder / "units/U-01.docx", folder / "skm-2025.docx"]
    profile = f"-env:UserInstallation={(target / 'profil').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(target), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    texts = {}
    for name in ("U-01", "skm-2025"):
        texts[name] = pages_of(target / f"{name}.pdf")
    return texts


def test_documents_open_and_print(printed):
    """LibreOffice opens both documents; every page has its number, chapters begin pages, tables keep their figures."""
    for pages in printed.values():
        for number, page in enumerate(pages[1:], start=2):
            assert f"Halaman {number} dari {len(pages)}" in page
        starts = [page for page in pages if re.search(r"^\s*BAB [IV]+ ", page, re.MULTILINE)]
        assert len(starts) >= 5
    assert "waktu" in " ".join(printed["U-01"])


def test_the_head_of_a_table_repeats_on_each_page(city, tmp_path, printed):
    """A table longer than a page has its head on each of them."""
    facts = gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence)
    write_documents(facts, tmp_path, [""])
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "skm-2020.docx")], check=True, capture_output=True, timeout=180)
    pages = [page for page in pages_of(tmp_path / "skm-2020.pdf") if re.search(r"(?:PD|Puskesmas) \d\d", page)]
    assert len(pages) >= 2
    assert all("Kesimpulan" in page for page in pages)
    assert printed


def test_the_example_is_made_once_by_the_command(tmp_path, capsys):
    """`skm new FOLDER --template` puts the example into the folder; a template that is there stays as it is."""
    write_settings(tmp_path, 'institution = "Bagian Organisasi"')
    app(["new", str(tmp_path), "--template"], standalone_mode=False)
    path = tmp_path / "templat-laporan.docx"
    assert str(path) in capsys.readouterr().out
    assert path.read_bytes() == example_template()
    path.write_bytes(b"own")
    with pytest.raises(SettingsError) as caught:
        app(["new", str(tmp_path), "--template"], standalone_mode=False)
    assert caught.value.code == "template_in_the_way"
    assert path.read_bytes() == b"own"
