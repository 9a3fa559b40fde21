"""Two languages in one page: the page in its own language, and as data what the reader's switch puts in its place.

Both are rendered by the same templates and compared part by part. What the switch needs to know is then small: most
cells hold a number, whose signs follow a rule, and most words stand on the page many times.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import Any

# Parts of a page: texts at the even places, tags at the odd ones; a script is one part, since its signs are no tags.
PARTS = re.compile(r"(<script[^>]*>.*?<[/]script>|<[^>]*>)", re.DOTALL)
NAME = re.compile(r"<[/]?([a-zA-Z0-9!]+)")
ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
SEPARATOR = re.compile(r"(?<=[0-9])[.,](?=[0-9])")
CLOSED_AT_ONCE = {"meta", "input", "link", "br", "img", "hr", "script", "!DOCTYPE"}
DATA_PLACE = '<script type="application/json" id="bahasa">'  # the empty script that takes the data


@dataclass
class _Text:
    """A text of the page, that of the other language, and the place of the tag that it stands in."""

    own: str
    other: str
    parent: int


@dataclass
class _Open:
    """An element that is still open: where its tag is in both pages, and how much was found before it."""

    own: int
    other: int
    n_texts: int


@dataclass
class _Differences:
    """What was found so far; `spots` by the place of the tag that is to carry a number."""

    texts: list[_Text] = field(default_factory=list)
    spots: dict[int, dict[str, Any]] = field(default_factory=dict)

    def forget_inside(self, element: _Open) -> None:
        """Drop what was found inside an element, which is replaced as a whole."""
        del self.texts[element.n_texts :]
        while self.spots and next(reversed(self.spots)) > element.own:
            self.spots.popitem()


def turn_number(text: str) -> str:
    """Return a text with the decimal signs and the signs between thousands of the other language.

    Examples
    --------
    >>> turn_number("13.882 responden, 81,76–82,16")
    '13,882 responden, 81.76–82.16'
    """
    return SEPARATOR.sub(lambda sign: "," if sign.group() == "." else ".", text)


def join_languages(own: str, other: str) -> str:
    """Return a page with the differences to the same page in another language as data in it.

    An element that differs carries a number, `data-i`. The data hold `words`, the other text of a text, and `spots`, by
    that number: `a` attributes, `w` texts that are said differently just here, `t` a style, `h` a content that is
    built differently. A text that is in neither has only its numbers turned (`turn_number`).

    Parameters
    ----------
    own, other
        The two pages, from the same templates; `own` holds the empty script that begins with `DATA_PLACE`.
    """
    parts, others = PARTS.split(own), PARTS.split(other)
    found = _compare(parts, others)
    words = _settle_words(found)
    for number, place in enumerate(sorted(found.spots)):
        end = -2 if parts[place].endswith("/>") else -1
        parts[place] = f'{parts[place][:end]} data-i="{number}"{parts[place][end:]}'
    spots = [found.spots[place] for place in sorted(found.spots)]
    data = json.dumps({"words": words, "spots": spots}, ensure_ascii=False, separators=(",", ":"))
    place = next(place for place, part in enumerate(parts) if part.startswith(DATA_PLACE))
    parts[place] = DATA_PLACE + data.replace("<", r"\u003c") + parts[place].removeprefix(DATA_PLACE)
    return "".join(parts)


def _compare(own: list[str], other: list[str]) -> _Differences:
    """Return how two pages differ; where one is built differently, the element around takes the other content."""
    found, opened = _Differences(), [_Open(-1, -1, 0)]
    i = j = 0
    while i < len(own):
        mine, theirs = own[i], other[j]
        if i % 2 == 0:
            alike = _add_text(found, mine, theirs, opened[-1].own, own)
        else:
            alike = mine == theirs or _is_same_element(mine, theirs)
            if alike:
                _step(found, opened, (i, mine), (j, theirs))
        if not alike:
            around = opened[-1]
            i, j = _end_of(own, i | 1), _end_of(other, j | 1)
            found.forget_inside(around)
            found.spots.setdefault(around.own, {})["h"] = "".join(other[around.other + 1 : j])
            continue
        i, j = i + 1, j + 1
    return found


def _add_text(found: _Differences, mine: str, theirs: str, parent: int, own: list[str]) -> bool:
    """Take note of a text; return False where only one of the pages has one."""
    if not mine or mine.isspace():
        return not theirs or theirs.isspace()
    if not theirs or theirs.isspace():
        return False
    if own[parent].startswith("<style"):
        if mine != theirs:
            found.spots.setdefault(parent, {})["t"] = theirs
    else:
        found.texts.append(_Text(mine, theirs, parent))
    return True


def _step(found: _Differences, opened: list[_Open], mine: tuple[int, str], theirs: tuple[int, str]) -> None:
    """Take note of a tag that both pages have, and step into its element or out of it."""
    (i, tag), (j, other_tag) = mine, theirs
    if tag != other_tag and not tag.startswith("<script"):  # what no reader sees stays in the page's own language
        found.spots[i] = {"a": _other_attributes(tag, other_tag)}
    if _closes(tag):
        opened.pop()
    elif not tag.endswith("/>") and _name(tag) not in CLOSED_AT_ONCE:
        opened.append(_Open(i, j, len(found.texts)))


def _closes(tag: str) -> bool:
    return tag.startswith("/", 1)


def _name(tag: str) -> str:
    found = NAME.match(tag)
    return found.group(1) if found else ""


def _is_same_element(one: str, other: str) -> bool:
    """Return whether two tags that are not the same begin the same kind of element."""
    return not _closes(one) and not _closes(other) and _name(one) == _name(other)


def _other_attributes(own: str, other: str) -> dict[str, str | None]:
    """Return what the attributes become: None for one that is not there in the other language."""
    mine, theirs = dict(ATTRIBUTE.findall(own)), dict(ATTRIBUTE.findall(other))
    changed = {name: unescape(value) for name, value in theirs.items() if mine.get(name) != value}
    return changed | {name: None for name in mine if name not in theirs}


def _end_of(parts: list[str], place: int) -> int:
    """Return the place of the tag that closes the element which is open at `place`."""
    depth = 0
    for at in range(place, len(parts), 2):
        tag = parts[at]
        if _closes(tag):
            depth -= 1
            if depth < 0:
                return at
        elif not tag.endswith("/>") and _name(tag) not in CLOSED_AT_ONCE:
            depth += 1
    raise ValueError("an element of the page is not closed")


def _settle_words(found: _Differences) -> dict[str, str]:
    """Return the other text of each text; one that is said differently in some places is kept at those."""
    said: dict[str, Counter[str]] = {}
    for text in found.texts:
        said.setdefault(text.own, Counter())[text.other] += 1
    usual = {own: others.most_common(1)[0][0] for own, others in said.items()}
    for text in found.texts:
        if text.other != usual[text.own]:
            here = found.spots.setdefault(text.parent, {}).setdefault("w", {})
            here[unescape(text.own)] = unescape(text.other)
    return {unescape(own): unescape(other) for own, other in usual.items() if turn_number(own) != other}
