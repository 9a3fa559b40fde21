"""The messy bench: every generated file is read to exactly its scores or refused; what should be read is read."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from messy.designs import all_cases
from messy.judging import REFUSED, WRONG, judge_all, table
from messy.unseen import UNSEEN

FILES_AT_LEAST = 240
UNDESERVED_AT_MOST = 0.03  # of the files that should be readable
UNSEEN_REFUSED_AT_MOST = 0.6  # of the files in words that no list holds; 0.52 of all of them


@pytest.fixture(scope="module")
def cases():
    """Return all files of the bench."""
    return list(all_cases())


@pytest.fixture(scope="module")
def verdicts(cases):
    """Return the verdict on every eleventh file of the bench; `python -m tests.bench` judges all of them."""
    return list(judge_all(cases[::11]))


def test_no_file_is_read_wrongly(verdicts):
    """Zero silent errors: no wrong score, unit, row number or count, no crash, nobody's name carried along."""
    print(f"\n{table(verdicts)}")  # noqa: T201  `pytest -s` shows it
    wrong = [f"{verdict.case.name}: {verdict.reason}" for verdict in verdicts if verdict.outcome == WRONG]
    assert not wrong, "\n".join(wrong)


def test_what_should_be_readable_is_read(verdicts):
    """Refusing everything would be no error and no use: few sound files may be refused."""
    sound = [v for v in verdicts if v.case.readable and not v.case.refused]
    refused = [f"{v.case.name}: {v.reason}" for v in verdicts if v.undeserved]
    assert len(refused) <= UNDESERVED_AT_MOST * len(sound), "\n".join(refused)


def test_unseen_words_are_not_all_refused(verdicts):
    """General rules read some questionnaires in words that no list holds."""
    unseen = [v for v in verdicts if v.case.shape.startswith("unseen")]
    refused = Counter(v.reason for v in unseen if v.outcome == REFUSED)
    assert refused.total() <= UNSEEN_REFUSED_AT_MOST * len(unseen), refused


def test_the_bench_is_large_and_always_the_same(cases):
    """The same files come out each time, whatever was drawn before, and enough of them."""
    random.seed(len(cases))
    again = list(all_cases())
    assert len(cases) >= FILES_AT_LEAST
    assert [case.name for case in cases] == [case.name for case in again]
    text_files = [(a, b) for a, b in zip(cases, again, strict=True) if a.file.endswith((".csv", ".tsv", ".zip"))]
    assert all(a.content == b.content for a, b in text_files)


def test_the_judge_sees_a_wrong_score(cases):
    """A bench that cannot fail proves nothing: with another truth the same reading is wrong."""
    case = next(case for case in cases if case.shape == "wide" and case.readable)
    (unit, scores), *others = case.truth.people
    other = {**scores, "time": (5 - scores["time"][0],)}
    spoiled = replace(case, truth=replace(case.truth, people=((unit, other), *others)))
    assert [verdict.outcome for verdict in judge_all([spoiled])] == [WRONG]
    assert len(UNSEEN) >= 8
