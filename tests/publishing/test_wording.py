"""What sentences may say."""

import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from page_situations import PAGE_SITUATIONS

from skm.publishing.choices import find_extreme, largest_contributions
from skm.publishing.facts import Difference, Facts, Figure
from skm.publishing.findings import list_findings
from skm.publishing.gathering import gather_facts
from skm.publishing.headings import head_change, head_level
from skm.publishing.wording import describe_page, load_words, say_change, say_direction, say_verdict, title_of

FORBIDDEN = {
    "id": (
        r"persen\b",
        "signifikan",
        "melonjak",
        "drastis",
        "terbukti",
        "karena",
        "berkat",
        "masyarakat puas",
        "10 terbaik",
    ),
    "en": (r"percent\b", "per cent", "significant", "soar", "drastic", "proven", "because", "thanks to"),
}

SAID = tomllib.loads(Path(__file__).with_name("page_sentences.toml").read_text(encoding="utf-8"))
TOPICS = ("page", "documents")  # the others quote wrong words, to say what is right


def _texts(language):
    folder = files("skm.publishing").joinpath(f"templates/words/{language}")
    read = (tomllib.loads(folder.joinpath(f"{topic}.toml").read_text(encoding="utf-8")) for topic in TOPICS)
    return {section: texts for topic in read for section, texts in topic.items()}


def _flat(texts, place=""):
    for name, value in texts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{place}{name}.")
        else:
            yield f"{place}{name}", value


@pytest.fixture
def facts(city) -> Facts:
    """Return the facts of 2020."""
    return gather_facts(city.survey, city.indices, city.changes, "2020", evidence=city.evidence)


def _with_change(facts, printed, low, high, verdict, moved):
    change = Difference(Decimal(printed), float(printed), low, high, verdict, moved)
    return replace(facts, whole=replace(facts.whole, difference=change))


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_text_uses_a_forbidden_word(language):
    """No text praises, blames, gives a cause, or calls a change significant."""
    for name, value in _flat(_texts(language)):
        for word in FORBIDDEN[language]:
            assert not re.search(rf"\b{word}", str(value), re.IGNORECASE), (name, word)


def test_no_page_puts_a_per_cent_sign_after_an_index(city_page, english_page):
    """An index and its change never carry "%": an interval's level and a share may."""
    for page in (city_page, english_page):
        for match in re.finditer(r"(?:IKM|poin|points)\D{0,3}\d+[.,]\d+ ?%", page.text):
            pytest.fail(match.group())
        assert not re.search(r"\bpersen\b|\bsignifikan", page.text)


def test_both_languages_say_the_same_things():
    """Each text exists in both languages, with the same slots."""
    texts = {language: dict(_flat(_texts(language))) for language in ("id", "en")}
    keys = {language: {key for key in texts[language] if not key.startswith("counted.")} for language in texts}
    assert keys["id"] == keys["en"]
    for key in keys["id"]:
        if isinstance(texts["id"][key], str):
            slots = [{slot for _, slot, _, _ in Formatter().parse(texts[lang][key]) if slot} for lang in texts]
            assert slots[0] == slots[1], key


def test_plurals_follow_the_language():
    """English has a singular, Indonesian has not."""
    assert load_words("en").count("respondents", 1) == "1\u00a0respondent"
    assert load_words("en").count("respondents", 2) == "2\u00a0respondents"
    assert load_words("id").count("respondents", 1) == "1\u00a0responden"


@pytest.mark.parametrize(
    ("printed", "verdict", "moved", "start"),
    [
        ("0.98", "up", "up", "naik 0,98\u00a0poin dari"),
        ("-0.98", "down", "down", "turun 0,98\u00a0poin dari"),
        ("0.22", "unchanged", "", "relatif tetap dibandingkan 2019"),
        ("0.00", "unchanged", "", "relatif tetap dibandingkan 2019"),
        ("0.00", "up", "", "relatif tetap dibandingkan 2019"),
        ("0.50", "", "", "berselisih +0,50\u00a0poin dari"),
    ],
)
def test_the_sentence_of_change_follows_the_test(facts, printed, verdict, moved, start):
    """Up and down are said only where the interval excludes zero; a change inside it is about the same."""
    assert say_change(_with_change(facts, printed, -0.1, 0.5, verdict, moved)).startswith(start)


def test_good_and_bad_news_have_the_same_form(facts):
    """A fall is worded like a rise, with the smaller end of its interval first."""
    rise = list_findings(_with_change(facts, "0.98", 0.67, 1.29, "up", "up"))[1]
    fall = list_findings(_with_change(facts, "-0.98", -1.29, -0.67, "down", "down"))[1]
    assert rise.rest == fall.rest == " (rentang 95\u00a0%: 0,67 sampai 1,29\u00a0poin)."
    assert rise.lead.replace("Kenaikan", "Penurunan") == fall.lead


