"""Raw text → scores, and the rules that leave rows or answers out.

The expressions are Narwhals, so they run wherever the rows live; only distinct labels are looked at in Python, never
rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

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
    score_of,
    without_summaries,
)
from skm.responses.dates import with_dates
from skm.responses.keys import find_keys, join_map, mapped
from skm.responses.profiles import group_labels
from skm.responses.reading import StagedTable
from skm.responses.recognising import PROFILE_ROLES, Plan
from skm.responses.rows import EXCLUSION_COLUMNS, Constants, Table
from skm.responses.rules import ROW_RULES
from skm.survey import Survey


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
    refuse_hidden_elements(table, suspects)
    refuse_other_scale(table)
    labels = {item: labels_of(table, item) for item in plan.items}
    found = (
        off_scale_lines(table, labels) + malformed_lines(table) + order_lines(table) + beyond_regulation_lines(table)
    )
    found += left_out_lines(table)
    keys = find_keys(table)
    scores = [score_of(f"a_{item}", meaning).alias(item) for item, meaning in labels.items()]
    profiles = {role: group_labels(role, counts[role]) for role in PROFILE_ROLES if role in plan.roles}
    groups = [mapped(role, mapping).alias(f"group_{role}") for role, mapping in profiles.items()]
    frame = nw.from_native(table.relation).with_columns(*scores, inapplicable_mask(labels), *groups, *keys.expressions)
    for target, mapping in keys.joins.items():
        frame = join_map(table, frame, target, f"key_{target}", mapping)
    if dates:
        frame, lines = with_dates(table, frame)
        found += lines
        frame = settle(table, frame)
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


def settle(table: Table, frame: Any) -> Any:
    """Return the frame as a table of its own, in place of the staged text.

    Where rows are wanted, several rules and files ask for them; else each question would start from the text again.
    """
    table.source = f"settled_{table.staged.name}"
    frame.to_native().create(table.source)
    table.connection.execute(f"DROP TABLE {table.staged.name}")
    return nw.from_native(table.connection.table(table.source))
