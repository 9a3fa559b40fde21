"""Databases: only the needed columns, only reading, one moment, no password anywhere; the same figures as by file."""

import csv
import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from skm.districts import merge_files, tally_files
from skm.errors import RequestError, SettingsError, SkmError
from skm.messages import MESSAGES
from skm.pipeline import NothingUsableError, Result, check_survey, run_survey
from skm.responses import databases
from skm.survey import open_survey, read_settings
from skm.tallies import write_tally

PASSWORD = "r4h/s1a:@ %d?x"  # that of the reader of the test servers  # noqa: S105
ITEMS = [f"u{number}" for number in range(1, 10)]
COLUMNS = {
    "id": "integer PRIMARY KEY",
    "nama_responden": "varchar(60)",
    "no_hp": "varchar(20)",
    "unit": "varchar(60)",
    "tanggal": "date",
    "jenis_kelamin": "varchar(20)",
    **dict.fromkeys(ITEMS, "integer"),
    "saran": "varchar(200)",
    "sesi_login": "varchar(60)",
}
PERSONAL = ("nama_responden", "no_hp", "saran", "sesi_login")


def answers(n: int = 240, *, seed: int = 7) -> list[tuple]:
    """Return rows of a table of an office's own application; two cells are blank, one is off the scale."""
    lots = random.Random(seed)  # noqa: S311  the same rows in every run
    rows = []
    for number in range(1, n + 1):
        scores: list[int | None] = [lots.choice([2, 3, 3, 4]) for _ in ITEMS]
        if number in (5, 17):
            scores[number % 9] = None
        if number == 40:
            scores[2] = 7
        person = (f"Sri Wahyuni {number}", f"08123456{number:04d}", lots.choice(["Loket A", "Loket B", "Loket C"]))
        day = f"2025-03-{1 + number % 28:02d}"
        rows.append((number, *person, day, lots.choice(["L", "P"]), *scores, f"Pak Joko {number} ramah", f"s{number}"))
    return rows


THERE = 'table = "hasil"'
HERE = f'{THERE}\ncounted = "here"'


def settings(address: str, source: str = HERE, more: str = "") -> str:
    """Return a skm.toml with a database; where nothing else is said its rows are read."""
    entry = f'[[period]]\nid = "2025"\ndatabase = "{address}"\n{source}\n'
    return f'[survey]\nname = "Kota Uji"\n[columns]\norder = "form"\n{entry}{more}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that makes a survey folder with a skm.toml; the password is in the environment."""
    monkeypatch.setenv("SKM_DB_PASSWORD", PASSWORD)

    def make(toml: str, name: str = "survei") -> Path:
        home = tmp_path / name
        (home / "data/raw").mkdir(parents=True, exist_ok=True)
        (home / "skm.toml").write_text(toml, encoding="utf-8")
        return home

    return make


@pytest.fixture
def lite(folder):
    """Return a function that makes a survey folder whose responses lie in a file of SQLite."""

    def make(rows: list[tuple], source: str = HERE, columns: dict[str, str] | None = None) -> Path:
        home = folder(settings("sqlite:///data/raw/skm.db", source))
        names = columns or COLUMNS
        with sqlite3.connect(home / "data/raw/skm.db") as connection:
            connection.execute("DROP TABLE IF EXISTS hasil")  # the file stays the same one
            kinds = ", ".join(f'"{column}" {kind}' for column, kind in names.items())
            connection.execute(f"CREATE TABLE hasil ({kinds})")
            connection.executemany(f"INSERT INTO hasil VALUES ({', '.join('?' * len(names))})", rows)
        connection.close()
        return home

    return make


def write_csv(home: Path, rows: list[tuple], name: str = "data/raw/2025/hasil.csv") -> None:
    """Write the same rows as a file of the year."""
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    with (home / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(COLUMNS)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])


def figures(result) -> pd.DataFrame:
    """Return the index table."""
    return result.indices.frame.reset_index(drop=True)


def look(home: Path) -> Result:
    """Return all that a run would find, without its pages."""
    return check_survey(open_survey(home))


def refused(home: Path, do: Callable[[Path], object] = look) -> SkmError:
    """Return the error with which a survey folder is refused; its message holds no password."""
    with pytest.raises(SkmError) as caught:
        do(home)
    error = caught.value
    told = "".join(traceback.format_exception(error)) + error.message("id") + error.message("en")
    assert PASSWORD not in told
    return error.refusals[0].error if isinstance(error, NothingUsableError) else error


# --- the same figures ---------------------------------------------------------------------------------------------


def by_file(folder, rows: list[tuple]) -> pd.DataFrame:
    """Return the index table of the same rows as CSV."""
    home = folder('[survey]\nname = "Kota Uji"\n[columns]\norder = "form"\n', "berkas")
    write_csv(home, rows)
    return figures(look(home))


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_server_gives_the_figures_of_the_file(request, folder, kind):
    """The same rows by file and by database give identical figures, blanks and a 7 included."""
    server, rows = request.getfixturevalue(kind), answers()
    server.make("hasil", COLUMNS, rows)
    result = look(folder(settings(server.address)))
    pd.testing.assert_frame_equal(figures(result), by_file(folder, rows))
    (account,) = result.accounts
    assert (account.file, account.rows_in, account.rows_kept) == ("database 2025 (hasil)", 240, 240)
    off = result.exclusions[result.exclusions["rule"] == "off scale"]
    assert off[["file", "row", "column", "value"]].to_numpy().tolist() == [["database 2025 (hasil)", 40, "u3", "7"]]


