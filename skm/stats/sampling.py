"""How many people to ask: Krejcie and Morgan, a margin in index points, and its share for each service."""

import math
from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from skm.errors import RequestError

# Krejcie and Morgan (1970): chi-square of 5 % with one degree of freedom as they print it, P = 0.5, d = 0.05.
CHI_SQUARE = Fraction(3841, 1000)
HALF = Fraction(1, 2)
ERROR_OF_SHARE = Fraction(1, 20)
# Their table of 90 rows, population and sample. The last row of some copies says 100,000; the formula gives 384 at
# 1,000,000 only.
KREJCIE_MORGAN_TABLE: tuple[tuple[int, int], ...] = (
    *((10, 10), (15, 14), (20, 19), (25, 24), (30, 28), (35, 32), (40, 36), (45, 40), (50, 44), (55, 48), (60, 52)),
    *((65, 56), (70, 59), (75, 63), (80, 66), (85, 70), (90, 73), (95, 76), (100, 80), (110, 86), (120, 92)),
    *((130, 97), (140, 103), (150, 108), (160, 113), (170, 118), (180, 123), (190, 127), (200, 132), (210, 136)),
    *((220, 140), (230, 144), (240, 148), (250, 152), (260, 155), (270, 159), (280, 162), (290, 165), (300, 169)),
    *((320, 175), (340, 181), (360, 186), (380, 191), (400, 196), (420, 201), (440, 205), (460, 210), (480, 214)),
    *((500, 217), (550, 226), (600, 234), (650, 242), (700, 248), (750, 254), (800, 260), (850, 265), (900, 269)),
    *((950, 274), (1000, 278), (1100, 285), (1200, 291), (1300, 297), (1400, 302), (1500, 306), (1600, 310)),
    *((1700, 313), (1800, 317), (1900, 320), (2000, 322), (2200, 327), (2400, 331), (2600, 335), (2800, 338)),
    *((3000, 341), (3500, 346), (4000, 351), (4500, 354), (5000, 357), (6000, 361), (7000, 364), (8000, 367)),
    *((9000, 368), (10000, 370), (15000, 375), (20000, 377), (30000, 379), (40000, 380), (50000, 381), (75000, 382)),
    (1_000_000, 384),
)
# Spread of respondents' own indices where no survey says it: 0.52 on the scale 1 to 4, the middle of the 0.45 to
# 0.60 of published surveys. Well-kept ones have 10 to 11.
USUAL_SD = 13.0
PRINTED_PLACES = 2  # a margin is as good as another that prints the same
LEAST_IN_STRATUM = 2  # fewer give no variance


def krejcie_morgan(population: int, *, method: str = "formula") -> int:
    """Return how many of some users to ask by Krejcie and Morgan.

    It is a formula for a share of persons near one half, ±5 percentage points with 95 %; what an index needs is
    told by `sample_for_margin`. The regulation accepts both the table and the formula.

    Parameters
    ----------
    population
        Users of the service, at least 1.
    method
        "formula", rounded to the nearest whole number, or "table": the row of the next higher population.

    Raises
    ------
    RequestError
        The population is no whole number above zero.

    Notes
    -----
    S = χ² N P(1 − P) / (d²(N − 1) + χ² P(1 − P)) with χ² = 3.841, P = 0.5, d = 0.05 (Krejcie and Morgan 1970,
    Educational and Psychological Measurement 30, 607–610). Nearest rounding gives their table, all 90 rows;
    rounding up gives half of them. Below N = 10 everybody is asked. Checked against R 4.2.2 (`tests/reference`,
    key `O_krejcie_morgan`).

    Examples
    --------
    >>> krejcie_morgan(2400), krejcie_morgan(2450), krejcie_morgan(2450, method="table")
    (331, 332, 335)
    """
    n_users = _whole(population)
    if method == "table":
        place = bisect_left(KREJCIE_MORGAN_TABLE, (n_users, 0))
        sample = KREJCIE_MORGAN_TABLE[min(place, len(KREJCIE_MORGAN_TABLE) - 1)][1]
        return min(sample, n_users)
    return int(krejcie_morgan_exact(n_users) + HALF)


def krejcie_morgan_exact(population: int) -> Fraction:
    """Return the formula's value before rounding.

    Examples
    --------
    >>> float(krejcie_morgan_exact(100)).__round__(4)
    79.5073
    """
    top = CHI_SQUARE * population * HALF * HALF
    return top / (ERROR_OF_SHARE**2 * (population - 1) + CHI_SQUARE * HALF * HALF)


def _whole(value: int) -> int:
    number = int(value)
    if number != value or number < 1:
        raise RequestError("sample_population", value=value)
    return number


def margin_points(n: int, population: int | None = None, sd: float = USUAL_SD, level: float = 0.95) -> float:
    """Return the margin that some respondents give: half the width of the interval, in index points.

    Parameters
    ----------
    n
        Respondents, at least 1 and at most the population.
    population
        Users of the service; None where they are many or unknown.
    sd
        Standard deviation of respondents' own indices, points on the scale 25 to 100.
    level
        Coverage, 0 to 1.

    Raises
    ------
    RequestError
        There are more respondents than users, or fewer than one.

    Notes
    -----
    z s/√n × √(1 − n/N) (Cochran 1977, Sampling Techniques, sections 2.6 and 4.7). For planning: z in the place of t,
    and respondents as a random sample of the users. Checked against R 4.2.2 (`O_n_for_mean`).

    Examples
    --------
    >>> round(margin_points(22, 2400), 1), round(margin_points(100, sd=10.4), 2)
    (5.4, 2.04)
    """
    have = _whole(n)
    if population is not None and have > population:
        raise RequestError("more_than_users", n=have, users=population)
    kept = 1.0 if population is None else 1.0 - have / population
    return float(ndtri(0.5 + level / 2) * sd * np.sqrt(kept / have))


