"""What each column is. Whole normalised texts, never a guess.

A column is an element by the question text, the element's name or its code; profile, unit, date and identity
columns by the header texts in `wordings.toml`. What is not recognised is left out and named as such. Which text is
what: `naming`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from skm.errors import DataError, Place, SettingsError
from skm.regulation import REGULATION_IDS, Element, Instrument, Item, Regulation, load_regulation
from skm.responses.asides import COMMENTS, ON_ELEMENT, elements_of_asides, key_finder
from skm.responses.naming import (
    CODE,
    NAME_AND_NUMBER,
    SCORE_OF_CODE,
    SUBCODE,
    KnownHeaders,
    asks_overall,
    behind_group,
    known_headers,
    other_survey,
    own_text,
    parts_of,
    proposed_element,
    role_forms,
)
from skm.responses.telling import told_elements
from skm.responses.wordings import header_form, load_wordings
from skm.survey import Survey, plain

__all__ = ["CODE", "SUBCODE", "KnownHeaders", "known_headers"]  # names of `naming` that go with a plan

QUESTION_WORDS = ("Pertanyaan {}", "P{}", "Q{}", "Pertanyaan ke-{}", "P{:02}", "Q{:02}")
COUNTED = re.compile(r"^(.*?)0*(\d{1,2})\W*$")  # "q1", "Pertanyaan 01", "SKM[SQ001]"
TOLD = "words"  # why a column in an office's own words was taken
PORTAL = "hasil survey"  # what exports of the national portal are called
SIMULATED = "simulated"  # role of the column by which a simulated file says what it is
KEPT_ROLES = ("unit", "service", "period", "agency", "region", "date", "timestamp", "id", "cluster", "overall")
DAYS = ("date", "timestamp")  # roles of columns that may also be the sample clusters: days of service
LINE_ROLES = ("question", "answer", "score", "answers")  # columns that are none any more once lines are folded
OUTSIDE_ROLES = ("ipkp", "ipak", "ignored")  # columns that the settings may put aside, as many as there are
PROFILE_ROLES = ("sex", "age", "education", "occupation", "disability")


@dataclass(frozen=True)
class Recognised:
    """What one column was taken for, and why; `place` is its place in the table, -1 where it is no column of it."""

    column: str
    taken_for: str
    why: str
    place: int = -1


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
    reversed, upright
        The items that the settings call worded the other way round, or not so.
    absent
        Header texts that the settings name and the table does not have.
    """

    instrument: Instrument
    items: Mapping[str, int]
    roles: Mapping[str, int]
    identity: tuple[int, ...]
    order: str
    recognised: tuple[Recognised, ...] = ()
    unrecognised: tuple[int, ...] = ()
    simulated: bool = False
    reversed: tuple[str, ...] = ()
    upright: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def told(self) -> dict[int, str]:
        """Return the elements of the columns that were taken for their words, by their places."""
        return {
            line.place: line.taken_for
            for line in self.recognised
            if line.why.startswith(f"{TOLD}: ") and line.place in self.items.values()
        }

    def recognised_text(self, place: int) -> str:
        """Return the header of the column at a place."""
        return next((line.column for line in self.recognised if line.place == place), "")

    def samples_by_column(self, samples: Mapping[str, str]) -> dict[int, str]:
        """Return samples of labels, or groups, by the place of their column; theirs are the names of staged columns."""
        places = {**{f"a_{item}": place for item, place in self.items.items()}, **self.roles}
        return {places[name]: text for name, text in samples.items() if name in places}


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


