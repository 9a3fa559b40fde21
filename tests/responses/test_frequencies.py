"""Tables of counts: read to the index that their rows would have, or refused; never an interval that nobody knows."""

import io
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skm.errors import DataError, RequestError
from skm.indices import compute_indices, distribute_answers
from skm.pipeline import index_files, run_survey
from skm.quality import summarise_quality
from skm.regulation import Instrument, Item, load_regulation, plain_instrument
from skm.research import poststratify, rake, reliability
from skm.survey import Survey
from skm.tally import Tally, count_totals, merge_tallies, tally_responses

LAW = load_regulation("permenpan-14-2017")
NAMES = [element.names["id"] for element in LAW.elements]
# Counts of 1 to 4 for each element, 20 respondents without a blank.
COUNTS = [(0, 1, 10, 9), (0, 2, 11, 7), (1, 2, 9, 8), (0, 0, 4, 16), (0, 3, 10, 7)] + [(0, 2, 9, 9)] * 4


def text_of(header, rows):
    """Return a table as CSV."""
    return "\n".join(",".join(map(str, row)) for row in [header, *rows]) + "\n"


def table(header=("Unsur", "1", "2", "3", "4"), counts=COUNTS, *, more=lambda row: ()):
    """Return a table with an element a row, its counts, and what `more` makes of them."""
    return text_of(header, [(f'"{name}"', *row, *more(row)) for name, row in zip(NAMES, counts, strict=True)])


def printed(responses, survey=None):
    """Return the printed index of the whole."""
    return compute_indices(responses.tally(), survey).frame.loc[0, "printed"]


def exact(counts):
    """Return the printed index of counts, by hand: 25 × the mean of the elements' means, half up."""
    from decimal import ROUND_HALF_UP, Decimal
    from fractions import Fraction

    means = [Fraction(sum(s * n for s, n in enumerate(row, 1)), sum(row)) for row in counts]
    index = 25 * sum(means) / len(means)
    return str((Decimal(index.numerator) / index.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP))


HEADERS = [
    ("Unsur", "1", "2", "3", "4"),
    ("Unsur Pelayanan", "n1", "n2", "n3", "n4"),
    ("Unsur", "Jumlah nilai 1", "Jumlah nilai 2", "Jumlah nilai 3", "Jumlah nilai 4"),
    ("Unsur", "Skor 1", "Skor 2", "Skor 3", "Skor 4"),
    ("Unsur", "Tidak baik", "Kurang baik", "Baik", "Sangat baik"),
    ("Unsur", "Tidak puas (1)", "Kurang puas (2)", "Puas (3)", "Sangat puas (4)"),
    ("Unsur", "Buruk", "Cukup", "Baik", "Sangat baik"),
    ("Unsur", "TS", "KS", "S", "SS"),
    ("Unsur", "STS", "TS", "S", "SS"),
    ("Unsur", "a", "b", "c", "d"),
    ("Element", "score_1", "score_2", "score_3", "score_4"),
]


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header[1])
def test_scores_are_known_by_number_or_by_words(read, header):
    """However the four scores are called, the index is that of the counts, and n is the respondents."""
    responses = read(table(header))
    frame = compute_indices(responses.tally()).frame
    assert frame.loc[0, "printed"] == exact(COUNTS) == "84.03"
    assert frame.loc[0, "n"] == 20
    assert frame.loc[0, "n_missing"] == 0


@pytest.mark.parametrize("order", [(4, 3, 2, 1), (2, 1, 4, 3)])
def test_columns_may_stand_in_any_order(read, order):
    """A column is the score that its header says, wherever it stands."""
    rows = [(f'"{name}"', *(row[s - 1] for s in order)) for name, row in zip(NAMES, COUNTS, strict=True)]
    assert printed(read(text_of(("Unsur", *order), rows))) == "84.03"


@pytest.mark.parametrize(
    "header",
    [
        ("Unsur", "TW 1", "TW 2", "TW 3", "TW 4"),
        ("Unsur", "Pertanyaan 1", "Pertanyaan 2", "Pertanyaan 3", "Pertanyaan 4"),
        ("Unsur", "NRR 1", "NRR 2", "NRR 3", "NRR 4"),
        ("Unsur", "1", "2", "3", "5"),
    ],
)
def test_other_columns_of_four_are_no_scores(refusal, header):
    """Four columns of quarters or questions are no counts of scores: such a table is refused."""
    assert refusal(table(header)).code in ("no_elements", "table_transposed", "long_without_respondent")


