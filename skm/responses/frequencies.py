"""Tables of counts: how often each score was given to each element, instead of a row for each respondent.

The index follows exactly from such a table. Who gave which answers does not, so nothing that needs to know it (the
index's interval, straight lines, reliability) is computed; the tally marks these lines.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from skm.errors import DataError, Place
from skm.messages import say
from skm.periods import NO_PERIOD, is_within, period_of_cell
from skm.regulation import Instrument, Regulation
from skm.responses.cleaning import Cleaned
from skm.responses.frequency_headers import CountColumns, find_count_columns, has_share_columns
from skm.responses.frequency_shapes import ROWS_BESIDE_SCORES, Rows, gather_spread, may_be_spread, turn_upright
from skm.responses.keys import unit_id
from skm.responses.ladders import asks_for_bad
from skm.responses.privacy import shown
from skm.responses.raw import RawTable
from skm.responses.recognising import (
    SUBCODE,
    KnownHeaders,
    Plan,
    Recognised,
    known_headers,
    named_columns,
    plan_columns,
)
from skm.responses.rows import Constants
from skm.responses.staging import quoted_name
from skm.responses.summaries import OF_OTHERS
from skm.survey import Survey, plain
from skm.tally import add_cells, count_totals

ROWS_AT_MOST = 5000  # a table of counts has a row for each element of each unit; more rows are people
SEARCHED = 40  # rows among which the header is looked for
LOOKED_AT = 200  # rows that show whether enough columns hold numbers
LEAST_ELEMENTS = 2  # rows that are elements before a table is taken for one of counts
KEY_ROLES = ("unit", "service", "agency", "region", "period")
WHOLE = re.compile(r"\d+(?:[.,]0+)?")
NUMBER = re.compile(r"\d+(?:[.,](\d+))?")
QUESTION_NUMBER = re.compile(r"[ .(]+(\d{1,2}|[a-e])\)?$")
NOTHING = ("", "-", "–", "—")


@dataclass(frozen=True)
class Line:
    """One row of a table of counts: its number, what it is called, how often each point was given, and the gaps."""

    row: int
    label: str
    counts: Mapping[int, int]
    blanks: int = 0
    inapplicable: int = 0

    @property
    def answers(self) -> int:
        """Answers given."""
        return sum(self.counts.values())

    @property
    def asked(self) -> int:
        """Respondents that the row knows of."""
        return self.answers + self.blanks + self.inapplicable


@dataclass(frozen=True)
class Block:
    """The rows of one unit and period: what the table says of them by role, and the line of each item."""

    keys: Mapping[str, str]
    lines: Mapping[str, Line]

    @property
    def n(self) -> int:
        """Respondents: what the fullest row knows of."""
        return max(line.asked for line in self.lines.values())


@dataclass(frozen=True)
class CountPlan(Plan):
    """The plan of a table of counts: its rows are the items, `blocks` their counts."""

    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class _Grid:
    """A table of counts as rows of texts under its header, with the number that a spreadsheet shows of each."""

    table: RawTable
    texts: tuple[str, ...]
    columns: CountColumns
    rows: tuple[tuple[int, list[str]], ...]

    def place(self, row: int, column: int | None = None, value: str | None = None) -> Place:
        """Return the place of a row or of a cell."""
        text = self.texts[column] if column is not None else ""
        return Place(self.table.file, self.table.sheet, text, row, value if value is None else shown(value))


@dataclass(frozen=True)
class Counted:
    """A table of counts: what it says, or why it can't be trusted."""

    table: RawTable
    plan: CountPlan | None
    refusal: DataError | None = None

    def usable_plan(self) -> CountPlan:
        """Return the plan; raise the refusal where there is none."""
        if self.plan is None:
            raise self.refusal or DataError("no_elements", [Place(self.table.file, self.table.sheet)])
        return self.plan


