"""Open data: tidy tables that keep their own descriptor's promises, and say the same as page and workbook."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
import simulated

from skm.publishing.gathering import gather_facts
from skm.publishing.opendata import build_open_data
from skm.publishing.workbook import write_workbook


def facts_of(made, period="2020"):
    """Return the facts of a period in both languages."""
    return {
        language: gather_facts(
            made.survey, made.indices, made.changes, period, evidence=made.evidence, language=language
        )
        for language in ("id", "en")
    }


@pytest.fixture(scope="module")
def facts(city):
    """Return the facts of the city in both languages."""
    return facts_of(city)


@pytest.fixture(scope="module")
def files(facts):
    """Return the files of the city's open data."""
    return build_open_data(facts)


def rows_of(data):
    """Return the rows of a table as dicts."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


CHECKS = {
    "integer": lambda text: re.fullmatch(r"-?\d+", text) is not None,
    "number": lambda text: re.fullmatch(r"-?\d+(\.\d+)?", text) is not None,
    "boolean": lambda text: text in ("true", "false"),
    "string": lambda text: True,
}


def broken_promises(package, files):
    """Return what a Data Package says of its tables that is not so."""
    tables = {resource["name"]: rows_of(files[resource["path"]]) for resource in package["resources"]}
    wrong = []
    for resource in package["resources"]:
        name, data, schema = resource["name"], files[resource["path"]], resource["schema"]
        if (resource["bytes"], resource["hash"]) != (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"):
            wrong.append((name, "hash"))
        if list(tables[name][0]) != [field["name"] for field in schema["fields"]]:
            wrong.append((name, "columns"))
        for field in schema["fields"]:
            texts = [row[field["name"]] for row in tables[name]]
            wrong += [(name, field["name"], text) for text in texts if not is_kept(text, field, schema)]
        for key in [schema["primaryKey"]] if "primaryKey" in schema else schema["uniqueKeys"]:
            values = [tuple(row[column] for column in key) for row in tables[name]]
            wrong += [(name, "key")] if len(set(values)) != len(values) else []
        for reference in schema.get("foreignKeys", []):
            (column,), (target,) = reference["fields"], reference["reference"]["fields"]
            known = {row[target] for row in tables[reference["reference"]["resource"]]}
            wrong += [(name, "reference")] if {row[column] for row in tables[name]} - known - {""} else []
    return wrong


def is_kept(text, field, schema):
    """Return whether a cell keeps the type and the bounds of its column."""
    limits = field.get("constraints", {})
    if text in schema["missingValues"]:
        return not limits.get("required")
    if not CHECKS[field["type"]](text) or text not in limits.get("enum", [text]):
        return False
    return "minimum" not in limits or limits["minimum"] <= float(text) <= limits.get("maximum", 1e9)


def test_the_descriptor_keeps_its_promises(files):
    """Types, bounds, letters, keys, references, sizes and hashes of every table are as datapackage.json says."""
    package = json.loads(files["datapackage.json"])
    assert package["$schema"].endswith("/2.0/datapackage.json")
    assert {resource["type"] for resource in package["resources"]} == {"table"}
    assert broken_promises(package, files) == []


def test_a_broken_promise_is_found(files):
    """The check of the descriptor can fail: a value out of its bounds, a repeated key, other bytes."""
    package = json.loads(files["datapackage.json"])
    text = files["indices.csv"].decode()
    line = text.splitlines()[1]
    spoiled = text + line.replace(",81.11,", ",181.11,") + "\n"
    wrong = broken_promises(package, {**files, "indices.csv": spoiled.encode()})
    assert {("indices", "hash"), ("indices", "key")} <= set(wrong)
    assert any(found[1:2] == ("index",) for found in wrong)


def test_no_row_is_a_respondent(files):
    """No table is longer than cells of groups make it, and none has a column of single answers."""
    assert not {name for name in files if "respon" in name} - {"respondents.csv"}
    assert all("row_id" not in data.decode("utf-8", "ignore") for data in files.values())


def test_both_languages_and_the_licence_are_there(files, facts):
    """README and dictionary speak both languages; a licence that nobody stated is not invented."""
    assert {"README.id.md", "README.en.md", "LICENSE", "CHANGELOG.md", "manifest.json"} <= set(files)
    assert b"Lisensi belum dinyatakan" in files["LICENSE"]
    assert "licenses" not in json.loads(files["datapackage.json"])
    stated = {key: replace(one, publisher={**one.publisher, "licence": "CC BY 4.0"}) for key, one in facts.items()}
    again = build_open_data(stated)
    assert json.loads(again["datapackage.json"])["licenses"][0]["name"] == "CC-BY-4.0"
    assert again["LICENSE"].startswith(b"CC BY 4.0\n")
    described = {(row["table"], row["column"]) for row in rows_of(files["dictionary.csv"])}
    package = json.loads(files["datapackage.json"])
    assert described == {(r["name"], f["name"]) for r in package["resources"] for f in r["schema"]["fields"]}


def test_the_manifest_has_the_hash_of_every_file(files):
    """Each file but the manifest itself stands in it with its SHA-256, and so does the weight as an exact ninth."""
    manifest = json.loads(files["manifest.json"])
    assert manifest["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"
    }
    assert manifest["weights"]["time"] == "1/9"


def test_the_indicator_is_measured_in_points(files):
    """MS-Ind says Indeks and Poin, writes the weight as 1/9, and lists the nine elements."""
    rows = {row["Atribut"]: row["Isi"] for row in rows_of(files["metadata-ms-ind.csv"])}
    assert (rows["Ukuran"], rows["Satuan"]) == ("Indeks", "Poin")
    assert "1/9" in rows["Metode/rumus penghitungan"]
    assert rows["Indikator pembangun"].count("U") >= 9


def test_texts_that_begin_like_formulas_stay_texts(facts):
    """A name that begins with = + - @ has a quote in front in every table, and breaks no line."""
    own = facts["id"]
    hostile = replace(own.units[0], name="=cmd|' /C calc'!A1\n<b>")
    again = {key: replace(one, units=(hostile, *one.units[1:])) for key, one in facts.items()}
    files = build_open_data(again)
    names = {row["name"] for name in ("units", "indices", "changes") for row in rows_of(files[f"{name}.csv"])}
    assert "'=cmd|' /C calc'!A1 <b>" in names
    assert not any(name.startswith(("=", "+", "-", "@")) for name in names)


def test_the_same_facts_give_the_same_bytes(facts, files):
    """Two runs give the same files: no clock and no order of sets is in them."""
    assert build_open_data(facts) == files


# ---- the same number everywhere ------------------------------------------------------------------------------------


def plain(text):
    """Return a figure of the Indonesian page as the tables spell it."""
    return text.replace(".", "").replace(",", ".").replace("\u2212", "-")


def sheet_rows(book, name):
    """Return the rows of a sheet's table by header."""
    (table,) = book[name].tables.values()
    lines = [[cell.value for cell in line] for line in book[name][table.ref]]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