def test_no_interval_where_only_counts_are_known(read):
    """The index has no standard error and says why, in both languages; one question's counts still tell its own."""
    tally = read(table()).tally()
    for language, words in (("id", "tanpa rentang 95 %"), ("en", "no 95% interval")):
        frame = compute_indices(tally, Survey().with_settings(language=language)).frame.set_index("measure")
        index = frame.loc["index"].iloc[-1]
        assert index[["se", "df", "low", "high"]].isna().all()
        assert index["note"].startswith(words)
    rows = [[s for s, n in enumerate(COUNTS[0], 1) for _ in range(n)]]
    alone = compute_indices(tally_responses(pd.DataFrame({"requirements": rows[0]}))).frame
    assert frame.loc["requirements"].iloc[-1]["se"] == pytest.approx(alone.loc[1, "se"], rel=1e-12)


def test_what_needs_rows_is_absent(read):
    """Straight lines, ceilings, complete answers and alpha are absent; the spread of answers is exact."""
    tally = read(table()).tally()
    quality = summarise_quality(tally).set_index(["level", "measure"])["value"]
    for measure in ("share_complete", "share_straight_line", "share_ceiling"):
        assert pd.isna(quality["all", measure])
    assert quality["all", "share_missing_time"] == 0
    spread = distribute_answers(tally)
    assert spread.loc[0, ["n1", "n2", "n3", "n4", "missing"]].to_list() == [0, 1, 10, 9, 0]
    with pytest.raises(RequestError):
        reliability(tally)


def test_nobody_is_weighted_by_counts(read, tmp_path):
    """Weights need rows: post-stratifying or raking with a table of counts among the files is refused."""
    rows = pd.DataFrame({element.headers[0]: [4, 3, 3, 4] * 10 for element in LAW.elements})
    rows["Jenis kelamin"] = ["L", "P"] * 20
    rows.to_csv(tmp_path / "baris.csv", index=False)
    (tmp_path / "rekap.csv").write_text(table(), encoding="utf-8")
    from skm.responses import read_responses

    both = read_responses(tmp_path / "baris.csv", tmp_path / "rekap.csv")
    totals = {"Laki-laki": 1, "Perempuan": 1}
    for attempt in (lambda: poststratify(both.tally(), "sex", totals), lambda: rake(both, {"sex": totals})):
        with pytest.raises(RequestError) as caught:
            attempt()
        assert caught.value.code == "counts_without_rows"


def test_parents_with_such_a_unit_have_no_interval(tmp_path):
    """A unit known by counts is in its parents' figures; their intervals are absent, those of other units are not."""
    rows = pd.DataFrame({element.headers[0]: [4, 3, 3, 4, 2] * 6 for element in LAW.elements})
    rows.iloc[0, 0] = 1
    for name in ("A", "B"):
        rows.to_csv(tmp_path / f"{name}.csv", index=False)
        rows.iloc[1, 1] = 1
    (tmp_path / "C.csv").write_text(table(), encoding="utf-8")
    frame = index_files([tmp_path / f"{name}.csv" for name in "ABC"]).indices.frame
    index = frame[frame["measure"] == "index"].set_index(["level", "id"])
    assert index.loc[("all", "all"), "se"].isna().all()
    assert index.loc[("all", "all"), "note"].str.contains("C").all()
    assert index.loc[[("unit", "a")], "se"].gt(0).all()
    units = [float(index.loc[("unit", name), "mean"]) for name in "abc"]
    official = index[index["official"]].loc[("all", "all")]
    assert float(official["mean"]) == pytest.approx(sum(units) / 3, rel=1e-12)
    assert official["n"] == 80


ANSWER = st.one_of(st.none(), st.integers(1, 4))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(ANSWER, ANSWER, ANSWER), min_size=1, max_size=25))
def test_counts_give_the_figures_of_the_rows(rows):
    """Under the policy `available` counts give n, means, printed index, blanks and spread of the rows they count."""
    keys = LAW.keys[:3]
    rows = [row for row in rows if any(row)]
    if not rows or any(all(row[place] is None for row in rows) for place in range(3)):
        return
    frame = pd.DataFrame(rows, columns=keys, dtype="Float64")
    tally = tally_responses(frame)
    counts = {key: tuple(int((frame[key] == score).sum()) for score in range(1, 5)) for key in keys}
    lines = count_totals(counts, len(rows), tally.instrument, {})
    counted = Tally(lines, tally.instrument, tally.names)
    exact_columns = ["level", "measure", "n", "n_missing", "mean", "printed", "grade"]
    ours, theirs = (compute_indices(one).frame[exact_columns] for one in (counted, tally))
    pd.testing.assert_frame_equal(ours, theirs)
    pd.testing.assert_frame_equal(distribute_answers(counted), distribute_answers(tally))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*[st.integers(1, 4)] * 4), min_size=1, max_size=20), st.sampled_from(["complete", "person"]))
