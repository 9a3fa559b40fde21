"""Recognising: columns by identity, answers by whole labels, never a guess."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.regulation import REGULATION_IDS, load_regulation
from skm.responses.labels import read_labels
from skm.responses.wordings import header_form
from skm.survey import Survey

CODES = "U1,U2,U3,U4,U5,U6,U7,U8,U9\n1,2,3,4,1,2,3,4,1\n"
ROW = "1,2,3,4,1,2,3,4,1"


def row_of(responses):
    """Return the scores of the only row, by element."""
    (row,) = responses.to_pandas()[[item.key for item in responses.instrument.items]].astype(object).to_dict("records")
    return row


@pytest.mark.parametrize("regulation_id", REGULATION_IDS)
def test_question_texts_in_any_order(read, regulation_id):
    """Each element of each regulation is found by question text, name and key, wherever its column stands."""
    regulation = load_regulation(regulation_id)
    settings = f'[survey]\nregulation = "{regulation_id}"\n'
    for wording in (lambda e: e.headers[0], lambda e: e.names["id"], lambda e: e.key):
        elements = list(regulation.elements)
        np.random.default_rng(5).shuffle(elements)
        header = ",".join(f'"{number}. {wording(e)} ?"' for number, e in enumerate(elements, start=1))
        given_scores = {e.key: 1 + place % 4 for place, e in enumerate(elements)}
        text = header + "\n" + ",".join(str(score) for score in given_scores.values()) + "\n"
        responses = read(text, settings=settings)
        assert row_of(responses) == given_scores
        assert {part.plan.order for part in responses.parts} == {"text"}


def test_shuffled_columns_give_equal_tallies(read, questions, keys):
    """Where a column stands changes no figure."""
    rng = np.random.default_rng(2)
    rows = [[str(rng.integers(1, 5)) for _ in keys] for _ in range(30)]
    order = list(range(9))
    rng.shuffle(order)
    texts = [f'"{questions[key]}"' for key in keys]
    tables = [
        "\n".join([",".join(line[place] for place in places) for line in [texts, *rows]])
        for places in (range(9), order)
    ]
    straight, shuffled = (read(table).tally() for table in tables)
    assert shuffled.frame.equals(straight.frame)


@pytest.mark.parametrize(("order", "eighth"), [("form", "facilities"), ("regulation", "complaints")])
def test_codes_follow_the_order_that_the_settings_name(read, findings, order, eighth):
    """With `order` set, U8 and U9 are what that order says, and nothing is assumed."""
    responses = read(CODES, settings=f'[columns]\norder = "{order}"\n')
    assert row_of(responses)[eighth] == 4
    assert findings(responses) == []
    assert responses.parts[0].plan.order == order


def test_bare_codes_are_a_finding(read, findings):
    """Bare U8 and U9 are taken in the form's order, and the finding says that it is assumed."""
    responses = read(CODES)
    assert row_of(responses)["facilities"] == 4
    assert findings(responses) == [(None, "order assumed", "", "flagged")]
    assert "U8" in responses.exclusions["message"][0]
    assert responses.parts[0].plan.order == "assumed"


def test_order_of_one_file(read):
    """`order` in [[file]] speaks for its file and wins over [columns]."""
    settings = '[columns]\norder = "form"\n[[file]]\nmatch = "loket*.csv"\norder = "regulation"\n'
    assert row_of(read(CODES, settings=settings))["complaints"] == 4


def test_names_win_over_codes(read, findings):
    """A header that says code and name is known by its name, although the code belongs to the other element."""
    responses = read("U1,U2,U3,U4,U5,U6,U7,U8. Penanganan pengaduan,U9 - Sarana dan prasarana\n" + ROW + "\n")
    assert row_of(responses)["complaints"] == 4
    assert row_of(responses)["facilities"] == 1
    assert findings(responses) == []


@pytest.mark.parametrize("header", ["Unsur 1", "u01", "U-1", "U 1.", "UNSUR 01"])
def test_spellings_of_a_code(read, header):
    """A code is known in the ways in which offices write it."""
    assert row_of(read(f"{header},Prosedur\n4,1\n"))["requirements"] == 4


