"""A tally that was made elsewhere, in place of the answers: its cells go straight into the tally of the survey."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.messages import note, say
from skm.periods import NO_PERIOD, is_within
from skm.regulation import Regulation
from skm.responses.cleaning import Cleaned
from skm.responses.frequencies import no_rows
from skm.responses.keys import unit_id
from skm.responses.privacy import shown
from skm.responses.recognising import Plan
from skm.responses.rows import Constants
from skm.survey import Survey
from skm.tables import sha256_of
from skm.tallies import OTHER_UNITS, read_tally
from skm.tally import CELL_KEYS, PROFILE_COLUMNS, Origin, Tally, add_cells


@dataclass(frozen=True)
class TallyPlan(Plan):
    """What a tally says of its questions, the files that were counted, and what else is known of its rows."""

    sources: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class Tallied:
    """A tally as a part of a survey: its plan, its account, its lines."""

    plan: TallyPlan
    cleaned: Cleaned
    lines: pd.DataFrame
    sha256: str


def take_tally(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, survey: Survey, constants: Constants
) -> Tallied:
    """Return a tally file as a part of a survey.

    Units are those of the survey's register, by their id or their name; the respondents of others are left out and
    listed, like rows of units that nobody knows.

    Raises
    ------
    DataError
        It is no sound tally, of another regulation or weighting than the survey's, or of another period than the file.
    """
    tally = read_tally(path, name)
    _refuse_other_rules(tally, name, survey)
    frame = _with_period(tally.frame, name, constants)
    frame, names, lines = _with_units(frame, tally, name, survey, constants)
    if frame.empty:
        raise DataError("no_rows", [Place(name)])
    frame = add_cells(frame, tally.instrument)
    main = frame[frame["view"] == ""]
    by = tuple(key for key in ("unit", "period", "service", "agency", "region") if frame[key].any())
    profiles = tuple(view for view in PROFILE_COLUMNS if (frame["view"] == view).any())
    named = {period: constants.period for period in ("", NO_PERIOD)}
    origin = replace(
        tally.origin,
        orders={named.get(period, period): order for period, order in tally.origin.orders.items()},
        fieldwork={named.get(period, period): span for period, span in tally.origin.fieldwork.items()},
    )
    if origin.dropped:
        lines.append(_line(name, "dropped by sender", survey, str(origin.dropped)))
    if origin.lost:
        lost = ", ".join(note(f"lost_{kind}", survey.language, n=n) for kind, n in origin.lost.items() if n)
        lines.append(_line(name, "coarsened", survey, lost))
    if OTHER_UNITS in names:
        together = int(main.loc[main["unit"] == OTHER_UNITS, "rows"].sum())
        lines.append(_line(name, "small units together", survey, f"n = {together}"))
    n_here = int(tally.frame.loc[tally.frame["view"] == "", "rows"].sum())
    n_kept = int(main["rows"].sum())
    n_rows = n_here + origin.dropped
    orders = set(origin.orders.values())
    order = "assumed" if "assumed" in orders else min(orders, default="text")
    if order == "assumed":
        lines.append(_line(name, "order assumed", survey))
    cleaned = Cleaned(
        no_rows(connection, tally.instrument, (*by, *profiles)),
        n_rows,
        n_rows - n_kept,
        tuple(lines),
        {unit: {names[unit]: int(n)} for unit, n in main.groupby("unit")["rows"].sum().items()},
        profiles,
        by,
        periods=tuple(sorted(frame["period"].unique())),
    )
    items = {item.key: place for place, item in enumerate(tally.instrument.items)}
    own = {"items": items, "roles": {"unit": 0}, "identity": (), "order": order, "simulated": origin.simulated}
    return Tallied(
        TallyPlan(tally.instrument, **own, sources=tally.sources, origin=origin), cleaned, frame, sha256_of(path)
    )


def _refuse_other_rules(tally: Tally, name: str, survey: Survey) -> None:
    """Refuse a tally that was made under another regulation or with other weights than the survey's."""
    law = tally.instrument.regulation
    for period in tally.frame["period"].unique():
        due = survey.regulation_for(str(period))
        if law.id != due.id:
            values = {"period": period, "regulation": due.id, "used": law.id, "file": name}
            raise DataError("period_regulation", [Place(name)], **values)
        if not _same_weights(law, due):
            raise DataError("tally_other_survey", [Place(name)])


