"""Whole pages: what they hold, what they never hold, and that they read without anything else."""

import base64
import hashlib
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import simulated
from reader import all_nodes, parse, read_page

import skm.publishing
from skm.publishing import Evidence
from skm.publishing.rendering import css_string
from skm.survey import Survey

HOSTILE = '<script>alert(1)</script> & "Sons"'
PACKAGE = Path(skm.publishing.__file__).parent
PAGE_LIMIT = 1_000_000  # bytes for 89 units


def _printed(made, period, level, name="all", measure="index"):
    frame = made.indices.frame
    rows = frame[(frame["period"] == period) & (frame["level"] == level) & (frame["id"] == name) & frame["official"]]
    return str(rows[rows["measure"] == measure]["printed"].iloc[0])


def _comma(text):
    return text.replace(".", ",").replace("-", "\u2212")


# ---- what the page says --------------------------------------------------------------------------------------


def test_the_first_screen_holds_the_figure_and_its_change(city, city_page):
    """Index, letter and sentence of change are those of the tables."""
    now, before = (_printed(city, period, "all") for period in ("2020", "2019"))
    change = Decimal(now) - Decimal(before)
    assert f"naik {_comma(str(change))} poin dari {_comma(before)} pada 2019" in city_page.text
    assert city_page.root.find("title")[0].text() == f"Kepuasan masyarakat Kota Contoh 2020: IKM {_comma(now)}"


def test_every_unit_figure_equals_the_table(city, city_page):
    """The figure of each unit on the page is the printed one of the index table, or says why there is none."""
    names = dict(zip(city.survey.units["name"], city.survey.units["unit_id"], strict=True))
    rows = [row for row in city_page.rows("t-units") if any(row[0].startswith(name) for name in names)]
    shown = 0
    for row in rows[-89:]:
        unit = next(uid for name, uid in names.items() if row[0].startswith(name))
        if row[5] not in ("..", "x"):
            assert row[5] == _comma(_printed(city, "2020", "unit", unit))
            shown += 1
    assert shown == 87


def test_contributions_on_the_page_add_up(city_page, tmp_path):
    """The contributions in the table of elements sum to the printed change; with a hidden unit they may be untold."""
    units = simulated.register({"Puskesmas": 3})
    survey = replace(Survey(), units=units).with_settings(name="Kota Contoh")
    rows = simulated.responses(units, (2019, 2020), {name: {2019: 30, 2020: 40} for name in units["unit_id"]})
    simulated.write_pages(simulated.compute(survey, rows, ["period", "unit"]), tmp_path)
    page = read_page(tmp_path / "2020" / "index.html")
    contributions = [row[6] for row in page.rows("t-elements")]
    total = sum(Decimal(text.replace("\u2212", "-").replace(",", ".")) for text in contributions)
    official = page.rows("t-bases")[0][3].replace("\u2212", "-")
    assert total == Decimal(official.replace(",", ".").replace("+", ""))
    assert {row[6] for row in city_page.rows("t-elements")} == {".."}  # they would tell an element of its hidden unit


def test_marked_units_say_why(city_page):
    """Weak, silent, new and hidden units say so in their row, and none of them has a letter that it should not."""
    rows = {row[0].split(" ")[0] + " " + row[0].split(" ")[1]: row for row in city_page.rows("t-units")}
    weak, silent = rows["Puskesmas 29"], rows["PD 12"]
    new, hidden = rows["Puskesmas 40"], rows["PD 33"]
    assert (weak[-1], weak[-2]) == ("F", "..")
    assert "Kurang dari 10 responden" in weak[0]
    assert "Tidak ada responden" in silent[0]
    assert silent[5] == ".."
    assert "Belum ada angka pada 2019" in new[0]
    assert hidden[3] == hidden[5] == hidden[6] == "x"
    assert "Disembunyikan" in hidden[0]


def test_a_hidden_unit_hides_nobody_else(city_page):
    """Every unit with enough respondents keeps its count and its index, whoever is hidden beside it."""
    rows = [row for row in city_page.rows("t-units")[4:] if not row[0].startswith(("PD 33", "PD 12"))]
    assert len(rows) == 87
    assert all(re.fullmatch(r"\d+", row[3]) and re.fullmatch(r"\d\d,\d\d", row[5]) for row in rows)


