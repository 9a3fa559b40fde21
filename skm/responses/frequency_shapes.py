"""Tables of counts that do not have an element a row: brought into that form, before anybody takes them for answers.

Two of them look like answers. In one a row is a unit, with a column for each element and score ("U1_1" to "U9_4"); in
the other a row is a score, with the elements in columns. Small counts are all 1 to 4, so the form itself is looked at.
"""

import re
from collections.abc import Sequence

from skm.errors import DataError, Place
from skm.regulation import Regulation
from skm.responses.frequency_headers import COUNTING, SCORING, find_count_columns
from skm.responses.raw import RawTable
from skm.responses.recognising import KnownHeaders
from skm.survey import Survey, plain

Rows = list[tuple[int, list[str]]]

ELEMENT_AND_POINT = re.compile(
    r"^(?P<element>.*?\w)[\s_.\-(/]+(?:(?:n|f|nilai|skor|jumlah|jml)[\s_.\-]*)?(?P<point>\d{1,2})\)?$", re.IGNORECASE
)
ROWS_BESIDE_SCORES = 8  # totals and means beneath a table with a row for each score
OFF_AT_MOST = 0.05  # of the cells of a table of answers that are none
SAYS_SCORE = {*COUNTING, *SCORING, "persepsi", "unsur", "jenis", "tingkat", "kepuasan", "penilaian"}
COUNT = re.compile(r"\d+(?:[.,]0+)?")


def may_be_spread(headers: Sequence[str], known: KnownHeaders, survey: Survey) -> bool:
    """Return whether every element of a header has a column for each score, and for nothing else.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> from skm.responses.recognising import known_headers
    >>> known = known_headers(load_regulation("permenpan-14-2017"))
    >>> may_be_spread(["Unit", *(f"U{e}_{s}" for e in (1, 2) for s in (1, 2, 3, 4))], known, Survey())
    True
    """
    return bool(_spread_columns(headers, known, survey))


def _spread_columns(headers: Sequence[str], known: KnownHeaders, survey: Survey) -> dict[str, dict[int, int]]:
    """Return the places of the columns of each element by point; nothing where one of them lacks a point."""
    found: dict[str, dict[int, int]] = {}
    for place, header in enumerate(headers):
        match = ELEMENT_AND_POINT.match(header)
        if match and known.element(match["element"]):
            own = found.setdefault(match["element"], {})
            if own.setdefault(int(match["point"]), place) != place:
                return {}
    whole = len(found) > 1 and all(set(own) == set(survey.points) for own in found.values())
    return found if whole else {}


def gather_spread(table: RawTable, rows: Rows, known: KnownHeaders, survey: Survey) -> Rows | None:
    """Return the rows of a table with a unit a row as one row for each element; None where its cells are answers.

    Raises
    ------
    DataError
        All counts are as small as answers, and add up in each row as only counts do.
    """
    elements = _spread_columns(table.headers, known, survey)
    used = {place for own in elements.values() for place in own.values()}
    data = [(row, cells) for row, cells in rows if row >= table.first_row]
    filled = [cells[place] for _, cells in data for place in used if cells[place]]
    if not filled or not all(COUNT.fullmatch(cell) for cell in filled):
        return None
    points = {str(point) for point in survey.points}
    if sum(cell not in points for cell in filled) <= OFF_AT_MOST * len(filled):
        sums = [{sum(int(cells[p] or 0) for p in own.values()) for own in elements.values()} for _, cells in data]
        varied = any(len({cells[place] for place in used}) > 1 for _, cells in data)
        if varied and all(len(found) == 1 for found in sums):
            raise DataError("counts_or_answers", [Place(table.file, table.sheet)])
        return None
    others = [place for place in range(len(table.headers)) if place not in used]
    header = [*(table.headers[place] for place in others), "Unsur", *map(str, survey.points)]
    laid = [
        (row, [*(cells[place] for place in others), element, *(cells[own[point]] for point in survey.points)])
        for row, cells in data
        for element, own in elements.items()
    ]
    return [(table.first_row - 1, header), *laid]


def turn_upright(
    table: RawTable, rows: Rows, known: KnownHeaders, regulation: Regulation, survey: Survey
) -> Rows | None:
    """Return the rows of a table with a score a row as one row for each element; None where its cells are answers."""
    places = [place for place, header in enumerate(table.headers) if header and known.element(header)]
    data = [(row, cells) for row, cells in rows if row >= table.first_row]
    for column in range(places[0]):
        texts = [cells[column] for _, cells in data]
        found = find_count_columns(texts, [""] * len(texts), regulation, survey)
        said = set(plain(table.headers[column]).split())
        numbered = found is not None and all(texts[p].isdecimal() for p in found.points.values())
        if found is None or (numbered and not (said and said <= SAYS_SCORE)):
            continue
        cells = [cells[place] for p, (_, cells) in enumerate(data) if p in found.points.values() for place in places]
        if all(COUNT.fullmatch(cell) for cell in cells):
            header = (table.first_row - 1, ["Unsur", *texts])
            return [header, *((header[0], [table.headers[place], *(c[place] for _, c in data)]) for place in places)]
    return None
