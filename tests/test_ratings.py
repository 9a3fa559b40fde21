"""Other published assessments: the class of each value by the scale of its year, and every printed label checked."""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from skm.errors import RequestError
from skm.ratings import (
    COLUMNS,
    classify_ratings,
    entity_value,
    find_scale,
    load_scales,
    ombudsman_unit,
    panrb_aspects,
    panrb_unit,
)

FOLDER = Path(__file__).parent / "ratings"
PUBLISHED = FOLDER / "ratings.csv"


def register(*rows, columns=(*COLUMNS, "target")):
    """Return a register of rows, blanks where they end."""
    return pd.DataFrame([(*row, *[""] * (len(columns) - len(row))) for row in rows], columns=columns, dtype="str")


@pytest.fixture(scope="module")
def published():
    """Return the 187 published ratings, classified."""
    return classify_ratings(PUBLISHED)


def test_only_the_known_misprint_disagrees(published):
    """Of all printed labels one does not fit its value: Kendal 2024, 4.44 printed as A."""
    wrong = published[published["agrees"].eq(False)]
    assert wrong[["entity", "year", "category_by_scale"]].values.tolist() == [["Kabupaten Kendal", "2024", "A-"]]
    assert published["agrees"].eq(True).sum() == 149


def test_the_scale_follows_from_system_year_and_level(published):
    """The version that each published row was filed under is the one in force for its year and level."""
    assert published["scale"].tolist() == published["version"].tolist()


# One value in seven systems: the table of section 1.1 of the notes on ratings.
BOUNDARIES = [
    ("31.99", "merah", "merah", "E", "C"),
    ("32.00", "merah", "merah", "D", "C"),
    ("50.99", "merah", "merah", "D", "CC"),
    ("51.00", "kuning", "kuning", "D", "CC"),
    ("53.99", "kuning", "kuning", "D", "CC"),
    ("54.00", "kuning", "kuning", "C", "CC"),
    ("60.00", "kuning", "kuning", "C", "CC"),
    ("77.99", "kuning", "kuning", "C", "BB"),
    ("78.00", "kuning", "kuning", "B", "BB"),
    ("80.00", "kuning", "kuning", "B", "BB"),
    ("80.99", "kuning", "kuning", "B", "A"),
    ("81.00", "hijau", "hijau", "B", "A"),
    ("87.88", "hijau", "hijau", "B", "A"),
    ("88.00", "hijau", "hijau", "A", "A"),
    ("90.00", "hijau", "hijau", "A", "A"),
    ("90.01", "hijau", "hijau", "A", "AA"),
]


@pytest.mark.parametrize(("value", "in_2018", "in_2021", "in_2023", "sakip"), BOUNDARIES)
def test_one_value_means_something_else_in_each_system_and_year(value, in_2018, in_2021, in_2023, sakip):
    """A class is that of the scale of the year: 80.00 is yellow in 2021 and B, green, in 2022."""
    number = Decimal(value)
    assert find_scale("ombudsman", 2018).class_of(number).zone == in_2018
    assert find_scale("ombudsman", 2021).class_of(number).zone == in_2021
    assert find_scale("ombudsman", 2023).class_of(number).letter == in_2023
    assert find_scale("sakip", 2023).class_of(number).letter == sakip


NINE_CLASSES = {
    **{"1.00": "F", "1.01": "E", "2.18": "C-", "2.50": "C-", "2.51": "C", "3.00": "C", "3.08": "B-", "3.17": "B-"},
    **{"3.50": "B-", "3.51": "B", "4.00": "B", "4.01": "A-", "4.50": "A-", "4.51": "A"},
}


@pytest.mark.parametrize(("value", "letter"), NINE_CLASSES.items())
def test_the_nine_classes_of_panrb(value, letter):
    """The index 0 to 5 has nine classes; A- is above B."""
    assert find_scale("panrb", 2018).class_of(Decimal(value)).letter == letter


def test_no_assessment_was_made_in_2020():
    """For a year without an assessment there is no scale, and the row says so."""
    assert find_scale("ombudsman", 2020) is None
    found = classify_ratings(register(("ombudsman", "Kota X", "kota", "2020", "80,00")))
    assert found.loc[0, ["scale", "category_by_scale", "agrees"]].tolist() == ["", "", None]
    assert "2020" in found.loc[0, "note"]


def test_a_class_is_never_derived_from_memory():
    """Of a scale that is known from memory only, or without bounds, no class is given."""
    found = classify_ratings(
        register(("indeks_rb", "KPU", "lembaga", "2024", "73.51"), ("ombudsman", "K", "kota", "2013", "70"))
    )
    assert found["category_by_scale"].tolist() == ["", ""]
    assert all(found["note"].str.contains("tidak diketahui"))


