"""Headers and labels of twenty real questionnaires: a file made of each is read to exactly its scores, or refused.

Every test says which of the two, and why.
"""

import csv
import io
from pathlib import Path

import pytest

from skm.regulation import load_regulation
from skm.responses import Responses

FOLDER = Path(__file__).parent / "cases"
N_ROWS = 12
PROFILE = {  # columns of a person that every file has besides: who, and which group
    "Nama": "Budi Santoso",
    "No HP": "081234567890",
    "Jenis Kelamin": "L",
    "Usia (Tahun)": "34",
    "Pendidikan": "SMA",
}
KEY_OF = {"sarana": "facilities", "pengaduan": "complaints", "maklumat": "service_pledge"}


def lines_of(slug):
    """Return the lines of a case, one for each column of its questionnaire."""
    with (FOLDER / slug / "headers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labels_of(line, top=4):
    """Return label by score; the number itself where the case has no label at all."""
    labels = {score: line.get(f"score_{score}") or "" for score in range(1, top + 1)}
    return {s: t for s, t in labels.items() if t.strip()} or {s: str(s) for s in range(1, top + 1)}


def scores_of(line, place, top=4):
    """Return a score for each row of a column, none of them without its label."""
    choices = sorted(labels_of(line, top))
    return [choices[(row + place) % len(choices)] for row in range(N_ROWS)]


def table_of(columns, profile=True):
    """Return a CSV of columns, given as (header, cells), behind those of a person."""
    person = [(header, [text] * N_ROWS) for header, text in PROFILE.items()] if profile else []
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    columns = [*person, *columns]
    writer.writerow([header for header, _ in columns])
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    return stream.getvalue()


def file_of(lines, header=lambda line: line["header_as_found"], top=4):
    """Return the CSV of a case and the scores of each of its lines."""
    scores = [scores_of(line, place, top) for place, line in enumerate(lines)]
    columns = [
        (header(line), [labels_of(line, top)[score] for score in column])
        for line, column in zip(lines, scores, strict=True)
    ]
    return table_of(columns), scores


def read_scores(responses: Responses, column=None):
    """Return the scores of each item, or of one, in the order of the rows."""
    frame = responses.to_pandas().sort_values("row")
    items = {item.key: frame[item.key].astype("Float64").tolist() for item in responses.instrument.items}
    return items[column] if column else items


def key_of(line, regulation):
    """Return the element key that a case's line names: by code of the regulation's form, or by name."""
    name = line["element"].split()[0]
    codes = {element.code: element.key for element in regulation.elements}
    return KEY_OF.get(name.split("(")[0].strip(), codes.get(name))


def expected(lines, scores, regulation="permenpan-14-2017"):
    """Return scores by element key."""
    rule = load_regulation(regulation)
    return {key_of(line, rule): list(map(float, column)) for line, column in zip(lines, scores, strict=True)}


def elements_in(slug):
    """Return the lines of a case that are questions of an element."""
    kept = []
    for line in lines_of(slug):
        name = line["element"].split(" ")[0]
        if (name[:1] == "U" and name[1:].isdecimal()) or name in KEY_OF:
            kept.append(line)
    return kept


def told(responses, header):
    """Return what a column was taken for."""
    return responses.recognised.set_index("column").loc[header, "taken_for"]


# --- read as they are ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug",
    [
        "voc-pulang-pisau",  # the form of the regulation, letter for letter
        "polres-gianyar-skck-2020",  # "Ada tapi tidak berfungsi"
        "disdikbud-biro-organisasi-2024",  # typing errors, the office's name in a question, facilities last
        "kecamatan-metro-pusat",  # other labels for each element; "Sangat Mudah" as fourth of "Sesuai"
        "voc-wilayah-frequency",  # the tariff in words of frequency; "TIdak", "tugas"
        "voc-gaspul-json",  # not every label occurs; an escaped slash in a header
    ],
)
def test_a_case_is_read(read, slug):
    """READ: every question is known by its text and every label by its words, so each score is exact."""
    lines = elements_in(slug)
    content, scores = file_of(lines)
    responses = read(content)
    assert read_scores(responses) == expected(lines, scores)
    assert len(lines) == 9
    assert {part.plan.order for part in responses.parts} == {"text"}
    assert told(responses, "Nama") == "identity"
    assert not {"Budi Santoso", "081234567890"} & set(responses.to_pandas().astype(str).to_numpy().ravel())


def test_a_question_filed_under_another_element(read):
    """READ (voc-swapped-u8-u9): a line break and an error in a question; the text says which is eighth."""
    lines = lines_of("voc-swapped-u8-u9")
    content, scores = file_of(lines)
    keys = load_regulation("permenpan-14-2017").keys
    assert [line["element"].split()[0] for line in lines[7:]] == ["Penanganan", "Sarana"]
    assert read_scores(read(content)) == {key: list(map(float, s)) for key, s in zip(keys, scores, strict=True)}


