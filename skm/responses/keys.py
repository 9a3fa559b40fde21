"""The cell keys of the rows: unit, period, service, agency, region, from columns or from what the file says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import pandas as pd

from skm.errors import DataError, Place
from skm.periods import NO_PERIOD, is_within, period_of_cell
from skm.responses.privacy import shown
from skm.responses.rows import Table
from skm.responses.services import Services, read_services
from skm.responses.spellings import say_near
from skm.survey import Survey, plain

CHAINED_AT_MOST = 24  # labels that one expression maps; a longer map is joined


@dataclass(frozen=True)
class Keys:
    """The cell keys of a table: `key_<name>` columns, by expression or by a join, and the spellings of units.

    `maps` are the keys of the labels of each column, `constants` those that are the same in all rows.
    """

    expressions: list[nw.Expr]
    joins: dict[str, Mapping[str, str | None]]
    names: dict[str, dict[str, int]]
    by: tuple[str, ...]
    services: Services
    maps: dict[str, Mapping[str, str | None]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)


def find_keys(table: Table) -> Keys:
    """Return the cell keys of a table: from its columns, else from what its file says.

    Where a file, a folder or a setting says the period, a column of periods may only say which part of it.
    """
    roles, constants = table.plan.roles, table.constants
    expressions, joins, names, by = [], {}, {}, []
    fixed: dict[str, str] = {"period": constants.period}
    if "unit" in roles:
        joins["unit"] = {label: unit_id(label, table.survey) for label in table.counts["unit"]}
        for label, count in table.counts["unit"].items():
            if unit := joins["unit"][label]:
                names.setdefault(unit, {})[" ".join(label.split())] = count
    else:
        unit = unit_id(constants.unit, table.survey)
        if unit is None:
            hint = say_near(constants.unit, table.survey)
            raise DataError(
                "unit_not_registered", [Place(*table.where, value=shown(constants.unit, is_name=True))], hint=hint
            )
        names[unit] = {constants.unit: table.staged.n_rows}
        expressions.append(nw.lit(unit).alias("key_unit"))
        fixed["unit"] = unit
    by.append("unit")
    if "period" in roles:
        joins["period"] = _period_map(table)
        table.periods = tuple(sorted(set(filter(None, joins["period"].values()))))
    else:
        expressions.append(nw.lit(constants.period).alias("key_period"))
    refuse_other_regulation(table, table.periods or (constants.period,))
    by.append("period")
    services = read_services(table.counts["service"]) if "service" in roles else Services()
    for role in ("service", "agency", "region"):
        constant = getattr(constants, role, "")
        if role in roles:
            joins[role] = {label: " ".join(label.split()) for label in table.counts[role]}
            joins[role] |= services.labels if role == "service" else {}
            by.append(role)
        elif constant:
            expressions.append(nw.lit(constant).alias(f"key_{role}"))
            fixed[role] = constant
            by.append(role)
    maps = dict(joins)
    for role in [r for r, m in joins.items() if len(m) <= CHAINED_AT_MOST or r in table.staged.tidy]:
        expressions.append(mapped(role, joins.pop(role)).alias(f"key_{role}"))
    return Keys(expressions, joins, names, tuple(by), services, maps, fixed)


def mapped(column: str, mapping: Mapping[str, str | None]) -> nw.Expr:
    """Return the expression that maps the labels of a column; "" stands for an empty cell."""
    by_target: dict[str, list[str]] = {}
    for label, target in mapping.items():
        if target is not None:
            by_target.setdefault(target, []).append(label)
    chain = nw.lit(None, dtype=nw.String)
    for target, labels in by_target.items():
        # Only where it means something is a blank made a text: the engine compares numbered labels as they are.
        cell = nw.col(column).fill_null("") if "" in labels else nw.col(column)
        chain = nw.when(cell.is_in(labels)).then(nw.lit(target)).otherwise(chain)
    return chain


def join_map(table: Table, frame: Any, column: str, target: str, mapping: Mapping[str, str | None]) -> Any:
    """Return the frame with `target` mapped from the labels of `column` by a join, for columns of many labels."""
    # Relations are lazy: each table keeps its own map under its own name.
    name = f"map_{target}_{table.staged.name}"
    pairs = pd.DataFrame({"label": list(mapping), "value": list(mapping.values())}, dtype=object)
    table.connection.register(name, pairs)
    relation = table.connection.sql(f'SELECT label::VARCHAR AS {name}, value::VARCHAR AS "{target}" FROM {name}')
    keyed = frame.with_columns(nw.col(column).fill_null("").alias(f"{name}_key"))
    return keyed.join(nw.from_native(relation), left_on=f"{name}_key", right_on=name, how="left")


def unit_id(label: str, survey: Survey) -> str | None:
    """Return the id of a unit by any of its spellings; None where the register does not have it.

    Without a register the id is the plain form of the name, so that two spellings are one unit.

    Examples
    --------
    >>> unit_id("PUSKESMAS  07", Survey())
    'puskesmas-07'
    """
    form = plain(label)
    if not form:
        return None
    if survey.units is not None:
        return survey.unit_ids.get(form)
    return form.replace(" ", "-")


def _period_map(table: Table) -> dict[str, str | None]:
    """Return the period of each cell of the column of periods; "TW1" is that of the year which the file says."""
    said = table.constants.period
    mapping = {label: period_of_cell(label) or _part_of(said, label) for label in table.counts["period"]}
    unknown = [label for label, period in mapping.items() if period is None]
    if unknown:
        raise DataError("period_unreadable", table.places("period", unknown))
    if said == NO_PERIOD:
        return mapping
    outside = [label for label, period in mapping.items() if period and not _fit(period, said)]
    if outside and not table.constants.period_stated:
        places = table.places("period", outside)
        raise DataError("period_contradicted", places, period=said, file=table.where[0])
    return {label: period if period and is_within(period, said) else said for label, period in mapping.items()}


def _part_of(said: str, label: str) -> str | None:
    """Return the part of a period that a cell without a year names; a bare number may be a month or a quarter."""
    if said == NO_PERIOD or label.strip().isdecimal():
        return None
    return period_of_cell(f"{label} {said[:4]}")


def _fit(period: str, said: str) -> bool:
    return is_within(period, said) or is_within(said, period)


def refuse_other_regulation(table: Table, periods: Sequence[str]) -> None:
    """Refuse rows of a period whose regulation is not the one by which their columns were recognised."""
    used = table.plan.instrument.regulation.id
    other = [period for period in periods if table.survey.regulation_for(period).id != used]
    if other:
        values = {"period": other[0], "regulation": table.survey.regulation_for(other[0]).id, "used": used}
        raise DataError("period_regulation", [Place(*table.where)], file=table.where[0], **values)
