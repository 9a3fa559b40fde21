"""Of a large file the engine keeps numbers for labels; nobody who reads the responses can tell."""

import pytest

from skm.responses import Workspace, cleaning, staging

LINES = ["Persyaratan,Prosedur,Unit layanan", *(["Sangat sesuai,Sangat mudah,Loket A", "Kurang sesuai,,Loket B"] * 40)]


@pytest.fixture(params=["in the engine", "in a file"])
def is_large(monkeypatch, request):
    """Let every file count as a large one, and its rows as few or as many."""
    if request.param == "in a file":
        for module in (staging, cleaning):
            monkeypatch.setattr(module, "STREAMED_FROM", 1)
    monkeypatch.setattr(staging, "CODED_FROM", 0)
    monkeypatch.setattr(staging, "ENOUGH_RECORDS", 1)


def test_scores_are_those_of_the_texts(read, scores, is_large):
    """A number stands for its label, a blank stays a blank."""
    found = scores(read("\n".join(LINES) + "\n"))
    assert [found[row] for row in (2, 3, 80, 81)] == [[4, 4], [2, None]] * 2


def test_an_unforeseen_label_is_no_malformed_line(read, scores, findings, is_large, monkeypatch):
    """A label outside of the slices that were looked at is read like any other, and its row stays."""
    monkeypatch.setattr(
        staging, "few_labels", lambda table, places: {p: ["", "Sangat mudah", "Sangat sesuai"] for p in places}
    )
    responses = read("\n".join(LINES) + "\n")
    assert scores(responses)[3] == [2, None]
    assert not [line for line in findings(responses) if line[1] == "malformed line"]


def test_the_engine_shows_no_progress():
    """A progress bar of the engine would stand among the figures."""
    query = "SELECT current_setting('enable_progress_bar')"
    assert Workspace().connection.execute(query).fetchall() == [(False,)]
