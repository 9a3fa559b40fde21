"""Tallies as files: the same figures as from the rows, nothing counted twice, no person in a coarse one."""

import csv
import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import skm
from skm.districts import merge_files, save_tally, tally_files
from skm.errors import DataError, RequestError, SettingsError, SkmError
from skm.pipeline import check_survey, index_files
from skm.regulation import Instrument, Item
from skm.survey import Survey, open_survey, read_settings
from skm.tables import read_tally_file
from skm.tables import write_tally as write_tally_file
from skm.tallies import OTHER_UNITS, coarsen_tally, read_tally, small_cells, write_tally
from skm.tally import SERVICE_VIEW, count_column

CODES = [f"U{number}" for number in range(1, 10)]
HEADER = ["unit", "jenis kelamin", "pendidikan", "layanan", "tanggal", *CODES]
LEVELS = ["SD", "SMP", "SMA", "S1"]
FIGURES = [
    "period",
    "level",
    "id",
    "parent",
    "measure",
    "n",
    "n_missing",
    "mean",
    "printed",
    "se",
    "low",
    "high",
    "basis",
]


def write_rows(path: Path, n: int, units: list[str], *, blank: float = 0.05, seed: int = 1) -> Path:
    """Write answers with blanks, profiles and services, some of them several in a cell."""
    lots = random.Random(seed)  # noqa: S311  the same rows in every run
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        for _ in range(n):
            profile = [lots.choice(["L", "P"]), lots.choice(LEVELS), lots.choice(["KTP", "KK", "KTP; KK"])]
            scores = ["" if lots.random() < blank else lots.choice([2, 3, 3, 4]) for _ in CODES]
            writer.writerow([lots.choice(units), *profile, f"2025-03-{lots.randint(1, 28):02}", *scores])
    return path


def saved(folder: Path, *paths: Path, name: str = "part.parquet", **options) -> Path:
    """Return the tally file of some answers."""
    tally, _ = tally_files(paths, **options)
    write_tally(tally, folder / name)
    return folder / name


def figures(*paths: Path, by=("sex",), settings: Path | None = None) -> pd.DataFrame:
    """Return the figures of some files."""
    frame = index_files(paths, by=by, settings=settings).indices.frame
    return frame[FIGURES].reset_index(drop=True)


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Return the answers of two districts, and the tally file of each."""
    folder = tmp_path_factory.mktemp("districts")
    rows = [write_rows(folder / "a.csv", 240, ["A", "B"]), write_rows(folder / "b.csv", 160, ["C"], seed=2)]
    parts = [saved(folder, path, name=f"{path.stem}.parquet") for path in rows]
    return rows, parts


# --- the same figures ---------------------------------------------------------------------------------------------


def test_merged_tallies_give_the_figures_of_the_rows(sent, tmp_path: Path):
    """Two districts' tallies, added up, print what their answers print together: blanks, services and profiles too."""
    rows, parts = sent
    merged, shared = merge_files(parts)
    write_tally(merged, tmp_path / "all.parquet")
    pd.testing.assert_frame_equal(figures(tmp_path / "all.parquet"), figures(*rows))
    pd.testing.assert_frame_equal(figures(*parts), figures(*rows))
    assert shared == []


def test_a_tally_and_answers_count_together(sent):
    """A district's tally beside another's answers gives the figures of all answers."""
    rows, parts = sent
    pd.testing.assert_frame_equal(figures(rows[0], parts[1]), figures(*rows))


@pytest.mark.parametrize("more", ["[columns]\norder = 'form'\n", "[survey]\nmissing = 'person'\n"])
def test_policies_apply_to_a_tally(sent, tmp_path: Path, more: str):
    """What is done with blanks is decided where the figures are made: the tally holds every pattern."""
    rows, parts = sent
    (tmp_path / "skm.toml").write_text(more, encoding="utf-8")
    settings = tmp_path / "skm.toml"
    pd.testing.assert_frame_equal(figures(*parts, settings=settings), figures(*rows, settings=settings))


