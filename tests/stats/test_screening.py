"""What is expected of a unit: weights, simulated units, random orders, and what ordinary units show."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.stats.screening import (
    Succession,
    draw_people,
    effective_size,
    expected_repeats,
    expected_runs,
    matched_weights,
    screen,
    serial_likeness,
    shared_forms,
    steady_share,
)

ROWS = st.lists(st.integers(0, 2), min_size=4, max_size=7)


def power_sums(values):
    """Return n, Σc², Σc³ and Σc⁴ of the distinct values."""
    counts = np.unique(values, return_counts=True)[1].astype(float)
    return len(values), (counts**2).sum(), (counts**3).sum(), (counts**4).sum()


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_expected_runs_equal_all_orders(values):
    """Mean and error of the number of runs are those of every order, counted one by one."""
    orders = list(permutations(values))
    runs = [1 + sum(a != b for a, b in pairwise(order)) for order in orders]
    n, squares, cubes, _ = power_sums(values)
    mean, error = expected_runs(n, squares, cubes)
    assert float(mean) == pytest.approx(np.mean(runs))
    assert float(error) == pytest.approx(np.std(runs), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(ROWS, st.integers(1, 3))
def test_expected_repeats_equal_all_orders(values, nearby):
    """Mean and error of equal pairs near each other are those of every order, counted one by one."""
    n = len(values)
    near = [(i, j) for i in range(n) for j in range(i + 1, n) if j - i <= nearby]
    counts = [sum(order[i] == order[j] for i, j in near) for order in permutations(values)]
    mean, error = expected_repeats(*power_sums(values), nearby)
    assert float(mean) == pytest.approx(np.mean(counts))
    assert float(error) == pytest.approx(np.std(counts), abs=1e-7)


def test_weights_give_the_means_back():
    """Weighted forms of others have the unit's element means, as closely as its respondents know them."""
    rng = np.random.default_rng(1)
    forms = rng.integers(1, 5, (800, 9))
    wanted = np.linspace(2.3, 3.4, 9)
    weights = matched_weights(forms, np.ones(800), wanted, 200)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ forms == pytest.approx(wanted, abs=0.005)
    assert 100 < effective_size(weights, np.ones(800)) < 800


def test_an_element_that_all_answered_alike_leaves_people():
    """Where a unit's tariff is 4 throughout, people with another tariff count little, and the rest still count."""
    rng = np.random.default_rng(2)
    forms = rng.integers(2, 5, (800, 5))
    weights = matched_weights(forms, np.ones(800), [3.0, 4.0, 3.0, 3.0, 3.0], 60)
    assert weights @ forms[:, 1] > 3.9
    assert effective_size(weights, np.ones(800)) > 100


def test_grouping_people_changes_nothing():
    """Equal forms counted together weigh what they weigh one by one."""
    forms = np.array([[1, 2], [4, 3], [4, 3], [3, 4]])
    apart = matched_weights(forms, np.ones(4), [3.2, 3.1], 50)
    together = matched_weights(forms[[0, 1, 3]], [1, 2, 1], [3.2, 3.1], 50)
    assert together == pytest.approx([apart[0], apart[1] + apart[2], apart[3]])


def test_nobody_is_drawn_twice():
    """A simulated unit has as many of a form as people who gave it, at most; weights decide who comes."""
    rng = np.random.default_rng(3)
    drawn = draw_people([0.1, 0.1, 0.8], [2, 3, 30], 20, 300, rng)
    counts = np.array([np.bincount(row, minlength=3) for row in drawn])
    assert (counts <= [2, 3, 30]).all()
    assert (counts.sum(axis=1) == 20).all()
    rare = draw_people([0.01, 0.99], [50, 50], 10, 300, rng)
    assert (rare == 0).mean() < 0.05


def test_ordinary_units_set_the_measure():
    """Units that all lie off the expectation are not marked; one that stands out from them is."""
    rng = np.random.default_rng(4)
    gaps = 0.5 + 0.3 * rng.standard_normal(40)
    found = screen(np.append(gaps, 3.0), np.full(41, 0.1), side="high")
    assert found.centre == pytest.approx(0.5, abs=0.15)
    assert found.spread == pytest.approx(0.28, abs=0.12)
    assert found.p[-1] < 1e-9
    assert (found.p[:-1] > 1e-4).all()