def test_counts_leave_out_a_hidden_unit_and_say_so(city_page):
    """The respondents of the whole are those of the units shown, so nobody can subtract the hidden unit."""
    rows = city_page.rows("t-units")
    shown = sum(int(row[3]) for row in rows[4:] if re.fullmatch(r"\d+", row[3]))
    assert int(rows[0][3].split()[0].replace(".", "")) == shown
    assert "dihitung tanpa 1 unit yang disembunyikan" in city_page.text


def test_hidden_figures_stand_nowhere_on_the_page(city, city_page):
    """No digit of a hidden unit's index or elements is anywhere in the file, not even in a chart."""
    frame = city.indices.frame
    rows = frame[(frame["id"] == "pd-33") & (frame["period"] == "2020") & (frame["measure"] == "index")]
    section = city_page.by_id("unit-pd-33")
    assert not re.search(r"\d,\d", section.text())
    assert f"PD 33</a></th><td>{_comma(str(rows['printed'].iloc[0]))}" not in city_page.source


def test_moved_units_are_listed_by_name_in_alphabetical_order(city_page):
    """The lists of moved units are alphabetical, never a ranking."""
    lists = next(node for node in all_nodes(city_page.root) if node.attrs.get("class") == "lists")
    names = lists.find("p")[0].text().rstrip(".").split(", ")
    assert len(names) > 1
    assert names == sorted(names)


def test_every_unit_has_its_own_section(city, city_page):
    """Each registered unit is at #unit-<id>, with its nine elements where it has figures."""
    for unit in city.survey.units["unit_id"]:
        assert city_page.by_id(f"unit-{unit}").tag == "section"
    assert len(city_page.by_id("unit-pd-01").find("tbody")[0].find("tr")) == 9


def test_a_unit_shows_how_its_answers_are_spread(city, city_page):
    """Each element of a unit has its share of answers 3 and 4 beside the bar of all four; hidden counts have no bar."""
    table = city.evidence.distribution
    own = table[(table["period"] == "2020") & (table["level"] == "unit") & (table["id"] == "pd-01")]
    rows = city_page.by_id("unit-pd-01-t").find("tbody")[0].find("tr")
    shares = [_comma(f"{100 * share:.1f}") for share in own["share_3_4"]]
    assert [row.find("td", class_="sp")[0].text() for row in rows] == shares
    bars = [bar.attrs["style"] for row in rows for bar in row.find("span", class_="st")]
    assert bars
    assert all(re.fullmatch(r"--a:[\d.]+%;--b:[\d.]+%;--c:[\d.]+%", bar) for bar in bars)


def test_a_unit_shows_its_plan_and_its_themes(city):
    """What a unit plans, what became of the plan before, and what comments come back to stand in its section."""
    from skm.publishing.content import build_page
    from skm.publishing.facts import FollowUp, PlannedAction, Theme
    from skm.publishing.gathering import gather_facts
    from skm.publishing.rendering import render_page

    facts = gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence)
    action = PlannedAction("time", "U3", "Tambah <loket>", ("2021-Q1",), "Kepala", "done", "", None)
    follow = {"pd-01": FollowUp("pd-01", (action,), (action,)), "": FollowUp("", (action,), (action,))}
    facts = replace(facts, followups=follow, themes={"pd-01": (Theme("Waktu", 12),)})
    page = parse(render_page(build_page(facts)).decode("utf-8"))
    text = page.by_id("unit-pd-01").text()
    assert "Rencana tindak lanjut: U3 Waktu: Tambah <loket> (Triwulan I 2021)." in text
    assert "Tindak lanjut sebelumnya: U3 Waktu: Tambah <loket> (sudah)." in text
    assert "Saran yang berulang menyebut waktu (12)." in text
    assert page.rows("t-plan") == [["U3 Waktu", "Tambah <loket>", "Triwulan I 2021", "Kepala"]]
    assert page.rows("t-review") == [["U3 Waktu", "Tambah <loket>", "sudah", ".."]]


def test_profiles_hide_small_groups():
    """A profile group under the smallest cell is x, and so is the next one, with share and index."""
    rng_rows = simulated.single(60)
    survey = rng_rows.survey
    import numpy as np

    rows = simulated.answer(np.random.default_rng(3), 60, 0.0, 2020).assign(period="2020")
    rows["sex"] = ["Laki-laki"] * 3 + ["Perempuan"] * 57
    made = simulated.compute(survey, rows, ["period"], profiles=("sex",))
    page = _page(made)
    assert [row[1:4] for row in page.rows("t-profile")[1:]] == [["x", "x", "x"]] * 2


