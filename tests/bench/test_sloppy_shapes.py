"""Long, packed and counted tables as sloppy offices send them: nobody is merged, doubled, shifted or miscounted."""

import json
import random
from collections import Counter

import pandas as pd
import pytest

import skm
from skm.errors import SkmError

NAMES = ("Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Sarana", "Pengaduan")
ELEMENTS = tuple("requirements procedure time tariff product competence behaviour facilities complaints".split())
N = 40


def people(n=N):
    """Return the scores of `n` people to nine questions."""
    chance = random.Random(3)  # noqa: S311  the draw of a test
    return [[chance.randint(1, 4) for _ in NAMES] for _ in range(n)]


@pytest.fixture
def read(tmp_path):
    """Return a function that reads lines as a file: the responses, or the code of the refusal."""

    def read_lines(header, lines, delimiter=";", name="loket.csv"):
        path = tmp_path / name
        quoted = [
            delimiter.join('"' + str(cell).replace('"', '""') + '"' for cell in line) for line in [header, *lines]
        ]
        path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
        try:
            return skm.read_responses(path)
        except SkmError as error:
            return error.code

    return read_lines


def scores_by_unit(responses):
    """Return how often each row of scores stands in each unit."""
    frame = responses.to_pandas()
    rows = frame[["unit", *ELEMENTS]].astype(object).itertuples(index=False)
    return Counter((unit, *(None if pd.isna(v) else int(v) for v in values)) for unit, *values in rows)


LONG = ["ID responden", "Unit layanan", "Pertanyaan", "Jawaban"]


def long_lines(rows, ids, units):
    """Return a line for each answer."""
    return [
        [who, unit, name, score]
        for row, who, unit in zip(rows, ids, units, strict=True)
        for name, score in zip(NAMES, row, strict=True)
    ]


def test_numbers_that_start_again_in_each_unit(read):
    """Respondent 1 of one unit is not respondent 1 of another."""
    rows, half = people(), N // 2
    units = ["Loket A"] * half + ["Loket B"] * half
    outcome = read(LONG, long_lines(rows, [*range(1, half + 1)] * 2, units))
    if not isinstance(outcome, str):
        wanted = Counter((u.casefold().replace(" ", "-"), *row) for u, row in zip(units, rows, strict=True))
        assert scores_by_unit(outcome) == wanted


def test_two_answers_to_one_question(read):
    """A second, other answer of the same person to the same question is refused or listed; it never wins silently."""
    rows = people()
    lines = long_lines(rows, range(N), ["Loket A"] * N)
    lines.insert(9, [0, "Loket A", "Waktu", 5 - rows[0][2]])
    outcome = read(LONG, lines)
    if not isinstance(outcome, str):
        assert len(outcome.exclusions)
        assert scores_by_unit(outcome) != Counter(("loket-a", *row) for row in rows)


def test_lines_in_any_order(read):
    """The lines of a long table may stand in any order, the questions of each person in another one."""
    rows = people()
    lines = long_lines(rows, range(N), ["Loket A"] * N)
    random.Random(5).shuffle(lines)  # noqa: S311  the draw of a test
    outcome = read(LONG, lines)
    assert not isinstance(outcome, str), outcome
    assert scores_by_unit(outcome) == Counter(("loket-a", *row) for row in rows)


def test_missing_lines_are_blanks(read):
    """A question that has no line for a person is a blank of that person."""
    rows = people()
    lines = [line for line in long_lines(rows, range(N), ["Loket A"] * N) if (line[0] % 4, line[2]) != (0, "Biaya")]
    outcome = read(LONG, lines)
    if not isinstance(outcome, str):
        wanted = [[None if n % 4 == 0 and c == 3 else v for c, v in enumerate(row)] for n, row in enumerate(rows)]
        assert scores_by_unit(outcome) == Counter(("loket-a", *row) for row in wanted)


@pytest.mark.parametrize("other", ["Saran dan masukan", "Nama", "Umur", "Kritik/Saran"])
def test_lines_that_ask_for_something_else(read, other):
    """A line of a long table that asks for a comment or a name counts as no answer, and nobody's words come through."""
    rows = people()
    lines = long_lines(rows, range(N), ["Loket A"] * N)
    lines += [[n, "Loket A", other, "30" if other == "Umur" else "Zubaidah 081298765432"] for n in range(N)]
    outcome = read(LONG, lines)
    if not isinstance(outcome, str):
        assert scores_by_unit(outcome) == Counter(("loket-a", *row) for row in rows)
        assert "Zubaidah" not in outcome.to_pandas().to_csv() + outcome.exclusions.to_csv()


@pytest.mark.parametrize("other", ["Kebersihan toilet", "Kondisi gedung"])
def test_a_question_that_nobody_knows_among_the_lines(read, other):
    """In the place of an element a question in own words is read as that element, and said so, or refuses the file."""
    rows = people()
    asked = long_lines(rows, range(N), ["Loket A"] * N)
    lines = [[who, unit, other if name == "Sarana" else name, score] for who, unit, name, score in asked]
    outcome = read(LONG, lines)
    if not isinstance(outcome, str):
        assert scores_by_unit(outcome) == Counter(("loket-a", *row) for row in rows)
        assert "named by words" in set(outcome.exclusions["rule"])