def test_few_units_are_measured_by_their_errors():
    """Below eight units nothing is taken from them, and a unit that was not tested stays so."""
    found = screen([1.0, np.nan, 1.0], [0.5, 0.5, 0.5], side="low")
    assert (found.centre, found.spread) == (0.0, 0.0)
    assert found.z[0] == 2.0
    assert np.isnan(found.p[1])
    assert found.p[0] == pytest.approx(0.977, abs=1e-3)


def test_p_values_of_ordinary_units_are_even():
    """Where units differ by chance and by themselves, about 5 % have p below 5 %."""
    rng = np.random.default_rng(5)
    errors = rng.uniform(0.05, 0.3, 4000)
    gaps = 0.1 + np.sqrt(errors**2 + 0.15**2) * rng.standard_normal(4000)
    p = screen(gaps, errors, side="high").p
    assert np.mean(p < 0.05) == pytest.approx(0.05, abs=0.012)


def test_steady_share_has_a_steady_error():
    """On its scale a share's error is close to 1/(2√n), whether few or many say yes."""
    rng = np.random.default_rng(6)
    for share in (0.1, 0.5, 0.9):
        error = steady_share(rng.binomial(100, share, 20_000), 100).std()
        assert error == pytest.approx(0.05, rel=0.06)


def succession_of(forms, nearby=8):
    """Return the sums over near pairs of some forms."""
    pairs = [(i, j) for j in range(len(forms)) for i in range(max(j - nearby, 0), j)]
    before, after = forms[[i for i, _ in pairs]].astype(float), forms[[j for _, j in pairs]].astype(float)
    return Succession(len(forms), len(pairs), before.T @ after, before.sum(axis=0), after.sum(axis=0))


def test_serial_likeness_is_even_in_random_orders():
    """Shuffled forms are 0 on average with an error of 1; a block of copies is far off."""
    rng = np.random.default_rng(7)
    forms = np.clip(np.rint(3.1 + 0.5 * rng.standard_normal((80, 1)) + 0.6 * rng.standard_normal((80, 6))), 1, 4)
    mean, covariance = forms.mean(axis=0), np.cov(forms.T)
    z = [serial_likeness(succession_of(rng.permutation(forms)), mean, covariance)[1] for _ in range(400)]
    assert np.mean(z) == pytest.approx(0.0, abs=0.15)
    assert np.std(z) == pytest.approx(1.0, abs=0.12)
    block = np.vstack([forms, np.tile([4, 3, 3, 4, 2, 4], (16, 1))])
    assert serial_likeness(succession_of(block), block.mean(axis=0), np.cov(block.T))[1] > 5


def test_nothing_varies_nothing_is_alike():
    """Where all forms are equal there is no likeness beyond that."""
    forms = np.full((20, 3), 4.0)
    rho, z = serial_likeness(succession_of(forms), forms.mean(axis=0), np.zeros((3, 3)))
    assert np.isnan(rho)
    assert np.isnan(z)


def pairs_of(matrix):
    """Return first, second and shared forms of the pairs of a symmetric table that share any."""
    first, second = np.triu_indices(len(matrix), 1)
    some = matrix[first, second] > 0
    return first[some], second[some], matrix[first, second][some]


def test_a_copied_pair_stands_out():
    """Two units that share much more than each shares with others are found, and no other pair is."""
    rng = np.random.default_rng(8)
    size = rng.uniform(0.5, 2.0, 30)
    table = rng.poisson(np.outer(size, size))
    table = np.triu(table, 1)
    table[3, 7] = 45
    first, second, shared = pairs_of(table)
    p = shared_forms(first, second, shared, 30).p
    is_pair = (first == 3) & (second == 7)
    assert p[is_pair].item() < 1e-10
    assert p[~is_pair].min() > 1e-5


def test_two_units_show_nothing_usual():
    """With fewer than four units nobody can say what is usual."""
    assert np.isnan(shared_forms([0], [1], [40], 3).p).all()
