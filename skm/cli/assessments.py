"""Published figures: our own kind verified, other assessors' classified."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from skm.cli.console import Format, Lang, Output, Shape, app, help_text, speak, write
from skm.cli.printing import frame_of, print_document, print_tables
from skm.errors import RequestError

RATING_COLUMNS = (
    "system",
    "entity",
    "year",
    "value",
    "category",
    "category_by_scale",
    "zone_by_scale",
    "agrees",
    "note",
)


@app.command(help=help_text("verify"))
def verify(  # noqa: PLR0913, PLR0917  each option of the command is one
    path: Annotated[Path | None, typer.Argument(help=help_text("verify_path"), show_default=False)] = None,
    means: Annotated[str | None, typer.Option(help=help_text("verify_means"))] = None,
    published: Annotated[str | None, typer.Option(help=help_text("verify_published"))] = None,
    n: Annotated[int | None, typer.Option("--n", min=1, help=help_text("verify_n"))] = None,
    grade: Annotated[str | None, typer.Option(help=help_text("verify_grade"))] = None,
    regulation: Annotated[str | None, typer.Option(help=help_text("verify_regulation"))] = None,
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Say which convention gives a published figure; for a folder, one line a table."""
    from skm.verifying import split_means, verify_figure, verify_folder, verify_table

    language = speak(lang)
    if (path is None) == (means is None):
        raise RequestError("verify_nothing")
    if path is None and published is None:
        raise RequestError("verify_no_published")
    if path is not None and path.is_dir():
        lines = verify_folder(path, language)
        print_tables({"verifications": lines}, shape, output, tuple(lines.columns))
        return
    stated = {"published": published, "n": n, "grade": grade, "regulation": regulation}
    found = verify_table(path, **stated) if path is not None else verify_figure(split_means(means or ""), **stated)
    if output is None and shape is Format.table:
        write(sys.stdout, "\n".join(found.sentences(language)) + "\n")
        return
    if shape is Format.json or (output and output.suffix == ".json"):
        print_document(found.to_dict(language), output)
    else:
        conventions = frame_of(found.to_dict(language)["conventions"])
        print_tables({"conventions": conventions}, shape, output, tuple(conventions.columns))


@app.command(help=help_text("ratings"))
def ratings(
    path: Annotated[Path, typer.Argument(help=help_text("ratings_file"), show_default=False)],
    shape: Shape = Format.table,
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Classify published ratings by the scale of their year, and check their printed labels."""
    from skm.ratings import classify_ratings

    found = classify_ratings(path, speak(lang))
    print_tables({"ratings": found}, shape, output, RATING_COLUMNS)
