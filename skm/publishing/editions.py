"""The editions of a period on disk: what was released, when, and with which figures. Nothing here is ever changed."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skm.errors import Place, RequestError
from skm.publishing.published import results_hash
from skm.publishing.release import ReleaseState, Standing
from skm.publishing.revisions import REVISIONS
from skm.tables import read_csv_text

EDITIONS, DRAFT = "editions", "draft"
TRAIL, FIGURES = "edition.json", "figures.json"


@dataclass(frozen=True)
class Edition:
    """One released edition.

    Attributes
    ----------
    number
        1, 2, …
    folder
        `reports/<period>/editions/<number>/`.
    trail
        What edition.json says: when, why, under which hash, who signs.
    figures
        The published figures, as figures.json holds them.
    """

    number: int
    folder: Path
    trail: Mapping[str, Any]
    figures: Mapping[str, Any]

    @property
    def released(self) -> dt.datetime:
        """When it was released."""
        return dt.datetime.fromisoformat(self.trail["released"])

    @property
    def embargo(self) -> dt.datetime | None:
        """The moment before which nothing of it may be passed on."""
        until = self.trail.get("embargo")
        return dt.datetime.fromisoformat(until) if until else None


def read_editions(folder: Path) -> tuple[Edition, ...]:
    """Return the editions of a period, the first one first.

    Parameters
    ----------
    folder
        `reports/<period>/`.

    Raises
    ------
    RequestError
        The data of an edition are not there, or not those that were released.
    """
    numbered = sorted(
        (int(path.name), path)
        for path in (folder / EDITIONS).glob("*")
        if path.name.isascii() and path.name.isdecimal() and path.is_dir()
    )
    return tuple(_read_edition(number, path) for number, path in numbered)


def _read_edition(number: int, folder: Path) -> Edition:
    try:
        trail, figures = (json.loads((folder / name).read_text(encoding="utf-8")) for name in (TRAIL, FIGURES))
        dt.datetime.fromisoformat(trail["released"])
        is_whole = trail["hash"] == results_hash(figures)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestError("edition_damaged", [Place(str(folder))], edition=number) from error
    if not is_whole:
        raise RequestError("edition_damaged", [Place(str(folder))], edition=number)
    return Edition(number, folder, trail, figures)


def read_standings(survey: Any, reports: Path) -> dict[str, Standing]:
    """Return what has been released of every period; the key "" stands for a period of which nothing has.

    Parameters
    ----------
    survey
        A `Survey`: what `[release]` announces.
    reports
        The folder with a folder for each period.
    """
    plain = announced_state(survey)
    found = {folder.parent.name: read_editions(folder.parent) for folder in sorted(reports.glob(f"*/{EDITIONS}"))}
    figures = {period: editions[-1].figures for period, editions in found.items() if editions}
    standings = {"": Standing(plain, None, figures)}
    for period, editions in found.items():
        earlier = tuple(edition.figures for edition in editions)
        for edition in editions[-1:]:
            state = ReleaseState(
                edition=edition.number,
                released=edition.released,
                announced=plain.announced,
                following=plain.following,
                embargo=plain.embargo,
                home="../../",
            )
            others = {other: released for other, released in figures.items() if other != period}
            standings[period] = Standing(state, edition.figures, others, DRAFT, edition.embargo, earlier)
    return standings


def announced_state(survey: Any) -> ReleaseState:
    """Return the state of figures that nobody has released: what the settings announce."""
    return ReleaseState(announced=survey.release.date, following=survey.release.next, embargo=survey.embargo)


def read_moved(reports: Path) -> dict[str, tuple[int, list[str]]]:
    """Return by period the last edition and the released figures that the draft beside it shows otherwise.

    Parameters
    ----------
    reports
        The folder with a folder for each period.
    """
    found = {}
    for path in sorted(reports.glob(f"*/{DRAFT}/{REVISIONS}")):
        period = path.parent.parent
        lines = read_csv_text(path).to_dict("records")
        texts = [
            f"{r['name'] or r['id']} {r['measure']}: {r['released'] or '..'} {r['grade_released']}".rstrip()
            + f" -> {r['now'] or '..'} {r['grade_now']}".rstrip()
            for r in lines
        ]
        editions = read_editions(period)
        if texts and editions:
            found[period.name] = (editions[-1].number, texts)
    return found
