"""The three policies for missing answers, as what each answer counts for."""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from skm.regulation import Instrument
from skm.stats.cells import Patterns, mask_bits


def _answered(instrument: Instrument, masks: Sequence[int]) -> NDArray[np.int64]:
    """Return which items of each element each mask answers, `(n_masks, n_elements, n_items)`."""
    belongs = np.array([[item.element == key for item in instrument.items] for key in instrument.regulation.keys])
    return mask_bits(np.array(masks, dtype=np.int64), len(instrument.items))[:, None, :] * belongs


def is_used(instrument: Instrument, policy: str, answered: int, not_applicable: int) -> bool:
    """Return whether a respondent with these answers is among the policy's n.

    `complete` asks for every item that applies; `person` for more than half of the elements (5 of 9).
    """
    if policy == "complete":
        return answered | not_applicable == (1 << len(instrument.items)) - 1
    if policy == "person":
        n_given = int(_answered(instrument, [answered]).any(axis=2).sum())
        return 2 * n_given > len(instrument.regulation.keys)
    return True


def patterns_of(instrument: Instrument, policy: str, masks: Sequence[int], n_rows: int) -> Patterns:
    """Return how the answers of each mask become element values, in whole numbers.

    An element's value is the mean of those of its questions that are answered. The sums are of whole scores, so the
    denominators hold the instrument's own.
    """
    answered = _answered(instrument, masks)
    n_questions = answered.sum(axis=2)
    shared = [math.lcm(*range(1, len(instrument.items_of(key)) + 1)) for key in instrument.regulation.keys]
    whole = answered * (np.array(shared) // np.maximum(n_questions, 1))[:, :, None]
    patterns = Patterns(whole, tuple(shared), n_questions > 0)
    if policy == "person":
        patterns = _filled(instrument, patterns, n_rows)
    return replace(patterns, denominators=tuple(times * instrument.denominator for times in patterns.denominators))


def _filled(instrument: Instrument, patterns: Patterns, n_rows: int) -> Patterns:
    """Return the patterns with each gap filled by the person's own mean, as the policy `person` assumes.

    The weighted mean of the filled elements is the weighted mean of the answered ones, so elements and index
    agree.
    """
    tables = [
        _fill(instrument, patterns, place) if not given.all() else _fractions(patterns, place)
        for place, given in enumerate(patterns.given)
    ]
    denominators = tuple(
        math.lcm(*(value.denominator for table in tables for value in table[place]))
        for place in range(patterns.given.shape[1])
    )
    whole = [
        [[int(value * times) for value in row] for row, times in zip(table, denominators, strict=True)]
        for table in tables
    ]
    largest = max(value for table in whole for row in table for value in row)
    fits = largest * instrument.whole_scores[-1] * len(instrument.items) * n_rows < 2**62
    kind = np.int64 if fits else np.object_
    return Patterns(np.array(whole, dtype=kind), denominators, np.ones_like(patterns.given))


def _fractions(patterns: Patterns, place: int) -> list[list[Fraction]]:
    rows = zip(patterns.numerators[place].tolist(), patterns.denominators, strict=True)
    return [[Fraction(value, times) for value in row] for row, times in rows]


def _fill(instrument: Instrument, patterns: Patterns, place: int) -> list[list[Fraction]]:
    rows = _fractions(patterns, place)
    given = patterns.given[place].tolist()
    weights = [element.weight for element in instrument.regulation.elements]
    known = [(weight, row) for weight, row, is_given in zip(weights, rows, given, strict=True) if is_given]
    total = sum((weight for weight, _ in known), Fraction(0))
    own_mean = [
        sum((weight * row[item] for weight, row in known), Fraction(0)) / total for item in range(len(instrument.items))
    ]
    return [row if is_given else own_mean for row, is_given in zip(rows, given, strict=True)]
