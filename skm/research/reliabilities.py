"""Tally → reliability of the questionnaire, with and without straight lines."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.errors import RequestError
from skm.regulation import Instrument
from skm.stats.reliability import covariances
from skm.stats.reliability import reliability as reliability_of
from skm.tally import (
    Tally,
    add_years,
    count_column,
    histogram_bins,
    histogram_column,
    product_column,
    stored_places,
    straight_column,
    straight_places,
    sum_columns,
)

LEAST_RELIABLE = 30  # statistics.md section 10: below, a unit's alpha says nothing

RELIABILITY_COLUMNS = (
    *("period", "level", "id", "name", "straight_lines", "measure", "n", "alpha", "alpha_low", "alpha_high"),
    *("omega", "item_rest", "item_rest_low", "item_rest_high", "item_total", "r_table", "note"),
)


@dataclass(frozen=True)
class _Moments:
    """Respondents who answered every item: how many, Σ x and Σ x x', and how many in a straight line of each score.

    `scores` are whole: alpha and correlations are the same at any scale.
    """

    n: int
    sums: NDArray[np.int64]
    products: NDArray[np.int64]
    straight: NDArray[np.int64]
    scores: NDArray[np.int64]

    def without_straight_lines(self) -> "_Moments":
        return _Moments(
            self.n - int(self.straight.sum()),
            self.sums - int((self.scores * self.straight).sum()),
            self.products - int((self.scores**2 * self.straight).sum()),
            np.zeros_like(self.straight),
            self.scores,
        )


def reliability(tally: Tally, period: str | None = None, *, levels: Collection[str] = ("all", "unit")) -> pd.DataFrame:
    """Return alpha, omega, item-rest correlations and the r-table of each period, with and without straight lines.

    Only respondents who answered every question count; those known by counts alone do not. Over all units, and for
    each unit with 30 such respondents or more. A high alpha can come from straight lines alone: compare both lines.
    That an item-total correlation exceeds `r_table` ("valid" in Indonesian practice) only says that the item is related
    to a total that contains
    it; at n = 1,000 the bar is 0.06. Ask for `item_rest` of 0.30 or more.

    Parameters
    ----------
    tally
        Sums over responses.
    period
        One period; all where it is not given.
    levels
        "all" for the lines over all units, "unit" for those of each unit.

    Returns
    -------
    pandas.DataFrame
        Columns `RELIABILITY_COLUMNS`. Measure "index" is the whole questionnaire; a line of an item has in `alpha`
        what alpha would be without it. `straight_lines` is "with" or "without". `omega` is given over all units.

    Raises
    ------
    RequestError
        No respondent answered every question, or the period has no responses.

    Notes
    -----
    See `skm.stats.reliability`. Checked against R psych 2.2.9 and lavaan 0.6.14 (`tests/reference`, key
    `J_reliability_U01_2025`).

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"time": [4, 3, 2, 4], "tariff": [4, 3, 3, 3], "product": [3, 3, 2, 4]})
    >>> table = reliability(tally_responses(frame))
    >>> table["measure"].to_list()[:2], round(float(table.loc[0, "alpha"]), 3)
    (['index', 'time'], 0.75)
    """
    lines: list[dict[str, Any]] = []
    full = (1 << len(tally.instrument.items)) - 1
    frame = add_years(tally).frame
    frame = frame[(frame["view"] == "") & (frame["answered"] == full) & (frame["counts_only"] == 0)]
    for found, here in frame.groupby("period", sort=True):
        if period not in (None, found):
            continue
        lines += _period_lines(here, tally, found, levels)
    if not lines:
        raise RequestError("too_few_for", what="alpha", n=0, minimum=3)
    return pd.DataFrame(lines, columns=list(RELIABILITY_COLUMNS))


def _period_lines(frame: pd.DataFrame, tally: Tally, period: str, levels: Collection[str]) -> list[dict[str, Any]]:
    """Return the lines of one period: over all units, then of each unit with enough respondents."""
    sums = sum_columns(tally.instrument)
    lines: list[dict[str, Any]] = []
    if "all" in levels:
        whole = {"period": period, "level": "all", "id": "all", "name": ""}
        lines += _reliability_lines(_moments(frame[sums].sum().to_frame().T, tally.instrument)[0], tally, whole, "ML")
    if "unit" not in levels:
        return lines
    by_unit = frame[frame["unit"] != ""].groupby("unit", sort=True)[sums].sum()
    by_unit = by_unit[by_unit["rows"] >= LEAST_RELIABLE]
    for unit, moments in zip(by_unit.index, _moments(by_unit, tally.instrument), strict=True):
        names = {"period": period, "level": "unit", "id": unit, "name": tally.names.get(unit, unit)}
        lines += _reliability_lines(moments, tally, names, "none")
    return lines


def _moments(table: pd.DataFrame, instrument: Instrument) -> list[_Moments]:
    """Return the moments of each line of sums over respondents who answered every item."""
    items = [item.key for item in instrument.items]
    k = len(items)
    n = table["rows"].to_numpy(np.int64)
    places, scores = stored_places(instrument), np.array(instrument.whole_scores)
    counts = np.stack([table[[count_column(item, p) for p in places]].to_numpy(np.int64) for item in items], axis=1)
    sums = n[:, None] * scores[0] + counts @ (scores[1:] - scores[0])
    products = np.zeros((len(n), k, k), np.int64)
    diagonal = np.arange(k)
    products[:, diagonal, diagonal] = n[:, None] * scores[0] ** 2 + counts @ (scores[1:] ** 2 - scores[0] ** 2)
    for a, b in combinations(range(k), 2):
        products[:, a, b] = products[:, b, a] = table[product_column(items[a], items[b])].to_numpy(np.int64)
    stored = np.array(histogram_bins(instrument), dtype=np.int64)
    bins = table[[histogram_column(int(excess)) for excess in stored]].to_numpy(np.int64)
    # The ends of the histogram are not stored: they follow from the number of rows and the places of the scores.
    above = (counts @ np.arange(1, len(scores))).sum(axis=1)
    top = (above - bins @ stored) // ((len(scores) - 1) * k)
    inner = [table[straight_column(place)].to_numpy(np.int64) for place in straight_places(instrument)]
    straight = np.column_stack([n - bins.sum(axis=1) - top, *inner, top])
    return [_Moments(int(n[g]), sums[g], products[g], straight[g], scores) for g in range(len(n))]


def _reliability_lines(moments: _Moments, tally: Tally, names: Mapping[str, str], factor: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    items = tally.instrument.items
    for straight_lines, part in (("with", moments), ("without", moments.without_straight_lines())):
        if part.n < 3 or len(items) < 2:
            continue
        covariance = covariances(part.n, part.sums, part.products)
        found = reliability_of(covariance, part.n, factor=factor)
        head = {**names, "straight_lines": straight_lines, "n": part.n}
        lines.append(
            {
                **head,
                **{"measure": "index", "alpha": found.alpha, "alpha_low": found.alpha_low},
                **{"alpha_high": found.alpha_high, "omega": found.omega, "note": "; ".join(found.notes)},
            }
        )
        lines += [
            {
                **head,
                **{"measure": item.key, "alpha": found.alpha_if_dropped[place], "note": ""},
                **{name: getattr(found, name)[place] for name in ("item_rest", "item_rest_low", "item_rest_high")},
                **{"item_total": found.item_total[place], "r_table": found.r_table},
            }
            for place, item in enumerate(items)
        ]
    return lines