def test_quality_says_rows_in_kept_and_dropped(city_page):
    """Rows read, used and left out are on the page, and they add up."""
    rows = {row[0]: row[1] for row in city_page.rows("t-quality")}
    read, kept, dropped = (
        int(rows[f"Baris yang {what}"].replace(".", "")) for what in ("dibaca", "dipakai", "dikeluarkan")
    )
    assert read == kept + dropped
    assert rows["Masa survei"] == "6 Januari–30 November 2020"


def test_method_cites_formula_bounds_and_regulation(city_page):
    """The method names the exact weight, the rounding, the bounds and the regulation that they come from."""
    text = city_page.by_id("metode").text()
    assert "÷ 9" in text
    assert "tepat 1/9" in text
    assert "setengah ke atas" in text
    assert "PermenPANRB 14/2017" in text
    assert "seolah-olah responden sampel acak" in text
    assert ["A", "88,31–100,00", "Sangat baik"] in city_page.rows("t-grades")


def test_sources_carry_the_start_of_their_hash(city_page):
    """Each source file is listed with the first twelve digits of its SHA-256."""
    assert city_page.rows("t-sources")[0][-1] == "0f9e8d7c6b5a"


def test_priorities_start_with_the_lowest_element(city_page):
    """Elements stand by their distance to 4, the furthest first; mean and distance make 4."""
    rows = city_page.rows("t-priorities")
    means, distances = ([Decimal(row[n].replace(",", ".")) for row in rows] for n in (1, 3))
    assert len(rows) == 9
    assert means == sorted(means)
    assert {mean + distance for mean, distance in zip(means, distances, strict=True)} == {Decimal("4.00")}
    assert "bukan ukuran pentingnya" in city_page.by_id("prioritas").text()


# ---- states ---------------------------------------------------------------------------------------------------


def test_simulated_and_unreleased_pages_are_stamped(city_page, single_page):
    """Simulated data and drafts say so in capitals; other data do not claim to be simulated."""
    assert "DATA SIMULASI" in city_page.text
    assert "RANCANGAN" in city_page.text
    assert "DATA SIMULASI" not in single_page.text
    assert "RANCANGAN" in single_page.text


def test_refused_files_show_in_the_stamp(city, tmp_path):
    """With a file refused the stamp counts the units that were read."""
    evidence = replace(city.evidence, refused={"2020": 1})
    simulated.write_pages(replace(city, evidence=evidence), tmp_path)
    assert "RANCANGAN – 88 dari 89 unit" in read_page(tmp_path / "2020" / "index.html").text


def test_a_single_file_gives_a_whole_page(single_page):
    """One unit, one period, no settings: a page without the sections that have no content, numbered without gaps."""
    anchors = [node.attrs["id"] for node in single_page.root.find("section") if node.attrs.get("id")]
    assert anchors == ["temuan", "unsur", "prioritas", "kualitas", "metode", "data"]
    numbers = [node.find("b")[0].text() for node in single_page.root.find("p", class_="k")]
    assert numbers == ["2", "3", "4", "5", "6"]


def test_a_break_shows_no_difference(broken_page):
    """Under another regulation nothing is compared: no difference, no last year's figure, the reason instead."""
    assert "Perbandingan dengan 2016 tidak disajikan" in broken_page.text
    assert "peraturan berubah dari PermenPANRB 16/2014 menjadi PermenPANRB 14/2017" in broken_page.text
    assert "Selisih" not in broken_page.by_id("unit").text()
    assert not re.search(r"\b(naik|turun) \d", broken_page.text)


def test_the_english_page_is_english(english_page, city_page):
    """The page in English has the same parts, the language set, and no Indonesian words of ours."""
    assert english_page.root.find("html")[0].attrs["lang"] == "en"
    assert city_page.root.find("html")[0].attrs["lang"] == "id"
    ids = [[n.attrs["id"] for n in all_nodes(p.root) if n.attrs.get("id")] for p in (city_page, english_page)]
    assert ids[0] == ids[1]
    for word in ("naik", "Unsur", "Rentang", "Tabel", "Gambar", "responden"):
        assert not re.search(rf"\b{word}\b", english_page.text), word
    assert re.search(r"up 0\.\d\d points from \d\d\.\d\d in 2019", english_page.text)


