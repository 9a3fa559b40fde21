"""Lines → index table: rounded once, with intervals, grades taken from printed figures, and marks."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.indices.levels import Line, estimate_levels, period_lines
from skm.messages import note
from skm.periods import year_of
from skm.regulation import Instrument, Regulation
from skm.stats.intervals import bounded_t_interval, logit_t_interval
from skm.stats.rounding import half_up
from skm.survey import Survey
from skm.tally import Tally

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_Letter = Callable[[Decimal], str]
CAUTION_BELOW = 30  # statistics.md, section 2: below this the width of an interval is itself uncertain

INDEX_COLUMNS = (
    *(
        "period",
        "level",
        "id",
        "name",
        "parent",
        "measure",
        "code",
        "n",
        "n_missing",
        "mean",
        "index",
        "printed",
    ),
    *("se", "df", "low", "high", "grade", "grade_low", "grade_high", "official", "basis", "mark", "note", "points"),
)


@dataclass(frozen=True)
class IndexTable:
    """Index, element means, uncertainty and grade of every level of every period.

    Attributes
    ----------
    frame
        One line for each period × level × parent × id × measure × basis, with the columns `INDEX_COLUMNS`.
    instruments
        What was asked in each period; a period whose parts asked different things has none.
    notes
        What a reader of the figures must know, in the survey's language.
    language
        "id" or "en", the language of names and notes.
    by_counts
        (period, level, id, measure) of the figures whose variance can't be known, because only the totals of the
        answers are.
    withheld
        Standard error and degrees of freedom, by (period, level, id, measure), of figures whose interval would not be
        honest: a mean over units needs them, nobody else does.
    analytic
        Standard error and degrees of freedom without finite populations, by (period, level, id, measure, basis), where
        those of the level know of one: what changes and comparisons are made with.
    clusters
        Sample clusters and design effect of the units that have some, by (period, unit).
    """

    frame: pd.DataFrame
    instruments: Mapping[str, Instrument]
    notes: tuple[str, ...] = ()
    language: str = "id"
    by_counts: frozenset[tuple[str, str, str, str]] = frozenset()
    withheld: Mapping[tuple[str, str, str, str], tuple[float, float]] = field(default_factory=dict)
    analytic: Mapping[tuple[str, str, str, str, str], tuple[float, float]] = field(default_factory=dict)
    clusters: Mapping[tuple[str, ...], tuple[int, float]] = field(default_factory=dict)

    def comparing(self) -> pd.DataFrame:
        """Return the figures with the standard errors of comparisons, in which no population is finite.

        The level of the users of one period is one question; whether a service differs from another, or from last
        year's, is one about the service (docs/methods/levels.md).
        """
        return self._analytic_frame if self.analytic else self.frame

    @cached_property
    def _analytic_frame(self) -> pd.DataFrame:
        keys = zip(*(self.frame[name] for name in ("period", "level", "id", "measure", "basis")), strict=True)
        alone = self.frame["parent"] == ""
        own = zip(self.frame["se"], self.frame["df"], strict=True)
        found = [
            self.analytic.get(key, pair) if is_own else pair for key, pair, is_own in zip(keys, own, alone, strict=True)
        ]
        se, df = zip(*found, strict=True)
        return self.frame.assign(se=np.array(se, float), df=np.array(df, float))

    def lines(self, level: str = "unit", period: str | None = None) -> pd.DataFrame:
        """Return the official indices of a level in a period, the last one where none is given.

        Returns
        -------
        pandas.DataFrame
            Columns name, n, printed, index, low, high, grade, mark; in the order of the table.
        """
        frame = self.frame[(self.frame["measure"] == "index") & self.frame["official"]]
        wanted = period if period is not None else frame["period"].max()
        here = frame[(frame["period"] == wanted) & (frame["level"] == level)]
        return here[["name", "n", "printed", "index", "low", "high", "grade", "mark"]].reset_index(drop=True)

    def plot(self, level: str = "unit", period: str | None = None) -> "Figure":
        """Return a chart of a level's indices with their intervals, the highest on top (needs matplotlib)."""
        from skm.plots import plot_intervals

        wanted = period if period is not None else self.frame["period"].max()
        found = self.lines(level, wanted)
        return plot_intervals(found, "index", measure="index", language=self.language, title=str(wanted))

    def _repr_html_(self) -> str:
        """Show the official figures of the whole and of the units in a notebook."""
        frame = self.frame[(self.frame["measure"] == "index") & self.frame["official"]]
        columns = ["period", "level", "name", "n", "printed", "low", "high", "grade", "mark"]
        shown = frame[frame["level"].isin(["all", "unit"])][columns]
        return shown.style.format(precision=2, na_rep="").hide().to_html()


