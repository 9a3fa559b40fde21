"""Python's collector at rest while hundreds of thousands of lines are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let Python look for no circles of dead objects meanwhile.

    What is made stays and has no circles; looking through all of it again and again takes longer the more there is, and
    is a third of the time for the facts of 600 units.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
