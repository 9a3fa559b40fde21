"""Whose rows are these? Periods from dates, names that may be one unit, units out of force, responses in two files."""

import pytest

from skm.errors import SettingsError
from skm.pipeline import check_survey, run_file
from skm.survey import open_survey

CODES = ",".join(f"U{number}" for number in range(1, 10))
ANSWERS = ["3,4,3,4,3,4,3,4,3", "4,4,3,4,3,4,3,4,4", "3,3,3,4,3,4,3,4,2"]


def table(dates, header="Tanggal"):
    """Return a coded table with a date a row."""
    rows = [f"{day},{ANSWERS[place % 3]}" for place, day in enumerate(dates)]
    return "\n".join([f"{header},{CODES}", *rows]) + "\n"


@pytest.fixture
def checked(write, tmp_path):
    """Return a function that checks a folder of some files under settings and a register."""

    def check(files, settings="", units=""):
        for name, content in files.items():
            write(f"data/raw/{name}", content)
        write("skm.toml", settings)
        if units:
            write("data/raw/units.csv", units)
        return check_survey(open_survey(tmp_path))

    return check


def counts(result):
    """Return the rows of each period."""
    frame = result.indices.frame
    index = frame[(frame["level"] == "all") & (frame["measure"] == "index") & frame["official"]]
    return dict(zip(index["period"], index["n"], strict=True))


def found(result, rule):
    """Return (file, row, value, action, message) of the findings of a rule."""
    lines = result.exclusions[result.exclusions["rule"] == rule]
    rows = lines["row"].astype(object).where(lines["row"].notna(), None)
    return list(zip(lines["file"], rows, lines["value"], lines["action"], lines["message"], strict=True))


# --- periods ------------------------------------------------------------------------------------------------------


def test_dates_decide_the_year_where_nothing_else_does(checked):
    """A file without a period in folder, name, column or settings is parted by the years of its dates."""
    result = checked({"loket.csv": table(["15/03/2024"] * 4 + ["20/06/2025"] * 6)})
    assert counts(result) == {"2024": 4, "2025": 6}


def test_dates_decide_quarters_where_the_settings_list_quarters(checked):
    """The kind of period is the finest that `[[period]]` lists for the year."""
    settings = '[[period]]\nid = "2025-Q1"\n[[period]]\nid = "TW II 2025"\n'
    days = ["15/03/2024"] * 3 + ["15/03/2025"] * 4 + ["20/06/2025"] * 6 + ["20/08/2025"] * 5
    assert counts(checked({"loket.csv": table(days)}, settings)) == {
        "2024": 3,
        "2025": 15,
        "2025-Q1": 4,
        "2025-Q2": 6,
        "2025-Q3": 5,
    }


def test_a_folder_decides_before_dates(checked):
    """The folder's period holds all rows; those dated outside are findings."""
    result = checked({"2025/TW1/loket.csv": table(["15/03/2025"] * 9 + ["20/06/2025"])})
    assert counts(result)["2025-Q1"] == 10
    assert [line[1:4] for line in found(result, "outside period")] == [(11, "2025-06-20", "flagged")]


def test_dates_without_proof_never_decide(checked):
    """Where dates decide, their order must be proven, or stated in the settings."""
    files = {"loket a.csv": table(["03/04/2025", "05/06/2025"]), "loket b.csv": table(["13/04/2025"] * 3)}
    result = checked(files)
    assert [(r.file, r.error.code) for r in result.refusals] == [("data/raw/loket a.csv", "date_order_open")]
    stated = checked(files, '[[file]]\nmatch = "data/raw/loket a.csv"\ndates = "mdy"\n')
    assert not stated.refusals
    assert counts(stated) == {"2025": 5}


