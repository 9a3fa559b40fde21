"""The office's own template: a Word file with named fields, filled by docxtpl (the extra `docx`).

A field that is not known is an error that names it, so that no document goes out with a hole. A template can only fill
in: it runs in a sandbox, and every text is escaped.
"""

import difflib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import DictLoader, StrictUndefined, TemplateError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from skm.errors import Place, SettingsError
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.fields import SECTIONS, list_fields
from skm.publishing.documents.outline import Write
from skm.publishing.documents.packing import UNWRITABLE, xml_environment, zip_files
from skm.publishing.documents.parts import Block, Grid, Picture, number_blocks

if TYPE_CHECKING:
    from docxtpl import DocxTemplate


SHOWN = 40  # characters of a text that holds a mistake
FIELD = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
EXPRESSION = re.compile(r"\{\{(?P<p>p )?(?:(?:tr|tc|r) )?(?P<inner>.*?)\}\}")
PLAIN_FIELD = re.compile(r"\{\{(?:p |tr |tc |r )?\s*[^\W_]\w*(?:\.[^\W_]\w*)*\s*\}\}")
SINGLE = re.compile(r"(?<!\{)\{\s*(\w+)\s*\}(?!\})")  # { nama }: one brace is none
NAME = re.compile(r"\w+")
NEAREST = 3  # known fields shown for one that is not
# What a template with a mistake in it can raise: of Jinja, of what it computes, of markup that is not closed.
FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, SyntaxError)


@dataclass
class Numbers:
    """How many tables and pictures stand in the document so far."""

    tables: int = 0
    figures: int = 0


class Section:
    """A whole section as a field: written where the template names it, its pictures put into that file.

    What it holds is out of a template's reach: the sandbox gives no name that begins with a line.
    """

    def __init__(self, template: "DocxTemplate", write: Write, desk: DocumentDesk, numbers: Numbers) -> None:
        self._template, self._write, self._desk, self._numbers = template, write, desk, numbers

    def __bool__(self) -> bool:
        """Return whether there is anything to say."""
        return bool(self._write(self._desk))

    def __html__(self) -> Markup:
        """Return the section as the markup of Word."""
        labels = {key: self._desk.say(f"document.{key}") for key in ("table", "figure")}
        part = xml_environment().get_template("document/blocks.xml").module.part
        blocks = number_blocks(self._write(self._desk), "", "")
        text = "".join(str(part(self._placed(block), labels)) for block in blocks)
        return Markup(UNWRITABLE.sub("", text))  # noqa: S704 - our own template, every text in it escaped

    def _placed(self, block: Block) -> Block:
        """Return a block with its running number in this document, a picture with its place in the file."""
        if isinstance(block, Grid) and block.caption:
            self._numbers.tables += 1
            return replace(block, number=self._numbers.tables)
        if isinstance(block, Picture):
            self._numbers.figures += 1
            number = self._numbers.figures
            embed, _ = self._template.docx.part.get_or_add_image(io.BytesIO(block.data))
            return replace(block, number=number, place=number, relation=embed)
        return block


def fill_template(path: Path, desk: DocumentDesk) -> bytes:
    """Return the office's template filled for one document; the same facts give the same bytes.

    Raises
    ------
    SettingsError
        docxtpl is not installed, the template can't be read, or it names a field that is not known.
    """
    template = _open(path)
    fields = list_fields(desk)
    texts = {name: UNWRITABLE.sub("", text) for name, text in fields.texts.items()}
    lists = {name: [_clean(line) for line in lines] for name, lines in fields.lists.items()}
    numbers = Numbers()
    sections = {name: Section(template, write, desk, numbers) for name, write in SECTIONS.items()}
    context = texts | lists | sections
    environment = SandboxedEnvironment(loader=DictLoader({}), undefined=StrictUndefined, autoescape=True)
    _refuse_malformed(path, template, environment, context)
    try:
        unknown = sorted(template.get_undeclared_template_variables(environment, context))
        if unknown:
            raise _unknown(path, unknown, context)
        template.render(context, environment, autoescape=True)
    except UndefinedError as error:
        raise _unknown(path, re.findall(r"attribute '(\w+)'", str(error)) or [str(error)], _parts(lists)) from error
    except FAULTS as error:
        written = [field for text in _paragraphs(template) for field in FIELD.findall(text)]
        odd = [field for field in written if not PLAIN_FIELD.fullmatch(field)] or written
        raise _malformed(path, odd) from error
    held = io.BytesIO()
    template.save(held)
    with zipfile.ZipFile(held) as archive:
        return zip_files({name: archive.read(name) for name in archive.namelist()})


