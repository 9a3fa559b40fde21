"""A small survey with real answers, run once: three units in two years."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from skm.pipeline import run_survey
from skm.survey import open_survey

CODES = [f"U{number}" for number in range(1, 10)]
LOW, HIGH = ["333333333", "343333334", "333433332"] * 10, ["444444444", "343444434", "333443344"] * 10
RELEASED = dt.datetime(2026, 1, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
SETTINGS = """[survey]
name = "Kota Uji"
[columns]
order = "form"
[publisher]
institution = "Bagian Organisasi Kota Uji"
"""


def write_answers(path: Path, units: dict[str, list[str]]) -> None:
    """Write a coded file: each unit with its rows of nine digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(["No", "Unit layanan", "Jenis kelamin", *CODES])]
    for number, (unit, row) in enumerate(((u, r) for u, rows in units.items() for r in rows), start=1):
        lines.append(",".join([str(number), unit, "LP"[number % 2], *row]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_survey(folder: Path) -> Path:
    """Write the survey's files."""
    write_answers(folder / "data/raw/2024/a.csv", {"Loket A": LOW, "Loket B": LOW, "Loket C": HIGH})
    write_answers(folder / "data/raw/2025/a.csv", {"Loket A": HIGH, "Loket B": LOW, "Loket C": HIGH})
    (folder / "skm.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "data/raw/units.csv").write_text(
        "unit_id,name,kind\na,Loket A,Loket\nb,Loket B,Loket\nc,Loket C,Loket\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The survey after its run: to be copied, never to be changed."""
    folder = make_survey(tmp_path_factory.mktemp("rilis") / "survei")
    run_survey(folder)
    return folder


@pytest.fixture
def survey(ready: Path, tmp_path: Path):
    """A copy of the survey after its run."""
    return open_survey(shutil.copytree(ready, tmp_path / "survei"))
