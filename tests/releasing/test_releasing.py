"""Releases: what is frozen, what blocks it, what a correction says, and what a kill leaves."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from skm.errors import RequestError, SettingsError
from skm.moments import read_moment
from skm.pipeline import read_processed, report_again, run_survey
from skm.publishing import canonical_bytes, find_page, gather_periods, published_figures, read_editions, read_standings
from skm.releasing import release_period
from skm.survey import open_survey

NOW = dt.datetime(2026, 1, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
CODES = [f"U{number}" for number in range(1, 10)]
LOW, HIGH = ["333333333", "343333334", "333433332"] * 10, ["444444444", "343444434", "333443344"] * 10


def rewrite(folder: Path, period: str, units: dict[str, list[str]]) -> None:
    """Write other answers of a period and run again."""
    lines = [",".join(["No", "Unit layanan", "Jenis kelamin", *CODES])]
    rows = [(unit, row) for unit, given in units.items() for row in given]
    lines += [",".join([str(n), unit, "LP"[n % 2], *row]) for n, (unit, row) in enumerate(rows, start=1)]
    (folder / f"data/raw/{period}/a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_survey(folder)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def page_of(folder: Path, *parts: str) -> str:
    """The text of a page below reports."""
    return folder.joinpath("reports", *parts, "index.html").read_text(encoding="utf-8")


def stamps_of(page: str) -> str:
    """The part of a page that says its states."""
    return page[page.index('<div class="stamp"') :].split("</div></div>")[0]


def test_everything_is_a_draft_before_a_release(ready):
    """Before its release every page of a period, and the list of periods, is stamped RANCANGAN."""
    for name in ("2024", "2025", "."):
        assert "<b>RANCANGAN</b>" in stamps_of(page_of(ready, name))


def test_a_release_freezes_pages_figures_and_trail(survey):
    """An edition holds every file of the period, its figures as data, and who released it when under which hash."""
    drafts = {name for name in files_of(survey.folder / "reports/2025")}
    released = release_period(survey, "2025", now=NOW)
    edition = survey.folder / "reports/2025/editions/1"
    assert released.folder == edition
    made = files_of(edition)
    assert drafts | {"edition.json", "figures.json"} == set(made)
    trail = json.loads(made["edition.json"])
    assert trail["released"] == "2026-01-20T09:00:00+07:00"
    assert (trail["who"], trail["signatory"]) == ("Bagian Organisasi Kota Uji", None)
    assert trail["hash"] == released.results_hash
    assert set(trail["files"]) == set(made) - {"edition.json"}


def test_released_pages_are_official_with_one_hash(survey):
    """Page and edition say that they are official, with the same first twelve characters of the hash."""
    released = release_period(survey, "2025", now=NOW)
    for page in (page_of(survey.folder, "2025"), page_of(survey.folder, "2025", "editions", "1")):
        assert "<b>RESMI – edisi 1</b>" in stamps_of(page)
        assert "RANCANGAN" not in stamps_of(page)
        assert f"Sidik hasil {released.results_hash[:12]}" in page
    assert "<b>RANCANGAN</b>" in stamps_of(page_of(survey.folder, "2024"))


def test_no_released_file_is_a_draft(survey):
    """No text file of an edition carries the draft's stamp."""
    release_period(survey, "2025", now=NOW)
    texts = {
        name: data.decode("utf-8", "replace")
        for name, data in files_of(survey.folder / "reports/2025/editions/1").items()
        if name.endswith((".html", ".md"))
    }
    stamped = [name for name, text in texts.items() if "RANCANGAN" in text.split("<script")[0] or ">DRAFT<" in text]
    assert stamped == []


def test_links_of_an_edition_lead_somewhere(survey):
    """The way to the list of periods and to the edition before works from every place."""
    release_period(survey, "2025", now=NOW)
    release_period(survey, "2025", now=NOW, reason="Nama narahubung")
    reports = survey.folder / "reports/2025"
    for folder in (reports, reports / "editions/2"):
        page = (folder / "index.html").read_text(encoding="utf-8")
        links = [part.split('"')[0] for part in page.split('<a href="')[1:]]
        ways = [link for link in links if link.startswith("../") or "editions" in link]
        assert len(ways) == 2
        assert [link for link in ways if not (folder / link).is_file()] == []


def test_a_released_edition_is_never_changed(survey):
    """Runs, reports and further releases leave every byte of an edition as it was."""
    release_period(survey, "2025", now=NOW)
    before = files_of(survey.folder / "reports/2025/editions/1")
    rewrite(survey.folder, "2025", {"Loket A": HIGH, "Loket B": HIGH, "Loket C": HIGH})
    report_again(survey)
    release_period(open_survey(survey.folder), "2025", now=NOW, reason="Berkas Loket B tertukar")
    assert files_of(survey.folder / "reports/2025/editions/1") == before
    assert [edition.number for edition in read_editions(survey.folder / "reports/2025")] == [1, 2]


