"""Which rows of a table are its header: found by recognising what columns are called, never by position.

Above it may stand a title, a legend or merged group cells; beneath it a second line of names or a line that numbers
the columns. A row is the header because its cells are called as elements are called.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from skm.responses.wordings import line_role

SEARCHED = 40  # filled rows among which the header is looked for
ENOUGH = 5  # elements in one row that leave no doubt
QUESTION_OF = re.compile(r"^([^=:]+?)[ ._()-]*(?:\d{1,2}|[a-e])\)?$")
NUMBERED_AT_LEAST = 5  # columns that a line of column numbers has at least: 1 to 4 could be answers


class Known(Protocol):
    """What a text above a column may be."""

    def element(self, text: str) -> str | None:
        """Return the key of the element that is called so, None where none is."""

    def near(self, text: str) -> str | None:
        """Return the key of the element that is called so, give or take a typing error; None where none is."""

    def told(self, text: str) -> str | None:
        """Return the key of the element that a text in an office's own words may ask for; None where none is."""

    def role(self, text: str) -> str | None:
        """Return the role that is called so, None where none is."""

    def is_code(self, text: str) -> bool:
        """Return whether the text is a bare code."""


@dataclass(frozen=True)
class Header:
    """The header of a table: the text above each column, and the place of its last row."""

    texts: tuple[str, ...]
    last: int


def find_header(rows: Sequence[Sequence[str]], known: Known) -> Header:
    """Return the header of a table whose first rows are given; the first filled row where none is recognised.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> from skm.responses.recognising import known_headers
    >>> known = known_headers(load_regulation("permenpan-14-2017"))
    >>> find_header([["SURVEI 2025", ""], ["", ""], ["Persyaratan", "Prosedur"], ["4", "3"]], known)
    Header(texts=('Persyaratan', 'Prosedur'), last=2)
    >>> find_header([["Profil", "Nilai", ""], ["Umur", "U1", "U2"], ["30", "4", "3"]], known).texts
    ('Umur', 'U1', 'U2')
    """
    filled = [place for place, row in enumerate(rows) if any(cell.strip() for cell in row)][:SEARCHED]
    if not filled:
        return Header((), 0)
    place = _recognised_row(rows, filled, known)
    texts = [cell.strip() for cell in rows[place]]
    if place and place - 1 in filled and _is_group_row(rows[place - 1], texts, known):
        texts = _joined(rows[place - 1], texts, known)
    last = place
    below = rows[place + 1] if place + 1 < len(rows) else ()
    if _is_second_row(texts, below, known):
        texts, last = _joined(texts, below, known), place + 1
    if last + 1 < len(rows) and _numbers_columns(rows[last + 1]):
        last += 1
    return Header(tuple(texts), last)


def _recognised_row(rows: Sequence[Sequence[str]], filled: Sequence[int], known: Known) -> int:
    """Return the place of the first row that names enough elements: half of what any row names, and two at least.

    A legend names one or two elements a row, the header most of them.
    """
    named: dict[int, int] = {}
    for place in filled:
        named[place] = _n_elements(rows[place], known)
        if named[place] >= ENOUGH and max(named.values()) == named[place]:
            break
    if max(named.values()) < 2:
        named = {place: _n_elements(rows[place], known, known.near) for place in filled}
    if max(named.values()) < ENOUGH:
        told = {place: _n_elements(rows[place], known, lambda cell: asked_or_told(cell, known)) for place in filled}
        named = told if max(told.values()) >= ENOUGH else named
    most = max(named.values())
    if most < 2:
        return _row_of_roles(rows, filled, known)
    return next((place for place, n in named.items() if n >= 2 and 2 * n >= most), filled[0])


def _row_of_roles(rows: Sequence[Sequence[str]], filled: Sequence[int], known: Known) -> int:
    """Return the place of the row that names most columns, where none names elements; the first one for want of any.

    So the header of a table with a line for each answer is found beneath its title.
    """
    named = {
        place: sum(bool(cell and (known.role(cell) or line_role(cell))) for cell in rows[place]) for place in filled
    }
    most = max(named, key=lambda place: (named[place], -place))
    return most if named[most] > 1 else filled[0]


