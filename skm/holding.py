"""Whose a folder of unfinished work is: a run holds its own, and what a killed run held goes when the next one begins.

The system frees a folder at the end of the program that holds it, however that ends. Where it knows no such lock
(Windows, some network drives) age decides.
"""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

JUST_MADE = 60  # seconds in which a folder that nobody holds may be one that somebody is about to hold


def hold_folder(folder: Path) -> Callable[[], None]:
    """Hold a folder until the function that is returned is called, or the program ends.

    Examples
    --------
    >>> import tempfile
    >>> let_go = hold_folder(Path(tempfile.gettempdir()))
    >>> let_go()
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return lambda: None
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # a drive without locks: its folders go by age
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return partial(os.close, handle)


def is_forsaken(folder: Path, after: float) -> bool:
    """Return whether nobody holds a folder; where nobody can know, whether it is older than `after` seconds.

    A link is nobody's folder, and never followed.
    """
    if folder.is_symlink() or not folder.is_dir():
        return False
    age = time.time() - folder.stat().st_mtime
    try:
        import fcntl
    except ImportError:  # Windows
        return age > after
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # somebody else's
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return age > after
    finally:
        os.close(handle)
    return age > JUST_MADE


def clear_forsaken(folder: Path, prefix: str, after: float) -> None:
    """Remove the folders in a folder whose name begins so and in which nobody works any more."""
    for left in folder.glob(f"{prefix}*"):
        with suppress(OSError):  # gone meanwhile
            if is_forsaken(left, after):
                shutil.rmtree(left, ignore_errors=True)
