"""A simulated survey for the pages: two years, 89 units of three kinds, with small, silent, new and gone units."""

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from skm.changes import ChangeTable, compare_all
from skm.indices import IndexTable, compute_indices, count_respondents, distribute_answers
from skm.publishing import Evidence
from skm.publishing.editions import read_standings
from skm.publishing.outputs import write_annual_page
from skm.publishing.pages import gather_periods, write_list
from skm.quality import summarise_quality
from skm.regulation import load_regulation
from skm.research import element_ends, funnel_curves, precision
from skm.survey import Survey
from skm.tally import tally_responses

KEYS = load_regulation("permenpan-14-2017").keys
LIFT = dict(zip(KEYS, (0.02, 0.03, 0.07, 0.0, 0.02, 0.03, 0.02, 0.06, -0.02), strict=True))
LEVEL = dict(zip(KEYS, (3.24, 3.2, 3.05, 3.4, 3.26, 3.3, 3.36, 3.16, 3.3), strict=True))
SEX = ("Laki-laki", "Perempuan")
EDUCATION = ("SD", "SMP", "SMA", "D3", "S1", "S2")


@dataclass(frozen=True)
class Made:
    """A survey with its tables and evidence, ready for `write_pages`."""

    survey: Survey
    indices: IndexTable
    changes: ChangeTable | None
    evidence: Evidence = field(default_factory=Evidence)


def register(sizes: dict[str, int]) -> pd.DataFrame:
    """Return a unit register with so many units of each kind, in official order."""
    rows = []
    for kind, n in sizes.items():
        short = {"Perangkat daerah": "PD", "RSUD tipe D": "RSUD", "Puskesmas": "Puskesmas"}.get(kind, kind)
        rows += [(f"{short.lower()}-{i:02d}", f"{short} {i:02d}", kind) for i in range(1, n + 1)]
    table = pd.DataFrame(rows, columns=["unit_id", "name", "kind"])
    for column in ("aliases", "agency", "region", "from", "to", "successor"):
        table[column] = ""
    return table


def answer(rng: np.random.Generator, n: int, unit_level: float, year: int) -> pd.DataFrame:
    """Return the answers of `n` respondents: correlated, skewed, with a few blanks."""
    person = rng.normal(0, 0.45, n)
    columns = {}
    for key in KEYS:
        level = LEVEL[key] + (LIFT[key] if year == 2020 else 0) + unit_level
        score = np.clip(np.round(level + person + rng.normal(0, 0.5, n)), 1, 4)
        columns[key] = np.where(rng.random(n) < 0.012, np.nan, score)
    return pd.DataFrame(columns)


def responses(units: pd.DataFrame, years: tuple[int, ...], sizes: dict[str, dict[int, int]]) -> pd.DataFrame:
    """Return rows of all units and years; `sizes` names the units that have other numbers of respondents."""
    rng = np.random.default_rng(20200101)
    parts = []
    for place, unit in enumerate(units["unit_id"]):
        level, drift = rng.normal(0, 0.07), rng.normal(0, 0.04)
        drift += 0.22 if place in (44, 46) else -0.3 if place == 26 else 0
        for year in years:
            n = sizes.get(unit, {}).get(year, int(rng.integers(90, 220)))
            if n == 0:
                continue
            part = answer(rng, n, level + (drift if year == 2020 else 0), year)
            part["sex"] = rng.choice(SEX, n, p=(0.44, 0.56))
            part["education"] = rng.choice(EDUCATION, n, p=(0.08, 0.14, 0.44, 0.11, 0.2, 0.03))
            part["unit"], part["period"] = unit, str(year)
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def compute(
    survey: Survey, rows: pd.DataFrame, by: list[str], profiles: tuple[str, ...] = ("sex", "education")
) -> Made:
    """Return the tables of some rows."""
    tally = tally_responses(rows, by=by, profiles=profiles)
    if survey.units is not None:
        names = survey.units.set_index("unit_id")["name"].to_dict()
        tally = replace(tally, names=names)
    indices = compute_indices(tally, survey)
    changes = compare_all(indices)
    evidence = Evidence(
        distribution=distribute_answers(tally, survey),
        respondents=count_respondents(tally, survey),
        quality=summarise_quality(tally, survey),
        precision=precision(indices, survey),
        ends=element_ends(tally, survey, indices=indices),
        funnel=funnel_curves(indices),
        version="0.1.0",
    )
    return Made(survey, indices, changes, evidence)


