"""Within what the index usually moves: the printed figures of a series → the limits that the trend shows."""

from collections.abc import Sequence

from skm.changes import usual_range
from skm.publishing.facts import Past, Usual


def read_usual(history: Sequence[Past]) -> Usual | None:
    """Return within what a series moves since it was last broken; None where it has too few figures to tell.

    Only what is published counts, as it is printed: so nobody hidden follows from a limit, and who has the table can
    recompute it. A figure of few respondents moves by chance and is left out.

    Parameters
    ----------
    history
        The figures of one subject in time.
    """
    start = max((place for place, past in enumerate(history) if past.broken), default=0)
    figures = [past.figure for past in history[start:] if "F" not in past.figure.marks]
    printed = {figure.period: figure.printed for figure in figures if figure.printed is not None}
    found = usual_range(list(printed.values()))
    if found is None:
        return None
    periods = list(printed)
    return Usual(
        center=found.center,
        lower=found.lower,
        upper=found.upper,
        first=periods[0],
        last=periods[found.n - 1],
        n=found.n,
        outside=tuple(periods[place] for place in found.outside),
        runs=tuple((periods[first], periods[last], above) for first, last, above in found.runs),
    )
