"""Situations that a sentence of the page must get right: the sentence, and facts of the simulated city that ask it."""

from dataclasses import replace
from decimal import Decimal

from situations import SITUATIONS, change, figure, whole, without_comparison

from skm.messages.figures import NOTES
from skm.publishing.facts import Break, Letter, MappedScale, RankRange
from skm.publishing.findings import say_finding
from skm.publishing.kit.sentences import say_comparison, say_margin
from skm.publishing.wording import say_base, say_change, say_letters, say_rank, say_unit_note, say_verdict


def few(printed):
    """Return a figure of so few respondents that nothing may be named."""
    return figure(printed, n=8, grade="", marks=("F",))


def alone(f, **more):
    """Return facts of a survey of one unit."""
    return replace(f, fieldwork=None, units=f.units[:1], whole=replace(f.whole, n_units=1, **more))


def found(kind, make):
    """Return a situation of a finding."""
    return lambda f: say_finding(make(f), kind)


def broken(reason, before="", now=""):
    """Return the situation of two periods that are not compared."""
    return lambda f: say_comparison(without_comparison(f, broken=Break(reason, before, now)))


def moved_elements(*directions):
    """Return facts whose elements moved so, without an element that carries the change."""
    changes = {
        "up": change("0.10", 0.05, 0.15, "up"),
        "down": change("-0.10", -0.15, -0.05, "down"),
        "same": change("0.01", -0.05, 0.07, "unchanged"),
        "unsure": change("0.10", None, None, ""),
    }

    def make(f):
        up = SITUATIONS["unchanged"](f)
        elements = tuple(
            replace(e, difference=changes[way]) for e, way in zip(up.whole.elements, directions, strict=True)
        )
        return replace(up, whole=replace(up.whole, elements=elements))

    return make


def valued_elements(*values, width=0.02):
    """Return facts whose elements have these means, each with an interval of some width to both sides."""

    def make(f):
        up = SITUATIONS["up"](f)
        elements = tuple(
            replace(
                e, now=replace(e.now, printed=Decimal(v), value=float(v), low=float(v) - width, high=float(v) + width)
            )
            for e, v in zip(up.whole.elements, values, strict=True)
        )
        return replace(up, whole=replace(up.whole, elements=elements))

    return make


def moved_units(up, down, same):
    """Return facts with so many compared units that moved so."""

    def make(f):
        sound = [unit for unit in f.units if unit.difference and unit.difference.verdict and "F" not in unit.now.marks]
        ways = ["up"] * up + ["down"] * down + [""] * same
        units = tuple(
            replace(unit, difference=replace(unit.difference, verdict=way or "unchanged", moved=way))
            for unit, way in zip(sound, ways, strict=False)
        )
        return replace(f, units=units)

    return make


def entered(entering, leaving, **more):
    """Return facts of units that came and went."""
    return lambda f: replace(SITUATIONS["up"](f), entering=entering, leaving=leaving, **more)


def level(printed, low, high, grade="B", other=""):
    """Return facts of one figure of the whole."""

    def make(f):
        now = figure(printed, low, high, grade=grade)
        return whole(
            f, replace(now, grade_high=other if other > "" and other < grade else grade, grade_low=other or grade)
        )

    return make


def one_unit(f, **more):
    """Return a sound unit with some things changed."""
    return replace(f.units[0], services=(), **more)


def noted(*, rest=None, **more):
    """Return the situation of the note of a unit with another figure."""
    return lambda f: say_unit_note(one_unit(f, now=figure(**more), **(rest or {})), f)


def ranked(low, high, of=12, group=1, groups=1):
    """Return the situation of a range of ranks."""
    return lambda f: say_rank(one_unit(f, rank=RankRange(low, high, of, group, "")), f, groups)


def lettered(*chances):
    """Return the situation of a unit whose letter is not certain."""
    return lambda f: say_letters(one_unit(f, letters=tuple(Letter(*chance) for chance in chances)), f)


def silent_units(n):
    """Return facts in which so many units have no figure."""
    return lambda f: replace(
        f, units=tuple(replace(u, now=figure(None, n=0, grade="")) for u in f.units[:n]) + f.units[60:62]
    )


def lettered_units(f):
    """Return facts of six units of a first period."""
    units = tuple(replace(unit, difference=None) for unit in f.units[:6])
    return replace(without_comparison(f, previous=None), units=units)


def spoken_census(f):
    """Return the note that a figure of a whole census has."""
    return NOTES["census_answered"][f.language].format(n="12480")


EVEN = tuple("3.20" for _ in range(9))
STEPS = tuple(f"3.{n}0" for n in range(1, 10))

