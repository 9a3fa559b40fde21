"""Rules of numbers: an index has points, a figure is its subject's and its period's, letter and direction fit it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from skm.proofreading.knowledge import ALWAYS, Entry, Knowledge
from skm.proofreading.numbers import Number, find_numbers, hide_non_figures
from skm.proofreading.words import hide_spoken_of, is_question

INDEX_WORDS = re.compile(
    r"\b(?:ikm|indeks|index|skm|nilai(?!\s+\d\s+(?:atau|dan|sampai))|kepuasan|skor|scores?|nrr|satisfaction)\b",
    re.IGNORECASE,
)
WHOLE_WORDS = re.compile(r"\b(?:ikm|indeks\s+kepuasan|satisfaction\s+index)\b", re.IGNORECASE)
SHARE_WORDS = re.compile(
    r"\b(?:jawaban|menjawab|dijawab|responden|orang|bagian|memilih|laki-laki|perempuan|pria|wanita|berusia|usia|pendidikan|"
    r"sarjana|kosong|lengkap|kelengkapan|formulir|baris|tingkat\s+respons|peluang|persentase|sampel|"
    r"answers?|answered|respondents?|share|chose|women|men|female|male|aged|education|blank|complete|forms?|rows?|"
    r"response\s+rate|chance|percentages?|sample)\b",
    re.IGNORECASE,
)
CALLED_SHARE = re.compile(
    r"(?<!bukan )\b(?:persentase|prosentase|percentage)\s+(?:of\s+)?(?:the\s+)?"
    r"(?:kepuasan|puas|warga|masyarakat|satisf\w+)[^.;:]{0,60}$",
    re.IGNORECASE,
)
# "bukan berarti 83,79 persen …" says what a figure is not.
DENIED = re.compile(
    r"\b(?:bukan(?:lah)?|tidak\s+(?:ber)?arti|does\s+not\s+mean|is\s+not)\b[^.,;:\d]{0,30}$", re.IGNORECASE
)
CERTAINTY = re.compile(
    r"\b(?:rentang|selang|interval|keyakinan|kepercayaan|confidence|batas|limits?|range|tingkat)\b", re.IGNORECASE
)
SURVEY_WORDS = re.compile(
    r"\b(?:ikm|indeks|index|skm|survei|survey|nilai|kepuasan|satisfaction|unsur|elements?|mutu|grade|poin|points?|responden|"
    r"respondents?|nrr|skor|score|unit|naik|turun|meningkat|menurun|rose|fell|selisih|rentang)\b",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:sekitar|kira-kira|kurang\s+lebih|hampir|lebih\s+dari|about|around|nearly|almost|over)\s*$", re.I
)
TARGET = re.compile(
    r"\b(?:target\w*|menargetkan|sasaran|rencana|goal|plan(?:ned)?|renstra|rpjmd|ditargetkan)\b", re.IGNORECASE
)
COUNTED = re.compile(
    r"\s(?P<noun>responden|orang|unit(?:\s+layanan)?|unsur|pertanyaan|respondents?|people|units?|elements?|questions?)\b",
    re.IGNORECASE,
)
UP = re.compile(
    r"\b(?:naik|meningkat|membaik|lebih\s+tinggi|kenaikan\s+(?:sebesar\s+)?[\d,.]+|peningkatan\s+(?:sebesar\s+)?[\d,.]+|rose|"
    r"risen|increased|improved|went\s+up|up\s+(?:by\s+)?[\d,.]+)",
    re.IGNORECASE,
)
DOWN = re.compile(
    r"\b(?:turun|menurun|merosot|memburuk|lebih\s+rendah|penurunan\s+(?:sebesar\s+)?[\d,.]+|fell|fallen|decreased|declined|"
    r"dropped|worsened|went\s+down|down\s+(?:by\s+)?[\d,.]+)",
    re.IGNORECASE,
)
SAME = re.compile(
    r"\b(?:relatif\s+tetap|tidak\s+berubah|stabil|stagnan|unchanged|about\s+the\s+same|stable)\b", re.IGNORECASE
)
# A sentence that says no direction of its own: conditions, negations, lists of what others did.
NO_CLAIM = re.compile(
    r"\b(?:bila|jika|kalau|apabila|hanya|apakah|atau|tidak\s+(?:naik|turun|ada|satu\s+pun|dapat|disebut|meningkat|menurun)|"
    r"menyumbang|sumbangan|ditargetkan|diharapkan|akan|agar|supaya|terbesar|if|only|whether|or|no\s+unit|not\s+(?:rise|fall|one)|"
    r"contribut\w+|will|should|target|largest|expected)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?![\d/-])(?!\.\d)")
LETTER = re.compile(
    r"\b(?:mutu(?:\s+pelayanan)?|(?:ber)?kategori|(?:ber)?predikat|grade|category|quality)\s+(?:mutu\s+)?[\"“(]?(?P<letter>[ABCD])\b"
    r"(?:[\"”)]?\s*\((?P<name>[A-Za-z ]{4,12})\))?"
)
LETTER_AND_NAME = re.compile(r"\b(?P<letter>[ABCD])\s*\((?P<name>[A-Za-z ]{4,12})\)")
NAMED = re.compile(
    r"\b(?:(?:ber)?kategori|(?:ber)?predikat|(?:ber)?mutu(?:\s+pelayanan)?|category|grade)\s+[\"“]?(?P<name>sangat\s+baik|kurang\s+baik|tidak\s+baik|baik|"
    r"very\s+good|less\s+good|not\s+good|good)\b",
    re.IGNORECASE,
)
BOUND = re.compile(r"\b(?:batas|mendekati|bound|border|near|berikutnya|next|berlaku|applies)\b", re.IGNORECASE)
REACH = 140  # characters between a figure and the letter that is said of it
FOLLOWED_BY_PERIOD = re.compile(
    r"\s*\)?\s*(?:poin\s+)?(?:pada|di|tahun|in|for|untuk)\s+(?:tahun\s+|year\s+)?", re.IGNORECASE
)
COMPARED = re.compile(
    r"\b(?:dibanding(?:kan)?|dari|dengan|daripada|compared\s+(?:with|to)|from|than)\s+(?:dengan\s+)?(?:tahun\s+)?$",
    re.IGNORECASE,
)
FOREIGN = {"id": (".", ","), "en": (",", ".")}  # the decimal sign that is wrong in a language, and the right one


@dataclass(frozen=True)
class FigureHit:
    """A number, a letter or a direction that does not hold: which rule, where, what stands there, what holds."""

    code: str
    start: int
    text: str
    right: str = ""


@dataclass(frozen=True)
class Spot:
    """A sentence to be judged: its text, with what is no figure blank, its numbers, whom it and its block name.

    `about` is the unit that the whole text is about, where it has one: what names nobody is said of it.
    """

    text: str
    figures: str
    numbers: tuple[Number, ...]
    entries: tuple[Entry, ...]
    around: tuple[Entry, ...]
    language: str
    knowledge: Knowledge
    about: Entry | None = None


def look_at(
    text: str, around: Sequence[Entry], language: str, knowledge: Knowledge, about: Entry | None = None
) -> Spot:
    """Return a sentence ready to be judged.

    Parameters
    ----------
    around
        Those that the block around the sentence names.
    about
        The unit that the whole text is about.
    """
    bare, entries = hide_names(text, knowledge)
    figures = hide_non_figures(_hide_periods(bare, knowledge))
    return Spot(text, figures, tuple(find_numbers(figures)), entries, tuple(around), language, knowledge, about)


def hide_names(text: str, knowledge: Knowledge) -> tuple[str, tuple[Entry, ...]]:
    """Return a text with the names blank that it holds, and whose they are: digits of a name are no figure."""
    low, found = text.casefold(), []
    if len(low) != len(text):  # a letter that is two in small letters: places would no longer fit
        low = text.lower() if len(text.lower()) == len(text) else text
    for name, entry in knowledge.named:
        at = low.find(name)
        while at >= 0:
            end = at + len(name)
            if not (low[at - 1 : at].isalnum() or low[end : end + 1].isalnum()):
                # A name of an element is read on: its words may be what a rule looks for.
                is_element = entry.kind == "element"
                low = low[:at] + (re.sub(r"\d", "x", low[at:end]) if is_element else "x" * len(name)) + low[end:]
                text = text[:at] + (re.sub(r"\d", "x", text[at:end]) if is_element else "x" * len(name)) + text[end:]
                if entry not in found:
                    found.append(entry)
            at = low.find(name, end)
    return text, tuple(found)


def _hide_periods(text: str, knowledge: Knowledge) -> str:
    """Return a text without the digits of periods; years stay out of numbers by their own rule."""
    for names in knowledge.periods.values():
        for name in names:
            if len(name) > 4:
                text = re.sub(re.escape(name), lambda found: " " * len(found.group()), text, flags=re.IGNORECASE)
    return YEAR.sub("    ", text)


def find_wrong_figures(spot: Spot) -> Iterator[FigureHit]:
    """Return everything in a sentence that does not hold, the first place first."""
    hits = [*_signs(spot), *_percents(spot)]
    taken = {hit.start for hit in hits}
    if spot.knowledge.entries:
        hits += [hit for hit in _values(spot) if hit.start not in taken]
        hits += [*_letters(spot), *_directions(spot), *_periods(spot)]
    yield from sorted(hits, key=lambda hit: hit.start)


def _value(number: Number, spot: Spot) -> Decimal:
    """Return what a number says: by the notation of the language, and by the other where only that is ours."""
    if number.other is None:
        return number.value
    comma_thousands = number.marks == "t,"
    usual = number.value if comma_thousands == (spot.language == "en") else number.other
    other = number.other if usual == number.value else number.value
    return usual if usual in spot.knowledge.numbers or other not in spot.knowledge.numbers else other


# --- signs --------------------------------------------------------------------------------------------------------


def _signs(spot: Spot) -> Iterator[FigureHit]:
    """Return numbers with the decimal or thousands sign of the other language."""
    wrong, right = FOREIGN[spot.language]
    for number in spot.numbers:
        if number.marks == wrong and number.places <= 2:
            yield FigureHit("wrong_sign", number.start, number.text, number.text.replace(wrong, right))
        elif number.marks == f"t{right}" and number.other is not None:
            counted = COUNTED.match(spot.figures[number.end :])
            if counted and number.other not in spot.knowledge.numbers:
                yield FigureHit("wrong_sign", number.start, number.text, number.text.replace(right, wrong))


# --- per cent -----------------------------------------------------------------------------------------------------


def _percents(spot: Spot) -> Iterator[FigureHit]:
    """Return per cent after an index, and shares that are not ours."""
    known = _own_indices(spot.knowledge)
    for number in spot.numbers:
        before = spot.text[: number.start]
        if not number.is_percent and _value(number, spot) in known and CALLED_SHARE.search(before):
            yield FigureHit("percent_after_index", number.start, number.text, number.text)
        if not number.is_percent or is_question(spot.text) or DENIED.search(before):
            continue
        clause = re.split(r"[;:(]|,\s", before)[-1][-90:]
        value = _value(number, spot)
        if value in (95, 99) and (CERTAINTY.search(before[-50:]) or CERTAINTY.search(spot.text[number.end :][:25])):
            continue
        shared = SHARE_WORDS.search(spot.text) is not None
        is_index = number.places == 2 and (value in known or not shared)
        follows = INDEX_WORDS.search(clause) is not None and SHARE_WORDS.search(clause) is None
        moves = (UP.search(clause) or DOWN.search(clause)) is not None and not shared
        if is_index or follows or moves:
            yield FigureHit("percent_after_index", number.start, _with_unit(spot, number), number.text)
        elif spot.knowledge.entries and value not in spot.knowledge.numbers and shared:
            if SURVEY_WORDS.search(spot.text):
                yield FigureHit("unknown_figure", number.start, _with_unit(spot, number))


def _own_indices(knowledge: Knowledge) -> frozenset[Decimal]:
    """Return the printed figures of the whole and the units, and their changes."""
    found = {value for entry in knowledge.entries for value in entry.figures.values()}
    return frozenset(found | {abs(entry.change) for entry in knowledge.entries if entry.change})


def _with_unit(spot: Spot, number: Number) -> str:
    """Return a number as it stands, with the unit behind it."""
    unit = re.match(r"\s?(?:%|[a-zA-Z]+(?:\s?cent\b)?)", spot.text[number.end :])
    return spot.text[number.start : number.end] + (unit.group() if unit else "")


# --- values -------------------------------------------------------------------------------------------------------


def _values(spot: Spot) -> Iterator[FigureHit]:
    """Return numbers that are not in the results, or not those of whom the sentence is about."""
    if not SURVEY_WORDS.search(spot.text) and not spot.entries and not spot.around:
        return
    for number in spot.numbers:
        if number.is_percent:
            continue
        value = _value(number, spot)
        if number.places == 0 and number.marks == "":
            yield from _count(spot, number, value)
        elif ABOUT.search(spot.figures[: number.start]):
            continue
        elif number.marks.startswith("t") and value == value.to_integral_value():
            yield from _count(spot, number, value)
        elif TARGET.search(spot.text):
            continue
        elif not spot.knowledge.is_known(value, number.places):
            yield FigureHit("unknown_figure", number.start, number.text, _right_of(spot))
        elif not _is_theirs(spot, value, number):
            yield FigureHit("figure_of_other", number.start, number.text, _right_of(spot))


def _count(spot: Spot, number: Number, value: Decimal) -> Iterator[FigureHit]:
    counted = COUNTED.match(spot.figures[number.end :])
    if counted and value not in spot.knowledge.numbers and not TARGET.search(spot.text):
        yield FigureHit("unknown_figure", number.start, f"{number.text} {counted['noun']}")


def _is_theirs(spot: Spot, value: Decimal, number: Number) -> bool:
    """Return whether a number belongs to somebody whom the sentence or its block names, to the whole, or to the law."""
    knowledge, whole = spot.knowledge, spot.knowledge.whole
    if whole is None:
        return True
    law = {bound for grade in (knowledge.regulation.grades if knowledge.regulation else ()) for bound in _bounds(grade)}
    if value in law or value in ALWAYS or number.places != 2:
        return True
    named = (*spot.entries, *spot.around)
    subjects = [entry for entry in named if entry.kind in ("unit", "group")]
    elements = [entry for entry in named if entry.kind == "element"]
    if not subjects and not elements:
        says_whole = whole in named or INDEX_WORDS.search(spot.text[: number.start][-60:]) is not None
        return not says_whole or value in whole.numbers or not _is_level(value)
    allowed = whole.numbers.union(*(entry.numbers for entry in (*subjects, *elements)))
    return value in allowed


def _is_level(value: Decimal) -> bool:
    return value >= 25


def _bounds(grade: object) -> tuple[Decimal, Decimal]:
    return grade.lower, grade.upper  # type: ignore[attr-defined]


def _right_of(spot: Spot) -> str:
    """Return the figure that the sentence is probably about, as the language writes it; "" where nobody knows."""
    entry = _level_subject(spot)
    figure = entry.figures.get(_period_of(spot) or spot.knowledge.current) if entry else None
    if figure is None:
        return ""
    return str(figure).replace(".", ",") if spot.language == "id" else str(figure)


# --- letters ------------------------------------------------------------------------------------------------------


def _letters(spot: Spot) -> Iterator[FigureHit]:
    """Return letters that are not those of the figure before them, and names that are not those of their letter."""
    law = spot.knowledge.regulation
    if law is None:
        return
    names = {grade.letter: {name.casefold() for name in grade.names.values()} for grade in law.grades}
    seen: set[int] = set()
    for found in (*LETTER.finditer(spot.text), *LETTER_AND_NAME.finditer(spot.text)):
        at, letter, name = found.start("letter"), found["letter"], " ".join((found["name"] or "").split()).casefold()
        if at in seen or letter not in names:
            continue
        seen.add(at)
        right = _letter_at(spot, found.start())
        known = {name for group in names.values() for name in group}
        if name in known and name not in names[letter]:
            yield FigureHit("letter_name", at, found.group(), f"{letter} ({_name_of(spot, letter)})")
        elif right and letter != right and not BOUND.search(spot.text[max(0, found.start() - 40) : found.end()]):
            yield FigureHit("wrong_letter", at, found.group(), f"{right} ({_name_of(spot, right)})")
    for found in NAMED.finditer(spot.text):
        letter = _letter_at(spot, found.start())
        name = " ".join(found["name"].split()).casefold()
        if (
            letter
            and name not in names[letter]
            and not BOUND.search(spot.text[max(0, found.start() - 40) : found.start()])
        ):
            yield FigureHit("wrong_letter", found.start(), found.group(), f"{letter} ({_name_of(spot, letter)})")


def _name_of(spot: Spot, letter: str) -> str:
    law = spot.knowledge.regulation
    return next((grade.names[spot.language] for grade in law.grades if grade.letter == letter), "") if law else ""


def _letter_at(spot: Spot, place: int) -> str:
    """Return the letter of the figure that stands before a place, or else of the one that the sentence names."""
    law = spot.knowledge.regulation
    if law is None:
        return ""
    for number in reversed(spot.numbers):
        if number.end <= place and place - number.end <= REACH and number.places == 2 and not number.is_points:
            value = _value(number, spot)
            points = value * law.multiplier if value <= law.scale[1] else value
            if BOUND.search(spot.text[max(0, number.start - 25) : number.start]):
                continue
            return law.grade(points).letter if points >= law.grades[-1].lower else ""
    named = [entry for entry in spot.entries if entry.kind in ("whole", "unit")]
    if len(named) == 1 and not any(entry.kind == "element" for entry in spot.entries):
        return named[0].letters.get(_period_of(spot) or spot.knowledge.current, "")
    return ""


# --- directions ---------------------------------------------------------------------------------------------------


def _directions(spot: Spot) -> Iterator[FigureHit]:
    """Return "up", "down" and "about the same" that the test of the change does not bear."""
    said = hide_spoken_of(spot.text)
    if is_question(said) or NO_CLAIM.search(said):
        return
    entry = _one_subject(spot)
    claims = {"up": UP.search(said), "down": DOWN.search(said), "": SAME.search(said)}
    made = {direction: found for direction, found in claims.items() if found}
    if entry is None or len(made) != 1 or not _about_both_periods(spot):
        return
    ((direction, found),) = made.items()
    if entry.moved is None:
        if direction and spot.knowledge.previous:
            yield FigureHit("not_compared", found.start(), found.group())
        return
    if direction == entry.moved:
        return
    code = "direction_unproven" if not entry.moved else "direction_wrong"
    yield FigureHit(code, found.start(), found.group(), entry.moved or "same")


def _one_subject(spot: Spot) -> Entry | None:
    """Return whom a sentence is about, None where it names several or nobody."""
    subjects = [entry for entry in spot.entries if entry.kind in ("unit", "element")]
    if not any(entry.kind == "unit" for entry in subjects) and WHOLE_WORDS.search(spot.text):
        subjects = []  # "dalam waktu setahun IKM naik" is not about the element "waktu"
    if _is_of_a_unit(spot, subjects):
        return None
    if len(subjects) == 1:
        return subjects[0]
    if subjects or re.search(r"\b(?:unsur|unit|elements?|units?)\b", spot.text, re.IGNORECASE):
        return None
    if any(entry.kind == "group" for entry in spot.entries):
        return None
    if spot.knowledge.whole in spot.entries:
        return spot.knowledge.whole
    return (spot.about or spot.knowledge.whole) if INDEX_WORDS.search(spot.text) else None


def _about_both_periods(spot: Spot) -> bool:
    """Return whether a sentence speaks of no other period than the current one and the one before."""
    named = set(_named_periods(spot.text, spot.knowledge)) | set(YEAR.findall(spot.text))
    allowed = {spot.knowledge.current, spot.knowledge.previous}
    return named <= allowed | {period[:4] for period in allowed}


# --- periods ------------------------------------------------------------------------------------------------------


def _named_periods(text: str, knowledge: Knowledge) -> list[str]:
    low = text.casefold()
    return [
        period
        for period, names in knowledge.periods.items()
        if any(re.search(rf"(?<![\w/]){re.escape(name)}(?![\w/])", low) for name in names)
    ]


def _period_of(spot: Spot) -> str:
    """Return the one period that a sentence names, "" where it names none or several."""
    named = _named_periods(spot.text, spot.knowledge)
    return named[0] if len(named) == 1 else ""


def _periods(spot: Spot) -> Iterator[FigureHit]:
    """Return years of which nothing is known, and figures that are another period's."""
    yield from _unknown_years(spot)
    entry = _level_subject(spot)
    if entry is None:
        return
    places = [
        (found.start(), found.end(), period)
        for period, names in spot.knowledge.periods.items()
        for name in names
        for found in re.finditer(rf"(?<![\w/]){re.escape(name)}(?![\w/])", spot.text, re.IGNORECASE)
    ]
    for number in spot.numbers:
        value = _value(number, spot)
        period = _period_near(spot, number, places)
        if not period or number.is_points or number.is_percent or period not in entry.figures:
            continue
        others = [other for other, figure in entry.figures.items() if other != period and figure == value]
        if others and entry.figures[period] != value and value in entry.figures.values():
            right = str(entry.figures[period])
            yield FigureHit(
                "wrong_period", number.start, number.text, right.replace(".", ",") if spot.language == "id" else right
            )


