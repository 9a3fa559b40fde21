"""The tally: the sums over rows from which every printed figure follows. The one group-by of the program.

Rows live in an engine; results live in pandas; this module is the border. The group-by is written once, as
Narwhals expressions, and runs on DuckDB, PySpark, pandas, Polars and pyarrow. Merging tallies is adding lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import narwhals as nw
import pandas as pd

from skm.errors import DataError, Place, RequestError
from skm.periods import year_of
from skm.regulation import Element, Instrument, Item, load_regulation, plain_instrument

CELL_KEYS = ("period", "region", "agency", "unit", "service")
KEYS = (*CELL_KEYS, "view", "group", "answered", "not_applicable")
PROFILE_COLUMNS = ("sex", "age", "education", "occupation", "disability")
SCORES = (1.0, 2.0, 3.0, 4.0)
STORED_SCORES = (2, 3, 4)  # score 1 is the rest of the rows that answer
STORED_STRAIGHT = (2, 3)  # straight lines of 1s and of 4s are the ends of the histogram


def count_column(item: str, score: int) -> str:
    """Return the name of the column that counts `score` (2 to 4) of `item`."""
    return f"n{score}_{item}"


def product_column(first: str, second: str) -> str:
    """Return the name of the column that sums the products of two items, in the instrument's order."""
    return f"p_{first}__{second}"


def histogram_column(excess: int) -> str:
    """Return the name of the column that counts rows whose total exceeds its lowest value by `excess`."""
    return f"h_{excess}"


def straight_column(score: int) -> str:
    """Return the name of the column that counts rows answering `score` (2 or 3) throughout."""
    return f"s_{score}"


def sum_columns(instrument: Instrument) -> list[str]:
    """Return the names of all summed columns of a tally with this instrument, `rows` first."""
    items = [item.key for item in instrument.items]
    counts = [count_column(item, score) for item in items for score in STORED_SCORES]
    products = [product_column(a, b) for a, b in combinations(items, 2)]
    histogram = [histogram_column(excess) for excess in range(1, 3 * len(items))]
    return ["rows", *counts, *products, *histogram, *(straight_column(s) for s in STORED_STRAIGHT)]


@dataclass(frozen=True)
class Tally:
    """Sums over rows, one line a cell.

    Attributes
    ----------
    frame
        Key columns `KEYS`, then the int64 sums of `sum_columns`. `answered` and `not_applicable` are bit masks
        over the instrument's items (bit j is item j). `view` is "" for the tally without profile columns, else
        the profile column whose value is in `group`.
    instrument
        The questions and their order.
    names
        Printed name of each unit id.
    sources
        SHA-256 of each file counted.
    """

    frame: pd.DataFrame
    instrument: Instrument
    names: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


def _item_sums(items: Sequence[str]) -> list[nw.Expr]:
    """Return the expressions whose sums are the tally; an absent answer is 0 in each."""
    one_hot = [
        (nw.col(item) == score).cast(nw.Float64).alias(count_column(item, score))
        for item in items
        for score in STORED_SCORES
    ]
    products = [(nw.col(a) * nw.col(b)).alias(product_column(a, b)) for a, b in combinations(items, 2)]
    histogram = [
        (nw.col("_excess") == excess).cast(nw.Float64).alias(histogram_column(excess))
        for excess in range(1, 3 * len(items))
    ]
    straight = [
        ((nw.col("_low") == score) & (nw.col("_high") == score)).cast(nw.Float64).alias(straight_column(score))
        for score in STORED_STRAIGHT
    ]
    return [*one_hot, *products, *histogram, *straight]


def _flatten(frame: Any, items: Sequence[str], keys: Sequence[str]) -> Any:
    """Return keys, masks and what is summed, row by row.

    Two steps, because an expression inside `agg` fails on pandas, and so that zero-filled items are made once.
    """
    columns = frame.collect_schema().names()
    scores = [nw.col(item).cast(nw.Float64) for item in items]
    is_answered = [~nw.col(item).is_null() for item in items]
    answered = sum((flag.cast(nw.Int64) * (1 << place) for place, flag in enumerate(is_answered)), start=nw.lit(0))
    skipped = nw.col("not_applicable").cast(nw.Int64) if "not_applicable" in columns else nw.lit(0)
    total = sum((score.fill_null(0.0) for score in scores), start=nw.lit(0.0))
    n_answered = sum((flag.cast(nw.Float64) for flag in is_answered), start=nw.lit(0.0))
    prepared = frame.select(
        *(nw.col(key).cast(nw.String).fill_null("").alias(key) for key in keys),
        *(score.fill_null(0.0).alias(item) for score, item in zip(scores, items, strict=True)),
        answered.cast(nw.Int64).alias("answered"),
        skipped.cast(nw.Int64).alias("not_applicable"),
        (total - n_answered).alias("_excess"),
        nw.min_horizontal(*scores).fill_null(0.0).alias("_low"),
        nw.max_horizontal(*scores).fill_null(0.0).alias("_high"),
    )
    masks = (nw.col("answered"), nw.col("not_applicable"))
    return prepared.select(*map(nw.col, keys), *masks, nw.lit(1.0).alias("rows"), *_item_sums(items))


