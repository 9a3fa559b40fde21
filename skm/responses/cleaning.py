"""Raw text → scores, and the rules that leave rows or answers out.

The expressions are Narwhals, so they run wherever the rows live; only distinct labels are looked at in Python, never
rows.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import narwhals as nw

from skm.engine import one_thread
from skm.responses.answers import (
    beyond_regulation_lines,
    inapplicable_mask,
    labels_of,
    left_out_lines,
    malformed_lines,
    off_scale_lines,
    order_lines,
    refuse_hidden_elements,
    refuse_other_scale,
    samples_of,
    scale_lines,
    score_of,
    scores_by_label,
    told_lines,
    uncounted_lines,
    without_summaries,
)
from skm.responses.beside import beside_of, is_grouped_by_day, marks_of, with_beside
from skm.responses.comments import comment_lines, comments_of, same_comment_lines
from skm.responses.dates import periods_of, with_dates
from skm.responses.findings import Found
from skm.responses.identities import hide_personal
from skm.responses.keys import Keys, find_keys, join_map, mapped, refuse_other_regulation
from skm.responses.labels import Labels
from skm.responses.owners import owners_of, with_owners
from skm.responses.profiles import group_labels, groups_of
from skm.responses.recognising import PROFILE_ROLES, Plan
from skm.responses.rows import Constants, Table
from skm.responses.rules import ROW_RULES, unclear_service_lines
from skm.responses.sendings import SENT, sending_of
from skm.responses.staging import (
    HELD_AT_MOST,
    STREAMED_FROM,
    StagedTable,
    forget_staged,
    is_view,
    keep_beside,
    looked_up,
    number_column,
    quoted_name,
    rows_held,
)
from skm.survey import Survey

FEW_ROWS = 2_000  # a table of so few is kept in memory, and nobody counts what is there
UNIT_TEXT = "unit_text"  # the column of the units as they stand in the file
LOOKED_UP_AT_MOST = 300  # labels that are looked up one after the other; more are joined


@dataclass(frozen=True)
class Cleaned:
    """The rows of one table with scores for labels, and what was left out of it.

    `frame` holds the kept rows: a column of scores for each item, `not_applicable`, the keys and profile columns,
    `date`, `row`, `comments` where they are kept, `sent` where something says which sending a row is, and what `beside`
    keeps. `names`
    counts the spellings of each unit id. `owners` are the units of the rows that exclusions name, where a column says
    the unit. `periods` are those of the rows, `several` the services of a text that names more than one, `samples` the
    labels of an answer column with their scores, and the groups of a profile column. `filled` are the items that every
    row answers, `same` the keys (and the mask `not_applicable`) that are the same in every row. Where many units are
    known by a join, `ids` are those of the texts in the column `unit_text`: counting by the text needs no join.
    """

    frame: Any
    n_rows: int
    n_dropped: int
    exclusions: tuple[Found, ...]
    names: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    profiles: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    owners: Mapping[int, str] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    same: Mapping[str, str | int] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


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
    staged, counts = without_summaries(connection, staged, plan, survey, constants)
    table = Table(connection, staged, plan, survey, constants, headers, counts, staged.name)
    table.counts, hidden = hide_personal(table)
    counts = table.counts
    refuse_hidden_elements(table, suspects)
    refuse_other_scale(table)
    labels = labels_of(table)
    found: list[Found] = [*staged.lines, *off_scale_lines(table, labels), *malformed_lines(table), *order_lines(table)]
    found += (
        beyond_regulation_lines(table)
        + told_lines(table)
        + left_out_lines(table)
        + scale_lines(table, labels)
        + uncounted_lines(table, suspects)
        + hidden
        + comment_lines(table)
        + same_comment_lines(table)
    )
    marks, unread = marks_of(table)
    found += unread
    keys = find_keys(table)
    found += unclear_service_lines(table, keys)
    twins = {item: number_column(f"a_{item}") for item in labels if f"a_{item}" in staged.numbers}
    from_file = lookups(table, {i: meaning for i, meaning in labels.items() if i not in twins}, keys.joins)
    scores = [
        score_of(f"a_{i}", meaning, survey.scale, twins.get(i)).alias(i)
        for i, meaning in labels.items()
        if i not in from_file
    ]
    profiles = {role: group_labels(role, counts[role]) for role in PROFILE_ROLES if role in plan.roles}
    groups = [mapped(role, mapping).alias(f"group_{role}") for role, mapping in profiles.items()]
    found_there = ", ".join(f"{sql} AS {quoted_name(name)}" for name, sql in from_file.items())
    relation = table.relation.project(f"*, {found_there}") if from_file else table.relation
    frame = nw.from_native(relation).with_columns(*scores, inapplicable_mask(labels), *groups, *keys.expressions)
    for target, mapping in keys.joins.items():
        if f"key_{target}" not in from_file:
            frame = join_map(table, frame, target, f"key_{target}", mapping)
    if dates or is_grouped_by_day(table):
        frame, of_dates = with_dates(table, frame)
        found += of_dates
    frame = with_beside(table, frame, marks)
    if dates:
        frame = settle(table, frame, sending_of(table))
    kept, dropped = frame, 0
    for rule in ROW_RULES:
        result = rule(table, kept, labels, keys)
        found += result.lines
        if result.keep is not None:
            kept, dropped = result.keep(kept), dropped + result.n_dropped
    final = [nw.col(f"key_{key}").alias(key) for key in keys.by]
    final += [nw.col(f"group_{role}").alias(role) for role in profiles]
    final += [nw.col("iso_date").alias("date")] if "iso_date" in kept.collect_schema().names() else []
    final += [nw.col(name) for name in (SENT,) if name in kept.collect_schema().names()]
    final += beside_of(kept.collect_schema().names())
    periods = table.periods or ((constants.period,) if not constants.by_date else periods_of(kept))
    refuse_other_regulation(table, periods)
    ids = ids_of_texts(keys, from_file)
    final += [nw.col("unit").alias(UNIT_TEXT)] if ids else []
    kept = kept.select(*final, *comments_of(table), *labels, "not_applicable", "row")
    aside = len(staged.rejects) + len(staged.summaries)
    n_rows, dropped = staged.n_rows + aside, dropped + aside
    owners, exclusions = owners_of(table, found), tuple(with_owners(table, found))
    several = keys.services.several
    samples = samples_of(table, labels) | groups_of(counts, profiles)
    return Cleaned(
        kept,
        n_rows,
        dropped,
        exclusions,
        keys.names,
        tuple(profiles),
        keys.by,
        owners,
        periods,
        several,
        samples,
        frozenset(item for item, meaning in labels.items() if not meaning.may_be_null),
        same_in_every_row(keys, constants, labels),
        ids,
    )


def same_in_every_row(keys: Keys, constants: Constants, labels: Mapping[str, Labels]) -> dict[str, str | int]:
    """Return the keys, and the mask of what does not apply, that are known to be the same in every row of a table."""
    same: dict[str, str | int] = {key: text for key, text in keys.constants.items() if key not in keys.maps}
    if constants.by_date:
        same.pop("period", None)
    if not any(meaning.not_applicable for meaning in labels.values()):
        same["not_applicable"] = 0
    return same


def ids_of_texts(keys: Keys, from_file: Collection[str]) -> dict[str, str]:
    """Return the unit of each text where units are joined, each to its own; none where the text alone does not tell."""
    mapping = {} if "key_unit" in from_file else keys.joins.get("unit", {})
    ids = {text: unit for text, unit in mapping.items() if unit}
    return ids if len(ids) == len(mapping) == len(set(ids.values())) else {}


def lookups(
    table: Table, labels: Mapping[str, Labels], joins: Mapping[str, Mapping[str, str | None]]
) -> dict[str, str]:
    """Return the SQL of scores and keys that are looked up in the dictionaries of a file; of a table in memory none."""
    if table.staged.n_rows < STREAMED_FROM or not is_view(table.connection, table.staged.name):
        return {}
    scores = {
        item: looked_up(f"a_{item}", *scores_by_label(meaning, table.survey.scale))
        for item, meaning in labels.items()
        if meaning.scores
    }
    keys = {
        f"key_{role}": looked_up(role, mapping, "VARCHAR")
        for role, mapping in joins.items()
        if len(mapping) <= LOOKED_UP_AT_MOST
    }
    return scores | keys


def settle(table: Table, frame: Any, sending: str) -> Any:
    """Return the frame as a table of its own, in place of the staged text.

    Where rows are wanted, several rules and files ask for them; else each question would start from the text again.
    `sending` is the SQL of what says which sending a row is, "" where nothing does.
    """
    table.source = f"settled_{table.staged.name}"
    relation = frame.to_native()
    relation = relation.project(f"*, {sending} AS {SENT}") if sending else relation
    if _is_much(table):
        unsettled = f"un{table.source}"
        relation.create_view(unsettled)
        with one_thread(table.connection):
            keep_beside(table.connection, f"FROM {unsettled}", table.source)
        table.connection.execute(f"DROP VIEW {unsettled}")
    else:
        relation.create(table.source)
    forget_staged(table.connection, table.staged.name)
    return nw.from_native(table.connection.table(table.source))


def _is_much(table: Table) -> bool:
    """Return whether a table is to lie in a file, for its own size or for what the engine holds already."""
    n = table.staged.n_rows
    return n >= HELD_AT_MOST or (n >= FEW_ROWS and rows_held(table.connection) >= HELD_AT_MOST)