def test_labels_at_the_ends_only(read, refusal):
    """READ (voc-iain-bone-2025): own questions, answered in numbers, since only 1 and 4 have a label.

    REFUSED where the two labels are all that stands there: two choices are not four.
    """
    lines = lines_of("voc-iain-bone-2025")
    scores = [[1 + (row + place) % 4 for row in range(N_ROWS)] for place in range(9)]
    columns = [(line["header_as_found"], list(map(str, column))) for line, column in zip(lines, scores, strict=True)]
    assert read_scores(read(table_of(columns))) == expected(lines, scores)
    content, _ = file_of(lines)
    assert refusal(content).code == "unknown_label"


def test_free_text_beside_the_questions(read):
    """READ (voc-gaspul-json): remarks stored with the score 0 are left out, and no tenth element."""
    lines = lines_of("voc-gaspul-json")
    scores = [scores_of(line, place) for place, line in enumerate(lines[:9])]
    columns = [
        (line["header_as_found"], [labels_of(line)[score] for score in column])
        for line, column in zip(lines, scores, strict=False)
    ]
    responses = read(table_of([*columns, (lines[9]["header_as_found"], ["0"] * N_ROWS)]))
    assert read_scores(responses) == expected(lines[:9], scores)
    assert told(responses, lines[9]["header_as_found"]) == "left out: comments"


def test_ten_questions_of_nine_elements(read):
    """READ (voc-biro-setda-prefixed): letters before labels, two labels cut at 50 signs, "tidak marah" for "ramah".

    The question for everything stays out of the index, although its labels are those of an element.
    """
    lines = lines_of("voc-biro-setda-prefixed")
    content, scores = file_of(lines)
    responses = read(content)
    assert read_scores(responses) == expected(lines[1:], scores[1:])
    assert told(responses, "Penilaian umum") == "overall"


def test_bare_codes(read, findings):
    """READ (voc-import-template-loket): codes alone, in the form's order, with the finding that it is assumed."""
    lines = elements_in("voc-import-template-loket")
    content, scores = file_of(lines)
    responses = read(content)
    assert read_scores(responses) == expected(lines, scores)
    assert ("order assumed", "flagged") in {(rule, action) for _, rule, _, action in findings(responses)}


def test_a_header_of_two_rows(read, findings):
    """READ (voc-template-two-row-header): groups above codes; the tenth code does not count, and is named."""
    lines = lines_of("voc-template-two-row-header")
    parted = [line["header_as_found"].partition(" / ") for line in lines]
    upper = [before if after or not sign else "" for before, sign, after in parted]
    above = ["" if place and text == upper[place - 1] else text for place, text in enumerate(upper)]
    below = [after for _, _, after in parted]
    scores = [scores_of(line, place) for place, line in enumerate(lines)]
    cells = {
        0: lambda row: str(row + 1),
        1: lambda _: "Budi",
        2: lambda _: "L",
        3: lambda _: "40",
        4: lambda _: "S1",
        5: lambda _: "PNS",
        6: lambda _: "KTP",
    }
    body = [
        [
            cells[place](row) if place in cells else str(scores[place][row]) if place < 17 else ""
            for place in range(len(lines))
        ]
        for row in range(N_ROWS)
    ]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([above, below, *body])
    responses = read(stream.getvalue())
    assert read_scores(responses) == expected(lines[7:16], scores[7:16])
    rules = {rule for _, rule, _, _ in findings(responses)}
    assert "code beyond regulation" in rules


def test_letters_and_texts_against_names(read, refusal):
    """READ (voc-seal-letters): seven questions with letters; the text of a question wins over the name beside it.

    REFUSED where both stand in one header: then nobody knows which of them the office meant.
    """
    lines = lines_of("voc-seal-letters")[1:]
    truth = ["procedure", "time", "tariff", "product", "competence", "complaints", "facilities"]
    scores = [scores_of(line, place) for place, line in enumerate(lines)]
    columns = [
        (line["header_as_found"], ["abcd"[score - 1] for score in column])
        for line, column in zip(lines, scores, strict=True)
    ]
    assert read_scores(read(table_of(columns))) == {
        key: list(map(float, column)) for key, column in zip(truth, scores, strict=True)
    }
    words, _ = file_of(lines)
    assert read_scores(read(words)) == {
        key: list(map(float, column)) for key, column in zip(truth, scores, strict=True)
    }
    both = [(f"Perilaku Pelaksana Pelayanan: {lines[5]['header_as_found']}", ["a", "d"] * 6), *columns[:5]]
    error = refusal(table_of(both))
    assert error.code == "header_names_several"
    assert "behaviour" in error.message("id")
    assert "complaints" in error.message("id")