class _Figure(NamedTuple):
    """What an exact mean is as a float and in print, once as it is and once on the scale of the index."""

    mean: float
    index: float
    printed_mean: str
    printed_index: str
    grade: str


def _figures(means: Sequence[Fraction | None], regulation: Regulation, letter: _Letter) -> list[_Figure]:
    """Return the figure of each mean; means of a few respondents are a few fractions, met again and again."""
    times = regulation.multiplier
    known = {None: _Figure(math.nan, math.nan, "", "", "")}
    ratios = [None if mean is None else mean.as_integer_ratio() for mean in means]
    for ratio, mean in zip(ratios, means, strict=True):
        if mean is not None and ratio not in known:
            above, below = ratio
            index = half_up(mean, times=times)
            # One division of whole numbers rounds once.
            known[ratio] = _Figure(above / below, above * times / below, str(half_up(mean)), str(index), letter(index))
    return [known[ratio] for ratio in ratios]


def _finish(lines: Sequence[Line], regulation: Regulation, survey: Survey) -> pd.DataFrame:
    """Return the table: figures rounded once, intervals, grades taken from printed figures, marks."""
    # Columns, not lines: a hundred thousand lines are gone through once.
    of = Line(*zip(*lines, strict=True)) if lines else Line(*[()] * len(Line._fields))
    letter = _letters(regulation)
    figures = _Figure(*zip(*_figures(of.mean, regulation, letter), strict=True)) if lines else _Figure(*[()] * 5)
    index = np.array(figures.index, dtype=float)
    pairs = zip(of.corrected, of.variance, of.df, strict=True)
    levels = np.array([own or (variance, df) for own, variance, df in pairs], dtype=float).reshape(-1, 2)
    se = np.sqrt(levels[:, 0])
    silent = np.array(of.withheld, dtype=bool) | np.array(of.is_census, dtype=bool)
    se[np.isnan(index) | (se == 0) | silent] = np.nan
    df = np.where(np.isnan(se), np.nan, levels[:, 1])
    low, high = _intervals(index, se, df, np.array(of.is_parent, dtype=bool), regulation)
    codes = ("", *(element.code for element in regulation.elements))
    measures = ("index", *regulation.keys)
    minimum = survey.publish.minimum_respondents
    columns = {
        "period": of.period,
        "level": of.level,
        "id": of.id,
        "name": of.name,
        "parent": of.parent,
        "measure": [measures[place] for place in of.place],
        "code": [codes[place] for place in of.place],
        "n": pd.array(of.n, dtype="Int64"),
        "n_missing": pd.array(of.n_missing, dtype="Int64"),
        "mean": np.array(figures.mean, dtype=float),
        "index": index,
        "printed": [
            mean if place else whole
            for place, mean, whole in zip(of.place, figures.printed_mean, figures.printed_index, strict=True)
        ],
        "se": se,
        "df": df,
        "low": low,
        "high": high,
        "grade": figures.grade,
        "grade_low": _letters_of_floats(low, letter),
        "grade_high": _letters_of_floats(high, letter),
        "official": np.array(of.official, dtype=bool),
        "basis": of.basis,
        "mark": list(map(_mark, of.mean, of.n, of.is_census, repeat(minimum))),
        "note": of.note,
        "points": figures.printed_index,
    }
    return pd.DataFrame(columns, columns=list(INDEX_COLUMNS))


