"""One file → its tables, recognised and cleaned, with what folders, file and sheet names say of the rows."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.messages import note, say
from skm.periods import NO_PERIOD, period_of_cell, period_of_path
from skm.responses.cleaning import Cleaned, clean_table
from skm.responses.comments import comment_columns
from skm.responses.corrections import Correction, apply_corrections, corrections_by_sheet
from skm.responses.databases import open_database
from skm.responses.frequencies import Counted, CountPlan, find_frequencies, read_counts
from skm.responses.identities import without_identities
from skm.responses.keys import unit_id
from skm.responses.naming import with_groups
from skm.responses.parted import located
from skm.responses.prepared import without_prepared
from skm.responses.privacy import shown
from skm.responses.progress import CLEAN, LOAD, watched
from skm.responses.pushing import NotCountableError, count_there
from skm.responses.raw import Piece, RawTable, forget_copy
from skm.responses.reading import RECORDS, read_tables
from skm.responses.recognising import (
    KEPT_ROLES,
    PROFILE_ROLES,
    Plan,
    Recognised,
    is_simulated,
    known_headers,
    named_columns,
    plan_columns,
)
from skm.responses.rows import NAMING, Constants
from skm.responses.shapes import holds_means, refuse_uncalculated, widen_table
from skm.responses.staging import stage_table
from skm.responses.summaries import OF_OTHERS, OF_UNITS
from skm.responses.tallied import TallyPlan, take_tally
from skm.responses.tally_lines import TallyLines
from skm.responses.wordings import load_wordings
from skm.responses.workspace import Workspace
from skm.survey import READABLE, Survey, is_parted, part_files, plain, survey_databases
from skm.tables import holds_tally
from skm.tallies import OTHER_UNITS
from skm.tally import Origin

# Sheets of means and lists that stand beside the answers; a file of nothing else is refused for them.
SHAPES_BESIDE = ("long_without_respondent", "table_transposed", "table_of_means")
ROWS_TELL = 3  # different rows by which two equal sheets are known for copies
LABEL_COLUMNS = 2  # first columns of a table in which totals are called so
NAMED_ROLES = ("unit", "agency", "region")  # columns of names, which may hold any word but those of totals
NESTED = ("STRUCT(", "MAP(", "UNION(")  # kinds of Parquet columns whose cells are records


@dataclass(frozen=True)
class Part:
    """One table of one file, cleaned: what it is, where it came from, what was left out.

    `name` is its own in the workspace. `counted` are the lines that a table of counts adds to the tally; it has no
    rows. `content` is the hash of the table itself, which a zip hides. `lines` are those of its rows in the tally,
    where an earlier run counted them. `also` are further hashes: those that a database has however it is
    counted, those of the part files of a folder, which are its `pieces`.
    """

    file: str
    sheet: str
    sha256: str
    plan: Plan
    constants: Constants
    cleaned: Cleaned
    name: str
    notes: tuple[str, ...] = ()
    counted: pd.DataFrame | None = None
    content: str = ""
    lines: TallyLines | None = None
    also: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Hashes of the files whose people are counted: its own, or those that a tally counted."""
        own = self.plan.sources if isinstance(self.plan, TallyPlan) else (self.content or self.sha256,)
        return (*own, *self.also)

    @property
    def is_tally(self) -> bool:
        """Whether it was counted elsewhere."""
        return isinstance(self.plan, TallyPlan)

    def recognised(self) -> list[dict[str, str]]:
        """Return a line for each column: what it was taken for, and why."""
        samples = self.plan.samples_by_column(self.cleaned.samples)
        return [
            {"file": self.file, "sheet": self.sheet, "column": r.column, "taken_for": r.taken_for, "why": r.why}
            | {"labels": samples.get(r.place, "")}
            for r in self.plan.recognised
        ]


