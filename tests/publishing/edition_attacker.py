"""An attacker with two editions of a period, who asks what the persons who moved in between show of themselves.

The attacker has the facts of both editions, and knows how many persons of each unit moved at most (a notice may say
it). Whole numbers are solved for, as in `attacker`.
"""

from dataclasses import dataclass

from attacker import MANY, System, whole_range

OLD, NEW = 0, 1


@dataclass(frozen=True)
class Table:
    """One table of both editions: by unit its cells (None where hidden), what each unit's numbers and sums tell.

    `cells`, `totals` and `sums` are those of the two editions; `sums` are Σ score × count where a mean tells it.
    `shares` are numbers of answers 3 and 4. `whole` are the cells of all units together.
    """

    cells: tuple[dict, dict]
    totals: tuple[dict, dict]
    sums: tuple[dict, dict]
    shares: tuple[dict, dict]
    whole: tuple[dict, dict]


def attack(table, moved, names):
    """Return (unit, cell, step) of every difference of a unit that the new edition's detail tells.

    What the old edition with the number and the mean of the new one tells is no protection's to hide: both must stand.
    Where nothing is different the persons took each other's places, and the table tells of none of them.
    """
    found = []
    full, alone = (_system(table, moved, names, told=told) for told in ((OLD, NEW), (OLD,)))
    for unit in (unit for unit, n in moved.items() if n and unit in table.totals[OLD] and unit in table.totals[NEW]):
        open_ones = [name for name in names if _is_open(whole_range(alone, ("step", unit, name)))]
        ranges = {name: whole_range(full, ("step", unit, name)) for name in open_ones}
        if any(ends != (0, 0) for ends in ranges.values()):
            found += [(unit, name, ends[0]) for name, ends in ranges.items() if not _is_open(ends)]
    return found


def _is_open(ends):
    return ends[0] < ends[1]


def _system(table, moved, names, *, told):
    """Return what is known: the cells of the editions that are `told`, and that they differ by so many persons."""
    system = System(whole=True)
    for edition in (OLD, NEW):
        for unit, total in table.totals[edition].items():
            _relate_unit(system, table, edition, (unit, total, names), told=edition in told)
        for name, n in table.whole[edition].items():
            cells = {(edition, unit, name): 1.0 for unit in table.totals[edition]}
            if edition in told and n is not None:
                system.relate(cells, n, n)
    for unit in table.totals[OLD].keys() & table.totals[NEW].keys():
        for name in names:
            for way in ("came", "left"):
                system.unknown((way, unit, name), 0, moved.get(unit, 0))
            system.unknown(("step", unit, name), -MANY, MANY)
            cells = {(NEW, unit, name): 1.0, (OLD, unit, name): -1.0}
            system.relate({**cells, ("step", unit, name): -1.0}, 0, 0)
            system.relate({**cells, ("came", unit, name): -1.0, ("left", unit, name): 1.0}, 0, 0)
        for way in ("came", "left"):
            system.relate({(way, unit, name): 1.0 for name in names}, 0, moved.get(unit, 0))
    return system


def _relate_unit(system, table, edition, subject, *, told):
    unit, total, names = subject
    for name in names:
        system.unknown((edition, unit, name), 0, total)
    system.relate({(edition, unit, name): 1.0 for name in names}, total, total)
    sums, share = table.sums[edition].get(unit), table.shares[edition].get(unit)
    if sums is not None:
        system.relate({(edition, unit, score): float(score) for score in names}, sums, sums)
    if told and share is not None:
        system.relate({(edition, unit, 3): 1.0, (edition, unit, 4): 1.0}, share, share)
    for name, n in table.cells[edition].get(unit, {}).items():
        if told and n is not None:
            system.relate({(edition, unit, name): 1.0}, n, n)


def table_of_answers(editions, element):
    """Return the answers to an element in the facts of two editions."""
    parts = [_answers_in(facts, element) for facts in editions]
    return Table(*zip(*parts, strict=True))


def _answers_in(facts, element):
    cells, totals, sums, shares = {}, {}, {}, {}
    for unit in facts.units:
        figure = next((one.now for one in unit.elements if one.key == element), None)
        if figure is None or figure.n is None or figure.value is None:
            continue
        totals[unit.id], sums[unit.id] = figure.n, round(figure.value * figure.n)
        for answers in (one for one in unit.answers if one.key == element):
            cells[unit.id] = dict(enumerate(answers.counts, start=1))
            shares[unit.id] = _good(answers)
    whole = next((one for one in facts.whole.answers if one.key == element), None)
    return cells, totals, sums, shares, dict(enumerate(whole.counts, start=1)) if whole else {}


def _good(answers):
    return None if answers.share_3_4 is None else round(answers.share_3_4 * answers.total)


def table_of_heads(editions, view):
    """Return the respondents by one characteristic in the facts of two editions."""
    parts = [_heads_in(facts, view) for facts in editions]
    return Table(*zip(*parts, strict=True))


def _heads_in(facts, view):
    shown = [unit for unit in facts.units if unit.now.n]
    cells = {unit.id: _counts(unit.profiles, view) for unit in shown}
    return cells, {unit.id: unit.now.n for unit in shown}, {}, {}, _counts(facts.profiles, view)


def _counts(profiles, view):
    return {group.id: group.now.n for one in profiles if one.view == view for group in one.groups}


def known_parts(editions, moved):
    """Return the services and groups of respondents whose figures in both editions show that few persons changed them.

    `moved` says by (level, parent, id) how many did: number and mean before and after are their answers.
    """
    figures = [
        {("service", unit.id, one.id): one.now for unit in facts.units for one in unit.services}
        | {(profile.view, "", one.id): one.now for profile in facts.profiles for one in profile.groups}
        for facts in editions
    ]
    both = {at: (figures[OLD][at], figures[NEW][at]) for at in figures[OLD].keys() & figures[NEW].keys()}
    return [at for at, n in moved.items() if n and at in both and _shows(*both[at])]


def _shows(old, new):
    """Return whether two figures differ, in number, printed figure, or digits that are not printed."""
    if old.n is None or new.n is None:
        return False
    return old.n != new.n or old.printed != new.printed or new.se is not None or new.value != float(new.printed)
