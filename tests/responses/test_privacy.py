"""Privacy: who answered never gets past reading, not into files, rows, findings or messages."""

import duckdb
import pytest

from skm.pipeline import run_survey
from skm.responses.privacy import HIDDEN, SHOWN_AT_MOST, shown
from skm.tables import csv_bytes, write_tally

NAME, NIK, PHONE, MAIL, STREET = (
    "Sulastri Wibowo",
    "3201234567890123",
    "081234567890",
    "sulastri@contoh.id",
    "Jalan Melati 5",
)
HEADER = "Nama,NIK,No HP,Email,Alamat,Saran,Unit,Persyaratan,Prosedur\n"
PERSON = f"{NAME},{NIK},{PHONE},{MAIL},{STREET},kata {NAME},A"
TABLE = HEADER + f"{PERSON},4,3\n" + f"{PERSON},4,3\n" + f"{PERSON},5,\n" + f"{PERSON},-,\n" + f"{PERSON},4,3,9\n"
TABLE += "".join(f"x{number},,,,,,B,4,3\n" for number in range(30))
SECRETS = [NAME, "Sulastri", NIK, PHONE, MAIL, STREET]


def secrets_in(data):
    """Return which secrets stand in some bytes, in any encoding that the program reads or writes."""
    return [s for s in SECRETS for code in ("utf-8", "utf-16-le", "utf-16-be") if s.encode(code) in data]


@pytest.mark.parametrize(
    ("encoding", "end"), [("utf-8", "\n"), ("utf-8", "\r"), ("cp1252", "\n"), ("utf-16", "\r\n"), ("utf-16-le", "\n")]
)
def test_no_identity_after_reading(read, encoding, end):
    """Names, numbers and addresses are in no file of the workspace, no row and no finding, in any encoding."""
    text = TABLE + "é,,,,,,B,4,3\n"
    responses = read(text.replace("\n", end).encode(encoding))
    rows = responses.to_pandas()
    assert len(rows) > 30
    for path in responses.workspace.folder.rglob("*"):
        assert not (path.is_file() and secrets_in(path.read_bytes())), path
    for table in (rows, responses.exclusions, responses.recognised, responses.tally().frame):
        assert not secrets_in(csv_bytes(table))
    assert {"duplicate", "off scale", "no answers", "malformed line"} <= set(responses.exclusions["rule"])


def test_no_identity_in_the_engine(read):
    """No table of the engine holds what an identity column or a comment said."""
    responses = read(TABLE)
    connection = responses.workspace.connection
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE internal = false").fetchall()
    assert tables
    for (table,) in tables:
        assert not secrets_in(str(connection.execute(f'FROM "{table}"').fetchall()).encode())


def test_the_hash_has_a_key_that_nobody_keeps(read):
    """The same person in two readings has two hashes, so that a hash leads nowhere."""
    hashes = []
    for _ in range(2):
        connection = read(TABLE).workspace.connection
        ((table,),) = connection.execute(
            "SELECT table_name FROM duckdb_columns() WHERE column_name = 'identity_hash'"
        ).fetchall()
        hashes.append(connection.execute(f'SELECT identity_hash FROM "{table}" LIMIT 1').fetchall())
    assert hashes[0] != hashes[1]


def test_refused_copies_are_removed(write, refusal, tmp_path, monkeypatch):
    """A file that is refused leaves no rewritten copy of itself behind either."""
    monkeypatch.setenv("TMPDIR", str(tmp_path / "ruang"))
    (tmp_path / "ruang").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    for text in (HEADER + f"{PERSON},lumayan,3\n", HEADER + f'{PERSON},"4,3\n', "Nama,Entah\n" + f"{NAME},é\n"):
        error = refusal(text.replace("\n", "\r\n").encode("utf-16"))
        assert not secrets_in(error.message("id").encode())
        for path in (tmp_path / "ruang").rglob("*"):
            assert not (path.is_file() and secrets_in(path.read_bytes())), path


def test_messages_repeat_no_person(refusal):
    """A number or address that slipped into an answer column is hidden in the message that names its row."""
    for secret in (NIK, PHONE, MAIL, "+62 812-3456-7890"):
        error = refusal(f"Persyaratan,Prosedur\n{secret} lumayan,3\n4,3\n")
        assert error.code == "unknown_label"
        assert secret not in error.message("id") + error.message("en")
        assert HIDDEN in error.message("id")


def test_identity_columns_of_the_settings(read, findings):
    """A column that the settings call identity goes the same way: hashed for duplicates, then gone."""
    text = f"Panggilan,Persyaratan\n{NAME},4\n{NAME},4\nBudi,4\n"
    responses = read(text, settings='[columns]\nidentity = "Panggilan"\n')
    assert findings(responses) == [(3, "duplicate", "", "flagged")]
    assert not secrets_in(csv_bytes(responses.to_pandas()))
    assert responses.recognised["taken_for"].tolist() == ["identity", "requirements"]


def test_no_identity_in_a_written_tally(read, tmp_path):
    """A written tally holds counts and unit names, nobody's name."""
    tally = read(TABLE).tally()
    write_tally(tmp_path / "tally.parquet", tally.frame, tally.instrument, tally.names, tally.sources)
    assert not secrets_in((tmp_path / "tally.parquet").read_bytes())


def test_long_cells_are_cut():
    """A message repeats the beginning of a long cell alone."""
    assert shown("x" * 500) == "x" * (SHOWN_AT_MOST - 1) + "…"
    assert shown("lumayan") == "lumayan"


def test_no_identity_in_the_results_of_a_run(write, tmp_path):
    """A whole run leaves no name, number, address or comment in what it writes, packed or not."""
    write("data/raw/2025/a.csv", TABLE.encode("utf-16"))
    write("data/raw/2025/b.csv", HEADER + f"{PERSON},lumayan {PHONE},3\n")
    run_survey(tmp_path)
    written = [
        path for part in ("data/processed", "reports") for path in (tmp_path / part).rglob("*") if path.is_file()
    ]
    assert len(written) > 5
    for path in written:
        assert not secrets_in(path.read_bytes()), path
        if path.suffix == ".parquet":
            assert not secrets_in(str(duckdb.read_parquet(str(path)).fetchall()).encode()), path
