"""What the words of four answers say of their order: "kurang transparan" is the second of four, without a list.

A label is a word of degree and an adjective. The degrees of all question columns together tell which scale the file
has, because one questionnaire asks in one way:

- "tidak", "kurang", (nothing), "sangat" are 1 to 4. This is the regulation's own ladder.
- "sangat tidak", "tidak", (nothing), "sangat" are 1 to 4 too, where all four are seen and no other one, in enough
  answers: of five choices the one in the middle would have been chosen.
- "tidak", "kurang", "cukup", (nothing) are 1 to 4, where all four and no other one are seen in plenty of answers.
- Initials ("TP", "KP", "P", "SP") have the degrees of their words, where the file has these four and no other.
- Everything else is another scale or undecided, so the labels stay unknown. "Cukup" has two places, and a lowest
  choice that nobody took can't be seen.

The adjective must be listed as praise; one that is not listed is taken where all four of its degrees are seen. Blame
("mahal", "sulit") turns the degree round, so it is read only as the lower end of its praise ("sulit" of "mudah").
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from skm.regulation import Element
from skm.survey import plain

Rows = tuple[tuple[str, ...], ...]
# Places of the degrees; 3 is "cukup".
UTTERLY_NOT, NOT, HARDLY, RATHER, BARE, VERY = range(6)
OFFICIAL = {NOT: 1, HARDLY: 2, BARE: 3, VERY: 4}
SYMMETRIC = {UTTERLY_NOT: 1, NOT: 2, HARDLY: 2, BARE: 3, VERY: 4}
WHOLE_SYMMETRIC = (frozenset({UTTERLY_NOT, NOT, BARE, VERY}), frozenset({UTTERLY_NOT, HARDLY, BARE, VERY}))
# How to answer, in brackets: "(1 = sangat tidak setuju, 4 = sangat setuju)". Legends are looked at by `legends`.
LEGEND = re.compile(r"\([^()]*\d\s*[=:–-][^()]*\)")
# "Tidak puas, kurang puas, cukup puas, puas": their order is sure, and a choice above would be taken most often.
TOPPED = {NOT: 1, HARDLY: 2, RATHER: 3, BARE: 4}
PLENTY_OF_ANSWERS = 200  # among so many a highest choice would have been taken, if there were one
INITIALS = re.compile(r"^(st|t|k|s)?([e-z])$")  # "TP", "KP", "P", "SP"; a letter a to d is a choice itself
INITIAL_DEGREES = (("t", "k", "", "s"), ("st", "t", "", "s"))
CHOICES_OF_ONE = 6  # labels that one question has; a column with more is of several, or of two wordings
REMEMBERED = 20_000  # labels whose meaning is kept: a hundred files have the same ones
TWO_CHOICES = 20  # answers that show two choices and no more
ENOUGH_ANSWERS = 30  # among so many a choice in the middle would have been taken, if there were one
MANY_LOWEST = 10  # so many "tidak" and not one "kurang": the ladder has no "kurang"


@dataclass(frozen=True)
class Step:
    """A label as a degree of an adjective.

    `kind` says whether the word tells how much or how often, `sense` what the adjective is: "good", "agreement" (good
    or bad as the statement is), or "unlisted".
    """

    stem: str
    rank: int
    kind: Literal["degree", "frequency"] = "degree"
    sense: Literal["good", "agreement", "unlisted"] = "good"


@dataclass(frozen=True)
class Evidence:
    """What the question columns of a file show together.

    Attributes
    ----------
    ranks
        How often each degree of a listed adjective stands in them.
    n_not
        How often "tidak …" does; a lower end of its own word, such as "buruk", is not counted.
    stems
        The degrees seen of each adjective.
    words
        All labels in their plain form.
    marks
        Whether letters or numbers before labels agree with the labels, wherever both are known.
    counted
        Whether the labels count their choices from 1 to 4, each with more praise than the one before.
    n_answers
        How many answers there are.
    """

    ranks: Mapping[int, int] = field(default_factory=dict)
    n_not: int = 0
    stems: Mapping[str, frozenset[int]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    marks: bool = False
    counted: bool = False
    n_answers: int = 0

    @property
    def scores(self) -> Mapping[int, int]:
        """Score by degree; empty where the degrees seen are those of no scale of four."""
        seen, n_answers = frozenset(self.ranks), sum(self.ranks.values())
        if seen <= OFFICIAL.keys():
            two_choices = seen == {NOT, BARE} and self.n_not and n_answers >= TWO_CHOICES
            no_second = HARDLY not in seen and self.n_not >= MANY_LOWEST
            return {} if two_choices or no_second else OFFICIAL
        if seen == TOPPED.keys() and n_answers >= PLENTY_OF_ANSWERS:
            return TOPPED
        return SYMMETRIC if seen in WHOLE_SYMMETRIC and n_answers >= ENOUGH_ANSWERS else {}


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("skm.responses").joinpath("ladders.toml").read_text(encoding="utf-8"))


@cache
def word_list(*keys: str) -> frozenset[str]:
    """Return one of the lists of ladders.toml that are written as one text.

    Examples
    --------
    >>> "mudah" in word_list("adjectives", "good")
    True
    """
    entry: Any = _words()
    for key in keys:
        entry = entry[key]
    return frozenset(entry.split())


@cache
def _degrees() -> tuple[tuple[tuple[str, ...], int, Literal["degree", "frequency"]], ...]:
    """Return the words before an adjective with their places, the longest first."""
    places = {"utterly_not": UTTERLY_NOT, "not": NOT, "hardly": HARDLY, "rather": RATHER, "very": VERY}
    often = {"never": NOT, "seldom": HARDLY, "often": BARE, "always": VERY}
    found = [(tuple(w.split()), places[key], "degree") for key, words in _words()["degree"].items() for w in words]
    found += [
        (tuple(w.split()), often[key], "frequency") for key, words in _words()["frequency"].items() for w in words
    ]
    return tuple(sorted(found, key=lambda entry: -len(entry[0])))  # type: ignore[arg-type]  # literals, which a checker widens to str


@cache
def _degree_words() -> frozenset[str]:
    return frozenset(word for words, _, _ in _degrees() for word in words)


@lru_cache(REMEMBERED)
def label_form(text: str) -> str:
    """Return a label in the form in which labels are compared.

    Examples
    --------
    >>> label_form("Kadang-kadang  SESUAI."), label_form("Tdk Bertanggungjawab")
    ('kadang sesuai', 'tidak bertanggung jawab')
    """
    same = _words()["same_words"]
    words = " ".join(same.get(word, word) for word in plain(text).split()).split()
    doubled = set(_words()["doubled"])  # "kadang-kadang" is one word, "sangat cepat, cepat" are two answers
    return " ".join(w for place, w in enumerate(words) if not place or w != words[place - 1] or w not in doubled)


@lru_cache(REMEMBERED)
def step_of(form: str) -> Step | None:
    """Return a label, in the form of `label_form`, as a degree of an adjective; None where it is none.

    Examples
    --------
    >>> step_of("kurang sopan dan kurang ramah")
    Step(stem='sopan dan ramah', rank=2, kind='degree', sense='good')
    >>> step_of("sangat sulit").rank, step_of("kurang sulit"), step_of("sangat mahal")
    (0, None, None)
    """
    words = form.split()
    rank, kind, rest = _parted(words)
    if not rest or _degree_words() & set(rest):
        return None
    blame = word_list("adjectives", "bad") & set(rest)
    if blame:
        lower = {BARE: NOT, VERY: UTTERLY_NOT, RATHER: HARDLY}
        opposite = _words()["opposites"].get(rest[0]) if len(rest) == 1 else None
        if opposite is None or rank not in lower or kind != "degree":
            return None
        return Step(opposite, lower[rank])
    if word_list("adjectives", "other") & set(rest):
        return None
    return Step(" ".join(rest), rank, kind, _sense(rest))


def _parted(words: Sequence[str]) -> tuple[int, Literal["degree", "frequency"], list[str]]:
    """Return the degree of a label, its kind, and the words without it, also where it stands twice."""
    rank, kind, rest = BARE, "degree", list(words)
    for before, place, sort in _degrees():
        if tuple(words[: len(before)]) == before:
            rank, kind = place, sort
            rest = " ".join(words).replace(" ".join(before), "").split() if len(before) > 1 else _without(words, before)
            break
    behind = {key: [w.split() for w in texts] for key, texts in _words()["behind"].items()}
    for key, texts in behind.items():
        for text in texts:
            if len(rest) > len(text) and rest[-len(text) :] == text:
                wanted, given = (UTTERLY_NOT, NOT) if key == "utterly_not" else (VERY, BARE)
                if rank == given:
                    return wanted, "degree", rest[: -len(text)]
    return rank, kind, rest  # type: ignore[return-value]  # literals, which a checker widens to str


def _without(words: Sequence[str], before: Sequence[str]) -> list[str]:
    return [word for word in words if word not in before]


def _sense(stem: Sequence[str]) -> Literal["good", "agreement", "unlisted"]:
    good, joining = word_list("adjectives", "good"), word_list("adjectives", "connecting")
    if set(stem) <= word_list("adjectives", "agreement"):
        return "agreement"
    praise = [word for word in stem if word in good and not word.startswith("di")]  # "mudah dipahami" is one
    several = len(praise) > 1 and not {"dan", "serta", "and"} & set(stem)  # "cepat, ramah" may be anybody's own words
    if set(stem) <= good | joining and not several and (good & set(stem) or {"bertanggung", "jawab"} <= set(stem)):
        return "good"
    return "unlisted"


def evidence_of(columns: Iterable[Mapping[str, int]]) -> Evidence:
    """Return what the labels of the question columns show together, from how often each stands in its column.

    Examples
    --------
    >>> evidence_of([{"tidak mudah": 2, "mudah": 9}, {"sangat cepat": 20, "kurang cepat": 4}]).scores
    {1: 1, 2: 2, 4: 3, 5: 4}
    """
    ranks: dict[int, int] = {}
    stems: dict[str, set[int]] = {}
    words: set[str] = set()
    n_not = n_answers = 0
    for counts in columns:
        for form, n in counts.items():
            words.add(form)
            n_answers += n
            step = step_of(form)
            if step is None or step.kind != "degree":
                continue
            stems.setdefault(step.stem, set()).add(step.rank)
            if step.sense != "unlisted":
                ranks[step.rank] = ranks.get(step.rank, 0) + n
                n_not += n * (_parted(form.split())[0] == NOT)
    ranks_of = {stem: frozenset(seen) for stem, seen in stems.items()}
    return Evidence(ranks, n_not, ranks_of, frozenset(words), n_answers=n_answers)


def score_words(forms: Sequence[str], element: Element, evidence: Evidence) -> dict[str, int]:
    """Return the scores of the labels of one column, in the form of `label_form`; an undecided one is left out.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> tariff = load_regulation("permenpan-14-2017").element("tariff")
    >>> labels = ["sangat mahal", "murah", "gratis"]
    >>> score_words(labels, tariff, evidence_of([dict.fromkeys(labels, 1)]))
    {'sangat mahal': 1, 'murah': 3, 'gratis': 4}
    """
    rivals = _rivals(forms)
    by_degree = _scores_by_degree([form for form in forms if form not in rivals], evidence)
    others = [form for form in forms if form in rivals or not _is_degree_of_praise(form)]
    listed = _rows(element)
    by_row = _scores_by_rows([f for f in others if any(f in row for row in listed)], by_degree, listed, evidence)
    by_frequency = _scores_by_frequency([form for form in others if form not in by_row])
    found = by_degree | by_row | by_frequency | _scores_by_initials(others, evidence)
    return {form: found[form] for form in forms if form in found}


def _is_degree_of_praise(form: str) -> bool:
    step = step_of(form)
    return step is not None and step.kind == "degree" and step.sense != "unlisted"


def _rivals(forms: Sequence[str]) -> frozenset[str]:
    """Return the praises without a word of degree that stand beside another one: "Memadai" in a column with "Baik".

    Two choices of one question are not worth the same: only a praise that its own word surpasses there is sure.
    """
    steps = {form: step for form in forms if (step := step_of(form)) and step.kind == "degree" and step.sense == "good"}
    bare = {form: step.stem for form, step in steps.items() if step.rank == BARE}
    if len(set(bare.values())) == 1 or len(forms) > CHOICES_OF_ONE:
        return frozenset()
    surpassed = {step.stem for step in steps.values() if step.rank == VERY}
    return frozenset(form for form, stem in bare.items() if stem not in surpassed)


def _scores_by_degree(forms: Sequence[str], evidence: Evidence) -> dict[str, int]:
    """Return the scores of the degrees of praise; of an adjective that is not listed only where all four are seen."""
    by_rank = evidence.scores
    found = {}
    for form in forms:
        step = step_of(form)
        if step is None or step.kind != "degree" or step.rank not in by_rank:
            continue
        whole = evidence.stems.get(step.stem, frozenset()) == OFFICIAL.keys() and by_rank is OFFICIAL
        if step.sense != "unlisted" or whole:
            found[form] = by_rank[step.rank]
    return found


def _scores_by_rows(
    forms: Sequence[str], by_degree: Mapping[str, int], listed: Rows, evidence: Evidence
) -> dict[str, int]:
    """Return the scores of labels that are listed in rows of four, where all rows that hold them agree.

    Rows that disagree are decided by the one that is wholly seen, or by the regulation's own row, the first.
    """
    if not forms:
        return {}
    fitting = [row for row in listed if set(forms) <= set(row) and _fits(row, forms, by_degree, evidence)]
    if not fitting:
        return _scores_of_variants(forms, by_degree, listed)
    meanings = {tuple(_place(row, form) for form in forms) for row in fitting}
    if len(meanings) > 1:
        seen = [row for row in fitting if len(row) == 4 and set(row) <= evidence.words]
        own = [row for row in fitting if row == listed[0]]
        meanings = {tuple(_place(row, form) for form in forms) for row in (seen or own)}
    if len(meanings) != 1:
        return {}
    (scores,) = meanings
    return {form: score for form, score in zip(forms, scores, strict=True) if score}


def _place(row: Sequence[str], form: str) -> int:
    """Return the score of a label in a row of four; 0 in a row of five, which gives none."""
    return row.index(form) + 1 if len(row) == 4 else 0


def _fits(row: Sequence[str], forms: Sequence[str], by_degree: Mapping[str, int], evidence: Evidence) -> bool:
    """Return whether a row agrees with what the column's degrees say; a row that needs to be whole must be seen."""
    if row in _special_rows() and len(row) == 4 and not set(row) <= evidence.words:
        return False
    taken = {_place(row, form) for form in forms}
    return all(
        _place(row, form) in (0, score) if form in row else len(row) != 4 or score not in taken
        for form, score in by_degree.items()
    )


