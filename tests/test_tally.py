"""The tally: the same sums on every engine, in any order, from any parts."""

from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.errors import DataError, RequestError
from skm.regulation import load_regulation, plain_instrument
from skm.responses import read_responses
from skm.tally import (
    KEYS,
    Tally,
    count_column,
    histogram_column,
    merge_tallies,
    product_column,
    straight_column,
    sum_columns,
    tally_responses,
)

ITEMS = load_regulation("permenpan-14-2017").keys
ANSWER = st.one_of(st.none(), st.integers(1, 4))
ROW = st.tuples(st.sampled_from(["A", "B", "Ma'rang"]), st.sampled_from(["L", "P", None]), *[ANSWER] * 4)
ROWS = st.lists(ROW, min_size=1, max_size=30)


def table_of(rows):
    """Return rows of (unit, sex, four answers) as a table with absent answers."""
    frame = pd.DataFrame(rows, columns=["unit", "sex", *ITEMS[:4]])
    return frame.astype({"unit": object, "sex": object} | dict.fromkeys(ITEMS[:4], "float64"))


def tally_of(frame):
    """Return the tally by unit, with a view by sex."""
    return tally_responses(frame, by=["unit"], profiles=["sex"])


def random_table(n=500, seed=1):
    """Return answers with a tenth missing, of three units."""
    rng = np.random.default_rng(seed)
    scores = rng.integers(1, 5, size=(n, 9)).astype(float)
    scores[rng.random((n, 9)) < 0.1] = np.nan
    frame = pd.DataFrame(scores, columns=list(ITEMS))
    frame["unit"] = rng.choice(["A", "B", "C"], n)
    frame["sex"] = rng.choice(["L", "P", ""], n)
    return frame


def test_the_sums_are_those_of_the_rows():
    """Every column of a cell is the sum over the rows that answer the same items, counted here one by one."""
    frame = table_of([("A", "L", 4, 3, None, 1), ("A", "P", 2, 3, None, 4), ("A", None, 3, 3, None, 3)])
    (cell,) = tally_responses(frame, by=["unit"]).frame.to_dict("records")
    assert (cell["unit"], cell["answered"], cell["not_applicable"], cell["rows"]) == ("A", 0b1011, 0, 3)
    a, b, c, d = ITEMS[:4]
    assert [cell[count_column(a, score)] for score in (2, 3, 4)] == [1, 1, 1]
    assert [cell[count_column(c, score)] for score in (2, 3, 4)] == [0, 0, 0]
    assert cell[product_column(a, b)] == 4 * 3 + 2 * 3 + 3 * 3
    assert cell[product_column(a, d)] == 4 + 8 + 9
    assert cell[product_column(b, c)] == 0
    assert [cell[histogram_column(excess)] for excess in range(1, 12)] == [0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0]
    assert [cell[straight_column(score)] for score in (2, 3)] == [0, 1]


def test_columns_are_keys_and_ninety_two_sums():
    """A tally of nine elements has its nine keys and 92 sums, whole numbers all of them."""
    frame = tally_responses(random_table(), by=["unit"]).frame
    sums = sum_columns(plain_instrument(load_regulation("permenpan-14-2017")))
    assert list(frame.columns) == [*KEYS, *sums]
    assert len(sums) == 92
    assert set(frame[sums].dtypes) == {np.dtype("int64")}


def test_equal_on_every_engine():
    """DuckDB, pandas, Polars (eager and lazy) and pyarrow give the same cells, number for number."""
    frame = random_table()
    expected = tally_of(frame).frame
    whole = frame.astype(dict.fromkeys(ITEMS, "Int64"))
    polars = pl.from_pandas(whole)
    with duckdb.connect() as connection:
        connection.register("answers", polars.to_arrow())
        for other in (whole, polars, polars.lazy(), pa.table(polars), connection.table("answers")):
            pd.testing.assert_frame_equal(tally_of(other).frame, expected)


def test_the_table_is_left_as_it_was():
    """Counting changes nothing in the caller's frame."""
    frame = random_table()
    before = frame.copy()
    tally_of(frame)
    pd.testing.assert_frame_equal(frame, before)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_order_changes_nothing(rows, rng):
    """The order of the rows changes no number."""
    shuffled = list(rows)
    rng.shuffle(shuffled)
    pd.testing.assert_frame_equal(tally_of(table_of(shuffled)).frame, tally_of(table_of(rows)).frame)


