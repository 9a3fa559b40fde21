"""Other published assessments (Ombudsman, PANRB and more): their scales by year, and what a printed value means."""

from skm.ratings.composites import Composite, entity_value, ombudsman_unit, panrb_aspects, panrb_unit
from skm.ratings.register import COLUMNS, classify_ratings
from skm.ratings.scales import RatingClass, Scale, find_scale, load_scales

__all__ = [
    "COLUMNS",
    "Composite",
    "RatingClass",
    "Scale",
    "classify_ratings",
    "entity_value",
    "find_scale",
    "load_scales",
    "ombudsman_unit",
    "panrb_aspects",
    "panrb_unit",
]
