"""The widest interval of an element: it holds each one that the same three sums allow, and tells none of them apart."""

from itertools import product

import pytest

from skm.indices import widest_interval
from skm.publishing.blurring import widen_interval
from skm.publishing.facts import Figure
from skm.stats.intervals import logit_t_interval

N = 40


def spreads_of(poor, total):
    """Give the counts of N answers with so many of 1 and 2, and this sum of scores."""
    for ones, fours in product(range(poor + 1), range(N - poor + 1)):
        counts = (ones, poor - ones, N - poor - fours, fours)
        if sum(score * count for score, count in enumerate(counts, start=1)) == total:
            yield counts


def interval_of(counts):
    """Return the interval that the counts themselves give."""
    mean = sum(score * count for score, count in enumerate(counts, start=1)) / N
    squares = sum(score**2 * count for score, count in enumerate(counts, start=1))
    return logit_t_interval(mean, ((squares / N - mean**2) / (N - 1)) ** 0.5, N - 1, bounds=(1.0, 4.0))


@pytest.mark.parametrize(("poor", "total"), [(4, 128), (10, 110), (0, 140), (36, 75)])
def test_the_widest_interval_is_that_of_the_widest_spread(poor, total):
    """It equals the widest of all that number, sum and share of 3 and 4 allow, so it holds the true one."""
    every = [interval_of(counts) for counts in spreads_of(poor, total)]
    low, high = widest_interval(N, total, N - poor)
    assert (low, high) == pytest.approx((min(e[0] for e in every), max(e[1] for e in every)), abs=1e-12)


def figure_of(counts):
    """Return the figure of an element with these answers, as the results have it."""
    low, high = interval_of(counts)
    mean = sum(score * count for score, count in enumerate(counts, start=1)) / N
    return Figure("2025", n=N, value=mean, low=float(low), high=float(high), se=0.1)


def test_hidden_counts_change_nothing():
    """Answers that differ in hidden counts alone publish one interval."""
    told = {(f.low, f.high, f.se) for f in (widen_interval(figure_of(c), c) for c in spreads_of(4, 128))}
    assert len(told) == 1
    assert len({figure_of(counts).low for counts in spreads_of(4, 128)}) > 1


def test_an_interval_of_another_kind_goes():
    """One that is wider than answers alone make it, as clusters do, is not told: it can't be put from what is told."""
    counts = next(iter(spreads_of(4, 128)))
    wide = Figure("2025", n=N, value=3.2, low=2.0, high=3.9)
    assert widen_interval(wide, counts).low is None
    assert widen_interval(figure_of(counts), None).high is None
