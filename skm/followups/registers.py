"""The registers `followup` and `media`: what an office planned after a survey and did, and where it published."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from skm.errors import Place, SettingsError
from skm.followups.rubric import load_rubric
from skm.messages import note
from skm.periods import ROMAN, kind_of, period_months, period_of_cell, year_of
from skm.regulation import Element, Regulation
from skm.survey import Survey, near_units, plain, read_register

Status = Literal["done", "running", "open", ""]

WHOLE = ""  # the unit of an action that is the whole survey's
# Columns of the register of actions, and what else an office may call them; TW1 to TW4 are read by their pattern.
ACTION_COLUMNS = {
    "period": ("periode", "periode survei", "survei"),
    "unit": ("unit layanan", "nama unit", "unit pelayanan", "upp", "nama unit layanan"),
    "element": ("unsur", "prioritas unsur", "unsur prioritas"),
    "activity": ("kegiatan", "program kegiatan", "program", "rencana tindak lanjut", "tindak lanjut"),
    "year": ("tahun", "tahun pelaksanaan"),
    "responsible": ("penanggung jawab", "pj"),
    "status": ("status tindak lanjut", "sudah proses belum", "realisasi"),
    "proof": ("bukti", "bukti dukung", "tautan bukti"),
    "finished": ("selesai", "tanggal selesai"),
}
NEEDED_OF_ACTIONS = ("activity",)
MEDIA_COLUMNS = {
    "period": ("periode", "periode survei"),
    "unit": ACTION_COLUMNS["unit"],
    "kind": ("jenis", "jenis media", "media"),
    "title": ("judul", "nama", "nama media", "uraian"),
    "date": ("tanggal", "tanggal terbit"),
    "proof": ("bukti", "tautan", "link", "bukti dukung"),
}
NUMBERING = ("no", "nomor", "no urut")
QUARTER = re.compile(r"^(?:tw|triwulan|kuartal|quarter|q) ?(?P<number>i{1,3}|iv|[1-4])(?: (?P<year>(?:19|20)\d{2}))?$")
NO = frozenset({"", "-", "0", "tidak", "tdk", "bukan", "belum", "kosong", "no", "none"})
# What ends so is a file that somebody can hand in; other proofs are words or addresses.
FILE_ENDINGS = tuple(".jpg .jpeg .png .heic .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .mp4 .zip".split())
STATUS_WORDS: Mapping[str, Status] = {
    **dict.fromkeys(("sudah", "selesai", "terlaksana", "sudah dilaksanakan", "done"), "done"),
    **dict.fromkeys(
        ("proses", "dalam proses", "sedang", "sedang berjalan", "berjalan", "running", "in progress"), "running"
    ),
    **dict.fromkeys(("belum", "belum dilaksanakan", "belum terlaksana", "open", "not yet", "not started"), "open"),
    "": "",
}
DAY_ISO = re.compile(r"^(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?: 00:00:00)?$")
DAY_FIRST = re.compile(r"^(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})$")


@dataclass(frozen=True)
class Action:
    """One planned action: after which survey, of which unit ("" is the whole), when, by whom, and what became of it.

    `quarters` are period ids such as "2021-Q1", in the order of time; `element` is a key, "" where none is named.
    `proof_absent`: the proof names a file that is not inside the survey folder.
    """

    period: str
    unit: str
    element: str
    activity: str
    quarters: tuple[str, ...] = ()
    responsible: str = ""
    status: Status = ""
    proof: str = ""
    finished: dt.date | None = None
    row: int = 0
    proof_absent: bool = False


@dataclass(frozen=True)
class Publication:
    """One place where a result was published: after which survey, of which unit, by which kind of medium."""

    period: str
    unit: str
    kind: str
    title: str = ""
    date: dt.date | None = None
    proof: str = ""


def read_actions(survey: Survey, periods: Iterable[str]) -> tuple[Action, ...]:
    """Return the register `followup` of a survey, in its order; nothing where there is none.

    Parameters
    ----------
    survey
        Its register of units says which spelling is which unit.
    periods
        The periods with data. An action without a period belongs to the newest of them as long as it has no status,
        and to the one before of its kind once it has: what is reported on was planned a period earlier. A line that
        names no activity and nothing else of a plan is a proposal, and no action yet.

    Raises
    ------
    SettingsError
        A column, a unit, an element, a status, a period or a date is not known; all such cells at once.

    Notes
    -----
    A quarter without a year is the next quarter of that number after the survey's period: after 2025 all quarters are
    those of 2026, after 2025-Q1 TW2 is 2025-Q2 and TW1 is 2026-Q1.
    """
    path = survey.register_file("followup")
    if path is None:
        return ()
    table, headers = _named(path, ACTION_COLUMNS, NEEDED_OF_ACTIONS, quarters=True)
    reader = _Reader(survey, path.name, tuple(sorted(periods)), headers)
    lines = [(int(row), cells) for row, cells in zip(table.index, _lines(table), strict=True)]
    actions = [reader.action(row, cells) for row, cells in lines if not _is_proposal(cells)]
    reader.refuse_wrong()
    return tuple(actions)


def read_media(survey: Survey, periods: Iterable[str]) -> tuple[Publication, ...]:
    """Return the register `media` of a survey, in its order; nothing where there is none.

    An entry without a period is about the newest one with data.

    Raises
    ------
    SettingsError
        A column, a unit, a kind of medium, a period or a date is not known; all such cells at once.
    """
    path = survey.register_file("media")
    if path is None:
        return ()
    table, headers = _named(path, MEDIA_COLUMNS, ("kind",))
    reader = _Reader(survey, path.name, tuple(sorted(periods)), headers)
    found = [reader.publication(int(row), cells) for row, cells in zip(table.index, _lines(table), strict=True)]
    reader.refuse_wrong()
    return tuple(found)


def _lines(table: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(name): str(value).strip() for name, value in line.items()} for line in table.to_dict("records")]


def _is_proposal(cells: Mapping[str, str]) -> bool:
    """Return whether a line only proposes an element: nobody has written down what is to be done about it."""
    return not any(text for column, text in cells.items() if column not in ("period", "unit", "element", "year"))


def _named(
    path: Path, columns: Mapping[str, tuple[str, ...]], needed: tuple[str, ...], *, quarters: bool = False
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a register with our names for its columns, and their headers; quarters are "TW1" or "TW1 2026"."""
    table = read_register(path)
    known = {plain(word): name for name, words in columns.items() for word in (name, *words)}
    table = table.drop(columns=[header for header in table.columns if plain(header) in NUMBERING])
    names = []
    for header in table.columns:
        quarter = QUARTER.match(plain(header)) if quarters else None
        if quarter:
            number = ROMAN.get(quarter["number"]) or int(quarter["number"])
            names.append(f"TW{number} {quarter['year'] or ''}".strip())
        else:
            names.append(known.get(plain(header), ""))
    wrong = [header for header, name in zip(table.columns, names, strict=True) if not name]
    missing = [name for name in needed if name not in names]
    if wrong or missing or len(set(names)) < len(names):
        expected = ", ".join([*columns, *(["TW1–TW4"] if quarters else [])])
        places = [Place(path.name, column=name) for name in wrong or missing or sorted(set(names))]
        raise SettingsError("followup_columns", places, columns=expected)
    headers = dict(zip(names, map(str, table.columns), strict=True))
    table.columns = pd.Index(names)
    return table, headers


