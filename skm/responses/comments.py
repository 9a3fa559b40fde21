"""Comments: dropped, or, where the survey asks for it, kept without who is named in them."""

from typing import Any

import narwhals as nw

from skm.responses.privacy import marks_sql
from skm.responses.raw import RawTable
from skm.responses.recognising import Plan
from skm.responses.rows import Table
from skm.responses.staging import quoted_name

STAGED = "comments_"  # and the place of the column: how columns of comments are staged, redacted
PARTED = " | "  # between the comments of one person


def comment_columns(table: RawTable, plan: Plan) -> dict[str, int]:
    """Return the columns of comments of a table: name in the staged table → place."""
    filled = [place for place, header in enumerate(table.headers) if header]
    found = {
        place
        for place, line in zip(filled, plan.recognised, strict=True)
        if line.taken_for == "left out: comments" or plan.roles.get("comments") == place
    }
    return {f"{STAGED}{place}": place for place in sorted(found)}


def is_comment(column: str) -> bool:
    """Return whether a staged column holds comments.

    Examples
    --------
    >>> is_comment("comments_12"), is_comment("unit")
    (True, False)
    """
    return column.startswith(STAGED)


def comments_of(table: Table) -> list[nw.Expr]:
    """Return the expression of the comments of a row, none where none are kept."""
    columns = [nw.col(name).str.strip_chars() for name in table.staged.columns if is_comment(name)]
    if not columns:
        return []
    return [nw.concat_str(columns, separator=PARTED, ignore_nulls=True).alias("comments")]


def comment_lines(table: Table) -> list[dict[str, Any]]:
    """Return a finding that says how much was hidden in each column of comments."""
    lines: list[dict[str, Any]] = []
    for column in filter(is_comment, table.staged.columns):
        query = f"SELECT coalesce(sum({marks_sql(quoted_name(column))}), 0) FROM {table.staged.name}"
        ((n,),) = table.connection.execute(query).fetchall()
        lines += table.exclude([(None, str(int(n)))], "comments redacted", "flagged", column, n=int(n))
    return lines