def test_code_with_an_unknown_name_is_no_element(refusal):
    """A header whose words nobody knows is not taken for an element because a code stands before them."""
    error = refusal("U1 Harga parkir,U2\n4,3\n")
    assert error.code == "elements_hidden"
    assert [place.column for place in error.places] == ["U1 Harga parkir"]


def test_part_of_a_header_is_no_header(refusal):
    """A text that merely contains an element's name is not recognised by it."""
    assert refusal("Catatan atas persyaratan kami\n4\n").code == "no_elements"


def test_competing_columns_are_refused(refusal):
    """Two columns that both ask for an element refuse the file, with both named."""
    error = refusal("Persyaratan,Kesesuaian persyaratan,Prosedur\n4,1,2\n")
    assert error.code == "columns_compete"
    assert [place.column for place in error.places] == ["Persyaratan", "Kesesuaian persyaratan"]
    assert refusal("U1,Persyaratan\n4,1\n").code == "columns_compete"


def test_settings_settle_a_competition(read):
    """Naming one of two competing columns takes that one alone."""
    responses = read(
        "Persyaratan,Kesesuaian persyaratan,Prosedur\n4,1,2\n",
        settings='[columns]\nrequirements = "Kesesuaian persyaratan"\n',
    )
    assert row_of(responses) == {"requirements": 1, "procedure": 2}


def test_settings_that_miss_settle_nothing(refusal):
    """A setting that names a column which this file lacks does not let two others pass as one element."""
    settings = '[columns]\nrequirements = "Pertanyaan X"\n'
    assert refusal("Persyaratan,Kesesuaian persyaratan,Prosedur\n4,1,2\n", settings=settings).code == "columns_compete"


def test_columns_of_the_settings(read):
    """[columns] takes keys in English and Indonesian, one column or several for an element, and roles."""
    settings = (
        '[columns]\npersyaratan = ["P1", "P2"]\nprocedure = "Q"\nunit = "Kantor"\n'
        '[[file]]\nmatch = "*.csv"\ncolumns = { biaya = "R" }\n'
    )
    responses = read("P1,P2,Q,R,Kantor\n3,4,2,1,Loket Satu\n", settings=settings)
    assert row_of(responses) == {"requirements_1": 3, "requirements_2": 4, "procedure": 2, "tariff": 1}
    assert responses.unit_names() == {"loket-satu": "Loket Satu"}


@pytest.mark.parametrize("key", ["U8", "U9", "u1", "kecermatan"])
def test_codes_are_no_setting(refusal, key):
    """U8 and U9 mean two things, so no code is a key of [columns]; an unknown key stops the run."""
    error = refusal("Persyaratan\n4\n", settings=f'[columns]\n{key} = "Persyaratan"\n')
    assert error.code == "unknown_setting"
    assert error.exit_code == 2


def test_two_columns_for_one_role_compete(refusal):
    """Two columns named for one role are refused; the last does not win silently."""
    settings = '[columns]\nunit = ["Kantor", "Loket"]\n'
    assert refusal("Persyaratan,Kantor,Loket\n4,A,B\n", settings=settings).code == "columns_compete"


def test_hidden_elements_are_refused(refusal):
    """While elements are missing, an unknown column full of answers refuses the file; it is never left out silently."""
    error = refusal("Persyaratan,Pertanyaan 2\n4,3\n3,4\n")
    assert error.code == "elements_hidden"
    assert [place.column for place in error.places] == ["Pertanyaan 2"]


def test_own_elements(read):
    """[[element]] declares elements of one's own with exact weights, found by their names."""
    settings = (
        '[[element]]\nkey = "requirements"\nname = "Persyaratan"\nweight = "1/3"\n'
        '[[element]]\nkey = "keramahan"\nname = "Keramahan petugas"\nweight = "2/3"\n'
    )
    responses = read("Keramahan petugas,Persyaratan\n4,3\n", settings=settings)
    assert row_of(responses) == {"requirements": 3, "keramahan": 4}
    assert [str(e.weight) for e in responses.instrument.regulation.elements] == ["1/3", "2/3"]


