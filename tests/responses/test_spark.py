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
from skm.responses import Constants, Workspace
from skm.responses import spark as spark_rows
from skm.survey import Survey

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


def write_codes(path: Path, n: int = 40, sep: str = ";") -> list[str]:
    """Write coded answers of one unit that the file's name says; return the lines."""
    lots = random.Random(6)  # noqa: S311  made answers, no secret
    lines = [sep.join(LABELS)]
    lines += [sep.join(lots.choice(("", "2", "3", "4", "4")) for _ in LABELS) for _ in range(n)]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    return lines


def write_parquet(path: Path, lines: list[str]) -> None:
    """Write coded answers as Parquet: whole numbers kept as floats, not a number for nothing, small numbers, texts."""
    frame = pd.DataFrame([line.split(";") for line in lines[1:]], columns=lines[0].split(";"))
    frame = frame.replace("", None)
    frame["Persyaratan"] = frame["Persyaratan"].astype(float)
    frame["Jenis kelamin"] = ["L", "Perempuan", None, "p"] * (len(frame) // 4)
    with duckdb.connect() as connection:
        connection.register("answers", frame)
        kinds = "* REPLACE (Prosedur::UTINYINT AS Prosedur, Waktu::DECIMAL(3, 1) AS Waktu, Biaya::FLOAT AS Biaya)"
        connection.execute(f"COPY (SELECT {kinds} FROM answers) TO '{path}' (FORMAT parquet)")


def test_files_of_all_kinds_give_the_same_figures_and_exclusions(spark, tmp_path: Path):
    """CSV with labels and faults, codes of another period, Parquet, and files that only duckdb can read, in one call.

    Every figure, account and exclusion is that of the embedded engine, which says what it read instead of Spark.
    """
    paths = [tmp_path / name for name in ("a.csv", "Loket X 2023.csv", "Loket Y 2024.parquet", "Z.csv", "Café.csv")]
    write_labels(paths[0])
    write_parquet(paths[2], write_codes(paths[1]))
    totals = ["180;171;160;177;169;170;171;172;173", "3,0;3,1;3;4;2,9;3,3;3,2;3,1;3,3"]  # known by their place alone
    paths[3].write_text("\n".join([*write_codes(paths[3]), *totals]) + "\n", encoding="utf-8")
    paths[4].write_bytes("\n".join([f"{line};é" for line in write_codes(paths[4])]).encode("cp1252"))
    here, there = (index_files(paths, by=("sex",), engine=engine) for engine in ("duckdb", "spark"))
    pd.testing.assert_frame_equal(there.indices.frame, here.indices.frame)
    pd.testing.assert_frame_equal(there.tallies[0].frame, here.tallies[0].frame)
    assert there.accounts == here.accounts
    pd.testing.assert_frame_equal(there.recognised, here.recognised)
    told = there.exclusions.groupby("rule")["file"].agg(sorted)
    assert told["not read there"] == ["Café.csv", "Z.csv"]
    assert told["duplicates not sought"] == ["Loket X 2023.csv", "Loket Y 2024.parquet", "a.csv"]
    found = there.exclusions[~there.exclusions["rule"].isin(["not read there", "duplicates not sought"])]
    is_malformed = here.exclusions["rule"] == "malformed line"  # of which kind, only the embedded engine says
    known = here.exclusions.assign(value=here.exclusions["value"].mask(is_malformed, ""))
    assert sorted(found[SAID].to_numpy().tolist()) == sorted(known[SAID].to_numpy().tolist())
    assert {"no answers", "summary row", "unit missing", "off scale", "malformed line"} <= set(found["rule"])
    assert found.loc[found["file"] == "a.csv", "row"].isna().all()


def test_frames_of_a_session_are_counted(spark):
    """A frame with columns named by element gives the tally that pandas gives."""
    lots = random.Random(6)  # noqa: S311  made answers, no secret
    keys = skm.load_regulation("permenpan-14-2017").keys
    frame = pd.DataFrame([[lots.choice([None, 2.0, 3.0, 4.0]) for _ in keys] for _ in range(60)], columns=list(keys))
    frame["unit"] = [f"Loket {number % 3}" for number in range(60)]
    rows = [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]
    native = spark.createDataFrame(rows, ", ".join(f"{key} DOUBLE" for key in keys) + ", unit STRING")
    by_frame = skm.tally_responses(native, by=["unit"]).frame
    pd.testing.assert_frame_equal(by_frame, skm.tally_responses(frame, by=["unit"]).frame)


def test_what_needs_row_numbers_is_refused(tmp_path: Path):
    """Dropping repeated answers is refused before Spark is started."""
    path = write_labels(tmp_path / "jawaban.csv", n=15)
    (tmp_path / "skm.toml").write_text('[clean]\nduplicates = "drop"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        index_files([path], settings=tmp_path / "skm.toml", engine="spark")
    assert caught.value.code == "spark_rows"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'[{"U1": 4, "U2": 3}]'),
        ("a.csv", "U1,U2,Kota\n4,3,Café\n".encode("cp1252")),
        ("a.csv", b"U1,U2\r\n4,3\n2,3\r\n"),
        ("a.csv", b"SURVEI 2025,\n,\nU1,U2\n4,3\n"),
        ("a.csv", b"U1\n4\n\n3\n"),
        ("a.csv", b"Unsur,1,2,3,4\nPersyaratan,1,2,20,17\nProsedur,0,3,20,17\n"),
        ("a.csv", "".join(["id,unsur,nilai\n", *(f"{i},U{k},3\n" for i in range(9) for k in range(1, 10))]).encode()),
    ],
    ids=["kind", "encoding", "line ends", "title", "one column", "counts", "a line an answer"],
)
def test_what_spark_would_see_otherwise_is_left_to_duckdb(name: str, content: bytes, tmp_path: Path):
    """Before Spark is started it is known which files it can't read as duckdb does; those are read here, and said."""
    path, workspace = tmp_path / name, Workspace()
    path.write_bytes(content)
    (part, *_) = spark_rows.read_on_spark(path, name, Survey(), workspace, Constants("2025", "Loket"))
    rules = [line["rule"] for line in part.cleaned.exclusions if isinstance(line, dict)]
    assert "not read there" in rules
    assert not list(workspace.folder.glob("*.csv"))


def test_spark_is_told_only_what_the_user_left_unsaid():
    """On one machine Spark gets few parts and no web page unless the configuration says so; a cluster gets nothing."""

    class Said(dict):
        contains = dict.__contains__

    unsaid = spark_rows.unsaid_settings(Said())
    assert unsaid["spark.master"] == f"local[{unsaid['spark.sql.shuffle.partitions']}]"
    assert unsaid["spark.ui.enabled"] == "false"
    said = Said({"spark.master": "local[7]", "spark.sql.shuffle.partitions": "50"})
    assert set(spark_rows.unsaid_settings(said)) == {"spark.ui.enabled", "spark.ui.showConsoleProgress"}
    assert spark_rows.unsaid_settings(Said({"spark.master": "spark://pusat:7077"})) == {}
    assert spark_rows.unsaid_settings(Said({"spark.master": "local-cluster[2,1,1024]"})) == {}


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    """Where pyspark is not installed, the message says which extra to install."""
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SettingsError) as caught:
        spark_rows.spark_session()
    assert caught.value.code == "extra_missing" and "extra_missing" in MESSAGES
