"""Publishing: what is said (content), how (wording), numbers and dates (formatting), charts, pages.

`write_report` is the way in. `facts` is the only module that touches the tables, and takes out what may not be
published; `sections` and `content` arrange what is left, and the templates lay it out. Nothing is computed in a
template, and no statistic anywhere here.
"""

from skm.publishing.facts import Evidence
from skm.publishing.pages import write_report

__all__ = ["Evidence", "write_report"]
