"""How many planted faults the marks of `skm.quality_flags` find, and how many honest units they name.

`python -m benchmarks.faults [SURVEYS]` prints the tables of docs/methods/quality.md. Same seed, same tables.

Each simulated survey is made twice: honest, and with seven faults in eight of its twenty-four units. Honest units
differ in level, in the profile of their elements, in how much people agree, in how many tick one column from top to
bottom; four give their service for free. Nothing here uses what the marks are made of.
"""

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

import skm

SEED = 20_261_122
SURVEYS = 200
UNITS = 24
ELEMENTS = (
    *("requirements", "procedure", "time", "tariff", "product", "competence", "behaviour", "facilities"),
    "complaints",
)
CUTS = (-2.15, -1.20, 0.45)  # of the latent scale: few 1s and 2s, as in most surveys
COMMON = 0.64  # loading of a person's own satisfaction
FREE_UNITS = 4
FAULTS = (
    "desk: one answer, together",
    "desk: one answer, mixed in",
    "desk: favourites, together",
    "desk: favourites, mixed in",
    "desk: 3s and 4s at random",
    "best 80 % kept",
    "copied",
)


def honest_survey(rng: np.random.Generator, units: int = UNITS) -> pd.DataFrame:
    """Return an honest survey: a line a person, unit by unit in the order of arrival."""
    sizes = np.clip(np.rint(90 * np.exp(0.45 * rng.standard_normal(units))), 25, 300).astype(int)
    base = rng.normal(0.0, 0.25, len(ELEMENTS))
    frames = []
    for number, n in enumerate(sizes):
        level = rng.normal(0.1, 0.3) + base + rng.normal(0, 0.12, len(ELEMENTS))
        person = rng.normal(0, rng.uniform(0.85, 1.15), (n, 1)) - 1.3 * (rng.random((n, 1)) < 0.04)
        noise = rng.standard_normal((n, len(ELEMENTS)))
        noise[rng.random(n) < rng.beta(3, 50)] = 0.0  # ticks one column from top to bottom
        latent = level + COMMON * person + np.sqrt(1 - COMMON**2) * noise
        straight = (noise == 0).all(axis=1)
        latent[straight] = level.mean() + COMMON * person[straight]
        scores = 1 + np.searchsorted(CUTS, latent).astype(float)
        if number < FREE_UNITS:
            scores[:, ELEMENTS.index("tariff")] = np.where(rng.random(n) < 0.97, 4, 3)
        scores[rng.random(scores.shape) < 0.01] = np.nan
        frame = pd.DataFrame(scores, columns=list(ELEMENTS))
        frames.append(frame.assign(unit=f"unit {number:02d}", sex=rng.choice(["L", "P"], n)))
    return pd.concat(frames, ignore_index=True)


def _desk(forms: np.ndarray, made: Callable[[int], np.ndarray]) -> np.ndarray:
    """Return forms of which the last fifth was filled at a desk."""
    n = len(forms) // 5
    return np.vstack([forms[:-n], made(n)])


