"""run.json: what went in, what came out, and how many rows every file kept. No clock: same inputs, same bytes.

A run whose inputs, settings, program and results are all as run.json says still stands, and need not be done again.
"""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from skm.errors import Place, RequestError
from skm.survey import SETTINGS_FILE, Survey, part_files, survey_databases, survey_files
from skm.tables import sha256_of

PACKAGE = Path(__file__).parent
RECORD = "data/processed/run.json"
ENGINES = ("pandas", "numpy", "scipy", "duckdb", "narwhals", "python-calamine", "jinja2", "babel")


@dataclass(frozen=True)
class FileAccount:
    """What became of one file: rows in are rows kept and rows dropped, always."""

    period: str
    file: str
    sha256: str
    rows_in: int
    rows_kept: int
    rows_dropped: int
    status: str
    note: str = ""


def read_record(folder: Path) -> dict[str, Any]:
    """Return run.json of a survey folder.

    Raises
    ------
    RequestError
        Nothing has been processed there yet.
    """
    path = folder / RECORD
    if not path.exists():
        raise RequestError("nothing_processed", [Place(str(folder))])
    return json.loads(path.read_text(encoding="utf-8"))


def run_record(
    survey: Survey,
    accounts: Sequence[FileAccount],
    outputs: Mapping[str, Path],
    stages: Mapping[str, int],
    findings: Mapping[str, Any],
    editions: Mapping[str, int],
    *,
    is_whole: bool = False,
    removed: Mapping[str, str] | None = None,
) -> bytes:
    """Return run.json: version, settings, rows of every file, SHA-256 of inputs (registers too) and outputs.

    Parameters
    ----------
    accounts
        One for each file.
    outputs
        Name in the survey folder → where the finished file lies.
    stages
        Rows after each stage, by its name.
    findings
        What else the pages say of the run: dates of fieldwork, orders of elements, refused files, by period.
    editions
        The last released edition of each period that has one: the pages of such a period are drafts beside it.
    is_whole
        Whether every file and every row with a unit could be used.
    removed
        Name → SHA-256 of what earlier runs had written and this one takes away.
    """
    record = {
        **_program(),
        "settings": survey.settings.model_dump(mode="json"),
        "inputs": input_hashes(survey),
        "whole": is_whole,
        "rows": dict(stages),
        "findings": dict(findings),
        "files": [vars(account) for account in accounts],
        "editions": dict(editions),
        "removed": dict(removed or {}),
        "outputs": {name: sha256_of(path) for name, path in sorted(outputs.items())},
    }
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _program() -> dict[str, Any]:
    """Return what computes: version and content of this program, the interpreter, the packages that make figures."""
    return {
        "skm": version("skm"),
        "program": program_hash(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ENGINES},
    }


@cache
def program_hash() -> str:
    """Return the SHA-256 of this program's own files: a version alone does not tell a changed one."""
    whole = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(PACKAGE).as_posix()} {sha256_of(path)}\n".encode())
    return whole.hexdigest()


def input_hashes(survey: Survey) -> dict[str, str]:
    """Return the SHA-256 of every file of a survey folder that a run may read, by its name in the folder.

    Those are skm.toml, everything below data/ that no run wrote, the files that the settings name, and what is said of
    the editions already released.
    """
    if survey.folder is None:
        return {}
    folder = survey.folder
    names = {SETTINGS_FILE, *survey_files(survey), *_texts(survey.settings.model_dump(mode="json"))}
    written = folder / "data" / "processed"
    paths = {folder / name for name in names if name}
    paths |= {part for name in names if name for part in part_files(folder / name)}
    paths |= {path for path in (folder / "data").rglob("*") if not path.is_relative_to(written)}
    paths |= set(folder.glob("reports/*/editions/*/*.json"))
    found = {path.relative_to(folder).as_posix(): path for path in paths if _is_input(path, folder)}
    return {name: sha256_of(found[name]) for name in sorted(found)}


def _is_input(path: Path, folder: Path) -> bool:
    """Return whether a path is a file below the folder that a run may read; dot files and Excel's locks never are."""
    try:
        is_there = path.is_relative_to(folder) and path.is_file()
    except (OSError, ValueError):  # a text of the settings that is no path at all
        return False
    return is_there and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def _texts(value: Any) -> list[str]:
    """Return every text in nested settings: any of them may name a file."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]


def standing_record(survey: Survey) -> dict[str, Any] | None:
    """Return run.json where doing the run again would change nothing; None where anything differs or is not known.

    Every hash is computed anew: of the program, of all inputs, of every file that the run wrote. A database has no
    hash before it is read, so a survey with one never stands.
    """
    if survey.folder is None or survey_databases(survey):
        return None
    record = trusted_record(survey)
    if record is None or record["settings"] != survey.settings.model_dump(mode="json"):
        return None
    return record if record["inputs"] == input_hashes(survey) else None


def trusted_record(survey: Survey, names: Sequence[str] | None = None) -> dict[str, Any] | None:
    """Return run.json where this very program wrote it and the files are as it says; None otherwise.

    Parameters
    ----------
    names
        The outputs that matter; all of them where it is not given.
    """
    folder = survey.folder or Path()
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        outputs = record["outputs"]
        if any(record[key] != value for key, value in _program().items()):
            return None
        wanted = list(outputs) if names is None else names
        is_ours = all(sha256_of(folder / name) == outputs[name] for name in wanted)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none, or no longer ours
        return None
    return record if is_ours and {"settings", "inputs", "files", "whole"} <= set(record) else None
