"""Cleaning: every answer and row that is left out has its rule, its row and its reason; nothing else is."""

import numpy as np
import pytest

from skm.responses.keys import unit_id
from skm.responses.profiles import group_labels
from skm.survey import Survey, open_survey

HEADER = "Persyaratan,Prosedur\n"


def column_of(bad, n, filler="4"):
    """Return a table of n rows whose first column holds these cells, then a filler."""
    cells = [*bad, *[filler] * (n - len(bad))]
    return HEADER + "".join(f"{cell},3\n" for cell in cells)


# --- answers off the scale ----------------------------------------------------------------------------------------


def test_off_scale_is_blanked_and_listed(read, scores, findings):
    """A 5 on a scale of 1 to 4 is no answer, and stands in exclusions with row, column and value."""
    responses = read(column_of(["5"], 20))
    assert scores(responses)[2] == [None, 3]
    assert findings(responses) == [(2, "off scale", "5", "answer blanked")]
    assert responses.exclusions["column"].tolist() == ["Persyaratan"]
    assert responses.n_dropped == 0


def test_zero_is_neither_blank_nor_an_answer(read, scores, findings):
    """0 is off the scale and listed; "-" and an empty cell are no answer and need no finding."""
    responses = read(column_of(["0", "-", "", "–", "N/A"], 30))
    assert [scores(responses)[row] for row in range(2, 7)] == [[None, 3]] * 5
    assert findings(responses) == [(2, "off scale", "0", "answer blanked")]


@pytest.mark.parametrize(("n", "code"), [(20, None), (19, "off_scale")])
def test_more_than_five_percent_off_the_scale_refuses(read, refusal, n, code):
    """One of 20 answers off the scale is blanked, one of 19 refuses the file."""
    if code is None:
        assert read(column_of(["5"], n)).n_rows == n
    else:
        error = refusal(column_of(["5"], n))
        assert error.code == code
        assert [(place.row, place.value) for place in error.places] == [(2, "5")]


def test_the_share_off_the_scale_is_of_answers(refusal):
    """Blank cells do not dilute a column of wrong answers: the share is taken of the cells that are filled."""
    assert refusal(column_of(["5"], 60, filler="")).code == "off_scale"


def test_off_scale_drop_row(read, scores, findings):
    """`off_scale = "drop row"` leaves the whole row out, once, however many of its answers are off."""
    responses = read(HEADER + "5,7\n" + "4,3\n" * 19, settings='[clean]\noff_scale = "drop row"\n')
    assert 2 not in scores(responses)
    assert {line[3] for line in findings(responses)} == {"row dropped"}
    assert (responses.n_rows, responses.n_dropped) == (20, 1)


def test_off_scale_stop(refusal):
    """`off_scale = "stop"` refuses the file for a single answer off the scale."""
    assert refusal(column_of(["5"], 100), settings='[clean]\noff_scale = "stop"\n').code == "off_scale"


def test_not_applicable_is_neither_blank_nor_four(read, scores):
    """An answer "does not apply" has no score and its own mask, apart from blanks."""
    responses = read(HEADER + "Tidak berlaku,3\n,3\n4,3\n", settings='[answers]\nnot_applicable = ["bebas"]\n')
    assert scores(responses) == {2: [None, 3], 3: [None, 3], 4: [4, 3]}
    assert responses.to_pandas().sort_values("row")["not_applicable"].tolist() == [1, 0, 0]
    frame = responses.tally().frame
    assert sorted(zip(frame["answered"], frame["not_applicable"], frame["rows"], strict=True)) == [
        (2, 0, 1),
        (2, 1, 1),
        (3, 0, 1),
    ]


def test_rows_without_answers_are_dropped(read, findings):
    """A row in which nothing is answered is dropped and listed; a row with one answer stays."""
    responses = read(HEADER + ",-\n4,\nTidak berlaku,\n")
    assert findings(responses) == [(2, "no answers", "", "row dropped"), (4, "no answers", "", "row dropped")]
    assert len(responses.to_pandas()) == 1


def test_a_silent_respondent_changes_nothing(read):
    """Rows without answers leave every sum of the tally as it was."""
    with_silent = read(HEADER + "4,3\n,\n2,\n-,–\n").tally()
    assert with_silent.frame.equals(read(HEADER + "4,3\n2,\n").tally().frame)


# --- units, services, periods -------------------------------------------------------------------------------------


def test_two_spellings_are_one_unit(read):
    """Spellings that differ in case, space and punctuation are one unit, printed as most of its rows write it."""
    responses = read("Unit,Persyaratan\nPuskesmas 07,4\nPUSKESMAS  07.,3\nPuskesmas 07,2\n")
    assert responses.unit_names() == {"puskesmas-07": "Puskesmas 07"}
    assert responses.tally().frame["unit"].unique().tolist() == ["puskesmas-07"]


