"""Recomputes the formulas of a workbook without a spreadsheet: the few functions that ours use."""

import re
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.utils.cell import range_boundaries

REFERENCE = re.compile(r"(?:'(?P<sheet>[^']+)'!)?(?P<first>[A-Z]+\d+)(?::(?P<last>[A-Z]+\d+))?")


class Sheets:
    """The cells of a workbook, with formulas worked out where they are asked for."""

    def __init__(self, book):
        self.book = book

    def value(self, sheet, cell):
        """Return the value of a cell, recomputed where it holds a formula."""
        found = self.book[sheet][cell].value
        return self.work_out(sheet, found) if isinstance(found, str) and found.startswith("=") else found

    def work_out(self, sheet, formula):
        """Return what a formula gives."""

        def put(match):
            where = match["sheet"] or sheet
            if not match["last"]:
                return repr(float(self.value(where, match["first"])))
            left, top, right, bottom = range_boundaries(f"{match['first']}:{match['last']}")
            cells = [
                self.book[where].cell(row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]
            return repr([float(self.value(where, cell.coordinate)) for cell in cells])

        return eval(REFERENCE.sub(put, formula[1:]), {"__builtins__": {}}, FUNCTIONS)  # noqa: S307  our own formulas


def _round(value, places):
    return float(Decimal(repr(round(value, 12))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


FUNCTIONS = {
    "SUM": sum,
    "AVERAGE": lambda values: sum(values) / len(values),
    "SUMPRODUCT": lambda first, second: sum(a * b for a, b in zip(first, second, strict=True)),
    "ROUND": _round,
}
