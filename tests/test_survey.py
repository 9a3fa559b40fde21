"""Survey: settings and registers, typed; what is not understood is an error with its place, never ignored."""

from fractions import Fraction

import pytest
import xlsxwriter

from skm.errors import SettingsError
from skm.survey import Survey, open_survey, plain, read_settings, survey_files


@pytest.fixture
def settings_error(write):
    """Return a function that reads settings which must be refused, and gives the error."""

    def refused(text):
        with pytest.raises(SettingsError) as caught:
            read_settings(write("skm.toml", text))
        assert caught.value.exit_code == 2
        return caught.value

    return refused


@pytest.fixture
def units_of(write, tmp_path):
    """Return a function that opens a survey with this register of units."""

    def opened(content, name="units.csv"):
        write(f"data/raw/{name}", content)
        return open_survey(tmp_path)

    return opened


def test_defaults():
    """A survey without settings is complete: the law of 2017, Indonesian, mean of units, available answers."""
    survey = Survey()
    assert (survey.regulation, survey.language, survey.official, survey.missing) == (
        "permenpan-14-2017",
        "id",
        "units",
        "available",
    )
    assert (survey.publish.minimum_respondents, survey.publish.minimum_cell) == (10, 5)
    assert survey.simulated is False
    assert survey.recruitment is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[survey]\nnaem = "x"\n', "survey.naem"),
        ("[surve]\n", "surve"),
        ('[clean]\nduplicate = "drop"\n', "clean.duplicate"),
        ('[[file]]\nmatch = "*"\nkolom = "x"\n', "file.0.kolom"),
        ('[answers.kecermatan]\n"x" = 4\n', "answers.kecermatan"),
        ('[answers.U8]\n"x" = 4\n', "answers.U8"),
    ],
)
def test_an_unknown_key_is_an_error(settings_error, text, place):
    """A key that nobody reads is named, not ignored."""
    error = settings_error(text)
    assert error.code == "unknown_setting"
    assert [p.column for p in error.places] == [place]


@pytest.mark.parametrize(
    "text",
    [
        '[survey]\nofficial = "users-weighted"\n',
        '[survey]\nmissing = "zero"\n',
        "[publish]\nminimum_cell = 1\n",
        '[answers.tariff]\n"murah" = 5\n',
        '[answers.tariff]\n"murah" = 3.5\n',
        '[answers.tariff]\n"murah" = "4"\n',
        '[answers.tariff]\n"murah" = true\n',
        '[answers]\ntariff = "murah"\n',
        "[columns]\nunit = 5\n",
        '[[period]]\nid = "../lain"\n',
        '[[period]]\nid = "2025-Q5"\n',
        '[[file]]\nmatch = "*"\nperiod = "kemarin"\n',
        '[[element]]\nkey = "unit"\nname = "Unit"\nweight = 1\n',
        '[[element]]\nkey = "dua kata"\nname = "Dua"\nweight = 1\n',
    ],
)
def test_a_value_without_meaning_is_an_error(settings_error, text):
    """A value outside its closed set is refused: no score of 5, no period that is none, no key of a column of ours."""
    assert settings_error(text).code == "setting_without_meaning"


def test_an_unknown_regulation(settings_error):
    """An unknown regulation is named beside those that there are."""
    error = settings_error('[survey]\nregulation = "permenpan-99"\n')
    assert error.code == "unknown_regulation"
    assert "permenpan-14-2017" in error.message("id")


def test_broken_toml(settings_error):
    """What is no TOML names its line."""
    error = settings_error("[survey]\nname = \n")
    assert error.code == "settings_unreadable"
    assert "line 2" in error.message("id")


