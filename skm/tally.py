"""The tally: the sums over rows from which every printed figure follows. The one group-by of the program.

Rows live in an engine; results live in pandas; this module is the border. The group-by is written once, as
Narwhals expressions, and runs on DuckDB, PySpark, pandas, Polars and pyarrow. Merging tallies is adding lines.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.errors import DataError, Place, RequestError
from skm.lanes import LANE, Lane, carry, pair_up, take_apart
from skm.periods import year_of
from skm.regulation import Element, Instrument, Item, load_regulation, plain_instrument

CELL_KEYS = ("period", "region", "agency", "unit", "service")
MASKS = ("answered", "not_applicable", "counts_only")
LABELS = (*CELL_KEYS, "view", "group")
KEYS = (*LABELS, *MASKS)
PROFILE_COLUMNS = ("sex", "age", "education", "occupation", "disability")
CLUSTER_VIEW = "cluster"  # the view of sample clusters (service days, counters): a line for each, and no service
BRIEF = ("squares", "top")  # what a brief tally sums beside the counts
SERVICE_VIEW = "service"  # the view of people who rated several services: a line for each of theirs


def stored_places(instrument: Instrument) -> range:
    """Return the places of the scores that are counted: 2 to 4 of four scores.

    The lowest score is the rest of the rows that answer.
    """
    return range(2, len(instrument.scores) + 1)


def straight_places(instrument: Instrument) -> range:
    """Return the places of the scores whose straight lines are counted; the others are the histogram's ends."""
    return range(2, len(instrument.scores))


def histogram_bins(instrument: Instrument) -> range:
    """Return the bins of the histogram that are stored: of k items with four scores, 1 to 3k - 1."""
    return range(1, (len(instrument.scores) - 1) * len(instrument.items))


def count_column(item: str, place: int) -> str:
    """Return the name of the column that counts the score at `place` (2 to 4 of the scores 1 to 4) of `item`."""
    return f"n{place}_{item}"


def product_column(first: str, second: str) -> str:
    """Return the name of the column that sums the products of two items, in the instrument's order.

    Products are of whole scores: on a mapped scale, of the scores times the instrument's `denominator`.
    """
    return f"p_{first}__{second}"


def histogram_column(excess: int) -> str:
    """Return the name of the column that counts rows whose scores stand `excess` places above the lowest in all."""
    return f"h_{excess}"


def straight_column(place: int) -> str:
    """Return the name of the column that counts rows answering the score at `place` (2 or 3) throughout."""
    return f"s_{place}"


def sum_columns(instrument: Instrument) -> list[str]:
    """Return the names of all summed columns of a tally with this instrument, `rows` first."""
    items = [item.key for item in instrument.items]
    counts = [count_column(item, place) for item in items for place in stored_places(instrument)]
    products = [product_column(a, b) for a, b in combinations(items, 2)]
    histogram = [histogram_column(excess) for excess in histogram_bins(instrument)]
    return ["rows", *counts, *products, *histogram, *map(straight_column, straight_places(instrument))]


def brief_columns(instrument: Instrument) -> list[str]:
    """Return the names of the summed columns of a brief tally: what indices and their errors need, and no more.

    Of products only `squares`, the sum of the squares of each respondent's total; of the histogram only `top`, the
    respondents who gave the highest score throughout.
    """
    items = [item.key for item in instrument.items]
    return ["rows", *(count_column(item, place) for item in items for place in stored_places(instrument)), *BRIEF]


def can_be_brief(instrument: Instrument, filled: Collection[str]) -> bool:
    """Return whether a brief tally has all that indices need.

    So it is where every respondent answers every item, and every answer weighs the same: then the index of a respondent
    follows from the total.
    """
    items = [item.key for item in instrument.items]
    one_each = len(items) == len(instrument.regulation.keys)
    alike = len(set(instrument.regulation.whole_weights)) == 1
    return set(items) <= set(filled) and one_each and alike and not instrument.scale


def _sums_in(frame: pd.DataFrame, instrument: Instrument) -> list[str]:
    """Return the names of the summed columns that a frame has."""
    return brief_columns(instrument) if BRIEF[0] in frame else sum_columns(instrument)


