"""Every text that a period says, page and kit: what a number of an edited text is compared with."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from skm.publishing.content import build_page
from skm.publishing.facts import Facts
from skm.publishing.kit.checklist import write_checklist
from skm.publishing.kit.press import write_press_release
from skm.publishing.kit.questions import write_questions
from skm.publishing.kit.sheets import build_sheet
from skm.publishing.shapes import Plot


def list_texts(facts: Facts) -> list[str]:
    """Return the texts of the annual page and of the kit."""
    return list(dict.fromkeys([*_texts(build_page(facts)), *list_kit_texts(facts)]))


def list_kit_texts(facts: Facts) -> list[str]:
    """Return the texts of the press release, the questions and answers, the fact sheet and the checklist."""
    papers = (write_press_release(facts), write_questions(facts), build_sheet(facts), write_checklist(facts))
    return list(dict.fromkeys(_texts(papers)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Plot):  # its numbers are places of a drawing
        return
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from _texts(getattr(value, one.name))
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