def plan_columns(
    headers: Sequence[str],
    regulation: Regulation,
    survey: Survey,
    file: str,
    sheet: str = "",
    *,
    own_words: bool = True,
) -> Plan:
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
    own_words
        Whether questions in an office's own words may tell of their elements (`telling`).

    Raises
    ------
    DataError
        No column is an element, two columns compete for one, a text names two, or the columns are those of another
        regulation.
    SettingsError
        The settings name a column or an element that is not there.
    """
    settings = survey.file_settings(file)
    order = next((entry.order for entry in settings if entry.order), survey.settings.columns.order)
    usual = "regulation" if is_of_portal(file, sheet) else "form"
    taken: dict[int, Recognised] = {}
    items: dict[str, list[int]] = {}
    roles: dict[str, int] = {}
    named = named_columns(survey, file, regulation)
    identity = _take_named(headers, regulation, named, (file, sheet), (taken, items, roles))
    settled = set(items)
    _refuse_without_questions(items, survey, regulation, (file, sheet))
    known = known_headers(regulation)
    identity += _take_roles(headers, taken, roles, known)
    _take_beside(headers, taken, known)
    codes_used = _take_elements(headers, regulation, order or usual, taken, items, (file, sheet))
    for place, key in _questions_of(headers, regulation, order or usual, taken).items():
        if key in settled:
            taken[place] = Recognised(headers[place], f"left out: {key}", "skm.toml")
    grouped, codes_grouped = _take_groups(headers, regulation, order or usual, taken, items, (file, sheet))
    codes_used |= codes_grouped
    _take_overall(headers, regulation, taken, roles)
    if own_words:
        _take_told(headers, regulation, taken, items)
    _take_asides(headers, regulation, order or usual, taken, items)
    if not survey.settings.element:
        _refuse_other_regulation(headers, regulation, taken, (file, sheet))
    _refuse_competing(headers, items, settled | grouped, (file, sheet))
    if not items:
        _refuse_without_elements(headers, regulation, taken, (file, sheet))
    swapped = {e.key for e in regulation.elements if e.code != e.code_regulation}
    by_code = bool(swapped & codes_used)
    plan = _finish(headers, regulation, items, roles, identity, taken, order or "assumed" if by_code else "text")
    plan = replace(
        plan,
        reversed=_items_called(survey.settings.answers.reversed, plan, headers),
        upright=_items_called(survey.settings.answers.not_reversed, plan, headers),
        absent=(*_absent(survey, file, headers), *_directions_without_item(survey, plan, headers)),
    )
    return replace(plan, instrument=replace(plan.instrument, scale=survey.scale)) if survey.scale else plan


def is_of_portal(file: str, sheet: str) -> bool:
    """Return whether a file or sheet is called as the national portal calls its exports.

    Their codes follow the regulation, where U8 is complaints. An office may call its own file so: it is only assumed.

    Examples
    --------
    >>> is_of_portal("2025/Hasil Survey (3).xlsx", ""), is_of_portal("a.csv", "")
    (True, False)
    """
    names = (plain(PurePosixPath(file).stem), plain(sheet))
    return any(name == PORTAL or name.startswith(f"{PORTAL} ") for name in names)


def _items_called(names: Sequence[str], plan: Plan, headers: Sequence[str]) -> tuple[str, ...]:
    """Return the items that the settings name by the text of the column, its code ("U1.2"), or the item's own key."""
    wanted = {plain(name) for name in names} | {header_form(name) for name in names}
    return tuple(item for item, place in plan.items.items() if wanted & _names_of(item, headers[place]))


def _directions_without_item(survey: Survey, plan: Plan, headers: Sequence[str]) -> tuple[str, ...]:
    """Return the names in `reversed` and `not_reversed` that no question of the table has."""
    called = set().union(*(_names_of(item, headers[place]) for item, place in plan.items.items()))
    names = (*survey.settings.answers.reversed, *survey.settings.answers.not_reversed)
    return tuple(dict.fromkeys(name for name in names if not {plain(name), header_form(name)} & called))


def _behind(header: str) -> str:
    """Return the text of a column without the group that it stands under."""
    return header.rpartition(" / ")[2]


def _names_of(item: str, header: str) -> set[str]:
    names = {plain(item), plain(header), header_form(header), header_form(_behind(header))}
    if coded := SUBCODE.match(plain(own_text(header))):
        names.add(f"u{coded[1]} {coded[2]}" if coded[2] else f"u{coded[1]}{coded[3]}")
    return names