def test_many_units(read):
    """More units than one expression maps are told apart all the same."""
    units = [f"Unit {number}" for number in range(60)]
    responses = read("Unit,Persyaratan\n" + "".join(f"{unit},{1 + place % 4}\n" for place, unit in enumerate(units)))
    frame = responses.to_pandas().sort_values("row")
    assert frame["unit"].tolist() == [unit_id(unit, Survey()) for unit in units]
    assert frame["requirements"].tolist() == [1 + place % 4 for place in range(60)]


@pytest.mark.parametrize("name", ["CON", "a/b", "x" * 300, "<script>alert(1)</script>", "Ma'rang", 'Toko "A"', "=1+1"])
def test_odd_unit_names_stay_as_they_are(read, name):
    """A unit may be called anything: its name is data, never a path, a query or markup."""
    quoted = '"' + name.replace('"', '""') + '"'
    responses = read(f"Unit,Persyaratan\n{quoted},4\nlain,3\n")
    assert name in responses.unit_names().values()
    assert responses.to_pandas()["unit"].nunique() == 2


def test_rows_without_a_unit_are_dropped(read, findings):
    """Where a column names the unit, a row that leaves it blank is dropped and listed."""
    assert findings(read("Unit,Persyaratan\nA,4\n,3\n")) == [(3, "unit missing", "", "row dropped")]


def test_units_of_the_register(write, read, findings):
    """With a register a unit is found by id, name or alias; what it misses is dropped with its rows and its name."""
    write("data/raw/units.csv", "unit_id,name,aliases\nPKM-07,Puskesmas 07,PKM Tujuh|Pusk. 7\n")
    survey = open_survey(
        write("data/raw/units.csv", "unit_id,name,aliases\nPKM-07,Puskesmas 07,PKM Tujuh|Pusk. 7\n").parents[2]
    )
    text = "Unit,Persyaratan\npkm-07,4\nPuskesmas 07,4\npusk 7,3\nPuskesmas 08,1\n"
    responses = read(text, survey=survey)
    assert responses.to_pandas()["unit"].tolist() == ["PKM-07"] * 3
    assert findings(responses) == [(5, "unit not registered", "Puskesmas 08", "row dropped")]


def test_a_column_of_quarters_takes_the_year_of_the_file(read):
    """In a file of 2025 the cell "TW1" is the first quarter of 2025; a blank cell is of the file's period."""
    responses = read("Persyaratan,Periode\n4,TW1\n3,triwulan II\n2,\n", period="2025")
    assert responses.to_pandas().sort_values("row")["period"].tolist() == ["2025-Q1", "2025-Q2", "2025"]


@pytest.mark.parametrize("cell", ["1", "TW5", "I"])
def test_a_part_that_is_not_clear(refusal, cell):
    """A bare number may be a month or a quarter, so it is neither."""
    assert refusal(f"Persyaratan,Periode\n4,{cell}\n", period="2025").code == "period_unreadable"


def test_a_column_against_the_file_name(refusal, read, findings):
    """Rows that say another period than their file refuse it, unless a setting says whose rows they are."""
    text = "Persyaratan,Periode\n4,2025\n3,2024\n"
    error = refusal(text, "skm-2025.csv")
    assert (error.code, [place.row for place in error.places]) == ("period_contradicted", [3])
    assert '[[file]] match = "skm-2025.csv" period = "2025"' in error.message()
    settings = '[[file]]\nmatch = "*.csv"\nperiod = "2025"\n'
    assert set(read(text, "skm-2025.csv", settings).to_pandas()["period"]) == {"2025"}


def test_rows_of_another_regulation_refuse_their_file(refusal):
    """A column of periods may lead to another regulation than the one by which the columns were recognised."""
    settings = '[[period]]\nid = "2010"\nregulation = "kep-25-2004"\n'
    error = refusal("Persyaratan,Periode\n4,2025\n3,2010\n", settings=settings)
    assert error.code == "period_regulation"
    assert "kep-25-2004" in error.message()


def test_period_column(read):
    """A column of periods makes cells of its own, in one spelling."""
    responses = read("Persyaratan,Periode\n4,2025-Q1\n3,TW I 2025\n2,triwulan 2 2025\n")
    assert responses.tally().frame.groupby("period")["rows"].sum().to_dict() == {"2025-Q1": 2, "2025-Q2": 1}


