"""Figures of parents that hold hidden units: told with fewer decimals, so that no subtraction gives a unit back."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from skm.indices import CAUTION_BELOW, widest_interval
from skm.publishing.facts import HIDDEN_MARK, Difference, Figure
from skm.publishing.openness import PLACES, rounded
from skm.regulation import Regulation

EXACT = PLACES[0]  # the decimals of an official figure
TENTH = Decimal("0.1")
NEAR = 1e-6  # figures are written with nine digits


def blur_figure(figure: Figure, places: int | None, regulation: Regulation, *, is_index: bool) -> Figure:
    """Return a figure of which only so many decimals may be known; without any, a hidden one.

    The interval is put around the printed figure: its middle would tell the exact one. The
    letter goes where the printed figure leaves it open.
    """
    if places is None:
        return Figure(figure.period, n=None, marks=(HIDDEN_MARK,))
    if figure.printed is None or figure.value is None:
        return replace(figure, value=None, low=None, high=None, points=None, se=None, df=None)
    printed = figure.printed if places == EXACT else rounded(figure.value, places)
    times = 1 if not is_index else regulation.multiplier
    limits = tuple(end * times for end in regulation.scale)
    low, high = _around(printed, figure.value, (figure.low, figure.high), places)
    if low is not None and high is not None:
        low, high = max(low, Decimal(limits[0])), min(high, Decimal(limits[1]))
    letters = ("", "")
    if figure.grade and is_index and low is not None and high is not None:
        letters = (regulation.grade(low).letter, regulation.grade(high).letter)
    return replace(
        figure,
        printed=printed,
        value=float(printed),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        grade=_letter(figure, printed, places, regulation) if is_index else figure.grade if places == EXACT else "",
        grade_low=letters[0],
        grade_high=letters[1],
        note="",
        points=printed if is_index else printed * regulation.multiplier,
        se=None,
        df=None,
    )


def mark_few(figure: Figure, minimum: int) -> Figure:
    """Return a figure with the marks that its printed number of respondents asks for.

    The marks of all respondents would tell whether those of hidden units take the number over a bound.

    Examples
    --------
    >>> few = mark_few(Figure("2025", n=9, printed=Decimal(80), grade="B", marks=("E",)), 10)
    >>> few.marks, few.grade
    (('F',), '')
    """
    if figure.n is None or figure.printed is None:
        return figure
    weak = "F" if figure.n < minimum else "E" if figure.n < CAUTION_BELOW and "s" not in figure.marks else ""
    others = tuple(mark for mark in figure.marks if mark not in ("E", "F"))
    marked = replace(figure, marks=(weak, *others) if weak else others)
    return replace(marked, grade="", grade_low="", grade_high="") if weak == "F" else marked


def withhold_interval(figure: Figure, *, coarse: bool) -> Figure:
    """Return an element's figure whose interval does not tell how its answers are spread.

    Number, mean and standard error give the counts of the answers 1 to 4, so with hidden counts there is no interval;
    that of many units together, `coarse`, stands with two decimals.
    """
    if coarse and figure.low is not None and figure.high is not None:
        return replace(figure, low=float(rounded(figure.low, EXACT)), high=float(rounded(figure.high, EXACT)), se=None)
    return replace(figure, low=None, high=None, se=None, grade_low="", grade_high="")


def widen_interval(figure: Figure, counts: Sequence[int] | None) -> Figure:
    """Return an element's figure with the widest interval that its number, its mean and its share of 3 and 4 allow.

    Nothing else of the counts of the answers 1 to 4 is in it. There is none without them, where the true interval is
    of another kind (several questions, clusters), or below `CAUTION_BELOW` answers: whether there may be one then hangs
    on how many answers are 4.
    """
    if counts is None or figure.low is None or figure.high is None or figure.value is None:
        return withhold_interval(figure, coarse=False)
    n, total = sum(counts), sum(score * count for score, count in enumerate(counts, start=1))
    if n < CAUTION_BELOW or n != figure.n or abs(total / n - figure.value) > NEAR:
        return withhold_interval(figure, coarse=False)
    low, high = widest_interval(n, total, counts[2] + counts[3])
    if figure.low < low - NEAR or figure.high > high + NEAR:
        return withhold_interval(figure, coarse=False)
    return replace(figure, low=low, high=high, se=None)


def round_interval(figure: Figure, regulation: Regulation) -> Figure:
    """Return an index whose interval is told outward to a tenth, and no standard error.

    Number, mean and standard error before and after a correction give the index of each of two persons who moved.
    """
    low, high = _outward(figure.low, figure.high)
    letters = (figure.grade_low, figure.grade_high)
    if all(letters) and low is not None and high is not None:
        letters = (regulation.grade(rounded(low, 1)).letter, regulation.grade(rounded(high, 1)).letter)
    return replace(figure, low=low, high=high, se=None, df=None, grade_low=letters[0], grade_high=letters[1])


def cut_figure(figure: Figure) -> Figure:
    """Return a figure of a service or a group with no digit beyond the printed ones.

    Examples
    --------
    >>> cut_figure(Figure("2025", printed=Decimal("3.07"), value=3.0714, low=2.6085, high=3.4345, se=4.88)).high
    3.43
    """
    if figure.printed is None:
        return figure
    low, high = (None if end is None else float(rounded(end, EXACT)) for end in (figure.low, figure.high))
    points = figure.points if figure.points == figure.printed else None  # of an element they have more digits
    return replace(figure, value=float(figure.printed), low=low, high=high, points=points, se=None, df=None)


def round_change(difference: Difference) -> Difference:
    """Return a change whose intervals are told outward to a tenth, and no chance: see `round_interval`."""
    low, high = _outward(difference.low, difference.high)
    low_holm, high_holm = _outward(difference.low_holm, difference.high_holm)
    return replace(difference, low=low, high=high, low_holm=low_holm, high_holm=high_holm, p=None, p_holm=None)


def _outward(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """Return the ends of an interval to a tenth, the lower one down and the upper one up."""
    ends = ((low, "ROUND_FLOOR"), (high, "ROUND_CEILING"))
    found = [None if end is None else float(rounded(end, 9).quantize(TENTH, way)) for end, way in ends]
    return found[0], found[1]


def withhold_change(difference: Difference, *, coarse: bool) -> Difference:
    """Return an element's change without what tells how the answers are spread: see `withhold_interval`."""
    ends = (difference.low, difference.high)
    low, high = (None if end is None or not coarse else float(rounded(end, EXACT)) for end in ends)
    return replace(difference, low=low, high=high, p=None, p_holm=None)


