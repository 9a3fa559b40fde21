"""What follows the survey of a period, for its page, its documents and its evidence: plan, review, media."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from skm.followups import Action, Publication, load_rubric, plan_after, progress_of
from skm.publishing.facts import FollowUp, PlannedAction, Subject, Theme
from skm.regulation import Regulation


def read_followups(
    actions: Sequence[Action],
    media: Sequence[Publication],
    subjects: Mapping[str, Subject],
    regulation: Regulation,
    period: str,
    before: str | None,
    language: str,
) -> dict[str, FollowUp]:
    """Return what follows a survey by unit, for the units that the registers name; "" is the whole.

    Parameters
    ----------
    subjects
        Who has figures on the page, by unit; "" is the whole.
    before
        The period whose plan is reviewed, None where there is none.
    """
    names = {element.key: (element.short[language], element.code) for element in regulation.elements}
    found = {}
    for unit in dict.fromkeys(entry.unit for entry in (*actions, *media)):
        plan = plan_after(actions, period, unit)
        last = plan_after(actions, before, unit) if before is not None else ()
        published = tuple(entry for entry in media if entry.period == period and entry.unit == unit)
        if not (plan or last or published):
            continue
        progress = progress_of(last)
        rubric = load_rubric()
        found[unit] = FollowUp(
            unit=unit,
            plan=_lines(plan, names),
            review=_lines(last, names, subjects.get(unit)),
            done=progress.done,
            running=progress.running,
            share=progress.share,
            band="" if progress.share is None else rubric.realised_band(progress.share, language),
            months=progress.months,
            months_band=None if progress.months is None else rubric.speed_band(progress.months),
            media=published,
        )
    return found


def read_themes(
    table: pd.DataFrame | None, period: str, units: Collection[str], regulation: Regulation, language: str, minimum: int
) -> dict[str, tuple[Theme, ...]]:
    """Return what the comments of each unit are about, from the most named element on.

    Parameters
    ----------
    units
        The units whose figures are shown; nothing is said of the comments of others.
    minimum
        The smallest number of persons that may be shown.
    """
    if table is None:
        return {}
    names = {element.key: element.short[language] for element in regulation.elements}
    found: dict[str, list[Theme]] = {}
    for row in table[table["period"] == period].to_dict("records"):
        mentions = int(row["mentions"])
        if row["unit"] in units and row["element"] in names and mentions >= minimum:
            found.setdefault(str(row["unit"]), []).append(Theme(names[row["element"]], mentions))
    return {unit: tuple(themes) for unit, themes in found.items()}


def _lines(
    actions: Iterable[Action], names: Mapping[str, tuple[str, str]], subject: Subject | None = None
) -> tuple[PlannedAction, ...]:
    moves = {element.key: element.difference for element in subject.elements} if subject else {}
    return tuple(
        PlannedAction(
            *names.get(action.element, ("", "")),
            activity=action.activity,
            quarters=action.quarters,
            responsible=action.responsible,
            status=action.status,
            proof=action.proof,
            finished=action.finished,
            moved=moves.get(action.element),
            proof_absent=action.proof_absent,
        )
        for action in actions
    )
