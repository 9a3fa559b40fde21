"""Published tables as files: which column is what, and what the table says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from skm.errors import Place, RequestError, SettingsError
from skm.survey import plain, read_register
from skm.tables import files_below
from skm.verifying.figures import Verification, verify_figure
from skm.verifying.parents import ParentVerification, verify_parent

KINDS = (".csv", ".xlsx")
LINE_COLUMNS = ["file", "published", "printed", "verdict", "convention", "grade_published", "grade_exact", "note"]
# Header → what it is, in plain form.
WORDS: Mapping[str, tuple[str, ...]] = {
    "element": ("element", "unsur", "kode unsur", "kode", "unsur pelayanan", "label"),
    "unit": ("unit", "nama unit", "unit layanan", "opd", "layanan", "service", "id", "name", "nama"),
    "mean": ("mean", "nrr", "nrr printed", "nilai rata rata", "rata rata", "nrr per unsur", "nilai unsur", "nilai"),
    "sum": ("sum", "jumlah", "jumlah nilai", "sum printed", "total", "nilai per unsur", "total nilai"),
    "index": ("index", "indeks", "index100", "index100 printed", "ikm", "ikm printed", "nilai ikm", "nilai skm", "skm"),
    "n": ("n", "responden", "jumlah responden", "respondents", "jumlah kuesioner"),
    "published": ("published", "terbit", "diumumkan", "published ikm"),
    "grade": ("grade", "mutu", "letter", "mutu printed", "mutu pelayanan"),
}
SCORES = {f"n{score}": score for score in (1, 2, 3, 4)} | {str(score): score for score in (1, 2, 3, 4)}
# A row that is called so holds the table's own total.
TOTALS = ("ikm", "skm", "indeks", "index", "nilai ikm", "nilai skm", "ikm unit pelayanan", "ikm unit", "total ikm")


@dataclass(frozen=True)
class PublishedTable:
    """A table as read: the columns by what they are, and the figures that it states of its own."""

    file: str
    frame: pd.DataFrame
    columns: Mapping[str, str]
    scores: Mapping[int, str] = field(default_factory=dict)
    published: str = ""
    grade: str = ""
    n: int | None = None


def read_table(path: Path) -> PublishedTable:
    """Return a published table of a csv or xlsx file, every cell as text.

    Raises
    ------
    RequestError
        The file is none, or no column says which element or unit a line is.
    """
    if not path.is_file():
        raise RequestError("no_file", [Place(str(path))])
    try:
        frame = read_register(path)
    except SettingsError as error:
        raise RequestError("verify_unreadable", [Place(path.name)]) from error
    forms = {name: plain(name) for name in frame.columns}
    columns: dict[str, str] = {}
    for role, words in WORDS.items():
        ranked = sorted((words.index(form), name) for name, form in forms.items() if form in words)
        if ranked and ranked[0][1] not in columns.values():
            columns[role] = ranked[0][1]
    scores = {SCORES[form]: name for name, form in forms.items() if form in SCORES}
    if "element" not in columns and "unit" not in columns:
        raise RequestError("verify_no_lines", [Place(path.name)])
    return _with_totals(PublishedTable(path.name, frame, columns, scores))


def _with_totals(table: PublishedTable) -> PublishedTable:
    """Return the table without the row of its total, which becomes the published figure."""
    frame, columns = table.frame, table.columns
    label = frame[columns.get("element", columns.get("unit", ""))].map(plain)
    total = frame[label.isin(TOTALS)]
    frame = frame[~label.isin(TOTALS)]
    figures = [total[columns[role]].iloc[0] for role in ("index", "mean", "sum") if role in columns and len(total)]
    stated = _only(frame, columns.get("published")) or next((figure for figure in figures if figure), "")
    grade = _only(frame, columns.get("grade")) if "element" in columns else ""
    if len(total) and "grade" in columns:
        grade = total[columns["grade"]].iloc[0]
    n = _only(frame, columns.get("n")) if "element" in columns else ""
    return PublishedTable(table.file, frame, columns, table.scores, stated, grade, int(n) if n.isdecimal() else None)


def _only(frame: pd.DataFrame, column: str | None) -> str:
    """Return the one text of a column, "" where there is none or several."""
    texts = {text for text in frame[column] if text} if column else set()
    return texts.pop() if len(texts) == 1 else ""


def verify_table(
    path: str | Path,
    *,
    published: object = None,
    n: int | None = None,
    grade: str | None = None,
    regulation: str | None = None,
) -> Verification | ParentVerification:
    """Return what became of the figure that a table was published with.

    Parameters
    ----------
    path
        A csv or xlsx: a line for each element with `mean`, `sum`, `index` or `n1 n2 n3 n4`; or a line for each unit
        with `index` and perhaps `n`. A line called IKM, or a column `published`, holds the published figure.
    published, n, grade, regulation
        As in `verify_figure`; what is given here wins over the table.

    Raises
    ------
    RequestError
        The table says no figures, or nothing says what was published.
    """
    table = read_table(Path(path))
    figure = published if published not in (None, "") else table.published
    if not figure:
        raise RequestError("verify_no_published", [Place(table.file)])
    known = {"published": figure, "n": n or table.n, "grade": grade or table.grade or None, "regulation": regulation}
    if "element" not in table.columns:
        return verify_parent(_units(table), published=figure)
    if len(table.scores) == len(set(SCORES.values())):
        return verify_figure(counts=_counts(table), **known)
    for role in ("sum", "index", "mean"):
        values = list(table.frame[table.columns[role]]) if role in table.columns else []
        if values and all(values) and not (role == "sum" and not known["n"]):
            if role == "sum":
                return verify_figure(sums=_whole(values, table), **known)
            return verify_figure(values, **known)
    raise RequestError("verify_nothing", [Place(table.file)])


def _units(table: PublishedTable) -> list[tuple[str, object, int | None]]:
    if "index" not in table.columns:
        raise RequestError("verify_nothing", [Place(table.file)])
    frame, columns = table.frame, table.columns
    counted = list(frame[columns["n"]]) if "n" in columns else [""] * len(frame)
    numbers = [int(text) if text.isdecimal() else None for text in counted]
    return list(zip(frame[columns["unit"]], frame[columns["index"]], numbers, strict=True))


def _counts(table: PublishedTable) -> list[dict[int, int]]:
    texts = {score: _whole(list(table.frame[name]), table) for score, name in table.scores.items()}
    return [{score: values[line] for score, values in texts.items()} for line in range(len(table.frame))]


def _whole(texts: Sequence[str], table: PublishedTable) -> list[int]:
    for text in texts:
        if text and not text.isdecimal():
            raise RequestError("verify_no_figure", [Place(table.file)], value=text[:20])
    return [int(text or 0) for text in texts]


def verify_folder(folder: str | Path, language: str = "id") -> pd.DataFrame:
    """Return a line for each table below a folder: what was published, what follows, and the verdict.

    A table that cannot be verified keeps its line, with the reason as `note`.

    Returns
    -------
    pandas.DataFrame
        Columns file, published, printed, verdict, convention, grade_published, grade_exact, note; in order of name.
    """
    folder = Path(folder)
    below = files_below(folder)
    paths = {name: path for name, path in below.items() if path.suffix.casefold() in KINDS and path.name[0] not in ".~"}
    if not paths:
        raise RequestError("verify_no_tables", [Place(str(folder))])
    lines = []
    for name, path in sorted(paths.items()):
        line = dict.fromkeys(LINE_COLUMNS, "") | {"file": name}
        try:
            found = verify_table(path).to_dict(language)
        except RequestError as error:
            lines.append(line | {"note": error.message(language).splitlines()[0]})
            continue
        likeliest = next(iter(found["conventions"] or found["nearest"]), {})
        line |= {name: found.get(name, "") for name in LINE_COLUMNS[1:] if name in found}
        lines.append(line | {"convention": likeliest.get("text") or likeliest.get("name", "")})
    return pd.DataFrame(lines, columns=LINE_COLUMNS)
