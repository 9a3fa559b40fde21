"""Rows on a Spark cluster: recognised and scored by the same rules, with only distinct labels brought to the driver.

A row has no number there: exclusions keep their file and their reason, `row` is empty. What a cluster can't read as
the embedded engine does (workbooks, other encodings, tables of counts, totals without a label) that engine reads.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw

from skm.cores import count_cores
from skm.errors import DataError, Place, SettingsError
from skm.responses.answers import (
    UNCOUNTED,
    beyond_regulation_lines,
    inapplicable_mask,
    labels_of,
    left_out_lines,
    meanings_of,
    off_scale_lines,
    order_lines,
    refuse_hidden_elements,
    refuse_other_scale,
    samples_of,
    scale_lines,
    score_of,
    told_lines,
    uncounted_lines,
)
from skm.responses.beside import marks_of
from skm.responses.cleaning import Cleaned
from skm.responses.files import Part, label_patterns, nameless_places, read_file, refuse_incomplete, with_findings
from skm.responses.frequencies import find_frequencies
from skm.responses.headers import Known
from skm.responses.identities import without_identities
from skm.responses.keys import Keys, find_keys, mapped, refuse_other_regulation, unit_id
from skm.responses.labels import Labels
from skm.responses.naming import with_groups
from skm.responses.privacy import HIDDEN, without_personal
from skm.responses.profiles import group_labels, groups_of
from skm.responses.raw import RawTable, forget_copy
from skm.responses.reading import read_tables
from skm.responses.recognising import KEPT_ROLES, PROFILE_ROLES, Plan, known_headers, named_columns, plan_columns
from skm.responses.repeats import FEWEST, texts_like
from skm.responses.rows import LISTED, NAMING, Constants, CountedTable
from skm.responses.rules import unclear_service_lines
from skm.responses.shapes import FIRST_ROWS, widen_table
from skm.responses.staging import (
    SUMMARY_COLUMN,
    SUMMARY_STARTS,
    StagedTable,
    forget_staged,
    last_rows,
    peek_table,
    stage_table,
)
from skm.responses.summaries import TAIL, find_summaries, may_have_summaries
from skm.responses.workspace import Workspace
from skm.survey import Survey
from skm.tables import holds_tally

if TYPE_CHECKING:
    from pyspark import SparkConf
    from pyspark.sql import Column, DataFrame, SparkSession

FEW = 1000  # different labels of a column that nobody recognised; what has more holds no answers
FILES = (".csv", ".tsv", ".txt", ".parquet")
KINDS = ("VARCHAR", "BOOLEAN", "DOUBLE", "FLOAT", "DATE", "TIMESTAMP")  # of Parquet, that both engines see alike
WHOLE_KINDS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
WHOLE_BELOW = 2.0**63
LEAST_COLUMNS = 2  # in a table of one column a blank line is an empty cell, and Spark takes it for nothing
GLOB = re.compile(r"[][{}*?\\]")  # signs of a path that stand for other ones
# What Spark has for itself is made for a cluster; for one machine, and where the user says nothing, this is quicker.
ON_ONE_MACHINE = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


class NotThereError(Exception):
    """The cluster would not see a file as the embedded engine does."""


def spark_session() -> "SparkSession":
    """Return the session that runs already, else that of the user's own Spark configuration.

    Where nothing is configured it is this machine, with all of its cores, without a web page, and with as many parts of
    a shuffle as there are cores.
    """
    try:
        from pyspark import SparkConf, SparkContext
        from pyspark.sql import SparkSession
    except ImportError:
        raise SettingsError("extra_missing", what="spark", extra="spark") from None
    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    # Only the JVM knows what spark-defaults.conf and spark-submit say, and no public word starts it alone.
    SparkContext._ensure_initialized()  # noqa: SLF001  see above
    said = SparkConf()
    builder = SparkSession.builder.appName(said.get("spark.app.name", "skm") or "skm")
    for key, value in unsaid_settings(said).items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def unsaid_settings(said: "SparkConf") -> dict[str, str]:
    """Return what is set of Spark on one machine, without what the user's configuration says; nothing on a cluster."""
    cores = str(count_cores())
    if not (said.get("spark.master") or f"local[{cores}]").startswith("local["):
        return {}
    settings = ON_ONE_MACHINE | {"spark.master": f"local[{cores}]", "spark.sql.shuffle.partitions": cores}
    return {key: value for key, value in settings.items() if not said.contains(key)}


