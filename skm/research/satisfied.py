"""Tally → the honest reply to "how many are satisfied?": a share of answers and a share of persons, named as such."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from skm.indices import add_by_unit, distribute_answers, rows_at_ends
from skm.messages import note
from skm.stats.cells import mask_bits
from skm.stats.proportions import wilson
from skm.survey import Survey
from skm.tally import Tally, add_years, histogram_bins, histogram_column

SHARE_COLUMNS = ("period", "level", "id", "name", "of", "n", "share", "low", "high", "method", "note")
ANSWERS, PERSONS = "answers", "persons"
GOOD_PLACES = 2  # above the lowest score, on average: a mean of 3 or more on the scale 1 to 4


def shares(tally: Tally, survey: Survey | None = None) -> pd.DataFrame:
    """Return which share of the answers is 3 or 4, and which share of the persons answers 3 or more on average.

    Two different things that a percentage may be: neither is the index, which is no percentage at all.

    Parameters
    ----------
    tally
        Sums over rows of one questionnaire.
    survey
        Its register gives the units' order.

    Returns
    -------
    pandas.DataFrame
        Columns `SHARE_COLUMNS`, two lines for the whole and for each unit of each period. `of` is "answers" (all
        answers to all questions) or "persons" (those who answered more than half of the questions, whose answers
        average 3 or more); `n` counts respondents, `share`, `low` and `high` are 0 to 1. Persons of a mapped scale, or
        known by counts alone, have no share, and the note says so.

    Notes
    -----
    Wilson's interval (1927) with respondents as trials, of answers too: the answers of one person resemble each other.
    Persons follow from the tally's histogram: m answers add up to 3m or more where they stand 2m places or more above
    the lowest in all. Respondents are pooled. Wilson's interval is checked against R 4.2.2 (`tests/reference`, key
    `K_top2`), the counting against rows (`tests/test_shares.py`).

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"time": [4, 4, 2], "product": [4, 1, 2]})
    >>> shares(tally_responses(frame))[["of", "n", "share"]].round(2).values.tolist()
    [['answers', 3, 0.5], ['persons', 3, 0.33]]
    """
    survey = survey or Survey()
    frame = add_years(tally).frame
    main = frame[frame["view"] == ""].reset_index(drop=True)
    persons = add_by_unit(_persons(main, tally), main, survey)
    answers = _answers(distribute_answers(tally, survey)).reindex(persons.index)
    reason = np.where(persons["unseen"] > 0, note("counts_only", survey.language), "")
    reason = reason if not tally.instrument.scale else np.full(len(persons), note("persons_mapped", survey.language))
    tables = [_shares(answers, ANSWERS, np.full(len(answers), "")), _shares(persons, PERSONS, reason)]
    order = np.argsort(np.tile(np.arange(len(persons)), 2), kind="stable")  # the two lines of each unit together
    table = pd.concat(tables).iloc[order].reset_index()
    keys = zip(table["level"], table["id"], strict=True)
    names = [tally.names.get(unit, unit) if level == "unit" else survey.name for level, unit in keys]
    return table.assign(name=names)[list(SHARE_COLUMNS)]


def _answers(distribution: pd.DataFrame) -> pd.DataFrame:
    """Return how many answers each unit has, how many of them are worth 3 or more, and its respondents."""
    places = [name for name in distribution if re.fullmatch(r"n\d+", name)]
    total = distribution[places].sum(axis=1)
    good = (distribution["share_3_4"] * total).round()
    lines = distribution[["period", "level", "id"]].assign(trials=total, good=good, n=total)
    return lines.groupby(["period", "level", "id"], sort=False).agg({"trials": "sum", "good": "sum", "n": "max"})


def _shares(sums: pd.DataFrame, of: str, reasons: NDArray[np.str_]) -> pd.DataFrame:
    """Return the shares of some sums, with Wilson's interval for as many trials as respondents."""
    n = sums["n"].to_numpy(float)
    trials = sums["trials"].to_numpy(float) if "trials" in sums else n
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(reasons == "", sums["good"].to_numpy(float) / trials, np.nan)
    low, high = wilson(share * n, n)
    method = np.where(np.isnan(share), "none", "wilson")
    index = sums.index.set_names(["period", "level", "id"])
    columns = {"of": of, "n": n.astype(int), "share": share, "low": low, "high": high, "method": method}
    return pd.DataFrame({**columns, "note": reasons}, index=index)


def _persons(frame: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """Return for each cell who answered more than half of the questions, and whose answers average 3 or more."""
    k = len(tally.instrument.items)
    rows = frame["rows"].to_numpy()
    answered = mask_bits(frame["answered"].to_numpy(), k).sum(axis=1)
    is_long = 2 * answered > k
    bins: NDArray[np.int64] = np.array(histogram_bins(tally.instrument), dtype=np.int64)
    counts = frame[[histogram_column(int(place)) for place in bins]].to_numpy()
    good = (counts * (bins[None, :] >= GOOD_PLACES * answered[:, None])).sum(axis=1)
    # The highest total of those who answered everything is not stored.
    good += np.where(answered == k, rows_at_ends(frame, tally.instrument)[1], 0)
    unseen = rows * frame["counts_only"].to_numpy()
    return pd.DataFrame({"n": rows * is_long, "good": good * is_long, "unseen": unseen})