def test_a_whole_of_very_few_people_shows_nothing():
    """With fewer respondents than the smallest cell the page says that it hides, and prints no figure."""
    page = _page(simulated.single(3))
    assert "Angka disembunyikan: responden kurang dari 5." in page.text
    assert not re.search(r"\d\d,\d\d", page.by_id("temuan").text())
    assert page.root.find("figure") == []


def test_a_change_of_very_few_people_is_no_headline():
    """With fewer respondents than a letter needs no direction is named, on the first screen or in a heading."""
    made = simulated.weak()
    line = made.changes.frame[(made.changes.frame["level"] == "all") & (made.changes.frame["measure"] == "index")]
    assert line["verdict"].iloc[0] == "up"  # in the tables it stands as it is
    page = _page(made)
    headlines = [page.by_id("temuan").text(), *(node.text() for tag in ("h2", "h3") for node in page.root.find(tag))]
    assert "respondennya terlalu sedikit untuk menyebut arahnya" in headlines[0]
    assert not any(re.search(r"\b(naik|turun|kenaikan|penurunan)\b", text.lower()) for text in headlines)


def test_a_period_without_respondents_has_a_page():
    """A register without any answers in a period gives a page that says so."""
    units = simulated.register({"Puskesmas": 3})
    survey = replace(Survey(), units=units).with_settings(name="Kota Contoh")
    rows = simulated.responses(units, (2019, 2020), {})
    made = simulated.compute(survey, rows, ["period", "unit"])
    frame = made.indices.frame.copy()
    gone = frame["period"] == "2020"
    empty = {"printed": "", "grade": "", "grade_low": "", "grade_high": "", "mark": "..", "note": ""}
    for column, value in empty.items():
        frame.loc[gone, column] = value
    frame.loc[gone, ["mean", "index", "se", "df", "low", "high"]] = float("nan")
    frame.loc[gone, ["n", "n_missing"]] = 0
    silent = replace(made, indices=replace(made.indices, frame=frame), changes=None, evidence=Evidence())
    page = _page(silent)
    assert "Angka tidak tersedia" in page.text
    assert "Tidak ada responden" in page.text


def test_quarters_are_compared_with_both_neighbours(tmp_path):
    """A quarter is compared with the one before and with the same one a year earlier, under its printed name."""
    units = simulated.register({"Puskesmas": 3})
    survey = replace(Survey(), units=units).with_settings(name="Kota Contoh")
    names = {"2019": "2024-Q1", "2020": "2024-Q4", "2021": "2025-Q1"}
    rows = simulated.responses(units, (2019, 2020, 2021), {})
    made = simulated.compute(survey, rows.assign(period=rows["period"].map(names)), ["period", "unit"])
    simulated.write_pages(made, tmp_path)
    page = read_page(tmp_path / "2025-Q1" / "index.html")
    assert "Triwulan I 2025" in page.root.find("h1")[0].text()
    assert "Triwulan IV 2024" in page.rows("t-bases")[0][0] or "Triwulan IV 2024" in page.text
    assert "IKM resmi, dibandingkan Triwulan I 2024" in [row[0] for row in page.rows("t-bases")]
    index = read_page(tmp_path / "index.html")
    links = [node.attrs["href"] for node in index.root.find("a")]
    assert {"2025-Q1/index.html", "2025/index.html"} <= set(links)


def test_the_list_of_periods_leads_to_each(city_folder):
    """reports/index.html links to every period, the newest first, with its figure and change."""
    page = read_page(city_folder / "index.html")
    rows = page.rows("t-year")
    assert [row[0] for row in rows] == ["2020", "2019"]
    assert rows[0][5].startswith("Naik ")
    for period in ("2019", "2020"):
        assert (city_folder / period / "index.html").exists()


