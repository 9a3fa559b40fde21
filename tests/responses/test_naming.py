"""Headers that no list has as they stand: recognised by rules that leave no doubt, proposed, or kept apart."""

import pytest

from skm.regulation import load_regulation
from skm.responses.naming import known_headers, other_survey, proposed_element

KNOWN = known_headers(load_regulation("permenpan-14-2017"))
NINE = "Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Sarana,Pengaduan"


def row_of(responses):
    """Return the scores of the only row, by item."""
    (row,) = responses.to_pandas()[[item.key for item in responses.instrument.items]].astype(object).to_dict("records")
    return row


def told(responses):
    """Return what each column was taken for."""
    return dict(zip(responses.recognised["column"], responses.recognised["taken_for"], strict=True))


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di Dinas Pendidikan?", "procedure"),
        ("Kecepatan pelayanan di Puskesmas Sukamaju", "time"),
        ("Bagaimana pendapat Saudara tentang kualitas sarana dan prasarana pada RSUD kami", "facilities"),
        ("Bagaimana pendapat Anda tentang biaya?", "tariff"),
        ("Menurut Bapak/Ibu, bagaimana perilaku petugas?", "behaviour"),
        ("[U3] Waktu penyelesaian", "time"),
        ("Waktu penyelesaian (U3)", "time"),
        ("Kompetensi petugas (wajib diisi)", "competence"),
        ("Persyaratan (skala 1-4) *", "requirements"),
        ("Nilai unsur pelayanan / Produk", "product"),
        ("U9. Penanganan pengaduan", "complaints"),
        ("Waktu Penyelesaian: Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?", "time"),
    ],
)
def test_a_header_beyond_doubt(header, key):
    """The office's name, a code, a remark, the element's own name beside the question change nothing."""
    calling = KNOWN.calling(header)
    assert calling is not None
    assert (calling.element, calling.question) == (key, False)


@pytest.mark.parametrize(
    "header",
    [
        "Bagaimana kualitas sarana dan prasarana pada penanganan pengaduan?",
        "Penanganan pengaduan di sarana dan prasarana",
        "Waktu (menit)",
        "Biaya (Rp)",
        "Persyaratan - alasan",
        "Persyaratan: sebutkan kekurangannya",
        "Catatan atas persyaratan kami",
        "Apakah persyaratan mudah dipenuhi?",
        "Berapa biaya yang Anda bayar?",
        "Perilaku pelaksana: Bagaimana pendapat Saudara tentang penanganan pengaduan pengguna layanan?",
    ],
)
def test_a_header_in_doubt(header):
    """A unit, a reason, another element behind the name, or a mere word of an element: nobody's."""
    assert KNOWN.calling(header) is None


def test_one_question_behind_its_element(read):
    """An element's name before a question of the office's own makes it that element's, also if it is alone."""
    text = "Persyaratan: Seberapa jelas syaratnya?;Prosedur - Apakah alurnya singkat?\n4;3\n"
    assert row_of(read(text)) == {"requirements": 4, "procedure": 3}


def test_questions_behind_a_group(read):
    """Under a merged cell the element and its questions are known as without it, and so are names in the settings."""
    first, second = "Persyaratan: Seberapa jelas?", "Persyaratan: Apakah Anda mengalami kesulitan?"
    text = f"NILAI UNSUR PELAYANAN / {first};NILAI UNSUR PELAYANAN / {second};Prosedur\n4;1;2\n"
    responses = read(text, settings=f'[answers]\nreversed = ["{second}"]\n')
    assert row_of(responses) == {"requirements_1": 4, "requirements_2": 4, "procedure": 2}
    named = read(text, settings=f'[columns]\nrequirements = "{first}"\n')
    assert row_of(named) == {"requirements": 4, "procedure": 2}


def test_words_are_proposed_and_never_taken(refusal):
    """A question that holds a word of one element stops the file, with the lines that would take it."""
    error = refusal("Apakah persyaratan mudah dipenuhi?,Seberapa wajar tarifnya?\n4,3\n2,1\n")
    assert error.code == "no_elements"
    assert 'requirements = "Apakah persyaratan mudah dipenuhi?"' in error.message("id")
    assert proposed_element("Apakah petugas membantu Anda?", load_regulation("permenpan-14-2017")) == ""


def test_few_choices_beside_the_questions_stop_a_file(refusal, read):
    """While elements are missing, a column of few choices beside the questions is one, whatever its labels are."""
    rows = "".join(
        f"4,3,{choice}\n" for choice in ("Kumuh", "Kurang terawat", "Terawat", "Kumuh", "Terawat", "Terawat")
    )
    error = refusal("Persyaratan,Prosedur,Gedung kantor\n" + rows)
    assert error.code == "elements_hidden"
    assert [place.column for place in error.places] == ["Gedung kantor"]
    settings = '[columns]\nignored = ["Gedung kantor"]\n'
    responses = read("Persyaratan,Prosedur,Gedung kantor\n" + rows, settings=settings)
    assert told(responses)["Gedung kantor"] == "left out: ignored"


