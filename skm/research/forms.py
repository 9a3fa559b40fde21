"""Whole forms and their order, asked of the engine: counts come back, and portions of packed forms that are let go."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd

from skm.engine import one_thread, open_engine, parts_in_order
from skm.regulation import Instrument
from skm.research.orders import IN_A_WORD, Orders, Portion, Whole, scores_of
from skm.tally import PROFILE_COLUMNS

RARE_AMONG = 6  # a pattern that more units have says nothing about two of them
BURST_SECONDS = 60  # a questionnaire of nine questions takes longer than that to hand over
OFFICE_HOURS = (7, 18)  # o'clock, local time as written; generous to both ends of the day
SHORTEST_SEQUENCE = 2

HELD_AT_MOST = 200_000  # forms that lie in the engine's memory, sorted there; more lie in a file
AT_ONCE = 1_000_000  # forms that the engine counts together; more go by parts
VECTORS = 120  # of 2,048 forms each: a portion
ROW_GROUP = 61_440  # forms that are written together

KEYS = ("period", "unit", "file", "row", "date", "timestamp")


class Forms:
    """The forms of a survey in an engine, one line a person, in the order of the files.

    Of a form the engine keeps the number of its unit, all answers as packed numbers, the numbers of its profile values,
    and its day and moment. It is a context: at its end they go.

    Parameters
    ----------
    responses
        `Responses`, or any frame that Narwhals knows.
    instrument
        What was asked.

    Attributes
    ----------
    units
        Period and unit of each number.

    Notes
    -----
    A form is incomplete where a question is blank or does not apply. Without a column `row` the lines of an eager frame
    are taken in their order; the lines of a relation then have none.
    """

    def __init__(self, responses: Any, instrument: Instrument) -> None:
        known = hasattr(responses, "instrument")
        self._items = [item.key for item in instrument.items]
        self._files: list[str] = []
        if known:
            self._workspace: Any = responses.workspace
            self._engine, self._name = self._workspace.connection, f"{self._workspace.new_name()}_forms"
            responses.rows.create_view(f"{self._name}_rows")
        else:
            self._workspace, self._engine, self._name = None, open_engine(), "packed_forms"
            _bring(self._engine, responses, [*KEYS, *PROFILE_COLUMNS, *self._items], f"{self._name}_rows")
        self.columns = set(self._engine.table(f"{self._name}_rows").columns)
        self.is_ordered = "row" in self.columns
        self.is_dated = bool({"date", "timestamp"} & self.columns)
        self.profiles = tuple(name for name in PROFILE_COLUMNS if name in self.columns)
        self._codes = [f"code_{number}" for number in range(-(-len(self._items) // IN_A_WORD))]
        self.units = self._number_units()
        self._pack()

    def __enter__(self) -> "Forms":
        return self

    def __exit__(self, *_: object) -> None:
        for kind in ("view", "table"):
            query = f"SELECT {kind}_name FROM duckdb_{kind}s() WHERE starts_with({kind}_name, '{self._name}')"
            for (name,) in self._engine.execute(query).fetchall():
                self._engine.execute(f'DROP {kind} "{name}"')
        for file in self._files:
            self._workspace.forget_file(file)

    # --- forms are packed -----------------------------------------------------------------------------------------

    def _number_units(self) -> pd.DataFrame:
        """Give each unit of each period a number, in their order; return them with how many forms they have."""
        name, keys = f"{self._name}_units", ", ".join(f"{self._key(key)} AS of_{key}" for key in ("period", "unit"))
        self._engine.execute(
            f"CREATE TEMP TABLE {name} AS"
            " SELECT *, (row_number() OVER (ORDER BY of_period, of_unit) - 1)::INTEGER AS number"
            f" FROM (SELECT {keys}, count(*) AS n FROM {self._name}_rows GROUP BY ALL)"
        )
        units = self._engine.execute(f"FROM {name} ORDER BY number").df()
        return units.rename(columns={"of_period": "period", "of_unit": "unit"})

    def _key(self, key: str) -> str:
        return f"coalesce(CAST(\"{key}\" AS VARCHAR), '')" if key in self.columns else "''"

    def _pack(self) -> None:
        """Keep the packed forms in the order of their files: few in the engine, many in a file."""
        joins = [f"JOIN {self._name}_units u ON of_period = {self._key('period')} AND of_unit = {self._key('unit')}"]
        answered = " AND ".join(f'"{item}" IS NOT NULL' for item in self._items)
        parts = ["u.number AS number"]
        for code, first in zip(self._codes, range(0, len(self._items), IN_A_WORD), strict=True):
            own = self._items[first : first + IN_A_WORD]
            packed = " + ".join(
                f'((CAST("{item}" AS INTEGER) - 1)::BIGINT << {2 * (len(own) - 1 - place)})'
                for place, item in enumerate(own)
            )
            parts.append(f"CASE WHEN {answered} THEN {packed} ELSE -1 END AS {code}")
        for profile in self.profiles:
            value = f"nullif(CAST(\"{profile}\" AS VARCHAR), '')"
            self._engine.execute(
                f"CREATE TEMP TABLE {self._name}_{profile} AS SELECT value, row_number() OVER (ORDER BY value)::INTEGER"
                f" AS number FROM (SELECT DISTINCT {value} AS value FROM {self._name}_rows) WHERE value IS NOT NULL"
            )
            joins.append(f"LEFT JOIN {self._name}_{profile} t_{profile} ON t_{profile}.value = {value}")
            parts.append(f"coalesce(t_{profile}.number, 0)::INTEGER AS profile_{profile}")
        parts += ['TRY_CAST("date" AS DATE) AS day'] if "date" in self.columns else []
        parts += ['TRY_CAST("timestamp" AS TIMESTAMP) AS moment'] if "timestamp" in self.columns else []
        query = f"SELECT {', '.join(parts)} FROM {self._name}_rows {' '.join(joins)}"
        if self._is_many:
            stretches = parts_in_order(self._engine, f"{self._name}_rows", HELD_AT_MOST)
            ordered = [f"{query} WHERE {stretch}" for stretch in stretches]
        else:
            kinds = {"file": "VARCHAR", "row": "BIGINT"}
            place = [f'CAST("{column}" AS {kind})' for column, kind in kinds.items() if column in self.columns]
            ordered = [f"{query} ORDER BY {', '.join([*place, 'u.number', *self._codes])}"]
        with one_thread(self._engine):  # so that they stay in their order
            self._keep(ordered, self._name)

    @property
    def _is_many(self) -> bool:
        return self._workspace is not None and int(self.units["n"].sum()) > HELD_AT_MOST

    def _keep(self, queries: Sequence[str], name: str) -> None:
        """Keep the rows of some queries, one after the other, under a name: few in the engine, many in files."""
        if not self._is_many:
            self._engine.execute(f"CREATE TEMP TABLE {name} AS {' UNION ALL '.join(queries)}")
            return
        options = f"FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, PRESERVE_ORDER true"
        files = [f"{name}_{number}.parquet" for number in range(len(queries))]
        self._files += files
        texts = ["'" + str(self._workspace.folder / file).replace("'", "''") + "'" for file in files]
        for query, text in zip(queries, texts, strict=True):
            self._engine.execute(f"COPY ({query}) TO {text} ({options})")
        self._engine.execute(f"CREATE TEMP VIEW {name} AS FROM read_parquet([{', '.join(texts)}])")

    # --- questions ------------------------------------------------------------------------------------------------

    def ask(self, query: str) -> pd.DataFrame:
        """Return a small table from the forms, which the query calls `forms`."""
        return self._engine.execute(f"WITH forms AS (FROM {self._name}) {query}").df()

    def _by_unit(self, query: str) -> pd.DataFrame:
        """Return the answers to a query for parts of the units, one after the other, with period and unit.

        Its `{own}` chooses the forms of the units of a part, its first column is their number.
        """
        tables = [self.ask(query.format(own=own)) for own in self._parts]
        return self._named(pd.concat(tables, ignore_index=True) if len(tables) > 1 else tables[0])

    @cached_property
    def _parts(self) -> list[str]:
        """Conditions that part the units, so that each part has about as many forms as are counted together."""
        part = self.units["n"].cumsum().sub(1) // AT_ONCE
        numbers = self.units.groupby(part)["number"].agg(["min", "max"])
        return [f"number BETWEEN {low:d} AND {high:d}" for low, high in numbers.itertuples(index=False)] or ["true"]

    def _named(self, table: pd.DataFrame) -> pd.DataFrame:
        keys = self.units[["period", "unit"]].take(table["number"].to_numpy(np.intp)).reset_index(drop=True)
        return pd.concat([keys, table.drop(columns="number")], axis=1)

    @property
    def _is_straight(self) -> str:
        """SQL of whether all answers of a complete form are the same."""
        ones = [
            sum(1 << 2 * place for place in range(min(IN_A_WORD, len(self._items) - first)))
            for first in range(0, len(self._items), IN_A_WORD)
        ]
        pairs = list(zip(self._codes, ones, strict=True))
        lines = (" AND ".join(f"{code} = {score * one}" for code, one in pairs) for score in range(4))
        return "(" + " OR ".join(f"({line})" for line in lines) + ")"

    def sample(self, size: int, seed: int) -> pd.DataFrame:
        """Return how many of at most `size` persons a period gave each complete form in each unit.

        The choice depends on seed and place alone, so it is the same on every machine.
        """
        tables = [self._sample(period, size, seed) for period in dict.fromkeys(self.units["period"])]
        table = pd.concat(tables, ignore_index=True)
        scores = scores_of(table[self._codes].to_numpy(np.int64).T, len(self._items)).T
        codes = ["".join(map(str, form)) for form in scores.tolist()]
        named = self._named(table.drop(columns=self._codes).assign(code=pd.Series(codes, dtype=object)))
        return named[["period", "unit", "code", "n"]]

    def _sample(self, period: str, size: int, seed: int) -> pd.DataFrame:
        """Return the chosen forms of a period."""
        numbers = self.units.loc[self.units["period"] == period, "number"]
        where = f"code_0 >= 0 AND number BETWEEN {numbers.min():d} AND {numbers.max():d}"
        ((many,),) = self._engine.execute(f"SELECT count(*) FROM {self._name} WHERE {where}").fetchall()
        turns = np.sort(self._least(many, size, seed))
        chosen, seen = [], 0
        for portion in self._portions(where):
            low, high = np.searchsorted(turns, [seen, seen + len(portion.unit)])
            places = turns[low:high] - seen
            chosen.append(np.vstack([portion.unit[places], portion.codes[:, places]]))
            seen += len(portion.unit)
        table = pd.DataFrame(np.hstack(chosen).T if chosen else [], columns=["number", *self._codes], dtype=np.int64)
        return table.groupby(["number", *self._codes], as_index=False).size().rename(columns={"size": "n"})

    def _least(self, many: int, size: int, seed: int) -> Whole:
        """Return those of so many numbers whose md5 is least; only what is likely among them is sorted."""
        query = "SELECT turn FROM (SELECT turn, md5(concat('{}-', turn + 1)) AS lot FROM range({}) t(turn)) WHERE {}"
        likely = f"lot < '{int(2 * size / many * 16**8):08x}'" if 2 * size < many else "true"
        for where in (likely, "true"):
            text = query.format(seed, many, where) + f" ORDER BY lot LIMIT {size:d}"
            turns = self._engine.execute(text).fetchnumpy()["turn"]
            if len(turns) == min(many, size):
                break
        return turns

    @property
    def _code_list(self) -> str:
        return ", ".join(self._codes)

    @cached_property
    def _patterns(self) -> str:
        """Name of the table of how often each unit has each complete form."""
        name = f"{self._name}_patterns"
        query = f"SELECT number, {self._code_list}, count(*) AS c FROM {self._name} WHERE code_0 >= 0 AND {{own}}"
        self._keep([f"{query.format(own=own)} GROUP BY ALL" for own in self._parts], name)
        return name

    def distinct(self) -> pd.DataFrame:
        """Return for each unit the complete forms that are no straight line, and how many different ones there are."""
        return self._by_unit(
            f"SELECT number, sum(c)::BIGINT AS plain, count(*)::BIGINT AS different FROM {self._patterns}"
            f" WHERE {{own}} AND NOT {self._is_straight} GROUP BY ALL ORDER BY ALL"
        )

    @cached_property
    def _orders(self) -> Orders:
        """What one pass over all forms says of their order."""
        orders = Orders(len(self.units), len(self._items), len(self.profiles))
        orders.take(self._portions("true" if self.profiles else "code_0 >= 0", self.profiles))
        return orders

    def _portions(self, where: str, profiles: Sequence[str] = ()) -> Iterator[Portion]:
        """Give forms in their order, some at a time."""
        known = [f"profile_{name}" for name in profiles]
        wanted = ", ".join(["number", *self._codes, *known])
        forms = self._engine.execute(f"SELECT {wanted} FROM {self._name} WHERE {where}")
        while len(portion := forms.fetch_df_chunk(VECTORS)):
            columns: dict[str, Whole] = {name: portion[name].to_numpy(np.int64) for name in portion.columns}
            codes = np.stack([columns[name] for name in self._codes])
            yield Portion(columns["number"], codes, [columns[name] for name in known])

    def _of_orders(self, **columns: Any) -> pd.DataFrame:
        """Return sums of the pass, a line for each unit with a complete form."""
        table = pd.DataFrame({"number": np.arange(len(self.units)), "n": self._orders.n} | columns)
        return self._named(table[table["n"] > 0].reset_index(drop=True))

    def runs(self, column: str) -> pd.DataFrame:
        """Return for each unit the values of a column in a row: how many, how many runs, Σc² and Σc³.

        Blank values are passed over.
        """
        table = self.ask(
            f"""
            , counted AS (
                SELECT number, count(*)::HUGEINT AS c FROM forms WHERE profile_{column} > 0
                GROUP BY number, profile_{column}
            )
            SELECT number, sum(c)::BIGINT AS n, sum(c * c)::DOUBLE AS squares, sum(c * c * c)::DOUBLE AS cubes
            FROM counted GROUP BY ALL HAVING sum(c) >= {SHORTEST_SEQUENCE} ORDER BY ALL
            """
        )
        changes = self._orders.changes[self.profiles.index(column)]
        return self._named(table.assign(runs=1 + changes[table["number"].to_numpy(np.intp)]))

    def sortedness(self) -> pd.DataFrame:
        """Return for each unit how far its forms are sorted by their total: Spearman's correlation with the place.

        The sums are of whole numbers (twice the rank, so that ties have one too): they do not depend on their order.
        """
        products, squares = self._orders.products_of_ranks()
        table = self._of_orders(products=products, squares=squares)
        n = table["n"].astype(float)
        both = table["products"] - n * (n + 1) ** 2 / 2  # Σ place × level less n × their means
        spread = (table["squares"] - n * (n + 1) ** 2) * (n**3 - n) / 12
        return table.assign(rho=both / spread.where(spread > 0) ** 0.5)

    def repeats_nearby(self) -> pd.DataFrame:
        """Return for each unit the pairs of equal complete forms at most `NEARBY` apart, and Σc² to Σc⁴ of all."""
        table = self._by_unit(
            f"""
            SELECT number, sum(c)::BIGINT AS n, sum(c::HUGEINT * c)::DOUBLE AS squares,
                sum(c::HUGEINT * c * c)::DOUBLE AS cubes, sum(c::HUGEINT * c * c * c)::DOUBLE AS fourths
            FROM {self._patterns} WHERE {{own}} GROUP BY ALL ORDER BY ALL
            """
        )
        return table.assign(pairs=self._orders.equal[self._orders.n > 0])

    def successions(self, n_items: int) -> pd.DataFrame:
        """Return for each unit what ties each complete form to those at most `NEARBY` before it.

        `c_<a>_<b>`: Σ of answer b × the sum of answer a before it; `b_<a>`: Σ of the latter; `a_<b>`: Σ of answer b ×
        the number of forms before it.
        """
        places, orders = range(n_items), self._orders
        columns = {f"c_{a}_{b}": orders.products[:, a, b] for a in places for b in places}
        columns |= {f"b_{place}": orders.before[:, place] for place in places}
        columns |= {f"a_{place}": orders.after[:, place] for place in places}
        return self._of_orders(pairs=orders.nearby, **columns)

    def overlaps(self) -> pd.DataFrame:
        """Return for each pair of units how many forms both have that few other units have; pairs without any left out.

        Straight lines do not count. A unit of two periods is two units; `first` and `second` are their numbers.
        """
        ((many,),) = self._engine.execute(f"SELECT count(*) FROM {self._patterns}").fetchall()
        parts = -(-many // AT_ONCE) or 1
        join = " AND ".join(f"a.{code} = b.{code}" for code in self._codes)
        tables = [
            self.ask(
                f"""
                , rare AS (
                    SELECT * FROM {self._patterns} WHERE code_0 % {parts:d} = {part:d} AND NOT {self._is_straight}
                    QUALIFY count(*) OVER (PARTITION BY {self._code_list}) BETWEEN 2 AND {RARE_AMONG}
                )
                SELECT a.number AS first, b.number AS second, sum(least(a.c, b.c))::BIGINT AS shared
                FROM rare a JOIN rare b ON {join} AND a.number < b.number GROUP BY ALL ORDER BY ALL
                """
            )
            for part in range(parts)
        ]
        if parts == 1:
            return tables[0]
        return pd.concat(tables).groupby(["first", "second"], as_index=False)["shared"].sum()

    @property
    def _day(self) -> str:
        known = [name for name, column in (("day", "date"), ("moment", "timestamp")) if column in self.columns]
        return f"coalesce({', '.join(f'CAST({name} AS DATE)' for name in known)})"

    def days(self) -> pd.DataFrame:
        """Return the forms of each unit on each day."""
        return self._named(
            self.ask(
                f"SELECT number, {self._day} AS day, count(*)::BIGINT AS n FROM forms WHERE {self._day} IS NOT NULL"
                " GROUP BY ALL ORDER BY ALL"
            )
        )

    def moments(self) -> pd.DataFrame:
        """Return for each unit the forms with a time, those soon after another, and those outside office hours."""
        if "timestamp" not in self.columns:
            return pd.DataFrame(columns=["period", "unit", "n", "quick", "outside"])
        first, last = OFFICE_HOURS
        return self._by_unit(
            f"""
            , timed AS (
                SELECT number, moment, lag(moment) OVER (PARTITION BY number ORDER BY moment) AS before
                FROM forms WHERE moment IS NOT NULL AND {{own}}
            )
            SELECT number, count(*)::BIGINT AS n,
                count(*) FILTER (WHERE CAST(before AS DATE) = CAST(moment AS DATE)
                    AND epoch(moment) - epoch(before) <= {BURST_SECONDS})::BIGINT AS quick,
                count(*) FILTER (WHERE isodow(moment) > 5 OR hour(moment) < {first} OR hour(moment) >= {last})::BIGINT
                    AS outside
            FROM timed GROUP BY ALL ORDER BY ALL
            """
        )

    def minutes(self) -> pd.DataFrame:
        """Return how many forms each period has in each minute of the day, for the times at which others answer."""
        return self.ask(
            f"""
            SELECT of_period AS period, (hour(moment) * 60 + minute(moment))::BIGINT AS minute, count(*)::BIGINT AS n
            FROM forms JOIN {self._name}_units USING (number) WHERE moment IS NOT NULL GROUP BY ALL ORDER BY ALL
            """
        )


def _bring(engine: duckdb.DuckDBPyConnection, frame: Any, wanted: Sequence[str], name: str) -> None:
    """Put some columns of any frame into an engine of our own; lines of an eager one are numbered in their order."""
    if isinstance(frame, duckdb.DuckDBPyRelation):  # of an engine that is not ours: nothing is put beside its tables
        engine.register(name, frame.select(*(column for column in frame.columns if column in wanted)).df())
        return
    known = nw.from_native(frame)
    known = known.collect() if isinstance(known, nw.LazyFrame) else known
    if "row" not in known.columns:
        known = known.with_row_index("row")
    known = known.select(*(column for column in known.columns if column in wanted))
    native = known.to_native()
    engine.register(name, native if isinstance(native, pd.DataFrame) else known.to_arrow())
