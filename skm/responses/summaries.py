"""Rows that are nobody's answers: totals, averages, legends and signatures that stand beneath or between the rows.

A row is one of them by its label ("Jumlah", "Rata-rata", "NRR tertimbang"), or, at the end of the table, by values
that are no answers in any question. They are set aside before anything is counted, and listed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from skm.responses.labels import Labels, number_of
from skm.responses.legends import pairs_of
from skm.responses.skipping import skipped_rows
from skm.responses.staging import SUMMARY_COLUMN, StagedTable, forget_staged, keep_rows, quoted_name

TAIL = 60  # rows at the end of a table among which totals without a label are looked for
UNLABELLED_AT_MOST = 12  # rows without a label that a recapitulation has; more of them are another scale
REMARK_CELLS = 2  # answer cells that a remark or a signature fills
REMARK_QUESTIONS = 3  # questions that a table needs before two filled cells can be a remark
OF_PEOPLE = ("timestamp", "date", "unit", "service", "sex", "age", "education", "occupation", "disability")
FEWEST_NUMBERED = 4  # rows of a table in which every respondent has a number
NUMBERED_AT_MOST = 100_000  # the same, at most: whoever types an average beneath the answers has fewer
LARGEST_SCALE = 10  # a whole number up to it could be an answer on some scale

TOTALS = r"(sub|grand)? ?(jumlah|jml|total|rata ?rata|rata2|rerata|rataan|average|mean)"
OTHERS = (
    r"nrr|nilai (rata rata|per|unsur|indeks|ikm|skm)|(ikm|indeks|mutu|kinerja|kategori|bobot|peringkat|prioritas"
    r"|keterangan|mengetahui|catatan|σ|∑)"
)
# What may be called so in a column of units, which has names of its own, and in the others.
OF_UNITS = re.compile(rf"^({TOTALS})( |$)")
OF_OTHERS = re.compile(rf"^({TOTALS}|{OTHERS})( |$)")


@dataclass(frozen=True)
class _Row:
    """A candidate: its place in the table, its label, what its answer cells are, and in which columns they stand.

    `said` is whether the row says when it was given or by whom.
    """

    place: int
    label: str
    valid: int
    filled: tuple[str, ...]
    columns: tuple[int, ...] = ()
    said: bool = False


def may_have_summaries(counts: Mapping[str, Mapping[str, int]], meanings: Mapping[str, Labels]) -> bool:
    """Return whether a table can hold rows that are no answers: a label says so, or a cell is no answer."""
    labelled = any(label for label in counts.get(SUMMARY_COLUMN, {}))
    return labelled or any(m.unknown or m.off_scale or _mixes_words(m) for m in meanings.values())


def _mixes_words(meaning: Labels) -> bool:
    """Return whether a column holds bare signs and words, or words with and without the sign they stand for."""
    signs = {"word" if label in meaning.directed else "sign" for label in meaning.scores}
    pairs = {bool(pairs_of(label)) for label in meaning.directed}
    return len(signs) > 1 or len(pairs) > 1


def find_summaries(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedTable,
    meanings: Mapping[str, Labels],
    repeated: Sequence[int] = (),
) -> dict[int, str]:
    """Return the places of the rows that are no answers, with their label ("" where there is none).

    Parameters
    ----------
    meanings
        What the distinct texts of each staged answer column mean.
    repeated
        Places of the rows that repeat the header.
    """
    rows = [row for row in _candidates(connection, staged, meanings) if row.place not in repeated]
    first_tail = max(0, staged.n_rows - TAIL)
    found = {row.place: row.label for row in rows if row.label}
    tail = [row for row in rows if row.place >= first_tail]
    found |= _beneath_totals(tail, found, len(meanings))
    unlabelled = _at_the_end(tail, found, len(meanings))
    n_answering = staged.n_rows - len(repeated) - len(found) - len(unlabelled)
    if len(unlabelled) <= UNLABELLED_AT_MOST and n_answering > 0:
        found |= dict.fromkeys(unlabelled, "")
    return found


def find_unnumbered(
    connection: duckdb.DuckDBPyConnection, staged: StagedTable, columns: Sequence[str], found: Mapping[int, str]
) -> dict[int, str]:
    """Return the places of an average beneath numbered respondents, and of weights above them, that have no label.

    Every respondent has a number and this row has none; an average is moreover what the answers above it come to when
    they are shown without decimals, and weights are all alike.

    Parameters
    ----------
    columns
        The staged answer columns.
    found
        Places of the rows that are known to be none.
    """
    own = "id" in staged.columns and not staged.table.engine_table and staged.table.stream is None
    if not own or not FEWEST_NUMBERED <= staged.n_rows - len(found) <= NUMBERED_AT_MOST:
        return {}
    listed = ", ".join(map(str, found)) or "-1"
    others = f"FROM {staged.name} WHERE rowid NOT IN ({listed})"
    blank = "coalesce(trim(id), '') = ''"
    rows = connection.execute(f"SELECT rowid {others} AND {blank} ORDER BY rowid LIMIT 3").fetchall()
    ((first, last),) = connection.execute(f"SELECT min(rowid), max(rowid) {others}").fetchall()
    unnumbered = {int(place) for (place,) in rows}
    if not unnumbered or not unnumbered <= {first, last}:
        return {}
    numbers = [f"try_cast(replace({quoted_name(column)}, ',', '.') AS DOUBLE)" for column in columns]
    means = ", ".join(f"floor(avg({number}) + 0.5)" for number in numbers)
    numbered = ", ".join(map(str, sorted(unnumbered)))
    (expected,) = connection.execute(f"SELECT {means} {others} AND rowid NOT IN ({numbered})").fetchall()
    cells = f"SELECT {', '.join(numbers)} FROM {staged.name} WHERE rowid ="
    values = {place: connection.execute(f"{cells} {place}").fetchall()[0] for place in unnumbered}
    weights = {p for p in unnumbered & {first} if None not in values[p] and len(set(values[p])) == 1}
    averages = {p for p in unnumbered & {last} if None not in values[p] and values[p] == expected}
    return dict.fromkeys(sorted(weights | averages), "")


def _candidates(
    connection: duckdb.DuckDBPyConnection, staged: StagedTable, meanings: Mapping[str, Labels]
) -> list[_Row]:
    label = quoted_name(SUMMARY_COLUMN) if SUMMARY_COLUMN in staged.columns else "NULL"
    cells = ", ".join(f"coalesce({quoted_name(column)}, '')" for column in meanings)
    told = [quoted_name(column) for column in staged.columns if column in OF_PEOPLE]
    said = " OR ".join(f"coalesce({column}, '') <> ''" for column in told) or "false"
    first_tail = max(0, staged.n_rows - TAIL)
    asked = f"SELECT rowid, coalesce({label}, ''), {said}, {cells} FROM {staged.name}"
    # Asked apart, for then the engine looks at the end of a file alone, and else at one column alone.
    query = (
        f"{asked} WHERE rowid >= {first_tail}"
        f" UNION ALL {asked} WHERE {label} IS NOT NULL AND rowid < {first_tail} ORDER BY rowid"
    )
    rows = []
    for place, text, told_whose, *answers in connection.execute(query).fetchall():
        pairs = list(zip(answers, meanings.values(), strict=True))
        given = [(n, a) for n, (a, m) in enumerate(pairs) if a and not {a} & {*m.blank, *m.not_applicable}]
        columns, filled = tuple(n for n, _ in given), tuple(a for _, a in given)
        valid = sum(a in m.scores for a, m in pairs)
        rows.append(_Row(int(place), str(text), valid, filled, columns, bool(told_whose)))
    return rows


def _beneath_totals(tail: Sequence[_Row], labelled: Mapping[int, str], n_items: int) -> dict[int, str]:
    """Return the rows after the first total that no response follows: what stands beneath belongs to it."""
    full = [row.place for row in tail if row.place not in labelled and 2 * row.valid >= n_items]
    last_response = max(full, default=-1)
    first_total = min((place for place in labelled if place > last_response), default=None)
    if first_total is None:
        return {}
    return {row.place: "" for row in tail if row.place > first_total and row.place not in labelled and row.filled}


def _at_the_end(tail: Sequence[_Row], found: Mapping[int, str], n_items: int) -> list[int]:
    """Return the places at the end whose values are no answers: sums, means, remarks, signatures."""
    places: list[int] = []
    legend = _legend_places([row for row in tail if row.filled and row.place not in found], n_items)
    for row in reversed(tail):
        if row.place in found or not row.filled:
            continue
        remark = not row.valid and _is_remark(row.filled, n_items)
        if not (row.place in legend or _are_sums(row.filled) or remark):
            break
        places.append(row.place)
    return places


def _legend_places(rows: Sequence[_Row], n_items: int) -> set[int]:
    """Return the places of the rows that say what the answers mean, one answer a row, in the same cells of each.

    They are several in which each answer is another one; a single one where it says its sign too, as no answer does.
    """
    runs: list[list[_Row]] = []
    for row in rows:
        if row.said or not _is_remark(row.filled, n_items) or not _is_worded(row.filled[-1]):
            continue
        if runs and runs[-1][-1].columns == row.columns and rows.index(row) == rows.index(runs[-1][-1]) + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    signed = any(pairs_of(cell) for row in rows if 2 * row.valid >= n_items for cell in row.filled)
    found = [run for run in runs if len({row.filled[-1] for row in run}) == len(run)]
    return {row.place for run in found if len(run) > 1 or _is_pair(run[0], signed=signed) for row in run}


def _is_pair(row: _Row, *, signed: bool) -> bool:
    return not signed and bool(pairs_of(" = ".join(row.filled)))


def _is_worded(text: str) -> bool:
    return number_of(text) is None and len(text.strip(" .)(")) > 1


def _are_sums(cells: Sequence[str]) -> bool:
    """Return whether cells are sums or means: several numbers, at least half of them on no scale."""
    try:
        numbers = [float(cell.replace(",", ".")) for cell in cells]
    except ValueError:
        return False
    impossible = sum(not number.is_integer() or number > LARGEST_SCALE for number in numbers)
    return len(numbers) > 1 and 2 * impossible >= len(numbers)


def _is_remark(cells: Sequence[str], n_items: int) -> bool:
    return n_items >= REMARK_QUESTIONS and len(cells) <= REMARK_CELLS


def set_aside(connection: duckdb.DuckDBPyConnection, staged: StagedTable, places: Mapping[int, str]) -> StagedTable:
    """Return the staged table without some rows; the others keep their numbers."""
    rows = _numbers(connection, staged, sorted(places))
    name = f"{staged.name}_rows"
    listed = ", ".join(map(str, places))
    kept = ", ".join(
        quoted_name(column) for column in (*staged.columns, *(["row"] if staged.table.engine_table else []))
    )
    query = f"SELECT {kept} FROM {staged.name} WHERE rowid NOT IN ({listed}) ORDER BY rowid"
    keep_rows(connection, query, name, staged.n_rows)
    forget_staged(connection, staged.name)
    aside = tuple((rows[place], places[place]) for place in sorted(places))
    skipped = skipped_rows(staged.skipped, list(rows.values()))
    n_rows, summaries = staged.n_rows - len(places), (*staged.summaries, *aside)
    return replace(staged, name=name, n_rows=n_rows, skipped=skipped, summaries=summaries, numbers=frozenset())


def _numbers(connection: duckdb.DuckDBPyConnection, staged: StagedTable, places: Sequence[int]) -> dict[int, int]:
    """Return the spreadsheet's row number of each place."""
    if staged.table.engine_table:
        listed = ", ".join(map(str, places))
        found = connection.execute(f"SELECT rowid, row FROM {staged.name} WHERE rowid IN ({listed})").fetchall()
        return dict(found)
    numbers: dict[int, int] = {}
    for place in places:
        row = staged.table.first_row + place
        for skip in staged.skipped:
            if skip > row:
                break
            row += 1
        numbers[place] = row
    return numbers
