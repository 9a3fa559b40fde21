"""A survey as the program sees it: settings, registers, folder."""

import datetime as dt
import fnmatch
from dataclasses import dataclass, field
from dataclasses import replace as replace_field
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import pandas as pd

from skm.errors import Place, SettingsError
from skm.moments import read_moment
from skm.regulation import Element, Regulation, load_regulation
from skm.survey.names import plain
from skm.survey.registers import read_margins, register_of
from skm.survey.settings import (
    REGULATION_POINTS,
    SETTINGS_FILE,
    Basis,
    CleanSettings,
    FileSettings,
    Language,
    Policy,
    PublisherSettings,
    PublishSettings,
    ReleaseSettings,
    ScaleSettings,
    SettingsFile,
    exact_scale,
    exact_weight,
)
from skm.tables import read_csv_text


@dataclass(frozen=True)
class Survey:
    """A survey as the program sees it: settings, register, folder.

    `Survey()` is a survey with every default and no folder.
    """

    folder: Path | None = None
    settings: SettingsFile = field(default_factory=SettingsFile)
    units: pd.DataFrame | None = None
    corrections: pd.DataFrame | None = None

    @property
    def name(self) -> str:
        """The name printed on the report."""
        return self.settings.survey.name or (self.folder.resolve().name if self.folder else "")

    @property
    def language(self) -> Language:
        """The language of pages and messages."""
        return self.settings.survey.language

    @property
    def regulation(self) -> str:
        """The id of the regulation in force unless a period says otherwise."""
        return self.settings.survey.regulation

    @property
    def official(self) -> Basis:
        """Which of the three parent figures is the official one."""
        return self.settings.survey.official

    @property
    def missing(self) -> Policy:
        """The policy for missing answers."""
        return self.settings.survey.missing

    @property
    def year_from_parts(self) -> str:
        """How a year follows from its parts: "respondents" or "mean"."""
        return self.settings.survey.year_from_parts

    @property
    def recruitment(self) -> str | None:
        """How respondents were found, None where it is not stated."""
        return self.settings.survey.recruitment

    @property
    def simulated(self) -> bool:
        """Whether the answers are made by a computer."""
        return self.settings.survey.simulated

    @property
    def timezone(self) -> str:
        """The time zone of the office."""
        return self.settings.survey.timezone

    @property
    def publish(self) -> PublishSettings:
        """What may be printed."""
        return self.settings.publish

    @property
    def publisher(self) -> PublisherSettings:
        """Who publishes."""
        return self.settings.publisher

    @property
    def release(self) -> ReleaseSettings:
        """When it is released, and when next."""
        return self.settings.release

    @property
    def embargo(self) -> dt.datetime | None:
        """The moment before which nothing may be passed on, None where there is none."""
        return read_moment(self.release.embargo, self.timezone) if self.release.embargo else None

    @property
    def clean(self) -> CleanSettings:
        """What happens to answers that cannot stand."""
        return self.settings.clean

    @cached_property
    def scale(self) -> tuple[tuple[int, Fraction], ...]:
        """The exact score of each point of the questionnaire's scale, ascending; empty where it is 1 to 4 itself."""
        return exact_scale(self.settings.scale)

    @property
    def points(self) -> tuple[int, ...]:
        """The answers of the questionnaire's scale."""
        return tuple(point for point, _ in self.scale) or REGULATION_POINTS

    def for_file(self, name: str) -> "Survey":
        """Return the survey as it holds for one file: without `[scale]` where its patterns leave the file out."""
        patterns = self.settings.scale.files
        if not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            return self
        return replace_field(self, settings=self.settings.model_copy(update={"scale": ScaleSettings()}))

    def regulation_for(self, period: str = "") -> Regulation:
        """Return the regulation of a period, with the survey's own elements where it has some."""
        own = next((p.regulation for p in self.settings.period if p.id == period and p.regulation), None)
        regulation = load_regulation(own or self.regulation)
        return regulation.with_elements(self._own_elements(regulation)) if self.settings.element else regulation

    def _own_elements(self, regulation: Regulation) -> tuple[Element, ...]:
        known = {element.key: element for element in regulation.elements}
        keys = [own.key for own in self.settings.element]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise SettingsError("element_twice", [Place(SETTINGS_FILE, value=key) for key in twice])
        elements = []
        for number, own in enumerate(self.settings.element, start=1):
            names = {"id": own.name, "en": own.name_en or own.name}
            weight = exact_weight(own)
            code = f"U{number}"
            base = known.get(own.key, Element(own.key, code, code, names, names, weight, headers=(own.name,)))
            elements.append(
                replace_field(
                    base,
                    code=code,
                    code_regulation=code,
                    names=names,
                    short=names,
                    weight=weight,
                    headers=tuple(dict.fromkeys((*base.headers, own.name))),
                )
            )
        return tuple(elements)

    def file_settings(self, path: str) -> list[FileSettings]:
        """Return the `[[file]]` entries that match a path relative to the survey folder."""
        return [entry for entry in self.settings.file if fnmatch.fnmatch(path, entry.match)]

    @cached_property
    def unit_ids(self) -> dict[str, str]:
        """Return the unit id of every registered spelling, by its plain form."""
        ids: dict[str, str] = {}
        if self.units is None:
            return ids
        for unit in self.units.itertuples():
            spellings = [unit.unit_id, unit.name, *str(unit.aliases).split("|")]
            ids.update({plain(s): str(unit.unit_id) for s in spellings if plain(s)})
        return ids

    def indices(self) -> pd.DataFrame:
        """Return the figures of every period, as the last run left them.

        Returns
        -------
        pandas.DataFrame
            The columns of indices.csv, with `regulation` (the id in force), `instrument` (the element keys asked) and
            `break_before` (the period may not be compared with the one before).

        Raises
        ------
        SettingsError
            Nothing has been computed in this folder yet.
        """
        processed = self.folder / "data" / "processed" if self.folder else Path()
        if self.folder is None or not (processed / "indices.csv").is_file():
            raise SettingsError("nothing_computed", [Place(str(self.folder or ""))])
        frame, changes = (read_csv_text(processed / f"{name}.csv") for name in ("indices", "changes"))
        numbers = ["mean", "index", "se", "df", "low", "high"]
        frame[numbers] = frame[numbers].apply(pd.to_numeric)
        frame[["n", "n_missing"]] = frame[["n", "n_missing"]].apply(pd.to_numeric).astype("Int64")
        broken = set(changes.loc[changes["verdict"] == "not comparable", "period_to"])
        whole = frame[(frame["level"] == "all") & (frame["measure"] != "index") & (frame["official"] == "True")]
        asked = whole.groupby("period")["measure"].agg(lambda keys: " ".join(dict.fromkeys(keys)))
        law = {period: self.regulation_for(period).id for period in frame["period"].unique()}
        return frame.assign(
            official=frame["official"] == "True",
            regulation=frame["period"].map(law),
            instrument=frame["period"].map(asked),
            break_before=frame["period"].isin(broken),
        )

    def register_file(self, name: str) -> Path | None:
        """Return the file of a register ("ratings", "published", …) of this survey, None where there is none."""
        return register_of(self.folder, name) if self.folder else None

    @cached_property
    def margins(self) -> pd.DataFrame | None:
        """The known users of each group: period ("" holds for all), column, group, users; None without weighting."""
        return read_margins(self.folder, self.settings.weights)

    def margins_of(self, period: str) -> dict[str, dict[str, float]]:
        """Return the known users of each group of each column in a period."""
        found: dict[str, dict[str, float]] = {}
        if self.margins is not None:
            for line in self.margins[self.margins["period"].isin(["", period])].itertuples():
                found.setdefault(line.column, {})[line.group] = line.users
        return found

    def with_settings(self, **changes: object) -> "Survey":
        """Return this survey with other values in `[survey]`."""
        section = self.settings.survey.model_copy(update=changes)
        return replace_field(self, settings=self.settings.model_copy(update={"survey": section}))
