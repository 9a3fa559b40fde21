"""Whose finding is it? The unit of each row that a finding names, so that it can be sent back to where it came from."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from skm.responses.findings import Found, Many, texts_of, translated
from skm.responses.keys import unit_id
from skm.responses.privacy import shown, without_personal
from skm.responses.rows import Table


def owners_of(table: Table, lines: Iterable[Found]) -> dict[int, str]:
    """Return the unit of each row that some lines of exclusions name: its id, or what the cell says where it has none.

    Empty where no column says the unit: then all rows are of the one that the file says.
    """
    rows = sorted({line["row"] for line in lines if not isinstance(line, Many) and line["row"] is not None})
    if not rows or "unit" not in table.plan.roles:
        return {}
    name = f"owned_{table.staged.name}"
    table.connection.register(name, pd.DataFrame({"row": rows}))
    settled = table.source != table.staged.name
    cells = table.connection.table(table.source) if settled else table.relation
    query = f'SELECT cells."row", cells.unit FROM cells SEMI JOIN {name} USING ("row")'
    found = cells.select('"row", unit').query("cells", query).fetchall()
    table.connection.unregister(name)
    labels = {label: _owner(label, table) for label in {text or "" for _, text in found}}
    return {int(row): labels[text or ""] for row, text in found}


def with_owners(table: Table, lines: Iterable[Found]) -> list[Found]:
    """Return the lines, those of which there are many with the unit of each row."""
    return [_owned(table, line) if isinstance(line, Many) else line for line in lines]


def _owned(table: Table, many: Many) -> Many:
    units = {label: (_owner(label, table), 0) for label in texts_of(table.connection, many.name, "unit")}
    return replace(many, name=translated(table.connection, many.name, "unit", units))


def _owner(label: str, table: Table) -> str:
    bare = without_personal(label)
    return unit_id(bare, table.survey) or shown(bare)
