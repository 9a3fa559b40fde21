"""Legends: what a remark above, below or in the header says a sign stands for: "1 = Sangat baik".

They are read only to refuse: a legend that turns the usual order round, or that has more than four signs, says that the
numbers and letters of the table are not what they seem.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from skm.regulation import REGULATION_IDS, load_regulation
from skm.responses.ladders import BARE, HARDLY, NOT, UTTERLY_NOT, VERY, label_form, step_of

SIGNS = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5} | {str(number): number for number in range(11)}
PAIR = re.compile(
    r"(?<![\w.,])(10|\d|[a-eA-E])\s*[=:.)–—-]+\s*([^\W\d_][^=:;,()\d]*?)\s*(?=[;,()\n]|$|\s(?:10|\d|[a-eA-E])\s*[=:.)–—-])"
)
SENSES = {UTTERLY_NOT: 1, NOT: 1, HARDLY: 2, BARE: 3, VERY: 4}
FAR = 2  # scores between what a sign is and what its text says: the order is another one
FEWEST_OF_OTHERS = 4  # pairs of a legend that tell of another scale


def pairs_of(text: str) -> dict[int, str]:
    """Return the texts of the signs in a legend.

    Examples
    --------
    >>> pairs_of("Keterangan: 1 = Sangat puas, 2 = Puas")
    {1: 'Sangat puas', 2: 'Puas'}
    """
    return {SIGNS[sign.casefold()]: words.strip() for sign, words in PAIR.findall(text)}


def turned_legend(texts: Iterable[str]) -> str:
    """Return a legend that gives a high sign a bad text, or a low sign a good one; "" where there is none.

    Examples
    --------
    >>> turned_legend(["1 = Sangat baik", "4 = Tidak baik"]), turned_legend(["1. Tidak baik", "4. Sangat baik"])
    ('1 = Sangat baik', '')
    """
    for text in texts:
        for sign, words in pairs_of(text).items():
            sense = _sense(label_form(words))
            if sense and sign in (1, 2, 3, 4) and abs(sense - sign) >= FAR:
                return text
    return ""


def scale_of_legend(texts: Iterable[str]) -> str:
    """Return the scale that a legend of more than four signs describes, "" where there is none.

    Examples
    --------
    >>> scale_of_legend(["1 = Buruk", "2 = Kurang", "3 = Cukup", "4 = Baik", "5 = Sangat baik"])
    '1–5'
    """
    signs: Mapping[int, str] = {
        sign: w for text in texts for sign, w in pairs_of(text).items() if _sense(label_form(w))
    }
    top = max(signs, default=0)
    return f"{min(1, *signs)}–{top}" if top > 4 and len(signs) >= FEWEST_OF_OTHERS else ""


@cache
def _sense(form: str) -> int:
    """Return the score that a text has by itself, 0 where it has none."""
    step = step_of(form)
    if step is not None and step.kind == "degree" and step.sense != "unlisted":
        return SENSES.get(step.rank, 0)
    return _listed().get(form, 0)


@cache
def _listed() -> dict[str, int]:
    """Return the labels of all elements that are one score wherever they are listed."""
    scores: dict[str, set[int]] = {}
    for element in (e for name in REGULATION_IDS for e in load_regulation(name).elements):
        for row in element.answers:
            for score, label in enumerate(row, start=1):
                scores.setdefault(label_form(label), set()).add(score)
    return {form: found.pop() for form, found in scores.items() if len(found) == 1}
