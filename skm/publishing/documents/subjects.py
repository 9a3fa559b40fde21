"""The facts of a period, narrowed to one unit: the same rules then say of it what they say of the whole."""

from dataclasses import replace

from skm.publishing.facts import Difference, Facts, Subject

WHOLE = ""  # the key of the document about the whole


def facts_about(facts: Facts, unit: Subject) -> Facts:
    """Return the facts as if the unit were the whole; what is known of the whole alone goes.

    Whether an element moved is said by its own interval, as on the page of the whole; whether the unit moved, by the
    test of all units together.
    """
    elements = tuple(
        replace(e, difference=by_its_interval(e.difference) if _is_sound(unit) else None) for e in unit.elements
    )
    subject = replace(unit, difference=_among_many(unit.difference), elements=elements, n_units=1)
    return replace(
        facts,
        name=unit.name,
        whole=subject,
        units=(),
        groups={},
        bases={},
        comparisons=(),
        entering=(),
        leaving=(),
        profiles=unit.profiles,
        answers=unit.answers,
        quality={},
        sources=(),
        totals=None,
        rules=(),
        notes=(),
        others=(),
        published=(),
        share_3_4=None,
        kept_back=tuple(name for name in facts.kept_back if name == unit.name),
        refused=0,
        previous=facts.previous if facts.broken or _has_figure(unit) else None,
    )


def _has_figure(unit: Subject) -> bool:
    """Return whether a unit has figures in both periods, so that they stand side by side."""
    return unit.now.printed is not None and unit.before is not None and unit.before.printed is not None


def _is_sound(unit: Subject) -> bool:
    """Return whether both periods have enough respondents for a verdict."""
    return not any("F" in figure.marks for figure in (unit.now, unit.before) if figure is not None)


def by_its_interval(difference: Difference | None) -> Difference | None:
    """Return a change with the direction that its own interval allows to be named."""
    if difference is None or difference.verdict not in ("up", "down") or not difference.printed:
        return difference
    return replace(difference, moved=difference.verdict)


def _among_many(difference: Difference | None) -> Difference | None:
    """Return a unit's change with an interval that says what the test of all units together says, or with none."""
    if difference is None or difference.moved or difference.verdict not in ("up", "down"):
        return difference
    return replace(difference, low=difference.low_holm, high=difference.high_holm)