@pytest.fixture(scope="module")
def book(facts, tmp_path_factory):
    """Return the workbook of the city."""
    folder = tmp_path_factory.mktemp("same")
    write_workbook(facts, folder)
    return openpyxl.load_workbook(folder / "skm-2020.xlsx", data_only=True)


def test_units_say_the_same_everywhere(files, book, city_page):
    """Respondents and index of every unit are one number on the page, in the workbook and in the open data."""
    open_rows = {
        row["name"]: row
        for row in rows_of(files["indices.csv"])
        if row["level"] == "unit" and row["measure"] == "index"
    }
    page = {name: row for row in city_page.rows("t-units") for name in open_rows if row[0].startswith(name)}
    assert len(page) == len(open_rows) == 89
    for line in sheet_rows(book, "Unit"):
        row, cells = open_rows[line["Unit pelayanan"]], page[line["Unit pelayanan"]]
        if row["mark"] == "x":
            assert (row["n"], row["printed"], line["Nilai 2020"], cells[3], cells[5]) == ("x", "x", "[x]", "x", "x")
        elif not row["printed"]:
            assert (line["Nilai 2020"], cells[5]) == ("[..]", "..")
        else:
            assert Decimal(row["printed"]) == Decimal(str(line["Nilai 2020"])) == Decimal(plain(cells[5]))
            assert int(row["n"]) == line["Responden 2020"] == int(plain(cells[3]))


def test_elements_answers_and_groups_say_the_same_everywhere(files, book, city_page):
    """Means, counts of answers and respondents by group are the same numbers in all three."""
    means = {row["code"]: row for row in rows_of(files["indices.csv"]) if row["level"] == "all" and row["code"]}
    for line, cells in zip(sheet_rows(book, "Unsur"), city_page.rows("t-elements"), strict=True):
        assert Decimal(means[line["Kode"]]["printed"]) == Decimal(plain(cells[2]))
        assert float(means[line["Kode"]]["printed"]) == pytest.approx(line["Nilai 2020"])
    spread = [row for row in rows_of(files["distribution.csv"]) if row["level"] == "all"]
    for row, line, cells in zip(spread, sheet_rows(book, "Sebaran jawaban"), city_page.rows("t-answers"), strict=False):
        told = [row[f"n{score}"] for score in range(1, 5)]
        assert told == [plain(text) for text in cells[1:5]]
        assert told == [str(line[f"Jawaban {score}"]).replace("[x]", "x") for score in range(1, 5)]
    heads = [row["n"] for row in rows_of(files["respondents.csv"]) if row["level"] == "all"]
    page = [plain(cells[1]) for cells in city_page.rows("t-profile") if len(cells) > 2]
    lines = [str(line["Responden"]).replace("[x]", "x") for line in sheet_rows(book, "Responden")][: len(heads)]
    assert heads == page == lines


def test_a_break_leaves_no_change_anywhere(tmp_path):
    """Two years that cannot be compared have no change in the workbook and no table of changes in the open data."""
    made = simulated.broken()
    facts = facts_of(made)
    assert "changes.csv" not in build_open_data(facts)
    write_workbook(facts, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "skm-2020.xlsx")
    headers = [cell.value for cell in book["Indeks"][4]]
    assert not [header for header in headers if "Selisih" in header]
    row = rows_of(build_open_data(facts)["indices.csv"])[0]
    assert Decimal(row["printed"]) == facts["id"].whole.now.printed
