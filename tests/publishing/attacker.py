"""An attacker: takes every number that a run published, puts them into linear relations, and solves for what is hidden.

The attacker knows more than anybody outside: of every relation that could hold between published totals and parts,
which ones do (the truth says so). What the relations leave open is measured by programs over all hidden numbers, linear
ones for means and whole ones for persons.

Beside the files the attacker has the facts themselves: what no writer prints today, a writer may print tomorrow.
"""

import csv
import math
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import openpyxl
from reader import read_page
from scipy.optimize import LinearConstraint, milp

from skm.publishing.published import subjects_of
from skm.regulation import load_regulation

RULE = load_regulation("permenpan-14-2017")
KEYS = RULE.keys
GROUPS = ("kind", "agency", "region")
PROFILES = ("sex", "education")
EXACT = 1e-6
ENDS = {1.0, 4.0, 25.0, 100.0}  # of a scale: an interval that is cut there has its figure not in its middle
MANY = 1e6  # persons: more than any survey here has


@dataclass
class System:
    """Relations lower ≤ Σ coefficient × unknown ≤ upper over named unknowns, each between bounds."""

    bounds: dict = field(default_factory=dict)
    relations: list = field(default_factory=list)
    whole: bool = False  # whether the unknowns are numbers of persons

    def unknown(self, name, low, high):
        """Name an unknown number."""
        self.bounds[name] = (low, MANY if high is None else high)

    def relate(self, terms, low, high):
        """Add a relation; known numbers are already taken to the right."""
        self.relations.append((terms, low, high))

    def range_of(self, name):
        """Return the least and the greatest value that an unknown can have."""
        places = {key: place for place, key in enumerate(self.bounds)}
        matrix = np.zeros((len(self.relations), len(places)))
        for line, (terms, _, _) in enumerate(self.relations):
            for key, times in terms.items():
                matrix[line, places[key]] = times
        ends = [[relation[side] for relation in self.relations] for side in (1, 2)]
        found = []
        for sign in (1, -1):
            goal = np.zeros(len(places))
            goal[places[name]] = sign
            solved = milp(
                goal,
                integrality=np.full(len(places), int(self.whole)),
                bounds=tuple(np.array(list(self.bounds.values()), dtype=float).T),
                constraints=[LinearConstraint(matrix, *ends)] if self.relations else [],
            )
            assert solved.status == 0, solved.message
            found.append(sign * solved.fun)
        return found[0], found[1]

    def connected(self, name):
        """Return the part of the system that an unknown hangs together with: solving it is solving all."""
        seen, left = {name}, {name}
        while left:
            here = {key for terms, _, _ in self.relations if left & set(terms) for key in terms}
            left = here - seen
            seen |= here
        own = System({key: self.bounds[key] for key in seen}, whole=self.whole)
        own.relations = [one for one in self.relations if set(one[0]) & seen]
        return own


# ---- what is published --------------------------------------------------------------------------------------------


