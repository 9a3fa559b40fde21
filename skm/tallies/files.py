"""A tally as a file: written whole, and looked through when it comes back, for it may come from anybody."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from skm.errors import DataError, Place, SkmError
from skm.periods import NO_PERIOD, read_period
from skm.regulation import Instrument
from skm.tables import holds_tally, read_tally_file
from skm.tables import write_tally as write_tally_file
from skm.tally import (
    CELL_KEYS,
    CLUSTER_VIEW,
    MASKS,
    PROFILE_COLUMNS,
    SERVICE_VIEW,
    Tally,
    count_column,
    histogram_bins,
    histogram_column,
    product_column,
    stored_places,
    straight_column,
    straight_places,
    sum_columns,
    tally_from,
)

LONGEST_LABEL = 300  # characters of a unit, a service, a group: what is longer is no name
VIEWS = ("", *PROFILE_COLUMNS, CLUSTER_VIEW, SERVICE_VIEW)


def write_tally(tally: Tally, path: str | Path) -> None:
    """Write a tally as a Parquet file that `skm merge`, `skm run` and `skm index` take instead of answers.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from skm.tally import tally_responses
    >>> tally = tally_responses(pd.DataFrame({"time": [4, 3]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tally(tally, pathlib.Path(folder) / "part.parquet")
    ...     read_tally(pathlib.Path(folder) / "part.parquet").frame.equals(tally.frame)
    True
    """
    write_tally_file(Path(path), tally.frame, tally.instrument, tally.names, tally.sources, asdict(tally.origin))


def read_tally(path: str | Path, name: str = "") -> Tally:
    """Return the tally of a file.

    Parameters
    ----------
    path
        A file that `write_tally` or `skm tally` made.
    name
        How messages call it; the file's name where nothing is given.

    Raises
    ------
    DataError
        It is no tally, or its sums contradict each other: no rows have them.
    """
    path = Path(path)
    place = Place(name or path.name)
    if not path.is_file() or not holds_tally(path):
        raise DataError("no_tally_file", [place])
    try:
        tally = tally_from(*read_tally_file(path))
        is_sound = _tells_texts(tally) and _is_sound(tally.frame, tally.instrument)
    except duckdb.InterruptException:
        raise
    except (
        SkmError,
        LookupError,
        TypeError,
        ValueError,
        ArithmeticError,
        AttributeError,
        RecursionError,
        duckdb.Error,
    ):
        is_sound = False
    if not is_sound:
        raise DataError("tally_damaged", [place])
    return tally if tally.sources else replace(tally, sources=(_lines_hash(tally),))


def _lines_hash(tally: Tally) -> str:
    """Return a hash of the lines, in whatever order: by it a tally that names no source is known again."""
    keys = [*CELL_KEYS, "view", "group", *MASKS]
    lines = tally.frame[[*keys, *sum_columns(tally.instrument)]].sort_values(keys)
    said = json.dumps([list(lines.columns), *lines.to_numpy(dtype=object).tolist()], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _tells_texts(tally: Tally) -> bool:
    """Return whether all that a tally says beside its sums is of the kind that it should be."""
    origin = tally.origin
    elements = tally.instrument.regulation.elements
    texts: list[Any] = [*tally.names, *tally.names.values(), *tally.sources, *origin.orders, *origin.orders.values()]
    texts += [
        text for e in elements for text in (e.key, e.code, e.code_regulation, *e.names.values(), *e.short.values())
    ]
    texts += [*origin.fieldwork, *(day for span in origin.fieldwork.values() for day in span)]
    numbers = [origin.dropped, *origin.lost.values()]
    return (
        all(isinstance(text, str) and len(text) <= LONGEST_LABEL for text in texts)
        and all(type(number) is int and number >= 0 for number in numbers)
        and type(origin.simulated) is bool
        and all(map(_are_days, origin.fieldwork.values()))
    )


def _are_days(span: Sequence[str]) -> bool:
    """Return whether a span is two days as ISO 8601 writes them, the first not after the last."""
    first, last = map(dt.date.fromisoformat, span)
    return [first.isoformat(), last.isoformat()] == list(span) and first <= last


def _is_sound(frame: pd.DataFrame, instrument: Instrument) -> bool:
    """Return whether some rows could have these sums."""
    if frame.empty or frame.duplicated([*CELL_KEYS, "view", "group", *MASKS]).any():
        return False
    labels = frame[[*CELL_KEYS, "view", "group"]]
    if not all(isinstance(v, str) and len(v) <= LONGEST_LABEL for name in labels for v in labels[name].unique()):
        return False
    periods = set(frame["period"].unique()) - {"", NO_PERIOD}
    if any(read_period(period) != period for period in periods) or not set(frame["view"].unique()) <= set(VIEWS):
        return False
    full = (1 << len(instrument.items)) - 1
    masks = frame[list(MASKS)].to_numpy()
    in_range = (masks[:, :2] >= 0).all() and (masks[:, :2] <= full).all() and np.isin(masks[:, 2], (0, 1)).all()
    if not in_range or (masks[:, 0] & masks[:, 1]).any() or (frame["rows"] < 1).any():
        return False
    if not _views_agree(frame):
        return False
    return bool((frame[sum_columns(instrument)] >= 0).all(axis=None)) and _sums_fit(frame, instrument)


def _views_agree(frame: pd.DataFrame) -> bool:
    """Return whether every profile view has the respondents of each period."""
    views = frame[frame["view"] != SERVICE_VIEW]
    rows = views.groupby(["view", "period"])["rows"].sum().unstack("view", fill_value=0)
    return "" in rows and bool((rows.eq(rows[""], axis=0) | rows.eq(0)).all(axis=None))


def _sums_fit(frame: pd.DataFrame, instrument: Instrument) -> bool:
    """Return whether counts, products, histogram and straight lines stay within what the rows of each line allow."""
    rows = frame["rows"].to_numpy()
    answered = {item.key: (frame["answered"].to_numpy() >> place) & 1 for place, item in enumerate(instrument.items)}
    for item, given in answered.items():
        stored = sum(frame[count_column(item, place)].to_numpy() for place in stored_places(instrument))
        if (stored > rows * given).any():
            return False
    by_rows = frame["counts_only"].to_numpy() == 0
    low, high = instrument.whole_scores[0] ** 2, instrument.whole_scores[-1] ** 2
    keys = list(answered)
    for place, first in enumerate(keys):
        for second in keys[place + 1 :]:
            product = frame[product_column(first, second)].to_numpy()
            both = rows * answered[first] * answered[second] * by_rows
            if (product < low * both).any() or (product > high * both).any():
                return False
    lines = sum(frame[histogram_column(excess)].to_numpy() for excess in histogram_bins(instrument))
    straight = sum((frame[straight_column(p)].to_numpy() for p in straight_places(instrument)), start=0 * rows)
    return bool((lines <= rows * by_rows).all() and (straight <= rows * by_rows).all())
