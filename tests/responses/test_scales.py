"""Another scale than 1 to 4: mapped exactly as skm.toml says, said with its figures, never compared silently."""

import statistics
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.changes import compare_all, compare_periods
from skm.errors import SettingsError
from skm.indices import compute_indices, distribute_answers, join_indices
from skm.pipeline import run_survey
from skm.quality import summarise_quality
from skm.regulation import Instrument, Item, load_regulation
from skm.research import reliability
from skm.stats.rounding import half_up
from skm.survey import Survey, read_settings
from skm.tables import read_tally_file, write_tally
from skm.tally import tally_from, tally_responses

LAW = load_regulation("permenpan-14-2017")
FIVE = "[scale]\nmap = { 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }\n"
WORTH = {1: Fraction(1), 2: Fraction(2), 3: Fraction(5, 2), 4: Fraction(3), 5: Fraction(4)}
ANSWERS = [(5, 4, 3), (4, 4, 2), (1, 5, 3), (5, 3, 4)]


def file_of(rows, keys=LAW.keys[:3]):
    """Return rows of answers to the first questions as CSV."""
    headers = [f'"{LAW.element(key).headers[0]}"' for key in keys]
    return "\n".join(",".join(map(str, row)) for row in [headers, *rows]) + "\n"


def by_hand(rows, worth):
    """Return the exact index of rows without blanks."""
    means = [sum((worth[row[k]] for row in rows), Fraction(0)) / len(rows) for k in range(len(rows[0]))]
    return 25 * sum(means, Fraction(0)) / len(means)


def test_points_become_the_scores_of_the_map(read):
    """Each point is worth what the map says: index, element means and standard error as computed by hand."""
    frame = compute_indices(read(file_of(ANSWERS), settings=FIVE).tally()).frame
    index = by_hand(ANSWERS, WORTH)
    assert frame.loc[0, "printed"] == str(half_up(index)) == "71.88"
    assert frame.loc[1, "mean"] == float(Fraction(12, 4))
    own = [float(25 * sum(WORTH[a] for a in row) / 3) for row in ANSWERS]
    assert frame.loc[0, "se"] == pytest.approx(statistics.stdev(own) / 2, rel=1e-12)


def test_without_a_map_the_refusal_shows_one(refusal):
    """A scale of five without a map is refused, with the line that would map it."""
    error = refusal(file_of(ANSWERS * 5))
    assert error.code == "other_scale"
    assert "[scale] map = { 1 = 1, 2 = 2, 3 = 2.5, 4 = 3, 5 = 4 }" in error.message("id")
    six = refusal(file_of([(6, 5, 4), (5, 6, 3), (1, 2, 6)] * 8))
    assert "6 = 4" in six.message("en")


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.fractions(1, 4, max_denominator=12), min_size=3, max_size=7, unique=True),
    st.lists(st.tuples(*[st.integers(0, 6)] * 4), min_size=1, max_size=20),
)
def test_any_map_is_exact(worth, rows):
    """For any map, and with several questions an element, the printed index is that of fractions."""
    scale = tuple(enumerate(sorted(worth), start=1))
    points = dict(scale)
    items = (Item("time_1", "time"), Item("time_2", "time"), Item("product", "product"), Item("tariff", "tariff"))
    law = LAW.only(("time", "product", "tariff"))
    asked = Instrument(law, tuple(sorted(items, key=lambda item: law.keys.index(item.element))), scale)
    rows = [[points[1 + answer % len(scale)] for answer in row] for row in rows]
    frame = pd.DataFrame([[float(score) for score in row] for row in rows], columns=[item.key for item in asked.items])
    own = [
        [(row[0] + row[1]) / 2, row[2], row[3]]
        if asked.items[1].element == "time"
        else [row[0], (row[1] + row[2]) / 2, row[3]]
        for row in rows
    ]
    table = compute_indices(tally_responses(frame, instrument=asked)).frame
    index = 25 * sum((sum(row, Fraction(0)) for row in own), Fraction(0)) / (3 * len(rows))
    assert table.loc[0, "printed"] == str(half_up(index))
    if len(rows) > 1:
        each = [float(25 * sum(row, Fraction(0)) / 3) for row in own]
        se = statistics.stdev(each) / len(rows) ** 0.5
        assert table.loc[0, "se"] == pytest.approx(se, rel=1e-6, abs=1e-4) or pd.isna(table.loc[0, "se"])


