"""Raw text → scores, and the rules that leave rows or answers out. Every exclusion has a name and a reason.

A rule yields a flag without nulls; a row is kept where no dropping rule flags it. The expressions are Narwhals, so
they run wherever the rows live; only distinct labels are looked at in Python, never rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from skm.errors import DataError, Place
from skm.messages import say
from skm.periods import period_of_cell
from skm.responses.dates import NUMERIC, read_dates
from skm.responses.privacy import shown
from skm.responses.reading import StagedTable, quoted_name
from skm.responses.recognising import (
    CODE,
    PROFILE_ROLES,
    Labels,
    Plan,
    load_wordings,
    looks_like_answers,
    mixes_letters_and_numbers,
    other_scale,
    read_labels,
)
from skm.responses.summaries import find_summaries, may_have_summaries, set_aside
from skm.survey import Survey, plain

OFF_SCALE_AT_MOST = 0.05  # interface.md section 2: more than 5 % of a column off the scale refuses the file
SPREAD_AT_MOST = 0.01  # of all answers of the columns that show another scale, where most columns do
SCALE_COLUMNS = 3
CHAINED_AT_MOST = 24  # labels that one expression maps; a longer map is joined
GROUPS_AT_MOST = 40  # a profile column with more distinct texts is free text, not a grouping
EXCLUSION_COLUMNS = ["file", "sheet", "row", "column", "rule", "value", "action", "message"]
DIGITS = frozenset("1234")
WHOLE_NUMBER = re.compile(r"^(\d+) 0+$")  # the plain form of "34.0"
DATE_LENGTH = 10
PLACES_LISTED = 50  # cells that a refusal names; the message counts the rest
UNCOUNTED = ("date", "timestamp", "id", "cluster", "identity_hash")  # columns with a label a row


@dataclass(frozen=True)
class Cleaned:
    """The rows of one table with scores for labels, and what was left out of it.

    `frame` holds the kept rows: an Int8 column for each item, `not_applicable`, the keys and profile columns,
    `date`, `id`, `row`. `names` counts the spellings of each unit id.
    """

    frame: Any
    n_rows: int
    n_dropped: int
    exclusions: pd.DataFrame
    names: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Constants:
    """What file, folder or settings say of every row of a table; `stated` where an option or setting names the unit."""

    period: str
    unit: str = ""
    service: str = ""
    agency: str = ""
    stated: bool = False


@dataclass
class _Table:
    """One staged table on its way through cleaning.

    `counts` holds the distinct labels of its columns, `source` names the engine's table in which its rows are.
    """

    connection: duckdb.DuckDBPyConnection
    staged: StagedTable
    plan: Plan
    survey: Survey
    constants: Constants
    headers: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    source: str = ""

    @property
    def where(self) -> tuple[str, str]:
        return self.staged.table.file, self.staged.table.sheet

    @property
    def relation(self) -> duckdb.DuckDBPyRelation:
        return self.staged.relation(self.connection)

    def rows_with(self, column: str, labels: Sequence[str], at_most: int | None = None) -> list[tuple[int, str]]:
        """Return (row, label) of the cells that hold one of some labels, by row."""
        cells = nw.from_native(self.relation).select("row", nw.col(column).fill_null("").alias(column))
        found = cells.filter(nw.col(column).is_in(list(labels))).sort("row")
        rows = (found.head(at_most) if at_most else found).collect(backend="pandas").to_native()
        return [(int(row), str(label)) for row, label in zip(rows["row"], rows[column], strict=True)]

    def places(self, column: str, labels: Sequence[str]) -> list[Place]:
        """Return the places of the first cells that hold one of some labels."""
        cells = self.rows_with(column, labels, at_most=PLACES_LISTED)
        return [Place(*self.where, self.headers[column], row, shown(value)) for row, value in cells]

    def exclude(self, rows: Iterable[tuple[int | None, str]], rule: str, action: str, column: str = "") -> list[dict]:
        """Return a line of exclusions.csv for each (row, value)."""
        what, _ = say(f"rule_{rule.replace(' ', '_')}", self.survey.language)
        file, sheet = self.where
        common = {"rule": rule, "action": action, "message": what, "column": self.headers.get(column, column)}
        return [{"file": file, "sheet": sheet, "row": row, "value": shown(value), **common} for row, value in rows]


def count_labels(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]
) -> dict[str, dict[str, int]]:
    """Return how often each distinct label stands in each column, most frequent first; an empty cell is "".

    One query for all columns, as SQL: built from expressions it would be bound again at each of its steps, which for
    a hundred small files takes longer than all the rest.
    """
    parts = [
        f"SELECT {place} AS place, coalesce({quoted_name(column)}, '') AS label, count(*) AS n"
        f" FROM {table} GROUP BY label"
        for place, column in enumerate(columns)
    ]
    counts: dict[str, dict[str, int]] = {column: {} for column in columns}
    if parts:
        rows = connection.execute(" UNION ALL ".join(parts)).fetchall()
        for place, label, n in sorted(rows, key=lambda row: (-row[2], row[1])):
            counts[columns[place]][label] = n
    return counts


def clean_table(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedTable,
    plan: Plan,
    survey: Survey,
    constants: Constants,
    headers: Mapping[str, str],
    suspects: Sequence[str] = (),
    *,
    dates: bool = False,
) -> Cleaned:
    """Return the kept rows of a staged table as scores, with every exclusion.

    Parameters
    ----------
    plan
        What each staged column is; items are staged under `a_<item>`, roles under their name.
    constants
        Period, unit, service and agency where the table has no column for them.
    headers
        Header text by staged column, for messages.
    dates
        Whether to read the dates of the rows (the figures need none).
    suspects
        Staged columns that nobody recognised: while elements are missing, none of them may look like answers.

    Raises
    ------
    DataError
        The table cannot be trusted: an unknown label, too much off the scale, letters mixed with numbers, elements
        missing while an unrecognised column holds answers.
    """
    staged, counts = _without_summaries(connection, staged, plan, survey, constants)
    table = _Table(connection, staged, plan, survey, constants, headers, counts, staged.name)
    _refuse_hidden_elements(table, suspects)
    _refuse_other_scale(table)
    labels = {item: _labels_of(table, item) for item in plan.items}
    found = _off_scale(table, labels) + _malformed(table) + _order_assumed(table) + _beyond_regulation(table)
    found += _left_out(table)
    keys = _keys(table)
    scores = [_score(f"a_{item}", meaning).alias(item) for item, meaning in labels.items()]
    profiles = {role: group_labels(role, counts[role]) for role in PROFILE_ROLES if role in plan.roles}
    groups = [_mapped(role, mapping).alias(f"group_{role}") for role, mapping in profiles.items()]
    frame = nw.from_native(table.relation).with_columns(*scores, _not_applicable(labels), *groups, *keys.expressions)
    for target, mapping in keys.joins.items():
        frame = _join_map(table, frame, target, f"key_{target}", mapping)
    if dates:
        frame, lines = _with_dates(table, frame)
        found += lines
        frame = _settle(table, frame)
    kept, dropped = frame, 0
    for rule in ROW_RULES:
        result = rule(table, kept, labels, keys)
        found += result.lines
        if result.keep is not None:
            kept, dropped = result.keep(kept), dropped + result.n_dropped
    final = [nw.col(f"key_{key}").alias(key) for key in keys.by]
    final += [nw.col(f"group_{role}").alias(role) for role in profiles]
    final += [nw.col("iso_date").alias("date")] if "iso_date" in kept.collect_schema().names() else []
    kept = kept.select(*final, *labels, "not_applicable", "row")
    exclusions = pd.DataFrame(found, columns=EXCLUSION_COLUMNS)
    aside = len(staged.rejects) + len(staged.summaries)
    n_rows, dropped = staged.n_rows + aside, dropped + aside
    return Cleaned(kept, n_rows, dropped, exclusions, keys.names, tuple(profiles), keys.by)


# --- answers ------------------------------------------------------------------------------------------------------


def _refuse_hidden_elements(table: _Table, suspects: Sequence[str]) -> None:
    regulation = table.survey.regulation_for(table.constants.period)
    nameless = [c for c in suspects if c.startswith("nameless_")]
    full = [c for c in nameless if looks_like_answers(list(table.counts[c]), regulation, table.survey)]
    if full:
        raise DataError("column_without_header", [Place(*table.where, column=table.headers[c]) for c in full])
    missing = [key for key in regulation.keys if key not in {item.element for item in table.plan.instrument.items}]
    if not missing:
        return
    hidden = [c for c in suspects if looks_like_answers(list(table.counts[c]), regulation, table.survey)]
    if hidden:
        places = [Place(*table.where, column=table.headers[column]) for column in hidden]
        raise DataError("elements_hidden", places, missing=", ".join(missing), example=missing[0])


def _refuse_other_scale(table: _Table) -> None:
    """Refuse a table whose questions have five choices or more: a 5 is not a 4, and no factor makes it one.

    A few fives in one column are typing errors; the same in most columns are a scale.
    """
    beyond: dict[str, tuple[Labels, int, int]] = {}
    for item in table.plan.items:
        counts, labels = table.counts[f"a_{item}"], _meanings(table, item)
        if other_scale(labels):
            n_filled = sum(counts.values()) - sum(counts[label] for label in labels.blank)
            n_beyond = sum(counts[label] for label in (*labels.off_scale, *labels.unknown))
            beyond[item] = (labels, n_beyond, n_filled)
    n_all = sum(n for _, n, _ in beyond.values())
    n_of = sum(n for _, _, n in beyond.values())
    spread = len(beyond) >= SCALE_COLUMNS and 2 * len(beyond) >= len(table.plan.items)
    for item, (labels, n_beyond, n_filled) in beyond.items():
        if labels.unknown or n_beyond > OFF_SCALE_AT_MOST * n_filled or (spread and n_all > SPREAD_AT_MOST * n_of):
            found = (*labels.unknown, *labels.off_scale)
            values = {"scale": other_scale(labels), "key": _owner(table, item), "label": shown(found[0])}
            raise DataError("other_scale", table.places(f"a_{item}", found), **values)


def _owner(table: _Table, item: str) -> str:
    return next(i.element for i in table.plan.instrument.items if i.key == item)


def _meanings(table: _Table, item: str) -> Labels:
    element = table.survey.regulation_for(table.constants.period).element(_owner(table, item))
    return read_labels(table.counts[f"a_{item}"], element, table.survey)


def _labels_of(table: _Table, item: str) -> Labels:
    """Return the labels of an answer column; an unknown one refuses the file, with its rows."""
    column = f"a_{item}"
    counts, labels = table.counts[column], _meanings(table, item)
    if labels.unknown:
        n_cells = sum(counts[label] for label in labels.unknown)
        places = table.places(column, labels.unknown)
        raise DataError("unknown_label", places, n=n_cells, key=_owner(table, item), label=shown(labels.unknown[0]))
    if mixes_letters_and_numbers(labels):
        raise DataError("letters_and_numbers", [Place(*table.where, column=table.headers[column])])
    n_off = sum(counts[label] for label in labels.off_scale)
    n_filled = sum(counts.values()) - sum(counts[label] for label in labels.blank)
    if n_off and (table.survey.clean.off_scale == "stop" or n_off > OFF_SCALE_AT_MOST * n_filled):
        raise DataError("off_scale", table.places(column, labels.off_scale), n=n_off, total=n_filled)
    return labels


def _off_scale(table: _Table, labels: Mapping[str, Labels]) -> list[dict]:
    action = "row dropped" if table.survey.clean.off_scale == "drop row" else "answer blanked"
    found: list[dict] = []
    for item, meaning in labels.items():
        if meaning.off_scale:
            cells = table.rows_with(f"a_{item}", meaning.off_scale)
            found += table.exclude(cells, "off scale", action, f"a_{item}")
    return found


def _malformed(table: _Table) -> list[dict]:
    return table.exclude(table.staged.rejects, "malformed line", "row dropped")


def _left_out(table: _Table) -> list[dict]:
    """Return a line for each total or remark that was set aside."""
    return table.exclude(table.staged.summaries, "summary row", "row dropped")


def _without_summaries(
    connection: duckdb.DuckDBPyConnection, staged: StagedTable, plan: Plan, survey: Survey, constants: Constants
) -> tuple[StagedTable, dict[str, dict[str, int]]]:
    """Return the table without totals and remarks, and how often each label of a column stands in it."""
    columns = [c for c in staged.columns if c not in UNCOUNTED]
    counts = count_labels(connection, staged.name, columns)
    regulation = survey.regulation_for(constants.period)
    meanings = {
        f"a_{item.key}": read_labels(counts[f"a_{item.key}"], regulation.element(item.element), survey)
        for item in plan.instrument.items
    }
    if may_have_summaries(counts, meanings) and (found := find_summaries(connection, staged, meanings)):
        staged = set_aside(connection, staged, found)
        if not staged.n_rows:
            raise DataError("no_rows", [Place(staged.table.file, staged.table.sheet)])
        counts = count_labels(connection, staged.name, columns)
    return staged, counts


def _order_assumed(table: _Table) -> list[dict]:
    return table.exclude([(None, "")], "order assumed", "flagged") if table.plan.order == "assumed" else []


def _beyond_regulation(table: _Table) -> list[dict]:
    """Return a finding for each column whose code goes beyond the regulation's elements: it is not counted."""
    found = []
    for line in table.plan.recognised:
        if line.taken_for == "left out" and CODE.match(plain(line.column)):
            found += table.exclude([(None, "")], "code beyond regulation", "flagged", line.column)
    return found