def find_frequencies(tables: Sequence[RawTable], regulation: Regulation, survey: Survey, name: str) -> list[Counted]:
    """Return the tables of a file that hold counts of answers; a table whose header names elements holds answers."""
    known = known_headers(regulation, named_columns(survey, name, regulation))
    found = []
    for table in tables:
        try:
            rows = _upright_rows(table, known, regulation, survey)
            if rows and (plan := plan_counts(table, rows, regulation, survey, name)):
                found.append(Counted(table, plan))
        except DataError as error:
            found.append(Counted(table, None, error))
    return found


def _upright_rows(table: RawTable, known: KnownHeaders, regulation: Regulation, survey: Survey) -> Rows:
    """Return the rows of a table that may hold counts, an element a row; nothing where they are answers."""
    if may_be_spread(table.headers, known, survey):
        return gather_spread(table, _rows_of(table), known, survey) or []
    if not _names_elements(table.headers, known):
        return _rows_of(table)
    if table.n_rows > len(survey.points) + ROWS_BESIDE_SCORES:
        return []
    return turn_upright(table, _rows_of(table), known, regulation, survey) or []


def _names_elements(headers: Sequence[str], known: KnownHeaders) -> bool:
    """Return whether a header names elements; a code beside its name is one."""
    found = {header: key for header in headers if header and (key := known.element(header))}
    codes = {header for header in found if known.is_code(header)}
    return max(len(codes), len({key for header, key in found.items() if header not in codes})) >= LEAST_ELEMENTS


def plan_counts(table: RawTable, rows: Rows, regulation: Regulation, survey: Survey, name: str) -> CountPlan | None:
    """Return what a table of counts says, None where the table is none.

    Parameters
    ----------
    table
        A table without a column of answers.
    rows
        Its rows with their numbers, an element a row.
    regulation
        Whose elements to look for in its rows.
    survey
        Its settings name columns and rows, and map another scale.
    name
        The file, for its settings.

    Raises
    ------
    DataError
        It is a table of counts that can't be trusted: a row is unknown or stands twice, a count is no whole number, a
        stated total or mean is not what the counts give, shares stand for counts.
    """
    known = known_headers(regulation, named_columns(survey, name, regulation))
    grid = _find_grid(table, rows, regulation, survey, known)
    if grid is None:
        return None
    labels = _labels_of(grid, known)
    rows = _answer_rows(grid, labels, known)
    recognised = {label for _, label, _, is_known, _ in rows if is_known}
    if len(recognised) < LEAST_ELEMENTS:
        return None
    if unknown := [grid.place(row, value=label) for row, label, _, is_known, _ in rows if not is_known]:
        example = next(key for key in regulation.keys)
        raise DataError("counts_label_unknown", unknown, key=example, label=unknown[0].value)
    lines = _read_lines(grid, [(row, label, cells) for row, label, cells, _, _ in rows], survey)
    _refuse_shares(grid, lines)
    keys = _keys_of(grid, known, rows)
    return _plan_blocks(grid, lines, keys, regulation, survey, name)


def _find_grid(
    table: RawTable, rows: Rows, regulation: Regulation, survey: Survey, known: KnownHeaders
) -> _Grid | None:
    """Return the table beneath the first row that names every score, with the row above it where it names groups."""
    width = max((len(cells) for _, cells in rows), default=0)
    rows = [(row, [*cells, *[""] * (width - len(cells))]) for row, cells in rows]
    if _n_numeric(rows[:LOOKED_AT], width) < len(survey.points):
        return None
    shares = False
    for place, (_, cells) in enumerate(rows[:SEARCHED]):
        if place and _is_counted(rows[place - 1][1], known, len(survey.points)):
            break  # what stands beneath the first counts is no header
        for texts, groups in _headers_at(rows, place):
            columns = find_count_columns(texts, groups, regulation, survey)
            others = [text for where, text in enumerate(cells) if not columns or where not in columns.points.values()]
            if columns and not any(text and known.element(text) for text in others):
                return _Grid(table, tuple(texts), columns, tuple(_beneath(rows[place + 1 :], cells)))
            shares = shares or has_share_columns(texts, groups, regulation, survey)
    named = {key for _, cells in rows for cell in cells if cell and (key := known.element(cell))}
    if shares and len(named) >= LEAST_ELEMENTS:
        raise DataError("counts_as_shares", [Place(table.file, table.sheet)])
    return None