@given(ROWS, st.integers(0, 30))
@settings(max_examples=8, deadline=None)
def test_two_halves_add_up_to_the_whole(rows, cut):
    """The tallies of two parts, added, are the tally of the whole."""
    parts = [part for part in (rows[:cut], rows[cut:]) if part]
    merged = merge_tallies([tally_of(table_of(part)) for part in parts])
    pd.testing.assert_frame_equal(merged.frame, tally_of(table_of(rows)).frame)


@given(ROWS)
@settings(max_examples=8, deadline=None)
def test_views_add_up(rows):
    """Each view counts the same people: profile groups, with those who did not say, add up to all."""
    frame = tally_of(table_of(rows)).frame
    silent = sum(all(answer is None for answer in row[2:]) for row in rows)
    counted = frame.groupby("view")["rows"].sum().to_dict()
    assert counted == ({"": len(rows) - silent, "sex": len(rows) - silent} if silent < len(rows) else {})


def test_silent_rows_are_in_no_cell():
    """A row without any answer is not counted."""
    assert tally_responses(table_of([("A", "L", None, None, None, None)]), by=["unit"]).frame.empty


def test_two_halves_of_a_file(write):
    """The tallies of two files, added, are the tally of the file that holds both; files read together give it too."""
    rng = np.random.default_rng(8)
    rows = [
        f"{rng.choice(['L', 'P', ''])},{rng.choice(['A', 'B'])},{rng.integers(1, 5)},{rng.integers(1, 5)}"
        for _ in range(80)
    ]
    header = "Jenis kelamin,Unit,Persyaratan,Prosedur\n"
    paths = [
        write(name, header + "\n".join(part) + "\n") for name, part in (("a.csv", rows[:30]), ("b.csv", rows[30:]))
    ]
    whole = read_responses(write("semua.csv", header + "\n".join(rows) + "\n")).tally()
    merged = merge_tallies([read_responses(path).tally() for path in paths])
    pd.testing.assert_frame_equal(merged.frame, whole.frame)
    for order in (paths, paths[::-1]):
        pd.testing.assert_frame_equal(read_responses(*order).tally().frame, whole.frame)
    assert len(merged.sources) == 2


def test_parts_of_two_workspaces_stay_apart(write):
    """Files of two instruments that were read into one workspace never lend each other their rows."""
    from skm.responses import Workspace, constants_of, gather, read_file
    from skm.survey import Survey

    workspace, survey = Workspace(), Survey()

    def parts_of(names, header, score):
        paths = [write(name, f"{header}\n" + f"{score},{score}\n" * (place + 1)) for place, name in enumerate(names)]
        return [
            part
            for path in paths
            for part in read_file(path, path.name, survey, workspace, constants_of(path, path.name, survey))
        ]

    first = gather(parts_of(["a.csv", "b.csv"], "Persyaratan,Prosedur", 4), workspace)
    second = gather(parts_of(["c.csv", "d.csv"], "Waktu,Biaya", 1), workspace)
    assert first.to_pandas()["requirements"].tolist() == [4, 4, 4]
    assert second.to_pandas()["time"].tolist() == [1, 1, 1]


def test_who_was_not_asked_has_not_answered():
    """A tally without a profile adds its people to that profile as not answered, so that groups still add up."""
    asked = tally_of(table_of([("A", "L", 4, 4, 4, 4)]))
    not_asked = tally_responses(table_of([("A", None, 3, 3, 3, 3)] * 2), by=["unit"])
    for order in ([asked, not_asked], [not_asked, asked]):
        frame = merge_tallies(order).frame
        assert frame.groupby(["view", "group"])["rows"].sum().to_dict() == {
            ("", ""): 3,
            ("sex", ""): 2,
            ("sex", "L"): 1,
        }


def test_merging_does_not_ask_how_the_lines_came():
    """Lines in disorder, columns in another order and numbers of another kind add up to the same bytes."""
    table = random_table()
    tally = tally_of(table)
    shuffled = tally.frame.sample(frac=1.0, random_state=7)
    others = [
        shuffled,
        shuffled[shuffled.columns[::-1]].reset_index(drop=True),
        tally.frame.astype({"rows": "float64"}),
    ]
    wanted = merge_tallies([tally, tally]).frame
    assert (wanted["rows"] == 2 * tally.frame["rows"]).all()
    for frame in others:
        found = merge_tallies([Tally(frame, tally.instrument), tally]).frame
        pd.testing.assert_frame_equal(found, wanted)


