"""The engine's connections, and what ends their work at Ctrl-C."""

import signal
import threading
import weakref
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import duckdb

_open: "weakref.WeakSet[duckdb.DuckDBPyConnection]" = weakref.WeakSet()


def open_engine() -> "duckdb.DuckDBPyConnection":
    """Return a connection to an engine of its own in memory, whose work ends at Ctrl-C if `heed_ctrl_c` was called."""
    import duckdb

    connection = duckdb.connect()
    _open.add(connection)
    return connection


def heed_ctrl_c() -> None:
    """Let Ctrl-C end what the engine is at, and then the command; for the main thread of a process that is ours.

    Without it the engine hears of Ctrl-C where it waits for its threads, and then waits on for what they have begun,
    which may be the rest of the file.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _stop)


def _stop(*_: object) -> NoReturn:
    for connection in list(_open):
        try:
            connection.interrupt()
        except Exception:  # noqa: BLE001, S112  closed meanwhile: nothing is left to end
            continue
    raise KeyboardInterrupt
