"""What the answers themselves say about their quality: blanks, straight lines, ceilings.

Shares to look at, never a reason to delete: with nine questions in one direction a straight line is an
ordinary, honest answer (docs/methods/index.md, limits).
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from skm.indices import add_by_unit, rows_at_ends
from skm.regulation import Instrument
from skm.stats.cells import mask_bits
from skm.survey import Survey
from skm.tally import (
    Tally,
    add_years,
    straight_column,
    straight_places,
)

QUALITY_COLUMNS = ("period", "level", "id", "measure", "value", "flag")
# statistics.md, section 9: above 5 % missing an element is flagged, above 20 % it should not stand.
CAUTION_SHARE, STOP_SHARE = 0.05, 0.20


def _counts(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return what each cell adds to the numbers of quality, columns by name."""
    items = [item.key for item in instrument.items]
    rows = frame["rows"].to_numpy()
    answered = mask_bits(frame["answered"].to_numpy(), len(items))
    skipped = mask_bits(frame["not_applicable"].to_numpy(), len(items))
    n_answered = answered.sum(axis=1)
    lowest, top = rows_at_ends(frame, instrument)
    # One or two equal answers are no line: more than half of the questions must be answered for it to be one.
    long_enough = 2 * n_answered > len(items)
    middle = frame[[straight_column(place) for place in straight_places(instrument)]].to_numpy().sum(axis=1)
    table = {
        "rows": rows,
        "n_unseen": rows * frame["counts_only"].to_numpy(),
        "n_complete": rows * ((answered + skipped).sum(axis=1) == len(items)),
        "n_long": rows * long_enough,
        "n_straight": np.where(long_enough, lowest + middle + top, 0),
        "n_top": np.where(long_enough, top, 0),
    }
    for key in instrument.regulation.keys:
        own = np.array([item.element == key for item in instrument.items])
        table[f"asked_{key}"] = rows * (1 - skipped[:, own]).sum(axis=1)
        table[f"missing_{key}"] = rows * (1 - skipped[:, own] - answered[:, own]).sum(axis=1)
    return pd.DataFrame(table)


def _flag(share: float) -> str:
    if share > STOP_SHARE:
        return "stop"
    return "caution" if share > CAUTION_SHARE else ""


def _measures(sums: Mapping[str, float], keys: tuple[str, ...]) -> list[tuple[str, float, str]]:
    """Return (measure, value, flag) of one group.

    Where some respondents are known by counts alone nobody knows who answered all, or all alike.
    """
    rows, long = float(sums["rows"]), float(sums["n_long"])
    is_seen = not sums["n_unseen"]
    found = [("rows", rows, ""), ("share_complete", sums["n_complete"] / rows if is_seen else float("nan"), "")]
    for key in keys:
        asked = float(sums[f"asked_{key}"])
        share = sums[f"missing_{key}"] / asked if asked else float("nan")
        found.append((f"share_missing_{key}", share, _flag(share)))
    for measure, count in (("share_straight_line", "n_straight"), ("share_ceiling", "n_top")):
        found.append((measure, sums[count] / long if long and is_seen else float("nan"), ""))
    return found


def summarise_quality(tally: Tally, survey: Survey | None = None) -> pd.DataFrame:
    """Return shares of blanks, straight lines and ceilings, for the whole and for each unit of each period.

    Parameters
    ----------
    tally
        Sums over rows; a year has the rows of its parts too.
    survey
        Its register gives the units' order.

    Returns
    -------
    pandas.DataFrame
        `QUALITY_COLUMNS`. Measures: `rows` (kept rows with an answer); `share_complete` (all that applies
        answered); `share_missing_<element>` (flag "caution" above 5 %, "stop" above 20 %);
        `share_straight_line` (all answers equal) and `share_ceiling` (all answers 4), both among rows that
        answer more than half of the questions. The last three and `share_complete` have no value where some
        respondents are known by counts alone.

    Notes
    -----
    Checked against R 4.2.2 (`tests/reference`, keys `A_unit` share_at_100 and `I_missing_U01_2025`).

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> tally = tally_responses(pd.DataFrame({"requirements": [4, 3], "procedure": [4, 4]}))
    >>> shares = summarise_quality(tally).set_index("measure")["value"]
    >>> float(shares["share_ceiling"])
    0.5
    """
    frame = add_years(tally).frame
    main = frame[frame["view"] == ""].reset_index(drop=True)
    counts = _counts(main, tally.instrument)
    keys = tally.instrument.regulation.keys
    sums = add_by_unit(counts, main, survey)
    lines = [
        (*group, *found)
        for group, values in zip(sums.index, sums.to_dict("records"), strict=True)
        for found in _measures(values, keys)
    ]
    return pd.DataFrame(lines, columns=list(QUALITY_COLUMNS))
