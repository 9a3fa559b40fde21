"""What the page's script does, in a real browser."""

import html
import json
import os
import re
import shutil
import subprocess

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--virtual-time-budget=3000"),
)

# Does what a reader does, and leaves what he then sees in one element.
READER = """
(function () {
  var seen = {}, table = document.getElementById("t-units");
  function names() {
    return [].slice.call(table.querySelectorAll("tbody.body tr")).filter(function (row) { return !row.hidden; })
      .map(function (row) { return row.cells[0].querySelector("a").textContent; });
  }
  function head(text) {
    return [].slice.call(table.querySelectorAll("thead button")).filter(function (b) {
      return b.textContent === text;
    })[0];
  }
  var official = names();
  seen.official = official.length;
  head("IKM 2020").click();
  seen.sorted = names().slice(0, 3);
  seen.sort = head("IKM 2020").parentNode.getAttribute("aria-sort");
  head("IKM 2020").click(); head("IKM 2020").click();
  seen.restored = JSON.stringify(names()) === JSON.stringify(official);
  var search = document.getElementById("q");
  search.value = "rsud"; search.dispatchEvent(new Event("input"));
  seen.found = names(); seen.said = document.getElementById("shown").textContent; seen.address = location.hash;
  search.value = ""; search.dispatchEvent(new Event("input"));
  document.querySelector('[data-filter="moved"]').click();
  seen.moved = names();
  location.hash = "#unit-pd-02";
  setTimeout(function () {
    seen.open = document.querySelector("#unit-pd-02 details").open;
    var out = document.createElement("pre"); out.id = "seen"; out.textContent = JSON.stringify(seen);
    document.body.appendChild(out);
  }, 200);
})();
"""


@pytest.fixture(scope="module")
def seen(city_folder, tmp_path_factory):
    """Return what a reader sees after sorting, searching, filtering and following a link."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        reason = "no Chromium: the page's script is not tested"
        pytest.fail(reason) if os.environ.get("SKM_TEST_ALL") == "1" else pytest.skip(reason)
    source = (city_folder / "2020" / "index.html").read_text(encoding="utf-8")
    # The page lets no second script run, so the reader's goes in with the policy taken out.
    source = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", source)
    folder = tmp_path_factory.mktemp("browser")
    page = folder / "page.html"
    page.write_text(source.replace("</body>", f"<script>{READER}</script></body>"), encoding="utf-8")
    command = [browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()
    found = re.search(r'<pre id="seen">(.*?)</pre>', shown)
    assert found, shown[-2000:]
    return json.loads(html.unescape(found.group(1)).replace("\u00a0", " "))


def test_sorting_follows_the_figures(seen, city):
    """A click on a head sorts by the printed figures, the highest first; a third click restores the official order."""
    frame = city.indices.frame
    rows = frame[(frame["period"] == "2020") & (frame["level"] == "unit") & (frame["measure"] == "index")]
    best = rows[rows["id"] != "pd-33"].sort_values("index", ascending=False)["name"].head(3).tolist()
    assert seen["sorted"] == best
    assert seen["sort"] == "descending"
    assert seen["restored"]


def test_search_finds_names_without_case(seen):
    """The search finds units whatever the case, says how many, and keeps the view in the address."""
    assert seen["found"] == ["RSUD 01", "RSUD 02", "RSUD 03"]
    assert seen["said"] == "3 dari 89 unit ditampilkan"
    assert seen["address"] == "#q=rsud"


def test_the_filter_keeps_moved_units(seen, city_page):
    """The filter leaves the units that clearly moved, and no other."""
    moved = [row[0] for row in city_page.rows("t-units")[4:] if "nyata" in row[10]]
    assert seen["moved"] == moved
    assert seen["official"] == 89


def test_a_link_opens_its_unit(seen):
    """Following the link of a unit opens it."""
    assert seen["open"] is True
