"""Estimates → lines: who is in a period, and what a unit, a service, a profile group and a parent get."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from skm.errors import Place, SettingsError
from skm.indices.estimates import Estimate, estimate
from skm.indices.populations import CENSUS, Coverage, population_notes, recruited, spoken_together
from skm.messages import note, spoken_number
from skm.periods import is_in_force, year_of
from skm.regulation import Regulation
from skm.stats.levels import FEW
from skm.stats.rounding import common_denominator, exact_weighted_mean, weighted_mean
from skm.stats.variance import stratified_variance
from skm.survey import Survey
from skm.tally import CLUSTER_VIEW, PROFILE_COLUMNS, SERVICE_VIEW, Tally

PARENT_LEVELS = ("all", "region", "agency", "kind")
BASES = ("units", "respondents", "users")
NOT_ANSWERED = "not answered"  # id of the profile group of those who left the question blank
NAMES_SHOWN = 5  # as in messages: five are named, the rest counted


@dataclass(frozen=True)
class Estimates:
    """The estimates of all periods, by (period, unit), (period, unit, service) and (period, view, group).

    `labels` are region and agency of the units counted, by period; `register` the register's lines by unit id, in
    official order; `several` are the (period, unit) in which somebody rated several services.
    """

    units: Mapping[tuple[str, ...], Estimate]
    services: Mapping[tuple[str, ...], Estimate]
    groups: Mapping[tuple[str, ...], Estimate]
    labels: Mapping[str, Mapping[str, Mapping[str, str]]]
    register: Mapping[str, Mapping[str, str]]
    several: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Unit:
    """A unit in one period: who it is, and its estimate, or None where it is silent."""

    id: str
    name: str
    labels: Mapping[str, str]  # region, agency, kind
    users: int | None
    has_rows: bool
    estimate: Estimate | None
    recruitment: str | None = None

    @cached_property
    def coverage(self) -> Coverage:
        """Who of its users answered."""
        if self.estimate is None:
            return Coverage(0, self.users, self.recruitment)
        return Coverage(self.estimate.counts[0], self.users, self.recruitment, self.estimate.n_clusters > 0)

    @property
    def counts_in(self) -> bool:
        """Whether the unit has an index, and so a place in its parents."""
        return self.estimate is not None and self.estimate.is_whole


class Line(NamedTuple):
    """One line of the table before rounding and intervals."""

    period: str
    level: str
    id: str
    name: str
    parent: str
    place: int  # 0 is the index, then the elements
    n: int
    n_missing: int
    mean: Fraction | None
    variance: float
    df: float
    is_parent: bool
    official: bool
    basis: str
    note: str
    withheld: bool = False  # whether it has a variance, but no interval of it would be honest
    by_counts: bool = False  # whether its variance can't be known, because only the totals of the answers are
    corrected: tuple[float, float] | None = None  # variance and df of the level, where it knows of a finite population
    is_census: bool = False  # whether nothing was sampled, so that there is no sampling error


def _in_force(unit: Mapping[str, str], period: str) -> bool:
    """Return whether a registered unit exists in a period; `from` and `to` may be years, periods or dates."""
    return is_in_force(unit.get("from", ""), unit.get("to", ""), period)


def estimate_levels(tally: Tally, survey: Survey) -> Estimates:
    """Return the estimate of everything that stands for itself: units, services, profile groups."""
    main, several, clusters = (tally.frame["view"] == view for view in ("", SERVICE_VIEW, CLUSTER_VIEW))
    return Estimates(
        estimate(tally, main, ["unit"], survey, clusters),
        estimate(tally, (main | several) & (tally.frame["service"] != ""), ["unit", "service"], survey),
        estimate(tally, ~main & ~several & ~clusters, ["view", "group"], survey),
        _labels(tally),
        _registered(survey),
        frozenset(zip(tally.frame.loc[several, "period"], tally.frame.loc[several, "unit"], strict=True)),
    )


def period_lines(period: str, tally: Tally, survey: Survey, estimates: Estimates) -> tuple[list[Line], list[str]]:
    """Return the lines of a period, from the whole to its profile groups, and what must be said of it."""
    regulation = tally.instrument.regulation
    units = _units_of(period, tally, survey, estimates)
    _refuse_unknown_users(period, units, survey)
    lines = [
        *_parents_of(period, units, survey, regulation),
        *_unit_lines(period, units, survey, regulation),
        *_service_lines(period, units, estimates, survey, regulation),
        *_group_lines(period, units, estimates.groups, survey, regulation),
    ]
    return lines, _period_notes(period, units, survey)


def _registered(survey: Survey) -> dict[str, dict[str, str]]:
    """Return the register's lines by unit id, in official order."""
    if survey.units is None:
        return {}
    cells = survey.units.astype(object).where(survey.units.notna(), "").astype(str)
    # Column by column: pandas takes 40 times as long to give a table away line by line.
    columns = [cells[name].tolist() for name in cells.columns]
    lines = (dict(zip(cells.columns, values, strict=True)) for values in zip(*columns, strict=True))
    return {line["unit_id"]: line for line in lines}


