"""Columns and cells of personal data that no header gives away: found by what they hold, and dropped."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from skm.engine import open_engine
from skm.messages import say
from skm.responses.findings import Found
from skm.responses.privacy import HIDDEN, LOOKED_AT, personal_kind, without_personal
from skm.responses.raw import RawTable
from skm.responses.recognising import PROFILE_ROLES, Plan, Recognised
from skm.responses.rows import NAMING, Table
from skm.responses.staging import quoted_name, store_text
from skm.survey import Survey

DATED = ("date", "timestamp")  # columns whose cells are long numbers and nobody's
KINDS_OF_NAMES = ("nik", "phone", "email")  # what a column of names may be by mistake; a plate may be a name


def without_identities(table: RawTable, plan: Plan, survey: Survey) -> tuple[Plan, list[dict]]:
    """Return the plan in which columns of NIK, phones, e-mail or plates tell who somebody is, whatever their header.

    Also returned: a line of exclusions.csv for each. The first rows say what a column holds.
    """
    roles = {place: role for role, place in plan.roles.items()}
    known = {*plan.items.values(), *plan.identity, *(place for place, role in roles.items() if role in DATED)}
    cells = first_cells(table, [place for place in range(len(table.headers)) if place not in known])
    found: dict[int, str] = {}
    for place, texts in cells.items():
        kind = personal_kind(texts)
        if kind and (place not in roles or kind in KINDS_OF_NAMES):
            found[place] = kind
    if not found:
        return plan, []
    recognised = [Recognised(table.headers[place], "identity", f"cells: {kind}") for place, kind in found.items()]
    by_header = {line.column: line for line in recognised}
    lines = [by_header.get(line.column, line) for line in plan.recognised]
    changed = replace(
        plan,
        identity=(*plan.identity, *found),
        roles={role: place for role, place in plan.roles.items() if place not in found},
        recognised=tuple(lines),
        unrecognised=tuple(place for place in plan.unrecognised if place not in found),
    )
    return changed, [_column_line(table, place, kind, survey) for place, kind in found.items()]


def _column_line(table: RawTable, place: int, kind: str, survey: Survey) -> dict:
    message = say("rule_personal_column", survey.language, kind=kind)[0]
    place_of = {"file": table.file, "sheet": table.sheet, "row": None, "column": table.headers[place]}
    return {**place_of, "rule": "personal column", "value": "", "action": "flagged", "message": message}


def first_cells(table: RawTable, places: Sequence[int]) -> dict[int, list[str]]:
    """Return the first cells of some columns; none of a source of which only what is needed may be asked for."""
    if not places or (table.stream is not None and table.stream.selective):
        return {}
    if table.cells is not None or table.stream is not None:
        rows = (table.cells if table.cells is not None else next(table.stream.portions(places))).iloc[:LOOKED_AT]
        return {place: [str(text) for text in rows[f"c{place}"]] for place in places}
    if table.path is None:
        return {}
    if not table.delimiter:
        names = ", ".join(f"CAST({quoted_name(table.headers[place])} AS VARCHAR)" for place in places)
        with open_engine() as connection:
            query = f"SELECT {names} FROM read_parquet(?) LIMIT {LOOKED_AT}"
            found = connection.execute(query, [str(table.path)]).fetchall()
        return {place: [str(row[i] or "") for row in found] for i, place in enumerate(places)}
    with table.path.open(encoding="utf-8-sig", newline="", errors="replace") as handle:
        for _ in range(table.skip_lines):
            handle.readline()
        records = list(islice(csv.reader(handle, delimiter=table.delimiter), LOOKED_AT + 1))[1:]
    return {place: [record[place] if place < len(record) else "" for record in records] for place in places}


def hide_personal(table: Table) -> tuple[Mapping[str, Mapping[str, int]], list[Found]]:
    """Take NIK, phone numbers and e-mail addresses out of the names of units, services and groups.

    Return the labels as they then are, and a line of exclusions.csv for each cell; none of them repeats the value.
    """
    counts = dict(table.counts)
    lines: list[Found] = []
    for column in (*NAMING, *PROFILE_ROLES):
        changed = {label: bare for label in counts.get(column, ()) if (bare := without_personal(label)) != label}
        if not changed:
            continue
        lines += table.exclude_cells(column, list(changed), "personal value", "value hidden", told=HIDDEN)
        name = quoted_name(column)
        store_text(table.connection, table.staged, column)
        for label, bare in changed.items():
            query = f"UPDATE {table.staged.name} SET {name} = nullif(?, '') WHERE {name} = ?"
            table.connection.execute(query, [bare, label])
        merged: dict[str, int] = {}
        for label, n in counts[column].items():
            merged[changed.get(label, label)] = merged.get(changed.get(label, label), 0) + n
        counts[column] = dict(sorted(merged.items(), key=lambda item: (-item[1], item[0])))
    return counts, lines
