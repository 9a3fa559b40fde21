"""Evidence pack and recap: what is missing stands first, figures are the facts', hostile text is only text."""

import datetime as dt
import hashlib
from dataclasses import replace

import pytest

from skm.followups import Action, Publication
from skm.publishing.gathering import gather_facts
from skm.publishing.proofs import build_proof_page, write_proofs
from skm.publishing.recap import build_recap, is_short, write_recap
from tests.publishing.simulated import compute, register, responses

HOSTILE = "<script>alert(1)</script>"
PLAN = (
    Action("2019", "loket-01", "time", "Loket kedua", ("2020-Q1",), status="done", finished=dt.date(2020, 3, 2)),
    Action("2019", "loket-01", "procedure", "Papan alur", ("2020-Q2",), status="running"),
    Action("2020", "loket-01", "time", HOSTILE, ("2021-Q1",), "Kepala TU"),
)
MEDIA = (
    Publication("2020", "loket-01", "social media", HOSTILE, dt.date(2021, 1, 5)),
    Publication("2020", "loket-01", "social media", "lagi"),
)


@pytest.fixture(scope="module")
def facts():
    """Return the facts of a survey of three units: one with a plan, one silent, one without known users."""
    from skm.survey import Survey

    units = register({"Loket": 3})
    units["agency"] = ["Dinas A", "Dinas A", "Dinas B"]
    survey = replace(Survey(), units=units).with_settings(name="Kota Uji")
    rows = responses(units, (2019, 2020), {"loket-02": {2019: 30, 2020: 0}, "loket-01": {2019: 40, 2020: 40}})
    made = compute(survey, rows, ["period", "unit"], profiles=())
    samples = {"2020": {"loket-01": 331, "loket-02": 10}}
    evidence = replace(made.evidence, actions=PLAN, media=MEDIA, samples=samples)
    return gather_facts(survey, made.indices, made.changes, "2020", evidence=evidence)


def unit_of(facts, name):
    """Return a unit by its id."""
    return next(unit for unit in facts.units if unit.id == name)


def test_what_is_missing_is_said(facts):
    """Each item of the evaluation that is not there is named; what is there is not."""
    page = build_proof_page(facts, unit_of(facts, "loket-01"), {"laporan.docx": "ab"})
    assert [text.split(":")[0] for text in page.missing] == ["Edisi resmi", "Realisasi", "Bukti", "Poster"]
    silent = build_proof_page(facts, unit_of(facts, "loket-02"), {})
    heads = ["Survei", "Edisi resmi", "Media publikasi", "Rencana tindak lanjut", "Rencana sebelumnya"]
    assert [text.split(":")[0] for text in silent.missing][:5] == heads


def test_a_proof_whose_file_is_not_there_is_missing(facts):
    """A done action whose proof names a file that nobody put into the folder is listed under what is missing."""
    entry = facts.followups["loket-01"]
    review = tuple(replace(action, proof="foto.jpg", proof_absent=True) for action in entry.review)
    told = replace(facts, followups={**facts.followups, "loket-01": replace(entry, review=review)})
    page = build_proof_page(told, unit_of(told, "loket-01"), {"laporan.docx": "ab", "poster.html": "cd"})
    assert "Bukti: berkas bukti dari 1 kegiatan yang selesai tidak ada di folder survei." in page.missing
    assert not [text for text in page.missing if "tanpa bukti" in text]


def test_progress_and_speed_are_those_of_the_plan_before(facts):
    """One of two actions is done, three months after the survey's year: share, band and months say so."""
    page = build_proof_page(facts, unit_of(facts, "loket-01"), {})
    said = {line.head: line.text for line in page.tables[0].rows}
    assert said["Realisasi rencana sebelumnya"].replace("\u00a0", " ").startswith("1 dari 2 kegiatan selesai (50,0 %)")
    assert said["Kecepatan tindak lanjut"].startswith("3 bulan")
    assert said["Media publikasi"].startswith("1 jenis media")


def test_the_pack_copies_what_is_there_with_its_hash(facts, tmp_path):
    """Reports and posters of a unit stand in its folder as they are, each with its SHA-256 on the page."""
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "loket-01.docx").write_bytes(b"laporan")
    write_proofs({"id": facts}, tmp_path)
    copy = tmp_path / "bukti" / "loket-01" / "laporan.docx"
    page = (tmp_path / "bukti" / "loket-01" / "index.html").read_text(encoding="utf-8")
    assert copy.read_bytes() == b"laporan"
    assert f"laporan.docx</a></th><td>{hashlib.sha256(b'laporan').hexdigest()}<" in page
    assert (tmp_path / "bukti" / "loket-02" / "index.html").exists()


def test_hostile_text_stays_text(facts, tmp_path):
    """A title or an activity that looks like markup is escaped wherever it stands."""
    write_proofs({"id": facts}, tmp_path)
    write_recap({"id": facts}, tmp_path)
    for page in tmp_path.rglob("*.html"):
        assert "<script" not in page.read_text(encoding="utf-8"), page.name


def test_the_recap_says_who_is_silent_and_who_is_short(facts):
    """A unit without respondents has not delivered; one with fewer than the table's sample is below it."""
    page = build_recap(facts)
    assert [names for _, names, _ in page.lists] == [("Loket 02",), ("Loket 01",)]
    assert "1" in page.lists[1][2]  # one unit's users are not known
    assert not is_short(facts, unit_of(facts, "loket-02"))


def test_the_recap_keeps_the_official_order_beneath_agencies(facts):
    """The whole first, then each agency of several units with its units, sorted by nothing else."""
    heads = [row.cells[0].text for group in build_recap(facts).table.groups for row in group.rows]
    assert heads[1:] == ["Dinas A", "Loket 01", "Loket 02", "Loket 03"]


def test_elements_of_the_recap_are_printed_on_the_scale_of_the_index(facts):
    """An element's figure in the recap is the exact one on 25 to 100, with two decimals."""
    unit = unit_of(facts, "loket-01")
    rows = [row for group in build_recap(facts).table.groups for row in group.rows]
    row = next(row for row in rows if row.cells[0].text == "Loket 01")
    shown = [cell.text for cell in row.cells[3:12]]
    assert shown == [f"{element.now.points:.2f}".replace(".", ",") for element in unit.elements]
