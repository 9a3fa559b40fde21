"""Means and variances from sums alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.stats import cells as module
from skm.stats.cells import Cells, Patterns, group_moments

ANSWERS = st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=2, max_size=12)
PLAIN = Patterns(np.eye(3, dtype=np.int64)[None], (1, 1, 1), np.ones((1, 3), dtype=bool))
WEIGHTS = np.array([0.5, 0.3, 0.2])


def cells_of(*groups: list[list[int]]) -> Cells:
    """Return one cell a group from the answers of its respondents."""
    arrays = [np.array(group) for group in groups]
    return Cells(
        np.arange(len(groups)),
        np.zeros(len(groups), dtype=np.int64),
        np.array([len(array) for array in arrays]),
        np.array([array.sum(axis=0) for array in arrays]),
        np.array([array.T @ array for array in arrays]),
    )


@given(ANSWERS)
def test_variance_from_sums_is_the_variance_of_persons(answers):
    """Without gaps the linearised variance is s²/n of the persons' own weighted means."""
    moments = group_moments(cells_of(answers), PLAIN, WEIGHTS)
    persons = np.array(answers) @ WEIGHTS
    assert moments.variances[0, 0] == pytest.approx(persons.var(ddof=1) / len(answers), rel=1e-9, abs=1e-12)
    elements = np.array(answers).var(axis=0, ddof=1) / len(answers)
    assert moments.variances[0, 1:] == pytest.approx(elements, rel=1e-9, abs=1e-12)


@given(st.integers(1, 4), st.integers(2, 100_000))
def test_equal_answers_have_no_variance_at_all(score, n):
    """Equal answers give exactly 0, not the noise of floats, however many respondents there are."""
    same = np.full((1, 3), score)
    cells = Cells(np.array([0]), np.array([0]), np.array([n]), same * n, (same.T @ same)[None] * n)
    assert group_moments(cells, PLAIN, WEIGHTS).variances.tolist() == [[0, 0, 0, 0]]


def test_one_respondent_has_no_variance():
    """A group of one has no variance, which is not a variance of 0."""
    assert np.isnan(group_moments(cells_of([[1, 2, 3]]), PLAIN, WEIGHTS).variances).all()


@settings(max_examples=25)
@given(st.lists(ANSWERS, min_size=2, max_size=6))
def test_groups_do_not_depend_on_the_size_of_a_piece(groups):
    """Working through the cells piece by piece gives what one piece gives."""
    whole = group_moments(cells_of(*groups), PLAIN, WEIGHTS)
    usual, module.CELLS_AT_ONCE = module.CELLS_AT_ONCE, 1
    try:
        pieces = group_moments(cells_of(*groups), PLAIN, WEIGHTS)
    finally:
        module.CELLS_AT_ONCE = usual
    assert pieces.variances == pytest.approx(whole.variances, nan_ok=True)
    assert pieces.numerators.tolist() == whole.numerators.tolist()


def test_whole_numbers_beyond_64_bits_stay_exact():
    """Weights with long decimals give numerators that no 64-bit number holds; the sums stay exact."""
    factor = 10**20 + 1
    huge = Patterns(PLAIN.numerators.astype(object) * factor, (factor,) * 3, PLAIN.given)
    moments = group_moments(cells_of([[1, 2, 3], [4, 4, 4]]), huge, WEIGHTS)
    assert moments.numerators.tolist() == [[5 * factor, 6 * factor, 7 * factor]]
    plain = group_moments(cells_of([[1, 2, 3], [4, 4, 4]]), PLAIN, WEIGHTS)
    assert moments.variances == pytest.approx(plain.variances)
