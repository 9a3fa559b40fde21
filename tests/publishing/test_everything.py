"""All that a period publishes, from one tiny survey: hostile texts stay text, the same facts give the same bytes."""

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections import defaultdict
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from xml.etree import ElementTree  # of files that were just written

import numpy as np
import openpyxl
import pandas as pd
import pytest
from reader import all_nodes, parse
from simulated import answer, compute, register

from skm.publishing.facts import Theme
from skm.publishing.kit.cards import build_cards
from skm.publishing.outputs import WRITERS, write_cards
from skm.publishing.pages import gather_periods
from skm.publishing.published import UNTOLD, hash_everything
from skm.publishing.release import Standing
from skm.survey import Survey

TAG = '<evil onx="1">'
TURNED = "\u202e\u2066\u200f"
HOSTILE = {  # what a name may begin with, and what may be in it
    "markup": f"{TAG}&amp;]]></script><!-- 'kutip\" {{{{ 7*7 }}}} %s {{0}}",
    "formula": '=HYPERLINK("http://jahat.example";"x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(A1:A9)",
    "turned": f"Loket{TURNED} gnp.exe",
    "control": "Loket\x07\x00\x0b\ufffe\r\n\tB",
    "long": "Unit " + "Pelayanan " * 30,
    "emoji": "RSUD \U0001f600\U0001f3fd kasih",
}
KINDS = ("html", "docx", "xlsx", "csv", "json", "jsonld", "md", "LICENSE")
STARTS = tuple("=+-@\t\r")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
SAFE_NAME = re.compile(r"[A-Za-z0-9._() -]+")


def hostile_survey():
    """Return a survey in which every text that an office types is hostile, and answers of two years."""
    texts = list(HOSTILE.values())
    units = register({"Puskesmas": len(texts)})
    units["name"] = texts
    units["unit_id"] = [
        "../../etc/passwd",
        "NUL",
        "a/b\\c:d",
        "pkm.",
        "=1+1",
        "PKM-06",
        "pkm-06",
        "x" * 300,
        "\U0001f600",
    ]
    units["kind"] = [texts[0], texts[1], *[texts[4]] * (len(texts) - 2)]
    units["agency"] = [texts[2]] * 4 + [texts[5]] * (len(texts) - 4)
    survey = replace(Survey(), units=units).with_settings(name=f"{TAG}=1+1{TURNED}\x07 Kota")
    publisher = replace_all(survey.publisher, dict.fromkeys(("institution", "place", "contact", "licence"), texts[0]))
    survey = survey.with_settings(publisher=publisher)
    rng, parts = np.random.default_rng(7), []
    for place, unit in enumerate(units["unit_id"]):
        for year in (2019, 2020):
            part = answer(rng, 3 if place == 2 and year == 2020 else 14 + place, 0.0, year).assign(unit=unit)
            part["period"], part["sex"] = str(year), rng.choice((texts[0], texts[3]), len(part))
            parts.append(part)
    return survey, pd.concat(parts, ignore_index=True)


def replace_all(settings, values):
    """Return settings with other values."""
    return settings.model_copy(update=values) if hasattr(settings, "model_copy") else replace(settings, **values)


@pytest.fixture(scope="module")
def facts():
    """Return the facts of 2020 by language."""
    survey, rows = hostile_survey()
    made = compute(survey, rows, ["period", "unit"], profiles=("sex",))
    gathered = gather_periods(survey, made.indices, made.changes, {"": Standing()}, evidence=made.evidence)
    return gathered["2020"]


def written(facts, folder):
    """Return the bytes of every file by its place; the cards' pictures have a test of their own."""
    for write in WRITERS:
        if write is not write_cards:
            write(facts, folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def files(facts, tmp_path_factory):
    """Return what a period publishes."""
    return written(facts, tmp_path_factory.mktemp("everything") / "2020")


# ---- hostile texts stay text ------------------------------------------------------------------------------------


def texts_of(path, data):
    """Return every text of a file as its reader gets it; a file that is not well formed does not get that far."""
    kind = path.rpartition("/")[2].rpartition(".")[2]
    if kind == "html":
        page = parse(data.decode()).root
        assert not [node for node in all_nodes(page) if node.tag == "evil" or "onx" in node.attrs]
        return [page.text(), *(value for node in all_nodes(page) for value in node.attrs.values() if value)]
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        trees = [ElementTree.fromstring(part) for part in parts]  # noqa: S314 - parts that were just written
        return [text for tree in trees for text in tree.itertext()]
    if kind == "xlsx":
        cells = [c for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for c in row]
        formulas = {str(cell.value) for cell in cells if cell.data_type == "f"}
        assert not [text for text in formulas if re.search(r"HYPERLINK|SUM\(A1:A9\)|cmd|^=1\+1$", text)]
        return [cell.value for cell in cells if isinstance(cell.value, str)]
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith(STARTS) and not NUMBER.fullmatch(cell)]
        return cells
    if kind in ("json", "jsonld"):
        return list(strings_in(json.loads(data)))
    text = data.decode()
    assert not re.search(r"(?<!\\)<evil", text) or kind != "md"
    return text.split("\n")


