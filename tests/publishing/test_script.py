"""What the page's script does, in a real browser."""

import re

import pytest
from browser import dump, see
from reader import parse

# Does what a reader does with the table of units.
READER = r"""
function () {
  var seen = {}, table = document.getElementById("t-units"), search = document.getElementById("q");
  function names() {
    return [].slice.call(table.querySelectorAll("tbody.body tr")).filter(function (row) { return !row.hidden; })
      .map(function (row) { return row.cells[0].querySelector("a").textContent; });
  }
  function head(text) {
    return [].slice.call(table.querySelectorAll("thead button")).filter(function (b) {
      return b.textContent === text;
    })[0];
  }
  function choose(name, value) {
    document.querySelector("[data-set=" + name + "][data-value='" + value + "']").click();
  }
  function find(text) { search.value = text; search.dispatchEvent(new Event("input")); }
  var official = names();
  seen.official = official.length;
  head("IKM 2020").click();
  seen.sorted = names().slice(0, 3);
  seen.sort = head("IKM 2020").parentNode.getAttribute("aria-sort");
  seen.marked = table.querySelectorAll("[aria-sort]").length;
  seen.sortedAddress = location.hash;
  head("IKM 2020").click(); head("IKM 2020").click();
  seen.restored = JSON.stringify(names()) === JSON.stringify(official);
  find("rsud");
  seen.found = names(); seen.said = document.getElementById("shown").textContent; seen.address = location.hash;
  find("");
  choose("moved", "1");
  seen.moved = names();
  choose("moved", "1"); choose("kind", "Puskesmas"); choose("mutu", "B"); choose("n", "1");
  seen.filtered = names(); seen.filterAddress = location.hash;
  choose("kind", ""); choose("mutu", "B"); choose("n", "1");
  seen.all = names().length; seen.empty = location.hash;

  var copied = null, saved = [], make = URL.createObjectURL;
  Object.defineProperty(navigator, "clipboard", { value: { writeText: function (text) {
    copied = text; return Promise.resolve();
  } } });
  URL.createObjectURL = function (blob) { saved.push(blob); return make.call(URL, blob); };
  find("Puskesmas 2");
  document.getElementById("csv").click();
  find("");
  document.querySelector("[data-copy]").click();
  location.hash = "#unit-pd-02";
  return new Promise(function (done) { setTimeout(done, 300); }).then(function () {
    seen.open = document.querySelector("#unit-pd-02 details").open;
    seen.copied = copied; seen.done = document.getElementById("copied").textContent;
    return saved[0].arrayBuffer();
  }).then(function (bytes) { seen.csv = [].slice.call(new Uint8Array(bytes)); return seen; });
}
"""


@pytest.fixture(scope="module")
def seen(city_folder):
    """Return what a reader sees after sorting, searching, filtering, copying, downloading and following a link."""
    return see(city_folder / "2020" / "index.html", READER)


def test_sorting_follows_the_figures(seen, city):
    """A click on a head sorts by the printed figures, the highest first; a third click restores the official order."""
    frame = city.indices.frame
    rows = frame[(frame["period"] == "2020") & (frame["level"] == "unit") & (frame["measure"] == "index")]
    best = rows[rows["id"] != "pd-33"].sort_values("index", ascending=False)["name"].head(3).tolist()
    assert seen["sorted"] == best
    assert (seen["sort"], seen["marked"]) == ("descending", 1)
    assert seen["sortedAddress"] == "#sort=-6"
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


def test_filters_add_up_and_go_back(seen, city_page):
    """Kind, letter and respondents filter together; pressed again, each goes, and the address is empty."""
    rows = [row for row in city_page.rows("t-units")[4:] if row[1] == "Puskesmas" and row[11].startswith("B")]
    enough = [row[0].split(" Kurang")[0] for row in rows if row[3] != "x" and int(row[3]) >= 30]
    assert seen["filtered"] == [name for name in (row.split(" Belum")[0] for row in enough)]
    assert seen["filterAddress"] == "#kind=Puskesmas&mutu=B&n=1"
    assert (seen["all"], seen["empty"]) == (89, "")


