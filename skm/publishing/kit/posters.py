"""The regulation's poster: the figure of the whole or of one unit, who answered, and when.

Its fields are those of the annex; mutu, interval and hash stand beside them in small type.
"""

from dataclasses import dataclass

from skm.publishing.facts import HIDDEN_MARK, NOT_ANSWERED, Facts, Figure, Subject
from skm.publishing.formatting import join_words, spell_count, spell_dates
from skm.publishing.kit.papers import clean
from skm.publishing.kit.sentences import list_stamp_lines, name_of, say, say_contact
from skm.publishing.rendering import render_part
from skm.publishing.stamps import list_stamps, say_hash
from skm.publishing.wording import load_words, say_figure, say_interval, say_period, say_without_index, scale_of

POSTER_VIEWS = ("sex", "education")  # what the annex counts
WIDE_VALUE = 5  # characters of "81,96"; "100,00" is set smaller
ROOMY = 16  # cells and hundreds of characters that fit in large type
LONGEST_SERVICES = 400  # characters of their names together
MOST_SERVICES = 3  # that the poster names; of more it says how many
# Up to so many characters of a name go into type of this class: a longer name is set smaller, never cut.
NAME_CLASSES = ((34, "xl"), (70, "l"), (140, "m"), (260, "s"))
SEXES = {"laki-laki": "male", "perempuan": "female", "male": "male", "female": "female", "l": "male", "p": "female"}


@dataclass(frozen=True)
class Poster:
    """What a poster says, everything formatted."""

    language: str
    title: str
    stamps: tuple[str, ...]
    states: str
    heading: str
    name: str
    name_class: str
    place: str
    period: str
    value_label: str
    value: str
    value_class: str
    notes: tuple[str, ...]
    has_letter: bool
    service_label: str
    service: str
    respondents_label: str
    count_label: str
    count: str
    sex_label: str
    sex: tuple[tuple[str, str], ...]
    education_label: str
    education: tuple[tuple[str, str], ...]
    dates_label: str
    dates: str
    absent: str
    thanks: str
    small: tuple[str, ...]

    @property
    def is_dense(self) -> bool:
        """Whether there is so much to say that it is set in smaller type."""
        texts = (
            self.name,
            self.place,
            self.service,
            *self.stamps,
            *self.small,
            *(label for label, _ in self.education),
        )
        return len(self.sex) + len(self.education) + sum(map(len, texts)) / 100 > ROOMY


def build_poster(facts: Facts, unit: Subject | None = None) -> Poster:
    """Return the poster of the whole, or of a unit."""
    subject = unit or facts.whole
    words = load_words(facts.language)
    name = _name(facts, unit)
    counts = _counts(facts, unit)
    hidden = any(text == HIDDEN_MARK for cells in counts.values() for _, text in cells)
    low, high = scale_of(facts)
    small = (
        words.say("poster.hidden_note", n=facts.minimum_cell) if hidden else "",
        *(say_without_index(facts) if unit is None and any(counts.values()) else ()),
        words.say("poster.scale", low=low, high=high),
        say_contact(facts),
        say_hash(facts),
    )
    value = _value(facts, subject.now)
    return Poster(
        language=facts.language,
        title=words.say("poster.title", name=name, period=say_period(facts)),
        stamps=list_stamp_lines(facts),
        states=words.say("stamp.status"),
        heading=words.say("poster.heading"),
        name=name,
        name_class=name_class(name),
        place=clean(name_of(facts)) if unit is not None and facts.whole.n_units > 1 else "",
        period=_period(facts),
        value_label=words.say("poster.value"),
        value=value,
        value_class="words" if subject.now.printed is None else "long" if len(value) > WIDE_VALUE else "",
        notes=_notes(facts, subject.now),
        has_letter=_has_letter(facts, subject.now),
        service_label=words.say("poster.service"),
        service=clean(_services(facts, unit)),
        respondents_label=words.say("poster.respondents"),
        count_label=words.say("poster.count"),
        count=_people(facts, subject.now),
        sex_label=words.say("poster.sex"),
        sex=counts["sex"],
        education_label=words.say("poster.education"),
        education=counts["education"],
        dates_label=words.say("poster.survey_period"),
        dates=spell_dates(*facts.fieldwork, facts.language) if facts.fieldwork else say_period(facts),
        absent=words.say("poster.protected" if subject.now.hidden else "poster.not_recorded"),
        thanks=words.say("poster.thanks"),
        small=tuple(clean(text) for text in small if text),
    )


