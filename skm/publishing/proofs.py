"""The evidence pack: for each unit a folder with its files, their hashes, and what is missing, said first.

It is put together when everything else of a period is written, since it copies and hashes what stands there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skm.followups import load_rubric
from skm.publishing import wording
from skm.publishing.blocks import Stamp
from skm.publishing.content import say_footer
from skm.publishing.facts import Facts, FollowUp, Subject
from skm.publishing.formatting import capital, join_words, spell, spell_count, spell_dates
from skm.publishing.naming import FOLDER as UNIT_FOLDER
from skm.publishing.naming import name_files
from skm.publishing.rendering import render_template
from skm.publishing.stamps import list_stamps, spell_moment
from skm.tables import sha256_of, write_whole

FOLDER = "bukti"
PAGE = "index.html"
REPORT, PICTURED = "laporan", "poster"  # how the copies are called
POSTER_ENDINGS = (".html", ".png", ".pdf")


@dataclass(frozen=True)
class Line:
    """One line of a table: what it is about, what is there, and where it leads."""

    head: str
    text: str
    link: str = ""


@dataclass(frozen=True)
class Listing:
    """A table of two columns with its heading."""

    title: str
    columns: tuple[str, str]
    rows: tuple[Line, ...]
    note: str = ""
    style: str = ""


@dataclass(frozen=True)
class ProofPage:
    """The page of one folder of evidence."""

    language: str
    title: str
    strapline: str
    stamps: tuple[Stamp, ...]
    missing_heading: str
    missing: tuple[str, ...]
    complete: str
    tables: tuple[Listing, ...]
    footer: tuple[str, ...]


def write_proofs(facts_by_language: Mapping[str, Facts], folder: Path) -> None:
    """Write `bukti/`: a page for the period, and for each unit a folder with a page and copies of its files.

    Parameters
    ----------
    facts_by_language
        The facts of the period by language, the survey's own first.
    folder
        `reports/<period>/`, in which everything else of the period stands already.
    """
    facts = next(iter(facts_by_language.values()))
    names = name_files(unit.id for unit in facts.units)
    lines = []
    for unit in facts.units:
        place = folder / FOLDER / names[unit.id]
        files = _copied(folder, place, names[unit.id])
        page = build_proof_page(facts, unit, files)
        write_whole(place / PAGE, render_template("proof.html", page))
        lines.append((unit, f"{names[unit.id]}/{PAGE}", len(page.missing)))
    write_whole(folder / FOLDER / PAGE, render_template("proof.html", build_overview(facts, lines)))


def _copied(folder: Path, place: Path, name: str) -> dict[str, str]:
    """Copy the files of a unit into its folder of evidence; return the SHA-256 of each by its name there."""
    wanted = {f"{REPORT}.html": f"{UNIT_FOLDER}/{name}.html", f"{REPORT}.docx": f"{UNIT_FOLDER}/{name}.docx"}
    wanted |= {f"{PICTURED}{ending}": f"humas/{PICTURED}/{name}{ending}" for ending in POSTER_ENDINGS}
    found = {}
    for target, source in wanted.items():
        path = folder / source
        if path.is_file():
            write_whole(place / target, path.read_bytes())
            found[target] = sha256_of(path)
    return found


def build_proof_page(facts: Facts, unit: Subject, files: Mapping[str, str]) -> ProofPage:
    """Return the page of a unit's evidence.

    Parameters
    ----------
    files
        SHA-256 by the name of each file in the folder.
    """
    words = wording.load_words(facts.language)
    entry = facts.followups.get(unit.id, FollowUp(unit.id))
    items = Listing(
        words.say("proofs.items"),
        (words.say("proofs.item"), words.say("proofs.content")),
        tuple(_items(facts, unit, entry)),
        words.say("proofs.rubric"),
    )
    listed = tuple(Line(name, digest, name) for name, digest in files.items())
    columns = (words.say("proofs.file"), words.say("proofs.hash"))
    tables = (items, Listing(words.say("proofs.files"), columns, listed, style="files")) if listed else (items,)
    return _page(facts, words.say("proofs.title", name=unit.name), _lacks(facts, unit, entry, files), tables)


def build_overview(facts: Facts, lines: list[tuple[Subject, str, int]]) -> ProofPage:
    """Return the page that leads to the evidence of all units, in the official order.

    Parameters
    ----------
    lines
        Each unit, where its page is, and how much is missing there.
    """
    words = wording.load_words(facts.language)
    rows = tuple(
        Line(unit.name, spell_count(n, facts.language) if n else words.say("proofs.nothing_open"), link)
        for unit, link, n in lines
    )
    listing = Listing(words.say("proofs.units"), (words.say("proofs.units"), words.say("proofs.open")), rows)
    whole = facts.followups.get("", FollowUp(""))
    own = Listing(
        words.say("proofs.items"),
        (words.say("proofs.item"), words.say("proofs.content")),
        tuple(_items(facts, facts.whole, whole)),
        words.say("proofs.rubric"),
    )
    missing = [] if facts.release.is_official else [words.say("proofs.lacks_release", period=facts.period)]
    return _page(facts, words.say("proofs.title", name=facts.name), missing, (own, listing))


def _page(facts: Facts, title: str, missing: list[str], tables: tuple[Listing, ...]) -> ProofPage:
    words, stamps = wording.load_words(facts.language), list_stamps(facts)
    return ProofPage(
        language=facts.language,
        title=title,
        strapline=words.say("proofs.strapline", survey=facts.name, period=wording.say_period(facts)),
        stamps=stamps,
        missing_heading=words.say("proofs.missing"),
        missing=tuple(missing),
        complete=words.say("proofs.complete"),
        tables=tables,
        footer=say_footer(facts, stamps),
    )


def _items(facts: Facts, unit: Subject, entry: FollowUp) -> list[Line]:
    """Return what is there, in the order of the evaluation's items."""
    words = wording.load_words(facts.language)

    def line(name: str, text: str) -> Line:
        return Line(words.say(f"proofs.{name}"), text)

    lines = []
    if unit.now.printed is not None:
        lines.append(line("survey", _say_survey(facts, unit)))
    if facts.release.is_official and facts.release.released is not None:
        moment = spell_moment(facts.release.released, facts.language)
        lines.append(line("release", words.say("proofs.release_text", edition=facts.release.edition, moment=moment)))
    if entry.media:
        names = load_rubric().media_names[facts.language]
        kinds = join_words([names[kind] for kind in dict.fromkeys(m.kind for m in entry.media)], facts.language)
        lines.append(line("media", words.say("proofs.media_kinds", n=entry.media_kinds, kinds=kinds)))
        for medium in entry.media:
            when = "" if medium.date is None else spell_dates(medium.date, medium.date, facts.language)
            text = ", ".join(part for part in (medium.title, when, medium.proof) if part)
            lines.append(Line(capital(names[medium.kind]), text or "–"))
    if entry.plan:
        lines.append(line("plan", words.say("proofs.plan_text", n=spell_count(len(entry.plan), facts.language))))
    if entry.share is not None:
        share = spell(float(entry.share), 1, facts.language)
        done = {"done": entry.done, "planned": len(entry.review), "share": share, "band": entry.band}
        lines.append(line("review", words.say("proofs.review_text", **done)))
    if entry.months is not None:
        key = "speed_text" if entry.months_band is not None else "speed_beyond"
        lines.append(line("speed", words.say(f"proofs.{key}", months=entry.months, band=entry.months_band)))
    return lines


