"""One file → its tables, recognised and cleaned, with what folders, file and sheet names say of the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from skm.errors import DataError, Place
from skm.messages import say
from skm.periods import NO_PERIOD, period_of_cell, period_of_path
from skm.responses.cleaning import Cleaned, clean_table
from skm.responses.keys import unit_id
from skm.responses.privacy import shown
from skm.responses.reading import RawTable, forget_copy, read_tables, stage_table
from skm.responses.recognising import (
    KEPT_ROLES,
    PROFILE_ROLES,
    Plan,
    is_simulated,
    known_headers,
    named_columns,
    plan_columns,
)
from skm.responses.rows import EXCLUSION_COLUMNS, Constants
from skm.responses.summaries import OF_OTHERS, OF_UNITS
from skm.responses.wordings import load_wordings
from skm.responses.workspace import Workspace
from skm.survey import READABLE, Survey, plain

LABEL_COLUMNS = 2  # first columns of a table in which totals are called so
NAMED_ROLES = ("unit", "agency", "region")  # columns of names, which may hold any word but those of totals


@dataclass(frozen=True)
class Part:
    """One table of one file, cleaned: what it is, where it came from, what was left out.

    `name` is its own in the workspace.
    """

    file: str
    sheet: str
    sha256: str
    plan: Plan
    constants: Constants
    cleaned: Cleaned
    name: str
    notes: tuple[str, ...] = ()

    def recognised(self) -> list[dict[str, str]]:
        """Return a line for each column: what it was taken for, and why."""
        return [
            {"file": self.file, "sheet": self.sheet, "column": r.column, "taken_for": r.taken_for, "why": r.why}
            for r in self.plan.recognised
        ]


def constants_of(
    path: Path, relative: str, survey: Survey, *, unit: str | None = None, period: str | None = None
) -> Constants:
    """Return what options, settings, folders and file name say of a file's rows, in that order."""
    parts = _without_suffixes(Path(relative)).parts
    below_raw = parts[2:] if parts[:2] == ("data", "raw") else parts[-1:]
    from_path, rest = period_of_path(below_raw)
    settings = survey.file_settings(relative)
    listed = next(
        (p.id for p in survey.settings.period if any(Path(relative).match(pattern) for pattern in p.files)), None
    )
    stated = next((entry.period for entry in settings if entry.period), None)
    own_unit = next((entry.unit for entry in settings if entry.unit), None)
    own_service = next((entry.service for entry in settings if entry.service), "")
    agency = rest[-2] if len(rest) > 1 else ""
    name = rest[-1] if rest else ""
    return Constants(
        period=period or stated or listed or from_path or NO_PERIOD,
        unit=unit or own_unit or (name if plain(name) else "") or survey.name or _without_suffixes(path).name,
        service=own_service,
        agency=agency,
        stated=bool(unit or own_unit),
    )


def _without_suffixes(path: Path) -> Path:
    """Return a path without its suffix; that of a zip may follow the one of the table in it."""
    bare = path.with_suffix("")
    return bare.with_suffix("") if path.suffix.casefold() == ".zip" and bare.suffix.casefold() in READABLE else bare


def read_file(
    path: Path,
    name: str,
    survey: Survey,
    workspace: Workspace,
    constants: Constants,
    *,
    dates: bool = False,
) -> list[Part]:
    """Return the tables of a file, recognised and cleaned.

    A sheet of a workbook without any element column is left out when another sheet has some.
    """
    try:
        regulation = survey.regulation_for(constants.period)
        known = known_headers(regulation, named_columns(survey, name, regulation))
        tables = read_tables(path, name, workspace.folder, known)
    except PermissionError as error:
        raise DataError("file_locked", [Place(name)], file=path.name) from error
    try:
        return _read_parts(tables, name, survey, workspace, constants, dates=dates)
    finally:
        for table in tables:
            forget_copy(table.copy)


def _read_parts(
    tables: list[RawTable],
    name: str,
    survey: Survey,
    workspace: Workspace,
    constants: Constants,
    *,
    dates: bool,
) -> list[Part]:
    wanted = {entry.sheet for entry in survey.file_settings(name) if entry.sheet}
    if wanted:
        tables = [table for table in tables if table.sheet in wanted]
        if not tables:
            raise DataError("no_such_sheet", [Place(name, value=sheet) for sheet in sorted(wanted)])
    if all(table.n_rows == 0 for table in tables):
        raise DataError("no_rows", [Place(name)])
    planned = _plan_tables(tables, name, survey, constants)
    constants_by_sheet = _constants_by_sheet(planned, survey, constants)
    parts: list[Part] = []
    unanswered: list[tuple[str, str]] = []
    for table, plan in planned:
        _refuse_incomplete(plan, survey, table)
        own = constants_by_sheet[table.sheet]
        try:
            parts.append(_read_table(table, plan, survey, workspace, own, dates=dates))
        except DataError as error:
            if error.code != "no_rows" or len(planned) == 1:
                raise
            unanswered.append(("sheet without responses", table.sheet))
    if not parts:
        raise DataError("no_rows", [Place(name)])
    parts[0] = _with_findings(parts[0], [*tables[0].findings, *unanswered], survey)
    return parts


def _plan_tables(
    tables: list[RawTable], name: str, survey: Survey, constants: Constants
) -> list[tuple[RawTable, Plan]]:
    """Return the tables that have element columns, with what their columns are."""
    regulation = survey.regulation_for(constants.period)
    planned, refusal = [], None
    for table in tables:
        try:
            planned.append((table, plan_columns(table.headers, regulation, survey, name, table.sheet)))
        except DataError as error:
            if error.code != "no_elements" or len(tables) == 1:
                raise
            refusal = refusal or error
    if not planned and refusal:
        raise refusal
    return planned


