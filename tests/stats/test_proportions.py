"""Wilson's interval."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skm.stats.proportions import wilson


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_share(pair):
    """The interval lies within 0 and 1, holds the share and always has a width."""
    successes, n = pair
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    assert high > low


def test_nobody_has_no_interval():
    """Where nobody answered there is no share and no interval, not 0."""
    low, high = wilson([0, 1], [0, 1])
    assert np.isnan(low).tolist() == [True, False]
    assert np.isnan(high).tolist() == [True, False]
