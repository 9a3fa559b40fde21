"""What the order of the forms in their file says, from one pass over them: portions come and go, sums stay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Array = NDArray[np.float64]

NEARBY = 8  # forms: what one person fills in one sitting stands together, though not always next to each other
IN_A_WORD = 31  # answers of two bits in one whole number of the engine


def scores_of(codes: Whole, n_items: int) -> NDArray[np.int8]:
    """Return the scores in packed forms, a line for each question.

    Parameters
    ----------
    codes
        A line for each word, a column for each form; of a word the first question has the highest two bits.

    Examples
    --------
    >>> scores_of(np.array([[0b111001]]), 3).T.tolist()
    [[4, 3, 2]]
    """
    scores = np.empty((n_items, codes.shape[1]), np.int8)
    for number, first in enumerate(range(0, n_items, IN_A_WORD)):
        own = range(first, min(first + IN_A_WORD, n_items))
        for item in own:
            scores[item] = (codes[number] >> 2 * (own[-1] - item) & 3) + 1
    return scores


@dataclass(frozen=True)
class Portion:
    """Some forms in their order: unit, packed scores, and the value of each profile column by number, 0 for none.

    `codes` has a line for each word of a form, below 0 where the form is incomplete.
    """

    unit: Whole
    codes: Whole
    profiles: Sequence[Whole] = ()


class Orders:
    """Sums of each unit over its forms in their order.

    Parameters
    ----------
    n_units, n_items, n_profiles
        Units are numbers from 0.

    Attributes
    ----------
    n
        Complete forms of each unit.
    by_total, places
        How many of them have each total of scores, and the sum of their places.
    nearby, equal
        Pairs of forms at most `NEARBY` apart, and those that are equal.
    products, before, after
        Of these pairs Σ score of question a in the earlier × score of b in the later, Σ earlier, Σ later.
    changes
        For each profile column how often its value is another one than that before it.

    Notes
    -----
    All are whole numbers: how the forms are parted changes nothing.

    Examples
    --------
    >>> orders = Orders(n_units=1, n_items=2, n_profiles=0)
    >>> orders.take([Portion(np.zeros(3, np.int64), np.array([[0b1111, 0b1011, 0b1111]]))])
    >>> int(orders.nearby[0]), int(orders.equal[0])
    (3, 1)
    """

    def __init__(self, n_units: int, n_items: int, n_profiles: int) -> None:
        self._k = n_items
        self.n = np.zeros(n_units, np.int64)
        self.by_total = np.zeros((n_units, 3 * n_items + 1), np.int64)
        self.places = np.zeros_like(self.by_total)
        self.nearby = np.zeros(n_units, np.int64)
        self.equal = np.zeros(n_units, np.int64)
        self.products = np.zeros((n_units, n_items, n_items))
        self.before, self.after = np.zeros((n_units, n_items)), np.zeros((n_units, n_items))
        self.changes = np.zeros((n_profiles, n_units), np.int64)
        self._last_values = np.zeros((n_profiles, n_units), np.int64)
        self._last_units, self._last_codes = np.zeros(0, np.int64), np.zeros((-(-n_items // IN_A_WORD), 0), np.int64)

    def take(self, portions: Iterable[Portion]) -> None:
        """Add portions, which stand in the order of the forms."""
        for portion in portions:
            for number, values in enumerate(portion.profiles):
                self._add_changes(number, portion.unit, values)
            is_complete = portion.codes[0] >= 0
            if is_complete.any():
                self._add_complete(portion.unit[is_complete], portion.codes[:, is_complete])

    def products_of_ranks(self) -> tuple[Array, Array]:
        """Return Σ place × level and Σ level² of each unit; a level is twice the rank of the total, so ties have one.

        They are added as whole numbers of any size, and rounded once.
        """
        levels = 2 * (self.by_total.cumsum(axis=1) - self.by_total) + self.by_total + 1
        exact = levels.astype(object)
        products, squares = (exact * self.places).sum(axis=1), (exact * exact * self.by_total).sum(axis=1)
        return products.astype(float), squares.astype(float)

    def _by_unit(self, units: Whole) -> NDArray[np.intp]:
        """Return the places of forms, sorted by unit; numbers of 16 bits are sorted in one pass."""
        return np.argsort(units.astype(np.uint16) if len(self.n) <= 1 << 16 else units, kind="stable")

    def _add_changes(self, number: int, units: Whole, values: Whole) -> None:
        is_filled = values > 0
        place = self._by_unit(units[is_filled])
        units, values = units[is_filled][place], values[is_filled][place]
        if not len(units):
            return
        is_first = np.r_[True, units[1:] != units[:-1]]
        earlier = np.where(is_first, self._last_values[number][units], np.r_[0, values[:-1]])
        is_change = (earlier > 0) & (earlier != values)
        self.changes[number] += np.bincount(units[is_change], minlength=len(self.n))
        is_last = np.r_[is_first[1:], True]
        self._last_values[number][units[is_last]] = values[is_last]

    def _add_complete(self, units: Whole, codes: Whole) -> None:
        """Add complete forms, behind the last ones of their units."""
        known = len(self._last_units)
        units, codes = np.r_[self._last_units, units], np.hstack([self._last_codes, codes])
        place = self._by_unit(units)
        units, codes, is_new = units[place], codes[:, place], place >= known
        scores = scores_of(codes, self._k)
        self._add_places(units[is_new], scores[:, is_new].sum(axis=0, dtype=np.int64))
        self._add_pairs(units, codes, scores, is_new)

    def _add_places(self, units: Whole, totals: Whole) -> None:
        many = np.bincount(units, minlength=len(self.n))
        place = self.n[units] + np.arange(1, len(units) + 1) - (many.cumsum() - many)[units]
        width = self.by_total.shape[1]
        cell = units * width + totals - self._k
        self.by_total += np.bincount(cell, minlength=self.by_total.size).reshape(-1, width)
        # Sums of a portion are exact as floats: whole numbers far below 2^53.
        self.places += np.bincount(cell, place, self.by_total.size).astype(np.int64).reshape(-1, width)
        self.n += many

    def _add_pairs(self, units: Whole, codes: Whole, scores: NDArray[np.int8], is_new: NDArray[np.bool_]) -> None:
        """Add the pairs whose later form is new; the last forms of each unit are kept for the next ones."""
        many = np.zeros(len(units), np.int8)
        earlier = np.zeros_like(scores)  # no sum is above 4 × NEARBY
        for apart in range(1, min(NEARBY, len(units) - 1) + 1):
            is_pair = (units[apart:] == units[:-apart]) & is_new[apart:]
            many[apart:] += is_pair
            earlier[:, apart:] += scores[:, :-apart] * is_pair
            is_equal = is_pair & (codes[:, apart:] == codes[:, :-apart]).all(axis=0)
            self.equal += np.bincount(units[apart:][is_equal], minlength=len(self.n))
        starts = np.flatnonzero(np.r_[True, units[1:] != units[:-1]])
        ends = np.r_[starts[1:], len(units)]
        for start, end in zip(starts, ends, strict=True):
            unit, own = units[start], scores[:, start:end].astype(float)
            sums, times = earlier[:, start:end].astype(float), many[start:end].astype(float)
            self.products[unit] += sums @ own.T
            self.before[unit] += sums.sum(axis=1)
            self.after[unit] += own @ times
            self.nearby[unit] += int(times.sum())
        is_last = np.repeat(ends, ends - starts) - np.arange(len(units)) <= NEARBY
        self._last_units, self._last_codes = units[is_last], codes[:, is_last]