def _same_weights(law: Regulation, due: Regulation) -> bool:
    """Return whether the elements of a tally are the survey's, or some of them equally weighted as a file has them."""
    if not set(law.keys) <= set(due.keys):
        return False
    wanted = due if set(law.keys) == set(due.keys) else due.only(law.keys)
    return {e.key: e.weight for e in law.elements} == {e.key: e.weight for e in wanted.elements}


def _with_period(frame: pd.DataFrame, name: str, constants: Constants) -> pd.DataFrame:
    """Return the lines with the file's period where they have none; one that contradicts it refuses the tally."""
    periods = frame["period"].replace({"": constants.period, NO_PERIOD: constants.period})
    said = constants.period
    if said != NO_PERIOD:
        other = [p for p in periods.unique() if not (is_within(p, said) or is_within(said, p))]
        if other:
            raise DataError("period_contradicted", [Place(name, value=other[0])], period=said, file=name)
    return frame.assign(period=periods)


def _with_units(
    frame: pd.DataFrame, tally: Tally, name: str, survey: Survey, constants: Constants
) -> tuple[pd.DataFrame, dict[str, str], list[dict]]:
    """Return the lines with the survey's units, the units' names, and a finding for each that the register lacks."""
    known = set() if survey.units is None else set(survey.units["unit_id"])
    ids: dict[str, str | None] = {}
    names: dict[str, str] = {}
    whole = frame["view"].isin(PROFILE_COLUMNS)  # groups of a coarse tally are those of the whole
    for unit in frame.loc[~whole | (frame["unit"] != ""), "unit"].unique():
        spelling = tally.names.get(unit) or unit or constants.unit
        if (unit == OTHER_UNITS and tally.origin.lost.get("units")) or unit in known or (survey.units is None and unit):
            ids[unit] = unit
        else:
            ids[unit] = unit_id(spelling, survey)
        if ids[unit]:
            names[ids[unit]] = spelling
    lost = {unit for unit, own in ids.items() if own is None}
    n_lost = frame[(frame["view"] == "") & frame["unit"].isin(lost)].groupby("unit")["rows"].sum()
    lines = [
        _line(
            name,
            "unit not registered",
            survey,
            shown(tally.names.get(unit, unit), is_name=True),
            "row dropped",
            hint="",
        )
        for unit in n_lost.index
    ]
    kept = frame[~frame["unit"].isin(lost)]
    if lost and (whole & (frame["unit"] == "")).any():
        kept = kept[~kept["view"].isin(PROFILE_COLUMNS)]  # nobody can take the lost respondents out of them
    own_units = kept["unit"].map(lambda unit: ids.get(unit) or unit)
    blank = {key: getattr(constants, key, "") for key in CELL_KEYS if key in ("agency", "service")}
    filled = {
        key: kept[key].where((kept[key] != "") | (kept["unit"] == ""), text) for key, text in blank.items() if text
    }
    return kept.assign(unit=own_units, **filled), names, lines


def _line(
    name: str, rule: str, survey: Survey, value: str = "", action: str = "flagged", **values: object
) -> dict[str, object]:
    message = say(f"rule_{rule.replace(' ', '_')}", survey.language, **values)[0]
    return {"file": name, "sheet": "", "row": None, "column": "", "rule": rule} | {
        "value": value,
        "action": action,
        "message": message,
    }


def overlap_of(sources: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Return the places of the first two lists that share a source; None where no two do.

    Examples
    --------
    >>> overlap_of([["a"], ["b"], ["c", "a"]])
    (0, 2)
    """
    seen: dict[str, int] = {}
    for place, own in enumerate(sources):
        for source in own:
            if seen.setdefault(source, place) != place:
                return seen[source], place
    return None
