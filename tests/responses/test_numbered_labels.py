"""Of a large file the engine keeps numbers for labels; nobody who reads the responses can tell."""

from pathlib import Path

import pandas as pd
import pytest

from skm.pipeline import index_files
from skm.responses import Workspace, cleaning, foreseen, staging

LINES = ["Persyaratan,Prosedur,Unit layanan", *(["Sangat sesuai,Sangat mudah,Loket A", "Kurang sesuai,,Loket B"] * 40)]
HEADER = "Unit layanan,Persyaratan,Prosedur"
ROWS = ["Loket A,Sesuai,Mudah", 'Loket B,Sangat sesuai,"Sangat mudah"', "Loket A,Kurang sesuai,"] * 100


@pytest.fixture(params=["in the engine", "in a file"])
def is_large(monkeypatch, request):
    """Let every file count as a large one, and its rows as few or as many."""
    if request.param == "in a file":
        for module in (staging, cleaning):
            monkeypatch.setattr(module, "STREAMED_FROM", 1)
    monkeypatch.setattr(foreseen, "CODED_FROM", 0)
    monkeypatch.setattr(foreseen, "ENOUGH_RECORDS", 1)


@pytest.fixture
def readings(monkeypatch):
    """Return the columns that stand as numbers, by place, of each time that the reader is sent over the file."""
    asked, source = [], staging._source

    def note(connection, table, labels=None):
        asked.append(sorted(labels or ()))
        return source(connection, table, labels)

    monkeypatch.setattr(staging, "_source", note)
    return asked


def foresee(monkeypatch, *labels: str):
    """Let the slices of a file show these labels of its two questions and its unit, and no others."""
    monkeypatch.setattr(staging, "few_labels", lambda table, places: {place: ["", *labels] for place in places})


def test_scores_are_those_of_the_texts(read, scores, is_large):
    """A number stands for its label, a blank stays a blank."""
    found = scores(read("\n".join(LINES) + "\n"))
    assert [found[row] for row in (2, 3, 80, 81)] == [[4, 4], [2, None]] * 2


def test_an_unforeseen_label_is_no_malformed_line(read, scores, findings, is_large, monkeypatch, readings):
    """A label outside of the slices that were looked at is read like any other, by number too, and its row stays."""
    foresee(monkeypatch, "Sangat mudah", "Sangat sesuai", "Loket A")
    responses = read("\n".join(LINES) + "\n")
    assert scores(responses)[3] == [2, None]
    assert not [line for line in findings(responses) if line[1] == "malformed line"]
    assert readings[-2:] == [[0, 1, 2], [0, 1, 2]]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "late",
    [
        "Loket A,7,Mudah",
        "7,Sesuai,Mudah",
        'Loket B,Sesuai,""',
        '"Loket C, lantai 2",Sesuai,Mudah',
        '"Loket ""C""",Sesuai,Mudah',
        "Loket D',Sesuai,Mudah",
        "Sesuai",
        ",,",
        " Loket A ,Sesuai,Mudah",
        "Jumlah,300,300",
        "Loket A,Sesuai,7\nLoket Z\nLoket E,Sesuai,Mudah",
    ],
)
def test_what_comes_late_in_a_file_changes_nothing(tmp_path: Path, monkeypatch, late: str, ending: str):
    """Figures, exclusions and row numbers are those of texts, whatever stands between the slices."""
    path = tmp_path / "a.csv"
    path.write_text(ending.join([HEADER, *ROWS, *late.splitlines(), *ROWS[:80], ""]), encoding="utf-8", newline="")
    as_texts = index_files([path])
    foresee(monkeypatch, "Sangat mudah", "Mudah", "Sangat sesuai", "Sesuai", "Loket A", "Loket B", "Kurang sesuai")
    for streamed_from in (10**6, 1):
        for module in (staging, cleaning):
            monkeypatch.setattr(module, "STREAMED_FROM", streamed_from)
        as_numbers = index_files([path])
        pd.testing.assert_frame_equal(as_numbers.indices.frame, as_texts.indices.frame)
        pd.testing.assert_frame_equal(as_numbers.exclusions, as_texts.exclusions)


def test_a_column_of_many_late_labels_is_kept_as_text(read, scores, is_large, monkeypatch, readings):
    """A column that turns out to hold many labels stands as text, the others as numbers all the same."""
    monkeypatch.setattr(foreseen, "FEW_LABELS", 8)
    foresee(monkeypatch, "Sangat mudah", "Sangat sesuai", "Kurang sesuai")
    lines = [LINES[0], *(f"Sangat sesuai,Sangat mudah,Loket {number}" for number in range(60))]
    assert set(map(tuple, scores(read("\n".join(lines) + "\n")).values())) == {(4, 4)}
    assert readings[-2:] == [[0, 1, 2], [0, 1]]


def test_too_many_noted_lines_let_texts_be_kept(read, scores, is_large, monkeypatch, readings):
    """Where the reader notes more lines than it may, nobody trusts the labels that it noted."""
    for module in (staging, foreseen):
        monkeypatch.setattr(module, "NOTED_AT_MOST", 10)
    foresee(monkeypatch, "Sangat mudah", "Sangat sesuai")
    assert scores(read("\n".join(LINES) + "\n"))[3] == [2, None]
    assert readings[-2:] == [[0, 1, 2], []]


def test_a_rare_label_is_looked_for_in_more_slices(tmp_path: Path, read, is_large, monkeypatch):
    """A label that the first slices show a few times only says that there are others; free text stays text."""
    monkeypatch.setattr(foreseen, "SLICE", 600)
    asked, count = [], foreseen._count_slices
    monkeypatch.setattr(foreseen, "_count_slices", lambda table, places, n: asked.append(n) or count(table, places, n))
    rows = [f"{'7' if n % 61 == 5 else '4'},3,Loket {n % 3}" for n in range(2000)]
    read("\n".join([LINES[0], *rows]) + "\n")
    assert asked[-2:] == [foreseen.FEW_SLICES, foreseen.MANY_SLICES]


def test_the_engine_shows_no_progress():
    """A progress bar of the engine would stand among the figures."""
    query = "SELECT current_setting('enable_progress_bar')"
    assert Workspace().connection.execute(query).fetchall() == [(False,)]
