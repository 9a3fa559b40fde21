"""What only the office itself may see: priorities, marks of forms worth a look, and the annex that shows them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from skm.errors import RequestError
from skm.periods import year_of
from skm.pipeline.accounting import Result
from skm.pipeline.reading import Intake
from skm.responses import Responses
from skm.tally import Tally

if TYPE_CHECKING:
    from skm.publishing import Evidence

RESAMPLES = 499  # of a table for internal use; more would move an end by a hundredth of its width
MARK = "mark_"  # before the name of a mark in quality.csv
MARK_COLUMNS = ("expected", "p", "q", "evidence")  # beside those of the other lines of quality.csv


def with_importances(result: Result, read: Intake) -> Result:
    """Return a result that says what goes with overall satisfaction, where the questionnaire asks for it."""
    pairs = list(zip(result.tallies, read.responses, strict=True))
    found = tuple(_importance_of(tally, own) for tally, own in pairs)
    told: dict[str, dict[str, list[float]]] = {}
    for (tally, _), table in zip(pairs, found, strict=True):
        period = _last_period(tally)
        if period in told or isinstance(table, RequestError):
            told[period] = {}  # of two questionnaires neither stands for the period
            continue
        lines = table[["element", "lmg", "lmg_low", "lmg_high"]].itertuples(index=False)
        told[period] = {element: [float(end) for end in ends] for element, *ends in lines}
    known = {period: shares for period, shares in told.items() if shares}
    return replace(result, importances=found, findings={**result.findings, "importance": known})


def _last_period(tally: Tally) -> str:
    return max({known for period in tally.frame["period"] for known in (period, year_of(period))}, default="")


def priorities_of(result: Result) -> pd.DataFrame:
    """Return the priorities of every questionnaire of a result."""
    from skm.research import priorities

    assumed = [period for period, order in result.findings["orders"].items() if order == "assumed"]
    known = {"indices": result.indices, "changes": result.changes, "assumed": assumed}
    tables = [
        priorities(tally, result.survey, **known, importance=importance, apart=apart)
        for tally, importance, apart in zip(result.tallies, result.importances, result.apart, strict=True)
    ]
    return pd.concat(tables, ignore_index=True)


def _importance_of(tally: Tally, responses: Responses) -> "pd.DataFrame | RequestError":
    """Return what goes with overall satisfaction in the last period of a questionnaire, or why nobody can know."""
    from skm.research import importance

    try:
        return importance(responses, period=_last_period(tally) or None, n_resamples=RESAMPLES)
    except RequestError as error:
        return error


def marks_of(result: Result, read: Intake) -> pd.DataFrame:
    """Return the marks of every questionnaire; a mapped scale and tables of counts have none."""
    from skm.research import FLAG_COLUMNS, quality_flags

    tables = []
    for responses, tally in zip(read.responses, result.tallies, strict=True):
        try:
            tables.append(quality_flags(responses, result.survey, tally=tally))
        except RequestError as error:
            if error.code != "review_mapped_scale":
                raise
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(FLAG_COLUMNS))


def weighted_of(result: Result, read: Intake) -> pd.DataFrame:
    """Return the figures weighted to known users, beside the official ones, of every questionnaire."""
    from skm.research import weighted_table

    tables = [weighted_table(responses, result.survey, result.indices) for responses in read.responses]
    return pd.concat(tables, ignore_index=True)


def quality_with_marks(quality: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """Return quality.csv: the shares of every unit, and below them a line for each mark with what was expected."""
    from skm.quality import QUALITY_COLUMNS  # what counts is loaded while the engine reads, not before

    columns = [*QUALITY_COLUMNS, *MARK_COLUMNS]
    lines = marks.rename(columns={"unit": "id"}).assign(level="unit", measure=MARK + marks["mark"].astype(str))
    if lines.empty:
        return quality.reindex(columns=columns)
    return pd.concat([quality, lines[columns]], ignore_index=True)[columns]


def internal_page(result: Result, evidence: "Evidence", priorities: pd.DataFrame, marks: pd.DataFrame) -> bytes:
    """Return internal.html: marks with their evidence, units and elements to look at, precision."""
    from skm.publishing import build_internal, render_internal
    from skm.research import change_leads

    language = result.survey.language
    units = {unit: name for tally in result.tallies for unit, name in tally.names.items()}
    elements = {
        element.key: f"{element.code} {element.short[language]}"
        for tally in result.tallies
        for element in tally.instrument.regulation.elements
    }
    page = build_internal(
        result.survey,
        marks.assign(name=marks["unit"].map(units).fillna(marks["unit"])),
        change_leads(result.changes),
        priorities.assign(element=priorities["measure"].map(elements)),
        evidence.precision,
        _comments_named(result.comments, units, elements),
    )
    return render_internal(page)


def _comments_named(
    comments: pd.DataFrame | None, units: Mapping[str, str], elements: Mapping[str, str]
) -> pd.DataFrame | None:
    """Return the sampled comments with the names of their units and elements."""
    if comments is None:
        return None
    asked = [elements.get(key, key) for key in comments["element"]]
    return comments.assign(name=comments["unit"].map(units).fillna(comments["unit"]), element=asked)