def unit_places(survey: Survey, units: Iterable[str]) -> dict[str, int]:
    """Return the place of each unit: the register's order, then the others by id."""
    return _places(list(survey.units["unit_id"].astype(str)) if survey.units is not None else [], units)


def _places(registered: Iterable[str], units: Iterable[str]) -> dict[str, int]:
    known = dict.fromkeys(registered)
    return {unit: place for place, unit in enumerate([*known, *sorted(set(units) - set(known))])}


def _users(line: Mapping[str, str], period: str) -> int | None:
    """Return the registered number of users served in a period, None where it is blank."""
    text = line.get(f"users_{period}", "").strip()
    if not text:
        return None
    if not text.isdigit():
        place = Place("units", column=f"users_{period}", value=text)
        raise SettingsError("users_unreadable", [place])
    return int(text)


def _units_of(period: str, tally: Tally, survey: Survey, estimates: Estimates) -> list[Unit]:
    """Return the units of a period: those in force in the register's order, then the others by id."""
    register = estimates.register
    labels = estimates.labels.get(period, {})
    recruitment = recruited(survey, period, estimates.labels)
    units = []
    for unit in _places(register, labels):
        line = register.get(unit, {})
        found = labels.get(unit, {})
        if unit not in labels and not _in_force(line, period):
            continue
        units.append(
            Unit(
                unit,
                tally.names.get(unit) or line.get("name") or unit,
                {level: found.get(level) or line.get(level, "") for level in PARENT_LEVELS[1:]},
                _users(line, period),
                unit in labels,
                estimates.units.get((period, unit)),
                recruitment,
            )
        )
    return units


def _labels(tally: Tally) -> dict[str, dict[str, Mapping[str, str]]]:
    """Return region and agency of each unit counted in a period, or in a part of it, by period."""
    columns = ["period", "unit", "region", "agency"]
    here = tally.frame.loc[(tally.frame["view"] == "").to_numpy(), columns].drop_duplicates()
    labels: dict[str, dict[str, Mapping[str, str]]] = {}
    for period, unit, region, agency in zip(*(here[name].tolist() for name in columns), strict=True):
        for known in {period, year_of(period)}:
            labels.setdefault(known, {}).setdefault(unit, {"region": region, "agency": agency})
    return labels


def _members(units: Sequence[Unit], level: str) -> dict[str, list[Unit]]:
    """Return the units under each label of a level, in order; "all" has everybody."""
    if level == "all":
        return {"all": list(units)}
    members: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.labels[level]:
            members.setdefault(unit.labels[level], []).append(unit)
    return members


def _shown(names: Sequence[str], language: str) -> str:
    """Return up to five names and the count of the rest."""
    rest = len(names) - NAMES_SHOWN
    more = [note("more", language, n=rest)] if rest > 0 else []
    return ", ".join([*names[:NAMES_SHOWN], *more])


