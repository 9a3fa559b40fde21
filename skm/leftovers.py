"""What an earlier run wrote and this one does not: reports of periods whose data are gone, of units that left.

A file that nobody changed since we wrote it is taken away: it would lie there as if it were current. What somebody
changed stays and is told. An official edition is never touched.
"""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from skm.errors import SkmError
from skm.provenance import read_record
from skm.tables import sha256_of

OURS = (("reports",), ("data", "processed"))  # the only folders in which anything is taken away
DRAFT, EDITIONS = "draft", "editions"


@dataclass(frozen=True)
class Gone:
    """Files of earlier runs that this one does not write.

    Attributes
    ----------
    removed
        Name → SHA-256 of those that lie as we wrote them.
    left
        Names of those that stay: somebody changed them, or files of this run were refused and may be theirs.
    """

    removed: Mapping[str, str]
    left: tuple[str, ...]


def find_gone(folder: Path, written: Collection[str], *, is_whole: bool, is_picture: Callable[[str], bool]) -> Gone:
    """Return the files of earlier runs that a run does not write.

    Parameters
    ----------
    folder
        The survey folder, with run.json of the run before.
    written
        Names of what this run writes.
    is_whole
        Whether every file could be used. Else a period may be missing for a file that was refused, and all stays.
    is_picture
        Whether a file, by its name below its period's folder, was drawn by us after a run, so that no record names it.
    """
    removed, left = {}, []
    known = _known(folder)
    for name, digest in sorted((known | _pictures(folder, known, written, is_picture)).items()):
        path = folder / name
        if name in written or not _is_ours(name) or _is_official(folder, name) or not path.is_file():
            continue
        if path.resolve().is_relative_to(folder.resolve()) and is_whole and sha256_of(path) == digest:
            removed[name] = digest
        else:
            left.append(name)
    return Gone(removed, tuple(left))


def _pictures(
    folder: Path, known: Collection[str], written: Collection[str], is_picture: Callable[[str], bool]
) -> dict[str, str]:
    """Return the pictures of periods that this run does not write at all: they were drawn after the run, from it."""
    periods = {name.split("/")[1] for name in known if name.startswith("reports/") and name.count("/") > 1}
    periods -= {name.split("/")[1] for name in written if name.startswith("reports/")}
    found = {}
    for period in sorted(period for period in periods if _is_ours(f"reports/{period}")):
        below = folder / "reports" / period
        for path in below.rglob("*"):
            if path.is_file() and is_picture(path.relative_to(below).as_posix()):
                found[path.relative_to(folder).as_posix()] = sha256_of(path)
    return found


def remove_gone(folder: Path, gone: Gone) -> None:
    """Take the files away, and the folders that are empty then; one that is held open goes with the next run."""
    for name in gone.removed:
        with suppress(OSError):
            (folder / name).unlink()
    for below in {folder.joinpath(*PurePosixPath(name).parts[: _depth(name)]) for name in gone.removed}:
        for path in sorted((path for path in below.rglob("*") if path.is_dir()), reverse=True):
            with suppress(OSError):  # not empty
                path.rmdir()
        with suppress(OSError):
            below.rmdir()


def _depth(name: str) -> int:
    """Return how many parts of a name are the folder of its period."""
    return next(len(parts) for parts in OURS if PurePosixPath(name).parts[: len(parts)] == parts) + 1


def _known(folder: Path) -> dict[str, str]:
    """Return what earlier runs wrote or meant to take away, by what run.json says; it may come from anybody."""
    try:
        record: Any = read_record(folder)
        known = {**record.get("removed", {}), **record["outputs"]}
        return {str(name): str(digest) for name, digest in known.items()}
    except (SkmError, OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _is_ours(name: str) -> bool:
    """Return whether a name lies in a folder that we write.

    Examples
    --------
    >>> _is_ours("reports/2019/index.html"), _is_ours("data/raw/a.csv"), _is_ours("reports/../skm.toml")
    (True, False, False)
    """
    path = PurePosixPath(name)
    return ".." not in path.parts and any(path.parts[: len(parts)] == parts for parts in OURS)


def _is_official(folder: Path, name: str) -> bool:
    """Return whether a name is part of what was released: a period with editions, but for its draft."""
    parts = PurePosixPath(name).parts
    released = parts[0] == "reports" and len(parts) > 2 and (folder / parts[0] / parts[1] / EDITIONS).exists()
    return EDITIONS in parts or (released and parts[2] != DRAFT)