def test_without_blanks_every_policy_is_allowed(rows, policy):
    """Where nobody left anything blank all three policies give the index of the rows, several questions included."""
    items = (Item("time_1", "time"), Item("time_2", "time"), Item("time_3", "time"), Item("product", "product"))
    asked = Instrument(LAW.only(("time", "product")), items)
    frame = pd.DataFrame(rows, columns=[item.key for item in items])
    counts = {key: tuple(int((frame[key] == score).sum()) for score in range(1, 5)) for key in frame}
    survey = Survey().with_settings(missing=policy)
    counted = compute_indices(Tally(count_totals(counts, len(rows), asked, {}), asked), survey).frame
    theirs = compute_indices(tally_responses(frame, instrument=asked), survey).frame
    assert counted["printed"].tolist() == theirs["printed"].tolist()
    assert counted["mean"].tolist() == theirs["mean"].tolist()


def test_blanks_leave_the_policy_available_only(read, refusal):
    """Who left what blank is not known: the other two policies are refused, for the file and for a tally."""
    counts = [*COUNTS[:-1], (0, 2, 9, 8)]
    assert printed(read(table(counts=counts))) == exact(counts)
    error = refusal(table(counts=counts), settings='[survey]\nmissing = "complete"\n')
    assert error.code == "counts_need_available"
    assert 'missing = "available"' in error.message("id")
    with pytest.raises(RequestError):
        compute_indices(read(table(counts=counts)).tally(), Survey().with_settings(missing="person"))


def test_blanks_that_are_counted_are_blanks(read):
    """Columns of blanks and of "does not apply" count as such; n is everybody, even if each element lacks somebody."""
    header = ("Unsur", "1", "2", "3", "4", "Tidak menjawab", "Tidak berlaku", "Jumlah responden")
    counts = [(0, 1, 10, 7), *[(0, 2, 11, 6)] * 8]
    rows = [(f'"{name}"', *row, 1, 20 - 1 - sum(row), 20) for name, row in zip(NAMES, counts, strict=True)]
    tally = read(text_of(header, rows)).tally()
    frame = compute_indices(tally).frame
    assert frame.loc[0, ["n", "n_missing", "printed"]].to_list() == [20, 9, exact(counts)]
    assert distribute_answers(tally).loc[0, ["missing", "na"]].to_list() == [1, 1]


@pytest.mark.parametrize(
    ("header", "more", "wrong"),
    [
        ("n", sum, 21),
        ("Jumlah", lambda row: sum(s * n for s, n in enumerate(row, 1)), 60),
        ("Jumlah nilai", lambda row: sum(s * n for s, n in enumerate(row, 1)), 60),
        ("NRR", lambda row: f"{sum(s * n for s, n in enumerate(row, 1)) / 20:.2f}", "3.47"),
        ("Rata-rata", lambda row: f'"{sum(s * n for s, n in enumerate(row, 1)) / 20:.3f}"'.replace(".", ","), "3.1"),
    ],
)
def test_what_a_row_states_must_follow_from_its_counts(read, refusal, header, more, wrong):
    """A stated total, sum or mean is checked; one that disagrees refuses the file with its row and value."""
    columns = ("Unsur", "1", "2", "3", "4", header)
    assert printed(read(table(columns, more=lambda row: (more(row),)))) == "84.03"
    seen = iter(range(20))
    error = refusal(table(columns, more=lambda row: (wrong if next(seen) == 3 else more(row),)))
    assert error.code == "counts_disagree"
    assert [(place.row, place.column, place.value) for place in error.places] == [(5, header, str(wrong))]