def _intervals(
    index: NDArray[np.float64],
    se: NDArray[np.float64],
    df: NDArray[np.float64],
    is_parent: NDArray[np.bool_],
    regulation: Regulation,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return logit-t ends for what stands for itself, t ends that stay on the scale for parents."""
    bounds = (
        float(regulation.scale[0] * regulation.multiplier),
        float(regulation.scale[1] * regulation.multiplier),
    )
    own = logit_t_interval(index, se, df, bounds=bounds)
    parent = bounded_t_interval(index, se, df, bounds=bounds)
    return np.where(is_parent, parent[0], own[0]), np.where(is_parent, parent[1], own[1])


def _letters(regulation: Regulation) -> _Letter:
    @cache
    def letter(printed: Decimal) -> str:
        return regulation.grade(printed).letter

    return letter


def _letters_of_floats(values: NDArray[np.float64], letter: _Letter) -> list[str]:
    """Return the letters of interval ends as they would print; "" where there is no interval."""
    steps, place = np.unique(np.floor(values * 100 + 0.5), return_inverse=True)
    known = ["" if math.isnan(step) else letter(Decimal(int(step)).scaleb(-2)) for step in steps.tolist()]
    return [known[where] for where in place.tolist()]


def _mark(mean: Fraction | None, n: int, is_census: bool, minimum: int) -> str:
    if mean is None:
        return ".."
    # E is the caution that the width of an interval asks for; a census has none.
    weak = "F" if n < minimum else "E" if n < CAUTION_BELOW and not is_census else ""
    return f"{weak} s".strip() if is_census else weak


def compute_indices(tally: Tally, survey: Survey | None = None) -> IndexTable:
    """Return index, element means, intervals and grades of every level and period of a tally.

    A blank is not zero: what it is, is the survey's policy `missing`. A unit without respondents has a line
    without an index and counts in no mean. Of the three figures of a parent, `official` is true on the
    declared one.

    Parameters
    ----------
    tally
        Sums over rows of one instrument; periods are those of the rows. Years follow from their parts.
    survey
        Settings and the register of units; defaults where it is not given.

    Returns
    -------
    IndexTable
        The columns are those of docs/methods/index.md.

    Raises
    ------
    SettingsError
        The official figure is weighted by users served, and the register lacks a unit's.

    Notes
    -----
    Index = 25 Σ weight × element mean, exact, rounded half up once (PermenPANRB 14/2017, Lampiran). Checked
    against R 4.2.2 and survey 4.1.1 (`tests/reference`).

    Examples
    --------
    >>> import pandas as pd
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"requirements": [4, 3], "procedure": [4, 3]})
    >>> compute_indices(tally_responses(frame)).frame.loc[0, ["printed", "grade"]].to_list()
    ['87.50', 'B']
    """
    survey = survey if survey is not None else Survey()
    estimates = estimate_levels(tally, survey)
    seen = set(tally.frame["period"].unique())
    lines: list[Line] = []
    notes = _scale_notes(tally.instrument, survey.language)
    for period in sorted(seen | {year_of(found) for found in seen}):
        found_lines, found_notes = period_lines(period, tally, survey, estimates)
        lines += found_lines
        notes += found_notes
    frame = _finish(lines, tally.instrument.regulation, survey)
    instruments = {period: tally.instrument for period in frame["period"].unique()}
    measures = ("index", *tally.instrument.regulation.keys)
    by_counts = frozenset((line.period, line.level, line.id, measures[line.place]) for line in lines if line.by_counts)
    withheld = {
        (line.period, line.level, line.id, measures[line.place]): (math.sqrt(line.variance), line.df)
        for line in lines
        if line.withheld and not line.parent
    }
    analytic = {
        (line.period, line.level, line.id, measures[line.place], line.basis): _analytic(line)
        for line in lines
        if (line.corrected or line.is_census) and not line.parent
    }
    clusters = {key: (own.n_clusters, own.deff) for key, own in estimates.units.items() if own.n_clusters}
    return IndexTable(frame, instruments, tuple(notes), survey.language, by_counts, withheld, analytic, clusters)


def _analytic(line: Line) -> tuple[float, float]:
    """Return standard error and degrees of freedom of comparisons; not a number where no interval would be honest."""
    if line.withheld or not line.variance > 0:
        return math.nan, math.nan
    return math.sqrt(line.variance), line.df


def _scale_notes(instrument: Instrument, language: str) -> list[str]:
    """Return the sentence that a mapped scale needs wherever its figures stand; none for the regulation's own."""
    if not instrument.scale:
        return []
    return [note("mapped_scale", language, points=len(instrument.scale), map=spell_scale(instrument, language))]


