"""The files of a survey: all of them read, each refused one with its reason."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path

from skm.errors import DataError, Place, RequestError, SettingsError, SkmError
from skm.periods import NO_PERIOD
from skm.pipeline.counted import without_double_counts
from skm.pipeline.repeats import without_repeated_sendings
from skm.pipeline.units import with_odd_units
from skm.provenance import trusted_record
from skm.responses import (
    REMEMBERED,
    Constants,
    CorrectionsError,
    Memory,
    Part,
    Responses,
    Workspace,
    constants_of,
    corrections_by_file,
    gather,
    is_rememberable,
    read_corrections,
    read_database,
    read_file,
    reading_key,
    refuse_unfit,
    says_simulated,
    told_to,
    with_absent_columns,
    with_shared_units,
)
from skm.survey import Survey, plain, survey_databases, survey_files, unread_files

# Files that hold answers and that we do not read yet; a letter or a picture beside the answers is no loss.
DATA_KINDS = (".dta", ".por", ".mdb", ".accdb", ".sqlite", ".db", ".xlsb", ".numbers", ".rar")
Progress = Callable[[str, int, int], None]


def head_start() -> None:
    """Load what estimates while the engine reads: the engine works outside Python's lock."""
    threading.Thread(target=import_module, args=("skm.changes",), daemon=True).start()


def be_silent(stage: str, done: int, total: int) -> None:
    """Say nothing of the progress."""


@dataclass(frozen=True)
class Refusal:
    """A file that cannot be trusted, and why."""

    file: str
    error: SkmError


@dataclass(frozen=True)
class Intake:
    """All files of a survey, read: usable parts and refused files, with the engine that holds the rows.

    `as_read` are the tables of each file before they were set beside each other, for the next run to remember.
    """

    parts: tuple[Part, ...]
    refusals: tuple[Refusal, ...]
    workspace: Workspace
    as_read: Mapping[str, Sequence[Part]] = field(default_factory=dict)

    @cached_property
    def responses(self) -> tuple[Responses, ...]:
        """The usable parts, put together by what they ask: one for each instrument."""
        by_instrument: dict[tuple[object, ...], list[Part]] = {}
        for part in self.parts:
            by_instrument.setdefault(part.plan.instrument.signature, []).append(part)
        return tuple(gather(parts, self.workspace) for parts in by_instrument.values())