def blur_difference(
    difference: Difference | None, ends: tuple[Figure, Figure], places: tuple[int | None, int | None], *, exact: bool
) -> Difference | None:
    """Return a change as the printed figures before and now give it, to the fewer decimals of both.

    Parameters
    ----------
    difference
        The exact change.
    ends
        The figures before and now, as they are printed.
    places
        The decimals of both.
    exact
        Whether contributions of elements may be told: only where the index has all its decimals.
    """
    before, now = ends
    known = [n for n in places if n is not None]
    if difference is None or before.printed is None or now.printed is None or len(known) < len(places):
        return None
    fewest = min(known)
    first, second = (rounded(float(end.printed), fewest) for end in ends if end.printed is not None)
    printed = second - first
    value = difference.value if difference.value is not None else float(printed)
    low, high = _around(printed, value, (difference.low, difference.high), fewest)
    agrees = {"up": printed > 0, "down": printed < 0}.get(difference.moved, False)
    return replace(
        difference,
        printed=printed,
        value=float(printed),
        low=None if low is None else float(low),
        high=None if high is None else float(high),
        moved=difference.moved if agrees else "",
        contribution=difference.contribution if exact and fewest == EXACT else None,
        p=None,
        p_holm=None,
        note="",
    )


def _around(
    printed: Decimal, value: float, ends: tuple[float | None, float | None], places: int
) -> tuple[Decimal | None, Decimal | None]:
    """Return an interval around the printed figure, as wide as the exact one; with fewer decimals it is widened.

    Its ends are within a hundredth of the exact ones, or outside of them.
    """
    low, high = ends
    if low is None or high is None:
        return None, None
    half = max(value - low, high - value)
    if places == EXACT:
        width = rounded(half, EXACT)
    else:
        step = Decimal(1).scaleb(-places)
        width = rounded(half / float(step) + 0.5, 6).to_integral_value("ROUND_CEILING") * step
    return printed - width, printed + width


def _letter(figure: Figure, printed: Decimal, places: int, regulation: Regulation) -> str:
    if not figure.grade or places == EXACT:
        return figure.grade
    half = Decimal(5).scaleb(-places - 1)
    letters = {regulation.grade(end).letter for end in (printed - half, printed + half - Decimal("0.01"))}
    return letters.pop() if len(letters) == 1 else ""
