"""Folders of part files, as Spark writes one table: one source, its rows called by their part."""

import random
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from skm.errors import DataError, SkmError
from skm.pipeline import check_survey, index_files
from skm.responses import Memory, Workspace, constants_of, findings, gather, read_file, reading_key, remember
from skm.survey import open_survey, survey_files, unread_files

HEADER = "Unit layanan,Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana"
PART = "part-{:05d}-9b1c2d3e-aaaa-bbbb-cccc-0123456789ab-c000.{}"


def rows_of(n: int, seed: int = 3) -> list[str]:
    """Return coded answers of three counters, some blank, one off the scale, one silent."""
    lots = random.Random(seed)  # noqa: S311  the same rows in every run
    rows = [
        f"Loket {lots.choice('ABC')}," + ",".join(lots.choice(("", "2", "3", "4")) for _ in range(9)) for _ in range(n)
    ]
    rows[5] = "Loket A,7,3,3,3,3,3,3,3,3"
    rows[n // 2] = "Loket B" + "," * 9
    return rows


def write_parts(folder: Path, rows: list[str], sizes: tuple[int, ...], kind: str = "csv", end: str = "\n") -> Path:
    """Write rows as part files with all that Spark leaves beside them; a part of no rows has no bytes."""
    folder.mkdir(parents=True)
    taken = 0
    for number, size in enumerate(sizes):
        own, path = rows[taken : taken + size], folder / PART.format(number, kind)
        taken += size
        if kind == "csv":
            path.write_text(end.join([HEADER, *own]) if own else "", encoding="utf-8", newline="")
            (folder / f".{path.name}.crc").write_bytes(b"crc\0")
        else:
            plain = folder / f".{path.name}.tmp"
            plain.write_text("\n".join([HEADER, *own]) + "\n", encoding="utf-8")
            query = f"COPY (FROM read_csv('{plain}', header = true, all_varchar = true)) TO '{path}' (FORMAT parquet)"
            duckdb.execute(query)
    assert taken == len(rows)
    (folder / "_SUCCESS").touch()
    return folder


def told(result) -> list[tuple]:
    """Return file, row, rule and value of the exclusions."""
    found = result.exclusions[["file", "row", "rule", "value"]].astype({"row": object})
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in found.to_numpy().tolist()]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_folder_of_parts_is_one_source(tmp_path: Path, kind: str):
    """Figures are those of the one file, the account is one, exclusions name the part and the row in it."""
    rows = rows_of(60)
    whole = tmp_path / "jawaban.csv"
    whole.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    folder = write_parts(tmp_path / "spark" / "jawaban", rows, (20, 0, 25, 15) if kind == "csv" else (20, 25, 15), kind)
    here, there = index_files([whole], by=("unit",)), index_files([folder], by=("unit",))
    pd.testing.assert_frame_equal(there.indices.frame, here.indices.frame)
    (account,) = there.accounts
    assert (account.file, account.rows_in, account.rows_dropped) == ("jawaban", 60, 1)
    second = PART.format(2 if kind == "csv" else 1, kind)
    found = [line for line in told(there) if line[1] is not None]
    assert (f"jawaban/{PART.format(0, kind)}", 7, "off scale", "7") in found
    assert (f"jawaban/{second}", 12, "no answers", "") in found
    assert len(found) == len([line for line in told(here) if line[1] is not None])


def test_many_findings_are_told_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Lines that stand in the engine are split by part as those at hand are."""
    silent = "Loket B" + "," * 9
    rows = [silent if number % 3 == 0 else f"Loket A,3,3,3,3,3,3,3,3,{number % 4 + 1}" for number in range(90)]
    folder = write_parts(tmp_path / "jawaban", rows, (30, 40, 20))
    few = told(index_files([folder]))
    monkeypatch.setattr(findings, "FEW", 5)
    result = index_files([folder])
    assert not result.excluded.all_at_hand
    assert told(result) == few
    assert len({line[0] for line in few}) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_parts_of_other_line_ends_and_encodings_join(tmp_path: Path, end: str):
    """A part in another encoding or with other line ends, or without a last one, changes no figure."""
    rows = [row.replace("Loket C", "Loket É") for row in rows_of(60)]
    folder = write_parts(tmp_path / "jawaban", rows, (30, 30), end=end)
    before = index_files([folder], by=("unit",)).indices.frame
    path = folder / PART.format(1, "csv")
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    pd.testing.assert_frame_equal(index_files([folder], by=("unit",)).indices.frame, before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a survey folder whose answers of 2025 are a folder of parts."""
    write_parts(tmp_path / "survei" / "data" / "raw" / "2025" / "jawaban", rows_of(90), (45, 45))
    (tmp_path / "survei" / "skm.toml").write_text('[survey]\nname = "Kota Uji"\n[columns]\norder = "form"\n')
    return tmp_path / "survei"


