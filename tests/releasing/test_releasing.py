"""Releases: what is frozen, what blocks it, what a correction says, and what a kill leaves."""

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from skm.errors import RequestError, SettingsError
from skm.moments import read_moment
from skm.pipeline import read_processed, report_again, run_survey
from skm.publishing import (
    Standing,
    canonical_bytes,
    find_page,
    gather_periods,
    published_figures,
    read_editions,
    read_standings,
    with_release,
)
from skm.releasing import release_period
from skm.survey import open_survey

NOW = dt.datetime(2026, 1, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def facts_of(folder: Path, period: str):
    """The facts of a period as the folder stands."""
    survey = open_survey(folder)
    found = read_processed(survey)
    standings = read_standings(survey, folder / "reports")
    return gather_periods(survey, found.indices, found.changes, standings, evidence=found.evidence)[period]


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def text_of(name: str, data: bytes) -> str:
    """The text of a file, of a Word file or a workbook that of all its parts; "" of a picture."""
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(archive.read(part).decode("utf-8") for part in archive.namelist() if part.endswith(".xml"))
    return "" if name.endswith((".png", ".pdf")) else data.decode("utf-8")


def page_of(folder: Path, *parts: str) -> str:
    """The text of a page below reports."""
    return folder.joinpath("reports", *parts, "index.html").read_text(encoding="utf-8")


def stamps_of(page: str) -> str:
    """The part of a page that says its states."""
    return page[page.index('<div class="stamp"') :].split("</div></div>", maxsplit=1)[0]


def test_everything_is_a_draft_before_a_release(ready):
    """Before its release every page of a period, and the list of periods, is stamped RANCANGAN."""
    for name in ("2024", "2025", "."):
        assert "<b>RANCANGAN</b>" in stamps_of(page_of(ready, name))


def test_a_release_freezes_pages_figures_and_trail(ready, released):
    """An edition holds every file of the period, its figures as data, and who released it when under which hash."""
    made = files_of(released / "reports/2025/editions/1")
    assert set(files_of(ready / "reports/2025")) | {"edition.json", "figures.json"} == set(made)
    trail = json.loads(made["edition.json"])
    assert trail["released"] == "2026-01-20T09:00:00+07:00"
    assert (trail["who"], trail["signatory"]) == ("Bagian Organisasi Kota Uji", None)
    assert trail["hash"] == hashlib.sha256(made["figures.json"]).hexdigest()
    assert set(trail["files"]) == set(made) - {"edition.json"}


def test_released_pages_are_official_with_one_hash(released):
    """Page and edition say that they are official, with the same first twelve characters of the hash."""
    (edition,) = read_editions(released / "reports/2025")
    for page in (page_of(released, "2025"), page_of(released, "2025", "editions", "1")):
        assert "<b>RESMI – edisi 1</b>" in stamps_of(page)
        assert "RANCANGAN" not in stamps_of(page)
        assert f"Sidik hasil {edition.trail['hash'][:12]}" in page
    assert "<b>RANCANGAN</b>" in stamps_of(page_of(released, "2024"))


def test_no_released_file_is_a_draft(all_writers, survey):
    """Of everything that a period publishes, no file of an edition says that it is a draft; all name one hash."""
    until = read_moment("2026-02-02 09:00", "Asia/Makassar")
    released = release_period(survey, "2025", now=NOW, embargo=until)
    made = files_of(released.folder)
    texts = {name: text_of(name, data) for name, data in made.items()}
    spoken = {name: text.split("<script")[0] for name, text in texts.items() if text}
    assert {Path(name).suffix for name in spoken} >= {".html", ".md", ".docx", ".xlsx", ".json"}
    assert [name for name, text in spoken.items() if "RANCANGAN" in text or ">DRAFT" in text] == []
    papers = {name: text for name, text in spoken.items() if name.endswith((".html", ".md", ".docx", ".xlsx"))}
    assert [name for name, text in papers.items() if "EMBARGO" not in text] == []
    assert [name for name, text in papers.items() if released.results_hash[:12] not in text] == []


def test_links_of_an_edition_lead_somewhere(corrected):
    """The way to the list of periods and to the edition before works from every place."""
    reports = corrected / "reports/2025"
    for folder in (reports, reports / "editions/2"):
        page = (folder / "index.html").read_text(encoding="utf-8")
        links = [part.split('"')[0] for part in page.split('<a href="')[1:]]
        ways = [link for link in links if link.startswith("../") or "editions" in link]
        assert len(ways) == 2
        assert [link for link in ways if not (folder / link).is_file()] == []


def test_a_released_edition_is_never_changed(released, moved, corrected):
    """Runs and further releases leave every byte of an edition as it was."""
    before = files_of(released / "reports/2025/editions/1")
    for folder in (moved, corrected):
        assert files_of(folder / "reports/2025/editions/1") == before
    assert [edition.number for edition in read_editions(corrected / "reports/2025")] == [1, 2]


def test_a_later_run_writes_a_draft_beside_it(released, moved):
    """After a release a run leaves the official files alone, writes a draft, and says what moved."""
    after = files_of(moved / "reports/2025")
    assert {n: d for n, d in after.items() if not n.startswith("draft/")} == files_of(released / "reports/2025")
    draft = page_of(moved, "2025", "draft")
    assert "Yang resmi: edisi 1, 20 Januari 2026." in stamps_of(draft)
    assert "Angka rancangan ini berbeda dari yang dirilis" in draft
    assert draft.index("87,35 B") < draft.index("92,59 A")
    assert 'href="../../index.html"' in draft


def test_the_list_of_periods_shows_released_figures(moved):
    """The list of periods shows what was released, not what a draft beside it says."""
    listed = page_of(moved, ".")
    assert "87,35" in listed
    assert "92,59" not in listed


def test_a_further_release_needs_a_reason(moved):
    """Without a reason there is no second edition, and the message lists the figures that moved."""
    with pytest.raises(RequestError) as caught:
        release_period(open_survey(moved), "2025", now=NOW)
    assert caught.value.code == "release_needs_reason"
    assert "87.35 B -> 92.59 A" in " ".join(str(place.value) for place in caught.value.places)
    assert [edition.number for edition in read_editions(moved / "reports/2025")] == [1]


def test_a_correction_opens_its_page(corrected):
    """The page of a correction begins with figure before, figure now, reason and date, and links the edition before."""
    page = page_of(corrected, "2025")
    notice = page[page.index('id="koreksi"') : page.index('id="temuan"')]
    assert "Alasan: Berkas Loket B &lt;tertukar&gt;." in notice
    assert "Jumat, 23 Januari 2026, pukul 09.00 WIB" in notice
    assert notice.index("87,35 B") < notice.index("92,59 A")
    assert 'href="../2025/editions/1/index.html"' in notice
    assert "<b>RESMI – edisi 2, revisi</b>" in stamps_of(page)
    assert not (corrected / "reports/2025/draft").exists()


def test_revised_figures_carry_their_mark(moved):
    """A figure that differs from its edition is marked r, one that does not is not."""
    facts = facts_of(moved, "2025")["id"]
    assert {unit.id: "r" in unit.now.marks for unit in facts.units} == {"a": False, "b": True, "c": False}
    assert "r" in facts.whole.now.marks


def test_figures_of_the_period_before_are_marked_too(survey, released):
    """A page that shows the year before otherwise than it was released says so."""
    edition = read_editions(released / "reports/2025")[0].figures
    lines = [
        [*line[:5], "80.00", *line[6:]] if line[0] == "all" and line[3] == "index" else line
        for line in edition["figures"]
    ]
    facts = facts_of(survey.folder, "2025")["id"]
    other = edition | {"period": "2024", "figures": lines}
    revised = with_release(facts, Standing(others={"2024": other}))
    assert ("2024", "all", "index") in {(r.period, r.level, r.measure) for r in revised.release.revisions}
    assert "r" in revised.whole.before.marks
    assert "r" not in revised.whole.now.marks


# --- what blocks ----------------------------------------------------------------------------------------------


def test_simulated_data_cannot_be_released(survey):
    """Answers that a computer made are never official; nothing is written."""
    before = files_of(survey.folder / "reports")
    with pytest.raises(SettingsError) as caught:
        release_period(survey.with_settings(simulated=True), "2025", now=NOW)
    assert caught.value.code == "release_simulated"
    assert files_of(survey.folder / "reports") == before


@pytest.mark.parametrize("change", ["data/raw/2025/a.csv", "data/raw/units.csv", "skm.toml", "data/raw/2025/b.csv"])
def test_stale_figures_are_not_released(survey, change):
    """A file or a setting that is another one since the run: run again, then release."""
    path = survey.folder / change
    more = "[publish]\nminimum_cell = 6\n" if change == "skm.toml" else "\n"
    path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + more, encoding="utf-8")
    with pytest.raises(RequestError) as caught:
        release_period(open_survey(survey.folder), "2025", now=NOW)
    assert caught.value.code == "release_stale"
    assert [place.file for place in caught.value.places] == [change]


