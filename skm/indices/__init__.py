"""Tally → index table: estimate, uncertainty and grade of every level.

Figures are exact fractions until they are printed; variances are floats. A unit's interval comes from its
respondents (logit-t), a parent's from its units as strata. The methods are explained in docs/methods/index.md
and parents.md.

`policies` says what an answer counts for, `estimates` gives one estimate a group, `levels` says who is in a
period and what parents get, `table` rounds and grades, `distribution` counts answers.
"""

from skm.indices.distribution import (
    DISTRIBUTION_COLUMNS,
    RESPONDENT_COLUMNS,
    AnswerShare,
    add_by_unit,
    count_respondents,
    distribute_answers,
    share_of_answers,
    widest_interval,
    with_shares,
)
from skm.indices.estimates import ElementMoments, element_moments, rows_at_ends
from skm.indices.levels import BASES, NOT_ANSWERED, PARENT_LEVELS
from skm.indices.table import CAUTION_BELOW, INDEX_COLUMNS, IndexTable, compute_indices, join_indices, spell_scale

__all__ = [
    "BASES",
    "CAUTION_BELOW",
    "DISTRIBUTION_COLUMNS",
    "INDEX_COLUMNS",
    "NOT_ANSWERED",
    "PARENT_LEVELS",
    "RESPONDENT_COLUMNS",
    "AnswerShare",
    "ElementMoments",
    "IndexTable",
    "add_by_unit",
    "compute_indices",
    "count_respondents",
    "distribute_answers",
    "element_moments",
    "join_indices",
    "rows_at_ends",
    "share_of_answers",
    "spell_scale",
    "widest_interval",
    "with_shares",
]
