"""What a district sends instead of people: the tally of its answers, and the sum of such tallies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from skm.errors import Place, RequestError, SettingsError
from skm.messages import note
from skm.pipeline import Progress, Result, check_files, check_survey
from skm.survey import Survey, is_parted, open_survey
from skm.tallies import OTHER_UNITS, coarsen_tally, read_tally, small_cells, write_tally
from skm.tally import Origin, Tally, merge_tallies

ENDING = ".parquet"
NAMES_SHOWN = 5


def tally_files(
    paths: Sequence[str | Path],
    survey: Survey | None = None,
    *,
    unit: str | None = None,
    period: str | None = None,
    progress: Progress | None = None,
) -> tuple[Tally, Result]:
    """Return the tally of some files, or of a survey folder, ready to be sent, and what was found on the way.

    Parameters
    ----------
    paths
        Files, or one folder.
    survey
        Settings and register, where files are given.
    unit, period
        Of files that have no column for it.
    progress
        Called with (stage, done, total).

    Raises
    ------
    DataError
        Not one file can be used.
    RequestError
        The files ask different questions.
    """
    first = Path(paths[0])
    if len(paths) == 1 and first.is_dir() and not is_parted(first):
        result = check_survey(survey or open_survey(first), progress=progress)
    else:
        result = check_files(paths, survey, unit=unit, period=period, profiles=True)
    if len(result.tallies) > 1:
        raise RequestError("tallies_several", [Place(str(path)) for path in paths])
    (tally,) = result.tallies
    days = {period: (str(first), str(last)) for period, (first, last) in result.findings["fieldwork"].items()}
    origin = Origin(
        dropped=sum(account.rows_dropped for account in result.accounts),
        orders=dict(sorted(result.findings["orders"].items())),
        fieldwork=dict(sorted(days.items())),
        simulated=result.survey.simulated or result.simulated,
        lost=tally.origin.lost,
    )
    return replace(tally, origin=origin), result


def merge_files(paths: Sequence[str | Path]) -> tuple[Tally, list[str]]:
    """Return the sum of some tally files, and the units that stand in more than one of them with the same period.

    Raises
    ------
    RequestError
        Two of them counted the same file, or they asked different questions.
    SettingsError
        Some were made of simulated answers, others of real ones.
    """
    tallies = {str(path): read_tally(path) for path in paths}
    if len(tallies) < len(paths):
        repeated = [str(path) for path in paths]
        raise RequestError(
            "file_named_twice", [Place(p) for p in sorted({p for p in repeated if repeated.count(p) > 1})]
        )
    names, found = list(tallies), list(tallies.values())
    for place, tally in enumerate(found):
        for before in range(place):
            if set(tally.sources) & set(found[before].sources):
                raise RequestError("counted_twice", [Place(names[before]), Place(names[place])])
        if tally.instrument.signature != found[0].instrument.signature:
            raise RequestError("tallies_differ", [Place(names[0]), Place(names[place])])
    real = [name for name, tally in tallies.items() if not tally.origin.simulated]
    if real and len(real) < len(tallies):
        raise SettingsError("real_beside_simulated", [Place(name) for name in real])
    seen: Counter[tuple[str, str]] = Counter()
    for tally in found:
        main = tally.frame.loc[tally.frame["view"] == "", ["period", "unit"]].drop_duplicates()
        seen.update(main.itertuples(index=False, name=None))
    shared = {unit for (_, unit), n in seen.items() if n > 1} - {"", OTHER_UNITS}
    merged = merge_tallies(found)
    return merged, sorted(merged.names.get(unit, unit) for unit in shared)


def save_tally(tally: Tally, path: Path, language: str, *, minimum: int, coarsen: bool = False) -> list[str]:
    """Write a tally, coarsened where that is asked for, and return what must be said of it.

    Raises
    ------
    RequestError
        The file's name does not end in .parquet, or there is nothing to coarsen to.
    """
    if path.suffix.casefold() != ENDING:
        raise RequestError("tally_output", [Place(str(path))])
    sent = coarsen_tally(tally, minimum, language) if coarsen else tally
    write_tally(sent, path)
    main = sent.frame[sent.frame["view"] == ""]
    values = {"rows": int(main["rows"].sum()), "units": main["unit"].nunique(), "lines": len(sent.frame)}
    said = [note("tally_written", language, file=path, **values)]
    few = small_cells(sent, minimum)
    if few.lines:
        said.append(note("tally_identifies", language, lines=few.lines, n=few.respondents, minimum=minimum))
    else:
        said.append(note("tally_safe", language, minimum=minimum))
    if sent.origin.lost:
        lost = ", ".join(note(f"lost_{kind}", language, n=n) for kind, n in sent.origin.lost.items() if n)
        said.append(note("tally_lost", language, lost=lost))
    return said


def say_shared(units: Sequence[str], language: str) -> list[str]:
    """Return what is said of units that stand in more than one tally."""
    if not units:
        return []
    more = [note("more", language, n=len(units) - NAMES_SHOWN)] if len(units) > NAMES_SHOWN else []
    return [note("tally_shared", language, n=len(units), names=", ".join([*units[:NAMES_SHOWN], *more]))]