def _not_applicable(labels: Mapping[str, Labels]) -> nw.Expr:
    """Return the mask of the items that do not apply to a row."""
    bits = (
        nw.col(f"a_{item}").is_in(list(meaning.not_applicable)).fill_null(value=False).cast(nw.Int64) * (1 << place)
        for place, (item, meaning) in enumerate(labels.items())
        if meaning.not_applicable
    )
    return sum(bits, start=nw.lit(0)).cast(nw.Int64).alias("not_applicable")


def _score(column: str, labels: Labels) -> nw.Expr:
    """Return the score of a label column; what is no score is null."""
    only_digits = set(labels.scores) <= DIGITS and not (labels.off_scale or labels.not_applicable)
    if only_digits and set(labels.blank) <= {""}:
        # Every label of this column is a digit of the scale, so the cast cannot guess.
        return nw.col(column).cast(nw.Int8)
    by_score: dict[int, list[str]] = {}
    for label, score in labels.scores.items():
        by_score.setdefault(score, []).append(label)
    chain = nw.lit(None, dtype=nw.Int8)
    for score, texts in by_score.items():
        chain = nw.when(nw.col(column).is_in(texts)).then(nw.lit(score, dtype=nw.Int8)).otherwise(chain)
    return chain


# --- keys and profile ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Keys:
    """The cell keys of a table: `key_<name>` columns, by expression or by a join, and the spellings of units."""

    expressions: list[nw.Expr]
    joins: dict[str, Mapping[str, str | None]]
    names: dict[str, dict[str, int]]
    by: tuple[str, ...]


