"""What each column is, and which score each answer label stands for. Whole normalised texts, never a guess.

A column is an element by the question text, the element's name or its code; profile, unit, date and identity
columns by the header texts in `wordings.toml`. What is not recognised is left out and named as such.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

from skm.errors import DataError, Place, SettingsError
from skm.regulation import Element, Instrument, Item, Regulation
from skm.survey import Survey, plain

CODE = re.compile(r"^(?:u|unsur) ?0?(\d{1,2})$")
CODE_AND_NAME = re.compile(r"^(?:u|unsur) ?0?(\d{1,2}) (.+)$")
NUMBERING = re.compile(r"^(?:no |q ?)?\d{1,2} (?=\D)")
LETTERS = {"a": 1, "b": 2, "c": 3, "d": 4}
SIMULATED = "simulated"  # role of the column by which a simulated file says what it is
LABELS_AT_MOST = 60  # a column with more distinct texts is no answer column
KEPT_ROLES = ("unit", "service", "period", "agency", "region", "date", "timestamp", "id", "cluster")
PROFILE_ROLES = ("sex", "age", "education", "occupation", "disability")


@dataclass(frozen=True)
class Recognised:
    """What one column was taken for, and why."""

    column: str
    taken_for: str
    why: str


@dataclass(frozen=True)
class Plan:
    """The columns of one table by what they are.

    Attributes
    ----------
    instrument
        The items found, in the regulation's order.
    items
        Item key → place of its column.
    roles
        Role ("unit", "sex", "date", …) → place of its column.
    identity
        Places of the columns that tell who somebody is.
    order
        How the source orders facilities and complaints: "form", "regulation", "assumed" (bare codes, taken to
        follow the form) or "text" (the headers say it).
    recognised
        A line for each column.
    unrecognised
        Places of the columns that nobody knows.
    simulated
        Whether the table says of itself that a computer made it (a column "Data simulasi").
    """

    instrument: Instrument
    items: Mapping[str, int]
    roles: Mapping[str, int]
    identity: tuple[int, ...]
    order: str
    recognised: tuple[Recognised, ...] = ()
    unrecognised: tuple[int, ...] = ()
    simulated: bool = False


@cache
def load_wordings() -> dict[str, Any]:
    """Return the maintained list of header texts and profile labels."""
    return tomllib.loads(files("skm.responses").joinpath("wordings.toml").read_text(encoding="utf-8"))


def header_form(text: str) -> str:
    """Return a header in the form in which headers are compared.

    Examples
    --------
    >>> header_form("2.  Prosedur pelayanan ?")
    'prosedur pelayanan'
    """
    return NUMBERING.sub("", plain(text))


# --- what a text above a column may be ----------------------------------------------------------------------------


@cache
def _role_forms() -> dict[str, str]:
    return {header_form(text): role for role, texts in load_wordings()["columns"].items() for text in texts}


def _element_forms(regulation: Regulation) -> dict[str, str]:
    """Return element keys by normalised text; a hundred files ask for the same ones."""
    return _forms_of(tuple((element.key, _texts_of(element)) for element in regulation.elements))


@cache
def _forms_of(texts: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {header_form(text): key for key, wordings in texts for text in wordings}


@dataclass(frozen=True)
class KnownHeaders:
    """The texts that columns may be called by: those listed, and those that the settings name.

    `forms` are element keys by normalised text, `codes` the numbers that codes may have, `named` the normalised texts
    of the settings.
    """

    forms: Mapping[str, str]
    codes: frozenset[int]
    named: Mapping[str, str] = field(default_factory=dict)

    def element(self, text: str) -> str | None:
        """Return the key of the element that is called so (a bare code is its own key), None where none is."""
        form = plain(text)
        if bare := CODE.match(form):
            return f"U{int(bare[1])}" if int(bare[1]) in self.codes else None
        if key := self.forms.get(header_form(text)) or self.named.get(header_form(text)):
            return key
        coded = CODE_AND_NAME.match(form)
        return self.forms.get(header_form(coded[2])) if coded else None

    def role(self, text: str) -> str | None:
        """Return the role that is called so, None where none is."""
        return _role_forms().get(header_form(text))

    def is_code(self, text: str) -> bool:
        """Return whether the text is a bare code."""
        return CODE.match(plain(text)) is not None


def known_headers(regulation: Regulation, named: Mapping[str, Sequence[str]] | None = None) -> KnownHeaders:
    """Return the texts that columns may be called by under a regulation and the `[columns]` of the settings.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> known = known_headers(load_regulation("permenpan-14-2017"), {"procedure": ["P2"]})
    >>> known.element("Biaya / tarif"), known.element("p2"), known.role("Cap waktu")
    ('tariff', 'procedure', 'timestamp')
    """
    forms = _element_forms(regulation)
    own = {header_form(text): key for key, texts in (named or {}).items() for text in texts}
    return KnownHeaders(forms, frozenset(range(1, len(regulation.elements) + 1)), own)


def named_columns(survey: Survey, file: str) -> dict[str, tuple[str, ...]]:
    """Return the header texts that the settings name for a file, by role or element as typed."""
    named = survey.settings.columns.headers()
    for entry in survey.file_settings(file):
        named |= {key: (v,) if isinstance(v, str) else tuple(v) for key, v in entry.columns.items()}
    return named


# --- columns ------------------------------------------------------------------------------------------------------


def plan_columns(headers: Sequence[str], regulation: Regulation, survey: Survey, file: str, sheet: str = "") -> Plan:
    """Return what each column of a table is.

    Parameters
    ----------
    headers
        Header texts, in the file's order.
    regulation
        Whose elements to look for.
    survey
        Its settings win over recognition.
    file, sheet
        Where the table stands, for messages and `[[file]]` settings.

    Raises
    ------
    DataError
        No column is an element, or two columns compete for one.
    SettingsError
        The settings name a column or an element that is not there.
    """
    settings = survey.file_settings(file)
    order = next((entry.order for entry in settings if entry.order), survey.settings.columns.order)
    taken: dict[int, Recognised] = {}
    items: dict[str, list[int]] = {}
    roles: dict[str, int] = {}
    named = named_columns(survey, file)
    identity = _take_named(headers, regulation, named, (file, sheet), (taken, items, roles))
    settled = set(items)
    identity += _take_roles(headers, taken, roles)
    codes_used = _take_elements(headers, regulation, order or "form", taken, items)
    _refuse_competing(headers, items, settled, (file, sheet))
    if not items:
        raise DataError("no_elements", [Place(file, sheet, column=header) for header in headers if header])
    swapped = {e.key for e in regulation.elements if e.code != e.code_regulation}
    by_code = bool(swapped & codes_used)
    return _finish(headers, regulation, items, roles, identity, taken, order or "assumed" if by_code else "text")


def _take_named(
    headers: Sequence[str],
    regulation: Regulation,
    named: Mapping[str, tuple[str, ...]],
    where: tuple[str, str],
    into: tuple[dict[int, Recognised], dict[str, list[int]], dict[str, int]],
) -> tuple[int, ...]:
    """Take the columns that the settings name; return the places of those that tell who somebody is."""
    taken, items, roles = into
    identity = []
    forms = [header_form(header) for header in headers]
    known_roles = {*KEPT_ROLES, *PROFILE_ROLES, "overall", "comments", "identity"}
    for key, texts in named.items():
        element = _element_of_word(key, regulation)
        if element is None and key not in known_roles:
            raise SettingsError("unknown_setting", [Place("skm.toml", column=f"columns.{key}")])
        for text in texts:
            places = [place for place, form in enumerate(forms) if form == header_form(text)]
            if not places:
                continue  # the settings serve many files; not each has this column
            if len(places) > 1 or key in roles:
                raise DataError("columns_compete", [Place(*where, column=text)], element=key)
            taken[places[0]] = Recognised(headers[places[0]], element or key, "skm.toml")
            if element:
                items.setdefault(element, []).append(places[0])
            elif key == "identity":
                identity.append(places[0])
            else:
                roles[key] = places[0]
    return tuple(identity)


def _element_of_word(word: str, regulation: Regulation) -> str | None:
    """Return the element key that a user's word names: the key itself or an alias; a code is no key."""
    for element in regulation.elements:
        if word == element.key or plain(word) in {plain(alias) for alias in element.aliases}:
            return element.key
    return None


