"""How sure letters and ranks are: the table precision.csv → facts, without the rank of anybody who is hidden."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from skm.publishing.facts import Figure, Funnel, FunnelPoint, Letter, RankRange, Subject
from skm.publishing.reading import Row, read_count, read_number, read_rows, read_text


@dataclass(frozen=True)
class Certainty:
    """How sure the letters and ranks of one period are.

    Attributes
    ----------
    rows
        Lines of precision.csv by (level, id).
    ranks
        Rank intervals by unit, all or none: see `read_certainty`.
    concealed
        Whether the ranks are left out because a unit among them is hidden.
    """

    rows: Mapping[tuple[str, str], Row] = field(default_factory=dict)
    ranks: Mapping[str, RankRange] = field(default_factory=dict)
    concealed: bool = False

    def letters(self, level: str, parent: str, name: str, figure: Figure) -> tuple[Letter, ...]:
        """Return the letters that a figure may have beside its own, the likeliest first; none without a letter."""
        row = self.rows.get((level, name)) if not parent else None
        if row is None or not figure.grade:
            return ()
        others = [letter for letter in read_text(row["letters"]).split("/") if letter and letter != figure.grade]
        chances = ((letter, read_number(row[f"p_{letter.lower()}"])) for letter in others)
        return tuple(Letter(letter, chance) for letter, chance in chances if chance is not None)


def read_certainty(table: pd.DataFrame | None, period: str, hidden: Collection[Any]) -> Certainty:
    """Return how sure the letters and ranks of a period are.

    A rank interval counts the units above and below. Were a hidden unit among those counted, the gap that it leaves
    would tell its place; then no unit of the period has a rank.

    Parameters
    ----------
    table
        What `skm.research.precision` returns; None where nobody computed it.
    period
        Which period.
    hidden
        The cells (level, parent, id) whose figures may not be shown.
    """
    if table is None:
        return Certainty()
    rows = {(read_text(row["level"]), read_text(row["id"])): row for row in read_rows(table[table["period"] == period])}
    ranked = {name: row for (level, name), row in rows.items() if level == "unit" and read_count(row["rank_low"])}
    if any(("unit", "", name) in hidden for name in ranked):
        return Certainty(rows, concealed=True)
    if len(ranked) < 2:
        return Certainty(rows)
    ranges = {
        name: RankRange(int(row["rank_low"]), int(row["rank_high"]), len(ranked), int(row["group"]), str(row["place"]))
        for name, row in ranked.items()
    }
    return Certainty(rows, ranges)


def read_funnel(
    table: pd.DataFrame | None, certainty: Certainty, units: Sequence[Subject], whole: Figure
) -> Funnel | None:
    """Return the funnel of a period, without any unit whose figure or count is hidden; None where there are no curves.

    It stands around the printed figure of the whole: the exact one would give back what the printed one hides.

    Parameters
    ----------
    table
        What `skm.research.funnel_curves` returns; None where nobody computed it.
    certainty
        Which side of the limits each unit is on.
    units
        The units of the period as they may be shown.
    whole
        The figure of the whole as it may be shown.
    """
    lines = read_rows(table[table["period"] == whole.period]) if table is not None else []
    shown = {unit.id: unit.now.n for unit in units if unit.now.n and unit.now.printed is not None}
    rows = {name: certainty.rows.get(("unit", name)) for name in shown}
    places = {
        name: read_text(row["funnel"]) for name, row in rows.items() if row and read_number(row.get("se")) is not None
    }
    if not lines or whole.printed is None or len(places) < 2:
        return None
    centre = float(whole.printed)
    aside = centre - float(lines[0]["centre"])
    ends = ("low_95", "high_95", "low_998", "high_998")
    points = [FunnelPoint(float(line["n"]), *(float(line[end]) + aside for end in ends)) for line in lines]
    # The curves reach from the smallest unit to the largest; where one of these is hidden, they would tell its size.
    sizes = [shown[name] for name in places]
    curves = tuple(point for point in points if min(sizes) <= point.n <= max(sizes))
    return Funnel(centre, curves, places) if len(curves) > 1 else None


def count_places(ranks: Iterable[RankRange | None]) -> tuple[int, int, int]:
    """Return how many units surely stand in the upper half, in the lower half, and in neither."""
    places = [rank.place for rank in ranks if rank is not None]
    top, bottom = places.count("top"), places.count("bottom")
    return top, bottom, len(places) - top - bottom
