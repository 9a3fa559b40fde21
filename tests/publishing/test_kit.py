"""The texts of the press office's kit: what they say in each situation, and what they never say."""

import datetime as dt
import re
import tomllib
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree  # of files that were just written
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from situations import LONG_NAME, SITUATIONS, change, compared

from skm.publishing import kit
from skm.publishing.kit.cards import build_cards
from skm.publishing.kit.checklist import write_checklist
from skm.publishing.kit.papers import block, clean, escape_markdown, markdown_of, word_of
from skm.publishing.kit.posters import build_poster, say_alt
from skm.publishing.kit.press import write_press_release
from skm.publishing.kit.questions import write_questions
from skm.publishing.kit.sentences import (
    LONGEST_TITLE,
    say_comparison,
    say_grade_sentence,
    say_lead,
    say_margin,
    say_title,
)
from skm.publishing.kit.sheets import build_sheet, render_sheet
from skm.publishing.kit.workbooks import build_sheets, write_fact_book

SENTENCES = tomllib.loads(Path(__file__).with_name("kit_sentences.toml").read_text(encoding="utf-8"))
FORBIDDEN = {
    "id": r"signifikan|melonjak|drastis|terbukti|\bkarena\b|\bberkat\b|akibat|masyarakat puas|terbaik|\d ?persen",
    "en": r"significant|soar|drastic|proven|because|thanks to|best unit|\d ?per ?cent",
}
# Where the word is asked for or warned of; nowhere else.
MAY_SAY_PERCENT = {"Berapa persen yang puas?", "Mengapa bukan persen?"}
HOSTILE = "<b>Loket</b> *A* & \u202e[x](y) =1+1 \u0007 | 😀 " + "é" * 90


@pytest.fixture(scope="module")
def facts(city_facts):
    """Return the facts of 2020 by language."""
    return city_facts


def _plain(text):
    return text.replace("\u00a0", " ")


def _papers(facts):
    return write_press_release(facts), write_questions(facts), write_checklist(facts)


def _texts(facts):
    """Return every text of the kit in one language, one string each."""
    found = [text for paper in _papers(facts) for one in paper.blocks for text in (*one.texts, *sum(one.rows, ()))]
    found += [paper.title for paper in _papers(facts)]
    sheet, poster = build_sheet(facts), build_poster(facts)
    found += [sheet.heading, sheet.change, *sheet.texts, *(text for part in sheet.parts for text in part), *sheet.foot]
    found += [poster.value, *poster.notes, poster.count, *poster.small, say_alt(facts)]
    for card in build_cards(facts):
        found += [card.title, card.subtitle, card.big, *card.notes, *card.texts, *card.source, card.alt]
        found += [text for pair in card.counts for text in pair]
    return [_plain(text) for text in found if text]


# ---- sentences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_each_situation_has_its_sentences(facts, name, language):
    """Title, lead and the sentences on comparison, letter and margin are exactly these."""
    own = SITUATIONS[name](facts[language])
    rest = (say_comparison(own), say_grade_sentence(own), say_margin(own))
    said = {"title": say_title(own), "lead": say_lead(own), "rest": " ".join(text for text in rest if text)}
    assert {key: _plain(text) for key, text in said.items()} == SENTENCES[name][language]


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_title_has_at_most_twelve_words(facts, name):
    """However long the name, the title of a press release stays short."""
    assert all(len(say_title(SITUATIONS[name](own)).split()) <= LONGEST_TITLE for own in facts.values())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", SITUATIONS)
def test_no_text_breaks_the_rules_of_language(facts, name, language):
    """Nothing praises, gives a cause, calls a change significant or puts a per cent sign after an index."""
    for text in _texts(SITUATIONS[name](facts[language])):
        assert not re.search(FORBIDDEN[language], text, re.IGNORECASE), text
        assert not re.search(r"(?:IKM|poin|points)\D{0,14}\d+[.,]\d+ ?%", text), text
        if "persen " in f"{text} " and text not in MAY_SAY_PERCENT:
            assert text.startswith("Tidak ada tanda % atau kata persen"), text
        assert "  " not in text, text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    now=st.decimals(25, 100, places=2),
    before=st.decimals(25, 100, places=2),
    half=st.decimals(0, 3, places=2),
    language=st.sampled_from(["id", "en"]),
)
def test_any_two_figures_make_sentences_that_hold(facts, now, before, half, language):
    """Whatever the figures are, a rise is called a rise only where zero lies outside the interval of the change."""
    moved = now - before
    verdict = "unchanged" if abs(moved) <= half else "up" if moved > 0 else "down"
    ends = (float(moved - half), float(moved + half))
    own = compared(facts[language], str(now), str(before), change(str(moved), *ends, verdict))
    words = {"id": {"up": "naik", "down": "turun"}, "en": {"up": "up", "down": "down"}}[language]
    for text in (say_title(own), say_lead(own), build_cards(own)[0].title):
        assert {key for key, word in words.items() if re.search(rf"\b{word}\b", text)} == {verdict} - {"unchanged"}
    assert not any(re.search(FORBIDDEN[language], text, re.IGNORECASE) for text in _texts(own))


