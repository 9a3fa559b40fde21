"""The workbook: one table a sheet, numbers as numbers, live formulas that equal the printed figures."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import simulated
from formulas import Sheets
from printers import needs

from skm.publishing.gathering import gather_facts
from skm.publishing.workbook import build_workbook, write_workbook

FIRST = 5  # row of the first value
CALC = Path("/usr/lib/libreoffice/program/libsclo.so")  # the part of LibreOffice that calculates


@pytest.fixture(scope="module")
def facts(city):
    """Return the facts of the city in 2020: with a weak, a silent, a new and a hidden unit."""
    return gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence)


@pytest.fixture(scope="module")
def whole_facts(city):
    """Return the facts of 2019, when no unit was hidden."""
    return gather_facts(city.survey, city.indices, city.changes, "2019", evidence=city.evidence)


def opened(facts, folder):
    """Return the written workbook."""
    write_workbook({facts.language: facts}, folder)
    return openpyxl.load_workbook(folder / f"skm-{facts.period}.xlsx")


@pytest.fixture(scope="module")
def book(facts, tmp_path_factory):
    """Return the workbook of 2020."""
    return opened(facts, tmp_path_factory.mktemp("book"))


def rows_of(sheet):
    """Return the rows of the table of a sheet by header."""
    (table,) = sheet.tables.values()
    lines = [[cell.value for cell in line] for line in sheet[table.ref]]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_every_sheet_holds_one_real_table_and_nothing_merged(book):
    """After cover, contents and notes each sheet has one marked table, frozen heads, no merged and no empty cell."""
    assert book.sheetnames[:3] == ["Sampul", "Daftar isi", "Catatan"]
    for name in book.sheetnames[3:]:
        sheet = book[name]
        assert len(sheet.tables) == 1, name
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes is not None
        assert len(name) < 31
        assert name == name.strip()
        assert all(value is not None for row in rows_of(sheet) for value in row.values()), name
    listed = [cell.value for cell in book["Daftar isi"]["A"][1:]]
    assert listed == book.sheetnames[3:]


def test_figures_are_numbers_and_hidden_ones_symbols(facts, book):
    """An index is a number with two decimals, a hidden one the text [x], a silent unit's [..]."""
    rows = {row["Kode unit"]: row for row in rows_of(book["Unit"])}
    for unit in facts.units:
        value = rows[unit.id]["Nilai 2020"]
        if unit.now.hidden:
            assert (value, rows[unit.id]["Responden 2020"]) == ("[x]", "[x]")
        elif unit.now.printed is None:
            assert value == "[..]"
        else:
            assert Decimal(str(value)) == unit.now.printed
            assert rows[unit.id]["Responden 2020"] == unit.now.n
    assert rows["pd-33"]["Selisih"] == "[x]"


def test_formulas_of_units_give_the_printed_figures(whole_facts, tmp_path):
    """Sum, mean, weighted mean *) and IKM **) of each unit, recomputed from the sheet, are the printed figures."""
    book = opened(whole_facts, tmp_path)
    sheets, headers = Sheets(book), [cell.value for cell in book["Olah data unit"][FIRST - 1]]
    column = {header: openpyxl.utils.get_column_letter(place) for place, header in enumerate(headers, start=1)}
    units = [unit for unit in whole_facts.units if unit.now.printed is not None]
    for row, unit in list(enumerate(units, start=FIRST))[::9]:
        assert book["Olah data unit"][f"{column['IKM **)']}{row}"].value.startswith("=ROUND(")
        assert Decimal(str(sheets.value("Olah data unit", f"{column['IKM **)']}{row}"))) == unit.now.printed
        for element in unit.elements:
            cell = f"{column[f'NRR {element.code}']}{row}"
            assert re.fullmatch(r"=[A-Z]+\d+/[A-Z]+\d+", book["Olah data unit"][cell].value)
            assert sheets.value("Olah data unit", cell) == pytest.approx(element.now.value, abs=1e-9)


def test_formulas_of_the_whole_give_the_page(whole_facts, tmp_path):
    """The mean over units, its weight of exactly 1/9, their sum and the IKM give what the page prints."""
    book = opened(whole_facts, tmp_path)
    sheets, sheet = Sheets(book), book["Olah data"]
    assert sheet["I5"].value.startswith("=AVERAGE('Olah data unit'!")
    assert sheet["J5"].value == "=1/9"
    last = FIRST + len(whole_facts.whole.elements)
    assert sheet[f"A{last}"].value == "Jumlah NRR tertimbang *)"
    assert sheet[f"A{last + 1}"].value == "IKM **)"
    assert Decimal(str(sheets.value("Olah data", f"K{last + 1}"))) == whole_facts.whole.now.printed
    for row, element in enumerate(whole_facts.whole.elements, start=FIRST):
        assert sheets.value("Olah data", f"I{row}") == pytest.approx(element.now.value, abs=1e-9)
        counts = next(a for a in whole_facts.answers if a.key == element.key)
        assert sheets.value("Olah data", f"G{row}") == counts.total


STORED = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")


