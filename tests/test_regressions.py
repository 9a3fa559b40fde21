"""Faults seen in other programs, from file to figure: each test names the wrong answer and gives the right one."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from skm.changes import compare_periods
from skm.indices import compute_indices, join_indices
from skm.regulation import REGULATION_IDS, load_regulation
from skm.stats.rounding import half_up
from skm.survey import Survey, open_survey

CODES = ",".join(f"U{number}" for number in range(1, 10))
FORM = '[columns]\norder = "form"\n'


def table_of(*rows):
    """Return coded rows as a file."""
    return "\n".join([CODES, *rows]) + "\n"


@pytest.fixture
def figure(read):
    """Return a function that gives the line of the whole (or of one element) of a file."""

    def line(content, measure="index", settings=FORM, **options):
        frame = compute_indices(read(content, settings=settings, **options).tally()).frame
        return frame[(frame["level"] == "all") & (frame["measure"] == measure) & frame["official"]].iloc[0]

    return line


def coded(total, n=100):
    """Return n coded respondents whose 9·n answers sum to `total`."""
    low, extra = divmod(total, 9 * n)
    answers = [low + 1] * extra + [low] * (9 * n - extra)
    return table_of(*(",".join(map(str, answers[place::n])) for place in range(n)))


# --- the table of cases -------------------------------------------------------------------------------------------


def test_all_answers_4(figure):
    """All answers 4 print 100.00, A; not 99.00 (weights of 0.11), 99.90 (0.111) or a crash."""
    line = figure(table_of(*["4,4,4,4,4,4,4,4,4"] * 30))
    assert (line["printed"], line["grade"], line["index"]) == ("100.00", "A", 100.0)


@pytest.mark.parametrize(("printed", "grade"), [("88.31", "A"), ("76.61", "B"), ("65.00", "C")])
def test_the_lower_bound_belongs_to_the_better_grade(figure, printed, grade):
    """Exactly 88.31, 76.61 and 65.00 are A, B and C; not B, C and D, nor a class E below 88.4."""
    n = 100
    total = next(t for t in range(9 * n, 36 * n + 1) if half_up(Fraction(25 * t, 9 * n), 2) == Decimal(printed))
    line = figure(coded(total, n))
    assert (line["printed"], line["grade"]) == (printed, grade)


@pytest.mark.parametrize("regulation_id", REGULATION_IDS)
@pytest.mark.parametrize("exact", ["88.305", "76.605", "64.995", "88.304", "76.604", "64.994", "81.255", "62.505"])
def test_between_two_bounds_there_is_a_grade(regulation_id, exact):
    """A figure between two printed bounds has the grade of its printed number; not "Invalid", "-", "T", NULL or E."""
    regulation = load_regulation(regulation_id)
    printed = half_up(Fraction(exact), 2)
    holds = [grade.letter for grade in regulation.grades if grade.lower <= printed <= grade.upper]
    assert holds == [regulation.grade(printed).letter]


def test_no_respondents(write, read, tmp_path):
    """A unit without respondents has no index; not 0, not D, and its 0 is in no mean."""
    write("data/raw/units.csv", "unit_id,name\na,Satu\nb,Dua\n")
    survey = open_survey(tmp_path)
    text = "Unit," + table_of(*["Satu,3,3,3,3,3,3,3,3,3"] * 12)
    frame = compute_indices(read(text, survey=survey).tally(), survey).frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] == "index")].set_index("id")
    assert (units.loc["b", "n"], units.loc["b", "printed"], units.loc["b", "grade"], units.loc["b", "mark"]) == (
        0,
        "",
        "",
        "..",
    )
    assert pd.isna(units.loc["b", "index"])
    whole = frame[(frame["level"] == "all") & (frame["measure"] == "index") & frame["official"]]
    assert whole["printed"].item() == "75.00"
    assert "Dua" in whole["note"].item()


@pytest.mark.parametrize(
    ("missing", "n", "printed", "n_tariff"), [("available", 2, "86.11", 1), ("complete", 1, "100.00", 1)]
)
def test_one_blank_in_tariff(read, missing, n, printed, n_tariff):
    """A blank in U4 follows the declared policy, with its own n; not 0, not a person dropped without a word."""
    tally = read(table_of("4,4,4,4,4,4,4,4,4", "3,3,3,,3,3,3,3,1"), settings=FORM).tally()
    frame = compute_indices(tally, Survey().with_settings(missing=missing)).frame
    whole = frame[(frame["level"] == "all") & frame["official"]].set_index("measure")
    assert (whole.loc["index", "n"], whole.loc["index", "printed"]) == (n, printed)
    assert whole.loc["tariff", "n"] == n_tariff


@pytest.mark.parametrize(("label", "score"), [("Sangat sesuai.", 4), ("d", 4), ("tidak baik", 1)])
def test_labels_are_whole(figure, label, score):
    """The label "Sangat sesuai." is 4, not 3; "d" is 4, not 1; "tidak baik" is 1, not 3 for its ending "baik"."""
    assert figure(f"Persyaratan\n{label}\n", "requirements")["mean"] == score


def test_five_on_a_scale_of_four(read, findings):
    """A 5 on the scale 1–4 is rejected with its row number, not accepted."""
    responses = read(table_of(*["4,4,4,4,4,4,4,4,4"] * 19, "4,4,5,4,4,4,4,4,4"), settings=FORM)
    assert findings(responses) == [(21, "off scale", "5", "answer blanked")]
    assert responses.to_pandas()["time"].max() == 4


def test_u8_and_u9_in_either_order(read):
    """Files in the form's and in the regulation's order give one total under the right labels, not swapped ones."""
    row = "3,3,3,3,3,3,3,4,1"
    frames = {
        order: compute_indices(read(table_of(row, row), settings=f'[columns]\norder = "{order}"\n').tally()).frame
        for order in ("form", "regulation")
    }
    found = {order: f[(f["level"] == "all") & f["official"]].set_index("measure") for order, f in frames.items()}
    assert found["form"].loc["index", "printed"] == found["regulation"].loc["index", "printed"]
    assert found["form"].loc["facilities", "mean"] == found["regulation"].loc["complaints", "mean"] == 4
    assert found["form"].loc["complaints", "mean"] == found["regulation"].loc["facilities", "mean"] == 1


def test_two_questions_of_one_element(figure):
    """Two questions of one element answered 3 and 4 make 3.5, not 4."""
    settings = '[columns]\nrequirements = ["P1", "P2"]\n'
    assert figure("P1,P2\n3,4\n", "requirements", settings)["mean"] == 3.5


def test_an_empty_unit_of_an_agency(write, read, tmp_path):
    """The mean of an agency divides by its units with data, not by all, and names the empty one."""
    write("data/raw/units.csv", "unit_id,name,agency\na,Satu,Dinas\nb,Dua,Dinas\nc,Tiga,Dinas\n")
    survey = open_survey(tmp_path)
    rows = "".join(f"{unit},{','.join([score] * 9)}\n" for unit, score in (("Satu", "2"), ("Dua", "4")) * 12)
    tally = read(f"Unit,{CODES}\n{rows}", survey=survey).tally()
    tally.frame["agency"] = "Dinas"
    frame = compute_indices(tally, survey).frame
    agency = frame[(frame["level"] == "agency") & (frame["measure"] == "index") & frame["official"]]
    assert agency["printed"].item() == "75.00"
    assert "Tiga" in agency["note"].item()


def test_every_answer_counts(figure):
    """Of 100 answers all 100 count; keeping the best 96 or 80 would add 1.7 or 4.2 points."""
    line = figure(table_of(*["4,4,4,4,4,4,4,4,4"] * 80, *["1,1,1,1,1,1,1,1,1"] * 20))
    assert (line["n"], line["printed"]) == (100, "85.00")


def test_another_questionnaire_is_a_break(read):
    """Nine elements and then fewer are not compared; they are no one line in a chart."""
    nine = read(table_of(*["4,4,4,4,4,4,4,4,4"] * 12), settings=FORM, period="2023").tally()
    two = read("Persyaratan,Prosedur\n" + "3,3\n" * 12, period="2024").tally()
    changes = compare_periods(join_indices([compute_indices(nine), compute_indices(two)]), "2023", "2024").frame
    assert set(changes["verdict"]) == {"not comparable"}
    assert set(changes["printed_change"]) == {""}


def test_the_same_figure_under_two_laws():
    """82.00 in 2016 and in 2019 did not fall from A to B: the bounds moved, the number did not."""
    letters = {law: load_regulation(law).grade(Decimal("82.00")).letter for law in ("kep-25-2004", "permenpan-14-2017")}
    assert letters == {"kep-25-2004": "A", "permenpan-14-2017": "B"}


def test_profile_totals(read):
    """The groups of a profile add up to n with those who did not say, not to less."""
    rows = [f"{sex},{','.join(['3'] * 9)}" for sex in ["L", "P", "", "-", "P"]]
    frame = compute_indices(read("Jenis kelamin," + table_of(*rows), settings=FORM).tally()).frame
    groups = frame[(frame["level"] == "sex") & (frame["measure"] == "index")]
    assert groups["n"].sum() == 5


# --- by product ---------------------------------------------------------------------------------------------------


def test_shown_parts_are_those_of_the_headline(read):
    """The weighted means of the elements add up to the index: no 0.111 beside an exact headline."""
    content = table_of("4,3,2,1,4,3,2,1,4", "3,3,3,4,4,4,2,2,2", "1,2,3,4,1,2,3,4,1")
    frame = compute_indices(read(content, settings=FORM).tally()).frame
    whole = frame[(frame["level"] == "all") & frame["official"]].set_index("measure")
    assert 25 * whole["mean"].drop("index").sum() / 9 == pytest.approx(whole.loc["index", "index"], abs=1e-12)


def test_an_unanswered_element_is_not_zero(read):
    """An element that nobody answered has no mean, not 0, and its unit no index."""
    tally = read(table_of(*["4,4,4,,4,4,4,4,4"] * 12), settings=FORM).tally()
    frame = compute_indices(tally).frame
    unit = frame[frame["level"] == "unit"].set_index("measure")
    assert pd.isna(unit.loc["tariff", "mean"])
    assert (unit.loc["index", "printed"], unit.loc["index", "grade"], unit.loc["index", "mark"]) == ("", "", "..")


def test_counter_tablets_are_no_duplicates(read, findings):
    """Equal answers sent minutes apart from one counter are different people, not one to be blocked."""
    rows = [f"2025-03-01 08:0{minute}:00,4,4,4,4,4,4,4,4,4" for minute in range(10)]
    assert findings(read("Timestamp," + table_of(*rows), settings=FORM)) == []


def test_columns_that_are_not_there_are_not_zero(figure):
    """An element without a column leaves the instrument, with equal weights for the rest; it does not become 0."""
    keys = [key for key in load_regulation("permenpan-14-2017").keys if key != "complaints"]
    line = figure(",".join(keys) + "\n" + ",".join(["4"] * 8) + "\n", settings="")
    assert line["printed"] == "100.00"


def test_presence_of_a_column_is_not_the_first_respondent(figure):
    """A column that the first respondent left blank is there for the others."""
    content = table_of("4,4,4,4,4,4,4,4,", *["4,4,4,4,4,4,4,4,2"] * 11)
    assert figure(content, "complaints")["n"] == 11


def test_month_ends(read):
    """31 February is no date: its row counts without a date, and the finding says so."""
    responses = read("Tanggal," + table_of("31/02/2025,4,4,4,4,4,4,4,4,4"), settings=FORM)
    assert responses.exclusions["rule"].tolist() == ["date unreadable"]
    assert responses.to_pandas()["date"].isna().all()


def test_one_unknown_label_names_its_row(refusal):
    """An unknown label refuses the file by row; a respondent is never dropped without a count."""
    error = refusal("Persyaratan,Prosedur\nSesuai,Mudah\nlumayan,Mudah\n")
    assert [(place.row, place.value) for place in error.places] == [(3, "lumayan")]


def test_nothing_is_rounded_on_the_way(figure):
    """The mean of personal indices that were each rounded is not the index; nor are means to two decimals."""
    content = table_of("3,3,3,3,3,3,3,3,4", "3,3,3,3,3,3,3,4,4", "4,4,4,4,3,3,3,3,3")
    exact = Fraction(25 * (28 + 29 + 31), 27)
    assert figure(content)["index"] == pytest.approx(float(exact), abs=1e-12)
    assert figure(content)["printed"] == str(half_up(exact, 2))


def test_a_national_number_is_in_no_name(write):
    """A number of identity is in no file name, row or finding."""
    from skm.responses import read_responses

    number = "3201234567890123"
    responses = read_responses(write("loket.csv", f"NIK,Persyaratan\n{number},4\n{number},4\n"))
    names = [path.name for path in responses.workspace.folder.rglob("*")]
    assert not any(number in text for text in (*names, responses.to_pandas().to_csv(), responses.exclusions.to_csv()))


def test_commas_in_quotes(figure):
    """A header or cell in quotes may hold commas; it is not split at every one."""
    content = '"Saran, kritik, dan masukan",Persyaratan\n"cepat, ramah, murah",4\n'
    assert figure(content, "requirements", settings="")["mean"] == 4


def test_missing_sex_and_date_stay_missing(read):
    """A missing sex is not male, a missing date is not today."""
    frame = read("Jenis kelamin,Tanggal,Persyaratan\nL,2025-03-01,4\n,,3\n").to_pandas().sort_values("row")
    assert frame["sex"].tolist() == ["Laki-laki", ""]
    assert frame["date"].isna().tolist() == [False, True]


def test_every_rejected_row_is_named(read, findings):
    """Rejected rows are listed one by one, not announced as "some rows skipped"."""
    responses = read("Persyaratan,Prosedur\n4,3\n4\n4,3,2\n,\n")
    assert [(row, action) for row, _, _, action in findings(responses)] == [
        (3, "row dropped"),
        (4, "row dropped"),
        (5, "row dropped"),
    ]


def test_one_happy_respondent_is_no_sangat_baik(figure):
    """One respondent, all fours, is marked as too few and has no interval; it is no published "Sangat Baik"."""
    line = figure(table_of("4,4,4,4,4,4,4,4,4"))
    assert "F" in line["mark"].split()
    assert pd.isna(line["low"])


def test_groups_divide_by_their_own_respondents(read):
    """The mean of a group divides by the group's answers, not by everybody's."""
    text = "Jenis kelamin," + table_of(*["L,4,4,4,4,4,4,4,4,4"] * 12, *["P,2,2,2,2,2,2,2,2,2"] * 24)
    frame = compute_indices(read(text, settings=FORM).tally()).frame
    printed = frame[(frame["level"] == "sex") & (frame["measure"] == "index")].set_index("id")["printed"].to_dict()
    assert printed == {"Laki-laki": "100.00", "Perempuan": "50.00"}


def test_a_new_file_replaces_no_period(read, write):
    """Files of several periods stand side by side; a new one replaces nothing."""
    from skm.responses import read_responses

    paths = [
        write(f"{year}.csv", table_of(f"{','.join([score] * 9)}")) for year, score in (("2023", "2"), ("2024", "4"))
    ]
    settings = write("skm.toml", FORM)
    frame = compute_indices(read_responses(*paths, settings=settings).tally()).frame
    whole = frame[(frame["level"] == "all") & (frame["measure"] == "index") & frame["official"]]
    assert whole.set_index("period")["printed"].to_dict() == {"2023": "50.00", "2024": "100.00"}
