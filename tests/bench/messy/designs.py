"""The files of the bench: which shape, questionnaire, manner of answering, kind of file and mess come together.

Every shape meets every questionnaire that it can hold; the rest is drawn, from a fixed seed, so that each value of
each dimension meets many values of the others.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from messy import mess, writers
from messy.answers import BY_NAME, MANNERS, Manner
from messy.people import UNITS, ask, scores_of
from messy.questionnaires import NINE, OFFICIAL, Questionnaire
from messy.sheets import SHAPES, Layout, Sheet
from messy.unseen import UNSEEN

SEED = 20251122
PEOPLE = 44
# Files for each pair of shape and questionnaire.
ROUNDS = {"wide": 3, "transposed": 1}
ROUNDS_OF_OTHERS = 2
NOT_READ = frozenset({"no_elements", "table_transposed", "questions_missing"})  # why a transposed table is refused
COUNTED = frozenset({"frequency table"})  # shapes that hold no person any more
ROW_EACH = frozenset({"wide", "two-row header", "sheet per unit", "JSON column", "delimited column"})
UNIT_INSIDE = frozenset({"long", "JSON column", "delimited column", "frequency table"})

Scores = dict[str, tuple[float | str | None, ...]]


@dataclass(frozen=True)
class Truth:
    """What a file says: (unit, scores by element) of each respondent, in the order of the file.

    `rows` are the numbers that a spreadsheet shows for them, empty where a respondent has no row of the own; `counted`
    says that the file holds counts of answers and no respondents.
    """

    people: tuple[tuple[str, Scores], ...]
    rows: tuple[int, ...] = ()
    counted: bool = False


@dataclass(frozen=True)
class Case:
    """A file of the bench, its truth, and what the reader may make of it.

    Attributes
    ----------
    refused
        Codes with which the file must be refused; empty where it may be read.
    readable
        Whether a refusal counts against the reader.
    """

    name: str
    shape: str
    file: str
    content: bytes = field(repr=False)
    truth: Truth = field(repr=False)
    settings: str = ""
    refused: frozenset[str] = frozenset()
    readable: bool = True
    unit: str | None = None


def all_cases() -> Iterator[Case]:
    """Yield the files of the bench, always the same ones in the same order."""
    number = 0
    for shape in SHAPES:
        for questionnaire in OFFICIAL:
            for turn in range(ROUNDS.get(shape, ROUNDS_OF_OTHERS)):
                if not _holds(shape, questionnaire):
                    continue
                number += 1
                yield _case(number, shape, questionnaire, turn)
    for questionnaire in UNSEEN:
        for shape, asked in (("wide", questionnaire), ("long", questionnaire), *_halves(questionnaire)):
            number += 1
            yield _case(number, shape, asked, 0)


def _halves(questionnaire: Questionnaire) -> list[tuple[str, Questionnaire]]:
    """Return the questionnaire with the official questions, and, where words are all that is own, with numbers."""
    if questionnaire.turned:  # without its header nothing says which end is the best
        return []
    official = tuple(replace(q, labels=own.labels) for q, own in zip(NINE, questionnaire.questions, strict=True))
    labels = replace(questionnaire, name=f"{questionnaire.name}: own labels", questions=official)
    numbered = tuple(replace(q, labels=("1", "2", "3", "4")) for q in questionnaire.questions)
    questions = replace(questionnaire, name=f"{questionnaire.name}: own questions", questions=numbered)
    return [("wide", labels), ("two-row header", questions)]


def _holds(shape: str, questionnaire: Questionnaire) -> bool:
    """Return whether a table of this shape can hold this questionnaire."""
    if shape in COUNTED:
        return questionnaire.points == 4 and not any(q.beside for q in questionnaire.questions)
    if shape == "delimited column":
        return questionnaire.by == "code"
    return True


def _manners(questionnaire: Questionnaire) -> list[Manner]:
    """Return the manners in which this questionnaire can be answered."""
    labelled = all(len(q.labels) == questionnaire.points for q in questionnaire.questions)
    if questionnaire.unseen:
        return [BY_NAME["labels"]]
    return [
        manner
        for manner in MANNERS
        if (labelled or not manner.needs_labels) and (questionnaire.points == 4 or not manner.four_points or labelled)
    ]


def _case(number: int, shape: str, questionnaire: Questionnaire, turn: int) -> Case:
    chance = random.Random(f"{SEED} {number}")  # noqa: S311  the draw of a test
    manners = _manners(questionnaire)
    manner = manners[(number + turn * 5) % len(manners)]
    kind = _kind(shape, number, chance)
    several = shape in ("sheet per unit", "frequency table") or (turn == 1 and shape != "transposed")
    units = UNITS if several else UNITS[:1]
    with_unit = shape in UNIT_INSIDE or (several and shape != "sheet per unit")
    people = ask(questionnaire, PEOPLE, units, chance, gaps=turn > 0 and shape not in COUNTED)
    if questionnaire.unseen:
        people = ask(questionnaire, PEOPLE, units, chance, gaps=False)
    layout = Layout(
        people, questionnaire, manner, chance, with_unit,
        identity=turn == 2, comments=turn == 2, words=kind != "parquet",
    )  # fmt: skip
    sheets = SHAPES[shape](layout)
    planned = () if questionnaire.unseen or turn == 0 else mess.drawn(shape, kind, questionnaire, chance)
    spoiled = mess.Spoiled(sheets, list(people), layout)
    for trouble in planned:
        mess.TROUBLES[trouble](spoiled, chance)
    header = mess.PLACEMENTS[_placement(shape, kind, turn, chance)]
    header(spoiled, chance)
    return _finish(number, shape, questionnaire, manner, kind, planned, spoiled, units, chance)


def _group(shape: str, questionnaire: Questionnaire) -> str:
    """Return the row of the bench's table that a file belongs to."""
    if not questionnaire.unseen:
        return shape
    _, _, own = questionnaire.name.rpartition(": ")
    return f"unseen: {own}" if own in ("own labels", "own questions") else "unseen words"


