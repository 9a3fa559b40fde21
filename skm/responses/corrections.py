"""The register of corrections: single cells put right before anything is read from them, each with its reason."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from skm.errors import Place, SettingsError
from skm.messages import note, say
from skm.periods import NO_PERIOD, is_within, period_of_cell
from skm.responses.privacy import HIDDEN, redact, shown
from skm.responses.raw import RawTable
from skm.responses.recognising import Plan
from skm.responses.staging import StagedTable, quoted_name, store_text
from skm.survey import CORRECTION_COLUMNS, Survey, plain

LETTERS = re.compile(r"^[A-Za-z]{1,3}$")  # a column as a spreadsheet calls it
REASONED = ("reason", "who", "date")


@dataclass(frozen=True)
class Correction:
    """One entry: which cell of which file said what, and what it must say."""

    line: int
    period: str
    file: str
    sheet: str
    row: int
    column: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Misfit:
    """A correction that does not fit its file, and why: a code of `skm.messages.NOTES`."""

    correction: Correction
    why: str


class CorrectionsError(SettingsError):
    """Some corrections do not fit their files; `misfits` says which."""

    def __init__(self, misfits: Sequence[Misfit], survey: Survey) -> None:
        self.misfits = tuple(misfits)
        name = register_name(survey)
        places = [
            Place(name, row=m.correction.line, column=m.correction.column, value=note(m.why, survey.language))
            for m in sorted(misfits, key=lambda m: m.correction.line)
        ]
        super().__init__("corrections_do_not_fit", places, n=len(places))


def register_name(survey: Survey) -> str:
    """Return the file name of the register."""
    return "" if survey.corrections is None else str(survey.corrections.attrs.get("file", "corrections"))


def read_corrections(survey: Survey) -> tuple[Correction, ...]:
    """Return the entries of the register.

    Raises
    ------
    SettingsError
        An entry lacks its file, row, column, reason, who or date, or changes nothing. All of them are named.
    """
    if survey.corrections is None:
        return ()
    found, wrong = [], []
    name = register_name(survey)
    for line, entry in survey.corrections.iterrows():
        cells = {key: str(entry.get(key, "")).strip() for key in CORRECTION_COLUMNS}
        missing = [key for key in ("file", "column", *REASONED) if not cells[key]]
        missing += ["row"] if not re.fullmatch(r"\d{1,7}", cells["row"]) else []
        missing += ["to"] if cells["from"] == cells["to"] else []
        missing += ["period"] if cells["period"] and period_of_cell(cells["period"]) is None else []
        if missing:
            wrong += [Place(name, row=int(str(line)), column=key) for key in missing]
            continue
        found.append(
            Correction(
                int(str(line)),
                period_of_cell(cells["period"]) or "" if cells["period"] else "",
                cells["file"],
                cells["sheet"],
                int(cells["row"]),
                cells["column"],
                cells["from"],
                cells["to"],
                cells["reason"],
            )
        )
    if wrong:
        raise SettingsError("corrections_incomplete", wrong, n=len(wrong))
    return tuple(found)


def corrections_by_file(
    corrections: Sequence[Correction], periods: Mapping[str, str], survey: Survey
) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections of each file of a survey; `periods` are what the files' folders and names say.

    Raises
    ------
    CorrectionsError
        A correction fits no file, or several.
    """
    by_file: dict[str, list[Correction]] = {}
    misfits = []
    for correction in corrections:
        fitting = [file for file, period in periods.items() if _is_of(correction, file, period)]
        if len(fitting) == 1:
            by_file.setdefault(fitting[0], []).append(correction)
        else:
            misfits.append(Misfit(correction, "several_files" if fitting else "no_such_file"))
    if misfits:
        raise CorrectionsError(misfits, survey)
    return {file: tuple(found) for file, found in by_file.items()}


def _is_of(correction: Correction, file: str, period: str) -> bool:
    """Return whether a file is the one that a correction names: its path, or the end of it, and its period."""
    wanted, path = correction.file.replace("\\", "/").strip("/").casefold(), f"/{file.casefold()}"
    if not path.endswith(f"/{wanted}"):
        return False
    return not correction.period or period == NO_PERIOD or is_within(period, correction.period)