def _is_counted(cells: Sequence[str], known: KnownHeaders, n_points: int) -> bool:
    """Return whether a row holds the counts of an element; a legend names elements without them."""
    numbers = sum(NUMBER.fullmatch(cell) is not None for cell in cells)
    return numbers >= n_points and any(cell and _is_element(cell, known) for cell in cells)


def _n_numeric(rows: Sequence[tuple[int, list[str]]], width: int) -> int:
    """Return how many columns hold numbers in at least half of their cells."""
    found = 0
    for place in range(width):
        filled = [cells[place] for _, cells in rows if cells[place]]
        numbers = sum(NUMBER.fullmatch(cell.rstrip("% ")) is not None or cell in NOTHING for cell in filled)
        found += 2 * numbers >= len(filled) > 0
    return found


def _rows_of(table: RawTable) -> list[tuple[int, list[str]]]:
    """Return all rows of a small table, its header first, with their numbers; nothing of a large one."""
    if table.n_rows > ROWS_AT_MOST or table.n_rows == 0:
        return []
    if table.cells is not None:
        skipped, numbers = set(table.blank_rows), []
        row = table.first_row
        while len(numbers) < len(table.cells):
            if row not in skipped:
                numbers.append(row)
            row += 1
        cells = [[" ".join(cell.split()) for cell in line] for line in table.cells.to_numpy().tolist()]
        header = [text.rpartition(" / ")[2] if " / " in text else text for text in table.headers]
        groups = [text.rpartition(" / ")[0] for text in table.headers]
        above = [(table.first_row - 2, groups)] if any(groups) else []
        return [*above, (table.first_row - 1, header), *zip(numbers, cells, strict=True)]
    if table.path is None or not table.delimiter:
        return []
    with table.path.open(encoding="utf-8-sig", newline="") as handle:
        records = csv.reader(handle, delimiter=table.delimiter)
        numbered = [(row, [" ".join(cell.split()) for cell in cells]) for row, cells in enumerate(records, start=1)]
    return [(row, cells) for row, cells in numbered if any(cells)]


def _headers_at(rows: Sequence[tuple[int, list[str]]], place: int) -> Iterable[tuple[Sequence[str], Sequence[str]]]:
    """Return the headers that a row may be: alone, and with the groups that stand above it."""
    cells = rows[place][1]
    yield cells, [""] * len(cells)
    if place:
        upper, group, groups = rows[place - 1][1], "", []
        for cell in upper:
            group = cell or group
            groups.append(group)
        if len({cell for cell in upper if cell}) > 1:
            yield [low or up for low, up in zip(cells, upper, strict=True)], groups


