"""The page on cleaning and the program know the same rules."""

import re
from pathlib import Path

from skm.messages import MESSAGES

PAGE = Path(__file__).parents[1] / "docs" / "methods" / "cleaning.md"


def test_every_rule_is_on_the_page():
    """Each rule of exclusions.csv has its line on the page, and the page names no other."""
    named = re.findall(r"^\| `([a-z 0-9]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    rules = {code.removeprefix("rule_").replace("_", " ") for code in MESSAGES if code.startswith("rule_")}
    assert sorted(named) == sorted(rules)
