"""How long a thousand published tables take to verify: one folder, one table a file, seeded.

python -m benchmarks.verifying [--tables 1000]
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

from skm.verifying import verify_folder


def write_tables(folder: Path, n_tables: int, seed: int = 14) -> None:
    """Write tables of nine two-decimal means, each with a published figure of one of three conventions."""
    chance = random.Random(seed)  # noqa: S311  test data
    for number in range(n_tables):
        means = [round(chance.uniform(2.6, 3.9), 2) for _ in range(9)]
        weight = chance.choice([1 / 9, 0.11, 0.111])
        published = sum(means) * weight * 25
        lines = ["unsur,nrr", *(f"U{place},{mean:.2f}" for place, mean in enumerate(means, start=1))]
        (folder / f"tabel-{number:04}.csv").write_text(
            "\n".join([*lines, f"IKM,{published:.2f}", ""]), encoding="utf-8"
        )


def main() -> None:
    """Print the seconds and the verdicts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    n_tables = parser.parse_args().tables
    with tempfile.TemporaryDirectory() as name:
        write_tables(Path(name), n_tables)
        start = time.perf_counter()
        found = verify_folder(name)
        seconds = time.perf_counter() - start
    verdicts = found["verdict"].value_counts().to_dict()
    print(f"{n_tables} tables: {seconds:.2f} s, {verdicts}")


if __name__ == "__main__":
    main()