def strings_in(value):
    """Yield the strings of a JSON value."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings_in(one)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_stay_text_in_every_kind_of_file(files, kind):
    """No name becomes markup, a formula, a control or a turned line, and each file is read back by its reader."""
    own = {path: data for path, data in files.items() if path.endswith(kind)}
    assert own
    wrong, seen = {}, ""
    for path, data in own.items():
        texts = texts_of(path, data)
        seen += " ".join(texts)
        signs = {c for text in texts for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t"}
        turns = {c for text in texts for c in text if c in TURNED}
        if signs or (turns):
            wrong[path] = signs | turns
    assert wrong == {}
    assert "evil" in seen or kind == "LICENSE"


def test_hostile_ids_become_safe_file_names(files):
    """Whatever a unit is called, its files lie in their folder under a name that every system accepts, none shared."""
    parts = {part for path in files for part in path.split("/")}
    assert [part for part in parts if not SAFE_NAME.fullmatch(part) or part in ("..", "NUL") or len(part) > 120] == []
    folded = defaultdict(set)
    for path in files:
        folded[path.casefold()].add(path)
    assert {len(own) for own in folded.values()} == {1}
    assert sum(path.startswith("units/") and path.endswith(".html") for path in files) == len(HOSTILE)


def test_hostile_texts_stay_text_on_cards(facts):
    """What is drawn on a card is on one line, without signs that no picture can show or that turn the words around."""
    for own in facts.values():
        for card in build_cards(own):
            for text in (card.title, card.alt, *card.source, *card.notes, *card.texts):
                assert not {c for c in text if unicodedata.category(c) == "Cc" or c in TURNED}, text


# ---- the same facts give the same bytes --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def again(facts, tmp_path_factory):
    """Return what the same facts publish a second time, in another folder."""
    return written(facts, tmp_path_factory.mktemp("again") / "other")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_facts_give_the_same_bytes_in_every_kind_of_file(files, again, kind):
    """Two runs write the same bytes of every file of a kind: no clock, folder name or chance is in them."""
    assert set(files) == set(again)
    assert [path for path, data in files.items() if path.endswith(kind) and again[path] != data] == []


def test_no_kind_of_file_is_left_out(files):
    """Every kind of file that a period publishes is among those that are compared."""
    assert {path for path in files if not path.endswith(KINDS)} == set()


# ---- the hash holds every number ---------------------------------------------------------------------------------


def numbers_at(value, at=()):
    """Yield the way to every number in facts."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        yield at
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in UNTOLD:
                yield from numbers_at(getattr(value, one.name), (*at, one.name))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from numbers_at(one, (*at, key))
    elif isinstance(value, tuple | list):
        for place, one in enumerate(value):
            yield from numbers_at(one, (*at, place))


def with_other(value, at):
    """Return facts in which one number is another one."""
    if not at:
        return value + 1
    if is_dataclass(value):
        return replace(value, **{at[0]: with_other(getattr(value, at[0]), at[1:])})
    if isinstance(value, dict):
        return {**value, at[0]: with_other(value[at[0]], at[1:])}
    return tuple(with_other(one, at[1:]) if place == at[0] else one for place, one in enumerate(value))


def test_the_hash_holds_every_number_of_the_facts(facts):
    """Whatever kind of number is another one, of units' answers, groups or services too, the hash is another one."""
    own = replace(facts["id"], themes={"PKM-06": (Theme("Waktu", 7),)})
    kinds = {}
    for at in numbers_at(own):
        kinds.setdefault(tuple(part for part in at if isinstance(part, str)), at)
    assert any("answers" in kind and kind[0] == "units" for kind in kinds)
    assert any("profiles" in kind and kind[0] == "units" for kind in kinds)
    known = hash_everything(own)
    assert [at for at in kinds.values() if hash_everything(with_other(own, at)) == known] == []


def test_the_hash_holds_no_words(facts):
    """Both languages have the same hash, and a name is none of its business; the letter of a unit is."""
    own, other = facts.values()
    unit = own.units[0]
    assert hash_everything(own) == hash_everything(other)
    assert hash_everything(replace(own, name="Kota Lain", notes=("Catatan",))) == hash_everything(own)
    worse = replace(unit, now=replace(unit.now, grade="D"))
    assert hash_everything(replace(own, units=(worse, *own.units[1:]))) != hash_everything(own)
