"""Rows on a Spark cluster: recognised and scored by the same rules, with only distinct labels brought to the driver.

A row has no number there: exclusions keep their file and their reason, `row` is empty.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from skm.errors import Place, SettingsError
from skm.responses.answers import (
    UNCOUNTED,
    beyond_regulation_lines,
    inapplicable_mask,
    labels_of,
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
from skm.responses.cleaning import Cleaned
from skm.responses.files import Part, label_patterns, nameless_places
from skm.responses.identities import without_identities
from skm.responses.keys import Keys, find_keys, mapped, unit_id
from skm.responses.labels import Labels
from skm.responses.privacy import HIDDEN, without_personal
from skm.responses.profiles import group_labels, groups_of
from skm.responses.raw import RawTable
from skm.responses.reading import read_tables
from skm.responses.recognising import KEPT_ROLES, PROFILE_ROLES, Plan, known_headers, named_columns, plan_columns
from skm.responses.rows import EXCLUSION_COLUMNS, LISTED, NAMING, Constants, CountedTable
from skm.responses.staging import SUMMARY_STARTS, StagedTable
from skm.responses.workspace import Workspace
from skm.survey import Survey

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FEW = 1000  # different labels of a column that nobody recognised; what has more holds no answers
FILES = (".csv", ".tsv", ".txt", ".parquet")


def spark_session() -> "SparkSession":
    """Return the session of the user's own Spark configuration, or the one that runs already."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SettingsError("extra_missing", what="spark", extra="spark") from None
    return SparkSession.builder.appName("skm").getOrCreate()


def read_on_spark(path: Path, name: str, survey: Survey, workspace: Workspace, constants: Constants) -> Part:
    """Return a file whose rows stay on the cluster, recognised and cleaned as `read_file` does.

    Parameters
    ----------
    path
        A text file in UTF-8 with the header in its first row, or a Parquet file, where every executor finds it.
    name
        How messages call it.

    Raises
    ------
    DataError
        The file can't be trusted, or a row is no respondent.
    SettingsError
        pyspark is not installed; the kind of file, or `duplicates = "drop"`, needs the embedded engine.
    """
    regulation = survey.regulation_for(constants.period)
    known = known_headers(regulation, named_columns(survey, name, regulation))
    if path.suffix.casefold() not in FILES:
        raise SettingsError("spark_kind", [Place(name)])
    if survey.clean.duplicates == "drop" or constants.corrections:
        raise SettingsError("spark_rows", [Place(name)])
    (table,) = read_tables(path, name, workspace.folder, known)
    if table.copy is not None or table.skip_lines:
        raise SettingsError("spark_kind", [Place(name)])
    session = spark_session()
    if not table.delimiter:
        frame = session.read.parquet(str(path.resolve()))
        return clean_on_spark(frame, table, survey.for_file(name), workspace, constants)
    names = [f"c{place}" for place in range(len(table.headers))]
    schema = ", ".join(f"{column} STRING" for column in (*names, "malformed"))
    reader = session.read.schema(schema).option("columnNameOfCorruptRecord", "malformed")
    options = {"header": True, "sep": table.delimiter, "multiLine": True, "escape": '"', "columnPruning": False}
    frame = reader.options(**options).csv(str(path.resolve()))
    return clean_on_spark(frame, table, survey.for_file(name), workspace, constants)


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
    cells, n_rows, malformed, totals = _staged(frame, table, plan, wanted)
    counts = _count_labels(cells, columns, suspects)
    headers = {name: table.headers[place] for name, place in wanted.items()}
    staged = StagedTable(table, workspace.new_name(), tuple(wanted), n_rows - malformed - sum(totals.values()))
    own = CountedTable(workspace.connection, staged, plan, survey, constants, headers, counts)
    cells = _without_personal(own, cells, found)
    refuse_hidden_elements(own, tuple(suspects))
    refuse_other_scale(own)
    labels = labels_of(own)
    found += [*off_scale_lines(own, labels), *order_lines(own), *beyond_regulation_lines(own), *told_lines(own)]
    found += [*scale_lines(own, labels), *uncounted_lines(own, tuple(suspects))]
    found += own.exclude([(None, "")] * min(malformed, LISTED), "malformed line", "row dropped")
    for label, n in totals.items():
        found += own.exclude([(None, label)] * min(n, LISTED), "summary row", "row dropped")
    found += own.exclude([(None, "")], "duplicates not sought", "flagged")
    keys = find_keys(own)
    profiles = {role: group_labels(role, counts[role]) for role in PROFILE_ROLES if role in plan.roles}
    scored = _scored(own, cells, labels, keys, profiles)
    kept, lines, dropped = _kept(own, scored, labels)
    final = [nw.col(f"key_{key}").alias(key) for key in keys.by]
    final += [nw.col(f"group_{role}").alias(role) for role in profiles]
    exclusions = pd.DataFrame([*found, *lines], columns=EXCLUSION_COLUMNS)
    cleaned = Cleaned(
        kept.select(*final, *labels, "not_applicable"),
        n_rows,
        n_rows - staged.n_rows + dropped,
        exclusions,
        keys.names,
        tuple(profiles),
        keys.by,
        periods=own.periods or (constants.period,),
        several=keys.services.several,
        samples=samples_of(own, labels) | groups_of(counts, profiles),
    )
    content = table.content or table.sha256
    return Part(table.file, "", table.sha256, plan, constants, cleaned, staged.name, table.notes, content=content)


def _staged(
    frame: "DataFrame", table: RawTable, plan: Plan, wanted: Mapping[str, int]
) -> tuple["DataFrame", int, int, dict[str, int]]:
    """Return the wanted columns as texts without malformed rows and totals; rows in all, malformed ones, totals."""
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
    aside = cells.groupBy("is_malformed", "total_label").count().collect()
    n_rows = sum(row["count"] for row in aside)
    malformed = sum(row["count"] for row in aside if row["is_malformed"])
    totals = {row["total_label"]: row["count"] for row in aside if row["total_label"] and not row["is_malformed"]}
    kept = cells.filter(~F.col("is_malformed") & F.col("total_label").isNull())
    return kept.drop("is_malformed", "total_label"), n_rows, malformed, dict(sorted(totals.items()))


def _seen(name: str, kinds: Mapping[str, str]) -> "Column":
    """Return a cell as a person sees it: whole numbers without `.0`, nothing for an empty text."""
    from pyspark.sql import functions as F  # noqa: N812

    column = F.col(name)
    if kinds[name] in ("double", "float"):
        whole = F.when(column == F.floor(column), column.cast("bigint").cast("string"))
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
