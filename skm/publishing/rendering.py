"""Content → HTML: renders the templates; every text that comes in is data and is escaped."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from skm.publishing.blocks import Page
from skm.publishing.languages import join_languages
from skm.publishing.shapes import Plot

STYLE, SCRIPT = "report.css", "report.js"
LANGUAGE_NAMES = {"id": "Bahasa Indonesia", "en": "English"}
# Signs in a name that would turn the direction of what follows it.
TURNS = str.maketrans(dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]))
# Signs that neither HTML nor XML can hold.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
# Both together, for whole pages, where looking up every sign takes its time.
UNWANTED = re.compile("[" + "".join(map(chr, [*TURNS, *CONTROLS])) + "]")


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
        auto_reload=False,  # templates don't change under a run; each use of one asked the disk
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["px"] = spell_pixels
    environment.filters["mini"] = _draw_mini
    environment.filters["css_string"] = css_string
    return environment


@lru_cache(maxsize=4096)  # a page in two languages draws each strip once
def _draw_mini(plot: Plot) -> Markup:
    """Return a strip in a cell as markup."""
    return Markup(_environment().get_template("svg.html").module.mini(plot))  # type: ignore[attr-defined]  # noqa: S704


def _own_text(name: str) -> str:
    """Return one of our own files beside the templates, as it is."""
    return files("skm.publishing").joinpath("templates", name).read_text(encoding="utf-8").strip()


def _short(script: str) -> str:
    """Return our script without its indents and its lines of comment, which no reader's browser needs."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def render_page(page: Page, other: Page | None = None) -> bytes:
    """Return a page as HTML: one file, nothing loaded from elsewhere, the same bytes for the same content.

    Parameters
    ----------
    page
        What it says; every text in it is data and is escaped.
    other
        The same page in another language: a switch then leads to it, within the file.
    """
    pages = (page,) if other is None else (page, other)
    switch = LANGUAGE_NAMES if other is not None else {}
    texts = [_render(one, switch) for one in pages]
    return (texts[0] if other is None else join_languages(*texts)).encode("utf-8")


def _render(page: Page, switch: Mapping[str, str]) -> str:
    script = _short(_own_text(SCRIPT))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            switch=switch,
            style=Markup(_own_text(STYLE)),  # noqa: S704 - our own file, no data in it
            script=Markup(script),  # noqa: S704 - our own file, no data in it
            script_hash=digest,
        )
    )
    return UNWANTED.sub("", text).rstrip() + "\n"


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
    return (UNWANTED.sub("", text).rstrip() + "\n").encode("utf-8")


def render_part(name: str, *, styles: Sequence[str] = (), **values: Any) -> str:
    """Return a file of the kit from one of our templates, HTML or XML; every text in `values` is data and is escaped.

    Parameters
    ----------
    name
        The template's name.
    styles
        The names of its style sheets, for a page.
    values
        What it says, by the names that it has in the template.
    """
    sheet = Markup("\n".join(_own_text(one) for one in styles))  # noqa: S704 - our own files, no data in them
    text = _environment().get_template(name).render(style=sheet, **values)
    return text.translate(TURNS | CONTROLS).rstrip() + "\n"
