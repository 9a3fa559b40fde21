"""The workbook in which an office types its paper forms: the unit filled in, the answers from lists."""

import datetime as dt
import io
from typing import Any

from skm.regulation import Regulation
from skm.starting.form import Question, load_form, questions_of

ROWS = 500  # rows that are prepared; a unit with more goes on in a copy
FIRST_DAY = dt.date(2004, 1, 1)  # the year of the first rule: no survey is older
OLDEST, YOUNGEST = 110, 5  # credible ages, as in skm/responses/wordings.toml
MADE = dt.datetime(2017, 1, 1, tzinfo=dt.UTC)  # a fixed date: the same unit gives the same bytes


def template_workbook(unit: str, regulation: Regulation) -> bytes:
    """Return the workbook of a unit: a sheet for the answers, a sheet that explains it.

    Its headers are the question texts by which reading knows the elements; no column asks who somebody is. Only the
    prepared cells can be typed in; the protection has no password.

    Parameters
    ----------
    unit
        Stands in every prepared row, so that rows keep their unit wherever they are copied to.
    """
    import xlsxwriter

    form, target = load_form(), io.BytesIO()
    words = form["workbook"]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": MADE.replace(tzinfo=None)})
        _write_answers(book, book.add_worksheet(words["answers"]), unit, regulation)
        _write_guide(book, book.add_worksheet(words["guide"]), unit, words)
    return target.getvalue()


def _write_answers(book: Any, sheet: Any, unit: str, regulation: Regulation) -> None:
    form, questions = load_form(), questions_of(regulation)
    words, boxes = form["workbook"], form["boxes"]
    head = book.add_format(
        {
            "bold": True,
            "text_wrap": True,
            "valign": "top",
            "bg_color": "#DDE7F0",
            "border": 1,
            "border_color": "#8899AA",
        }
    )
    fixed = book.add_format({"bg_color": "#EEEEEE", "border": 1, "border_color": "#C8CDD2"})
    typed = {"locked": False, "border": 1, "border_color": "#C8CDD2"}
    text, day = book.add_format(typed), book.add_format(typed | {"num_format": "dd/mm/yyyy", "align": "left"})
    columns = [
        (words["unit"], 30, fixed, None),
        (words["number"], 12, text, None),
        (form["date"], 13, day, _date_rule(words)),
        (form["service"], 24, text, None),
        (boxes["sex"]["name"], 14, text, _list_rule(boxes["sex"]["labels"], words)),
        (boxes["age"]["name"], 8, text, _age_rule(words)),
        (boxes["education"]["name"], 13, text, _list_rule(boxes["education"]["labels"], words, firm=False)),
        (boxes["occupation"]["name"], 13, text, _list_rule(boxes["occupation"]["labels"], words, firm=False)),
    ]
    columns += [(_header(number, q), 26, text, _list_rule(q.labels, words)) for number, q in enumerate(questions, 1)]
    sheet.set_row(0, 92)
    for place, (title, width, cells, rule) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
        for row in range(1, ROWS + 1):
            if place:
                sheet.write_blank(row, place, None, cells)
            else:
                sheet.write_string(row, place, unit, cells)
        if rule:
            sheet.data_validation(1, place, ROWS, place, rule)
    sheet.freeze_panes(1, 2)
    sheet.set_selection(1, 1, 1, 1)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)


def _header(number: int, question: Question) -> str:
    return f"{number}. {question.text}"


def _list_rule(labels: Any, words: dict[str, Any], *, firm: bool = True) -> dict[str, Any]:
    """Return the rule that a cell takes one of some labels; one that is not firm asks before it takes another."""
    return {
        "validate": "list",
        "source": list(labels),
        "error_type": "stop" if firm else "warning",
        "error_title": words["list_title"],
        "error_message": words["list_message"] if firm else words["profile_message"],
    }


def _date_rule(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": ">=",
        "value": FIRST_DAY,
        "error_title": words["date_title"],
        "error_message": words["date_message"],
    }


def _age_rule(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": YOUNGEST,
        "maximum": OLDEST,
        "error_title": words["age_title"],
        "error_message": words["age_message"],
    }


def _write_guide(book: Any, sheet: Any, unit: str, words: dict[str, Any]) -> None:
    """Write the sheet that explains: one step a line, in words that no reader takes for a question."""
    title = book.add_format({"bold": True, "font_size": 14})
    step = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 4, step)
    sheet.set_column(1, 1, 90, step)
    sheet.write_string(0, 0, words["title"], title)
    for number, text in enumerate(words["steps"], start=1):
        sheet.write_string(number + 1, 0, f"{number}.", step)
        sheet.write_string(number + 1, 1, text.replace("{unit}", unit).replace("{rows}", str(ROWS)), step)
        sheet.set_row(number + 1, 34)
    sheet.protect()