def _keys(table: _Table) -> _Keys:
    roles, constants = table.plan.roles, table.constants
    expressions, joins, names, by = [], {}, {}, []
    if "unit" in roles:
        joins["unit"] = {label: unit_id(label, table.survey) for label in table.counts["unit"]}
        for label, count in table.counts["unit"].items():
            if unit := joins["unit"][label]:
                names.setdefault(unit, {})[" ".join(label.split())] = count
    else:
        unit = unit_id(constants.unit, table.survey)
        if unit is None:
            raise DataError("unit_not_registered", [Place(*table.where, value=shown(constants.unit))])
        names[unit] = {constants.unit: table.staged.n_rows}
        expressions.append(nw.lit(unit).alias("key_unit"))
    by.append("unit")
    if "period" in roles:
        joins["period"] = _period_map(table)
    else:
        expressions.append(nw.lit(constants.period).alias("key_period"))
    by.append("period")
    for role in ("service", "agency", "region"):
        constant = getattr(constants, role, "")
        if role in roles:
            joins[role] = {label: " ".join(label.split()) for label in table.counts[role]}
            by.append(role)
        elif constant:
            expressions.append(nw.lit(constant).alias(f"key_{role}"))
            by.append(role)
    for role in [r for r, mapping in joins.items() if len(mapping) <= CHAINED_AT_MOST]:
        expressions.append(_mapped(role, joins.pop(role)).alias(f"key_{role}"))
    return _Keys(expressions, joins, names, tuple(by))