def _open(path: Path) -> "DocxTemplate":
    try:
        from docxtpl import DocxTemplate
    except ImportError as error:
        raise SettingsError("template_needs_docxtpl", [Place(path.name)]) from error
    try:
        template = DocxTemplate(io.BytesIO(_read(path)))
        template.init_docx()
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SettingsError("template_unreadable", [Place(path.name)]) from error
    return template


@cache  # the same file for every unit
def _read(path: Path) -> bytes:
    return path.read_bytes()


def _paragraphs(template: "DocxTemplate") -> list[str]:
    """Return the text of each paragraph with a brace, of body, tables, headers and footers; runs are joined."""
    from docx.oxml.ns import qn

    document = template.get_docx()
    stories = [document.element.body]
    for section in document.sections:
        stories += [part._element for part in (section.header, section.footer)]  # noqa: SLF001  there is no other way
    texts = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for story in stories for p in story.iter(qn("w:p")))
    return [text for text in texts if "{" in text or "}" in text]


def _refuse_malformed(
    path: Path, template: "DocxTemplate", environment: SandboxedEnvironment, context: Mapping[str, object]
) -> None:
    """Refuse fields that are written wrongly, and sections that would lose or break what stands beside them."""
    wrong: list[str] = []
    crowded: list[str] = []
    texts = _paragraphs(template)
    for text in texts:
        for field in EXPRESSION.finditer(text):
            inner = field["inner"].strip()
            try:
                environment.compile_expression(inner)
            except TemplateError:
                wrong.append(field[0])
            if SECTIONS.keys() & set(NAME.findall(inner)) and (not field["p"] or text.strip() != field[0]):
                crowded.append(field[0])
        rest = FIELD.sub("", text)
        wrong += [found[0] for found in SINGLE.finditer(rest) if found[1] in context]
        if any(sign in rest for sign in ("{{", "}}", "{%", "%}")):
            wrong.append(rest.strip()[:SHOWN])
    if wrong:
        raise _malformed(path, wrong)
    if not any(FIELD.search(text) for text in texts):
        raise SettingsError("template_without_fields", [Place(path.name)])
    if crowded:
        raise SettingsError("template_section_crowded", [Place(path.name)], names=", ".join(dict.fromkeys(crowded)))


def _malformed(path: Path, fields: Iterable[str]) -> SettingsError:
    names = ", ".join(list(dict.fromkeys(fields))[:NEAREST])
    return SettingsError("template_field_malformed", [Place(path.name)], names=names)


def _clean(line: Mapping[str, str]) -> dict[str, str]:
    return {name: UNWRITABLE.sub("", text) for name, text in line.items()}


def _parts(lists: Mapping[str, list[dict[str, str]]]) -> list[str]:
    """Return the names of the parts of a line, of all lists."""
    return list(dict.fromkeys(name for lines in lists.values() for line in lines[:1] for name in line))


def _unknown(path: Path, names: list[str], known: Iterable[str]) -> SettingsError:
    """Return the refusal of fields that are not known, with the known ones that are spelled like them."""
    listed = list(known)
    alike = [one for name in names for one in difflib.get_close_matches(name.casefold(), listed, NEAREST)]
    shown = list(dict.fromkeys(alike)) or listed
    return SettingsError("template_field_unknown", [Place(path.name)], names=", ".join(names), known=", ".join(shown))
