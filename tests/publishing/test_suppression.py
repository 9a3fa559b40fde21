"""Small groups of people never show: not by themselves, and not by subtraction."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skm.publishing.suppression import Family, hide_cells, hide_spreads, hide_table

MINIMUM = 5


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_no_subtraction_gives_a_small_cell(parts):
    """A published total minus the published parts leaves nobody, or at least `minimum` people of several cells."""
    counts = {f"part {n}": count for n, count in enumerate(parts)}
    family = Family("all", tuple(counts))
    hidden = hide_cells(counts | {"all": sum(parts)}, [family], MINIMUM)
    if "all" in hidden:
        return
    closed = [count for name, count in counts.items() if name in hidden]
    assert not closed or (len(closed) > 1 and sum(closed) >= MINIMUM)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_small_cells_are_always_hidden(parts):
    """Every cell with some people, but fewer than `minimum`, is hidden; an empty one never is."""
    counts = dict(enumerate(parts))
    hidden = hide_cells(counts | {"all": sum(parts)}, [Family("all", tuple(counts))], MINIMUM)
    assert all((cell in hidden) or not 0 < count < MINIMUM for cell, count in counts.items())
    assert all(counts.get(cell, 1) > 0 for cell in hidden)


def test_a_second_cell_serves_two_totals():
    """The second cell is taken from the narrow family, where it protects the wide one too."""
    counts = {"a": 3, "b": 20, "c": 30, "d": 9, "kind": 53, "all": 62}
    families = [Family("kind", ("a", "b", "c")), Family("all", ("a", "b", "c", "d"))]
    assert hide_cells(counts, families, MINIMUM) == {"a", "b"}


def test_a_total_of_one_hidden_part_goes_too():
    """A total whose only part is hidden would show it, and goes."""
    counts = {"a": 3, "b": 50, "c": 40, "kind": 3, "all": 93}
    families = [Family("kind", ("a",)), Family("all", ("a", "b", "c")), Family("all", ("kind",))]
    assert "kind" in hide_cells(counts, families, MINIMUM)


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=5))
def test_lines_and_columns_give_no_small_cell(lines):
    """In a table with published lines and columns no small cell follows from them, unless nothing is shown."""
    counts = {(f"unit {y}", f"group {x}"): n for y, line in enumerate(lines) for x, n in enumerate(line)}
    closed = [place for place in hide_table(counts, (), MINIMUM) if counts[place]]
    small = {place for place, n in counts.items() if 0 < n < MINIMUM}
    assert small <= set(closed)
    totals = [[float(place[way] == key) for place in closed] for way in (0, 1) for key in {p[way] for p in closed}]
    for place in small if closed else ():
        own = [float(place == other) for other in closed]
        fixed = np.linalg.matrix_rank(np.array([*totals, own])) == np.linalg.matrix_rank(np.array(totals))
        assert not fixed or set(closed) == {p for p, n in counts.items() if n}


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_answers_are_told_together_or_not_at_all(first, second, third, fourth):
    """Where one of four counts is small all four are hidden, since number and mean would give two of them back."""
    own = (first, second, third, fourth)
    found = hide_spreads({"a": own, "b": (9, 9, 9, 9)}, tuple(n + 9 for n in own), MINIMUM)
    assert ("a" in found.counts_hidden) == any(0 < n < MINIMUM for n in own)
