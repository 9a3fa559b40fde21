"""The press office's kit, `humas/`: every text, poster and card of a period from one set of facts.

    facts → sentences     sentences: what is said, by rule; the texts are in templates/words/<language>/kit.toml
    sentences → papers    press, questions, checklist; papers writes them as Markdown and Word files
    facts → pages         sheets (the fact sheet), posters (the regulation's poster, the whole's and each unit's)
    facts → pictures      cards (what they say), drawing (how they look); printing puts posters on paper
    facts → tables        workbooks: fakta.xlsx

What a run writes without being asked takes a second; `draw_pictures` makes the rest, once a poster is wanted on paper.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from skm.periods import kind_of
from skm.publishing.facts import Facts
from skm.publishing.kit.aging import drop_old_pictures, is_picture
from skm.publishing.kit.browsers import NotPrintedError
from skm.publishing.kit.cards import Card, build_cards
from skm.publishing.kit.checklist import write_checklist
from skm.publishing.kit.drawing import SIZES, draw_card
from skm.publishing.kit.papers import markdown_of, word_of
from skm.publishing.kit.posters import build_poster, render_poster, say_alt
from skm.publishing.kit.press import write_press_release
from skm.publishing.kit.printing import Progress, print_posters
from skm.publishing.kit.questions import write_questions
from skm.publishing.kit.sheets import build_sheet, render_sheet
from skm.publishing.kit.workbooks import write_fact_book
from skm.publishing.naming import name_files
from skm.tables import safe_name, write_whole

__all__ = [
    "CARD_FOLDER",
    "KIT_FOLDER",
    "POSTER_FOLDER",
    "NotPrintedError",
    "Progress",
    "draw_pictures",
    "forget_pictures",
    "is_picture",
    "list_poster_keys",
    "write_cards",
    "write_papers",
    "write_posters",
]

KIT_FOLDER, POSTER_FOLDER, CARD_FOLDER = "humas", "poster", "kartu"
WHOLE_KEY = ""  # of the whole's poster; no unit has an empty id
POSTER_LANGUAGE = "id"  # of the units' posters: the regulation's form is Indonesian

FactsByLanguage = Mapping[str, Facts]


def forget_pictures(reports: Path, written: Path) -> tuple[Path, ...]:
    """Remove the pictures in `reports` that the run in `written` neither draws again nor leaves true; return them."""
    return drop_old_pictures(reports, written, KIT_FOLDER)


def _own(facts: FactsByLanguage) -> Facts:
    return next(iter(facts.values()))


def write_papers(facts: FactsByLanguage, folder: Path) -> None:
    """Write texts and fact sheets in both languages, the checklist and the tables in the survey's own.

    Parameters
    ----------
    facts
        The facts of the period by language, the survey's own first.
    folder
        `reports/<period>/`.
    """
    kit = folder / KIT_FOLDER
    for language, own in facts.items():
        release = write_press_release(own)
        write_whole(kit / f"siaran-pers.{language}.md", markdown_of(release))
        write_whole(kit / f"siaran-pers.{language}.docx", word_of(release))
        write_whole(kit / f"tanya-jawab.{language}.md", markdown_of(write_questions(own)))
        write_whole(kit / f"lembar-fakta.{language}.html", render_sheet(build_sheet(own)))
    write_whole(kit / "CEK.md", markdown_of(write_checklist(_own(facts))))
    write_whole(kit / "alt.json", _alt_bytes(facts))
    write_fact_book(_own(facts), kit / "fakta.xlsx")


def list_poster_keys(facts: FactsByLanguage) -> Sequence[str]:
    """Return which posters a period has: the whole's, and one of each unit where there are several."""
    units = _own(facts).units
    return (WHOLE_KEY, *(unit.id for unit in units)) if len(units) > 1 else (WHOLE_KEY,)


def write_posters(facts: FactsByLanguage, folder: Path, keys: Sequence[str]) -> None:
    """Write the posters of some units as HTML, and for the key "" those of the whole in both languages."""
    kit = folder / KIT_FOLDER
    own = facts[POSTER_LANGUAGE]
    names = _poster_files(own)
    units = {unit.id: unit for unit in own.units}
    for key in keys:
        if key == WHOLE_KEY:
            for language, one in facts.items():
                write_whole(kit / _whole_poster(language), render_poster(build_poster(one)))
        else:
            write_whole(kit / POSTER_FOLDER / f"{names[key]}.html", render_poster(build_poster(own, units[key])))


def _poster_files(facts: Facts) -> Mapping[str, str]:
    return name_files(unit.id for unit in facts.units)


def _whole_poster(language: str) -> str:
    return "poster.html" if language == POSTER_LANGUAGE else f"poster.{language}.html"


def write_cards(facts: FactsByLanguage, folder: Path) -> None:
    """Write the cards of the newest period in the survey's own language; `draw_pictures` draws the others."""
    if _own(facts).is_latest:
        _draw_cards(_own(facts), folder)


def draw_pictures(facts: FactsByLanguage, folder: Path, *, tabs: int = 1, progress: Progress | None = None) -> None:
    """Draw the cards that `write_cards` leaves out, and print every poster of the period as PDF and PNG.

    Parameters
    ----------
    facts
        The facts of the period by language.
    folder
        `reports/<period>/`, in which the posters stand as HTML.
    tabs
        How many posters are printed at a time.
    progress
        Called with (stage, done, total).

    Raises
    ------
    NotPrintedError
        No program that prints is installed, or it does not answer; the cards are drawn all the same.
    """
    for own in facts.values():
        if not (own is _own(facts) and own.is_latest):
            _draw_cards(own, folder)
    kit = folder / KIT_FOLDER
    names = [_whole_poster(language) for language in facts]
    names += [f"{POSTER_FOLDER}/{_poster_files(_own(facts))[key]}.html" for key in list_poster_keys(facts) if key]
    print_posters([kit / name for name in names], tabs=tabs, progress=progress)


def _draw_cards(facts: Facts, folder: Path) -> None:
    for card in build_cards(facts):
        for width, height in SIZES:
            name = _card_file(facts, card, width, height)
            write_whole(folder / KIT_FOLDER / CARD_FOLDER / name, draw_card(card, width, height))


def _card_file(facts: Facts, card: Card, width: int, height: int) -> str:
    period = safe_name(facts.period) if kind_of(facts.period) == "other" else facts.period
    return f"skm-{period}-{card.message}-{width}x{height}.{card.language}.png".lower()


def _alt_bytes(facts: FactsByLanguage) -> bytes:
    """Return the text alternative of every picture of the kit by its file, in both languages."""
    cards = {language: {card.message: card for card in build_cards(own)} for language, own in facts.items()}
    found = {}
    for language, own in facts.items():
        for message, card in cards[language].items():
            texts = {other: cards[other][message].alt for other in sorted(cards) if message in cards[other]}
            for width, height in SIZES:
                found[f"{CARD_FOLDER}/{_card_file(own, card, width, height)}"] = texts
    for language in facts:
        name = _whole_poster(language).removesuffix(".html")
        found[f"{name}.png"] = {other: say_alt(one) for other, one in sorted(facts.items())}
    names = _poster_files(_own(facts))
    by_unit = {language: {unit.id: unit for unit in own.units} for language, own in facts.items()}
    for key in list_poster_keys(facts):
        if key:
            texts = {other: say_alt(one, by_unit[other][key]) for other, one in sorted(facts.items())}
            found[f"{POSTER_FOLDER}/{names[key]}.png"] = texts
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