def render_poster(poster: Poster) -> bytes:
    """Return a poster as HTML: one file, A4, nothing loaded from elsewhere."""
    return render_part("kit/poster.html", styles=("kit/poster.css",), poster=poster).encode("utf-8")


def say_alt(facts: Facts, unit: Subject | None = None) -> str:
    """Return the text alternative of a printed poster."""
    now = (unit or facts.whole).now
    value = f"{say(facts, 'poster.value')} {_value(facts, now)}"
    count = f"{say(facts, 'poster.count')} {_people(facts, now)}"
    parts = [value, *_notes(facts, now)[:1], count, *(stamp.word for stamp in list_stamps(facts))]
    return say(facts, "poster.alt", name=_name(facts, unit), period=_period(facts), text="; ".join(parts) + ".")


def name_class(name: str) -> str:
    """Return the class of type that a name of this length is set in.

    Examples
    --------
    >>> name_class("Puskesmas 07"), name_class("x" * 120), name_class("x" * 400)
    ('xl', 'm', 'xs')
    """
    return next((style for longest, style in NAME_CLASSES if len(name) <= longest), "xs")


def _name(facts: Facts, unit: Subject | None) -> str:
    return clean(name_of(facts) if unit is None else unit.name)


def _period(facts: Facts) -> str:
    return say_period(facts).upper() if facts.language == "id" else say_period(facts)


def _value(facts: Facts, figure: Figure) -> str:
    if figure.hidden:
        return say(facts, "poster.hidden_value")
    return say(facts, "poster.no_value") if figure.printed is None else say_figure(figure, facts.language)


def _has_letter(facts: Facts, figure: Figure) -> bool:
    """Return whether the first note is a letter; where there is none, nothing is set as large as one."""
    return figure.printed is not None and figure.grade in {grade.letter for grade in facts.regulation.grades}


def _notes(facts: Facts, figure: Figure) -> tuple[str, ...]:
    """Return letter and interval, or the caution that stands in their place."""
    if figure.hidden:
        return (say(facts, "hero.hidden", minimum=facts.minimum_cell),)
    if figure.printed is None:
        return ()
    names = {grade.letter: grade.names[facts.language] for grade in facts.regulation.grades}
    notes = []
    if figure.grade in names:
        notes.append(say(facts, "poster.grade", grade=figure.grade, name=names[figure.grade]))
    if figure.low is not None and figure.high is not None:
        notes.append(say(facts, "poster.interval", interval=say_interval(figure, facts.language)))
    if "F" in figure.marks:
        notes.append(say(facts, "hero.few", n=facts.minimum_respondents))
    elif "E" in figure.marks:
        notes.append(say(facts, "hero.careful"))
    return tuple(notes)


def _people(facts: Facts, figure: Figure) -> str:
    if figure.n is None:
        return say(facts, "poster.protected")
    return say(facts, "poster.people", n=spell_count(figure.n, facts.language))


def _services(facts: Facts, unit: Subject | None) -> str:
    names = [service.name for service in unit.services] if unit is not None else []
    words = load_words(facts.language)
    if not names:
        all_services = words.say("poster.all_services")
        if unit is not None or facts.whole.n_units < 2:
            return all_services
        return f"{all_services}, {words.count('units', facts.whole.n_units)}"
    if len(names) > MOST_SERVICES or sum(map(len, names)) > LONGEST_SERVICES:
        return words.say("poster.many_services", n=spell_count(len(names), facts.language))
    return join_words(names, facts.language)


def _counts(facts: Facts, unit: Subject | None) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return how many respondents of each sex and school there are; nothing where that was not asked."""
    profiles = {profile.view: profile for profile in (facts.profiles if unit is None else unit.profiles)}
    found = {}
    for view in POSTER_VIEWS:
        groups = profiles[view].groups if view in profiles else ()
        found[view] = tuple((_label(facts, view, group), _count(facts, group.now)) for group in groups)
    return found


def _label(facts: Facts, view: str, group: Subject) -> str:
    if group.id == NOT_ANSWERED:
        return say(facts, "poster.unanswered")
    key = SEXES.get(group.id.casefold()) if view == "sex" else None
    return say(facts, f"poster.{key}") if key else clean(group.name)


def _count(facts: Facts, figure: Figure) -> str:
    return HIDDEN_MARK if figure.n is None else spell_count(figure.n, facts.language)
