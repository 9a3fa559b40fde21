"""How many processes this computer runs for us at a time: its cores, less what a scheduler or a container takes."""

import math
import os
from contextlib import suppress
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")  # where Linux says what each group of processes may use
OWN_GROUPS = Path("/proc/self/cgroup")


def count_cores() -> int:
    """Return how many processes this computer runs for us at a time.

    Fewer than it has cores where we are bound to some of them, or where a container may use only so much of their time.
    """
    allowed = getattr(os, "sched_getaffinity", None)
    cores = len(allowed(0)) if allowed else os.cpu_count() or 1
    return max(1, min([cores, *map(math.ceil, _shares())]))


def _shares() -> list[float]:
    """Return how many cores' time each of the groups that we are in may use, where one says so."""
    with suppress(OSError):
        lines = OWN_GROUPS.read_text(encoding="utf-8").splitlines()
        groups = [line.split(":", 2)[1:] for line in lines if line.count(":") > 1]
        return [share for kinds, path in groups for share in _shares_of(kinds.split(","), path)]
    return []


def _shares_of(kinds: list[str], path: str) -> list[float]:
    """Return what a group and those around it may use; `kinds` is [""] in the newer form of these files."""
    if kinds != [""] and "cpu" not in kinds:
        return []
    root = GROUPS if kinds == [""] else GROUPS / "cpu"
    own = root / path.strip("/")
    around = [own, *(folder for folder in own.parents if folder.is_relative_to(root))]
    return [share for folder in around if (share := _share(folder)) is not None]


def _share(folder: Path) -> float | None:
    for names in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):
        with suppress(OSError, ValueError, ZeroDivisionError):
            quota, period = " ".join((folder / name).read_text(encoding="utf-8") for name in names).split()
            return int(quota) / int(period) if int(quota) > 0 else None  # "max" and -1: all that there is
    return None