# --- another regulation -------------------------------------------------------------------------------------------


def test_the_service_pledge(read, refusal):
    """REFUSED under 14/2017 (voc-n1-n9-maklumat), naming 16/2014, whose nine elements it asks; READ under that."""
    lines = lines_of("voc-n1-n9-maklumat")
    content, scores = file_of(lines)
    error = refusal(content)
    assert error.code == "other_regulation"
    assert 'regulation = "permenpan-16-2014"' in error.message("id")
    responses = read(content, settings='[survey]\nregulation = "permenpan-16-2014"\n')
    wanted = expected(lines, scores, "permenpan-16-2014")
    assert read_scores(responses) == wanted
    assert set(wanted) == set(load_regulation("permenpan-16-2014").keys)


def test_fourteen_questions(read, refusal):
    """REFUSED under 14/2017 (voc-loket-14-questions), naming KEP/25; its garbage question is asked for; then READ."""
    lines = lines_of("voc-loket-14-questions")
    content, scores = file_of(lines)
    error = refusal(content)
    assert error.code == "other_regulation"
    assert 'regulation = "kep-25-2004"' in error.message("id")
    settings = '[survey]\nregulation = "kep-25-2004"\n'
    hidden = refusal(content, settings=settings)
    assert hidden.code == "elements_hidden"
    assert [place.column for place in hidden.places] == ["bklllklhjj"]
    responses = read(content, settings=settings + '[columns]\nprocedure = "bklllklhjj"\n')
    keys = load_regulation("kep-25-2004").keys
    assert read_scores(responses) == {key: list(map(float, column)) for key, column in zip(keys, scores, strict=True)}


def test_fourteen_elements_with_labels(read, refusal):
    """REFUSED under 14/2017 (voc-dbmp-bandung-14), naming KEP/25; READ under it, the office's own questions named.

    Four questions are the office's own; the others were not read in the source, so the element's name stands for them.
    """
    lines = lines_of("voc-dbmp-bandung-14")

    def header(line):
        own = line["header_as_found"]
        return line["element"].partition(" ")[2] if own.startswith("(") else own

    content, scores = file_of(lines, header)
    error = refusal(content)
    assert error.code == "other_regulation"
    assert 'regulation = "kep-25-2004"' in error.message("id")
    keys = load_regulation("kep-25-2004").keys
    named = {key: header(line) for key, line in zip(keys, lines[:4], strict=False)}
    columns = "".join(f'{key} = "{text}"\n' for key, text in named.items())
    responses = read(content, settings=f'[survey]\nregulation = "kep-25-2004"\n[columns]\n{columns}')
    assert read_scores(responses) == {key: list(map(float, column)) for key, column in zip(keys, scores, strict=True)}


# --- other scales, other surveys ----------------------------------------------------------------------------------


def test_five_points_with_the_service_pledge(read, refusal):
    """REFUSED (voc-google-form-desa-ciawitali): 16/2014 asked under 14/2017; then its scale of five, until mapped."""
    lines = lines_of("voc-google-form-desa-ciawitali")[6:15]
    content, scores = file_of(lines, top=5)
    assert 'regulation = "permenpan-16-2014"' in refusal(content).message("id")
    settings = '[survey]\nregulation = "permenpan-16-2014"\n'
    error = refusal(content, settings=settings)
    assert error.code == "other_scale"
    assert "1–5" in error.message("id")
    worth = {1: 1.0, 2: 2.0, 3: 2.5, 4: 3.0, 5: 4.0}
    responses = read(content, settings=settings + "[scale]\nmap = { 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }\n")
    truth = "behaviour tariff time procedure requirements competence complaints service_pledge".split()
    assert read_scores(responses) == {
        key: [worth[score] for score in column] for key, column in zip(truth, scores, strict=False)
    }
    assert told(responses, lines[8]["header_as_found"]) == "overall"


def test_five_labels(refusal):
    """REFUSED (voc-sikemas-five-point): "Cukup" and "Cukup Baik" are two of five, and no factor makes them four."""
    content, _ = file_of(lines_of("voc-sikemas-five-point"), top=5)
    error = refusal(content)
    assert error.code == "other_scale"
    assert "1–5" in error.message("id")


def test_six_labels(refusal):
    """REFUSED (polri-skm-6skala-prototype): six choices; its own report maps them, which skm.toml has to say."""
    six = ["Sangat buruk", "Buruk", "Cukup buruk", "Cukup baik", "Baik", "Sangat baik"]
    columns = [
        (name, [six[(row + place) % 6] for row in range(N_ROWS)]) for place, name in enumerate(["U1", "U2", "U3"])
    ]
    error = refusal(table_of(columns))
    assert error.code == "other_scale"
    assert "1–6" in error.message("id")


