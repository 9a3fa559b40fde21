"""Which score each answer label stands for. Whole normalised texts, never a guess."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from skm.regulation import Element, Regulation
from skm.responses.wordings import load_wordings
from skm.survey import Survey, plain

LETTERS = {"a": 1, "b": 2, "c": 3, "d": 4}
DIGITS = {"1": 1, "2": 2, "3": 3, "4": 4}
SCORES = 4  # points of the scale
STARS = re.compile(r"^((?:[★⭐🌟] ?)+)((?:[☆✩✰] ?)*)$")
COUNTED_STARS = re.compile(r"^(\d{1,2}) (?:bintang|stars?)$")
# Choices that a scale of four does not have: a middle, or an end beyond "tidak …".
OF_OTHER_SCALES = re.compile(
    r"^(netral|neutral|ragu ragu|biasa( saja)?|sedang|lumayan|cukup .+|sangat (tidak|kurang) .+|sangat buruk"
    r"|.* sama sekali)$"
)
CHOICES_OF_OTHERS = (5, 6, 7, 10)
LABELS_AT_MOST = 60  # a column with more distinct texts is no answer column


@dataclass(frozen=True)
class Labels:
    """The distinct labels of one answer column, sorted by what they mean."""

    scores: Mapping[str, int] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    off_scale: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def read_labels(labels: Iterable[str], element: Element, survey: Survey) -> Labels:
    """Return what each distinct label of a column means.

    A label is matched whole, after normalising case, width, space and punctuation: a digit, a letter a to d, an
    official label or one of its variants, what `skm.toml` declares, or a prefix that agrees with the label behind
    it ("4 - Sangat sesuai"). Anything else is unknown.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> element = load_regulation("permenpan-14-2017").element("requirements")
    >>> read_labels(["Sangat sesuai.", "d", "lumayan", "5"], element, Survey())
    Labels(scores={'Sangat sesuai.': 4, 'd': 4}, blank=(), not_applicable=(), off_scale=('5',), unknown=('lumayan',))
    """
    declared = _declared(element, survey)
    known = {plain(label): score for row in element.answers for score, label in enumerate(row, start=1)}
    wordings, answers = load_wordings(), survey.settings.answers
    blanks = {_exact(label) for label in (*wordings["blank"], *answers.blank)}
    inapplicable = {_exact(label) for label in (*wordings["not_applicable"], *answers.not_applicable)}
    scores: dict[str, int] = {}
    sorted_out: dict[str, list[str]] = {"blank": [], "not_applicable": [], "off_scale": [], "unknown": []}
    for label in labels:
        form = plain(label)
        if _exact(label) in declared:
            scores[label] = declared[_exact(label)]
        elif not label.strip() or _exact(label) in blanks:
            sorted_out["blank"].append(label)
        elif _exact(label) in inapplicable:
            sorted_out["not_applicable"].append(label)
        elif (number := number_of(label)) is not None:
            if number in (1, 2, 3, 4):
                scores[label] = int(number)
            else:
                sorted_out["off_scale" if number == number.to_integral_value() else "unknown"].append(label)
        elif (score := _score_of_words(form, known)) is not None:
            scores[label] = score
        else:
            sorted_out["unknown"].append(label)
    return Labels(scores, **{name: tuple(found) for name, found in sorted_out.items()})


def _declared(element: Element, survey: Survey) -> dict[str, int]:
    words = {plain(word) for word in (element.key, *element.aliases)}
    found: dict[str, int] = {}
    for key, labels in survey.settings.answers.labels().items():
        if plain(key) in words:
            found |= {_exact(label): score for label, score in labels.items() if label.strip()}
    return found


def _exact(label: str) -> str:
    """Return a label for comparison where one of punctuation alone is a label too ("-", "★★")."""
    return plain(label) or label.strip()


def number_of(label: str) -> Decimal | None:
    """Return the number that a label is, in digits or in stars; None where it is none.

    Stars of which some are empty tell how many there are: three of five are no 3 of the scale 1 to 4, so they are 5.

    Examples
    --------
    >>> number_of(" 3,5 "), number_of("★★★☆"), number_of("★★★☆☆"), number_of("4 bintang"), number_of("baik")
    (Decimal('3.5'), Decimal('3'), Decimal('5'), Decimal('4'), None)
    """
    text = label.replace("\ufe0f", "").strip()
    if stars := STARS.match(text):
        full, empty = len(stars[1].replace(" ", "")), len(stars[2].replace(" ", ""))
        return Decimal(full if not empty or full + empty == SCORES else max(full + empty, SCORES + 1))
    if counted := COUNTED_STARS.match(plain(text)):
        text = counted[1]
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _score_of_words(form: str, known: Mapping[str, int]) -> int | None:
    if form in known:
        return known[form]
    if form in LETTERS:
        return LETTERS[form]
    prefix, _, behind = form.partition(" ")
    before, _, suffix = form.rpartition(" ")
    for mark, words in ((prefix, behind), (suffix, before)):
        score = known.get(words)
        if score is not None and score == (LETTERS.get(mark) or DIGITS.get(mark)):
            return score
    return None


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


def looks_like_answers(labels: Sequence[str], regulation: Regulation, survey: Survey) -> bool:
    """Return whether an unrecognised column holds nothing but answers 1 to 4 of some element."""
    filled = [label for label in labels if label.strip()]
    if not filled or len(filled) > LABELS_AT_MOST:
        return False
    found = (read_labels(filled, element, survey) for element in regulation.elements)
    return any(labels.scores and not labels.unknown and not labels.off_scale for labels in found)
