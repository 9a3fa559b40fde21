"""Situations that the texts of the kit must get right: the facts of the simulated city, with one thing changed."""

from dataclasses import replace
from decimal import Decimal

from skm.publishing.facts import Break, Difference, Figure


def figure(printed, low=None, high=None, n=12480, grade="B", marks=(), period="2020", note=""):
    """Return a figure as it is printed, with its interval; none where `printed` is None."""
    value = None if printed is None else float(printed)
    shown = None if printed is None else Decimal(printed)
    return Figure(period, n, 0, shown, value, low, high, grade, grade, grade, tuple(marks), note, shown)


def change(printed, low, high, verdict):
    """Return a change of the whole; its direction is named where the verdict is one."""
    moved = verdict if verdict in ("up", "down") and Decimal(printed) else ""
    return Difference(Decimal(printed), float(printed), low, high, verdict, moved)


def whole(facts, now, before=None, difference=None, **more):
    """Return facts with another whole."""
    return replace(facts, whole=replace(facts.whole, now=now, before=before, difference=difference, **more))


def compared(facts, now, before, difference):
    """Return facts of a period that is compared with 2019."""
    low, high = (round(float(now) + step, 2) for step in (-0.22, 0.22))
    return whole(facts, figure(now, low, high), figure(before, period="2019"), difference)


def without_comparison(facts, **more):
    """Return facts in which nothing is compared, neither the whole nor an element or a unit."""
    elements = tuple(replace(e, before=None, difference=None) for e in facts.whole.elements)
    units = tuple(replace(unit, before=None, difference=None) for unit in facts.units)
    now = figure("81.96", 81.74, 82.18)
    bare = replace(facts, units=units, comparisons=(), entering=(), leaving=(), **more)
    return whole(bare, now, elements=elements)


def nobody(facts, now):
    """Return facts without a figure of the whole."""
    elements = tuple(
        replace(e, now=Figure("2020", marks=now.marks), before=None, difference=None) for e in facts.whole.elements
    )
    return whole(replace(facts, share_3_4=None), now, elements=elements)


LONG_NAME = "Kabupaten Administrasi Kepulauan Dengan Nama Panjang Sekali"

SITUATIONS = {
    "up": lambda f: compared(f, "81.96", "80.98", change("0.98", 0.67, 1.29, "up")),
    "down": lambda f: compared(f, "80.98", "81.96", change("-0.98", -1.29, -0.67, "down")),
    "unchanged": lambda f: compared(f, "81.20", "80.98", change("0.22", -0.09, 0.53, "unchanged")),
    "a little down": lambda f: compared(f, "80.76", "80.98", change("-0.22", -0.53, 0.09, "unchanged")),
    "equal": lambda f: compared(f, "80.98", "80.98", change("0.00", -0.31, 0.31, "unchanged")),
    "unsure": lambda f: compared(f, "81.48", "80.98", change("0.50", None, None, "")),
    "near a bound": lambda f: whole(
        f,
        replace(figure("88.20", 87.98, 88.42), grade_high="A"),
        figure("87.50", period="2019"),
        change("0.70", 0.4, 1.0, "up"),
    ),
    "other elements": lambda f: without_comparison(f, broken=Break("elements", "14", "9")),
    "first": lambda f: without_comparison(f, previous=None),
    "nothing before": without_comparison,
    "few": lambda f: whole(
        replace(without_comparison(f, previous=None), units=f.units[:1]),
        figure("81.96", 74.1, 87.9, n=8, grade="", marks=("F",)),
        n_units=1,
    ),
    "careful": lambda f: whole(
        replace(without_comparison(f, previous=None), units=f.units[:1]),
        figure("81.96", 77.5, 85.8, n=24, marks=("E",)),
        n_units=1,
    ),
    "no interval": lambda f: whole(without_comparison(f, previous=None), figure("100.00", grade="A")),
    "silent": lambda f: nobody(f, figure(None, n=0, grade="", marks=("..",))),
    "hidden": lambda f: nobody(f, figure(None, n=None, grade="", marks=("x",))),
    "order assumed": lambda f: replace(SITUATIONS["up"](f), orders=("assumed",)),
    "real": lambda f: replace(SITUATIONS["up"](f), simulated=False),
    "quarter": lambda f: replace(SITUATIONS["up"](f), period="2020-Q2", previous="2020-Q1"),
    "long name": lambda f: replace(SITUATIONS["up"](f), name=LONG_NAME),
    "nameless": lambda f: replace(SITUATIONS["up"](f), name=""),
}
