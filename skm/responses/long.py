"""A table with a line for each answer: which column asks, which answers, and whose line it is.

A table is one of these by what stands in its cells: its header names no elements, one of its columns does. What the
columns are called only chooses among columns that could be it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from skm.errors import DataError, Place
from skm.regulation import Regulation
from skm.responses.headers import asked_element
from skm.responses.labels import number_of, read_labels
from skm.responses.lines import QUESTIONS_AT_MOST, Lines, fold_lines, incomplete, role_of, wide_table
from skm.responses.raw import RawTable
from skm.responses.recognising import CODE, KEPT_ROLES, PROFILE_ROLES, KnownHeaders
from skm.responses.staging import StagedTable, forget_staged, quoted_name, rows_of_its_own, stage_table
from skm.responses.summaries import OF_OTHERS, set_aside
from skm.responses.wordings import line_role
from skm.survey import Survey, plain

KEYS = ("unit", "service", "period", "agency", "region")  # numbers of respondents may start again in each
SETTLED = ("date", *PROFILE_ROLES)  # what one respondent has only one of
ASKING_SHARE = 1 / 3  # of the lines that ask for an element, at least, where a column asks at all
ANSWERING_SHARE = 0.8  # of the lines that ask for an element, at least, where a nameless column answers
RESPONDENT_WORDS = frozenset({"responden", "respondent", "resp"})
NUMBER_WORDS = frozenset({"id", "no", "nomor", "kode", "number", "num", "code", "key"})
RESPONDENT = "ID responden"  # what the folded table calls the respondents' number where its own name is not known
FIVE = 5  # a score column holds numbers up to it; shares and weights are no scores


@dataclass(frozen=True)
class Layout:
    """The places of the columns of a long table.

    `asks` are one or two columns that together say which question it is; `who` the respondent's number and the keys
    that it may start again in, -1 standing for the hash of the columns that tell who somebody is; `unnamed`: the list
    of known headers does not have that of the number.
    """

    asks: tuple[int, ...]
    answer: int | None
    score: int | None
    who: tuple[int, ...]
    carried: tuple[int, ...]
    settled: tuple[int, ...]
    identity: tuple[int, ...]
    unnamed: bool


def find_layout(sample: pd.DataFrame, table: RawTable, known: KnownHeaders, regulation: Regulation) -> Layout | None:
    """Return where a long table has its columns, None where the sample is none.

    Parameters
    ----------
    sample
        Some of its rows, as texts in the columns c0, c1, …

    Raises
    ------
    DataError
        It is a long table, but nothing says whose line it is, or which column answers.
    """
    roles = {place: role_of(header, known) for place, header in enumerate(table.headers)}
    free = [place for place, role in roles.items() if role not in _ROLES and f"c{place}" in sample]
    asks = _asking(sample, table.headers, free, roles, known, regulation)
    if not asks:
        return None
    lines = sample[_asks_element(sample, asks, known, regulation)]
    if not lines[[f"c{place}" for place in asks]].duplicated().any():
        return None  # each question once: no respondents, or they stand in columns
    answer, score = _answering(lines, table, [p for p in free if p not in asks], roles, regulation)
    if answer is None and score is None:
        return None
    identity = tuple(place for place, role in roles.items() if role == "identity")
    respondent = _respondent(sample, table, roles, identity)
    keys = tuple(place for place, role in roles.items() if role in KEYS)
    used = {*asks, answer, score, respondent, *keys, *identity}
    carried = tuple(place for place, role in roles.items() if role in _CARRIED and place not in used)
    settled = tuple(place for place in carried if roles[place] in SETTLED)
    unnamed = respondent >= 0 and not roles[respondent]
    return Layout(asks, answer, score, (respondent, *keys), carried, settled, identity, unnamed)


_ROLES = {*KEPT_ROLES, *PROFILE_ROLES, "overall", "comments", "identity", "simulated"}
_CARRIED = {*KEPT_ROLES, *PROFILE_ROLES, "simulated"} - set(KEYS)


# --- which column asks --------------------------------------------------------------------------------------------


def _asking(
    sample: pd.DataFrame,
    headers: Sequence[str],
    free: Sequence[int],
    roles: Mapping[int, str | None],
    known: KnownHeaders,
    regulation: Regulation,
) -> tuple[int, ...]:
    """Return the column that asks, or two of them: element and question, or code and text."""
    named = [place for place in free if roles[place] == "question"]
    words = named or [place for place in free if line_role(headers[place]) == "question"]
    by_cells = [place for place in free if _asks(sample[f"c{place}"], known, named_so=place in words)]
    if not by_cells:
        by_number = [place for place in words if _numbers_elements(sample[f"c{place}"], regulation)]
        return tuple(by_number[:1] or named[:1])
    texts = [place for place in by_cells if not _are_codes(sample[f"c{place}"], known)]
    codes = [place for place in by_cells if place not in texts]
    if not texts:
        # Behind each code its question may stand, in words that nobody knows.
        texts = [p for p in words if p not in codes and not sample[f"c{p}"].map(_is_number).all()]
    own = texts[:2] if len(texts) > 1 else [*codes[:1], *texts]
    if len(own) == 1:
        own += [place for place in words if place not in by_cells and _divides(sample, place, own[0])][:1]
    return tuple(sorted(own, key=lambda place: sample[f"c{place}"].nunique()))


def _divides(sample: pd.DataFrame, place: int, owner: int) -> bool:
    """Return whether a column tells the questions of an element apart, each of them a question of one element."""
    pairs = sample[[f"c{owner}", f"c{place}"]].drop_duplicates()
    texts = pairs[f"c{place}"]
    return texts.ne("").all() and texts.is_unique and len(pairs) > pairs[f"c{owner}"].nunique()


def _asks(texts: pd.Series, known: KnownHeaders, *, named_so: bool) -> bool:
    """Return whether a column names elements in its cells: two at least, or one where it is called a question."""
    counts = texts[texts != ""].value_counts()
    if len(counts) > QUESTIONS_AT_MOST:
        return False
    owners = {text: asked_element(str(text), known) for text in counts.index}
    n_asking = sum(int(counts[text]) for text, owner in owners.items() if owner)
    n_elements = len({owner for owner in owners.values() if owner})
    return n_elements > 1 - named_so and n_asking >= ASKING_SHARE * counts.sum()


def _are_codes(texts: pd.Series, known: KnownHeaders) -> bool:
    return all(known.is_code(str(text)) for text in texts.unique() if text and asked_element(str(text), known))


def _is_number(text: str) -> bool:
    return text == "" or plain(text).isdecimal()


def _numbers_elements(texts: pd.Series, regulation: Regulation) -> bool:
    """Return whether a column numbers the elements of the regulation: 1 to the last, and no number more."""
    numbers = {plain(str(text)) for text in texts if text}
    return numbers == {str(number) for number in range(1, len(regulation.elements) + 1)}


def _asks_element(sample: pd.DataFrame, asks: Sequence[int], known: KnownHeaders, regulation: Regulation) -> pd.Series:
    """Return which lines ask for an element."""
    found = pd.Series(data=False, index=sample.index)
    for place in asks:
        texts = sample[f"c{place}"]
        owners = {text: bool(text) and asked_element(str(text), known) is not None for text in texts.unique()}
        found |= texts.map(owners).astype(bool)
    if not found.any():
        found |= sample[f"c{asks[0]}"] != ""
    return found


# --- which column answers -----------------------------------------------------------------------------------------


def _answering(
    lines: pd.DataFrame,
    table: RawTable,
    free: Sequence[int],
    roles: Mapping[int, str | None],
    regulation: Regulation,
) -> tuple[int | None, int | None]:
    """Return the columns of the answer and of its score."""
    named = {role: place for place, role in roles.items() if role in ("answer", "score")}
    share = {place: _answering_share(lines[f"c{place}"], regulation) for place in free}
    called = {place: line_role(table.headers[place]) for place in free}
    answer, score = named.get("answer"), named.get("score")
    if answer is None and score is None:
        answer = next((p for p in free if called[p] == "answer" and lines[f"c{p}"].ne("").any()), None)
        score = next((p for p in free if called[p] == "score" and _may_be_scores(lines[f"c{p}"])), None)
    if answer is None and score is None:
        likely = [place for place in free if share[place] >= ANSWERING_SHARE]
        numbers = [place for place in likely if lines[f"c{place}"].map(_is_number).all()]
        texts = [place for place in likely if place not in numbers]
        if len(texts) > 1 or len(numbers) > 1:
            places = [Place(table.file, table.sheet, table.headers[place]) for place in likely]
            raise DataError("long_answers_compete", places)
        answer, score = next(iter(texts), None), next(iter(numbers), None)
    return answer, score


def _answering_share(texts: pd.Series, regulation: Regulation) -> float:
    """Return the share of cells that are an answer to some element."""
    filled = texts[texts != ""]
    if filled.empty:
        return 0.0
    distinct = [str(text) for text in filled.unique()]
    known: set[str] = set()
    for element in regulation.elements:
        known |= set(read_labels(distinct, element, Survey()).scores)
    return float(filled.isin(known).mean())


def _may_be_scores(texts: pd.Series) -> bool:
    """Return whether a column can hold scores: a whole number from 1 to 5 stands in it; shares and weights do not."""
    numbers = [number_of(str(text)) for text in texts.unique()]
    return any(n is not None and n == n.to_integral_value() and 1 <= n <= FIVE for n in numbers)


# --- whose line it is ---------------------------------------------------------------------------------------------


def _respondent(sample: pd.DataFrame, table: RawTable, roles: Mapping[int, str | None], identity: Sequence[int]) -> int:
    """Return the column of the respondent's number, -1 for that of his name; a number of each line is none."""
    numbered = [place for place, role in roles.items() if role == "id" and f"c{place}" in sample]
    numbered += [p for p, role in roles.items() if not role and f"c{p}" in sample and _numbers_people(table.headers[p])]
    shared = [place for place in numbered if sample[f"c{place}"].duplicated().any()]
    shared.sort(key=lambda place: not RESPONDENT_WORDS & set(plain(table.headers[place]).split()))
    if shared:
        return shared[0]
    if any(RESPONDENT_WORDS & set(plain(table.headers[place]).split()) for place in identity):
        return -1
    raise DataError("long_without_respondent", [Place(table.file, table.sheet)], columns=", ".join(table.headers))