def test_a_later_run_writes_a_draft_beside_it(survey):
    """After a release a run leaves the official files alone, writes a draft, and says what moved."""
    folder = survey.folder
    release_period(survey, "2025", now=NOW)
    official = {n: d for n, d in files_of(folder / "reports/2025").items() if not n.startswith("draft/")}
    rewrite(folder, "2025", {"Loket A": HIGH, "Loket B": HIGH, "Loket C": HIGH})
    after = files_of(folder / "reports/2025")
    assert {n: d for n, d in after.items() if not n.startswith("draft/")} == official
    draft = page_of(folder, "2025", "draft")
    assert "Yang resmi: edisi 1, 20 Januari 2026." in stamps_of(draft)
    assert "Angka rancangan ini berbeda dari yang dirilis" in draft
    assert "87,35" in draft  # what was released
    assert 'href="../../index.html"' in draft


def test_the_list_of_periods_shows_released_figures(survey):
    """The list of periods shows what was released, not what a draft beside it says."""
    release_period(survey, "2025", now=NOW)
    rewrite(survey.folder, "2025", {"Loket A": HIGH, "Loket B": HIGH, "Loket C": HIGH})
    listed = page_of(survey.folder, ".")
    assert "87,35" in listed
    assert "92,59" not in listed


def test_a_further_release_needs_a_reason(survey):
    """Without a reason there is no second edition, and the message lists the figures that moved."""
    release_period(survey, "2025", now=NOW)
    rewrite(survey.folder, "2025", {"Loket A": HIGH, "Loket B": HIGH, "Loket C": HIGH})
    with pytest.raises(RequestError) as caught:
        release_period(open_survey(survey.folder), "2025", now=NOW)
    assert caught.value.code == "release_needs_reason"
    assert "87.35 B -> 92.59 A" in " ".join(str(place.value) for place in caught.value.places)
    assert [edition.number for edition in read_editions(survey.folder / "reports/2025")] == [1]


def test_a_correction_opens_its_page(survey):
    """The page of a correction begins with figure before, figure now, reason and date, and links the edition before."""
    release_period(survey, "2025", now=NOW)
    rewrite(survey.folder, "2025", {"Loket A": HIGH, "Loket B": HIGH, "Loket C": HIGH})
    later = NOW + dt.timedelta(days=3)
    release_period(open_survey(survey.folder), "2025", now=later, reason="Berkas Loket B <tertukar>")
    page = page_of(survey.folder, "2025")
    notice = page[page.index('id="koreksi"') : page.index('id="temuan"')]
    assert "Alasan: Berkas Loket B &lt;tertukar&gt;." in notice
    assert "Jumat, 23 Januari 2026, pukul 09.00 WIB" in notice
    assert notice.index("87,35 B") < notice.index("92,59 A")
    assert '<a href="../2025/editions/1/index.html">' in notice
    assert "<b>RESMI – edisi 2, revisi</b>" in stamps_of(page)


def test_revised_figures_carry_their_mark(survey):
    """A figure that differs from its edition is marked r, one that does not is not."""
    release_period(survey, "2025", now=NOW)
    rewrite(survey.folder, "2025", {"Loket A": HIGH, "Loket B": HIGH, "Loket C": HIGH})
    again = open_survey(survey.folder)
    found = read_processed(again)
    standings = read_standings(again, again.folder / "reports")
    facts = gather_periods(again, found.indices, found.changes, standings, evidence=found.evidence)["2025"]["id"]
    marks = {unit.id: "r" in unit.now.marks for unit in facts.units}
    assert marks == {"a": False, "b": True, "c": False}
    assert "r" in facts.whole.now.marks


def test_figures_of_the_period_before_are_marked_too(survey):
    """A page that shows the year before otherwise than it was released says so."""
    release_period(survey, "2024", now=NOW)
    rewrite(survey.folder, "2024", {"Loket A": LOW, "Loket B": HIGH, "Loket C": HIGH})
    again = open_survey(survey.folder)
    found = read_processed(again)
    standings = read_standings(again, again.folder / "reports")
    facts = gather_periods(again, found.indices, found.changes, standings, evidence=found.evidence)["2025"]["id"]
    assert {revision.period for revision in facts.release.revisions} == {"2024"}
    assert "r" in facts.whole.before.marks
    assert "r" not in facts.whole.now.marks


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


def test_a_missing_unit_blocks_until_it_is_named(survey):
    """A unit without a figure blocks; named with --without it does not, and the page says so."""
    folder = survey.folder
    rewrite(folder, "2025", {"Loket A": HIGH, "Loket C": HIGH})
    survey = open_survey(folder)
    with pytest.raises(RequestError) as caught:
        release_period(survey, "2025", now=NOW)
    assert caught.value.code == "release_incomplete"
    assert [place.file for place in caught.value.places] == ["Loket B"]
    release_period(survey, "2025", now=NOW, without=["LOKET  b"])
    stamps = stamps_of(page_of(folder, "2025"))
    assert "TANPA 1" in stamps
    assert "Rilis ini tidak memuat: Loket B." in stamps


