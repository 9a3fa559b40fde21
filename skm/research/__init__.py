"""For researchers: reliability, ranks, weights, contributions and importance, from tallies and index tables.

None of these figures replaces an official one. Tables are plain DataFrames; the formulas are in `skm.stats`.
"""

from skm.research.changing import (
    COMPOSITION_COLUMNS,
    CONTRIBUTION_COLUMNS,
    GeneralChanges,
    compositions,
    contributions,
    general_changes,
)
from skm.research.explaining import importance
from skm.research.funnels import FUNNEL_COLUMNS, funnel_curves
from skm.research.precise import PRECISION_COLUMNS, precision
from skm.research.prioritising import (
    END_COLUMNS,
    LEAD_COLUMNS,
    PRIORITY_COLUMNS,
    change_leads,
    element_ends,
    elements_apart,
    priorities,
)
from skm.research.rankings import RANK_COLUMNS, ranks
from skm.research.reliabilities import RELIABILITY_COLUMNS, reliability
from skm.research.reviewing import FLAG_COLUMNS, quality_flags
from skm.research.satisfied import SHARE_COLUMNS, shares
from skm.research.weighting import WEIGHTED_COLUMNS, WeightedFigure, poststratify, rake, weighted_table

__all__ = [
    "COMPOSITION_COLUMNS",
    "CONTRIBUTION_COLUMNS",
    "END_COLUMNS",
    "FLAG_COLUMNS",
    "FUNNEL_COLUMNS",
    "LEAD_COLUMNS",
    "PRECISION_COLUMNS",
    "PRIORITY_COLUMNS",
    "RANK_COLUMNS",
    "RELIABILITY_COLUMNS",
    "SHARE_COLUMNS",
    "WEIGHTED_COLUMNS",
    "GeneralChanges",
    "WeightedFigure",
    "change_leads",
    "compositions",
    "contributions",
    "element_ends",
    "elements_apart",
    "funnel_curves",
    "general_changes",
    "importance",
    "poststratify",
    "precision",
    "priorities",
    "quality_flags",
    "rake",
    "ranks",
    "reliability",
    "shares",
    "weighted_table",
]
