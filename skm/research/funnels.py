"""Index table → the curves of the funnel plot: where the units of some size would lie, were all alike."""

import numpy as np
import pandas as pd

from skm.indices import IndexTable
from skm.stats.ranking import funnel_limits
from skm.stats.variance import pooled_variance

FUNNEL_COLUMNS = ("period", "n", "centre", "low_95", "high_95", "low_998", "high_998")
N_SIZES = 48  # points of a curve; on paper the corners of so many can't be seen


def funnel_curves(indices: IndexTable) -> pd.DataFrame:
    """Return the limits of the funnel plot of each period at sizes from the smallest to the largest unit.

    Parameters
    ----------
    indices
        Figures of all periods.

    Returns
    -------
    pandas.DataFrame
        Columns `FUNNEL_COLUMNS`, the limits at 95 and 99.8 % around the index of the whole; no lines for a period with
        fewer than two units that have a standard error. Sizes are spaced by their logarithm: a curve bends where
        units are small.

    Notes
    -----
    Centre ± z s/√n with the standard deviation s pooled over units, as `precision` places units: Spiegelhalter (2005),
    see `skm.stats.ranking.funnel_limits`.

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"unit": ["a"] * 20 + ["b"] * 80, "time": [4, 3] * 10 + [3, 2] * 40})
    >>> curves = funnel_curves(compute_indices(tally_responses(frame, by=["unit"])))
    >>> curves["n"].iloc[[0, -1]].tolist(), float(curves["centre"].iloc[0])
    ([20.0, 80.0], 75.0)
    >>> bool((curves["low_998"] < curves["low_95"]).all())
    True
    """
    frame = indices.comparing()
    official = frame[frame["official"] & (frame["measure"] == "index") & frame["se"].notna() & (frame["n"] > 1)]
    tables = []
    for period, lines in official.groupby("period", sort=False):
        units, whole = lines[lines["level"] == "unit"], lines[lines["level"] == "all"]
        if len(units) < 2 or whole.empty:
            continue
        n = units["n"].to_numpy(float)
        sd = float(np.sqrt(pooled_variance(units["se"].to_numpy(float) ** 2, n)))
        sizes = np.unique(np.round(np.geomspace(n.min(), n.max(), N_SIZES), 1))
        centre = float(whole["index"].iloc[0])
        limits = funnel_limits(sizes, centre, sd)
        ends = {name: getattr(limits, name) for name in FUNNEL_COLUMNS[3:]}
        tables.append(pd.DataFrame({"period": period, "n": sizes, "centre": centre, **ends}))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(FUNNEL_COLUMNS))
