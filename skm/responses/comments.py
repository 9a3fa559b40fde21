"""Comments: dropped, or, where the survey asks for it, kept without who is named in them."""

import re
from typing import Any

import narwhals as nw

from skm.responses.asides import COMMENTS, element_asked
from skm.responses.privacy import marks_sql
from skm.responses.raw import RawTable
from skm.responses.recognising import Plan
from skm.responses.rows import Table
from skm.responses.staging import quoted_name

STAGED = "comments_"  # and the place of the column: how columns of comments are staged, redacted
WORDS_OF_ONE = 5  # words from which on two people hardly write the same: "pelayanan sudah sangat baik" is everybody's
PARTED = " | "  # between the comments of one person
OPENS, CLOSES = "«", "»"  # around the key of the element that a comment was asked about
MARKED = re.compile(rf"(?:^|{re.escape(PARTED)}){OPENS}(\w+){CLOSES} ")


def comment_columns(table: RawTable, plan: Plan) -> dict[str, int]:
    """Return the columns of comments of a table: name in the staged table → place.

    The name of one that asks about an element ends in the element's key.
    """
    filled = [place for place, header in enumerate(table.headers) if header]
    found = {
        place: element_asked(line.taken_for)
        for place, line in zip(filled, plan.recognised, strict=True)
        if line.taken_for.startswith(COMMENTS) or plan.roles.get("comments") == place
    }
    return {f"{STAGED}{place}" + (f"_{key}" if key else ""): place for place, key in sorted(found.items())}


def is_comment(column: str) -> bool:
    """Return whether a staged column holds comments.

    Examples
    --------
    >>> is_comment("comments_12"), is_comment("unit")
    (True, False)
    """
    return column.startswith(STAGED)


def comments_of(table: Table) -> list[nw.Expr]:
    """Return the expression of the comments of a row, none where none are kept; `parts_of_comments` reads it."""
    names = [name for name in table.staged.columns if is_comment(name)]
    if not names:
        return []
    asked = sorted((_asked(name), name) for name in names)  # what is about no element comes first
    columns = [_text(name, key) for key, name in asked]
    return [nw.concat_str(columns, separator=PARTED, ignore_nulls=True).alias("comments")]


def _asked(column: str) -> str:
    """Return the element that a staged column of comments is about, "" for a general one."""
    return column.removeprefix(STAGED).partition("_")[2]


def _text(column: str, key: str) -> nw.Expr:
    """Return the text of a column, behind the element that it is about; no text looks like such a mark itself."""
    text = nw.col(column).str.strip_chars()
    for mark in (OPENS, CLOSES):
        text = text.str.replace_all(mark, '"', literal=True)
    return nw.concat_str([nw.lit(f"{OPENS}{key}{CLOSES}"), text], separator=" ") if key else text


def parts_of_comments(text: str) -> list[tuple[str, str]]:
    """Return what a row's comments are: (element, text), "" for what was asked about no element.

    Examples
    --------
    >>> parts_of_comments("Baik | sekali | «time» Antre lama | «tariff» Mahal")
    [('', 'Baik | sekali'), ('time', 'Antre lama'), ('tariff', 'Mahal')]
    """
    general, *marked = MARKED.split(text)
    pairs = [("", general), *zip(marked[::2], marked[1::2], strict=True)]
    return [(key, part) for key, part in pairs if part.strip()]


def comment_lines(table: Table) -> list[dict[str, Any]]:
    """Return a finding that says how much was hidden in each column of comments."""
    lines: list[dict[str, Any]] = []
    for column in filter(is_comment, table.staged.columns):
        query = f"SELECT coalesce(sum({marks_sql(quoted_name(column))}), 0) FROM {table.staged.name}"
        ((n,),) = table.connection.execute(query).fetchall()
        lines += table.exclude([(None, str(int(n)))], "comments redacted", "flagged", column, n=int(n))
    return lines


def same_comment_lines(table: Table) -> list[dict[str, Any]]:
    """Return a finding for each row whose longer comment an earlier row has word for word; none is dropped for it."""
    lines: list[dict[str, Any]] = []
    unit = "unit::VARCHAR" if "unit" in table.plan.roles else "''"
    for column in filter(is_comment, table.staged.columns):
        words = f"trim(regexp_replace(lower({quoted_name(column)}), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
        query = (
            f'SELECT "row", \'\' AS value, unit FROM (SELECT "row", {unit} AS unit, {words} AS words FROM read)'
            f" WHERE len(string_split(words, ' ')) >= {WORDS_OF_ONE}"
            ' QUALIFY row_number() OVER (PARTITION BY words ORDER BY "row") > 1 ORDER BY "row"'
        )
        again = nw.from_native(table.relation.query("read", query))
        lines += table.exclude_rows(again, "same comment", "flagged", column)[0]
    return lines
