"""True sentences, wrong and right: how many of the wrong ones are found, how many of the right ones are left alone."""

import tomllib
from pathlib import Path

import pytest

from skm.proofreading import check_lines

CORPUS = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8"))
WRONG, RIGHT = CORPUS["wrong"], CORPUS["right"]


def codes_of(text, knowledge):
    """Return the codes of what is found in a text."""
    return [finding.code for finding in check_lines([text], knowledge)]


def test_the_corpus_is_large_enough():
    """Sixty wrong sentences and as many right ones at least, of every rule one."""
    assert len(WRONG) >= 60
    assert len(RIGHT) >= 60
    assert len({code for code, _ in WRONG}) >= 15


def test_precision_and_recall(knowledge):
    """Of the wrong sentences nearly all are found for what is wrong in them; of the right ones nearly none is."""
    found = sum(code in codes_of(text, knowledge) for code, text in WRONG)
    alarms = sum(bool(codes_of(text, knowledge)) for text in RIGHT)
    assert found / len(WRONG) >= 0.97
    assert found / (found + alarms) >= 0.97


@pytest.mark.parametrize("text", RIGHT)
def test_a_right_sentence_is_left_alone(knowledge, text):
    """A right sentence has no finding."""
    assert codes_of(text, knowledge) == []


def test_own_texts_pass(gathered, knowledge, folder):
    """What the program writes for the press passes its own check, in both languages and both years."""
    texts = [path for path in sorted(folder.glob("reports/*/humas/*.md"))]
    assert len(texts) >= 8
    found = [(path.name, f) for path in texts for f in check_lines(path.read_text("utf-8").splitlines(), knowledge)]
    assert found == []
