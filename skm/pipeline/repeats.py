"""One sending in two files: exports that overlap repeat the same responses, and their people would count twice."""

from collections.abc import Sequence
from dataclasses import replace

import duckdb
import narwhals as nw
import pandas as pd

from skm.messages import say
from skm.responses import EXCLUSION_COLUMNS, SENT, Part
from skm.survey import Survey


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
    query = (
        f'WITH sendings AS ({union}) SELECT place, "row", first FROM (SELECT *, min(file) OVER (PARTITION BY {SENT})'
        f" AS first FROM sendings WHERE {SENT} IN (SELECT {SENT} FROM sendings WHERE {SENT} IS NOT NULL GROUP BY {SENT}"
        ' HAVING count(DISTINCT file) > 1)) WHERE file > first ORDER BY place, "row"'
    )
    again = connection.execute(query).df()
    result = list(parts)
    for place, rows in again.groupby("place"):
        firsts = [parts[number].file for number in rows["first"]]
        result[int(str(place))] = _without(parts[int(str(place))], rows["row"].tolist(), firsts, survey)
    return result


def _file_number(parts: Sequence[Part], place: int) -> int:
    """Return the place of the first part of the same file: sheets of one file are one file."""
    return next(number for number, part in enumerate(parts) if part.file == parts[place].file)


def _without(part: Part, rows: Sequence[int], firsts: Sequence[str], survey: Survey) -> Part:
    drops = survey.clean.duplicates == "drop"
    lines = [
        {
            "file": part.file,
            "sheet": part.sheet,
            "row": int(row),
            "column": "",
            "rule": "duplicate in other file",
            "value": "",
            "action": "row dropped" if drops else "flagged",
            "message": say("rule_duplicate_in_other_file", survey.language, other=other)[0],
        }
        for row, other in zip(rows, firsts, strict=True)
    ]
    exclusions = pd.concat([part.cleaned.exclusions, pd.DataFrame(lines, columns=EXCLUSION_COLUMNS)], ignore_index=True)
    cleaned = replace(part.cleaned, exclusions=exclusions)
    if drops:
        kept = part.cleaned.frame.filter(~nw.col("row").is_in(list(rows)))
        cleaned = replace(cleaned, frame=kept, n_dropped=cleaned.n_dropped + len(rows))
    return replace(part, cleaned=cleaned)
