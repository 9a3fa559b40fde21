"""Content → files: renders the templates and writes each page whole or not at all."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from skm.errors import Place, RequestError
from skm.periods import NO_PERIOD, kind_of
from skm.publishing.blocks import Page
from skm.publishing.content import build_page, build_periods_page
from skm.publishing.evidence import Evidence
from skm.publishing.gathering import gather_facts
from skm.publishing.reading import list_periods, read_book
from skm.tables import write_whole

STYLE, SCRIPT = "report.css", "report.js"
# Signs in a name that would turn the direction of what follows it.
TURNS = str.maketrans(dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]))


def spell_pixels(value: float) -> str:
    """Return a coordinate in as few characters as it needs.

    Examples
    --------
    >>> spell_pixels(12.0), spell_pixels(9.92)
    ('12', '9.9')
    """
    return f"{value:.1f}".removesuffix(".0")


def css_string(text: str) -> Markup:
    r"""Return a text as a CSS string that no text can break out of: all but letters and digits as code points.

    Examples
    --------
    >>> print(css_string('a"b'))
    "a\000022b"
    """
    safe = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return Markup(f'"{safe}"')  # noqa: S704 - every character that means anything is escaped above


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("skm.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["px"] = spell_pixels
    environment.filters["css_string"] = css_string
    return environment


def _own_text(name: str) -> str:
    """Return one of our own files beside the templates, as it is."""
    return files("skm.publishing").joinpath("templates", name).read_text(encoding="utf-8").strip()


def render_page(page: Page) -> bytes:
    """Return a page as HTML: one file, nothing loaded from elsewhere, the same bytes for the same content.

    Parameters
    ----------
    page
        What it says; every text in it is data and is escaped.
    """
    script = _own_text(SCRIPT)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            style=Markup(_own_text(STYLE)),  # noqa: S704 - our own file, no data in it
            script=Markup(script),  # noqa: S704 - our own file, no data in it
            script_hash=digest,
        )
    )
    return (text.translate(TURNS).rstrip() + "\n").encode("utf-8")


def render_template(name: str, page: Any) -> bytes:
    """Return a page without a script as HTML, from one of our templates; every text in it is data and is escaped.

    Parameters
    ----------
    name
        The template's name.
    page
        What it says, as `page` in the template.
    """
    style = Markup(_own_text(STYLE))  # noqa: S704 - our own file, no data in it
    text = _environment().get_template(name).render(page=page, style=style)
    return (text.translate(TURNS).rstrip() + "\n").encode("utf-8")


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
    book = read_book(indices, changes, language or survey.language)
    facts = [
        gather_facts(survey, indices, changes, period, evidence=evidence, language=language, book=book)
        for period in list_periods(indices.frame)
    ]
    for one in facts:
        write_whole(folder / (one.period or NO_PERIOD) / "index.html", render_page(build_page(one)))
    index = folder / "index.html"
    write_whole(index, render_page(build_periods_page(facts)))
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
