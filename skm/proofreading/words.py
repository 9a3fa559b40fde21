"""Rules of language: words that say more than a survey can, from the lists in words.toml."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# A word that is spoken of, not said: up to three words between quotation marks.
SPOKEN_OF = re.compile(r"[\"“”«‘']\s*(?:[\w-]+\s*){1,3}[\"“”»’']")
QUESTION = re.compile(r"\?[\"”»)*_\s]*$")
STOPWORDS = {
    "id": frozenset(
        "yang dan di ke dari pada untuk dengan ini itu adalah sebesar tahun dalam oleh unit layanan".split()
    ),
    "en": frozenset("the of and in to was were is for on with by from at this that are year among all has its".split()),
}


@dataclass(frozen=True)
class WordRule:
    """Words of one language that may not stand as they are, but with what spares them."""

    code: str
    words: re.Pattern[str]
    needs: re.Pattern[str] | None
    spares: re.Pattern[str] | None


@dataclass(frozen=True)
class WordHit:
    """Words that were found: which rule, where in the sentence, what."""

    code: str
    start: int
    text: str


@cache
def load_rules(language: str) -> tuple[WordRule, ...]:
    """Return the rules of a language."""
    lists = tomllib.loads(files("skm.proofreading").joinpath("words.toml").read_text(encoding="utf-8"))["word"]

    def pattern(entry: dict[str, str], key: str) -> re.Pattern[str] | None:
        return re.compile(entry[key], re.IGNORECASE) if key in entry else None

    return tuple(
        WordRule(
            entry["code"],
            re.compile(entry[language], re.IGNORECASE),
            pattern(entry, f"needs_{language}"),
            pattern(entry, f"spares_{language}"),
        )
        for entry in lists
    )


def hide_spoken_of(sentence: str) -> str:
    """Return a sentence with words blank that it only speaks of: they stand between quotation marks.

    Examples
    --------
    >>> hide_spoken_of('Mengapa tidak ada kata "signifikan"?').rstrip()
    'Mengapa tidak ada kata             ?'
    """
    return SPOKEN_OF.sub(lambda found: " " * len(found.group()), sentence)


def language_of(text: str, otherwise: str) -> str:
    """Return the language that a text is written in.

    Examples
    --------
    >>> language_of("The index was 81.96 in 2025", "id"), language_of("81,96", "id")
    ('en', 'id')
    """
    words = re.findall(r"[a-z]+", text.casefold())
    counts = {language: sum(word in known for word in words) for language, known in STOPWORDS.items()}
    if counts["id"] == counts["en"]:
        return otherwise
    return max(counts, key=lambda language: counts[language])


def is_question(sentence: str) -> bool:
    """Return whether a sentence asks: who asks claims nothing."""
    return QUESTION.search(sentence) is not None


def find_words(sentence: str) -> Iterator[WordHit]:
    """Return the words of a sentence that say more than the survey does, in whichever language it is.

    Examples
    --------
    >>> [hit.code for hit in find_words("IKM melonjak berkat inovasi.")]
    ['drama', 'cause']
    """
    if is_question(sentence):
        return
    said, told = hide_spoken_of(sentence), set[str]()
    for rule in (*load_rules("id"), *load_rules("en")):
        found = rule.words.search(said)
        if found is None or rule.code in told or (rule.needs and not rule.needs.search(said)):
            continue
        if rule.spares and rule.spares.search(said):
            continue
        told.add(rule.code)
        yield WordHit(rule.code, found.start(), sentence[found.start() : found.end()])
