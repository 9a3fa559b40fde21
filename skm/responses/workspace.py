"""The engine, and a folder for what it stages."""

import shutil
import tempfile
import weakref
from contextlib import suppress
from itertools import count
from pathlib import Path

import duckdb

from skm.engine import open_engine

MEMORY_LIMIT = "320MB"  # of the engine; what needs more goes to the workspace's folder


class Workspace:
    """The engine, and a folder for what it stages; the folder goes when nobody holds the workspace any more."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="skm-"))
        self.connection = connect(self.folder)
        self._names = count(1)
        self._removed = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def new_name(self) -> str:
        """Return a name for a staged table that does not exist yet."""
        return f"staged_{next(self._names)}"

    def forget_file(self, name: str) -> None:
        """Remove a file of the folder that is not asked any more."""
        (self.folder / name).unlink(missing_ok=True)


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