# ---- safety ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_page():
    """Return a page whose every name tries to break out."""
    units = simulated.register({"Puskesmas": 3})
    units["name"] = [HOSTILE, "'; </style><b>x", "=SUM(A1)"]
    units["unit_id"] = ["a/b", 'CON"><i>', "Ma'rang é"]
    units["kind"] = ['kind" onclick="x', "</td>", "{{ 7 * 7 }}"]
    survey = replace(Survey(), units=units).with_settings(name=f"Kota {HOSTILE}")
    made = simulated.compute(survey, simulated.responses(units, (2019, 2020), {}), ["period", "unit"])
    accounts = pd.DataFrame(
        [("2020", HOSTILE, "ff" * 32, 300, 290, 10, "read", HOSTILE)],
        columns=["period", "file", "sha256", "rows_in", "rows_kept", "rows_dropped", "status", "note"],
    )
    return _page(replace(made, evidence=replace(made.evidence, accounts=accounts)), ("id", "en"))


def test_hostile_names_are_text(hostile_page):
    """Names with markup are shown as they are written, and are markup nowhere."""
    assert HOSTILE in hostile_page.text
    assert "=SUM(A1)" in hostile_page.text
    assert "{{ 7 * 7 }}" in hostile_page.text
    scripts = hostile_page.root.find("script")
    assert [script.attrs.get("type", "") for script in scripts] == ["application/ld+json", "application/json", ""]
    assert not any("<" in str(script.children) for script in scripts[:2])
    assert "alert(1)</script> &" not in hostile_page.source
    assert hostile_page.root.find("i") == []
    assert not any("onclick" in node.attrs for node in all_nodes(hostile_page.root))


def test_hostile_ids_are_addresses(hostile_page):
    """Ids with signs of their own become addresses without spaces, and the links lead to them."""
    ids = {node.attrs["id"] for node in all_nodes(hostile_page.root) if node.attrs.get("id")}
    links = [node.attrs["href"] for node in hostile_page.root.find("a") if node.attrs["href"].startswith("#unit-")]
    assert len(links) == 3
    assert {link[1:] for link in links} <= ids
    assert all(re.fullmatch(r"[\w.~-]+", name) for name in ids)


def test_names_cannot_break_out_of_the_style():
    """A text in the style sheet is a string of letters, digits and code points."""
    assert re.fullmatch(r'"(?:[A-Za-z0-9]|\\[0-9a-f]{6})*"', str(css_string('"}</style>\n\\ é')))


