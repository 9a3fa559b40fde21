"""`fakta.xlsx`: five small tables for journalists, numbers as numbers, each with a title and its notes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from skm.publishing.facts import Difference, Facts, Figure
from skm.publishing.formatting import NBSP
from skm.publishing.kit.papers import clean
from skm.publishing.kit.sentences import compares, list_stamp_lines, name_of, say, say_contact
from skm.publishing.stamps import say_hash
from skm.publishing.wording import say_grade, say_period, say_verdict, scale_of
from skm.tables import replace_whole

Cell = Decimal | float | int | str
HEAD_ROW = 4  # title, states, notes and source stand above the table
NUMBERED = "0.00"
A4 = 9  # as Excel counts sizes of paper
SHARE = "0.0"


@dataclass(frozen=True)
class Sheet:
    """One table: its sheet's name, its title, the heads of its columns and its lines; a share has one decimal."""

    name: str
    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    shares: tuple[int, ...] = ()


def build_sheets(facts: Facts) -> tuple[Sheet, ...]:
    """Return the five tables of a period, in the language of the facts."""
    return (_whole(facts), _elements(facts), _units(facts), _answers(facts), _respondents(facts))


def _say(facts: Facts, key: str, **values: object) -> str:
    return say(facts, f"fact_book.{key}", **values).replace(NBSP, " ")


def _number(value: Decimal | float | None, figure: Figure | None = None) -> Cell:
    """Return a number with the two decimals that are printed, or the symbol for its absence."""
    if figure is not None and figure.hidden:
        return "x"
    if value is None:
        return ".."
    return value if isinstance(value, Decimal) else _hundredths(value)


def _hundredths(value: float, places: str = "0.01") -> Decimal:
    return Decimal(str(value)).quantize(Decimal(places), "ROUND_HALF_UP")


def _count(figure: Figure | None) -> Cell:
    if figure is None:
        return ".."
    return "x" if figure.n is None else figure.n


def _interval(figure: Figure | None) -> tuple[Cell, Cell]:
    if figure is None or figure.printed is None:
        return (_number(None, figure), _number(None, figure))
    return _number(figure.low, figure), _number(figure.high, figure)


def _change(facts: Facts, change: Difference | None, *, many: bool = False) -> tuple[Cell, Cell, Cell, Cell]:
    if change is None or change.printed is None:
        return "..", "..", "..", ".."
    return change.printed, _number(change.low), _number(change.high), say_verdict(change, facts, many)


def _marks(figure: Figure) -> str:
    return " ".join(figure.marks)


def _whole(facts: Facts) -> Sheet:
    keys = ("period", "index", "low", "high", "grade", "n", "change", "change_low", "change_high", "conclusion", "mark")
    lines = []
    for figure in (facts.whole.before if compares(facts) else None, facts.whole.now):
        if figure is None:
            continue
        change = facts.whole.difference if figure is facts.whole.now and compares(facts) else None
        lines.append(
            (
                say_period(facts, figure.period),
                _number(figure.printed, figure),
                *_interval(figure),
                say_grade(figure),
                _count(figure),
                *_change(facts, change),
                _marks(figure),
            )
        )
    title = clean(_say(facts, "title_whole", name=name_of(facts), period=say_period(facts)))
    return Sheet(_say(facts, "whole"), title, tuple(_say(facts, key) for key in keys), tuple(lines))


def _elements(facts: Facts) -> Sheet:
    both = compares(facts)
    mean = _say(facts, "mean", period=say_period(facts))
    columns = [_say(facts, "code"), _say(facts, "element"), mean, _say(facts, "low"), _say(facts, "high")]
    if both:
        columns += [_say(facts, "mean", period=say_period(facts, facts.previous)), say(facts, "column.change_mean")]
        columns += [_say(facts, "contribution")]
    lines = []
    for element in facts.whole.elements:
        line: list[Cell] = [element.code, clean(element.name), _number(element.now.printed, element.now)]
        line += _interval(element.now)
        if both:
            before, change = element.before, element.difference
            line += [_number(before.printed if before else None, before)]
            line += [_number(change.printed if change else None), _number(change.contribution if change else None)]
        lines.append(tuple(line))
    ends = {"scale_low": facts.regulation.scale[0], "scale_high": facts.regulation.scale[1]}
    title = _say(facts, "title_elements", **ends, period=say_period(facts))
    return Sheet(_say(facts, "elements"), title, tuple(columns), tuple(lines))


def _units(facts: Facts) -> Sheet:
    both = compares(facts)
    index = _say(facts, "index_of", period=say_period(facts))
    columns = [_say(facts, "unit"), _say(facts, "n"), index, _say(facts, "low"), _say(facts, "high")]
    columns += [_say(facts, "grade")]
    if both:
        columns += [_say(facts, "index_of", period=say_period(facts, facts.previous)), _say(facts, "change")]
        columns += [_say(facts, "conclusion")]
    lines = []
    for unit in facts.units:
        line: list[Cell] = [clean(unit.name), _count(unit.now), _number(unit.now.printed, unit.now)]
        line += [*_interval(unit.now), say_grade(unit.now)]
        if both:
            change, _, _, verdict = _change(facts, unit.difference, many=True)
            line += [_number(unit.before.printed if unit.before else None, unit.before), change, verdict]
        lines.append((*line, _marks(unit.now)))
    title = _say(facts, "title_units", period=say_period(facts))
    return Sheet(_say(facts, "units"), title, (*columns, _say(facts, "mark")), tuple(lines))


