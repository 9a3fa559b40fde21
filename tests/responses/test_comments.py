"""Comments and personal data in odd places: hidden before anything is stored, and counted."""

import duckdb
import pytest

from skm.pipeline import run_survey
from skm.regulation import load_regulation
from skm.responses.comments import parts_of_comments
from skm.responses.privacy import personal_kind, redact, redacted_sql, without_personal
from skm.responses.recognising import plan_columns
from skm.survey import Survey
from skm.tables import csv_bytes

REDACTED = [
    ("Bapak Budi Santoso ramah", "Bapak [nama] ramah", 1),
    ("terima kasih pak budi di loket 3", "terima kasih pak [nama] di loket 3", 1),
    ("Bu Sri Rahayu Ningsih, S.Kep cepat", "Bu [nama], S.Kep cepat", 1),
    ("PAK JOKO", "PAK [nama]", 1),
    ("dilayani dr. Andi dan Sdri. Maya", "dilayani dr. [nama] dan Sdri. [nama]", 2),
    ("nama saya Sulastri", "nama saya [nama]", 1),
    ("hubungi 0812-3456-7890 atau +62 812 3456 7890", "hubungi [nomor] atau [nomor]", 2),
    ("NIK 3201234567890123", "NIK [nomor]", 1),
    ("surel budi.s@contoh.go.id ya", "surel [surel] ya", 1),
    ("mobil B 1234 XYZ dan ad 5678 ab", "mobil [pelat] dan [pelat]", 2),
    ("Bapak/Ibu petugas ramah, Pak polisi juga", "Bapak/Ibu petugas ramah, Pak polisi juga", 0),
    ("Terima kasih bapak dan ibu sekalian", "Terima kasih bapak dan ibu sekalian", 0),
    ("di 2025 ini antre 3 jam, biaya Rp 50.000", "di 2025 ini antre 3 jam, biaya Rp 50.000", 0),
    ("", "", 0),
]


@pytest.mark.parametrize(("text", "hidden", "n"), REDACTED)
def test_a_comment_keeps_what_is_nobodys(text, hidden, n):
    """Names behind a title, numbers, addresses and plates are hidden; petugas, years and prices stay."""
    assert redact(text) == (hidden, n)


@pytest.mark.parametrize(("text", "hidden", "n"), REDACTED)
def test_the_engine_hides_as_python_does(text, hidden, n):
    """The expression of the engine leaves the same text, so that rows never come to Python."""
    assert duckdb.execute(f"SELECT {redacted_sql('t')} FROM (SELECT ? AS t)", [text]).fetchall() == [(hidden,)]


TABLE = "Jenis kelamin,Persyaratan,Saran\nL,4,Pak Budi ramah\nP,3,\nL,2,081234567890 tolong dihubungi\n"


def test_comments_are_dropped_by_default(read, findings):
    """Nobody asked for comments, so they are in no row."""
    responses = read(TABLE)
    assert "comments" not in responses.to_pandas()
    assert findings(responses) == []


def test_comments_are_kept_without_persons_where_asked_for(read, findings):
    """`keep_comments = true` keeps them redacted, with the count of what is hidden."""
    responses = read(TABLE, settings="[clean]\nkeep_comments = true\n")
    frame = responses.to_pandas().sort_values("row")
    assert frame["comments"].fillna("").tolist() == ["Pak [nama] ramah", "", "[nomor] tolong dihubungi"]
    assert findings(responses) == [(None, "comments redacted", "2", "flagged")]


def test_a_long_comment_that_returns_is_flagged(read, findings):
    """A comment of five words or more that an earlier row has too is flagged, a short one never; every row stays."""
    said = ["Antrean loket dua terlalu panjang", "baik", "antrean  loket dua, terlalu panjang.", "baik"]
    text = "Persyaratan,Saran\n" + "".join(f'4,"{comment}"\n' for comment in said)
    responses = read(text, settings="[clean]\nkeep_comments = true\n")
    assert [line for line in findings(responses) if line[1] == "same comment"] == [(4, "same comment", "", "flagged")]
    assert len(responses.to_pandas()) == len(said)