@pytest.mark.parametrize("cell", ["2025-Q5", "2025-13", "", "kemarin", "15/07/2020"])
def test_period_cells_that_are_none_refuse(refusal, cell):
    """A cell of the period column that is no period refuses the file with its row; it is never taken for a year."""
    error = refusal(f"Persyaratan,Periode\n4,2025\n3,{cell}\n")
    assert error.code == "period_unreadable"
    assert [place.row for place in error.places] == [3]


def test_options_stand_for_missing_columns(read):
    """Unit and period of the call serve files that have no such column, in the one spelling of periods."""
    responses = read(HEADER + "4,3\n", unit="Loket Satu", period="TW I 2025")
    assert responses.to_pandas()[["unit", "period"]].to_numpy().tolist() == [["loket-satu", "2025-Q1"]]


def test_an_option_that_is_no_period(refusal):
    """A period of the call that is none is the caller's error: it would become the name of a folder."""
    error = refusal(HEADER + "4,3\n", period="../lain")
    assert (error.code, error.exit_code) == ("no_period_id", 2)


def test_unregistered_names_get_the_alias_to_accept(write, read):
    """A spelling that the register lacks is dropped with the unit that it may mean; numbers in names must agree."""
    register = write("data/raw/units.csv", "unit_id,name\np7,Puskesmas 07\np17,Puskesmas 17\nd,Dinas Kesehatan\n")
    text = "Unit,Persyaratan\nPuskesmas 07,4\nPKM 7,4\nPuskemas 17,4\nPuskesmas 27,4\n"
    found = read(text, survey=open_survey(register.parents[2])).exclusions
    hints = dict(zip(found["value"], found["message"], strict=True))
    assert 'Mungkin "Puskesmas 07" (baris 2): bila benar, tambahkan alias "PKM 7"' in hints["PKM 7"]
    assert '"Puskesmas 17" (baris 3)' in hints["Puskemas 17"]
    assert "Mungkin" not in hints["Puskesmas 27"]


# --- profile ------------------------------------------------------------------------------------------------------


def test_profile_groups_add_up_to_all(read):
    """Profile groups, with the people who did not say, add up to the rows that are kept."""
    rows = ["L,30,4", "perempuan,,3", ",17,2", "P,abc,1", "-,200,4"]
    frame = read("Jenis kelamin,Umur,Persyaratan\n" + "\n".join(rows) + "\n").tally().frame
    counted = frame.groupby("view")["rows"].sum().to_dict()
    assert counted == {"": 5, "sex": 5, "age": 5}
    sexes = frame[frame["view"] == "sex"].groupby("group")["rows"].sum().to_dict()
    assert sexes == {"": 2, "Laki-laki": 1, "Perempuan": 2}


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("34", "26–40 tahun"),
        ("34.0", "26–40 tahun"),
        ("34 tahun", "26–40 tahun"),
        ("26-40", "26-40"),
        ("200", ""),
        ("", ""),
    ],
)
def test_ages(label, group):
    """An age in years falls into its group, a group stays as it is, an impossible age is no answer."""
    assert group_labels("age", {label: 1}) == {label: group}


def test_free_text_is_no_grouping():
    """A profile column with more texts than groups is free text: what is not known becomes one group."""
    labels = {f"pekerjaan {number}": 1 for number in range(41)} | {"Pelajar": 3}
    groups = group_labels("occupation", labels)
    assert set(groups.values()) - {"Lainnya"} == {groups["Pelajar"]}


def test_sex_is_never_assumed(read):
    """A missing sex stays missing; it does not become the first of the list."""
    frame = read("Jenis kelamin,Persyaratan\nL,4\n,4\n").to_pandas().sort_values("row")
    assert frame["sex"].tolist() == ["Laki-laki", ""]


# --- duplicates ---------------------------------------------------------------------------------------------------


def test_twins_are_no_duplicates(read, findings):
    """Equal answers of different people are honest data: without a person, number or time nothing is flagged."""
    assert findings(read(HEADER + "4,3\n" * 10)) == []
    assert findings(read("No,Persyaratan\n" + "".join(f"{number},4\n" for number in range(10)))) == []


@pytest.mark.parametrize("column", ["NIK", "No HP", "Email", "Nomor responden", "Timestamp"])
def test_duplicates_are_flagged(read, findings, column):
    """The same person, number or time with the same answers is flagged and stays; with others, a person or number."""
    first, second = "2025-03-01 08:00:01", "2025-03-01 08:00:02"
    responses = read(f"{column},Persyaratan\n{first},4\n{first},4\n{first},3\n{second},4\n,4\n,4\n")
    resubmitted = [] if column == "Timestamp" else [(4, "resubmission", "", "flagged")]
    assert findings(responses) == [(3, "duplicate", "", "flagged"), *resubmitted]
    assert responses.n_dropped == 0


