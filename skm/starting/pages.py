"""Texts of a new folder, from templates: the settings, the printable questionnaire, the file to click on."""

import json
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from skm.regulation import Regulation
from skm.starting.form import load_form, questions_of

STYLE = "kuesioner.css"


def toml_text(text: str) -> str:
    r"""Return a text as a TOML string, whatever it holds.

    Examples
    --------
    >>> print(toml_text('Kota "C"'))
    "Kota \"C\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("skm.starting"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["toml_text"] = toml_text
    return environment


def render_settings(name: str, regulation: Regulation, language: str = "id") -> bytes:
    """Return a skm.toml in which every section is explained.

    Parameters
    ----------
    name
        Of the survey, printed on the report.
    """
    keys = ", ".join(element.key for element in regulation.elements)
    words = ", ".join(element.aliases[0] for element in regulation.elements)
    text = _environment().get_template(f"skm.{language}.toml").render(name=name, keys=keys, words=words)
    return text.encode("utf-8")


def render_questionnaire(office: str, regulation: Regulation) -> bytes:
    """Return the questionnaire as one HTML page to print on A4; nothing is loaded from elsewhere.

    Parameters
    ----------
    office
        Printed under the heading. The unit is typed into the page, or written by hand.
    """
    style = files("skm.starting").joinpath("templates", STYLE).read_text(encoding="utf-8").strip()
    page = _environment().get_template("kuesioner.html")
    text = page.render(
        form=load_form(),
        questions=questions_of(regulation),
        office=office,
        regulation=regulation.title,
        style=Markup(style),  # noqa: S704 - our own file, no data in it
    )
    return text.encode("utf-8")


def render_starter(python: str = "") -> bytes:
    r"""Return jalankan.cmd: on a double click it computes the survey of its folder and opens the page.

    Parameters
    ----------
    python
        The Python that has skm, tried first after the folder's own; "" for none.

    Examples
    --------
    >>> b"\r\n" in render_starter()
    True
    """
    # In such a file a percent sign begins a variable, unless it is doubled.
    text = _environment().get_template("jalankan.cmd").render(python=python.replace("%", "%%"))
    return text.replace("\n", "\r\n").encode("utf-8")
