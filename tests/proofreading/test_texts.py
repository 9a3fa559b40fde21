"""How edited texts are read: lines that were wrapped, Word files that nobody trusts, hostile input; and the command."""

import io
import zipfile

import pytest
from docx import Document

from skm.errors import RequestError
from skm.proofreading import Knowledge, check_file, check_lines, gather_knowledge, read_text_file

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_with(document: str) -> bytes:
    """Return a docx whose main part is a text."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return kept.getvalue()


def test_a_finding_has_its_line(knowledge):
    """A sentence that was wrapped is one sentence, and the finding stands on the line of what was found."""
    lines = ["# Judul", "", "Indeks Kepuasan Masyarakat Kota Uji", "tahun 2025 sebesar 83,79", "persen."]
    (finding,) = check_lines(lines, knowledge, file="siaran.md")
    assert (finding.file, finding.line, finding.code) == ("siaran.md", 4, "percent_after_index")
    assert "83,79" in finding.hint


def test_hints_in_both_languages(knowledge):
    """The right wording comes in the language of the messages, whatever the text's is."""
    for language, hint in (("id", "menurut hasil: naik"), ("en", "by the results: up")):
        (finding,) = check_lines(["IKM Kota Uji turun."], knowledge, language)
        assert finding.hint == hint


def test_words_are_checked_without_results():
    """Without a survey the rules of language hold all the same, and no figure is doubted."""
    found = check_lines(["IKM melonjak menjadi 91,23.", "Sebesar 91,23 persen warga puas."], Knowledge())
    assert sorted(f.code for f in found) == ["drama", "people_satisfied", "percent_after_index"]


def test_a_word_document_is_read(tmp_path, knowledge):
    """Paragraphs and cells of tables are read, in the order of the document."""
    document = Document()
    document.add_heading("Siaran pers", 1)
    document.add_paragraph("IKM Kota Uji tahun 2025 sebesar 83,79 persen.")
    document.add_table(1, 1).cell(0, 0).text = "Puskesmas 07 menjadi juara layanan."
    path = tmp_path / "siaran.docx"
    document.save(path)
    found = check_file(path, knowledge)
    assert [(f.line, f.code) for f in found] == [(2, "percent_after_index"), (3, "ranking")]


def test_paragraphs_and_cells_are_not_joined(tmp_path, knowledge):
    """What stands in cells and short paragraphs beside each other is no sentence: an index, and a share of its own."""
    document = Document()
    for text in ("Indeks Kepuasan Masyarakat", "83,79", "persen laki-laki"):
        document.add_paragraph(text)
    cells = document.add_table(1, 3).rows[0].cells
    for cell, text in zip(cells, ("IKM turun", "Kota Uji", "2025"), strict=True):
        cell.text = text
    path = tmp_path / "a.docx"
    document.save(path)
    joined = tmp_path / "a.md"
    joined.write_text("Indeks Kepuasan Masyarakat\n83,79\npersen laki-laki\n", encoding="utf-8")
    assert [f.found for f in check_file(path, knowledge)] == ["turun"]
    assert [f.code for f in check_file(joined, knowledge)] == ["percent_after_index"]


@pytest.mark.parametrize("period", ["2024", "2025"])
def test_nothing_is_found_in_what_the_program_writes(folder, gathered, period):
    """Every document, press text and table of files that a run writes passes its own check."""
    known = gather_knowledge(gathered, {}, period)
    texts = [p for p in (folder / "reports" / period).rglob("*") if p.suffix in (".docx", ".md", ".txt")]
    assert len({path.suffix for path in texts}) > 1
    assert [finding for path in sorted(texts) for finding in check_file(path, known)] == []


