"""Questions in an office's own words: which element each tells of, where together they tell of all elements.

A single question may say "waktu" and ask for something else, so no column is taken for its words alone. Nine questions
that tell of nine elements, each of one and no two of the same, are the questionnaire: the whole is the proof. One
question that tells of two elements, one word that nobody knows, one element without a question, and nothing is taken.

What counts is in `element-words.toml`: words that name an element, and words that may stand beside them.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from skm.regulation import Regulation
from skm.responses.matching import SAME_WORDS
from skm.responses.wordings import header_form
from skm.survey import plain

CODED = re.compile(r"^(?:u|unsur) ?0?(\d{1,2}) (?=\D)")
LONG_WITH_NYA = 6  # letters of a word from which "-nya" may be taken: "biayanya", not "tanya"
PLACE_SIGNS = frozenset("di pada dari at in of".split())
REMEMBERED = 20_000  # texts whose words are kept
SHARED_BY = 5  # questions in which a strange word stands that is the office's own, such as its name


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("skm.responses").joinpath("element-words.toml").read_text(encoding="utf-8"))


@cache
def _owners() -> dict[str, str]:
    """Return the element of each word that names one."""
    return {word: key for key, words in _words()["elements"].items() for word in words.split()}


@cache
def _list(*keys: str) -> frozenset[str]:
    entry: Any = _words()
    for key in keys:
        entry = entry[key]
    return frozenset(entry.split())


@cache
def words_beside() -> frozenset[str]:
    """Return the words that may stand beside those that name an element, and name none themselves.

    Examples
    --------
    >>> "service" in words_beside(), "biaya" in words_beside()
    (True, False)
    """
    kinds = ("quality", "service", "things", "verbs", "handling", "paying", "waiting", "joining", "function", "places")
    lists = [("beside", kind) for kind in kinds] + [("people", kind) for kind in ("serving", "served")]
    return frozenset().union(*(_list(*keys) for keys in lists))


def told_elements(headers: Mapping[int, str], found: Iterable[str], regulation: Regulation) -> dict[int, str]:
    """Return the element of each column that tells of one, where with those found all elements are told; else none.

    Parameters
    ----------
    headers
        The texts of the columns that no other rule knows, by their place.
    found
        The elements that have columns already.
    regulation
        Whose elements all have to be told.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> rule = load_regulation("permenpan-14-2017")
    >>> told_elements({3: "Kelengkapan syarat berobat", 4: "Nama bayi"}, set(rule.keys) - {"requirements"}, rule)
    {3: 'requirements'}
    >>> told_elements({3: "Biaya parkir"}, set(rule.keys) - {"tariff"}, rule)
    {}
    """
    found = set(found)
    missing = set(regulation.keys) - found
    if not missing or not has_words(regulation.keys):
        return {}
    shared = _shared_words(headers.values())
    named = {place: named_elements(header) for place, header in headers.items()}
    if any(len(elements) > 1 for elements in named.values()):
        return {}
    told = {place: next(iter(elements)) for place, elements in named.items() if elements}
    whole = set(told.values()) == missing and len(told) == len(missing)
    clear = all(
        is_clear(headers[p], key, shared) and _fits_code(headers[p], key, regulation) for p, key in told.items()
    )
    return told if whole and clear else {}


def has_words(elements: Iterable[str]) -> bool:
    """Return whether each of the elements has words that name it.

    Examples
    --------
    >>> has_words(["time", "tariff"]), has_words(["safety"])
    (True, False)
    """
    return set(elements) <= _words()["elements"].keys()


def named_elements(text: str) -> frozenset[str]:
    """Return the elements that the words of a text name.

    Examples
    --------
    >>> sorted(named_elements("Kejelasan waktu dan biaya")), sorted(named_elements("Pengaduan ditangani tepat waktu"))
    (['tariff', 'time'], ['complaints'])
    """
    words = _in_front(_forms(text))
    owners = _owners()
    named = [owners[word] for word in words if word in owners]
    handled = bool(_list("handled", "verbs") & set(words))
    if handled and named and named[0] == "complaints":
        # Behind a complaint that is handled these say how: "… ditangani tepat waktu".
        behind = [word for word in words if word in owners and owners[word] != "complaints"]
        if set(behind) <= set(_words()["handled"]["manners"]):
            return frozenset({"complaints"})
    return frozenset(named)


def is_clear(text: str, element: str, shared: frozenset[str] = frozenset()) -> bool:
    """Return whether nothing in a text may ask for something else than its element.

    `shared` are strange words that most questions of the file have.

    Examples
    --------
    >>> is_clear("Kewajaran ongkos pengurusan surat", "tariff"), is_clear("Biaya parkir", "tariff")
    (True, False)
    """
    words = _in_front(_forms(text))
    known = words_beside() | _owners().keys() | shared
    if not words or any(word not in known or word in _list("other", "words") for word in words):
        return False
    found, praised = set(words), bool(_praise() & set(words))
    if element == "complaints":
        praised = praised or bool(found & _list("beside", "handling"))
    if not praised and (words[0] in _list("asking", "yes_or_no") or found & _list("beside", "paying")):
        return words[0] == "bagaimana"
    if element in ("competence", "behaviour"):
        return _is_of_serving(words, element)
    if element == "complaints":
        names = {word for word, key in _owners().items() if key == element}
        plain_name = names | _list("beside", "service") | _list("beside", "joining") | _list("people", "served")
        return praised or found <= plain_name
    return True


def _is_of_serving(words: Sequence[str], element: str) -> bool:
    """Return whether competence or behaviour is that of who serves, not of who is served or asked."""
    others = _list("people", "served") | _list("asking", "asked")
    according = re.compile(rf"\bmenurut(?: (?:{'|'.join(_list('asking', 'asked'))}))+\b")
    spoken = according.sub("", " ".join(words)).split()
    if not others & set(spoken):
        return True
    owned = [place for place, word in enumerate(spoken) if _owners().get(word) == element]
    beside = {spoken[p] for place in owned for p in (place - 1, place + 1) if 0 <= p < len(spoken)}
    return bool(_list("people", "serving") & set(spoken)) and not others & beside


@cache
def _praise() -> frozenset[str]:
    """Return the words that say how good something is."""
    own = "cepat kecepatan ketepatan kompeten mampu terampil cakap menguasai sopan santun ramah kesopanan keramahan"
    own += (
        " fast quick quickly timely prompt promptly competent skilled capable knowledgeable courteous polite friendly"
    )
    return _list("beside", "quality") | frozenset(own.split())


def _fits_code(text: str, element: str, regulation: Regulation) -> bool:
    """Return whether a code before the text, if there is one, is that of its element."""
    coded, entry = CODED.match(plain(text)), regulation.element(element)
    return not coded or f"U{int(coded[1])}" in (entry.code, entry.code_regulation)


def _shared_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the strange words that stand in most questions: the office's name, or what its service is called."""
    counts: dict[str, int] = {}
    for text in texts:
        if named_elements(text):
            for word in set(_forms(text)):
                counts[word] = counts.get(word, 0) + 1
    return frozenset(word for word, n in counts.items() if n >= SHARED_BY) - _list("other", "words")


@lru_cache(REMEMBERED)
def _forms(text: str) -> tuple[str, ...]:
    """Return the words of a question in one spelling, with the words that say it together put as one."""
    form = CODED.sub("", header_form(text))
    words = " ".join(_bare(word) for word in form.split() if not word.isdecimal())
    return tuple(_phrases().sub(lambda found: _words()["phrases"][found[0]], words).split())


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_words()['phrases'], key=len, reverse=True))})\b")


@lru_cache(REMEMBERED)
def _bare(word: str) -> str:
    """Return a word without "-nya" and in one spelling."""
    bare = word.removesuffix("nya") if len(word) > LONG_WITH_NYA else word
    known = word in _owners() or word in words_beside()
    return word if known else SAME_WORDS.get(bare, bare)


def _in_front(words: Sequence[str]) -> Sequence[str]:
    """Return the words before the office's name: "… di Puskesmas Sukamaju"."""
    for place, word in enumerate(words[1:-1], start=1):
        named = word in PLACE_SIGNS and words[place + 1] in _list("beside", "places")
        if named and not any(other in _owners() for other in words[place + 1 :]):
            return words[:place]
    return words