def test_inferred_bounds_say_so():
    """A class from bounds that were squeezed from published values carries that warning."""
    found = classify_ratings(register(("ombudsman", "Kota X", "kota", "2025", "80.00")))
    assert found.loc[0, "category_by_scale"] == "Baik"
    assert "disimpulkan" in found.loc[0, "note"]


def test_the_same_words_are_judged_inside_their_version_only():
    """The words "Kepatuhan Tinggi" are the green top class in 2021, and class B from 2022."""
    rows = [
        ("ombudsman", "K", "kota", year, value, "Kepatuhan Tinggi") for year, value in (("2021", "85"), ("2023", "85"))
    ]
    assert classify_ratings(register(*rows))["agrees"].tolist() == [True, True]
    assert classify_ratings(register((*rows[1][:4], "89", "Kepatuhan Tinggi")))["agrees"].tolist() == [False]


def test_values_of_two_versions_are_never_joined():
    """A year on another scale than the entity's year before is marked as a break, with both scales named."""
    rows = [
        ("ombudsman", "Kota X", "kota", year, value) for year, value in (("2021", "81"), ("2022", "79"), ("2023", "80"))
    ]
    found = classify_ratings(register(*rows))
    assert found["break_before"].tolist() == [False, True, False]
    assert "(2021, lalu 2022–2024)" in found.loc[1, "note"]


@pytest.mark.parametrize(("value", "state"), [("90.00", "not reached"), ("90.01", "reached"), ("", "not yet")])
def test_a_target_above_90_is_strict(value, state):
    """A target above 90 is not reached by 90,00; without a value it is not yet decided."""
    rows = [("ombudsman", "Kabupaten Bekasi", "kabupaten", "2025", value, "", "", "", "", ">90")]
    assert classify_ratings(register(*rows)).loc[0, "target_state"] == state


def test_a_target_in_a_row_of_its_own_meets_the_result_of_its_year():
    """A target stands in its own row; the result of the same year decides it."""
    target = ("ombudsman", "Kabupaten Bekasi", "kabupaten", "2025", "", "", "", "", "", ">90")
    result = ("ombudsman", "Kabupaten Bekasi", "kabupaten", "2025", "91.00")
    assert classify_ratings(register(target, result))["target_state"].tolist() == ["reached", ""]


def test_the_distance_to_the_next_class():
    """87,88 of 2024 is B, 0.12 below A."""
    found = classify_ratings(register(("ombudsman", "Kabupaten Bekasi", "kabupaten", "2024", "87,88", "B", "hijau")))
    assert found.loc[0, ["category_by_scale", "next_class", "distance", "agrees"]].tolist() == ["B", "A", "0.12", True]


def test_a_value_beside_a_bound_is_marked():
    """87.996 rounds to A, but the assessor's rounding is not known, so the row says so."""
    found = classify_ratings(register(("ombudsman", "K", "kota", "2024", "87.996")))
    assert found.loc[0, "category_by_scale"] == "A"
    assert "0,005" in found.loc[0, "note"]


def test_a_zone_word_is_no_category():
    """A printed zone is compared with the zone, "hijau muda" with green; the wrong one disagrees."""
    rows = [("ombudsman", "K", "kota", "2023", "83.22", "B", zone) for zone in ("Hijau Muda", "zona hijau", "kuning")]
    assert classify_ratings(register(*rows))["agrees"].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("column", "value"), [("system", "kpk"), ("year", "2023-2024"), ("value", "tinggi"), ("target", "sekitar 90")]
)
def test_what_is_no_rating_is_refused_with_its_row(column, value):
    """A merged year, an unknown system and a value in words are refused together, each with its cell."""
    row = dict(zip(COLUMNS, ("ombudsman", "K", "kota", "2023", "80", "", "", "", ""), strict=True)) | {column: value}
    with pytest.raises(RequestError) as caught:
        classify_ratings(pd.DataFrame([row], dtype="str").reindex(columns=[*COLUMNS, "target"], fill_value=""))
    assert caught.value.places[0].column == column


def test_every_scale_has_classes_in_rising_order():
    """Bounds rise from class to class, and every class has a name."""
    for scale in load_scales():
        lowers = [c.lower for c in scale.classes if c.lower is not None]
        assert lowers == sorted(lowers)
        assert all(c.name for c in scale.classes)


# --- entity values from units ---------------------------------------------------------------------------------------


def aggregation():
    """Return the worked cases of entity and unit values."""
    with (FOLDER / "aggregation.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", aggregation(), ids=lambda case: case["id"])
