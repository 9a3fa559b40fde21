"""How many people to ask, both ways: what some users need, and what the forms at hand give."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from skm.errors import RequestError
from skm.messages import SENTENCES, spoken_number
from skm.stats.sampling import (
    USUAL_SD,
    krejcie_morgan,
    margin_points,
    sample_for_margin,
    stratified_sample,
)
from skm.stats.variance import pooled_variance

SERVICE_COLUMNS = ("service", "users", "sample", "margin_points")
WORTH_NARROWING = 2.0  # index points; nobody needs to hear what half of a margin below costs
WHOLE = re.compile(r"\d+|\d{1,3}([., \u00a0])\d{3}(?:\1\d{3})*")
DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class SamplePlan:
    """How many of some users to ask, and what that gives.

    Attributes
    ----------
    population
        Users.
    sample
        Respondents to ask.
    margin_points
        The margin asked for, or the one that the sample of Krejcie and Morgan gives; half the width of the interval,
        index points.
    method
        "krejcie-morgan", "margin", or "margin, stratified" where services are given.
    spread_points
        Standard deviation of respondents' own indices that the margins stand on, points.
    have, margin_have
        Respondents at hand, and their margin; None where not asked.
    one_point_less
        How many respondents more make the margin one point smaller; None where it is below two points.
    services
        `SERVICE_COLUMNS`, a line a service; empty where none are given.
    """

    population: int
    sample: int
    margin_points: float
    method: str
    spread_points: float
    have: int | None = None
    margin_have: float | None = None
    one_point_less: int | None = None
    services: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SERVICE_COLUMNS)))

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain values, in the order of the documents."""
        content: dict[str, Any] = {
            "population": self.population,
            "sample": self.sample,
            "margin_points": round(self.margin_points, 4),
            "method": self.method,
            "spread_points": round(self.spread_points, 4),
            "one_point_less": self.one_point_less,
        }
        if self.have is not None:
            content |= {"have": self.have, "margin_have": round(self.margin_have or 0.0, 4)}
            content["missing"] = max(self.sample - self.have, 0)
        if len(self.services):
            content["services"] = self.services.to_dict("records")
        return content

    def sentences(self, language: str = "id") -> list[str]:
        """Return the plan in words, "id" or "en"."""

        def points(value: float) -> str:
            return spoken_number(value, language, places=1)

        def count(value: int) -> str:
            return spoken_number(value, language)

        by = "krejcie-morgan" if self.method == "krejcie-morgan" else "margin"
        values = {"users": count(self.population), "sample": count(self.sample), "margin": points(self.margin_points)}
        said = [SENTENCES[f"sample_{by}"][language].format(**values)]
        if self.have is not None:
            key = "sample_have" if self.have < self.sample else "sample_enough"
            more = {"have": count(self.have), "margin": points(self.margin_have or 0.0)}
            said.append(SENTENCES[key][language].format(**more, missing=count(max(self.sample - self.have, 0))))
        if self.one_point_less is not None:
            said.append(SENTENCES["sample_cost"][language].format(more=count(self.one_point_less)))
        for line in self.services.itertuples(index=False):
            text = SENTENCES["sample_service"][language]
            said.append(
                text.format(
                    service=line.service,
                    users=count(line.users),
                    sample=count(line.sample),
                    margin=points(line.margin_points),
                )
            )
        said.append(SENTENCES["sample_spread"][language].format(spread=points(self.spread_points)))
        return said


def plan_sample(
    population: int | None = None,
    *,
    margin: float | None = None,
    have: int | None = None,
    spread: float | Mapping[str, float] = USUAL_SD,
    services: Mapping[str, int] | None = None,
    allocation: str = "proportional",
) -> SamplePlan:
    """Return how many of some users to ask, and what the respondents at hand give.

    Parameters
    ----------
    population
        Users in the period, at least 1. May be left out where `services` say it; else both must agree.
    margin
        Half the width of the interval that is wanted, index points. Without it: Krejcie and Morgan.
    have
        Respondents at hand.
    spread
        Standard deviation of respondents' own indices, points on the scale 25 to 100; by service where it differs.
        `spread_of` reads it from a survey; the default is 13.
    services
        Users of each service; the sample is shared among them.
    allocation
        "proportional", "neyman" or "each" (`skm.stats.sampling.stratified_sample`); without a margin the sample of
        Krejcie and Morgan is shared by users.

    Raises
    ------
    RequestError
        A number is not above zero, there are more respondents than users, or services do not add up to the users.

    Notes
    -----
    Margins are those of a random sample; who comes to the counter, or scans a code, is none. Checked against R 4.2.2
    (`tests/reference`, keys `O_krejcie_morgan` and `O_n_for_mean`).

    Examples
    --------
    >>> plan_sample(2400, have=22).sentences("en")[0]
    '2,400 users: ask 331 (Krejcie–Morgan). Margin ±1.3 points.'
    >>> plan_sample(5000, margin=2, spread=10.4).sample
    102
    """
    strata = dict(services or {})
    users = _population(population, strata)
    sds, pooled = _spreads(spread, strata)
    table = pd.DataFrame(columns=list(SERVICE_COLUMNS))
    if margin is None:
        sample, reached, method = krejcie_morgan(users), 0.0, "krejcie-morgan"
        reached = margin_points(sample, users, pooled)
        if strata:
            table = _shared(strata, sample, sds)
    elif strata:
        found = stratified_sample(list(strata.values()), margin, sds, method=allocation)
        sample, reached, method = int(found.n.sum()), margin, "margin, stratified"
        table = _service_table(strata, found.n, found.margins)
    else:
        sample, reached, method = sample_for_margin(margin, users, pooled), margin, "margin"
    return SamplePlan(
        **{"population": users, "sample": sample, "margin_points": reached, "method": method},
        spread_points=pooled,
        have=have,
        margin_have=None if have is None else margin_points(have, users, pooled),
        one_point_less=sample_for_margin(reached - 1.0, users, pooled) - sample if reached >= WORTH_NARROWING else None,
        services=table,
    )


