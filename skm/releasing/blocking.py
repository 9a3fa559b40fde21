"""What keeps a period from being released: simulated answers, stale figures, refused files, units without a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skm.errors import Place, RequestError
from skm.periods import NO_PERIOD, is_within
from skm.provenance import input_hashes
from skm.publishing import Facts
from skm.survey import SETTINGS_FILE, Survey, plain

# Settings that change no figure: they may differ from those of the run.
ONLY_PRINTED = ("publisher", "release")
ONLY_PRINTED_OF_SURVEY = ("name", "language")


@dataclass(frozen=True)
class Gap:
    """Something that a release would go without: a unit with no figure, or a refused file."""

    name: str
    spellings: frozenset[str]

    def is_named(self, names: frozenset[str]) -> bool:
        """Return whether one of the plain names is its own."""
        return bool(self.spellings & names)


def refuse_stale(survey: Survey, record: Mapping[str, Any]) -> None:
    """Refuse figures that are not those of the files and settings as they are now.

    Raises
    ------
    RequestError
        A file or a setting is another one than at the last run; the run is to be repeated first.
    """
    recorded, now = (
        {name: digest for name, digest in inputs.items() if name != SETTINGS_FILE and not name.startswith("reports/")}
        for inputs in (record["inputs"], input_hashes(survey))
    )
    changed = [name for name in recorded.keys() | now.keys() if recorded.get(name) != now.get(name)]
    if _of_figures(record["settings"]) != _of_figures(survey.settings.model_dump(mode="json")):
        changed.append(SETTINGS_FILE)
    if changed:
        raise RequestError("release_stale", [Place(name) for name in sorted(changed)])


def _of_figures(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that figures hang on."""
    kept = {name: value for name, value in settings.items() if name not in ONLY_PRINTED}
    survey = {name: value for name, value in kept.get("survey", {}).items() if name not in ONLY_PRINTED_OF_SURVEY}
    return kept | {"survey": survey}


def find_missing(facts: Facts, record: Mapping[str, Any]) -> list[Gap]:
    """Return what a release of these facts would go without: refused files, and units without a figure.

    A figure that is hidden to protect persons is there; it is only not shown.
    """
    units = [unit for unit in facts.units if unit.now.printed is None and not unit.now.hidden]
    gaps = [Gap(unit.name, frozenset({plain(unit.name), plain(unit.id)})) for unit in units]
    for entry in record["files"]:
        if entry["status"] == "refused" and _is_about(entry["period"], facts.period):
            path = Path(entry["file"])
            gaps.append(Gap(entry["file"], frozenset({plain(text) for text in (entry["file"], path.name, path.stem)})))
    return gaps


def _is_about(period: str, released: str) -> bool:
    return period in ("", NO_PERIOD) or is_within(period, released)


def check_gaps(facts: Facts, gaps: Sequence[Gap], without: Sequence[str]) -> tuple[str, ...]:
    """Return the names that the page says the release goes without.

    Raises
    ------
    RequestError
        Something is missing that was not named, or something was named that is not missing.
    """
    named = frozenset(plain(name) for name in without)
    unnamed = [gap for gap in gaps if not gap.is_named(named)]
    if unnamed:
        example = " ".join(f'--without "{Path(gap.name).name}"' for gap in unnamed[:2])
        raise RequestError("release_incomplete", [Place(gap.name) for gap in unnamed], example=example)
    known = frozenset(text for gap in gaps for text in gap.spellings)
    present = {plain(text): unit.name for unit in facts.units for text in (unit.name, unit.id)}
    strange = [name for name in without if plain(name) not in known]
    if strange:
        has_figure = [present[plain(name)] for name in strange if plain(name) in present]
        code = "release_without_present" if has_figure else "release_without_unknown"
        raise RequestError(code, [Place(value=name) for name in has_figure or strange])
    return tuple(dict.fromkeys(gap.name for gap in gaps))