def constants_of(
    path: Path, relative: str, survey: Survey, *, unit: str | None = None, period: str | None = None
) -> Constants:
    """Return what options, settings, folders and file name say of a file's rows, in that order."""
    database = survey_databases(survey).get(relative)
    is_whole = database or (is_parted(path) and Path(relative).suffix.casefold() not in READABLE)
    parts = () if database else (Path(relative) if is_whole else _without_suffixes(Path(relative))).parts
    below_raw = parts[2:] if parts[:2] == ("data", "raw") else parts[-1:]
    from_path, rest = period_of_path(below_raw)
    settings = survey.file_settings(relative)
    called = [Path(relative), *(Path(relative) / part.name for part in part_files(path))]
    listed = next(
        (p.id for p in survey.settings.period for pattern in p.files if any(_fits(c, pattern) for c in called)), None
    )
    stated = next((entry.period for entry in settings if entry.period), None)
    listed = database.id if database else listed
    own_unit = next((entry.unit for entry in settings if entry.unit), None)
    own_service = next((entry.service for entry in settings if entry.service), "")
    if len(rest) > 1 and _is_generic(rest[-1]):
        rest = rest[:-1]  # "Puskesmas 07/Form Responses 1.xlsx": the folder says the unit
    agency = rest[-2] if len(rest) > 1 else ""
    name = rest[-1] if rest else ""
    return Constants(
        period=period or stated or listed or from_path or NO_PERIOD,
        unit=unit or own_unit or (name if plain(name) else "") or survey.name or _without_suffixes(path).name,
        service=own_service,
        agency=agency,
        stated=bool(unit or own_unit),
        period_stated=bool(period or stated),
    )


def _fits(path: PurePath, pattern: str) -> bool:
    """Return whether a path is one that a pattern finds; two stars stand for any folders, or none.

    Examples
    --------
    >>> _fits(PurePath("data/raw/2025/TW1/a.csv"), "data/raw/**/*.csv")
    True
    """
    before, stars, behind = pattern.partition("**/")
    depths = range(len(path.parts)) if stars else ()
    return path.match(pattern) or any(path.match(f"{before}{'*/' * depth}{behind}") for depth in depths)


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
    if path.suffix.casefold() == ".parquet" and path.is_file() and holds_tally(path):
        return [_read_tally(path, name, survey, workspace, constants)]
    try:
        regulation = survey.regulation_for(constants.period)
        known = known_headers(regulation, named_columns(survey, name, regulation))
        received = read_tables(path, name, workspace.folder, known)
        tables = [replace(table, headers=with_groups(table.headers, known)) for table in received]
    except PermissionError as error:
        raise DataError("file_locked", [Place(name)], file=path.name) from error
    pieces = tables[0].pieces
    try:
        parts = _read_parts(tables, name, survey, workspace, constants, dates=dates)
        own = tuple(replace(piece, path=None) for piece in pieces)
        return [replace(part, pieces=own, also=tables[0].also) for part in parts] if pieces else parts
    except duckdb.OutOfMemoryException:
        raise DataError("table_too_wide", [Place(name)], columns=max(len(t.headers) for t in tables)) from None
    except DataError as error:
        if not pieces:
            raise
        raise located(error, name, pieces) from None
    finally:
        for table in tables:
            forget_copy(table.copy)


def _read_tally(path: Path, name: str, survey: Survey, workspace: Workspace, constants: Constants) -> Part:
    """Return a tally that was made elsewhere as a part."""
    taken = take_tally(workspace.connection, path, name, survey.for_file(name), constants)
    notes = (note("tally_taken", survey.language),)
    own = workspace.new_name()
    return Part(name, "", taken.sha256, taken.plan, constants, taken.cleaned, own, notes, taken.lines, taken.sha256)


def read_database(
    name: str, survey: Survey, workspace: Workspace, constants: Constants, *, dates: bool = False
) -> list[Part]:
    """Return the table or query of a database, recognised and cleaned; `name` is one of `survey_databases`.

    The database counts, and its rows stay there. What it can't count is read row by row, which a finding says, or
    refused where the settings want no row to leave.
    """
    entry = survey_databases(survey)[name]
    with open_database(entry, name, survey) as table:
        parts = _parts_of_database(table, entry.counted, survey, workspace, constants, dates=dates)
        return [replace(part, also=table.stream.hashes(entry.id)) for part in parts]


