"""What a page can say beside the figures: answers, quality, files, exclusions, dates."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from skm.followups import Action, Publication
from skm.periods import NO_PERIOD
from skm.publishing.facts import Importance, Month, Reliability, Rule, Source
from skm.publishing.openness import rounded
from skm.publishing.reading import read_count, read_number, read_text
from skm.publishing.suppression import Family, hide_cells
from skm.regulation import Regulation

LEAST_RELIABLE = 30  # respondents; below, a coefficient of a whole says nothing (statistics.md section 10)
ROWS, MANY_ROWS = "rows", 1000
ROW_COUNTS = ("rows_in", "rows_kept", "rows_dropped")


@dataclass(frozen=True)
class Evidence:
    """What a page can say beside the figures; all of it optional, a section without content is absent.

    Attributes
    ----------
    distribution
        The table distribution.csv: answers 1 to 4 for each element.
    respondents
        How many respondents of each profile group every unit has, as `skm.indices.count_respondents` returns them.
    quality
        Shares of blanks, straight lines and ceilings by period.
    precision
        The table precision.csv: how sure each letter and each rank is.
    ends
        The elements that may be called lowest or highest, as `skm.research.element_ends` returns them.
    funnel
        The curves of the funnel plot of units, as `skm.research.funnel_curves` returns them.
    accounts
        Rows in, kept and dropped for every file, with its SHA-256 and whether it was read or refused.
    exclusions
        Lines of exclusions.csv, or enough of them to count: `n`, where it is there, says how many one stands for.
    version
        The version of the program.
    settings
        The settings of the run.
    fieldwork
        First and last day of the survey by period, None where no date is known.
    orders
        By period, which order of the last two codes the source followed: form, regulation, assumed, text.
    refused
        By period, the number of files that could not be used.
    ratings
        Other published assessments, as `skm.ratings.classify_ratings` returns them.
    published
        Figures published before beside the recomputed ones, as `skm.verifying.explain_published` returns them.
    actions
        What was planned after each survey and what became of it: the register `followup`.
    media
        Where results were published: the register `media`.
    samples
        By period, how many respondents each unit with known users needs.
    themes
        What the kept comments of each unit are about, as `skm.themes.read_themes` returns it.
    calendar
        Kept rows with a date by period, unit and month (YYYY-MM).
    importance
        By period, what of overall satisfaction goes with each element, with its interval (shares of R²).
    composition
        What of each change of the whole is none of its units, as `skm.research.compositions` returns it.
    reliability
        Alpha, omega and item-rest correlations over all units, as `skm.research.reliability` returns them.
    """

    distribution: pd.DataFrame | None = None
    respondents: pd.DataFrame | None = None
    quality: pd.DataFrame | None = None
    precision: pd.DataFrame | None = None
    funnel: pd.DataFrame | None = None
    ends: pd.DataFrame | None = None
    accounts: pd.DataFrame | None = None
    exclusions: pd.DataFrame | None = None
    version: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    fieldwork: Mapping[str, tuple[dt.date, dt.date] | None] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    ratings: pd.DataFrame | None = None
    published: pd.DataFrame | None = None
    actions: tuple[Action, ...] = ()
    media: tuple[Publication, ...] = ()
    samples: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    themes: pd.DataFrame | None = None
    calendar: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    importance: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict)
    composition: pd.DataFrame | None = None
    reliability: pd.DataFrame | None = None


def is_about(key: Any, period: str) -> bool:
    """Return whether something filed under `key` belongs to a period: its own, that of a part, or of no one period."""
    return read_text(key) in ("", NO_PERIOD, period) or read_text(key).startswith(f"{period}-")


def read_fieldwork(days: Mapping[str, tuple[dt.date, dt.date] | None], period: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a period and its parts."""
    spans = [span for key, span in days.items() if span is not None and is_about(key, period) and key]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def read_ends(
    table: pd.DataFrame | None, period: str, regulation: Regulation, unnamed: Collection[str]
) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """Return the elements that may be called lowest and highest by (level, id), without those that nothing names."""
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    if table is None:
        return found
    for row in table[table["period"] == period].to_dict("records"):
        if row["measure"] in regulation.keys and row["measure"] not in unnamed:
            own = found.setdefault((row["level"], row["id"]), {})
            own[row["end"]] = (*own.get(row["end"], ()), row["measure"])
    return found


def read_orders(orders: Mapping[str, str], period: str, previous: str | None) -> tuple[str, ...]:
    """Return the orders of the last two codes that the sources of both periods followed."""
    periods = [p for p in (period, previous) if p is not None]
    return tuple(sorted({order for p in periods for key, order in orders.items() if is_about(key, p)}))


def read_quality(table: pd.DataFrame | None, period: str, *, with_hidden: bool = False) -> dict[str, float]:
    """Return the quality measures of the whole that have a value.

    Parameters
    ----------
    with_hidden
        Whether rows of hidden units are among those that the shares are of. A share of a few hundred rows tells how
        many they are; one of `MANY_ROWS` fits any number of them to the digit that is printed.
    """
    if table is None:
        return {}
    chosen = table[(table["period"] == period) & (table["level"] == "all")]
    pairs = {read_text(row["measure"]): read_number(row["value"]) for row in chosen.to_dict("records")}
    found = {measure: value for measure, value in pairs.items() if value is not None}
    if not with_hidden:
        return found
    rows = found.pop(ROWS, 0)
    return (
        {measure: float(rounded(100 * share, 1)) / 100 for measure, share in found.items()} if rows >= MANY_ROWS else {}
    )


