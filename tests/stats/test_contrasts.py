"""Differences of correlated means, and the lowest that stand apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from skm.stats.contrasts import lowest_apart, pair_variances, pairs_of, pairs_that_differ
from skm.stats.intervals import two_sided_p
from skm.stats.multiplicity import holm


def people(seed, n=60, k=4):
    """Return answers of people whose answers go together, `(n, k)`."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(0, 1, (n, 1))
    return np.clip(np.round(3 + mood + rng.normal(0, 0.5, (n, k)) + np.linspace(0, 0.5, k)), 1, 4)


@pytest.mark.parametrize("seed", range(5))
def test_a_pair_is_tested_as_a_paired_t_test(seed):
    """Of answers without gaps the difference of two elements has the p value of a paired t test, then Holm's."""
    scores = people(seed)
    n, k = scores.shape
    variances = pair_variances(scores.mean(axis=0), np.cov(scores.T) / n, n)
    first, second = pairs_of(k)
    expected = stats.ttest_rel(scores[:, first], scores[:, second])
    p = two_sided_p(scores.mean(axis=0)[first] - scores.mean(axis=0)[second], np.sqrt(variances), n - 1)
    assert p == pytest.approx(expected.pvalue, rel=1e-9)
    differ = pairs_that_differ(scores.mean(axis=0), variances, n - 1)
    assert differ[first, second].tolist() == (holm(expected.pvalue) < 0.05).tolist()


def test_answers_that_go_together_are_told_apart_sooner():
    """A difference that the covariance makes sure would be lost if the elements were taken as independent."""
    scores = people(3)
    centre, covariance = scores.mean(axis=0), np.cov(scores.T) / len(scores)
    alone = pair_variances(centre, np.diag(np.diag(covariance)), len(scores))
    assert (pair_variances(centre, covariance, len(scores)) < alone).all()


def test_what_never_differs_in_amount_gives_no_test():
    """Where everybody puts one element one point below another there is no variance, so no test and no difference."""
    scores = np.column_stack([[3.0, 4, 3, 4], [2.0, 3, 2, 3]])
    variances = pair_variances(scores.mean(axis=0), np.cov(scores.T) / 4, 4)
    assert variances.tolist() == [0]
    assert not pairs_that_differ(scores.mean(axis=0), variances, 3).any()


def test_unknown_variances_name_nobody():
    """Without a covariance nothing differs."""
    assert not pairs_that_differ([1, 4], [np.nan], 30).any()


def test_lowest_differ_from_all_the_others():
    """One that differs from most is not apart: it must differ from every mean that is not among the lowest."""
    differ = np.ones((4, 4), bool)
    assert lowest_apart([2, 3, 3.1, 4], differ).tolist() == [True, False, False, False]
    differ[0, 1] = differ[1, 0] = False
    assert lowest_apart([2, 3, 3.1, 4], differ).tolist() == [True, True, False, False]
    differ[1, 2] = differ[2, 1] = False
    assert not lowest_apart([2, 3, 3.1, 4], differ).any()


def test_more_than_half_are_not_the_lowest():
    """Where only the highest stands apart, the rest is no list of the lowest."""
    differ = np.zeros((3, 3), bool)
    differ[2, :2] = differ[:2, 2] = True
    assert not lowest_apart([2, 2.1, 4], differ).any()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(4)))
def test_order_changes_nothing(seed, order):
    """Which element comes first in the questionnaire does not decide which stands apart."""
    scores = people(seed)
    n = len(scores)

    def chosen(values):
        variances = pair_variances(values.mean(axis=0), np.cov(values.T) / n, n)
        return lowest_apart(values.mean(axis=0), pairs_that_differ(values.mean(axis=0), variances, n - 1))

    assert chosen(scores[:, order]).tolist() == chosen(scores)[list(order)].tolist()
