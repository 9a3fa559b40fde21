"""The pages of all periods, and the page that leads to them; each file is written whole or not at all."""

from pathlib import Path
from typing import Any

from skm.errors import Place, RequestError
from skm.periods import NO_PERIOD, kind_of
from skm.publishing.content import build_periods_page
from skm.publishing.evidence import Evidence
from skm.publishing.gathering import gather_facts
from skm.publishing.outputs import write_outputs
from skm.publishing.reading import list_periods, read_book
from skm.publishing.rendering import render_page
from skm.publishing.wording import LANGUAGES
from skm.tables import write_whole


def write_report(
    survey: Any,
    indices: Any,
    changes: Any | None = None,
    folder: str | Path = "reports",
    *,
    evidence: Evidence | None = None,
    language: str | None = None,
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

    Returns
    -------
    pathlib.Path
        `folder/index.html`.
    """
    folder = Path(folder)
    own = language or survey.language
    books = {name: read_book(indices, changes, name) for name in sorted(LANGUAGES, key=lambda name: name != own)}
    listed = []
    for period in list_periods(indices.frame):
        facts = {
            name: gather_facts(survey, indices, changes, period, evidence=evidence, language=name, book=book)
            for name, book in books.items()
        }
        write_outputs(facts, folder / (period or NO_PERIOD))
        listed.append(facts[own])
    index = folder / "index.html"
    write_whole(index, render_page(build_periods_page(listed)))
    return index


def find_page(folder: str | Path, period: str | None = None) -> Path:
    """Return the page of a period of a survey folder, or of its newest year.

    Raises
    ------
    RequestError
        There is no page yet, or none of this period.
    """
    pages = {path.parent.name: path for path in sorted(Path(folder).glob("reports/*/index.html"))}
    if not pages:
        raise RequestError("no_page", [Place(str(folder))])
    if period and period not in pages:
        raise RequestError("unknown_period", name=period, known=", ".join(pages))
    years = [name for name in pages if kind_of(name) == "year"]
    return pages[period or max(years or list(pages))]
