"""The two outlines of the report: which chapters, with which sections, written by whom."""

from collections.abc import Callable
from dataclasses import dataclass

from skm.publishing.documents import analysis, closing, opening, results
from skm.publishing.documents.desk import DocumentDesk
from skm.publishing.documents.parts import Block, Heading
from skm.publishing.office import Outline

Write = Callable[[DocumentDesk], list[Block]]


@dataclass(frozen=True)
class Chapter:
    """A chapter: the key of its name, its sections as (key of the name, writer); "" has no heading of its own."""

    key: str
    sections: tuple[tuple[str, Write], ...]
    annex: bool = False


INTRODUCTION = Chapter(
    "introduction",
    (("background", opening.write_background), ("basis", opening.write_basis), ("purpose", opening.write_purpose)),
)
COLLECTION = (
    ("team", opening.write_team),
    ("method", opening.write_method),
    ("place", opening.write_place),
    ("schedule", opening.write_schedule),
    ("sample", opening.write_sample),
)
RESULTS = (
    ("respondents", results.write_respondents),
    ("index", results.write_index),
    ("services", results.write_services),
    ("answers", results.write_answers),
    ("units", results.write_units),
)
ANNEXES = tuple(
    Chapter(key, (("", write),), annex=True)
    for key, write in (
        ("questionnaire", closing.write_questionnaire),
        ("processing", closing.write_processing),
        ("documentation", closing.write_documentation),
        ("publication", closing.write_publication),
    )
)

# "2023": the templates of service units of 2023. "follow-up": the newer variant, whose chapter III is what became of
# the last plan. docs/decisions/unit-documents.md says where they come from.
OUTLINES: dict[Outline, tuple[Chapter, ...]] = {
    "2023": (
        INTRODUCTION,
        Chapter("collection", COLLECTION),
        Chapter("results", RESULTS),
        Chapter(
            "analysis",
            (
                ("ends", analysis.write_ends),
                ("plan", analysis.write_plan),
                ("", analysis.write_last_plan),
                ("trend", analysis.write_trend),
            ),
        ),
        Chapter("closing", (("conclusion", closing.write_conclusion), ("advice", closing.write_advice))),
        *ANNEXES,
    ),
    "follow-up": (
        INTRODUCTION,
        Chapter(
            "execution",
            (
                *COLLECTION,
                *RESULTS,
                ("ends", analysis.write_ends),
                ("plan", analysis.write_plan),
                ("trend", analysis.write_trend),
            ),
        ),
        Chapter("review", (("", analysis.write_review),)),
        Chapter("end", (("conclusion", closing.write_conclusion), ("advice", closing.write_advice))),
        *ANNEXES,
    ),
}


def write_chapters(desk: DocumentDesk, outline: Outline) -> list[Block]:
    """Return the chapters of an outline; a section that has nothing to say is absent with its heading."""
    blocks: list[Block] = []
    for chapter in OUTLINES[outline]:
        blocks.append(Heading(1, desk.say(f"outline.{chapter.key}"), annex=chapter.annex))
        for key, write in chapter.sections:
            written = write(desk)
            if written and key:
                blocks.append(Heading(2, desk.say(f"outline.{key}")))
            blocks += written
    return blocks
