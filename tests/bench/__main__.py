"""Print the table of the messy bench: `python -m tests.bench`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from messy.designs import all_cases
from messy.judging import WRONG, judge_all, table

if __name__ == "__main__":
    wanted = " ".join(sys.argv[1:])
    verdicts = list(judge_all(case for case in all_cases() if wanted in case.name))
    for verdict in verdicts:
        if verdict.outcome != "exact" and (
            verdict.outcome == WRONG or verdict.undeserved or "unseen" in verdict.case.shape
        ):
            print(f"{verdict.outcome} {verdict.case.name}: {verdict.reason}")
    print(f"\n{table(verdicts)}")
    sys.exit(any(verdict.outcome == WRONG for verdict in verdicts))