def test_a_missing_unit_or_refused_file_blocks_until_it_is_named(survey):
    """A unit without a figure and a refused file block; named with --without they do not, and the page says so."""
    folder = survey.folder
    path = folder / "data/raw/2025/a.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if "Loket B" not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    (folder / "data/raw/2025/rusak.csv").write_text("Unit layanan,U1\nLoket B,lumayan\n", encoding="utf-8")
    run_survey(folder)
    for without in ((), ("Loket B",), ("rusak.csv",)):
        with pytest.raises(RequestError) as caught:
            release_period(survey, "2025", now=NOW, without=without)
        assert caught.value.code == "release_incomplete"
    assert [place.file for place in caught.value.places] == ["Loket B"]
    release_period(survey, "2025", now=NOW, without=["LOKET  b", "rusak.csv"])
    stamps = stamps_of(page_of(folder, "2025"))
    assert "TANPA" in stamps
    assert "Rilis ini tidak memuat: Loket B dan data/raw/2025/rusak.csv." in stamps


@pytest.mark.parametrize(
    ("name", "code"), [("Loket A", "release_without_present"), ("Loket Z", "release_without_unknown")]
)
def test_only_what_is_missing_is_left_out(survey, name, code):
    """--without takes no unit with a figure, and no name that nobody knows."""
    with pytest.raises(RequestError) as caught:
        release_period(survey, "2025", now=NOW, without=[name])
    assert caught.value.code == code


