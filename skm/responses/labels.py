"""Which score each answer label stands for. Whole normalised texts, never a guess."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from skm.regulation import Element, Regulation
from skm.responses.ladders import (
    BARE,
    INITIALS,
    VERY,
    Evidence,
    evidence_of,
    label_form,
    listed_rows,
    score_words,
    step_of,
    word_list,
)
from skm.responses.wordings import load_wordings
from skm.survey import EVERY_ELEMENT, Survey, plain

LETTERS = {"a": 1, "b": 2, "c": 3, "d": 4}
DIGITS = {"1": 1, "2": 2, "3": 3, "4": 4}
SCORES = 4  # points of the scale
STARS = re.compile(r"^((?:[★⭐🌟♥❤] ?)+)((?:[☆✩✰♡] ?)*)$")
COUNTED = re.compile(r"^(?:(?:nilai|skor|score|poin) )?(\d{1,2})(?: (?:bintang|stars?|poin|points?))?$")
# "V" is no five here: people tick boxes with it.
NUMBER_WORDS = {
    w: n
    for row in ("satu dua tiga empat lima", "one two three four five", "i ii iii iv")
    for n, w in enumerate(row.split(), start=1)
}
COUNTING_WORDS = frozenset({"nilai", "skor", "score", "poin", "point"})  # "Skor 4 - Sangat sesuai"
# A letter or number set apart from the words before or behind it: "b. …", "(3) …", "… = 4".
MARK_BEFORE = re.compile(r"^\W*(?:(?:nilai|skor|score|poin|point)\s+)?[1-4a-d]\s*[.):\]=–—-]", re.IGNORECASE)
MARK_BEHIND = re.compile(r"[(\[=:–—-]\s*[1-4a-d]\W*$", re.IGNORECASE)
# Choices that a scale of four does not have: a middle, or an end beyond "tidak …".
OF_OTHER_SCALES = re.compile(
    r"^(netral|neutral|ragu( ragu)?|biasa( saja)?|sedang|lumayan|cukup .+|sangat (tidak|kurang)( .+)?|sangat buruk"
    r"|.* sama sekali)$"
)
CHOICES_OF_OTHERS = (5, 6, 7, 10)
LABELS_AT_MOST = 60  # a column with more distinct texts is no answer column
CHOICES_AT_MOST = 10  # different answers to a question of choices
CHOICE_LENGTH = 60
REMEMBERED = 20_000  # labels whose parts are kept
CUT_AT_LEAST = 12  # letters of a label whose end may be cut off
SIGNS_AROUND = frozenset("()[] '\"`´‘’“”.")
ABBREVIATION = re.compile(r"^[B-DF-HJ-NP-TV-Z]{2,3}$")  # beside it a single letter is one too: "B" is "baik"
ERROR = re.compile(r"^#(N/A|[A-Z]+[/\dA-Z]*[!?])$", re.IGNORECASE)
QUOTES = " '\"`´‘’“”."


@dataclass(frozen=True)
class Labels:
    """The distinct labels of one answer column, sorted by what they mean.

    Attributes
    ----------
    scores
        Score by label: 1 to 4, an int; where `[scale]` declares another instrument a Fraction from 1 to 4.
    blank, not_applicable, off_scale, unknown
        The labels that are no score, by the reason.
    directed
        The labels whose words say themselves what is good ("Sangat mudah"); a number, a letter and an agreement
        mean what their question asks.
    """

    scores: Mapping[str, Any] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    off_scale: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    directed: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def may_be_null(self) -> bool:
        """Whether a row of the column may be without a score."""
        return bool(self.blank or self.not_applicable or self.off_scale)


@dataclass(frozen=True)
class _Marked:
    """A label parted into its words and the letter or number that stands before or behind them."""

    words: str
    mark: int = 0
    apart: bool = False


def read_labels(labels: Iterable[str], element: Element, survey: Survey, evidence: Evidence | None = None) -> Labels:
    """Return what each distinct label of a column means.

    A label is matched whole, after normalising case, width, space and punctuation: a digit, a letter a to d, an
    official label or one of its variants, a degree of praise (`ladders`), what `skm.toml` declares, or a prefix that
    agrees with the label behind it ("4 - Sangat sesuai"). Anything else is unknown.

    Parameters
    ----------
    labels
        All distinct labels of the column: what one means depends on the others.
    element
        Whose question it is.
    survey
        Its `[answers]` win.
    evidence
        What all question columns of the file show together (`evidence_in`); without it, this column alone.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> element = load_regulation("permenpan-14-2017").element("requirements")
    >>> read_labels(["Sangat sesuai.", "d", "lumayan", "5"], element, Survey())
    Labels(scores={'Sangat sesuai.': 4, 'd': 4}, blank=(), not_applicable=(), off_scale=('5',), unknown=('lumayan',))
    """
    labels = list(labels)
    declared, answers = _declared(element, survey), survey.settings.answers
    sorted_out: dict[str, list[str]] = {"blank": [], "not_applicable": [], "off_scale": [], "unknown": []}
    scores: dict[str, int] = {}
    worded: dict[str, _Marked] = {}
    letters = {} if any(ABBREVIATION.match(label.strip()) for label in labels) else LETTERS  # "SB, B, KB, TB"
    for label in labels:
        if _exact(label) in declared:
            scores[label] = declared[_exact(label)]
        elif kind := _no_answer(label, answers.blank, answers.not_applicable):
            sorted_out[kind].append(label)
        elif (number := number_of(label)) is not None:
            if number in (1, 2, 3, 4):
                scores[label] = int(number)
            else:
                sorted_out["off_scale" if number == number.to_integral_value() else "unknown"].append(label)
        elif plain(label) in letters:
            scores[label] = letters[plain(label)]
        else:
            worded[label] = _parted(label)
    evidence = evidence or evidence_of([{marked.words: 1 for marked in worded.values()}])
    known = score_words([marked.words for marked in worded.values()], element, evidence)
    directed = {label for label in scores if _exact(label) in declared}
    for label, marked in worded.items():
        kind = _no_answer(marked.words, answers.blank, answers.not_applicable) if marked.mark else ""
        score = 0 if kind else _score_of(label, marked, known, evidence) or _score_of_cut(label, worded, element)
        if score:
            scores[label] = score
            if not _agrees(marked.words):
                directed.add(label)
        else:
            sorted_out[kind or "unknown"].append(label)
    kinds = {name: tuple(found) for name, found in sorted_out.items()}
    return Labels({label: scores[label] for label in labels if label in scores}, **kinds, directed=frozenset(directed))


def evidence_in(columns: Iterable[tuple[Element, Mapping[str, int]]]) -> Evidence:
    """Return what the question columns of a file show together, from how often each label stands in each.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> element = load_regulation("permenpan-14-2017").element("requirements")
    >>> evidence_in([(element, {"d. Sangat sesuai": 5, "c. Cocok": 2})]).marks
    True
    """
    columns = [(element, {label: n for label, n in counts.items() if label.strip()}) for element, counts in columns]
    parted = [(element, _counted(counts)) for element, counts in columns if _may_be_worded(counts)]
    evidence = evidence_of(counts for _, counts in parted)
    return replace(evidence, marks=_marks_agree(columns, evidence), counted=_are_counted(columns))


def _are_counted(columns: Iterable[tuple[Element, Mapping[str, int]]]) -> bool:
    """Return whether the labels count four choices, "1. Tidak sesuai" to "4. Sangat sesuai", the same in each column.

    The highest one must say "very": among five choices it would stand above the fourth.
    """
    marks: dict[int, int] = {}
    for _, counts in columns:
        for label in counts:
            marked = _parted(label)
            step = step_of(marked.words)
            if not step and not marked.mark:
                continue
            if not (step and marked.mark and marked.apart) or step.kind != "degree" or step.sense != "good":
                return False
            if marks.setdefault(step.rank, marked.mark) != marked.mark:
                return False
    return sorted(marks) == sorted(marks, key=marks.__getitem__) and marks.get(VERY) == SCORES == len(marks)


def _may_be_worded(counts: Mapping[str, int]) -> bool:
    return len(counts) <= LABELS_AT_MOST and not counts.keys() <= DIGITS.keys()


def _counted(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how often the words of the labels stand there, whatever mark is before or behind them."""
    words: dict[str, int] = {}
    for label, n in counts.items():
        if number_of(label) is None:
            form = _parted(label).words
            words[form] = words.get(form, 0) + n
    return words


