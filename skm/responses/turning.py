"""A table with its elements in rows and its respondents in columns → a row for each respondent.

It is turned only where the header counts its respondents (1, 2, 3 … or R1, R2, R3 …): columns that are called anything
else may be units, quarters or points of the scale. What then stands beside the respondents must say that it is a total.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from skm.responses.raw import RawTable
from skm.responses.recognising import KnownHeaders
from skm.responses.summaries import OF_OTHERS
from skm.survey import plain

COUNTED = re.compile(r"^((?:r|resp|responden|respondent|no|nomor|kuesioner|formulir)?) ?(?:ke )?0*(\d{1,4})$")
FEWEST = 5  # respondents who are called so in the header
FEWEST_BARE = 11  # the same, where only numbers stand there: up to ten they may be the points of a scale
ID = "No"  # the header of the numbers of the respondents in the turned table


def turn_table(
    table: RawTable, rows: pd.DataFrame, label: int, owners: Sequence[str | None], known: KnownHeaders
) -> RawTable | None:
    """Return a table turned, None where it is not certain which of its columns are respondents.

    Parameters
    ----------
    rows
        All its rows as texts, in the columns c0, c1, …
    label
        The place of the column that names the elements.
    owners
        The element of each row, None where it names none.
    known
        What columns may be called.
    """
    first = next(place for place, owner in enumerate(owners) if owner)
    above = [
        [str(rows[f"c{p}"].iloc[n]) if f"c{p}" in rows else "" for p in range(len(table.headers))] for n in range(first)
    ]
    counting = [(n, found) for n, texts in enumerate([table.headers, *above]) if (found := _respondents(texts, label))]
    if len(counting) != 1 or any(f"c{place}" not in rows for place in counting[0][1]):
        return None
    ((n_above, people),) = counting  # the rows above the one that counts are titles
    header = table.headers if not n_above else above[n_above - 1]
    rows, owners = rows.iloc[n_above:], owners[n_above:]
    if any(not row or column - 1 in people for row, column in table.uncalculated):
        return None  # an answer that nobody computed is no blank
    elements = rows[[owner is not None for owner in owners]]
    if not all(_is_no_answer(header[p], elements[f"c{p}"], p < label, known) for p in _others(rows, label, people)):
        return None
    kept = [place for place, text in enumerate(rows[f"c{label}"]) if owners[place] or not OF_OTHERS.match(plain(text))]
    answers = rows.iloc[kept][[f"c{place}" for place in people]]
    names = rows.iloc[kept][f"c{label}"].str.strip()
    if (answers.ne("").any(axis=1) & names.eq("")).any():
        return None
    named = names.ne("")
    cells = answers[named].T.reset_index(drop=True)
    cells.insert(0, "number", [str(number) for number in range(1, len(people) + 1)])
    cells.columns = pd.Index([f"c{place}" for place in range(len(cells.columns))])
    return replace(
        table,
        headers=(ID, *names[named]),
        n_rows=len(people),
        first_row=people[0] + 1,
        blank_rows=(),
        cells=cells.astype(object),
        path=None,
        delimiter="",
        skip_lines=0,
        kinds=(),
        uncalculated=frozenset(),
        listed=(*table.listed, (None, "table turned", "", str(len(people)))),
    )


def _respondents(headers: Sequence[str], label: int) -> range:
    """Return the places of the columns that the header counts from 1 on, without a gap; none where it does not."""
    counted: Mapping[int, re.Match[str]] = {
        place: found for place, text in enumerate(headers) if place > label and (found := COUNTED.match(plain(text)))
    }
    places = list(counted)
    first, n = (places[0], len(places)) if places else (0, 0)
    whole = places == list(range(first, first + n)) and [int(counted[p][2]) for p in places] == list(range(1, n + 1))
    words = {found[1] for found in counted.values()}
    enough = n >= (FEWEST_BARE if words == {""} else FEWEST)
    return range(first, first + n) if whole and enough and len(words) == 1 else range(0)


def _others(rows: pd.DataFrame, label: int, people: range) -> list[int]:
    places = (int(str(column)[1:]) for column in rows)
    return [place for place in places if place != label and place not in people]


def _is_no_answer(header: str, cells: pd.Series, is_before: bool, known: KnownHeaders) -> bool:
    """Return whether a column is nobody's: blank, a total, or the number or code of each element before its name."""
    filled = [text.strip() for text in cells if text.strip()]
    numbered = is_before and all(text.isdecimal() or known.is_code(text) for text in filled)
    return not filled or numbered or OF_OTHERS.match(plain(header)) is not None
