"""One edition: everything that a period publishes, frozen in one folder that appears whole or not at all."""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from skm.errors import Place, RequestError, SettingsError
from skm.moments import zone_of
from skm.moving import move_together
from skm.periods import named_period
from skm.pipeline import Processed, read_processed
from skm.provenance import RECORD
from skm.publishing import (
    DRAFT,
    EDITIONS,
    FIGURES,
    TRAIL,
    Edition,
    Facts,
    Revision,
    Standing,
    add_pictures,
    announced_state,
    canonical_bytes,
    forget_pictures,
    gather_periods,
    is_picture,
    published_figures,
    read_editions,
    read_standings,
    write_annual_page,
    write_list,
    write_outputs,
)
from skm.releasing.blocking import check_gaps, find_missing, refuse_stale
from skm.survey import Survey
from skm.tables import files_below, prepared_folder, sha256_of, write_whole

ADDED = "berkas-tambahan"  # in an edition: what people added to the folder, or wrote into its files, as it was

FactsByLanguage = Mapping[str, Facts]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Released:
    """What a release has made: the edition's number and folder, its hash, what it changed and what it keeps back."""

    period: str
    edition: int
    folder: Path
    results_hash: str
    revisions: tuple[Revision, ...]
    added: tuple[str, ...]
    kept_back: tuple[str, ...] = ()
    unprinted: RequestError | None = None

    @property
    def page(self) -> Path:
        """The official page of the period."""
        return self.folder.parent.parent / "index.html"


def release_period(
    survey: Survey,
    period: str,
    *,
    now: dt.datetime,
    embargo: dt.datetime | None = None,
    reason: str = "",
    without: Sequence[str] = (),
    pictures: bool = False,
    progress: Progress | None = None,
) -> Released:
    """Freeze everything that a period publishes as its next edition.

    Parameters
    ----------
    survey
        A survey with a folder that has been run.
    period
        Which one; as people write it.
    now
        When it is released, with its zone.
    embargo
        The moment before which nothing may be passed on; that of `[release]` where it is not given.
    reason
        Why a further edition is released; the first one needs none.
    without
        Units, or refused files, that this edition goes without.
    pictures
        Whether the cards of both languages are drawn and the posters printed; where nothing prints, `unprinted` of the
        result says so, and the release goes on.
    progress
        Called with (stage, done, total) while posters are printed.

    Raises
    ------
    SkmError
        It can't be released: simulated answers, figures that are not of the files as they are, files or units that are
        missing and were not named, no reason for a further edition. Nothing is written then.
    """
    if survey.simulated:
        raise SettingsError("release_simulated", [Place("skm.toml", column="survey.simulated", value="true")])
    found, folder = read_processed(survey), survey.folder or Path()
    period = period if period in found.periods else named_period(period)
    if period not in found.periods:
        raise RequestError("unknown_period", name=period, known=", ".join(found.periods))
    refuse_stale(survey, found.record)
    embargo = embargo or survey.embargo
    if embargo is not None and embargo <= now:
        raise RequestError("release_embargo_past", [Place(value=embargo.isoformat(" ", "minutes"))])
    editions = read_editions(folder / "reports" / period)
    standings = read_standings(survey, folder / "reports")
    drafts = _gather(survey, found, standings)[period]
    own = next(iter(drafts.values()))
    if editions and not reason.strip():
        moved = [Place(value=spell_revision(revision)) for revision in own.release.revisions]
        raise RequestError("release_needs_reason", moved, edition=editions[-1].number, n=len(moved))
    names = check_gaps(own, find_missing(own, found.record), without)
    state = replace(
        announced_state(survey),
        status="official",
        edition=editions[-1].number + 1 if editions else 1,
        released=now.astimezone(zone_of(survey.timezone)).replace(microsecond=0, second=0),
        embargo=embargo,
        without=names,
        reason=" ".join(reason.split()),
    )
    others = {name: figures for name, figures in standings[""].others.items() if name != period}
    earlier = tuple(edition.figures for edition in editions)
    standings[period] = Standing(state, earlier[-1] if earlier else None, others, earlier=earlier)
    gathered = _gather(survey, found, standings)
    draw = partial(_draw, progress=progress) if pictures else None
    return _freeze(survey, found, gathered, standings, period, editions, draw)


def _gather(survey: Survey, found: Processed, standings: Mapping[str, Standing]) -> dict[str, FactsByLanguage]:
    return gather_periods(survey, found.indices, found.changes, standings, evidence=found.evidence)


