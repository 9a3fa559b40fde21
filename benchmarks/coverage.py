"""How often the 95 % interval of a unit's index holds the true index: seeded, printed as a table.

    python -m benchmarks.coverage [--repeats 4000]

Answers come from a model of a person's mood and nine questions, cut into four choices. "Ceiling" shifts the mood so far
up that most answers are 4, as in services that people are fond of; "a tail"
adds a tenth of people who are not. The truth is the mean of two million persons.
"""

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skm.stats.intervals import logit_t_interval, t_interval

Array = NDArray[np.float64]
SIZES = (10, 20, 50, 150)
CUTS = (-2.0, -1.0, 0.8)  # of the latent answer: 1 below the first, 4 above the last
MOODS = {
    "no ceiling": 0.0,
    "ceiling": 2.1,
    "36 % at 100, a tail": 1.6,
    "52 % at 100, a tail": 2.0,
    "66 % at 100, a tail": 2.4,
}
TAIL, TAIL_MOOD = 0.1, 3.0  # one person in ten is far less satisfied than the others
ITEMS, TRUTH_PERSONS = 9, 2_000_000


@dataclass(frozen=True)
class Coverage:
    """What became of one setting: shares of intervals that hold the truth, and that cannot be computed."""

    setting: str
    n: int
    share_of_4: float
    truth: float
    t: float
    logit_t: float
    missed_low: float
    missed_high: float
    without: float


def draw(generator: np.random.Generator, persons: int, mood: float, tail: float = 0.0) -> Array:
    """Return persons' own indices, `(persons,)`; a share `tail` of them is far less satisfied."""
    low = TAIL_MOOD * (generator.random((persons, 1)) < tail) if tail else 0.0
    latent = mood - low + generator.normal(0, 0.8, (persons, 1)) + generator.normal(0, 0.7, (persons, ITEMS))
    scores = 1 + np.digitize(latent, CUTS)
    return 25.0 * scores.mean(axis=1)


def cover(setting: str, n: int, repeats: int, seed: int = 20) -> Coverage:
    """Return the coverage of one setting over `repeats` samples of `n` persons."""
    generator = np.random.default_rng([seed, n, len(setting)])
    mood, tail = MOODS[setting], TAIL if setting.endswith("tail") else 0.0
    everybody = draw(generator, TRUTH_PERSONS // 10, mood, tail)
    for _ in range(9):
        everybody = np.concatenate([everybody, draw(generator, TRUTH_PERSONS // 10, mood, tail)])
    truth = float(everybody.mean())
    samples = draw(generator, n * repeats, mood, tail).reshape(repeats, n)
    means, ses = samples.mean(axis=1), samples.std(axis=1, ddof=1) / np.sqrt(n)
    known = ses > 0  # all answers equal: no interval is given
    low, high = logit_t_interval(means[known], ses[known], n - 1)
    t_low, t_high = t_interval(means[known], ses[known], n - 1)
    return Coverage(
        setting=setting,
        n=n,
        share_of_4=float((draw(generator, 20_000, mood, tail) > 99.99).mean()),
        truth=truth,
        t=float(((t_low <= truth) & (truth <= t_high)).mean()),
        logit_t=float(((low <= truth) & (truth <= high)).mean()),
        missed_low=float((high < truth).mean()),
        missed_high=float((low > truth).mean()),
        without=float((~known).mean()),
    )


def main() -> None:
    """Print the table of docs/methods/coverage.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=4000)
    repeats = parser.parse_args().repeats
    lines = [
        "| answers | n | true index | t, % | logit-t, % | truth above, % | truth below, % | no interval, % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for setting in MOODS:
        for n in SIZES:
            c = cover(setting, n, repeats)
            shares = (100 * x for x in (c.t, c.logit_t, c.missed_low, c.missed_high, c.without))
            lines.append(f"| {setting} | {n} | {c.truth:.2f} | " + " | ".join(f"{x:.1f}" for x in shares) + " |")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
