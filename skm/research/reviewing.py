"""Which units' forms are worth a look, and why: marks with an expectation from the survey itself, never a verdict."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.errors import RequestError
from skm.messages import EVIDENCE, REVIEW, spoken_number
from skm.regulation import Instrument
from skm.research.forms import BURST_SECONDS, Forms
from skm.research.orders import NEARBY
from skm.stats.cells import mask_bits
from skm.stats.multiplicity import benjamini_hochberg
from skm.stats.reliability import covariances, cronbach_alpha
from skm.stats.screening import (
    Succession,
    draw_people,
    effective_size,
    expected_repeats,
    expected_runs,
    matched_weights,
    pairs_nearby,
    screen,
    serial_likeness,
    shared_forms,
    steady_share,
)
from skm.survey import Survey
from skm.tally import (
    Tally,
    count_column,
    count_responses,
    histogram_column,
    product_column,
    straight_column,
    tally_responses,
)

Array = NDArray[np.float64]
Key = tuple[str, str]

FLAG_COLUMNS = ("period", "unit", "n", "mark", "value", "expected", "p", "q", "flag", "evidence")
FLAGGED = "review"

SEED = 2017
# Simulated units of each unit: enough for a mean and a standard deviation, because tails are normal on a steady scale.
# Where units are many, what ordinary units show makes up for fewer draws.
MOST_DRAWS, FEWEST_DRAWS, DRAWS_IN_ALL = 100, 25, 20_000
POOL = 1_200  # people of a period that stand for the others, at least
LARGEST_POOL = 20_000
PEOPLE_PER_RESPONDENT = 6
STRETCHES = 1 << 14  # of the numbers between 0 and 1, to look up at which minute somebody answers

FALSE_SHARE = 0.01  # statistics.md section 14: Benjamini and Hochberg at q = 0.01 over all units and tests
LEAST_TESTED = 20  # complete forms; fewer give no test
LEAST_LOOKED_AT = 10  # forms; fewer give no mark at all
MUCH_BLANK = 0.05  # statistics.md section 9
FULL_CEILING = 0.5  # half of the forms at 100: statistics.md section 2, no interval and no order is honest there
# A sign must be large as well as unlikely: with many forms small differences of honest units are beyond chance.
LARGER_SHARE = 0.10  # straight lines, repeated forms, bursts, hours: points of share beyond the expectation
LESS_VARIANCE = 0.75  # of the expected variance
TAIL = 0.30  # share of others at or below the highest limit of the tail
TAIL_LEFT = 0.5  # of the expected share
LEAST_IN_TAIL = 2.0  # forms expected at or below the lowest limit; fewer say nothing
LIKE_THOSE_BEFORE = 0.04  # mean correlation of near forms
LOW_ALPHA = 0.30  # "near zero": a generator's independent answers have 0.008 (features.md, section 3)
COPIED = (10, 0.30)  # forms, and share of the unit's complete forms; a whole copy has 0.6 to 0.8
STRICT = 0.90  # share of successive rows that change
SORTED = 0.90  # Spearman's correlation with the place


@dataclass(frozen=True)
class Line:
    """One mark of one unit.

    `gap` and `error` are on a steady scale, for marks that are set beside the other units; `p` for those that have
    their own; `is_large` says whether it would matter.
    """

    key: Key
    mark: str
    value: float
    expected: float
    is_large: bool
    gap: float = np.nan
    error: float = np.nan
    side: str = ""
    p: float = np.nan
    is_rule: bool = False
    words: tuple[tuple[str, str], ...] = ()


def quality_flags(
    responses: Any,
    survey: Survey | None = None,
    *,
    seed: int = SEED,
    draws: int | None = None,
    language: str | None = None,
    tally: Tally | None = None,
) -> pd.DataFrame:
    """Return marks of units whose forms are worth a look, each with what was expected and the evidence in words.

    Nothing is deleted or corrected, and no mark is a proof: a flagged unit deserves a question. For internal use.

    Parameters
    ----------
    responses
        `Responses`, or any frame that Narwhals knows: element columns with 1 to 4 or null, and where they exist
        `period`, `unit`, `file`, `row`, profile columns, `date`, `timestamp`. Several questionnaires are several calls.
    survey
        Its language, and `asked_<period>` of its register.
    seed
        Of the simulations: the same seed gives the same table.
    draws
        Simulated units for each unit; by default 100, down to 25 from 800 units on.
    language
        Of the evidence, "id" or "en"; the survey's own where it is not given.
    tally
        Of the same responses by period and unit at least, where they are counted already.

    Returns
    -------
    pandas.DataFrame
        `FLAG_COLUMNS`, one line for each period × unit × mark that could be looked at. `n`: forms of the unit;
        `value` and `expected`: shares 0 to 1, points (`homogeneity`, `free_tariff`), a number (`constant_elements`,
        `low_alpha`, `sorted_file`); `p`: one-sided, not a number for a mark by rule; `q`: Benjamini and Hochberg's
        adjusted p over all units and tests; `flag`: "review" or empty.

    Raises
    ------
    SkmError
        A score is off the scale, the frame has no element column, or the answers were mapped from another scale.

    Notes
    -----
    Expectations: forms of other units of the period, weighted so that their element means are the unit's, of which
    `draws` units of the same size are drawn; orders in the file: every order of the unit's own forms; copies: what
    both units share with the others. p from a normal tail on a steady scale around an empirical null
    (`skm.stats.screening`). Flagged where q ≤ 0.01 and the deviation is large. Formulas, thresholds and their sources,
    and what share of planted faults is found: docs/methods/quality.md. Checked by simulation (`benchmarks/faults.py`).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.integers(2, 5, (120, 3)), columns=["time", "tariff", "product"])
    >>> frame["unit"] = ["a", "b", "c"] * 40
    >>> frame.loc[frame["unit"] == "c", "time"] = 4
    >>> found = quality_flags(frame, language="en")
    >>> found.loc[found["flag"] == "review", ["unit", "mark"]].values.tolist()
    [['c', 'constant_elements']]
    """
    survey = survey or Survey()
    spoken = language or survey.language
    tally = _tally_of(responses, tally)
    counted = _Counted(tally, survey)
    if draws is None:
        draws = int(np.clip(DRAWS_IN_ALL // max(len(counted.tested), 1), FEWEST_DRAWS, MOST_DRAWS))
    with Forms(responses, tally.instrument) as forms:
        lines = [
            *_rule_lines(counted, spoken),
            *_simulated_lines(counted, forms, seed, draws),
            *_copy_lines(counted, forms),
            *_order_lines(counted, forms),
            *_time_lines(counted, forms, seed, draws),
        ]
    return _table(lines, counted, spoken)


def _tally_of(responses: Any, known: Tally | None) -> Tally:
    """Return the tally of the forms by period and unit; tables of counts have no forms, and are left out."""
    if hasattr(responses, "instrument"):
        if responses.instrument.scale:
            raise RequestError("review_mapped_scale")
        if known is not None and not responses.counted:
            return replace(known, names=responses.unit_names())
        frame = count_responses(responses.rows, responses.instrument, ["period", "unit"])
        return Tally(frame, responses.instrument, responses.unit_names())
    columns = nw.from_native(responses).collect_schema().names()
    return tally_responses(responses, by=[key for key in ("period", "unit") if key in columns])


# --- what the tally says ------------------------------------------------------------------------------------------


class _Counted:
    """The sums of each unit of each period; `complete` are those who answered every question."""

    def __init__(self, tally: Tally, survey: Survey) -> None:
        self.instrument: Instrument = tally.instrument
        self.survey = survey
        self.names = tally.names
        self.items = [item.key for item in tally.instrument.items]
        self.k = len(self.items)
        frame = tally.frame[tally.frame["view"] == ""].reset_index(drop=True)
        places = frame.groupby(["period", "unit"], sort=True).ngroup().to_numpy()
        self.keys: list[Key] = [
            (str(period), str(unit))
            for period, unit in frame[["period", "unit"]]
            .drop_duplicates()
            .sort_values(["period", "unit"])
            .itertuples(index=False)
        ]
        self.place = {key: number for number, key in enumerate(self.keys)}
        self._sum_up(frame, places)

    def _sum_up(self, frame: pd.DataFrame, places: NDArray[np.int64]) -> None:
        size, k = len(self.keys), self.k

        def added(values: Any) -> NDArray[np.int64]:
            total = np.zeros((size, *np.shape(values)[1:]), np.int64)
            np.add.at(total, places, np.asarray(values, np.int64))
            return total

        rows = frame["rows"].to_numpy(np.int64)
        answered = mask_bits(frame["answered"].to_numpy(np.int64), k)
        skipped = mask_bits(frame["not_applicable"].to_numpy(np.int64), k)
        # Answers 1 to 4 of each question: score 1 is the rest of those who answer.
        higher = np.stack(
            [frame[[count_column(item, s) for s in (2, 3, 4)]].to_numpy(np.int64) for item in self.items], 1
        )
        lowest = answered * rows[:, None] - higher.sum(axis=2)
        answers = np.concatenate([lowest[:, :, None], higher], axis=2)
        self.n = added(rows)
        self.answers = added(answers)
        self.blank = added((1 - answered - skipped) * rows[:, None])
        self.asked = added((1 - skipped) * rows[:, None])
        full = answered.all(axis=1)
        complete = frame[full]
        places = places[full]
        self.n_complete = added(complete["rows"])
        scores = np.arange(1, 5)
        self.complete_sums = added((answers * scores).sum(axis=2)[full])
        self.products = np.zeros((size, k, k), np.int64)
        self.products[:, np.arange(k), np.arange(k)] = added((answers * scores**2).sum(axis=2)[full])
        for a, b in combinations(range(k), 2):
            cross = added(complete[product_column(self.items[a], self.items[b])])
            self.products[:, a, b] = self.products[:, b, a] = cross
        bins = added(complete[[histogram_column(excess) for excess in range(1, 3 * k)]])
        # The ends of the histogram are not stored: they follow from the number of forms and the sum of scores.
        beyond = self.complete_sums.sum(axis=1) - k * self.n_complete - bins @ np.arange(1, 3 * k)
        top = beyond // (3 * k)
        low = self.n_complete - bins.sum(axis=1) - top
        self.totals = np.column_stack([low, bins, top])  # forms by total, from k to 4k
        self.top = top
        self.straight = low + top + sum(added(complete[straight_column(score)]) for score in (2, 3))

    @cached_property
    def tested(self) -> list[int]:
        """Units with enough complete forms for a test."""
        return [place for place, n in enumerate(self.n_complete) if n >= LEAST_TESTED]

    def covariance(self, place: int) -> Array:
        return covariances(int(self.n_complete[place]), self.complete_sums[place], self.products[place])

    def element_names(self, places: Sequence[int], language: str) -> str:
        """Return the names of the elements of some questions."""
        regulation = self.instrument.regulation
        keys = dict.fromkeys(self.instrument.items[place].element for place in places)
        names = {element.key: element.short[language] for element in regulation.elements}
        return ", ".join(names[key] for key in keys)


def _rule_lines(counted: _Counted, language: str) -> Iterator[Line]:
    """Give the marks that need no test: blanks, ceilings, questions that all answered alike, free services."""
    for place, key in enumerate(counted.keys):
        if counted.n[place] < LEAST_LOOKED_AT:
            continue
        yield _blank_line(counted, place, key, language)
        yield _ceiling_line(counted, place, key, language)
        answered = counted.answers[place].sum(axis=1)
        alike = (counted.answers[place] == answered[:, None]).any(axis=1) & (answered >= LEAST_LOOKED_AT)
        is_free = np.array([item.element == "tariff" for item in counted.instrument.items])
        is_free &= alike & (counted.answers[place][:, 3] == answered)
        constant = np.flatnonzero(alike & ~is_free)
        words = (("elements", counted.element_names(constant, language) or "–"),)
        yield Line(key, "constant_elements", float(len(constant)), 0.0, len(constant) > 0, is_rule=True, words=words)
        if is_free.any():
            yield _free_line(counted, place, key)


def _blank_line(counted: _Counted, place: int, key: Key, language: str) -> Line:
    with np.errstate(invalid="ignore"):
        shares = np.nan_to_num(counted.blank[place] / counted.asked[place])
    most = int(shares.argmax())
    words = (
        ("elements", counted.element_names([most], language)),
        ("most", _percent(float(shares[most]), language, 1)),
    )
    share = counted.blank[place].sum() / max(int(counted.asked[place].sum()), 1)
    return Line(key, "blanks", float(share), 0.0, bool(shares[most] > MUCH_BLANK), is_rule=True, words=words)


def _ceiling_line(counted: _Counted, place: int, key: Key, language: str) -> Line:
    same = np.array([period == key[0] for period, _ in counted.keys])
    same[place] = False
    others = counted.answers[same].sum(axis=(0, 1))
    own = counted.answers[place].sum(axis=0)
    expected = float(others[3] / others.sum()) if others.sum() else np.nan
    top = float(counted.top[place] / counted.n_complete[place]) if counted.n_complete[place] else 0.0
    is_large = counted.n_complete[place] >= LEAST_LOOKED_AT and top >= FULL_CEILING
    words = (("top", _percent(top, language)),)
    return Line(key, "ceiling", float(own[3] / own.sum()), expected, bool(is_large), is_rule=True, words=words)


def _free_line(counted: _Counted, place: int, key: Key) -> Line:
    """Give the index with and without the tariff: a comparison, not a sign."""
    regulation = counted.instrument.regulation
    means = {}
    for element in regulation.keys:
        own = [number for number, item in enumerate(counted.instrument.items) if item.element == element]
        answers = counted.answers[place][own].sum(axis=0)
        means[element] = float(answers @ np.arange(1, 5) / answers.sum()) if answers.sum() else np.nan
    weights = {element.key: float(element.weight) for element in regulation.elements}
    points = float(regulation.multiplier)
    index = points * sum(weights[element] * mean for element, mean in means.items())
    rest = {element: mean for element, mean in means.items() if element != "tariff"}
    size = sum(weights[element] for element in rest)
    without = points * sum(weights[element] * mean for element, mean in rest.items()) / size if rest else np.nan
    return Line(key, "free_tariff", index, without, is_large=False, is_rule=True)


# --- beside units drawn from the others ------------------------------------------------------------------------------


def _simulated_lines(counted: _Counted, forms: Forms, seed: int, draws: int) -> Iterator[Line]:
    """Give the marks that are set beside people of other units with the same element means."""
    if not counted.tested:
        return
    largest = int(counted.n_complete.max())
    size = int(np.clip(PEOPLE_PER_RESPONDENT * largest, POOL, LARGEST_POOL))
    people = _People.of(forms.sample(size, seed), counted)
    distinct = forms.distinct().set_index(["period", "unit"])[["plain", "different"]]
    repeats = {key: (int(plain), int(different)) for key, plain, different in distinct.itertuples()}
    for place in counted.tested:
        key = counted.keys[place]
        rng = np.random.default_rng([seed, zlib.crc32("\t".join(key).encode())])
        bench = _Bench.of(people.beside(place), counted, place, draws, rng)
        if bench is not None:
            yield from bench.lines(counted, place, *repeats.get(key, (0, 0)))


@dataclass(frozen=True)
class _People:
    """Some people of a survey, a line for each form of a unit: unit, period, how many, their answers and what they add.

    `number` is the same for equal forms.
    """

    place: NDArray[np.int64]
    period: NDArray[np.int64]
    n: NDArray[np.int64]
    scores: NDArray[np.int64]
    total: NDArray[np.int64]
    straight: NDArray[np.bool_]
    number: NDArray[np.int64]

    @classmethod
    def of(cls, sample: pd.DataFrame, counted: _Counted) -> "_People":
        """Return the people of a sample of forms."""
        scores = np.array([[int(digit) for digit in code] for code in sample["code"]], np.int64)
        places = [counted.place[key] for key in zip(sample["period"], sample["unit"], strict=True)]
        return cls(
            place=np.array(places, np.int64),
            period=pd.factorize(sample["period"])[0].astype(np.int64),
            n=sample["n"].to_numpy(np.int64),
            scores=scores,
            total=scores.sum(axis=1),
            straight=(scores == scores[:, :1]).all(axis=1),
            number=pd.factorize(sample["code"])[0].astype(np.int64),
        )

    def beside(self, place: int) -> "_People":
        """Return the people of the other units of a unit's period."""
        own = self.place == place
        chosen = (self.period == self.period[own][0]) & ~own if own.any() else np.zeros(len(own), bool)
        return _People(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class _Bench:
    """Simulated units of the size of one unit: which form each of their people has."""

    people: _People
    weights: Array
    drawn: NDArray[np.intp]
    stretch: float

    @classmethod
    def of(
        cls,
        people: _People,
        counted: _Counted,
        place: int,
        draws: int,
        rng: np.random.Generator,
    ) -> "_Bench | None":
        """Return the bench, or nothing where the others are too few for a unit of this size."""
        n, many = int(counted.n_complete[place]), people.n
        if 2 * n > many.sum():
            return None
        weights = matched_weights(people.scores, many, counted.complete_sums[place] / n, n)
        worth = effective_size(weights, many)
        if 2 * n > worth:
            return None
        # People drawn without replacement vary less than those of a population.
        stretch = 1.0 / np.sqrt(1.0 - n / worth)
        return cls(people, weights, draw_people(weights, many, n, draws, rng), float(stretch))

    def sums(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return what the people of each simulated unit add up to, `(draws, k)`.

        `values` are whole numbers of each form, `(n_forms, k)`, none below 0. Several stand in one number while they
        are added, which is exact, and people are looked up a few times and not k times.
        """
        bits = max(int(values.max(initial=0)) * self.drawn.shape[1], 1).bit_length()
        own = np.arange(63 // bits) * bits
        words = [values[:, first : first + len(own)] for first in range(0, values.shape[1], len(own))]
        added = [(word << own[: word.shape[1]]).sum(axis=1)[self.drawn].sum(axis=1) for word in words]
        parts = [
            total[:, None] >> own[: word.shape[1]] & (1 << bits) - 1 for word, total in zip(words, added, strict=True)
        ]
        return np.concatenate(parts, axis=1)

    @cached_property
    def variances(self) -> Array:
        """The variance of the totals of each simulated unit."""
        return self.people.total.astype(float)[self.drawn].var(axis=1, ddof=1)

    def _line(
        self, key: Key, mark: str, side: str, own: float, simulated: Array, *, floor: float = 0.0
    ) -> dict[str, Any]:
        """Return the common parts of a line from values on the steady scale."""
        error = max(float(simulated.std(ddof=1)) * self.stretch, floor)
        return {"key": key, "mark": mark, "side": side, "gap": own - float(simulated.mean()), "error": error}

    def lines(self, counted: _Counted, place: int, plain: int, different: int) -> Iterator[Line]:
        """Give the marks of the unit."""
        key, n = counted.keys[place], int(counted.n_complete[place])
        covariance = counted.covariance(place)
        yield self._straight(key, int(counted.straight[place]), n)
        yield self._repeats(key, plain, different)
        variance = float(covariance.sum())
        if variance > 0:
            yield self._homogeneity(key, variance, counted)
            yield from self._alpha(key, float(cronbach_alpha(covariance)), counted.k)
        yield from self._tail(counted, place)

    def _share(
        self, key: Key, mark: str, side: str, count: float, size: float, counts: Array, sizes: Any
    ) -> dict[str, Any]:
        simulated = steady_share(counts, sizes)
        parts = self._line(
            key, mark, side, float(steady_share(count, size)), simulated, floor=0.5 / np.sqrt(size + 0.5)
        )
        value, expected = count / size, float((counts / np.maximum(sizes, 1)).mean())
        return parts | {"value": value, "expected": expected}

    def _straight(self, key: Key, count: int, n: int) -> Line:
        counts = self.sums(self.people.straight[:, None].astype(np.int64))[:, 0]
        parts = self._share(key, "straight_lines", "high", count, n, counts, n)
        return Line(**parts, is_large=parts["value"] - parts["expected"] >= LARGER_SHARE)

    def _repeats(self, key: Key, plain: int, different: int) -> Line:
        """Forms that repeat another one, straight lines aside."""
        straight, number = self.people.straight, self.people.number
        size = int(number.max()) + 1
        cells = number[self.drawn] + size * np.arange(len(self.drawn))[:, None]
        is_there = np.bincount(cells.ravel(), minlength=size * len(cells)).reshape(-1, size) > 0
        sizes = self.sums((~straight)[:, None].astype(np.int64))[:, 0]
        counts = sizes - np.count_nonzero(is_there[:, np.unique(number[~straight])], axis=1)
        parts = self._share(key, "identical_forms", "high", plain - different, max(plain, 1), counts, sizes)
        # Repeats come in clusters, so the floor of independent forms says nothing here.
        return Line(**parts, is_large=parts["value"] - parts["expected"] >= LARGER_SHARE)

    def _homogeneity(self, key: Key, variance: float, counted: _Counted) -> Line:
        points = float(counted.instrument.regulation.multiplier) / counted.k
        logs = np.log(np.maximum(self.variances, 1e-9))
        parts = self._line(key, "homogeneity", "low", float(np.log(variance)), logs)
        expected = float(np.exp(logs.mean()))
        is_large = variance <= LESS_VARIANCE * expected
        return Line(**parts, value=points * np.sqrt(variance), expected=points * np.sqrt(expected), is_large=is_large)

    def _alpha(self, key: Key, alpha: float, k: int) -> Iterator[Line]:
        if k < 2:
            return
        n, whole = self.drawn.shape[1], self.variances
        scores = self.people.scores
        sums, squares = self.sums(scores), self.sums((scores**2).sum(axis=1)[:, None])[:, 0]
        inner = (squares - (sums**2).sum(axis=1) / n) / (n - 1)
        usable = whole > 0
        simulated = k / (k - 1) * (1 - inner[usable] / whole[usable])
        # ln(1 − alpha) is close to normal (Feldt 1965: (1 − alpha) ratios follow F).
        logs = np.log(np.maximum(1 - simulated, 1e-9))
        parts = self._line(key, "low_alpha", "high", float(np.log(max(1 - alpha, 1e-9))), logs)
        yield Line(**parts, value=alpha, expected=float(1 - np.exp(logs.mean())), is_large=alpha <= LOW_ALPHA)

    def _tail(self, counted: _Counted, place: int) -> Iterator[Line]:
        """Give how far the low totals fall short of those of people with the same element means.

        Where the best forms were kept, the gap may begin at any total: the largest one up to the limit counts, and
        simulated units are searched in the same way.
        """
        key, n, k = counted.keys[place], int(counted.n_complete[place]), counted.k
        totals = self.people.total - k
        shares = np.bincount(totals, self.weights, 3 * k + 1).cumsum()
        limits = np.flatnonzero((shares <= TAIL) & (n * shares >= LEAST_IN_TAIL))
        if not len(limits):
            return
        expected = steady_share(n * shares[limits], n)
        own = counted.totals[place].cumsum()[limits]
        simulated = self.sums((totals[:, None] <= limits).astype(np.int64))
        gaps = steady_share(own, n) - expected
        parts = self._line(
            key, "missing_tail", "low", float(gaps.min()), (steady_share(simulated, n) - expected).min(axis=1)
        )
        at = int(gaps.argmin())
        value, share = float(own[at] / n), float(shares[limits][at])
        limit = float(counted.instrument.regulation.multiplier) * (limits[at] + k) / k
        words = (("limit", f"{limit:.2f}"),)
        yield Line(**parts, value=value, expected=share, is_large=value <= TAIL_LEFT * share, words=words)


# --- copies, order, time ---------------------------------------------------------------------------------------------


def _copy_lines(counted: _Counted, forms: Forms) -> Iterator[Line]:
    """Give for each unit the other unit with which it shares most forms beyond chance."""
    pairs = forms.overlaps()
    if pairs.empty:
        return
    places = np.array([counted.place[key] for key in zip(forms.units["period"], forms.units["unit"], strict=True)])
    first, second = (places[pairs[side].to_numpy(np.intp)] for side in ("first", "second"))
    shared = pairs["shared"].to_numpy(np.int64)
    found = shared_forms(first, second, shared, len(counted.keys))
    if np.isnan(found.p).all():
        return
    ends, others, twice = (
        np.concatenate([first, second]),
        np.concatenate([second, first]),
        np.tile(np.arange(len(pairs)), 2),
    )
    order = np.lexsort((others, -shared[twice], found.p[twice], ends))
    least, share = COPIED
    for place, at in zip(*np.unique(ends[order], return_index=True), strict=True):
        n = int(counted.n_complete[place])
        if n < LEAST_TESTED:
            continue
        pair, other = twice[order][at], counted.keys[others[order][at]]
        period = f" ({other[0]})" if other[0] != counted.keys[place][0] else ""
        yield Line(
            counted.keys[place],
            "copied_forms",
            value=float(shared[pair] / n),
            expected=float(found.expected[pair] / n),
            is_large=bool(shared[pair] >= least and shared[pair] >= share * n),
            p=float(min(1.0, found.p[pair] * (len(counted.keys) - 1))),
            words=(("other", counted.names.get(other[1], other[1]) + period), ("shared", str(int(shared[pair])))),
        )


def _order_lines(counted: _Counted, forms: Forms) -> Iterator[Line]:
    """Give what the order of the forms in their file says."""
    if not forms.is_ordered:
        return
    for row in forms.sortedness().itertuples(index=False):
        if row.n >= LEAST_TESTED and np.isfinite(row.rho):
            # ρ√(n − 1) is close to normal under every order (Hotelling and Pabst 1936).
            tail = screen([abs(row.rho)], [1 / np.sqrt(row.n - 1)], side="high").p[0]
            key = (row.period, row.unit)
            yield Line(key, "sorted_file", float(row.rho), 0.0, abs(row.rho) >= SORTED, p=min(1.0, 2 * float(tail)))
    yield from _repeat_lines(forms)
    yield from _succession_lines(counted, forms)
    yield from _alternation_lines(forms)


def _repeat_lines(forms: Forms) -> Iterator[Line]:
    """Give the equal forms that stand near each other; every order of the unit's own forms is as likely."""
    table = forms.repeats_nearby()
    table = table[table["n"] >= LEAST_TESTED]
    expected, error = expected_repeats(*(table[name] for name in ("n", "squares", "cubes", "fourths")), NEARBY)
    pairs, _ = pairs_nearby(table["n"], NEARBY)
    for row, mean, sd, many in zip(table.itertuples(index=False), expected, error, pairs, strict=True):
        dispersion = sd**2 / mean if mean > 0 else 1.0
        yield Line(
            (row.period, row.unit),
            "identical_in_sequence",
            *(row.pairs / many, mean / many, (row.pairs - mean) / row.n >= LARGER_SHARE),
            gap=float(2 * (np.sqrt(row.pairs + 0.375) - np.sqrt(mean + 0.375))),
            error=max(float(np.sqrt(dispersion)), 1.0),
            side="high",
        )


def _succession_lines(counted: _Counted, forms: Forms) -> Iterator[Line]:
    """Give how alike near forms are; every order of the unit's own forms is as likely."""
    places = range(counted.k)
    table = forms.successions(counted.k)
    products = table[[f"c_{a}_{b}" for a in places for b in places]].to_numpy(float)
    before, after = (table[[f"{side}_{place}" for place in places]].to_numpy(float) for side in "ba")
    for at, row in enumerate(table.itertuples(index=False)):
        if row.n < LEAST_TESTED:
            continue
        key = (row.period, row.unit)
        place = counted.place[key]
        sums = Succession(row.n, row.pairs, products[at].reshape(counted.k, counted.k), before[at], after[at])
        rho, z = serial_likeness(sums, counted.complete_sums[place] / row.n, counted.covariance(place))
        if np.isfinite(z):
            is_large = rho >= LIKE_THOSE_BEFORE
            yield Line(key, "alike_in_sequence", rho, 0.0, is_large, gap=z, error=1.0, side="high")


def _alternation_lines(forms: Forms) -> Iterator[Line]:
    """Give the profile column that changes from row to row beyond chance; every order is as likely."""
    found: dict[Key, list[Line]] = {}
    for column in forms.profiles:
        table = forms.runs(column)
        expected, error = expected_runs(table["n"], table["squares"], table["cubes"])
        for row, mean, sd in zip(table.itertuples(index=False), expected, error, strict=True):
            if row.n < LEAST_TESTED or not sd > 0:
                continue
            key = (row.period, row.unit)
            value, share = (row.runs - 1) / (row.n - 1), float(mean - 1) / (row.n - 1)
            p = float(screen([row.runs - mean], [sd], side="high").p[0])
            line = Line(key, "alternation", value, share, value >= STRICT, p=p, words=(("column", column),))
            found.setdefault(key, []).append(line)
    for lines in found.values():
        least = min(lines, key=lambda line: line.p)
        yield replace(least, p=min(1.0, least.p * len(lines)))


def _time_lines(counted: _Counted, forms: Forms, seed: int, draws: int) -> Iterator[Line]:
    """Give what days and times say, where they exist; nothing requires them."""
    if not forms.is_dated:
        return
    days = forms.days()
    yield from _day_lines(days)
    moments = forms.moments()
    if moments.empty:
        return
    yield from _hour_lines(moments)
    minutes = {period: table for period, table in forms.minutes().groupby("period")}
    by_unit = dict(list(days.groupby(["period", "unit"])["n"]))
    for row in moments.itertuples(index=False):
        if row.n < LEAST_TESTED:
            continue
        key = (row.period, row.unit)
        rng = np.random.default_rng([seed, zlib.crc32("\t".join(key).encode()), 1])
        counts = _quick_by_chance(by_unit[key].to_numpy(), minutes[row.period], draws, rng)
        own, simulated = steady_share(row.quick, row.n), steady_share(counts, row.n)
        error = max(float(simulated.std(ddof=1)), 0.5 / np.sqrt(row.n + 0.5))
        value, expected = row.quick / row.n, float(counts.mean() / row.n)
        yield Line(
            key,
            "bursts",
            *(value, expected, value - expected >= LARGER_SHARE),
            gap=float(own - simulated.mean()),
            error=error,
            side="high",
        )


def _quick_by_chance(
    forms_a_day: NDArray[np.int64], minutes: pd.DataFrame, draws: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return how many forms come soon after another where each comes at a time of day at which people answer.

    One draw after the other: the forms of a unit may be millions.
    """
    day = np.repeat(np.arange(len(forms_a_day)), forms_a_day)
    midnight, is_same = day * 86_400.0, np.diff(day) == 0
    minute_of = _lookup_by_chance(minutes)
    # All minutes are drawn before all seconds: a second generator begins where these end.
    later = np.random.Generator(np.random.PCG64())
    later.bit_generator.state = rng.bit_generator.state
    later.bit_generator.advance(draws * len(day))
    found = np.empty(draws, np.int64)
    for number in range(draws):
        seconds = midnight + minute_of(rng.random(len(day))) * 60.0 + later.uniform(0, 60, len(day))
        seconds.sort()
        found[number] = np.count_nonzero((np.diff(seconds) <= BURST_SECONDS) & is_same)
    return found


def _lookup_by_chance(minutes: pd.DataFrame) -> Callable[[Array], NDArray[np.int64]]:
    """Return a function that gives the minutes of numbers between 0 and 1, as `Generator.choice` chooses them.

    A number nearly always lies in a stretch that belongs to one minute alone: then nothing is searched.
    """
    chance = minutes["n"].to_numpy(float) / minutes["n"].sum()
    limits = chance.cumsum()
    limits /= limits[-1]
    ends = np.arange(STRETCHES + 1) / STRETCHES
    first, last = limits.searchsorted(ends[:-1], side="right"), limits.searchsorted(ends[1:], side="left")
    known = np.where(first == last, first, -1)

    def minute_of(numbers: Array) -> NDArray[np.int64]:
        place = known[(numbers * STRETCHES).astype(np.intp)]
        unclear = np.flatnonzero(place < 0)
        place[unclear] = limits.searchsorted(numbers[unclear], side="right")
        return minutes["minute"].to_numpy()[place]

    return minute_of


def _day_lines(days: pd.DataFrame) -> Iterator[Line]:
    """Give the share of each unit's busiest day, beside the other units'."""
    days = days.assign(text=pd.to_datetime(days["day"]).dt.strftime("%Y-%m-%d"))
    busiest = (
        days.sort_values(["n", "text"], ascending=[False, True], kind="stable").groupby(["period", "unit"]).first()
    )
    total = days.groupby(["period", "unit"])["n"].sum()
    table = busiest.assign(total=total).reset_index()
    table = table[table["total"] >= LEAST_TESTED]
    shares, periods = (table["n"] / table["total"]).to_numpy(), table["period"].to_numpy()
    for at, row in enumerate(table.itertuples(index=False)):
        same = periods == row.period
        same[at] = False
        if not same.any():
            continue
        expected = float(np.median(shares[same]))
        value = row.n / row.total
        yield Line(
            (row.period, row.unit),
            "one_day",
            *(value, expected, value - expected >= 0.5),
            gap=float(steady_share(row.n, row.total) - steady_share(expected * row.total, row.total)),
            error=0.5 / np.sqrt(row.total + 0.5),
            side="high",
            words=(("day", row.text),),
        )


def _hour_lines(moments: pd.DataFrame) -> Iterator[Line]:
    """Give the share of forms outside office hours, beside the other units'."""
    for row in moments.itertuples(index=False):
        others = moments[(moments["period"] == row.period) & (moments["unit"] != row.unit)]
        if row.n < LEAST_TESTED or others.empty:
            continue
        expected = float(others["outside"].sum() / others["n"].sum())
        value = row.outside / row.n
        yield Line(
            (row.period, row.unit),
            "office_hours",
            *(value, expected, value - expected >= LARGER_SHARE),
            gap=float(steady_share(row.outside, row.n) - steady_share(expected * row.n, row.n)),
            error=0.5 / np.sqrt(row.n + 0.5),
            side="high",
        )


# --- one table -------------------------------------------------------------------------------------------------------


def _table(lines: Sequence[Line], counted: _Counted, language: str) -> pd.DataFrame:
    """Return all marks with their p values, adjusted together, and the evidence in words."""
    p = np.array([line.p for line in lines], float)
    for mark in dict.fromkeys(line.mark for line in lines):
        own = np.array([at for at, line in enumerate(lines) if line.mark == mark and line.side], np.intp)
        if len(own):
            gaps, errors = ([getattr(lines[at], name) for at in own] for name in ("gap", "error"))
            p[own] = screen(gaps, errors, side=lines[own[0]].side).p
    tested = ~np.isnan(p)
    q = np.full(len(p), np.nan)
    if tested.any():
        q[tested] = benjamini_hochberg(p[tested])
    rows = []
    for line, chance, adjusted in zip(lines, p, q, strict=True):
        is_flagged = line.is_large and (line.is_rule or adjusted <= FALSE_SHARE)
        text = (REVIEW[language] if is_flagged else "") + _evidence(line, counted, language, is_flagged=is_flagged)
        numbers = (line.value, line.expected, chance, adjusted)
        n = int(counted.n[counted.place[line.key]])
        rows.append((*line.key, n, line.mark, *numbers, FLAGGED if is_flagged else "", text))
    table = pd.DataFrame(rows, columns=list(FLAG_COLUMNS))
    return table.sort_values(["period", "unit"], kind="stable").reset_index(drop=True)


FINE_MARKS = ("blanks", "identical_in_sequence")  # shares whose tenths of a percent matter
PLAIN_MARKS = {
    "homogeneity": 1,
    "free_tariff": 2,
    "constant_elements": 0,
    "low_alpha": 2,
    "sorted_file": 2,
    "alike_in_sequence": 2,
}


def _percent(share: float, language: str, places: int = 0) -> str:
    return "–" if np.isnan(share) else spoken_number(100 * share, language, places)


def _evidence(line: Line, counted: _Counted, language: str, *, is_flagged: bool) -> str:
    """Return what was found and what was expected, in words."""
    if line.mark in PLAIN_MARKS:
        value, expected = (spoken_number(x, language, PLAIN_MARKS[line.mark]) for x in (line.value, line.expected))
    else:
        places = 1 if line.mark in FINE_MARKS else 0
        value, expected = (_percent(x, language, places) for x in (line.value, line.expected))
    words = dict(line.words)
    if "limit" in words:
        words["limit"] = spoken_number(float(words["limit"]), language, 2)
    key = "low_alpha_usual" if line.mark == "low_alpha" and not is_flagged else line.mark
    text = EVIDENCE[key][language].format(value=value, expected=expected, seconds=BURST_SECONDS, nearby=NEARBY, **words)
    asked = _asked(counted, line.key) if line.mark == "missing_tail" else None
    if asked is not None:
        n = int(counted.n[counted.place[line.key]])
        text += EVIDENCE["missing_tail_asked"][language].format(
            n=spoken_number(n, language), asked=spoken_number(asked, language)
        )
    return text


def _asked(counted: _Counted, key: Key) -> int | None:
    """Return how many forms the register says were handed out."""
    units, column = counted.survey.units, f"asked_{key[0]}"
    if units is None or column not in units.columns:
        return None
    found = pd.to_numeric(units.loc[units["unit_id"] == key[1], column], errors="coerce").dropna()
    return int(found.iloc[0]) if len(found) else None
