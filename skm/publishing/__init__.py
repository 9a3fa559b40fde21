"""Publishing: what is said, how, and where it stands on a page.

    tables → facts        gathering (reading, hiding, evidence): what is known, with what may not be published taken out
    facts → sentences     wording, findings, headings, choices; the texts are in templates/words
    facts → content       content, sections, blocks: plain values with everything formatted (formatting)
    facts → geometry      charts, level_chart, shapes
    content → files       pages and templates; internal is the annex that is never published

`write_report` is the way in. Nothing is computed in a template, and no statistic anywhere here.
"""

from skm.publishing.documents import example_template, list_shares
from skm.publishing.editions import (
    DRAFT,
    EDITIONS,
    FIGURES,
    TRAIL,
    Edition,
    announced_state,
    read_editions,
    read_moved,
    read_standings,
)
from skm.publishing.evidence import Evidence
from skm.publishing.facts import Facts
from skm.publishing.formatting import spell_period
from skm.publishing.internal import build_internal, render_internal
from skm.publishing.jobs import early_processes
from skm.publishing.kit import NotPrintedError, forget_pictures, is_picture
from skm.publishing.outputs import FactsByLanguage, add_pictures, write_annual_page, write_outputs
from skm.publishing.pages import find_page, gather_periods, standing_of, write_list, write_report
from skm.publishing.published import canonical_bytes, published_figures, results_hash, with_release
from skm.publishing.release import ReleaseState, Revision, Standing
from skm.publishing.texts import list_kit_texts, list_texts

__all__ = [
    "DRAFT",
    "EDITIONS",
    "FIGURES",
    "TRAIL",
    "Edition",
    "Evidence",
    "Facts",
    "FactsByLanguage",
    "NotPrintedError",
    "ReleaseState",
    "Revision",
    "Standing",
    "add_pictures",
    "announced_state",
    "build_internal",
    "canonical_bytes",
    "early_processes",
    "example_template",
    "find_page",
    "forget_pictures",
    "gather_periods",
    "is_picture",
    "list_kit_texts",
    "list_shares",
    "list_texts",
    "published_figures",
    "read_editions",
    "read_moved",
    "read_standings",
    "render_internal",
    "results_hash",
    "spell_period",
    "standing_of",
    "with_release",
    "write_annual_page",
    "write_list",
    "write_outputs",
    "write_report",
]