def _parts_of_database(
    table: RawTable, counted: str | None, survey: Survey, workspace: Workspace, constants: Constants, *, dates: bool
) -> list[Part]:
    name = table.file
    if counted == "here":
        return _read_parts([table], name, survey, workspace, constants, dates=dates)
    try:
        return [_counted_there(table, survey.for_file(name), workspace, constants)]
    except NotCountableError as error:
        reason = note(error.reason, survey.language)
        if counted == "database":
            raise DataError("not_countable_there", [Place(name)], reason=reason) from None
        parts = _read_parts([table], name, survey, workspace, constants, dates=dates)
        return [with_findings(parts[0], [("not counted there", reason)], survey), *parts[1:]]


def _counted_there(table: RawTable, survey: Survey, workspace: Workspace, constants: Constants) -> Part:
    """Return a table of a database as the counts that it makes itself.

    Raises
    ------
    NotCountableError
        What is asked for needs single rows.
    """
    if table.n_rows == 0:
        raise DataError("no_rows", [Place(table.file)])
    try:
        plan = plan_columns(table.headers, survey.regulation_for(constants.period), survey, table.file, "")
    except DataError as error:
        if error.code != "no_elements":
            raise
        raise NotCountableError("rows_needed") from None
    missing = len(plan.instrument.regulation.elements) < len(survey.regulation_for(constants.period).elements)
    if missing or plan.told:
        _refuse_unasked(table, plan, {f"left_{place}": place for place in plan.unrecognised})
    refuse_incomplete(plan, survey, table)
    table.stream.compare_by(_told_by(plan))
    found = count_there(workspace.connection, table.stream, table, plan, survey, constants)
    origin = Origin(fieldwork=found.fieldwork)
    fields = {f.name: getattr(plan, f.name) for f in dataclasses.fields(plan)}
    plan = TallyPlan(**fields, sources=(found.sha256,), origin=origin)
    notes = (*table.notes, note("counted_there", survey.language))
    own = workspace.new_name()
    return Part(table.file, "", found.sha256, plan, constants, found.cleaned, own, notes, found.lines, found.sha256)


def _read_parts(
    tables: list[RawTable],
    name: str,
    survey: Survey,
    workspace: Workspace,
    constants: Constants,
    *,
    dates: bool,
) -> list[Part]:
    survey = survey.for_file(name)
    wanted = {entry.sheet for entry in survey.file_settings(name) if entry.sheet}
    if wanted:
        tables = [table for table in tables if table.sheet in wanted]
        if not tables:
            raise DataError("no_such_sheet", [Place(name, value=sheet) for sheet in sorted(wanted)])
    if all(table.n_rows == 0 for table in tables):
        raise DataError("no_rows", [Place(name)])
    counted = find_frequencies(tables, survey.regulation_for(constants.period), survey, name)
    planned, unread = _rows_or_counts(tables, counted, name, survey, workspace, constants)
    if len(planned) > 1 and Path(name).suffix.casefold() in RECORDS:
        places = [Place(name, table.sheet) for table, _ in planned]
        raise DataError("several_tables", places, file=name, sheet=planned[0][0].sheet)
    _refuse_same_sheets([table for table in tables if table.sheet in {t.sheet for t, _ in planned}], name)
    constants_by_sheet = _constants_by_sheet(planned, survey, constants)
    corrections = corrections_by_sheet(constants.corrections, planned, survey)
    parts: list[Part] = []
    unanswered = [("sheet not read", sheet) for sheet in unread]
    for table, plan in planned:
        refuse_incomplete(plan, survey, table)
        _refuse_lists(plan, table)
        own = constants_by_sheet[table.sheet]
        try:
            own_corrections = corrections.get(table.sheet, [])
            parts.append(_read_table(table, plan, survey, workspace, own, own_corrections, dates=dates))
        except DataError as error:
            if error.code != "no_rows" or len(planned) == 1:
                raise
            unanswered.append(("sheet without responses", table.sheet))
    if not parts:
        raise DataError("no_rows", [Place(name)])
    parts[0] = with_findings(parts[0], [*tables[0].findings, *unanswered], survey)
    return parts


