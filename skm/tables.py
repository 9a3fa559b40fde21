"""Our own tables and files: written whole or not at all, read back as they were."""

import csv
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from skm.errors import Place, RequestError

RESERVED_NAMES = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))}
LONGEST_NAME = 80  # leaves room for folder and ending within the 255 characters of common file systems


def replace_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file through `write(temporary)` and put it in place in one step.

    A run that is killed leaves the file that stood there before. A file that another program holds open is
    reported with the way out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        write(temporary)
        os.replace(temporary, path)
    except PermissionError as error:
        raise RequestError("file_held_open", [Place(path.name)], file=path.name) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all."""
    replace_whole(Path(path), lambda temporary: _write_synced(temporary, data))


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 CSV with comma, decimal point and LF; the same table gives the same bytes.

    Examples
    --------
    >>> csv_bytes(pd.DataFrame({"n": [1], "index": [81.5]}))
    b'n,index\\n1,81.5\\n'
    """
    text = table.to_csv(index=False, lineterminator="\n", na_rep="", quoting=csv.QUOTE_MINIMAL)
    return text.encode("utf-8")


def read_csv_text(path: Path) -> pd.DataFrame:
    """Return one of our own CSV tables with every cell as text, "" for none."""
    return pd.read_csv(io.BytesIO(path.read_bytes()), dtype=str, keep_default_na=False)


def safe_name(text: str) -> str:
    """Return a file name for `text` that every system accepts, the same one every time.

    Names that are not usable as they stand get a short hash, so that two units never share a file.

    Examples
    --------
    >>> safe_name("pkm-07")
    'pkm-07'
    >>> safe_name("CON").startswith("con-")
    True
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-.")[:LONGEST_NAME]
    if name == text and name.split(".", maxsplit=1)[0] not in RESERVED_NAMES:
        return name
    return f"{name or 'unit'}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
