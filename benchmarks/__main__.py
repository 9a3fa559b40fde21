"""Every measurement, one after the other: `make bench`. Each stands in a module of its own and can run alone.

    python -m benchmarks [--quick]

All of them take an hour or two, most of it ten and a hundred million rows. `--quick` takes a tenth of the rows and
one round: it shows that everything runs, not what the goals ask for.
"""

import argparse
import subprocess
import sys

# What is measured, and how it is made quick.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("measure", ("--rows", "100000", "--rounds", "1")),
    ("scale", ("--rows", "1000000", "--rounds", "1")),
    ("many_units", ("--rounds", "1")),
    ("pages", ()),
    ("kit", ()),
    ("unit_documents", ()),
    ("verifying", ()),
)


def main() -> None:
    """Run every part in a process of its own; the first that fails ends it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, one round")
    is_quick = parser.parse_args().quick
    for name, quick in PARTS:
        print(f"\n# {name}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *(quick if is_quick else ())], check=True)


if __name__ == "__main__":
    main()