def _refuse_same_sheets(tables: Sequence[RawTable], name: str) -> None:
    """Refuse a workbook with the same answers on two sheets: their people would count twice."""
    seen: list[RawTable] = []
    for table in tables:
        if table.cells is None or len(table.cells.drop_duplicates()) < ROWS_TELL:
            continue  # a few rows, or all of them alike, may well be so in two units
        for other in seen:
            if other.headers == table.headers and other.cells.equals(table.cells):
                places = [Place(name, other.sheet), Place(name, table.sheet)]
                raise DataError("same_sheet_twice", places, file=name, sheet=other.sheet)
        seen.append(table)


def _rows_or_counts(
    tables: Sequence[RawTable],
    counted: Sequence[Counted],
    name: str,
    survey: Survey,
    workspace: Workspace,
    constants: Constants,
) -> tuple[list[tuple[RawTable, Plan]], list[str]]:
    """Return the tables with what their columns are, and the sheets that are not read.

    Counts that stand beside the answers themselves are a summary of them: they would count everybody twice.
    """
    others = [table for table in tables if all(table is not found.table for found in counted)]
    if others or not counted:
        try:
            wide, unread = _widened(others, name, survey, workspace, constants)
            return _plan_tables(wide, name, survey, constants), [*unread, *(found.table.sheet for found in counted)]
        except DataError as error:
            if not counted or error.code not in (*SHAPES_BESIDE, "no_elements"):
                raise
    for found in counted:
        refuse_uncalculated(found.table)
    return [(found.table, found.usable_plan()) for found in counted], [table.sheet for table in others]


def _widened(
    tables: Sequence[RawTable], name: str, survey: Survey, workspace: Workspace, constants: Constants
) -> tuple[list[RawTable], list[str]]:
    """Return the tables with a row for each respondent, and the sheets of another shape that stand beside them."""
    regulation = survey.regulation_for(constants.period)
    known = known_headers(regulation, named_columns(survey, name, regulation))
    wide, unread, refusal = [], [], None
    for table in tables:
        try:
            if len(tables) > 1 and not survey.scale and holds_means(table, known):
                raise DataError("table_of_means", [Place(table.file, table.sheet)])
            wide.append(widen_table(workspace.connection, table, workspace.new_name(), known, regulation, survey))
        except DataError as error:
            if error.code not in SHAPES_BESIDE or len(tables) == 1:
                raise
            refusal = refusal or error
            unread.append(table.sheet)
    if refusal and not any(known.near(header) for table in wide for header in table.headers):
        raise refusal
    return wide, unread


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


def _is_generic(name: str) -> bool:
    """Return whether a sheet or file is called as programs call it, which names no unit."""
    return plain(name).rstrip("0123456789 ") in {"", *load_wordings()["generic_sheets"]}


def with_findings(part: Part, findings: Sequence[tuple[str, str]], survey: Survey) -> Part:
    """Return the part with a line for each thing of its file that is not read."""
    if not findings:
        return part
    lines = [
        {"file": part.file, "sheet": part.sheet, "rule": rule, "value": shown(value), "action": "flagged"}
        | {"column": "", "message": say(f"rule_{rule.replace(' ', '_')}", survey.language)[0]}
        for rule, value in findings
    ]
    return replace(part, cleaned=replace(part.cleaned, exclusions=(*part.cleaned.exclusions, *lines)))


def with_absent_columns(parts: Sequence[Part], survey: Survey) -> list[Part]:
    """Return the parts, the first with a line for each header of the settings that none of them has."""
    absent = {text: all(text in part.plan.absent for part in parts) for part in parts for text in part.plan.absent}
    nowhere = [("named column absent", text) for text, everywhere in absent.items() if everywhere]
    return [with_findings(part, [] if place else nowhere, survey) for place, part in enumerate(parts)]


