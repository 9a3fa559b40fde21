"""Tally or responses → the index weighted to known users, beside the unweighted one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.errors import RequestError
from skm.indices import IndexTable
from skm.messages import note
from skm.regulation import Instrument
from skm.stats.cells import mask_bits
from skm.stats.intervals import logit_t_interval
from skm.stats.results import Estimate
from skm.stats.weights import Margin, Weighting, refuse_uneven, residual_error
from skm.stats.weights import rake as raked_weights
from skm.survey import Survey, plain
from skm.tally import Tally, add_years, count_column, count_responses, product_column, stored_places, tally_responses

Array = NDArray[np.float64]

# A standard deviation below this, in points, is the noise of a difference of sums: one respondent in a million who
# differs by one answer makes 0.003.
NOISE = 1e-5
WEIGHTED_COLUMNS = (
    *("period", "level", "id", "official", "official_basis", "n", "unweighted", "weighted", "se", "df", "low", "high"),
    *("n_eff", "deff", "n_without", "columns", "method", "note"),
)
CELL = "cell"  # the view whose groups are combinations of the weighted columns
JOINED = "\x1f"  # between the parts of a combination; no label holds it


@dataclass(frozen=True)
class WeightedFigure:
    """An index weighted to known users, beside the unweighted one of the same respondents.

    Attributes
    ----------
    unweighted, weighted
        Index with its logit-t interval, on the scale 25 to 100; `unweighted` counts every respondent.
    n_eff, deff
        Effective number of respondents, and what weighting costs.
    weights
        A line for each group or combination: the weighted columns, `n`, `weight` (persons for each respondent).
    n_without
        Respondents whose group is not known; they are in the unweighted figure only.
    method, notes
        How it was made; what to know of it.
    """

    unweighted: Estimate
    weighted: Estimate
    n_eff: float
    deff: float
    weights: pd.DataFrame
    n_without: int
    method: str
    notes: tuple[str, ...] = ()


def poststratify(
    tally: Tally, column: str, totals: Mapping[str, float], *, period: str | None = None, unit: str | None = None
) -> WeightedFigure:
    """Return the index of respondents weighted to the known users of each group of one profile column.

    Parameters
    ----------
    tally
        Sums with a view of `column` (`profiles=` of `skm.tally_responses`).
    column
        "sex", "age", "education", "occupation" or "disability".
    totals
        Users of each group.
    period, unit
        Which cells to take; all where they are not given.

    Raises
    ------
    RequestError
        The tally has no such view, the groups do not fit, some respondents are known by counts alone, or the
        weights are too uneven (n_eff below 10, design effect above 3).

    Notes
    -----
    Missing answers are left out element by element, as in the official default. Standard error from the linearised
    value's residuals within groups; see `skm.stats.weights`. Checked against R survey 4.1.1, `postStratify`
    (`tests/reference`, key `H_weighting`).

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": ["L"] * 20 + ["P"] * 10, "time": [4, 3] * 10 + [2, 3] * 5})
    >>> found = poststratify(tally_responses(frame, profiles=["sex"]), "sex", {"L": 500, "P": 500})
    >>> round(found.unweighted.estimate, 2), round(found.weighted.estimate, 2)
    (79.17, 75.0)
    """
    frame = tally.frame
    views = sorted(set(frame["view"]) - {""})
    if column not in views:
        raise RequestError("unknown_profile", name=column, known=", ".join(views) or "–")
    here = frame[frame["view"] == column]
    for key, value in (("period", period), ("unit", unit)):
        here = here if value is None else here[here[key] == value]
    if here["counts_only"].any():
        raise RequestError("counts_without_rows")
    return _weigh(here, tally.instrument, {column: totals}, None, "poststratified")


def rake(responses: Any, totals: Mapping[str, Mapping[str, float]], *, cap: float | None = None) -> WeightedFigure:
    """Return the index of respondents weighted to the known users of several columns at once.

    Parameters
    ----------
    responses
        `Responses`, or any frame that Narwhals knows: element columns with 1 to 4 or null, and the weighted columns.
        Select the period and unit before.
    totals
        Users of each group by column, such as `{"sex": {"L": 4900, "P": 4900}, "age": {…}}`; every column's sum is
        the same.
    cap
        Trim weights at this many times their mean (3 to 5 is usual) and rake again, twice at most.

    Raises
    ------
    RequestError
        A column is not there, the groups or sums do not fit, some respondents are known by counts alone, raking does
        not converge, or the weights are too uneven (n_eff below 10, design effect above 3).

    Notes
    -----
    Respondents are counted in cells of the combinations first; nothing is done by row. See `skm.stats.weights`.
    Checked against R survey 4.1.1, `rake` (`tests/reference`, key `H_weighting`).

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": ["L", "P"] * 20, "age": ["a"] * 25 + ["b"] * 15, "time": [4, 3, 3, 2] * 10})
    >>> found = rake(frame, {"sex": {"L": 50, "P": 50}, "age": {"a": 50, "b": 50}})
    >>> found.method, round(found.deff, 3)
    ('raked', 1.067)
    """
    instrument, frame = _joint_cells(responses, list(totals), [])
    return _weigh(frame, instrument, totals, cap, "raked")


def _joint_cells(responses: Any, columns: Sequence[str], by: Sequence[str]) -> tuple[Instrument, pd.DataFrame]:
    """Return what was asked, and respondents counted in cells of the combinations of some columns alone."""
    # `Responses` know what was asked; of a frame, the columns say it (a Polars frame has `rows`, but no instrument).
    known = getattr(responses, "instrument", None)
    if getattr(responses, "counted", ()):
        raise RequestError("counts_without_rows")
    instrument = known or tally_responses(responses).instrument
    rows = nw.from_native(responses.rows if known else responses)
    present = rows.collect_schema().names()
    for name in columns:
        if name not in present:
            raise RequestError("unknown_group", name=name, known=", ".join(present))
    parts = [nw.col(name).cast(nw.String) for name in columns]
    with_cell = rows.with_columns(nw.concat_str(parts, separator=JOINED).alias(CELL))
    frame = count_responses(with_cell.to_native(), instrument, by, [CELL])
    return instrument, frame[frame["view"] == CELL]


def weighted_table(responses: Any, survey: Survey, indices: IndexTable) -> pd.DataFrame:
    """Return the index weighted to known users beside the official one, for each period with `[weights] margins`.

    Parameters
    ----------
    responses
        Rows with the profile columns that the margins name.
    survey
        Its `[weights]` and the known users of each group.
    indices
        The official figures.

    Returns
    -------
    pandas.DataFrame
        Columns `WEIGHTED_COLUMNS`, one line a period. `official` is the official figure of the whole under
        `official_basis`; `unweighted` counts every respondent once, as `weighted` does with weights: compare these two.
        Weights that are too uneven leave `weighted` empty, and the note says why.

    Raises
    ------
    RequestError
        The groups do not fit the responses, raking does not converge, or some respondents are known by counts alone.

    Notes
    -----
    See `rake` and `poststratify`, of which it is the same: a single margin is met after one round.
    """
    columns = list(dict.fromkeys(survey.margins["column"])) if survey.margins is not None else []
    if not columns:
        return pd.DataFrame(columns=list(WEIGHTED_COLUMNS))
    instrument, frame = _joint_cells(responses, columns, ["period"])
    frame = add_years(Tally(frame, instrument)).frame
    lines = []
    for period in sorted(frame["period"].unique()):
        totals = survey.margins_of(period)
        if set(totals) == set(columns):
            here = frame[frame["period"] == period]
            lines.append(_weighted_line(period, here, instrument, _labelled(totals, here, columns), survey, indices))
    return pd.DataFrame(lines, columns=list(WEIGHTED_COLUMNS))


def _labelled(
    totals: Mapping[str, Mapping[str, float]], frame: pd.DataFrame, columns: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return the totals with the groups as the responses spell them."""
    cells = [group.split(JOINED) for group in frame["group"].unique() if group]
    spelled = {name: {plain(cell[place]): cell[place] for cell in cells} for place, name in enumerate(columns)}
    return {
        name: {spelled[name].get(plain(group), group): users for group, users in totals[name].items()}
        for name in columns
    }


