"""Follow-up: plans as offices write them, how far they came, what is overdue, where results were published."""

import datetime as dt
from decimal import Decimal

import pytest

from skm import open_survey
from skm.errors import SettingsError
from skm.followups import Action, load_rubric, overdue, plan_after, progress_of, read_actions, read_media

UNITS = "unit_id,name,aliases\nPKM-1,Puskesmas 1,PKM Satu\nPKM-2,Puskesmas 2,\n"


@pytest.fixture
def survey(tmp_path):
    """Return a function that makes a survey folder with two units and the registers given, and opens it."""

    def make(**registers: str):
        raw = tmp_path / "data" / "raw"
        raw.mkdir(parents=True, exist_ok=True)
        for name, text in {"units": UNITS, **registers}.items():
            (raw / f"{name}.csv").write_text(text, encoding="utf-8")
        return open_survey(tmp_path)

    return make


def test_a_plan_is_read_as_offices_write_it(survey):
    """Indonesian headers, unit spellings, element names and codes, roman quarters with a year are all known."""
    text = (
        "No;Periode;Unit Layanan;Prioritas Unsur;Program/Kegiatan;TW I 2026;TW II 2026;Penanggung Jawab;Status\n"
        "1;2025;pkm satu;Waktu Penyelesaian;Loket kedua;x;;Kepala TU;PROSES\n"
        "2;Tahun 2025;PKM-2;U1;Papan syarat;;v;Loket;Sudah\n"
    )
    found = read_actions(survey(followup=text), ["2025"])
    assert found[0] == Action("2025", "PKM-1", "time", "Loket kedua", ("2026-Q1",), "Kepala TU", "running", row=2)
    assert (found[1].element, found[1].quarters, found[1].status) == ("requirements", ("2026-Q2",), "done")


def test_without_a_period_the_status_tells_the_survey(survey):
    """An action without a status follows the newest survey; one with a status was planned after the one before."""
    text = "unit,element,activity,TW1,status\nPKM-1,time,Loket kedua,x,\nPKM-1,tariff,Papan tarif,x,BELUM\n"
    found = read_actions(survey(followup=text), ["2024", "2025", "2025-Q1"])
    assert [(action.period, action.quarters) for action in found] == [("2025", ("2026-Q1",)), ("2024", ("2025-Q1",))]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Puskesmas 9,time,a,x,,", "unit"),
        ("PKM-1,kecantikan,a,x,,", "element"),
        ("PKM-1,time,a,x,barangkali,", "status"),
        ("PKM-1,time,a,x,SUDAH,31/2/2026", "finished"),
    ],
)
def test_a_cell_that_is_not_known_is_refused(survey, line, column):
    """A unit, element, status or date that nobody can place stops the run, with its row and column."""
    with pytest.raises(SettingsError) as caught:
        read_actions(survey(followup=f"unit,element,activity,TW1,status,finished\n{line}\n"), ["2025"])
    assert [(place.row, place.column) for place in caught.value.places] == [(2, column)]


def test_a_wrong_cell_is_named_by_the_header_of_the_sheet(survey):
    """The message calls a column as the office's sheet calls it."""
    with pytest.raises(SettingsError) as caught:
        read_actions(survey(followup="Unit,Kegiatan,Tanggal Selesai\nPKM-1,a,besok\n"), ["2025"])
    assert [place.column for place in caught.value.places] == ["Tanggal Selesai"]


@pytest.mark.parametrize(
    ("proof", "absent"),
    [
        ("bukti/loket.jpg", False),
        ("bukti\\loket.jpg", False),
        ("bukti/lain.pdf", True),
        ("../../etc/rahasia.pdf", True),  # what is outside of the folder cannot be handed in
        ("/etc/rahasia.pdf", True),
        ("a" * 5000 + ".pdf", True),
        ("https://contoh.go.id/foto.jpg", False),
        ("Foto di map merah", False),
        ("", False),
    ],
)
def test_a_proof_that_is_a_file_is_looked_for(survey, tmp_path, proof, absent):
    """A file that is named as proof must lie inside the survey folder; addresses and words are left alone."""
    (tmp_path / "bukti").mkdir()
    (tmp_path / "bukti/loket.jpg").write_bytes(b"x")
    (action,) = read_actions(survey(followup=f"unit,activity,status,proof\nPKM-1,a,SUDAH,{proof}\n"), ["2025"])
    assert (action.proof, action.proof_absent) == (proof, absent)


