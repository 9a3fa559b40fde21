"""Pages as pictures, for whoever looks at them: `python -m tests.pictures [REPORTS [FOLDER]]`, or `make pictures`.

Every kind of page of the newest period is taken on a wide screen and on a phone, in parts of one screen's height each;
the annual page is also printed on A4, as PDF and as a PNG of each sheet where `pdftoppm` is installed. The cards, which
are pictures already, are copied beside them. They go to `build/pictures/`, and none of them into git.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SIZES = {"lebar": (1280, 900), "ponsel": (390, 844)}
LONGEST = 6000  # dots of one picture from top to bottom; a browser paints no page of any length at once
MOST = 6  # pictures of one page: what follows looks like what went before
PAPER_DOTS = "70"  # to the inch
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


def pages_of(reports: Path) -> Iterator[tuple[str, Path]]:
    """Give a page of each kind by its name: the newest period's, and the list of all periods."""
    yield "daftar", reports / "index.html"
    newest = max(path.parent for path in reports.glob("*/index.html"))
    yield "tahunan", newest / "index.html"
    yield "rekap", newest / "rekap.html"
    yield "bukti", newest / "bukti" / "index.html"
    for name in ("poster", "lembar-fakta.id", "lembar-fakta.en"):
        yield name, newest / "humas" / f"{name}.html"
    for kind, folder in (("unit", newest / "units"), ("poster-unit", newest / "humas" / "poster")):
        yield from ((kind, path) for path in sorted(folder.glob("*.html"))[:1])


def take(reports: Path, folder: Path) -> int:
    """Take the pictures and return how many there are."""
    from playwright.sync_api import sync_playwright

    program = next(path for name in BROWSERS if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for screen, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name, path in pages_of(reports):
                page.goto(path.resolve().as_uri())
                long = page.evaluate("document.documentElement.scrollHeight")
                for part, top in enumerate(range(0, min(long, MOST * LONGEST), LONGEST), start=1):
                    clip = {"x": 0, "y": top, "width": width, "height": min(LONGEST, long - top)}
                    page.screenshot(path=folder / f"{name}-{screen}-{part}.png", full_page=True, clip=clip)
            page.close()
        page = browser.new_page()
        page.goto(dict(pages_of(reports))["tahunan"].resolve().as_uri())
        page.pdf(path=folder / "tahunan.pdf", prefer_css_page_size=True, print_background=True)
        browser.close()
    if shutil.which("pdftoppm"):
        command = ["pdftoppm", "-png", "-r", PAPER_DOTS, folder / "tahunan.pdf", folder / "tahunan-lembar"]
        subprocess.run(command, check=True)
    for card in reports.glob("*/humas/kartu/*.png"):
        shutil.copyfile(card, folder / card.name)
    return sum(1 for _ in folder.glob("*.png"))


def main(arguments: list[str]) -> None:
    """Take the pictures of a folder of reports, that of this repository's own survey by default."""
    root = Path(__file__).parents[1]
    reports = Path(arguments[0]) if arguments else root / "reports"
    folder = Path(arguments[1]) if len(arguments) > 1 else root / "build" / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sys.stdout.write(f"{take(reports, folder)} pictures: {folder}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