def test_answers_that_do_not_count_are_named(read, findings):
    """With all nine elements found, another column of answers stays out of the index and is a finding."""
    responses = read(f"{NINE},Gedung kantor\n{'4,' * 9}3\n{'3,' * 9}2\n")
    assert len(responses.instrument.items) == 9
    assert "answers not counted" in {rule for _, rule, _, _ in findings(responses)}


# --- other surveys, one mark for everything -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("SPAK 1", "ipak"),
        ("IPAK / U1", "ipak"),
        ("Apakah Anda pernah dimintai imbalan?", "ipak"),
        ("Tidak ada pungutan liar (pungli) pada unit layanan ini", "ipak"),
        ("IPKP - Persyaratan", "ipkp"),
        ("Prosedur/alur pelayanan yang ditetapkan unit layanan ini mudah diikuti/dilakukan", "ipkp"),
        ("Biaya/tarif", ""),
        ("Penanganan pengaduan, saran dan masukan", ""),
    ],
)
def test_questions_of_other_surveys(header, role):
    """The questions of the surveys beside the SKM are known by their marks, whole texts and words."""
    assert other_survey(header) == role


def test_other_surveys_never_enter(read):
    """Their columns stay out, also with an element's code or name, and are listed as what they are."""
    text = f"{NINE},IPAK / U1,IPKP - Persyaratan,Apakah ada calo?\n{'3,' * 9}4,4,4\n"
    responses = read(text)
    assert set(row_of(responses).values()) == {3}
    found = told(responses)
    assert (found["IPAK / U1"], found["IPKP - Persyaratan"], found["Apakah ada calo?"]) == (
        "left out: ipak",
        "left out: ipkp",
        "left out: ipak",
    )


@pytest.mark.parametrize(
    "header",
    [
        "Secara keseluruhan, seberapa puas Anda?",
        "Kepuasan secara umum terhadap kami",
        "Overall, how satisfied are you?",
    ],
)
def test_one_mark_for_everything(read, header):
    """A question for everything is no element, whatever words it has."""
    responses = read(f'Persyaratan,Prosedur,"{header}"\n4,3,1\n')
    assert row_of(responses) == {"requirements": 4, "procedure": 3}
    assert told(responses)[header] == "overall"


# --- regulations --------------------------------------------------------------------------------------------------


def test_fourteen_codes(refusal):
    """U1 to U14 are the codes of KEP/25: under another regulation nine of them would be other elements."""
    header = ",".join(f"U{number}" for number in range(1, 15))
    error = refusal(header + "\n" + ",".join("4" * 14) + "\n")
    assert error.code == "other_regulation"
    assert 'regulation = "kep-25-2004"' in error.message("id")


def test_two_regulations_in_one_file(refusal, read):
    """All nine elements and the service pledge of 16/2014 beside them stop the file, with a way out."""
    text = f"{NINE},Maklumat pelayanan\n{'3,' * 9}4\n"
    error = refusal(text)
    assert error.code == "mixed_regulations"
    assert '[columns] ignored = ["Maklumat pelayanan"]' in error.message("id")
    responses = read(text, settings='[columns]\nignored = ["Maklumat pelayanan"]\n')
    assert set(row_of(responses).values()) == {3}


# --- what is told -------------------------------------------------------------------------------------------------


def test_a_header_that_no_file_has(read, findings):
    """A column that the settings name and no file has is a finding, not silence."""
    settings = '[columns]\nprocedure = "Prosedur kami"\nunit = "Kantor"\n'
    responses = read("Persyaratan,Kantor\n4,A\n", settings=settings)
    found = [(rule, value) for _, rule, value, _ in findings(responses)]
    assert ("named column absent", "Prosedur kami") in found
    assert ("named column absent", "Kantor") not in found


def test_labels_with_their_scores_are_told(read):
    """The recognised columns show labels with scores and numbers, groups of a profile, and nothing of a person."""
    text = "Nama,Jenis kelamin,Saran,Persyaratan,Prosedur\n"
    text += "Budi,L,bagus,Sesuai,4\nAni,P,lama,Sangat sesuai,4\nEdi,L,-,Sesuai,-\nIda,P,-,Sesuai,Tidak berlaku\n"
    labels = read(text).recognised.set_index("column")["labels"]
    assert labels["Persyaratan"] == "Sesuai=3 (3); Sangat sesuai=4 (1)"
    assert labels["Prosedur"] == "4=4 (2); -=– (1); Tidak berlaku=N/A (1)"
    assert labels["Jenis kelamin"] == "Laki-laki (2); Perempuan (2)"
    assert (labels["Nama"], labels["Saran"]) == ("", "")


def test_digits_that_the_settings_turn(read, scores):
    """A digit that [answers] declares counts as declared, also where the column holds nothing but digits."""
    settings = '[answers.all]\n"1" = 4\n"2" = 3\n"3" = 2\n"4" = 1\n'
    assert scores(read("Persyaratan,Prosedur\n1,4\n2,3\n", settings=settings)) == {2: [4, 1], 3: [3, 2]}
