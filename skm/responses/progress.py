"""How far the reading of one file has come: whoever listens is told; where nobody does, nothing is asked.

The pass over the bytes tells what it has seen; what the engine is doing is asked of it a few times a second.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Thread

import duckdb

Tell = Callable[[str, int, int], None]  # step, done, in all
LOOK, LOAD, CLEAN = "look", "load", "clean"  # steps: bytes looked at, rows put into the engine, rows judged
EVERY = 0.25  # seconds
WATCHED_FROM = 100_000  # rows; fewer are done before anybody has read a line

_listener: ContextVar[Tell | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(tell: Tell | None) -> Iterator[None]:
    """Let somebody be told of what is read within."""
    before = _listener.set(tell)
    try:
        yield
    finally:
        _listener.reset(before)


def tell(step: str, done: int, total: int) -> None:
    """Tell who listens how far a step has come.

    Examples
    --------
    >>> with told_to(print):
    ...     tell(LOOK, 4, 10)
    look 4 10
    """
    if listener := _listener.get():
        listener(step, done, total)


@contextmanager
def watched(connection: duckdb.DuckDBPyConnection, step: str, n_rows: int) -> Iterator[None]:
    """Tell who listens how much of its rows the engine has done, while it works."""
    listener = _listener.get()
    if listener is None or n_rows < WATCHED_FROM:
        yield
        return
    # The engine counts only where it may show a bar; it prints none.
    connection.execute(
        "SET enable_progress_bar_print = false; SET enable_progress_bar = true; SET progress_bar_time = 0"
    )
    ended = Event()

    def ask() -> None:
        while not ended.wait(EVERY):
            share = connection.query_progress()
            if share >= 0:
                listener(step, round(n_rows * min(share, 100) / 100), n_rows)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    try:
        yield
    finally:
        ended.set()
        asking.join()
