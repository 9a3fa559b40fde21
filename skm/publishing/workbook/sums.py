"""The sheets that every office knows, `Olah data`: sums, NRR, weighted NRR and IKM, recomputed by live formulas.

A formula stands only where its value is the published figure; where it is not (other rules for blanks, hidden units,
weights that are not published) the figure itself stands there as a number.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from skm.publishing.facts import Answers, ElementFacts, Facts, Figure, Subject
from skm.publishing.wording import Words
from skm.publishing.workbook.plain import ABSENT, HIDDEN, Column, Formula, Sheet, Value

FIRST_ROW = 5  # of the values, as a spreadsheet counts: title, two lines, header
EXACT = 1e-9
UNIT_SHEET = "olah_data_unit"


def letters_of(place: int) -> str:
    """Return the letters of a column, the first is 0.

    Examples
    --------
    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def sum_sheets(facts: Facts, words: Words) -> list[Sheet]:
    """Return `Olah data` of the whole and, where there are several, of every unit."""
    units = [unit for unit in facts.units if unit.now.printed is not None]
    several = len(facts.units) > 1 and bool(units)
    found = [_whole_sheet(facts, words, units if several else [])]
    return [*found, _unit_sheet(facts, words, units)] if several else found


# ---- the units --------------------------------------------------------------------------------------------------


def _unit_sheet(facts: Facts, words: Words, units: Sequence[Subject]) -> Sheet:
    """Return a line a unit: sums and answers of each element, NRR, weighted NRR *) and IKM **)."""
    elements = facts.regulation.elements
    codes = [element.code for element in elements]
    columns = [
        Column(words.say("book.unit"), width=32),
        Column(words.say("book.respondents"), "count"),
        *(Column(words.say("book.sum", code=code), "plain") for code in codes),
        *(Column(words.say("book.answers", code=code), "count") for code in codes),
        *(Column(words.say("book.mean", code=code), 2) for code in codes),
        *(Column(words.say("book.weighted", code=code), "weight") for code in codes),
        Column(words.say("book.weighted_sum"), "weight"),
        Column(words.say("book.ikm"), 2),
    ]
    rows = tuple(_unit_row(facts, unit, row) for row, unit in enumerate(units, start=FIRST_ROW))
    return Sheet(
        UNIT_SHEET,
        words.say("book.sheet_olah_data_unit"),
        words.say("book.title_olah_data_unit"),
        tuple(columns),
        rows,
        (words.say("book.note_olah_data"),),
    )


def unit_places(facts: Facts) -> dict[str, int]:
    """Return in which column of the units' sheet each group of columns starts."""
    n = len(facts.regulation.elements)
    return {"sum": 2, "answers": 2 + n, "mean": 2 + 2 * n, "weighted": 2 + 3 * n, "total": 2 + 4 * n, "ikm": 3 + 4 * n}


def _unit_row(facts: Facts, unit: Subject, row: int) -> tuple[Value, ...]:
    places = unit_places(facts)
    own = {element.key: element for element in unit.elements}
    sums: list[Value] = []
    answers: list[Value] = []
    means: list[Value] = []
    weighted: list[Value] = []
    for place, element in enumerate(facts.regulation.elements):
        figure = own[element.key].now if element.key in own else None
        total = exact_sum(figure)
        n = figure.n if figure is not None else None
        sums.append(ABSENT if total is None else total)
        answers.append(ABSENT if n is None else n)
        cells = [f"{letters_of(places[name] + place)}{row}" for name in ("sum", "answers", "mean")]
        means.append(_mean_value(figure, total, n, f"={cells[0]}/{cells[1]}"))
        value = None if figure is None else figure.value
        part = spell_weight(element.weight)
        weighted.append(ABSENT if value is None else Formula(f"={cells[2]}*{part}", value * float(element.weight)))
    ends = [f"{letters_of(places['weighted'] + place)}{row}" for place in (0, len(own) - 1)]
    known = [value for value in weighted if isinstance(value, Formula)]
    if len(known) < len(weighted) or unit.now.printed is None:
        return (unit.name, unit.now.n or 0, *sums, *answers, *means, *weighted, ABSENT, shown(unit.now))
    total_value = sum(value.value for value in known)
    total_cell = f"{letters_of(places['total'])}{row}"
    ikm = index_formula(total_cell, total_value, unit.now, facts)
    total = Formula(f"=SUM({ends[0]}:{ends[1]})", total_value)
    return (unit.name, unit.now.n or 0, *sums, *answers, *means, *weighted, total, ikm)


