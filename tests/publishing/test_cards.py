"""The cards: what stands on each, that it can be read on a phone, and that nothing is cut."""

import re
import struct
from dataclasses import replace

import pytest
from situations import SITUATIONS

from skm.publishing import kit
from skm.publishing.gathering import gather_facts
from skm.publishing.kit import drawing
from skm.publishing.kit.cards import build_cards

LONG = "Unit Pelaksana Teknis Daerah " + "Pelayanan Terpadu Kecamatan " * 3 + "Utara 7"  # 120 characters
SMALLEST = 36 / 1080


@pytest.fixture(scope="module")
def facts(city_facts):
    """Return the facts of 2020 by language."""
    return city_facts


@pytest.fixture
def lines(monkeypatch):
    """Return the lines that are written on a card, with their boxes, instead of drawing them."""
    written = []

    def note(sheet, x, baseline, text, size, **look):
        width = drawing._width(text, look.get("bold", False)) * size
        left = {"left": x, "center": x - width / 2, "right": x - width}[look.get("anchor", "left")]
        below = 0.0 if re.fullmatch(r"[\d.]+", text) else 0.2  # figures without a comma stand on the line
        written.append((text, size, left, left + width, baseline - 0.75 * size, baseline + below * size, look))

    monkeypatch.setattr(drawing._Sheet, "text", note)
    monkeypatch.setattr(drawing._Sheet, "png", lambda _sheet: b"")
    return written


def _draw(card, size, lines):
    lines.clear()
    drawing.draw_card(card, *size)
    return list(lines)


def _is_shown(text, drawn):
    """Return whether a text stands on the picture whole, however it is broken into lines."""
    return "".join(text.split()) in "".join("".join(line[0].split()) for line in drawn)


