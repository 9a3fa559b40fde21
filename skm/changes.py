"""Two periods of an index table → change table: difference, interval, verdict, contributions.

The interval of the difference decides, never the overlap of two intervals. See docs/methods/change.md.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.errors import RequestError
from skm.indices import IndexTable
from skm.messages import note
from skm.periods import kind_of, period_months
from skm.regulation import Regulation
from skm.stats.intervals import t_interval, two_sided_p
from skm.stats.multiplicity import holm, holm_levels
from skm.stats.rounding import half_up, largest_remainder
from skm.stats.series import BASELINE, individuals_limits
from skm.stats.variance import satterthwaite_df, stratified_variance

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHANGE_COLUMNS = (
    *(
        "period_from",
        "period_to",
        "level",
        "id",
        "name",
        "measure",
        "code",
        "index_from",
        "index_to",
        "change",
    ),
    *("printed_change", "se", "df", "low", "high", "p", "p_holm", "verdict", "contribution"),
    *("printed_contribution", "basis", "note", "low_holm", "high_holm"),
)
COMPARED_LEVELS = ("all", "region", "agency", "kind", "unit")
NOT_COMPARABLE = "not comparable"

_Key = tuple[str, str, str]  # level, id, basis


@dataclass(frozen=True)
class ChangeTable:
    """Changes between pairs of periods.

    Attributes
    ----------
    frame
        One line for each pair × level × id × measure × basis, with the columns `CHANGE_COLUMNS`.
    notes
        What a reader of the changes must know, in the survey's language.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...] = ()

    def lines(self, level: str = "unit") -> pd.DataFrame:
        """Return the changes of the official index of a level, between the last pair of periods."""
        frame = self.frame[(self.frame["measure"] == "index") & (self.frame["level"] == level)]
        last = frame[frame["period_to"] == frame["period_to"].max()]
        last = last[last["period_from"] == last["period_from"].max()]
        columns = ["name", "index_from", "index_to", "change", "printed_change", "low", "high", "p_holm", "verdict"]
        return last[columns].reset_index(drop=True)

    def plot(self, level: str = "unit", language: str = "id") -> "Figure":
        """Return a chart of a level's changes with their intervals, the largest rise on top (needs matplotlib)."""
        from skm.plots import plot_intervals

        return plot_intervals(self.lines(level), "change", measure="change", language=language, zero=True)

    def _repr_html_(self) -> str:
        """Show the changes of the index in a notebook."""
        frame = self.frame[self.frame["measure"] == "index"]
        columns = ["period_from", "period_to", "level", "name", "printed_change", "low", "high", "verdict"]
        return frame[columns].style.format(precision=2, na_rep="").hide().to_html()


class _Figure(NamedTuple):
    """What a change needs of one figure of one period."""

    name: str
    n: int
    mean: float
    index: float
    printed: str
    se: float
    df: float
    mark: str
    by_counts: bool
    withheld: tuple[float, float] | None = None

    @property
    def error(self) -> float:
        """The standard error, also where no interval of the figure alone is honest."""
        return self.withheld[0] if self.withheld else self.se

    @property
    def error_df(self) -> float:
        """The degrees of freedom of `error`."""
        return self.withheld[1] if self.withheld else self.df

    @property
    def is_weak(self) -> bool:
        """Whether too few respondents stand behind it."""
        return "F" in self.mark.split()


class _Change(NamedTuple):
    """One line before intervals."""

    level: str
    id: str
    name: str
    measure: str
    basis: str
    index_from: float
    index_to: float
    printed_change: Decimal | None
    variances: tuple[float, float]
    dfs: tuple[float, float]
    contribution: float = math.nan
    printed_contribution: str = ""
    verdict: str = ""
    in_family: bool = False
    note: str = ""


_Figures = dict[_Key, dict[str, _Figure]]