def _freeze(
    survey: Survey,
    found: Processed,
    gathered: Mapping[str, FactsByLanguage],
    standings: Mapping[str, Standing],
    period: str,
    editions: Sequence[Edition],
    draw: Callable[[FactsByLanguage, Path], RequestError | None] | None,
) -> Released:
    """Prepare the edition and what is official now beside everything else, and put both in place together."""
    folder = survey.folder or Path()
    reports = folder / "reports" / period
    facts = gathered[period]
    state = next(iter(facts.values())).release
    target = reports / EDITIONS / str(state.edition)
    known = {name: digest for name, digest in found.record["outputs"].items() if name.startswith(f"reports/{period}/")}
    own = _own_digests(known, period, editions)
    added = tuple(name for name in added_by_hand(reports, own) if not is_picture(name))  # drawn from a draft
    with prepared_folder(folder) as staging:
        edition, current = staging / "edition", staging / "reports"
        write_outputs(_at_depth(facts, 3), edition)
        unprinted = draw(facts, edition) if draw is not None else None
        made = files_below(edition)
        for name, path in made.items():
            _copy(path, current / period / name)
        write_annual_page(_at_depth(facts, 1), current / period)
        for name in added:
            _copy(reports / name, edition / ADDED / name)
        write_list(gathered, standings, current)
        write_whole(edition / FIGURES, canonical_bytes(published_figures(next(iter(facts.values())))))
        write_whole(edition / TRAIL, _trail(survey, facts, edition, current / period, folder))
        moves = {target: edition}
        moves |= {folder / "reports" / name: path for name, path in files_below(current).items()}
        forget_pictures(reports, current / period)
        move_together(moves, staging / "older")
    _clear(reports, set(made), set(_names_in(known, period)))
    kept = next(iter(facts.values())).kept_back
    return Released(period, state.edition, target, state.results_hash, state.revisions, added, kept, unprinted)


def _draw(facts: FactsByLanguage, edition: Path, *, progress: Progress | None) -> RequestError | None:
    """Draw the cards and print the posters of an edition; return why posters are not on paper, None where they are.

    Where nothing that prints is installed, the release goes on: the posters are there as HTML.
    """
    try:
        add_pictures(_at_depth(facts, 3), edition, progress)
    except RequestError as error:
        return error
    return None


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _at_depth(facts: FactsByLanguage, depth: int) -> FactsByLanguage:
    """Return facts whose pages lead up to the list of periods from so many folders below it."""
    return {name: replace(one, release=replace(one.release, home="../" * depth)) for name, one in facts.items()}


def _trail(survey: Survey, facts: FactsByLanguage, edition: Path, current: Path, folder: Path) -> bytes:
    """Return edition.json: who released what when and why. No person is named but who signs."""
    own = next(iter(facts.values()))
    state = own.release
    publisher = survey.publisher
    trail = {
        "period": own.period,
        "edition": state.edition,
        "released": state.released.isoformat() if state.released else "",
        "who": publisher.institution or survey.name,
        "signatory": publisher.signatory,
        "reason": state.reason,
        "embargo": state.embargo.isoformat() if state.embargo else None,
        "without": list(state.without),
        "hash": state.results_hash,
        "revisions": [spell_revision(revision) for revision in state.revisions],
        "skm": version("skm"),
        "run": sha256_of(folder / RECORD),
        "files": {name: sha256_of(path) for name, path in files_below(edition).items()},
        "current": {name: sha256_of(path) for name, path in files_below(current).items()},
    }
    return (json.dumps(trail, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def spell_revision(revision: Revision) -> str:
    """Return a revision as one short text, for a trail or a message; figures with a decimal point.

    Examples
    --------
    >>> from decimal import Decimal
    >>> spell_revision(Revision("2025", "all", "", "all", "", "index", Decimal("81.96"), Decimal("81.99"), "B", "B"))
    '2025 all index: 81.96 B -> 81.99 B'
    """
    sides = ((revision.before, revision.letter_before), (revision.now, revision.letter_now))
    before, now = (
        " ".join(str(part) for part in (".." if value is None else value, letter) if part) for value, letter in sides
    )
    subject = revision.name or revision.id
    return f"{revision.period} {subject} {revision.measure}: {before} -> {now}"


def added_by_hand(reports: Path, own: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the files of a period's folder that are not as the program wrote them, or that it did not write.

    Parameters
    ----------
    reports
        `reports/<period>/`.
    own
        By name there, the SHA-256 that each file has had from the program.
    """
    found = []
    for name, path in files_below(reports).items() if reports.is_dir() else ():
        if name.startswith(f"{EDITIONS}/") or Path(name).name.startswith((".", "~$")):
            continue
        if sha256_of(path) not in own.get(name, frozenset()):
            found.append(name)
    return tuple(found)


def _own_digests(known: Mapping[str, str], period: str, editions: Sequence[Edition]) -> dict[str, frozenset[str]]:
    digests: dict[str, set[str]] = {}
    written = [{name.removeprefix(f"reports/{period}/"): digest for name, digest in known.items()}]
    written += [edition.trail.get("current", {}) for edition in editions[-1:]]
    for names in written:
        for name, digest in names.items():
            digests.setdefault(name, set()).add(digest)
    return {name: frozenset(values) for name, values in digests.items()}


def _names_in(known: Mapping[str, str], period: str) -> list[str]:
    return [name.removeprefix(f"reports/{period}/") for name in known]


def _clear(reports: Path, made: set[str], known: set[str]) -> None:
    """Remove what is a draft no longer: the draft folder, and files of the last run that this release has not made."""
    shutil.rmtree(reports / DRAFT, ignore_errors=True)
    for name in sorted(known - made):
        (reports / name).unlink(missing_ok=True)