def test_a_survey_takes_a_folder_of_parts_for_a_file(home: Path):
    """It is listed once by its folder's name, in its period; what its writer left is no file of a survey."""
    survey = open_survey(home)
    assert survey_files(survey) == ["data/raw/2025/jawaban"]
    assert unread_files(survey) == []
    (account,) = check_survey(survey).accounts
    assert (account.period, account.rows_in) == ("2025", 90)


@pytest.mark.parametrize("files", ["data/raw/2025/jawaban", "data/raw/2025/jawaban/*.csv", "data/raw/**/part-*"])
def test_a_period_may_name_the_folder_or_its_parts(home: Path, files: str):
    """A pattern that fits the parts means the whole, once."""
    (home / "data/raw/2025").rename(home / "data/raw/lama")
    settings = (
        home / "skm.toml"
    ).read_text() + f'[[period]]\nid = "2024"\nfiles = ["{files.replace("2025", "lama")}"]\n'
    (home / "skm.toml").write_text(settings)
    (account,) = check_survey(open_survey(home)).accounts
    assert (account.period, account.file, account.rows_in) == ("2024", "data/raw/lama/jawaban", 90)


def test_a_part_beside_its_folder_counts_once(home: Path):
    """A part that was copied out of the folder is known again, and so is one that stands in it twice."""
    part = home / "data/raw/2025/jawaban" / PART.format(0, "csv")
    (home / "data/raw/2025/salinan.csv").write_bytes(part.read_bytes())
    result = check_survey(open_survey(home))
    assert [refusal.error.code for refusal in result.refusals] == ["same_file_twice"]
    (home / "data/raw/2025/salinan.csv").unlink()
    (part.parent / PART.format(2, "csv")).write_bytes(part.read_bytes())
    assert refused(home).code == "same_file_twice"


def refused(home: Path) -> SkmError:
    """Return why the one source of a survey is refused."""
    with pytest.raises(DataError) as caught:
        check_survey(open_survey(home))
    return caught.value.refusals[0].error


def test_parts_that_are_no_whole_are_refused(home: Path):
    """Parts with other columns, without a header, in another kind, and an unfinished job: refused by name, whole."""
    folder = home / "data/raw/2025/jawaban"
    second = folder / PART.format(1, "csv")
    kept = second.read_text(encoding="utf-8")
    second.write_text(kept.replace("Persyaratan,Prosedur", "Prosedur,Persyaratan", 1), encoding="utf-8")
    error = refused(home)
    assert error.code == "parts_differ" and error.places[1].file.endswith(second.name)
    second.write_text(kept.partition("\n")[2], encoding="utf-8")
    assert refused(home).code == "parts_differ"
    second.write_text(kept + '\n"Loket A,1', encoding="utf-8")
    assert refused(home).code == "unclosed_quote"
    second.rename(second.with_suffix(".csv.gz"))
    assert refused(home).code == "other_kind"
    (folder / "_temporary" / "0").mkdir(parents=True)
    (folder / "_temporary" / "0" / "part-00003.csv").write_text(kept, encoding="utf-8")
    assert refused(home).code == "parts_unfinished"


def test_a_remembered_folder_gives_the_same_lines(home: Path, tmp_path: Path):
    """What is kept of a folder for the next run still says in which part a row stood."""
    path = home / "data/raw/2025/jawaban"
    survey = open_survey(home)
    workspace, later = Workspace(), Workspace()
    parts = read_file(path, "jawaban", survey, workspace, constants_of(path, "jawaban", survey), dates=True)
    remember(tmp_path, {"key": parts}, workspace)
    kept = Memory(tmp_path, later).recall("key")
    lines = gather(parts, workspace).exclusions
    pd.testing.assert_frame_equal(gather(kept, later).exclusions, lines)
    assert lines["file"].str.startswith("jawaban/part-00000").any()
    assert reading_key("data/raw/2025/jawaban", survey, kept[0].constants)


def test_spark_reads_the_parts_themselves(spark, tmp_path: Path):
    """Both engines give the same figures and accounts of a folder of CSV parts and of one of Parquet."""
    for kind, sizes in (("csv", (20, 0, 25, 15)), ("parquet", (20, 25, 15))):
        folder = write_parts(tmp_path / f"jawaban {kind}", rows_of(60), sizes, kind)
        here, there = (index_files([folder], by=("unit",), engine=engine) for engine in ("duckdb", "spark"))
        pd.testing.assert_frame_equal(there.indices.frame, here.indices.frame)
        assert there.accounts == here.accounts
        assert "not read there" not in set(there.exclusions["rule"])