def test_sqlite_gives_the_figures_of_the_file(lite, folder):
    """The same rows by file and by SQLite give identical figures, and the database is no unread file."""
    result = look(lite(answers()))
    pd.testing.assert_frame_equal(figures(result), by_file(folder, answers()))
    assert result.is_whole


def test_a_file_and_a_database_count_together(lite):
    """A folder may hold files beside a database: both count, each with its account."""
    home = lite(answers(100))
    write_csv(home, answers(60, seed=8))
    result = look(home)
    assert {(a.file, a.rows_kept) for a in result.accounts} == {
        ("data/raw/2025/hasil.csv", 60),
        ("database 2025 (hasil)", 100),
    }
    whole = result.indices.frame.query("level == 'all' and measure == 'index' and basis == 'respondents'")
    assert whole["n"].tolist() == [160]


def test_joined_tables_come_as_a_query(postgres, folder):
    """A query may join, hold colons and per cents, and its own columns are read by their names."""
    rows = answers(90)
    postgres.make("hasil", COLUMNS, rows)
    postgres.make("loket", {"nama": "text", "judul": "text"}, [(f"Loket {x}", f"Loket Baru {x}") for x in "ABC"])
    scores = ", ".join(f'h.{item} AS "{item.upper()}"' for item in ITEMS)
    query = (
        f"SELECT l.judul AS unit, h.tanggal, {scores}, h.nama_responden AS nama FROM hasil h JOIN loket l"
        " ON l.nama = h.unit WHERE l.judul LIKE 'Loket%' AND h.tanggal::text <> ':tanpa' ORDER BY h.id;"
    )
    result = look(folder(settings(postgres.address, f"query = '''{query}'''")))
    units = result.indices.frame.query("level == 'unit' and measure == 'index'")
    assert sorted(units["name"]) == ["Loket Baru A", "Loket Baru B", "Loket Baru C"]
    assert units["n"].sum() == 90
    assert result.accounts[0].file == "database 2025 (query)"


def test_kinds_of_columns_are_read_as_people_see_them(postgres, folder):
    """A numeric 4.00 is a 4, words are labels, and a moment counts on the office's own day."""
    columns = dict.fromkeys(ITEMS, "numeric(3,2)") | {"u2": "text", "u3": "smallint", "cap_waktu": "timestamptz"}
    row = ("4.00", "Sangat mudah", 4, *["3.00"] * 6, "2024-12-31 18:30:00+00")
    postgres.make("jenis", columns, [row] * 12)
    result = look(folder(settings(postgres.address, 'table = "public.jenis"')))
    means = result.indices.frame.query("level == 'unit'").set_index("measure")["mean"]
    assert [means[key] for key in ("requirements", "procedure", "time", "tariff")] == [4, 4, 4, 3]
    assert [str(day) for day in result.findings["fieldwork"]["2025"]] == ["2025-01-01", "2025-01-01"]


def test_a_line_for_each_answer_is_read_from_a_database(postgres, folder):
    """A table with a line for each answer gives the figures of the file; names and comments beside it stay there."""
    rows = answers(60)
    lines = [
        (f"{number}-{place}", number, name, unit, f"U{place}", score, note)
        for number, name, _, unit, _, _, *scores, note, _ in rows
        for place, score in enumerate(scores, start=1)
        if score is not None
    ]
    columns = {"id_jawaban": "varchar(20) PRIMARY KEY", "id_responden": "integer", "nama": "text", "unit": "text"}
    columns |= {"unsur": "text", "nilai": "integer", "saran": "text"}
    postgres.make("jawaban", columns, lines)
    postgres.forget()
    result = look(folder(settings(postgres.address, 'table = "jawaban"')))
    asked = postgres.statements()
    assert "nilai" in asked and "nama" not in asked and "saran" not in asked
    again = figures(result).query("level == 'unit'")
    before = by_file(folder, rows).query("level == 'unit'")
    for column in ("id", "measure", "n", "mean", "index", "low", "high"):
        assert again[column].tolist() == before[column].tolist()
    assert len(result.accounts[0].sha256) == 64


def test_packed_answers_are_read_from_a_database(postgres, folder):
    """A column of JSON, as applications keep answers, gives the figures of the file."""
    rows = [row for row in answers(60) if None not in row]
    packed = [
        (row[0], row[1], row[3], json.dumps({f"U{place}": score for place, score in enumerate(row[6:15], start=1)}))
        for row in rows
    ]
    columns = {"id": "integer PRIMARY KEY", "nama": "text", "unit": "text", "jawaban": "jsonb"}
    postgres.make("isian", columns, packed)
    postgres.forget()
    result = look(folder(settings(postgres.address, 'table = "isian"')))
    assert "nama" not in postgres.statements()
    again = figures(result).query("level == 'unit'")
    before = by_file(folder, rows).query("level == 'unit'")
    for column in ("id", "measure", "n", "mean", "index"):
        assert again[column].tolist() == before[column].tolist()


def test_comments_stay_in_the_database(postgres, folder):
    """Comments are not read from a database, not even where the survey keeps those of files."""
    postgres.make("hasil", COLUMNS, answers(30))
    postgres.forget()
    more = "[clean]\nkeep_comments = true\n"
    assert look(folder(settings(postgres.address, more=more))).accounts[0].rows_kept == 30
    assert "saran" not in postgres.statements()


# --- what is asked of the server ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_personal_columns_are_never_asked_for(request, folder, kind):
    """The server's own log shows no statement with a name, a phone, a comment or a column that nobody knows."""
    server = request.getfixturevalue(kind)
    server.make("hasil", COLUMNS, answers())
    server.forget()
    look(folder(settings(server.address)))
    asked = server.statements()
    assert "u9" in asked
    assert [name for name in (*PERSONAL, "SELECT *") if name in asked] == []