def _weighted_line(
    period: str,
    frame: pd.DataFrame,
    instrument: Instrument,
    totals: Mapping[str, Mapping[str, float]],
    survey: Survey,
    indices: IndexTable,
) -> dict[str, Any]:
    table, language, columns = indices.frame, survey.language, ", ".join(totals)
    chosen = (table["period"] == period) & (table["level"] == "all") & (table["measure"] == "index")
    whole = table[chosen & table["official"]]
    line: dict[str, Any] = {"period": period, "level": "all", "id": "all", "columns": columns}
    if len(whole):
        line |= {"official": whole["index"].iloc[0], "official_basis": whole["basis"].iloc[0]}
    try:
        found = _weigh(frame, instrument, totals, survey.settings.weights.trim, "raked")
    except RequestError as error:
        if error.code != "weights_refused":
            raise
        return line | {"note": note("weighted_refused", language, **error.values)}
    own = {name: getattr(found.weighted, name) for name in ("se", "df", "low", "high")}
    line |= {"n": found.unweighted.n, "unweighted": found.unweighted.estimate, "weighted": found.weighted.estimate}
    line |= {"n_eff": found.n_eff, "deff": found.deff, "n_without": found.n_without, "method": found.method}
    return line | own | {"note": note("weighted_beside", language, columns=columns)}