def test_own_elements_must_all_be_there(refusal):
    """With own weights a file that lacks an element is refused: the weights would no longer sum to 1."""
    settings = (
        '[[element]]\nkey = "requirements"\nname = "Persyaratan"\nweight = "1/3"\n'
        '[[element]]\nkey = "keramahan"\nname = "Keramahan petugas"\nweight = "2/3"\n'
    )
    assert refusal("Persyaratan,Saran\n4,x\n", settings=settings).code == "own_elements_missing"


def test_every_column_is_accounted_for(read):
    """Each column is listed with what it was taken for: an element, a role, identity, or left out."""
    responses = read("Nama,Persyaratan,Umur,Saran,Entah\nBudi,4,30,x,y\n")
    assert dict(zip(responses.recognised["column"], responses.recognised["taken_for"], strict=True)) == {
        "Nama": "identity",
        "Persyaratan": "requirements",
        "Umur": "age",
        "Saran": "left out: comments",
        "Entah": "left out",
    }


# --- answer labels ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regulation_id", REGULATION_IDS)
def test_official_labels(regulation_id):
    """Every row of labels of every element is 1 to 4, in any case, with any space and any final punctuation."""
    for element in load_regulation(regulation_id).elements:
        for row in element.answers:
            for write in (str, lambda t: f" {t.upper()}. ", lambda t: t.lower().replace(" ", "   ")):
                column = {write(label): score for score, label in enumerate(row, start=1)}
                assert read_labels(column, element, Survey()).scores == column, (element.key, row)
            marked = {f"{score}. {label}": score for score, label in enumerate(row, start=1)}
            assert read_labels(marked, element, Survey()).scores == marked, (element.key, row)


@pytest.mark.parametrize(
    ("label", "score"),
    [
        ("tidak baik", 1),
        ("Sangat sesuai.", 4),
        ("a", 1),
        ("D", 4),
        ("4.0", 4),
        (" 3 ", 3),
        ("４", 4),
        ("b. kurang sesuai", 2),
    ],
)
def test_labels_are_whole(label, score):
    """Labels are compared whole: "tidak baik" is 1 although it holds "baik", "d" is the fourth letter."""
    element = load_regulation("permenpan-14-2017").element("requirements")
    assert read_labels([label], element, Survey()).scores == {label: score}


@pytest.mark.parametrize(
    "label", ["lumayan", "baik, tapi", "3,5", "3.5", "4 - tidak sesuai", "d. sesuai", "ya", "e", "4 4"]
)
def test_unknown_labels_stay_unknown(label):
    """What is no whole label, contradicts itself or lies between two scores has no score."""
    element = load_regulation("permenpan-14-2017").element("requirements")
    assert read_labels([label], element, Survey()).unknown == (label,)


@given(st.text(max_size=12))
def test_any_text_gets_one_meaning(label):
    """Whatever stands in a cell, it is exactly one of score, blank, not applicable, off the scale, unknown."""
    element = load_regulation("permenpan-14-2017").element("requirements")
    labels = read_labels([label], element, Survey())
    kinds = [list(labels.scores), labels.blank, labels.not_applicable, labels.off_scale, labels.unknown]
    assert sorted(map(len, kinds)) == [0, 0, 0, 0, 1]
    assert set(labels.scores.values()) <= {1, 2, 3, 4}


@given(st.text(max_size=20))
def test_headers_are_compared_in_one_form(text):
    """The form of a header is stable: comparing it again changes nothing but more leading numbers."""
    form = header_form(text)
    assert form == form.strip()
    assert header_form(form.upper()) in {form, header_form(form)}


def test_letters(read, scores):
    """Letters a to d are 1 to 4, small or capital."""
    assert scores(read("Persyaratan,Prosedur\na,D\nB,c\n")) == {2: [1, 4], 3: [2, 3]}


def test_letters_beside_numbers_are_refused(refusal):
    """A column that holds letters and numbers is refused: nothing says which way its letters run."""
    assert refusal("Persyaratan\na\n4\n").code == "letters_and_numbers"


