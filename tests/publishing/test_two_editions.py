"""A correction tells nothing of the few persons it changed beyond number and mean: an attacker has all editions."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from attacker import KEYS
from edition_attacker import attack, known_parts, table_of_answers, table_of_heads
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from simulated import answer, compute

from skm.publishing import persons, protection
from skm.publishing.differences import Kept
from skm.publishing.pages import gather_periods
from skm.publishing.published import published_figures
from skm.publishing.release import Standing
from skm.survey import Survey

MINIMUM = 5
PERIOD = "2025"
ATTACKED = KEYS[:2]
SCHOOLS = ("SMA", "S1")
VIEWS = {"sex": ("L", "P"), "education": SCHOOLS}
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)


def rows_of(sizes, seed):
    """Return the answers of so many respondents of each unit, with sex, school, service; `who` names each of them."""
    rng, parts = np.random.default_rng(seed), []
    for number, n in enumerate(sizes):
        part = answer(rng, n, 0.0, 2020).fillna(3.0).assign(unit=f"u{number}")
        part["sex"], part["education"] = rng.choice(("L", "P"), n), rng.choice(SCHOOLS, n)
        part["service"] = rng.choice(("Loket", "Apotek"), n)
        parts.append(part)
    rows = pd.concat(parts, ignore_index=True).assign(period=PERIOD)
    return rows.assign(who=[f"{place}" for place in range(len(rows))])


def corrected(rows, steps, seed):
    """Return the rows after a correction: (unit, what is done, to how many) for each step."""
    rng = np.random.default_rng(seed)
    for step, (unit, what, n) in enumerate(steps):
        own = rows.index[rows["unit"] == unit]
        chosen = rng.choice(own, min(n, len(own)), replace=False)
        if what == "less":
            rows = rows.drop(chosen)
        elif what == "more":
            more = rows.loc[chosen].assign(who=[f"{seed}-{step}-{place}" for place in range(len(chosen))])
            more[list(KEYS)] = rng.integers(1, 5, (len(chosen), len(KEYS))).astype(float)
            rows = pd.concat([rows, more], ignore_index=True)
        elif what == "answers":
            rows = rows.copy()
            rows.loc[chosen, list(ATTACKED)] = 5 - rows.loc[chosen, list(ATTACKED)]
        else:  # a person's school or sex was wrong
            rows = rows.copy()
            rows.loc[chosen, "education"] = rows.loc[chosen, "education"].map(
                dict(zip(SCHOOLS, SCHOOLS[::-1], strict=True))
            )
    return rows.reset_index(drop=True)


def publish_editions(worlds):
    """Return the facts of one edition after another, each of them released."""
    found, earlier = [], ()
    for rows in worlds:
        names = sorted(rows["unit"].unique())
        units = pd.DataFrame({"unit_id": names, "name": names})
        for column in ("aliases", "kind", "agency", "region", "from", "to", "successor"):
            units[column] = ""
        survey = replace(Survey(), units=units).with_settings(name="Kota Uji")
        made = compute(survey, rows, ["period", "unit", "service"])
        standings = {"": Standing(), PERIOD: Standing(released=earlier[-1] if earlier else None, earlier=earlier)}
        facts = gather_periods(survey, made.indices, made.changes, standings, evidence=made.evidence)[PERIOD]["id"]
        found.append(facts)
        earlier = (*earlier, published_figures(facts))
    return found


def people_of(rows, columns):
    """Return every person with what some columns say."""
    return {who: tuple(cells) for who, *cells in zip(rows["who"], *(rows[name] for name in columns), strict=True)}


def moved_between(old, new, columns, place):
    """Return how many persons of each place (columns) came, left or changed in some columns."""
    before, now = (people_of(rows, [*place, *columns]) for rows in (old, new))
    found = Counter()
    for who in before.keys() | now.keys():
        if before.get(who) != now.get(who):
            for at in {one[: len(place)] for one in (before.get(who), now.get(who)) if one}:
                found[at] += 1
    return found


def few(counts):
    """Return the places that one to four persons moved in."""
    return {at: n for at, n in counts.items() if 0 < n < MINIMUM}


def leaks_of(editions, worlds):
    """Return what two editions together say of the few persons who moved between them."""
    leaks = []
    for first, second in combinations(range(len(worlds)), 2):
        own, rows = (editions[first], editions[second]), (worlds[first], worlds[second])
        for element in ATTACKED:
            moved = {at[0]: n for at, n in moved_between(*rows, [element], ["unit"]).items()}
            found = attack(table_of_answers(own, element), moved, (1, 2, 3, 4))
            leaks += [(element, *one) for one in found if moved[one[0]] < MINIMUM]
        for view, groups in VIEWS.items():
            moved = {at[0]: n for at, n in moved_between(*rows, [view], ["unit"]).items()}
            found = attack(table_of_heads(own, view), moved, groups)
            leaks += [(view, *one) for one in found if moved[one[0]] < MINIMUM]
        parts = {("service", *at): n for at, n in few(moved_between(*rows, KEYS, ["unit", "service"])).items()}
        for view in VIEWS:
            parts |= {(view, "", *at): n for at, n in few(moved_between(*rows, KEYS, [view])).items()}
        leaks += known_parts(own, parts)
        changed = few(moved_between(*rows, KEYS, ["unit"]))
        leaks += [
            ("se", *at) for at in changed for unit in own[1].units if (unit.id,) == at and unit.now.se is not None
        ]
    return leaks


steps = st.tuples(
    st.sampled_from(["u0", "u1", "u2"]),
    st.sampled_from(["less", "more", "answers", "school"]),
    st.sampled_from([1, 2, 3, 12]),
)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(
    st.lists(st.sampled_from([3, 20, 60]), min_size=1, max_size=3),
    st.lists(st.lists(steps, min_size=1, max_size=2), min_size=1, max_size=2),
    st.integers(0, 99),
)
def test_no_correction_tells_of_the_few_whom_it_changed(others, rounds, seed):
    """Of any one or two corrections, all editions together say of one to four persons no more than number and mean."""
    worlds = [rows_of([40, 30, 25, *others], seed)]
    for place, own in enumerate(rounds):
        worlds.append(corrected(worlds[-1], own, 100 * seed + place))
    assert leaks_of(publish_editions(worlds), worlds) == []


CASES = {
    "two more": [("u0", "more", 2)],
    "one answer": [("u1", "answers", 1)],
    "one school": [("u1", "school", 1)],
    "few and many": [("u0", "less", 3), ("u1", "more", 12)],
}


@pytest.mark.parametrize("name", CASES)
def test_the_attacker_of_editions_wins_without_the_protection(monkeypatch, name):
    """Published as if there were no earlier edition, a correction of few gives them away: the proof can fail."""
    first = rows_of([40, 30, 25, 60], 7)
    worlds = [first, corrected(first, CASES[name], 3)]
    assert leaks_of(publish_editions(worlds), worlds) == []
    monkeypatch.setattr(persons, "keep_detail", lambda *_: Kept())
    monkeypatch.setattr(protection, "keep_services", lambda *_: frozenset())
    assert leaks_of(publish_editions(worlds), worlds) != []


def test_a_correction_keeps_numbers_and_means_and_says_what_it_keeps_back():
    """Index, elements and number of every unit stand; the changed unit and the whole lose detail, others do not."""
    first = rows_of([40, 30, 60], 7)
    old, new = publish_editions([first, corrected(first, [("u0", "more", 2)], 3)])
    assert [(unit.now.n, unit.now.printed is not None) for unit in new.units] == [(42, True), (30, True), (60, True)]
    assert all(element.now.value is not None for unit in new.units for element in unit.elements)
    assert all(set(answers.counts) == {None} for answers in (*new.units[0].answers, *new.answers))
    assert [unit.answers for unit in new.units[1:]] == [unit.answers for unit in old.units[1:]]
    assert "kurang dari 5 orang" in new.notes[-1]


def test_a_correction_of_many_keeps_nothing_back():
    """Where many persons of a unit change, or none at all, an edition tells all that the first one told."""
    hidden, first = rows_of([40, 30, 60, 3], 7), rows_of([40, 30, 60], 7)
    same, many = (
        publish_editions([hidden, hidden]),
        publish_editions([first, corrected(first, [("u0", "less", 24)], 3)]),
    )
    assert replace(same[1], release=same[0].release) == same[0]
    assert all(group.now.printed is not None for profile in many[1].profiles for group in profile.groups)
    assert [unit.now.se is None for unit in many[1].units] == [False] * 3
    assert not [note for new in (same[1], many[1]) for note in new.notes if "edisi sebelumnya" in note]


def test_what_is_kept_back_is_no_correction():
    """A service or group that a correction keeps back is not listed as a figure that moved; the unit's index is."""
    first = rows_of([40, 30, 60], 7)
    revisions = publish_editions([first, corrected(first, [("u0", "more", 2)], 3)])[1].release.revisions
    assert {revision.level for revision in revisions} == {"all", "unit"}