def _collect(frame: Any) -> pd.DataFrame:
    """Return a small result as pandas, from a lazy or an eager backend."""
    if isinstance(frame, nw.LazyFrame):
        return frame.collect(backend="pandas").to_native()
    return pd.DataFrame(frame.to_dict(as_series=False))


def _one_view(flat: Any, sums: Sequence[str], by: Sequence[str], profile: str) -> pd.DataFrame:
    # A profile view leaves services out: a cross of both would come close to a line a person.
    keys = [*(key for key in by if key != "service"), profile] if profile else list(by)
    folded = flat.group_by(*keys, "answered", "not_applicable").agg(*(nw.col(name).sum() for name in sums))
    collected = _collect(folded)
    named = collected.rename(columns={profile: "group"}) if profile else collected.assign(group="")
    return named.assign(view=profile)


def _arrange(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return the frame with all keys, whole sums as int64, in one order whatever engine made it."""
    # A key that a view does not have is "" there.
    frame = frame.assign(**{key: frame[key].fillna("") if key in frame else "" for key in CELL_KEYS})
    sums = sum_columns(instrument)
    whole = frame.astype({name: "int64" for name in (*sums, "answered", "not_applicable")})
    whole = whole[whole["answered"] != 0]
    ordered = whole[[*KEYS, *sums]].sort_values(list(KEYS), kind="stable")
    return ordered.reset_index(drop=True)


def count_responses(
    frame: Any, instrument: Instrument, by: Sequence[str], profiles: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the lines of a tally: one view without profile columns and one for each of `profiles`.

    Parameters
    ----------
    frame
        Any frame that Narwhals knows, one row a respondent: the columns of `by` and `profiles`, a column for each
        item with 1 to 4 or null, and optionally `not_applicable` (bit mask of items that do not apply).
    instrument
        The items to count; their order fixes the masks.
    by
        Columns out of `CELL_KEYS` that make cells.
    profiles
        Profile columns; each becomes a view of its own, never a cross of all.

    Returns
    -------
    pandas.DataFrame
        `(n_cells, 9 + n_sums)`, sorted by its keys. A row without any answer is in no cell.
    """
    items = [item.key for item in instrument.items]
    flat = _flatten(nw.from_native(frame), items, list(dict.fromkeys([*by, *profiles])))
    sums = sum_columns(instrument)
    views = [_one_view(flat, sums, by, profile) for profile in ("", *profiles)]
    return _arrange(pd.concat(views, ignore_index=True), instrument)


def tally_responses(
    responses: Any, by: Sequence[str] = (), instrument: Instrument | None = None, profiles: Sequence[str] | None = None
) -> Tally:
    """Return the tally of some responses: the sums from which all figures follow.

    Parameters
    ----------
    responses
        `Responses` of `skm.read_responses`, or any frame that Narwhals knows (pandas, Polars, pyarrow, DuckDB,
        PySpark) with a column for each element key holding 1 to 4, or null for no answer.
    by
        Columns that make cells: any of period, region, agency, unit, service. Where `responses` are `Responses`
        and nothing is given, all that the files say.
    instrument
        What was asked. Where it is not given: that of the `Responses`, else PermenPANRB 14/2017 reduced to the
        elements that the frame has.
    profiles
        Profile columns to count as views of their own; of `Responses`, all that there are if nothing is given.

    Returns
    -------
    Tally
        Adding the tallies of two parts gives the tally of the whole.

    Raises
    ------
    RequestError
        The frame lacks a column that was asked for, or `by` names one that makes no cells.
    DataError
        A score is not 1, 2, 3 or 4.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"requirements": [4, 3], "procedure": [4, None]})
    >>> tally_responses(frame).frame[["answered", "rows", "n4_requirements"]].to_dict("list")
    {'answered': [1, 3], 'rows': [1, 1], 'n4_requirements': [0, 1]}
    """
    own = getattr(responses, "tally", None)
    if callable(own):
        return own(by=by, profiles=profiles)
    native = nw.from_native(responses)
    columns = native.collect_schema().names()
    if instrument is None:
        instrument = _instrument_of(columns)
    items = [item.key for item in instrument.items]
    for names, known in ((by, CELL_KEYS), (profiles or (), PROFILE_COLUMNS), (items, items)):
        for name in names:
            if name not in known or name not in columns:
                usable = ", ".join(column for column in known if column in columns)
                raise RequestError("unknown_group", name=name, known=usable or "–")
    _refuse_off_scale(native, items)
    frame = count_responses(responses, instrument, by, profiles or ())
    units = frame["unit"].unique()
    return Tally(frame, instrument, {unit: unit for unit in units})


def _refuse_off_scale(frame: Any, items: Sequence[str]) -> None:
    """Refuse scores that are not 1 to 4: a sum would hide them."""
    schema = frame.collect_schema()
    off = []
    for item in items:
        is_text = schema[item] == nw.String
        score, known = (nw.col(item), ["1", "2", "3", "4"]) if is_text else (nw.col(item).cast(nw.Float64), SCORES)
        off.append((~(score.is_in(known) | score.is_null())).fill_null(value=False).cast(nw.Int64).alias(item))
    counted = _collect(frame.select(*off).select(*(nw.col(item).sum() for item in items)))
    n_off = {item: int(counted[item].fillna(0).iloc[0]) for item in items}
    if any(n_off.values()):
        places = [Place(column=item) for item, n in n_off.items() if n]
        raise DataError("scores_off_scale", places, n=sum(n_off.values()))


def _instrument_of(columns: Iterable[str]) -> Instrument:
    regulation = load_regulation("permenpan-14-2017")
    present = tuple(key for key in regulation.keys if key in set(columns))
    if not present:
        raise RequestError("no_element_columns", known=", ".join(regulation.keys))
    return plain_instrument(regulation if present == regulation.keys else regulation.only(present))


def merge_tallies(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of some tallies of one instrument.

    Raises
    ------
    RequestError
        The instruments differ, or the same file is counted in two of them.

    Examples
    --------
    >>> import pandas as pd
    >>> half = tally_responses(pd.DataFrame({"requirements": [4, 3]}))
    >>> int(merge_tallies([half, half]).frame["rows"].sum())
    4
    """
    if not tallies:
        raise RequestError("no_tallies")
    first = tallies[0]
    if any(tally.instrument.signature != first.instrument.signature for tally in tallies):
        raise RequestError("tallies_differ")
    sources = [source for tally in tallies for source in tally.sources]
    if len(sources) != len(set(sources)):
        raise RequestError("counted_twice")
    views = sorted({view for tally in tallies for view in tally.frame["view"]})
    stacked = pd.concat([_with_views(tally.frame, views) for tally in tallies], ignore_index=True)
    # Which tally comes first changes nothing, not even a name.
    spellings = [(unit, name) for tally in tallies for unit, name in tally.names.items()]
    names = dict(sorted(spellings, reverse=True))
    return Tally(add_cells(stacked, first.instrument), first.instrument, names, tuple(sorted(sources)))


def _with_views(frame: pd.DataFrame, views: Sequence[str]) -> pd.DataFrame:
    """Return the lines with every view: who was not asked for a profile has not answered it."""
    whole = frame[frame["view"] == ""]
    present = set(frame["view"])
    return pd.concat([frame, *(whole.assign(view=view, service="") for view in views if view not in present)])


def tally_from(frame: pd.DataFrame, about: Mapping[str, Any]) -> Tally:
    """Return a tally from its written form: the lines, and what the file's metadata says of them."""
    law = load_regulation(about["regulation"])
    elements = tuple(Element(**entry | {"weight": Fraction(entry["weight"])}) for entry in about["elements"])
    items = tuple(Item(item, element) for item, element in about["items"])
    instrument = Instrument(law.with_elements(elements), items)
    return Tally(_arrange(frame, instrument), instrument, about["names"], tuple(about["sources"]))


def add_years(tally: Tally) -> Tally:
    """Return the tally with the cells of a year's parts repeated under the year.

    Examples
    --------
    >>> frame = pd.DataFrame({"period": ["2025-Q1", "2025-Q2"], "time": [4, 3]})
    >>> add_years(tally_responses(frame, by=["period"])).frame["period"].tolist()
    ['2025-Q1', '2025-Q2', '2025', '2025']
    """
    frame = tally.frame
    years = frame["period"].map({period: year_of(period) for period in frame["period"].unique()})
    is_part = years != frame["period"]
    if not is_part.any():
        return tally
    repeated = frame[is_part].assign(period=years[is_part])
    return replace(tally, frame=pd.concat([frame, repeated], ignore_index=True))


def add_cells(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return the lines of a tally with the lines of equal keys added up."""
    # A fresh copy is one block: many single columns make the grouping slow.
    added = frame.copy().groupby(list(KEYS), as_index=False, sort=False)[sum_columns(instrument)].sum()
    return _arrange(added, instrument)
