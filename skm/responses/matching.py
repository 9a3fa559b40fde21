"""Question texts with a typing error or other words of courtesy, matched to the listed ones: one element or none.

Two texts are the same question when they have the same words in the same order, once courtesies ("Bagaimana pendapat
Bapak/Ibu tentang") are left out and a slip of a key is allowed in each word. A word more or less, such as "tidak", or
another word is another question. A text that comes near two elements is neither's.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from skm.survey import plain

FEWEST_WORDS = 3  # a name of one or two words is too short: "Pengadaan" is not "Pengaduan"
SHORTEST_WITH_SLIP = 5  # letters of a word in which one slip is allowed: "cepat" and "tepat" differ in their first
LONG_WORD = 9  # letters of a word in which two slips are allowed: "kualitas" and "kuantitas" differ by two
MOST_WORDS_WITH_SLIP = 3
NEAR = 2  # slips by which another element is still near
# Words that ask or address and name nothing.
COURTESIES = frozenset(
    "bagaimana bagaimanakah apakah seberapa menurut pendapat pemahaman penilaian tanggapan kesan persepsi saudara "
    "saudari sdr sdri i anda bapak ibu kamu kakak kami tentang ttg mengenai terhadap akan atas soal "
    "terkait di pada yang yg dan ini itu dari untuk unit kantor instansi".split()
)


LONG_COURTESIES = tuple(sorted(word for word in COURTESIES if len(word) >= 7))
# Spellings and forms of one word; and words that are one slip away from a listed one and mean something else.
SAME_WORDS = {
    "layanan": "pelayanan",
    "standart": "standar",
    "dgn": "dengan",
    "dlm": "dalam",
    "memberi": "memberikan",
    "syarat": "persyaratan",
    "alur": "prosedur",
    "ongkos": "biaya",
    "pegawai": "petugas",
    "aparatur": "petugas",
    "staf": "petugas",
    "sikap": "perilaku",
    "kesantunan": "kesopanan",
    "keahlian": "kompetensi",
    "aduan": "pengaduan",
    "keluhan": "pengaduan",
}
OTHER_WORDS = frozenset({"pengadaan", "rumah"})


def match_question(text: str, questions: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the element and the listed text that a question means, None where that is not beyond doubt.

    Parameters
    ----------
    text
        The header of a column.
    questions
        Element key by listed text.

    Examples
    --------
    >>> listed = {"kualitas sarana dan prasarana": "facilities", "kecepatan waktu pelayanan": "time"}
    >>> match_question("Menurut Bapak/Ibu, kualitas sarana dan prasaranna?", listed)
    ('facilities', 'kualitas sarana dan prasarana')
    >>> match_question("Kualitas sarana tidak dan prasarana", listed) is None
    True
    """
    words = content_words(text)
    if len(words) < FEWEST_WORDS:
        return None
    best: dict[str, tuple[int, str]] = {}
    for listed, key in questions.items():
        slips = _slips(words, listed_words(listed))
        if slips is not None and (key not in best or slips < best[key][0]):
            best[key] = (slips, listed)
    allowed = [(slips, key, listed) for key, (slips, listed) in best.items() if slips <= MOST_WORDS_WITH_SLIP]
    if not allowed:
        return None
    slips, key, listed = min(allowed)
    if any(other != key and others[0] <= slips + NEAR for other, others in best.items()):
        return None
    return key, listed


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a question without courtesies and numbering.

    Examples
    --------
    >>> content_words("1. Bagaimana pendapat Saudara tentang kecepatan waktu?")
    ('kecepatan', 'waktu')
    """
    words = [word for word in plain(text).split() if word not in COURTESIES and not word.isdecimal()]
    if words and any(_is_slip(words[0], courtesy) for courtesy in LONG_COURTESIES):
        words = words[1:]  # "Bagamana …": a question begins with its courtesies
    return _bare_words(words)


def _bare_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return words without "-nya" and in one spelling."""
    bare = (word.removesuffix("nya") if len(word) >= LONG_WORD else word for word in words)
    return tuple(SAME_WORDS.get(word, word) for word in bare)


@cache
def listed_words(text: str) -> tuple[str, ...]:
    """Return the words of a listed text without courtesies; it has no slips that would have to be looked for."""
    return _bare_words([word for word in plain(text).split() if word not in COURTESIES and not word.isdecimal()])


def _slips(words: Sequence[str], listed: Sequence[str]) -> int | None:
    """Return how many words differ by a slip, None where one differs by more or the numbers of words differ."""
    if len(words) != len(listed):
        return None
    found = 0
    for word, other in zip(words, listed, strict=True):
        if word == other:
            continue
        if not _is_slip(word, other):
            return None
        found += 1
    return found


def _is_slip(word: str, other: str) -> bool:
    """Return whether two words differ by a slip: letters doubled, left out, exchanged or mistaken, not the first."""
    shorter = min(len(word), len(other))
    allowed = 1 + (shorter >= LONG_WORD)
    if shorter < SHORTEST_WITH_SLIP or word[0] != other[0] or word in OTHER_WORDS:
        return False
    if abs(len(word) - len(other)) > allowed or len(set(word) ^ set(other)) > 2 * allowed:
        return False
    from rapidfuzz.distance import OSA  # heavy, and seldom needed

    return int(OSA.distance(word, other, score_cutoff=allowed)) <= allowed