def test_shares_are_no_counts(refusal, read):
    """Percentages are refused, with or without a sign; whole ones that all add up to 100 need a header that counts."""
    shares = [(5, 10, 35, 50)] * 9
    assert refusal(table(("Unsur", "1 (%)", "2 (%)", "3 (%)", "4 (%)"), shares)).code == "counts_as_shares"
    assert refusal(table(counts=[tuple(f"{n}%" for n in row) for row in shares])).code == "counts_as_shares"
    assert refusal(table(counts=[(5.5, 9.5, 35, 50)] * 9)).code == "counts_as_shares"
    assert refusal(table(counts=shares)).code == "counts_as_shares"
    assert printed(read(table(("Unsur", "n1", "n2", "n3", "n4"), shares))) == exact(shares)
    beside = ("Unsur", "1", "2", "3", "4", "1 %", "2 %", "3 %", "4 %")
    assert printed(read(table(beside, more=lambda row: tuple(f"{5 * n}%" for n in row)))) == "84.03"


def test_a_blank_count_is_no_zero(refusal, read):
    """A blank count is refused, unless the row's own total says that it is nothing."""
    counts = [("", *row[1:]) if row[0] == 0 else row for row in COUNTS]
    error = refusal(table(counts=counts))
    assert error.code == "counts_unreadable"
    assert error.places[0].column == "1"
    header = ("Unsur", "1", "2", "3", "4", "Jumlah")
    assert printed(read(table(header, counts, more=lambda row: (20,)))) == "84.03"


def test_an_unknown_row_is_refused(refusal):
    """A row with counts whose element nobody knows refuses the file, with the line for skm.toml."""
    error = refusal(table().replace(f'"{NAMES[2]}"', "Kerapian ruangan"))
    assert error.code == "counts_label_unknown"
    assert error.places[0].value == "Kerapian ruangan"
    assert "[columns]" in error.message("id")


def test_a_code_proves_nothing_beside_another_name(refusal):
    """A code next to a text that is no element is not taken for the regulation's element of that number."""
    rows = [(f"U{number}", f"SPAK {number}", *row) for number, row in enumerate(COUNTS, 1)]
    error = refusal(text_of(("Kode", "Unsur", "1", "2", "3", "4"), rows))
    assert error.code in ("no_elements", "counts_label_unknown")


def test_codes_alone_follow_the_form_and_say_so(read):
    """Bare codes are read in the form's order, with the finding `order assumed`; a name beside a code wins."""
    rows = [(f"U{number}", *row) for number, row in enumerate(COUNTS, 1)]
    responses = read(text_of(("Unsur", "1", "2", "3", "4"), rows))
    assert "order assumed" in set(responses.exclusions["rule"])
    named = [(f"U{number}", f'"{name}"', *row) for number, (name, row) in enumerate(zip(NAMES, COUNTS, strict=True), 1)]
    assert "order assumed" not in set(read(text_of(("Kode", "Unsur", "1", "2", "3", "4"), named)).exclusions["rule"])


def test_totals_beneath_are_no_elements(read):
    """Rows of totals, means and signatures under the elements are set aside."""
    text = table() + "Jumlah,1,16,80,83\nNRR tertimbang,,,,3.36\n,,,,\nMengetahui,,,,\n"
    assert printed(read(text)) == "84.03"


def test_units_and_periods_of_one_table(read):
    """Columns of units and periods make cells, also where a unit stands only in its first row."""
    rows = []
    for unit, shift in (("Puskesmas A", 0), ("Puskesmas B", 1)):
        for place, (name, row) in enumerate(zip(NAMES, COUNTS, strict=True)):
            rows.append((unit if not place else "", "TW I 2025", f'"{name}"', row[0] + shift, *row[1:]))
    tally = read(text_of(("Nama unit", "Periode", "Unsur", "1", "2", "3", "4"), rows)).tally()
    found = tally.frame.groupby(["unit", "period"])["rows"].sum().to_dict()
    assert found == {("puskesmas-a", "2025-Q1"): 20, ("puskesmas-b", "2025-Q1"): 21}


def test_units_as_headings_between_the_rows(read):
    """Where elements stand again and again, the heading above each block is its unit."""
    block = table().split("\n", 1)[1]
    text = f"Unsur,1,2,3,4\nPuskesmas A,,,,\n{block}Puskesmas B,,,,\n{block}"
    assert sorted(read(text).tally().frame["unit"].unique()) == ["puskesmas-a", "puskesmas-b"]


def test_an_element_twice_is_refused(refusal):
    """An element that stands twice without a unit to tell the rows apart refuses the file."""
    block = table().split("\n", 1)[1]
    assert refusal(table() + block).code == "counts_twice"


