"""What comments are about: counts by word lists that everybody can read, and a sample of fixed size for the office.

Only comments that the survey keeps (`[clean] keep_comments`), already redacted. Nothing is sent anywhere.
"""

import hashlib
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import groupby

import pandas as pd

from skm.survey import plain

THEME_COLUMNS = ("period", "unit", "element", "mentions", "comments")
SAMPLE_COLUMNS = ("period", "unit", "element", "about", "comment")
SAMPLE_SIZE = 20  # comments of a unit that are shown to the office, of those that were asked about no element
SAMPLE_OF_ELEMENT = 5  # and of those that were asked about an element, for each of them
SEED = "skm"  # the sample is the same on every machine, and nobody chose it
LONGEST = 400  # characters of a comment; longer ones are cut, and end in an ellipsis

# A whole comment of these says that there is none.
NOTHING = frozenset(
    [
        *(
            "",
            "tidak ada",
            "tdk ada",
            "ga ada",
            "gak ada",
            "nggak ada",
            "tidak",
            "tidak ada saran",
            "tidak ada komentar",
        ),
        *("tidak ada masukan", "belum ada", "nihil", "kosong", "x", "na", "n a", "no", "none", "nothing", "nil"),
    ]
)

Comment = tuple[str, str, str, str, str]  # period, unit, the row's own name, the element asked about or "", text


@cache
def load_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the words of each element; each as the tokens that follow each other."""
    data = tomllib.loads(files("skm").joinpath("themes.toml").read_text(encoding="utf-8"))
    return {key: tuple(tuple(plain(word).split()) for word in entry["words"]) for key, entry in data.items()}


def elements_of(comment: str) -> tuple[str, ...]:
    """Return the elements that a comment is about, by its words.

    Examples
    --------
    >>> elements_of("Antrean lama, petugas ramah."), elements_of("Terima kasih"), elements_of("Kamar mandi kotor")
    (('time', 'behaviour'), (), ('facilities',))
    """
    tokens = plain(comment).split()
    runs = {tuple(tokens[start : start + size]) for size in (1, 2) for start in range(len(tokens) - size + 1)}
    return tuple(key for key, words in load_words().items() if any(word in runs for word in words))


def read_themes(comments: Iterable[Comment]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the comments of each unit are about, and a sample of them.

    Parameters
    ----------
    comments
        (period, unit, name of the row, element, text) of each comment, in any order but that those of a row follow
        each other. The element is that of a question such as "Saran untuk unsur biaya", "" where none was asked about.

    Returns
    -------
    themes : pandas.DataFrame
        Columns `THEME_COLUMNS`: a line for each element that comments of the unit are about, by what was asked or by
        their words. `mentions` is how many persons wrote of it, `comments` how many wrote anything.
    sample : pandas.DataFrame
        Columns `SAMPLE_COLUMNS`: at most `SAMPLE_SIZE` comments of each unit, and `SAMPLE_OF_ELEMENT` for each element
        that was asked about: those with the smallest hash of seed and row, so that neither their order nor their
        content chooses them.

    Examples
    --------
    >>> themes, sample = read_themes([("2025", "a", "1", "", "Antre lama"), ("2025", "a", "2", "tariff", "Naik terus")])
    >>> themes.values.tolist()
    [['2025', 'a', 'time', 1, 2], ['2025', 'a', 'tariff', 1, 2]]
    >>> sample["element"].tolist()
    ['', 'tariff']
    """
    n_persons: Counter[tuple[str, str]] = Counter()
    mentions: Counter[tuple[str, str, str]] = Counter()
    chosen: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    said = (comment for comment in comments if plain(comment[4]) not in NOTHING)
    for (period, unit, row), own in groupby(said, key=lambda comment: comment[:3]):
        parts = [(asked, text, elements_of(text)) for *_, asked, text in own]
        n_persons[period, unit] += 1
        mentions.update((period, unit, key) for key in {k for asked, _, named in parts for k in (asked, *named) if k})
        for asked, text, _ in parts:
            name = f"{SEED} {row} {asked}".rstrip()
            _keep(chosen[period, unit, asked], hashlib.sha256(name.encode()).hexdigest(), text, size_of_sample(asked))
    lines = [(p, u, key, n, n_persons[p, u]) for (p, u, key), n in _in_order(mentions)]
    sample = [
        (p, u, asked, " ".join(elements_of(text)), _cut(text))
        for (p, u, asked), texts in sorted(chosen.items())
        for _, text in sorted(texts)[: size_of_sample(asked)]
    ]
    return pd.DataFrame(lines, columns=list(THEME_COLUMNS)), pd.DataFrame(sample, columns=list(SAMPLE_COLUMNS))


def size_of_sample(element: str) -> int:
    """Return how many comments of a unit are shown, of those asked about an element, or about none."""
    return SAMPLE_OF_ELEMENT if element else SAMPLE_SIZE


def _keep(sample: list[tuple[str, str]], digest: str, text: str, size: int) -> None:
    """Add a comment to a sample, which keeps the smallest hashes and never grows beyond twice its size."""
    sample.append((digest, text))
    if len(sample) >= 2 * size:
        sample[:] = sorted(sample)[:size]


def _in_order(mentions: Mapping[tuple[str, str, str], int]) -> list[tuple[tuple[str, str, str], int]]:
    """Return the counts by period, unit, and from the most named element on."""
    order = {key: place for place, key in enumerate(load_words())}
    # An element of an older rule has no list: it stands behind those that have one.
    return sorted(mentions.items(), key=lambda item: (*item[0][:2], -item[1], order.get(item[0][2], len(order))))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
