"""Index table → how sure each figure, letter and rank is: the table `precision.csv`."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from skm.errors import RequestError
from skm.indices import IndexTable
from skm.research.rankings import ranks
from skm.stats.levels import letter_probabilities
from skm.stats.ranking import funnel_limits
from skm.stats.variance import pooled_variance
from skm.survey import Survey

SECOND_LETTER = 0.05  # statistics.md 17: a second letter at least so likely is named
LETTERS = ("A", "B", "C", "D")
LIMITS = ("funnel_low_95", "funnel_high_95", "funnel_low_998", "funnel_high_998")
PARENTS = ("all", "region", "agency", "kind")
PRECISION_COLUMNS = (
    *("period", "level", "id", "name", "n", "printed", "se", "low", "high", "margin", "grade"),
    *(f"p_{letter.lower()}" for letter in LETTERS),
    *("letters", "rank", "rank_low", "rank_high", "marginal_low", "marginal_high", "expected_rank", "group", "place"),
    *("funnel", "deff", "n_eff", "clusters", *LIMITS),
)


def precision(indices: IndexTable, survey: Survey | None = None) -> pd.DataFrame:
    """Return how sure the index, the letter and the rank of each unit and each parent are.

    Parameters
    ----------
    indices
        Figures of all periods.
    survey
        Its users served, for the effective sample of a mean weighted by them; needed only for that basis.

    Returns
    -------
    pandas.DataFrame
        Columns `PRECISION_COLUMNS`, one line for each official index with respondents. `margin` is half the interval in
        index points; `p_a` to `p_d` the chance of each letter if the survey were repeated; `letters` those of 5 % or
        more, the likeliest first ("A/B": the letter is not certain). `rank_low` to `rank_high` hold for all units at
        once, `group` numbers the groups that cannot be told apart. `funnel` says whether a unit lies outside the limits
        of 95 or 99.8 % around the whole, `funnel_low_95` to `funnel_high_998` where they are at its n. `deff` and
        `n_eff` are Kish's, of the weights that the parent's figure gives to its respondents; of a unit with sample
        clusters those of the clusters, which `clusters` counts. What has no standard error has none of these.

    Notes
    -----
    Letter: `skm.stats.levels.letter_probabilities`, on the logit for units and linear for parents, as their
    intervals are. Rank: `skm.stats.ranking.rank_intervals`. Funnel: `skm.stats.ranking.funnel_limits` with the
    standard deviation pooled over units. n_eff = (Σ w)²/Σ w², Kish (1965), Survey Sampling; for a mean of H units
    H²/Σ 1/n_h.

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"unit": ["a"] * 20 + ["b"] * 20, "time": [4, 3] * 10 + [1, 2] * 10})
    >>> table = precision(compute_indices(tally_responses(frame, by=["unit"])))
    >>> table[["level", "letters", "rank_low"]].fillna(0).values.tolist()
    [['all', 'D/C', 0], ['unit', 'B/A', 1], ['unit', 'D', 2]]
    """
    frame = indices.frame
    chosen = (
        frame["official"] & (frame["measure"] == "index") & frame["level"].isin([*PARENTS, "unit"]) & (frame["n"] > 0)
    )
    table = frame[chosen].reset_index(drop=True)
    table["comparing"] = indices.comparing().loc[chosen, "se"].to_numpy()
    table["margin"] = (table["high"] - table["low"]) / 2
    table = pd.concat([table, _letters(table, indices)], axis=1)
    table = table.merge(_ranks(indices, table["period"].unique()), on=["period", "id"], how="left")
    is_unit = table["level"] == "unit"
    own = ["rank", "rank_low", "rank_high", "marginal_low", "marginal_high", "expected_rank", "group"]
    table[own] = table[own].where(is_unit)
    table["place"] = table["place"].where(is_unit).fillna("")
    table = pd.concat([table, _funnel(table)], axis=1)
    sampled = [
        indices.clusters.get(key, (0, np.nan))
        for key in zip(table["period"].to_numpy(), table["id"].to_numpy(), strict=True)
    ]
    found = pd.DataFrame(sampled, columns=["clusters", "between"], index=table.index).where(is_unit)
    table["clusters"] = pd.to_numeric(found["clusters"].where(found["clusters"] > 0)).astype("Int64")
    table["own"] = table["n"].astype(float) / found["between"].fillna(1.0)
    table["n_eff"] = _effective(table, indices, survey)
    table["deff"] = table["n"] / table["n_eff"]
    whole = [
        "rank_low",
        "rank_high",
        "marginal_low",
        "marginal_high",
        "group",
    ]  # units that tie share a rank of n + 1/2
    table[whole] = table[whole].apply(pd.to_numeric)
    return table[list(PRECISION_COLUMNS)].astype(dict.fromkeys(whole, "Int64"))


def _letters(table: pd.DataFrame, indices: IndexTable) -> pd.DataFrame:
    """Return the chance of each letter and the letters to name, line by line."""
    found = np.full((len(table), len(LETTERS)), np.nan)
    for period in table["period"].unique():
        instrument = indices.instruments.get(period)
        if instrument is None:
            continue
        bounds = [float(grade.lower) for grade in instrument.regulation.grades]
        for is_parent in (False, True):
            here = (table["period"] == period) & table["se"].notna() & (table["level"].isin(PARENTS) == is_parent)
            lines = table[here]
            if len(lines):
                scale = {"bounds": None} if is_parent else {}
                found[here] = letter_probabilities(lines["index"], lines["se"], bounds, df=lines["df"], **scale)
    frame = pd.DataFrame(found, columns=[f"p_{letter.lower()}" for letter in LETTERS])
    return frame.assign(letters=[_named(row) for row in found])


def _named(chances: Sequence[float]) -> str:
    ranked = sorted(zip(chances, LETTERS, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return "/".join(letter for chance, letter in ranked if chance >= SECOND_LETTER)


def _ranks(indices: IndexTable, periods: Sequence[str]) -> pd.DataFrame:
    """Return the ranks of every period that has units to rank."""
    columns = ["period", "id", "rank", "rank_low", "rank_high", "marginal_low", "marginal_high", "expected_rank"]
    tables = []
    for period in periods:
        try:
            tables.append(ranks(indices, period))
        except RequestError:  # no unit of this period can be ranked
            continue
    found = pd.concat(tables) if tables else pd.DataFrame(columns=[*columns, "tier", "place"])
    return found[[*columns, "tier", "place"]].rename(columns={"tier": "group"})


def _funnel(table: pd.DataFrame) -> pd.DataFrame:
    """Return where each unit lies in the funnel of its period, "" inside the limits, and the limits at its n."""
    found = pd.DataFrame({"funnel": pd.Series("", table.index, dtype="str")}).assign(**dict.fromkeys(LIMITS, np.nan))
    for _, here in table.groupby("period"):
        units = here[(here["level"] == "unit") & here["comparing"].notna() & (here["n"] > 1)]
        whole = here[(here["level"] == "all") & here["comparing"].notna()]
        if len(units) < 2 or whole.empty:
            continue
        n, se = units["n"].to_numpy(float), units["comparing"].to_numpy(float)
        sd = float(np.sqrt(pooled_variance(se**2, n)))
        limits = funnel_limits(n, float(whole["index"].iloc[0]), sd)
        index = units["index"].to_numpy(float)
        places = np.full(len(units), "", dtype=object)
        ends = (limits.low_95, limits.high_95, limits.low_998, limits.high_998)
        for name, low, high in (("95", *ends[:2]), ("99.8", *ends[2:])):
            places = np.where(index < low, f"below {name}", np.where(index > high, f"above {name}", places))
        found.loc[units.index, "funnel"] = places
        found.loc[units.index, list(LIMITS)] = np.column_stack(ends)
    return found


def _effective(table: pd.DataFrame, indices: IndexTable, survey: Survey | None) -> pd.Series:
    """Return Kish's effective number of respondents of each line."""
    n_eff = table["own"].copy()
    units = table[(table["level"] == "unit") & table["index"].notna()][["period", "id", "n", "own"]]
    register = survey.units.set_index("unit_id") if survey is not None and survey.units is not None else None
    members = _members(units, register)
    n, own, ids = (units[name].to_numpy() for name in ("n", "own", "id"))
    parents = table[table["level"].isin(PARENTS)]
    found = {}
    for line, period, level, parent, basis in parents[["period", "level", "id", "basis"]].itertuples(name=None):
        places = members.get((period, level, parent if level != "all" else ""), [])
        is_known = level == "all" or register is not None
        weights = _weights(n[places], ids[places], basis, period, register) if is_known else None
        found[line] = _kish(own[places].astype(float), weights)
    return pd.concat([n_eff.drop(list(found)), pd.Series(found, dtype=float)]).reindex(table.index)