def test_rows_come_in_portions_of_a_cursor(postgres, folder, monkeypatch):
    """Rows are fetched from a cursor of the server, in one transaction that only reads: memory stays flat."""
    monkeypatch.setattr(databases, "PORTION", 50)
    postgres.make("hasil", COLUMNS, answers())
    postgres.forget()
    look(folder(settings(postgres.address)))
    asked = postgres.statements()
    assert asked.count("FETCH FORWARD 50 FROM") >= 240 // 50
    assert "REPEATABLE READ, READ ONLY" in asked
    assert 'ORDER BY "id"' in asked


def test_a_name_that_is_the_key_puts_nothing_in_order(postgres, folder):
    """A table whose key is a NIK is read in the server's order: the NIK is not even named."""
    postgres.make("penduduk", {"nik": "text PRIMARY KEY"} | dict.fromkeys(ITEMS, "integer"), [("3275", *[4] * 9)] * 1)
    postgres.forget()
    result = look(folder(settings(postgres.address, 'table = "penduduk"\ncounted = "here"')))
    assert "nik" not in postgres.statements()
    assert result.accounts[0].note == "postgresql, in the order of the server"


def test_a_query_that_writes_is_stopped_by_the_server_too(postgres, folder):
    """A function that writes behind a SELECT meets a read-only transaction: exit code 2, nothing changed."""
    postgres.make("catatan", {"u1": "integer"}, [])
    body = "INSERT INTO catatan VALUES (1) RETURNING u1"
    postgres.execute(f"CREATE OR REPLACE FUNCTION diam() RETURNS integer LANGUAGE sql SECURITY DEFINER AS '{body}'")
    error = refused(folder(settings(postgres.address, 'query = "SELECT diam() AS u1"')))
    assert (error.code, error.exit_code) == ("database_query_writes", 2)
    ((n_rows,),) = postgres.execute("SELECT count(*) FROM catatan")
    assert n_rows == 0


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM hasil",
        "SELECT 1; DROP TABLE hasil",
        "WITH x AS (DELETE FROM hasil RETURNING *) SELECT * FROM x",
        "SELECT * INTO salinan FROM hasil",
        "/* SELECT */ UPDATE hasil SET u1 = 4",
        "SELECT /*! 1 INTO OUTFILE 'x' */ FROM hasil",
        "",
    ],
)
def test_only_a_select_may_stand_in_the_settings(write, query):
    """A query is one SELECT; anything else is refused before any server is asked."""
    with pytest.raises(SettingsError) as caught:
        read_settings(write("skm.toml", settings("sqlite:///x.db", f'query = """{query}"""')))
    assert caught.value.code in ("database_query_writes", "database_table_or_query")


@pytest.mark.parametrize(
    "query", ["SELECT u1 FROM a WHERE t = 'x; drop'", 'with a AS (SELECT 1) SELECT "update" FROM a;']
)
def test_words_in_texts_are_no_commands(write, query):
    """What stands in quotes is no command."""
    assert read_settings(write("skm.toml", settings("sqlite:///x.db", f"query = '''{query}'''"))).period[0].query


# --- passwords ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        'database = "postgresql://pembaca:Rahasia123@server/skm"\ntable = "hasil"',
        'database = "postgresql://pembaca:Rah/a@s ia123@server/skm"\ntable = "hasil"',
        'database = "mysql://server/skm?password=Rahasia123"\ntable = "hasil"',
        'database = "postgresql://pembaca:Rahasia123@server/skm"',
        'databse = "postgresql://pembaca:Rahasia123@server/skm"',
        'database = "oracle://pembaca:Rahasia123@server/skm"\ntable = "hasil"',
        'files = ["a.csv"]\nregulation = "postgresql://pembaca:Rahasia123@server/skm"',
    ],
)
def test_a_written_password_is_refused_and_not_repeated(write, entry):
    """A password in skm.toml is refused with the way out, and no message repeats it, whatever else is wrong."""
    with pytest.raises(SettingsError) as caught:
        read_settings(write("skm.toml", f'[[period]]\nid = "2025"\n{entry}\n'))
    told = caught.value.message("id") + caught.value.message("en") + str(caught.value)
    assert "ia123" not in told
    if entry.startswith("database") and "oracle" not in entry:
        assert caught.value.code == "database_password_written"
        assert "SKM_DB_PASSWORD" in told


def test_the_password_is_nowhere(postgres, folder, run):
    """Neither what is written nor what is said holds the password, user or server of the database."""
    postgres.make("hasil", COLUMNS, answers())
    home = folder(settings(postgres.address))
    code, out, err = run("run", home)
    assert code == 0
    written = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.name != "skm.toml"}
    assert [path for path, content in written.items() if PASSWORD.encode() in content] == []
    assert PASSWORD not in out + err
    published = b"".join(c for path, c in written.items() if "reports" in path.parts or path.suffix == ".csv")
    assert b"127.0.0.1" not in published and b"pembaca" not in published


@pytest.mark.parametrize("place", ["own", "named"])
def test_the_password_may_stand_in_other_variables(postgres, folder, monkeypatch, place):
    """A period may have a variable of its own, or the address names one; it wins over the common one."""
    monkeypatch.setenv("SKM_DB_PASSWORD", "salah")
    monkeypatch.setenv("SKM_DB_PASSWORD_2025" if place == "own" else "SANDI_KITA", PASSWORD)
    postgres.make("hasil", COLUMNS, answers(30))
    named = postgres.address.replace("pembaca@", "pembaca:${SANDI_KITA}@")
    result = look(folder(settings(postgres.address if place == "own" else named)))
    assert result.accounts[0].rows_kept == 30