def _beneath(rows: Sequence[tuple[int, list[str]]], header: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the rows beneath a header without those that repeat it or number the columns."""
    found = []
    for place, (row, cells) in enumerate(rows):
        numbers = [cell.strip("()") for cell in cells if cell]
        counts_columns = not place and numbers == [str(number + 1) for number in range(len(numbers))]
        if [plain(cell) for cell in cells] != [plain(cell) for cell in header] and not counts_columns:
            found.append((row, cells))
    return found


# --- what the rows are called -------------------------------------------------------------------------------------


def _labels_of(grid: _Grid, known: KnownHeaders) -> list[str]:
    """Return what each row is called: by the column, or the columns together, that name the most elements.

    A code proves nothing beside a name that is none of the regulation's.
    """
    first = min(grid.columns.points.values())
    places = [place for place in range(first) if known.role(grid.texts[place]) not in KEY_ROLES]
    worded = [place for place in places if any(not cells[place].replace(".", "").isdecimal() for _, cells in grid.rows)]
    parts = [[cells[place] for place in worded if cells[place]] for _, cells in grid.rows]
    ways = [[cells[place] for _, cells in grid.rows] for place in worded]
    ways += [[" ".join(texts) for texts in parts], [texts[-1] if texts else "" for texts in parts]]

    def recognised(labels: Sequence[str]) -> tuple[int, int]:
        found = [
            label
            for label, texts in zip(labels, parts, strict=True)
            if label and _is_element(label, known) and not (_is_code(label, known) and _names_another(texts, known))
        ]
        return len(set(found)), sum(not _is_code(label, known) for label in found)

    best = max(ways, key=recognised, default=[])
    return [
        "" if label and _is_code(label, known) and _names_another(texts, known) else label
        for label, texts in zip(best, parts, strict=True)
    ] or [""] * len(grid.rows)


def _is_element(label: str, known: KnownHeaders) -> bool:
    """Return whether a text names an element, or a question of one by its number ("U3.1", "Persyaratan 2")."""
    bare = QUESTION_NUMBER.sub("", label)
    return bool(known.near(label)) or SUBCODE.match(plain(label)) is not None or bool(bare and known.element(bare))


def _is_code(label: str, known: KnownHeaders) -> bool:
    return known.is_code(label) or SUBCODE.match(plain(label)) is not None


def _names_another(texts: Sequence[str], known: KnownHeaders) -> bool:
    """Return whether a text of a row is neither a code, nor a number, nor an element."""
    return any(not _is_element(text, known) and not text.replace(".", "").isdecimal() for text in texts)


_Row = tuple[int, str, list[str], bool, str]  # number, label, cells, whether it is an element, the heading above


def _answer_rows(grid: _Grid, labels: Sequence[str], known: KnownHeaders) -> list[_Row]:
    """Return the rows with counts; totals and headings are none, but a heading holds for what stands beneath it."""
    found: list[_Row] = []
    heading = ""
    for (row, cells), label in zip(grid.rows, labels, strict=True):
        filled = [cell for cell in cells if cell]
        counted = [cells[place] for place in grid.columns.points.values() if cells[place] not in NOTHING]
        text = next((cell for cell in filled if not NUMBER.fullmatch(cell)), "")
        is_known = bool(label) and _is_element(label, known)
        if not counted and not is_known:
            heading = filled[0].rpartition(":")[2].strip() if len(filled) == 1 else heading
        elif is_known or not OF_OTHERS.match(plain(label or text)):
            found.append((row, label or text, cells, is_known, heading))
    return found


def _keys_of(grid: _Grid, known: KnownHeaders, rows: Sequence[_Row]) -> list[dict[str, str]]:
    """Return unit, period and the like of each row; a cell left blank holds what stands above it.

    Where no column names the unit and elements stand more than once, the headings between the rows do.
    """
    roles = {role: place for place, text in enumerate(grid.texts) if (role := known.role(text)) in KEY_ROLES}
    roles = {role: place for role, place in roles.items() if place not in grid.columns.points.values()}
    above: dict[str, str] = {}
    found = []
    for _, _, cells, _, _ in rows:
        above |= {role: cells[place] for role, place in roles.items() if cells[place]}
        found.append({role: above.get(role, "") for role in roles})
    called = [(label, *keys.values()) for (_, label, _, _, _), keys in zip(rows, found, strict=True)]
    if "unit" not in roles and len(set(called)) < len(called):
        return [keys | {"unit": heading} for (*_, heading), keys in zip(rows, found, strict=True)]
    return found


# --- what the counts say ------------------------------------------------------------------------------------------


def _read_lines(grid: _Grid, rows: Sequence[tuple[int, str, list[str]]], survey: Survey) -> list[Line]:
    """Return the counts of each row; refuse what is no count, and a stated figure that the counts don't give."""
    columns = grid.columns
    lines, unreadable, wrong = [], [], []
    for row, label, cells in rows:
        read = {point: _count(cells[place]) for point, place in columns.points.items()}
        gaps = [[_count(cells[p]) or 0 for p in places] for places in (columns.blanks, columns.inapplicable)]
        zeroed = Line(row, label, {point: n or 0 for point, n in read.items()}, sum(gaps[0]), sum(gaps[1]))
        blank = [columns.points[point] for point, n in read.items() if n is None]
        stated = [_count(cells[place]) for place in columns.totals]
        # A blank count is zero only where the row itself says so: its total is that of the others.
        proven = bool(stated) and zeroed.answers in stated and all(cells[place] in NOTHING for place in blank)
        if blank and not proven:
            unreadable += [grid.place(row, place, cells[place]) for place in blank]
            continue
        wrong += [grid.place(row, place, cells[place]) for place in _disagreeing(grid, zeroed, cells, survey)]
        lines.append(zeroed)
    if unreadable:
        shares = any("%" in (place.value or "") or _is_fraction(place.value or "") for place in unreadable)
        raise DataError("counts_as_shares" if shares else "counts_unreadable", unreadable)
    if wrong:
        raise DataError("counts_disagree", wrong)
    return lines


def _count(cell: str) -> int | None:
    """Return a cell as a count, None where it is no whole number."""
    return int(re.split("[.,]", cell)[0]) if WHOLE.fullmatch(cell) else None


def _is_fraction(cell: str) -> bool:
    return NUMBER.fullmatch(cell) is not None and WHOLE.fullmatch(cell) is None


def _disagreeing(grid: _Grid, line: Line, cells: Sequence[str], survey: Survey) -> list[int]:
    """Return the places of what a row states and its counts don't give: totals, sums of scores, means."""
    worth = dict(survey.scale) or {point: Fraction(point) for point in line.counts}
    total = sum((worth[point] * n for point, n in line.counts.items()), Fraction(0))
    n_all = {Fraction(line.answers), Fraction(line.asked)}
    expected = [
        # "Jumlah" may be the answers or the sum of their scores.
        *((place, n_all | {total}) for place in grid.columns.totals),
        *((place, {total}) for place in grid.columns.sums),
        *((place, {total / n for n in n_all if n}) for place in grid.columns.means),
    ]
    return [place for place, right in expected if not _agrees(cells[place], right)]


def _agrees(cell: str, right: Iterable[Fraction]) -> bool:
    """Return whether a printed number is one of some exact ones, rounded or cut to its digits; a text says nothing."""
    match = NUMBER.fullmatch(cell)
    if match is None:
        return True
    printed, step = Fraction(cell.replace(",", ".")), Fraction(1, 10 ** len(match[1] or ""))
    whole = not match[1]
    return any(printed == value if whole else abs(printed - value) < step for value in right)


def _refuse_shares(grid: _Grid, lines: Sequence[Line]) -> None:
    """Refuse whole percentages: every row adds up to 100, and nothing says that these are numbers of answers."""
    if len(lines) > 1 and not grid.columns.says_counts and all(line.answers == 100 for line in lines):
        raise DataError("counts_as_shares", [grid.place(line.row) for line in lines])


# --- blocks -------------------------------------------------------------------------------------------------------


def _plan_blocks(
    grid: _Grid,
    lines: Sequence[Line],
    keys: Sequence[Mapping[str, str]],
    regulation: Regulation,
    survey: Survey,
    name: str,
) -> CountPlan:
    """Return the plan with the lines of each unit and period by item; all of them must ask the same."""
    grouped: dict[tuple[tuple[str, str], ...], list[Line]] = {}
    for line, said in zip(lines, keys, strict=True):
        grouped.setdefault(tuple(said.items()), []).append(line)
    plans, blocks = [], []
    for said, own in grouped.items():
        labels = [_element_text(line.label, regulation, survey, name) for line in own]
        forms = [plain(label) for label in labels]
        if twice := [
            grid.place(line.row, value=line.label) for line, f in zip(own, forms, strict=True) if forms.count(f) > 1
        ]:
            raise DataError("counts_twice", twice)
        plan = plan_columns(labels, regulation, survey, name, grid.table.sheet, own_words=False)
        left = sorted(set(range(len(own))) - set(plan.items.values()))
        if left:
            places = [grid.place(own[place].row, value=own[place].label) for place in left]
            raise DataError("counts_label_unknown", places, key=regulation.keys[0], label=places[0].value)
        plans.append(plan)
        found = {item: own[place] for item, place in plan.items.items()}
        blocks.append(Block(dict(said), _turned(grid, found, plan, survey)))
    first = plans[0]
    if other := [block for block, plan in zip(blocks, plans, strict=True) if plan.instrument != first.instrument]:
        row = min(line.row for line in other[0].lines.values())
        raise DataError("instruments_differ", [grid.place(row)])
    for block in blocks:
        _refuse_open(grid, block, first.instrument, survey)
    counted = [
        Recognised(grid.texts[place], f"count of {point}", "header") for point, place in grid.columns.points.items()
    ]
    own = {field.name: getattr(first, field.name) for field in fields(Plan)} | {
        "roles": dict.fromkeys(blocks[0].keys, 0),
        "identity": (),
        "unrecognised": (),
        "recognised": (*first.recognised, *counted),
    }
    return CountPlan(**own, blocks=tuple(blocks))


def _turned(grid: _Grid, lines: Mapping[str, Line], plan: Plan, survey: Survey) -> dict[str, Line]:
    """Return the lines with the counts of questions worded the other way round turned, where the headers leave it open.

    A question that may be one of them refuses the table until the settings say it.
    """
    if grid.columns.directed:
        return dict(lines)
    known = (*plan.reversed, *plan.upright)
    if doubtful := [item for item, line in lines.items() if item not in known and asks_for_bad(line.label)]:
        places = [grid.place(lines[item].row, value=lines[item].label) for item in doubtful]
        element = next(item.element for item in plan.instrument.items if item.key == doubtful[0])
        questions = ", ".join(f'"{lines[item].label}"' for item in doubtful)
        raise DataError("reversed_question", places, element=element, questions=questions)
    ends = survey.points[0] + survey.points[-1]
    return {
        item: replace(line, counts={ends - point: n for point, n in line.counts.items()})
        if item in plan.reversed
        else line
        for item, line in lines.items()
    }


def _element_text(label: str, regulation: Regulation, survey: Survey, name: str) -> str:
    """Return a row's label as a header; one that a column of dates could have too becomes the element's own name."""
    known = known_headers(regulation, named_columns(survey, name, regulation))
    key = known.element(label)
    return regulation.element(key).names["id"] if key in regulation.keys and known.role(label) else label


def _refuse_open(grid: _Grid, block: Block, instrument: Instrument, survey: Survey) -> None:
    """Refuse counts from which the figures do not follow."""
    n, lines = block.n, block.lines
    gaps = [line for line in lines.values() if line.answers < n]
    if n and sum(line.answers for line in lines.values()) < n:
        raise DataError("counts_empty", [grid.place(line.row) for line in lines.values()])
    for element in instrument.regulation.keys:
        own = [lines[item] for item in instrument.items_of(element)]
        if len(own) > 1 and any(line.answers < n for line in own):
            totals = ", ".join(str(line.answers) for line in own)
            places = [grid.place(line.row) for line in own]
            raise DataError("counts_uneven", places, element=element, totals=totals)
    if gaps and survey.missing != "available":
        raise DataError("counts_need_available", [grid.place(line.row) for line in gaps], policy=survey.missing)


# --- counts → tally -----------------------------------------------------------------------------------------------


def read_counts(
    connection: duckdb.DuckDBPyConnection, table: RawTable, plan: CountPlan, survey: Survey, constants: Constants
) -> tuple[Cleaned, pd.DataFrame]:
    """Return the account of a table of counts, whose frame has no rows, and its lines of the tally.

    In the account respondents count as rows: those of a unit that the register does not have are left out and listed.

    Raises
    ------
    DataError
        A unit, or a period, can't be told, or nobody answered.
    """
    found = [_finding(table, "counts only", survey)]
    found += [_finding(table, "order assumed", survey)] if plan.order == "assumed" else []
    found += [_finding(table, "scale mapped", survey)] if survey.scale else []
    names: dict[str, dict[str, int]] = {}
    frames, n_dropped = [], 0
    for block in plan.blocks:
        row = min(line.row for line in block.lines.values())
        cell = _cell_of(table, block, constants, survey, row)
        if not block.n or not cell["unit"]:
            n_dropped += block.n
            rule = "unit not registered" if block.n else "no answers"
            found.append(
                _finding(table, rule, survey, row, block.keys.get("unit", ""), "row dropped" if block.n else "")
            )
            continue
        spelling = " ".join((block.keys.get("unit") or constants.unit).split())
        names.setdefault(cell["unit"], {})[spelling] = block.n
        frames.append(_tally_lines(block, plan.instrument, cell))
    if not frames:
        raise DataError("no_rows", [Place(table.file, table.sheet)])
    by = tuple(key for key in ("unit", "period", "service", "agency", "region") if any(f[key].any() for f in frames))
    n_rows = sum(block.n for block in plan.blocks)
    cleaned = Cleaned(no_rows(connection, plan.instrument, by), n_rows, n_dropped, tuple(found), names, (), by)
    return cleaned, add_cells(pd.concat(frames, ignore_index=True), plan.instrument)


def no_rows(connection: duckdb.DuckDBPyConnection, instrument: Instrument, by: Sequence[str]) -> Any:
    """Return rows as cleaning gives them, but none: nobody's answers are known."""
    kind = "DOUBLE" if instrument.scale else "TINYINT"
    columns = [*((key, "VARCHAR") for key in by), *((item.key, kind) for item in instrument.items)]
    columns += [("not_applicable", "BIGINT"), ("row", "BIGINT")]
    listed = ", ".join(f"CAST(NULL AS {of}) AS {quoted_name(name)}" for name, of in columns)
    return nw.from_native(connection.sql(f"SELECT {listed} WHERE false"))


def _finding(
    table: RawTable, rule: str, survey: Survey, row: int | None = None, value: str = "", action: str = ""
) -> dict[str, object]:
    message = say(f"rule_{rule.replace(' ', '_')}", survey.language)[0]
    line = {"file": table.file, "sheet": table.sheet, "row": row, "column": "", "rule": rule}
    return line | {"value": shown(value), "action": action or "flagged", "message": message}


def _cell_of(table: RawTable, block: Block, constants: Constants, survey: Survey, row: int) -> dict[str, str]:
    """Return the keys of a block: what the table says, else the file; `unit` is "" where the register lacks it."""
    said = block.keys
    unit = unit_id(said.get("unit") or constants.unit, survey)
    if unit is None and not said.get("unit"):
        raise DataError("unit_not_registered", [Place(table.file, table.sheet, value=shown(constants.unit))])
    cell = {role: " ".join((said.get(role) or getattr(constants, role, "")).split()) for role in KEY_ROLES}
    return cell | {"unit": unit or "", "period": _period_of(table, said.get("period", ""), constants, row)}


def _period_of(table: RawTable, text: str, constants: Constants, row: int) -> str:
    if not text:
        return constants.period
    period = period_of_cell(text) or period_of_cell(f"{text} {constants.period[:4]}")
    place = Place(table.file, table.sheet, row=row, value=shown(text))
    if period is None:
        raise DataError("period_unreadable", [place])
    if constants.period not in (NO_PERIOD, period) and not is_within(period, constants.period):
        raise DataError("period_contradicted", [place], period=constants.period, file=table.file)
    return period


def _tally_lines(block: Block, instrument: Instrument, cell: Mapping[str, str]) -> pd.DataFrame:
    """Return the tally's lines of one block: points that are worth the same are one score."""
    worth = dict(instrument.scale) or {int(score): score for score in instrument.scores}
    counts = {
        item: tuple(sum(n for point, n in line.counts.items() if worth[point] == score) for score in instrument.scores)
        for item, line in block.lines.items()
    }
    skipped = {item: line.inapplicable for item, line in block.lines.items()}
    return count_totals(counts, block.n, instrument, cell, inapplicable=skipped)
