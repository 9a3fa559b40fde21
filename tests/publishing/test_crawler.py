"""A crawler over everything that a period publishes: each number in a file is a printed figure, or of a named kind."""

import csv
import dataclasses
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from xml.etree import ElementTree  # of files that were just written

import numpy as np
import openpyxl
import pandas as pd
import pytest
from reader import parse
from simulated import answer, compute, register

from skm.indices import AnswerShare
from skm.publishing.choices import NAMED_CONTRIBUTIONS
from skm.publishing.facts import Answers, Figure, Profile, Subject
from skm.publishing.kit.cards import build_cards
from skm.publishing.kit.papers import clean
from skm.publishing.outputs import WRITERS, write_cards
from skm.publishing.pages import gather_periods
from skm.publishing.release import Standing
from skm.publishing.wording import lower_name
from skm.survey import Survey

HOSTILE = ("<b>Loket</b> & \u202e[x]", "=HYPERLINK(A1)", 'Puskesmas 07; "Melati"', "+Unit Satu 12", "RSUD 😀")
SIZES = (64, 47, 8, 3, 55)  # the third has no letter (F), the fourth is hidden
NUMBER = re.compile(r"(?<![\w.,])[+\-\u2212]?\d[\d.,]*")
SPOKEN = {"id": ".", "en": ","}  # between thousands


# ---- the survey -------------------------------------------------------------------------------------------------


def survey_and_rows():
    """Return a survey of five units with hostile names, and its answers of two years."""
    units = register({"Perangkat daerah": 3, "Puskesmas": 2})
    units["name"] = HOSTILE
    survey = replace(Survey(), units=units).with_settings(name="Kota <i>Contoh</i> 7", simulated=True)
    rng, parts = np.random.default_rng(42), []
    for place, unit in enumerate(units["unit_id"]):
        for year in (2019, 2020):
            n = SIZES[place] if year == 2020 else 45 + 3 * place
            part = answer(rng, n, 0.05 * place - 0.1, year).assign(unit=unit, period=str(year))
            part["sex"] = rng.choice(("Laki-laki", "Perempuan"), n)
            parts.append(part)
    return survey, pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Return the facts of 2020 by language, and its folder with the files of every writer but the cards' pictures."""
    survey, rows = survey_and_rows()
    made = compute(survey, rows, ["period", "unit"], profiles=("sex",))
    gathered = gather_periods(survey, made.indices, made.changes, {"": Standing()}, evidence=made.evidence)
    folder = tmp_path_factory.mktemp("crawled") / "2020"
    for write in WRITERS:
        if write is not write_cards:
            write(gathered["2020"], folder)
    return gathered["2020"], folder


# ---- what may be said -------------------------------------------------------------------------------------------


def leaves(value, of=()):
    """Yield every value in facts, or everything that is of some classes."""
    if of and isinstance(value, of):
        yield value
    if dataclasses.is_dataclass(value):
        below = [getattr(value, one.name) for one in dataclasses.fields(value)]
    elif isinstance(value, Mapping):
        below = value.values()
    elif isinstance(value, tuple | list | set | frozenset):
        below = value
    else:
        below = ()
        if not of:
            yield value
    for one in below:
        yield from leaves(one, of)


def rounded(value, places):
    """Return the size of a number with so many decimals, half up."""
    exact = Decimal(str(round(value, 9))) if isinstance(value, float) else Decimal(value)
    return abs(exact).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(value):
    """Return the size of a number without needless zeros: one spelling of 81.90 and 81.9."""
    return f"{abs(Decimal(value)).normalize():f}"