def test_a_variable_that_is_not_set_is_named(folder):
    """An address that names a variable without a value: exit code 2, with its name."""
    error = refused(folder(settings("postgresql://pembaca:${TIDAK_ADA}@127.0.0.1/skm")))
    assert (error.code, error.exit_code) == ("database_variable_missing", 2)
    assert "TIDAK_ADA" in error.message()


# --- settings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('database = "sqlite:///x.db"', "database_table_or_query"),
        ('database = "sqlite:///x.db"\ntable = "a"\nquery = "SELECT 1"', "database_table_or_query"),
        ('table = "a"', "database_missing"),
        ('database = "server/skm"\ntable = "a"', "database_kind_unknown"),
        ('database = "postgresql+psycopg2://server/skm"\ntable = "a"', "database_kind_unknown"),
        ('database = "postgresql://server/skm?host=/tmp"\ntable = "a"', "database_option_unknown"),
    ],
)
def test_settings_that_mean_nothing_are_refused(write, entry, code):
    """A database needs a known address and exactly one of table and query; the message says the period."""
    with pytest.raises(SettingsError) as caught:
        read_settings(write("skm.toml", f'[[period]]\nid = "2025"\n{entry}\n'))
    assert caught.value.code == code
    assert "2025" in caught.value.message()


def test_our_own_driver_may_be_named(postgres, folder):
    """An address as SQLAlchemy writes it, with the driver that is used anyway, is the same address."""
    postgres.make("hasil", COLUMNS, answers(30))
    named = postgres.address.replace("postgresql://", "postgresql+pg8000://")
    assert look(folder(settings(named))).accounts[0].rows_kept == 30


