"""Which units stand out more than chance explains: people like theirs, simulated units, an empirical null.

The expectation of a unit is made of the answers of other units. It never says who is right: a unit that stands out is
worth a look, no more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, ndtr

Array = NDArray[np.float64]

STEPS = 60  # Newton steps at most; a handful are enough
CLOSE_ENOUGH = 1e-6  # of a mean on the scale 1 to 4
ODD = 1e-6  # a pair as unlikely as this is left out of what is usual
PASSES = 5
LEAST_SHARED = 0.1  # forms that any pair may share, so that nothing is impossible
TINY = 1e-9
NO_VARIANCE = 1e-9  # of the largest: a direction in which forms do not differ
LEAST_FOR_OVERLAP = 4  # a pair, and two others that show what is usual
LEAST_UNITS = 8  # fewer do not tell how far honest units differ
NORMAL_MAD = 1.4826  # makes the median absolute deviation that of a normal standard deviation


def matched_weights(forms: ArrayLike, counts: ArrayLike, means: ArrayLike, n: int) -> Array:
    """Return weights of other people's forms under which their element means are those of a unit.

    Parameters
    ----------
    forms
        Distinct forms of other units, `(n_forms, n_items)`, 1 to 4.
    counts
        How many people gave each, `(n_forms,)`.
    means
        The unit's mean of each item, `(n_items,)`.
    n
        The unit's respondents: means are matched as closely as n people know them, so that an item that all
        answered alike does not leave out everybody else.

    Returns
    -------
    numpy.ndarray
        `(n_forms,)`, summing to 1.

    Notes
    -----
    w ∝ count × exp(λ'x), λ minimising ln Σ w exp(λ'(x − m)) + |λ|²/(8n): the weights nearest to equal ones that
    balance the means (entropy balancing: Hainmueller 2012, Political Analysis 20, 25–46), with a penalty in the
    place of exact balance. The penalty is that of a normal prior whose weight is a quarter of a respondent's.
    Checked by the means that come back.

    Examples
    --------
    >>> weights = matched_weights([[1], [4]], [1, 1], [3.25], 10**6)
    >>> weights.round(3).tolist()
    [0.25, 0.75]
    """
    x, target = np.asarray(forms, float), np.asarray(means, float)
    start = np.asarray(counts, float)
    centred = x - target
    slope = np.zeros(x.shape[1])
    penalty = 0.25 / n
    current = _misfit(centred, start, slope, penalty)
    for _ in range(STEPS):
        weights = _tilted(centred, start, slope)
        mean = weights @ centred
        gradient = mean + penalty * slope
        if np.abs(gradient).max() < CLOSE_ENOUGH:
            break
        curvature = (centred * weights[:, None]).T @ centred - np.outer(mean, mean) + penalty * np.eye(len(slope))
        step = np.linalg.solve(curvature, gradient)
        size, better = 1.0, current
        while size > CLOSE_ENOUGH:
            better = _misfit(centred, start, slope - size * step, penalty)
            if better < current:
                break
            size /= 2
        slope, current = slope - size * step, min(better, current)
    return _tilted(centred, start, slope)


def _tilted(centred: Array, start: Array, slope: Array) -> Array:
    place = centred @ slope
    weights = start * np.exp(place - place.max())
    return weights / weights.sum()


def _misfit(centred: Array, start: Array, slope: Array, penalty: float) -> float:
    place = centred @ slope
    most = place.max()
    return float(most + np.log((start * np.exp(place - most)).sum()) + penalty / 2 * (slope @ slope))


def effective_size(weights: ArrayLike, counts: ArrayLike) -> float:
    """Return how many equally weighted people weighted forms are worth, 1/Σ(w²/count).

    Notes
    -----
    Kish (1965, Survey Sampling, section 11.7).

    Examples
    --------
    >>> effective_size([0.5, 0.5], [2, 2])
    4.0
    """
    w, many = np.asarray(weights, float), np.asarray(counts, float)
    return float(1.0 / (w**2 / many).sum())


def draw_people(
    weights: ArrayLike, counts: ArrayLike, n: int, draws: int, rng: np.random.Generator
) -> NDArray[np.intp]:
    """Return simulated units: n people of weighted forms, nobody twice in one unit.

    Parameters
    ----------
    weights, counts
        As from `matched_weights`: weight of each form, and how many people gave it.
    n
        People of one unit, fewer than there are.
    draws
        How many units.
    rng
        Source of randomness.

    Returns
    -------
    numpy.ndarray
        Which form each person has, `(draws, n)`.

    Notes
    -----
    One after another without replacement, the chance being the weight: the n smallest of exponential times divided
    by weight (Efraimidis and Spirakis 2006, Information Processing Letters 97, 181–185). With replacement, one person
    drawn twice would pass for two with the same answers.

    Examples
    --------
    >>> people = draw_people([0.5, 0.5], [3, 3], 4, 2, np.random.default_rng(1))
    >>> people.shape
    (2, 4)
    """
    many = np.asarray(counts, np.int64)
    person = np.repeat(np.arange(len(many)), many)
    # Weights that vanish in this precision are never drawn, unless nobody else is left.
    weight = np.maximum(np.asarray(weights, float) / many, 1e-30)[person].astype(np.float32)
    times = rng.standard_exponential((draws, len(person)), dtype=np.float32) / weight
    return person[np.argpartition(times, n - 1, axis=1)[:, :n]]


def steady_share(count: ArrayLike, n: ArrayLike) -> Array:
    """Return a share on the scale where its error hardly depends on it, about 1/(2√n).

    Notes
    -----
    arcsin √((count + 3/8)/(n + 3/4)) (Anscombe 1948, Biometrika 35, 246–254).

    Examples
    --------
    >>> steady_share([0, 50, 100], 100).round(3).tolist()
    [0.061, 0.785, 1.51]
    """
    return np.arcsin(np.sqrt((np.asarray(count, float) + 0.375) / (np.asarray(n, float) + 0.75)))


@dataclass(frozen=True)
class Screen:
    """How far units stand from what is expected of them, `(n_units,)`.

    Attributes
    ----------
    z
        Distance in standard errors, after allowing for how far ordinary units differ.
    p
        One-sided chance of such a distance.
    centre, spread
        What ordinary units show: the usual distance from the expectation, and the standard deviation between units
        beyond sampling; both on the scale of the gaps.
    """

    z: Array
    p: Array
    centre: float
    spread: float


def screen(gaps: ArrayLike, errors: ArrayLike, *, side: str) -> Screen:
    """Return which units stand out, taking as ordinary what most units show.

    Honest units differ for reasons that no simulation knows: another way of asking, another kind of user. From eight
    units on, the middle and the width of the bulk are therefore taken from the units themselves.

    Parameters
    ----------
    gaps
        Observed minus expected, on a scale with a steady error, `(n_units,)`; not a number where a unit is not tested.
    errors
        Standard error of each gap, above 0.
    side
        "high" or "low": which direction is a sign.

    Notes
    -----
    z = (gap − median)/√(error² + τ²); τ² makes the median absolute deviation of z that of a normal variable, never
    below 0. Empirical null: Efron (2004), JASA 99, 96–104; additive overdispersion with robust scale: Spiegelhalter
    and others (2012), JRSS A 175, 1–47. With fewer than eight units median and τ² are 0, and an unusual but honest
    unit is marked more often.

    Examples
    --------
    >>> found = screen([0.0, 0.1, -0.1, 0.05, -0.05, 0.06, -0.06, 0.0, 2.0], [0.1] * 9, side="high")
    >>> found.spread, int(found.p.argmin()), bool(found.p.min() < 1e-9)
    (0.0, 8, True)
    """
    gap, error = np.asarray(gaps, float), np.asarray(errors, float)
    tested = ~np.isnan(gap)
    centre, spread = 0.0, 0.0
    if tested.sum() >= LEAST_UNITS:
        centre = float(np.median(gap[tested]))
        spread = _between(gap[tested] - centre, error[tested])
    z = (gap - centre) / np.sqrt(error**2 + spread**2)
    return Screen(z, ndtr(-z if side == "high" else z), centre, spread)


def _between(gap: Array, error: Array) -> float:
    """Return the standard deviation beyond sampling that makes the bulk of z as wide as a normal variable's."""

    def width(spread: float) -> float:
        return float(NORMAL_MAD * np.median(np.abs(gap) / np.sqrt(error**2 + spread**2)))

    if width(0.0) <= 1.0:
        return 0.0
    low, high = 0.0, float(NORMAL_MAD * np.median(np.abs(gap)))
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if width(middle) > 1.0 else (low, middle)
    return high


