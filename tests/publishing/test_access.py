"""The pages as axe-core and a printer see them: no barrier, nothing cut, nothing asked of any network."""

import importlib.util
import json
import os
import re
from pathlib import Path

import pytest
from browser import run_browser, see

# WCAG 2.2 A and AA, and axe's own good practice.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = """
function () {
  // units are built alike: a few of them are examined, which takes a tenth of the time
  document.querySelectorAll(".one:nth-of-type(n+4), #t-units tbody.body tr:nth-child(n+9)").forEach(function (e) {
    e.remove();
  });
  document.querySelectorAll("details").forEach(function (e) { if (!e.closest(".one")) e.open = true; });
  var first = document.querySelector(".one details");
  if (first) first.open = true;
  return axe.run(document, { runOnly: RULES, resultTypes: ["violations"] }).then(function (found) {
    return found.violations.map(function (one) {
      return [one.id, one.impact, one.nodes.slice(0, 3).map(function (node) {
        return node.html.slice(0, 160) + " | " + node.failureSummary;
      })];
    });
  });
}
""".replace("RULES", json.dumps(RULES))
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
    if spec is None or not spec.submodule_search_locations:
        reason = "axe-core is not installed (pip install axe-playwright-python): the pages are not examined by it"
        pytest.fail(reason) if os.environ.get("SKM_TEST_ALL") == "1" else pytest.skip(reason)
    (folder,) = spec.submodule_search_locations
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "place", "dark"),
    [("2020/index.html", "", False), ("2020/index.html", "#lang=en&sort=-6", True), ("index.html", "#lang=en", False)],
)
def test_axe_finds_no_barrier(city_folder, axe, name, place, dark):
    """axe-core finds nothing against WCAG 2.2 A and AA on the page and the list of periods, in both languages."""
    assert see(city_folder / name, AXE, place, dark=dark, library=axe) == []


@pytest.mark.parametrize("name", ["2020/index.html", "index.html"])
def test_a_narrow_window_holds_the_page(city_folder, name):
    """At 320 pixels nothing reaches beyond the window but tables that scroll, and targets have at least 24 pixels."""
    seen = see(city_folder / name, NARROW, window="320,900")
    assert seen == {"wide": [], "small": [], "scrolls": 0}


def test_the_page_fits_on_few_sheets(city_folder, tmp_path):
    """Printed without the units' own pages, the page of 89 units takes at most fourteen sheets of A4."""
    paper = tmp_path / "page.pdf"
    page = city_folder / "2020" / "index.html"
    run_browser(f"--print-to-pdf={paper}", "--no-pdf-header-footer", address=page.as_uri())
    sheets = re.findall(rb"/Type /Page\n.*?/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper.read_bytes(), re.DOTALL)
    assert 8 <= len(sheets) <= 14
    assert {(round(float(width)), round(float(height))) for width, height in sheets} == {(595, 842)}


def test_the_page_asks_for_nothing(city_folder, tmp_path):
    """A browser that opens the page makes no request but the one for the file."""
    log = tmp_path / "net.json"
    page = city_folder / "2020" / "index.html"
    run_browser(f"--log-net-log={log}", "--virtual-time-budget=3000", "--dump-dom", address=f"{page.as_uri()}#lang=en")
    asked = re.findall(r'"url":"((?:https?|wss?|ftp):[^"]*)"', log.read_text(encoding="utf-8"))
    own = re.compile(r"https?://(?:[\w.-]+\.)?(?:google|googleapis|gvt1|gstatic)\.com")  # the browser's own
    assert [url for url in asked if not own.match(url)] == []
