"""A document → the bytes of a Word file: our own templates for each of its parts, put into one archive.

Nothing but text and pictures comes from outside, and every text is escaped; the same document gives the same bytes.
"""

import io
import re
import zipfile
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from skm.publishing.documents.parts import Document

# The parts of a Word file and the templates that they are made of, in the order in which Word writes them.
PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/numbering.xml": "numbering.xml",
    "word/settings.xml": "settings.xml",
    "word/header1.xml": "header1.xml",
    "word/footer1.xml": "footer1.xml",
    "docProps/core.xml": "core.xml",
    "docProps/app.xml": "app.xml",
}
DAY = (2017, 1, 1, 0, 0, 0)  # of every file in the archive: the same document gives the same bytes
# Signs that XML does not know, and those that turn the direction of what follows.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def xml_environment() -> Environment:
    """Return what renders the parts: every text is escaped, a missing one is an error."""
    return Environment(
        loader=PackageLoader("skm.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def pack_document(document: Document) -> bytes:
    """Return a document as the bytes of a Word file."""
    environment = xml_environment()
    files: dict[str, bytes] = {}
    for name, template in PARTS.items():
        text = environment.get_template(f"document/{template}").render(document=document)
        files[name] = UNWRITABLE.sub("", text).strip().encode("utf-8")
    files |= {f"word/media/{picture.file}": picture.data for picture in document.pictures}
    return zip_files(files)


def zip_files(files: dict[str, bytes]) -> bytes:
    """Return files as one archive without any date of their own; what is packed already is stored as it is."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith((".png", ".jpg")) else zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, data)
    return held.getvalue()
