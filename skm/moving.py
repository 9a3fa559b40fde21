"""Finished files go to their places all together, also where the program is killed in the middle of it.

What is to be moved stands in a journal before the first file moves. A run that is killed leaves the journal behind:
whoever opens the folder next finishes the moves, so that nobody is left with half of the old results and half of the
new ones. Docs: docs/decisions/editions.md.
"""

import json
import os
import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from skm.errors import Place, RequestError
from skm.holding import clear_forsaken

STAGING = ".skm-"  # folders of a run that is not finished
SYNCED_TOGETHER = 8  # files
LEFT_AFTER = 3600  # seconds after which such a folder belongs to a run that was killed, where nothing else tells
OLDER = "older"  # in it: where the files that stood there before are kept until all are replaced
FORWARD, BACK, LOCK = "moves.json", "undo.json", "lock"


@dataclass(frozen=True)
class Move:
    """One finished file or folder: where it goes, where it lies, where what stood there before is kept."""

    target: Path
    source: Path
    older: Path | None

    def forward(self) -> None:
        """Put it in its place."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        if self.source.is_dir() and self.target.exists():
            raise FileExistsError(self.target)  # a folder is never put over another one
        if self.older is not None and not self.older.exists():
            _keep(self.target, self.older)
        os.replace(self.source, self.target)

    def back(self) -> None:
        """Put back what stood there before; nothing, where nothing did."""
        if self.older is not None and self.older.exists():
            with suppress(OSError):  # the one that is held open stands as it was
                os.replace(self.older, self.target)
        elif self.older is None and not self.source.exists():
            if self.target.is_dir():
                shutil.rmtree(self.target)
            else:
                self.target.unlink(missing_ok=True)


def move_together(moves: Mapping[Path, Path], aside: Path) -> None:
    """Put finished files in the place of older ones: all of them, or none where one cannot be replaced.

    Parameters
    ----------
    moves
        Where each finished file goes → where it lies. A folder may go where none is yet.
    aside
        An empty folder on the same disk, beside the finished files, where the older ones are kept until all are
        replaced. The journal stands there.

    Raises
    ------
    RequestError
        Another program holds one of the files open; everything stands as it was.
    """
    aside.mkdir(parents=True, exist_ok=True)
    base = aside.parent.parent
    planned = [
        Move(target, source, aside / str(number) if target.is_file() else None)
        for number, (target, source) in enumerate(moves.items())
    ]
    _see_to_disk(moves.values())
    journal = aside / FORWARD
    _write_journal(journal, [_spelled(move, base) for move in planned])
    begun: list[Move] = []
    with _locked(aside):
        try:
            for move in planned:
                begun.append(move)
                _step(move)
        except BaseException:
            os.replace(journal, aside / BACK)
            for move in begun:
                move.back()
            (aside / BACK).unlink()
            raise
        journal.unlink()


def _see_to_disk(sources: Iterable[Path]) -> None:
    """Wait until finished files are safe on the disk; together that takes a fraction of one after the other."""
    files = [file for source in sources for file in (source.rglob("*") if source.is_dir() else (source,))]
    with ThreadPoolExecutor(SYNCED_TOGETHER) as pool:
        deque(pool.map(_sync, (file for file in files if file.is_file())), maxlen=0)


def _sync(file: Path) -> None:
    with file.open("r+b") as handle:  # Windows asks for the right to write
        os.fsync(handle.fileno())


def _step(move: Move) -> None:
    try:
        move.forward()
    except PermissionError as error:
        raise RequestError("file_held_open", [Place(move.target.name)], file=move.target.name) from error


def finish_moves(folder: Path) -> bool:
    """Finish what a killed run had begun to put in place in a folder; return whether there was anything.

    A run that is still at work is left alone. A journal that leads out of the folder is not followed.
    """
    found = False
    for staging in sorted(folder.glob(f"{STAGING}*")):
        for name in (FORWARD, BACK):
            journal = staging / OLDER / name
            if not journal.is_file():
                continue
            with _locked(journal.parent) as is_free:
                done = is_free and _follow(journal, folder)
            if done:
                found = True
                shutil.rmtree(staging, ignore_errors=True)
    return found


def clear_left(folder: Path) -> None:
    """Finish what a killed run had begun, and remove what such runs left: it holds answers."""
    finish_moves(folder)
    clear_forsaken(folder, STAGING, LEFT_AFTER)


def _follow(journal: Path, folder: Path) -> bool:
    """Do what a journal says, return whether it is one of ours."""
    try:
        entries = json.loads(journal.read_text(encoding="utf-8"))
        if not isinstance(entries, list):
            return False
        moves = [_read(entry, folder) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    for move in moves:
        if journal.name == BACK:
            move.back()
        elif move.source.exists():  # what is in its place already has been moved before
            _step(move)
    return True


def _spelled(move: Move, base: Path) -> dict[str, str]:
    parts = {"target": move.target, "source": move.source} | ({"older": move.older} if move.older else {})
    return {name: Path(os.path.relpath(path, base)).as_posix() for name, path in parts.items()}


def _read(entry: Mapping[str, Any], folder: Path) -> Move:
    """Return a move of a journal; a ValueError where it leads out of the folder."""
    paths = {name: folder / entry[name] for name in ("target", "source", "older") if name in entry}
    top = folder.resolve()
    if not all(path.resolve().is_relative_to(top) for path in paths.values()):
        raise ValueError(entry["target"])
    return Move(paths["target"], paths["source"], paths.get("older"))


def _write_journal(path: Path, entries: list[dict[str, str]]) -> None:
    """Write a journal whole: half of one would be half of the moves."""
    temporary = path.with_suffix(".part")
    with temporary.open("w", encoding="utf-8") as handle:
        json.dump(entries, handle)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, path)


@contextmanager
def _locked(aside: Path) -> Iterator[bool]:
    """Hold the lock of who moves files here; False where another run holds it. The system frees it at our end."""
    with (aside / LOCK).open("a+b") as handle:
        yield _lock(handle)


def _lock(handle: IO[bytes]) -> bool:
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            handle.seek(0)
            vars(msvcrt)["locking"](handle.fileno(), vars(msvcrt)["LK_NBLCK"], 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _keep(file: Path, older: Path) -> None:
    """Keep a file under a second name, as a copy where the disk knows no links; whole before it has that name."""
    try:
        os.link(file, older)
    except OSError:
        part = older.with_name(f"{older.name}.part")
        shutil.copy2(file, part)
        os.replace(part, older)