def _say_survey(facts: Facts, unit: Subject) -> str:
    words, index = wording.load_words(facts.language), wording.say_figure(unit.now, facts.language)
    if unit.now.n is None:
        return words.say("proofs.survey_small", index=index)
    n = words.count("respondents", unit.now.n)
    if facts.fieldwork is None:
        return words.say("proofs.survey_text_dateless", n=n, index=index)
    return words.say("proofs.survey_text", n=n, index=index, dates=spell_dates(*facts.fieldwork, facts.language))


def _lacks(facts: Facts, unit: Subject, entry: FollowUp, files: Mapping[str, str]) -> list[str]:
    """Return what is missing, in the order of the evaluation's items."""
    words = wording.load_words(facts.language)
    undone = len(entry.review) - entry.done
    unproven = sum(action.status == "done" and not action.proof for action in entry.review)
    absent = sum(action.status == "done" and action.proof_absent for action in entry.review)
    lacking = {
        "survey": unit.now.printed is None and not unit.now.hidden,
        "release": not facts.release.is_official,
        "media": not entry.media,
        "plan": not entry.plan,
        "review": facts.previous is not None and not entry.review,
        "progress": undone > 0,
        "dates": entry.done > 0 and entry.months is None,
        "proof": unproven > 0,
        "file": absent > 0,
        "poster": not any(name.startswith(PICTURED) for name in files),
        "report": f"{REPORT}.docx" not in files,
    }
    counts = {"progress": undone, "proof": unproven, "file": absent}
    return [
        words.say(f"proofs.lacks_{name}", period=facts.period, n=spell_count(counts.get(name, 0), facts.language))
        for name, is_lacking in lacking.items()
        if is_lacking
    ]