def _absent(survey: Survey, file: str, headers: Sequence[str]) -> tuple[str, ...]:
    """Return the header texts that the settings name for a file and that it does not have."""
    forms = {header_form(text) for header in headers for text in (header, _behind(header))}
    named = [text for texts in survey.settings.columns.headers().values() for text in texts]
    for entry in survey.file_settings(file):
        named += [t for texts in entry.columns.values() for t in ((texts,) if isinstance(texts, str) else texts)]
    return tuple(dict.fromkeys(text for text in named if header_form(text) not in forms))


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
    known_roles = {*KEPT_ROLES, *PROFILE_ROLES, *OUTSIDE_ROLES, "comments", "identity", *LINE_ROLES}
    for key, texts in named.items():
        element = _element_of_word(key, regulation)
        if element is None and key not in known_roles:
            raise SettingsError("unknown_setting", [Place("skm.toml", column=f"columns.{key}")])
        for text in texts:
            places = [place for place, form in enumerate(forms) if form == header_form(text)]
            places = places or [
                p for p, header in enumerate(headers) if header_form(_behind(header)) == header_form(text)
            ]
            if not places:
                continue  # the settings serve many files; not each has this column
            if key in OUTSIDE_ROLES:
                taken.update({place: Recognised(headers[place], f"left out: {key}", "skm.toml") for place in places})
                continue
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


def _take_roles(
    headers: Sequence[str], taken: dict[int, Recognised], roles: dict[str, int], known: KnownHeaders
) -> tuple[int, ...]:
    """Take identity, profile and other known columns; the first of a kind wins, the rest is left out."""
    by_form = role_forms()
    identity = []
    for place, header in enumerate(headers):
        role = by_form.get(header_form(header)) or by_form.get(header_form(_behind(header)))
        if role in DAYS and known.element(header.rpartition(" / ")[0]):
            role = None  # "Waktu penyelesaian / Completion time" asks for the element in two languages
        if _ends_span(headers, place):
            role = "timestamp"
        if place in taken and role in DAYS and taken[place].taken_for == "cluster":
            roles.setdefault(role, place)  # the days of service are the clusters
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


def _ends_span(headers: Sequence[str], place: int) -> bool:
    """Return whether a column is when somebody was done, right behind the one of when he began.

    Indonesian forms of Microsoft call it "Waktu penyelesaian", which is an element's name elsewhere.
    """
    spans = {(header_form(first), header_form(last)) for first, last in load_wordings()["spans"]}
    return place > 0 and (header_form(headers[place - 1]), header_form(headers[place])) in spans


def _take_beside(headers: Sequence[str], taken: dict[int, Recognised], known: KnownHeaders) -> None:
    """Take the questions of the surveys that are run beside this one, also where they have an element's code."""
    for place, header in enumerate(headers):
        if place not in taken and header and not known.listed(header) and (role := other_survey(header)):
            taken[place] = Recognised(header, f"left out: {role}", "words")


def _take_overall(
    headers: Sequence[str], regulation: Regulation, taken: dict[int, Recognised], roles: dict[str, int]
) -> None:
    """Take the question for one mark of everything, among those that no element has; a second one is left out."""
    for place, header in enumerate(headers):
        if place not in taken and asks_overall(header, regulation):
            is_first = roles.setdefault("overall", place) == place
            taken[place] = Recognised(header, "overall" if is_first else "left out: overall", "words")