def test_importance_beside_quality(read, refusal):
    """REFUSED (voc-bmkg-ipa): own items without an element; and importance is no satisfaction, whatever names it."""
    lines = lines_of("voc-bmkg-ipa")
    content, scores = file_of(lines)
    assert refusal(content).code == "no_elements"
    error = refusal(content, settings='[columns]\nrequirements = ["Jopsi1a", "Jopsi1b"]\n')
    assert error.code == "importance_answers"
    assert [place.column for place in error.places] == ["Jopsi1b"]
    settings = '[columns]\nrequirements = "Jopsi1a"\nignored = ["Jopsi1b"]\n'
    assert read_scores(read(content, settings=settings)) == {"requirements": list(map(float, scores[0]))}


def test_anti_corruption_survey(refusal, read):
    """REFUSED (bbpmp-jatim-spak-2022): the questions of the SPAK alone are no SKM; beside the nine they stay out."""
    lines = lines_of("bbpmp-jatim-spak-2022")
    content, _ = file_of(lines)
    error = refusal(content)
    assert error.code == "other_survey"
    assert "IPAK" in error.message("id")
    nine = elements_in("voc-pulang-pisau")
    scores = [scores_of(line, place) for place, line in enumerate(nine)]
    columns = [
        (line["header_as_found"], [labels_of(line)[score] for score in column])
        for line, column in zip(nine, scores, strict=True)
    ]
    beside = [(line["header_as_found"], [labels_of(line)[4]] * N_ROWS) for line in lines]
    responses = read(table_of([*columns, *beside]))
    assert read_scores(responses) == expected(nine, scores)
    assert {told(responses, line["header_as_found"]) for line in lines} == {"left out: ipak"}


# --- several questions of an element ------------------------------------------------------------------------------


def test_three_questions_an_element(read, refusal):
    """REFUSED (voc-three-questions-per-element): own questions, of which some ask for what is bad.

    READ once the settings name them: a 4 to "kesulitan" is a 1, and each question is a column of its element's.
    """
    lines = lines_of("voc-three-questions-per-element")
    content, scores = file_of(lines)
    assert refusal(content).code == "no_elements"
    owners = {"U1": "requirements", "U2": "procedure", "U7": "behaviour"}
    texts = {key: [line["header_as_found"] for line in lines if line["element"] == u] for u, key in owners.items()}
    named = "".join(f"{key} = {questions!r}\n" for key, questions in texts.items())
    error = refusal(content, settings=f"[columns]\n{named}")
    negative = [line["header_as_found"] for line in lines if "egative" in line["notes"].lower()]
    assert error.code == "reversed_question"
    assert [place.column for place in error.places] == negative
    assert "[answers] reversed = [" in error.message("id")
    responses = read(content, settings=f"[columns]\n{named}\n[answers]\nreversed = {negative!r}\n")
    truth = [
        [float(5 - score if line["header_as_found"] in negative else score) for score in column]
        for line, column in zip(lines, scores, strict=True)
    ]
    items = ["requirements_1", "requirements_2", "requirements_3", "procedure_1", "procedure_2", "procedure_3"]
    assert read_scores(responses) == dict(zip([*items, "behaviour"], truth, strict=True))


def test_eight_elements_with_questions(read):
    """READ (mahkamah-konstitusi-2022-q4): eight elements without tariff, questions U3.1 to U3.4 are the third's."""
    labels = {
        "U1": "sesuai",
        "U2": "mudah",
        "U3.1": "cepat",
        "U3.2": "cepat",
        "U3.3": "cepat",
        "U3.4": "cepat",
        "U5": "puas",
        "U6": "ramah",
        "U7": "puas",
        "U8": "puas",
        "U9": "puas",
    }
    scores = {code: [1 + (row + place) % 4 for row in range(N_ROWS)] for place, code in enumerate(labels)}
    words = {
        code: [f"Tidak {word}", f"Kurang {word}", word.capitalize(), f"Sangat {word}"] for code, word in labels.items()
    }
    columns = [(code, [words[code][score - 1] for score in column]) for code, column in scores.items()]
    responses = read(table_of(columns), settings='[columns]\norder = "form"\n')
    found = read_scores(responses)
    assert [found[f"time_{number}"] for number in range(1, 5)] == [
        list(map(float, scores[f"U3.{number}"])) for number in range(1, 5)
    ]
    assert len({item.element for item in responses.instrument.items}) == 8
    assert "tariff" not in responses.instrument.regulation.keys


def test_every_case_has_its_test():
    """No case of the folder is forgotten: its name stands in this file."""
    text = Path(__file__).read_text(encoding="utf-8")
    assert [path.parent.name for path in FOLDER.glob("*/headers.csv") if path.parent.name not in text] == []
    assert len(list(FOLDER.glob("*/headers.csv"))) == 20
