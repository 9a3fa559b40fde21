"""The law as data: one TOML file per version, each number with its source beside it.

Elements are known by key, never by position or code: the questionnaire and the body of PermenPANRB 14/2017
number the last two the other way round.
"""

import math
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from importlib.resources import files

from skm.errors import SettingsError

REGULATION_IDS = ("kep-25-2004", "permenpan-16-2014", "permenpan-14-2017")


@dataclass(frozen=True)
class Element:
    """One element (unsur) of a regulation.

    Attributes
    ----------
    key
        English key, the identity of the element ("requirements").
    code
        Code in the questionnaire's order ("U1"), the default label.
    code_regulation
        Code in the order of the regulation's body.
    names
        Official name by language.
    short
        Short name by language, for charts and sentences.
    weight
        Exact weight; the weights of a regulation sum to 1.
    aliases
        Other keys a user may type for it ("biaya").
    headers
        Texts by which a column is recognised: names and question wordings.
    answers
        Rows of four labels for the scores 1 to 4: the official ones first, then the variants.
    """

    key: str
    code: str
    code_regulation: str
    names: dict[str, str]
    short: dict[str, str]
    weight: Fraction
    aliases: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()

    @property
    def question(self) -> str:
        """The element's question in the regulation's form, or its first wording where it is no question."""
        text = self.headers[0]
        return f"{text}?" if text.startswith("Bagaimana ") else text


@dataclass(frozen=True)
class Grade:
    """One letter with its printed bounds on the 25–100 scale."""

    letter: str
    names: dict[str, str]
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True)
class Regulation:
    """One version of the rule: elements, weights, scale, grades.

    `grades` run from the best to the worst. `order` names the element order that bare codes follow:
    "form" (the questionnaire) or "regulation" (the body). `questions16` are the numbers of each element's questions in
    the instrument of sixteen.
    """

    id: str
    title: str
    elements: tuple[Element, ...]
    grades: tuple[Grade, ...]
    scale: tuple[int, int]
    multiplier: int
    questions16: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The element keys in the questionnaire's order."""
        return tuple(element.key for element in self.elements)

    @cached_property
    def whole_weights(self) -> tuple[int, ...]:
        """The elements' weights as whole numbers in the same proportions."""
        common = math.lcm(*(element.weight.denominator for element in self.elements))
        return tuple(int(element.weight * common) for element in self.elements)

    def element(self, key: str) -> Element:
        """Return the element with this key; KeyError where there is none."""
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(key)

    def grade(self, printed: Decimal) -> Grade:
        """Return the one grade of a printed two-decimal index.

        The highest grade whose lower bound is reached, so no number between two bounds is without a letter.

        Examples
        --------
        >>> load_regulation("permenpan-14-2017").grade(Decimal("88.31")).letter
        'A'
        """
        for grade in self.grades:
            if printed >= grade.lower:
                return grade
        return self.grades[-1]

    def with_elements(self, elements: tuple[Element, ...]) -> "Regulation":
        """Return this regulation with other elements; their weights must sum to exactly 1."""
        total = sum((element.weight for element in elements), Fraction(0))
        if total != 1:
            raise SettingsError("weights_not_one", total=str(total))
        return replace(self, elements=elements)

    def only(self, keys: tuple[str, ...]) -> "Regulation":
        """Return this regulation reduced to some elements, equally weighted (1/k), as practice does."""
        weight = Fraction(1, len(keys))
        return self.with_elements(
            tuple(replace(element, weight=weight) for element in self.elements if element.key in keys)
        )


@dataclass(frozen=True)
class Item:
    """One question of the questionnaire and the element that it belongs to."""

    key: str
    element: str