@dataclass(frozen=True)
class Origin:
    """What a tally that travels says of its rows beside their sums.

    Attributes
    ----------
    dropped
        Rows that cleaning left out.
    orders
        How the files ordered facilities and complaints ("form", "regulation", "assumed", "text"), by period.
    fieldwork
        First and last day of the answers, as ISO dates, by period that has dates.
    simulated
        Whether a computer made the answers.
    lost
        What coarsening took away: how many units, services, groups, intervals and respondents; empty where nobody
        coarsened it.
    """

    dropped: int = 0
    orders: Mapping[str, str] = field(default_factory=dict)
    fieldwork: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    simulated: bool = False
    lost: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """Sums over rows, one line a cell.

    Attributes
    ----------
    frame
        Key columns `KEYS`, then the int64 sums of `sum_columns`. `answered` and `not_applicable` are bit masks
        over the instrument's items (bit j is item j). `view` is "" for the tally without profile columns, else
        the profile column whose value is in `group`; or `SERVICE_VIEW`, for people who rated several services: in
        the view "" they are in their unit once and in no service, here once in each of theirs. `counts_only` is 1
        where no row was seen, only how often each score was given: there the masks are no person's, and products,
        histogram and straight lines are 0.
    instrument
        The questions and their order.
    names
        Printed name of each unit id.
    sources
        SHA-256 of each file counted.
    origin
        What is known of the rows beside their sums, where the tally is to be sent.
    """

    frame: pd.DataFrame
    instrument: Instrument
    names: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


def _plain_sums(instrument: Instrument) -> list[nw.Expr]:
    """Return the expressions whose sums are the tally, one for each column; an absent answer is 0 in each."""
    items = [item.key for item in instrument.items]
    products = [(nw.col(a) * nw.col(b)).alias(product_column(a, b)) for a, b in combinations(items, 2)]
    histogram = [
        (nw.col("_excess") == excess).cast(nw.Float64).alias(histogram_column(excess))
        for excess in histogram_bins(instrument)
    ]
    counted = [expression.alias(name) for name, expression in (*_one_hot(instrument), *_straight(instrument))]
    return [*counted, *products, *histogram]


def _lanes(instrument: Instrument) -> list[Lane]:
    """Return the same sums two by two."""
    return [
        *pair_up(_one_hot(instrument)),
        *_product_lanes(instrument),
        *_histogram_lanes(instrument),
        *pair_up(_straight(instrument)),
    ]


@dataclass(frozen=True)
class _Asked:
    """What is summed: two by two where no cell has more rows than a lane has room for, else one by one.

    `alone` are sums that outgrow any lane, and are summed for themselves in both cases.
    """

    lanes: list[Lane]
    plain: list[nw.Expr]
    rows_at_most: int
    alone: tuple[nw.Expr, ...] = ()


