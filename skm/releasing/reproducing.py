"""A run is computed again somewhere else: which files are the same, byte for byte, and what differs."""

import json
import platform
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from skm.errors import Place, RequestError
from skm.pipeline import Progress, run_survey
from skm.provenance import ENGINES, RECORD, program_hash
from skm.survey import SETTINGS_FILE, open_survey, recorded_settings
from skm.tables import prepared_folder, sha256_of

HASH_SHOWN = 12

Kind = Literal["input", "gone", "settings", "version", "output", "missing", "new"]


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the record says: what kind of thing, its name, what was found now and recorded then."""

    kind: Kind
    name: str
    recorded: str = ""
    found: str = ""


@dataclass(frozen=True)
class Reproduction:
    """What came of computing a run again.

    Attributes
    ----------
    n_files
        How many files the record names.
    n_same
        How many of them came out the same, byte for byte.
    differences
        What differs: inputs, registers, settings and versions first, then the files themselves.
    """

    n_files: int
    n_same: int
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        """Whether every file came out the same."""
        return self.n_same == self.n_files and not any(d.kind in ("output", "missing", "new") for d in self.differences)


def reproduce_run(record: str | Path, folder: Path | None = None, *, progress: Progress | None = None) -> Reproduction:
    """Compute a run again in a temporary place, with the settings of its record, and compare every file.

    Parameters
    ----------
    record
        A run.json.
    folder
        The survey folder with the inputs; the one that the record lies in where it is not given.
    progress
        Called with (stage, done, total).

    Returns
    -------
    Reproduction
        Where an input is gone nothing is computed, and no file is the same.

    Raises
    ------
    RequestError
        It is no record of a run, or no survey folder is known.
    """
    record = Path(record)
    recorded = _read_record(record)
    folder = folder or _folder_of(record)
    differences = [*_changed_inputs(folder, recorded), *_other_versions(recorded)]
    if open_survey(folder).settings.model_dump(mode="json") != recorded["settings"]:
        differences.append(Difference("settings", SETTINGS_FILE))
    # What computes stands in the record itself, so it is another one wherever that is.
    expected = recorded["outputs"] | ({} if differences else {RECORD: sha256_of(record)})
    if any(difference.kind == "gone" for difference in differences):
        return Reproduction(len(expected), 0, tuple(differences))
    with prepared_folder(folder) as staging:
        place = staging / folder.resolve().name  # a survey without a name is called as its folder
        _lay_out(folder, place, recorded)
        survey = replace(open_survey(place), settings=recorded_settings(recorded["settings"]))
        made = run_survey(survey, progress=progress, fresh=True).written
        written = {name: sha256_of(path) for name, path in made.items() if name in expected or name != RECORD}
    outputs = [
        *(Difference("missing", name) for name in expected if name not in written),
        *(Difference("output", name) for name in expected if written.get(name, expected[name]) != expected[name]),
        *(Difference("new", name) for name in sorted(written.keys() - expected.keys())),
    ]
    same = sum(written.get(name) == digest for name, digest in expected.items())
    return Reproduction(len(expected), same, (*differences, *outputs))


def _read_record(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        needed = {"skm", "python", "packages", "settings", "files", "inputs", "outputs", "editions"}
        is_record = isinstance(found, dict) and needed <= found.keys()
    except (OSError, ValueError) as error:
        raise RequestError("reproduce_no_record", [Place(str(path))]) from error
    if not is_record:
        raise RequestError("reproduce_no_record", [Place(str(path))])
    return found


def _folder_of(record: Path) -> Path:
    """Return the survey folder that a record lies in."""
    parents = record.resolve().parents
    if len(parents) < 3 or [parent.name for parent in parents[:2]] != ["processed", "data"]:
        raise RequestError("reproduce_no_folder", [Place(str(record))])
    return parents[2]


def _inputs(recorded: Mapping[str, Any]) -> dict[str, str]:
    """Return the SHA-256 of every file that the run may have read, by its name, but of skm.toml: its values count."""
    return {name: digest for name, digest in recorded["inputs"].items() if name != SETTINGS_FILE}


def _changed_inputs(folder: Path, recorded: Mapping[str, Any]) -> list[Difference]:
    found = []
    for name, digest in sorted(_inputs(recorded).items()):
        path = folder / name
        if not path.is_file():
            found.append(Difference("gone", name))
        elif digest and sha256_of(path) != digest:
            found.append(Difference("input", name, digest, sha256_of(path)))
    return found


def _other_versions(recorded: Mapping[str, Any]) -> list[Difference]:
    now = {
        "skm": _spelled(version("skm"), program_hash()),
        "python": platform.python_version(),
        **{name: version(name) for name in ENGINES},
    }
    skm = _spelled(recorded["skm"], recorded.get("program", ""))
    before = {"skm": skm, "python": recorded["python"], **recorded["packages"]}
    return [
        Difference("version", name, before.get(name, ""), now.get(name, ""))
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]


def _spelled(name: str, program: str) -> str:
    """Return a version with the first signs of the hash of its files: changed files may carry the same version."""
    return f"{name} ({program[:HASH_SHOWN]})"


def _lay_out(folder: Path, place: Path, recorded: Mapping[str, Any]) -> None:
    """Lay out what the run has read as a folder of its own; of the editions it has read what is said of them."""
    place.mkdir()
    databases = [p["database"] for p in recorded["settings"]["period"] if p["database"]]
    names = [
        SETTINGS_FILE,
        *_inputs(recorded),
        *(name.removeprefix("sqlite:///") for name in databases if name.startswith("sqlite:")),
    ]
    for name in names:
        if (folder / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, place / name)
