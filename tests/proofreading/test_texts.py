"""How edited texts are read: lines that were wrapped, Word files that nobody trusts, hostile input; and the command."""

import io
import zipfile

import pytest
from docx import Document

from skm.errors import RequestError
from skm.proofreading import Knowledge, check_file, check_lines, read_text_file

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