def test_while_the_order_is_assumed_neither_element_is_named(facts):
    """Press release and questions name neither of the last two elements, and the cards do not sort."""
    own = SITUATIONS["order assumed"](facts["id"])
    said = " ".join(text for paper in _papers(own)[:2] for one in paper.blocks for text in one.texts).lower()
    assert "sarana" not in said
    assert "pengaduan" not in said
    assert "dianggap mengikuti formulir" in said
    (card,) = [card for card in build_cards(own) if card.message == "unsur"]
    assert [line.name for line in card.lines] == [element.short for element in own.whole.elements]
    assert "tertinggi" not in card.title


def test_the_first_question_gives_the_share_of_answers(facts):
    """What percentage is satisfied is answered by the share of answers with its interval, not of people."""
    first, *rest = (one.texts for one in write_questions(facts["id"]).blocks if one.kind != "stamp")
    assert first == ("Berapa persen yang puas?",)
    share = facts["id"].share_3_4
    told = _plain(" ".join(rest[0]))
    for value in (share.share, share.low, share.high):
        assert f"{Decimal(str(100 * value)).quantize(Decimal('0.1'), 'ROUND_HALF_UP')}".replace(".", ",") in told
    assert "bukan bagian orang" in told


def test_figures_that_differ_are_never_called_the_same(facts):
    """Where a coarse figure hides the change, no text says that both periods have one printed value."""
    own = compared(facts["id"], "81", "81.35", change("0", -4, 4, "unchanged"))
    told = " ".join(_texts(own))
    assert "juga pada 2019" not in told
    assert "Nilai tercetak kedua periode sama" not in told
    assert "Relatif tetap dibandingkan 2019 (81,35)." in told


def test_a_share_that_may_not_be_told_is_not_told(facts):
    """Where the share of answers is hidden, the answer says so and has no number of its own."""
    told = " ".join(write_questions(replace(facts["id"], share_3_4=None)).blocks[3].texts)
    assert "tidak disajikan" in told
    assert "%" not in told


def test_fallen_units_are_named_in_alphabetical_order(facts):
    """Units that clearly fell are named, unless they are too many for a sentence; nothing says why they fell."""
    own = facts["id"]
    fell = [replace(unit.difference, moved="down", verdict="down") for unit in own.units if unit.difference]
    units = iter(fell)
    few = tuple(replace(u, difference=next(units)) if u.difference and n < 6 else u for n, u in enumerate(own.units))
    texts = {one.texts[0]: after.texts for one, after in _pairs(write_questions(replace(own, units=few)))}
    told = texts["Mengapa unit saya turun?"]
    assert "PD 01" in told[0]
    assert "Survei tidak menunjukkan sebabnya" in told[1]
    units = iter(fell)
    many = tuple(replace(u, difference=next(units)) if u.difference else u for u in own.units)
    texts = {one.texts[0]: after.texts for one, after in _pairs(write_questions(replace(own, units=many)))}
    assert "namanya ada di laporan" in texts["Mengapa unit saya turun?"][0]


def _pairs(paper):
    return [pair for pair in zip(paper.blocks, paper.blocks[1:], strict=False) if pair[0].kind == "heading"]


# ---- numbers -------------------------------------------------------------------------------------------------


