"""Figures that an office published before, beside the ones that follow from its answers today, with the reason."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pandas as pd

from skm.errors import Place, SettingsError
from skm.indices import IndexTable
from skm.messages import note
from skm.regulation import Regulation
from skm.stats.rounding import half_up
from skm.survey import near_names, read_register
from skm.verifying.figures import CONSISTENT, EXACT, NOT_REPRODUCED, ElementFigures, judge
from skm.verifying.letters import letter_of
from skm.verifying.parents import verify_parent
from skm.verifying.printed import Printed, read_printed

REGISTER_COLUMNS = ("period", "level", "id", "value", "letter", "source")
PUBLISHED_COLUMNS = (
    *("period", "level", "id", "name", "published", "recomputed", "difference", "verdict", "explanation"),
    *("letter_published", "letter_due", "letter_recomputed", "source"),
)
FINEST = 10**7  # denominators of means: far above any number of respondents


def read_published(path: Path) -> pd.DataFrame:
    """Return the register of published figures (csv or xlsx), every cell as text.

    Raises
    ------
    SettingsError
        A column is missing or not known, or a value is no figure; all such cells at once.
    """
    table = read_register(path)
    unknown = [name for name in table.columns if name not in REGISTER_COLUMNS]
    missing = [name for name in ("period", "value") if name not in table]
    if unknown or missing:
        places = [Place(path.name, column=name) for name in (*unknown, *missing)]
        raise SettingsError("published_columns", places, known=", ".join(REGISTER_COLUMNS))
    wrong = [
        Place(path.name, column="value", row=int(row), value=text)
        for row, text in table["value"].items()
        if read_printed(text) is None
    ]
    if wrong:
        raise SettingsError("published_values", wrong)
    table = table.reindex(columns=REGISTER_COLUMNS, fill_value="")
    level = table["level"].where(table["level"] != "", "all")
    name = table["id"].where(table["id"] != "", "all")
    return table.assign(level=level, id=name)


def explain_published(register: pd.DataFrame, indices: IndexTable, language: str = "id") -> pd.DataFrame:
    """Return each published figure beside the recomputed one, with what explains the difference.

    Parameters
    ----------
    register
        Lines of `read_published`: period, level, id, value, letter, source.
    indices
        The figures that follow from the answers.
    language
        Of the explanations.

    Returns
    -------
    pandas.DataFrame
        Columns `PUBLISHED_COLUMNS`, a line for each of the register. `difference` is recomputed minus published, as
        printed. `verdict` is that of `verify_figure` for units, of `verify_parent` for the whole; a figure of a group
        that the answers do not have is "not found".

    Examples
    --------
    >>> from skm.indices import compute_indices
    >>> from skm.tally import tally_responses
    >>> answers = pd.DataFrame({"unit": "a", "period": "2020", "time": [4, 4, 3, 4], "tariff": [3, 4, 4, 3]})
    >>> line = {"period": "2020", "level": "unit", "id": "a", "value": "90,63", "letter": "A", "source": "poster"}
    >>> indices = compute_indices(tally_responses(answers, by=["unit", "period"]))
    >>> explain_published(pd.DataFrame([line]), indices)[["recomputed", "verdict"]].values.tolist()
    [['90.63', 'exact']]
    """
    frame = indices.frame[indices.frame["official"]]
    lines = [_explain(line, frame, indices, language) for line in register.to_dict("records")]
    return pd.DataFrame(lines, columns=list(PUBLISHED_COLUMNS))


def _explain(line: Mapping[str, str], frame: pd.DataFrame, indices: IndexTable, language: str) -> dict[str, str]:
    figure = read_printed(line["value"]) or Printed(Fraction(0))
    here = frame[(frame["period"] == line["period"]) & (frame["level"] == line["level"]) & (frame["id"] == line["id"])]
    index = here[(here["measure"] == "index") & (here["printed"] != "")]
    found = dict.fromkeys(PUBLISHED_COLUMNS, "") | {name: line[name] for name in ("period", "level", "id", "source")}
    found |= {"published": line["value"], "verdict": "not found"}
    instrument = indices.instruments.get(line["period"])
    if index.empty or instrument is None:
        meant = _meant(line, frame)
        asked = [note("unit_meant", language, label=line["id"], name=name) for name in meant]
        return found | {"explanation": " ".join([note("published_not_found", language), *asked])}
    law = instrument.regulation
    printed = str(index["printed"].iloc[0])
    difference = half_up(Fraction(printed) - Fraction(half_up(figure.value)))
    verdict, reason = _reason(line, figure, here, frame, law, language)
    return found | {
        "name": str(index["name"].iloc[0]),
        "recomputed": printed,
        "difference": f"{difference:+}" if difference else "0.00",
        "verdict": verdict,
        "explanation": reason,
        "letter_published": letter_of(line["letter"], law),
        "letter_due": law.grade(half_up(figure.value)).letter,
        "letter_recomputed": str(index["grade"].iloc[0]),
    }


def _meant(line: Mapping[str, str], frame: pd.DataFrame) -> list[str]:
    """Return the id that a line with an id which the answers do not have may mean, as a list; empty where none is near.

    One that stands among the figures of another period is none to be corrected.
    """
    there = frame[frame["level"] == line["level"]].drop_duplicates("id")
    if line["id"] in set(there["id"]):
        return []
    return near_names(line["id"], [(u.id, (str(u.id), str(u.name))) for u in there.itertuples(index=False)])[:1]


def _reason(
    line: Mapping[str, str], figure: Printed, here: pd.DataFrame, frame: pd.DataFrame, law: Regulation, language: str
) -> tuple[str, str]:
    """Return the verdict and, in words, what gives the published figure."""
    elements = here[here["measure"] != "index"]
    means = [Fraction(mean).limit_denominator(FINEST) for mean in elements["mean"].dropna()]
    if len(means) == len(law.elements):
        own = judge(ElementFigures(tuple(map(Printed, means))), figure, None, law)
        if own.verdict in (EXACT, CONSISTENT):
            return own.verdict, note("published_same", language)
        if own.conventions:
            return own.verdict, own.conventions[0].name(language)
    if line["level"] == "all":
        units = frame[(frame["period"] == line["period"]) & (frame["level"] == "unit") & (frame["measure"] == "index")]
        values = [(u.name, u.printed or None, int(u.n)) for u in units.itertuples(index=False)]
        if any(value for _, value, _ in values):
            parent = verify_parent(values, published=line["value"])
            if parent.aggregations:
                return parent.verdict, parent.aggregations[0].text(language)
    return NOT_REPRODUCED, note("published_unexplained", language)