def corrections_by_sheet(
    corrections: Sequence[Correction], planned: Iterable[tuple[RawTable, Plan]], survey: Survey
) -> dict[str, list[tuple[Correction, int]]]:
    """Return by sheet the corrections of a file, each with the place of its column.

    Raises
    ------
    CorrectionsError
        A correction fits no column that is read, or several, or one that tells who somebody is.
    """
    tables = list(planned)
    found: dict[str, list[tuple[Correction, int]]] = {}
    misfits, seen = [], set()
    for correction in corrections:
        places = [
            (table, plan, place)
            for table, plan in tables
            if not correction.sheet or plain(correction.sheet) == plain(table.sheet)
            for place in _places(correction.column, table.headers)
        ]
        read = [
            (table, place) for table, plan, place in places if place in {*plan.items.values(), *plan.roles.values()}
        ]
        if any(place in plan.identity for _, plan, place in places):
            misfits.append(Misfit(correction, "personal_column"))
        elif len(read) != 1:
            misfits.append(Misfit(correction, "several_columns" if read else "no_such_column"))
        elif (key := (read[0][0].sheet, correction.row, read[0][1])) in seen:
            misfits.append(Misfit(correction, "cell_twice"))
        else:
            seen.add(key)
            found.setdefault(read[0][0].sheet, []).append((correction, read[0][1]))
    if misfits:
        raise CorrectionsError(misfits, survey)
    return found


def _places(column: str, headers: Sequence[str]) -> list[int]:
    """Return the places of the columns that are called so; else that of the letters of a spreadsheet."""
    called = [place for place, header in enumerate(headers) if header and plain(header) == plain(column)]
    if called or not LETTERS.match(column):
        return called
    place = 0
    for letter in column.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return [place - 1] if place <= len(headers) else []


def apply_corrections(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedTable,
    corrections: Sequence[tuple[Correction, int]],
    columns: Mapping[str, int],
    survey: Survey,
) -> list[dict]:
    """Put the cells of a staged table right; return a line of exclusions.csv for each.

    Raises
    ------
    CorrectionsError
        The table has no such row, or the cell says something else than `from`. Nothing is corrected then.
    """
    names = {place: name for name, place in columns.items()}
    found: list[tuple[Correction, int, int]] = []
    misfits = []
    for correction, place in corrections:
        key = _key(staged, correction.row)
        query = f"SELECT coalesce({quoted_name(names[place])}, '') FROM {staged.name} WHERE {_numbered(staged)} = ?"
        cells = connection.execute(query, [key]).fetchall() if key is not None else []
        if not cells:
            misfits.append(Misfit(correction, "no_such_row"))
        elif " ".join(cells[0][0].split()) != " ".join(correction.before.split()):
            misfits.append(Misfit(correction, "cell_differs"))
        else:
            found.append((correction, place, int(key or 0)))
    if misfits:
        raise CorrectionsError(misfits, survey)
    for place in dict.fromkeys(place for _, place, _ in found):
        store_text(connection, staged, names[place])
    for correction, place, key in found:
        query = f"UPDATE {staged.name} SET {quoted_name(names[place])} = nullif(?, '') WHERE {_numbered(staged)} = ?"
        connection.execute(query, [correction.after, key])
    return [_line(staged.table, correction, staged.table.headers[place], survey) for correction, place, _ in found]


def _numbered(staged: StagedTable) -> str:
    """Return the column of the staged table that numbers its rows: one that was folded from lines has its own."""
    return '"row"' if staged.table.engine_table else "rowid"


def _key(staged: StagedTable, row: int) -> int | None:
    """Return the number by which the staged table knows a spreadsheet's row, None where it is none of its rows."""
    if staged.table.engine_table:
        return row
    place = bisect_left(staged.skipped, row)
    if row < staged.table.first_row or (place < len(staged.skipped) and staged.skipped[place] == row):
        return None
    return row - staged.table.first_row - place


def _line(table: RawTable, correction: Correction, header: str, survey: Survey) -> dict:
    values = {
        "register": register_name(survey),
        "line": correction.line,
        "reason": redact(correction.reason)[0],
    }
    before, after = shown(correction.before), shown(correction.after)
    return {
        "file": table.file,
        "sheet": table.sheet,
        "row": correction.row,
        "column": header,
        "rule": "corrected",
        "value": HIDDEN if HIDDEN in (before, after) else f"{before} → {after}",
        "action": "corrected",
        "message": say("rule_corrected", survey.language, **values)[0],
    }


def refuse_unfit(errors: Sequence[CorrectionsError], survey: Survey) -> None:
    """Stop the run where some corrections do not fit: all of them at once."""
    if errors:
        raise CorrectionsError([misfit for error in errors for misfit in error.misfits], survey)