def test_counts_and_mapped_scales_travel(tmp_path: Path):
    """A table of counts, and answers on a scale of five, give the same figures through a tally."""
    counts = tmp_path / "hitungan.csv"
    counts.write_text("Unsur,n1,n2,n3,n4\n" + "".join(f"U{n},1,2,{3 + n % 2},{9 - n % 2}\n" for n in range(1, 10)))
    pd.testing.assert_frame_equal(figures(saved(tmp_path, counts), by=()), figures(counts, by=()))
    five = tmp_path / "lima.csv"
    five.write_text(
        ",".join(CODES)
        + "\n"
        + "".join(",".join(str(1 + (r * c) % 5) for c in range(2, 11)) + "\n" for r in range(1, 40))
    )
    (tmp_path / "skm.toml").write_text("[scale]\nmap = { 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }\n", encoding="utf-8")
    survey = Survey(settings=read_settings(tmp_path / "skm.toml"))
    part = saved(tmp_path, five, name="five.parquet", survey=survey)
    settings = tmp_path / "skm.toml"
    pd.testing.assert_frame_equal(figures(part, by=(), settings=settings), figures(five, by=(), settings=settings))


def test_a_survey_runs_on_tallies(sent, tmp_path: Path):
    """A survey folder of tallies has the accounts, dates and units of the answers; who is not registered is listed."""
    rows, _ = sent
    raw = tmp_path / "data/raw/2025"
    part = saved(tmp_path, *rows)
    raw.mkdir(parents=True)
    part.rename(raw / "rekap.parquet")
    (tmp_path / "data/raw/units.csv").write_text("unit_id,name\nu-a,A\nu-b,B\n", encoding="utf-8")
    result = check_survey(open_survey(tmp_path))
    units = result.indices.frame.query("level == 'unit' and measure == 'index'").set_index("id")["printed"]
    before = figures(*rows).query("level == 'unit' and measure == 'index'").set_index("id")["printed"]
    assert units.to_dict() == {"u-a": before["a"], "u-b": before["b"]}
    (account,) = result.accounts
    assert (account.rows_in, account.rows_dropped) == (400, 160)
    assert result.exclusions.query("rule == 'unit not registered'")["value"].tolist() == ["C"]
    assert [day.isoformat()[:7] for day in result.findings["fieldwork"]["2025"]] == ["2025-03", "2025-03"]


def test_the_same_tally_has_the_same_bytes(sent, tmp_path: Path):
    """Writing the same counts twice gives the same file."""
    rows, parts = sent
    assert saved(tmp_path, rows[0]).read_bytes() == parts[0].read_bytes()


# --- what is refused ----------------------------------------------------------------------------------------------


def test_nothing_is_counted_twice(sent, tmp_path: Path):
    """A part given twice, under two names, coarsened, inside a sum or beside its answers, is refused."""
    rows, parts = sent
    copy = tmp_path / "copy.parquet"
    copy.write_bytes(parts[0].read_bytes())
    write_tally(coarsen_tally(read_tally(parts[0])), tmp_path / "coarse.parquet")
    write_tally(merge_files(parts)[0], tmp_path / "all.parquet")
    for other in (copy, tmp_path / "coarse.parquet", tmp_path / "all.parquet"):
        with pytest.raises(RequestError) as caught:
            merge_files([parts[0], other])
        assert caught.value.code == "counted_twice"
        assert [place.file for place in caught.value.places] == [str(parts[0]), str(other)]
    with pytest.raises(RequestError, match="dua kali"):
        merge_files([parts[0], parts[0]])
    with pytest.raises(RequestError, match="dua kali"):
        index_files([rows[0], parts[0]])
    raw = tmp_path / "survei/data/raw/2025"
    raw.mkdir(parents=True)
    (raw / "jawaban.csv").write_bytes(rows[0].read_bytes())
    (raw / "rekap.parquet").write_bytes(parts[0].read_bytes())
    (refusal,) = check_survey(open_survey(tmp_path / "survei")).refusals
    assert (refusal.file, refusal.error.code) == ("data/raw/2025/rekap.parquet", "same_file_twice")


