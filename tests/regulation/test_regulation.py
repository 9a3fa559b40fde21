"""The three versions of the rule: exact weights, whole grade tables, wordings that name one element only."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from skm.errors import SettingsError
from skm.regulation import REGULATION_IDS, Instrument, Item, load_regulation, plain_instrument
from skm.survey import plain

CENT = Decimal("0.01")
REGULATION_2017 = "permenpan-14-2017"


@pytest.fixture(params=REGULATION_IDS)
def regulation(request):
    """Every version in turn."""
    return load_regulation(request.param)


def test_weights_sum_to_exactly_one(regulation):
    """Weights are fractions and sum to 1, not to the 0,99, 0,999 or 0,994 of the printed ones."""
    assert sum(element.weight for element in regulation.elements) == 1
    assert {element.weight for element in regulation.elements} == {Fraction(1, len(regulation.elements))}


def test_all_answers_four_is_one_hundred(regulation):
    """All answers 4 give 100,00 and all answers 1 give 25,00 (99,00, 99,90 and 24,75 are seen elsewhere)."""
    for score, index in ((4, 100), (1, 25)):
        assert sum(element.weight * score for element in regulation.elements) * regulation.multiplier == index


def test_every_printed_index_has_exactly_one_grade(regulation):
    """Each of the 7,501 figures from 25,00 to 100,00 lies in exactly one interval, and gets its letter."""
    printed = Decimal("25.00")
    while printed <= 100:
        letters = [grade.letter for grade in regulation.grades if grade.lower <= printed <= grade.upper]
        assert letters == [regulation.grade(printed).letter], printed
        printed += CENT


def test_grade_bounds_leave_one_hundredth_between_them(regulation):
    """The grades run from A to D, and the next one starts one hundredth below the lower bound of the last."""
    assert [grade.letter for grade in regulation.grades] == ["A", "B", "C", "D"]
    for better, worse in zip(regulation.grades, regulation.grades[1:], strict=False):
        assert worse.upper == better.lower - CENT


@pytest.mark.parametrize(
    ("regulation_id", "bounds"),
    [
        (REGULATION_2017, ["88.31", "76.61", "65.00", "25.00"]),
        ("permenpan-16-2014", ["81.26", "62.51", "43.76", "25.00"]),
        ("kep-25-2004", ["81.26", "62.51", "43.76", "25.00"]),
    ],
)
def test_lower_bounds_are_those_of_the_rule(regulation_id, bounds):
    """The lower bounds are the ones that the rule prints, with their digits."""
    assert [str(grade.lower) for grade in load_regulation(regulation_id).grades] == bounds


@pytest.mark.parametrize(
    ("printed", "letter"),
    [("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C"), ("64.99", "D")],
)
def test_a_lower_bound_belongs_to_its_grade(printed, letter):
    """The bound itself has the better letter (a strict "greater than" made 88,31 a B elsewhere)."""
    assert load_regulation(REGULATION_2017).grade(Decimal(printed)).letter == letter


def test_the_same_number_has_another_letter_under_another_rule():
    """82,00 is A under KEP/25 and B under 14/2017: letters are not compared across rules."""
    assert load_regulation("kep-25-2004").grade(Decimal("82.00")).letter == "A"
    assert load_regulation(REGULATION_2017).grade(Decimal("82.00")).letter == "B"


def test_grades_are_named_in_both_languages(regulation):
    """The names are those of the rule's table of categories."""
    assert [grade.names["id"] for grade in regulation.grades] == [
        "Sangat baik",
        "Baik",
        "Kurang baik",
        "Tidak baik",
    ]
    assert all(grade.names["en"] for grade in regulation.grades)


def test_form_and_body_of_2017_swap_the_last_two():
    """U8 is facilities in the questionnaire and complaints in the body; all other codes agree."""
    rule = load_regulation(REGULATION_2017)
    swapped = {e.key: (e.code, e.code_regulation) for e in rule.elements if e.code != e.code_regulation}
    assert swapped == {"facilities": ("U8", "U9"), "complaints": ("U9", "U8")}


def test_element_keys_are_those_of_the_interface():
    """The keys and their order are the questionnaire's, version by version."""
    shared = ("requirements", "procedure", "time", "tariff", "product", "competence", "behaviour")
    assert load_regulation(REGULATION_2017).keys == (*shared, "facilities", "complaints")
    assert load_regulation("permenpan-16-2014").keys == (*shared, "service_pledge", "complaints")
    assert load_regulation("kep-25-2004").keys == (
        "procedure",
        "requirements",
        "staff_clarity",
        "staff_discipline",
        "staff_responsibility",
        "staff_ability",
        "speed",
        "fairness",
        "courtesy",
        "cost_fairness",
        "cost_certainty",
        "schedule_certainty",
        "comfort",
        "security",
    )


