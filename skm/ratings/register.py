"""A register of published assessments: each value by the scale of its year, each printed label against that scale."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd

from skm.errors import Place, RequestError, SettingsError
from skm.messages import note
from skm.ratings.scales import CERTAIN, Scale, find_scale, load_scales
from skm.stats.rounding import half_up
from skm.survey import plain, read_register

COLUMNS = ("system", "entity", "level", "year", "value", "category", "zone", "rank", "source")
OPTIONAL = ("target", "count", "footnote", "version")
FOUND = (
    "scale",
    "category_by_scale",
    "zone_by_scale",
    "agrees",
    "note",
    "break_before",
    "next_class",
    "distance",
    "target_state",
)
REACHED, NOT_REACHED, NOT_YET = "reached", "not reached", "not yet"
NUMBER = re.compile(r"^\d+(?:[.,]\d+)?$")
TARGET = re.compile(r"^(>=|≥|>)?\s*(\d+(?:[.,]\d+)?)$")
SUFFIX = "tanpa maladministrasi"  # of the opinions from 2025: a second axis that no value decides
LEAD = "opini "
ZONES = ("merah", "kuning", "hijau", "hijau muda")


@dataclass(frozen=True)
class _Line:
    """One row of the register with what is derived of it."""

    row: int
    cells: Mapping[str, str]
    year: int
    value: Decimal | None
    scale: Scale | None

    @property
    def series(self) -> tuple[str, str]:
        return self.cells["system"], plain(self.cells["entity"])


def classify_ratings(source: str | Path | pd.DataFrame, language: str = "id") -> pd.DataFrame:
    """Return a register of published assessments with the class that each value has by the scale of its year.

    Parameters
    ----------
    source
        A csv or xlsx, or a frame of texts, with the columns system, entity, level, year, value, category, zone, rank,
        source; optionally target (">90", beside a value or alone) and footnote. An empty cell was not printed.
    language
        Of the notes.

    Returns
    -------
    pandas.DataFrame
        The rows as they came, with `scale`, `category_by_scale`, `zone_by_scale`, `agrees` (whether the printed labels
        fit; None where nothing was printed or the scale is not known), `note`, `break_before` (another version than
        the entity's year before: the two must not be compared), `next_class` and `distance` (points to it),
        `target_state` (reached, not reached, not yet).

    Raises
    ------
    RequestError
        The file is none, a column is missing, a year or value is none, or a system is not known.

    Notes
    -----
    Values are rounded half up to the decimals of the scale before the class is looked up; one within 0.005 of a bound
    is marked. No class is derived from a scale known from memory only. Bounds and sources: docs/methods/ratings.md.
    Checked against 187 published values: of 218 printed labels one disagrees (a misprint).

    Examples
    --------
    >>> rows = [("ombudsman", "Kabupaten Bekasi", "kabupaten", "2024", "87,88", "B", "hijau", "", "press")]
    >>> found = classify_ratings(pd.DataFrame(rows, columns=COLUMNS, dtype="str"))
    >>> found.loc[0, ["scale", "category_by_scale", "next_class", "distance"]].tolist()
    ['ori-2022', 'B', 'A', '0.12']
    """
    table, file = (source, "") if isinstance(source, pd.DataFrame) else (_read(Path(source)), Path(source).name)
    if missing := [name for name in ("system", "entity", "year") if name not in table]:
        raise RequestError("ratings_columns", [Place(file)], missing=", ".join(missing), known=", ".join(COLUMNS))
    lines = _lines(table, file)
    before = _years_before(lines)
    results = _results(lines)
    found = [_found(line, before.get(line.row), results, language) for line in lines]
    return pd.concat([table.reset_index(drop=True), pd.DataFrame(found, columns=FOUND)], axis=1)


def _read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise RequestError("no_file", [Place(str(path))])
    try:
        return read_register(path)
    except SettingsError as error:
        raise RequestError("verify_unreadable", [Place(path.name)]) from error


def _lines(table: pd.DataFrame, file: str) -> list[_Line]:
    """Return the rows, typed; everything that is wrong with them at once."""
    systems = {scale.system for scale in load_scales()}
    lines, wrong = [], []
    texts = table.reindex(columns=[*COLUMNS, *OPTIONAL], fill_value="").fillna("").astype("str")
    for row, cells in zip(table.index, texts.to_dict("records"), strict=True):
        number = int(row) if isinstance(row, int) else None
        for column, is_wrong in (
            ("system", cells["system"] not in systems),
            ("year", not (cells["year"].isdecimal() and len(cells["year"]) == 4)),
            ("value", bool(cells["value"]) and not NUMBER.match(cells["value"])),
            ("target", bool(cells["target"]) and not TARGET.match(cells["target"])),
        ):
            if is_wrong:
                wrong.append(Place(file, column=column, row=number, value=cells[column]))
        if not wrong:
            value = Decimal(cells["value"].replace(",", ".")) if cells["value"] else None
            year = int(cells["year"])
            lines.append(_Line(int(row), cells, year, value, find_scale(cells["system"], year, cells["level"])))
    if wrong:
        raise RequestError("ratings_cells", wrong, systems=", ".join(sorted(systems)))
    return lines


def _years_before(lines: list[_Line]) -> dict[int, _Line]:
    """Return for each row the row of the same entity and system with the latest year before it."""
    before: dict[int, _Line] = {}
    for line in lines:
        earlier = [
            o for o in lines if o.series == line.series and o.year < line.year and (o.value or o.cells["category"])
        ]
        if earlier:
            before[line.row] = max(earlier, key=lambda o: o.year)
    return before


def _results(lines: list[_Line]) -> dict[tuple[str, str, int], Decimal]:
    return {(*line.series, line.year): line.value for line in lines if line.value is not None}


def _found(
    line: _Line, before: _Line | None, results: Mapping[tuple[str, str, int], Decimal], language: str
) -> dict[str, object]:
    said: list[str] = []
    scale, value = line.scale, line.value
    own = scale.class_of(value) if scale and value is not None else None
    above = scale.next_class(value) if scale and value is not None else None
    if scale is None:
        said.append(note("ratings_no_scale", language, year=line.year))
    elif own is None and value is not None:
        said.append(note("ratings_no_bounds", language, scale=scale.spell_years(language)))
    elif own and scale.status not in CERTAIN:
        said.append(note("ratings_inferred", language, scale=scale.spell_years(language)))
    if own and scale and scale.is_near_bound(value):
        said.append(note("ratings_near", language))
    agrees = _agrees(line, own)
    if agrees is False:
        printed = " / ".join(text for text in (line.cells["category"], line.cells["zone"]) if text)
        value_text = str(value).replace(".", ",") if language == "id" else str(value)
        said.append(note("ratings_misprint", language, printed=printed, due=own.label, value=value_text))
    broken = bool(before and scale and before.scale and before.scale.id != scale.id)
    if broken:
        years = [known.spell_years(language) for known in (before.scale, scale)]
        said.append(note("ratings_break", language, before=years[0], scale=years[1]))
    if line.cells["footnote"]:
        said.append(line.cells["footnote"])
    return {
        "scale": scale.id if scale else "",
        "category_by_scale": own.label if own else "",
        "zone_by_scale": own.zone if own else "",
        "agrees": agrees,
        "note": " ".join(said),
        "break_before": broken,
        "next_class": above[0].label if above else "",
        "distance": str(half_up(Fraction(above[1]))) if above else "",
        "target_state": _target_state(line, results),
    }


def _agrees(line: _Line, own: object) -> bool | None:
    """Return whether every printed label fits the class of the value; None where there is nothing to compare."""
    if own is None or line.scale is None:
        return None
    checks = []
    for text in (line.cells["category"], line.cells["zone"]):
        form = plain(text).removesuffix(SUFFIX).strip().removeprefix(LEAD).removeprefix("zona ")
        if not form:
            continue
        called = line.scale.called(text) or line.scale.called(form)
        zone = own.zone and form in ZONES
        checks.append(form.startswith(own.zone) if zone else called is own)
    return all(checks) if checks else None


def _target_state(line: _Line, results: Mapping[tuple[str, str, int], Decimal]) -> str:
    if not (match := TARGET.match(line.cells["target"])):
        return ""
    value = line.value if line.value is not None else results.get((*line.series, line.year))
    if value is None:
        return NOT_YET
    wanted = Decimal(match[2].replace(",", "."))
    return REACHED if (value > wanted if match[1] == ">" else value >= wanted) else NOT_REACHED
