"""Index table → what the rank of each unit is worth."""

import pandas as pd

from skm.errors import RequestError
from skm.indices import IndexTable
from skm.stats.ranking import rank_intervals

RANK_COLUMNS = (
    *("period", "id", "name", "n", "index", "rank", "rank_low", "rank_high", "marginal_low", "marginal_high"),
    *("expected_rank", "tier", "place"),
)


def ranks(indices: IndexTable, period: str | None = None, minimum: int | None = None) -> pd.DataFrame:
    """Return what the rank of each unit is worth: intervals, expected rank, and who can be told apart.

    Units without a standard error, or with too few respondents, have no rank and are left out.

    Parameters
    ----------
    indices
        Figures of units.
    period
        Which period; the last one where it is not given.
    minimum
        Fewest respondents; the survey's own `minimum_respondents` (mark F) where it is not given.

    Returns
    -------
    pandas.DataFrame
        Columns `RANK_COLUMNS`, the highest index first. `rank_low` to `rank_high` hold for all units at once with
        95 %; the marginal ones for one unit looked at alone. Units of different tiers all differ; `place` is "top"
        or "bottom" only where the interval excludes the middle.

    Raises
    ------
    RequestError
        The period has no figures, or no unit that can be ranked.

    Notes
    -----
    See `skm.stats.ranking.rank_intervals`. Checked against R 4.2.2 (`tests/reference`, key `F_ranks`).

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"unit": ["a"] * 20 + ["b"] * 20, "time": [4, 3] * 10 + [1, 2] * 10})
    >>> ranks(compute_indices(tally_responses(frame, by=["unit"])))[["id", "rank_low", "rank_high"]].values.tolist()
    [['a', 1, 1], ['b', 2, 2]]
    """
    frame = indices.comparing()
    known = frame["period"].unique()
    wanted = known[-1] if period is None and len(known) else period
    if wanted not in known:
        raise RequestError("unknown_period", name=wanted, known=", ".join(known))
    here = frame[
        (frame["period"] == wanted)
        & (frame["level"] == "unit")
        & (frame["measure"] == "index")
        & frame["official"]
        & frame["se"].notna()
    ]
    is_weak = here["mark"].str.split().map(lambda marks: "F" in marks) if minimum is None else here["n"] < minimum
    here = here[~is_weak.astype(bool)]
    if here.empty:
        raise RequestError("too_few_for", what="peringkat (rank)", n=0, minimum=1)
    found = rank_intervals(here["index"], here["se"])
    table = here[["period", "id", "name", "n", "index"]].assign(
        rank=found.rank,
        rank_low=found.simultaneous_low,
        rank_high=found.simultaneous_high,
        marginal_low=found.marginal_low,
        marginal_high=found.marginal_high,
        expected_rank=found.expected_rank,
        tier=found.tier,
        place=list(found.place),
    )
    return table.sort_values(["rank", "id"], kind="stable")[list(RANK_COLUMNS)].reset_index(drop=True)