@pytest.fixture(scope="module")
def recalculated(whole_facts, tmp_path_factory):
    """Return the values of a workbook that LibreOffice Calc worked out: the stored ones are taken away before."""
    needs(shutil.which("soffice") and CALC.is_file(), "LibreOffice Calc")
    folder = tmp_path_factory.mktemp("calc")
    made = simulated.single()
    one = gather_facts(made.survey, made.indices, None, "2020", evidence=made.evidence)
    for name, facts in (("many", whole_facts), ("one", one)):
        write_workbook({facts.language: facts}, folder / name)
        (own,) = (folder / name).iterdir()
        with zipfile.ZipFile(own) as archive, zipfile.ZipFile(folder / f"{name}.xlsx", "w") as bare:
            for part in archive.namelist():
                bare.writestr(part, STORED.sub(rb"\1", archive.read(part)))
    files = [str(folder / f"{name}.xlsx") for name in ("many", "one")]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    books = {name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True) for name in ("many", "one")}
    return books, {"many": whole_facts, "one": one}


def test_a_real_spreadsheet_works_out_the_printed_figures(recalculated):
    """LibreOffice Calc gives the printed IKM of the whole and of units, and every mean, from the sheet's formulas."""
    books, facts = recalculated
    for name, book in books.items():
        sheet, own = book["Olah data"], facts[name]
        last = FIRST + len(own.whole.elements)
        assert sheet[f"A{last + 1}"].value == "IKM **)"
        assert Decimal(str(sheet[f"K{last + 1}"].value)) == own.whole.now.printed
        for row, element in enumerate(own.whole.elements, start=FIRST):
            assert sheet[f"I{row}"].value == pytest.approx(element.now.value, abs=1e-9)
    sheet = books["many"]["Olah data unit"]
    headers = [cell.value for cell in sheet[FIRST - 1]]
    units = {unit.name: unit for unit in facts["many"].units}
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST) if row[0].value in units]
    assert len(rows) == sum(unit.now.printed is not None for unit in units.values())
    for row in rows:
        line, unit = dict(zip(headers, row, strict=True)), units[row[0]]
        assert Decimal(str(line["IKM **)"])) == unit.now.printed
        for element in unit.elements:
            assert line[f"NRR {element.code}"] == pytest.approx(element.now.value, abs=1e-9)


def test_with_a_hidden_unit_the_whole_is_no_formula(facts, book):
    """A mean over the units shown is not the official one: then the printed figures stand there as numbers."""
    assert all(isinstance(book["Olah data"][f"I{row}"].value, (int, float)) for row in range(FIRST, FIRST + 9))
    last = FIRST + len(facts.whole.elements)
    assert Sheets(book).value("Olah data", f"K{last + 1}") == float(facts.whole.now.printed)


def test_one_unit_is_computed_from_its_answers(tmp_path):
    """Without units the mean of an element is the sum of its scores by the number of its answers, both live."""
    made = simulated.single()
    facts = gather_facts(made.survey, made.indices, None, "2020", evidence=made.evidence)
    book = opened(facts, tmp_path)
    told = [row for row in range(FIRST, FIRST + 9) if book["Olah data"][f"C{row}"].value != "[x]"]
    sheets = Sheets(book)
    for row in told:
        assert book["Olah data"][f"I{row}"].value == f"=H{row}/G{row}"
    last = FIRST + 9
    assert Decimal(str(sheets.value("Olah data", f"K{last + 1}"))) == facts.whole.now.printed


def test_the_recap_has_the_columns_that_offices_know(facts, book):
    """`Rekap UPP` has a line a unit: elements on the scale of the index, IKM, category, method, priority, plan."""
    rows = rows_of(book["Rekap UPP"])
    assert list(rows[0])[:3] == ["No", "OPD/UPP", "Periode"]
    assert list(rows[0])[3:12] == [f"U{n}" for n in range(1, 10)]
    assert list(rows[0])[12:] == ["IKM", "Kategori", "Responden", "Metode", "Unsur prioritas", "RTL"]
    first = next(unit for unit in facts.units if unit.now.printed is not None)
    assert Decimal(str(rows[0]["U1"])).quantize(Decimal("0.01")) == first.elements[0].now.points


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a","b")', "<b>&\u202e", "x" * 300, "\x07bel")


def test_hostile_names_stay_text(facts, tmp_path):
    """A name that begins like a formula, holds HTML, control or bidirectional signs is a text cell."""
    units = tuple(replace(unit, name=name) for unit, name in zip(facts.units, HOSTILE, strict=False))
    book = opened(replace(facts, units=units, name="=A1"), tmp_path)
    names = [row["Unit pelayanan"] for row in rows_of(book["Unit"])]
    assert [name for name in names if name.startswith("=")] == ["=1+1", '=HYPERLINK("http://a","b")']
    sheet = book["Unit"]
    assert all(sheet.cell(row, 1).data_type == "s" for row in range(FIRST, FIRST + len(HOSTILE)))


def test_the_same_facts_give_the_same_bytes(facts, tmp_path):
    """Two runs write the same workbook: no clock is in it."""
    for name in ("a", "b"):
        write_workbook({"id": facts}, tmp_path / name)
    first, second = (path / "skm-2020.xlsx" for path in (tmp_path / "a", tmp_path / "b"))
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_english_sheets_have_english_names(city, tmp_path):
    """The workbook speaks the language of its facts; its sheets and columns too."""
    facts = gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence, language="en")
    names = [sheet.name for sheet in build_workbook(facts).sheets]
    assert names[:3] == ["Indices", "Units", "Elements"]
    assert "Computation" in names