def _answers(facts: Facts) -> Sheet:
    scores = [_say(facts, "score", score=score) for score in range(1, 5)]
    ends = (_say(facts, "share"), _say(facts, "low"), _say(facts, "high"), _say(facts, "answers_n"))
    columns = (_say(facts, "code"), _say(facts, "question"), *scores, *ends)
    lines = []
    for answer in facts.answers:
        counts: tuple[Cell, ...] = tuple("x" if count is None else count for count in answer.counts)
        shares: tuple[Cell, ...] = tuple(
            "x" if share is None else _hundredths(100 * share, "0.1")
            for share in (answer.share_3_4, answer.low, answer.high)
        )
        lines.append((answer.code, clean(answer.short), *counts, *shares, answer.total))
    title = _say(facts, "title_answers", period=say_period(facts))
    first = 2 + len(scores)
    return Sheet(_say(facts, "answers"), title, columns, tuple(lines), tuple(range(first, first + 3)))


def _respondents(facts: Facts) -> Sheet:
    keys = ("view", "group", "n", "index", "low", "high")
    lines = [
        (
            say(facts, f"level.{profile.view}"),
            clean(group.name) or say(facts, "level.unanswered"),
            _count(group.now),
            _number(group.now.printed, group.now),
            *_interval(group.now),
        )
        for profile in facts.profiles
        for group in profile.groups
    ]
    title = _say(facts, "title_respondents", period=say_period(facts))
    return Sheet(_say(facts, "respondents"), title, tuple(_say(facts, key) for key in keys), tuple(lines))


def write_fact_book(facts: Facts, path: Path) -> None:
    """Write the five tables as a workbook; text stays text, whatever it begins with."""
    import xlsxwriter

    low, high = scale_of(facts)
    notes = (
        " ".join(list_stamp_lines(facts)),
        f"{_say(facts, 'unit_is_points', low=low, high=high)} {_say(facts, 'legend', few=facts.minimum_respondents)}",
        ". ".join(text for text in (say_contact(facts), say_hash(facts)) if text),
    )

    def write(temporary: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(str(temporary), options) as book:
            # A fixed date: the same tables give the same bytes.
            book.set_properties({"title": notes[0], "created": dt.datetime(2017, 1, 1)})  # noqa: DTZ001 a file's date
            bold = book.add_format({"bold": True, "font_size": 14})
            looks = {place: book.add_format({"num_format": place}) for place in (NUMBERED, SHARE, "0", "#,##0")}
            right = book.add_format({"align": "right"})
            for number, sheet in enumerate(build_sheets(facts), start=1):
                _write_sheet(book.add_worksheet(sheet.name), sheet, number, notes, (bold, looks, right))

    replace_whole(path, write)


def _look_of(cell: Decimal | float) -> str:
    """Return how a number looks: a figure that is told with fewer decimals, as beside a hidden unit, keeps them.

    Examples
    --------
    >>> _look_of(Decimal("84.2")), _look_of(Decimal("84.20")), _look_of(Decimal("84"))
    ('0.0', '0.00', '0')
    """
    places = -int(cell.as_tuple().exponent) if isinstance(cell, Decimal) else 2
    return {0: "0", 1: SHARE}.get(places, NUMBERED)


def _write_sheet(page: object, sheet: Sheet, number: int, notes: Sequence[str], looks: tuple) -> None:  # type: ignore[type-arg]
    bold, formats, right = looks
    page.write_string(0, 0, sheet.title, bold)  # type: ignore[attr-defined]
    for row, note in enumerate(notes, start=1):
        page.write_string(row, 0, clean(note))  # type: ignore[attr-defined]
    for row, line in enumerate(sheet.lines, start=HEAD_ROW + 1):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                look = right if cell in ("x", "..") else None
                page.write_string(row, column, cell, look)  # type: ignore[attr-defined]
            elif isinstance(cell, int):
                page.write_number(row, column, cell, formats["#,##0"])  # type: ignore[attr-defined]
            else:
                look = formats[SHARE if column in sheet.shares else _look_of(cell)]
                page.write_number(row, column, float(cell), look)  # type: ignore[attr-defined]
    last = HEAD_ROW + max(len(sheet.lines), 1)
    heads = [{"header": head} for head in _unlike(sheet.columns)]
    options = {"columns": heads, "name": f"fakta_{number}", "style": "Table Style Light 1", "autofilter": False}
    page.add_table(HEAD_ROW, 0, last, len(sheet.columns) - 1, options)  # type: ignore[attr-defined]
    page.freeze_panes(HEAD_ROW + 1, 0)  # type: ignore[attr-defined]
    page.set_landscape()  # type: ignore[attr-defined]
    page.set_paper(A4)  # type: ignore[attr-defined]
    page.fit_to_pages(1, 0)  # type: ignore[attr-defined]
    for column, head in enumerate(sheet.columns):
        longest = max((len(str(line[column])) for line in sheet.lines), default=0)
        page.set_column(column, column, min(max(longest, len(head)) + 2, 48))  # type: ignore[attr-defined]


def _unlike(heads: Sequence[str]) -> list[str]:
    """Return heads that differ, as a table needs them: a repeated one gets a number."""
    found: list[str] = []
    for head in heads:
        same = sum(other == head or other.startswith(f"{head} (") for other in found)
        found.append(f"{head} ({same + 1})" if same else head)
    return found
