"""What follows a survey: the plan, its progress, and where the result was published.

Registers come in typed (`read_actions`, `read_media`); `plan_after`, `progress_of` and `overdue` read them;
`load_rubric` holds the bands of the national evaluation.
"""

from skm.followups.chain import Progress, overdue, plan_after, progress_of
from skm.followups.registers import Action, Publication, read_actions, read_media
from skm.followups.rubric import Rubric, load_rubric

__all__ = [
    "Action",
    "Progress",
    "Publication",
    "Rubric",
    "load_rubric",
    "overdue",
    "plan_after",
    "progress_of",
    "read_actions",
    "read_media",
]
