"""BCa bootstrap, Rubin's rules, the chance that one answers higher."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skm.errors import RequestError
from skm.stats.companions import acceleration_of_mean, bca_interval, pool_imputations, superiority

FOLDER = Path(__file__).parents[1] / "reference"


def test_bca_of_every_resample_equals_r(reference):
    """Over all 3,125 resamples of five answers, acceleration and ends are R's quantile(type = 7) at R's levels."""
    expected = reference["B_exact_bootstrap_U11_2025"]
    x = np.array(expected["x"])
    # In units of 25/36 all are whole numbers, so that ties are ties.
    whole = np.rint(x * 36 / 25)
    replicates = np.array([sum(who) for who in product(whole, repeat=5)]) / 5
    assert len(replicates) == expected["n_resamples"]
    assert replicates.std() * 25 / 36 == pytest.approx(expected["sd_boot"], rel=1e-9)
    assert acceleration_of_mean(x) == pytest.approx(expected["acceleration"], rel=1e-9)
    ends = np.array(bca_interval(replicates, whole.mean(), acceleration_of_mean(x))) * 25 / 36
    assert ends == pytest.approx(expected["bca_type7"], rel=1e-9)


def test_bca_of_given_resamples_equals_r(reference):
    """For the 999 resamples that R was given, the ends are those at its mid-p levels."""
    expected = reference["B2_boot_given_indices_U09_2025"]
    sums = np.array(expected["row_sums"], float)
    chosen = pd.read_csv(FOLDER / "boot_indices_U09_2025.csv").to_numpy()
    replicates = sums[chosen].sum(axis=1)
    a = acceleration_of_mean(sums)
    assert a == pytest.approx(expected["a_jackknife"], rel=1e-9)
    ends = np.array(bca_interval(replicates, sums.sum(), a)) * 25 / 9 / len(sums)
    assert ends == pytest.approx(expected["bca_midp_type7"], rel=1e-9)


def test_rubin_equals_mitools(reference):
    """Pooled figure, standard error and degrees of freedom are those of MIcombine."""
    expected = reference["I_rubin"]
    found = pool_imputations(expected["estimates"], expected["variances"])
    assert (found.estimate, found.se, found.df) == pytest.approx(
        (expected["pooled"], expected["se"], expected["df"]), rel=1e-9
    )
    assert found.low < found.estimate < found.high


def test_imputations_that_agree_have_no_variance_between(reference):
    """Equal figures leave the variance within, and the normal distribution."""
    found = pool_imputations([80.0, 80.0, 80.0], [4.0, 4.0, 4.0])
    assert (found.se, found.df) == (2.0, float("inf"))
    assert found.high - found.estimate == pytest.approx(1.959963984540054 * 2.0)


def test_superiority_equals_wilcox_test(reference, answers):
    """Statistic and p are those of wilcox.test(exact = FALSE, correct = TRUE) for U01 in 2025 against 2024."""
    expected = reference["E_mannwhitney_U01"]
    unit = answers[answers["unit"] == "U01"]
    sums = unit[[f"u{place}" for place in range(1, 10)]].sum(axis=1)
    after, before = (np.bincount(sums[unit["year"] == year], minlength=37) for year in (2025, 2024))
    found = superiority(after, before)
    assert (found.statistic, found.p) == pytest.approx((expected["W"], expected["p"]), rel=1e-9)
    assert found.chance == pytest.approx(expected["W"] / (150 * 140))
    assert superiority(before, after).chance == pytest.approx(1 - found.chance)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: bca_interval(np.arange(9.0), 4.0, 0.0), "too_few_for"),
        (lambda: pool_imputations([80.0], [1.0]), "too_few_for"),
        (lambda: superiority([0, 0], [1, 2]), "too_few_for"),
        (lambda: superiority([0, 3], [0, 5]), "no_variance"),
    ],
)
def test_what_cannot_be_said_is_refused(call, code):
    """Too few resamples, one data set, an empty group or one answer throughout have no result."""
    with pytest.raises(RequestError) as caught:
        call()
    assert caught.value.code == code