def _take_roles(headers: Sequence[str], taken: dict[int, Recognised], roles: dict[str, int]) -> tuple[int, ...]:
    """Take identity, profile and other known columns; the first of a kind wins, the rest is left out."""
    by_form = _role_forms()
    identity = []
    for place, header in enumerate(headers):
        role = by_form.get(header_form(header))
        if place in taken or role is None:
            continue
        if role == "identity":
            identity.append(place)
            taken[place] = Recognised(header, "identity", "header")
        elif role in (*KEPT_ROLES, *PROFILE_ROLES) and role not in roles:
            roles[role] = place
            taken[place] = Recognised(header, role, "header")
        else:
            taken[place] = Recognised(header, f"left out: {role}", "header")
    return tuple(identity)


def _take_elements(
    headers: Sequence[str],
    regulation: Regulation,
    order: str,
    taken: dict[int, Recognised],
    items: dict[str, list[int]],
) -> set[str]:
    """Take element columns by text, then by code; return the elements known only by a code."""
    by_text = _element_forms(regulation)
    by_code = {_code(e, order): e.key for e in regulation.elements}
    coded: set[str] = set()
    settled = set(items)  # what the settings name needs no second finding
    for place, header in enumerate(headers):
        if place in taken:
            continue
        form = plain(header)
        named = CODE_AND_NAME.match(form)
        key = by_text.get(header_form(header)) or (by_text.get(header_form(named[2])) if named else None)
        why = "text"
        if key is None and (bare := CODE.match(form)):
            key = by_code.get(int(bare[1]))
            why = "code"
        if key is None:
            continue
        if key in settled:
            taken[place] = Recognised(header, f"left out: {key}", "skm.toml")
            continue
        if why == "code":
            coded.add(key)
        items.setdefault(key, []).append(place)
        taken[place] = Recognised(header, key, why)
    return coded