def _kind(shape: str, number: int, chance: random.Random) -> str:
    kinds = ["csv", "xlsx", "csv", "tsv", "xlsx", "ods", "xls", "zip"]
    if shape in ("sheet per unit", "two-row header"):
        kinds = ["xlsx", "xlsx", "xls", "ods"] + ([] if shape == "sheet per unit" else ["csv"])
    if shape in ("wide", "long"):
        kinds += ["parquet", "json"]
    return kinds[(number + chance.randrange(2)) % len(kinds)]


def _placement(shape: str, kind: str, turn: int, chance: random.Random) -> str:
    if kind in ("parquet", "json") or turn == 0:
        return "first row"
    names = ["first row", "title above", "labels above", "line breaks"]
    return chance.choice(names if shape in ("wide", "sheet per unit") else names[:3])


def _finish(number, shape, questionnaire, manner, kind, planned, spoiled, units, chance) -> Case:
    """Return the file of spoiled sheets with its truth."""
    file, content, how = _written(f"berkas-{number:03}", kind, spoiled.sheets, chance)
    people = tuple((person.unit, scores_of(person, questionnaire)) for person in spoiled.people)
    refused = questionnaire.refused or spoiled.refused
    if refused and shape == "transposed":
        refused |= NOT_READ
    doubtful = refused or questionnaire.unseen or spoiled.doubtful or shape == "transposed" or kind == "json"
    return Case(
        f"{number:03} {' | '.join([shape, questionnaire.name, manner.name, kind, *how, *planned])}",
        _group(shape, questionnaire),
        file,
        content,
        Truth(people, spoiled.numbers() if shape in ROW_EACH and kind != "json" else (), shape in COUNTED),
        questionnaire.settings,
        refused,
        readable=not doubtful,
        unit=units[0] if len(units) == 1 and shape not in UNIT_INSIDE else None,
    )


def _written(name: str, kind: str, sheets: Sequence[Sheet], chance: random.Random) -> tuple[str, bytes, list[str]]:
    """Return the name of a file, its bytes, and how its text is written: encoding and delimiter."""
    encoding, delimiter = chance.choice(writers.ENCODINGS), chance.choice(writers.DELIMITERS)
    line_end, ragged = chance.choice(("\r\n", "\n")), chance.random() < 0.4
    writer = (writers.WORKBOOKS | writers.OTHERS).get(kind)
    if writer:
        return f"{name}.{kind}", writer(sheets), []
    delimiter = "\t" if kind == "tsv" else delimiter
    text = "".join(str(cell) for sheet in sheets for row in sheet.rows for cell in row.cells)
    encoding = encoding if _can_hold(encoding, text) else "utf-8"
    content = writers.delimited(sheets, delimiter, encoding, line_end, ragged=ragged)
    how = [encoding, {"\t": "tab"}.get(delimiter, delimiter)]
    if kind == "zip":
        return f"{name}.csv.zip", writers.zipped(f"{name}.csv", content), how
    return f"{name}.{kind}", content, how


def _can_hold(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
