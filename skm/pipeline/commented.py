"""The comments that a survey keeps: what they are about, and a sample for the office."""

from collections.abc import Iterator

import pandas as pd

from skm.pipeline.reading import Intake
from skm.responses import Responses, parts_of_comments
from skm.themes import Comment, read_themes

AT_ONCE = 10_000  # comments that are fetched from the engine together


def themes_of(read: Intake) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return the tables of themes and of sampled comments; None where no comments are kept."""
    kept = [responses for responses in read.responses if "comments" in responses.rows.columns]
    if not kept:
        return None
    return read_themes(comment for responses in kept for comment in _comments(responses))


def _comments(responses: Responses) -> Iterator[Comment]:
    """Give each comment with its period, unit and row, a part of them in memory at a time."""
    columns = responses.rows.columns
    period, unit = (f'"{name}"' if name in columns else "''" for name in ("period", "unit"))
    kept, connection = responses.workspace.new_name(), responses.workspace.connection
    responses.rows.create_view(kept)
    found = connection.execute(
        f"SELECT {period}, {unit}, file || ' ' || \"row\", comments FROM {kept} WHERE trim(comments) <> ''"
    )
    while batch := found.fetchmany(AT_ONCE):
        for own_period, own_unit, row, text in batch:
            for element, part in parts_of_comments(text):
                yield own_period, own_unit, row, element, part
