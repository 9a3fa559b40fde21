"""Every shape that offices send → a row for each respondent, a column for each question.

A table whose header names elements is that already. Else its cells are looked at: questions in them make a long table,
many answers in one cell packed ones. What is neither goes on as it is, and recognition says what it lacks.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.regulation import Regulation
from skm.responses.headers import asked_element
from skm.responses.lines import role_of
from skm.responses.long import find_layout, fold_long
from skm.responses.packed import find_packed, unpack_answers
from skm.responses.raw import RawTable
from skm.responses.recognising import KnownHeaders
from skm.responses.staging import peek_table
from skm.responses.summaries import OF_OTHERS
from skm.responses.turning import turn_table
from skm.responses.wordings import line_role
from skm.survey import Survey, plain

ENOUGH = 2  # elements that a header names, at least, where a row is a respondent
ENOUGH_TOLD = 5  # the same, where only words tell of them
PRECISE = re.compile(r"\d+[.,]\d*[1-9]")  # a number that is no whole one
FIRST_ROWS = 500
ANY_ROWS = 4000  # looked at where the first ones show nothing: they may all ask the same question


def widen_table(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    name: str,
    known: KnownHeaders,
    regulation: Regulation,
    survey: Survey,
) -> RawTable:
    """Return a table with a row for each respondent.

    Parameters
    ----------
    name
        For the engine's tables.
    known
        What columns may be called.

    Raises
    ------
    DataError
        Its shape is known, but it can't be brought into that form without a guess.
    """
    known_by_words = replace(known, by_words=True)
    for names, enough in ((known, ENOUGH), (known_by_words, ENOUGH_TOLD)):
        named = [header for header in table.headers if header and not role_of(header, names)]
        if len({owner for header in named if (owner := asked_element(header, names))}) >= enough:
            refuse_uncalculated(table)
            return table
        widened = _widened(connection, table, name, names, regulation, survey)
        if widened is not None:
            return widened
    if any(asked_element(header, known_by_words) for header in table.headers):
        refuse_uncalculated(table)
    return table


def _widened(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    name: str,
    known: KnownHeaders,
    regulation: Regulation,
    survey: Survey,
) -> RawTable | None:
    """Return a long or packed table with a row for each respondent, None where it is neither."""
    places = _looked_at(table, known)
    if not places or not table.n_rows:
        return None
    table = _only_asked(table, places)
    for n_rows in (FIRST_ROWS, ANY_ROWS):
        sample = peek_table(connection, table, places, n_rows, everywhere=n_rows == ANY_ROWS)
        if packed := find_packed(sample, table, known, regulation):
            refuse_uncalculated(table)
            return _hashed(unpack_answers(connection, table, packed, name, regulation, survey), table)
        if layout := find_layout(sample, table, known, regulation):
            refuse_uncalculated(table)
            return _hashed(fold_long(connection, table, layout, name, known, regulation, survey), table)
        if len(sample) == table.n_rows:
            break
    return _turned(sample, table, known, regulation)


def refuse_uncalculated(table: RawTable) -> None:
    """Refuse a table in which a formula under a header has no value: it would be read as a blank. Totals may wait."""
    width = len(table.headers)
    places = [
        Place(table.file, table.sheet, table.headers[column - 1] if row else "", row or None)
        for row, column in sorted(table.uncalculated)
        if not row or (row >= table.first_row and column <= width and table.headers[column - 1] and _counts(table, row))
    ]
    if places:
        raise DataError("formula_without_value", places, n=len(places))


def _counts(table: RawTable, row: int) -> bool:
    """Return whether a row of a sheet may be a response: it does not say that it is a total."""
    place = row - table.first_row - sum(blank < row for blank in table.blank_rows)
    texts = table.cells.iloc[place].astype(str) if table.cells is not None else ()
    return not any(OF_OTHERS.match(plain(text)) for text in texts)


def _hashed(wide: RawTable, table: RawTable) -> RawTable:
    """Return the table under the hash of what was read: that of a database is known only now."""
    return replace(wide, sha256=table.stream.sha256) if table.stream and table.stream.sha256 else wide


def _only_asked(table: RawTable, places: Sequence[int]) -> RawTable:
    """Return a table of a database as if its other columns had no header: then nobody asks for them."""
    if table.stream is None or not table.stream.selective:
        return table
    return replace(table, headers=tuple(h if place in places else "" for place, h in enumerate(table.headers)))


def _looked_at(table: RawTable, known: KnownHeaders) -> list[int]:
    """Return the places of the columns whose cells may be looked at: never those that tell who somebody is."""
    selective = table.stream is not None and table.stream.selective
    return [
        place
        for place, header in enumerate(table.headers)
        if role_of(header, known) not in ("identity", *(["comments"] if selective else []))
        and (not selective or role_of(header, known) or line_role(header))
    ]


def holds_means(table: RawTable, known: KnownHeaders) -> bool:
    """Return whether the columns of elements of a sheet hold averages: most of their numbers are no whole ones."""
    places = [place for place, header in enumerate(table.headers) if header and asked_element(header, known)]
    if table.cells is None or len(places) < ENOUGH:
        return False
    return _are_means(pd.concat([table.cells[f"c{place}"] for place in places]))


def _are_means(texts: pd.Series) -> bool:
    cells = [text.strip() for text in texts if text.strip()]
    return 2 * sum(PRECISE.fullmatch(text) is not None for text in cells) > len(cells)


def _turned(sample: pd.DataFrame, table: RawTable, known: KnownHeaders, regulation: Regulation) -> RawTable | None:
    """Return a table turned whose elements stand beneath one another, each once, with answers beside them; else None.

    Raises
    ------
    DataError
        It is such a table, and it is not certain which of its columns are respondents.
    """
    for column in _labels_last(sample, known):
        texts = sample[column]
        owners = texts.map({text: asked_element(str(text), known) for text in texts.unique() if text})
        named = owners.notna()
        if owners.nunique() < max(ENOUGH, len(regulation.elements) // 2) or owners.dropna().duplicated().any():
            continue
        place = int(column[1:])
        if len(sample) == table.n_rows and table.stream is None:
            keys = [owner if isinstance(owner, str) else None for owner in owners]
            if turned := turn_table(table, sample, place, keys, known):
                return turned
        beside = sample.loc[named, [c for c in sample if c != column and int(c[1:]) > place]]
        answering = [c for c in beside if _are_answers(beside[c])]
        if len(answering) >= ENOUGH and 2 * len(answering) >= len([c for c in beside if beside[c].ne("").any()]):
            raise DataError("table_transposed", [Place(table.file, table.sheet, table.headers[place])])
        if any(_are_means(beside[c]) for c in beside):
            raise DataError("table_of_means", [Place(table.file, table.sheet, table.headers[place])])
    return None


def _labels_last(sample: pd.DataFrame, known: KnownHeaders) -> list[str]:
    """Return the columns, those that hold bare codes last: a name beside a code says more."""
    return sorted(sample, key=lambda column: bool(sample[column].map(known.is_code).any()))


def _are_answers(texts: pd.Series) -> bool:
    filled = texts[texts != ""]
    return len(filled) > 1 and bool(filled.isin(list("1234")).all())
