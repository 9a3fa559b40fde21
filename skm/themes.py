"""What comments are about: counts by word lists that everybody can read, and a sample of fixed size for the office.

Only comments that the survey keeps (`[clean] keep_comments`), already redacted. Nothing is sent anywhere.
"""

import hashlib
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import pandas as pd

from skm.survey import plain

THEME_COLUMNS = ("period", "unit", "element", "mentions", "comments")
SAMPLE_COLUMNS = ("period", "unit", "about", "comment")
SAMPLE_SIZE = 20  # comments of a unit that are shown to the office
SEED = "skm"  # the sample is the same on every machine, and nobody chose it
LONGEST = 400  # characters of a comment; longer ones are cut, and end in an ellipsis

Comment = tuple[str, str, str, str]  # period, unit, the row's own name, text


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
        (period, unit, name of the row, text) of each comment, in any order.

    Returns
    -------
    themes : pandas.DataFrame
        Columns `THEME_COLUMNS`: a line for each element that a comment of the unit names. `mentions` is how many
        comments name it, `comments` how many there are.
    sample : pandas.DataFrame
        Columns `SAMPLE_COLUMNS`: at most `SAMPLE_SIZE` comments of each unit, those with the smallest hash of seed and
        row, so that neither their order nor their content chooses them.

    Examples
    --------
    >>> themes, sample = read_themes([("2025", "a", "1", "Antre lama"), ("2025", "a", "2", "Baik")])
    >>> themes.values.tolist(), len(sample)
    ([['2025', 'a', 'time', 1, 2]], 2)
    """
    n_comments: Counter[tuple[str, str]] = Counter()
    mentions: Counter[tuple[str, str, str]] = Counter()
    chosen: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for period, unit, row, text in comments:
        n_comments[period, unit] += 1
        mentions.update((period, unit, key) for key in elements_of(text))
        _keep(chosen[period, unit], hashlib.sha256(f"{SEED} {row}".encode()).hexdigest(), text)
    lines = [(p, u, key, n, n_comments[p, u]) for (p, u, key), n in _in_order(mentions)]
    sample = [
        (p, u, " ".join(elements_of(text)), _cut(text))
        for (p, u), texts in sorted(chosen.items())
        for _, text in sorted(texts)[:SAMPLE_SIZE]
    ]
    return pd.DataFrame(lines, columns=list(THEME_COLUMNS)), pd.DataFrame(sample, columns=list(SAMPLE_COLUMNS))


def _keep(sample: list[tuple[str, str]], digest: str, text: str) -> None:
    """Add a comment to a sample, which keeps the smallest hashes and never grows beyond twice its size."""
    sample.append((digest, text))
    if len(sample) >= 2 * SAMPLE_SIZE:
        sample[:] = sorted(sample)[:SAMPLE_SIZE]


def _in_order(mentions: Mapping[tuple[str, str, str], int]) -> list[tuple[tuple[str, str, str], int]]:
    """Return the counts by period, unit, and from the most named element on."""
    order = list(load_words())
    return sorted(mentions.items(), key=lambda item: (*item[0][:2], -item[1], order.index(item[0][2])))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
