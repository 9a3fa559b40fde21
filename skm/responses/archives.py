"""A zip with one table, as the download of an online form is. Names inside it are never used as paths."""

import hashlib
import zipfile
from pathlib import Path, PurePosixPath

from skm.errors import DataError, Place
from skm.responses.privacy import shown
from skm.survey import READABLE

LARGEST = 2 << 30  # bytes of an unpacked table; a zip can hold a thousand times its size
CHUNK = 1 << 20
WORKBOOK_PART = "[Content_Types].xml"  # what every .xlsx holds: a workbook is itself a zip


def unpack_table(path: Path, name: str, workspace: Path) -> Path:
    """Return the one table of a zip, unpacked into the workspace under a name of our own.

    Parameters
    ----------
    path
        The zip.
    name
        How messages call it.
    workspace
        A folder of the program's own.

    Raises
    ------
    DataError
        It is no zip, under a password, too large, or holds no table or more than one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if any(entry.filename == WORKBOOK_PART for entry in entries):
                raise DataError("other_kind", [Place(name)], kind="xlsx")
            return _unpacked(archive, _only_table(entries, name), name, workspace)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise DataError("zip_unreadable", [Place(name)]) from error


def _only_table(entries: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    tables = [entry for entry in entries if not entry.is_dir() and _is_table(entry.filename)]
    if not tables:
        raise DataError("zip_without_table", [Place(name)])
    if len(tables) > 1:
        places = [Place(name, value=shown(PurePosixPath(entry.filename).name)) for entry in tables]
        raise DataError("zip_several_tables", places, n=len(tables))
    if tables[0].flag_bits & 1:  # encrypted
        raise DataError("zip_unreadable", [Place(name)])
    return tables[0]


def _is_table(entry: str) -> bool:
    path = PurePosixPath(entry)
    left_by_systems = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
    return not left_by_systems and path.suffix.casefold() in READABLE and path.suffix.casefold() != ".zip"


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, workspace: Path) -> Path:
    suffix = PurePosixPath(entry.filename).suffix.casefold()
    target = workspace / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}-unpacked{suffix}"
    size = 0
    with archive.open(entry) as source, target.open("wb") as handle:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > LARGEST:
                break
            handle.write(chunk)
    if size > LARGEST:
        target.unlink()
        raise DataError("zip_too_large", [Place(name)], gigabytes=LARGEST >> 30)
    return target
