"""The regulation's poster and the fact sheet: their fields, their paper, and the programs that print them."""

import importlib.util
import re
import shutil
import struct
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest
import simulated
from printers import needs
from reader import parse
from situations import SITUATIONS

from skm.errors import SkmError
from skm.publishing import kit
from skm.publishing.facts import Figure, Profile, Subject
from skm.publishing.gathering import gather_facts
from skm.publishing.kit import browsers, printing
from skm.publishing.kit.posters import build_poster, name_class, render_poster, say_alt
from skm.publishing.kit.sheets import build_sheet, render_sheet

BROWSER = browsers.find_browser()
LONG = "Unit Pelaksana Teknis Daerah " + "Pelayanan Terpadu Kecamatan " * 3 + "Utara 7"  # 120 characters


@pytest.fixture(scope="module")
def facts(city_facts):
    """Return the facts of 2020 by language."""
    return city_facts


@pytest.fixture(scope="module")
def unit(facts):
    """Return a unit with everything that its poster can say, one school hidden and another for its sake."""

    def group(view, name, n):
        return Subject(view, name, name, Figure("2020", n=n, marks=("x",) if n is None else ()))

    schools = (("SD", None), ("SMP", 31), ("SMA", 80), ("D3", None), ("S1", 64), ("not answered", 5))
    sexes = (("Laki-laki", 90), ("Perempuan", 124))
    return replace(
        facts["id"].units[1],
        services=(Subject("service", "a", "Izin usaha", Figure("2020", n=12)),),
        profiles=(
            Profile("sex", tuple(group("sex", *one) for one in sexes), 214),
            Profile("education", tuple(group("education", *one) for one in schools), 214),
        ),
    )


# ---- what it says --------------------------------------------------------------------------------------------


def test_a_poster_has_the_fields_of_the_regulation(facts, unit):
    """Index, service, respondents by sex and school, and the period of the survey stand under the fixed words."""
    text = parse(render_poster(build_poster(facts["id"], unit)).decode()).text
    printed = str(unit.now.printed).replace(".", ",")
    for words in (
        "INDEKS KEPUASAN MASYARAKAT (IKM)",
        f"{unit.name} Kota Contoh 2020",
        f"NILAI IKM {printed}",
        "NAMA LAYANAN Izin usaha",
        f"RESPONDEN JUMLAH {unit.now.n} orang",
        "JENIS KELAMIN L = 90 P = 124",
        "PENDIDIKAN SD = x SMP = 31 SMA = 80 D3 = x S1 = 64 Tidak menjawab = 5",
        "PERIODE SURVEI 6 Januari–30 November 2020",
        "TERIMA KASIH ATAS PENILAIAN YANG TELAH ANDA BERIKAN",
        "x: kurang dari 5 orang, atau disembunyikan",
        "Sidik hasil",
        "DATA SIMULASI",
        "RANCANGAN",
    ):
        assert words in text, words


def test_the_poster_of_the_whole_counts_everybody(facts):
    """The whole's poster has the index of the whole, its respondents and no unit's name."""
    poster = build_poster(facts["id"])
    assert (poster.name, poster.place) == ("Kota Contoh", "")
    assert poster.value == str(facts["id"].whole.now.printed).replace(".", ",")
    assert sum(int(text.replace(".", "")) for _, text in poster.sex) == facts["id"].whole.now.n


def test_the_english_poster_is_english(facts):
    """The whole's poster in English has the language set and English words."""
    page = parse(render_poster(build_poster(facts["en"])).decode())
    assert page.root.find("html")[0].attrs["lang"] == "en"
    assert "PUBLIC SATISFACTION INDEX (IKM)" in page.text
    assert "orang" not in page.text


@pytest.mark.parametrize(
    ("name", "value", "note"),
    [
        ("few", "81,96", "Kurang dari 10 responden: tanpa huruf mutu (F)."),
        ("careful", "81,96", "Kurang dari 30 responden: baca dengan hati-hati (E)."),
        ("silent", "Angka tidak tersedia", None),
        ("hidden", "Angka disembunyikan", "Angka disembunyikan: responden kurang dari 5."),
        ("no interval", "100,00", "Mutu pelayanan A (Sangat baik)"),
    ],
)
def test_a_poster_says_how_much_a_figure_is_worth(facts, name, value, note):
    """A weak figure has its caution, and what is absent or hidden is said in words."""
    poster = build_poster(SITUATIONS[name](facts["id"]))
    assert poster.value == value
    assert (note in poster.notes) if note else poster.notes == ()
    assert not any("Mutu" in text for text in poster.notes) or name in ("careful", "no interval")


