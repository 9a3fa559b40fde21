"""A file of SPSS → raw table: answers are the labels that people saw, missing values are blank, rows come in portions.

A variable has a name and mostly a label; the one that is recognised stands above the column, the label first. A code
with a value label is read as that label. A code without one is read as the number that it is, and only where the
labels beside it agree with their codes: else nobody knows which end of the scale it is nearer to.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from skm.errors import DataError, Place
from skm.regulation import Element
from skm.responses.headers import Known
from skm.responses.labels import other_scale
from skm.responses.raw import RawTable, cell_text
from skm.responses.scales import example_map, read_answers
from skm.survey import Survey, plain

SPSS_FILES = (".sav", ".zsav")
PORTION = 50_000  # rows in memory at a time
TRIED = 10_000  # rows that show whether the encoding is right
OLDER = "WINDOWS-1252"  # of files that were written before SPSS knew Unicode and do not say so


def read_spss(path: Path, name: str, known: Known) -> RawTable:
    """Return the table of a file of SPSS; its rows come while it is staged.

    Parameters
    ----------
    path
        The file.
    name
        How messages call it.
    known
        What columns may be called: that says whether a variable's label or its name stands above the column.

    Raises
    ------
    DataError
        The file is damaged, or the extra `spss` is not installed.
    """
    with path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    encoding, about = _about(path, name)
    variables = tuple(about.column_names)
    headers = tuple(
        _header(variable, label, known) for variable, label in zip(variables, about.column_labels, strict=True)
    )
    rows = _Rows(path, name, encoding, headers, about)
    n_rows = about.number_rows if about.number_rows is not None and about.number_rows >= 0 else rows.counted()
    notes = (f"SPSS, {encoding or about.file_encoding}",)
    return RawTable(name, "", digest, headers, n_rows, 1, stream=rows, path=path, notes=notes)


def _about(path: Path, name: str) -> tuple[str | None, Any]:
    """Return the encoding to ask for, None for the one that the file states, and what the file says of itself."""
    try:
        from pyreadstat import ReadstatError, read_sav
    except ImportError:
        raise DataError("extra_missing", [Place(name)], what="SPSS (.sav)", extra="spss") from None
    fault: Exception | None = None
    for encoding in (None, OLDER):
        try:
            _, about = read_sav(path, metadataonly=True, encoding=encoding, user_missing=True)
            read_sav(path, row_limit=TRIED, encoding=encoding, output_format="dict", disable_datetime_conversion=True)
        except (ReadstatError, UnicodeDecodeError, ValueError, OSError) as error:
            fault = fault or error
        else:
            return encoding, about
    raise DataError("spss_unreadable", [Place(name)]) from fault


def _header(variable: str, label: str | None, known: Known) -> str:
    """Return the text above a variable's column: its label, its name where only that is known."""
    label = (label or "").strip()
    if not label:
        return variable
    if known.element(label) or known.role(label):
        return label
    return variable if known.element(variable) or known.role(variable) else label


class _Rows:
    """The rows of a file of SPSS."""

    sha256 = ""  # the file's own is known
    selective = False

    def __init__(
        self,
        path: Path,
        name: str,
        encoding: str | None,
        headers: Sequence[str],
        about: Any,
    ) -> None:
        self.path, self.name, self.encoding, self.headers = path, name, encoding, headers
        self.variables = about.column_names
        found = [about.variable_value_labels.get(variable, {}) for variable in self.variables]
        self.labels = [{code: label.strip() for code, label in some.items() if label.strip()} for some in found]
        self.missing = [about.missing_ranges.get(variable, []) for variable in self.variables]
        self.inapplicable: dict[int, tuple[str, ...]] = {}  # labels of "does not apply", which is no blank
        self.doubtful: set[int] = set()  # questions of which a code without a label means nothing certain
        self.points: tuple[int, ...] = ()

    def expect(self, questions: Mapping[int, Element], survey: Survey) -> None:
        """Look at the value labels of the questions: whether they are one scale, and agree with their codes."""
        self.points = survey.points
        for place, element in questions.items():
            all_labels = self.labels[place]
            labels = {code: label for code, label in all_labels.items() if not self._is_missing(place, code)}
            self.inapplicable[place] = read_answers(all_labels.values(), element, survey).not_applicable
            meanings = read_answers(labels.values(), element, survey)
            codes = read_answers([cell_text(code) for code in labels], element, survey).scores
            where = [Place(self.name, column=self.headers[place])]
            forms = [plain(label) for label in labels.values() if label in meanings.scores]
            if len(set(forms)) < len(forms):
                raise DataError("spss_labels_alike", where)
            # The file says all choices, also those that nobody took: a scale of five is one without its middle too.
            if scale := other_scale(meanings):
                strange = (*meanings.unknown, *meanings.off_scale)[0]
                values = {"scale": scale, "key": element.key, "label": strange, "map": example_map(scale)}
                raise DataError("other_scale", where, **values)
            known = {code: meanings.scores[label] for code, label in labels.items() if label in meanings.scores}
            if any(codes.get(cell_text(code)) != score for code, score in known.items()):
                self.doubtful.add(place)

    def counted(self) -> int:
        """Return how many rows there are, where the file does not say it."""
        return sum(len(cells[0]) for cells in self._cells([0]))

    def portions(self, places: Sequence[int]) -> Iterator[pd.DataFrame]:
        """Return the rows as texts, portion by portion."""
        before = 0
        for cells in self._cells(places):
            texts = {f"c{p}": [self._text(p, v) for v in column] for p, column in zip(places, cells, strict=True)}
            for place, column in zip(places, cells, strict=True):
                if place in self.doubtful:
                    self._refuse_unlabelled(place, column, before)
            before += len(cells[0])
            yield pd.DataFrame(texts, dtype=object)

    def _cells(self, places: Sequence[int]) -> Iterator[list[Sequence[Any]]]:
        from pyreadstat import ReadstatError, read_sav

        wanted, offset = [self.variables[place] for place in places], 0
        while True:
            try:
                found, _ = read_sav(
                    self.path,
                    usecols=wanted,
                    row_offset=offset,
                    row_limit=PORTION,
                    encoding=self.encoding,
                    output_format="dict",
                    user_missing=True,
                )
            except (ReadstatError, UnicodeDecodeError, ValueError, OverflowError) as error:
                raise DataError("spss_unreadable", [Place(self.name)]) from error
            columns = [found[variable] for variable in wanted]
            offset += len(columns[0])
            if len(columns[0]) or offset == 0:
                yield columns
            if len(columns[0]) < PORTION:
                return

    def _text(self, place: int, value: Any) -> str:
        """Return a cell as a person sees it: the label of a code, "" for a missing value."""
        if isinstance(value, str):
            value = value.rstrip()
        label = self.labels[place].get(value)
        if self._is_missing(place, value) and label not in self.inapplicable.get(place, ()):
            return ""
        return label or cell_text(value)

    def _is_missing(self, place: int, value: Any) -> bool:
        """Return whether the file declares a value to be missing."""
        if value is None or value != value:  # noqa: PLR0124  not a number
            return True
        ranges = self.missing[place]
        return any(type(limits["lo"]) is type(value) and limits["lo"] <= value <= limits["hi"] for limits in ranges)

    def _refuse_unlabelled(self, place: int, column: Sequence[Any], before: int) -> None:
        labels = self.labels[place]
        for row, value in enumerate(column, start=before + 1):
            if isinstance(value, float) and value in self.points and value not in labels:
                where = [Place(self.name, column=self.headers[place], row=row, value=cell_text(value))]
                raise DataError("spss_labels_incomplete", where)