@pytest.mark.parametrize("cell", ["-", "tdk", "Belum", "TIDAK"])
def test_a_no_in_a_quarter_is_no_plan(survey, cell):
    """A quarter in which somebody wrote "no" is not planned for."""
    (action,) = read_actions(survey(followup=f"unit,activity,TW1,TW2\nPKM-1,a,{cell},v\n"), ["2025"])
    assert action.quarters == ("2026-Q2",)


def test_a_column_that_is_not_known_is_refused(survey):
    """A header that means nothing here is an error, never silently left out."""
    with pytest.raises(SettingsError) as caught:
        read_actions(survey(followup="unit,activity,anggaran\nPKM-1,a,1\n"), ["2025"])
    assert [place.column for place in caught.value.places] == ["anggaran"]


def test_a_survey_without_the_registers_has_no_follow_up(survey):
    """Both registers are optional."""
    assert (read_actions(survey(), ["2025"]), read_media(survey(), ["2025"])) == ((), ())


def plan(*states, finished=None):
    """Return a plan of 2025 with these states."""
    return [Action("2025", "PKM-1", "time", "a", status=state, finished=finished) for state in states]


def test_the_share_is_done_of_planned():
    """Only what is done counts as realised; the share is rounded half up once."""
    progress = progress_of(plan("done", "running", ""))
    assert (progress.share, progress.done, progress.running, progress.planned) == (Decimal("33.3"), 1, 1, 3)
    assert progress_of([]).share is None


def test_the_speed_is_known_only_with_every_date():
    """The months count to the last realised action, and stay unknown while a date is missing."""
    dated = plan("done", finished=dt.date(2026, 4, 2))
    assert progress_of(dated).months == 4
    assert progress_of([*dated, *plan("done")]).months is None
    assert load_rubric().speed_band(4) == 6


@pytest.mark.parametrize(
    ("share", "band"), [("0.0", "below 30 %"), ("29.9", "below 30 %"), ("30.0", "30–80 %"), ("80.1", "above 80 %")]
)
def test_the_band_of_a_share(share, band):
    """Each share has one band; the full one stands alone."""
    assert load_rubric().realised_band(Decimal(share), "en") == band
    assert load_rubric().realised_band(Decimal(100), "en") == "100 %"


def test_overdue_is_what_is_not_done_after_its_last_quarter():
    """A running action is overdue on the first day after its last quarter; a done one never is."""
    late = Action("2025", "", "time", "a", quarters=("2026-Q1", "2026-Q2"), status="running")
    done = Action("2025", "", "time", "b", quarters=("2026-Q1",), status="done")
    days = [dt.date(2026, 6, 30), dt.date(2026, 7, 1)]
    assert [overdue([late, done], day) for day in days] == [(), (late,)]


def test_a_plan_is_that_of_its_unit_and_survey():
    """Plans of other units and other surveys stay out."""
    mine = Action("2025", "PKM-1", "time", "a")
    others = [Action("2024", "PKM-1", "time", "b"), Action("2025", "PKM-2", "time", "c")]
    assert plan_after([mine, *others], "2025", "PKM-1") == (mine,)


def test_media_are_counted_by_kind(survey):
    """A medium is known by its everyday name; an unknown one is refused with its row."""
    text = "unit,jenis media,judul,tanggal\nPKM-1,Instagram,IKM 2025,5/1/2026\nPKM-1,medsos,x,\nPKM-1,situs web,y,\n"
    found = read_media(survey(media=text), ["2025"])
    assert [entry.kind for entry in found] == ["social media", "social media", "website"]
    assert found[0].date == dt.date(2026, 1, 5)
    with pytest.raises(SettingsError):
        read_media(survey(media="unit,jenis\nPKM-1,merpati pos\n"), ["2025"])


def test_a_unit_with_a_slip_is_asked_about(survey):
    """A unit that nobody registered refuses the register, with the one that it may mean."""
    text = "unit,element,activity,TW1,status\nPukesmas 1,time,Loket kedua,x,\n"
    with pytest.raises(SettingsError) as refusal:
        read_actions(survey(followup=text), ["2025"])
    assert 'Apakah "Pukesmas 1" maksudnya "Puskesmas 1"?' in str(refusal.value)
