"""Cleaned responses for SPSS, Stata and tables: no identity, every variable and value with its label.

What is written can be read again: the labels are the regulation's own, so a file gives the figures it came from.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from skm.engine import open_engine
from skm.errors import Place, RequestError
from skm.periods import NO_PERIOD
from skm.provenance import read_record
from skm.regulation import Instrument, Item, Regulation, load_regulation
from skm.tables import csv_bytes, read_tally_file, replace_whole, write_whole
from skm.tally import tally_from

FORMATS = ("sav", "dta", "csv")
GROUPS = ("sex", "age", "education", "occupation", "disability")
ORDERED = ("age", "education")  # groups that have an order
INAPPLICABLE = 8  # the code of "does not apply": declared missing, so that no mean counts it
INAPPLICABLE_LABEL = "Tidak berlaku"
LONGEST_NAME = 32  # letters of a variable's name in Stata; SPSS takes more
LONGEST_TEXT = 2000  # letters of a text; Stata takes 2,045 bytes
# Words that SPSS or Stata keep for themselves.
RESERVED = frozenset("all and by eq ge gt le lt ne not or to with if in using byte int long float double str".split())
LABELS = {
    "period": ("Periode", "Period"),
    "region": ("Kabupaten/Kota", "Region"),
    "agency": ("Perangkat daerah", "Agency"),
    "unit_name": ("Unit layanan", "Unit"),
    "unit": ("Kode unit menurut skm", "Unit code of skm"),
    "service": ("Jenis layanan", "Service"),
    "date": ("Tanggal", "Date"),
    "recruitment": ("Cara mendapatkan responden", "How respondents were found"),
    "sex": ("Jenis kelamin", "Sex"),
    "age": ("Umur", "Age"),
    "education": ("Pendidikan", "Education"),
    "occupation": ("Pekerjaan", "Occupation"),
    "disability": ("Disabilitas", "Disability"),
    "overall": ("Penilaian umum", "Overall satisfaction"),
    "cluster": ("Klaster sampel (kode)", "Sample cluster (code)"),
    "comments": ("Saran (tanpa data pribadi)", "Comments (without personal data)"),
    "simulated": ("Data simulasi", "Simulated data"),
    "row_id": ("Tanda baris dari skm", "Row mark of skm"),
    "file": ("Berkas asal baris ini", "File this row came from"),
    "row": ("Nomor baris ini di berkas asal", "Number of this row in its file"),
}
TEXTS_OF_CODEBOOK = ("variable", "label_id", "label_en", "value", "value_label")


@dataclass(frozen=True)
class Labelled:
    """Rows ready for a statistics program.

    Attributes
    ----------
    frame
        A column for each variable; answers and groups as codes.
    variables
        Label of each variable, in Indonesian and English.
    values
        Label of each code, by variable.
    missing
        Codes that are no answer, by variable.
    measures
        "nominal", "ordinal" or "scale" of each variable.
    """

    frame: pd.DataFrame
    variables: Mapping[str, tuple[str, str]]
    values: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    missing: Mapping[str, Sequence[int]] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)


def export_responses(
    folder: str | Path, form: str = "sav", output: str | Path | None = None, *, period: str | None = None
) -> tuple[Path, int]:
    """Write the cleaned responses of a survey folder to one file; return its path and the number of rows.

    Parameters
    ----------
    folder
        A survey folder in which `skm run` has been.
    form
        "sav" (SPSS), "dta" (Stata 14 and later) or "csv" (with a code book beside it).
    output
        The file; `data/processed/<period>/responses.<form>` where none is given: people's answers are not published.
    period
        One period; all of them where none is given.

    Raises
    ------
    RequestError
        Nothing has been processed, the period is not there, periods ask different questions, or the extra `spss` is
        not installed.
    """
    if form not in FORMATS:
        raise RequestError("export_format_unknown", name=form)
    folder = Path(folder)
    record = read_record(folder)
    there = [n for n in record["outputs"] if Path(n).match("data/processed/*/responses.parquet")]
    periods = {Path(name).parent.name: folder / name for name in there if (folder / name).exists()}
    if not periods:
        raise RequestError("export_nothing", [Place(str(folder))])
    if period is not None and period not in periods:
        raise RequestError("export_period_unknown", name=period, known=", ".join(sorted(periods)))
    wanted = {period: periods[period]} if period else dict(sorted(periods.items()))
    instrument, names = _asked(folder, record, list(wanted))
    frame = pd.concat([_read(path) for path in wanted.values()], ignore_index=True)
    language = record["settings"]["survey"]["language"]
    simulated = bool(record["settings"]["survey"]["simulated"])
    labelled = label_rows(_with_items(frame, instrument), instrument, names, simulated=simulated)
    inside = folder / "data" / "processed" / (period or "") / f"responses.{form}"
    path = Path(output) if output else inside
    _write(labelled, path, form, language)
    return path, len(labelled.frame)


def write_sav(rows: Any, path: str | Path, *, regulation: str = "permenpan-14-2017", language: str = "id") -> None:
    """Write responses, or any frame of them, as a file of SPSS with labels.

    Parameters
    ----------
    rows
        `Responses`, or a frame (pandas, Polars, pyarrow) with element keys as columns.
    path
        The file; one that ends with .zsav is compressed.
    regulation
        Whose elements the columns of a frame are; `Responses` know it themselves.
    language
        Of the labels of variables: "id" or "en".

    Examples
    --------
    >>> import tempfile, pathlib, pandas
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name) / "loket.sav"
    >>> write_sav(pandas.DataFrame({"requirements": [4, 3], "procedure": [3, None]}), path)
    >>> import skm
    >>> skm.read_responses(path).n_rows
    2
    >>> folder.cleanup()
    """
    if hasattr(rows, "instrument"):
        frame = rows.to_pandas()
        simulated = any(part.plan.simulated for part in rows.parts)
        labelled = label_rows(frame, rows.instrument, rows.unit_names(), simulated=simulated)
    else:
        import narwhals as nw

        frame = nw.from_native(rows, eager_only=True).to_pandas()
        law = load_regulation(regulation)
        found = tuple(key for key in law.keys if key in frame.columns)
        instrument = Instrument(law.only(found) if found else law, tuple(Item(key, key) for key in found))
        labelled = label_rows(frame, instrument, {})
    _write(labelled, Path(path), "sav", language)


# --- rows ---------------------------------------------------------------------------------------------------------


def _asked(folder: Path, record: Mapping[str, Any], periods: Sequence[str]) -> tuple[Instrument, dict[str, str]]:
    """Return what was asked in some periods, which must be the same, and the printed names of units."""
    found: dict[tuple[object, ...], Instrument] = {}
    names: dict[str, str] = {}
    for name in record["outputs"]:
        if not Path(name).match("data/processed/tally*.parquet"):
            continue
        tally = tally_from(*read_tally_file(folder / name))
        if set(tally.frame["period"]) & set(periods):
            found[tally.instrument.signature] = tally.instrument
            names |= dict(tally.names)
    if len(found) > 1:
        raise RequestError("export_instruments_differ", known=", ".join(periods))
    return next(iter(found.values())), names


def _read(path: Path) -> pd.DataFrame:
    with open_engine() as connection:
        # The time of day is for the review of forms alone: it would lead to a person.
        return connection.read_parquet(str(path)).df().drop(columns="timestamp", errors="ignore")


def _with_items(frame: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Return the rows of responses.parquet with a column for each question under its key, and no column twice."""
    questions = {f"q_{number}": item for number, item in enumerate(instrument.items, start=1)}
    several = {item.element for item in instrument.items if len(instrument.items_of(item.element)) > 1}
    again = [name for name, item in questions.items() if item.element not in several and name in frame]
    means = {key: f"{key}_mean" for key in several if key in frame}
    return frame.drop(columns=again).rename(columns=means | {name: item.key for name, item in questions.items()})


