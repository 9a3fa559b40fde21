"""Nothing that a run publishes gives back what it hides: an attacker with all outputs solves for it, and fails."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from attacker import KEYS, Loot, Truth, attack_figures, attack_heads, attack_spreads, attack_units
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from simulated import answer, compute

from skm.publishing import hiding, persons
from skm.publishing.gathering import gather_facts
from skm.publishing.hiding import parts_of_years
from skm.publishing.opendata import write_open_data
from skm.publishing.openness import OPEN_POINTS, leaves_means
from skm.publishing.outputs import write_annual_page
from skm.publishing.pages import gather_periods
from skm.publishing.release import Standing
from skm.publishing.suppression import Spreads
from skm.publishing.workbook import write_workbook
from skm.survey import Survey

MINIMUM = 5
STEADY = 1e-6
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # a failing survey is small enough as it is
GROUPS = ("SD", "SMP", "SMA", "S1")


def survey_of(sizes, kinds, official="units"):
    """Return a survey whose register has a unit for each of some sizes, of some kinds."""
    units = pd.DataFrame(
        {"unit_id": [f"u{n}" for n in range(len(sizes))], "name": [f"Unit {n:02d}x" for n in range(len(sizes))]}
    )
    units["kind"] = [f"Jenis {kind}" for kind in kinds]
    for column in ("aliases", "agency", "region", "from", "to", "successor"):
        units[column] = ""
    return replace(Survey(), units=units).with_settings(name="Kota Uji", official=official)


def rows_of(sizes_by_period, seed, level=0.3):
    """Return answers of so many respondents of each unit in each period, with sex and education."""
    rng = np.random.default_rng(seed)
    parts = []
    for period, sizes in sizes_by_period.items():
        for number, n in enumerate(sizes):
            if n:
                part = answer(rng, n, level, 2020).assign(period=period, unit=f"u{number}")
                part["sex"] = rng.choice(("L", "P"), n, p=(0.35, 0.65))
                part["education"] = rng.choice(GROUPS, n, p=(0.1, 0.2, 0.5, 0.2))
                parts.append(part)
    return pd.concat(parts, ignore_index=True)


def publish(made, folder, *, page=False):
    """Write open data, workbook and perhaps the page of every period, and return what the attacker reads of each."""
    found = {}
    standings = {"": Standing()}
    gathered = gather_periods(made.survey, made.indices, made.changes, standings, evidence=made.evidence)
    for period, facts in gathered.items():
        for write in (*((write_annual_page,) if page else ()), write_workbook, write_open_data):
            write(facts, folder / period)
        own = next(iter(facts.values()))
        found[period] = Loot(folder, period, own, page=page)
        if own.previous in found:
            found[own.previous].learn(found[period])
    return found


def truth_of(made, rows):
    """Return what is behind a run."""
    frame = made.indices.frame
    chosen = frame[frame["official"]]
    index = {}
    for row in chosen.to_dict("records"):
        value = None if pd.isna(row["index"]) else float(row["index"])
        index[row["period"], row["level"], row["parent"], row["id"], row["measure"]] = (int(row["n"]), value)
    periods = sorted(set(frame["period"]))
    years = parts_of_years(periods)
    heads = {}
    for row in made.evidence.respondents.to_dict("records"):
        heads.setdefault((row["period"], row["view"]), {})[row["unit"], row["group"]] = int(row["n"])
    for cells in heads.values():  # nobody outside knows which hidden cells are empty
        for at in [
            (unit, group) for unit in dict.fromkeys(u for u, _ in cells) for group in dict.fromkeys(g for _, g in cells)
        ]:
            cells.setdefault(at, 0)
    spreads = {}
    for row in made.evidence.distribution.to_dict("records"):
        spreads[row["period"], row["id"], row["question"]] = tuple(int(row[f"n{s}"]) for s in range(1, 5))
    members = {}
    for row in made.survey.units.to_dict("records"):
        members.setdefault(("kind", row["kind"]), []).append(row["unit_id"])
    truth = Truth(index, heads, spreads, members, years, MINIMUM, made.survey.official, KEYS[:3])
    # Counts of the whole are those of the units shown.
    for period in periods:
        small = [unit for unit in truth.units(period) if truth.n(period, unit) < MINIMUM]
        shown = [unit for unit in truth.units(period) if unit not in small]
        for key in KEYS if shown else ():
            sums = np.sum([spreads[period, unit, key] for unit in shown], axis=0)
            spreads[period, "all", key] = tuple(int(n) for n in sums)
    return truth


def is_open(key, low, high):
    """Return whether a hidden figure stays open between two ends; a mean of several units has finer steps."""
    _, units, measure = key
    if measure == "index":
        return high - low >= OPEN_POINTS
    return high - low >= 25 / 8 if isinstance(units, tuple) else leaves_means(low / 25, high / 25)


def leaks_of(truth, loots):
    """Return what the attacker finds out: every hidden number that is known, or known too well."""
    leaks = []
    for attack in (attack_units, attack_heads, attack_spreads):
        leaks += [(attack.__name__, key, found) for key, found in attack(truth, loots).items() if found[2] <= found[1]]
    for key, (value, low, high) in attack_figures(truth, loots).items():
        ends = (low - STEADY, high + STEADY)
        if not is_open(key, *ends):
            leaks.append(("attack_figures", key, (value, low, high)))
    return leaks


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Return a maker of empty folders."""
    return lambda: tmp_path_factory.mktemp("published")


