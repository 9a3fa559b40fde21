"""What an office decides about its documents: who signs, which outline, which template of its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from skm.errors import Place, SettingsError
from skm.survey import SETTINGS_FILE

Outline = Literal["2023", "follow-up"]
LOGO_ENDINGS = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Office:
    """The settings under `[publisher]` that documents need; `logo` and `template` are files that are there."""

    signatory: str = ""
    logo: Path | None = None
    outline: Outline = "2023"
    template: Path | None = None
    documents: bool = True


def read_office(survey: Any) -> Office:
    """Return what an office decided about its documents.

    Raises
    ------
    SettingsError
        The logo or the template is not there, or is no file of a kind that can be used.
    """
    publisher = survey.publisher
    return Office(
        signatory=publisher.signatory or "",
        logo=_find(survey.folder, publisher.logo, "logo", LOGO_ENDINGS),
        outline=publisher.outline,
        template=_find(survey.folder, publisher.template, "template", (".docx",)),
        documents=publisher.documents,
    )


def _find(folder: Path | None, name: str | None, setting: str, endings: tuple[str, ...]) -> Path | None:
    """Return the file that a setting names, below the survey's folder or by its whole path."""
    if not name:
        return None
    path = Path(name) if folder is None else folder / name
    if not path.is_file() or path.suffix.casefold() not in endings:
        place = Place(SETTINGS_FILE, column=f"publisher.{setting}", value=name)
        raise SettingsError("publisher_file", [place], endings=", ".join(endings))
    return path
