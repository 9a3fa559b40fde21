"""The folder `open-data/`: tables, descriptor, metadata, dictionary, licence, history, hashes."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from skm.publishing import wording
from skm.publishing.facts import Facts
from skm.publishing.formatting import spell_printed
from skm.publishing.opendata.describing import (
    describe_dataset,
    describe_field,
    describe_indicator,
    describe_package,
    licence_of,
    version_of,
)
from skm.publishing.opendata.fields import HIDDEN, Resource, resources_of
from skm.publishing.opendata.tables import plain_text, rows_of
from skm.publishing.rendering import UNWANTED
from skm.publishing.stamps import list_stamps, say_hash, say_release
from skm.tables import write_whole

FOLDER = "open-data"


def write_open_data(facts: Mapping[str, Facts], folder: Path) -> None:
    """Write `open-data/` of a period.

    Parameters
    ----------
    facts
        The facts of the period by language, the survey's own first.
    folder
        Where the outputs of the period go.
    """
    for name, data in build_open_data(facts).items():
        write_whole(folder / FOLDER / name, data)


def build_open_data(facts: Mapping[str, Facts]) -> dict[str, bytes]:
    """Return the files of `open-data/` by name; the manifest is last and has the hashes of the others."""
    facts = {language: _readable(one) for language, one in facts.items()}
    own = next(iter(facts.values()))
    words = wording.load_words(own.language)
    resources = resources_of(own)
    tables = {name: csv_of(rows) for name, rows in rows_of(own, resources).items()}
    package = describe_package(own, tables, resources, words)
    files = {f"{name}.csv": data for name, data in tables.items()}
    files["datapackage.json"] = json_of(package)
    files["dataset.jsonld"] = json_of(describe_dataset(own, list(tables)))
    files["metadata-ms-ind.csv"] = csv_of(
        [[plain_text(cell) for cell in line] for line in describe_indicator(own, words)]
    )
    files["dictionary.csv"] = csv_of(_dictionary({name: resources[name] for name in tables}))
    for language, one in facts.items():
        files[f"README.{language}.md"] = _readme(one, tables, resources).encode()
    files["LICENSE"] = _licence(facts).encode()
    files["CHANGELOG.md"] = _changelog(own).encode()
    files["manifest.json"] = json_of(_manifest(own, files))
    return files


def _readable(facts: Facts) -> Facts:
    """Return facts whose names of survey and publisher hold no sign that turns or hides what stands after it."""
    publisher = {key: UNWANTED.sub("", text) for key, text in facts.publisher.items()}
    return replace(facts, name=UNWANTED.sub("", facts.name), publisher=publisher)


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    r"""Return rows as UTF-8 CSV with comma and LF.

    Examples
    --------
    >>> csv_of([["a", "b"], ["1", "x, y"]])
    b'a,b\n1,"x, y"\n'
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def json_of(value: Mapping[str, Any]) -> bytes:
    """Return a value as JSON that people can read, ending in a line of its own."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _dictionary(resources: Mapping[str, Resource]) -> list[list[str]]:
    """Return every column with its type, unit and meaning in both languages."""
    both = {language: wording.load_words(language) for language in wording.LANGUAGES}
    rows = [["table", "column", "type", "unit", *(f"description_{language}" for language in both)]]
    for resource in resources.values():
        for field in resource.fields:
            texts = [describe_field(field.name, words) for words in both.values()]
            rows.append([resource.name, field.name, field.type, field.unit, *texts])
    return rows


def _readme(facts: Facts, tables: Mapping[str, bytes], resources: Mapping[str, Resource]) -> str:
    words = wording.load_words(facts.language)
    lines = [f"# {_line(wording.title_of(facts))}", ""]
    lines += [f"**{_line(stamp.word)}.** {_line(stamp.text)}" for stamp in list_stamps(facts)]
    lines += ["", f"{say_release(facts)}. {say_hash(facts)}.", "", words.say("open.intro"), ""]
    lines += [f"- `{name}.csv`: {words.say(f'open.table_{name}')}" for name in tables]
    lines += ["", words.say("open.format"), "", words.say("open.hidden", least=facts.minimum_cell), ""]
    lines += [f"- {_line(note)}" for note in facts.notes]
    lines += ["", f"## {words.say('open.columns')}", ""]
    for name in tables:
        lines += [f"### {name}.csv", ""]
        lines += [f"- `{field.name}`: {describe_field(field.name, words)}" for field in resources[name].fields]
        lines.append("")
    lines += [
        words.say("open.licence", licence=_line(facts.publisher.get("licence", "") or words.say("book.no_licence")))
    ]
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    """Return a text that stays text in Markdown: on one line, without signs that mark it up."""
    plain = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]#|" else sign for sign in plain)


def _licence(facts: Mapping[str, Facts]) -> str:
    """Return the licence as the office states it; where it states none, that is what the file says."""
    own = next(iter(facts.values()))
    licence = licence_of(own)
    if licence is None:
        texts = [wording.load_words(language).say("book.no_licence") for language in facts]
        return "\n".join(texts) + "\n"
    lines = [licence["title"], *([licence["path"]] if "path" in licence else [])]
    return "\n".join(" ".join(line.split()) for line in lines) + "\n"


def _changelog(facts: Facts) -> str:
    """Return what this version is, and every figure that differs from the edition before."""
    words = wording.load_words(facts.language)
    lines = [
        f"# {words.say('open.changelog')}",
        "",
        f"## {version_of(facts)}",
        "",
        f"{say_release(facts)}. {say_hash(facts)}.",
    ]
    lines += ["", *(f"**{stamp.word}** {_line(stamp.text)}" for stamp in list_stamps(facts))]
    if facts.release.reason:
        lines += ["", _line(facts.release.reason)]
    absent = ".."
    for one in facts.release.revisions:
        before, now = (absent if v is None else spell_printed(v, facts.language) for v in (one.before, one.now))
        name = one.name or words.say("level.whole")
        lines.append(f"- {_line(name)} ({one.period}, {one.measure}): {before} → {now}")
    return "\n".join(lines) + "\n"


def _manifest(facts: Facts, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the data were made with, and the hash of every file."""
    return {
        "program": "skm",
        "version": facts.version,
        "period": facts.period,
        "data_version": version_of(facts),
        "status": facts.release.status,
        "results_hash": facts.release.results_hash,
        "simulated": facts.simulated,
        "regulation": facts.regulation.id,
        "weights": {element.key: str(element.weight) for element in facts.regulation.elements},
        "grades": {grade.letter: str(grade.lower) for grade in facts.regulation.grades},
        "official": facts.official,
        "missing": facts.missing_policy,
        "minimum_cell": facts.minimum_cell,
        "minimum_respondents": facts.minimum_respondents,
        "hidden_sign": HIDDEN,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