class _Reader:
    """Types the cells of a register and collects what is wrong with them."""

    def __init__(self, survey: Survey, file: str, periods: tuple[str, ...], headers: Mapping[str, str]) -> None:
        self.survey, self.file, self.periods, self.headers = survey, file, periods, headers
        self.wrong: list[Place] = []
        self.meant: dict[str, str] = {}  # by a unit that nobody registered: the one it may be a slip of

    def refuse_wrong(self) -> None:
        """Raise what was found wrong, all of it together."""
        if self.wrong:
            kinds = ", ".join(load_rubric().media_names[self.survey.language].values())
            says = [
                note("unit_meant", self.survey.language, label=text, name=name) for text, name in self.meant.items()
            ]
            raise SettingsError("followup_cells", self.wrong, media=kinds, hint=" ".join(["", *says]))

    def action(self, row: int, cells: Mapping[str, str]) -> Action:
        """Return a line of the register of actions."""
        status = STATUS_WORDS.get(plain(cells.get("status", "")))
        if status is None:
            self._is_wrong(row, "status", cells["status"])
        if not cells["activity"]:
            self._is_wrong(row, "activity", "")
        period = self._period(row, cells, newest=not status)
        return Action(
            period=period,
            unit=self._unit(row, cells),
            element=self._element(row, cells, period),
            activity=cells["activity"],
            quarters=self._quarters(row, cells, period),
            responsible=cells.get("responsible", ""),
            status=status or "",
            proof=cells.get("proof", ""),
            finished=self._day(row, "finished", cells),
            row=row,
            proof_absent=self._is_absent(cells.get("proof", "")),
        )

    def publication(self, row: int, cells: Mapping[str, str]) -> Publication:
        """Return a line of the register of media."""
        kind = load_rubric().medium(cells["kind"])
        if kind is None:
            self._is_wrong(row, "kind", cells["kind"])
        return Publication(
            period=self._period(row, cells, newest=True),
            unit=self._unit(row, cells),
            kind=kind or "",
            title=cells.get("title", ""),
            date=self._day(row, "date", cells),
            proof=cells.get("proof", ""),
        )

    def _is_wrong(self, row: int, column: str, value: str) -> None:
        self.wrong.append(Place(self.file, row=row, column=self.headers.get(column, column), value=value))

    def _is_absent(self, proof: str) -> bool:
        """Return whether a proof names a file that is not there; one outside the folder cannot be handed in."""
        if "://" in proof or not proof.casefold().endswith(FILE_ENDINGS) or self.survey.folder is None:
            return False
        folder = self.survey.folder.resolve()
        try:
            path = (folder / proof.replace("\\", "/")).resolve()
            return not (path.is_relative_to(folder) and path.is_file())
        except (OSError, ValueError):  # a name that no file can have
            return True

    def _period(self, row: int, cells: Mapping[str, str], *, newest: bool) -> str:
        text = cells.get("period", "")
        if text:
            if (period := period_of_cell(text)) is None:
                self._is_wrong(row, "period", text)
            return period or ""
        if not self.periods:
            return ""
        last = max(self.periods, key=lambda p: (period_months(p) or ("", p))[1])
        before = [p for p in self.periods if kind_of(p) == kind_of(last) and p < last]
        return last if newest or not before else max(before)

    def _unit(self, row: int, cells: Mapping[str, str]) -> str:
        text = cells.get("unit", "")
        if not text or plain(text) == plain(self.survey.name):
            return WHOLE
        if self.survey.units is None:
            return text
        unit = self.survey.unit_ids.get(plain(text))
        if unit is None:
            self._is_wrong(row, "unit", text)
            for name, _ in near_units(text, self.survey)[:1]:
                self.meant[text] = name
        return unit or ""

    def _element(self, row: int, cells: Mapping[str, str], period: str) -> str:
        text = cells.get("element", "")
        if not text:
            return ""
        regulation = self.survey.regulation_for(period)
        key = _element_words(regulation, self.survey.settings.columns.order == "regulation").get(plain(text))
        if key is None:
            self._is_wrong(row, "element", text)
        return key or ""

    def _quarters(self, row: int, cells: Mapping[str, str], period: str) -> tuple[str, ...]:
        found = []
        for column, cell in cells.items():
            if not column.startswith("TW") or plain(cell) in NO:
                continue
            number, _, year = column[2:].partition(" ")
            year = year or cells.get("year", "") or _next_year(period, int(number))
            if year and not re.fullmatch(r"(?:19|20)\d{2}", year):
                self._is_wrong(row, "year", year)
            elif year:
                found.append(f"{year}-Q{number}")
        return tuple(sorted(found))

    def _day(self, row: int, column: str, cells: Mapping[str, str]) -> dt.date | None:
        text = cells.get(column, "")
        if not text:
            return None
        try:
            return _read_day(text)
        except ValueError:
            self._is_wrong(row, column, text)
            return None


def _read_day(text: str) -> dt.date:
    """Return a date as offices type it: year first, or day first; a ValueError where it is none."""
    found = DAY_ISO.match(text) or DAY_FIRST.match(text)
    if found is None:
        raise ValueError(text)
    return dt.date(*(int(found[name]) for name in ("y", "m", "d")))


def _next_year(period: str, quarter: int) -> str:
    """Return the year of the first quarter of a number that begins after a period; "" where it is no period.

    Examples
    --------
    >>> _next_year("2025", 1), _next_year("2025-Q1", 2), _next_year("2025-Q1", 1)
    ('2026', '2025', '2026')
    """
    months = period_months(period)
    if months is None:
        return ""
    year = int(year_of(period))
    begins = f"{year}-{3 * quarter - 2:02d}"
    return str(year if begins > months[1] else year + 1)


def _element_words(regulation: Regulation, by_regulation: bool) -> dict[str, str]:
    """Return element keys by every word that names one."""

    def words(element: Element) -> Iterable[str]:
        code = element.code_regulation if by_regulation else element.code
        return (element.key, code, *element.names.values(), *element.short.values(), *element.aliases)

    return {plain(word): element.key for element in regulation.elements for word in words(element)}