def read_csv(path):
    """Return the rows of an open table as dicts; an absent one has none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def number_of(text):
    """Return a printed number and half of its last digit; None for what is no number."""
    try:
        value = float(text)
    except ValueError:
        return None
    places = len(text.split(".")[1]) if "." in text else 0
    return value, 0.5 * 10.0**-places


class Loot:
    """Everything that one period published: the facts, and from the files page, workbook and open data.

    `counts` are whole numbers, `figures` means with half of their last digit; several sources of one are all kept.
    """

    def __init__(self, folder, period, facts, *, page):
        self.period, self.counts, self.figures = period, defaultdict(set), defaultdict(set)
        self.names, self.spreads, self.before = {}, {}, {}
        self._from_facts(facts)
        self._from_open_data(folder / period / "open-data")
        self._from_workbook(folder / period / f"skm-{period}.xlsx")
        if page:
            self._from_page(read_page(folder / period / "index.html"))

    def _count(self, key, text):
        digits = str(text).replace(".", "").replace(",", "").strip()
        if digits.isdecimal():
            self.counts[key].add(int(digits))

    def _figure(self, key, text):
        if (found := number_of(str(text))) is not None:
            self.figures[key].add(found)

    def _from_facts(self, facts):
        for parent, subject in subjects_of(facts):
            at = (subject.level, parent, subject.id)
            for measure, scale, now, before in (
                ("index", 1, subject.now, subject.before),
                *((e.key, 25, e.now, e.before) for e in subject.elements),
            ):
                key = ("index", *at, measure)
                self.counts["n", *at, measure] |= {now.n} - {None}
                self._float(key, now.value, scale)
                if subject.level == "all" and now.low is not None and not {now.low, now.high} & ENDS:
                    self._float(key, (now.low + now.high) / 2, scale)
                if now.df is not None:
                    self.counts["df", *at, measure].add(now.df)
                if now.se is not None:
                    self.spreads[(*at, measure)] = now.se
                if before is not None:
                    self.before[at, measure] = (before.value, scale)
        for one in (one for one in facts.whole.history if one.figure.period == facts.period):
            self._float(("index", "all", "", "all", "index"), one.figure.value, 1)
        if "rows" in facts.quality:
            self.counts["rows"].add(int(facts.quality["rows"]))

    def learn(self, later):
        """Take what the loot of a later period says of this one."""
        for (at, measure), (value, scale) in later.before.items():
            self._float(("index", *at, measure), value, scale)

    def _float(self, key, value, scale):
        """Take a figure to the digits that a machine has; a printed one is no closer than it is printed."""
        if value is not None:
            digits = f"{value:.9f}".rstrip("0")
            half = 0.5 * 10.0 ** -max(len(digits.split(".")[1]), 0)
            self.figures[key].add((scale * value, scale * half))

    def _from_open_data(self, folder):
        for row in read_csv(folder / "indices.csv"):
            at = (row["level"], row["parent"], row["id"])
            self.names[row["name"]] = at
            self._count(("n", *at, row["measure"]) if row["official"] == "true" else ("basis", row["basis"]), row["n"])
            basis = () if row["official"] == "true" else (row["basis"],)
            scale = 1 if row["measure"] == "index" else 25
            self._add_figures(row, (*at, row["measure"], *basis), scale)
        for row in read_csv(folder / "changes.csv"):
            key, scale = ("change", row["level"], "", row["id"], row["measure"]), 1 if row["measure"] == "index" else 25
            printed, exact = number_of(row["printed_change"]), number_of(row["change"])
            if printed is not None and exact is not None:
                printed = (scale * printed[0], scale * printed[1])
                self.figures[key] |= {printed, printed if abs(exact[0] - printed[0]) < 1e-6 else exact}
            if (found := number_of(row["printed_contribution"])) is not None:
                self.figures[key].add((9 * found[0], 9 * 0.005))  # largest remainders are within a whole hundredth
        for row in read_csv(folder / "distribution.csv"):
            at = (row["level"], row["id"], row["question"])
            for name in ("n1", "n2", "n3", "n4", "n_answers", "missing"):
                self._count((name, *at), row[name])
            self._figure(("share", *at), row["share_3_4"])
        for row in read_csv(folder / "respondents.csv"):
            self._count(("head", row["level"], row["id"], row["characteristic"], row["group"]), row["n"])

    def _add_figures(self, row, at, scale):
        """Take the figure of a row from each of its columns; what only repeats the printed one is no closer than it."""
        printed = number_of(row["printed"])
        if printed is None:
            return
        printed = (scale * printed[0], scale * printed[1])
        ends = [number_of(row[name]) for name in ("low", "high")]
        told = [
            (times * one[0], times * one[1])
            for name, times in (("index", 1), ("mean", 25))
            if (one := number_of(row[name]))
        ]
        if all(ends) and not {end[0] for end in ends} & ENDS:
            told.append(((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2))
        self.figures[("index", *at)] |= {
            printed if abs(one[0] - printed[0]) < 1e-6 else one for one in [printed, *told]
        }

    def _from_workbook(self, path):
        book = openpyxl.load_workbook(path, read_only=True)
        for name in ("Indeks", "Unit"):
            rows = list(book[name].iter_rows(min_row=4, values_only=True)) if name in book.sheetnames else []
            for row in rows[1:]:
                at = self.names.get(row[0], ("all", "", "all"))
                for place, header in enumerate(rows[0]):
                    if header == f"Responden {self.period}":
                        self._count(("n", *at, "index"), row[place])
                    if header == f"Nilai {self.period}" and isinstance(row[place], float):
                        self._figure(("index", *at, "index"), row[place])
        book.close()

    def _from_page(self, page):
        ids = {node.attrs.get("id") for node in page.root.find("table")}
        for row in page.rows("t-units") if "t-units" in ids else []:
            name = next((one for one in sorted(self.names, key=len, reverse=True) if row[0].startswith(one)), None)
            if name is not None:
                at = self.names[name]
                places = [place for place, text in enumerate(page_heads(page)) if text == f"n {self.period}"]
                for place in places:
                    self._count(("n", *at, "index"), row[place])

    def one(self, key):
        """Return the published count of a key, None where it is hidden."""
        values = self.counts.get(key, set())
        assert len(values) < 2, (key, values)
        return next(iter(values), None)


def page_heads(page):
    """Return the headers of the table of units."""
    return [cell.text() for cell in page.by_id("t-units").find("thead")[0].find("th")]


# ---- the attacks ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Truth:
    """What nobody outside knows: the tables behind a run."""

    index: dict  # (period, level, parent, id, measure) → (n, exact figure in points)
    heads: dict  # (period, view) → {(unit, group): n}
    spreads: dict  # (period, unit, question) → (n1, n2, n3, n4)
    members: dict  # (level, id) → units
    years: dict  # year → parts
    minimum: int
    official: str
    questions: tuple  # whose answers are attacked: each is a system of its own

    def units(self, period):
        """Return the units with an index."""
        return [
            at[3]
            for at, (_, value) in self.index.items()
            if at[:2] == (period, "unit") and value is not None and at[4] == "index"
        ]

    def n(self, period, unit):
        """Return the respondents of a unit."""
        return self.index[(period, "unit", "", unit, "index")][0]


def attack_units(truth, loots):
    """Return the number of respondents of each hidden unit as far as totals, parts and years tell it."""
    system = System(whole=True)
    secret = {
        (period, unit): truth.n(period, unit)
        for period, loot in loots.items()
        for unit in truth.units(period)
        if not is_shown(loot, unit)
    }
    for key in secret:
        system.unknown(key, 1, None)
    for period, loot in loots.items():
        units = truth.units(period)
        for (level, label), members in {**truth.members, ("all", "all"): units}.items():
            totals = loot.counts.get(("n", level, "", label, "index"), set())
            totals = totals | (loot.counts.get(("basis", "respondents"), set()) if level == "all" else set())
            if level == "all":
                totals = totals | loot.counts.get("rows", set()) | _totals_of_groups(truth, loot, period)
            for total in totals:
                _relate_sum(system, total, {(period, u): truth.n(period, u) for u in members if u in units})
    for year, parts in truth.years.items():
        for unit in truth.units(year):
            if is_shown(loots[year], unit):
                cells = {(part, unit): truth.n(part, unit) for part in parts if unit in truth.units(part)}
                _relate_sum(system, truth.n(year, unit), cells)
    return {key: (n, *whole_range(system, key)) for key, n in secret.items()}


def _totals_of_groups(truth, loot, period):
    """Return the numbers of all respondents that groups of them give by their degrees of freedom."""
    found = set()
    for view in PROFILES:
        groups = [key[3] for key in truth.index if key[:2] == (period, view)]
        told = [loot.counts.get(("df", view, "", group, "index"), set()) for group in groups]
        if groups and all(told):
            found.add(round(sum(next(iter(one)) + 1 for one in told)))
    return found


def is_shown(loot, unit):
    """Return whether the number of respondents of a unit is published."""
    return loot.one(("n", "unit", "", unit, "index")) is not None


def _relate_sum(system, total, cells):
    """Add the relation of a published total to its parts, where it is a true one."""
    if sum(cells.values()) == total:
        known = sum(n for key, n in cells.items() if key not in system.bounds)
        terms = {key: 1.0 for key in cells if key in system.bounds}
        if terms:
            system.relate(terms, total - known, total - known)


def whole_range(system, key):
    """Return the least and the greatest whole number that an unknown can be."""
    low, high = system.connected(key).range_of(key)
    return math.ceil(low - 1e-6), math.floor(high + 1e-6)


def attack_figures(truth, loots):
    """Return (exact figure, lowest, highest) of the index and elements of each hidden unit, in points."""
    found = {}
    for period, loot in loots.items():
        units = truth.units(period)
        closed = [unit for unit in units if not loot.figures.get(("index", "unit", "", unit, "index"))]
        if not closed:
            continue
        system = System()
        for unit in closed:
            for key in KEYS:
                system.unknown((unit, key), 25.0, 100.0)
        for (level, label), members in {**truth.members, ("all", "all"): units}.items():
            inside = [unit for unit in members if unit in units]
            for measure in ("index", *KEYS):
                _relate_means(system, truth, loot, period, (level, label, measure), inside, set(closed))
        for view in PROFILES:
            _relate_groups(system, truth, loot, period, view, set(closed))
        for unit in closed:
            for measure in ("index", *KEYS):
                value = truth.index[(period, "unit", "", unit, measure)][1]
                found[period, unit, measure] = (value, *_figure_range(system, unit, measure))
        _attack_blocks(system, truth, period, closed, found)
    return found


def _attack_blocks(system, truth, period, closed, found):
    """Add what is told of hidden units together, where all of them are fewer persons than may be shown."""
    for members in (truth.units(period), *truth.members.values()):
        block = tuple(unit for unit in closed if unit in members)
        if len(block) < 2 or sum(truth.n(period, unit) for unit in block) >= truth.minimum:
            continue
        weights = {unit: 1.0 if truth.official == "units" else float(truth.n(period, unit)) for unit in block}
        shares = {unit: weight / sum(weights.values()) for unit, weight in weights.items()}
        for measure in ("index", *KEYS):
            value = sum(shares[unit] * truth.index[(period, "unit", "", unit, measure)][1] for unit in block)
            found[period, block, measure] = (value, *_figure_range(system, shares, measure))


def _figure_range(system, units, measure):
    """Return the range of the figure of a unit, or of the mean of some, each with its share."""
    shares = units if isinstance(units, dict) else {units: 1.0}
    keys = KEYS if measure == "index" else (measure,)
    whole = System(dict(system.bounds), list(system.relations))
    whole.unknown("mean", 25.0, 100.0)
    parts = {(unit, key): -share / len(keys) for unit, share in shares.items() for key in keys}
    whole.relate({"mean": 1.0, **parts}, 0.0, 0.0)
    return whole.connected("mean").range_of("mean")


def _relate_groups(system, truth, loot, period, view, closed):
    """Add what the figures of all groups of respondents, times their persons, say of the hidden units."""
    groups = {key[3]: found for key, found in truth.index.items() if key[:2] == (period, view)}
    told = {group: loot.figures.get(("index", view, "", group, "index"), set()) for group in groups}
    known = {group: min(values, key=lambda one: one[1]) for group, values in told.items() if values}
    if not groups or len(known) < len(groups):
        return
    units = {unit: truth.n(period, unit) for unit in truth.units(period)}
    exact = sum(n * value for n, value in groups.values())
    if abs(exact - sum(n * truth.index[(period, "unit", "", u, "index")][1] for u, n in units.items())) > EXACT:
        return  # blanks weigh otherwise in groups than in units
    total = sum(groups[group][0] * value for group, (value, _) in known.items())
    half = sum(groups[group][0] * half for group, (_, half) in known.items()) + EXACT
    shown = sum(n * truth.index[(period, "unit", "", u, "index")][1] for u, n in units.items() if u not in closed)
    terms = {(unit, key): units[unit] / len(KEYS) for unit in closed for key in KEYS}
    system.relate(terms, total - half - shown, total + half - shown)


def _relate_means(system, truth, loot, period, about, inside, closed):
    """Add what a parent's published figure says of its hidden units, where it is true to its last digit."""
    level, label, measure = about
    hidden = [unit for unit in inside if unit in closed]
    if not hidden:
        return
    exact = truth.index[(period, level, "", label, measure)][1]
    before = truth.index.get((str(int(period) - 1) if period.isdecimal() else "", level, "", label, measure))
    weights = {unit: 1.0 if truth.official == "units" else float(truth.n(period, unit)) for unit in inside}
    exacts = {unit: truth.index[(period, "unit", "", unit, measure)][1] for unit in inside}
    known = sum(weights[unit] * exacts[unit] for unit in inside if unit not in closed)
    terms = {}
    for unit in hidden:
        for key in KEYS if measure == "index" else (measure,):
            terms[unit, key] = weights[unit] / (9 if measure == "index" else 1)
    told = [
        (value, half) for name in ("index", "middle") for value, half in loot.figures[(name, level, "", label, measure)]
    ]
    if before is not None and before[1] is not None:
        # A change with two decimals is that of two printed figures: two roundings lie between it and the exact ones.
        told += [(before[1] + value, 2 * half) for value, half in loot.figures[("change", level, "", label, measure)]]
    for value, width in told:
        half = max(width, 1e-9)
        if abs(value - exact) <= half * (1 + 1e-9):
            total = sum(weights.values())
            system.relate(terms, total * (value - half) - known, total * (value + half) - known)


