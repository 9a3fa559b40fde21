"""`skm check`: what each column was taken for, what was found, what comes next, and what goes back to whom."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from skm.checking import describe_check, describe_findings, findings_aloud, findings_by_unit, sheet_name
from skm.pipeline import check_files, check_survey
from skm.survey import open_survey

CODES = ",".join(f"U{number}" for number in range(1, 10))
GOOD = "3,3,4,3,3,3,4,3,3"
OFF = "3,3,7,3,3,3,3,3,3"


@pytest.fixture
def folder(write, tmp_path):
    """Return a survey of three units: two in one file with a finding each, one refused, and a fourth that is silent."""
    write(
        "data/raw/units.csv",
        "unit_id,name\nb,Loket B\na,Loket A\nc,Loket C\nd,Loket D\n",
    )
    rows = [f"Loket {'AB'[n % 2]},{GOOD}" for n in range(60)]
    rows[4], rows[7] = f"Loket A,{OFF}", f"Loket B,{OFF}"
    write("data/raw/2025/bersama.csv", "\n".join([f"Unit,{CODES}", *rows]))
    write("data/raw/2025/Loket C.csv", "\n".join([CODES, "3,3,lumayan,3,3,3,3,3,3"]))
    return tmp_path


# --- on screen ----------------------------------------------------------------------------------------------------


def test_each_column_is_told_with_its_reason(run, write):
    """A line for each column: what it was taken for and why; what is left out and what is not certain by name."""
    path = write("a.csv", f"Jenis kelamin,{CODES},Warna kesukaan,Nama\n" + f"L,{GOOD},biru,Budi\n" * 20)
    code, out, _ = run("check", path)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert lines[0] == "a.csv: 20 baris, 20 dihitung"
    assert any(line.startswith("Jenis kelamin jenis kelamin judul kolom") for line in lines)
    assert any(line.startswith("U4 Biaya kode unsur") for line in lines)
    assert any(line.startswith("Nama identitas, tidak disimpan") for line in lines)
    assert any(line.startswith("Tidak dipakai: Warna kesukaan") for line in lines)
    assert any(line.startswith("Belum pasti") and "U8" in line for line in lines)
    assert "Budi" not in out


def test_a_question_that_is_only_alike_is_told_with_what_it_is_like(run, write, questions):
    """A question with a typing error stands among what is not certain, beside the listed text that it is like."""
    headers = [f'"{text}"' for text in questions.values()]
    headers[2] = '"Bagaimana pendapat Saudara tentang kecepattan waktu dalam memberikan pelayanan"'
    path = write("a.csv", ",".join(headers) + "\n" + f"{GOOD}\n" * 20)
    _, out, _ = run("check", path)
    (line,) = [line for line in out.splitlines() if line.startswith("  Belum pasti")]
    assert "kecepat" in line
    assert questions["time"][:60] in line


def test_files_of_one_layout_are_told_once(run, write, tmp_path):
    """A hundred files with the same columns are one block that names some of them and counts the rest."""
    for number in range(6):
        write(f"{number}.csv", f"{CODES}\n" + f"{GOOD}\n" * (10 + number))
    code, out, _ = run("check", *sorted(tmp_path.glob("*.csv")))
    titles = [line for line in out.splitlines() if "dihitung" in line]
    assert code == 0
    assert titles == ["0.csv, 1.csv, 2.csv, dan 3 lagi: 75 baris, 75 dihitung"]


def test_labels_are_shown_where_they_are_known():
    """A column `labels` of the recognised table stands at the end of the column's line."""
    line = {"file": "a", "sheet": "", "column": "U1", "taken_for": "requirements", "why": "text", "labels": "Baik = 3"}
    text = describe_check(pd.DataFrame([line]), pd.DataFrame(columns=["file", "rule", "message", "action"]), [], {})
    assert text.splitlines()[1].endswith("Baik = 3")


def test_findings_are_grouped_by_rule_five_shown(run, write):
    """All findings of a rule together: what, how many, five places, the rest counted, the way out."""
    rows = [OFF if n % 50 == 0 else GOOD for n in range(400)]
    path = write("a.csv", "\n".join([CODES, *rows]))
    _, out, _ = run("check", path)
    found = out[out.index("Temuan") :].splitlines()
    start = next(n for n, line in enumerate(found) if line.startswith("  Jawaban di luar skala"))
    assert found[start] == "  Jawaban di luar skala 1–4. 8 jawaban dikosongkan:"
    assert found[start + 1] == '    a.csv, kolom "U3": baris 2 "7"'
    assert found[start + 6 : start + 8] == ["    dan 3 lagi", "    Perbaiki sel itu bila salah ketik."]


