"""The press office's kit, `humas/`: every text, poster and card of a period from one set of facts.

facts → sentences     sentences: what is said, by rule; the texts are in templates/words/<language>/kit.toml
sentences → papers    press, questions, checklist; papers writes them as Markdown and Word files
"""

from collections.abc import Mapping
from pathlib import Path

from skm.publishing.facts import Facts
from skm.publishing.kit.checklist import write_checklist
from skm.publishing.kit.papers import markdown_of, word_of
from skm.publishing.kit.press import write_press_release
from skm.publishing.kit.questions import write_questions
from skm.tables import write_whole

KIT_FOLDER = "humas"


def write_papers(facts: Mapping[str, Facts], folder: Path) -> None:
    """Write the press release and the questions in both languages, and the checklist in the survey's own."""
    kit = folder / KIT_FOLDER
    for language, own in facts.items():
        release = write_press_release(own)
        write_whole(kit / f"siaran-pers.{language}.md", markdown_of(release))
        write_whole(kit / f"siaran-pers.{language}.docx", word_of(release))
        write_whole(kit / f"tanya-jawab.{language}.md", markdown_of(write_questions(own)))
    write_whole(kit / "CEK.md", markdown_of(write_checklist(next(iter(facts.values())))))