def expected_runs(n: ArrayLike, squares: ArrayLike, cubes: ArrayLike) -> tuple[Array, Array]:
    """Return how many runs of equal values chance makes of some values in a row, and the standard error.

    Parameters
    ----------
    n
        Values in the row, at least 2, any shape.
    squares, cubes
        Σc² and Σc³ over the distinct values, c being how often each stands there.

    Notes
    -----
    E = (n(n + 1) − Σc²)/n, Var = (Σc²(Σc² + n(n + 1)) − 2nΣc³ − n³)/(n²(n − 1)), every order being as likely (Mood
    1940, Annals of Mathematical Statistics 11, 367–392; Barton and David 1957, Biometrika 44, 168–178). With two
    values it is the test of Wald and Wolfowitz (1940). Checked by enumeration of all orders.

    Examples
    --------
    >>> expected, error = expected_runs(4, 2**2 + 2**2, 2**3 + 2**3)  # two of each: aabb, abab, abba and so on
    >>> round(float(expected), 3), round(float(error), 3)
    (3.0, 0.816)
    """
    size, second, third = (np.asarray(values, float) for values in (n, squares, cubes))
    variance = (second * (second + size * (size + 1)) - 2 * size * third - size**3) / (size**2 * (size - 1))
    return (size * (size + 1) - second) / size, np.sqrt(np.maximum(variance, 0.0))


