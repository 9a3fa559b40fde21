"""How a person went through the questions: runs of equal answers, spread, distance from the others, twins.

Signs to count, never a reason to delete: with nine questions in one direction a straight line is mostly an honest
answer (statistics of honest samples are in docs/methods/quality.md).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc

Array = NDArray[np.float64]
ROWS_AT_ONCE = 500  # of a comparison of all rows with all: keeps the work array small


def run_lengths(answers: ArrayLike) -> tuple[NDArray[np.int64], Array]:
    """Return the longest run of equal answers of each person, and the mean length of the runs.

    Parameters
    ----------
    answers
        `(n_persons, n_items)` in the questionnaire's order, none missing.

    Notes
    -----
    The longstring index of Johnson (2005), Journal of Research in Personality 39, 103–129; as long as there are
    questions, it is a straight line. Checked against R 4.2.2, `rle` (`tests/reference`, key `M_careless`; the
    definitions are those of R careless 1.2.2).

    Examples
    --------
    >>> longest, mean = run_lengths([[4, 4, 4, 3]])
    >>> longest.tolist(), mean.tolist()
    ([3], [2.0])
    """
    x = np.asarray(answers)
    n, k = x.shape
    run, longest = np.ones(n, np.int64), np.ones(n, np.int64)
    for place in range(1, k):
        run = np.where(x[:, place] == x[:, place - 1], run + 1, 1)
        longest = np.maximum(longest, run)
    return longest, k / (1.0 + (x[:, 1:] != x[:, :-1]).sum(axis=1))


def answer_spread(answers: ArrayLike) -> Array:
    """Return the standard deviation (n − 1) of each person's answers; 0 is a straight line.

    Notes
    -----
    Intra-individual response variability (Dunn, Heggestad, Shanock and Theilgard 2018, Journal of Business and
    Psychology 33, 105–121). Checked against R 4.2.2, `sd` (key `M_careless`).

    Examples
    --------
    >>> answer_spread([[4, 2], [3, 3]]).round(4).tolist()
    [1.4142, 0.0]
    """
    return np.std(np.asarray(answers, float), axis=1, ddof=1)


def mahalanobis(answers: ArrayLike) -> tuple[Array, Array]:
    """Return the squared distance of each person from the mean of all, and its chi-square tail.

    Parameters
    ----------
    answers
        `(n_persons, n_items)`, none missing; at least one person more than questions.

    Notes
    -----
    D² = (x − m)' S⁻¹ (x − m), S with n − 1; p from chi-square with as many degrees of freedom as questions
    (Mahalanobis 1936). Many odd rows hide each other. Not a number where the answers to a question, or a sum of
    questions, do not vary. Checked against R 4.2.2, `mahalanobis`, `pchisq` (key `M_careless`).

    Examples
    --------
    >>> distance, p = mahalanobis([[1, 2], [2, 1], [3, 4], [4, 3], [2, 3]])
    >>> distance.round(3).tolist()
    [1.533, 2.2, 1.533, 2.2, 0.533]
    """
    x = np.asarray(answers, float)
    n, k = x.shape
    nothing = np.full(n, np.nan)
    if n <= k:
        return nothing, nothing
    centred = x - x.mean(axis=0)
    covariance = centred.T @ centred / (n - 1)
    if np.linalg.matrix_rank(covariance) < k:
        return nothing, nothing
    distance = np.einsum("ij,jl,il->i", centred, np.linalg.inv(covariance), centred)
    return distance, gammaincc(k / 2.0, distance / 2.0)


def person_total(answers: ArrayLike) -> Array:
    """Return how each person's answers go with the means of all others; not a number for a straight line.

    Notes
    -----
    Correlation of the row with the questions' means without that row (Donlon and Fischer 1968, Educational and
    Psychological Measurement 28, 105–113). Below zero the person liked what others did not. Checked against R
    4.2.2, `cor` (key `M_careless`).

    Examples
    --------
    >>> person_total([[4, 2], [3, 1], [1, 2]]).round(2).tolist()
    [1.0, 1.0, -1.0]
    """
    x = np.asarray(answers, float)
    others = (x.sum(axis=0) - x) / (len(x) - 1) if len(x) > 1 else np.full_like(x, np.nan)
    own, rest = x - x.mean(axis=1, keepdims=True), others - others.mean(axis=1, keepdims=True)
    size = np.sqrt((own**2).sum(axis=1) * (rest**2).sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((own**2).sum(axis=1) > 0, (own * rest).sum(axis=1) / size, np.nan)


def most_alike(answers: ArrayLike) -> Array:
    """Return the share of equal answers of each person and the person most alike, 0 to 1.

    With few questions of four answers nearly everybody has a near twin: Pew showed that the rule of 85 % then finds
    honest surveys (Pew Research Center 2016). It is here to look at, and no mark is made of it.

    Notes
    -----
    Kuriakose and Robbins (2016), Statistical Journal of the IAOS 32, 283–291. Work grows with the square of the
    number of persons. Checked against R 4.2.2 (key `M_careless`).

    Examples
    --------
    >>> most_alike([[4, 4], [4, 3], [1, 2]]).tolist()
    [0.5, 0.5, 0.0]
    """
    x = np.asarray(answers)
    best = np.full(len(x), np.nan)
    if len(x) < 2:
        return best
    for start in range(0, len(x), ROWS_AT_ONCE):
        piece = x[start : start + ROWS_AT_ONCE]
        alike = (piece[:, None, :] == x[None, :, :]).mean(axis=2)
        alike[np.arange(len(piece)), np.arange(start, start + len(piece))] = -1.0
        best[start : start + len(piece)] = alike.max(axis=1)
    return best


def seen_before(answers: ArrayLike) -> NDArray[np.bool_]:
    """Return whether the same answers stood in an earlier row.

    Notes
    -----
    Checked against R 4.2.2, `duplicated` (key `M_careless`).

    Examples
    --------
    >>> seen_before([[4, 3], [4, 4], [4, 3]]).tolist()
    [False, False, True]
    """
    x = np.asarray(answers)
    _, first = np.unique(x, axis=0, return_index=True)
    again = np.ones(len(x), bool)
    again[first] = False
    return again