def read_on_spark(path: Path, name: str, survey: Survey, workspace: Workspace, constants: Constants) -> list[Part]:
    """Return a file whose rows stay on the cluster, recognised and cleaned as `read_file` does.

    What the cluster would not see as the embedded engine does is read by that one; a line of exclusions says so.

    Parameters
    ----------
    path
        The file, where every executor finds it.
    name
        How messages call it.

    Raises
    ------
    DataError
        The file can't be trusted, or a row is no respondent.
    SettingsError
        pyspark is not installed; `duplicates = "drop"`, corrections and clusters need the embedded engine.
    """
    if survey.clean.duplicates == "drop" or constants.corrections:
        raise SettingsError("spark_rows", [Place(name)])
    try:
        table = _table_for_spark(path, name, survey, workspace, constants)
        try:
            frame = _frame_of([piece.path or path for piece in table.pieces] or [path], table)
            part = clean_on_spark(frame, table, survey.for_file(name), workspace, constants)
            return [replace(part, also=table.also)]
        finally:
            forget_copy(table.copy)
    except NotThereError:
        parts = read_file(path, name, survey, workspace, constants)
        return [with_findings(parts[0], [("not read there", "")], survey), *parts[1:]]


def _table_for_spark(path: Path, name: str, survey: Survey, workspace: Workspace, constants: Constants) -> RawTable:
    """Return what a file says of itself.

    Raises
    ------
    NotThereError
        It is no table of answers in UTF-8 or Parquet with a row for each respondent and the header in its first row.
    """
    suffix = path.suffix.casefold()
    if path.is_file() and (suffix not in FILES or (suffix == ".parquet" and holds_tally(path))):
        raise NotThereError
    regulation = survey.regulation_for(constants.period)
    known = known_headers(regulation, named_columns(survey, name, regulation))
    (table,) = read_tables(path, name, workspace.folder, known)
    try:
        return _fit_for_spark(table, known, survey, workspace, constants)
    except BaseException:
        forget_copy(table.copy)
        raise


def _fit_for_spark(
    table: RawTable, known: Known, survey: Survey, workspace: Workspace, constants: Constants
) -> RawTable:
    """Return the table with the texts above its columns, if the cluster sees it as the embedded engine does."""
    name, regulation = table.file, survey.regulation_for(constants.period)
    # Of a folder of parts this engine looks at the whole, and the cluster reads the parts themselves.
    rewritten = table.copy is not None and not (table.pieces and all(piece.path for piece in table.pieces))
    if rewritten or table.skip_lines or len(table.headers) < LEAST_COLUMNS:
        raise NotThereError
    if any(kind not in (*KINDS, *WHOLE_KINDS) and not kind.startswith("DECIMAL") for kind in table.kinds):
        raise NotThereError
    if not table.n_rows:
        raise DataError("no_rows", [Place(name)])
    table = replace(table, headers=with_groups(table.headers, known))
    own = survey.for_file(name)
    if find_frequencies([table], regulation, own, name):
        raise NotThereError
    cells = peek_table(workspace.connection, table, range(len(table.headers)), FIRST_ROWS, everywhere=False)
    first = replace(table, cells=cells, path=None, delimiter="", kinds=(), blank_rows=(), n_rows=len(cells))
    try:
        if widen_table(workspace.connection, first, workspace.new_name(), known, regulation, own) is not first:
            raise NotThereError
    except DataError:
        raise NotThereError from None
    return table