def attack_heads(truth, loots):
    """Return (truth, least, greatest) of every small hidden cell of respondents by unit and group."""
    found = {}
    for view in PROFILES:
        system, secret = System(whole=True), {}
        for period, loot in loots.items():
            for (unit, group), n in truth.heads.get((period, view), {}).items():
                if is_shown(loot, unit) and loot.one(("head", "unit", unit, view, group)) is None:
                    system.unknown((period, unit, group), 0, None)
                    secret[period, unit, group] = n
        for period, loot in loots.items():
            _relate_heads(system, truth, loot, period, view)
        _relate_years(system, truth, view)
        small = {key: n for key, n in secret.items() if 0 < n < truth.minimum}
        found |= {(view, *key): (n, *whole_range(system, key)) for key, n in small.items()}
    return found


def _relate_heads(system, truth, loot, period, view):
    """Add the number of each unit, and the total of each group, as the sums of their cells."""
    cells = truth.heads.get((period, view), {})
    shown = [unit for unit in truth.units(period) if is_shown(loot, unit)]
    for unit in shown:
        _relate_sum(system, truth.n(period, unit), {(period, u, g): n for (u, g), n in cells.items() if u == unit})
    for group in {g for _, g in cells}:
        own = {(period, u, g): n for (u, g), n in cells.items() if g == group and u in shown}
        for total in loot.counts.get(("head", "all", "all", view, group), ()):
            _relate_sum(system, total, own)