def test_other_instruments_are_refused(sent, tmp_path: Path):
    """Tallies of another order of questions, other weights, another regulation or another scale are not added."""
    _, parts = sent
    tally = read_tally(parts[0])
    asked = tally.instrument
    first, *others = asked.regulation.elements
    heavier = asked.regulation.with_elements(
        (replace(first, weight=first.weight * 2), replace(others[0], weight=others[0].weight * 0), *others[1:])
    )
    instruments = [
        replace(asked, items=asked.items[::-1]),
        replace(asked, regulation=heavier),
        replace(asked, regulation=replace(asked.regulation, id="permenpan-16-2014")),
        Instrument(asked.regulation, asked.items, tuple((point, point) for point in (1, 2, 3, 4))),
    ]
    for other in instruments:
        with pytest.raises(RequestError) as caught:
            skm.merge_tallies([tally, replace(tally, instrument=other, sources=("x",))])
        assert caught.value.code == "tallies_differ"


def test_simulated_answers_stay_apart(sent, tmp_path: Path):
    """A tally of simulated answers says so, and is not added to a real one."""
    _, parts = sent
    tally = read_tally(parts[0])
    write_tally(replace(tally, origin=replace(tally.origin, simulated=True)), tmp_path / "s.parquet")
    with pytest.raises(SettingsError) as caught:
        merge_files([tmp_path / "s.parquet", parts[1]])
    assert caught.value.code == "real_beside_simulated"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda frame: frame.assign(rows=-frame["rows"]),
        lambda frame: frame.assign(**{count_column("time", 4): frame["rows"] + 1}),
        lambda frame: frame.assign(answered=frame["answered"] + 1024),
        lambda frame: frame.assign(p_requirements__procedure=10**9),
        lambda frame: frame.assign(period="kapan-kapan"),
        lambda frame: frame.assign(view=frame["view"].replace({"sex": "nik"})),
        lambda frame: frame.drop(index=frame.index[frame["view"] == "sex"][:1]),
        lambda frame: frame.assign(unit="x" * 400),
        lambda frame: frame.drop(columns="rows"),
        lambda frame: pd.concat([frame, frame.head(1)]),
        lambda frame: frame.head(0),
    ],
)
def test_a_spoilt_tally_is_refused(sent, tmp_path: Path, spoil):
    """Sums that no rows have are refused, whoever wrote the file."""
    tally = read_tally(sent[1][0])
    frame = spoil(tally.frame)
    frame = frame if "counts_only" in frame else frame.assign(counts_only=0)
    write_tally_file(tmp_path / "p.parquet", frame, tally.instrument, tally.names, tally.sources)
    with pytest.raises(DataError) as caught:
        read_tally(tmp_path / "p.parquet")
    assert caught.value.code == "tally_damaged"


def test_what_a_tally_says_is_looked_through(sent, tmp_path: Path):
    """Metadata of another shape, and files that are no tally, end in a message."""
    tally = read_tally(sent[1][0])
    write_tally_file(tmp_path / "p.parquet", tally.frame, tally.instrument, {"a": 1}, tally.sources, {"dropped": "x"})
    for path in (tmp_path / "p.parquet", tmp_path / "gone.parquet", sent[0][0]):
        with pytest.raises(DataError) as caught:
            read_tally(path)
        assert caught.value.code in ("tally_damaged", "no_tally_file")


def test_what_came_spoilt_is_told(sent, tmp_path: Path):
    """A file that was cut, turned over or emptied on its way ends in a message, and the next one is read as ever."""
    whole = sent[1][1].read_bytes()
    lots = random.Random(5)  # noqa: S311  the same faults in every run
    spoilt = [b"", b"PAR1", whole[:-4] + b"PAR2", *(whole[: lots.randrange(len(whole))] for _ in range(8))]
    for _ in range(30):
        data = bytearray(whole)
        for _ in range(lots.choice([1, 9])):
            data[lots.randrange(len(data))] ^= 1 << lots.randrange(8)
        spoilt.append(bytes(data))
    codes = set()
    for data in spoilt:
        (tmp_path / "p.parquet").write_bytes(data)
        for read in (read_tally, lambda path: index_files([path])):
            try:
                read(tmp_path / "p.parquet")
            except SkmError as error:
                codes.add(error.code)
    assert codes >= {"no_tally_file", "tally_damaged"}
    assert read_tally(sent[1][1]).sources