def test_straight_lines_ceilings_and_spread_follow_the_scale(read):
    """All answers at the highest point are the ceiling; equal answers are straight lines; each score is counted."""
    rows = [(5, 5, 5), (3, 3, 3), (1, 1, 1), (5, 4, 3)]
    tally = read(file_of(rows), settings=FIVE).tally()
    shares = summarise_quality(tally).set_index(["level", "measure"])["value"]
    assert shares["all", "share_straight_line"] == 0.75
    assert shares["all", "share_ceiling"] == 0.25
    spread = distribute_answers(tally)
    assert spread.loc[0, ["n1", "n2", "n3", "n4", "n5"]].to_list() == [1, 0, 1, 0, 2]
    assert spread.loc[0, "share_3_4"] == 0.5


def test_alpha_is_that_of_the_scores(read):
    """Reliability of mapped scores is that of the same scores as plain numbers."""
    rows = [(5, 4, 5), (4, 4, 3), (1, 2, 3), (5, 3, 4), (2, 2, 1), (3, 3, 4)]
    alpha = reliability(read(file_of(rows), settings=FIVE).tally()).loc[0, "alpha"]
    scores = pd.DataFrame([[float(WORTH[a]) for a in row] for row in rows])
    by_formula = 3 / 2 * (1 - scores.var().sum() / scores.sum(axis=1).var())
    assert alpha == pytest.approx(by_formula, rel=1e-12)


@pytest.mark.parametrize(
    ("label", "point"),
    [("5", 5), ("★★★☆☆", 3), ("⭐⭐", 2), ("4 bintang", 4), ("5 - Sangat baik", 5), ("Baik", 4), (" CUKUP ", 3)],
)
def test_labels_of_the_scale(read, label, point):
    """Numbers, stars and the declared texts are points of the file's own scale."""
    labels = 'labels = ["Buruk", "Kurang", "Cukup", "Baik", "Sangat baik"]\n'
    rows = [(f'"{label}"', 5, 5), (5, 5, 5), (1, 1, 1)]
    responses = read(file_of(rows), settings=FIVE + labels)
    assert responses.to_pandas().sort_values("row")["requirements"].iloc[0] == float(WORTH[point])


def test_declared_answers_are_points_of_the_scale(read, refusal):
    """Under a map `[answers.x]` names a point of the file's scale; the regulation's labels hold no more."""
    declared = FIVE + '[answers.requirements]\n"Lumayan" = 3\n'
    rows = [("Lumayan", 5, 5), (5, 4, 4)]
    assert read(file_of(rows), settings=declared).to_pandas()["requirements"].min() == 2.5
    error = refusal(file_of([("Sangat sesuai", 5, 5), (5, 4, 4)]), settings=FIVE)
    assert error.code == "unknown_label"


@pytest.mark.parametrize("label", ["★★★☆", "6", "3.5"])
def test_what_is_no_point_is_no_answer(read, refusal, label):
    """Stars out of four, a six and a half point are no answers on a scale of five."""
    rows = [(label, 5, 5), *[(5, 4, 4)] * 3]
    assert refusal(file_of(rows), settings=FIVE).code in ("unknown_label", "off_scale", "other_scale")


def test_a_file_that_never_gives_the_highest_point_is_refused(read, refusal):
    """A questionnaire of four choices under a map of five would be read too low: it is refused until it is named."""
    rows = [(4, 4, 3), (3, 4, 4)]
    error = refusal(file_of(rows), settings=FIVE)
    assert error.code == "scale_not_seen"
    assert '[scale] files = ["loket.csv"]' in error.message("id")
    named = FIVE.replace("[scale]\n", '[scale]\nfiles = ["loket.csv"]\n')
    assert read(file_of(rows), settings=named).to_pandas()["requirements"].tolist() == [3.0, 2.5]


@pytest.mark.parametrize(
    "text",
    [
        "map = { 1 = 1, 2 = 5 }",
        "map = { 1 = 1, 3 = 4 }",
        "map = { 1 = 1, 2 = 3, 3 = 2 }",
        "map = { a = 1, b = 4 }",
        "map = { 1 = 0.5, 2 = 4 }",
        "map = { 2 = 1, 3 = 4 }",
        'map = { 1 = "x", 2 = 4 }',
        "map = { 1 = 2, 2 = 2 }",
    ],
)
def test_a_map_that_is_none(write, text):
    """A map with a gap, a score off 1 to 4, or one that neither rises nor falls is a settings error."""
    with pytest.raises(SettingsError) as caught:
        read_settings(write("skm.toml", f"[scale]\n{text}\n"))
    assert caught.value.code == "scale_map_wrong"


@pytest.mark.parametrize(
    "text",
    [
        '[answers.time]\n"x" = 5\n',
        FIVE + '[answers.time]\n"x" = 6\n',
        FIVE + 'labels = ["a", "b"]\n',
        '[scale]\nfiles = ["a.csv"]\n',
    ],
)
def test_points_that_are_none(write, text):
    """A label for a point that the scale does not have, or labels and files without their map, is a settings error."""
    with pytest.raises(SettingsError) as caught:
        read_settings(write("skm.toml", text))
    assert caught.value.code == "setting_without_meaning"


