"""Published figures verified: the right convention is named, and no other."""

import csv
import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import skm
from skm import cli
from skm.errors import RequestError
from skm.stats.rounding import half_up
from skm.verifying import verify_folder, verify_parent, verify_table

FOLDER = Path(__file__).parent / "cases"
GASPUL = FOLDER / "kanwil-kemenag-gaspul-tw3" / "elements.csv"

# case → (verdict, weight and rounding of the likeliest convention, or of one among the nearest)
ELEMENT_CASES = {
    "bbpmp-jatim-spak-2022": ("exact", "1/4", "none"),
    "bpt-kab-bogor-2011": ("reproduced", "0.071", "none"),
    "bpt-kab-bogor-2013": ("reproduced", "0.071", "none"),
    "bpt-kab-bogor-2015": ("not reproduced", "0.11", "weighted 2"),
    "bpt-kab-bogor-2016": ("not reproduced", "1/9", "total 2"),
    "demo-ptsp-batam-2025": ("not reproduced", "0.1111", "weighted 2"),
    "demo-ptsp-batam-2026-tw1": ("exact", "1/9", "none"),
    "kanwil-kemenag-gaspul-tw3": ("reproduced", "0.11", "none"),
    "mahkamah-konstitusi-2022-q4": ("exact", "1/8", "none"),
    "surveiku-n1-2023-07": ("exact", "1/9", "none"),
    "website-skm-2025-tw1": ("exact", "1/9", "none"),
    "website-skm-2025-tw3": ("exact", "1/9", "none"),
}
RESPONSE_CASES = {
    "disdikbud-biro-organisasi-2024": ("reproduced", "0.11"),
    "kuesioner-dump-2024": ("exact", "1/9"),
    "scribd-lab-jaminan": ("exact", "1/2"),
    "scribd-lab-kesigapan": ("exact", "1/2"),
    "tubaba-disdukcapil-2023-s1": ("exact", "1/9"),
}


def case_of(slug):
    """Return what is known of a case."""
    return json.loads((FOLDER / slug / "case.json").read_text(encoding="utf-8"))


def whole(number):
    """Return a case's number of respondents where it is one."""
    return number if isinstance(number, int) else None


# --- published tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", sorted(ELEMENT_CASES))
def test_a_published_table_gets_its_verdict_and_its_convention(slug):
    """Verdict and named convention of each published element table are those that were established by hand."""
    case, (verdict, weight, rounding) = case_of(slug), ELEMENT_CASES[slug]
    found = verify_table(FOLDER / slug / "elements.csv", published=case["published"]["ikm"], n=whole(case["n"]))
    assert found.verdict == verdict
    assert found.printed == case["exact_index"]
    named = [(c.weight, c.rounding_name()) for c in (found.conventions[:1] or found.nearest)]
    assert (weight, rounding) in named


