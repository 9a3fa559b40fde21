"""Which columns of a table of counts say how often which score was given, and which of the others it can be checked by.

A set of columns is taken only where it names every score once and nothing else: by number ("1", "n1", "Jumlah nilai
1"), by the labels of one question, or by a word with its degrees ("Tidak baik … Sangat baik", "TS KS S SS").
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skm.regulation import Regulation
from skm.responses.scales import read_answers
from skm.responses.wordings import load_wordings
from skm.survey import Survey, plain

# Words around a score that say that the column counts it. No other word may stand there: "Triwulan 1" is no score.
COUNTING = frozenset(
    "n f fr frek frekuensi frequency jumlah jml banyak banyaknya count counts total responden orang org yang menjawab"
    " memilih jawaban respon".split()
)
SCORING = frozenset("nilai skor score skala poin point pilihan kategori opsi bobot x s b option".split())
SHARES = re.compile(r"%|\b(persen|persentase|prosentase|percent|percentage|proporsi|share)\b")
NUMBERED = re.compile(r"^(?P<words>\D*?)(?P<point>\d{1,2})$")
BOTH_SIDES = re.compile(r"^\(?(\d{1,2})\)?$")
LABEL_AT_MOST = 60  # characters of a header that is the label of an answer
COLUMNS_AT_MOST = 40  # columns among which labels are looked for
RANKS_OF_FOUR = (("tidak {}", "kurang {}", "{}", "sangat {}"), ("sangat tidak {}", "tidak {}", "{}", "sangat {}"))
SHORT_RANKS_OF_FOUR = (("t{}", "k{}", "{}", "s{}"), ("st{}", "t{}", "{}", "s{}"))
# What a row states beside its counts, in words behind COUNTING.
TOTALS = frozenset(
    {"", "kuesioner", "kuesioner terisi", "kuesioner yang terisi", "sampel", "pengisi", "terisi", "total"}
)
SUMS = re.compile(
    r"^(jumlah|jml|total|σ|∑|sum)? ?(nilai|skor|score|bobot|nilai unsur|nilai persepsi|skor total)( total)?$"
)
MEANS = re.compile(
    r"^(nrr|nilai rata rata|rata rata( nilai| skor)?|rerata( nilai| skor)?|rata2|mean|average)"
    r"( per)?( unsur| pertanyaan| u)?$"
)


@dataclass(frozen=True)
class CountColumns:
    """The columns of a table of counts by what they are.

    Attributes
    ----------
    points
        Place of the column that counts each point of the scale.
    totals, sums, means
        Places of what a row states beside its counts: answers or respondents, the sum of scores, their mean.
    blanks, inapplicable
        Places of the columns that count blanks, and those to whom a question did not apply.
    says_counts
        Whether a header says that the figures are numbers of answers, not shares of them.
    directed
        Whether the headers say themselves what is good ("Tidak baik"), as numbers and agreements do not.
    """

    points: Mapping[int, int]
    totals: tuple[int, ...]
    sums: tuple[int, ...]
    means: tuple[int, ...]
    blanks: tuple[int, ...]
    inapplicable: tuple[int, ...]
    says_counts: bool
    directed: bool


def find_count_columns(
    texts: Sequence[str], groups: Sequence[str], regulation: Regulation, survey: Survey
) -> CountColumns | None:
    """Return what the columns of a table of counts are; None where they are not such a table's.

    Parameters
    ----------
    texts
        The header of each column.
    groups
        The cell above it that names several columns, "" where there is none.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> law = load_regulation("permenpan-14-2017")
    >>> find_count_columns(["Unsur", "TS", "KS", "S", "SS", "n"], [""] * 6, law, Survey()).points
    {1: 1, 2: 2, 3: 3, 4: 4}
    >>> find_count_columns(["Unsur", "TW 1", "TW 2", "TW 3", "TW 4"], [""] * 5, law, Survey())
    """
    shares = [bool(SHARES.search(f"{group} {text}".casefold())) for text, group in zip(texts, groups, strict=True)]
    points = _points(texts, groups, regulation, survey, shares, wanted=False)
    if points is None:
        return None
    taken = set(points.values())
    rest = [place for place, text in enumerate(texts) if place not in taken and text and not shares[place]]
    wordings = load_wordings()
    blanks, inapplicable = ({plain(label) for label in wordings[name]} for name in ("blank", "not_applicable"))
    found = {place: _bare(texts[place])[0] for place in rest}
    return CountColumns(
        points,
        tuple(place for place in rest if _is_total(texts[place])),
        tuple(place for place in rest if SUMS.match(plain(texts[place]))),
        tuple(place for place in rest if MEANS.match(plain(texts[place]))),
        tuple(place for place in rest if found[place] and found[place] in blanks),
        tuple(place for place in rest if found[place] and found[place] in inapplicable),
        any(_says_counts(text) for place in taken for text in (groups[place], texts[place])),
        all(_is_directed(texts[place]) for place in taken),
    )


def has_share_columns(texts: Sequence[str], groups: Sequence[str], regulation: Regulation, survey: Survey) -> bool:
    """Return whether the columns name the scores, but as shares of the answers."""
    shares = [bool(SHARES.search(f"{group} {text}".casefold())) for text, group in zip(texts, groups, strict=True)]
    return _points(texts, groups, regulation, survey, shares, wanted=True) is not None


def _points(
    texts: Sequence[str],
    groups: Sequence[str],
    regulation: Regulation,
    survey: Survey,
    shares: Sequence[bool],
    *,
    wanted: bool,
) -> dict[int, int] | None:
    """Return the place of each point of the scale, of columns that are shares or are not; None without exactly one."""
    usable = [place for place, text in enumerate(texts) if text.strip() and shares[place] == wanted]
    by_group: dict[str, list[int]] = {}
    for place in usable:
        by_group.setdefault(plain(groups[place]), []).append(place)
    sets = []
    # One text may stand above the scores and above other columns too.
    for places in [*by_group.values(), *([usable] if len(by_group) > 1 else [])]:
        found = _numbered(texts, groups, places, survey) or _worded(texts, places, regulation, survey)
        if found and found not in sets:
            sets.append(found)
    return sets[0] if len(sets) == 1 else None


def _words_of(text: str) -> str:
    """Return a text without signs of share and number ("%", "#", "Σ"), in the form in which texts are compared."""
    return plain(text.replace("%", " ").replace("#", " ").replace("Σ", " jumlah ").replace("∑", " jumlah "))


def _bare(text: str) -> tuple[str, bool]:
    """Return a text without the words in front that say that it counts, and whether there was one."""
    words = [word for word in _words_of(text).split() if word not in {"persen", "persentase"}]
    start = 0
    while start < len(words) and words[start] in COUNTING:
        start += 1
    return " ".join(words[start:]), start > 0


def _is_directed(text: str) -> bool:
    words = [word for word in _bare(text)[0].split() if not word.isdecimal() and word not in SCORING]
    return any(len(word) > len("sts") for word in words) and "setuju" not in words


def _says_counts(text: str) -> bool:
    """Return whether a header says that it counts: "Frekuensi", "n1", "Jumlah nilai 1"."""
    return _bare(re.sub(r"\d+$", "", _words_of(text)))[1]


def _numbered(
    texts: Sequence[str], groups: Sequence[str], places: Sequence[int], survey: Survey
) -> dict[int, int] | None:
    """Return the columns that differ by the number of the point alone."""
    sets: dict[str, dict[int, list[int]]] = {}
    for place in places:
        match = NUMBERED.match(_words_of(texts[place]))
        words = match["words"].split() if match else []
        group = [word for word in _words_of(groups[place]).split() if word in {"triwulan", "tw", "bulan", "semester"}]
        if match and not group and all(word in COUNTING | SCORING for word in words):
            sets.setdefault(" ".join(words), {}).setdefault(int(match["point"]), []).append(place)
    whole = [
        {point: found[point][0] for point in survey.points}
        for found in sets.values()
        if set(found) == set(survey.points) and all(len(same) == 1 for same in found.values())
    ]
    return whole[0] if len(whole) == 1 else None


def _worded(
    texts: Sequence[str], places: Sequence[int], regulation: Regulation, survey: Survey
) -> dict[int, int] | None:
    """Return the columns called as the answers of one question, or by one word with its degrees."""
    forms: dict[str, int] = {}
    for place in places:
        form = _bare(texts[place])[0] if len(texts[place]) <= LABEL_AT_MOST else ""
        if form and forms.setdefault(form, place) != place:
            return None
    if not len(survey.points) <= len(forms) <= COLUMNS_AT_MOST:
        return None
    found = [_ranked(forms, survey)] if not survey.scale else []
    for element in regulation.elements:
        labels = read_answers([form for form in forms if not form.isdecimal()], element, survey)
        by_point: dict[int, list[str]] = {}
        for label, point in labels.scores.items():
            by_point.setdefault(point, []).append(label)
        if set(by_point) == set(survey.points) and all(len(same) == 1 for same in by_point.values()):
            found.append({point: forms[by_point[point][0]] for point in survey.points})
    known = [one for one in found if one]
    return known[0] if known and all(one == known[0] for one in known) else None


def _ranked(forms: Mapping[str, int], survey: Survey) -> dict[int, int] | None:
    """Return the columns of one word and its degrees; of two families that fit, none."""
    bare = {re.sub(r" \d$", "", form): place for form, place in forms.items()}
    found = [
        {point: bare[rank.format(word)] for point, rank in zip(survey.points, ranks, strict=True)}
        for word in bare
        for ranks in (*RANKS_OF_FOUR, *SHORT_RANKS_OF_FOUR)
        if all(rank.format(word) in bare for rank in ranks)
    ]
    return found[0] if len(found) == 1 else None


def _is_total(text: str) -> bool:
    bare, counts = _bare(text)
    return counts and bare in TOTALS
