"""Answers of millions of people, from a seed: as coded CSV, as text labels with faults, as Parquet."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.measure import ELEMENTS, LABELS, SEED

PORTION = 500_000  # rows made at a time
DIRTY = 0.01  # share of the rows with a fault, where some are wanted
PROFILES = {"Jenis kelamin": ("Laki-laki", "Perempuan"), "Pendidikan": ("SD", "SMP", "SMA", "D3", "S1", "S2")}


def portions(n_rows: int, units: int, blank_share: float) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int8]]]:
    """Yield (number of the unit, nine answers with 0 for none) of people, portion by portion."""
    for number, start in enumerate(range(0, n_rows, PORTION)):
        rng = np.random.default_rng([SEED, number])
        size = min(PORTION, n_rows - start)
        mood = rng.normal(3.25, 0.45, (size, 1)).astype(np.float32)
        scores = np.clip(np.rint(mood + rng.normal(0, 0.45, (size, 9)).astype(np.float32)), 1, 4).astype(np.int8)
        if blank_share:
            scores[rng.random((size, 9), dtype=np.float32) < blank_share] = 0
        yield rng.integers(1, units + 1, size), scores


def write_coded(path: Path, n_rows: int, units: int, blank_share: float = 0.0) -> None:
    """Write a coded file, CSV or Parquet by its name: a unit and nine answers."""
    _write(path, (_coded(*portion) for portion in portions(n_rows, units, blank_share)))


def write_profiles(path: Path, n_rows: int, units: int, blank_share: float = 0.04) -> None:
    """Write a coded file with two profile columns."""
    _write(path, (_with_profiles(*portion) for portion in portions(n_rows, units, blank_share)))


def write_dirty_labels(path: Path, n_rows: int, units: int) -> None:
    """Write a file of text labels in which one row in a hundred has a fault: an answer off the scale, or none."""
    _write(path, (_labelled(*portion) for portion in portions(n_rows, units, 0.0)))


def _coded(units: NDArray[np.int64], scores: NDArray[np.int8]) -> pd.DataFrame:
    frame = pd.DataFrame({"unit": _names(units)})
    return frame.assign(**{name: _nullable(scores[:, place]) for place, name in enumerate(ELEMENTS)})


def _with_profiles(units: NDArray[np.int64], scores: NDArray[np.int8]) -> pd.DataFrame:
    lots = np.random.default_rng([SEED, len(units), int(units[0])])
    return _coded(units, scores).assign(
        **{name: pd.Categorical.from_codes(lots.integers(0, len(g), len(units)), g) for name, g in PROFILES.items()}
    )


def _labelled(units: NDArray[np.int64], scores: NDArray[np.int8]) -> pd.DataFrame:
    lots = np.random.default_rng([SEED, len(units), int(units[0])])
    frame = pd.DataFrame({"unit": _names(units)})
    is_dirty = lots.random(len(units)) < DIRTY
    is_silent = is_dirty & (lots.random(len(units)) < 0.5)
    spoilt = lots.integers(0, 9, len(units))
    for place, (name, *words) in enumerate(LABELS):
        codes = scores[:, place].astype(np.int64) - 1
        codes[is_dirty & ~is_silent & (spoilt == place)] = 4
        codes[is_silent] = -1
        frame[name] = pd.Categorical.from_codes(codes, [*words, "7"])
    return frame


def _names(units: NDArray[np.int64]) -> pd.Categorical:
    return pd.Categorical.from_codes(units - 1, [f"Puskesmas {number}" for number in range(1, int(units.max()) + 1)])


def _nullable(scores: NDArray[np.int8]) -> "pd.Series[int]":
    return pd.Series(scores, dtype="Int8").mask(scores == 0)


def _write(path: Path, frames: Iterator[pd.DataFrame]) -> None:
    """Write frames one after the other; a Parquet file out of as many parts, so that memory stays flat."""
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'; SET preserve_insertion_order = true")
        connection.execute(f"SET temp_directory = '{path.parent}'")
        if path.suffix == ".csv":
            path.unlink(missing_ok=True)
            part = path.with_suffix(".part")
            for number, frame in enumerate(frames):
                connection.register("portion", frame)
                connection.execute(f"COPY portion TO '{part}' (FORMAT csv, HEADER {number == 0})")
                with path.open("ab") as whole:
                    whole.write(part.read_bytes())
            part.unlink()
            return
        parts = path.with_suffix(".parts")
        parts.mkdir()
        for number, frame in enumerate(frames):
            connection.register("portion", frame)
            connection.execute(f"COPY portion TO '{parts}/{number:05}.parquet' (FORMAT parquet)")
        connection.execute(f"COPY (FROM read_parquet('{parts}/*.parquet')) TO '{path}' (FORMAT parquet)")
        for part in parts.iterdir():
            part.unlink()
        parts.rmdir()
