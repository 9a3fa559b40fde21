"""Small groups of people never show: not by themselves, and not by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from skm.publishing.suppression import Family, hide_cells

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
