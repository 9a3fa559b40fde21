"""Raw text → scores, and the rules that leave rows or answers out. Every exclusion has a name and a reason.

A rule yields a flag without nulls; a row is kept where no dropping rule flags it. The expressions are Narwhals, so
they run wherever the rows live; only distinct labels are looked at in Python, never rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from skm.errors import DataError, Place
from skm.messages import say
from skm.periods import read_period
from skm.responses.dates import NUMERIC, read_dates
from skm.responses.privacy import shown
from skm.responses.reading import StagedTable
from skm.responses.recognising import (
    LABELS_AT_MOST,
    PROFILE_ROLES,
    Labels,
    Plan,
    load_wordings,
    looks_like_answers,
    mixes_letters_and_numbers,
    read_labels,
)
from skm.survey import Survey, plain

OFF_SCALE_AT_MOST = 0.05  # interface.md section 2: more than 5 % of a column off the scale refuses the file
GROUPS_AT_MOST = 40  # a profile column with more distinct texts is free text, not a grouping
EXCLUSION_COLUMNS = ["file", "sheet", "row", "column", "rule", "value", "action", "message"]
DIGITS = frozenset("1234")
DATE_LENGTH = 10


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
    """What file, folder or settings say of every row of a table."""

    period: str
    unit: str = ""
    service: str = ""
    agency: str = ""


@dataclass
class _Table:
    """One staged table on its way through cleaning."""

    connection: duckdb.DuckDBPyConnection
    staged: StagedTable
    plan: Plan
    survey: Survey
    constants: Constants
    headers: Mapping[str, str]
    relation: duckdb.DuckDBPyRelation = field(init=False)

    def __post_init__(self) -> None:
        self.relation = self.staged.relation(self.connection)

    @property
    def where(self) -> tuple[str, str]:
        return self.staged.table.file, self.staged.table.sheet

    def labels(self, column: str, at_most: int | None = LABELS_AT_MOST) -> dict[str, int]:
        """Return how often each distinct label stands in a column; an empty cell is ""."""
        found = (
            nw.from_native(self.relation)
            .group_by(nw.col(column).fill_null("").alias("label"))
            .agg(nw.len().alias("n"))
            .sort("n", "label", descending=[True, False])
        )
        rows = (found.head(at_most + 1) if at_most else found).collect(backend="pandas")
        return dict(zip(rows["label"].to_list(), rows["n"].to_list(), strict=True))

    def rows_with(self, column: str, labels: Sequence[str], at_most: int | None = None) -> list[tuple[int, str]]:
        """Return (row, label) of the cells that hold one of some labels, by row."""
        found = nw.from_native(self.relation).filter(nw.col(column).is_in(list(labels))).select("row", column).sort("row")
        rows = (found.head(at_most) if at_most else found).collect(backend="pandas").to_native()
        return [(int(row), str(label)) for row, label in zip(rows["row"], rows[column], strict=True)]

    def exclude(self, rows: Iterable[tuple[int | None, str]], rule: str, action: str, column: str = "") -> list[dict]:
        """Return a line of exclusions.csv for each (row, value)."""
        what, _ = say(f"rule_{rule.replace(' ', '_')}", self.survey.language)
        file, sheet = self.where
        return [
            {
                "file": file,
                "sheet": sheet,
                "row": row,
                "column": self.headers.get(column, column),
                "rule": rule,
                "value": shown(value),
                "action": action,
                "message": what,
            }
            for row, value in rows
        ]


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
    table = _Table(connection, staged, plan, survey, constants, headers)
    _refuse_hidden_elements(table, suspects)
    labels = {item: _labels_of(table, item) for item in plan.items}
    found = _off_scale(table, labels) + _malformed(table) + _order_assumed(table)
    frame, names, by = _with_keys(table, _with_scores(table, labels))
    frame, profiles = _with_profiles(table, frame)
    if dates:
        frame, lines = _with_dates(table, frame)
        found += lines
    kept, dropped = frame, 0
    for rule in ROW_RULES:
        result = rule(table, kept, labels)
        found += result.lines
        if result.keep is not None:
            kept, dropped = result.keep(kept), dropped + result.n_dropped
    exclusions = pd.DataFrame(found, columns=EXCLUSION_COLUMNS)
    n_rows = staged.n_rows + len(staged.rejects)
    return Cleaned(kept, n_rows, dropped + len(staged.rejects), exclusions, names, profiles, by)


# --- answers ------------------------------------------------------------------------------------------------------


def _refuse_hidden_elements(table: _Table, suspects: Sequence[str]) -> None:
    regulation = table.survey.regulation_for(table.constants.period)
    missing = [key for key in regulation.keys if key not in {item.element for item in table.plan.instrument.items}]
    if not missing:
        return
    hidden = [c for c in suspects if looks_like_answers(list(table.labels(c)), regulation, table.survey)]
    if hidden:
        places = [Place(*table.where, column=table.headers[column]) for column in hidden]
        raise DataError("elements_hidden", places, missing=", ".join(missing), example=missing[0])


def _labels_of(table: _Table, item: str) -> Labels:
    """Return the labels of an answer column; an unknown one refuses the file, with its rows."""
    column = f"a_{item}"
    owner = next(i.element for i in table.plan.instrument.items if i.key == item)
    element = table.survey.regulation_for(table.constants.period).element(owner)
    counts = table.labels(column)
    labels = read_labels(counts, element, table.survey)
    if labels.unknown or len(counts) > LABELS_AT_MOST:
        n_cells = sum(counts[label] for label in labels.unknown)
        cells = table.rows_with(column, labels.unknown, at_most=50)
        places = [Place(*table.where, table.headers[column], row, shown(value)) for row, value in cells]
        raise DataError("unknown_label", places, n=n_cells, key=element.key, label=shown(labels.unknown[0]))
    if mixes_letters_and_numbers(labels):
        raise DataError("letters_and_numbers", [Place(*table.where, column=table.headers[column])])
    n_off = sum(counts[label] for label in labels.off_scale)
    if n_off and (table.survey.clean.off_scale == "stop" or n_off > OFF_SCALE_AT_MOST * sum(counts.values())):
        cells = table.rows_with(column, labels.off_scale, at_most=50)
        places = [Place(*table.where, table.headers[column], row, shown(value)) for row, value in cells]
        raise DataError("off_scale", places, n=n_off, total=sum(counts.values()))
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


def _order_assumed(table: _Table) -> list[dict]:
    return table.exclude([(None, "")], "order assumed", "flagged") if table.plan.order == "assumed" else []


def _with_scores(table: _Table, labels: Mapping[str, Labels]) -> Any:
    """Return the relation with an Int8 score for each item and the mask of what does not apply."""
    frame = nw.from_native(table.relation)
    scores = [_score(f"a_{item}", meaning).alias(item) for item, meaning in labels.items()]
    mask = sum(
        (
            nw.col(f"a_{item}").is_in(list(meaning.not_applicable)).fill_null(value=False).cast(nw.Int64) * (1 << place)
            for place, (item, meaning) in enumerate(labels.items())
            if meaning.not_applicable
        ),
        start=nw.lit(0),
    )
    return frame.with_columns(*scores, mask.cast(nw.Int64).alias("not_applicable"))


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


def _join_map(table: _Table, frame: Any, column: str, target: str, mapping: Mapping[str, str | None]) -> Any:
    """Return the frame with `target` mapped from the labels of `column`; "" stands for an empty cell."""
    name = f"map_{target}"
    pairs = pd.DataFrame({f"{name}_label": list(mapping), target: list(mapping.values())}, dtype=object)
    table.connection.register(name, pairs)
    relation = table.connection.sql(
        f'SELECT {name}_label::VARCHAR AS {name}_label, "{target}"::VARCHAR AS "{target}" FROM {name}'
    )
    keyed = frame.with_columns(nw.col(column).fill_null("").alias(f"{name}_key"))
    joined = keyed.join(nw.from_native(relation), left_on=f"{name}_key", right_on=f"{name}_label", how="left")
    return joined.drop(f"{name}_key")


def _with_keys(table: _Table, frame: Any) -> tuple[Any, dict[str, dict[str, int]], tuple[str, ...]]:
    """Return the frame with period, unit, service and agency, the spellings of units, and the keys that vary."""
    roles, constants, by = table.plan.roles, table.constants, []
    names: dict[str, dict[str, int]] = {}
    frame = frame.rename({role: f"raw_{role}" for role in ("period", "unit", "service", "agency", "region") if role in roles})
    if "unit" in roles:
        counts = table.labels("unit", at_most=None)
        mapping = {label: unit_id(label, table.survey) for label in counts}
        for label, count in counts.items():
            if mapping[label]:
                names.setdefault(str(mapping[label]), {})[" ".join(label.split())] = count
        frame = _join_map(table, frame, "raw_unit", "unit", mapping)
    else:
        own = unit_id(constants.unit, table.survey)
        if own is None:
            raise DataError("unit_not_registered", [Place(*table.where, value=constants.unit)])
        names[own] = {constants.unit: table.staged.n_rows}
        frame = frame.with_columns(nw.lit(own).alias("unit"))
    by.append("unit")
    frame = frame.with_columns(nw.lit(constants.period).alias("period")) if "period" not in roles else _join_map(
        table, frame, "raw_period", "period", _period_map(table)
    )
    by.append("period")
    for role in ("service", "agency", "region"):
        if role in roles:
            tidy = {label: " ".join(label.split()) for label in table.labels(role, at_most=None)}
            frame = _join_map(table, frame, f"raw_{role}", role, tidy)
            by.append(role)
        elif getattr(constants, role, ""):
            frame = frame.with_columns(nw.lit(getattr(constants, role)).alias(role))
            by.append(role)
    return frame, names, tuple(by)


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
    labels = table.labels("period", at_most=None)
    mapping = {label: read_period(label) for label in labels}
    unknown = [label for label, period in mapping.items() if period is None]
    if unknown:
        cells = table.rows_with("period", unknown, at_most=50)
        places = [Place(*table.where, table.headers["period"], row, shown(value)) for row, value in cells]
        raise DataError("period_unreadable", places)
    return mapping


def _with_profiles(table: _Table, frame: Any) -> tuple[Any, tuple[str, ...]]:
    """Return the frame with profile columns in printed groups, and which there are."""
    profiles = []
    for role in PROFILE_ROLES:
        if role not in table.plan.roles:
            continue
        labels = table.labels(role, at_most=None)
        frame = _join_map(table, frame.rename({role: f"raw_{role}"}), f"raw_{role}", role, group_labels(role, labels))
        profiles.append(role)
    return frame, tuple(profiles)


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
        elif role == "age" and form.split()[0].isdigit():
            mapping[label] = _age_group(label, form, wordings)
        else:
            mapping[label] = known.get(form) or " ".join(label.split())
    others = {form for form in mapping.values() if form} - set(known.values())
    if len(others) > GROUPS_AT_MOST:
        mapping = {label: "Lainnya" if group in others else group for label, group in mapping.items()}
    return {label: mapping[label] for label in labels}


def _age_group(label: str, form: str, wordings: Mapping[str, Any]) -> str:
    words = form.split()
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


def _with_dates(table: _Table, frame: Any) -> tuple[Any, list[dict]]:
    """Return the frame with ISO dates, and a finding where filled cells are no dates."""
    role = next((role for role in ("date", "time") if role in table.plan.roles), None)
    if role is None:
        return frame, []
    order = next((s.dates for s in table.survey.file_settings(table.where[0]) if s.dates), None)
    # Ten characters hold a numeric date without its time, so a column of timestamps has few of them.
    short = nw.col(role).str.slice(0, DATE_LENGTH)
    heads = frame.select(short.alias("d")).unique().collect(backend="pandas").to_native()["d"].dropna().tolist()
    if all(NUMERIC.match(head.strip()) for head in heads if head.strip()):
        frame = frame.with_columns(short.alias("raw_date"))
        found = read_dates(heads, order)
    else:
        frame = frame.with_columns(nw.col(role).alias("raw_date"))
        found = read_dates(table.labels(role, at_most=None), order)
    if "date" in table.plan.roles:
        frame = frame.drop("date")
    mapping = {text: day.isoformat() if day else None for text, day in found.items()}
    unread = sum(day is None for text, day in found.items() if text.strip())
    lines = table.exclude([(None, "")], "date unreadable", "flagged", role) if unread else []
    return _join_map(table, frame, "raw_date", "date", mapping), lines


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
    rows = frame.filter(flag).select("row", shown_column.alias("value")).sort("row").collect(backend="pandas").to_native()
    if rows.empty:
        return RuleResult([])
    cells = [(int(row), str(text)) for row, text in zip(rows["row"], rows["value"], strict=True)]
    lines = table.exclude(cells, rule, "row dropped", column)
    return RuleResult(lines, lambda kept: kept.filter(~flag), len(rows))


def drop_off_scale(table: _Table, frame: Any, labels: Mapping[str, Labels]) -> RuleResult:
    """Drop the rows with an answer off the scale, where the survey asks for that."""
    off = {f"a_{item}": meaning.off_scale for item, meaning in labels.items() if meaning.off_scale}
    if not off or table.survey.clean.off_scale != "drop row":
        return RuleResult([])
    flag = nw.any_horizontal(
        *(nw.col(column).is_in(list(texts)).fill_null(value=False) for column, texts in off.items()), ignore_nulls=True
    )
    result = _dropping(table, frame, flag, "off scale")
    return RuleResult([], result.keep, result.n_dropped)  # the lines by answer are there already


def drop_without_unit(table: _Table, frame: Any, labels: Mapping[str, Labels]) -> RuleResult:
    """Drop the rows that belong to no unit, or to one that the register does not have."""
    if "unit" not in table.plan.roles:
        return RuleResult([])
    flag = nw.col("unit").is_null()
    rule = "unit not registered" if table.survey.units is not None else "unit missing"
    return _dropping(table, frame, flag, rule, "unit", "raw_unit")


def drop_without_answers(table: _Table, frame: Any, labels: Mapping[str, Labels]) -> RuleResult:
    """Drop the rows in which not one question is answered."""
    if not all(_may_be_null(meaning) for meaning in labels.values()):
        return RuleResult([])  # one column is filled in every row, so nobody is silent
    flag = nw.all_horizontal(*(nw.col(item).is_null() for item in labels), ignore_nulls=True)
    return _dropping(table, frame, flag, "no answers")


def _may_be_null(labels: Labels) -> bool:
    return bool(labels.blank or labels.not_applicable or labels.off_scale)


def find_duplicates(table: _Table, frame: Any, labels: Mapping[str, Labels]) -> RuleResult:
    """Flag (or drop) rows that repeat an earlier one: same person or number, same answers, same profile.

    Equal answers alone prove nothing: in honest data one row in four has a twin.
    """
    marks = [m for m in ("identity_hash", "id", "time") if m in table.staged.columns]
    if not marks:
        return RuleResult([])
    same = [m for m in marks if m != "time"] or marks
    # First the cheap question, whether any mark stands twice at all.
    known = frame.filter(nw.all_horizontal(*(~nw.col(mark).is_null() for mark in same), ignore_nulls=True))
    repeated = known.group_by(*same).agg(nw.len().alias("_n")).filter(nw.col("_n") > 1).select(*same)
    fields = [*labels, *(r for r in ("unit", "service", "period", *PROFILE_ROLES) if r in table.plan.roles)]
    texts = [nw.col(name).cast(nw.String).fill_null("").alias(f"_{name}") for name in (*marks, *fields)]
    keys = [f"_{name}" for name in (*marks, *fields)]
    suspects = known.join(repeated, on=same, how="semi").select("row", *texts)
    rows = suspects.collect(backend="pandas").to_native().sort_values("row")
    twins = rows[rows.duplicated(keys)] if len(rows) else rows
    if twins.empty:
        return RuleResult([])
    cells = [(int(row), "") for row in twins["row"]]
    if table.survey.clean.duplicates == "flag":
        return RuleResult(table.exclude(cells, "duplicate", "flagged"))
    again = [row for row, _ in cells]
    lines = table.exclude(cells, "duplicate", "row dropped")
    return RuleResult(lines, lambda kept: kept.filter(~nw.col("row").is_in(again)), len(again))


ROW_RULES = (drop_off_scale, drop_without_unit, drop_without_answers, find_duplicates)