def _take_elements(
    headers: Sequence[str],
    regulation: Regulation,
    order: str,
    taken: dict[int, Recognised],
    items: dict[str, list[int]],
    where: tuple[str, str],
) -> set[str]:
    """Take element columns by text, then by code; return the elements known only by a code."""
    known = known_headers(regulation)
    by_code = {_code(e, order): e.key for e in regulation.elements}
    coded: set[str] = set()
    settled = set(items)  # what the settings name needs no second finding
    forms = {behind_group(header) for header in headers}
    for place, header in enumerate(headers):
        form = behind_group(header)
        if place in taken or not header or SCORE_OF_CODE.sub("", form) in forms - {form}:
            continue  # the answers beside this column of scores are the element
        key, why = "", ""
        if bare := CODE.match(behind_group(header)):
            key, why = by_code.get(int(bare[1]), ""), "code"
        elif calling := known.calling(header):
            key, why = ("", "") if calling.question else (calling.element, calling.why)
        elif several := known.contradiction(header):
            raise DataError("header_names_several", [Place(*where, column=header)], elements=", ".join(several))
        if not key:
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
    """Take the questions of an element, where each header says the element and which question it is.

    Return the elements taken so, and those of them known only by a code. A column that is called as the element
    itself may be the mean of its questions, so beside it nothing is taken without doubt. A number alone tells several
    questions apart and says nothing of a single one; a question behind the element's name does.
    """
    known = known_headers(regulation)
    found: dict[str, dict[int, str]] = {}
    for place, key in _questions_of(headers, regulation, order, taken).items():
        found.setdefault(key, {})[place] = plain(own_text(headers[place]))
    coded = {key for key, places in found.items() if any(SUBCODE.match(text) for text in places.values())}
    grouped: set[str] = set()
    for key, places in found.items():
        asked = [calling for place in places if (calling := known.calling(headers[place])) and calling.question]
        if len(set(places.values())) < len(places) or not (len(places) > 1 or asked):
            continue
        if key in items:
            columns = [Place(*where, column=headers[place]) for place in (*items[key], *places)]
            raise DataError("columns_compete", columns, element=key)
        items[key] = list(places)
        grouped.add(key)
        taken.update({place: Recognised(headers[place], key, "question of an element") for place in places})
    return grouped, coded & grouped


def _take_told(
    headers: Sequence[str], regulation: Regulation, taken: dict[int, Recognised], items: dict[str, list[int]]
) -> None:
    """Take the columns whose words tell of their elements, where with those found so far all elements are told."""
    free = {place: own_text(header) for place, header in enumerate(headers) if header and place not in taken}
    for place, key in told_elements(free, items, regulation).items():
        items[key] = [place]
        taken[place] = Recognised(headers[place], key, f"{TOLD}: {' '.join(free[place].split())}")


def _take_asides(
    headers: Sequence[str],
    regulation: Regulation,
    order: str,
    taken: dict[int, Recognised],
    items: Mapping[str, Sequence[int]],
) -> None:
    """Take the columns that ask for words about one element, also among the comments that are known already."""
    free = [p for p, header in enumerate(headers) if header and (p not in taken or taken[p].taken_for == COMMENTS)]
    key_of = key_finder(known_headers(regulation), {_code(e, order): e.key for e in regulation.elements})
    for place, key in elements_of_asides(headers, free, items, key_of).items():
        taken[place] = Recognised(headers[place], f"{ON_ELEMENT}{key}", "words")


def _questions_of(
    headers: Sequence[str], regulation: Regulation, order: str, taken: Mapping[int, Recognised]
) -> dict[int, str]:
    """Return the element of each column that is called as an element and a question of it."""
    known = known_headers(regulation)
    by_code = {_code(e, order): e.key for e in regulation.elements}
    found: dict[int, str] = {}
    for place, header in enumerate(headers):
        if place in taken or not header:
            continue
        key: str | None = None
        if numbered := SUBCODE.match(plain(own_text(header))):
            key = by_code.get(int(numbered[1]))
        elif named := NAME_AND_NUMBER.match(header_form(own_text(header))):
            key = known.forms.get(named[1])
        if key is None and (calling := known.calling(header)) and calling.question:
            key = calling.element
        if key:
            found[place] = key
    return found


def _code(element: Element, order: str) -> int:
    return int((element.code_regulation if order == "regulation" else element.code).lstrip("U"))


def _refuse_without_elements(
    headers: Sequence[str], regulation: Regulation, taken: Mapping[int, Recognised], where: tuple[str, str]
) -> None:
    """Refuse a table in which no column is an element, with what its columns may be."""
    beside = [line for line in taken.values() if line.taken_for in ("left out: ipak", "left out: ipkp")]
    if beside:
        survey = beside[0].taken_for.removeprefix("left out: ").upper()
        raise DataError("other_survey", [Place(*where, column=line.column) for line in beside], survey=survey)
    free = [header for place, header in enumerate(headers) if header and place not in taken]
    free.sort(key=lambda header: not proposed_element(header, regulation))
    places = [Place(*where, column=header) for header in free or headers if header]
    raise DataError(
        "no_elements", places, lines=lines_for_columns(free, regulation) or _lines_by_number(free, regulation)
    )