def _numbers_people(header: str) -> bool:
    """Return whether a header says that the column numbers respondents: "responden_id", "nomor urut responden"."""
    words = set(plain(header).split())
    return bool(words & RESPONDENT_WORDS) and bool(words & NUMBER_WORDS)


# --- folding ------------------------------------------------------------------------------------------------------


def fold_long(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    layout: Layout,
    name: str,
    known: KnownHeaders,
    regulation: Regulation,
    survey: Survey,
) -> RawTable:
    """Return a long table as a wide one: a row for each respondent, a column for each question.

    Parameters
    ----------
    name
        For the engine's tables; they go when the wide one is staged.

    Raises
    ------
    DataError
        A line does not say whose it is or what it asks; a respondent contradicts himself.
    """
    wanted = [*layout.asks, layout.answer, layout.score, *layout.who, *layout.carried]
    columns = {f"c{place}": place for place in dict.fromkeys(wanted) if place is not None and place >= 0}
    coded = [f"c{place}" for place in (*layout.asks, layout.answer, layout.score, *layout.who[1:], *layout.settled)]
    staged = stage_table(connection, table, columns, layout.identity, name, coded=coded)
    rows_of_its_own(connection, staged.name)
    questions, numbers = _questions(connection, staged, layout, known, regulation)
    if any(not row[-1].strip() for row in numbers):
        staged = _without_remarks(connection, staged, layout)
        questions, numbers = _questions(connection, staged, layout, known, regulation)
    lines = _numbered_lines(connection, staged, layout, questions, numbers)
    folded = fold_lines(connection, lines, table, regulation, survey)
    connection.execute(f"DROP VIEW {lines.source}")
    forget_staged(connection, staged.name)
    connection.unregister(f"{staged.name}_spellings")
    notes = [f"{staged.n_rows} baris jawaban, {folded.n_rows} responden"]
    return wide_table(table, folded, taken=_taken(table, layout), notes=notes, aside=(staged.rejects, staged.summaries))