def with_shared_units(parts: Sequence[Part], survey: Survey) -> list[Part]:
    """Return the parts, a tally with a line for each unit that an earlier tally has for the same period.

    Two weeks of an office look so, and a tally that was sent again after it grew: only people can tell them apart.
    """
    seen: set[tuple[str, str]] = set()
    told = []
    for part in parts:
        if not part.is_tally:
            told.append(part)
            continue
        lines = part.counted.loc[part.counted["view"] == "", ["period", "unit"]].drop_duplicates()
        cells = set(lines.itertuples(index=False, name=None))
        units = sorted({unit for _, unit in cells & seen} - {"", OTHER_UNITS})
        names = [next(iter(part.cleaned.names.get(unit, {})), unit) for unit in units]
        told.append(with_findings(part, [("unit in several tallies", name) for name in names], survey))
        seen |= cells
    return told


def says_simulated(path: Path, name: str, workspace: Workspace) -> bool | None:
    """Return whether a file says of itself that a computer made it; None where it can't be read."""
    try:
        tables = read_tables(path, name, workspace.folder, known_headers(Survey().regulation_for()))
    except (DataError, OSError):
        return None
    for table in tables:
        forget_copy(table.copy)
    return any(is_simulated(header) for table in tables for header in table.headers)


def refuse_incomplete(plan: Plan, survey: Survey, table: RawTable) -> None:
    """Refuse a table that lacks an element whose weight the survey declares itself."""
    if not survey.settings.element:
        return
    missing = [e.key for e in survey.settings.element if e.key not in {i.element for i in plan.instrument.items}]
    if missing:
        raise DataError("own_elements_missing", [Place(table.file, table.sheet)], missing=", ".join(missing))


def _refuse_lists(plan: Plan, table: RawTable) -> None:
    """Refuse a Parquet file whose cells are lists or records: the list [3] is not the answer 3."""
    places = sorted({*plan.items.values(), *plan.roles.values()}) if table.kinds else []
    nested = [table.headers[p] for p in places if table.kinds[p].endswith("]") or table.kinds[p].startswith(NESTED)]
    if nested:
        raise DataError("cells_of_lists", [Place(table.file, table.sheet, column) for column in nested])


def _read_table(
    table: RawTable,
    plan: Plan,
    survey: Survey,
    workspace: Workspace,
    constants: Constants,
    corrections: Sequence[tuple[Correction, int]],
    *,
    dates: bool,
) -> Part:
    if isinstance(plan, CountPlan):
        if corrections:
            raise DataError("counts_with_corrections", [Place(table.file, table.sheet)])
        cleaned, lines = read_counts(workspace.connection, table, plan, survey, constants)
        name = workspace.new_name()
        notes = (*table.notes, note("rows_are_respondents", survey.language))
        content = table.content or table.sha256
        return Part(table.file, table.sheet, table.sha256, plan, constants, cleaned, name, notes, lines, content)
    table = without_prepared(table, plan.roles)
    plan, found = without_identities(table, plan, survey)
    columns = {f"a_{item}": place for item, place in plan.items.items()}
    columns |= {role: place for role, place in plan.roles.items() if role in (*KEPT_ROLES, *PROFILE_ROLES)}
    suspects: dict[str, int] = {}
    missing = len(plan.instrument.regulation.elements) < len(survey.regulation_for(constants.period).elements)
    if missing or plan.told or not (table.stream and table.stream.selective):
        suspects = {f"left_{place}": place for place in plan.unrecognised}
    suspects |= {f"nameless_{place}": place for place in nameless_places(table, plan)}
    identity, labels = plan.identity, label_patterns(plan)
    if table.stream:
        regulation = survey.regulation_for(constants.period)
        owners = {item.key: item.element for item in plan.instrument.items}
        table.stream.expect({p: regulation.element(owners[item]) for item, p in plan.items.items()}, survey)
    if table.stream and table.stream.selective:
        _refuse_unasked(table, plan, suspects)
        table.stream.compare_by(_told_by(plan))
        suspects, identity, labels = {}, (), {}
    selective = table.stream is not None and table.stream.selective
    comments = comment_columns(table, plan) if survey.clean.keep_comments and not selective else {}
    name, wanted = workspace.new_name(), {**columns, **suspects, **comments}
    coded = [column for column in columns if column.startswith("a_") or column in (*NAMING, *PROFILE_ROLES)]
    with watched(workspace.connection, LOAD, table.n_rows):
        staged = stage_table(workspace.connection, table, wanted, identity, name, labels, tuple(comments), coded)
    found += apply_corrections(workspace.connection, staged, corrections, wanted, survey)
    # A corrected cell is a text that its number does not know.
    staged = replace(staged, lines=tuple(found), numbers=frozenset() if corrections else staged.numbers)
    headers = {name: table.headers[place] or _letters(place) for name, place in wanted.items()}
    with watched(workspace.connection, CLEAN, table.n_rows):
        own = (plan, survey, constants, headers, tuple(suspects))
        cleaned = clean_table(workspace.connection, staged, *own, dates=dates)
    plan, cleaned = _with_received(table, plan, cleaned, survey)
    sha256 = staged.table.sha256  # that of a database is known only now
    content = table.content or sha256
    return Part(table.file, table.sheet, sha256, plan, constants, cleaned, staged.name, table.notes, content=content)