def _own_note(estimate: Estimate, place: int, regulation: Regulation, language: str) -> str:
    """Return why a group's figure has no interval, or is absent."""
    if place == 0 and not estimate.is_whole:
        pairs = zip(regulation.elements, estimate.means, strict=True)
        blank = [f"{element.code} {element.short[language]}" for element, mean in pairs if mean is None]
        return note("element_blank", language, elements=", ".join(blank))
    if place and estimate.means[place - 1] is None:
        return note("nobody_answered", language)
    if estimate.by_counts[place]:
        return note("counts_only", language)
    if math.isnan(estimate.variances[place]):
        return note(_lone_code(estimate, place), language)
    return _varying_note(estimate, place, language)


def _lone_code(estimate: Estimate, place: int) -> str:
    """Return what there is only one of, so that there is no variance."""
    if estimate.counts[place] == 1:
        return "one_respondent"
    return "one_cluster" if estimate.n_clusters == 1 else "one_respondent_part"


def _varying_note(estimate: Estimate, place: int, language: str) -> str:
    """Return what a reader must know of the variance of a figure that has one."""
    if place == 0 and _is_withheld(estimate):
        return note("heavy_ceiling", language, n=estimate.counts[0], top=estimate.n_top, few=FEW)
    if estimate.variances[place] == 0:
        return note(_equal_code(estimate.variances, place), language)
    if place == 0 and math.isfinite(estimate.deff):
        return note("clusters", language, n=estimate.n_clusters, deff=spoken_number(estimate.deff, language, 1))
    return ""


def _is_withheld(estimate: Estimate) -> bool:
    """Return whether the index has a variance, but no honest interval; one question alone keeps its interval."""
    return estimate.has_heavy_ceiling and bool(estimate.variances[0] > 0)


def _equal_code(variances: NDArray[np.float64], place: int) -> str:
    """Return what is equal where nothing varies: indices may be, of people who answered differently."""
    return "indices_equal" if place == 0 and (variances[1:] > 0).any() else "all_equal"


def _index_mean(estimate_means: Sequence[Fraction | None], regulation: Regulation) -> Fraction | None:
    """Return Σ weight × element mean, exactly; None where an element has no mean."""
    known = [mean for mean in estimate_means if mean is not None]
    if len(known) < len(estimate_means):
        return None
    # Weights sum to exactly 1, so the weighted sum is a weighted mean with whole-number weights.
    return exact_weighted_mean(known, regulation.whole_weights)


def _own_lines(
    key: tuple[str, str, str, str, str],
    estimate: Estimate,
    regulation: Regulation,
    language: str,
    coverage: Coverage | None = None,
    *,
    of_clusters: bool = False,
) -> list[Line]:
    """Return the lines of a group that stands for itself: a unit, a service, a profile group.

    `of_clusters`: a part of respondents who came by clusters, whose own clusters nobody knows.
    """
    values = (_index_mean(estimate.means, regulation), *estimate.means)
    coverage = coverage or Coverage(estimate.counts[0])
    is_census, factor, withheld = coverage.is_census, coverage.factor, _is_withheld(estimate)
    spoken = coverage.spoken(language)
    variances, dfs, by_counts = (array.tolist() for array in (estimate.variances, estimate.dfs, estimate.by_counts))
    # An element whose answers vary needs no word.
    notes = [
        "" if place and variance > 0 else _own_note(estimate, place, regulation, language)
        for place, variance in enumerate(variances)
    ]
    if of_clusters:
        notes = [text or note("clusters_of_part", language) for text in notes]
    return [
        Line(
            *key,
            place,
            estimate.counts[place],
            estimate.missing[place],
            value,
            variances[place],
            dfs[place],
            is_parent=False,
            official=True,
            basis="respondents",
            note=_with_population(notes[place], spoken, is_census, value, place),
            withheld=of_clusters or (place == 0 and withheld),
            by_counts=by_counts[place],
            corrected=_corrected(variances[place] * factor, dfs[place], factor),
            is_census=is_census and value is not None,
        )
        for place, value in enumerate(values)
    ]


