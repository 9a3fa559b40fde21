"""The documents of a period as files: `units/<id>.docx` and, for the whole, `skm-<period>.docx`."""

from collections.abc import Iterable
from pathlib import Path

from skm.periods import NO_PERIOD
from skm.publishing.documents.building import build_document, desk_of, share
from skm.publishing.documents.own_template import fill_template
from skm.publishing.documents.packing import pack_document
from skm.publishing.documents.subjects import WHOLE
from skm.publishing.facts import Facts
from skm.publishing.naming import FOLDER, name_files
from skm.tables import write_whole


def list_documents(facts: Facts) -> tuple[str, ...]:
    """Return whom the documents of a period are about: "" for the whole, then every unit by its id.

    None at all where the settings want none.
    """
    return (WHOLE, *(unit.id for unit in facts.units)) if facts.office.documents else ()


def write_documents(facts: Facts, folder: Path, keys: Iterable[str]) -> None:
    """Write the documents of some units, or of the whole.

    Parameters
    ----------
    facts
        The facts of the period in the survey's own language.
    folder
        `reports/<period>/`.
    keys
        Whom they are about, as `list_documents` names them.
    """
    names = name_files(unit.id for unit in facts.units)
    units = {unit.id: unit for unit in facts.units}
    common, own = share(facts), facts.office.template
    for key in keys:
        if own is None:
            data = pack_document(build_document(facts, units.get(key), common))
        else:
            data = fill_template(own, desk_of(facts, units.get(key), common))
        path = folder / FOLDER / names[key] if key != WHOLE else folder / f"skm-{facts.period or NO_PERIOD}"
        write_whole(path.with_name(f"{path.name}.docx"), data)