def _scores_of_variants(forms: Sequence[str], by_degree: Mapping[str, int], listed: Rows) -> dict[str, int]:
    """Return the scores of labels of several rows: whole phrases that have one score wherever they are listed."""
    found: dict[str, int] = {}
    for form in forms:
        scores = {_place(row, form) for row in listed if form in row}
        step = step_of(form)
        if len(scores) == 1 and 0 not in scores and " " in form and not (step and step.kind == "frequency"):
            found[form] = scores.pop()
    clash = {score for form, score in found.items() if score in by_degree.values()}
    return {} if clash or len(found) < len(forms) else found


def _scores_by_frequency(forms: Sequence[str]) -> dict[str, int]:
    """Return the scores of "tidak pernah ramah" to "selalu ramah", where all four of one praise are seen."""
    steps = {form: step_of(form) for form in forms}
    often = {form: s for form, s in steps.items() if s and s.kind == "frequency" and s.sense == "good"}
    whole = {s.rank for s in often.values()} == OFFICIAL.keys() and len(often) == len(OFFICIAL) == len(forms)
    one = len({s.stem for s in often.values()}) == 1
    return {form: OFFICIAL[s.rank] for form, s in often.items()} if whole and one else {}


def _scores_by_initials(forms: Sequence[str], evidence: Evidence) -> dict[str, int]:
    """Return the scores of "TP", "KP", "P", "SP" or "STP", "TP", "P", "SP", where these four and no other are seen."""
    seen = {word: (found[1] or "", found[2]) for word in evidence.words if (found := INITIALS.match(word))}
    letters = {letter for _, letter in seen.values()}
    degrees = [degree for degree, _ in seen.values()]
    order = next((row for row in INITIAL_DEGREES if sorted(row) == sorted(degrees)), ())
    if len(letters) != 1 or not order or evidence.n_answers < ENOUGH_ANSWERS:
        return {}
    return {form: order.index(seen[form][0]) + 1 for form in forms if form in seen}


