"""The documents in Word and the pages of the units, opened again and compared with the tables of the run."""

import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import numpy as np
import pandas as pd
import pytest
import simulated
from docx.oxml.ns import qn

from skm.pipeline import run_survey
from skm.publishing.documents.building import build_document
from skm.publishing.gathering import gather_facts
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
    import hashlib

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
    for printed in own["printed"]:
        assert spelled(printed) not in " ".join(
            cell for line in document.table("IKM per periode")[-1:] for cell in line
        )
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
        body = [element for element in document.element.body if element.tag in (qn("w:p"), qn("w:tbl"))]
        levels = [_level(element) for element in body]
        for place, level in enumerate(levels[:-1]):
            following = levels[place + 1]
            assert not level or not following or following > level, (path.name, _text(body[place]))
        texts = [_text(element) for element in body]
        assert not [text for text in texts if re.search(r"\{%|\{\{|None|nan", text.replace("{{ 7 * 7 }}", ""))]
        for run in document.element.body.iter(qn("w:r")):
            if re.match(r"\[[Dd]iisi", _text(run)):
                assert [style.get(qn("w:val")) for style in run.iter(qn("w:rStyle"))] == ["Slot"]


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


def test_the_same_facts_give_the_same_bytes(survey_folder, tmp_path):
    """A second run over the same answers writes the same documents and pages, byte for byte."""
    target = tmp_path / "lagi"
    shutil.copytree(survey_folder / "data/raw", target / "data/raw")
    shutil.copy(survey_folder / "skm.toml", target)
    run_survey(target)
    for path in sorted((survey_folder / "reports/2025/units").iterdir()):
        assert path.read_bytes() == (target / "reports/2025/units" / path.name).read_bytes(), path.name


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
    """After a change of the regulation the document gives the reason, no difference, and marks the place in the trend."""
    made = simulated.broken()
    facts = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=made.evidence)
    text = _plain(build_document(facts, facts.units[0]))
    assert "Perbandingan dengan 2016 tidak disajikan: peraturan berubah" in text
    assert "Perubahan nilai unsur" not in text
    assert "angka di kedua sisinya tidak diselisihkan" in text
    assert "naik" not in text.split("Kesimpulan")[-1].split("LAMPIRAN")[0]


def test_an_assumed_order_names_neither_of_the_last_two(survey_folder):
    """While it is only assumed which is U8 and which U9, no sentence of a document names either of them."""
    survey = open_survey(survey_folder)
    made = simulated.single(200)
    frame = made.indices.frame
    assert len(frame) > 0
    ends = pd.DataFrame(
        [("2020", "all", "all", key, end) for key, end in (("complaints", "lowest"), ("tariff", "highest"))],
        columns=["period", "level", "id", "measure", "end"],
    )
    evidence = replace(made.evidence, ends=ends, orders={"2020": "assumed"})
    facts = gather_facts(made.survey, made.indices, made.changes, "2020", evidence=evidence)
    said = _sentences(build_document(facts))
    assert "Unsur tertinggi yang dapat dipisahkan dari unsur lainnya: biaya" in said
    assert "Tidak ada unsur terendah" in said
    assert not re.search(r"lainnya: (?:sarana|pengaduan)", said)
    known = gather_facts(
        made.survey, made.indices, made.changes, "2020", evidence=replace(evidence, orders={"2020": "form"})
    )
    assert "terendah yang dapat dipisahkan dari unsur lainnya: pengaduan" in _sentences(build_document(known))
    assert survey.name == "Kota Uji"


def _sentences(document) -> str:
    return " ".join(block.text for block in document.blocks if block.kind == "paragraph")


def _plain(document) -> str:
    texts = []
    for block in document.blocks:
        texts += [getattr(block, name) for name in ("text", "caption", "note") if hasattr(block, name)]
        texts += [getattr(item, "text", item) for item in getattr(block, "items", ())]
    return " ".join(" ".join(texts).replace("\u00a0", " ").split())
