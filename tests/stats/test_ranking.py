"""Rank intervals, expected ranks, tiers and funnels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from skm.errors import RequestError
from skm.stats.multiplicity import holm
from skm.stats.ranking import funnel_limits, rank_intervals

UNITS = st.lists(st.tuples(st.floats(40, 99), st.floats(0.1, 5)), min_size=1, max_size=25)
RANK_FIELDS = ("rank", "marginal_low", "marginal_high", "simultaneous_low", "simultaneous_high", "expected_rank")


@pytest.mark.parametrize("field", RANK_FIELDS)
def test_ranks_equal_r(reference, field):
    """Ranks and rank intervals are R's p.adjust(pnorm(z), "holm") by row and over all pairs; expected ranks pnorm."""
    expected = reference["F_ranks"]
    found = getattr(rank_intervals(expected["estimate"], expected["se"]), field)
    assert found.tolist() == pytest.approx(expected[field], rel=1e-12)


@given(UNITS)
def test_simultaneous_intervals_hold_the_marginal_ones(units):
    """Looking at all units at once never narrows an interval, and both hold the plain rank."""
    ranks = rank_intervals(*zip(*units, strict=True))
    assert (ranks.simultaneous_low <= ranks.marginal_low).all()
    assert (ranks.simultaneous_high >= ranks.marginal_high).all()
    assert (ranks.marginal_low <= ranks.rank).all() and (ranks.rank <= ranks.marginal_high).all()
    assert ranks.expected_rank.sum() == pytest.approx(len(units) * (len(units) + 1) / 2)


@given(UNITS, st.randoms())
def test_order_of_units_changes_nothing(units, random):
    """A unit's ranks do not depend on where it stands in the list."""
    shuffled = list(range(len(units)))
    random.shuffle(shuffled)
    before = rank_intervals(*zip(*units, strict=True))
    after = rank_intervals(*zip(*(units[place] for place in shuffled), strict=True))
    for field in ("rank", "marginal_low", "marginal_high", "simultaneous_low", "simultaneous_high", "tier"):
        assert (getattr(before, field)[shuffled] == getattr(after, field)).all()
    assert [before.place[place] for place in shuffled] == list(after.place)


@given(UNITS)
def test_counting_without_p_values_is_holm(units):
    """The shortcut over critical values gives the intervals that Holm's p values give."""
    y, se = (np.array(values) for values in zip(*units, strict=True))
    ranks = rank_intervals(y, se)
    z = (y[None, :] - y[:, None]) / np.sqrt(se[None, :] ** 2 + se[:, None] ** 2)
    for unit in range(len(y)):
        others = np.delete(z[unit], unit)
        p = holm(2 * ndtr(-np.abs(others))) if len(others) else others
        assert ranks.marginal_low[unit] == 1 + ((p < 0.05) & (others > 0)).sum()


@pytest.mark.parametrize("n_units", [1, 2, 300])
def test_blocks_of_rows_change_nothing(n_units):
    """More units than are held at a time are counted as few are; one unit has rank 1."""
    y = 90.0 - np.arange(n_units)
    ranks = rank_intervals(y, np.full(n_units, 0.01))
    assert ranks.simultaneous_low.tolist() == list(range(1, n_units + 1))
    assert ranks.simultaneous_high.tolist() == list(range(1, n_units + 1))
    assert ranks.tier.tolist() == list(range(1, n_units + 1))


def test_a_tier_is_told_apart_from_every_other():
    """Every unit of one tier differs from every unit of the next; within a tier some do not."""
    ranks = rank_intervals([90, 89.9, 70, 69.9], [0.5, 0.5, 0.5, 0.5])
    assert ranks.tier.tolist() == [1, 1, 2, 2]
    assert ranks.place == ("top", "top", "bottom", "bottom")


def test_nobody_is_called_top_when_nothing_is_sure():
    """With wide errors every unit may have every rank, and all are in the middle."""
    ranks = rank_intervals([90, 80, 70], [50, 50, 50])
    assert ranks.simultaneous_low.tolist() == [1, 1, 1]
    assert ranks.simultaneous_high.tolist() == [3, 3, 3]
    assert set(ranks.place) == {"middle"}


@pytest.mark.parametrize("se", [0.0, np.nan])
def test_a_unit_without_an_error_is_refused(se):
    """An estimate without a standard error has no rank interval; whoever asks must leave it out."""
    with pytest.raises(RequestError) as caught:
        rank_intervals([80.0, 81.0], [1.0, se])
    assert caught.value.code == "no_variance"


def test_funnel_narrows_with_size_and_stays_on_the_scale():
    """Limits lie around the centre, nearer for more respondents, and never beyond 25 and 100."""
    limits = funnel_limits([2, 25, 400], 90.0, 10.0)
    assert limits.high_998.tolist()[0] == 100.0
    assert (np.diff(limits.low_95) > 0).all()
    assert (limits.low_998 < limits.low_95).all()
    assert limits.low_95[1] == pytest.approx(90 - 1.959963984540054 * 2, rel=1e-12)
    assert limits.low_998[1] == pytest.approx(90 - 3.090232306167813 * 2, rel=1e-12)
