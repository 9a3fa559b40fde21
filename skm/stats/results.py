"""The shape of one estimate: what it is, how sure, from how many, by which method, and what to know of it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """One figure with its uncertainty; the unit is that of the function that made it.

    Attributes
    ----------
    estimate
        The figure.
    se, df
        Standard error and degrees of freedom; not a number where there is none.
    low, high
        Ends of the interval; not a number where no honest interval exists.
    n
        Respondents behind it.
    method
        The name of the interval: "logit-t", "t", "census", "none".
    notes
        Names of what to know: "one respondent", "all answers equal", "heavy ceiling", "few residuals".
    """

    estimate: float
    se: float = math.nan
    df: float = math.nan
    low: float = math.nan
    high: float = math.nan
    n: int = 0
    method: str = "none"
    notes: tuple[str, ...] = ()