def test_a_period_is_kept_in_one_spelling(write):
    """A period may be written as offices do; it is known by its id."""
    settings = read_settings(write("skm.toml", '[[period]]\nid = "TW I 2025"\nregulation = "permenpan-16-2014"\n'))
    assert Survey(settings=settings).regulation_for("2025-Q1").id == "permenpan-16-2014"
    assert Survey(settings=settings).regulation_for("2025").id == "permenpan-14-2017"


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        (('"1/3"', '"2/3"'), None),
        (("0.25", "0.75"), None),
        (('"1/3"', '"1/3"'), "weights_not_one"),
        (("0.33", "0.66"), "weights_not_one"),
        (('"3/2"', '"-1/2"'), "weight_unreadable"),
        (('"1"', '"0"'), "weight_unreadable"),
        (('"satu"', '"1"'), "weight_unreadable"),
    ],
)
def test_own_weights_sum_to_exactly_one(write, tmp_path, weights, code):
    """Own weights are exact, above zero, and sum to 1; anything else is refused before a file is read."""
    elements = "".join(
        f'[[element]]\nkey = "own_{place}"\nname = "Unsur {place}"\nweight = {weight}\n'
        for place, weight in enumerate(weights)
    )
    write("skm.toml", elements)
    if code:
        with pytest.raises(SettingsError) as caught:
            open_survey(tmp_path)
        assert caught.value.code == code
    else:
        law = open_survey(tmp_path).regulation_for()
        assert sum(element.weight for element in law.elements) == Fraction(1)


def test_an_element_is_declared_once(write, tmp_path):
    """One key declared twice is refused."""
    write("skm.toml", '[[element]]\nkey = "own"\nname = "A"\nweight = "1/2"\n' * 2)
    with pytest.raises(SettingsError) as caught:
        open_survey(tmp_path)
    assert caught.value.code == "element_twice"


@pytest.mark.parametrize(
    "text", ['[[period]]\nid = "2020"\nfiles = ["data/raw/2020/*.csv"]\n', '[[file]]\nmatch = "data/raw/pkm-*.xlsx"\n']
)
def test_a_pattern_that_matches_nothing(write, tmp_path, text):
    """A file pattern without a file is an error, not an empty period."""
    write("skm.toml", text)
    with pytest.raises(SettingsError) as caught:
        open_survey(tmp_path)
    assert caught.value.code == "pattern_matches_nothing"


def test_no_folder(tmp_path):
    """A folder that is not there is an error with its name."""
    with pytest.raises(SettingsError) as caught:
        open_survey(tmp_path / "lain")
    assert caught.value.code == "no_folder"


# --- registers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "unit_id,name,kind\nA,Café Satu,Kantor\n",
        "\ufeffunit_id,name,kind\nA,Café Satu,Kantor\n",
        "unit_id;name;kind\r\nA;Café Satu;Kantor\r\n",
        "unit_id\tname\tkind\nA\tCafé Satu\tKantor\n",
        " unit_id , name , kind \n\n A , Café Satu , Kantor \n",
        "unit_id,name,kind\nA,Café Satu,Kantor\n".encode("cp1252"),
        "unit_id;name;kind\nA;Café Satu;Kantor\n".encode("cp1252"),
        "unit_id,name,kind\nA,Café Satu,Kantor\n".encode("utf-16"),
        "unit_id,name,kind,\nA,Café Satu,Kantor,\n",
    ],
)
def test_registers_as_excel_saves_them(units_of, content):
    """A register is read from every encoding and delimiter that a spreadsheet writes."""
    units = units_of(content).units
    assert units[["unit_id", "name", "kind"]].to_numpy().tolist() == [["A", "Café Satu", "Kantor"]]


def test_a_register_as_a_workbook(tmp_path):
    """A register may be a workbook; its numbers are whole, its order is the official one."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    with xlsxwriter.Workbook(str(tmp_path / "data" / "raw" / "units.xlsx")) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["unit_id", "name", "users_2020"], [12, "Z", 400], [7, "A", ""]]):
            sheet.write_row(row, 0, cells)
    units = open_survey(tmp_path).units
    assert units[["unit_id", "name", "users_2020"]].to_numpy().tolist() == [["12", "Z", "400"], ["7", "A", ""]]


def test_a_register_in_capitals(units_of):
    """A register counts as one whatever the case of its file name."""
    assert len(units_of("unit_id,name\nA,Satu\n", "UNITS.CSV").units) == 1


def test_a_register_as_an_office_calls_its_columns(units_of):
    """Indonesian column names and a numbering column are understood, so the office's own list can be used as it is."""
    survey = units_of("No.;Nama Unit;Perangkat Daerah\n1;Puskesmas 01;Dinas Kesehatan\n2;RSUD;Dinas Kesehatan\n")
    assert survey.units[["name", "agency"]].to_numpy().tolist() == [
        ["Puskesmas 01", "Dinas Kesehatan"],
        ["RSUD", "Dinas Kesehatan"],
    ]


