"""The page on cleaning and the program know the same rules."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path

from skm.messages import MESSAGES

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "cleaning.md"


def test_every_rule_is_on_the_page():
    """Each rule of exclusions.csv has its line on the page, and the page names no other."""
    named = re.findall(r"^\| `([a-z 0-9]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    rules = {code.removeprefix("rule_").replace("_", " ") for code in MESSAGES if code.startswith("rule_")}
    assert sorted(named) == sorted(rules)


def test_every_rule_has_a_sentence_for_a_count():
    """A rule whose message names a place or a number has another sentence, in both languages, for the public page."""
    for language in ("id", "en"):
        texts = files("skm.publishing").joinpath(f"templates/words/{language}/page.toml").read_text(encoding="utf-8")
        sentences = tomllib.loads(texts)["rule"]
        filled = {
            c.removeprefix("rule_") for c, text in MESSAGES.items() if c[:5] == "rule_" and "{" in text[language][0]
        }
        assert set(sentences) == filled