def is_number(value):
    """Return whether a value is a number; a float that is not itself is none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value == value  # noqa: PLR0124


def spoken_figures(about, facts):
    """Return the sizes of all figures that a text about something may print, with the decimals of what they go with."""
    common = (facts.regulation, facts.minimum_respondents, facts.minimum_cell, len(facts.units))
    known = {rounded(one, 2) if isinstance(one, float) else one for one in leaves((about, common)) if is_number(one)}
    for one in leaves(about, of=(Figure, Answers, AnswerShare, Profile)):
        known |= set(beside(one, facts))
    parts = [e.difference.contribution for e in facts.whole.elements if e.difference and e.difference.contribution]
    known |= {one + other for one, other in combinations(parts, NAMED_CONTRIBUTIONS)}
    known |= set(per_cent(*(one for one in facts.quality.values() if one <= 1)))
    return {plain(one) for one in known}


def beside(one, facts):
    """Yield what stands beside a figure: ends as coarse as itself, the way to another letter, shares per cent."""
    if isinstance(one, Figure) and one.printed is not None:
        ends = [end for end in (one.low, one.high) if end is not None]
        yield from (rounded(end, -one.printed.as_tuple().exponent) for end in ends)
        bounds = (*(grade.lower for grade in facts.regulation.grades), facts.regulation.scale[1])
        yield from (bound - one.printed for bound in bounds)
    if isinstance(one, Answers | AnswerShare):
        share = one.share_3_4 if isinstance(one, Answers) else one.share
        yield from per_cent(*(end for end in (share, one.low, one.high) if end is not None))
    if isinstance(one, Answers):
        shares = [Decimal(n) / one.total for n in one.counts if n is not None and one.total]
        yield from per_cent(*shares, *(Decimal(n) / one.asked for n in (one.missing, one.not_applicable) if one.asked))
    if isinstance(one, Profile):
        yield from per_cent(*(Decimal(group.now.n) / one.total for group in one.groups if group.now.n is not None))


def per_cent(*shares):
    """Yield shares as percentages, whole or with one decimal."""
    yield from (rounded(100 * share, places) for share in shares for places in (0, 1))


def cell_figures(about, facts):
    """Return the sizes of all figures that a cell may hold: those of texts, all digits of them, sums of answers."""
    times, n_elements = facts.regulation.multiplier, len(facts.regulation.elements)
    exact = [one for one in leaves(about) if isinstance(one, float) and is_number(one)]
    known = {rounded(one * by, 9) for one in exact for by in (1, times, 100)}
    known |= {rounded(one / by, 9) for one in exact for by in (times, n_elements)}
    for one in leaves(about, of=Answers):
        if None not in one.counts:
            total = sum(score * n for score, n in enumerate(one.counts, start=1))
            known |= {Decimal(total), rounded(total / one.total, 9), rounded(total / one.total / n_elements, 9)}
    for subject in leaves(about, of=Subject):
        shown = [e for e in subject.elements if e.now.value is not None and e.now.n is not None]
        known |= {rounded(e.now.value * e.now.n, 0) for e in shown}
        known.add(rounded(sum(e.now.printed for e in shown) / n_elements, 9))
    known.add(rounded(1 / n_elements, 9))
    return spoken_figures(about, facts) | {plain(one) for one in known}


class Known:
    """The figures that a line may print: those of the units and elements that it names, and of the whole.

    A line that names none may print any figure of what its file is about.
    """

    def __init__(self, facts):
        self.facts, self.sets = facts, {}
        elements = facts.whole.elements
        self.elements = {e.key: {e.key, e.name, e.short, lower_name(e.short), e.code} for e in elements}
        spelled = {f(name) for name in (facts.name, *(u.name for u in facts.units)) for f in (str, clean, ascii_quoted)}
        names = map(re.escape, sorted(spelled, key=len, reverse=True))
        self.names = re.compile("|".join([*names, *KINDS.values()]))
        self.units = {unit.id: {unit.id, unit.name, clean(unit.name)} for unit in facts.units}

    def of(self, path, line):
        """Return the figures of texts and those of cells that a line of a file may print."""
        told = " ".join(text for _, text in line)
        own = next((unit for unit in self.units if f"{unit}." in path), "")
        units = [unit for unit, names in self.units.items() if any(name in told for name in names)] or [own]
        elements = [key for key, names in self.elements.items() if any(says(told, name) for name in names)]
        key = (*units, *elements)
        if key not in self.sets:
            about = self.about([unit for unit in units if unit], elements)
            self.sets[key] = spoken_figures(about, self.facts), cell_figures(about, self.facts)
        return self.sets[key]

    def about(self, units, elements):
        """Return the facts of some units and elements; all facts where none is named."""
        facts = self.facts
        if not units and not elements:
            return facts
        chosen = [facts.whole, *(unit for unit in facts.units if unit.id in units)]
        if not elements:
            return [bare(facts.whole), *chosen[1:]]
        answers = [(*facts.answers, *(one for unit in chosen for one in unit.answers))]
        parts = [[e for unit in chosen for e in unit.elements if e.key in elements]]
        parts += [[one for one in answers[0] if one.key in elements], [bare(one) for one in chosen]]
        return parts


def ascii_quoted(name):
    """Return a name as a table spells it where it would be taken for a formula."""
    return f"'{name}"


def bare(subject):
    """Return a subject without its parts."""
    return replace(subject, elements=(), answers=(), profiles=(), services=())


def says(text, name):
    """Return whether a text has a name as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


