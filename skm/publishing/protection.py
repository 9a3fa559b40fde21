"""All that stands between the tables and what is published: what is hidden, and the counts of people that are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from skm.publishing.differences import Beside, keep_services, read_figures
from skm.publishing.evidence import Evidence
from skm.publishing.hiding import Hidden, find_hidden, parts_of_years
from skm.publishing.persons import Persons, count_persons
from skm.publishing.reading import Book, Register


@dataclass(frozen=True)
class Protection:
    """What is hidden in each period, and the counts of people that may be shown."""

    hidden: dict[str, Hidden]
    persons: Persons


def protect(
    survey: Any,
    indices: Any,
    book: Book,
    register: Register,
    evidence: Evidence,
    earlier: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> Protection:
    """Return what may be published of all periods: they are solved together, since a year gives its parts back.

    Parameters
    ----------
    survey
        A `skm.survey.Survey`.
    indices
        A `skm.indices.IndexTable`.
    book
        Its rows.
    register
        Which unit belongs to which group.
    evidence
        Its tables of respondents and of answers.
    earlier
        The published figures of every edition that there is of a period: a difference tells of those who moved.
    """
    regulations = {
        period: indices.instruments[period].regulation
        if period in indices.instruments
        else survey.regulation_for(period)
        for period in book.periods()
    }
    minimum = survey.publish.minimum_cell
    editions = {period: told for period in book.periods() if (told := (earlier or {}).get(period))}
    services = {
        period: keep_services(Beside(read_figures(book, period, regulations[period].multiplier)), told, minimum)
        for period, told in editions.items()
    }
    hidden = find_hidden(book, register, survey, regulations, services)
    years = parts_of_years(book.periods())
    persons = count_persons(
        book, evidence.respondents, evidence.distribution, hidden, years, minimum, editions, regulations
    )
    hidden = {
        period: replace(
            own,
            corrected=(persons.kept[period].subjects | {unit for _, unit, _ in services[period]}) - own.units,
            revised=persons.kept[period].differs,
        )
        if period in editions
        else own
        for period, own in hidden.items()
    }
    return Protection(hidden, persons)
