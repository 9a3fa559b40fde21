"""What `skm check` says: what each column was taken for, what was found, what comes next, and what goes back to whom.

Tables come in, texts and tables go out; nothing is read and nothing decided here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from skm.errors import PLACES_SHOWN, Place
from skm.messages import CHECK_WORDS, MESSAGES, PLACE_WORDS

SHEET_NAME_AT_MOST = 31  # characters, as Excel has it
TAKEN_NAMES = ("history",)  # sheet names that Excel keeps for itself
HEADER_SHOWN, TAKEN_SHOWN, WHY_SHOWN, LABELS_SHOWN = 46, 26, 24, 70  # characters of a line on screen
FILES_NAMED = 3
COLUMNS_TOLD = ("file", "sheet", "column", "taken_for", "why", "labels")
# Of the columns of what goes back: wide where there are sentences.
LETTER_WIDTHS = {
    words[f"head_{head}"]: width
    for words in CHECK_WORDS.values()
    for head, width in {"unit": 34, "file": 30, "column": 40, "message": 52, "todo": 52, "labels": 60, "row": 8}.items()
}
LEFT_OUT = "left out"
TOLERANT = "tolerant"
SWAPPED = ("facilities", "complaints")  # U8 and U9 in one order, U9 and U8 in the other
# Findings that a run says aloud, since a figure may hang on them.
ALOUD = (
    "named by words",
    "order assumed",
    "portal order",
    "date order assumed",
    "outside period",
    "period missing",
    "unit missing",
    "duplicate",
    "resubmission",
    "repeated row",
    "duplicate in other file",
    "rows stay there",
    "not counted there",
    "not read there",
    "duplicates not sought",
    "scale mapped",
    "counts only",
    "label read by score",
    "unit spelling",
    "unit not in force",
    "more than users",
    "service unclear",
)


# --- on screen ----------------------------------------------------------------------------------------------------


def describe_check(
    recognised: pd.DataFrame,
    exclusions: pd.DataFrame,
    accounts: Iterable[Any],
    elements: Mapping[str, str],
    language: str = "id",
    silent: Sequence[str] = (),
) -> str:
    """Return what a check found, for a person to read: first the columns of each file, then the findings by rule.

    Parameters
    ----------
    recognised
        file, sheet, column, taken_for, why, and `labels` where samples of labels are known.
    exclusions
        In the columns of exclusions.csv; `n`, where it is there, says how many lines one stands for. Refused files are
        not repeated here: their message says more.
    accounts
        What became of each file: `file`, `rows_in`, `rows_kept`.
    elements
        Name of each element by its key.
    silent
        Names of registered units that sent nothing.
    """
    rows = {account.file: (account.rows_in, account.rows_kept) for account in accounts}
    assumed = set(exclusions.loc[exclusions["rule"].isin(("order assumed", "portal order")), "file"])
    blocks = [_describe_layout(group, rows, elements, assumed, language) for group in _by_layout(recognised)]
    if found := describe_findings(exclusions, language):
        blocks.append(f"{CHECK_WORDS[language]['findings']}\n{found}")
    if silent:
        names = ", ".join(silent[:PLACES_SHOWN])
        more = PLACE_WORDS[language]["more"].format(n=len(silent) - PLACES_SHOWN)
        blocks.append(f"{CHECK_WORDS[language]['silent']}: {names}{f', {more}' if len(silent) > PLACES_SHOWN else ''}")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _by_layout(recognised: pd.DataFrame) -> list[list[pd.DataFrame]]:
    """Return the tables of the files, those together whose columns were all taken for the same."""
    groups: dict[tuple[Any, ...], list[pd.DataFrame]] = {}
    for _, table in recognised.groupby(["file", "sheet"], sort=False):
        layout = tuple(table[["column", "taken_for", "why"]].itertuples(index=False, name=None))
        groups.setdefault(layout, []).append(table)
    return list(groups.values())


def _describe_layout(
    tables: Sequence[pd.DataFrame],
    rows: Mapping[str, tuple[int, int]],
    elements: Mapping[str, str],
    assumed: set[str],
    language: str,
) -> str:
    words, first = CHECK_WORDS[language], tables[0]
    files = list(dict.fromkeys(str(table["file"].iloc[0]) for table in tables))
    sheets = {str(table["sheet"].iloc[0]) for table in tables} - {""}
    lines = [_title(files, sheets, rows, language)]
    used = [line for line in first.itertuples() if not str(line.taken_for).startswith(LEFT_OUT)]
    texts = [
        (
            _cut(line.column, HEADER_SHOWN),
            _cut(_taken_text(line.taken_for, elements, words), TAKEN_SHOWN),
            _cut(_why_text(line.why, words), WHY_SHOWN),
            _cut(_labels_text(getattr(line, "labels", "")), LABELS_SHOWN),
        )
        for line in used
    ]
    widths = [max((len(text[place]) for text in texts), default=0) for place in range(3)]
    for text in texts:
        cells = [cell.ljust(width) for cell, width in zip(text, widths, strict=False)]
        lines.append("  " + "  ".join([*cells, text[3]]).rstrip())
    left = [line for line in first.itertuples() if str(line.taken_for).startswith(LEFT_OUT)]
    if left:
        names = "; ".join(_left_text(line, elements, words) for line in left)
        lines.append(f"  {words['left_out']}: {names}")
    doubted = [_doubt_text(line) for line in used if _is_doubted(line, assumed)]
    if doubted:
        lines.append(f"  {words['unsure']}: {'; '.join(doubted)}")
    return "\n".join(lines)


def _is_doubted(line: Any, assumed: set[str]) -> bool:
    """Return whether it is not certain what a column is: only alike, or a code that means another in another order."""
    by_order = line.file in assumed and line.why == "code" and line.taken_for in SWAPPED
    return by_order or str(line.why).startswith(TOLERANT)


def _doubt_text(line: Any) -> str:
    """Return a column that is not certain, with the listed text that it is like."""
    like = str(line.why).partition(": ")[2]
    column = _cut(line.column, HEADER_SHOWN)
    return f'{column} ≈ "{_cut(like, LABELS_SHOWN)}"' if like else column


def _title(files: Sequence[str], sheets: set[str], rows: Mapping[str, tuple[int, int]], language: str) -> str:
    words = CHECK_WORDS[language]
    names = ", ".join(files[:FILES_NAMED])
    if len(files) > FILES_NAMED:
        names += f", {PLACE_WORDS[language]['more'].format(n=len(files) - FILES_NAMED)}"
    if len(sheets) == 1:
        names += f', {PLACE_WORDS[language]["sheet"]} "{next(iter(sheets))}"'
    there = sum(rows.get(file, (0, 0))[0] for file in files)
    kept = sum(rows.get(file, (0, 0))[1] for file in files)
    return words["title"].format(names=names, rows=there, kept=kept)


def _taken_text(taken: str, elements: Mapping[str, str], words: Mapping[str, str]) -> str:
    counted, _, point = taken.rpartition(" ")  # "count of 3", of a table of counts; "comments on time"
    if counted == "comments on":
        return f"{words['comments_on']} {elements.get(point, point)}"
    return elements.get(taken) or (f"{words[counted]} {point}" if counted == "count of" else words.get(taken, taken))


def _why_text(why: str, words: Mapping[str, str]) -> str:
    """Return the reason in words; what stands behind its colon is told where there is room."""
    return words.get(f"why {why.partition(':')[0]}", why)


def _labels_text(labels: Any) -> str:
    return "" if labels is None or labels != labels else str(labels)  # noqa: PLR0124  not a number is no label


def _left_text(line: Any, elements: Mapping[str, str], words: Mapping[str, str]) -> str:
    role = str(line.taken_for).removeprefix(LEFT_OUT).strip(": ")
    what = _taken_text(role, elements, words) if role else _why_text(str(line.why), words)
    return f"{_cut(line.column, HEADER_SHOWN)} ({what})"


def _cut(text: Any, length: int) -> str:
    plain = " ".join(str(text).split())
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


def describe_findings(exclusions: pd.DataFrame, language: str = "id") -> str:
    """Return the findings by rule: what it is, how many, five places, what to do.

    Refused files are left to their message.

    Examples
    --------
    >>> found = {"file": "a.csv", "sheet": "", "row": 4, "column": "U3", "rule": "off scale", "value": "7",
    ...          "action": "answer blanked", "message": "Jawaban di luar skala 1–4."}
    >>> print(describe_findings(pd.DataFrame([found])))
      Jawaban di luar skala 1–4. 1 jawaban dikosongkan:
        a.csv, kolom "U3": baris 4 "7"
        Perbaiki sel itu bila salah ketik.
    """
    blocks = []
    kept = exclusions[exclusions["action"] != "file refused"]
    for rule, of_rule in kept.groupby("rule", sort=False):
        # A message that names what it found, such as the unit that is meant, differs from line to line.
        messages = list(of_rule.groupby("message", sort=False))
        blocks += [_describe_message(str(message), lines, language) for message, lines in messages[:PLACES_SHOWN]]
        if rest := sum(_n_of(lines) for _, lines in messages[PLACES_SHOWN:]):
            blocks.append(f"    {PLACE_WORDS[language]['more'].format(n=rest)}")
        if hint := _way_out(str(rule), language):
            blocks.append(f"    {hint}")
    return "\n".join(blocks)


def _describe_message(message: str, lines: pd.DataFrame, language: str) -> str:
    actions = {action: _n_of(own) for action, own in lines.groupby("action", sort=False)}
    counts = ", ".join(f"{n} {CHECK_WORDS[language].get(action, action)}" for action, n in actions.items())
    block = [f"  {message} {counts}:"]
    block += [f"    {_place(line).text(language)}" for line in lines.head(PLACES_SHOWN).itertuples()]
    if (n := _n_of(lines)) > PLACES_SHOWN:
        block.append(f"    {PLACE_WORDS[language]['more'].format(n=n - PLACES_SHOWN)}")
    return "\n".join(block)


def _n_of(lines: pd.DataFrame) -> int:
    """Return how many lines of exclusions.csv some lines stand for."""
    return int(lines["n"].sum()) if "n" in lines else len(lines)


def _place(line: Any) -> Place:
    """Return the place of a line of exclusions."""
    row = None if pd.isna(line.row) else int(line.row)
    return Place(str(line.file), str(line.sheet or ""), str(line.column or ""), row, str(line.value or "") or None)


def _way_out(rule: str, language: str) -> str:
    """Return what to do about a rule, or about what refused a file; "" where only its own message knows that."""
    code = rule.replace(" ", "_")
    entry = MESSAGES.get(f"rule_{code}") or MESSAGES.get(code)
    hint = entry[language][1] if entry else ""
    return "" if re.search(r"(?<!\{)\{\w", hint) else hint.replace("{{", "{").replace("}}", "}")


def findings_aloud(exclusions: pd.DataFrame, language: str = "id") -> list[str]:
    """Return a line for each kind of finding that figures may hang on, with how many there are."""
    lines = []
    kept = exclusions[(exclusions["action"] != "file refused") & exclusions["rule"].isin(ALOUD)]
    for _, found in kept.groupby("rule", sort=False):
        where = CHECK_WORDS[language]["aloud"].format(n=_n_of(found), files=found["file"].nunique())
        lines.append(f"{str(found['message'].iloc[0]).split('. ')[0].rstrip('.')} ({where})")
    return lines


# --- to send back -------------------------------------------------------------------------------------------------


def findings_by_unit(
    exclusions: pd.DataFrame,
    recognised: pd.DataFrame,
    senders: pd.DataFrame,
    elements: Mapping[str, str],
    language: str = "id",
) -> dict[str, pd.DataFrame]:
    """Return the sheets of the workbook that goes back: an overview, the findings of each unit, the columns.

    Parameters
    ----------
    exclusions
        In the columns of exclusions.csv, with `unit`.
    senders
        A line for each unit and file: unit (id), name, file, rows (that count), refused.
    elements
        Name of each element by its key.

    Returns
    -------
    dict
        Sheet name → table. A finding of a whole file goes to the unit of that file; of a file of many units, to a
        sheet called as the file.
    """
    words = CHECK_WORDS[language]
    owners = _owners(exclusions, senders)
    n_found = owners.value_counts().to_dict()
    sheets = {words["sheet_overview"]: _overview(senders, n_found, words)}
    taken = {words["sheet_columns"].casefold(), words["sheet_overview"].casefold(), *TAKEN_NAMES}
    names = dict(zip(senders["unit"], senders["name"], strict=True))
    order = [owner for owner in dict.fromkeys([*senders["unit"], *owners]) if owner in n_found]
    for owner in order:
        name = sheet_name(str(names.get(owner, PurePosixPath(owner).stem)), taken)
        sheets[name] = _letter(exclusions[owners == owner], words, language)
    return sheets | ({words["sheet_columns"]: _columns(recognised, elements, words)} if len(recognised) else {})


def _columns(recognised: pd.DataFrame, elements: Mapping[str, str], words: Mapping[str, str]) -> pd.DataFrame:
    """Return what each column was taken for, in words."""
    table = recognised.assign(
        taken_for=[_taken_in_words(taken, elements, words) for taken in recognised["taken_for"]],
        why=[_why_text(why, words) for why in recognised["why"]],
    )
    heads = {name: words[f"head_{name}"] for name in COLUMNS_TOLD if name in table}
    return table[list(heads)].rename(columns=heads)


def _taken_in_words(taken: str, elements: Mapping[str, str], words: Mapping[str, str]) -> str:
    """Return what a column was taken for; of one that is left out also what it is."""
    if not taken.startswith(LEFT_OUT):
        return _taken_text(taken, elements, words)
    role = taken.removeprefix(LEFT_OUT).strip(": ")
    return f"{words['left_out']}: {_taken_text(role, elements, words)}" if role else words["left_out"]


def _owners(exclusions: pd.DataFrame, senders: pd.DataFrame) -> pd.Series:
    """Return whose each finding is: the unit of its row, else the only unit of its file, else the file."""
    of_file = senders.groupby("file")["unit"].agg(["nunique", "first"])
    alone = of_file.loc[of_file["nunique"] == 1, "first"].to_dict()
    owned = [
        str(unit) if isinstance(unit, str) and unit else str(alone.get(file, file))
        for unit, file in zip(exclusions["unit"], exclusions["file"], strict=True)
    ]
    return pd.Series(owned, index=exclusions.index, dtype=object)


def _overview(senders: pd.DataFrame, n_found: Mapping[str, int], words: Mapping[str, str]) -> pd.DataFrame:
    """Return a line for each unit and file; findings are counted once a unit."""
    counted: set[str] = set()
    lines = []
    for sender in senders.itertuples():
        found = 0 if sender.unit in counted else n_found.get(sender.unit, 0)
        counted.add(sender.unit)
        state = "refused" if sender.refused else "read" if sender.file else "silent"
        lines.append([sender.name, sender.file, int(sender.rows), found, words[f"state_{state}"]])
    heads = ("unit", "file", "rows", "found", "state")
    return pd.DataFrame(lines, columns=[words[f"head_{head}"] for head in heads])


def _letter(lines: pd.DataFrame, words: Mapping[str, str], language: str) -> pd.DataFrame:
    """Return the findings of one unit in the words of the office that gets them."""
    table = pd.DataFrame(
        {
            "file": lines["file"],
            "sheet": lines["sheet"],
            "row": lines["row"],
            "column": lines["column"],
            "value": lines["value"],
            "message": lines["message"],
            "action": [words.get(action, action) for action in lines["action"]],
            "todo": [_way_out(rule, language) for rule in lines["rule"]],
        }
    )
    return table.rename(columns={name: words[f"head_{name}"] for name in table.columns}).reset_index(drop=True)


def sheet_name(text: str, taken: set[str]) -> str:
    """Return a name that a workbook takes for a sheet; `taken` gets it, and keeps it unique.

    Examples
    --------
    >>> taken = set()
    >>> sheet_name("Puskesmas 07/08", taken), sheet_name("puskesmas 07:08", taken)
    ('Puskesmas 07 08', 'puskesmas 07 08 2')
    """
    name = " ".join(re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", text).split())[:SHEET_NAME_AT_MOST].strip() or "unit"
    base, number = name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: SHEET_NAME_AT_MOST - len(str(number)) - 1].rstrip()} {number}"
    taken.add(name.casefold())
    return name
