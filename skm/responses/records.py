"""JSON files: a list of records, one record a line, or the export of a database tool with its tables."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from skm.errors import DataError, Place
from skm.responses.raw import RawTable, cell_text

RECORDS_AT_MOST = 512 << 20  # bytes: a JSON file is held in memory whole


class _KeyTwiceError(ValueError):
    """A JSON object says a key twice, which is two answers to one question."""


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _KeyTwiceError
    return found


def read_records(path: Path, name: str) -> list[RawTable]:
    """Return the tables of a JSON file; an object or a list within a record is kept as its text.

    Parameters
    ----------
    path
        The file. The first record has row 2, as beneath a header.
    name
        How messages call it.

    Raises
    ------
    DataError
        It is no JSON, too large, or holds no records.
    """
    data = path.read_bytes() if path.stat().st_size <= RECORDS_AT_MOST else b""
    if not data:
        raise DataError("json_unreadable", [Place(name)])
    digest = hashlib.sha256(data).hexdigest()
    try:
        tables = _tables_of(_load(data.decode("utf-8-sig")))
    except _KeyTwiceError as error:
        raise DataError("json_key_twice", [Place(name)]) from error
    except (ValueError, RecursionError) as error:
        raise DataError("json_unreadable", [Place(name)]) from error
    found = [_table(name, sheet, digest, records) for sheet, records in tables.items() if records]
    if not found:
        raise DataError("json_without_records", [Place(name)])
    return found


def _load(text: str) -> Any:
    """Return what the text says; numbers keep their digits."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_float=_number, parse_int=str)
    except _KeyTwiceError:
        raise
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        return [json.loads(line, object_pairs_hook=_object, parse_float=_number, parse_int=str) for line in lines]


def _number(text: str) -> str:
    return cell_text(float(text)) if float(text).is_integer() else text


def _tables_of(value: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the records of each table by its name; the only list of a file has none."""
    if isinstance(value, list) and any(_is_dump(entry) for entry in value):
        tables = [entry for entry in value if _is_dump(entry)]
        return {str(entry.get("name", "")): _records(entry["data"]) for entry in tables}
    if isinstance(value, list):
        return {"": _records(value)}
    if isinstance(value, dict):
        lists = {key: part for key, part in value.items() if isinstance(part, list) and _are_records(part)}
        return {key if len(lists) > 1 else "": _records(part) for key, part in lists.items()}
    return {}


def _is_dump(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("type") == "table" and isinstance(entry.get("data"), list)


def _are_records(part: Sequence[Any]) -> bool:
    return bool(part) and all(isinstance(record, dict) for record in part)


def _records(part: Sequence[Any]) -> list[dict[str, Any]]:
    if part and not _are_records(part):
        message = "a record is no object"
        raise ValueError(message)
    return list(part)


def _table(name: str, sheet: str, digest: str, records: Sequence[dict[str, Any]]) -> RawTable:
    headers = list(dict.fromkeys(key for record in records for key in record))
    rows = [[_cell(record.get(key)) for key in headers] for record in records]
    cells = pd.DataFrame(rows, columns=[f"c{place}" for place in range(len(headers))], dtype=object)
    texts = tuple(" ".join(header.split()) for header in headers)
    return RawTable(name, sheet, digest, texts, len(rows), 2, cells=cells, notes=("JSON",))


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return cell_text(value)