def test_unknown_label_refuses_with_rows(refusal):
    """An unknown label refuses the file and names column, rows and what stood there, and how to declare it."""
    error = refusal("Persyaratan,Kecepatan\n4,lumayan\n3,cepat\n2,lumayan\n1,so-so\n")
    assert error.code == "unknown_label"
    assert error.exit_code == 1
    assert [(place.column, place.row, place.value) for place in error.places] == [
        ("Kecepatan", 2, "lumayan"),
        ("Kecepatan", 4, "lumayan"),
        ("Kecepatan", 5, "so-so"),
    ]
    assert "3 jawaban" in error.message("id")
    assert '[answers.time] "lumayan" = …' in error.message("id")


def test_declared_labels(read, scores):
    """A label of [answers] counts for its element alone, in any spelling."""
    settings = '[answers.biaya]\n"Wajar sekali" = 4\n'
    assert scores(read("Prosedur,Biaya\n3,WAJAR SEKALI.\n4,1\n", settings=settings)) == {2: [3, 4], 3: [4, 1]}


def test_labels_of_signs_alone(read, scores):
    """Labels that hold no letter, such as stars, keep their own scores, and a blank cell stays blank."""
    settings = '[answers.requirements]\n"★★★★" = 4\n"★" = 1\n'
    assert scores(read("Persyaratan,Prosedur\n★★★★,3\n★,3\n,3\n", settings=settings)) == {
        2: [4, 3],
        3: [1, 3],
        4: [None, 3],
    }


def test_labels_that_are_declared_blank(read, scores):
    """A label declared as blank is no answer, also where it has no letter."""
    settings = '[answers]\nblank = ["Tidak tahu", "??"]\n'
    assert scores(read("Persyaratan,Prosedur\ntidak tahu,3\n??,4\n", settings=settings)) == {2: [None, 3], 3: [None, 4]}


# --- stars, marks before and behind a label, other scales ---------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "score"),
    [
        ("★★★", 3),
        ("⭐⭐⭐⭐", 4),
        ("★☆☆☆", 1),
        ("2 bintang", 2),
        ("4 - Sangat sesuai", 4),
        ("Sangat sesuai (4)", 4),
        ("Kurang sesuai = 2", 2),
    ],
)
def test_stars_and_marks(label, score):
    """Stars count as their number; a number before or behind a label counts where it agrees with it."""
    element = load_regulation("permenpan-14-2017").element("requirements")
    assert read_labels([label], element, Survey()).scores == {label: score}


@pytest.mark.parametrize("label", ["★★★★★", "★★★☆☆", "5 bintang"])
def test_stars_of_five_are_off_the_scale(label):
    """A fifth star, full or empty, is off the scale 1 to 4."""
    element = load_regulation("permenpan-14-2017").element("requirements")
    assert read_labels([label], element, Survey()).off_scale == (label,)


OTHERS = [
    ("1–5", ["1", "2", "3", "4", "5"]),
    ("1–6", ["1", "2", "4", "5", "6"]),
    ("1–10", ["3", "7", "8", "9", "10"]),
    ("1–5", ["Tidak Baik Sama Sekali", "Cukup", "Cukup Baik", "Baik", "Sangat Baik"]),
    ("1–6", ["Sangat Tidak Puas", "Tidak Puas", "Kurang Puas", "Netral", "Puas", "Sangat Puas"]),
]


@pytest.mark.parametrize(("scale", "labels"), OTHERS)
def test_other_scales_are_named(refusal, scale, labels):
    """A questionnaire with another number of choices is refused, and the message says which scale it has."""
    error = refusal("Persyaratan,Prosedur\n" + "".join(f"{label},{label}\n" for label in labels))
    assert error.code == "other_scale"
    assert scale in error.message("id")
    assert scale in error.message("en")


def test_a_scale_with_few_fives_is_a_scale(refusal, scores, read):
    """Fives in most columns are a scale, also where each column has few; in one column they are typing errors."""
    header, rows = "Persyaratan,Prosedur,Waktu,Biaya\n", "4,3,2,1\n1,2,3,4\n3,3,4,4\n" * 20
    assert refusal(header + rows + "5,4,4,4\n4,5,4,4\n4,4,5,4\n4,4,4,5\n").code == "other_scale"
    assert len(scores(read(header + rows + "5,4,4,4\n"))) == 61


