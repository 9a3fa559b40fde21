"""What is odd about the units of a survey: names that may be one, and units that should have no respondents."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw
import pandas as pd

from skm.messages import note, say
from skm.periods import is_in_force
from skm.responses import Part, alike_names
from skm.survey import Survey


def with_odd_units(parts: Sequence[Part], survey: Survey) -> list[Part]:
    """Return the parts with a finding for each odd unit; every row stays with the unit that its file says."""
    if survey.units is None:
        return _with_alike_names(parts, survey)
    return [_with_units_not_in_force(part, survey) for part in parts]


def _with_alike_names(parts: Sequence[Part], survey: Survey) -> list[Part]:
    """Return the parts with a finding where two units of a period have almost one name, and no register says more."""
    result = list(parts)
    for period in dict.fromkeys(part.constants.period for part in parts):
        counts: dict[str, int] = {}
        first: dict[str, int] = {}
        for place, part in enumerate(parts):
            if part.constants.period != period:
                continue
            for spellings in part.cleaned.names.values():
                name = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
                counts[name] = counts.get(name, 0) + sum(spellings.values())
                first.setdefault(name, place)
        for name, other in alike_names(counts):
            part = result[first[name]]
            message = say("rule_unit_spelling", survey.language, other=other)[0]
            result[first[name]] = _with_line(part, "unit spelling", name, message)
    return result


def _with_units_not_in_force(part: Part, survey: Survey) -> Part:
    """Return the part with a finding for each unit that the register does not know in the period of its rows."""
    register = {unit["unit_id"]: unit for unit in survey.units.to_dict("records")}
    limited = [unit for unit in part.cleaned.names if register.get(unit, {}).get("from") or register[unit].get("to")]
    if not limited:
        return part
    rows = part.cleaned.frame.filter(nw.col("unit").is_in(limited)).group_by("period", "unit").agg(nw.len().alias("n"))
    found = rows.collect(backend="pandas").to_native().sort_values(["unit", "period"])
    for unit, period, n in zip(found["unit"], found["period"], found["n"], strict=True):
        line = register[unit]
        if is_in_force(line["from"], line["to"], period):
            continue
        values = {"n": int(n), "period": period, "span": _span(line, survey), "successor": _successor(line, survey)}
        message = say("rule_unit_not_in_force", survey.language, **values)[0]
        part = _with_line(part, "unit not in force", line["name"], message)
    return part


def more_than_users(units: pd.DataFrame, survey: Survey) -> list[dict[str, Any]]:
    """Return a line for each unit with more respondents in a period than the register has users.

    Parameters
    ----------
    units
        `period`, `id` and `n` of each unit of each period.
    survey
        Its register, with `users_<period>`.

    Returns
    -------
    list of dict
        In the columns of exclusions.csv and `unit`; empty where nothing is wrong, or nobody is registered.
    """
    lines = []
    if survey.units is not None:
        path = survey.register_file("units")
        register = {unit["unit_id"]: unit for unit in survey.units.to_dict("records")}
        for period, unit, n in zip(units["period"], units["id"], units["n"], strict=True):
            column, line = f"users_{period}", register.get(unit, {})
            served = str(line.get(column) or "").strip()
            if not served.isdigit() or int(n) <= int(served):
                continue
            values = {"n": int(n), "users": int(served), "period": period, "column": column}
            message = " ".join(say("rule_more_than_users", survey.language, **values))
            where = {"file": path.name if path else "units", "sheet": "", "row": line.get("register_row")}
            told = {"rule": "more than users", "value": served, "action": "flagged", "message": message}
            lines.append(where | {"column": column} | told | {"unit": unit})
    return lines


def _span(line: dict, survey: Survey) -> str:
    codes = [("unit_from", {"begin": line["from"]})] if line["from"] else []
    codes += [("unit_to", {"end": line["to"]})] if line["to"] else []
    return ", ".join(note(code, survey.language, **values) for code, values in codes)


def _successor(line: dict, survey: Survey) -> str:
    if not line["successor"]:
        return ""
    successor = survey.unit_ids.get(line["successor"], line["successor"])
    names = dict(zip(survey.units["unit_id"], survey.units["name"], strict=True))
    return note("unit_successor", survey.language, name=names.get(successor, line["successor"]))


def _with_line(part: Part, rule: str, value: str, message: str) -> Part:
    column = part.plan.roles.get("unit")
    header = next((line.column for line in part.plan.recognised if line.taken_for == "unit"), "")
    line = {"file": part.file, "sheet": part.sheet, "row": None, "column": header if column is not None else ""}
    line |= {"rule": rule, "value": value, "action": "flagged", "message": message}
    return replace(part, cleaned=replace(part.cleaned, exclusions=(*part.cleaned.exclusions, line)))
