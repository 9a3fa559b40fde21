"""Millions of forms pass in portions and lie in files: marks, tables and rows are what they are of a few."""

from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

import skm
from benchmarks.faults import honest_survey
from skm import responses, tables
from skm.pipeline import run_survey
from skm.research import forms
from skm.research.forms import Forms
from skm.research.orders import IN_A_WORD, NEARBY, Orders, Portion, scores_of
from skm.responses import cleaning, staging

UNITS, ITEMS = 5, 3


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch):
    """Return a function after which every survey is one of many rows."""

    def begin() -> None:
        for module in (staging, cleaning):
            monkeypatch.setattr(module, "STREAMED_FROM", 1)
        for module in (cleaning, responses, forms):
            monkeypatch.setattr(module, "HELD_AT_MOST", 1)
        monkeypatch.setattr(tables, "MANY_ROWS", 1)
        monkeypatch.setattr(forms, "AT_ONCE", 40)
        monkeypatch.setattr(forms, "VECTORS", 1)

    return begin


def some_forms(n: int) -> Portion:
    """Return forms of some units, one in nine incomplete, with a profile column."""
    lots = np.random.default_rng(5)
    codes = lots.integers(0, 4**ITEMS, (1, n))
    codes[0, lots.random(n) < 1 / 9] = -1
    return Portion(lots.integers(0, UNITS, n), codes, [lots.integers(0, 3, n)])


def orders_of(*portions: Portion) -> Orders:
    """Return the sums over portions."""
    orders = Orders(UNITS, ITEMS, 1)
    orders.take(portions)
    return orders


def cut(whole: Portion, *places: int) -> list[Portion]:
    """Return forms in portions that begin at some places."""
    ends = pairwise((0, *places, len(whole.unit)))
    return [Portion(whole.unit[a:b], whole.codes[:, a:b], [column[a:b] for column in whole.profiles]) for a, b in ends]


@pytest.mark.parametrize("places", [(150,), (1, 2, 3, 4), (0, 60, 60, 299), tuple(range(1, 300))])
def test_how_forms_are_parted_changes_no_sum(places: tuple[int, ...]):
    """Portions of any size, of none and of one form, give the sums of all forms together."""
    whole = some_forms(300)
    expected, found = vars(orders_of(whole)), vars(orders_of(*cut(whole, *places)))
    for name in ("n", "by_total", "places", "nearby", "equal", "products", "before", "after", "changes"):
        np.testing.assert_array_equal(found[name], expected[name], name)


def test_sums_are_those_of_every_pair():
    """Pairs, products, places and changes are what one finds who looks at each pair of forms of a unit."""
    whole = some_forms(120)
    orders = orders_of(*cut(whole, 50))
    scores = scores_of(whole.codes, ITEMS).astype(int)
    for unit in range(UNITS):
        own = scores[:, (whole.unit == unit) & (whole.codes[0] >= 0)].T
        pairs = [(a, b) for j, b in enumerate(own) for a in own[max(j - NEARBY, 0) : j]]
        assert orders.nearby[unit] == len(pairs)
        assert orders.equal[unit] == sum((a == b).all() for a, b in pairs)
        np.testing.assert_array_equal(orders.products[unit], sum(np.outer(a, b) for a, b in pairs))
        np.testing.assert_array_equal(orders.before[unit], sum(a for a, _ in pairs))
        np.testing.assert_array_equal(orders.after[unit], sum(b for _, b in pairs))
        totals = own.sum(axis=1)
        places = [sum(place for place, t in enumerate(totals, start=1) if t == total) for total in range(3, 13)]
        np.testing.assert_array_equal(orders.places[unit], places)
        values = [value for value in whole.profiles[0][whole.unit == unit] if value]
        assert orders.changes[0, unit] == sum(a != b for a, b in pairwise(values))