def test_hidden_counts_stand_nowhere_in_a_poster(facts):
    """A unit that is hidden has neither figure nor count on its poster."""
    hidden = next(unit for unit in facts["id"].units if unit.now.hidden)
    poster = build_poster(facts["id"], hidden)
    assert poster.count == "disembunyikan"
    assert not re.search(r"\d\d,\d\d", render_poster(poster).decode().split("</style>")[1])


def test_the_alternative_of_a_poster_says_its_figure(facts, unit):
    """Beside the picture stands a text with figure, letter, respondents and states."""
    said = say_alt(facts["id"], unit)
    assert str(unit.now.printed).replace(".", ",") in said
    assert "DATA SIMULASI" in said


def test_longer_names_are_set_smaller():
    """The type of a name follows its length."""
    assert [name_class("x" * n) for n in (10, 60, 120, 250, 300)] == ["xl", "l", "m", "s", "xs"]


def test_every_unit_has_its_poster_under_its_own_name(facts, tmp_path):
    """Whatever the ids are, no two units share a file, and none leaves the folder: also for 400 units."""
    ids = ["../x", "CON", "PKM 07", "pkm 07", *(f"u{n}" for n in range(396))]
    made = facts["id"].units[0]
    many = {
        name: replace(one, units=tuple(replace(made, id=uid, name=f"Unit {uid}") for uid in ids))
        for name, one in facts.items()
    }
    kit.write_posters(many, tmp_path, kit.list_poster_keys(many))
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 400 + 2
    assert {path.parent.name for path in written} == {"humas", "poster"}
    assert len({path.name.casefold() for path in written}) == 402


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_fact_sheet_is_whole_in_every_situation(facts, name):
    """The page is well formed, has one heading of the first level, and a table wherever there are figures."""
    own = SITUATIONS[name](facts["id"])
    page = parse(render_sheet(build_sheet(own)).decode())
    assert len(page.root.find("h1")) == 1
    assert bool(page.root.find("table")) == (own.whole.now.printed is not None)
    assert not re.search(r"\bNone\b", page.text)


# ---- paper ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed(facts, unit, tmp_path_factory):
    """Return a folder with posters and fact sheets as HTML, PNG and PDF, printed by one browser."""
    needs(BROWSER, "Chromium, Chrome or Edge")
    folder = tmp_path_factory.mktemp("cetak")
    crowded = replace(
        unit,
        name=LONG * 2,
        services=tuple(Subject("service", str(n), LONG, Figure("2020", n=12)) for n in range(3)),
        now=replace(unit.now, printed=Decimal("100.00")),
    )
    long_place = replace(facts["id"], name=LONG)
    older = simulated.single()
    pages = {
        "biasa": render_poster(build_poster(facts["id"], unit)),
        "sesak": render_poster(build_poster(long_place, crowded)),
        "kota": render_poster(build_poster(facts["en"])),
        "lembar": render_sheet(build_sheet(facts["id"])),
        "lembar-panjang": render_sheet(build_sheet(replace(long_place, name=LONG * 2))),
        "lembar-satu": render_sheet(
            build_sheet(gather_facts(older.survey, older.indices, older.changes, "2020", evidence=older.evidence))
        ),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_bytes(page)
    told = []
    temporary = folder / "sementara"
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browsers.tempfile, "tempdir", str(temporary))
        pages = sorted(folder.glob("*.html"))
        made = printing.print_posters(pages, tabs=2, progress=lambda *step: told.append(step))
    assert len(made) == 12
    assert told == [("posters", done, 6) for done in range(6)]
    return folder


def test_each_poster_and_each_sheet_is_one_page(printed):
    """However long names are, a poster and a fact sheet fill one sheet of paper and no more."""
    for path in printed.glob("*.pdf"):
        assert len(re.findall(rb"/Type ?/Page\b", path.read_bytes())) == 1, path.name


def test_a_png_shows_the_whole_poster(printed):
    """The picture has the shape of A4 at 192 dots to the inch."""
    assert struct.unpack(">II", (printed / "biasa.png").read_bytes()[16:24]) == (1588, 2246)