@pytest.mark.parametrize(
    "span", [("kemarin", "2025-03-02"), ("2025-03-02", "2025-02-30"), ("2025-03-02", "2025-03-01")]
)
def test_days_of_a_tally_are_days(sent, tmp_path: Path, span):
    """What is no day, or ends before it begins, refuses the file."""
    tally = read_tally(sent[1][0])
    write_tally(replace(tally, origin=replace(tally.origin, fieldwork={"2025": span})), tmp_path / "p.parquet")
    with pytest.raises(DataError) as caught:
        read_tally(tmp_path / "p.parquet")
    assert caught.value.code == "tally_damaged"


def test_a_tally_without_sources_is_known_by_its_lines(sent, tmp_path: Path):
    """Where nobody said what was counted, the same lines under another name still count once."""
    tally = replace(read_tally(sent[1][0]), sources=())
    write_tally(tally, tmp_path / "a.parquet")
    write_tally_file(tmp_path / "b.parquet", tally.frame.iloc[::-1].copy(), tally.instrument, {}, (), {"dropped": 3})
    with pytest.raises(RequestError) as caught:
        merge_files([tmp_path / "a.parquet", tmp_path / "b.parquet"])
    assert caught.value.code == "counted_twice"


# --- coarsening ---------------------------------------------------------------------------------------------------