def _relate_years(system, truth, view):
    """Add the published cells of a year as the sums of those of its parts."""
    for year, parts in truth.years.items():
        for (unit, group), n in truth.heads.get((year, view), {}).items():
            own = {(part, unit, group): truth.heads.get((part, view), {}).get((unit, group), 0) for part in parts}
            if (year, unit, group) not in system.bounds:
                _relate_sum(system, n, own)


def attack_spreads(truth, loots):
    """Return (truth, least, greatest) of every small hidden count of answers, beyond what number and mean say alone."""
    found = {}
    for period, loot in loots.items():
        for question in truth.questions:
            system, alone, secret = _answers_of(truth, loot, period, question)
            for key, n in secret.items():
                low, high = whole_range(alone, key)
                if high > low:  # else number and mean alone give it back
                    found[period, question, *key] = (n, *whole_range(system, key))
    return found


def _answers_of(truth, loot, period, question):
    """Return all relations of the answers to a question, those of unit means alone, and small hidden counts."""
    system, alone, secret = System(whole=True), System(whole=True), {}
    units = [unit for unit in truth.units(period) if is_shown(loot, unit)]
    for unit in (*units, "all"):
        at = ("all" if unit == "all" else "unit", unit, question)
        counts = truth.spreads[period, unit, question]
        hidden = [score for score in range(1, 5) if loot.one((f"n{score}", *at)) is None]
        for one, unknown in ((system, hidden), (alone, range(1, 5))):
            for score in unknown:
                one.unknown((unit, score), 0, None)
            _relate_answers(one, loot, at, counts, with_share=one is system)
        secret |= {(unit, s): counts[s - 1] for s in hidden if 0 < counts[s - 1] < truth.minimum}
    for score in range(1, 5):
        cells = {(unit, score): truth.spreads[period, unit, question][score - 1] for unit in units}
        total = truth.spreads[period, "all", question][score - 1]
        if sum(cells.values()) == total:
            alone.relate({**dict.fromkeys(cells, 1.0), ("all", score): -1.0}, 0.0, 0.0)
            terms = {key: 1.0 for key in cells if key in system.bounds}
            known = sum(n for key, n in cells.items() if key not in system.bounds)
            if ("all", score) in system.bounds:
                system.relate({**terms, ("all", score): -1.0}, -known, -known)
            elif terms:
                system.relate(terms, total - known, total - known)
    return system, alone, secret