def _is_of_a_unit(spot: Spot, subjects: Sequence[Entry]) -> bool:
    """Return whether elements are those of the text's unit: what is known of an element is the whole's."""
    elements = bool(subjects) and all(entry.kind == "element" for entry in subjects)
    return spot.about is not None and elements and spot.knowledge.whole not in spot.entries


def _level_subject(spot: Spot) -> Entry | None:
    subjects = [entry for entry in spot.entries if entry.kind in ("unit", "element")]
    if _is_of_a_unit(spot, subjects):
        return None
    if len(subjects) == 1:
        return subjects[0]
    if subjects or any(e.kind == "group" for e in spot.entries):
        return None
    return spot.knowledge.whole if spot.knowledge.whole in spot.entries else spot.about or spot.knowledge.whole


def _period_near(spot: Spot, number: Number, places: Sequence[tuple[int, int, str]]) -> str:
    """Return the period that a figure is said of: the one right behind it, else the nearest before it."""
    behind = FOLLOWED_BY_PERIOD.match(spot.text[number.end :])
    if behind:
        at = number.end + behind.end()
        for start, _, period in places:
            if start == at:
                return period
    before = [
        (end, period)
        for start, end, period in places
        if end <= number.start and (not COMPARED.search(spot.text[:start]) or spot.text[end : end + 2] == " (")
    ]
    return max(before)[1] if before else ""


def _unknown_years(spot: Spot) -> Iterator[FigureHit]:
    """Return years that no result is of, where the sentence gives an index for them."""
    if TARGET.search(spot.text) or not INDEX_WORDS.search(spot.text):
        return
    levels = [number for number in spot.numbers if number.places == 2 and _is_level(_value(number, spot))]
    known = {period[:4] for period in spot.knowledge.periods} | spot.knowledge.other_years
    # Years of laws, dates and releases are blank in what is left of figures only after the years were; so ask there.
    left = hide_non_figures(spot.text)
    for found in YEAR.finditer(left):
        if levels and found.group() not in known:
            yield FigureHit("unknown_period", found.start(), found.group())
