"""Tables of many rows are kept in files, not in memory: figures, exclusions and row numbers are the same."""

import random
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from skm import responses
from skm.pipeline import check_survey, index_files
from skm.responses import cleaning, read_responses, staging
from skm.responses import findings as findings_of_tables
from skm.survey import open_survey

CODES = [f"U{number}" for number in range(1, 10)]


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch):
    """Return a function after which every table is one of many rows."""

    def begin() -> None:
        for module in (staging, cleaning):
            monkeypatch.setattr(module, "STREAMED_FROM", 1)
        for module in (cleaning, responses):
            monkeypatch.setattr(module, "HELD_AT_MOST", 1)

    return begin


def write_answers(path: Path, n: int = 120) -> Path:
    """Write answers with blanks, a 7, a silent row, a row of too few cells, a blank line, a total, people twice."""
    lots = random.Random(4)  # noqa: S311  the same rows in every run
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["Nama unit,NIK,Tanggal,Jenis kelamin," + ",".join(CODES)]
    for number in range(n):
        scores = [str(lots.choice([2, 3, 4])) if lots.random() > 0.04 else "" for _ in CODES]
        day = f"2025-03-{1 + number % 28:02}"
        lines.append(f"Loket {1 + number % 30},320101{number // 2:010},{day},{lots.choice('LP')}," + ",".join(scores))
    lines[8] = lines[8].rsplit(",", 1)[0] + ",7"
    lines[15] = "Loket 2,,2025-03-01,L," + "," * 8
    lines[20], lines[33] = "Loket 1,L", ""
    lines.append("JUMLAH,,,," + ",".join(["350"] * 9))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_parquet(path: Path) -> Path:
    """Write whole numbers, floats and texts as Parquet."""
    lots = random.Random(4)  # noqa: S311
    frame = pd.DataFrame([[lots.choice([None, 2, 3, 4]) for _ in CODES] for _ in range(90)], columns=CODES)
    frame = frame.astype(dict.fromkeys(CODES[:5], "Int8") | dict.fromkeys(CODES[5:], "float64"))
    frame["unit"] = [f"Loket {number % 4}" if number != 7 else "" for number in range(90)]
    frame.loc[12, CODES[0]] = 7
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.register("answers", frame)
        connection.execute(f"COPY answers TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize(("write", "name"), [(write_answers, "a.csv"), (write_parquet, "a.parquet")])
def test_figures_and_row_numbers_are_the_same(stream, tmp_path: Path, write, name: str):
    """A run finds the same figures, dates, exclusions and rows, whether a table is in memory or in a file."""
    write(tmp_path / "data/raw/2025" / name)
    before = check_survey(open_survey(tmp_path))
    few = index_files([tmp_path / "data/raw/2025" / name])
    stream()
    after = check_survey(open_survey(tmp_path))
    pd.testing.assert_frame_equal(after.tallies[0].frame, before.tallies[0].frame)
    pd.testing.assert_frame_equal(after.indices.frame, before.indices.frame)
    pd.testing.assert_frame_equal(after.exclusions, before.exclusions)
    assert after.accounts == before.accounts
    assert after.findings["fieldwork"] == before.findings["fieldwork"]
    assert len(before.exclusions) >= 2
    many = index_files([tmp_path / "data/raw/2025" / name])
    pd.testing.assert_frame_equal(many.indices.frame, few.indices.frame)
    pd.testing.assert_frame_equal(many.exclusions, few.exclusions)


@pytest.mark.parametrize("at_hand", [1, 3, 10_000])
def test_answers_off_the_scale_of_several_columns_are_found_in_one_pass(stream, tmp_path, monkeypatch, at_hand: int):
    """Each of them has its line, row, column and unit: two in one row, and behind a malformed line too."""
    path = write_answers(tmp_path / "data/raw/2025/a.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[10], lines[40] = "Loket 9,,2025-03-01,L,7,3,3,3,7,3,3,3,0", "Loket 8,,2025-03-01,L,3,3,3,3,3,3,3,3,7"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    in_memory = index_files([path]).exclusions
    stream()
    monkeypatch.setattr(findings_of_tables, "FEW", at_hand)
    in_a_file = index_files([path]).exclusions
    pd.testing.assert_frame_equal(in_a_file, in_memory)
    off = in_memory[in_memory["rule"] == "off scale"].sort_values(["row", "column"])
    assert off[["row", "column", "value", "unit"]].values.tolist() == [
        [9, "U9", "7", "loket-8"],
        [11, "U1", "7", "loket-9"],
        [11, "U5", "7", "loket-9"],
        [11, "U9", "0", "loket-9"],
        [41, "U9", "7", "loket-8"],
    ]


def test_cells_of_a_long_file_can_be_corrected(stream, tmp_path: Path):
    """A correction reaches a cell of a file that is read where it is: the file itself stays as it was."""
    path = write_parquet(tmp_path / "data/raw/2025/a.parquet")
    before = path.read_bytes()
    register = "period,file,row,column,from,to,reason,who,date\n2025,a.parquet,14,U1,7,3,salah ketik,Ani,2025-04-01\n"
    (tmp_path / "data/raw/corrections.csv").write_text(register, encoding="utf-8")
    stream()
    found = check_survey(open_survey(tmp_path)).exclusions["rule"].tolist()
    assert "corrected" in found and "off scale" not in found
    assert path.read_bytes() == before


def test_rows_keep_their_numbers_when_a_file_is_read_by_several_threads(tmp_path: Path, monkeypatch, findings):
    """The row of a finding is the line of the file, also where parts of the file are read side by side."""
    monkeypatch.setattr(staging, "SCAN_BUFFER", 2 << 20)
    faulty = list(range(1000, 150_000, 7919))
    lines = ["unit,keterangan," + ",".join(CODES)]
    lines += [f"Loket {row % 3},{'x' * 20},{7 if row in faulty else 3}" + ",4" * 8 for row in range(2, 150_002)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert [row for row, *_ in findings(read_responses(path)) if row] == faulty
