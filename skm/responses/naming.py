"""What a text above a column may be: an element, one question of it, a role, a question of another survey.

Whole texts, normalised. Beyond the maintained lists only such rules as leave no doubt: a slip of a key, other words of
courtesy, the office's name behind the question, a code or a name beside it. A text that merely holds a word of an
element is none; the word is only proposed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from skm.regulation import Regulation
from skm.responses.ladders import LEGEND
from skm.responses.matching import COURTESIES, content_words, listed_words, match_question
from skm.responses.telling import has_words, is_clear, named_elements, words_beside
from skm.responses.wordings import header_form, load_wordings
from skm.survey import plain

CODE = re.compile(r"^(?:(?:nilai|skor) )?(?:u|unsur) ?(?:ke )?0?(\d{1,2})(?: (?:nilai|skor))?$")
SCORE_OF_CODE = re.compile(r"^(?:nilai|skor) | (?:nilai|skor)$")  # "Nilai U1", which may stand beside U1 itself
CODE_AND_NAME = re.compile(r"^(?:u|unsur) ?0?(\d{1,2}) (.+)$")
SUBCODE = re.compile(r"^(?:u|unsur) ?0?(\d{1,2})(?: (\d{1,2})|([a-e]))(?: (.+))?$")
NAME_AND_NUMBER = re.compile(r"^(.+) (\d{1,2}|[a-e])$")
# What parts a name or a code from a question: "Waktu: …", "[U3] …", "… (Waktu)", "Nilai unsur / Waktu".
PARTED = re.compile(r"\s*[:\[\]()|]\s*|\s+[-–—/]\s+|(?<=[?.])\s+(?=[-–—])")
NUMBERED = re.compile(r"^(?:pertanyaan|soal|butir|item|nomor|no|p|q|ke|unsur|u)? ?(?:ke )?\d{0,2}[a-e]?$")
# A code that a program sets before a question: "G01Q01. …", "layanan[SQ002]. …".
CODED = re.compile(r"^(\w+(?:\[\w+\])?)\.\s+(?=\D)")
MACHINE_CODE = re.compile(r"^(?:[a-z]{1,5}\d{1,4}){1,3}[a-z]?$")
FEWEST_OF_GROUP = 2  # columns that stand under one group
# Words of a remark on how to answer, which names nothing.
REMARKS = frozenset(
    "wajib diisi isi isilah pilih pilihlah salah satu skala s d sampai dengan nilai unsur pelayanan penilaian skor "
    "jawaban beri tanda required optional 1 2 3 4 a b c survei skm ikm kepuasan masyarakat kuesioner pertanyaan "
    "pendapat responden".split()
)
# Words of a group of questions, or of the sentence above a grid, that turn nothing round and name no element. One word
# more, such as "tidak", "penting" or "tahun lalu", may change what is asked.
FRAMES = frozenset(
    "berikan berilah mohon silakan silahkan tolong nilailah menilai beri evaluasi aspek indikator dimensi komponen "
    "bagian kelompok grup group grp section seksi blok tabel matriks matrix grid tingkat puas layanan publik dengan "
    "berikut hal tersebut setiap masing question questions rate please our service services the of".split()
)
PLACE_WORDS = frozenset("di pada dari oleh".split())
FEWEST_BEFORE_PLACE = 2  # words of a question that the name of a place may follow
FEWEST_OF_QUESTION = 3
SEEN_AT_MOST = 5000  # texts that are remembered
OTHER_QUESTIONS = ("penting", "harap", "ekspektasi", "importan", "expect")  # how much it matters, not how good it is
QUESTIONS_BEGIN = frozenset("bagaimana bagaimanakah apakah seberapa sejauh menurut apa berapa".split())
NUMBER = re.compile(r"^(\d{1,2}|[a-e])$")
# A column beside the questions that asks for words, not for a score.
ASKS_WORDS = frozenset(
    "alasan saran komentar keterangan catatan penjelasan masukan kritik sebutkan jelaskan uraikan tuliskan ceritakan "
    "mengapa kenapa contoh bukti foto".split()
)


@dataclass(frozen=True)
class Calling:
    """What a text is: the element, why, and whether it is one question of the element or a bare code."""

    element: str
    why: str
    question: bool = False
    code: bool = False


@cache
def role_forms() -> dict[str, str]:
    """Return the role of each listed text, by its normalised form."""
    return {header_form(text): role for role, texts in load_wordings()["columns"].items() for text in texts}


def _all_texts(regulation: Regulation) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the element keys of a regulation with the listed texts of each."""
    return tuple((e.key, (*e.headers, *e.names.values(), e.key)) for e in regulation.elements)


