"""How many of its users a unit asked: the finite population in a level's error, and the census, which has none.

Only levels know of it: a change or a comparison asks about the service, not about the users of one period.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from skm.messages import note, spoken_number
from skm.periods import year_of
from skm.stats.levels import NEGLIGIBLE_SHARE, finite_population_factor
from skm.survey import Survey

# Only a draw says that nobody is asked twice, and that those who were left out are like those who were asked.
DRAWN = ("probability", "systematic")
CENSUS = "census"


@dataclass(frozen=True)
class Coverage:
    """Who of the users of a unit in a period answered, and how they were chosen.

    Attributes
    ----------
    n
        Respondents.
    users
        Persons served in the period, None where the register does not say.
    recruitment
        As `[survey] recruitment` says, None where it says nothing.
    is_clustered
        Whether days or counters were sampled: how many of those there are in all is not known.
    """

    n: int
    users: int | None = None
    recruitment: str | None = None
    is_clustered: bool = False

    @property
    def has_too_many(self) -> bool:
        """Whether more people answered than were served: one of the two numbers is wrong."""
        return self.users is not None and self.n > self.users

    @cached_property
    def is_census(self) -> bool:
        """Whether all users answered, or all were asked: what is left then is no sampling error."""
        return not self.has_too_many and (self.recruitment == CENSUS or self.n == self.users)

    @property
    def is_large_share(self) -> bool:
        """Whether enough of the users answered for the correction to be worth printing."""
        if self.users is None or self.has_too_many or self.is_clustered:
            return False
        return self.n >= NEGLIGIBLE_SHARE * self.users

    @cached_property
    def factor(self) -> float:
        """What the variance of the level is multiplied by: 1 − n/N of a drawn sample, 0 of a census, else 1."""
        if self.is_census:
            return 0.0
        if self.recruitment in DRAWN and self.is_large_share:
            return float(finite_population_factor(self.n, self.users)) ** 2
        return 1.0

    def spoken(self, language: str) -> str:
        """Return what a reader of the figure must know of it; "" where there is nothing."""
        n = spoken_number(self.n, language)
        users = "" if self.users is None else spoken_number(self.users, language)
        if self.has_too_many:
            return note("more_than_users", language, n=n, users=users)
        if self.is_census and self.n == self.users:
            return note("census_answered", language, n=n)
        if self.is_census:
            code = "census_asked" if self.users is None else "census_asked_of"
            return note(code, language, n=n, users=users)
        return note("finite_population", language, n=n, users=users) if self.factor < 1 else ""


def spoken_together(members: Iterable[Coverage], language: str) -> str:
    """Return what a reader of a parent's figure must know of its units' populations; "" where there is nothing."""
    found = list(members)
    if all(one.is_census for one in found):
        n = spoken_number(sum(one.n for one in found), language)
        return note("census_asked" if any(one.n != one.users for one in found) else "census_answered", language, n=n)
    corrected = [one for one in found if one.factor < 1]
    if not corrected:
        return ""
    return note("finite_population_units", language, n=len(corrected), of=len(found))


def population_notes(members: Iterable[Coverage], language: str) -> list[str]:
    """Return what known users change in the intervals of a period, or why they change nothing."""
    found = list(members)
    corrected = [one for one in found if 0 < one.factor < 1]
    undrawn = [one for one in found if one.is_large_share and one.factor == 1]
    texts = [note("finite_population_units", language, n=len(corrected), of=len(found))] if corrected else []
    texts += [note("users_not_drawn", language, n=len(undrawn))] if undrawn else []
    return texts


def recruited(survey: Survey, period: str, periods: Iterable[str]) -> str | None:
    """Return how the respondents of a period were chosen, as far as it may change an error.

    The error of a year that is the mean of its parts' figures belongs to the parts, each with users of its own.
    """
    parts = [other for other in periods if other != period and year_of(other) == period]
    is_mean = survey.year_from_parts == "mean" and bool(parts)
    return None if is_mean and survey.recruitment != CENSUS else survey.recruitment
