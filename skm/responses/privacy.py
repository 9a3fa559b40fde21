"""What must never leave reading: texts that tell who somebody is.

The patterns are understood by Python and by the engine alike, so that whole columns are searched in the engine.
"""

import re
from collections.abc import Iterable, Mapping

HIDDEN = "[disembunyikan]"
SHOWN_AT_MOST = 40  # characters of a cell that a message repeats
# Nine digits or more, as NIK, phone numbers and accounts are typed, and e-mail addresses.
PERSONAL = re.compile(r"\d[\d .\-]{7,}\d|[^\s@]+@[^\s@]+\.[^\s@]+")
# A date has as many digits as a phone number and tells nobody's.
DATE = re.compile(
    r"^\s*(?:20\d\d[/.\-]\d{1,2}[/.\-]\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-]20\d\d)"
    r"(?:[ T]\d{1,2}[:.]\d\d(?:[:.]\d\d)?)?\s*$"
)
MOSTLY = 0.5  # of the filled cells of a column: then the column is one of personal data
LOOKED_AT = 200  # rows that say what an unknown column holds

# Letters that number plates begin with; "di" and "ke" are none of them, so "di 2025 ini" is no plate.
PLATE_AREAS = (
    "AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|EA|EB|ED|KB|KH"
    "|KT|KU|PA|PB|A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z"
)
WORD = r"[0-9A-Za-zÀ-ɏ'’_\-]"
CAPITAL = r"[A-ZÀ-Þ]"
TITLES = (
    r"bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|mas|mbak|kak|kakak|dokter|dr\.|drg\.?|ustadz?|haji|hj|atas nama"
    r"|a\.n|bernama|nama saya|nama *:"
)
# What follows a title without naming anybody.
NO_NAMES = (
    r"pak|bapak|bpk|ibu|bu|mas|mbak|kak|sdr|dan|atau|yang|yg|di|ke|dari|dr|dg|dengan|itu|ini|tersebut|nya|nama|saya|kami"
    r"|anda|semua|sekalian|sangat|sudah|telah|tidak|tdk|kurang|lebih|agar|supaya|untuk|utk|bisa|harus|masih|ramah"
    r"|baik|cepat|lambat|sopan|tolong|mohon|terima|makasih|terimakasih|petugas|pegawai|staf|staff|guru|kepala|kadis"
    r"|kades|lurah|camat|bupati|walikota|wali|dokter|perawat|bidan|satpam|sekuriti|security|polisi|loket|bagian"
    r"|pelayanan|layanan|pimpinan|ketua|sekretaris|admin|resepsionis|kasir|hamil|menyusui|rumah|kota|haji|juga|saja"
    r"|lain|mana|siapa|selalu|sering|melayani|memberikan|menjelaskan|jangan|perlu|kalau|karena|pada|adalah|ada|belum"
)
EMAIL = r"[0-9A-Za-z._%+\-]+@[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)+"
NUMBER = r"\+?\d(?:[ .\-]?\d){8,}"
PLATE = (
    rf"\b(?:(?:{PLATE_AREAS})[ .\-]?\d{{1,4}}[ .\-]?[A-Z]{{2,3}}"
    rf"|(?i:{PLATE_AREAS})[ .\-]?\d{{3,4}}[ .\-]?[A-Za-z]{{1,3}})\b"
)
# A title alone is kept apart from what follows by this sign, so that "bapak petugas" names nobody.
APART = "\x01"
KEPT_APART = rf"(?i)\b((?:{TITLES})\.?) +((?:{NO_NAMES})\b)"
NAME = rf"\b((?i:{TITLES})\.?) *[:/]? +{WORD}{{2,}}\.?(?: +{CAPITAL}{WORD}*\.?){{0,3}}"
MARKS = {"surel": EMAIL, "nomor": NUMBER, "pelat": PLATE}
NAME_MARK = "nama"

