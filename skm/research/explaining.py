"""Responses with an overall question → how much of it goes with each element."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from skm.errors import RequestError
from skm.periods import year_of
from skm.regulation import load_regulation
from skm.stats.importance import importance as importance_of

OVERALL = "overall"
OUTCOME, TIMES = "_outcome", "_times"  # names that no column of a survey has


def importance(
    responses: Any,
    outcome: str = OVERALL,
    elements: Sequence[str] = (),
    *,
    period: str | None = None,
    seed: int = 1,
    n_resamples: int = 999,
) -> pd.DataFrame:
    """Return how much of a separate overall answer goes with each element, with bootstrap intervals.

    Only for surveys that ask an overall question of its own: with the index as outcome each element counts what its
    weight is, and the request is refused. Correlation, not cause.

    Parameters
    ----------
    responses
        `Responses` of `skm.read_responses` whose files have an overall question, or any frame that Narwhals knows, one
        row a respondent: element columns and `outcome`, numbers or null. Rows with a blank are left out; an element of
        several questions is the mean of those answered.
    outcome
        Column of the overall question.
    elements
        Columns to explain it by; where none is given, the elements asked, of a frame those of PermenPANRB 14/2017.
    period
        Only the respondents of this period and of its parts; all where it is not given.
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
    rows, asked = _rows_of(responses)
    columns = rows.collect_schema().names()
    if outcome not in columns:
        raise RequestError("no_overall_question", name=outcome)
    names = list(elements) or [key for key, own in asked.items() if own and set(own) <= set(columns)]
    for name in names:
        if name not in columns and not asked.get(name):
            raise RequestError("unknown_group", name=name, known=", ".join(columns))
    if period is not None and "period" in columns:
        rows = rows.filter(nw.col("period").cast(nw.String).is_in(_periods_within(rows, period)))
    scores = [_score(name, asked.get(name) or (name,)) for name in names]
    picked = rows.select(*scores, nw.col(outcome).cast(nw.Float64).alias(OUTCOME)).drop_nulls()
    # Equal rows go together in the engine: what comes back is as large as there are different forms.
    grouped = picked.group_by(*names, OUTCOME).agg(nw.len().alias(TIMES))
    eager = grouped.collect(backend="pandas") if isinstance(grouped, nw.LazyFrame) else grouped
    values = eager.select(*names, OUTCOME, TIMES).to_numpy().astype(float)
    values = values[~np.isnan(values).any(axis=1)]
    times = values[:, -1]
    rng = np.random.default_rng(seed)
    found = importance_of(values[:, :-2], values[:, -2], rng, n_resamples, counts=times)
    shares = ("lmg", "lmg_low", "lmg_high", "johnson", "johnson_low", "johnson_high")
    return pd.DataFrame(
        {
            "element": names,
            "n": found.n,
            "r2": found.r2,
            **{name: getattr(found, name) for name in shares},
            "mean": times @ values[:, :-2] / times.sum(),
            "note": "; ".join(found.notes),
        }
    )


def _rows_of(responses: Any) -> tuple[Any, dict[str, tuple[str, ...]]]:
    """Return the rows, and the questions of each element that may be among their columns."""
    if hasattr(responses, "instrument"):
        instrument = responses.instrument
        asked = {key: tuple(instrument.items_of(key)) for key in instrument.regulation.keys}
        return nw.from_native(responses.rows), asked
    return nw.from_native(responses), {key: (key,) for key in load_regulation("permenpan-14-2017").keys}


def _score(name: str, items: Sequence[str]) -> nw.Expr:
    """Return the score of an element: the mean of its questions that are answered."""
    scores = [nw.col(item).cast(nw.Float64) for item in items]
    return (nw.mean_horizontal(*scores) if len(scores) > 1 else scores[0]).alias(name)


def _periods_within(rows: Any, period: str) -> list[str]:
    """Return a period and its parts that some rows have."""
    found = rows.select(nw.col("period").cast(nw.String)).unique()
    eager = found.collect(backend="pandas") if isinstance(found, nw.LazyFrame) else found
    texts = [text for text in eager["period"].to_list() if isinstance(text, str)]
    return [text for text in texts if text == period or year_of(text) == period]