@cache
def _forms_of(texts: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {header_form(text): key for key, wordings in texts for text in wordings}


@cache
def _own_words(texts: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    """Return the words that stand in the listed texts of one element only, with that element."""
    owners: dict[str, set[str]] = {}
    for key, wordings in texts:
        for text in wordings:
            for word in listed_words(text):
                owners.setdefault(word, set()).add(key)
    return {word: next(iter(keys)) for word, keys in owners.items() if len(keys) == 1 and len(word) > 3}


def own_words(regulation: Regulation) -> dict[str, str]:
    """Return the words that stand in the listed texts of one element only, with that element.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> own_words(load_regulation("permenpan-14-2017"))["persyaratan"]
    'requirements'
    """
    return _own_words(_all_texts(regulation))


def proposed_element(header: str, regulation: Regulation) -> str:
    """Return the only element whose words a header holds, "" where there is none; to propose, never to take.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> proposed_element("Apakah persyaratan mudah dipenuhi?", load_regulation("permenpan-14-2017"))
    'requirements'
    """
    if any(root in plain(header) for root in OTHER_QUESTIONS):
        return ""
    words = own_words(regulation)
    found = {words[word] for word in content_words(header) if word in words and word not in words_beside()}
    if not found and has_words(regulation.keys):
        found = set(named_elements(own_text(header)))
    return found.pop() if len(found) == 1 else ""


def other_survey(header: str) -> str:
    """Return "ipak" or "ipkp" for a question of the surveys run beside the SKM, "" for any other text.

    Examples
    --------
    >>> other_survey("SPAK 2"), other_survey("Apakah ada pungutan liar?"), other_survey("Biaya")
    ('ipak', 'ipak', '')
    """
    listed = role_forms().get(header_form(header), "")
    if listed in OTHER_SURVEYS:
        return listed
    text = f" {plain(header)} "
    for role, texts in load_wordings()["other_surveys"].items():
        if any(f" {words} " in text for words in texts):
            return str(role)
    return ""


OTHER_SURVEYS = ("ipkp", "ipak")


def asks_overall(header: str, regulation: Regulation) -> bool:
    """Return whether a text asks for one mark of everything: "secara keseluruhan", and no word of an element.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> rule = load_regulation("permenpan-14-2017")
    >>> asks_overall("Secara keseluruhan, seberapa puas Anda?", rule), asks_overall("Prosedur secara umum", rule)
    (True, False)
    """
    words = set(plain(header).split())
    whole = words & {"keseluruhan", "menyeluruh", "overall"} or {"secara", "umum"} <= words
    return bool(whole) and not words & own_words(regulation).keys()


@dataclass(frozen=True)
class KnownHeaders:
    """The texts that columns may be called by: those listed, and those that the settings name.

    `forms` are element keys by normalised text, `codes` the numbers that codes may have, `named` the normalised texts
    of the settings, `questions` the listed texts as written, `own` the words of one element only, `seen` what texts
    were found to call: a hundred files have the same headers. `by_words`: `near` goes by words as well.
    """

    forms: Mapping[str, str]
    codes: frozenset[int]
    named: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    seen: dict[str, Calling | None] = field(default_factory=dict, repr=False, compare=False)
    by_words: bool = False

    def element(self, text: str) -> str | None:
        """Return the key of the element that is called so (a bare code is its own key), None where none is."""
        if bare := CODE.match(behind_group(text)):
            return f"U{int(bare[1])}" if int(bare[1]) in self.codes else None
        return self.listed(text) or self.named.get(header_form(text))

    def listed(self, text: str) -> str | None:
        """Return the key of the element that is listed with this text, also behind a code; None where none is."""
        if key := self.forms.get(header_form(text)):
            return key
        coded = CODE_AND_NAME.match(plain(text))
        return self.forms.get(header_form(coded[2])) if coded else None

    def near(self, text: str) -> str | None:
        """Return the key of the element that is called so, or so beyond doubt; None where none is."""
        found = self.element(text) or self.calling(text) or (self.told(text) if self.by_words else None)
        return found.element if isinstance(found, Calling) else found

    def told(self, text: str) -> str | None:
        """Return the key of the element that a text in other words may ask for: enough to find a header, no more."""
        if not has_words(self.forms.values()):
            return None
        found = named_elements(own_text(text))
        return next(iter(found)) if len(found) == 1 and is_clear(own_text(text), *found) else None

    def role(self, text: str) -> str | None:
        """Return the role that is called so, None where none is."""
        return role_forms().get(header_form(text))

    def is_code(self, text: str) -> bool:
        """Return whether the text is a bare code."""
        return CODE.match(behind_group(text)) is not None

    def calling(self, text: str) -> Calling | None:
        """Return what a text calls, by the first rule that knows it; None where none does, or where two differ."""
        if text not in self.seen:
            if len(self.seen) > SEEN_AT_MOST:
                self.seen.clear()
            self.seen[text] = self._whole(text) or self._among_parts(text)
        return self.seen[text]

    def contradiction(self, text: str) -> tuple[str, ...]:
        """Return the elements that the parts of one text name, where they are several."""
        found = {calling.element for part in parts_of(text) if (calling := self._whole(part))}
        return tuple(sorted(found)) if len(found) > 1 else ()

    def _whole(self, text: str) -> Calling | None:
        """Return what a text calls that is no part of a longer one; a name with a number is one question of several."""
        if key := self.listed(text):
            return Calling(key, "text")
        if NAME_AND_NUMBER.match(header_form(text)):
            return None
        if match := match_question(text, self.questions):
            return Calling(match[0], f"tolerant: {match[1]}")
        return self._in_courtesies(text) or self._before_place(text)

    def _in_courtesies(self, text: str) -> Calling | None:
        """Return the element of a short name that is asked about: "Bagaimana pendapat Anda tentang biaya?".

        One word is a name only where it is asked about; two may stand alone: "Syarat pelayanan".
        """
        words = content_words(text)
        asked = COURTESIES & set(plain(text).split()[:1])
        if not words or not (asked or len(words) >= FEWEST_BEFORE_PLACE):
            return None
        found = {(key, listed) for listed, key in self.questions.items() if listed_words(listed) == words}
        if len({key for key, _ in found}) != 1:
            return None
        key, listed = min(found, key=lambda pair: len(pair[1]))
        return Calling(key, f"tolerant: {listed}")

    def _before_place(self, text: str) -> Calling | None:
        """Return the element of a question that the office's name follows: "… prosedur pelayanan di Puskesmas X?".

        A word of another element behind it is a doubt, and each place where the name may begin must say the same.
        """
        words = header_form(text).split()
        found: dict[str, str] = {}
        for place, word in enumerate(words):
            if word not in PLACE_WORDS:
                continue
            head, tail = " ".join(words[:place]), words[place:]
            if len(content_words(head)) < FEWEST_BEFORE_PLACE:
                continue
            calling = Calling(self.forms[head], "text") if head in self.forms else None
            calling = calling or self._in_courtesies(head)
            match = None if calling else match_question(head, self.questions)
            key, listed = (calling.element, head) if calling else match or ("", "")
            if key and all(self.own.get(other, key) == key for other in tail):
                found[key] = listed
        if len(found) != 1:
            return None
        ((key, listed),) = found.items()
        return Calling(key, f"before a place: {listed}")

    def _among_parts(self, text: str) -> Calling | None:
        """Return the element that one part of a text names, where the others are numbers, remarks or its question."""
        parts = parts_of(text)
        named = {part: calling for part in parts if (calling := self._whole(part))}
        rest = [part for part in parts if part not in named and not _is_remark(part)]
        if len({calling.element for calling in named.values()}) != 1:
            return None
        part, calling = next(iter(named.items()))
        if any(NUMBER.match(plain(other)) for other in parts[parts.index(part) + 1 :]):
            return None  # "Persyaratan / 2" is the second of several questions
        if not rest:
            return Calling(calling.element, f"part: {part}")
        first = next(other for other in parts if other in named or not _is_remark(other))  # behind a group's name
        asked = len(rest) == 1 and part == first and _is_question(rest[0])
        if asked:
            return Calling(calling.element, "question of an element", question=True)
        # "Biaya/Tarif / Cost": the other part says the same in another language.
        same = part == first and {*map(self.told, rest)} == {calling.element}
        return Calling(calling.element, f"part: {part}") if same else None


def parts_of(text: str) -> list[str]:
    """Return the parts of a text that signs part, without those that hold no letter or digit; none where it is whole.

    Examples
    --------
    >>> parts_of("[U3] Waktu: Seberapa cepat?"), parts_of("Waktu")
    (['U3', 'Waktu', 'Seberapa cepat?'], [])
    """
    parts = [part.strip() for part in PARTED.split(CODED.sub(r"\1: ", text)) if plain(part)]
    return parts if len(parts) > 1 else []


def own_text(text: str) -> str:
    """Return a header without its parts that name nothing: a group, a number, how to answer.

    Examples
    --------
    >>> own_text("Penilaian / Kelengkapan syarat berobat (wajib diisi)")
    'Kelengkapan syarat berobat'
    """
    text = LEGEND.sub(" ", text)
    found = parts_of(text)
    parts = [plain(part) for part in found]
    kept = [part for part in found if CODE.match(plain(part)) or SUBCODE.match(plain(part)) or not _is_remark(part)]
    if kept and NUMBER.match(parts[-1]) and plain(kept[-1]) == parts[-2]:
        kept.append(parts[-1])  # "Persyaratan / 2" is the second of several questions
    return " ".join(kept) or text


def _is_remark(part: str) -> bool:
    """Return whether a part of a header names nothing: a code, a number, how to answer, what stands above a grid."""
    form = plain(part)
    words = form.partition(" di ")[0].split()  # behind it is the office's name
    framed = all(word in FRAMES or word in REMARKS or word in COURTESIES or MACHINE_CODE.match(word) for word in words)
    return bool(CODE.match(form) or NUMBERED.match(form)) or framed


def with_groups(headers: Sequence[str], known: "KnownHeaders") -> tuple[str, ...]:
    """Return headers with the groups that a program writes before a question, "group/question", set apart.

    What several columns begin with, up to a slash, is a group, unless it is an element ("biaya/tarif") or ends in a
    courtesy ("Bagaimana menurut Bapak/Ibu …").

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> known = known_headers(load_regulation("permenpan-14-2017"))
    >>> with_groups(["unsur/biaya", "unsur/waktu", "Biaya/tarif"], known)
    ('unsur / biaya', 'unsur / waktu', 'Biaya/tarif')
    """
    begun: dict[str, int] = {}
    for header in headers:
        for group in _groups_before(header):
            begun[group] = begun.get(group, 0) + 1
    several = (
        group for group, n in begun.items() if n >= FEWEST_OF_GROUP and not COURTESIES & {*plain(group).split()[-1:]}
    )
    shared = {group for group in several if not known.near(group)}
    return tuple(_behind_shared(header, shared) for header in headers)


def _groups_before(header: str) -> list[str]:
    """Return what stands before each slash that has no space beside it."""
    return [header[: sign.start()] for sign in re.finditer(r"(?<=\S)/(?=\S)", header)]


def _behind_shared(header: str, shared: set[str]) -> str:
    group = max((group for group in _groups_before(header) if group in shared), key=len, default="")
    return f"{group} / {header[len(group) + 1 :]}" if group else header


def _is_question(part: str) -> bool:
    """Return whether a part of a header asks for a score: a question, or a longer phrase that wants no words."""
    words = plain(part).split()
    if ASKS_WORDS & set(words) or not words:
        return False
    return words[0] in QUESTIONS_BEGIN or len(words) >= FEWEST_OF_QUESTION


def behind_group(header: str) -> str:
    """Return the normalised text behind the group that it stands under: "Nilai unsur / U1" is "u1"."""
    return plain(header.rpartition(" / ")[2])


def known_headers(regulation: Regulation, named: Mapping[str, Sequence[str]] | None = None) -> KnownHeaders:
    """Return the texts that columns may be called by under a regulation and the `[columns]` of the settings.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> known = known_headers(load_regulation("permenpan-14-2017"), {"procedure": ["P2"]})
    >>> known.element("Biaya / tarif"), known.element("p2"), known.role("Cap waktu")
    ('tariff', 'procedure', 'timestamp')
    >>> known.calling("Bagaimana kemudahan prosedur pelayanan di Puskesmas Sukamaju?").why
    'before a place: bagaimana kemudahan prosedur pelayanan'
    """
    texts = _all_texts(regulation)
    own = {header_form(text): key for key, texts in (named or {}).items() for text in texts}
    codes = frozenset(range(1, len(regulation.elements) + 1))
    forms, questions, words, seen = _listed(texts)
    return KnownHeaders(forms, codes, own, questions, words, seen)


@cache
def _listed(
    texts: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, Calling | None]]:
    """Return what `KnownHeaders` holds of the listed texts of a regulation."""
    questions = {text: key for key, wordings in texts for text in wordings}
    return _forms_of(texts), questions, _own_words(texts), {}
