"""One shape for every message: what cannot be done, where, what was found, the way out.

The wording lives in `skm.messages`, in both languages; a caller matches the class or `code`, never the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from skm.messages import PLACE_WORDS, say

PLACES_SHOWN = 5  # interface.md section 6: five shown, the rest counted


@dataclass(frozen=True)
class Place:
    """Where something was found: a file, and as much more as is known.

    `value` is what stood there. Never pass a respondent's name, number or comment.
    """

    file: str = ""
    sheet: str = ""
    column: str = ""
    row: int | None = None
    value: str | None = None

    def text(self, language: str = "id") -> str:
        """Return the place as one phrase, such as `a.csv, kolom "U3": baris 118 "7"`."""
        words = PLACE_WORDS[language]
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(f'{words["sheet"]} "{self.sheet}"')
        if self.column:
            parts.append(f'{words["column"]} "{self.column}"')
        spot = []
        if self.row is not None:
            spot.append(f"{words['row']} {self.row}")
        if self.value is not None:
            spot.append(f'"{self.value}"')
        return ": ".join(part for part in (", ".join(parts), " ".join(spot)) if part)


class SkmError(Exception):
    """Something that cannot be done, with its places and the way out.

    Parameters
    ----------
    code
        The stable name of the message in `skm.messages.MESSAGES`.
    places
        Where it was found; five are printed, the rest counted.
    **values
        What the message's text names.
    """

    exit_code = 2

    def __init__(self, code: str, places: Sequence[Place] = (), **values: object) -> None:
        self.code = code
        self.places = tuple(places)
        self.values = values
        super().__init__(self.message("id"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how the error is made again in another process: as it is, whatever its class asks for."""
        return _restored, (type(self), self.args, self.__dict__)

    def message(self, language: str = "id") -> str:
        """Return the whole message in `language` ("id" or "en"), one part a line."""
        what, way_out = say(self.code, language, **self.values)
        lines = [what]
        lines += [f"  {place.text(language)}" for place in self.places[:PLACES_SHOWN]]
        if len(self.places) > PLACES_SHOWN:
            lines.append(f"  {PLACE_WORDS[language]['more'].format(n=len(self.places) - PLACES_SHOWN)}")
        lines.append(f"  {way_out}")
        return "\n".join(lines)


def _restored(kind: type[SkmError], args: tuple[Any, ...], state: dict[str, Any]) -> SkmError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class DataError(SkmError):
    """The data do not allow the result; whoever sent the file must act. Exit code 1."""

    exit_code = 1


class SettingsError(SkmError):
    """The settings (skm.toml, a register) are wrong; whoever runs the survey must act. Exit code 2."""


class RequestError(SkmError):
    """The command asks for what cannot be done. Exit code 2."""
