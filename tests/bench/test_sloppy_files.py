"""Files as hostile and sloppy offices send them, one trouble each: what it may become is written beside it.

A trouble is a change to one sound table. `ok` says what the reader may do: refuse the file, or read the spoiled cell
as one of the values given, None for a blank that is listed among the exclusions.
"""

import datetime as dt
import io
import random
from dataclasses import dataclass, field

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

import skm
from skm.errors import SkmError

HEADERS = ("Persyaratan", "Prosedur", "Waktu", "Biaya", "Produk", "Kompetensi", "Perilaku", "Sarana", "Pengaduan")
ELEMENTS = tuple("requirements procedure time tariff product competence behaviour facilities complaints".split())
SPOILED, COLUMN = 20, 2  # the respondent and the question (Waktu) whose cell is spoiled
N = 44
REFUSED = "refused"


def sound(n=N, best=4, worst=1):
    """Return the scores of `n` respondents, all nine columns from worst to best."""
    chance = random.Random(7)  # noqa: S311  the draw of a test
    return [[chance.randint(worst, best) for _ in HEADERS] for _ in range(n)]


def csv_of(rows, headers=HEADERS, delimiter=";"):
    """Return a table as CSV."""
    lines = [headers, *rows]
    return "\n".join(delimiter.join("" if c is None else str(c) for c in line) for line in lines).encode() + b"\n"


