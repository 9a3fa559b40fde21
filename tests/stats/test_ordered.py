"""The ordered logit: R's, two answers, what cannot be fitted."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skm.errors import RequestError
from skm.stats.ordered import ordered_logit

FOLDER = Path(__file__).parents[1] / "reference"


def test_ordered_logit_equals_r(reference):
    """Effect of the year, its standard error, thresholds and likelihood are those of MASS::polr(Hess = TRUE)."""
    expected = reference["K_polr_u4_U01_year"]
    rows = pd.read_csv(FOLDER / "skm_complete.csv").query("unit == 'U01'")
    counts = pd.crosstab(rows["year"], rows["u4"])
    found = ordered_logit(counts.to_numpy(), [[0], [1]])
    assert found.effects[0] == pytest.approx(expected["beta"], rel=1e-6)
    assert found.ses[0] == pytest.approx(expected["se"], rel=1e-6)
    assert found.thresholds == pytest.approx(expected["thresholds"], rel=1e-6)
    assert found.log_likelihood == pytest.approx(expected["logLik"], rel=1e-9)
    assert found.n == len(rows)


def test_groups_may_be_told_together_or_apart():
    """Respondents one by one give what their counts give, and an answer that nobody gave changes nothing."""
    counts = np.array([[3, 0, 5, 9], [1, 0, 9, 20]])
    people = np.repeat(np.eye(4)[[0, 1, 2, 3] * 2], counts.ravel(), axis=0)
    year = np.repeat([[0], [1]], counts.sum(axis=1), axis=0)
    together, apart = ordered_logit(counts, [[0], [1]]), ordered_logit(people, year)
    assert apart.effects == pytest.approx(together.effects)
    assert apart.ses == pytest.approx(together.ses)
    assert ordered_logit(counts[:, [0, 2, 3]], [[0], [1]]).effects == pytest.approx(together.effects)


def test_answers_turned_round_turn_the_effect_round():
    """With the answers in the opposite order the effect has the opposite sign and the same error."""
    counts = np.array([[3, 4, 5, 9], [1, 2, 9, 20]])
    plain, turned = ordered_logit(counts, [[0], [1]]), ordered_logit(counts[:, ::-1], [[0], [1]])
    assert turned.effects == pytest.approx(-plain.effects)
    assert turned.ses == pytest.approx(plain.ses)


@pytest.mark.parametrize(
    ("counts", "predictors"),
    [([[0, 9], [0, 4]], [[0], [1]]), ([[9, 0], [0, 9]], [[0], [1]]), ([[5, 4], [3, 6]], [[1], [1]])],
)
def test_what_has_no_finite_effect_is_refused(counts, predictors):
    """One answer throughout, answers told apart entirely, or a predictor that never changes: refused, never a guess."""
    with pytest.raises(RequestError):
        ordered_logit(counts, predictors)