def _known_numbers(own):
    """Return every number that the facts, the regulation and the calendar allow in a text, as Indonesian spells it."""
    figures = [own.whole.now, own.whole.before, *(e.now for e in own.whole.elements)]
    figures += [e.before for e in own.whole.elements]
    known = {Decimal(figure.printed) for figure in figures if figure and figure.printed is not None}
    ends = [end for f in (*figures, own.whole.difference) if f for end in (f.low, f.high) if end is not None]
    known |= {abs(Decimal(str(end)).quantize(Decimal("0.01"), "ROUND_HALF_UP")) for end in ends}
    changes = [own.whole.difference, *(e.difference for e in own.whole.elements)]
    known |= {abs(c.printed) for c in changes if c and c.printed is not None}
    parts = [c.contribution for c in changes if c and c.contribution is not None]
    known |= {abs(one + other) for one in parts for other in parts} | {abs(part) for part in parts}
    bounds = {bound for grade in own.regulation.grades for bound in (grade.lower, grade.upper)}
    known |= bounds | {abs(bound - own.whole.now.printed) for bound in bounds if own.whole.now.printed is not None}
    if own.share_3_4:
        shares = (own.share_3_4.share, own.share_3_4.low, own.share_3_4.high)
        known |= {Decimal(str(100 * share)).quantize(Decimal("0.1"), "ROUND_HALF_UP") for share in shares}
    counted = (own.whole.now.n or 0, own.n_without_index, own.whole.n_units, own.minimum_respondents, own.minimum_cell)
    known |= {
        Decimal(n)
        for n in (*counted, *range(len(own.units) + 1), *own.regulation.scale, 3, 12, 14, 25, 30, 75, 95, 100, 2017)
    }
    years = {*re.findall(r"\d+", f"{own.period} {own.previous or ''}")}
    years |= {str(number) for day in own.fieldwork for number in (day.year, day.day)}
    return known | {Decimal(year) for year in years}


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name not in ("long name", "nameless")])
def test_every_number_in_every_text_is_one_of_the_facts(facts, name):
    """No text has a number that is not printed in the results, the regulation or the calendar."""
    own = SITUATIONS[name](facts["id"])
    known = _known_numbers(own)
    for text in _texts(own):
        told = re.sub(r"U[89]\b", "", text.replace(own.release.hash_shown, ""))
        for number in re.findall(r"\d[\d.]*(?:,\d+)?", told):
            value = Decimal(number.rstrip(".").replace(".", "").replace(",", "."))
            assert value in known, (number, text)


def test_both_languages_tell_the_same_numbers(facts):
    """A number in the Indonesian press release stands in the English one too."""
    told = []
    for language in ("id", "en"):
        text = " ".join(t for one in write_press_release(facts[language]).blocks for t in one.texts)
        numbers = re.findall(r"\d[\d.,]*\d|\d", text.replace("dikalikan 25", "").replace("times 25", ""))
        told.append(sorted(re.sub(r"\D", "", number) for number in numbers))
    assert told[0] == told[1]


# ---- files ---------------------------------------------------------------------------------------------------


def _tree(archive, name):
    return ElementTree.fromstring(archive.read(name))  # noqa: S314 - a part that was just written


def test_the_word_file_says_what_the_markdown_says(facts):
    """Both files of a press release hold the same sentences, and the Word file opens as XML."""
    paper = write_press_release(facts["id"])
    with zipfile.ZipFile(BytesIO(word_of(paper))) as archive:
        roots = {name: _tree(archive, name) for name in archive.namelist()}
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    paragraphs = ["".join(p.itertext()) for p in roots["word/document.xml"].iter(f"{space}p")]
    assert paragraphs == [paper.title, *(" ".join(one.texts) for one in paper.blocks)]
    assert len(roots) == 6


def test_places_to_fill_in_are_marked(facts):
    """Quote, follow-up and contact are places that nobody takes for a result."""
    text = markdown_of(write_press_release(facts["id"])).decode()
    assert text.count("> **[ISI OLEH KANTOR: ") == 3
    assert "## Kutipan, terpisah dari hasil survei" in text


def test_simulated_drafts_say_so_in_every_text(facts):
    """Each file of the kit carries the states of the figures."""
    for language, words in (("id", ("DATA SIMULASI", "RANCANGAN")), ("en", ("SIMULATED DATA", "DRAFT"))):
        own = facts[language]
        written = [markdown_of(paper).decode() for paper in _papers(own)]
        written += [render_sheet(build_sheet(own)).decode(), " ".join(build_poster(own).stamps)]
        written += [" ".join(card.stamps) for card in build_cards(own)]
        assert all(word in text for word in words for text in written)
        real = replace(own, simulated=False)
        assert words[0] not in markdown_of(write_press_release(real)).decode()


