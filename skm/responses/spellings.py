"""Names of units that may be spellings of one: proposed with what to accept, never merged."""

from collections.abc import Mapping
from itertools import combinations

from skm.messages import note
from skm.responses.privacy import shown
from skm.survey import Survey, near_units, parts_of_name

ONE_SLIP = 6  # letters of a name in which one slip is no other name


def say_near(label: str, survey: Survey) -> str:
    """Return the sentence that proposes the alias to accept for a name; "" where no registered unit is near."""
    near = near_units(label, survey)
    if not near:
        return ""
    units = ", ".join(note("register_line", survey.language, name=name, row=row) for name, row in near)
    return note("alias_to_accept", survey.language, label=shown(label, is_name=True), units=units)


def alike_names(names: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return the pairs of names that differ by one slip or in how a number is written: (the rarer, the other).

    Examples
    --------
    >>> alike_names({"Puskesmas 07": 40, "Puskesmas 7": 2, "Puskesmas 17": 30, "Pusksmas 07": 1})
    [('Puskesmas 7', 'Puskesmas 07'), ('Pusksmas 07', 'Puskesmas 07'), ('Pusksmas 07', 'Puskesmas 7')]
    """
    from rapidfuzz.distance import OSA

    groups: dict[tuple[int, ...], list[str]] = {}
    for name in sorted(names):
        groups.setdefault(parts_of_name(name)[1], []).append(name)
    pairs = []
    for group in groups.values():
        for one, other in combinations(group, 2):
            words, others = " ".join(parts_of_name(one)[0]), " ".join(parts_of_name(other)[0])
            short = min(len(words), len(others)) < ONE_SLIP
            if words == others or (not short and OSA.distance(words, others, score_cutoff=1) <= 1):
                pairs.append((one, other) if (names[one], other) < (names[other], one) else (other, one))
    return sorted(pairs)
