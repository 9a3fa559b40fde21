"""A folder of part files, as Spark and Hadoop write one table: one source, each row of it still called by its part.

The parts are joined in the order of their names into one file of the workspace, without the headers of all but the
first; that file goes as soon as the table is staged, like every other copy. Signs of the writer (`_SUCCESS`, dot files)
are no parts.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from skm.engine import open_engine
from skm.errors import DataError, Place
from skm.responses.findings import Found, Many
from skm.responses.raw import Piece, RawTable, forget_copy
from skm.responses.workspace import Workspace
from skm.survey import TEXTS, UNFINISHED, part_files

KNOWN_AGAIN = 30  # rows from which on two parts of the same bytes are the same people
PARQUET = ".parquet"


@dataclass(frozen=True)
class _Look:
    """What one part is: hash, header, records behind the header, and where its bytes can be taken as they are."""

    path: Path
    sha256: str
    header: tuple[str, ...]
    n_rows: int
    skip: int = 0
    encoding: str = ""


def read_parted(
    folder: Path,
    name: str,
    workspace: Path,
    look: Callable[[Path, str], tuple[str, str]],
    lay_out: Callable[[Path, str], int],
    read: Callable[[Path], RawTable],
) -> RawTable:
    """Return the table of a folder of part files.

    Parameters
    ----------
    look
        Gives (SHA-256, encoding) of a text file.
    lay_out
        Gives the number of records of a text file in UTF-8, and refuses an open quotation mark.
    read
        Gives the raw table of the joined file.

    Raises
    ------
    DataError
        The folder is not written to its end, its parts differ in their columns, or two of them are the same.
    """
    if (folder / UNFINISHED).exists():
        raise DataError("parts_unfinished", [Place(name)])
    files = part_files(folder)
    strange = [path for path in files if path.suffix.casefold() not in (*TEXTS, PARQUET)]
    if strange or not files:
        raise DataError(
            "other_kind",
            [Place(f"{name}/{path.name}") for path in strange],
            kind="".join(sorted({path.suffix.removeprefix(".") or "?" for path in strange})[:1]),
        )
    if len({path.suffix.casefold() for path in files}) > 1:
        raise DataError("parts_differ", [Place(f"{name}/{path.name}") for path in files[:1] + files[-1:]])
    is_parquet = files[0].suffix.casefold() == PARQUET
    filled = [path for path in files if path.stat().st_size]  # a part of Spark without rows may be without bytes
    if not filled:
        raise DataError("empty_file", [Place(name)])
    looks = _parquets(filled, name) if is_parquet else _texts(filled, name, workspace, look, lay_out)
    for one in looks[1:]:
        if one.header != looks[0].header:
            raise DataError("parts_differ", [Place(f"{name}/{p.name}") for p in (looks[0].path, one.path)])
    _refuse_same_parts(looks, name)
    digest = _digest([one.sha256 for one in looks])
    joined = workspace / f"{digest[:16]}-parts{files[0].suffix.casefold()}"
    try:
        (_join_parquets if is_parquet else _join_texts)(looks, joined)
        table = read(joined)
    except BaseException:
        forget_copy(joined)
        raise
    if table.path != joined:
        forget_copy(joined)
    as_they_are = table.path == joined and all(one.encoding in ("", "utf-8") for one in looks)
    pieces, before = [], 0
    for one in looks:
        pieces.append(Piece(one.path.name, before, one.path if as_they_are else None))
        before += one.n_rows
    also = tuple(one.sha256 for one in looks if one.n_rows >= KNOWN_AGAIN and len(looks) > 1)
    copy = table.path if table.path == joined else table.copy
    return replace(table, sha256=digest, copy=copy, pieces=tuple(pieces), also=also)


def _parquets(files: Sequence[Path], name: str) -> list[_Look]:
    found = []
    for path in files:
        digest = hashlib.sha256()
        with path.open("rb") as handle:
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
        try:
            with open_engine() as connection:
                relation = connection.read_parquet(str(path))
                header = tuple(f"{c} {k}" for c, k in zip(relation.columns, relation.types, strict=True))
                ((n_rows,),) = relation.count("*").fetchall()
        except duckdb.Error as error:
            raise DataError("other_kind", [Place(f"{name}/{path.name}")], kind="?") from error
        found.append(_Look(path, digest.hexdigest(), header, n_rows))
    return found


def _texts(
    files: Sequence[Path],
    name: str,
    workspace: Path,
    look: Callable[[Path, str], tuple[str, str]],
    lay_out: Callable[[Path, str], int],
) -> list[_Look]:
    """Return what text parts are; the number of their rows counts blank ones, as a spreadsheet does."""
    found = []
    for path in files:
        own = f"{name}/{path.name}"
        digest, encoding = look(path, own)
        plain = path
        if encoding != "utf-8":
            plain = workspace / f"{digest[:16]}-plain"
            _decode(path, encoding, plain, own)
        try:
            header, skip = _first_record(plain)
            n_records = lay_out(plain, own)
        finally:
            forget_copy(plain if plain != path else None)
        found.append(_Look(path, digest, (header,), n_records - 1, skip, encoding))
    return found


def _first_record(path: Path) -> tuple[str, int]:
    """Return the first record without its line end and byte-order mark, and how many bytes it takes in the file."""
    with path.open("rb") as handle:
        record = handle.readline()
        while record.count(b'"') % 2 and (more := handle.readline()):
            record += more
    text = record.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    return text, len(record)


def _decode(path: Path, encoding: str, target: Path, name: str) -> None:
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            target.open("w", encoding="utf-8", newline="") as plain,
        ):
            shutil.copyfileobj(source, plain, 1 << 20)
    except UnicodeError as error:
        raise DataError("unknown_encoding", [Place(name)]) from error


def _join_texts(looks: Sequence[_Look], target: Path) -> None:
    """Write the records of all parts behind the header of the first."""
    with target.open("wb") as whole:
        for place, one in enumerate(looks):
            start = whole.tell()
            with one.path.open("rb") as part:
                if one.encoding == "utf-8":
                    part.seek(one.skip if place else 0)
                    shutil.copyfileobj(part, whole, 1 << 20)
                else:
                    _append_decoded(one, whole, with_header=not place)
            if whole.tell() > start:
                _end_line(whole, target)


def _append_decoded(one: _Look, whole: object, *, with_header: bool) -> None:
    skipped = 0 if with_header else one.skip
    with one.path.open(encoding=one.encoding, newline="") as part:
        while text := part.read(1 << 20):
            plain = text.encode("utf-8")
            whole.write(plain[skipped:])
            skipped = max(0, skipped - len(plain))


def _end_line(whole: object, target: Path) -> None:
    """End the last line of a part that does not end it itself."""
    whole.flush()
    with target.open("rb") as written:
        written.seek(-1, 2)
        if written.read(1) not in (b"\n", b"\r"):
            whole.write(b"\n")


def _join_parquets(looks: Sequence[_Look], target: Path) -> None:
    quoted = [str(path).replace("'", "''") for path in (*(one.path for one in looks), target)]
    listed = ", ".join(f"'{path}'" for path in quoted[:-1])
    with open_engine() as connection:
        connection.execute(
            f"COPY (FROM read_parquet([{listed}])) TO '{quoted[-1]}' (FORMAT parquet, PRESERVE_ORDER true)"
        )


def _refuse_same_parts(looks: Sequence[_Look], name: str) -> None:
    """Refuse a folder in which a part was copied: its people would count twice."""
    seen: dict[str, Path] = {}
    for one in looks:
        before = seen.setdefault(one.sha256, one.path)
        if before is not one.path and one.n_rows >= KNOWN_AGAIN:
            raise DataError("same_file_twice", [Place(f"{name}/{p.name}") for p in (before, one.path)])


def _digest(hashes: Sequence[str]) -> str:
    """Return the hash of a folder: that of its parts in whatever order; a single part is the file itself."""
    if len(hashes) == 1:
        return hashes[0]
    return hashlib.sha256(json.dumps(sorted(hashes)).encode()).hexdigest()


# --- whose row is it ----------------------------------------------------------------------------------------------


def piece_of(row: int, pieces: Sequence[Piece]) -> tuple[Piece, int]:
    """Return the part in which a row of the joined file stands, and its row there.

    Examples
    --------
    >>> pieces = (Piece("part-00000.csv", 0), Piece("part-00001.csv", 10))
    >>> [(piece.name, row) for piece, row in (piece_of(11, pieces), piece_of(12, pieces))]
    [('part-00000.csv', 11), ('part-00001.csv', 2)]
    """
    own = max((piece for piece in pieces if piece.before + 1 < row), key=lambda p: p.before, default=pieces[0])
    return own, row - own.before


def in_pieces(found: Iterable[Found], pieces: Sequence[Piece], workspace: Workspace) -> Iterator[Found]:
    """Give what was found in a folder of parts by the part in which it stands, and its row there."""
    for one in found:
        if isinstance(one, Many):
            yield from _many_in_pieces(one, pieces, workspace)
        elif one.get("row") is None:
            yield one
        else:
            piece, row = piece_of(one["row"], pieces)
            yield {**one, "file": f"{one['file']}/{piece.name}", "row": row}


def _many_in_pieces(many: Many, pieces: Sequence[Piece], workspace: Workspace) -> Iterator[Many]:
    connection = workspace.connection
    ends = [piece.before + 1 for piece in pieces[1:]]
    for piece, end in zip(pieces, [*ends, None], strict=True):
        start = 0 if piece is pieces[0] else piece.before + 1
        inside = f'"row" > {start}' + ("" if end is None else f' AND "row" <= {end}')
        ((n,),) = connection.execute(f"SELECT count(*) FROM {many.name} WHERE {inside}").fetchall()
        if not n:
            continue
        own = workspace.new_name()
        connection.execute(
            f'CREATE TEMP VIEW {own} AS SELECT "row" - {piece.before} AS "row", value, unit, saying'
            f" FROM {many.name} WHERE {inside}"
        )
        yield replace(many, name=own, n=n, file=f"{many.file}/{piece.name}")


def located(error: DataError, name: str, pieces: Sequence[Piece]) -> DataError:
    """Return an error about the joined file with the parts in which its places stand."""
    places = []
    for place in error.places:
        if place.file == name and place.row is not None:
            piece, row = piece_of(place.row, pieces)
            place = replace(place, file=f"{name}/{piece.name}", row=row)  # noqa: PLW2901
        places.append(place)
    return type(error)(error.code, places, **error.values)
