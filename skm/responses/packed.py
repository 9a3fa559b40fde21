"""Answers packed into one cell: a JSON object of a respondent, pairs such as "U1=4;U2=3", or a bare list "4,3,4,…"."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.regulation import Regulation
from skm.responses.headers import asked_element
from skm.responses.labels import read_labels
from skm.responses.lines import (
    PLACES_LISTED,
    QUESTIONS_AT_MOST,
    Folded,
    Lines,
    fold_lines,
    put_lines,
    role_of,
    wide_table,
)
from skm.responses.raw import RawTable, cell_text
from skm.responses.recognising import KnownHeaders
from skm.responses.staging import rows_of_its_own, stage_table
from skm.responses.wordings import line_role
from skm.survey import Survey, plain

JSON_STARTS = ("{", "[", '"{', '"[')
ESCAPED_AT_MOST = 3  # times that JSON is written as text into JSON
PARTING = (";", "|", ",", "\n", "/")  # signs between the answers of one cell, the surest first
PAIR = re.compile(r"^\s*(.+?)\s*(?:=>|=|:)\s*(.*?)\s*$", re.DOTALL)
PORTION = 5000  # cells unpacked at a time
MOST = 0.5  # of the filled cells of a column that are packed, at least, where it is such a column

Line = tuple[str, str, str]  # question, answer, score


@dataclass(frozen=True)
class Packed:
    """The place of the column of packed answers, and how one of its cells is read.

    `identity` are the places of the columns that tell who somebody is.
    """

    place: int
    read: Callable[[str], list[Line] | None]
    has_answer: bool
    has_score: bool
    ordered: bool = False
    identity: tuple[int, ...] = ()


def find_packed(sample: pd.DataFrame, table: RawTable, known: KnownHeaders, regulation: Regulation) -> Packed | None:
    """Return the column of a sample that holds the answers of a respondent in one cell, None where none does.

    Raises
    ------
    DataError
        Two columns do.
    """
    found = []
    for column in sample:
        place = int(column[1:])
        if (role := role_of(table.headers[place], known)) and role != "answers":
            continue
        cells = [text for text in sample[column].astype(str) if text.strip()]
        if cells and (packed := _as_json(cells, place, known) or _as_pairs(cells, place, known)):
            found.append(packed)
        elif cells and (packed := _as_list(cells, place, table, regulation)):
            found.append(packed)
    if len(found) > 1:
        places = [Place(table.file, table.sheet, table.headers[packed.place]) for packed in found]
        raise DataError("packed_compete", places)
    identity = tuple(place for place, header in enumerate(table.headers) if role_of(header, known) == "identity")
    return replace(found[0], identity=identity) if found else None


# --- JSON ---------------------------------------------------------------------------------------------------------


def _as_json(cells: Sequence[str], place: int, known: KnownHeaders) -> Packed | None:
    if sum(cell.lstrip().startswith(JSON_STARTS) for cell in cells) < MOST * len(cells):
        return None
    read = [lines for cell in cells if (lines := read_json(cell)) is not None]
    if not _name_elements([question for lines in read for question, _, _ in lines], known):
        return None
    every = [line for lines in read for line in lines]
    return Packed(place, read_json, any(answer for _, answer, _ in every), any(score for *_, score in every))


def _name_elements(questions: Sequence[str], known: KnownHeaders) -> bool:
    return len({owner for question in dict.fromkeys(questions) if (owner := asked_element(question, known))}) > 1


def read_json(cell: str) -> list[Line] | None:
    r"""Return (question, answer, score) of each answer in a JSON text, None where it is none.

    Examples
    --------
    >>> read_json('{"U1": {"jawaban": "Sesuai", "nilai": 3}, "U2": "Mudah"}')
    [('U1', 'Sesuai', '3'), ('U2', 'Mudah', '')]
    >>> read_json('"[{\\"pertanyaan\\": \\"U1\\", \\"nilai\\": 4}]"')
    [('U1', '', '4')]
    """
    value: Any = cell
    for _ in range(ESCAPED_AT_MOST):
        if not isinstance(value, str):
            break
        try:
            value = json.loads(value, object_pairs_hook=_Pairs, parse_float=str, parse_int=str)
        except ValueError:
            return None
    return _lines_of(value)


class _Pairs(list):
    """The pairs of a JSON object: a key that stands twice is there twice."""


def _lines_of(value: Any) -> list[Line] | None:
    if isinstance(value, _Pairs):
        if len(value) == 1 and isinstance(value[0][1], list) and not _is_answer(value[0][1]):
            return _lines_of(value[0][1])  # {"answers": {…}}
        lines = [_line(question, answer) for question, answer in value]
    elif isinstance(value, list):
        lines = [_line_of_record(record) for record in value]
    else:
        return None
    return None if None in lines else [line for line in lines if line is not None]


def _is_answer(value: list) -> bool:
    return isinstance(value, _Pairs) and any(line_role(str(key)) in ("answer", "score") for key, _ in value)


def _line(question: str, value: Any) -> Line | None:
    """Return the line of a question and what stands behind it: an answer, or an object of answer and score."""
    if isinstance(value, _Pairs):
        answer, score = _parts(value, "answer"), _parts(value, "score")
        said = any(line_role(key) in ("answer", "score") for key, _ in value)
        return None if answer is None or score is None or not said else (question, answer, score)
    if isinstance(value, list):
        return (question, ", ".join(map(_text, value)), "") if not any(isinstance(v, list) for v in value) else None
    return (question, _text(value), "")


def _line_of_record(record: Any) -> Line | None:
    """Return the line of an object that says itself which question it answers."""
    if not isinstance(record, _Pairs):
        return None
    question = _parts(record, "question")
    line = _line(question, record) if question else None
    if line is None and len(record) == 1:
        return _line(*record[0])
    return line


def _parts(pairs: Sequence[tuple[str, Any]], role: str) -> str | None:
    """Return the one text of an object's keys that are called so; "" where there is none, None where they differ."""
    texts = {_text(value) for key, value in pairs if line_role(key) == role and not isinstance(value, list)}
    texts.discard("")
    return None if len(texts) > 1 else next(iter(texts), "")