def test_printing_again_gives_the_same_bytes(printed, tmp_path):
    """The same poster is the same PDF and PNG, whenever it is printed, and whatever is printed beside it."""
    copy = tmp_path / "biasa.html"
    shutil.copyfile(printed / "biasa.html", copy)
    for path in printing.print_posters([copy]):
        assert path.read_bytes() == (printed / path.name).read_bytes()


def test_a_printed_poster_has_real_text_and_tags(printed):
    """A screen reader finds the structure of a PDF, and it has no date of its own."""
    data = (printed / "biasa.pdf").read_bytes()
    assert b"/StructTreeRoot" in data
    assert b"(D:20170101000000" in data


def test_a_browser_leaves_nothing_behind(printed):
    """The profile goes with the browser."""
    assert list((printed / "sementara").iterdir()) == []


def test_without_a_browser_weasyprint_prints_the_pdf(tmp_path, monkeypatch):
    """Where no browser is installed, the extra makes a PDF, the same bytes every time, and loads nothing."""
    needs(importlib.util.find_spec("weasyprint"), "WeasyPrint (the extra pdf)")
    monkeypatch.setenv("SKM_BROWSER", str(tmp_path / "none"))
    page = tmp_path / "a.html"
    page.write_text("<title>a</title><p>a</p>", encoding="utf-8")
    (pdf,) = printing.print_posters([page])
    first = pdf.read_bytes()
    printing.print_posters([page])
    assert pdf.read_bytes() == first
    assert first.startswith(b"%PDF")


def test_with_nothing_to_print_a_plain_sentence_says_what_to_install(tmp_path, monkeypatch):
    """Neither a browser nor the extra: the HTML stays, and the message names both ways out."""
    monkeypatch.setenv("SKM_BROWSER", str(tmp_path / "none"))
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    page = tmp_path / "a.html"
    page.write_text("<p>a</p>", encoding="utf-8")
    with pytest.raises(SkmError) as caught:
        printing.print_posters([page])
    assert caught.value.code == "no_printer"
    assert "skm[pdf]" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_browser_that_ends_at_once_is_told_so(tmp_path, monkeypatch):
    """A program that is no browser ends in a message, without a picture and without a profile left."""
    monkeypatch.setenv("SKM_BROWSER", sys.executable)
    monkeypatch.setattr(browsers.tempfile, "tempdir", str(tmp_path))
    page = tmp_path / "a.html"
    page.write_text("<p>a</p>", encoding="utf-8")
    with pytest.raises(SkmError) as caught:
        printing.print_posters([page])
    assert caught.value.code == "browser_failed"
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_browser_that_dies_leaves_the_posters_before_whole(tmp_path, monkeypatch):
    """What was printed before a browser went is there, whole; of the rest there is nothing, and a message says why."""
    needs(BROWSER, "Chromium, Chrome or Edge")
    pages = [tmp_path / f"{name}.html" for name in "abc"]
    for page in pages:
        page.write_text("<title>a</title><p>a</p>", encoding="utf-8")

    def die(stage, done, total):
        if done == 1:
            monkeypatch.setattr(browsers._Wire, "receive", lambda wire: (_ for _ in ()).throw(EOFError))

    with pytest.raises(SkmError) as caught:
        printing.print_posters(pages, progress=die)
    assert caught.value.code == "browser_failed"
    assert sorted(path.name for path in tmp_path.glob("*.p*")) == ["a.pdf", "a.png"]
    assert (tmp_path / "a.pdf").read_bytes().rstrip().endswith(b"%%EOF")


def test_a_browser_that_hangs_is_ended(tmp_path, monkeypatch):
    """A program that never answers is ended after the time that it has."""
    started = []
    start = subprocess.Popen

    def sleep(_command, **options):
        started.append(start([sys.executable, "-c", "import time; time.sleep(60)"], **options))
        return started[-1]

    monkeypatch.setattr(browsers.subprocess, "Popen", sleep)
    monkeypatch.setattr(browsers, "STARTING", 0.2)
    monkeypatch.setattr(browsers, "ENDING", 0.2)
    with pytest.raises(SkmError), browsers.open_browser(tmp_path / "chrome"):
        pass
    assert started[0].poll() is not None


