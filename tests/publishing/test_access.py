"""The pages as axe-core and a printer see them: no barrier, nothing cut, nothing asked of any network."""

import datetime as dt
import html
import importlib.util
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from browser import find_browser, run_browser, see
from printers import needs
from simulated import compute, register, responses

from skm.followups import Action, Publication
from skm.publishing.gathering import gather_facts
from skm.publishing.kit import write_papers, write_posters
from skm.publishing.outputs import write_pages_of_units
from skm.publishing.proofs import write_proofs
from skm.publishing.recap import write_recap
from skm.survey import Survey

# WCAG 2.2 A and AA, and axe's own good practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# In the dark nothing but the colours is another: the rules that look at them.
IN_THE_DARK = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# Units are built alike: a few of them are examined, which takes a tenth of the time. Drawings are hidden from those who
# listen, so no rule looks into them. What is folded is opened.
PRUNE = """
function () {
  document.querySelectorAll(".each .one:nth-of-type(n+4), #t-units tbody.body tr:nth-child(n+9)").forEach(function (e) {
    e.remove();
  });
  document.querySelectorAll("svg[aria-hidden=true]").forEach(function (e) { e.textContent = ""; });
  document.querySelectorAll("details").forEach(function (e) { if (!e.closest(".one")) e.open = true; });
  var first = document.querySelector(".one details");
  if (first) first.open = true;
}
"""
AXE = """
function (rules) {
  return axe.run(document, { runOnly: rules, resultTypes: ["violations"] }).then(function (found) {
    return found.violations.map(function (one) {
      return [one.id, one.impact, one.nodes.slice(0, 3).map(function (node) {
        return node.html.slice(0, 160) + " | " + node.failureSummary;
      })];
    });
  });
}
"""
# What goes with the annual page, by the survey's own language.
PAPERS = [
    *(f"{own}/{page}" for own in ("id", "en") for page in ("rekap.html", "bukti/index.html")),
    *(f"{own}/{page}" for own in ("id", "en") for page in ("units/loket-01.html", "bukti/loket-01/index.html")),
    *(f"id/humas/{name}.html" for name in ("poster", "poster.en", "poster/loket-01", "poster/loket-02")),
    *(f"id/humas/lembar-fakta.{language}.html" for language in ("id", "en")),
    "id/units/loket-02.html",
]
PLAN = (
    Action("2019", "loket-01", "time", "Loket kedua", ("2020-Q1",), status="done", finished=dt.date(2020, 3, 2)),
    Action("2020", "loket-01", "time", "Loket ketiga", ("2021-Q1",), "Kepala TU"),
)
MEDIA = (Publication("2020", "loket-01", "social media", "Unggahan", dt.date(2021, 1, 5)),)
# Marks the first and the last point of everything that must not be torn, and names each: its kind and its first words.
MARK = """
function () {
  var boxes = {}, n = 0;
  function mark(box, name, edge) {
    var word = document.createElement("i");
    word.textContent = name;
    word.style.cssText = "position:absolute;left:0;font:2px Arial;line-height:2px;white-space:nowrap;" + edge + ":0";
    box.style.position = "relative";
    box.appendChild(word);
  }
  document.querySelectorAll("main tr, main figure, main .row, main h2, main h3").forEach(function (e) {
    if (e.closest(".each, .noprint, .vh")) return;
    var row = e.tagName === "TR", text = e.textContent.trim().slice(0, 60);
    mark(row ? e.cells[0] : e, "qz" + n + "a", "top");
    mark(row ? e.cells[e.cells.length - 1] : e, "qz" + n + "b", "bottom");
    boxes[n++] = [e.tagName, text];
  });
  return boxes;
}
"""
SHEET = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')
POINTS = 72 / 25.4  # to a millimetre
HAIR = 4  # points by which the largest figure is set out, so that its ink stands in line
LONGEST_RUNNING = 200  # characters of running head and page number
N_UNITS = 89
MARK_HEIGHT = 1.6  # points that letters of two pixels take from the highest to the lowest, in Arial and its likes


