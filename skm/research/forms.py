"""Whole forms and their order, asked of the engine: only counts come back, never a person."""

from collections.abc import Sequence
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from skm.engine import open_engine
from skm.regulation import Instrument
from skm.tally import PROFILE_COLUMNS

RARE_AMONG = 6  # a pattern that more units have says nothing about two of them
BURST_SECONDS = 60  # a questionnaire of nine questions takes longer than that to hand over
OFFICE_HOURS = (7, 18)  # o'clock, local time as written; generous to both ends of the day
SHORTEST_SEQUENCE = 2
NEARBY = 8  # forms: what one person fills in one sitting stands together, though not always next to each other


class Forms:
    """The forms of a survey in an engine, one line a person: period, unit, place in the file, all answers as one code.

    Parameters
    ----------
    responses
        `Responses`, or any frame that Narwhals knows.
    instrument
        What was asked.

    Notes
    -----
    `code` is null where a question is blank or does not apply. Without a column `row` the lines of an eager frame are
    taken in their order; the lines of a relation then have none.
    """

    def __init__(self, responses: Any, instrument: Instrument) -> None:
        known = hasattr(responses, "instrument")
        relation = responses.rows if known else _relation(responses)
        self.columns = set(relation.columns)
        self.is_ordered = "row" in self.columns
        self.is_dated = bool({"date", "timestamp"} & self.columns)
        self.profiles = tuple(name for name in PROFILE_COLUMNS if name in self.columns)
        self._relation = relation
        self._select = self._forms([item.key for item in instrument.items])
        if known:  # its rows may still be text that is read anew for each question
            name = responses.workspace.new_name()
            relation.query("kept", self._select).create(name)
            self._relation, self._select = responses.workspace.connection.table(name), "FROM kept"

    def _forms(self, items: Sequence[str]) -> str:
        """Return the query that makes one line a person."""
        scores = [f'CAST("{item}" AS INTEGER)' for item in items]
        answered = " AND ".join(f'"{item}" IS NOT NULL' for item in items)
        keys = [
            f"coalesce(CAST(\"{key}\" AS VARCHAR), '') AS {key}" if key in self.columns else f"'' AS {key}"
            for key in ("period", "unit")
        ]
        file = 'CAST("file" AS VARCHAR)' if "file" in self.columns else "''"
        place = 'CAST("row" AS BIGINT)' if self.is_ordered else "0"
        moment = 'TRY_CAST("timestamp" AS TIMESTAMP)' if "timestamp" in self.columns else "NULL::TIMESTAMP"
        same = " AND ".join(f"{score} = {scores[0]}" for score in scores[1:]) or "true"
        parts = [
            *keys,
            f"{file} AS file",
            f"{place} AS place",
            f"CASE WHEN {answered} THEN concat({', '.join(scores)}) END AS code",
            f"{' + '.join(scores)} AS total",
            f"coalesce({same}, false) AS is_straight",
            *(f"nullif(CAST(\"{name}\" AS VARCHAR), '') AS {name}" for name in self.profiles),
            'TRY_CAST("date" AS DATE) AS day' if "date" in self.columns else "NULL::DATE AS day",
            f"{moment} AS moment",
        ]
        return f"SELECT {', '.join(parts)} FROM kept"

    def ask(self, query: str) -> pd.DataFrame:
        """Return a small table from the forms, which the query calls `forms`."""
        return self._relation.query("kept", f"WITH forms AS ({self._select}) {query}").df()

    def sample(self, size: int, seed: int) -> pd.DataFrame:
        """Return how many of at most `size` persons a period gave each complete form in each unit.

        The choice depends on seed and place alone, so it is the same on every machine.
        """
        return self.ask(
            f"""
            , numbered AS (
                SELECT *, row_number() OVER (PARTITION BY period ORDER BY file, place, unit, code) AS number
                FROM forms WHERE code IS NOT NULL
            ), chosen AS (
                SELECT *, row_number() OVER (PARTITION BY period ORDER BY md5(concat('{seed:d}-', number))) AS turn
                FROM numbered
            )
            SELECT period, unit, code, count(*)::BIGINT AS n FROM chosen WHERE turn <= {size:d}
            GROUP BY ALL ORDER BY ALL
            """
        )

    def distinct(self) -> pd.DataFrame:
        """Return for each unit the complete forms that are no straight line, and how many different ones there are."""
        return self.ask(
            """
            SELECT period, unit, count(*)::BIGINT AS plain, count(DISTINCT code)::BIGINT AS different
            FROM forms WHERE code IS NOT NULL AND NOT is_straight GROUP BY ALL ORDER BY ALL
            """
        )

    def runs(self, column: str) -> pd.DataFrame:
        """Return for each unit the values of a column in a row: how many, how many runs, Σc² and Σc³.

        Blank values are passed over.
        """
        return self.ask(
            f"""
            , filled AS (
                SELECT period, unit, {column} AS value,
                    lag({column}) OVER (PARTITION BY period, unit ORDER BY file, place) AS before
                FROM forms WHERE {column} IS NOT NULL
            ), counted AS (
                SELECT period, unit, count(*)::DOUBLE AS c,
                    count(*) FILTER (WHERE before IS DISTINCT FROM value) AS starts
                FROM filled GROUP BY period, unit, value
            )
            SELECT period, unit, sum(c)::BIGINT AS n, sum(starts)::BIGINT AS runs, sum(c * c) AS squares,
                sum(c * c * c) AS cubes
            FROM counted GROUP BY ALL HAVING sum(c) >= {SHORTEST_SEQUENCE} ORDER BY ALL
            """
        )

    def sortedness(self) -> pd.DataFrame:
        """Return for each unit how far its forms are sorted by their total: Spearman's correlation with the place.

        The sums are of whole numbers (twice the rank, so that ties have one too): they do not depend on their order.
        """
        table = self.ask(
            """
            , ranked AS (
                SELECT period, unit, row_number() OVER (PARTITION BY period, unit ORDER BY file, place) AS place,
                    2 * rank() OVER (PARTITION BY period, unit ORDER BY total)
                        + count(*) OVER (PARTITION BY period, unit, total) - 1 AS level
                FROM forms WHERE code IS NOT NULL
            )
            SELECT period, unit, count(*)::BIGINT AS n, sum(place * level)::DOUBLE AS products,
                sum(level * level)::DOUBLE AS squares
            FROM ranked GROUP BY ALL ORDER BY ALL
            """
        )
        n = table["n"].astype(float)
        both = table["products"] - n * (n + 1) ** 2 / 2  # Σ place × level less n × their means
        spread = (table["squares"] - n * (n + 1) ** 2) * (n**3 - n) / 12
        return table.assign(rho=both / spread.where(spread > 0) ** 0.5)

    def repeats_nearby(self) -> pd.DataFrame:
        """Return for each unit the pairs of equal complete forms at most `NEARBY` apart, and Σc² to Σc⁴ of all."""
        return self.ask(
            f"""
            , ordered AS (
                SELECT period, unit, code, row_number() OVER (PARTITION BY period, unit ORDER BY file, place) AS place
                FROM forms WHERE code IS NOT NULL
            ), near AS (
                SELECT period, unit, code, count(*) OVER (
                    PARTITION BY period, unit, code ORDER BY place RANGE BETWEEN {NEARBY} PRECEDING AND 1 PRECEDING
                ) AS pairs
                FROM ordered
            ), counted AS (
                SELECT period, unit, count(*)::DOUBLE AS c, sum(pairs) AS pairs FROM near GROUP BY period, unit, code
            )
            SELECT period, unit, sum(c)::BIGINT AS n, sum(pairs)::BIGINT AS pairs, sum(c * c) AS squares,
                sum(c * c * c) AS cubes, sum(c * c * c * c) AS fourths
            FROM counted GROUP BY ALL ORDER BY ALL
            """
        )

    def successions(self, n_items: int) -> pd.DataFrame:
        """Return for each unit what ties each complete form to those at most `NEARBY` before it.

        `c_<a>_<b>`: Σ of answer b × the sum of answer a before it; `b_<a>`: Σ of the latter; `a_<b>`: Σ of answer b ×
        the number of forms before it.
        """
        places = range(n_items)
        digits = ", ".join(f"CAST(code[{place + 1}] AS INTEGER) AS x_{place}" for place in places)
        before = ", ".join(f"sum(x_{place}) OVER near AS y_{place}" for place in places)
        sums = [f"sum(x_{b} * y_{a})::DOUBLE AS c_{a}_{b}" for a in places for b in places]
        sums += [f"sum(y_{place})::DOUBLE AS b_{place}, sum(x_{place} * many)::DOUBLE AS a_{place}" for place in places]
        return self.ask(
            f"""
            , answered AS (SELECT period, unit, file, place, {digits} FROM forms WHERE code IS NOT NULL)
            , ordered AS (
                SELECT *, count(*) OVER near AS many, {before} FROM answered WINDOW near AS (
                    PARTITION BY period, unit ORDER BY file, place ROWS BETWEEN {NEARBY} PRECEDING AND 1 PRECEDING
                )
            )
            SELECT period, unit, count(*)::BIGINT AS n, sum(many)::BIGINT AS pairs, {", ".join(sums)}
            FROM ordered GROUP BY ALL ORDER BY ALL
            """
        )

    def overlaps(self) -> pd.DataFrame:
        """Return for each pair of units how many forms both have that few other units have; pairs without any left out.

        Straight lines do not count. A unit of two periods is two units.
        """
        return self.ask(
            f"""
            , patterns AS (
                SELECT period, unit, code, count(*) AS c FROM forms WHERE code IS NOT NULL AND NOT is_straight
                GROUP BY ALL
            ), rare AS (
                SELECT * FROM patterns QUALIFY count(*) OVER (PARTITION BY code) BETWEEN 2 AND {RARE_AMONG}
            )
            SELECT a.period, a.unit, b.period AS other_period, b.unit AS other_unit,
                sum(least(a.c, b.c))::BIGINT AS shared
            FROM rare a JOIN rare b ON a.code = b.code AND (a.period, a.unit) < (b.period, b.unit)
            GROUP BY ALL ORDER BY ALL
            """
        )

    def days(self) -> pd.DataFrame:
        """Return the forms of each unit on each day."""
        return self.ask(
            """
            SELECT period, unit, coalesce(day, CAST(moment AS DATE)) AS day, count(*)::BIGINT AS n FROM forms
            WHERE coalesce(day, CAST(moment AS DATE)) IS NOT NULL GROUP BY ALL ORDER BY ALL
            """
        )

    def moments(self) -> pd.DataFrame:
        """Return for each unit the forms with a time, those soon after another, and those outside office hours."""
        first, last = OFFICE_HOURS
        return self.ask(
            f"""
            , timed AS (
                SELECT period, unit, moment,
                    lag(moment) OVER (PARTITION BY period, unit ORDER BY moment) AS before
                FROM forms WHERE moment IS NOT NULL
            )
            SELECT period, unit, count(*)::BIGINT AS n,
                count(*) FILTER (WHERE CAST(before AS DATE) = CAST(moment AS DATE)
                    AND epoch(moment) - epoch(before) <= {BURST_SECONDS})::BIGINT AS quick,
                count(*) FILTER (WHERE isodow(moment) > 5 OR hour(moment) < {first} OR hour(moment) >= {last})::BIGINT
                    AS outside
            FROM timed GROUP BY ALL ORDER BY ALL
            """
        )

    def minutes(self) -> pd.DataFrame:
        """Return how many forms each unit has in each minute of the day, for the times at which others answer."""
        return self.ask(
            """
            SELECT period, (hour(moment) * 60 + minute(moment))::BIGINT AS minute, count(*)::BIGINT AS n
            FROM forms WHERE moment IS NOT NULL GROUP BY ALL ORDER BY ALL
            """
        )


def _relation(frame: Any) -> duckdb.DuckDBPyRelation:
    """Return any frame as a relation; the lines of an eager one are numbered in their order."""
    known = nw.from_native(frame)
    if isinstance(known, nw.LazyFrame):
        if isinstance(frame, duckdb.DuckDBPyRelation):
            return frame
        known = known.collect()
    if "row" not in known.columns:
        known = known.with_row_index("row")
    native = known.to_native()
    connection = open_engine()
    if isinstance(native, pd.DataFrame):
        return connection.from_df(native)
    return connection.from_arrow(known.to_arrow())
