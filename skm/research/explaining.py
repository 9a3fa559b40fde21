"""Responses with an overall question → how much of it goes with each element."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from skm.errors import RequestError
from skm.regulation import load_regulation
from skm.stats.importance import importance as importance_of


def importance(
    responses: Any,
    outcome: str = "overall",
    elements: Sequence[str] = (),
    *,
    seed: int = 1,
    n_resamples: int = 999,
) -> pd.DataFrame:
    """Return how much of a separate overall answer goes with each element, with bootstrap intervals.

    Only for surveys that ask an overall question of its own: with the index as outcome each element counts what its
    weight is, and the request is refused. Correlation, not cause.

    Parameters
    ----------
    responses
        Any frame that Narwhals knows, one row a respondent: element columns and `outcome`, numbers or null. Rows with
        a blank are left out.
    outcome
        Column of the overall question.
    elements
        Columns to explain it by; where none is given, the elements of PermenPANRB 14/2017 that the frame has.
    seed
        Start of chance: the same seed gives the same intervals.
    n_resamples
        Resamples of respondents.

    Returns
    -------
    pandas.DataFrame
        A line for each element: `element`, `n`, `r2` (of all), `lmg`, `lmg_low`, `lmg_high`, `johnson`, `johnson_low`,
        `johnson_high` (shares of R², adding up to it), `mean` (1 to 4), `note`.

    Raises
    ------
    RequestError
        There is no such column, the outcome is the index itself, or there are too few respondents.

    Notes
    -----
    See `skm.stats.importance`. Checked against R 4.2.2 (`tests/reference`, key `L_importance_U01_2025`).

    Examples
    --------
    >>> rng = np.random.default_rng(2)
    >>> frame = pd.DataFrame(rng.integers(1, 5, size=(80, 2)), columns=["time", "product"])
    >>> frame["overall"] = frame["time"] + rng.integers(0, 2, 80)
    >>> importance(frame, n_resamples=99).set_index("element")["lmg"].idxmax()
    'time'
    """
    rows = nw.from_native(responses)
    columns = rows.collect_schema().names()
    if outcome not in columns:
        raise RequestError("no_overall_question", name=outcome)
    names = list(elements) or [key for key in load_regulation("permenpan-14-2017").keys if key in columns]
    for name in names:
        if name not in columns:
            raise RequestError("unknown_group", name=name, known=", ".join(columns))
    picked = rows.select(*(nw.col(name).cast(nw.Float64) for name in (*names, outcome))).drop_nulls()
    eager = picked.collect() if isinstance(picked, nw.LazyFrame) else picked
    values = eager.to_numpy()
    values = values[~np.isnan(values).any(axis=1)]
    rng = np.random.default_rng(seed)
    found = importance_of(values[:, :-1], values[:, -1], rng, n_resamples)
    shares = ("lmg", "lmg_low", "lmg_high", "johnson", "johnson_low", "johnson_high")
    return pd.DataFrame(
        {
            "element": names,
            "n": found.n,
            "r2": found.r2,
            **{name: getattr(found, name) for name in shares},
            "mean": values[:, :-1].mean(axis=0),
            "note": "; ".join(found.notes),
        }
    )