@dataclass(frozen=True)
class Instrument:
    """What was asked: a regulation and the questions for each element, in a fixed order.

    Two results are comparable only when their instruments are equal in `signature`.

    Attributes
    ----------
    regulation
        The rule, reduced to the elements that were asked.
    items
        The questions.
    scale
        (point of the questionnaire's scale, score 1 to 4) where `skm.toml` maps another scale; empty for the
        regulation's own scale of 1, 2, 3 and 4.

    Examples
    --------
    >>> law = load_regulation("permenpan-14-2017").only(("time",))
    >>> five = Instrument(law, (Item("time", "time"),), ((1, Fraction(1)), (2, Fraction("2.5")), (3, Fraction(4))))
    >>> [str(score) for score in five.scores], five.denominator, five.whole_scores
    (['1', '5/2', '4'], 2, (2, 5, 8))
    """

    regulation: Regulation
    items: tuple[Item, ...]
    scale: tuple[tuple[int, Fraction], ...] = ()

    @property
    def signature(self) -> tuple[object, ...]:
        """What must be equal for two periods to be compared: rule, elements, weights, questions, scale."""
        return (
            self.regulation.id,
            tuple((element.key, element.weight) for element in self.regulation.elements),
            tuple((item.key, item.element) for item in self.items),
            self.scale,
        )

    @cached_property
    def scores(self) -> tuple[Fraction, ...]:
        """The scores that an answer can have, ascending: 1 to 4, or those of the mapped scale."""
        if self.scale:
            return tuple(sorted({score for _, score in self.scale}))
        low, high = self.regulation.scale
        return tuple(map(Fraction, range(low, high + 1)))

    @cached_property
    def denominator(self) -> int:
        """The least number that makes every score a whole number: 1 for the regulation's own scale."""
        return math.lcm(*(score.denominator for score in self.scores))

    @cached_property
    def whole_scores(self) -> tuple[int, ...]:
        """The scores times `denominator`, ascending."""
        return tuple(int(score * self.denominator) for score in self.scores)

    def items_of(self, element_key: str) -> tuple[str, ...]:
        """Return the keys of an element's questions."""
        return tuple(item.key for item in self.items if item.element == element_key)


def plain_instrument(regulation: Regulation) -> Instrument:
    """Return the instrument with one question per element; an item's key is then its element's key."""
    return Instrument(regulation, tuple(Item(key, key) for key in regulation.keys))


@cache
def load_regulation(regulation_id: str) -> Regulation:
    """Return a version of the rule by its id; `REGULATION_IDS` lists them.

    Examples
    --------
    >>> load_regulation("permenpan-14-2017").element("tariff").weight
    Fraction(1, 9)
    """
    if regulation_id not in REGULATION_IDS:
        raise SettingsError("unknown_regulation", name=regulation_id, known=", ".join(REGULATION_IDS))
    text = files("skm.regulation").joinpath(f"{regulation_id}.toml").read_text(encoding="utf-8")
    # Numbers are written as strings in the files, so that weights are exact and bounds keep their digits.
    data = tomllib.loads(text)
    weight = Fraction(data["weight"])
    elements = tuple(
        Element(
            key=entry["key"],
            code=entry["code"],
            code_regulation=entry.get("code_regulation", entry["code"]),
            names={"id": entry["name_id"], "en": entry["name_en"]},
            short={
                "id": entry.get("short_id", entry["name_id"]),
                "en": entry.get("short_en", entry["name_en"]),
            },
            weight=Fraction(entry["weight"]) if "weight" in entry else weight,
            aliases=tuple(entry.get("aliases", ())),
            headers=tuple(entry.get("headers", ())),
            answers=tuple(tuple(row) for row in entry.get("answers", ())),
        )
        for entry in data["element"]
    )
    grades = tuple(
        Grade(
            letter=entry["letter"],
            names={"id": entry["name_id"], "en": entry["name_en"]},
            lower=Decimal(entry["lower"]),
            upper=Decimal(entry["upper"]),
        )
        for entry in data["grade"]
    )
    low, high = data["scale"]
    plain = Regulation(
        data["id"],
        data["title"],
        (),
        grades,
        (int(low), int(high)),
        int(data["multiplier"]),
        {key: tuple(map(int, numbers)) for key, numbers in data.get("questions16", {}).items()},
    )
    return plain.with_elements(elements)
