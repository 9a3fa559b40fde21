"""From read files to figures: the tally, the index table, the changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from skm.errors import RequestError
from skm.pipeline.accounting import (
    Result,
    account_for,
    all_exclusions,
    calendar_of,
    fieldwork_of,
    orders_of,
    refused_by_period,
)
from skm.pipeline.commented import themes_of
from skm.pipeline.reading import Intake
from skm.pipeline.units import more_than_users
from skm.provenance import version
from skm.responses import Part, Responses
from skm.survey import Survey, plain
from skm.tally import PROFILE_COLUMNS, Tally, add_cells

if TYPE_CHECKING:
    from skm.changes import ChangeTable
    from skm.indices import IndexTable
    from skm.publishing import Evidence


def estimate(
    survey: Survey,
    read: Intake,
    profiles: tuple[str, ...] | None = None,
    *,
    dates: bool = False,
    only_indices: bool = False,
) -> Result:
    """Return the result of the files that were read: figures, changes, accounts; with `only_indices` no tallies."""
    from skm.changes import compare_all
    from skm.indices import compute_indices, join_indices

    responses = read.responses
    tallies = tuple(tally_of(r, survey, profiles, only_indices=only_indices) for r in responses)
    indices = join_indices([compute_indices(tally, survey) for tally in tallies])
    excluded = all_exclusions(read, survey, _beyond_users(indices, survey))
    accounts = account_for(survey, read, tallies)
    recognised = pd.concat([r.recognised for r in responses], ignore_index=True)
    findings = {
        "fieldwork": fieldwork_of(responses) if dates else {},
        "calendar": calendar_of(responses) if dates else {},
        "orders": orders_of(read.parts),
        "refused": refused_by_period(read.refusals, survey),
    }
    changes = compare_all(indices)
    whole = () if only_indices else tallies
    result = Result(survey, whole, indices, changes, excluded, recognised, accounts, read.refusals, findings)
    themes, comments = themes_of(read) or (None, None)
    result = replace(result, themes=themes, comments=comments)
    return replace(result, simulated=any(part.plan.simulated for part in read.parts))


def _beyond_users(indices: "IndexTable", survey: Survey) -> list[dict[str, Any]]:
    """Return a line for each unit that has more respondents than users."""
    frame = indices.frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index") & (frame["n"] > 0)]
    return more_than_users(units, survey)


def profiles_named(words: Sequence[str], parts: Sequence[Part]) -> tuple[str, ...]:
    """Return the profile columns that a user's words name, by role or by header; cell keys group anyway."""
    roles = {role for part in parts for role in (*part.cleaned.by, *part.cleaned.profiles)}
    headers = {plain(line.column): line.taken_for for part in parts for line in part.plan.recognised}
    profiles: dict[str, None] = {}
    for word in words:
        role = word if word in roles else headers.get(plain(word), "")
        if role not in roles:
            raise RequestError("unknown_group", name=word, known=", ".join(sorted(roles)))
        if role in PROFILE_COLUMNS:
            profiles[role] = None
    return tuple(profiles)


def tally_of(
    responses: Responses, survey: Survey, profiles: tuple[str, ...] | None, *, only_indices: bool = False
) -> Tally:
    """Return the tally of some responses, with the agencies, regions and names of the register."""
    tally = responses.tally(profiles=profiles, only_indices=only_indices)
    frame = _one_spelling(tally.frame, "service")
    names = dict(tally.names)
    if survey.units is not None:
        register = survey.units.set_index("unit_id")
        names |= register["name"].to_dict()
        for level in ("agency", "region"):
            own = frame["unit"].map(register[level].to_dict()).fillna("")
            frame[level] = own.where(own != "", frame[level])
    return replace(tally, frame=add_cells(frame, tally.instrument), names=names)


def _one_spelling(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the frame with one spelling of each label within a unit: the most frequent."""
    rows = frame.groupby(["unit", column], as_index=False)["rows"].sum()
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for unit, label, n in zip(rows["unit"], rows[column], rows["rows"], strict=True):
        key = (unit, plain(label))
        best[key] = min(best.get(key, (0, label)), (-int(n), label))
    spelled = [best[unit, plain(label)][1] for unit, label in zip(frame["unit"], frame[column], strict=True)]
    return frame.assign(**{column: spelled})


def gather_evidence(
    survey: Survey,
    tallies: Sequence[Tally],
    figures: tuple["IndexTable", "ChangeTable"],
    accounts: pd.DataFrame,
    exclusions: pd.DataFrame,
    findings: Mapping[str, Mapping[str, Any]],
    *,
    themes: pd.DataFrame | None = None,
    apart: Sequence[Any] | None = None,
) -> "Evidence":
    """Return what the pages say beside figures and changes; `apart` is that of a `Result`, where it is known."""
    from skm.followups import read_actions, read_media
    from skm.indices import count_respondents, distribute_answers
    from skm.publishing import Evidence
    from skm.quality import summarise_quality
    from skm.ratings import classify_ratings
    from skm.research import compositions, element_ends, funnel_curves, precision
    from skm.sampling import samples_needed
    from skm.verifying import explain_published, read_published

    indices, changes = figures
    periods = tuple(dict.fromkeys(indices.frame["period"]))
    known = zip(tallies, apart or [None] * len(tallies), strict=True)
    doubted = [period for period, order in findings["orders"].items() if order == "assumed"]
    register, editions = survey.register_file("ratings"), survey.register_file("published")
    return Evidence(
        distribution=pd.concat([distribute_answers(tally, survey) for tally in tallies], ignore_index=True),
        respondents=pd.concat([count_respondents(tally, survey) for tally in tallies], ignore_index=True),
        quality=pd.concat([summarise_quality(tally, survey) for tally in tallies], ignore_index=True),
        precision=precision(indices, survey),
        composition=compositions(indices, changes.frame, survey),
        reliability=reliability_of(tallies, levels=("all",)),
        funnel=funnel_curves(indices),
        ends=pd.concat([element_ends(t, survey, indices=indices, assumed=doubted, apart=a) for t, a in known]),
        accounts=accounts,
        exclusions=exclusions,
        version=version("skm"),
        settings=survey.settings.model_dump(mode="json"),
        ratings=classify_ratings(register, survey.language) if register else None,
        published=explain_published(read_published(editions), indices, survey.language) if editions else None,
        actions=read_actions(survey, periods),
        media=read_media(survey, periods),
        samples={period: samples_needed(survey.units, period) for period in periods},
        themes=themes,
        **findings,
    )


def evidence_of(result: Result) -> "Evidence":
    """Return what the pages say beside the figures of a result."""
    accounts = pd.DataFrame([vars(account) for account in result.accounts])
    beside = (accounts, result.excluded.told, result.findings)
    known = {"themes": result.themes, "apart": result.apart}
    return gather_evidence(result.survey, result.tallies, (result.indices, result.changes), *beside, **known)


def reliability_of(tallies: Sequence[Tally], levels: Sequence[str] = ("all", "unit")) -> pd.DataFrame:
    """Return alpha, omega and item-rest correlations of each questionnaire that somebody answered whole."""
    from skm.research import RELIABILITY_COLUMNS, reliability

    tables = []
    for tally in tallies:
        try:
            tables.append(reliability(tally, levels=levels))
        except RequestError:  # nobody answered every question, or one question is all there is
            continue
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(RELIABILITY_COLUMNS))
