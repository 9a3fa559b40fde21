"""Comments: what they are about by lists that everybody can read, and a sample that nobody chose."""

import pandas as pd
import pytest

from skm.pipeline import run_survey
from skm.regulation import load_regulation
from skm.themes import LONGEST, SAMPLE_OF_ELEMENT, SAMPLE_SIZE, elements_of, load_words, read_themes


def test_every_list_is_of_an_element():
    """The lists name the nine elements and no word stands in two of them."""
    lists = load_words()
    words = [word for entry in lists.values() for word in entry]
    assert set(lists) == set(load_regulation("permenpan-14-2017").keys)
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("comment", "elements"),
    [
        ("Antrian terlalu LAMA!!", ("time",)),
        ("petugas ramah, parkirannya... sempit, parkir penuh", ("behaviour", "facilities")),
        ("kamar  mandi kotor", ("facilities",)),
        ("selamanya sehat", ()),  # "lama" within a word is no word
        ("", ()),
    ],
)
def test_words_are_whole_words(comment, elements):
    """A list's word counts as a whole word, whatever its case, and once for each comment."""
    assert elements_of(comment) == elements


def test_the_sample_does_not_hang_on_the_order():
    """The same comments in another order give the same themes and the same sample, of fixed size."""
    comments = [("2025", "a", f"f {number}", "", f"antre {number}") for number in range(100)]
    forth, back = read_themes(comments), read_themes(reversed(comments))
    for one, other in zip(forth, back, strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert len(forth[1]) == SAMPLE_SIZE
    assert forth[0][["mentions", "comments"]].to_numpy().tolist() == [[100, 100]]


def test_a_long_comment_is_cut():
    """What goes on for pages ends in an ellipsis."""
    (line,) = read_themes([("2025", "a", "1", "", "x" * 2 * LONGEST)])[1]["comment"]
    assert len(line) == LONGEST
    assert line.endswith("…")


def test_what_was_asked_counts_once_a_person():
    """A reason beside the question of an element is about that element, by whatever words; a person counts once."""
    own = [
        ("2025", "a", "1", "", "Antre lama"),
        ("2025", "a", "1", "time", "Antre"),
        ("2025", "a", "1", "tariff", "Naik"),
    ]
    themes, sample = read_themes([*own, ("2025", "a", "2", "time", "-"), ("2025", "a", "2", "", "Tidak ada.")])
    assert themes[["element", "mentions", "comments"]].to_numpy().tolist() == [["time", 1, 1], ["tariff", 1, 1]]
    assert sample[["element", "about"]].to_numpy().tolist() == [["", "time"], ["tariff", ""], ["time", "time"]]


def test_the_sample_of_an_element_has_its_own_size():
    """Of each element that is asked about stand as many comments, however many are written of the others."""
    comments = [
        ("2025", "a", f"f {number}", key, f"teks {number}") for number in range(60) for key in ("", "time", "tariff")
    ]
    _, sample = read_themes(comments)
    sizes = sample["element"].value_counts().to_dict()
    assert sizes == {"": SAMPLE_SIZE, "time": SAMPLE_OF_ELEMENT, "tariff": SAMPLE_OF_ELEMENT}
    forth = sample[sample["element"] == "time"]["comment"].tolist()
    assert forth != sample[sample["element"] == "tariff"]["comment"].tolist()  # each element has its own


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A survey that keeps comments: six about the queue, one about parking, one with a telephone number."""
    folder = tmp_path_factory.mktemp("saran")
    raw = folder / "data" / "raw" / "2025"
    raw.mkdir(parents=True)
    comments = ["Antre lama"] * 6 + ["Parkir sempit", "Hubungi saya 0812-3456-7890", "", "", "", ""]
    codes = [f"U{number}" for number in range(1, 10)]
    reasons = ["Mahal «time» sekali"] + [""] * (len(comments) - 1)
    lines = [",".join(["Unit layanan", *codes, "Alasan jawaban U4", "Saran"])]
    lines += [",".join(["Loket A", *"343343433", reason, text]) for reason, text in zip(reasons, comments, strict=True)]
    (raw / "loket.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "skm.toml").write_text("[clean]\nkeep_comments = true\n[columns]\norder = 'form'\n", encoding="utf-8")
    run_survey(folder)
    return folder


def test_a_run_counts_what_comments_are_about(folder):
    """themes.csv has a line for each element named; comments.csv the sample, without telephone numbers."""
    themes = pd.read_csv(folder / "data/processed/themes.csv")
    counts = [["time", 6, 8], ["tariff", 1, 8], ["facilities", 1, 8]]
    assert themes[["element", "mentions", "comments"]].to_numpy().tolist() == counts
    assert "0812" not in (folder / "data/processed/comments.csv").read_text(encoding="utf-8")


def test_the_office_sees_which_element_a_comment_was_asked_about(folder):
    """comments.csv has the element of the question as a column, internal.html its name; marks are text."""
    sample = pd.read_csv(folder / "data/processed/comments.csv", keep_default_na=False)
    asked = sample[sample["element"] != ""]
    assert asked[["element", "comment"]].to_numpy().tolist() == [["tariff", 'Mahal "time" sekali']]
    page = (folder / "data/processed/internal.html").read_text(encoding="utf-8")
    assert "<td>U4 Biaya</td><td>Mahal &#34;time&#34; sekali</td>" in page
    assert "<td>umum</td><td>Parkir sempit</td>" in page


def test_no_comment_is_published(folder):
    """No page, document or table under reports holds the text of a comment."""
    for path in (folder / "reports").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [text for text in (b"Parkir sempit", b"Mahal") if text in data], path.name