def _told_by(plan: Plan) -> list[int]:
    """Return the places of the questions and of the unit: by their labels the answers of a database are known again."""
    return [*plan.items.values(), *(place for role, place in plan.roles.items() if role == "unit")]


def _refuse_unasked(table: RawTable, plan: Plan, suspects: Mapping[str, int]) -> None:
    """Refuse a database that lacks elements beside columns that nobody knows: they could be it, or anybody's name."""
    if suspects:
        places = [Place(table.file, table.sheet, table.headers[place]) for place in suspects.values()]
        found = ", ".join(dict.fromkeys(item.element for item in plan.instrument.items))
        raise DataError("database_elements_missing", places, found=found)


def _with_received(table: RawTable, plan: Plan, cleaned: Cleaned, survey: Survey) -> tuple[Plan, Cleaned]:
    """Return plan and cleaned rows with what is to be said of the table as it was before it was folded."""
    taken = tuple(Recognised(*line) for line in table.taken)
    lines = [
        {"file": table.file, "sheet": table.sheet, "row": row, "rule": rule, "column": column, "action": "flagged"}
        | {"value": shown(value), "message": say(f"rule_{rule.replace(' ', '_')}", survey.language)[0]}
        for row, rule, column, value in table.listed
    ]
    if not (taken or lines):
        return plan, cleaned
    exclusions = (*cleaned.exclusions, *lines)
    return replace(plan, recognised=(*plan.recognised, *taken)), replace(cleaned, exclusions=exclusions)


def nameless_places(table: RawTable, plan: Plan) -> list[int]:
    """Return the places of the columns without a header between the questions and right behind them."""
    first, last = min(plan.items.values()), max(plan.items.values())
    end = min((p for p, text in enumerate(table.headers) if text and p > last), default=len(table.headers))
    return [p for p in range(first, end) if not table.headers[p]]


def _letters(place: int) -> str:
    """Return the letters by which a spreadsheet calls a column."""
    before, letter = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + letter)


def label_patterns(plan: Plan) -> dict[int, str]:
    """Return the places of columns in which a total says what it is, with the pattern of what it then says.

    They stand before the questions: the first ones, and the last one. What people came for may be called anything.
    """
    first = min(plan.items.values())
    roles = {place: role for role, place in plan.roles.items()}
    before = [p for p in range(first) if roles.get(p) not in ("service", *PROFILE_ROLES)]
    places = dict.fromkeys([*before[:LABEL_COLUMNS], *before[-1:]])
    return {p: (OF_UNITS if roles.get(p) in NAMED_ROLES else OF_OTHERS).pattern for p in places}