def _frame_of(paths: Sequence[Path], table: RawTable) -> "DataFrame":
    """Return the rows of a file, or of the parts of one, as a frame of the cluster."""
    from pyspark.errors import AnalysisException

    session = spark_session()
    places = ["file://" + GLOB.sub(r"\\\g<0>", str(path.resolve())) for path in paths]
    if not table.delimiter:
        try:
            frame = session.read.parquet(*places)
        except AnalysisException:  # columns of one name in capitals and small letters, say
            raise NotThereError from None
        if len(frame.columns) != len(table.headers):
            raise NotThereError
        return frame
    names = [f"c{place}" for place in range(len(table.headers))]
    schema = ", ".join(f"{column} STRING" for column in (*names, "malformed"))
    reader = session.read.schema(schema).option("columnNameOfCorruptRecord", "malformed")
    options = {"header": True, "sep": table.delimiter, "multiLine": True, "escape": '"', "columnPruning": False}
    return reader.options(**options).csv(places)


def clean_on_spark(
    frame: "DataFrame", table: RawTable, survey: Survey, workspace: Workspace, constants: Constants
) -> Part:
    """Return a frame of the cluster as a part of a survey; `table` says what its columns are called, in their order."""
    regulation = survey.regulation_for(constants.period)
    plan = plan_columns(table.headers, regulation, survey, table.file, "")
    if "cluster" in plan.roles:
        raise SettingsError("spark_rows", [Place(table.file)])
    plan, found = without_identities(table, plan, survey)
    columns = {f"a_{item}": place for item, place in plan.items.items()}
    roles = (*KEPT_ROLES, *PROFILE_ROLES)
    columns |= {r: place for r, place in plan.roles.items() if r in roles and r not in UNCOUNTED}
    suspects = {f"left_{place}": place for place in plan.unrecognised}
    suspects |= {f"nameless_{place}": place for place in nameless_places(table, plan)}
    wanted = columns | suspects
    refuse_incomplete(plan, survey, table)
    cells, aside, n_rows, malformed, totals = _staged(frame, table, plan, wanted)
    if n_rows != table.n_rows:
        raise NotThereError  # records that the two engines part in another way
    if 2 * malformed > n_rows:
        raise DataError("lines_malformed", [Place(table.file)], n=malformed, total=n_rows)
    counts = _count_labels(cells, columns, suspects)
    headers = {name: table.headers[place] or f"c{place}" for name, place in wanted.items()}
    summaries = tuple((None, label) for label, n in totals.items() for _ in range(min(n, LISTED)))
    n_answers = n_rows - malformed - sum(totals.values())
    if not n_answers:
        raise DataError("no_rows", [Place(table.file)])
    staged = StagedTable(table, workspace.new_name(), tuple(wanted), n_answers, summaries=summaries)
    own = CountedTable(workspace.connection, staged, plan, survey, constants, headers, counts)
    _refuse_odd_rows(own, workspace, totals)
    own.staged = replace(staged, remarks=_remarks(own, aside) if totals else ())
    cells = _without_personal(own, cells, found)
    refuse_hidden_elements(own, tuple(suspects))
    refuse_other_scale(own)
    labels = labels_of(own)
    found += [*off_scale_lines(own, labels), *order_lines(own), *beyond_regulation_lines(own), *told_lines(own)]
    found += [*scale_lines(own, labels), *uncounted_lines(own, tuple(suspects))]
    found += own.exclude([(None, "")] * min(malformed, LISTED), "malformed line", "row dropped")
    found += left_out_lines(own)
    found += own.exclude([(None, "")], "duplicates not sought", "flagged")
    found += marks_of(own)[1]
    keys = find_keys(own)
    found += unclear_service_lines(own, keys)
    periods = own.periods or (constants.period,)
    refuse_other_regulation(own, periods)
    profiles = {role: group_labels(role, counts[role]) for role in PROFILE_ROLES if role in plan.roles}
    scored = _scored(own, cells, labels, keys, profiles)
    kept, lines, dropped = _kept(own, scored, labels)
    final = [nw.col(f"key_{key}").alias(key) for key in keys.by]
    final += [nw.col(f"group_{role}").alias(role) for role in profiles]
    cleaned = Cleaned(
        kept.select(*final, *labels, "not_applicable"),
        n_rows,
        n_rows - staged.n_rows + dropped,
        (*found, *lines),
        keys.names,
        tuple(profiles),
        keys.by,
        periods=periods,
        several=keys.services.several,
        samples=samples_of(own, labels) | groups_of(counts, profiles),
    )
    content = table.content or table.sha256
    return Part(table.file, "", table.sha256, plan, constants, cleaned, staged.name, table.notes, content=content)