@pytest.mark.parametrize("slug", sorted(RESPONSE_CASES))
def test_a_figure_published_of_responses_is_found_from_their_counts(slug):
    """A figure that was printed of known responses is verified from the counts of their answers."""
    case, (verdict, weight) = case_of(slug), RESPONSE_CASES[slug]
    with (FOLDER / slug / "responses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [name for name in rows[0] if name.startswith("U") and name[1:].isdecimal()]
    counts = [Counter(int(row[code]) for row in rows) for code in codes]
    found = skm.verify_figure(counts=counts, published=case["published"]["ikm"])
    assert (found.verdict, found.conventions[0].weight) == (verdict, weight)


def test_the_29_people_of_gaspul_are_91_48():
    """90,56 is the weight 0,11; the exact figure of the same 29 people is 91.48, and both are A."""
    found = verify_table(GASPUL, published="90,56", n=29, grade="A")
    assert found.exact == Fraction(955 * 25, 29 * 9)
    assert (found.printed, found.grade_exact, found.grade_due) == ("91.48", "A", "A")
    assert "bobot 0,11" in found.sentences()[1]


@pytest.mark.parametrize("published", ["90,65", "90,76", "91,56", "92,56", "80,56"])
def test_an_altered_digit_is_not_reproduced(published):
    """With one digit altered no convention of the family gives the figure any more."""
    found = verify_table(GASPUL, published=published, n=29)
    assert found.verdict == "not reproduced"
    assert found.conventions == ()
    assert found.nearest


elements = st.lists(st.integers(60, 160), min_size=9, max_size=9)


@given(elements, st.integers(-300, 300).filter(bool))
def test_every_convention_that_is_named_gives_the_print(sums, steps):
    """Whatever is altered, a verdict other than "not reproduced" always rests on digits that agree."""
    n = 40
    exact = Fraction(sum(sums) * 25, 9 * n)
    published = half_up(exact) + Decimal(steps) / 100
    found = skm.verify_figure(sums=sums, n=n, published=str(published))
    for convention in found.conventions:
        assert convention.printed(2) == Fraction(published)
    assert found.verdict in ({"reproduced"} if found.conventions else {"not reproduced"})


@given(elements)
def test_the_exact_figure_is_always_called_exact(sums):
    """What is computed exactly and rounded once is exact, and only the right way is named."""
    exact = Fraction(sum(sums) * 25, 9 * 40)
    found = skm.verify_figure(sums=sums, n=40, published=str(half_up(exact)))
    assert found.verdict == "exact"
    assert [c.weight for c in found.conventions] == ["1/9"]


def test_digits_that_the_table_lacks_leave_room():
    """A figure inside the interval that two-decimal means allow is consistent, not wrong."""
    means = ["3.62", "3.48", "3.45", "4.00", "3.52", "3.62", "3.66", "3.62", "3.97"]
    found = skm.verify_figure(means, published="91,48")
    assert found.verdict == "consistent"
    assert found.low < Fraction("91.48") < found.high


def test_respondents_take_printed_means_back_to_their_sums():
    """With n known, means whose digits allow one sum leave no room at all."""
    means = ["3.62", "3.48", "3.45", "4.00", "3.52", "3.62", "3.66", "3.62", "3.97"]
    found = skm.verify_figure(means, published="91,48", n=29)
    assert (found.verdict, found.low) == ("exact", found.high)


def test_blanks_counted_as_zero_are_found():
    """A figure in which missing answers were counted as zero is reproduced by that fault alone."""
    counts = [{1: 0, 2: 0, 3: 5, 4: 5}] * 8 + [{1: 0, 2: 0, 3: 4, 4: 4}]
    means = [Fraction(35, 10)] * 8 + [Fraction(28, 10)]
    published = half_up(sum(means) * 25 / 9)
    found = skm.verify_figure(counts=counts, published=str(published))
    assert found.verdict == "reproduced"
    assert found.conventions[0].blanks


@pytest.mark.parametrize(("factor", "name"), [(20, "dikali 20"), (26, "dikali 26")])
def test_a_wrong_factor_is_found(factor, name):
    """A scale of five read as one of four, and the factor 26, are named."""
    published = half_up(Fraction("3.3") * factor)
    found = skm.verify_figure(["3.3"] * 9, published=str(published))
    assert found.verdict == "reproduced"
    assert name in found.conventions[0].name()


def test_a_result_cut_off_is_found():
    """88.305… printed as 88.30 was cut, not rounded."""
    found = skm.verify_figure(sums=[3179, *[3179] * 8], n=900, published="88.30")
    assert found.verdict == "reproduced"
    assert any(convention.cut for convention in found.conventions)


def test_means_on_the_scale_of_the_index_are_read():
    """Element values from 25 to 100 are the same means."""
    assert skm.verify_figure(["88.50"] * 9, published="88,50").verdict == "exact"


# --- letters --------------------------------------------------------------------------------------------------------


def test_a_letter_of_the_older_regulation_is_named():
    """82,00 printed as A follows the bounds of 2004 and 2014; by those of 2017 it is B."""
    found = skm.verify_figure(["3.28"] * 9, published="82,00", grade="A")
    assert (found.grade_published, found.grade_due) == ("A", "B")
    assert "kep-25-2004" in {table.name for table in found.letter_tables}


def test_a_strict_bound_is_named():
    """88,31 printed as B is the bound taken as excluded."""
    found = skm.verify_figure(["3.5324"] * 9, published="88,31", grade="Baik")
    assert found.grade_due == "A"
    assert any(table.name == "permenpan-14-2017" and table.strict for table in found.letter_tables)


def test_fourteen_elements_are_judged_by_their_regulation():
    """Without a regulation given, fourteen elements are those of 2004."""
    assert skm.verify_figure(["3.00"] * 14, published="75,00").regulation == "kep-25-2004"


# --- parents --------------------------------------------------------------------------------------------------------


def test_a_parent_that_is_the_mean_of_its_units_is_exact():
    """82,22 of two services is their plain mean, although they have 400 and 50 respondents."""
    found = verify_table(FOLDER / "template-laporan-skm-2025" / "units.csv", published="82,22")
    assert found.verdict == "exact"
    assert [a.name for a in found.aggregations] == ["units"]


def test_a_parent_that_no_aggregation_gives_is_not_reproduced():
    """83,8 of fourteen police offices is no mean of theirs; several of them left out would fit, so none is blamed."""
    found = verify_table(FOLDER / "polri-skm-6skala-prototype" / "units.csv", published="83.8")
    assert found.verdict == "not reproduced"
    assert found.nearest[0].name == "units"


def test_a_unit_left_out_is_named_where_it_alone_explains():
    """A parent without one of its units is reproduced, and the unit is named."""
    units = [("Dinas A", "90.00", None), ("Dinas B", "80.00", None), ("Dinas C", "61.00", None)]
    found = verify_parent(units, published="85,00")
    assert found.verdict == "reproduced"
    assert [a.left_out for a in found.aggregations] == ["Dinas C"]


def test_silent_units_counted_as_zero_are_found():
    """A mean over all units with the silent ones as zero is reproduced by that fault."""
    found = verify_parent([("A", "90.00", 10), ("B", "80.00", 10), ("C", "", None)], published="56,67")
    assert found.verdict == "reproduced"
    assert found.aggregations[0].name == "silent_as_zero"


def test_respondents_as_weights_are_exact_too():
    """The mean weighted by respondents is one of the two legitimate ways."""
    found = verify_parent([("KTP", "83.33", 400), ("KK", "81.11", 50)], published="83,08")
    assert found.verdict == "exact"
    assert found.aggregations[0].name == "respondents"


# --- tables and the command -----------------------------------------------------------------------------------------


def test_a_table_may_hold_its_own_published_figure(tmp_path):
    """A line called IKM is the published figure, never an element."""
    table = tmp_path / "tabel.csv"
    lines = [f"U{i};{mean}" for i, mean in enumerate(["3,50"] * 9, start=1)]
    table.write_text("\n".join(["Unsur;NRR", *lines, "IKM;87,50"]), encoding="utf-8")
    assert verify_table(table).verdict == "exact"


def test_counts_of_each_score_are_read(tmp_path):
    """A table of n1 to n4 is exact, whatever its means would look like."""
    table = tmp_path / "tabel.csv"
    table.write_text("element,n1,n2,n3,n4\n" + "U,0,1,2,4\n" * 9, encoding="utf-8")
    found = verify_table(table, published="85.71")
    assert (found.verdict, found.exact) == ("exact", Fraction(24, 7) * 25)


def test_a_folder_gives_one_line_a_table(tmp_path):
    """Each table of a folder has its line; one that cannot be verified says why."""
    (tmp_path / "a.csv").write_text("unsur,nrr\n" + "U,3.50\n" * 9 + "IKM,86.63\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("unsur,nrr\n" + "U,3.50\n" * 9, encoding="utf-8")
    lines = verify_folder(tmp_path).set_index("file")
    assert lines.loc["a.csv", "verdict"] == "reproduced"
    assert lines.loc["a.csv", "convention"] == "bobot 0,11"
    assert lines.loc["b.csv", "verdict"] == ""
    assert "diterbitkan" in lines.loc["b.csv", "note"]


@pytest.mark.parametrize(
    ("means", "published"),
    [(["3.5"] * 9, "baik"), (["tiga"] * 9, "87.5"), ([], "87.5"), (["5.2"] * 9, "87.5")],
)
def test_what_is_no_figure_is_refused(means, published):
    """A figure that is none, no figures at all, and a mean off the scale are refused with the way out."""
    with pytest.raises(RequestError):
        skm.verify_figure(means, published=published)


def test_sums_without_respondents_are_refused():
    """Sums alone give no index."""
    with pytest.raises(RequestError, match="jumlah responden"):
        skm.verify_figure(sums=[105] * 9, published="90.56")


def test_a_table_without_a_published_figure_is_refused(tmp_path):
    """Where nothing says what was published the message shows how to say it."""
    table = tmp_path / "tabel.csv"
    table.write_text("unsur,nrr\nU1,3.5\n", encoding="utf-8")
    with pytest.raises(RequestError, match="--published"):
        verify_table(table)


def test_means_may_be_typed_instead_of_a_file(capsys, monkeypatch):
    """The command takes element means as they are printed, with commas, and says what gave the figure."""
    means = "3,6207; 3,4828; 3,4483; 4,0000; 3,5172; 3,6207; 3,6552; 3,6207; 3,9655"
    monkeypatch.setattr("sys.argv", ["skm", "verify", "--means", means, "--published", "90,56", "--n", "29"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 0
    assert "bobot 0,11" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["a.csv", "--means", "3,5"]])
def test_a_file_or_means_but_not_both(capsys, monkeypatch, words):
    """Neither a table nor means, or both, is refused with the way out."""
    monkeypatch.setattr("sys.argv", ["skm", "verify", *words, "--published", "90"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert "element" in capsys.readouterr().err
