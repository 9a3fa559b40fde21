"""The oldest library versions that pyproject.toml allows, one constraint a line: what `make floors` installs."""

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
NO_FLOOR_FOR = {"test"}  # tools of the suite, not of its users
FLOOR = re.compile(r"([a-z0-9-]+)(?:\[[a-z]+\])?>=([0-9.]+)")


def list_floors() -> list[str]:
    """Return a line `name==version` for each library that a user may have in an older version."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [
        *project["dependencies"],
        *(one for name, extra in extras.items() if name not in NO_FLOOR_FOR for one in extra),
    ]
    needed += [one for one in extras["test"] if one.startswith("pyarrow")]  # pandas and the readers work on it
    found = [FLOOR.fullmatch(one) for one in needed]
    return sorted({f"{match[1]}=={match[2]}" for match in found if match})


if __name__ == "__main__":
    sys.stdout.write("\n".join(list_floors()) + "\n")
