"""A published parent figure against its units: which way of putting them together gives it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from skm.errors import RequestError
from skm.messages import note
from skm.stats.rounding import half_up
from skm.verifying.figures import CONSISTENT, EXACT, NOT_REPRODUCED, REPRODUCED
from skm.verifying.printed import Printed, read_printed


@dataclass(frozen=True)
class UnitFigure:
    """A unit as a table prints it; `index` is None where it has no figure, `n` where the table does not say."""

    name: str
    index: Printed | None
    n: int | None = None


@dataclass(frozen=True)
class Aggregation:
    """One way to put units together: `name` for programs, `left_out` the unit that is missing from it."""

    name: str
    value: Fraction
    slack: Fraction
    left_out: str = ""

    @property
    def is_legitimate(self) -> bool:
        """Whether it is one of the ways that may be published."""
        return self.name in ("units", "respondents") and not self.left_out

    def text(self, language: str = "id") -> str:
        """Return what it does, in words."""
        said = note(f"verify_{self.name}", language)
        return said + (note("verify_left_out", language, unit=self.left_out) if self.left_out else "")


@dataclass(frozen=True)
class ParentVerification:
    """What became of a published parent figure; `aggregations` give it, `nearest` come nearest where none does."""

    published: Printed
    verdict: str
    aggregations: tuple[Aggregation, ...]
    nearest: tuple[Aggregation, ...]
    figures: tuple[Aggregation, ...]

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """Return the result as `skm verify --format json` prints it."""
        places = max(self.published.places, 2)

        def lines(found: Sequence[Aggregation]) -> list[dict[str, str]]:
            return [
                {
                    "name": a.name,
                    "left_out": a.left_out,
                    "value": str(half_up(a.value, places)),
                    "text": a.text(language),
                }
                for a in found
            ]

        own = next((a for a in self.figures if a.is_legitimate), self.figures[0])
        return {
            "published": str(half_up(self.published.value, self.published.places)),
            "exact": float(own.value),
            "printed": str(half_up(own.value, 2)),
            "verdict": self.verdict,
            "conventions": lines(self.aggregations),
            "nearest": lines(self.nearest),
        }

    def sentences(self, language: str = "id") -> list[str]:
        """Return the result in words, for a person."""
        comma = "," if language == "id" else "."
        due = str(half_up(self.published.value, self.published.places)).replace(".", comma)
        said = [note(f"verify_parent_{self.verdict.replace(' ', '_')}", language, published=due)]
        for a in self.aggregations or self.nearest:
            said.append(f"  {str(half_up(a.value, 2)).replace('.', comma)}: {a.text(language)}")
        return said


def verify_parent(units: Sequence[tuple[str, object, int | None]], *, published: object) -> ParentVerification:
    """Return which aggregation of units gives a published parent figure.

    Parameters
    ----------
    units
        (name, index as printed or None, respondents or None) of each unit.
    published
        The parent's index as printed.

    Raises
    ------
    RequestError
        No unit has a figure, or a figure is none.

    Notes
    -----
    Tried: mean of units, mean weighted by respondents, both with one unit left out, mean over all units with the silent
    ones as zero, running mean of means. The first two are legitimate.

    Examples
    --------
    >>> found = verify_parent([("KTP", "83.33", 400), ("KK", "81.11", 50)], published="82,22")
    >>> found.verdict, found.aggregations[0].name
    ('exact', 'units')
    """
    figure = read_printed(published)
    if figure is None:
        raise RequestError("verify_no_figure", value=str(published)[:20])
    read = [UnitFigure(name, _figure(index), n) for name, index, n in units]
    if not any(unit.index for unit in read):
        raise RequestError("verify_nothing")
    tried = list(_aggregations(read))
    fitting = _pinned_down(
        [a for a in tried if half_up(a.value, figure.places) == half_up(figure.value, figure.places)]
    )
    within = [a for a in tried if a.value - a.slack < figure.high and figure.low <= a.value + a.slack]
    found, verdict = fitting, EXACT if any(a.is_legitimate for a in fitting) else REPRODUCED
    if not any(a.is_legitimate for a in fitting) and any(a.is_legitimate for a in within):
        found, verdict = [a for a in within if a.is_legitimate], CONSISTENT
    elif not fitting:
        verdict = NOT_REPRODUCED
    whole = [a for a in tried if not a.left_out]
    distance = min(abs(a.value - figure.value) for a in whole)
    nearest = [] if found else [a for a in whole if abs(a.value - figure.value) == distance]
    return ParentVerification(figure, verdict, tuple(found), tuple(nearest), tuple(tried))


def _pinned_down(fitting: Sequence[Aggregation]) -> list[Aggregation]:
    """Return what fits; where each of several units could be the one left out, none of them is shown to be."""
    alone = len({a.left_out for a in fitting if a.left_out}) == 1
    return [a for a in fitting if alone or not a.left_out]


def _figure(index: object) -> Printed | None:
    if index is None or not str(index).strip():
        return None
    printed = read_printed(index)
    if printed is None:
        raise RequestError("verify_no_figure", value=str(index)[:20])
    return printed


def _aggregations(units: Sequence[UnitFigure]) -> Iterator[Aggregation]:
    having = [(unit.name, unit.index, unit.n) for unit in units if unit.index]
    figures = [figure for _, figure, _ in having]
    weights = [n for _, _, n in having if n]
    yield _mean("units", figures, [1] * len(figures))
    weighted = len(weights) == len(figures)
    if weighted:
        yield _mean("respondents", figures, weights)
    if len(figures) < len(units):
        silent = [Printed(Fraction(0))] * (len(units) - len(figures))
        yield _mean("silent_as_zero", [*figures, *silent], [1] * len(units))
    if len(figures) < 3:
        return
    for place, (name, _, _) in enumerate(having):
        rest = [*figures[:place], *figures[place + 1 :]]
        yield _mean("units", rest, [1] * len(rest), name)
        if weighted:
            yield _mean("respondents", rest, [*weights[:place], *weights[place + 1 :]], name)
    running = figures[0].value
    for figure in figures[1:]:
        running = (running + figure.value) / 2
    yield Aggregation("running", running, max(figure.half for figure in figures))


def _mean(name: str, figures: Sequence[Printed], weights: Sequence[int], left_out: str = "") -> Aggregation:
    total = sum(weights)
    value = sum((f.value * w for f, w in zip(figures, weights, strict=True)), Fraction(0)) / total
    slack = sum((f.half * w for f, w in zip(figures, weights, strict=True)), Fraction(0)) / total
    return Aggregation(name, value, slack, left_out)