def test_fractions_in_a_map_are_exact(write):
    """Decimals and fractions are read as they are written: 1.6 is eight fifths, "7/3" is seven thirds."""
    survey = Survey(settings=read_settings(write("skm.toml", '[scale]\nmap = { 1 = 1, 2 = 1.6, 3 = "7/3", 4 = 4 }\n')))
    assert [score for _, score in survey.scale] == [1, Fraction(8, 5), Fraction(7, 3), 4]


def test_another_scale_is_another_instrument(read):
    """Two periods of different scales are not comparable, also where the map gives the scores 1 to 4."""
    frame = pd.DataFrame({"period": ["2024"] * 3, "time": [1, 4, 3]})
    law = LAW.only(("time",))
    plain = Instrument(law, (Item("time", "time"),))
    same = Instrument(law, plain.items, tuple((point, Fraction(point)) for point in range(1, 5)))
    tables = [
        compute_indices(tally_responses(frame.assign(period=period), by=["period"], instrument=asked))
        for period, asked in (("2023", plain), ("2024", same))
    ]
    changes = compare_periods(join_indices(tables), "2023", "2024").frame
    assert set(changes["verdict"]) == {"not comparable"}
    assert changes["change"].isna().all()


def test_the_scale_is_said_wherever_its_figures_stand(write, tmp_path):
    """The page says the scale and its map in a finding and in the method, the notes and the exclusions say it too."""
    write("skm.toml", '[survey]\nname = "Kota"\n[scale]\nfiles = ["data/raw/2025/*"]\n' + FIVE.split("\n", 1)[1])
    write("data/raw/2024/Loket.csv", file_of([(4, 4, 3), (3, 4, 4), (2, 3, 4)] * 5))
    write("data/raw/2025/Loket.csv", file_of(ANSWERS * 5))
    result = run_survey(tmp_path)
    assert result.indices.instruments["2025"].scale != result.indices.instruments["2024"].scale == ()
    assert set(result.changes.frame["verdict"]) == {"not comparable"}
    assert any("skala 5 pilihan" in text for text in result.indices.notes)
    assert result.exclusions["rule"].tolist().count("scale mapped") == 1
    page = (tmp_path / "reports/2025/index.html").read_text(encoding="utf-8")
    assert "Kuesioner memakai skala 5 pilihan, bukan empat" in page.replace("\u00a0", " ")
    assert "2 = 2; 3 = 2,5; 4 = 3" in page.replace("\u00a0", " ")
    assert "skala jawaban atau petanya berubah" in page
    english = run_survey(tmp_path, language="en")
    page = english.written["reports/2025/index.html"].read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "a scale of 5 points, not four" in page
    before = (tmp_path / "reports/2024/index.html").read_text(encoding="utf-8")
    assert "dipetakan" not in before


def test_a_written_tally_keeps_its_scale(read, tmp_path):
    """What is written with a map is read back with it, and gives the same figures."""
    tally = read(file_of(ANSWERS), settings=FIVE).tally()
    write_tally(tmp_path / "t.parquet", tally.frame, tally.instrument, tally.names, tally.sources)
    again = tally_from(*read_tally_file(tmp_path / "t.parquet"))
    assert again.instrument.signature == tally.instrument.signature
    pd.testing.assert_frame_equal(compute_indices(again).frame, compute_indices(tally).frame)
    assert compare_all(compute_indices(again)).frame.empty


def test_counts_of_a_mapped_scale(read):
    """A table of counts on a scale of six is read by the map: the same figures as its rows."""
    six = "[scale]\nmap = { 1 = 1, 2 = 1.6, 3 = 2.2, 4 = 2.8, 5 = 3.4, 6 = 4 }\n"
    names = [element.names["id"] for element in LAW.elements]
    counts = [(0, 1, 3, 9, 15, 10), (1, 2, 5, 11, 13, 6), (2, 3, 6, 12, 10, 5)] * 3
    text = "Unsur,1,2,3,4,5,6\n" + "".join(
        f'"{name}",{",".join(map(str, row))}\n' for name, row in zip(names, counts, strict=True)
    )
    table = compute_indices(read(text, settings=six).tally()).frame
    worth = [Fraction(s).limit_denominator() for s in ("1", "1.6", "2.2", "2.8", "3.4", "4")]
    means = [sum(w * n for w, n in zip(worth, row, strict=True)) / sum(row) for row in counts]
    assert table.loc[0, "printed"] == str(half_up(25 * sum(means, Fraction(0)) / 9))