def _asked(instrument: Instrument, *, brief: bool) -> _Asked:
    if not brief:
        return _Asked(_lanes(instrument), _plain_sums(instrument), (LANE - 1) // max(instrument.whole_scores) ** 2)
    highest = float(max(instrument.whole_scores) * len(instrument.items))
    squares, top = BRIEF
    counted = [*_one_hot(instrument), (top, (nw.col("_total") == highest).cast(nw.Float64))]
    plain = [expression.alias(name) for name, expression in counted]
    return _Asked(pair_up(counted), plain, LANE - 1, ((nw.col("_total") * nw.col("_total")).alias(squares),))


def _one_hot(instrument: Instrument) -> list[tuple[str, nw.Expr]]:
    """Return by column whether a row gives a score."""
    whole = dict(enumerate(instrument.whole_scores, start=1))
    return [
        (count_column(item.key, place), (nw.col(item.key) == whole[place]).cast(nw.Float64))
        for item in instrument.items
        for place in stored_places(instrument)
    ]


def _straight(instrument: Instrument) -> list[tuple[str, nw.Expr]]:
    """Return by column whether all answers of a row are one score.

    They are where their sum and the sum of their squares are those of n such scores: then nothing varies.
    """
    whole = dict(enumerate(instrument.whole_scores, start=1))
    return [
        (straight_column(place), (nw.col("_moments") == nw.col("_n") * (score + score**2 * LANE)).cast(nw.Float64))
        for place in straight_places(instrument)
        for score in (float(whole[place]),)
    ]


def _pairs(instrument: Instrument) -> list[tuple[str, str]]:
    """Return the items two by two; the last of an odd number is in no pair."""
    items = [item.key for item in instrument.items]
    return list(zip(items[::2], items[1::2], strict=False))


def _product_lanes(instrument: Instrument) -> list[Lane]:
    """Return the products: an item times a pair is both of their products at once."""
    items = [item.key for item in instrument.items]
    pairs = _pairs(instrument)
    alone = items[2 * len(pairs) :]
    across = [
        Lane(
            nw.col(item) * nw.col(f"_pair_{place}"),
            *(product_column(*sorted((item, p), key=items.index)) for p in pair),
        )
        for place, pair in enumerate(pairs)
        for item in (*items[: 2 * place], *alone)
    ]
    return [*across, *pair_up([(product_column(a, b), nw.col(a) * nw.col(b)) for a, b in pairs])]


def _histogram_lanes(instrument: Instrument) -> list[Lane]:
    """Return the histogram: `_half` says which two bins a row is in, `_weight` which one of them."""
    bins = histogram_bins(instrument)
    names = {excess: histogram_column(excess) for excess in bins}
    return [
        Lane((nw.col("_half") == half).cast(nw.Float64) * nw.col("_weight"), names[low], names.get(low + 1, ""))
        for half, low in enumerate(bins[::2])
    ]


def _whole_score(item: str, instrument: Instrument) -> nw.Expr:
    """Return an item's score as a whole number; 1.6 is no exact float, its eight fifths are."""
    score = nw.col(item).cast(nw.Float64)
    return score if instrument.denominator == 1 else (score * float(instrument.denominator)).round(0)


def _excess(instrument: Instrument) -> nw.Expr:
    """Return how many places the answers of a row stand above the lowest score, all together."""
    if not instrument.scale:
        return nw.col("_total") - nw.col("_n")
    above = (
        (nw.col(item.key) == whole).cast(nw.Float64) * float(place)
        for item in instrument.items
        for place, whole in enumerate(instrument.whole_scores)
        if place
    )
    return sum(above, start=nw.lit(0.0))


def _sum_up(expressions: Iterable[nw.Expr]) -> nw.Expr:
    first, *others = expressions
    return sum(others, start=first)


def _prepare(frame: Any, instrument: Instrument, keys: Sequence[str], filled: Collection[str]) -> Any:
    """Return keys, masks and what the sums are made of, row by row.

    In steps, because an expression inside `agg` fails on pandas, and so that what many sums share is made once.
    """
    columns = frame.collect_schema().names()
    items = [item.key for item in instrument.items]
    scores = {item: _whole_score(item, instrument) for item in items}
    flags = {item: ~nw.col(item).is_null() for item in items if item not in filled}
    always = sum(1 << place for place, item in enumerate(items) if item in filled)
    bits = (flags[item].cast(nw.Int64) * (1 << place) for place, item in enumerate(items) if item in flags)
    answered = sum(bits, start=nw.lit(always))
    n_answered = sum((flag.cast(nw.Float64) for flag in flags.values()), start=nw.lit(float(len(items) - len(flags))))
    skipped = nw.col("not_applicable").cast(nw.Int64) if "not_applicable" in columns else nw.lit(0)
    rows = frame.select(
        *(nw.col(key).cast(nw.String).fill_null("").alias(key) for key in keys),
        *((score.fill_null(0.0) if item in flags else score).alias(item) for item, score in scores.items()),
        answered.cast(nw.Int64).alias("answered"),
        skipped.cast(nw.Int64).alias("not_applicable"),
        n_answered.alias("_n"),
    )
    rows = rows.with_columns(
        _sum_up(map(nw.col, items)).alias("_total"),
        *(carry(nw.col(a), nw.col(b)).alias(f"_pair_{place}") for place, (a, b) in enumerate(_pairs(instrument))),
    )
    squares = _sum_up(nw.col(item) * nw.col(item) for item in items)
    rows = rows.with_columns(carry(nw.col("_total"), squares).alias("_moments"), _excess(instrument).alias("_excess"))
    first = histogram_bins(instrument)[0]
    rows = rows.with_columns(((nw.col("_excess") - first) * 0.5).floor().alias("_half"))
    odd = nw.col("_excess") - first - nw.col("_half") * 2.0
    return rows.with_columns((1.0 + odd * (LANE - 1.0)).alias("_weight"))


def _collect(frame: Any) -> pd.DataFrame:
    """Return a small result as pandas, from a lazy or an eager backend."""
    if isinstance(frame, nw.LazyFrame):
        if frame.implementation.is_spark_like():
            # Its own way to pandas warns of every pandas that it does not know yet; the lines are few.
            native: Any = frame.to_native()
            return pd.DataFrame([tuple(row) for row in native.collect()], columns=native.columns)
        return frame.collect(backend="pandas").to_native()
    return pd.DataFrame(frame.to_dict(as_series=False))


def _one_view(rows: Any, asked: _Asked, by: Sequence[str], profile: str, same: Mapping[str, str | int]) -> pd.DataFrame:
    # A profile view leaves services out: a cross of both would come close to a line a person.
    keys = [
        *(key for key in by if not profile or key != "service"),
        *([profile] if profile else []),
        "answered",
        "not_applicable",
    ]
    # What is the same in every row sets no rows apart, but an engine compares it in each.
    own = [key for key in keys if key not in same] or ["answered"]
    folded = _fold(rows, own, [*(lane.expression.alias(lane.name) for lane in asked.lanes), *asked.alone])
    if len(folded) and folded["rows"].max() > asked.rows_at_most:
        folded = _fold(rows, own, [*asked.plain, *asked.alone])
    else:
        folded = take_apart(folded, asked.lanes)
    folded = folded.assign(**{key: same[key] for key in keys if key not in own})
    named = folded.rename(columns={profile: "group"}) if profile else folded.assign(group="")
    return named.assign(view=profile)


def _fold(rows: Any, keys: Sequence[str], sums: Sequence[nw.Expr]) -> pd.DataFrame:
    """Return the sums of each cell: the one group-by of the program."""
    flat = rows.select(*map(nw.col, keys), nw.lit(1.0).alias("rows"), *sums)
    names = [name for name in flat.collect_schema().names() if name not in keys]
    return _collect(flat.group_by(*keys).agg(*(nw.col(name).sum() for name in names)))


def _arrange(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return the frame with all keys, whole sums as int64, in one order whatever engine made it."""
    # A key that a view does not have is "" there; a table of rows has no lines that are counts only.
    blank = {key: frame[key].fillna("") if key in frame else "" for key in CELL_KEYS}
    frame = frame.assign(**blank, counts_only=frame["counts_only"] if "counts_only" in frame else 0)
    lines = _in_one_block(frame, instrument)
    is_answered = lines["answered"] != 0
    lines = lines if is_answered.all() else lines[is_answered]
    if not _is_in_order(lines):
        lines = lines.take(np.argsort(_key_numbers(lines), kind="stable"))
    return lines.reset_index(drop=True)


def _in_one_block(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return keys and sums, whole numbers in one block: what follows then copies, cuts and sorts it at once."""
    numbers = [*MASKS, *_sums_in(frame, instrument)]
    block = np.empty((len(numbers), len(frame)), dtype=np.int64)
    for place, name in enumerate(numbers):
        values = frame[name].to_numpy()
        block[place] = values if values.dtype == np.int64 else frame[name].astype("int64")
    return _beside(frame[list(LABELS)].reset_index(drop=True), block, numbers)


def _stack(frames: Sequence[pd.DataFrame], instrument: Instrument) -> pd.DataFrame:
    """Return the lines of some frames of one instrument below one another, their numbers copied once."""
    n_labels, numbers = len(LABELS), [*MASKS, *sum_columns(instrument)]
    columns = pd.Index([*LABELS, *numbers])
    frames = [frame if frame.columns.equals(columns) else frame[columns] for frame in frames]
    blocks = [frame.iloc[:, n_labels:].to_numpy().T for frame in frames]
    if any(block.dtype != np.int64 for block in blocks):
        return pd.concat(frames, ignore_index=True)
    labels = pd.concat([frame.iloc[:, :n_labels] for frame in frames], ignore_index=True)
    return _beside(labels, np.concatenate(blocks, axis=1), numbers)


def _beside(labels: pd.DataFrame, block: NDArray[np.int64], numbers: Sequence[str]) -> pd.DataFrame:
    return pd.concat([labels, pd.DataFrame(block.T, columns=numbers, copy=False)], axis=1)


def count_responses(
    frame: Any,
    instrument: Instrument,
    by: Sequence[str],
    profiles: Sequence[str] = (),
    *,
    filled: Collection[str] = (),
    same: Mapping[str, str | int] | None = None,
    ids: Mapping[str, str] | None = None,
    brief: bool = False,
) -> pd.DataFrame:
    """Return the lines of a tally: one view without profile columns and one for each of `profiles`.

    Parameters
    ----------
    frame
        Any frame that Narwhals knows, one row a respondent: the columns of `by` and `profiles`, a column for each
        item with one of the instrument's scores or null, and optionally `not_applicable` (bit mask of items that do
        not apply).
    instrument
        The items to count; their order fixes the masks.
    by
        Columns out of `CELL_KEYS` that make cells.
    profiles
        Profile columns; each becomes a view of its own, never a cross of all.
    filled
        Items that are known to be answered in every row: whether they are blank is not asked.
    same
        Keys out of `by`, and `not_applicable`, that are known to be the same in every row, with what they are.
    ids
        The id of each text in the column `unit`, no two with the same one; None where that column holds ids.
    brief
        Whether only `brief_columns` are summed, a third of all; where `can_be_brief` says that indices need no more.

    Returns
    -------
    pandas.DataFrame
        `(n_cells, 10 + n_sums)`, sorted by its keys. A row without any answer is in no cell.
    """
    asked = _asked(instrument, brief=brief)
    lines = _count(frame, instrument, asked, by, profiles, filled, same or {})
    if ids is not None:
        lines["unit"] = lines["unit"].map(ids)
    return _arrange(lines, instrument)


def count_parts(
    frame: Any,
    instrument: Instrument,
    by: Sequence[str],
    profiles: Sequence[str],
    part: str,
    *,
    filled: Collection[str] = (),
    same: Mapping[str, str | int] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return what `count_responses` gives for each value of a column `part`, all of them counted in one pass."""
    asked = _asked(instrument, brief=False)
    lines = _count(frame, instrument, asked, [part, *by], profiles, filled, same or {})
    return {str(name): _arrange(own.drop(columns=part), instrument) for name, own in lines.groupby(part)}


def _count(
    frame: Any,
    instrument: Instrument,
    asked: _Asked,
    by: Sequence[str],
    profiles: Sequence[str],
    filled: Collection[str],
    same: Mapping[str, str | int],
) -> pd.DataFrame:
    native = nw.from_native(frame)
    rows = _prepare(native, instrument, list(dict.fromkeys([*by, *profiles])), filled)
    items = [item.key for item in instrument.items]
    if set(items) <= set(filled):
        same = {**same, "answered": (1 << len(items)) - 1}
    if "not_applicable" not in native.collect_schema().names():
        same = {**same, "not_applicable": 0}
    views = [_one_view(rows, asked, by, profile, same) for profile in ("", *profiles)]
    return pd.concat(views, ignore_index=True)


def count_totals(
    counts: Mapping[str, Sequence[int]],
    n_respondents: int,
    instrument: Instrument,
    cell: Mapping[str, str],
    *,
    inapplicable: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Return the lines of a tally of respondents of whom only the totals of each score are known.

    Who gave which answers is not known, so the lines say `counts_only`. Blanks are spread over the respondents one
    question after the other, which makes every total right and nobody blank throughout; the masks are no person's.

    Parameters
    ----------
    counts
        How often each of the instrument's scores was given, ascending, by item key.
    n_respondents
        Respondents with an answer: at least the answers of any item, at most those of all items together.
    instrument
        The items.
    cell
        The values of some `CELL_KEYS`.
    inapplicable
        To how many of them an item did not apply, by its key; the others without an answer left it blank.

    Examples
    --------
    >>> from skm.regulation import load_regulation, plain_instrument
    >>> asked = plain_instrument(load_regulation("permenpan-14-2017").only(("time", "product")))
    >>> lines = count_totals({"time": (0, 1, 0, 2), "product": (0, 0, 2, 0)}, 3, asked, {"unit": "a"})
    >>> lines[["answered", "rows", "n2_time", "n4_time", "n3_product", "counts_only"]].values.tolist()
    [[1, 1, 1, 0, 0, 1], [3, 2, 0, 2, 2, 1]]
    """
    gaps: dict[str, tuple[int, int, int]] = {}  # start, end of what does not apply, end of what is blank
    begin = 0
    shared: dict[tuple[str, int, int], tuple[int, int, int]] = {}
    for item in instrument.items:
        length, skipped = n_respondents - sum(counts[item.key]), (inapplicable or {}).get(item.key, 0)
        # Questions of one element that as many left blank were left blank by the same ones: its n is right.
        gap = shared.get((item.element, length, skipped))
        if gap is None:
            start = begin % n_respondents
            gap = shared[item.element, length, skipped] = (start, start + skipped, start + length)
            begin += length
        gaps[item.key] = gap
    cuts = sorted({0, *(end % n_respondents for gap in gaps.values() for end in gap)})
    blank = dict.fromkeys(sum_columns(instrument), 0) | {"answered": 0, "not_applicable": 0}
    lines = []
    given = dict.fromkeys(gaps, 0)  # answers of each item in the stretches so far
    for start, stop in zip(cuts, [*cuts[1:], n_respondents], strict=True):
        line = blank | {"rows": stop - start}
        for place, (item, gap) in enumerate(gaps.items()):
            where = start if start >= gap[0] else start + n_respondents
            if where >= gap[2]:
                line["answered"] |= 1 << place
                _fill_line(line, item, counts[item], given[item], given[item] + stop - start)
                given[item] += stop - start
            elif where < gap[1]:
                line["not_applicable"] |= 1 << place
        lines.append(line)
    frame = pd.DataFrame(lines).assign(view="", group="", counts_only=1, **cell)
    return add_cells(_arrange(frame, instrument), instrument)


def _fill_line(line: dict[str, int], item: str, counts: Sequence[int], start: int, stop: int) -> None:
    """Put the answers from `start` to `stop`, lowest scores first, into the count columns of a line."""
    before = 0
    for place, count in enumerate(counts, start=1):
        if place > 1:  # the lowest score is the rest
            line[count_column(item, place)] += max(0, min(stop, before + count) - max(start, before))
        before += count


def add_counts(
    frame: pd.DataFrame,
    counted: Sequence[pd.DataFrame],
    instrument: Instrument,
    by: Sequence[str],
    profiles: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the lines of a tally with the lines of `count_totals` added, in every view.

    Parameters
    ----------
    frame
        Lines of rows.
    counted
        Lines of tables of counts, and of tallies that were made elsewhere.
    by
        The keys that make cells; the others are blank.
    profiles
        The profile columns that are views.
    """
    views = ["", *profiles]
    dropped = {key: "" for key in CELL_KEYS if key not in by}
    wanted = [*views, SERVICE_VIEW] if "service" in by else views
    chosen = [part[part["view"].isin(wanted)] for part in counted]
    lines = [with_views(part.assign(**dropped), views) for part in chosen]
    return add_cells(pd.concat([*([frame] if len(frame) else []), *lines], ignore_index=True), instrument)


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
        and nothing is given, all that the files say. With `cluster` the sample clusters of that column are counted as a
        view of their own: the errors of units then know of them.
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
        A score is not one of the instrument's: 1, 2, 3 or 4.

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
    if CLUSTER_VIEW in by:
        by, profiles = [key for key in by if key != CLUSTER_VIEW], [*(profiles or ()), CLUSTER_VIEW]
    native = nw.from_native(responses)
    columns = native.collect_schema().names()
    if instrument is None:
        instrument = _instrument_of(columns)
    items = [item.key for item in instrument.items]
    for names, known in ((by, CELL_KEYS), (profiles or (), (*PROFILE_COLUMNS, CLUSTER_VIEW)), (items, items)):
        for name in names:
            if name not in known or name not in columns:
                usable = ", ".join(column for column in known if column in columns)
                raise RequestError("unknown_group", name=name, known=usable or "–")
    _refuse_off_scale(native, instrument)
    frame = count_responses(responses, instrument, by, profiles or ())
    units = frame["unit"].unique()
    return Tally(frame, instrument, {unit: unit for unit in units})


def _refuse_off_scale(frame: Any, instrument: Instrument) -> None:
    """Refuse what is no score of the instrument, such as a 5: a sum would hide it."""
    schema = frame.collect_schema()
    items = [item.key for item in instrument.items]
    numbers = [float(score) for score in instrument.scores]
    texts = [f"{number:g}" for number in numbers]
    off = []
    for item in items:
        is_text = schema[item] == nw.String
        score, known = (nw.col(item), texts) if is_text else (nw.col(item).cast(nw.Float64), numbers)
        off.append((~(score.is_in(known) | score.is_null())).fill_null(value=False).cast(nw.Int64).alias(item))
    counted = _collect(frame.select(*off).select(*(nw.col(item).sum() for item in items)))
    n_off = {item: int(counted[item].fillna(0).iloc[0]) for item in items}
    if any(n_off.values()):
        places = [Place(column=item) for item, n in n_off.items() if n]
        raise DataError("scores_off_scale", places, n=sum(n_off.values()), known=", ".join(texts))


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
    views = sorted({view for tally in tallies for view in tally.frame["view"].unique()})
    # Tallies of different districts are in order already, if the districts are: then nothing need be sorted.
    frames = sorted((tally.frame for tally in tallies), key=_first_cell)
    if set(views) - {"", SERVICE_VIEW}:
        frames = [with_views(frame, views) for frame in frames]
    stacked = _stack(frames, first.instrument)
    names, origin = _merge_names(tallies), merge_origins([tally.origin for tally in tallies])
    return Tally(add_cells(stacked, first.instrument), first.instrument, names, tuple(sorted(sources)), origin)


def _first_cell(frame: pd.DataFrame) -> list[str]:
    return [frame[key].array[0] for key in CELL_KEYS] if len(frame) else []


def _merge_names(tallies: Sequence[Tally]) -> dict[str, str]:
    """Return the printed name of each unit; which tally comes first changes nothing."""
    spellings: dict[str, str] = {}
    for tally in tallies:
        several = spellings.keys() & tally.names.keys()
        first = {unit: min(spellings[unit], tally.names[unit]) for unit in several}
        spellings.update(tally.names)
        spellings.update(first)
    names = dict.fromkeys(sorted(spellings, reverse=True), "")
    names.update(spellings)
    return names


def merge_origins(origins: Sequence[Origin]) -> Origin:
    """Return what is known of the rows of several tallies together; one assumed order makes it assumed."""
    orders: dict[str, str] = {}
    days: dict[str, list[str]] = {}
    for origin in origins:
        for period, order in origin.orders.items():
            orders[period] = (
                "assumed" if "assumed" in (order, orders.get(period)) else min(order, orders.get(period, order))
            )
        for period, span in origin.fieldwork.items():
            days.setdefault(period, []).extend(span)
    return Origin(
        sum(origin.dropped for origin in origins),
        dict(sorted(orders.items())),
        {period: (min(found), max(found)) for period, found in sorted(days.items())},
        any(origin.simulated for origin in origins),
        {kind: sum(o.lost.get(kind, 0) for o in origins) for kind in sorted({k for o in origins for k in o.lost})},
    )


def with_views(frame: pd.DataFrame, views: Sequence[str]) -> pd.DataFrame:
    """Return the lines with every view: who was not asked for a profile has not answered it."""
    present = {*frame["view"].unique(), SERVICE_VIEW}  # who rated one service, or none, is in no such view
    absent = [view for view in views if view not in present]
    whole = frame[frame["view"] == ""] if absent else frame
    return pd.concat([frame, *(whole.assign(view=view, service="") for view in absent)]) if absent else frame


def with_services(frame: pd.DataFrame, several: Mapping[str, Sequence[str]], instrument: Instrument) -> pd.DataFrame:
    """Return the lines of a tally in which a person with several services is once in the unit and once in each.

    Parameters
    ----------
    frame
        Lines whose `service` may be a text that names several.
    several
        The services of each such text.
    """
    named = (frame["view"] == "") & frame["service"].isin(list(several))
    if not named.any():
        return frame
    pairs = pd.DataFrame(
        [(text, name) for text, names in several.items() for name in names], columns=["service", "one_service"]
    )
    each = frame[named].merge(pairs, on="service").assign(view=SERVICE_VIEW)
    each = each.assign(service=each["one_service"]).drop(columns="one_service")
    once = frame.assign(service=frame["service"].where(~named, ""))
    return add_cells(pd.concat([once, each], ignore_index=True), instrument)


def tally_from(frame: pd.DataFrame, about: Mapping[str, Any]) -> Tally:
    """Return a tally from its written form: the lines, and what the file's metadata says of them."""
    law = load_regulation(about["regulation"])
    elements = tuple(Element(**entry | {"weight": Fraction(entry["weight"])}) for entry in about["elements"])
    items = tuple(Item(item, element) for item, element in about["items"])
    scale = tuple((point, Fraction(score)) for point, score in about.get("scale", ()))
    instrument = Instrument(law.with_elements(elements), items, scale)
    known = about.get("origin", {})
    days = {period: (first, last) for period, (first, last) in known.get("fieldwork", {}).items()}
    origin = Origin(**known | {"fieldwork": days})
    return Tally(_arrange(frame, instrument), instrument, about["names"], tuple(about["sources"]), origin)


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
    """Return the lines of a tally with the lines of equal keys added, in the order of their keys."""
    sums = _sums_in(frame, instrument)
    if _is_in_order(frame) and (frame["answered"] != 0).all():
        return frame[[*KEYS, *sums]].reset_index(drop=True)
    numbers = _key_numbers(frame)
    order = np.argsort(numbers, kind="stable")
    in_order = numbers[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = in_order[1:] != in_order[:-1]
    starts = np.flatnonzero(is_first)
    whole = frame[sums].to_numpy(dtype="int64")[order]
    added = whole if len(starts) == len(whole) else np.add.reduceat(whole, starts, axis=0)
    keys = frame[list(KEYS)].take(order[starts]).reset_index(drop=True)
    lines = pd.concat([keys.astype(dict.fromkeys(MASKS, "int64")), pd.DataFrame(added, columns=sums)], axis=1)
    is_answered = lines["answered"] != 0
    return lines if is_answered.all() else lines[is_answered].reset_index(drop=True)


def _is_in_order(frame: pd.DataFrame) -> bool:
    """Return whether the keys of every line come after those of the line before it, so that no two are equal."""
    is_open = np.ones(max(len(frame) - 1, 0), dtype=bool)  # lines that the keys so far do not set apart
    for key in KEYS:
        values = frame[key].array
        before, after = values[:-1], values[1:]
        is_equal = np.asarray(after == before, dtype=bool)
        if is_equal.all():  # as most keys of most tallies
            continue
        if (is_open & ~is_equal & ~np.asarray(after > before, dtype=bool)).any():
            return False
        is_open &= is_equal
        if not is_open.any():
            return True
    return False


def _key_numbers(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Return a number for the keys of each line: equal for equal ones, and in their order."""
    numbers = np.zeros(len(frame), dtype=np.int64)
    n_so_far = 1
    for key in KEYS:
        codes, values = pd.factorize(frame[key], sort=True)
        if len(values) < 2:
            continue
        if n_so_far * len(values) > np.iinfo(np.int64).max:
            n_so_far = len(numbers)
            numbers = np.unique(numbers, return_inverse=True)[1]
        numbers = numbers * len(values) + codes
        n_so_far *= len(values)
    return numbers
