"""All that stands between the tables and what is published: what is hidden, and the counts of people that are not."""

from dataclasses import dataclass
from typing import Any

from skm.publishing.evidence import Evidence
from skm.publishing.hiding import Hidden, find_hidden, parts_of_years
from skm.publishing.persons import Persons, count_persons
from skm.publishing.reading import Book, Register


@dataclass(frozen=True)
class Protection:
    """What is hidden in each period, and the counts of people that may be shown."""

    hidden: dict[str, Hidden]
    persons: Persons


def protect(survey: Any, indices: Any, book: Book, register: Register, evidence: Evidence) -> Protection:
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
    """
    regulations = {
        period: indices.instruments[period].regulation
        if period in indices.instruments
        else survey.regulation_for(period)
        for period in book.periods()
    }
    hidden = find_hidden(book, register, survey, regulations)
    minimum = survey.publish.minimum_cell
    years = parts_of_years(book.periods())
    return Protection(hidden, count_persons(book, evidence.respondents, evidence.distribution, hidden, years, minimum))
