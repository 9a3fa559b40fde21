"""Publishing: what is said, how, and where it stands on a page.

    tables → facts        gathering (reading, hiding, evidence): what is known, with what may not be published taken out
    facts → sentences     wording, findings, headings, choices; the texts are in templates/words
    facts → content       content, sections, blocks: plain values with everything formatted (formatting)
    facts → geometry      charts, level_chart, shapes
    content → files       pages and templates; internal is the annex that is never published

`write_report` is the way in. Nothing is computed in a template, and no statistic anywhere here.
"""

from skm.publishing.evidence import Evidence
from skm.publishing.internal import build_internal, render_internal
from skm.publishing.pages import find_page, write_report

__all__ = ["Evidence", "build_internal", "find_page", "render_internal", "write_report"]