def test_another_scale_by_declaration(read, scores):
    """Each choice of another scale may be declared; then it counts as declared."""
    settings = '[answers.requirements]\n"1" = 1\n"2" = 1\n"3" = 2\n"4" = 3\n"5" = 4\n'
    assert scores(read("Persyaratan\n5\n4\n2\n", settings=settings)) == {2: [4], 3: [3], 4: [1]}


# --- several questions of an element ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        ["U1.1", "U1.2", "U2"],
        ["U1a", "U1b", "U2"],
        ["Persyaratan 1", "Persyaratan 2", "Prosedur"],
        ["Persyaratan [Seberapa jelas?]", "Persyaratan [Seberapa mudah dipenuhi?]", "Prosedur"],
        ["Persyaratan - Seberapa jelas?", "Persyaratan - Seberapa mudah?", "Prosedur"],
        ["U1.1 Seberapa jelas persyaratannya?", "U1.2 Seberapa mudah persyaratannya?", "Prosedur"],
    ],
)
def test_questions_of_an_element(read, headers):
    """Where each header says the element and which question it is, the questions are the element's."""
    assert row_of(read(";".join(headers) + "\n4;3;2\n")) == {
        "requirements_1": 4,
        "requirements_2": 3,
        "procedure": 2,
    }


def test_questions_under_a_merged_element(read, scores):
    """The element in a merged cell and its questions beneath are questions of that element."""
    text = "Persyaratan,,Prosedur,\n1,2,1,2\n4,3,2,1\n3,3,3,3\n"
    responses = read(text)
    assert [item.key for item in responses.instrument.items] == [
        "requirements_1",
        "requirements_2",
        "procedure_1",
        "procedure_2",
    ]
    assert scores(responses) == {3: [4, 3, 2, 1], 4: [3, 3, 3, 3]}


def test_a_mean_beside_its_questions_competes(refusal):
    """A column called as the element, beside the element's questions, may be their mean: the file is refused."""
    assert refusal("Persyaratan,Persyaratan 1,Persyaratan 2\n4,4,4\n").code == "columns_compete"


def test_a_question_that_may_be_reversed(refusal, read):
    """A question that may ask for what is bad stops the file until the settings name the columns."""
    text = "Persyaratan: Seberapa jelas?;Persyaratan: Apakah Anda mengalami kesulitan?\n4;1\n"
    error = refusal(text)
    assert error.code == "reversed_question"
    assert '[answers] reversed = ["Persyaratan: Apakah Anda mengalami kesulitan?"]' in error.message("id")
    named = '["Persyaratan: Apakah Anda mengalami kesulitan?"]'
    assert row_of(read(text, settings=f"[answers]\nreversed = {named}\n"))["requirements_2"] == 4
    assert row_of(read(text, settings=f"[answers]\nnot_reversed = {named}\n"))["requirements_2"] == 1


SIXTEEN = [f"Pertanyaan {number}" for number in range(1, 17)]


def test_sixteen_questions(read):
    """The sixteen questions are those of the nine elements, where the settings say so."""
    answers = [1 + number % 4 for number in range(16)]
    text = ",".join(SIXTEEN) + "\n" + ",".join(map(str, answers)) + "\n"
    responses = read(text, settings="[columns]\nquestions = 16\n")
    owners = {item.key: item.element for item in responses.instrument.items}
    found = row_of(responses)
    assert list(owners.values()).count("behaviour") == 3
    assert [found["requirements_1"], found["procedure_3"], found["facilities"], found["complaints"]] == [1, 1, 4, 3]
    assert found == {key: found[key] for key in owners}


def test_sixteen_questions_only_by_declaration(refusal):
    """Without the setting nobody says what the sixteen questions are; with it all of them must be there."""
    text = ",".join(SIXTEEN) + "\n" + ",".join("4" * 16) + "\n"
    assert refusal(text).code == "no_elements"
    short = ",".join(SIXTEEN[:15]) + "\n" + ",".join("4" * 15) + "\n"
    assert refusal(short, settings="[columns]\nquestions = 16\n").code == "questions_missing"


def test_codes_behind_a_group(read):
    """A header of two rows that was flattened names group and code; the code counts."""
    responses = read("PROFIL / NAMA,NILAI UNSUR / U1,NILAI UNSUR / U2\nBudi,4,3\n")
    assert row_of(responses) == {"requirements": 4, "procedure": 3}