def test_settings_of_a_file_reach_a_database(lite):
    """`[[file]]` takes the name of a database as messages show it."""
    columns = dict.fromkeys(ITEMS, "integer")
    home = lite([tuple([4] * 9)] * 10, columns=columns)
    more = '[[file]]\nmatch = "database 2025*"\nunit = "Puskesmas 07"\n'
    (home / "skm.toml").write_text((home / "skm.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    result = look(home)
    assert result.indices.frame.query("level == 'unit'")["name"].unique().tolist() == ["Puskesmas 07"]


# --- what is read has a hash --------------------------------------------------------------------------------------


def test_the_hash_is_of_what_is_read_in_any_order(lite):
    """The hash changes with a cell that is read, and neither with the order of rows nor with what is not read."""
    columns = {name: kind.removesuffix(" PRIMARY KEY") for name, kind in COLUMNS.items() if name != "id"}
    rows = [row[1:] for row in answers(50)]

    def hashed(some: list[tuple]) -> str:
        return look(lite(some, columns=columns)).accounts[0].sha256

    plain = hashed(rows)
    assert hashed(rows[::-1]) == plain
    assert hashed([("Orang Lain", *row[1:]) for row in rows]) == plain
    assert hashed([(*rows[0][:5], 1 + rows[0][5] % 4, *rows[0][6:]), *rows[1:]]) != plain
    assert hashed([*rows, rows[0]]) != plain


def test_a_database_given_twice_counts_once(lite):
    """Two entries for the same rows are the same source twice, whatever period they are called by."""
    home = lite([(*row[:4], None, *row[5:]) for row in answers(30)], THERE)  # days would tell the periods apart
    twice = '[[period]]\nid = "2026"\ndatabase = "sqlite:///data/raw/skm.db"\ntable = "hasil"\n'
    (home / "skm.toml").write_text((home / "skm.toml").read_text(encoding="utf-8") + twice, encoding="utf-8")
    result = look(home)
    assert [(a.file, a.rows_kept, a.status) for a in result.accounts] == [
        ("database 2025 (hasil)", 30, "read"),
        ("database 2026 (hasil)", 0, "refused"),
    ]


# --- what can go wrong --------------------------------------------------------------------------------------------


def test_elements_that_may_hide_stop_a_database(lite):
    """While elements are missing beside columns that nobody knows, nothing is read: they could be names."""
    columns = {"pelapor": "text", "butir_x": "integer"} | dict.fromkeys(ITEMS[:8], "integer")
    home = lite([("Sri", 4, *[3] * 8)] * 10, columns=columns)
    error = refused(home)
    assert (error.code, error.exit_code) == ("database_elements_missing", 1)
    assert {place.column for place in error.places} == {"pelapor", "butir_x"}
    assert "Sri" not in error.message()


def test_a_closed_port_is_told(folder):
    """Nobody answers: exit code 1, the address without user and password."""
    error = refused(folder(settings("postgresql://pembaca@127.0.0.1:9/skm")))
    assert (error.code, error.exit_code) == ("database_unreachable", 1)
    assert "127.0.0.1:9/skm" in error.message() and "pembaca" not in error.message()


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_wrong_password_is_told(request, folder, monkeypatch, kind):
    """The server refuses the login: exit code 1, with the variable to set."""
    server = request.getfixturevalue(kind)
    monkeypatch.setenv("SKM_DB_PASSWORD", "BukanSandi")
    error = refused(folder(settings(server.address)))
    assert (error.code, error.exit_code) == ("database_no_login", 1)
    assert "BukanSandi" not in error.message()


def test_a_table_that_is_not_there_is_told(postgres, folder):
    """A wrong name of a table is a wrong setting: exit code 2, with the names that are there."""
    postgres.make("hasil", COLUMNS, answers(12))
    error = refused(folder(settings(postgres.address, 'table = "hasill"')))
    assert (error.code, error.exit_code) == ("database_no_table", 2)
    assert "hasil" in error.message()


def test_a_database_that_is_not_there_is_told(postgres, folder):
    """A wrong name of the database, and a query to a table that is not there: exit code 2."""
    elsewhere = settings(postgres.address.replace("/skm", "/skn"))
    query = settings(postgres.address, 'query = "SELECT u1 FROM tidak_ada"')
    for toml in (elsewhere, query):
        error = refused(folder(toml))
        assert (error.code, error.exit_code) == ("database_no_table", 2)


def test_mariadb_tells_strangers_no_names(mariadb, folder):
    """MariaDB says of a table that is not there only that this user may not read it; so do we."""
    mariadb.make("hasil", COLUMNS, answers(12))
    assert refused(folder(settings(mariadb.address, 'table = "hasill"'))).code == "database_no_permission"


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_missing_right_is_told(request, folder, kind):
    """A table that the user may not read: exit code 1 where it is seen, else the table is not there for this user."""
    server = request.getfixturevalue(kind)
    server.make("hasil", COLUMNS, answers(12))
    server.make("terkunci", COLUMNS, answers(12), readable=False)
    error = refused(folder(settings(server.address, 'table = "terkunci"')))
    assert error.code == "database_no_permission"


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_wrong_query_is_told(request, folder, kind):
    """A query that the server does not understand is a wrong setting: exit code 2."""
    server = request.getfixturevalue(kind)
    for query in ("SELECT FROM WHERE", "SELECT kolom_khayal FROM hasil"):
        server.make("hasil", COLUMNS, answers(12))
        error = refused(folder(settings(server.address, f'query = "{query}"')))
        assert (error.code, error.exit_code) == ("database_query_wrong", 2)


def test_columns_of_one_name_are_told(postgres, folder):
    """A query with two columns of one name is refused with their name."""
    postgres.make("hasil", COLUMNS, answers(12))
    error = refused(folder(settings(postgres.address, 'query = "SELECT u1, u2 AS u1 FROM hasil"')))
    assert (error.code, error.exit_code) == ("database_columns_twice", 2)


def test_a_database_file_that_is_not_there_is_not_made(folder):
    """A file of SQLite that is not there: exit code 2, and none is made."""
    home = folder(settings("sqlite:///data/raw/tidak-ada.db"))
    assert refused(home).exit_code == 2
    assert list((home / "data/raw").iterdir()) == []


def test_another_file_is_no_database(folder):
    """A file that is no database of SQLite is refused."""
    home = folder(settings("sqlite:///data/raw/skm.db"))
    (home / "data/raw/skm.db").write_text("bukan basis data " * 100, encoding="utf-8")
    assert refused(home).code == "database_unreachable"


def test_an_empty_table_has_no_rows(lite):
    """A table without rows is refused as a file without rows is."""
    assert refused(lite([])).code == "no_rows"


def test_without_the_extra_the_way_out_is_told(lite, monkeypatch):
    """Without SQLAlchemy: exit code 2, and the line that installs it."""
    home = lite(answers(12))
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    error = refused(home)
    assert (error.code, error.exit_code) == ("extra_missing", 2)
    assert 'pip install "skm[sql]"' in error.message()


# --- earlier results stand ----------------------------------------------------------------------------------------


def files_of(home: Path) -> dict[str, bytes]:
    """Return every file that the program wrote."""
    found = [*(home / "data/processed").rglob("*"), *(home / "reports").rglob("*")]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found if path.is_file()}


def test_a_connection_that_breaks_off_leaves_earlier_results(postgres, folder, monkeypatch):
    """The server ends the connection in the middle: nothing of it counts, and what was written before stands."""
    monkeypatch.setattr(databases, "PORTION", 50)
    postgres.make("hasil", COLUMNS, answers())
    home = folder(settings(postgres.address))
    run_survey(home)
    before, hashed = files_of(home), databases._row_hash
    calls = iter(range(10_000))

    def cut(row):
        if next(calls) == 60:
            postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pembaca'")
        return hashed(row)

    monkeypatch.setattr(databases, "_row_hash", cut)
    error = refused(home, run_survey)
    assert (error.code, error.exit_code) == ("database_broken_off", 1)
    assert files_of(home) == before


def test_a_stop_in_the_middle_leaves_earlier_results(lite, monkeypatch):
    """Ctrl-C while rows come leaves what was written before, whole, and no folder of the unfinished run."""
    home = lite(answers())
    run_survey(home)
    before = files_of(home)

    def stop(row):
        raise KeyboardInterrupt

    monkeypatch.setattr(databases, "_row_hash", stop)
    with pytest.raises(KeyboardInterrupt):
        run_survey(home)
    assert files_of(home) == before
    assert [path.name for path in home.iterdir() if path.name.startswith(".skm-")] == []


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_leaves_earlier_results(postgres, folder, end):
    """A run that is killed while the server lets it wait leaves earlier results whole, and changes nothing there."""
    postgres.make("hasil", COLUMNS, answers())
    home = folder(settings(postgres.address))
    run_survey(home)
    before = files_of(home)
    owner = postgres.connect()
    owner.cursor().execute("LOCK TABLE hasil IN ACCESS EXCLUSIVE MODE")
    try:
        command = [sys.executable, "-m", "skm", "run", str(home)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'pembaca' AND wait_event_type = 'Lock'"
            while not postgres.execute(waiting)[0][0] and process.poll() is None:
                time.sleep(0.1)
            process.send_signal(end)
            said = process.communicate(timeout=60)[1].decode()
    finally:
        owner.rollback()
        owner.close()
    assert files_of(home) == before
    assert process.returncode == (1 if end == signal.SIGINT else -end)
    assert ("Dihentikan" in said) == (end == signal.SIGINT)
    assert PASSWORD not in said and "Traceback" not in said


def test_other_files_go_on_without_the_server(folder):
    """A server that does not answer is one source refused: the file beside it counts, exit code 1."""
    home = folder(settings("postgresql://pembaca@127.0.0.1:9/skm"))
    write_csv(home, answers(60))
    result = look(home)
    assert not result.is_whole
    assert [(a.file, a.status) for a in result.accounts] == [
        ("data/raw/2025/hasil.csv", "read"),
        ("database 2025 (hasil)", "refused"),
    ]


def test_every_message_of_databases_is_there():
    """Each code that a database can be refused with has its message."""
    assert {*databases.SAID, "database_broken_off", "database_unreachable"} <= set(MESSAGES)


# --- counted where they are ---------------------------------------------------------------------------------------


def same_figures(there: Result, before: Result) -> None:
    """Assert that two results have the same tally and figures."""
    pd.testing.assert_frame_equal(there.tallies[0].frame, before.tallies[0].frame)
    pd.testing.assert_frame_equal(figures(there), figures(before))


def test_a_server_counts_itself(postgres, folder):
    """Where the database counts, figures are those of the rows, and its log shows no statement that selects a row."""
    postgres.make("hasil", COLUMNS, answers())
    before = look(folder(settings(postgres.address), "baris"))
    postgres.forget()
    there = look(folder(settings(postgres.address, THERE)))
    said = re.split(r"\n(?=\d{4}-\d\d-\d\d )", postgres.statements())
    asked = [text for text in said if re.search(r"FROM\s+\"?hasil", text)]
    assert len(asked) > len(ITEMS)
    assert [text for text in asked if not re.search(r"GROUP BY|count\(|min\(|WHERE 1 = 0", text)] == []
    assert not any(name in text for name in PERSONAL for text in asked)
    same_figures(there, before)
    assert there.findings["fieldwork"] == before.findings["fieldwork"]
    (account,) = there.accounts
    assert (account.rows_in, account.rows_kept, account.rows_dropped) == (240, 240, 0)
    off = there.exclusions[there.exclusions["rule"] == "off scale"]
    assert off[["column", "value", "action"]].to_numpy().tolist() == [["u3", "7", "answer blanked"]]


def test_sqlite_counts_itself(lite):
    """Rows without a unit, without answers and with several blanks add up: rows in are rows kept and rows dropped."""
    rows = answers(120)
    rows[3] = (*rows[3][:3], None, *rows[3][4:])
    rows[7] = (*rows[7][:6], *[None] * 9, *rows[7][15:])
    before = look(lite(rows))
    there = look(lite(rows, THERE))
    same_figures(there, before)
    assert [(a.rows_in, a.rows_dropped) for a in there.accounts] == [(120, 2)]
    said = ["rule", "value", "action"]
    found = there.exclusions[there.exclusions["rule"] != "rows stay there"]
    assert len(found) == len(there.exclusions) - 1
    assert sorted(found[said].to_numpy().tolist()) == sorted(before.exclusions[said].to_numpy().tolist())


@pytest.mark.parametrize(
    ("more", "change", "reason"),
    [
        ('[clean]\nduplicates = "drop"\n', {}, "perlu baris satu per satu"),
        ("", {4: "2024-12-31"}, "tanggal di luar periode"),
        ("", {3: "Loket A 081234567890"}, "nomor pribadi"),
    ],
)
def test_what_the_database_can_not_count_is_read(lite, more: str, change: dict, reason: str):
    """Where single rows are needed, it says so and why, and reads them; not where the settings let no row leave."""
    rows = answers(60)
    rows[0] = tuple(change.get(place, cell) for place, cell in enumerate(rows[0]))
    home = lite(rows, THERE)
    (home / "skm.toml").write_text((home / "skm.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    there = look(home)
    (line,) = there.exclusions[there.exclusions["rule"] == "not counted there"].to_dict("records")
    assert reason in line["value"]
    home = lite(rows)
    (home / "skm.toml").write_text((home / "skm.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    pd.testing.assert_frame_equal(figures(there), figures(look(home)))
    home = lite(rows, THERE + '\ncounted = "database"')
    (home / "skm.toml").write_text((home / "skm.toml").read_text(encoding="utf-8") + more, encoding="utf-8")
    error = refused(home)
    assert error.code == "not_countable_there"
    assert reason in error.message("id")


# --- the same answers twice ---------------------------------------------------------------------------------------


def add_source(home: Path, source: str, period: str = "2026", address: str = "sqlite:///data/raw/skm.db") -> None:
    """Add a further database to the settings of a survey folder."""
    entry = f'[[period]]\nid = "{period}"\ndatabase = "{address}"\n{source}\n'
    (home / "skm.toml").write_text((home / "skm.toml").read_text(encoding="utf-8") + entry, encoding="utf-8")


def undated(n: int) -> list[tuple]:
    """Return rows without days, which would tell two periods apart."""
    return [(*row[:4], None, *row[5:]) for row in answers(n)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (HERE, 'table = "hasil"'),
        (HERE, 'table = "main.hasil"'),
        ('query = "SELECT  *  FROM hasil;"', HERE),
        ('query = "SELECT * FROM hasil WHERE id > 0"\ncounted = "here"', 'table = "hasil"'),
        ('table = "pandang"', HERE),
    ],
)
def test_a_table_counted_in_two_ways_counts_once(lite, first, second):
    """Whether rows are read or counted, and by whatever name or query: the same answers are one source."""
    home = lite(undated(120), first)
    with sqlite3.connect(home / "data/raw/skm.db") as connection:
        connection.execute("CREATE VIEW pandang AS SELECT * FROM hasil")
    connection.close()
    add_source(home, second)
    result = look(home)
    assert [account.status for account in result.accounts] == ["read", "refused"]
    assert {refusal.error.code for refusal in result.refusals} == {"same_file_twice"}


def test_two_tables_with_other_answers_both_count(lite):
    """Two tables of one database are two sources, and so are two of few rows that differ in their units alone."""
    home = lite(undated(120), THERE)
    with sqlite3.connect(home / "data/raw/skm.db") as connection:
        connection.execute("CREATE TABLE lain AS SELECT * FROM hasil WHERE id > 3")
    connection.close()
    add_source(home, 'table = "lain"\ncounted = "here"')
    assert [account.status for account in look(home).accounts] == ["read", "read"]


def test_a_server_is_known_by_whatever_address(postgres, folder):
    """Two addresses of one server, the one read and the other counted, are one source."""
    postgres.make("hasil", COLUMNS, undated(60))
    home = folder(settings(postgres.address, HERE))
    add_source(home, 'table = "public.hasil"', address=postgres.address.replace("127.0.0.1", "localhost"))
    result = look(home)
    assert [account.status for account in result.accounts] == ["read", "refused"]
    assert {refusal.error.code for refusal in result.refusals} == {"same_file_twice"}


def test_a_mariadb_is_known_by_whatever_address(mariadb, folder):
    """MariaDB has not the name that MySQL gives itself; two addresses of it are one server even so."""
    mariadb.make("hasil", COLUMNS, undated(60))
    home = folder(settings(mariadb.address, HERE))
    add_source(home, THERE, address=mariadb.address.replace("127.0.0.1", "127.1"))
    assert [account.status for account in look(home).accounts] == ["read", "refused"]


def test_names_in_a_query_fold_as_they_do_in_postgresql(postgres, folder):
    """A table that grew is known again by a query that writes it in capitals, and another one in quotes is not it."""
    postgres.make("hasil", COLUMNS, undated(30))
    postgres.make('"HASIL"', COLUMNS, undated(20))
    home = folder(settings(postgres.address, THERE))
    first = set(tally_files([home])[0].sources)
    postgres.make("hasil", COLUMNS, undated(40))
    for query, is_same in (("SELECT * FROM Public.HASIL", True), ('SELECT * FROM \\"HASIL\\"', False)):
        (home / "skm.toml").write_text(settings(postgres.address, f'query = "{query}"'), encoding="utf-8")
        assert bool(first & set(tally_files([home])[0].sources)) is is_same


@pytest.mark.parametrize(
    ("period", "source", "adds"),
    [("2025", HERE, False), ("2026", HERE, True), ("2025", 'query = "SELECT * FROM Main.HASIL"', False)],
)
def test_a_table_that_grew_is_merged_for_other_months_alone(lite, tmp_path, period, source, adds):
    """A tally of a table and one of the same table with more rows share people, unless they are of other months."""
    home = lite(undated(40), THERE)
    first, _ = tally_files([home])
    home = lite(undated(50), source)
    (home / "skm.toml").write_text((home / "skm.toml").read_text(encoding="utf-8").replace("2025", period))
    second, _ = tally_files([home])
    paths = [tmp_path / "satu.parquet", tmp_path / "dua.parquet"]
    for tally, path in zip((first, second), paths, strict=True):
        write_tally(tally, path)
    if adds:
        merged, _ = merge_files(paths)
        assert int(merged.frame.loc[merged.frame["view"] == "", "rows"].sum()) == 90
    else:
        with pytest.raises(RequestError) as caught:
            merge_files(paths)
        assert caught.value.code == "counted_twice"


def test_hashes_of_a_database_hold_no_address(postgres, folder):
    """What a tally says of its sources is hashes alone: neither server nor table nor password."""
    postgres.make("hasil", COLUMNS, answers(30))
    tally, _ = tally_files([folder(settings(postgres.address, THERE))])
    assert len(tally.sources) == 14
    assert all(re.fullmatch("[0-9a-f]{64}", source) for source in tally.sources)


# --- exact texts, days, time limits, lists ------------------------------------------------------------------------


def spelt(n: int = 60) -> list[tuple]:
    """Return rows whose units and words differ in case and trailing blanks alone."""
    spellings = ("Loket A", "LOKET A", "loket a ", "Loket B")
    rows = [(*row[:3], spellings[row[0] % 4], *row[4:]) for row in answers(n)]
    return [(*row[:5], ("L", "l", "P", "p ")[row[0] // 4 % 4], *row[6:]) for row in rows]


def same_when_counted(there: Result, before: Result) -> None:
    """Assert the same figures, no row read for the first, and sources that are known to be one."""
    assert "not counted there" not in set(there.exclusions["rule"])
    same_figures(there, before)
    months_and_labels = set(there.tallies[0].sources) & set(before.tallies[0].sources)
    assert len(months_and_labels) == 12 + 1
    assert there.findings["fieldwork"] == before.findings["fieldwork"]


def test_texts_that_sqlite_takes_for_equal_are_counted_apart(lite):
    """A column that is compared without case gives the figures of the rows."""
    columns = COLUMNS | dict.fromkeys(("unit", "jenis_kelamin"), "varchar(60) COLLATE NOCASE")
    before = look(lite(spelt(), HERE, columns))
    same_when_counted(look(lite(spelt(), THERE, columns)), before)


def test_texts_that_mariadb_takes_for_equal_are_counted_apart(mariadb, folder):
    """The collations of MariaDB, a latin1 column and one of choices give the figures of the rows."""
    kinds = {
        "unit": "varchar(60) CHARACTER SET latin1",
        "tanggal": "varchar(30)",
        "u1": "enum('1','2','3','4')",
        "u2": "decimal(4,2)",
    }
    mariadb.make("ejaan", COLUMNS | kinds, [(*r[:6], r[6] and str(r[6]), *r[7:]) for r in spelt()])
    before = look(folder(settings(mariadb.address, HERE.replace("hasil", "ejaan"))))
    same_when_counted(look(folder(settings(mariadb.address, THERE.replace("hasil", "ejaan")))), before)


def test_padded_texts_and_choices_of_postgresql_are_counted(postgres, folder):
    """Columns of char(n), of a type of choices and of a collation without case give the figures of the rows."""
    postgres.execute(
        "DROP TABLE IF EXISTS ejaan",
        "DROP TYPE IF EXISTS nilai",
        "DROP COLLATION IF EXISTS tanpa_huruf",
        "CREATE TYPE nilai AS ENUM ('1', '2', '3', '4')",
        "CREATE COLLATION tanpa_huruf (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
    )
    kinds = {"unit": "varchar(60) COLLATE tanpa_huruf", "tanggal": "text", "u1": "char(3)", "u2": "nilai"}
    rows = [(*r[:6], *(None if s is None else str(s) for s in r[6:8]), *r[8:]) for r in spelt()]
    postgres.make("ejaan", COLUMNS | kinds, rows)
    before = look(folder(settings(postgres.address, HERE.replace("hasil", "ejaan"))))
    same_when_counted(look(folder(settings(postgres.address, THERE.replace("hasil", "ejaan")))), before)


@pytest.mark.parametrize(
    ("day", "is_counted"),
    [("2025-03-xx", False), ("2025-01-01T00:30:00+09:00", False), ("", True)],
)
def test_each_day_of_a_text_column_is_looked_at(lite, day, is_counted):
    """An unreadable day between two good ones needs the rows; an empty cell does not."""
    rows = answers(60)
    rows[9] = (*rows[9][:4], day, *rows[9][5:])
    before, there = look(lite(rows)), look(lite(rows, THERE))
    assert ("not counted there" not in set(there.exclusions["rule"])) == is_counted
    same_figures(there, before)
    assert there.findings["fieldwork"] == before.findings["fieldwork"]


@pytest.mark.parametrize(("fault", "code"), [("ended", "database_broken_off"), ("stopped", "database_stopped")])
def test_a_fault_while_the_server_counts_is_told(postgres, folder, monkeypatch, fault, code):
    """A connection that ends while the server counts has broken off; a statement out of time was stopped."""
    postgres.make("hasil", COLUMNS, answers(30))
    sqlalchemy, ask = pytest.importorskip("sqlalchemy"), databases._Rows.label_counts

    def hindered(rows, place):
        if fault == "stopped":
            rows.connection.exec_driver_sql("SET LOCAL statement_timeout = 1")
            rows.groups(sqlalchemy.text("SELECT pg_sleep(5)"))
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pembaca'")
        return ask(rows, place)

    monkeypatch.setattr(databases._Rows, "label_counts", hindered)
    assert refused(folder(settings(postgres.address, THERE))).code == code


def test_a_lost_connection_that_can_not_be_closed_is_told(lite, monkeypatch, capfd):
    """What goes wrong while a lost connection is closed hides no message and is no traceback on the screen."""
    lost = pytest.importorskip("sqlalchemy.exc").OperationalError("", {}, OSError("broken pipe"))

    def fail(*_):
        raise lost

    home = lite(answers(12), THERE)
    monkeypatch.setattr("sqlalchemy.Connection.execute", fail)
    monkeypatch.setattr("sqlalchemy.Connection.close", fail)
    assert refused(home).code == "database_broken_off"
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("unit", ["Loket Baru", None])
def test_a_table_that_changes_while_it_is_counted_is_refused(lite, monkeypatch, unit):
    """A table that changes between two counts is told so: by a unit that was not there, or by rows that are gone."""
    ask = databases._Rows.groups

    def changed(rows, query):
        first, *others = ask(rows, query)
        if len(first) <= len(ITEMS):  # labels and days, not cells of the tally
            return [first, *others]
        return [(unit, *first[1:]), *others] if unit else others

    monkeypatch.setattr(databases._Rows, "groups", changed)
    assert refused(lite(answers(12), THERE)).code == "database_changed"


def test_a_column_of_json_or_lists_is_read(postgres, folder):
    """What PostgreSQL can't group by comes as rows, and says so; it is refused where no row may leave."""
    rows = [(*r[:6], *("null" if s is None else str(s) for s in r[6:7]), *r[7:]) for r in answers(30)]
    postgres.make("daftar", COLUMNS | {"u1": "json"}, rows)
    source = THERE.replace("hasil", "daftar")
    there = look(folder(settings(postgres.address, source)))
    (line,) = there.exclusions[there.exclusions["rule"] == "not counted there"].to_dict("records")
    assert "kolom JSON atau daftar" in line["value"]
    error = refused(folder(settings(postgres.address, f'{source}\ncounted = "database"')))
    assert error.code == "not_countable_there"