def _marks_agree(columns: Iterable[tuple[Element, Mapping[str, int]]], evidence: Evidence) -> bool:
    """Return whether the marks agree with the words wherever both are known, and somewhere both are."""
    agree = 0
    for element, counts in columns:
        if not _may_be_worded(counts):
            continue
        marked = [found for label in counts if (found := _parted(label)).mark]
        known = score_words([found.words for found in marked], element, evidence)
        if any(known.get(found.words, found.mark) != found.mark for found in marked):
            return False
        agree += len(known)
    return agree > 0


@lru_cache(REMEMBERED)
def _parted(label: str) -> _Marked:
    """Return the words of a label and its mark.

    Examples
    --------
    >>> _parted("b. Kurang sesuai"), _parted("Sangat sesuai (4)")
    (_Marked(words='kurang sesuai', mark=2, apart=True), _Marked(words='sangat sesuai', mark=4, apart=True))
    """
    words = label_form(label).split()
    marks = LETTERS | DIGITS
    if len(words) > 2 and words[0] in COUNTING_WORDS and words[1] in DIGITS:
        words = words[1:]
    first = marks.get(words[0], 0) if len(words) > 1 else 0
    last = marks.get(words[-1], 0) if len(words) > 1 + bool(first) else 0
    others = words[bool(first) : len(words) - bool(last)]
    if (first and last and first != last) or any(word in marks for word in others):
        return _Marked(" ".join(words))  # "c/d", "3 atau 4": two answers
    apart = bool((first and MARK_BEFORE.match(label)) or (last and MARK_BEHIND.search(label)))
    return _Marked(" ".join(others), first or last, apart)


