"""Files as the programs of offices write them: read exactly, or refused with a way out that works."""

import csv
import io

import openpyxl
import pytest

from skm.regulation import load_regulation

TRUTH = [
    [4, 3, 2, 1, 4, 3, 2, 1, 4],
    [1, 2, 3, 4, 1, 2, 3, 4, 1],
    [3, 3, 4, 2, 2, 4, 4, 3, 2],
    [2, 4, 1, 3, 3, 1, 1, 2, 3],
]
BY_ROW = dict(enumerate(TRUTH, start=2))
NAMES = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan"]
ASPECTS = [
    "Kesesuaian persyaratan",
    "Kemudahan prosedur",
    "Kecepatan waktu",
    "Kewajaran biaya",
    "Kesesuaian produk layanan",
    "Kompetensi petugas",
    "Perilaku petugas",
    "Kualitas sarana prasarana",
    "Penanganan pengaduan",
]
QUESTIONS = [element.headers[0] for element in load_regulation("permenpan-14-2017").elements]
LEGEND = ["1 = Tidak baik", "2 = Kurang baik", "3 = Baik", "4 = Sangat baik"]


def table(headers, rows=TRUTH, *, before=(), after=(), cells=()):
    """Return a CSV with the same cells before and behind the questions of each row; `before` and `after` name them."""
    handle = io.StringIO()
    writer = csv.writer(handle, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([*before, *headers, *after])
    given = dict(cells)
    for row in rows:
        writer.writerow([*(given.get(name, "") for name in before), *row, *(given.get(name, "") for name in after)])
    return handle.getvalue()


def sheet(rows):
    """Return a workbook of one sheet with these rows."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "headers",
    [
        [f"unsur/{name}" for name in NAMES],
        [f"grp_unsur/q{number}_{name}" for number, name in enumerate(NAMES, start=1)],
        [f"bagian_b/penilaian/{name}" for name in NAMES],
        [f"Penilaian Unsur/{question}" for question in QUESTIONS],
    ],
)
def test_groups_before_questions(read, scores, headers):
    """What Kobo and ODK write before a question, up to a slash, is its group, and changes nothing."""
    before = ["start", "end", "identitas/nama", "identitas/jk"]
    content = table(headers, before=before, after=["_id", "_uuid", "_submission_time"], cells={"identitas/jk": "L"})
    responses = read(content)
    assert scores(responses) == BY_ROW
    taken = dict(zip(responses.recognised["column"], responses.recognised["taken_for"], strict=True))
    assert taken["identitas / nama"] == "identity"
    assert taken["identitas / jk"] == "sex"


@pytest.mark.parametrize(
    "above",
    [
        "Berikan penilaian Anda terhadap pelayanan kami [{}]",
        "Mohon nilai aspek berikut di Kecamatan Sukamaju [{}]",
        "G01Q01[SQ00X]. Mohon nilai pelayanan kami [{}]",
    ],
)
def test_rows_of_a_grid(read, scores, above):
    """The rows of a grid are its questions; the sentence above them names nothing."""
    headers = [above.replace("X", str(n)).format(aspect) for n, aspect in enumerate(ASPECTS, start=1)]
    assert scores(read(table(headers))) == BY_ROW


@pytest.mark.parametrize(
    "above",
    [
        "Seberapa penting bagi Anda [{}]",
        "Apa harapan Anda terhadap [{}]",
        "Seberapa tidak puas Anda dengan [{}]",
        "Penilaian Anda tahun lalu [{}]",
    ],
)
def test_a_grid_that_asks_for_something_else_is_refused(refusal, above):
    """A sentence above a grid that may turn its answers round, or asks for importance, stops the file."""
    assert refusal(table([above.format(aspect) for aspect in ASPECTS])).code == "no_elements"


def test_codes_before_questions(read, scores):
    """What LimeSurvey writes before a question, a code and a point, names nothing."""
    headers = [f"G01Q{number:02d}. {question}" for number, question in enumerate(QUESTIONS, start=1)]
    before = ["id. ID respons", "submitdate. Tanggal dikirim"]
    assert scores(read(table(headers, before=before))) == BY_ROW


def test_completion_behind_the_start_is_a_time(read, scores):
    """The header "Waktu penyelesaian" behind "Waktu mulai" is the clock of Microsoft Forms, not the element."""
    before = ["ID", "Waktu mulai", "Waktu penyelesaian"]
    cells = {"Waktu mulai": "2025-03-01 09:00:00", "Waktu penyelesaian": "2025-03-01 09:05:00"}
    assert scores(read(table(QUESTIONS, before=before, cells=cells))) == BY_ROW


def test_an_element_called_completion_time(read, scores):
    """The header "Waktu penyelesaian" without a start before it is the element."""
    headers = ["Persyaratan", "Prosedur", "Waktu penyelesaian", *ASPECTS[3:]]
    assert scores(read(table(headers))) == BY_ROW


def test_the_message_proposes_questions_first(refusal):
    """Where no element is found, the columns that may be one come first, and a clock time is none of them."""
    error = refusal(table(["Persyaratan layanan jelas", "Prosedur layanan tidak berbelit"], [[4, 4]], before=["start"]))
    assert error.code == "no_elements"
    assert error.places[0].column == "Persyaratan layanan jelas"


@pytest.mark.parametrize(
    "below",
    [
        [[None, text] for text in LEGEND],
        [[None, "Keterangan:"], *([None, text] for text in LEGEND)],
        [[None, number, text[4:]] for number, text in enumerate(LEGEND, start=1)],
        [[None, text[4:]] for text in LEGEND],
        [[None, LEGEND[3]]],
    ],
)
def test_a_legend_below_the_questions_is_nobody(read, scores, below):
    """A legend in its usual order beneath the answers is set aside, whichever cells it stands in."""
    rows = [[number, *row] for number, row in enumerate(TRUTH, start=1)]
    responses = read(sheet([["No", *NAMES], *rows, [], *below]), "loket.xlsx")
    assert scores(responses) == BY_ROW
    assert (responses.exclusions["action"] == "row dropped").sum() == len(below)


def test_a_legend_below_worded_answers_is_nobody(read, scores):
    """Labels with their number beneath answers in words are a legend."""
    words = [text[4:] for text in LEGEND]
    rows = [[number, *(words[score - 1] for score in row)] for number, row in enumerate(TRUTH, start=1)]
    responses = read(sheet([["No", *NAMES], *rows, *([None, text] for text in LEGEND)]), "loket.xlsx")
    assert scores(responses) == BY_ROW


def test_the_last_people_may_answer_one_question(read, scores):
    """People who say when they answered stay people, also where they answer one question in words."""
    head = ["Timestamp", *NAMES]
    rows = [["2025-03-01 09:00:00", *row] for row in TRUTH]
    last = [["2025-03-02 09:00:00", "Tidak baik"], ["2025-03-02 09:01:00", "Baik"]]
    responses = read(sheet([head, *rows, *last]), "loket.xlsx")
    assert len(scores(responses)) == len(TRUTH) + 2


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#NAME?"])
def test_errors_of_formulas_in_text(read, refusal, scores, error):
    """A formula's error in a CSV is no blank; the line that the message gives makes it one."""
    rows = [[error, *TRUTH[0][1:]], *TRUTH[1:]]
    refused = refusal(table(NAMES, rows))
    assert refused.code == "error_cells"
    assert f'[answers] blank = ["{error}"]' in refused.message("id")
    responses = read(table(NAMES, rows), settings=f'[answers]\nblank = ["{error}"]')
    assert scores(responses) == {**BY_ROW, 2: [None, *TRUTH[0][1:]]}


def test_a_reversed_question_that_is_nowhere(read, findings):
    """A question that the settings turn round and no file has is a finding."""
    responses = read(table(NAMES), settings='[answers]\nreversed = ["Apakah prosedur sulit?"]')
    assert (None, "named column absent", "Apakah prosedur sulit?", "flagged") in findings(responses)


def test_a_unit_that_only_its_file_names_and_nobody_knows(run, write):
    """A file whose name is no registered unit is told as such, by every command: it has no row to point at."""
    content = table(NAMES, TRUTH * 3)
    folder = write("kota/data/raw/units.csv", "unit_id,name\nA,Loket A\n").parents[2]
    for name in ("Loket A", "Loket Z"):
        write(f"kota/data/raw/2025/{name}.csv", content if name == "Loket A" else content.replace("4", "3"))
    for command in ("check", "run"):
        code, _, err = run(command, folder)
        assert code == 1
        assert "Loket Z" in err


@pytest.mark.parametrize("name", ["Form Responses 1", "Survei Kepuasan Masyarakat (Jawaban)", "data"])
def test_the_folder_of_a_file_that_a_program_named(write, name):
    """A file called as programs call theirs says no unit: its folder does."""
    from skm import open_survey, run_survey

    path = write(f"kota/data/raw/2025/Dinas Kesehatan/Puskesmas 07/{name}.csv", table(NAMES, TRUTH * 3))
    frame = run_survey(open_survey(path.parents[5])).indices.frame
    assert set(frame.loc[frame["level"] == "unit", "name"]) == {"Puskesmas 07"}


@pytest.mark.parametrize("signs", [["STS", "TS", "S", "SS"], ["TS", "KS", "S", "SS"]])
def test_signs_of_agreement(read, scores, signs):
    """The signs that printed forms have over their columns are the agreements that they stand for."""
    assert scores(read(table(NAMES, [[signs[score - 1] for score in row] for row in TRUTH]))) == BY_ROW


def test_a_letter_beside_abbreviations_is_one(read, refusal, scores):
    """A "B" among "SB", "KB" and "TB" is "baik", not the letter b: it is asked about with the others."""
    signs = ["TB", "KB", "B", "SB"]
    rows = [[signs[score - 1] for score in row] for row in TRUTH]
    refused = refusal(table(NAMES, rows))
    assert refused.code == "unknown_label"
    assert '"B" = …' in refused.message("id")
    answers = "\n".join(f'"{sign}" = {score}' for score, sign in enumerate(signs, start=1))
    assert scores(read(table(NAMES, rows), settings=f"[answers.all]\n{answers}")) == BY_ROW


def test_no_line_proposes_importance_or_two_groups(refusal):
    """What a message tells to paste never mixes two groups of questions, nor takes importance for satisfaction."""
    headers = [f"{group}/{aspect}" for group in ("ktp", "kk") for aspect in ASPECTS]
    two = refusal(table(headers, [row * 2 for row in TRUTH]))
    matters = refusal(table([f"Tingkat kepentingan [{aspect}]" for aspect in ASPECTS]))
    assert {two.code, matters.code} == {"no_elements"}
    assert "[columns]\n" not in two.message("id") + matters.message("id")


@pytest.mark.parametrize("name", ["Hasil Survey.csv", "hasil_survey (2).csv"])
def test_codes_of_the_national_portal(read, scores, findings, name):
    """Bare codes of the portal's export follow the regulation, and it stays a finding that this is assumed."""
    responses = read(table([f"U{number}" for number in range(1, 10)]), name)
    assert scores(responses) == {row: [*given[:7], given[8], given[7]] for row, given in BY_ROW.items()}
    assert findings(responses) == [(None, "portal order", "", "flagged")]


@pytest.mark.parametrize("header", ["lastpage. Halaman terakhir", "_uuid", "meta/instanceID", "__version__"])
def test_notes_of_programs_are_no_answers(read, scores, findings, header):
    """What a program notes beside the answers is left out without a finding, also where it looks like a score."""
    responses = read(table(QUESTIONS, after=[header], cells={header: "3"}))
    assert scores(responses) == BY_ROW
    assert findings(responses) == []