def _refuse_odd_rows(table: CountedTable, workspace: Workspace, totals: Mapping[str, int]) -> None:
    """Leave a table to the embedded engine that has rows which are known by their place: sums, repeated headers."""
    meanings = {f"a_{item}": labels for item, labels in meanings_of(table).items()}
    counts = table.counts | ({SUMMARY_COLUMN: totals} if totals else {})
    if not may_have_summaries(counts, meanings):
        return
    unknown = {column: labels.unknown for column, labels in meanings.items() if labels.unknown}
    regulation = table.survey.regulation_for(table.constants.period)
    known = known_headers(regulation)
    named = [c for c, texts in unknown.items() if texts_like(texts, table.headers[c]) or any(map(known.element, texts))]
    if len(named) >= FEWEST:
        raise NotThereError
    raw = table.staged.table
    if raw.path is None:
        return
    rows = last_rows(workspace.connection, raw, TAIL)
    end = replace(raw, cells=rows, path=None, delimiter="", kinds=(), blank_rows=(), n_rows=len(rows))
    columns = {c: p for c, p in _places(table).items() if not c.startswith(("left_", "nameless_"))}
    patterns = label_patterns(table.plan)
    staged = stage_table(workspace.connection, end, columns, (), workspace.new_name(), patterns)
    found = find_summaries(workspace.connection, staged, meanings)
    forget_staged(workspace.connection, staged.name)
    if "" in found.values():
        raise NotThereError


def _places(table: CountedTable) -> dict[str, int]:
    """Return the staged columns with their places in the file."""
    items = {f"a_{item}": place for item, place in table.plan.items.items()}
    return items | {role: place for role, place in table.plan.roles.items() if role in table.staged.columns}


def _remarks(table: CountedTable, aside: "DataFrame") -> tuple[str, ...]:
    """Return the texts that stand in the question columns of totals alone."""
    columns = [f"a_{item}" for item in table.plan.items]
    rows = aside.select(*columns).distinct().limit(LISTED).collect()
    said = [(column, row[column]) for column in columns for row in rows if row[column]]
    return tuple(sorted({text for column, text in said if text not in table.counts[column]}))