def listed_rows(element: Element) -> Rows:
    """Return the rows of four labels that are listed with an element, the regulation's own first.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> listed_rows(load_regulation("permenpan-14-2017").element("facilities"))[0]
    ('buruk', 'cukup', 'baik', 'sangat baik')
    """
    return _forms_of(element.answers)


@cache
def _forms_of(answers: Rows) -> Rows:
    return tuple(dict.fromkeys(tuple(label_form(label) for label in row) for row in answers))


def _rows(element: Element) -> Rows:
    """Return the rows of an element, then those of ladders.toml."""
    return tuple(dict.fromkeys((*listed_rows(element), *_special_rows())))


@cache
def _special_rows() -> Rows:
    rows = [entry["labels"] for key in ("complete", "five") for entry in _words()[key]]
    return tuple(tuple(label_form(label) for label in row) for row in rows)


def asks_for_bad(question: str) -> bool:
    """Return whether a question may ask for what is bad, so that a high answer would be a low score.

    Examples
    --------
    >>> asks_for_bad("Apakah Anda mengalami kesulitan?"), asks_for_bad("Seberapa baik penanganan keluhan?")
    (True, False)
    >>> asks_for_bad("Alur pelayanan tidak berbelit-belit"), asks_for_bad("Petugas tidak membantu")
    (False, True)
    """
    text = f" {plain(LEGEND.sub(' ', question))} "
    for phrase in _words()["negative"]["harmless"]:
        text = text.replace(f" {phrase} ", " ")
    blame = "|".join(word_list("adjectives", "bad"))
    text = re.sub(rf"(?<= )tidak (?:{blame})(?: (?:{blame}))*(?= )", " ", text)  # "tidak berbelit-belit" praises
    words = set(text.split())
    if words & word_list("negative", "handled"):
        words -= word_list("negative", "of_trouble")
    bad = word_list("negative", "words") | word_list("negative", "wanting") | word_list("adjectives", "bad")
    return bool(words & bad) or any(root in word for word in words for root in word_list("negative", "roots"))