def read_sources(table: pd.DataFrame | None, period: str, minimum: int, all_hidden: bool) -> tuple[Source, ...]:
    """Return the files of a period; row counts are hidden where few persons are in a file, or hidden units in any."""
    if table is None:
        return ()
    rows = [row for row in table.to_dict("records") if is_about(row["period"], period)]
    counts: dict[Any, int] = {n: read_count(row["rows_kept"]) or 0 for n, row in enumerate(rows)}
    family = Family("all", tuple(range(len(rows))))
    hidden = hide_cells({**counts, "all": sum(counts.values())}, [family], minimum)
    # An empty file is hidden like a small one: else files of one row each would follow from their number.
    hidden |= {number for number, n in counts.items() if hidden and not n}
    found = []
    for number, row in enumerate(rows):
        cells = [None if all_hidden or number in hidden else read_count(row[c]) for c in ROW_COUNTS]
        refused = read_text(row["status"]) == "refused"
        found.append(Source(read_text(row["file"]), read_text(row["sha256"]), *cells, refused, read_text(row["note"])))
    return tuple(found)


def read_totals(table: pd.DataFrame | None, period: str) -> tuple[int, int, int] | None:
    """Return rows read, kept and dropped over all files of a period."""
    rows = [] if table is None else [row for row in table.to_dict("records") if is_about(row["period"], period)]
    if not rows:
        return None
    read, kept, dropped = (
        sum(read_count(row[c]) or 0 for row in rows) for c in ("rows_in", "rows_kept", "rows_dropped")
    )
    return read, kept, dropped


def read_calendar(
    months: Mapping[str, Mapping[str, int]], without: Collection[str], kept: int, minimum: int
) -> tuple[Month, ...]:
    """Return how many answers each month has, those without a date last; small counts are hidden with a second one.

    Parameters
    ----------
    months
        Kept rows with a date by unit and month.
    without
        The units whose rows are in no published count.
    kept
        The kept rows of all other units.
    minimum
        The least number that may be shown.
    """
    counts: dict[str, int] = {}
    for unit, own in months.items():
        for month, n in own.items() if unit not in without else ():
            counts[month] = counts.get(month, 0) + n
    undated = kept - sum(counts.values())
    if not counts or undated < 0:
        return ()
    ordered = [*sorted(counts), *([""] if undated else [])]
    cells: dict[Any, int] = {month: counts.get(month, undated) for month in ordered}
    hidden = hide_cells({**cells, "all": kept}, [Family("all", tuple(ordered))], minimum)
    return tuple(Month(month, None if month in hidden else cells[month]) for month in ordered)


def read_reliability(table: pd.DataFrame | None, period: str) -> Reliability | None:
    """Return how consistent the answers of a period are; None where too few people answered everything."""
    if table is None:
        return None
    rows = [row for row in table.to_dict("records") if row["period"] == period and row["level"] == "all"]
    whole = {row["straight_lines"]: row for row in rows if row["measure"] == "index"}
    full = whole.get("with")
    if full is None or (read_count(full["n"]) or 0) < LEAST_RELIABLE or read_number(full["alpha"]) is None:
        return None
    items = [row for row in rows if row["measure"] != "index" and row["straight_lines"] == "with"]
    known = [row for row in items if read_number(row["item_rest"]) is not None]
    return Reliability(
        n=read_count(full["n"]) or 0,
        alpha=float(full["alpha"]),
        low=read_number(full["alpha_low"]),
        high=read_number(full["alpha_high"]),
        omega=read_number(full["omega"]),
        alpha_varied=read_number(whole.get("without", {}).get("alpha")),
        r_table=read_number(known[0]["r_table"]) if known else None,
        items=tuple((read_text(row["measure"]), float(row["item_rest"]), float(row["item_total"])) for row in known),
    )


def read_importance(shares: Mapping[str, Sequence[float]]) -> tuple[Importance, ...]:
    """Return what of overall satisfaction goes with each element, in the order of the questionnaire."""
    return tuple(Importance(element, *ends) for element, ends in shares.items())


def read_rules(exclusions: pd.DataFrame | None, accounts: pd.DataFrame | None, period: str) -> tuple[Rule, ...]:
    """Return how often each rule acted on the files of a period, in a fixed order."""
    if exclusions is None or exclusions.empty:
        return ()
    if accounts is not None:
        files = {row["file"] for row in accounts.to_dict("records") if is_about(row["period"], period)}
        exclusions = exclusions[exclusions["file"].isin(files)]
    exclusions = exclusions if "n" in exclusions else exclusions.assign(n=1)
    counted = exclusions.groupby(["action", "rule"], sort=True)["n"].sum()
    return tuple(Rule(str(rule), str(action), int(n)) for (action, rule), n in counted.items())