def pairs_nearby(n: ArrayLike, nearby: int) -> tuple[Array, Array]:
    """Return how many pairs of a row of n are at most `nearby` apart, and how many of these share a member.

    Examples
    --------
    >>> pairs, sharing = pairs_nearby(3, 1)  # ab, bc share b
    >>> int(pairs), int(sharing)
    (2, 1)
    """
    size = np.asarray(n, float)
    reach = np.minimum(nearby, size - 1)
    pairs = size * reach - reach * (reach + 1) / 2

    def sharing(length: float) -> float:
        place = np.arange(int(length))
        degree = np.minimum(place, nearby) + np.minimum(length - 1 - place, nearby)
        return float((degree * (degree - 1) / 2).sum())

    return pairs, np.vectorize(sharing, otypes=[float])(size)


def expected_repeats(
    n: ArrayLike, squares: ArrayLike, cubes: ArrayLike, fourths: ArrayLike, nearby: int
) -> tuple[Array, Array]:
    """Return how many pairs of equal values chance puts at most `nearby` apart, and the standard error.

    Parameters
    ----------
    n
        Values in the row, at least 4, any shape.
    squares, cubes, fourths
        Σc², Σc³, Σc⁴ over the distinct values, c being how often each stands there.
    nearby
        How far apart the two may be.

    Notes
    -----
    With P pairs of places, T couples of pairs that share a place, and the chances π₂ that two, π₃ that three places
    hold the same value and π₄ that two separate pairs do, every order being as likely: E = Pπ₂, Var = Pπ₂ + 2Tπ₃ +
    (P² − P − 2T)π₄ − P²π₂². The join counts of Moran (1948, JRSS B 10, 243–251) on a line. Checked by enumeration.

    Examples
    --------
    >>> expected, error = expected_repeats(4, 8, 16, 32, 1)  # two of each: aabb has 2, abba 1, abab 0
    >>> round(float(expected), 3), round(float(error), 3)
    (1.0, 0.816)
    """
    size, s2, s3, s4 = (np.asarray(values, float) for values in (n, squares, cubes, fourths))
    two = s2 - size
    three = s3 - 3 * s2 + 2 * size
    four = s4 - 6 * s3 + 11 * s2 - 6 * size
    # Two pairs of one value, or of two values: Σ c(c − 1) d(d − 1) over different values.
    both = four + two**2 - (s4 - 2 * s3 + s2)
    ordered = np.stack([size, size - 1, size - 2, size - 3]).cumprod(axis=0)
    pairs, sharing = pairs_nearby(size, nearby)
    mean = pairs * two / ordered[1]
    apart = pairs**2 - pairs - 2 * sharing
    variance = mean + 2 * sharing * three / ordered[2] + apart * both / ordered[3] - mean**2
    return mean, np.sqrt(np.maximum(variance, 0.0))


@dataclass(frozen=True)
class Succession:
    """What ties forms to those shortly before them.

    Attributes
    ----------
    n, pairs
        Forms, and pairs of forms that are near each other.
    products
        Σ x_i x_j' over near pairs, j before i; element [a, b] is of answer a before and b after, `(n_items, n_items)`.
    before, after
        Σ over near pairs of the earlier and of the later form, `(n_items,)`.
    """

    n: int
    pairs: int
    products: Array
    before: Array
    after: Array