def test_another_visit_is_no_resubmission(read, findings):
    """The same person in another unit, for another service or on another day rates another visit."""
    rows = ["x1,A,KTP,2025-03-01,4", "x1,A,KTP,2025-03-02,3", "x1,A,KK,2025-03-01,3", "x1,B,KTP,2025-03-01,3"]
    text = "NIK,Unit,Jenis layanan,Tanggal,Persyaratan\n" + "\n".join([*rows, "x1,A,KTP,2025-03-01,2"]) + "\n"
    assert findings(read(text)) == [(6, "resubmission", "", "flagged")]


def test_rows_that_are_the_row_above(read, findings, scores):
    """Where no number, person or time tells rows apart, a row that is the one above in all that is read is flagged."""
    text = "Jenis kelamin,Umur,Persyaratan,Prosedur\nL,30,4,3\nL,30,4,3\nL,30,4,3\nP,30,4,3\nL,30,4,3\n"
    assert findings(read(text)) == [(row, "repeated row", "", "flagged") for row in (3, 4)]
    dropped = read(text, settings='[clean]\nduplicates = "drop"\n')
    assert sorted(scores(dropped)) == [2, 5, 6]
    assert dropped.n_dropped == 2


def test_a_number_of_its_own_makes_no_row_the_row_above(read, findings):
    """Rows that have a number or a time of their own are different forms, however alike."""
    assert findings(read("No,Jenis kelamin,Persyaratan\n1,L,4\n2,L,4\n")) == []


def test_duplicates_are_dropped_when_the_survey_says_so(read, scores, findings):
    """`duplicates = "drop"` keeps the first row of a person and lists the rows that repeat or replace it."""
    settings = '[clean]\nduplicates = "drop"\n'
    responses = read("NIK,Persyaratan\nx1,4\nx2,4\nX1 ,4\nx1,4\nx2,1\n", settings=settings)
    assert scores(responses) == {2: [4], 3: [4]}
    repeated = [(row, "duplicate", "", "row dropped") for row in (4, 5)]
    assert findings(responses) == [*repeated, (6, "resubmission", "", "row dropped")]
    assert responses.n_dropped == 3


def test_a_running_number_hides_no_person(read, findings):
    """The same person twice is found although the form gave each sending its own number and minute."""
    rows = ["1,2025-03-01 08:00:00,x1,4", "2,2025-03-01 08:04:00,x1,4", "3,2025-03-09 08:00:00,x1,4"]
    text = "No,Timestamp,NIK,Persyaratan\n" + "\n".join(rows) + "\n"
    assert findings(read(text)) == [(3, "duplicate", "", "flagged")]


def test_numbers_that_start_again_are_no_duplicates(read, findings):
    """A number that returns in another unit or at another time is another form."""
    text = "No,Unit,Tanggal,Persyaratan\n1,A,2025-03-01,4\n1,B,2025-03-01,4\n1,A,2025-04-01,4\n1,A,2025-04-01,4\n"
    assert findings(read(text)) == [(5, "duplicate", "", "flagged")]


# --- books --------------------------------------------------------------------------------------------------------


def test_kept_and_dropped_add_up_over_all_rules(read):
    """With every rule at work, rows in = rows kept + rows dropped, and no row is dropped twice."""
    rng = np.random.default_rng(4)
    cells = ["4", "3", "2", "1", "", "-", "Tidak berlaku"]
    lines = []
    for number in range(400):
        person = rng.choice(["", f"p{rng.integers(1, 61)}"])
        unit = rng.choice(["A", "B", "", "c"])
        first = "5" if number % 40 == 0 else rng.choice(cells)
        lines.append(f"{person},{unit},{first},{rng.choice(cells)}" + (",zzz" if number % 57 == 0 else ""))
    settings = '[clean]\noff_scale = "drop row"\nduplicates = "drop"\n'
    responses = read("NIK,Unit,Persyaratan,Prosedur\n" + "\n".join(lines) + "\n", settings=settings)
    dropped = responses.exclusions[responses.exclusions["action"] == "row dropped"]
    assert set(dropped["rule"]) == {
        "malformed line",
        "off scale",
        "unit missing",
        "no answers",
        "duplicate",
        "resubmission",
    }
    assert not dropped["row"].duplicated().any()
    assert responses.n_dropped == len(dropped)
    assert responses.n_rows == 400 == len(responses.to_pandas()) + responses.n_dropped
    assert responses.tally().frame.query("view == ''")["rows"].sum() == len(responses.to_pandas())