def exact_sample_for_margin(
    margin: float, population: int | None = None, sd: float = USUAL_SD, level: float = 0.95
) -> float:
    """Return how many respondents give a margin, before rounding; see `sample_for_margin`.

    Notes
    -----
    n₀ = (z s/E)², n = n₀/(1 + n₀/N) (Cochran 1977, equations 4.3 and 4.4). Checked against R 4.2.2 (`tests/reference`,
    key `O_n_for_mean`).

    Examples
    --------
    >>> round(exact_sample_for_margin(2.0, 5000, sd=10.4), 1)
    101.8
    """
    _refuse_no_margin(margin, sd)
    many = float((ndtri(0.5 + level / 2) * sd / margin) ** 2)
    return many if population is None else many / (1.0 + many / population)


def _refuse_no_margin(margin: float, sd: float) -> None:
    for value in (margin, sd):
        if not (np.isfinite(value) and value > 0):
            raise RequestError("sample_points", value=value)


def sample_for_margin(margin: float, population: int | None = None, sd: float = USUAL_SD, level: float = 0.95) -> int:
    """Return the fewest respondents whose margin prints as no more than the one asked for.

    Parameters
    ----------
    margin
        Half the width of the interval, index points above 0.
    population, sd, level
        As in `margin_points`.

    Raises
    ------
    RequestError
        The margin or spread is not above zero, or the population no whole number above zero.

    Notes
    -----
    The smallest whole number whose margin, with two decimals, is at most E: where `exact_sample_for_margin` says
    86.006 it is 86, for 101.76 it is 102. At least 2, because one respondent has no margin.

    Examples
    --------
    >>> [sample_for_margin(2.0, users, sd=10.4) for users in (100, 500, 5000)]
    [51, 86, 102]
    """
    _refuse_no_margin(margin, sd)
    users = None if population is None else _whole(population)
    found = math.ceil(exact_sample_for_margin(margin + 0.5 / 10**PRINTED_PLACES, users, sd, level))
    least = LEAST_IN_STRATUM if users is None else min(LEAST_IN_STRATUM, users)
    return max(found, least)


@dataclass(frozen=True)
class StratifiedSample:
    """How many to ask in each stratum, and what that gives.

    Attributes
    ----------
    n
        Respondents of each stratum, `(n_strata,)`.
    margins
        Margin of each stratum alone, index points.
    margin
        Margin of the whole, each stratum counting by its users.
    method
        "proportional", "neyman" or "each".
    """

    n: NDArray[np.int64]
    margins: NDArray[np.float64]
    margin: float
    method: str


def stratified_sample(
    users: ArrayLike,
    margin: float,
    sds: ArrayLike = USUAL_SD,
    *,
    method: str = "proportional",
    level: float = 0.95,
) -> StratifiedSample:
    """Return how many to ask of each service so that the whole has a margin.

    Parameters
    ----------
    users
        Users of each stratum, `(n_strata,)`, whole numbers above 0.
    margin
        Of the whole, index points; with "each" of every stratum alone.
    sds
        Spread of respondents' own indices in each stratum, points, `(n_strata,)` or one for all.
    method
        "proportional": by users; "neyman": by users × spread, the fewest respondents in all; "each": every stratum
        has the margin by itself.
    level
        Coverage, 0 to 1.

    Raises
    ------
    RequestError
        Users are no whole numbers above zero, the margin or a spread is not above zero, or the method is unknown.

    Notes
    -----
    With W = N_h/N and V = (E/z)²: proportional n = ΣWs²/(V + ΣWs²/N), Neyman n = (ΣWs)²/(V + ΣWs²/N) (Cochran 1977,
    Sampling Techniques, section 5.9; Neyman 1934, JRSS 97). Rounded up to a whole for each stratum; at least 2 and
    at most all users of one. Checked by hand, and by the margin that the numbers give back.

    Examples
    --------
    >>> stratified_sample([1500, 900], 2.0, 10.4).n.tolist()
    [63, 38]
    >>> stratified_sample([1500, 900], 2.0, [8.0, 14.0], method="neyman").n.tolist()
    [48, 50]
    """
    size = np.array([_whole(number) for number in np.atleast_1d(np.asarray(users))])
    spread = np.broadcast_to(np.asarray(sds, float), size.shape)
    for value in spread:
        _refuse_no_margin(margin, float(value))
    share = size / size.sum()
    within = float((share * spread**2).sum())
    asked = (margin / ndtri(0.5 + level / 2)) ** 2
    if method == "each":
        wanted = np.array([sample_for_margin(margin, int(n), s, level) for n, s in zip(size, spread, strict=True)])
    elif method == "proportional":
        wanted = within / (asked + within / size.sum()) * share
    elif method == "neyman":
        by_spread = share * spread
        wanted = by_spread.sum() * by_spread / (asked + within / size.sum())
    else:
        raise RequestError("sample_method", name=method, known="proportional, neyman, each")
    # A hair above a whole number is the noise of the arithmetic.
    n = np.clip(np.ceil(wanted - 1e-9).astype(np.int64), np.minimum(LEAST_IN_STRATUM, size), size)
    pairs = zip(n, size, spread, strict=True)
    margins = np.array([margin_points(int(k), int(users_h), float(s), level) for k, users_h, s in pairs])
    whole = float(np.sqrt(((share * margins) ** 2).sum()))
    return StratifiedSample(n, margins, whole, method)