def _mapped(column: str, mapping: Mapping[str, str | None]) -> nw.Expr:
    """Return the expression that maps the labels of a column; "" stands for an empty cell."""
    by_target: dict[str, list[str]] = {}
    for label, target in mapping.items():
        if target is not None:
            by_target.setdefault(target, []).append(label)
    chain = nw.lit(None, dtype=nw.String)
    for target, labels in by_target.items():
        chain = nw.when(nw.col(column).fill_null("").is_in(labels)).then(nw.lit(target)).otherwise(chain)
    return chain


def _join_map(table: _Table, frame: Any, column: str, target: str, mapping: Mapping[str, str | None]) -> Any:
    """Return the frame with `target` mapped from the labels of `column` by a join, for columns of many labels."""
    # Relations are lazy: each table keeps its own map under its own name.
    name = f"map_{target}_{table.staged.name}"
    pairs = pd.DataFrame({"label": list(mapping), "value": list(mapping.values())}, dtype=object)
    table.connection.register(name, pairs)
    relation = table.connection.sql(f'SELECT label::VARCHAR AS {name}, value::VARCHAR AS "{target}" FROM {name}')
    keyed = frame.with_columns(nw.col(column).fill_null("").alias(f"{name}_key"))
    return keyed.join(nw.from_native(relation), left_on=f"{name}_key", right_on=name, how="left")


