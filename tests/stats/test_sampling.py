"""How many people to ask: the table, the formula, a margin, and its share for each service."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skm.errors import RequestError
from skm.stats.sampling import (
    KREJCIE_MORGAN_TABLE,
    exact_sample_for_margin,
    krejcie_morgan,
    krejcie_morgan_exact,
    margin_points,
    sample_for_margin,
    stratified_sample,
)

POPULATIONS = st.integers(1, 2_000_000)


def test_krejcie_morgan_equals_r(reference):
    """The formula is R's, before rounding and after: round(x2 * N * .25 / (.0025 * (N - 1) + x2 * .25))."""
    expected = reference["O_krejcie_morgan"]
    found = [float(krejcie_morgan_exact(n)) for n in expected["N"]]
    assert found == pytest.approx(expected["s_3.841"], rel=1e-12)
    assert [krejcie_morgan(n) for n in expected["N"]] == expected["round"]


def test_sample_for_a_mean_equals_r(reference):
    """n0 = (qnorm(.975) * 10.4 / 2)^2 and n0 / (1 + n0 / N) are R's."""
    expected = reference["O_n_for_mean"]
    assert exact_sample_for_margin(2.0, sd=10.4) == pytest.approx(expected["n0"], rel=1e-9)
    found = [exact_sample_for_margin(2.0, users, sd=10.4) for users in (100, 500, 5000)]
    assert found == pytest.approx(expected["n_N"], rel=1e-9)


def test_formula_gives_the_whole_table():
    """Rounded to the nearest, the formula gives all 90 printed rows, and the table itself gives them too."""
    assert len(KREJCIE_MORGAN_TABLE) == 90
    for users, printed in KREJCIE_MORGAN_TABLE:
        assert krejcie_morgan(users) == printed
        assert krejcie_morgan(users, method="table") == printed


def test_between_rows_the_table_takes_the_next_higher():
    """2,450 users take the row of 2,600; beyond the last row the sample stays 384; nobody asks more than there are."""
    assert krejcie_morgan(2450, method="table") == 335
    assert krejcie_morgan(5_000_000, method="table") == 384
    assert krejcie_morgan(3, method="table") == 3


@given(POPULATIONS)
def test_sample_is_between_one_and_everybody(users):
    """The sample grows with the users, never beyond them nor beyond 384."""
    assert 1 <= krejcie_morgan(users) <= min(users, 384)
    assert krejcie_morgan(users) <= krejcie_morgan(users + 1)


@given(st.integers(3, 100_000), st.floats(0.3, 20), st.floats(1, 30))
def test_margin_and_sample_are_inverse(users, margin, sd):
    """The sample reaches the margin as printed, and one respondent fewer does not."""
    n = sample_for_margin(margin, users, sd)
    assert margin_points(n, users, sd) < margin + 0.005
    if n > 2:
        assert margin_points(n - 1, users, sd) >= margin + 0.005


def test_a_census_has_no_margin():
    """Where all users answered there is no margin left."""
    assert margin_points(40, 40) == 0.0


@pytest.mark.parametrize("value", [0, -3, 2.5])
def test_no_population_is_refused(value):
    """Users are a whole number above zero."""
    with pytest.raises(RequestError) as caught:
        krejcie_morgan(value)
    assert caught.value.code == "sample_population"


@pytest.mark.parametrize(("margin", "sd"), [(0.0, 10.0), (-1.0, 10.0), (float("nan"), 10.0), (2.0, 0.0)])
def test_no_margin_is_refused(margin, sd):
    """A margin and a spread are above zero."""
    with pytest.raises(RequestError) as caught:
        sample_for_margin(margin, 100, sd)
    assert caught.value.code == "sample_points"


def test_more_respondents_than_users_are_refused():
    """More forms than users is a fault of the data, not a margin."""
    with pytest.raises(RequestError) as caught:
        margin_points(20, 10)
    assert caught.value.code == "more_than_users"


SIZES = st.lists(st.integers(50, 20_000), min_size=2, max_size=6)


@given(SIZES, st.floats(0.8, 5), st.sampled_from(["proportional", "neyman", "each"]))
def test_strata_give_the_margin_back(users, margin, method):
    """Shared among services, the respondents give the whole the margin asked for, or a better one."""
    spreads = np.linspace(8, 15, len(users))
    found = stratified_sample(users, margin, spreads, method=method)
    assert found.margin <= margin + 0.01
    assert (found.n <= users).all()
    assert (found.n >= 2).all()


@given(SIZES, st.floats(0.8, 3))
def test_neyman_needs_the_fewest(users, margin):
    """Shares by users and spread never need more than shares by users, but for one rounding a service."""
    spreads = np.linspace(5, 18, len(users))
    fewest = stratified_sample(users, margin, spreads, method="neyman").n.sum()
    assert fewest <= stratified_sample(users, margin, spreads).n.sum() + len(users)


def test_each_service_has_the_margin_by_itself():
    """With "each", every service reaches the margin alone."""
    found = stratified_sample([300, 5000], 2.0, 10.4, method="each")
    assert found.n.tolist() == [77, 102]
    assert (found.margins < 2.005).all()


def test_unknown_allocation_is_refused():
    """An allocation that is not known is named with those that are."""
    with pytest.raises(RequestError) as caught:
        stratified_sample([100, 200], 2.0, method="square root")
    assert caught.value.values["known"] == "proportional, neyman, each"