def test_a_change_within_its_margin_is_not_called_a_rise(facts):
    """Inside the margin neither the sentence nor a heading says up or down."""
    quiet = _with_change(facts, "0.22", -0.09, 0.53, "unchanged", "")
    said = [say_change(quiet), head_level(quiet), head_change(quiet), *(f.lead for f in list_findings(quiet)[:2])]
    assert not any(re.search(r"\b(naik|turun|kenaikan|penurunan)\b", text.lower()) for text in said)


def test_a_unit_moves_only_after_the_correction(city):
    """A unit is called clearly up only with p after Holm below 0.05, whatever its own interval says."""
    facts = gather_facts(city.survey, city.indices, city.changes, "2020")
    table = city.changes.frame
    rows = table[(table["level"] == "unit") & (table["measure"] == "index")].set_index("id")
    crossed = [u for u in facts.units if u.difference and u.difference.verdict in ("up", "down")]
    assert any(not u.difference.moved for u in crossed)
    for unit in crossed:
        sure = float(rows.loc[unit.id, "p_holm"]) < 0.05
        said = say_verdict(unit.difference, facts, many=True)
        assert (said in ("naik nyata", "turun nyata")) == sure
        assert sure or said == "relatif tetap"


def test_highest_and_lowest_stay_silent_while_the_order_is_assumed(facts):
    """While the order of U8 and U9 is only assumed, neither is named highest, lowest or as carrying the change."""
    elements = []
    for element in facts.whole.elements:
        value = {"facilities": 3.9, "complaints": 1.2}.get(element.key, 3.0 + len(element.key) / 100)
        figure = Figure("2020", 900, 0, Decimal(str(round(value, 2))), value, value - 0.01, value + 0.01)
        change = replace(
            element.difference, contribution=Decimal("0.5") if element.key == "facilities" else Decimal("0.1")
        )
        elements.append(replace(element, now=figure, difference=change))
    known = replace(facts, whole=replace(facts.whole, elements=tuple(elements)))
    known = _with_change(known, "0.98", 0.6, 1.3, "up", "up")
    assumed = replace(known, orders=("assumed",))
    assert find_extreme(known, "high").element.key == "facilities"
    assert find_extreme(assumed, "high") is None
    assert find_extreme(assumed, "low") is None
    assert largest_contributions(assumed) == []
    said = " ".join(finding.lead + finding.rest for finding in list_findings(assumed))
    assert "sarana" not in said.lower()
    assert "pengaduan" not in said.lower()


def test_two_equal_elements_have_no_highest(facts):
    """Where two elements share the highest printed value, none is named."""
    first, second, *rest = facts.whole.elements
    top = Figure("2020", 900, 0, Decimal("3.90"), 3.9, 3.89, 3.91)
    tied = replace(
        facts, whole=replace(facts.whole, elements=(replace(first, now=top), replace(second, now=top), *rest))
    )
    assert find_extreme(tied, "high") is None


def test_close_elements_are_only_recorded_as_highest(facts):
    """Where the intervals of the first two touch, the value is "recorded", and the neighbour is named."""
    texts = [finding.lead for finding in list_findings(facts)]
    extreme = find_extreme(facts, "high")
    assert extreme.touching is not None
    assert any(text.startswith("Nilai unsur tertinggi tercatat pada") for text in texts)


@pytest.mark.parametrize("name", ["Kota Contoh", "Kabupaten " + "Panjang Sekali " * 6, ""])
def test_titles_are_short_and_hold_the_figure(facts, name):
    """A title has at most 65 characters, and the figure in it."""
    title = title_of(replace(facts, name=name))
    assert len(title) <= 65
    assert "2020: IKM " in title


def test_the_summary_is_short(facts):
    """The summary for lists of results has at most 160 characters and says when data are simulated."""
    text = describe_page(facts)
    assert len(text) <= 160
    assert text.startswith("Data simulasi.")


def test_there_are_at_most_six_findings(facts):
    """The first screen holds at most six findings."""
    busy = replace(facts, refused=3, orders=("assumed",))
    assert len(list_findings(busy)) == 6
    assert list_findings(busy)[0].lead == "3\u00a0berkas belum bisa dipakai"


def test_a_change_without_interval_is_not_judged():
    """Without an interval a change has no direction."""
    assert say_direction(Difference(Decimal("0.50"), 0.5, None, None, "", "")) == "unsure"


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_situation_of_the_page_has_its_sentence(city_facts, language):
    """In each situation that the table lists the page says exactly the sentence of the table, or nothing."""
    said = {name: say(city_facts[language]).replace("\u00a0", " ") for name, say in PAGE_SITUATIONS.items()}
    assert said == {name: texts[language] for name, texts in SAID.items()}


def test_the_table_of_situations_is_long_enough():
    """At least sixty situations have a sentence, and no two languages share one but where it is a sign."""
    told = {name: texts for name, texts in SAID.items() if texts["id"]}
    assert len(told) >= 60
    assert [name for name, texts in told.items() if texts["id"] == texts["en"]] == ["unit not compared"]