def test_a_refused_file_blocks_until_it_is_named(survey):
    """A refused file blocks a release as a missing unit does."""
    folder = survey.folder
    (folder / "data/raw/2025/rusak.csv").write_text("Unit layanan,U1\nLoket B,lumayan\n", encoding="utf-8")
    run_survey(folder)
    survey = open_survey(folder)
    with pytest.raises(RequestError, match="rusak"):
        release_period(survey, "2025", now=NOW)
    release_period(survey, "2025", now=NOW, without=["rusak.csv"])
    assert "rusak.csv" in stamps_of(page_of(folder, "2025"))


@pytest.mark.parametrize(("name", "code"), [("Loket A", "release_without_present"), ("Loket Z", "release_without_unknown")])
def test_only_what_is_missing_is_left_out(survey, name, code):
    """--without takes no unit with a figure, and no name that nobody knows."""
    with pytest.raises(RequestError) as caught:
        release_period(survey, "2025", now=NOW, without=[name])
    assert caught.value.code == code


def test_a_damaged_edition_stops_everything(survey):
    """Figures of an edition that do not fit its hash are found before anything is written."""
    release_period(survey, "2025", now=NOW)
    path = survey.folder / "reports/2025/editions/1/figures.json"
    path.write_bytes(path.read_bytes().replace(b"87.35", b"88.35"))
    with pytest.raises(RequestError, match="Edisi 1"):
        run_survey(survey.folder)


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


def test_the_hash_is_the_same_in_every_language(survey):
    """Both languages, and a survey whose own language is English, give the same figures byte for byte."""
    found = read_processed(survey)
    standings = read_standings(survey, survey.folder / "reports")
    spellings = set()
    for language in ("id", "en"):
        own = survey.with_settings(language=language)
        by_language = gather_periods(own, found.indices, found.changes, standings, evidence=found.evidence)["2025"]
        spellings |= {canonical_bytes(published_figures(facts)) for facts in by_language.values()}
    assert len(spellings) == 1


def test_the_hash_changes_with_any_figure(survey):
    """One figure, one letter, one count or one interval more or less gives another hash; a mark of revision does not."""
    found = read_processed(survey)
    standings = read_standings(survey, survey.folder / "reports")
    facts = gather_periods(survey, found.indices, found.changes, standings, evidence=found.evidence)["2025"]["id"]
    unit = facts.units[0]
    changed = [replace(unit.now, **one) for one in ({"n": 31}, {"grade": "D"}, {"low": 1.0}, {"printed": None}, {"marks": ("E",)})]
    spelled = canonical_bytes(published_figures(facts))
    for figure in changed:
        other = replace(facts, units=(replace(unit, now=figure), *facts.units[1:]))
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
    import skm.moving, shutil, pathlib
    true_replace, true_open = os.replace, pathlib.Path.open

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
    """Killed at any step, the edition is not there, or whole; what follows makes old or new pages whole."""
    whole = shutil.copytree(ready, tmp_path / "utuh" / "survei")
    steps = 10_000 - int(killed_at(whole, 10_000).stdout)
    before, after = files_of(ready / "reports"), files_of(whole / "reports")
    edition = {name for name in after if name.startswith("2025/editions/1/")}
    # Writing is many steps alike: a few of them; then every one of the moves, which are the last.
    moves = len(after) - len(before) - len(edition) + len([n for n in before if after[n] != before[n]]) + 4
    chosen = [1, (steps - moves) // 2, *range(steps - moves, steps + 1, 3), steps]
    outcomes = set()
    for number in chosen:
        folder = shutil.copytree(ready, tmp_path / str(number) / "survei")
        assert killed_at(folder, number).returncode == -9
        found = {name for name in files_of(folder / "reports") if name.startswith("2025/editions/1/")}
        assert found in (set(), edition)
        find_page(folder, "2025")  # whoever opens the folder next
        outcome = files_of(folder / "reports")
        assert outcome in (before, after)
        outcomes.add(outcome == after)
    assert outcomes == {True, False}


def test_a_release_that_breaks_off_leaves_nothing(survey, monkeypatch):
    """An error at any replacement leaves reports and editions as they were."""
    before = files_of(survey.folder)
    true = os.replace
    for place in ("figures.json", "edition.json", "1", "index.html"):
        with monkeypatch.context() as patched:

            def break_off(source, target, place=place):
                if Path(target).name == place and ".skm-" not in str(target):
                    raise OSError(28, "no space left")
                return true(source, target)

            patched.setattr(os, "replace", break_off)
            if place in ("1", "index.html"):
                with pytest.raises(OSError, match="no space"):
                    release_period(survey, "2025", now=NOW)
        if place in ("1", "index.html"):
            assert files_of(survey.folder) == before


def test_open_and_report_lead_to_the_right_page(survey):
    """`skm open` leads to the official page, `skm report --period` to the draft that it wrote."""
    release_period(survey, "2025", now=NOW)
    official = page_of(survey.folder, "2025")
    assert report_again(survey, period="2025") == survey.folder / "reports/2025/draft/index.html"
    assert find_page(survey.folder, "2025") == survey.folder / "reports/2025/index.html"
    assert page_of(survey.folder, "2025") == official
    assert report_again(survey, period="2024") == survey.folder / "reports/2024/index.html"