def unit_id(label: str, survey: Survey) -> str | None:
    """Return the id of a unit by any of its spellings; None where the register does not have it.

    Without a register the id is the plain form of the name, so that two spellings are one unit.

    Examples
    --------
    >>> unit_id("PUSKESMAS  07", Survey())
    'puskesmas-07'
    """
    form = plain(label)
    if not form:
        return None
    if survey.units is not None:
        return survey.unit_ids.get(form)
    return form.replace(" ", "-")


def _period_map(table: _Table) -> dict[str, str | None]:
    mapping = {label: period_of_cell(label) for label in table.counts["period"]}
    unknown = [label for label, period in mapping.items() if period is None]
    if unknown:
        raise DataError("period_unreadable", table.places("period", unknown))
    return mapping


def group_labels(role: str, labels: Mapping[str, int]) -> dict[str, str]:
    """Return the printed group of each label of a profile column; "" is "not answered".

    Examples
    --------
    >>> group_labels("sex", {"L": 3, "perempuan": 2, "": 1})
    {'L': 'Laki-laki', 'perempuan': 'Perempuan', '': ''}
    """
    wordings = load_wordings()
    known = {
        plain(text): group["label_id"]
        for group in wordings["values"].get(role, {}).values()
        for text in (*group["labels"], group["label_id"], group["label_en"])
    }
    blanks = {plain(text) for text in wordings["blank"]}
    mapping: dict[str, str] = {}
    for label in sorted(labels):
        form = plain(label)
        if form in blanks or not form:
            mapping[label] = ""
        elif role == "age" and form.split()[0].isdecimal():
            mapping[label] = _age_group(label, form, wordings)
        else:
            mapping[label] = known.get(form) or " ".join(label.split())
    others = {form for form in mapping.values() if form} - set(known.values())
    if len(others) > GROUPS_AT_MOST:
        mapping = {label: "Lainnya" if group in others else group for label, group in mapping.items()}
    return {label: mapping[label] for label in labels}


