"""The whole story, on small folders: what is written, what is refused, what stands after a failure."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest

from skm.errors import DataError, RequestError, SettingsError
from skm.pipeline import compare_files, index_files, report_again, run_file, run_survey
from skm.publishing import find_page
from skm.survey import open_survey

CODES = [f"U{number}" for number in range(1, 10)]


def write_answers(path: Path, units: dict[str, list[str]]) -> None:
    """Write a coded file: each unit with its rows of nine digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [",".join(["No", "Unit layanan", "Jenis kelamin", *CODES])]
    number = 0
    for unit, rows in units.items():
        for row in rows:
            number += 1
            lines.append(",".join([str(number), unit, "LP"[number % 2], *row]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A survey of two years and two units, with a register."""
    low, high = ["333333333", "343333334", "333433333"] * 5, ["444444444", "343444434", "333443344"] * 5
    write_answers(tmp_path / "data/raw/2019/a.csv", {"Loket A": low, "Loket B": low})
    write_answers(tmp_path / "data/raw/2020/a.csv", {"LOKET A": high, "Loket B.": low})
    (tmp_path / "skm.toml").write_text('[survey]\nname = "Kota Uji"\n[columns]\norder = "form"\n', encoding="utf-8")
    (tmp_path / "data/raw/units.csv").write_text(
        "unit_id,name,kind\na,Loket A,Loket\nb,Loket B,Loket\n", encoding="utf-8"
    )
    return tmp_path


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def index_of(result, **where: str) -> str:
    """The printed official index of one line."""
    frame = result.indices.frame
    rows = frame[(frame["measure"] == "index") & frame["official"]]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return rows["printed"].item()


def test_run_writes_figures_pages_and_record(folder: Path):
    """A run leaves the tables of interface.md, a page for each period, and run.json."""
    result = run_survey(folder)
    made = set(files_of(folder))
    assert {"reports/index.html", "reports/2019/index.html", "reports/2020/index.html"} <= made
    tables = ["indices", "changes", "exclusions", "distribution", "quality"]
    assert {f"data/processed/{name}.csv" for name in tables} <= made
    assert "data/processed/2020/responses.parquet" in made
    assert result.is_whole
    assert not [name for name in made if ".skm-" in name or name.endswith(".part")]


def test_parent_is_the_mean_of_its_units(folder: Path):
    """Two units of equal weight: the official figure is the mean of their indices."""
    result = run_survey(folder)
    assert index_of(result, period="2019", level="unit", id="a") == index_of(result, period="2019", level="all")
    frame = result.indices.frame
    rows = frame[(frame["measure"] == "index") & (frame["period"] == "2020")]
    units = rows[rows["level"] == "unit"]["index"].mean()
    whole = rows[(rows["level"] == "all") & rows["official"]]["index"].item()
    assert whole == pytest.approx(units)


def test_spellings_of_one_unit_are_one_unit(folder: Path):
    """LOKET A and Loket B. are the registered Loket A and Loket B."""
    result = run_survey(folder)
    units = result.indices.frame.query("level == 'unit' and measure == 'index'")
    assert sorted(units["id"].unique()) == ["a", "b"]
    assert set(units["n"]) == {15}


def test_rows_in_are_rows_kept_and_dropped(folder: Path):
    """Every row of every file is accounted for in run.json."""
    path = folder / "data/raw/2020/a.csv"
    path.write_text(path.read_text() + "99,Loket A,L,,,,,,,,,\n98,Loket A,L,3\n", encoding="utf-8")
    run_survey(folder)
    record = json.loads((folder / "data/processed/run.json").read_text())
    (account,) = [a for a in record["files"] if a["period"] == "2020"]
    assert (account["rows_in"], account["rows_kept"], account["rows_dropped"]) == (32, 30, 2)
    exclusions = pd.read_csv(folder / "data/processed/exclusions.csv")
    assert exclusions[exclusions["action"] == "row dropped"]["row"].tolist() == [32, 33]


def test_same_inputs_give_the_same_bytes(folder: Path):
    """Two runs of one folder write the same bytes: there is no clock and no chance in them."""
    run_survey(folder)
    first = files_of(folder)
    run_survey(folder)
    assert files_of(folder) == first


def test_order_of_files_changes_no_figure(folder: Path):
    """Rows split over two files, in another order, give the same figures."""
    whole = run_survey(folder).indices.frame
    path = folder / "data/raw/2020/a.csv"
    header, *rows = path.read_text().splitlines()
    (folder / "data/raw/2020/z.csv").write_text("\n".join([header, *rows[:17]]) + "\n", encoding="utf-8")
    path.write_text("\n".join([header, *reversed(rows[17:])]) + "\n", encoding="utf-8")
    pd.testing.assert_frame_equal(run_survey(folder).indices.frame, whole)


def test_refused_file_leaves_the_others_and_marks_the_pages(folder: Path):
    """A file with an unknown label is refused whole; the rest goes on and the page says how many files are missing."""
    bad = folder / "data/raw/2020/b.csv"
    write_answers(bad, {"Loket A": ["444444444"]})
    bad.write_text(bad.read_text().replace("4,4", "4,lumayan", 1), encoding="utf-8")
    result = run_survey(folder)
    assert [refusal.file for refusal in result.refusals] == ["data/raw/2020/b.csv"]
    assert not result.is_whole
    assert "RANCANGAN" in (folder / "reports/2020/index.html").read_text(encoding="utf-8")
    exclusions = pd.read_csv(folder / "data/processed/exclusions.csv")
    refused = exclusions[exclusions["action"] == "file refused"].iloc[0]
    assert (refused["rule"], refused["row"], refused["value"]) == ("unknown label", 2, "lumayan")


def test_nothing_usable_leaves_earlier_results(folder: Path):
    """When not one file can be used, the results of the run before stand, byte for byte."""
    run_survey(folder)
    before = files_of(folder / "reports") | files_of(folder / "data/processed")
    for path in (folder / "data/raw").glob("20*/*.csv"):
        path.write_bytes(b"")
    with pytest.raises(DataError, match="Tidak satu pun berkas"):
        run_survey(folder)
    assert files_of(folder / "reports") | files_of(folder / "data/processed") == before


def test_killed_run_leaves_earlier_results(folder: Path):
    """A run that dies while it writes its pages leaves the results of the run before, byte for byte."""
    run_survey(folder)
    before = files_of(folder / "reports") | files_of(folder / "data/processed")
    (folder / "data/raw/2020/a.csv").write_text((folder / "data/raw/2019/a.csv").read_text(), encoding="utf-8")
    script = textwrap.dedent("""
        import os, signal, sys
        import skm.publishing.outputs as pages
        def die(*_args, **_more): os.kill(os.getpid(), signal.SIGKILL)
        pages.render_page = die
        from skm.pipeline import run_survey
        run_survey(sys.argv[1])
    """)
    done = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, check=False)
    assert done.returncode == -9
    assert files_of(folder / "reports") | files_of(folder / "data/processed") == before


def test_real_beside_simulated_is_refused(folder: Path):
    """A file without the mark beside files with it: nobody may publish their sum."""
    path = folder / "data/raw/2020/a.csv"
    header, *rows = path.read_text().splitlines()
    marked = [f"{header},Data simulasi", *(f"{row},ya" for row in rows)]
    path.write_text("\n".join(marked) + "\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="skm new FOLDER") as caught:
        run_survey(folder)
    assert caught.value.exit_code == 2
    assert not (folder / "reports").exists()


def test_real_file_with_faults_is_real_all_the_same(folder: Path):
    """A real file that would be refused anyway still stops a simulated survey with exit code 2."""
    for path in (folder / "data/raw").glob("20*/*.csv"):
        header, *rows = path.read_text().splitlines()
        marked = [f"{header},Data simulasi", *(f"{row},ya" for row in rows)]
        path.write_text("\n".join(marked) + "\n", encoding="utf-8")
    settings = folder / "skm.toml"
    settings.write_text(settings.read_text().replace("[columns]", "simulated = true\n[columns]"), encoding="utf-8")
    run_survey(folder)
    write_answers(folder / "data/raw/2020/z.csv", {"Loket Asing": ["lumayan33"]})
    with pytest.raises(SettingsError, match="skm new FOLDER"):
        run_survey(folder)


def test_copy_of_a_file_is_not_counted_twice(folder: Path):
    """a.csv and a (1).csv with the same bytes: the second is refused, and n stays."""
    copy = folder / "data/raw/2020/a (1).csv"
    copy.write_bytes((folder / "data/raw/2020/a.csv").read_bytes())
    result = run_survey(folder)
    assert [refusal.error.code for refusal in result.refusals] == ["same_file_twice"]
    assert set(result.indices.frame.query("level == 'unit' and measure == 'index'")["n"]) == {15}


def test_data_of_an_unread_kind_is_no_silence(folder: Path):
    """A file of Stata in data/raw makes the result incomplete; a letter beside it does not."""
    (folder / "data/raw/2020/surat.pdf").write_bytes(b"%PDF")
    assert run_survey(folder).is_whole
    (folder / "data/raw/2020/pkm.dta").write_bytes(b"<stata_dta>")
    assert [refusal.file for refusal in run_survey(folder).refusals] == ["data/raw/2020/pkm.dta"]


def test_register_of_corrections_is_not_ignored(folder: Path):
    """Corrections that are not applied stop the run before anything is written."""
    (folder / "data/raw/corrections.csv").write_text("period,file,row\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="koreksi"):
        run_survey(folder)


def test_eleven_codes_where_nine_are_known(tmp_path: Path):
    """U10 and U11 beside nine elements are named as not counted."""
    path = tmp_path / "a.csv"
    path.write_text(",".join([*CODES, "U10", "U11"]) + "\n" + ",".join("4" * 11), encoding="utf-8")
    found = index_files([path]).exclusions
    assert found[found["rule"] == "code beyond regulation"]["column"].tolist() == ["U10", "U11"]


def test_simulated_survey_says_so(folder: Path):
    """`simulated = true` puts the stamp on every page, in its language."""
    settings = folder / "skm.toml"
    settings.write_text(settings.read_text().replace("[columns]", "simulated = true\n[columns]"), encoding="utf-8")
    run_survey(folder)
    for page in (folder / "reports").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert ("SIMULATED DATA" if '<html lang="en"' in text else "DATA SIMULASI") in text, page.name


def test_unit_outside_the_register_makes_no_whole_result(folder: Path):
    """Rows of an unregistered unit are left out, listed, and the result is not whole."""
    write_answers(folder / "data/raw/2020/c.csv", {"Loket C": ["444444444"] * 3, "Loket A": ["444444444"]})
    result = run_survey(folder)
    lost = result.exclusions[result.exclusions["rule"] == "unit not registered"]
    assert lost["row"].tolist() == [2, 3, 4]
    assert not result.is_whole
    assert "Loket C" not in set(result.indices.frame["name"])


def test_year_adds_its_quarters(tmp_path: Path):
    """Rows of quarters make the year: its n is their sum."""
    write_answers(tmp_path / "data/raw/2025/TW1/a.csv", {"Loket": ["333333333"] * 4})
    write_answers(tmp_path / "data/raw/2025/TW II/a.csv", {"Loket": ["444444444"] * 12})
    result = run_survey(tmp_path)
    rows = result.indices.frame.query("level == 'unit' and measure == 'index'").set_index("period")
    assert rows["n"].to_dict() == {"2025": 16, "2025-Q1": 4, "2025-Q2": 12}
    assert rows.loc["2025", "printed"] == "93.75"


def test_folders_name_agency_and_unit(tmp_path: Path):
    """data/raw/2025/Dinas Kesehatan/Puskesmas 07.csv says period, agency and unit."""
    path = tmp_path / "data/raw/2025/Dinas Kesehatan/Puskesmas 07.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join([",".join(CODES), "3,3,3,3,3,3,3,3,3", "4,4,4,4,4,4,4,4,4"]), encoding="utf-8")
    frame = run_survey(tmp_path).indices.frame
    named = frame[frame["measure"] == "index"].drop_duplicates(["level", "name"])
    assert set(named[["level", "name"]].itertuples(index=False, name=None)) >= {
        ("unit", "Puskesmas 07"),
        ("agency", "Dinas Kesehatan"),
    }


def test_report_again_writes_the_same_pages(folder: Path):
    """Pages made from the processed figures are the pages of the run, byte for byte."""
    run_survey(folder)
    pages = files_of(folder / "reports")
    (folder / "reports/2020/index.html").unlink()
    report_again(open_survey(folder))
    assert files_of(folder / "reports") == pages


def test_report_without_a_run_says_what_to_do(folder: Path):
    """Before the first run there are no figures to make pages of."""
    with pytest.raises(RequestError, match="skm run"):
        report_again(open_survey(folder))


def test_newest_page_is_the_latest_year(folder: Path):
    """Without a period the page of the latest year is opened."""
    run_survey(folder)
    assert find_page(folder).parent.name == "2020"
    with pytest.raises(RequestError, match="2019, 2020"):
        find_page(folder, "1999")


def test_one_file_gets_its_page_without_settings(tmp_path: Path):
    """A health centre with some forms gets its page beside its file."""
    path = tmp_path / "Puskesmas 07.csv"
    path.write_text(
        "\n".join([",".join(CODES), *["3,4,3,4,3,4,3,4,3"] * 20, *["4,4,3,4,3,4,4,4,3"] * 20]), encoding="utf-8"
    )
    result = run_file(path)
    (page,) = (tmp_path / "Puskesmas 07-laporan").glob("*/index.html")
    assert "Puskesmas 07" in page.read_text(encoding="utf-8")
    assert result.indices.frame.query("level == 'unit' and measure == 'index'")["n"].item() == 40


def test_dates_of_one_year_are_the_period_of_a_lone_file(tmp_path: Path):
    """A file that says its period nowhere, but whose dates are all of 2024, is of 2024."""
    path = tmp_path / "a.csv"
    rows = [f"{day}/03/2024,3,4,3,4,3,4,3,4,3" for day in range(10, 25)]
    path.write_text("\n".join([f"Tanggal,{','.join(CODES)}", *rows]), encoding="utf-8")
    assert run_file(path).periods == ("2024",)


def test_file_held_open_by_another_program_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """A file that Windows does not let us read is refused with the way out; the others go on."""
    from skm.responses import files

    read = files.read_tables

    def locked(path: Path, *rest: object):
        if path.parent.name == "2020":
            raise PermissionError(13, "Permission denied")
        return read(path, *rest)

    monkeypatch.setattr(files, "read_tables", locked)
    result = run_survey(folder)
    (refusal,) = result.refusals
    assert refusal.error.message().splitlines()[-1] == "  Tutup a.csv di Excel, lalu ulangi."
    assert result.periods == ("2019",)


def test_two_files_are_compared_as_two_periods(folder: Path):
    """Two files of one name in two years: their change, unit by unit."""
    result, changes = compare_files(folder / "data/raw/2019/a.csv", folder / "data/raw/2020/a.csv")
    frame = changes.frame
    row = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & (frame["id"] == "loket-b")].iloc[0]
    assert (row["printed_change"], row["verdict"]) == ("0.00", "unchanged")
    assert len(result.periods) == 2


def test_files_with_fewer_elements_are_refused_in_a_survey(folder: Path):
    """A file that asks eight elements can't stand beside files that ask nine."""
    short = folder / "data/raw/2020/b.csv"
    write_answers(short, {"Loket A": ["44444444"] * 5})
    short.write_text(short.read_text().replace(",U9", ""), encoding="utf-8")
    result = run_survey(folder)
    assert [refusal.error.code for refusal in result.refusals] == ["elements_fewer_than_others"]


def test_eight_elements_alone_weigh_an_eighth(tmp_path: Path):
    """A questionnaire of eight elements can reach 100: missing elements are reweighted, not counted as zero."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join(CODES[:8]), "4,4,4,4,4,4,4,4"]), encoding="utf-8")
    frame = index_files([path]).indices.frame
    assert set(frame[frame["measure"] == "index"]["printed"]) == {"100.00"}


def test_survey_without_files_says_where_to_put_them(tmp_path: Path):
    """An empty folder is a wrong command, not a crash."""
    with pytest.raises(SettingsError, match="data/raw") as caught:
        run_survey(tmp_path)
    assert caught.value.exit_code == 2


def test_unknown_setting_stops_before_anything_is_written(folder: Path):
    """A key with a typing error is named, and nothing is written."""
    (folder / "skm.toml").write_text('[survey]\nnama = "x"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"survey\.nama"):
        run_survey(folder)
    assert not (folder / "data/processed").exists()


def test_index_by_an_unknown_column_names_the_known(folder: Path):
    """--by with a word that is no column says which there are."""
    with pytest.raises(RequestError, match="sex"):
        index_files([folder / "data/raw/2020/a.csv"], by=("kelas",))


def test_responses_file_holds_no_identity(folder: Path):
    """Names and numbers of persons reach no file that the program writes."""
    path = folder / "data/raw/2020/a.csv"
    header, *rows = path.read_text().splitlines()
    lines = [f"{header},Nama,No HP", *(f"{row},Siti Rahayu,081234567890" for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_survey(folder)
    for name, data in (files_of(folder / "reports") | files_of(folder / "data/processed")).items():
        assert b"Rahayu" not in data and b"081234567890" not in data, name