def test_ranks_are_summed_exactly():
    """Sums over ranks that no float holds are rounded once: a million forms in one unit."""
    orders = Orders(1, 1, 0)
    orders.by_total[0], orders.places[0] = [0, 10**9, 0, 1], [0, 10**9 * (10**9 + 1) // 2, 0, 10**9 + 1]
    products, squares = orders.products_of_ranks()
    levels = (10**9 + 1, 2 * 10**9 + 2)
    assert products[0] == float(levels[0] * (10**9 * (10**9 + 1) // 2) + levels[1] * (10**9 + 1))
    assert squares[0] == float(levels[0] ** 2 * 10**9 + levels[1] ** 2)


def test_forms_of_more_questions_than_a_word_holds():
    """Answers of a long questionnaire are packed in several numbers, and come back as they were."""
    n = IN_A_WORD + 4
    lots = np.random.default_rng(2)
    frame = pd.DataFrame(lots.integers(1, 5, (40, n)), columns=[f"x{place}" for place in range(n)]).assign(unit="a")
    frame.loc[1, "x0" : f"x{n - 1}"] = frame.loc[0, "x0" : f"x{n - 1}"]
    frame.loc[2, "x0" : f"x{n - 1}"] = 3
    items = type("Instrument", (), {"items": [type("Item", (), {"key": f"x{place}"}) for place in range(n)]})
    with Forms(frame, items) as known:
        sample = known.sample(100, 1).set_index("code")["n"]
        assert sample["".join(map(str, frame.iloc[0, :n]))] == 2
        assert known.distinct()[["plain", "different"]].to_numpy().tolist() == [[39, 38]]
        assert known.repeats_nearby()["pairs"].item() == 1


def test_marks_are_those_of_a_few(many):
    """Counted by parts of the units, and in small portions, every mark is the same to the last digit."""
    frame = honest_survey(np.random.default_rng(4), 12)
    moments = pd.Timestamp("2025-03-03 08:00") + pd.to_timedelta(np.arange(len(frame)) * 47, "s")
    frame = frame.assign(timestamp=moments.strftime("%Y-%m-%d %H:%M:%S"))
    before = skm.quality_flags(frame)
    many()
    pd.testing.assert_frame_equal(skm.quality_flags(frame), before, check_exact=True)


def write_survey(folder: Path) -> Path:
    """Write a survey of three files, the answers of two units in each."""
    raw = folder / "data/raw/2025"
    raw.mkdir(parents=True)
    (folder / "skm.toml").write_text('[survey]\nname = "Kota"\n[publisher]\ndocuments = false\n', encoding="utf-8")
    lots = np.random.default_rng(8)
    for number in range(3):
        frame = pd.DataFrame(lots.integers(2, 5, (90, 9)), columns=[f"U{place}" for place in range(1, 10)])
        frame.insert(0, "Jenis kelamin", lots.choice(["L", "P"], 90))
        frame.insert(0, "Unit", lots.choice([f"Loket {number}", f"Loket {number + 1}"], 90))
        frame.loc[7, "U3"] = 7
        frame.to_csv(raw / f"{'bac'[number]}.csv", index=False)
    return folder


def test_a_run_of_many_rows_gives_what_a_run_of_few_gives(many, tmp_path: Path):
    """Tables, marks and kept rows in their order are the same whether rows lie in memory or in files."""
    few, lots = write_survey(tmp_path / "few"), write_survey(tmp_path / "lots")
    run_survey(few)
    many()
    run_survey(lots)
    for path in (few / "data/processed").glob("*.csv"):
        assert (lots / "data/processed" / path.name).read_bytes() == path.read_bytes(), path.name
    query = "SELECT * FROM read_parquet('{}/data/processed/2025/responses.parquet', file_row_number = true)"
    rows = [duckdb.sql(query.format(folder) + " ORDER BY file_row_number").fetchall() for folder in (few, lots)]
    assert len(rows[0]) == 270
    assert rows[0] == rows[1]


def test_portions_are_small_and_in_order(many, tmp_path: Path):
    """No more forms come out of the engine together than a portion holds, in the order of the file."""
    many()
    rows = "\n".join(f"Loket,{1 + number % 4},{1 + number // 4 % 4}" for number in range(5000))
    path = tmp_path / "a.csv"
    path.write_text(f"Unit,U1,U2\n{rows}\n", encoding="utf-8")
    read = skm.read_responses(path)
    with Forms(read, read.instrument) as known:
        sizes = [len(portion.unit) for portion in known._portions("true")]
        codes = np.concatenate([portion.codes[0] for portion in known._portions("true")])
        kept = [path.name for path in Path(read.workspace.folder).glob("*forms*")]
    assert sum(sizes) == 5000
    assert max(sizes) <= 2048
    assert codes.tolist() == [number % 4 * 4 + number // 4 % 4 for number in range(5000)]
    assert kept and not list(Path(read.workspace.folder).glob("*forms*"))