def _figures(indices: IndexTable, period: str) -> _Figures:
    """Return the figures of a period: official ones, and every basis of the whole, by key and measure."""
    frame = indices.comparing()
    here = frame[
        (frame["period"] == period)
        & frame["level"].isin(COMPARED_LEVELS)
        & (frame["official"] | (frame["level"] == "all"))
        & frame["index"].notna()
    ]
    figures: _Figures = {}
    columns = ["level", "id", "basis", "measure", "name", "n", "mean", "index", "printed", "se", "df", "mark"]
    for level, unit, basis, measure, *rest in zip(*(here[name].tolist() for name in columns), strict=True):
        key = (period, level, unit, measure)
        own = _Figure(*rest, key in indices.by_counts, indices.withheld.get(key))
        figures.setdefault((level, unit, basis), {})[measure] = own
    return figures


def _regulation(indices: IndexTable, period: str) -> Regulation | None:
    instrument = indices.instruments.get(period)
    return instrument.regulation if instrument else None


def _comparable(indices: IndexTable, period_from: str, period_to: str) -> bool:
    """Return whether both periods asked the same under the same rule."""
    before, after = (indices.instruments.get(period) for period in (period_from, period_to))
    return before is not None and after is not None and before.signature == after.signature


def _points(regulation: Regulation) -> dict[str, float]:
    return {element.key: float(element.weight) * regulation.multiplier for element in regulation.elements}


def _difference(
    key: _Key,
    measure: str,
    before: _Figure,
    after: _Figure,
    in_family: bool,
    contribution: float = math.nan,
    printed_contribution: str = "",
) -> _Change:
    level, unit, basis = key
    return _Change(
        level,
        unit,
        after.name,
        measure,
        basis,
        before.index,
        after.index,
        _printed_difference(before.printed, after.printed),
        (before.se**2, after.se**2),
        (before.df, after.df),
        contribution,
        printed_contribution,
        in_family=in_family,
    )


def _key_changes(
    key: _Key, before: Mapping[str, _Figure], after: Mapping[str, _Figure], points: Mapping[str, float]
) -> list[_Change]:
    """Return the change of an index and of its elements, with contributions that add up to it.

    `points` say how many points of the index a point of each element is.
    """
    if "index" not in before or "index" not in after:
        return []
    family = key[0] == "unit" and not (before["index"].is_weak or after["index"].is_weak)
    total = _difference(key, "index", before["index"], after["index"], family)
    # Each element's share of the change; the printed ones add up to the printed change.
    parts = [worth * (after[name].mean - before[name].mean) for name, worth in points.items()]
    printed = largest_remainder(parts, total.printed_change or Decimal(0))
    elements = [
        _difference(key, name, before[name], after[name], False, part, _signed(text))
        for name, part, text in zip(points, parts, printed, strict=True)
    ]
    return [total, *elements]


@lru_cache(maxsize=1 << 16)  # printed means are a few hundred numbers
def _printed_difference(before: str, after: str) -> Decimal:
    return Decimal(after) - Decimal(before)


@lru_cache(maxsize=1 << 16)
def _signed(value: Decimal) -> str:
    """Return a number with its sign, as text with a point; zero has none."""
    return f"{value:+.2f}" if value else "0.00"


def _matched_changes(before: _Figures, after: _Figures, regulation: Regulation, language: str) -> list[_Change]:
    """Return the change of the plain mean over the units with an index in both periods."""
    both = [key for key in after if key[0] == "unit" and "index" in after[key] and "index" in before.get(key, {})]
    entering, leaving = len(_units_only_in(after, before)), len(_units_only_in(before, after))
    if not both or len(both) + entering + leaving < 2:
        return []
    first, second = (_plain_mean(figures, both, regulation) for figures in (before, after))
    text = note("matched_units", language, n=len(both), entering=entering, leaving=leaving)
    name = note("same_units", language)
    changes = _key_changes(("matched", "all", "units"), first, second, _points(regulation))
    return [change._replace(name=name, note=text if change.measure == "index" else "") for change in changes]


