"""Shapes that applications and habit make of nine questions: read exactly, or refused with a way out; never wrong."""

import io
import random

import openpyxl
import pytest

import skm
from skm.errors import SkmError
from skm.regulation import load_regulation
from skm.responses.labels import evidence_in, read_labels
from skm.survey import Survey

KEYS = tuple("requirements procedure time tariff product competence behaviour facilities complaints".split())
NAMES = ("Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Sarana", "Pengaduan")
CODES = tuple(f"U{number}" for number in range(1, 10))
LABELS = [
    [f"Tidak {word}", f"Kurang {word}", word.capitalize(), f"Sangat {word}"]
    for word in "sesuai mudah cepat wajar sesuai kompeten sopan baik baik".split()
]
ENGLISH = [
    [f"Not {word}", f"Less {word}", word.capitalize(), f"Very {word}"]
    for word in "suitable easy fast reasonable suitable competent polite good good".split()
]
CHANCE = random.Random(4)  # noqa: S311  the draw of a test
PEOPLE = [[min(4, max(1, round(CHANCE.gauss(2.4 + 0.15 * place, 0.8)))) for place in range(9)] for _ in range(16)]
PEOPLE.sort()  # whatever the order in which they are given back
NUMBERED = [[number, *person] for number, person in enumerate(PEOPLE, start=1)]
SUMS = [sum(column) for column in zip(*PEOPLE, strict=True)]
MEANS = [total / len(PEOPLE) for total in SUMS]
TURNED = [[name, *column] for name, column in zip(NAMES, zip(*PEOPLE, strict=True), strict=True)]
COUNTED = [f"R{number}" for number in range(1, len(PEOPLE) + 1)]


