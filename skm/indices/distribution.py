"""How often each answer was given to each question."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from skm.indices.estimates import item_counts, missing_items
from skm.indices.levels import unit_places
from skm.indices.policies import is_used
from skm.regulation import Instrument
from skm.stats.cells import mask_bits
from skm.stats.intervals import logit_t_interval
from skm.stats.proportions import wilson
from skm.survey import Survey
from skm.tally import PROFILE_COLUMNS, Tally, add_years

DISTRIBUTION_COLUMNS = (
    *("period", "level", "id", "element", "question", "n1", "n2", "n3", "n4", "na", "missing"),
    *("share_3_4", "low", "high"),
)
RESPONDENT_COLUMNS = ("period", "unit", "view", "group", "n")
GOOD = 3  # from this score on an answer counts in `share_3_4`


def distribute_answers(tally: Tally, survey: Survey | None = None) -> pd.DataFrame:
    """Return how often each answer was given to each question, for the whole and for each unit.

    Counts are of all kept rows, whatever the policy for missing answers.

    Parameters
    ----------
    tally
        Sums over rows.
    survey
        Its register gives the units' order.

    Returns
    -------
    pandas.DataFrame
        `DISTRIBUTION_COLUMNS`: `share_3_4` is the share of answers 3 or 4 among those given, with its Wilson
        interval; `na` counts "does not apply", `missing` the blanks. On a mapped scale `n1`, `n2`, … count its scores
        in ascending order (with `n5` and more at the end where there are so many), and `share_3_4` the answers that
        are worth 3 or more.

    Examples
    --------
    >>> import pandas as pd
    >>> from skm.tally import tally_responses
    >>> tally = tally_responses(pd.DataFrame({"requirements": [4, 3, 1, None], "procedure": [4, 4, 4, 4]}))
    >>> distribute_answers(tally).loc[0, ["n1", "n3", "n4", "missing"]].to_list()
    [1, 1, 1, 1]
    """
    instrument = tally.instrument
    frame = add_years(tally).frame
    main = frame[frame["view"] == ""].reset_index(drop=True)
    counts = item_counts(main, instrument)
    n_items = len(instrument.items)
    skipped = main["rows"].to_numpy()[:, None] * mask_bits(main["not_applicable"].to_numpy(), n_items)
    table = np.concatenate([counts, skipped[:, :, None], missing_items(main, n_items)[:, :, None]], axis=2)
    sums = add_by_unit(pd.DataFrame(table.reshape(len(main), -1)), main, survey)
    return _distribution_frame(sums, instrument)


def with_shares(distribution: pd.DataFrame) -> pd.DataFrame:
    """Return lines of answers with `share_3_4`, `low` and `high` as their own counts give them.

    Where answers of some persons are taken out of the counts, the shares must follow.

    Examples
    --------
    >>> lines = pd.DataFrame({"n1": [0], "n2": [10], "n3": [20], "n4": [10]})
    >>> with_shares(lines)["share_3_4"].tolist()
    [0.75]
    """
    counts = distribution[["n1", "n2", "n3", "n4"]].astype(float)
    answered, good = counts.sum(axis=1).to_numpy(), counts[["n3", "n4"]].sum(axis=1).to_numpy()
    low, high = wilson(good, answered)
    with np.errstate(invalid="ignore"):
        return distribution.assign(share_3_4=good / answered, low=low, high=high)


def count_respondents(tally: Tally, survey: Survey | None = None) -> pd.DataFrame:
    """Return how many respondents of each group every unit has, under the survey's policy for missing answers.

    Parameters
    ----------
    tally
        Sums over rows.
    survey
        Its policy says who counts; by default everybody with an answer.

    Returns
    -------
    pandas.DataFrame
        `RESPONDENT_COLUMNS`: `view` is a profile column, `group` "" holds who left it blank; a line for each group
        with somebody in it. Profile columns that nobody answered are absent.

    Examples
    --------
    >>> rows = pd.DataFrame({"unit": ["a", "a", "b"], "sex": ["L", "P", "L"], "time": [4, 3, 2]})
    >>> from skm.tally import tally_responses
    >>> count_respondents(tally_responses(rows, by=["unit"], profiles=("sex",)))["n"].tolist()
    [1, 1, 1]
    """
    frame = add_years(tally).frame
    frame = frame[frame["view"].isin(PROFILE_COLUMNS).to_numpy()]
    policy = (survey or Survey()).missing
    masks = frame[["answered", "not_applicable"]].drop_duplicates().itertuples(index=False, name=None)
    used = {pair for pair in masks if is_used(tally.instrument, policy, *pair)}
    kept = [pair in used for pair in zip(frame["answered"], frame["not_applicable"], strict=True)]
    frame = frame[np.array(kept, dtype=bool)]
    counted = frame.groupby(["period", "unit", "view", "group"], as_index=False)["rows"].sum()
    named = counted.groupby(["period", "view"])["group"].transform(lambda groups: (groups != "").any())
    kept_lines = counted[named.to_numpy(dtype=bool)].reset_index(drop=True)
    return kept_lines.set_axis(list(RESPONDENT_COLUMNS), axis=1)


@dataclass(frozen=True)
class AnswerShare:
    """The share of answers 3 or 4 among all answers to all questions, with its interval, 0 to 1."""

    share: float
    low: float
    high: float
    n_answers: int
    n_respondents: int


def share_of_answers(distribution: pd.DataFrame) -> AnswerShare | None:
    """Return the share of answers that are 3 or 4 among all answers, None where there are none.

    It is a share of answers, not of people: no answer says whether its person is satisfied with the whole.

    Parameters
    ----------
    distribution
        Lines of one subject and period, a line a question, as `distribute_answers` returns them.

    Returns
    -------
    AnswerShare
        `n_respondents` is the largest number that answered one question.

    Notes
    -----
    Wilson's interval (`skm.stats.proportions.wilson`) for as many trials as respondents, not as answers: the answers
    of one person resemble each other, and m answers of a person never tell less than one of them. So the interval is
    at least as wide as it must be.

    Examples
    --------
    >>> from skm.tally import tally_responses
    >>> tally = tally_responses(pd.DataFrame({"requirements": [4, 3, 1, None], "procedure": [4, 4, 4, 4]}))
    >>> found = share_of_answers(distribute_answers(tally))
    >>> round(found.share, 3), found.n_answers, found.n_respondents
    (0.857, 7, 4)
    """
    answered = distribution[["n1", "n2", "n3", "n4"]].sum(axis=1)
    n_answers, n_respondents = int(answered.sum()), int(answered.max()) if len(answered) else 0
    if not n_answers:
        return None
    share = float(distribution[["n3", "n4"]].to_numpy().sum()) / n_answers
    low, high = wilson(share * n_respondents, n_respondents)
    return AnswerShare(share, float(low), float(high), n_answers, n_respondents)


def widest_interval(n: int, total: int, good: int) -> tuple[float, float]:
    """Return the interval of a question's mean if its answers were spread as widely as three sums allow.

    Where the four counts may not be told, their interval would tell them: with number and mean it is a third sum. This
    one follows from what is told anyhow, and holds the true one.

    Parameters
    ----------
    n
        Answers, at least 2.
    total
        The sum of their scores 1 to 4, neither all 1 nor all 4.
    good
        How many of them are 3 or 4.

    Returns
    -------
    tuple
        Its ends, on the scale 1 to 4.

    Notes
    -----
    With n, Σ and the number of answers 3 and 4 one count is free: each further 1 takes a 2, and a 4 takes a 3, which
    adds 4 to the sum of squares. So the widest spread has as many 1 as can be. The interval is the logit-t of
    `skm.stats.intervals.logit_t_interval` with the standard error of that spread. Checked against all spreads of the
    same sums (`tests/publishing/test_persons.py`).

    Examples
    --------
    >>> [round(end, 2) for end in widest_interval(40, 128, 36)]
    [2.89, 3.45]
    """
    poor = n - good
    fours = total - 2 * n - good  # if nobody had answered 1
    ones = min(poor, good - fours)
    squares = ones + 4 * (poor - ones) + 9 * (good - fours - ones) + 16 * (fours + ones)
    se = math.sqrt(max(squares - total**2 / n, 0) / (n - 1) / n)
    low, high = logit_t_interval(total / n, se, n - 1, bounds=(1.0, 4.0))
    return float(low), float(high)


def add_by_unit(numbers: pd.DataFrame, cells: pd.DataFrame, survey: Survey | None) -> pd.DataFrame:
    """Return numbers of cells added up for the whole and for each unit of each period.

    Parameters
    ----------
    numbers
        What to add, one line a cell.
    cells
        The cells' `period` and `unit`, in the same lines.
    survey
        Its register gives the units' order.

    Returns
    -------
    pandas.DataFrame
        Indexed by period, level ("all" or "unit") and id; cells without a unit are in the whole only.
    """
    whole = numbers.groupby([cells["period"].to_numpy(), ["all"] * len(cells), ["all"] * len(cells)]).sum()
    named = cells["unit"].to_numpy() != ""
    keys = [cells["period"].to_numpy()[named], ["unit"] * int(named.sum()), cells["unit"].to_numpy()[named]]
    sums = pd.concat([whole, numbers[named].groupby(keys).sum()])
    places = unit_places(survey or Survey(), cells["unit"].unique())
    order = sorted(sums.index, key=lambda key: (key[0], key[1], places.get(key[2], -1)))
    return sums.loc[order]


def _distribution_frame(sums: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    n_items, n_scores = len(instrument.items), len(instrument.scores)
    values = sums.to_numpy().reshape(len(sums) * n_items, n_scores + 2)
    keys = [key for key in sums.index for _ in range(n_items)]
    counts = [
        values[:, place] if place < n_scores else np.zeros_like(values[:, 0]) for place in range(max(n_scores, 4))
    ]
    answered = values[:, :n_scores].sum(axis=1)
    good = values[:, [place for place, score in enumerate(instrument.scores) if score >= GOOD]].sum(axis=1)
    low, high = wilson(good, answered)
    with np.errstate(invalid="ignore"):
        share = good / answered
    columns = {
        **{name: [key[place] for key in keys] for place, name in enumerate(("period", "level", "id"))},
        "element": [item.element for item in instrument.items] * len(sums),
        "question": [item.key for item in instrument.items] * len(sums),
        **{f"n{place}": counts[place - 1] for place in range(1, 5)},
        "na": values[:, n_scores],
        "missing": values[:, n_scores + 1],
        "share_3_4": share,
        "low": low,
        "high": high,
        **{f"n{place}": counts[place - 1] for place in range(5, n_scores + 1)},
    }
    return pd.DataFrame(columns)