def city(language: str = "id", simulated: bool = True) -> Made:
    """Return 44 + 3 + 42 units over two years, with every special case that a page must show."""
    units = register({"Perangkat daerah": 44, "RSUD tipe D": 3, "Puskesmas": 42})
    survey = replace(Survey(), units=units).with_settings(
        name="Kota Contoh", language=language, simulated=simulated, recruitment="walk-in"
    )
    sizes = {
        "puskesmas-29": {2019: 90, 2020: 8},  # F: the figure without a letter
        "puskesmas-17": {2019: 90, 2020: 24},  # E
        "pd-12": {2019: 120, 2020: 0},  # silent now
        "puskesmas-40": {2019: 0, 2020: 110},  # new
        "pd-33": {2019: 100, 2020: 3},  # hidden
    }
    rows = responses(units, (2019, 2020), sizes)
    made = compute(survey, rows, ["period", "unit"])
    return replace(made, evidence=city_evidence(made.evidence, rows))


def city_evidence(evidence: Evidence, rows: pd.DataFrame) -> Evidence:
    """Return the evidence with files, exclusions and dates."""
    kept = rows.groupby("period").size()
    accounts = pd.DataFrame(
        [
            ("2019", "data/raw/2019/skm-2019.csv", "ab12cd34ef56" * 5 + "0000", int(kept["2019"]) + 14),
            ("2020", "data/raw/2020/skm-2020.xlsx", "0f9e8d7c6b5a" * 5 + "1111", int(kept["2020"]) + 21),
        ],
        columns=["period", "file", "sha256", "rows_in"],
    )
    accounts["rows_kept"] = [int(kept["2019"]), int(kept["2020"])]
    accounts["rows_dropped"] = [14, 21]
    accounts["status"], accounts["note"] = "read", ""
    exclusions = pd.DataFrame(
        [("data/raw/2020/skm-2020.xlsx", "no answers", "row dropped")] * 21
        + [("data/raw/2020/skm-2020.xlsx", "off scale", "answer blanked")] * 6
        + [("data/raw/2020/skm-2020.xlsx", "duplicate", "flagged")] * 9,
        columns=["file", "rule", "action"],
    )
    return replace(
        evidence,
        accounts=accounts,
        exclusions=exclusions,
        fieldwork={"2020": (dt.date(2020, 1, 6), dt.date(2020, 11, 30)), "2019": None},
        orders={"2019": "text", "2020": "text"},
    )


def single(n: int = 40) -> Made:
    """Return one file of one unit in one period, without any settings."""
    survey = Survey().with_settings(name="Puskesmas Contoh")
    rng = np.random.default_rng(7)
    rows = answer(rng, n, 0.05, 2020).assign(period="2020")
    return compute(survey, rows, ["period"], profiles=())


def weak() -> Made:
    """Return one unit of very few respondents over two years, with a rise beyond chance."""
    survey = Survey().with_settings(name="Puskesmas Contoh")
    rng = np.random.default_rng(5)
    parts = [answer(rng, 40, -0.6, 2019).assign(period="2019"), answer(rng, 8, 0.4, 2020).assign(period="2020")]
    return compute(survey, pd.concat(parts, ignore_index=True), ["period"], profiles=())


def broken() -> Made:
    """Return two years under two regulations."""
    from skm.indices import join_indices
    from skm.regulation import plain_instrument

    units = register({"Puskesmas": 4})
    survey = replace(Survey(), units=units).with_settings(name="Kota Contoh")
    rows = responses(units, (2020,), {})
    older = rows.rename(columns={"facilities": "service_pledge"}).assign(period="2016")
    before = tally_responses(
        older, by=["period", "unit"], instrument=plain_instrument(load_regulation("permenpan-16-2014"))
    )
    now = tally_responses(rows, by=["period", "unit"])
    indices = join_indices([compute_indices(tally, survey) for tally in (before, now)])
    return Made(survey, indices, compare_all(indices))


def write_pages(made: Made, folder: Path, language: str | None = None) -> None:
    """Write the page of each period and the list of periods, and no other file that a period publishes."""
    standings = read_standings(made.survey, folder)
    options = {"evidence": made.evidence, "language": language}
    gathered = gather_periods(made.survey, made.indices, made.changes, standings, **options)
    for period, facts in gathered.items():
        write_annual_page(facts, folder / period)
    write_list(gathered, standings, folder)
