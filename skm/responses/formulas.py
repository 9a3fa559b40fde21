"""Cells of a workbook that have a formula and no value: unopened since a program wrote them, or an error.

A reader sees such a cell as empty. It is not: whoever opens the file in Excel sees an answer there.
"""

import io
import re
import zipfile

CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d+)"([^>]*)>(.*)$', re.DOTALL)
FORMULA = re.compile(rb"<f[\s>/]")  # not <formula1>, the list of a drop-down, which stands behind the last cell
VALUE = re.compile(rb"<v[^>]*>[^<]+</v>|<is>")
SHEET = re.compile(r'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
RELATION = re.compile(r"<Relationship [^>]*>")
ODF_FORMULA = re.compile(rb"<table:table-cell[^>]*table:formula=[^>]*>")


def uncalculated_cells(data: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Return (row, column), both from 1, of the cells without a value, by sheet; {} for kinds that have none.

    Parameters
    ----------
    data
        The workbook. In one of LibreOffice's kind such a cell has no place: it is (0, 0) of the sheet "".

    Examples
    --------
    >>> import openpyxl
    >>> book, target = openpyxl.Workbook(), io.BytesIO()
    >>> book.active["B2"] = "=1+2"
    >>> book.save(target)
    >>> uncalculated_cells(target.getvalue())
    {'Sheet': frozenset({(2, 2)})}
    """
    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            found = ODF_FORMULA.findall(archive.read("content.xml"))
            return {"": frozenset({(0, 0)})} if any(b"office:value-type" not in cell for cell in found) else {}
        sheets = {sheet: part for sheet, part in _parts(archive, names).items() if part in names}
        found_by_sheet = {sheet: _without_value(archive.read(part)) for sheet, part in sheets.items()}
    return {sheet: found for sheet, found in found_by_sheet.items() if found}


def _parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Return the part of the archive that holds each sheet."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    import html

    relations = {}
    for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")):
        target, own = re.search(r'Target="([^"]*)"', relation), re.search(r'Id="([^"]*)"', relation)
        if target and own:
            path = target[1]
            relations[own[1]] = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    return {html.unescape(name): relations.get(own, "") for name, own in SHEET.findall(book)}


def _without_value(sheet: bytes) -> frozenset[tuple[int, int]]:
    if not FORMULA.search(sheet) and b't="e"' not in sheet:
        return frozenset()
    found = set()
    for part in sheet.split(b"</c>"):
        cell = CELL.search(part, max(part.rfind(b"<c "), 0))
        if not cell:
            continue
        kind, content = cell[3], cell[4]
        error = b't="e"' in cell[0].split(b">", 1)[0]
        text = b't="str"' in kind or b't="str"' in cell[0].split(b">", 1)[0]
        # A formula whose result is an empty text has the kind of a text: Excel has computed it.
        if error or (FORMULA.search(content) and not text and not VALUE.search(content)):
            found.add((int(cell[2]), _number(cell[1].decode())))
    return frozenset(found)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
