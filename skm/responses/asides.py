"""Columns that ask for words about an element: "Saran untuk unsur biaya", "Alasan jawaban U3", "Alasan" beside U3.

They hold no score. A survey that keeps comments keeps with them which element was asked about.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from skm.responses.naming import CODE, KnownHeaders
from skm.responses.wordings import header_form
from skm.survey import plain

COMMENTS = "left out: comments"  # what a column of comments is taken for
ON_ELEMENT = f"{COMMENTS} on "  # and one about an element, whose key stands behind it
# The words that ask for words; a text without one of them asks for something else.
ASKING = frozenset(
    "alasan alasannya saran komentar masukan kritik keluhan catatan keterangan penjelasan mengapa kenapa reason "
    "reasons suggestion suggestions comment comments feedback remark remarks why".split()
)
# Words between them and the name of the element.
BETWEEN = frozenset(
    "untuk unsur jawaban mengenai tentang atas terkait aspek pertanyaan butir nomor no bagi terhadap pada dari dan "
    "anda saudara bapak ibu perbaikan nilai penilaian memilih memberi memberikan tersebut nya on for about of the "
    "your answer answers element question to and".split()
)
FEWEST = 2  # columns that stand behind questions before their places mean anything: one is for everything
NUMBER = re.compile(r"^\d{1,2}$")
SET_APART = re.compile(r"[\s._-]*\(?\d{1,2}\)?$")  # what programs add where a header comes again: "Alasan2", "Alasan.1"


def elements_of_asides(
    headers: Sequence[str],
    asides: Sequence[int],
    items: Mapping[str, Sequence[int]],
    key_of: Callable[[str], str | None],
) -> dict[int, str]:
    """Return the element that a column of comments is about, by the column's place; general ones are not in it.

    Parameters
    ----------
    headers
        The header of every column.
    asides
        Places of the columns that may be comments: those known as such, and those that nobody knows.
    items
        Places of each element's questions. An element without a question has no comments: its column may hide answers.
    key_of
        Key of the element that a text or a code names, None where it names none.

    Examples
    --------
    >>> heads = ["U1", "Alasan", "U2", "Alasan", "Saran untuk U2", "Saran"]
    >>> elements_of_asides(heads, [1, 3, 4, 5], {"a": [0], "b": [2]}, {"u1": "a", "u2": "b"}.get)
    {1: 'a', 3: 'b', 4: 'b'}
    """
    named = {place: key for place in asides if (key := _named(headers[place], key_of)) in items}
    rest = [place for place in asides if place not in named]
    return dict(sorted(({} | _beside(headers, rest, items) | _numbered(headers, rest, items, key_of) | named).items()))


def asks_for_words(header: str) -> bool:
    """Return whether a header asks for words.

    Examples
    --------
    >>> asks_for_words("Alasan jawaban U3"), asks_for_words("Waktu")
    (True, False)
    """
    return bool(ASKING.intersection(plain(header).split()))


def _named(header: str, key_of: Callable[[str], str | None]) -> str | None:
    """Return the element that a header names behind the words that ask for words."""
    words = plain(header).split()
    if not ASKING.intersection(words):
        return None
    rest = [word for word in words if word not in ASKING and word not in BETWEEN]
    coded = next((f"U{word}" for word in rest if NUMBER.match(word)), "") if "unsur" in words else ""
    return key_of(" ".join(rest)) or (key_of(coded) if coded and len(rest) == 1 else None)


def _beside(headers: Sequence[str], rest: Sequence[int], items: Mapping[str, Sequence[int]]) -> dict[int, str]:
    """Return the columns right behind questions that are called alike, where there are several: "Alasan", "Alasan2"."""
    owners = {place: key for key, places in items.items() for place in places}
    alike: dict[str, dict[int, str]] = {}
    for place in rest:
        base = SET_APART.sub("", headers[place])
        if place - 1 in owners and asks_for_words(base):
            alike.setdefault(header_form(base), {})[place] = owners[place - 1]
    groups = [group for group in alike.values() if len(set(group.values())) >= FEWEST]
    return {place: key for group in groups for place, key in group.items()}


def _numbered(
    headers: Sequence[str],
    rest: Sequence[int],
    items: Mapping[str, Sequence[int]],
    key_of: Callable[[str], str | None],
) -> dict[int, str]:
    """Return the columns "Alasan 1" to "Alasan 9", where there is exactly one for each element that is asked about."""
    numbered: dict[str, dict[int, str]] = {}
    for place in rest:
        *words, last = plain(headers[place]).split() or [""]
        if NUMBER.match(last) and words and all(word in ASKING or word in BETWEEN for word in words):
            numbered.setdefault(" ".join(words), {})[place] = key_of(f"U{int(last)}") or ""
    groups = [group for group in numbered.values() if sorted(group.values()) == sorted(items) and len(group) >= FEWEST]
    return {place: key for group in groups for place, key in group.items()}


def element_asked(taken_for: str) -> str:
    """Return the element that a column of comments is about, "" for a general one.

    Examples
    --------
    >>> element_asked("left out: comments on time"), element_asked("left out: comments")
    ('time', '')
    """
    return taken_for.removeprefix(ON_ELEMENT) if taken_for.startswith(ON_ELEMENT) else ""


def key_finder(known: KnownHeaders, by_code: Mapping[int, str]) -> Callable[[str], str | None]:
    """Return what finds the element that a text names: its listed name or question, or its code in a form's order."""

    def key_of(text: str) -> str | None:
        if bare := CODE.match(plain(text)):
            return by_code.get(int(bare[1]))
        if found := known.listed(text):
            return found
        calling = known.calling(text) if text else None
        return calling.element if calling and not calling.question else None

    return key_of
