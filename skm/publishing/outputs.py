"""Everything that a period publishes, one writer each: the facts go in, files under `reports/<period>/` come out.

A writer prints what the facts hold and nothing else: what may not be published is no longer in them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from skm.publishing.content import build_page
from skm.publishing.facts import Facts
from skm.publishing.rendering import render_page
from skm.tables import write_whole

# The facts of one period by language, the survey's own first.
FactsByLanguage = Mapping[str, Facts]
Writer = Callable[[FactsByLanguage, Path], None]


def own_facts(facts: FactsByLanguage) -> Facts:
    """Return the facts in the survey's own language."""
    return next(iter(facts.values()))


def write_annual_page(facts: FactsByLanguage, folder: Path) -> None:
    """Write the period's page: `index.html`."""
    write_whole(folder / "index.html", render_page(build_page(own_facts(facts))))


WRITERS: tuple[Writer, ...] = (write_annual_page,)


def write_outputs(facts: FactsByLanguage, folder: Path) -> None:
    """Write everything that a period publishes.

    Parameters
    ----------
    facts
        The facts of the period by language, the survey's own first.
    folder
        `reports/<period>/`.
    """
    for write in WRITERS:
        write(facts, folder)
