"""run.json: what went in, what came out, and how many rows every file kept. No clock: same inputs, same bytes."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from skm.errors import Place, RequestError
from skm.survey import Survey
from skm.tables import sha256_of

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
    path = folder / "data" / "processed" / "run.json"
    if not path.exists():
        raise RequestError("nothing_processed", [Place(str(folder))])
    return json.loads(path.read_text(encoding="utf-8"))


def run_record(
    survey: Survey,
    accounts: Sequence[FileAccount],
    outputs: Mapping[str, Path],
    stages: Mapping[str, int],
    findings: Mapping[str, Any],
) -> bytes:
    """Return run.json: version, settings, rows of every file, SHA-256 of inputs and outputs.

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
    """
    record = {
        "skm": version("skm"),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in ENGINES},
        "settings": survey.settings.model_dump(mode="json"),
        "rows": dict(stages),
        "findings": dict(findings),
        "files": [vars(account) for account in accounts],
        "outputs": {name: sha256_of(path) for name, path in sorted(outputs.items())},
    }
    return (json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