def test_published_composites_follow_from_their_parts(case):
    """Each printed entity or unit value follows from its printed parts within their rounding."""
    if case["id"].startswith("dim"):
        parts = dict(part.split("=") for part in case["unit_values"].split(";"))
        found = ombudsman_unit(parts, int(case["year"]))
    else:
        found = entity_value(case["unit_values"].split(";"), case["system"], int(case["year"]))
    assert found.agrees_with(case["published_value"])
    assert found.scale == case["version"]


def test_a_composite_beyond_its_rounding_does_not_agree():
    """A printed value farther off than its parts' rounding allows is not confirmed."""
    assert not entity_value(["4.75", "4.59", "4.51"], "panrb", 2024).agrees_with("4.64")


def test_the_unit_index_of_panrb():
    """F-02 counts three quarters, F-03 one; aspects have the weights of 2022."""
    assert panrb_unit("4.40", "3.20").value == Decimal("4.10")
    aspects = dict.fromkeys(find_scale("panrb", 2024).parts["aspects"], "4.00")
    assert panrb_aspects(aspects).value == Decimal("4.00")
    assert panrb_aspects(aspects | {"inovasi": "5.00"}).value == Decimal("4.12")


def test_guessed_weights_are_refused():
    """The weights of 2017 to 2021 are known from memory only: nothing is computed with them."""
    aspects = dict.fromkeys(find_scale("panrb", 2018).parts["aspects"], "4.00")
    with pytest.raises(RequestError):
        panrb_aspects(aspects, 2018)
    with pytest.raises(RequestError):
        panrb_unit("4", "4", 2018)


def test_a_dimension_above_its_weight_is_refused():
    """A dimension score is weighted already: it cannot exceed its weight."""
    with pytest.raises(RequestError):
        ombudsman_unit({"input": "30", "proses": "10", "output": "20", "pengaduan": "10"})


# --- the register that ships with the project -----------------------------------------------------------------------


def test_the_shipped_register_gives_the_published_figures():
    """What was published of Bekasi, Mukomuko and the evaluation of 2018 comes out of the register exactly."""
    found = classify_ratings(Path(__file__).parents[1] / "data" / "raw" / "ratings.csv").fillna("")
    by = found.set_index(["entity", "year"])
    bekasi = by.loc["Kabupaten Bekasi"]
    assert bekasi.loc["2022", ["value", "zone"]].tolist() == ["", "kuning"]
    assert bekasi.loc["2023", ["value", "category", "category_by_scale", "agrees"]].tolist() == [
        *("83.22", "Kepatuhan Tinggi", "B", True),
    ]
    assert bekasi.loc["2024", ["value", "category_by_scale", "distance"]].tolist() == ["87.88", "B", "0.12"]
    assert "2023-2024" in bekasi.loc["2024", "note"]
    assert bekasi.loc["2025", ["target", "target_state", "break_before"]].tolist() == [">90", "not yet", True]
    mukomuko = by.loc["Kabupaten Mukomuko"]
    assert mukomuko[["value", "category_by_scale", "zone_by_scale"]].values.tolist() == [
        ["60.35", "C", "kuning"],
        ["90.02", "A", "hijau"],
    ]
    national = found[found["level"] == "nasional"].set_index(["entity", "year"])
    assert national.loc[("Semua unit yang dinilai", "2018"), ["value", "count"]].tolist() == ["3.08", "681"]
    assert [national.loc[(e, "2018"), "value"] for e in ("Provinsi", "Kabupaten/kota")] == ["3.00", "3.17"]
    assert [national.loc[("Unit berkategori A", y), "count"] for y in ("2017", "2018")] == ["1", "16"]
    assert [national.loc[("Unit berkategori A-", y), "count"] for y in ("2017", "2018")] == ["50", "86"]
    ranked = found[found["rank"].str.endswith("/7")]["entity"].str.partition(" (")[0].tolist()
    assert ranked == [
        *("Dinas Pendidikan", "Puskesmas Mekarmukti", "Dinas Sosial", "DPMPTSP"),
        *("Dinas Kesehatan", "Disdukcapil", "Puskesmas Cibatu"),
    ]
    assert by.loc["Kota Bekasi", "value"].tolist() == ["80.98", "81.96"]
    assert not found["agrees"].eq(False).any()


def test_no_class_is_given_beside_the_known_ones():
    """Where only one class of a scale is known, a value below or above it has none."""
    scale = find_scale("bps_perilaku_anti_korupsi", 2023)
    classes = [scale.class_of(Decimal(value)) for value in ("2.50", "2.51", "3.75", "3.92")]
    assert [found and found.name for found in classes] == [None, "Anti Korupsi", "Anti Korupsi", None]
