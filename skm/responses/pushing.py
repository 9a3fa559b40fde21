"""The tally's group-by in the database: labels are counted there, then the answers; not one row leaves the server."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.periods import NO_PERIOD, period_months
from skm.regulation import Instrument
from skm.responses.answers import (
    UNCOUNTED,
    beyond_regulation_lines,
    labels_of,
    off_scale_lines,
    order_lines,
    refuse_other_scale,
    samples_of,
    scale_lines,
    told_lines,
)
from skm.responses.cleaning import Cleaned
from skm.responses.dates import YEARS
from skm.responses.frequencies import no_rows
from skm.responses.keys import Keys, find_keys
from skm.responses.labels import Labels
from skm.responses.privacy import without_personal
from skm.responses.profiles import group_labels, groups_of
from skm.responses.raw import RawTable
from skm.responses.recognising import KEPT_ROLES, PROFILE_ROLES, Plan
from skm.responses.rows import LISTED, NAMING, Constants, CountedTable
from skm.responses.staging import StagedTable
from skm.survey import Survey
from skm.tally import (
    CELL_KEYS,
    add_cells,
    count_column,
    histogram_bins,
    histogram_column,
    product_column,
    stored_places,
    straight_column,
    straight_places,
    sum_columns,
)

ISO_DAY = 10  # characters of an ISO date


class NotCountableError(Exception):
    """The database can't count these answers; `reason` is the code of the note that says why not."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class CountedThere:
    """Answers that a database counted: the account, the lines of the tally, a hash of them, first and last day."""

    cleaned: Cleaned
    lines: pd.DataFrame
    sha256: str
    fieldwork: Mapping[str, tuple[str, str]]


def count_there(
    connection: duckdb.DuckDBPyConnection,
    source: Any,
    table: RawTable,
    plan: Plan,
    survey: Survey,
    constants: Constants,
) -> CountedThere:
    """Return the answers of a database as its own counts: by label first, then by cell of the tally.

    Parameters
    ----------
    source
        The stream of a database: its `look_at`, `label_counts`, `days`, `column` and `groups`.

    Raises
    ------
    NotCountableError
        What is asked for needs single rows.
    DataError
        The table can't be trusted, as `clean_table` says.
    """
    by_row = survey.clean.duplicates == "drop" or constants.corrections or constants.by_date
    if by_row or "cluster" in plan.roles:
        raise NotCountableError("rows_needed")
    wanted = {f"a_{item}": place for item, place in plan.items.items()}
    roles = (*KEPT_ROLES, *PROFILE_ROLES)
    wanted |= {role: place for role, place in plan.roles.items() if role in roles and role not in UNCOUNTED}
    natives, counts = _labels_there(source, wanted, plan)
    if any(without_personal(label) != label for name in (*NAMING, *PROFILE_ROLES) for label in counts.get(name, ())):
        raise NotCountableError("personal_names")
    headers = {name: table.headers[place] for name, place in wanted.items()}
    staged = StagedTable(table, "counted_there", tuple(wanted), table.n_rows)
    own = CountedTable(connection, staged, plan, survey, constants, headers, counts)
    refuse_other_scale(own)
    labels = labels_of(own)
    if survey.clean.off_scale == "drop row" and any(meaning.off_scale for meaning in labels.values()):
        raise NotCountableError("rows_needed")
    keys = find_keys(own)
    fieldwork = _fieldwork(source, own, plan)
    profiles = {role: group_labels(role, counts[role]) for role in PROFILE_ROLES if role in plan.roles}
    sums = _Sums(source, plan, labels, natives, survey, table.file)
    frames, dropped = [], {}
    for view in ("", *profiles):
        frame, lost = _view(sums, keys, profiles, view, plan)
        frames.append(frame)
        dropped = dropped if view else lost
    lines = pd.concat(frames, ignore_index=True)
    if lines.empty:
        raise DataError("no_rows", [Place(table.file, table.sheet)])
    lines = add_cells(lines, plan.instrument)
    found_lines = [*off_scale_lines(own, labels), *order_lines(own), *beyond_regulation_lines(own), *told_lines(own)]
    found_lines += [*scale_lines(own, labels), *own.exclude([(None, "")], "rows stay there", "flagged")]
    for (rule, value), n in dropped.items():
        column = "unit" if rule.startswith("unit") else ""
        found_lines += own.exclude([(None, value)] * min(n, LISTED), rule, "row dropped", column, hint="")
    cleaned = Cleaned(
        no_rows(connection, plan.instrument, (*keys.by, *profiles)),
        table.n_rows,
        sum(dropped.values()),
        tuple(found_lines),
        keys.names,
        tuple(profiles),
        keys.by,
        periods=own.periods or (constants.period,),
        several=keys.services.several,
        samples=samples_of(own, labels) | groups_of(counts, profiles),
    )
    kept = int(lines.loc[lines["view"] == "", "rows"].sum())
    if kept + cleaned.n_dropped != table.n_rows:
        raise DataError("database_changed", [Place(table.file)])
    said = lines.drop(columns=list(keys.constants))  # not by whom it is asked: one table in two periods is one source
    told = json.dumps([list(said.columns), said.to_numpy().tolist()], ensure_ascii=False, default=str)
    return CountedThere(cleaned, lines, hashlib.sha256(told.encode()).hexdigest(), fieldwork)