def _without_remarks(connection: duckdb.DuckDBPyConnection, staged: StagedTable, layout: Layout) -> StagedTable:
    """Return the lines without those that ask nothing and are no answers: totals that say so, remarks, signatures.

    Raises
    ------
    DataError
        A line that asks nothing holds an answer.
    """
    asks, table = layout.asks[-1], staged.table
    columns = [f"c{place}" for place in (layout.answer, layout.score) if place is not None]
    answers = " || ".join(f"coalesce({column}, '')" for column in columns)
    texts = [quoted_name(column) for column in staged.columns if column != "identity_hash"]
    query = (
        f"SELECT rowid, row, trim({answers}), [{', '.join(texts)}] FROM"
        f" (SELECT t.*, n.row, t.rowid FROM {staged.name} t POSITIONAL JOIN {staged.name}_numbered n)"
        f" WHERE coalesce(trim(c{asks}), '') = ''"
    )
    staged.relation(connection).create_view(f"{staged.name}_numbered")
    found = connection.execute(query).fetchall()
    connection.execute(f"DROP VIEW {staged.name}_numbered")
    totals = {place: next((t for t in cells if t and OF_OTHERS.match(plain(t))), "") for place, _, _, cells in found}
    lost = [row for place, row, answer, _ in found if answer and not totals[place]]
    if lost:
        raise incomplete(table, table.headers[asks], lost)
    return set_aside(connection, staged, totals)