def plant(survey: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """Return the survey with all faults, and the units that each touches."""
    sizes = survey.groupby("unit").size()
    usable = [unit for unit, n in sizes.items() if n >= 50]
    chosen = rng.choice(usable, len(FAULTS) + 1, replace=False)
    parts = {unit: frame.reset_index(drop=True) for unit, frame in survey.groupby("unit", sort=True)}

    def forms_of(unit: str) -> np.ndarray:
        return parts[unit][list(ELEMENTS)].to_numpy()

    def put(unit: str, forms: np.ndarray) -> None:
        frame = pd.DataFrame(forms, columns=list(ELEMENTS))
        parts[unit] = frame.assign(unit=unit, sex=rng.choice(["L", "P"], len(frame)))

    def one_answer(n: int) -> np.ndarray:
        return np.repeat(rng.choice([3.0, 4.0], (n, 1), p=[0.4, 0.6]), len(ELEMENTS), axis=1)

    def at_random(n: int) -> np.ndarray:
        return rng.choice([3.0, 4.0], (n, len(ELEMENTS)))

    def favourites(n: int) -> np.ndarray:
        """Three forms over and over; in every second one, one answer is changed between 3 and 4."""
        forms = at_random(3)[rng.integers(0, 3, n)]
        changed = np.flatnonzero(rng.random(n) < 0.5)
        places = rng.integers(0, len(ELEMENTS), len(changed))
        forms[changed, places] = 7.0 - forms[changed, places]
        return forms

    for unit, made in zip(chosen, (one_answer, one_answer, favourites, favourites, at_random), strict=False):
        put(unit, _desk(forms_of(unit), made))
    for unit in (chosen[1], chosen[3]):
        put(unit, rng.permutation(forms_of(unit)))
    best, copy, source = chosen[5:]
    forms = forms_of(best)
    order = np.argsort(-np.nanmean(forms, axis=1), kind="stable")
    put(best, forms[np.sort(order[: int(0.8 * len(forms))])])
    copied = forms_of(source)[rng.permutation(len(forms_of(source)))]
    changed = rng.random(len(copied)) < 0.1  # one form in ten has another answer somewhere
    places = rng.integers(0, len(ELEMENTS), len(copied))
    copied[changed, places[changed]] = rng.choice([3.0, 4.0], changed.sum())
    put(copy, copied)
    touched = dict(zip(FAULTS, [(unit,) for unit in chosen[:6]] + [(copy, source)], strict=True))
    return pd.concat(parts.values(), ignore_index=True), touched


def run_one(number: int, seed: int = SEED) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is found of each fault in one survey, and all marks of its honest units."""
    rng = np.random.default_rng([seed, number])
    survey = honest_survey(rng)
    honest = [skm.quality_flags(survey).assign(survey=number, planted=False)]
    spoiled, touched = plant(survey, rng)
    flags = skm.quality_flags(spoiled)
    marked = flags[(flags["flag"] != "") & flags["q"].notna()]
    found = []
    for fault, units in touched.items():
        marks = set(marked.loc[marked["unit"].isin(units), "mark"])
        n = int(flags.loc[flags["unit"] == units[0], "n"].iloc[0])
        found.append({"survey": number, "fault": fault, "n": n, "found": bool(marks), "marks": marks})
    others = set().union(*touched.values())
    honest.append(flags[~flags["unit"].isin(others)].assign(survey=number, planted=True))
    return pd.DataFrame(found), pd.concat(honest, ignore_index=True)


def run(surveys: int, seed: int = SEED) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return detection by fault, and the marks of honest units, of some surveys."""
    parts = [run_one(number, seed) for number in range(surveys)]
    return tuple(pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True))


def tables(found: pd.DataFrame, honest: pd.DataFrame) -> str:
    """Return both tables as Markdown."""
    lines = ["| planted fault | found | by which marks |", "|---|---|---|"]
    for fault in FAULTS:
        here = found[found["fault"] == fault]
        marks = here["marks"].explode().dropna().value_counts()
        by = ", ".join(f"`{mark}` {n / len(here):.0%}" for mark, n in marks.items() if n / len(here) >= 0.01)
        lines.append(f"| {fault} | {here['found'].mean():.0%} | {by} |")
    lines += ["", "| found, by forms in the unit | up to 70 | 71 to 110 | more |", "|---|---|---|---|"]
    size = pd.cut(found["n"], [0, 70, 110, 10_000], labels=["small", "middle", "large"])
    by_size = found.groupby(["fault", size], observed=False)["found"].mean().unstack()
    for fault in FAULTS:
        lines.append(f"| {fault} | " + " | ".join(f"{share:.0%}" for share in by_size.loc[fault]) + " |")
    tested = honest[honest["q"].notna()]
    lines += [
        "",
        "| honest units | unit × mark | flagged | units flagged | surveys with a false flag |",
        "|---|---|---|---|---|",
    ]
    for name, here in (
        ("of honest surveys", tested[~tested["planted"]]),
        ("beside planted faults", tested[tested["planted"]]),
    ):
        is_flagged = here["flag"] != ""
        by_unit = is_flagged.groupby([here["survey"], here["unit"]]).any()
        by_survey = is_flagged.groupby(here["survey"]).any()
        lines.append(
            f"| {name} | {len(here)} | {is_flagged.mean():.3%} | {by_unit.mean():.2%} | {by_survey.mean():.1%} |"
        )
    marks = tested[tested["flag"] != ""]["mark"].value_counts()
    lines += [
        "",
        f"False flags by mark, of {len(tested):,} tests: "
        + (", ".join(f"`{mark}` {n}" for mark, n in marks.items()) or "none")
        + ".",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(tables(*run(int(sys.argv[1]) if len(sys.argv) > 1 else SURVEYS)))
