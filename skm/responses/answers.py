"""The answers of a table as scores, and the refusals and findings about them."""

from collections.abc import Mapping, Sequence

import duckdb
import narwhals as nw

from skm.errors import DataError, Place
from skm.responses.labels import Labels, looks_like_answers, mixes_letters_and_numbers, other_scale, read_labels
from skm.responses.privacy import shown
from skm.responses.reading import StagedTable
from skm.responses.recognising import CODE, Plan
from skm.responses.rows import Constants, Table, count_labels
from skm.responses.summaries import find_summaries, may_have_summaries, set_aside
from skm.survey import Survey, plain

OFF_SCALE_AT_MOST = 0.05  # interface.md section 2: more than 5 % of a column off the scale refuses the file
SPREAD_AT_MOST = 0.01  # of all answers of the columns that show another scale, where most columns do
SCALE_COLUMNS = 3
DIGITS = frozenset("1234")
UNCOUNTED = ("date", "timestamp", "id", "cluster", "identity_hash")  # columns with a label a row


def without_summaries(
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


def refuse_hidden_elements(table: Table, suspects: Sequence[str]) -> None:
    """Refuse a table in which an unrecognised column holds answers while elements are missing."""
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


def refuse_other_scale(table: Table) -> None:
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


def _owner(table: Table, item: str) -> str:
    return next(i.element for i in table.plan.instrument.items if i.key == item)


def _meanings(table: Table, item: str) -> Labels:
    element = table.survey.regulation_for(table.constants.period).element(_owner(table, item))
    return read_labels(table.counts[f"a_{item}"], element, table.survey)


def labels_of(table: Table, item: str) -> Labels:
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


def off_scale_lines(table: Table, labels: Mapping[str, Labels]) -> list[dict]:
    """Return a line for each answer off the scale."""
    action = "row dropped" if table.survey.clean.off_scale == "drop row" else "answer blanked"
    found: list[dict] = []
    for item, meaning in labels.items():
        if meaning.off_scale:
            cells = table.rows_with(f"a_{item}", meaning.off_scale)
            found += table.exclude(cells, "off scale", action, f"a_{item}")
    return found


def malformed_lines(table: Table) -> list[dict]:
    """Return a line for each row that the engine could not part into cells."""
    return table.exclude(table.staged.rejects, "malformed line", "row dropped")


def left_out_lines(table: Table) -> list[dict]:
    """Return a line for each total or remark that was set aside."""
    return table.exclude(table.staged.summaries, "summary row", "row dropped")


def order_lines(table: Table) -> list[dict]:
    """Return a finding where the order of facilities and complaints is only assumed."""
    return table.exclude([(None, "")], "order assumed", "flagged") if table.plan.order == "assumed" else []


def beyond_regulation_lines(table: Table) -> list[dict]:
    """Return a finding for each column whose code goes beyond the regulation's elements: it is not counted."""
    found = []
    for line in table.plan.recognised:
        if line.taken_for == "left out" and CODE.match(plain(line.column)):
            found += table.exclude([(None, "")], "code beyond regulation", "flagged", line.column)
    return found


def inapplicable_mask(labels: Mapping[str, Labels]) -> nw.Expr:
    """Return the mask of the items that do not apply to a row."""
    bits = (
        nw.col(f"a_{item}").is_in(list(meaning.not_applicable)).fill_null(value=False).cast(nw.Int64) * (1 << place)
        for place, (item, meaning) in enumerate(labels.items())
        if meaning.not_applicable
    )
    return sum(bits, start=nw.lit(0)).cast(nw.Int64).alias("not_applicable")


def score_of(column: str, labels: Labels) -> nw.Expr:
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
