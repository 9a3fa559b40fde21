"""Headers that stand among the rows: pages printed one under another, or several tables on one sheet."""

from collections.abc import Mapping, Sequence

import duckdb

from skm.errors import DataError, Place
from skm.responses.headers import Known
from skm.responses.labels import Labels
from skm.responses.staging import StagedTable, quoted_name
from skm.survey import plain

FEWEST = 2  # elements that a row names, at least, where it is a header


def find_repeated_headers(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedTable,
    meanings: Mapping[str, Labels],
    headers: Mapping[str, str],
    known: Known,
) -> dict[int, str]:
    """Return the places of the rows that repeat the header, with the header's first text.

    Parameters
    ----------
    meanings
        What the distinct texts of each staged answer column mean.
    headers
        The header of each of them.

    Raises
    ------
    DataError
        Another header stands among the rows, or a text above a repeated one that may say whose the next rows are.
    """
    own = {column: texts_like(labels.unknown, headers[column]) for column, labels in meanings.items()}
    other = {
        column: [text for text in labels.unknown if text not in own[column] and known.element(text)]
        for column, labels in meanings.items()
    }
    if strange := _rows_with(connection, staged, other, FEWEST):
        raise _stacked(connection, staged, strange)
    repeated = _rows_with(connection, staged, own, max(FEWEST, len(own)))
    if not repeated:
        return {}
    if titles := _titles_above(connection, staged, repeated, meanings):
        raise _stacked(connection, staged, titles)
    return dict.fromkeys(repeated, next(iter(headers.values())))


def texts_like(texts: Sequence[str], header: str) -> list[str]:
    """Return the texts that say what a header, or one row of it, says."""
    forms = {plain(header), *(plain(part) for part in header.split(" / "))}
    return [text for text in texts if plain(text) in forms]


def _rows_with(
    connection: duckdb.DuckDBPyConnection, staged: StagedTable, texts: Mapping[str, Sequence[str]], fewest: int
) -> list[int]:
    """Return the places of the rows in which so many columns hold one of their texts."""
    searched = {column: found for column, found in texts.items() if found}
    if len(searched) < fewest:
        return []
    cells = " + ".join(
        f"coalesce({quoted_name(column)} IN ({', '.join(_quoted(text) for text in found)}), false)::INT"
        for column, found in searched.items()
    )
    query = f"SELECT rowid FROM {staged.name} WHERE {cells} >= {fewest} ORDER BY rowid"
    return [int(place) for (place,) in connection.execute(query).fetchall()]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _titles_above(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedTable,
    repeated: Sequence[int],
    meanings: Mapping[str, Labels],
) -> list[int]:
    """Return the places of rows right above repeated headers that answer nothing and are no title of the table."""
    blank = " AND ".join(f"coalesce(trim({quoted_name(column)}), '') = ''" for column in meanings)
    rows = connection.execute(f"SELECT rowid FROM {staged.name} WHERE {blank} ORDER BY rowid").fetchall()
    empty = {int(place) for (place,) in rows}
    found = []
    for place in repeated:
        above = place - 1
        while above in empty:
            found += [] if _is_own_title(staged, above) else [above]
            above -= 1
    return found


def _is_own_title(staged: StagedTable, place: int) -> bool:
    """Return whether a row says what stands above the header too, as each printed page does."""
    cells = staged.table.cells
    if cells is None:
        return False
    texts = {plain(str(text)) for text in cells.iloc[place] if str(text).strip()}
    return texts <= {plain(text) for text in staged.table.above}


def _stacked(connection: duckdb.DuckDBPyConnection, staged: StagedTable, places: Sequence[int]) -> DataError:
    numbered = staged.relation(connection).project("row").fetchall()
    found = [Place(staged.table.file, staged.table.sheet, row=numbered[place][0]) for place in places]
    return DataError("tables_stacked", found)