def _corrected(variance: float, df: float, factor: float) -> tuple[float, float] | None:
    """Return the variance of a level with its degrees of freedom, None where no finite population changes it."""
    return (float(variance), float(df)) if factor < 1 else None


def _with_population(text: str, spoken: str, is_census: bool, value: Fraction | None, place: int) -> str:
    """Return the note of a figure with what its population says; of a census that is why there is no interval."""
    if value is None or (place and not is_census):
        return text
    return spoken if is_census else "; ".join(filter(None, (text, spoken)))


def _silent_line(key: tuple[str, str, str, str, str], basis: str, text: str) -> Line:
    """Return the line of what has no respondent: no index, never zero."""
    return Line(*key, 0, 0, 0, None, math.nan, math.nan, False, True, basis, text)


def _basis_weights(units: Sequence[Unit], basis: str) -> list[int] | None:
    """Return the whole-number weights of a basis, None where a unit's is not known."""
    if basis == "units":
        return [1] * len(units)
    if basis == "respondents":
        return [unit.estimate.counts[0] for unit in units if unit.estimate]
    known = [unit.users for unit in units if unit.users is not None]
    return known if len(known) == len(units) and sum(known) else None


_Donors = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _stack(units: Sequence[Unit]) -> _Donors:
    """Return variances, counts and degrees of freedom of units, `(n_units, 1 + n_elements)` each."""
    found = [unit.estimate for unit in units if unit.estimate]
    return (
        np.array([estimate.variances for estimate in found]),
        np.array([estimate.counts for estimate in found], dtype=float),
        np.array([estimate.dfs for estimate in found]),
    )


@dataclass(frozen=True)
class _Parent:
    """A level's label in one period: its units with an index, and what must be said of the others.

    `donors` are the variances of all units of the period, for a parent whose units have one respondent each.
    """

    key: tuple[str, str, str, str, str]
    units: tuple[Unit, ...]
    texts: tuple[str, ...]
    donors: _Donors | None

    @cached_property
    def strata(self) -> _Donors:
        """Variances, counts and degrees of freedom of the units."""
        return _stack(self.units)

    @cached_property
    def estimates(self) -> list[Estimate]:
        """The estimates of the units."""
        return [unit.estimate for unit in self.units if unit.estimate]

    @cached_property
    def means(self) -> list[tuple[list[int], int]]:
        """The means of each element, as whole numbers over one denominator."""
        columns = zip(*(estimate.means for estimate in self.estimates), strict=True)
        return [common_denominator([value for value in column if value is not None]) for column in columns]

    @cached_property
    def missing(self) -> list[int]:
        """Answers missing in all units, in all and for each element."""
        return [sum(column) for column in zip(*(estimate.missing for estimate in self.estimates), strict=True)]

    @cached_property
    def by_counts(self) -> NDArray[np.bool_]:
        """Which figures have a unit of which only the totals of the answers are known."""
        return np.array([estimate.by_counts for estimate in self.estimates]).any(axis=0)


def _parent_texts(members: Sequence[Unit], language: str) -> tuple[str, ...]:
    """Return which units of a parent are silent, and which have answers but no index."""
    silent = [unit.name for unit in members if unit.estimate is None]
    unusable = [unit.name for unit in members if unit.estimate and not unit.counts_in]
    texts = []
    if silent:
        n_with = len(members) - len(silent)
        texts.append(note("silent_units", language, n=n_with, of=len(members), names=_shown(silent, language)))
    if unusable:
        texts.append(note("units_without_index", language, names=_shown(unusable, language)))
    return tuple(texts)


def _parent_lines(parent: _Parent, survey: Survey, regulation: Regulation) -> list[Line]:
    """Return the three figures of a parent; a basis whose weights are not known has no lines."""
    if not parent.units:
        return [_silent_line(parent.key, survey.official, "; ".join(parent.texts))]
    lines = []
    for basis in BASES:
        weights = _basis_weights(parent.units, basis)
        if weights is not None:
            lines += _basis_lines(parent, basis, weights, survey, regulation)
    return lines