@pytest.mark.parametrize("size", drawing.SIZES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_every_card_is_readable_and_whole(facts, lines, name, size):
    """Type is at least 36 pixels at 1080, every line lies on the picture, and title, figure and source are whole."""
    for language in ("id", "en"):
        for card in build_cards(SITUATIONS[name](facts[language])):
            drawn = _draw(card, size, lines)
            if name != "long name":  # whose source takes the room of a low picture
                assert min(line[1] for line in drawn) >= SMALLEST * size[0] * 0.999, (card.message, drawn)
            _assert_inside(drawn, size)
            low = size[0] > size[1]  # such a picture may leave out notes after the first, and never a part of one
            for text in (card.title, card.big, *(card.notes[:1] if low else card.notes), *card.source):
                assert _is_shown(text, drawn), (card.message, text)
            assert _is_shown(" – ".join(card.stamps), drawn)


def _assert_inside(drawn, size):
    for text, _, left, right, top, bottom, _ in drawn:
        assert -1 <= left <= right <= size[0] + 1, text
        assert -1 <= top <= bottom <= size[1] + 1, text


@pytest.mark.parametrize("size", drawing.SIZES)
def test_lines_do_not_lie_upon_each_other(facts, lines, size):
    """No line of text covers another one."""
    for name in ("up", "unchanged", "other elements", "long name"):
        for card in build_cards(SITUATIONS[name](facts["id"])):
            drawn = _draw(card, size, lines)
            for place, one in enumerate(drawn):
                for other in drawn[place + 1 :]:
                    apart = one[3] <= other[2] or other[3] <= one[2] or one[5] <= other[4] or other[5] <= one[4]
                    assert apart, (card.message, one[0], other[0])


@pytest.mark.parametrize("size", drawing.SIZES)
@pytest.mark.parametrize("name", ["up", "long name"])
def test_a_key_to_marks_stands_only_beside_marks(facts, monkeypatch, name, size):
    """Circles and squares are explained where they are drawn, and nowhere else."""
    drawn, texts, write = [], [], drawing._Sheet.text
    monkeypatch.setattr(drawing._Sheet, "png", lambda _sheet: b"")
    monkeypatch.setattr(drawing._Sheet, "circle", lambda _sheet, *place: drawn.append(place))
    monkeypatch.setattr(drawing._Sheet, "text", lambda sheet, *a, **k: texts.append(a[2]) or write(sheet, *a, **k))
    (card,) = [card for card in build_cards(SITUATIONS[name](facts["id"])) if card.message == "unsur"]
    drawing.draw_card(card, *size)
    assert any("Lingkaran" in text for text in texts) == bool(drawn)


@pytest.mark.parametrize("size", drawing.SIZES)
@pytest.mark.parametrize("name", [LONG, "W" * 120, LONG * 3])
def test_long_names_are_broken_and_set_smaller_but_never_cut(facts, lines, name, size):
    """A name of 120 characters, of one word or many, stands on every card whole; three times as long still does."""
    elements = tuple(replace(element, short=name) for element in facts["id"].whole.elements)
    own = replace(facts["id"], name=name, whole=replace(facts["id"].whole, elements=elements))
    for card in build_cards(own):
        drawn = _draw(card, size, lines)
        _assert_inside(drawn, size)
        assert all(_is_shown(text, drawn) for text in (card.title, card.big, *card.source)), card.message
        if card.message == "unsur":
            assert _is_shown(name, drawn)


def test_period_respondents_and_source_stand_on_each_card(facts):
    """A card that travels alone says what it is about, how many answered, and whose it is."""
    for card in build_cards(facts["id"]):
        said = " ".join(card.source).replace("\u00a0", " ")
        assert re.search(r"Kota Contoh, Survei Kepuasan Masyarakat 2020 n = 12\.\d{3}, Sidik hasil [0-9a-f]{12}", said)
        assert card.stamps[:2] == ("DATA SIMULASI", "RANCANGAN")


def test_alternatives_are_short_and_say_the_message(facts):
    """The text alternative has the title, the figures, the states and the source."""
    for card in build_cards(facts["id"]):
        assert card.title in card.alt
        assert "DATA SIMULASI" in card.alt
        assert card.source[0] in card.alt
    level = build_cards(facts["id"])[0]
    assert level.big in level.alt


def test_one_unit_has_no_card_of_units(facts):
    """Where there is one unit, no card counts units."""
    assert [card.message for card in build_cards(SITUATIONS["few"](facts["id"]))] == ["nilai", "unsur", "cara"]


@pytest.mark.parametrize("name", ["silent", "hidden"])
def test_without_a_figure_there_is_no_card(facts, name):
    """Nothing is posted about a figure that is not there."""
    assert build_cards(SITUATIONS[name](facts["id"])) == ()


def test_a_weak_figure_is_in_no_zone(facts):
    """With too few respondents no letter stands on the card, not even as the zone that the figure lies in."""
    card = build_cards(SITUATIONS["few"](facts["id"]))[0]
    assert card.zones == ()
    assert not any(note.startswith("mutu") for note in card.notes)


def _contrast(one, other):
    """Return the contrast of two colours by WCAG 2.2."""

    def luminance(color):
        parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_type_stands_out_from_its_ground():
    """Each pair of type and ground has a contrast of 4.5 or more."""
    pairs = [(color, drawing.PAPER) for color in (drawing.INK, drawing.MUTED, drawing.NOW)]
    pairs += [(drawing.PAPER, drawing.STAMP), *zip(drawing.ZONE_TEXTS, drawing.ZONES, strict=True)]
    assert all(_contrast(*pair) >= 4.5 for pair in pairs)


def test_the_same_card_gives_the_same_bytes(facts):
    """A PNG has the size that is asked for, no date and no program's name in it, and is the same every time."""
    card = build_cards(facts["id"])[0]
    one, two = (drawing.draw_card(card, 1200, 630) for _ in range(2))
    assert one == two
    assert struct.unpack(">II", one[16:24]) == (1200, 630)
    assert not any(name in one for name in (b"Software", b"tEXt", b"tIME"))


def test_signs_that_the_font_has_not_are_shown_as_missing(facts):
    """Emoji and letters that the font does not have are drawn as the sign for it; nothing warns."""
    own = replace(facts["id"], name="Kota 😀 \u4e2d $x^2$")
    assert drawing.draw_card(build_cards(own)[0], 1080, 1350).startswith(b"\x89PNG")


def test_a_run_draws_the_newest_period_in_its_own_language(facts, tmp_path, monkeypatch):
    """Cards of the newest period are drawn in the survey's language; none of an older period unless asked for."""
    monkeypatch.setattr(kit, "SIZES", ((1080, 1350),))
    kit.write_cards(facts, tmp_path / "new")
    names = sorted(path.name for path in (tmp_path / "new" / "humas" / "kartu").iterdir())
    assert len(names) == 4
    assert names[0] == "skm-2020-cara-1080x1350.id.png"
    kit.write_cards({name: replace(one, is_latest=False) for name, one in facts.items()}, tmp_path / "old")
    assert not (tmp_path / "old").exists()


def test_a_run_writes_the_whole_kit(writers_of_a_run):
    """Texts, posters and cards are among what a run publishes."""
    assert {kit.write_papers, kit.write_cards} <= set(writers_of_a_run)
    assert any(getattr(write, "write", None) is kit.write_posters for write in writers_of_a_run)


def test_the_newest_year_is_the_latest(city):
    """Of two years the later one is the newest."""
    latest = {
        period: gather_facts(city.survey, city.indices, city.changes, period).is_latest for period in ("2019", "2020")
    }
    assert latest == {"2019": False, "2020": True}
