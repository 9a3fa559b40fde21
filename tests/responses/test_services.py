"""One person, several services: once in the unit, once in each service, and nobody's service is cut at a comma."""

import pandas as pd
import pytest

from skm import compute_indices
from skm.responses.services import read_services
from skm.tally import merge_tallies


@pytest.mark.parametrize(
    ("cells", "several"),
    [
        (["KTP", "KK", "KTP, KK"], {"KTP; KK": ("KTP", "KK")}),
        (["KTP", "KK", "ktp,kk"], {"KTP; KK": ("KTP", "KK")}),
        (["KTP;KK;", "KTP"], {"KTP; KK": ("KTP", "KK")}),
        (["KTP;", "KK;"], {}),
        (["KTP;KTP;"], {}),
        (["Akta lahir, mati", "KTP"], {}),
        (["Akta lahir, mati", "KTP", "Akta lahir, mati, KTP"], {"Akta lahir, mati; KTP": ("Akta lahir, mati", "KTP")}),
    ],
)
def test_cells_of_several_services(cells, several):
    """A semicolon parts services; a comma does where each part stands alone elsewhere; else it is part of a name."""
    found = read_services(dict.fromkeys(cells, 1))
    assert found.several == several
    assert found.unclear == ()


@pytest.mark.parametrize("cells", [["KTP", "KTP, Akta lahir"], ["KTP, KK", "KTP, Akta"]])
def test_a_comma_that_is_not_clear(cells):
    """Where some parts stand alone, or return in other cells, but not all do, the cell is one service and a finding."""
    found = read_services(dict.fromkeys(cells, 1))
    assert found.several == {}
    assert found.unclear == tuple(cell for cell in cells if "," in cell)


def test_an_unclear_cell_is_a_finding(read, findings):
    """The cell that may be several services is listed with its row."""
    responses = read('Jenis layanan,Persyaratan\nKTP,4\n"KTP, Akta lahir",3\n')
    assert findings(responses) == [(3, "service unclear", "KTP, Akta lahir", "flagged")]


TABLE = 'Unit,Jenis layanan,Persyaratan,Prosedur\nA,KTP,4,4\nA,"KTP, KK",2,2\nA,KK,3,3\nA,,1,1\nB,KK,4,4\n'


def lines_of(responses):
    """Return (n, printed) by level and id."""
    frame = compute_indices(responses.tally()).frame
    index = frame[(frame["measure"] == "index") & frame["official"]]
    return {(row.level, row.parent, row.id): (row.n, row.printed) for row in index.itertuples()}


def test_once_in_the_unit_and_once_in_each_service(read):
    """The unit counts four people; its services count five: the one with two services is in both."""
    found = lines_of(read(TABLE))
    assert found["unit", "", "a"] == (4, "62.50")
    assert found["service", "a", "KTP"] == (2, "75.00")
    assert found["service", "a", "KK"] == (2, "62.50")
    assert ("service", "a", "KTP; KK") not in found
    assert found["all", "", "all"][0] == 5


def test_the_services_say_that_a_person_may_be_in_several(read):
    """The note stands on the services of the unit concerned, and on no others."""
    frame = compute_indices(read(TABLE).tally()).frame
    services = frame[(frame["level"] == "service") & (frame["measure"] == "index")]
    noted = services[services["note"].str.contains("beberapa layanan")]
    assert set(noted["parent"]) == {"a"}
    assert len(services) == 3


def test_units_and_parents_are_as_without_services(read):
    """A column of services changes no figure of a unit or of the whole."""
    with_services = lines_of(read(TABLE))
    without = lines_of(read("\n".join(line.replace('"KTP, KK"', "KTP") for line in TABLE.split("\n"))))
    for key in [key for key in with_services if key[0] != "service"]:
        assert with_services[key] == without[key]


def test_rows_keep_what_the_person_said(read):
    """The row itself names all services of the person, parted by a semicolon."""
    assert read(TABLE).to_pandas().sort_values("row")["service"].tolist() == ["KTP", "KTP; KK", "KK", "", "KK"]


def test_tallies_with_several_services_add_up(read):
    """Merging tallies with and without such people adds lines and invents no service."""
    one = read(TABLE, "a.csv").tally()
    two = read("Unit,Jenis layanan,Persyaratan,Prosedur\nA,KTP,4,4\n", "b.csv").tally()
    frame = merge_tallies([one, two]).frame
    services = frame[frame["view"] == "service"]
    assert services.groupby("service")["rows"].sum().to_dict() == {"KK": 1, "KTP": 1}
    assert int(frame.loc[frame["view"] == "", "rows"].sum()) == 6
    assert isinstance(frame, pd.DataFrame)