class NothingUsableError(DataError):
    """Not one file of the survey can be used; `refusals` says why of each."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("nothing_usable", [Place(refusal.file) for refusal in refusals])


def read_survey(survey: Survey, progress: Progress, *, dates: bool, fresh: bool = False) -> Intake:
    """Return the files of a survey folder, read; the ones that cannot be trusted with their reason.

    Files that are as the last run read them are taken from what it left, unless `fresh`.
    """
    if survey.folder is None:
        raise RequestError("no_folder")
    databases = survey_databases(survey)
    files = [*survey_files(survey), *databases]
    if not files:
        raise SettingsError("no_responses", [Place(str(survey.folder))])
    head_start()
    workspace = Workspace()
    memory = _memory_of(survey, workspace, fresh=fresh)
    parts: list[Part] = []
    as_read: dict[str, list[Part]] = {}
    refusals = [
        Refusal(name, DataError("kind_not_read", [Place(name)])) for name in unread_files(survey) if _is_data(name)
    ]
    seen: dict[str, str] = {}
    constants_by_file = _constants_by_file(files, survey)
    unfit: list[CorrectionsError] = []
    for done, name in enumerate(files):
        progress("read", done, len(files))
        constants = constants_by_file[name]
        try:
            if name in databases:
                read = read_database(name, survey, workspace, constants, dates=dates)
            else:
                key = reading_key(name, survey, constants)
                with told_to(None if progress is be_silent else progress):
                    path = survey.folder / name
                    read = memory.recall(key) or read_file(path, name, survey, workspace, constants, dates=dates)
                as_read |= {key: read} if dates and is_rememberable(read) else {}
            _refuse_copy(name, read, seen)
            parts += read
        except DataError as error:
            refusals.append(Refusal(name, error))
        except CorrectionsError as error:
            unfit.append(error)
    refuse_unfit(unfit, survey)
    _refuse_mixture(parts, refusals, survey, workspace)
    parts, doubtful = _one_agency(parts, survey)
    parts, doubled = without_double_counts(parts)
    kept, uneven = _same_elements(parts)
    refusals += [*doubtful, *(Refusal(file, error) for file, error in doubled.items()), *uneven]
    if not kept:
        raise NothingUsableError(refusals)
    kept = without_repeated_sendings(kept, workspace.connection, survey)
    kept = with_shared_units(with_absent_columns(with_odd_units(kept, survey), survey), survey)
    return Intake(tuple(kept), tuple(refusals), workspace, as_read)


def _memory_of(survey: Survey, workspace: Workspace, *, fresh: bool) -> Memory:
    """Return what the last run read, if this very program wrote it and nobody touched it since."""
    processed = Path("data/processed")
    names = [(processed / name).as_posix() for name in REMEMBERED]
    is_trusted = not fresh and trusted_record(survey, names) is not None
    return Memory(survey.folder / processed if is_trusted else None, workspace)


def _constants_by_file(files: Sequence[str], survey: Survey) -> dict[str, Constants]:
    """Return what options, settings, folders and names say of each file, with its corrections.

    Where nothing says the period, dates may decide it.
    """
    found = {name: constants_of(survey.folder / name, name, survey) for name in files}
    periods = {name: constants.period for name, constants in found.items()}
    corrections = corrections_by_file(read_corrections(survey), periods, survey)
    return {
        name: replace(constants, by_date=constants.period == NO_PERIOD, corrections=corrections.get(name, ()))
        for name, constants in found.items()
    }


def _is_data(name: str) -> bool:
    return Path(name).suffix.casefold() in DATA_KINDS


def _refuse_copy(name: str, read: Sequence[Part], seen: dict[str, str]) -> None:
    """Refuse a file that is the same, byte for byte, as one before it: its people would count twice."""
    own = sorted({digest for part in read for digest in part.sources})
    for digest in own:
        if digest in seen:
            raise DataError("same_file_twice", [Place(seen[digest]), Place(name)])
    seen |= dict.fromkeys(own, name)


def _refuse_mixture(parts: Sequence[Part], refusals: Sequence[Refusal], survey: Survey, workspace: Workspace) -> None:
    """Refuse real files beside simulated ones: nobody may publish their sum."""
    marked = sorted({part.file for part in parts if part.plan.simulated})
    if not marked:
        return
    unmarked = {part.file for part in parts} - set(marked)
    # A real file may be refused for another reason first; it is real all the same.
    for refusal in refusals:
        if says_simulated(survey.folder / refusal.file, refusal.file, workspace) is False:
            unmarked.add(refusal.file)
    if unmarked:
        raise SettingsError("real_beside_simulated", [Place(file) for file in sorted(unmarked)])
    if not survey.simulated:
        raise SettingsError("simulated_not_said", [Place(file) for file in marked])


def _one_agency(parts: Sequence[Part], survey: Survey) -> tuple[list[Part], list[Refusal]]:
    """Return the parts whose unit is in one agency, and a refusal for each other one.

    Without a register a unit is known by its name alone: two offices of one name would be counted as one.
    """
    kept: list[Part] = []
    refusals: list[Refusal] = []
    first: dict[tuple[str, str], Part] = {}
    for part in parts:
        names_units = "unit" in part.plan.roles or "agency" in part.plan.roles
        key = (part.constants.period, plain(part.constants.unit))
        before = first.setdefault(key, part)
        if survey.units is not None or names_units or before.constants.agency == part.constants.agency:
            kept.append(part)
            continue
        places = [Place(before.file), Place(part.file)]
        refusals.append(Refusal(part.file, DataError("unit_in_two_agencies", places, unit=part.constants.unit)))
    return kept, refusals


def _same_elements(parts: Sequence[Part]) -> tuple[list[Part], list[Refusal]]:
    """Return the parts that ask what most files of their period ask, and a refusal for each other one."""
    refused: dict[int, Refusal] = {}
    for period in dict.fromkeys(period for part in parts for period in part.cleaned.periods):
        group = [(place, part) for place, part in enumerate(parts) if period in part.cleaned.periods]
        fullest = max((p.plan.instrument for _, p in group), key=lambda i: (len(i.regulation.keys), -len(i.items)))
        for place, part in group:
            if part.plan.instrument.signature == fullest.signature or place in refused:
                continue
            missing = [key for key in fullest.regulation.keys if key not in part.plan.instrument.regulation.keys]
            code = "elements_fewer_than_others" if missing else "instruments_differ"
            error = DataError(
                code,
                [Place(part.file, part.sheet)],
                missing=", ".join(missing),
                period=period,
                example=next(iter(missing), ""),
            )
            refused[place] = Refusal(part.file, error)
    kept = [part for place, part in enumerate(parts) if place not in refused]
    return kept, [refused[place] for place in sorted(refused)]
