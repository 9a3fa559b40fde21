"""The engine's connections, and what ends their work at Ctrl-C."""

import errno
import os
import signal
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import duckdb

# What the system says where nothing more can be written: the disk is full, or what one person may use of it.
NO_ROOM = tuple(getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name))

_open: "weakref.WeakSet[duckdb.DuckDBPyConnection]" = weakref.WeakSet()


def open_engine() -> "duckdb.DuckDBPyConnection":
    """Return a connection to an engine of its own in memory, whose work ends at Ctrl-C if `heed_ctrl_c` was called."""
    import duckdb

    connection = duckdb.connect()
    _open.add(connection)
    return connection


@cache
def _kept() -> "duckdb.DuckDBPyConnection":
    import duckdb

    return duckdb.connect()


def kept_engine() -> "duckdb.DuckDBPyConnection":
    """Return a connection to the one engine that the process keeps for small files: opening another costs 16 ms.

    It has no tables, and whoever uses it leaves none.

    Examples
    --------
    >>> with kept_engine() as connection:
    ...     connection.sql("SELECT 1").fetchall()
    [(1,)]
    """
    connection = _kept().cursor()
    _open.add(connection)
    return connection


@contextmanager
def one_thread(connection: "duckdb.DuckDBPyConnection") -> Iterator[None]:
    """Let the engine work with one thread meanwhile: rows that are written in order then wait for none in memory.

    Two threads hold what each has made until those before it are written, up to the engine's limit, and are hardly
    faster at it.

    Examples
    --------
    >>> connection = open_engine()
    >>> with one_thread(connection):
    ...     connection.sql("SELECT current_setting('threads')").fetchall()
    [(1,)]
    """
    ((before,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    connection.execute("SET threads = 1")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {before:d}")


def parts_in_order(connection: "duckdb.DuckDBPyConnection", rows: str, at_once: int) -> list[str]:
    """Return what to put behind a query of some rows, part after part, so that all stand by `file` and `row`.

    Small files go together and are sorted; a file that goes alone is not sorted where it stands in order.

    Examples
    --------
    >>> connection = open_engine()
    >>> _ = connection.execute("CREATE TABLE told AS SELECT unnest(['b', 'b', 'a']) AS file, unnest([2, 1, 1]) AS row")
    >>> for part in parts_in_order(connection, "told", at_once=1):
    ...     print(part)
    file IN ('a')
    file IN ('b') ORDER BY file, "row"
    """
    query = f"SELECT file, count(*) FROM {rows} GROUP BY file ORDER BY file"
    groups: list[tuple[int, list[str]]] = []
    for file, n in connection.execute(query).fetchall():
        text = "'" + file.replace("'", "''") + "'"
        if groups and groups[-1][0] + n <= at_once:
            groups[-1] = (groups[-1][0] + n, [*groups[-1][1], text])
        else:
            groups.append((n, [text]))
    parts = []
    for _, files in groups:
        part = f"file IN ({', '.join(files)})"
        parts.append(part if len(files) == 1 and _stands(connection, rows, part) else f'{part} ORDER BY file, "row"')
    return parts


def _stands(connection: "duckdb.DuckDBPyConnection", rows: str, part: str) -> bool:
    """Return whether each row of a part has a higher number than the one before it."""
    numbers = f'SELECT "row" AS own, lag("row") OVER () AS before FROM {rows} WHERE {part}'
    return not connection.execute(f"SELECT 1 FROM ({numbers}) WHERE own <= before LIMIT 1").fetchall()


def heed_ctrl_c() -> None:
    """Let Ctrl-C end what the engine is at, and then the command; for the main thread of a process that is ours.

    Without it the engine hears of Ctrl-C where it waits for its threads, and then waits on for what they have begun,
    which may be the rest of the file.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _stop)


def is_disk_full(error: BaseException) -> bool:
    """Return whether an error says that there is no room on a disk: the system's own, or the engine's about it.

    Examples
    --------
    >>> is_disk_full(OSError(errno.ENOSPC, "No space left on device")), is_disk_full(OSError("no"))
    (True, False)
    """
    import duckdb

    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if not isinstance(error, duckdb.Error):
        return False
    # The engine gives the system's words, in whatever language, and its number.
    return any(f'"errno":"{number}"' in str(error) or os.strerror(number) in str(error) for number in NO_ROOM)


def _stop(*_: object) -> NoReturn:
    for connection in list(_open):
        try:
            connection.interrupt()
        except Exception:  # noqa: BLE001, S112  closed meanwhile: nothing is left to end
            continue
    raise KeyboardInterrupt
