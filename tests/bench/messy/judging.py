"""What the reader made of a file, beside its truth: exact, refused with its reason, or wrong and in what."""

import math
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import skm
from messy.designs import Case
from messy.people import NOT_APPLICABLE, SECRETS
from skm.errors import SkmError
from skm.responses import Responses

EXACT, REFUSED, WRONG = "exact", "refused", "WRONG"


@dataclass(frozen=True)
class Verdict:
    """The outcome of one file: `reason` is the code of a refusal, or the first difference to the truth."""

    case: Case
    outcome: str
    reason: str = ""

    @property
    def undeserved(self) -> bool:
        """Whether a file that should be readable was refused, or one that must be refused for another reason."""
        if self.case.refused:
            return self.outcome == REFUSED and self.reason not in self.case.refused
        return self.outcome == REFUSED and self.case.readable


def judge_all(cases: Iterable[Case]) -> Iterator[Verdict]:
    """Read each file with the public function, and compare."""
    with tempfile.TemporaryDirectory() as name:
        for case in cases:
            yield judge(case, Path(name))


def judge(case: Case, folder: Path) -> Verdict:
    """Return the verdict on one file."""
    path = folder / case.file
    path.write_bytes(case.content)
    settings = folder / "skm.toml"
    settings.write_text(case.settings, encoding="utf-8")
    try:
        responses = skm.read_responses(path, settings=settings, unit=case.unit)
        difference = _difference(responses, case)
    except SkmError as error:
        return _refusal(case, error)
    except Exception as error:  # noqa: BLE001  whatever it is, an office would see a crash
        difference = f"crashed: {type(error).__name__}: {error}"
    finally:
        path.unlink()
    if difference is None and case.refused:
        difference = f"read, must be refused: {', '.join(sorted(case.refused))}"
    return Verdict(case, EXACT if difference is None else WRONG, difference or "")


def _refusal(case: Case, error: SkmError) -> Verdict:
    message = f"{error.message('id')}\n{error.message('en')}"
    if told := [secret for secret in SECRETS if secret in message]:
        return Verdict(case, WRONG, f"message tells {told[0]}")
    return Verdict(case, REFUSED, error.code)


def _difference(responses: Responses, case: Case) -> str | None:
    """Return the first difference between what was read and the truth, None where there is none."""
    if told := _told(responses):
        return f"carries {told} along"
    if case.truth.counted:
        return _difference_of_counts(responses, case)
    rows = _read_rows(responses)
    if responses.n_rows != len(rows) + responses.n_dropped:
        return f"{responses.n_rows} rows in, {len(rows)} kept, {responses.n_dropped} dropped"
    true = [(_unit_id(unit), _plain_scores(scores)) for unit, scores in case.truth.people]
    answered = [any(_is_number(v) for values in scores.values() for v in values) for _, scores in case.truth.people]
    numbers = case.truth.rows or (None,) * len(true)
    wanted = Counter((n, *line) for n, line, said in zip(numbers, true, answered, strict=True) if said)
    found = Counter((n if case.truth.rows else None, *line) for n, *line in rows)
    if found == wanted:
        return None
    return _first_difference(list(wanted - found), list(found - wanted))


def _first_difference(missing: list[tuple], extra: list[tuple]) -> str:
    """Return how many rows differ, and in what the first two do."""
    said = f"{len(missing)} not there, {len(extra)} not true"
    if not missing or not extra:
        return f"{said}: {(missing or extra)[0]}"
    first = min(missing, key=str)
    beside = max(
        extra, key=lambda row: sum(a == b for a, b in zip(row[2], first[2], strict=False)) + (row[0] == first[0])
    )
    there = [pair for pair in first[2] if pair not in beside[2]]
    read = [pair for pair in beside[2] if pair not in first[2]]
    return f"{said}: true {first[:2]} {there[:3]}, read {beside[:2]} {read[:3]}"


def _read_rows(responses: Responses) -> list[tuple[int, str, tuple]]:
    """Return (row, unit, scores by element) of each row that was kept."""
    items = list(responses.instrument.items)
    frame = responses.to_pandas()
    found = []
    for row, unit, mask, *values in frame[["row", "unit", "not_applicable", *(i.key for i in items)]].itertuples(
        index=False
    ):
        scores: dict[str, list] = {}
        for place, (item, value) in enumerate(zip(items, values, strict=True)):
            score = None if pd.isna(value) else float(value)
            said = bool(int(mask) >> place & 1) if not pd.isna(mask) else False
            scores.setdefault(item.element, []).append(NOT_APPLICABLE if said else score)
        found.append((int(row), str(unit), _plain_scores({e: tuple(v) for e, v in scores.items()})))
    return found


def _plain_scores(scores: dict) -> tuple:
    """Return scores in an order of their own; the questions of one element in the order of the table."""
    return tuple(sorted((e, tuple(float(v) if _is_number(v) else v for v in vs)) for e, vs in scores.items()))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _unit_id(name: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in name.casefold()).split())


def _difference_of_counts(responses: Responses, case: Case) -> str | None:
    """Compare mean and number of answers by unit and element; of counts no rows can be had."""
    frame = skm.compute_indices(responses.tally(by=["unit"])).frame
    units = frame[(frame["level"] == "unit") & (frame["measure"] != "index")]
    found = {(row.id, row.measure): (int(row.n), float(row.mean)) for row in units.itertuples()}
    answers: dict[tuple[str, str], list[list[float]]] = {}
    for unit, scores in case.truth.people:
        for element, values in scores.items():
            answers.setdefault((_unit_id(unit), element), []).append([v for v in values if _is_number(v)])
    wanted = {key: (len(rows), sum(sum(r) / len(r) for r in rows) / len(rows)) for key, rows in answers.items()}
    if set(found) != set(wanted):
        return f"units and elements differ: {sorted(set(wanted) ^ set(found))[:2]}"
    for key, (n, mean) in wanted.items():
        if found[key][0] != n or not math.isclose(found[key][1], mean, rel_tol=1e-9):
            return f"{key}: {found[key]} instead of {(n, mean)}"
    return None


def _told(responses: Responses) -> str:
    """Return what of a person came through the reader, "" where nothing did."""
    tables = (responses.exclusions, responses.recognised, responses.to_pandas())
    text = "\n".join(table.to_csv() for table in tables)
    return next((secret for secret in SECRETS if secret in text), "")


def table(verdicts: Iterable[Verdict]) -> str:
    """Return the table of the bench: for each shape how many files were read exactly, refused and why, read wrongly."""
    verdicts = list(verdicts)
    lines = ["| shape | files | exact | refused, as it must be | refused | WRONG |", "|---|---|---|---|---|---|"]
    for shape in [*dict.fromkeys(v.case.shape for v in verdicts), "all"]:
        own = [v for v in verdicts if shape in (v.case.shape, "all")]
        exact = sum(v.outcome == EXACT for v in own)
        demanded = sum(v.outcome == REFUSED and bool(v.case.refused) for v in own)
        reasons = Counter(v.reason for v in own if v.outcome == REFUSED and not v.case.refused)
        refused = ", ".join(f"{code} {n}" for code, n in sorted(reasons.items())) or "0"
        wrong = sum(v.outcome == WRONG for v in own)
        lines.append(f"| {shape} | {len(own)} | {exact} | {demanded} | {refused} | {wrong} |")
    return "\n".join(lines)
