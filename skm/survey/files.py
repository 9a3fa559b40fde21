"""Which files and databases of a survey hold answers, by the names that messages call them."""

import re
from pathlib import Path

from skm.survey.model import Survey
from skm.survey.settings import PeriodSettings

LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")
REGISTERS = ("units", "corrections", "published", "ratings", "followup", "media", "margins")
TEXTS = (".csv", ".tsv", ".txt")
READABLE = (*TEXTS, ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".sav", ".zsav", ".json", ".jsonl", ".zip")

# What Spark and Hadoop write instead of one file: numbered parts, with a mark of their end or a name of their own.
PART = re.compile(r"part-(?:[mr]-)?\d{5}(?P<own>-[0-9a-f]{8}-)?.*", re.IGNORECASE)
END_OF_PARTS, UNFINISHED = "_SUCCESS", "_temporary"


def part_files(folder: Path) -> list[Path]:
    """Return the part files of a folder that holds one table, in order of their names; none where it is another one."""
    if not folder.is_dir():
        return []
    named = {path.name: path for path in folder.iterdir() if path.is_file() and PART.fullmatch(path.name)}
    is_whole = (folder / END_OF_PARTS).exists() or any(PART.fullmatch(name)["own"] for name in named)
    return [path for _, path in sorted(named.items())] if is_whole else []


def is_parted(folder: Path) -> bool:
    """Return whether a folder holds the part files of one table, or what a job that writes them has not finished."""
    return bool(part_files(folder)) or (folder / UNFINISHED).is_dir()


def is_source(path: Path) -> bool:
    """Return whether a path is a file, or a folder of part files, which are read as one."""
    return path.is_file() or is_parted(path)


def survey_files(survey: Survey) -> list[str]:
    """Return the response files of a survey folder, relative to it, in a fixed order.

    Those below data/raw and those that a `[[period]]` names. Skipped without a word: `~$*`, Thumbs.db, desktop.ini,
    dot files. Registers are never responses. A folder of part files, as Spark writes them, is one file.
    """
    if not survey.folder:
        return []
    listed = (p for period in survey.settings.period for name in period.files for p in files_like(survey.folder, name))
    margins = survey.settings.weights.margins
    known = (survey.folder / margins).resolve() if margins else None
    found = [path for path in (*_raw_files(survey.folder), *listed) if _is_readable(path)]
    found = [path for path in found if path.resolve() != known]
    return sorted({path.relative_to(survey.folder).as_posix() for path in found})


def survey_databases(survey: Survey) -> dict[str, PeriodSettings]:
    """Return the databases of a survey by the name that messages and tables call them: never by user or server.

    Examples
    --------
    >>> from skm.survey import SettingsFile
    >>> entry = PeriodSettings(id="2025", database="postgresql://pembaca@server/skm", table="hasil")
    >>> list(survey_databases(Survey(settings=SettingsFile(period=(entry,)))))
    ['database 2025 (hasil)']
    """
    found: dict[str, PeriodSettings] = {}
    for entry in survey.settings.period:
        if entry.database is None:
            continue
        name = first = f"database {entry.id} ({entry.table or 'query'})"
        number = 1
        while name in found:
            number += 1
            name = f"{first} {number}"
        found[name] = entry
    return found


def _is_readable(path: Path) -> bool:
    return path.suffix.casefold() in READABLE or path.is_dir()


def files_like(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder that match a pattern; none for a pattern that leads out of it."""
    if not pattern or Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        return []
    try:
        found = [_whole(path) for path in folder.glob(pattern)]
        return [path for path in dict.fromkeys(found) if is_source(path)]
    except ValueError:  # two stars beside other letters, in some versions of Python
        return []


def unread_files(survey: Survey) -> list[str]:
    """Return the files below data/raw of a kind that is not read, relative to the folder."""
    if not survey.folder:
        return []
    named = [p.database.removeprefix("sqlite:///") for p in survey.settings.period if p.database]
    databases = {(survey.folder / name).resolve() for name in named}
    found = [path for path in _raw_files(survey.folder) if not _is_readable(path)]
    found = [path for path in found if path.resolve() not in databases]
    return [path.relative_to(survey.folder).as_posix() for path in found]


def _raw_files(folder: Path) -> list[Path]:
    """Return the files below data/raw that are neither registers nor left there by the system."""
    raw = folder / "data" / "raw"
    found: dict[Path, None] = {}
    for path in sorted(raw.rglob("*")) if raw.is_dir() else ():
        relative = path.relative_to(raw)
        left = path.name.casefold() in LEFT_BY_SYSTEMS or any(p.startswith((".", "~$")) for p in relative.parts)
        register = len(relative.parts) == 1 and path.stem.casefold() in REGISTERS
        if path.is_file() and not left and not register:
            found[_whole(path)] = None
    return list(found)


def _whole(path: Path) -> Path:
    """Return the folder of part files to which a file belongs, with what their writer left beside them; else itself."""
    inside = next((folder for folder in path.parents if folder.name == UNFINISHED), None)
    if inside:
        return inside.parent
    belongs = PART.fullmatch(path.name) or path.name.startswith("_")
    return path.parent if belongs and is_parted(path.parent) else path
