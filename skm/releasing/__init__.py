"""Releases: what is frozen as an edition, what blocks it, and whether a run can be computed again.

Nothing becomes official by the clock: `release_period` does it, once for each edition.
"""

from skm.releasing.blocking import find_missing
from skm.releasing.edition import Released, release_period, spell_revision
from skm.releasing.reproducing import Difference, Reproduction, reproduce_run

__all__ = [
    "Difference",
    "Released",
    "Reproduction",
    "find_missing",
    "release_period",
    "reproduce_run",
    "spell_revision",
]