def _staged(
    frame: "DataFrame", table: RawTable, plan: Plan, wanted: Mapping[str, int]
) -> tuple["DataFrame", "DataFrame", int, int, dict[str, int]]:
    """Return the wanted columns as texts: rows of answers, totals; how many rows in all, malformed ones, totals."""
    from pyspark.sql import functions as F  # noqa: N812  its usual name

    if "malformed" not in frame.columns:
        frame = frame.toDF(*(f"c{place}" for place in range(len(table.headers)))).withColumn("malformed", F.lit(None))
    kinds = dict(frame.dtypes)
    said = [_total_label(_seen(f"c{p}", kinds), pattern) for p, pattern in label_patterns(plan).items()]
    total = F.coalesce(*said, F.lit(None).cast("string")) if said else F.lit(None).cast("string")
    cells = frame.select(
        *(_seen(f"c{place}", kinds).alias(name) for name, place in wanted.items()),
        F.col("malformed").isNotNull().alias("is_malformed"),
        total.alias("total_label"),
    )
    # Spark refuses to look at the mark of malformed rows alone: an answer column is counted with it.
    counts = (F.count(F.lit(1)).alias("n"), F.count(next(iter(wanted))))
    aside = cells.groupBy("is_malformed", "total_label").agg(*counts).collect()
    n_rows = sum(row["n"] for row in aside)
    malformed = sum(row["n"] for row in aside if row["is_malformed"])
    totals = {row["total_label"]: row["n"] for row in aside if row["total_label"] and not row["is_malformed"]}
    kept = cells.filter(~F.col("is_malformed") & F.col("total_label").isNull())
    dropped = cells.filter(~F.col("is_malformed") & F.col("total_label").isNotNull())
    return kept.drop("is_malformed", "total_label"), dropped, n_rows, malformed, dict(sorted(totals.items()))


def _seen(name: str, kinds: Mapping[str, str]) -> "Column":
    """Return a cell as a person sees it: whole numbers without `.0`, nothing for an empty text."""
    from pyspark.sql import functions as F  # noqa: N812

    column = F.col(name)
    if kinds[name] in ("double", "float"):
        is_whole = (column == F.floor(column)) & (F.abs(column) < WHOLE_BELOW)
        whole = F.when(is_whole, column.cast("bigint").cast("string"))
        return F.when(~F.isnan(column), F.coalesce(whole, column.cast("string")))
    text = column.cast("string")
    return F.when(text != "", text)


def _total_label(cell: "Column", pattern: str) -> "Column":
    """Return a cell that says that its row is a total, null for any other: as the embedded engine finds them."""
    from pyspark.sql import functions as F  # noqa: N812

    plain = F.trim(F.regexp_replace(F.lower(cell), r"[^\p{L}0-9σ∑]+", " "))
    starts = F.lower(F.substring(cell, 1, 2)).isin(list(SUMMARY_STARTS))
    return F.when(starts & plain.rlike(pattern), cell)