def asked_element(text: str, known: Known) -> str | None:
    """Return the key of the element that a text asks for: its name, its question, or a numbered question of it."""
    return known.near(text) or _element_of_question(text, known)


def asked_or_told(text: str, known: Known) -> str | None:
    """Return the key of the element that a text asks for, or that its words tell of."""
    return asked_element(text, known) or known.told(text)


def _n_elements(row: Sequence[str], known: Known, called: Callable[[str], str | None] | None = None) -> int:
    """Return how many elements a row names; a legend that names each by code and by text names it once."""
    owner = called or (lambda cell: known.element(cell) or _element_of_question(cell, known))
    # "U1=4" is an answer, "U1 = Persyaratan" a legend: neither is the name of a column.
    names = {cell: key for cell in row if cell and "=" not in cell and (key := owner(cell))}
    codes = {key for cell, key in names.items() if known.is_code(cell)}
    return max(len(codes), len(set(names.values()) - codes))


def _element_of_question(cell: str, known: Known) -> str | None:
    """Return the element of a numbered question of it: "Persyaratan 2", "U1.b"."""
    numbered = QUESTION_OF.match(cell.strip())
    return known.element(numbered[1]) if numbered else None


def _is_group_row(upper: Sequence[str], texts: Sequence[str], known: Known) -> bool:
    """Return whether the row above the header belongs to it: it names groups, or columns that the header leaves blank.

    A title stands in one cell.
    """
    names = [cell for cell in upper if cell.strip()]
    completes = any(
        up.strip() and not low and (known.role(up) or known.element(up)) for up, low in zip(upper, texts, strict=False)
    )
    return completes or (len(set(names)) > 1 and len(names) < len([text for text in texts if text]))


def _is_second_row(texts: Sequence[str], below: Sequence[str], known: Known) -> bool:
    """Return whether the row beneath the header goes on with it: it names elements, or questions of merged groups."""
    if _n_elements(below, known) > 1 or sum(bool(cell and known.role(cell)) for cell in below) > 1:
        return True
    groups = _merged_groups(texts, known)
    if not groups or not any(cell.strip() for cell in below):
        return False
    cells = [[below[place].strip() if place < len(below) else "" for place in group] for group in groups]
    numbered = all(group == [str(number) for number in range(1, len(group) + 1)] for group in cells)
    worded = all(cell and not cell.replace(".", "").replace(",", "").isdecimal() for group in cells for cell in group)
    return numbered or (worded and len({cell for group in cells for cell in group}) > len(cells[0]))


def _merged_groups(texts: Sequence[str], known: Known) -> list[list[int]]:
    """Return the places below each element cell that is followed by blank ones, as merged cells are."""
    groups: list[list[int]] = []
    for place, text in enumerate(texts):
        if text:
            groups.append([place] if known.element(text) else [])
        elif groups and groups[-1]:
            groups[-1].append(place)
    return [group for group in groups if len(group) > 1]


def _joined(upper: Sequence[str], lower: Sequence[str], known: Known) -> list[str]:
    """Return one text for each column of a header of two rows; a group cell holds for the blank ones right of it."""
    texts, group = [], ""
    for place in range(max(len(upper), len(lower))):
        up = upper[place].strip() if place < len(upper) else ""
        low = lower[place].strip() if place < len(lower) else ""
        group = up or group
        if not low:
            texts.append(up)
            group = ""
        elif not group or _says_more(low, group, known):
            texts.append(low)
        else:
            texts.append(group if known.is_code(low) and known.element(group) else f"{group} / {low}")
    return texts


def _says_more(low: str, group: str, known: Known) -> bool:
    """Return whether the lower text alone tells what the column is; a name above a code tells more than the code."""
    if known.is_code(low):
        return not known.element(group)
    named = low.partition(":")[0]  # "Persyaratan: seberapa jelas …" is a question of an element, whatever its group
    return bool(known.element(low) or known.role(low) or (known.element(named) and not known.element(group)))


def _numbers_columns(row: Sequence[str]) -> bool:
    """Return whether a row numbers the columns: (1), (2), (3) … from left to right."""
    cells = [cell.strip().strip("()").removesuffix(".0") for cell in row if cell.strip()]
    if len(cells) < NUMBERED_AT_LEAST or not all(cell.isdecimal() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2
