"""Odd folders, weak data, rough handling: sentences stay true, and results are replaced whole or not at all."""

import os
import re
import time
from html import unescape
from pathlib import Path

import pytest

from skm.errors import DataError, SkmError
from skm.messages import MESSAGES, NOTES
from skm.moving import move_together
from skm.pipeline import compare_files, index_files, run_survey
from skm.survey import open_survey

NAMES = "Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Sarana dan Prasarana,Penanganan Pengaduan"
MIXED = ("3,3,4,3,3,3,4,3,3", "4,3,3,4,3,4,4,3,4", "2,3,2,3,3,3,3,2,3", "4,4,3,4,4,4,4,4,4", "3,2,3,4,3,3,3,3,2")
CAUSES = {"id": r"\b(karena|berkat|akibat|persen|signifikan)\b", "en": r"\b(because|thanks to|per ?cent|significant)\b"}


def _survey(folder: Path, settings: str = "", **files: str) -> Path:
    """Make a survey folder; a file's name is its path below data/raw with "__" for "/"."""
    for name, text in files.items():
        path = folder / "data" / "raw" / f"{name.replace('__', '/')}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if settings:
        (folder / "skm.toml").write_text(settings, encoding="utf-8")
    return folder


def _table(rows: int, *answers: str, head: str = NAMES) -> str:
    """Return so many rows that repeat some answers."""
    return "\n".join([head, *((answers or MIXED)[n % len(answers or MIXED)] for n in range(rows))]) + "\n"


def _units(rows: int, *answers: str, names: tuple[str, ...] = ("Loket A", "Loket B", "Loket C")) -> str:
    """Return a table of several units, so many rows each."""
    given = answers or MIXED
    lines = [f"{name},{given[n % len(given)]}" for name in names for n in range(rows)]
    return "\n".join([f"Unit,{NAMES}", *lines]) + "\n"


def _page(folder: Path, period: str) -> str:
    """Run a survey and return the words of a page."""
    run_survey(open_survey(folder))
    return _words((folder / "reports" / period / "index.html").read_text(encoding="utf-8"))


def _words(source: str) -> str:
    text = re.sub(r"<(style|script)>.*?</\1>", " ", source, flags=re.DOTALL)
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', text))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text) + labels).replace("\u00a0", " ").split())


def _files(folder: Path) -> dict[str, bytes]:
    made = [path for part in ("data/processed", "reports") for path in (folder / part).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in made}


# ---- sentences ------------------------------------------------------------------------------------------------


def test_no_message_or_note_gives_a_cause():
    """Messages and notes stand on pages, so the rules of wording hold for them as well."""
    for language, pattern in CAUSES.items():
        for code, texts in (*MESSAGES.items(), *NOTES.items()):
            said = texts[language] if isinstance(texts[language], str) else " ".join(texts[language])
            assert not re.search(pattern, said, re.IGNORECASE), code


def test_users_that_nobody_counted_are_no_gap(tmp_path: Path):
    """Without any column users_ the register has no gap to speak of, also when a unit is silent."""
    register = "unit_id,name\na,Loket A\nb,Loket B\nc,Loket C\nd,Loket D\n"
    text = _page(_survey(tmp_path, units=register, **{"2024__a": _units(12)}), "2024")
    assert "tanpa responden: Loket D" in text
    assert "berbobot pengguna" not in text


def test_a_change_without_interval_is_not_about_the_same(tmp_path: Path):
    """When everybody answers 3 and a year later everybody 4, no sentence says that the elements stayed the same."""
    three, four = ",".join("3" * 9), ",".join("4" * 9)
    folder = _survey(tmp_path, **{"2024__a": _units(12, three), "2025__a": _units(12, four)})
    text = _page(folder, "2025")
    assert "berselisih +25,00 poin dari 75,00 pada 2024" in text
    assert "relatif tetap" not in text.split("Metode", 2)[0].split("Kualitas data", 2)[1]
    assert "Semua unsur relatif tetap" not in text
    assert "Perubahan unsur tidak dapat disimpulkan" in text
    assert "tanpa angka atau rentang pada salah satu periode" in text
    assert "12 responden; selisih +25,00." in text


