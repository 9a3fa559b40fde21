"""Numbers in a text: read in either notation, with what stands around them; what is no figure of a survey is left."""

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = re.compile(r"(?<![\w.,/])(?P<sign>[+\-−–±]?)(?P<number>\d+(?:[.,]\d+)*)(?![\w/]|[.,]\d)")
PERCENT = re.compile(r"\s?(?:%|persen\b|per\s?cent\b|percent\b)", re.IGNORECASE)
POINTS = re.compile(r"\s?(?:poin|points?)\b", re.IGNORECASE)
THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})+")
MONTHS = (
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|"
    "january|february|march|may|june|july|august|october|december"
)
# What holds digits and is no figure. The order matters: what is longer comes first.
NO_FIGURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"https?://\S+|www\.\S+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:go|or|ac|co)\.id\S*",
        r"\b(?:[0-9a-f]{12}|[0-9a-f]{40}|[0-9a-f]{64})\b",
        r"^\s*#{1,6}\s*(?:19|20)\d\d\.\d{1,3}\b",  # ## 2019.0: an edition
        r"^\s*(?:#{1,6}\s*)?(?:\d{1,3}(?:\.\d{1,3})*[.)]|\(?\d{1,2}\))\s",
        r"^\s*(?:#{1,6}\s*)?(?:[1-9]|1[0-2])(?:\.(?:[1-9]|1\d)){1,3}(?=\s*$|\s+(?-i:[A-Z]))",  # 3.2 Hasil
        rf"\b\d{{1,2}}\s*(?:[–-]|s\.?d\.?|sampai|to)?\s*(?:\d{{1,2}}\s+)?(?:{MONTHS})(?:\s+(?:19|20)\d\d)?",
        rf"\b(?:{MONTHS})\s+\d{{1,2}},?\s+(?:19|20)\d\d|\b(?:{MONTHS})\s+(?:19|20)\d\d",
        r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b",
        r"\b(?:pukul|jam|at)\s+\d{1,2}(?:[.:]\d\d)?(?:\s*[–-]\s*\d{1,2}[.:]\d\d)?",
        r"\b\d{1,2}[.:]\d\d\s*[–-]\s*\d{1,2}[.:]\d\d\s*(?:WIB|WITA|WIT)\b",
        r"\b\d{1,2}[.:]\d\d\s*(?:WIB|WITA|WIT|UTC|a\.?m\.?|p\.?m\.?)\b|\b\d{1,2}:\d\d\b",
        r"(?:\+62|\b62|\b0)[\s-]?\d{2,4}(?:[\s-]?\d{2,5}){1,3}\b|\(0\d{2,3}\)\s?\d{5,8}",
        r"\b(?:PermenPANRB|Permenpan(?:-?RB)?|Kepmenpan|KEP|UU|PP|Perpres|Perda|Perwali|Perbup|Permendagri|SNI|ISO)"
        r"\s*(?:No\.?|Nomor)?\s*[\w./-]*\d[\w./-]*(?:\s+Tahun\s+\d{4})?",
        r"\b(?:No\.?|Nomor|Number)\s*:?\s*[\w./-]*\d[\w./-]*(?:\s+Tahun\s+\d{4})?",
        r"\b(?:Pasal|ayat|huruf|angka|Lampiran|Tabel|Table|Gambar|Figure|Grafik|Halaman|page|Bab|Chapter|Section|Bagian"
        r"|Article|Lantai|RT|RW|edisi|edition|versi|version|skm|Jl\.?|Jalan|Gedung|Ruang|Kode\s+Pos|NIP|NIK)"
        r"\s*\.?\s*\(?[\d./]+\)?",
        r"(?:Rp|IDR|USD|US\$|\$)\s?[\d.,]+(?:\s*(?:ribu|juta|miliar|triliun|million|billion))?",
        r"\b\d[\d.,]*\s?(?:km|m2|m²|m|cm|kg|gram|liter|ha|jam|menit|detik|hari|minggu|bulan|tahun|kali|ribu|juta|miliar"
        r"|triliun|rupiah|lantai|hours?|minutes?|days?|weeks?|months?|years?|times|million|billion|MB|GB|px|kata|words)\b",
        r"\b1/(?:9|14)\b|\b\d+/\d+\b",
    )
)


@dataclass(frozen=True)
class Number:
    """A number of a text.

    `value` has no sign; `places` are its decimals; `marks` the sign between its parts: "," or "." before decimals, "t,"
    or "t." between thousands, "" for plain digits. `other` is its value were the sign read the other way, None where
    it can be read in one way only.
    """

    text: str
    start: int
    end: int
    value: Decimal
    places: int
    marks: str
    other: Decimal | None
    is_percent: bool
    is_points: bool
    is_signed: bool


def hide_non_figures(text: str) -> str:
    """Return a text with everything blank that holds digits and is no figure: dates, hours, laws, phones, money.

    Examples
    --------
    >>> hide_non_figures("Pasal 5: 81,96 pada 15 Desember 2025").split()
    [':', '81,96', 'pada']
    """
    for pattern in NO_FIGURES:
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of a text whose other digits are blank already."""
    found = []
    for match in DIGITS.finditer(text):
        digits, start, end = match["number"], match.start("number"), match.end("number")
        read = _read(digits)
        if read is None:
            continue
        value, places, marks, other = read
        after = text[end:]
        percent = PERCENT.match(after) is not None
        points = POINTS.match(after) is not None
        found.append(Number(digits, start, end, value, places, marks, other, percent, points, bool(match["sign"])))
    return found


def _read(digits: str) -> tuple[Decimal, int, str, Decimal | None] | None:
    """Return value, decimals, sign and the other reading of some digits; None where they are no number."""
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return Decimal(digits), 0, "", None
    last = signs[-1]
    whole, _, rest = digits.rpartition(last)
    plain = Decimal(re.sub(r"[.,]", "", digits))
    if len(set(signs)) == 1 and THOUSANDS.fullmatch(digits):
        decimal = Decimal(f"{whole}.{rest}") if len(signs) == 1 else None
        return plain, 0, f"t{last}", decimal
    if len(signs) > 1 and (len(set(signs)) == 1 or signs.count(last) > 1):
        return None  # 2.4.1 and its like
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{rest}"), len(rest), last, None
