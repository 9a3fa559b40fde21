"""The registers beside the answers: units, corrections, known users. Tables that people keep, read as text."""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from skm.errors import Place, SettingsError
from skm.periods import is_in_force, is_period, period_of_cell
from skm.survey.names import plain
from skm.survey.settings import SETTINGS_FILE, WeightSettings

UNIT_COLUMNS = ("unit_id", "name", "aliases", "kind", "agency", "region", "from", "to", "successor")
# What else an office may call the columns of the register of units.
UNIT_WORDS = {
    "unit_id": ("kode unit", "id unit", "kode"),
    "name": ("nama", "nama unit", "unit", "unit layanan", "unit pelayanan", "nama unit layanan", "nama unit pelayanan"),
    "aliases": ("nama lain", "ejaan lain", "alias"),
    "kind": ("jenis", "jenis unit"),
    "agency": ("perangkat daerah", "opd", "opd induk", "instansi", "dinas"),
    "region": ("kabupaten/kota", "kab/kota", "wilayah"),
    "from": ("sejak", "mulai"),
    "to": ("sampai", "hingga"),
    "successor": ("pengganti",),
}
NUMBERING = ("no", "nomor", "no urut", "nomor urut")  # in plain form: a column that only counts the rows
# Columns of the register of corrections, and what else an office may call them.
CORRECTION_COLUMNS = {
    "period": ("periode",),
    "file": ("berkas", "nama berkas"),
    "sheet": ("lembar", "nama lembar"),
    "row": ("baris", "nomor baris"),
    "column": ("kolom", "judul kolom"),
    "from": ("semula", "dari", "lama"),
    "to": ("menjadi", "seharusnya", "baru"),
    "reason": ("alasan", "sebab"),
    "who": ("siapa", "oleh", "petugas"),
    "date": ("tanggal",),
}
# Columns of the known users of each group, and what else an office may call them; those of a blank period hold for all.
MARGIN_COLUMNS = {
    "column": ("kolom",),
    "group": ("kelompok",),
    "users": ("pengguna", "jumlah pengguna"),
    "period": ("periode",),
}
# What may be weighted by, as an office calls it.
WEIGHTED_COLUMNS = {
    "sex": ("jenis kelamin",),
    "age": ("umur", "usia", "kelompok umur"),
    "education": ("pendidikan",),
    "occupation": ("pekerjaan",),
    "disability": ("disabilitas",),
}
NEEDED_IN_CORRECTIONS = ("file", "row", "column", "from", "to", "reason", "who", "date")
YEARLY_UNIT_COLUMN = re.compile(r"^(users|asked|target)_\S+$")


def register_of(folder: Path, name: str) -> Path | None:
    """Return the file of a register, None where there is none; two of one name would leave open which one holds."""
    names = (f"{name}.csv", f"{name}.xlsx")
    found = sorted(path for path in (folder / "data" / "raw").glob("*") if path.name.casefold() in names)
    if len(found) > 1:
        raise SettingsError("register_twice", [Place(path.name) for path in found])
    return found[0] if found else None


def read_survey_units(folder: Path) -> pd.DataFrame | None:
    """Return the register of units in its official order, every cell as text."""
    path = register_of(folder, "units")
    return read_units(path) if path else None


def read_units(path: Path) -> pd.DataFrame | None:
    """Return a register of units (csv or xlsx) in its official order, every cell as text; None where it lists nobody.

    Raises
    ------
    SettingsError
        There is no such file, it can't be read, a column is unknown, or a unit stands in it twice.
    """
    if not path.is_file():
        raise SettingsError("no_file", [Place(str(path))])
    units = _check_units(read_register(path), path.name)
    return units if len(units) else None  # a header alone registers nobody yet


def read_corrections(folder: Path) -> pd.DataFrame | None:
    """Return the register of corrections, every cell as text, with its headers in English and its name."""
    path = register_of(folder, "corrections")
    if path is None:
        return None
    table = read_register(path)
    known = {plain(word): name for name, words in CORRECTION_COLUMNS.items() for word in (name, *words)}
    if unknown := [header for header in table.columns if plain(header) not in known]:
        raise SettingsError("unknown_setting", [Place(path.name, column=header) for header in unknown])
    table.columns = pd.Index([known[plain(header)] for header in table.columns])
    missing = [name for name in NEEDED_IN_CORRECTIONS if name not in table]
    if missing or table.columns.has_duplicates:
        places = [Place(path.name, column=name) for name in missing or table.columns[table.columns.duplicated()]]
        raise SettingsError("corrections_without_columns", places, columns=", ".join(CORRECTION_COLUMNS))
    table.attrs["file"] = path.name
    return table


