"""The maintained wordings: each text means one thing, and none of them is an element's."""

import pytest

from skm.regulation import REGULATION_IDS, load_regulation
from skm.responses.wordings import header_form, load_wordings
from skm.survey import plain

ROLES = {
    "identity",
    "sex",
    "age",
    "education",
    "occupation",
    "disability",
    "unit",
    "service",
    "date",
    "timestamp",
    "id",
    "comments",
    "technical",
    "period",
    "region",
    "agency",
    "overall",
    "ipkp",
    "ipak",
    "cluster",
    "simulated",
}


def owners_of(texts_by_owner, form):
    """Return the owner of each normalised text; a text with two owners, or listed twice, fails."""
    owners = {}
    for owner, texts in texts_by_owner.items():
        for text in texts:
            assert form(text), (owner, text)
            assert form(text) not in owners, f"{text!r}: {owners.get(form(text))} and {owner}"
            owners[form(text)] = owner
    return owners


def role_of(header):
    """Return the role of a header, None where there is none."""
    return owners_of(load_wordings()["columns"], header_form).get(header_form(header))


def test_roles_are_the_known_ones():
    """The file speaks of exactly the roles that a column can have."""
    assert set(load_wordings()["columns"]) == ROLES


def test_a_header_has_one_role():
    """No header text stands under two roles, nor twice under one."""
    assert owners_of(load_wordings()["columns"], header_form)


@pytest.mark.parametrize("regulation_id", REGULATION_IDS)
def test_a_header_of_a_role_is_no_element(regulation_id):
    """No header text of a role is a wording, a name or another key of an element."""
    taken = owners_of(load_wordings()["columns"], header_form)
    for element in load_regulation(regulation_id).elements:
        names = (element.names["id"], *element.short.values())
        for text in (*element.headers, *names, *element.aliases, element.key, element.code):
            assert header_form(text) not in taken, f"{text!r}: {element.key}, {taken.get(header_form(text))}"


@pytest.mark.parametrize("role", ["sex", "education", "occupation", "disability"])
def test_a_label_has_one_group(role):
    """No label of a profile column belongs to two groups, and each group is named in both languages."""
    groups = load_wordings()["values"][role]
    assert owners_of({key: group["labels"] for key, group in groups.items()}, plain)
    for group in groups.values():
        assert group["label_id"]
        assert group["label_en"]


@pytest.mark.parametrize("role", ["sex", "education", "occupation", "disability"])
def test_a_printed_name_is_recognised_or_unlisted(role):
    """A printed group name that is read again falls into its own group, never into another."""
    groups = load_wordings()["values"][role]
    owners = owners_of({key: group["labels"] for key, group in groups.items()}, plain)
    for key, group in groups.items():
        for name in (group["label_id"], group["label_en"]):
            assert owners.get(plain(name), key) == key, name


@pytest.mark.parametrize(
    ("role", "label", "key"),
    [
        ("sex", "L", "male"),
        ("sex", "Laki-laki", "male"),
        ("sex", "P", "female"),
        ("sex", "PEREMPUAN", "female"),
        ("education", "SLTA", "sma"),
        ("education", "DIII", "d3"),
        ("education", "D4", "s1"),
        ("education", "D1, D3, D4", "d1_d4"),
        ("education", "S2 Ke Atas", "s2_or_more"),
        ("occupation", "SWASTA", "swasta"),
        ("occupation", "WIRAUSAHA", "wirausaha"),
        ("occupation", "PNS/TNI/POLRI", "pns_tni_polri"),
        ("occupation", "LAINNYA", "lainnya"),
        ("disability", "Tidak", "no"),
    ],
)
def test_labels_of_real_files(role, label, key):
    """Labels of the official forms and of the cases are known."""
    groups = load_wordings()["values"][role]
    assert plain(label) in {plain(text) for text in groups[key]["labels"]}


def test_sexes_are_not_guessed():
    """1, 2 and W name no sex: offices number the sexes both ways, and beside W a P would mean pria."""
    known = {plain(text) for group in load_wordings()["values"]["sex"].values() for text in group["labels"]}
    assert not known & {"1", "2", "w"}


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("1. Nama Lengkap", "identity"),
        ("No. HP/WA", "identity"),
        ("NIK", "identity"),
        ("Alamat Email", "identity"),
        ("Responden", "identity"),
        ("3. Jenis Kelamin", "sex"),
        ("Usia (Tahun)", "age"),
        ("PROFIL / USIA", "age"),
        ("4. Jenjang Pendidikan", "education"),
        ("Pekerjaan", "occupation"),
        ("ID LOKET", "unit"),
        ("unit", "unit"),
        ("Jenis layanan", "service"),
        ("date", "date"),
        ("Cap waktu", "timestamp"),
        ("Completion time", "timestamp"),
        ("NO. RESPONDEN ", "id"),
        ("resp", "id"),
        ("Kritik / Saran (isian bebas)", "comments"),
        ("Penilaian umum", "overall"),
        ("Waktu", None),
        ("Pengaduan", None),
        ("time", None),
        ("Semester", None),
    ],
)
def test_headers_of_real_files(header, role):
    """Headers of the cases have their role; what an element may be called, or half a period, has none."""
    assert role_of(header) == role


def test_no_answer_is_taken_for_a_blank():
    """No label of an element is a blank or "does not apply": "Tidak ada" is score 1 of complaints."""
    wordings = load_wordings()
    silent = {plain(text) or text for text in (*wordings["blank"], *wordings["not_applicable"])}
    assert "tidak ada" not in silent
    for regulation_id in REGULATION_IDS:
        for element in load_regulation(regulation_id).elements:
            assert not silent & {plain(label) for row in element.answers for label in row}, element.key


def test_blank_is_not_does_not_apply():
    """A text is either no answer or "does not apply"."""
    wordings = load_wordings()
    lists = {name: wordings[name] for name in ("blank", "not_applicable")}
    owners = owners_of(lists, lambda text: plain(text) or text)
    assert owners["-"] == "blank"
    assert owners["tidak berlaku"] == "not_applicable"


def test_age_groups_leave_no_age_out():
    """The upper ages rise, and only the last group is open."""
    groups = load_wordings()["age"]["group"]
    uppers = [group.get("upper") for group in groups]
    assert uppers == [25, 40, 60, None]
    assert load_wordings()["age"]["lowest"] < uppers[0]
    assert load_wordings()["age"]["highest"] > uppers[2]
    assert all(group["label_id"] and group["label_en"] for group in groups)
