"""Posters on paper: HTML → PDF and PNG, through an installed browser, else PDF alone through WeasyPrint."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from skm.publishing.kit.browsers import NotPrintedError, find_browser, open_browser
from skm.tables import write_whole

A4 = (794, 1123)  # points of the screen, 96 to the inch
PIXELS = 2  # of a PNG for each of them: 192 to the inch
# Dates in a PDF, which would make the same poster other bytes every time; their place keeps its length.
DATES = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}([^)]*)\)")
FIXED_DATE = b"20170101000000"
PDF_ID = re.compile(rb"(/ID ?\[ ?)<[0-9A-Fa-f]*>( ?)<[0-9A-Fa-f]*>")

Progress = Callable[[str, int, int], None]


def print_posters(pages: Sequence[Path], *, tabs: int = 1, progress: Progress | None = None) -> tuple[Path, ...]:
    """Print HTML posters beside themselves, and return the new files; the same poster gives the same bytes.

    Parameters
    ----------
    pages
        HTML files, each one poster.
    tabs
        How many the browser prints at a time.
    progress
        Called with ("posters", done, total) as long as one is left.

    Raises
    ------
    NotPrintedError
        No program that prints is installed, or it does not answer; what was printed before stays, whole.
    """
    if not pages:
        return ()
    browser = find_browser()
    if browser is None:
        return _print_without_browser(pages, progress or _be_silent)
    return _print_in_browser(browser, pages, tabs, progress or _be_silent)


def _be_silent(_stage: str, _done: int, _total: int) -> None:
    """Report nothing."""


def _print_in_browser(program: Path, pages: Sequence[Path], tabs: int, progress: Progress) -> tuple[Path, ...]:
    made = []
    progress("posters", 0, len(pages))
    with open_browser(program) as browser:
        texts = [page.read_text(encoding="utf-8") for page in pages]
        for done, printed in enumerate(browser.print_pages(texts, A4, PIXELS, tabs), start=1):
            page = pages[printed.number]
            made.append(_write(page.with_suffix(".pdf"), steady_pdf(printed.pdf)))
            made.append(_write(page.with_suffix(".png"), printed.png))
            if done < len(pages):
                progress("posters", done, len(pages))
    return tuple(sorted(made))


def _print_without_browser(pages: Sequence[Path], progress: Progress) -> tuple[Path, ...]:
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:  # OSError: its libraries for type are not installed
        raise NotPrintedError("no_printer") from error
    made = []
    for done, page in enumerate(pages):
        progress("posters", done, len(pages))
        text = page.read_text(encoding="utf-8")
        printed = HTML(string=text, url_fetcher=_refuse).write_pdf(pdf_tags=True)
        made.append(_write(page.with_suffix(".pdf"), steady_pdf(printed)))
    return tuple(made)


def _refuse(address: str) -> Mapping[str, object]:
    """Load nothing: a poster holds all that it shows."""
    raise ValueError(address)


def _write(path: Path, data: bytes) -> Path:
    write_whole(path, data)
    return path


def steady_pdf(data: bytes) -> bytes:
    r"""Return a PDF with a fixed date and number, in the same length, so that the same poster is the same bytes.

    Examples
    --------
    >>> steady_pdf(b"/CreationDate (D:20261122113000+00'00')")
    b"/CreationDate (D:20170101000000+00'00')"
    """
    dated = DATES.sub(rb"\g<1>" + FIXED_DATE + rb"\g<2>)", data)
    return PDF_ID.sub(lambda found: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", found.group()), dated)