def test_messages_that_differ_stay_together_under_their_rule():
    """Lines of one rule whose messages name different things are told one after another, with the way out once."""
    lines = [
        {"file": "a.csv", "sheet": "", "row": n, "column": "Unit", "rule": "unit spelling", "value": f"x{n}"}
        | {"action": "flagged", "message": f"Nama ini mirip {n}."}
        for n in range(2, 10)
    ]
    text = describe_findings(pd.DataFrame(lines))
    assert text.count("Nama ini mirip") == 5
    assert "dan 3 lagi" in text
    assert text.count("Bila satu unit") == 1


def test_a_refused_file_is_told_by_its_message(run, folder):
    """Refusals come with all four parts on stderr, and the last line says what to do; exit code 1."""
    code, out, err = run("check", folder)
    assert code == 1
    assert "lumayan" in err
    assert "lumayan" not in out
    assert err.splitlines()[-1].endswith(f"skm check {folder} -o temuan.xlsx")


def test_the_last_line_says_what_comes_next(run, write):
    """Without findings the next step is the run; with --quiet nothing is said."""
    names = ",".join(
        ["Persyaratan", "Prosedur", "Waktu pelayanan", "Biaya", "Produk layanan", "Kompetensi", "Perilaku"]
    )
    write("kota/data/raw/2025/a.csv", f"{names},Sarana,Pengaduan\n" + f"{GOOD}\n" * 20)
    folder = write("kota/skm.toml", '[columns]\nproduct = "Produk layanan"\ntime = "Waktu pelayanan"\n').parent
    code, out, err = run("check", folder)
    assert code == 0
    assert "Temuan" not in out
    assert err.splitlines()[-1] == f"Semua berkas terbaca, tanpa temuan. Langkah berikutnya: skm run {folder}"
    _, _, err = run("check", folder, "--quiet")
    assert err == ""


def test_registered_units_that_sent_nothing_are_named(run, folder):
    """A unit of the register without responses is named; one whose file is refused has its own message."""
    _, out, _ = run("check", folder)
    assert out.splitlines()[-1] == "Unit terdaftar tanpa jawaban: Loket D"


def test_nothing_usable_still_says_everything(run, write):
    """Where not one file can be used, each is told with its reason, and the findings can still be sent back."""
    for name in ("a", "b"):
        write(f"{name}.csv", f"{CODES}\n3,3,lumayan,3,3,3,3,3,3\n")
    target = write("c.csv", "").with_name("temuan.xlsx")
    code, _, err = run("check", target.with_name("a.csv"), target.with_name("b.csv"), "-o", target)
    assert code == 1
    assert err.count("label yang tidak dikenal") == 2
    assert openpyxl.load_workbook(target).sheetnames == ["Ringkasan", "a", "b"]


def test_json_holds_findings_and_columns(run, folder):
    """--format json gives every finding with its unit, and what each column was taken for."""
    code, out, _ = run("check", folder, "--format", "json")
    content = json.loads(out)
    assert code == 1
    assert set(content) == {"exclusions", "recognised"}
    off = {(line["row"], line["unit"]) for line in content["exclusions"] if line["rule"] == "off scale"}
    assert off == {(6, "a"), (9, "b")}
    assert {line["taken_for"] for line in content["recognised"]} >= {"unit", "tariff"}


def test_a_console_without_utf8_gets_plain_signs(run, folder, monkeypatch):
    """The text of a check can be printed in code page 437: no sign is lost that has a plain one."""
    from skm.cli import PLAIN_SIGNS

    _, out, err = run("check", folder)
    (out + err).translate(PLAIN_SIGNS).encode("cp437")


def test_findings_are_told_in_english(run, folder):
    """--lang en tells columns, findings and the next step in English."""
    _, out, err = run("check", folder, "--lang", "en")
    assert "rows," in out
    assert "Findings" in out
    assert "The result is not whole." in err


# --- to send back -------------------------------------------------------------------------------------------------


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    """Return the cells of each sheet of a workbook."""
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in openpyxl.load_workbook(path)
    }


def test_the_workbook_has_a_sheet_for_each_unit(run, folder, tmp_path):
    """Findings go to the unit of their row, also out of one file of many units; the order is the register's."""
    code, out, err = run("check", folder, "-o", tmp_path / "temuan.xlsx")
    sheets = sheets_of(tmp_path / "temuan.xlsx")
    assert (code, out) == (1, "")
    assert "satu lembar untuk setiap unit" in err
    assert list(sheets) == ["Ringkasan", "Loket B", "Loket A", "Loket C", "bersama", "Kolom"]
    rows = {name: [(line[0], line[2], line[3], line[4]) for line in cells[1:]] for name, cells in sheets.items()}
    assert rows["Loket A"] == [("data/raw/2025/bersama.csv", 6, "U3", "7")]
    assert rows["Loket B"] == [("data/raw/2025/bersama.csv", 9, "U3", "7")]
    assert rows["Loket C"] == [("data/raw/2025/Loket C.csv", 2, "U3", "lumayan")]
    assert all(line[7] for line in sheets["Loket A"][1:])


