"""What state the figures of a period are in: draft, official, corrected, under embargo. The clock decides nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

HASH_SHOWN = 12  # characters of a results hash that pages, posters and cards print
REVISED_MARK = "r"
NOTICEABLE = Decimal("0.05")  # points: a correction of the index from here on is told on top of the page


@dataclass(frozen=True)
class Revision:
    """One released figure that is another one now; a side is None where there is no figure to show.

    `measure` is "index" or an element's key; for an element the figures are its mean. `name` is the subject's, empty
    for the whole. `was_hidden` and `is_hidden` tell a figure that is kept back from one that is not there.
    """

    period: str
    level: str
    parent: str
    id: str
    name: str
    measure: str
    before: Decimal | None
    now: Decimal | None
    letter_before: str = ""
    letter_now: str = ""
    turned: bool = False

    @property
    def is_noticeable(self) -> bool:
        """Whether it is told on top of the page: another letter or sign of the change, or 0.05 points and more."""
        if self.letter_before != self.letter_now or self.turned or self.before is None or self.now is None:
            return True
        return self.measure == "index" and abs(self.now - self.before) >= NOTICEABLE


@dataclass(frozen=True)
class ReleaseState:
    """The state of a period's figures.

    Attributes
    ----------
    status
        "draft" until `skm release` freezes an edition, "official" in the edition.
    edition
        The number of this edition; of a draft the last released one, 0 where there is none.
    results_hash
        SHA-256 of the published figures, the same in every language and on every machine.
    released
        When this edition was released; of a draft, when the last one was.
    announced, following
        The announced date of the release, and of the next one.
    embargo
        The moment before which nothing may be passed on, with its zone.
    without
        Names of the units that this edition goes without.
    reason
        Why a further edition was released.
    revisions
        The figures that differ from the edition before (of a draft: from the last released one).
    home
        The way from the page to the folder of all periods.
    """

    status: Literal["draft", "official"] = "draft"
    edition: int = 0
    results_hash: str = ""
    released: dt.datetime | None = None
    announced: dt.date | None = None
    following: dt.date | None = None
    embargo: dt.datetime | None = None
    without: tuple[str, ...] = ()
    reason: str = ""
    revisions: tuple[Revision, ...] = ()
    home: str = "../"

    @property
    def is_official(self) -> bool:
        """Whether it is a released edition."""
        return self.status == "official"

    @property
    def hash_shown(self) -> str:
        """The part of the hash that is printed."""
        return self.results_hash[:HASH_SHOWN]

    @property
    def corrects(self) -> int:
        """The edition that this one comes after, 0 where it is the first."""
        return self.edition - 1 if self.is_official else 0


@dataclass(frozen=True)
class Standing:
    """What has been released already: the state that a period's figures are to be published in, and what they follow.

    Attributes
    ----------
    state
        The state as far as it is known before the figures are.
    released
        The published figures of the last edition, None where there is none.
    others
        The published figures of the last edition of every other period that has one.
    folder
        Where below `reports/<period>/` the files go: "" before a release, "draft" after it.
    embargo
        The embargo of the last edition.
    earlier
        The published figures of every edition, the first one first.
    """

    state: ReleaseState = field(default_factory=ReleaseState)
    released: Mapping[str, Any] | None = None
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    folder: str = ""
    embargo: dt.datetime | None = None
    earlier: tuple[Mapping[str, Any], ...] = ()
