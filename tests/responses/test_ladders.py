"""Labels that no list has: their words say their place among four, or nobody knows it."""

import itertools

import pytest

from skm.regulation import load_regulation
from skm.responses.labels import evidence_in, read_labels
from skm.responses.ladders import asks_for_bad
from skm.responses.legends import scale_of_legend, turned_legend
from skm.survey import Survey

RULE = load_regulation("permenpan-14-2017")


def column(key, labels, n=20):
    """Return what the labels of a file of one question mean, each of them standing there `n` times."""
    element = RULE.element(key)
    return read_labels(labels, element, Survey(), evidence_in([(element, dict.fromkeys(labels, n))]))


LADDERS = [
    ("requirements", ["Tidak transparan", "Kurang transparan", "Transparan", "Sangat transparan"]),
    ("procedure", ["Tidak mudah dipahami", "Kurang mudah dipahami", "Mudah dipahami", "Sangat mudah dipahami"]),
    ("procedure", ["Sulit", "Agak sulit", "Mudah", "Sangat mudah"]),
    ("procedure", ["Sangat sulit", "Sulit", "Mudah", "Mudah sekali"]),
    ("time", ["TDK CEPAT", "krg cepat", " cepat. ", "Sgt cepat"]),
    ("tariff", ["Sangat mahal", "Mahal", "Murah", "Sangat murah"]),
    ("product", ["Sangat tidak puas", "Tidak puas", "Puas", "Sangat puas"]),
    ("competence", ["Tidak gercep", "Kurang gercep", "Gercep", "Sangat gercep"]),
    ("behaviour", ["Tidak sopan dan tidak ramah", "Kurang sopan dan kurang ramah", "Sopan dan ramah", "Sangat sopan"]),
    ("behaviour", ["Tidak pernah ramah", "Kadang-kadang ramah", "Sering ramah", "Selalu ramah"]),
    ("facilities", ["Buruk", "Kurang", "Baik", "Sangat baik"]),
    ("facilities", ["Buruk sekali", "Buruk", "Baik", "Baik sekali"]),
    ("facilities", ["Kurang", "Cukup", "Baik", "Sangat baik"]),
    ("complaints", ["Not satisfied", "Less satisfied", "Satisfied", "Very satisfied"]),
    ("complaints", ["Strongly disagree", "Disagree", "Agree", "Strongly agree"]),
    ("product", ["TP", "KP", "P", "SP"]),
    ("product", ["sts", "ts", "s", "ss"]),
    ("product", ["satu", "dua", "tiga", "empat"]),
    ("product", ["I", "II", "III", "IV"]),
]


@pytest.mark.parametrize(("key", "labels"), LADDERS)
def test_a_whole_ladder(key, labels):
    """Four degrees of one praise are 1 to 4, whether any list has them or not."""
    assert column(key, labels).scores == {label: score for score, label in enumerate(labels, start=1)}


def test_fairly_good_is_the_third_in_plenty_of_answers():
    """Tidak, kurang, cukup and the bare praise are 1 to 4 where a choice above would have been taken."""
    labels = ["Tidak puas", "Kurang puas", "Cukup puas", "Puas"]
    assert column("product", labels, 50).scores == {label: score for score, label in enumerate(labels, start=1)}
    assert not column("product", labels, 49).scores
    assert column("product", [*labels, "Sangat puas"], 50).unknown


UNDECIDED = [
    ("product", ["STP", "TP", "N", "P", "SP"], "a middle"),
    ("product", ["STP", "TP", "KP", "P", "SP"], "five of them"),
    ("product", ["KP", "P", "SP"], "the lowest is not seen"),
    ("procedure", ["Tidak sulit", "Kurang sulit", "Sulit", "Sangat sulit"], "blame turns the degrees round"),
    ("time", ["Tidak lelet", "Kurang lelet", "Lelet", "Sangat lelet"], "blame turns the degrees round"),
    ("requirements", ["Gercep", "Sangat gercep"], "a word that nobody knows may be blame"),
    ("requirements", ["Kurang baik", "Cukup", "Baik", "Sangat baik"], "nobody sees whether a fifth stands below"),
    ("requirements", ["Cukup", "Baik", "Sangat baik"], "the second of four or the third of five"),
    ("facilities", ["Kurang", "Baik", "Sangat baik"], "the lowest beside Cukup, the second beside Buruk"),
    ("requirements", ["Tidak puas", "Cukup puas", "Puas", "Sangat puas"], "of five without the lowest"),
    ("requirements", ["Tidak penting", "Kurang penting", "Penting", "Sangat penting"], "importance"),
    ("requirements", ["Tidak tahu", "Kurang tahu", "Tahu", "Sangat tahu"], "knowledge"),
    ("behaviour", ["Tidak pernah", "Jarang", "Sering", "Selalu"], "how often says nothing of what"),
    ("tariff", ["Wajar", "Sangat wajar", "Gratis"], "two highest"),
    ("tariff", ["Mahal", "Murah"], "the second or the first"),
    ("tariff", ["Tidak ada biaya"], "does not apply, or free of charge"),
    ("requirements", ["Sangat cepat, Cepat"], "two boxes ticked"),
    ("requirements", ["Cepat, ramah"], "somebody's own words"),
    ("requirements", ["Baik tapi lambat"], "praise and blame"),
]


