"""A line for each answer → a row for each respondent, inside the engine.

Long tables and packed answers come to the same lines: who, which question, which answer, perhaps its score. Folded,
they are a wide table whose headers are the questions; whoever comes after does not know what the file looked like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.regulation import Element, Regulation
from skm.responses.labels import OF_OTHER_SCALES, read_labels
from skm.responses.privacy import shown
from skm.responses.raw import Listed, RawTable
from skm.responses.recognising import (
    KEPT_ROLES,
    LINE_ROLES,
    OUTSIDE_ROLES,
    PROFILE_ROLES,
    KnownHeaders,
    Plan,
    plan_columns,
)
from skm.responses.staging import quoted_name
from skm.responses.wordings import header_form
from skm.survey import Survey, plain

QUESTIONS_AT_MOST = 120  # the engine notes in one number which of them a respondent has answered
ROLES = {*KEPT_ROLES, *PROFILE_ROLES, *LINE_ROLES, *OUTSIDE_ROLES, "overall", "comments", "identity"}
BITS = 63  # questions whose bits fit into the engine's plain numbers
PLACES_LISTED = 50  # lines that a refusal names; the message counts the rest


@dataclass(frozen=True)
class Lines:
    """Lines in the engine.

    Attributes
    ----------
    source
        The engine's table: `row`, `who…`, `question` (a number), `answer`, `score`, and what else is carried.
    who
        Its columns that together say whose line it is.
    carried
        Header by column, of what holds for the whole respondent: kept as it stands in any of the lines.
    settled
        Those of them that must not differ within one respondent.
    questions
        The text of each question, by its number.
    has_answer, has_score
        Whether there is a text, and whether there is a score, for each answer.
    """

    source: str
    who: Mapping[str, str]
    carried: Mapping[str, str]
    settled: tuple[str, ...]
    questions: tuple[str, ...]
    has_answer: bool
    has_score: bool


@dataclass(frozen=True)
class Folded:
    """A wide table in the engine: its headers above the columns c0, c1, … beside `row`, and what was repeated."""

    name: str
    headers: tuple[str, ...]
    n_rows: int
    listed: tuple[Listed, ...]


def role_of(header: str, known: KnownHeaders) -> str | None:
    """Return the role of a column, as the settings or its own text say; question, answer and score are roles too."""
    own = known.named.get(header_form(header))
    return own if own in ROLES else None if own else known.role(header)


def fold_lines(
    connection: duckdb.DuckDBPyConnection, lines: Lines, table: RawTable, regulation: Regulation, survey: Survey
) -> Folded:
    """Return the lines as a table of one row a respondent, in the order of their first lines.

    Parameters
    ----------
    table
        Where they come from, for messages.

    Raises
    ------
    DataError
        A respondent gives two answers to one question, or has two ages; an answer and its score disagree.
    """
    headers = (*lines.who.values(), *lines.carried.values(), *lines.questions)
    n_before = len(lines.who) + len(lines.carried)
    elements = _elements(headers, n_before, regulation, survey, table)
    cell, by_score = _cell(connection, lines, table, elements, survey)
    name = f"{lines.source}_folded"
    who = ", ".join(lines.who)
    same = ", ".join(lines.settled) or "0"  # spaces and blanks that differ are looked at only where they do
    bits = "UBIGINT" if len(lines.questions) < BITS else "HUGEINT"
    kept = [f"any_value({column}) AS c{place}" for place, column in enumerate(lines.carried, start=len(lines.who))]
    kept = [f"{column} AS c{place}" for place, column in enumerate(lines.who)] + kept
    cells = [
        f"max(cell) FILTER (WHERE question = {number}) AS c{n_before + number}"
        for number in range(len(lines.questions))
    ]
    connection.execute(
        f"CREATE TEMP TABLE {name} AS SELECT min(row) AS row, count(*) AS n_lines,"
        f" bit_or(1::{bits} << question::{bits}) AS asked, min(same) <> max(same) AS differs,"
        f" {', '.join((*kept, *cells))}"
        f" FROM (SELECT *, {cell} AS cell, hash({same}) AS same FROM {lines.source}) GROUP BY {who} ORDER BY row"
    )
    _refuse_nobody(connection, lines, table, name)
    _refuse_two_people(connection, lines, table, name)
    _refuse_split_people(connection, lines, table, name)
    listed = (*by_score, *_repeated_lines(connection, lines, table, name, elements))
    ((n_rows,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    return Folded(name, headers, n_rows, listed)


def _elements(
    headers: Sequence[str], n_before: int, regulation: Regulation, survey: Survey, table: RawTable
) -> dict[int, Element]:
    """Return the element that each question belongs to, by its number; none where recognition refuses the table."""
    try:
        plan: Plan = plan_columns(headers, regulation, survey, table.file, table.sheet)
    except DataError:
        return {}  # it will refuse the folded table again, with all that is to be said
    owners = {item.key: item.element for item in plan.instrument.items}
    return {
        place - n_before: regulation.element(owners[item]) for item, place in plan.items.items() if place >= n_before
    }


# --- answers and scores -------------------------------------------------------------------------------------------


def _cell(
    connection: duckdb.DuckDBPyConnection,
    lines: Lines,
    table: RawTable,
    elements: Mapping[int, Element],
    survey: Survey,
) -> tuple[str, list[Listed]]:
    """Return the SQL of the one text by which an answer is read, and the labels of which only the score is known.

    Where label and score are there they must say the same. Of a question that is no element's the score is nothing,
    and a 0 beside an empty text is no answer: programs write it for both.
    """
    if not lines.has_score:
        return "nullif(answer, '')", []
    if not lines.has_answer:
        return "nullif(score, '')", []
    numbers = ", ".join(map(str, elements)) or "-1"
    query = (
        f"SELECT question, coalesce(answer, ''), coalesce(score, '') FROM {lines.source}"
        f" WHERE question IN ({numbers}) GROUP BY ALL ORDER BY ALL"
    )
    pairs: dict[int, list[tuple[str, str]]] = {}
    for number, answer, score in connection.execute(query).fetchall():
        pairs.setdefault(number, []).append((answer, score))
    text, listed = "nullif(trim(answer), '')", []
    for number, found in pairs.items():
        by_score, against = _compare(found, elements[number], survey)
        if against:
            raise _disagreement(connection, lines, table, number, against)
        if by_score:
            labels = ", ".join("'" + label.replace("'", "''") + "'" for label in by_score)
            text = f"CASE WHEN question = {number} AND answer IN ({labels}) THEN NULL ELSE {text} END"
            listed += [(None, "label read by score", lines.questions[number], label) for label in by_score]
    return f"coalesce({text}, CASE WHEN question IN ({numbers}) THEN nullif(nullif(trim(score), ''), '0') END)", listed


def _compare(
    pairs: Sequence[tuple[str, str]], element: Element, survey: Survey
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the labels that only their score explains, and the pairs of label and score that contradict."""
    said = read_labels(dict.fromkeys(answer for answer, _ in pairs), element, survey)
    counted = read_labels(dict.fromkeys(score for _, score in pairs), element, survey)
    scores_of: dict[str, set[int]] = {}
    against = []
    for answer, score in pairs:
        number = counted.scores.get(score)
        if answer in said.unknown:
            if number is not None and not OF_OTHER_SCALES.match(plain(answer)):
                scores_of.setdefault(answer, set()).add(number)
        elif answer in said.scores:
            if score.strip() and number != said.scores[answer]:
                against.append((answer, score))
        elif answer.strip() and number is not None:
            against.append((answer, score))  # "tidak berlaku" and a score
    against += [pair for pair in pairs if len(scores_of.get(pair[0], ())) > 1]
    return list(scores_of), against


