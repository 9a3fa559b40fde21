"""Packed answers: a JSON object, pairs or a bare list in one cell, and whole JSON files."""

import csv
import io
import json
import zipfile

import pytest

from skm.regulation import load_regulation

ELEMENTS = load_regulation("permenpan-14-2017").elements
QUESTIONS = [element.headers[0] for element in ELEMENTS]
TRUTH = [[1 + (person + 2 * number + person // 4) % 4 for number in range(9)] for person in range(8)]
ROWS = dict(enumerate(TRUTH, start=2))


def label(number, score):
    """Return the regulation's label of a score for the element of a number."""
    return ELEMENTS[number].answers[0][score - 1]


def table(header, rows, delimiter=","):
    """Return rows as CSV text."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return target.getvalue()


def asked(scores):
    """Return question → answer and value, as an application stores them, with the free text and its 0."""
    found = {QUESTIONS[n]: {"jawaban": label(n, score), "nilai": score} for n, score in enumerate(scores)}
    return found | {"Kritik / Saran (isian bebas)": {"jawaban": "pelayanan baik", "nilai": 0}}


JSON_FORMS = {
    "answer and value": lambda scores: json.dumps(asked(scores)),
    "escaped": lambda scores: json.dumps(asked(scores)).replace("/", "\\/"),
    "escaped twice": lambda scores: json.dumps(json.dumps(asked(scores))),
    "value alone": lambda scores: json.dumps({f"U{n}": score for n, score in enumerate(scores, start=1)}),
    "label alone": lambda scores: json.dumps({QUESTIONS[n]: label(n, s) for n, s in enumerate(scores)}),
    "records": lambda scores: json.dumps(
        [{"pertanyaan": QUESTIONS[n], "jawaban": label(n, s), "nilai": s} for n, s in enumerate(scores)]
    ),
    "in an envelope": lambda scores: json.dumps({"answers": {QUESTIONS[n]: s for n, s in enumerate(scores)}}),
}


@pytest.mark.parametrize("form", JSON_FORMS)
@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_json_in_a_cell(read, scores, form, delimiter):
    """Whatever form the JSON of a respondent has, its answers are read to exactly their scores."""
    rows = [[number, "Budi", JSON_FORMS[form](truth)] for number, truth in enumerate(TRUTH)]
    responses = read(table(["id", "Nama", "isian"], rows, delimiter))
    assert scores(responses) == ROWS
    assert "Budi" not in responses.to_pandas().to_string()
    assert "answers" in responses.recognised["taken_for"].tolist()


def test_blank_answers_are_blank(read, scores, findings):
    """An empty text, null or a missing question is no answer, and neither is the 0 beside it."""
    cells = [
        {"U1": {"jawaban": "", "nilai": 0}, "U2": {"jawaban": "Mudah", "nilai": 3}},
        {"U1": {"jawaban": None}, "U2": {"jawaban": "Mudah"}},
        {"U2": {"nilai": 3}},
        None,
    ]
    responses = read(table(["id", "isian"], [[n, json.dumps(c) if c else ""] for n, c in enumerate(cells)]))
    assert scores(responses) == {2: [None, 3], 3: [None, 3], 4: [None, 3]}
    assert findings(responses) == [(5, "no answers", "", "row dropped")]


@pytest.mark.parametrize(
    ("cell", "code", "row"),
    [
        ('{"U1": 4, "U1": 3, "U2": 4}', "answered_twice", 4),
        ('{"U1": 4, "U2": ', "packed_unreadable", 4),
        ('{"U1": {"jawaban": "Tidak sesuai", "nilai": 4}, "U2": {"jawaban": "Mudah", "nilai": 3}}', None, 4),
    ],
)
def test_json_that_contradicts_itself(refusal, cell, code, row):
    """A key that stands twice, a cut text, a label against its value: refused with the row."""
    good = '{"U1": {"jawaban": "Sesuai", "nilai": 3}, "U2": {"jawaban": "Mudah", "nilai": 3}}'
    error = refusal(table(["id", "isian"], [[1, good], [2, good], [3, cell]]))
    assert error.code == (code or "answer_and_score_disagree")
    assert [place.row for place in error.places] == [row]


PAIRS = {
    "U1=4;U2=3": ("=", ";"),
    "U1:4|U2:3": (":", "|"),
    "U1 = 4, U2 = 3": (" = ", ", "),
    "U1: 4, one a line": (": ", "\n"),
}


@pytest.mark.parametrize("form", PAIRS)
@pytest.mark.parametrize("labelled", [True, False], ids=["labels", "scores"])
def test_pairs_in_a_cell(read, scores, form, labelled):
    """Pairs of code and answer say themselves which answer is whose, in any order."""
    sign, parting = PAIRS[form]
    rows = []
    for person, truth in enumerate(TRUTH):
        pairs = [f"U{n + 1}{sign}{label(n, s) if labelled else s}" for n, s in enumerate(truth)]
        rows.append([person, parting.join(reversed(pairs))])
    responses = read(table(["id", "hasil"], rows))
    order = [item.key for item in responses.instrument.items]
    assert order == [element.key for element in ELEMENTS]
    assert scores(responses) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize("title", ["", "SURVEI KEPUASAN MASYARAKAT\n\nTahun 2025\n"])
def test_signs_inside_cells_part_no_columns(read, scores, delimiter, title):
    """The sign that parts the answers of a cell, or stands in its JSON, does not part the columns of the file."""
    first = 2 + title.count("\n")
    wanted = dict(enumerate(TRUTH, start=first))
    parting = ";" if delimiter != ";" else "|"
    pairs = [[n, "A", parting.join(f"U{k}={s}" for k, s in enumerate(truth, start=1))] for n, truth in enumerate(TRUTH)]
    assert scores(read(title + table(["id", "Unit", "hasil"], pairs, delimiter))) == wanted
    stars = [
        [n, "A", parting.join(f"U{k}={'★' * s}" for k, s in enumerate(truth, start=1))] for n, truth in enumerate(TRUTH)
    ]
    assert scores(read(title + table(["id", "Unit", "hasil"], stars, delimiter))) == wanted
    objects = [[n, "A", json.dumps({QUESTIONS[k]: s for k, s in enumerate(truth)})] for n, truth in enumerate(TRUTH)]
    assert scores(read((title + table(["id", "Unit", "hasil"], objects, delimiter)).encode("utf-16"))) == wanted


@pytest.mark.parametrize("sign", [",", ";", "|", " ", ", "])
def test_bare_lists_follow_the_form_and_say_so(read, scores, findings, sign):
    """A bare list of as many answers as there are elements has their order, which is only assumed."""
    rows = [[person, sign.join(map(str, truth))] for person, truth in enumerate(TRUTH)]
    responses = read(table(["id", "hasil"], rows))
    assert scores(responses) == ROWS
    assert findings(responses) == [(None, "order assumed", "", "flagged")]


def test_bare_lists_of_another_length_are_refused(refusal):
    """A bare list of eight or ten answers says of none of them which element it is."""
    for length in (8, 10):
        rows = [[person, ",".join("3" * length)] for person in range(5)]
        assert refusal(table(["id", "hasil"], rows)).code == "packed_other_number"
    mixed = [[person, ",".join("3" * 9)] for person in range(4)] + [[9, ",".join("3" * 8)]]
    assert refusal(table(["id", "hasil"], mixed)).code == "packed_other_number"


def test_two_packed_columns_are_refused(refusal):
    """Where two columns hold packed answers, nobody knows which of them counts; the settings may say it."""
    rows = [[person, "U1=4;U2=3", "U1=1;U2=1"] for person in range(5)]
    assert refusal(table(["id", "awal", "akhir"], rows)).code == "packed_compete"


# --- JSON files ---------------------------------------------------------------------------------------------------


def records():
    """Return a flat record for each respondent, as an API gives them."""
    return [
        {"id": n, "nama": "Budi", "unit": "Loket A"} | {f"U{k}": score for k, score in enumerate(truth, start=1)}
        for n, truth in enumerate(TRUTH)
    ]


def dump(tables):
    """Return the export of a database tool with these tables."""
    head = [{"type": "header", "version": "5.2.1", "comment": "Export to JSON plugin"}]
    head += [{"type": "database", "name": "skm"}]
    return json.dumps(head + [{"type": "table", "name": name, "database": "skm", "data": d} for name, d in tables])


FILES = {
    "list": lambda: json.dumps(records()),
    "one a line": lambda: "\n".join(json.dumps(record) for record in records()) + "\n",
    "in an envelope": lambda: json.dumps({"count": 8, "next": None, "results": records()}),
    "database tool": lambda: dump([("users", [{"name": "Ani", "role": "admin"}]), ("surveys", records())]),
    "nested": lambda: json.dumps([{"id": n, "jawaban": asked(truth)} for n, truth in enumerate(TRUTH)]),
    "database tool, escaped twice": lambda: dump(
        [("surveys", [{"id": str(n), "answers": json.dumps(json.dumps(asked(t)))} for n, t in enumerate(TRUTH)])]
    ),
    "long": lambda: json.dumps(
        [
            {"responden_id": n, "pertanyaan": QUESTIONS[k], "jawaban": label(k, score)}
            for n, truth in enumerate(TRUTH)
            for k, score in enumerate(truth)
        ]
    ),
}


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("zipped", [False, True])
def test_json_files(read, scores, form, zipped):
    """A JSON file of records is read like the table that it is; the first record has row 2."""
    content = FILES[form]().encode()
    if zipped:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("surveys.json", content)
        content = target.getvalue()
    found = scores(read(content, "surveys.json.zip" if zipped else "surveys.json"))
    assert list(found.values()) == TRUTH
    assert min(found) == 2


def test_json_tables_with_answers_compete(refusal, read, scores):
    """Of several tables with answers in one JSON file one must be named."""
    content = dump([("surveys", records()), ("surveys_old", records()[:2])])
    error = refusal(content, "surveys.json")
    assert error.code == "several_tables"
    assert 'sheet = "surveys"' in error.message()
    settings = '[[file]]\nmatch = "surveys.json"\nsheet = "surveys_old"\n'
    assert list(scores(read(content, "surveys.json", settings)).values()) == TRUTH[:2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "json_unreadable"),
        ("[1, 2]", "json_unreadable"),
        ('{"a": 1}', "json_without_records"),
        ('[{"U1": 4, "U1": 3}]', "json_key_twice"),
        ("", "empty_file"),
    ],
)
def test_json_files_that_are_refused(refusal, content, code):
    """What is no JSON, no list of records, or says one thing twice is refused with the reason."""
    assert refusal(content, "surveys.json").code == code