def test_names_stand_for_missing_ids(units_of):
    """An office without codes registers names; a line is never dropped for lack of a code."""
    units = units_of("unit_id,name\n,Puskesmas 07\nPKM-08,\n").units
    assert units[["unit_id", "name"]].to_numpy().tolist() == [["Puskesmas 07", "Puskesmas 07"], ["PKM-08", "PKM-08"]]
    assert units_of("name\nPuskesmas 07\n").units["unit_id"].tolist() == ["Puskesmas 07"]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        ("", "register_without_units", None),
        ("\n\n", "register_without_units", None),
        ("kind\nKantor\n", "register_without_units", None),
        ("unit_id,name\nA,Satu,lain,lagi\nB,Dua\n", "register_unreadable", 2),
        ("unit_id,name\nA,Satu\n\nB,Dua,x\n", "register_unreadable", 4),
        ('unit_id,name\nA,"Satu\n', "register_unreadable", None),
        ("unit_id,name,name\nA,Satu,Dua\n", "register_unreadable", 1),
        ("unit_id,,name\nA,x,Satu\n", "register_unreadable", 1),
        ("unit_id,name\n-,Satu\n", "register_unreadable", 2),
        ("unit_id,warna\nA,Satu\n", "register_column_unknown", None),
        ("nama,name\nSatu,Dua\n", "register_column_unknown", None),
        ("unit_id,name\nA,Satu\n\nB,satu.\n", "unit_twice", 4),
        ("unit_id,name,aliases\nA,Satu,Kantor|Loket\nB,Dua,kantor\n", "unit_twice", 3),
    ],
)
def test_registers_that_cannot_be_trusted(units_of, content, code, row):
    """A register that is broken, ambiguous or says a thing twice stops the run at its row."""
    with pytest.raises(SettingsError) as caught:
        units_of(content)
    assert caught.value.code == code
    assert row in [place.row for place in caught.value.places]


def test_a_broken_workbook_is_no_register(units_of):
    """A file that is no workbook is refused with a message, not with a traceback."""
    with pytest.raises(SettingsError) as caught:
        units_of(b"bukan buku kerja", "units.xlsx")
    assert caught.value.code == "register_unreadable"


def test_a_header_alone_registers_nobody(units_of):
    """A register without a line is as no register."""
    assert units_of("unit_id,name\n").units is None


def test_spellings_lead_to_the_id(units_of):
    """Id, name and each alias lead to the unit, whatever their case and punctuation."""
    ids = units_of("unit_id,name,aliases\nA-1,Puskesmas 07,PKM 07| Pusk. Tujuh |-\n").unit_ids
    assert {ids.get(plain(text)) for text in ("a-1", "PUSKESMAS 07.", "pkm  07", "pusk tujuh")} == {"A-1"}
    assert plain("-") not in ids


# --- folders ------------------------------------------------------------------------------------------------------


def test_what_is_a_response_file(write, tmp_path):
    """Response files are found in a fixed order; what offices leave behind and registers are not among them."""
    wanted = ["data/raw/2020/b.csv", "data/raw/2020/a.XLSX", "data/raw/2019/TW1/x.ods", "data/raw/2020/units.csv"]
    left = [
        "data/raw/units.csv",
        "data/raw/2020/~$a.xlsx",
        "data/raw/Thumbs.db",
        "data/raw/.x.csv",
        "data/raw/.git/y.csv",
    ]
    for name in [*wanted, *left, "skm.csv"]:
        write(name, "unit_id,name\nA,Satu\n")
    assert survey_files(open_survey(tmp_path)) == sorted(wanted)