def _texts_of(element: Element) -> tuple[str, ...]:
    return (*element.headers, *element.names.values(), element.key)


def _code(element: Element, order: str) -> int:
    return int((element.code_regulation if order == "regulation" else element.code).lstrip("U"))


def _refuse_competing(
    headers: Sequence[str],
    items: Mapping[str, list[int]],
    settled: set[str],
    where: tuple[str, str],
) -> None:
    for key, places in items.items():
        if len(places) > 1 and key not in settled:
            found = [Place(*where, column=headers[place]) for place in places]
            raise DataError("columns_compete", found, element=key)


def _finish(
    headers: Sequence[str],
    regulation: Regulation,
    items: Mapping[str, list[int]],
    roles: Mapping[str, int],
    identity: tuple[int, ...],
    taken: Mapping[int, Recognised],
    order: str,
) -> Plan:
    found = tuple(key for key in regulation.keys if key in items)
    reduced = regulation if found == regulation.keys else regulation.only(found)
    placed = {
        key if len(items[key]) == 1 else f"{key}_{number}": place
        for key in found
        for number, place in enumerate(items[key], start=1)
    }
    owners = {place: key for key in found for place in items[key]}
    instrument = Instrument(reduced, tuple(Item(name, owners[place]) for name, place in placed.items()))
    left = tuple(place for place, header in enumerate(headers) if place not in taken and header)
    lines = tuple(
        taken.get(place, Recognised(header, "left out", "unknown")) for place, header in enumerate(headers) if header
    )
    simulated = any(line.taken_for == f"left out: {SIMULATED}" for line in lines)
    return Plan(instrument, placed, dict(roles), identity, order, lines, left, simulated)


def is_simulated(header: str) -> bool:
    """Return whether a header is that of the column by which a simulated file says what it is.

    Examples
    --------
    >>> is_simulated("Data simulasi"), is_simulated("Unit")
    (True, False)
    """
    return header_form(header) in {header_form(text) for text in load_wordings()["columns"][SIMULATED]}


# --- answer labels ------------------------------------------------------------------------------------------------


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
        elif (number := _number(label)) is not None:
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


def _number(label: str) -> Decimal | None:
    try:
        number = Decimal(label.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _score_of_words(form: str, known: Mapping[str, int]) -> int | None:
    if form in known:
        return known[form]
    if form in LETTERS:
        return LETTERS[form]
    prefix, _, rest = form.partition(" ")
    score = known.get(rest)
    stated = LETTERS.get(prefix) or ({"1": 1, "2": 2, "3": 3, "4": 4}.get(prefix))
    return score if score is not None and score == stated else None


def mixes_letters_and_numbers(labels: Labels) -> bool:
    """Return whether one column holds bare letters and bare numbers: then nothing says what a letter means."""
    forms = {plain(label) for label in labels.scores}
    return bool(forms & set(LETTERS)) and any(_number(label) is not None for label in labels.scores)


def looks_like_answers(labels: Sequence[str], regulation: Regulation, survey: Survey) -> bool:
    """Return whether an unrecognised column holds nothing but answers 1 to 4 of some element."""
    filled = [label for label in labels if label.strip()]
    if not filled or len(filled) > LABELS_AT_MOST:
        return False
    found = (read_labels(filled, element, survey) for element in regulation.elements)
    return any(labels.scores and not labels.unknown and not labels.off_scale for labels in found)