@pytest.mark.parametrize(
    ("system", "place", "environment"),
    [
        ("win32", "Google/Chrome/Application/chrome.exe", "ProgramFiles"),
        ("win32", "Microsoft/Edge/Application/msedge.exe", "ProgramFiles(x86)"),
        ("darwin", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "HOME"),
    ],
)
def test_a_browser_is_found_in_the_usual_places(tmp_path, monkeypatch, system, place, environment):
    """Without PATH, the folders where Windows and macOS keep programs are looked through."""
    program = tmp_path / place
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(browsers.sys, "platform", system)
    monkeypatch.setattr(browsers, "ON_WINDOWS", tuple(one.replace("\\", "/") for one in browsers.ON_WINDOWS))
    found = browsers.find_browser({"PATH": "", environment: str(tmp_path)})
    assert found == program


def test_pictures_are_drawn_for_both_languages(facts, tmp_path, monkeypatch):
    """Asked for pictures, the kit has every card in both languages, and each poster as PDF and PNG."""
    needs(BROWSER, "Chromium, Chrome or Edge")
    monkeypatch.setattr(kit, "SIZES", ((1200, 630),))
    few = {name: replace(one, units=one.units[:2]) for name, one in facts.items()}
    kit.write_posters(few, tmp_path, kit.list_poster_keys(few))
    kit.write_cards(few, tmp_path)
    kit.draw_pictures(few, tmp_path, tabs=3)
    folder = tmp_path / "humas"
    assert len(list((folder / "kartu").glob("*.id.png"))) == len(list((folder / "kartu").glob("*.en.png"))) == 4
    assert len(list((folder / "poster").glob("*.p*"))) == 4
    assert {path.name for path in folder.glob("*.p*")} == {
        *("poster.pdf", "poster.png", "poster.en.pdf", "poster.en.png"),
    }


# ---- pictures of another day ---------------------------------------------------------------------------------


@pytest.fixture
def reports(tmp_path):
    """Return the reports of a run with pictures, and those of a new run whose poster of a unit is another one."""
    old, new = tmp_path / "reports", tmp_path / "new"
    texts = {"alt.json": "{}", "poster.html": "a", "poster/a.html": "a", "poster/b.html": "b"}
    for folder, changed in ((old, {}), (new, {"poster/b.html": "b2"})):
        for name, text in (texts | changed).items():
            path = folder / "2020" / "humas" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in ("poster.png", "poster/a.pdf", "poster/b.pdf", "poster/b.png", "kartu/skm-2020-nilai-1x1.id.png"):
        path = old / "2020" / "humas" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"picture")
    return old, new


def test_a_picture_goes_when_its_text_changes(reports):
    """A printed poster whose figures are others now is removed; those that still say the truth stay."""
    old, new = reports
    gone = kit.forget_pictures(old, new)
    assert sorted(path.name for path in gone) == ["b.pdf", "b.png"]
    assert (old / "2020" / "humas" / "poster" / "a.pdf").exists()
    assert (old / "2020" / "humas" / "kartu" / "skm-2020-nilai-1x1.id.png").exists()


def test_cards_go_when_any_figure_of_theirs_changes(reports):
    """Cards that the new run does not draw stay only while the texts beside them are the same."""
    old, new = reports
    (new / "2020" / "humas" / "alt.json").write_text('{"a": 1}', encoding="utf-8")
    assert "skm-2020-nilai-1x1.id.png" in {path.name for path in kit.forget_pictures(old, new)}


def test_a_picture_that_is_held_open_stops_the_run(reports, monkeypatch):
    """Where a picture cannot be removed, the message names it, and nothing was put in place yet."""
    old, new = reports

    def held(path, missing_ok=False):
        raise PermissionError(13, "held")

    monkeypatch.setattr(type(old), "unlink", held)
    with pytest.raises(SkmError, match=r"b\.pdf"):
        kit.forget_pictures(old, new)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("humas/poster.pdf", True),
        ("draft/humas/poster/PKM 07.png", True),
        ("humas/kartu/skm-2020-unit-1200x630.en.png", True),
        ("humas/foto-walikota.png", False),
        ("humas/siaran-pers.id.docx", False),
        ("units/poster.pdf", False),
    ],
)
def test_what_the_kit_draws_is_known_by_its_name(name, expected):
    """A picture of the kit is no file that somebody added."""
    assert kit.is_picture(name) is expected