def _weigh(
    frame: pd.DataFrame,
    instrument: Instrument,
    totals: Mapping[str, Mapping[str, float]],
    cap: float | None,
    method: str,
) -> WeightedFigure:
    columns = list(totals)
    is_known = (frame["group"] != "").to_numpy()
    if not is_known.any():
        raise RequestError("margins_do_not_fit", groups=", ".join(columns))
    labels = [group.split(JOINED) for group in frame.loc[is_known, "group"]]
    known = pd.DataFrame(labels, columns=columns, dtype="str")
    margins = [_margin(known[name], name, totals[name]) for name in columns]
    cells = frame[is_known]
    found = raked_weights(cells["rows"], margins, cap)
    refuse_uneven(found)
    table = known.assign(n=cells["rows"].to_numpy(), weight=found.weights)
    table = table.groupby(columns, as_index=False, sort=True).agg(n=("n", "sum"), weight=("weight", "first"))
    n_without = int(frame.loc[~is_known, "rows"].sum())
    return WeightedFigure(
        unweighted=_index_of(frame, instrument, np.ones(len(frame)), ()),
        weighted=_index_of(cells, instrument, found.weights, margins),
        n_eff=found.n_eff,
        deff=found.deff,
        weights=table,
        n_without=n_without,
        method=_method(found, method),
        notes=found.notes,
    )


def _method(found: Weighting, method: str) -> str:
    return method if found.method == "raked" else found.method


def _margin(labels: pd.Series, column: str, totals: Mapping[str, float]) -> Margin:
    groups = {str(group): place for place, group in enumerate(totals)}
    wrong = sorted(set(labels).symmetric_difference(groups))
    if wrong:
        raise RequestError("margins_do_not_fit", groups=", ".join(f"{column} = {group}" for group in wrong))
    return Margin(labels.map(groups).to_numpy(np.int64), np.array(list(totals.values()), float))


def _index_of(frame: pd.DataFrame, instrument: Instrument, weights: Array, margins: Sequence[Margin]) -> Estimate:
    """Return the index of weighted cells under the default for missing answers, with the error of its residuals."""
    regulation = instrument.regulation
    scale = [float(bound * regulation.multiplier) for bound in regulation.scale]
    rows = frame["rows"].to_numpy(float)
    n = int(rows.sum())
    sums, products = _cell_sums(frame, instrument)
    share, given = _element_shares(frame, instrument)
    points = np.array([float(element.weight) for element in regulation.elements]) * regulation.multiplier
    sizes = (weights * rows) @ given
    if (sizes == 0).any() or n < 2:
        raise RequestError("too_few_for", what="indeks (index)", n=int(sizes.min()), minimum=1)
    values = np.einsum("cej,cj->ce", share, sums)
    means = weights @ values / sizes
    # What one respondent adds to the index, the first term of its expansion (Woodruff 1971).
    slope = np.einsum("e,cej->cj", points / sizes, share)
    centre = given @ (points * means / sizes)
    linear = (slope * sums).sum(axis=1)
    squares = np.einsum("cj,cjl,cl->c", slope, products, slope) - 2 * centre * linear + centre**2 * rows
    se = residual_error(weights, rows, linear - centre * rows, squares, margins)
    index = float(np.clip((points * means).sum(), *scale))
    if se * np.sqrt(n) < NOISE:
        return Estimate(index, n=n, notes=("all answers equal",))
    low, high = logit_t_interval(index, se, n - 1, bounds=(scale[0], scale[1]))
    return Estimate(index, se, n - 1, float(low), float(high), n, "logit-t")


def _cell_sums(frame: pd.DataFrame, instrument: Instrument) -> tuple[Array, Array]:
    """Return Σ x and Σ x x' of each cell, `(n_cells, n_items)` and `(n_cells, n_items, n_items)`."""
    items = [item.key for item in instrument.items]
    answered = mask_bits(frame["answered"].to_numpy(np.int64), len(items)) * frame["rows"].to_numpy(np.int64)[:, None]
    scores, places = np.array(instrument.whole_scores), stored_places(instrument)
    counts = np.stack([frame[[count_column(item, p) for p in places]].to_numpy(np.int64) for item in items], axis=1)
    products = np.zeros((len(frame), len(items), len(items)))
    for a, b in combinations(range(len(items)), 2):
        products[:, a, b] = products[:, b, a] = frame[product_column(items[a], items[b])].to_numpy(float)
    diagonal = np.arange(len(items))
    products[:, diagonal, diagonal] = answered * scores[0] ** 2 + counts @ (scores[1:] ** 2 - scores[0] ** 2)
    sums = answered * scores[0] + counts @ (scores[1:] - scores[0])
    return sums / instrument.denominator, products / instrument.denominator**2


def _element_shares(frame: pd.DataFrame, instrument: Instrument) -> tuple[Array, Array]:
    """Return how much an item counts in its element, `(n_cells, n_elements, n_items)`, and whether one is answered."""
    bits = mask_bits(frame["answered"].to_numpy(np.int64), len(instrument.items))
    belongs = np.array([[item.element == key for item in instrument.items] for key in instrument.regulation.keys])
    answered = bits[:, None, :] * belongs
    n_questions = answered.sum(axis=2)
    return answered / np.maximum(n_questions, 1)[:, :, None], (n_questions > 0).astype(float)