def _disagreement(
    connection: duckdb.DuckDBPyConnection,
    lines: Lines,
    table: RawTable,
    number: int,
    against: Sequence[tuple[str, str]],
) -> DataError:
    places, n_all = [], 0
    for answer, score in against:
        query = (
            f"SELECT row FROM {lines.source} WHERE question = ? AND coalesce(answer, '') = ?"
            " AND coalesce(score, '') = ? ORDER BY row"
        )
        rows = connection.execute(query, [number, answer, score]).fetchall()
        value = f"{shown(answer)} = {shown(score)}"
        n_all += len(rows)
        places += [Place(table.file, table.sheet, lines.questions[number], row, value) for (row,) in rows]
    return DataError("answer_and_score_disagree", places[:PLACES_LISTED], n=n_all)


# --- one respondent, one row --------------------------------------------------------------------------------------


def incomplete(table: RawTable, header: str, rows: Sequence[int]) -> DataError:
    """Return the refusal of lines in which a cell is empty that every line needs."""
    places = [Place(table.file, table.sheet, header, row) for row in rows[:PLACES_LISTED]]
    return DataError("line_incomplete", places, n=len(rows), column=header)


def _refuse_nobody(connection: duckdb.DuckDBPyConnection, lines: Lines, table: RawTable, folded: str) -> None:
    """Refuse lines that do not say whose they are."""
    column, header = next(iter(lines.who.items()))
    if connection.execute(f"SELECT 1 FROM {folded} WHERE c0 IS NULL LIMIT 1").fetchall():
        rows = connection.execute(f"SELECT row FROM {lines.source} WHERE {column} IS NULL ORDER BY row").fetchall()
        raise incomplete(table, header, [row for (row,) in rows])


