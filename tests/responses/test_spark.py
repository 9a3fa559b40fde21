"""Spark: the same rules, the same figures to the last digit, on a real local Spark with two executor threads."""

import random
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import skm
from skm.errors import SettingsError
from skm.messages import MESSAGES
from skm.pipeline import index_files
from skm.responses import spark as spark_rows

LABELS = {
    "Persyaratan": ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    "Prosedur": ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    "Waktu": ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    "Biaya": ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    "Produk": ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    "Kompetensi": ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    "Perilaku": ("Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"),
    "Sarana": ("Buruk", "Cukup", "Baik", "Sangat baik"),
    "Pengaduan": ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
}
SAID = ["file", "column", "rule", "value", "action"]


def write_labels(path: Path, n: int = 150) -> Path:
    """Write labels with blanks, quoted line breaks, units to join, a total, a silent row, a row of too few cells."""
    lots = random.Random(5)  # noqa: S311  the same rows in every run
    lines = ["Unit layanan,Jenis kelamin,Saran," + ",".join(LABELS)]
    for number in range(n):
        unit = lots.choice([f"Loket {k}" for k in range(1, 31)]) if number % 40 else ""
        said = [lots.choice(words[1:]) if lots.random() > 0.05 else "" for words in LABELS.values()]
        lines.append(f'{unit},{lots.choice("LP")},"baik,\nsekali ""{number}""",' + ",".join(said))
    lines[9] = lines[9].rsplit(",", 1)[0] + ",7"
    lines[12] = "Loket 1,L,," + "," * 8
    lines[13] = "Loket 2,P"
    lines.append("JUMLAH,,,450,449,448,450,451,444,446,441,450")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_text_files_give_the_same_figures_and_exclusions(spark, tmp_path: Path):
    """Quoted cells, blanks, 30 units, a total, a 7: every figure and exclusion is that of the embedded engine."""
    path = write_labels(tmp_path / "jawaban.csv")
    here, there = (index_files([path], by=("sex",), engine=engine) for engine in ("duckdb", "spark"))
    pd.testing.assert_frame_equal(there.indices.frame, here.indices.frame)
    pd.testing.assert_frame_equal(there.tallies[0].frame, here.tallies[0].frame)
    assert there.accounts == here.accounts
    found = there.exclusions[there.exclusions["rule"] != "duplicates not sought"]
    is_malformed = here.exclusions["rule"] == "malformed line"  # of which kind, only the embedded engine says
    known = here.exclusions.assign(value=here.exclusions["value"].mask(is_malformed, ""))
    assert sorted(found[SAID].to_numpy().tolist()) == sorted(known[SAID].to_numpy().tolist())
    assert {"no answers", "summary row", "unit missing", "off scale", "malformed line"} <= set(found["rule"])
    assert found["row"].isna().all()


def test_parquet_and_frames_give_the_same_figures(spark, tmp_path: Path):
    """Whole numbers kept as floats, and any frame of the session, give the tally of pandas."""
    lots = random.Random(6)  # noqa: S311
    keys = skm.load_regulation("permenpan-14-2017").keys
    frame = pd.DataFrame([[lots.choice([None, 2.0, 3.0, 4.0]) for _ in keys] for _ in range(60)], columns=list(keys))
    frame["unit"] = [f"Loket {number % 3}" for number in range(60)]
    rows = [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]
    kinds = ", ".join(f"{key} DOUBLE" for key in keys) + ", unit STRING"
    native = spark.createDataFrame(rows, kinds)
    by_frame = skm.tally_responses(native, by=["unit"]).frame
    pd.testing.assert_frame_equal(by_frame, skm.tally_responses(frame, by=["unit"]).frame)
    renamed = frame.rename(columns={key: f"U{place}" for place, key in enumerate(keys, start=1)})
    with duckdb.connect() as connection:
        connection.register("answers", renamed)
        connection.execute(f"COPY answers TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)")
    here, there = (index_files([tmp_path / "a.parquet"], engine=engine) for engine in ("duckdb", "spark"))
    pd.testing.assert_frame_equal(there.indices.frame, here.indices.frame)


def test_what_needs_row_numbers_is_refused(tmp_path: Path):
    """Dropping repeated answers, and kinds of files that Spark does not read, are refused before Spark is started."""
    path = write_labels(tmp_path / "jawaban.csv", n=15)
    (tmp_path / "skm.toml").write_text('[clean]\nduplicates = "drop"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        index_files([path], settings=tmp_path / "skm.toml", engine="spark")
    assert caught.value.code == "spark_rows"
    other = path.rename(tmp_path / "jawaban.xlsx")
    with pytest.raises(SettingsError) as caught:
        index_files([other], engine="spark")
    assert caught.value.code == "spark_kind"


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    """Where pyspark is not installed, the message says which extra to install."""
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SettingsError) as caught:
        spark_rows.spark_session()
    assert caught.value.code == "extra_missing" and "extra_missing" in MESSAGES
