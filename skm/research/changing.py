"""Index table → what made a change: elements, units, and the mix of units."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.changes import compare_periods
from skm.indices import IndexTable
from skm.stats.decomposition import GeneralChange, general_change, split_change
from skm.stats.intervals import t_interval
from skm.stats.multiplicity import simultaneous_level
from skm.survey import Survey

Array = NDArray[np.float64]


@dataclass(frozen=True)
class GeneralChanges:
    """Whether a change was general.

    Attributes
    ----------
    general
        The units as a sample of services: mean change with its interval, median, units up and down, p values.
    units
        `id`, `name`, `change`, `se`, `df`, `low`, `high` of each unit; the intervals hold for all units at once.
    """

    general: GeneralChange
    units: pd.DataFrame


COMPOSITION_COLUMNS = ("period_from", "period_to", "basis", "change", "composition")
CONTRIBUTION_COLUMNS = ("period_from", "period_to", "level", "id", "basis", "part", "contribution", "change")


def contributions(indices: IndexTable, period_from: str, period_to: str, survey: Survey | None = None) -> pd.DataFrame:
    """Return what made a change: elements at every level, and units against their mix at the level of the whole.

    Parameters
    ----------
    indices
        The figures of both periods.
    period_from, period_to
        The earlier and the later period.
    survey
        Needed for the mix of the figure weighted by users.

    Returns
    -------
    pandas.DataFrame
        Columns `CONTRIBUTION_COLUMNS`, in points of the index. `part` is an element key (elements add up to the
        change), or "within" (units moved), "mix" (weights moved) and "moved units" (entered or left), which add up
        to the change as well.

    Raises
    ------
    RequestError
        A period has no figures.

    Notes
    -----
    See `skm.stats.decomposition.split_change`. Checked against R survey 4.1.1 (`tests/reference`, key `D_change`).

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"period": ["2019", "2020"], "unit": ["a", "a"], "time": [3, 4]})
    >>> table = contributions(compute_indices(tally_responses(frame, by=["period", "unit"])), "2019", "2020")
    >>> table.loc[table["level"] == "all", ["basis", "part", "contribution"]].values.tolist()[:2]
    [['units', 'time', 25.0], ['respondents', 'time', 25.0]]
    """
    frame = compare_periods(indices, period_from, period_to).frame
    changes = frame[frame["measure"] == "index"].set_index(["level", "id", "basis"])["change"]
    elements = frame[(frame["measure"] != "index") & frame["contribution"].notna()]
    lines = [
        (level, place, basis, part, value)
        for level, place, basis, part, value in elements[
            ["level", "id", "basis", "measure", "contribution"]
        ].itertuples(index=False)
    ]
    for basis in ("units", "respondents", "users"):
        total = changes.get(("all", "all", basis), np.nan)
        parts = _parts_of(indices, (period_from, period_to), basis, survey) if pd.notna(total) else {}
        if parts:
            parts["moved units"] = float(total) - sum(parts.values())
        lines += [("all", "all", basis, part, value) for part, value in parts.items()]
    table = pd.DataFrame(lines, columns=["level", "id", "basis", "part", "contribution"])
    change = [changes.get(key, np.nan) for key in zip(table["level"], table["id"], table["basis"], strict=True)]
    return table.assign(period_from=period_from, period_to=period_to, change=change)[list(CONTRIBUTION_COLUMNS)]


def _parts_of(indices: IndexTable, periods: tuple[str, str], basis: str, survey: Survey | None) -> dict[str, float]:
    """Return within and mix over the units with a figure in both periods; nothing where weights are not known."""
    frame = indices.frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & frame["index"].notna()]
    first, second = (units[units["period"] == period].set_index("id") for period in periods)
    both = first.index.intersection(second.index)
    if both.empty:
        return {}
    weights = [
        _unit_weights(part.loc[both], basis, period, survey)
        for part, period in zip((first, second), periods, strict=True)
    ]
    if any(weight is None for weight in weights):
        return {}
    split = split_change(first.loc[both, "index"], second.loc[both, "index"], weights[0], weights[1])
    return {"within": split.within, "mix": split.mix}


def _unit_weights(units: pd.DataFrame, basis: str, period: str, survey: Survey | None) -> Array | None:
    if basis == "units":
        sizes = np.ones(len(units))
    elif basis == "respondents":
        sizes = units["n"].to_numpy(float)
    else:
        register = survey.units if survey is not None else None
        if register is None or f"users_{period}" not in register:
            return None
        users = pd.to_numeric(register.set_index("unit_id")[f"users_{period}"], errors="coerce")
        sizes = users.reindex(units.index).to_numpy(float)
    return None if np.isnan(sizes).any() or not sizes.sum() else sizes / sizes.sum()


def compositions(indices: IndexTable, changes: pd.DataFrame, survey: Survey | None = None) -> pd.DataFrame:
    """Return how much of each change of the whole is no change of its units: other weights, units that came or went.

    Parameters
    ----------
    indices
        The figures of all periods.
    changes
        The frame of `skm.changes.compare_all`: its pairs of periods are taken.
    survey
        Needed for the figure weighted by users.

    Returns
    -------
    pandas.DataFrame
        Columns `COMPOSITION_COLUMNS`, in points of the index: `composition` is `change` less what the units of both
        periods moved by themselves, each at the mean of its two weights (Kitagawa 1955).

    Examples
    --------
    >>> from skm.changes import compare_all
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"period": ["2019", "2020", "2020"], "unit": ["a", "a", "b"], "time": [3, 3, 4]})
    >>> table = compute_indices(tally_responses(frame, by=["period", "unit"]))
    >>> compositions(table, compare_all(table).frame)[["basis", "change", "composition"]].values.tolist()
    [['units', 12.5, 12.5], ['respondents', 12.5, 12.5]]
    """
    whole = changes[(changes["level"] == "all") & (changes["measure"] == "index") & changes["change"].notna()]
    lines = []
    for first, second, basis, change in whole[["period_from", "period_to", "basis", "change"]].itertuples(index=False):
        parts = _parts_of(indices, (first, second), basis, survey)
        if parts:
            lines.append((first, second, basis, change, change - parts["within"]))
    return pd.DataFrame(lines, columns=list(COMPOSITION_COLUMNS))


def general_changes(indices: IndexTable, period_from: str, period_to: str, level: float = 0.95) -> GeneralChanges:
    """Return whether a change was general: units as a sample, and intervals of all units that hold together.

    Whether the score of these units rose is another question, with a surer answer (`skm.compare_periods`). This one
    asks whether services of this kind rose.

    Parameters
    ----------
    indices
        The figures of both periods.
    period_from, period_to
        The earlier and the later period.
    level
        Coverage, 0 to 1.

    Raises
    ------
    RequestError
        A period has no figures, or fewer than two units have one in both.

    Notes
    -----
    See `skm.stats.decomposition.general_change` and `skm.stats.multiplicity.simultaneous_level`. Checked against R
    4.2.2 (`tests/reference`, keys `D_change_units_as_sample` and `E_unit_change`).

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> rows = [("2019", "a", 3), ("2019", "b", 2), ("2020", "a", 4), ("2020", "b", 4)]
    >>> frame = pd.DataFrame(rows, columns=["period", "unit", "time"])
    >>> found = general_changes(compute_indices(tally_responses(frame, by=["period", "unit"])), "2019", "2020")
    >>> found.general.n_up, found.general.mean.estimate
    (2, 37.5)
    """
    frame = compare_periods(indices, period_from, period_to).frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & frame["change"].notna()]
    table = units[["id", "name", "change", "se", "df"]].reset_index(drop=True)
    together = simultaneous_level(max(int(table["se"].notna().sum()), 1), level)
    low, high = t_interval(table["change"], table["se"], table["df"], together)
    return GeneralChanges(general_change(table["change"], level), table.assign(low=low, high=high))
