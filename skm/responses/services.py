"""One person, several services: which cells of a column name more than one, and which service names hold a comma."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from skm.survey import plain

SEPARATORS = (";", ",")  # of Microsoft Forms, and of Google Forms and Kobo
JOINED = "; "  # how the services of one person are written in one cell here


@dataclass(frozen=True)
class Services:
    """What the cells of a column of services name.

    Attributes
    ----------
    labels
        Cell → how it is written here, where that is not as it stands.
    several
        The joined text → its services.
    unclear
        Cells that may name several services, or one whose name holds a comma; they are taken for one.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unclear: tuple[str, ...] = ()


def read_services(counts: Mapping[str, int]) -> Services:
    """Return what each distinct cell of a column of services names.

    A semicolon parts services. A comma parts them where each part stands alone in another cell of the column (with
    semicolons taken into account); where none does, it belongs to the name; where only some do, that is not clear.

    Examples
    --------
    >>> found = read_services({"KTP": 5, "KK": 3, "KTP, KK": 2, "Akta lahir, mati": 4})
    >>> found.labels, found.several
    ({'KTP, KK': 'KTP; KK'}, {'KTP; KK': ('KTP', 'KK')})
    """
    if not any(sign in label for label in counts for sign in SEPARATORS):
        return Services()
    pieces = {label: _at_semicolons(label) for label in counts}
    alone = _spellings({names[0]: counts[label] for label, names in pieces.items() if len(names) == 1})
    whole = {name for names in pieces.values() for name in names if "," in name and not _at_commas(name, alone)}
    recurring = _recurring(whole)
    labels, several, unclear = {}, {}, []
    for label, names in pieces.items():
        parts: list[str] = []
        for name in names:
            found = _at_commas(name, alone)
            parts += found or [name]
            if not found and _is_unclear(name, alone, recurring):
                unclear.append(label)
        spelled = tuple(dict.fromkeys(alone.get(plain(part), part) for part in parts))
        joined = JOINED.join(spelled)
        if len(spelled) > 1:
            labels[label] = joined
            several[joined] = spelled
        elif ";" in label or len(parts) > 1:
            labels[label] = joined
    return Services(labels, several, tuple(dict.fromkeys(unclear)))


def _at_semicolons(label: str) -> list[str]:
    return [name for part in label.split(";") if (name := " ".join(part.split()))] or [""]


def _spellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Return the most frequent spelling of each name that stands alone, by its plain form."""
    found: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        if plain(name):
            found.setdefault(plain(name), name)
    return found


def _at_commas(name: str, alone: Mapping[str, str]) -> list[str] | None:
    """Return the services into which commas part a name, each standing alone elsewhere; None where they do not.

    A service may hold a comma itself, so neighbouring pieces are also tried together, the longest first.
    """
    pieces = [piece.strip() for piece in name.split(",")]
    own = plain(name)

    def parted(start: int) -> list[str] | None:
        if start == len(pieces):
            return []
        for end in range(len(pieces), start, -1):
            text = ", ".join(pieces[start:end])
            if plain(text) and plain(text) != own and plain(text) in alone and (rest := parted(end)) is not None:
                return [text, *rest]
        return None

    return parted(0) if len(pieces) > 1 else None


def _recurring(names: Collection[str]) -> set[str]:
    """Return the plain forms of what stands between commas in more than one name."""
    seen: dict[str, set[str]] = {}
    for name in names:
        for piece in name.split(","):
            seen.setdefault(plain(piece), set()).add(plain(name))
    return {piece for piece, found in seen.items() if piece and len(found) > 1}


def _is_unclear(name: str, alone: Mapping[str, str], recurring: set[str]) -> bool:
    found = [plain(piece) for piece in name.split(",")]
    return len(found) > 1 and any(piece in alone or piece in recurring for piece in found)