PAGE_SITUATIONS = {
    "coarse figure, no change": lambda f: say_change(
        whole(f, figure("81", 77, 85), figure("81.35", period="2019"), change("0", -4, 4, "unchanged"))
    ),
    "too few for a direction": lambda f: say_change(
        whole(
            f,
            figure("81.96", 74, 88, n=8, marks=("F",)),
            figure("80.98", period="2019"),
            change("0.98", 0.1, 1.9, "up"),
        )
    ),
    "rise beyond chance": lambda f: say_change(SITUATIONS["up"](f)),
    "fall beyond chance": lambda f: say_change(SITUATIONS["down"](f)),
    "difference within chance": lambda f: say_change(SITUATIONS["unchanged"](f)),
    "same figure twice": lambda f: say_change(SITUATIONS["equal"](f)),
    "difference without interval": lambda f: say_change(SITUATIONS["unsure"](f)),
    "other regulation": broken("regulation", "PermenPANRB 16/2014", "PermenPANRB 14/2017"),
    "other questions": broken("questions", "9", "18"),
    "as many other questions": broken("questions", "9", "9"),
    "other scale": broken("scale", "1-4", "1-5"),
    "mixed parts": broken("mixed"),
    "break as a finding": found("comparable", lambda f: without_comparison(f, broken=Break("elements", "14", "9"))),
    "same units": found("comparable", entered((), ())),
    "units came": found("comparable", entered(("A", "B"), ())),
    "units went": found("comparable", entered((), ("C",))),
    "units came and went": found("comparable", entered(("A",), ("C", "D"))),
    "comparable quarters": found("comparable", entered((), (), period="2020-Q2", previous="2020-Q1")),
    "one unit, comparable": found("comparable", lambda f: alone(entered((), ())(f))),
    "inside a letter": found("level", level("81.96", 81.74, 82.18)),
    "near the next letter": found("level", level("88.20", 87.98, 88.42, other="A")),
    "near the lower bound": found("level", level("76.70", 76.40, 77.00, other="C")),
    "highest letter": found("level", level("92.10", 91.80, 92.40, grade="A")),
    "sure rise": found("change", SITUATIONS["up"]),
    "sure fall": found("change", SITUATIONS["down"]),
    "unsure change": found("change", SITUATIONS["a little down"]),
    "all elements up": found("breadth", moved_elements(*["up"] * 9)),
    "all elements down": found("breadth", moved_elements(*["down"] * 9)),
    "all elements same": found("breadth", moved_elements(*["same"] * 9)),
    "all elements unsure": found("breadth", moved_elements(*["unsure"] * 9)),
    "elements of all ways": found("breadth", moved_elements(*["up"] * 5, *["down"] * 2, "same", "unsure")),
    "elements down and same": found("breadth", moved_elements(*["down"] * 2, *["same"] * 7)),
    "one element up": found("breadth", moved_elements("up", *["same"] * 8)),
    "clear ends": found("ends", valued_elements(*STEPS)),
    "tie at the top": found("ends", valued_elements(*STEPS[:7], "3.90", "3.90")),
    "tie at the bottom": found("ends", valued_elements("3.10", "3.10", *STEPS[2:])),
    "all elements tie": found("ends", valued_elements(*EVEN)),
    "ends that touch": found("ends", valued_elements(*STEPS, width=0.2)),
    "no unit moved": found("units", moved_units(0, 0, 12)),
    "some units moved": found("units", moved_units(3, 1, 8)),
    "units only rose": found("units", moved_units(2, 0, 10)),
    "units only fell": found("units", moved_units(0, 1, 11)),
    "every unit rose": found("units", moved_units(4, 0, 0)),
    "letters of units": found("units", lettered_units),
    "one silent unit": found("silent", silent_units(1)),
    "three silent units": found("silent", silent_units(3)),
    "order only assumed": found("order", SITUATIONS["order assumed"]),
    "scale of five": found("scale", lambda f: replace(f, scale=MappedScale(5, "1→1, 2→2, 3→3, 4→3, 5→4"))),
    "scale of four, mapped": found("scale", lambda f: replace(f, scale=MappedScale(4, "1→4, 2→3, 3→2, 4→1"))),
    "one refused file": found("refused", lambda f: replace(f, refused=1)),
    "several refused files": found("refused", lambda f: replace(f, refused=3)),
    "hidden unit": noted(printed=None, n=None, grade="", marks=("x",)),
    "silent unit": noted(printed=None, n=0, grade=""),
    "unit of unusable answers": noted(printed=None, n=12, grade=""),
    "unit with a hidden count": noted(printed="81.20", n=None),
    "unit of few respondents": noted(printed="81.20", n=8, grade="", marks=("F",)),
    "unit like any other": noted(printed="81.20", n=80),
    "rank alone": ranked(1, 1),
    "rank like all": ranked(1, 12),
    "rank like some": ranked(3, 9),
    "rank like one": ranked(1, 2),
    "rank within a group": ranked(4, 12, group=2, groups=3),
    "letter uncertain": lettered(("A", 0.38)),
    "two other letters": lettered(("A", 0.11), ("C", 0.06)),
    "letter certain": lettered(),
    "unit clearly up": lambda f: say_verdict(change("2.10", 1.0, 3.2, "up"), f, many=True),
    "unit up by itself alone": lambda f: say_verdict(replace(change("2.10", 0.1, 4.1, "up"), moved=""), f, many=True),
    "unit clearly down": lambda f: say_verdict(change("-2.10", -3.2, -1.0, "down"), f, many=True),
    "unit not compared": lambda f: say_verdict(None, f, many=True),
    "base with a hidden unit": say_base,
    "base of one unit": lambda f: say_base(alone(f)),
    "census": lambda f: say_margin(whole(f, figure("81.96", marks=("s",), note=spoken_census(f)))),
    "no interval": lambda f: say_margin(whole(f, figure("81.96"))),
    "one respondent": lambda f: say_base(alone(f, now=replace(f.whole.now, n=1))),
}