def exact_sum(figure: Figure | None) -> int | None:
    """Return the sum of the answers behind a mean, None where it is no whole number or not known.

    Examples
    --------
    >>> exact_sum(Figure("2025", n=3, value=10 / 3)), exact_sum(Figure("2025", n=3, value=3.1))
    (10, None)
    """
    if figure is None or figure.value is None or not figure.n:
        return None
    total = figure.value * figure.n
    return round(total) if abs(total - round(total)) < EXACT * max(total, 1) else None


def _mean_value(figure: Figure | None, total: int | None, n: int | None, formula: str) -> Value:
    if figure is None or figure.value is None:
        return HIDDEN if figure is not None and figure.hidden else ABSENT
    if total is None or not n or not is_printed(total / n, figure):
        return figure.value
    return Formula(formula, total / n)


def is_printed(value: float, figure: Figure) -> bool:
    """Return whether a value is the printed figure, to the decimals that it has."""
    if figure.printed is None:
        return False
    return Decimal(str(round(value, 9))).quantize(figure.printed, ROUND_HALF_UP) == figure.printed


def shown(figure: Figure) -> Value:
    """Return a printed figure, or the symbol for why there is none."""
    if figure.hidden:
        return HIDDEN
    return ABSENT if figure.printed is None else figure.printed


def spell_weight(weight: Fraction) -> str:
    """Return a weight as a formula has it: a ninth is no decimal number.

    Examples
    --------
    >>> spell_weight(Fraction(1, 9)), spell_weight(Fraction(3, 20))
    ('1/9', '3/20')
    """
    return f"{weight.numerator}/{weight.denominator}"


def index_formula(cell: str, value: float, figure: Figure, facts: Facts) -> Value:
    """Return the formula of the index from the sum of weighted means; the printed figure where it would differ."""
    times = facts.regulation.multiplier
    if figure.printed is None or not is_printed(times * value, figure):
        return shown(figure)
    places = -int(figure.printed.as_tuple().exponent)
    return Formula(f"=ROUND({cell}*{times},{places})", float(figure.printed))


# ---- the whole --------------------------------------------------------------------------------------------------


def _whole_sheet(facts: Facts, words: Words, units: Sequence[Subject]) -> Sheet:
    """Return a line an element with answers 1 to 4, NRR and weighted NRR *), and below their sum and the IKM **)."""
    columns = (
        Column(words.say("book.code"), width=8),
        Column(words.say("book.element"), width=38),
        *(Column(words.say("book.score", score=score), "count") for score in range(1, 5)),
        Column(words.say("book.n_answers"), "count"),
        Column(words.say("book.sum_plain"), "count"),
        Column(words.say("book.mean_plain"), 2),
        Column(words.say("book.weight"), "weight"),
        Column(words.say("book.weighted_plain"), "weight", 16),
    )
    spread = {answers.key: answers for answers in facts.answers}
    rows, values = [], []
    for row, element in enumerate(facts.whole.elements, start=FIRST_ROW):
        weight = next(e.weight for e in facts.regulation.elements if e.key == element.key)
        answers = spread.get(element.key)
        mean = _whole_mean(facts, element, answers, units, row)
        value = mean.value if isinstance(mean, Formula) else float(mean) if not isinstance(mean, str) else None
        values.append(None if value is None else value * float(weight))
        weighted = ABSENT if value is None else Formula(f"=I{row}*J{row}", value * float(weight))
        part = Formula(f"={spell_weight(weight)}", float(weight))
        rows.append((element.code, element.name, *_counted(answers, row), mean, part, weighted))
    last = FIRST_ROW + len(rows) - 1
    known = [value for value in values if value is not None]
    below: tuple[tuple[str, Value], ...] = ((words.say("book.ikm"), shown(facts.whole.now)),)
    if known and len(known) == len(values):
        total = Formula(f"=SUM(K{FIRST_ROW}:K{last})", sum(known))
        index = index_formula(f"K{last + 1}", sum(known), facts.whole.now, facts)
        below = ((words.say("book.weighted_sum"), total), (words.say("book.ikm"), index))
    notes = (words.say("book.note_olah_data"), words.say(f"book.note_{'units' if units else 'one'}"))
    name, title = words.say("book.sheet_olah_data"), words.say("book.title_olah_data")
    return Sheet("olah_data", name, title, columns, tuple(rows), notes, below)


