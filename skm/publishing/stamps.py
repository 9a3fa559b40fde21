"""The states of a period's figures in words, the same on page, poster, cards, press text and workbook."""

import datetime as dt
from collections.abc import Sequence

from babel.dates import format_date, format_datetime

from skm.moments import zone_name
from skm.publishing.blocks import Stamp
from skm.publishing.facts import Facts
from skm.publishing.formatting import join_words, spell_count, spell_period
from skm.publishing.wording import load_words


def list_stamps(facts: Facts) -> tuple[Stamp, ...]:
    """Return the states of a period: simulated, draft or official, under embargo, without some units.

    Every file that goes out carries each of them, as word and text.
    """
    words, state = load_words(facts.language), facts.release
    stamps = []
    if facts.simulated:
        stamps.append(Stamp(words.say("stamp.simulated"), words.say("stamp.simulated_text")))
    stamps.append(_official(facts) if state.is_official else _draft(facts))
    if state.embargo is not None:
        stamps.append(Stamp(say_embargo(facts), words.say("release.embargo_text")))
    if state.without:
        names = join_words(state.without, facts.language)
        word = words.say("release.without", units=words.count("plain_units", len(state.without)))
        stamps.append(Stamp(word, words.say("release.without_text", names=names)))
    return tuple(stamps)


def list_stamps_of_all(periods: Sequence[Facts]) -> tuple[Stamp, ...]:
    """Return the states of a list of periods: it is a draft as long as one of them is."""
    words = load_words(periods[-1].language)
    simulated = Stamp(words.say("stamp.simulated"), words.say("stamp.simulated_text"))
    drafts = [facts for facts in periods if not facts.release.is_official]
    if not drafts:
        state = Stamp(words.say("release.all_official"), words.say("release.all_official_text"))
    elif len(drafts) == len(periods):
        state = Stamp(words.say("stamp.draft"), words.say("stamp.draft_text"))
    else:
        names = join_words([spell_period(facts.period, facts.language) for facts in drafts], drafts[0].language)
        state = Stamp(words.say("stamp.draft"), words.say("release.some_drafts", periods=names))
    moments = [facts.release.embargo for facts in periods if facts.release.embargo is not None]
    last = next((facts for facts in periods if facts.release.embargo == max(moments)), None) if moments else None
    embargo = [Stamp(say_embargo(last), words.say("release.embargo_text"))] if last is not None else []
    return (*([simulated] if periods[-1].simulated else []), state, *embargo)


def say_status(facts: Facts) -> str:
    """Return in one word whether a period is a draft, or which edition of it is official."""
    words, state = load_words(facts.language), facts.release
    return words.say("release.official", edition=state.edition) if state.is_official else words.say("stamp.draft")


def say_state(facts: Facts) -> str:
    """Return all states in one line, "" where the figures are official and nothing else is to be said."""
    stamps = list_stamps(facts)
    plain = facts.release.is_official and len(stamps) == 1
    return "" if plain else " – ".join(stamp.word for stamp in stamps)


def say_embargo(facts: Facts) -> str:
    """Return until when nothing may be passed on, with day, hour and zone; "" where there is no embargo."""
    moment = facts.release.embargo
    if moment is None:
        return ""
    return load_words(facts.language).say("release.embargo", moment=spell_moment(moment, facts.language))


def say_hash(facts: Facts) -> str:
    """Return the printed part of the results hash with its name: by it a page, a poster and a card are one set."""
    return load_words(facts.language).say("release.hash", hash=facts.release.hash_shown)


def say_release(facts: Facts) -> str:
    """Return when it was released, or is announced to be, and when the next release is."""
    words, state = load_words(facts.language), facts.release
    if state.is_official and state.released is not None:
        text = words.say("release.released", moment=spell_moment(state.released, facts.language), edition=state.edition)
    elif state.announced is not None:
        text = words.say("release.announced", date=spell_day(state.announced, facts.language))
    else:
        text = words.say("head.release")
    if state.following is None:
        return text
    return f"{text}. {words.say('release.following', date=spell_day(state.following, facts.language))}"


def spell_moment(moment: dt.datetime, language: str) -> str:
    """Return a moment with its day of the week, hour and zone.

    Examples
    --------
    >>> spell_moment(dt.datetime(2025, 12, 15, 9, tzinfo=dt.timezone(dt.timedelta(hours=7))), "id")
    'Senin, 15 Desember 2025, pukul 09.00 WIB'
    """
    zone = zone_name(moment)
    local = moment.replace(tzinfo=None)  # Babel would take a zone to UTC; the office reads its own hours
    pattern = "EEEE, d MMMM y, 'pukul' HH.mm" if language == "id" else "EEEE, d MMMM y, HH:mm"
    return f"{format_datetime(local, pattern, locale=language)} {zone}"


def spell_day(day: dt.date, language: str) -> str:
    """Return a day as people read it.

    Examples
    --------
    >>> spell_day(dt.date(2025, 12, 15), "id")
    '15 Desember 2025'
    """
    return format_date(day, "d MMMM y", locale=language)


def _official(facts: Facts) -> Stamp:
    words, state = load_words(facts.language), facts.release
    key = "corrected" if state.revisions else "official"
    moment = spell_moment(state.released, facts.language) if state.released else ""
    return Stamp(
        words.say(f"release.{key}", edition=state.edition), words.say("release.official_text", moment=moment).strip()
    )


def _draft(facts: Facts) -> Stamp:
    """Return the stamp of a draft, with how many units it has where files could not be used."""
    words, state = load_words(facts.language), facts.release
    text = words.say("stamp.draft_text")
    if state.edition and state.released is not None:
        day = spell_day(state.released.date(), facts.language)
        text = words.say("release.draft_after", edition=state.edition, date=day)
    if not facts.refused:
        return Stamp(words.say("stamp.draft"), text)
    read = max(facts.whole.n_units, 1)
    known = len(facts.units) if facts.registered else read + facts.refused
    slots = {"read": spell_count(read, facts.language), "all": spell_count(known, facts.language)}
    word = words.say("stamp.incomplete", **slots) if known > read else words.say("stamp.draft")
    return Stamp(word, words.say("stamp.incomplete_text", refused=spell_count(facts.refused, facts.language)))
