"""Reading: every cell as a person sees it, every row under the number that a spreadsheet shows, none lost."""

import codecs
import datetime as dt
import io
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skm.errors import DataError
from skm.pipeline import index_files
from skm.regulation import load_regulation
from skm.responses import raw, read_responses, reading, staging
from skm.responses.recognising import known_headers

DATA = Path(__file__).parent / "data"
KNOWN = known_headers(load_regulation("permenpan-14-2017"))
# Row 2 holds a quoted line break, row 3 lacks a cell, row 5 is blank, row 6 has a cell too many.
MALFORMED = 'Persyaratan,Prosedur,Saran\n4,3,"satu\ndua"\n2,1\n1,1,c\n\n3,3,c,d\n2,2,d\n'
KEPT = {2: [4, 3], 4: [1, 1], 7: [2, 2]}
LOST = [
    (3, "malformed line", "MISSING COLUMNS", "row dropped"),
    (6, "malformed line", "TOO MANY COLUMNS", "row dropped"),
]


def workbook(sheets, hidden=()):
    """Return the bytes of a workbook with these rows in these sheets."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(row, column, value)
        if name in hidden:
            sheet.hide()
    book.close()
    return target.getvalue()


def parquet(columns):
    """Return the bytes of a Parquet file with these columns."""
    target = io.BytesIO()
    pl.DataFrame(columns, strict=False).write_parquet(target)
    return target.getvalue()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_rows_keep_their_numbers(read, scores, findings, end, mark):
    """Malformed lines have the spreadsheet's row: a blank line counts, a break in quotes does not."""
    responses = read(mark + MALFORMED.replace("\n", end))
    assert scores(responses) == KEPT
    assert findings(responses) == LOST
    assert (responses.n_rows, responses.n_dropped) == (5, 2)


def test_leading_blank_lines_count(read, scores, findings):
    """Blank lines above the header shift every row by as many."""
    responses = read("\n\n" + MALFORMED)
    assert scores(responses) == {row + 2: values for row, values in KEPT.items()}
    assert [line[0] for line in findings(responses)] == [5, 8]


def test_mixed_line_ends(read, scores, findings):
    """A file in which CRLF and LF alternate has the same rows as one with a single kind."""
    lines = MALFORMED.split("\n")
    mixed = "".join(line + ("\r\n" if place % 2 else "\n") for place, line in enumerate(lines[:-1]))
    responses = read(mixed)
    assert scores(responses) == KEPT
    assert findings(responses) == LOST


def test_last_line_without_an_end(read, scores):
    """The last row counts although no line end follows it."""
    assert scores(read("Persyaratan,Prosedur\n4,3\n2,1")) == {2: [4, 3], 3: [2, 1]}


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("cp1252", b""),
    ],
)
def test_encodings(read, scores, encoding, mark):
    """Every encoding that offices send gives the same rows and the same letters."""
    text = "Persyaratan,Prosedur,Unit layanan\n4,3,Café “Satu” –\n\n2,1,Café “Satu” –\n"
    responses = read(mark + text.encode(encoding))
    assert scores(responses) == {2: [4, 3], 4: [2, 1]}
    assert set(responses.unit_names().values()) == {"Café “Satu” –"}


def test_bytes_of_no_encoding_are_refused(refusal):
    """Bytes that are neither UTF-8 nor Windows-1252 are an error, never replaced signs."""
    assert refusal(b"Persyaratan,Saran\n4,\x81\xe9\n").code == "unknown_encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(read, scores, delimiter):
    """The delimiter is the sign that parts the header; other signs stay in the cells."""
    header = delimiter.join(["Persyaratan", '"Saran, masukan; dan | kritik"', "Prosedur"])
    row = delimiter.join(["4", '"a, b; c | d\te"', "3"])
    assert scores(read(f"{header}\n{row}\n", "loket.tsv")) == {2: [4, 3]}