def _lines_by_number(headers: Sequence[str], regulation: Regulation) -> str:
    """Return the lines of skm.toml for columns that are only counted, "q1" to "q9", in the order of the questionnaire.

    They are to be checked: nothing in such a file says what was asked.
    """
    series: dict[str, dict[int, str]] = {}
    for header in headers:
        if (found := COUNTED.match(header.strip())) and '"' not in header:
            series.setdefault(plain(found[1]), {})[int(found[2])] = " ".join(header.split())
    whole = [numbers for numbers in series.values() if sorted(numbers) == [*range(1, len(regulation.elements) + 1)]]
    if len(whole) != 1:
        return ""
    by_code = {_code(element, "form"): element.key for element in regulation.elements}
    lines = [f'{by_code[number]} = "{whole[0][number]}"' for number in sorted(whole[0])]
    codes = f"# {whole[0][1]} = U1, …, {whole[0][len(lines)]} = U{len(lines)} ?"
    return "".join(f"\n    {line}" for line in ("[columns]", codes, *lines))


def lines_for_columns(headers: Sequence[str], regulation: Regulation) -> str:
    """Return the lines of skm.toml that would take some columns for the elements whose words they hold, to be checked.

    Examples
    --------
    >>> from skm.regulation import load_regulation
    >>> print(lines_for_columns(["Apakah persyaratan jelas?"], load_regulation("permenpan-14-2017")).strip())
    [columns]
        requirements = "Apakah persyaratan jelas?"
    """
    found: dict[str, list[str]] = {}
    for header in headers:
        if '"' not in header and (key := proposed_element(header, regulation)):
            found.setdefault(key, []).append(" ".join(header.split()))
    # One question under two groups is asked about two things: their mean would be nobody's answer.
    found = {key: texts for key, texts in found.items() if len({_last_part(text) for text in texts}) == len(texts)}
    lines = []
    for key, texts in found.items():
        quoted = [f'"{text}"' for text in texts]
        lines.append(f"{key} = {quoted[0]}" if len(quoted) == 1 else f"{key} = [{', '.join(quoted)}]")
    return "".join(f"\n    {line}" for line in ("[columns]", *lines)) if lines else ""


def _last_part(header: str) -> str:
    return plain((parts_of(header) or [header])[-1])


def _refuse_other_regulation(
    headers: Sequence[str], regulation: Regulation, taken: Mapping[int, Recognised], where: tuple[str, str]
) -> None:
    """Refuse a table that asks what another regulation asks, and one that mixes two."""
    free = [place for place, header in enumerate(headers) if header and place not in taken]
    codes = {int(code[1]) for header in headers if (code := CODE.match(behind_group(header)))}
    keys = {key: place for place, line in taken.items() for key in (line.taken_for,) if key in regulation.keys}
    mixed: list[tuple[str, list[int]]] = []
    for other in (load_regulation(name) for name in REGULATION_IDS if name != regulation.id):
        known = known_headers(other)
        strange = [place for place in free if (found := known.calling(headers[place])) and not found.question]
        also = {c.element for place in (*keys.values(), *strange) if (c := known.calling(headers[place]))}
        all_coded = len(other.elements) > len(regulation.elements) and codes == set(range(1, len(other.elements) + 1))
        if all_coded or (strange and len(also) > len(keys)):
            columns = [Place(*where, column=headers[place]) for place in strange]
            raise DataError("other_regulation", columns or [Place(*where)], fits=other.id, title=other.title)
        if strange and set(regulation.keys) <= set(keys):
            mixed.append((other.title, strange))
    if mixed:
        title, places = mixed[0]
        columns = [Place(*where, column=headers[place]) for place in places]
        ignored = ", ".join(f'"{headers[place]}"' for place in places)
        raise DataError("mixed_regulations", columns, one=regulation.title, other=title, ignored=ignored)


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
        replace(taken.get(place, Recognised(header, "left out", "unknown")), place=place)
        for place, header in enumerate(headers)
        if header
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