def _members(units: pd.DataFrame, register: pd.DataFrame | None) -> dict[tuple[str, str, str], list[int]]:
    """Return the places of the units of each parent, by period, level and id; that of the whole is ""."""
    found: dict[tuple[str, str, str], list[int]] = {}
    parents = {"all": pd.Series("", units.index)}
    if register is not None:
        parents |= {level: units["id"].map(register[level]) for level in PARENTS if level in register}
    for level, own in parents.items():
        for place, (period, parent) in enumerate(zip(units["period"].to_numpy(), own.to_numpy(), strict=True)):
            found.setdefault((period, level, parent), []).append(place)
    return found


def _weights(
    n: np.ndarray, ids: np.ndarray, basis: str, period: str, register: pd.DataFrame | None
) -> np.ndarray | None:
    """Return the weight of each unit in its parent, None where nobody knows it."""
    if basis == "units":
        return np.ones(len(ids))
    if basis == "respondents":
        return n.astype(float)
    if register is None or f"users_{period}" not in register:
        return None
    return register[f"users_{period}"].reindex(ids).astype(float).to_numpy()


def _kish(n: np.ndarray, weights: np.ndarray | None) -> float:
    if weights is None or not len(n):
        return float("nan")
    return float(weights.sum() ** 2 / (weights**2 / n).sum())