def _questions(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedTable,
    layout: Layout,
    known: KnownHeaders,
    regulation: Regulation,
) -> tuple[tuple[str, ...], dict[tuple[str, ...], int]]:
    """Return the text of each question in the order of the file, and the number of each spelling of it."""
    columns = ", ".join(f"coalesce(c{place}, '')" for place in layout.asks)
    query = f"SELECT {columns} FROM {staged.name} GROUP BY ALL ORDER BY min(rowid) LIMIT {10 * QUESTIONS_AT_MOST}"
    found = [tuple(row) for row in connection.execute(query).fetchall()]
    compose = _composed(found, known, regulation)
    texts: dict[str, str] = {}
    forms: dict[tuple[str, ...], str] = {}
    for row in found:
        text = compose(row)
        forms[row] = plain(text)
        texts.setdefault(plain(text), text)
    if len(texts) > QUESTIONS_AT_MOST:
        places = [Place(staged.table.file, staged.table.sheet, staged.table.headers[layout.asks[-1]])]
        raise DataError("long_too_many_questions", places, most=QUESTIONS_AT_MOST)
    order = {form: number for number, form in enumerate(texts)}
    return tuple(texts.values()), {row: order[form] for row, form in forms.items()}


def _composed(
    found: Sequence[tuple[str, ...]], known: KnownHeaders, regulation: Regulation
) -> Callable[[tuple[str, ...]], str]:
    """Return how the header of a question is put together of the cells that ask it."""
    if len(found[0]) == 1:
        if _numbers_elements(pd.Series([row[0] for row in found]), regulation):
            return lambda row: f"U{int(plain(row[0]))}"
        return lambda row: " ".join(row[0].split())
    asked: dict[str, list[str]] = {}
    for first, second in found:
        asked.setdefault(first, []).append(second)

    def compose(row: tuple[str, ...]) -> str:
        first, second = (" ".join(text.split()) for text in row)
        owners = {owner for text in row if (owner := known.near(text)) and not known.is_code(text)}
        if len(owners) > 1:
            raise DataError("columns_compete", [Place(column=text) for text in (first, second)], element=min(owners))
        if len(asked[row[0]]) == 1 or not known.near(first):
            # The text says more than a code; a text that nobody knows is what stands beside it.
            return second if known.near(second) or not known.near(first) else first
        if CODE.match(plain(first)):
            return f"{first}.{1 + asked[row[0]].index(row[1])} {second}"
        return f"{first} / {second}"

    return compose