def test_equal_answers_make_no_range_and_no_zero_counts(tmp_path: Path):
    """When all answers are equal nothing "ranges" from 100 to 100, and no zero is counted out."""
    four = ",".join("4" * 9)
    text = _page(_survey(tmp_path, **{"2024__a": _units(12, four), "2025__a": _units(13, four)}), "2025")
    assert not re.search(r"dari (\d+,\d+) sampai \1 %|berkisar dari (\S+) sampai \2\b", text)
    assert "Jawaban 3 dan 4 sebanyak 100,0 % untuk setiap unsur" in text
    assert "Semua unsur bernilai 4,00" in text
    assert "Tidak ada unit yang naik atau turun nyata, 3 relatif tetap" in text
    assert "Tidak ada unsur yang menambah atau mengurangi" in text
    assert not re.search(r"\b(0|nol) (unit )?(naik|turun|unsur|mengurangi)", text, re.IGNORECASE)


def test_equal_indices_are_not_equal_answers(tmp_path: Path):
    """Two people who answer differently and reach one index did not give the same answers."""
    mirrored = ("4,3,3,3,3,3,3,3,3", "3,4,3,3,3,3,3,3,3")
    text = _page(_survey(tmp_path, **{"2024__a": _table(20, *mirrored)}), "2024")
    assert "Rentang 95 % tidak dapat dihitung (indeks semua responden sama)." in text
    assert "semua jawaban sama" not in text


def test_symbols_are_not_mistaken_for_full_stops(tmp_path: Path):
    """No ".." stands before a full stop: "..." means "does not apply"."""
    for rows in (7, 20):
        folder = tmp_path / str(rows)
        text = _page(_survey(folder, **{"2024__a": _table(rows, ",".join("4" * 9))}), "2024")
        assert re.findall(r"\S* \.\.\.", text) == ["tersedia ..."]  # the legend of symbols


def test_few_respondents_are_cautioned_beside_the_figure(tmp_path: Path):
    """The first screen of a lone unit says that it rests on few respondents, and shows no letter below ten."""
    few = _page(_survey(tmp_path / "f", **{"2024__a": _table(7)}), "2024")
    careful = _page(_survey(tmp_path / "e", **{"2024__a": _table(20)}), "2024")
    enough = _page(_survey(tmp_path / "n", **{"2024__a": _table(40)}), "2024")
    assert "Kurang dari 10 responden: tanpa huruf mutu (F)." in few
    assert "Mutu:" not in few.split("Kualitas data")[1]
    assert "D Tidak baik" not in few
    assert "D Tidak baik" in careful
    assert "Kurang dari 30 responden: baca dengan hati-hati (E)." in careful
    assert "hati-hati (E)" not in enough


def test_a_lone_unit_is_in_no_joint_test(tmp_path: Path):
    """One unit in two years has no family of units, so no note speaks of a joint test."""
    text = _page(_survey(tmp_path, **{"2024__Loket": _table(7), "2025__Loket": _table(8)}), "2025")
    assert "uji bersama" not in text


def test_the_rule_on_blanks_counts_the_elements_that_there_are(tmp_path: Path):
    """With fourteen elements a person needs eight answers, not "5 of 9"."""
    head = ",".join(f"U{n}" for n in range(1, 15))
    answers = [f"{row},3,4,3,4,{n % 3 + 2}" for n, row in enumerate(MIXED)]
    settings = '[survey]\nregulation = "kep-25-2004"\nmissing = "person"\n'
    text = _page(_survey(tmp_path, settings, **{"2015__a": _table(20, *answers, head=head)}), "2015")
    assert "sekurang-kurangnya 8 dari 14 unsur" in text