def test_only_our_script_may_run(city_page):
    """The policy allows the one script of the page, by the hash of what stands in it, and nothing else."""
    policy = city_page.root.find("meta", **{"http-equiv": "Content-Security-Policy"})[0].attrs["content"]
    script = re.search(r"<script>(.*?)</script>", city_page.source, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert len(script.encode()) < 10_000


def test_nothing_is_loaded_from_elsewhere(city_page, single_page):
    """A page refers to nothing outside itself but the list of periods."""
    for page in (city_page, single_page):
        for node in all_nodes(page.root):
            for name in ("src", "href", "action", "data", "poster", "srcset"):
                value = node.attrs.get(name)
                beside = value in ("../index.html", "open-data/indices.csv", "open-data/datapackage.json")
                assert value is None or value.startswith("#") or beside or value == "skm-2020.xlsx", (node.tag, value)
        assert "url(" not in page.source
        assert "@import" not in page.source
        addresses = set(re.findall(r"https?://[^\"]*", page.source))
        assert addresses == {"https://schema.org/", "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"}  # names


def test_pages_do_not_depend_on_the_day(city, tmp_path):
    """Two runs write the same bytes."""
    for name in ("a", "b"):
        simulated.write_pages(city, tmp_path / name)
    for path in sorted((tmp_path / "a").rglob("*.html")):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_a_page_of_89_units_is_small(city_folder):
    """The page of 89 units stays under a megabyte."""
    assert (city_folder / "2020" / "index.html").stat().st_size < PAGE_LIMIT


def test_python_holds_no_markup():
    """No Python file of publishing contains a closing tag: markup is in the templates."""
    paths = sorted(PACKAGE.rglob("*.py"))
    assert len(paths) > 10
    assert [path.name for path in paths if "</" in path.read_text(encoding="utf-8")] == []


def test_templates_never_trust_data():
    """No template switches escaping off."""
    for path in sorted((PACKAGE / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text


def test_tables_are_not_changed(city, tmp_path):
    """Writing the pages leaves the tables as they were."""
    before = city.indices.frame.copy(), city.changes.frame.copy(), city.survey.units.copy()
    simulated.write_pages(city, tmp_path)
    for old, new in zip(before, (city.indices.frame, city.changes.frame, city.survey.units), strict=True):
        pd.testing.assert_frame_equal(old, new)


# ---- access ---------------------------------------------------------------------------------------------------


def test_every_figure_has_words_and_a_table(city_page, english_page, single_page):
    """Each figure has a title, a subtitle, a short text alternative and a table that is on the page."""
    for page in (city_page, english_page, single_page):
        tables = {node.attrs.get("id") for node in page.root.find("table")}
        figures = page.root.find("figure")
        assert figures
        for figure in figures:
            (chart,) = figure.find("div", role="img")
            assert 20 < len(chart.attrs["aria-label"]) <= 250, chart.attrs["aria-label"]
            assert chart.attrs["aria-details"] in tables
            assert figure.find("h3")[0].text()
            assert re.match(r"(Gambar|Figure) \d+\. ", figure.find("p")[0].text())


def test_figures_and_tables_are_numbered_in_order(city_page, single_page):
    """Figures and tables count up from one, in the order in which they stand."""
    for page in (city_page, single_page):
        for pattern in (r"^Gambar (\d+)\. ", r"^Tabel (\d+)\. "):
            texts = [node.text() for node in all_nodes(page.root) if node.tag in ("caption", "p")]
            numbers = [int(m.group(1)) for text in texts if (m := re.match(pattern, text))]
            assert numbers == list(range(1, len(numbers) + 1))


def test_tables_have_heads_and_no_empty_cells(city_page, single_page):
    """Each table has a caption, column heads, one head in each row, as many cells as columns, and no empty one."""
    for page in (city_page, single_page):
        for table in page.root.find("table"):
            assert table.find("caption")
            columns = table.find("th", scope="col")
            for row in [row for body in table.find("tbody") for row in body.find("tr")]:
                cells = [cell for cell in row.children if not isinstance(cell, str)]
                assert cells[0].attrs["scope"] in ("row", "rowgroup")
                if cells[0].attrs["scope"] == "rowgroup":
                    continue
                assert len(cells) == len(columns)
                assert all(cell.text() or cell.find("svg") for cell in cells)


def test_headings_do_not_skip_a_level(city_page, single_page):
    """Headings go down one level at a time."""
    for page in (city_page, single_page):
        levels = [int(node.tag[1]) for node in all_nodes(page.root) if re.fullmatch(r"h[1-6]", node.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_wide_tables_scroll_in_named_regions(city_page):
    """Each table stands in a region that a keyboard reaches and that has the table's name."""
    for table in city_page.root.find("table"):
        region = table.parent
        assert region.attrs["role"] == "region"
        assert region.attrs["tabindex"] == "0"
        assert region.attrs["aria-labelledby"] == table.find("caption")[0].attrs["id"]


def test_ids_are_unique_and_links_lead_somewhere(city_page):
    """No id stands twice, and every link inside the page has its target."""
    ids = [node.attrs["id"] for node in all_nodes(city_page.root) if node.attrs.get("id")]
    assert len(ids) == len(set(ids))
    links = [node.attrs["href"] for node in city_page.root.find("a")]
    assert all(link[1:] in ids for link in links if link.startswith("#"))


def test_controls_wait_for_a_script(city_page):
    """What needs the script is hidden without it; the table is whole either way."""
    for control in (*city_page.root.find("button"), *city_page.root.find("input")):
        node = control
        while node is not None and "data-js" not in node.attrs:
            node = node.parent
        assert node is not None
        assert "hidden" in node.attrs
    assert len(city_page.rows("t-units")) == 89 + 4


# ---- colour ---------------------------------------------------------------------------------------------------

TEXT_PAIRS = [("ink", "paper"), ("muted", "paper"), ("neutral", "paper"), ("now", "paper"), ("down", "paper")]
TEXT_PAIRS += [("ink", "wash"), ("s2t", "s2"), ("s3t", "s3"), ("s4t", "s4"), ("stampfg", "stampbg"), ("paper", "now")]
GRAPHIC_PAIRS = [("prev", "paper"), ("now", "paper"), ("down", "paper"), ("now", "s2")]


def _palettes():
    css = (PACKAGE / "templates" / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root\{(.*?)\}", css, re.DOTALL)
    return [dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", block)) for block in blocks]


def _luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", _palettes(), ids=["light", "dark"])
def test_colours_have_contrast(palette):
    """Text has a contrast of at least 4.5:1 and a mark of 3:1, in the light and in the dark (WCAG 2.2 AA)."""
    for text, ground in TEXT_PAIRS:
        assert _contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    for mark, ground in GRAPHIC_PAIRS:
        assert _contrast(palette[mark], palette[ground]) >= 3, (mark, ground)


def test_grades_are_steps_of_lightness():
    """The four grades differ by lightness, so that they read without colour."""
    light = _palettes()[0]
    steps = [_luminance(light[f"s{n}"]) for n in (1, 2, 3, 4)]
    assert steps == sorted(steps, reverse=True)
    assert min(a - b for a, b in pairwise(steps)) > 0.15


def test_years_differ_by_shape(city_page):
    """Last year is a hollow circle and this year a filled square, everywhere."""
    shapes = {
        (node.tag, node.attrs.get("class")) for node in all_nodes(city_page.root) if node.tag in ("circle", "rect")
    }
    assert ("circle", "o") in shapes
    assert ("rect", "n") in shapes
    assert ("rect", "o") not in shapes


# ---- fragments ------------------------------------------------------------------------------------------------


def test_fragment_of_a_unit_row(city_page):
    """A unit's row has this markup: a linked row head, sortable numbers, the strip, words for the verdict."""
    row = re.search(
        r"<tr data-kind=\"Puskesmas\"[^>]*><th scope=\"row\"><a href=\"#unit-puskesmas-01\">.*?</tr>", city_page.source
    )
    text = re.sub(r"<svg.*?</svg>", "<svg/>", row.group())
    pattern = (
        r'<tr data-kind="Puskesmas" data-mutu="[A-D]?" data-moved="(up|down)?" data-n="\d+"><th scope="row">'
        r'<a href="#unit-puskesmas-01">Puskesmas 01</a></th><td class="kd">Puskesmas</td>'
        r'<td class="r m" data-v="\d+">[\d.]+</td><td class="r" data-v="\d+">[\d.]+</td>'
        r'<td class="r m" data-v="\d\d\.\d\d">\d\d,\d\d</td><td class="r b" data-v="\d\d\.\d\d">\d\d,\d\d</td>'
        r'<td class="r" data-v="[\d.]+">\d\d,\d\d–\d\d,\d\d</td><td class="r" data-v="\d+">\d+(–\d+)?</td>'
        r'<td class="mk"><svg/></td>'
        r'<td class="r" data-v="-?[\d.]+">[+−]?\d+,\d\d</td><td class="nw[^"]*">[▲▼ \w]+</td>'
        r'<td class="nw">[A-D](<small>.*?</small>)?</td><td>–</td></tr>'
    )
    assert re.fullmatch(pattern, text), text


def test_fragment_of_the_first_screen(city, city_page):
    """The first screen has the index and its letter as a definition list."""
    now = _comma(_printed(city, "2020", "all"))
    fragment = f'<dl class="big"><div><dt>IKM 2020, skala 25–100</dt><dd>{now}</dd></div>'
    assert fragment in city_page.source
    assert '<div class="g"><dt>Mutu: Baik</dt><dd>B</dd></div></dl>' in city_page.source


def _page(made, languages=("id",)):
    """Return the page of 2020 of some tables, without a file."""
    from skm.publishing.content import build_page
    from skm.publishing.gathering import gather_facts
    from skm.publishing.rendering import render_page

    tables = (made.survey, made.indices, made.changes)
    facts = [gather_facts(*tables, "2020", evidence=made.evidence, language=language) for language in languages]
    return parse(render_page(*(build_page(one) for one in facts)).decode("utf-8"))


def test_the_list_of_periods_marks_a_break(tmp_path):
    """Where two years are not comparable the chart of all years says so, and draws no bounds of grades across them."""
    made = simulated.broken()
    simulated.write_pages(made, tmp_path)
    page = read_page(tmp_path / "index.html")
    assert "2020 ≠" in page.by_id("g-year").text()
    assert "Tanda ≠: tidak sebanding dengan periode sebelumnya." in page.text
    assert page.by_id("g-year").find("line", class_="zb") == []