PACKED = ["id", "Unit layanan", "jawaban"]


def test_json_with_a_comment_of_value_zero(read):
    """A free text that an application stores with the value 0 beside the answers is no tenth element."""
    rows = people()
    lines = []
    for number, row in enumerate(rows):
        answers = {name: {"jawaban": str(score), "nilai": score} for name, score in zip(NAMES, row, strict=True)}
        answers["Kritik / Saran (isian bebas)"] = {"jawaban": "Zubaidah ramah", "nilai": 0}
        lines.append([number, "Loket A", json.dumps(answers)])
    outcome = read(PACKED, lines)
    if not isinstance(outcome, str):
        assert scores_by_unit(outcome) == Counter(("loket-a", *row) for row in rows)
        assert "Zubaidah" not in outcome.to_pandas().to_csv() + outcome.exclusions.to_csv()


def test_json_whose_value_contradicts_its_label(read):
    """Where the label says 3 and the stored value 4, the file is refused, or the label holds and it is told."""
    labels = ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai")
    rows = people()
    lines = []
    for number, row in enumerate(rows):
        answers = {name: {"jawaban": score, "nilai": score} for name, score in zip(NAMES, row, strict=True)}
        answers["Persyaratan"] = {"jawaban": labels[row[0] - 1], "nilai": row[0] if number else 5 - row[0]}
        lines.append([number, "Loket A", json.dumps(answers)])
    outcome = read(PACKED, lines)
    assert isinstance(outcome, str) or len(outcome.exclusions), "nobody is told"


@pytest.mark.parametrize("cell", ["4,3,4,2,1,3,4,2", "4,3,4,2,1,3,4,2,3,4", "4,,4,2,1,3,4,2,3", "434213423"])
def test_packed_answers_of_another_number(read, cell):
    """A packed cell with an answer too few or too many shifts nobody's answers: it is refused or told."""
    rows = people()
    lines = [[n, "Loket A", ",".join(map(str, row))] for n, row in enumerate(rows)]
    lines[5][2] = cell
    outcome = read(PACKED, lines)
    if not isinstance(outcome, str):
        found = scores_by_unit(outcome)
        others = Counter(("loket-a", *row) for n, row in enumerate(rows) if n != 5)
        rest = found - others
        allowed = {("loket-a", 4, None, 4, 2, 1, 3, 4, 2, 3)} if ",," in cell else set()
        assert not others - found
        assert set(rest) <= allowed
        assert rest or len(outcome.exclusions)


def counts(rows, order=(1, 2, 3, 4)):
    """Return the counts of each score by question."""
    return [[name, *(Counter(row[c] for row in rows)[score] for score in order)] for c, name in enumerate(NAMES)]


def means(responses):
    """Return n and mean of each element."""
    frame = skm.compute_indices(responses.tally(by=["unit"])).frame
    frame = frame[(frame["level"] == "unit") & (frame["measure"] != "index")]
    return {row.measure: (int(row.n), round(float(row.mean), 9)) for row in frame.itertuples()}


def true_means():
    """Return n and mean of each element, as they must come out."""
    return {e: (N, round(sum(row[c] for row in people()) / N, 9)) for c, e in enumerate(ELEMENTS)}


def test_counts_from_best_to_worst(read):
    """Columns 4 3 2 1 are read by what they are called, not by where they stand."""
    outcome = read(["Unsur", "4", "3", "2", "1"], counts(people(), (4, 3, 2, 1)))
    if not isinstance(outcome, str):
        assert means(outcome) == true_means()


def test_counts_that_do_not_add_up(read):
    """Counts that do not add up to the total beside them are refused or told."""
    lines = [[*line, N] for line in counts(people())]
    lines[2][1] += 7
    outcome = read(["Unsur", "1", "2", "3", "4", "Jumlah responden"], lines)
    assert isinstance(outcome, str) or len(outcome.exclusions)


@pytest.mark.parametrize("spoil", ["-3", "2,5", "12 orang", "50%"])
def test_a_count_that_is_none(read, spoil):
    """A cell among counts that is no whole number refuses the file."""
    lines = counts(people())
    lines[4][2] = spoil
    outcome = read(["Unsur", "1", "2", "3", "4"], lines)
    assert isinstance(outcome, str) or means(outcome) == true_means()


def test_shares_are_no_counts(read):
    """A table of percentages is no table of counts."""
    lines = [[name, *(round(100 * n / N) for n in numbers)] for name, *numbers in counts(people())]
    assert isinstance(read(["Unsur", "1 (%)", "2 (%)", "3 (%)", "4 (%)"], lines), str)


def test_a_table_of_means_is_no_table_of_answers(read):
    """Means of elements by unit, as recapitulations hold them, are nobody's answers."""
    lines = [[f"Loket {k}", *(round(sum(row[c] for row in people()) / N, 2) for c in range(9))] for k in range(12)]
    assert isinstance(read(["Unit layanan", *NAMES], lines), str)


def test_a_recap_of_whole_means_is_no_table_of_answers(read):
    """A line for each element with its value beside it is nobody's answers, even where all values are whole."""
    assert isinstance(read(["Unsur", "Nilai"], [[name, 3] for name in NAMES]), str)
