"""The answers of a table as scores, and the refusals and findings about them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count, takewhile

import duckdb
import narwhals as nw

from skm.errors import DataError, Place
from skm.responses.findings import Found
from skm.responses.labels import (
    Labels,
    evidence_in,
    is_error,
    looks_like_choices,
    mixes_letters_and_numbers,
    number_of,
    other_scale,
    reverse,
)
from skm.responses.ladders import asks_for_bad
from skm.responses.languages import Columns, read_both
from skm.responses.legends import scale_of_legend, turned_legend
from skm.responses.naming import SCORE_OF_CODE
from skm.responses.privacy import shown
from skm.responses.recognising import CODE, Plan, is_of_portal, known_headers, lines_for_columns
from skm.responses.repeats import find_repeated_headers
from skm.responses.rows import Constants, Table, count_labels
from skm.responses.scales import example_map, looks_like_answers, read_answers, refuse_unseen_scale
from skm.responses.staging import StagedTable
from skm.responses.summaries import find_summaries, find_unnumbered, may_have_summaries, set_aside
from skm.survey import Survey, plain

OFF_SCALE_AT_MOST = 0.05  # interface.md section 2: more than 5 % of a column off the scale refuses the file
SPREAD_AT_MOST = 0.01  # of all answers of the columns that show another scale, where most columns do
SCALE_COLUMNS = 3
DIGITS = frozenset("1234")
IMPORTANCE = frozenset({"penting", "diharapkan", "important", "expected"})
LINES_SHOWN = 30  # labels that a message asks about
LABELS_SHOWN = 8  # labels of a column that the table of recognised columns shows
UNCOUNTED = ("date", "timestamp", "id", "cluster", "identity_hash")  # columns with a label a row


def without_summaries(
    connection: duckdb.DuckDBPyConnection, staged: StagedTable, plan: Plan, survey: Survey, constants: Constants
) -> tuple[StagedTable, dict[str, dict[str, int]]]:
    """Return the table without totals and remarks, and how often each label of a column stands in it."""
    columns = [c for c in staged.columns if c not in UNCOUNTED and not c.startswith("comments_")]
    counts = count_labels(connection, staged.name, columns, staged.numbers)
    meanings = {f"a_{item}": labels for item, labels in _meanings(counts, plan, survey, constants.period).items()}
    found = {}
    if may_have_summaries(counts, meanings):
        headers = {f"a_{item}": staged.table.headers[place] for item, place in plan.items.items()}
        known = known_headers(survey.regulation_for(constants.period))
        found = find_repeated_headers(connection, staged, meanings, headers, known)
        found |= find_summaries(connection, staged, meanings, tuple(found))
    found |= find_unnumbered(connection, staged, tuple(meanings), found)
    if found:
        staged = set_aside(connection, staged, found)
        if not staged.n_rows:
            raise DataError("no_rows", [Place(staged.table.file, staged.table.sheet)])
        before, counts = counts, count_labels(connection, staged.name, columns, staged.numbers)
        gone = [label for column in meanings for label in before[column] if label not in counts[column]]
        staged = replace(staged, remarks=tuple(dict.fromkeys(gone)))
    return staged, counts


def refuse_hidden_elements(table: Table, suspects: Sequence[str]) -> None:
    """Refuse a table in which an unrecognised column holds answers while elements are missing.

    Beside the questions a column of few choices is one, whatever its labels are; farther off only one of known answers.
    """
    regulation = table.survey.regulation_for(table.constants.period)
    nameless = [c for c in suspects if c.startswith("nameless_")]
    full = [c for c in nameless if looks_like_answers(list(table.counts[c]), regulation, table.survey)]
    if full:
        raise DataError("column_without_header", [Place(*table.where, column=table.headers[c]) for c in full])
    missing = [key for key in regulation.keys if key not in {item.element for item in table.plan.instrument.items}]
    told = list(table.plan.told.values())
    if not missing and not told:
        return
    near = _beside_questions(table.plan)
    hidden = [
        c
        for c in suspects
        if looks_like_answers(list(table.counts[c]), regulation, table.survey)
        or (c in near and looks_like_choices(table.counts[c]))
    ]
    if hidden:
        places = [Place(*table.where, column=table.headers[column]) for column in hidden]
        asked = [table.plan.recognised_text(place) for place in table.plan.told]
        lines = lines_for_columns([*asked, *(table.headers[column] for column in hidden)], regulation)
        if not missing:  # elements that only words tell of are no whole beside a question that nobody knows
            raise DataError("told_beside_others", places, elements=", ".join(told), lines=lines)
        raise DataError("elements_hidden", places, missing=", ".join(missing), example=missing[0], lines=lines)


def _beside_questions(plan: Plan) -> set[str]:
    """Return the staged names of the unrecognised columns among the questions, or next to them without a gap."""
    taken, free = set(plan.items.values()), set(plan.unrecognised)
    first, last = min(taken), max(taken)
    near = {place for place in free if first < place < last}
    before = takewhile(free.__contains__, range(first - 1, -1, -1))
    near |= {*before, *takewhile(free.__contains__, count(last + 1))}
    return {f"left_{place}" for place in near}


def uncounted_lines(table: Table, suspects: Sequence[str]) -> list[dict]:
    """Return a finding for each unrecognised column of answers, where all elements are found without it."""
    regulation = table.survey.regulation_for(table.constants.period)
    if set(regulation.keys) - {item.element for item in table.plan.instrument.items}:
        return []
    left = [c for c in suspects if c.startswith("left_")]
    full = [c for c in left if looks_like_answers(list(table.counts[c]), regulation, table.survey)]
    return [line for c in full for line in table.exclude([(None, "")], "answers not counted", "flagged", c)]


def refuse_other_scale(table: Table) -> None:
    """Refuse a table whose questions have five choices or more: a 5 is not a 4, and no factor makes it one.

    A few fives in one column are typing errors; the same in most columns are a scale.
    """
    meanings = meanings_of(table)
    _refuse_legend(table, meanings)
    _refuse_zero_to_three(table, meanings)
    beyond: dict[str, tuple[Labels, int, int]] = {}
    for item, labels in meanings.items():
        counts = table.counts[f"a_{item}"]
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
            scale = other_scale(labels)
            values = {"scale": scale, "key": _owner(table, item), "label": shown(found[0]), "map": example_map(scale)}
            raise DataError("other_scale", table.places(f"a_{item}", found), **values)


def _refuse_legend(table: Table, meanings: Mapping[str, Labels]) -> None:
    """Refuse a table whose legend says that its signs run the other way, or that there are more of them.

    Labels that say themselves what is good need no legend.
    """
    if table.survey.scale or all(labels.scores.keys() <= labels.directed for labels in meanings.values()):
        return
    below = (*(text for _, text in table.staged.summaries), *table.staged.remarks)
    texts = [*table.staged.table.above, *below, *(table.headers[f"a_{item}"] for item in meanings)]
    if turned := turned_legend(texts):
        raise DataError("legend_turned", [Place(*table.where, value=shown(turned))])
    if scale := scale_of_legend(texts):
        first = next(iter(meanings))
        values = {"scale": scale, "key": _owner(table, first), "label": scale[-1], "map": example_map(scale)}
        raise DataError("other_scale", [Place(*table.where)], **values)


def _refuse_zero_to_three(table: Table, meanings: Mapping[str, Labels]) -> None:
    """Refuse a table with zeros in several columns and not one 4: its scale runs from 0 to 3."""
    if table.survey.scale or any(score == 4 for labels in meanings.values() for score in labels.scores.values()):
        return
    zeros = [i for i, labels in meanings.items() if any(number_of(label) == 0 for label in labels.off_scale)]
    if len(zeros) >= min(SCALE_COLUMNS, len(meanings)):
        places = [Place(*table.where, column=table.headers[f"a_{item}"]) for item in zeros]
        values = {"scale": "0–3", "key": _owner(table, zeros[0]), "label": "0", "map": example_map("0–3")}
        raise DataError("other_scale", places, **values)


def _owner(table: Table, item: str) -> str:
    return next(i.element for i in table.plan.instrument.items if i.key == item)


def meanings_of(table: Table) -> dict[str, Labels]:
    """Return what the labels of each question column mean."""
    return _meanings(table.counts, table.plan, table.survey, table.constants.period)


def _meanings(counts: Mapping[str, Mapping[str, int]], plan: Plan, survey: Survey, period: str) -> dict[str, Labels]:
    """Return what the labels of each question mean: all columns together show the scale, each one its labels."""
    regulation = survey.regulation_for(period)
    columns = {i.key: (regulation.element(i.element), counts[f"a_{i.key}"]) for i in plan.instrument.items}

    def read(asked: Columns) -> dict[str, Labels]:
        evidence = evidence_in(asked.values())
        return {item: read_answers(labels, element, survey, evidence) for item, (element, labels) in asked.items()}

    found = read_both(columns, read(columns), read)
    return {i: reverse(labels, survey.points) if i in plan.reversed else labels for i, labels in found.items()}


def labels_of(table: Table) -> dict[str, Labels]:
    """Return the labels of every question column.

    Raises
    ------
    DataError
        A label is unknown, a question may be worded the other way round, letters stand beside numbers, too much is off
        the scale.
    """
    labels = meanings_of(table)
    _refuse_unknown(table, labels)
    _refuse_unsaid_direction(table, labels)
    for item, meaning in labels.items():
        _refuse_untrusted(table, item, meaning)
    return labels


def _refuse_unknown(table: Table, labels: Mapping[str, Labels]) -> None:
    """Refuse a table with labels that nobody knows, with the lines for skm.toml that say what they are."""
    unknown = {item: meaning.unknown for item, meaning in labels.items() if meaning.unknown}
    if not unknown:
        return
    _refuse_errors(table, unknown)
    _refuse_importance(table, unknown)
    _refuse_means(table, unknown)
    places = [place for item, texts in unknown.items() for place in table.places(f"a_{item}", texts)]
    n_cells = sum(table.counts[f"a_{item}"][text] for item, texts in unknown.items() for text in texts)
    first = next(iter(unknown))
    values = {"key": _owner(table, first), "label": shown(unknown[first][0]), "lines": _lines_to_paste(table, unknown)}
    raise DataError("unknown_label", places, n=n_cells, **values)


def _refuse_errors(table: Table, unknown: Mapping[str, Sequence[str]]) -> None:
    """Refuse a table with errors of formulas among its answers: nobody knows what was answered."""
    errors = {f"a_{item}": found for item, texts in unknown.items() if (found := [t for t in texts if is_error(t)])}
    if errors:
        places = [place for column, texts in errors.items() for place in table.places(column, texts)]
        n_cells = sum(table.counts[column][text] for column, texts in errors.items() for text in texts)
        raise DataError("error_cells", places, n=n_cells, label=next(iter(errors.values()))[0].strip())


def _refuse_means(table: Table, unknown: Mapping[str, Sequence[str]]) -> None:
    """Refuse a table of averages: most of what stands under its questions are numbers between the scores."""
    between = {i: [text for text in texts if _is_between(text)] for i, texts in unknown.items()}
    n_between = sum(table.counts[f"a_{item}"][text] for item, texts in between.items() for text in texts)
    n_filled = sum(n for i in table.plan.items for text, n in table.counts[f"a_{i}"].items() if text.strip())
    if 2 * n_between > n_filled:
        raise DataError("table_of_means", [Place(*table.where, column=table.headers[f"a_{i}"]) for i in between])


def _is_between(text: str) -> bool:
    number = number_of(text)
    return number is not None and number != number.to_integral_value()


def _refuse_importance(table: Table, unknown: Mapping[str, Sequence[str]]) -> None:
    """Refuse questions that ask how important something is: another half of another survey."""
    asked = [item for item, texts in unknown.items() if all(IMPORTANCE & set(plain(text).split()) for text in texts)]
    if asked:
        headers = [table.headers[f"a_{item}"] for item in asked]
        questions = ", ".join(f'"{header}"' for header in headers)
        raise DataError("importance_answers", [Place(*table.where, column=h) for h in headers], questions=questions)


def _lines_to_paste(table: Table, unknown: Mapping[str, Sequence[str]]) -> str:
    """Return the lines of skm.toml that are to be completed, "" where one line says it all.

    A label of several elements is written once, for all of them.
    """
    owners: dict[str, list[str]] = {}
    for item, texts in unknown.items():
        for text in texts:
            keys = owners.setdefault(text.strip(), [])
            keys += [key for key in (_owner(table, item),) if key not in keys]
    if len(owners) < 2:
        return ""
    tables: dict[str, list[str]] = {}
    for text, keys in list(owners.items())[:LINES_SHOWN]:
        if shown(text) == text and '"' not in text:
            tables.setdefault(keys[0] if len(keys) == 1 else "all", []).append(text)
    lines = [line for key, texts in tables.items() for line in (f"[answers.{key}]", *(f'"{t}" = …' for t in texts))]
    more = [f"# + {len(owners) - LINES_SHOWN}"] if len(owners) > LINES_SHOWN else []
    return "".join(f"\n    {line}" for line in (*lines, *more))


def _refuse_unsaid_direction(table: Table, labels: Mapping[str, Labels]) -> None:
    """Refuse a table with a question that may ask for what is bad, while its answers do not say what is good."""
    doubtful = [
        item
        for item, meaning in labels.items()
        if item not in (*table.plan.reversed, *table.plan.upright)
        and not meaning.scores.keys() <= meaning.directed
        and asks_for_bad(table.headers[f"a_{item}"])
    ]
    if doubtful:
        headers = [table.headers[f"a_{item}"] for item in doubtful]
        values = {"element": _owner(table, doubtful[0]), "questions": ", ".join(f'"{header}"' for header in headers)}
        raise DataError("reversed_question", [Place(*table.where, column=h) for h in headers], **values)


def _refuse_untrusted(table: Table, item: str, labels: Labels) -> None:
    """Refuse a column that mixes letters and numbers, or that has too much off the scale."""
    column = f"a_{item}"
    counts = table.counts[column]
    if mixes_letters_and_numbers(labels):
        raise DataError("letters_and_numbers", [Place(*table.where, column=table.headers[column])])
    n_off = sum(counts[label] for label in labels.off_scale)
    n_filled = sum(counts.values()) - sum(counts[label] for label in labels.blank)
    if n_off and (table.survey.clean.off_scale == "stop" or n_off > OFF_SCALE_AT_MOST * n_filled):
        raise DataError("off_scale", table.places(column, labels.off_scale), n=n_off, total=n_filled)


def samples_of(table: Table, labels: Mapping[str, Labels]) -> dict[str, str]:
    """Return, for each question column, its labels with their scores and how often each stands there."""
    worth = {point: f"{float(score):g}" for point, score in table.survey.scale}
    return {f"a_{item}": _sample(table.counts[f"a_{item}"], meaning, worth) for item, meaning in labels.items()}


def _sample(counts: Mapping[str, int], labels: Labels, worth: Mapping[int, str]) -> str:
    """Return the most frequent labels of a column as "Sangat sesuai=4 (120); Sesuai=3 (80)".

    `worth` are the scores of the points of a mapped scale.
    """
    kinds = {**dict.fromkeys(labels.not_applicable, "N/A"), **dict.fromkeys((*labels.blank, *labels.off_scale), "–")}
    meant = {**{label: worth.get(score, score) for label, score in labels.scores.items()}, **kinds}
    parts = [f"{shown(label)}={meant[label]} ({n})" for label, n in counts.items() if label.strip() and label in meant]
    more = [f"… + {len(parts) - LABELS_SHOWN}"] if len(parts) > LABELS_SHOWN else []
    return "; ".join([*parts[:LABELS_SHOWN], *more])


def off_scale_lines(table: Table, labels: Mapping[str, Labels]) -> list[Found]:
    """Return a line for each answer off the scale."""
    action = "row dropped" if table.survey.clean.off_scale == "drop row" else "answer blanked"
    off = {f"a_{item}": meaning.off_scale for item, meaning in labels.items() if meaning.off_scale}
    return table.exclude_labels(off, "off scale", action)


def scale_lines(table: Table, labels: Mapping[str, Labels]) -> list[dict]:
    """Return a finding where the answers are those of another scale, mapped to scores by the settings."""
    refuse_unseen_scale(labels.values(), table.survey, *table.where)
    return table.exclude([(None, "")], "scale mapped", "flagged") if table.survey.scale else []


def malformed_lines(table: Table) -> list[Found]:
    """Return a line for each row that the engine could not part into cells."""
    return table.exclude_listed(table.staged.rejects, "malformed line", "row dropped")


def left_out_lines(table: Table) -> list[Found]:
    """Return a line for each total or remark that was set aside."""
    return table.exclude_listed(table.staged.summaries, "summary row", "row dropped")


def order_lines(table: Table) -> list[dict]:
    """Return a finding where the order of facilities and complaints is only assumed."""
    if table.plan.order != "assumed":
        return []
    rule = "portal order" if is_of_portal(*table.where) else "order assumed"
    return table.exclude([(None, "")], rule, "flagged")


def told_lines(table: Table) -> list[dict]:
    """Return a finding for each question in an office's own words, which was taken because the whole is told."""
    asked = [f"a_{item}" for item, place in table.plan.items.items() if place in table.plan.told]
    return [line for column in asked for line in table.exclude([(None, "")], "named by words", "flagged", column)]


