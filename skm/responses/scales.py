"""Another scale than 1 to 4: its labels → its points, as `[scale]` of skm.toml says what each point is worth.

Nothing of the regulation's own labels holds on another scale: "Cukup" is 2 of four and 3 of five.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from skm.errors import DataError, Place
from skm.regulation import Element, Regulation
from skm.responses import labels as regular
from skm.responses.labels import STARS, Labels, number_of
from skm.responses.ladders import Evidence
from skm.responses.wordings import load_wordings
from skm.survey import Survey, plain

NUMBERED = re.compile(r"^(\d{1,2}) (\D+)$")  # "5 sangat baik"
# What the points of a scale may be worth, to show how a map is written; the office decides.
EXAMPLES = {5: "1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4", 6: "1 = 1, 2 = 1.6, 3 = 2.2, 4 = 2.8, 5 = 3.4, 6 = 4"}


def example_map(scale: str) -> str:
    """Return how a map of a scale such as "1–7" is written in skm.toml.

    Examples
    --------
    >>> example_map("1–7")
    '1 = 1, 2 = 1.5, 3 = 2, 4 = 2.5, 5 = 3, 6 = 3.5, 7 = 4'
    """
    low, high = map(int, scale.split("–"))
    if low == 1 and high in EXAMPLES:
        return EXAMPLES[high]
    steps = high - low
    return ", ".join(f"{point} = {round(1 + 3 * (point - low) / steps, 2):g}" for point in range(low, high + 1))


def read_answers(labels: Iterable[str], element: Element, survey: Survey, evidence: Evidence | None = None) -> Labels:
    """Return what each distinct label of a column means: a score, or a point of the scale that the survey maps."""
    if survey.scale:
        return read_points(labels, element, survey)
    return regular.read_labels(labels, element, survey, evidence)


def looks_like_answers(labels: Sequence[str], regulation: Regulation, survey: Survey) -> bool:
    """Return whether an unrecognised column holds nothing but answers on the survey's scale."""
    if not survey.scale:
        return regular.looks_like_answers(labels, regulation, survey)
    filled = [label for label in labels if label.strip()]
    if not filled or len(filled) > regular.LABELS_AT_MOST:
        return False
    found = (read_points(filled, element, survey) for element in regulation.elements)
    return any(meaning.scores and not meaning.unknown and not meaning.off_scale for meaning in found)


def read_points(labels: Iterable[str], element: Element, survey: Survey) -> Labels:
    """Return which point of the mapped scale each distinct label of a column is.

    A label is a number of the scale, as many stars, a text that `[answers.<element>]` or `[scale] labels` gives a
    point, or a number with its text ("5 - Sangat baik") where each number has one text. Anything else is unknown.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> from skm.survey import ScaleSettings
    >>> survey = Survey()
    >>> scale = ScaleSettings(map={"1": 1, "2": 2.5, "3": 4}, labels=("Kurang", "Cukup", "Baik"))
    >>> survey = Survey(settings=survey.settings.model_copy(update={"scale": scale}))
    >>> element = load_regulation("permenpan-14-2017").element("time")
    >>> read_points(["cukup", "3", "★★☆", "Sangat cepat"], element, survey)
    Labels(scores={'cukup': 2, '3': 3, '★★☆': 2}, blank=(), not_applicable=(), off_scale=(), unknown=('Sangat cepat',))
    """
    points = survey.points
    declared = _declared(element, survey)
    wordings, answers = load_wordings(), survey.settings.answers
    blanks = {_form(label) for label in (*wordings["blank"], *answers.blank)}
    inapplicable = {_form(label) for label in (*wordings["not_applicable"], *answers.not_applicable)}
    scores: dict[str, int] = {}
    sorted_out: dict[str, list[str]] = {"blank": [], "not_applicable": [], "off_scale": [], "unknown": []}
    for label in labels:
        form = _form(label)
        if form in declared:
            scores[label] = declared[form]
        elif not form or form in blanks:
            sorted_out["blank"].append(label)
        elif form in inapplicable:
            sorted_out["not_applicable"].append(label)
        elif (number := _number_of(label, points[-1])) is None:
            sorted_out["unknown"].append(label)
        elif number in points:
            scores[label] = int(number)
        else:
            sorted_out["off_scale" if number == number.to_integral_value() else "unknown"].append(label)
    numbered = _numbered(sorted_out["unknown"], declared, points)
    sorted_out["unknown"] = [label for label in sorted_out["unknown"] if label not in numbered]
    kinds = {name: tuple(found) for name, found in sorted_out.items()}
    directed = frozenset(label for label in scores | numbered if number_of(label) is None)
    return Labels(scores | numbered, **kinds, directed=directed)


def _form(label: str) -> str:
    """Return a label for comparison; one of punctuation alone is a label too ("-")."""
    return plain(label) or label.strip()


def _declared(element: Element, survey: Survey) -> dict[str, int]:
    """Return the points of the texts that the settings give: those of the scale, then the element's own."""
    found = {_form(text): point for text, point in zip(survey.settings.scale.labels, survey.points, strict=False)}
    words = {plain(word) for word in (element.key, *element.aliases)}
    for key, labels in survey.settings.answers.labels().items():
        if plain(key) in words:
            found |= {_form(label): point for label, point in labels.items() if label.strip()}
    return found


def _number_of(label: str, most: int) -> Decimal | None:
    """Return the number that a label is; stars of which some are empty must be as many as the scale has points."""
    if (stars := STARS.match(label.replace("\ufe0f", "").strip())) and stars[2]:
        full, empty = len(stars[1].replace(" ", "")), len(stars[2].replace(" ", ""))
        return Decimal(full) if full + empty == most else None
    return number_of(label)


def _numbered(labels: Sequence[str], declared: dict[str, int], points: Sequence[int]) -> dict[str, int]:
    """Return the points of labels that say their number before a text, where each number has one text of its own."""
    found = {label: match for label in labels if (match := NUMBERED.match(plain(label)))}
    pairs = {(int(match[1]), match[2]) for match in found.values()}
    numbers, texts = {number for number, _ in pairs}, {text for _, text in pairs}
    if not len(pairs) == len(numbers) == len(texts) or not numbers <= set(points):
        return {}
    if any(declared.get(text, number) != number for number, text in pairs):
        return {}
    return {label: int(match[1]) for label, match in found.items()}


def refuse_unseen_scale(meanings: Iterable[Labels], survey: Survey, file: str, sheet: str) -> None:
    """Refuse a file that never gives the highest point of the mapped scale, unless the settings name the file.

    A questionnaire of four choices would read as the lower part of a scale of five, and nothing would show it.
    """
    if not survey.scale or survey.settings.scale.files:
        return
    given = [point for meaning in meanings for point in meaning.scores.values()]
    if given and max(given) < survey.points[-1]:
        points = f"{survey.points[0]}–{survey.points[-1]}"
        raise DataError("scale_not_seen", [Place(file, sheet)], points=points, top=max(given), file=file)
