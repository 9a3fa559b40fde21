"""Malformed and blank lines by the million: their numbers and kinds stay right whichever way they are kept."""

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skm.pipeline import index_files
from skm.responses import findings, foreseen, rows, skipping, staging

HEADER = "Unit layanan,Saran,Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana"


def write_faulty(path: Path, n: int = 4000, end: str = "\n", title: str = "") -> Path:
    """Write answers with line breaks in quotes, blank lines, and lines of too few and of too many cells."""
    lots = random.Random(8)  # noqa: S311  the same rows in every run
    lines = [*([title, ""] if title else []), HEADER]
    for number in range(n):
        row = [f"Loket {lots.choice('ABC')}", '"baik,\nsekali"' if number % 7 == 0 else "baik"]
        row += [lots.choice("1234") for _ in range(9)]
        kind = lots.random()
        lines.append("" if kind < 0.05 else ",".join(row[:-2] if kind < 0.15 else [*row, "4"] if kind < 0.25 else row))
    path.write_text(end.join(lines), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(("end", "title"), [("\n", ""), ("\r\n", ""), ("\n", "Rekap jawaban")])
def test_lines_that_are_taken_out_keep_number_and_kind(tmp_path: Path, monkeypatch, end: str, title: str):
    """Figures, accounts and exclusions are the same where malformed lines are taken out slice by slice beforehand."""
    path = write_faulty(tmp_path / "jawaban.csv", end=end, title=title)
    before = index_files([path], by=("unit",))
    told = before.exclusions
    assert {"MISSING COLUMNS", "TOO MANY COLUMNS"} <= set(told["value"])
    monkeypatch.setattr(foreseen, "CODED_FROM", 1)
    monkeypatch.setattr(staging, "REJECTS_AT_MOST", 50)
    monkeypatch.setattr(skipping, "SLICE", 3000)
    monkeypatch.setattr(skipping, "SPOKEN", 3)
    monkeypatch.setattr(findings, "FEW", 100)
    monkeypatch.setattr(rows, "FEW", 100)
    taken_out = []
    monkeypatch.setattr(
        staging, "take_out_rejects", lambda *given: taken_out.append(1) or skipping.take_out_rejects(*given)
    )
    after = index_files([path], by=("unit",))
    assert taken_out == [1]
    assert not after.excluded.all_at_hand
    pd.testing.assert_frame_equal(after.exclusions, told)
    pd.testing.assert_frame_equal(after.indices.frame, before.indices.frame)
    assert after.accounts == before.accounts


def test_steps_say_how_many_rows_were_skipped():
    """A row's number is its place and the rows skipped before it, at the beginning, in a run and at the end."""
    for skipped in ([2, 3], [4, 5, 8], [10], [2, 4, 6, 8, 10]):
        places, passed = skipping.steps_of(np.array(skipped), 2)
        numbers = [row for row in range(2, 12) if row not in skipped]
        steps = dict(zip(places.tolist(), passed.tolist(), strict=True))
        found = [2 + k + max((n for place, n in steps.items() if place <= k), default=0) for k in range(len(numbers))]
        assert found == numbers
