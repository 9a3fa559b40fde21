"""Fixtures for tests that read small response files: write one, read it, look at rows, findings and refusals."""

import gc
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from skm import cli
from skm.errors import SkmError
from skm.regulation import load_regulation
from skm.responses import Responses, read_responses

# A slow example is a busy machine, no failure: no rule of ours is about the time that one example takes.
settings.register_profile("skm", deadline=None)
settings.load_profile("skm")


def pytest_collection_finish():
    """Let the garbage collector pass by what lives until the end: walking it again and again costs a twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_unconfigure():
    """Give everything back to the collector: libraries complain of what is still there when Python ends."""
    gc.unfreeze()
    gc.collect()


@pytest.fixture(scope="session", autouse=True)
def writers_of_a_run():
    """Leave the cards out of runs, and give all writers: drawing takes a second, and test_cards.py does it once."""
    from skm.publishing import kit, outputs

    writers = outputs.WRITERS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outputs, "WRITERS", tuple(write for write in writers if write is not kit.write_cards))
        yield writers


@pytest.fixture(scope="session")
def keys():
    """Return the nine element keys in the form's order."""
    return load_regulation("permenpan-14-2017").keys


@pytest.fixture(scope="session")
def questions():
    """Return the official question text of each element of PermenPANRB 14/2017, by key."""
    return {element.key: element.headers[0] for element in load_regulation("permenpan-14-2017").elements}


@pytest.fixture
def write(tmp_path):
    """Return a function that writes text (as UTF-8) or bytes to a file of a fresh folder, and gives its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write_file


@pytest.fixture
def read(write):
    """Return a function that reads content as a response file, under the settings given as TOML text."""

    def read_content(content: str | bytes, name: str = "loket.csv", settings: str = "", **options) -> Responses:
        if settings:
            options["settings"] = write("skm.toml", settings)
        return read_responses(write(name, content), **options)

    return read_content


@pytest.fixture
def refusal(read):
    """Return a function that reads content that must be refused, and gives the error."""

    def refused(content: str | bytes, name: str = "loket.csv", settings: str = "", **options) -> SkmError:
        with pytest.raises(SkmError) as caught:
            read(content, name, settings, **options)
        return caught.value

    return refused


@pytest.fixture
def scores():
    """Return a function that gives the scores of each kept row, None where nothing is answered, by its number."""

    def scores_by_row(responses: Responses) -> dict[int, list[int | None]]:
        items = [item.key for item in responses.instrument.items]
        frame = responses.to_pandas().sort_values("row")
        return {
            int(row): [None if pd.isna(value) else int(value) for value in values]
            for row, *values in frame[["row", *items]].astype(object).itertuples(index=False)
        }

    return scores_by_row


@pytest.fixture
def findings():
    """Return a function that gives (row, rule, value, action) of each line of exclusions, by row."""

    def lines(responses: Responses) -> list[tuple[int | None, str, str, str]]:
        table = responses.exclusions
        rows = [None if pd.isna(row) else int(row) for row in table["row"]]
        found = zip(rows, table["rule"], table["value"], table["action"], strict=True)
        return sorted(found, key=lambda line: (line[0] or 0, *line[1:]))

    return lines


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Return a function that runs `skm` with some words and gives exit code, stdout and stderr."""

    def run_words(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["skm", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        return stopped.value.code or 0, out, err

    return run_words
