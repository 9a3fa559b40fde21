"""The simulation of docs/methods/coverage.md: the interval holds the truth about as often as it says."""

import pytest

from benchmarks import coverage


@pytest.mark.parametrize(("setting", "n", "lowest"), [("no ceiling", 20, 0.94), ("ceiling", 150, 0.93)])
def test_logit_t_covers(setting, n, lowest, monkeypatch):
    """In a thousand seeded samples the 95 % interval holds the truth at least as often as stated, and not always."""
    monkeypatch.setattr(coverage, "TRUTH_PERSONS", 200_000)
    found = coverage.cover(setting, n, 1000)
    assert lowest <= found.logit_t <= 0.97


def test_logit_t_is_no_worse_than_t_at_the_ceiling(monkeypatch):
    """Where most answers are 4 and respondents few, logit-t covers better than t."""
    monkeypatch.setattr(coverage, "TRUTH_PERSONS", 200_000)
    found = coverage.cover("ceiling", 20, 1000)
    assert found.logit_t > found.t