def _age_group(label: str, form: str, wordings: Mapping[str, Any]) -> str:
    words = WHOLE_NUMBER.sub(r"\1", form).split()
    if len(words) > 1 and words[1] not in {"tahun", "thn", "th", "years"}:
        return " ".join(label.split())  # a range such as "26-40" is a group already
    age = int(words[0])
    limits = wordings["age"]
    if not limits["lowest"] <= age <= limits["highest"]:
        return ""
    for group in limits["group"]:
        if age <= group.get("upper", age):
            return str(group["label_id"])
    return ""


def _settle(table: _Table, frame: Any) -> Any:
    """Return the frame as a table of its own, in place of the staged text.

    Where rows are wanted, several rules and files ask for them; else each question would start from the text again.
    """
    table.source = f"settled_{table.staged.name}"
    frame.to_native().create(table.source)
    table.connection.execute(f"DROP TABLE {table.staged.name}")
    return nw.from_native(table.connection.table(table.source))


def _with_dates(table: _Table, frame: Any) -> tuple[Any, list[dict]]:
    """Return the frame with ISO dates, and a finding where filled cells are no dates."""
    role = next((role for role in ("date", "timestamp") if role in table.plan.roles), None)
    if role is None:
        return frame, []
    order = next((s.dates for s in table.survey.file_settings(table.where[0]) if s.dates), None)
    # Ten characters hold a numeric date without its time, so a column of timestamps has few of them.
    short = nw.col(role).str.strip_chars().str.slice(0, DATE_LENGTH)
    heads = frame.select(short.alias("d")).unique().collect(backend="pandas").to_native()["d"].dropna().tolist()
    if all(NUMERIC.match(head.strip()) for head in heads if head.strip()):
        frame = frame.with_columns(short.alias("raw_date"))
        found = read_dates(heads, order)
    else:
        frame = frame.with_columns(nw.col(role).alias("raw_date"))
        found = read_dates(count_labels(table.connection, table.staged.name, [role])[role], order)
    mapping = {text: day.isoformat() if day else None for text, day in found.items()}
    unread = sum(day is None for text, day in found.items() if text.strip())
    lines = table.exclude([(None, "")], "date unreadable", "flagged", role) if unread else []
    return _join_map(table, frame, "raw_date", "iso_date", mapping), lines


# --- rules about rows ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleResult:
    """What one rule found: lines for exclusions.csv, and how the rows that it drops are left out."""

    lines: list[dict]
    keep: Callable[[Any], Any] | None = None
    n_dropped: int = 0


def _dropping(table: _Table, frame: Any, flag: nw.Expr, rule: str, column: str = "", value: str = "") -> RuleResult:
    """Return the result of a rule that drops the rows where `flag` (without nulls) is true."""
    shown_column = nw.col(value).fill_null("") if value else nw.lit("")
    rows = (
        frame.filter(flag).select("row", shown_column.alias("value")).sort("row").collect(backend="pandas").to_native()
    )
    if rows.empty:
        return RuleResult([])
    cells = [(int(row), str(text)) for row, text in zip(rows["row"], rows["value"], strict=True)]
    lines = table.exclude(cells, rule, "row dropped", column)
    return RuleResult(lines, lambda kept: kept.filter(~flag), len(rows))


def drop_off_scale(table: _Table, frame: Any, labels: Mapping[str, Labels], keys: _Keys) -> RuleResult:
    """Drop the rows with an answer off the scale, where the survey asks for that."""
    off = {f"a_{item}": meaning.off_scale for item, meaning in labels.items() if meaning.off_scale}
    if not off or table.survey.clean.off_scale != "drop row":
        return RuleResult([])
    flag = nw.any_horizontal(
        *(nw.col(column).is_in(list(texts)).fill_null(value=False) for column, texts in off.items()), ignore_nulls=True
    )
    result = _dropping(table, frame, flag, "off scale")
    return RuleResult([], result.keep, result.n_dropped)  # the lines by answer are there already