def people(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    """Return answers of some people, all nine questions alike."""
    frame = pd.DataFrame(rows, columns=[*columns, "score"])
    keys = skm.load_regulation("permenpan-14-2017").keys
    return frame.assign(**{key: frame["score"] for key in keys}).drop(columns="score")


def test_no_line_of_a_coarse_tally_is_a_person(sent):
    """Every line of rows has five respondents or more, and so has what is known by counts of each cell."""
    for path in sent[1]:
        tally = read_tally(path)
        assert small_cells(tally).lines > 0
        coarse = coarsen_tally(tally)
        assert small_cells(coarse) == small_cells(coarsen_tally(coarse))
        assert small_cells(coarse).lines == 0


def test_coarsening_keeps_every_index_that_stands(sent, tmp_path: Path):
    """Units, elements and profile groups print what they printed before; only intervals are gone, and it says so."""
    rows, parts = sent
    coarse = coarsen_tally(read_tally(parts[0]))
    write_tally(coarse, tmp_path / "c.parquet")
    keys = ["level", "id", "measure", "basis"]
    before, after = (
        f[f["level"] != "service"].set_index(keys) for f in (figures(rows[0]), figures(tmp_path / "c.parquet"))
    )
    assert after["printed"].to_dict() == before["printed"].to_dict()
    assert after["n"].to_dict() == before["n"].to_dict()
    assert after["n_missing"].to_dict() == before["n_missing"].to_dict()
    assert after.loc[("unit", "a", "index", "respondents"), "low"] is not None
    assert coarse.origin.lost["intervals"] > 0


def test_complete_answers_lose_nothing(tmp_path: Path):
    """Where everybody answers everything and every group is large, coarsening changes nothing."""
    tally, _ = tally_files([write_rows(tmp_path / "a.csv", 400, ["A", "B"], blank=0)])
    frame = tally.frame[tally.frame["view"] != SERVICE_VIEW]
    assert coarsen_tally(replace(tally, frame=frame)).frame.equals(frame)


def test_small_units_stand_together():
    """Units of fewer than five are one unit; where they are few even so, they are left out, and it says how many."""
    tally = skm.tally_responses(people([("a", 4)] * 6 + [("b", 3)] * 4 + [("c", 2)], ["unit"]), by=["unit"])
    coarse = coarsen_tally(tally)
    assert coarse.frame.groupby("unit")["rows"].sum().to_dict() == {"a": 6, OTHER_UNITS: 5}
    assert coarse.names[OTHER_UNITS] == "Unit kecil (digabung)"
    few = coarsen_tally(skm.tally_responses(people([("a", 4)] * 6 + [("b", 3)] * 4, ["unit"]), by=["unit"]))
    assert (few.frame["rows"].sum(), few.origin.lost, few.origin.dropped) == (6, {"units": 1, "respondents": 4}, 4)


def test_a_small_group_can_not_be_subtracted():
    """The small group of a view goes together with the next one: the rest of the whole is never a person."""
    rows = [("a", "SD", 4)] * 3 + [("a", "SMP", 3)] * 6 + [("a", "SMA", 2)] * 20 + [("a", "S1", 2)] * 30
    frame = people(rows, ["unit", "education"])
    coarse = coarsen_tally(skm.tally_responses(frame, by=["unit"], profiles=["education"])).frame
    groups = coarse[coarse["view"] == "education"].groupby("group")["rows"].sum().to_dict()
    assert groups == {"S1": 30, "SMA": 20, "kelompok kecil (digabung)": 9}
    only = [("a", "L", 4)] * 30 + [("a", "P", 3)] * 2
    frame = people(only, ["unit", "sex"])
    coarse = coarsen_tally(skm.tally_responses(frame, by=["unit"], profiles=["sex"])).frame
    assert coarse[coarse["view"] == "sex"].groupby("group")["rows"].sum().to_dict() == {"": 32}


def test_several_questions_of_an_element_keep_its_n():
    """Of an element with two questions, who answered only one of them is left out where that pattern is rare."""
    law = skm.load_regulation("permenpan-14-2017").only(("time", "product"))
    asked = Instrument(law, (Item("t1", "time"), Item("t2", "time"), Item("product", "product")))
    rows = [(4, 4, 3)] * 10 + [(np.nan, np.nan, 3)] * 2 + [(4, np.nan, 2)] * 2
    tally = skm.tally_responses(pd.DataFrame(rows, columns=["t1", "t2", "product"]), instrument=asked)
    coarse = coarsen_tally(tally)
    table = skm.compute_indices(coarse).frame.query("basis == 'respondents'").set_index("measure")
    assert (table.loc["time", "n"], table.loc["product", "n"]) == (10, 12)
    assert (table.loc["time", "printed"], coarse.origin.lost["respondents"]) == ("4.00", 2)


def test_a_unit_called_as_the_small_ones_together_stays_itself():
    """A real unit "Unit lain" is not taken for the small units together; one with their very code is refused."""
    rows = [("unit-lain", 4)] * 6 + [("b", 3)] * 4 + [("c", 2)]
    coarse = coarsen_tally(skm.tally_responses(people(rows, ["unit"]), by=["unit"]))
    assert coarse.frame.groupby("unit")["rows"].sum().to_dict() == {"unit-lain": 6, OTHER_UNITS: 5}
    assert coarsen_tally(coarse).frame.equals(coarse.frame)
    rows = [(OTHER_UNITS, 4)] * 6 + [("b", 3)] * 4
    with pytest.raises(RequestError) as caught:
        coarsen_tally(skm.tally_responses(people(rows, ["unit"]), by=["unit"]))
    assert caught.value.code == "tally_other_units"


def test_a_province_is_told_of_small_units_and_of_units_that_come_twice(tmp_path: Path):
    """A run lists how many respondents are of small units together, and each unit that several tallies have."""
    raw = tmp_path / "data/raw/2025"
    raw.mkdir(parents=True)
    for number, (n_rest, source) in enumerate([(5, "1" * 64), (7, "2" * 64)]):
        rows = [("a", 4)] * 6 + [(f"b{n}", 3) for n in range(n_rest)]
        tally = replace(skm.tally_responses(people(rows, ["unit"]), by=["unit"]), sources=(source,))
        write_tally(coarsen_tally(tally), raw / f"kabupaten-{number}.parquet")
    found = check_survey(open_survey(tmp_path)).exclusions
    assert found.loc[found["rule"] == "small units together", "value"].tolist() == ["n = 5", "n = 7"]
    assert found.loc[found["rule"] == "coarsened", "value"].str.contains("unit kecil menjadi satu").all()
    twice = found.loc[found["rule"] == "unit in several tallies", ["file", "value"]].to_numpy().tolist()
    assert twice == [["data/raw/2025/kabupaten-1.parquet", "a"]]


def test_too_few_respondents_are_no_tally():
    """Fewer respondents than a cell needs can't be made coarse enough."""
    with pytest.raises(RequestError) as caught:
        coarsen_tally(skm.tally_responses(people([("a", 4)] * 4, ["unit"]), by=["unit"]))
    assert caught.value.code == "tally_too_small"


# --- the commands -------------------------------------------------------------------------------------------------


def test_the_command_says_what_may_be_persons(run, sent, tmp_path: Path):
    """Without --coarsen it counts the cells that may be persons; with it, it says what was lost."""
    rows, _ = sent
    out = tmp_path / "part.parquet"
    code, stdout, err = run("tally", rows[0], "-o", out, "--period", "2025")
    assert (code, stdout.strip()) == (0, str(out))
    few = small_cells(read_tally(out))
    assert f"{few.lines} sel berisi kurang dari 5 responden" in err and "--coarsen" in err
    code, _, err = run("tally", rows[0], "-o", tmp_path / "c.parquet", "--period", "2025", "--coarsen", "--lang", "en")
    assert code == 0
    assert "What was lost:" in err and "No cell holds fewer than 5" in err


def test_the_command_merges(run, sent, tmp_path: Path):
    """`skm merge` adds up, `skm index` prints the sum; units of one name in two parts are named."""
    _, parts = sent
    other = saved(tmp_path, write_rows(tmp_path / "c.csv", 50, ["A"], seed=9), name="c.parquet")
    code, _, err = run("merge", *parts, other, "-o", tmp_path / "all.parquet")
    assert code == 0 and "dijumlahkan: A." in err
    code, out, _ = run("index", tmp_path / "all.parquet", "--format", "json")
    whole = next(r for r in json.loads(out)["indices"] if r["level"] == "all" and r["basis"] == "respondents")
    assert (code, whole["n"]) == (0, 450)
    code, _, err = run("merge", *parts, "-o", tmp_path / "all.csv")
    assert code == 2 and ".parquet" in err


def test_a_refused_merge_leaves_the_file_that_was_there(run, sent, tmp_path: Path):
    """What was written before stays as it was where the new sum is refused."""
    _, parts = sent
    save_tally(read_tally(parts[0]), tmp_path / "all.parquet", "id", minimum=5)
    before = (tmp_path / "all.parquet").read_bytes()
    code, _, _ = run("merge", parts[0], parts[0], "-o", tmp_path / "all.parquet")
    assert code == 2
    assert (tmp_path / "all.parquet").read_bytes() == before


def test_no_person_is_in_the_file(sent):
    """The metadata hold names of units, hashes and counts: no row, no file name, no profile."""
    _, about = read_tally_file(sent[1][0])
    assert set(about) == {"regulation", "elements", "items", "names", "sources", "origin"}
    assert about["names"] == {"a": "A", "b": "B"}


def test_sample_clusters_stay_at_home():
    """Clusters of a few people are not sent, and it says how many are missing."""
    frame = people([("a", f"hari {day}", 2 + day % 3) for day in range(6) for _ in range(3)], ["unit", "cluster"])
    coarse = coarsen_tally(skm.tally_responses(frame, by=["unit", "cluster"]))
    assert (set(coarse.frame["view"]), coarse.origin.lost) == ({""}, {"clusters": 6})


def test_progress_says_how_long_it_still_takes(monkeypatch: pytest.MonkeyPatch):
    """After some files the rate is known, and so is about how long the rest takes."""
    from skm.cli.progress import time_left

    assert time_left(1.0, 1, 10, "id") == ""
    assert time_left(20.0, 4, 10, "id") == " · 0,2/detik, sisa sekitar 30 detik"
    assert time_left(600.0, 1, 11, "en") == " · 0.0/s, about 100 minutes left"