def serial_likeness(succession: Succession, mean: ArrayLike, covariance: ArrayLike) -> tuple[float, float]:
    """Return how alike near forms are in their file, and how far that is from a random order.

    Parameters
    ----------
    succession
        Sums over near pairs.
    mean, covariance
        Of the unit's items (n − 1), `(n_items,)` and `(n_items, n_items)`.

    Returns
    -------
    tuple
        Mean correlation of near forms, about 0 in a random order; and its distance from that in standard errors.

    Notes
    -----
    S = Σ (x_j − m)' Σ⁻¹ (x_i − m) over P near pairs, r the rank of Σ; in a random order E = −rP/n and
    Var ≈ rP(1 − 2P/(n(n − 1))): the serial correlation of Wald and Wolfowitz (1943, Annals of Mathematical Statistics
    14, 378–388) for several answers and lags, each direction counting the same. Not a number where nothing varies.
    Checked against shuffled forms.

    Examples
    --------
    >>> forms = Succession(4, 3, np.array([[20.0]]), np.array([9.0]), np.array([6.0]))  # 4, 3, 2, 1
    >>> rho, z = serial_likeness(forms, [2.5], [[5 / 3]])
    >>> round(rho, 2)
    0.25
    """
    centre, cov = np.asarray(mean, float), np.asarray(covariance, float)
    values, vectors = np.linalg.eigh(cov)
    kept = values > NO_VARIANCE * max(float(values[-1]), NO_VARIANCE)
    rank, pairs = int(kept.sum()), succession.pairs
    if rank == 0 or pairs == 0:
        return np.nan, np.nan
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T
    centred = succession.products - np.outer(succession.before, centre) - np.outer(centre, succession.after)
    centred = centred + pairs * np.outer(centre, centre)
    likeness = float((inverse * centred).sum())
    n = succession.n
    left = 1.0 - pairs / (n * (n - 1) / 2)  # all pairs together cannot vary
    return likeness / (rank * pairs), (likeness + rank * pairs / n) / np.sqrt(max(rank * pairs * left, TINY))


@dataclass(frozen=True)
class Overlap:
    """Forms that two units share, against what both share with the others; one line a pair.

    Attributes
    ----------
    expected
        Forms that the pair would share by what each shares with the other units, `(n_pairs,)`; not a number with
        fewer than four units.
    p
        Chance of so many.
    """

    expected: Array
    p: Array


def shared_forms(first: ArrayLike, second: ArrayLike, shared: ArrayLike, n_units: int) -> Overlap:
    """Return for each pair of units how many forms both would share by chance.

    Parameters
    ----------
    first, second
        The units of each pair that shares a form, 0 to n_units − 1, `(n_pairs,)`; each pair once.
    shared
        Forms that both have, `(n_pairs,)`.
    n_units
        Units in all.

    Notes
    -----
    Were sharing a matter of each unit alone, X_uv = s_u s_v; then E = (m − 1)/m × Σ_w X_uw Σ_w X_vw / Σ X_ww', w
    and w' over the m other units: quasi-independence (Goodman 1968, JASA 63, 1091–1131) with the pair itself left out
    of its own expectation and pairs that stand out (p < 1e-6) set to theirs. A tenth of a form is added, so that
    nothing is impossible. p from Poisson's tail, stretched by Pearson's dispersion of the ordinary pairs (at least 1).
    Checked on simulated surveys (docs/methods/quality.md).

    Examples
    --------
    >>> pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    >>> found = shared_forms(*zip(*pairs), [40, 2, 2, 2, 2, 2], 4)
    >>> found.expected.round(1)[0].item(), bool(found.p[0] < 1e-6 < found.p[1])
    (2.1, True)
    """
    a, b = np.asarray(first, np.int64), np.asarray(second, np.int64)
    x = np.asarray(shared, float)
    if n_units < LEAST_FOR_OVERLAP:
        nothing = np.full(len(x), np.nan)
        return Overlap(nothing, nothing)
    usual, is_odd = x, np.zeros(len(x), bool)
    for _ in range(PASSES):
        expected = _by_margins(a, b, usual, n_units)
        # A pair that stands out must not raise what its units are expected to share with the others.
        is_odd = gammainc(np.maximum(x, TINY), expected) < ODD
        usual = np.where(is_odd, np.minimum(expected, x), x)
    residual = (x - expected)[~is_odd] ** 2 / expected[~is_odd]
    dispersion = max(1.0, float(residual.mean())) if len(residual) else 1.0
    return Overlap(expected, gammainc(np.maximum(x, TINY) / dispersion, expected / dispersion))


def _by_margins(a: NDArray[np.int64], b: NDArray[np.int64], x: Array, n_units: int) -> Array:
    """Return what pairs share by what each unit shares with the others, the pair itself left out."""
    others = n_units - 2
    of_unit = np.bincount(a, x, n_units) + np.bincount(b, x, n_units)
    beside = (of_unit[a] - x) * (of_unit[b] - x)
    rest = 2 * (x.sum() - of_unit[a] - of_unit[b] + x)  # pairs among the others, counted in both directions
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(rest > 0, beside / rest * (others - 1) / others, 0.0) + LEAST_SHARED
