"""Names of units that a name may be a slip of: to be proposed, never taken."""

import re
from collections.abc import Iterable, Sequence

from skm.survey.model import Survey
from skm.survey.names import plain

NEAR = 84  # of 100: how alike two names are that may be one
PROPOSED = 3  # units that are named for one spelling
ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
NUMBER = re.compile(r"\d+")


def near_units(label: str, survey: Survey) -> list[tuple[str, int]]:
    """Return the registered units that a name may mean, the nearest first: (name, row in the register).

    The numbers in both must agree: Puskesmas 7 may be Puskesmas 07, and never Puskesmas 17.

    Examples
    --------
    >>> import pandas as pd
    >>> units = pd.DataFrame({"unit_id": ["p7", "p17"], "name": ["Puskesmas 07", "Puskesmas 17"], "aliases": ["", ""]})
    >>> near_units("Puskemas 7", Survey(units=units))
    [('Puskesmas 07', 2)]
    """
    if survey.units is None:
        return []
    found: dict[tuple[str, int], float] = {}
    for unit in survey.units.itertuples():
        spellings = (unit.name, unit.unit_id, *str(unit.aliases).split("|"))
        likeness = max(_likeness(label, spelling) for spelling in spellings)
        if likeness >= NEAR:
            found[unit.name, int(getattr(unit, "register_row", unit.Index + 2))] = likeness
    return sorted(found, key=lambda unit: (-found[unit], unit))[:PROPOSED]


def near_names(label: str, spellings: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the names one of whose spellings a text may mean, the nearest first.

    Examples
    --------
    >>> near_names("puskemas-07", [("Puskesmas 07", ["puskesmas-07"]), ("Puskesmas 17", ["puskesmas-17"])])
    ['Puskesmas 07']
    """
    found = {name: max(_likeness(label, spelling) for spelling in own) for name, own in spellings if own}
    near = {name: likeness for name, likeness in found.items() if likeness >= NEAR}
    return sorted(near, key=lambda name: (-near[name], name))[:PROPOSED]


def _likeness(label: str, spelling: str) -> float:
    from rapidfuzz import fuzz

    words, numbers = parts_of_name(label)
    others, other_numbers = parts_of_name(spelling)
    if numbers != other_numbers or not words or not others:
        return 0.0
    if _are_abbreviated(words, others) or _are_abbreviated(others, words):
        return 100.0
    return float(fuzz.token_sort_ratio(" ".join(words), " ".join(others)))


def parts_of_name(name: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the words of a name, and the numbers in it however they are written."""
    words: list[str] = []
    numbers: list[int] = []
    for word in re.findall(r"\d+|[^\W\d_]+", plain(name)):
        if NUMBER.fullmatch(word) or word in ROMAN:
            numbers.append(int(word) if word.isdecimal() else ROMAN[word])
        else:
            words.append(word)
    return tuple(words), tuple(numbers)


def _are_abbreviated(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether each word is short for the one in its place (pkm, puskesmas) or for several (rsud)."""
    if not short:
        return not full
    if not full:
        return False
    first = short[0]
    if _is_short_for(first, full[0]) and _are_abbreviated(short[1:], full[1:]):
        return True
    initials = "".join(word[0] for word in full[: len(first)])
    return len(first) > 1 and first == initials and _are_abbreviated(short[1:], full[len(first) :])


def _is_short_for(short: str, word: str) -> bool:
    """Return whether a word begins alike and has the letters of the short one in their order."""
    letters: Iterable[str] = iter(word)
    return short == word or (len(short) > 1 and short[0] == word[0] and all(letter in letters for letter in short))