def xlsx_of(rows, headers=HEADERS, above=(), after=(), sheet="Sheet1", spoil=None, more=()):
    """Return a table as a workbook; `spoil(sheet, row, column)` writes the spoiled cell."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name, lines in ((sheet, [*above, headers, *rows, *after]), *more):
            page = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                for place, cell in enumerate(cells):
                    if cell not in (None, ""):
                        page.write(number, place, cell)
            if spoil and name == sheet:
                spoil(book, page, len(above) + 1 + SPOILED, COLUMN)
    return target.getvalue()


@pytest.fixture
def reading(tmp_path):
    """Return a function that reads a file: ("refused", code) or the responses."""

    def read(content, name="loket.csv", settings=""):
        path = tmp_path / name
        path.write_bytes(content)
        (tmp_path / "skm.toml").write_text(settings, encoding="utf-8")
        try:
            return skm.read_responses(path, settings=tmp_path / "skm.toml")
        except SkmError as error:
            return (REFUSED, error.code)

    return read


def scores_read(responses):
    """Return the scores of each kept row, None for a blank, in the order of the file."""
    items = {item.element: item.key for item in responses.instrument.items}
    frame = responses.to_pandas().sort_values("row")
    return [
        [None if pd.isna(v) else float(v) for v in values]
        for values in frame[[items[e] for e in ELEMENTS]].astype(object).itertuples(index=False)
    ]


def check_cell(outcome, ok, rows=None):
    """Check that the spoiled cell became what it may, that a blank is listed, and all other scores are true."""
    if isinstance(outcome, tuple):
        assert REFUSED in ok, outcome
        return
    read = scores_read(outcome)
    true = [list(map(float, row)) for row in (rows or sound())]
    value, read[SPOILED][COLUMN] = read[SPOILED][COLUMN], true[SPOILED][COLUMN]
    assert read == true
    assert value in ok, value
    if value is None and "silent blank" not in ok:
        assert len(outcome.exclusions), "a blank that nobody is told of"


CELLS = {
    # what stands there: what may become of it
    "3.0000001": [3, REFUSED],
    "3,5": [REFUSED, None],
    "4 4": [REFUSED, None],
    "34": [REFUSED, None],
    "1/4": [REFUSED],
    "4/4": [REFUSED, 4],
    "3-4": [REFUSED],
    "3 atau 4": [REFUSED],
    "３": [3, REFUSED],
    "٣": [3, REFUSED],
    "3\u200b": [3, REFUSED],
    "\u00a03\u00a0": [3],
    "\ufeff3": [3, REFUSED],
    "'3": [3, REFUSED],
    "3.": [3, REFUSED],
    "(3)": [3, REFUSED],
    "+3": [3, REFUSED],
    "3e0": [3, REFUSED],
    "0.3e1": [3, REFUSED],
    "1_0": [REFUSED, None],
    "Infinity": [REFUSED],
    "#N/A": [REFUSED, None],
    "#REF!": [REFUSED, None],
    "#DIV/0!": [REFUSED, None],
    "TRUE": [REFUSED],
    "2025-04-03": [REFUSED],
    "03-Apr": [REFUSED],
    "45750": [REFUSED, None],
    "-3": [REFUSED, None],
    "0": [REFUSED, None],
    "9": [REFUSED, None],
    "99": [REFUSED, None],
    "75%": [REFUSED],
    "=1+1": [REFUSED, 2],
    "tiga": [3, REFUSED],
    "III": [3, REFUSED],
    "a": [REFUSED],
    "Sesuai": [3, REFUSED],
    "3 - Sangat cepat": [REFUSED],
    "x": [REFUSED],
    "v": [REFUSED],
    "?": [REFUSED],
    "Sangat cepat, Cepat": [REFUSED],
    "Sangat tidak cepat": [REFUSED],
    "tidak tahu": [REFUSED, None],
    "\n": [None, "silent blank"],
    " ": [None, "silent blank"],
}


@pytest.mark.parametrize("text", CELLS, ids=[repr(text) for text in CELLS])
def test_a_cell_that_is_no_score(reading, text):
    """Whatever is typed into one cell of a CSV is read as a person would, blanked and listed, or refused."""
    rows: list[list] = sound()
    rows[SPOILED][COLUMN] = f'"{text}"' if "\n" in text else text
    check_cell(reading(csv_of(rows)), CELLS[text])


def _write(value, style=None):
    return lambda book, page, row, column: page.write(row, column, value, book.add_format(style) if style else None)


WORKBOOK_CELLS = {
    "formula with its value": (lambda b, p, r, c: p.write_formula(r, c, "=1+2", None, 3), [3, REFUSED]),
    "formula with an error": (lambda b, p, r, c: p.write_formula(r, c, "=1/0", None, "#DIV/0!"), [REFUSED, None]),
    "formula of text": (lambda b, p, r, c: p.write_formula(r, c, '="3"', None, "3"), [3, REFUSED]),
    "boolean": (_write(True), [REFUSED]),
    "date": (_write(dt.date(2025, 4, 3), {"num_format": "d-mmm"}), [REFUSED, None]),
    "percent": (_write(0.75, {"num_format": "0%"}), [REFUSED, None]),
    "three and a bit": (_write(3.0000001), [REFUSED, None, 3]),
    "noise of a float": (_write(3.0000000000000004), [3, REFUSED]),
    "half": (_write(3.5), [REFUSED, None]),
    "shown rounded": (_write(3.4, {"num_format": "0"}), [REFUSED, None]),
    "text number": (lambda b, p, r, c: p.write_string(r, c, "3"), [3]),
    "time": (_write(dt.time(3, 0), {"num_format": "hh:mm"}), [REFUSED, None]),
    "link": (lambda b, p, r, c: p.write_url(r, c, "https://contoh.go.id", string="3"), [3, REFUSED]),
    "rich text": (lambda b, p, r, c: p.write_rich_string(r, c, b.add_format({"bold": 1}), "4", " 3"), [REFUSED]),
}  # fmt: skip


@pytest.mark.parametrize("name", WORKBOOK_CELLS)
def test_a_workbook_cell_that_is_no_score(reading, name):
    """A cell of a workbook counts as what a person sees in it; what is no answer is blanked and listed, or refused."""
    spoil, ok = WORKBOOK_CELLS[name]
    check_cell(reading(xlsx_of(sound(), spoil=spoil), "loket.xlsx"), ok)


def test_a_formula_that_nobody_computed(reading):
    """A formula without its value is no blank: another program wrote it, and Excel would show a score."""
    book = openpyxl.Workbook()
    for cells in (HEADERS, *sound()):
        book.active.append(list(cells))
    book.active.cell(SPOILED + 2, COLUMN + 1, "=1+2")
    target = io.BytesIO()
    book.save(target)
    check_cell(reading(target.getvalue(), "loket.xlsx"), [REFUSED, None, 3])


# --- columns ------------------------------------------------------------------------------------------------------


def _column(values):
    """Return the sound table with one column of other values, in turn."""
    return [[*row[:COLUMN], values[k % len(values)], *row[COLUMN + 1 :]] for k, row in enumerate(sound())]


def _all(values):
    """Return a table where every column holds these values, in turn."""
    return [[values[(k + c) % len(values)] for c in range(9)] for k in range(N)]


COLUMNS_REFUSED = {
    "percent": _column(["25%", "50%", "75%", "100%"]),
    "scale of a hundred": _column([25, 50, 75, 100]),
    "scale of a hundred, all": _all([25, 50, 75, 100]),
    "tens": _all([1, 4, 7, 10]),
    "nine means missing": _column([1, 2, 3, 4, 9, 3, 2, 4]),
    "99 means missing": _column([1, 2, 3, 4, 99, 3, 2, 4]),
    "zero means missing": _column([1, 2, 3, 4, 0, 3, 2, 4]),
    "letters and numbers": _column(["a", "b", 3, 4]),
    "capital letters and numbers": _column(["A", "B", 3, 4]),
    "weighted already": _all(["0,111", "0,222", "0,333", "0,444"]),
    "scale from zero, a few zeros": [
        [0 if k % 9 == c and k < 18 else max(1, min(3, v)) for c, v in enumerate(row)] for k, row in enumerate(sound())
    ],
    "halves": _column([1, 1.5, 2, 2.5, 3, 3.5, 4]),
    "labels of two scales": _column(["Buruk", "Kurang", "Cukup", "Baik"]),
    "labels of two scales, facilities": [
        [*row[:7], ("Buruk", "Kurang", "Cukup", "Baik")[k % 4], row[8]] for k, row in enumerate(sound())
    ],
    "labels of two scales, all": _all(["Buruk", "Kurang", "Cukup", "Baik"]),
    "fairly good in the middle": _all(["Tidak baik", "Cukup", "Baik", "Sangat baik"]),
    "two words": _all(["Tidak puas", "Puas"]),
    "yes and no": _all(["Ya", "Tidak"]),
    "three words": _all(["Kurang", "Cukup", "Baik"]),
    "two letters beyond": _all(["a", "b", "c", "d", "e"]),
    "answers of the neighbour": _column(["Gratis", "Murah"]),
    "not, but never less": _all(["Tidak puas", "Puas", "Sangat puas"]),
    "two scales side by side": [
        [
            ("Sangat tidak puas", "Tidak puas", "Puas", "Sangat puas")[(k + c) % 4]
            if c < 5
            else ("Tidak puas", "Kurang puas", "Puas", "Sangat puas")[(k + c) % 4]
            for c in range(9)
        ]
        for k in range(N)
    ],
    "contradicting letters": _column(["a. Sangat cepat", "b. Cepat", "c. Kurang cepat", "d. Tidak cepat"]),
    "contradicting numbers": _column(["1 - Sangat cepat", "2 - Cepat", "3 - Kurang cepat", "4 - Tidak cepat"]),
    "one label contradicts": _column(["1. Tidak cepat", "2. Kurang cepat", "4. Cepat", "4. Sangat cepat"]),
}


@pytest.mark.parametrize("name", COLUMNS_REFUSED)
def test_a_column_that_is_no_scale_of_four(reading, name):
    """A column whose values are on another scale, of two scales at once, or turned around refuses its file."""
    outcome = reading(csv_of(COLUMNS_REFUSED[name]))
    assert isinstance(outcome, tuple), (outcome.recognised.to_string(), scores_read(outcome)[:4])


@pytest.mark.parametrize("gap", range(9))
def test_an_end_of_the_scale_that_nobody_chose(reading, gap):
    """Where one column shows "sangat tidak puas", "tidak puas" is the second choice in every column."""
    words = ("Sangat tidak puas", "Tidak puas", "Puas", "Sangat puas")
    scores = [[max(2, score) if place == gap else score for place, score in enumerate(row)] for row in sound()]
    outcome = reading(csv_of([[words[score - 1] for score in row] for row in scores]))
    if not isinstance(outcome, tuple):
        assert scores_read(outcome) == [list(map(float, row)) for row in scores]


LEGENDS = {
    "letters": (["a = Sangat baik", "b = Baik", "c = Kurang baik", "d = Tidak baik"], "abcd"),
    "capital letters": (["A = Sangat baik", "B = Baik", "C = Kurang baik", "D = Tidak baik"], "ABCD"),
    "numbers": (["1 = Sangat baik", "2 = Baik", "3 = Kurang baik", "4 = Tidak baik"], "1234"),
    "numbers in one line": (["Keterangan: 1 = Sangat Puas, 2 = Puas, 3 = Kurang Puas, 4 = Tidak Puas"], "1234"),
}


@pytest.mark.parametrize("place", ["above", "after"])
@pytest.mark.parametrize("name", LEGENDS)
def test_a_legend_that_turns_the_scale(reading, name, place):
    """A legend that says the first sign is the best is obeyed or refuses its file; never read the usual way."""
    legend, signs = LEGENDS[name]
    rows = [[signs[score - 1] if not signs.isdigit() else int(signs[score - 1]) for score in row] for row in sound()]
    lines = [[text] for text in legend]
    options = {"above": [*lines, []]} if place == "above" else {"after": [[], *lines]}
    outcome = reading(xlsx_of(rows, **options), "loket.xlsx")
    if not isinstance(outcome, tuple):
        assert scores_read(outcome) == [[float(5 - score) for score in row] for row in sound()]


def test_a_legend_in_the_usual_order(reading):
    """A legend that says what everybody takes for granted changes nothing."""
    legend = [["1 = Tidak baik"], ["2 = Kurang baik"], ["3 = Baik"], ["4 = Sangat baik"], []]
    outcome = reading(xlsx_of(sound(), above=legend), "loket.xlsx")
    assert scores_read(outcome) == [list(map(float, row)) for row in sound()]


# --- tables -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trouble:
    """A file, its name, and whether it may be refused or must be."""

    content: bytes = field(repr=False)
    name: str = "loket.csv"
    refusable: bool = True
    must: bool = False
    rows: list | None = field(default=None, repr=False)


def _swapped_in_the_middle():
    other = [HEADERS[1], HEADERS[0], *HEADERS[2:]]
    rows = sound()
    return csv_of([*rows[:22], other, *([row[1], row[0], *row[2:]] for row in rows[22:])])


def _two_tables():
    rows = sound()
    return csv_of([*rows[:22], [""] * 9, ["Unit B"] + [""] * 8, list(HEADERS), *rows[22:]])


def _html():
    lines = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in (HEADERS, *sound()))
    return f"<html><body><table>{lines}</table></body></html>".encode()


def _beside(headers, cells):
    return [[*row, *cells(k, row)] for k, row in enumerate(sound())], [*HEADERS, *headers]


def _swap(header, column, cells):
    """Return the sound table with another header and other cells in one column."""
    headers = [header if place == column else text for place, text in enumerate(HEADERS)]
    return csv_of(
        [[*row[:column], cells[k % len(cells)], *row[column + 1 :]] for k, row in enumerate(sound())], headers
    )


MANY = ["Terlalu banyak", "Agak banyak", "Wajar", "Sedikit"]
WORN = ["Kumuh", "Kurang terawat", "Terawat", "Sangat terawat"]
TROUBLES = {
    "columns swapped in the middle": Trouble(_swapped_in_the_middle()),
    "two tables one below the other": Trouble(_two_tables()),
    "header twice in a row": Trouble(csv_of([list(HEADERS), *sound()])),
    "header at the end once more": Trouble(csv_of([*sound(), list(HEADERS)])),
    "a thousand blank rows": Trouble(csv_of([*sound()[:43], *([[""] * 9] * 1000), sound()[43]]), refusable=False),
    "a thousand blank lines": Trouble(csv_of(sound()) + b"\n" * 1000, refusable=False),
    "a line that says the delimiter": Trouble(b"sep=;\n" + csv_of(sound()), refusable=False),
    "a delimiter too many in each row": Trouble(csv_of([[*row, ""] for row in sound()], [*HEADERS, ""])),
    "a web page called xls": Trouble(_html(), "loket.xls"),
    "a text called xls": Trouble(csv_of(sound(), delimiter="\t"), "loket.xls"),
    "a workbook called csv": Trouble(xlsx_of(sound()), "loket.csv"),
    "utf-16 without its mark": Trouble(csv_of(sound()).decode().encode("utf-16-le")),
    "zero bytes": Trouble(csv_of(sound()) + b"\0" * 64),
    "the same sheet twice": Trouble(
        xlsx_of(sound(), sheet="Form Responses 1", more=[("Salinan Form Responses 1", [HEADERS, *sound()])]),
        "loket.xlsx",
    ),
    "the same sheet twice, as units": Trouble(
        xlsx_of(sound(), sheet="Puskesmas 1", more=[("Puskesmas 2", [HEADERS, *sound()])]), "loket.xlsx", must=True
    ),
    "an element twice": Trouble(csv_of(*_beside(["Persyaratan"], lambda k, row: [1 + k % 4])), must=True),
    "sums for each person": Trouble(
        csv_of(*_beside(["Total", "Rata-rata"], lambda k, row: [sum(row), f"{sum(row) / 9:.2f}".replace(".", ",")]))
    ),
    "answers without a header": Trouble(csv_of(*_beside([""], lambda k, row: [1 + k % 4]))),
    "an own ninth question in own words": Trouble(_swap("Bagaimana kondisi gedung kantor kami?", 7, WORN), must=True),
    "an own ninth question by name": Trouble(_swap("Kebersihan", 7, WORN), must=True),
    "an own first question in own words": Trouble(_swap("Berkas yang diminta", 0, MANY), must=True),
    "an own ninth question, numbers": Trouble(
        _swap("Kondisi gedung kantor kami?", 7, [1, 2, 3, 4]),
        rows=[[*row[:7], 1 + k % 4, *row[8:]] for k, row in enumerate(sound())],
    ),
    "two elements in one header": Trouble(_swap("Sarana dan pengaduan", 7, [1, 2, 3, 4]), must=True),
    "an element that is negated": Trouble(_swap("Biaya tidak wajar", 3, [1, 2, 3, 4]), must=True),
    "an element of what is bad": Trouble(_swap("Kesulitan memenuhi persyaratan", 0, [1, 2, 3, 4]), must=True),
    "expectation beside reality": Trouble(
        csv_of(
            [[v for score in row for v in (score, 5 - score)] for row in sound()],
            [text for name in HEADERS for text in (f"{name} (kinerja)", f"{name} (harapan)")],
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_a_table_out_of_shape(reading, name):
    """A table out of shape is read to exactly its scores or refused; nothing is doubled, swapped or left out."""
    trouble = TROUBLES[name]
    outcome = reading(trouble.content, trouble.name)
    if isinstance(outcome, tuple):
        assert trouble.refusable, outcome
        return
    assert not trouble.must, outcome.recognised.to_string()
    assert {item.element for item in outcome.instrument.items} == set(ELEMENTS)
    assert scores_read(outcome) == [list(map(float, row)) for row in trouble.rows or sound()]
    assert outcome.n_rows == N + outcome.n_dropped


def test_spaces_behind_a_unit_make_no_second_unit(reading):
    """A unit with spaces, capitals or a full stop behind its name is the same unit."""
    names = ["Puskesmas 07", "Puskesmas 07 ", "PUSKESMAS  07", "Puskesmas 07."]
    rows = [[names[k % 4], *row] for k, row in enumerate(sound())]
    assert set(reading(csv_of(rows, ["Unit", *HEADERS])).to_pandas()["unit"]) == {"puskesmas-07"}


def test_near_names_are_two_units(reading):
    """Names that differ by a letter or a zero are two units until the register says otherwise."""
    names = ["Puskesmas 7", "Puskesmas 07", "Puskesma 07"]
    rows = [[names[k % 3], *row] for k, row in enumerate(sound())]
    assert reading(csv_of(rows, ["Unit", *HEADERS])).to_pandas()["unit"].nunique() == 3