def test_a_figure_that_was_changed_in_a_report_is_found(folder, gathered, tmp_path):
    """In a unit's own report a sentence, a cell and a direction are the unit's: another's figure there is found."""
    known = gather_knowledge(gathered, {}, "2025")
    document = Document(str(folder / "reports/2025/units/pkm-07.docx"))
    texts = [p for p in document.paragraphs if "sebesar" in p.text]
    own, other = (next(e for e in known.entries if unit in e.names).figures["2025"] for unit in ("pkm-07", "rsud"))
    for run in texts[0].runs:
        run.text = run.text.replace(str(own).replace(".", ","), str(other).replace(".", ","))
    document.add_table(1, 1).cell(0, 0).text = "61,37"
    document.add_paragraph("IKM turun dibandingkan 2024.")
    path = tmp_path / "pkm-07.docx"
    document.save(path)
    found = [(finding.code, finding.found) for finding in check_file(path, known)]
    assert ("figure_of_other", str(other).replace(".", ",")) in found
    assert found[-2:] == [("unknown_figure", "61,37"), ("direction_wrong", "turun")]


def test_deleted_text_is_no_text(tmp_path):
    """What was deleted with tracked changes is not judged."""
    body = (
        f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Baik. </w:t></w:r>'
        "<w:del><w:r><w:delText>IKM melonjak</w:delText></w:r></w:del></w:p></w:body></w:document>"
    )
    path = tmp_path / "a.docx"
    path.write_bytes(docx_with(body))
    assert read_text_file(path) == ["Baik."]


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
        "<a><b></a>",
        "not xml at all",
    ],
)
def test_a_hostile_document_is_refused(tmp_path, document):
    """A document that declares entities, or is no XML, is refused whole."""
    path = tmp_path / "a.docx"
    path.write_bytes(docx_with(document))
    with pytest.raises(RequestError) as caught:
        read_text_file(path)
    assert caught.value.code == "text_unreadable"


def test_a_document_that_unpacks_without_end_is_refused(tmp_path):
    """A part that unpacks to more than twenty megabytes is not read."""
    path = tmp_path / "a.docx"
    path.write_bytes(docx_with(f'<w:document xmlns:w="{WORD}">' + " " * 21_000_000))
    with pytest.raises(RequestError, match="Word"):
        read_text_file(path)


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", b"PK\x03\x04"), ("a.docx", b""), ("a.pdf", b"x"), ("tidak.md", None)]
)
def test_what_cannot_be_read_is_said(tmp_path, name, data):
    """A broken, a foreign or a missing file gives a message, never a traceback."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(RequestError):
        read_text_file(path)


@pytest.mark.parametrize(
    "line",
    [
        "\u202e83,79 %\u202c",
        "İKM " * 50 + "83,79 persen",
        "=1+1",
        "<b>83,79</b>",
        "\x00\x07",
        "9" * 5000,
        "1.2.3.4.5,6",
        "%" * 99,
    ],
)
def test_hostile_lines_are_only_text(knowledge, line):
    """Control signs, turned directions, markup and endless digits end in findings or in none."""
    assert isinstance(check_lines([line], knowledge), list)


def test_other_encodings_are_read(tmp_path, knowledge):
    """A text from an old editor is read as it is."""
    path = tmp_path / "a.txt"
    for data in ("IKM naik – 83,79 persen".encode("cp1252"), "IKM naik – 83,79 persen".encode("utf-16")):
        path.write_bytes(data)
        assert [f.code for f in check_file(path, knowledge)] == ["percent_after_index"]


def test_the_command(folder, run, tmp_path, monkeypatch):
    """Findings go to stdout with file and line, exit code 1; a clean text ends with 0."""
    monkeypatch.chdir(folder)
    text = tmp_path / "siaran.md"
    text.write_text("Baris satu.\n\nIKM Kota Uji sebesar 83,79 persen.\n", encoding="utf-8")
    code, out, _ = run("check-text", str(text))
    assert code == 1
    assert f"{text}, baris 3: “83,79 persen” – IKM adalah indeks" in out
    text.write_text("IKM Kota Uji sebesar 83,79.\n", encoding="utf-8")
    code, out, err = run("check-text", str(text), "--lang", "en")
    assert (code, out) == (0, "")
    assert "Nothing found." in err
