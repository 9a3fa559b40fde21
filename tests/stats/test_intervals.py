"""Intervals on a bounded scale."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.stats.intervals import bounded_t_interval, logit_t_interval, t_interval, two_sided_p

MEANS = st.floats(25.01, 99.99)
ERRORS = st.floats(0.001, 30)
DFS = st.floats(1, 1000)


@given(MEANS, ERRORS, DFS)
def test_logit_ends_stay_on_the_scale(mean, se, df):
    """The logit-t interval holds the mean and stays within 25 and 100; the t interval goes to 230 for two people."""
    low, high = logit_t_interval(mean, se, df)
    assert 25 <= low <= mean * (1 + 1e-12)
    assert mean * (1 - 1e-12) <= high <= 100


def test_few_degrees_of_freedom_widen_the_interval():
    """With 4 degrees of freedom the ends are 2.776445 standard errors away (R 4.2.2, qt(0.975, 4)), not 1.96."""
    low, high = t_interval(80.0, 1.0, 4)
    assert [float(low), float(high)] == pytest.approx([80 - 2.776445, 80 + 2.776445], abs=1e-6)


@given(MEANS, ERRORS, DFS)
def test_a_parent_has_the_t_interval_wherever_it_is_possible(mean, se, df):
    """A parent's interval is the t interval unless an end would leave the scale."""
    plain = t_interval(mean, se, df)
    low, high = bounded_t_interval(mean, se, df)
    if plain[0] >= 25 and plain[1] <= 100:
        assert (low, high) == plain
    assert 25 <= low <= high <= 100


@given(MEANS, ERRORS, DFS)
def test_the_scale_is_only_a_unit(mean, se, df):
    """Intervals on 25 to 100 are 25 times those on 1 to 4, whichever kind they are."""
    for interval in (logit_t_interval, bounded_t_interval):
        wide = interval(mean, se, df)
        narrow = interval(mean / 25, se / 25, df, bounds=(1.0, 4.0))
        assert np.allclose(wide, 25 * np.array(narrow), rtol=1e-9, atol=1e-9)


def test_no_error_gives_no_interval():
    """Where the standard error is missing the ends are missing, never the mean itself."""
    low, high = logit_t_interval([80.0, 100.0], [np.nan, np.nan], [np.nan, np.nan])
    assert np.isnan(low).all()
    assert np.isnan(high).all()


def test_logit_interval_covers_as_promised():
    """At n = 20 from a skewed population, 93 to 97 % of 2,000 seeded samples cover the mean."""
    rng = np.random.default_rng(20)
    chances = [0.03, 0.12, 0.45, 0.40]
    answers = rng.choice([1, 2, 3, 4], size=(2000, 20, 9), p=chances)
    # One answer in three copies the person's first, so that elements are correlated as real ones are.
    copied = np.where(rng.random((2000, 20, 9)) < 1 / 3, answers[:, :, :1], answers)
    person = 25 * copied.mean(axis=2)
    low, high = logit_t_interval(person.mean(axis=1), person.std(axis=1, ddof=1) / math.sqrt(20), 19)
    truth = 25 * np.dot([1, 2, 3, 4], chances)
    assert 0.93 < np.mean((low <= truth) & (truth <= high)) < 0.97


@pytest.mark.parametrize(("t", "df", "p"), [(2.2281388519862742, 10, 0.05), (-12.706204736174698, 1, 0.05)])
def test_p_is_two_sided(t, df, p):
    """The p value at the tabled 97.5 % point is 0.05, on both sides."""
    assert float(two_sided_p(t, 1.0, df)) == pytest.approx(p, rel=1e-9)