def test_several_columns_of_comments_become_one(read):
    """A comment of each column of the person stands in the one column, parted by a stroke."""
    text = "Persyaratan,Saran,Komentar\n4,baik,cepat\n3,,lama\n"
    frame = read(text, settings="[clean]\nkeep_comments = true\n").to_pandas().sort_values("row")
    assert frame["comments"].tolist() == ["baik | cepat", "lama"]


CODES = [f"U{number}" for number in range(1, 10)]


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        (
            [*CODES, "Saran untuk unsur persyaratan", "Saran"],
            {"Saran untuk unsur persyaratan": "requirements", "Saran": ""},
        ),
        ([*CODES, "Alasan jawaban U3"], {"Alasan jawaban U3": "time"}),
        ([*CODES, "U8 - Komentar"], {"U8 - Komentar": "facilities"}),
        ([*CODES, "Mengapa Anda memilih jawaban U2?"], {"Mengapa Anda memilih jawaban U2?": "procedure"}),
        ([*CODES, "Saran perbaikan sarana dan prasarana"], {"Saran perbaikan sarana dan prasarana": "facilities"}),
        ([*CODES, *(f"Alasan {number}" for number in range(1, 10))], {"Alasan 4": "tariff", "Alasan 9": "complaints"}),
        ([*CODES, "Saran"], {"Saran": ""}),  # one column right behind a question is for everything
        ([*CODES[:-1], "Saran 9", "U9"], {"Saran 9": None}),  # a number alone says nothing
        (
            ["Persyaratan", "Waktu penyelesaian", "Alasan biaya"],
            {"Alasan biaya": None},
        ),  # may hide an element's answers
        ([*CODES, "Catatan petugas loket"], {"Catatan petugas loket": None}),
    ],
)
def test_columns_of_comments_know_their_element(headers, asked):
    """What is asked about one element by name, code or number is kept with it; doubts are not."""
    plan = plan_columns(headers, load_regulation("permenpan-14-2017"), Survey(), "a.csv")
    taken = {line.column: line.taken_for for line in plan.recognised}
    for header, key in asked.items():
        assert taken[header] == ("left out" if key is None else f"left out: comments on {key}".removesuffix(" on "))


@pytest.mark.parametrize("added", ["", "{}", ".{}", " ({})"])
def test_a_column_beside_each_question_is_about_it(added):
    """Columns that are called alike and stand right behind questions are about these, whatever is added to them."""
    headers = [text for place, code in enumerate(CODES) for text in (code, f"Alasan{added.format(place)}")]
    plan = plan_columns([*headers, "Saran"], load_regulation("permenpan-14-2017"), Survey(), "a.csv")
    asked = [line.taken_for for line in plan.recognised if line.taken_for.startswith("left out: comments")]
    owners = {place: item.removesuffix("_1") for item, place in plan.items.items()}
    assert asked[:-1] == [f"left out: comments on {owners[place]}" for place in sorted(owners)]
    assert asked[-1] == "left out: comments"


def test_comments_stand_behind_their_element(read):
    """The one column holds general comments first, the others behind the key of their element; signs are text."""
    text = "Persyaratan,Alasan Persyaratan,Biaya,Saran\n4,kurang «jelas»,3,baik\n3,,4,\n2,sulit,4,\n"
    frame = read(text, settings="[clean]\nkeep_comments = true\n").to_pandas().sort_values("row")
    kept = frame["comments"].fillna("").tolist()
    assert kept == ['baik | «requirements» kurang "jelas"', "", "«requirements» sulit"]
    assert parts_of_comments(kept[0]) == [("", "baik"), ("requirements", 'kurang "jelas"')]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["3201234567890123", "3201235507890001"], "nik"),
        (["0812 3456 7890", "+62812-3456-7890"], "phone"),
        (["a@b.co", "c.d@e.go.id"], "email"),
        (["B 1234 XYZ", "AD 5678 AB"], "plate"),
        (["2025030108000001", "2025030108000002"], ""),
        (["4", "3", "081234567890"], ""),
        (["Puskesmas 07", "Loket 3"], ""),
        ([""], ""),
    ],
)
def test_what_a_column_of_personal_data_looks_like(cells, kind):
    """Most cells say it: a NIK has sixteen digits and is no time, a phone number begins with 08 or +62."""
    assert personal_kind(cells) == kind