def _refuse_two_people(connection: duckdb.DuckDBPyConnection, lines: Lines, table: RawTable, folded: str) -> None:
    """Refuse a number under which two people stand: two ages or two days within one respondent."""
    if not connection.execute(f"SELECT 1 FROM {folded} WHERE differs LIMIT 1").fetchall():
        return
    who = ", ".join(lines.who)
    match = " AND ".join(f"l.{column} IS NOT DISTINCT FROM f.c{place}" for place, column in enumerate(lines.who))
    for column in lines.settled:
        query = (
            f"SELECT max(row) FROM (SELECT l.* FROM {lines.source} l JOIN {folded} f ON {match} WHERE f.differs)"
            f" GROUP BY {who} HAVING count(DISTINCT nullif(trim({column}), '')) > 1 ORDER BY 1"
        )
        if rows := connection.execute(query).fetchall():
            header = lines.carried[column]
            places = [Place(table.file, table.sheet, header, row) for (row,) in rows[:PLACES_LISTED]]
            raise DataError("respondent_differs", places, n=len(rows), column=header)


def _refuse_split_people(connection: duckdb.DuckDBPyConnection, lines: Lines, table: RawTable, folded: str) -> None:
    """Refuse a respondent whose unit stands in some lines only: the others would be another respondent."""
    number, *keys = range(len(lines.who))
    headers = list(lines.who.values())
    for place in keys:
        query = (
            f"SELECT min(row) FILTER (WHERE c{place} IS NULL) FROM {folded} GROUP BY c{number}"
            f" HAVING bool_or(c{place} IS NULL) AND bool_or(c{place} IS NOT NULL) ORDER BY 1"
        )
        if rows := connection.execute(query).fetchall():
            raise incomplete(table, headers[place], [row for (row,) in rows])


def _repeated_lines(
    connection: duckdb.DuckDBPyConnection,
    lines: Lines,
    table: RawTable,
    folded: str,
    elements: Mapping[int, Element],
) -> list[Listed]:
    """Return the lines that repeat another one of their respondent.

    Two different answers to one question of the index are no repetition: nobody knows which of them holds.
    """
    repeated = f"SELECT * FROM {folded} WHERE n_lines <> bit_count(asked)"
    if not connection.execute(f"{repeated} LIMIT 1").fetchall():
        return []
    match = " AND ".join(f"l.{column} IS NOT DISTINCT FROM f.c{place}" for place, column in enumerate(lines.who))
    who = ", ".join(f"l.{column}" for column in lines.who)
    both = "concat_ws(chr(31), coalesce(trim(l.answer), ''), coalesce(trim(l.score), ''))"
    query = (
        f"SELECT l.question, l.row, row_number() OVER w AS place, min({both}) OVER w <> max({both}) OVER w AS differs"
        f" FROM {lines.source} l JOIN ({repeated}) f ON {match}"
        f" WINDOW w AS (PARTITION BY {who}, l.question ORDER BY l.row"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )
    again = connection.execute(
        f"SELECT question, row, differs FROM ({query}) WHERE place > 1 ORDER BY row, question"
    ).fetchall()
    against = [(question, row) for question, row, differs in again if differs and question in elements]
    if against:
        places = [Place(table.file, table.sheet, lines.questions[q], row) for q, row in against[:PLACES_LISTED]]
        raise DataError("answered_twice", places, n=len(against))
    return [(row, "repeated line", lines.questions[question], "") for question, row, _ in again]


def wide_table(
    table: RawTable,
    folded: Folded,
    *,
    taken: Sequence[tuple[str, str, str]],
    notes: Sequence[str],
    aside: tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]] = ((), ()),
) -> RawTable:
    """Return the raw table that a folded one is.

    Parameters
    ----------
    taken
        (column, what it was taken for, why) of the columns that are none any more.
    notes
        What the account of the file says of its lines.
    aside
        Malformed lines, and totals and remarks, that belong to no respondent.
    """
    rejects, summaries = aside
    return RawTable(
        table.file,
        table.sheet,
        table.sha256,
        folded.headers,
        folded.n_rows,
        table.first_row,
        engine_table=folded.name,
        copy=table.copy,
        notes=(*table.notes, *notes),
        findings=table.findings,
        rejects=rejects,
        summaries=summaries,
        listed=folded.listed,
        taken=tuple(taken),
    )


def put_lines(connection: duckdb.DuckDBPyConnection, name: str, portion: pd.DataFrame) -> None:
    """Append lines (row, question, answer, score) to a table of the engine; make it where it is not there."""
    connection.register("portion_of_lines", portion)
    try:
        connection.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS {quoted_name(name)}"
            " (row BIGINT, question SMALLINT, answer VARCHAR, score VARCHAR)"
        )
        connection.execute(f"INSERT INTO {quoted_name(name)} SELECT row, question, answer, score FROM portion_of_lines")
    finally:
        connection.unregister("portion_of_lines")
