"""Published figures checked: which convention gives what was printed, and what should have been."""

from skm.verifying.editions import PUBLISHED_COLUMNS, explain_published, read_published
from skm.verifying.figures import Verification, verify_figure
from skm.verifying.parents import ParentVerification, verify_parent
from skm.verifying.printed import split_means
from skm.verifying.tables import verify_folder, verify_table

__all__ = [
    "PUBLISHED_COLUMNS",
    "ParentVerification",
    "Verification",
    "explain_published",
    "read_published",
    "split_means",
    "verify_figure",
    "verify_folder",
    "verify_parent",
    "verify_table",
]