def beyond_regulation_lines(table: Table) -> list[dict]:
    """Return a finding for each column whose code goes beyond the regulation's elements: it is not counted."""
    found = []
    for line in table.plan.recognised:
        if line.taken_for == "left out" and CODE.match(form := plain(line.column)):
            if SCORE_OF_CODE.search(form):
                continue  # scores beside the answers themselves
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


def score_of(
    column: str, labels: Labels, scale: Sequence[tuple[int, Fraction]] = (), number: str | None = None
) -> nw.Expr:
    """Return the score of a label column; what is no score is null. On a mapped scale labels stand for its points.

    `number` is the column of the same cells as whole numbers, where there is one.
    """
    if scale:
        return _mapped_score(column, labels, dict(scale))
    as_written = all(label in DIGITS and int(label) == score for label, score in labels.scores.items())
    if as_written and not (labels.off_scale or labels.not_applicable) and set(labels.blank) <= {""}:
        # Every label of this column is a digit of the scale, so the cast cannot guess.
        return nw.col(number or column).cast(nw.Int8)
    by_score: dict[int, list[str]] = {}
    for label, score in labels.scores.items():
        by_score.setdefault(score, []).append(label)
    chain = nw.lit(None, dtype=nw.Int8)
    for score, texts in by_score.items():
        chain = nw.when(nw.col(column).is_in(texts)).then(nw.lit(score, dtype=nw.Int8)).otherwise(chain)
    return chain


def _mapped_score(column: str, labels: Labels, scores: Mapping[int, Fraction]) -> nw.Expr:
    """Return the score of a column whose labels are points of another scale."""
    by_score: dict[float, list[str]] = {}
    for label, point in labels.scores.items():
        by_score.setdefault(float(scores[point]), []).append(label)
    chain = nw.lit(None, dtype=nw.Float64)
    for score, texts in by_score.items():
        chain = nw.when(nw.col(column).is_in(texts)).then(nw.lit(score, dtype=nw.Float64)).otherwise(chain)
    return chain


def scores_by_label(labels: Labels, scale: Sequence[tuple[int, Fraction]]) -> tuple[dict[str, float], str]:
    """Return the score of each label of a column, and of which kind such scores are in the engine."""
    if not scale:
        return dict(labels.scores), "TINYINT"
    scores = dict(scale)
    return {label: float(scores[point]) for label, point in labels.scores.items()}, "DOUBLE"