def workbook(**sheets):
    """Return the bytes of a workbook with these rows on its sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def text(rows, sign=","):
    """Return rows as the bytes of a text file."""
    return "\n".join(sign.join(map(str, row)) for row in rows).encode()


def page(rows, before=""):
    """Return rows as the page that an application sends for a workbook."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><h3>Rekap SKM</h3><table border=1>{before}{cells}</table></body></html>".encode()


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a file: the scores of its people, or the refusal."""

    def read_file(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        try:
            frame = skm.read_responses(path).to_pandas()
        except SkmError as error:
            return error
        return sorted(frame[list(KEYS)].astype(int).to_numpy().tolist())

    return read_file


QUALITIES = ("Persyaratan untuk", "Alur dan prosedur", "Kecepatan", "Biaya", "Hasil", "Kemampuan petugas")
QUALITIES += ("Kesopanan petugas", "Sarana dan prasarana", "Penanganan pengaduan")
TITLES = "<tr><th rowspan=2>No<th colspan=9>Nilai&nbsp;unsur</tr><tr><th>" + "<th>".join(CODES) + "</tr>"
ONE_COLUMN = [[",".join(map(str, row))] for row in [["No", *CODES], *NUMBERED]]
WRITTEN = {
    "a page called a workbook": ("rekap.xls", page([["No", *CODES], *NUMBERED])),
    "a page with merged headers": ("rekap.xls", page([*NUMBERED, ["Jumlah", *SUMS]], TITLES)),
    "a text called a workbook": ("rekap.xls", text([["No", *CODES], *NUMBERED], "\t")),
    "UTF-16 called a workbook": ("rekap.xls", text([["No", *CODES], *NUMBERED], "\t").decode().encode("utf-16")),
    "a text that Excel did not part": ("rekap.xlsx", workbook(D=ONE_COLUMN)),
    "persons as columns": ("rekap.xlsx", workbook(D=[["Unsur", *COUNTED], *TURNED])),
    "persons as columns, text": ("rekap.csv", text([["Unsur", *COUNTED], *TURNED])),
    "persons as columns beneath a title": (
        "rekap.xlsx",
        workbook(D=[["REKAP RESPONDEN"], [], ["No responden", *range(1, 17)], *TURNED]),
    ),
    "persons as columns, with totals and profile": (
        "rekap.xlsx",
        workbook(
            D=[["No", "Unsur", *COUNTED, "Jumlah", "Mutu"], ["", "Umur", *range(20, 36)]]
            + [[n, *row, sum(row[1:]), "B"] for n, row in enumerate(TURNED, start=1)]
            + [["", "Jumlah", *map(sum, PEOPLE)]]
        ),
    ),
    "a sheet of averages beside the months": (
        "rekap.xlsx",
        workbook(
            Januari=[["No", *CODES], *NUMBERED[:8]],
            Februari=[["No", *CODES], *NUMBERED[8:]],
            REKAP=[["Bulan", *CODES], ["Januari", *MEANS], ["Februari", *MEANS]],
        ),
    ),
    "an average without a label, shown whole": (
        "rekap.csv",
        text([["No", *CODES], *NUMBERED, ["", *(int(mean + 0.5) for mean in MEANS)]]),
    ),
    "weights of one without a label": ("rekap.xlsx", workbook(D=[["No", *CODES], ["", *[1] * 9], *NUMBERED])),
    "codes of scores": ("rekap.csv", text([["No", *(f"nilai_u{number}" for number in range(1, 10))], *NUMBERED])),
    "labels in two languages": (
        "rekap.csv",
        text([NAMES, *([f"{LABELS[p][s - 1]} / {ENGLISH[p][s - 1]}" for p, s in enumerate(r)] for r in PEOPLE)]),
    ),
    "headers in two languages": (
        "rekap.csv",
        text(
            [
                "Persyaratan / Requirements;Prosedur / Procedure;Waktu Penyelesaian / Completion Time;"
                "Biaya/Tarif / Cost;Produk Layanan / Service Product;Kompetensi Petugas / Staff Competence;"
                "Perilaku Petugas / Staff Behaviour;Sarana dan Prasarana / Facilities;"
                "Penanganan Pengaduan / Complaint Handling".split(";"),
                *PEOPLE,
            ],
            ";",
        ),
    ),
    "a courtesy with a stroke before every question": (
        "rekap.csv",
        text([[f"Bagaimana menurut Bapak/Ibu {name.lower()} pelayanan?" for name in QUALITIES], *PEOPLE], ";"),
    ),
    "counted labels": (
        "rekap.csv",
        text([NAMES, *([f"{s}. {['Tidak', 'Cukup', '', 'Sangat'][s - 1]} baik" for s in r] for r in PEOPLE)]),
    ),
    "labels behind a word": (
        "rekap.csv",
        text([NAMES, *([f"Skor {s} - {LABELS[p][s - 1]}" for p, s in enumerate(r)] for r in PEOPLE)]),
    ),
}


@pytest.mark.parametrize(("name", "content"), WRITTEN.values(), ids=WRITTEN.keys())
def test_what_is_read(read, name, content):
    """Such a file gives the scores of its people, each of them once."""
    assert read(name, content) == PEOPLE


REFUSED = {
    "names over the persons": (workbook(D=[["Unsur", *(f"Bu {n}" for n in COUNTED)], *TURNED]), "table_transposed"),
    "units over the columns": (workbook(D=[["Unsur", *(f"Dinas {n}" for n in COUNTED)], *TURNED]), "table_transposed"),
    "points of a scale over the columns": (
        workbook(D=[["Unsur", *range(1, 6)], *(row[:6] for row in TURNED)]),
        "table_transposed",
    ),
    "a column beside the persons": (
        workbook(D=[["Unsur", *COUNTED, "Sebelumnya"], *([*row, 3] for row in TURNED)]),
        "table_transposed",
    ),
    "averages of units": (
        workbook(D=[["Unit", *CODES], *([f"Dinas {n}", *MEANS] for n in range(4))]),
        "table_of_means",
    ),
    "averages of elements": (
        workbook(D=[["Unsur", "NRR", "Mutu"], *([n, m, "B"] for n, m in zip(NAMES, MEANS, strict=True))]),
        "table_of_means",
    ),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused(read, content, code):
    """Where columns may be anything but persons, or numbers averages, nothing is read and the refusal says so."""
    assert read("rekap.xlsx", content).code == code


def test_columns_that_are_only_counted_come_with_the_lines_to_check(read):
    """Nothing says what q1 to q9 ask: the refusal has the nine lines for skm.toml in the order of the questionnaire."""
    refusal = read("rekap.csv", text([["No", *(f"q{number}" for number in range(1, 10))], *NUMBERED]))
    assert refusal.code == "no_elements"
    assert 'requirements = "q1"' in str(refusal)
    assert 'facilities = "q8"' in str(refusal)


def test_scores_beside_their_codes_are_not_the_answers(read):
    """U1 beside "Nilai U1" is the answer; the column of scores does not compete with it."""
    header = [cell for code in CODES for cell in (code, f"Nilai {code}")]
    rows = [[cell for place, score in enumerate(r) for cell in (LABELS[place][score - 1], score)] for r in PEOPLE]
    assert read("rekap.csv", text([header, *rows])) == PEOPLE


@pytest.mark.parametrize(
    ("labels", "known"),
    [
        (["Tidak layak", "Layak", "Baik", "Sangat baik"], {"Tidak layak": 1, "Baik": 3, "Sangat baik": 4}),
        (["Buruk", "Memadai", "Baik", "Sangat baik"], {"Buruk": 1, "Baik": 3, "Sangat baik": 4}),
        (["Bad", "Fair", "Good", "Very good"], {"Bad": 1, "Fair": 2, "Good": 3, "Very good": 4}),
        (["Kurang baik", "Memadai", "Sangat memadai"], {"Kurang baik": 2, "Memadai": 3, "Sangat memadai": 4}),
    ],
)
def test_two_praises_of_one_question_are_not_worth_the_same(labels, known):
    """Of two choices without a word of degree only the one that its own "very" surpasses is the third of four."""
    element = load_regulation("permenpan-14-2017").element("facilities")
    assert read_labels(labels, element, Survey()).scores == known


@pytest.mark.parametrize(
    "labels",
    [
        ["1. Tidak puas", "2. Kurang puas", "3. Cukup puas", "4. Puas"],  # a fifth may stand above
        ["4. Tidak puas", "3. Cukup puas", "2. Puas", "1. Sangat puas"],
        ["1. Tidak puas", "2. Cukup puas", "3. Puas", "4. Sangat puas", "5. Luar biasa"],
    ],
)
def test_counted_labels_that_prove_no_scale_of_four(labels):
    """Numbers before labels are scores only where they rise with the praise up to a "very" that is the fourth."""
    element = load_regulation("permenpan-14-2017").element("procedure")
    evidence = evidence_in([(element, dict.fromkeys(labels, 9))])
    assert "2. Cukup puas" not in read_labels(labels, element, Survey(), evidence).scores


@pytest.mark.parametrize(
    "pair",
    ["Cukup / mudah", "Mudah / Cepat sekali", "Sangat mudah / Less easy", "Mudah (dengan bantuan)"],
)
def test_two_texts_that_are_no_translations(read, pair):
    """Labels of two choices, or of two languages that differ, are unknown: nobody's answer is guessed."""
    rows = [[LABELS[place][score - 1] for place, score in enumerate(person)] for person in PEOPLE]
    rows[3][1] = pair
    assert read("rekap.csv", text([NAMES, *rows])).code == "unknown_label"