@pytest.mark.parametrize("header", ["Data tambahan", "Nomor responden", "Pekerjaan", "Kolom X"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_columns_are_personal_by_their_cells(read, write, findings, tmp_path, header, suffix):
    """A column of phone numbers is dropped whatever its header; it only serves the search for duplicates."""
    rows = [[f"08123456780{n}", "4", "3"] for n in (1, 1, 2, 3)]
    if suffix == "csv":
        content = f"{header},Persyaratan,Prosedur\n" + "".join(",".join(row) + "\n" for row in rows)
    else:
        import openpyxl

        book = openpyxl.Workbook()
        book.active.append([header, "Persyaratan", "Prosedur"])
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "buku.xlsx")
        content = (tmp_path / "buku.xlsx").read_bytes()
    responses = read(content, f"loket.{suffix}")
    assert responses.recognised["taken_for"].tolist()[0] == "identity"
    assert findings(responses) == [(None, "personal column", "", "flagged"), (3, "duplicate", "", "flagged")]
    assert "0812345678" not in responses.to_pandas().to_csv()


def test_names_of_units_and_services_lose_personal_data(read, findings):
    """A phone number in the name of a unit or a service is taken out of it, with a finding that does not repeat it."""
    text = "Unit,Jenis layanan,Persyaratan\nLoket A,KTP 3201234567890123,4\nLoket A (0812 3456 7890),KTP,3\n"
    responses = read(text)
    frame = responses.to_pandas()
    assert set(frame["unit"]) == {"loket-a"}
    assert set(frame["service"]) == {"KTP"}
    hidden = [line for line in findings(responses) if line[1] == "personal value"]
    assert [(row, value) for row, _, value, _ in hidden] == [(2, "[disembunyikan]"), (3, "[disembunyikan]")]
    assert without_personal("RSUD dr. Soetomo 24 jam") == "RSUD dr. Soetomo 24 jam"


PLANTED = {
    "Nama": "Sulastri Wibowo",
    "NIK": "3201234567890123",
    "Kontak lain": "081234567890",
    "Surat": "sulastri@contoh.id",
    "Kendaraan": "B 4321 XYZ",
    "Saran": "Ibu Kartini Rahayu ramah, hubungi 085678901234",
}
SECRETS = ["Sulastri", "3201234567890123", "1234567890", "sulastri@", "4321 XYZ", "Kartini", "Rahayu", "5678901234"]


def test_nothing_personal_in_anything_that_a_run_leaves(write, tmp_path, run):
    """Tables, Parquet, pages, run.json and the messages of a run hold none of the personal data in its files."""
    header = ",".join([*PLANTED, "Unit", "Jenis layanan", "Persyaratan", "Prosedur"])
    quoted = ",".join(f'"{cell}"' for cell in PLANTED.values())
    rows = [f"{quoted},Loket A,KTP,{1 + n % 4},{2 + n % 3}" for n in range(20)]
    rows += [f"{quoted},Loket A 081234567890,KTP 3201234567890123,4,3", f"{quoted},Loket A,KTP,4,3,lebih"]
    write("data/raw/2025/a.csv", "\n".join([header, *rows]) + "\n")
    write("data/raw/2025/b.csv", "\n".join([header, f"{quoted},B,KTP,Ibu Kartini 081234567890,3"]) + "\n")
    write("skm.toml", "[clean]\nkeep_comments = true\n")
    write("data/raw/corrections.csv", CORRECTIONS)
    code, out, err = run("check", tmp_path)
    assert code == 1
    for secret in SECRETS:
        assert secret not in out + err, secret
    run_survey(tmp_path)
    written = [p for part in ("data/processed", "reports") for p in (tmp_path / part).rglob("*") if p.is_file()]
    assert len(written) > 8
    for path in written:
        text = path.read_bytes()
        if path.suffix == ".parquet":
            text += csv_bytes(duckdb.read_parquet(str(path)).df())
        for secret in SECRETS:
            assert secret.encode() not in text, (path, secret)


CORRECTIONS = (
    "file,row,column,from,to,reason,who,date\n"
    "a.csv,2,Persyaratan,1,2,Menurut Bu Kartini 081234567890,Sulastri,2025-01-01\n"
)