# ---- what is said -----------------------------------------------------------------------------------------------

TEXT_ATTRIBUTES = ("alt", "title", "aria-label", "content")
ROW = "row"  # the class of a line of a chart: name, picture, figures
AXIS = "ax"  # the class of the labels of an axis: ticks are no figures
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LANGUAGE_OF = re.compile(r"\.(id|en)\.")


def lines_of(path, data):
    """Return the lines of a file, each a list of cells with their language, "" where figures have a decimal point."""
    spoken = LANGUAGE_OF.search(path)
    own = spoken.group(1) if spoken else "id"
    if path.endswith(".html"):
        return page_lines(data.decode(), own)
    if path.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [name for name in archive.namelist() if re.fullmatch(r"word/(document|header1|footer1)\.xml", name)]
            return [line for name in parts for line in word_lines(archive.read(name), own)]
    if path.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return [[read_cell(cell, own) for cell in row if cell is not None] for row in rows]
    if path.endswith(".csv"):
        return [[("", cell) for cell in row] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    if path.endswith(".json"):
        told = [pair for texts in json.loads(data).values() for pair in texts.items()]
        return [[(language, piece)] for language, text in told for piece in text.split("; ")]
    return [[(own, line)] for line in data.decode().splitlines()]


def word_lines(data, own):
    """Return the paragraphs of a part of a Word file; a row of a table is one line."""
    lines = []

    def walk(node, line):
        if node.tag == f"{WORD}tr":
            line = []
            lines.append(line)
        if node.tag == f"{WORD}p":
            text = "".join(one.text or " " for one in node.iter() if one.tag in (f"{WORD}t", f"{WORD}tab", f"{WORD}br"))
            lines.append([(own, text)]) if line is None else line.append((own, text))
            return
        for child in node:
            walk(child, line)

    walk(ElementTree.fromstring(data), None)  # noqa: S314 - a part that was just written
    return lines


def read_cell(cell, own):
    """Return a cell of a workbook with its language; the noise of binary numbers is cut."""
    if isinstance(cell, int | float):
        return "", f"{Decimal(str(round(cell, 9))):f}"
    return own, str(cell)


def page_lines(source, own):
    """Return every text of a page that is seen or read aloud, in the language around it; a row of a table is a line.

    Under a heading that opens, each line begins with that heading, which is no text of the line: its language is None.
    """
    found = []

    def walk(node, language, heading, line):
        language = node.attrs.get("lang") or language
        if node.tag == "details":
            heading = [(None, summary.text()) for summary in node.find("summary")[:1]]
        if node.tag == "tr" or ROW in (node.attrs.get("class") or "").split():
            line = [*heading]
            found.append(line)
        for text in (node.attrs[name] for name in TEXT_ATTRIBUTES if node.attrs.get(name)):
            found.append([*heading, (language, text)])
        for child in node.children:
            if not isinstance(child, str):
                if child.tag not in ("style", "script") and child.attrs.get("class") != AXIS:
                    walk(child, language, heading, line)
            elif line is None:
                found.append([*heading, (language, child)])
            else:
                line.append((language, child))

    walk(parse(source).root, own, [], None)
    return found


# What holds digits and is no figure: the only kinds of number that are not in the facts.
KINDS = {
    "hash of the results": r"\b[0-9a-f]{12}\b|\b[0-9a-f]{64}\b",
    "version": r"\b\d+\.\d+\.\d+\b",
    "regulation": r"\b(?:PermenPANRB|Permenpan-RB)\s[\d/]+|\bNomor \d+ Tahun \d{4}|permenpan-\d+-\d+",
    "period": r"\b20(?:19|20)\b",
    "level of confidence": r"\b(?:95|99[.,]8)\s?%",
    "ends of a scale": r"\b25(?:\u2013| sampai | to )100\b|\b1(?:\u2013| sampai | to )4\b",
    "bounds of an axis": r"\b(?:sumbu|axis) [\d.,]+\u2013[\d.,]+",
    "weight that is not to be rounded": r"\b(?:bukan 0,11|not 0\.11)\b",
    "section": r"^\s*(?:#+ )?\d+(?:\.\d+)*\.? (?=[A-Z])",
}
SHOWN = 80  # characters of a text in which an unknown number stands


def unknown(path, line, known):
    """Return the numbers of a line that are neither a figure that it may print nor of one of the kinds."""
    allowed = known.of(path, line)
    return [
        (digits, text.strip()[:SHOWN])
        for language, text in line
        if language is not None
        for digits in numbers_of(known.names.sub(" ", text), language)
        if plain(digits) not in allowed[not language]
    ]


def numbers_of(text, language):
    """Return the numbers of a text with a decimal point, without their sign."""
    for match in NUMBER.finditer(text):
        digits = match.group().strip(".,").lstrip("+-\u2212")
        if language:
            digits = digits.replace(SPOKEN[language], "").replace(",", ".")
        yield digits


# ---- rules ------------------------------------------------------------------------------------------------------

DESCRIBING = {"datapackage.json", "dataset.jsonld", "manifest.json"}  # sizes, hashes, bounds: tests of open data
WITHOUT_INDEX = {  # of a sound unit or of the year before: they print other figures, counts or none
    *("humas/poster.html", "humas/poster.en.html", "humas/poster/puskesmas-01.html"),
    *("units/puskesmas-01.html", "units/puskesmas-01.docx"),
    *(f"open-data/{name}" for name in ("CHANGELOG.md", "LICENSE", "README.id.md", "README.en.md")),
    *(f"open-data/{name}.csv" for name in ("dictionary", "metadata-ms-ind", "distribution", "respondents", "units")),
}
DRAWN = "humas/kartu/drawn"  # no file: the words of the pictures
FOUND_AT_LEAST = 0.8  # of single changed digits; the others make another figure of the same line


@pytest.fixture(scope="module")
def crawled(published):
    """Return the bytes of every output by its place, and what a line may print by language."""
    facts, folder = published
    files = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    outputs = {path: data for path, data in files.items() if path.rpartition("/")[2] not in DESCRIBING}
    outputs |= {f"{DRAWN}.{language}.card": drawn_text(own) for language, own in facts.items()}
    return outputs, {language: Known(own) for language, own in facts.items()}


def drawn_text(facts):
    """Return what is drawn on the cards of a language, a line each: pictures hold no text to be read back."""
    lines = []
    for card in build_cards(facts):
        lines += [card.title, card.subtitle, card.low_subtitle, card.big, *card.notes, *card.source, *card.texts]
        lines += [point.text for point in card.points]
        lines += [" ".join((row.name, row.now.text, row.before.text if row.before else "")) for row in card.lines]
        lines += [" ".join(count) for count in card.counts]
    return "\n".join(line for line in lines if line).encode()


def crawl(path, data, knowledge):
    """Return the unknown numbers of a file."""
    found = []
    for line in lines_of(path, data):
        spoken = next((language for language, _ in line if language), "id")
        found += unknown(path, line, knowledge[spoken])
    return found


def changed(data, old, new):
    """Return a file in which a text stands instead of another; archives are put together anew."""
    if not data.startswith(b"PK"):
        return data.replace(old, new)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            part = archive.read(name)
            copy.writestr(name, part.replace(old, new) if name.endswith(".xml") else part)
    return made.getvalue()


def test_the_survey_has_every_kind_of_unit(published):
    """What is crawled holds a sound unit, one without a letter, a hidden one, and both languages."""
    facts, _ = published
    assert list(facts) == ["id", "en"]
    assert [unit.now.hidden for unit in facts["id"].units] == [False, False, False, True, False]
    assert "F" in facts["id"].units[2].now.marks
    assert all(unit.before is not None for unit in facts["id"].units)


def test_every_number_in_every_output_is_a_printed_figure(crawled):
    """Page, kit, posters, documents, workbooks and tables print figures of the results and named kinds alone."""
    outputs, knowledge = crawled
    assert {path.rpartition(".")[2] for path in outputs} >= {"html", "md", "docx", "xlsx", "csv", "json", "card"}
    found = {path: numbers for path, data in outputs.items() if (numbers := crawl(path, data, knowledge))}
    assert found == {}


def test_a_changed_figure_is_found_in_any_output(crawled, published):
    """Whichever file prints the index of a unit or of the year before: with another digit the crawler finds it."""
    outputs, knowledge = crawled
    own = published[0]["id"]
    printed = [str(own.whole.before.printed), *(str(u.now.printed) for u in own.units if u.now.printed is not None)]
    missed, unaltered = [], set()
    for path, data in outputs.items():
        for figure, point in ((figure, point) for figure in printed for point in ".,"):
            wrong = f"{figure[0]}{(int(figure[1]) + 5) % 10}{figure[2:]}"
            spoiled = changed(data, figure.replace(".", point).encode(), wrong.replace(".", point).encode())
            if lines_of(path, spoiled) != lines_of(path, data):
                missed += [] if crawl(path, spoiled, knowledge) else [(path, figure)]
                break
        else:
            unaltered.add(path)
    assert missed == []
    assert unaltered == WITHOUT_INDEX


SCALE_ENDS = (0, 1, 4, 25, 100, -75, 75)  # and the greatest change on it
# Of each kind of output a file that prints the figure, and in which spelling: page, unit page, recap, press text, fact
# sheet, poster, document, text and words of a card, both workbooks, open tables; in both languages.
PLANTED = {
    "index.html": ",",
    "rekap.html": ",",
    "humas/siaran-pers.id.md": ",",
    "humas/siaran-pers.en.md": ".",
    "humas/kartu/drawn.id.card": ",",
    "humas/kartu/drawn.en.card": ".",
    "skm-2020.docx": ",",
    "skm-2020.xlsx": ".",
    "open-data/indices.csv": ".",
}


@pytest.mark.parametrize("path", PLANTED)
def test_a_planted_digit_is_found_in_each_kind_of_output(crawled, published, path):
    """The index of the whole with another last digit is no figure of the results, wherever it is printed."""
    outputs, knowledge = crawled
    figure = str(published[0]["id"].whole.now.printed)
    wrong = figure[:-1] + str((int(figure[-1]) + 5) % 10)
    old, new = (text.replace(".", PLANTED[path]).encode() for text in (figure, wrong))
    spoiled = changed(outputs[path], old, new)
    assert lines_of(path, spoiled) != lines_of(path, outputs[path])
    assert crawl(path, spoiled, knowledge)


def test_metadata_for_machines_hold_no_figure_of_their_own(published):
    """JSON-LD and descriptor tell the whole's figure nowhere but in their texts, and in their bounds the scale."""
    _, folder = published
    for name in ("dataset.jsonld", "datapackage.json"):
        text = (folder / "open-data" / name).read_text(encoding="utf-8")
        numbers = {one for one in leaves(json.loads(text)) if isinstance(one, int | float)}
        sizes = {path.stat().st_size for path in (folder / "open-data").iterdir()}
        assert {one for one in numbers if one not in SCALE_ENDS} <= sizes, name


def test_most_changed_digits_are_found(crawled):
    """Of all figures with decimals, whichever digit comes last instead, most are no other figure of the same line."""
    outputs, knowledge = crawled
    tried, found = defaultdict(int), defaultdict(int)
    for path, data in outputs.items():
        kind = path.rpartition(".")[2]
        for line in lines_of(path, data)[::5]:
            spoken = next((language for language, _ in line if language), "id")
            allowed = knowledge[spoken].of(path, line)
            for language, text in line:
                told = "" if language is None else knowledge[spoken].names.sub(" ", text)
                for digits in (d for d in numbers_of(told, language) if "." in d):
                    wrong = [digits[:-1] + str((int(digits[-1]) + step) % 10) for step in range(1, 10)]
                    tried[kind] += len(wrong)
                    found[kind] += sum(plain(one) not in allowed[not language] for one in wrong)
    assert {kind for kind in tried if found[kind] < FOUND_AT_LEAST * tried[kind]} == set(), (dict(found), dict(tried))