def workbook(sheets):
    """Return a workbook as bytes, from rows by sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_sheet_a_unit_under_a_title_and_two_header_rows(read):
    """A workbook with a sheet for each unit, titles, a header of two rows and merged groups is read."""

    def sheet(shift):
        rows = [(name, row[0] + shift, *row[1:]) for name, row in zip(NAMES, COUNTS, strict=True)]
        upper = ("Unsur", "Jumlah responden yang menjawab", None, None, None)
        return [("REKAPITULASI SKM TRIWULAN I 2025",), (), upper, (None, 1, 2, 3, 4), *rows]

    responses = read(workbook({"Puskesmas A": sheet(0), "Puskesmas B": sheet(2)}), "rekap.xlsx")
    found = responses.tally().frame.groupby("unit")["rows"].sum().to_dict()
    assert found == {"puskesmas-a": 20, "puskesmas-b": 22}


def test_counts_beside_the_answers_are_their_summary(read):
    """A sheet of counts in a workbook with the answers themselves is not counted again, and listed as not read."""
    answers = [[element.headers[0] for element in LAW.elements], *[[4] * 9, [3] * 9, [4] * 9]]
    counts = [("Unsur", 1, 2, 3, 4), *((name, 0, 0, 1, 2) for name in NAMES)]
    responses = read(workbook({"Data": answers, "Rekap": counts}), "skm.xlsx")
    assert responses.n_rows == 3
    assert "sheet not read" in set(responses.exclusions["rule"])
    assert not responses.counted


def test_several_questions_need_all_answers(read, refusal):
    """The mean of an element's questions follows from counts only where everybody answered all of them."""
    header = ("Unsur", "1", "2", "3", "4")
    rows = [(f"U{n}", *row) for n, row in enumerate(COUNTS, 1) if n != 3]
    both = [("U3.1", *COUNTS[2]), ("U3.2", 0, 0, 20, 0)]
    assert read(text_of(header, [*rows, *both])).tally().frame["rows"].sum() == 20
    error = refusal(text_of(header, [*rows, ("U3.1", *COUNTS[2]), ("U3.2", 0, 0, 19, 0)]))
    assert error.code == "counts_uneven"


def test_the_account_of_a_folder_adds_up(write, tmp_path):
    """A folder with rows and counts: every respondent is in the account, and the same unit twice is refused."""
    answers = text_of([f'"{e.headers[0]}"' for e in LAW.elements], [[4, 3, 3, 4, 2, 3, 3, 4, 4]] * 12)
    write("skm.toml", '[survey]\nname = "Kota"\n')
    write("data/raw/2025/Puskesmas A.csv", answers)
    write("data/raw/2025/Puskesmas B.csv", table())
    result = run_survey(tmp_path)
    accounts = {account.file[-5:]: account for account in result.accounts}
    assert (accounts["B.csv"].rows_in, accounts["B.csv"].rows_kept, accounts["B.csv"].rows_dropped) == (20, 20, 0)
    assert result.is_whole
    page = (tmp_path / "reports/2025/index.html").read_text(encoding="utf-8")
    assert "hanya banyaknya jawaban yang diketahui" in page
    write("data/raw/2025/TW1/Puskesmas A.csv", table(counts=[(0, 1, 10, 8)] * 9))
    refused = run_survey(tmp_path).refusals
    assert [refusal.error.code for refusal in refused] == ["counts_beside_rows"]


def test_a_written_tally_of_counts_comes_back(read, tmp_path):
    """The mark survives writing, reading and merging, so that an interval never comes back by the back door."""
    from skm.tables import read_tally_file, write_tally
    from skm.tally import tally_from

    tally = read(table()).tally()
    write_tally(tmp_path / "t.parquet", tally.frame, tally.instrument, tally.names, tally.sources)
    again = tally_from(*read_tally_file(tmp_path / "t.parquet"))
    pd.testing.assert_frame_equal(again.frame, tally.frame)
    rows = tally_responses(pd.DataFrame([[4] * 9, [3] * 9], columns=LAW.keys), instrument=plain_instrument(LAW))
    merged = merge_tallies([again, rows])
    assert merged.frame.groupby("counts_only")["rows"].sum().to_dict() == {0: 2, 1: 20}
    figures = compute_indices(merged).frame.set_index(["period", "level", "measure"])
    assert figures.loc[(tally.frame["period"].iloc[0], "all", "index"), "se"].isna().all()


