"""The files of the units: every id becomes a name that each system accepts, and no two units share one."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from skm.tables import LONGEST_NAME, RESERVED_NAMES, safe_name

FOLDER = "units"
# An id that is a name as it stands: no sign that means something to a system, no point or space at its ends.
USABLE = re.compile(r"(?! )[A-Za-z0-9(](?:[A-Za-z0-9._()-]| (?! ))*(?<![. ])")


def name_files(unit_ids: Iterable[str]) -> dict[str, str]:
    """Return the file name of each unit without its ending, the same one every time.

    An id that every system accepts is its own name. Two ids that differ only in capitals are one name to some systems:
    they get names that differ in more.

    Examples
    --------
    >>> name_files(["PKM-07", "Puskesmas 12"])
    {'PKM-07': 'PKM-07', 'Puskesmas 12': 'Puskesmas 12'}
    >>> [name[:4] for name in name_files(["../PKM", "NUL"]).values()]
    ['pkm-', 'nul-']
    """
    ids = list(dict.fromkeys(unit_ids))
    spelled = Counter(unit.casefold() for unit in ids)
    plain = {unit for unit in ids if spelled[unit.casefold()] == 1 and _is_usable(unit)}
    taken = {unit.casefold() for unit in plain}
    found = {}
    for unit in ids:
        name = unit if unit in plain else safe_name(unit)
        while unit not in plain and name in taken:  # an id that is spelled like the name made for another id
            name = f"{name}-{hashlib.sha256((name + unit).encode()).hexdigest()[:8]}"
        taken.add(name.casefold())
        found[unit] = name
    return found


def _is_usable(unit: str) -> bool:
    device = unit.split(".", maxsplit=1)[0].strip().casefold()
    return bool(USABLE.fullmatch(unit)) and len(unit) <= LONGEST_NAME and device not in RESERVED_NAMES
