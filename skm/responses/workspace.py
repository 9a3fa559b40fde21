"""The engine, and a folder for what it stages."""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import duckdb

from skm.engine import open_engine
from skm.holding import clear_forsaken, hold_folder

PREFIX = "skm-rows-"  # of the folders in the system's place for temporary files
LEFT_AFTER = 86_400  # seconds after which such a folder belongs to a run that was killed, where nothing else tells
MEMORY_LIMIT = "320MB"  # of the engine; what needs more goes to the workspace's folder


class Workspace:
    """The engine, and a folder for what it stages; the folder goes when nobody holds the workspace any more.

    What programs that were killed left of theirs holds answers, and goes first.
    """

    def __init__(self) -> None:
        clear_forsaken(Path(tempfile.gettempdir()), PREFIX, LEFT_AFTER)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        let_go = hold_folder(self.folder)
        self.connection = connect(self.folder)
        self._names = count(1)
        self._removed = weakref.finalize(self, _remove, self.folder, let_go)

    def new_name(self) -> str:
        """Return a name for a staged table that does not exist yet."""
        return f"staged_{next(self._names)}"

    def forget_file(self, name: str) -> None:
        """Remove a file of the folder that is not asked any more."""
        (self.folder / name).unlink(missing_ok=True)


def _remove(folder: Path, let_go: Callable[[], None]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    let_go()


def connect(workspace: Path) -> duckdb.DuckDBPyConnection:
    """Return an engine that spills to the workspace and never reaches for the network."""
    connection = open_engine()
    for setting in (
        f"SET memory_limit = '{MEMORY_LIMIT}'",
        f"SET temp_directory = '{str(workspace).replace(chr(39), chr(39) * 2)}'",
        "SET autoinstall_known_extensions = false",
    ):
        connection.execute(setting)
    # A bar would stand among the figures on stdout; where a notebook can show none, the engine refuses to be asked.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")
    return connection