def label_rows(
    frame: pd.DataFrame, instrument: Instrument, names: Mapping[str, str], *, simulated: bool = False
) -> Labelled:
    """Return rows with labels: codes for answers and groups, and a label for each variable.

    Parameters
    ----------
    frame
        Kept rows, with a column for each item under its key.
    instrument
        What was asked.
    names
        Printed name of each unit by its id.
    simulated
        Whether a computer made the answers: then every row says so.
    """
    columns: dict[str, pd.Series] = {}
    variables: dict[str, tuple[str, str]] = {}
    values: dict[str, dict[int, str]] = {}
    missing: dict[str, list[int]] = {}
    measures: dict[str, str] = {}
    if names and "unit" in frame:
        frame = frame.assign(unit_name=[names.get(unit, unit) for unit in frame["unit"]])
    if simulated:
        frame = frame.assign(simulated="ya")
    keys = [item.key for item in instrument.items if item.key in frame]
    skipped = frame["not_applicable"] if "not_applicable" in frame else pd.Series(0, frame.index)
    masks = {item.key: 1 << place for place, item in enumerate(instrument.items)}
    means = [f"{key}_mean" for key in instrument.regulation.keys if f"{key}_mean" in frame]
    others = [name for name in frame if name not in {*LABELS, *keys, *means, "not_applicable"}]
    for name in (*(n for n in LABELS if n in frame), *others, *keys, *means):
        if name not in keys and (frame[name].isna() | (frame[name] == NO_PERIOD)).all():
            continue  # a column that the survey does not have
        if name in keys:
            left = (skipped.fillna(0).astype("int64") & masks[name]) > 0
            columns[name] = frame[name].astype("Float64").astype("float64").mask(left, INAPPLICABLE)
            missing[name] = [INAPPLICABLE] if left.any() else []
            values[name] = _choices(instrument, name) | dict.fromkeys(missing[name], INAPPLICABLE_LABEL)
        elif name in GROUPS:
            columns[name], values[name] = _groups(frame[name])
        else:
            columns[name] = _plain(frame[name])
        variables[name] = LABELS.get(name) or _label_of(name, instrument)
        measures[name] = _measure(name, columns[name], is_answer=name in keys)
    return _safe(Labelled(pd.DataFrame(columns), variables, values, missing, measures))