def _spreads(spread: float | Mapping[str, float], strata: Mapping[str, int]) -> tuple[list[float], float]:
    """Return the spread of each service, and the one within services taken together."""
    if not strata:
        if isinstance(spread, Mapping):
            raise RequestError("sample_points", value=", ".join(spread))
        return [], float(spread)
    if isinstance(spread, Mapping) and set(spread) != set(strata):
        raise RequestError("sample_service", value=", ".join(sorted(set(spread) ^ set(strata))))
    sds = [float(spread[name]) if isinstance(spread, Mapping) else float(spread) for name in strata]
    size = np.array(list(strata.values()), float)
    return sds, float(np.sqrt((size * np.square(sds)).sum() / size.sum()))


def _population(population: int | None, strata: Mapping[str, int]) -> int:
    total = sum(strata.values())
    if population is None:
        if not strata:
            raise RequestError("sample_population", value="–")
        return total
    if strata and total != population:
        raise RequestError("sample_services", total=total, users=population)
    krejcie_morgan(population)  # refuses what is no whole number above zero
    return int(population)


def _shared(strata: Mapping[str, int], sample: int, sds: list[float]) -> pd.DataFrame:
    """Return a sample shared by users, whole numbers that add up to it (largest remainders), one at least."""
    size = np.array(list(strata.values()))
    exact = sample * size / size.sum()
    n = np.maximum(np.floor(exact).astype(int), 1)
    for place in np.argsort(-(exact - n), kind="stable")[: max(sample - n.sum(), 0)]:
        n[place] += 1
    pairs = zip(n, size, sds, strict=True)
    return _service_table(strata, n, [margin_points(int(k), int(users), sd) for k, users, sd in pairs])


def _service_table(strata: Mapping[str, int], n: Any, margins: Any) -> pd.DataFrame:
    rows = zip(strata, strata.values(), (int(k) for k in n), (round(float(m), 4) for m in margins), strict=True)
    return pd.DataFrame(list(rows), columns=list(SERVICE_COLUMNS))


def samples_needed(units: pd.DataFrame | None, period: str) -> dict[str, int]:
    """Return how many respondents each unit with known users needs in a period, by the table's formula.

    Parameters
    ----------
    units
        The register of units, with `users_<period>` as text; None or without that column nobody's users are known.

    Examples
    --------
    >>> samples_needed(pd.DataFrame({"unit_id": ["a", "b"], "users_2025": ["2400", ""]}), "2025")
    {'a': 331}
    """
    column = f"users_{period}"
    if units is None or column not in units:
        return {}
    users = pd.to_numeric(units[column], errors="coerce")
    known = zip(units["unit_id"], users, strict=True)
    return {str(unit): krejcie_morgan(int(n)) for unit, n in known if n >= 1}


def spread_of(indices: pd.DataFrame, level: str = "unit") -> float:
    """Return the spread of respondents' own indices within units, from a table of figures; not a number without any.

    Parameters
    ----------
    indices
        `IndexTable.comparing()`; figures of the last period are used.
    level
        "unit" or "service".

    Notes
    -----
    √(Σ(n − 1)s² / Σ(n − 1)) with s = se √n.

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> frame = pd.DataFrame({"unit": ["a"] * 3, "time": [4, 3, 2]})
    >>> round(spread_of(compute_indices(tally_responses(frame, by=["unit"])).comparing()), 6)
    25.0
    """
    here = indices[(indices["measure"] == "index") & (indices["level"] == level) & indices["se"].notna()]
    here = here[here["period"] == here["period"].max()]
    here = here[here["n"] > 1]
    return math.sqrt(pooled_variance(here["se"].to_numpy(float) ** 2, here["n"])) if len(here) else float("nan")


def read_count(text: str) -> int:
    """Return a whole number as people type it, thousands parted or not.

    Raises
    ------
    RequestError
        It is none.

    Examples
    --------
    >>> read_count("2.400"), read_count("2 400"), read_count("2400")
    (2400, 2400, 2400)
    """
    bare = text.strip()
    if not WHOLE.fullmatch(bare):
        raise RequestError("sample_population", value=text)
    return int(re.sub(r"\D", "", bare))


def read_points(text: str) -> float:
    """Return a number of points as people type it, with a comma or a point.

    Raises
    ------
    RequestError
        It is none.

    Examples
    --------
    >>> read_points("2,5"), read_points("2.5")
    (2.5, 2.5)
    """
    bare = text.strip()
    if not DECIMAL.fullmatch(bare):
        raise RequestError("sample_points", value=text)
    return float(bare.replace(",", "."))


def read_services(texts: list[str]) -> dict[str, int]:
    """Return users by service from texts such as "Perizinan=1.200".

    Raises
    ------
    RequestError
        One has no number, or a service stands twice.

    Examples
    --------
    >>> read_services(["Perizinan=1.200", "Legalisasi=900"])
    {'Perizinan': 1200, 'Legalisasi': 900}
    """
    found: dict[str, int] = {}
    for text in texts:
        name, _, users = text.rpartition("=")
        if not name.strip() or name.strip() in found:
            raise RequestError("sample_service", value=text)
        found[name.strip()] = read_count(users)
    return found
