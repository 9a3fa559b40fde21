"""From satisfaction questionnaires to an index (IKM) that can be published and defended.

The public names, in the order of use. Importing this package loads nothing heavy: a name brings its module when it
is first used.
"""

from importlib import import_module
from typing import Any

# name: the module that defines it
_HOMES = {
    "open_survey": "skm.survey",
    "Survey": "skm.survey",
    "load_regulation": "skm.regulation",
    "read_responses": "skm.responses",
    "Responses": "skm.responses",
    "tally_responses": "skm.tally",
    "merge_tallies": "skm.tally",
    "Tally": "skm.tally",
    "coarsen_tally": "skm.tallies",
    "read_tally": "skm.tallies",
    "write_tally": "skm.tallies",
    "compute_indices": "skm.indices",
    "IndexTable": "skm.indices",
    "compare_periods": "skm.changes",
    "ChangeTable": "skm.changes",
    "write_report": "skm.publishing",
    "run_survey": "skm.pipeline",
    "reliability": "skm.research",
    "ranks": "skm.research",
    "precision": "skm.research",
    "poststratify": "skm.research",
    "priorities": "skm.research",
    "rake": "skm.research",
    "contributions": "skm.research",
    "general_changes": "skm.research",
    "importance": "skm.research",
    "shares": "skm.research",
    "verify_figure": "skm.verifying",
    "verify_parent": "skm.verifying",
    "quality_flags": "skm.research",
    "krejcie_morgan": "skm.stats.sampling",
    "plan_sample": "skm.sampling",
    "write_sav": "skm.exporting",
    "export_responses": "skm.exporting",
    "SkmError": "skm.errors",
}

__all__ = [
    "ChangeTable",
    "IndexTable",
    "Responses",
    "SkmError",
    "Survey",
    "Tally",
    "coarsen_tally",
    "compare_periods",
    "compute_indices",
    "contributions",
    "export_responses",
    "general_changes",
    "importance",
    "krejcie_morgan",
    "load_regulation",
    "merge_tallies",
    "open_survey",
    "plan_sample",
    "poststratify",
    "precision",
    "priorities",
    "quality_flags",
    "rake",
    "ranks",
    "read_responses",
    "read_tally",
    "reliability",
    "run_survey",
    "shares",
    "tally_responses",
    "verify_figure",
    "verify_parent",
    "write_report",
    "write_sav",
    "write_tally",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        message = f"module 'skm' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