class Word(NamedTuple):
    """A word on paper and its box, in points from the upper left corner of the sheet."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Sheet(NamedTuple):
    """A sheet of paper: its size in points, and its words."""

    width: float
    height: float
    words: list[Word]


# Every element that reaches beyond the window, unless it stands in a region that scrolls; and every small target.
NARROW = """
function () {
  var width = document.documentElement.clientWidth, wide = [], small = [];
  document.querySelectorAll("body *").forEach(function (e) {
    if (e.closest(".tw, .skip, .vh, svg") || !e.getClientRects().length) return;
    var box = e.getBoundingClientRect();
    if (box.right > width + 1 || box.left < -1) wide.push([e.tagName, e.className, Math.round(box.right)]);
  });
  document.querySelectorAll("button, input, select, summary, nav a").forEach(function (e) {
    var box = e.getBoundingClientRect();
    if (!e.getClientRects().length || (box.width >= 24 && box.height >= 24)) return;
    small.push([e.tagName, e.textContent.slice(0, 30), box.width, box.height]);
  });
  return { wide: wide, small: small, scrolls: document.documentElement.scrollWidth - width };
}
"""


@pytest.fixture(scope="module")
def axe():
    """Return axe-core's script, which is no part of the program."""
    spec = importlib.util.find_spec("axe_playwright_python")
    needs(spec is not None, "axe-core (pip install axe-playwright-python)")
    (folder,) = spec.submodule_search_locations
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def window():
    """Return a window of one browser for all pages of these tests: off line, and open to the tests' scripts."""
    needs(importlib.util.find_spec("playwright") is not None, "Playwright (pip install playwright)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        view = {"width": 1280, "height": 900}
        yield browser.new_context(bypass_csp=True, offline=True, viewport=view).new_page()
        browser.close()


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """Return a folder with all that a small survey publishes as HTML, by the survey's own language."""
    units = register({"Loket": 4})
    units["agency"] = ["Dinas A", "Dinas A", "Dinas B", "Dinas B"]
    survey = replace(Survey(), units=units).with_settings(name="Kota Uji", simulated=True)
    sizes = {unit: {2019: 40, 2020: 40} for unit in units["unit_id"]}
    sizes |= {"loket-02": {2019: 40, 2020: 3}, "loket-03": {2019: 40, 2020: 0}}  # hidden, silent
    made = compute(survey, responses(units, (2019, 2020), sizes), ["period", "unit"])
    evidence = replace(made.evidence, actions=PLAN, media=MEDIA, samples={"2020": {"loket-01": 331}})
    folder = tmp_path_factory.mktemp("papers")
    for own in ("id", "en"):
        languages = sorted(("id", "en"), key=own.__ne__)
        facts = {
            one: gather_facts(survey, made.indices, made.changes, "2020", evidence=evidence, language=one)
            for one in languages
        }
        for write in (write_recap, write_papers):
            write(facts, folder / own)
        write_posters(facts, folder / own, ["", "loket-01", "loket-02"])
        write_pages_of_units(facts, folder / own, ["loket-01", "loket-02"])
        write_proofs(facts, folder / own)
    return folder


def examine(window, axe, page):
    """Return what axe-core finds on a page in the light and in the dark."""
    window.goto(page)
    window.evaluate(axe)
    window.evaluate(PRUNE)
    found = []
    for scheme, rules in (("light", list(RULES)), ("dark", IN_THE_DARK)):
        window.emulate_media(color_scheme=scheme)
        found += [(scheme, *one) for one in window.evaluate(AXE, rules)]
    return found


@pytest.mark.parametrize(
    "place", ["2020/index.html", "2020/index.html#lang=en&sort=-6", "index.html", "index.html#lang=en"]
)
def test_axe_finds_no_barrier(city_folder, window, axe, place):
    """axe-core finds nothing against WCAG 2.2 A and AA on the page and the list of periods, in both languages."""
    assert examine(window, axe, f"{city_folder.as_uri()}/{place}") == []


@pytest.mark.parametrize("place", PAPERS)
def test_axe_finds_no_barrier_on_what_goes_with_the_page(papers, window, axe, place):
    """A unit's page, posters, fact sheets, recap and evidence have no barrier either, in the light and in the dark."""
    assert examine(window, axe, (papers / place).as_uri()) == []


def test_a_link_leads_to_its_unit(city_folder, window):
    """A link to a late unit ends at it, though what lies before it is laid out only near the window."""
    page = (city_folder / "2020" / "index.html").as_uri()
    window.goto(page)
    name = window.evaluate("(all => all[all.length - 20].id)(document.querySelectorAll('.units .one'))")
    window.goto("about:blank")
    window.goto(f"{page}#{name}")
    window.wait_for_timeout(1500)  # the page glides there
    assert 0 <= window.evaluate("name => document.getElementById(name).getBoundingClientRect().top", name) < 100


@pytest.mark.parametrize("name", ["2020/index.html", "index.html"])
def test_a_narrow_window_holds_the_page(city_folder, name):
    """At 320 pixels nothing reaches beyond the window but tables that scroll, and targets have at least 24 pixels."""
    seen = see(city_folder / name, NARROW, window="320,900")
    assert seen == {"wide": [], "small": [], "scrolls": 0}


def print_page(window, page, folder):
    """Return the sheets that a page takes on paper, and the boxes of it that must stand on one sheet.

    The first and the last point of a box are marked by tiny words, so that the paper itself tells on which sheet, and
    at which height, it begins and ends.
    """
    needs(shutil.which("pdftotext"), "pdftotext (package poppler-utils)")
    window.goto(page.as_uri())
    boxes = window.evaluate(MARK)
    window.pdf(path=folder / "paper.pdf", prefer_css_page_size=True, print_background=True)
    command = ["pdftotext", "-bbox", str(folder / "paper.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, timeout=60, check=True).stdout.decode("utf-8")
    sheets = []
    for width, height, words in SHEET.findall(text):
        found = [Word(html.unescape(word), *map(float, box)) for *box, word in WORD.findall(words)]
        sheets.append(Sheet(float(width), float(height), found))
    return sheets, boxes


def list_torn(sheets, boxes):
    """Return the boxes that do not begin and end on one sheet, or of which an end is missing."""
    ends = {word.text: (place, word.top) for place, sheet in enumerate(sheets) for word in sheet.words}
    torn = []
    for name, (kind, text) in boxes.items():
        first, last = ends.get(f"qz{name}a"), ends.get(f"qz{name}b")
        if first is None or last is None or first[0] != last[0] or first[1] > last[1] + 1:
            torn.append((kind, text, first, last))
    return torn


def is_shrunk(sheets):
    """Return whether the browser made everything smaller, as it does where something is wider than the paper."""
    heights = [word.bottom - word.top for sheet in sheets for word in sheet.words if word.text.startswith("qz")]
    return max(heights) < MARK_HEIGHT


def list_outside(sheet, margin, side):
    """Return the words of a sheet that reach into its margins, given in millimetres, without those that stand there."""
    top, left = margin * POINTS, side * POINTS
    bottom, right = sheet.height - top, sheet.width - left
    inside = [word for word in sheet.words if word.bottom > top and word.top < bottom]
    return [word for word in sheet.words if word.left < left - HAIR or word.right > right + 1] + [
        word for word in inside if word.top < top - HAIR or word.bottom > bottom + 1
    ]


@pytest.fixture(scope="module")
def printed(city_folder, window, tmp_path_factory):
    """Return the sheets and boxes of the page of 89 units."""
    return print_page(window, city_folder / "2020" / "index.html", tmp_path_factory.mktemp("paper"))


def test_the_page_fits_on_few_sheets(printed):
    """Printed without the units' own pages, the page of 89 units takes at most fourteen sheets of A4."""
    sheets, _ = printed
    assert 8 <= len(sheets) <= 14
    assert {(round(sheet.width), round(sheet.height)) for sheet in sheets} == {(595, 842)}


def test_no_word_is_cut_by_the_edge_of_the_paper(printed):
    """Every word stands between the margins of its sheet; in the margins stand running head and page number only."""
    sheets, _ = printed
    for number, sheet in enumerate(sheets, 1):
        assert list_outside(sheet, 20, 18) == []
        edges = [word for word in sheet.words if word.bottom <= 20 * POINTS or word.top >= sheet.height - 20 * POINTS]
        running = " ".join(word.text for word in edges)
        assert running.endswith(f"Halaman {number} dari {len(sheets)}")
        assert len(running) < LONGEST_RUNNING


def test_nothing_is_wider_than_the_paper(printed):
    """The browser need not make the page smaller to get its widest table on paper: letters keep their size."""
    sheets, _ = printed
    assert not is_shrunk(sheets)


def test_nothing_that_belongs_together_is_torn(printed):
    """Every heading, row of a table, figure and row of a chart begins and ends on the same sheet."""
    sheets, boxes = printed
    assert list_torn(sheets, boxes) == []
    kinds = [kind for kind, _ in boxes.values()]
    assert (
        kinds.count("H2") > 5 and kinds.count("TR") > N_UNITS and kinds.count("FIGURE") > 5 and kinds.count("DIV") > 20
    )


def test_no_heading_ends_a_sheet(printed):
    """Below every heading stands something on its sheet: what it heads, or the heading of a part of that."""
    sheets, boxes = printed
    heads = {f"qz{name}b": text for name, (kind, text) in boxes.items() if kind in ("H2", "H3")}
    for sheet in sheets:
        words = [word for word in sheet.words if word.bottom < sheet.height - 20 * POINTS]
        texts = [word.bottom for word in words if not word.text.startswith("qz")]
        alone = [heads[word.text] for word in words if word.text in heads and word.bottom > max(texts) - 1]
        assert alone == []


@pytest.mark.parametrize(
    ("place", "margin", "side", "most"),
    [
        ("id/units/loket-01.html", 20, 18, 3),
        ("id/rekap.html", 14, 14, 3),
        ("id/bukti/loket-01/index.html", 20, 18, 3),
        ("id/humas/lembar-fakta.id.html", 10, 14, 1),
        ("id/humas/poster/loket-01.html", 0, 0, 1),
    ],
)
def test_what_goes_with_the_page_prints_whole(papers, window, tmp_path, place, margin, side, most):
    """On few sheets no word of the other pages reaches into a margin and no row is torn; two of them take one sheet."""
    sheets, boxes = print_page(window, papers / place, tmp_path)
    assert len(sheets) <= most
    assert [word for sheet in sheets for word in list_outside(sheet, margin, side)] == []
    assert list_torn(sheets, boxes) == []
    assert not (boxes and is_shrunk(sheets))


def test_the_page_asks_for_nothing(city_folder, tmp_path):
    """A browser that opens the page makes no request but the one for the file."""
    log = tmp_path / "net.json"
    page = city_folder / "2020" / "index.html"
    run_browser(f"--log-net-log={log}", "--virtual-time-budget=3000", "--dump-dom", address=f"{page.as_uri()}#lang=en")
    asked = re.findall(r'"url":"((?:https?|wss?|ftp):[^"]*)"', log.read_text(encoding="utf-8"))
    own = re.compile(r"https?://(?:[\w.-]+\.)?(?:google|googleapis|gvt1|gstatic)\.com")  # the browser's own
    assert [url for url in asked if not own.match(url)] == []
