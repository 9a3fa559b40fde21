"""Two languages in one page: what the switch needs is small, complete, and only data."""

import json
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.publishing.languages import DATA_PLACE, join_languages, turn_number

FRAME = "<html lang='{0}'><title>{1}</title><p title=\"{2}\">{3}</p><p>{4}</p>" + DATA_PLACE + "</script></html>"
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(str.strip)


def escaped(text):
    """Return a text as a template prints it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")


def data_of(page):
    """Return the data of the switch from a page."""
    return json.loads(re.search(rf"{DATA_PLACE}(.*?)</script>", page, re.DOTALL).group(1))


def switched(page):
    """Return the texts of a page after its switch, by the rules of the page's script."""
    data = data_of(page)
    found, tag = [], ""
    for part in re.split(r"(<script.*?</script>|<[^>]*>)", page, flags=re.DOTALL):
        if part.startswith("<"):
            tag = part
            continue
        text = unescape(part)
        number = re.search(r'data-i="(\d+)"', tag)
        here = data["spots"][int(number.group(1))].get("w", {}) if number else {}
        if text.strip():
            found.append(here.get(text, data["words"].get(text, turn_number(text))))
    return found


@given(*[TEXTS] * 8)
def test_every_text_finds_its_other_one(one, two, three, four, five, six, seven, eight):
    """Whatever two pages say at the same places, the switch gives the other page's texts, and no text is markup."""
    own, other = (
        FRAME.format("x", *map(escaped, texts)) for texts in ((one, two, three, four), (five, six, seven, eight))
    )
    page = join_languages(own, other)
    assert switched(page) == [five, seven, eight]
    assert "<" not in page[page.index(DATA_PLACE) + len(DATA_PLACE) : page.rindex("</script>")]


def test_one_text_may_be_said_in_two_ways():
    """A text with two meanings keeps the rarer one at its place."""
    page = "<p>{}</p><p>{}</p><b>{}</b>" + DATA_PLACE + "</script>"
    joined = join_languages(page.format("naik", "naik", "naik"), page.format("up", "up", "rise"))
    assert data_of(joined) == {"words": {"naik": "up"}, "spots": [{"w": {"naik": "rise"}}]}
    assert '<b data-i="0">naik</b>' in joined


def test_what_is_built_differently_is_replaced_as_a_whole():
    """Where only one page has a part, the element around it takes the other page's content, and nothing beside it."""
    page = "<div><p>a</p>{}</div><p>{}</p>" + DATA_PLACE + "</script>"
    joined = join_languages(page.format("<i>x</i>", "ya"), page.format("", "yes"))
    assert data_of(joined) == {"words": {"ya": "yes"}, "spots": [{"h": "<p>a</p>"}]}
    assert '<div data-i="0"><p>a</p><i>x</i></div>' in joined


@pytest.mark.parametrize(("text", "turned"), [("81,96", "81.96"), ("1.234.567", "1,234,567"), ("A, b.", "A, b.")])
def test_numbers_follow_a_rule(text, turned):
    """Only signs between digits are turned."""
    assert turn_number(text) == turned
    assert turn_number(turned) == text


def test_the_other_language_costs_little(city_page):
    """The other language adds less than a fifth to the page of 89 units."""
    data = re.search(rf"{DATA_PLACE}(.*?)</script>", city_page.source, re.DOTALL).group(1)
    assert len(data) < len(city_page.source) / 6