@pytest.mark.parametrize(
    "text",
    [
        "Sistem, mekanisme, dan prosedur;Persyaratan;Saran, kritik, masukan, harapan\n4;3;a, b, c, d\n2;1;\n",
        "Prosedur,Persyaratan,Saran; kritik; masukan; harapan\n4,3,a; b\n2,1,\n",
        "Prosedur\tPersyaratan\tSaran, kritik, masukan\n4\t3\ta, b, c\n2\t1\t\n",
        "Prosedur,Persyaratan,Saran\n4,3\n4,3,a\n2,1,b\n",
    ],
)
def test_other_signs_do_not_part_columns(read, text):
    """Commas and semicolons of the questions' own do not outvote the sign that parts every row."""
    assert read(text).to_pandas().sort_values("row")["procedure"].tolist() == [4, 2]


def test_quoted_commas_in_headers(read):
    """A header in quotes may hold the delimiter and a line break."""
    responses = read('"Persyaratan","Saran, kritik\ndan masukan",Prosedur\n4,x,3\n')
    assert responses.recognised["column"].tolist() == ["Persyaratan", "Saran, kritik dan masukan", "Prosedur"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("inside", ["\n", "\r\n"])
def test_line_breaks_in_headers(read, scores, end, inside):
    """A line break in a header cell, as Excel writes it, is no line end, whatever ends the lines."""
    text = end.join(["Persyaratan", "4", "2", ""]).replace("Persyaratan", f'"Persyaratan{inside}pelayanan",Prosedur')
    text = text.replace("4", "4,3").replace(f"{end}2", f"{end}2,1")
    assert scores(read(text)) == {2: [4, 3], 3: [2, 1]}


def test_quotes_inside_a_cell(read, scores):
    """Doubled quotes are one quote of the text, not the end of the cell."""
    assert scores(read('Persyaratan,Saran,Prosedur\n4,"kata ""baik"", ya",3\n1,"""",2\n')) == {2: [4, 3], 3: [1, 2]}


def test_stray_quotes_never_lose_a_row(refusal):
    """Quotes inside unquoted cells make records ambiguous: the file is refused, no row is lost silently."""
    error = refusal('Persyaratan,Saran\n4,layar 5" kecil\n3,layar 6" besar\n2,c\n')
    assert error.code == "rows_do_not_add_up"
    assert error.exit_code == 1


def test_text_after_a_closing_quote_is_listed(read, findings):
    """A cell that goes on after its closing quote drops its row, and the row is named."""
    responses = read('Persyaratan,Saran\n4,"a" b\n3,c\n')
    assert findings(responses) == [(2, "malformed line", "UNQUOTED VALUE", "row dropped")]


def test_unclosed_quote_names_its_row(refusal):
    """A quotation mark that is never closed refuses the file at the row where it is open."""
    error = refusal('Persyaratan,Saran\n4,a\n3,"b\n2,c\n1,d\n')
    assert error.code == "unclosed_quote"
    assert [place.row for place in error.places] == [3]


def test_one_column_with_blank_lines(read, scores, findings):
    """In a table of one column a blank line is a respondent without answers, not a lost row."""
    responses = read("Persyaratan\n4\n\n3\n")
    assert scores(responses) == {2: [4], 4: [3]}
    assert findings(responses) == [(3, "no answers", "", "row dropped")]


def test_quoted_blanks_are_blanks(read, scores):
    """An empty cell, an empty pair of quotes and a cell of spaces are all no answer."""
    assert scores(read('Persyaratan,Prosedur\n,4\n"",4\n"  ",4\n')) == {2: [None, 4], 3: [None, 4], 4: [None, 4]}


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_workbooks_equal_their_csv_twin(suffix):
    """A workbook gives the rows, dates, ages, units, row numbers and findings of the same table as CSV."""
    twin, other = read_responses(DATA / "twin.csv"), read_responses(DATA / f"twin.{suffix}")
    left, right = (r.to_pandas().drop(columns="file").sort_values("row", ignore_index=True) for r in (twin, other))
    assert len(left) == 23
    assert right.equals(left)
    assert other.exclusions[["row", "rule"]].to_numpy().tolist() == [[9, "no answers"]]
    assert other.tally().frame.equals(twin.tally().frame)


def test_parquet_equals_its_csv_twin():
    """A Parquet file, which has no blank rows, gives the same answers in the same order as its CSV twin."""
    twin, other = read_responses(DATA / "twin.csv"), read_responses(DATA / "twin.parquet")
    columns = ["file", "row"]
    left, right = (r.to_pandas().sort_values("row", ignore_index=True).drop(columns=columns) for r in (twin, other))
    assert right.equals(left)
    assert other.tally().frame.equals(twin.tally().frame)


def test_cells_are_seen_as_a_person_sees_them():
    """Whole numbers lose their ".0", dates are ISO, midnight is no time of the day, nothing is empty text."""
    seen = [
        (4.0, "4"),
        (3.5, "3.5"),
        (7, "7"),
        (None, ""),
        (dt.date(2020, 7, 15), "2020-07-15"),
        (dt.datetime(2020, 7, 15), "2020-07-15"),  # noqa: DTZ001 — a cell has no time zone
        (dt.datetime(2020, 7, 15, 8, 30), "2020-07-15 08:30:00"),  # noqa: DTZ001 — a cell has no time zone
    ]
    for value, text in seen:
        assert raw.cell_text(value) == text


def test_sheets_are_tables(read, scores):
    """Each visible sheet with element columns is read; hidden, empty and other sheets are left out."""
    table = [["Persyaratan", "Prosedur"], [4, 3]]
    content = workbook({"Petunjuk": [["Isi ini"], ["ya"]], "A": table, "Kosong": [], "Lama": table}, hidden=["Lama"])
    responses = read(content, "buku.xlsx")
    assert [part.sheet for part in responses.parts] == ["A"]
    assert scores(responses) == {2: [4, 3]}


def test_blank_rows_of_a_sheet_count(read, scores, findings):
    """Rows above the header and blank rows between count in the numbers of a sheet."""
    content = workbook({"A": [[], ["Persyaratan", "Prosedur"], [4, 3.0], [], [None, 2], [" ", None]]})
    responses = read(content, "buku.xlsx")
    assert scores(responses) == {3: [4, 3], 5: [None, 2]}
    assert findings(responses) == [(6, "no answers", "", "row dropped")]


def test_a_workbook_under_another_ending(read, scores):
    """A workbook is known by its content: an .xlsx saved as .xls is read."""
    assert scores(read(workbook({"A": [["Persyaratan"], [4]]}), "buku.xls")) == {2: [4]}


def test_sheet_of_the_settings(read, refusal, scores):
    """`sheet` in [[file]] reads that sheet alone; a sheet that is not there refuses the file."""
    content = workbook({"A": [["Persyaratan"], [4]], "B": [["Persyaratan"], [1]]})
    chosen = '[[file]]\nmatch = "*.xlsx"\nsheet = "B"\n'
    assert scores(read(content, "buku.xlsx", chosen)) == {2: [1]}
    assert refusal(content, "buku.xlsx", chosen.replace('"B"', '"C"')).code == "no_such_sheet"


def test_parquet_numbers_are_seen_whole(read, scores):
    """Floats, "not a number", nulls and empty text in Parquet are whole numbers and blanks."""
    content = parquet(
        {"Persyaratan": [4.0, float("nan"), None], "Prosedur": ["1", "", None], "Waktu": [None, 2, 3]},
    )
    assert scores(read(content, "jawaban.parquet")) == {2: [4, 1, None], 3: [None, None, 2], 4: [None, None, 3]}


@pytest.mark.parametrize("cell", [[3], {"a": 3}])
def test_parquet_cells_of_lists_are_no_answers(refusal, cell):
    """A question whose cells are lists or records is refused: the list [3] was read as 3."""
    assert refusal(parquet({"Persyaratan": [cell], "Prosedur": [3]}), "jawaban.parquet").code == "cells_of_lists"


def test_parquet_number_beyond_all_scales(refusal):
    """A number too large for any integer is off the scale, not a crash."""
    assert refusal(parquet({"Persyaratan": [1e300]}), "jawaban.parquet").code == "off_scale"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_numbers_in_a_large_file(write, monkeypatch, end):
    """In a file of several chunks and buffers, each kept row has its own answers and each bad line its own number."""
    monkeypatch.setattr(staging, "SCAN_BUFFER", 2 << 20)
    rng = np.random.default_rng(11)
    lines, kept, bad, row = ["Persyaratan,Saran,Prosedur"], {}, [], 1
    for _ in range(60_000):
        row += 1
        kind = rng.random()
        answers = (1 + row * 7 % 4, 1 + row // 4 % 4)
        if kind < 0.004:
            lines.append("")
        elif kind < 0.01:
            lines.append("4,x" if kind < 0.007 else "4,x,3,9")
            bad.append(row)
        else:
            text = f'"satu{end}""dua""{end}{end}tiga"' if kind < 0.06 else "x" * int(rng.integers(0, 260))
            lines.append(f"{answers[0]},{text},{answers[1]}")
            kept[row] = answers
    path = write("besar.csv", end.join(lines))
    assert path.stat().st_size > 2 * reading.CHUNK - (1 << 20)
    responses = read_responses(path)
    frame = responses.to_pandas()
    assert dict(zip(frame["row"], zip(frame["requirements"], frame["procedure"], strict=True), strict=True)) == kept
    assert responses.exclusions["row"].tolist() == bad
    assert responses.n_rows == len(kept) + len(bad)


@pytest.mark.parametrize("chunk", [1, 2, 3, 7])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252"])
def test_chunks_change_nothing(read, scores, findings, monkeypatch, chunk, encoding):
    """Quotes, line ends and letters that straddle two chunks are read as if the file came in one piece."""
    monkeypatch.setattr(reading, "CHUNK", chunk)
    monkeypatch.setattr(reading, "_encoding", lambda *_, **__: encoding)
    text = MALFORMED.replace("\n", "\r\n").replace("satu", 'sa""tu, é')
    responses = read(text.encode(encoding))
    assert scores(responses) == KEPT
    assert findings(responses) == LOST


CELL = st.sampled_from(
    ["1", "2", "3", "4", "", " ", "-", '"4"', '""', "Sesuai", '"a\nb"', '"a ""x"", b"', "tidak baik"]
)
LINE = st.one_of(
    st.lists(CELL, min_size=3, max_size=3),
    st.lists(CELL, min_size=3, max_size=3),
    st.lists(CELL, min_size=1, max_size=5),
    st.just([]),
)


@given(st.lists(LINE, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_is_ever_lost(tmp_path, lines, end, ends):
    """Rows in = rows kept + rows excluded, for any mixture of dirty cells, blank and malformed lines; or a refusal."""
    text = "Saran,Persyaratan,Kritik\n" + "\n".join(",".join(cells) for cells in lines) + ("\n" if ends else "")
    path = tmp_path / "kotor.csv"
    path.write_bytes(text.replace("\n", end).encode())
    try:
        responses = read_responses(path)
    except reading.DataError as error:
        assert error.code in {"unknown_label", "no_rows", "lines_malformed"}
        return
    dropped = responses.exclusions[responses.exclusions["action"] == "row dropped"]
    assert responses.n_dropped == len(dropped) == dropped["row"].nunique()
    kept = responses.to_pandas()
    assert responses.n_rows == len(kept) + len(dropped)
    n_filled = sum(bool(cells) and cells != [""] for cells in lines)
    assert responses.n_rows == n_filled
    assert not set(kept["row"]) & set(dropped["row"])


def test_the_engine_never_guesses(write):
    """What try_cast would take ("3.5" as 4, "true" as 1) is a label of its own in the staged text."""
    path = write("loket.csv", "Persyaratan\n3.5\ntrue\n")
    (table,) = reading.read_tables(path, "loket.csv", path.parent, KNOWN)
    with duckdb.connect() as connection:
        staged = staging.stage_table(connection, table, {"a": 0}, (), "staged")
        assert staged.relation(connection).fetchall() == [("3.5", 2), ("true", 3)]


def test_a_line_without_an_end_is_refused_at_once(tmp_path: Path):
    """A text that is one line of megabytes has no header; nobody looks for one in it."""
    path = tmp_path / "jawaban.csv"
    path.write_bytes(b"Persyaratan," + b"x" * reading.LONGEST_LINE)
    with pytest.raises(DataError) as caught:
        index_files([path])
    assert caught.value.code == "line_without_end"


def test_a_table_too_wide_for_the_memory_is_told(tmp_path: Path):
    """Thousands of columns that nobody knows end in a message with the way out, not in a fault of the program."""
    path = tmp_path / "jawaban.csv"
    header = "Persyaratan,Prosedur," + ",".join(f"k{number}" for number in range(5000))
    path.write_text("\n".join([header, *["4,3" + ",1" * 5000] * 20]) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        index_files([path])
    assert caught.value.code == "table_too_wide"
