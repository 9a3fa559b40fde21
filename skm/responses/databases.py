"""A table or query of a database → raw table: its columns are looked at first, then only the needed ones are read.

The transaction is read only and sees one moment; rows come in portions, so memory stays flat. Nothing of the address
but server and name stands in a message, and no text of the server: cells could stand in it.
"""

import datetime as dt
import hashlib
import json
import logging
import os
import re
import socket
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pandas as pd

from skm.addresses import KINDS, VARIABLE
from skm.errors import DataError, Place, SettingsError, SkmError
from skm.periods import period_months
from skm.regulation import Element
from skm.responses.raw import RawTable, cell_text
from skm.responses.wordings import header_form, load_wordings
from skm.survey import SETTINGS_FILE, PeriodSettings, Survey

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Select, TableClause, TextClause

PORTION = 10_000  # rows in memory at a time
PATIENCE = 15  # seconds until a server that does not answer is given up
PASSWORD = "SKM_DB_PASSWORD"  # noqa: S105  the name of a variable
DRIVERS = {"postgresql": "postgresql+pg8000", "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}
READ_ONLY = {  # one moment of the data, and no way to change them
    "postgresql": ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",),
    "mysql": ("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",),
    "mariadb": ("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",),
    "sqlite": ("PRAGMA query_only = ON", "BEGIN"),
}
POSTGRES_PORT = 5432
DEFAULT_PORTS = {"postgresql": str(POSTGRES_PORT), "mysql": "3306", "mariadb": "3306"}
FAMILY = {"postgresql": "postgresql", "mysql": "mysql", "mariadb": "mysql"}  # two names of one protocol
OWN_DATABASE = {"postgresql": "SELECT current_database()"} | dict.fromkeys(("mysql", "mariadb"), "SELECT database()")
OWN_MACHINE = ("", "localhost", "127.0.0.1", "::1")
# What says which server of MySQL or MariaDB it is: asking for a variable that a server lacks would be an error.
OWN_NAMES = """SHOW GLOBAL VARIABLES WHERE Variable_name IN
    ('server_uuid', 'server_uid', 'hostname', 'port', 'datadir', 'lower_case_table_names')"""
WHOLE_TABLE = re.compile(r"SELECT \* FROM ([\w.\"`]+)", re.IGNORECASE)
QUOTES = ('"', "`")
KNOWN_AGAIN = 100  # rows from which on the same labels of all questions are the same answers
# What a server says → our message: SQLSTATE of PostgreSQL, numbers of MySQL and MariaDB, words of SQLite.
SAID = {
    "database_no_login": ("28000", "28P01", "1045", "1698"),
    "database_no_permission": ("42501", "1044", "1142", "1143", "1227"),
    "database_no_table": ("3D000", "42P01", "3F000", "1049", "1146", "no such table"),
    "database_query_wrong": ("42601", "42703", "42883", "1064", "1054", "syntax error", "no such column", "incomplete"),
    "database_query_writes": ("25006", "1792", "readonly", "read-only"),
    "database_stopped": ("57014", "55P03", "1969", "3024", "1317", "1205", "database is locked"),
}
# Kinds of columns by the numbers that their driver gives them. Texts may be compared without case, accents or trailing
# blanks there, so they are counted in an exact form; of other kinds equal cells are equal texts.
MYSQL_TEXTS = frozenset({15, 245, 247, 248, 249, 250, 251, 252, 253, 254})
POSTGRES_TEXTS = frozenset({18, 19, 25, 1042, 1043})
POSTGRES_PLAIN = frozenset({16, 17, 20, 21, 23, 26, 700, 701, 1082, 1083, 1114, 1184, 1186, 1266, 1700, 2950})
POSTGRES_OWN = 16384  # from here on: citext, an office's own lists of choices
DAY_AND_NEXT = 11  # an ISO day and the sign behind it
WRONG_SETTINGS = ("database_no_table", "database_query_wrong", "database_query_writes")
NAMES_SHOWN = 8
PLAIN = (str, int)  # kinds of cells that are seen as they are
# Where SQLAlchemy would take a colon for the start of a value to fill in.
COLON = re.compile(r"(?<![:\w\\])(:[\w$]+)(?![:\w$])")


@contextmanager
def open_database(entry: PeriodSettings, name: str, survey: Survey) -> Iterator[RawTable]:
    """Give the table or query of a `[[period]]` as a raw table; its rows come while it is staged.

    Parameters
    ----------
    entry
        A period with a `database`.
    name
        How messages call it.
    survey
        Whose folder a path of SQLite starts from, and whose time zone moments are told in.

    Raises
    ------
    DataError
        The server cannot be reached or refuses the user.
    SettingsError
        The table is not there, the query is wrong, or the extra `sql` is not installed.
    """
    asked = _Asked(entry, name, survey.folder or Path())
    engine = _engine(asked)
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with asked.explained():
            connection = engine.connect()
        try:
            with asked.explained():
                for command in READ_ONLY[asked.kind]:
                    connection.exec_driver_sql(command)
                source, columns, key = _source(connection, asked)
                asked.begun = True
                ((n_rows,),) = connection.execute(_count(source))
                server, own = _server_of(connection, asked), _name_of(connection, asked)
            rows = _Rows(connection, asked, source, columns, key, ZoneInfo(survey.timezone), server, own)
            note = f"{asked.kind}, {'ordered by ' + ', '.join(key) if key else 'in the order of the server'}"
            yield RawTable(name, "", "", tuple(columns), int(n_rows), 1, stream=rows, notes=(note,))
        finally:  # a connection that is lost can't be closed, and why it was lost is told already
            with suppress(SQLAlchemyError, OSError):
                connection.close()
    finally:
        engine.dispose()


class _Asked:
    """What is asked of which database, and how its faults are told."""

    def __init__(self, entry: PeriodSettings, name: str, folder: Path) -> None:
        self.entry = entry
        self.name = name
        self.folder = folder
        self.kind = KINDS[str(entry.database).partition("://")[0]]
        self.server = ""  # host and database, for messages: neither user nor password
        self.file = ""
        self.begun = False

    def wrong(self, code: str, **values: object) -> SkmError:
        """Return the error of a code."""
        place = [Place(self.name, value=self.server or None)]
        known = {"known": "–"} if code == "database_no_table" else {}  # the server names none of those that are there
        return (SettingsError if code in WRONG_SETTINGS else DataError)(code, place, **(known | values))

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the driver reports into our message; its own text may hold cells, so it goes."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            found = _said(getattr(error, "orig", None) or error)
            raise self.wrong(found or ("database_broken_off" if self.begun else "database_unreachable")) from None


def _said(error: BaseException) -> str:
    """Return the code of our message for what a driver reports, "" where it says nothing that we know."""
    first = error.args[0] if error.args else ""
    said = str(first.get("C", "")) if isinstance(first, dict) else str(first)
    for code, marks in SAID.items():
        if any(said == mark or (" " in said and mark in said and not mark.isdecimal()) for mark in marks):
            return code
    return ""


# --- the way to the database --------------------------------------------------------------------------------------


def _engine(asked: _Asked) -> "Engine":
    try:
        from sqlalchemy import URL, create_engine, event, make_url
        from sqlalchemy.pool import NullPool

        # Where nobody listens, what it says of a connection that was lost would be a traceback on the screen.
        pool = logging.getLogger("sqlalchemy.pool")
        if not pool.handlers:
            pool.addHandler(logging.NullHandler())
        if asked.kind == "sqlite":
            file = (asked.folder / str(asked.entry.database).removeprefix("sqlite:///")).resolve()
            asked.server, asked.file = file.name, str(file)
            if not file.is_file():
                raise SettingsError("pattern_matches_nothing", [Place(SETTINGS_FILE, value=asked.entry.database)])
            # A plain path would make an empty database where there is none.
            url = URL.create("sqlite", database=file.as_uri(), query={"mode": "ro", "uri": "true"})
            return create_engine(url, poolclass=NullPool, hide_parameters=True)
        typed = make_url(str(asked.entry.database))
        known = {"username": typed.username, "host": typed.host, "database": typed.database}
        filled = {key: _filled(value) for key, value in known.items() if value}
        port = f":{typed.port}" if typed.port else ""
        asked.server = f"{filled.get('host', 'localhost')}{port}/{filled.get('database', '')}"
        password = _password(asked.entry, typed.password)
        options = dict(typed.query)
        mode = options.pop("sslmode", None)
        url = URL.create(DRIVERS[asked.kind], password=password, port=typed.port, query=options, **filled)
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    except ImportError:
        raise SettingsError("extra_missing", [Place(asked.name)], what="database", extra="sql") from None
    if asked.kind == "postgresql":
        event.listen(engine, "do_connect", lambda *given: _reach(given[3], mode))
    return engine


def _reach(parameters: dict[str, Any], mode: object) -> Any:
    """Return a connection to PostgreSQL that was made in time: its driver can't be impatient with one step alone."""
    import ssl

    from pg8000.dbapi import Connection

    place = (parameters.get("host") or "localhost", int(parameters.get("port") or POSTGRES_PORT))
    secured = {"require": True, "verify-ca": ssl.create_default_context(), "verify-full": ssl.create_default_context()}
    reached = socket.create_connection(place, timeout=PATIENCE)
    try:
        connection = Connection(**parameters, sock=reached, ssl_context=secured.get(str(mode)))
        reached.settimeout(None)
    except BaseException:
        reached.close()
        raise
    return connection


def _password(entry: PeriodSettings, typed: object) -> str | None:
    """Return the password: of the variable that the address names, of the period's own, or of all databases."""
    if typed:
        return _filled(str(typed))
    own = f"{PASSWORD}_{entry.id.replace('-', '_')}"
    return os.environ.get(own) or os.environ.get(PASSWORD)


def _filled(text: str) -> str:
    """Return a part of an address with the variables of the environment that it names."""
    for variable in VARIABLE.findall(text):
        if variable not in os.environ:
            raise SettingsError("database_variable_missing", [Place(SETTINGS_FILE, value=variable)], name=variable)
    return VARIABLE.sub(lambda found: os.environ[found[1]], text)


# --- what is there ------------------------------------------------------------------------------------------------


def _source(connection: "Connection", asked: _Asked) -> tuple["TableClause | TextClause", list[str], list[str]]:
    """Return where rows come from, the names of its columns, and those by which they are put in order."""
    import sqlalchemy as sa

    with warnings.catch_warnings(action="ignore", category=sa.exc.SAWarning):  # kinds of columns that it does not know
        if asked.entry.query:
            return _query(connection, asked)
        inspector = sa.inspect(connection)
        whole = str(asked.entry.table)
        schema, _, bare = whole.rpartition(".")
        places = [(None, whole), *([(schema, bare)] if schema else [])]
        there = next((place for place in places if _has(inspector, *place)), None)
        if there is None:
            raise asked.wrong("database_no_table", known=_names(inspector, schema or None)) from None
        columns = [column["name"] for column in inspector.get_columns(there[1], schema=there[0])]
        key = inspector.get_pk_constraint(there[1], schema=there[0])["constrained_columns"]
    source = sa.table(_quoted(there[1]), schema=_quoted(there[0]) if there[0] else None)
    return source, columns, [] if any(map(_tells_who, key)) else list(key)


def _has(inspector: Any, schema: str | None, name: str) -> bool:
    return inspector.has_table(name, schema=schema) or name in inspector.get_view_names(schema=schema)


def _names(inspector: Any, schema: str | None) -> str:
    names = sorted({*inspector.get_table_names(schema=schema), *inspector.get_view_names(schema=schema)})
    return ", ".join(names[:NAMES_SHOWN]) + (", …" if len(names) > NAMES_SHOWN else "") or "-"


def _query(connection: "Connection", asked: _Asked) -> tuple["TextClause", list[str], list[str]]:
    """Return a query as a source; no row of it is read for the names of its columns."""
    import sqlalchemy as sa

    bare = str(asked.entry.query).strip().removesuffix(";")
    source = sa.text(COLON.sub(r"\\\1", f"({bare}\n) AS skm_source"))
    columns = list(connection.execute(sa.select(sa.text("*")).select_from(source).where(sa.text("1 = 0"))).keys())
    if twice := sorted({column for column in columns if columns.count(column) > 1}):
        raise SettingsError("database_columns_twice", [Place(asked.name, column=column) for column in twice])
    return source, columns, []


def _tells_who(column: str) -> bool:
    """Return whether a column is known to tell who somebody is; then not even the order asks for it."""
    return header_form(column) in {header_form(text) for text in load_wordings()["columns"]["identity"]}


def _quoted(name: str) -> str:
    from sqlalchemy.sql import quoted_name

    return quoted_name(name, quote=True)


def _count(source: "TableClause | TextClause") -> "Select":
    import sqlalchemy as sa

    return sa.select(sa.func.count()).select_from(source)


# --- which source it is -------------------------------------------------------------------------------------------


def _server_of(connection: "Connection", asked: _Asked) -> tuple[str, ...]:
    """Return which database of which server it is, by whatever address it was reached; nothing of it is published."""
    machine = socket.gethostname()
    if asked.kind == "sqlite":
        file = Path(asked.file)
        return ("sqlite", machine, str(file), str(file.stat().st_ino))
    database = connection.exec_driver_sql(OWN_DATABASE[asked.kind]).scalar()
    host, _, port = asked.server.partition("/")[0].partition(":")
    address = (machine if host in OWN_MACHINE else host.casefold(), port or DEFAULT_PORTS[asked.kind])
    return (FAMILY[asked.kind], *(_own_name(connection, asked) or address), str(database))


def _own_name(connection: "Connection", asked: _Asked) -> tuple[str, ...]:
    """Return the name that a server gave itself when it was set up; nothing where the account may not ask."""
    if asked.kind == "postgresql":  # a statement that fails would end the transaction
        may_ask = connection.exec_driver_sql("SELECT has_function_privilege('pg_control_system()', 'execute')").scalar()
        query = "SELECT system_identifier FROM pg_control_system()"
        return (str(connection.exec_driver_sql(query).scalar()),) if may_ask else ()
    said = _own_variables(connection)
    if own := said.get("server_uuid"):
        return (own,)
    # MariaDB has a number of its network card and port, in some versions: containers may share it.
    return tuple(said.get(name, "") for name in ("server_uid", "hostname", "port", "datadir")) if said else ()


def _own_variables(connection: "Connection") -> dict[str, str]:
    """Return what a server of MySQL or MariaDB says of itself; nothing where the account may not ask."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        return {str(name): str(value) for name, value in connection.exec_driver_sql(OWN_NAMES).fetchall()}
    except SQLAlchemyError:
        return {}


def _name_of(connection: "Connection", asked: _Asked) -> str:
    """Return the table with its schema, or the query; a query for all of a table is that table."""
    query = " ".join(str(asked.entry.query or "").split()).removesuffix(";").strip()
    whole = WHOLE_TABLE.fullmatch(query)
    if query and not whole:
        return f"query {query}"
    name = _folded(whole[1], asked.kind) if whole else str(asked.entry.table)
    if asked.kind == "sqlite" or (
        FAMILY.get(asked.kind) == "mysql" and _own_variables(connection).get("lower_case_table_names", "0") != "0"
    ):
        name = name.casefold()  # names differ by more than capitals here
    schema = "" if "." in name else f"{connection.dialect.default_schema_name or 'main'}."
    return f"table {schema}{name}"


def _folded(name: str, kind: str) -> str:
    """Return the name of a table in a query as the server takes it: PostgreSQL folds what stands in no quotes.

    Examples
    --------
    >>> _folded('Public."Hasil"', "postgresql"), _folded("Hasil", "mysql")
    ('public.Hasil', 'Hasil')
    """
    parts = (part if part[:1] in QUOTES or kind != "postgresql" else part.lower() for part in name.split("."))
    return ".".join(part.strip("".join(QUOTES)) for part in parts)


def _months(period: str) -> list[str]:
    """Return the months of a period.

    Examples
    --------
    >>> _months("2025-Q1")
    ['2025-01', '2025-02', '2025-03']
    """
    first, last = period_months(period)
    return [f"{first[:4]}-{month:02d}" for month in range(int(first[5:]), int(last[5:]) + 1)]


def _digest(*said: str) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


# --- its rows -----------------------------------------------------------------------------------------------------


class _Rows:
    """The rows of a table or query, of which only the columns asked for leave the server."""

    selective = True

    def __init__(
        self,
        connection: "Connection",
        asked: _Asked,
        source: "TableClause | TextClause",
        columns: Sequence[str],
        key: Sequence[str],
        zone: ZoneInfo,
        server: Sequence[str],
        own: str,
    ) -> None:
        self.connection, self.asked, self.source = connection, asked, source
        self.columns, self.key, self.zone = columns, key, zone
        self.server, self.own = server, own
        self.sha256 = ""
        self.compared: tuple[int, ...] = ()
        self.counts: dict[int, Counter[str]] = {}
        self.kinds: dict[int, str] = {}

    def expect(self, questions: Mapping[int, Element], survey: Survey) -> None:
        """Take no notice: cells of a database mean what they say."""

    def compare_by(self, places: Iterable[int]) -> None:
        """Count the labels of some columns, however the rows are read: by them answers are known again."""
        self.compared = tuple(sorted(places))
        self.counts = {}

    def hashes(self, period: str) -> tuple[str, ...]:
        """Return what is the same of a source whether its rows are read or counted, and however it is called.

        The same table for one of the same months; the same table with the same labels; another view of the same
        database with the same labels, where they are many: of a few rows two offices may well answer alike.
        """
        place = (*self.server, self.own)
        found = [_digest(*place, month) for month in _months(period)]
        if labels := {self.columns[p]: dict(sorted(self.counts[p].items())) for p in self.compared if p in self.counts}:
            said = json.dumps(sorted(labels.items()), ensure_ascii=False)
            found.append(_digest(*place, said))
            if max(sum(counts.values()) for counts in labels.values()) >= KNOWN_AGAIN:
                found.append(_digest(*self.server, said))
        return tuple(found)

    def portions(self, places: Sequence[int]) -> Iterator[pd.DataFrame]:
        """Return the rows as texts, portion by portion."""
        import sqlalchemy as sa

        self.counts = {place: Counter() for place in self.compared if place in places}
        wanted = [sa.column(_quoted(self.columns[place])) for place in places]
        order = [sa.column(_quoted(name)) for name in self.key]
        query = sa.select(*wanted).select_from(self.source).order_by(*order)
        names = [f"c{place}" for place in places]
        total, n_rows = 0, 0
        with self.asked.explained():
            result = self.connection.execution_options(stream_results=True, yield_per=PORTION).execute(query)
        with result:
            while True:
                with self.asked.explained():
                    rows = result.fetchmany(PORTION)
                if not rows and n_rows:
                    break
                texts = [[self._text(value) for value in row] for row in rows]
                total += sum(_row_hash(row) for row in texts)
                n_rows += len(rows)
                for place, counted in self.counts.items():
                    at = places.index(place)
                    counted.update(row[at] for row in texts)
                yield pd.DataFrame(texts, columns=names, dtype=object)
                if not rows:
                    break
        about = json.dumps([[self.columns[place] for place in places], n_rows, f"{total % 2**256:x}"])
        self.sha256 = hashlib.sha256(about.encode()).hexdigest()

    def look_at(self, places: Sequence[int]) -> bool:
        """Learn the kinds of some columns, of which no row is read; return whether the database can count by them all.

        JSON and lists have no equality there, or another than their texts.
        """
        import sqlalchemy as sa

        columns = [sa.column(_quoted(self.columns[place])) for place in places]
        with self.asked.explained():
            result = self.connection.execute(sa.select(*columns).select_from(self.source).where(sa.text("1 = 0")))
            kinds = [_kind_of(self.asked.kind, told[1]) for told in result.cursor.description]
            result.close()
        self.kinds = dict(zip(places, kinds, strict=True))
        return "nested" not in kinds

    def column(self, place: int) -> Any:
        """Return a column, for an expression; texts in a form of which only equal ones are equal."""
        import sqlalchemy as sa

        column: Any = sa.column(_quoted(self.columns[place]))
        if self.kinds.get(place) != "text":
            return column
        if self.asked.kind == "sqlite":
            return sa.collate(column, "BINARY")
        if self.asked.kind == "postgresql":
            return sa.collate(sa.func.concat(column), "C")  # unlike a cast it keeps the blanks of char(n)
        return sa.cast(sa.func.convert(column.op("USING")(sa.literal_column("utf8mb4"))), sa.LargeBinary)

    def label_counts(self, place: int) -> list[tuple[Any, str, int]]:
        """Return (value, as a person sees it, how often) of each value of a column: no row leaves the server."""
        import sqlalchemy as sa

        column = self.column(place)
        query = sa.select(column, sa.func.count()).select_from(self.source).group_by(column)
        found = [(value, self._text(value), int(n)) for value, n in self.groups(query)]
        if place in self.compared:
            self.counts[place] = Counter()
            for _, text, n in found:
                self.counts[place][text] += n
        return found

    def days(self, place: int) -> list[str]:
        """Return the days of a column as a person sees them: first and last, or of texts each with the sign behind it.

        A time of another zone comes with a Z behind: its day may be another one here.
        """
        import sqlalchemy as sa

        column = self.column(place)
        if self.kinds.get(place) != "text":
            query = sa.select(sa.func.min(column), sa.func.max(column)).select_from(self.source)
            return [self._text(value) for (*ends,) in self.groups(query) for value in ends if value is not None]
        later = sa.func.substr(column, DAY_AND_NEXT)
        zoned = sa.case((sa.or_(*(later.like(mark) for mark in ("%Z%", "%+%", "%-%"))), 1), else_=0)
        cut = sa.select(sa.func.substr(column, 1, DAY_AND_NEXT).label("day"), zoned.label("zoned"))
        rows = cut.select_from(self.source).subquery("days")
        found = self.groups(sa.select(rows.c.day, rows.c.zoned).group_by(rows.c.day, rows.c.zoned))
        return [text + "Z" * int(zone) for day, zone in found if (text := self._text(day)).strip()]

    def groups(self, query: "Select") -> list[Any]:
        """Return the lines of a query that counts."""
        with self.asked.explained():
            return list(self.connection.execute(query).fetchall())

    def text(self, value: Any) -> str:
        """Return a value as a person sees it."""
        return self._text(value)

    def _text(self, value: Any) -> str:
        """Return a cell as a person sees it; a moment with a zone in that of the survey."""
        if type(value) in PLAIN:  # nearly all cells
            return str(value)
        if isinstance(value, float | Decimal) and value != value:  # noqa: PLR0124  not a number
            value = None
        elif isinstance(value, Decimal):
            value = format(value.normalize(), "f")
        elif isinstance(value, dt.datetime) and value.tzinfo is not None:
            value = value.astimezone(self.zone).replace(tzinfo=None)
        elif isinstance(value, list | dict):
            value = json.dumps(value, ensure_ascii=False, default=str)
        elif isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        return cell_text(value)


def _kind_of(database: str, code: Any) -> str:
    """Return whether cells of a kind are "text", "nested" or "plain".

    Examples
    --------
    >>> _kind_of("postgresql", 114), _kind_of("mariadb", 253), _kind_of("sqlite", None)
    ('nested', 'text', 'text')
    """
    if database == "sqlite":  # a column of any kind may hold texts
        return "text"
    if database != "postgresql":
        return "text" if code in MYSQL_TEXTS else "plain"
    if code in POSTGRES_TEXTS or code >= POSTGRES_OWN:
        return "text"
    return "plain" if code in POSTGRES_PLAIN else "nested"


def _row_hash(row: Sequence[str]) -> int:
    """Return the hash of a row as a number; their sum is the same in whatever order rows come."""
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
