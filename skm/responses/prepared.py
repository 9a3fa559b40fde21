"""Rows that are prepared and not filled in: nothing stands in them but whose they would be.

A workbook in which an office types its forms names the unit in every row beforehand. A row that holds nothing else,
no answer, date, number or remark, is as blank as a blank one.
"""

from collections.abc import Mapping
from dataclasses import replace

from skm.errors import DataError, Place
from skm.responses.raw import RawTable

PREPARED_ROLES = ("unit", "agency", "region", "period")  # what may stand in a row before anybody answers


def without_prepared(table: RawTable, roles: Mapping[str, int]) -> RawTable:
    """Return the table without its prepared rows; they count in a spreadsheet's numbering, as blank ones do.

    Parameters
    ----------
    roles
        Role → place of its column.

    Raises
    ------
    DataError
        Not one row is filled in.
    """
    prepared = {f"c{roles[role]}" for role in PREPARED_ROLES if role in roles}
    if table.cells is None or not prepared or not len(table.cells):
        return table
    others = [name for name in table.cells.columns if name not in prepared]
    filled = (table.cells[others] != "").any(axis=1).to_numpy()
    if filled.all():
        return table
    if not filled.any():
        raise DataError("no_rows", [Place(table.file, table.sheet)])
    numbers = _row_numbers(table)
    blank = sorted({*table.blank_rows, *(row for row, full in zip(numbers, filled, strict=True) if not full)})
    return replace(
        table, cells=table.cells[filled].reset_index(drop=True), n_rows=int(filled.sum()), blank_rows=tuple(blank)
    )


def _row_numbers(table: RawTable) -> list[int]:
    """Return the spreadsheet's number of each row."""
    blank = set(table.blank_rows)
    numbers, row = [], table.first_row
    for _ in range(table.n_rows):
        while row in blank:
            row += 1
        numbers.append(row)
        row += 1
    return numbers