small_surveys = st.tuples(
    st.lists(st.sampled_from([1, 2, 3, 4, 6, 9, 25, 60]), min_size=3, max_size=6),
    st.lists(st.sampled_from("AB"), min_size=6, max_size=6),
    st.sampled_from(["units", "respondents"]),
    st.integers(0, 99),
    st.sampled_from([0.0, 0.5]),
)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(small_surveys)
def test_no_hidden_number_follows_from_all_outputs(folders, drawn):
    """Of any survey, totals, parts, means, shares and changes of all outputs leave every hidden number open."""
    sizes, kinds, official, seed, level = drawn
    survey = survey_of(sizes, kinds[: len(sizes)], official)
    rows = rows_of({"2019": [40] * len(sizes), "2020": sizes}, seed, level)
    made = compute(survey, rows, ["period", "unit"])
    loots = publish(made, folders())
    assert leaks_of(truth_of(made, rows), loots) == []


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(
    st.lists(st.lists(st.sampled_from([0, 2, 4, 8, 30]), min_size=3, max_size=3), min_size=2, max_size=3),
    st.integers(0, 9),
)
def test_a_year_gives_nothing_of_its_parts_back(folders, quarters, seed):
    """A year minus its other quarters leaves every hidden unit, group and answer of a quarter open."""
    survey = survey_of([1] * 3, "AAA")
    sizes = {f"2020-Q{n}": [30, *rest[1:]] for n, rest in enumerate(quarters, start=1)}
    rows = rows_of(sizes, seed)
    made = compute(survey, rows, ["period", "unit"])
    loots = publish(made, folders())
    assert leaks_of(truth_of(made, rows), loots) == []


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(small_surveys)
def test_a_sound_unit_is_never_hidden(drawn):
    """Every unit with enough persons has its index and its number of respondents, whoever is hidden beside it."""
    sizes, kinds, official, seed, level = drawn
    survey = survey_of(sizes, kinds[: len(sizes)], official)
    made = compute(survey, rows_of({"2020": sizes}, seed, level), ["period", "unit"])
    units = gather_facts(survey, made.indices, None, "2020", evidence=made.evidence).units
    for unit, n in zip(units, sizes, strict=True):
        assert unit.now.hidden == (n < MINIMUM)
        if n >= MINIMUM:
            assert unit.now.n == n
            assert unit.now.printed is not None or "E" not in unit.now.marks


# ---- the attacker is no weakling: without each part of the protection it finds something ---------------------------


def _plain_table(counts, totals_hidden, minimum, closed=()):
    return frozenset(place for place, n in counts.items() if 0 < n < minimum)


def _plain_spreads(spreads, total, minimum, closed=(), shares_closed=()):
    small = frozenset(key for key, counts in spreads.items() if any(0 < n < minimum for n in counts))
    return Spreads(small, frozenset(), False, False)


def _exact_parents(period, units):
    return hiding.Hidden(
        frozenset(), places={("all", "all"): dict.fromkeys(period.measures, 2)}, members={("all", "all"): units}
    )


SWITCHES = {
    "attack_heads": lambda patch: patch.setattr(persons, "hide_table", _plain_table),
    "attack_spreads": lambda patch: patch.setattr(persons, "hide_spreads", _plain_spreads),
    "attack_figures": lambda patch: patch.setattr(hiding, "_hide_parents", _exact_parents),
}


@pytest.mark.parametrize("attack", SWITCHES)
def test_the_attacker_wins_where_the_protection_is_switched_off(monkeypatch, folders, attack):
    """With one complementary suppression switched off the attacker gets a hidden number: the proof can fail."""
    survey = survey_of([60, 60, 60, 3], "AABB")
    rows = rows_of({"2020": [60, 60, 60, 3]}, 4)
    rows.loc[(rows["unit"] == "u0") & (rows["education"] == "SD"), "education"] = "SMA"
    rows.loc[rows.index[:2], "education"] = "SD"
    made = compute(survey, rows, ["period", "unit"])
    assert leaks_of(truth_of(made, rows), publish(made, folders())) == []
    SWITCHES[attack](monkeypatch)
    found = leaks_of(truth_of(made, rows), publish(made, folders()))
    assert attack in {name for name, _, _ in found}


def test_counts_with_a_hidden_unit_would_give_it_back(monkeypatch, folders):
    """Were the persons of a hidden unit in the counts of the whole, its number would follow."""
    survey = survey_of([60, 60, 3], "AAA")
    rows = rows_of({"2020": [60, 60, 3]}, 1)
    made = compute(survey, rows, ["period", "unit"])
    real = hiding._hide_parents
    monkeypatch.setattr(hiding, "_hide_parents", lambda *a: replace(real(*a), members={("all", "all"): frozenset()}))
    found = leaks_of(truth_of(made, rows), publish(made, folders()))
    assert ("attack_units", ("2020", "u2"), (3, 3, 3)) in found
