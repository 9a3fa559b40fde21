"""Signs of how a person answered, row by row, equal to R on 39 rows (30 ordinary, straight lines, zigzags, copies)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from skm.stats.careless import answer_spread, mahalanobis, most_alike, person_total, run_lengths, seen_before

CLOSE = {"rel": 1e-9, "abs": 1e-12}


@pytest.fixture(scope="module")
def rows():
    """Return the 39 rows of nine answers."""
    return pd.read_csv(Path(__file__).parents[1] / "reference" / "careless.csv").drop(columns="id").to_numpy()


@pytest.fixture(scope="module")
def expected(reference):
    """Return what R computed of them."""
    return reference["M_careless"]


def test_runs_equal_rle(rows, expected):
    """The longest and the mean run are those of rle."""
    longest, mean = run_lengths(rows)
    assert longest.tolist() == expected["longstring"]
    assert mean.tolist() == pytest.approx(expected["avgstring"], **CLOSE)


def test_spread_equals_sd(rows, expected):
    """The spread of a person's answers is R's sd."""
    assert answer_spread(rows).tolist() == pytest.approx(expected["irv_sd"], **CLOSE)


def test_distance_equals_mahalanobis(rows, expected):
    """D² and its chi-square tail are those of mahalanobis and pchisq."""
    distance, p = mahalanobis(rows)
    assert distance.tolist() == pytest.approx(expected["mahalanobis_D2"], **CLOSE)
    assert p.tolist() == pytest.approx(expected["p_chi2_9"], **CLOSE)


def test_person_total_equals_cor(rows, expected):
    """The correlation with the others' means is R's cor, and undefined for straight lines."""
    wanted = [np.nan if text == "NA" else float(text) for text in expected["person_total_r_leave1out"]]
    assert person_total(rows).tolist() == pytest.approx(wanted, rel=1e-8, abs=1e-9, nan_ok=True)


def test_twins_equal_r(rows, expected):
    """The best match of each row and the repeated rows are R's."""
    assert most_alike(rows).tolist() == pytest.approx(expected["max_percent_match"], **CLOSE)
    assert seen_before(rows).tolist() == expected["duplicate_of_earlier"]
    assert len(rows) - seen_before(rows).sum() == expected["n_distinct"]


def test_pieces_change_nothing(rows, monkeypatch):
    """Comparing rows piece by piece gives what comparing all at once gives."""
    whole = most_alike(rows)
    monkeypatch.setattr("skm.stats.careless.ROWS_AT_ONCE", 7)
    assert most_alike(rows).tolist() == whole.tolist()


def test_one_person_has_no_twin():
    """Alone there is nobody to be like, nor a distance."""
    one = np.array([[4, 3, 2]])
    assert np.isnan(most_alike(one)).all()
    assert np.isnan(mahalanobis(one)[0]).all()
    assert np.isnan(person_total(one)).all()


def test_distance_needs_variance():
    """Where a question was answered alike by all there is no distance, rather than a wrong one."""
    rows = np.array([[4, 1], [4, 2], [4, 3], [4, 2]])
    assert np.isnan(mahalanobis(rows)[0]).all()