def test_an_embargo_stands_on_everything(facts):
    """Until when nothing may be passed on stands on texts, poster, fact sheet and cards, with day, hour and zone."""
    until = dt.datetime(2025, 12, 15, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
    own = replace(facts["id"], release=replace(facts["id"].release, embargo=until))
    words = "EMBARGO sampai Senin, 15 Desember 2025, pukul 09.00 WIB"
    written = [markdown_of(paper).decode() for paper in _papers(own)]
    written += [render_sheet(build_sheet(own)).decode(), " ".join(build_poster(own).stamps), say_alt(own)]
    written += [" ".join(card.stamps) for card in build_cards(own)] + [card.alt for card in build_cards(own)]
    assert all(words in _plain(text) for text in written)


def test_texts_carry_the_hash_of_the_results(facts):
    """Press release, questions, fact sheet, poster, cards and checklist print the same hash."""
    own = facts["id"]
    shown = own.release.hash_shown
    assert len(shown) == 12
    written = [markdown_of(paper).decode() for paper in _papers(own)]
    written += [" ".join(build_sheet(own).foot), " ".join(build_poster(own).small)]
    written += [" ".join(card.source) for card in build_cards(own)]
    assert all(shown in text for text in written)


def test_a_hostile_name_is_text_in_every_file(facts, tmp_path):
    """A name with markup, control and turning signs stays a name: in Markdown, Word, HTML, JSON and the workbook."""
    hostile = {
        language: replace(own, name=HOSTILE, units=tuple(replace(unit, name=f"={HOSTILE}") for unit in own.units[:3]))
        for language, own in facts.items()
    }
    kit.write_papers(hostile, tmp_path)
    kit.write_posters(hostile, tmp_path, kit.list_poster_keys(hostile))
    folder = tmp_path / "humas"
    release = (folder / "siaran-pers.id.md").read_text(encoding="utf-8")
    assert r"\<b\>Loket\</b\> \*A\* & \[x\](y) =1+1 \| 😀" in release
    for path in (*folder.glob("*.html"), *folder.glob("poster/*.html")):
        text = path.read_text(encoding="utf-8")
        assert "<b>Loket" not in text
        assert "&lt;b&gt;Loket&lt;/b&gt; *A* &amp;" in text
        assert not re.search("[\u202e\u0007]", text)
    with zipfile.ZipFile(folder / "siaran-pers.id.docx") as archive:
        assert "<b>Loket" in "".join(_tree(archive, "word/document.xml").itertext())
    book = openpyxl.load_workbook(folder / "fakta.xlsx")
    names = [row[0].value for row in book["Unit"].iter_rows(min_row=6)]
    assert names[0].startswith("=<b>Loket")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# judul", r"\# judul"),
        ("1. satu", r"1\. satu"),
        ("- satu", r"\- satu"),
        ("81,96", "81,96"),
        ("a &lt; b", r"a \&lt; b"),
        ("kata  dan\nbaris", "kata dan baris"),
    ],
)
def test_markdown_shows_a_text_as_it_is_written(text, escaped):
    """No name begins a heading, a list or a tag."""
    assert escape_markdown(text) == escaped


def test_an_empty_text_makes_no_block():
    """A sentence that does not hold leaves no gap."""
    assert block("text", "", "a").texts == ("a",)
    assert clean("\u200d") == "\u200d"


def test_the_same_facts_give_the_same_files(facts, tmp_path):
    """Writing the kit twice gives the same bytes."""
    for name in ("one", "two"):
        kit.write_papers(facts, tmp_path / name)
        kit.write_posters(facts, tmp_path / name, kit.list_poster_keys(facts)[:3])
    files = {
        name: {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        for name in ("one", "two")
    }
    assert files["one"] == files["two"]
    assert len(files["one"]) == 15


def test_the_tables_for_journalists_equal_the_facts(facts, tmp_path):
    """Five tables: numbers are numbers as printed, symbols stand for what is hidden, the note says what they mean."""
    own = facts["id"]
    write_fact_book(own, tmp_path / "fakta.xlsx")
    book = openpyxl.load_workbook(tmp_path / "fakta.xlsx")
    assert book.sheetnames == ["IKM", "Unsur", "Unit", "Jawaban", "Responden"]
    rows = {row[0].value: [cell.value for cell in row] for row in book["Unit"].iter_rows(min_row=6)}
    for unit in own.units:
        printed = rows[unit.name][2]
        expected = "x" if unit.now.hidden else ".." if unit.now.printed is None else float(unit.now.printed)
        assert printed == expected
    assert rows["Puskesmas 29"][-1] == "F"
    assert rows["Puskesmas 29"][5] == ".."
    assert book["IKM"]["A2"].value.startswith("DATA SIMULASI")
    assert "Sidik hasil" in book["IKM"]["A4"].value
    assert all(sheet.tables for sheet in book)


@pytest.mark.parametrize("name", ["first", "silent", "hidden", "few", "other elements"])
def test_tables_of_any_period_are_whole(facts, name):
    """Every line has a cell for each column, whatever is missing."""
    for sheet in build_sheets(SITUATIONS[name](facts["id"])):
        assert all(len(line) == len(sheet.columns) for line in sheet.lines)


def test_a_long_name_moves_out_of_the_title(facts):
    """A name that would make the title too long stands in the lead."""
    own = SITUATIONS["long name"](facts["id"])
    assert LONG_NAME not in say_title(own)
    assert LONG_NAME in say_lead(own)
