"""What the open tables are: the Data Package descriptor, a Dataset in JSON-LD, the indicator's metadata (MS-Ind)."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from skm.periods import NO_PERIOD, kind_of, period_months
from skm.publishing import wording
from skm.publishing.facts import Facts
from skm.publishing.opendata.fields import MISSING_VALUES, Field, Resource
from skm.publishing.wording import Words

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Licences by what offices write: the id that programs know, and where its text stands.
LICENCES = {
    "cc by 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc by-sa 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "cc-by-sa-4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "cc0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "cc0-1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "odc-by-1.0": ("ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "odbl-1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
RHYTHMS = {"year": "P1Y", "half": "P6M", "quarter": "P3M", "month": "P1M"}
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "csv": "text/csv",
}


def version_of(facts: Facts) -> str:
    """Return the version of a period's data: the period and its edition, 0 for a draft before any release.

    Every published edition has a version of its own, and none is overwritten.
    """
    edition = facts.release.edition if facts.release.is_official else 0
    return f"{facts.period or NO_PERIOD}.{edition}"


def describe_package(
    facts: Facts, tables: Mapping[str, bytes], resources: Mapping[str, Resource], words: Words
) -> dict[str, Any]:
    """Return the Data Package (version 2) of the tables: types, bounds, keys, sizes and hashes.

    Parameters
    ----------
    facts
        The facts of the period in the survey's own language.
    tables
        The bytes of each table by its name.
    resources
        Their columns.
    words
        The texts of the language.
    """
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"skm-{(facts.period or NO_PERIOD).lower()}",
        "title": wording.title_of(facts),
        "description": wording.describe_page(facts),
        "version": version_of(facts),
        "keywords": ["IKM", "SKM", "indeks kepuasan masyarakat", "pelayanan publik"],
        "sources": [{"title": facts.regulation.title}],
        "resources": [_resource(resources[name], data, words) for name, data in tables.items()],
    }
    if facts.release.released is not None:
        package["created"] = facts.release.released.isoformat()
    if institution := facts.publisher.get("institution"):
        package["contributors"] = [{"title": institution, "roles": ["publisher"]}]
    if licence := licence_of(facts):
        package["licenses"] = [licence]
    if span := _span(facts):
        package["temporal"] = {"start": span[0], "end": span[1]}
    return package


def _resource(resource: Resource, data: bytes, words: Words) -> dict[str, Any]:
    keys = list(resource.key)
    schema: dict[str, Any] = {
        "fields": [_field(field, words) for field in resource.fields],
        "fieldsMatch": ["exact"],
        "missingValues": list(MISSING_VALUES),
    }
    # A key column that may be empty is no primary key; the lines are unique all the same.
    required = {field.name for field in resource.fields if field.required}
    schema["primaryKey" if set(keys) <= required else "uniqueKeys"] = keys if set(keys) <= required else [keys]
    if resource.unit_column:
        reference = {"resource": "units", "fields": ["unit_id"]}
        schema["foreignKeys"] = [{"fields": [resource.unit_column], "reference": reference}]
    return {
        "name": resource.name,
        "path": f"{resource.name}.csv",
        "type": "table",
        "title": words.say(f"open.table_{resource.name}"),
        "format": "csv",
        "mediatype": FILES["csv"],
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def _field(field: Field, words: Words) -> dict[str, Any]:
    found: dict[str, Any] = {"name": field.name, "type": field.type, "description": describe_field(field.name, words)}
    if field.unit:
        found["unit"] = words.say(f"open.unit_{field.unit}")
    bounds = {"required": field.required or None, "minimum": field.low, "maximum": field.high}
    constraints = {name: value for name, value in bounds.items() if value is not None}
    if field.values:
        constraints["enum"] = list(field.values)
    return {**found, "constraints": constraints} if constraints else found


def describe_field(name: str, words: Words) -> str:
    """Return what a column holds."""
    return words.say(f"open_field.{name}")


def licence_of(facts: Facts) -> dict[str, str] | None:
    """Return the licence that the office states, None where it states none: nobody else may choose one."""
    stated = facts.publisher.get("licence", "").strip()
    if not stated:
        return None
    name, path = LICENCES.get(stated.casefold(), ("", ""))
    return {"name": name, "path": path, "title": stated} if name else {"name": stated, "title": stated}


def _span(facts: Facts) -> tuple[str, str] | None:
    """Return first and last day of the fieldwork, else first and last month of the period."""
    if facts.fieldwork:
        return facts.fieldwork[0].isoformat(), facts.fieldwork[1].isoformat()
    return period_months(facts.period)


def describe_dataset(facts: Facts, tables: Sequence[str] = ()) -> dict[str, Any]:
    """Return the period as a Dataset in JSON-LD, for catalogues and search machines.

    Parameters
    ----------
    facts
        The facts of the period.
    tables
        The names of the open tables that are there.
    """
    period = facts.period or NO_PERIOD
    dataset: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/", "dcat": "http://www.w3.org/ns/dcat#"}
        | {"dct": "http://purl.org/dc/terms/"},
        "@type": ["Dataset", "dcat:Dataset"],
        "name": wording.title_of(facts),
        "description": wording.describe_page(facts),
        "inLanguage": facts.language,
        "isAccessibleForFree": True,
        "version": version_of(facts),
        "creativeWorkStatus": facts.release.status,
        "measurementTechnique": facts.regulation.title,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": element.names[facts.language], "alternateName": element.code}
            for element in facts.regulation.elements
        ],
        "distribution": [
            _download("index.html", "html"),
            _download(f"skm-{period}.xlsx", "xlsx"),
            *(_download(f"open-data/{name}.csv", "csv") for name in tables),
        ],
    }
    if rhythm := RHYTHMS.get(kind_of(facts.period)):
        dataset["dct:accrualPeriodicity"] = rhythm
    if span := _span(facts):
        dataset["temporalCoverage"] = f"{span[0]}/{span[1]}"
    if place := facts.publisher.get("place"):
        dataset["spatialCoverage"] = {"@type": "Place", "name": place}
    if institution := facts.publisher.get("institution"):
        dataset["publisher"] = {"@type": "GovernmentOrganization", "name": institution}
    if contact := facts.publisher.get("contact"):
        dataset["dcat:contactPoint"] = contact
    if licence := licence_of(facts):
        dataset["license"] = licence.get("path", licence["title"])
    if facts.release.released is not None:
        dataset["datePublished"] = facts.release.released.isoformat()
    return dataset


def _download(path: str, kind: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": path, "encodingFormat": FILES[kind]}


def describe_indicator(facts: Facts, words: Words) -> list[list[str]]:
    """Return the indicator's metadata (MS-Ind of Peraturan BPS 5/2020) as header and lines of name and value."""
    elements = facts.regulation.elements
    low, high = wording.scale_of(facts)
    weights = {str(element.weight) for element in elements}
    slots = {"n": len(elements), "low": low, "high": high, "times": facts.regulation.multiplier}
    formula = (
        f"{facts.regulation.multiplier} × Σ ({weights.pop()} × NRR)"
        if len(weights) == 1
        else (
            f"{facts.regulation.multiplier} × ("
            + " + ".join(f"{element.weight} × {element.code}" for element in elements)
            + ")"
        )
    )
    values = {
        "name": words.say("indicator.name_value"),
        "concept": words.say("indicator.concept_value"),
        "definition": words.say("indicator.definition_value", **slots),
        "interpretation": words.say("indicator.interpretation_value", **slots),
        "formula": formula,
        "measure": words.say("indicator.measure_value"),
        "unit": words.say("indicator.unit_value"),
        "classification": ", ".join(_level_names(facts, words)),
        "composite": words.say("indicator.yes"),
        "components": "; ".join(f"{element.code} {element.names[facts.language]}" for element in elements),
        "estimation": words.say("indicator.estimation_value"),
        "regulation": facts.regulation.title,
        "period": wording.say_period(facts),
        "publication": wording.title_of(facts),
        "public": words.say("indicator.yes"),
    }
    head = [words.say("indicator.attribute"), words.say("indicator.value")]
    return [head, *([words.say(f"indicator.{name}"), value] for name, value in values.items())]


def _level_names(facts: Facts, words: Words) -> list[str]:
    """Return by what the indicator is presented."""
    names = [words.say("level.whole"), *(words.say(f"level.{level}") for level in facts.groups)]
    return [*names, *([words.say("book.unit")] if facts.units else [])]
