"""What is kept of a row beside its answers: the time of day, the overall mark; for whom, and for nobody else."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import skm
from skm.errors import RequestError
from skm.exporting import export_responses

KEYS = ("requirements", "procedure")
FIRST = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("2025-07-15 14:05:06", "14:05:06"),
        ("2025-07-15T14:05", "14:05:00"),
        ("15/07/2025 14.05", "14:05:00"),
        ("15/07/2025 14.05.06", "14:05:06"),
        ("2025/07/15 8:30:12 PM GMT+7", "20:30:12"),
        ("2025/07/15 12:30:12 AM GMT+7", "00:30:12"),
        ("2025-07-15T03:05:06Z", "10:05:06"),
        ("2025-07-15T14:05:06.789+09:00", "12:05:06"),
        ("15 Juli 2025 09:15 WIB", "09:15:00"),
        ("45853.5", "12:00:00"),
        ("2025-07-15 00:00:00", None),  # a date of a spreadsheet
        ("15.07.25", None),
        ("2025-07-15", None),
        ("15/07/2025 25:10", None),
    ],
)
def test_a_time_of_day_is_read(read, cell, seen):
    """A cell's time is kept in the office's zone; midnight to the second, dates and impossible hours are none."""
    rows = read(f"Cap waktu,Persyaratan,Prosedur\n{cell},4,3\n", period="2025").to_pandas()
    found = rows["timestamp"].iloc[0]
    assert (None if pd.isna(found) else found.strftime("%H:%M:%S")) == seen
    assert rows["date"].iloc[0] == "2025-07-15"


@pytest.mark.parametrize(
    ("labels", "marks"),
    [
        (("Sangat puas", "Puas", "Kurang puas", "Tidak puas"), [4, 3, 2, 1]),
        (("10", "7", "0", ""), [10, 7, 0, None]),
        (("4", "3", "2", "1"), [4, 3, 2, 1]),
    ],
)
def test_the_overall_mark_is_kept_as_it_is(read, labels, marks):
    """Marks keep their own scale, words are the four degrees, a blank is none; the index does not know of them."""
    lines = "".join(f"4,3,{label}\n" for label in labels)
    responses = read(f"Persyaratan,Prosedur,Penilaian umum\n{lines}")
    found = responses.to_pandas()["overall"]
    assert [None if pd.isna(mark) else mark for mark in found] == marks
    assert [item.key for item in responses.instrument.items] == list(KEYS)
    assert responses.exclusions.empty


def test_an_overall_answer_that_is_no_scale_is_told(read):
    """Free text is no mark: nothing is kept of it, and a finding says so without repeating it."""
    responses = read("Persyaratan,Prosedur,Penilaian umum\n4,3,petugas Budi ramah sekali\n3,3,ok\n")
    assert "overall" not in responses.to_pandas()
    line = responses.exclusions.iloc[0]
    assert (line["rule"], line["column"], line["value"]) == ("overall unread", "Penilaian umum", "")


def survey_of(folder, overall=True, n=240):
    """Write a survey of three units: one fills forms in bursts at night; overall follows the first element."""
    draw = np.random.default_rng(5)
    (folder / "data" / "raw" / "2025").mkdir(parents=True)
    (folder / "skm.toml").write_text('[survey]\nname = "Kota Uji"\n', encoding="utf-8")
    for unit in range(3):
        lines = ["Cap waktu,Persyaratan,Prosedur,Waktu" + (",Penilaian umum" if overall else "")]
        for row in range(n):
            day = FIRST + dt.timedelta(days=row // 12)
            quick = unit == 2 and row % 12 < 9
            moment = day + dt.timedelta(hours=22 if quick else 8 + row % 8, seconds=11 * (row % 12) + row % 7)
            marks = draw.integers(1, 5, 3)
            mark = f",{min(4, marks[0] + (row % 5 == 0))}" if overall else ""
            lines.append(f"{moment:%Y-%m-%d %H:%M:%S},{marks[0]},{marks[1]},{marks[2]}{mark}")
        name = folder / "data" / "raw" / "2025" / f"Unit {unit}.csv"
        name.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return the folder of a survey with times and an overall question, after a run."""
    folder = survey_of(tmp_path_factory.mktemp("beside"))
    skm.run_survey(folder)
    return folder


def test_bursts_and_office_hours_of_files(run):
    """Forms that come in bursts at night are marked in quality.csv, from the times of the files."""
    table = pd.read_csv(run / "data" / "processed" / "quality.csv")
    for mark in ("mark_bursts", "mark_office_hours"):
        flags = table[table["measure"] == mark].set_index("id")["flag"]
        assert flags[flags == "review"].index.tolist() == ["unit-2"], mark


def test_priorities_have_the_importance(run):
    """The element that overall satisfaction follows has the largest share, with an interval, for the whole only."""
    table = pd.read_csv(run / "data" / "processed" / "priorities.csv")
    whole = table[(table["level"] == "all") & (table["measure"] != "index")].set_index("measure")
    assert whole["importance"].idxmax() == "requirements"
    assert (whole["importance_low"] <= whole["importance"]).all()
    assert (whole["importance"] <= whole["importance_high"]).all()
    assert table.loc[table["level"] == "unit", "importance"].isna().all()
    assert not table["note"].fillna("").str.contains("kepentingan").any()


def test_no_report_has_a_time(run):
    """The time of day stays in the internal rows: no page, table or export has it."""
    rows = pd.read_parquet(run / "data" / "processed" / "2025" / "responses.parquet")
    assert rows["timestamp"].notna().all()
    texts = [f"{moment:%H:%M:%S}" for moment in rows["timestamp"].head(40)]
    for path in (run / "reports").rglob("*"):
        content = path.read_bytes() if path.is_file() and path.suffix in (".html", ".csv", ".json") else b""
        assert not any(text.encode() in content for text in texts), path.name
    exported, _ = export_responses(run, "csv")
    assert "timestamp" not in pd.read_csv(exported).columns


def test_importance_takes_responses_as_they_are(tmp_path):
    """`skm.importance` of responses is that of their rows, and of responses without the question is refused."""
    folder = survey_of(tmp_path, n=60)
    responses = skm.read_responses(*sorted((folder / "data" / "raw" / "2025").glob("*.csv")), period="2025")
    found = skm.importance(responses, n_resamples=99)
    frame = responses.to_pandas()
    again = skm.importance(frame.sample(frac=1, random_state=1), n_resamples=99)
    pd.testing.assert_frame_equal(found, again)
    assert found["n"].iloc[0] == len(frame)
    assert len(skm.importance(responses, period="2025", n_resamples=99)) == len(found)
    with pytest.raises(RequestError) as caught:
        skm.importance(frame.drop(columns="overall"))
    assert caught.value.code == "no_overall_question"
