"""Typing errors in questions: one element beyond doubt, and reported, or none."""

import pytest

from skm.regulation import REGULATION_IDS, load_regulation
from skm.responses.matching import content_words, match_question

REGULATION = load_regulation("permenpan-14-2017")
QUESTIONS = {text: element.key for element in REGULATION.elements for text in element.headers}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "Bagaimana pendapat Saudara tentang kesesuain persyaratan pelayanan dengan jenis pelayananya?",
            "requirements",
        ),
        ("Menurut Bapak/Ibu, bagaimana kemudahan prosedur layanan di kantor kami?", "procedure"),
        ("Bagamana pendapat saudara mengenai kecepatan waktu dalam memberi pelayanan", "time"),
        ("3) Bagaimana pendapat Sdr/i ttg kecepatan wkatu dlm memberikan pelayanan", "time"),
        ("Bagaimana pendapat Anda tentang kualitas sarana dan prasarnaa", "facilities"),
        ("Bagaimana pendapat Kakak tentang penanganan pengaduan penguna layanan", "complaints"),
    ],
)
def test_typing_errors(text, key):
    """A slip in a word, and other courtesies with or without one, leave a question what it is."""
    match = match_question(text, QUESTIONS)
    assert match is not None
    assert match[0] == key


@pytest.mark.parametrize(
    "text",
    [
        "Bagaimana pendapat Saudara tentang kesulitan prosedur pelayanan di unit ini",
        "Bagaimana pendapat Saudara tentang tidak adanya kesesuaian persyaratan pelayanan dengan jenis pelayanannya",
        "Bagaimana pendapat Saudara tentang kuantitas sarana dan prasarana",
        "Bagaimana pendapat Saudara tentang penanganan pengadaan pengguna layanan",
        "Pengadaan",
        "Kompetisi petugas",
        "Bagaimana pendapat Saudara tentang pelayanan",
        "",
    ],
)
def test_other_questions_stay_unknown(text):
    """Another word, a word more, or too short a text is no typing error."""
    assert match_question(text, QUESTIONS) is None


def test_near_two_elements_is_neither():
    """A text that two listed questions could mean is not decided."""
    questions = {"kepastian biaya pelayanan": "tariff", "kepastian biasa pelayanan": "other"}
    assert match_question("kepastian biaja pelayanan", questions) is None
    assert match_question("kepastian biaja pelayanan", {"kepastian biaya pelayanan": "tariff"}) is not None


@pytest.mark.parametrize("regulation_id", REGULATION_IDS)
def test_every_slip_of_every_question_is_its_element_or_none(regulation_id):
    """With any one letter left out, a listed question is still its own element or unknown, never another one."""
    regulation = load_regulation(regulation_id)
    questions = {text: element.key for element in regulation.elements for text in element.headers}
    for text, key in questions.items():
        if len(content_words(text)) < 3:
            continue
        for place in range(0, len(text), 5):
            match = match_question(text[:place] + text[place + 1 :], questions)
            assert match is None or match[0] == key, (text, place)


def test_a_tolerant_match_is_reported(read):
    """The line of the column says which listed text it was taken for."""
    header = "Bagaimana pendapat Anda tentang kualitas sarana dan prasarnaa"
    responses = read(f"{header},Persyaratan\n4,3\n")
    line = responses.recognised.set_index("column").loc[header]
    assert line["taken_for"] == "facilities"
    assert line["why"] == "tolerant: Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana"


def test_a_tolerant_match_competes(refusal):
    """A question with a slip beside the same question without one is a doubt, so the file is refused."""
    right = "Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana"
    assert refusal(f"{right},{right}s\n4,3\n").code == "columns_compete"


def test_a_header_of_slips_alone_is_found(read, scores):
    """A header beneath a title is found although each of its questions has a slip."""
    text = "REKAP;\nKualitas sarana dan prasrana;Kewajaran biaya/tarif dalam pelayanam\n4;3\n"
    assert scores(read(text)) == {3: [3, 4]}