def test_a_damaged_edition_stops_everything(released, tmp_path):
    """Figures of an edition that do not fit its hash are found before anything is written."""
    folder = shutil.copytree(released, tmp_path / "s")
    path = folder / "reports/2025/editions/1/figures.json"
    path.write_bytes(path.read_bytes().replace(b"87.35", b"88.35"))
    with pytest.raises(RequestError, match="Edisi 1"):
        read_standings(open_survey(folder), folder / "reports")


# --- embargo and hash -----------------------------------------------------------------------------------------


def test_an_embargo_stands_with_day_hour_and_zone(survey):
    """Released under an embargo, the page carries it; an embargo in the past is refused."""
    until = read_moment("2026-02-02 09:00", "Asia/Makassar")
    with pytest.raises(RequestError, match="embargo"):
        release_period(survey, "2025", now=until, embargo=until)
    release_period(survey, "2025", now=NOW, embargo=until)
    stamps = stamps_of(page_of(survey.folder, "2025"))
    assert "EMBARGO sampai Senin, 2 Februari 2026, pukul 09.00 WITA" in stamps


def test_an_announced_embargo_is_on_drafts_too(ready, tmp_path):
    """[release] embargo stands on every page before the release; a date without an hour is refused."""
    folder = shutil.copytree(ready, tmp_path / "s")
    settings = folder / "skm.toml"
    plain = settings.read_text(encoding="utf-8")
    settings.write_text(plain + '[release]\ndate = 2026-02-02\nembargo = "2026-02-02 09:00"\n', encoding="utf-8")
    report_again(open_survey(folder))
    page = page_of(folder, "2025")
    assert "EMBARGO sampai Senin, 2 Februari 2026, pukul 09.00 WIB" in stamps_of(page)
    assert "Rilis: 2 Februari 2026" in page
    settings.write_text(plain + "[release]\nembargo = 2026-02-02\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_survey(folder)
    assert caught.value.code == "release_without_hour"


def test_the_clock_makes_nothing_official(ready, tmp_path):
    """A date of release that has passed leaves a draft a draft."""
    folder = shutil.copytree(ready, tmp_path / "s")
    settings = folder / "skm.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "[release]\ndate = 2020-01-01\n", encoding="utf-8")
    report_again(open_survey(folder))
    assert "<b>RANCANGAN</b>" in stamps_of(page_of(folder, "2025"))


def test_the_hash_is_the_same_in_every_language(ready):
    """Both languages give the same figures, byte for byte."""
    spellings = {canonical_bytes(published_figures(facts)) for facts in facts_of(ready, "2025").values()}
    assert len(spellings) == 1


def test_the_hash_changes_with_any_figure(ready):
    """Another figure, letter, count, interval or caution gives another hash; a mark of revision does not."""
    facts = facts_of(ready, "2025")["id"]
    unit = facts.units[0]
    spelled = canonical_bytes(published_figures(facts))
    for change in ({"n": 31}, {"grade": "D"}, {"low": 1.0}, {"printed": None}, {"marks": ("E",)}):
        other = replace(facts, units=(replace(unit, now=replace(unit.now, **change)), *facts.units[1:]))
        assert canonical_bytes(published_figures(other)) != spelled
    marked = replace(facts, units=(replace(unit, now=replace(unit.now, marks=("r",))), *facts.units[1:]))
    assert canonical_bytes(published_figures(marked)) == spelled


def test_the_same_release_gives_the_same_bytes(ready, tmp_path):
    """Two releases of the same results at the same time are the same, byte for byte."""
    made = []
    for name in ("satu", "dua"):
        folder = shutil.copytree(ready, tmp_path / name / "survei")
        release_period(open_survey(folder), "2025", now=NOW)
        made.append(files_of(folder / "reports"))
    assert made[0] == made[1]


# --- what people added ----------------------------------------------------------------------------------------


def test_what_people_wrote_is_kept(survey):
    """A file that people added or edited is frozen as it is, beside the program's own."""
    reports = survey.folder / "reports/2025"
    (reports / "sambutan.txt").write_text("Sambutan.", encoding="utf-8")
    text = next(path for path in sorted((reports / "humas").glob("*.md")))
    text.write_text(text.read_text(encoding="utf-8") + "\nKutipan.\n", encoding="utf-8")
    released = release_period(survey, "2025", now=NOW)
    edited = text.relative_to(reports).as_posix()
    assert set(released.added) == {"sambutan.txt", edited}
    kept = reports / "editions/1/berkas-tambahan"
    assert (kept / "sambutan.txt").read_text(encoding="utf-8") == "Sambutan."
    assert "Kutipan." in (kept / edited).read_text(encoding="utf-8")
    assert (reports / "sambutan.txt").exists()


# --- what a kill leaves ---------------------------------------------------------------------------------------

KILLED = textwrap.dedent("""
    import datetime as dt, os, signal, sys
    folder, left = sys.argv[1], int(sys.argv[2])
    from skm.releasing import release_period
    from skm.survey import open_survey
    from skm.publishing import outputs
    outputs.WRITERS = (outputs.write_annual_page, outputs.write_moved_figures, outputs.write_papers)
    outputs.CLOSERS = ()
    true_replace = os.replace

    def count(*args, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return true_replace(*args, **more)

    os.replace = count
    now = dt.datetime(2026, 1, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    release_period(open_survey(folder), "2025", now=now)
    print(left)
""")


def killed_at(folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    """Release in a process of its own that is killed at its `step`-th replacement of a file."""
    command = [sys.executable, "-c", KILLED, str(folder), str(step)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_release_is_whole_or_not_there(ready, tmp_path):
    """Killed at any step, the edition is not there, or whole; who comes next finds old or new pages whole."""
    whole = shutil.copytree(ready, tmp_path / "utuh" / "survei")
    steps = 10_000 - int(killed_at(whole, 10_000).stdout)
    before, after = files_of(ready / "reports"), files_of(whole / "reports")
    edition = {name for name in after if name.startswith("2025/editions/1/")}
    moves = len(after) - len(edition) - len([n for n in before if n.startswith("2024/")])
    outcomes = set()
    for number in (steps - moves - 1, steps - moves, steps - moves + 2):
        folder = shutil.copytree(ready, tmp_path / str(number) / "survei")
        assert killed_at(folder, number).returncode == -9
        found = {name for name in files_of(folder / "reports") if name.startswith("2025/editions/1/")}
        assert found in (set(), edition)
        find_page(folder, "2025")
        outcome = files_of(folder / "reports")
        assert outcome in (before, after)
        outcomes.add(outcome == after)
    assert outcomes == {True, False}


def _full_when_replacing(place):
    """Return os.replace for a disk that is full when this name is put in place."""
    true = os.replace

    def replace(source, target):
        if Path(target).name == place and ".skm-" not in str(target):
            raise OSError(28, "no space left")
        return true(source, target)

    return replace


def _full_when_writing(place):
    """Return Path.write_bytes for a disk that is full when this name is prepared."""
    true = Path.write_bytes

    def write_bytes(path, data):
        if path.name == place and ".skm-" in str(path):
            raise OSError(28, "no space left")
        return true(path, data)

    return write_bytes


@pytest.mark.parametrize("place", ["edition.json", "1", "index.html"])
def test_a_release_that_breaks_off_leaves_nothing(ready, survey, monkeypatch, place):
    """An error while the edition is written or put in place leaves everything as it was."""
    if place == "edition.json":
        monkeypatch.setattr(Path, "write_bytes", _full_when_writing(place))
    else:
        monkeypatch.setattr(os, "replace", _full_when_replacing(place))
    with pytest.raises(OSError, match="no space"):
        release_period(survey, "2025", now=NOW)
    assert files_of(survey.folder) == files_of(ready)


def test_open_and_report_lead_to_the_right_page(released, tmp_path):
    """`skm open` leads to the official page, `skm report --period` to the draft that it wrote."""
    folder = shutil.copytree(released, tmp_path / "survei")
    survey = open_survey(folder)
    assert report_again(survey, period="2025") == folder / "reports/2025/draft/index.html"
    assert find_page(folder, "2025") == folder / "reports/2025/index.html"
    assert page_of(folder, "2025") == page_of(released, "2025")
