"""Other published assessments → facts: series of one entity, each value on the scale of its year."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from skm.publishing.facts import OtherValue
from skm.publishing.reading import read_text
from skm.ratings import Scale, load_scales


def read_others(table: pd.DataFrame | None, until: int | None) -> tuple[OtherValue, ...]:
    """Return the lines of a classified register, those of later years left out; in the order of the register.

    Parameters
    ----------
    table
        What `skm.ratings.classify_ratings` returns; None where there is no register.
    until
        The last assessment year to show, None for all.
    """
    if table is None:
        return ()
    scales = {scale.id: scale for scale in load_scales()}
    lines = (_value(row, scales) for row in table.to_dict("records"))
    return tuple(line for line in lines if until is None or line.year <= until)


def _value(row: dict, scales: dict[str, Scale]) -> OtherValue:
    text = {name: read_text(value) for name, value in row.items() if name not in ("agrees", "break_before")}
    own, printed = text["category_by_scale"], text.get("category", "")
    return OtherValue(
        system=text["system"],
        entity=text["entity"],
        year=int(text["year"]),
        value=Decimal(text["value"].replace(",", ".")) if text.get("value") else None,
        label=own or printed,
        derived=bool(own),
        zone=text["zone_by_scale"] or text.get("zone", ""),
        printed=tuple(text[name] for name in ("category", "zone") if text.get(name)),
        rank=text.get("rank", ""),
        count=text.get("count", ""),
        source=text.get("source", ""),
        note=text["note"],
        scale=scales.get(text["scale"]),
        broken=bool(row["break_before"]),
        target=text.get("target", ""),
        state=text["target_state"],
        next_label=text["next_class"],
        distance=_distance(text["distance"], scales.get(text["scale"])),
    )


def _distance(points: str, scale: Scale | None) -> Decimal | None:
    """Return the distance to the next class in the values' own unit."""
    if not points or scale is None:
        return None
    own = Decimal(points) / scale.factor
    return own.quantize(Decimal("0.01"), ROUND_HALF_UP) if scale.factor != 1 else own


def wanted_value(target: str) -> Decimal:
    """Return the number of a target.

    Examples
    --------
    >>> wanted_value(">90"), wanted_value("\u2265 3,5")
    (Decimal('90'), Decimal('3.5'))
    """
    return Decimal(target.lstrip(">=\u2265 ").replace(",", "."))


def by_system(values: Iterable[OtherValue]) -> dict[str, list[OtherValue]]:
    """Return the values of each system, systems in the order in which the register first names them."""
    found: dict[str, list[OtherValue]] = {}
    for value in values:
        found.setdefault(value.system, []).append(value)
    return found


def results_of(values: Iterable[OtherValue]) -> dict[str, list[OtherValue]]:
    """Return the results of each entity by year, without ranks and targets that have no result yet."""
    found: dict[str, list[OtherValue]] = {}
    for value in values:
        if value.value is not None or value.label or value.zone:
            found.setdefault(value.entity, []).append(value)
    return {entity: sorted(lines, key=lambda line: line.year) for entity, lines in found.items()}


def latest_and_before(lines: Sequence[OtherValue]) -> tuple[list[OtherValue], list[OtherValue]]:
    """Return the lines of the last year of a series, and those of the year before that has any.

    Parameters
    ----------
    lines
        Results of one entity in time; sources may give several for one year.
    """
    years = sorted({line.year for line in lines})
    now = [line for line in lines if line.year == years[-1]]
    before = [line for line in lines if line.year == years[-2]] if len(years) > 1 else []
    return now, before


def is_comparable(now: Sequence[OtherValue], before: Sequence[OtherValue]) -> bool:
    """Return whether one value of a year may be called up or down from one of another: both on one known scale."""
    values = [{line.value for line in lines} for lines in (now, before)]
    scales = {line.scale.id if line.scale else "" for line in (*now, *before)}
    return all(len(found) == 1 and None not in found for found in values) and len(scales) == 1 and "" not in scales