def _count_labels(
    cells: "DataFrame", columns: Mapping[str, int], suspects: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """Return how often each label stands in each column, most frequent first; one shuffle, of labels alone."""
    from pyspark.sql import functions as F  # noqa: N812

    many: set[str] = set()
    if suspects:
        (found,) = cells.agg(*(F.approx_count_distinct(name).alias(name) for name in suspects)).collect()
        many = {name for name in suspects if found[name] > FEW}
    counted = [name for name in (*columns, *suspects) if name not in many]
    pairs = F.array(*(F.struct(F.lit(n).alias("place"), F.col(c).alias("label")) for n, c in enumerate(counted)))
    pair = cells.select(F.explode(pairs).alias("pair")).select("pair.place", "pair.label")
    rows = pair.groupBy("place", "label").count().collect()
    counts: dict[str, dict[str, int]] = {name: {} for name in (*columns, *suspects)}
    for place, label, n in sorted(
        ((r["place"], r["label"] or "", r["count"]) for r in rows), key=lambda r: (-r[2], r[1])
    ):
        counts[counted[place]][label] = n
    return counts


def _without_personal(table: CountedTable, cells: "DataFrame", found: list[dict]) -> "DataFrame":
    """Take phones, NIK and e-mail addresses out of names of units, services and groups."""
    from pyspark.sql import functions as F  # noqa: N812

    counts = dict(table.counts)
    for column in (*NAMING, *PROFILE_ROLES):
        changed = {label: bare for label in counts.get(column, ()) if (bare := without_personal(label)) != label}
        if not changed:
            continue
        n = sum(counts[column][label] for label in changed)
        found += table.exclude([(None, HIDDEN)] * min(n, LISTED), "personal value", "value hidden", column)
        for label, bare in changed.items():
            own = F.when(F.col(column) == label, F.lit(bare or None)).otherwise(F.col(column))
            cells = cells.withColumn(column, own)
        merged: dict[str, int] = {}
        for label, times in counts[column].items():
            merged[changed.get(label, label)] = merged.get(changed.get(label, label), 0) + times
        counts[column] = merged
    table.counts = counts
    return cells


def _scored(
    table: CountedTable,
    cells: "DataFrame",
    labels: Mapping[str, Labels],
    keys: Keys,
    profiles: Mapping[str, Mapping[str, str]],
) -> Any:
    """Return the rows with scores, the mask of what does not apply, groups and keys; a long map is joined."""
    scores = [score_of(f"a_{item}", meaning, table.survey.scale).alias(item) for item, meaning in labels.items()]
    groups = [mapped(role, mapping).alias(f"group_{role}") for role, mapping in profiles.items()]
    frame = nw.from_native(cells).with_columns(*scores, inapplicable_mask(labels), *groups, *keys.expressions)
    for role, mapping in keys.joins.items():
        pairs = [(label, value) for label, value in mapping.items()]
        known = cells.sparkSession.createDataFrame(pairs, f"label_{role} STRING, key_{role} STRING")
        keyed = frame.with_columns(nw.col(role).fill_null("").alias(f"text_{role}"))
        frame = keyed.join(nw.from_native(known), left_on=f"text_{role}", right_on=f"label_{role}", how="left")
    return frame


def _kept(table: CountedTable, frame: Any, labels: Mapping[str, Labels]) -> tuple[Any, list[dict], int]:
    """Return the rows that no rule drops, the lines of those that one does, and how many they are."""
    lines: list[dict] = []
    dropped = 0
    for rule, flag, column in _dropping(table, labels):
        counted = _counted(frame.filter(flag), column)
        frame = frame.filter(~flag)
        for value, n in counted:
            dropped += n
            if rule == "off scale":  # the lines by answer are there already
                continue
            lines += table.exclude([(None, value)] * min(n, LISTED), rule, "row dropped", column, hint="")
    return frame, lines, dropped


def _counted(hit: Any, column: str) -> list[tuple[str, int]]:
    """Return (value, rows) of what a rule drops."""
    if column:
        rows = hit.group_by(column).agg(nw.len().alias("n")).to_native().collect()
        return sorted((row[column] or "", row["n"]) for row in rows)
    n = hit.to_native().count()
    return [("", n)] if n else []


def _dropping(table: CountedTable, labels: Mapping[str, Labels]) -> list[tuple[str, nw.Expr, str]]:
    """Return the rules that may drop a row: name, flag without nulls, the column whose value is told."""
    rules: list[tuple[str, nw.Expr, str]] = []
    off = {f"a_{item}": list(meaning.off_scale) for item, meaning in labels.items() if meaning.off_scale}
    if off and table.survey.clean.off_scale == "drop row":
        flags = [nw.col(column).is_in(texts).fill_null(value=False) for column, texts in off.items()]
        rules.append(("off scale", nw.any_horizontal(*flags, ignore_nulls=True), ""))
    if "unit" in table.plan.roles and not all(unit_id(u, table.survey) for u in table.counts["unit"]):
        rule = "unit missing" if table.survey.units is None else "unit not registered"
        rules.append((rule, nw.col("key_unit").is_null(), "unit"))
    silent = [nw.col(item).is_null() for item in labels]
    if all(m.blank or m.not_applicable or m.off_scale for m in labels.values()):
        rules.append(("no answers", nw.all_horizontal(*silent, ignore_nulls=True), ""))
    return rules


def together_on_spark(frames: Sequence["DataFrame"]) -> "DataFrame":
    """Return the rows of some frames of the cluster as one, so that they are counted in one pass; no rows are moved."""
    whole, *others = frames
    for frame in others:
        whole = whole.unionByName(frame, allowMissingColumns=True)
    return whole
