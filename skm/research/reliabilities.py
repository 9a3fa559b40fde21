"""Tally → reliability of the questionnaire, with and without straight lines."""

from collections.abc import Mapping, Sequence
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
    histogram_column,
    product_column,
    straight_column,
)

LEAST_RELIABLE = 30  # statistics.md section 10: below, a unit's alpha says nothing

RELIABILITY_COLUMNS = (
    *("period", "level", "id", "name", "straight_lines", "measure", "n", "alpha", "alpha_low", "alpha_high"),
    *("omega", "item_rest", "item_rest_low", "item_rest_high", "item_total", "r_table", "note"),
)


@dataclass(frozen=True)
class _Moments:
    """Respondents who answered every item: how many, Σ x and Σ x x', and how many in a straight line of each score."""

    n: int
    sums: NDArray[np.int64]
    products: NDArray[np.int64]
    straight: NDArray[np.int64]

    def without_straight_lines(self) -> "_Moments":
        scores = np.arange(1, 5)
        return _Moments(
            self.n - int(self.straight.sum()),
            self.sums - int((scores * self.straight).sum()),
            self.products - int((scores**2 * self.straight).sum()),
            np.zeros(4, np.int64),
        )


def reliability(tally: Tally, period: str | None = None) -> pd.DataFrame:
    """Return alpha, omega, item-rest correlations and the r-table of each period, with and without straight lines.

    Only respondents who answered every question count. Over all units, and for each unit with 30 such respondents
    or more. A high alpha can come from straight lines alone: compare both lines. That an item-total correlation
    exceeds `r_table` ("valid" in Indonesian practice) only says that the item is related to a total that contains
    it; at n = 1,000 the bar is 0.06. Ask for `item_rest` of 0.30 or more.

    Parameters
    ----------
    tally
        Sums over responses.
    period
        One period; all where it is not given.

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
    frame = frame[(frame["view"] == "") & (frame["answered"] == full)]
    for found, here in frame.groupby("period", sort=True):
        if period not in (None, found):
            continue
        names = {"period": found, "level": "all", "id": "all", "name": ""}
        lines += _reliability_lines(_moments(here, tally.instrument), tally.instrument, names, "ML")
        sizes = here.groupby("unit")["rows"].sum() if here["unit"].any() else pd.Series(dtype=int)
        for unit, rows in here[here["unit"].isin(sizes.index[sizes >= LEAST_RELIABLE])].groupby("unit", sort=True):
            names = {"period": found, "level": "unit", "id": unit, "name": tally.names.get(unit, unit)}
            lines += _reliability_lines(_moments(rows, tally.instrument), tally.instrument, names, "none")
    if not lines:
        raise RequestError("too_few_for", what="alpha", n=0, minimum=3)
    return pd.DataFrame(lines, columns=list(RELIABILITY_COLUMNS))


def _moments(frame: pd.DataFrame, instrument: Instrument) -> _Moments:
    """Return the sums of cells in which every item is answered."""
    total = frame.sum(numeric_only=True)
    items = [item.key for item in instrument.items]
    n, k = int(total["rows"]), len(items)
    counts = np.array([[total[count_column(item, score)] for score in (2, 3, 4)] for item in items], dtype=np.int64)
    products = _square(total, items, n + counts @ np.array([3, 8, 15]))
    sums = n + counts @ np.array([1, 2, 3])
    bins = np.array([total[histogram_column(excess)] for excess in range(1, 3 * k)], dtype=np.int64)
    inner = int((np.arange(1, 3 * k) * bins).sum())
    top = (int(sums.sum()) - k * n - inner) // (3 * k)
    straight = [n - int(bins.sum()) - top, int(total[straight_column(2)]), int(total[straight_column(3)]), top]
    return _Moments(n, sums, products, np.array(straight))


def _square(total: Any, items: Sequence[str], squares: NDArray[np.int64]) -> NDArray[np.int64]:
    products = np.diag(squares)
    for a, b in combinations(range(len(items)), 2):
        products[a, b] = products[b, a] = int(total[product_column(items[a], items[b])])
    return products


def _reliability_lines(
    moments: _Moments, instrument: Instrument, names: Mapping[str, str], factor: str
) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for straight_lines, part in (("with", moments), ("without", moments.without_straight_lines())):
        if part.n < 3 or len(instrument.items) < 2:
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
            for place, item in enumerate(instrument.items)
        ]
    return lines