def _plain_mean(figures: _Figures, keys: Sequence[_Key], regulation: Regulation) -> dict[str, _Figure]:
    measures = ("index", *regulation.keys)
    table = [[figures[key][measure] for measure in measures] for key in keys]
    numbers = [[(own.index, own.mean, own.error, own.error_df, own.n) for own in row] for row in table]
    index, mean, se, df, n = np.moveaxis(np.array(numbers, dtype=float), -1, 0)
    by_counts = np.array([[figure.by_counts for figure in row] for row in table])
    # Equal answers throughout have no interval of their own, but add no variance to a mean either.
    variances = np.where((n > 1) & np.isnan(se) & ~by_counts, 0.0, se**2)
    dfs = np.where(np.isnan(df), n - 1, df)
    shares = np.full(len(keys), 1 / len(keys))
    variance, df_all, _ = stratified_variance(shares, variances, n, dfs=dfs)
    # What a unit's counts leave open is no variance that others could lend.
    spread = np.where((variance > 0) & ~by_counts.any(axis=0), np.sqrt(variance), np.nan)
    return {
        measure: _Figure(
            "",
            int(n[:, place].sum()),
            float(mean[:, place].mean()),
            float(index[:, place].mean()),
            _two_decimals(float((index if place == 0 else mean)[:, place].mean())),
            float(spread[place]),
            float(df_all[place]),
            "",
            bool(by_counts[:, place].any()),
        )
        for place, measure in enumerate(measures)
    }


def _two_decimals(value: float) -> str:
    """Return a mean of floats half up; a trace of the arithmetic must not pull a half down."""
    return str(Decimal(math.floor(value * 100 + 0.5 + 1e-9)).scaleb(-2))


def _verdicts(changes: Sequence[_Change], low: NDArray[np.float64], high: NDArray[np.float64]) -> list[str]:
    """Return up or down where the interval excludes zero; without an interval only equality has a verdict."""
    verdicts = []
    for change, start, end in zip(changes, low.tolist(), high.tolist(), strict=True):
        if change.verdict:
            verdicts.append(change.verdict)
        elif math.isnan(start):
            verdicts.append("unchanged" if change.index_to == change.index_from else "")
        elif start > 0:
            verdicts.append("up")
        else:
            verdicts.append("down" if end < 0 else "unchanged")
    return verdicts


