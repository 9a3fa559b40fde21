"""The pages of all periods, and the page that leads to them; each file is written whole or not at all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from skm.errors import Place, RequestError
from skm.moving import finish_moves
from skm.periods import NO_PERIOD, kind_of
from skm.publishing.content import build_periods_page
from skm.publishing.editions import read_standings
from skm.publishing.evidence import Evidence
from skm.publishing.gathering import gather_languages
from skm.publishing.jobs import Period, write_periods
from skm.publishing.kit import NotPrintedError, Progress
from skm.publishing.outputs import FactsByLanguage, add_pictures
from skm.publishing.protection import protect
from skm.publishing.published import as_released
from skm.publishing.reading import list_periods, read_book, read_register
from skm.publishing.release import Standing
from skm.publishing.rendering import render_page
from skm.publishing.resting import collector_at_rest
from skm.publishing.wording import LANGUAGES
from skm.tables import write_whole


def write_report(  # noqa: PLR0913  what is published, where, and how are what a caller may say
    survey: Any,
    indices: Any,
    changes: Any | None = None,
    folder: str | Path = "reports",
    *,
    evidence: Evidence | None = None,
    language: str | None = None,
    standings: Mapping[str, Standing] | None = None,
    jobs: int | None = 1,
    meanwhile: Callable[[], None] | None = None,
    processes: ProcessPoolExecutor | None = None,
    pictures: Collection[str] = (),
    only: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write the page of every period and the page that leads to them; return the path of the latter.

    Parameters
    ----------
    survey
        A `Survey`: name, language, what may be published.
    indices
        An `IndexTable`.
    changes
        A `ChangeTable` of the same periods; without it nothing is compared.
    folder
        Where `<period>/index.html` and `index.html` go. Each file is written whole or not at all.
    evidence
        What can be said beside the figures: answers, quality, files, exclusions, dates.
    language
        "id" or "en"; the survey's language by default.
    standings
        What has been released of each period, "" for the others; read from `folder` where it is not given. The pages
        of a period that has been released go to `<period>/draft/`.
    jobs
        How many processes write; None for as many as the cores and the units are worth. More than one needs a program
        that can be imported anew (`if __name__ == "__main__":`). The files are the same, whatever the number.
    meanwhile
        What this process does first, while others write.
    processes
        Those of `early_processes`, where they have been started.
    pictures
        The periods, by the names of their folders, whose cards are drawn in both languages and whose posters are
        printed as PDF and PNG.
    only
        The periods that are written; None for all. The page that leads to them names all in any case.
    progress
        Called with (stage, done, total) while files are written and posters printed.

    Returns
    -------
    pathlib.Path
        `folder/index.html`.

    Raises
    ------
    NotPrintedError
        Pictures are asked for, and no program prints posters; everything else is written.
    """
    folder = Path(folder)
    standings = read_standings(survey, folder) if standings is None else standings
    gathered = gather_periods(survey, indices, changes, standings, evidence=evidence, language=language)
    periods = [
        Period(facts, folder / name / standing_of(standings, name).folder, name)
        for name, facts in gathered.items()
        if only is None or name in only
    ]
    write_periods(periods, jobs, meanwhile, progress, processes)
    listed = write_list(gathered, standings, folder)
    _add_pictures([period for period in periods if period.name in pictures], jobs, progress)
    return listed


def _add_pictures(periods: Sequence[Period], jobs: int | None, progress: Progress | None) -> None:
    """Draw and print of every period what can be; then say what could not."""
    unprinted = None
    for period in periods:
        try:
            add_pictures(period.facts, period.folder, progress, jobs=jobs)
        except NotPrintedError as error:
            unprinted = unprinted or error
    if unprinted is not None:
        raise unprinted


@collector_at_rest()
def gather_periods(
    survey: Any,
    indices: Any,
    changes: Any | None,
    standings: Mapping[str, Standing],
    *,
    evidence: Evidence | None = None,
    language: str | None = None,
) -> dict[str, FactsByLanguage]:
    """Return the facts of every period by the name of its folder, in both languages, the survey's own first.

    Parameters
    ----------
    survey, indices, changes, evidence, language
        As in `write_report`.
    standings
        What has been released of each period, "" for the others.
    """
    own = language or survey.language
    books = {name: read_book(indices, changes, name) for name in sorted(LANGUAGES, key=lambda name: name != own)}
    earlier = {period: standing_of(standings, period or NO_PERIOD).earlier for period in list_periods(indices.frame)}
    register = read_register(survey.units)
    protection = protect(survey, indices, books[own], register, evidence or Evidence(), earlier)
    for book in books.values():  # what is hidden has no language
        book.protection = protection
    return {
        period or NO_PERIOD: gather_languages(
            survey,
            indices,
            changes,
            period,
            books,
            evidence=evidence,
            standing=standing_of(standings, period or NO_PERIOD),
        )
        for period in list_periods(indices.frame)
    }


def standing_of(standings: Mapping[str, Standing], name: str) -> Standing:
    """Return what has been released of the period in a folder; that of no release where nothing has."""
    return standings.get(name, standings[""])


def write_list(gathered: Mapping[str, FactsByLanguage], standings: Mapping[str, Standing], folder: Path) -> Path:
    """Write the page that leads to all periods, with the released figures of those that have been released."""
    index = folder / "index.html"
    listed = [
        {language: as_released(one, standing_of(standings, name)) for language, one in facts.items()}
        for name, facts in gathered.items()
    ]
    languages = list(listed[0])
    pages = (build_periods_page([facts[language] for facts in listed]) for language in languages)
    write_whole(index, render_page(*pages))
    return index


def find_page(folder: str | Path, period: str | None = None) -> Path:
    """Return the page of a period of a survey folder, or of its newest year.

    Raises
    ------
    RequestError
        There is no page yet, or none of this period.
    """
    finish_moves(Path(folder))
    pages = {path.parent.name: path for path in sorted(Path(folder).glob("reports/*/index.html"))}
    if not pages:
        raise RequestError("no_page", [Place(str(folder))])
    if period and period not in pages:
        raise RequestError("unknown_period", name=period, known=", ".join(pages))
    years = [name for name in pages if kind_of(name) == "year"]
    return pages[period or max(years or list(pages))]