def test_a_link_opens_its_unit(seen):
    """Following the link of a unit opens it."""
    assert seen["open"] is True


def test_the_download_opens_in_a_spreadsheet(seen, city_page):
    """The rows in view, with BOM, semicolons, decimal commas, an interval in two columns and the reason in its own."""
    data = bytes(seen["csv"])
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").replace("\u00a0", " ").split("\r\n")
    table = [re.findall(r'"((?:[^"]|"")*)"(?:;|$)', line) for line in lines if line]
    shown = [row for row in city_page.rows("t-units") if row[0].startswith("Puskesmas 2")]
    assert len(table) == len(shown) + 1
    assert table[0][6:8] == ["Batas bawah 95 %", "Batas atas 95 %"]
    weak = next(line for line in table if line[0] == "Puskesmas 29")
    row = next(row for row in shown if row[0].startswith("Puskesmas 29"))
    assert weak[5:8] == [row[5], *row[6].split("–")]
    assert weak[-1] == "Kurang dari 10 responden: tanpa huruf mutu"
    assert {len(line) for line in table} == {len(table[0])}


def test_a_sentence_is_copied_with_its_source(seen, city_page):
    """The button copies the sentence of the index with where it stands, and says that it did."""
    assert seen["copied"].startswith("Indeks Kepuasan Masyarakat (IKM) Kota Contoh tahun 2020 sebesar ")
    assert "persen" not in seen["copied"]
    assert "Sumber: " in seen["copied"]
    assert seen["done"] == "Kalimat disalin."


def test_an_address_restores_its_view(city_folder):
    """Opened with a view in its address, the page shows this view."""
    page = parse(dump(city_folder / "2020" / "index.html", "#q=puskesmas&sort=-6&kind=Puskesmas"))
    rows = [row for row in page.by_id("t-units").find("tbody", class_="body")[0].find("tr")]
    shown = [row for row in rows if "hidden" not in row.attrs]
    values = [float(value) for row in shown if (value := row.find("td")[4].attrs.get("data-v"))]
    assert len(shown) == 42
    assert values == sorted(values, reverse=True)
    heads = [head for head in page.by_id("t-units").find("th") if "aria-sort" in head.attrs]
    assert [(head.text(), head.attrs["aria-sort"]) for head in heads] == [("IKM 2020", "descending")]


@pytest.mark.parametrize(
    ("place", "language"), [("2020/index.html", "en"), ("2020/index.html", "id"), ("index.html", "en")]
)
def test_the_switch_gives_the_other_page(city_folder, english_folder, place, language):
    """Switched to English, the Indonesian page is the English one to the letter, its attributes too; and back."""
    folder, other = (city_folder, english_folder) if language == "en" else (english_folder, city_folder)
    switched, direct = dump(folder / place, f"#lang={language}"), dump(other / place)
    assert _plain(switched) == _plain(direct)
    assert f'<html lang="{language}"' in switched


def _plain(source):
    """Return a page without what only the page that has a switch to another language carries."""
    source = re.sub(r"<script.*?</script>", "", source, flags=re.DOTALL)
    return re.sub(r' data-i="\d+"|#lang=\w\w', "", source)


def test_the_view_outlives_the_switch(city_folder):
    """A view with a language is restored in that language, and links to other pages keep it."""
    page = parse(dump(city_folder / "2020" / "index.html", "#q=rsud&lang=en"))
    assert page.by_id("shown").text() == "3 of 89 units shown"
    links = {node.attrs["href"] for node in page.root.find("a") if ".html" in node.attrs["href"]}
    assert links == {"../index.html#lang=en"}
    assert page.root.find("title")[0].text().startswith("Public satisfaction")