def _counted(answers: Answers | None, row: int) -> tuple[Value, ...]:
    """Return the answers 1 to 4, their number and the sum of scores."""
    if answers is None:
        return (ABSENT,) * 6
    counts: list[Value] = [HIDDEN if n is None else n for n in answers.counts]
    known = [n for n in answers.counts if n is not None]
    if len(known) < len(counts):
        return (*counts, answers.total, HIDDEN)
    total = sum(score * n for score, n in enumerate(known, start=1))
    return (
        *counts,
        Formula(f"=SUM(C{row}:F{row})", answers.total),
        Formula(f"=1*C{row}+2*D{row}+3*E{row}+4*F{row}", total),
    )


def _whole_mean(
    facts: Facts, element: ElementFacts, answers: Answers | None, units: Sequence[Subject], row: int
) -> Value:
    """Return the mean of an element of the whole as the formula that gives it, else as the printed figure."""
    figure = element.now
    if figure.printed is None or figure.value is None:
        return shown(figure)
    if units:
        return _mean_of_units(facts, element, units)
    counts = [n for n in answers.counts if n is not None] if answers is not None else []
    if answers is None or len(counts) < 4 or not answers.total:
        return figure.value
    value = sum(score * n for score, n in enumerate(counts, start=1)) / answers.total
    return Formula(f"=H{row}/G{row}", value) if is_printed(value, figure) else figure.value


def _mean_of_units(facts: Facts, element: ElementFacts, units: Sequence[Subject]) -> Value:
    """Return the official mean over units as a formula over their sheet, where it is that of the units shown."""
    figure = element.now
    sheet = f"'{_sheet_name(facts)}'"
    keys = [e.key for e in facts.regulation.elements]
    column = letters_of(unit_places(facts)["mean"] + keys.index(element.key))
    cells = f"{sheet}!{column}{FIRST_ROW}:{column}{FIRST_ROW + len(units) - 1}"
    own = [next((e.now.value for e in unit.elements if e.key == element.key), None) for unit in units]
    known = [value for value in own if value is not None]
    if len(known) == len(own) and not any(unit.now.hidden for unit in facts.units):
        if facts.official == "units" and is_printed(sum(known) / len(known), figure):
            return Formula(f"=AVERAGE({cells})", sum(known) / len(known))
        sizes = [unit.now.n or 0 for unit in units]
        if facts.official == "respondents" and sum(sizes):
            value = sum(n * mean for n, mean in zip(sizes, known, strict=True)) / sum(sizes)
            numbers = f"{sheet}!B{FIRST_ROW}:B{FIRST_ROW + len(units) - 1}"
            if is_printed(value, figure):
                return Formula(f"=SUMPRODUCT({cells},{numbers})/SUM({numbers})", value)
    return figure.value if figure.value is not None else shown(figure)


def _sheet_name(facts: Facts) -> str:
    from skm.publishing.wording import load_words

    return load_words(facts.language).say("book.sheet_olah_data_unit")
