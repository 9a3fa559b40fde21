"""What a correction would tell of few persons: the figures of a period beside those of its earlier editions.

Every edition stays public. Where a unit gained, lost or changed one to four respondents since one of them, the
difference of two tables is the answers, or the sex, school and service, of these persons. So a difference is protected
like any other table: its cells are the persons who moved. Number and mean of a unit stand, its detail goes.

How many moved is taken from what was published, since nobody outside has more: never more than really did.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from skm.publishing.facts import PROFILE_LEVELS, WHOLE
from skm.publishing.reading import Book, read_figure
from skm.publishing.suppression import Family, Spread, hide_cells

ALL = WHOLE[2]
INDEX = "index"
TOP = {INDEX: 100}  # of an element: 4
TOP_OF_ELEMENT = 4
LEVELS = frozenset({"all", "unit", "service", *PROFILE_LEVELS})

Cell = tuple[str, str, str]  # level, parent, id
Printed = tuple[int | None, Decimal | None]  # persons, figure
Heads = Mapping[str, int]


@dataclass(frozen=True)
class Kept:
    """The detail of a period that is kept back beside its earlier editions.

    Attributes
    ----------
    answers
        By question the units, or "all", whose counts of answers are not told.
    heads
        By characteristic the units, or "all", whose respondents are not told by group.
    groups
        By characteristic the groups of respondents of which nothing is told.
    services
        The services, as (level, unit, id), of which nothing is told.
    differs
        Whether anything published is another thing than in one of the editions.
    """

    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    heads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    services: frozenset[Cell] = frozenset()
    differs: bool = False

    @property
    def subjects(self) -> frozenset[str]:
        """The units, and "all", of which some detail is kept back."""
        units = (units for kind in (self.answers, self.heads) for units in kind.values())
        whole = {ALL} if any(self.groups.values()) else set()
        return frozenset().union(*units) | whole | {unit for _, unit, _ in self.services}

    def joined(self, other: "Kept") -> "Kept":
        """Return what either of two keeps back."""
        return Kept(
            *(_joined(own, more) for own, more in ((self.answers, other.answers), (self.heads, other.heads))),
            _joined(self.groups, other.groups),
            self.services | other.services,
            self.differs or other.differs,
        )


def _joined(own: Mapping[str, frozenset[str]], more: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {name: own.get(name, frozenset()) | more.get(name, frozenset()) for name in (*own, *more)}


@dataclass(frozen=True)
class Beside:
    """The figures of a period as they would be published now, to be held beside its editions.

    Attributes
    ----------
    figures
        By (level, parent, id) and measure, how many persons there are and the printed figure; of the whole without
        the persons of hidden units.
    answers
        By question and unit (or "all") its key in the edition, the answers 1 to 4, and how many were asked.
    heads
        By characteristic and unit (or "all") the persons of each group.
    """

    figures: Mapping[Cell, Mapping[str, Printed]]
    answers: Mapping[str, Mapping[str, tuple[str, Spread, int]]] = field(default_factory=dict)
    heads: Mapping[str, Mapping[str, Heads]] = field(default_factory=dict)


def keep_services(now: Beside, editions: Iterable[Mapping[str, Any]], minimum: int) -> frozenset[Cell]:
    """Return the services of which nothing may be told beside some earlier editions.

    Parameters
    ----------
    now
        The figures of today.
    editions
        The published figures of every edition of the period.
    minimum
        The smallest number of persons that may be shown.
    """
    found: set[Cell] = set()
    for edition in map(_Edition, editions):
        moved = {at: edition.moved(now, at) for at in now.figures if at[0] == "unit"}
        for (_, _, unit), total in moved.items():
            own = {at: edition.moved(now, at, total) for at in now.figures if at[:2] == ("service", unit)}
            found |= _closed(own, total, minimum)
    return frozenset(found)


def keep_detail(now: Beside, editions: Iterable[Mapping[str, Any]], minimum: int) -> Kept:
    """Return which answers and which counts of respondents may not be told beside some earlier editions.

    Parameters
    ----------
    now, editions, minimum
        As in `keep_services`.

    Examples
    --------
    >>> columns = ["level", "parent", "id", "measure", "n", "printed"]
    >>> old = {"columns": columns, "figures": [["unit", "", "a", "index", 60, "80.00"], ["all", "", "all", "index", 60,
    ...        "80.00"]], "answers": [], "persons": [["unit", "a", "sex", "L", 30], ["unit", "a", "sex", "P", 30]]}
    >>> figures = {("unit", "", "a"): {"index": (62, Decimal("80.16"))}}
    >>> kept = keep_detail(Beside(figures, heads={"sex": {"a": {"L": 32, "P": 30}}}), [old], 5)
    >>> sorted(kept.heads["sex"])
    ['a', 'all']
    """
    kept = Kept()
    for edition in map(_Edition, editions):
        kept = kept.joined(_keep_beside(edition, now, minimum))
    return kept


def _keep_beside(edition: "_Edition", now: Beside, minimum: int) -> Kept:
    answers = {key: {unit: edition.moved_answers(now, key, unit) for unit in own} for key, own in now.answers.items()}
    heads = {view: {unit: edition.moved_heads(now, view, unit) for unit in own} for view, own in now.heads.items()}
    closed = [{key: _closed_subjects(moved, minimum) for key, moved in table.items()} for table in (answers, heads)]
    is_few = any(units for table in closed for units in table.values())
    groups = {
        view: frozenset(name for level, _, name in now.figures if level == view)
        if is_few  # which groups differ would tell who the few are
        else _closed_groups(edition, now, view, minimum)
        for view in PROFILE_LEVELS
    }
    moved = [n for table in (answers, heads) for own in table.values() for n in own.values()]
    return Kept(*closed, groups, differs=any(moved) or any(edition.moved(now, at, 0) for at in now.figures))


def _closed_subjects(moved: Mapping[str, int], minimum: int) -> frozenset[str]:
    """Return the units whose difference has few persons; with them goes the whole, not another unit.

    Of the whole one takes the units that are told, and what is left would be those few. A second unit is no shelter:
    who came to one and who left the other are told apart by their signs.
    """
    few = frozenset(unit for unit, n in moved.items() if 0 < n < minimum and (unit != ALL or len(moved) == 1))
    return few | {ALL} if few else few


def _closed_groups(edition: "_Edition", now: Beside, view: str, minimum: int) -> frozenset[str]:
    total = edition.moved(now, WHOLE)
    own = {at: edition.moved(now, at, total) for at in now.figures if at[0] == view}
    return frozenset(name for _, _, name in _closed(own, total, minimum))


def _closed(moved: Mapping[Cell, int], total: int, minimum: int) -> frozenset[Cell]:
    """Return the parts of a subject of which nothing may be told: all of them where the subject itself moved little.

    Which one is kept back would tell where the persons are.
    """
    whole = "total"
    hidden = hide_cells({**moved, whole: total}, [Family(whole, tuple(moved))], minimum) if any(moved.values()) else ()
    return frozenset(moved) if whole in hidden else frozenset(at for at in moved if at in hidden)


class _Edition:
    """The published figures of an edition, found by what they are about."""

    def __init__(self, figures: Mapping[str, Any]) -> None:
        self.figures: dict[Cell, dict[str, Printed]] = {}
        for line in figures["figures"]:
            level, parent, name, measure, n, printed = line[:6]
            own = self.figures.setdefault((level, parent, name), {})
            own[measure] = (n, None if printed is None else Decimal(printed))
        self.answers = {(line[2], line[1]): line[3:] for line in figures["answers"]}
        self.heads: dict[tuple[str, str], dict[str, int | None]] = {}
        for _, unit, view, group, n in figures["persons"]:
            self.heads.setdefault((view, unit), {})[group] = n

    def moved(self, now: Beside, at: Cell, unknown: int | None = None) -> int:
        """Return how many persons of a cell moved at least: their number and their sums tell.

        A cell that the edition hid, or did not have, has moved with all its persons, or with `unknown` of them.
        """
        before, here = self.figures.get(at, {}), now.figures.get(at, {})
        n, printed = before.get(INDEX, (None, None))
        if n is None or printed is None:
            whole = here.get(INDEX, (None, None))[0] or 0
            return whole if unknown is None else min(unknown, whole)
        return max((_moved_between(before[key], here.get(key, (None, None)), key) for key in before), default=0)

    def moved_answers(self, now: Beside, key: str, unit: str) -> int:
        """Return how many persons the answers to a question moved by; those of the subject where they were hidden."""
        name, counts, asked = now.answers[key][unit]
        line = self.answers.get((name, unit))
        if line is None:
            return self._moved_subject(now, unit)
        told: Sequence[int | None] = line[:4]
        total, asked_before, share = line[4], line[5], line[6]
        ends = max(abs(sum(counts) - total), abs(asked - asked_before))
        if None not in told:
            return max(ends, _moved_cells(told, counts))
        if share is not None:
            good = int((Decimal(share) * total / 100).to_integral_value(ROUND_HALF_UP))
            ends = max(ends, abs(counts[2] + counts[3] - good))
        return max(ends, self._moved_subject(now, unit))

    def moved_heads(self, now: Beside, view: str, unit: str) -> int:
        """Return how many persons the groups of a subject moved by; those of the subject where some were hidden."""
        groups, before = now.heads[view][unit], self.heads.get((view, unit))
        if before is None:
            return self._moved_subject(now, unit)
        known = [name for name in {*before, *groups} if before.get(name, 0) is not None]
        own = _moved_cells([before.get(name, 0) for name in known], [groups.get(name, 0) for name in known])
        return own if len(known) == len({*before, *groups}) else max(own, self._moved_subject(now, unit))

    def _moved_subject(self, now: Beside, unit: str) -> int:
        return self.moved(now, WHOLE if unit == ALL else ("unit", "", unit))


def _moved_between(before: Printed, now: Printed, measure: str) -> int:
    """Return how many persons at least make one printed figure another one.

    Examples
    --------
    >>> _moved_between((60, Decimal("3.00")), (62, Decimal("3.03")), "time")
    2
    >>> _moved_between((60, Decimal("3.00")), (60, Decimal("3.50")), "time")
    8
    """
    (n, printed), (n_now, printed_now) = before, now
    if n is None or printed is None:
        return 0
    if n_now is None or printed_now is None:
        return n
    half, half_now = (Decimal(5).scaleb(int(one.as_tuple().exponent) - 1) for one in (printed, printed_now))
    away = abs(n_now * printed_now - n * printed) - half * n - half_now * n_now
    least = math.ceil(max(away, Decimal(0)) / TOP.get(measure, TOP_OF_ELEMENT))
    # With fewer decimals, as beside a hidden unit, two figures may be one and the same.
    differs = printed_now != printed if half == half_now else abs(printed_now - printed) > half + half_now
    return max(abs(n_now - n), least, int(differs))


def _moved_cells(before: Sequence[int | None], now: Sequence[int]) -> int:
    """Return how many persons at least make one line of counts another one: those who came, or those who left."""
    steps = [one - (was or 0) for was, one in zip(before, now, strict=True)]
    return max(sum(max(step, 0) for step in steps), sum(max(-step, 0) for step in steps))


def number_questions(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the key of each line of answers of a subject as an edition spells it: several questions have numbers.

    Examples
    --------
    >>> number_questions([{"element": "time"}, {"element": "cost"}, {"element": "time"}])
    ['time (1)', 'cost', 'time (2)']
    """
    names = [str(row["element"]) for row in rows]
    many, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if many[name] > 1 else name)
    return found


def read_figures(
    book: Book, period: str, multiplier: int, without: Collection[str] = ()
) -> dict[Cell, dict[str, Printed]]:
    """Return number and printed figure of every cell of a period, the whole without the persons of some units."""
    found: dict[Cell, dict[str, Printed]] = {}
    for at, row in book.rows.items():
        if at[0] == period and at[1] in LEVELS and len(at) == len(("period", *WHOLE, INDEX)):
            figure = read_figure(row, period, 1 if at[4] == INDEX else multiplier)
            found.setdefault((at[1], at[2], at[3]), {})[at[4]] = (figure.n, figure.printed)
    whole = found.get(WHOLE, {})
    for measure, (n, printed) in whole.items():
        gone = (found.get(("unit", "", unit), {}).get(measure, (0, None))[0] or 0 for unit in without)
        whole[measure] = (None if n is None else n - sum(gone), printed)
    return found