def _score_of(label: str, marked: _Marked, known: Mapping[str, int], evidence: Evidence) -> int:
    """Return the score of a label; 0 where it has none, or where its mark says another one than its words.

    Words that nobody knows have the score of their mark, where marks and words agree everywhere else in the file.
    """
    if marked.words in known:
        score = known[marked.words]
        return score if marked.mark in (0, score) else 0
    if evidence.counted:
        return marked.mark
    blamed_high = marked.mark > SCORES // 2 and word_list("adjectives", "bad") & set(marked.words.split())
    step = step_of(marked.words)
    of_nobody = step is None or (step.sense == "unlisted" and step.rank == BARE)
    trusted = marked.apart and evidence.marks and not blamed_high and of_nobody
    return marked.mark if trusted else 0


def _score_of_cut(label: str, worded: Mapping[str, _Marked], element: Element) -> int:
    """Return the score of a label whose end is cut off: every listed label that begins so has it.

    Only the longest texts of a column are cut.
    """
    marked = worded[label]
    if len(marked.words) < CUT_AT_LEAST or " " not in marked.words:
        return 0
    if len(label) < max(map(len, worded)) - 1:
        return 0
    found = {
        score
        for row in listed_rows(element)
        for score, text in enumerate(row, start=1)
        if text.startswith(marked.words) and text != marked.words
    }
    return found.pop() if len(found) == 1 and marked.mark in (0, *found) else 0


def _agrees(words: str) -> bool:
    """Return whether a label agrees, or may agree, with a statement, so that it means what its question asks."""
    step = step_of(words)
    return INITIALS.match(words) is not None or (step is not None and step.sense == "agreement")


def reverse(labels: Labels, points: Sequence[int] = (1, 2, 3, 4)) -> Labels:
    """Return the labels of a question worded the other way round: the highest number is the lowest.

    So are letters and agreements.

    Words that say themselves what is good keep their score: "Sangat mudah" is 4, whatever was asked.

    Parameters
    ----------
    labels
        The labels of the column.
    points
        The answers of the questionnaire's scale.

    Examples
    --------
    >>> reverse(Labels({"1": 1, "Sangat mudah": 4}, directed=frozenset({"Sangat mudah"}))).scores
    {'1': 4, 'Sangat mudah': 4}
    """
    ends = points[0] + points[-1]
    return replace(labels, scores={t: s if t in labels.directed else ends - s for t, s in labels.scores.items()})


def _no_answer(label: str, blank: Sequence[str], not_applicable: Sequence[str]) -> str:
    """Return "blank" or "not_applicable" for a label that is no score, "" for any other."""
    form = _exact(label)
    if is_error(label):  # "#N/A" is no blank, unless the settings say so themselves
        return "blank" if label.strip() in blank else ""
    if not label.strip() or form in _forms_listed("blank") or form in map(_exact, blank):
        return "blank"
    listed = form in _forms_listed("not_applicable") or form in map(_exact, not_applicable)
    return "not_applicable" if listed or _never_used(form) else ""


def is_error(label: str) -> bool:
    """Return whether a label is what a formula shows that has no result.

    Examples
    --------
    >>> is_error("#N/A"), is_error("#DIV/0!"), is_error("N/A")
    (True, True, False)
    """
    return ERROR.match(label.strip()) is not None


@cache
def _forms_listed(kind: str) -> frozenset[str]:
    """Return the texts of wordings.toml for no answer, in the form in which labels are compared."""
    return frozenset(map(_exact, load_wordings()[kind]))


def _never_used(form: str) -> bool:
    """Return whether a label says that somebody never complained, or never used what is asked about."""
    words = form.split()
    never = len(words) > 2 and words[0] in ("tidak", "belum", "tak") and words[1] == "pernah"
    return never and words[2] in load_wordings()["never"]