def test_rows_without_a_date_belong_to_no_period(checked):
    """Where dates decide, a row without one is dropped and listed; too many refuse the file."""
    result = checked({"loket.csv": table(["15/03/2025"] * 39 + [""])})
    assert counts(result) == {"2025": 39}
    assert [line[1:4] for line in found(result, "period missing")] == [(41, "", "row dropped")]
    (account,) = result.accounts
    assert (account.rows_in, account.rows_kept, account.rows_dropped) == (40, 39, 1)


def test_too_many_rows_without_a_date(checked):
    """More than one row in twenty without a date leaves the period of the file open."""
    files = {"a.csv": table(["15/03/2025"] * 18 + [""] * 2), "2025/b.csv": table(["15/03/2025"] * 3)}
    assert [refusal.error.code for refusal in checked(files).refusals] == ["dates_missing"]


def test_a_year_of_one_row_far_from_the_others_is_a_slip(checked):
    """15/03/2052 among dates of 2025 makes no period of its own: the date is listed, the row has no period."""
    result = checked({"loket.csv": table(["15/03/2025"] * 120 + ["15/03/2052"])})
    assert counts(result) == {"2025": 120}
    assert [line[1] for line in found(result, "date unreadable")] == [122]
    assert [line[1] for line in found(result, "period missing")] == [122]


def test_years_in_a_row_are_periods(checked):
    """A year of few rows beside the others is a period like them."""
    result = checked({"loket.csv": table(["15/03/2024"] + ["15/03/2025"] * 120)})
    assert counts(result) == {"2024": 1, "2025": 120}


def test_dates_under_another_regulation_refuse_their_file(checked):
    """Rows that their dates put under another regulation than the one of the columns are not read by the wrong one."""
    settings = '[[period]]\nid = "2012"\nregulation = "kep-25-2004"\n'
    files = {"a.csv": table(["15/03/2012"] * 3 + ["15/03/2013"] * 3), "b.csv": table(["15/03/2025"] * 3)}
    assert [refusal.error.code for refusal in checked(files, settings).refusals] == ["period_regulation"]


def test_a_lone_file_needs_no_proof_of_its_year(tmp_path):
    """The year of a lone file is the same in both orders, so its page is made, with a finding."""
    path = tmp_path / "loket.csv"
    path.write_text(table(["03/04/2025", "05/06/2025"] * 8), encoding="utf-8")
    result = run_file(path)
    assert result.periods == ("2025",)
    assert len(found(result, "date order assumed")) == 1


# --- units --------------------------------------------------------------------------------------------------------


def test_names_that_may_be_one_unit_are_found(checked):
    """Without a register names one slip apart, or with a number written otherwise, are two units and a finding."""
    people = {"Puskesmas 07": 9, "Puskesmas 7": 2, "Puskesmas 17": 8, "Pukesmas 17": 3, "Loket KTP": 4}
    files = {f"2025/{name}.csv": f"{CODES}\n" + f"{ANSWERS[0]}\n" * n for name, n in people.items()}
    result = checked(files)
    lines = {value: message for _, _, value, _, message in found(result, "unit spelling")}
    assert set(lines) == {"Puskesmas 7", "Pukesmas 17"}
    assert '"Puskesmas 07"' in lines["Puskesmas 7"]
    assert '"Puskesmas 17"' in lines["Pukesmas 17"]
    assert len(set(result.indices.frame.query("level == 'unit'")["id"])) == len(people)


REGISTER = "unit_id,name,from,to,successor\na,Loket A,,2024-06-30,Loket B\nb,Loket B,2024-07-01,,\n"


def test_respondents_of_a_closed_unit_are_found(checked):
    """Answers for a unit after its end stay with it, and the finding names its successor."""
    text = f"{CODES}\n" + "\n".join(ANSWERS) + "\n"
    files = {
        "2024/Loket A.csv": text,
        "2025/Loket A.csv": text + ANSWERS[0] + "\n",
        "2025/Loket B.csv": text + "\n" * 2,
    }
    result = checked(files, units=REGISTER)
    ((file, _, value, action, message),) = found(result, "unit not in force")
    assert (file, value, action) == ("data/raw/2025/Loket A.csv", "Loket A", "flagged")
    assert message == ("Ada 4 responden 2025, padahal di daftar unit ini hanya sampai 2024-06-30; penerusnya Loket B.")