@pytest.mark.parametrize(("key", "labels", "why"), UNDECIDED)
def test_an_undecided_label(key, labels, why):
    """What has two places, or may be the other way round, is unknown; no degree alone decides it."""
    meaning = column(key, labels)
    official = {f"{word}{stem}" for word in ("", "sangat ") for stem in ("baik", "wajar", "murah")}
    assert meaning.unknown, why
    assert {label for label in meaning.scores if label.casefold() not in official} <= {"Kurang baik", "Sulit"}


def test_two_choices_are_not_four():
    """Where only "tidak …" and the praise itself stand, and often, there were two choices."""
    assert column("requirements", ["Tidak puas", "Puas"], n=30).unknown == ("Tidak puas", "Puas")
    assert column("requirements", ["Tidak puas", "Puas"], n=2).scores == {"Tidak puas": 1, "Puas": 3}


def test_many_lowest_without_a_second():
    """Ten people and more choose "tidak" and nobody "kurang": then "tidak" may be the second of four."""
    labels = ["Tidak puas", "Puas", "Sangat puas"]
    assert column("requirements", labels, n=12).unknown == tuple(labels)
    assert column("requirements", labels, n=3).scores == {"Tidak puas": 1, "Puas": 3, "Sangat puas": 4}


def test_few_answers_prove_no_symmetric_scale():
    """With few answers a choice in the middle may be there and not taken, so nothing is read."""
    labels = ["Sangat tidak puas", "Tidak puas", "Puas", "Sangat puas"]
    assert column("requirements", labels, n=2).scores == {}


def test_one_column_shows_the_scale_of_the_others(read, refusal):
    """A fifth choice in one column makes the degrees of every column undecided."""
    rows = [
        ("Tidak puas", "Tidak baik"),
        ("Kurang puas", "Kurang baik"),
        ("Puas", "Baik"),
        ("Sangat puas", "Sangat baik"),
    ]
    text = "Persyaratan,Prosedur\n" + "".join(f"{first},{second}\n" for first, second in rows)
    assert len(read(text).to_pandas()) == 4
    assert refusal(text + "Sangat tidak puas,Baik\n").code == "other_scale"


@pytest.mark.parametrize(("key", "labels"), LADDERS)
def test_no_part_of_a_ladder_has_another_score(key, labels):
    """Whatever part of a ladder a small file shows, each of its labels has its own score or none."""
    truth = {label: score for score, label in enumerate(labels, start=1)}
    if "Sangat tidak" in labels[0] or labels[0] in ("Sangat sulit", "Strongly disagree", "Buruk sekali"):
        truth |= {labels[1]: 1} | {labels[1]: truth[labels[1]]}
    for size in (2, 3):
        for part in itertools.combinations(labels, size):
            meaning = column(key, part, n=20)
            wrong = {label: score for label, score in meaning.scores.items() if score != truth[label]}
            symmetric = labels[1] in part and labels[0] not in part
            assert not wrong or (symmetric and set(wrong) == {labels[1]}), (part, wrong)


# --- marks, cut labels, no answers --------------------------------------------------------------------------------


def test_a_mark_before_words_that_nobody_knows():
    """A letter speaks for its words where letters and words agree in the rest of the file, and never against them."""
    labels = ["a. Tidak wajar", "b. Kurang wajar", "c. Wajar", "d. Nol rupiah"]
    assert column("tariff", labels).scores == {label: score for score, label in enumerate(labels, start=1)}
    assert column("tariff", ["c. Sekian", "d. Nol rupiah"]).scores == {}
    assert column("tariff", ["a. Sangat wajar", "b. Wajar", "d. Nol rupiah"]).scores == {}
    assert column("tariff", [*labels[:3], "d. Mahal"]).unknown == ("d. Mahal",)
    for two in ("c/d", "c. d", "3 atau 4", "3. atau 4", "3-4"):
        assert column("tariff", [*labels[:3], two]).unknown == (two,)


def test_a_label_cut_at_its_end():
    """The longest texts of a column may be cut; a cut one counts where every label that begins so has one score."""
    labels = ["Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal, lambat ditindakl"]
    assert column("complaints", labels).scores[labels[2]] == 3
    assert column("complaints", ["Berfungsi kur", "Ada tetapi tidak berfungsi"]).unknown == ("Berfungsi kur",)