def test_rows_that_the_index_leaves_out_are_not_its_base(tmp_path: Path):
    """Under "complete" the page says how many of the kept rows the index counts, and how many answers are blank."""
    rows = ["3,,4,3,3,3,4,3,3", *MIXED]
    settings = '[survey]\nmissing = "complete"\n'
    text = _page(_survey(tmp_path, settings, **{"2024__a": _table(60, *rows)}), "2024")
    assert "50 dari 60 baris dihitung dalam IKM" in text
    assert "Responden dalam IKM 50 dasar semua angka; yang lain" in text
    assert "Jawaban kosong (%) 0" not in text
    assert "Di kanan: jawaban 3 dan 4. n = 60." in text


def test_a_unit_without_an_element_is_not_called_without_respondents(tmp_path: Path):
    """A unit whose answers miss an element has respondents, and the whole is the mean of those with a figure."""
    blank = [re.sub(r"^(\d,\d,\d),\d", r"\1,", row) for row in MIXED]
    both = _units(12) + _units(12, *blank, names=("Loket D",)).split("\n", 1)[1]
    none = _units(12, *blank)
    folder = _survey(tmp_path, **{"2024__a": both, "2025__a": none})
    text = _page(folder, "2024")
    assert "rata-rata 3 unit yang memiliki angka" in text
    later = _words((folder / "reports" / "2025" / "index.html").read_text(encoding="utf-8"))
    assert not re.search(r"\b0 responden", later)
    assert "Tidak lagi ada angkanya: Loket A, Loket B, Loket C." in later


def test_all_groups_means_all_groups(tmp_path: Path):
    """It says "all groups" only where each group of the table has the letter, and the basis is the official one."""
    register = "unit_id,name,kind\na,Loket A,Satu\nb,Loket B,Satu\nc,Loket C,Dua\nd,Loket D,Tiga\n"
    settings = '[survey]\nofficial = "respondents"\n'
    text = _page(_survey(tmp_path, settings, units=register, **{"2024__a": _units(12)}), "2024")
    assert "Semua kelompok bermutu" not in text
    assert "2 kelompok bermutu" in text
    assert "IKM 2024 menurut jenis unit (berbobot responden)" in text


def test_each_question_of_an_element_shows_its_answers(tmp_path: Path):
    """An element with two questions is in the chart of answers with both of them."""
    settings = (
        '[columns]\nramah = ["Ramah 1", "Ramah 2"]\n[[element]]\nkey = "cepat"\nname = "Kecepatan"\nweight = "1/3"\n'
        '[[element]]\nkey = "ramah"\nname = "Keramahan"\nweight = "2/3"\n'
    )
    answers = ("3,4,3", "4,4,4", "3,3,4", "2,3,3", "4,3,2")
    table = _table(40, *answers, head="Kecepatan,Ramah 1,Ramah 2")
    text = _page(_survey(tmp_path, settings, **{"2024__a": table}), "2024")
    assert "U2 Keramahan (1)" in text
    assert "U2 Keramahan (2)" in text
    assert "untuk 3 pertanyaan" in text


def test_a_hidden_whole_hides_its_count_everywhere(tmp_path: Path):
    """Where the whole has fewer persons than may be shown, no table counts them either."""
    text = _page(_survey(tmp_path, **{"2024__a": _table(3)}), "2024")
    assert "Angka disembunyikan: responden kurang dari 5." in text
    assert "Baris yang" not in text
    assert "Semua 3 baris" not in text


def test_nobody_reads_what_a_few_answered_from_a_share(tmp_path: Path):
    """A share of straight answers that would stand for fewer persons than may be shown is x."""
    text = _page(_survey(tmp_path, **{"2024__a": _table(20, ",".join("4" * 9), *MIXED * 3)}), "2024")
    assert "Semua jawaban bernilai 4 (%) x" in text