def _labels_there(
    source: Any, wanted: Mapping[str, int], plan: Plan
) -> tuple[dict[str, dict[str, list[Any]]], dict[str, dict[str, int]]]:
    """Return the values behind each label of each column, and how often the label stands there."""
    dated = [plan.roles[role] for role in ("date", "timestamp") if role in plan.roles]
    if not source.look_at([*dict.fromkeys([*wanted.values(), *dated])]):
        raise NotCountableError("lists_needed")
    natives: dict[str, dict[str, list[Any]]] = {}
    counts: dict[str, dict[str, int]] = {}
    for name, place in wanted.items():
        natives[name], counts[name] = {}, {}
        for value, text, n in sorted(source.label_counts(place), key=lambda entry: (-entry[2], entry[1])):
            natives[name].setdefault(text, []).append(value)
            counts[name][text] = counts[name].get(text, 0) + n
    return natives, counts


def _fieldwork(source: Any, table: CountedTable, plan: Plan) -> dict[str, tuple[str, str]]:
    """Return first and last day of the one period; days outside of it are a matter of single rows."""
    role = next((role for role in ("date", "timestamp") if role in plan.roles), None)
    days = source.days(plan.roles[role]) if role else []
    if not days:
        return {}
    months = period_months(table.constants.period) if table.constants.period != NO_PERIOD else None
    if table.periods or not all(map(_is_day, days)):
        raise NotCountableError("dates_needed")
    first, last = min(days)[:ISO_DAY], max(days)[:ISO_DAY]
    if months and not months[0] <= first[:7] <= last[:7] <= months[1]:
        raise NotCountableError("dates_needed")
    return {table.constants.period: (first, last)}


def _is_day(text: str) -> bool:
    """Return whether a text begins with a day that is read the same wherever it is.

    Examples
    --------
    >>> _is_day("2025-03-01 08:30"), _is_day("2025-02-30"), _is_day("2025-03-011"), _is_day("2025-03-01TZ")
    (True, False, False, False)
    """
    if text[ISO_DAY:][:1].isdigit() or text.endswith("Z") or text[4:8:3] != "--":
        return False
    try:
        return YEARS[0] <= dt.date.fromisoformat(text[:ISO_DAY]).year <= YEARS[1]
    except ValueError:
        return False


