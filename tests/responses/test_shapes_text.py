"""Oddities of CSV: either the rows are exactly right, with a finding where one is due, or the file is refused."""

import codecs

import pytest

HEADER = ["No", "Persyaratan", "Prosedur", "Unit layanan"]
ROWS = [["1", "4", "3", 'Loket; "A", é'], ["2", "2", "1", "Loket B"]]
SCORES = {2: [4, 3], 3: [2, 1]}


def text(delimiter, *, header=HEADER, rows=ROWS, end="\n", after=""):
    """Return rows as CSV, every cell in quotation marks, with something after each row."""
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [header, *rows]]
    return "".join(line + after + end for line in quoted)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_delimiters(read, scores, encoding, delimiter, end):
    """Delimiters inside quotation marks part nothing, in every encoding."""
    responses = read(text(delimiter, end=end).encode(encoding))
    assert scores(responses) == SCORES
    assert 'Loket; "A", é' in responses.unit_names().values()


@pytest.mark.parametrize("sign", [";", ",", "|"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_first_line_for_excel(read, scores, sign, mark):
    """A first line "sep=;" tells Excel the delimiter; it is no header, and rows keep their numbers."""
    content = mark + (f"sep={sign}\n" + text(sign)).encode()
    assert scores(read(content)) == {3: [4, 3], 4: [2, 1]}


def test_first_line_for_excel_above_a_long_table(read, scores):
    """The line for Excel stands above other shapes too."""
    lines = "".join(f"{p};{name};{score}\n" for p, score in ((1, 4), (2, 1)) for name in ("Persyaratan", "Prosedur"))
    assert scores(read(f"sep=;\nID Responden;Unsur;Nilai\n{lines}")) == {3: [4, 4], 5: [1, 1]}


def test_decimal_commas(read, scores):
    """Scores written "4,00" between semicolons are whole scores."""
    assert scores(read("No;Persyaratan;Prosedur\n1;4,00;3,0\n2;2,00;1,00\n")) == {2: [4, 3], 3: [2, 1]}


@pytest.mark.parametrize("after", [";", ";;"])
def test_delimiters_at_the_end_of_rows(read, scores, findings, after):
    """Delimiters behind the last cell of each row, with or without the header, part off nothing."""
    assert scores(read(text(";", after=after))) == SCORES
    header, rows = text(";").split("\n", 1)
    responses = read(header + "\n" + rows.replace("\n", after + "\n"))
    assert scores(responses) == SCORES
    assert findings(responses) == []


def test_cells_behind_the_last_header_refuse_the_file(refusal):
    """Where most rows hold a cell more than the header, no cell is cut off: the file is refused with its rows."""
    rows = [["1", "4", "3", "A", "4"], ["2", "2", "1", "B", "4"]]
    error = refusal(text(";", rows=rows))
    assert error.code == "lines_malformed"
    assert [place.row for place in error.places] == [2, 3]


def test_short_rows_are_listed(read, scores, findings):
    """A row with fewer cells than the header is listed and dropped: nobody knows which cell it lacks."""
    responses = read("No;Persyaratan;Prosedur\n1;4;3\n2;2\n3;1;1\n")
    assert scores(responses) == {2: [4, 3], 4: [1, 1]}
    assert findings(responses) == [(3, "malformed line", "MISSING COLUMNS", "row dropped")]