def test_a_name_turns_no_text_around(tmp_path: Path):
    """Signs that turn the direction of writing are on no page: they would turn the words after the name."""
    folder = _survey(tmp_path, **{"2024__a": _units(12, names=("\u202eLoket A", "Loket\u2067 B"))})
    run_survey(open_survey(folder))
    source = (folder / "reports" / "2024" / "index.html").read_text(encoding="utf-8")
    assert "Loket A" in source
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", source)


@pytest.mark.parametrize("language", ["id", "en"])
def test_one_is_singular_and_none_is_a_word(tmp_path: Path, language: str):
    """One unit without a figure is "1 unit", and a count of none is said in words."""
    register = "unit_id,name\na,Loket A\nb,Loket B\nc,Loket C\nd,Loket D\n"
    settings = f'[survey]\nlanguage = "{language}"\n'
    text = _page(_survey(tmp_path, settings, units=register, **{"2024__a": _units(40)}), "2024")
    assert {"id": "1 unit tanpa angka", "en": "1 unit without a figure"}[language] in text
    _survey(tmp_path, **{"2025__a": _units(41)})
    text += _page(tmp_path, "2025")
    assert not re.search(r"\b1 (units|groups|files|elements|comparisons)\b|\b0 (clearly|naik|turun)\b", text)


# ---- rough handling --------------------------------------------------------------------------------------------


def test_a_table_held_open_leaves_every_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """When one of the results cannot be replaced, none is: no new page stands beside old tables."""
    folder = _survey(tmp_path, **{"2024__a": _units(12), "2025__a": _units(12)})
    run_survey(open_survey(folder))
    before = _files(folder)
    _survey(folder, **{"2025__a": _units(15), "2026__a": _units(14)})
    replace = os.replace

    def held(source: Path, target: Path) -> None:
        if Path(target).name == "indices.csv" and ".skm-" not in str(target):
            raise PermissionError(13, "held")
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(SkmError, match=r"indices\.csv"):
        run_survey(open_survey(folder))
    monkeypatch.setattr(os, "replace", replace)
    assert _files(folder) == before
    assert list(folder.glob(".skm-*")) == []
    run_survey(open_survey(folder))
    assert "reports/2026/index.html" in _files(folder)


def test_a_stop_between_two_files_puts_the_older_ones_back(tmp_path: Path):
    """Whatever ends the replacing, a new file goes and an old one comes back."""
    new, old = tmp_path / "new", tmp_path / "old"
    for path, text in ((new / "a", "2"), (new / "b", "2"), (old / "a", "1")):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    moves = {old / "a": new / "a", old / "b": new / "b", old / "c": new / "missing"}
    with pytest.raises(FileNotFoundError):
        move_together(moves, tmp_path / "aside")
    assert {path.name: path.read_text() for path in old.iterdir()} == {"a": "1"}


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path):
    """A hidden folder of a run that was killed holds answers; the next run removes it once it is old."""
    folder = _survey(tmp_path, **{"2024__a": _table(12)})
    left, fresh = folder / ".skm-left", folder / ".skm-fresh"
    for path in (left, fresh):
        path.mkdir()
        (path / "responses.parquet").write_bytes(b"answers")
    long_ago = time.time() - 7200
    os.utime(left, (long_ago, long_ago))
    run_survey(open_survey(folder))
    assert not left.exists()
    assert fresh.exists()


def test_two_offices_of_one_name_are_not_counted_as_one(tmp_path: Path):
    """Files of one name below two agencies are no single unit: the second is refused, with the way out."""
    folder = _survey(tmp_path, **{"2024__Dinas A__Sekretariat": _table(12), "2024__Dinas B__Sekretariat": _table(13)})
    result = run_survey(open_survey(folder))
    (refusal,) = result.refusals
    assert refusal.error.code == "unit_in_two_agencies"
    assert "Dinas B" in refusal.file
    frame = result.indices.frame
    assert int(frame.loc[(frame["level"] == "unit") & (frame["measure"] == "index"), "n"].iloc[0]) == 12