@pytest.mark.parametrize(
    "label", ["Tidak berlaku", "Belum pernah mengadu", "Tidak pernah menggunakan", "d. Tidak pernah mengadu"]
)
def test_does_not_apply(label):
    """Who never used what is asked about gives no score, not even where the form calls it d."""
    assert column("complaints", [label]).not_applicable == (label,)


@pytest.mark.parametrize("label", ["> 3", "3 %", "3+", "4, 3", "4 4", "3/5", "±3"])
def test_a_number_with_a_sign_is_no_answer(label):
    """Only brackets, quotation marks and a last dot may stand around a number."""
    assert column("time", [label]).scores == {}


@pytest.mark.parametrize("label", ["(3)", "'3", "3.", "3,0", "\u200b3", "３", "Skor 3", "♥♥♥"])
def test_a_number_that_is_written_otherwise(label):
    """Brackets, quotation marks, signs that nobody sees and "skor" leave a number what it is."""
    assert column("time", [label]).scores == {label: 3}


# --- questions that ask for what is bad, legends ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "bad"),
    [
        ("Apakah Anda mengalami kesulitan?", True),
        ("Apakah ada aspek prosedur yang perlu ditingkatkan?", True),
        ("Apakah petugas meminta imbalan?", True),
        ("Apakah Anda menunggu terlalu lama?", True),
        ("Apakah persyaratannya menyulitkan Anda?", True),
        ("Bagaimana penanganan keluhan Anda?", False),
        ("Seberapa baik petugas menyelesaikan masalah Anda?", False),
        ("Apakah persyaratannya sesuai atau tidak?", False),
        ("Seberapa jelas persyaratannya?", False),
    ],
)
def test_a_question_for_the_bad(question, bad):
    """A word of blame makes a question doubtful, but not where somebody deals with what is bad."""
    assert asks_for_bad(question) is bad


def test_words_that_say_what_is_good_are_not_turned(read, scores, refusal):
    """In a question for the bad, numbers and agreements are turned, "Sangat mudah" is not, and needs no setting."""
    header = "Persyaratan: Apakah Anda mengalami kesulitan?"
    assert scores(read(f"{header}\nSangat mudah\nTidak mudah\n")) == {2: [4], 3: [1]}
    assert refusal(f"{header}\nSetuju\nSangat setuju\n").code == "reversed_question"
    settings = f'[answers]\nreversed = ["{header}"]\n'
    assert scores(read(f"{header}\nSetuju\nSangat setuju\nTidak setuju\n", settings=settings)) == {
        2: [2],
        3: [1],
        4: [4],
    }
    assert scores(read(f"{header}\na\nd\n", settings=settings)) == {2: [4], 3: [1]}
    assert scores(read(f"{header}\nSangat mudah\n", settings=settings)) == {2: [4]}


def test_a_legend_is_only_a_reason_to_refuse(refusal, read):
    """A legend that turns the signs round, or has five of them, refuses the file; the usual one changes nothing."""
    turned = "1 = Sangat baik;\n4 = Tidak baik;\nPersyaratan;Prosedur\n4;3\n1;2\n"
    assert refusal(turned).code == "legend_turned"
    assert refusal("Persyaratan (1 = sangat setuju, 4 = sangat tidak setuju);Prosedur\n4;3\n").code == "legend_turned"
    assert len(read("1 = Tidak baik;\n4 = Sangat baik;\nPersyaratan;Prosedur\n4;3\n1;2\n").to_pandas()) == 2
    assert turned_legend(["Gratis = 4"]) == ""
    assert scale_of_legend(["1 = Buruk, 2 = Kurang, 3 = Cukup, 4 = Baik, 5 = Sangat baik"]) == "1–5"


def test_labels_of_every_element(read, scores):
    """[answers.all] says what a label is for all elements; an element's own table wins."""
    settings = '[answers.all]\n"Mantap" = 4\n"Parah" = 1\n[answers.tariff]\n"Mantap" = 3\n'
    assert scores(read("Persyaratan,Biaya\nMantap,Mantap\nParah,Parah\n", settings=settings)) == {2: [4, 3], 3: [1, 1]}


def test_every_unknown_label_is_asked_for_at_once(refusal):
    """One message holds the lines for all labels of all columns; a label of several elements stands once."""
    error = refusal("Persyaratan,Prosedur,Kecepatan\nlumayan,lumayan,so-so\nparah,3,2\n")
    lines = [line.strip() for line in error.message("id").splitlines()]
    assert [line for line in lines if line.startswith("[answers")] == [
        "[answers.all]",
        "[answers.requirements]",
        "[answers.time]",
    ]
    assert {'"lumayan" = …', '"parah" = …', '"so-so" = …'} <= set(lines)