def _basis_lines(parent: _Parent, basis: str, weights: list[int], survey: Survey, regulation: Regulation) -> list[Line]:
    """Return index and elements of a parent under one weighting, with the variance of independent strata."""
    estimates, by_counts, missing = parent.estimates, parent.by_counts, parent.missing
    means = [weighted_mean(numerators, denominator, weights) for numerators, denominator in parent.means]
    shares = np.array(weights, dtype=float) / sum(weights)
    variances, counts, dfs = parent.strata
    variance, df, pooled = stratified_variance(shares, variances, counts, dfs=dfs, donors=parent.donors)
    variance = np.where(by_counts, np.nan, variance)
    covered = [unit.coverage for unit in parent.units]
    factors = np.array([one.factor for one in covered])
    own = (variance, df)
    if factors.min() < 1:
        own = stratified_variance(shares, variances, counts, dfs=dfs, donors=parent.donors, factors=factors)
    is_census = all(one.is_census for one in covered)
    population = spoken_together(covered, survey.language)
    counted = [unit.name for unit in parent.units if unit.estimate and unit.estimate.by_counts.any()]
    # A parent of one unit is that unit, so it gets that unit's interval, or none.
    alone = estimates[0] if len(estimates) == 1 and _is_withheld(estimates[0]) else None
    return [
        Line(
            *parent.key,
            place,
            int(counts[:, place].sum()),
            missing[place],
            value,
            float(variance[place]),
            float(df[place]),
            is_parent=len(parent.units) > 1,
            official=basis == survey.official,
            basis=basis,
            note="; ".join(
                [
                    *(parent.texts if place == 0 else ()),
                    *([_own_note(alone, 0, regulation, survey.language)] if alone and place == 0 else ()),
                    *(
                        [population]
                        if is_census
                        else [_counts_note(counted, parent, survey.language)]
                        if by_counts[place]
                        else _variance_notes(variance, place, pooled[place], survey)
                    ),
                    *([population] if population and place == 0 and not is_census else ()),
                ]
            ),
            withheld=alone is not None and place == 0,
            by_counts=bool(by_counts[place]),
            corrected=None if by_counts[place] else _corrected(own[0][place], own[1][place], float(factors.min())),
            is_census=is_census,
        )
        for place, value in enumerate((_index_mean(means, regulation), *means))
    ]


def _counts_note(counted: Sequence[str], parent: _Parent, language: str) -> str:
    """Return why a parent's figure has no interval: of which units only the totals of the answers are known."""
    if len(parent.units) == 1:
        return note("counts_only", language)
    return note("counts_only_units", language, names=_shown(counted, language))


def _variance_notes(variances: NDArray[np.float64], place: int, n_pooled: int, survey: Survey) -> list[str]:
    if variances[place] == 0:
        return [note(_equal_code(variances, place), survey.language)]
    if math.isnan(variances[place]):
        return [note("one_respondent_each", survey.language)]
    return [note("pooled", survey.language, n=int(n_pooled))] if n_pooled else []


def _refuse_unknown_users(period: str, units: Sequence[Unit], survey: Survey) -> None:
    """Stop where the official figure needs users served that the register does not have."""
    unknown = [unit for unit in units if unit.counts_in and unit.users is None]
    if survey.official == "users" and unknown:
        places = [Place("units", column=f"users_{period}", value=unit.name) for unit in unknown]
        raise SettingsError("official_users_unknown", places, period=period)


def _parents_of(period: str, units: Sequence[Unit], survey: Survey, regulation: Regulation) -> list[Line]:
    """Return the lines of the whole, the regions, the agencies and the kinds."""
    counted = tuple(unit for unit in units if unit.counts_in)
    donors = _stack(counted) if counted else None
    lines = []
    for level in PARENT_LEVELS:
        for label, members in _members(units, level).items():
            name = (survey.name or note("whole", survey.language)) if level == "all" else label
            usable = tuple(unit for unit in members if unit.counts_in)
            texts = _parent_texts(members, survey.language)
            key = (period, level, label, name, "")
            # One unit borrows no variance: it has an interval of its own or none.
            parent = _Parent(key, usable, texts, donors if len(usable) > 1 else None)
            lines += _parent_lines(parent, survey, regulation)
    return lines


