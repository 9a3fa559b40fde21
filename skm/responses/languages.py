"""Answer labels in two languages, such as "Sesuai / Suitable": read where both say the same.

A cell with two texts may also be two choices ("Cukup / mudah"), so a file is read so only where each label has its own
text in each language, one language is wholly known, and the other one agrees wherever it is known: in half of the
labels at least.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from skm.regulation import Element
from skm.responses.labels import Labels

TWO_TEXTS = re.compile(r"^(?P<one>[^/|\n()]+?)(?: +/ +|/| *[|\n] *)(?P<other>[^/|\n()]+)$")
ONE_IN_BRACKETS = re.compile(r"^(?P<one>[^()]+?)\s*\((?P<other>[^()]+)\)\.?$")
LETTER = re.compile(r"[^\W\d_]{2}")

Columns = Mapping[str, tuple[Element, Mapping[str, int]]]
Read = Callable[[Columns], Mapping[str, Labels]]


def both_texts(label: str) -> tuple[str, str] | None:
    """Return the texts of a label in two languages, None where it is not two texts.

    Examples
    --------
    >>> both_texts("d. Sangat mudah / Very easy"), both_texts("Baik (Good)"), both_texts("Baik (3)")
    (('d. Sangat mudah', 'Very easy'), ('Baik', 'Good'), None)
    """
    found = TWO_TEXTS.match(label.strip()) or ONE_IN_BRACKETS.match(label.strip())
    if not found or not all(LETTER.search(text) for text in found.groups()):
        return None
    return found["one"].strip(), found["other"].strip()


def read_both(columns: Columns, found: Mapping[str, Labels], read: Read) -> Mapping[str, Labels]:
    """Return what the labels of the questions mean, those in two languages too.

    Parameters
    ----------
    columns
        Element and counts of the labels of each question.
    found
        What the labels mean as they stand.
    read
        Reads labels, all questions together.
    """
    texts = {label: both for labels in found.values() for label in labels.unknown if (both := both_texts(label))}
    if not texts or any(label not in texts for labels in found.values() for label in labels.unknown):
        return found
    sides = [_side(columns, texts, place) for place in (0, 1)]
    if any(len(side[item][1]) < len(counts) for side in sides for item, (_, counts) in columns.items()):
        return found  # two labels have one text in common: these are no translations
    read_sides = [read(side) for side in sides]
    scores = [
        {(item, label): side[item].scores.get(both[place]) for item in found for label, both in texts.items()}
        for place, side in enumerate(read_sides)
    ]
    asked = [(item, label) for item, labels in found.items() for label in labels.unknown]
    pairs = [(scores[0][key], scores[1][key]) for key in asked]
    agreeing = sum(one is not None and one == other for one, other in pairs)
    differing = any(None not in pair and pair[0] != pair[1] for pair in pairs)
    whole = any(all(pair[place] is not None for pair in pairs) for place in (0, 1))
    if differing or not whole or 2 * agreeing < len(pairs):
        return found
    return {
        item: _joined(labels, {label: scores[0][item, label] or scores[1][item, label] for label in labels.unknown})
        for item, labels in found.items()
    }


def _side(columns: Columns, texts: Mapping[str, tuple[str, str]], place: int) -> Columns:
    """Return the columns with one text of each label in two languages."""
    return {
        item: (element, {texts[label][place] if label in texts else label: n for label, n in counts.items()})
        for item, (element, counts) in columns.items()
    }


def _joined(labels: Labels, scores: Mapping[str, int]) -> Labels:
    return replace(labels, scores={**labels.scores, **scores}, unknown=(), directed=labels.directed | scores.keys())