def _choices(instrument: Instrument, key: str) -> dict[int, str]:
    """Return the official label of each score of a question; on another scale the labels are not known."""
    if instrument.scale:
        return {}
    owner = next(item.element for item in instrument.items if item.key == key)
    element = _official(instrument.regulation, owner)
    return dict(enumerate(element.answers[0], start=1)) if element and element.answers else {}


def _official(regulation: Regulation, key: str) -> Any:
    """Return an element with the regulation's labels; a tally carries only its name and weight."""
    own = regulation.element(key)
    return own if own.answers else next((e for e in load_regulation(regulation.id).elements if e.key == key), None)


def _groups(texts: pd.Series) -> tuple[pd.Series, dict[int, str]]:
    """Return groups of people as codes, in the order of their labels."""
    filled = texts.fillna("").astype(str)
    labels = sorted({text for text in filled if text}, key=lambda text: (text == "Lainnya", text))
    codes = {text: code for code, text in enumerate(labels, start=1)}
    return filled.map(codes).astype("float64"), {code: text for text, code in codes.items()}


def _plain(cells: pd.Series) -> pd.Series:
    """Return numbers as numbers, days as days, everything else as text."""
    if pd.api.types.is_numeric_dtype(cells):
        return cells.astype("float64") if cells.isna().any() or not pd.api.types.is_integer_dtype(cells) else cells
    if pd.api.types.is_datetime64_any_dtype(cells):
        return pd.Series([None if pd.isna(cell) else cell.date() for cell in cells], cells.index, dtype=object)
    texts = [None if pd.isna(cell) else cell for cell in cells]
    if any(isinstance(cell, dt.date) for cell in texts):
        return pd.Series(texts, cells.index, dtype=object)
    return pd.Series(["" if cell is None else str(cell)[:LONGEST_TEXT] for cell in texts], cells.index, dtype=object)