def read_margins(folder: Path | None, weights: WeightSettings) -> pd.DataFrame | None:
    """Return the known users of each group as `[weights] margins` names their file."""
    if weights.method == "none" or folder is None:
        return None
    path = folder / (weights.margins or "")
    if not weights.margins or not path.is_file():
        raise SettingsError("margins_missing", [Place(SETTINGS_FILE, column="weights.margins", value=weights.margins)])
    table = read_register(path)
    known = {plain(word): name for name, words in MARGIN_COLUMNS.items() for word in (name, *words)}
    table.columns = pd.Index([known.get(plain(header), header) for header in table.columns])
    if set(table.columns) - {"period"} != {"column", "group", "users"} or table.columns.has_duplicates:
        raise SettingsError("margins_columns", [Place(path.name, column=name) for name in table.columns])
    roles = {plain(word): role for role, words in WEIGHTED_COLUMNS.items() for word in (role, *words)}
    wrong, seen = [], set()
    for row, line in zip(table.index, table.to_dict("records"), strict=True):
        key = (line.get("period", ""), roles.get(plain(line["column"])), plain(line["group"]))
        period = period_of_cell(key[0]) if key[0] else ""
        if key[1] is None or not key[2] or period is None or key in seen or not line["users"].isdigit():
            wrong.append(Place(path.name, row=int(row), value=", ".join(line.values())))
        seen.add(key)
    if wrong or table.empty:
        raise SettingsError("margins_wrong", wrong or [Place(path.name)], columns=", ".join(WEIGHTED_COLUMNS))
    columns = table["column"].map(lambda name: roles[plain(name)])
    if weights.method == "poststratify" and columns.nunique() > 1:
        raise SettingsError("margins_one_column", [Place(path.name, column=name) for name in columns.unique()])
    periods = table["period"].map(lambda text: period_of_cell(text) or "") if "period" in table else ""
    return table.assign(column=columns, users=table["users"].astype(float), period=periods)


def read_register(path: Path) -> pd.DataFrame:
    """Return a register (csv or xlsx) as text cells, indexed by the row that a spreadsheet shows.

    A comma, a semicolon or a tab may part the columns of a csv; it is UTF-8, UTF-16 with its mark, or Windows-1252.
    """
    try:
        header, *rows = (_sheet_rows if path.suffix.casefold() == ".xlsx" else _text_rows)(path) or [[]]
    except PermissionError as error:
        raise SettingsError("file_locked", [Place(path.name)], file=path.name) from error
    width = len(header)
    while width and not header[width - 1]:
        width -= 1
    lines: dict[int, list[str]] = {}
    for place, row in enumerate(rows, start=2):
        if any(row[width:]):
            raise SettingsError("register_unreadable", [Place(path.name, row=place)])
        if any(row):
            lines[place] = [*row[:width], *[""] * (width - len(row))]
    if len(set(header[:width])) < width or "" in header[:width]:
        raise SettingsError("register_unreadable", [Place(path.name, row=1)])
    return pd.DataFrame.from_dict(lines, orient="index", columns=header[:width], dtype="str")


def _sheet_rows(path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise SettingsError("register_unreadable", [Place(path.name)]) from error
    return [[_cell(value) for value in row] for row in rows]


def _text_rows(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for encoding in (marked, "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            text = ""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise SettingsError("register_unreadable", [Place(path.name)]) from error
    return [[cell.strip() for cell in row] for row in rows]


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def name_unit_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Return a register of units with our names for its columns, whatever an office calls them, and without numbering.

    Examples
    --------
    >>> name_unit_columns(pd.DataFrame(columns=["No.", "Nama Unit", "Perangkat Daerah", "users_2025"])).columns.tolist()
    ['name', 'agency', 'users_2025']
    """
    known = {plain(word): name for name, words in UNIT_WORDS.items() for word in words}
    numbering = [column for column in table if plain(column) in NUMBERING]
    return table.drop(columns=numbering).rename(columns=lambda column: known.get(plain(column), column))


def _check_units(table: pd.DataFrame, file: str) -> pd.DataFrame:
    table = name_unit_columns(table)
    unknown = [name for name in table if name not in UNIT_COLUMNS and not YEARLY_UNIT_COLUMN.match(name)]
    unknown += table.columns[table.columns.duplicated()].tolist()
    if unknown:
        places = [Place(file, column=name) for name in unknown]
        raise SettingsError("register_column_unknown", places, columns=", ".join(UNIT_COLUMNS))
    if "unit_id" not in table and "name" not in table:
        raise SettingsError("register_without_units", [Place(file)])
    for name in UNIT_COLUMNS:
        if name not in table:
            table[name] = ""
    # An office that has no codes registers names, and the other way round.
    table["unit_id"] = table["unit_id"].where(table["unit_id"] != "", table["name"])
    table["name"] = table["name"].where(table["name"] != "", table["unit_id"])
    seen: dict[str, int] = {}
    for unit in table.itertuples():
        row = int(unit.Index)
        if not plain(unit.unit_id):
            raise SettingsError("register_unreadable", [Place(file, row=row)])
        for spelling in {plain(s) for s in (unit.unit_id, unit.name, *unit.aliases.split("|")) if plain(s)}:
            if spelling in seen:
                raise SettingsError("unit_twice", [Place(file, row=row, value=unit.name)], first=seen[spelling])
            seen[spelling] = row
    _check_spans(table, seen, file)
    return table.assign(register_row=table.index).reset_index(drop=True)


def _check_spans(table: pd.DataFrame, spellings: Mapping[str, int], file: str) -> None:
    """Refuse a register in which it is not clear when a unit begins and ends, or who comes after it."""
    spans, successors = [], []
    for row, begin, end, successor in zip(table.index, table["from"], table["to"], table["successor"], strict=True):
        ends = {"from": begin, "to": end}
        unread = [name for name, text in ends.items() if text and not _is_time(text)]
        if not unread and begin and end and not is_in_force(begin, end, begin[:7] if "-" in begin else begin):
            unread = ["to"]
        spans += [Place(file, row=int(row), column=name, value=ends[name]) for name in unread]
        if successor and plain(successor) not in spellings:
            successors.append(Place(file, row=int(row), column="successor", value=successor))
    if spans:
        raise SettingsError("register_span", spans)
    if successors:
        raise SettingsError("register_successor", successors)


def _is_time(text: str) -> bool:
    """Return whether a text is a period's id or an ISO date."""
    return is_period(text) or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( 00:00:00)?", text) is not None
