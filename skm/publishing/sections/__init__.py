"""The sections of a period's page: which tables and charts stand in each, in which order, with which words.

A writer takes the desk and the section's number, and returns None where there is nothing to say.
"""

from collections.abc import Callable

from skm.publishing.blocks import Section
from skm.publishing.sections.change import write_change
from skm.publishing.sections.data import write_data
from skm.publishing.sections.desk import Desk
from skm.publishing.sections.elements import write_elements
from skm.publishing.sections.method import write_method
from skm.publishing.sections.others import write_others
from skm.publishing.sections.priorities import write_priorities
from skm.publishing.sections.quality import write_quality
from skm.publishing.sections.respondents import write_respondents
from skm.publishing.sections.units import write_units

Writer = Callable[[Desk, int], Section | None]
WRITERS: tuple[Writer, ...] = (
    write_change,
    write_elements,
    write_units,
    write_respondents,
    write_priorities,
    write_others,
    write_quality,
    write_method,
    write_data,
)

__all__ = ["WRITERS", "Desk"]