def test_the_overview_says_who_sent_what(folder):
    """A line for each unit and file: rows that count, findings, refused or not; silent units stand there too."""
    result = check_survey(open_survey(folder))
    sheets = findings_by_unit(result.exclusions, result.recognised, result.senders, {})
    lines = sheets["Ringkasan"].to_numpy().tolist()
    assert [line[:1] + line[2:] for line in lines] == [
        ["Loket B", 30, 1, "terbaca"],
        ["Loket A", 30, 1, "terbaca"],
        ["Loket C", 0, 1, "ditolak"],
        ["Loket D", 0, 0, "belum ada jawaban"],
    ]


def test_rows_of_unknown_units_go_to_a_sheet_called_as_they_are(write):
    """A unit that the register does not have gets the sheet of its own spelling."""
    write("data/raw/units.csv", "unit_id,name\na,Loket A\n")
    path = write("data/raw/2025/x.csv", "\n".join([f"Unit,{CODES}", *[f"Loket A,{GOOD}"] * 30, f"Loket Z,{GOOD}"]))
    result = check_survey(open_survey(path.parents[3]))
    lost = result.exclusions[result.exclusions["rule"] == "unit not registered"]
    assert lost["unit"].tolist() == ["Loket Z"]
    assert "Loket Z" in findings_by_unit(result.exclusions, result.recognised, result.senders, {})


def test_the_workbook_holds_no_formula_and_no_person(run, write, tmp_path):
    """A unit called as a formula is text; names and numbers of people are nowhere in what is sent back."""
    rows = [f"=1+1,Budi Santoso,3174012345678901,{GOOD}" for _ in range(40)]
    rows[3] = f"=1+1,Siti Aminah,081234567890,{OFF}"
    path = write("a.csv", "\n".join([f"Unit,Nama,NIK,{CODES}", *rows]))
    run("check", path, "-o", tmp_path / "temuan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "temuan.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == "=1+1" for cell in cells)
    assert all(cell.data_type in "sn" for cell in cells)
    told = " ".join(str(cell.value) for cell in cells)
    assert not any(word in told for word in ("Budi", "Siti", "3174012345678901", "081234567890"))


def test_sheet_names_are_safe_and_unique():
    """Long names, signs that Excel forbids, names that it keeps for itself: each sheet has a name of its own."""
    taken = {"history"}
    texts = ["History", "a" * 40, "a" * 41, "[x]:*?/\\'", "", "A/B", "a:b"]
    names = [sheet_name(text, taken) for text in texts]
    assert names == ["History 2", "a" * 31, "a" * 29 + " 2", "x", "unit", "A B", "a b 2"]


def test_check_of_files_reads_their_dates(write):
    """A check of one file finds what a run would find of its dates too."""
    path = write("a.csv", f"Tanggal,{CODES}\n" + f"2025-03-04,{GOOD}\n" * 20 + f"entah kapan,{GOOD}\n")
    assert "date unreadable" in set(check_files([path]).exclusions["rule"])


# --- aloud --------------------------------------------------------------------------------------------------------


def test_run_and_index_say_what_figures_hang_on(run, write):
    """An assumed order is said on stderr in one line, and not with --quiet; figures on stdout stay as they are."""
    path = write("a.csv", f"{CODES}\n" + f"{GOOD}\n" * 20)
    _, out, err = run("index", path, "--format", "csv")
    assert [line for line in err.splitlines() if "U8" in line] == [
        "Judul kolom hanya kode: U8 dianggap sarana dan U9 pengaduan (urutan kuesioner) (1 temuan di 1 berkas)"
    ]
    assert "U8 dianggap" not in out
    _, _, err = run("index", path, "--quiet")
    assert err == ""


def test_findings_that_stand_in_no_figure_are_not_said_aloud():
    """A blanked typing error is listed, but said aloud only by its count."""
    line = {"file": "a.csv", "rule": "off scale", "message": "x", "action": "answer blanked"}
    assert findings_aloud(pd.DataFrame([line])) == []


def test_no_findings_are_no_words():
    """Where nothing was found nothing is said."""
    empty = pd.DataFrame(columns=["file", "sheet", "row", "column", "rule", "value", "action", "message", "unit"])
    assert describe_findings(empty) == ""
    assert findings_aloud(empty) == []