def _unit_lines(period: str, units: Sequence[Unit], survey: Survey, regulation: Regulation) -> list[Line]:
    """Return the lines of the units; a file that names none is the whole, and no unit besides."""
    lines = []
    for unit in units:
        key = (period, "unit", unit.id, unit.name, "")
        if unit.estimate is not None and (unit.id or len(units) > 1):
            lines += _own_lines(key, unit.estimate, regulation, survey.language, unit.coverage)
        elif unit.id:
            code = "no_usable_respondents" if unit.has_rows else "no_respondents"
            lines.append(_silent_line(key, "respondents", note(code, survey.language)))
    return lines


def _service_lines(
    period: str,
    units: Sequence[Unit],
    estimates: Estimates,
    survey: Survey,
    regulation: Regulation,
) -> list[Line]:
    """Return the lines of the services; where a person may be in several, the index of each says so."""
    places = {unit.id: place for place, unit in enumerate(units)}
    here = sorted((places[unit], service, unit) for found, unit, service in estimates.services if found == period)
    shared = {unit for found, unit in estimates.several if found == period}
    lines = []
    for _, service, unit in here:
        key = (period, "service", service, service, unit)
        found = estimates.services[period, unit, service]
        whole = units[places[unit]].coverage
        covered, of_clusters = _within(whole, found), whole.is_clustered
        own = _own_lines(key, found, regulation, survey.language, covered, of_clusters=of_clusters)
        if unit in shared:
            texts = [own[0].note, note("several_services", survey.language)]
            own[0] = own[0]._replace(note="; ".join(filter(None, texts)))
        lines += own
    return lines


def _within(whole: Coverage, part: Estimate) -> Coverage:
    """Return what is known of a part of a unit's, or everybody's, users: their number is not, a census is one."""
    n = part.counts[0]
    return Coverage(n, n if whole.n == whole.users else None, CENSUS if whole.is_census else None)


def _group_lines(
    period: str,
    units: Sequence[Unit],
    estimates: Mapping[tuple[str, ...], Estimate],
    survey: Survey,
    regulation: Regulation,
) -> list[Line]:
    """Return the profile groups of the whole; who left the question blank is a group too, so n adds up."""
    lines = []
    covered = [unit.coverage for unit in units if unit.estimate]
    is_census = bool(covered) and all(one.is_census for one in covered)
    all_answered = is_census and all(one.n == one.users for one in covered)
    of_clusters = any(one.is_clustered for one in covered)
    for view in PROFILE_COLUMNS:
        groups = sorted(group for found, column, group in estimates if (found, column) == (period, view))
        if not any(groups):
            continue
        for group in [*filter(None, groups), *([""] if "" in groups else [])]:
            name = group or note("not_answered", survey.language)
            key = (period, view, group or NOT_ANSWERED, name, "")
            found = estimates[period, view, group]
            n = found.counts[0]
            own = Coverage(n, n if all_answered else None, CENSUS if is_census else None)
            lines += _own_lines(key, found, regulation, survey.language, own, of_clusters=of_clusters)
    return lines


def _period_notes(period: str, units: Sequence[Unit], survey: Survey) -> list[str]:
    """Return what must be said of a period: its silent units, all by name, and a basis that is not known."""
    silent = [unit.name for unit in units if unit.estimate is None]
    lacking = [unit.name for unit in units if unit.counts_in and unit.users is None]
    notes = []
    if silent:
        n_with = len(units) - len(silent)
        notes.append(note("silent_units", survey.language, n=n_with, of=len(units), names=", ".join(silent)))
    # Where no unit's number is known the basis is absent, not incomplete.
    if lacking and len(lacking) < sum(unit.counts_in for unit in units):
        notes.append(note("users_incomplete", survey.language, names=_shown(lacking, survey.language)))
    notes += population_notes([unit.coverage for unit in units if unit.estimate], survey.language)
    return [f"{period}: {text}" if period else text for text in notes]