def test_codes_run_through(regulation):
    """Both code systems number the elements U1 to Uk, each once, and the first follows the file's order."""
    expected = [f"U{number}" for number in range(1, len(regulation.elements) + 1)]
    assert [element.code for element in regulation.elements] == expected
    assert sorted(element.code_regulation for element in regulation.elements) == sorted(expected)


def test_a_wording_names_one_element_only(regulation):
    """No header text stands under two elements, nor twice under one, after normalising."""
    owners = {}
    for element in regulation.elements:
        for header in element.headers:
            text = plain(header)
            assert text not in owners, f"{header!r}: {owners.get(text)} and {element.key}"
            owners[text] = element.key


def test_names_are_headers(regulation):
    """The official name and its short form are recognised as headers, and so is the English name.

    But for "Completion time": that is a column of clock times which Microsoft Forms writes into every file.
    """
    for element in regulation.elements:
        headers = {plain(header) for header in element.headers}
        names = (element.names["id"], element.names["en"], element.short["id"])
        assert {plain(name) for name in names} - headers <= {"completion time"}, element.key


def test_headers_are_not_codes(regulation):
    """A bare code is no header text: codes prove no identity, and are read by the order that was declared."""
    for element in regulation.elements:
        assert not [header for header in element.headers if re.fullmatch(r"(?i)[uqn]?\s*\d+", header)]


def test_an_answer_has_one_score(regulation):
    """A label means one score within an element, in every row of variants."""
    for element in regulation.elements:
        scores = {}
        for row in element.answers:
            assert len(row) == 4, (element.key, row)
            for score, label in enumerate(row, start=1):
                assert scores.setdefault(plain(label), score) == score, (element.key, label)


def test_answer_rows_are_listed_once(regulation):
    """No row of labels is repeated."""
    for element in regulation.elements:
        rows = [tuple(plain(label) for label in row) for row in element.answers]
        assert len(rows) == len(set(rows)), element.key


def test_labels_carry_no_letter_of_the_option(regulation):
    """Labels are written without "a." to "d."; the reader takes these off before comparing."""
    for element in regulation.elements:
        for row in element.answers:
            assert not [label for label in row if re.match(r"[a-d][.)] ", label)]


def test_known_mistakes_are_no_answers():
    """A label that contradicts the form stays unknown: "Mahal" for 3, "Sangat mudah" for requirements."""
    rule = load_regulation(REGULATION_2017)
    tariff = {plain(label) for row in rule.element("tariff").answers for label in row}
    requirements = {plain(label) for row in rule.element("requirements").answers for label in row}
    assert "mahal" not in tariff
    assert "sangat mudah" not in requirements


def test_tidak_ada_is_an_answer_to_complaints():
    """The label "Tidak ada" is score 1 of complaints, not a blank."""
    assert load_regulation(REGULATION_2017).element("complaints").answers[0][0] == "Tidak ada"


def test_aliases_name_one_element_only(regulation):
    """No alias stands under two elements, equals another element's key, or is a code."""
    owners = {key: key for key in regulation.keys}
    for element in regulation.elements:
        for alias in element.aliases:
            assert owners.setdefault(alias, element.key) == element.key, alias
            assert not re.fullmatch(r"[uU]\d+", alias)
            assert re.fullmatch(r"[a-z_]+", alias), alias


@pytest.mark.parametrize(
    ("alias", "key"),
    [
        ("persyaratan", "requirements"),
        ("prosedur", "procedure"),
        ("waktu", "time"),
        ("biaya", "tariff"),
        ("produk", "product"),
        ("kompetensi", "competence"),
        ("perilaku", "behaviour"),
        ("sarana", "facilities"),
        ("pengaduan", "complaints"),
    ],
)
def test_indonesian_keys_of_2017(alias, key):
    """The Indonesian keys that settings may use name their element."""
    assert alias in load_regulation(REGULATION_2017).element(key).aliases


def test_a_known_regulation_is_needed():
    """An unknown id is an error of the settings."""
    with pytest.raises(SettingsError):
        load_regulation("permenpan-4-2023")


def test_other_elements_must_sum_to_one():
    """A regulation with an element less must be reweighted: the maximum would stay below 100."""
    rule = load_regulation(REGULATION_2017)
    with pytest.raises(SettingsError):
        rule.with_elements(rule.elements[:8])
    reduced = rule.only(rule.keys[:8])
    assert [element.weight for element in reduced.elements] == [Fraction(1, 8)] * 8


def test_the_signature_tells_instruments_apart():
    """Another rule or other questions give another signature: such periods are not compared."""
    rule = load_regulation(REGULATION_2017)
    plain = plain_instrument(rule)
    sixteen = Instrument(rule, (Item("q1", "requirements"), Item("q2", "requirements"), *plain.items[1:]))
    assert plain.signature == plain_instrument(load_regulation(REGULATION_2017)).signature
    assert plain.signature != sixteen.signature
    assert plain.signature != plain_instrument(load_regulation("permenpan-16-2014")).signature
    assert sixteen.items_of("requirements") == ("q1", "q2")
    with pytest.raises(KeyError):
        rule.element("service_pledge")