def _relate_answers(system, loot, at, counts, *, with_share):
    """Add number, mean and share of answers 3 and 4 of one subject."""
    level, unit, question = at
    cells = {(unit, score): n for score, n in enumerate(counts, start=1)}
    if loot.one(("n_answers", level, unit, question)) is not None:
        _relate_sum(system, sum(counts), cells)
    terms = {key: float(key[1]) for key in cells if key in system.bounds}
    known = sum(key[1] * n for key, n in cells.items() if key not in system.bounds)
    total = sum(score * n for score, n in enumerate(counts, start=1))
    # The mean of a unit is published with all its digits; that of the whole is one over units.
    if terms and level == "unit":
        system.relate(terms, total - known, total - known)
    spread = loot.spreads.get((level, "", unit, question))
    if with_share and terms and level == "unit" and spread is not None:
        squares = sum(score**2 * n for score, n in enumerate(counts, start=1))
        told = (spread / 25) ** 2 * sum(counts) * (sum(counts) - 1) + total**2 / sum(counts)
        if abs(told - squares) < EXACT * squares:
            own = {key: float(key[1]) ** 2 for key in cells if key in system.bounds}
            known_squares = sum(key[1] ** 2 * n for key, n in cells.items() if key not in system.bounds)
            system.relate(own, squares - known_squares, squares - known_squares)
    if with_share and loot.figures.get(("share", level, unit, question)):
        good = {key: 1.0 for key in cells if key[1] >= 3 and key in system.bounds}
        known = sum(n for key, n in cells.items() if key[1] >= 3 and key not in system.bounds)
        if good:
            system.relate(good, counts[2] + counts[3] - known, counts[2] + counts[3] - known)