def _label_of(name: str, instrument: Instrument) -> tuple[str, str]:
    for element in instrument.regulation.elements:
        own = instrument.items_of(element.key)
        if name == f"{element.key}_mean":
            return f"Rata-rata semua pertanyaan {element.names['id']}", f"Mean of all questions {element.names['en']}"
        if name in own:
            number = f" {own.index(name) + 1}" if len(own) > 1 else ""
            return element.names["id"] + number, element.names["en"] + number
    return name, name


def _measure(name: str, cells: pd.Series, *, is_answer: bool) -> str:
    if is_answer or name in ORDERED:
        return "ordinal"
    return "scale" if name.endswith("_mean") or (name not in GROUPS and cells.dtype.kind in "fi") else "nominal"


def _safe(labelled: Labelled) -> Labelled:
    """Return the rows under names that SPSS and Stata take."""
    names: dict[str, str] = {}
    for name in labelled.frame:
        short = name[:LONGEST_NAME]
        number = 1
        while short in names.values() or short.casefold() in RESERVED:
            number += 1
            short = f"{name[: LONGEST_NAME - 3]}_{number}"
        names[name] = short
    told = (labelled.variables, labelled.values, labelled.missing, labelled.measures)
    return Labelled(labelled.frame.rename(columns=names), *({names[n]: x for n, x in some.items()} for some in told))


# --- files --------------------------------------------------------------------------------------------------------


def _write(labelled: Labelled, path: Path, form: str, language: str) -> None:
    if form == "csv":
        write_whole(path.with_name(f"{path.stem}-codebook.csv"), csv_bytes(code_book(labelled)))
        write_whole(path, csv_bytes(_worded(labelled)))
        return
    try:
        import pyreadstat
    except ImportError:
        raise RequestError("extra_missing", what=f"SPSS/Stata (.{form})", extra="spss") from None
    told = {name: texts[language == "en"] for name, texts in labelled.variables.items()}
    values = {name: dict(labels) for name, labels in labelled.values.items() if labels}
    write: Callable[[Path], None]
    if form == "sav":
        missing = {name: list(codes) for name, codes in labelled.missing.items() if codes}
        about = {"variable_measure": dict(labelled.measures), "missing_ranges": missing}
        packed = path.suffix.casefold() == ".zsav"

        def write(temporary: Path) -> None:
            pyreadstat.write_sav(
                labelled.frame,
                temporary,
                column_labels=told,
                variable_value_labels=values,
                compress=packed,
                row_compress=not packed,
                **about,
            )
    else:
        frame = labelled.frame.copy()
        for name, codes in labelled.missing.items():
            frame[name] = frame[name].mask(frame[name].isin(list(codes)))  # Stata counts every number

        def write(temporary: Path) -> None:
            pyreadstat.write_dta(frame, temporary, column_labels=told, variable_value_labels=values)

    replace_whole(path, write)


def _worded(labelled: Labelled) -> pd.DataFrame:
    """Return the rows with groups as texts and whole answers as whole numbers, as people read a table."""
    frame = labelled.frame.copy()
    for name in frame:
        if name in GROUPS:
            frame[name] = frame[name].map(labelled.values[name]).fillna("")
        elif name in labelled.values:
            texts = {code: INAPPLICABLE_LABEL for code in labelled.missing.get(name, ())}
            frame[name] = [texts.get(cell, "" if pd.isna(cell) else f"{cell:g}") for cell in frame[name]]
    return frame


def code_book(labelled: Labelled) -> pd.DataFrame:
    """Return what each variable and each of its codes means, a line each.

    Examples
    --------
    >>> rows = Labelled(pd.DataFrame({"sex": [1.0]}), {"sex": ("Jenis kelamin", "Sex")}, {"sex": {1: "Laki-laki"}})
    >>> code_book(rows).to_numpy().tolist()
    [['sex', 'Jenis kelamin', 'Sex', '', ''], ['sex', '', '', '1', 'Laki-laki']]
    """
    lines = []
    for name, (indonesian, english) in labelled.variables.items():
        lines.append((name, indonesian, english, "", ""))
        lines += [(name, "", "", str(code), label) for code, label in sorted(labelled.values.get(name, {}).items())]
    return pd.DataFrame(lines, columns=TEXTS_OF_CODEBOOK, dtype=object)
