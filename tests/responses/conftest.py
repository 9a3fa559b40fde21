"""Database servers of the tests' own: started on loopback with a random port, and gone with the tests."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

READER = "pembaca"
PASSWORD = "r4h/s1a:@ %d?x"  # every sign that an address could trip over  # noqa: S105
OWNER = "pemilik"
PATIENCE = 60


def missing(reason: str) -> None:
    """Skip with a reason; where everything must be there, fail."""
    pytest.fail(reason) if os.environ.get("SKM_TEST_ALL") == "1" else pytest.skip(reason)


def driver(name: str) -> Any:
    """Return the module of a driver; without it there is nothing to test."""
    try:
        return import_module(name)
    except ImportError:
        return missing(f"{name} is not installed: pip install '.[sql]'")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """A database server: how to reach it, as owner and as a user who may only read, and its log of statements."""

    kind: str
    port: int
    log: Path
    connect: Any
    seen: int = 0

    @property
    def address(self) -> str:
        """The address as it stands in skm.toml, without a password."""
        return f"{self.kind}://{READER}@127.0.0.1:{self.port}/skm"

    def execute(self, *commands: str) -> list[tuple]:
        """Run commands as the owner; return the rows of the last one."""
        connection = self.connect()
        try:
            cursor = connection.cursor()
            for command in commands:
                cursor.execute(command)
            rows = cursor.fetchall() if cursor.description else []
            connection.commit()
            return list(rows)
        finally:
            connection.close()

    def make(self, table: str, columns: dict[str, str], rows: list[tuple], *, readable: bool = True) -> None:
        """Make a table with rows, which the reader may read."""
        quote = "`" if self.kind == "mariadb" else '"'
        names = ", ".join(f"{quote}{name}{quote} {kind}" for name, kind in columns.items())
        self.execute(f"DROP TABLE IF EXISTS {table}", f"CREATE TABLE {table} ({names})")
        connection = self.connect()
        cursor = connection.cursor()
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(columns))})", rows)
        connection.commit()
        connection.close()
        if readable:
            host = "@'127.0.0.1'" if self.kind == "mariadb" else ""
            self.execute(f"GRANT SELECT ON {table} TO {READER}{host}")

    def forget(self) -> None:
        """Let `statements` begin here."""
        self.seen = len(self.log.read_text(encoding="utf-8"))

    def statements(self) -> str:
        """Return what was asked of the server since `forget`."""
        return self.log.read_text(encoding="utf-8")[self.seen :]


# Servers refuse to run as root. They end with the tests however those end: then nobody holds the other end of the pipe.
GUARDED = 'signal=$1; shift; "$@" & child=$!; read -r _; kill "-$signal" "$child"; wait "$child"'
STOP = {"postgres": "QUIT", "mysql": "TERM"}  # the signal that each server ends at once with


def as_user(user: str, *words: object) -> list[str]:
    """Return a command, run as a user of the system where we are root."""
    return [*(["runuser", "-u", user, "--"] if os.geteuid() == 0 else []), *map(str, words)]


@contextmanager
def running(user: str, home: Path, *words: object, ready: Callable[[], Any]) -> Iterator[None]:
    """Run a server until the block is left; enter it when `ready` connects."""
    with (home / "output").open("wb") as output:
        command = as_user(user, "sh", "-c", GUARDED, "sh", STOP[user], *words)
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=output, cwd=home)
        try:
            until = time.monotonic() + PATIENCE
            while True:
                with suppress(Exception):  # while a server starts, each driver fails in its own way
                    ready().close()
                    break
                if process.poll() is not None or time.monotonic() > until:
                    missing(f"{words[0]} does not start: {(home / 'output').read_text(errors='replace')[-500:]}")
                time.sleep(0.2)
            yield
        finally:
            process.stdin.close()
            process.wait(timeout=PATIENCE)


@contextmanager
def home_of(user: str) -> Iterator[Path]:
    """Give a folder that a user of the system owns, and remove it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="skm-server-"))
    if os.geteuid() == 0:
        shutil.chown(home, user)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Return a real PostgreSQL on loopback."""
    pg8000 = driver("pg8000.dbapi")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        missing("PostgreSQL (Debian: postgresql) is not installed")
    with home_of("postgres") as home:
        (home / "owner").write_text(OWNER, encoding="utf-8")
        (home / "owner").chmod(0o644)
        initdb = [found[-1], "-D", home / "data", "-U", OWNER, "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"]
        initdb += ["--pwfile", home / "owner"]
        subprocess.run(as_user("postgres", *initdb), check=True, capture_output=True, cwd=home)
        port = free_port()
        command = [found[-1].parent / "postgres", "-D", home / "data", "-p", port]
        for option in ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "log_statement=all"):
            command += ["-c", option]

        def connect(database: str = "skm") -> Any:
            return pg8000.connect(OWNER, host="127.0.0.1", port=port, password=OWNER, database=database)

        with running("postgres", home, *command, ready=lambda: connect("postgres")):
            maker = connect("postgres")
            maker.autocommit = True
            maker.cursor().execute("CREATE DATABASE skm")
            maker.close()
            server = Server("postgresql", port, home / "output", connect)
            server.execute(f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'")
            yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Server]:
    """Return a real MariaDB on loopback."""
    pymysql = driver("pymysql")
    program, maker = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if not program or not maker:
        missing("MariaDB (Debian: mariadb-server) is not installed")
    with home_of("mysql") as home:
        make = [maker, "--no-defaults", f"--datadir={home / 'data'}", "--auth-root-authentication-method=normal"]
        subprocess.run(as_user("mysql", *make, "--skip-test-db"), check=True, capture_output=True, cwd=home)
        port, log = free_port(), home / "log"
        command = [program, "--no-defaults", f"--datadir={home / 'data'}", f"--socket={home / 's'}"]
        command += [f"--port={port}", "--bind-address=127.0.0.1", "--skip-name-resolve", f"--pid-file={home / 'pid'}"]
        command += ["--general-log=1", f"--general-log-file={log}"]

        def connect(database: str | None = "skm") -> Any:
            return pymysql.connect(user="root", unix_socket=str(home / "s"), database=database, charset="utf8mb4")

        # It listens when it is ready; its driver leaves a socket behind where it isn't.
        with running("mysql", home, *command, ready=lambda: socket.create_connection(("127.0.0.1", port))):
            first = connect(None)
            first.cursor().execute("CREATE DATABASE skm CHARACTER SET utf8mb4")
            first.cursor().execute(f"CREATE USER {READER}@'127.0.0.1' IDENTIFIED BY %s", (PASSWORD,))
            first.close()
            yield Server("mariadb", port, log, connect)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Return a local Spark of two executor threads; skipped where pyspark or Java is missing."""
    if shutil.which("java") is None or find_spec("pyspark") is None:
        missing("Spark needs pyspark (extra spark) and Java (Debian: default-jre-headless)")
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.host": "127.0.0.1"}
    settings |= {"spark.driver.bindAddress": "127.0.0.1", "spark.sql.session.timeZone": "UTC"}
    # A few rows: what makes millions quick (compilers, plans that are made again on the way) is what costs here.
    settings |= {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    settings |= {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}
    settings |= {"spark.sql.adaptive.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    builder = SparkSession.builder.master("local[2]").appName("skm-tests")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
