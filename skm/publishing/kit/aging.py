"""Pictures that were drawn on request and show figures which are others now: they go when the texts change."""

import re
from collections.abc import Iterator
from pathlib import Path

from skm.errors import Place, RequestError

PICTURES = (".png", ".pdf")
# Their names below a period's folder: whatever stands there was drawn by the program.
PICTURE = re.compile(r"(?:[^/]+/)?humas/(?:kartu/[^/]+\.png|poster(?:\.en)?\.(?:png|pdf)|poster/[^/]+\.(?:png|pdf))")
TEXTS_OF_CARDS = "alt.json"  # holds every figure of every card


def is_picture(name: str) -> bool:
    """Return whether a file of a period, by its name below the period's folder, is a picture of the kit.

    Examples
    --------
    >>> is_picture("humas/kartu/skm-2020-nilai-1200x630.id.png"), is_picture("humas/foto.png")
    (True, False)
    """
    return PICTURE.fullmatch(name) is not None


def drop_old_pictures(reports: Path, written: Path, kit: str) -> tuple[Path, ...]:
    """Remove the pictures that a new run does not draw again and whose text it changes; return them.

    A picture stays while the text that it was made from is the same, byte for byte: of a poster its HTML, of the cards
    their text alternatives.

    Parameters
    ----------
    reports
        The reports of the runs before.
    written
        Those of the new run, not yet in their place.
    kit
        The name of the kit's folder in a period.

    Raises
    ------
    RequestError
        Another program holds one of them open; nothing was put in place yet.
    """
    gone = []
    for folder in sorted(path for path in written.rglob(kit) if path.is_dir()):
        for picture in _old_pictures(reports / folder.relative_to(written), folder):
            try:
                picture.unlink(missing_ok=True)
            except PermissionError as error:
                raise RequestError("file_held_open", [Place(picture.name)], file=picture.name) from error
            gone.append(picture)
    return tuple(gone)


def _old_pictures(before: Path, now: Path) -> Iterator[Path]:
    for picture in sorted(path for path in before.rglob("*") if path.suffix in PICTURES):
        name = picture.relative_to(before)
        page = picture.with_suffix(".html")
        text = page.relative_to(before) if page.is_file() else Path(TEXTS_OF_CARDS)
        if not (now / name).exists() and not _is_same(before / text, now / text):
            yield picture


def _is_same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