def spell_scale(instrument: Instrument, language: str) -> str:
    """Return a mapped scale as text: which score each point of the questionnaire's scale is.

    Examples
    --------
    >>> from skm.regulation import load_regulation, plain_instrument
    >>> plain = plain_instrument(load_regulation("permenpan-14-2017"))
    >>> five = Instrument(plain.regulation, plain.items, ((1, Fraction(1)), (2, Fraction("2.5")), (3, Fraction(4))))
    >>> spell_scale(five, "id"), spell_scale(five, "en")
    ('1 = 1; 2 = 2,5; 3 = 4', '1 = 1, 2 = 2.5, 3 = 4')
    """
    joint = "; " if language == "id" and any(score.denominator > 1 for _, score in instrument.scale) else ", "
    return joint.join(f"{point} = {_spell_score(score, language)}" for point, score in instrument.scale)


def _spell_score(score: Fraction, language: str) -> str:
    """Return a score as a decimal where it has one, else as a fraction."""
    number = f"{float(score):g}"
    if Fraction(number) != score:
        return str(score)
    return number.replace(".", ",") if language == "id" else number


def join_indices(tables: Sequence[IndexTable]) -> IndexTable:
    """Return one table of several, each of another instrument.

    A period that stands in several tables was asked in different ways: its units stay, what would average
    over different questionnaires goes, a note says so, and the period has no instrument, so nothing is
    compared with it.

    Parameters
    ----------
    tables
        At least one table, all in one language.

    Examples
    --------
    >>> import pandas as pd
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"period": ["2025"], "time": [4]})
    >>> table = compute_indices(tally_responses(frame, by=["period"]))
    >>> join_indices([table]).frame.equals(table.frame)
    True
    """
    if len(tables) == 1:
        return tables[0]
    language = tables[0].language
    seen: dict[str, int] = {}
    for table in tables:
        for period in table.instruments:
            seen[period] = seen.get(period, 0) + 1
    mixed = sorted(period for period, times in seen.items() if times > 1)
    stacked = pd.concat([table.frame for table in tables], ignore_index=True)
    source = pd.Series(np.repeat(range(len(tables)), [len(table.frame) for table in tables]))
    kept = stacked[~stacked["period"].isin(mixed) | _stands_alone(stacked, source)]
    order = kept["period"].map({period: place for place, period in enumerate(sorted(seen))})
    frame = kept.iloc[np.argsort(order.to_numpy(), kind="stable")].reset_index(drop=True)
    instruments = {
        period: instrument
        for table in tables
        for period, instrument in table.instruments.items()
        if period not in mixed
    }
    notes = dict.fromkeys(text for table in tables for text in table.notes)
    breaks = [note("mixed_instruments", language, period=period) for period in mixed]
    by_counts = frozenset().union(*(table.by_counts for table in tables))
    withheld = {key: error for table in tables for key, error in table.withheld.items()}
    analytic = {key: error for table in tables for key, error in table.analytic.items()}
    asked = dict(sorted(instruments.items()))
    clusters = {key: own for table in tables for key, own in table.clusters.items()}
    return IndexTable(frame, asked, (*notes, *breaks), language, by_counts, withheld, analytic, clusters)


def _stands_alone(stacked: pd.DataFrame, source: pd.Series) -> pd.Series:
    """Return which lines of a period asked in several ways still stand: units with one questionnaire."""
    own = stacked["level"].isin(["unit", "service"]) & (stacked["n"] > 0).fillna(False)
    key = [stacked[name] for name in ("period", "level", "parent", "id")]
    return own & (source.where(own).groupby(key).transform("nunique") == 1)