SMALL = [(1, 2, 3, 4)] * 9  # as small as answers


def by_unit(counts):
    """Return a table with two units, a column for each element and score."""
    header = ("Unit", *(f"U{element}_{score}" for element in range(1, 10) for score in range(1, 5)))
    row = [n for own in counts for n in own]
    return text_of(header, [("Puskesmas A", *row), ("Puskesmas B", *row)])


def by_score(header, scores, counts):
    """Return a table with a row for each score and the elements in columns."""
    rows = [(score, *(own[place] for own in counts)) for place, score in enumerate(scores)]
    return text_of((header, *(f'"{name}"' for name in NAMES)), rows)


def test_a_unit_a_row_with_a_column_for_each_score(read, refusal):
    """U1_1 to U9_4 are counts, not four questions of each element; where both could be, the table is refused."""
    tally = read(by_unit(COUNTS)).tally()
    assert tally.frame.groupby("unit")["rows"].sum().to_dict() == {"puskesmas-a": 20, "puskesmas-b": 20}
    assert compute_indices(tally).frame.loc[0, "printed"] == "84.03"
    assert refusal(by_unit(SMALL)).code == "counts_or_answers"


def test_four_questions_of_each_element_are_answers(read):
    """Answers to four questions of each element stay answers, also where everybody answers alike throughout."""
    header = [f"U{element}.{number}" for element in range(1, 10) for number in range(1, 5)]
    mixed = np.random.default_rng(5).integers(1, 5, (5, 36)).tolist()
    for rows in (mixed, [[3] * 36, [4] * 36]):
        assert read(text_of(header, rows)).n_rows == len(rows)


@pytest.mark.parametrize("counts", [COUNTS, SMALL])
@pytest.mark.parametrize(
    ("header", "scores"),
    [("Nilai", (1, 2, 3, 4)), ("Jawaban", ("Tidak baik", "Kurang baik", "Baik", "Sangat baik"))],
)
def test_a_score_a_row(read, header, scores, counts):
    """A table with the elements in columns and a row for each score holds counts, however small they are."""
    responses = read(by_score(header, scores, counts))
    assert printed(responses) == exact(counts)
    assert responses.n_rows == sum(counts[0])


def test_four_numbered_respondents_are_people(read):
    """A column that numbers four respondents is no column of scores."""
    responses = read(by_score("No", (1, 2, 3, 4), SMALL))
    assert (responses.n_rows, responses.counted) == (4, ())


def test_a_question_worded_the_other_way_round(read, refusal):
    """Counts of a question that asks for what is bad are turned where the settings say so, else refused."""
    label = "Persyaratan: Apakah Anda mengalami kesulitan dalam memenuhi persyaratan?"
    text = table().replace(f'"{NAMES[0]}"', f'"{label}"')
    error = refusal(text)
    assert error.code in ("reversed_question", "counts_label_unknown")
    columns = f'[columns]\nrequirements = "{label}"\n'
    assert refusal(text, settings=columns).code == "reversed_question"
    turned = [tuple(reversed(COUNTS[0])), *COUNTS[1:]]
    assert printed(read(text, settings=f'{columns}[answers]\nreversed = ["{label}"]\n')) == exact(turned)
    assert printed(read(text, settings=f'{columns}[answers]\nnot_reversed = ["{label}"]\n')) == exact(COUNTS)


CASES = Path(__file__).parents[1] / "cases"


def test_the_published_index_of_a_court(tmp_path):
    """Mahkamah Konstitusi, 2022 Q4: 22 questions of eight elements, n = 63, published 87,092: read from its counts."""
    path = tmp_path / "mk.csv"
    path.write_bytes((CASES / "mahkamah-konstitusi-2022-q4" / "frequencies.csv").read_bytes())
    frame = index_files([path]).indices.frame
    assert frame.loc[0, ["n", "printed"]].to_list() == [63, "87.09"]
    assert round(frame.loc[0, "index"], 3) == 87.092
    assert pd.isna(frame.loc[0, "se"])


def test_counts_of_another_instrument_are_refused(tmp_path):
    """BBPMP Jawa Timur, SPAK: counts of four anti-corruption questions under the codes U1 to U4 are no elements."""
    path = tmp_path / "spak.csv"
    path.write_bytes((CASES / "bbpmp-jatim-spak-2022" / "frequencies.csv").read_bytes())
    with pytest.raises(DataError):
        index_files([path])
