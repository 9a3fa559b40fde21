"""A small survey with real answers, and what becomes of it: run, released, run again with other answers, corrected."""

import datetime as dt
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest

from skm.pipeline import run_survey
from skm.publishing import outputs
from skm.releasing import release_period
from skm.survey import open_survey

NOW = dt.datetime(2026, 1, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
CODES = [f"U{number}" for number in range(1, 10)]
LOW, HIGH = ["333333333", "343333334", "333433332"] * 10, ["444444444", "343444434", "333443344"] * 10
SETTINGS = """[survey]
name = "Kota Uji"
[columns]
order = "form"
[publisher]
institution = "Bagian Organisasi Kota Uji"
"""


# What most tests publish: a page, what moved, texts. One test publishes everything.
FEW = (outputs.write_annual_page, outputs.write_moved_figures, outputs.write_papers)
ALL = outputs.WRITERS, outputs.CLOSERS


@contextmanager
def publishing(writers, closers):
    """Publish other files than usual, for as long as it lasts."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(outputs, "WRITERS", writers)
        patched.setattr(outputs, "CLOSERS", closers)
        yield


@pytest.fixture(autouse=True)
def few_writers():
    """Publish few files: documents and posters of units take most of the time, and nothing of it depends on them."""
    with publishing(FEW, ()):
        yield


@pytest.fixture
def all_writers(few_writers):
    """Publish everything all the same."""
    with publishing(*ALL):
        yield


def write_answers(folder: Path, period: str, units: dict[str, list[str]]) -> None:
    """Write a coded file of a period: each unit with its rows of nine digits."""
    path = folder / f"data/raw/{period}/a.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(["No", "Unit layanan", "Jenis kelamin", *CODES])]
    rows = [(unit, row) for unit, given in units.items() for row in given]
    lines += [",".join([str(n), unit, "LP"[n % 2], *row]) for n, (unit, row) in enumerate(rows, start=1)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def copied(folder: Path, place: Path) -> Path:
    """Return a copy of a survey folder, under the same name."""
    return shutil.copytree(folder, place / "survei")


@pytest.fixture(scope="session")
def ready(tmp_path_factory):
    """The survey after its run: to be copied, never to be changed, as all that follow."""
    folder = tmp_path_factory.mktemp("siap") / "survei"
    write_answers(folder, "2024", {"Loket A": LOW, "Loket B": LOW, "Loket C": HIGH})
    write_answers(folder, "2025", {"Loket A": HIGH, "Loket B": LOW, "Loket C": HIGH})
    (folder / "skm.toml").write_text(SETTINGS, encoding="utf-8")
    register = "unit_id,name,kind\na,Loket A,Loket\nb,Loket B,Loket\nc,Loket C,Loket\n"
    (folder / "data/raw/units.csv").write_text(register, encoding="utf-8")
    with publishing(FEW, ()):
        run_survey(folder)
    return folder


@pytest.fixture(scope="session")
def released(ready, tmp_path_factory):
    """The survey after the release of 2025."""
    folder = copied(ready, tmp_path_factory.mktemp("rilis"))
    with publishing(FEW, ()):
        release_period(open_survey(folder), "2025", now=NOW)
    return folder


@pytest.fixture(scope="session")
def moved(released, tmp_path_factory):
    """The released survey, run again with other answers of one unit."""
    folder = copied(released, tmp_path_factory.mktemp("ubah"))
    write_answers(folder, "2025", {"Loket A": HIGH, "Loket B": HIGH, "Loket C": HIGH})
    with publishing(FEW, ()):
        run_survey(folder)
    return folder


@pytest.fixture(scope="session")
def corrected(moved, tmp_path_factory):
    """The survey after the correction of 2025, three days later."""
    folder = copied(moved, tmp_path_factory.mktemp("koreksi"))
    later = NOW + dt.timedelta(days=3)
    with publishing(FEW, ()):
        release_period(open_survey(folder), "2025", now=later, reason="Berkas Loket B <tertukar>")
    return folder


@pytest.fixture
def survey(ready, tmp_path):
    """A copy of the survey after its run, to be changed."""
    return open_survey(copied(ready, tmp_path))