# Whole cells of a column of personal data.
WHOLE = {
    # Sixteen digits; a time without its points (2025030108000001) has as many.
    "nik": r"(?!20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[012]\d)\d{16}",
    "phone": r"(?:\+?62|0) ?\(?8\d(?:[ .\-]?\d){6,10}|8\d{9,11}",
    "email": EMAIL,
    "plate": rf"(?i:{PLATE_AREAS})[ .\-]?\d{{1,4}}[ .\-]?[A-Za-z]{{2,3}}",
}
WHOLE_CELL = {kind: re.compile(rf"^\s*(?:{pattern})\s*$") for kind, pattern in WHOLE.items()}
# What a name of a unit, a service or a group never holds: the same, and standing among other words.
IN_A_LABEL = re.compile(rf"(?<!\d)(?:\d{{16}}|(?:\+?62|0)[ \-]?8\d(?:[ .\-]?\d){{6,10}})(?!\d)|{EMAIL}")


def shown(text: str, *, is_name: bool = False) -> str:
    """Return a cell as a message may repeat it: short, and without what looks like personal data.

    `is_name` says that the cell names a unit or a service: "RSUD dr. Soetomo" is nobody's private name.

    Examples
    --------
    >>> shown("lumayan"), shown("08123456789"), shown("Pak Budi baik")
    ('lumayan', '[disembunyikan]', '[disembunyikan]')
    """
    if not DATE.match(text) and (PERSONAL.search(text) or (not is_name and redact(text)[1])):
        return HIDDEN
    return text if len(text) <= SHOWN_AT_MOST else text[: SHOWN_AT_MOST - 1] + "…"


def redact(text: str) -> tuple[str, int]:
    """Return a text without names behind a title, numbers, e-mail addresses and plates, and how many there were.

    Examples
    --------
    >>> redact("Bapak Budi Santoso di loket 3 ramah, hubungi 0812-3456-7890")
    ('Bapak [nama] di loket 3 ramah, hubungi [nomor]', 2)
    >>> redact("Terima kasih Bapak/Ibu petugas, pelayanan Pak polisi baik")
    ('Terima kasih Bapak/Ibu petugas, pelayanan Pak polisi baik', 0)
    """
    found = 0
    for mark, pattern in MARKS.items():
        text, n = re.subn(pattern, f"[{mark}]", text)
        found += n
    text, n = re.subn(NAME, rf"\1 [{NAME_MARK}]", re.sub(KEPT_APART, rf"\1{APART}\2", text))
    return text.replace(APART, " "), found + n


def redacted_sql(column: str) -> str:
    """Return the SQL of a text column as `redact` leaves it."""
    text = column
    for mark, pattern in MARKS.items():
        text = f"regexp_replace({text}, {_quoted(pattern)}, '[{mark}]', 'g')"
    apart = f"regexp_replace({text}, {_quoted(KEPT_APART)}, '\\1{APART}\\2', 'g')"
    named = f"regexp_replace({apart}, {_quoted(NAME)}, '\\1 [{NAME_MARK}]', 'g')"
    return f"replace({named}, '{APART}', ' ')"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def marks_sql(column: str) -> str:
    """Return the SQL of how many redactions a text column holds."""
    marks = "|".join((*MARKS, NAME_MARK))
    return f"len(regexp_extract_all({column}, '\\[(?:{marks})\\]'))"


def personal_kind(counts: Mapping[str, int] | Iterable[str]) -> str:
    """Return the kind of personal data that most filled cells of a column are, "" where they are none.

    Examples
    --------
    >>> personal_kind(["081234567890", "+62 812-3456-7890", "tidak ada"]), personal_kind(["4", "3"])
    ('phone', '')
    """
    cells = counts if isinstance(counts, Mapping) else dict.fromkeys(counts, 1)
    n_filled = sum(n for cell, n in cells.items() if cell.strip())
    for kind, pattern in WHOLE_CELL.items():
        n_found = sum(n for cell, n in cells.items() if pattern.match(cell))
        if n_found and n_found > MOSTLY * n_filled:
            return kind
    return ""


def without_personal(label: str) -> str:
    """Return a label without the NIK, phone numbers and e-mail addresses in it.

    Examples
    --------
    >>> without_personal("Loket KTP (0812 3456 7890)"), without_personal("Puskesmas 07")
    ('Loket KTP', 'Puskesmas 07')
    """
    if not IN_A_LABEL.search(label):
        return label
    return " ".join(re.sub(r"[\[(]\s*[\])]", "", IN_A_LABEL.sub("", label)).split()).strip(" -–:;,/")