def _text(value: Any) -> str:
    """Return a value of JSON as a person sees it; numbers are texts already."""
    text = value if isinstance(value, str) else cell_text(value)
    return text.removesuffix(".0") if text.removesuffix(".0").isdecimal() else text


# --- pairs and bare lists -----------------------------------------------------------------------------------------


def _as_pairs(cells: Sequence[str], place: int, known: KnownHeaders) -> Packed | None:
    for sign in PARTING:

        def read(cell: str, sign: str = sign) -> list[Line] | None:
            pairs = [PAIR.match(part) for part in cell.split(sign) if part.strip()]
            return None if None in pairs else [(pair[1], pair[2], "") for pair in pairs if pair]

        found = [lines for cell in cells if (lines := read(cell)) and len(lines) > 1]
        if len(found) >= MOST * len(cells) and _name_elements([q for lines in found for q, _, _ in lines], known):
            return Packed(place, read, has_answer=True, has_score=False)
    return None


def _as_list(cells: Sequence[str], place: int, table: RawTable, regulation: Regulation) -> Packed | None:
    """Return a column of bare lists: as many answers as there are elements, in their order, for want of another.

    Raises
    ------
    DataError
        The column holds lists of answers whose number is not that of the elements.
    """
    n_elements = len(regulation.elements)
    for sign in (*PARTING, " "):

        def read(cell: str, sign: str = sign) -> list[Line] | None:
            parts = [part.strip() for part in cell.strip().strip("[]()").split(sign)]
            return [(f"U{number}", part, "") for number, part in enumerate(parts, start=1)]

        lists = [[answer for _, answer, _ in read(cell) or ()] for cell in cells]
        several = [answers for answers in lists if len(answers) > n_elements // 2]
        if len(several) < MOST * len(cells):
            continue
        known = _known_answers({answer for answers in several for answer in answers}, regulation)
        if not all(answer in known for answers in several for answer in answers if answer):
            continue
        if any(len(answers) != n_elements for answers in lists):
            numbers = ", ".join(map(str, sorted({len(answers) for answers in lists})))
            places = [Place(table.file, table.sheet, table.headers[place])]
            raise DataError("packed_other_number", places, found=numbers, expected=n_elements)
        return Packed(place, read, has_answer=True, has_score=False, ordered=True)
    return None


def _known_answers(texts: set[str], regulation: Regulation) -> set[str]:
    known: set[str] = set()
    for element in regulation.elements:
        labels = read_labels(sorted(texts), element, Survey())
        known |= {*labels.scores, *labels.off_scale, *labels.blank}
    return known


# --- unpacking ----------------------------------------------------------------------------------------------------


def unpack_answers(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    packed: Packed,
    name: str,
    regulation: Regulation,
    survey: Survey,
) -> RawTable:
    """Return a table of packed answers as a wide one: its other columns, and one for each question.

    Raises
    ------
    DataError
        A cell can't be read, or two answers of one respondent contradict.
    """
    identity = packed.identity
    others = [place for place, header in enumerate(table.headers) if place not in (packed.place, *identity) and header]
    columns = {f"c{place}": place for place in (*others, packed.place)}
    staged = stage_table(connection, table, columns, identity, name)
    rows_of_its_own(connection, staged.name)
    numbered = f"{name}_numbered"
    staged.relation(connection).create_view(numbered)
    questions: dict[str, int] = {}
    texts: list[str] = []
    source = f"{name}_lines"
    for cells in _portions(connection, numbered, f"c{packed.place}"):
        lines = _lines_of_cells(cells, packed, table, regulation)
        put_lines(connection, source, _with_numbers(lines, questions, texts))
        if len(questions) > QUESTIONS_AT_MOST:
            places = [Place(table.file, table.sheet, table.headers[packed.place])]
            raise DataError("long_too_many_questions", places, most=QUESTIONS_AT_MOST)
    lines = Lines(
        source,
        {"row": table.headers[packed.place]},
        {},
        (),
        tuple(texts),
        has_answer=packed.has_answer,
        has_score=packed.has_score,
    )
    folded = fold_lines(connection, lines, table, regulation, survey)
    kept = [f"s.c{place}" for place in others] + (["s.identity_hash"] if identity else [])
    answers = [f"f.c{place}" for place in range(1, 1 + len(texts))]
    select = ", ".join(f"{cell} AS c{place}" for place, cell in enumerate((*kept, *answers)))
    connection.execute(
        f"CREATE TEMP TABLE {name}_wide AS SELECT s.row, {select}"
        f" FROM {numbered} s LEFT JOIN {folded.name} f ON s.row = f.c0 ORDER BY s.row"
    )
    connection.execute(f"DROP VIEW {numbered}")
    for used in (source, folded.name, name):
        connection.execute(f"DROP TABLE {used}")
    headers = (*(table.headers[p] for p in others), *(table.headers[p] for p in identity[:1]), *texts)
    whole = Folded(f"{name}_wide", headers, staged.n_rows, folded.listed)
    taken = [(table.headers[packed.place], "answers", "cells")]
    taken += [(table.headers[place], "identity", "header") for place in identity[1:]]
    return wide_table(table, whole, taken=taken, notes=(), aside=(staged.rejects, ()))


def _portions(connection: duckdb.DuckDBPyConnection, source: str, column: str) -> Iterator[list[tuple[int, str]]]:
    """Return (row, cell) of a column, some thousand at a time."""
    last = 0
    while True:
        query = f"SELECT row, coalesce({column}, '') FROM {source} WHERE row > {last} ORDER BY row LIMIT {PORTION}"
        if not (cells := connection.execute(query).fetchall()):
            return
        last = cells[-1][0]
        yield cells


def _lines_of_cells(
    cells: Sequence[tuple[int, str]], packed: Packed, table: RawTable, regulation: Regulation
) -> list[tuple[int, Line]]:
    """Return the lines of some cells; one that can't be read refuses the table."""
    lines: list[tuple[int, Line]] = []
    unread: list[int] = []
    for row, cell in cells:
        found = packed.read(cell) if cell.strip() else []
        if found is None or (packed.ordered and found and len(found) != len(regulation.elements)):
            unread.append(row)
        else:
            lines += [(row, line) for line in found]
    if unread:
        column = table.headers[packed.place]
        places = [Place(table.file, table.sheet, column, row) for row in unread[:PLACES_LISTED]]
        raise DataError("packed_unreadable", places, n=len(unread))
    return lines


def _with_numbers(lines: Sequence[tuple[int, Line]], questions: dict[str, int], texts: list[str]) -> pd.DataFrame:
    """Return lines with the numbers of their questions; note the questions as they appear."""
    rows = []
    for row, (question, answer, score) in lines:
        form = plain(question)
        if form not in questions:
            questions[form] = len(questions)
            texts.append(" ".join(question.split()))
        rows.append((row, questions[form], answer, score))
    return pd.DataFrame(rows, columns=["row", "question", "answer", "score"])
