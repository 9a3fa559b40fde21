"""Responses: files read, columns recognised, answers scored, every exclusion explained."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from skm.errors import Place, RequestError
from skm.periods import named_period
from skm.regulation import Instrument
from skm.responses.beside import BESIDE
from skm.responses.cleaning import UNIT_TEXT
from skm.responses.comments import parts_of_comments
from skm.responses.corrections import CorrectionsError, corrections_by_file, read_corrections, refuse_unfit
from skm.responses.exclusions import LINE_COLUMNS, Exclusions, with_units
from skm.responses.files import (
    Part,
    constants_of,
    read_database,
    read_file,
    says_simulated,
    with_absent_columns,
    with_shared_units,
)
from skm.responses.findings import Found, Many, few_cells, texts_of, translated
from skm.responses.parted import in_pieces
from skm.responses.progress import told_to
from skm.responses.recognising import PROFILE_ROLES
from skm.responses.remembering import REMEMBERED, Memory, fits, is_rememberable, reading_key, remember
from skm.responses.rows import EXCLUSION_COLUMNS, Constants
from skm.responses.sendings import SENT
from skm.responses.spark import read_on_spark, together_on_spark
from skm.responses.spellings import alike_names, say_near
from skm.responses.staging import HELD_AT_MOST
from skm.responses.tallied import TallyPlan, overlap_of
from skm.responses.tally_lines import LineStore, TallyLines, sum_of_lines
from skm.responses.workspace import Workspace
from skm.survey import Survey, is_source, read_settings
from skm.tally import (
    CELL_KEYS,
    CLUSTER_VIEW,
    Origin,
    Tally,
    add_counts,
    can_be_brief,
    count_parts,
    count_responses,
    merge_origins,
    merge_tallies,
    with_services,
    with_views,
)

__all__ = [
    "EXCLUSION_COLUMNS",
    "LINE_COLUMNS",
    "REMEMBERED",
    "SENT",
    "Constants",
    "CorrectionsError",
    "Exclusions",
    "Found",
    "Many",
    "Memory",
    "Part",
    "Responses",
    "Workspace",
    "alike_names",
    "constants_of",
    "corrections_by_file",
    "few_cells",
    "gather",
    "is_rememberable",
    "parts_of_comments",
    "read_corrections",
    "read_database",
    "read_file",
    "read_on_spark",
    "read_responses",
    "reading_key",
    "refuse_unfit",
    "remember",
    "say_near",
    "says_simulated",
    "texts_of",
    "told_to",
    "translated",
    "with_absent_columns",
    "with_shared_units",
]

PART = "read_part"  # the column that says which part a row is of
RECOGNISED_COLUMNS = ["file", "sheet", "column", "taken_for", "why", "labels"]


@dataclass(frozen=True)
class Responses:
    """The usable responses of some files.

    Attributes
    ----------
    parts
        One for each table read.
    instrument
        The questions, the same in every part.

    Notes
    -----
    `rows` is a DuckDB relation: nothing is in memory until `to_pandas` or `to_polars` asks for it.
    """

    parts: tuple[Part, ...]
    instrument: Instrument
    workspace: "Workspace" = field(repr=False)

    @property
    def exclusions(self) -> pd.DataFrame:
        """What was left out or flagged, in the columns of exclusions.csv; `unit` is that of the row, or of the file."""
        return Exclusions(self.workspace, self.found(), in_order=False).frame

    def found(self) -> list[Found]:
        """Return what was left out or flagged, each with its unit, as `Exclusions` takes it."""
        return [found for part in self.parts for found in _with_units(part, self.workspace)]

    @property
    def recognised(self) -> pd.DataFrame:
        """What each column was taken for, and why."""
        lines = [line for part in self.parts for line in part.recognised()]
        return pd.DataFrame(lines, columns=RECOGNISED_COLUMNS)

    @property
    def source(self) -> dict[str, str]:
        """SHA-256 of each file."""
        return {part.file: part.sha256 for part in self.parts}

    @property
    def n_rows(self) -> int:
        """Rows in the files, kept or not."""
        return sum(part.cleaned.n_rows for part in self.parts)

    @property
    def n_dropped(self) -> int:
        """Rows left out."""
        return sum(part.cleaned.n_dropped for part in self.parts)

    @property
    def counted(self) -> tuple[pd.DataFrame, ...]:
        """What tables of counts add to the tally: their respondents have no rows."""
        return tuple(part.counted for part in self.parts if part.counted is not None)

    @property
    def _origin(self) -> Origin:
        return merge_origins([part.plan.origin for part in self.parts if isinstance(part.plan, TallyPlan)])

    @property
    def fieldwork(self) -> dict[str, tuple[str, str]]:
        """First and last day of the answers that were counted elsewhere, by period."""
        return dict(self._origin.fieldwork)

    @cached_property
    def rows(self) -> duckdb.DuckDBPyRelation:
        """The kept rows: keys, profile columns, one column for each item (1 to 4 or null), `row`, `file`.

        Where a file has them also `overall` (one mark for everything, on its own scale), `cluster` and `timestamp`. Of
        parts in two engines those that are here.
        """
        here = [part for part in self.parts if _is_embedded(part)]
        relations = [_relation(part) for part in here or self.parts]
        if len(relations) == 1:
            return relations[0]
        if not here:
            return together_on_spark(relations)
        name = self.workspace.new_name()
        views = [f"{name}_{number}" for number in range(len(relations))]
        for view, relation in zip(views, relations, strict=True):
            relation.create_view(view)
        union = " UNION ALL BY NAME ".join(f"FROM {view}" for view in views)
        # Many rows stay in the files of their parts.
        kind = "VIEW" if self.n_rows >= HELD_AT_MOST else "TABLE"
        self.workspace.connection.execute(f"CREATE TEMP {kind} {name} AS {union}")
        return self.workspace.connection.table(name)

    def to_pandas(self) -> pd.DataFrame:
        """Return the kept rows as pandas."""
        return self.rows.df()

    def to_polars(self) -> Any:
        """Return the kept rows as Polars (needs polars and pyarrow)."""
        return self.rows.pl()

    def tally(
        self, by: Sequence[str] = (), profiles: Sequence[str] | None = None, *, only_indices: bool = False
    ) -> Tally:
        """Return the tally of the kept rows; see `skm.tally_responses`.

        With `only_indices` it may be a brief one, of which nothing but indices can be computed.
        """
        varying = {key for part in self.parts for key in part.cleaned.by}
        keys = list(by) or [key for key in CELL_KEYS if key in varying]
        is_plain = profiles is None and not by and all(map(_is_embedded, self.parts))
        if profiles is None:
            profiles = [r for r in PROFILE_ROLES if any(r in part.cleaned.profiles for part in self.parts)]
        if len({_is_embedded(part) for part in self.parts}) > 1:
            return self._sum_of_parts(keys, profiles)
        if is_plain and self.lines_by_part:
            views = self._views
            frame = sum_of_lines(list(self.lines_by_part.values()), views, self.instrument)
        else:
            views = [*profiles, CLUSTER_VIEW] if CLUSTER_VIEW in self.rows.columns else list(profiles)
            frame = self._count_rows(keys, views, only_indices=only_indices)
        several = {text: names for part in self.parts for text, names in part.cleaned.several.items()}
        if self.counted:
            if CLUSTER_VIEW not in views and any((part["view"] == CLUSTER_VIEW).any() for part in self.counted):
                views, frame = [*views, CLUSTER_VIEW], with_views(frame, [CLUSTER_VIEW])
            frame = add_counts(frame, self.counted, self.instrument, keys, views)
        frame = with_services(frame, several, self.instrument)
        sources = sorted({source for part in self.parts for source in part.sources})
        return Tally(frame, self.instrument, self.unit_names(), tuple(sources), self._origin)

    def _count_rows(self, keys: Sequence[str], views: Sequence[str], *, only_indices: bool) -> pd.DataFrame:
        """Return the lines of the tally of all rows; of one table with what it knows of its rows."""
        filled = frozenset.intersection(*(part.cleaned.filled for part in self.parts))
        is_enough = not self.counted and CLUSTER_VIEW not in views and can_be_brief(self.instrument, filled)
        brief = only_indices and is_enough
        if len(self.parts) == 1 and "unit" in keys and _is_embedded(self.parts[0]):
            return self._count_part(self.parts[0], keys, views, brief=brief)
        return count_responses(self.rows, self.instrument, keys, views, filled=filled, brief=brief)

    @property
    def _views(self) -> list[str]:
        """Profile columns that any part has, and the sample clusters where one has them."""
        own = {view for part in self.parts for view in _views_of(part)}
        return [view for view in (*PROFILE_ROLES, CLUSTER_VIEW) if view in own]

    @cached_property
    def lines_by_part(self) -> dict[str, TallyLines]:
        """The lines of the tally that each part gives, by its name: as an earlier run counted them, else counted now.

        Their sum is the tally of all rows together. The rows of parts that are new are counted in one pass, of large
        ones in several.
        """
        keys = [key for key in CELL_KEYS if any(key in part.cleaned.by for part in self.parts)]
        with_rows = [part for part in self.parts if part.counted is None]
        new = [part for part in with_rows if part.lines is None or not fits(part, part.lines)]
        found: dict[str, TallyLines | None] = {part.name: part.lines for part in self.parts}
        store = LineStore(self.workspace)
        for parts in _counted_together(new):
            found |= store.keep(self._count_parts(parts, keys))
        return {name: lines for name, lines in found.items() if lines is not None}

    def _count_parts(self, parts: Sequence[Part], keys: Sequence[str]) -> dict[str, pd.DataFrame]:
        """Return the lines of the tally that each of some parts gives, by its name, counted in one pass."""
        views = [view for view in self._views if any(view in _views_of(part) for part in parts)]
        filled = frozenset.intersection(*(part.cleaned.filled for part in parts)) if parts else frozenset()
        if len(parts) < 2:
            own = [key for part in parts for key in keys if key in part.cleaned.by]
            return {part.name: self._count_part(part, own, views) for part in parts}
        selects = [f"SELECT *, '{part.name}' AS {PART} FROM {self._view_of(part)}" for part in parts]
        rows = self.workspace.connection.sql(" UNION ALL BY NAME ".join(selects))
        counted = count_parts(rows, self.instrument, keys, views, PART, filled=filled, same=_same(parts))
        none = pd.concat(counted.values()).iloc[:0] if counted else count_responses(rows, self.instrument, keys, views)
        own_views = {part.name: ["", *_views_of(part)] for part in parts}
        lines = {part.name: counted.get(part.name, none) for part in parts}
        return {name: own[own["view"].isin(own_views[name])].reset_index(drop=True) for name, own in lines.items()}

    def _count_part(
        self, part: Part, keys: Sequence[str], views: Sequence[str], *, brief: bool = False
    ) -> pd.DataFrame:
        """Return the lines of the tally that one part gives."""
        cleaned, relation, ids = part.cleaned, _relation(part), None
        if cleaned.ids and UNIT_TEXT in cleaned.frame.collect_schema().names():
            relation, ids = _relation(part, unit=UNIT_TEXT), cleaned.ids
        return count_responses(
            relation, self.instrument, keys, views, filled=cleaned.filled, same=cleaned.same, ids=ids, brief=brief
        )

    def _view_of(self, part: Part) -> str:
        name = self.workspace.new_name()
        _relation(part).create_view(name)
        return name

    def _sum_of_parts(self, keys: Sequence[str], profiles: Sequence[str]) -> Tally:
        """Return the tally of parts that are in different engines: each is counted where it is."""
        tallies = []
        here = tuple(part for part in self.parts if _is_embedded(part))
        there = tuple(part for part in self.parts if not _is_embedded(part))
        for parts in filter(None, (here, there)):
            own = replace(self, parts=parts)
            roles = [role for role in profiles if any(role in part.cleaned.profiles for part in parts)]
            tallies.append(own.tally([key for key in keys if any(key in part.cleaned.by for part in parts)], roles))
        return replace(merge_tallies(tallies), names=self.unit_names())

    def unit_names(self) -> dict[str, str]:
        """Return the printed name of each unit: its most frequent spelling."""
        counts: dict[str, dict[str, int]] = {}
        for part in self.parts:
            for unit, spellings in part.cleaned.names.items():
                for name, n in spellings.items():
                    counts.setdefault(unit, {})[name] = counts.get(unit, {}).get(name, 0) + n
        return {unit: min(names, key=lambda name: (-names[name], name)) for unit, names in counts.items()}


def _counted_together(parts: Sequence[Part]) -> list[list[Part]]:
    """Return parts in their order, those together that have few rows: what one pass counts is in memory."""
    groups: list[list[Part]] = []
    n_rows = 0
    for part in parts:
        n_rows += part.cleaned.n_rows
        if not groups or n_rows > HELD_AT_MOST:
            groups.append([])
            n_rows = part.cleaned.n_rows
        groups[-1].append(part)
    return groups


def _is_embedded(part: Part) -> bool:
    """Return whether the rows of a part are in the embedded engine."""
    return isinstance(part.cleaned.frame.to_native(), duckdb.DuckDBPyRelation)


def _views_of(part: Part) -> list[str]:
    """Return the views of a tally that the rows of a part know of."""
    clusters = [CLUSTER_VIEW] if CLUSTER_VIEW in part.cleaned.frame.collect_schema().names() else []
    return [*part.cleaned.profiles, *clusters]


def _with_units(part: Part, workspace: Workspace) -> Iterator[Found]:
    """Give the exclusions of a part with the unit of each row; "" where a finding is of a file of many units."""
    own = "" if "unit" in part.plan.roles else next(iter(part.cleaned.names), "")
    found = with_units(part.cleaned.exclusions, part.cleaned.owners, own)
    return in_pieces(found, part.pieces, workspace) if part.pieces else found


def _same(parts: Sequence[Part]) -> dict[str, str | int]:
    """Return what is the same in every row of all parts together."""
    first, *others = (part.cleaned.same for part in parts)
    return {key: value for key, value in first.items() if all(own.get(key) == value for own in others)}


def _relation(part: Part, unit: str = "unit") -> duckdb.DuckDBPyRelation:
    """Return the kept rows of a part without staged text; `unit` names the column that is taken for the units."""
    frame = part.cleaned.frame
    columns = frame.collect_schema().names()
    wanted = [*CELL_KEYS, *PROFILE_ROLES, "date", *BESIDE, "comments", "row", "not_applicable", *part.plan.items]
    file = nw.lit(part.file).alias("file")
    units = [nw.col(unit).alias("unit")] if unit in columns else []
    others = (name for name in wanted if name in columns and name != "unit")
    return frame.select(*units, *others, file).to_native()


def read_responses(
    *paths: str | Path,
    survey: Survey | None = None,
    settings: str | Path | None = None,
    unit: str | None = None,
    period: str | None = None,
) -> Responses:
    r"""Return the usable responses of one or more files.

    Parameters
    ----------
    *paths
        Files: csv, tsv, xlsx, xls, ods, parquet, json.
    survey
        Settings and register; `Survey()` where none is given.
    settings
        A skm.toml to read instead.
    unit, period
        Of files that have no column for it. Without them a file is one unit, called as the file.

    Returns
    -------
    Responses

    Raises
    ------
    DataError
        A file cannot be trusted: it is empty, of another kind, has an unknown label, or no element.
    RequestError
        The files ask different questions, one is given twice, or `period` is none.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name) / "loket.csv"
    >>> _ = path.write_text("Persyaratan,Prosedur\n4,3\nSesuai,\n", encoding="utf-8")
    >>> responses = read_responses(path)
    >>> responses.to_pandas()[["requirements", "procedure"]].astype("Int8").values.tolist()
    [[4, 3], [3, <NA>]]
    >>> folder.cleanup()
    """
    if settings is not None:
        survey = Survey(settings=read_settings(Path(settings)))
    survey = survey or Survey()
    period = named_period(period) if period else None
    workspace = Workspace()
    parts: list[Part] = []
    for path in map(Path, paths):
        if not is_source(path):
            raise RequestError("no_file", [Place(str(path))])
        constants = constants_of(path, path.name, survey, unit=unit, period=period)
        parts += read_file(path, path.name, survey, workspace, constants, dates=True)
        _refuse_second_copy(parts)
    return gather(with_shared_units(with_absent_columns(parts, survey), survey), workspace)


def _refuse_second_copy(parts: Sequence[Part]) -> None:
    """Refuse a table that stands among the parts already: its people would count twice."""
    *before, last = parts
    for part in before:
        same_file = set(part.sources) & set(last.sources)
        if same_file and (part.sheet == last.sheet or part.is_tally or last.is_tally):
            raise RequestError("counted_twice", [Place(part.file), Place(last.file)])


def _refuse_overlap(parts: Sequence[Part]) -> None:
    """Refuse tallies that counted a file which another part has too."""
    by_file: dict[str, set[str]] = {}
    for part in parts:
        by_file.setdefault(part.file, set()).update(part.sources)
    found = overlap_of([sorted(own) for own in by_file.values()])
    if found and any(part.is_tally for part in parts):
        files = list(by_file)
        raise RequestError("counted_twice", [Place(files[place]) for place in found])


def gather(parts: Sequence[Part], workspace: Workspace) -> Responses:
    """Return the responses of parts that ask the same questions."""
    if not parts:
        raise RequestError("no_file")
    first = parts[0].plan.instrument
    for part in parts:
        if part.plan.instrument.signature != first.signature:
            raise RequestError("instruments_differ", [Place(parts[0].file), Place(part.file)])
    _refuse_overlap(parts)
    return Responses(tuple(parts), first, workspace)
