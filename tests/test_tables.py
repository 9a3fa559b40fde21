"""Our own files: whole or not at all, the same bytes for the same table, names that every system accepts."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from skm import tables
from skm.errors import RequestError
from skm.tables import (
    RESERVED_NAMES,
    Lines,
    csv_bytes,
    json_bytes,
    read_csv_text,
    read_tally_file,
    replace_whole,
    safe_name,
    text_table,
    write_json,
    write_tally,
    write_whole,
    write_workbook,
)
from skm.tally import tally_from, tally_responses

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def test_a_failed_write_leaves_the_old_file(tmp_path):
    """A write that breaks off leaves the file that stood there, and nothing beside it."""
    path = tmp_path / "hasil.csv"
    write_whole(path, b"lama")

    def break_off(temporary):
        temporary.write_bytes(b"bar")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_whole(path, break_off)
    assert path.read_bytes() == b"lama"
    assert os.listdir(tmp_path) == ["hasil.csv"]


def test_a_file_held_open(tmp_path, monkeypatch):
    """A file that another program holds is reported with the way out, and stays as it was."""
    path = tmp_path / "skm-2025.xlsx"
    write_whole(path, b"lama")

    def held(*_):
        raise PermissionError

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(RequestError) as caught:
        write_whole(path, b"baru")
    assert "Tutup skm-2025.xlsx di Excel, lalu ulangi" in caught.value.message("id")
    assert path.read_bytes() == b"lama"
    assert os.listdir(tmp_path) == ["skm-2025.xlsx"]


def test_the_same_table_gives_the_same_bytes(tmp_path):
    """CSV and workbook of one table are equal byte for byte, and leave the table as it was."""
    table = pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "index": [81.96, float("nan")], "name": ["a", ""]})
    before = table.copy()
    assert csv_bytes(table) == csv_bytes(table) == b"n,index,name\n1,81.96,a\n,,\n"
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, {"indices": table})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    pd.testing.assert_frame_equal(table, before)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_texts_return_from_csv(tmp_path_factory, rows):
    """Any text that is written to our CSV is read back as it was."""
    table = pd.DataFrame(rows, columns=["a", "b"], dtype="str")
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    write_whole(path, csv_bytes(table))
    assert read_csv_text(path).to_numpy().tolist() == table.to_numpy().tolist()


def test_line_breaks_return_from_csv(tmp_path):
    """A text with any kind of line break, quote or delimiter is one cell, and its breaks are LF."""
    table = pd.DataFrame({"a": ['x\r\ny"z', "a\rb", "a,b\nc"], "b": ["1", "2", "3"]})
    write_whole(tmp_path / "t.csv", csv_bytes(table))
    returned = read_csv_text(tmp_path / "t.csv")
    assert returned.to_numpy().tolist() == [['x\ny"z', "1"], ["a\nb", "2"], ["a,b\nc", "3"]]


def test_json_has_no_nan():
    """JSON says null where there is no figure: NaN is no JSON."""
    table = pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "low": [float("nan"), 2.5], "name": ["Ünit", None]})
    data = json.loads(json_bytes({"indices": table}, {"name": "Kota"}), parse_constant=pytest.fail)
    assert data == {
        "survey": {"name": "Kota"},
        "indices": [{"n": 1, "low": None, "name": "Ünit"}, {"n": None, "low": 2.5, "name": None}],
    }


def test_text_in_a_workbook_is_no_formula(tmp_path):
    """A cell that starts with "=" is text, so that no name of a unit is ever run."""
    texts = ["=1+1", "http://contoh.id", "+62", "@a", "0012"]
    write_workbook(tmp_path / "t.xlsx", {"a": pd.DataFrame({"name": texts})})
    rows = CalamineWorkbook.from_path(tmp_path / "t.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["name", *texts]


def test_terminal_table_keeps_lines_apart():
    """A text table has one line a row, whatever the texts hold."""
    table = pd.DataFrame({"name": ["a\nb", "c"], "n": [1, 20]})
    assert text_table(table, ["name", "n", "absent"]).splitlines() == ["name   n", "a b    1", "c     20"]


# --- file names ---------------------------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_names_of_files_are_safe_everywhere(text):
    """Any text becomes a name that Windows, Linux and macOS accept, short enough, and the same one every time."""
    name = safe_name(text)
    assert name == safe_name(text)
    assert 0 < len(name) <= 100
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    assert name.strip("-.") == name
    assert name.split(".")[0] not in RESERVED_NAMES


@pytest.mark.parametrize("text", ["con", "CON", "con.a", "Nul.txt", "com1.x.y", "aux.", "lpt9"])
def test_device_names_are_avoided(text):
    """Names of Windows devices, also with an ending, never become a file name."""
    assert safe_name(text).split(".")[0] not in RESERVED_NAMES


@given(st.lists(st.text(max_size=100), unique=True, max_size=20))
def test_two_units_never_share_a_file(texts):
    """Different texts have different names, also where case is no difference."""
    assert len({safe_name(text).casefold() for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("first", "second"), [("a/b", "a b"), ("A", "a"), ("x" * 300, "x" * 299), ("é", "e"), ("a.", "a")]
)
def test_names_that_look_alike(first, second):
    """Texts that differ by case, accent, length or a forbidden sign alone stay apart."""
    assert safe_name(first) != safe_name(second)


# --- tallies ------------------------------------------------------------------------------------------------------


def test_a_written_tally_returns(tmp_path):
    """A tally that is written and read is the same: cells, instrument with exact weights, names, sources."""
    frame = pd.DataFrame({"unit": ["Ma'rang", "b", "b"], "requirements": [4, 3, None], "procedure": [4, None, 2]})
    tally = tally_responses(frame, by=["unit"])
    names = {"Ma'rang": 'Ma\'rang "A"; DROP TABLE tally', "b": "B"}
    write_tally(tmp_path / "t.parquet", tally.frame, tally.instrument, names, ["ab" * 32])
    returned = tally_from(*read_tally_file(tmp_path / "t.parquet"))
    pd.testing.assert_frame_equal(returned.frame, tally.frame)
    assert returned.instrument.signature == tally.instrument.signature
    assert (returned.names, returned.sources) == (names, ("ab" * 32,))


def test_lines_are_written_as_the_table_they_are(tmp_path: Path):
    """Lines that are given one by one make the JSON and the workbook that the same table makes, many of them too."""
    frame = pd.DataFrame({"row": [4, None], "value": ['=1+"x"\n', None]}).astype({"row": "Int64"})
    lines = Lines(("row", "value"), 2, lambda: iter([(4, '=1+"x"\n'), (None, None)]))
    about = {"name": "Kota", "more": {"n": [1, 2]}}
    for some in ({"a": frame, "b": frame.head(0)}, {}):
        content = {"survey": about} | {
            name: [dict(zip(t.columns, row, strict=True)) for row in t.astype(object).where(t.notna(), None).to_numpy()]
            for name, t in some.items()
        }
        assert json_bytes(some, about) == (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    write_json(tmp_path / "a.json", {"a": lines}, about)
    assert (tmp_path / "a.json").read_bytes() == json_bytes({"a": frame}, about)
    write_workbook(tmp_path / "a.xlsx", {"a": lines})
    write_workbook(tmp_path / "b.xlsx", {"a": frame})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_workbook_of_many_lines_is_written_row_by_row(tmp_path: Path, monkeypatch):
    """Cells are the same whether the workbook is held in memory or not; more rows than a sheet has are refused."""
    lines = Lines(("row", "value"), 30, lambda: iter([(n, f"=nilai {n}") for n in range(30)]))
    write_workbook(tmp_path / "a.xlsx", {"a": lines})
    monkeypatch.setattr(tables, "ROWS_AT_HAND", 10)
    write_workbook(tmp_path / "b.xlsx", {"a": lines})
    few, many = (pd.read_excel(tmp_path / name, engine="calamine") for name in ("a.xlsx", "b.xlsx"))
    pd.testing.assert_frame_equal(few, many)
    monkeypatch.setattr(tables, "ROWS_OF_SHEET", 30)
    with pytest.raises(RequestError) as caught:
        write_workbook(tmp_path / "c.xlsx", {"a": lines})
    assert caught.value.code == "workbook_too_long"
    assert not (tmp_path / "c.xlsx").exists()