def _numbered_lines(
    connection: duckdb.DuckDBPyConnection,
    staged: StagedTable,
    layout: Layout,
    questions: tuple[str, ...],
    numbers: Mapping[tuple[str, ...], int],
) -> Lines:
    """Return the lines with the numbers of their questions, as a view of the engine."""
    name, table, view = f"{staged.name}_lines", staged.table, f"{staged.name}_spellings"
    spellings = pd.DataFrame(
        {f"t{place}": [row[place] for row in numbers] for place in range(len(layout.asks))}, dtype=object
    )
    spellings["question"] = pd.Series(list(numbers.values()), dtype="int16")
    who = {f"who{number}": place for number, place in enumerate(layout.who)}
    carried = {f"own{place}": place for place in layout.carried}
    if layout.identity and layout.who[0] >= 0:
        carried["own_identity"] = -1
    sources = {key: "identity_hash" if place < 0 else _trimmed(staged, f"c{place}") for key, place in who.items()}
    sources |= {key: "identity_hash" if place < 0 else f"c{place}" for key, place in carried.items()}
    select = [f"nullif({source}, '') AS {key}" for key, source in sources.items()]
    select += [
        f"{'NULL' if place is None else f'c{place}'} AS {key}"
        for key, place in (("answer", layout.answer), ("score", layout.score))
    ]
    match = " AND ".join(f"coalesce(c{place}, '') = t{number}" for number, place in enumerate(layout.asks))
    connection.register(view, spellings)
    numbered = staged.relation(connection).sql_query()
    connection.execute(
        f"CREATE TEMP VIEW {name} AS SELECT row, question, {', '.join(select)} FROM ({numbered}) JOIN {view} ON {match}"
    )
    headers = {
        key: table.headers[place if place >= 0 else layout.identity[0]] for key, place in (who | carried).items()
    }
    if layout.unnamed:
        headers["who0"] = RESPONDENT
    return Lines(
        name,
        {key: headers[key] for key in who},
        {key: headers[key] for key in carried},
        tuple(f"own{place}" for place in layout.settled),
        questions,
        has_answer=layout.answer is not None,
        has_score=layout.score is not None,
    )


def _trimmed(staged: StagedTable, column: str) -> str:
    return column if column in staged.tidy else f"trim({column})"


def _taken(table: RawTable, layout: Layout) -> list[tuple[str, str, str]]:
    """Return what the columns were taken for that are none any more."""
    roles = dict.fromkeys(layout.asks, "question")
    roles |= {place: role for place, role in ((layout.answer, "answer"), (layout.score, "score")) if place is not None}
    roles |= dict.fromkeys(layout.identity[1:], "identity")
    there = {*layout.who, *layout.carried, *layout.identity[:1]}
    lines = []
    for place, header in enumerate(table.headers):
        if place in roles:
            lines.append((header, roles[place], "header" if roles[place] == "identity" else "cells"))
        elif place not in there and header:
            lines.append((header, "left out", "unknown"))
    return lines