def _declared(element: Element, survey: Survey) -> dict[str, int]:
    words = {plain(word) for word in (element.key, *element.aliases)}
    everywhere: dict[str, int] = {}
    own: dict[str, int] = {}
    for key, labels in survey.settings.answers.labels().items():
        found = {_exact(label): score for label, score in labels.items() if label.strip()}
        if plain(key) in words:
            own |= found
        elif plain(key) in EVERY_ELEMENT:
            everywhere |= found
    return everywhere | own


def _exact(label: str) -> str:
    """Return a label for comparison where one of punctuation alone is a label too ("-", "★★")."""
    return plain(label) or label.strip()


@lru_cache(maxsize=REMEMBERED)
def number_of(label: str) -> Decimal | None:
    """Return the number that a label is, in digits or in stars; None where it is none.

    Stars of which some are empty tell how many there are: three of five are no 3 of the scale 1 to 4, so they are 5.

    Examples
    --------
    >>> number_of(" 3,5 "), number_of("★★★☆"), number_of("★★★☆☆"), number_of("4 bintang"), number_of("baik")
    (Decimal('3.5'), Decimal('3'), Decimal('5'), Decimal('4'), None)
    """
    text = "".join(sign for sign in label if sign != "\ufe0f" and unicodedata.category(sign) != "Cf").strip()
    if stars := STARS.match(text):
        full, empty = len(stars[1].replace(" ", "")), len(stars[2].replace(" ", ""))
        return Decimal(full if not empty or full + empty == SCORES else max(full + empty, SCORES + 1))
    if set(text) <= SIGNS_AROUND | set(map(str, range(10))) or text.replace(" ", "").isalnum():
        # Only brackets and quotation marks may go: "> 3" and "3 %" are no 3.
        if (word := plain(text)) in NUMBER_WORDS:
            return Decimal(NUMBER_WORDS[word])
        counted = COUNTED.match(plain(text))
        text = counted[1] if counted else text
    try:
        number = Decimal(text.strip(QUOTES).replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def other_scale(labels: Labels) -> str:
    """Return the scale that the labels of one column show, "" where it is not another one.

    Examples
    --------
    >>> other_scale(Labels({"1": 1, "3": 3, "4": 4}, off_scale=("5",)))
    '1–5'
    >>> other_scale(Labels({"Baik": 3, "Sangat baik": 4, "Kurang baik": 2, "Tidak baik": 1}, unknown=("Netral",)))
    '1–5'
    """
    numbers = [n for label in (*labels.scores, *labels.off_scale) if (n := number_of(label)) is not None]
    whole = {int(number) for number in numbers}
    if labels.off_scale and len(whole) > 2 and max(whole) in CHOICES_OF_OTHERS and min(whole) >= 0:
        return f"{min(1, *whole)}–{max(whole)}"
    forms = {plain(label) for label in (*labels.scores, *labels.unknown)}
    strange = any(OF_OTHER_SCALES.match(plain(label)) for label in labels.unknown)
    return f"1–{len(forms)}" if strange and len(forms) in CHOICES_OF_OTHERS else ""


def mixes_letters_and_numbers(labels: Labels) -> bool:
    """Return whether one column holds bare letters and bare numbers: then nothing says what a letter means."""
    forms = {plain(label) for label in labels.scores}
    return bool(forms & set(LETTERS)) and any(number_of(label) is not None for label in labels.scores)


def looks_like_choices(counts: Mapping[str, int]) -> bool:
    """Return whether a column holds few short texts that return, as the choices of a question do.

    Examples
    --------
    >>> looks_like_choices({"Kumuh": 4, "Terawat": 9}), looks_like_choices({"Jl. Mawar 1": 1, "Jl. Melati 2": 1})
    (True, False)
    """
    filled = {label: n for label, n in counts.items() if label.strip()}
    if not 1 < len(filled) <= CHOICES_AT_MOST or any(len(label) > CHOICE_LENGTH for label in filled):
        return False
    if any((number := number_of(label)) is not None and not 0 <= number <= CHOICES_AT_MOST for label in filled):
        return False
    degrees = any(step.rank != BARE for label in filled if (step := step_of(_parted(label).words)))
    return degrees or sum(filled.values()) >= 2 * len(filled)


def looks_like_answers(labels: Sequence[str], regulation: Regulation, survey: Survey) -> bool:
    """Return whether an unrecognised column holds nothing but answers 1 to 4 of some element."""
    filled = [label for label in labels if label.strip()]
    if not filled or len(filled) > LABELS_AT_MOST:
        return False
    found = (read_labels(filled, element, survey) for element in regulation.elements)
    return any(labels.scores and not labels.unknown and not labels.off_scale for labels in found)
