"""Which files and databases of a survey hold answers, by the names that messages call them."""

from pathlib import Path

from skm.survey.model import Survey
from skm.survey.settings import PeriodSettings

LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")
REGISTERS = ("units", "corrections", "published", "ratings", "followup", "media", "margins")
TEXTS = (".csv", ".tsv", ".txt")
READABLE = (*TEXTS, ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".sav", ".zsav", ".json", ".jsonl", ".zip")


def survey_files(survey: Survey) -> list[str]:
    """Return the response files of a survey folder, relative to it, in a fixed order.

    Those below data/raw and those that a `[[period]]` names. Skipped without a word: `~$*`, Thumbs.db, desktop.ini,
    dot files. Registers are never responses.
    """
    if not survey.folder:
        return []
    listed = (p for period in survey.settings.period for name in period.files for p in files_like(survey.folder, name))
    margins = survey.settings.weights.margins
    known = (survey.folder / margins).resolve() if margins else None
    found = [path for path in (*_raw_files(survey.folder), *listed) if path.suffix.casefold() in READABLE]
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


def files_like(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder that match a pattern; none for a pattern that leads out of it."""
    if not pattern or Path(pattern).is_absolute() or ".." in Path(pattern).parts:
        return []
    try:
        return [path for path in folder.glob(pattern) if path.is_file()]
    except ValueError:  # two stars beside other letters, in some versions of Python
        return []


def unread_files(survey: Survey) -> list[str]:
    """Return the files below data/raw of a kind that is not read, relative to the folder."""
    if not survey.folder:
        return []
    named = [p.database.removeprefix("sqlite:///") for p in survey.settings.period if p.database]
    databases = {(survey.folder / name).resolve() for name in named}
    found = [path for path in _raw_files(survey.folder) if path.suffix.casefold() not in READABLE]
    found = [path for path in found if path.resolve() not in databases]
    return [path.relative_to(survey.folder).as_posix() for path in found]


def _raw_files(folder: Path) -> list[Path]:
    """Return the files below data/raw that are neither registers nor left there by the system."""
    raw = folder / "data" / "raw"
    found = []
    for path in sorted(raw.rglob("*")) if raw.is_dir() else ():
        relative = path.relative_to(raw)
        left = path.name.casefold() in LEFT_BY_SYSTEMS or any(p.startswith((".", "~$")) for p in relative.parts)
        register = len(relative.parts) == 1 and path.stem.casefold() in REGISTERS
        if path.is_file() and not left and not register:
            found.append(path)
    return found
