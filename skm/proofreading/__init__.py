"""Proofreading: whether a text that people edited still says what the survey says, in the words that it bears.

    file → blocks          texts: lines of md, txt, docx, stdin; blocks that know their lines
    facts → knowledge      knowledge: every figure that may be said, whose it is, of which period
    block → findings       words (rules of language, lists in words.toml), figures (rules of numbers)

`check_lines` is the way in. Nothing is changed in the text; each finding has its line and the right wording.
"""

from skm.proofreading.checking import Finding, check_file, check_lines
from skm.proofreading.knowledge import Knowledge, gather_knowledge
from skm.proofreading.texts import decode_text, is_word_file, read_text_file

__all__ = [
    "Finding",
    "Knowledge",
    "check_file",
    "check_lines",
    "decode_text",
    "gather_knowledge",
    "is_word_file",
    "read_text_file",
]
