"""One sending in two files: exports that overlap repeat the same responses, and their people would count twice."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import narwhals as nw

from skm.messages import say
from skm.responses import SENT, Found, Many, Part, few_cells, texts_of, translated
from skm.survey import Survey

AT_ONCE = 1_000_000  # sendings that are set beside each other together
AGAIN = "sent_again"  # in the engine: the responses that an earlier file has too


def without_repeated_sendings(
    parts: Sequence[Part], connection: duckdb.DuckDBPyConnection, survey: Survey
) -> list[Part]:
    """Return the parts with a line for each response that an earlier file has too; dropped where the survey says so."""
    marked = [place for place, part in enumerate(parts) if SENT in part.cleaned.frame.collect_schema().names()]
    if len({parts[place].file for place in marked}) < 2:
        return list(parts)
    for place in marked:
        relation = parts[place].cleaned.frame.select("row", SENT).to_native()
        relation.create_view(f"sent_{place}", replace=True)
    union = " UNION ALL ".join(
        f'SELECT {place} AS place, {_file_number(parts, place)} AS file, "row", {SENT} FROM sent_{place}'
        for place in marked
    )
    connection.execute(f'CREATE OR REPLACE TEMP TABLE {AGAIN}_found (place BIGINT, "row" BIGINT, first BIGINT)')
    n_rows = sum(parts[place].cleaned.n_rows for place in marked)
    n_turns = -(-n_rows // AT_ONCE) or 1
    for turn in range(n_turns):
        connection.execute(
            f"INSERT INTO {AGAIN}_found WITH sendings AS"
            f" (FROM ({union}) WHERE {SENT} IS NOT NULL AND {SENT} % {n_turns} = {turn}),"
            f" twice AS (SELECT {SENT}, min(file) AS first FROM sendings GROUP BY {SENT} HAVING first < max(file))"
            f' SELECT place, "row", first FROM sendings JOIN twice USING ({SENT}) WHERE file > first'
        )
    connection.execute(f'CREATE OR REPLACE TEMP TABLE {AGAIN} AS FROM {AGAIN}_found ORDER BY place, "row"')
    connection.execute(f"DROP TABLE {AGAIN}_found")
    result = list(parts)
    for (place,) in connection.execute(f"SELECT DISTINCT place FROM {AGAIN} ORDER BY place").fetchall():
        result[place] = _without(parts, place, connection, survey)
    return result


def _file_number(parts: Sequence[Part], place: int) -> int:
    """Return the place of the first part of the same file: sheets of one file are one file."""
    return next(number for number, part in enumerate(parts) if part.file == parts[place].file)


def _without(parts: Sequence[Part], place: int, connection: duckdb.DuckDBPyConnection, survey: Survey) -> Part:
    """Return a part with a line for each response that it repeats."""
    part, name = parts[place], f"{AGAIN}_{place}"
    own = nw.from_native(connection.table(AGAIN)).filter(nw.col("place") == place)
    drops = survey.clean.duplicates == "drop"
    common = {"file": part.file, "sheet": part.sheet, "column": "", "rule": "duplicate in other file"}
    common["action"] = "row dropped" if drops else "flagged"
    cells = few_cells(connection, own.with_columns(value=nw.col("first").cast(nw.String)), name, part.cleaned.n_rows)
    lines: list[Found] = []
    if cells is not None:
        n = len(cells)
        lines += [common | {"row": row, "value": "", "message": _message(parts, first, survey)} for row, first in cells]
    else:
        firsts = texts_of(connection, name, "value")
        known = {first: ("", number) for number, first in enumerate(firsts)}
        messages = tuple(_message(parts, first, survey) for first in firsts)
        ((n,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        lines.append(Many(translated(connection, name, "value", known), n, **common, messages=messages))
    cleaned = replace(part.cleaned, exclusions=(*part.cleaned.exclusions, *lines))
    if drops:
        kept = part.cleaned.frame.join(own.select("row"), on="row", how="anti")
        cleaned = replace(cleaned, frame=kept, n_dropped=cleaned.n_dropped + n)
    return replace(part, cleaned=cleaned)


def _message(parts: Sequence[Part], first: str, survey: Survey) -> str:
    return say("rule_duplicate_in_other_file", survey.language, other=parts[int(first)].file)[0]