def _constants_by_sheet(
    planned: Sequence[tuple[RawTable, Plan]], survey: Survey, constants: Constants
) -> dict[str, Constants]:
    """Return what each sheet's name adds to what the file says: its period, or, among several sheets, its unit.

    The names are units only where nothing else says the unit, and, with a register, where it has all of them.
    """
    own = {table.sheet: constants for table, _ in planned}
    if len(planned) == 1:
        return own
    years = (constants.period,) if constants.period.isdecimal() else ()
    periods = {
        s: period_of_cell(s) or next(filter(None, (period_of_cell(f"{s} {y}") for y in years)), None) for s in own
    }
    # Without its year "TW I" is still no unit.
    units = [s for s in own if not periods[s] and not period_of_cell(f"{s} 2000") and not _is_generic(s)]
    asked_once = len({plan.instrument.signature for _, plan in planned}) == 1
    said = constants.stated or any("unit" in plan.roles for _, plan in planned)
    registered = survey.units is None or all(unit_id(s, survey) for s in units)
    if said or not asked_once or not (registered or unit_id(constants.unit, survey) is None):
        units = []
    return {
        s: replace(constants, unit=s if s in units else constants.unit, period=periods[s] or constants.period)
        for s in own
    }


def _is_generic(sheet: str) -> bool:
    """Return whether a sheet is called as programs call it, which names no unit."""
    return plain(sheet).rstrip("0123456789 ") in {"", *load_wordings()["generic_sheets"]}


def _with_findings(part: Part, findings: Sequence[tuple[str, str]], survey: Survey) -> Part:
    """Return the part with a line for each thing of its file that is not read."""
    if not findings:
        return part
    lines = [
        {"file": part.file, "sheet": part.sheet, "rule": rule, "value": shown(value), "action": "flagged"}
        | {"column": "", "message": say(f"rule_{rule.replace(' ', '_')}", survey.language)[0]}
        for rule, value in findings
    ]
    exclusions = pd.concat([part.cleaned.exclusions, pd.DataFrame(lines, columns=EXCLUSION_COLUMNS)], ignore_index=True)
    return replace(part, cleaned=replace(part.cleaned, exclusions=exclusions))


def says_simulated(path: Path, name: str, workspace: Workspace) -> bool | None:
    """Return whether a file says of itself that a computer made it; None where it can't be read."""
    try:
        tables = read_tables(path, name, workspace.folder, known_headers(Survey().regulation_for()))
    except (DataError, OSError):
        return None
    for table in tables:
        forget_copy(table.copy)
    return any(is_simulated(header) for table in tables for header in table.headers)


def _refuse_incomplete(plan: Plan, survey: Survey, table: RawTable) -> None:
    """Refuse a table that lacks an element whose weight the survey declares itself."""
    if not survey.settings.element:
        return
    missing = [e.key for e in survey.settings.element if e.key not in {i.element for i in plan.instrument.items}]
    if missing:
        raise DataError("own_elements_missing", [Place(table.file, table.sheet)], missing=", ".join(missing))


def _read_table(
    table: RawTable,
    plan: Plan,
    survey: Survey,
    workspace: Workspace,
    constants: Constants,
    *,
    dates: bool,
) -> Part:
    columns = {f"a_{item}": place for item, place in plan.items.items()}
    columns |= {role: place for role, place in plan.roles.items() if role in (*KEPT_ROLES, *PROFILE_ROLES)}
    suspects: dict[str, int] = {}
    if len(plan.instrument.regulation.elements) < len(survey.regulation_for(constants.period).elements):
        suspects = {f"left_{place}": place for place in plan.unrecognised}
    suspects |= {f"nameless_{place}": place for place in _nameless(table, plan)}
    name, wanted = workspace.new_name(), {**columns, **suspects}
    staged = stage_table(workspace.connection, table, wanted, plan.identity, name, _label_columns(plan))
    headers = {name: table.headers[place] or _letters(place) for name, place in wanted.items()}
    cleaned = clean_table(workspace.connection, staged, plan, survey, constants, headers, tuple(suspects), dates=dates)
    return Part(table.file, table.sheet, table.sha256, plan, constants, cleaned, staged.name, table.notes)


def _nameless(table: RawTable, plan: Plan) -> list[int]:
    """Return the places of the columns without a header between the questions and right behind them."""
    first, last = min(plan.items.values()), max(plan.items.values())
    end = min((p for p, text in enumerate(table.headers) if text and p > last), default=len(table.headers))
    return [p for p in range(first, end) if not table.headers[p]]


def _letters(place: int) -> str:
    """Return the letters by which a spreadsheet calls a column."""
    before, letter = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)


def _label_columns(plan: Plan) -> dict[int, str]:
    """Return the places of columns in which a total says what it is, with the pattern of what it then says.

    They stand before the questions: the first ones, and the last one. What people came for may be called anything.
    """
    first = min(plan.items.values())
    roles = {place: role for role, place in plan.roles.items()}
    before = [p for p in range(first) if roles.get(p) not in ("service", *PROFILE_ROLES)]
    places = dict.fromkeys([*before[:LABEL_COLUMNS], *before[-1:]])
    return {p: (OF_UNITS if roles.get(p) in NAMED_ROLES else OF_OTHERS).pattern for p in places}
