"""The desk of a document: that of the page, with the axes that all documents of a period share."""

from dataclasses import dataclass

from skm.publishing.sections.desk import Desk
from skm.publishing.shapes import Axis


@dataclass(frozen=True)
class Common:
    """What the documents of all units share: charts have the same axes, so that they compare by eye.

    `n_compared` units were tested together for a change, `n_groups` groups of units can be told apart.
    """

    elements_axis: Axis | None = None
    index_axis: Axis | None = None
    n_compared: int = 0
    n_groups: int = 0


@dataclass(frozen=True)
class DocumentDesk(Desk):
    """What the writers of chapters share."""

    common: Common = Common()