def _family(changes: Sequence[_Change], p: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which lines are tested together: the units with enough respondents in both periods."""
    return np.array([change.in_family for change in changes], dtype=bool) & ~np.isnan(p)


def _family_p(changes: Sequence[_Change], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Holm's p over the units with enough respondents in both periods; not a number elsewhere."""
    family = _family(changes, p)
    adjusted = np.full(len(changes), np.nan)
    if family.any():
        adjusted[family] = holm(p[family])
    return adjusted


def _family_level(changes: Sequence[_Change], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coverage of the interval that agrees with Holm's verdict; not a number elsewhere."""
    family = _family(changes, p)
    levels = np.full(len(changes), np.nan)
    if family.any():
        levels[family] = holm_levels(p[family])
    return levels


def _frame(
    changes: Sequence[_Change], periods: tuple[str, str], regulation: Regulation | None, language: str
) -> pd.DataFrame:
    of = _Change(*zip(*changes, strict=True)) if changes else _Change(*[()] * len(_Change._fields))
    index_from, index_to = np.array(of.index_from, dtype=float), np.array(of.index_to, dtype=float)
    compared = np.array([verdict != NOT_COMPARABLE for verdict in of.verdict], dtype=bool)
    change = np.where(compared, index_to - index_from, np.nan)
    variances = np.array(of.variances, dtype=float).reshape(-1, 2).T
    dfs = np.array(of.dfs, dtype=float).reshape(-1, 2).T
    se = np.sqrt(variances.sum(axis=0))
    df = satterthwaite_df(variances, dfs)
    low, high = t_interval(change, se, df)
    p = two_sided_p(change, se, df)
    low_holm, high_holm = t_interval(change, se, df, _family_level(changes, p))
    blind = np.isnan(se) & ~np.isnan(change)
    codes = {element.key: element.code for element in regulation.elements} if regulation else {}
    without = note("no_interval", language)
    columns = {
        "period_from": [periods[0]] * len(changes),
        "period_to": [periods[1]] * len(changes),
        "level": of.level,
        "id": of.id,
        "name": of.name,
        "measure": of.measure,
        "code": [codes.get(measure, "") for measure in of.measure],
        "index_from": index_from,
        "index_to": index_to,
        "change": change,
        "printed_change": ["" if value is None else _signed(value) for value in of.printed_change],
        "se": se,
        "df": df,
        "low": low,
        "high": high,
        "p": p,
        "p_holm": _family_p(changes, p),
        "verdict": _verdicts(changes, low, high),
        "contribution": np.array(of.contribution, dtype=float),
        "printed_contribution": of.printed_contribution,
        "basis": of.basis,
        "note": [
            "; ".join(filter(None, (text, without))) if unseen else text
            for text, unseen in zip(of.note, blind.tolist(), strict=True)
        ],
        "low_holm": low_holm,
        "high_holm": high_holm,
    }
    return pd.DataFrame(columns, columns=list(CHANGE_COLUMNS))


def _incomparable(key: _Key, before: Mapping[str, _Figure], after: Mapping[str, _Figure], text: str) -> list[_Change]:
    """Return lines that show both figures, and no difference."""
    nothing = (math.nan, math.nan)
    level, unit, basis = key
    return [
        _Change(
            *(level, unit, after[measure].name, measure, basis, before[measure].index, after[measure].index),
            *(None, nothing, nothing),
            verdict=NOT_COMPARABLE,
            note=text,
        )
        for measure in after
        if measure in before
    ]


@dataclass(frozen=True)
class UsualRange:
    """Within what a series of indices usually moves, and where it left that.

    Attributes
    ----------
    center, lower, upper
        Mean of the first values and their limits, in index points, to two decimals.
    n
        How many values they are made of.
    outside
        Places of the values beyond a limit.
    runs
        First and last place of each run on one side of the centre, and whether it is the upper side.
    """

    center: Decimal
    lower: Decimal
    upper: Decimal
    n: int
    outside: tuple[int, ...]
    runs: tuple[tuple[int, int, bool], ...]


def usual_range(printed: Sequence[Decimal]) -> UsualRange | None:
    """Return within what a series usually moves, None for fewer than twelve values.

    Parameters
    ----------
    printed
        Comparable indices in time, as they are printed: so whoever has the table finds the same limits.

    Notes
    -----
    `skm.stats.series.individuals_limits` says the formula; its exact limits judge, rounded ones are printed. See
    docs/methods/series.md.

    Examples
    --------
    >>> found = usual_range([Decimal(text) for text in ["80.10", "80.30"] * 6 + ["82.00"]])
    >>> str(found.lower), str(found.upper), found.outside
    ('79.67', '80.73', (12,))
    """
    if len(printed) < BASELINE:
        return None
    limits = individuals_limits(printed)
    runs = tuple((first, last, printed[first] > limits.center) for first, last in limits.runs)
    ends = (half_up(limits.center), half_up(limits.lower), half_up(limits.upper))
    return UsualRange(*ends, BASELINE, limits.outside, runs)


def _moved_units(before: _Figures, after: _Figures, periods: tuple[str, str], language: str) -> list[_Change]:
    """Return a line for each unit with an index in only one of the periods: first those that enter."""
    nothing = (math.nan, math.nan)
    entering = note("entering", language, period=periods[0])
    leaving = note("leaving", language, period=periods[1])
    return [
        *(
            _Change(
                "unit",
                unit,
                index.name,
                "index",
                basis,
                math.nan,
                index.index,
                None,
                nothing,
                nothing,
                note=entering,
            )
            for (unit, basis), index in _units_only_in(after, before)
        ),
        *(
            _Change(
                "unit",
                unit,
                index.name,
                "index",
                basis,
                index.index,
                math.nan,
                None,
                nothing,
                nothing,
                note=leaving,
            )
            for (unit, basis), index in _units_only_in(before, after)
        ),
    ]


def _units_only_in(here: _Figures, there: _Figures) -> list[tuple[tuple[str, str], _Figure]]:
    return [
        ((unit, basis), figures["index"])
        for (level, unit, basis), figures in here.items()
        if level == "unit" and "index" in figures and "index" not in there.get((level, unit, basis), {})
    ]


def _known(indices: IndexTable, *periods: str) -> None:
    present = indices.frame["period"].unique().tolist()
    for period in periods:
        if period not in present:
            raise RequestError("unknown_period", name=period, known=", ".join(present))


def compare_periods(indices: IndexTable, period_from: str, period_to: str) -> ChangeTable:
    """Return the change of every level and unit between two periods, with interval and verdict.

    The official figures are compared, and at the level of the whole the other two as well, each with its own
    kind. A verdict is up or down only where the 95 % interval of the difference excludes zero. Periods with
    different regulations or questionnaires get the verdict "not comparable" and no difference.

    Parameters
    ----------
    indices
        The figures of both periods.
    period_from, period_to
        The earlier and the later period.

    Returns
    -------
    ChangeTable
        `change`, `se`, `low`, `high` and `contribution` are in points of the index (25 to 100);
        `printed_change` is the difference of the printed figures, which for elements are means (1 to 4).
        Level "matched" is the plain mean of the units with an index in both periods.

    Raises
    ------
    RequestError
        A period has no figures.

    Notes
    -----
    Var = v1 + v2, degrees of freedom by Welch and Satterthwaite, Holm's p over the units without mark F in
    both periods. Checked against R 4.2.2, `t.test`, `p.adjust` and survey 4.1.1 (`tests/reference`, keys
    `D_change` and `E_unit_change`).

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"period": ["2019", "2019", "2020", "2020"], "time": [3, 4, 4, 4]})
    >>> table = compute_indices(tally_responses(frame, by=["period"]))
    >>> compare_periods(table, "2019", "2020").frame.loc[0, "printed_change"]
    '+12.50'
    """
    _known(indices, period_from, period_to)
    periods = (period_from, period_to)
    before, after = (_figures(indices, period) for period in periods)
    regulation = _regulation(indices, period_to)
    shared = [key for key in after if key in before]
    if regulation is None or not _comparable(indices, *periods):
        text = note("not_comparable", indices.language)
        lines = [line for key in shared for line in _incomparable(key, before[key], after[key], text)]
        return ChangeTable(
            _frame(lines, periods, regulation, indices.language), (f"{periods[0]} – {periods[1]}: {text}",)
        )
    points = _points(regulation)
    changes = [line for key in shared for line in _key_changes(key, before[key], after[key], points)]
    n_whole = sum(line.level == "all" for line in changes)
    matched = _matched_changes(before, after, regulation, indices.language)
    moved = _moved_units(before, after, periods, indices.language)
    lines = [*changes[:n_whole], *matched, *changes[n_whole:], *moved]
    frame = _frame(lines, periods, regulation, indices.language)
    return ChangeTable(frame, _family_notes(frame, periods, indices.language))


def _family_notes(frame: pd.DataFrame, periods: tuple[str, str], language: str) -> tuple[str, ...]:
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & frame["change"].notna()]
    n_outside = int(units["p_holm"].isna().sum())
    if not n_outside or len(units) < 2:  # a lone unit is in no joint test
        return ()
    return (note("outside_family", language, start=periods[0], end=periods[1], n=n_outside),)


def _pairs(periods: Iterable[str]) -> list[tuple[str, str]]:
    """Return each period with the one before it of its kind, and with the same one a year earlier."""
    by_kind: dict[str, list[str]] = {}
    for period in sorted(periods):
        by_kind.setdefault(kind_of(period), []).append(period)
    by_kind.pop("other", None)  # nobody knows which of two such periods came first
    pairs: dict[tuple[str, str], None] = {}
    for ordered in by_kind.values():
        for place, period in enumerate(ordered):
            if place:
                pairs[ordered[place - 1], period] = None
            year_before = f"{int(period[:4]) - 1:04d}{period[4:]}"
            if year_before in ordered:
                pairs[year_before, period] = None
    return sorted(pairs, key=lambda pair: (period_months(pair[1]) or ("", ""), pair[0]))


def compare_all(indices: IndexTable) -> ChangeTable:
    """Return the changes of every pair worth comparing.

    Each period is compared with the one before it of its kind, and with the same one a year earlier; a year
    only with years.

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"period": ["2019", "2020"], "time": [3, 4]})
    >>> changes = compare_all(compute_indices(tally_responses(frame, by=["period"])))
    >>> changes.frame.loc[0, ["period_from", "period_to"]].to_list()
    ['2019', '2020']
    """
    tables = [compare_periods(indices, *pair) for pair in _pairs(indices.frame["period"].unique())]
    filled = [table.frame for table in tables if len(table.frame)]
    frame = pd.concat(filled, ignore_index=True) if filled else _frame([], ("", ""), None, indices.language)
    return ChangeTable(frame, tuple(text for table in tables for text in table.notes))
