"""How often each label stands in a column."""

from pathlib import Path

import duckdb

from skm.responses.rows import count_labels


class Heard:
    """A connection that notes what it is asked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.queries: list[str] = []

    def execute(self, query: str, *parameters: object) -> duckdb.DuckDBPyConnection:
        """Pass a query on."""
        self.queries.append(query)
        return self.connection.execute(query, *parameters)


def test_labels_of_a_file_are_counted_one_column_at_a_time(tmp_path: Path) -> None:
    """A scan holds what its file says of all row groups, so no query has two; the counts are those of a table."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE held AS SELECT * FROM (VALUES ('a', 4), ('b', 4), (NULL, 3)) t(unit, score)")
    connection.execute(f"COPY held TO '{tmp_path / 'rows.parquet'}'")
    connection.execute(f"CREATE VIEW read AS FROM '{tmp_path / 'rows.parquet'}'")
    heard = Heard(connection)
    counts = count_labels(heard, "read", ["unit", "score"])
    assert counts == {"unit": {"": 1, "a": 1, "b": 1}, "score": {"4": 2, "3": 1}}
    assert max(query.count("FROM read") for query in heard.queries) == 1
    assert counts == count_labels(connection, "held", ["unit", "score"])
    assert count_labels(connection, "held", []) == {}


def test_answers_are_counted_four_columns_at_once_and_others_alone(tmp_path: Path) -> None:
    """Small whole numbers go together, blanks too, all else alone; each count is that of a table."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE held AS SELECT (i % 4 + 1)::TINYINT AS a, (i % 3)::INTEGER AS b, nullif(i % 5, 2)::UTINYINT AS c,"
        " (i % 2)::BIGINT AS d, (i % 4 - 1)::SMALLINT AS e, i AS wide, (i % 3) / 2 AS part, NULL::INTEGER AS empty,"
        ' INTERVAL (i % 2) DAY AS span, \'x\' || i % 3 AS "na""me" FROM range(60) t(i)'
    )
    connection.execute(f"COPY held TO '{tmp_path / 'rows.parquet'}'")
    connection.execute(f"CREATE VIEW read AS FROM '{tmp_path / 'rows.parquet'}'")
    columns = ["a", "b", "wide", "c", "part", "d", "e", "empty", "span", 'na"me']
    heard = Heard(connection)
    counts = count_labels(heard, "read", columns)
    assert counts == count_labels(connection, "held", columns)
    assert (counts["c"].get("2"), counts["c"][""], counts["e"]["-1"]) == (None, 12, 15)
    assert [query for query in heard.queries if 'SELECT "a", "b", "c", "d", count' in query]
    assert sum("GROUP BY ALL" in query for query in heard.queries) == 7
