"""What each column is. Whole normalised texts, never a guess.

Only a question with a typing error is matched tolerantly, and then the column's line says so.

A column is an element by the question text, the element's name or its code; profile, unit, date and identity
columns by the header texts in `wordings.toml`. What is not recognised is left out and named as such.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from skm.errors import DataError, Place, SettingsError
from skm.regulation import Element, Instrument, Item, Regulation
from skm.responses.matching import match_question
from skm.responses.wordings import header_form, load_wordings
from skm.survey import Survey, plain

CODE = re.compile(r"^(?:u|unsur) ?0?(\d{1,2})$")
CODE_AND_NAME = re.compile(r"^(?:u|unsur) ?0?(\d{1,2}) (.+)$")
SUBCODE = re.compile(r"^(?:u|unsur) ?0?(\d{1,2})(?: (\d{1,2})|([a-e]))(?: (.+))?$")
NAME_AND_NUMBER = re.compile(r"^(.+) (\d{1,2}|[a-e])$")
NAME_AND_QUESTION = re.compile(r"^\s*\[?([^:\[\]]+?)\]?\s*(?::|\[| / | [-–—] |\])\s*(\S.*)$")
# A question with one of these may ask for what is bad, so that a high answer is a low score.
NEGATIVE = re.compile(
    r"\b(sulit|kesulitan|hambatan|kendala|keluhan|masalah|tidak|bukan|kurang|lambat|mahal|buruk|kecewa|ditingkatkan"
    r"|disederhanakan|diperbaiki)\b"
)
QUESTION_WORDS = ("Pertanyaan {}", "P{}", "Q{}", "Pertanyaan ke-{}", "P{:02}", "Q{:02}")
SIMULATED = "simulated"  # role of the column by which a simulated file says what it is
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


# --- what a text above a column may be ----------------------------------------------------------------------------


@cache
def _role_forms() -> dict[str, str]:
    return {header_form(text): role for role, texts in load_wordings()["columns"].items() for text in texts}


def _element_forms(regulation: Regulation) -> dict[str, str]:
    """Return element keys by normalised text; a hundred files ask for the same ones."""
    return _forms_of(tuple((element.key, _texts_of(element)) for element in regulation.elements))


def _questions(regulation: Regulation) -> dict[str, str]:
    """Return element keys by listed text as it is written."""
    return {text: element.key for element in regulation.elements for text in _texts_of(element)}


@cache
def _forms_of(texts: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {header_form(text): key for key, wordings in texts for text in wordings}


@dataclass(frozen=True)
class KnownHeaders:
    """The texts that columns may be called by: those listed, and those that the settings name.

    `forms` are element keys by normalised text, `codes` the numbers that codes may have, `named` the normalised texts
    of the settings, `questions` the listed texts as written.
    """

    forms: Mapping[str, str]
    codes: frozenset[int]
    named: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    def element(self, text: str) -> str | None:
        """Return the key of the element that is called so (a bare code is its own key), None where none is."""
        form = plain(text)
        if bare := CODE.match(_behind_group(text)):
            return f"U{int(bare[1])}" if int(bare[1]) in self.codes else None
        if key := self.forms.get(header_form(text)) or self.named.get(header_form(text)):
            return key
        coded = CODE_AND_NAME.match(form)
        return self.forms.get(header_form(coded[2])) if coded else None

    def near(self, text: str) -> str | None:
        """Return the key of the element that is called so, or so with a slip of a key; None where none is."""
        match = match_question(text, self.questions)
        return self.element(text) or (match[0] if match else None)

    def role(self, text: str) -> str | None:
        """Return the role that is called so, None where none is."""
        return _role_forms().get(header_form(text))

    def is_code(self, text: str) -> bool:
        """Return whether the text is a bare code."""
        return CODE.match(_behind_group(text)) is not None


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
    return KnownHeaders(forms, frozenset(range(1, len(regulation.elements) + 1)), own, _questions(regulation))


def named_columns(survey: Survey, file: str, regulation: Regulation) -> dict[str, tuple[str, ...]]:
    """Return the header texts that the settings name for a file, by role or element as typed."""
    named = survey.settings.columns.headers()
    if survey.settings.columns.questions:
        numbered = regulation.questions16.items()
        named = {
            key: tuple(word.format(n) for n in numbers for word in QUESTION_WORDS) for key, numbers in numbered
        } | named
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
    named = named_columns(survey, file, regulation)
    identity = _take_named(headers, regulation, named, (file, sheet), (taken, items, roles))
    settled = set(items)
    _refuse_without_questions(items, survey, regulation, (file, sheet))
    identity += _take_roles(headers, taken, roles)
    codes_used = _take_elements(headers, regulation, order or "form", taken, items)
    for place, key in _questions_of(headers, regulation, order or "form", taken).items():
        if key in settled:
            taken[place] = Recognised(headers[place], f"left out: {key}", "skm.toml")
    grouped, codes_grouped = _take_groups(headers, regulation, order or "form", taken, items, (file, sheet))
    codes_used |= codes_grouped
    _refuse_competing(headers, items, settled | grouped, (file, sheet))
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


def _refuse_without_questions(
    items: Mapping[str, Sequence[int]], survey: Survey, regulation: Regulation, where: tuple[str, str]
) -> None:
    """Refuse a table that lacks some of the sixteen questions which the settings say it has."""
    if not survey.settings.columns.questions:
        return
    wanted = {key: len(numbers) for key, numbers in regulation.questions16.items()}
    short = [key for key, n in wanted.items() if len(items.get(key, ())) != n]
    if short or not wanted:
        raise DataError("questions_missing", [Place(*where)], missing=", ".join(short) or regulation.title)


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
    questions = _questions(regulation)
    coded: set[str] = set()
    settled = set(items)  # what the settings name needs no second finding
    for place, header in enumerate(headers):
        if place in taken:
            continue
        form = plain(header)
        named = CODE_AND_NAME.match(form)
        key = by_text.get(header_form(header)) or (by_text.get(header_form(named[2])) if named else None)
        why = "text"
        if key is None and (bare := CODE.match(_behind_group(header))):
            key = by_code.get(int(bare[1]))
            why = "code"
        elif key is None and (match := match_question(header, questions)):
            key, listed = match
            why = f"tolerant: {listed}"
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


def _take_groups(
    headers: Sequence[str],
    regulation: Regulation,
    order: str,
    taken: dict[int, Recognised],
    items: dict[str, list[int]],
    where: tuple[str, str],
) -> tuple[set[str], set[str]]:
    """Take several questions of one element, where each header says the element and which question it is.

    Return the elements taken so, and those of them known only by a code. A column that is called as the element
    itself may be the mean of its questions, so beside it nothing is taken without doubt.
    """
    found: dict[str, dict[int, str]] = {}
    for place, key in _questions_of(headers, regulation, order, taken).items():
        found.setdefault(key, {})[place] = plain(headers[place])
    coded = {key for key, places in found.items() if any(SUBCODE.match(text) for text in places.values())}
    grouped = {key: places for key, places in found.items() if len(set(places.values())) == len(places) > 1}
    for key, places in grouped.items():
        if negative := [place for place, question in places.items() if NEGATIVE.search(question)]:
            raise DataError("reversed_question", [Place(*where, column=headers[p]) for p in negative], element=key)
        if key in items:
            columns = [Place(*where, column=headers[place]) for place in (*items[key], *places)]
            raise DataError("columns_compete", columns, element=key)
        items[key] = list(places)
        taken.update({place: Recognised(headers[place], key, "question of an element") for place in places})
    return set(grouped), coded & set(grouped)


def _questions_of(
    headers: Sequence[str], regulation: Regulation, order: str, taken: Mapping[int, Recognised]
) -> dict[int, str]:
    """Return the element of each column that is called as an element and a question of it."""
    by_text = _element_forms(regulation)
    by_code = {_code(e, order): e.key for e in regulation.elements}
    found: dict[int, str] = {}
    for place, header in enumerate(headers):
        if place in taken or not header:
            continue
        key = None
        if numbered := SUBCODE.match(plain(header)):
            key = by_code.get(int(numbered[1]))
        elif named := NAME_AND_NUMBER.match(header_form(header)):
            key = by_text.get(named[1])
        if key is None and (asked := NAME_AND_QUESTION.match(header)):
            key = by_text.get(header_form(asked[1]))
        if key:
            found[place] = key
    return found


def _behind_group(header: str) -> str:
    """Return the normalised text behind the group that it stands under: "Nilai unsur / U1" is "u1"."""
    return plain(header.rpartition(" / ")[2])


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
