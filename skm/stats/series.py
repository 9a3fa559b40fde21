"""What is usual in a series of figures: a chart of individual values with its limits."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

BASELINE = 12  # values that the limits are made of; fewer don't tell what is usual
RUN = 8  # values in a row on one side of the centre
RANGE_OF_TWO = Fraction("1.128")  # mean range of two normal values, in standard deviations


@dataclass(frozen=True)
class ProcessLimits:
    """Within what a series usually moves, and where it left that.

    Attributes
    ----------
    center, lower, upper
        Mean of the baseline and its limits, in the unit of the values, as exact fractions.
    mean_range
        Mean absolute difference between neighbours in the baseline.
    outside
        Places of all values beyond a limit, 0 being the first value.
    runs
        First and last place of every run of eight or more values on one side of the centre.
    """

    center: Fraction
    lower: Fraction
    upper: Fraction
    mean_range: Fraction
    outside: tuple[int, ...]
    runs: tuple[tuple[int, int], ...]


def individuals_limits(values: Sequence[float | Decimal], baseline: int = BASELINE) -> ProcessLimits:
    """Return the limits of a chart of individual values and moving ranges.

    Parameters
    ----------
    values
        Comparable values in time, `(n,)`, in any unit; none is missing.
    baseline
        How many values, the first ones, make the limits. Later values never move them: a new level is a new series only
        where somebody says so.

    Returns
    -------
    ProcessLimits

    Raises
    ------
    ValueError
        There are fewer values than the baseline asks for, or the baseline has fewer than two.

    Notes
    -----
    x̄ ± 3·R̄/1.128, R̄ the mean of |xᵢ − xᵢ₋₁| (Shewhart 1931; ISO 7870-2:2013, table of d₂ for n = 2). A run of eight on
    one side of x̄ is the fourth rule of the Western Electric handbook (1956); a value on x̄ ends a run. Exact
    fractions decide what lies beyond a limit, which lies inside itself. Checked against the flowrate example of the
    NIST/SEMATECH e-handbook, 6.3.2.2.

    Examples
    --------
    >>> limits = individuals_limits([80, 81] * 6 + [84])
    >>> float(limits.center), limits.outside
    (80.5, (12,))
    """
    if not 2 <= baseline <= len(values):
        raise ValueError(f"limits need {max(baseline, 2)} values, there are {len(values)}")
    exact = [Fraction(value) for value in values]
    first = exact[:baseline]
    center = sum(first, Fraction(0)) / baseline
    mean_range = sum((abs(b - a) for a, b in itertools.pairwise(first)), Fraction(0)) / (baseline - 1)
    reach = 3 * mean_range / RANGE_OF_TWO
    return ProcessLimits(
        center=center,
        lower=center - reach,
        upper=center + reach,
        mean_range=mean_range,
        outside=tuple(place for place, value in enumerate(exact) if abs(value - center) > reach),
        runs=tuple(_runs(exact, center)),
    )


def _runs(values: Sequence[Fraction], center: Fraction) -> list[tuple[int, int]]:
    """Return first and last place of the long runs on one side."""
    sides = [(value > center) - (value < center) for value in values]
    found, start = [], 0
    for place in range(1, len(sides) + 1):
        if place == len(sides) or sides[place] != sides[start]:
            if sides[start] and place - start >= RUN:
                found.append((start, place - 1))
            start = place
    return found