def test_a_unit_without_responses_is_listed_and_never_scored(checked):
    """A registered unit in force without answers has no index; one that is closed is not listed."""
    units = "unit_id,name,to\na,Loket A,\nb,Loket B,\nc,Loket C,2020\n"
    frame = checked({"2025/Loket A.csv": f"{CODES}\n{ANSWERS[0]}\n{ANSWERS[1]}\n"}, units=units).indices.frame
    silent = frame[(frame["level"] == "unit") & (frame["n"] == 0) & (frame["measure"] == "index")]
    assert silent["id"].tolist() == ["b"]
    assert silent["printed"].isna().all() or (silent["printed"] == "").all()


@pytest.mark.parametrize(
    ("units", "code"),
    [
        ("name,from\nA,kemarin\n", "register_span"),
        ("name,from,to\nA,2025,2024\n", "register_span"),
        ("name,successor\nA,B\n", "register_successor"),
    ],
)
def test_registers_that_leave_units_open(checked, units, code):
    """A unit begins and ends at a time, in this order, and its successor is in the register."""
    with pytest.raises(SettingsError) as caught:
        checked({}, units=units)
    assert caught.value.code == code


# --- one response in two files ------------------------------------------------------------------------------------


def export(numbers, header="Timestamp"):
    """Return an export of some sendings: each has its own time and answers."""
    times = [f"2025-03-{10 + number:02d} 08:00:{number:02d}" for number in numbers]
    rows = [f"{time},{ANSWERS[number % 3]}" for time, number in zip(times, numbers, strict=True)]
    return "\n".join([f"{header},{CODES}", *rows]) + "\n"


def test_exports_that_overlap_are_found(checked):
    """A response of an earlier file stands again in a later one: flagged there, with the file that has it too."""
    settings = '[[file]]\nmatch = "*"\nunit = "Loket A"\n'
    files = {"2025/a.csv": export([1, 2, 3]), "2025/b.csv": export([3, 4, 5])}
    result = checked(files, settings)
    ((file, row, _, action, message),) = found(result, "duplicate in other file")
    assert (file, row, action) == ("data/raw/2025/b.csv", 2, "flagged")
    assert "data/raw/2025/a.csv" in message
    assert counts(result) == {"2025": 6}
    dropped = checked(files, settings + '[clean]\nduplicates = "drop"\n')
    assert counts(dropped) == {"2025": 5}
    assert sum(account.rows_dropped for account in dropped.accounts) == 1


def test_the_same_time_in_another_unit_is_another_response(checked):
    """Two units may get a response in the same second."""
    files = {"2025/Loket A.csv": export([1, 2, 3]), "2025/Loket B.csv": export([3, 4, 5])}
    assert found(checked(files), "duplicate in other file") == []


def test_numbers_that_start_again_with_each_period_are_others(checked):
    """A bare number is another response in another period."""
    rows = f"No,{CODES}\n" + "".join(f"{number},{ANSWERS[0]}\n" for number in range(1, 4))
    settings = '[[file]]\nmatch = "*"\nunit = "Loket A"\n'
    result = checked({"2024/a.csv": rows, "2025/a.csv": rows + f"4,{ANSWERS[1]}\n"}, settings)
    assert found(result, "duplicate in other file") == []


def test_two_offices_that_answered_alike_have_a_way_out(checked):
    """Files of the same bytes stay refused, and the message says what two real offices do."""
    text = f"{CODES}\n{ANSWERS[0]}\n"
    (refusal,) = checked({"2025/Loket A.csv": text, "2025/Loket B.csv": text}).refusals
    assert "tambahkan kolom Unit" in refusal.error.message()