def test_merging_refuses_another_instrument():
    """Tallies of different elements are never added."""
    nine = tally_responses(random_table())
    two = tally_responses(random_table()[["requirements", "procedure"]])
    with pytest.raises(RequestError) as caught:
        merge_tallies([nine, two])
    assert caught.value.code == "tallies_differ"


def test_merging_refuses_the_same_source_twice(write):
    """The same file is never counted twice, whether its tallies are added or its name is given twice."""
    path = write("a.csv", "Persyaratan\n4\n3\n")
    tally = read_responses(path).tally()
    for attempt in (lambda: merge_tallies([tally, tally]), lambda: read_responses(path, path)):
        with pytest.raises(RequestError) as caught:
            attempt()
        assert caught.value.code == "counted_twice"


def test_a_copy_under_another_name_is_the_same_source(write):
    """A copy of a file is the same file: "pkm-07 (1).csv" does not make more people."""
    paths = [write(name, "Persyaratan\n4\n3\n") for name in ("pkm-07.csv", "pkm-07 (1).csv")]
    with pytest.raises(RequestError) as caught:
        read_responses(*paths)
    assert [place.file for place in caught.value.places] == ["pkm-07.csv", "pkm-07 (1).csv"]


def test_files_of_the_same_name_are_two_sources(write):
    """Two files of one name in two folders are two sources."""
    paths = [write(f"{year}/data.csv", f"Persyaratan\n{year[-1]}\n") for year in ("2021", "2022")]
    assert len(read_responses(*paths).tally().sources) == 2


def test_names_do_not_depend_on_the_order():
    """Which of two spellings is printed does not depend on which tally comes first."""
    frame = tally_responses(table_of([("a", "L", 4, 4, 4, 4)]), by=["unit"])
    one, two = (Tally(frame.frame, frame.instrument, {"a": name}) for name in ("Loket A", "LOKET A"))
    assert merge_tallies([one, two]).names == merge_tallies([two, one]).names


def test_nothing_to_merge():
    """No tally at all is the caller's error, with a message."""
    with pytest.raises(RequestError) as caught:
        merge_tallies([])
    assert caught.value.code == "no_tallies"


@pytest.mark.parametrize("bad", [5, 0, 3.5, float("inf"), -1])
@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame, pa.table])
def test_scores_off_the_scale_are_refused(bad, frame):
    """A 5 in a frame of one's own is refused with its column; sums would hide it."""
    with pytest.raises(DataError) as caught:
        tally_responses(frame({"requirements": [4.0, bad], "procedure": [1.0, 2.0]}))
    assert caught.value.code == "scores_off_scale"
    assert [place.column for place in caught.value.places] == ["requirements"]


def test_not_a_number_is_no_answer_of_one():
    """NaN, which some engines tell from null, is refused rather than counted as the score 1."""
    for frame in (pl.DataFrame({"requirements": [4.0, float("nan")]}), pa.table({"requirements": [4.0, float("nan")]})):
        with pytest.raises(DataError):
            tally_responses(frame)
    counted = tally_responses(pd.DataFrame({"requirements": [4.0, float("nan")]})).frame
    assert counted["rows"].tolist() == [1]


@pytest.mark.parametrize(
    ("by", "profiles"), [(["unit"], ()), (["sex"], ()), ((), ["sex"]), ((), ["unit"]), (["nama"], ())]
)
def test_groups_that_are_not_there(by, profiles):
    """Grouping by a column that is absent, or that makes no cells, is the caller's error."""
    frame = pd.DataFrame({"requirements": [4]})
    if by == ["sex"]:
        frame["sex"] = "L"
    with pytest.raises(RequestError) as caught:
        tally_responses(frame, by=by, profiles=profiles)
    assert caught.value.code == "unknown_group"


def test_no_element_columns():
    """A frame without element columns is the caller's error, with the keys to use."""
    with pytest.raises(RequestError) as caught:
        tally_responses(pd.DataFrame({"x": [1]}))
    assert caught.value.code == "no_element_columns"
    assert "requirements" in caught.value.message("en")


def test_every_pair_has_its_product():
    """Each pair of items has one column of products, in the instrument's order."""
    columns = sum_columns(plain_instrument(load_regulation("permenpan-14-2017")))
    assert [product_column(a, b) for a, b in combinations(ITEMS, 2)] == [c for c in columns if c.startswith("p_")]