class _Sums:
    """The sums of the tally as expressions over the columns of a table or query."""

    def __init__(
        self,
        source: Any,
        plan: Plan,
        labels: Mapping[str, Labels],
        natives: Mapping[str, Mapping[str, Sequence[Any]]],
        survey: Survey,
        file: str,
    ) -> None:
        self.source, self.plan, self.labels, self.natives = source, plan, labels, natives
        self.instrument: Instrument = plan.instrument
        self.no_unit = "unit missing" if survey.units is None else "unit not registered"
        self.file = file
        scores = dict(survey.scale)
        times = self.instrument.denominator
        self.whole = {point: int((scores[point] if scores else point) * times) for point in survey.points}

    def text_of(self, value: Any) -> str:
        """Return a value as a person sees it."""
        return self.source.text(value)

    def _among(self, name: str, place: int, texts: Sequence[str]) -> Any:
        """Return whether a cell holds one of some labels."""
        import sqlalchemy as sa

        column = self.source.column(place)
        values = [value for text in texts for value in self.natives[name].get(text, ())]
        given = [value for value in values if value is not None]
        tests = [column.in_(given)] if given else []
        tests += [column.is_(None)] if len(given) < len(values) else []
        return sa.or_(*tests) if tests else sa.false()

    def _score(self, item: str) -> Any:
        import sqlalchemy as sa

        place, labels = self.plan.items[item], self.labels[item]
        by_score: dict[int, list[str]] = {}
        for text, score in labels.scores.items():
            by_score.setdefault(self.whole[score], []).append(text)
        chosen = [(self._among(f"a_{item}", place, texts), sa.literal_column(str(s))) for s, texts in by_score.items()]
        return sa.case(*chosen, else_=sa.null()) if chosen else sa.null()

    def groups(self, keys: Mapping[str, int]) -> list[Any]:
        """Return (keys…, answered, not_applicable, sums…) of each cell that some columns make."""
        import sqlalchemy as sa

        items = [item.key for item in self.instrument.items]
        skipped = [
            sa.case(
                (self._among(f"a_{item}", self.plan.items[item], self.labels[item].not_applicable), 1 << place), else_=0
            )
            for place, item in enumerate(items)
            if self.labels[item].not_applicable
        ]
        inner = sa.select(
            *(self.source.column(place).label(f"k_{name}") for name, place in keys.items()),
            *(self._score(item).label(f"s_{item}") for item in items),
            (sum(skipped[1:], start=skipped[0]) if skipped else sa.literal_column("0")).label("skipped"),
        ).select_from(self.source.source)
        rows = inner.subquery("answers")
        score = {item: rows.c[f"s_{item}"] for item in items}
        wholes = dict(enumerate(self.instrument.whole_scores, start=1))
        answered = [sa.case((score[item].is_not(None), 1 << place), else_=0) for place, item in enumerate(items)]
        steps = [(score[item] == whole, place - 1) for item in items for place, whole in wholes.items() if place > 1]
        excess = [sa.case((test, worth), else_=0) for test, worth in steps]
        middle = sa.select(
            *(rows.c[f"k_{name}"] for name in keys),
            *score.values(),
            rows.c.skipped,
            sum(answered[1:], start=answered[0]).label("answered"),
            sum(excess[1:], start=excess[0]).label("excess"),
        ).subquery("masked")
        score = {item: middle.c[f"s_{item}"] for item in items}
        straight = {
            place: sa.and_(*(sa.or_(score[item].is_(None), score[item] == wholes[place]) for item in items))
            for place in straight_places(self.instrument)
        }
        tests = {
            count_column(item, p): score[item] == wholes[p] for item in items for p in stored_places(self.instrument)
        }
        tests |= {histogram_column(e): middle.c.excess == e for e in histogram_bins(self.instrument)}
        tests |= {straight_column(p): sa.and_(middle.c.answered != 0, test) for p, test in straight.items()}
        counted = {name: sa.func.sum(sa.case((test, 1), else_=0)) for name, test in tests.items()}
        for first, a in enumerate(items):
            for b in items[first + 1 :]:
                counted[product_column(a, b)] = sa.func.sum(sa.func.coalesce(score[a] * score[b], 0))
        counted["rows"] = sa.func.count()
        by = [*(middle.c[f"k_{name}"] for name in keys), middle.c.answered, middle.c.skipped]
        query = sa.select(*by, *(counted[name].label(name) for name in sum_columns(self.instrument))).group_by(*by)
        return self.source.groups(query)


def _view(
    sums: _Sums, keys: Keys, profiles: Mapping[str, Mapping[str, str]], view: str, plan: Plan
) -> tuple[pd.DataFrame, dict[tuple[str, str], int]]:
    """Return the lines of one view, and how many rows each rule drops, by rule and value."""
    columns = {role: plan.roles[role] for role in keys.maps if not (view and role == "service")}
    columns |= {view: plan.roles[view]} if view else {}
    names = sum_columns(sums.instrument)
    lines, dropped = [], {}
    for row in sums.groups(columns):
        texts = dict(zip(columns, map(sums.text_of, row), strict=False))
        answered, skipped, *found = row[len(columns) :]
        values = dict(zip(names, map(int, found), strict=True))
        if any(text not in sums.natives[role] for role, text in texts.items()):
            raise DataError("database_changed", [Place(sums.file)])  # some tables of MariaDB know no moment
        cell = {key: keys.constants.get(key, "") for key in CELL_KEYS}
        cell |= {role: keys.maps[role][text] or "" for role, text in texts.items() if role in keys.maps}
        reason = (sums.no_unit, texts["unit"]) if "unit" in keys.maps and not keys.maps["unit"][texts["unit"]] else None
        reason = reason or (None if int(answered) else ("no answers", ""))
        if reason:
            dropped[reason] = dropped.get(reason, 0) + values["rows"]
            continue
        if view:
            cell["service"] = ""
        group = profiles[view][texts[view]] if view else ""
        masks = {"answered": int(answered), "not_applicable": int(skipped), "counts_only": 0}
        lines.append({**cell, "view": view, "group": group, **masks, **values})
    return pd.DataFrame(
        lines, columns=[*CELL_KEYS, "view", "group", "answered", "not_applicable", "counts_only", *names]
    ), dropped