def drop_without_unit(table: _Table, frame: Any, labels: Mapping[str, Labels], keys: _Keys) -> RuleResult:
    """Drop the rows that belong to no unit, or to one that the register does not have."""
    if "unit" not in table.plan.roles or all(unit_id(u, table.survey) for u in table.counts["unit"]):
        return RuleResult([])
    rule = "unit not registered" if table.survey.units is not None else "unit missing"
    return _dropping(table, frame, nw.col("key_unit").is_null(), rule, "unit", "unit")


def drop_without_answers(table: _Table, frame: Any, labels: Mapping[str, Labels], keys: _Keys) -> RuleResult:
    """Drop the rows in which not one question is answered."""
    if not all(_may_be_null(meaning) for meaning in labels.values()):
        return RuleResult([])  # one column is filled in every row, so nobody is silent
    flag = nw.all_horizontal(*(nw.col(item).is_null() for item in labels), ignore_nulls=True)
    return _dropping(table, frame, flag, "no answers")


def _may_be_null(labels: Labels) -> bool:
    return bool(labels.blank or labels.not_applicable or labels.off_scale)


def find_duplicates(table: _Table, frame: Any, labels: Mapping[str, Labels], keys: _Keys) -> RuleResult:
    """Flag (or drop) rows that repeat an earlier one: same person or number, same answers, profile and day.

    Equal answers alone prove nothing: in honest data one row in four has a twin.
    """
    marks = [m for m in ("identity_hash", "id") if m in table.staged.columns]
    marks = marks or [m for m in ("timestamp",) if m in table.staged.columns]
    again = sorted({row for mark in marks for row in _repeated(table, frame, mark, list(labels))})
    if not again:
        return RuleResult([])
    cells = [(row, "") for row in again]
    if table.survey.clean.duplicates == "flag":
        return RuleResult(table.exclude(cells, "duplicate", "flagged"))
    lines = table.exclude(cells, "duplicate", "row dropped")
    return RuleResult(lines, lambda kept: kept.filter(~nw.col("row").is_in(again)), len(again))


def _repeated(table: _Table, frame: Any, mark: str, items: Sequence[str]) -> list[int]:
    """Return the rows that repeat an earlier row with the same mark."""
    if not _stands_twice(table, mark):
        return []
    known = frame.filter(~nw.col(mark).is_null())
    repeated = known.group_by(mark).agg(nw.len().alias("_n")).filter(nw.col("_n") > 1).select(mark)
    roles = ("unit", "service", "period", "date", "timestamp", *PROFILE_ROLES)
    fields = dict.fromkeys((mark, *items, *(r for r in roles if r in table.plan.roles)))
    texts = [nw.col(name).cast(nw.String).fill_null("").alias(f"_{name}") for name in fields]
    suspects = known.join(repeated, on=mark, how="semi").select("row", *texts)
    rows = suspects.collect(backend="pandas").to_native().sort_values("row")
    if mark == "identity_hash" and "_timestamp" in rows:
        # Who sends a form twice does so minutes later; a number that returns is another form at another time.
        rows["_timestamp"] = rows["_timestamp"].str.strip().str.split("[ T]", n=1, regex=True).str[0]
    return [int(row) for row in rows.loc[rows.duplicated([f"_{name}" for name in fields]), "row"]]


def _stands_twice(table: _Table, mark: str) -> bool:
    """Return whether a mark stands twice at all: the cheap question, before any row is looked at."""
    column = quoted_name(mark)
    query = f"SELECT 1 FROM {table.source} WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1 LIMIT 1"
    return bool(table.connection.execute(query).fetchall())


ROW_RULES = (drop_off_scale, drop_without_unit, drop_without_answers, find_duplicates)
