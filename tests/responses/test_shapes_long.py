"""Long tables: a line for each answer is folded to a row for each respondent, or refused with the way out."""

import io
import random

import openpyxl
import pytest

from skm.regulation import load_regulation

ELEMENTS = load_regulation("permenpan-14-2017").elements
NAMES = [element.names["id"] for element in ELEMENTS]
QUESTIONS = [element.headers[0] for element in ELEMENTS]
CODES = [f"U{number}" for number in range(1, 10)]
TRUTH = [[1 + (3 * person + 2 * number + person // 4) % 4 for number in range(9)] for person in range(12)]


def label(number, score):
    """Return the regulation's label of a score for the element of a number."""
    return ELEMENTS[number].answers[0][score - 1]


def csv_of(header, lines, delimiter=","):
    """Return a header and lines as CSV text, every cell in quotation marks."""
    rows = [header, *lines]
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def workbook(rows):
    """Return the bytes of a workbook of one sheet, as openpyxl writes it."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def lines_of(questions, answer, truth=TRUTH):
    """Return a line (respondent, question, answer) for each score of the truth."""
    return [
        [f"R{person:02}", questions[number], answer(number, score)]
        for person, scores in enumerate(truth)
        for number, score in enumerate(scores)
    ]


HEADERS = [
    ("ID Responden", "Pertanyaan", "Jawaban"),
    ("respondent_id", "Unsur", "Nilai"),
    ("No. Responden", "Kode unsur", "Skor"),
    ("Kode Responden", "Hal yang dinilai", "Pendapat pengguna"),
]


@pytest.mark.parametrize("header", HEADERS, ids=[header[1] for header in HEADERS])
@pytest.mark.parametrize("questions", [NAMES, QUESTIONS, CODES], ids=["names", "questions", "codes"])
@pytest.mark.parametrize("labelled", [True, False], ids=["labels", "scores"])
def test_what_the_cells_say_makes_a_long_table(read, scores, header, questions, labelled):
    """Whatever its columns are called, a column of elements beside answers and a number is a long table."""
    lines = lines_of(questions, label if labelled else lambda _, score: score)
    responses = read(csv_of(header, lines))
    assert scores(responses) == {2 + 9 * person: truth for person, truth in enumerate(TRUTH)}
    assert (responses.n_rows, responses.n_dropped) == (12, 0)


@pytest.mark.parametrize("order", ["shuffled", "by question"])
def test_the_order_of_the_lines_is_nothing(read, scores, order):
    """Lines may stand in any order; a respondent has the row of his first line."""
    lines = lines_of(NAMES, label)
    if order == "shuffled":
        random.Random(7).shuffle(lines)  # noqa: S311  the same order in every run is the point
    else:
        lines.sort(key=lambda line: NAMES.index(line[1]))
    first = {}
    for row, (person, *_) in enumerate(lines, start=2):
        first.setdefault(person, row)
    assert scores(read(csv_of(HEADERS[0], lines))) == {first[f"R{p:02}"]: truth for p, truth in enumerate(TRUTH)}


def test_many_lines_that_ask_the_same_first(read, scores):
    """A table sorted by question is recognised although its first thousand lines ask one thing."""
    truth = [[4, 1 + person % 4] for person in range(700)]
    lines = sorted(lines_of(NAMES, label, truth), key=lambda line: NAMES.index(line[1]))
    assert list(scores(read(csv_of(HEADERS[3], lines))).values()) == truth


def test_what_holds_for_the_respondent_is_kept(read):
    """Unit, service, date and profile stand in every line and come once, the name never."""
    header = ("ID", "Unit", "Nama", "Tanggal", "Jenis kelamin", "Unsur", "Jawaban")
    lines = [
        [person, unit, "Budi Santoso", "2025-05-14", sex, name, label(number, 4)]
        for person, unit, sex in (("1", "Loket A", "L"), ("2", "Loket B", "P"))
        for number, name in enumerate(NAMES[:2])
    ]
    responses = read(csv_of(header, lines))
    frame = responses.to_pandas().sort_values("row")
    assert frame[["unit", "sex", "date"]].to_numpy().tolist() == [
        ["loket-a", "Laki-laki", "2025-05-14"],
        ["loket-b", "Perempuan", "2025-05-14"],
    ]
    assert "Budi" not in frame.to_string() + responses.exclusions.to_string()


def test_numbers_that_start_again_in_each_unit(read):
    """The same number in two units is two respondents."""
    lines = [["1", unit, name, score] for unit, score in (("A", 4), ("B", 1)) for name in NAMES[:3]]
    frame = read(csv_of(("No", "Unit", "Unsur", "Nilai"), lines)).to_pandas().sort_values("unit")
    assert frame[["unit", "requirements"]].to_numpy().tolist() == [["a", 4], ["b", 1]]


def test_a_repeated_line_counts_once_and_is_listed(read, scores, findings):
    """An identical line of the same respondent is listed, not counted."""
    lines = [["1", "Prosedur", 3], ["1", "Waktu", 2], ["1", "Prosedur", 3]]
    responses = read(csv_of(("ID", "Unsur", "Nilai"), lines))
    assert scores(responses) == {2: [3, 2]}
    assert findings(responses) == [(4, "repeated line", "", "flagged")]


REFUSED = {
    "answered_twice": (("ID", "Unsur", "Nilai"), [["1", "Prosedur", 3], ["1", "Waktu", 2], ["1", "Prosedur", 4]], [4]),
    "respondent_differs": (
        ("ID", "Jenis kelamin", "Unsur", "Nilai"),
        [["1", "L", "Prosedur", 3], ["1", "P", "Waktu", 2]],
        [3, 5],
    ),
    "line_incomplete": (
        ("ID", "Unsur", "Nilai"),
        [["1", "Prosedur", 3], ["1", "Waktu", 2], ["", "Prosedur", 4], ["", "Waktu", 4]],
        [4, 5],
    ),
    "answer_and_score_disagree": (
        ("ID", "Unsur", "Jawaban", "Nilai"),
        [["1", "Prosedur", "Mudah", 3], ["1", "Waktu", "Cepat", 4], ["2", "Prosedur", "Mudah", 3]],
        [3, 6],
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_lines_that_contradict_refuse_the_file(refusal, code):
    """Two answers, two sexes, nobody's line, a label against its score: refused with the rows, never one of them."""
    header, lines, rows = REFUSED[code]
    extra = [["9", *line[1:]] for line in lines if line[0] == "1"][:2]  # of another respondent: questions repeat
    error = refusal(csv_of(header, [*lines, *extra]))
    assert error.code == code
    assert [place.row for place in error.places] == rows
    assert "skm.toml" in error.message() or code == "line_incomplete"


def test_without_a_respondent_nothing_is_guessed(refusal):
    """Lines without a respondent's number are refused; a number of each line is none."""
    lines = [[str(number), name, 3] for number, name in enumerate(NAMES * 3)]
    assert refusal(csv_of(("No", "Unsur", "Nilai"), lines)).code == "long_without_respondent"
    assert refusal(csv_of(("Unsur", "Nilai"), [line[1:] for line in lines])).code == "long_without_respondent"


def test_the_settings_name_the_columns(read, scores):
    """`[columns]` names respondent, question, answer and score where their headers say nothing."""
    lines = [[p, name, "x", s] for p, s in (("17", 4), ("18", 2)) for name in NAMES[:2]]
    settings = '[columns]\nid = "kk"\nquestion = "b"\nscore = "d"\n'
    assert scores(read(csv_of(("kk", "b", "c", "d"), lines), settings=settings)) == {2: [4, 4], 4: [2, 2]}


def test_free_texts_with_a_score_of_zero_are_no_answers(read, scores):
    """The question for comments carries the value 0: it is no element and no zero."""
    lines = [
        [person, name, text, score]
        for person in "12"
        for name, text, score in (("Persyaratan", "Sesuai", 3), ("Prosedur", "", 0), ("Kritik / Saran", "baik", 0))
    ]
    assert scores(read(csv_of(("ID", "Pertanyaan", "Jawaban", "Nilai"), lines))) == {2: [3, None], 5: [3, None]}


def test_an_unknown_label_is_read_by_its_score_and_listed(read, scores, findings):
    """Where the office's own score stands beside a label that nobody knows, the score counts, and a line says so."""
    lines = [["1", "Prosedur", "Oke sekali", 4], ["1", "Waktu", "Cepat", 3], ["2", "Prosedur", "Mudah", 3]]
    responses = read(csv_of(("ID", "Pertanyaan", "Jawaban", "Nilai"), lines))
    assert scores(responses) == {2: [4, 3], 4: [3, None]}
    assert findings(responses) == [(None, "label read by score", "Oke sekali", "flagged")]


def test_a_question_that_nobody_knows(read, refusal):
    """An unknown question is listed like an unrecognised column, and refuses the file while elements are missing."""
    whole = lines_of([*NAMES], lambda _, score: score)
    other = [[f"R{person:02}", "Apakah parkirnya luas", 3] for person in range(12)]
    recognised = read(csv_of(HEADERS[1], whole + other)).recognised
    assert recognised.loc[recognised["column"] == "Apakah parkirnya luas", "taken_for"].tolist() == ["left out"]
    assert recognised.loc[recognised["column"] == "Unsur", "taken_for"].tolist() == ["question"]
    short = [line for line in whole if line[1] != NAMES[8]]
    assert refusal(csv_of(HEADERS[1], short + other)).code == "elements_hidden"


def test_element_and_question_together(read):
    """An element column with a question column beside it: an element is the mean of its questions."""
    asked = [
        ("Persyaratan", "Apakah syaratnya mudah dipahami?"),
        ("Persyaratan", "Apakah syaratnya mudah dipenuhi?"),
        ("Waktu", "Apakah waktunya sesuai janji?"),
    ]
    lines = [[p, unsur, butir, s] for p in "12" for (unsur, butir), s in zip(asked, (3, 4, 2), strict=True)]
    responses = read(csv_of(("ID", "Unsur", "Butir", "Nilai"), lines))
    assert [item.element for item in responses.instrument.items] == ["requirements", "requirements", "time"]
    assert responses.to_pandas()[["requirements_1", "requirements_2", "time"]].iloc[0].tolist() == [3, 4, 2]


def test_bare_numbers_of_questions_are_only_assumed(read, findings):
    """Questions that are numbers 1 to 9 are the form's order, and the finding says that it is assumed."""
    lines = lines_of([str(number) for number in range(1, 10)], lambda _, score: score)
    responses = read(csv_of(("ID Responden", "No pertanyaan", "Nilai"), lines))
    assert responses.to_pandas().sort_values("row")["complaints"].tolist() == [truth[8] for truth in TRUTH]
    assert (None, "order assumed", "", "flagged") in findings(responses)


@pytest.mark.parametrize("kind", ["workbook", "text"])
def test_title_totals_and_blank_rows(read, scores, findings, kind):
    """A title above, blank rows between and a total beneath are no lines, and rows keep their numbers."""
    rows = [["SURVEI KEPUASAN MASYARAKAT", None, None], [None] * 3, list(HEADERS[0])]
    rows += [["R1", "Persyaratan", "Sesuai"], ["R1", "Prosedur", "Mudah"], [None] * 3]
    rows += [["R2", "Persyaratan", "Tidak sesuai"], ["R2", "Prosedur", None], ["Jumlah", None, 7]]
    if kind == "workbook":
        responses = read(workbook(rows), "loket.xlsx")
    else:
        lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
        responses = read("\n".join("" if set(line) == {";"} else line for line in lines) + "\n")
    assert scores(responses) == {4: [3, 3], 7: [1, None]}
    assert findings(responses) == [(9, "summary row", "Jumlah", "row dropped")]
    assert (responses.n_rows, responses.n_dropped) == (3, 1)


def test_malformed_lines_are_listed(read, scores, findings):
    """A line with a cell too many belongs to nobody: it is listed, and the account says so."""
    responses = read("ID,Unsur,Nilai\n1,Prosedur,3\n1,Waktu,2,9\n1,Biaya,4\n2,Prosedur,1\n2,Waktu,1\n2,Biaya,1\n")
    assert scores(responses) == {2: [3, None, 4], 5: [1, 1, 1]}
    assert findings(responses) == [(3, "malformed line", "TOO MANY COLUMNS", "row dropped")]
    assert (responses.n_rows, responses.n_dropped) == (3, 1)


def test_the_account_tells_lines_and_respondents(read):
    """What a row is changes when a table is folded, so the note tells both numbers."""
    (part,) = read(csv_of(HEADERS[1], lines_of(NAMES, label))).parts
    assert "108 baris jawaban, 12 responden" in part.notes


def test_rows_of_elements_and_columns_of_respondents_are_refused(refusal):
    """A table that lies on its side is named as such."""
    rows = [["Unsur", *(f"R{person}" for person in range(12))]]
    rows += [[name, *(truth[number] for truth in TRUTH)] for number, name in enumerate(NAMES)]
    assert refusal(workbook(rows), "loket.xlsx").code == "table_transposed"


def test_a_table_of_means_beside_the_answers(read, scores, findings):
    """A sheet of means beside a sheet of answers is not read, and a finding says so."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "Data"
    for row in [["Persyaratan", "Prosedur"], [4, 3]]:
        book.active.append(row)
    means = book.create_sheet("Rekap")
    for row in [["Unit", "Unsur", "Nilai"], *([u, name, 3] for u in "AB" for name in NAMES)]:
        means.append(row)
    book.save(target)
    responses = read(target.getvalue(), "loket.xlsx")
    assert scores(responses) == {2: [4, 3]}
    assert [line for line in findings(responses) if line[1] == "sheet not read"] == [
        (None, "sheet not read", "Rekap", "flagged")
    ]
