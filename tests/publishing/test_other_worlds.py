"""No output tells a hidden number: two surveys that differ in it alone publish the same bytes, file by file.

This needs no reading of any file, so it holds for every sentence, drawing, picture and workbook alike.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from simulated import KEYS, answer, compute, register

from skm.publishing import gathering, persons
from skm.publishing.kit.cards import build_cards
from skm.publishing.outputs import WRITERS, write_cards
from skm.publishing.pages import gather_periods
from skm.publishing.published import hash_everything
from skm.publishing.release import Standing
from skm.survey import Survey

MINIMUM = 5


def rows_of_units(small=0):
    """Return the answers of three sound units, and of a small one of some persons who answer alike."""
    rng, parts = np.random.default_rng(3), []
    for unit, n in (("puskesmas-01", 40), ("puskesmas-02", 40), ("puskesmas-03", 40)):
        part = answer(rng, n, 0.0, 2020).fillna(3.0).assign(unit=unit)
        part["sex"] = np.where(np.arange(n) % 2 == 0, "L", "P")
        part["education"] = np.where(np.arange(n) < n - 10, "SMA", "S1")
        parts.append(part)
    if small:
        part = pd.DataFrame({key: [4.0 if place < 2 else 3.0] * small for place, key in enumerate(KEYS)})
        parts.append(part.assign(unit="puskesmas-04", sex="L", education="SMA"))
    return pd.concat(parts, ignore_index=True).assign(period="2020")


def facts_of(rows):
    """Return what a survey of some answers publishes, as facts by language."""
    units = register({"Puskesmas": rows["unit"].nunique()})
    survey = replace(Survey(), units=units).with_settings(name="Kota Contoh")
    made = compute(survey, rows, ["period", "unit"])
    return gather_periods(survey, made.indices, made.changes, {"": Standing()}, evidence=made.evidence)["2020"]


def at(rows, unit, place):
    """Return the row number of a respondent of a unit."""
    return rows.index[rows["unit"] == unit][place]


def worlds_of_a_unit():
    """Return two surveys whose hidden unit has another number of persons: three, or two."""
    return rows_of_units(small=3), rows_of_units(small=2)


def worlds_of_a_group():
    """Return two surveys in which two units differ in how many of their respondents went to which school."""
    rows = rows_of_units()
    first, second = "puskesmas-01", "puskesmas-02"
    rows.loc[(rows["unit"] == "puskesmas-03") & (rows.index % 2 == 0), "education"] = "S1"  # many: none goes there
    for place in range(30, 37):  # three are left
        rows.loc[at(rows, first, place), "education"] = "SMA"
    rows.loc[at(rows, first, 39), list(KEYS)] = rows.loc[at(rows, second, 0), list(KEYS)].to_numpy()
    other = rows.copy()  # of two persons with the same answers each takes the other's school
    other.loc[at(rows, first, 39), "education"] = "SMA"
    other.loc[at(rows, second, 0), "education"] = "S1"
    return rows, other


def worlds_of_answers():
    """Return two surveys in which the answers to one question are spread otherwise in two units, with the same sums."""
    rows = rows_of_units()
    first, second = KEYS[:2]
    rows[first] = rows[first].clip(lower=2.0)
    other = rows.copy()
    for unit, steps in STEPS.items():
        for place, (before, now) in enumerate(steps):
            rows.loc[at(rows, unit, place), [first, second]] = before
            other.loc[at(rows, unit, place), [first, second]] = now
    return rows, other


# Answers of some persons to two questions, in one world and in the other: each person's sum is the same, and so is how
# the answers to the second question are spread; of the first one the two units take opposite steps.
STEPS = {
    "puskesmas-01": (((1, 3), (2, 2)), ((4, 2), (3, 3)), ((1, 3), (1, 3))),
    "puskesmas-02": (((2, 2), (1, 3)), ((3, 3), (4, 2)), ((1, 3), (1, 3))),
}
WORLDS = {"unit": worlds_of_a_unit, "group": worlds_of_a_group, "answers": worlds_of_answers}


@pytest.fixture(scope="module")
def worlds():
    """Return the facts of each pair of surveys."""
    return {name: tuple(facts_of(rows) for rows in make()) for name, make in WORLDS.items()}


@pytest.mark.parametrize("name", WORLDS)
def test_worlds_differ_in_nothing_that_is_published(worlds, tmp_path, name):
    """Every file is the same, byte for byte, whichever of two hidden numbers is the true one; so is what cards say."""
    assert not WORLDS[name]()[0].equals(WORLDS[name]()[1])
    written = []
    for place, facts in enumerate(worlds[name]):
        folder = tmp_path / str(place)
        for write in WRITERS:
            if write is not write_cards:
                write(facts, folder)
        written.append({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    first, second = written
    assert set(first) == set(second)
    assert [path for path, data in first.items() if second[path] != data] == []
    assert [build_cards(one) for one in worlds[name][0].values()] == [build_cards(o) for o in worlds[name][1].values()]


SWITCHES = {  # of each protection that makes two worlds alike: what is published without it
    "unit": lambda patch: patch.setattr(gathering, "read_quality", lambda table, period, **_: dict(rows_in(table))),
    "group": lambda patch: patch.setattr(persons, "hide_table", lambda *_: frozenset()),
    "answers": lambda patch: patch.setattr(gathering, "widen_interval", lambda figure, _: figure),
}


def rows_in(table):
    """Return the number of rows of the whole."""
    return [("rows", float(table.loc[(table["measure"] == "rows") & (table["level"] == "all"), "value"].iloc[0]))]


@pytest.mark.parametrize("name", SWITCHES)
def test_worlds_are_told_apart_where_a_protection_is_switched_off(monkeypatch, name):
    """Without the protection of a number the facts of the two surveys differ: the proof can fail."""
    SWITCHES[name](monkeypatch)
    first, second = (hash_everything(next(iter(facts_of(rows).values()))) for rows in WORLDS[name]())
    assert first != second
