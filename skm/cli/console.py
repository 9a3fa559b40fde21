"""What all commands share: the language they speak, their options, and how they print a message."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skm.cli.progress import ProgressLine
from skm.messages import HELP

if TYPE_CHECKING:
    from skm.pipeline import Progress

ENGLISH = "en"
# What a console without UTF-8 prints instead.
PLAIN_SIGNS = str.maketrans(
    {"–": "-", "−": "-", "…": "...", "≤": "<=", "≥": ">=", "≈": "~", "·": ".", "→": "->", "×": "x", "\u00a0": " "}
)


class Language(StrEnum):
    """Languages of pages and messages."""

    id = "id"
    en = "en"


class Format(StrEnum):
    """How a table is printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Engine(StrEnum):
    """Where rows are read."""

    duckdb = "duckdb"
    spark = "spark"


def asked_language(words: list[str]) -> str:
    """Return the language that the command line asks for; help texts are made before options are read."""
    asked = [after for before, after in pairwise(words) if before == "--lang"]
    return ENGLISH if asked[-1:] == [ENGLISH] or "--lang=en" in words else "id"


_language = asked_language(sys.argv)


def spoken() -> str:
    """Return the language of messages of this process."""
    return _language


def speak(lang: Language | None, otherwise: str = "id") -> str:
    """Return the language of this command, and let messages follow it."""
    global _language  # noqa: PLW0603  the language of messages is one for the whole process
    _language = lang.value if lang else otherwise
    return _language


def help_text(key: str) -> str:
    """Return what the command line says of a command or an option."""
    return HELP[key][spoken()]


app = typer.Typer(
    help=help_text("skm"),
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[Path, typer.Argument(help=help_text("folder"), show_default=False)]
Lang = Annotated[Language | None, typer.Option("--lang", help=help_text("lang"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=help_text("quiet"))]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, help=help_text("jobs"), show_default=False)]
Fresh = Annotated[bool, typer.Option("--fresh", help=help_text("fresh"))]
Shape = Annotated[Format, typer.Option("--format", help=help_text("format"))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=help_text("output"))]


def say(text: str, *, quiet: bool = False) -> None:
    """Print a message to stderr."""
    if not quiet:
        write(sys.stderr, text + "\n")


def write(stream: Any, text: str) -> None:
    """Print a text to a stream, with plain signs where it has no UTF-8."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    if "utf" not in encoding.casefold():
        text = text.translate(PLAIN_SIGNS).encode(encoding, "replace").decode(encoding)
    stream.write(text)
    stream.flush()


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator["Progress | None"]:
    """Give a function that shows progress on a terminal, and nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    line = ProgressLine(spoken())
    with Console(stderr=True).status("") as status:

        def tell(stage: str, done: int, total: int) -> None:
            if text := line.after(stage, done, total):
                status.update(text)

        yield tell


def as_typed(folder: Path) -> str:
    """Return a folder as it is typed: in quotation marks where it has a space."""
    return f'"{folder}"' if " " in str(folder) else str(folder)