def test_a_file_named_twice_counts_nobody_twice(tmp_path: Path):
    """Naming one file twice, or comparing it with itself, is an error and no figure."""
    (tmp_path / "a.csv").write_text(_table(12), encoding="utf-8")
    for act in (index_files, lambda paths: compare_files(*paths)):
        with pytest.raises(SkmError) as caught:
            act([tmp_path / "a.csv", tmp_path / "." / "a.csv"])
        assert (caught.value.code, caught.value.exit_code) == ("file_named_twice", 2)


@pytest.mark.parametrize("pattern", ["/etc/*", "../**/*.csv", "", "data/raw/**x/*.csv", "data/raw"])
def test_a_pattern_never_leaves_the_folder(tmp_path: Path, pattern: str):
    """A pattern that is absolute, leads upwards, is empty or names a folder matches nothing, and says so."""
    settings = f'[[period]]\nid = "2024"\nfiles = ["{pattern}"]\n'
    with pytest.raises(SkmError) as caught:
        open_survey(_survey(tmp_path, settings, **{"2024__a": _table(12)}))
    assert (caught.value.code, caught.value.exit_code) == ("pattern_matches_nothing", 2)


def test_settings_that_are_a_folder_are_unreadable(tmp_path: Path):
    """A folder called skm.toml is no settings file."""
    folder = _survey(tmp_path, **{"2024__a": _table(12)})
    (folder / "skm.toml").mkdir()
    with pytest.raises(SkmError) as caught:
        open_survey(folder)
    assert caught.value.code == "settings_unreadable"


def test_fourteen_elements_warn_of_nothing(tmp_path: Path):
    """A questionnaire of fourteen elements is read without a word of the libraries below (warnings are errors)."""
    head = ",".join(f"U{n}" for n in range(1, 15))
    folder = _survey(
        tmp_path,
        '[survey]\nregulation = "kep-25-2004"\n',
        **{"2015__a": _table(20, ",".join("34343434343433"), ",".join("43434343434344"), head=head)},
    )
    assert run_survey(open_survey(folder)).is_whole


# ---- words on the command line ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("bar",), ("index",), ("run", "--lang", "fr"), ("index", "a.csv", "--nothing"), ("compare", "2024")]
)
def test_what_is_typed_wrongly_is_answered_in_our_words(run, words: tuple[str, ...]):
    """A command that does not exist or lacks a word ends with code 2 and a message in the language of the survey."""
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("Perintah ini belum bisa dijalankan.\n  ")
    assert "--help" in err


def test_a_folder_where_a_file_is_wanted_is_called_a_folder(run, tmp_path: Path):
    """`skm index FOLDER` says that it is a folder, `skm new FILE` that a file is there, `skm compare` what is not."""
    file = tmp_path / "a.csv"
    file.write_text(_table(12), encoding="utf-8")
    assert "Ini folder, bukan berkas." in run("index", tmp_path)[2]
    assert "sudah ada berkas" in run("new", file)[2]
    code, _, err = run("compare", file, tmp_path / "b.csv")
    assert code == 2
    assert "b.csv" in err


def test_tables_of_change_name_their_basis(run, tmp_path: Path):
    """The three figures of the whole differ by their basis, so the table on screen has that column."""
    for name, rows in (("2024", 12), ("2025", 14)):
        (tmp_path / f"{name}.csv").write_text(_units(rows), encoding="utf-8")
    code, out, _ = run("compare", tmp_path / "2024.csv", tmp_path / "2025.csv")
    assert code == 0
    assert out.splitlines()[0].split()[-1] == "basis"


def test_refusal_of_a_copy_is_a_fault_of_the_data(tmp_path: Path):
    """An exact copy of a file is refused, not counted, and the run is not whole."""
    folder = _survey(tmp_path, **{"2024__a": _table(12), "2024__a (1)": _table(12)})
    result = run_survey(open_survey(folder))
    assert not result.is_whole
    assert isinstance(result.refusals[0].error, DataError)
